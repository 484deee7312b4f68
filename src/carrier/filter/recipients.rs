//! # Unique recipients
//!
//! **Does:** counts how many different people a number wrote to at this network in a day that starts with
//! the first, and adds `weight × (N/L − 1)` above the limit L, up to `cap`. Attempts count whether or not they are dropped.
//! **Evaded by:** spreading over numbers, or over days.
//! **Source:** 200 unique recipients a day (CTIA 2017, Zingle); weight and cap are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distinct::{Distinct, Group, Recent};
use super::excess;
use crate::message::{Entitlement, NumberId, PersonId};
use crate::time::{SimSpan, SimTime};

/// Settings of the unique-recipients stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RecipientsSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub cap: f64,
    /// Different people one number may write to in a day.
    #[schemars(range(min = 1))]
    pub limit: u32,
    /// Length of the window.
    pub window: SimSpan,
    /// Whether a number's entitlement raises the limit.
    pub respect_entitlement: bool,
}

impl Default for RecipientsSettings {
    fn default() -> Self {
        RecipientsSettings {
            enabled: true,
            weight: 1.0,
            cap: 2.0,
            limit: 200,
            window: SimSpan::DAY,
            respect_entitlement: true,
        }
    }
}

impl RecipientsSettings {
    fn limit_of(&self, entitlement: &Entitlement) -> f64 {
        let entitled = entitlement.recipients.filter(|_| self.respect_entitlement);
        f64::from(self.limit.max(entitled.unwrap_or(0)))
    }
}

/// Whom one number wrote to since its window began: 32 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Met {
    group: Group,
    recent: Recent,
}

/// The stage at work: whom each number wrote to since its window began.
#[derive(Debug)]
pub struct Recipients {
    settings: RecipientsSettings,
    /// By class of number: the limit, and how many people are remembered; beyond them the term no longer grows.
    limits: Vec<(f64, u32)>,
    seen: Distinct,
}

impl Recipients {
    /// The stage for numbers of classes with these entitlements. `all` are its settings in every filter that the
    /// carrier ever has: what one of them needs is remembered under the others too.
    pub fn new<'a>(
        settings: RecipientsSettings,
        all: &[RecipientsSettings],
        classes: impl Iterator<Item = &'a Entitlement>,
        n_people: u32,
    ) -> Recipients {
        let limits = classes
            .map(|e| {
                // Where there are no more people than the limit, nobody needs to be remembered.
                let bites = |s: &&RecipientsSettings| f64::from(n_people) > s.limit_of(e);
                let most = all.iter().filter(bites).map(|s| remembered(s.limit_of(e), s.cap)).max();
                (settings.limit_of(e), most.unwrap_or(0))
            })
            .collect();
        Recipients { settings, limits, seen: Distinct::new(settings.window) }
    }

    /// What a message from this number to this person adds; `counts` is false for one that was counted before.
    pub fn term(
        &mut self,
        met: &mut Met,
        number: NumberId,
        class: u32,
        person: PersonId,
        counts: bool,
        now: SimTime,
    ) -> f64 {
        let (limit, most) = self.limits[class as usize];
        let Met { group, recent } = met;
        let n = self.seen.add_recent(group, recent, number.0, person.0, counts, most, now);
        self.settings.weight * excess(f64::from(n), limit, self.settings.cap)
    }

    /// Goes on with what another stage of its kind remembers.
    pub fn take_over(&mut self, old: Recipients) {
        self.seen.take_over(old.seen);
    }

    /// How many people a number has written to, and the limit of its class; no count where there are no more
    /// people than any limit.
    pub fn evidence(&self, met: &Met, class: u32) -> (Option<u32>, f64) {
        let (limit, most) = self.limits[class as usize];
        ((most > 0).then_some(met.group.n()), limit)
    }
}

/// How many members of a group have to be remembered: with more, a capped term no longer grows.
pub(super) fn remembered(limit: f64, cap: f64) -> u32 {
    (limit * (1.0 + cap)).ceil().min(4e9) as u32 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_count_once_a_day() {
        let settings = RecipientsSettings { limit: 2, ..RecipientsSettings::default() };
        let mut stage = Recipients::new(settings, &[settings], [Entitlement::default()].iter(), 100);
        let mut group = Met::default();
        let mut send = |person: u32, hour: u64| {
            stage.term(
                &mut group,
                NumberId(0),
                0,
                PersonId(person),
                true,
                SimTime::START + SimSpan::HOUR * hour,
            )
        };
        assert_eq!([send(1, 0), send(1, 1), send(2, 2), send(3, 3), send(3, 4)], [0.0, 0.0, 0.0, 0.5, 0.5]);
        assert_eq!([send(3, 25), send(1, 25), send(2, 26)], [0.0, 0.0, 0.5]);
    }

    #[test]
    fn what_a_later_filter_needs_is_remembered_under_the_first() {
        let with = |limit| RecipientsSettings { limit, cap: 1.0, ..RecipientsSettings::default() };
        // No limit, a low one, a high one; each is over by half or by a quarter once 60 or 50 people are known.
        for (first, later, term) in [(100, 40, 0.5), (10, 40, 0.5), (40, 48, 0.25)] {
            let stage = |limit| {
                let all = [with(first), with(later)];
                Recipients::new(with(limit), &all, [Entitlement::default()].iter(), 60)
            };
            let (mut old, mut new, mut group) = (stage(first), stage(later), Met::default());
            let now = SimTime::START;
            for person in 0..59 {
                old.term(&mut group, NumberId(0), 0, PersonId(person), true, now);
            }
            new.take_over(old);
            assert_eq!(new.term(&mut group, NumberId(0), 0, PersonId(59), true, now), term);
            assert_eq!(new.term(&mut group, NumberId(0), 0, PersonId(7), true, now), term, "known");
        }
    }
}
