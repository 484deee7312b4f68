//! # Rate windows
//!
//! **Does:** counts what one number (or campaign, or brand) sends to this network in a second, a minute,
//! an hour and a day, as messages or as radio segments, and adds `weight × (N/L − 1)` for each window whose count N, this message included, is above its limit L,
//! up to `cap`.
//! **Evaded by:** pacing under every window; spreading over numbers.
//! **Source:** the windows are named by Zingle; 15 to 60 a minute and about 1,000 a day by CTIA (2017,
//! 2019); weight and cap are assumptions.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::excess;
use crate::message::{Aggregation, Entitlement, MessageId};
use crate::time::{SimSpan, SimTime};

/// Settings of the rate stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// How a window counts.
    pub kind: WindowKind,
    /// Multiplies every window's part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most that one window can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Whose messages are counted together.
    pub by: Aggregation,
    /// What is counted.
    pub unit: Unit,
    /// Whether messages that this filter blocks count like the others (toll-free rules say they do). If not, one
    /// that was held before it was blocked is taken back too, as far as what it counted in still runs; one that
    /// is throttled counts.
    pub count_blocked: bool,
    /// Whether a number's entitlement raises the limits (registered senders are expected to send more).
    pub respect_entitlement: bool,
    /// Messages in a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub second: Option<u32>,
    /// Messages in a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub minute: Option<u32>,
    /// Messages in an hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub hour: Option<u32>,
    /// Messages in a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub day: Option<u32>,
}

impl Default for RateSettings {
    fn default() -> Self {
        RateSettings {
            enabled: true,
            kind: WindowKind::Tumbling,
            weight: 1.0,
            cap: 4.0,
            by: Aggregation::Number,
            unit: Unit::Messages,
            count_blocked: true,
            respect_entitlement: true,
            second: None,
            minute: None,
            hour: None,
            day: None,
        }
    }
}

/// What a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Each message counts once.
    #[default]
    Messages,
    /// Each message counts as many times as it has radio segments.
    Segments,
}

/// How a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WindowKind {
    /// Exactly the messages of the last second, minute, hour or day.
    SlidingLog,
    /// Starts with the first message, and anew with the first message after it has ended.
    #[default]
    Tumbling,
    /// A bucket of L tokens that refills at L a window; N is the tokens used up, and never more than L × (1 + `cap`).
    TokenBucket,
}

/// The four windows, shortest first.
pub const WINDOWS: [SimSpan; 4] = [SimSpan::SECOND, SimSpan::MINUTE, SimSpan::HOUR, SimSpan::DAY];

/// One window: the anchor and the count (tumbling), or the last time and the tokens used up (bucket).
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    at: SimTime,
    count: f64,
}

/// The four windows of one number, campaign or brand: 64 bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Windows([Window; 4]);

impl Windows {
    /// Something of them.
    pub fn touched(&self) -> SimTime {
        self.0[0].at
    }
}

/// A message that was counted and may have to be taken back.
#[derive(Debug, Clone, Copy)]
struct Counted {
    at: SimTime,
    /// As how much it counted.
    size: u32,
    /// The tokens that each bucket had used up with it.
    used: [f64; 4],
}

/// The rate stage at work. The windows themselves stand with what they count; only the sliding log, which
/// needs the time of every message, is kept here.
#[derive(Debug)]
pub struct Rate {
    settings: RateSettings,
    /// By class of number.
    limits: Vec<[f64; 4]>,
    /// By class of number: how many times of a log are kept; older ones cannot change the capped term.
    keep: Vec<[f64; 4]>,
    /// The exact times of counted messages, oldest first; only for the sliding log.
    logs: Vec<[VecDeque<SimTime>; 4]>,
    /// The message just screened, where it may have to be taken back.
    current: Option<Counted>,
    /// The same of the messages that are held; looked up, never iterated.
    held: FxHashMap<MessageId, Counted>,
    /// As how much those that are held counted.
    owed: f64,
}

