//! # Blacklist and cool-off
//!
//! **Does:** a number that is blocked `after` times within `within` is blocked outright for a time.
//! What is sent meanwhile makes that time longer, by the rule; afterwards the number starts clean but
//! is remembered until `forgive` has passed.
//! **Source:** temporary, released after a cooling-off that grows with the number of blocked messages,
//! length undisclosed (Zingle); about 24 h (Prokeep). All lengths are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::NumberId;
use crate::time::{SimSpan, SimTime};

/// Settings of the blacklist.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BlacklistSettings {
    /// Whether there is a blacklist.
    pub enabled: bool,
    /// Blocked messages that put a number on the list.
    #[schemars(range(min = 1))]
    pub after: u32,
    /// The time in which they are counted, from the first of them.
    pub within: SimSpan,
    /// How long a first block lasts at least.
    pub base: SimSpan,
    /// How attempts during a block, or earlier blocks, make it longer.
    pub rule: CoolOff,
    /// The additive and volume rules: time added for each blocked message.
    pub growth: SimSpan,
    /// No block ends later than this after it began (additive, volume), or is planned longer (exponential).
    pub cap: SimSpan,
    /// After this long without a block, earlier blocks are forgotten.
    pub forgive: SimSpan,
}

impl Default for BlacklistSettings {
    fn default() -> Self {
        BlacklistSettings {
            enabled: true,
            after: 10,
            within: SimSpan::HOUR,
            base: SimSpan::HOUR,
            rule: CoolOff::Additive,
            growth: SimSpan::MINUTE,
            cap: SimSpan::DAY * 30,
            forgive: SimSpan::DAY * 7,
        }
    }
}

/// How a cool-off grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoolOff {
    /// Each message blocked during the block adds `growth` to its end.
    #[default]
    Additive,
    /// A block lasts `base` plus `growth` for each message blocked in the previous episode.
    Volume,
    /// Each block is twice as long as the one before it.
    Exponential,
}

/// The blacklist at work: the standing of every number.
#[derive(Debug)]
pub struct Blacklist {
    settings: BlacklistSettings,
    /// When each number is released; in the past for numbers that are not listed. Read for every message.
    until: Vec<SimTime>,
    standing: Vec<Standing>,
    spans: Vec<Span>,
    n_episodes: u64,
}

/// One stay on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Which number.
    pub number: NumberId,
    /// When it was listed.
    pub from: SimTime,
    /// When it was or will be released.
    pub until: SimTime,
}

/// How many stays are kept for figures and tables; more are only counted.
const SPANS_MAX: usize = 20_000;

#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    from: SimTime,
    /// Where the current stay stands in `spans`, if it was kept.
    span: Option<u32>,
    counting_since: SimTime,
    blocks: u32,
    /// Stays so far.
    times: u32,
    /// Stays that are not yet forgiven.
    stays: u32,
    /// Messages blocked in the last stay.
    volume: u64,
}

impl Blacklist {
    /// The list for this many numbers.
    pub fn new(settings: BlacklistSettings, n_numbers: usize) -> Blacklist {
        Blacklist {
            settings,
            until: vec![SimTime::START; n_numbers],
            standing: vec![Standing::default(); n_numbers],
            spans: Vec::new(),
            n_episodes: 0,
        }
    }

    /// A number tries to send. If it is listed, the attempt counts against it by the rule, and the
    /// time of its release is given.
    pub fn attempt(&mut self, number: NumberId, now: SimTime) -> Option<SimTime> {
        let until = &mut self.until[number.index()];
        if now >= *until {
            return None;
        }
        let standing = &mut self.standing[number.index()];
        standing.volume += 1;
        if self.settings.rule == CoolOff::Additive {
            *until = (*until + self.settings.growth).min(standing.from + self.settings.cap);
            if let Some(span) = standing.span {
                self.spans[span as usize].until = *until;
            }
        }
        Some(*until)
    }

    /// A message of a number that is not listed was dropped by the filter; enough of them list it.
    /// Gives whether this one did.
    pub fn dropped(&mut self, number: NumberId, now: SimTime) -> bool {
        let settings = self.settings;
        let standing = &mut self.standing[number.index()];
        if standing.blocks == 0 || now.since(standing.counting_since) >= settings.within {
            standing.counting_since = now;
            standing.blocks = 0;
        }
        standing.blocks += 1;
        if standing.blocks < settings.after {
            return false;
        }
        if standing.stays > 0 && now.since(self.until[number.index()]) >= settings.forgive {
            standing.stays = 0;
            standing.volume = 0;
        }
        let length = match settings.rule {
            CoolOff::Additive => settings.base,
            CoolOff::Volume => settings.base + settings.growth * standing.volume,
            CoolOff::Exponential => settings.base * (1u64 << standing.stays.min(40)),
        };
        standing.stays += 1;
        standing.times += 1;
        standing.blocks = 0;
        standing.volume = 0;
        standing.from = now;
        let until = now + length.min(settings.cap);
        self.until[number.index()] = until;
        self.n_episodes += 1;
        standing.span = None;
        if self.spans.len() < SPANS_MAX {
            standing.span = Some(self.spans.len() as u32);
            self.spans.push(Span { number, from: now, until });
        }
        true
    }

    /// The stays so far, in order of their beginning; at most 20,000.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How often a number was listed.
    pub fn times(&self, number: NumberId) -> u32 {
        self.standing[number.index()].times
    }

    /// How many stays there were, kept or not.
    pub fn episodes(&self) -> u64 {
        self.n_episodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: u64) -> SimTime {
        SimTime::START + SimSpan::MINUTE * minutes
    }

    fn list(rule: CoolOff) -> Blacklist {
        let settings = BlacklistSettings {
            after: 2,
            base: SimSpan::HOUR,
            growth: SimSpan::MINUTE * 10,
            rule,
            ..Default::default()
        };
        Blacklist::new(settings, 1)
    }

    fn block_at(list: &mut Blacklist, minutes: u64) -> SimTime {
        list.dropped(NumberId(0), at(minutes));
        assert!(list.dropped(NumberId(0), at(minutes)));
        list.until[0]
    }

    #[test]
    fn an_additive_block_grows_with_every_attempt() {
        let mut list = list(CoolOff::Additive);
        assert_eq!(block_at(&mut list, 0), at(60));
        assert_eq!(list.attempt(NumberId(0), at(30)), Some(at(70)));
        assert_eq!(list.attempt(NumberId(0), at(69)), Some(at(80)));
        assert_eq!(list.attempt(NumberId(0), at(80)), None);
        assert_eq!(list.spans(), [Span { number: NumberId(0), from: at(0), until: at(80) }]);
    }

    #[test]
    fn a_volume_block_remembers_the_last_one() {
        let mut list = list(CoolOff::Volume);
        block_at(&mut list, 0);
        for _ in 0..3 {
            list.attempt(NumberId(0), at(30));
        }
        assert_eq!(block_at(&mut list, 100), at(100 + 60 + 30));
    }

    #[test]
    fn an_exponential_block_doubles_until_it_is_forgiven() {
        let mut list = list(CoolOff::Exponential);
        assert_eq!(block_at(&mut list, 0), at(60));
        assert_eq!(block_at(&mut list, 100), at(220));
        assert_eq!(block_at(&mut list, 300), at(540));
        let week = 540 + 7 * 24 * 60;
        assert_eq!(block_at(&mut list, week), at(week + 60));
    }
}
