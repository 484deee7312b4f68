//! Guards: what protects a platform's customers, and the people they write to. One file is one guard and its page.
//!
//! A guard is asked when a sender hands a message over, and some again when its turn has come. What one turns
//! away is refused and, in the open, said so with a code. A guard that is off is not there.

pub mod codes;
mod content;
mod lookahead;
mod loops;
mod opt_in;
mod quiet;
pub mod stop;
mod vetted;

use std::sync::Arc;

pub use content::{ContentCheck, ContentCheckSettings};
pub use lookahead::{Lookahead, LookaheadSettings};
pub use loops::{LoopSettings, LoopWindow, Loops};
pub use opt_in::{OptIn, OptInSettings};
pub use quiet::{Quiet, QuietOver, QuietSettings};
pub use vetted::Vetted;

use super::PlatformSettings;
use crate::message::{
    CarrierId, Code, Echo, GuardKind, MessageId, NumberId, PersonId, Role, SenderId, TextId, WebRequest,
};
use crate::rng::Draws;
use crate::time::{SimSpan, SimTime};

/// What a guard is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// When.
    pub now: SimTime,
    /// Whose message it is.
    pub sender: SenderId,
    /// The sender's count of it.
    pub count: u32,
    /// The key of its sender in random draws.
    pub sender_key: u64,
    /// The number it is to come from.
    pub number: NumberId,
    /// Whom it is for, over all audiences.
    pub person: PersonId,
    /// Which of the sender's audiences the person is of.
    pub audience: u8,
    /// The carrier of the destination.
    pub carrier: CarrierId,
    /// The country of the destination, as a place among those of the scenario.
    pub country: u32,
    /// The prefix of the destination, over all audiences.
    pub prefix: u32,
    /// What it says.
    pub text: TextId,
    /// What it is sent for.
    pub role: Role,
    /// By how much the recipient's clock is ahead of the scenario's, in minutes.
    pub zone: i32,
    /// Whether it is a one-time code that somebody asked for.
    pub code: bool,
    /// The request on a website that it answers; known only when the message is handed over.
    pub web: Option<WebRequest>,
}

/// What a guard says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It may go on.
    Pass,
    /// It may not go before this time, which lies ahead; it is asked about again then.
    Wait(SimTime),
    /// It is turned away.
    Refuse(Code, GuardKind),
    /// It is turned away, and the sender is told so after this time and in the way in which a carrier does.
    RefuseAsCarrier(Code, GuardKind, SimSpan),
}

/// One guard at work.
pub trait Guard: std::fmt::Debug + Send {
    /// A sender hands a message over.
    fn request(&mut self, _request: &Request, _draws: &Draws) -> Ruling {
        Ruling::Pass
    }

    /// A message would leave at `request.now`, which may lie ahead. It is asked when a message is handed over and
    /// again when queue and grants have room, perhaps several times, so nothing is counted here. With
    /// [`Ruling::Wait`] the message comes back to its number's queue then.
    fn turn(&self, _request: &Request) -> Ruling {
        Ruling::Pass
    }

    /// A message has left the platform at `request.now`: nothing there can refuse it any more.
    fn left(&mut self, _request: &Request) {}

    /// A message for this person has ended at the platform, whoever refused it.
    fn lost(&mut self, _id: MessageId, _person: PersonId) {}

    /// Whether the message that was just turned away calls for a notice to its sender.
    fn notice(&mut self) -> bool {
        false
    }

    /// News of a message reaches the platform.
    fn heard(&mut self, _now: SimTime, _sender: SenderId, _person: PersonId, _echo: &Echo) {}

    /// Whether it wants news.
    fn listens(&self) -> bool {
        false
    }
}

/// What guards are told of the world before it begins.
#[derive(Debug, Clone)]
pub struct Facts<'f> {
    /// How many senders there are.
    pub senders: usize,
    /// How many people, over all audiences.
    pub people: u32,
    /// What the platform's own checks make of every text.
    pub vetted: Arc<Vetted>,
    /// Where the numbers of each audience are, in the order of the names.
    pub regions: &'f [Region],
}

/// Where the numbers of an audience are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The audience.
    pub audience: String,
    /// The name of its country; `None` where the scenario does not say.
    pub name: Option<String>,
    /// Its country, as a place among those of the scenario; audiences without one share a place.
    pub country: u32,
    /// Its first prefix.
    pub first_prefix: u32,
    /// How many prefixes it has.
    pub prefixes: u32,
}

/// The guards of a platform, in the order in which they are asked.
#[derive(Debug, Default)]
pub struct Guards {
    all: Vec<Box<dyn Guard>>,
    listens: bool,
}

