//! The people who are written to, and how they react.

mod choice;
mod codes;
mod population;
mod rhythm;
mod settings;

pub use choice::Impression;
pub use codes::{CodeHabits, CodeRequest, CodeUse};
pub use population::{Impact, Population, Reaction};
pub use settings::{AudienceSettings, PersonaSettings, ReactionSettings, Zone};
