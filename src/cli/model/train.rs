//! `carrierlab model train`: fit a model on labelled texts and judge it by cross-validation.

use std::path::PathBuf;

use serde_json::json;

use super::files::{CorpusArgs, check_date, check_name, model_path, write_model};
use super::generate::generated_rows;
use super::pretty;
use crate::cli::Failure;
use crate::scorer::{Fit, Line, Plan, table};

/// Flags of `model train`.
#[derive(Debug, Clone, clap::Args)]
pub struct TrainArgs {
    #[command(flatten)]
    corpora: CorpusArgs,
    /// Rows to generate from our own templates of business texts, half honest and half prohibited
    #[arg(long, default_value_t = 8000, value_name = "N", value_parser = generated_rows)]
    generated: usize,
    /// Where to write the model; its card goes beside it. Without it `models/NAME.json`
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite a model and a card that are there already
    #[arg(long)]
    force: bool,
    /// `ftrl`: FTRL-proximal on all features, the online learner in several passes; `sparse`: L-BFGS on all; `linfa`: linfa-logistic on cues and selected features
    #[arg(long, default_value = "ftrl", value_parser = Fit::ALL.map(Fit::name))]
    fit: String,
    /// How much a row of a corpus counts, by file name without ending: `--weight uci=0.5`; 1 unless set
    #[arg(long, value_name = "NAME=W", value_parser = weight)]
    weight: Vec<(String, f64)>,
    /// Also cross-validate the other fits, and put all of them on the card (minutes)
    #[arg(long)]
    compare: bool,
    /// Also judge each corpus by a model that saw none of it
    #[arg(long)]
    leave_out: bool,
    /// Seed of generated rows, filled marks of anonymisation, disguises and folds
    #[arg(short, long, default_value_t = 1)]
    seed: u64,
    /// A date to record; none is taken from the clock, so that the same input gives the same bytes
    #[arg(long, default_value = "", hide_default_value = true, value_name = "YYYY-MM-DD")]
    date: String,
    /// The model's name
    #[arg(long, default_value = "default")]
    name: String,
}

/// Fewer texts of ham than this, and a threshold at 0.2 % of them stands on one or two.
const HAM_FEW: u64 = 1000;

impl TrainArgs {
    /// The command that gives the same bytes again, but for the folders of files.
    fn command(&self) -> String {
        let mut words = vec!["carrierlab model train".to_owned()];
        if !self.corpora.corpus.is_empty() {
            words.push("--corpus".into());
            let name = |p: &PathBuf| p.file_name().map(|n| n.to_string_lossy().into_owned());
            words.extend(self.corpora.corpus.iter().filter_map(name));
        }
        if !self.corpora.business.is_empty() {
            words.push(format!("--business {}", self.corpora.business.join(" ")));
        }
        words.push(format!("--fit {} --seed {} --generated {}", self.fit, self.seed, self.generated));
        words.extend(self.weight.iter().map(|(name, w)| format!("--weight {name}={w}")));
        words.extend(self.compare.then(|| "--compare".into()));
        words.extend(self.leave_out.then(|| "--leave-out".into()));
        words.extend((!self.date.is_empty()).then(|| format!("--date {}", self.date)));
        words.push(format!("--name {}", self.name));
        words.join(" ")
    }
}

/// Trains, writes the model and its card, and gives what is to be printed.
pub fn train(args: &TrainArgs, json: bool) -> Result<String, Failure> {
    check_name(&args.name)?;
    check_date(&args.date)?;
    let fit = Fit::from_name(&args.fit).expect("the parser knows every name");
    let out = model_path(args.out.as_deref(), &args.name, args.force)?;
    let plan = Plan {
        generated: args.generated,
        seed: args.seed,
        date: args.date.clone(),
        name: args.name.clone(),
        compare: args.compare,
        leave_out: args.leave_out,
        ..Plan::new(fit)
    };
    let mut sources = args.corpora.read()?;
    for (name, weight) in &args.weight {
        let stem = |file: &str| file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
        let mut found = sources.iter_mut().filter(|s| stem(&s.name) == *name).peekable();
        if found.peek().is_none() {
            let what = format!("--weight names `{name}`, but no corpus is called so");
            return Err(Failure::message(2, "usage", what, "use the file name without its ending"));
        }
        found.for_each(|source| source.weight = *weight);
    }
    if args.leave_out && sources.len() < 2 {
        let what = "--leave-out needs at least two corpora: one to leave out, one to train on";
        return Err(Failure::message(2, "usage", what, "give more corpora, or leave the flag out"));
    }
    let report = crate::scorer::train(&sources, &plan).map_err(|e| {
        Failure::message(3, "model.training", e.to_string(), "give more labelled texts, of both classes")
    })?;
    write_model(&out, &report.scorer)?;
    let card = out.with_extension("md");
    let text = crate::report::card(&report, &plan, &args.command());
    std::fs::write(&card, text).map_err(|e| Failure::io(&card, "write", &e))?;
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
    let ham: u64 = report.rows.iter().filter(|r| !r.is_generated() && !r.class.is_spam()).count() as u64;
    let note = if ham < HAM_FEW && !sources.is_empty() {
        format!(
            "note: the threshold rests on {ham} texts of ham, of which 0.2 % is hardly one: set your own on more ham\n"
        )
    } else {
        String::new()
    };
    Ok(format!(
        "{}\nwrote {} and {}; threshold {:.4}\n{note}",
        table(&lines),
        out.display(),
        card.display(),
        report.scorer.info().threshold
    ))
}

fn weight(written: &str) -> Result<(String, f64), String> {
    let (name, weight) = written.split_once('=').ok_or("write NAME=W, such as uci=0.5")?;
    match weight.parse::<f64>() {
        Ok(w) if w > 0.0 && w <= 1000.0 => Ok((name.to_owned(), w)),
        _ => Err(format!("`{weight}` is no weight: it has to be above 0 and at most 1000")),
    }
}
