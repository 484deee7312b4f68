//! `carrierlab model train`: fit a model on labelled texts and judge it by cross-validation.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::files::CorpusArgs;
use super::pretty;
use crate::cli::Failure;
use crate::scorer::{Fit, Line, Plan, table};

/// Flags of `model train`.
#[derive(Debug, Clone, clap::Args)]
pub struct TrainArgs {
    #[command(flatten)]
    corpora: CorpusArgs,
    /// Rows to generate from our own templates of business texts, half honest and half prohibited
    #[arg(long, default_value_t = 8000, value_name = "N")]
    generated: usize,
    /// Where to write the model; its card goes beside it. Without it `models/NAME.json`
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// `linfa`: linfa-logistic on cues and selected features; `sparse`: the same objective on all
    #[arg(long, default_value = "sparse", value_parser = ["linfa", "sparse"])]
    fit: String,
    /// Seed of generated rows and folds
    #[arg(short, long, default_value_t = 1)]
    seed: u64,
    /// A date to record; none is taken from the clock, so that the same input gives the same bytes
    #[arg(long, default_value = "", hide_default_value = true, value_name = "YYYY-MM-DD")]
    date: String,
    /// The model's name
    #[arg(long, default_value = "default")]
    name: String,
}

/// Trains, writes the model and its card, and gives what is to be printed.
pub fn train(args: &TrainArgs, json: bool) -> Result<String, Failure> {
    check_name(&args.name)?;
    check_date(&args.date)?;
    let fit = if args.fit == "linfa" { Fit::Linfa } else { Fit::Sparse };
    let out = args.out.clone().unwrap_or_else(|| Path::new("models").join(format!("{}.json", args.name)));
    let plan = Plan {
        generated: args.generated,
        seed: args.seed,
        date: args.date.clone(),
        name: args.name.clone(),
        ..Plan::new(fit)
    };
    let sources = args.corpora.read()?;
    let report = crate::scorer::train(&sources, &plan).map_err(|e| {
        Failure::message(3, "model.training", e.to_string(), "give more labelled texts, of both classes")
    })?;
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Failure::io(folder, "create", &e))?;
    }
    let card = out.with_extension("md");
    std::fs::write(&out, report.scorer.to_json()).map_err(|e| Failure::io(&out, "write", &e))?;
    std::fs::write(&card, report.card(&plan)).map_err(|e| Failure::io(&card, "write", &e))?;
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

fn check_name(name: &str) -> Result<(), Failure> {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && name.len() <= 64 && name.chars().all(sound) && !name.starts_with('.') {
        return Ok(());
    }
    let what = format!("`{name}` is no name for a model");
    Err(Failure::message(2, "usage", what, "use up to 64 letters, digits, dashes and underscores"))
}

fn check_date(date: &str) -> Result<(), Failure> {
    let shape = |(i, c): (usize, char)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() };
    if date.is_empty() || (date.len() == 10 && date.chars().enumerate().all(shape)) {
        return Ok(());
    }
    let what = format!("`{date}` is no date");
    Err(Failure::message(2, "usage", what, "write it as 2026-03-14"))
}
