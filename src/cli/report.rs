//! `carrierlab report DIR`: rebuild the report from stored results.

use std::path::Path;

use serde_json::Value;

use clap::Args;

use super::{Failure, Global, print};
use crate::experiment::summary::Summary;
use crate::report;

const HELP: &str = "DIR has to be the results folder of `carrierlab run`; run the scenario again to make one";

/// What `report` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// The results folder of a run
    #[arg(value_name = "DIR")]
    dir: std::path::PathBuf,
}

/// `carrierlab report DIR`.
pub fn command(args: &ReportArgs, global: &Global) -> Result<u8, Failure> {
    report(&args.dir)?;
    let page = args.dir.join("report.html").display().to_string();
    if global.json {
        print(&format!("{:#}\n", serde_json::json!({ "report": page })))?;
    } else if !global.quiet {
        print(&format!("{page}\n"))?;
    }
    Ok(0)
}

/// Rebuilds `report.html`, `report.md` and `figures/` in `dir` from its `summary.json`, `scenario.toml` and
/// `manifest.json`, to the bytes that `run` wrote. Fails with exit code 3 where one of the three is missing, broken or
/// newer than this version, and with 1 where the folder cannot be written.
pub fn report(dir: &Path) -> Result<(), Failure> {
    let summary = read_summary(&dir.join("summary.json"))?;
    let scenario = read(&dir.join("scenario.toml"))?;
    let path = dir.join("manifest.json");
    let manifest = parse(&path, &read(&path)?)?;
    report::write_report(dir, &summary, &scenario, &manifest).map(|_| ()).map_err(|e| {
        Failure::message(1, "io", e.to_string(), "check that the folder is writable and the disk has room")
    })
}

/// The summary stored at `path`.
pub(crate) fn read_summary(path: &Path) -> Result<Summary, Failure> {
    let value = parse(path, &read(path)?)?;
    // The version first: a newer document would fail on its shape with a message that helps nobody.
    match value.get("schema_version").and_then(Value::as_u64) {
        Some(version) if version > u64::from(report::SCHEMA_VERSION) => {
            return Err(Failure::message(
                3,
                "summary.newer",
                format!(
                    "{} has format {version}; this carrierlab reads up to {}",
                    path.display(),
                    report::SCHEMA_VERSION
                ),
                "use the carrierlab that wrote it (its version is in manifest.json), or a newer one",
            ));
        }
        Some(_) => {}
        None => return Err(broken(path, "it has no `schema_version`")),
    }
    serde_json::from_value(value).map_err(|e| broken(path, e))
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|e| {
        Failure::message(3, "results.missing", format!("cannot read {}: {e}", path.display()), HELP)
    })?;
    String::from_utf8(bytes).map_err(|_| broken(path, "it is not UTF-8 text"))
}

fn parse(path: &Path, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|e| broken(path, e))
}

fn broken(path: &Path, why: impl std::fmt::Display) -> Failure {
    Failure::message(3, "results.corrupt", format!("{} is not readable: {why}", path.display()), HELP)
}
