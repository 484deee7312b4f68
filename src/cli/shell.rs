//! The command line: what may be written, and one line for each command that says who does it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::render::{self, Paint};
use super::{Failure, init, run, schema, show, validate};
use crate::scenario::Overrides;

/// A carrier-side SMS filtering simulator: what arrived, what the sender was told, and what it did to the people.
#[derive(Debug, Parser)]
#[command(name = "carrierlab", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 ok; 1 internal or I/O; 2 usage; 3 scenario, model or data invalid; \
    4 an expectation or claim failed; 5 inconclusive; 6 partial result; 7 cannot bind; 130 interrupted.";

/// The commands. To add one: a variant here, and a line in `Command::call`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented scenario to start from
    Init(init::InitArgs),
    /// Check scenarios: every problem, with its place
    Validate(validate::ValidateArgs),
    /// Print every value in force, and where it comes from
    Show(show::ShowArgs),
    /// Simulate every strategy of a scenario, paired; write results and report; print a summary
    Run(RunArgs),
    /// Put claims to the test: each effect, what is left of it under its kill switch, and a verdict
    Claims(super::claims::ClaimsArgs),
    /// Run stored results again and compare: does every table come out the same?
    Replay(super::replay::ReplayArgs),
    /// Run a scenario with one thread and with many, and compare: does every table come out the same?
    Verify(super::verify::VerifyArgs),
    /// Rebuild the report from stored results
    Report(super::report::ReportArgs),
    /// One message, stage by stage: why, and what would have let it pass
    Explain(super::explain::ExplainArgs),
    /// Train, judge and apply content models
    #[command(subcommand)]
    Model(super::model::ModelCommand),
    /// A draft against carriers before it is sent: scores, what costs, what would help
    Lint(super::lint::LintArgs),
    /// Print the JSON Schema of scenario files, for editors
    Schema(schema::SchemaArgs),
    /// Print a completion script for a shell
    Completions(schema::CompletionsArgs),
    /// Print the manual page, or write all of them to a folder
    Man(schema::ManArgs),
}

impl Command {
    fn call(self, global: &Global, matches: &ArgMatches) -> Result<u8, Failure> {
        match self {
            Command::Init(args) => init::init(&args, global),
            Command::Validate(args) => validate::validate(&args.from(matches), global),
            Command::Show(args) => show::show(&args.from(matches), global),
            Command::Run(args) => run::command(&args.from(matches), global),
            Command::Claims(args) => super::claims::command(&args.from(matches), global),
            Command::Replay(args) => super::replay::command(&args, global),
            Command::Verify(args) => super::verify::command(&args.from(matches), global),
            Command::Report(args) => super::report::command(&args, global),
            Command::Explain(args) => super::explain::command(&args, global),
            Command::Model(command) => {
                render::print(&super::model::run(command, global.json)?)?;
                Ok(0)
            }
            Command::Lint(args) => super::lint::lint(&args, global),
            Command::Schema(args) => schema::schema(&args),
            Command::Completions(args) => schema::completions(&args),
            Command::Man(args) => schema::man(&args),
        }
    }
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// Print one JSON document on stdout, errors too
    #[arg(long, global = true, help_heading = "Output")]
    pub json: bool,
    /// Say only the verdict and what went wrong
    #[arg(short, long, global = true, help_heading = "Output", conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true, help_heading = "Output")]
    pub verbose: bool,
    /// When to use colour; NO_COLOR is honoured
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Output")]
    pub color: Colour,
    /// How to show progress: bars only on a terminal
    #[arg(long, global = true, value_enum, default_value_t, value_name = "HOW", help_heading = "Output")]
    pub progress: Progress,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to show progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Progress {
    /// A bar on a terminal, else a line for every tenth of the work.
    #[default]
    Auto,
    /// A bar.
    Bar,
    /// A line for every tenth of the work.
    Plain,
    /// Nothing.
    None,
}

/// What may be given beside a scenario file.
#[derive(Debug, Clone, Default, Args)]
pub struct ScenarioArgs {
    /// Set a key, such as carrier.north.filter.threshold=0.8; may be given often
    #[arg(long = "set", value_name = "KEY=VALUE", help_heading = "Scenario")]
    pub set: Vec<String>,
    /// The seed of all random draws
    #[arg(
        short, long, value_name = "SEED", env = "CARRIERLAB_SEED", help_heading = "Scenario",
        value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64)
    )]
    pub seed: Option<u64>,
    /// How often each strategy is simulated; scenario.stop then has no say
    #[arg(
        short = 'n',
        long,
        value_name = "COUNT",
        env = "CARRIERLAB_REPLICATIONS",
        help_heading = "Scenario"
    )]
    pub replications: Option<u32>,
    /// Which of these came from environment variables.
    #[arg(skip)]
    pub environment: Vec<&'static str>,
}

