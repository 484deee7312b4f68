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

mod bandit;
mod estimate;
mod halt;
mod replace;
mod retry;
mod seeds;
mod throttle;

pub use bandit::{BanditSettings, Feedback, Over, Rule};
pub use estimate::{Belief, Compare, EstimateSettings, Sign};
pub use halt::{HaltScope, HaltSettings};
pub use replace::ReplaceSettings;
pub use retry::RetrySettings;
pub use seeds::SeedSettings;
pub use throttle::ThrottleSettings;

use super::{Directory, Draft, SenderSettings, Texts};
use crate::message::{Code, Echo, Heard, Reported};
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
    /// Nothing new from the source before this time. A campaign goes on from then at its own gaps; what other
    /// sources had to say meanwhile is said at once.
    pub hold: Option<SimTime>,
}

impl Orders {
    /// Holds the source until `until`, or longer where it is held longer.
    pub fn hold_until(&mut self, until: SimTime) {
        self.hold = self.hold.max(Some(until));
    }
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

    /// When it wants to be woken without news; a time that has been waited for.
    fn next_wake(&self) -> Option<SimTime> {
        None
    }

    /// The time of [`Strategy::next_wake`] has come.
    fn wake(&mut self, _now: SimTime, _orders: &mut Orders, _means: Means<'_>) {}

    /// Whether the sender has given up on messages like this one for good: what is left of its wave is then
    /// withheld and not in flight.
    fn has_given_up(&self, _draft: &Draft, _people: &dyn Directory) -> bool {
        false
    }

    /// What the sender believes, at `at`, of its messages to each carrier, by rank; `None` where it holds no
    /// belief of its own. Scored against the truth.
    fn believes(&mut self, _at: SimTime) -> Option<Vec<Option<Belief>>> {
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

/// Strategies that follow what is heard: first those that keep a message back, then those that change its
/// number and its text, then those that only watch what went out.
fn adaptive(settings: &SenderSettings, texts: &Texts) -> Vec<Box<dyn Strategy>> {
    let mut all: Vec<Box<dyn Strategy>> = Vec::new();
    if let Some(halt) = settings.halt.as_ref().filter(|s| s.enabled) {
        all.push(Box::new(halt::Halt::new(halt)));
    }
    if let Some(retry) = settings.retry.as_ref().filter(|s| s.enabled) {
        let new = (settings.fleets()[0].count, settings.migrate.as_ref().map_or(0, |m| m.number.count));
        let numbers = retry::Numbers { own: settings.number.count, new };
        all.push(Box::new(retry::Retry::new(retry, numbers, texts)));
    }
    if let Some(throttle) = settings.throttle.as_ref().filter(|s| s.enabled) {
        all.push(Box::new(throttle::Throttle::new(throttle, settings.rate.gap())));
    }
    let elsewhere = settings.retry.as_ref().is_some_and(|s| s.enabled && s.other_number);
    if let Some(replace) = settings.replace.as_ref().filter(|s| s.enabled) {
        all.push(Box::new(replace::Replace::new(replace, settings.number.count, elsewhere)));
    }
    if let Some(bandit) = settings.bandit.as_ref().filter(|s| s.enabled) {
        all.push(Box::new(bandit::Bandit::new(bandit, settings.panel(), texts)));
    }
    if let (Some(seeds), Some(audience)) = (settings.panel(), settings.panel_place()) {
        all.push(Box::new(seeds::Seeds::new(seeds, audience)));
    }
    if let Some(estimate) = settings.estimate.as_ref().filter(|s| s.enabled) {
        all.push(Box::new(estimate::Estimate::new(estimate, settings.panel())));
    }
    all
}

/// What a receipt says of the filter: `Some(true)` for one of these failures, `Some(false)` for delivered; `None`
/// for other news, and other failures.
fn failed(heard: Heard, codes: &[Code]) -> Option<bool> {
    match heard {
        Heard::Receipt(Reported::Delivered) => Some(false),
        Heard::Receipt(Reported::Failed(code)) if codes.contains(&code) => Some(true),
        _ => None,
    }
}

fn on() -> bool {
    true
}

/// Failures that speak of a filter.
fn filtered() -> Vec<Code> {
    vec![Code::FILTERED]
}
