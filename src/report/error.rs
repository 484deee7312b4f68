//! Why a report could not be written.

use std::path::{Path, PathBuf};

/// A file of the report that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The file or folder could not be written.
    #[error("cannot write {path}: {source}", path = path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The Parquet writer gave up, mostly because the disk did.
    #[error("cannot write {path}: {reason}", path = path.display())]
    Parquet {
        /// Which file.
        path: PathBuf,
        /// What the writer said.
        reason: String,
    },
    /// A figure could not be drawn.
    #[error("cannot draw the figure `{figure}`: {reason}")]
    Figure {
        /// Which figure.
        figure: String,
        /// What the drawing library said.
        reason: String,
    },
}

impl ReportError {
    pub(super) fn io(path: &Path, source: std::io::Error) -> ReportError {
        ReportError::Io { path: path.to_owned(), source }
    }
}
