//! `model stream` from outside, and what it shows on the corpora where they are at hand.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use carrierlab::scorer::{generate, parse_corpus};
use serde_json::Value;

use crate::support::corpora;

fn stream(corpus: &Path, flags: &str) -> Command {
    let mut command = Command::cargo_bin("carrierlab").expect("the program");
    command.env_remove("CARRIERLAB_JOBS").args(["model", "stream", "--corpus"]).arg(corpus);
    command.args(flags.split_whitespace());
    command
}

fn json(corpus: &Path, flags: &str) -> Value {
    let out = stream(corpus, flags).arg("--json").output().expect("it runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("one JSON document")
}

/// A file of `n` generated texts, half of them spam.
fn generated(folder: &Path, n: usize) -> PathBuf {
    let lines: String = generate(n, 1)
        .iter()
        .map(|r| format!("{}\t{}\n", if r.class.is_spam() { "spam" } else { "ham" }, r.text))
        .collect();
    let path = folder.join("generated.tsv");
    fs::write(&path, lines).expect("a temporary file");
    path
}

fn mean(result: &Value, part: &str, measure: &str) -> f64 {
    result[part][measure]["mean"].as_f64().expect("it was measured")
}

fn policy<'a>(document: &'a Value, name: &str) -> &'a Value {
    document["policies"].as_array().expect("a list").iter().find(|p| p["policy"] == name).expect("it was run")
}

fn ended(result: &Value, outcome: &str) -> u64 {
    result["outcomes"][outcome].as_u64().unwrap_or(0)
}

#[test]
fn the_document_holds_every_policy_and_its_curve() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = generated(folder.path(), 800);
    let document = json(&corpus, "--delay 20");
    let names: Vec<&str> =
        document["policies"].as_array().unwrap().iter().filter_map(|p| p["policy"].as_str()).collect();
    assert_eq!(names, ["oracle", "delayed", "reports", "cluster", "self", "audit"]);
    assert_eq!((document["messages"].as_u64(), document["spam"].as_u64()), (Some(800), Some(400)));
    let oracle = policy(&document, "oracle");
    assert_eq!(oracle["curve"].as_array().unwrap().len(), 20);
    assert_eq!(oracle["curve"][19]["so_far"], oracle["whole"]);
    let (caught, blocked) = (mean(oracle, "late", "spam_caught"), mean(oracle, "late", "ham_blocked"));
    assert!(caught > 0.6 && blocked < 0.3, "{caught} {blocked}");
    assert!(oracle["whole"]["accuracy"]["lo"].is_null(), "one order has no interval");
    let two = json(&corpus, "--policy audit oracle --policy self");
    assert_eq!(two["policies"].as_array().unwrap().len(), 3);
}

#[test]
fn the_tables_name_what_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = generated(folder.path(), 400);
    let out = stream(&corpus, "--orders 3 --policy self oracle").output().expect("it runs");
    let text = String::from_utf8(out.stdout).expect("text");
    for wanted in [
        "(1-AUC)%",
        "accuracy",
        "spam caught",
        "ham blocked",
        "3 random orders",
        "Learning curve",
        "90 to 100 %",
        "note: `self`",
    ] {
        assert!(text.contains(wanted), "{wanted} is missing:\n{text}");
    }
}

#[test]
fn the_files_are_the_same_for_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = generated(folder.path(), 400);
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    for (jobs, out) in [("1", &a), ("3", &b)] {
        stream(&corpus, "--orders 5 --seed-labels 5 -j").arg(jobs).arg("-o").arg(out).assert().success();
    }
    let mut names = vec!["stream.json", "stream.md", "figures/learning.csv", "figures/outcomes.csv"];
    if cfg!(feature = "plot") {
        names.extend([
            "figures/learning.svg",
            "figures/learning.png",
            "figures/outcomes.svg",
            "figures/outcomes.png",
        ]);
    }
    for name in names {
        let read = |dir: &Path| fs::read(dir.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(read(&a) == read(&b), "{name} depends on the number of threads");
    }
    // Nothing is written over unasked.
    stream(&corpus, "-o").arg(&a).assert().code(2);
    stream(&corpus, "--force -o").arg(&a).assert().success();
    assert!(!a.join("figures/outcomes.csv").exists(), "one order has no histogram, and the old one is gone");
}

#[test]
fn texts_arrive_by_their_times_where_every_row_has_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = generate(200, 1);
    let write = |name: &str, order: &[usize], timed: &dyn Fn(usize) -> bool| {
        let mut csv = String::from("label,text,time\n");
        for &i in order {
            let label = if rows[i].class.is_spam() { "spam" } else { "ham" };
            let time = if timed(i) { i.to_string() } else { String::new() };
            csv.push_str(&format!("{label},\"{}\",{time}\n", rows[i].text.replace('"', "\"\"")));
        }
        let path = folder.path().join(name);
        fs::write(&path, csv).expect("a temporary file");
        path
    };
    let forward: Vec<usize> = (0..200).collect();
    let backward: Vec<usize> = (0..200).rev().collect();
    let run = |path: &Path| json(path, "--policy oracle");
    let (a, b) = (run(&write("a.csv", &forward, &|_| true)), run(&write("b.csv", &backward, &|_| true)));
    assert_eq!((a["order"].as_str(), &a["policies"]), (Some("time"), &b["policies"]));
    let c = run(&write("c.csv", &backward, &|i| i != 7));
    assert_eq!(c["order"], "file");
    assert_ne!(a["policies"], c["policies"]);
}

