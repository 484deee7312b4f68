//! The scenario file as it is written: these types are the reference and the schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::claims::ClaimSettings;
use crate::carrier::CarrierSettings;
use crate::platform::PlatformSettings;
use crate::recipient::AudienceSettings;
use crate::sender::SenderSettings;
use crate::time::SimSpan;
use crate::units::Share;

/// A scenario: carriers, audiences, senders, and the strategies that are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Version of the file format; this program reads 1.
    #[schemars(range(min = 1, max = 1))]
    pub schema: u32,
    /// Another scenario file, relative to this one, whose values hold where this one says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<String>,
    /// Whether every value stands in this file: presets are then labels and nothing is pulled in. `show --resolved` and `run` write such files.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resolved: bool,
    /// What is simulated, for how long and how often.
    pub scenario: About,
    /// The carriers. Each is independent of the others.
    #[serde(rename = "carrier")]
    #[schemars(length(min = 1, max = 1000))]
    pub carriers: Vec<CarrierSettings>,
    /// The people that are written to, by name.
    #[serde(rename = "audience")]
    pub audiences: BTreeMap<String, AudienceSettings>,
    /// The senders.
    #[serde(rename = "sender")]
    #[schemars(length(min = 1, max = 10_000))]
    pub senders: Vec<SenderSettings>,
    /// The messaging platform between senders and carriers.
    #[serde(default)]
    pub platform: PlatformSettings,
    /// What is compared: a name and the keys it sets. The first is the baseline. None means one strategy, the file as it stands.
    #[serde(default, rename = "strategy", skip_serializing_if = "Vec::is_empty")]
    pub strategies: Vec<StrategySettings>,
    /// Assertions on the results; a failed one is exit code 4.
    #[serde(default, rename = "expect", skip_serializing_if = "Vec::is_empty")]
    pub expectations: Vec<Expectation>,
    /// Hypotheses that can be false, each with its kill switch; `carrierlab claims` tests them.
    #[serde(default, rename = "claim", skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimSettings>,
    /// Left to the user's notes; never read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<serde_json::Value>,
}

/// What is simulated, for how long and how often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// A short name, used for the results folder.
    #[schemars(length(min = 1, max = 80))]
    pub name: String,
    /// One or two sentences on the question that the scenario asks.
    #[serde(default)]
    pub about: String,
    /// Simulated time; what is still on its way then counts as in flight.
    #[serde(default = "horizon")]
    pub horizon: SimSpan,
    /// The root of all random draws. The same scenario and seed give the same bytes.
    #[serde(default)]
    pub seed: u64,
    /// Independent repetitions of each strategy; intervals are over these. With `stop` it is how many are in a batch.
    #[serde(default = "replications")]
    #[schemars(range(min = 1, max = 100_000))]
    pub replications: u32,
    /// Differences smaller than this are of no interest; a winner must be ahead by more.
    #[serde(default = "indifference")]
    pub indifference: Share,
    /// When to stop repeating; `replications` are run, no fewer and no more, unless set. Giving their number on the command line takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<StopSettings>,
}

/// When to stop repeating. It is asked after every `replications` more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopSettings {
    /// Once every 95 % interval is this narrow, from its middle to its end: those of the differences to the baseline in the metric that strategies are judged by, or of its mean where there is one strategy. Example: `"0.5%"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_width: Option<Share>,
    /// Once there is a winner or a tie. The error of the comparison is divided among the times that it can be asked.
    #[serde(default)]
    pub decided: bool,
    /// Replications at most.
    #[serde(default = "at_most")]
    #[schemars(range(min = 1, max = 100_000))]
    pub at_most: u32,
}

fn horizon() -> SimSpan {
    SimSpan::DAY
}
fn replications() -> u32 {
    10
}
fn at_most() -> u32 {
    200
}
fn indifference() -> Share {
    Share::new(0.01)
}

/// One of the things that are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrategySettings {
    /// What tables and figures call it.
    #[schemars(length(min = 1, max = 60))]
    pub name: String,
    /// One sentence on what it stands for.
    #[serde(default)]
    pub about: String,
    /// Keys of this file and their values under this strategy, such as `"sender.shop.number.count" = 10`. `*` stands for every name.
    #[serde(default)]
    pub set: BTreeMap<String, serde_json::Value>,
}

/// An assertion on the mean over replications of one metric, or of the difference that a strategy makes to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The metric, by its name in the glossary. Example: `"delivered"`.
    pub metric: String,
    /// The strategy; the baseline unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategy: Option<String>,
    /// Another strategy: the bounds are then on the paired difference, `strategy` minus `against`, and may be negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Only at this carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Only of this sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The mean must be at least this. Shares are fractions of 1, and so are differences of shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// The mean must be at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
}
