//! Runs that outlive the process: `--resume`, when replications stop, `replay` and `verify`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;

use carrierlab::engine::World;
use carrierlab::experiment::statistics::{difference, interval};
use carrierlab::experiment::store::{self, Origin};
use carrierlab::experiment::{Arm, Plan, batch, replicate, tables};
use carrierlab::ledger::Tally;
use carrierlab::scenario::{self, Overrides};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::models;

/// A small scenario: two strategies, two carriers, 200 people.
const SMALL: &str = r#"
schema = 1
[scenario]
name = "small"
horizon = "2d"
seed = 3
replications = 4
[[carrier]]
name = "north"
preset = "adaptive"
share = 0.5
[[carrier]]
name = "south"
preset = "rate-only"
share = 0.5
[audience.all]
size = 200
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

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carrierlab"));
    command.current_dir(dir).args(args);
    for variable in ["SEED", "REPLICATIONS", "JOBS", "OUT"] {
        command.env_remove(format!("CARRIERLAB_{variable}"));
    }
    command
}

/// Runs it, and gives all that it said; it must end with that code.
fn ran(dir: &Path, exit: i32, args: &[&str]) -> String {
    let output: Output = command(dir, args).output().expect("the program starts");
    let all = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {all}");
    all
}

fn scratch() -> TempDir {
    let dir = tempfile::tempdir().expect("a scratch folder");
    fs::write(dir.path().join("small.toml"), SMALL).expect("a scratch file");
    dir
}

fn json(path: PathBuf) -> Value {
    serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON")
}

fn lines(dir: &Path, out: &str) -> Vec<String> {
    let text = fs::read_to_string(dir.join(out).join("records.jsonl")).expect("records");
    text.lines().map(str::to_owned).collect()
}

/// Every result, by its name in the folder. The manifest holds the command, the threads and the time; the records stand
/// in the order in which runs ended.
fn results(dir: &Path, out: &str) -> Vec<(PathBuf, Vec<u8>)> {
    fn walk(at: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
        for path in fs::read_dir(at).expect("a folder").map(|e| e.expect("an entry").path()) {
            if path.is_dir() {
                walk(&path, found);
            } else if !(path.ends_with("manifest.json") || path.ends_with("records.jsonl")) {
                found.push((path.clone(), fs::read(&path).expect("a file")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&dir.join(out), &mut found);
    found.iter_mut().for_each(|(path, _)| *path = path.strip_prefix(dir.join(out)).unwrap().to_owned());
    found.sort();
    found
}

fn assert_same(dir: &Path, a: &str, b: &str) {
    let (a, b) = (results(dir, a), results(dir, b));
    assert!(a.len() > 15);
    assert_eq!(a.iter().map(|f| &f.0).collect::<Vec<_>>(), b.iter().map(|f| &f.0).collect::<Vec<_>>());
    for (ours, theirs) in a.iter().zip(&b) {
        assert!(ours.1 == theirs.1, "{} differs", ours.0.display());
    }
}

/// A folder in which a run ended after `whole` records and in the middle of the next.
fn cut(dir: &Path, from: &str, to: &str, whole: usize) {
    let lines = lines(dir, from);
    let torn = &lines[1 + whole];
    let text = lines[..=whole].join("\n") + "\n" + &torn[..torn.len() / 2];
    fs::create_dir_all(dir.join(to)).unwrap();
    fs::write(dir.join(to).join("records.jsonl"), text).unwrap();
}

#[test]
fn what_is_resumed_is_what_was_never_interrupted() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 0, &["run", "small.toml", "-o", "whole", "-n", "5", "--csv", "-q"]);
    assert_eq!(lines(dir, "whole").len(), 1 + 10, "a line for the origin, and one for every run");
    for whole in [0, 3, 9] {
        let out = format!("cut-{whole}");
        cut(dir, "whole", &out, whole);
        let said = ran(dir, 0, &["run", "small.toml", "-o", &out, "-n", "5", "--csv", "--resume", "-j", "2"]);
        assert!(said.contains("the last run was still being written"), "{said}");
        assert_eq!(said.contains("finished run"), whole > 0, "{said}");
        assert!(
            said.contains(&format!("{0} of {0} runs", 10 - whole)),
            "only what is missing is run: {said}"
        );
        assert_same(dir, "whole", &out);
        assert_eq!(lines(dir, &out).len(), 1 + 10);
        assert_eq!(lines(dir, &out)[..=whole], lines(dir, "whole")[..=whole]);
    }
}

/// A record that says something else than its run would is taken at its word: finished runs are not made again.
#[test]
fn finished_runs_are_not_made_again() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 0, &["run", "small.toml", "-o", "out", "-n", "2", "-q"]);
    let text = fs::read_to_string(dir.join("out/records.jsonl")).unwrap();
    assert_eq!(text.matches("\"all\":[200.0,").count(), 4);
    let forged = text.replace("\"all\":[200.0,", "\"all\":[123.0,");
    fs::write(dir.join("out/records.jsonl"), forged).unwrap();
    ran(dir, 0, &["run", "small.toml", "-o", "out", "-n", "3", "--resume", "-q"]);
    let summary = json(dir.join("out/summary.json"));
    for strategy in 0..2 {
        let values = &summary["strategies"][strategy]["metrics"]["attempted"]["values"];
        assert_eq!(*values, serde_json::json!([123.0, 123.0, 200.0]));
    }
}

