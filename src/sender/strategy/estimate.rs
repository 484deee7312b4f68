//! ## Estimate, `[sender.estimate]`
//!
//! **Does:** works out what share of the messages arrived at each carrier, from what a sender can see; the estimate
//! is scored against the truth and changes nothing. Signs (`by`), the most trusted first: the first that has at
//! least `least` messages at a carrier speaks for it. *Seeds*: the share of seed messages that a phone of the panel
//! showed within `seen_within`, without those that the platform refused (`[sender.seeds]`, `refused`). *Receipts*: the share reported as delivered; what nothing was reported of for
//! `timeout` counts as not delivered. *Replies* and *completions*: the share of messages that were answered, or
//! whose code was entered, within `answered_within`, divided by the same share where all is well (`compare`).
//!
//! **Helps when:** carriers report what they drop as delivered.
//!
//! **Costs:** seeds are few: the interval is wide, and they say nothing of handsets that are off. Replies need a
//! yardstick that holds: people who reply less make a carrier look worse, and with the best carrier for a yardstick
//! nothing is seen of what all carriers do alike. Receipts make a narrow interval around whatever is claimed.
//!
//! **Source:** seed phones, and outcomes such as entered codes, clicks and replies, tell false receipts (TelQ, TeleSign,
//! n.d.); a provider gives up after 2 hours (Bandwidth 2023, 9902). The other times are assumptions.
//!
//! **Scenario:** `seed-panel`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, SeedSettings, Strategy, on};
use crate::message::{Echo, Heard, Reported, Role};
use crate::sender::Draft;
use crate::sender::watch::Watch;
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Working out what arrived.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EstimateSettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// What it goes by, the most trusted sign first.
    #[schemars(length(min = 1, max = 4))]
    pub by: Vec<Sign>,
    /// The fewest messages at a carrier from which a sign says anything.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub least: u32,
    /// After how long without a report a message counts as not delivered; one that comes later is believed all the same.
    pub timeout: SimSpan,
    /// The time in which a seed phone must show a message. Younger ones are left out.
    pub seen_within: SimSpan,
    /// The time in which a reply or an entered code counts. Younger messages are left out.
    pub answered_within: SimSpan,
    /// What replies and completions are compared with.
    pub compare: Compare,
    /// With `compare = "expected"`: the share of delivered messages that are answered, as the sender knows it from better days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Share>,
}

impl Default for EstimateSettings {
    fn default() -> EstimateSettings {
        EstimateSettings {
            enabled: true,
            by: vec![Sign::Receipts],
            least: 10,
            timeout: SimSpan::HOUR * 2,
            seen_within: SimSpan::MINUTE * 10,
            answered_within: SimSpan::HOUR * 4,
            compare: Compare::BestCarrier,
            expected: None,
        }
    }
}

/// What an estimate goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// What is reported.
    Receipts,
    /// What phones of the sender's own show.
    Seeds,
    /// Replies that are no opt-outs.
    Replies,
    /// Codes that were entered.
    Completions,
}

/// What the share of answers is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Compare {
    /// The carrier with the largest share of answers, which is taken to deliver everything.
    #[default]
    BestCarrier,
    /// The same carrier in the first 24 hours, in which all is taken to have been delivered.
    FirstDay,
    /// What is `expected`.
    Expected,
}

/// What a sender believes of its messages to one carrier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// The share that arrived.
    pub share: f64,
    /// Half the width of the 95 % interval of that share, by Wilson (1927): the error of sampling alone.
    pub half_width: f64,
}

/// Messages, and those that came to something.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    n: u32,
    hits: u32,
}

impl Count {
    fn rate(self) -> f64 {
        f64::from(self.hits) / f64::from(self.n.max(1))
    }

    fn half_width(self) -> f64 {
        // 1.96 is the 97.5 % point of the standard normal.
        const Z: f64 = 1.959_963_984_540_054;
        let (n, p) = (f64::from(self.n.max(1)), self.rate());
        Z / (1.0 + Z * Z / n) * libm::sqrt(p * (1.0 - p) / n + Z * Z / (4.0 * n * n))
    }
}

/// What one sign says, by carrier.
#[derive(Debug)]
struct Witness {
    sign: Sign,
    /// Carrier, and whether it went out in the first 24 hours.
    watch: Watch<(u32, bool)>,
    all: Vec<Count>,
    first_day: Vec<Count>,
}

impl Witness {
    fn new(sign: Sign, settings: &EstimateSettings) -> Witness {
        let wait = match sign {
            Sign::Receipts => settings.timeout,
            Sign::Seeds => settings.seen_within,
            Sign::Replies | Sign::Completions => settings.answered_within,
        };
        Witness { sign, watch: Watch::new(wait), all: Vec::new(), first_day: Vec::new() }
    }

