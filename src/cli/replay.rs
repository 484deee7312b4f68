//! `carrierlab replay DIR`: run stored results again, and compare every table and the summary with what the manifest
//! says of them, and with what is in the folder. Nothing is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use clap::Args;
use serde_json::{Value as Json, json};

use super::progress::{Meter, interrupt};
use super::render::{Answer, note};
use super::results::sha256;
use super::study::{SUMMARY, Study, columns, stopped, table_file};
use super::{Failure, Global, Progress, models};
use crate::experiment::Runs;
use crate::scenario::{self, Overrides};

/// What `replay` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ReplayArgs {
    /// The results folder of a run
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// How many threads; all cores unless set. The results do not depend on it
    #[arg(short, long, value_name = "COUNT", env = "CARRIERLAB_JOBS")]
    jobs: Option<std::num::NonZeroUsize>,
}

/// One file of the results: its hash in the manifest, in the folder and made again.
struct Row {
    file: String,
    expected: Option<String>,
    found: Option<String>,
    replayed: Option<String>,
}

impl Row {
    fn same(&self) -> bool {
        self.expected.is_some() && self.expected == self.found && self.expected == self.replayed
    }
}

/// `carrierlab replay DIR`. Exit code 0 where all is the same, 4 where anything differs.
pub fn command(args: &ReplayArgs, global: &Global) -> Result<u8, Failure> {
    let stored = Stored::read(&args.dir)?;
    let progress = if global.quiet { Progress::None } else { global.progress };
    let replayed = stored.again(args.jobs.map_or(0, usize::from), progress)?;
    let rows = stored.compare(&replayed);
    let same = rows.iter().all(Row::same);
    let (theirs, ours) = (stored.manifest["carrierlab"].as_str().unwrap_or("?"), env!("CARGO_PKG_VERSION"));
    if !(same || global.json) {
        let names: Vec<&str> = rows.iter().filter(|r| !r.same()).map(|r| r.file.as_str()).collect();
        note(&format!("not the same: {}\n", names.join(", ")));
        if theirs != ours {
            note(&format!(
                "the results are of carrierlab {theirs}, and this is {ours}: only the same version promises the same bytes\n"
            ));
        }
    }
    let table: Vec<_> = (rows.iter())
        .map(|r| (r.file.clone(), vec![r.expected.clone(), r.found.clone(), r.replayed.clone()], r.same()))
        .collect();
    let document = |r: &Row| json!({ "file": r.file, "expected": r.expected, "found": r.found, "replayed": r.replayed, "ok": r.same() });
    let text = if global.quiet {
        let verdict = if same { "the same bytes in every table" } else { "not the same" };
        format!("{verdict}\n")
    } else {
        columns(&["file", "manifest", "in the folder", "run again"], &table)
    };
    let answer = Answer {
        text,
        json: json!({
            "results": args.dir.display().to_string(),
            "version": { "results": theirs, "this": ours },
            "files": rows.iter().map(document).collect::<Vec<_>>(),
            "same": same,
        }),
    };
    answer.print(global)?;
    Ok(if same { 0 } else { 4 })
}

/// Results in a folder.
struct Stored {
    dir: PathBuf,
    manifest: Json,
    scenario: String,
}

impl Stored {
    fn read(dir: &Path) -> Result<Stored, Failure> {
        let text = |name: &str| {
            let path = dir.join(name);
            std::fs::read_to_string(&path).map_err(|e| broken(format!("cannot read {}: {e}", path.display())))
        };
        let manifest: Json = serde_json::from_str(&text("manifest.json")?)
            .map_err(|e| broken(format!("{} is not readable: {e}", dir.join("manifest.json").display())))?;
        let scenario = text("scenario.toml")?;
        if manifest["scenario_hash"].as_str() != Some(&sha256(scenario.as_bytes())) {
            return Err(broken("scenario.toml is not the one that this run was made from".into()));
        }
        if !manifest["tables"].is_object() || !manifest["replications"].is_u64() {
            return Err(broken("manifest.json does not say which tables there are".into()));
        }
        Ok(Stored { dir: dir.to_owned(), manifest, scenario })
    }

    /// Runs them again, and gives the hash of every file.
    fn again(&self, jobs: usize, progress: Progress) -> Result<BTreeMap<String, String>, Failure> {
        let loaded =
            scenario::parse("scenario.toml", &self.scenario, &Overrides::default(), Some(&self.dir))?;
        let folder = models::folder_of_results(&self.dir, &self.manifest);
        let study = Study::new(&loaded, self.scenario.clone(), &folder)?;
        for (name, hash) in &study.models {
            if self.manifest["models"][name].as_str().is_some_and(|stored| stored != hash) {
                return Err(broken(format!("the content model `{name}` has changed since this run")));
            }
        }
        let number = |key: &str| self.manifest[key].as_u64().unwrap_or(0) as u32;
        let (n, asked) = (number("replications"), number("replications_asked"));
        let trace =
            self.manifest["trace"].as_bool().unwrap_or(!self.manifest["tables"]["messages"].is_null());
        let stop = interrupt();
        let sequence = if n < asked {
            let runs = u64::from(n) * loaded.worlds.len() as u64;
            let meter = Meter::new(progress, &loaded.file.scenario.name, "runs", runs);
            let sequence = study.run_part((n, asked), (jobs, trace), &|_, _| meter.step(), &stop);
            meter.finish();
            sequence
        } else {
            let meter = study.meter(progress, &Runs::new());
            let sequence = study.run(jobs, trace, &mut Runs::new(), &|_, _| meter.step(), &stop);
            meter.finish();
            sequence
        };
        if stop.load(Ordering::Relaxed) {
            return Err(stopped());
        }
        Ok(study.results(&sequence).hashes())
    }

    fn compare(&self, replayed: &BTreeMap<String, String>) -> Vec<Row> {
        let tables = self.manifest["tables"].as_object().into_iter().flatten();
        let mut expected: BTreeMap<String, Option<String>> =
            tables.map(|(name, hash)| (table_file(name), hash.as_str().map(str::to_owned))).collect();
        if let Some(hash) = self.manifest["summary"].as_str() {
            expected.insert(SUMMARY.into(), Some(hash.to_owned()));
        }
        for name in replayed.keys().filter(|name| *name != SUMMARY) {
            expected.entry(name.clone()).or_default();
        }
        let row = |(file, expected): (String, Option<String>)| Row {
            found: std::fs::read(self.dir.join(&file)).ok().map(|bytes| sha256(&bytes)),
            replayed: replayed.get(&file).cloned(),
            expected,
            file,
        };
        expected.into_iter().map(row).collect()
    }
}

fn broken(what: String) -> Failure {
    Failure::message(3, "results.missing", what, "DIR has to be the results folder of `carrierlab run`")
}