#[test]
fn replications_are_added_later_or_left_aside() {
    let dir = scratch();
    let dir = dir.path();
    for n in ["2", "4", "6"] {
        ran(dir, 0, &["run", "small.toml", "-o", n, "-n", n, "-q"]);
    }
    let said = ran(dir, 0, &["run", "small.toml", "-o", "4", "-n", "6", "--resume"]);
    assert!(said.contains("8 finished runs found") && said.contains("4 of 4 runs"), "{said}");
    assert_same(dir, "4", "6");
    ran(dir, 0, &["run", "small.toml", "-o", "4", "-n", "2", "--resume", "-q"]);
    assert_same(dir, "4", "2");
    assert_eq!(lines(dir, "4").len(), 1 + 12, "what is left aside is kept");
    // The file's own number, and without -o the folder that the scenario gets by itself.
    ran(dir, 0, &["run", "small.toml", "-q"]);
    let said = ran(dir, 0, &["run", "small.toml", "-n", "6", "--resume"]);
    assert!(said.contains("4 of 4 runs"), "{said}");
    assert_same(dir, "results/small", "6");
}

/// Whatever a run holds, its record reads back to the same: every third of the shipped scenarios (all take a minute),
/// written, read and written again.
#[test]
fn records_of_scenarios_read_back_exactly() {
    let (mut n_decisions, mut n_stays, mut n_numbers) = (0, 0, 0);
    for path in crate::golden::files().into_iter().step_by(3) {
        let loaded = scenario::read(&path, &Overrides::default()).unwrap_or_else(|p| panic!("{p}"));
        let arm = |w: &scenario::World| Arm {
            name: w.name.clone(),
            about: w.about.clone(),
            world: World::new(w.settings.clone(), &models()).expect("a world"),
        };
        let arms: Vec<Arm> = loaded.worlds.iter().map(arm).collect();
        let plan = Plan { seed: loaded.file.scenario.seed, replications: 1, jobs: 2, trace: false };
        let rows = replicate(&arms, plan, &|| (), &AtomicBool::new(false));
        let origin = Origin::new(&scenario::resolved_toml(&loaded), [], plan.seed, false);
        let mut text = origin.line();
        for (arm, run) in rows[0].iter().enumerate() {
            text.extend(store::encode(arm, run).expect("no row for every message"));
            n_decisions += run.decisions.iter().map(|d| d.1.len()).sum::<usize>();
            n_stays += run.stays.len();
            n_numbers += run.numbers.iter().flatten().filter(|row| row.first_drop.is_some()).count();
        }
        let mut kept = store::read(&text[..]).expect("memory").expect("a file of records");
        assert_eq!(kept.origin, origin);
        assert_eq!((kept.unreadable, kept.torn, kept.whole), (0, false, text.len() as u64));
        let mut again = origin.line();
        kept.runs.iter().for_each(|((_, arm), run)| again.extend(store::encode(*arm, run).unwrap()));
        assert!(text == again, "{}", path.display());
        let known =
            batch(&arms, plan, 0..1, &mut kept.runs, &|_, _| panic!("run again"), &AtomicBool::new(false));
        assert!(tables(&arms, &rows) == tables(&arms, &known), "{}", path.display());
        // A histogram remembers its largest value beyond what it tells by, so it is held to its own equality.
        let mut both = [rows, known];
        let waits = both.each_mut().map(|rows| {
            let tallies = rows.iter_mut().flatten().flat_map(|r| r.tallies.iter_mut().flatten());
            tallies.map(std::mem::take).collect::<Vec<Tally>>()
        });
        for (ours, theirs) in waits[0].iter().zip(&waits[1]) {
            assert!(ours.waits == theirs.waits, "{}", path.display());
            let rest = |t: &Tally| format!("{:?}", Tally { waits: Tally::default().waits, ..t.clone() });
            assert_eq!(rest(ours), rest(theirs), "{}", path.display());
        }
        assert!(format!("{:?}", both[0]) == format!("{:?}", both[1]), "{}", path.display());
    }
    assert!(n_decisions > 3_000 && n_stays > 30 && n_numbers > 30, "{n_decisions} {n_stays} {n_numbers}");
}

