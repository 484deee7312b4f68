//! Judging a model: the evaluation as a library, and `model eval` as a user meets it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use carrierlab::content::Cue;
use carrierlab::rng::{Draws, Purpose};
use carrierlab::scorer::{
    Case, Evaluation, Features, Judgement, Judging, Model, Recipe, Scored, Scorer, default_model, evaluate,
    generate,
};
use serde_json::Value as Json;

/// Generated texts with the scores of a coin that leans the right way: neither perfect nor useless.
fn cases(n: usize) -> Vec<Case> {
    let draws = Draws::new(5, 0);
    generate(n, 3)
        .into_iter()
        .enumerate()
        .map(|(i, row)| {
            let spam = row.class.is_spam();
            let [a, b, ..] = draws.uniforms(Purpose::Labels, i as u64, 0);
            let probability = if spam { a.max(b) } else { a.min(b) };
            let scored = Scored { probability, spam, blocked: probability >= 0.9 };
            // Half of them stand in for two corpora.
            let kind = row.kind.filter(|_| i % 4 >= 2);
            Case { text: row.text, corpus: i / 4 % 2, class: row.class.name().into(), kind, scored }
        })
        .collect()
}

fn judged(cases: &[Case], replicates: u32) -> Evaluation {
    let scorer = Scorer::from_json(default_model()).unwrap();
    evaluate(&scorer, &["one".into(), "two".into()], cases, Judging { seed: 7, replicates })
}

fn in_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
}

/// Every number of a JSON document, and where it stands.
fn numbers(value: &Json, at: &str, each: &mut dyn FnMut(&str, f64)) {
    match value {
        Json::Number(n) => each(at, n.as_f64().unwrap()),
        Json::Array(list) => list.iter().for_each(|v| numbers(v, at, each)),
        Json::Object(map) => map.iter().for_each(|(k, v)| numbers(v, &format!("{at}.{k}"), each)),
        _ => {}
    }
}

#[test]
fn an_evaluation_does_not_depend_on_threads() {
    let cases = cases(240);
    let one = in_threads(1, || judged(&cases, 60));
    let three = in_threads(3, || judged(&cases, 60));
    assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&three).unwrap());
}

#[test]
fn figures_lie_inside_their_intervals_and_curves_are_monotone() {
    let evaluation = judged(&cases(400), 200);
    let both = evaluation.both.as_ref().unwrap();
    for pool in [&evaluation.pool, evaluation.generated.as_ref().unwrap(), both] {
        let values = pool.section.judgement.values();
        for (name, value) in Judgement::FIGURES.iter().zip(values) {
            let [lo, hi] = pool.section.intervals[name].unwrap();
            let value = value.unwrap();
            // Resampling lifts the calibration error, which is why it may lie below its own interval.
            assert!(value <= hi && (lo <= value || *name == "ece"), "{name}: {value} in {lo} {hi}");
            assert!(lo < hi, "{name}");
        }
        let roc = &pool.curves.roc;
        assert!(roc.windows(2).all(|w| w[0].ham_blocked <= w[1].ham_blocked
            && w[0].spam_caught <= w[1].spam_caught
            && w[0].threshold.is_none_or(|t| t > w[1].threshold.unwrap())));
        assert_eq!((roc[0].spam_caught, roc[roc.len() - 1].spam_caught), (Some(0.0), Some(1.0)));
        // The area under the thinned curve is that of the ranking, but for what thinning cut off.
        let area: f64 = roc
            .windows(2)
            .map(|w| {
                let (x, y) = (|i: usize| w[i].ham_blocked.unwrap(), |i: usize| w[i].spam_caught.unwrap());
                (x(1) - x(0)) * (y(0) + y(1)) / 2.0
            })
            .sum();
        assert!((area - values[0].unwrap()).abs() < 0.01, "{area}");
        for bands in [&pool.curves.det_band, &pool.curves.precision_band] {
            assert!(bands.len() > 40 && bands.iter().all(|b| 0.0 <= b.lo && b.lo <= b.hi && b.hi <= 1.0));
        }
        assert_eq!(pool.reliability.iter().map(|b| b.n).sum::<u64>() as usize, {
            let j = &pool.section.judgement;
            j.n_ham + j.n_spam
        });
    }
    let n = |s: &carrierlab::scorer::Section| s.judgement.n_ham + s.judgement.n_spam;
    assert_eq!(n(&both.section), 400);
    assert_eq!(evaluation.corpora.iter().map(|(_, s)| n(s)).sum::<usize>(), n(&evaluation.pool.section));
    assert_eq!(evaluation.pool.classes.iter().map(|(_, s)| n(s)).sum::<usize>(), n(&evaluation.pool.section));
}

