//! ### Limit on requests, `[platform.codes.requests]`
//!
//! **Does:** turns a request on a website away where its address, or its session,
//! has had as many in its window as it may: five in 30 minutes. A window begins with the first request and anew
//! with the first after it has ended (`anchored`), or is always the time just past (`sliding`).
//!
//! **Evaded by:** more addresses: r requests an hour against L in a window of W hours take r·W/L of them, and a
//! new session for each. People who share an address share its limit.
//!
//! **Source:** more than five requests from one address in 30 minutes refused: Messente. Other limits are by
//! number: five in the ten minutes of a code's life (Twilio 60203), three in ten minutes (Telnyx).
//!
//! **Scenario:** `code-pumping`.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Code, GuardKind, SenderId};
use crate::platform::guard::{Guard, Request, Ruling};
use crate::rng::Draws;
use crate::time::{SimSpan, SimTime};
use crate::units::Rate;

/// Limits on requests from one address or session, each website for itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RequestSettings {
    /// Whether there are any.
    pub enabled: bool,
    /// Requests from one address: more than five in 30 minutes are refused (Messente, n.d.). `"unlimited"` for no limit.
    pub address: Rate,
    /// Requests from one session: the same five in 30 minutes (Messente, n.d.). `"unlimited"` for no limit.
    pub session: Rate,
    /// When a window begins.
    pub window: WindowStart,
    /// Whether requests that were turned away count like the others. With sliding windows whoever goes on then stays out.
    pub count_refused: bool,
}

impl Default for RequestSettings {
    fn default() -> Self {
        let five = Rate::new(5.0, SimSpan::MINUTE * 30);
        RequestSettings {
            enabled: true,
            address: five,
            session: five,
            window: WindowStart::Anchored,
            count_refused: false,
        }
    }
}

/// When a window begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WindowStart {
    /// With the first request, and anew with the first one after it has ended.
    #[default]
    Anchored,
    /// It is always the time just past.
    Sliding,
}

/// The requests of one address or session: of an anchored window its beginning and a count, of a sliding one
/// each of them.
#[derive(Debug, Default)]
struct Window {
    began: SimTime,
    count: u32,
    log: VecDeque<SimTime>,
}

impl Window {
    /// Lets go of what is no longer in the window, and says how many requests are.
    fn at(&mut self, now: SimTime, per: SimSpan, start: WindowStart) -> u32 {
        match start {
            WindowStart::Anchored => {
                if self.count > 0 && now.since(self.began) >= per {
                    self.count = 0;
                }
                self.count
            }
            WindowStart::Sliding => {
                while self.log.front().is_some_and(|&at| now.since(at) >= per) {
                    self.log.pop_front();
                }
                self.log.len() as u32
            }
        }
    }

    /// Counts a request. A log remembers no more than can matter.
    fn count(&mut self, now: SimTime, limit: u32, start: WindowStart) {
        match start {
            WindowStart::Anchored => {
                if self.count == 0 {
                    self.began = now;
                }
                self.count = self.count.saturating_add(1);
            }
            WindowStart::Sliding => {
                self.log.push_back(now);
                if self.log.len() > limit as usize {
                    self.log.pop_front();
                }
            }
        }
    }
}

/// Limits at work.
#[derive(Debug)]
pub struct Limits {
    settings: RequestSettings,
    /// By website and address, and by website and session. Looked up only.
    windows: [FxHashMap<(SenderId, u32), Window>; 2],
}

impl Limits {
    /// Limits by their settings.
    pub fn new(settings: RequestSettings) -> Limits {
        Limits { settings, windows: Default::default() }
    }
}

impl Guard for Limits {
    fn request(&mut self, request: &Request, _draws: &Draws) -> Ruling {
        let Some(web) = request.web else { return Ruling::Pass };
        let RequestSettings { address, session, window: start, count_refused, .. } = self.settings;
        let limited = [(address, web.address), (session, web.session)];
        let mut room = true;
        for (windows, (rate, who)) in self.windows.iter_mut().zip(limited) {
            if !rate.is_unlimited() {
                let window = windows.entry((request.sender, who)).or_default();
                room &= window.at(request.now, rate.per, start) < limit(rate);
            }
        }
        if room || count_refused {
            for (windows, (rate, who)) in self.windows.iter_mut().zip(limited) {
                if let Some(window) = windows.get_mut(&(request.sender, who)) {
                    window.count(request.now, limit(rate), start);
                }
            }
        }
        if room { Ruling::Pass } else { Ruling::Refuse(Code::TOO_MANY_CODES, GuardKind::Requests) }
    }
}

/// Whole requests in a window: at least one.
fn limit(rate: Rate) -> u32 {
    (rate.count as u32).max(1)
}
