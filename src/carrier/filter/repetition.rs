//! # Near-duplicates across the network
//!
//! **Does:** keeps a decaying count of the messages of each cluster of near-identical texts, whoever
//! sent them, and adds `weight × (N/L − 1)` above the limit L, up to `cap`.
//! **Evaded by:** rewording far enough to leave the cluster; cosmetic edits stay in it.
//! **Source:** "how many similar messages crossed the network" (Zingle); about 25 repeats (CTIA 2019)
//! for a person's number; the network-wide limits are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::SimSpan;
use crate::units::Share;

/// Settings of the near-duplicate stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RepetitionSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Near-identical messages in the decaying count.
    #[schemars(range(min = 1))]
    pub limit: u32,
    /// The time after which a message counts half.
    pub half_life: SimSpan,
    /// Two texts are near-identical where the Jaccard similarity of their word 3-shingles is at least this.
    pub similarity: Share,
    /// Whether a sender's entitlement raises the limit.
    pub respect_entitlement: bool,
}

impl Default for RepetitionSettings {
    fn default() -> Self {
        RepetitionSettings {
            enabled: true,
            weight: 1.0,
            cap: 2.0,
            limit: 500,
            half_life: SimSpan::HOUR,
            similarity: Share::new(0.5),
            respect_entitlement: true,
        }
    }
}
