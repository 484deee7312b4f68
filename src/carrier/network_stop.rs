//! # STOP in the network
//!
//! **Does:** for kinds of number with `number.network_stop`, remembers who opted out of which number and turns away
//! every later message of that number to that person with 30004, before the filter and whatever the platform
//! does. What is turned away so is no evidence against anybody.
//! **Evaded by:** another number.
//! **Source:** for toll-free numbers STOP is enforced in the network, and only the word STOP works (AWS,
//! Coupontools, Sharpen, n.d.). No source names the code; 30004 is that for a recipient who is blocked toward the
//! sender (Twilio n.d.), an assumption. It counts from when the opt-out reaches the carrier until START
//! (`platform.stop.start`) lifts it.

use rustc_hash::FxHashSet;

use crate::message::{Code, NumberId, PersonId};

/// The code of what is turned away.
pub(super) const CODE: Code = Code::BLOCKED_RECIPIENT;

/// Who stopped which number.
#[derive(Debug, Default)]
pub(super) struct NetworkStop {
    /// (number, person) pairs; looked up, never iterated.
    pairs: FxHashSet<(NumberId, PersonId)>,
}

impl NetworkStop {
    /// A person stopped a number.
    pub(super) fn stop(&mut self, number: NumberId, person: PersonId) {
        self.pairs.insert((number, person));
    }

    /// A person lifts what stopped a number.
    pub(super) fn start(&mut self, number: NumberId, person: PersonId) {
        self.pairs.remove(&(number, person));
    }

    /// Whether the person had stopped the number.
    pub(super) fn stopped(&self, number: NumberId, person: PersonId) -> bool {
        !self.pairs.is_empty() && self.pairs.contains(&(number, person))
    }
}
