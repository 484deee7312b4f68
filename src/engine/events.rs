//! The event set: what happens next, in exact order of (time, first scheduled first).
//!
//! [`Wheel`] is a hierarchical timing wheel (Varghese and Lauck 1987): a push costs one slot, whatever is
//! pending, and the opened slot is sorted, so the order is exact and not that of the slots. [`Heap`] is
//! the same thing by a binary heap: slower, obvious, and the test's oracle.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::time::SimTime;

/// What is scheduled: 16 bytes. `seq` makes the order total; `payload` says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    at: u64,
    /// 32 bits of sequence above 32 bits of payload.
    rest: u64,
}

impl Event {
    /// When it happens.
    pub fn at(self) -> SimTime {
        SimTime::from_micros(self.at)
    }
    /// What was scheduled.
    pub fn payload(self) -> u32 {
        self.rest as u32
    }
}

/// The two operations of an event set.
pub trait EventSet {
    /// Schedules `payload` for `at`. Panics when `at` lies before an event already taken.
    fn push(&mut self, at: SimTime, payload: u32);
    /// Takes the earliest event before `limit`; among equals, the one scheduled first.
    fn pop_before(&mut self, limit: SimTime) -> Option<Event>;
    /// A time no later than the earliest event, `None` when nothing is pending.
    fn earliest(&self) -> Option<SimTime>;
}

/// 2^14 µs, some 16 ms, in a finest slot.
const SLOT_BITS: u32 = 14;
const LEVEL_BITS: u32 = 10;
const SLOTS: usize = 1 << LEVEL_BITS;
/// 14 + 5 × 10 bits cover all of 64-bit time.
const LEVELS: usize = 5;

#[derive(Debug)]
struct Level {
    slots: Vec<Vec<Event>>,
    /// A bit for each slot that holds something.
    occupied: [u64; SLOTS / 64],
}

impl Level {
    fn new() -> Level {
        Level { slots: vec![Vec::new(); SLOTS], occupied: [0; SLOTS / 64] }
    }
    fn next_from(&self, from: usize) -> Option<usize> {
        if from >= SLOTS {
            return None;
        }
        let mut word = from / 64;
        let mut bits = self.occupied[word] & (u64::MAX << (from % 64));
        loop {
            if bits != 0 {
                return Some(word * 64 + bits.trailing_zeros() as usize);
            }
            word += 1;
            bits = *self.occupied.get(word)?;
        }
    }
}

/// The hierarchical timing wheel.
#[derive(Debug)]
pub struct Wheel {
    /// The finest slot that is open; everything earlier is in `open`.
    tick: u64,
    /// Events of the open slot, latest first.
    open: Vec<Event>,
    /// Events scheduled into the open slot, or before it, while it was open; after those of `open` among equals.
    late: BinaryHeap<Reverse<(u64, u64, u32)>>,
    n_late: u64,
    levels: Vec<Level>,
    pending: usize,
    seq: u32,
    floor: u64,
}

impl Default for Wheel {
    fn default() -> Self {
        Wheel::new()
    }
}

impl Wheel {
    /// An empty wheel at time zero.
    pub fn new() -> Wheel {
        let levels = (0..LEVELS).map(|_| Level::new()).collect();
        Wheel {
            tick: 0,
            open: Vec::new(),
            late: BinaryHeap::new(),
            n_late: 0,
            levels,
            pending: 0,
            seq: 0,
            floor: 0,
        }
    }

    /// Number of events pending.
    pub fn len(&self) -> usize {
        self.pending
    }
    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.pending == 0
    }

    fn place(&mut self, event: Event) {
        let tick = event.at >> SLOT_BITS;
        if tick <= self.tick {
            self.late.push(Reverse((event.at, self.n_late, event.payload())));
            self.n_late += 1;
            return;
        }
        let level = ((63 - (tick ^ self.tick).leading_zeros()) / LEVEL_BITS) as usize;
        let slot = (tick >> (LEVEL_BITS * level as u32)) as usize & (SLOTS - 1);
        self.levels[level].slots[slot].push(event);
        self.levels[level].occupied[slot / 64] |= 1 << (slot % 64);
    }

    /// The next non-empty slot and the first tick in it: (level, slot, tick).
    fn next_slot(&self) -> Option<(usize, usize, u64)> {
        (0..LEVELS).find_map(|level| {
            let shift = LEVEL_BITS * level as u32;
            let here = (self.tick >> shift) as usize & (SLOTS - 1);
            let slot = self.levels[level].next_from(here + 1)?;
            let above = (self.tick >> shift >> LEVEL_BITS) << LEVEL_BITS;
            Some((level, slot, (above | slot as u64) << shift))
        })
    }

    /// Opens the next slot, provided that it begins before `limit`.
    fn open_next(&mut self, limit: u64) -> bool {
        while let Some((level, slot, tick)) = self.next_slot() {
            if tick << SLOT_BITS >= limit {
                return false;
            }
            self.tick = tick;
            self.levels[level].occupied[slot / 64] &= !(1 << (slot % 64));
            let mut events = std::mem::take(&mut self.levels[level].slots[slot]);
            if level == 0 {
                // A stable sort by time alone keeps what was scheduled first in front.
                events.reverse();
                events.sort_by_key(|e| Reverse(e.at));
                std::mem::swap(&mut self.open, &mut events);
                self.levels[0].slots[slot] = events; // the emptied buffer is used again
                return true;
            }
            for event in events.drain(..) {
                self.place(event);
            }
            self.levels[level].slots[slot] = events;
            if !self.late.is_empty() {
                return true;
            }
        }
        false
    }
}

