//! ## List hygiene, `[sender.hygiene]`
//!
//! **Does:** takes people off the list and withholds what was meant for them from then on: numbers that a receipt
//! called dead (a code of `dead`, at once; one of `unreachable`, after so many in a row), people who opted out,
//! and, with `sunset`, people of whom so many messages in a row were reported as delivered and who never reacted
//! to one of them (no reply, no click).
//!
//! **Helps when:** a list is old: what goes to dead numbers costs money and counts against a sender where carriers
//! look at failures; what goes to people who do not care brings opt-outs and complaints later.
//!
//! **Costs:** reach, a little: some of those who never react would have bought, and a handset that was off three
//! times may come back. Where a carrier shows what it drops as delivered, silence says nothing of the person: the
//! sender sunsets people who never saw a message. It pays once for each dead number.
//!
//! **Source:** hygiene after each wave (Prompt, Truly, n.d.); 5 to 10 % of entries of US lists are landlines or
//! invalid (unverified), 7 to 9 % of numbers turn over a year (Twilio 2020, derived); when to give somebody up is
//! an assumption.
//!
//! **Scenario:** `list-hygiene`.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy};
use crate::message::{Code, Echo, Heard, Reported, Role};
use crate::sender::Draft;
use crate::time::SimTime;

/// Who is taken off the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HygieneSettings {
    /// Codes that say that a number is dead, such as 30005 (unknown) and 30006 (landline).
    #[schemars(length(max = 100))]
    pub dead: Vec<Code>,
    /// Codes that say that a number could not be reached this time, such as 30003.
    #[schemars(length(max = 100))]
    pub unreachable: Vec<Code>,
    /// After how many of them in a row a number counts as dead.
    #[schemars(range(min = 1, max = 1000))]
    pub after: u32,
    /// After how many messages in a row that were reported as delivered, and to which there was no reaction, a
    /// person is given up; nobody is unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 10_000))]
    pub sunset: Option<u32>,
}

impl Default for HygieneSettings {
    fn default() -> Self {
        HygieneSettings {
            dead: vec![Code::UNKNOWN_NUMBER, Code::LANDLINE],
            unreachable: vec![Code::UNREACHABLE],
            after: 3,
            sunset: None,
        }
    }
}

/// What is known of a person.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    dropped: bool,
    unreachable: u32,
    silent: u32,
}

/// Hygiene at work.
#[derive(Debug)]
pub struct Hygiene {
    settings: HygieneSettings,
    /// By audience and person; looked up, never iterated.
    list: FxHashMap<(u8, u32), Entry>,
}

impl Hygiene {
    /// Hygiene with nobody taken off yet.
    pub fn new(settings: HygieneSettings) -> Hygiene {
        Hygiene { settings, list: FxHashMap::default() }
    }
}

impl Strategy for Hygiene {
    fn before(&mut self, _now: SimTime, draft: &mut Draft, _orders: &mut Orders, _means: Means<'_>) -> Step {
        let entry = self.list.get(&(draft.audience, draft.person)).copied().unwrap_or_default();
        let sunset = self.settings.sunset.is_some_and(|k| entry.silent >= k) && draft.role == Role::Main;
        if entry.dropped || sunset { Step::Withhold } else { Step::Go }
    }

    fn heard(&mut self, _now: SimTime, echo: &Echo, _orders: &mut Orders, _means: Means<'_>) {
        let settings = &self.settings;
        let entry = self.list.entry((echo.audience, echo.person)).or_default();
        match echo.heard {
            Heard::Receipt(Reported::Failed(code)) if settings.dead.contains(&code) => entry.dropped = true,
            Heard::Receipt(Reported::Failed(code)) if settings.unreachable.contains(&code) => {
                entry.unreachable += 1;
                entry.dropped |= entry.unreachable >= settings.after;
            }
            // The platform tells nobody of HELP.
            Heard::Receipt(Reported::Failed(_)) | Heard::Seen | Heard::Help => {}
            Heard::Receipt(Reported::Delivered) => {
                entry.unreachable = 0;
                entry.silent += u32::from(echo.role == Role::Main);
            }
            Heard::Reply { .. } | Heard::Click | Heard::Completed => {
                (entry.unreachable, entry.silent) = (0, 0);
            }
            Heard::OptOut => entry.dropped = true,
            Heard::Start => (entry.dropped, entry.unreachable, entry.silent) = (false, 0, 0),
        }
    }

    fn listens(&self) -> bool {
        true
    }
}
