//! A carrier: screens each message by its own state, decides, and answers with a receipt that need not be true.

pub mod audit;
pub mod blacklist;
pub mod control;
pub mod filter;
pub mod learning;
mod network_stop;
pub mod penalties;
mod people;
pub mod receipts;
pub mod scope;
mod screen;
mod settings;
mod sparse;
mod stages;
pub mod suspension;
mod text;

pub use filter::reputation::Evidence;
pub use filter::{Stage, Terms};
pub use learning::{Learned, Signals};
pub use people::People;
pub use scope::Scope;
pub use screen::{Carrier, Decision, Grounds, NumberRecord, Rule, TextRecord, Truth, View};
pub use settings::{CarrierSettings, Fee, FilterUpdate};
pub use text::{Signs, TextTerms};
