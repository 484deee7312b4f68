//! A sender at work: its source and its strategies, and what was put off or is to be said again.

use std::collections::BTreeMap;

use super::source::{self, Source};
use super::strategy::{self, Means, Orders, Step, Strategy};
use super::{Directory, Draft, SenderSettings};
use crate::message::Echo;
use crate::rng::{Draws, key_of};
use crate::time::SimTime;

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
    later: BTreeMap<(SimTime, u64), Draft>,
    sequence: u64,
    listens: bool,
    /// From when until when nothing is sent, where the source does not see to it.
    pause: Option<(SimTime, SimTime)>,
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
                let (_, draft) = self.later.pop_first().expect("one was there");
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
                self.put_off(until.max(now + crate::time::SimSpan::from_micros(1)), draft);
                Outbound::Later
            }
        }
    }

    fn put_off(&mut self, until: SimTime, draft: Draft) {
        self.later.insert((until, self.sequence), draft);
        self.sequence += 1;
    }

    fn carry_out(&mut self, orders: Orders) {
        for draft in orders.send {
            self.put_off(draft.due, draft);
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
    /// withheld, and then what was put off.
    pub fn rest(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Outbound> {
        if self.source.is_within_wave() {
            let draft = self.source.next(people, draws)?;
            let given_up = self.strategies.iter().any(|s| s.has_given_up());
            return Some(if given_up { Outbound::Withheld(draft) } else { Outbound::Send(draft) });
        }
        self.later.pop_first().map(|(_, draft)| Outbound::Send(draft))
    }

    /// What the sender believes to have arrived, as a share by carrier.
    pub fn believes(&self) -> Option<Vec<Option<f64>>> {
        self.strategies.iter().find_map(|s| s.believes())
    }
}
