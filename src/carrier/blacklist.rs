//! # Blacklist and cool-off
//!
//! **Does:** a number (or campaign, brand, link domain or cluster of near-identical texts: `scopes`) of which
//! the filter drops `after` messages within `within` is listed, and all that belongs to it is blocked outright
//! for a time: active, blocked until T, on probation, active. A message is blocked if anything that it belongs
//! to is listed, and what is sent meanwhile counts against every block that it ran into. Rule `additive`: each
//! such message moves T by `growth`. Rule `volume`: the next block is longer by `growth` for each. Rule
//! `exponential`: each block is twice as long as the one before, up to `cap`, and each `forgive` without a
//! block takes one doubling back. Rule `permanent`: for good. On probation, `probation_after` dropped messages
//! are enough to be listed again.
//! **Evaded by:** falling silent while blocked; at the number, sending on from another.
//! **Source:** temporary, released after a cooling-off that grows with the number of blocked messages,
//! length undisclosed (Zingle); about 24 h (Prokeep); temporary and permanent blocks have codes of their own
//! (Telnyx 40002 and 40003); blocks by number, campaign, brand, content and domain (Bandwidth 4770 to 4773).
//! All lengths and counts are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scope::{Counts, Keys, Scope};
use crate::time::{SimSpan, SimTime};

/// Settings of the blacklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BlacklistSettings {
    /// Whether there is a blacklist.
    pub enabled: bool,
    /// What is listed; each has standings of its own. Example: `["number", "domain"]`.
    #[schemars(length(min = 1))]
    pub scopes: Vec<Scope>,
    /// Dropped messages that put a number (or whatever is listed) on the list.
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
    /// After this long without a block the volume of the last one is forgotten, and each time so long takes
    /// back one doubling of the exponential rule.
    pub forgive: SimSpan,
    /// How long probation lasts after a release; none by default.
    pub probation: SimSpan,
    /// Messages dropped on probation that are enough to be listed again.
    #[schemars(range(min = 1))]
    pub probation_after: u32,
}

impl Default for BlacklistSettings {
    fn default() -> Self {
        BlacklistSettings {
            enabled: true,
            scopes: vec![Scope::Number],
            after: 10,
            within: SimSpan::HOUR,
            base: SimSpan::HOUR,
            rule: CoolOff::Additive,
            growth: SimSpan::MINUTE,
            cap: SimSpan::DAY * 30,
            forgive: SimSpan::DAY * 7,
            probation: SimSpan::ZERO,
            probation_after: 1,
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
    /// A block never ends.
    Permanent,
}

/// The blacklist at work: the standing of everything that can be listed.
#[derive(Debug)]
pub struct Blacklist {
    settings: BlacklistSettings,
    /// One for each scope in use, narrowest first.
    lists: Vec<List>,
    spans: Vec<Span>,
    n_episodes: u64,
}

/// The standings in one scope.
#[derive(Debug)]
struct List {
    scope: Scope,
    /// When each is released; in the past for what is not listed. Read for every message.
    until: Vec<SimTime>,
    standings: Vec<Standing>,
}

/// One stay on the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// What kind of thing was listed.
    pub scope: Scope,
    /// Which one: its place in that scope, such as the `NumberId` of a number.
    pub place: u32,
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
    /// Doublings that the next block has by the exponential rule.
    doublings: u32,
    /// Messages blocked in the last stay.
    volume: u64,
}

impl Standing {
    /// Forgets what a time without a block makes good.
    fn forgive(&mut self, clean: SimSpan, forgive: SimSpan) {
        if clean >= forgive {
            self.volume = 0;
        }
        let steps = clean.micros().checked_div(forgive.micros()).unwrap_or(u64::MAX);
        self.doublings = self.doublings.saturating_sub(u32::try_from(steps).unwrap_or(u32::MAX));
    }
}

impl Blacklist {
    /// The list for so many of everything.
    pub fn new(settings: BlacklistSettings, counts: &Counts) -> Blacklist {
        let used = Scope::ALL.into_iter().filter(|scope| settings.scopes.contains(scope));
        let lists = used.map(|scope| List {
            scope,
            until: vec![SimTime::START; counts.of(scope)],
            standings: vec![Standing::default(); counts.of(scope)],
        });
        Blacklist { lists: lists.collect(), settings, spans: Vec::new(), n_episodes: 0 }
    }

    /// A message wants to pass. If anything that it belongs to is listed, the attempt counts against all of it
    /// by the rule; given is what is released last, and when.
    pub fn attempt(&mut self, keys: &Keys, now: SimTime) -> Option<(Scope, SimTime)> {
        let settings = &self.settings;
        let mut longest: Option<(Scope, SimTime)> = None;
        for list in &mut self.lists {
            let Some(place) = keys.get(list.scope) else { continue };
            let until = &mut list.until[place];
            if now >= *until {
                continue;
            }
            let standing = &mut list.standings[place];
            standing.volume += 1;
            if settings.rule == CoolOff::Additive {
                *until = (*until + settings.growth).min(standing.from + settings.cap);
                if let Some(span) = standing.span {
                    self.spans[span as usize].until = *until;
                }
            }
            if longest.is_none_or(|(_, end)| *until > end) {
                longest = Some((list.scope, *until));
            }
        }
        longest
    }

