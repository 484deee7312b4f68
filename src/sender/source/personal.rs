//! ## Person to person, `[sender.personal]`
//!
//! **Does:** makes every number of the sender an ordinary person. Each writes so many `texts` a day, by a
//! heavy-tailed law over people; in bursts of `burst` texts to one contact, a `gap` apart, which begin by the
//! `rhythm` of the day; and to a circle of `contacts` from the audience, the first of them most. These people
//! have nothing to do with one another: whoever counts by campaign or brand counts each of them by itself. They
//! are the background that a filter must let through.
//!
//! **Source:** about 10 texts a connection and day (derived: 2.2 trillion texts in 2024 over 579 million
//! connections, CTIA 2025); no more than about 1,000 a day by one person (CTIA 2019). How unequal people are,
//! bursts, gaps and circles are assumptions. Replies are the audience's.
//!
//! **Scenario:** `person-to-person-background`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::arrivals::end;
use super::tail::{HeavyTail, Ranks};
use super::{Manner, Source};
use crate::rng::{Draws, LogNormal, Purpose, exponential, splitmix, unit};
use crate::sender::{Directory, Draft, EXTRA, SenderSettings};
use crate::time::{SimSpan, SimTime};
use crate::units::{DayClock, Delay, Rhythm};

/// Ordinary people, one a number, who write to those they know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PersonalSettings {
    /// Whether the numbers are people; else the sender's campaign goes out.
    pub enabled: bool,
    /// Texts that one number sends in a day.
    pub texts: HeavyTail,
    /// How a person's rate varies over the day: 24 weights, from midnight on.
    pub rhythm: Rhythm,
    /// How many people one number writes to.
    #[schemars(range(min = 1, max = 10_000))]
    pub contacts: u32,
    /// How unequally they are written to: the one of rank r has a weight of r to the power of minus this; 0 makes all alike.
    #[schemars(range(min = 0.0, max = 4.0))]
    pub skew: f64,
    /// Texts to one contact before the next, on average; the numbers are geometric.
    #[schemars(range(min = 1.0, max = 1000.0))]
    pub burst: f64,
    /// From one text of a burst to the next.
    pub gap: Delay,
    /// No text is sent so long after the start of the scenario, or later; unset, they come until the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<SimSpan>,
}

/// Weights of a day's hours for people's own texts: assumption, few at night and most in the evening.
const WAKING: [f64; 24] = [
    0.4, 0.2, 0.1, 0.1, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.1, 1.2, 1.3, 1.2, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.7,
    1.5, 1.2, 0.8,
];

impl Default for PersonalSettings {
    fn default() -> Self {
        PersonalSettings {
            enabled: true,
            texts: HeavyTail::log_normal(10.0, 1.2, 1000.0),
            rhythm: Rhythm::new(WAKING).unwrap_or_default(),
            contacts: 12,
            skew: 1.0,
            burst: 3.0,
            gap: Delay::of_seconds(3.0, 20.0, 120.0),
            until: None,
        }
    }
}

/// One person with a number: 24 bytes beside a place in the queue.
#[derive(Debug, Clone, Copy)]
struct Writer {
    /// What the clock shows when the burst that is due began.
    began: f64,
    /// Texts so far, and which draws the next one has.
    texts: u32,
    /// Which of the contacts the burst goes to.
    contact: u32,
}

/// The people at work, as a queue of who writes when. Rates and circles are computed from the number, not
/// stored, and each number has its own draws: one more of them changes nothing for the others.
#[derive(Debug)]
pub(super) struct Personal {
    key: u64,
    settings: PersonalSettings,
    clock: DayClock,
    gap: LogNormal,
    ranks: Ranks,
    people: u32,
    until: SimTime,
    writers: Vec<Writer>,
    queue: BinaryHeap<Reverse<(SimTime, u32)>>,
    count: u32,
    manner: Manner,
}

impl Personal {
    pub(super) fn new(
        settings: &SenderSettings,
        personal: &PersonalSettings,
        manner: Manner,
        people: u32,
        draws: &Draws,
    ) -> Personal {
        let clock = personal.rhythm.clock();
        let start = clock.shows(settings.start.0);
        let mut at_work = Personal {
            key: manner.key,
            settings: personal.clone(),
            clock,
            gap: LogNormal::of(personal.gap),
            ranks: Ranks::new(personal.contacts, personal.skew),
            people,
            until: end(personal.until),
            writers: vec![Writer { began: start, texts: 0, contact: 0 }; settings.number.count as usize],
            queue: BinaryHeap::new(),
            count: 0,
            manner,
        };
        for number in 0..settings.number.count {
            let words = draws.words(Purpose::Personal, at_work.entity(number), 0);
            let due = at_work.burst(number, words, draws);
            at_work.wait(due, number);
        }
        at_work
    }

    /// The key of a number in draws.
    fn entity(&self, number: u32) -> u64 {
        self.key ^ splitmix(u64::from(number))
    }

    /// The mean time between the bursts of a number, in seconds.
    fn between_bursts(&self, number: u32, draws: &Draws) -> f64 {
        let u = draws.uniform(Purpose::Personal, splitmix(self.entity(number)), 0);
        SimSpan::DAY.seconds() * self.settings.burst / self.settings.texts.at(u)
    }

    /// The next burst of a number: when it begins, and with whom.
    fn burst(&mut self, number: u32, words: [u32; 4], draws: &Draws) -> SimTime {
        let gap = self.between_bursts(number, draws) * exponential(unit(words[2]));
        let writer = &mut self.writers[number as usize];
        writer.contact = self.ranks.at(unit(words[3]));
        writer.began += gap;
        self.clock.when(writer.began)
    }

    fn wait(&mut self, due: SimTime, number: u32) {
        if due < self.until {
            self.queue.push(Reverse((due, number)));
        }
    }

    /// The place of a number's contact in the audience.
    fn person(&self, number: u32, contact: u32, draws: &Draws) -> u32 {
        let u = draws.uniform(Purpose::Choice, self.entity(number), contact);
        ((u * f64::from(self.people)) as u32).min(self.people - 1)
    }
}

impl Source for Personal {
    fn next_due(&self) -> Option<SimTime> {
        self.queue.peek().map(|Reverse((due, _))| *due).filter(|_| self.count < EXTRA)
    }

    fn next(&mut self, _people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        self.next_due()?;
        let Reverse((due, number)) = self.queue.pop()?;
        let writer = &mut self.writers[number as usize];
        let contact = writer.contact;
        writer.texts += 1;
        let words = draws.words(Purpose::Personal, self.entity(number), self.writers[number as usize].texts);
        let typed = due + SimSpan::from_seconds_f64(self.gap.at(unit(words[0])));
        let goes_on = unit(words[1]) * self.settings.burst >= 1.0;
        // Bursts begin whether or not the one before is over, so that the day's texts come out; nobody
        // types two at once.
        let next = if goes_on { typed } else { self.burst(number, words, draws).max(typed) };
        self.wait(next, number);
        let person = self.person(number, contact, draws);
        let count = self.count;
        self.count += 1;
        Some(Draft::new(due, count, person, self.manner.variant(count, draws), number))
    }
}
