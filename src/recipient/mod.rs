//! The people who are written to, and how they react.

mod settings;

pub use settings::{AudienceSettings, ReactionSettings};
