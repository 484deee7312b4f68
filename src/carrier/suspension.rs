//! # Suspension
//!
//! **Does:** counts the opt-outs or complaints that come back to one number, campaign or brand, against what
//! was delivered, in a window that starts with the first of them. Once `least` messages were delivered and
//! the share is reached, or once there are `count` complaints, everything that it sends is turned away: for
//! `lasts`, or for good. What comes back meanwhile is not counted, and afterwards counting starts anew. A
//! carrier may have any number of such rules.
//! **Evaded by:** stopping before the share is reached; under a rule by number, spreading over numbers.
//! **Source:** 5 % opt-outs in 24 h are flagged and 10 % may be suspended at once (Flowroute); 4 % in 24 h
//! may be suspended (Bandwidth); sending is stopped for 24 h at 2 to 2.5 % a day (HighLevel, Kyrios, 2024 to
//! 2025). They print opt-outs among unique recipients; here it is opt-outs among delivered messages, which is
//! the same where nobody gets two in the window. Many complaints lead to immediate suspension (Flowroute),
//! but no count is published. All of these are providers; no carrier publishes a share.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::reputation::Evidence;
use super::scope::{Counts, Keys, Scope};
use crate::message::Aggregation;
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// One rule by which senders are suspended. Either `share` or `count` says when.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuspensionSettings {
    /// Whether the rule is in force.
    #[serde(default = "on")]
    pub enabled: bool,
    /// What is counted together and suspended together.
    #[serde(default)]
    pub level: Aggregation,
    /// What is counted.
    pub on: Reaction,
    /// The share of it among delivered messages that suspends. Example: `"4%"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// The number of complaints that suspends, however many messages were delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub count: Option<u32>,
    /// The window in which both are counted, from the first.
    #[serde(default = "day")]
    pub within: SimSpan,
    /// Delivered messages in the window before a share is judged; assumption.
    #[serde(default = "hundred")]
    #[schemars(range(min = 1))]
    pub least: u32,
    /// How long the suspension lasts; absent means for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lasts: Option<SimSpan>,
}

fn on() -> bool {
    true
}
fn day() -> SimSpan {
    SimSpan::DAY
}
fn hundred() -> u32 {
    100
}

/// What a rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// People who opted out.
    OptOuts,
    /// People who complained to the carrier.
    Complaints,
}

impl Reaction {
    fn why(self) -> Why {
        match self {
            Reaction::OptOuts => Why::OptOuts,
            Reaction::Complaints => Why::Complaints,
        }
    }

    fn is(self, evidence: Evidence) -> bool {
        match self {
            Reaction::OptOuts => evidence == Evidence::OptOut,
            Reaction::Complaints => evidence == Evidence::Complaint,
        }
    }
}

impl SuspensionSettings {
    /// Whether so many reactions to so many delivered messages are too many.
    fn is_reached(&self, window: &Window) -> bool {
        let (delivered, reactions) = (f64::from(window.delivered), f64::from(window.reactions));
        self.count.is_some_and(|count| window.reactions >= count)
            || self
                .share
                .is_some_and(|s| window.delivered >= self.least && reactions / delivered >= s.value())
    }
}

/// What one number, campaign or brand did since its window began.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    since: SimTime,
    delivered: u32,
    reactions: u32,
}

/// A rule at work.
#[derive(Debug)]
struct Watch {
    settings: SuspensionSettings,
    /// By number, campaign or brand.
    windows: Vec<Window>,
}

/// Why a sender is suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// A rule on opt-outs.
    OptOuts,
    /// A rule on complaints.
    Complaints,
    /// The penalty of the snowshoe stage.
    Snowshoe,
    /// It failed an audit.
    Audit,
}

impl Why {
    /// What comes after "suspended", in words.
    pub const fn label(self) -> &'static str {
        match self {
            Why::OptOuts => "for opt-outs",
            Why::Complaints => "for complaints",
            Why::Snowshoe => "for spreading over many numbers",
            Why::Audit => "after an audit",
        }
    }
}

/// A suspension: what of a sender is shut out, until when, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Suspension {
    pub(super) scope: Scope,
    pub(super) until: SimTime,
    pub(super) why: Why,
}

/// The scopes in which a sender can be suspended.
const SCOPES: [Scope; 3] = [Scope::Number, Scope::Campaign, Scope::Brand];

/// Until when each number, campaign and brand is suspended, and the rules that suspend them.
#[derive(Debug)]
pub(super) struct Suspensions {
    /// By scope; empty before anybody was suspended in it.
    until: [Vec<(SimTime, Why)>; SCOPES.len()],
    sizes: [usize; SCOPES.len()],
    watches: Vec<Watch>,
}

impl Suspensions {
    /// Nobody is suspended yet.
    pub(super) fn new(rules: &[SuspensionSettings], counts: &Counts) -> Suspensions {
        let watches = rules.iter().filter(|s| s.enabled).map(|&settings| Watch {
            settings,
            windows: vec![Window::default(); counts.of(Scope::of(settings.level))],
        });
        Suspensions {
            until: Default::default(),
            sizes: SCOPES.map(|scope| counts.of(scope)),
            watches: watches.collect(),
        }
    }

