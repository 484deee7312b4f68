//! The life of a message, from the plan of its sender to the reaction of its recipient.
//!
//! Time advances in rounds no longer than the quickest way back to a sender: in each round first all
//! senders hand over what is due, then each carrier works on its own events. What comes back (opt-outs, and
//! receipts and replies for those who listen) is due in a later round, in order of time and origin, so the result does not
//! depend on where rounds begin. Within a shard the order is (time, first scheduled first).

use super::events::EventSet;
use super::origin::{Origin, Surroundings, lane};
use super::shard::{Shard, shards};
use super::world::World;
use crate::carrier::Carrier;
use crate::ledger::{Detail, Ledger};
use crate::message::SenderId;
use crate::recipient::Population;
use crate::rng::Draws;
use crate::sender::Belief;
use crate::time::SimTime;

/// What a run leaves behind.
#[derive(Debug)]
pub struct Outcome {
    /// The ledger.
    pub ledger: Ledger,
    /// The carriers as they stand at the horizon, by rank.
    pub carriers: Vec<Carrier>,
    /// By sender, by rank: what it believes of its messages to each carrier, by rank, as far as it sent to them;
    /// `None` for a sender that makes no estimate.
    pub beliefs: Vec<Option<Vec<Option<Belief>>>>,
}

/// A time in which one sender sends nothing: what was to be due goes out from its end on, and what waits at
/// the platform is taken back and handed over again then, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Who falls silent.
    pub sender: SenderId,
    /// From when.
    pub from: SimTime,
    /// Until when.
    pub until: SimTime,
}

/// How a run differs from a plain one; in nothing, by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Variation {
    /// A sender that falls silent for a time.
    pub pause: Option<Pause>,
    /// Whether the run ends as soon as the fate of the probed message is settled ([`Detail::Probe`]). What
    /// is under way then counts as in flight.
    pub until_settled: bool,
}

/// Runs a world once.
pub fn run(world: &World, draws: &Draws, detail: Detail) -> Outcome {
    run_with(world, draws, detail, Variation::default())
}

/// Runs a world once, with a difference.
pub fn run_with(world: &World, draws: &Draws, detail: Detail, variation: Variation) -> Outcome {
    let mut people: Vec<Population> = world
        .audiences
        .iter()
        .map(|name| Population::new(name, &world.settings.audiences[name], &world.shares_of(name), draws))
        .collect();
    for (phones, _) in people.iter_mut().zip(&world.panels).filter(|(_, panel)| **panel) {
        phones.spread_over(world.carriers.len());
    }
    let mut ledger =
        Ledger::new(world.senders.len(), world.carriers.len(), world.n_numbers(), world.horizon, detail);
    let mut origin = Origin::new(world, &people, draws, variation.pause);
    origin.announce(&mut ledger);
    let mut shards = shards(world, &people, &origin.listened());
    while let Some(earliest) = next(&origin, &shards).filter(|&t| t < world.horizon) {
        let end = (earliest + world.round).min(world.horizon);
        let mut around = Surroundings { people: &people, shards: &mut shards, ledger: &mut ledger, draws };
        origin.advance(end, &mut around);
        for shard in &mut shards {
            shard.advance(end, world, &mut people, &mut ledger, draws);
        }
        for shard in &mut shards {
            let lane = lane(shard.id);
            shard.news.drain(..).for_each(|news| origin.expect(lane, news));
        }
        if variation.until_settled && ledger.messages.first().is_some_and(|row| row.settled.is_some()) {
            break;
        }
    }
    origin.close(&people, &mut ledger, draws);
    for shard in &mut shards {
        shard.close(world.horizon, &mut ledger, draws);
    }
    ledger.assert_conserved();
    Outcome { beliefs: origin.beliefs(), ledger, carriers: shards.into_iter().map(|s| s.carrier).collect() }
}

/// A time no later than anything that is going to happen.
fn next(origin: &Origin<'_>, shards: &[Shard]) -> Option<SimTime> {
    let shards = shards.iter().flat_map(|s| [s.events.earliest(), s.inbox.front().map(|m| m.0)]);
    shards.chain([origin.earliest()]).flatten().min()
}
