//! # Grants
//!
//! **Does:** keeps the agreed limits of a kind of number (`number.grants`): of each number, of a campaign, of a
//! brand, at each carrier that enforces that level, or across all carriers. A message must fit every limit. What
//! is over one waits for its next window (`queue`), for the next morning (`next-morning`), or fails with the
//! limit's code (`fail`), for which money may be due all the same (`billed`). Of each limit the share
//! `platform.pace` is used.
//! **Source:** AT&T grants by campaign and minute, T-Mobile by brand and day from midnight Pacific, Verizon by
//! number (Sinch, Convey, Bandwidth, 2021 to 2025). Over the minute some providers queue (Infobip, Bird,
//! Clickatell, n.d.), others pass on a rejection (30022, Twilio; 4781, Bandwidth). Over the day messages fail until
//! midnight Pacific (30027, Twilio), or wait until 08:00 (Infobip, n.d.). What fails is billed (Bird, n.d.; Bandwidth
//! 2023). Toll-free caps count every attempt (Sinch 2022). One platform uses 80 % of a grant (Prompt, n.d.). That
//! what waits is spread evenly over its window is an assumption.

use std::collections::BTreeMap;

use crate::message::{Aggregation, Code, Grant, GrantCounts, GrantOver};
use crate::time::{SimSpan, SimTime};

/// When messages go that were over a grant the day before (Infobip, n.d.).
const MORNING: SimSpan = SimSpan::from_micros(SimSpan::HOUR.micros() * 8);

/// What the platform does with a message whose turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// It goes to the carrier.
    Go,
    /// A grant has no room before this time.
    Wait(SimTime),
    /// It is over a grant that does not queue.
    Over(Over),
}

/// A grant that a message was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Over {
    /// The code it fails with.
    pub code: Code,
    /// Whose grant it was.
    pub level: Aggregation,
    /// Whether the failure costs as much as a message handed over.
    pub billed: bool,
}

/// What is used of the grants of one number, campaign or brand. A message must fit all of them.
#[derive(Debug, Clone, Default)]
pub struct GrantMeters(Vec<GrantMeter>);

impl GrantMeters {
    /// The meters of these grants, of which the platform uses the share `pace`.
    pub fn new(grants: impl IntoIterator<Item = Grant>, pace: f64) -> GrantMeters {
        GrantMeters(grants.into_iter().map(|grant| GrantMeter::new(grant, pace)).collect())
    }

    /// Whether there is no grant to keep.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// When there is room in all grants for a message of this many segments that could go at `now`, or what
    /// happens for want of it. Nothing is used up. A wait is for the grant that makes it wait longest; whoever
    /// waits asks again for that time.
    pub fn room(&self, segments: u16, now: SimTime, level: Aggregation) -> Clearance {
        let mut answer = Clearance::Go;
        for meter in &self.0 {
            match (meter.room(segments, now, level), answer) {
                (over @ Clearance::Over(_), _) => return over,
                (Clearance::Wait(a), Clearance::Wait(b)) => answer = Clearance::Wait(a.max(b)),
                (wait @ Clearance::Wait(_), _) => answer = wait,
                (Clearance::Go, _) => {}
            }
        }
        answer
    }

    /// Uses up room for a message that goes at `at`.
    pub fn take(&mut self, segments: u16, now: SimTime, at: SimTime) {
        for meter in &mut self.0 {
            meter.take(segments, now, at);
        }
    }

    /// Uses up room of the grants that count attempts, for a message that fails now over some grant.
    pub fn attempt(&mut self, segments: u16, now: SimTime) {
        for meter in self.0.iter_mut().filter(|m| m.grant.counts == GrantCounts::Attempts) {
            meter.take(segments, now, now);
        }
    }
}

/// What is used of one grant.
#[derive(Debug, Clone)]
struct GrantMeter {
    grant: Grant,
    limit: f64,
    /// Length of a window, in microseconds.
    length: u64,
    /// How long before the start of the scenario the window began that it starts in, in microseconds.
    before: u64,
    /// What is used, by window; windows that are over are dropped.
    used: BTreeMap<u64, f64>,
    /// No window before this one has room for a message that may wait.
    first_open: u64,
}

