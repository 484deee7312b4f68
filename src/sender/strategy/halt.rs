//! ## Halt, `[sender.halt]`
//!
//! **Does:** stops after `after` failures in a row that carry one of `codes`: everything, or only what goes from
//! that number or to that carrier (`scope`). For a span (`for`) what is due waits: of a campaign that stops as a
//! whole the plan goes on from there at its own pace, otherwise what waited goes out together. Without a span
//! what is due is withheld for ever. A message that is reported as delivered begins the count again; other
//! failures say nothing of the filter and are passed over, and so is what is heard during a halt.
//!
//! **Helps when:** a block grows with what is sent into it, or reputation falls with every drop.
//!
//! **Costs:** one wrong failure stops honest traffic, and a carrier that reports what it drops as delivered is
//! never stopped for.
//!
//! **Source:** advice to stop at the first 30007 (Zingle, n.d.). Counts and spans are assumptions.
//!
//! **Scenario:** `stop-at-first-error`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy, failed, filtered, on};
use crate::message::{Code, Echo};
use crate::sender::{Directory, Draft};
use crate::time::{SimSpan, SimTime};

/// Stopping at reported failures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HaltSettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// How many failures in a row are enough.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub after: u32,
    /// The failures that count.
    #[schemars(length(max = 100))]
    pub codes: Vec<Code>,
    /// What stops.
    pub scope: HaltScope,
    /// For how long. Absent: for ever.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub lasts: Option<SimSpan>,
}

impl Default for HaltSettings {
    fn default() -> HaltSettings {
        HaltSettings { enabled: true, after: 1, codes: filtered(), scope: HaltScope::All, lasts: None }
    }
}

/// What stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HaltScope {
    /// Everything.
    #[default]
    All,
    /// What would go from the number that failed.
    Number,
    /// What would go to the carrier, by look-up, at which it failed.
    Carrier,
}

/// The failures in a row of what can stop, and until when it has stopped.
#[derive(Debug, Clone, Copy)]
struct Line {
    row: u32,
    until: SimTime,
}

/// Halts at work.
#[derive(Debug)]
pub(super) struct Halt {
    settings: HaltSettings,
    /// By number or carrier, where that is the scope; as many as were needed.
    lines: Vec<Line>,
}

impl Halt {
    pub(super) fn new(settings: &HaltSettings) -> Halt {
        Halt { settings: settings.clone(), lines: Vec::new() }
    }

    fn place(&self, number: u32, audience: u8, person: u32, people: &dyn Directory) -> usize {
        match self.settings.scope {
            HaltScope::All => 0,
            HaltScope::Number => number as usize,
            HaltScope::Carrier => people.carrier(audience, person) as usize,
        }
    }

    /// Until when messages like this one have stopped.
    fn until(&self, draft: &Draft, people: &dyn Directory) -> SimTime {
        let place = self.place(draft.number, draft.audience, draft.person, people);
        self.lines.get(place).map_or(SimTime::START, |line| line.until)
    }
}

impl Strategy for Halt {
    fn before(&mut self, now: SimTime, draft: &mut Draft, _: &mut Orders, means: Means<'_>) -> Step {
        match self.until(draft, means.people) {
            SimTime::NEVER => Step::Withhold,
            until if now < until => Step::Wait(until),
            _ => Step::Go,
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, orders: &mut Orders, means: Means<'_>) {
        let Some(failed) = failed(echo.heard, &self.settings.codes) else { return };
        let place = self.place(echo.number, echo.audience, echo.person, means.people);
        if self.lines.len() <= place {
            self.lines.resize(place + 1, Line { row: 0, until: SimTime::START });
        }
        let line = &mut self.lines[place];
        if now < line.until {
            return;
        }
        line.row = if failed { line.row + 1 } else { 0 };
        if line.row < self.settings.after {
            return;
        }
        *line = Line { row: 0, until: self.settings.lasts.map_or(SimTime::NEVER, |span| now + span) };
        if self.settings.scope == HaltScope::All && line.until != SimTime::NEVER {
            orders.hold_until(line.until);
        }
    }

    fn listens(&self) -> bool {
        true
    }

    fn has_given_up(&self, draft: &Draft, people: &dyn Directory) -> bool {
        self.until(draft, people) == SimTime::NEVER
    }
}
