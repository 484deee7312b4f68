//! # Rate windows
//!
//! **Does:** counts what one number (or campaign, or brand) sends to this network in a second, a minute,
//! an hour and a day, as messages or as radio segments, and adds `weight × (N/L − 1)` for each window whose count N, this message included, is above its limit L,
//! up to `cap`.
//! **Evaded by:** pacing under every window; spreading over numbers.
//! **Source:** the windows are named by Zingle; 15 to 60 a minute and about 1,000 a day by CTIA (2017,
//! 2019); weight and cap are assumptions.

use std::collections::VecDeque;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::excess;
use crate::message::{Aggregation, Entitlement};
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
    /// Whether messages that this filter blocks count like the others (toll-free rules say they do).
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
    /// A bucket of L tokens that refills at L a window; N is the tokens used up.
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

/// The rate stage at work. The windows themselves stand with what they count; only the sliding log, which
/// needs the time of every message, is kept here.
#[derive(Debug)]
pub struct Rate {
    settings: RateSettings,
    /// By class of number.
    limits: Vec<[f64; 4]>,
    /// The exact times of counted messages, oldest first; only for the sliding log.
    logs: Vec<[VecDeque<SimTime>; 4]>,
}

impl Rate {
    /// The stage for classes with these entitlements; windows are kept for `n_owners` numbers, campaigns or
    /// brands.
    pub fn new<'a>(
        settings: RateSettings,
        classes: impl Iterator<Item = &'a Entitlement>,
        n_owners: usize,
    ) -> Rate {
        let logs = if settings.kind == WindowKind::SlidingLog {
            (0..n_owners).map(|_| std::array::from_fn(|_| VecDeque::new())).collect()
        } else {
            Vec::new()
        };
        Rate { limits: limits(&settings, classes), settings, logs }
    }

    /// Goes on with what another stage of its kind remembers.
    pub fn take_over(&mut self, old: Rate) {
        if (self.settings.kind, self.settings.by) == (old.settings.kind, old.settings.by) {
            self.logs = old.logs;
        }
    }

    /// How many messages one of so many radio segments counts as.
    pub fn size(&self, segments: u16) -> u32 {
        match self.settings.unit {
            Unit::Messages => 1,
            Unit::Segments => u32::from(segments),
        }
    }

    /// What each window adds for a message of this owner and class that counts as `more` (0 for one that
    /// was counted before).
    pub fn term(
        &mut self,
        windows: &mut Windows,
        owner: usize,
        class: u32,
        more: u32,
        now: SimTime,
    ) -> [f64; 4] {
        let counts = f64::from(more);
        let spare = self.forgets_blocked();
        let limits = self.limits[class as usize];
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
                        // Older entries than these cannot change the capped term, even once this message is
                        // taken back.
                        let most = limit * (1.0 + self.settings.cap) + 1.0;
                        if log.len() as f64 > most + if spare { counts } else { 0.0 } {
                            log.pop_front();
                        }
                    }
                    log.len() as f64
                }
            };
            terms[w] = self.settings.weight * excess(n, limit, self.settings.cap);
        }
        terms
    }

    /// Whether messages that were dropped have to be taken back.
    pub fn forgets_blocked(&self) -> bool {
        !self.settings.count_blocked
    }

    /// Takes the message just counted back, because it was dropped and dropped messages do not count.
    pub fn uncount(&mut self, windows: &mut Windows, owner: usize, class: u32, more: u32) {
        for w in 0..4 {
            if self.limits[class as usize][w].is_infinite() {
                continue;
            }
            match self.settings.kind {
                WindowKind::Tumbling | WindowKind::TokenBucket => windows.0[w].count -= f64::from(more),
                WindowKind::SlidingLog => {
                    let log = &mut self.logs[owner][w];
                    log.truncate(log.len().saturating_sub(more as usize));
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

    /// Sends at these seconds under a limit of 3 a minute, dropped messages not counted; "+" passes, "-" does not.
    fn check(kind: WindowKind, seconds: &[u64], expected: &str) {
        let settings =
            RateSettings { kind, minute: Some(3), count_blocked: false, ..RateSettings::default() };
        let mut rate = Rate::new(settings, [Entitlement::default()].iter(), 1);
        let mut windows = Windows::default();
        let got: String = seconds
            .iter()
            .map(|&s| {
                let now = SimTime::START + SimSpan::from_seconds(s);
                let passes = rate.term(&mut windows, 0, 0, 1, now)[1] == 0.0;
                if !passes {
                    rate.uncount(&mut windows, 0, 0, 1);
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
            let mut rate = Rate::new(settings, [Entitlement::default()].iter(), 1);
            let mut windows = Windows::default();
            let mut send = |segments: u32| {
                let passes = rate.term(&mut windows, 0, 0, segments, SimTime::START)[1] == 0.0;
                if !passes {
                    rate.uncount(&mut windows, 0, 0, segments);
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
            let mut rate = Rate::new(settings, [entitled].iter(), 1);
            let mut windows = Windows::default();
            rate.term(&mut windows, 0, 0, 1, SimTime::START);
            assert_eq!(rate.term(&mut windows, 0, 0, 1, SimTime::START)[1] == 0.0, passes);
        }
    }
}
