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
pub mod statistics;
pub mod stream;
mod summarise;
pub mod summary;
mod tables;
pub mod work;

pub use record::{RunRecord, Values};
pub use replicate::{Arm, Plan, replicate};
pub use summarise::{Header, summarise};
pub use tables::{callbacks, message_name, rule_name, tables, verdict_name};
