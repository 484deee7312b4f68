//! ## Campaign, `rate`, `waves` and the like of `[[sender]]`
//!
//! **Does:** writes to everybody of an audience, wave after wave, each time in a new order, at `rate` from
//! `start` on, kept under `caps` (every window of them) and under `ramp` (one limit a day). A blast has no
//! rate, a drip a low one. `groups` cut a wave into parts with gaps between them, and `hours` leave out the
//! times at which the sender is closed.
//!
//! **Source:** rates and windows are the sender's own; the steps of a ramp as one platform has them (Kyrios n.d.).

use super::{Source, pick_number, pick_variant};
use crate::message::{Echo, PoolUse};
use crate::rng::{Draws, Purpose, exponential, splitmix};
use crate::sender::strategy::groups::Groups;
use crate::sender::strategy::hours::HoursSettings;
use crate::sender::{Directory, Draft, Gaps, SenderSettings, Wording};
use crate::time::{SimSpan, SimTime};
use crate::units::Rate;

/// A campaign at work. It holds no list: the order of an audience is computed, not stored.
#[derive(Debug)]
pub struct Campaign {
    key: u64,
    order: Order,
    audience: u32,
    variants: u32,
    numbers: u32,
    waves: u32,
    wave: u32,
    place: u32,
    count: u32,
    wave_began: SimTime,
    due: SimTime,
    gap: SimSpan,
    start: SimTime,
    caps: Vec<Cap>,
    /// By day since the start; the last holds on. `None` is a day without a limit.
    ramp: Vec<Option<Cap>>,
    wave_gap: SimSpan,
    gaps: Gaps,
    wording: Wording,
    pool: PoolUse,
    groups: Option<Groups>,
    hours: Option<HoursSettings>,
    /// From when until when nothing is due.
    pause: Option<(SimTime, SimTime)>,
}

impl Campaign {
    /// The plan of a sender whose audience has `audience` people and whose texts have `variants` variants.
    pub fn new(settings: &SenderSettings, key: u64, audience: u32, variants: u32, draws: &Draws) -> Campaign {
        let numbers = settings.number.count;
        let mut campaign = Campaign {
            key,
            order: Order::new(audience, draws, key, 0),
            audience,
            variants,
            numbers,
            waves: settings.waves,
            wave: 0,
            place: 0,
            count: 0,
            wave_began: settings.start.0,
            due: settings.start.0,
            gap: settings.rate.gap(),
            start: settings.start.0,
            caps: settings.caps.iter().filter(|c| !c.is_unlimited()).map(|c| Cap::new(*c)).collect(),
            ramp: settings.ramp.iter().map(|c| (!c.is_unlimited()).then(|| Cap::new(*c))).collect(),
            wave_gap: settings.wave_gap,
            gaps: settings.gaps,
            wording: settings.wording,
            pool: settings.number.pool,
            groups: settings.groups.map(|g| Groups::new(g, audience, variants, numbers)),
            hours: settings.hours.clone(),
            pause: None,
        };
        campaign.due = campaign.open_from(campaign.due);
        campaign
    }

    /// The first moment from `at` on that is in the sender's hours and in no pause.
    fn open_from(&self, at: SimTime) -> SimTime {
        let open = |at| self.hours.as_ref().map_or(at, |hours| hours.open_from(at));
        let at = open(at);
        self.pause.filter(|&(from, until)| from <= at && at < until).map_or(at, |(_, until)| open(until))
    }

    /// Counts the message that was due, and moves the next one on until every window has room for it.
    fn keep_under_caps(&mut self, sent: SimTime) {
        let start = self.start;
        for cap in &mut self.caps {
            cap.count(sent.since(start));
        }
        if let Some(step) = self.step(sent.since(start))
            && let Some(cap) = &mut self.ramp[step]
        {
            cap.count(sent.since(start));
        }
        self.find_room();
    }

    /// Moves the next message on until every window has room for it and no pause forbids it.
    fn find_room(&mut self) {
        let start = self.start;
        loop {
            let next = self.due.since(start);
            let step = self.step(next).and_then(|step| self.ramp[step].as_ref());
            let later = self.caps.iter().chain(step).map(|cap| cap.room_from(next)).max().unwrap_or(next);
            let due = self.open_from(start + later);
            if due <= self.due {
                return;
            }
            self.due = due;
        }
    }

    /// Which step of the ramp holds so long after the start; `None` without a ramp.
    fn step(&self, at: SimSpan) -> Option<usize> {
        let last = self.ramp.len().checked_sub(1)?;
        Some(((at.micros() / SimSpan::DAY.micros()) as usize).min(last))
    }

