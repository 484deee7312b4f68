//! ## Seeds, `[sender.seeds]`
//!
//! **Does:** mixes one message to a phone of the sender's own into every `every` messages: the same words from the
//! same number, to one of `phones` phones at each carrier in turn. The phones belong to nobody's list, are always
//! on, do not react, and nobody is told which they are. What they show is seen.
//!
//! **Helps when:** receipts cannot be trusted: a seed phone shows what arrived, whatever is reported.
//!
//! **Costs:** messages, and traffic on the numbers. A panel is a small sample, and it knows nothing of handsets
//! that are off or of dead numbers. Few phones that get the same text again and again look like a loop to a carrier
//! that counts by recipient. A carrier that knew the phones could let just these through (TelQ, n.d.); this one
//! does not. What the platform itself refuses tells nothing of a carrier: a seed message that failed with one of
//! `refused` is left out of what the panel says. A refusal with 30007 cannot be told from a carrier's filter and counts
//! as not shown. A platform that asks for opt-ins takes the sender's own phones as confirmed.
//!
//! **Source:** own or rented test handsets, mixed inside a bulk send, never revealed (TelQ, TeleSign, n.d.). Counts are
//! assumptions; codes as in Twilio (n.d.), the choice of those that only a platform gives is an assumption.
//!
//! **Scenario:** `seed-panel`, `false-delivered-adaptive`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Strategy, on};
use crate::message::{Code, Echo, Heard, Reported, Role};
use crate::sender::Draft;
use crate::time::SimTime;

/// A panel of phones of the sender's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SeedSettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// How many phones there are at each carrier.
    #[schemars(range(min = 1, max = 10_000))]
    pub phones: u32,
    /// One seed message goes out with the first of every so many messages.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub every: u32,
    /// Failures by which the sender knows that its platform refused a seed message, so that no carrier saw it: the message is then left out. Default: codes that a platform gives (Twilio, n.d.); that no carrier gives them is an assumption.
    #[schemars(length(max = 100))]
    pub refused: Vec<Code>,
}

impl SeedSettings {
    /// Whether these news say that the platform itself refused a seed message.
    pub(super) fn is_refused(&self, echo: &Echo) -> bool {
        let refused = |code| self.refused.contains(&code);
        echo.role == Role::Seed
            && matches!(echo.heard, Heard::Receipt(Reported::Failed(code)) if refused(code))
    }
}

impl Default for SeedSettings {
    fn default() -> SeedSettings {
        let refused = vec![
            Code::OPTED_OUT,
            Code::NOT_ALLOWED,
            Code::NO_ROUTE,
            Code::QUEUE_OVERFLOW,
            Code::EXPIRED,
            Code::LOOP,
            Code::QUIET_HOURS,
        ];
        SeedSettings { enabled: true, phones: 5, every: 50, refused }
    }
}

/// A panel at work.
#[derive(Debug)]
pub(super) struct Seeds {
    every: u32,
    audience: u8,
    sent: u32,
    seeds: u32,
}

impl Seeds {
    pub(super) fn new(settings: &SeedSettings, audience: u8) -> Seeds {
        Seeds { every: settings.every, audience, sent: 0, seeds: 0 }
    }
}

impl Strategy for Seeds {
    fn sent(&mut self, now: SimTime, draft: &Draft, orders: &mut Orders, means: Means<'_>) {
        if draft.role != Role::Main || draft.retry() > 0 {
            return;
        }
        if self.sent.is_multiple_of(self.every) {
            let phone = self.seeds % means.people.len(self.audience).max(1);
            let copy = Draft { due: now, ..*draft };
            orders.send.extend(copy.to_panel(self.seeds, self.audience, phone));
            self.seeds += 1;
        }
        self.sent += 1;
    }

    fn listens(&self) -> bool {
        true
    }
}
