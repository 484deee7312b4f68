//! From the summary document to figures, HTML, Markdown, the terminal and tables.
//!
//! Everything here is a view of one [`Summary`]: the same document gives the same bytes, and every view prints a
//! number through [`mod@format`], so that no two can disagree.

pub mod annotations;
mod blocks;
#[cfg(feature = "train")]
mod card;
mod claims;
mod error;
mod evaluation;
pub mod figures;
pub mod format;
mod html;
pub mod junit;
pub mod learning;
mod markdown;
#[cfg(test)]
mod sample;
mod tables;
mod terminal;
#[cfg(test)]
mod tests;
mod view;

use std::path::{Path, PathBuf};

#[cfg(test)]
use crate::experiment;
use crate::experiment::summary::Summary;
#[cfg(test)]
use crate::scorer;

#[cfg(feature = "train")]
pub use card::card;
pub use claims::{CLAIMS_VERSION, claims_terminal, write_claims};
pub use error::ReportError;
pub use evaluation::{EvaluationReport, ModelFacts, write_evaluation};
pub use html::html;
pub use markdown::markdown;
pub use tables::{csv, parquet_bytes, write_csv, write_parquet};
pub use terminal::{TerminalView, terminal};
pub use view::expected;

/// The newest `summary.json` this version can read.
pub const SCHEMA_VERSION: u32 = 1;

/// Writes `report.html`, `report.md` and `figures/*` into the folder `dir`, which must exist, and gives the files in
/// the order they were written. `scenario_toml` is the resolved scenario and `manifest` the manifest, as stored
/// beside them. The same arguments give the same bytes. Without the feature `plot` figures are their CSV alone.
pub fn write_report(
    dir: &Path,
    summary: &Summary,
    scenario_toml: &str,
    manifest: &serde_json::Value,
) -> Result<Vec<PathBuf>, ReportError> {
    let figures = figures::all(summary)?;
    let mut written = Vec::new();
    let mut write = |path: PathBuf, bytes: &[u8]| -> Result<(), ReportError> {
        written.push(write_file(path, bytes)?);
        Ok(())
    };
    write(dir.join("report.html"), html::page(summary, scenario_toml, manifest, &figures).as_bytes())?;
    write(dir.join("report.md"), markdown(summary).as_bytes())?;
    written.extend(write_figures(&dir.join("figures"), &figures)?);
    Ok(written)
}

/// Writes the figures into `folder`, which is made, and gives the files in the order they were written.
fn write_figures(folder: &Path, figures: &[figures::Figure]) -> Result<Vec<PathBuf>, ReportError> {
    let mut written = Vec::new();
    std::fs::create_dir_all(folder).map_err(|e| ReportError::io(folder, e))?;
    let pngs = figures::pngs(figures)?;
    for (figure, png) in figures.iter().zip(pngs) {
        if let (Some(svg), Some(png)) = (&figure.svg, png) {
            written.push(write_file(folder.join(format!("{}.svg", figure.name)), svg.as_bytes())?);
            written.push(write_file(folder.join(format!("{}.png", figure.name)), &png)?);
        }
        written.push(write_file(folder.join(format!("{}.csv", figure.name)), &csv(&figure.table))?);
    }
    Ok(written)
}

fn write_file(path: PathBuf, bytes: &[u8]) -> Result<PathBuf, ReportError> {
    std::fs::write(&path, bytes).map_err(|e| ReportError::io(&path, e))?;
    Ok(path)
}
