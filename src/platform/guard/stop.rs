//! # STOP, HELP and START, `[platform.stop]`
//!
//! **Does:** keeps the list of those who opted out. A STOP binds the number it was sent to (`scope = "number"`),
//! all numbers of that campaign (`"campaign"`: a sender's numbers of one kind) or everything of that sender
//! (`"account"`); what would still go to the person is refused with 21610, also where it was waiting already. An
//! account is one `[[sender]]`: two senders of one brand have a list each, since a platform keeps such lists by
//! account and not by brand. A share `start` of those who opted out think again after `start_delay` and send START,
//! which lifts what their STOP bound. A share `help` of what people write back is HELP: the platform answers with one
//! segment of text from the same number (at the price and pace of a text, also where the sender sends MMS), tells the
//! sender nothing, and nobody is opted out. It does not count as a reply. A carrier sees a text back to the number,
//! whatever it says: to its reputation and balance stages HELP is a reply like any other.
//! **Evaded by:** other numbers of the pool, where the scope is the number; another campaign or account, where it is
//! the campaign or the account. That is why the scope matters.
//! **Source:** STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT are handled by the provider on long codes (Twilio;
//! Sharpen, n.d.), 21610 (Twilio); UNSTOP and START lift it (AWS, n.d.). Which scope a platform has differs; the
//! shares of START and HELP and the delay were found nowhere: 0, and where set, assumptions.
//!
//! **Scenario:** `stop-scope`.
//! **Test:** `tests/it/guards.rs::who_asks_for_help_is_answered_and_opts_out_of_nothing` (HELP).

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::{Delay, Share};

/// What the platform does about STOP, HELP and START.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StopSettings {
    /// Whether messages to people who opted out are refused with 21610, and HELP is answered.
    pub enabled: bool,
    /// What an opt-out binds.
    pub scope: StopScope,
    /// Share of people who opted out that come back with START. Assumption where it is not 0: nobody has measured it.
    pub start: Share,
    /// From an opt-out to START.
    pub start_delay: Delay,
    /// Share of what people write back, and not to opt out, that is HELP: the platform answers it, it does not count as a reply, and the sender does not hear of it. Carriers see a reply.
    pub help: Share,
}

impl Default for StopSettings {
    fn default() -> Self {
        StopSettings {
            enabled: true,
            scope: StopScope::Account,
            start: Share::ZERO,
            start_delay: Delay::of_seconds(60.0, 86_400.0, 604_800.0),
            help: Share::ZERO,
        }
    }
}

/// What an opt-out binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StopScope {
    /// Only the number it was sent to; other numbers of the pool still reach the person.
    Number,
    /// All numbers of the campaign: those of one kind that a sender has.
    Campaign,
    /// Everything of that sender.
    #[default]
    Account,
}

/// Who opted out of one sender.
#[derive(Debug)]
pub struct StopList {
    enabled: bool,
    scope: StopScope,
    /// Where the numbers of each campaign end among the sender's.
    campaigns: Vec<u32>,
    /// A bit a person, by audience (scope account).
    all: Vec<Vec<u64>>,
    /// Number or campaign, audience, person; looked up, never iterated.
    some: FxHashSet<(u32, u8, u32)>,
}

impl StopList {
    /// An empty list of a sender whose campaigns have so many numbers, and whose audiences so many people.
    pub fn new(settings: &StopSettings, numbers: impl Iterator<Item = u32>, audiences: &[u32]) -> StopList {
        let account = settings.enabled && settings.scope == StopScope::Account;
        let bits = |people: &u32| vec![0; if account { (*people as usize).div_ceil(64) } else { 0 }];
        let ends = numbers.scan(0, |end, n| {
            *end += n;
            Some(*end)
        });
        StopList {
            enabled: settings.enabled,
            scope: settings.scope,
            campaigns: ends.collect(),
            all: audiences.iter().map(bits).collect(),
            some: FxHashSet::default(),
        }
    }

    /// What an opt-out from this number binds, where it is not everything.
    fn owner(&self, number: u32) -> u32 {
        match self.scope {
            StopScope::Campaign => self.campaigns.partition_point(|end| *end <= number) as u32,
            _ => number,
        }
    }

    /// A person of this audience sent STOP to this number.
    pub fn stop(&mut self, number: u32, audience: u8, person: u32) {
        match self.scope {
            _ if !self.enabled => {}
            StopScope::Account => self.all[usize::from(audience)][person as usize / 64] |= 1 << (person % 64),
            StopScope::Number | StopScope::Campaign => {
                self.some.insert((self.owner(number), audience, person));
            }
        }
    }

    /// A person of this audience sent START to this number.
    pub fn start(&mut self, number: u32, audience: u8, person: u32) {
        match self.scope {
            _ if !self.enabled => {}
            StopScope::Account => {
                self.all[usize::from(audience)][person as usize / 64] &= !(1 << (person % 64));
            }
            StopScope::Number | StopScope::Campaign => {
                self.some.remove(&(self.owner(number), audience, person));
            }
        }
    }

    /// Whether a message from this number to this person must be refused.
    pub fn stopped(&self, number: u32, audience: u8, person: u32) -> bool {
        match self.scope {
            _ if !self.enabled => false,
            StopScope::Account => {
                self.all[usize::from(audience)][person as usize / 64] >> (person % 64) & 1 == 1
            }
            StopScope::Number | StopScope::Campaign => {
                !self.some.is_empty() && self.some.contains(&(self.owner(number), audience, person))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two campaigns, of two numbers and of one; 70 people in each of two audiences.
    fn list(scope: StopScope) -> StopList {
        let settings = StopSettings { scope, ..StopSettings::default() };
        StopList::new(&settings, [2, 1].into_iter(), &[70, 70])
    }

    #[test]
    fn an_opt_out_binds_its_scope_and_nothing_else() {
        for (scope, bound) in [
            (StopScope::Number, [false, true, false]),
            (StopScope::Campaign, [true, true, false]),
            (StopScope::Account, [true, true, true]),
        ] {
            let mut list = list(scope);
            list.stop(1, 1, 69);
            let stopped = |list: &StopList| [0, 1, 2].map(|number| list.stopped(number, 1, 69));
            assert_eq!(stopped(&list), bound, "{scope:?}");
            assert!(!list.stopped(1, 1, 5) && !list.stopped(1, 0, 69), "nobody else");
            list.start(1, 1, 69);
            assert_eq!(stopped(&list), [false; 3], "{scope:?}: START lifts what STOP bound");
        }
    }

    #[test]
    fn a_list_that_is_off_holds_nobody() {
        let settings = StopSettings { enabled: false, ..StopSettings::default() };
        let mut list = StopList::new(&settings, [1].into_iter(), &[10]);
        list.stop(0, 0, 3);
        assert!(!list.stopped(0, 0, 3));
    }
}
