//! # Repeats of one number
//!
//! **Does:** counts how often one number sent near-identical texts within a window that starts with the
//! first of them, and adds `weight × (N/L − 1)` above the limit L, up to `cap`.
//! **Evaded by:** spreading over numbers; rewording far enough to leave the cluster.
//! **Source:** 25 repeats for a person's number (CTIA 2019). The window is an assumption.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::excess;
use crate::message::{ClusterId, Entitlement, NumberId};
use crate::time::{SimSpan, SimTime};

/// Settings of the repeats stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RepeatsSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Near-identical messages of one number in the window.
    #[schemars(range(min = 1))]
    pub limit: u32,
    /// Length of the window.
    pub window: SimSpan,
    /// Whether a number's entitlement raises the limit.
    pub respect_entitlement: bool,
}

impl Default for RepeatsSettings {
    fn default() -> Self {
        RepeatsSettings {
            enabled: true,
            weight: 0.5,
            cap: 2.0,
            limit: 25,
            window: SimSpan::DAY,
            respect_entitlement: true,
        }
    }
}

/// How often a number sent one cluster: 16 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Run {
    began: SimTime,
    cluster: ClusterId,
    n: u32,
}

/// The stage at work. The count of the cluster that a number sends just now stands with the number; those
/// of its other clusters are put aside.
#[derive(Debug)]
pub struct Repeats {
    settings: RepeatsSettings,
    /// By class of number.
    limits: Vec<f64>,
    /// Looked up, never iterated.
    aside: FxHashMap<(NumberId, ClusterId), Run>,
}

impl Repeats {
    /// The stage for classes with these entitlements.
    pub fn new<'a>(settings: RepeatsSettings, classes: impl Iterator<Item = &'a Entitlement>) -> Repeats {
        let limits = classes
            .map(|e| {
                let entitled = e.repeats.filter(|_| settings.respect_entitlement);
                f64::from(settings.limit.max(entitled.unwrap_or(0)))
            })
            .collect();
        Repeats { settings, limits, aside: FxHashMap::default() }
    }

    /// What a message of this number and cluster adds; `counts` is false for one that was counted before.
    pub fn term(
        &mut self,
        run: &mut Run,
        number: NumberId,
        class: u32,
        cluster: ClusterId,
        counts: bool,
        now: SimTime,
    ) -> f64 {
        if run.cluster != cluster || run.n == 0 {
            if run.n > 0 {
                self.aside.insert((number, run.cluster), *run);
            }
            let fresh = Run { began: now, cluster, n: 0 };
            *run = self.aside.get(&(number, cluster)).copied().unwrap_or(fresh);
        }
        if now.since(run.began) >= self.settings.window {
            *run = Run { began: now, cluster, n: 0 };
        }
        run.n += u32::from(counts);
        self.settings.weight * excess(f64::from(run.n), self.limits[class as usize], self.settings.cap)
    }

    /// Goes on with what another stage of its kind remembers.
    pub fn take_over(&mut self, old: Repeats) {
        self.aside = old.aside;
    }

    /// How many near-identical messages the number has sent, and the limit for its class.
    pub fn evidence(&self, run: &Run, class: u32) -> (u32, f64) {
        (run.n, self.limits[class as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cluster_of_a_number_has_its_own_count_and_window() {
        let settings = RepeatsSettings { limit: 2, weight: 1.0, ..RepeatsSettings::default() };
        let mut stage = Repeats::new(settings, [Entitlement::default()].iter());
        let mut run = Run::default();
        let mut send = |cluster: u32, hour: u64| {
            let now = SimTime::START + SimSpan::HOUR * hour;
            stage.term(&mut run, NumberId(0), 0, ClusterId(cluster), true, now)
        };
        assert_eq!([send(1, 0), send(2, 1), send(1, 2), send(1, 3)], [0.0, 0.0, 0.0, 0.5]);
        assert_eq!([send(2, 4), send(2, 5)], [0.0, 0.5], "2 was counted on from hour 1");
        assert_eq!([send(1, 24), send(2, 24)], [0.0, 1.0], "the window of 1 is over, that of 2 is not");
    }
}
