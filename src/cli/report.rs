//! `carrierlab report DIR`: rebuild the report from stored results.

use std::path::Path;

use serde_json::Value;

use clap::Args;

use super::{Failure, Global, print};
use crate::experiment::claims::ClaimsDocument;
use crate::experiment::summary::Summary;
use crate::report;

const HELP: &str =
    "DIR has to be the results folder of `carrierlab run` or `carrierlab claims`; run it again to make one";

/// Where the claims of a call are stored.
const CLAIMS: &str = "claims.json";

/// What `report` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// The results folder of a run, or of claims
    #[arg(value_name = "DIR")]
    dir: std::path::PathBuf,
}

/// `carrierlab report DIR`.
pub fn command(args: &ReportArgs, global: &Global) -> Result<u8, Failure> {
    let claims = args.dir.join(CLAIMS).is_file() && !args.dir.join("summary.json").is_file();
    let page = if claims {
        claims_report(&args.dir)?;
        "claims.html"
    } else {
        report(&args.dir)?;
        "report.html"
    };
    let page = args.dir.join(page).display().to_string();
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
    report::write_report(dir, &summary, &scenario, &manifest).map(|_| ()).map_err(unwritten)
}

/// Rebuilds `claims.html`, `claims.md`, `junit.xml` and the figures in `dir` from its `claims.json`, to the bytes that
/// `claims` wrote. Fails as [`report`] does.
fn claims_report(dir: &Path) -> Result<(), Failure> {
    let path = dir.join(CLAIMS);
    let value = parse(&path, &read(&path)?)?;
    dated(&path, &value, report::CLAIMS_VERSION)?;
    let document: ClaimsDocument = serde_json::from_value(value).map_err(|e| broken(&path, e))?;
    report::write_claims(dir, &document).map(|_| ()).map_err(unwritten)
}

fn unwritten(e: report::ReportError) -> Failure {
    Failure::message(1, "io", e.to_string(), "check that the folder is writable and the disk has room")
}

/// The summary stored at `path`.
pub(crate) fn read_summary(path: &Path) -> Result<Summary, Failure> {
    let value = parse(path, &read(path)?)?;
    dated(path, &value, report::SCHEMA_VERSION)?;
    serde_json::from_value(value).map_err(|e| broken(path, e))
}

/// Refuses a document that is newer than `newest`, before it fails on its shape with a message that helps nobody.
fn dated(path: &Path, value: &Value, newest: u32) -> Result<(), Failure> {
    match value.get("schema_version").and_then(Value::as_u64) {
        Some(version) if version > u64::from(newest) => Err(Failure::message(
            3,
            "summary.newer",
            format!("{} has format {version}; this carrierlab reads up to {newest}", path.display()),
            "use the carrierlab that wrote it (it says its version), or a newer one",
        )),
        Some(_) => Ok(()),
        None => Err(broken(path, "it has no `schema_version`")),
    }
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
