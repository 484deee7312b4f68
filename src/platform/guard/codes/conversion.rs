//! ### Conversion guard, `[platform.codes.conversion]`
//!
//! **Does:** watches, for each prefix, whether the codes sent there are used. A
//! code that was not entered within `wait` of leaving the platform counts as not used, and one that never left does
//! not count. Codes are judged in the order in which they left, each when its time is up. A sequential test (Wald)
//! adds up the log-odds of what was seen between `honest`, the share of codes that honest people use, and `alarm`:
//! it says honest and begins anew, or says fraud, and then the prefix is blocked for `block`. A block whose end finds
//! at least `renew_requests` requests turned away in the last `renew_window` goes on for as long again, and so on
//! while the pattern does. All websites of the platform are watched together.
//!
//! **Evaded by:** a network that enters the codes itself; many prefixes, with few requests to each; short
//! attacks, over before `wait` is. People of a blocked prefix get no code.
//!
//! **Source:** Twilio blocks a prefix for 12 hours, and again while fraud goes on (60410), a number for 15 to 30
//! minutes and again (30450); Vonage by volume and use, from temporary to permanent. Honest use of 65 % (white
//! paper, about 2015) and the alarm at 35 % (Telekom Fraud Defender). The test: Wald 1947. The error rates and
//! the marks of a renewal are assumptions. `false_alarm` is the chance in one test, and there is a test after
//! another: at one in a hundred an honest prefix would be blocked every few thousand requests.
//!
//! **Scenario:** `prefix-blocks`, `fake-completion`.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Code, Echo, GuardKind, Heard, MessageId, PersonId, SenderId};
use crate::platform::guard::{Guard, Request, Ruling};
use crate::rng::Draws;
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Blocks of prefixes whose codes are not used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ConversionSettings {
    /// Whether there are any.
    pub enabled: bool,
    /// Share of their codes that honest people use: about 65 % worldwide (white paper, about 2015).
    pub honest: Share,
    /// Share of used codes that raises the alarm: 35 % (Telekom Fraud Defender, n.d.). Below `honest`.
    pub alarm: Share,
    /// Chance that one test raises the alarm where honest people ask (assumption).
    pub false_alarm: Share,
    /// Chance that one test passes a prefix where only the `alarm` share of codes is used (assumption).
    pub miss: Share,
    /// A code that was not entered after this time was not used: ten minutes is the life of one (Twilio, n.d.).
    pub wait: SimSpan,
    /// How long a prefix is blocked: 12 hours (Twilio 60410, 2026), or 15 to 30 minutes (Twilio 30450, n.d.).
    pub block: SimSpan,
    /// Whether a block goes on while the pattern does (Twilio 60410, 2026).
    pub renews: bool,
    /// How much of the end of a block tells whether the pattern goes on (assumption).
    pub renew_window: SimSpan,
    /// How many requests have to be turned away in that time for it (assumption).
    #[schemars(range(min = 1, max = 1_000_000))]
    pub renew_requests: u32,
}

impl Default for ConversionSettings {
    fn default() -> Self {
        ConversionSettings {
            enabled: true,
            honest: Share::new(0.65),
            alarm: Share::new(0.35),
            false_alarm: Share::new(1e-6),
            miss: Share::new(0.01),
            wait: SimSpan::MINUTE * 10,
            block: SimSpan::HOUR * 12,
            renews: true,
            renew_window: SimSpan::HOUR,
            renew_requests: 20,
        }
    }
}

/// What a sequential test says after one more observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Nothing yet.
    Open,
    /// The share is the honest one.
    Honest,
    /// The share is the one that raises the alarm.
    Alarm,
}

/// The sequential probability ratio test of Wald (1947) on a share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sprt {
    /// What a code that was used, and one that was not, add.
    used: f64,
    unused: f64,
    /// Where the test ends.
    honest: f64,
    alarm: f64,
}

impl Sprt {
    /// The test between two shares. Its true error rates are at most `false_alarm / (1 − miss)` and
    /// `miss / (1 − false_alarm)`.
    pub fn new(honest: f64, alarm: f64, false_alarm: f64, miss: f64) -> Sprt {
        // Chances of 0 and 1 would end a test at once or never.
        let inside = |p: f64| p.clamp(1e-12, 1.0 - 1e-12);
        let (p0, p1, a, b) = (inside(honest), inside(alarm), inside(false_alarm), inside(miss));
        Sprt {
            used: libm::log(p1 / p0),
            unused: libm::log((1.0 - p1) / (1.0 - p0)),
            honest: libm::log(b / (1.0 - a)),
            alarm: libm::log((1.0 - b) / a),
        }
    }

