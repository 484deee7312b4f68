//! The event set, the life of a message, rounds and replications.

mod settings;

pub use settings::WorldSettings;
