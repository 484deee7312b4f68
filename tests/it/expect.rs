//! Expectations, and what continuous integration is told of them, as a user meets them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Two strategies, two carriers of which one has a filter, 300 people, no expectation yet: 27 lines.
const SMALL: &str = r#"schema = 1
[scenario]
name = "small"
horizon = "1d"
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

/// A folder with the small scenario and these expectations in it.
fn scratch(expectations: &str) -> TempDir {
    let dir = tempfile::tempdir().expect("a scratch folder");
    fs::write(dir.path().join("small.toml"), format!("{SMALL}{expectations}")).expect("a scratch file");
    dir
}

fn carrierlab(dir: &Path, args: &[&str], github: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carrierlab"));
    command.current_dir(dir).args(args).env_remove("CARRIERLAB_OUT").env_remove("GITHUB_ACTIONS");
    command.envs(github.map(|value| ("GITHUB_ACTIONS", value)));
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs the scenario with `--json` and gives the exit code and the summary.
fn summary(expectations: &str) -> (i32, Value) {
    let dir = scratch(expectations);
    let output = carrierlab(dir.path(), &["run", "small.toml", "--json"], None);
    let document: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    (output.status.code().expect("it ended by itself"), document["summary"].clone())
}

/// One of each: sure, by the mean, and the two ways to fail; the third line of each has the bound.
fn four(mean: f64) -> String {
    let expect = |bound: String| format!("[[expect]]\nmetric = \"blocked\"\n{bound}\n");
    [
        expect("at_least = 0.0".into()),
        expect(format!("at_least = {:?}", mean - 1e-6)),
        expect(format!("at_least = {:?}", mean + 1e-6)),
        expect("at_least = 0.999".into()),
    ]
    .concat()
}

/// What the baseline blocks on average.
fn blocked() -> f64 {
    let (_, summary) = summary("");
    let blocked = &summary["strategies"][0]["metrics"]["blocked"];
    assert!(blocked["lo"].as_f64() < blocked["hi"].as_f64(), "replications differ: {blocked}");
    blocked["mean"].as_f64().expect("a value")
}

#[test]
fn each_verdict_comes_out_and_the_mean_decides() {
    let (exit, summary) = summary(&four(blocked()));
    let of = |key: &str| -> Vec<Value> {
        summary["expectations"].as_array().expect("a list").iter().map(|e| e[key].clone()).collect()
    };
    assert_eq!(of("verdict"), ["met", "met by the mean", "failed by the mean", "failed"]);
    assert_eq!(of("passed"), [true, true, false, false]);
    assert_eq!(of("n"), [4, 4, 4, 4]);
    assert_eq!((exit, &summary["passed"]), (4, &Value::Bool(false)));
}

#[test]
fn a_difference_is_held_against_bounds() {
    let against = |strategy: &str, against: &str, bound: &str| {
        format!("[[expect]]\nmetric = \"blocked\"\nstrategy = {strategy:?}\nagainst = {against:?}\n{bound}\n")
    };
    let (exit, all) = summary(&against("short code", "blast", "at_most = -0.001"));
    assert_eq!(exit, 0, "{}", all["expectations"]);
    let (one, other) = (&all["strategies"][1]["metrics"], &all["strategies"][0]["metrics"]);
    let apart = one["blocked"]["mean"].as_f64().unwrap() - other["blocked"]["mean"].as_f64().unwrap();
    let expectation = &all["expectations"][0];
    assert!((expectation["observed"].as_f64().unwrap() - apart).abs() < 1e-12, "{expectation}");
    assert_eq!(expectation["against"], "blast");
    assert_eq!(expectation["expression"], "blocked{strategy=\"short code\", against=\"blast\"} <= -0.001");
    // The other way round the sign turns, and the interval with it.
    let (exit, turned) = summary(&against("blast", "short code", "at_least = 0.001"));
    let turned = &turned["expectations"][0];
    assert_eq!(exit, 0, "{turned}");
    assert!((turned["lo"].as_f64().unwrap() + expectation["hi"].as_f64().unwrap()).abs() < 1e-12);
    // At one carrier alone.
    let north = against("short code", "blast", "at_most = -0.001\ncarrier = \"north\"");
    let (_, north) = summary(&north);
    assert_ne!(north["expectations"][0]["observed"], expectation["observed"]);
}

#[test]
fn a_wrong_name_is_found_at_its_place() {
    for (line, complaint, help) in [
        ("metric = \"deliverd\"", "29:10: there is no metric `deliverd`", "did you mean `delivered`?"),
        (
            "metric = \"delivered\"\nstrategy = \"short cod\"",
            "30:12: there is no strategy `short cod`",
            "did you mean `short code`?",
        ),
        (
            "metric = \"delivered\"\nagainst = \"short cod\"",
            "30:11: there is no strategy `short cod`",
            "did you mean `short code`?",
        ),
        (
            "metric = \"delivered\"\ncarrier = \"nort\"",
            "30:11: there is no carrier `nort`",
            "did you mean `north`?",
        ),
        (
            "metric = \"delivered\"\nsender = \"shp\"",
            "30:10: there is no sender `shp`",
            "did you mean `shop`?",
        ),
        (
            "metric = \"delivered\"\nagainst = \"blast\"",
            "30:11: strategy `blast` is held against itself",
            "two that differ",
        ),
        (
            "metric = \"delivered\"\nagainsst = \"blast\"",
            "30:1: `againsst` is not a key of `expect.0`",
            "did you mean `against`?",
        ),
    ] {
        let dir = scratch(&format!("[[expect]]\n{line}\nat_least = 0.5\n"));
        let output = carrierlab(dir.path(), &["run", "small.toml", "--json"], None);
        let all = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{all}");
        let (place, complaint) = complaint.split_once(": ").expect("a place");
        let (at, column) = place.split_once(':').expect("line and column");
        assert!(all.contains(complaint) && all.contains(help), "{complaint}: {all}");
        let problem: Value = serde_json::from_slice(&output.stdout).expect("one document");
        let shown = problem.to_string();
        assert!(shown.contains(&format!("\"line\":{at},")), "{place}: {shown}");
        assert!(shown.contains(&format!("\"column\":{column},")), "{place}: {shown}");
    }
}

#[test]
fn what_was_not_measured_fails_and_says_why() {
    let expectation = "[[expect]]\nmetric = \"codes_completed\"\nat_least = 0.0\n";
    let (exit, summary) = summary(expectation);
    let expectation = &summary["expectations"][0];
    assert_eq!((exit, &expectation["verdict"]), (4, &Value::from("unmeasured")));
    assert!(expectation["observed"].is_null() && expectation["passed"] == false);
    let why = expectation["why"].as_str().expect("a reason");
    assert!(
        why.starts_with("nothing was measured: no replication has a value of codes_completed: codes that")
    );

    let dir = scratch("[[expect]]\nmetric = \"codes_completed\"\nat_least = 0.0\n");
    let output = carrierlab(dir.path(), &["run", "small.toml", "-o", "out"], None);
    assert!(text(&output.stdout).replace("\n  ", " ").contains("✗ unmeasured"), "{}", text(&output.stdout));
    let page = fs::read_to_string(dir.path().join("out/report.html")).expect("a page");
    assert!(page.contains("✗ unmeasured") && page.contains("nothing was measured"));
    let page = fs::read_to_string(dir.path().join("out/report.md")).expect("a page");
    assert!(page.contains("✗ unmeasured"));
}

#[test]
fn every_view_shows_value_interval_verdict_and_n() {
    let dir = scratch(&four(blocked()));
    let output = carrierlab(dir.path(), &["run", "small.toml", "-o", "out"], None);
    let screen = text(&output.stdout).replace("\n  ", " ");
    let markdown = fs::read_to_string(dir.path().join("out/report.md")).expect("a page");
    let html = fs::read_to_string(dir.path().join("out/report.html")).expect("a page");
    for word in ["✓ met", "✓ met by the mean", "✗ failed by the mean", "✗ failed"] {
        for (view, text) in [("terminal", &screen), ("Markdown", &markdown), ("HTML", &html)] {
            assert!(text.contains(word), "{view}: {word} in {text}");
        }
    }
    assert!(screen.contains("], n = 4") && markdown.contains("], n = 4"), "{screen}{markdown}");
    assert!(html.contains("2 of 4 expectations met"));
}

/// The first words of each line of annotations in a text.
fn annotated(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|l| l.starts_with("::"));
    lines.map(|l| l.rsplit_once("::").expect("a message").0.to_owned()).collect()
}