    /// Adds one code to the evidence `sum`, which begins at 0.
    pub fn see(&self, sum: &mut f64, used: bool) -> Told {
        *sum += if used { self.used } else { self.unused };
        if *sum >= self.alarm {
            Told::Alarm
        } else if *sum <= self.honest {
            Told::Honest
        } else {
            Told::Open
        }
    }
}

/// What is known of a prefix.
#[derive(Debug, Clone, Copy, Default)]
struct Prefix {
    evidence: f64,
    /// Until when it is blocked; in the past where it is not.
    blocked_until: SimTime,
    /// Requests turned away in the part of the block that counts for its renewal.
    turned_away: u32,
}

/// The conversion guard at work.
#[derive(Debug)]
pub struct Conversion {
    settings: ConversionSettings,
    test: Sprt,
    prefixes: FxHashMap<u32, Prefix>,
    /// Codes whose time is not up, with their prefixes, in the order in which they left.
    sent: VecDeque<(SimTime, MessageId, u32)>,
    /// Those of them that have not been used. Looked up only.
    open: FxHashSet<MessageId>,
}

impl Conversion {
    /// A guard by its settings.
    pub fn new(settings: ConversionSettings) -> Conversion {
        let s = &settings;
        Conversion {
            test: Sprt::new(s.honest.value(), s.alarm.value(), s.false_alarm.value(), s.miss.value()),
            settings,
            prefixes: FxHashMap::default(),
            sent: VecDeque::new(),
            open: FxHashSet::default(),
        }
    }

    /// Codes whose time is up by `now` are judged, in the order in which they left: were a used one seen at once and
    /// an unused one only later, a burst of honest requests would end in a row of unused codes.
    fn settle(&mut self, now: SimTime) {
        while let Some(&(at, id, prefix)) =
            self.sent.front().filter(|(at, ..)| *at + self.settings.wait <= now)
        {
            self.sent.pop_front();
            let used = !self.open.remove(&id);
            self.see(at + self.settings.wait, prefix, used);
        }
    }

    /// A code to a prefix was used, or was not. Under a block no test runs.
    fn see(&mut self, at: SimTime, prefix: u32, used: bool) {
        let state = self.prefixes.entry(prefix).or_default();
        if at < state.blocked_until {
            return;
        }
        match self.test.see(&mut state.evidence, used) {
            Told::Open => {}
            Told::Honest => state.evidence = 0.0,
            Told::Alarm => {
                *state = Prefix { evidence: 0.0, blocked_until: at + self.settings.block, turned_away: 0 };
            }
        }
    }

    /// Whether a request to a prefix meets a block; counts it, and lets blocks go on that are to.
    fn blocks(&mut self, now: SimTime, prefix: u32) -> bool {
        let s = &self.settings;
        let Some(state) = self.prefixes.get_mut(&prefix) else { return false };
        if now >= state.blocked_until && s.renews && state.turned_away >= s.renew_requests {
            state.blocked_until += s.block;
            state.turned_away = 0;
        }
        if now >= state.blocked_until {
            state.turned_away = 0;
            return false;
        }
        state.turned_away += u32::from(state.blocked_until.since(now) <= s.renew_window);
        true
    }
}

impl Guard for Conversion {
    fn request(&mut self, request: &Request, _draws: &Draws) -> Ruling {
        if request.web.is_none() {
            return Ruling::Pass;
        }
        self.settle(request.now);
        if self.blocks(request.now, request.prefix) {
            return Ruling::Refuse(Code::PREFIX_BLOCKED, GuardKind::Conversion);
        }
        Ruling::Pass
    }

    // A code that a later guard, the queue or a grant turned away was never sent, and nobody can enter it.
    fn left(&mut self, request: &Request) {
        if request.code {
            let id = MessageId { sender: request.sender, count: request.count };
            self.sent.push_back((request.now, id, request.prefix));
            self.open.insert(id);
        }
    }

    fn heard(&mut self, now: SimTime, _sender: SenderId, _person: PersonId, echo: &Echo) {
        if echo.heard != Heard::Completed {
            return;
        }
        self.settle(now);
        self.open.remove(&echo.id);
    }

    fn listens(&self) -> bool {
        true
    }
}
