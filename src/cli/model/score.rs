//! `carrierlab model score`: score a text, or each line of a file.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::files::read_model;
use super::pretty;
use super::texts::{Given, read_texts};
use crate::cli::{Failure, render};
use crate::lint::{Advice, Lint, Panel, Voice};
use crate::scorer::{Label, Scorer};

/// Flags of `model score`.
#[derive(Debug, Clone, clap::Args)]
pub struct ScoreArgs {
    /// The model file (the default model if left out), and the text, the file that holds texts, or `-` for stdin
    #[arg(num_args = 1..=2, required = true, value_names = ["MODEL", "TEXT|FILE"])]
    input: Vec<String>,
    /// Show what each feature adds, how far the threshold is, and what would have to change
    #[arg(long)]
    explain: bool,
    /// Take the last argument for a text even if it looks like a file's name
    #[arg(long)]
    text: bool,
}

/// Scores and gives what is to be printed.
pub fn score(args: &ScoreArgs, json: bool) -> Result<String, Failure> {
    let (model, text) = match args.input.as_slice() {
        [text] => (Path::new("default"), text),
        [model, text, ..] => (Path::new(model.as_str()), text),
        [] => {
            return Err(Failure::message(2, "usage", "no text was given", "give a text or a file of texts"));
        }
    };
    let is_model = |text: &str| text == "default" || text.ends_with(".json") && Path::new(text).is_file();
    if args.input.len() == 1 && !args.text && is_model(text) {
        let help = "carrierlab model score MODEL TEXT|FILE; if this is the text itself, add --text";
        return Err(Failure::message(
            2,
            "usage",
            format!("`{text}` is a model, and no text was given"),
            help,
        ));
    }
    let scorer = Arc::new(read_model(model)?);
    let rows = read_texts(text, args.text)?;
    if !json && rows.iter().any(|row| row.label.is_some()) {
        render::note(&format!(
            "note: {text} is labelled; its texts are scored, and the labels left out. `model eval` judges by them\n"
        ));
    }
    let threshold = scorer.info().threshold;
    let panel = Panel::of_model(&scorer);
    let explained = |text: &str| crate::lint::lint(text, &panel, &Voice::of(text, None, None));
    if json {
        let rows: Vec<serde_json::Value> = rows
            .iter()
            .map(|Given { text, label, .. }| {
                let probability = scorer.spam_probability(text);
                let mut row = json!({
                    "text": text,
                    "spam_probability": probability,
                    "logit": scorer.logit(text),
                    "threshold": threshold,
                    "above_threshold": probability >= threshold,
                });
                if let Some(label) = label {
                    row["label"] = json!(name(*label));
                }
                if args.explain {
                    let lint = explained(text);
                    row["contributions"] = json!(scorer.explain(text));
                    row["margin"] = json!(margin(&scorer, text));
                    row["restricted"] = json!(lint.restricted);
                    row["formless"] = json!(lint.formless);
                    row["content_led"] = json!(lint.content_led);
                    row["barred"] = json!(lint.barred);
                    row["changes"] = lint.advice.iter().map(change).collect();
                    row["together"] = lint.improvement.as_ref().map_or(json!(null), |found| {
                        let steps: Vec<serde_json::Value> = found
                            .steps
                            .iter()
                            .map(|s| {
                                json!({
                                    "edit": s.edit,
                                    "text": s.text,
                                    "spam_probability": s.readings[0].probability,
                                })
                            })
                            .collect();
                        json!({ "steps": steps, "enough": found.enough })
                    });
                }
                row
            })
            .collect();
        return Ok(pretty(&json!({ "model": scorer.info().name, "texts": rows })));
    }
    let mut out = String::new();
    for Given { text, .. } in &rows {
        writeln!(out, "{:.4}\t{text}", scorer.spam_probability(text)).expect("a string takes all");
        if args.explain {
            write_explanation(&scorer, text, &explained(text), &mut out).expect("a string takes all");
        }
    }
    Ok(out)
}

fn name(label: Label) -> &'static str {
    match label {
        Label::Ham => "ham",
        Label::Spam => "spam",
        Label::Smishing => "smishing",
    }
}

fn change(advice: &Advice) -> serde_json::Value {
    json!({
        "edit": advice.edit,
        "text": advice.text,
        "spam_probability": advice.readings[0].probability,
        "gain": advice.gain,
    })
}

/// Log-odds from the threshold: positive above it.
fn margin(scorer: &Scorer, text: &str) -> f64 {
    let t = scorer.info().threshold.clamp(1e-9, 1.0 - 1e-9);
    scorer.logit(text) - libm::log(t / (1.0 - t))
}

/// Features shown one by one; the rest are summed in a line.
const SHOWN: usize = 25;
/// Single changes that are shown.
const CHANGES: usize = 6;

fn write_explanation(scorer: &Scorer, text: &str, lint: &Lint, out: &mut String) -> std::fmt::Result {
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
    let margin = margin(scorer, text);
    writeln!(out, "  {logit:+8.3}  log-odds of spam; {margin:+.3} from the threshold")?;
    let threshold = scorer.info().threshold;
    if margin < 0.0 {
        let carried: Vec<String> = parts
            .iter()
            .filter(|p| p.contribution < 0.0 && p.feature != "bias")
            .take(5)
            .map(|p| format!("{} {:+.2}", p.feature, p.contribution))
            .collect();
        let by = if carried.is_empty() { "nothing but the bias".to_owned() } else { carried.join(", ") };
        return writeln!(out, "\n  below the threshold of {threshold:.4}; what speaks for it most: {by}\n");
    }
    writeln!(out, "\n  what would have to change to come below {threshold:.4}:")?;
    if lint.barred {
        for kind in &lint.restricted {
            writeln!(out, "    what it is about: {} ({})", kind.says(), kind.source)?;
        }
        if let Some(left) = lint.formless.filter(|_| lint.content_led) {
            writeln!(
                out,
                "    what it says: with all that is only form undone (capitals, pressing words, shorteners) {left:.4}"
            )?;
        }
        return writeln!(
            out,
            "    no wording is offered for that: content that carriers prohibit is not to be disguised\n"
        );
    }
    let p = scorer.spam_probability(text);
    for advice in lint.advice.iter().filter(|a| a.helps).take(CHANGES) {
        let after = advice.readings[0].probability.unwrap_or(p);
        let side = if after >= threshold { "above" } else { "below" };
        writeln!(out, "    {p:.4} → {after:.4}  {side}  {} [{}]", advice.edit.says, advice.edit.source)?;
        writeln!(out, "        {}", advice.text)?;
    }
    let Some(found) = lint.improvement.as_ref().filter(|i| !i.steps.is_empty()) else {
        return writeln!(out, "    no honest change that is known here suffices\n");
    };
    let says = if found.enough { "together, enough" } else { "together, and still not enough" };
    writeln!(out, "  {says}:")?;
    let mut before = p;
    for step in &found.steps {
        let after = step.readings[0].probability.unwrap_or(before);
        writeln!(out, "    {before:.4} → {after:.4}  {}", step.edit.says)?;
        before = after;
    }
    if let Some(last) = found.steps.last() {
        writeln!(out, "        {}", last.text)?;
    }
    writeln!(out)
}
