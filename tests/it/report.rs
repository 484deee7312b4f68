//! `report DIR`: the stored results give the report again, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use carrierlab::cli::{Failure, report};
use carrierlab::{experiment, report as room, scorer};
use serde_json::json;

#[path = "../../src/report/sample.rs"]
#[expect(dead_code, reason = "the room's own tests use the other samples")]
mod sample;

const SCENARIO: &str = "schema = 1\n\n[scenario]\nname = \"quickstart\"\n";

/// A results folder as `run` leaves it, with its report.
fn results() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let summary = sample::nothing();
    let manifest = json!({"version": "0.1.0", "wall_seconds": 1.5});
    fs::write(dir.path().join("summary.json"), serde_json::to_string_pretty(&summary).unwrap()).unwrap();
    fs::write(dir.path().join("scenario.toml"), SCENARIO).unwrap();
    fs::write(dir.path().join("manifest.json"), manifest.to_string()).unwrap();
    room::write_report(dir.path(), &summary, SCENARIO, &manifest).unwrap();
    dir
}

/// Every file below `dir`, by its path from there.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                out.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    out
}

fn fails(dir: &Path) -> Failure {
    report(dir).expect_err("this folder has no report to give")
}

fn said(failure: &Failure) -> String {
    failure.reports.iter().map(|r| format!("{r:?}")).collect()
}

#[test]
fn a_report_is_rebuilt_byte_for_byte() {
    let first = results();
    let before = files(first.path());
    let copy = tempfile::tempdir().unwrap();
    for name in ["summary.json", "scenario.toml", "manifest.json"] {
        fs::copy(first.path().join(name), copy.path().join(name)).unwrap();
    }
    report(copy.path()).unwrap();
    assert_eq!(before.keys().collect::<Vec<_>>(), files(copy.path()).keys().collect::<Vec<_>>());
    assert!(before == files(copy.path()), "the copy's report differs");
    assert!(before.contains_key("report.html") && before.contains_key("report.md"));
}

#[test]
fn a_summary_survives_its_file() {
    for summary in [sample::plausible(), sample::hostile()] {
        let text = serde_json::to_string(&summary).unwrap();
        let read: experiment::summary::Summary = serde_json::from_str(&text).unwrap();
        assert_eq!(read, summary);
    }
}

#[test]
fn missing_broken_and_newer_results_are_told_apart() {
    let empty = tempfile::tempdir().unwrap();
    let failure = fails(empty.path());
    assert_eq!((failure.exit, failure.code), (3, "results.missing"));
    assert!(said(&failure).contains("summary.json"));

    for (text, code) in [
        ("{\"schema_version\": 1", "results.corrupt"),
        ("{\"schema_version\": 1}", "results.corrupt"),
        ("[]", "results.corrupt"),
        ("\u{0}", "results.corrupt"),
        ("{\"schema_version\": 2, \"new\": true}", "summary.newer"),
    ] {
        fs::write(empty.path().join("summary.json"), text).unwrap();
        let failure = fails(empty.path());
        assert_eq!((failure.exit, failure.code), (3, code), "{text}");
        assert!(said(&failure).contains("help"), "{}", said(&failure));
    }
    fs::write(empty.path().join("summary.json"), [0xff, 0xfe]).unwrap();
    assert_eq!(fails(empty.path()).code, "results.corrupt");
}

#[test]
fn a_folder_that_cannot_be_written_is_an_io_failure() {
    let dir = results();
    // A folder where the file should go; permissions would not stop an administrator.
    fs::remove_file(dir.path().join("report.html")).unwrap();
    fs::create_dir(dir.path().join("report.html")).unwrap();
    let failure = fails(dir.path());
    assert_eq!((failure.exit, failure.code), (1, "io"));
    assert!(said(&failure).contains("report.html"));
}
