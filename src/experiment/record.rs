//! What is kept of one run: metrics, losses, time course, and detail for replication 0.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::codes::Websites;
use super::money::Money;
use super::recovery::Stay;
use super::store;
use super::summary::BlacklistSpan;
use crate::carrier::Scope;
use crate::engine::{Outcome, World};
use crate::ledger::{Ages, Cause, Course, DecisionRow, MessageRow, NumberRow, Tally};
use crate::message::{CarrierId, Fate, NumberId, SenderId};
use crate::sender::{Belief, Intent};
use crate::time::SimTime;

/// The metrics of one slice of one run; `None` where there was nothing to measure.
pub type Values = BTreeMap<&'static str, Option<f64>>;

/// What is kept of one run. Carriers and senders stand in the order of the file.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunRecord {
    /// Which replication.
    pub replication: u32,
    /// Over everything.
    #[serde(with = "store::values")]
    pub all: Values,
    /// By carrier.
    #[serde(with = "store::each")]
    pub carriers: Vec<Values>,
    /// By sender.
    #[serde(with = "store::each")]
    pub senders: Vec<Values>,
    /// By sender, then carrier.
    pub tallies: Vec<Vec<Tally>>,
    /// Time course by carrier.
    pub courses: Vec<Course>,
    /// Messages by the age of their number.
    pub ages: Ages,
    /// Length of a bin, in hours.
    pub bin_hours: f64,
    /// Stays on a blacklist, by carrier; at most 20,000 each (replication 0 only).
    pub spans: Vec<Vec<BlacklistSpan>>,
    /// How long each stay lasted, of all carriers; at most 20,000 of each.
    pub stays: Vec<Stay>,
    /// How many stays there were, by carrier.
    pub episodes: Vec<u64>,
    /// What became of each number, by carrier (replication 0 only).
    pub numbers: Vec<Vec<NumberRow>>,
    /// Sampled decisions, by carrier (replication 0 only), and one in how many was kept.
    pub decisions: Vec<(u64, Vec<DecisionRow>)>,
    /// Every message (replication 0 under `--trace` only). They are not stored: see [`store::encode`].
    #[serde(skip)]
    pub messages: Vec<MessageRow>,
}

