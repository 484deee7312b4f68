//! `carrierlab model`: train, judge and apply content models.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::Failure;
use crate::content::Cue;
use crate::scorer::{
    Class, Judgement, Line, MODEL_BYTES_MAX, ModelError, Scored, Scorer, default_model, judge, parse_corpus,
    sha256, table,
};
#[cfg(feature = "train")]
use crate::scorer::{Fit, Plan, Source, train};

/// The largest corpus file that is read, in bytes.
const CORPUS_BYTES_MAX: u64 = 1 << 30;
/// The longest text that is scored, in bytes; longer ones are refused rather than cut.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// What to do with a content model.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ModelCommand {
    /// Fit a model on labelled texts and judge it by cross-validation.
    #[cfg(feature = "train")]
    Train {
        /// Labelled texts: `label<TAB>text` lines (ham, spam, smishing), or CSV with columns label and text.
        #[arg(long, num_args = 1.., value_name = "FILE")]
        corpus: Vec<PathBuf>,
        /// Rows to generate from our own templates of business texts, half honest and half prohibited.
        #[arg(long, default_value_t = 8000, value_name = "N")]
        generated: usize,
        /// Where to write the model; its card goes beside it. Without it `models/NAME.json`.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// `linfa`: linfa-logistic on cues and selected features; `sparse`: the same objective on all.
        #[arg(long, default_value = "sparse", value_parser = ["linfa", "sparse"])]
        fit: String,
        /// Seed of generated rows and folds.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// A date to record; none is taken from the clock, so that the same input gives the same bytes.
        #[arg(long, default_value = "", hide_default_value = true, value_name = "YYYY-MM-DD")]
        date: String,
        /// The model's name.
        #[arg(long, default_value = "default")]
        name: String,
        /// Corpora, by file name without ending, whose ham comes from businesses.
        #[arg(long, num_args = 0.., default_values_t = [String::from("smishx")], value_name = "NAME")]
        business: Vec<String>,
    },
    /// Judge a model on labelled texts.
    Eval {
        /// A model file, or `default`.
        model: PathBuf,
        /// Labelled texts, as for `train`.
        #[arg(long, num_args = 1.., required = true, value_name = "FILE")]
        corpus: Vec<PathBuf>,
        /// Corpora, by file name without ending, whose ham comes from businesses.
        #[arg(long, num_args = 0.., default_values_t = [String::from("smishx")], value_name = "NAME")]
        business: Vec<String>,
    },
    /// Score a text, or each line of a file.
    Score {
        /// The model file (the default model if left out), and the text or the file that holds texts.
        #[arg(num_args = 1..=2, required = true, value_names = ["MODEL", "TEXT|FILE"])]
        input: Vec<String>,
        /// Show what each feature adds.
        #[arg(long)]
        explain: bool,
    },
    /// Show what a model was made from and what it weighs.
    Card {
        /// A model file, or `default`.
        model: PathBuf,
    },
}

/// Runs the command and gives what is to be printed.
pub fn run(command: ModelCommand, json: bool) -> Result<String, Failure> {
    match command {
        #[cfg(feature = "train")]
        ModelCommand::Train { corpus, generated, out, fit, seed, date, name, business } => {
            check_name(&name)?;
            check_date(&date)?;
            let fit = if fit == "linfa" { Fit::Linfa } else { Fit::Sparse };
            let out = out.unwrap_or_else(|| Path::new("models").join(format!("{name}.json")));
            let plan = Plan { generated, seed, date, name, ..Plan::new(fit) };
            run_train(&corpus, &business, &plan, &out, json)
        }
        ModelCommand::Eval { model, corpus, business } => {
            run_eval(&read_model(&model)?, &corpus, &business, json)
        }
        ModelCommand::Score { input, explain } => run_score(&input, explain, json),
        ModelCommand::Card { model } => {
            let beside = model.with_extension("md");
            let card = std::fs::read_to_string(&beside).ok().filter(|_| !json && model.extension().is_some());
            let scorer = read_model(&model)?;
            Ok(card.unwrap_or_else(|| facts(&scorer, json)))
        }
    }
}