impl GrantMeter {
    /// The meter of a grant of which the platform uses the share `pace`. A grant of less than one segment a
    /// window is one segment in a window as much longer.
    fn new(grant: Grant, pace: f64) -> GrantMeter {
        let limit = grant.limit.count * pace;
        let length = (grant.limit.per.micros() as f64 / limit.clamp(1e-9, 1.0)) as u64;
        let resets = grant.resets.0.micros() % length;
        GrantMeter {
            grant,
            limit: limit.max(1.0),
            length,
            before: if resets == 0 { 0 } else { length - resets },
            used: BTreeMap::new(),
            first_open: 0,
        }
    }

    fn window(&self, at: SimTime) -> u64 {
        at.micros().saturating_add(self.before) / self.length
    }
    fn start(&self, window: u64) -> SimTime {
        SimTime::from_micros(window.saturating_mul(self.length).saturating_sub(self.before))
    }
    fn used(&self, window: u64) -> f64 {
        self.used.get(&window).copied().unwrap_or(0.0)
    }

    fn fits(&self, window: u64, size: f64) -> bool {
        // A message larger than the whole grant still goes, alone in its window.
        let used = self.used(window);
        used == 0.0 || used + size <= self.limit
    }

    /// When there is room for a message of this many segments that could go at `now`, or what happens for
    /// want of it.
    fn room(&self, segments: u16, now: SimTime, level: Aggregation) -> Clearance {
        let (size, current) = (f64::from(segments), self.window(now));
        if self.limit.is_infinite() || self.fits(current, size) && self.first_open <= current {
            return Clearance::Go;
        }
        match self.grant.over {
            GrantOver::Fail if self.fits(current, size) => Clearance::Go,
            GrantOver::Fail => {
                Clearance::Over(Over { code: self.grant.code, level, billed: self.grant.billed })
            }
            GrantOver::Queue => {
                let mut open = current.max(self.first_open)..;
                let window = open.find(|&w| self.fits(w, size)).expect("some window is empty");
                if window == current {
                    return Clearance::Go;
                }
                Clearance::Wait(self.spread(window, self.start(window)))
            }
            GrantOver::NextMorning => {
                let mut open = (current + 1).max(self.first_open)..;
                let window = open.find(|&w| self.fits(w, size) && self.morning(w).is_some());
                let window = window.expect("some window is empty and has a morning");
                let morning = self.morning(window).expect("it was just found");
                Clearance::Wait(self.spread(window, morning))
            }
        }
    }

    /// The place of the next message that waited among those of a window, which go evenly from `from` to its end.
    fn spread(&self, window: u64, from: SimTime) -> SimTime {
        let rest = self.start(window + 1).since(from).micros();
        from + SimSpan::from_micros((self.used(window) / self.limit * rest as f64) as u64)
    }

    /// The first morning within a window.
    fn morning(&self, window: u64) -> Option<SimTime> {
        let (start, day) = (self.start(window), SimSpan::DAY.micros());
        let days = start.micros().saturating_sub(MORNING.micros()).div_ceil(day);
        let morning = SimTime::START + MORNING + SimSpan::DAY * days;
        (morning < self.start(window + 1)).then_some(morning)
    }

