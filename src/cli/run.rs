//! `carrierlab run FILE`: simulate every strategy, paired; write results and report; print a summary.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::ci::Ci;
use super::progress::interrupt;
use super::records::Records;
use super::results::{self, Existing, sha256};
use super::study::{SUMMARY, Study, pretty, table_file};
use super::{Failure, Global, Paint, Progress, RunArgs, models, print, warn};
use crate::experiment::RunRecord;
use crate::experiment::summary::Summary;
use crate::ledger::Table;
use crate::report;
use crate::scenario::{self, Loaded};

/// `carrierlab run FILE...`: every file in turn. The exit code is that of the first that is not 0.
pub fn command(args: &RunArgs, global: &Global) -> Result<u8, Failure> {
    if args.files.len() > 1 && args.out.out.is_some() {
        return Err(Failure::message(
            2,
            "usage",
            "--out names one folder, but there are several scenario files",
            "leave --out away: each scenario then gets its own folder below results/",
        ));
    }
    // Everything is checked before anything is simulated.
    let loaded = args
        .files
        .iter()
        .map(|file| scenario::read(file, &args.scenario.overrides()).map_err(Failure::from))
        .collect::<Result<Vec<Loaded>, Failure>>()?;
    let (mut exit, mut documents, mut ci) = (0, Vec::new(), Ci::begin(&args.ci)?);
    for (file, loaded) in args.files.iter().zip(&loaded) {
        warn(&loaded.warnings, global);
        let request = Request {
            file: file.clone(),
            out: args.out.out.clone(),
            force: args.out.force,
            resume: args.resume,
            jobs: args.jobs.map_or(0, usize::from),
            trace: args.trace,
            csv: args.csv,
            progress: if global.quiet { Progress::None } else { global.progress },
            fail_on_inconclusive: args.fail_on_inconclusive,
            command: reproduce(file, args),
        };
        let finished = run(&request, loaded)?;
        let interrupted = finished.exit == 130;
        if exit == 0 || interrupted {
            exit = finished.exit;
        }
        if global.json {
            documents
                .push(json!({ "results": finished.dir.display().to_string(), "summary": finished.summary }));
        } else if global.quiet {
            print(&format!("{}\n", finished.summary.verdict.sentence))?;
        } else {
            print(&screen(&finished, &request, global))?;
        }
        ci.finished(&finished.summary, loaded, global)?;
        if interrupted {
            break;
        }
    }
    if global.json {
        let document = if documents.len() == 1 { documents.remove(0) } else { json!({ "runs": documents }) };
        print(&format!("{document:#}\n"))?;
    }
    Ok(exit)
}

/// The command that makes the same results again.
fn reproduce(file: &Path, args: &RunArgs) -> Vec<String> {
    let mut command = vec!["carrierlab".to_owned(), "run".to_owned(), file.display().to_string()];
    if let Some(seed) = args.scenario.seed {
        command.extend(["--seed".to_owned(), seed.to_string()]);
    }
    if let Some(replications) = args.scenario.replications {
        command.extend(["-n".to_owned(), replications.to_string()]);
    }
    command.extend(args.scenario.set.iter().flat_map(|set| ["--set".to_owned(), set.clone()]));
    if args.trace {
        command.push("--trace".to_owned());
    }
    command
}

/// A word as a shell takes it.
pub(super) fn shell_word(word: &str) -> String {
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./=:".contains(c));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// One screen for people.
fn screen(finished: &Finished, request: &Request, global: &Global) -> String {
    let at = |file: &str| finished.dir.join(file).display().to_string();
    let quoted = request.command.iter().map(|word| shell_word(word));
    report::terminal(
        &finished.summary,
        &report::TerminalView {
            width: terminal_width(),
            colour: Paint::stdout(global.color).is_coloured(),
            files: vec![at("report.html"), at("summary.json"), at("tables"), at("figures")],
            command: quoted.collect::<Vec<_>>().join(" "),
        },
    )
}

/// Columns of the terminal, 100 where there is none.
pub(super) fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    columns.unwrap_or_else(|| terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)))
}

/// What `run` is asked to do with one scenario file.
#[derive(Debug, Clone)]
pub struct Request {
    /// The scenario file.
    pub file: PathBuf,
    /// The results folder, if one was asked for.
    pub out: Option<PathBuf>,
    /// Whether results already in that folder may be overwritten.
    pub force: bool,
    /// Whether finished runs in that folder are gone on with.
    pub resume: bool,
    /// Threads; 0 is one a core.
    pub jobs: usize,
    /// Whether replication 0 writes a row for every message.
    pub trace: bool,
    /// Whether tables are written as CSV too.
    pub csv: bool,
    /// How progress is shown.
    pub progress: Progress,
    /// Whether a tie is exit code 5.
    pub fail_on_inconclusive: bool,
    /// The command, as it was typed, for the manifest.
    pub command: Vec<String>,
}