    /// Suspends what a message belongs to in a scope until a time, or for good; a longer suspension stands.
    pub(super) fn suspend(&mut self, scope: Scope, keys: &Keys, until: Option<SimTime>, why: Why) {
        let at = SCOPES.iter().position(|s| *s == scope).expect("a sender has no other scope");
        let Some(place) = keys.get(scope) else { return };
        let list = &mut self.until[at];
        list.resize(self.sizes[at], (SimTime::START, why));
        let until = until.unwrap_or(SimTime::NEVER);
        if until > list[place].0 {
            list[place] = (until, why);
        }
    }

    /// The suspension of the sender of a message, if there is one; of several the longest.
    pub(super) fn of(&self, keys: &Keys, now: SimTime) -> Option<Suspension> {
        let mut longest: Option<Suspension> = None;
        for (list, scope) in self.until.iter().zip(SCOPES) {
            let Some(&(until, why)) = keys.get(scope).and_then(|place| list.get(place)) else { continue };
            if now < until && longest.is_none_or(|other| until > other.until) {
                longest = Some(Suspension { scope, until, why });
            }
        }
        longest
    }

    /// When what a message belongs to in a scope is or was released; the start for what never was suspended.
    pub(super) fn release(&self, scope: Scope, keys: &Keys) -> SimTime {
        let list = SCOPES.iter().position(|s| *s == scope).map(|at| &self.until[at]);
        let until = list.and_then(|list| list.get(keys.get(scope)?));
        until.map_or(SimTime::START, |(until, _)| *until)
    }

