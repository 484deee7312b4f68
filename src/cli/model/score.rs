//! `carrierlab model score`: score a text, or each line of a file.

use std::fmt::Write;
use std::path::Path;

use serde_json::json;

use super::files::{CORPUS_BYTES_MAX, TEXT_BYTES_MAX, read_model, read_text};
use super::pretty;
use crate::cli::Failure;
use crate::scorer::Scorer;

/// Flags of `model score`.
#[derive(Debug, Clone, clap::Args)]
pub struct ScoreArgs {
    /// The model file (the default model if left out), and the text or the file that holds texts
    #[arg(num_args = 1..=2, required = true, value_names = ["MODEL", "TEXT|FILE"])]
    input: Vec<String>,
    /// Show what each feature adds
    #[arg(long)]
    explain: bool,
}

/// Scores and gives what is to be printed.
pub fn score(args: &ScoreArgs, json: bool) -> Result<String, Failure> {
    let explain = args.explain;
    let (model, text) = match args.input.as_slice() {
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
