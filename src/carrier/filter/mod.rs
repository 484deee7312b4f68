//! The filter: stages that each add a term, and a threshold on the sum.
//!
//! One file is one stage is one page: its settings, its state and what it adds. A stage that is
//! absent or switched off costs nothing and draws nothing.

pub mod balance;
pub mod content;
mod distinct;
pub mod duplicates;
pub mod gaps;
pub mod length;
pub mod links;
pub mod loops;
pub mod prior;
pub mod prohibited;
pub mod rate;
pub mod recipients;
pub mod repeats;
pub mod reputation;
pub mod snowshoe;
pub mod style;
pub mod terms;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use balance::BalanceSettings;
pub use content::ContentSettings;
pub use distinct::{Group, LastSeen};
pub use duplicates::DuplicatesSettings;
pub use gaps::GapsSettings;
pub use length::LengthSettings;
pub use links::LinksSettings;
pub use loops::LoopsSettings;
pub use prior::PriorSettings;
pub use prohibited::ProhibitedSettings;
pub use rate::RateSettings;
pub use recipients::RecipientsSettings;
pub use repeats::RepeatsSettings;
pub use reputation::ReputationSettings;
pub use snowshoe::SnowshoeSettings;
pub use style::StyleSettings;
pub use terms::TermsSettings;

use super::scope::Scope;
use crate::time::SimSpan;
use crate::units::Share;

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
    /// Two texts are near-identical, and in one cluster, where the Jaccard similarity of their word 3-shingles is at least this.
    pub similarity: Share,
    /// How long a held message waits before it is screened again.
    pub hold: SimSpan,
    /// A message held this often is turned away as throttled.
    pub holds_max: u8,
    /// Forbidden phrases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsSettings>,
    /// SHAFT and other prohibited campaigns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prohibited: Option<ProhibitedSettings>,
    /// Registration and kind of number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prior: Option<PriorSettings>,
    /// How fast the number sends, by second, minute, hour and day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<RateSettings>,
    /// How many different people the number wrote to today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipients: Option<RecipientsSettings>,
    /// How many messages the number sends for each reply that it gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<BalanceSettings>,
    /// How often the number sent near-identical texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeats: Option<RepeatsSettings>,
    /// How many near-identical messages crossed this network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicates: Option<DuplicatesSettings>,
    /// How many messages one person gets within an hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loops: Option<LoopsSettings>,
    /// Over how many numbers one text, campaign or brand is spread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snowshoe: Option<SnowshoeSettings>,
    /// Whether the number sends like a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<GapsSettings>,
    /// What the links of the text show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<LinksSettings>,
    /// How long the text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<LengthSettings>,
    /// Capitals, pressure, hype.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<StyleSettings>,
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
            similarity: Share::new(0.5),
            hold: SimSpan::MINUTE * 10,
            holds_max: 3,
            terms: None,
            prohibited: None,
            prior: None,
            rate: None,
            recipients: None,
            balance: None,
            repeats: None,
            duplicates: None,
            loops: None,
            snowshoe: None,
            gaps: None,
            links: None,
            length: None,
            style: None,
            content: None,
            reputation: None,
        }
    }
}

/// What a term belongs to. The rate windows and the levels of reputation are told apart, so that a report
/// can say which one bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Stage {
    /// Forbidden phrases.
    Terms,
    /// Prohibited campaigns.
    Prohibited,
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
    /// Balance of traffic out and in.
    Balance,
    /// Repeats of one number.
    Repeats,
    /// Near-duplicates across the network.
    Duplicates,
    /// Loops.
    Loops,
    /// Spreading over numbers.
    Snowshoe,
    /// Regular gaps.
    Gaps,
    /// Links.
    Links,
    /// Length.
    Length,
    /// Style.
    Style,
    /// The content model.
    Content,
    /// Reputation of the number.
    ReputationNumber,
    /// Reputation of the campaign.
    ReputationCampaign,
    /// Reputation of the brand.
    ReputationBrand,
    /// Reputation of the link domain.
    ReputationDomain,
    /// Reputation of the cluster of near-identical texts.
    ReputationCluster,
}

