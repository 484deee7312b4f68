//! `run`, `report` and `explain` as a user meets them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A small scenario: two strategies, two carriers, 300 people.
const SMALL: &str = r#"
schema = 1
[scenario]
name = "small"
horizon = "1d"
seed = 3
replications = 3
[[carrier]]
name = "north"
preset = "adaptive"
share = 0.5
[[carrier]]
name = "south"
preset = "rate-only"
share = 0.5
[audience.all]
size = 300
consent = "opted-in"
[[sender]]
name = "shop"
audience = "all"
number = { type = "long-code" }
texts = ["Acme: sale until Sunday. Reply STOP to end"]
[[strategy]]
name = "blast"
[[strategy]]
name = "short code"
set = { "sender.shop.number.type" = "short-code" }
"#;

fn carrierlab(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_carrierlab"))
        .current_dir(dir)
        .args(args)
        .env_remove("CARRIERLAB_OUT")
        .output()
        .expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn write(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, text).expect("a scratch file");
    path
}

/// A folder with the small scenario in it.
fn scratch() -> TempDir {
    let dir = tempfile::tempdir().expect("a scratch folder");
    write(dir.path(), "small.toml", SMALL);
    dir
}

fn expect(output: &Output, exit: i32, words: &[&str]) {
    let all = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{all}");
    for word in words {
        assert!(all.contains(word), "`{word}` is missing in:\n{all}");
    }
}

fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder").map(|e| e.expect("an entry").path()) {
        if entry.is_dir() {
            found.extend(files(&entry));
        } else {
            found.push((entry.display().to_string(), fs::read(&entry).expect("a file")));
        }
    }
    found.sort();
    found
}

#[test]
fn a_run_leaves_everything_the_contract_names() {
    let dir = scratch();
    let output = carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "--csv", "--trace"]);
    expect(&output, 0, &["blast", "short code", "report.html", "carrierlab run small.toml --trace"]);
    let out = dir.path().join("out");
    for name in ["manifest.json", "scenario.toml", "summary.json", "report.html"] {
        assert!(out.join(name).is_file(), "{name}");
    }
    for table in ["outcomes", "numbers", "carriers", "series", "decisions", "messages"] {
        assert!(out.join(format!("tables/{table}.parquet")).is_file(), "{table}");
        assert!(out.join(format!("tables/{table}.csv")).is_file(), "{table}");
    }
    assert!(fs::read_dir(out.join("figures")).expect("figures").count() >= 5);
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    for key in
        ["carrierlab", "command", "scenario_hash", "seed", "models", "threads", "platform", "wall_seconds"]
    {
        assert!(!manifest[key].is_null(), "{key}");
    }
    let messages = fs::read_to_string(out.join("tables/messages.csv")).unwrap();
    assert_eq!(messages.lines().count(), 1 + 2 * 300, "a row for every message of replication 0");
}

#[test]
fn threads_and_repetition_give_the_same_bytes() {
    let dir = scratch();
    for (out, jobs) in [("a", "1"), ("b", "2"), ("c", "2")] {
        expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", out, "-j", jobs, "--csv", "-q"]), 0, &[]);
    }
    let read = |out: &str| {
        files(&dir.path().join(out))
            .into_iter()
            // The manifest holds the threads and the time taken; records stand in the order in which runs ended.
            .filter(|(name, _)| !(name.ends_with("manifest.json") || name.ends_with("records.jsonl")))
            .map(|(name, bytes)| (name.replace(&format!("/{out}/"), "/"), bytes))
            .collect::<Vec<_>>()
    };
    let a = read("a");
    assert!(a.len() > 15);
    for other in [read("b"), read("c")] {
        for ((name, ours), (other_name, theirs)) in a.iter().zip(&other) {
            assert_eq!(name, other_name);
            assert!(ours == theirs, "{name} differs");
        }
    }
}

#[test]
fn a_report_is_rebuilt_byte_for_byte() {
    let dir = scratch();
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "-q"]), 0, &[]);
    let out = dir.path().join("out");
    let before = files(&out);
    fs::remove_file(out.join("report.html")).unwrap();
    fs::remove_dir_all(out.join("figures")).unwrap();
    expect(&carrierlab(dir.path(), &["report", "out"]), 0, &["report.html"]);
    assert!(before == files(&out));
}

#[test]
fn json_is_one_document_on_stdout() {
    let dir = scratch();
    let output = carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "--json", "-n", "2"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    let stored: Value =
        serde_json::from_slice(&fs::read(dir.path().join("out/summary.json")).unwrap()).unwrap();
    assert_eq!(document["summary"], stored);
    let output = carrierlab(dir.path(), &["run", "none.toml", "--json"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("errors too");
    assert!(document["error"]["message"].as_str().unwrap().contains("none.toml"));
}

#[test]
fn results_are_never_overwritten_unasked() {
    let dir = scratch();
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "-q"]), 0, &[]);
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "-q"]), 2, &["not empty", "--force"]);
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "-q", "--force"]), 0, &[]);
    // Without a wish, a second run gets a folder of its own.
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-n", "2"]), 0, &["results/small/report.html"]);
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-n", "2"]), 0, &["results/small-2/report.html"]);
}

#[test]
fn a_place_that_cannot_be_written_is_found_before_the_work() {
    let dir = scratch();
    write(dir.path(), "file", "");
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "file/out"]), 1, &["file/out"]);
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "file"]), 2, &["is a file, not a folder"]);
}

