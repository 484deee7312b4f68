//! Arrivals by a rhythm: a Poisson process whose rate varies with the hour of the day.

use crate::rng::{Draws, Purpose, exponential};
use crate::time::{SimSpan, SimTime};
use crate::units::{DayClock, Rate, Rhythm};

/// When things happen that a source sends messages for.
#[derive(Debug)]
pub(super) struct Arrivals {
    key: u64,
    clock: DayClock,
    /// The mean time from one to the next, in seconds.
    gap: f64,
    /// What the clock shows when the next one comes.
    shows: f64,
    count: u32,
    due: SimTime,
    /// From here on there are none.
    until: SimTime,
}

impl Arrivals {
    /// Arrivals at `rate` on average, from `start` on; none `until` after the start of the scenario or later.
    pub(super) fn new(
        rate: Rate,
        rhythm: &Rhythm,
        start: SimTime,
        until: Option<SimSpan>,
        key: u64,
        draws: &Draws,
    ) -> Arrivals {
        let clock = rhythm.clock();
        let mut arrivals = Arrivals {
            key,
            clock,
            gap: 1.0 / rate.per_second(),
            shows: clock.shows(start),
            count: 0,
            due: start,
            until: end(until),
        };
        arrivals.draw(draws);
        arrivals
    }

    /// When the next one comes; `None` when there are no more.
    pub(super) fn due(&self) -> Option<SimTime> {
        (self.due < self.until).then_some(self.due)
    }

    /// Which one it is, from 0.
    pub(super) fn count(&self) -> u32 {
        self.count
    }

    /// Goes on to the one after.
    pub(super) fn advance(&mut self, draws: &Draws) {
        self.count += 1;
        self.draw(draws);
    }

    fn draw(&mut self, draws: &Draws) {
        self.shows += self.gap * exponential(draws.uniform(Purpose::Arrivals, self.key, self.count));
        self.due = self.clock.when(self.shows);
    }
}

/// The end of a source: so long after the start of the scenario, or never.
pub(super) fn end(until: Option<SimSpan>) -> SimTime {
    until.map_or(SimTime::NEVER, |until| SimTime::START + until)
}