#[test]
fn every_message_of_replication_0_is_made_again() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 0, &["run", "small.toml", "-o", "whole", "-n", "3", "--trace", "-q"]);
    assert_eq!(lines(dir, "whole").len(), 1 + 4, "replication 0 is not stored");
    cut(dir, "whole", "part", 2);
    ran(dir, 0, &["run", "small.toml", "-o", "part", "-n", "3", "--trace", "--resume", "-q"]);
    assert_same(dir, "whole", "part");
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_loses_nothing_finished() {
    let dir = scratch();
    let dir = dir.path();
    let mut child = command(dir, &["run", "small.toml", "-o", "out", "-n", "50000", "-j", "2"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let path = dir.join("out/records.jsonl");
    let n_lines = || fs::read(&path).map_or(0, |bytes| bytes.iter().filter(|b| **b == b'\n').count());
    while n_lines() < 6 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().expect("SIGKILL");
    child.wait().unwrap();
    assert!(!dir.join("out/manifest.json").exists());
    let n_before = n_lines() - 1;
    let n = (n_before / 2 + 2).to_string();
    let said = ran(dir, 0, &["run", "small.toml", "-o", "out", "-n", &n, "--resume"]);
    assert!(said.contains(&format!("{n_before} finished runs found")), "{said}");
    ran(dir, 0, &["run", "small.toml", "-o", "whole", "-n", &n, "-q"]);
    assert_same(dir, "whole", "out");
}

#[test]
fn runs_of_something_else_are_refused() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 0, &["run", "small.toml", "-o", "out", "-n", "2", "-q"]);
    let before = (results(dir, "out"), lines(dir, "out"));
    let again = |exit: i32, more: &[&str]| {
        let args = ["run", "small.toml", "-o", "out", "-n", "2", "-q", "--resume"];
        ran(dir, exit, &[&args[..], more].concat())
    };
    for (more, word) in [
        (&["--seed", "4"][..], "seed 3"),
        (&["--trace"][..], "--trace"),
        (&["--set", "audience.all.size=201"][..], "another scenario"),
        (&["--set", "carrier.north.filter.threshold=0.9"][..], "another scenario"),
    ] {
        let said = again(3, more);
        assert!(said.contains(word) && said.contains("--force"), "{said}");
    }
    let version = fs::read_to_string(dir.join("out/records.jsonl")).unwrap();
    let other = version.replacen("\"carrierlab\":\"", "\"carrierlab\":\"9", 1);
    fs::write(dir.join("out/records.jsonl"), other).unwrap();
    assert!(again(3, &[]).contains("they are of carrierlab 9"));
    fs::write(dir.join("out/records.jsonl"), "nothing of the kind\n").unwrap();
    assert!(again(3, &[]).contains("not a file of finished runs"));
    fs::write(dir.join("out/records.jsonl"), version).unwrap();
    assert!(before == (results(dir, "out"), lines(dir, "out")), "what is refused touches nothing");
    // What is judged differently is the same run.
    again(0, &["--set", "scenario.indifference=0.2"]);
    assert_eq!(json(dir.join("out/summary.json"))["indifference"], 0.2);
    assert_eq!(lines(dir, "out"), before.1);
}

