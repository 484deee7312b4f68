//! Parse, call one function, choose the exit code.

mod ci;
mod claims;
mod explain;
mod failure;
mod init;
mod lint;
pub mod model;
mod models;
mod progress;
mod records;
mod render;
mod replay;
mod report;
mod results;
mod run;
mod schema;
mod shell;
mod show;
mod study;
mod validate;
mod verify;

pub use ci::{Annotations, CiArgs};
pub use explain::explain;
pub use failure::Failure;
pub use render::{Answer, Paint, print, problem_json, warn};
pub use report::report;
pub use run::{Finished, Request, run};
pub use shell::{Cli, Colour, Command, Global, Out, Progress, RunArgs, ScenarioArgs, main};
