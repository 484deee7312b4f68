//! `carrierlab model stream`: a learner meets texts in the order of arrival.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::files::{CorpusArgs, read_model};
use super::pretty;
use crate::cli::Failure;
use crate::cli::results::{self, Existing};
use crate::content::ClusterIndex;
use crate::experiment::stream::{PolicyResult, StreamCorpus, StreamSummary};
use crate::report::learning::{stream_markdown, stream_tables};
use crate::report::{ReportError, csv, figures};
use crate::rng::{Draws, splitmix};
use crate::scorer::stream::{Arrival, Orders, Policy, StreamSettings, campaigns, courses};
use crate::scorer::{Labelled, Online, OnlineSettings, Recipe, Source, fill_placeholders};

/// Flags of `model stream`.
#[derive(Debug, Clone, clap::Args)]
pub struct StreamArgs {
    #[command(flatten)]
    corpora: CorpusArgs,
    /// Where labels come from: oracle, delayed, reports, cluster, self, audit, or all; may be given often
    #[arg(long, num_args = 1.., default_value = "all", value_name = "POLICY",
        value_parser = ["oracle", "delayed", "reports", "cluster", "self", "audit", "all"])]
    policy: Vec<String>,
    /// How many further texts arrive before a late label is there
    #[arg(long, default_value_t = StreamSettings::default().delay, value_name = "N")]
    delay: usize,
    /// Share of texts whose label `delayed` gets
    #[arg(long, default_value_t = StreamSettings::default().label_rate, value_name = "R", value_parser = share)]
    label_rate: f64,
    /// Probability that a delivered spam is reported
    #[arg(long, default_value_t = StreamSettings::default().report_rate, value_name = "R", value_parser = share)]
    report_rate: f64,
    /// Probability that delivered ham is reported
    #[arg(long, default_value_t = StreamSettings::default().false_report_rate, value_name = "R", value_parser = share)]
    false_report_rate: f64,
    /// Share of texts that `audit` looks at
    #[arg(long, default_value_t = StreamSettings::default().audit, value_name = "A", value_parser = share)]
    audit: f64,
    /// Give the true label of the first N texts at once, under every policy
    #[arg(long, default_value_t = StreamSettings::default().seed_labels, value_name = "N")]
    seed_labels: usize,
    /// Probability of spam from which a text is blocked
    #[arg(long, default_value_t = StreamSettings::default().threshold, value_name = "P", value_parser = share)]
    threshold: f64,
    /// Jaccard similarity to one of a cluster's first texts from which a text joins it
    #[arg(long, default_value_t = 0.5, value_name = "J", value_parser = similarity)]
    similarity: f64,
    /// Make campaigns: of each K spam texts that follow one another, K − 1 become copies of the first with a word replaced
    #[arg(long, default_value = "1", value_name = "K")]
    copies: NonZeroUsize,
    /// Run K random orders instead of the order of arrival, and show how their outcomes spread
    #[arg(long, value_name = "K")]
    orders: Option<NonZeroU32>,
    /// Start from a model file, or `default`; from nothing without it
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Learning rate
    #[arg(long, default_value_t = OnlineSettings::default().rate, value_name = "ALPHA", value_parser = penalty, help_heading = "Learner (FTRL-proximal)")]
    rate: f64,
    /// What keeps first steps small
    #[arg(long, default_value_t = OnlineSettings::default().beta, value_name = "BETA", value_parser = penalty, help_heading = "Learner (FTRL-proximal)")]
    beta: f64,
    /// Evidence below which a weight does not move
    #[arg(long, default_value_t = OnlineSettings::default().l1, value_name = "L", value_parser = penalty, help_heading = "Learner (FTRL-proximal)")]
    l1: f64,
    /// Pull of weights towards their start
    #[arg(long, default_value_t = OnlineSettings::default().l2, value_name = "L", value_parser = penalty, help_heading = "Learner (FTRL-proximal)")]
    l2: f64,
    /// Seed of orders, reports and audits
    #[arg(short, long, default_value_t = 1)]
    seed: u64,
    /// How many threads; all cores unless set. The results do not depend on it
    #[arg(short, long, value_name = "COUNT", env = "CARRIERLAB_JOBS")]
    jobs: Option<NonZeroUsize>,
    /// Write stream.json, stream.md and figures into this folder; one that is not empty is refused
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write over what is there
    #[arg(long, requires = "out")]
    force: bool,
}