impl ScenarioArgs {
    /// The same for the scenario room.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            set: self.set.clone(),
            seed: self.seed,
            replications: self.replications,
            environment: self.environment.clone(),
        }
    }
    /// Notes which values came from environment variables.
    pub fn note_sources(&mut self, matches: &ArgMatches) {
        for (id, variable) in [("seed", "CARRIERLAB_SEED"), ("replications", "CARRIERLAB_REPLICATIONS")] {
            if matches.value_source(id) == Some(ValueSource::EnvVariable) {
                self.environment.push(variable);
            }
        }
    }
}

/// Where results go.
#[derive(Debug, Clone, Default, Args)]
pub struct Out {
    /// The folder for the results; one that is not empty is refused
    #[arg(short, long, value_name = "DIR", env = "CARRIERLAB_OUT", help_heading = "Output")]
    pub out: Option<PathBuf>,
    /// Write over what is there
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}

/// Simulate every strategy of a scenario, paired; write results and report; print a summary
#[derive(Debug, Clone, Default, Args)]
pub struct RunArgs {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What may be given beside a scenario file.
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    /// Where results go.
    #[command(flatten)]
    pub out: Out,
    /// How many threads; all cores unless set. The results do not depend on it
    #[arg(short, long, value_name = "COUNT", env = "CARRIERLAB_JOBS")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Write every table as CSV too
    #[arg(long, help_heading = "Output")]
    pub csv: bool,
    /// Go on with the finished runs in the results folder; only what is missing is simulated
    #[arg(long, help_heading = "Output", conflicts_with = "force")]
    pub resume: bool,
    /// Write a row for every message of replication 0, with the term of every stage
    #[arg(long, help_heading = "Output")]
    pub trace: bool,
    /// Exit with 5 where no strategy is ahead of every other
    #[arg(long)]
    pub fail_on_inconclusive: bool,
    /// What is written for continuous integration.
    #[command(flatten)]
    pub ci: super::CiArgs,
}

impl RunArgs {
    /// Notes which values came from environment variables.
    #[must_use]
    pub fn from(mut self, matches: &ArgMatches) -> RunArgs {
        self.scenario.note_sources(matches);
        self
    }
}

/// Runs the program and gives its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match Cli::command().try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error, &arguments),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &arguments),
    };
    let global = cli.global.clone();
    let own = matches.subcommand().map_or(&matches, |(_, own)| own);
    let called = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| cli.command.call(&global, own)));
    let called = called.unwrap_or_else(|_| {
        let help = "this is a mistake of the program, not yours: please report it with the message above and the scenario";
        Err(Failure::message(1, "internal", "carrierlab stopped in the middle of its work", help))
    });
    match called {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            let code = failure.exit;
            render::failure(&failure, &global);
            ExitCode::from(code)
        }
    }
}

/// Help and version are answers; anything else is a usage error, which `--json` asks for as JSON.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let is_answer = !error.use_stderr();
    if !is_answer && arguments.iter().take_while(|a| *a != "--").any(|a| a == "--json") {
        let text = error.render().to_string();
        let (message, help) = text.split_once("\n\n").unwrap_or((text.as_str(), ""));
        let message = message.trim_start_matches("error: ").trim();
        let failure = Failure::message(2, "usage", message, help.trim());
        render::failure(&failure, &Global { json: true, ..Global::default() });
        return ExitCode::from(2);
    }
    // A closed pipe is no reason to complain.
    let _ = error.print();
    ExitCode::from(u8::from(!is_answer) * 2)
}

impl Global {
    /// How to draw on stderr.
    pub fn paint(&self) -> Paint {
        Paint::stderr(self.color)
    }
}
