//! The truth and the report of every message, side by side.

mod metrics;
mod table;

pub use metrics::{METRICS, Metric, Scale, metric};
pub use table::{Column, Table, Values};
