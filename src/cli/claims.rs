//! `carrierlab claims [FILE...]`: one row a claim: effect, interval, effect under the kill switch, verdict.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{ArgMatches, Args};

use super::progress::{Meter, interrupt};
use super::results::{self, Existing, sha256};
use super::run::{shell_word, terminal_width};
use super::study::pretty;
use super::{Failure, Global, Out, Paint, Progress as Show, ScenarioArgs, models, print, warn};
use crate::experiment::claims::{ClaimFile, Effort, Progress, Surroundings, claims};
use crate::report;
use crate::scenario;

/// Where claims are looked for if no file is named.
const FOLDER: &str = "scenarios/claims";

/// What `claims` is asked to do.
#[derive(Debug, Clone, Default, Args)]
pub struct ClaimsArgs {
    /// Scenario files with claims, or folders of them; scenarios/claims unless given
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What may be given beside a scenario file.
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Where the report goes; nothing is written unless this is given.
    #[command(flatten)]
    out: Out,
    /// How many threads; all cores unless set. The results do not depend on it
    #[arg(short, long, value_name = "COUNT", env = "CARRIERLAB_JOBS")]
    jobs: Option<std::num::NonZeroUsize>,
    /// A short look: few replications, no doses, maps or factorials
    #[arg(long, conflicts_with = "replications")]
    quick: bool,
    /// Exit with 5 where a claim could not be decided though its file expects it to be
    #[arg(long)]
    fail_on_inconclusive: bool,
}

impl ClaimsArgs {
    /// Notes which values came from environment variables.
    #[must_use]
    pub fn from(mut self, matches: &ArgMatches) -> ClaimsArgs {
        self.scenario.note_sources(matches);
        self
    }
}

