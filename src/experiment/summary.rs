//! The summary document: the one source of the terminal, the report, CSV and Markdown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::recovery::Recovery;
use crate::scorer::ModelInfo;

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Version of this document's shape.
    pub schema_version: u32,
    /// carrierlab's version.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// The question it asks.
    pub about: String,
    /// Simulated time, as written: `"3d"`.
    pub horizon: String,
    /// The root of all draws.
    pub seed: u64,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// Replications asked for.
    pub replications_asked: u32,
    /// Replications that finished for every strategy; every estimate rests on these.
    pub replications: u32,
    /// Whether the run was interrupted before all replications were done.
    pub partial: bool,
    /// Name of the baseline: the first strategy.
    pub baseline: String,
    /// Indifference zone of the comparisons, as a share.
    pub indifference: f64,
    /// Carriers in the order of the file.
    pub carriers: Vec<CarrierInfo>,
    /// The content models that carriers use, in order of name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<ContentModel>,
    /// Results of each strategy, in the order of the file.
    pub strategies: Vec<StrategyResult>,
    /// Who is best on `delivered`, if anybody is.
    pub verdict: Verdict,
    /// All strategies by the metric of `verdict`, best first; empty with one strategy or one replication, and in
    /// documents of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranking: Vec<Ranked>,
    /// Assertions of the scenario and how they came out.
    pub expectations: Vec<ExpectationResult>,
    /// Whether every assertion held.
    pub passed: bool,
    /// What a reader has to know: interval too wide, bimodal outcomes, downsampling.
    pub notes: Vec<String>,
}

/// A carrier, as figures name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarrierInfo {
    /// Its name in the scenario.
    pub name: String,
    /// Its preset, or "".
    pub preset: String,
    /// Its share of the recipients.
    pub share: f64,
}

/// A content model, and who uses it: its card in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContentModel {
    /// What the scenario calls it: `"default"`, or a path.
    pub model: String,
    /// SHA-256 of its file.
    pub sha256: String,
    /// Carriers whose content stage asks it under any strategy, in the order of the file.
    pub carriers: Vec<String>,
    /// What its file says of it.
    pub info: ModelInfo,
    /// The cues that weigh most, largest first: what each says of a text, and its weight in log-odds of spam.
    pub cues: Vec<CueWeight>,
}

/// The weight of a cue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CueWeight {
    /// Its name.
    pub cue: String,
    /// What it says of a text.
    pub says: String,
    /// In log-odds of spam.
    pub weight: f64,
}

/// A mean over replications with its 95 % interval (Student's t).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over replications; absent where nothing was measured (such as delivery times of nothing).
    pub mean: Option<f64>,
    /// Lower end; absent with fewer than two values.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// Replications with a value.
    pub n: u32,
    /// The value of every replication, in order; null where there was nothing to measure.
    pub values: Vec<Option<f64>>,
}

/// Metrics by name; see [`crate::ledger::METRICS`] for what each means.
pub type Metrics = BTreeMap<String, Estimate>;

/// Everything about one strategy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StrategyResult {
    /// Its name in the scenario.
    pub name: String,
    /// What it stands for.
    pub about: String,
    /// Over all senders and carriers.
    pub metrics: Metrics,
    /// By carrier, in the order of the file.
    pub carriers: Vec<Part>,
    /// By sender, in the order of the file.
    pub senders: Vec<Part>,
    /// Where messages were lost: share of attempted by cause, largest first.
    pub losses: Vec<Loss>,
    /// Paired differences to the baseline; empty for the baseline itself.
    pub differences: BTreeMap<String, Difference>,
    /// By the day of a number's life, from the first on which anything was due to the last; empty where the
    /// horizon is a day or less.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ages: Vec<Age>,
    /// Means over replications in equal bins of time, by carrier.
    pub series: Vec<Series>,
    /// How long stays on a blacklist lasted; absent where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Recovery>,
    /// When numbers, and what else is listed, were blacklisted, in replication 0 (at most 400 spans; a note says when more were left out).
    pub blacklist_spans: Vec<BlacklistSpan>,
    /// Whether `delivered` over replications falls into groups; then the mean alone misleads.
    pub bimodal: bool,
    /// Those groups, the lowest first; empty where there are none, and in documents of earlier versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

/// Replications that ended near one another, and apart from the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// How many.
    pub n: u32,
    /// Their mean, as a share.
    pub centre: f64,
    /// The lowest of them.
    pub from: f64,
    /// The highest.
    pub to: f64,
}

/// The metrics of one carrier or sender.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Which one.
    pub name: String,
    /// Its metrics.
    pub metrics: Metrics,
    /// The groups into which its `delivered` falls over replications; see [`StrategyResult::groups`]. Of senders alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

