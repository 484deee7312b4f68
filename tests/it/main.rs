//! One integration binary.

mod cli;
mod scenario;