#[test]
fn annotations_stand_at_the_expectations() {
    let dir = scratch(&four(blocked()));
    let expected = [
        "::warning file=small.toml,line=31,col=1,title=small%3A expectation met by the mean",
        "::error file=small.toml,line=34,col=1,title=small%3A expectation failed by the mean",
        "::error file=small.toml,line=37,col=1,title=small%3A expectation failed",
    ];
    let run = |args: &[&str], github: Option<&str>| {
        let output = carrierlab(dir.path(), &[&["run", "small.toml"], args].concat(), github);
        assert_eq!(output.status.code(), Some(4));
        (text(&output.stdout), text(&output.stderr))
    };
    let (stdout, stderr) = run(&["--annotations", "github"], None);
    assert_eq!((annotated(&stdout), annotated(&stderr)), (expected.map(String::from).to_vec(), vec![]));
    // The message is the expectation with what was seen, its percent signs escaped.
    let line = stdout.lines().find(|l| l.starts_with("::error")).expect("an error");
    assert!(line.contains("::blocked{strategy=\"blast\"} >= 0.") && line.contains(" %25 ["), "{line}");

    let (stdout, stderr) = run(&[], Some("true"));
    assert_eq!((annotated(&stdout).len(), annotated(&stderr).len()), (3, 0));
    for (args, github) in [(&[][..], None), (&[], Some("false")), (&["--annotations", "none"], Some("true"))]
    {
        let (stdout, stderr) = run(args, github);
        assert_eq!(annotated(&(stdout + &stderr)).len(), 0, "{args:?} {github:?}");
    }
    let (stdout, stderr) = run(&["--json"], Some("true"));
    assert!(serde_json::from_str::<Value>(&stdout).is_ok(), "one JSON document: {stdout}");
    assert_eq!(annotated(&stderr), expected);
}

