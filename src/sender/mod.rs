//! Senders: an audience, numbers, texts and a plan.

mod plan;
mod settings;

pub use plan::{Draft, Plan};
pub use settings::{Gaps, Intent, SenderSettings, Wording};
