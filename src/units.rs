//! Quantities as people write them: `"2h"`, `"60/min"`, `"3%"`, and their place in the schema.
//!
//! Every quantity carries its unit in the text; a bare number where a unit belongs is an error
//! whose message lists the units.

mod rhythm;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::{SimSpan, SimTime};

pub use rhythm::{DayClock, Rhythm};

/// Why a quantity could not be read; the text is the message a user sees.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UnitError {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

fn unit_error(message: impl Into<String>, help: impl Into<String>) -> UnitError {
    UnitError { message: message.into(), help: help.into() }
}

const SPAN_HELP: &str = "units: us, ms, s, min, h, d, w; for example \"90s\", \"15min\", \"2h\", \"3d\"";

fn unit_of_time(name: &str) -> Option<SimSpan> {
    Some(match name {
        "us" => SimSpan::from_micros(1),
        "ms" => SimSpan::from_micros(1_000),
        "s" | "sec" | "second" | "seconds" => SimSpan::SECOND,
        "m" | "min" | "minute" | "minutes" => SimSpan::MINUTE,
        "h" | "hour" | "hours" => SimSpan::HOUR,
        "d" | "day" | "days" => SimSpan::DAY,
        "w" | "week" | "weeks" => SimSpan::DAY * 7,
        _ => return None,
    })
}

/// Splits `"1_500.5min"` into the number and the unit that follows it.
fn number_and_unit(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(text.len());
    let number: f64 = text[..end].replace('_', "").parse().ok()?;
    Some((number, text[end..].trim()))
}

impl FromStr for SimSpan {
    type Err = UnitError;
    /// Reads `"90s"`, `"1h 30min"`, `"3d"`.
    fn from_str(text: &str) -> Result<SimSpan, UnitError> {
        let bad = |what: String| unit_error(what, SPAN_HELP);
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(bad("a length of time is empty".into()));
        }
        let mut micros = 0f64;
        while !rest.is_empty() {
            let (number, tail) =
                number_and_unit(rest).ok_or_else(|| bad(format!("`{text}` is not a length of time")))?;
            let end = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
            let (name, after) = tail.split_at(end);
            if name.is_empty() {
                return Err(bad(format!("`{text}` has no unit of time")));
            }
            let unit = unit_of_time(name).ok_or_else(|| bad(format!("`{name}` is not a unit of time")))?;
            micros += number * unit.micros() as f64;
            rest = after.trim_start();
        }
        // 2^53 µs are 285 years: beyond that a microsecond could not be told apart.
        if micros > 9e15 {
            return Err(bad(format!("`{text}` is longer than 285 years")));
        }
        Ok(SimSpan::from_micros(micros.round() as u64))
    }
}

/// So many messages in so much time: `"60/min"`, `"1/s"`, `"2000/day"`, `"5/30min"`, or `"unlimited"`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Messages in each `per`; infinite for `"unlimited"`.
    pub count: f64,
    /// The length the count refers to.
    pub per: SimSpan,
}

impl Rate {
    /// No limit at all.
    pub const UNLIMITED: Rate = Rate { count: f64::INFINITY, per: SimSpan::SECOND };

    /// A rate of `count` in each `per`.
    pub const fn new(count: f64, per: SimSpan) -> Rate {
        Rate { count, per }
    }
    /// Messages a second.
    pub fn per_second(self) -> f64 {
        self.count / self.per.seconds()
    }
    /// The gap between two messages at this rate; zero when unlimited.
    pub fn gap(self) -> SimSpan {
        if self.is_unlimited() {
            SimSpan::ZERO
        } else {
            SimSpan::from_seconds_f64(self.per.seconds() / self.count)
        }
    }
    /// Whether this is no limit.
    pub fn is_unlimited(self) -> bool {
        self.count.is_infinite()
    }
}

const RATE_HELP: &str =
    "write a count and a length of time: \"1/s\", \"60/min\", \"2000/day\", \"5/30min\", or \"unlimited\"";

