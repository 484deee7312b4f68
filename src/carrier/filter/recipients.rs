//! # Unique recipients
//!
//! **Does:** counts how many different people a number wrote to at this network in a day that starts with
//! the first, and adds `weight × (N/L − 1)` above the limit L, up to `cap`. Attempts count whether or not they are dropped.
//! **Evaded by:** spreading over numbers, or over days.
//! **Source:** 200 unique recipients a day (CTIA 2017, Zingle); weight and cap are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distinct::{Distinct, Group};
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

/// The stage at work: whom each number wrote to since its window began.
#[derive(Debug)]
pub struct Recipients {
    settings: RecipientsSettings,
    /// By class of number: the limit, and how many people are remembered; beyond them the term no longer grows.
    limits: Vec<(f64, u32)>,
    seen: Distinct,
}

impl Recipients {
    /// The stage for numbers of classes with these entitlements.
    pub fn new<'a>(
        settings: RecipientsSettings,
        classes: impl Iterator<Item = &'a Entitlement>,
        n_people: u32,
    ) -> Recipients {
        let limits = classes
            .map(|e| {
                let entitled = e.recipients.filter(|_| settings.respect_entitlement);
                let limit = f64::from(settings.limit.max(entitled.unwrap_or(0)));
                // Where there are no more people than the limit, nobody needs to be remembered.
                let most = remembered(limit, settings.cap);
                (limit, if f64::from(n_people) <= limit { 0 } else { most })
            })
            .collect();
        Recipients { settings, limits, seen: Distinct::new(settings.window) }
    }

    /// What a message from this number to this person adds; `counts` is false for one that was counted before.
    pub fn term(
        &mut self,
        group: &mut Group,
        number: NumberId,
        class: u32,
        person: PersonId,
        counts: bool,
        now: SimTime,
    ) -> f64 {
        let (limit, most) = self.limits[class as usize];
        let n = self.seen.add(group, number.0, person.0, counts, most, now);
        self.settings.weight * excess(f64::from(n), limit, self.settings.cap)
    }

    /// Goes on with what another stage of its kind remembers.
    pub fn take_over(&mut self, old: Recipients) {
        self.seen.take_over(old.seen);
    }

    /// The limit of a class of number.
    pub fn limit(&self, class: u32) -> f64 {
        self.limits[class as usize].0
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
        let mut stage = Recipients::new(settings, [Entitlement::default()].iter(), 100);
        let mut group = Group::default();
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
}
