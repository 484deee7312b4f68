//! What continuous integration is told of a run: annotations beside the expectations, and JUnit's XML.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{Failure, Global, print, render};
use crate::experiment::summary::{ExpectationResult, Summary};
use crate::report::annotations::{Annotation, Level};
use crate::report::expected;
use crate::report::junit::{Case, Outcome, Suite, junit};
use crate::scenario::Loaded;

/// What is written for continuous integration.
#[derive(Debug, Clone, Default, Args)]
pub struct CiArgs {
    /// Print an annotation for each expectation that failed, or holds by the mean alone
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", help_heading = "Output")]
    pub annotations: Annotations,
    /// Write the expectations as JUnit XML: a suite for each scenario, a case for each expectation
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub junit: Option<std::path::PathBuf>,
}

/// When annotations are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Annotations {
    /// As GitHub's where the variable GITHUB_ACTIONS is "true", else none
    #[default]
    Auto,
    /// As GitHub's workflow commands
    Github,
    /// None
    None,
}

impl Annotations {
    /// Whether to print them here. GitHub sets GITHUB_ACTIONS to "true" wherever its runner is at work ("Variables
    /// reference", docs.github.com).
    fn wanted(self) -> bool {
        match self {
            Annotations::Auto => std::env::var("GITHUB_ACTIONS").is_ok_and(|v| v == "true"),
            Annotations::Github => true,
            Annotations::None => false,
        }
    }
}

/// What has been run so far, for continuous integration.
#[derive(Debug)]
pub struct Ci<'a> {
    args: &'a CiArgs,
    suites: Vec<Suite>,
}

impl<'a> Ci<'a> {
    /// Nothing yet; a file that cannot be written is known before anything is simulated, and one of an earlier run
    /// does not outlast a run that fails.
    pub fn begin(args: &'a CiArgs) -> Result<Ci<'a>, Failure> {
        if let Some(path) = &args.junit {
            write(path, &junit(&[]))?;
        }
        Ok(Ci { args, suites: Vec::new() })
    }

    /// Tells what came out of one scenario: annotations now, and the file with all that was run until now.
    pub fn finished(&mut self, summary: &Summary, loaded: &Loaded, global: &Global) -> Result<(), Failure> {
        if self.args.annotations.wanted() {
            let text: String = annotations(summary, loaded).iter().map(|a| format!("{a}\n")).collect();
            // One JSON document is all that stdout may hold then; GitHub reads both.
            if global.json { render::note(&text) } else { print(&text)? }
        }
        if let Some(path) = &self.args.junit {
            self.suites.push(suite(summary));
            write(path, &junit(&self.suites))?;
        }
        Ok(())
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, text).map_err(|e| Failure::io(path, "write", &e))
}

/// One for each expectation that failed or is not sure, at its place in the scenario file.
pub fn annotations(summary: &Summary, loaded: &Loaded) -> Vec<Annotation> {
    let places = loaded.expectation_places();
    let of = |(at, e): (usize, &ExpectationResult)| {
        let level = match (e.passed, e.verdict.as_str()) {
            (true, "met") => return None,
            (true, _) => Level::Warning,
            (false, _) => Level::Error,
        };
        let place = places.get(at).map(|place| {
            let (line, column) = place.line_column();
            (place.source.name().to_owned(), line, column)
        });
        let title = format!("{}: expectation {}", summary.scenario, e.verdict);
        Some(Annotation { level, place, title, message: expected(e) })
    };
    summary.expectations.iter().enumerate().filter_map(of).collect()
}

/// A case for each expectation. Nothing in it depends on when or where it was run.
pub fn suite(summary: &Summary) -> Suite {
    let properties = [
        ("carrierlab", summary.version.clone()),
        ("seed", summary.seed.to_string()),
        ("scenario_hash", summary.scenario_hash.clone()),
        ("replications", summary.replications.to_string()),
        ("replications_asked", summary.replications_asked.to_string()),
    ];
    let case = |e: &ExpectationResult| {
        let outcome = if e.passed {
            Outcome::Passed
        } else {
            Outcome::Failed { message: e.verdict.clone(), detail: expected(e) }
        };
        let output = format!("verdict: {}\n{}", e.verdict, expected(e));
        let (name, classname) = (e.expression.clone(), summary.scenario.clone());
        Case { name, classname, outcome, seconds: None, output }
    };
    Suite {
        name: summary.scenario.clone(),
        properties: properties.map(|(name, value)| (name.to_owned(), value)).to_vec(),
        cases: summary.expectations.iter().map(case).collect(),
    }
}
