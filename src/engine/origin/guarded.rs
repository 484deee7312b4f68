//! A message before the platform's guards.

use super::{Origin, SenderEvent, Surroundings};
use crate::ledger::{Cause, Ledger};
use crate::message::{CarrierId, Fate, Role, Submission, WebRequest};
use crate::platform::guard::{Request, Ruling};
use crate::platform::provision;
use crate::recipient::Population;
use crate::time::SimTime;

impl Origin<'_> {
    /// Whether guards let a message leave at `leave`. One that has to wait comes back to its number's queue then,
    /// so that no number sends faster than it can when many wait for one moment.
    pub(super) fn may_leave(
        &mut self,
        now: SimTime,
        leave: SimTime,
        carrier: CarrierId,
        message: &Submission,
        around: &mut Surroundings<'_>,
    ) -> bool {
        if self.guards.is_empty() {
            return true;
        }
        let request = self.request(leave, message, carrier, None, around.people);
        match self.guards.turn(&request) {
            Ruling::Wait(until) => {
                let account = &self.accounts[message.id.sender.index()];
                let due = provision::due(self.world.number_settings(message.number), message.due);
                if account.waited(due, until) > self.world.settings.platform.validity {
                    let at = account.expiry(due);
                    self.expire(at, carrier, message, around.ledger);
                } else {
                    self.wait(until, SenderEvent::Released, *message, now);
                }
                false
            }
            ruling => !self.refuse(now, carrier, message, ruling, around.ledger),
        }
    }

    /// Turns a message away where a guard says so, and says whether it did.
    pub(super) fn refuse(
        &mut self,
        now: SimTime,
        carrier: CarrierId,
        message: &Submission,
        ruling: Ruling,
        ledger: &mut Ledger,
    ) -> bool {
        let (code, guard, told) = match ruling {
            Ruling::Pass | Ruling::Wait(_) => return false,
            Ruling::Refuse(code, guard) => (code, guard, now),
            Ruling::RefuseAsCarrier(code, guard, after) => (code, guard, now + after),
        };
        let notice = self.guards.notice();
        ledger.tally(message.id.sender, carrier).notices += u64::from(notice);
        self.tell(told, carrier, message, code, Fate::Refused, ledger);
        ledger.settled(now, None, carrier, message, Fate::Refused, Some(Cause::Guard(guard)));
        true
    }

    /// What guards are asked about a message.
    pub(super) fn request(
        &self,
        now: SimTime,
        message: &Submission,
        carrier: CarrierId,
        web: Option<WebRequest>,
        people: &[Population],
    ) -> Request {
        let (rank, _, place) = self.places(message);
        let audience = self.world.senders[rank].audiences[usize::from(message.audience)];
        let region = &self.world.regions[audience];
        let prefix = place / self.world.prefix_size;
        Request {
            now,
            sender: message.id.sender,
            count: message.id.count,
            sender_key: message.sender_key,
            number: message.number,
            person: message.person,
            audience: message.audience,
            carrier,
            country: region.country,
            prefix: region.first_prefix + prefix,
            text: message.text,
            role: message.role,
            zone: people[audience].zone(place),
            // Whatever else a website sends, its openers and the like, nobody asked for.
            code: message.role == Role::Main && self.world.sender(message.id.sender).codes.is_some(),
            web,
        }
    }
}
