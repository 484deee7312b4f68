//! Senders that are shut out for a time, or for good.

use super::scope::{Counts, Keys, Scope};
use crate::time::SimTime;

/// The scopes in which a sender can be suspended.
const SCOPES: [Scope; 3] = [Scope::Number, Scope::Campaign, Scope::Brand];

/// Until when each number, campaign and brand is suspended.
#[derive(Debug)]
pub(super) struct Suspensions {
    /// By scope; empty before anybody was suspended in it.
    until: [Vec<SimTime>; SCOPES.len()],
    sizes: [usize; SCOPES.len()],
}

impl Suspensions {
    /// Nobody is suspended yet.
    pub(super) fn new(counts: &Counts) -> Suspensions {
        Suspensions { until: Default::default(), sizes: SCOPES.map(|scope| counts.of(scope)) }
    }

    /// Suspends what a message belongs to in a scope until a time, or for good; a longer suspension stands.
    pub(super) fn suspend(&mut self, scope: Scope, keys: &Keys, until: Option<SimTime>) {
        let at = SCOPES.iter().position(|s| *s == scope).expect("a sender has no other scope");
        let Some(place) = keys.get(scope) else { return };
        let list = &mut self.until[at];
        list.resize(self.sizes[at], SimTime::START);
        list[place] = list[place].max(until.unwrap_or(SimTime::NEVER));
    }

    /// When the sender of a message is no longer suspended, if it is.
    pub(super) fn until(&self, keys: &Keys, now: SimTime) -> Option<SimTime> {
        let of = |(list, scope): (&Vec<SimTime>, Scope)| list.get(keys.get(scope)?).copied();
        self.until.iter().zip(SCOPES).filter_map(of).max().filter(|&until| now < until)
    }
}