impl Rate {
    /// The stage for classes with these entitlements; windows are kept for `n_owners` numbers, campaigns or
    /// brands. `all` are its settings in every filter that the carrier ever has: what one of them needs is
    /// remembered under the others too.
    pub fn new<'a>(
        settings: RateSettings,
        all: &[RateSettings],
        classes: impl Iterator<Item = &'a Entitlement> + Clone,
        n_owners: usize,
    ) -> Rate {
        let logs = if settings.kind == WindowKind::SlidingLog {
            (0..n_owners).map(|_| std::array::from_fn(|_| VecDeque::new())).collect()
        } else {
            Vec::new()
        };
        let limits = limits(&settings, classes.clone());
        let mut keep = vec![[0.0_f64; 4]; limits.len()];
        for other in all {
            for (keep, limits) in keep.iter_mut().zip(self::limits(other, classes.clone())) {
                for (keep, limit) in keep.iter_mut().zip(limits).filter(|(_, limit)| limit.is_finite()) {
                    *keep = keep.max(limit * (1.0 + other.cap) + 1.0);
                }
            }
        }
        if settings.by == Aggregation::Brand {
            // Classes with limits of their own may share a log.
            let most = std::array::from_fn(|w| keep.iter().map(|keep| keep[w]).fold(0.0, f64::max));
            keep.fill(most);
        }
        Rate { settings, limits, keep, logs, current: None, held: FxHashMap::default(), owed: 0.0 }
    }

    /// Whether windows mean the same under both settings.
    pub fn counts_like(&self, old: &Rate) -> bool {
        let what = |s: &RateSettings| (s.kind, s.by, s.unit);
        what(&self.settings) == what(&old.settings)
    }

    /// Goes on with what another stage that counts like this one remembers beside the windows.
    pub fn take_over(&mut self, old: Rate) {
        self.logs = old.logs;
        for w in (0..4).filter(|&w| !kept(&self.settings, &old.settings, w)) {
            self.logs.iter_mut().for_each(|logs| logs[w].clear());
        }
        // How much of a held message is still owed to a bucket is only known where its limit stays.
        if self.settings.kind != WindowKind::TokenBucket || self.limits == old.limits {
            (self.held, self.owed) = (old.held, old.owed);
        }
    }

    /// Goes on with windows of one owner: those that not both settings have begin anew, and a bucket has
    /// refilled at the old limit until `at`.
    pub fn take_over_windows(&self, old: &Rate, windows: &mut Windows, class: u32, at: SimTime) {
        for (w, &span) in WINDOWS.iter().enumerate() {
            let window = &mut windows.0[w];
            let (limit, before) = (self.limits[class as usize][w], old.limits[class as usize][w]);
            if !kept(&self.settings, &old.settings, w) {
                *window = Window::default();
            } else if self.settings.kind == WindowKind::TokenBucket && limit != before && at > window.at {
                let refill = at.since(window.at).seconds() / span.seconds() * before;
                *window = Window { at, count: (window.count - refill).max(0.0) };
            }
        }
    }

    /// Whether the limits of a class are higher than those of another, the shortest window first.
    pub fn is_larger(&self, class: u32, other: u32) -> bool {
        self.limits[class as usize] > self.limits[other as usize]
    }

    /// How many messages one of so many radio segments counts as.
    pub fn size(&self, segments: u16) -> u32 {
        match self.settings.unit {
            Unit::Messages => 1,
            Unit::Segments => u32::from(segments),
        }
    }

    /// What each window adds for a message of this owner and class that counts as `more` (0 for one that
    /// was counted before, at an earlier screening).
    pub fn term(
        &mut self,
        message: MessageId,
        windows: &mut Windows,
        owner: usize,
        class: u32,
        more: u32,
        now: SimTime,
    ) -> [f64; 4] {
        let counts = f64::from(more);
        let spare = self.forgets_blocked();
        let (limits, keep) = (self.limits[class as usize], self.keep[class as usize]);
        let mut terms = [0.0; 4];
        for w in 0..4 {
            let limit = limits[w];
            if limit.is_infinite() {
                continue;
            }
            let span = WINDOWS[w];
            let window = &mut windows.0[w];
            let n = match self.settings.kind {
                WindowKind::Tumbling => {
                    if window.count <= 0.0 || now.since(window.at) >= span {
                        *window = Window { at: now, count: 0.0 };
                    }
                    window.count += counts;
                    window.count
                }
                WindowKind::TokenBucket => {
                    let refill = now.since(window.at).seconds() / span.seconds() * limit;
                    // The debt is bounded by what the capped term can still tell apart, and what may be
                    // taken back again.
                    let most = limit * (1.0 + self.settings.cap) + if spare { counts } else { 0.0 };
                    *window =
                        Window { at: now, count: ((window.count - refill).max(0.0) + counts).min(most) };
                    window.count
                }
                WindowKind::SlidingLog => {
                    let log = &mut self.logs[owner][w];
                    while log.front().is_some_and(|&t| now.since(t) >= span) {
                        log.pop_front();
                    }
                    for _ in 0..more {
                        log.push_back(now);
                        // Not even once this message, and all that are held, are taken back, can older entries
                        // than these change the capped term.
                        if log.len() as f64 > keep[w] + if spare { counts + self.owed } else { 0.0 } {
                            log.pop_front();
                        }
                    }
                    log.len() as f64
                }
            };
            terms[w] = self.settings.weight * excess(n, limit, self.settings.cap);
        }
        self.current = if !spare {
            None
        } else if more > 0 {
            Some(Counted { at: now, size: more, used: windows.0.map(|window| window.count) })
        } else {
            self.held.remove(&message).inspect(|counted| self.owed -= f64::from(counted.size))
        };
        terms
    }

    /// The message just screened is held: should it be dropped later, it is taken back then.
    pub fn hold(&mut self, message: MessageId) {
        if let Some(counted) = self.current.take() {
            self.held.insert(message, counted);
            self.owed += f64::from(counted.size);
        }
    }

    /// Whether messages that were dropped have to be taken back.
    fn forgets_blocked(&self) -> bool {
        !self.settings.count_blocked
    }

    /// Takes the message just screened back, where it was dropped and dropped messages do not count. Of one that
    /// was counted at an earlier screening, only what still counts is taken: nothing from a window that began
    /// later, from a log that has let go of it, or from tokens that have been refilled since.
    pub fn uncount(&mut self, windows: &mut Windows, owner: usize, class: u32, now: SimTime) {
        let Some(counted) = self.current.take() else { return };
        let size = f64::from(counted.size);
        for (w, &span) in WINDOWS.iter().enumerate() {
            let limit = self.limits[class as usize][w];
            if limit.is_infinite() {
                continue;
            }
            let window = &mut windows.0[w];
            match self.settings.kind {
                WindowKind::Tumbling if window.at <= counted.at => {
                    window.count = (window.count - size).max(0.0);
                }
                WindowKind::Tumbling => {}
                WindowKind::TokenBucket => {
                    // Tokens are refilled in the order in which they were used.
                    let refill = now.since(counted.at).seconds() / span.seconds() * limit;
                    let owed = (counted.used[w] - refill).clamp(0.0, size);
                    window.count = (window.count - owed).max(0.0);
                }
                WindowKind::SlidingLog => {
                    let log = &mut self.logs[owner][w];
                    let end = log.partition_point(|&t| t <= counted.at);
                    let same = end - log.partition_point(|&t| t < counted.at);
                    log.drain(end - same.min(counted.size as usize)..end);
                }
            }
        }
    }

    /// What each window counts as of the last message, and the limit for a class; `None` for a window
    /// without one.
    pub fn evidence(&self, windows: &Windows, owner: usize, class: u32) -> [Option<(f64, f64)>; 4] {
        std::array::from_fn(|w| {
            let limit = self.limits[class as usize][w];
            let n = match self.settings.kind {
                WindowKind::SlidingLog => self.logs[owner][w].len() as f64,
                WindowKind::Tumbling | WindowKind::TokenBucket => windows.0[w].count,
            };
            limit.is_finite().then_some((n, limit))
        })
    }

    /// What it goes by.
    pub fn settings(&self) -> &RateSettings {
        &self.settings
    }
}