impl Guards {
    /// The guards that are on: first those that look at the words alone or at a request, last those that count.
    pub fn new(settings: &PlatformSettings, facts: Facts<'_>) -> Guards {
        let mut all: Vec<Box<dyn Guard>> = Vec::new();
        if let Some(content) = settings.content.as_ref().filter(|s| s.enabled) {
            all.push(Box::new(ContentCheck::new(content, facts.vetted.clone())));
        }
        if let Some(lookahead) = settings.lookahead.as_ref().filter(|s| s.enabled) {
            all.push(Box::new(Lookahead::new(lookahead, facts.vetted.clone())));
        }
        all.extend(settings.codes.iter().flat_map(|codes| codes::guards(codes, &facts)));
        if let Some(quiet) = settings.quiet.filter(|s| s.enabled) {
            all.push(Box::new(Quiet::new(quiet)));
        }
        if let Some(opt_in) = settings.opt_in.filter(|s| s.enabled) {
            all.push(Box::new(OptIn::new(opt_in)));
        }
        if let Some(loops) = settings.loops.filter(|s| s.enabled) {
            all.push(Box::new(Loops::new(loops)));
        }
        Guards { listens: all.iter().any(|g| g.listens()), all }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether one of them wants news.
    pub fn listens(&self) -> bool {
        self.listens
    }

    /// Asks guard after guard whether a message may be handed over; the first that objects decides.
    pub fn request(&mut self, request: &Request, draws: &Draws) -> Ruling {
        let rulings = self.all.iter_mut().map(|guard| guard.request(request, draws));
        rulings.into_iter().find(|ruling| *ruling != Ruling::Pass).unwrap_or(Ruling::Pass)
    }

    /// Asks guard after guard whether a message may leave at `request.now`.
    pub fn turn(&self, request: &Request) -> Ruling {
        let mut rulings = self.all.iter().map(|guard| guard.turn(request));
        rulings.find(|ruling| *ruling != Ruling::Pass).unwrap_or(Ruling::Pass)
    }

    /// A message has left the platform at `request.now`.
    pub fn left(&mut self, request: &Request) {
        self.all.iter_mut().for_each(|guard| guard.left(request));
    }

    /// A message for this person has ended at the platform.
    pub fn lost(&mut self, id: MessageId, person: PersonId) {
        self.all.iter_mut().for_each(|guard| guard.lost(id, person));
    }

    /// Whether the message that was just turned away calls for a notice to its sender.
    pub fn notice(&mut self) -> bool {
        self.all.iter_mut().any(|guard| guard.notice())
    }

    /// News of a message reaches the platform.
    pub fn heard(&mut self, now: SimTime, sender: SenderId, person: PersonId, echo: &Echo) {
        self.all.iter_mut().for_each(|guard| guard.heard(now, sender, person, echo));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::message::Heard;

    /// A request of the first sender for the first person, at the start.
    pub(crate) fn request() -> Request {
        Request {
            now: SimTime::START,
            sender: SenderId(0),
            count: 0,
            sender_key: 7,
            number: NumberId(0),
            person: PersonId(0),
            audience: 0,
            carrier: CarrierId(0),
            text: TextId(0),
            role: Role::Main,
            zone: 0,
            country: 0,
            prefix: 0,
            code: false,
            web: None,
        }
    }

    /// News of its message.
    pub(crate) fn echo(heard: Heard) -> Echo {
        let id = MessageId { sender: SenderId(0), count: 0 };
        Echo { id, intent: 0, audience: 0, person: 0, variant: 0, number: 0, role: Role::Main, heard }
    }

    #[test]
    fn the_first_guard_that_objects_decides_and_later_ones_do_not_count_it() {
        let settings = PlatformSettings {
            content: Some(ContentCheckSettings::default()),
            loops: Some(LoopSettings { any: 1, ..LoopSettings::default() }),
            ..PlatformSettings::default()
        };
        let vetted = Vetted { kinds: vec![1, 0], phrases: vec![false; 2], allows: vec![0], spam: vec![] };
        let mut guards =
            Guards::new(&settings, Facts { senders: 1, people: 1, vetted: Arc::new(vetted), regions: &[] });
        let mut ask = |text| guards.request(&Request { text: TextId(text), ..request() }, &Draws::new(1, 0));
        let content = Ruling::Refuse(Code::FILTERED, GuardKind::Content);
        assert_eq!([ask(0), ask(0), ask(1)], [content, content, Ruling::Pass]);
        assert_eq!(ask(1), Ruling::Refuse(Code::LOOP, GuardKind::Loops));
        assert!(guards.notice() && !guards.notice());
        assert!(
            Guards::new(
                &PlatformSettings::default(),
                Facts { senders: 1, people: 1, vetted: Arc::default(), regions: &[] }
            )
            .is_empty()
        );
    }
}
