//! # Near-duplicates across the network
//!
//! **Does:** keeps a decaying count of the messages of each cluster of near-identical texts, whoever
//! sent them and whatever became of them, and adds `weight × (N/L − 1)` above the limit L, up to `cap`.
//! **Evaded by:** rewording far enough to leave the cluster; cosmetic edits stay in it.
//! **Source:** "how many similar messages crossed the network" (Zingle); about 25 repeats (CTIA 2019)
//! for a person's number; the network-wide limits are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::ClusterId;
use crate::time::{SimSpan, SimTime};
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

/// The stage at work: the decaying count of each cluster.
#[derive(Debug)]
pub struct Repetition {
    settings: RepetitionSettings,
    counts: Vec<(f64, SimTime)>,
}

impl Repetition {
    /// The stage for this many clusters.
    pub fn new(settings: RepetitionSettings, n_clusters: usize) -> Repetition {
        Repetition { settings, counts: vec![(0.0, SimTime::START); n_clusters] }
    }

    /// What a message of this cluster adds, from a number entitled to so many repeats; `counts` is false
    /// for one that was counted before.
    pub fn term(&mut self, cluster: ClusterId, entitled: Option<u32>, counts: bool, now: SimTime) -> f64 {
        let (count, at) = &mut self.counts[cluster.index()];
        *count = *count * decay(now.since(*at), self.settings.half_life) + f64::from(u8::from(counts));
        *at = now;
        let limit = match entitled {
            Some(entitled) if self.settings.respect_entitlement => self.settings.limit.max(entitled),
            _ => self.settings.limit,
        };
        self.settings.weight * (*count / f64::from(limit) - 1.0).clamp(0.0, self.settings.cap)
    }
}

/// What is left of a unit after `span`, when half is lost in `half_life`; nothing is ever lost at a half-life of zero length.
pub fn decay(span: SimSpan, half_life: SimSpan) -> f64 {
    if half_life == SimSpan::ZERO { 1.0 } else { libm::exp2(-span.seconds() / half_life.seconds()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At a constant rate a with half-life h the count tends to a·h/ln 2 (plus half of the newest message).
    #[test]
    fn the_count_tends_to_rate_times_half_life_over_ln_2() {
        let mut stage =
            Repetition::new(RepetitionSettings { half_life: SimSpan::HOUR, ..Default::default() }, 1);
        for i in 0..200_000u64 {
            stage.term(ClusterId(0), None, true, SimTime::START + SimSpan::SECOND * i);
        }
        let law = 3600.0 / std::f64::consts::LN_2;
        assert!((stage.counts[0].0 / law - 1.0).abs() < 1e-3, "{} against {law}", stage.counts[0].0);
    }
}
