//! `carrierlab model eval`: judge a model on labelled texts.

use std::fmt::Write;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::files::{CorpusArgs, read_model};
use crate::cli::Failure;
use crate::cli::results::{self, Existing};
use crate::content::normalise;
use crate::report::format::count;
use crate::report::{EvaluationReport, ModelFacts, write_evaluation};
use crate::rng::{Draws, key_of, splitmix};
use crate::scorer::{Case, Judging, Scored, Scorer, Source, evaluate, fill_placeholders, generate, sha256};

/// Flags of `model eval`.
#[derive(Debug, Clone, clap::Args)]
#[command(override_usage = "carrierlab model eval MODEL --corpus FILE...")]
pub struct EvalArgs {
    /// A model file, or `default`
    model: PathBuf,
    #[command(flatten)]
    corpora: CorpusArgs,
    /// Rows to generate from our own templates; figures are then given for the corpora, the generated rows and both
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = super::generate::generated_rows)]
    generated: usize,
    /// Judge each text once: leave out rows whose normal form an earlier row has
    #[arg(long)]
    distinct: bool,
    /// Replicates of the bootstrap behind each interval; 0 gives none
    #[arg(long, default_value_t = 1000, value_name = "B", value_parser = clap::value_parser!(u32).range(0..=10_000))]
    bootstrap: u32,
    /// Seed of bootstrap, disguises, generated rows and of what stands for marks of anonymisation
    #[arg(short, long, default_value_t = 1)]
    seed: u64,
    /// Write eval.json, eval.md and figures into this folder, which must be new or empty
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Overwrite what an earlier run left in the folder
    #[arg(long, requires = "out")]
    force: bool,
}

/// Judges a model and gives what is to be printed.
pub fn eval(args: &EvalArgs, json: bool) -> Result<String, Failure> {
    if args.corpora.corpus.is_empty() {
        let help = "name labelled texts: `carrierlab model eval default --corpus FILE...`";
        return Err(Failure::message(2, "usage", "no corpus was given", help));
    }
    let scorer = read_model(&args.model)?;
    let sources = args.corpora.read()?;
    let existing = if args.force { Existing::Overwrite } else { Existing::Refuse };
    let out = args.out.as_deref().map(|dir| results::make(Some(dir), "eval", existing)).transpose()?;

    let (cases, mut notes) = cases(args, &scorer, &sources);
    notes.extend(trained_on(&scorer, &sources));
    let judging = Judging { seed: args.seed, replicates: args.bootstrap };
    let info = scorer.info();
    let report = EvaluationReport {
        carrierlab: env!("CARGO_PKG_VERSION"),
        model: ModelFacts {
            name: info.name.clone(),
            fit: info.fit.clone(),
            date: info.date.clone(),
            made_by: info.made_by.clone(),
            sha256: sha256(scorer.to_json().as_bytes()),
            corpora: info.corpora.clone(),
        },
        evaluation: evaluate(&scorer, &names(&sources), &cases, judging),
        notes,
    };
    let mut printed = if json { report.json() } else { report.terminal() };
    if let Some(dir) = out {
        let written = write_evaluation(&dir, &report).map_err(|e| {
            Failure::message(
                1,
                "io",
                e.to_string(),
                "check that the folder is writable and the disk has room",
            )
        })?;
        if !json {
            let n = written.len();
            writeln!(printed, "\nwrote {n} files into {}", dir.display()).expect("a string takes all");
        }
    }
    Ok(printed)
}

/// The rows to judge with their scores, and what was done to them.
fn cases(args: &EvalArgs, scorer: &Scorer, sources: &[Source]) -> (Vec<Case>, Vec<String>) {
    let mut notes = Vec::new();
    let draws = Draws::new(args.seed, 0);
    let unscored = Scored { probability: 0.0, spam: false, blocked: false };
    let mut cases = Vec::new();
    let mut filled = 0;
    for (corpus, source) in sources.iter().enumerate() {
        // Keyed by the content, so that a corpus is judged alike alone and among others.
        let key = key_of("corpus", &source.sha256);
        for (i, row) in source.rows.iter().enumerate() {
            let text = fill_placeholders(&row.text, &draws, splitmix(key) ^ i as u64);
            filled += usize::from(text != row.text);
            let scored = Scored { spam: row.is_spam(), ..unscored };
            cases.push(Case { text, corpus, class: source.class_name(row).into(), kind: None, scored });
        }
    }
    if filled > 0 {
        notes.push(format!(
            "{} rows had marks of anonymisation such as <#>; plausible values stand in, as in training",
            count(filled as f64)
        ));
    }
    let normal: Vec<String> = cases.par_iter().map(|case| normalise(&case.text)).collect();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let first: Vec<bool> = normal.iter().map(|text| seen.insert(text)).collect();
    let repeats = first.iter().filter(|first| !**first).count();
    if repeats > 0 {
        let done =
            if args.distinct { "were left out" } else { "are judged too (--distinct leaves them out)" };
        notes.push(format!(
            "{} rows have the normal form of an earlier row and {done}",
            count(repeats as f64)
        ));
    }
    if args.distinct {
        let mut first = first.iter();
        cases.retain(|_| *first.next().expect("one for each case"));
    }
    for row in generate(args.generated, args.seed) {
        let scored = Scored { spam: row.class.is_spam(), ..unscored };
        let class = row.class.name().to_string();
        cases.push(Case { text: row.text, corpus: sources.len(), class, kind: row.kind, scored });
    }
    if args.generated > 0 {
        notes.push(
            "generated rows come from carrierlab's own templates, which the shipped models were trained on"
                .into(),
        );
    }
    let threshold = scorer.info().threshold;
    cases.par_iter_mut().for_each(|case| {
        let probability = scorer.spam_probability(&case.text);
        case.scored = Scored { probability, spam: case.scored.spam, blocked: probability >= threshold };
    });
    (cases, notes)
}

/// A word of warning where the model has seen a corpus.
fn trained_on(scorer: &Scorer, sources: &[Source]) -> Option<String> {
    let seen = |source: &&Source| scorer.info().corpora.iter().any(|c| c.sha256 == source.sha256);
    let names: Vec<&str> = sources.iter().filter(seen).map(|source| source.name.as_str()).collect();
    let was = if names.len() == 1 { "was" } else { "were" };
    let names = names.join(", ");
    (!names.is_empty()).then(|| {
        format!("{names} {was} trained on; figures on what a model has seen, and pooled ones, flatter it")
    })
}

/// The names of the corpora, told apart by a number where two files have one name.
fn names(sources: &[Source]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for source in sources {
        let numbered = (2..).map(|n| format!("{} ({n})", source.name));
        let free = std::iter::once(source.name.clone()).chain(numbered).find(|name| !names.contains(name));
        names.push(free.expect("some number is free"));
    }
    names
}
