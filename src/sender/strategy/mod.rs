//! Strategies: what changes the messages that a source would send. One file is one strategy and its page.
//!
//! A strategy sees drafts and news, never a verdict or a fate. Several work one after another, in the order
//! of [`of`], whatever the order in the file.

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
    /// It is not sent.
    Withhold,
}

/// What a strategy can ask for.
#[derive(Debug, Default)]
pub struct Orders {
    /// Messages to send beside those of the source, each at its time. They pass all strategies as well.
    pub send: Vec<Draft>,
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

/// Strategies that follow a plan.
fn planned(_settings: &SenderSettings, _texts: &Texts) -> Vec<Box<dyn Strategy>> {
    Vec::new()
}

/// Strategies that follow what is heard.
fn adaptive(_settings: &SenderSettings, _texts: &Texts) -> Vec<Box<dyn Strategy>> {
    Vec::new()
}