/// Tests the claims of all files as one family.
#[expect(clippy::disallowed_methods, reason = "claims say how long they took; no result depends on it")]
pub fn command(args: &ClaimsArgs, global: &Global) -> Result<u8, Failure> {
    let mut files = Vec::new();
    for path in found(&args.files)? {
        let loaded = scenario::read(&path, &args.scenario.overrides()).map_err(Failure::from)?;
        warn(&loaded.warnings, global);
        if loaded.claims.is_empty() {
            return Err(Failure::message(
                3,
                "claims.none",
                format!("{} claims nothing", path.display()),
                "add a [[claim]] to it, or run it with `carrierlab run`",
            ));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let worlds = loaded.claims.iter().flat_map(|c| &c.worlds);
        let (models, _) = models::load_all(worlds, folder)?;
        let text = std::fs::read(&path).map_err(|e| Failure::io(&path, "read", &e))?;
        files.push(ClaimFile {
            name: path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
            hash: sha256(&text),
            seed: loaded.file.scenario.seed,
            replications: loaded.file.scenario.replications,
            indifference: loaded.file.scenario.indifference.value(),
            models,
            plans: loaded.claims,
        });
    }
    distinct(&files)?;
    let existing = if args.out.force { Existing::Overwrite } else { Existing::Refuse };
    let dir = match &args.out.out {
        Some(dir) => Some(results::make(Some(dir), "claims", existing)?),
        None => None,
    };
    let effort = match (args.quick, args.scenario.replications) {
        (true, _) => Effort::Quick,
        (false, Some(n)) => Effort::Fixed(n),
        (false, None) => Effort::Default,
    };
    let stop = interrupt();
    let began = Instant::now();
    let meter = Meter::new(
        if global.quiet { Show::None } else { global.progress },
        "claims",
        "claims",
        files.iter().map(|f| f.plans.len() as u64).sum(),
    );
    let document = claims(
        &files,
        &Surroundings {
            effort,
            command: reproduce(args),
            jobs: args.jobs.map_or(0, usize::from),
            stop: &stop,
            tell: &|progress| match progress {
                Progress::Batch { id, replications } => {
                    meter.say(&format!("{id} ({replications} replications)"))
                }
                Progress::Done { .. } => meter.step(),
            },
            clock: &|| began.elapsed().as_secs_f64(),
        },
    )
    .map_err(|message| {
        Failure::message(
            3,
            "scenario.invalid",
            message,
            "`carrierlab validate` shows every problem of a scenario with its place",
        )
    })?;
    meter.finish();
    let all: usize = files.iter().map(|f| f.plans.len()).sum();
    let interrupted = document.claims.len() < all;
    if let Some(dir) = &dir {
        results::write(&dir.join("claims.json"), &pretty(&document))?;
        report::write_claims(dir, &document).map_err(|e| {
            Failure::message(
                1,
                "io",
                e.to_string(),
                "check that the folder is writable and the disk has room",
            )
        })?;
    }
    if global.json {
        print(&String::from_utf8(pretty(&document)).expect("JSON is text"))?;
    } else {
        let colour = Paint::stdout(global.color).is_coloured();
        print(&report::claims_terminal(&document, terminal_width(), colour, global.quiet))?;
        if let Some(dir) = dir.as_ref().filter(|_| !global.quiet) {
            print(&format!("results  {}\n", dir.join("claims.html").display()))?;
        }
    }
    let open =
        |c: &crate::experiment::claims::ClaimResult| c.verdict == "inconclusive" && c.verdict != c.expected;
    Ok(match () {
        () if interrupted => 130,
        () if !document.claims.iter().all(|c| c.passed) => 4,
        () if args.fail_on_inconclusive && document.claims.iter().any(open) => 5,
        () => 0,
    })
}

/// The files that were named, folders opened; the shipped claims where none was.
fn found(wish: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let default = [PathBuf::from(FOLDER)];
    let wish = if wish.is_empty() {
        if !default[0].is_dir() {
            return Err(Failure::message(
                2,
                "claims.missing",
                format!("there is no folder {FOLDER} here"),
                "name the files with claims: carrierlab claims FILE...",
            ));
        }
        &default[..]
    } else {
        wish
    };
    let mut files = Vec::new();
    for path in wish {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|e| Failure::io(path, "read", &e))?;
        let mut inside: Vec<PathBuf> = entries
            .filter_map(|e| Some(e.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|e| ["toml", "json", "jsonc"].iter().any(|x| e == *x)))
            .collect();
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() {
        return Err(Failure::message(
            2,
            "claims.missing",
            "no scenario file is there",
            "name files that have a [[claim]]",
        ));
    }
    Ok(files)
}

/// A claim's id names it in the report, so it stands once over all files.
fn distinct(files: &[ClaimFile]) -> Result<(), Failure> {
    let mut seen = std::collections::BTreeMap::new();
    for (file, plan) in files.iter().flat_map(|f| f.plans.iter().map(move |p| (f, p))) {
        if let Some(before) = seen.insert(&plan.settings.id, &file.name) {
            return Err(Failure::message(
                3,
                "claims.twice",
                format!("claim `{}` stands in {before} and in {}", plan.settings.id, file.name),
                "give each claim its own id, or name fewer files",
            ));
        }
    }
    Ok(())
}

/// The command that tests the same again.
fn reproduce(args: &ClaimsArgs) -> String {
    let mut words = vec!["carrierlab".to_owned(), "claims".to_owned()];
    words.extend(args.files.iter().map(|f| f.display().to_string()));
    words.extend(args.scenario.seed.iter().flat_map(|seed| ["--seed".to_owned(), seed.to_string()]));
    words.extend(args.scenario.replications.iter().flat_map(|n| ["-n".to_owned(), n.to_string()]));
    words.extend(args.scenario.set.iter().flat_map(|set| ["--set".to_owned(), set.clone()]));
    if args.quick {
        words.push("--quick".to_owned());
    }
    words.iter().map(|word| shell_word(word)).collect::<Vec<_>>().join(" ")
}