impl RunRecord {
    /// Makes the record of a finished run.
    pub fn of(world: &World, replication: u32, outcome: Outcome) -> RunRecord {
        let (n_carriers, n_senders) = (world.settings().carriers.len(), world.settings().senders.len());
        let mut ledger = outcome.ledger;
        let carriers: Vec<CarrierId> = (0..n_carriers).map(|c| world.carrier_rank(c)).collect();
        let senders: Vec<SenderId> = (0..n_senders).map(|s| world.sender_rank(s)).collect();
        for &c in &carriers {
            for &(at, value) in outcome.carriers[c.index()].thresholds() {
                ledger.threshold(at, c, value);
            }
        }
        let tallies: Vec<Vec<Tally>> =
            senders.iter().map(|&s| carriers.iter().map(|&c| ledger.tally(s, c).clone()).collect()).collect();
        let horizon = world.settings().horizon.seconds() / 3600.0;
        let hours = |at: SimTime| at.seconds() / 3600.0;
        let spans: Vec<Vec<BlacklistSpan>> = carriers
            .iter()
            .map(|&c| {
                let list = outcome.carriers[c.index()].blacklist().filter(|_| replication == 0);
                let spans = list.map_or(&[][..], |l| l.spans());
                let mut names = BTreeMap::new();
                spans
                    .iter()
                    .map(|span| {
                        let name = (names.entry((span.scope, span.place)))
                            .or_insert_with(|| world.name_of(c, span.scope, span.place));
                        let of_number = (span.scope == Scope::Number).then_some(NumberId(span.place));
                        BlacklistSpan {
                            carrier: world.carrier_name(c).to_owned(),
                            scope: span.scope.name().to_owned(),
                            name: name.clone(),
                            number: of_number.map(|n| world.number_place(n).1),
                            from_hours: hours(span.from),
                            to_hours: hours(span.until).min(horizon),
                        }
                    })
                    .collect()
            })
            .collect();
        let end = SimTime::START + world.settings().horizon;
        let stays = carriers
            .iter()
            .filter_map(|&c| outcome.carriers[c.index()].blacklist())
            .flat_map(|list| list.spans())
            .map(|span| {
                let until = span.until.min(end);
                // Of the span and not of its ends, so that stays of one length are alike to the last bit.
                Stay { hours: until.since(span.from).seconds() / 3600.0, over: span.until <= end }
            })
            .collect();
        let listed = |c: usize| -> Vec<NumberId> {
            let list = outcome.carriers[carriers[c].index()].blacklist();
            let numbers = (0..world.n_numbers() as u32).map(NumberId);
            list.map_or_else(Vec::new, |list| {
                numbers.filter(|&n| list.times(Scope::Number, world.counted_as(n).index()) > 0).collect()
            })
        };
        let listed: Vec<Vec<NumberId>> = (0..n_carriers).map(listed).collect();
        let count_listed = |which: &dyn Fn(usize, NumberId) -> bool| {
            let mut numbers: Vec<NumberId> = (0..n_carriers)
                .flat_map(|c| listed[c].iter().copied().filter(move |&n| which(c, n)))
                .map(|n| world.counted_as(n))
                .collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers.len() as f64
        };
        let settings = world.settings();
        let guarded = settings.platform.loops.is_some_and(|s| s.enabled);
        // Registration belongs to no carrier, so it is in no carrier's sums.
        let slice = |which: &dyn Fn(usize, usize) -> bool, registration: bool, n_listed: f64| {
            let mut slice = Slice { guarded, ..Slice::default() };
            for (s, (sender, row)) in settings.senders.iter().zip(&tallies).enumerate() {
                let beliefs = outcome.beliefs[senders[s].index()].as_ref();
                for (c, tally) in row.iter().enumerate().filter(|(c, _)| which(s, *c)) {
                    slice.add(tally, sender.intent);
                    slice.websites.add(tally, sender);
                    let priced =
                        world.fleets_of(senders[s]).any(|(_, f)| settings.carriers[c].price(f) > 0.0);
                    let carrier = &outcome.carriers[carriers[c].index()];
                    let owed = world.fleets_of(senders[s]).map(|(campaign, _)| carrier.owed(campaign)).sum();
                    slice.money.add(Money::of_traffic(tally, sender, priced, owed));
                    if let Some(belief) = beliefs.and_then(|b| *b.get(carriers[c].index())?) {
                        slice.believe(tally, belief);
                    }
                }
                if registration && which(s, 0) {
                    slice.money.add(Money::of_registration(sender, settings.horizon));
                }
            }
            slice.values(n_listed)
        };
        RunRecord {
            replication,
            all: slice(&|_, _| true, true, count_listed(&|_, _| true)),
            carriers: (0..n_carriers)
                .map(|c| slice(&|_, at| at == c, false, count_listed(&|at, _| at == c)))
                .collect(),
            senders: (0..n_senders)
                .map(|s| {
                    slice(&|at, _| at == s, true, count_listed(&|_, n| world.number_place(n).0 == senders[s]))
                })
                .collect(),
            ages: std::mem::take(&mut ledger.ages),
            bin_hours: ledger.bin().seconds() / 3600.0,
            courses: carriers.iter().map(|&c| ledger.courses[c.index()].clone()).collect(),
            episodes: carriers
                .iter()
                .map(|&c| outcome.carriers[c.index()].blacklist().map_or(0, |l| l.episodes()))
                .collect(),
            spans,
            stays,
            numbers: carriers.iter().map(|&c| std::mem::take(&mut ledger.numbers[c.index()])).collect(),
            decisions: carriers
                .iter()
                .map(|&c| (1 << ledger.thinning[c.index()], std::mem::take(&mut ledger.decisions[c.index()])))
                .collect(),
            messages: std::mem::take(&mut ledger.messages),
            tallies,
        }
    }

    /// Share of attempted messages lost to each cause, by [`Cause::index`].
    pub fn losses(&self) -> [f64; Cause::N] {
        let mut total = Tally::default();
        self.tallies.iter().flatten().for_each(|t| total.add(t));
        total.causes.map(|n| if total.attempted == 0 { 0.0 } else { n as f64 / total.attempted as f64 })
    }
}

