//! `validate FILE...`: every problem, with its place.

use std::path::PathBuf;

use clap::{ArgMatches, Args};
use miette::Report;
use serde_json::json;

use super::render::{self, Answer, counted, warn};
use super::{Failure, Global, ScenarioArgs, models, problem_json};
use crate::scenario;

#[derive(Debug, Clone, Args)]
pub struct ValidateArgs {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    scenario: ScenarioArgs,
}

impl ValidateArgs {
    pub fn from(mut self, matches: &ArgMatches) -> ValidateArgs {
        self.scenario.note_sources(matches);
        self
    }
}

/// Checks every file, whatever is wrong with the others.
pub fn validate(args: &ValidateArgs, global: &Global) -> Result<u8, Failure> {
    let mut wrong: Option<Failure> = None;
    let (mut text, mut files) = (String::new(), Vec::new());
    for path in &args.files {
        let checked =
            scenario::read(path, &args.scenario.overrides()).map_err(Failure::from).and_then(|loaded| {
                let folder = path.parent().unwrap_or(std::path::Path::new("."));
                models::load_all(loaded.worlds.iter().map(|w| &w.settings), folder)?;
                Ok(loaded)
            });
        match checked {
            Ok(loaded) => {
                warn(&loaded.warnings, global);
                let (file, worlds) = (&loaded.file, loaded.worlds.len());
                text.push_str(&format!(
                    "{}: ok ({}, {}, {})\n",
                    path.display(),
                    counted(file.carriers.len(), "carrier", "carriers"),
                    counted(file.senders.len(), "sender", "senders"),
                    counted(worlds, "strategy", "strategies"),
                ));
                files.push(json!({
                    "file": path.display().to_string(),
                    "valid": true,
                    "warnings": loaded.warnings.iter().map(|w| problem_json(w)).collect::<Vec<_>>(),
                }));
            }
            Err(failure) => match &mut wrong {
                Some(all) => all.reports.extend(failure.reports),
                None => wrong = Some(failure),
            },
        }
    }
    if let Some(failure) = wrong {
        if !global.json && !global.quiet {
            render::print(&text)?;
        }
        return Err(failure);
    }
    if !global.quiet || global.json {
        Answer { text, json: json!({ "files": files }) }.print(global)?;
    }
    Ok(0)
}

impl From<scenario::Problems> for Failure {
    fn from(problems: scenario::Problems) -> Failure {
        let (exit, code) = (problems.exit(), problems.code());
        Failure { exit, code, reports: problems.list.into_iter().map(Report::new).collect() }
    }
}
