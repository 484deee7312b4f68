//! A carrier: screens each message by its own state, decides, and answers with a receipt that need not be true.

pub mod blacklist;
pub mod filter;
pub mod receipts;
mod screen;
mod settings;
mod text;

pub use filter::reputation::Evidence;
pub use filter::{Stage, Terms};
pub use screen::{Carrier, Decision, NumberRecord, Rule, TextRecord};
pub use settings::CarrierSettings;
pub use text::TextTerms;