/// Some of the tallies of a run, added up.
#[derive(Default)]
struct Slice {
    total: Tally,
    money: Money,
    spam: (u64, u64),
    ham: (u64, u64),
    /// Messages of which their sender holds an estimate, how many it takes for delivered, and how many were.
    estimated: u64,
    believed: f64,
    estimated_of: f64,
    /// Whether the platform has a loop guard.
    guarded: bool,
    websites: Websites,
    /// The sum of squares of the half-widths, in messages: what is sampled at one carrier says nothing of another.
    unsure: f64,
}

impl Slice {
    fn add(&mut self, tally: &Tally, intent: Intent) {
        self.total.add(tally);
        let (dropped, screened) = if intent == Intent::Honest { &mut self.ham } else { &mut self.spam };
        *dropped += tally.dropped();
        *screened += tally.screened;
    }

    fn believe(&mut self, tally: &Tally, belief: Belief) {
        let attempted = tally.attempted as f64;
        self.estimated += tally.attempted;
        self.believed += belief.share * attempted;
        self.unsure += belief.half_width * belief.half_width * attempted * attempted;
        self.estimated_of += tally.fate(Fate::Delivered) as f64;
    }

    fn values(&self, n_listed: f64) -> Values {
        let t = &self.total;
        let ratio = |a: u64, b: u64| (b > 0).then(|| a as f64 / b as f64);
        let of_attempted = |n: u64| ratio(n, t.attempted);
        let delivered = t.fate(Fate::Delivered);
        let estimate = |n: f64| (self.estimated > 0).then(|| n / self.estimated as f64);
        let wait = |q: f64| (!t.waits.is_empty()).then(|| t.waits.value_at_quantile(q) as f64 / 1000.0);
        let mut values = BTreeMap::from([
            ("attempted", Some(t.attempted as f64)),
            ("delivered", of_attempted(delivered)),
            ("reached", ratio(t.reached, t.intents + t.withheld)),
            ("withheld", ratio(t.withheld, t.intents + t.withheld)),
            ("estimated_delivered", estimate(self.believed)),
            ("estimate_error", estimate((self.believed - self.estimated_of).abs())),
            ("estimate_halfwidth", estimate(libm::sqrt(self.unsure))),
            ("reported_delivered", of_attempted(t.reported_delivered)),
            ("false_delivered", of_attempted(t.false_delivered)),
            ("blocked", of_attempted(t.fate(Fate::Blocked))),
            ("silenced", of_attempted(t.fate(Fate::Silenced))),
            ("throttled", of_attempted(t.fate(Fate::Throttled))),
            ("refused", of_attempted(t.fate(Fate::Refused))),
            ("notices", self.guarded.then_some(t.notices as f64)),
            ("expired", of_attempted(t.fate(Fate::Expired))),
            ("unreachable", of_attempted(t.fate(Fate::Unreachable))),
            ("in_flight", of_attempted(t.fate(Fate::InFlight))),
            ("replies", ratio(t.replies, delivered)),
            ("opt_outs", ratio(t.opt_outs, delivered)),
            ("complaints", ratio(t.complaints, delivered)),
            ("clicks", ratio(t.clicks, delivered)),
            ("conversions", ratio(t.conversions, delivered)),
            ("blocks", ratio(t.blocks, delivered)),
            ("unwanted_delivered", of_attempted(t.unwanted)),
            ("spam_caught", ratio(self.spam.0, self.spam.1)),
            ("ham_blocked", ratio(self.ham.0, self.ham.1)),
            ("cost_per_delivered", (delivered > 0).then(|| self.money.paid() / delivered as f64)),
            ("cost", self.money.cost),
            ("penalties", self.money.penalties),
            ("revenue", self.money.revenue),
            ("profit", self.money.profit()),
            ("time_to_delivery_p50", wait(0.5)),
            ("time_to_delivery_p95", wait(0.95)),
            ("numbers_blacklisted", Some(n_listed)),
        ]);
        values.extend(self.websites.values());
        values
    }
}
