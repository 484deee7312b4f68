//! Parse, call one function, choose the exit code.

mod failure;
mod init;
mod render;
mod schema;
mod shell;
mod show;
mod validate;

pub use failure::Failure;
pub use render::{Answer, Paint, print, problem_json, warn};
pub use shell::{Cli, Colour, Command, Global, Out, Progress, RunArgs, ScenarioArgs, main};
