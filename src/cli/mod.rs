//! Parse, call one function, choose the exit code.

mod failure;
pub mod model;

pub use failure::Failure;
