//! A sender at work: its source and its strategies, and what was put off or is to be said again.

use std::collections::BTreeMap;

use super::source::{self, Source};
use super::strategy::{self, Means, Orders, Step, Strategy};
use super::{Directory, Draft, SenderSettings};
use crate::message::Echo;
use crate::rng::{Draws, key_of};
use crate::time::{SimSpan, SimTime};

/// The texts of a sender, by their place: first the variants of what it has to say, then those of other roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// How many variants there are of what it has to say.
    pub main: u32,
    /// Where the variants of each template begin.
    pub templates: Vec<u32>,
    /// First place and number of the variants of the opener.
    pub opener: Option<(u32, u32)>,
}

/// The least time by which a message is put off.
const SOON: SimSpan = SimSpan::from_micros(1);

/// What comes of what was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outbound {
    /// This message goes to the platform.
    Send(Draft),
    /// The sender chose not to send this one.
    Withheld(Draft),
    /// Nothing now: it was put off.
    Later,
}

/// A sender at work.
#[derive(Debug)]
pub struct Desk {
    key: u64,
    source: Box<dyn Source>,
    strategies: Vec<Box<dyn Strategy>>,
    /// What was put off, or is sent beside the source's messages; by time, first come first.
    later: BTreeMap<(SimTime, u64), Later>,
    /// What a strategy keeps, by its count. Its time in `later` is over where it was let go before.
    held: BTreeMap<u32, Draft>,
    sequence: u64,
    listens: bool,
    /// From when until when nothing is sent, where the source does not see to it.
    pause: Option<(SimTime, SimTime)>,
}

/// What waits for its time.
#[derive(Debug)]
enum Later {
    /// This message.
    Message(Draft),
    /// The message of this count, if it is still held.
    Held(u32),
}

impl Desk {
    /// The desk of a sender.
    pub fn new(settings: &SenderSettings, texts: &Texts, people: &dyn Directory, draws: &Draws) -> Desk {
        let source = source::of(settings, texts, people, draws);
        let strategies = strategy::of(settings, texts);
        Desk {
            key: key_of("sender", &settings.name),
            listens: source.listens() || strategies.iter().any(|s| s.listens()),
            source,
            strategies,
            later: BTreeMap::new(),
            held: BTreeMap::new(),
            sequence: 0,
            pause: None,
        }
    }

    /// The key of this sender in random draws.
    pub fn key(&self) -> u64 {
        self.key
    }

    /// Whether it wants news of its messages.
    pub fn listens(&self) -> bool {
        self.listens
    }

    /// Whether it may send one thing several times.
    pub fn repeats(&self) -> bool {
        self.source.repeats() || self.strategies.iter().any(|s| s.repeats())
    }

    /// Makes nothing due from `from` until `until`. For a desk that has not begun.
    pub fn pause(&mut self, from: SimTime, until: SimTime) {
        if !self.source.pause(from, until) {
            self.pause = Some((from, until));
        }
    }

    /// When the next message is due; `None` when there is none, or none before more news.
    pub fn next_due(&self) -> Option<SimTime> {
        let later = self.later.first_key_value().map(|((at, _), _)| *at);
        [self.source.next_due(), later].into_iter().flatten().min()
    }

    /// What comes of the message that is due; `None` where none is.
    pub fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Outbound> {
        let later = self.later.first_key_value().map(|((at, _), _)| *at);
        let own = self.source.next_due();
        let draft = match (later, own) {
            (Some(at), own) if own.is_none_or(|own| at <= own) => {
                let (_, later) = self.later.pop_first().expect("one was there");
                let Some(draft) = self.resolve(later) else { return Some(Outbound::Later) };
                Draft { due: at, ..draft }
            }
            _ => self.source.next(people, draws)?,
        };
        if let Some((from, until)) = self.pause
            && from <= draft.due
            && draft.due < until
        {
            self.put_off(until, draft);
            return Some(Outbound::Later);
        }
        Some(if self.strategies.is_empty() { Outbound::Send(draft) } else { self.ask(draft, people, draws) })
    }

    fn ask(&mut self, mut draft: Draft, people: &dyn Directory, draws: &Draws) -> Outbound {
        let now = draft.due;
        let means = Means { people, draws, key: self.key, wave: self.source.wave() };
        let mut orders = Orders::default();
        let mut step = Step::Go;
        for strategy in &mut self.strategies {
            step = strategy.before(now, &mut draft, &mut orders, means);
            if step != Step::Go {
                break;
            }
        }
        if step == Step::Go {
            self.strategies.iter_mut().for_each(|s| s.sent(now, &draft, &mut orders, means));
        }
        self.carry_out(orders);
        match step {
            Step::Go => Outbound::Send(draft),
            Step::Withhold => Outbound::Withheld(draft),
            Step::Wait(until) => {
                self.put_off(until.max(now + SOON), draft);
                Outbound::Later
            }
            Step::Hold(until) => {
                self.held.insert(draft.count, draft);
                self.wait(until.max(now + SOON), Later::Held(draft.count));
                Outbound::Later
            }
        }
    }

    fn put_off(&mut self, until: SimTime, draft: Draft) {
        self.wait(until, Later::Message(draft));
    }

    fn wait(&mut self, until: SimTime, later: Later) {
        self.later.insert((until, self.sequence), later);
        self.sequence += 1;
    }

    /// The message whose time has come; `None` where it was let go before.
    fn resolve(&mut self, later: Later) -> Option<Draft> {
        match later {
            Later::Message(draft) => Some(draft),
            Later::Held(count) => self.held.remove(&count),
        }
    }

    fn carry_out(&mut self, orders: Orders) {
        for draft in orders.send {
            self.put_off(draft.due, draft);
        }
        for (count, at) in orders.release {
            if self.held.contains_key(&count) {
                self.wait(at, Later::Held(count));
            }
        }
    }

    /// News of a message.
    pub fn heard(&mut self, now: SimTime, echo: &Echo, people: &dyn Directory, draws: &Draws) {
        let means = Means { people, draws, key: self.key, wave: self.source.wave() };
        let mut orders = Orders::default();
        self.source.heard(now, echo, people, draws);
        for strategy in &mut self.strategies {
            strategy.heard(now, echo, &mut orders, means);
        }
        self.carry_out(orders);
    }

    /// The rest of the wave that has begun, for the end of a run: one message after another, sent or
    /// withheld, and then what was put off. Strategies say whether and how each would have gone, but not when.
    pub fn rest(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Outbound> {
        if let Some(mut draft) = self.source.rest(people, draws) {
            let means = Means { people, draws, key: self.key, wave: self.source.wave() };
            let mut step = Step::Go;
            for strategy in &mut self.strategies {
                if step != Step::Withhold && !strategy.has_given_up() {
                    step = strategy.before(draft.due, &mut draft, &mut Orders::default(), means);
                } else {
                    step = Step::Withhold;
                }
            }
            return Some(if step == Step::Withhold {
                Outbound::Withheld(draft)
            } else {
                Outbound::Send(draft)
            });
        }
        loop {
            let (_, later) = self.later.pop_first()?;
            if let Some(draft) = self.resolve(later) {
                return Some(Outbound::Send(draft));
            }
        }
    }

    /// What the sender believes to have arrived, as a share by carrier.
    pub fn believes(&self) -> Option<Vec<Option<f64>>> {
        self.strategies.iter().find_map(|s| s.believes())
    }
}
