//! ## Throttle, `[sender.throttle]`
//!
//! **Does:** sends more slowly when failures are reported, and step by step faster when none are: additive
//! increase, multiplicative decrease. When at least `window` has passed and `least` receipts have come since it
//! last judged, it judges: with a share of failures above `at_most` the pace becomes `factor` times what it was,
//! never below `slowest`; otherwise it grows by `recover` of the full rate. Between two messages of the source
//! there is then at least the gap of that pace; at the full pace nothing changes.
//!
//! **Helps when:** the limit that is met is one of rate, and what is above it is reported.
//!
//! **Costs:** time. It finds a limit by running into it, again and again. A carrier that reports what it drops as
//! delivered makes it run at full speed.
//!
//! **Source:** the scheme is that of congestion control (Chiu and Jain 1989); all values are assumptions.
//!
//! **Scenario:** `error-throttle`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Strategy, failed, on};
use crate::message::{Code, Echo, Role};
use crate::sender::Draft;
use crate::time::{SimSpan, SimTime};
use crate::units::{Rate, Share};

/// Slowing down when failures are reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ThrottleSettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// The least time between two judgements.
    pub window: SimSpan,
    /// The fewest receipts that are judged.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub least: u32,
    /// The share of failures among the receipts that is put up with.
    pub at_most: Share,
    /// The failures that count.
    #[schemars(length(max = 100))]
    pub codes: Vec<Code>,
    /// What the pace is multiplied by when there are more.
    #[schemars(range(min = 0.01, max = 0.99))]
    pub factor: f64,
    /// What it gains when there are not, as a share of the sender's `rate`.
    pub recover: Share,
    /// It never becomes slower than this. Absent: a fiftieth of the sender's `rate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slowest: Option<Rate>,
}

impl Default for ThrottleSettings {
    fn default() -> ThrottleSettings {
        ThrottleSettings {
            enabled: true,
            window: SimSpan::MINUTE * 10,
            least: 10,
            at_most: Share::new(0.05),
            codes: vec![Code::FILTERED, Code::UNKNOWN_ERROR, Code::RATE_EXCEEDED],
            factor: 0.5,
            recover: Share::new(0.1),
            slowest: None,
        }
    }
}

/// The slowest pace where none is set, as a share of the sender's rate; assumption.
const SLOWEST: f64 = 0.02;

/// A throttle at work.
#[derive(Debug)]
pub(super) struct Throttle {
    settings: ThrottleSettings,
    /// The gap at the sender's own rate.
    gap: SimSpan,
    /// The pace, as a share of the sender's rate.
    pace: f64,
    since: Option<SimTime>,
    receipts: u32,
    failures: u32,
}

impl Throttle {
    pub(super) fn new(settings: &ThrottleSettings, gap: SimSpan) -> Throttle {
        Throttle { settings: settings.clone(), gap, pace: 1.0, since: None, receipts: 0, failures: 0 }
    }

    fn judge(&mut self, now: SimTime) {
        let share = f64::from(self.failures) / f64::from(self.receipts);
        if share > self.settings.at_most.value() {
            let least = self
                .settings
                .slowest
                .map_or(SLOWEST, |slowest| self.gap.seconds() / slowest.gap().seconds().max(1e-6));
            self.pace = (self.pace * self.settings.factor).max(least).min(self.pace);
        } else {
            self.pace = (self.pace + self.settings.recover.value()).min(1.0);
        }
        (self.since, self.receipts, self.failures) = (Some(now), 0, 0);
    }
}

impl Strategy for Throttle {
    fn sent(&mut self, now: SimTime, draft: &Draft, orders: &mut Orders, _: Means<'_>) {
        self.since.get_or_insert(now);
        if self.pace < 1.0 && draft.retry() == 0 && draft.role != Role::Seed {
            orders.hold_until(now + SimSpan::from_seconds_f64(self.gap.seconds() / self.pace));
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, _: &mut Orders, _: Means<'_>) {
        let Some(failed) = failed(echo.heard, &self.settings.codes) else { return };
        self.receipts += 1;
        self.failures += u32::from(failed);
        let over = self.since.is_some_and(|since| now >= since + self.settings.window);
        if over && self.receipts >= self.settings.least {
            self.judge(now);
        }
    }

    fn listens(&self) -> bool {
        true
    }
}