impl EventSet for Wheel {
    fn push(&mut self, at: SimTime, payload: u32) {
        // The last instant of all is no event's time, so that `NEVER` bounds them all.
        let at = at.micros().min(u64::MAX - 1);
        assert!(at >= self.floor, "time runs forward");
        let event = Event { at, rest: u64::from(self.seq) << 32 | u64::from(payload) };
        self.seq = self.seq.wrapping_add(1);
        self.pending += 1;
        self.place(event);
    }

    fn pop_before(&mut self, limit: SimTime) -> Option<Event> {
        let limit = limit.micros();
        if self.open.is_empty() && self.late.is_empty() && !self.open_next(limit) {
            return None;
        }
        let late =
            self.late.peek().map(|Reverse((at, _, payload))| Event { at: *at, rest: u64::from(*payload) });
        let (event, is_late) = match (self.open.last(), late) {
            (Some(&open), Some(late)) if late.at < open.at => (late, true),
            (Some(&open), _) => (open, false),
            (None, late) => (late?, true),
        };
        if event.at >= limit {
            return None;
        }
        if is_late {
            self.late.pop();
        } else {
            self.open.pop();
        }
        self.pending -= 1;
        self.floor = event.at;
        Some(event)
    }

    fn earliest(&self) -> Option<SimTime> {
        let late = self.late.peek().map(|Reverse((at, ..))| SimTime::from_micros(*at));
        if let Some(first) = self.open.last().map(|e| e.at()).into_iter().chain(late).min() {
            return Some(first);
        }
        self.next_slot().map(|(_, _, tick)| SimTime::from_micros((tick << SLOT_BITS).max(self.floor)))
    }
}

/// The oracle: a binary heap of (time, sequence).
#[derive(Debug, Default)]
pub struct Heap {
    heap: BinaryHeap<Reverse<Event>>,
    seq: u32,
}

impl EventSet for Heap {
    fn push(&mut self, at: SimTime, payload: u32) {
        let rest = u64::from(self.seq) << 32 | u64::from(payload);
        self.seq += 1;
        self.heap.push(Reverse(Event { at: at.micros().min(u64::MAX - 1), rest }));
    }
    fn pop_before(&mut self, limit: SimTime) -> Option<Event> {
        if self.heap.peek()?.0.at >= limit.micros() {
            return None;
        }
        self.heap.pop().map(|e| e.0)
    }
    fn earliest(&self) -> Option<SimTime> {
        self.heap.peek().map(|e| e.0.at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Draws, Purpose};
    use crate::time::SimSpan;

    /// Pushes and pops at random, in rounds of random length; wheel and heap must agree on every event.
    fn agree(seed: u64, steps: u32, reach: f64) {
        let draws = Draws::new(seed, 0);
        let (mut wheel, mut heap) = (Wheel::new(), Heap::default());
        let mut now = SimTime::START;
        for step in 0..steps {
            let u = draws.uniforms(Purpose::Gaps, 0, step);
            for k in 0..(u[0] * 4.0) as u32 {
                let v = draws.uniforms(Purpose::Gaps, 1 + u64::from(k), step);
                // A third of the events fall on a coarse grid, so that ties are common.
                let span = SimSpan::from_seconds_f64(crate::rng::exponential(v[0]) * reach);
                let at = if v[1] < 0.33 {
                    SimTime::from_micros((now + span).micros() / 1_000_000 * 1_000_000 + 1_000_000)
                } else {
                    now + span
                };
                wheel.push(at, step * 4 + k);
                heap.push(at, step * 4 + k);
            }
            let limit = now + SimSpan::from_seconds_f64(crate::rng::exponential(u[1]) * reach);
            loop {
                let (a, b) = (wheel.pop_before(limit), heap.pop_before(limit));
                assert_eq!(a.map(|e| (e.at, e.payload())), b.map(|e| (e.at, e.payload())));
                let Some(event) = a else { break };
                now = event.at();
                if u[2] < 0.2 {
                    break;
                }
            }
            if let (Some(bound), Some(exact)) = (wheel.earliest(), heap.earliest()) {
                assert!(bound <= exact);
            }
            assert_eq!(wheel.is_empty(), heap.earliest().is_none());
        }
    }

    #[test]
    fn the_wheel_keeps_the_order_of_the_heap() {
        for seed in 0..12 {
            agree(seed, 2_000, 0.01);
            agree(seed, 2_000, 20.0);
            agree(seed, 1_000, 200_000.0);
        }
    }

    #[test]
    #[should_panic(expected = "time runs forward")]
    fn nothing_is_scheduled_in_the_past() {
        let mut wheel = Wheel::new();
        wheel.push(SimTime::from_micros(5_000_000), 0);
        wheel.pop_before(SimTime::NEVER);
        wheel.push(SimTime::from_micros(4_000_000), 0);
    }
}
