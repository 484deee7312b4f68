//! A sender at work: its source and its strategies, and what was put off or is to be said again.

use std::collections::BTreeMap;
use std::ops::Range;

use super::source::{self, Source};
use super::strategy::{self, Belief, Means, Orders, Step, Strategy};
use super::{Directory, Draft, EXTRA, SenderSettings};
use crate::message::{Echo, Role};
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
impl Texts {
    /// The variants of the template of that place.
    pub fn variants(&self, template: usize) -> Range<u32> {
        let end = self.templates.get(template + 1).copied().unwrap_or(self.main);
        self.templates.get(template).map_or(0..self.main, |&start| start..end)
    }

    /// The template that a variant comes from; `None` for variants of other roles.
    pub fn template(&self, variant: u32) -> Option<usize> {
        (variant < self.main).then(|| self.templates.partition_point(|&start| start <= variant).max(1) - 1)
    }

    /// The text to take instead of this one: of the next template or, where there is only one, the next variant.
    pub fn after(&self, variant: u32) -> u32 {
        match self.template(variant) {
            None => variant,
            Some(_) if self.templates.len() < 2 => (variant + 1) % self.main,
            Some(k) => {
                let next = self.variants((k + 1) % self.templates.len());
                next.start + (variant - self.variants(k).start) % (next.end - next.start).max(1)
            }
        }
    }
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
    later: BTreeMap<(SimTime, u64), Later>,
    /// What a strategy keeps, by its count. Its time in `later` is over where it was let go before.
    held: BTreeMap<u32, Draft>,
    sequence: u64,
    listens: bool,
    /// Until when strategies hold the source, where it does not see to that itself.
    held_until: SimTime,
    /// From when until when nothing is sent; what the source does not see to itself is put off to the end.
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
            held_until: SimTime::START,
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
        self.source.pause(from, until);
        self.pause = Some((from, until));
    }

    /// When the source's next message is due, a hold included.
    fn own_due(&self) -> Option<SimTime> {
        self.source.next_due().map(|due| due.max(self.held_until))
    }

    fn later_due(&self) -> Option<SimTime> {
        self.later.first_key_value().map(|((at, _), _)| *at)
    }

    fn next_wake(&self) -> Option<SimTime> {
        self.strategies.iter().filter_map(|s| s.next_wake()).min()
    }

    /// When it is to be asked next: when a message is due, or a strategy wants to be woken. `None` when there is
    /// nothing, or nothing before more news.
    pub fn next_due(&self) -> Option<SimTime> {
        [self.own_due(), self.later_due(), self.next_wake()].into_iter().flatten().min()
    }

    /// What comes of the message that is due; `None` where none is.
    pub fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Outbound> {
        let (own, later) = (self.own_due(), self.later_due());
        if let Some(wake) = self.next_wake()
            && own.is_none_or(|own| wake <= own)
            && later.is_none_or(|later| wake <= later)
        {
            self.wake(wake, people, draws);
            return Some(Outbound::Later);
        }
        let draft = match (later, own) {
            (Some(at), own) if own.is_none_or(|own| at <= own) => {
                let (_, later) = self.later.pop_first().expect("one was there");
                let Some(draft) = self.resolve(later) else { return Some(Outbound::Later) };
                Draft { due: at, ..draft }
            }
            _ => {
                let draft = self.source.next(people, draws)?;
                Draft { due: own.map_or(draft.due, |own| own.max(draft.due)), ..draft }
            }
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

    /// Whose turn it is. Seed messages, counted down from the last place, take turns among themselves.
    fn turn(&self, draft: &Draft) -> u32 {
        match draft.role {
            Role::Seed => EXTRA - 1 - draft.intent,
            _ => self.source.turn(draft.intent),
        }
    }

    fn ask(&mut self, mut draft: Draft, people: &dyn Directory, draws: &Draws) -> Outbound {
        let now = draft.due;
        draft.turn = self.turn(&draft);
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

    fn wake(&mut self, now: SimTime, people: &dyn Directory, draws: &Draws) {
        let means = Means { people, draws, key: self.key, wave: self.source.wave() };
        let mut orders = Orders::default();
        for strategy in self.strategies.iter_mut().filter(|s| s.next_wake().is_some_and(|at| at <= now)) {
            strategy.wake(now, &mut orders, means);
        }
        self.carry_out(orders);
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
        if let Some(until) = orders.hold
            && !self.source.put_back(until)
        {
            self.held_until = self.held_until.max(until);
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
    /// withheld, and then what was put off. Strategies say whether and how each would have gone, but not when. A
    /// retry or a seed message whose time never came was never sent.
    pub fn rest(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Outbound> {
        if let Some(mut draft) = self.source.rest(people, draws) {
            draft.turn = self.turn(&draft);
            let means = Means { people, draws, key: self.key, wave: self.source.wave() };
            let given_up = self.has_given_up(&draft, people);
            let withholds = |s: &mut Box<dyn Strategy>, draft: &mut Draft| {
                s.before(draft.due, draft, &mut Orders::default(), means) == Step::Withhold
            };
            let withheld = given_up || self.strategies.iter_mut().any(|s| withholds(s, &mut draft));
            return Some(if withheld { Outbound::Withheld(draft) } else { Outbound::Send(draft) });
        }
        loop {
            let (_, later) = self.later.pop_first()?;
            let Some(draft) = self.resolve(later) else { continue };
            if draft.retry() == 0 && draft.role != Role::Seed {
                let given_up = self.has_given_up(&draft, people);
                return Some(if given_up { Outbound::Withheld(draft) } else { Outbound::Send(draft) });
            }
        }
    }

    fn has_given_up(&self, draft: &Draft, people: &dyn Directory) -> bool {
        self.strategies.iter().any(|s| s.has_given_up(draft, people))
    }

    /// What the sender believes of its messages to each carrier at the end of a run.
    pub fn believes(&mut self, at: SimTime) -> Option<Vec<Option<Belief>>> {
        self.strategies.iter_mut().find_map(|s| s.believes(at))
    }
}