    /// Takes note of what became of a message, and suspends whoever it is too much for.
    pub(super) fn learn(&mut self, keys: &Keys, evidence: Evidence, now: SimTime) {
        for at in 0..self.watches.len() {
            let settings = self.watches[at].settings;
            let counts = evidence == Evidence::Delivered || settings.on.is(evidence);
            let scope = Scope::of(settings.level);
            if !counts || now < self.release(scope, keys) {
                continue;
            }
            let Some(place) = keys.get(scope) else { continue };
            let window = &mut self.watches[at].windows[place];
            let empty = window.delivered == 0 && window.reactions == 0;
            if empty || now.since(window.since) >= settings.within {
                *window = Window { since: now, ..Window::default() };
            }
            if evidence == Evidence::Delivered {
                window.delivered += 1;
            } else {
                window.reactions += 1;
            }
            if settings.is_reached(window) {
                *window = Window::default();
                self.suspend(scope, keys, settings.lasts.map(|span| now + span), settings.on.why());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Evidence::{Complaint, Delivered, OptOut, Reply};

    fn at(minutes: u64) -> SimTime {
        SimTime::START + SimSpan::MINUTE * minutes
    }

    fn four_percent() -> SuspensionSettings {
        SuspensionSettings {
            enabled: true,
            level: Aggregation::Number,
            on: Reaction::OptOuts,
            share: Some(Share::new(0.04)),
            count: None,
            within: SimSpan::DAY,
            least: 50,
            lasts: Some(SimSpan::HOUR),
        }
    }

    /// Numbers 0 and 1 are of campaign 0, number 2 is of campaign 1; all are of brand 0.
    fn keys(number: u32) -> Keys {
        Keys::new(number, number / 2, 0, None, 0)
    }

    fn with(rules: &[SuspensionSettings]) -> Suspensions {
        Suspensions::new(rules, &Counts::new(3, 2, 1, 0, 1))
    }

    fn see(all: &mut Suspensions, number: u32, evidence: Evidence, times: u32, minutes: u64) {
        (0..times).for_each(|_| all.learn(&keys(number), evidence, at(minutes)));
    }

    fn until(all: &Suspensions, number: u32, minutes: u64) -> Option<SimTime> {
        all.of(&keys(number), at(minutes)).map(|s| s.until)
    }

    fn of(all: &Suspensions, number: u32, minutes: u64) -> Option<(Scope, SimTime, Why)> {
        all.of(&keys(number), at(minutes)).map(|s| (s.scope, s.until, s.why))
    }

    #[test]
    fn a_share_of_opt_outs_suspends_for_a_time() {
        let mut all = with(&[four_percent()]);
        see(&mut all, 0, Delivered, 51, 0);
        see(&mut all, 0, OptOut, 2, 1);
        see(&mut all, 0, Complaint, 9, 1);
        see(&mut all, 0, Reply, 9, 1);
        assert_eq!(until(&all, 0, 1), None, "2 of 51");
        see(&mut all, 0, OptOut, 1, 2);
        assert_eq!(until(&all, 0, 2), Some(at(62)));
        assert_eq!(until(&all, 1, 2), None, "its neighbour");
        assert_eq!(until(&all, 0, 62), None, "released");
    }

    #[test]
    fn a_share_is_not_judged_before_enough_was_delivered() {
        let mut all = with(&[four_percent()]);
        see(&mut all, 0, Delivered, 49, 0);
        see(&mut all, 0, OptOut, 2, 1);
        assert_eq!(until(&all, 0, 1), None);
        see(&mut all, 0, Delivered, 1, 2);
        assert_eq!(until(&all, 0, 2), Some(at(62)), "exactly 4 % of 50");
    }

    #[test]
    fn a_window_ends_after_its_time_and_takes_its_counts_along() {
        let mut all = with(&[four_percent()]);
        see(&mut all, 0, Delivered, 50, 0);
        see(&mut all, 0, OptOut, 1, 1);
        let day = 24 * 60;
        see(&mut all, 0, OptOut, 1, day);
        assert_eq!(until(&all, 0, day), None);
        let mut all = with(&[four_percent()]);
        see(&mut all, 0, Delivered, 50, 0);
        see(&mut all, 0, OptOut, 1, 1);
        see(&mut all, 0, OptOut, 1, day - 1);
        assert!(until(&all, 0, day - 1).is_some());
    }

    #[test]
    fn what_comes_back_meanwhile_is_not_counted_and_counting_starts_anew() {
        let mut all =
            with(&[SuspensionSettings { least: 2, share: Some(Share::new(0.5)), ..four_percent() }]);
        see(&mut all, 0, Delivered, 2, 0);
        see(&mut all, 0, OptOut, 1, 1);
        assert_eq!(until(&all, 0, 1), Some(at(61)));
        see(&mut all, 0, Delivered, 2, 30);
        see(&mut all, 0, OptOut, 2, 30);
        assert_eq!(until(&all, 0, 60), Some(at(61)), "it is not made longer");
        see(&mut all, 0, Delivered, 2, 61);
        assert_eq!(until(&all, 0, 61), None);
        see(&mut all, 0, OptOut, 1, 62);
        assert_eq!(until(&all, 0, 62), Some(at(122)));
    }

    #[test]
    fn complaints_are_counted_as_they_are_and_may_suspend_for_good() {
        let on = Reaction::Complaints;
        let rule = SuspensionSettings { on, share: None, count: Some(3), lasts: None, ..four_percent() };
        let mut all = with(&[rule]);
        see(&mut all, 0, OptOut, 9, 0);
        see(&mut all, 0, Complaint, 2, 0);
        assert_eq!(until(&all, 0, 0), None);
        see(&mut all, 0, Complaint, 1, 1);
        assert_eq!(until(&all, 0, 1), Some(SimTime::NEVER));
    }

    #[test]
    fn a_campaign_or_a_brand_counts_and_falls_as_one() {
        for (level, scope, falls) in [
            (Aggregation::Campaign, Scope::Campaign, [true, true, false]),
            (Aggregation::Brand, Scope::Brand, [true, true, true]),
        ] {
            let mut all = with(&[SuspensionSettings { level, ..four_percent() }]);
            see(&mut all, 0, Delivered, 25, 0);
            see(&mut all, 1, Delivered, 25, 0);
            see(&mut all, 0, OptOut, 1, 1);
            see(&mut all, 1, OptOut, 1, 1);
            assert_eq!([0, 1, 2].map(|n| until(&all, n, 1).is_some()), falls);
            assert_eq!(of(&all, 0, 1), Some((scope, at(61), Why::OptOuts)));
        }
    }

    #[test]
    fn what_a_suspended_number_did_still_counts_against_its_brand() {
        let brand =
            SuspensionSettings { level: Aggregation::Brand, share: Some(Share::new(0.06)), ..four_percent() };
        let mut all = with(&[four_percent(), brand]);
        see(&mut all, 0, Delivered, 50, 0);
        see(&mut all, 0, OptOut, 2, 1);
        assert_eq!(all.of(&keys(2), at(1)), None);
        assert_eq!(of(&all, 0, 1), Some((Scope::Number, at(61), Why::OptOuts)));
        see(&mut all, 0, OptOut, 1, 2);
        assert_eq!(of(&all, 2, 2), Some((Scope::Brand, at(62), Why::OptOuts)));
    }

    #[test]
    fn a_rule_that_is_off_counts_nothing() {
        let mut all = with(&[SuspensionSettings { enabled: false, ..four_percent() }]);
        see(&mut all, 0, Delivered, 50, 0);
        see(&mut all, 0, OptOut, 50, 1);
        assert_eq!(until(&all, 0, 1), None);
    }

    #[test]
    fn a_longer_suspension_stands() {
        let mut all = with(&[]);
        all.suspend(Scope::Campaign, &keys(0), Some(at(50)), Why::Audit);
        all.suspend(Scope::Campaign, &keys(0), Some(at(20)), Why::Snowshoe);
        all.suspend(Scope::Number, &keys(0), Some(at(30)), Why::Complaints);
        assert_eq!(of(&all, 0, 10), Some((Scope::Campaign, at(50), Why::Audit)));
        assert_eq!(of(&all, 1, 10), Some((Scope::Campaign, at(50), Why::Audit)));
        assert_eq!(of(&all, 2, 10), None);
        all.suspend(Scope::Number, &keys(0), None, Why::Complaints);
        assert_eq!(of(&all, 0, 60), Some((Scope::Number, SimTime::NEVER, Why::Complaints)));
    }
}
