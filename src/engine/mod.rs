//! The event set, the life of a message, rounds and replications.

pub mod events;
mod life;
mod origin;
mod parcels;
mod receipts;
mod settings;
mod shard;
mod world;

pub use life::{Outcome, Pause, Variation, run, run_with};
pub use settings::WorldSettings;
pub use world::{Models, TextInfo, VARIANTS_MAX, World, WorldError};
