//! Parse, call one function, choose the exit code.

mod failure;
mod report;

pub use failure::Failure;
pub use report::report;
