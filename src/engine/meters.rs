//! The meters of grants in a world.

use super::world::World;
use crate::message::{Aggregation, CarrierId, Grant, Submission};
use crate::platform::{Clearance, GrantMeters};
use crate::time::SimTime;

/// A meter for each grant: at each carrier and, last in each row, for all of them together.
#[derive(Debug)]
pub(super) struct Meters {
    /// By number, by campaign and by brand, each times one more than the number of carriers.
    meters: [Vec<GrantMeters>; 3],
    columns: usize,
    /// By level, whether anybody has a grant there: most worlds have none, and their messages need no look-up.
    granted: [bool; 3],
}

/// The meters that one message must fit: at most one for each level at its carrier, and one for each across all.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places([Option<(Aggregation, usize)>; 2 * Aggregation::ALL.len()], usize);

impl Places {
    fn iter(&self) -> impl Iterator<Item = (Aggregation, usize)> + '_ {
        self.0[..self.1].iter().flatten().copied()
    }
    fn add(&mut self, level: Aggregation, place: usize) {
        if !self.iter().any(|p| p == (level, place)) {
            self.0[self.1] = Some((level, place));
            self.1 += 1;
        }
    }
}

impl Meters {
    /// The meters of a world, with nothing used. A brand's grants are the largest of its fleets'.
    pub(super) fn new(world: &World) -> Meters {
        let columns = world.carriers.len() + 1;
        let pace = world.settings.platform.pace.value();
        let sizes = [world.n_numbers(), world.fleets.len(), world.n_brands];
        let mut meters = sizes.map(|n| vec![GrantMeters::default(); n * columns]);
        let mut set = |level: Aggregation, owner: usize, grants: &[Grant]| {
            let row = &mut meters[level as usize][owner * columns..][..columns];
            let of = |across: bool| grants.iter().copied().filter(move |g| g.across == across);
            row[..columns - 1].fill(GrantMeters::new(of(false), pace));
            row[columns - 1] = GrantMeters::new(of(true), pace);
        };
        let mut of_brand: Vec<&[Grant]> = vec![&[]; world.n_brands];
        for (number, &fleet) in world.number_fleet.iter().enumerate() {
            set(Aggregation::Number, number, &world.fleets[fleet as usize].settings.grants.number);
        }
        for (campaign, fleet) in world.fleets.iter().enumerate() {
            let grants = &fleet.settings.grants;
            set(Aggregation::Campaign, campaign, &grants.campaign);
            let largest = &mut of_brand[fleet.brand as usize];
            if Grant::cmp_lists(largest, &grants.brand).is_le() {
                *largest = &grants.brand;
            }
        }
        for (brand, grants) in of_brand.into_iter().enumerate() {
            set(Aggregation::Brand, brand, grants);
        }
        let granted = [0, 1, 2].map(|level: usize| meters[level].iter().any(|m| !m.is_empty()));
        Meters { meters, columns, granted }
    }

    /// The meters that a message must fit: those of the levels that its carrier enforces, and those for all carriers.
    pub(super) fn places(&self, world: &World, message: &Submission, carrier: CarrierId) -> Places {
        if self.granted == [false; 3] {
            return Places::default();
        }
        let campaign = world.number_fleet[message.number.index()];
        let brand = world.fleets[campaign as usize].brand;
        let number = world.counted_as(message.number);
        let owners = [number.index(), campaign as usize, brand as usize];
        let enforced = &world.settings.carriers[world.carriers[carrier.index()]].enforces;
        let mut places = Places::default();
        let mut add = |level: Aggregation, column: usize| {
            let place = owners[level as usize] * self.columns + column;
            if self.granted[level as usize] && !self.meters[level as usize][place].is_empty() {
                places.add(level, place);
            }
        };
        enforced.iter().for_each(|&level| add(level, carrier.index()));
        Aggregation::ALL.into_iter().for_each(|level| add(level, self.columns - 1));
        places
    }

    /// When there is room in all of these for a message that could go at `now`, or what happens for want of it.
    /// Whoever waits asks again for that time.
    pub(super) fn room(&self, places: &Places, segments: u16, now: SimTime) -> Clearance {
        let mut answer = Clearance::Go;
        for (level, place) in places.iter() {
            match self.meters[level as usize][place].room(segments, now, level) {
                Clearance::Go => {}
                over @ Clearance::Over(_) => return over,
                Clearance::Wait(until) => match answer {
                    Clearance::Wait(at) => answer = Clearance::Wait(at.max(until)),
                    _ => answer = Clearance::Wait(until),
                },
            }
        }
        answer
    }

    /// Uses up room for a message that goes at `at`.
    pub(super) fn take(&mut self, places: &Places, segments: u16, now: SimTime, at: SimTime) {
        for (level, place) in places.iter() {
            self.meters[level as usize][place].take(segments, now, at);
        }
    }

    /// Uses up room of what counts attempts, for a message that fails now.
    pub(super) fn attempt(&mut self, places: &Places, segments: u16, now: SimTime) {
        for (level, place) in places.iter() {
            self.meters[level as usize][place].attempt(segments, now);
        }
    }
}
