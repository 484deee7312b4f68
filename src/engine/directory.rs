//! What a sender can look up of the people it writes to.

use crate::recipient::Population;
use crate::sender;

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
}
