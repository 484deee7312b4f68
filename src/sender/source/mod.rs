//! Sources: when a sender has something to say, and to whom. One file is one source and its page.

mod alerts;
mod arrivals;
mod campaign;
mod codes;
mod log;
mod personal;
mod runaway;
mod smishing;
mod tail;
mod talk;

pub use alerts::AlertSettings;
pub use campaign::Campaign;
pub use codes::{BotSettings, CODES_MAX, Codes, CodesSettings, Rotation, TargetOrder};
pub use log::{LogRow, LogSettings, SendLog};
pub use personal::PersonalSettings;
pub use runaway::RunawaySettings;
pub use smishing::{SmishingSettings, Targets};
pub use tail::{HeavyTail, Law};
pub use talk::TalkSettings;

use super::{Directory, Draft, SenderSettings, Texts, Wording};
use crate::message::{Echo, PoolUse};
use crate::rng::{Draws, Purpose, key_of, splitmix};
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

    /// The next message of what has begun and is attempted as a whole, for the end of a run; `None` when that
    /// is done.
    fn rest(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        if self.is_within_wave() { self.next(people, draws) } else { None }
    }

    /// The how-manieth of its kind the thing to say of this count is, from 0 and without gaps, for numbers that take
    /// turns: a source that leaves out counts says so here.
    fn turn(&self, intent: u32) -> u32 {
        intent
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

/// The source of a sender: the one that is switched on, else the campaign.
pub fn of(
    settings: &SenderSettings,
    texts: &Texts,
    people: &dyn Directory,
    draws: &Draws,
) -> Box<dyn Source> {
    let manner = Manner::of(settings, texts);
    let (n, variants) = (people.len(0), texts.main);
    if let Some(codes) = &settings.codes {
        return Box::new(Codes::new(settings, codes, texts, people, draws));
    }
    if let Some(alerts) = settings.alerts.as_ref().filter(|s| s.enabled) {
        return Box::new(alerts::Alerts::new(settings, alerts, manner, n, draws));
    }
    if let Some(talk) = settings.talk.as_ref().filter(|s| s.enabled) {
        return Box::new(talk::Talk::new(settings, talk, manner, texts, n, draws));
    }
    if let Some(personal) = settings.personal.as_ref().filter(|s| s.enabled) {
        return Box::new(personal::Personal::new(settings, personal, manner, n, draws));
    }
    if let Some(runaway) = settings.runaway.as_ref().filter(|s| s.enabled) {
        return Box::new(runaway::Runaway::new(settings, runaway, manner, n, variants, draws));
    }
    if let Some(smishing) = settings.smishing.as_ref().filter(|s| s.enabled) {
        return Box::new(smishing::Smishing::new(settings, smishing, manner, n, variants, draws));
    }
    if let Some(log) = settings.log.as_ref().filter(|s| s.enabled) {
        return Box::new(log::Log::new(settings, log, n, variants));
    }
    Box::new(Campaign::new(settings, manner.key, n, variants, draws))
}

/// The default of the switch that every source has.
fn yes() -> bool {
    true
}

/// How a sender chooses words and numbers, whatever its source.
#[derive(Debug, Clone, Copy)]
struct Manner {
    /// The key of the sender in draws.
    key: u64,
    wording: Wording,
    variants: u32,
    pool: PoolUse,
    numbers: u32,
}

impl Manner {
    fn of(settings: &SenderSettings, texts: &Texts) -> Manner {
        Manner {
            key: key_of("sender", &settings.name),
            wording: settings.wording,
            variants: texts.main,
            pool: settings.number.pool,
            numbers: settings.number.count,
        }
    }

    /// Which of its variants the message of that count carries.
    fn variant(&self, count: u32, draws: &Draws) -> u32 {
        self.variant_of(self.variants, count, draws)
    }

    /// Which of `n` variants the message of that count carries.
    fn variant_of(&self, n: u32, count: u32, draws: &Draws) -> u32 {
        pick_variant(self.wording, n, count, self.key, draws)
    }

    /// Which number writes to a person of the sender's own audience.
    fn number(&self, count: u32, person: u32, people: &dyn Directory) -> u32 {
        match self.numbers {
            1 => 0,
            n => pick_number(self.pool, n, count, people.key(0, person), self.key),
        }
    }
}

/// Which of `n` variants the message of that count carries; counts without gaps, where variants take turns.
fn pick_variant(wording: Wording, n: u32, count: u32, sender: u64, draws: &Draws) -> u32 {
    match wording {
        _ if n == 1 => 0,
        Wording::Rotate => count % n,
        Wording::Random => {
            let u = draws.uniform(Purpose::Wording, sender, count);
            ((u * f64::from(n)) as u32).min(n - 1)
        }
    }
}

/// Which of `numbers` numbers writes to a person. `turn` goes up by one, so that no number is left out.
pub fn pick_number(pool: PoolUse, numbers: u32, turn: u32, person: u64, sender: u64) -> u32 {
    match pool {
        _ if numbers == 1 => 0,
        PoolUse::Rotate => turn % numbers,
        PoolUse::Sticky => (splitmix(person ^ sender) % u64::from(numbers)) as u32,
    }
}