impl FromStr for Rate {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Rate, UnitError> {
        if text.trim() == "unlimited" {
            return Ok(Rate::UNLIMITED);
        }
        let bad = |what: String| unit_error(what, RATE_HELP);
        let (count, per) = text.split_once('/').ok_or_else(|| bad(format!("`{text}` is not a rate")))?;
        if count.trim().starts_with('-') {
            return Err(bad(format!("a rate cannot be negative: `{text}`")));
        }
        let count: f64 = count
            .trim()
            .replace('_', "")
            .parse()
            .map_err(|_| bad(format!("`{}` is not a count", count.trim())))?;
        if !(count.is_finite() && count > 0.0) {
            return Err(bad(format!("a rate must be above zero: `{text}`")));
        }
        let per = per.trim();
        let per = match unit_of_time(per) {
            Some(unit) => unit,
            None => per.parse::<SimSpan>().map_err(|e| bad(e.message))?,
        };
        if per == SimSpan::ZERO {
            return Err(bad(format!("`{text}` counts in no time at all")));
        }
        Ok(Rate { count, per })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unlimited() {
            return f.write_str("unlimited");
        }
        let per = self.per.to_string();
        write!(
            f,
            "{}/{}",
            self.count,
            per.strip_prefix('1').filter(|p| unit_of_time(p).is_some()).unwrap_or(&per)
        )
    }
}

/// A probability or a share: a number from 0 to 1, or `"3%"`.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Share(f64);

impl Share {
    /// None.
    pub const ZERO: Share = Share(0.0);
    /// All.
    pub const ONE: Share = Share(1.0);
    /// A share known to lie in 0..=1. Panics otherwise: a literal out of range is our own mistake.
    pub const fn new(value: f64) -> Share {
        assert!(value >= 0.0 && value <= 1.0, "a share lies in 0..=1");
        Share(value)
    }
    /// The value, in 0..=1.
    pub const fn value(self) -> f64 {
        self.0
    }
}

const SHARE_HELP: &str = "write a number from 0 to 1, or a percentage such as \"3%\"";

impl TryFrom<f64> for Share {
    type Error = UnitError;
    fn try_from(value: f64) -> Result<Share, UnitError> {
        if (0.0..=1.0).contains(&value) {
            Ok(Share(value))
        } else {
            Err(unit_error(format!("{value} is not between 0 and 1"), SHARE_HELP))
        }
    }
}
impl FromStr for Share {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Share, UnitError> {
        let (number, scale) = match text.trim().strip_suffix('%') {
            Some(percent) => (percent.trim(), 100.0),
            None => (text.trim(), 1.0),
        };
        let value: f64 =
            number.parse().map_err(|_| unit_error(format!("`{text}` is not a share"), SHARE_HELP))?;
        Share::try_from(value / scale)
    }
}

/// The time of day at which something starts on the first day: `"09:00"`. Midnight is the start of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClockTime(pub SimTime);

impl FromStr for ClockTime {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<ClockTime, UnitError> {
        let bad =
            || unit_error(format!("`{text}` is not a time of day"), "write \"HH:MM\", such as \"09:00\"");
        let (h, m) = text.trim().split_once(':').ok_or_else(bad)?;
        let (h, m): (u64, u64) = (h.parse().map_err(|_| bad())?, m.parse().map_err(|_| bad())?);
        if h > 23 || m > 59 {
            return Err(bad());
        }
        Ok(ClockTime(SimTime::START + SimSpan::HOUR * h + SimSpan::MINUTE * m))
    }
}
impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.micros() / SimSpan::MINUTE.micros();
        write!(f, "{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// A day of the calendar: `"2023-04-01"`. Days are only compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day after all others.
    pub const LAST: Date = Date { year: 9999, month: 12, day: 31 };
}