#[test]
fn where_there_is_nothing_to_go_on_with() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 2, &["run", "small.toml", "-o", "out", "--resume", "--force"]);
    fs::create_dir_all(dir.join("empty")).unwrap();
    fs::create_dir_all(dir.join("taken")).unwrap();
    fs::write(dir.join("taken/thesis.txt"), "mine").unwrap();
    let resume = |out: &str, exit: i32| ran(dir, exit, &["run", "small.toml", "-o", out, "-q", "--resume"]);
    resume("absent", 0);
    resume("empty", 0);
    assert_same(dir, "absent", "empty");
    assert!(resume("taken", 2).contains("no runs to go on with"));
    // Killed before the first line was whole.
    fs::create_dir_all(dir.join("early")).unwrap();
    fs::write(dir.join("early/records.jsonl"), "{\"format\":1,\"carr").unwrap();
    resume("early", 0);
    assert_same(dir, "absent", "early");
    // A record in the middle that cannot be read is made again, and told.
    let mut damaged = lines(dir, "early");
    damaged[3] = "{\"arm\":0,\"run\":{}}".into();
    fs::write(dir.join("early/records.jsonl"), damaged.join("\n") + "\n").unwrap();
    let said = ran(dir, 0, &["run", "small.toml", "-o", "early", "--resume"]);
    assert!(said.contains("1 record cannot be read") && said.contains("1 of 1 runs"), "{said}");
    assert_same(dir, "absent", "early");
    // Starting again takes the runs away.
    ran(dir, 0, &["run", "small.toml", "-o", "early", "-n", "1", "--force", "-q"]);
    assert_eq!(lines(dir, "early").len(), 1 + 2);
}

/// `delivered` of both strategies, by replication.
fn delivered(summary: &Value) -> Vec<Vec<f64>> {
    let of = |s: &Value| -> Vec<f64> {
        let values = s["metrics"]["delivered"]["values"].as_array().unwrap();
        values.iter().map(|v| v.as_f64().unwrap()).collect()
    };
    summary["strategies"].as_array().unwrap().iter().map(of).collect()
}

fn half_width(values: &[f64]) -> f64 {
    interval(values, 0.95).map_or(f64::INFINITY, |(lo, hi)| (hi - lo) / 2.0)
}

