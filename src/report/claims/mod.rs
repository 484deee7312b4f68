//! Views of the claims document: terminal, Markdown, JUnit, a page with figures.

mod html;
mod junit;
mod markdown;
#[cfg(test)]
mod sample;
mod terminal;
#[cfg(test)]
mod tests;
pub(in crate::report) mod unit;
pub(in crate::report) mod view;

use std::path::{Path, PathBuf};

pub use terminal::claims_terminal;

use super::{ReportError, figures, write_figures, write_file};
use crate::experiment::claims::ClaimsDocument;

/// The newest `claims.json` this version can read.
pub const CLAIMS_VERSION: u32 = 1;

/// Where the figures lie beside the page, so that both can be moved into another folder without an edit.
const FIGURES: &str = "figures/claims";

/// Writes the views of `document` into the folder `dir`, which must exist, and gives the files in the order they were
/// written: `claims.html`, `claims.md`, `junit.xml` and `figures/claims/*`. The same document gives the same bytes; all
/// but `junit.xml` leave the wall time out. Without the feature `plot` figures are their CSV alone.
///
/// # Errors
/// A figure that cannot be drawn, or a file that cannot be written.
pub fn write_claims(dir: &Path, document: &ClaimsDocument) -> Result<Vec<PathBuf>, ReportError> {
    let figures = figures::claims(document)?;
    let mut written = vec![
        write_file(dir.join("claims.html"), html::page(document, &figures).as_bytes())?,
        write_file(dir.join("claims.md"), markdown::markdown(document, &figures).as_bytes())?,
        write_file(dir.join("junit.xml"), junit::xml(document).as_bytes())?,
    ];
    written.extend(write_figures(&dir.join(FIGURES), &figures)?);
    Ok(written)
}