    fn gap_after(&self, draws: &Draws) -> SimSpan {
        match self.gaps {
            Gaps::Regular => self.gap,
            Gaps::Poisson => {
                let u = draws.uniform(Purpose::Gaps, self.key, self.count);
                SimSpan::from_seconds_f64(self.gap.seconds() * exponential(u))
            }
        }
    }
}

impl Source for Campaign {
    fn next_due(&self) -> Option<SimTime> {
        (self.wave < self.waves).then_some(self.due)
    }

    fn is_within_wave(&self) -> bool {
        self.wave < self.waves && self.place > 0
    }

    fn wave(&self) -> u32 {
        self.wave
    }

    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        let due = self.next_due()?;
        let drawn = self.order.at(self.place);
        let person = self.groups.as_mut().map_or(drawn, |groups| groups.person(self.place, drawn));
        let variant = pick_variant(self.wording, self.variants, self.count, self.key, draws);
        let number = match self.numbers {
            1 => 0,
            n => pick_number(self.pool, n, self.count, people.key(0, person), self.key),
        };
        let mut draft = Draft::new(due, self.count, person, variant, number);
        self.count += 1;
        self.place += 1;
        self.due = due + self.gap_after(draws);
        if let Some(groups) = &self.groups {
            let group = groups.group(self.place - 1);
            draft.variant = groups.variant(group).unwrap_or(variant);
            draft.number = groups.number(group).unwrap_or(number);
            if self.place < self.audience && groups.begins(self.place) {
                self.due += groups.gap();
            }
        }
        if self.place == self.audience {
            self.place = 0;
            self.wave += 1;
            self.wave_began = (self.wave_began + self.wave_gap).max(self.due);
            self.due = self.wave_began;
            self.order = Order::new(self.audience, draws, self.key, self.wave);
        }
        self.keep_under_caps(due);
        Some(draft)
    }

    fn heard(&mut self, _now: SimTime, echo: &Echo, _people: &dyn Directory, _draws: &Draws) {
        self.groups.iter_mut().for_each(|groups| groups.heard(echo));
    }

    fn listens(&self) -> bool {
        self.groups.as_ref().is_some_and(Groups::listens)
    }

    fn put_back(&mut self, until: SimTime) -> bool {
        if self.due < until {
            self.due = self.open_from(until);
            self.find_room();
        }
        true
    }

    /// The first message that would be due is due at the end, and those behind it follow at their own gaps.
    fn pause(&mut self, from: SimTime, until: SimTime) {
        self.pause = Some((from, until));
        self.due = self.open_from(self.due);
    }
}

/// A window that the sender keeps under.
#[derive(Debug)]
struct Cap {
    limit: f64,
    per: u64,
    window: u64,
    used: f64,
}

impl Cap {
    fn new(rate: Rate) -> Cap {
        Cap { limit: rate.count.max(1.0), per: rate.per.micros(), window: 0, used: 0.0 }
    }
    fn count(&mut self, at: SimSpan) {
        let window = at.micros() / self.per;
        if window != self.window {
            (self.window, self.used) = (window, 0.0);
        }
        self.used += 1.0;
    }
    /// The first moment from `at` on at which the window has room.
    fn room_from(&self, at: SimSpan) -> SimSpan {
        let window = at.micros() / self.per;
        if window == self.window && self.used + 1.0 > self.limit {
            return SimSpan::from_micros((window + 1) * self.per);
        }
        at
    }
}

/// A permutation of 0..n that needs no memory: a Feistel network of four rounds over the next power of
/// four, walked until it lands inside (Black and Rogaway 2002, cycle walking).
#[derive(Debug)]
pub(super) struct Order {
    n: u32,
    half_bits: u32,
    keys: [u32; 4],
}

impl Order {
    pub(super) fn new(n: u32, draws: &Draws, sender: u64, wave: u32) -> Order {
        let bits = 32 - n.saturating_sub(1).leading_zeros();
        Order { n, half_bits: bits.div_ceil(2).max(1), keys: draws.words(Purpose::Order, sender, wave) }
    }

