//! The logistic content model: weights, score, explanation, judging; batch fits behind `train`.

mod corpus;
mod distinct;
mod evasion;
mod features;
mod generate;
mod import;
mod judge;
mod model;
mod online;
pub mod stream;

#[cfg(feature = "train")]
mod fit;
#[cfg(feature = "train")]
mod lines;
#[cfg(feature = "train")]
mod train;

pub use corpus::{
    Class, CorpusError, Label, Labelled, Row, Source, fill_placeholders, is_date, parse_corpus,
};
pub use evasion::Evasion;
pub use features::{Features, Length, Recipe};
pub use generate::{KINDS, Kind, SCENARIO_SEED, generate, generate_of, slots};
pub use import::{ImportError, Imported, import};
pub use judge::{
    Band, Bin, Case, Curves, Disguise, Evaluation, HitFrequency, Interval, Judgement, Judging, Line, Model,
    Outcome, Point, Pool, Scored, Section, evaluate, judge, table, threshold_at,
};
pub use model::{
    Contribution, Corpus, MODEL_BYTES_MAX, Measured, ModelError, ModelInfo, Scorer, Scratch, sha256,
};

pub(crate) use model::sigmoid;
pub use online::{Beside, Online, OnlineSettings};

#[cfg(feature = "train")]
pub use fit::{Fit, FitError, Problem, Weights};
#[cfg(feature = "train")]
pub use train::{LeftOut, Plan, Report, TrainError, train};

/// The model that carriers use by default, as JSON; `models/default.md` says how it was made.
pub fn default_model() -> &'static str {
    include_str!("../../models/default.json")
}