#[cfg(feature = "train")]
fn run_train(
    files: &[PathBuf],
    business: &[String],
    plan: &Plan,
    out: &Path,
    json: bool,
) -> Result<String, Failure> {
    let sources = files.iter().map(|f| read_corpus(f, business)).collect::<Result<Vec<Source>, Failure>>()?;
    let report = train(&sources, plan).map_err(|e| {
        Failure::message(3, "model.training", e.to_string(), "give more labelled texts, of both classes")
    })?;
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Failure::io(folder, "create", &e))?;
    }
    let card = out.with_extension("md");
    std::fs::write(out, report.scorer.to_json()).map_err(|e| Failure::io(out, "write", &e))?;
    std::fs::write(&card, report.card(plan)).map_err(|e| Failure::io(&card, "write", &e))?;
    let lines = report.lines();
    if json {
        let figures: Vec<&Line> = lines.iter().collect();
        return Ok(pretty(&json!({
            "model": out.display().to_string(),
            "card": card.display().to_string(),
            "threshold": report.scorer.info().threshold,
            "cross_validation": figures,
        })));
    }
    Ok(format!(
        "{}\nwrote {} and {}; threshold {:.4}\n",
        table(&lines),
        out.display(),
        card.display(),
        report.scorer.info().threshold
    ))
}

fn run_eval(scorer: &Scorer, files: &[PathBuf], business: &[String], json: bool) -> Result<String, Failure> {
    let threshold = scorer.info().threshold;
    let mut all: Vec<(usize, Class, Scored)> = Vec::new();
    let mut names = Vec::new();
    let mut notes = Vec::new();
    for (i, file) in files.iter().enumerate() {
        let corpus = read_corpus(file, business)?;
        if scorer.info().corpora.iter().any(|c| c.sha256 == corpus.sha256) {
            notes.push(format!("{} was trained on; figures on it flatter the model", corpus.name));
        }
        for (spam, text) in &corpus.rows {
            let probability = scorer.spam_probability(text);
            let class = match (*spam, corpus.business) {
                (true, _) => Class::Spam,
                (false, true) => Class::BusinessHam,
                (false, false) => Class::PersonalHam,
            };
            all.push((i, class, Scored { probability, spam: *spam, blocked: probability >= threshold }));
        }
        names.push(corpus.name);
    }
    let of = |keep: &dyn Fn(&(usize, Class, Scored)) -> bool| {
        judge(&all.iter().filter(|row| keep(row)).map(|row| row.2).collect::<Vec<_>>())
    };
    let pooled = of(&|_| true);
    let corpora: Vec<(String, Judgement)> =
        names.iter().enumerate().map(|(i, name)| (name.clone(), of(&|row| row.0 == i))).collect();
    let classes: Vec<(String, Judgement)> = Class::ALL
        .into_iter()
        .map(|class| (class.name().to_string(), of(&|row| row.1 == class)))
        .filter(|(_, j)| j.n_ham + j.n_spam > 0)
        .collect();
    if json {
        let mut value = json!(pooled);
        let by = |list: &[(String, Judgement)]| -> serde_json::Map<String, serde_json::Value> {
            list.iter().map(|(name, j)| (name.clone(), json!(j))).collect()
        };
        value["threshold"] = json!(threshold);
        value["corpora"] = by(&corpora).into();
        value["classes"] = by(&classes).into();
        value["notes"] = json!(notes);
        return Ok(pretty(&value));
    }
    let mut out = format!("model `{}`, threshold {threshold:.4}\n\n", scorer.info().name);
    let line = |(rows, judgement): (String, Judgement)| Line { rows, judgement };
    let lines: Vec<Line> =
        std::iter::once(("pooled".to_string(), pooled)).chain(corpora).chain(classes).map(line).collect();
    out.push_str(&table(&lines));
    for note in notes {
        writeln!(out, "note: {note}").expect("a string takes all");
    }
    Ok(out)
}

