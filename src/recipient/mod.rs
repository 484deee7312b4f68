//! The people who are written to, and how they react.

mod population;
mod settings;

pub use population::{Impact, Impression, Population, Reaction};
pub use settings::{AudienceSettings, ReactionSettings};
