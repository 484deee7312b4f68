//! # Regular gaps
//!
//! **Does:** keeps the mean and the variation of the gaps between the messages of one number,
//! exponentially weighted over the last `memory` or so, and adds `weight × (1 − v/L)` where the coefficient
//! of variation v is below `variation` L: people do not send like a clock. Gaps longer than `longest` are
//! pauses and left out; a number is judged once it has shown `least` gaps.
//! **Evaded by:** random gaps.
//! **Source:** machine-to-machine senders differ from people in the shape of their traffic (Murynets and
//! Jover 2012); every number here is an assumption.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::Entitlement;
use crate::time::{SimSpan, SimTime};

/// Settings of the stage on regular gaps.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct GapsSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// What perfectly regular gaps add.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Coefficient of variation (standard deviation over mean) from which gaps count as human; 1 is random arrival.
    #[schemars(range(min = 0.001, max = 10.0))]
    pub variation: f64,
    /// Gaps after which one counts about a third.
    #[schemars(range(min = 1.0, max = 10_000.0))]
    pub memory: f64,
    /// Gaps before a number is judged.
    #[schemars(range(min = 2))]
    pub least: u32,
    /// Longer gaps are pauses and not counted.
    pub longest: SimSpan,
    /// Whether a number whose entitlement names a day's volume is exempt: machines are expected there.
    pub respect_entitlement: bool,
}

impl Default for GapsSettings {
    fn default() -> Self {
        GapsSettings {
            enabled: true,
            weight: 0.3,
            variation: 0.2,
            memory: 30.0,
            least: 30,
            longest: SimSpan::MINUTE * 10,
            respect_entitlement: true,
        }
    }
}

/// The gaps of one number: 24 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rhythm {
    last: SimTime,
    /// Mean gap, in seconds.
    mean: f32,
    /// Mean squared deviation from it.
    variance: f32,
    /// Gaps so far, and one more: 0 before the first message.
    n: u32,
}

/// The stage at work.
#[derive(Debug)]
pub struct Gaps {
    settings: GapsSettings,
    /// By class of number.
    exempt: Vec<bool>,
}

impl Gaps {
    /// The stage for classes with these entitlements.
    pub fn new<'a>(settings: GapsSettings, classes: impl Iterator<Item = &'a Entitlement>) -> Gaps {
        let exempt = classes.map(|e| settings.respect_entitlement && e.day.is_some()).collect();
        Gaps { settings, exempt }
    }

    /// The coefficient of variation; `None` for a number that is not judged.
    pub fn variation(&self, rhythm: &Rhythm, class: u32) -> Option<f64> {
        let judged = !self.exempt[class as usize] && rhythm.n > self.settings.least && rhythm.mean > 0.0;
        judged.then(|| (f64::from(rhythm.variance)).sqrt() / f64::from(rhythm.mean))
    }

    /// What a message adds; `counts` is false for one that was counted before.
    pub fn term(&self, rhythm: &mut Rhythm, class: u32, counts: bool, now: SimTime) -> f64 {
        if counts {
            let gap = now.since(rhythm.last);
            let first = rhythm.n == 0;
            rhythm.last = now;
            if first {
                rhythm.n = 1;
            } else if gap <= self.settings.longest {
                // The first gaps are averaged plainly, so that the first of all weighs no more than the rest.
                let share = (1.0 / f64::from(rhythm.n)).max(1.0 / self.settings.memory) as f32;
                let off = gap.seconds() as f32 - rhythm.mean;
                rhythm.mean += share * off;
                rhythm.variance = (1.0 - share) * (rhythm.variance + share * off * off);
                rhythm.n = rhythm.n.saturating_add(1);
            }
        }
        match self.variation(rhythm, class) {
            Some(v) if v < self.settings.variation => {
                self.settings.weight * (1.0 - v / self.settings.variation)
            }
            _ => 0.0,
        }
    }

    /// What it goes by.
    pub fn settings(&self) -> &GapsSettings {
        &self.settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Draws, Purpose};

    fn last_term(gap: impl Fn(u32) -> f64) -> f64 {
        let stage = Gaps::new(
            GapsSettings { weight: 1.0, ..GapsSettings::default() },
            [Entitlement::default()].iter(),
        );
        let (mut rhythm, mut now, mut term) = (Rhythm::default(), SimTime::START, 0.0);
        for i in 0..200 {
            term = stage.term(&mut rhythm, 0, true, now);
            now += SimSpan::from_seconds_f64(gap(i));
        }
        term
    }

    #[test]
    fn a_clock_is_found_out_and_rain_is_not() {
        let draws = Draws::new(1, 0);
        let uniform = |i| draws.uniform(Purpose::Gaps, 1, i);
        assert!(last_term(|_| 10.0) > 0.99);
        assert_eq!(last_term(|i| -10.0 * libm::log(1.0 - uniform(i))), 0.0, "exponential gaps");
        // A tenth of jitter either way: the coefficient of variation is 0.1/√3 = 0.058.
        let jittered = last_term(|i| 10.0 * (0.9 + 0.2 * uniform(i)));
        assert!((0.6..0.8).contains(&jittered), "{jittered}");
    }

    #[test]
    fn pauses_are_left_out() {
        assert!(last_term(|i| if i % 50 == 49 { 3600.0 } else { 10.0 }) > 0.99);
    }
}