    /// Uses up room for a message that goes at `at`.
    fn take(&mut self, segments: u16, now: SimTime, at: SimTime) {
        if self.limit.is_infinite() {
            return;
        }
        let (current, window) = (self.window(now), self.window(at));
        if self.used.first_key_value().is_some_and(|(&oldest, _)| oldest < current) {
            self.used = self.used.split_off(&current);
        }
        let used = self.used.entry(window).or_insert(0.0);
        *used += f64::from(segments);
        if *used + 1.0 > self.limit && window == self.first_open.max(current) {
            self.first_open = window + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn grants(grants: serde_json::Value) -> GrantMeters {
        GrantMeters::new(serde_json::from_value::<Vec<Grant>>(grants).expect("grants"), 1.0)
    }
    fn at(seconds: u64) -> SimTime {
        SimTime::START + SimSpan::from_seconds(seconds)
    }
    fn hours(hours: u64) -> SimTime {
        SimTime::START + SimSpan::HOUR * hours
    }

    /// Asks for room and takes it, as the platform does.
    fn ask(meters: &mut GrantMeters, now: SimTime) -> Clearance {
        let answer = meters.room(1, now, Aggregation::Campaign);
        match answer {
            Clearance::Go => meters.take(1, now, now),
            Clearance::Wait(at) => meters.take(1, now, at),
            Clearance::Over(..) => meters.attempt(1, now),
        }
        answer
    }
    fn over(code: Code, billed: bool) -> Clearance {
        Clearance::Over(Over { code, level: Aggregation::Campaign, billed })
    }
    use Clearance::{Go, Wait};

    #[test]
    fn a_queueing_grant_spreads_what_waits() {
        let mut meters = grants(json!([{ "limit": "2/min" }]));
        let got: Vec<_> = (0..5).map(|_| ask(&mut meters, at(10))).collect();
        assert_eq!(got, [Go, Go, Wait(at(60)), Wait(at(90)), Wait(at(120))]);
        // What only asked for room has used none.
        assert_eq!(meters.room(1, at(130), Aggregation::Campaign), Go);
        assert_eq!(meters.room(1, at(130), Aggregation::Campaign), Go);
    }

    #[test]
    fn a_failing_grant_fails_until_the_next_window() {
        let mut meters = grants(json!([{ "limit": "2/min", "over": "fail", "code": 30027, "billed": true }]));
        let over = over(Code::DAILY_CAP, true);
        let got = [1, 2, 3, 59, 60].map(|s| ask(&mut meters, at(s)));
        assert_eq!(got, [Go, Go, over, over, Go]);
    }

    #[test]
    fn less_than_one_a_window_is_one_in_a_longer_window() {
        let mut meters = grants(json!([{ "limit": "0.5/min" }]));
        let got: Vec<_> = (0..3).map(|_| ask(&mut meters, at(0))).collect();
        assert_eq!(got, [Go, Wait(at(120)), Wait(at(240))]);
    }

    #[test]
    fn windows_begin_at_the_time_they_reset() {
        let mut meters = grants(json!([{ "limit": "1/day", "over": "fail", "resets": "03:00" }]));
        let over = over(Code::RATE_EXCEEDED, false);
        let got = [0, 1, 2, 3, 4, 26, 27, 28].map(|h| ask(&mut meters, hours(h)));
        assert_eq!(got, [Go, over, over, Go, over, over, Go, over]);
    }

    #[test]
    fn what_is_over_waits_for_the_morning_with_room() {
        let mut meters = grants(json!([{ "limit": "2/day", "over": "next-morning", "resets": "03:00" }]));
        let got: Vec<_> = (0..6).map(|_| ask(&mut meters, hours(2))).collect();
        // The first window ends at three o'clock. From eight until then are 19 hours.
        let half = SimSpan::from_micros(SimSpan::HOUR.micros() * 19 / 2);
        assert_eq!(
            got,
            [Go, Go, Wait(hours(8)), Wait(hours(8) + half), Wait(hours(32)), Wait(hours(32) + half)]
        );
        // The day that is promised to those who wait has no room for one who comes on it.
        assert_eq!(ask(&mut meters, hours(4)), Wait(hours(56)));
    }

    #[test]
    fn a_message_must_fit_all_grants_of_a_list() {
        let mut meters = grants(
            json!([{ "limit": "2/day", "over": "fail" }, { "limit": "3/week", "over": "fail", "code": 30032 }]),
        );
        let day = over(Code::RATE_EXCEEDED, false);
        let week = over(Code::TOLL_FREE_UNVERIFIED, false);
        let got = [0, 1, 2, 24, 25, 48, 168].map(|h| ask(&mut meters, hours(h)));
        assert_eq!(got, [Go, Go, day, Go, week, week, Go]);
    }

    #[test]
    fn attempts_use_up_what_counts_them() {
        let list = |counts: &str| json!([{ "limit": "2/day", "over": "fail", "counts": counts }, { "limit": "4/week", "over": "fail", "counts": counts }]);
        let passed = |counts: &str| {
            let mut meters = grants(list(counts));
            let hours_of_attempts = [0, 1, 2, 3, 24, 25, 26];
            hours_of_attempts.map(|h| u32::from(ask(&mut meters, hours(h)) == Go)).iter().sum::<u32>()
        };
        assert_eq!((passed("attempts"), passed("accepted")), (2, 4));
    }
}
