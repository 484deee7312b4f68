//! ## Runaway loop, `[sender.runaway]`
//!
//! **Does:** a program that is to write once to `people` of the audience loops: from `begins` on each of them
//! gets the same text `copies` times an hour, for as long as it `lasts`; alone, or in the middle of the
//! sender's campaign (`with_plan`). The copies go round by round, at even gaps.
//!
//! **Source:** an update of a CRM looped and about 5,000 people got 50 identical texts in an hour (Messente 2017).
//!
//! **Scenario:** `crm-loop`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::campaign::Order;
use super::{Campaign, Manner, Source};
use crate::message::Echo;
use crate::rng::Draws;
use crate::sender::{Directory, Draft, EXTRA, SenderSettings};
use crate::time::{SimSpan, SimTime};

/// A fault: the same text to the same people, again and again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunawaySettings {
    /// Whether the fault happens; else only the campaign goes out.
    #[serde(default = "super::yes")]
    pub enabled: bool,
    /// How many people of the audience it hits.
    #[serde(default = "people")]
    #[schemars(range(min = 1, max = 50_000_000))]
    pub people: u32,
    /// Copies that each of them gets in an hour.
    #[serde(default = "copies")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub copies: u32,
    /// When it begins, so long after the start of the scenario.
    pub begins: SimSpan,
    /// How long it lasts.
    #[serde(default = "lasts")]
    pub lasts: SimSpan,
    /// Whether the sender's campaign goes out as well.
    #[serde(default)]
    pub with_plan: bool,
}

fn people() -> u32 {
    5000 // Messente 2017
}
fn copies() -> u32 {
    50 // Messente 2017
}
fn lasts() -> SimSpan {
    SimSpan::HOUR // Messente 2017
}

/// The order of those who are hit is that of no wave of a campaign.
const PASS: u32 = u32::MAX;

/// The fault at work. All copies for one person say one thing: they share the intent of the first.
#[derive(Debug)]
pub(super) struct Runaway {
    campaign: Option<Campaign>,
    order: Order,
    people: u32,
    copies: u32,
    begins: SimTime,
    /// The next copy, and how many there are.
    next: u64,
    total: u64,
    /// The count of the first copy: the campaign's own counts come before.
    first: u32,
    manner: Manner,
    pause: Option<(SimTime, SimTime)>,
}

impl Runaway {
    pub(super) fn new(
        settings: &SenderSettings,
        runaway: &RunawaySettings,
        manner: Manner,
        audience: u32,
        variants: u32,
        draws: &Draws,
    ) -> Runaway {
        let key = manner.key;
        let campaign = runaway.with_plan.then(|| Campaign::new(settings, key, audience, variants, draws));
        let planned = if runaway.with_plan { u64::from(audience) * u64::from(settings.waves) } else { 0 };
        let first = planned.min(u64::from(EXTRA)) as u32;
        let people = runaway.people.min(audience);
        let hourly = u128::from(people) * u128::from(runaway.copies);
        let total = hourly * u128::from(runaway.lasts.micros()) / u128::from(SimSpan::HOUR.micros());
        Runaway {
            campaign,
            order: Order::new(audience, draws, key, PASS),
            people,
            copies: runaway.copies,
            begins: SimTime::START + runaway.begins,
            next: 0,
            total: total.min(u128::from(EXTRA - first)) as u64,
            first,
            manner,
            pause: None,
        }
    }

    /// When the next copy is due.
    fn copy_due(&self) -> Option<SimTime> {
        let hourly = u128::from(self.people) * u128::from(self.copies);
        let after = u128::from(self.next) * u128::from(SimSpan::HOUR.micros()) / hourly;
        let due = self.begins + SimSpan::from_micros(after as u64);
        let due =
            self.pause.filter(|&(from, until)| from <= due && due < until).map_or(due, |(_, until)| until);
        (self.next < self.total).then_some(due)
    }

    fn copy(&mut self, due: SimTime, people: &dyn Directory, draws: &Draws) -> Draft {
        let place = (self.next % u64::from(self.people)) as u32;
        let count = self.first + self.next as u32;
        self.next += 1;
        let person = self.order.at(place);
        let intent = self.first + place;
        let variant = self.manner.variant(intent, draws);
        let number = self.manner.number(intent, person, people);
        Draft { intent, ..Draft::new(due, count, person, variant, number) }
    }
}

impl Source for Runaway {
    fn next_due(&self) -> Option<SimTime> {
        let planned = self.campaign.as_ref().and_then(Source::next_due);
        [planned, self.copy_due()].into_iter().flatten().min()
    }

    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        let planned = self.campaign.as_ref().and_then(Source::next_due);
        match self.copy_due() {
            Some(due) if planned.is_none_or(|planned| due < planned) => Some(self.copy(due, people, draws)),
            _ => self.campaign.as_mut()?.next(people, draws),
        }
    }

    /// Only the campaign is attempted as a whole: a fault that goes on after the end is nobody's plan.
    fn rest(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        self.campaign.as_mut()?.rest(people, draws)
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, people: &dyn Directory, draws: &Draws) {
        if let Some(campaign) = &mut self.campaign {
            campaign.heard(now, echo, people, draws);
        }
    }

    fn listens(&self) -> bool {
        self.campaign.as_ref().is_some_and(Source::listens)
    }

    fn wave(&self) -> u32 {
        self.campaign.as_ref().map_or(0, Source::wave)
    }

    fn repeats(&self) -> bool {
        true
    }

    /// The campaign falls silent and goes on; the fault has no patience, and all that it would have sent
    /// comes at the end.
    fn pause(&mut self, from: SimTime, until: SimTime) {
        self.pause = Some((from, until));
        if let Some(campaign) = &mut self.campaign {
            campaign.pause(from, until);
        }
    }
}
