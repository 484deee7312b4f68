//! ## Send log, `[sender.log]`
//!
//! **Does:** sends what a log says was sent: every row at its time, from its number, to its recipient, with its
//! text, to see what other filters would have done with it. Each recipient of the log is one person of the
//! audience, the same for every sender that replays a part of it; each number one of the sender's numbers, and its texts are the sender's texts. What people do
//! about it is the audience's: a log does not tell. The table `messages` of a run with `--trace` becomes a log once its
//! `due_seconds` are called `time` and its `person` `recipient`, and only the columns of a log are kept.
//!
//! **Source:** the user's own log, as CSV or Parquet, with the columns `time`, `recipient` and `text`, and, if
//! there are several, `sender` and `number`.
//!
//! **Scenario:** `send-log`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Source;
use crate::rng::Draws;
use crate::sender::{Directory, Draft, SenderSettings};
use crate::time::SimTime;

/// A log that is replayed, from a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// Whether the log is replayed; else the sender's campaign goes out.
    #[serde(default = "super::yes")]
    pub enabled: bool,
    /// The file, relative to the scenario: CSV, or Parquet if its name ends in `.parquet`. Columns: `time`, as RFC 3339 (`2026-03-01T09:30:00Z`) or in seconds; `recipient`; `text`; and, where there are several, `sender` and `number`.
    #[schemars(length(min = 1))]
    pub file: String,
    /// Only rows of this `sender` of the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub which: Option<String>,
    /// The time in the log, written as there, at which the scenario begins; rows before it are left out. Unset, it is 0 for seconds, and for dates the midnight before the first row, in the first row's own zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Whether every digit of a text becomes 0, so that texts which differ in codes, prices or dates alone are one.
    #[serde(default)]
    pub mask: bool,
    /// SHA-256 of the file, which `run` fills in; a file with another one is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What the file says; the scenario reads it.
    #[serde(skip)]
    pub rows: Option<Arc<SendLog>>,
}

/// What a log says, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SendLog {
    /// The messages.
    pub rows: Vec<LogRow>,
    /// The texts, each once.
    pub texts: Vec<String>,
    /// How many recipients there are in the whole file.
    pub recipients: u32,
    /// How many numbers there are.
    pub numbers: u32,
}

/// One message of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogRow {
    /// When it was sent.
    pub at: SimTime,
    /// Whom it went to, as a place among the recipients.
    pub recipient: u32,
    /// Which of the numbers it came from.
    pub number: u32,
    /// Which of the texts it carried.
    pub text: u32,
}

/// A log at work.
#[derive(Debug)]
pub(super) struct Log {
    log: Arc<SendLog>,
    next: u32,
    people: u32,
    numbers: u32,
    variants: u32,
}

impl Log {
    pub(super) fn new(settings: &SenderSettings, log: &LogSettings, people: u32, variants: u32) -> Log {
        let numbers = settings.number.count;
        Log { log: log.rows.clone().unwrap_or_default(), next: 0, people, numbers, variants }
    }
}

impl Source for Log {
    fn next_due(&self) -> Option<SimTime> {
        self.log.rows.get(self.next as usize).map(|row| row.at)
    }

    /// A scenario has room for everybody and every text of its log. In worlds made otherwise, such as one in
    /// which the sender says only one thing, places beyond the last begin again.
    fn next(&mut self, _people: &dyn Directory, _draws: &Draws) -> Option<Draft> {
        let row = self.log.rows.get(self.next as usize)?;
        let (person, number) = (row.recipient % self.people, row.number % self.numbers);
        let draft = Draft::new(row.at, self.next, person, row.text % self.variants, number);
        self.next += 1;
        Some(draft)
    }
}