#[test]
fn models_that_are_missing_or_broken_are_named() {
    let dir = scratch();
    let with = |model: &str| {
        let set = format!("carrier.north.filter.content.model=\"{model}\"");
        carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "--set", &set])
    };
    expect(&with("nowhere.json"), 3, &["nowhere.json", "north"]);
    write(dir.path(), "broken.json", "{ \"weights\": ");
    expect(&with("broken.json"), 3, &["broken.json", "north"]);
    let set = "carrier.north.filter.content.model=\"broken.json\"";
    expect(&carrierlab(dir.path(), &["validate", "small.toml", "--set", set]), 3, &["broken.json", "north"]);
    assert!(!dir.path().join("out").exists(), "nothing is made for a run that cannot begin");
}

#[test]
fn a_failed_expectation_is_exit_4_and_says_what_was_seen() {
    let dir = scratch();
    let wish = "\n[[expect]]\nmetric = \"delivered\"\nat_least = 0.999\n";
    write(dir.path(), "wish.toml", &(SMALL.to_owned() + wish));
    let output = carrierlab(dir.path(), &["run", "wish.toml", "-o", "out"]);
    expect(&output, 4, &["failed", "delivered{strategy=\"blast\"} >= 0.999", "observed"]);
}

#[test]
fn what_cannot_be_told_is_exit_5_only_on_request() {
    let dir = scratch();
    let twins = SMALL.replace("set = { \"sender.shop.number.type\" = \"short-code\" }", "");
    write(dir.path(), "twins.toml", &twins);
    // Two that are the same are a tie, which no number of replications would change; one replication tells nothing.
    expect(
        &carrierlab(dir.path(), &["run", "twins.toml", "-o", "a", "--fail-on-inconclusive"]),
        0,
        &["A tie"],
    );
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "b", "-n", "1"]), 0, &["Inconclusive"]);
    let strict = ["run", "small.toml", "-o", "c", "-n", "1", "--fail-on-inconclusive"];
    expect(&carrierlab(dir.path(), &strict), 5, &["Inconclusive"]);
}

#[test]
fn explain_relives_a_message() {
    let dir = scratch();
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "out", "--csv", "--trace", "-q"]), 0, &[]);
    let rows = fs::read_to_string(dir.path().join("out/tables/messages.csv")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for row in rows.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let (id, carrier, fate) = (cells[0], cells[2], cells[4]);
        // One message of each fate: the probe must end where the traced run did.
        if seen.insert(fate.to_owned()) {
            let output = carrierlab(dir.path(), &["explain", "out", id]);
            expect(&output, 0, &[id, carrier, &format!("truth    {fate}")]);
            let output = carrierlab(dir.path(), &["explain", "out", id, "--json"]);
            let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
            assert_eq!(document["fate"], fate);
        }
    }
    assert!(seen.len() >= 2, "{seen:?}");
    expect(
        &carrierlab(dir.path(), &["explain", "out", "nonsense"]),
        2,
        &["STRATEGY:REPLICATION:SENDER:COUNT"],
    );
    expect(&carrierlab(dir.path(), &["explain", "out", "9:0:shop:1"]), 3, &["strategy 9"]);
    expect(&carrierlab(dir.path(), &["explain", "out", "0:0:nobody:1"]), 3, &["nobody"]);
    expect(&carrierlab(dir.path(), &["explain", "out", "0:0:shop:4000000"]), 3, &["fewer than"]);
    expect(&carrierlab(dir.path(), &["explain", "nowhere", "0:0:shop:1"]), 3, &["nowhere"]);
}

/// The resolved scenario that a run leaves behind is a scenario with the same results.
#[test]
fn the_resolved_scenario_runs_to_the_same_tables() {
    let dir = scratch();
    let set = "carrier.north.filter.threshold=0.9";
    expect(&carrierlab(dir.path(), &["run", "small.toml", "-o", "a", "-q", "--set", set]), 0, &[]);
    expect(&carrierlab(dir.path(), &["run", "a/scenario.toml", "-o", "b", "-q"]), 0, &[]);
    let tables =
        |out: &str| files(&dir.path().join(out).join("tables")).into_iter().map(|f| f.1).collect::<Vec<_>>();
    assert!(tables("a") == tables("b"));
}

/// Ctrl-C keeps what was finished and says so.
#[cfg(unix)]
#[test]
fn ctrl_c_keeps_finished_replications() {
    let dir = scratch();
    let long =
        SMALL.replace("size = 300", "size = 2_000").replace("replications = 3", "replications = 50_000");
    write(dir.path(), "long.toml", &long);
    let child = Command::new(env!("CARGO_BIN_EXE_carrierlab"))
        .current_dir(dir.path())
        .args(["run", "long.toml", "-o", "out", "-j", "2"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Long enough for some replications, far too short for 50,000.
    std::thread::sleep(std::time::Duration::from_secs(6));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    let output = child.wait_with_output().expect("it ends");
    expect(&output, 130, &["Interrupted"]);
    let summary: Value =
        serde_json::from_slice(&fs::read(dir.path().join("out/summary.json")).unwrap()).unwrap();
    assert_eq!(summary["partial"], true);
    let done = summary["replications"].as_u64().unwrap();
    assert!((1..50_000).contains(&done));
    assert_eq!(summary["strategies"][0]["metrics"]["delivered"]["n"].as_u64(), Some(done));
}
