//! Messages that wait, and how an event names one.

use crate::carrier::Signals;
use crate::ledger::{Cause, Ledger};
use crate::message::{CarrierId, Fate, Heard, Submission};
use crate::time::SimTime;

pub(super) const INDEX_BITS: u32 = 28;
pub(super) const INDEX_MASK: u32 = (1 << INDEX_BITS) - 1;

/// A kind of event and a place, in the 32 bits that an event carries.
pub(super) fn payload(kind: u32, index: u32) -> u32 {
    assert!(index <= INDEX_MASK, "more than a quarter of a billion messages wait at once");
    kind << INDEX_BITS | index
}

/// Things that wait for an event, in slots that are used again.
#[derive(Debug)]
pub(super) struct Slots<T> {
    slots: Vec<Option<T>>,
    free: Vec<u32>,
}

/// Messages that wait for an event.
pub(super) type Parcels = Slots<Parcel>;

#[derive(Debug, Clone, Copy)]
pub(super) struct Parcel {
    pub(super) message: Submission,
    /// When the filter last judged it.
    pub(super) screened: SimTime,
    /// What its terms were to a learner.
    pub(super) signals: Signals,
    /// What its sender has been told already.
    pub(super) told: Told,
}

impl Parcel {
    /// A message that no filter has judged yet.
    pub(super) fn waiting(message: Submission, since: SimTime) -> Parcel {
        Parcel { message, screened: since, told: Told::Nothing, signals: Signals::default() }
    }
}

/// What the sender has been told of a message before its fate is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing yet: there will be a receipt of its fate.
    Nothing,
    /// The network acknowledged it; nothing more will come.
    Acknowledged {
        /// Whether that receipt is read: neither lost nor due after the horizon.
        read: bool,
    },
}

impl<T> Default for Slots<T> {
    fn default() -> Slots<T> {
        Slots { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slots<T> {
    pub(super) fn keep(&mut self, parcel: T) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(parcel);
            return slot;
        }
        self.slots.push(Some(parcel));
        self.slots.len() as u32 - 1
    }
    pub(super) fn take(&mut self, slot: u32) -> T {
        self.free.push(slot);
        self.slots[slot as usize].take().expect("an event names what waits")
    }
    pub(super) fn look(&self, slot: u32) -> &T {
        self.slots[slot as usize].as_ref().expect("an event names what waits")
    }
}

/// News of a message on its way back to its sender and the platform.
#[derive(Debug, Clone, Copy)]
pub(super) struct News {
    /// When it arrives.
    pub(super) at: SimTime,
    /// The message.
    pub(super) message: Submission,
    /// What is heard of it.
    pub(super) heard: Heard,
}

/// A message that is still on its way at the horizon.
pub(super) fn in_flight(carrier: CarrierId, message: &Submission, ledger: &mut Ledger) {
    ledger.settled(SimTime::NEVER, None, carrier, message, Fate::InFlight, Some(Cause::Pending));
}
