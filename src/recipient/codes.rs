//! People who asked for a one-time code on a website: how long they wait for it, and whether they enter it.
//!
//! Who still wants the code is drawn once for what was asked for; patience and the time to enter it anew for
//! every request. The draws belong to the request, so that the same people wait the same under every strategy.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::time::SimSpan;
use crate::units::{Delay, Share};

/// How people treat one-time codes that they asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CodeUse {
    /// Chance that a person enters a code that comes in time. Assumption: with codes that take 2 s (median) about 65 % of requests then end with one, as worldwide (white paper, about 2015).
    pub completes: Share,
    /// How long a person waits for a code; one that comes later is not used. Over 30 % give up after 10 s (CLX/Mblox 2016); the tail is an assumption.
    pub patience: Delay,
    /// From the arrival of a code until it is entered (assumption).
    pub entry: Delay,
}

impl Default for CodeUse {
    fn default() -> Self {
        CodeUse {
            completes: Share::new(0.7),
            patience: Delay::of_seconds(0.0, 20.0, 180.0),
            entry: Delay::of_seconds(2.0, 8.0, 30.0),
        }
    }
}

/// A request for a code, as draws know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeRequest {
    /// The key of the sender.
    pub sender: u64,
    /// What was asked for: asking again shares it.
    pub intent: u32,
    /// The message that answers the request.
    pub count: u32,
}

/// How people treat codes, in the form that a draw needs.
#[derive(Debug)]
pub struct CodeHabits {
    completes: f64,
    patience: LogNormal,
    entry: LogNormal,
}

impl CodeHabits {
    /// Habits by their settings.
    pub fn new(settings: &CodeUse) -> CodeHabits {
        CodeHabits {
            completes: settings.completes.value(),
            patience: LogNormal::of(settings.patience),
            entry: LogNormal::of(settings.entry),
        }
    }

    fn stays(&self, request: CodeRequest, draws: &Draws) -> bool {
        draws.uniform(Purpose::Codes, request.sender, request.intent) < self.completes
    }

    /// Patience, and the time to enter the code.
    fn times(&self, request: CodeRequest, draws: &Draws) -> [SimSpan; 2] {
        let words = draws.words(Purpose::Codes, request.sender, request.count);
        [self.patience.at(unit(words[1])), self.entry.at(unit(words[2]))].map(SimSpan::from_seconds_f64)
    }

    /// How long after its arrival a code is entered that came `waited` after the request; `None` if it is not.
    pub fn completes(&self, request: CodeRequest, waited: SimSpan, draws: &Draws) -> Option<SimSpan> {
        let [patience, entry] = self.times(request, draws);
        (waited <= patience && self.stays(request, draws)).then_some(entry)
    }

    /// How long after the request a person who could not enter a code asks again; `None` for one who has lost
    /// interest. The time to enter a code is part of it, so that whoever has one in time is through by then.
    pub fn asks_again(&self, request: CodeRequest, draws: &Draws) -> Option<SimSpan> {
        let [patience, entry] = self.times(request, draws);
        self.stays(request, draws).then_some(patience + entry + SimSpan::from_micros(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn requests() -> impl Iterator<Item = CodeRequest> {
        (0..20_000).map(|count| CodeRequest { sender: 7, intent: count, count })
    }

    #[test]
    fn defaults_meet_what_is_known_of_people() {
        let (habits, draws) = (CodeHabits::new(&CodeUse::default()), Draws::new(1, 0));
        let share = |n: usize| n as f64 / 20_000.0;
        let gone = share(requests().filter(|r| habits.times(*r, &draws)[0] < SimSpan::SECOND * 10).count());
        assert!((0.29..0.34).contains(&gone), "{gone} give up within 10 s");
        // Codes that take 2 s (median) and 12 s (95th percentile), as carriers do by default.
        let transit = LogNormal::of(Delay::of_seconds(0.2, 2.0, 12.0));
        let arrival = |r: &CodeRequest| {
            SimSpan::from_seconds_f64(transit.at(draws.uniform(Purpose::Delay, r.sender, r.count)))
        };
        let completed =
            share(requests().filter(|r| habits.completes(*r, arrival(r), &draws).is_some()).count());
        assert!((0.6..0.7).contains(&completed), "{completed} completed");
    }

    #[test]
    fn a_code_in_time_is_entered_before_the_person_would_ask_again() {
        let (habits, draws) = (CodeHabits::new(&CodeUse::default()), Draws::new(2, 0));
        let waited = SimSpan::SECOND * 15;
        let mut seen = [0; 3];
        for request in requests().take(500) {
            match (habits.completes(request, waited, &draws), habits.asks_again(request, &draws)) {
                (Some(entry), Some(again)) => {
                    assert!(waited + entry < again);
                    seen[0] += 1;
                }
                (None, Some(again)) => {
                    assert!(again > SimSpan::ZERO);
                    seen[1] += 1;
                }
                (None, None) => seen[2] += 1,
                (Some(_), None) => panic!("who enters a code is still there"),
            }
        }
        assert!(seen.iter().all(|n| *n > 20), "{seen:?}");
    }
}
