//! ## Hours, `[sender.hours]`
//!
//! **Does:** sends only from `from` to `to` by the sender's clock, on the `days` named. A campaign is planned
//! around the closed hours: what would be due in them is due at the next opening, and what follows keeps the
//! sender's pace and its windows, so that there is no burst in the morning. Whatever else would go out in closed
//! hours (retries, answers, messages of other sources) waits for the opening too, and leaves then at the sender's
//! `rate`.
//!
//! **Helps when:** people resent messages at night, or a guard of the platform would hold or refuse them; where
//! carriers look at hours. It spreads a long list over days, which keeps under windows of a day as well.
//!
//! **Costs:** time: a message waits up to the closed hours. The sender's clock is not the recipient's: with people
//! in several time zones some still hear from it at night (the platform's quiet hours go by theirs).
//!
//! **Source:** no solicitation before 08:00 or after 21:00 (TCPA, recipient's time); no measured daily course
//! of reactions was found, so that what it gains is an assumption of the audience.
//!
//! **Scenario:** `business-hours`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy};
use crate::sender::Draft;
use crate::time::{SimSpan, SimTime};
use crate::units::ClockTime;

/// When a sender sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursSettings {
    /// When it opens. Example: `"09:00"`.
    pub from: ClockTime,
    /// When it closes; not later than `from` means the next day, so `"00:00"` is midnight. Example: `"17:00"`.
    pub to: ClockTime,
    /// The days on which it opens; all of them unless set. Example: `["monday", "friday"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 7))]
    pub days: Vec<Weekday>,
    /// The day on which the scenario begins.
    #[serde(default)]
    pub first_day: Weekday,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weekday {
    /// Monday.
    #[default]
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl HoursSettings {
    fn is_open_on(&self, day: u64) -> bool {
        let weekday = (self.first_day as u64 + day) % 7;
        self.days.is_empty() || self.days.iter().any(|d| *d as u64 == weekday)
    }

    /// The first moment from `at` on at which the sender is open.
    pub fn open_from(&self, at: SimTime) -> SimTime {
        let day = SimSpan::DAY;
        let today = at.micros() / day.micros();
        let night = if self.to.0 <= self.from.0 { day } else { SimSpan::ZERO };
        let length = SimSpan::from_micros((self.to.0 + night).since(self.from.0).micros());
        (today.saturating_sub(1)..=today + 7)
            .filter(|&d| self.is_open_on(d))
            .map(|d| self.from.0 + day * d)
            .find(|&opening| at < opening + length)
            .map_or(at, |opening| at.max(opening))
    }
}

/// Hours at work, for what a campaign did not plan around them.
#[derive(Debug)]
pub struct Hours {
    settings: HoursSettings,
    /// What passes between two messages that waited for an opening.
    gap: SimSpan,
    /// From when on the next message that waits may leave.
    free: SimTime,
}

impl Hours {
    /// Hours of a sender with that gap between two messages.
    pub fn new(settings: HoursSettings, gap: SimSpan) -> Hours {
        Hours { settings, gap, free: SimTime::START }
    }
}

impl Strategy for Hours {
    fn before(&mut self, now: SimTime, _draft: &mut Draft, _orders: &mut Orders, _means: Means<'_>) -> Step {
        let opening = self.settings.open_from(now);
        if opening == now {
            return Step::Go;
        }
        let turn = self.settings.open_from(opening.max(self.free));
        self.free = turn + self.gap;
        Step::Wait(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u64, hour: u64) -> SimTime {
        SimTime::START + SimSpan::DAY * day + SimSpan::HOUR * hour
    }

    #[test]
    fn the_next_opening_is_found_over_nights_and_days() {
        let hours = |json: serde_json::Value| serde_json::from_value::<HoursSettings>(json).unwrap();
        let shop = hours(serde_json::json!({ "from": "09:00", "to": "17:00", "days": ["monday", "friday"] }));
        for (now, open) in [
            (at(0, 8), at(0, 9)),
            (at(0, 9), at(0, 9)),
            (at(0, 16), at(0, 16)),
            (at(0, 17), at(4, 9)),
            (at(4, 20), at(7, 9)),
        ] {
            assert_eq!(shop.open_from(now), open, "{now}");
        }
        let bar = hours(serde_json::json!({ "from": "20:00", "to": "02:00", "days": ["sunday"],
            "first_day": "saturday" }));
        for (now, open) in [(at(0, 21), at(1, 20)), (at(2, 1), at(2, 1)), (at(2, 2), at(8, 20))] {
            assert_eq!(bar.open_from(now), open, "{now}");
        }
        let late = hours(serde_json::json!({ "from": "08:00", "to": "00:00" }));
        assert_eq!((late.open_from(at(3, 23)), late.open_from(at(4, 0))), (at(3, 23), at(4, 8)));
    }
}