fn run_score(input: &[String], explain: bool, json: bool) -> Result<String, Failure> {
    let (model, text) = match input {
        [text] => (Path::new("default"), text),
        [model, text, ..] => (Path::new(model.as_str()), text),
        [] => {
            return Err(Failure::message(2, "usage", "no text was given", "give a text or a file of texts"));
        }
    };
    let scorer = read_model(model)?;
    let path = Path::new(text.as_str());
    let texts: Vec<String> = if text.len() < 4096 && path.is_file() {
        let content = read_text(path, CORPUS_BYTES_MAX)?;
        content.lines().filter(|l| !l.trim().is_empty()).map(String::from).collect()
    } else {
        vec![text.clone()]
    };
    if let Some(long) = texts.iter().find(|t| t.len() > TEXT_BYTES_MAX) {
        let what = format!("a text has {} bytes; at most {TEXT_BYTES_MAX} are scored", long.len());
        return Err(Failure::message(3, "text.oversized", what, "an SMS has a few hundred at most"));
    }
    let threshold = scorer.info().threshold;
    if json {
        let rows: Vec<serde_json::Value> = texts
            .iter()
            .map(|text| {
                let probability = scorer.spam_probability(text);
                let mut row = json!({
                    "text": text,
                    "spam_probability": probability,
                    "logit": scorer.logit(text),
                    "threshold": threshold,
                    "above_threshold": probability >= threshold,
                });
                if explain {
                    row["contributions"] = json!(scorer.explain(text));
                }
                row
            })
            .collect();
        return Ok(pretty(&json!({ "model": scorer.info().name, "texts": rows })));
    }
    let mut out = String::new();
    for text in &texts {
        writeln!(out, "{:.4}\t{text}", scorer.spam_probability(text)).expect("a string takes all");
        if explain {
            write_explanation(&scorer, text, &mut out).expect("a string takes all");
        }
    }
    Ok(out)
}

/// Features shown one by one; the rest are summed in a line.
const SHOWN: usize = 25;

fn write_explanation(scorer: &Scorer, text: &str, out: &mut String) -> std::fmt::Result {
    let parts = scorer.explain(text);
    let logit = scorer.logit(text);
    for part in parts.iter().take(SHOWN) {
        writeln!(
            out,
            "  {:+8.3}  {} (value {:.3} × weight {:+.3})",
            part.contribution, part.feature, part.value, part.weight
        )?;
    }
    if let Some(rest) = parts.get(SHOWN..).filter(|rest| !rest.is_empty()) {
        let sum: f64 = rest.iter().map(|p| p.contribution).sum();
        writeln!(out, "  {sum:+8.3}  {} smaller ones", rest.len())?;
    }
    let t = scorer.info().threshold.clamp(1e-9, 1.0 - 1e-9);
    let margin = logit - libm::log(t / (1.0 - t));
    writeln!(out, "  {logit:+8.3}  log-odds of spam; {margin:+.3} from the threshold")
}

fn facts(scorer: &Scorer, json: bool) -> String {
    let info = scorer.info();
    let mut cues: Vec<Cue> = Cue::ALL.to_vec();
    cues.sort_by(|a, b| scorer.cue_weight(*b).abs().total_cmp(&scorer.cue_weight(*a).abs()).then(a.cmp(b)));
    if json {
        let weights: serde_json::Map<String, serde_json::Value> =
            cues.iter().map(|c| (c.name().to_string(), json!(scorer.cue_weight(*c)))).collect();
        return pretty(&json!({ "info": info, "recipe": scorer.recipe(), "cue_weights": weights }));
    }
    let mut out = format!(
        "model `{}` (format {}), fit {}, made by {}, seed {}, threshold {:.4}\n\n",
        info.name, info.version, info.fit, info.made_by, info.seed, info.threshold
    );
    for c in &info.corpora {
        writeln!(out, "{}: {} ham, {} spam, sha256 {}", c.name, c.ham, c.spam, c.sha256)
            .expect("a string takes all");
    }
    out.push_str("\ncue weights, in log-odds of spam:\n");
    for cue in cues {
        writeln!(out, "  {:+.2}  {}: {}", scorer.cue_weight(cue), cue.name(), cue.says())
            .expect("a string takes all");
    }
    out
}

