//! The hours of a person's day: how fast time passes for somebody who is awake, half awake or asleep.

use crate::time::{SimSpan, SimTime};

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;

/// Waking time by the hour of the local day. A delay of so much waking time is at least as long by the clock.
#[derive(Debug, Clone)]
pub(super) struct Rhythm {
    awake: [f64; 24],
    /// Waking seconds before each hour, and in the whole day.
    before: [f64; 25],
    /// Factors on the odds of leaving, by hour.
    night: [f64; 24],
}

impl Rhythm {
    /// `awake` lies in 0..=1, and some of it above 0; `night` is in log-odds.
    pub(super) fn new(awake: [f64; 24], night: f64) -> Rhythm {
        let mut before = [0.0; 25];
        for (hour, share) in awake.iter().enumerate() {
            before[hour + 1] = before[hour] + share * HOUR;
        }
        Rhythm { awake, before, night: awake.map(|share| libm::exp(night * (1.0 - share))) }
    }

    /// The factor on the odds of leaving for a message that comes at this local time.
    pub(super) fn night(&self, local: Local) -> f64 {
        self.night[local.hour()]
    }

    /// How long, in seconds, until somebody who gets a message at this local time has been awake for `delay`
    /// seconds.
    pub(super) fn wait(&self, local: Local, delay: f64) -> f64 {
        let day = self.before[24];
        if day <= 0.0 {
            return delay; // `scenario` refuses people who never wake
        }
        let hour = local.hour();
        let goal = self.before[hour] + self.awake[hour] * (local.second - hour as f64 * HOUR) + delay;
        let days = libm::floor(goal / day);
        let rest = goal - days * day;
        let hour = self.before[1..].partition_point(|&end| end <= rest).min(self.last_awake());
        let into = (rest - self.before[hour]) / self.awake[hour];
        (days * DAY + hour as f64 * HOUR + into - local.second).max(delay)
    }

    fn last_awake(&self) -> usize {
        self.awake.iter().rposition(|&share| share > 0.0).unwrap_or(23)
    }
}

/// A moment by a person's own clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Local {
    /// Days since the scenario began by its own clock; negative before.
    pub(super) day: i64,
    /// Seconds since midnight.
    pub(super) second: f64,
}

impl Local {
    /// The local moment of `now`, so many minutes ahead of the scenario's clock.
    pub(super) fn of(now: SimTime, minutes: i32) -> Local {
        let day = SimSpan::DAY.micros() as i64;
        let micros = now.micros().min(i64::MAX as u64 / 2) as i64 + i64::from(minutes) * 60_000_000;
        Local { day: micros.div_euclid(day), second: micros.rem_euclid(day) as f64 / 1e6 }
    }
    fn hour(self) -> usize {
        ((self.second / HOUR) as usize).min(23)
    }
    /// Whether it is a Saturday or Sunday; the first day is a Monday.
    pub(super) fn is_weekend(self) -> bool {
        self.day.rem_euclid(7) >= 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asleep from midnight to six, half awake until eight.
    fn rhythm() -> Rhythm {
        let mut awake = [1.0; 24];
        awake[..6].fill(0.0);
        awake[6..8].fill(0.5);
        Rhythm::new(awake, 2.0)
    }
    fn at(hours: f64) -> Local {
        Local { day: 0, second: hours * HOUR }
    }

    #[test]
    fn a_delay_runs_while_people_are_awake() {
        let rhythm = rhythm();
        for (from, delay, wait) in [
            (12.0, 1.0, 1.0),        // awake
            (23.5, 1.0, 7.5),        // half an hour, a night, an hour at half speed
            (2.0, 0.25, 4.5),        // asleep until six
            (6.0, 1.0, 2.0),         // half awake
            (8.0, 17.0, 24.0),       // a waking day has 17 hours
            (7.0, 0.5 + 34.0, 49.0), // and two of them
        ] {
            let got = rhythm.wait(at(from), delay * HOUR) / HOUR;
            assert!((got - wait).abs() < 1e-9, "{delay} from {from}: {got}, not {wait}");
        }
    }

    #[test]
    fn who_never_sleeps_waits_no_longer() {
        let rhythm = Rhythm::new([1.0; 24], 2.0);
        for second in [0.0, 3599.9, 86_399.0] {
            for delay in [0.5, 100.0, 90_000.0, 1e7] {
                let got = rhythm.wait(Local { day: 0, second }, delay);
                assert!((got - delay).abs() < 1e-6, "{delay} at {second}: {got}");
                assert_eq!(rhythm.night(Local { day: 0, second }), 1.0);
            }
        }
    }

    #[test]
    fn a_wait_is_never_shorter_than_its_delay_and_ends_in_a_waking_hour() {
        let rhythm = rhythm();
        for step in 0..2000 {
            let (from, delay) = (f64::from(step) * 41.3 % DAY, 1.0 + f64::from(step * step % 90_001));
            let wait = rhythm.wait(Local { day: 0, second: from }, delay);
            let hour = ((from + wait) % DAY / HOUR) as usize;
            assert!(wait >= delay && rhythm.awake[hour] > 0.0, "{delay} from {from}: {wait}");
        }
    }

    #[test]
    fn zones_move_the_hour_and_the_day() {
        let moment = SimTime::START + SimSpan::HOUR * 2;
        assert_eq!(Local::of(moment, -180), Local { day: -1, second: 23.0 * HOUR });
        assert_eq!(Local::of(moment, 330), Local { day: 0, second: 7.5 * HOUR });
        assert!(Local::of(moment, -180).is_weekend(), "the day before Monday");
        let days: Vec<bool> =
            (0..8).map(|d| Local::of(SimTime::START + SimSpan::DAY * d, 0).is_weekend()).collect();
        assert_eq!(days, [false, false, false, false, false, true, true, false]);
        assert!(rhythm().night(at(3.0)) > rhythm().night(at(7.0)) && rhythm().night(at(12.0)) == 1.0);
    }
}
