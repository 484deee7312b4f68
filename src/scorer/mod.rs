//! The logistic content model: weights, score, explanation; fitting and judging behind `train`.

mod corpus;
mod features;
mod generate;
mod judge;
mod model;

#[cfg(feature = "train")]
mod card;
#[cfg(feature = "train")]
mod fit;
#[cfg(feature = "train")]
mod train;

pub use corpus::{Class, CorpusError, Label, Labelled, Row, Source, fill_placeholders, parse_corpus};
pub use features::{Features, Recipe};
pub use generate::{KINDS, Kind, generate, slots};
pub use judge::{Judgement, Line, Scored, judge, table, threshold_at};
pub use model::{Contribution, Corpus, MODEL_BYTES_MAX, ModelError, ModelInfo, Scorer, Scratch, sha256};

#[cfg(feature = "train")]
pub use fit::{Fit, FitError, Problem, Weights};
#[cfg(feature = "train")]
pub use train::{Plan, Report, TrainError, train};

/// The model that carriers use by default, as JSON; `models/default.md` says how it was made.
pub fn default_model() -> &'static str {
    include_str!("../../models/default.json")
}