    /// A message that belongs to nothing on the list was dropped by the filter; enough of them list what they
    /// belong to. Gives whether this one did.
    pub fn dropped(&mut self, keys: &Keys, now: SimTime) -> bool {
        let settings = &self.settings;
        let mut any = false;
        for list in &mut self.lists {
            let Some(place) = keys.get(list.scope) else { continue };
            let standing = &mut list.standings[place];
            let until = &mut list.until[place];
            let on_probation = standing.times > 0 && now < *until + settings.probation;
            let window_over = !on_probation && now.since(standing.counting_since) >= settings.within;
            if standing.blocks == 0 || window_over {
                standing.counting_since = now;
                standing.blocks = 0;
            }
            standing.blocks += 1;
            let enough =
                if on_probation { settings.probation_after.min(settings.after) } else { settings.after };
            if standing.blocks < enough {
                continue;
            }
            standing.forgive(now.since(*until), settings.forgive);
            let length = match settings.rule {
                CoolOff::Additive => settings.base,
                CoolOff::Volume => settings.base + settings.growth * standing.volume,
                CoolOff::Exponential => settings.base * (1u64 << standing.doublings.min(40)),
                CoolOff::Permanent => SimSpan::from_micros(u64::MAX),
            };
            let length = if settings.rule == CoolOff::Permanent { length } else { length.min(settings.cap) };
            *until = now + length;
            *standing = Standing {
                from: now,
                span: (self.spans.len() < SPANS_MAX).then_some(self.spans.len() as u32),
                times: standing.times + 1,
                doublings: standing.doublings + 1,
                ..Standing::default()
            };
            if standing.span.is_some() {
                self.spans.push(Span { scope: list.scope, place: place as u32, from: now, until: *until });
            }
            self.n_episodes += 1;
            any = true;
        }
        any
    }

