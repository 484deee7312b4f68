//! ## Smishing, `[sender.smishing]`
//!
//! **Does:** sends fraud in campaigns of heavy-tailed `size`, which begin at random at the rate of
//! `campaigns` and go out at `pace`, several at once if it so happens. Targets are drawn at random from the
//! audience, or one after another from a random place on (`targets`). The template drifts: with
//! `new_text_after` or `new_text_every` the next of the sender's texts takes its place after so much time, or
//! so many messages. Numbers are short-lived: after `number_lasts`, or `number_sends` messages, the next of
//! the pool sends.
//!
//! **Source:** 67,991 phishing texts of 35,128 campaigns on public numbers in 396 days, about two a campaign
//! as seen from there, from over 600 operations (NCSU 2024); spammers of 2011 to 2013 drew targets at random
//! or in sequence from the number space and sent thousands a day (IMC 2012, of AT&T's network). New templates
//! at a rate are drift; paces, lives and the tail of sizes are assumptions.
//!
//! **Scenario:** `smishing-drift`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::arrivals::Arrivals;
use super::tail::HeavyTail;
use super::{Manner, Source};
use crate::rng::{Draws, Purpose, unit};
use crate::sender::{Directory, Draft, EXTRA, SenderSettings};
use crate::time::{SimSpan, SimTime};
use crate::units::{Rate, Rhythm};

/// Fraud in campaigns, with texts and numbers that do not last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmishingSettings {
    /// Whether the sender works like this; else its one campaign goes out.
    #[serde(default = "super::yes")]
    pub enabled: bool,
    /// Campaigns that begin in so much time, on average. Example: `"6/day"`.
    pub campaigns: Rate,
    /// Messages of one campaign.
    #[serde(default = "size")]
    pub size: HeavyTail,
    /// How fast the messages of one campaign go out.
    #[serde(default = "pace")]
    pub pace: Rate,
    /// Whom a campaign is sent to.
    #[serde(default)]
    pub targets: Targets,
    /// How often the template is changed for the sender's next text; with neither this nor `new_text_every`, never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_text_after: Option<SimSpan>,
    /// After how many messages the template is changed for the sender's next text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub new_text_every: Option<u32>,
    /// How long a number is used; with neither this nor `number_sends`, numbers are used as `number.pool` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_lasts: Option<SimSpan>,
    /// How many messages a number sends before it is thrown away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub number_sends: Option<u32>,
    /// No campaign begins so long after the start of the scenario, or later; unset, they begin until the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SimSpan>,
}

fn size() -> HeavyTail {
    HeavyTail::pareto(300.0, 1.5, 1_000_000.0) // assumption
}
fn pace() -> Rate {
    Rate::new(20.0, SimSpan::MINUTE) // assumption
}

/// Whom a campaign is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Targets {
    /// Anybody, drawn anew for each message.
    #[default]
    Random,
    /// One after another, from a random place of the audience on.
    Sequential,
}

/// A campaign that goes out.
#[derive(Debug, Clone, Copy)]
struct Active {
    /// How many messages are left; never 0.
    left: u32,
    /// The next target, where they are in sequence.
    target: u32,
}

/// Fraud at work.
#[derive(Debug)]
pub(super) struct Smishing {
    key: u64,
    settings: SmishingSettings,
    begins: Arrivals,
    /// Campaigns that go out, by when their next message is due and which they are.
    active: BTreeMap<(SimTime, u32), Active>,
    start: SimTime,
    variants: u32,
    numbers: u32,
    people: u32,
    count: u32,
    manner: Manner,
}

impl Smishing {
    pub(super) fn new(
        settings: &SenderSettings,
        smishing: &SmishingSettings,
        manner: Manner,
        people: u32,
        variants: u32,
        draws: &Draws,
    ) -> Smishing {
        let (key, start, rate) = (manner.key, settings.start.0, smishing.campaigns);
        Smishing {
            key,
            settings: smishing.clone(),
            begins: Arrivals::new(rate, &Rhythm::EVEN, start, smishing.until, key, draws),
            active: BTreeMap::new(),
            start,
            variants,
            numbers: settings.number.count,
            people,
            count: 0,
            manner,
        }
    }

    /// Begins the campaign that is due.
    fn begin(&mut self, due: SimTime, draws: &Draws) {
        let campaign = self.begins.count();
        self.begins.advance(draws);
        let words = draws.words(Purpose::Sizes, self.key, campaign);
        let left = libm::ceil(self.settings.size.at(unit(words[0]))).max(1.0) as u32;
        let target = (unit(words[1]) * f64::from(self.people)) as u32 % self.people;
        self.active.insert((due, campaign), Active { left, target });
    }

    fn target(&self, active: &Active, draws: &Draws) -> u32 {
        match self.settings.targets {
            Targets::Sequential => active.target,
            Targets::Random => {
                let u = draws.uniform(Purpose::Choice, self.key, self.count);
                ((u * f64::from(self.people)) as u32).min(self.people - 1)
            }
        }
    }

    /// The how-manieth of things that last so long, or for so many messages; `None` where they last for good.
    fn step(&self, due: SimTime, lasts: Option<SimSpan>, serves: Option<u32>) -> Option<u64> {
        let by_time = lasts.map(|lasts| due.since(self.start).micros() / lasts.micros().max(1));
        let by_count = serves.map(|serves| u64::from(self.count / serves.max(1)));
        by_time.or(by_count)
    }
}

impl Source for Smishing {
    fn next_due(&self) -> Option<SimTime> {
        let active = self.active.first_key_value().map(|((at, _), _)| *at);
        [active, self.begins.due()].into_iter().flatten().min().filter(|_| self.count < EXTRA)
    }

    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        self.next_due()?;
        while let Some(due) = self.begins.due()
            && self.active.first_key_value().is_none_or(|((at, _), _)| due <= *at)
        {
            self.begin(due, draws);
        }
        let ((due, campaign), mut active) = self.active.pop_first()?;
        let s = &self.settings;
        let person = self.target(&active, draws);
        let text = self.step(due, s.new_text_after, s.new_text_every).unwrap_or(0);
        let variant = (text % u64::from(self.variants)) as u32;
        let number = match self.step(due, s.number_lasts, s.number_sends) {
            Some(number) => (number % u64::from(self.numbers)) as u32,
            None => self.manner.number(self.count, person, people),
        };
        let draft = Draft::new(due, self.count, person, variant, number);
        self.count += 1;
        active.left -= 1;
        active.target = (active.target + 1) % self.people;
        if active.left > 0 {
            self.active.insert((due + s.pace.gap(), campaign), active);
        }
        Some(draft)
    }
}