impl Stage {
    /// All stages, in the order of their terms.
    pub const ALL: [Stage; 23] = [
        Stage::Terms,
        Stage::Prohibited,
        Stage::Prior,
        Stage::RateSecond,
        Stage::RateMinute,
        Stage::RateHour,
        Stage::RateDay,
        Stage::Recipients,
        Stage::Balance,
        Stage::Repeats,
        Stage::Duplicates,
        Stage::Loops,
        Stage::Snowshoe,
        Stage::Gaps,
        Stage::Links,
        Stage::Length,
        Stage::Style,
        Stage::Content,
        Stage::ReputationNumber,
        Stage::ReputationCampaign,
        Stage::ReputationBrand,
        Stage::ReputationDomain,
        Stage::ReputationCluster,
    ];
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Terms => "terms",
            Stage::Prohibited => "prohibited",
            Stage::Prior => "prior",
            Stage::RateSecond => "rate_second",
            Stage::RateMinute => "rate_minute",
            Stage::RateHour => "rate_hour",
            Stage::RateDay => "rate_day",
            Stage::Recipients => "recipients",
            Stage::Balance => "balance",
            Stage::Repeats => "repeats",
            Stage::Duplicates => "duplicates",
            Stage::Loops => "loops",
            Stage::Snowshoe => "snowshoe",
            Stage::Gaps => "gaps",
            Stage::Links => "links",
            Stage::Length => "length",
            Stage::Style => "style",
            Stage::Content => "content",
            Stage::ReputationNumber => "reputation_number",
            Stage::ReputationCampaign => "reputation_campaign",
            Stage::ReputationBrand => "reputation_brand",
            Stage::ReputationDomain => "reputation_domain",
            Stage::ReputationCluster => "reputation_cluster",
        }
    }
    /// The name in words.
    pub const fn label(self) -> &'static str {
        match self {
            Stage::Terms => "forbidden phrase",
            Stage::Prohibited => "prohibited content",
            Stage::Prior => "registration",
            Stage::RateSecond => "rate, second",
            Stage::RateMinute => "rate, minute",
            Stage::RateHour => "rate, hour",
            Stage::RateDay => "rate, day",
            Stage::Recipients => "unique recipients",
            Stage::Balance => "few replies",
            Stage::Repeats => "repeats of a number",
            Stage::Duplicates => "near-duplicates",
            Stage::Loops => "loop",
            Stage::Snowshoe => "snowshoe",
            Stage::Gaps => "regular gaps",
            Stage::Links => "links",
            Stage::Length => "length",
            Stage::Style => "style",
            Stage::Content => "content",
            Stage::ReputationNumber => "reputation of the number",
            Stage::ReputationCampaign => "reputation of the campaign",
            Stage::ReputationBrand => "reputation of the brand",
            Stage::ReputationDomain => "reputation of the domain",
            Stage::ReputationCluster => "reputation of the text",
        }
    }
    /// The stage of the reputation in a scope.
    pub const fn reputation(scope: Scope) -> Stage {
        match scope {
            Scope::Number => Stage::ReputationNumber,
            Scope::Campaign => Stage::ReputationCampaign,
            Scope::Brand => Stage::ReputationBrand,
            Scope::Domain => Stage::ReputationDomain,
            Scope::Cluster => Stage::ReputationCluster,
        }
    }
}

/// The term of every stage, in the order of [`Stage::ALL`].
pub type Terms = [f64; Stage::ALL.len()];

/// The sum of all terms, always added in the same order: four lanes, and then the lanes.
#[inline]
pub fn total(terms: &Terms) -> f64 {
    let mut lanes = [0.0; 4];
    for four in terms.chunks(4) {
        for (lane, term) in lanes.iter_mut().zip(four) {
            *lane += term;
        }
    }
    (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
}

/// By how much a count is above its limit, as a share of the limit, up to `cap`; 0 where it is not.
#[inline]
pub fn excess(n: f64, limit: f64, cap: f64) -> f64 {
    if n > limit { (n / limit - 1.0).min(cap) } else { 0.0 }
}

/// What is left of a unit after `span`, when half is lost in `half_life`; nothing is ever lost at a half-life of zero length.
pub fn decay(span: SimSpan, half_life: SimSpan) -> f64 {
    if half_life == SimSpan::ZERO || span == SimSpan::ZERO {
        1.0
    } else {
        libm::exp2(-span.seconds() / half_life.seconds())
    }
}
