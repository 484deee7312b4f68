//! # Near-duplicates across the network
//!
//! **Does:** keeps a decaying count of the messages of each cluster of near-identical texts, whoever
//! sent them and whatever became of them, and adds `weight × (N/L − 1)` above the limit L, up to `cap`.
//! Where `senders` or `recipients` is set, the different numbers and people of a cluster in a window that
//! starts with its first message are held to those limits too, and the largest of the excesses counts.
//! **Evaded by:** rewording far enough to leave the cluster; cosmetic edits stay in it.
//! **Source:** "how many similar messages crossed the network" (Zingle); the network-wide limits are
//! assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::distinct::{Distinct, Group, LastSeen};
use super::recipients::remembered;
use super::{decay, excess};
use crate::message::{ClusterId, Entitlement, NumberId, PersonId};
use crate::time::{SimSpan, SimTime};

/// Settings of the near-duplicate stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DuplicatesSettings {
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
    /// Different numbers that may send one cluster in the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub senders: Option<u32>,
    /// Different people who may be sent one cluster in the window.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub recipients: Option<u32>,
    /// The window in which different numbers and people are counted, from the first message of the cluster.
    pub window: SimSpan,
    /// Whether a sender's entitlement raises the limits on messages and people.
    pub respect_entitlement: bool,
}

impl Default for DuplicatesSettings {
    fn default() -> Self {
        DuplicatesSettings {
            enabled: true,
            weight: 1.0,
            cap: 2.0,
            limit: 500,
            half_life: SimSpan::HOUR,
            senders: None,
            recipients: None,
            window: SimSpan::DAY,
            respect_entitlement: true,
        }
    }
}

/// What is known of one cluster.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    count: f64,
    at: SimTime,
    senders: Group,
    recipients: Group,
}

/// Limits of one class of number.
#[derive(Debug, Clone, Copy)]
struct Limits {
    messages: f64,
    recipients: f64,
}

impl DuplicatesSettings {
    fn limits_of(&self, entitlement: &Entitlement) -> Limits {
        let raised = |own: u32, entitled: Option<u32>| {
            f64::from(own.max(entitled.filter(|_| self.respect_entitlement).unwrap_or(0)))
        };
        Limits {
            messages: raised(self.limit, entitlement.repeats),
            recipients: self.recipients.map_or(f64::INFINITY, |own| raised(own, entitlement.recipients)),
        }
    }
}

/// The stage at work: what is known of each cluster.
#[derive(Debug)]
pub struct Duplicates {
    settings: DuplicatesSettings,
    limits: Vec<Limits>,
    seen: Vec<Seen>,
    senders: Distinct,
    recipients: Distinct,
    /// How many numbers are remembered for a cluster.
    most_senders: u32,
    /// How many people are remembered for a cluster: what the highest limit of a class needs.
    most_recipients: u32,
}

