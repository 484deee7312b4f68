//! # Snowshoe
//!
//! **Does:** counts the different numbers that sent one cluster of near-identical texts, or that one campaign
//! or brand used, in a window that starts with the first of them, and adds `weight × (N/L − 1)` above a
//! limit L, up to `cap`; the largest excess counts. With a `penalty` the campaign is suspended at this
//! carrier for that long once it is over a limit; a `weight` of 0 switches the stage off, penalty included.
//! **Evaded by:** fewer numbers; rewording for each number far enough to leave the cluster, and other brands.
//! **Source:** spreading like content over many numbers "to dilute reputation metrics and evade filters" is
//! forbidden (Truly, CTIA 2019), fingerprinted (Bandwidth, 2019 to 2023) and fined (T-Mobile, USD 1,000); 49
//! numbers a campaign (T-Mobile). The limit on a cluster, the window, weight and cap
//! are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distinct::{Distinct, Group, LastSeen};
use super::excess;
use super::recipients::remembered;
use crate::carrier::scope::{Counts, Keys, Scope};
use crate::time::{SimSpan, SimTime};

/// Settings of the snowshoe stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SnowshoeSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Different numbers that may send one cluster.
    #[schemars(range(min = 1))]
    pub numbers: u32,
    /// Different numbers that one campaign may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub campaign_numbers: Option<u32>,
    /// Different numbers that one brand may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub brand_numbers: Option<u32>,
    /// The window, from the first message.
    pub window: SimSpan,
    /// How long a campaign that is over a limit is suspended; absent, or with a `weight` of 0, it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub penalty: Option<SimSpan>,
}

impl Default for SnowshoeSettings {
    fn default() -> Self {
        SnowshoeSettings {
            enabled: true,
            weight: 1.0,
            cap: 2.0,
            numbers: 10,
            campaign_numbers: None,
            brand_numbers: None,
            window: SimSpan::DAY,
            penalty: None,
        }
    }
}

impl SnowshoeSettings {
    /// Each count and its limit, in the order of a number's trail.
    fn limits(&self) -> [(Scope, Option<u32>); 3] {
        [
            (Scope::Cluster, Some(self.numbers)),
            (Scope::Campaign, self.campaign_numbers),
            (Scope::Brand, self.brand_numbers),
        ]
    }
}

/// Where a number was last counted, by scope of the count: 24 bytes.
pub type Trail = [LastSeen; 3];

/// One count: over which groups, and up to how many numbers.
#[derive(Debug)]
struct Spread {
    scope: Scope,
    /// The place of its trace in a number's trail.
    step: usize,
    limit: f64,
    /// How many numbers of a group are remembered.
    keep: u32,
    groups: Vec<Group>,
    seen: Distinct,
}

/// The stage at work.
#[derive(Debug)]
pub struct Snowshoe {
    settings: SnowshoeSettings,
    spreads: Vec<Spread>,
}

impl Snowshoe {
    /// The stage for so many of everything; `all` are its settings in every filter that the carrier ever has.
    pub fn new(settings: SnowshoeSettings, all: &[SnowshoeSettings], counts: &Counts) -> Snowshoe {
        let limits = settings.limits();
        let spreads = limits.into_iter().enumerate().filter_map(|(step, (scope, limit))| {
            let keep = |s: &SnowshoeSettings| Some(remembered(f64::from(s.limits()[step].1?), s.cap));
            Some(Spread {
                scope,
                step,
                limit: f64::from(limit?),
                keep: all.iter().filter_map(keep).max().unwrap_or(0),
                groups: vec![Group::default(); counts.of(scope)],
                seen: Distinct::new(settings.window),
            })
        });
        Snowshoe { spreads: spreads.collect(), settings }
    }

    /// What a message adds; `counts` is false for one that was counted before.
    pub fn term(&mut self, keys: &Keys, trail: &mut Trail, counts: bool, now: SimTime) -> f64 {
        let number = keys.get(Scope::Number).expect("every message has a number") as u32;
        let mut most: f64 = 0.0;
        for spread in &mut self.spreads {
            let Some(group) = keys.get(spread.scope) else { continue };
            let member = (number, &mut trail[spread.step]);
            let n = spread.seen.add_known(
                &mut spread.groups[group],
                group as u32,
                member,
                counts,
                spread.keep,
                now,
            );
            most = most.max(excess(f64::from(n), spread.limit, self.settings.cap));
        }
        self.settings.weight * most
    }

    /// Goes on with what another stage of its kind remembers, count by count. One that is not kept by both
    /// begins anew, and so do its traces in the trails.
    pub fn take_over<'t>(&mut self, old: Snowshoe, trails: impl Iterator<Item = &'t mut Trail>) {
        let kept = |step| [&self.spreads, &old.spreads].iter().all(|of| of.iter().any(|s| s.step == step));
        let kept = std::array::from_fn(kept);
        if kept != [true; 3] {
            for trail in trails {
                for (last, _) in trail.iter_mut().zip(kept).filter(|(_, kept)| !kept) {
                    *last = LastSeen::default();
                }
            }
        }
        for old in old.spreads {
            if let Some(new) = self.spreads.iter_mut().find(|s| s.scope == old.scope) {
                new.groups = old.groups;
                new.seen.take_over(old.seen);
            }
        }
    }

    /// Each count for a message: the scope, the different numbers so far, and the limit.
    pub fn evidence(&self, keys: &Keys) -> impl Iterator<Item = (Scope, u32, f64)> {
        let keys = *keys;
        self.spreads.iter().filter_map(move |spread| {
            Some((spread.scope, spread.groups[keys.get(spread.scope)?].n(), spread.limit))
        })
    }

    /// What it goes by.
    pub fn settings(&self) -> &SnowshoeSettings {
        &self.settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(settings: SnowshoeSettings, sends: &[(u32, u32, u32, u64)]) -> Vec<f64> {
        let mut stage = Snowshoe::new(settings, &[settings], &Counts::new(10, 10, 10, 0, 10));
        let mut trails = [Trail::default(); 10];
        let mut send = |&(number, brand, cluster, hour): &(u32, u32, u32, u64)| {
            let keys = Keys::new(number, number, brand, None, cluster);
            stage.term(&keys, &mut trails[number as usize], true, SimTime::START + SimSpan::HOUR * hour)
        };
        sends.iter().map(&mut send).collect()
    }

    #[test]
    fn numbers_that_send_one_cluster_are_counted_whoever_they_belong_to() {
        let settings = SnowshoeSettings { numbers: 2, ..SnowshoeSettings::default() };
        let sends = [(0, 0, 1, 0), (0, 0, 1, 1), (1, 1, 1, 2), (2, 2, 1, 3), (2, 2, 5, 3), (0, 0, 1, 24)];
        assert_eq!(terms(settings, &sends), [0.0, 0.0, 0.0, 0.5, 0.0, 0.0]);
    }

    #[test]
    fn a_brand_may_have_a_limit_whatever_its_numbers_send() {
        let settings = SnowshoeSettings { brand_numbers: Some(2), ..SnowshoeSettings::default() };
        let sends = [(0, 0, 1, 0), (1, 0, 2, 1), (2, 0, 3, 2), (3, 1, 4, 2)];
        assert_eq!(terms(settings, &sends), [0.0, 0.0, 0.5, 0.0]);
    }
}
