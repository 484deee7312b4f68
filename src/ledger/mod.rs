//! The truth and the report of every message, side by side.

mod book;
mod codes;
mod measures;
mod kept;
mod metrics;
mod table;
mod tally;

pub use book::{Ages, Course, DecisionRow, Detail, Ledger, MessageRow, N_BINS, NumberRow, code_of};
pub use codes::CodesTally;
pub use measures::{LOG_CHANGED, LOST, MEASURES, causes, measure};
pub use metrics::{METRICS, Metric, Scale, metric};
pub use table::{Column, Table, Values};
pub use tally::{Cause, Tally};