    /// Whether this sign can be heard of such a message.
    fn regards(&self, role: Role) -> bool {
        match self.sign {
            Sign::Receipts => true,
            Sign::Seeds => role == Role::Seed,
            Sign::Replies | Sign::Completions => role != Role::Seed,
        }
    }

    fn count(&mut self, (carrier, early): (u32, bool), n: u32, hit: bool) {
        let tables = [Some(&mut self.all), Some(&mut self.first_day).filter(|_| early)];
        for table in tables.into_iter().flatten() {
            let place = carrier as usize;
            if table.len() <= place {
                table.resize(place + 1, Count::default());
            }
            table[place].n += n;
            table[place].hits += u32::from(hit);
        }
    }

    fn settle(&mut self, now: SimTime) {
        while let Some((_, what, seen)) = self.watch.over(now) {
            self.count(what, 1, seen);
        }
    }

    fn heard(&mut self, echo: &Echo, carrier: u32) {
        let count = echo.id.count;
        match (self.sign, echo.heard) {
            (Sign::Receipts, Heard::Receipt(says)) => {
                let delivered = says == Reported::Delivered;
                match self.watch.close(count) {
                    Some(what) => self.count(what, 1, delivered),
                    // It was counted when its time was over.
                    None => self.count((carrier, false), 0, delivered),
                }
            }
            (Sign::Seeds, Heard::Seen)
            | (Sign::Replies, Heard::Reply { .. })
            | (Sign::Completions, Heard::Completed) => self.watch.mark(count),
            _ => {}
        }
    }

    /// The share that would be found if all was delivered to this carrier.
    fn yardstick(&self, carrier: usize, settings: &EstimateSettings) -> Option<f64> {
        if matches!(self.sign, Sign::Receipts | Sign::Seeds) {
            return Some(1.0);
        }
        let enough = |count: &&Count| count.n >= settings.least;
        match settings.compare {
            Compare::Expected => settings.expected.map(Share::value),
            Compare::FirstDay => self.first_day.get(carrier).filter(enough).map(|c| c.rate()),
            Compare::BestCarrier => {
                self.all.iter().filter(enough).map(|c| c.rate()).max_by(|a, b| a.total_cmp(b))
            }
        }
        .filter(|&rate| rate > 0.0)
    }

    fn belief(&self, carrier: usize, settings: &EstimateSettings) -> Option<Belief> {
        let count = self.all.get(carrier).filter(|c| c.n >= settings.least)?;
        let all = self.yardstick(carrier, settings)?;
        Some(Belief { share: (count.rate() / all).min(1.0), half_width: (count.half_width() / all).min(1.0) })
    }
}

/// An estimate at work.
#[derive(Debug)]
pub(super) struct Estimate {
    settings: EstimateSettings,
    /// The panel, if there is one.
    panel: Option<SeedSettings>,
    witnesses: Vec<Witness>,
    began: Option<SimTime>,
}

impl Estimate {
    pub(super) fn new(settings: &EstimateSettings, panel: Option<&SeedSettings>) -> Estimate {
        let witnesses = settings.by.iter().map(|&sign| Witness::new(sign, settings)).collect();
        Estimate { settings: settings.clone(), panel: panel.cloned(), witnesses, began: None }
    }
}

impl Strategy for Estimate {
    fn sent(&mut self, now: SimTime, draft: &Draft, _: &mut Orders, means: Means<'_>) {
        let early = now < *self.began.get_or_insert(now) + SimSpan::DAY;
        let carrier = means.people.carrier(draft.audience, draft.person);
        for witness in self.witnesses.iter_mut().filter(|w| w.regards(draft.role)) {
            witness.settle(now);
            witness.watch.sent(now, draft.count, (carrier, early));
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, _: &mut Orders, means: Means<'_>) {
        let carrier = means.people.carrier(echo.audience, echo.person);
        let refused = self.panel.as_ref().is_some_and(|panel| panel.is_refused(echo));
        for witness in self.witnesses.iter_mut().filter(|w| w.regards(echo.role)) {
            witness.settle(now);
            if refused && witness.sign == Sign::Seeds {
                witness.watch.close(echo.id.count);
            }
            witness.heard(echo, carrier);
        }
    }

    fn listens(&self) -> bool {
        true
    }

    fn believes(&mut self, at: SimTime) -> Option<Vec<Option<Belief>>> {
        self.witnesses.iter_mut().for_each(|w| w.settle(at));
        let carriers = self.witnesses.iter().map(|w| w.all.len()).max().unwrap_or(0);
        let of = |carrier| self.witnesses.iter().find_map(|w| w.belief(carrier, &self.settings));
        Some((0..carriers).map(of).collect())
    }
}
