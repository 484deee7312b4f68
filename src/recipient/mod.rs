//! The people who are written to, and how they react.

mod codes;
mod population;
mod settings;

pub use codes::{CodeHabits, CodeRequest, CodeUse};
pub use population::{Impact, Impression, Population, Reaction};
pub use settings::{AudienceSettings, ReactionSettings};
