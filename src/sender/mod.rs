//! Senders: an audience, numbers, texts and a plan.

mod settings;

pub use settings::{Gaps, Intent, SenderSettings, Wording};
