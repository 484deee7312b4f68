//! ## Alerts, `[sender.alerts]`
//!
//! **Does:** writes to one person at a time when something happened to that person: a parcel, a payment, a
//! visit. Events come at `rate` on average and by the `rhythm` of the day, as a Poisson process; whom they
//! happen to is drawn anew each time, and with `skew` a few people have most of them.
//!
//! **Source:** transactional traffic is sent one way, to many, and looks like spam to a rule of volume (IMC
//! 2012, of machines); rates, rhythms and skews are assumptions of the scenario.
//!
//! **Scenario:** `transactional-alerts`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::arrivals::Arrivals;
use super::campaign::Order;
use super::tail::Ranks;
use super::{Manner, Source};
use crate::rng::{Draws, Purpose};
use crate::sender::{Directory, Draft, EXTRA, SenderSettings};
use crate::time::{SimSpan, SimTime};
use crate::units::{Rate, Rhythm};

/// Alerts: each event is told to the one person whom it concerns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertSettings {
    /// Whether the sender sends alerts; else its campaign goes out.
    #[serde(default = "super::yes")]
    pub enabled: bool,
    /// Events in so much time, on average. Example: `"40/h"`.
    pub rate: Rate,
    /// How the rate varies over the day: 24 weights, from midnight on.
    #[serde(default, skip_serializing_if = "Rhythm::is_even")]
    pub rhythm: Rhythm,
    /// How unequally events fall on people: the person of rank r has a weight of r to the power of minus this; 0 makes all alike.
    #[serde(default = "skew")]
    #[schemars(range(min = 0.0, max = 4.0))]
    pub skew: f64,
    /// None comes so long after the start of the scenario, or later; unset, they come until the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SimSpan>,
}

fn skew() -> f64 {
    0.5 // assumption: a tenth of the people has a third of the events
}

/// Alerts at work.
#[derive(Debug)]
pub(super) struct Alerts {
    key: u64,
    arrivals: Arrivals,
    ranks: Ranks,
    /// Which person has which rank.
    order: Order,
    manner: Manner,
}

impl Alerts {
    pub(super) fn new(
        settings: &SenderSettings,
        alerts: &AlertSettings,
        manner: Manner,
        people: u32,
        draws: &Draws,
    ) -> Alerts {
        let key = manner.key;
        Alerts {
            key,
            arrivals: Arrivals::new(alerts.rate, &alerts.rhythm, settings.start.0, alerts.until, key, draws),
            ranks: Ranks::new(people, alerts.skew),
            order: Order::new(people, draws, key, 0),
            manner,
        }
    }
}

impl Source for Alerts {
    fn next_due(&self) -> Option<SimTime> {
        self.arrivals.due().filter(|_| self.arrivals.count() < EXTRA)
    }

    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        let due = self.next_due()?;
        let count = self.arrivals.count();
        let rank = self.ranks.at(draws.uniform(Purpose::Choice, self.key, count));
        let person = self.order.at(rank);
        self.arrivals.advance(draws);
        let variant = self.manner.variant(count, draws);
        let number = self.manner.number(count, person, people);
        Some(Draft::new(due, count, person, variant, number))
    }
}
