//! `carrierlab verify FILE`: the same scenario with one thread and with many. Every table and the summary must come
//! out the same. Nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{ArgMatches, Args};
use serde_json::json;

use super::progress::interrupt;
use super::render::{Answer, note};
use super::study::{Study, columns, stopped};
use super::{Failure, Global, Progress, ScenarioArgs, warn};
use crate::experiment::Runs;
use crate::scenario;

/// What `verify` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// The scenario file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What may be given beside a scenario file.
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How many threads to compare with one; all cores, and at least 2, unless set
    #[arg(short, long, value_name = "COUNT", env = "CARRIERLAB_JOBS")]
    jobs: Option<std::num::NonZeroUsize>,
    /// Compare a row for every message of replication 0 too
    #[arg(long)]
    trace: bool,
}

impl VerifyArgs {
    /// Notes which values came from environment variables.
    #[must_use]
    pub fn from(mut self, matches: &ArgMatches) -> VerifyArgs {
        self.scenario.note_sources(matches);
        self
    }
}

/// `carrierlab verify FILE`. Exit code 0 where all is the same, 4 where anything differs.
pub fn command(args: &VerifyArgs, global: &Global) -> Result<u8, Failure> {
    let loaded = scenario::read(&args.file, &args.scenario.overrides())?;
    warn(&loaded.warnings, global);
    let folder = args.file.parent().unwrap_or(Path::new("."));
    let study = Study::new(&loaded, scenario::resolved_toml(&loaded), folder)?;
    let progress = if global.quiet { Progress::None } else { global.progress };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let many = args.jobs.map_or(cores, usize::from).max(2);
    let stop = interrupt();
    let one = hashes(&study, 1, args.trace, progress, &stop)?;
    let other = hashes(&study, many, args.trace, progress, &stop)?;

    let rows = compare(&one, &other);
    let same = rows.iter().all(|(_, _, same)| *same);
    if !(same || global.json) {
        let names: Vec<&str> = rows.iter().filter(|r| !r.2).map(|r| r.0.as_str()).collect();
        note(&format!("not the same with 1 thread and with {many}: {}\n", names.join(", ")));
    }
    let threads = format!("{many} threads");
    let text = if global.quiet {
        format!("{}\n", if same { "the same bytes in every table" } else { "not the same" })
    } else {
        columns(&["file", "1 thread", &threads], &rows)
    };
    let document = |(file, hashes, same): &(String, Vec<Option<String>>, bool)| json!({ "file": file, "one": hashes[0], "many": hashes[1], "ok": same });
    let answer = Answer {
        text,
        json: json!({
            "scenario": loaded.file.scenario.name,
            "threads": many,
            "files": rows.iter().map(document).collect::<Vec<_>>(),
            "same": same,
        }),
    };
    answer.print(global)?;
    Ok(if same { 0 } else { 4 })
}

/// Every file of either, its two hashes, and whether they are the same.
fn compare(
    one: &BTreeMap<String, String>,
    other: &BTreeMap<String, String>,
) -> Vec<(String, Vec<Option<String>>, bool)> {
    let files: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    files
        .into_iter()
        .map(|file| {
            let hashes = vec![one.get(file).cloned(), other.get(file).cloned()];
            (file.clone(), hashes.clone(), hashes[0] == hashes[1])
        })
        .collect()
}

/// The hash of every file that this many threads make.
fn hashes(
    study: &Study<'_>,
    jobs: usize,
    trace: bool,
    progress: Progress,
    stop: &Arc<AtomicBool>,
) -> Result<BTreeMap<String, String>, Failure> {
    let meter = study.meter(progress, &Runs::new());
    let sequence = study.run(jobs, trace, &mut Runs::new(), &|_, _| meter.step(), stop);
    meter.finish();
    if stop.load(Ordering::Relaxed) {
        return Err(stopped());
    }
    Ok(study.results(&sequence).hashes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_differs_or_is_missing_is_not_the_same() {
        let made = |files: &[(&str, &str)]| files.iter().map(|(f, h)| ((*f).into(), (*h).into())).collect();
        let rows = compare(&made(&[("a", "1"), ("b", "1")]), &made(&[("a", "1"), ("b", "2"), ("c", "3")]));
        assert_eq!(rows.iter().map(|r| r.2).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(rows[2].1, [None, Some("3".to_owned())]);
        assert!(columns(&["file", "1 thread", "2 threads"], &rows).lines().nth(2).unwrap().ends_with("NO"));
    }
}