/// A file that another one extends is named where the expectation is written.
#[test]
fn an_annotation_names_the_file_that_was_extended() {
    let dir = scratch("[[expect]]\nmetric = \"delivered\"\nat_least = 1.0\n");
    let own = "schema = 1\nextends = \"small.toml\"\n[scenario]\nname = \"own\"\n";
    fs::write(dir.path().join("own.toml"), own).expect("a scratch file");
    let output = carrierlab(dir.path(), &["run", "own.toml", "--annotations", "github"], None);
    let found = annotated(&text(&output.stdout));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("::error file=") && found[0].contains("small.toml,line=28,"), "{found:?}");
}

#[test]
fn junit_has_a_suite_a_scenario_and_the_same_bytes() {
    let dir = scratch(&four(blocked()));
    fs::write(dir.path().join("two.toml"), SMALL.replace("\"small\"", "\"<two> & \\\"more\\\"\"")).unwrap();
    let run = |file: &str, jobs: &str| {
        let args = ["run", "small.toml", "two.toml", "--junit", file, "-q", "-j", jobs];
        assert_eq!(carrierlab(dir.path(), &args, None).status.code(), Some(4));
        fs::read_to_string(dir.path().join(file)).expect("the file")
    };
    let xml = run("a.xml", "1");
    assert_eq!(xml, run("b.xml", "2"));
    for part in [
        "<testsuites tests=\"4\" failures=\"2\" errors=\"0\" skipped=\"0\">",
        "<testsuite name=\"small\" tests=\"4\" failures=\"2\"",
        "<testsuite name=\"&lt;two&gt; &amp; &quot;more&quot;\" tests=\"0\"",
        "<property name=\"seed\" value=\"3\"/>",
        "<property name=\"scenario_hash\" value=\"",
        "<testcase name=\"blocked{strategy=&quot;blast&quot;} &gt;= 0.999\" classname=\"small\">",
        "<failure message=\"failed by the mean\">",
        "<system-out>verdict: met by the mean\n",
    ] {
        assert!(xml.contains(part), "{part} in\n{xml}");
    }
    assert!(!xml.contains("time=") && !xml.contains("timestamp"));
}

/// Before anything is simulated.
#[test]
fn a_junit_file_that_cannot_be_written_is_known_at_once() {
    let dir = scratch("");
    let output = carrierlab(dir.path(), &["run", "small.toml", "--junit", "no/such/folder/a.xml"], None);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no/such/folder/a.xml") && !dir.path().join("results").exists());
}
