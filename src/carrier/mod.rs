//! A carrier: screens each message by its own state, decides, and answers with a receipt that need not be true.

pub mod blacklist;
pub mod filter;
pub mod receipts;
mod settings;

pub use settings::CarrierSettings;
