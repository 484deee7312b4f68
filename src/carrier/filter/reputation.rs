//! # Reputation
//!
//! **Does:** keeps good and bad evidence of each number (or campaign, or brand), forgets it by
//! half-lives, and adds `weight × (q − floor)/(1 − floor)` where q, the upper credible bound of the bad
//! share, is above `floor`. Nothing else is known of a new number than its prior: it is uncertain,
//! not bad, and warming up follows from that.
//! **Evaded by:** replies; stopping before complaints arrive; new numbers.
//! **Source:** beta reputation with forgetting (Jøsang and Ismail 2002); replies lower and opt-outs and
//! complaints raise the score (Prompt); the weights are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::SimSpan;
use crate::units::Share;

/// Settings of the reputation stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReputationSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// What a number that is surely bad adds.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Bad shares up to this add nothing.
    pub floor: Share,
    /// How many standard deviations above the mean the bound lies.
    #[schemars(range(min = 0.0, max = 6.0))]
    pub deviations: f64,
    /// The time after which evidence counts half.
    pub half_life: SimSpan,
    /// Good evidence of a delivered message that nobody minded.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub delivered: f64,
    /// Good evidence of a reply.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub reply: f64,
    /// Bad evidence of an opt-out.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub opt_out: f64,
    /// Bad evidence of a complaint.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub complaint: f64,
}

impl Default for ReputationSettings {
    fn default() -> Self {
        ReputationSettings {
            enabled: true,
            weight: 0.8,
            floor: Share::new(0.2),
            deviations: 1.0,
            half_life: SimSpan::DAY * 3,
            delivered: 0.02,
            reply: 1.0,
            opt_out: 1.0,
            complaint: 10.0,
        }
    }
}
