//! What a sender can look up of the people it writes to.

use crate::recipient::{CodeRequest, Population};
use crate::rng::Draws;
use crate::sender;
use crate::time::SimSpan;

/// The audiences of one sender.
pub(super) struct Directory<'p> {
    pub(super) people: &'p [Population],
    /// Places of the sender's audiences.
    pub(super) audiences: &'p [usize],
}

impl Directory<'_> {
    fn of(&self, audience: u8) -> &Population {
        &self.people[self.audiences[usize::from(audience)]]
    }
}

impl sender::Directory for Directory<'_> {
    fn len(&self, audience: u8) -> u32 {
        self.of(audience).len()
    }
    fn key(&self, audience: u8, person: u32) -> u64 {
        self.of(audience).key(person)
    }
    fn carrier(&self, audience: u8, person: u32) -> u32 {
        self.of(audience).looked_up(person) as u32
    }
    fn asks_again(&self, audience: u8, request: (u64, u32, u32), draws: &Draws) -> Option<SimSpan> {
        let (sender, intent, count) = request;
        self.of(audience).codes().asks_again(CodeRequest { sender, intent, count }, draws)
    }
}