#[test]
fn a_model_can_be_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = generated(folder.path(), 200);
    let still = json(&corpus, "--model default --rate 0");
    // Without learning, policies do not differ.
    for p in still["policies"].as_array().unwrap() {
        assert_eq!(p["whole"], still["policies"][0]["whole"]);
    }
    let nothing = json(&corpus, "--policy oracle");
    assert!(
        mean(policy(&still, "oracle"), "whole", "one_minus_auc")
            < mean(policy(&nothing, "oracle"), "whole", "one_minus_auc")
    );
}

#[test]
fn mistakes_are_usage_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = generated(folder.path(), 20);
    for flags in [
        "--policy guess",
        "--report-rate 1.5",
        "--audit -1",
        "--threshold nan",
        "--similarity 0",
        "--orders 0",
        "--copies 0",
        "--rate -1",
        "--delay x",
        "--force",
    ] {
        stream(&corpus, flags).assert().code(2);
    }
    stream(&folder.path().join("missing.tsv"), "").assert().code(1);
    let mut none = Command::cargo_bin("carrierlab").expect("the program");
    none.args(["model", "stream"]).assert().code(2);
    // One class alone and a single text are no reason to stop.
    let one = folder.path().join("one.tsv");
    fs::write(&one, "ham\thello\n").expect("a temporary file");
    let document = json(&one, "--orders 2");
    assert!(policy(&document, "oracle")["whole"]["spam_caught"]["mean"].is_null());
    stream(&one, "").assert().success();
}

#[test]
fn reports_alone_collapse_on_the_corpora_even_from_a_trained_model() {
    let Some(folder) = corpora() else { return };
    for start in ["", "--model default"] {
        for rate in ["0.001", "0.01"] {
            let flags = format!("--policy reports delayed --report-rate {rate} --orders 5 {start}");
            let document = json(&folder.join("uci.tsv"), &flags);
            assert!(mean(policy(&document, "reports"), "late", "spam_caught") < 0.05, "{flags}");
            assert!(mean(policy(&document, "delayed"), "late", "spam_caught") > 0.85, "{flags}");
        }
        let all =
            json(&folder.join("uci.tsv"), &format!("--policy reports --report-rate 1 --orders 5 {start}"));
        assert!(mean(policy(&all, "reports"), "late", "spam_caught") > 0.85);
    }
}

#[test]
fn self_training_is_bistable_on_a_corpus_and_an_audit_is_not() {
    let Some(folder) = corpora() else { return };
    let (mut works, mut fails) = (0, 0);
    for seed in 1..4 {
        let flags = format!("--policy self audit --orders 20 --seed-labels 5 --audit 0.05 --seed {seed}");
        let document = json(&folder.join("india_telecom.tsv"), &flags);
        let own = policy(&document, "self");
        works += ended(own, "works");
        fails += ended(own, "passes-all") + ended(own, "blocks-all");
        assert_eq!(ended(policy(&document, "audit"), "works"), 20, "{flags}");
    }
    assert!(works >= 12 && fails >= 12 && works + fails >= 50, "{works} {fails}");
}

#[test]
fn reports_for_clusters_help_campaigns_and_not_single_texts() {
    let Some(folder) = corpora() else { return };
    let caught = |copies: u32, name: &str| {
        let flags = format!("--policy cluster reports --orders 10 --copies {copies}");
        mean(policy(&json(&folder.join("india_telecom.tsv"), &flags), name), "late", "spam_caught")
    };
    assert!(caught(50, "cluster") > caught(50, "reports") + 0.1);
    assert!(caught(1, "cluster") < 0.1, "the corpus is freed of repeats");
}

#[cfg(feature = "train")]
#[test]
fn the_online_learner_comes_near_to_the_sparse_fit_on_a_corpus() {
    use carrierlab::scorer::{Features, Fit, Problem, Recipe};
    let Some(folder) = corpora() else { return };
    let content = fs::read_to_string(folder.join("uci.tsv")).expect("the corpus");
    let rows = parse_corpus(&content).expect("it is sound");
    let features: Vec<Features> = rows.iter().map(|r| Recipe::DEFAULT.features(&r.text)).collect();
    let problem = Problem {
        recipe: Recipe::DEFAULT,
        features: features.iter().collect(),
        spam: rows.iter().map(|r| r.is_spam()).collect(),
        weights: vec![1.0; rows.len()],
        alpha: 0.1,
        slot_scale: 4.0,
    };
    let (sparse, ftrl) = (problem.fit(Fit::Sparse).expect("a fit"), problem.fit(Fit::Ftrl).expect("a fit"));
    let ratio = ftrl.objective / sparse.objective;
    assert!((0.999_9..1.02).contains(&ratio), "{} {}", ftrl.objective, sparse.objective);
}