    pub(super) fn at(&self, place: u32) -> u32 {
        let mask = (1u32 << self.half_bits) - 1;
        let mut x = place;
        loop {
            let (mut left, mut right) = (x >> self.half_bits, x & mask);
            for key in self.keys {
                let mixed = splitmix(u64::from(right) << 32 | u64::from(key)) as u32 & mask;
                (left, right) = (right, left ^ mixed);
            }
            x = left << self.half_bits | right;
            if x < self.n {
                return x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::key_of;

    /// People of whom nothing can be looked up.
    struct Nobody;
    impl Directory for Nobody {
        fn len(&self, _: u8) -> u32 {
            16
        }
        fn key(&self, _: u8, person: u32) -> u64 {
            u64::from(person)
        }
        fn carrier(&self, _: u8, _: u32) -> u32 {
            0
        }
    }

    /// 16 people, a message a second from 01:00 on, kept under two windows.
    fn settings() -> SenderSettings {
        let settings = serde_json::json!({
            "name": "s", "audience": "a", "number": { "type": "" }, "texts": ["hello"],
            "start": "01:00", "rate": "1/s", "caps": ["3/min", "7/h"],
        });
        serde_json::from_value(settings).unwrap()
    }

    /// When each message is due, in seconds after the start.
    fn due(settings: &SenderSettings, pause: Option<(u64, u64)>) -> Vec<u64> {
        let draws = Draws::new(1, 0);
        let mut plan = Campaign::new(settings, key_of("sender", &settings.name), 16, 1, &draws);
        let at = |seconds| settings.start.0 + SimSpan::from_seconds(seconds);
        if let Some((from, until)) = pause {
            plan.pause(at(from), at(until));
        }
        std::iter::from_fn(|| plan.next(&Nobody, &draws))
            .map(|d| d.due.since(settings.start.0).micros() / 1_000_000)
            .collect()
    }

    #[test]
    fn a_sender_keeps_under_its_own_windows() {
        let due = due(&settings(), None);
        assert_eq!(due, [0, 1, 2, 60, 61, 62, 120, 3600, 3601, 3602, 3660, 3661, 3662, 3720, 7200, 7201]);
    }

    #[test]
    fn a_ramp_gives_each_day_its_own_limit_and_the_last_holds_on() {
        let day = |n: f64| Rate::new(n, SimSpan::DAY);
        let days = |ramp: Vec<Rate>| {
            let due = due(&SenderSettings { caps: vec![], ramp, ..settings() }, None);
            let mut counts = vec![0; 1 + (due[due.len() - 1] / 86_400) as usize];
            due.iter().for_each(|at| counts[(at / 86_400) as usize] += 1);
            counts
        };
        assert_eq!(days(vec![day(1.0), day(2.0), day(4.0)]), [1, 2, 4, 4, 4, 1]);
        assert_eq!(days(vec![day(3.0), Rate::UNLIMITED]), [3, 13], "the last step is no limit");
        assert_eq!(days(vec![Rate::UNLIMITED, day(1.0)]), [16]);
        assert_eq!(days(vec![]), [16]);
        // Beside a window of its own: three a minute, and no more than four on the first day.
        let both = SenderSettings {
            caps: vec![Rate::new(3.0, SimSpan::MINUTE)],
            ramp: vec![day(4.0), Rate::UNLIMITED],
            ..settings()
        };
        assert_eq!(due(&both, None)[..8], [0, 1, 2, 60, 86_400, 86_401, 86_402, 86_460]);
    }

    #[test]
    fn nothing_is_due_in_a_pause_and_the_plan_goes_on_after_it() {
        let free = SenderSettings { caps: vec![], ..settings() };
        let six = |pause| due(&free, Some(pause))[..6].to_vec();
        assert_eq!(six((2, 100)), [0, 1, 100, 101, 102, 103]);
        assert_eq!(six((0, 100)), [100, 101, 102, 103, 104, 105]);
        assert_eq!(six((200, 300)), [0, 1, 2, 3, 4, 5], "nobody was to hear from it then");
        // The windows hold on: a pause that ends in the middle of one gives no more room in it.
        let due = due(&settings(), Some((1, 59)));
        assert_eq!(due[..8], [0, 59, 60, 61, 62, 120, 121, 3600]);
    }

    #[test]
    fn an_order_visits_everybody_once() {
        for n in [1, 2, 3, 5, 64, 1000, 4097] {
            let order = Order::new(n, &Draws::new(3, 1), 9, 0);
            let mut seen: Vec<u32> = (0..n).map(|i| order.at(i)).collect();
            if n == 1000 {
                assert_ne!(seen, (0..n).collect::<Vec<_>>());
            }
            seen.sort_unstable();
            assert_eq!(seen, (0..n).collect::<Vec<_>>());
        }
    }
}
