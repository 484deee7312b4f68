//! # Rate windows
//!
//! **Does:** counts what one number sends to this network in a second, a minute, an hour and a day, and
//! adds `weight × (N/L − 1)` for each window whose count N, this message included, is above its limit L,
//! up to `cap`.
//! **Evaded by:** pacing under every window; spreading over numbers.
//! **Source:** the windows are named by Zingle; 15 to 60 a minute and about 1,000 a day by CTIA (2017,
//! 2019).

use std::collections::VecDeque;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Entitlement, NumberId};
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
            count_blocked: true,
            respect_entitlement: true,
            second: None,
            minute: None,
            hour: None,
            day: None,
        }
    }
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
    /// A bucket of L tokens that refills at L a window; N is L less the tokens left.
    TokenBucket,
}

/// The four windows, shortest first.
pub const WINDOWS: [SimSpan; 4] = [SimSpan::SECOND, SimSpan::MINUTE, SimSpan::HOUR, SimSpan::DAY];

/// One window of one number: the anchor and the count (tumbling), or the last time and the tokens (bucket).
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    at: SimTime,
    count: f64,
}

/// The rate stage at work: settings, and the windows of every number.
#[derive(Debug)]
pub struct Rate {
    settings: RateSettings,
    /// By class of number.
    limits: Vec<[f64; 4]>,
    /// By number.
    windows: Vec<[Window; 4]>,
    /// The exact times of accepted messages, oldest first; only for the sliding log.
    logs: Vec<[VecDeque<SimTime>; 4]>,
}

impl Rate {
    /// The stage for numbers of these classes, each class with its entitlement.
    pub fn new<'a>(
        settings: RateSettings,
        classes: impl Iterator<Item = &'a Entitlement>,
        class_of: &[u32],
    ) -> Rate {
        let own = [settings.second, settings.minute, settings.hour, settings.day];
        let limits: Vec<[f64; 4]> = classes
            .map(|e| {
                let entitled = [e.second, e.minute, e.hour, e.day];
                std::array::from_fn(|w| match own[w] {
                    None => f64::INFINITY,
                    Some(limit) if settings.respect_entitlement => {
                        f64::from(limit.max(entitled[w].unwrap_or(0)))
                    }
                    Some(limit) => f64::from(limit),
                })
            })
            .collect();
        // A full bucket to begin with: nothing was sent before.
        let windows = class_of
            .iter()
            .map(|&c| {
                limits[c as usize]
                    .map(|limit| Window { at: SimTime::START, count: bucket(limit, settings.kind) })
            })
            .collect();
        let logs = if settings.kind == WindowKind::SlidingLog {
            class_of.iter().map(|_| std::array::from_fn(|_| VecDeque::new())).collect()
        } else {
            Vec::new()
        };
        Rate { settings, limits, windows, logs }
    }

    /// What each window adds for a message of this number and class; `counts` is false for one that was
    /// counted before.
    pub fn term(&mut self, number: NumberId, class: u32, counts: bool, now: SimTime) -> [f64; 4] {
        let more = if counts { 1.0 } else { 0.0 };
        let i = number.index();
        let limits = self.limits[class as usize];
        let mut terms = [0.0; 4];
        for w in 0..4 {
            let limit = limits[w];
            if limit.is_infinite() {
                continue;
            }
            let span = WINDOWS[w];
            let window = &mut self.windows[i][w];
            let n = match self.settings.kind {
                WindowKind::Tumbling => {
                    if window.count == 0.0 || now.since(window.at) >= span {
                        *window = Window { at: now, count: 0.0 };
                    }
                    window.count += more;
                    window.count
                }
                WindowKind::TokenBucket => {
                    let refill = now.since(window.at).seconds() / span.seconds() * limit;
                    // The debt is bounded by what the capped term can still tell apart.
                    let least = -limit * self.settings.cap;
                    *window =
                        Window { at: now, count: ((window.count + refill).min(limit) - more).max(least) };
                    limit - window.count
                }
                WindowKind::SlidingLog => {
                    let log = &mut self.logs[i][w];
                    while log.front().is_some_and(|&t| now.since(t) >= span) {
                        log.pop_front();
                    }
                    if counts {
                        log.push_back(now);
                    }
                    // Older entries than these cannot change the capped term.
                    if log.len() as f64 > limit * (1.0 + self.settings.cap) + 1.0 {
                        log.pop_front();
                    }
                    log.len() as f64
                }
            };
            terms[w] = self.settings.weight * (n / limit - 1.0).clamp(0.0, self.settings.cap);
        }
        terms
    }

    /// Whether messages that were dropped have to be taken back.
    pub fn forgets_blocked(&self) -> bool {
        !self.settings.count_blocked
    }

    /// Takes the message just counted back, because it was dropped and dropped messages do not count.
    pub fn uncount(&mut self, number: NumberId, class: u32) {
        let i = number.index();
        for w in 0..4 {
            if self.limits[class as usize][w].is_infinite() {
                continue;
            }
            match self.settings.kind {
                WindowKind::Tumbling => self.windows[i][w].count -= 1.0,
                WindowKind::TokenBucket => self.windows[i][w].count += 1.0,
                WindowKind::SlidingLog => {
                    self.logs[i][w].pop_back();
                }
            }
        }
    }
}

fn bucket(limit: f64, kind: WindowKind) -> f64 {
    if kind == WindowKind::TokenBucket { limit } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends at these seconds under a limit of 3 a minute, dropped messages not counted; "+" passes, "-" does not.
    fn check(kind: WindowKind, seconds: &[u64], expected: &str) {
        let settings =
            RateSettings { kind, minute: Some(3), count_blocked: false, ..RateSettings::default() };
        let mut rate = Rate::new(settings, [Entitlement::default()].iter(), &[0]);
        let got: String = seconds
            .iter()
            .map(|&s| {
                let passes =
                    rate.term(NumberId(0), 0, true, SimTime::START + SimSpan::from_seconds(s))[1] == 0.0;
                if !passes {
                    rate.uncount(NumberId(0), 0);
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

    #[test]
    fn an_entitlement_raises_the_limit_and_only_where_respected() {
        let entitled = Entitlement { minute: Some(100), ..Entitlement::default() };
        for (respect, passes) in [(true, true), (false, false)] {
            let settings =
                RateSettings { minute: Some(1), respect_entitlement: respect, ..RateSettings::default() };
            let mut rate = Rate::new(settings, [entitled].iter(), &[0]);
            rate.term(NumberId(0), 0, true, SimTime::START);
            assert_eq!(rate.term(NumberId(0), 0, true, SimTime::START)[1] == 0.0, passes);
        }
    }
}
