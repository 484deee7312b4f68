//! ## Replace, `[sender.replace]`
//!
//! **Does:** drops a number after `after` failures with one of `codes`, in a row or, with `within`, in that time,
//! and lets a fresh one from `spare` take its place: whoever would have heard from the old one hears from the new
//! one. With `every` a number is also dropped after so many messages, whatever is reported: short-lived numbers.
//! When no fresh one is left, the last ones stay.
//!
//! **Helps when:** what a carrier holds against the sender belongs to the number alone, and failures are reported.
//!
//! **Costs:** numbers; every new one begins without a past and without the list of those who opted out of the old
//! one, where that list goes by number. Where carriers count by text, link, campaign or brand, the fresh number
//! inherits everything, and many numbers with one text are a sign of their own (snowshoe).
//!
//! **Source:** gateway numbers of smishing campaigns carry few texts a day each (NCSU 2024); US spammers of 2011
//! to 2013 used prepaid numbers in turn (AT&T 2013). Counts are assumptions.
//!
//! **Scenario:** `number-replacement`.

use std::collections::VecDeque;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy, failed, filtered, on};
use crate::message::{Code, Echo};
use crate::sender::Draft;
use crate::time::{SimSpan, SimTime};

/// Replacing numbers that fail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReplaceSettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// How many fresh numbers there are beside `number.count`, of the same kind and campaign.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub spare: u32,
    /// After how many failures a number is dropped.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub after: u32,
    /// The time in which that many failures must come. Absent: they must come in a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<SimSpan>,
    /// The failures that count.
    #[schemars(length(max = 100))]
    pub codes: Vec<Code>,
    /// After how many messages a number is dropped in any case. Absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub every: Option<u32>,
}

impl Default for ReplaceSettings {
    fn default() -> ReplaceSettings {
        ReplaceSettings { enabled: true, spare: 10, after: 3, within: None, codes: filtered(), every: None }
    }
}

/// What a number has been through.
#[derive(Debug, Clone, Default)]
struct Past {
    sent: u32,
    row: u32,
    failures: VecDeque<SimTime>,
}

/// Replacement at work. The plan knows places; each place has one number at a time.
#[derive(Debug)]
pub(super) struct Replace {
    settings: ReplaceSettings,
    /// Whether retries come from the next place.
    elsewhere: bool,
    /// By place: the number that has it.
    holder: Vec<u32>,
    /// By number: the place that it has or had.
    place: Vec<u32>,
    pasts: Vec<Past>,
}

impl Replace {
    pub(super) fn new(settings: &ReplaceSettings, numbers: u32, elsewhere: bool) -> Replace {
        Replace {
            settings: settings.clone(),
            elsewhere,
            holder: (0..numbers).collect(),
            place: (0..numbers).collect(),
            pasts: vec![Past::default(); numbers as usize],
        }
    }

    /// Drops a number, if it is in use and there is a fresh one.
    fn drop(&mut self, number: u32) {
        let Some(&place) = self.place.get(number as usize) else { return };
        let fresh = self.place.len() as u32;
        let spare = fresh - self.holder.len() as u32;
        if self.holder[place as usize] != number || spare >= self.settings.spare {
            return;
        }
        self.holder[place as usize] = fresh;
        self.place.push(place);
        self.pasts.push(Past::default());
    }
}

impl Strategy for Replace {
    fn before(&mut self, _: SimTime, draft: &mut Draft, _: &mut Orders, _: Means<'_>) -> Step {
        // Numbers of other fleets are nobody's place.
        if let Some(&place) = self.place.get(draft.number as usize) {
            let next = u32::from(self.elsewhere && draft.retry() > 0);
            draft.number = self.holder[(place + next) as usize % self.holder.len()];
        }
        Step::Go
    }

    fn sent(&mut self, _: SimTime, draft: &Draft, _: &mut Orders, _: Means<'_>) {
        let Some(past) = self.pasts.get_mut(draft.number as usize) else { return };
        past.sent += 1;
        if self.settings.every.is_some_and(|every| past.sent >= every) {
            self.drop(draft.number);
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, _: &mut Orders, _: Means<'_>) {
        let Some(failed) = failed(echo.heard, &self.settings.codes) else { return };
        let Some(past) = self.pasts.get_mut(echo.number as usize) else { return };
        let failures = match self.settings.within {
            None => {
                past.row = if failed { past.row + 1 } else { 0 };
                past.row
            }
            Some(_) if !failed => return,
            Some(within) => {
                past.failures.push_back(now);
                while past.failures.front().is_some_and(|&at| at + within <= now) {
                    past.failures.pop_front();
                }
                past.failures.len() as u32
            }
        };
        if failures >= self.settings.after {
            self.drop(echo.number);
        }
    }

    fn listens(&self) -> bool {
        true
    }
}
