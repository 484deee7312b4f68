//! # STOP in the network
//!
//! **Does:** for kinds of number with `number.network_stop`, remembers who opted out of which number and turns away
//! every later message of that number to that person with 30004, before the filter and whatever the platform
//! does. What is turned away so is no evidence against anybody.
//! **Evaded by:** another number.
//! **Source:** for toll-free numbers STOP is enforced in the network, and only the word STOP works (AWS,
//! Coupontools, Sharpen, n.d.). No source names the code; 30004 is that for a recipient who is blocked toward the
//! sender (Twilio n.d.), an assumption. It counts from when the opt-out reaches the carrier, until the person writes START
//! (`platform.stop.start`).

use rustc_hash::FxHashMap;

use crate::message::{Code, NumberId, PersonId};
use crate::time::SimTime;

/// The code of what is turned away.
pub(super) const CODE: Code = Code::BLOCKED_RECIPIENT;

/// Who stopped which number, and who came back.
#[derive(Debug, Default)]
pub(super) struct NetworkStop {
    /// By (number, person): the last STOP; looked up, never iterated.
    stops: FxHashMap<(NumberId, PersonId), SimTime>,
    /// The last START, which may lie ahead.
    starts: FxHashMap<(NumberId, PersonId), SimTime>,
}

impl NetworkStop {
    /// A person stopped a number at `at`.
    pub(super) fn stop(&mut self, number: NumberId, person: PersonId, at: SimTime) {
        self.stops.insert((number, person), at);
    }

    /// A person takes that back at `at`.
    pub(super) fn start(&mut self, number: NumberId, person: PersonId, at: SimTime) {
        self.starts.insert((number, person), at);
    }

    /// Whether at `now` the person has stopped the number.
    pub(super) fn stopped(&self, number: NumberId, person: PersonId, now: SimTime) -> bool {
        let Some(&stop) = (!self.stops.is_empty()).then(|| self.stops.get(&(number, person))).flatten()
        else {
            return false;
        };
        !self.starts.get(&(number, person)).is_some_and(|&start| stop < start && start <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SimSpan;

    #[test]
    fn the_last_word_holds() {
        let at = |hours: u64| SimTime::START + SimSpan::HOUR * hours;
        let (number, person) = (NumberId(1), PersonId(2));
        let mut stops = NetworkStop::default();
        assert!(!stops.stopped(number, person, at(0)));
        // What is going to happen may be known before the STOP arrives.
        stops.start(number, person, at(5));
        stops.stop(number, person, at(1));
        assert!(stops.stopped(number, person, at(4)) && !stops.stopped(number, person, at(5)));
        assert!(!stops.stopped(number, PersonId(3), at(4)) && !stops.stopped(NumberId(2), person, at(4)));
        stops.stop(number, person, at(7));
        assert!(stops.stopped(number, person, at(8)));
    }
}
