//! ## Migration, `[sender.migrate]`
//!
//! **Does:** moves a sender to other numbers while it sends, such as from long codes to a registered campaign:
//! from `at` on, over the time `over`, the share of people who hear from the new numbers rises in a straight
//! line from none to all. A person who has moved stays moved. The new numbers are a campaign of their own, with
//! limits, history and reputation that begin with them.
//!
//! **Helps when:** the old numbers wear out or are about to be shut off, and the new ones are trusted: with `over`
//! the new campaign is known before it carries everything.
//!
//! **Costs:** registration takes time and money, and both kinds of number are paid for meanwhile. People hear from
//! a number they do not know, and an opt-out that bound the old number does not bind the new one. Moving on after
//! a block is what carriers forbid.
//!
//! **Source:** unregistered long codes were shut off step by step until 2023-09 (Twilio 2023), so every sender had
//! to move; no moving to another number after a block (Bandwidth, Canada). The straight line is an assumption.
//!
//! **Scenario:** `registered-migration`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy};
use crate::message::{NumberSettings, PoolUse};
use crate::rng::Purpose;
use crate::sender::Draft;
use crate::sender::source::pick_number;
use crate::time::{SimSpan, SimTime};

/// A move to other numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MigrateSettings {
    /// When it begins, from the start of the scenario. Example: `"5d"`.
    pub at: SimSpan,
    /// How long it takes until everybody hears from the new numbers; at once unless set.
    #[serde(default)]
    pub over: SimSpan,
    /// The new numbers.
    pub number: NumberSettings,
}

/// A move at work.
#[derive(Debug)]
pub struct Migrate {
    at: SimTime,
    over: SimSpan,
    /// The place of the first new number among the sender's, and how many there are.
    first: u32,
    count: u32,
    pool: PoolUse,
    /// Whether groups have numbers of their own; they keep them among the new ones.
    by_group: bool,
}

impl Migrate {
    /// The move of a sender whose new numbers come behind `first` others.
    pub fn new(settings: &MigrateSettings, first: u32, by_group: bool) -> Migrate {
        let MigrateSettings { at, over, number } = settings;
        let at = SimTime::START + *at;
        Migrate { at, over: *over, first, count: number.count, pool: number.pool, by_group }
    }

    /// The share of people who have moved by then.
    fn share(&self, now: SimTime) -> f64 {
        if now < self.at {
            return 0.0;
        }
        if self.over == SimSpan::ZERO { 1.0 } else { now.since(self.at).seconds() / self.over.seconds() }
    }
}

impl Strategy for Migrate {
    fn before(&mut self, now: SimTime, draft: &mut Draft, _orders: &mut Orders, means: Means<'_>) -> Step {
        let share = self.share(now);
        if share <= 0.0 || draft.number >= self.first {
            return Step::Go;
        }
        let person = means.people.key(draft.audience, draft.person);
        if share < 1.0 && means.draws.uniform(Purpose::Migration, person ^ means.key, 0) >= share {
            return Step::Go;
        }
        draft.number = self.first
            + match self.by_group {
                true => draft.number % self.count,
                false => pick_number(self.pool, self.count, draft.turn, person, means.key),
            };
        Step::Go
    }
}
