//! One sender's account on the platform: number queues, grants, and the list of those who opted out.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::{PlatformSettings, StopScope};
use crate::message::{Aggregation, Code, Grant, GrantOver, NumberSettings};
use crate::time::{SimSpan, SimTime};

/// What the platform does with a message that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It leaves for the carrier at this time, now or later.
    Depart(SimTime),
    /// It is refused at once.
    Refuse(Code),
    /// Its turn would come only after its validity period, which ends at this time.
    Expire(SimTime),
}

/// What the platform does with a message whose turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clearance {
    /// It goes to the carrier.
    Go,
    /// A grant has no room before this time.
    Wait(SimTime),
    /// It is over a grant that does not queue.
    Over(Code, Aggregation),
}

/// The queues and opt-outs of one sender.
#[derive(Debug)]
pub struct Account {
    /// When each number has sent what it has to send.
    free: Vec<SimTime>,
    /// By number: time one segment takes, and the longest backlog.
    paces: Vec<(SimSpan, SimSpan)>,
    stop: bool,
    scope: StopScope,
    validity: SimSpan,
    /// A bit a person, by audience (sender scope).
    stopped: Vec<Vec<u64>>,
    /// (number, audience, person) (number scope); looked up, never iterated.
    stopped_pairs: FxHashSet<(u32, u8, u32)>,
    /// From when until when nothing leaves.
    pause: Option<(SimTime, SimTime)>,
}

impl Account {
    /// The account of a sender with these numbers, whose audiences have so many people each.
    pub fn new(platform: &PlatformSettings, fleets: &[(&NumberSettings, u32)], audiences: &[u32]) -> Account {
        let pace = |numbers: &NumberSettings| match numbers.throughput.is_unlimited() {
            true => (SimSpan::ZERO, numbers.queue),
            false => {
                let gap = numbers.throughput.gap().seconds() / platform.pace.value().max(1e-9);
                (SimSpan::from_seconds_f64(gap), numbers.queue)
            }
        };
        let paces: Vec<_> = fleets
            .iter()
            .flat_map(|(numbers, count)| std::iter::repeat_n(pace(numbers), *count as usize))
            .collect();
        let bits = |people: &u32| vec![0; if platform.stop { (*people as usize).div_ceil(64) } else { 0 }];
        Account {
            free: vec![SimTime::START; paces.len()],
            paces,
            stop: platform.stop,
            scope: platform.stop_scope,
            validity: platform.validity,
            stopped: audiences.iter().map(bits).collect(),
            stopped_pairs: FxHashSet::default(),
            pause: None,
        }
    }

    /// Lets nothing leave from `from` until `until`. What waits then is taken back and handed over again at
    /// the end, in its order, so the pause does not count as waiting. For an account that has not begun.
    pub fn pause(&mut self, from: SimTime, until: SimTime) {
        self.pause = Some((from, until));
    }

    /// The first moment from `at` on at which something may leave.
    pub fn resumes(&self, at: SimTime) -> SimTime {
        self.pause.filter(|&(from, until)| from <= at && at < until).map_or(at, |(_, until)| until)
    }

    /// The part of a pause that lies between `due` and `at`, where the pause lies between them.
    fn paused(&self, due: SimTime, at: SimTime) -> SimSpan {
        let pause = self.pause.filter(|&(from, until)| due < from && until <= at);
        pause.map_or(SimSpan::ZERO, |(from, until)| until.since(from))
    }

    /// How long a message that was due then has waited by `at`.
    pub fn waited(&self, due: SimTime, at: SimTime) -> SimSpan {
        let paused = self.paused(due, at);
        SimSpan::from_micros(at.since(due).micros() - paused.micros())
    }

    /// When a message that was due then is no longer valid.
    pub fn expiry(&self, due: SimTime) -> SimTime {
        let end = due + self.validity;
        let pause = self.pause.filter(|&(from, _)| due < from && from <= end);
        pause.map_or(end, |(from, until)| end + until.since(from))
    }

    /// A message of this many segments is due at this number: when does its turn come?
    pub fn admit(&mut self, number: u32, segments: u16, due: SimTime) -> Admission {
        let turn = self.resumes(due.max(self.free[number as usize]));
        let wait = self.waited(due, turn);
        let (segment, queue) = self.paces[number as usize];
        if wait > queue {
            return Admission::Refuse(Code::QUEUE_OVERFLOW);
        }
        if wait > self.validity {
            return Admission::Expire(self.expiry(due));
        }
        self.free[number as usize] = turn + segment * u64::from(segments);
        Admission::Depart(turn)
    }

    /// A person of this audience opted out by answering this number.
    pub fn stop(&mut self, number: u32, audience: u8, person: u32) {
        if !self.stop {
            return;
        }
        match self.scope {
            StopScope::Sender => {
                self.stopped[usize::from(audience)][person as usize / 64] |= 1 << (person % 64);
            }
            StopScope::Number => {
                self.stopped_pairs.insert((number, audience, person));
            }
        }
    }

    /// Whether a message from this number to this person must be refused.
    pub fn stopped(&self, number: u32, audience: u8, person: u32) -> bool {
        self.stop
            && match self.scope {
                StopScope::Sender => {
                    self.stopped[usize::from(audience)][person as usize / 64] >> (person % 64) & 1 == 1
                }
                StopScope::Number => self.stopped_pairs.contains(&(number, audience, person)),
            }
    }
}

/// What is used of one grant: windows begin at multiples of their length.
#[derive(Debug, Clone)]
pub struct GrantMeter {
    grant: Grant,
    limit: f64,
    /// Length of a window, in microseconds.
    length: u64,
    /// What is used, by window; windows that are over are dropped.
    used: BTreeMap<u64, f64>,
    /// No window before this one has room for a message that may wait.
    first_open: u64,
}

