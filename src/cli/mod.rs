//! Parse, call one function, choose the exit code.

mod failure;

pub use failure::Failure;
