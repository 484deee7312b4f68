//! ## Retry, `[sender.retry]`
//!
//! **Does:** sends again what was reported as failed with one of `codes`: after `after`, and after `factor` times
//! as long each further time, up to `attempts` times; from the next number (`other_number`) or in the next text
//! (`other_text`), if so set. With `timeout`, also what nothing was reported of for so long. Who is known to have
//! opted out is never tried again, unless they write START. Each attempt is a message of its own.
//!
//! **Helps when:** the failure passes by itself: a handset that is off, a queue or a window that is full, a block
//! that ends. `factor` = 1 with a short `after` is persistence, a larger one is exponential back-off.
//!
//! **Costs:** every attempt is paid for and counted where attempts count: it uses up a grant, lengthens a block
//! that grows with attempts, and a person whose first message did arrive after all gets it twice. Inside one window of
//! a limit that counts attempts no retry raises what is accepted in all; a retry in a later window can.
//!
//! **Source:** a provider advises at most one retry (Bandwidth 2023); 30003, 30008, 30022 and 30001 may pass
//! (Twilio 2026), 21610 is final (Twilio, n.d.). Times and factors are assumptions.
//!
//! **Scenario:** `back-off`, `retries-where-attempts-count`.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy, on};
use crate::message::{Code, Echo, Heard, Reported, Role};
use crate::sender::watch::Watch;
use crate::sender::{Draft, Texts};
use crate::time::{SimSpan, SimTime};

/// Sending again what was reported as failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RetrySettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// The failures after which it tries again. 21610 cannot be among them: that person has opted out.
    #[schemars(length(max = 100))]
    pub codes: Vec<Code>,
    /// How often it tries again after the first attempt. Default: as one provider advises (Bandwidth 2023).
    #[schemars(range(min = 1, max = 14))]
    pub attempts: u8,
    /// From the news of a failure to the first retry. Default: assumption.
    pub after: SimSpan,
    /// By what the wait grows from one retry to the next: 1 is always the same wait, 2 doubles it. Default: assumption.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub factor: f64,
    /// Whether a retry comes from the next of the sender's numbers: of those it moved to after a move, and never from one that was replaced.
    pub other_number: bool,
    /// Whether a retry carries the next of the sender's texts.
    pub other_text: bool,
    /// After how long without any report a message is taken for failed. Absent: silence is never followed by a retry, so that nobody gets a message twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<SimSpan>,
}

impl Default for RetrySettings {
    fn default() -> RetrySettings {
        RetrySettings {
            enabled: true,
            codes: vec![Code::UNREACHABLE, Code::UNKNOWN_ERROR, Code::RATE_EXCEEDED, Code::QUEUE_OVERFLOW],
            attempts: 1,
            after: SimSpan::MINUTE * 15,
            factor: 2.0,
            other_number: false,
            other_text: false,
            timeout: None,
        }
    }
}

/// The places of a sender's numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    /// How many of its own there are, from the first place on. Spare ones come behind them.
    pub own: u32,
    /// The place of the first number that it moves to, and how many of these there are.
    pub new: (u32, u32),
}

impl Numbers {
    /// The next number of the same kind. Where numbers are replaced only [`Replace`](super::replace::Replace) knows
    /// whose place is whose, and finds the next place itself.
    fn after(self, number: u32) -> u32 {
        let (first, n) = self.new;
        match number {
            _ if number >= first => first + (number - first + 1) % n.max(1),
            _ if first == self.own => (number + 1) % self.own.max(1),
            _ => number,
        }
    }
}

/// Retries at work.
#[derive(Debug)]
pub(super) struct Retry {
    settings: RetrySettings,
    numbers: Numbers,
    texts: Texts,
    /// Messages that nothing was reported of yet, where that matters.
    silent: Option<Watch<Draft>>,
    /// Audience and place of those who opted out; looked up, never gone through.
    opted_out: FxHashSet<(u8, u32)>,
}

impl Retry {
    pub(super) fn new(settings: &RetrySettings, numbers: Numbers, texts: &Texts) -> Retry {
        Retry {
            silent: settings.timeout.map(Watch::new),
            settings: settings.clone(),
            numbers,
            texts: texts.clone(),
            opted_out: FxHashSet::default(),
        }
    }

    /// Orders the next attempt at what this message was to say, unless there have been enough.
    fn again(&self, now: SimTime, failed: &Draft, orders: &mut Orders) {
        let tried = failed.retry();
        if tried >= u32::from(self.settings.attempts)
            || self.opted_out.contains(&(failed.audience, failed.person))
        {
            return;
        }
        let wait = self.settings.after.seconds() * libm::pow(self.settings.factor, f64::from(tried));
        let Some(mut draft) = failed.again(now + SimSpan::from_seconds_f64(wait)) else { return };
        if self.settings.other_number {
            draft.number = self.numbers.after(draft.number);
        }
        if self.settings.other_text && draft.role == Role::Main {
            draft.variant = self.texts.after(draft.variant);
        }
        orders.send.push(draft);
    }
}

impl Strategy for Retry {
    fn before(&mut self, _: SimTime, draft: &mut Draft, _: &mut Orders, _: Means<'_>) -> Step {
        if draft.retry() > 0 && self.opted_out.contains(&(draft.audience, draft.person)) {
            return Step::Withhold;
        }
        Step::Go
    }

    fn sent(&mut self, now: SimTime, draft: &Draft, _: &mut Orders, _: Means<'_>) {
        if let Some(silent) = self.silent.as_mut().filter(|_| draft.role != Role::Seed) {
            silent.sent(now, draft.count, *draft);
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, orders: &mut Orders, _: Means<'_>) {
        match echo.heard {
            Heard::OptOut => {
                self.opted_out.insert((echo.audience, echo.person));
            }
            Heard::Start => {
                self.opted_out.remove(&(echo.audience, echo.person));
            }
            Heard::Receipt(says) if echo.role != Role::Seed => {
                // What came after it was taken for failed has had its retry.
                let known = self.silent.as_mut().map(|silent| silent.close(echo.id.count).is_some());
                let again = matches!(says, Reported::Failed(code) if self.settings.codes.contains(&code));
                if again && known != Some(false) {
                    self.again(now, &Draft::of(echo), orders);
                }
            }
            _ => {}
        }
    }

    fn next_wake(&self) -> Option<SimTime> {
        self.silent.as_ref().and_then(Watch::next_over)
    }

    fn wake(&mut self, now: SimTime, orders: &mut Orders, _: Means<'_>) {
        while let Some((_, draft, _)) = self.silent.as_mut().and_then(|silent| silent.over(now)) {
            self.again(now, &draft, orders);
        }
    }

    fn listens(&self) -> bool {
        true
    }

    fn repeats(&self) -> bool {
        true
    }
}