/// Messages that ended at one stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// The stage that weighed most, or the reason: `"rate"`, `"content"`, `"blacklist"`, `"expired"`, `"landline"` …
    pub cause: String,
    /// In words.
    pub label: String,
    /// Share of attempted messages.
    pub share: Estimate,
}

/// A paired difference to the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Mean over replications of (this strategy minus baseline).
    pub mean: f64,
    /// Lower end of the interval; that of its step in Holm's procedure over all strategies for `delivered`, 95 % for the others.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// Replications.
    pub n: u32,
    /// `"higher"`, `"lower"`, `"equal"` (inside the indifference zone) or `"inconclusive"`.
    pub verdict: String,
}

/// Who is best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The metric it is about: `delivered`, `reached` or `codes_completed`.
    pub metric: String,
    /// How it came out: `"winner"`, `"tie"` (the best are equal, inside the indifference zone), `"inconclusive"`
    /// (more replications could tell) or `"none"` (nothing to compare).
    pub kind: String,
    /// The winner, where its paired, corrected interval clears the indifference zone against every other.
    pub winner: Option<String>,
    /// One sentence a client can read.
    pub sentence: String,
}

/// A strategy's place among all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Its name in the scenario.
    pub strategy: String,
    /// From 1, the highest mean; equal ones share a place.
    pub rank: u32,
    /// Mean of the judged metric over the replications in which every strategy has a value.
    pub mean: f64,
    /// The probability, 0..=1, that its mean over replications is the highest (Bayesian bootstrap). No forecast, and
    /// no replacement for `verdict`.
    pub p_best: f64,
}

/// An assertion and how it came out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ExpectationResult {
    /// The assertion in words: `delivered{strategy="short code"} >= 0.9`.
    pub expression: String,
    /// The metric, by its name in the glossary.
    #[serde(default)]
    pub metric: String,
    /// The strategy that `strategy` is held against: the assertion is then about their paired difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Only at this carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Only of this sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The observed mean, or the mean difference.
    pub observed: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lo: Option<f64>,
    /// Upper end.
    pub hi: Option<f64>,
    /// Replications that it rests on; 0 in documents of earlier versions, which did not say.
    #[serde(default)]
    pub n: u32,
    /// Whether the mean satisfies it.
    pub passed: bool,
    /// How sure that is: `"met"` and `"failed"` where the whole interval is inside or outside the bounds, `"met by
    /// the mean"` and `"failed by the mean"` where it crosses one of them or there is none, `"unmeasured"` where
    /// nothing was measured, which fails. Empty in documents of earlier versions.
    #[serde(default)]
    pub verdict: String,
    /// Why it failed, where that is not the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Time course at one carrier: means over replications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Which carrier.
    pub carrier: String,
    /// Length of a bin, in hours.
    pub bin_hours: f64,
    /// Messages screened in each bin.
    pub screened: Vec<f64>,
    /// Messages truly delivered, by the time of screening.
    pub delivered: Vec<f64>,
    /// Messages dropped by the filter (blocked and silenced).
    pub dropped: Vec<f64>,
    /// Complaints that reached the carrier in each bin.
    pub complaints: Vec<f64>,
    /// Its threshold, where that moved in some replication of some strategy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<ThresholdCourse>,
}

/// A threshold that moves under some strategy, in the bins of its series; the means over replications hide what each
/// of them does, so the first one stands beside them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdCourse {
    /// In force at the end of each bin: means over replications.
    pub mean: Vec<f64>,
    /// The same in replication 0.
    pub first: Vec<f64>,
    /// Messages screened in replication 0.
    pub first_screened: Vec<f64>,
    /// Messages dropped by the filter in replication 0.
    pub first_dropped: Vec<f64>,
}

/// Messages due on one day of the life of their number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Age {
    /// Which day; 0 is the 24 hours from the number's first message.
    pub day: u32,
    /// How many were due: mean over replications.
    pub attempted: f64,
    /// Share of them that was truly delivered.
    pub delivered: Estimate,
}

/// One stay on a blacklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlacklistSpan {
    /// Which carrier.
    pub carrier: String,
    /// What kind of thing was listed: `"number"`, `"campaign"`, `"brand"`, `"domain"` or `"cluster"`.
    #[serde(default = "number")]
    pub scope: String,
    /// Its name: the sender of a number or campaign, the brand, the domain, or the first text of the cluster.
    #[serde(alias = "sender")]
    pub name: String,
    /// Which of the sender's numbers, from 0; absent in other scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Start, in hours.
    pub from_hours: f64,
    /// End, in hours, or the horizon.
    pub to_hours: f64,
}

/// What was listed before anything else could be.
fn number() -> String {
    "number".into()
}
