//! The filter: stages that each add a term, and a threshold on the sum.
//!
//! One file is one stage is one page: its settings, its state and what it adds. A stage that is
//! absent or switched off costs nothing and draws nothing.

pub mod content;
pub mod prior;
pub mod rate;
pub mod recipients;
pub mod repetition;
pub mod reputation;
pub mod terms;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use content::ContentSettings;
pub use prior::PriorSettings;
pub use rate::RateSettings;
pub use recipients::RecipientsSettings;
pub use repetition::RepetitionSettings;
pub use reputation::ReputationSettings;
pub use terms::TermsSettings;

use crate::time::SimSpan;

/// How a carrier judges a message: the sum of the stages' terms against a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FilterSettings {
    /// A message whose terms add up to this much is blocked.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub threshold: f64,
    /// Width of the grey zone: blocked with probability `1/(1+exp(-(sum-threshold)/softness))`; 0 is a sharp edge.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub softness: f64,
    /// A message whose terms add up to this much, but not to the threshold, is held back and screened again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub hold_threshold: Option<f64>,
    /// How long a held message waits before it is screened again.
    pub hold: SimSpan,
    /// A message held this often is turned away as throttled.
    pub holds_max: u8,
    /// Forbidden phrases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsSettings>,
    /// Registration and kind of number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prior: Option<PriorSettings>,
    /// How fast the number sends, by second, minute, hour and day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<RateSettings>,
    /// How many different people the number wrote to today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<RecipientsSettings>,
    /// How many near-identical messages crossed this network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repetition: Option<RepetitionSettings>,
    /// What the text looks like to the trained model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentSettings>,
    /// What recipients did with earlier messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reputation: Option<ReputationSettings>,
}

/// Delivers everything: no stage is present.
impl Default for FilterSettings {
    fn default() -> Self {
        FilterSettings {
            threshold: 1.0,
            softness: 0.0,
            hold_threshold: None,
            hold: SimSpan::MINUTE * 10,
            holds_max: 3,
            terms: None,
            prior: None,
            rate: None,
            recipients: None,
            repetition: None,
            content: None,
            reputation: None,
        }
    }
}

/// What a term belongs to. The rate windows are told apart, so that a report can say which one bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Stage {
    /// Forbidden phrases.
    Terms,
    /// Registration and kind of number.
    Prior,
    /// The one-second window.
    RateSecond,
    /// The one-minute window.
    RateMinute,
    /// The one-hour window.
    RateHour,
    /// The one-day window.
    RateDay,
    /// Unique recipients.
    Recipients,
    /// Near-duplicates across the network.
    Repetition,
    /// The content model.
    Content,
    /// Reputation.
    Reputation,
}

impl Stage {
    /// All stages, in the order of their terms.
    pub const ALL: [Stage; 10] = [
        Stage::Terms,
        Stage::Prior,
        Stage::RateSecond,
        Stage::RateMinute,
        Stage::RateHour,
        Stage::RateDay,
        Stage::Recipients,
        Stage::Repetition,
        Stage::Content,
        Stage::Reputation,
    ];
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Terms => "terms",
            Stage::Prior => "prior",
            Stage::RateSecond => "rate_second",
            Stage::RateMinute => "rate_minute",
            Stage::RateHour => "rate_hour",
            Stage::RateDay => "rate_day",
            Stage::Recipients => "recipients",
            Stage::Repetition => "repetition",
            Stage::Content => "content",
            Stage::Reputation => "reputation",
        }
    }
    /// The name in words.
    pub const fn label(self) -> &'static str {
        match self {
            Stage::Terms => "forbidden phrase",
            Stage::Prior => "registration",
            Stage::RateSecond => "rate, second",
            Stage::RateMinute => "rate, minute",
            Stage::RateHour => "rate, hour",
            Stage::RateDay => "rate, day",
            Stage::Recipients => "unique recipients",
            Stage::Repetition => "near-duplicates",
            Stage::Content => "content",
            Stage::Reputation => "reputation",
        }
    }
}

/// The term of every stage, in the order of [`Stage::ALL`].
pub type Terms = [f64; Stage::ALL.len()];
