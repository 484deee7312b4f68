//! One sender's account on the platform: number queues, and the list of those who opted out.

use super::PlatformSettings;
use super::guard::stop::StopList;
use super::queue::pace;
use crate::message::{Code, NumberSettings};
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

/// The queues and opt-outs of one sender.
#[derive(Debug)]
pub struct Account {
    /// When each number has sent what it has to send.
    free: Vec<SimTime>,
    /// By number: time one segment takes, and the longest backlog.
    paces: Vec<(SimSpan, SimSpan)>,
    validity: SimSpan,
    queue_code: Code,
    stops: StopList,
    /// From when until when nothing leaves.
    pause: Option<(SimTime, SimTime)>,
}

impl Account {
    /// The account of a sender with these numbers, whose audiences have so many people each.
    pub fn new(platform: &PlatformSettings, fleets: &[(&NumberSettings, u32)], audiences: &[u32]) -> Account {
        let paces: Vec<_> = fleets
            .iter()
            .flat_map(|(numbers, count)| {
                std::iter::repeat_n((pace(numbers, platform), numbers.queue), *count as usize)
            })
            .collect();
        Account {
            free: vec![SimTime::START; paces.len()],
            paces,
            validity: platform.validity,
            queue_code: platform.queue_code,
            stops: StopList::new(&platform.stop, fleets.iter().map(|f| f.1), audiences),
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
            return Admission::Refuse(self.queue_code);
        }
        if wait > self.validity {
            return Admission::Expire(self.expiry(due));
        }
        self.free[number as usize] = turn + segment * u64::from(segments);
        Admission::Depart(turn)
    }

    /// Those who opted out of this sender.
    pub fn stops(&self) -> &StopList {
        &self.stops
    }

    /// Those who opted out of this sender, to be changed.
    pub fn stops_mut(&mut self) -> &mut StopList {
        &mut self.stops
    }

    /// The platform answers HELP from this number with one segment, which takes its place in the queue: that of
    /// a text, at the pace of `texts`, the number as it sends them.
    pub fn answer_help(
        &mut self,
        number: u32,
        now: SimTime,
        texts: &NumberSettings,
        platform: &PlatformSettings,
    ) {
        let free = &mut self.free[number as usize];
        *free = (*free).max(now) + pace(texts, platform);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SimTime {
        SimTime::START + SimSpan::from_seconds(seconds)
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
    fn an_answer_to_help_takes_the_time_of_a_text_from_a_number_that_sends_mms() {
        let platform = PlatformSettings::default();
        let numbers = serde_json::json!({ "type": "", "throughput": "4/s", "mms": { "throughput": "1/s" } });
        let texts: NumberSettings = serde_json::from_value(numbers).unwrap();
        let mut account = Account::new(&platform, &[(&texts.for_mms(), 1)], &[1]);
        assert_eq!(account.admit(0, 1, at(0)), Admission::Depart(at(0)));
        account.answer_help(0, at(0), &texts, &platform);
        let behind = at(1) + SimSpan::from_micros(250_000);
        assert_eq!(account.admit(0, 1, at(0)), Admission::Depart(behind));
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
}