/// Copies of one text count as one case: a hundred of them widen nothing and narrow nothing.
#[test]
fn repeats_do_not_make_intervals_narrow() {
    let few = cases(200);
    let mut many = few.clone();
    for case in &few {
        many.extend(std::iter::repeat_n(case.clone(), 9));
    }
    let width = |cases: &[Case]| {
        let section = judged(cases, 200).pool.section;
        let [lo, hi] = section.intervals["spam_caught"].unwrap();
        hi - lo
    };
    let (a, b) = (width(&few), width(&many));
    assert!((a - b).abs() < 0.35 * a, "{a} {b}");
}

#[test]
fn one_class_and_one_text_are_judged_without_a_number_made_up() {
    let all = cases(40);
    let ham: Vec<Case> = all.iter().filter(|c| !c.scored.spam).cloned().collect();
    let spam: Vec<Case> = all.iter().filter(|c| c.scored.spam).cloned().collect();
    for some in [&ham[..], &spam[..], &all[..1], &all[..2], &[]] {
        let json = serde_json::to_value(judged(some, 20)).unwrap();
        if some.len() != 2 {
            assert_eq!(
                (&json["auc"], &json["mcc"], &json["precision"]),
                (&Json::Null, &Json::Null, &Json::Null)
            );
        }
        assert_eq!(json["curves"]["det"].as_array().unwrap().is_empty(), some.len() != 2);
        numbers(&json, "", &mut |at, x| assert!(x.is_finite(), "{at}"));
    }
    let none = serde_json::to_value(judged(&[], 20)).unwrap();
    assert_eq!((&none["ece"], &none["log_loss"], &none["n_ham"]), (&Json::Null, &Json::Null, &Json::from(0)));
}

#[test]
fn disguises_of_encoding_cost_next_to_nothing_and_others_are_told() {
    let scorer = Scorer::from_json(default_model()).unwrap();
    let mut cases = cases(400);
    for case in &mut cases {
        case.kind = None;
        case.scored.probability = scorer.spam_probability(&case.text);
        case.scored.blocked = case.scored.probability >= scorer.info().threshold;
    }
    let table = judged(&cases, 50).pool.evasion;
    let of = |name: &str| table.iter().find(|d| d.evasion == name).unwrap();
    for name in ["homoglyph", "zero-width", "full-width"] {
        let d = of(name);
        assert!((d.undone - 1.0).abs() < 1e-12, "{name}: {}", d.undone);
        assert!(d.normalised.cost_points <= 1.0, "{name}: {}", d.normalised.cost_points);
        assert!(d.raw.cost_points > 5.0, "{name}: {}", d.raw.cost_points);
    }
    assert!(of("good words appended").undone < 0.01 && of("letter swap").undone < 0.2);
    let none = of("none");
    assert_eq!((none.n_spam, none.normalised.cost_points), (200, 0.0));
    let caught = cases.iter().filter(|c| c.scored.spam && c.scored.blocked).count();
    assert!((none.normalised.spam_caught - caught as f64 / 200.0).abs() < 1e-12);
}

/// A model of two folds: each case belongs to the one that has not seen it.
struct Folds {
    models: [Scorer; 2],
    thresholds: [f64; 2],
}

impl Folds {
    fn probability(&self, row: usize, features: &Features) -> f64 {
        1.0 / (1.0 + (-self.models[row % 2].logit_of(features)).exp())
    }
}

impl Model for Folds {
    fn recipe(&self) -> Recipe {
        self.models[0].recipe()
    }
    fn threshold(&self) -> Option<f64> {
        None
    }
    fn cue_weight(&self, cue: Cue) -> f64 {
        f64::midpoint(self.models[0].cue_weight(cue), self.models[1].cue_weight(cue))
    }
    fn rescore(&self, row: usize, features: &Features) -> (f64, bool) {
        let logit = self.models[row % 2].logit_of(features);
        (logit, self.probability(row, features) >= self.thresholds[row % 2])
    }
}

