//! Strategies: what changes the messages that a source would send. One file is one strategy and its page.
//!
//! A strategy sees drafts and news, never a verdict or a fate. Several work one after another, in the order
//! of [`of`], whatever the order in the file. Groups and hours shape the plan of a campaign itself, which asks
//! them; copy and cosmetic edits are in the texts before a run begins.

pub mod copy;
pub mod cosmetic;
pub mod groups;
pub mod hours;
pub mod hygiene;
pub mod migrate;
pub mod opener;
mod plain;

use super::{Directory, Draft, SenderSettings, Texts};
use crate::message::Echo;
use crate::rng::Draws;
use crate::time::SimTime;

/// What a strategy does with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It goes on, changed or not.
    Go,
    /// It is asked about again at this time, which lies ahead.
    Wait(SimTime),
    /// It is kept until then, or until a strategy releases it ([`Orders::release`]), and asked about again.
    Hold(SimTime),
    /// It is not sent.
    Withhold,
}

/// What a strategy can ask for.
#[derive(Debug, Default)]
pub struct Orders {
    /// Messages to send beside those of the source, each at its time. They pass all strategies as well.
    pub send: Vec<Draft>,
    /// Messages that are held, by their count, and when they are asked about again instead.
    pub release: Vec<(u32, SimTime)>,
}

/// What a strategy can use.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// What can be looked up of people.
    pub people: &'a dyn Directory,
    /// Draws.
    pub draws: &'a Draws,
    /// The key of the sender in draws.
    pub key: u64,
    /// Which wave the source is at.
    pub wave: u32,
}

impl std::fmt::Debug for Means<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Means").field("key", &self.key).field("wave", &self.wave).finish_non_exhaustive()
    }
}

/// One strategy at work for one sender.
pub trait Strategy: std::fmt::Debug + Send {
    /// A draft is about to go out at `now`: it may be changed.
    fn before(&mut self, _now: SimTime, _draft: &mut Draft, _orders: &mut Orders, _means: Means<'_>) -> Step {
        Step::Go
    }

    /// A draft went out at `now`, as it is.
    fn sent(&mut self, _now: SimTime, _draft: &Draft, _orders: &mut Orders, _means: Means<'_>) {}

    /// News of a message.
    fn heard(&mut self, _now: SimTime, _echo: &Echo, _orders: &mut Orders, _means: Means<'_>) {}

    /// Whether it wants news.
    fn listens(&self) -> bool {
        false
    }

    /// Whether it may send one thing several times.
    fn repeats(&self) -> bool {
        false
    }

    /// Whether the sender has given up for good: what is left of its wave is then withheld and not in flight.
    fn has_given_up(&self) -> bool {
        false
    }

    /// The share of its messages to each carrier, by rank, that the sender believes to have arrived; `None`
    /// where it holds no belief of its own. Scored against the truth.
    fn believes(&self) -> Option<Vec<Option<f64>>> {
        None
    }
}

/// The strategies of a sender, in the order in which they are asked: those that follow a plan, then those that
/// follow the news.
pub fn of(settings: &SenderSettings, texts: &Texts) -> Vec<Box<dyn Strategy>> {
    planned(settings, texts).into_iter().chain(adaptive(settings, texts)).collect()
}

/// Strategies that follow a plan: first whether somebody is written to at all, then when, then from where.
fn planned(settings: &SenderSettings, texts: &Texts) -> Vec<Box<dyn Strategy>> {
    let mut all: Vec<Box<dyn Strategy>> = Vec::new();
    if let Some(hygiene) = &settings.hygiene {
        all.push(Box::new(hygiene::Hygiene::new(hygiene.clone())));
    }
    if let Some(hours) = &settings.hours {
        all.push(Box::new(hours::Hours::new(hours.clone(), settings.rate.gap())));
    }
    if let (Some(opener), Some(variants)) = (&settings.opener, texts.opener) {
        all.push(Box::new(opener::Opener::new(opener.clone(), variants)));
    }
    if let Some(migrate) = &settings.migrate {
        let first = settings.fleets()[0].count;
        let by_group = settings.groups.is_some_and(|g| g.own_number);
        all.push(Box::new(migrate::Migrate::new(migrate, first, by_group)));
    }
    all
}

/// Strategies that follow what is heard.
fn adaptive(_settings: &SenderSettings, _texts: &Texts) -> Vec<Box<dyn Strategy>> {
    Vec::new()
}
