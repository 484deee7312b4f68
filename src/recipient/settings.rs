//! What a scenario says of the people who are written to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CodeUse;
use crate::time::SimSpan;
use crate::units::{Delay, Share};

/// The people a sender writes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceSettings {
    /// How many people.
    #[schemars(range(min = 1, max = 50_000_000))]
    pub size: u32,
    /// The preset of `scenarios/presets/audiences/` that fills everything not set here. Example: `"opted-in"`.
    pub consent: String,
    /// Share who agreed to be written to.
    #[serde(default = "all")]
    pub consented: Share,
    /// Share of entries that are landlines (30006).
    #[serde(default)]
    pub landline: Share,
    /// Share of entries that are disconnected or unknown (30005).
    #[serde(default)]
    pub inactive: Share,
    /// Chance that a handset is off or out of coverage for the whole validity of a message (30003).
    #[serde(default)]
    pub off: Share,
    /// How people react to a delivered message.
    #[serde(default)]
    pub reactions: ReactionSettings,
    /// How they treat one-time codes that they asked for on a website.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<CodeUse>,
    /// The country of their numbers, such as `"US"`, for a platform that allows only some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 60))]
    pub country: Option<String>,
}

fn all() -> Share {
    Share::ONE
}

/// How people react to one delivered message: chances for a person who consented, got opt-out wording and is not annoyed, and what moves them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReactionSettings {
    /// Chance of a reply that is not an opt-out.
    pub reply: Share,
    /// Chance of an opt-out.
    pub opt_out: Share,
    /// Chance of a complaint to the carrier.
    pub complaint: Share,
    /// Log-odds that missing consent adds to opting out and complaining.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub no_consent: f64,
    /// Log-odds that an abusive message (spam, fraud) adds to complaining.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub abuse: f64,
    /// Log-odds that missing opt-out wording adds to complaining, and takes from opting out.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub no_opt_out_wording: f64,
    /// Log-odds that one recent message adds to opting out and complaining.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub annoyance: f64,
    /// The time after which a message annoys half as much.
    pub annoyance_half_life: SimSpan,
    /// A message to a person with this many recent messages counts as unwanted.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub tolerance: f64,
    /// From delivery to a reply or opt-out.
    pub delay: Delay,
    /// From delivery to the moment the carrier learns of a complaint.
    pub complaint_delay: Delay,
}

impl Default for ReactionSettings {
    fn default() -> Self {
        ReactionSettings {
            reply: Share::ZERO,
            opt_out: Share::ZERO,
            complaint: Share::ZERO,
            no_consent: 1.5,
            abuse: 2.0,
            no_opt_out_wording: 1.0,
            annoyance: 0.5,
            annoyance_half_life: SimSpan::DAY * 2,
            tolerance: 3.0,
            delay: Delay::of_seconds(5.0, 900.0, 14_400.0),
            complaint_delay: Delay::of_seconds(60.0, 7_200.0, 86_400.0),
        }
    }
}