/// Whether both settings have a limit for a window.
fn kept(new: &RateSettings, old: &RateSettings, w: usize) -> bool {
    [new, old].iter().all(|s| [s.second, s.minute, s.hour, s.day][w].is_some())
}

/// The limits of each class.
fn limits<'a>(settings: &RateSettings, classes: impl Iterator<Item = &'a Entitlement>) -> Vec<[f64; 4]> {
    let own = [settings.second, settings.minute, settings.hour, settings.day];
    classes
        .map(|e| {
            let entitled = [e.second, e.minute, e.hour, e.day];
            std::array::from_fn(|w| match own[w] {
                None => f64::INFINITY,
                Some(limit) if settings.respect_entitlement => f64::from(limit.max(entitled[w].unwrap_or(0))),
                Some(limit) => f64::from(limit),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::SenderId;

    const ID: MessageId = id(0);

    const fn id(count: u32) -> MessageId {
        MessageId { sender: SenderId(0), count }
    }

    /// Four messages at 0 s, one of them held, and dropped `later`; then how many pass at that time.
    fn room(kind: WindowKind, later: u64, uncount: bool) -> u32 {
        let settings =
            RateSettings { kind, minute: Some(6), count_blocked: false, ..RateSettings::default() };
        let mut rate = Rate::new(settings, &[settings], [Entitlement::default()].iter(), 1);
        let (mut windows, start) = (Windows::default(), SimTime::START);
        for i in 0..4 {
            rate.term(id(i), &mut windows, 0, 0, 1, start);
            if i == 1 {
                rate.hold(id(i));
            }
        }
        let now = start + SimSpan::from_seconds(later);
        // Somebody begins the next window, where one is due.
        rate.term(id(4), &mut windows, 0, 0, 1, now);
        assert_eq!(rate.owed, 1.0);
        rate.term(id(1), &mut windows, 0, 0, 0, now);
        if uncount {
            rate.uncount(&mut windows, 0, 0, now);
        }
        assert!(rate.held.is_empty() && rate.owed == 0.0);
        (5..20).take_while(|&i| rate.term(id(i), &mut windows, 0, 0, 1, now)[1] == 0.0).count() as u32
    }

    /// A message that is held and dropped later is taken back where it still counts, and from nobody else.
    #[test]
    fn one_held_and_dropped_later_is_taken_back_where_it_still_counts() {
        for kind in [WindowKind::SlidingLog, WindowKind::Tumbling] {
            assert_eq!((room(kind, 50, false), room(kind, 50, true)), (1, 2), "{kind:?}: its window runs");
            assert_eq!((room(kind, 70, false), room(kind, 70, true)), (5, 5), "{kind:?}: its window is over");
        }
        // A token is refilled every ten seconds; this was the second to be used.
        let bucket = |later| [false, true].map(|uncount| room(WindowKind::TokenBucket, later, uncount));
        assert_eq!([bucket(0), bucket(10), bucket(20)], [[1, 2], [2, 3], [3, 3]]);
    }

    /// Brands are counted together whatever the limits of their classes.
    #[test]
    fn a_log_of_a_brand_remembers_what_its_highest_class_needs() {
        let settings = RateSettings {
            kind: WindowKind::SlidingLog,
            by: Aggregation::Brand,
            minute: Some(1),
            cap: 1.0,
            ..RateSettings::default()
        };
        let entitled = Entitlement { minute: Some(10), ..Entitlement::default() };
        let mut rate = Rate::new(settings, &[settings], [Entitlement::default(), entitled].iter(), 1);
        let mut windows = Windows::default();
        for _ in 0..14 {
            rate.term(ID, &mut windows, 0, 0, 1, SimTime::START);
        }
        assert_eq!(rate.term(ID, &mut windows, 0, 1, 1, SimTime::START)[1], 0.5);
    }

    /// Sends at these seconds under a limit of 3 a minute, dropped messages not counted; "+" passes, "-" does not.
    fn check(kind: WindowKind, seconds: &[u64], expected: &str) {
        let settings =
            RateSettings { kind, minute: Some(3), count_blocked: false, ..RateSettings::default() };
        let mut rate = Rate::new(settings, &[settings], [Entitlement::default()].iter(), 1);
        let mut windows = Windows::default();
        let got: String = seconds
            .iter()
            .map(|&s| {
                let now = SimTime::START + SimSpan::from_seconds(s);
                let passes = rate.term(ID, &mut windows, 0, 0, 1, now)[1] == 0.0;
                if !passes {
                    rate.uncount(&mut windows, 0, 0, now);
                }
                if passes { '+' } else { '-' }
            })
            .collect();
        assert_eq!(got, expected, "{kind:?}");
    }

    #[test]
    fn the_three_kinds_differ_at_the_seam() {
        // Two late in one minute, two early in the next, then more.
        let times = [0, 50, 55, 59, 61, 62, 63, 110, 111];
        check(WindowKind::SlidingLog, &times, "+++-+--+-");
        // Anchored at 0: five pass within 13 seconds around the seam.
        check(WindowKind::Tumbling, &times, "+++-+++--");
        // The bucket holds three and refills one every 20 seconds.
        check(WindowKind::TokenBucket, &times, "++++---++");
    }

    /// A message of many segments that is dropped and does not count leaves no trace, however low the cap.
    #[test]
    fn what_is_taken_back_leaves_no_trace() {
        for kind in [WindowKind::SlidingLog, WindowKind::Tumbling, WindowKind::TokenBucket] {
            let settings = RateSettings {
                kind,
                cap: 0.1,
                unit: Unit::Segments,
                minute: Some(10),
                count_blocked: false,
                ..RateSettings::default()
            };
            let mut rate = Rate::new(settings, &[settings], [Entitlement::default()].iter(), 1);
            let mut windows = Windows::default();
            let mut send = |segments: u32| {
                let passes = rate.term(ID, &mut windows, 0, 0, segments, SimTime::START)[1] == 0.0;
                if !passes {
                    rate.uncount(&mut windows, 0, 0, SimTime::START);
                }
                passes
            };
            assert!(send(8), "{kind:?}");
            assert_eq!(
                [send(7), send(7), send(3), send(2), send(1)],
                [false, false, false, true, false],
                "{kind:?}"
            );
        }
    }

    #[test]
    fn an_entitlement_raises_the_limit_and_only_where_respected() {
        let entitled = Entitlement { minute: Some(100), ..Entitlement::default() };
        for (respect, passes) in [(true, true), (false, false)] {
            let settings =
                RateSettings { minute: Some(1), respect_entitlement: respect, ..RateSettings::default() };
            let mut rate = Rate::new(settings, &[settings], [entitled].iter(), 1);
            let mut windows = Windows::default();
            rate.term(ID, &mut windows, 0, 0, 1, SimTime::START);
            assert_eq!(rate.term(ID, &mut windows, 0, 0, 1, SimTime::START)[1] == 0.0, passes);
        }
    }
}
