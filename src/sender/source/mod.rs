//! Sources: when a sender has something to say, and to whom. One file is one source and its page.

mod campaign;
mod codes;

pub use campaign::Campaign;
pub use codes::{BotSettings, CODES_MAX, Codes, CodesSettings, Rotation, TargetOrder};

use super::{Directory, Draft, SenderSettings, Texts};
use crate::message::{Echo, PoolUse};
use crate::rng::{Draws, key_of, splitmix};
use crate::time::SimTime;

/// Where messages come from.
pub trait Source: std::fmt::Debug + Send {
    /// When the next message is due; `None` when there is none, or none before more news.
    fn next_due(&self) -> Option<SimTime>;

    /// The message that is due.
    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft>;

    /// Whether some messages of the current wave were due and others are still to come: what has begun is
    /// attempted as a whole. Only campaigns have waves.
    fn is_within_wave(&self) -> bool {
        false
    }

    /// Which wave the next message belongs to.
    fn wave(&self) -> u32 {
        0
    }

    /// News of a message.
    fn heard(&mut self, _now: SimTime, _echo: &Echo, _people: &dyn Directory, _draws: &Draws) {}

    /// Whether it wants news.
    fn listens(&self) -> bool {
        false
    }

    /// Whether it may send one thing several times.
    fn repeats(&self) -> bool {
        false
    }

    /// Makes nothing due before `until`, and says whether it does so by itself: a plan goes on from then at its
    /// own gaps. Otherwise what is due before is due then.
    fn put_back(&mut self, _until: SimTime) -> bool {
        false
    }

    /// Nothing will be sent from `from` until `until`. A plan goes on at its own gaps after that; what is due then
    /// all the same is put off to the end.
    fn pause(&mut self, _from: SimTime, _until: SimTime) {}
}

/// The source of a sender.
pub fn of(
    settings: &SenderSettings,
    texts: &Texts,
    people: &dyn Directory,
    draws: &Draws,
) -> Box<dyn Source> {
    if let Some(codes) = &settings.codes {
        return Box::new(Codes::new(settings, codes, texts, people, draws));
    }
    let key = key_of("sender", &settings.name);
    Box::new(Campaign::new(settings, key, people.len(0), texts.main, draws))
}

/// Which of `numbers` numbers writes to a person.
pub fn pick_number(pool: PoolUse, numbers: u32, count: u32, person: u64, sender: u64) -> u32 {
    match pool {
        _ if numbers == 1 => 0,
        PoolUse::Rotate => count % numbers,
        PoolUse::Sticky => (splitmix(person ^ sender) % u64::from(numbers)) as u32,
    }
}
