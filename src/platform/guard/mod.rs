//! Guards: what protects a platform's customers, and the people they write to. One file is one guard and its page.
//!
//! A guard is asked when a sender hands a message over, and some again when its turn has come. What one turns
//! away is refused and, in the open, said so with a code. A guard that is off is not there.

pub mod codes;

use super::PlatformSettings;
use crate::message::{
    CarrierId, Code, Echo, GuardKind, NumberId, PersonId, Role, SenderId, TextId, WebRequest,
};
use crate::rng::Draws;
use crate::time::SimTime;

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
    /// The request on a website that it answers.
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
}

/// One guard at work.
pub trait Guard: std::fmt::Debug + Send {
    /// A sender hands a message over.
    fn request(&mut self, _request: &Request, _draws: &Draws) -> Ruling {
        Ruling::Pass
    }

    /// A message's turn has come: it would leave now. [`Ruling::Wait`] keeps it.
    fn turn(&mut self, _request: &Request) -> Ruling {
        Ruling::Pass
    }

    /// News of a message reaches the platform.
    fn heard(&mut self, _now: SimTime, _sender: SenderId, _person: PersonId, _echo: &Echo) {}

    /// Whether it wants news.
    fn listens(&self) -> bool {
        false
    }
}

/// What guards are told of the world before it begins.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// How many senders there are.
    pub senders: usize,
    /// How many people, over all audiences.
    pub people: u32,
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
    /// The guards that are on.
    pub fn new(settings: &PlatformSettings, facts: Facts<'_>) -> Guards {
        let mut all: Vec<Box<dyn Guard>> = Vec::new();
        all.extend(settings.codes.iter().flat_map(|codes| codes::guards(codes, facts)));
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

    /// Asks guard after guard whether a message whose turn has come may leave.
    pub fn turn(&mut self, request: &Request) -> Ruling {
        let rulings = self.all.iter_mut().map(|guard| guard.turn(request));
        rulings.into_iter().find(|ruling| *ruling != Ruling::Pass).unwrap_or(Ruling::Pass)
    }

    /// News of a message reaches the platform.
    pub fn heard(&mut self, now: SimTime, sender: SenderId, person: PersonId, echo: &Echo) {
        self.all.iter_mut().for_each(|guard| guard.heard(now, sender, person, echo));
    }
}
