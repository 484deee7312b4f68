//! One sender's account on the platform: number queues, grants, and the list of those who opted out.

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
    /// The person has opted out.
    OptedOut,
}

/// The queues and opt-outs of one sender.
#[derive(Debug)]
pub struct Account {
    /// When each number has sent what it has to send.
    free: Vec<SimTime>,
    /// Time one segment takes at a number.
    segment: SimSpan,
    queue: SimSpan,
    stop: bool,
    scope: StopScope,
    validity: SimSpan,
    /// A bit a person (sender scope).
    stopped: Vec<u64>,
    /// (number, person) pairs (number scope); looked up, never iterated.
    stopped_pairs: FxHashSet<(u32, u32)>,
}

impl Account {
    /// The account of a sender with these numbers, whose audience has `audience` people.
    pub fn new(platform: &PlatformSettings, numbers: &NumberSettings, audience: u32) -> Account {
        let segment = match numbers.throughput.is_unlimited() {
            true => SimSpan::ZERO,
            false => SimSpan::from_seconds_f64(
                numbers.throughput.gap().seconds() / platform.pace.value().max(1e-9),
            ),
        };
        Account {
            free: vec![SimTime::START; numbers.count as usize],
            segment,
            queue: numbers.queue,
            stop: platform.stop,
            scope: platform.stop_scope,
            validity: platform.validity,
            stopped: vec![0; if platform.stop { (audience as usize).div_ceil(64) } else { 0 }],
            stopped_pairs: FxHashSet::default(),
        }
    }

    /// A message of this many segments is due at this number: when does its turn come?
    pub fn admit(&mut self, number: u32, segments: u16, due: SimTime) -> Admission {
        let free = &mut self.free[number as usize];
        let turn = due.max(*free);
        let wait = turn.since(due);
        if wait > self.queue {
            return Admission::Refuse(Code::QUEUE_OVERFLOW);
        }
        if wait > self.validity {
            return Admission::Expire(due + self.validity);
        }
        *free = turn + self.segment * u64::from(segments);
        Admission::Depart(turn)
    }

    /// A person opted out by answering this number.
    pub fn stop(&mut self, number: u32, person: u32) {
        if !self.stop {
            return;
        }
        match self.scope {
            StopScope::Sender => self.stopped[person as usize / 64] |= 1 << (person % 64),
            StopScope::Number => {
                self.stopped_pairs.insert((number, person));
            }
        }
    }

    /// Whether a message from this number to this person must be refused.
    pub fn stopped(&self, number: u32, person: u32) -> bool {
        self.stop
            && match self.scope {
                StopScope::Sender => self.stopped[person as usize / 64] >> (person % 64) & 1 == 1,
                StopScope::Number => self.stopped_pairs.contains(&(number, person)),
            }
    }
}

/// What is used of one grant: windows begin at multiples of their length.
#[derive(Debug, Clone, Copy)]
pub struct GrantMeter {
    grant: Grant,
    limit: f64,
    window: u64,
    used: f64,
}

impl GrantMeter {
    /// The meter of a grant of which the platform uses the share `pace`.
    pub fn new(grant: Grant, pace: f64) -> GrantMeter {
        GrantMeter { grant, limit: (grant.limit.count * pace).max(1.0), window: 0, used: 0.0 }
    }

    /// Takes room for a message now, or says what happens for want of it. Queued messages are spread
    /// evenly over the window that they wait for.
    pub fn take(&mut self, segments: u16, now: SimTime, level: Aggregation) -> Clearance {
        if self.limit.is_infinite() {
            return Clearance::Go;
        }
        let length = self.grant.limit.per.micros();
        let current = now.micros() / length;
        if current > self.window {
            self.window = current;
            self.used = 0.0;
        }
        let size = f64::from(segments);
        // A message larger than the whole grant still goes, alone in its window.
        let fits = self.used == 0.0 || self.used + size <= self.limit;
        match self.grant.over {
            GrantOver::Fail if !fits => Clearance::Over(self.grant.code, level),
            GrantOver::Queue => {
                if !fits {
                    self.window += 1;
                    self.used = 0.0;
                }
                let slot = SimTime::from_micros(self.window * length)
                    + SimSpan::from_micros((self.used / self.limit * length as f64) as u64);
                self.used += size;
                if self.window == current { Clearance::Go } else { Clearance::Wait(slot.max(now)) }
            }
            GrantOver::Fail => {
                self.used += size;
                Clearance::Go
            }
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

    #[test]
    fn a_queueing_grant_spreads_what_waits() {
        let mut meter = minute(GrantOver::Queue);
        let level = Aggregation::Campaign;
        let got: Vec<_> = (0..5).map(|_| meter.take(1, at(10), level)).collect();
        use Clearance::{Go, Wait};
        assert_eq!(got, [Go, Go, Wait(at(60)), Wait(at(90)), Wait(at(120))]);
    }

    #[test]
    fn a_failing_grant_fails_until_the_next_window() {
        let mut meter = minute(GrantOver::Fail);
        let level = Aggregation::Brand;
        let mut take = |s| meter.take(1, at(s), level);
        let over = Clearance::Over(Code::DAILY_CAP, level);
        assert_eq!(
            [take(1), take(2), take(3), take(59), take(60)],
            [Clearance::Go, Clearance::Go, over, over, Clearance::Go]
        );
    }
}