/// Runs the test and gives what is to be printed.
pub fn stream(args: &StreamArgs, json: bool) -> Result<String, Failure> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.jobs.map_or(0, usize::from))
        .build()
        .map_err(|e| Failure::message(1, "internal", e.to_string(), "give fewer threads with --jobs"))?;
    let existing = if args.force { Existing::Overwrite } else { Existing::Refuse };
    let dir = args.out.as_deref().map(|dir| results::make(Some(dir), "stream", existing)).transpose()?;
    let summary = pool.install(|| summarise(args))?;
    if let Some(dir) = &dir {
        write(dir, &summary)?;
    }
    if json {
        return Ok(pretty(&serde_json::to_value(&summary).expect("plain data")));
    }
    Ok(stream_tables(&summary))
}

/// Writes the document, its tables and its figures.
fn write(dir: &Path, summary: &StreamSummary) -> Result<(), Failure> {
    let failed =
        |e: ReportError| Failure::message(1, "figure", e.to_string(), "run without --out to see the tables");
    let figures = figures::learning(summary).map_err(failed)?;
    let pngs = figures::pngs(&figures).map_err(failed)?;
    let folder = dir.join("figures");
    std::fs::create_dir_all(&folder).map_err(|e| Failure::io(&folder, "create", &e))?;
    let put = |name: String, bytes: &[u8]| results::write(&dir.join(name), bytes);
    put("stream.json".into(), pretty(&serde_json::to_value(summary).expect("plain data")).as_bytes())?;
    let mut shown = Vec::new();
    for (figure, png) in figures.iter().zip(&pngs) {
        put(format!("figures/{}.csv", figure.name), &csv(&figure.table))?;
        if let (Some(svg), Some(png)) = (&figure.svg, png) {
            put(format!("figures/{}.svg", figure.name), svg.as_bytes())?;
            put(format!("figures/{}.png", figure.name), png)?;
            shown.push((figure.name.as_ref(), figure.caption.as_str()));
        }
    }
    put("stream.md".into(), stream_markdown(summary, &shown).as_bytes())
}

fn summarise(args: &StreamArgs) -> Result<StreamSummary, Failure> {
    let sources = args.corpora.read()?;
    let learner = OnlineSettings {
        rate: args.rate,
        beta: args.beta,
        l1: args.l1,
        l2: args.l2,
        ..OnlineSettings::default()
    };
    let mut trained_on = Vec::new();
    let (start, name) = match &args.model {
        None => (Online::new(Recipe::DEFAULT, learner), "nothing".to_string()),
        Some(path) => {
            let scorer = read_model(path)?;
            let known = |s: &&Source| scorer.info().corpora.iter().any(|c| c.sha256 == s.sha256);
            trained_on.extend(sources.iter().filter(known).map(|s| s.name.clone()));
            (Online::from_scorer(&scorer, learner), format!("model `{}`", scorer.info().name))
        }
    };
    let settings = StreamSettings {
        threshold: args.threshold,
        delay: args.delay,
        label_rate: args.label_rate,
        report_rate: args.report_rate,
        false_report_rate: args.false_report_rate,
        audit: args.audit,
        seed_labels: args.seed_labels,
    };
    let (rows, timed) = in_order(&sources);
    if rows.is_empty() {
        return Err(Failure::message(
            2,
            "usage",
            "no texts were given",
            "name labelled texts with --corpus FILE",
        ));
    }
    let arrivals = arrivals(&rows, start.recipe(), args);
    let orders = args.orders.map_or(Orders::Arrival, |k| Orders::Random(k.get()));
    let policies = policies(&args.policy);
    let results = courses(&arrivals, &policies, orders, &settings, &start, args.seed);
    let mut spam_clusters: Vec<u32> = arrivals.iter().filter(|a| a.spam).map(|a| a.cluster).collect();
    spam_clusters.sort_unstable();
    spam_clusters.dedup();
    Ok(StreamSummary {
        schema_version: 1,
        version: env!("CARGO_PKG_VERSION").into(),
        corpora: sources
            .iter()
            .map(|s| StreamCorpus { name: s.name.clone(), sha256: s.sha256.clone() })
            .collect(),
        messages: arrivals.len(),
        spam: arrivals.iter().filter(|a| a.spam).count(),
        order: match orders {
            Orders::Random(_) => "random",
            Orders::Arrival if timed => "time",
            Orders::Arrival => "file",
        }
        .into(),
        orders: args.orders.map_or(1, NonZeroU32::get),
        start: name,
        trained_on,
        seed: args.seed,
        copies: args.copies.get(),
        similarity: args.similarity,
        spam_clusters: spam_clusters.len(),
        settings,
        learner,
        policies: policies.iter().zip(&results).map(|(&p, courses)| PolicyResult::of(p, courses)).collect(),
    })
}

