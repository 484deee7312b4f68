//! `carrierlab model card`: what a model was made from and what it weighs.

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::json;

use super::files::read_model;
use super::pretty;
use crate::cli::Failure;
use crate::content::Cue;
use crate::scorer::Scorer;

/// Flags of `model card`.
#[derive(Debug, Clone, clap::Args)]
pub struct CardArgs {
    /// A model file, or `default`
    model: PathBuf,
}

/// Gives the card beside the model, or what the model file says.
pub fn card(args: &CardArgs, json: bool) -> Result<String, Failure> {
    let beside = args.model.with_extension("md");
    let card = std::fs::read_to_string(&beside).ok().filter(|_| !json && args.model.extension().is_some());
    let scorer = read_model(&args.model)?;
    Ok(card.unwrap_or_else(|| facts(&scorer, json)))
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
