//! `carrierlab run FILE`: simulate every strategy, paired; write results and report; print a summary.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::ci::Ci;
use super::results::{self, Existing, sha256};
use super::{Failure, Global, Paint, Progress, RunArgs, models, print, warn};
use crate::engine::World;
use crate::experiment::summary::Summary;
use crate::experiment::{Arm, Header, Plan, replicate, summarise, tables};
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

/// One screen for people.
fn screen(finished: &Finished, request: &Request, global: &Global) -> String {
    let at = |file: &str| finished.dir.join(file).display().to_string();
    let quoted = request.command.iter().map(|word| {
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./=:".contains(c));
        if plain { word.clone() } else { format!("'{}'", word.replace('\'', r"'\''")) }
    });
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
    let worlds = loaded.worlds.iter().map(|w| &w.settings);
    let (models, model_hashes) = models::load_all(worlds.clone(), folder)?;
    let arms = loaded
        .worlds
        .iter()
        .map(|w| {
            let world = World::new(w.settings.clone(), &models).map_err(|e| {
                Failure::message(
                    3,
                    "scenario.invalid",
                    format!("strategy `{}`: {e}", w.name),
                    "`carrierlab validate` shows every problem of a scenario with its place",
                )
            })?;
            Ok(Arm { name: w.name.clone(), about: w.about.clone(), world })
        })
        .collect::<Result<Vec<Arm>, Failure>>()?;

    let about = &loaded.file.scenario;
    let existing = if request.force { Existing::Overwrite } else { Existing::Refuse };
    let dir = results::make(request.out.as_deref(), &about.name, existing)?;

    let resolved = scenario::resolved_toml(loaded);
    let header = Header {
        scenario: about.name.clone(),
        about: about.about.clone(),
        horizon: about.horizon.to_string(),
        seed: about.seed,
        scenario_hash: sha256(resolved.as_bytes()),
        replications: about.replications,
        indifference: about.indifference.value(),
        models: models::cards(&models, &model_hashes, worlds),
    };
    let plan =
        Plan { seed: about.seed, replications: about.replications, jobs: request.jobs, trace: request.trace };
    let stop = interrupt();
    let runs = arms.len() as u64 * u64::from(about.replications);
    let meter = Meter::new(request.progress, &about.name, "runs", runs);
    let records = replicate(&arms, plan, &|| meter.step(), &stop);
    meter.finish();
    let interrupted = stop.load(Ordering::Relaxed) && (records.len() as u32) < about.replications;
    if interrupted && records.is_empty() {
        return Err(Failure::message(
            130,
            "interrupted",
            "interrupted before the first replication of every strategy was done; nothing was kept",
            "fewer replications (-n) or a smaller audience finish sooner",
        ));
    }

    let summary = summarise(&header, &arms, &records, &loaded.file.expectations);
    let manifest = json!({
        "carrierlab": env!("CARGO_PKG_VERSION"),
        "command": request.command,
        "scenario": about.name,
        "scenario_file": request.file.display().to_string(),
        "scenario_hash": header.scenario_hash,
        "seed": about.seed,
        "replications_asked": about.replications,
        "replications": records.len(),
        "strategies": loaded.worlds.iter().map(|w| &w.name).collect::<Vec<_>>(),
        "models": model_hashes,
        "generator": "Philox4x32-10, keyed by seed, replication, purpose, entity, count",
        "threads": if request.jobs == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { request.jobs },
        "platform": format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        "partial": interrupted,
    });
    let tables = tables(&arms, &records);
    let hashes = write_tables(&dir, &tables, request.csv)?;
    let mut manifest = manifest;
    manifest["tables"] = json!(hashes);
    manifest["wall_seconds"] = json!((began.elapsed().as_secs_f64() * 1000.0).round() / 1000.0);
    results::write(&dir.join("scenario.toml"), resolved.as_bytes())?;
    results::copy_logs(&dir, &loaded.logs)?;
    results::write(&dir.join("summary.json"), &pretty(&summary))?;
    results::write(&dir.join("manifest.json"), &pretty(&manifest))?;
    report::write_report(&dir, &summary, &resolved, &manifest).map_err(|e| {
        Failure::message(1, "io", e.to_string(), "check that the folder is writable and the disk has room")
    })?;

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

/// JSON as files hold it: indented, ending in a line break.
pub(super) fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// Writes every table, and gives the SHA-256 of each Parquet file.
fn write_tables(
    dir: &Path,
    tables: &[crate::ledger::Table],
    csv: bool,
) -> Result<BTreeMap<String, String>, Failure> {
    let folder = dir.join("tables");
    std::fs::create_dir_all(&folder).map_err(|e| Failure::io(&folder, "make", &e))?;
    let mut hashes = BTreeMap::new();
    for table in tables {
        let failed = |e: report::ReportError| {
            Failure::message(
                1,
                "io",
                e.to_string(),
                "check that the folder is writable and the disk has room",
            )
        };
        let path = folder.join(format!("{}.parquet", table.name));
        report::write_parquet(&path, table).map_err(failed)?;
        let bytes = std::fs::read(&path).map_err(|e| Failure::io(&path, "read back", &e))?;
        hashes.insert(table.name.clone(), sha256(&bytes));
        if csv {
            report::write_csv(&folder.join(format!("{}.csv", table.name)), table).map_err(failed)?;
        }
    }
    Ok(hashes)
}

/// How far the work has come, on stderr.
pub(super) struct Meter {
    bar: ProgressBar,
    lines: bool,
    name: String,
    /// What is counted.
    steps: &'static str,
    all: u64,
    done: AtomicU64,
}

impl Meter {
    /// A bar on a terminal, a line for every tenth elsewhere, unless asked otherwise.
    pub(super) fn new(progress: Progress, name: &str, steps: &'static str, all: u64) -> Meter {
        let terminal = std::io::stderr().is_terminal();
        let bars = progress == Progress::Bar || progress == Progress::Auto && terminal;
        let target = if bars { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template(&format!(
            "{{msg}} {{wide_bar}} {{pos}}/{{len}} {steps}, {{eta}} left"
        ))
        .expect("the template is fixed and valid");
        let bar = ProgressBar::with_draw_target(Some(all), target).with_style(style);
        bar.set_message(name.to_owned());
        let lines = progress == Progress::Plain || progress == Progress::Auto && !terminal;
        Meter { bar, lines, name: name.to_owned(), steps, all, done: AtomicU64::new(0) }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// What is being worked on.
    pub(super) fn say(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// One more is done.
    pub(super) fn step(&self) {
        self.bar.inc(1);
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.lines && done * 10 / self.all != (done - 1) * 10 / self.all {
            super::render::note(&format!("{}: {done} of {} {}\n", self.name, self.all, self.steps));
        }
    }
}

/// A flag that Ctrl-C sets: what runs is finished and kept, nothing new begins. A second Ctrl-C ends the
/// process at once.
pub(super) fn interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(feature = "live")]
    {
        let flag = Arc::clone(&stop);
        std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
                return;
            };
            runtime.block_on(async {
                if tokio::signal::ctrl_c().await.is_ok() {
                    flag.store(true, Ordering::Relaxed);
                    super::render::note(
                        "finishing the replications under way; press Ctrl-C again to stop at once\n",
                    );
                    let _ = tokio::signal::ctrl_c().await;
                    std::process::exit(130);
                }
            });
        });
    }
    stop
}