/// All rows with their place in their file: by time where every row has one, else as the files stand.
fn in_order(sources: &[Source]) -> (Vec<(usize, usize, &Labelled)>, bool) {
    let mut rows: Vec<(usize, usize, &Labelled)> = sources
        .iter()
        .enumerate()
        .flat_map(|(s, source)| source.rows.iter().enumerate().map(move |(i, row)| (s, i, row)))
        .collect();
    let timed = rows.iter().all(|(.., row)| row.time.is_some());
    if timed {
        rows.sort_by(|(.., a), (.., b)| a.time.unwrap_or(0.0).total_cmp(&b.time.unwrap_or(0.0)));
    }
    (rows, timed)
}

/// What the test needs of each row, in the order of arrival. Marks of anonymisation are filled as they are
/// before a training, since they would give ham away. Each text finds its near-duplicates among those before
/// it, as it would at a carrier. A random order keeps the partition that was found here: its texts may then
/// share a cluster through one that comes later.
fn arrivals(rows: &[(usize, usize, &Labelled)], recipe: Recipe, args: &StreamArgs) -> Vec<Arrival> {
    let draws = Draws::new(args.seed, 0);
    let mut texts: Vec<String> = rows
        .par_iter()
        .map(|(source, i, row)| fill_placeholders(&row.text, &draws, splitmix(*source as u64) ^ *i as u64))
        .collect();
    let spam: Vec<bool> = rows.iter().map(|(.., row)| row.is_spam()).collect();
    campaigns(&mut texts, &spam, args.copies.get(), &draws);
    let mut index = ClusterIndex::new(args.similarity);
    let clusters: Vec<u32> = texts.iter().map(|text| index.insert(text).cluster).collect();
    let features: Vec<_> = texts.par_iter().map(|text| recipe.features(text)).collect();
    let parts = spam.into_iter().zip(features).zip(clusters);
    parts.map(|((spam, features), cluster)| Arrival { features, spam, cluster }).collect()
}

/// The policies named, in their usual order, each once.
fn policies(names: &[String]) -> Vec<Policy> {
    let all = names.iter().any(|name| name == "all");
    Policy::ALL.into_iter().filter(|p| all || names.iter().any(|name| name == p.name())).collect()
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse::<f64>().ok().filter(|x| (0.0..=1.0).contains(x));
    share.ok_or_else(|| format!("`{text}` is not a number from 0 to 1"))
}

fn similarity(text: &str) -> Result<f64, String> {
    let similarity = text.parse::<f64>().ok().filter(|x| *x > 0.0 && *x <= 1.0);
    similarity.ok_or_else(|| format!("`{text}` is not a number above 0 and at most 1"))
}

fn penalty(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|x| x.is_finite() && *x >= 0.0);
    number.ok_or_else(|| format!("`{text}` is not a number from 0"))
}
