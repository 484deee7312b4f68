//! The event set, the life of a message, rounds and replications.

pub mod events;
mod settings;

pub use settings::WorldSettings;
