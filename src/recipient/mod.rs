//! The people who are written to, and how they react.

mod choice;
mod population;
mod rhythm;
mod settings;

pub use choice::Impression;
pub use population::{Impact, Population, Reaction};
pub use settings::{AudienceSettings, PersonaSettings, ReactionSettings, Zone};
