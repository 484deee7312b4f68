//! `carrierlab model eval`: judge a model on labelled texts.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::json;

use super::files::{CorpusArgs, read_model};
use super::pretty;
use crate::cli::Failure;
use crate::scorer::{Class, Judgement, Line, Scored, judge, table};

/// Flags of `model eval`.
#[derive(Debug, Clone, clap::Args)]
pub struct EvalArgs {
    /// A model file, or `default`
    model: PathBuf,
    #[command(flatten)]
    corpora: CorpusArgs,
}

/// Judges a model and gives what is to be printed.
pub fn eval(args: &EvalArgs, json: bool) -> Result<String, Failure> {
    let scorer = read_model(&args.model)?;
    let threshold = scorer.info().threshold;
    let mut all: Vec<(usize, Class, Scored)> = Vec::new();
    let mut names = Vec::new();
    let mut notes = Vec::new();
    for (i, corpus) in args.corpora.read()?.into_iter().enumerate() {
        if scorer.info().corpora.iter().any(|c| c.sha256 == corpus.sha256) {
            notes.push(format!("{} was trained on; figures on it flatter the model", corpus.name));
        }
        for row in &corpus.rows {
            let probability = scorer.spam_probability(&row.text);
            let scored = Scored { probability, spam: row.is_spam(), blocked: probability >= threshold };
            all.push((i, corpus.class(row), scored));
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