/// A corpus as it was read: like a training source, but there without the feature `train` too.
#[cfg(not(feature = "train"))]
struct Source {
    name: String,
    sha256: String,
    rows: Vec<(bool, String)>,
    business: bool,
}

fn read_corpus(path: &Path, business: &[String]) -> Result<Source, Failure> {
    let content = read_text(path, CORPUS_BYTES_MAX)?;
    let rows = parse_corpus(&content).map_err(|e| {
        let help = miette::Diagnostic::help(&e).map(|h| h.to_string()).unwrap_or_default();
        Failure::message(3, "corpus.invalid", format!("{}: {e}", path.display()), help)
    })?;
    let part =
        |part: Option<&std::ffi::OsStr>| part.map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Source {
        name: part(path.file_name()),
        sha256: sha256(content.as_bytes()),
        rows,
        business: business.contains(&part(path.file_stem())),
    })
}

/// Reads a model file; `default` is the built-in model, unless a file has that name.
pub fn read_model(path: &Path) -> Result<Scorer, Failure> {
    let invalid = |e: ModelError| {
        let help = miette::Diagnostic::help(&e).map(|h| h.to_string()).unwrap_or_default();
        Failure::message(3, "model.invalid", format!("{}: {e}", path.display()), help)
    };
    if path == Path::new("default") && !path.is_file() {
        return Scorer::from_json(default_model()).map_err(invalid);
    }
    let bytes = std::fs::metadata(path).map_err(|e| Failure::io(path, "read", &e))?.len();
    if bytes > MODEL_BYTES_MAX as u64 {
        return Err(invalid(ModelError::Oversized { bytes: usize::try_from(bytes).unwrap_or(usize::MAX) }));
    }
    Scorer::from_json(&read_text(path, MODEL_BYTES_MAX as u64)?).map_err(invalid)
}

fn read_text(path: &Path, max: u64) -> Result<String, Failure> {
    let size = std::fs::metadata(path).map_err(|e| Failure::io(path, "read", &e))?.len();
    if size > max {
        let what = format!("{} has {size} bytes; at most {max} are read", path.display());
        return Err(Failure::message(3, "file.oversized", what, "split it"));
    }
    let bytes = std::fs::read(path).map_err(|e| Failure::io(path, "read", &e))?;
    String::from_utf8(bytes).map_err(|e| {
        let what = format!("{} is not UTF-8 (byte {})", path.display(), e.utf8_error().valid_up_to());
        Failure::message(3, "file.encoding", what, "convert it to UTF-8")
    })
}

#[cfg(feature = "train")]
fn check_name(name: &str) -> Result<(), Failure> {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && name.len() <= 64 && name.chars().all(sound) && !name.starts_with('.') {
        return Ok(());
    }
    let what = format!("`{name}` is no name for a model");
    Err(Failure::message(2, "usage", what, "use up to 64 letters, digits, dashes and underscores"))
}

#[cfg(feature = "train")]
fn check_date(date: &str) -> Result<(), Failure> {
    let shape = |(i, c): (usize, char)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() };
    if date.is_empty() || (date.len() == 10 && date.chars().enumerate().all(shape)) {
        return Ok(());
    }
    let what = format!("`{date}` is no date");
    Err(Failure::message(2, "usage", what, "write it as 2026-03-14"))
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).expect("plain data") + "\n"
}
