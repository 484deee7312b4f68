//! # Opt-in confirmation, `[platform.opt_in]`
//!
//! **Does:** lets a person who has not confirmed get only the first `free` messages of a sender; whatever else the
//! sender hands over for that person is refused until a reply came. Any reply confirms but STOP and HELP, and so does
//! START. A message counts from when it is handed over; one that ends at the platform, where another guard, a grant or
//! the queue refuses it, counts no longer.
//! **Evaded by:** a first message that says everything; another sender for the second. It costs the honest sender all
//! those who would have read on without answering.
//! **Source:** a message that confirms the opt-in is asked of recurring programs (CTIA 2019, recalled). That it has to
//! be answered before anything else, that a platform sees to it, and its code are assumptions.
//!
//! **Scenario:** `opt-in-confirmation`.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Guard, Request, Ruling};
use crate::message::{Code, Echo, GuardKind, Heard, MessageId, PersonId, SenderId};
use crate::rng::Draws;
use crate::time::SimTime;

/// Settings of the opt-in confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OptInSettings {
    /// Whether the guard is on.
    pub enabled: bool,
    /// Messages that a person who has not confirmed may be sent by one sender.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub free: u32,
    /// The code of what is refused.
    pub code: Code,
}

impl Default for OptInSettings {
    fn default() -> Self {
        OptInSettings { enabled: true, free: 1, code: Code::OPTED_OUT }
    }
}

/// The confirmation at work.
#[derive(Debug)]
pub struct OptIn {
    settings: OptInSettings,
    /// By sender and person: how many count, or that a reply came; looked up, never iterated.
    pairs: FxHashMap<(u32, u32), State>,
    /// Those that count and are still at the platform; looked up, never iterated.
    here: FxHashSet<MessageId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Sent(u32),
    Confirmed,
}

impl OptIn {
    /// A guard that has seen nothing.
    pub fn new(settings: OptInSettings) -> OptIn {
        OptIn { settings, pairs: FxHashMap::default(), here: FxHashSet::default() }
    }
}

impl Guard for OptIn {
    fn request(&mut self, request: &Request, _draws: &Draws) -> Ruling {
        let state = self.pairs.entry((request.sender.0, request.person.0)).or_insert(State::Sent(0));
        match state {
            _ if request.role == crate::message::Role::Seed => Ruling::Pass, // The sender's own phone.
            State::Confirmed => Ruling::Pass,
            State::Sent(n) if *n < self.settings.free => {
                *n += 1;
                self.here.insert(MessageId { sender: request.sender, count: request.count });
                Ruling::Pass
            }
            State::Sent(_) => Ruling::Refuse(self.settings.code, GuardKind::OptIn),
        }
    }

    fn left(&mut self, request: &Request) {
        self.here.remove(&MessageId { sender: request.sender, count: request.count });
    }

    fn lost(&mut self, id: MessageId, person: PersonId) {
        if self.here.remove(&id)
            && let Some(State::Sent(n)) = self.pairs.get_mut(&(id.sender.0, person.0))
        {
            *n -= 1;
        }
    }

    fn heard(&mut self, _now: SimTime, sender: SenderId, person: PersonId, echo: &Echo) {
        if matches!(echo.heard, Heard::Reply { .. } | Heard::Start) {
            self.pairs.insert((sender.0, person.0), State::Confirmed);
        }
    }

    fn listens(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{echo, request};
    use super::*;
    use crate::message::Reported;

    #[test]
    fn what_ends_at_the_platform_takes_no_free_place() {
        let (mut guard, draws) = (OptIn::new(OptInSettings::default()), Draws::new(1, 0));
        let of = |count| Request { count, ..request() };
        let id = |count| MessageId { sender: SenderId(0), count };
        let refused = Ruling::Refuse(Code::OPTED_OUT, GuardKind::OptIn);
        assert_eq!(guard.request(&of(0), &draws), Ruling::Pass);
        assert_eq!(guard.request(&of(1), &draws), refused, "the first one waits at the platform and counts");
        guard.lost(id(1), PersonId(0));
        assert_eq!(
            guard.request(&of(2), &draws),
            refused,
            "what it refused itself had no place to give back"
        );
        guard.lost(id(0), PersonId(0));
        assert_eq!(guard.request(&of(3), &draws), Ruling::Pass);
        guard.left(&of(3));
        guard.lost(id(3), PersonId(0));
        assert_eq!(guard.request(&of(4), &draws), refused, "what has left counts for good");
    }

    #[test]
    fn only_a_reply_opens_the_way() {
        let (mut guard, draws) = (OptIn::new(OptInSettings::default()), Draws::new(1, 0));
        let refused = Ruling::Refuse(Code::OPTED_OUT, GuardKind::OptIn);
        assert_eq!([0; 3].map(|_| guard.request(&request(), &draws)), [Ruling::Pass, refused, refused]);
        let mut hear = |heard| {
            guard.heard(SimTime::START, SenderId(0), PersonId(0), &echo(heard));
            guard.request(&request(), &draws)
        };
        for heard in [Heard::Receipt(Reported::Delivered), Heard::OptOut, Heard::Help, Heard::Click] {
            assert_eq!(hear(heard), refused, "{heard:?} is no confirmation");
        }
        assert_eq!(hear(Heard::Reply { again: false }), Ruling::Pass);
        assert_eq!(hear(Heard::OptOut), Ruling::Pass, "what a STOP binds is for the list of opt-outs");
    }
}
