//! # Loops
//!
//! **Does:** counts what one person gets in a window that starts with the first message: near-identical
//! texts against `same`, all texts against `any`. The larger excess counts: `weight × (N/L − 1)` with this
//! message included, up to `cap`. Three clusters are told apart for each person; a fourth takes the place
//! of the rarest.
//! **Evaded by:** pausing until the window is over; many wordings.
//! **Source:** at most 5 messages of the same content to a number in an hour, and 20 whatever the content,
//! the hour counted from the first (Messente 2017, the loop guard of a provider); that a carrier counts
//! like that is an assumption, and so are weight and cap.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::excess;
use crate::carrier::People;
use crate::message::{ClusterId, PersonId};
use crate::time::{SimSpan, SimTime};

/// Settings of the loops stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LoopsSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Near-identical messages to one person in the window.
    #[schemars(range(min = 1, max = 60_000))]
    pub same: u32,
    /// Messages of any content to one person in the window.
    #[schemars(range(min = 1, max = 60_000))]
    pub any: u32,
    /// Length of the window.
    pub window: SimSpan,
}

impl Default for LoopsSettings {
    fn default() -> Self {
        LoopsSettings { enabled: true, weight: 5.0, cap: 2.0, same: 5, any: 20, window: SimSpan::HOUR }
    }
}

/// Clusters that are told apart for one person.
const CLUSTERS: usize = 3;

/// What one person got since the window began: 32 bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Got {
    began: SimTime,
    clusters: [ClusterId; CLUSTERS],
    same: [u16; CLUSTERS],
    any: u16,
}

/// The stage at work.
#[derive(Debug)]
pub struct Loops {
    settings: LoopsSettings,
    people: People,
    /// By customer.
    got: Vec<Got>,
}

impl Loops {
    /// The stage for these people.
    pub fn new(settings: LoopsSettings, people: People) -> Loops {
        Loops { settings, got: vec![Got::default(); people.customers()], people }
    }

    /// What a message of this cluster to this person adds; `counts` is false for one that was counted before.
    pub fn term(&mut self, person: PersonId, cluster: ClusterId, counts: bool, now: SimTime) -> f64 {
        let got = &mut self.got[self.people.seat(person)];
        if got.any == 0 || now.since(got.began) >= self.settings.window {
            *got = Got { began: now, ..Got::default() };
        }
        let known = (0..CLUSTERS).find(|&i| got.same[i] > 0 && got.clusters[i] == cluster);
        let place = known.unwrap_or_else(|| {
            let rarest = (0..CLUSTERS).min_by_key(|&i| got.same[i]).expect("there are places");
            got.clusters[rarest] = cluster;
            got.same[rarest] = 0;
            rarest
        });
        if counts {
            got.same[place] = got.same[place].saturating_add(1);
            got.any = got.any.saturating_add(1);
        }
        let over = |n: u16, limit: u32| excess(f64::from(n), f64::from(limit), self.settings.cap);
        self.settings.weight * over(got.same[place], self.settings.same).max(over(got.any, self.settings.any))
    }

    /// Goes on with what another stage of its kind remembers.
    pub fn take_over(&mut self, old: Loops) {
        self.got = old.got;
    }

    /// Something of what is kept of a person.
    pub fn touched(&self, person: PersonId) -> u16 {
        self.got[self.people.seat(person)].any
    }

    /// Near-identical messages and all messages that the person got in the window.
    pub fn evidence(&self, person: PersonId, cluster: ClusterId) -> (u16, u16) {
        let got = &self.got[self.people.seat(person)];
        let same = (0..CLUSTERS).filter(|&i| got.clusters[i] == cluster).map(|i| got.same[i]).max();
        (same.unwrap_or(0), got.any)
    }

    /// What it goes by.
    pub fn settings(&self) -> &LoopsSettings {
        &self.settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u64) -> SimTime {
        SimTime::START + SimSpan::MINUTE * minute
    }

    #[test]
    fn the_same_text_is_counted_apart_from_all_texts() {
        let settings = LoopsSettings { same: 2, any: 4, weight: 1.0, ..LoopsSettings::default() };
        let mut stage = Loops::new(settings, People::everybody(2));
        let mut send =
            |cluster: u32, minute: u64| stage.term(PersonId(1), ClusterId(cluster), true, at(minute));
        assert_eq!([send(1, 0), send(1, 1), send(1, 2)], [0.0, 0.0, 0.5], "a third copy");
        assert_eq!([send(2, 3), send(3, 4)], [0.0, 0.25], "a fifth text of any kind");
        assert_eq!(send(1, 60), 0.0, "the hour counts from the first message");
    }

    #[test]
    fn people_are_counted_apart_and_a_text_held_is_counted_once() {
        let mut stage =
            Loops::new(LoopsSettings { same: 1, ..LoopsSettings::default() }, People::everybody(2));
        assert_eq!(stage.term(PersonId(0), ClusterId(0), true, at(0)), 0.0);
        assert_eq!(stage.term(PersonId(0), ClusterId(0), false, at(1)), 0.0);
        assert_eq!(stage.term(PersonId(1), ClusterId(0), true, at(1)), 0.0);
        assert!(stage.term(PersonId(0), ClusterId(0), true, at(2)) > 0.0);
    }
}
