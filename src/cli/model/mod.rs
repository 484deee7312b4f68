//! `carrierlab model`: train, judge and apply content models; one file a command.

mod card;
mod eval;
mod files;
mod import;
mod generate;
mod score;
mod similar;
mod texts;
mod stream;
#[cfg(feature = "train")]
mod train;

use super::Failure;

pub use files::read_model;
pub use texts::{Given, read_texts};

/// What to do with a content model. To add a command: a file here, a variant, and a line in [`run`].
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ModelCommand {
    /// Fit a model on labelled texts and judge it by cross-validation
    #[cfg(feature = "train")]
    Train(train::TrainArgs),
    /// Judge a model on labelled texts
    Eval(eval::EvalArgs),
    /// Make a model file of a linear model that was trained elsewhere
    Import(import::ImportArgs),
    /// Score a text, or each line of a file
    Score(score::ScoreArgs),
    /// Make a corpus from our own templates of business texts, honest and prohibited
    Generate(generate::GenerateArgs),
    /// Near-duplicates: pairs of texts, or the cluster of each text
    Similar(similar::SimilarArgs),
    /// Let a learner meet texts in the order of arrival, under one or several label policies
    Stream(stream::StreamArgs),
    /// Show what a model was made from and what it weighs
    Card(card::CardArgs),
}

/// Runs the command and gives what is to be printed.
pub fn run(command: ModelCommand, json: bool) -> Result<String, Failure> {
    match command {
        #[cfg(feature = "train")]
        ModelCommand::Train(args) => train::train(&args, json),
        ModelCommand::Eval(args) => eval::eval(&args, json),
        ModelCommand::Import(args) => import::command(&args, json),
        ModelCommand::Score(args) => score::score(&args, json),
        ModelCommand::Generate(args) => generate::generate_rows(&args, json),
        ModelCommand::Similar(args) => similar::similar(&args, json),
        ModelCommand::Stream(args) => stream::stream(&args, json),
        ModelCommand::Card(args) => card::card(&args, json),
    }
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).expect("plain data") + "\n"
}
