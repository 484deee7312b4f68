//! Replications, intervals, comparisons.

pub mod summary;
