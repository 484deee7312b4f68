//! Replications, intervals, comparisons.

pub mod claims;
mod codes;
pub mod counterfactual;
mod expectations;
pub mod modes;
mod money;
pub mod ranking;
mod record;
pub mod recovery;
mod replicate;
pub mod sequential;
pub mod statistics;
pub mod store;
pub mod stream;
mod summarise;
pub mod summary;
mod tables;
mod work;

pub use record::{RunRecord, Values};
pub use replicate::{Arm, Plan, Runs, batch, replicate};
pub use summarise::{Header, summarise};
pub use tables::{callbacks, message_name, rule_name, tables, verdict_name};
pub use work::in_order;
