//! The rhythm of a day: how a rate varies with the hour, and the clock that runs by it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::time::{SimSpan, SimTime};

const HOURS: usize = 24;
const DAY: f64 = 86_400.0;
const HOUR: f64 = 3600.0;

/// The largest weight that is read; what counts is only how weights compare.
const WEIGHT_MAX: f64 = 1_000_000.0;

/// How a rate varies over the day: 24 weights, one an hour, from midnight on. Only their shares count, so
/// the mean over a day stays what it is; equal weights are no rhythm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rhythm([f64; HOURS]);

impl Rhythm {
    /// No rhythm: every hour is like any other.
    pub const EVEN: Rhythm = Rhythm([1.0; HOURS]);

    /// A rhythm with these weights; `None` unless all are finite, none is negative and one is above zero.
    pub fn new(weights: [f64; HOURS]) -> Option<Rhythm> {
        let fine = weights.iter().all(|w| (0.0..=WEIGHT_MAX).contains(w)) && weights.iter().any(|w| *w > 0.0);
        fine.then_some(Rhythm(weights))
    }

    /// The weights, from midnight on.
    pub fn weights(&self) -> &[f64; HOURS] {
        &self.0
    }

    /// Whether every hour is like any other.
    pub fn is_even(&self) -> bool {
        self.0.iter().all(|w| *w == self.0[0])
    }

    /// The clock that runs by it.
    pub fn clock(&self) -> DayClock {
        let total: f64 = self.0.iter().sum();
        let mut begins = [0.0; HOURS + 1];
        for (hour, weight) in self.0.iter().enumerate() {
            begins[hour + 1] = begins[hour] + weight / total * DAY;
        }
        // So that a day is a day, whatever the weights round to.
        let last = self.0.iter().rposition(|w| *w > 0.0).unwrap_or(HOURS - 1);
        begins[last + 1..].fill(DAY);
        DayClock { begins }
    }
}

impl Default for Rhythm {
    fn default() -> Rhythm {
        Rhythm::EVEN
    }
}

/// A clock that runs fast in busy hours and slowly in quiet ones, and keeps time over a day. What comes at
/// a constant rate by this clock comes by the rhythm, exactly: arrivals are found by inverting the cumulative
/// rate (Lewis and Shedler 1979), and none is drawn in vain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayClock {
    /// What it shows when each hour begins, in seconds, and at the end of the day.
    begins: [f64; HOURS + 1],
}

impl DayClock {
    /// What it shows at `at`, in seconds since the start of the scenario.
    pub fn shows(&self, at: SimTime) -> f64 {
        let seconds = at.seconds();
        let day = (seconds / DAY).floor();
        let within = seconds - day * DAY;
        let hour = ((within / HOUR) as usize).min(HOURS - 1);
        let (from, to) = (self.begins[hour], self.begins[hour + 1]);
        day * DAY + from + (to - from) * ((within / HOUR) - hour as f64)
    }

    /// When it shows `seconds`; at the end of hours in which it stands still.
    pub fn when(&self, seconds: f64) -> SimTime {
        let day = (seconds / DAY).floor();
        let within = seconds - day * DAY;
        // The last hour that begins by then: one that passes in no time is skipped.
        let hour = self.begins[..HOURS].partition_point(|b| *b <= within).saturating_sub(1);
        let (from, to) = (self.begins[hour], self.begins[hour + 1]);
        let part = if to > from { ((within - from) / (to - from)).min(1.0) } else { 1.0 };
        SimTime::START + SimSpan::from_seconds_f64(day * DAY + (hour as f64 + part) * HOUR)
    }
}

impl Serialize for Rhythm {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Rhythm {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let weights = Vec::<f64>::deserialize(from)?;
        let weights: Option<[f64; HOURS]> = weights.try_into().ok();
        weights.and_then(Rhythm::new).ok_or_else(|| {
            de::Error::custom("a rhythm is 24 weights, one an hour, none below zero and not all of them zero")
        })
    }
}

impl JsonSchema for Rhythm {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Rhythm".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "minItems": HOURS, "maxItems": HOURS,
            "items": { "type": "number", "minimum": 0.0, "maximum": WEIGHT_MAX } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing at night, twice as much in the morning as in the afternoon.
    fn office() -> Rhythm {
        let mut weights = [0.0; HOURS];
        weights[8..12].fill(2.0);
        weights[12..16].fill(1.0);
        Rhythm::new(weights).unwrap()
    }

    #[test]
    fn equal_weights_are_the_plain_clock() {
        for weight in [1.0, 0.1, 7.0] {
            let clock = Rhythm::new([weight; HOURS]).unwrap().clock();
            for seconds in [0.0, 1.5, 3599.999, 3600.0, 86_399.0, 86_400.0, 1_000_000.25] {
                let at = SimTime::START + SimSpan::from_seconds_f64(seconds);
                assert!((clock.shows(at) - seconds).abs() < 1e-6, "{seconds}");
                assert!(
                    clock.when(seconds).since(at).micros() <= 1
                        && at.since(clock.when(seconds)).micros() <= 1
                );
            }
        }
        assert!(Rhythm::default().is_even() && !office().is_even());
    }

    #[test]
    fn the_clock_runs_by_the_weights_and_keeps_the_day() {
        let clock = office().clock();
        let at = |hours: f64| SimTime::START + SimSpan::from_seconds_f64(hours * HOUR);
        let shows = |hours: f64| clock.shows(at(hours)) / DAY;
        // Two thirds of a day's work lie in the morning.
        for (hours, share) in
            [(0.0, 0.0), (8.0, 0.0), (10.0, 1.0 / 3.0), (12.0, 2.0 / 3.0), (16.0, 1.0), (24.0, 1.0)]
        {
            assert!((shows(hours) - share).abs() < 1e-9, "{hours}: {}", shows(hours));
            assert!((shows(hours + 72.0) - share - 3.0).abs() < 1e-9, "three days later");
        }
    }

    #[test]
    fn when_is_the_inverse_of_what_it_shows() {
        for rhythm in [Rhythm::EVEN, office(), Rhythm::new(std::array::from_fn(|h| h as f64)).unwrap()] {
            let clock = rhythm.clock();
            let mut before = SimTime::START;
            for i in 0..5000 {
                let seconds = f64::from(i) * 77.7 + 0.1;
                let at = clock.when(seconds);
                assert!((clock.shows(at) - seconds).abs() < 1e-3, "{seconds}");
                assert!(at >= before, "time goes on");
                before = at;
            }
        }
        // Nothing happens while it stands still: not at the end of the day, and not before it begins.
        assert_eq!(office().clock().when(0.0), SimTime::START + SimSpan::HOUR * 8);
        assert_eq!(office().clock().when(DAY), SimTime::START + SimSpan::HOUR * 32);
    }

    #[test]
    fn what_is_no_rhythm_is_refused() {
        assert!(Rhythm::new([0.0; HOURS]).is_none());
        let mut weights = [1.0; HOURS];
        weights[3] = -1.0;
        assert!(Rhythm::new(weights).is_none());
        let read = |text: &str| serde_json::from_str::<Rhythm>(text);
        assert!(read("[1, 2]").is_err());
        let written = serde_json::to_string(&office()).unwrap();
        assert_eq!(read(&written).unwrap(), office());
    }
}