#[test]
fn replications_stop_once_every_interval_is_narrow() {
    let dir = scratch();
    let dir = dir.path();
    let args = ["run", "small.toml", "-q", "--set", "scenario.stop.half_width=4.5%"];
    let with = |more: &[&str]| ran(dir, 0, &[&args[..], more].concat());
    with(&["-o", "one", "-j", "1"]);
    with(&["-o", "two", "-j", "2"]);
    assert_same(dir, "one", "two");
    let summary = json(dir.join("one/summary.json"));
    let n = summary["replications"].as_u64().unwrap() as usize;
    assert!(n > 4 && n < 200 && n.is_multiple_of(4), "{n} must test more than one batch");
    assert_eq!(
        (summary["replications_asked"].as_u64(), &summary["partial"]),
        (Some(n as u64), &Value::from(false))
    );
    let values = delivered(&summary);
    let gap: Vec<f64> = values[1].iter().zip(&values[0]).map(|(a, b)| a - b).collect();
    for look in (4..=n).step_by(4) {
        assert_eq!(half_width(&gap[..look]) <= 0.045, look == n, "at {look}");
    }
    let note = summary["notes"][0].as_str().unwrap();
    assert!(note.contains(&format!("Stopped after {n} replications")) && note.contains("±4.5"), "{note}");
    // Interrupted in the second batch, and gone on with.
    cut(dir, "one", "cut", 11);
    with(&["-o", "cut", "--resume"]);
    assert_same(dir, "one", "cut");
    // The cap ends it, and is said to. A number on the command line has the last word.
    with(&["-o", "cap", "--set", "scenario.stop.at_most=6"]);
    let summary = json(dir.join("cap/summary.json"));
    assert_eq!(summary["replications"], 6);
    assert!(summary["notes"][0].as_str().unwrap().contains("the most allowed"));
    with(&["-o", "fixed", "-n", "3"]);
    assert_eq!(json(dir.join("fixed/summary.json"))["replications"], 3);
    ran(dir, 0, &["run", "small.toml", "-q", "-n", "3", "-o", "plain"]);
    assert_same(dir, "fixed", "plain");
}

#[test]
fn one_strategy_stops_by_its_mean() {
    let dir = scratch();
    let dir = dir.path();
    let alone =
        SMALL.split("[[strategy]]").next().unwrap().to_owned() + "[scenario.stop]\nhalf_width = \"4.5%\"\n";
    fs::write(dir.join("alone.toml"), alone).unwrap();
    ran(dir, 0, &["run", "alone.toml", "-q", "-o", "out"]);
    let values = &delivered(&json(dir.join("out/summary.json")))[0];
    assert!(values.len() > 4, "{} must test more than one batch", values.len());
    for look in (4..=values.len()).step_by(4) {
        assert_eq!(half_width(&values[..look]) <= 0.045, look == values.len(), "at {look}");
    }
}

/// Each of the possible looks has an equal part of the error.
#[test]
fn replications_stop_once_the_comparison_is_decided() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 0, &["run", "small.toml", "-q", "-o", "many", "-n", "40"]);
    let all = delivered(&json(dir.join("many/summary.json")));
    let gap: Vec<f64> = all[1].iter().zip(&all[0]).map(|(a, b)| a - b).collect();
    let mean = gap.iter().sum::<f64>() / gap.len() as f64;
    // The zone ends a little short of the difference.
    let zone = mean.abs() - 0.04;
    let looks = 10.0;
    let first = (4..=40).step_by(4).find(|n| {
        let one = difference(&gap[..*n], 1.0 - 0.05 / looks, zone);
        ["higher", "lower"].contains(&one.verdict.as_str()) || one.verdict == "equal"
    });
    let first = first.expect("it is decided by 40");
    let plain = (4..=40).step_by(4).find(|n| difference(&gap[..*n], 0.95, zone).verdict != "inconclusive");
    assert!(first > 4, "more than one batch");
    assert!(plain < Some(first), "the correction must matter here: {plain:?} {first}");
    let zone = format!("scenario.indifference={zone}");
    let stop = "scenario.stop={ decided = true, at_most = 40 }";
    ran(dir, 0, &["run", "small.toml", "-q", "-o", "out", "--set", &zone, "--set", stop]);
    let summary = json(dir.join("out/summary.json"));
    assert_eq!(summary["replications"].as_u64(), Some(first as u64));
    assert!(summary["notes"][0].as_str().unwrap().contains("over the 10 looks"));
    assert_eq!(summary["verdict"]["kind"], "winner");
}

