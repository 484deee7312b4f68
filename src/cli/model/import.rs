//! `carrierlab model import`: a linear model that was trained elsewhere.

use std::path::PathBuf;

use serde_json::json;

use super::files::{CORPUS_BYTES_MAX, check_date, check_name, model_path, read_text, write_model};
use super::pretty;
use crate::cli::Failure;
use crate::scorer::{ModelInfo, import};
use crate::units::Share;

/// Flags of `model import`.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArgs {
    /// A CSV file with the columns feature and weight: `(intercept)`, one to three words, or `cue:NAME`
    table: PathBuf,
    /// Where to write the model. Without it `models/NAME.json`
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite a model that is there already
    #[arg(long)]
    force: bool,
    /// The model's name
    #[arg(long, default_value = "imported")]
    name: String,
    /// The probability from which its maker calls a text spam
    #[arg(long, default_value = "0.5", value_name = "P")]
    threshold: Share,
    /// A date to record; none is taken from the clock
    #[arg(long, default_value = "", hide_default_value = true, value_name = "YYYY-MM-DD")]
    date: String,
}

/// Imports, writes the model, and gives what is to be printed.
pub fn command(args: &ImportArgs, json: bool) -> Result<String, Failure> {
    check_name(&args.name)?;
    check_date(&args.date)?;
    let out = model_path(args.out.as_deref(), &args.name, args.force)?;
    let table = read_text(&args.table, CORPUS_BYTES_MAX)?;
    let info =
        ModelInfo { date: args.date.clone(), ..ModelInfo::imported(&args.name, args.threshold.value()) };
    let model = import(&table, info).map_err(|e| {
        let help = miette::Diagnostic::help(&e).map(|h| h.to_string()).unwrap_or_default();
        Failure::message(3, "import.invalid", format!("{}: {e}", args.table.display()), help)
    })?;
    write_model(&out, &model.scorer)?;
    if json {
        return Ok(pretty(&json!({
            "model": out.display().to_string(),
            "features": model.features,
            "merged": model.merged,
            "collided": model.collided,
            "rounding": model.rounding,
        })));
    }
    Ok(format!(
        "wrote {}: {} features; {} had the normal form of an earlier one, {} share a slot with another; \
         weights rounded by at most {:.1e}\njudge it with: carrierlab model eval {} --corpus FILE\n",
        out.display(),
        model.features,
        model.merged,
        model.collided,
        model.rounding,
        out.display(),
    ))
}