/// Scores that no single model gave are judged too, and each text's disguises by the model of its fold.
#[test]
fn out_of_fold_scores_are_judged_like_any_other() {
    let shipped = Scorer::from_json(default_model()).unwrap();
    let recipe = shipped.recipe();
    // The second fold's model is a constant that blocks everything.
    let (cues, slots) = (vec![0.0; Cue::ALL.len()], vec![0.0; recipe.slots()]);
    let constant = Scorer::new(shipped.info().clone(), recipe, 4.0, &cues, &slots);
    let folds = Folds { models: [shipped, constant], thresholds: [2.0, 0.5] };
    let mut cases = cases(120);
    for (row, case) in cases.iter_mut().enumerate() {
        let features = recipe.features(&case.text);
        case.kind = None;
        case.scored.probability = folds.probability(row, &features);
        case.scored.blocked = folds.rescore(row, &features).1;
    }
    let names = ["one".to_string(), "two".to_string()];
    let pool = evaluate(&folds, &names, &cases, Judging { seed: 1, replicates: 30 }).pool;
    // Rows come in turn, ham and spam: all spam stands on odd rows, where everything is blocked.
    assert_eq!(pool.section.judgement.spam_caught, Some(1.0));
    assert_eq!((pool.section.judgement.ham_blocked, pool.section.threshold), (Some(0.0), None));
    for disguise in &pool.evasion {
        assert!((disguise.raw.spam_caught - 1.0).abs() < 1e-12, "{}", disguise.evasion);
        assert!((disguise.normalised.mean_log_odds - 4.0).abs() < 1e-9, "{}", disguise.evasion);
    }
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn eval(folder: &Path, arguments: &[&str], threads: &str) -> Ran {
    let mut command = Command::cargo_bin("carrierlab").unwrap();
    command.current_dir(folder).args(["model", "eval", "default"]).args(arguments);
    let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder with a small corpus of generated texts, one of ham alone, and one that names classes.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (mut small, mut ham, mut named) = (String::new(), String::new(), String::from("label,class,text\n"));
    for row in generate(80, 9) {
        let label = if row.class.is_spam() { "spam" } else { "ham" };
        writeln!(small, "{label}\t{}", row.text).unwrap();
        let class = if row.class.is_spam() { "loans" } else { "business" };
        writeln!(named, "{label},{class},\"{}\"", row.text.replace('"', "\"\"")).unwrap();
    }
    for text in ["see you at <#>", "ok", "running late, start without me", "call me at <TIME>", "ok"] {
        writeln!(ham, "ham\t{text}").unwrap();
    }
    fs::write(folder.path().join("small.tsv"), small).unwrap();
    fs::write(folder.path().join("ham.tsv"), ham).unwrap();
    fs::write(folder.path().join("named.csv"), named).unwrap();
    folder
}

#[test]
fn the_json_document_has_the_promised_keys() {
    let folder = folder();
    let arguments =
        ["--corpus", "small.tsv", "ham.tsv", "named.csv", "--bootstrap", "40", "--generated", "60", "--json"];
    let ran = eval(folder.path(), &arguments, "1");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let json: Json = serde_json::from_str(&ran.out).unwrap();
    const KEYS: [&str; 7] = ["auc", "spam_caught", "ham_blocked", "mcc", "ece", "log_loss", "threshold"];
    for part in [&json, &json["generated"], &json["both"], &json["corpora"]["small.tsv"]] {
        for key in KEYS {
            assert!(part[key].is_number(), "{key}: {}", part[key]);
        }
        for key in ["auc", "spam_caught", "ham_blocked", "mcc", "ece", "log_loss", "precision", "recall"] {
            assert!(part["intervals"][key].is_array(), "{key}: {}", part["intervals"]);
        }
    }
    let ham = &json["corpora"]["ham.tsv"];
    assert!(ham["auc"].is_null() && ham["mcc"].is_null() && ham["spam_caught"].is_null());
    assert!(ham["ham_blocked"].is_number() && ham["ece"].is_number());
    let classes: Vec<&String> = json["classes"].as_object().unwrap().keys().collect();
    assert_eq!(classes, ["business ham", "loans", "personal ham", "spam"]);
    assert_eq!(json["n_ham"], 85);
    assert_eq!(json["both"]["n_ham"], 115);
    for part in [&json, &json["generated"], &json["both"]] {
        assert_eq!(part["reliability"].as_array().unwrap().len(), 10);
        assert_eq!(part["evasion"].as_array().unwrap().len(), 10);
        for key in ["cue", "spam", "ham", "s_o", "weight", "source"] {
            assert!(part["hit_frequencies"][0].get(key).is_some(), "{key}");
        }
        for key in ["roc", "det", "precision_recall", "det_band", "precision_band"] {
            assert!(part["curves"][key].is_array(), "{key}");
        }
    }
    assert!(json["model"]["sha256"].is_string() && json["carrierlab"].is_string());
    let notes = json["notes"].to_string();
    assert!(notes.contains("2 rows had marks") && notes.contains("81 rows have the normal form"), "{notes}");
    assert_eq!(ran.out, eval(folder.path(), &arguments, "3").out, "threads move nothing");
}

#[test]
fn a_corpus_is_judged_alike_alone_and_among_others() {
    let folder = folder();
    let of = |arguments: &[&str]| -> Json {
        let ran = eval(folder.path(), arguments, "2");
        serde_json::from_str(&ran.out).unwrap()
    };
    let alone = of(&["--corpus", "ham.tsv", "--json", "--bootstrap", "30"]);
    let among = of(&["--corpus", "small.tsv", "ham.tsv", "--json", "--bootstrap", "30"]);
    assert_eq!(alone["corpora"]["ham.tsv"], among["corpora"]["ham.tsv"]);
    let distinct = of(&["--corpus", "ham.tsv", "--json", "--distinct", "--bootstrap", "0"]);
    assert_eq!((&distinct["n_ham"], &alone["n_ham"]), (&Json::from(4), &Json::from(5)));
    assert_eq!(distinct["intervals"], serde_json::json!({}));
}

#[test]
fn a_folder_gets_the_document_the_tables_and_the_figures() {
    let folder = folder();
    let arguments = ["--corpus", "small.tsv", "--bootstrap", "40", "--out", "judged"];
    let ran = eval(folder.path(), &arguments, "2");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.lines().count() <= 70, "{}", ran.out);
    assert!(ran.out.lines().all(|l| l.chars().count() <= 100), "{}", ran.out);
    let at = |file: &str| fs::read(folder.path().join("judged").join(file)).unwrap();
    let document = String::from_utf8(at("eval.json")).unwrap();
    assert_eq!(document, eval(folder.path(), &[&arguments[..4], &["--json"]].concat(), "2").out);
    let tables = String::from_utf8(at("eval.md")).unwrap();
    assert!(tables.contains("zero-width") && tables.contains("| opt\\_out |"), "{tables}");
    for figure in ["reliability", "det", "precision_recall"] {
        assert!(tables.contains(&format!("figures/{figure}.")), "{figure}");
        assert!(at(&format!("figures/{figure}.csv")).len() > 100);
        if cfg!(feature = "plot") {
            assert!(at(&format!("figures/{figure}.png")).starts_with(b"\x89PNG"));
            let svg = String::from_utf8(at(&format!("figures/{figure}.svg"))).unwrap();
            assert!(svg.contains("n = 40 ham and 40 spam") && !svg.contains("NaN"));
        }
    }
    let again = eval(folder.path(), &arguments, "2");
    assert_eq!(again.code, 2);
    assert!(again.err.contains("not empty") && again.err.contains("--force"), "{}", again.err);
    assert_eq!(eval(folder.path(), &[&arguments[..], &["--force"]].concat(), "2").code, 0);
}

#[test]
fn without_a_corpus_nothing_is_judged() {
    let folder = folder();
    let ran = eval(folder.path(), &["--generated", "10"], "1");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no corpus"), "{}", ran.err);
    let ran = eval(folder.path(), &["--corpus", "ham.tsv", "--out", "judged", "--bootstrap", "9"], "1");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "ham alone has its figures too");
}
