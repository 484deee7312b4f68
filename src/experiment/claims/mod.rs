//! Claims put to the test: each effect with its interval, its absence under the kill switch, and a verdict.

mod contrast;
mod document;
mod judge;
mod measure;
mod run;
mod words;

pub use document::{
    AxisResult, ClaimResult, ClaimsDocument, Combination, DoseResult, FactorialResult, MainEffect, MapResult,
    PartResult,
};
pub use run::{ClaimFile, Effort, Progress, QUICK, Surroundings, claims};
