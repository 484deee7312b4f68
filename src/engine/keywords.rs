//! What people write to a number that the platform answers itself: HELP, and START after STOP.

use super::parcels::News;
use super::shard::{Shard, person_of};
use super::world::World;
use crate::ledger::Ledger;
use crate::message::{Heard, Submission};
use crate::recipient::Population;
use crate::rng::{Draws, LogNormal, Purpose};
use crate::time::SimTime;

/// Whether what a person writes back to this message is HELP.
pub(super) fn asks_for_help(world: &World, message: &Submission, draws: &Draws) -> bool {
    let stop = &world.settings.platform.stop;
    let share = stop.help.value();
    let asks = || draws.uniform(Purpose::Help, message.sender_key, message.id.count) < share;
    stop.enabled && share > 0.0 && asks()
}

impl Shard {
    /// A person answers at `at`: the sender hears of it, or the platform answers where it was HELP. Its answer is
    /// a text of one segment, whatever the sender sends; no filter reads it, and it has no fate of its own.
    pub(super) fn reply(
        &mut self,
        at: SimTime,
        message: &Submission,
        again: bool,
        world: &World,
        ledger: &mut Ledger,
        draws: &Draws,
    ) {
        if !asks_for_help(world, message, draws) {
            self.tell(at, *message, Heard::Reply { again });
            return;
        }
        self.news.push(News { at, message: *message, heard: Heard::Help });
        if at < world.horizon {
            let tally = ledger.tally(message.id.sender, self.id);
            tally.helps += 1;
            tally.segments += 1;
            tally.cost += world.text_price(message.number, self.id);
        }
    }

    /// A person who opts out at `left` may come back later.
    pub(super) fn may_return(
        &mut self,
        left: SimTime,
        message: &Submission,
        world: &World,
        people: &mut Population,
        draws: &Draws,
    ) {
        let stop = &world.settings.platform.stop;
        let share = stop.start.value();
        if share == 0.0 {
            return;
        }
        let person = person_of(world, message).1;
        if let Some(at) = people.thinks_again(person, left, share, LogNormal::of(stop.start_delay), draws) {
            self.news.push(News { at, message: *message, heard: Heard::Start });
            self.expect_start(at, *message);
        }
    }
}
