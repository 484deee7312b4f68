//! Instants and lengths of simulated time, in whole microseconds.
//!
//! Integers order the same on every machine, so no event ever changes place through rounding.

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Sub};

use serde::{Deserialize, Serialize};

/// An instant: microseconds since the scenario began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct SimTime(u64);

/// A length of time, in microseconds. `SimTime + SimTime` does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SimSpan(u64);

impl SimTime {
    /// The instant at which every scenario begins.
    pub const START: SimTime = SimTime(0);
    /// Later than everything.
    pub const NEVER: SimTime = SimTime(u64::MAX);

    /// The instant `micros` microseconds after the start.
    pub const fn from_micros(micros: u64) -> SimTime {
        SimTime(micros)
    }
    /// Microseconds since the start.
    pub const fn micros(self) -> u64 {
        self.0
    }
    /// Seconds since the start, for reports and decay laws.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
    /// The span from `earlier` to here, zero when `earlier` is in fact later.
    pub const fn since(self, earlier: SimTime) -> SimSpan {
        SimSpan(self.0.saturating_sub(earlier.0))
    }
}

impl SimSpan {
    /// No time at all.
    pub const ZERO: SimSpan = SimSpan(0);
    /// One second.
    pub const SECOND: SimSpan = SimSpan(1_000_000);
    /// One minute.
    pub const MINUTE: SimSpan = SimSpan(60_000_000);
    /// One hour.
    pub const HOUR: SimSpan = SimSpan(3_600_000_000);
    /// One day of 24 hours.
    pub const DAY: SimSpan = SimSpan(86_400_000_000);

    /// A span of `micros` microseconds.
    pub const fn from_micros(micros: u64) -> SimSpan {
        SimSpan(micros)
    }
    /// A span of whole seconds.
    pub const fn from_seconds(seconds: u64) -> SimSpan {
        SimSpan(seconds * 1_000_000)
    }
    /// The nearest span to a number of seconds; negative and NaN become zero.
    pub fn from_seconds_f64(seconds: f64) -> SimSpan {
        SimSpan((seconds * 1e6).round().max(0.0) as u64)
    }
    /// Length in microseconds.
    pub const fn micros(self) -> u64 {
        self.0
    }
    /// Length in seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add<SimSpan> for SimTime {
    type Output = SimTime;
    fn add(self, span: SimSpan) -> SimTime {
        SimTime(self.0.saturating_add(span.0))
    }
}
impl AddAssign<SimSpan> for SimTime {
    fn add_assign(&mut self, span: SimSpan) {
        *self = *self + span;
    }
}
/// Panics in debug when the right side is later; use [`SimTime::since`] to saturate.
impl Sub<SimTime> for SimTime {
    type Output = SimSpan;
    fn sub(self, earlier: SimTime) -> SimSpan {
        debug_assert!(self >= earlier, "a span cannot be negative");
        self.since(earlier)
    }
}
impl Add for SimSpan {
    type Output = SimSpan;
    fn add(self, other: SimSpan) -> SimSpan {
        SimSpan(self.0.saturating_add(other.0))
    }
}
impl Mul<u64> for SimSpan {
    type Output = SimSpan;
    fn mul(self, times: u64) -> SimSpan {
        SimSpan(self.0.saturating_mul(times))
    }
}

/// `2d 03:04:05.000`, the form used in traces and explanations.
impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0 / 1000;
        let (d, h, m, s) = (ms / 86_400_000, ms / 3_600_000 % 24, ms / 60_000 % 60, ms / 1000 % 60);
        write!(f, "{d}d {h:02}:{m:02}:{s:02}.{:03}", ms % 1000)
    }
}

/// The shortest exact form that scenario files read back: `90s`, `15min`, `2h`, `3d`.
impl fmt::Display for SimSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, name) in [(Self::DAY, "d"), (Self::HOUR, "h"), (Self::MINUTE, "min"), (Self::SECOND, "s")]
        {
            if self.0 >= unit.0 && self.0.is_multiple_of(unit.0) {
                return write!(f, "{}{name}", self.0 / unit.0);
            }
        }
        match self.0 {
            0 => write!(f, "0s"),
            us if us.is_multiple_of(1000) => write!(f, "{}ms", us / 1000),
            us => write!(f, "{us}us"),
        }
    }
}