impl GrantMeter {
    /// The meter of a grant of which the platform uses the share `pace`. A grant of less than one segment a
    /// window is one segment in a window as much longer.
    pub fn new(grant: Grant, pace: f64) -> GrantMeter {
        let limit = grant.limit.count * pace;
        let length = grant.limit.per.micros() as f64 / limit.clamp(1e-9, 1.0);
        GrantMeter {
            grant,
            limit: limit.max(1.0),
            length: length as u64,
            used: BTreeMap::new(),
            first_open: 0,
        }
    }

    fn fits(&self, window: u64, size: f64) -> bool {
        // A message larger than the whole grant still goes, alone in its window.
        let used = self.used.get(&window).copied().unwrap_or(0.0);
        used == 0.0 || used + size <= self.limit
    }

    /// When there is room for a message of this many segments that could go at `now`, or what happens for
    /// want of it. Nothing is used up. Messages that wait are spread evenly over their window.
    pub fn room(&self, segments: u16, now: SimTime, level: Aggregation) -> Clearance {
        if self.limit.is_infinite() {
            return Clearance::Go;
        }
        let size = f64::from(segments);
        let current = now.micros() / self.length;
        if self.grant.over == GrantOver::Fail {
            return if self.fits(current, size) {
                Clearance::Go
            } else {
                Clearance::Over(self.grant.code, level)
            };
        }
        let window =
            (current.max(self.first_open)..).find(|&w| self.fits(w, size)).expect("some window is empty");
        if window == current {
            return Clearance::Go;
        }
        let used = self.used.get(&window).copied().unwrap_or(0.0);
        let into = SimSpan::from_micros((used / self.limit * self.length as f64) as u64);
        Clearance::Wait(SimTime::from_micros(window.saturating_mul(self.length)) + into)
    }

    /// Uses up room for a message that goes at `at`.
    pub fn take(&mut self, segments: u16, now: SimTime, at: SimTime) {
        if self.limit.is_infinite() {
            return;
        }
        let (current, window) = (now.micros() / self.length, at.micros() / self.length);
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
    use crate::units::Rate;

    fn minute(over: GrantOver) -> GrantMeter {
        GrantMeter::new(Grant { limit: Rate::new(2.0, SimSpan::MINUTE), over, code: Code::DAILY_CAP }, 1.0)
    }
    fn at(seconds: u64) -> SimTime {
        SimTime::START + SimSpan::from_seconds(seconds)
    }

    /// Asks for room and takes it, as the platform does.
    fn ask(meter: &mut GrantMeter, now: SimTime) -> Clearance {
        let answer = meter.room(1, now, Aggregation::Campaign);
        match answer {
            Clearance::Go => meter.take(1, now, now),
            Clearance::Wait(at) => meter.take(1, now, at),
            Clearance::Over(..) => {}
        }
        answer
    }

    #[test]
    fn a_queueing_grant_spreads_what_waits() {
        let mut meter = minute(GrantOver::Queue);
        let got: Vec<_> = (0..5).map(|_| ask(&mut meter, at(10))).collect();
        use Clearance::{Go, Wait};
        assert_eq!(got, [Go, Go, Wait(at(60)), Wait(at(90)), Wait(at(120))]);
        // What only asked for room has used none.
        assert_eq!(meter.room(1, at(130), Aggregation::Campaign), Go);
        assert_eq!(meter.room(1, at(130), Aggregation::Campaign), Go);
    }

    #[test]
    fn a_failing_grant_fails_until_the_next_window() {
        let mut meter = minute(GrantOver::Fail);
        let over = Clearance::Over(Code::DAILY_CAP, Aggregation::Campaign);
        let got = [1, 2, 3, 59, 60].map(|s| ask(&mut meter, at(s)));
        assert_eq!(got, [Clearance::Go, Clearance::Go, over, over, Clearance::Go]);
    }

    /// A number that sends a segment a second, with a queue of ten seconds.
    fn account() -> Account {
        let platform = PlatformSettings { validity: SimSpan::from_seconds(8), ..PlatformSettings::default() };
        let numbers: NumberSettings =
            serde_json::from_value(serde_json::json!({ "type": "", "throughput": "1/s", "queue": "10s" }))
                .unwrap();
        Account::new(&platform, &[(&numbers, 1)], &[1])
    }

    #[test]
    fn a_pause_keeps_the_queue_and_is_no_waiting() {
        let mut paused = account();
        paused.pause(at(2), at(100));
        let got: Vec<_> = (0..10).map(|_| paused.admit(0, 1, at(0))).collect();
        use Admission::{Depart, Expire};
        let turns = [0, 1, 100, 101, 102, 103, 104, 105, 106].map(|s| Depart(at(s)));
        assert_eq!(got[..9], turns, "a second apart, before and after");
        assert_eq!(got[9], Expire(at(8 + 98)), "eight seconds of waiting, and the pause");
        assert_eq!(paused.admit(0, 1, at(101)), Depart(at(107)), "behind what waited");
        let mut plain = account();
        let got: Vec<_> = (0..10).map(|_| plain.admit(0, 1, at(0))).collect();
        assert_eq!((got[2], got[9]), (Depart(at(2)), Expire(at(8))));
    }

    #[test]
    fn less_than_one_a_window_is_one_in_a_longer_window() {
        let grant =
            Grant { limit: Rate::new(0.5, SimSpan::MINUTE), over: GrantOver::Queue, code: Code::DAILY_CAP };
        let mut meter = GrantMeter::new(grant, 1.0);
        let got: Vec<_> = (0..3).map(|_| ask(&mut meter, at(0))).collect();
        assert_eq!(got, [Clearance::Go, Clearance::Wait(at(120)), Clearance::Wait(at(240))]);
    }
}