impl Duplicates {
    /// The stage for classes with these entitlements, this many clusters and people. `all` are its settings in
    /// every filter that the carrier ever has: what one of them needs is remembered under the others too.
    pub fn new<'a>(
        settings: DuplicatesSettings,
        all: &[DuplicatesSettings],
        classes: impl Iterator<Item = &'a Entitlement> + Clone,
        n_clusters: usize,
        n_people: u32,
    ) -> Duplicates {
        // Where there are no more people than the lowest limit, nobody needs to be remembered.
        let people = |s: &DuplicatesSettings| {
            s.recipients?;
            let limits = || classes.clone().map(|e| s.limits_of(e).recipients);
            let lowest = limits().fold(f64::INFINITY, f64::min);
            (f64::from(n_people) > lowest).then(|| remembered(limits().fold(0.0, f64::max), s.cap))
        };
        let senders = |s: &DuplicatesSettings| Some(remembered(f64::from(s.senders?), s.cap));
        Duplicates {
            settings,
            limits: classes.clone().map(|e| settings.limits_of(e)).collect(),
            seen: vec![Seen::default(); n_clusters],
            senders: Distinct::new(settings.window),
            recipients: Distinct::new(settings.window),
            most_senders: all.iter().filter_map(senders).max().unwrap_or(0),
            most_recipients: all.iter().filter_map(people).max().unwrap_or(0),
        }
    }

    /// What a message of this cluster adds; `counts` is false for one that was counted before.
    #[expect(clippy::too_many_arguments, reason = "who sends what to whom, and when")]
    pub fn term(
        &mut self,
        cluster: ClusterId,
        number: NumberId,
        last: &mut LastSeen,
        class: u32,
        person: PersonId,
        counts: bool,
        now: SimTime,
    ) -> f64 {
        let Duplicates { settings, limits, seen, senders, recipients, most_senders, most_recipients } = self;
        let seen = &mut seen[cluster.index()];
        seen.count = seen.count * decay(now.since(seen.at), settings.half_life) + f64::from(u8::from(counts));
        seen.at = now;
        let limits = limits[class as usize];
        let mut most = excess(seen.count, limits.messages, settings.cap);
        if let Some(limit) = settings.senders {
            let limit = f64::from(limit);
            let member = (number.0, last);
            let n = senders.add_known(&mut seen.senders, cluster.0, member, counts, *most_senders, now);
            most = most.max(excess(f64::from(n), limit, settings.cap));
        }
        if settings.recipients.is_some() {
            let n = recipients.add(&mut seen.recipients, cluster.0, person.0, counts, *most_recipients, now);
            most = most.max(excess(f64::from(n), limits.recipients, settings.cap));
        }
        settings.weight * most
    }

    /// Goes on with what another stage of its kind remembers; what was counted until `at` has faded as the old
    /// settings say. Numbers and people begin anew where not both have a limit on them, and so do the traces of
    /// the numbers.
    pub fn take_over<'t>(
        &mut self,
        old: Duplicates,
        at: SimTime,
        traces: impl Iterator<Item = &'t mut LastSeen>,
    ) {
        self.seen = old.seen;
        if self.settings.half_life != old.settings.half_life {
            for seen in &mut self.seen {
                seen.count *= decay(at.since(seen.at), old.settings.half_life);
                seen.at = seen.at.max(at);
            }
        }
        if self.settings.senders.is_some() && old.settings.senders.is_some() {
            self.senders.take_over(old.senders);
        } else {
            self.seen.iter_mut().for_each(|seen| seen.senders = Group::default());
            traces.for_each(|last| *last = LastSeen::default());
        }
        if self.settings.recipients.is_some() && old.settings.recipients.is_some() {
            self.recipients.take_over(old.recipients);
        } else {
            self.seen.iter_mut().for_each(|seen| seen.recipients = Group::default());
        }
    }

    /// The decaying count of a cluster as of its last message, its limit for a class, and the different
    /// numbers and people counted; no count of people where there are no more of them than any limit.
    pub fn evidence(&self, cluster: ClusterId, class: u32) -> (f64, f64, u32, Option<u32>) {
        let seen = &self.seen[cluster.index()];
        let people = (self.most_recipients > 0).then_some(seen.recipients.n());
        (seen.count, self.limits[class as usize].messages, seen.senders.n(), people)
    }

    /// What it goes by.
    pub fn settings(&self) -> &DuplicatesSettings {
        &self.settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(settings: DuplicatesSettings) -> impl FnMut(u32, u32, SimTime) -> (f64, f64) {
        let mut stage = Duplicates::new(settings, &[settings], [Entitlement::default()].iter(), 1, 100);
        let mut last = vec![LastSeen::default(); 100];
        move |number, person, now| {
            let last = &mut last[number as usize];
            let term = stage.term(ClusterId(0), NumberId(number), last, 0, PersonId(person), true, now);
            (term, stage.seen[0].count)
        }
    }

    /// At a constant rate a with half-life h the count tends to a·h/ln 2 (plus half of the newest message).
    #[test]
    fn the_count_tends_to_rate_times_half_life_over_ln_2() {
        let mut send = stage(DuplicatesSettings { half_life: SimSpan::HOUR, ..Default::default() });
        let mut count = 0.0;
        for i in 0..200_000u64 {
            count = send(0, 0, SimTime::START + SimSpan::SECOND * i).1;
        }
        let law = 3600.0 / std::f64::consts::LN_2;
        assert!((count / law - 1.0).abs() < 1e-3, "{count} against {law}");
    }

    #[test]
    fn different_numbers_and_people_have_limits_of_their_own() {
        let settings = DuplicatesSettings { senders: Some(2), recipients: Some(4), ..Default::default() };
        let mut send = stage(settings);
        let mut terms = |pairs: &[(u32, u32)], hour| -> Vec<f64> {
            let now = SimTime::START + SimSpan::HOUR * hour;
            pairs.iter().map(|&(number, person)| send(number, person, now).0).collect()
        };
        assert_eq!(
            terms(&[(1, 1), (1, 1), (2, 2), (1, 2), (3, 1)], 0),
            [0.0, 0.0, 0.0, 0.0, 0.5],
            "3 numbers"
        );
        assert_eq!(
            terms(&[(1, 1), (1, 2), (1, 3), (1, 4), (1, 5)], 24),
            [0.0, 0.0, 0.0, 0.0, 0.25],
            "5 people"
        );
    }
}