#[test]
fn rules_that_never_stop_are_refused() {
    let dir = scratch();
    let dir = dir.path();
    let said = |exit: i32, set: &str| ran(dir, exit, &["validate", "small.toml", "--set", set]);
    assert!(said(3, "scenario.stop.at_most=9").contains("does not say when"));
    assert!(said(3, "scenario.stop={ decided = true, at_most = 3 }").contains("already has 4"));
    assert!(said(3, "scenario.stop.half_width=0").contains("0 wide"));
    assert!(said(0, "scenario.stop.decided=true").contains("too few to stop by"));
    let enough = ["validate", "small.toml", "--set", "scenario.stop.decided=true", "--set"];
    assert!(!ran(dir, 0, &[&enough[..], &["scenario.replications=10"]].concat()).contains("too few"));
}

#[test]
fn results_are_replayed() {
    let dir = scratch();
    let dir = dir.path();
    ran(dir, 0, &["run", "small.toml", "-o", "out", "--trace", "-q"]);
    let said = ran(dir, 0, &["replay", "out", "-j", "2"]);
    for file in ["outcomes", "carriers", "numbers", "series", "decisions", "messages"] {
        assert!(said.contains(&format!("tables/{file}.parquet")), "{said}");
    }
    assert!(said.contains("summary.json") && !said.contains("NO"), "{said}");

    // A file that is not what it was, and one that never was what the manifest says.
    let series = dir.join("out/tables/series.parquet");
    let sound = fs::read(&series).unwrap();
    fs::write(&series, [&sound[..], b"x"].concat()).unwrap();
    let said = ran(dir, 4, &["replay", "out"]);
    assert!(said.contains("not the same: tables/series.parquet\n"), "{said}");
    fs::write(&series, sound).unwrap();
    let path = dir.join("out/manifest.json");
    let manifest = fs::read_to_string(&path).unwrap();
    let hash = json(path.clone())["tables"]["numbers"].as_str().unwrap().to_owned();
    fs::write(&path, manifest.replace(&hash, &hash.replace(|c: char| c.is_ascii_digit(), "a"))).unwrap();
    let output = command(dir, &["replay", "out", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["same"], false);
    for file in answer["files"].as_array().unwrap() {
        let wrong = file["file"] == "tables/numbers.parquet";
        assert_eq!((file["ok"] == false, file["found"] == file["replayed"]), (wrong, true), "{file}");
    }
    // Of another version, which is said.
    let version = format!("\"carrierlab\": \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version));
    let other = manifest.replace(&version, "\"carrierlab\": \"0.0.1\"");
    fs::write(&path, other.replace(&hash, "0")).unwrap();
    assert!(ran(dir, 4, &["replay", "out"]).contains("of carrierlab 0.0.1"));
    fs::write(&path, &manifest).unwrap();

    let scenario = fs::read_to_string(dir.join("out/scenario.toml")).unwrap();
    fs::write(dir.join("out/scenario.toml"), scenario.replace("seed = 3", "seed = 4")).unwrap();
    ran(dir, 3, &["replay", "out"]);
    fs::write(dir.join("out/scenario.toml"), scenario).unwrap();
    fs::write(&path, "{").unwrap();
    ran(dir, 3, &["replay", "out"]);
    ran(dir, 3, &["replay", "small.toml"]);
    ran(dir, 3, &["replay", "nowhere"]);
}

/// A model file and a log lie beside the results: these can go elsewhere, and what they were made from can be lost.
#[test]
fn results_that_were_moved_are_replayed() {
    let dir = scratch();
    let dir = dir.path();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/default.json");
    let text = fs::read_to_string(model).unwrap();
    fs::create_dir_all(dir.join("from/data")).unwrap();
    fs::write(dir.join("from/data/own.json"), text + "\n").unwrap();
    let rows: String = (0..50).map(|i| format!("{},p{i},Your code is {i}\n", i * 60)).collect();
    fs::write(dir.join("from/data/log.csv"), format!("time,recipient,text\n{rows}")).unwrap();
    let scenario = SMALL
        .replace("preset = \"adaptive\"", "preset = \"adaptive\"\nfilter.content.model = \"data/own.json\"")
        .replace(
            "texts = [\"Acme: sale until Sunday. Reply STOP to end\"]",
            "log = { file = \"data/log.csv\" }",
        );
    fs::write(dir.join("from/own.toml"), scenario).unwrap();
    ran(dir, 0, &["run", "from/own.toml", "-o", "out", "-n", "2", "-q"]);
    fs::remove_dir_all(dir.join("from")).unwrap();
    fs::create_dir_all(dir.join("deep")).unwrap();
    fs::rename(dir.join("out"), dir.join("deep/elsewhere")).unwrap();
    ran(dir, 0, &["replay", "deep/elsewhere", "-q"]);
    ran(dir, 0, &["explain", "deep/elsewhere", "0:0:shop:3", "-q"]);
    ran(dir, 0, &["run", "deep/elsewhere/scenario.toml", "-o", "again", "-q"]);
    let tables = |out: &str| {
        let all = results(dir, out).into_iter();
        all.filter(|(path, _)| path.starts_with("tables") || path.ends_with("summary.json"))
            .collect::<Vec<_>>()
    };
    assert!(tables("again").len() == 6 && tables("deep/elsewhere") == tables("again"));
    ran(dir, 0, &["replay", "again", "-q"]);
    // A model that was changed is no longer the one.
    let copies =
        fs::read_dir(dir.join("again/models")).unwrap().map(|e| e.unwrap().path()).collect::<Vec<_>>();
    assert_eq!(copies.len(), 1);
    let text = fs::read_to_string(&copies[0]).unwrap();
    fs::write(&copies[0], text + "\n").unwrap();
    assert!(ran(dir, 3, &["replay", "again", "-q"]).contains("has changed"));
}

#[test]
fn what_was_interrupted_is_replayed_too() {
    let dir = scratch();
    let dir = dir.path();
    let long = SMALL.replace("replications = 4", "replications = 50_000");
    fs::write(dir.join("long.toml"), long).unwrap();
    let mut child = command(dir, &["run", "long.toml", "-o", "out", "-j", "2"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let path = dir.join("out/records.jsonl");
    while fs::read(&path).map_or(0, |bytes| bytes.iter().filter(|b| **b == b'\n').count()) < 8 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(json(dir.join("out/manifest.json"))["partial"], true);
    ran(dir, 0, &["replay", "out", "-q"]);
}

#[test]
fn threads_change_nothing_and_verify_says_so() {
    let dir = scratch();
    let dir = dir.path();
    let args = ["verify", "small.toml", "-n", "3", "-s", "8", "--trace", "-j", "3"];
    let said = ran(dir, 0, &args);
    assert!(said.contains("1 thread") && said.contains("3 threads") && said.contains("messages"), "{said}");
    let output = command(dir, &[&args[..], &["--json"]].concat()).output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&answer["same"], &answer["threads"]), (&Value::from(true), &Value::from(3)));
    // They are the hashes of the run itself.
    ran(dir, 0, &["run", "small.toml", "-n", "3", "-s", "8", "--trace", "-q", "-o", "out"]);
    let manifest = json(dir.join("out/manifest.json"));
    for file in answer["files"].as_array().unwrap() {
        let name = file["file"].as_str().unwrap();
        let table = name.trim_start_matches("tables/").trim_end_matches(".parquet");
        let hash = if name == "summary.json" { &manifest["summary"] } else { &manifest["tables"][table] };
        assert_eq!((&file["one"], &file["many"]), (hash, hash), "{name}");
    }
    // Every row says which replication it is of.
    ran(dir, 0, &["run", "small.toml", "-n", "2", "--trace", "--csv", "-q", "-o", "csv"]);
    let mut seen = 0;
    for entry in fs::read_dir(dir.join("csv/tables")).unwrap().map(|e| e.unwrap().path()) {
        if entry.extension().is_some_and(|e| e == "csv") {
            let text = fs::read_to_string(&entry).unwrap();
            let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
            assert!(head.contains(&"replication"), "{}: {head:?}", entry.display());
            seen += 1;
        }
    }
    assert_eq!(seen, 6);
}
