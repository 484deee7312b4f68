//! The event set, the life of a message, rounds and replications.

pub mod events;
mod codes;
mod directory;
mod keywords;
mod life;
mod meters;
mod origin;
mod parcels;
mod receipts;
mod settings;
mod shard;
mod texts;
mod vetted;
mod world;

pub use life::{Outcome, Pause, Variation, run, run_with};
pub use settings::WorldSettings;
pub use texts::TextInfo;
pub use world::{Models, VARIANTS_MAX, World, WorldError};
