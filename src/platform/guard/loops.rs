//! # Loop guard, `[platform.loops]`
//!
//! **Does:** counts what one sender sends to one person: at most `same` messages of one text and at most `any`
//! of whatever text in `per`; the rest is refused. With `window = "anchored"` the hour begins at the first message
//! and another one at the first message after it; with `"sliding"` it is the last hour at every moment. A text is
//! the same where sender, template and variant are; the digits of a code are not part of it. The sender gets a
//! notice at the first refusal of a person's hour. A message counts when it is let through, and not when it is
//! refused.
//! **Evaded by:** texts that differ (up to `any`); several senders; in the anchored hour, a burst at its end and
//! another behind it: nearly twice the limit within one hour's length.
//! **Source:** 5 of the same text and 20 of any from one sender to one number in an hour, counted from the first
//! message, on for all customers (Messente 2017); other platforms refuse an identical text for 12 hours (CRM Text,
//! n.d.) or after 5 (Community Health Toolkit, n.d.). The sliding hour and the code are assumptions.
//!
//! **Scenario:** `loop-guard`.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Guard, Request, Ruling};
use crate::message::{Code, GuardKind};
use crate::rng::Draws;
use crate::time::{SimSpan, SimTime};

/// Settings of the loop guard.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LoopSettings {
    /// Whether the guard is on.
    pub enabled: bool,
    /// Messages of one text from one sender to one person in `per`.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub same: u32,
    /// Messages of whatever text from one sender to one person in `per`.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub any: u32,
    /// The length of the window.
    pub per: SimSpan,
    /// When a window begins.
    pub window: LoopWindow,
    /// The code of what is refused.
    pub code: Code,
}

impl Default for LoopSettings {
    fn default() -> Self {
        LoopSettings {
            enabled: true,
            same: 5,
            any: 20,
            per: SimSpan::HOUR,
            window: LoopWindow::Anchored,
            code: Code::LOOP,
        }
    }
}

/// When the window of a loop guard begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LoopWindow {
    /// At the first message, and again at the first message after its end.
    #[default]
    Anchored,
    /// At every moment it is the time just past.
    Sliding,
}

/// What was let through of one thing.
#[derive(Debug, Clone)]
enum Count {
    /// Since when, and how many.
    Anchored(SimTime, u32),
    /// When each of those went that still count.
    Sliding(VecDeque<SimTime>),
}

impl Count {
    fn new(window: LoopWindow) -> Count {
        match window {
            LoopWindow::Anchored => Count::Anchored(SimTime::START, 0),
            LoopWindow::Sliding => Count::Sliding(VecDeque::new()),
        }
    }

    /// Forgets what no longer counts, and says how many do.
    fn so_far(&mut self, now: SimTime, per: SimSpan) -> u32 {
        match self {
            Count::Anchored(since, n) => {
                if now.since(*since) >= per {
                    *n = 0;
                }
                *n
            }
            Count::Sliding(times) => {
                while times.front().is_some_and(|t| now.since(*t) >= per) {
                    times.pop_front();
                }
                times.len() as u32
            }
        }
    }

    fn add(&mut self, now: SimTime) {
        match self {
            Count::Anchored(since, n) => {
                if *n == 0 {
                    *since = now;
                }
                *n += 1;
            }
            Count::Sliding(times) => times.push_back(now),
        }
    }
}

/// What is known of one sender and one person.
#[derive(Debug)]
struct Pair {
    any: Count,
    /// When the sender got the last notice about this person.
    told: Option<SimTime>,
}

/// The loop guard at work.
#[derive(Debug)]
pub struct Loops {
    settings: LoopSettings,
    /// By sender and person; looked up, never iterated.
    pairs: FxHashMap<(u32, u32), Pair>,
    /// By sender, person and text; looked up, never iterated.
    texts: FxHashMap<(u32, u32, u32), Count>,
    notice: bool,
}

impl Loops {
    /// A guard that has seen nothing.
    pub fn new(settings: LoopSettings) -> Loops {
        Loops { settings, pairs: FxHashMap::default(), texts: FxHashMap::default(), notice: false }
    }
}

impl Guard for Loops {
    fn request(&mut self, request: &Request, _draws: &Draws) -> Ruling {
        let LoopSettings { same, any, per, window, code, .. } = self.settings;
        let now = request.now;
        let key = (request.sender.0, request.person.0);
        let pair = self.pairs.entry(key).or_insert_with(|| Pair { any: Count::new(window), told: None });
        let text = self.texts.entry((key.0, key.1, request.text.0)).or_insert_with(|| Count::new(window));
        if pair.any.so_far(now, per) < any && text.so_far(now, per) < same {
            pair.any.add(now);
            text.add(now);
            return Ruling::Pass;
        }
        if pair.told.is_none_or(|told| now.since(told) >= per) {
            pair.told = Some(now);
            self.notice = true;
        }
        Ruling::Refuse(code, GuardKind::Loops)
    }

    fn notice(&mut self) -> bool {
        std::mem::take(&mut self.notice)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::request;
    use super::*;
    use crate::message::TextId;

    fn at(minutes: u64) -> SimTime {
        SimTime::START + SimSpan::MINUTE * minutes
    }

    /// How many of the messages at these minutes pass, and how many notices there are.
    fn passes(settings: LoopSettings, minutes: &[u64], texts: u32) -> (Vec<bool>, usize) {
        let (mut guard, draws) = (Loops::new(settings), Draws::new(1, 0));
        let mut notices = 0;
        let passes = (0..).zip(minutes).map(|(i, minute): (u32, _)| {
            let request = Request { now: at(*minute), text: TextId(i % texts), ..request() };
            let passes = guard.request(&request, &draws) == Ruling::Pass;
            notices += usize::from(guard.notice());
            passes
        });
        (passes.collect(), notices)
    }

    #[test]
    fn the_hour_begins_at_the_first_message_or_slides() {
        let two = LoopSettings { same: 2, ..LoopSettings::default() };
        let minutes = [50, 100, 105, 110, 111, 112, 170];
        let (anchored, notices) = passes(two, &minutes, 1);
        assert_eq!(anchored, [true, true, false, true, true, false, true], "the second hour begins at 110");
        assert_eq!(notices, 1, "105 and 112 are within one hour");
        let (sliding, _) = passes(LoopSettings { window: LoopWindow::Sliding, ..two }, &minutes, 1);
        assert_eq!(sliding, [true, true, false, true, false, false, true]);
    }

    #[test]
    fn texts_that_differ_have_a_limit_of_their_own() {
        let minutes: Vec<u64> = (0..50).collect();
        let count = |texts| {
            let (passes, notices) = passes(LoopSettings::default(), &minutes, texts);
            (passes.iter().filter(|p| **p).count(), notices)
        };
        assert_eq!([count(1), count(3), count(50)], [(5, 1), (15, 1), (20, 1)]);
    }

    #[test]
    fn senders_and_people_are_told_apart() {
        let (mut guard, draws) =
            (Loops::new(LoopSettings { same: 1, ..LoopSettings::default() }), Draws::new(1, 0));
        let ask = |guard: &mut Loops, sender, person| {
            let request = Request {
                sender: crate::message::SenderId(sender),
                person: crate::message::PersonId(person),
                ..request()
            };
            guard.request(&request, &draws) == Ruling::Pass
        };
        assert_eq!(
            [(0, 0), (1, 0), (0, 1), (0, 0)].map(|(s, p)| ask(&mut guard, s, p)),
            [true, true, true, false]
        );
    }
}
