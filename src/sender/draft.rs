//! A message as its sender plans it, and what a sender can look up.

use crate::message::{Echo, NumberSettings, Role, WebRequest};
use crate::rng::Draws;
use crate::time::{SimSpan, SimTime};

/// The next message of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    /// When it is due.
    pub due: SimTime,
    /// The how-manieth message of this sender it is, from 0; retries count from [`EXTRA`] on.
    pub count: u32,
    /// What it is to say: the count of the first attempt.
    pub intent: u32,
    /// The how-manieth of its kind it is, from 0 and without gaps: where numbers take turns, it says whose turn
    /// it is. [`Desk`](super::Desk) fills it in; until then it is the count.
    pub turn: u32,
    /// Which of the sender's audiences it is for; 0 is its own.
    pub audience: u8,
    /// Whom it is for, as a place in that audience.
    pub person: u32,
    /// Which variant of the texts it carries.
    pub variant: u32,
    /// Which of the sender's numbers it comes from.
    pub number: u32,
    /// What it is sent for.
    pub role: Role,
    /// The request on a website that it answers.
    pub request: Option<WebRequest>,
}

/// Counts from here on belong to retries: bits 28 to 31 hold which retry it is, the others the intent. A
/// retry of the same intent thus has the same draws under every strategy.
pub const EXTRA: u32 = 1 << 28;

/// A sender with openers has fewer intents than this: the count of an opener is that of its intent with this bit.
pub const OPENER: u32 = 1 << 27;

impl Draft {
    /// The `count`th message of a plan.
    pub fn new(due: SimTime, count: u32, person: u32, variant: u32, number: u32) -> Draft {
        let (intent, role) = (count, Role::Main);
        let turn = count;
        Draft { due, count, intent, turn, audience: 0, person, variant, number, role, request: None }
    }

    /// The message that there is news of, as it was; a website's request is not kept.
    pub fn of(echo: &Echo) -> Draft {
        Draft {
            due: SimTime::START,
            count: echo.id.count,
            intent: echo.intent,
            turn: echo.intent,
            audience: echo.audience,
            person: echo.person,
            variant: echo.variant,
            number: echo.number,
            role: echo.role,
            request: None,
        }
    }

    /// The same message once more at `due`; `None` where there have been 15 retries.
    pub fn again(&self, due: SimTime) -> Option<Draft> {
        let count = self.count.checked_add(EXTRA)?;
        (self.intent < EXTRA).then_some(Draft { due, count, ..*self })
    }

    /// A message at `due` that opens for this one; `None` where there are too many to tell apart.
    pub fn opener(&self, due: SimTime) -> Option<Draft> {
        let opener = Draft { due, count: OPENER | self.intent, role: Role::Opener, request: None, ..*self };
        (self.intent < OPENER).then_some(opener)
    }

    /// The `nth` message of this sender to a phone of its own panel, from 0, like this one in words and number.
    /// Such messages are counted from the last place before [`EXTRA`] down; `None` where there is no place left.
    pub fn to_panel(&self, nth: u32, audience: u8, phone: u32) -> Option<Draft> {
        let count = EXTRA.checked_sub(nth + 1).filter(|&count| count > self.intent)?;
        let (intent, role) = (count, Role::Seed);
        Some(Draft { count, intent, audience, person: phone, role, request: None, ..*self })
    }

    /// The how-manieth retry this is; 0 for a first attempt.
    pub fn retry(&self) -> u32 {
        self.count / EXTRA
    }
}

/// What a sender can look up of people. Places are places in one of the sender's audiences.
pub trait Directory {
    /// How many people an audience has.
    fn len(&self, audience: u8) -> u32;
    /// The key of a person in random draws.
    fn key(&self, audience: u8, person: u32) -> u64;
    /// The carrier that a number look-up names, by rank. It may be out of date where a number was ported.
    fn carrier(&self, audience: u8, person: u32) -> u32;
    /// How long after a request somebody of an audience who could not enter a code by then asks again; `None` for
    /// one who has lost interest. The request is the key of the sender, what was asked for, and the message.
    fn asks_again(&self, _audience: u8, _request: (u64, u32, u32), _draws: &Draws) -> Option<SimSpan> {
        None
    }
}

/// Numbers of one kind that a sender has: its own, and those that a strategy adds.
#[derive(Debug, Clone, Copy)]
pub struct Fleet<'s> {
    /// What they are.
    pub settings: &'s NumberSettings,
    /// How many, spare ones included.
    pub count: u32,
}