/// What `run` did.
#[derive(Debug)]
pub struct Finished {
    /// The summary, as written.
    pub summary: Summary,
    /// Where everything is.
    pub dir: PathBuf,
    /// The process's exit code.
    pub exit: u8,
}

/// Runs one scenario and writes its results folder.
#[expect(clippy::disallowed_methods, reason = "the manifest says how long it took; no result depends on it")]
pub fn run(request: &Request, loaded: &Loaded) -> Result<Finished, Failure> {
    let began = Instant::now();
    let folder = request.file.parent().unwrap_or(Path::new("."));
    let study = Study::new(loaded, scenario::resolved_toml(loaded), folder)?;
    let about = &loaded.file.scenario;
    let existing = match () {
        () if request.resume => Existing::Resume,
        () if request.force => Existing::Overwrite,
        () => Existing::Refuse,
    };
    let dir = results::make(request.out.as_deref(), &about.name, existing)?;
    let (records, mut found) = Records::open(&dir, &study.origin(request.trace))?;
    if request.progress != Progress::None {
        found.notes.iter().for_each(|note| super::render::note(&format!("{}: {note}\n", about.name)));
    }
    let stop = interrupt();
    let meter = study.meter(request.progress, &found.runs);
    let done = |arm: usize, run: &RunRecord| {
        records.keep(arm, run, &stop);
        meter.step();
    };
    let sequence = study.run(request.jobs, request.trace, &mut found.runs, &done, &stop);
    meter.finish();
    records.close()?;
    let interrupted = (sequence.rows.len() as u32) < sequence.asked;
    if sequence.rows.is_empty() {
        return Err(Failure::message(
            130,
            "interrupted",
            "interrupted before the first replication of every strategy was done",
            format!(
                "the runs that had finished are kept: --out {} --resume goes on with them",
                dir.display()
            ),
        ));
    }

    let results = study.results(&sequence);
    if request.resume {
        results::clear(&dir)?;
    }
    let written = results.files();
    let hashes: BTreeMap<&String, String> =
        written.iter().map(|(name, bytes)| (name, sha256(bytes))).collect();
    let summary = results.summary;
    let hash_of = |table: &Table| (table.name.clone(), hashes[&table_file(&table.name)].clone());
    let manifest = json!({
        "carrierlab": env!("CARGO_PKG_VERSION"),
        "command": request.command,
        "scenario": about.name,
        "scenario_file": request.file.display().to_string(),
        "scenario_hash": summary.scenario_hash,
        "seed": about.seed,
        "replications_asked": summary.replications_asked,
        "replications": summary.replications,
        "trace": request.trace,
        "strategies": loaded.worlds.iter().map(|w| &w.name).collect::<Vec<_>>(),
        "models": study.models,
        "generator": "Philox4x32-10, keyed by seed, replication, purpose, entity, count",
        "threads": if request.jobs == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { request.jobs },
        "platform": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        "partial": interrupted,
        "tables": results.tables.iter().map(hash_of).collect::<BTreeMap<_, _>>(),
        "summary": hashes[&SUMMARY.to_owned()],
        "wall_seconds": (began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
    });
    let folder_of_tables = dir.join("tables");
    std::fs::create_dir_all(&folder_of_tables).map_err(|e| Failure::io(&folder_of_tables, "make", &e))?;
    written.iter().try_for_each(|(name, bytes)| results::write(&dir.join(name), bytes))?;
    if request.csv {
        write_csv(&folder_of_tables, &results.tables)?;
    }
    results::write(&dir.join("scenario.toml"), study.resolved.as_bytes())?;
    results::copy_logs(&dir, &loaded.logs)?;
    models::copy(&dir, folder, &study.models)?;
    results::write(&dir.join("manifest.json"), &pretty(&manifest))?;
    report::write_report(&dir, &summary, &study.resolved, &manifest).map_err(|e| {
        Failure::message(1, "io", e.to_string(), "check that the folder is writable and the disk has room")
    })?;

    if interrupted && request.progress != Progress::None {
        let more = format!("--out {} --resume goes on from here", dir.display());
        super::render::note(&format!("{}: interrupted; {more}\n", about.name));
    }
    let exit = match () {
        () if interrupted => 130,
        () if !summary.passed => 4,
        () if request.fail_on_inconclusive
            && summary.verdict.kind == "inconclusive"
            && summary.strategies.len() > 1 =>
        {
            5
        }
        () => 0,
    };
    Ok(Finished { summary, dir, exit })
}

/// Writes every table as CSV.
fn write_csv(folder: &Path, tables: &[Table]) -> Result<(), Failure> {
    tables.iter().try_for_each(|table| {
        results::write(&folder.join(format!("{}.csv", table.name)), &report::csv(table))
    })
}