    /// The stays so far, in order of their beginning; at most 20,000.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// How often something was listed; never in a scope that is not in use.
    pub fn times(&self, scope: Scope, place: usize) -> u32 {
        let list = self.lists.iter().find(|l| l.scope == scope);
        list.map_or(0, |l| l.standings[place].times)
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

    /// Number and brand 0 unless said otherwise; the domain is that of the number.
    fn keys(number: u32) -> Keys {
        Keys::new(number, 0, 0, (number < 2).then_some(0), number)
    }

    fn two_in_an_hour() -> BlacklistSettings {
        BlacklistSettings { after: 2, growth: SimSpan::MINUTE * 10, ..Default::default() }
    }

    fn list(settings: BlacklistSettings) -> Blacklist {
        Blacklist::new(settings, &Counts::new(4, 1, 1, 1, 4))
    }

    fn of(rule: CoolOff) -> Blacklist {
        list(BlacklistSettings { rule, ..two_in_an_hour() })
    }

    /// Two messages of number 0 are dropped; when it is released.
    fn block_at(list: &mut Blacklist, minutes: u64) -> SimTime {
        list.dropped(&keys(0), at(minutes));
        assert!(list.dropped(&keys(0), at(minutes)));
        list.lists[0].until[0]
    }

    fn attempt(list: &mut Blacklist, number: u32, minutes: u64) -> Option<SimTime> {
        list.attempt(&keys(number), at(minutes)).map(|(_, until)| until)
    }

    #[test]
    fn drops_count_within_their_window() {
        let mut list = of(CoolOff::Additive);
        assert!(!list.dropped(&keys(0), at(0)));
        assert!(!list.dropped(&keys(0), at(60)), "the first is an hour old");
        assert_eq!(attempt(&mut list, 0, 61), None);
        assert!(!list.dropped(&keys(1), at(61)), "another number");
        assert!(list.dropped(&keys(0), at(119)));
        assert_eq!(list.times(Scope::Number, 0), 1);
        assert_eq!(list.times(Scope::Number, 1), 0);
        assert_eq!(list.times(Scope::Brand, 0), 0, "brands are not listed");
    }

    #[test]
    fn an_additive_block_grows_with_every_attempt() {
        let mut list = of(CoolOff::Additive);
        assert_eq!(block_at(&mut list, 0), at(60));
        assert_eq!(attempt(&mut list, 0, 30), Some(at(70)));
        assert_eq!(attempt(&mut list, 0, 69), Some(at(80)));
        assert_eq!(attempt(&mut list, 0, 80), None);
        assert_eq!(list.spans(), [Span { scope: Scope::Number, place: 0, from: at(0), until: at(80) }]);
    }

    #[test]
    fn an_additive_block_ends_at_its_cap() {
        let mut list = list(BlacklistSettings { cap: SimSpan::MINUTE * 65, ..two_in_an_hour() });
        block_at(&mut list, 0);
        assert_eq!(attempt(&mut list, 0, 30), Some(at(65)));
        assert_eq!(attempt(&mut list, 0, 31), Some(at(65)));
        assert_eq!(attempt(&mut list, 0, 65), None);
    }

    #[test]
    fn a_volume_block_remembers_the_last_one() {
        let mut list = of(CoolOff::Volume);
        block_at(&mut list, 0);
        for _ in 0..3 {
            assert_eq!(attempt(&mut list, 0, 30), Some(at(60)), "the block itself does not grow");
        }
        assert_eq!(block_at(&mut list, 100), at(100 + 60 + 30));
        assert_eq!(block_at(&mut list, 200), at(200 + 60), "nothing was sent in the last one");
        attempt(&mut list, 0, 230);
        let week = 260 + 7 * 24 * 60;
        assert_eq!(block_at(&mut list, week), at(week + 60), "forgotten");
    }

    #[test]
    fn an_exponential_block_doubles_and_clean_time_takes_doublings_back() {
        let mut list = of(CoolOff::Exponential);
        let week = 7 * 24 * 60;
        assert_eq!(block_at(&mut list, 0), at(60));
        assert_eq!(block_at(&mut list, 100), at(220));
        assert_eq!(block_at(&mut list, 300), at(540));
        let late = 540 + week;
        assert_eq!(block_at(&mut list, late), at(late + 240), "one of three doublings is forgiven");
        let later = late + 240 + 10 * week;
        assert_eq!(block_at(&mut list, later), at(later + 60), "all of them");
    }

    #[test]
    fn an_exponential_block_is_no_longer_than_its_cap() {
        let settings =
            BlacklistSettings { rule: CoolOff::Exponential, cap: SimSpan::HOUR * 3, ..two_in_an_hour() };
        let mut list = list(settings);
        let lengths: Vec<u64> = (0..70)
            .map(|k| block_at(&mut list, k * 1000).since(at(k * 1000)).micros() / SimSpan::HOUR.micros())
            .collect();
        assert_eq!(lengths[..4], [1, 2, 3, 3]);
        assert_eq!(lengths[69], 3);
    }

    #[test]
    fn a_permanent_block_never_ends() {
        let mut list = of(CoolOff::Permanent);
        assert_eq!(block_at(&mut list, 0), SimTime::NEVER);
        assert_eq!(attempt(&mut list, 0, 1_000_000), Some(SimTime::NEVER));
    }

    #[test]
    fn on_probation_less_is_enough() {
        let settings = BlacklistSettings {
            after: 3,
            probation: SimSpan::HOUR * 2,
            probation_after: 2,
            ..two_in_an_hour()
        };
        let mut list = list(settings);
        let mut drop = |minutes| list.dropped(&keys(0), at(minutes));
        assert_eq!([drop(0), drop(1), drop(2)], [false, false, true]);
        // Released at 62, on probation until 182; there the window of an hour does not begin anew.
        assert_eq!([drop(70), drop(140)], [false, true]);
        // Released at 200, on probation until 320, then active again.
        assert_eq!([drop(320), drop(330), drop(340)], [false, false, true]);
        // What was dropped on probation still counts after it, within the window.
        assert_eq!([drop(519), drop(521), drop(522)], [false, false, true]);
    }

    #[test]
    fn without_probation_a_released_number_starts_clean() {
        let mut list = of(CoolOff::Additive);
        block_at(&mut list, 0);
        assert!(!list.dropped(&keys(0), at(60)));
        assert!(list.dropped(&keys(0), at(61)));
    }

    #[test]
    fn each_scope_has_its_own_standing_and_a_drop_counts_in_all() {
        let scopes = vec![Scope::Domain, Scope::Number];
        let mut list = list(BlacklistSettings { scopes, ..two_in_an_hour() });
        assert!(!list.dropped(&keys(0), at(0)));
        // The second drop of the domain is the first of this number.
        assert!(list.dropped(&keys(1), at(1)));
        assert_eq!(list.attempt(&keys(0), at(2)), Some((Scope::Domain, at(71))));
        assert_eq!(list.attempt(&keys(2), at(2)), None, "it has no link");
        assert_eq!(list.times(Scope::Number, 1), 0);
        assert!(!list.dropped(&keys(2), at(3)) && list.dropped(&keys(2), at(4)));
        assert_eq!(list.attempt(&keys(2), at(5)), Some((Scope::Number, at(74))));
        assert_eq!(list.episodes(), 2);
    }

    #[test]
    fn an_attempt_counts_against_every_block_it_runs_into() {
        let scopes = vec![Scope::Number, Scope::Brand, Scope::Brand];
        let mut list = list(BlacklistSettings { scopes, ..two_in_an_hour() });
        block_at(&mut list, 0);
        assert_eq!(list.spans().len(), 2, "a scope that is named twice is one scope");
        // Of the two the longer is told; number 1 runs into the block of the brand alone.
        assert_eq!(list.attempt(&keys(1), at(10)), Some((Scope::Brand, at(70))));
        assert_eq!(list.attempt(&keys(0), at(11)), Some((Scope::Brand, at(80))));
        assert_eq!(list.lists[0].until[0], at(70));
    }
}