impl FromStr for Date {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Date, UnitError> {
        let bad =
            || unit_error(format!("`{text}` is not a day"), "write \"YYYY-MM-DD\", such as \"2023-04-01\"");
        let mut parts = text.trim().splitn(3, '-');
        let mut part = |digits: usize| {
            let part = parts.next().filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|p| p.parse::<u16>().ok()).ok_or_else(bad)
        };
        let (year, month, day) = (part(4)?, part(2)? as u8, part(2)? as u8);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if (1..=days).contains(&day) { Ok(Date { year, month, day }) } else { Err(bad()) }
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A duration drawn from a log-normal law above a floor, by what people know of it:
/// `{ median = "8s", p95 = "40s", min = "1s" }`. Median and percentile are those of the draws, floor included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Half of the draws are shorter than this. Example: `"8s"`.
    pub median: SimSpan,
    /// 95 % of the draws are shorter than this; at least the median. Example: `"40s"`.
    pub p95: SimSpan,
    /// No draw is shorter than this; the part above it is log-normal.
    #[serde(default)]
    pub min: SimSpan,
}

impl Delay {
    /// A delay of median and 95th percentile, with a floor; all in seconds.
    pub fn of_seconds(min: f64, median: f64, p95: f64) -> Delay {
        let span = SimSpan::from_seconds_f64;
        Delay { median: span(median), p95: span(p95), min: span(min) }
    }
}

/// Strings in the file, typed values in the program.
macro_rules! written_as_text {
    ($type:ty, $name:literal, $schema:expr) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(|e: UnitError| de::Error::custom(format!("{}; {}", e.message, e.help)))
            }
        }
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

written_as_text!(
    SimSpan,
    "Span",
    json_schema!({ "type": "string", "format": "span",
    "pattern": r"^\s*([0-9][0-9_.]*\s*[a-z]+\s*)+$" })
);
written_as_text!(
    Rate,
    "Rate",
    json_schema!({ "type": "string", "format": "rate",
    "pattern": r"^\s*([0-9][0-9_.]*\s*/\s*[0-9a-z_. ]+|unlimited)\s*$" })
);
written_as_text!(
    ClockTime,
    "ClockTime",
    json_schema!({ "type": "string", "format": "clock",
    "pattern": "^[0-2]?[0-9]:[0-5][0-9]$" })
);
written_as_text!(
    Date,
    "Date",
    json_schema!({ "type": "string", "format": "date",
    "pattern": "^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$" })
);

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.0)
    }
}
impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Share;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number from 0 to 1 or a percentage")
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Share, E> {
                Share::try_from(value).map_err(|e| E::custom(format!("{}; {}", e.message, e.help)))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Share, E> {
                self.visit_f64(value as f64)
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Share, E> {
                self.visit_f64(value as f64)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Share, E> {
                text.parse().map_err(|e: UnitError| E::custom(format!("{}; {}", e.message, e.help)))
            }
        }
        from.deserialize_any(Visitor)
    }
}
impl JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Share".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "format": "share", "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 1 },
            { "type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]+)?\s*%?\s*$" } ] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_back_what_they_print() {
        for text in ["90s", "15min", "2h", "3d", "250ms", "7us", "0s"] {
            assert_eq!(text.parse::<SimSpan>().unwrap().to_string(), text);
        }
        for text in ["60/min", "1/s", "2000/d", "5/30min", "unlimited", "0.1/s"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
        assert_eq!("1h 30min".parse::<SimSpan>().unwrap(), SimSpan::MINUTE * 90);
        assert_eq!("3%".parse::<Share>().unwrap(), Share::new(0.03));
        assert_eq!("09:30".parse::<ClockTime>().unwrap().to_string(), "09:30");
    }

    #[test]
    fn days_are_those_of_the_calendar_and_compared() {
        let day = |text: &str| text.parse::<Date>();
        assert_eq!(day("2023-04-01").unwrap().to_string(), "2023-04-01");
        assert!(day("2022-09-30").unwrap() < day("2022-10-01").unwrap() && day("2024-02-29").is_ok());
        for wrong in ["2023-02-29", "2023-13-01", "2023-4-1", "2023-04", "2023-04-00", "+023-04-01", "x"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_quantity_without_its_unit_is_refused() {
        assert!("15".parse::<SimSpan>().unwrap_err().message.contains("no unit"));
        assert!("-3/min".parse::<Rate>().unwrap_err().message.contains("negative"));
        assert!("0/min".parse::<Rate>().is_err());
        assert!("60".parse::<Rate>().is_err());
        assert!("140%".parse::<Share>().is_err());
        assert!("25:00".parse::<ClockTime>().is_err());
    }
}
