//! # Reputation
//!
//! **Does:** keeps good and bad evidence at each of its levels (number, campaign, brand, cluster of
//! near-identical texts, link domain), forgets it by half-lives, and adds `weight × (q − floor)/(1 − floor)`
//! where q, the upper credible bound of the bad share, is above `floor`. The worst level counts, the others
//! add nothing. Nothing else is known of a new number than its prior: it is uncertain, not bad, and warming
//! up follows from that. A brand is credited with the mean of what its senders bring.
//! **Evaded by:** replies; stopping before complaints arrive; new numbers, at the level of the number.
//! **Source:** beta reputation with forgetting (Jøsang and Ismail 2002); replies lower and opt-outs and
//! complaints raise the score (Prompt); blocks by number, campaign, brand, content and domain (Bandwidth
//! codes 4770 to 4773 and 4790). The levels, weights, floor, deviations, half-life and what each event counts
//! are assumptions, and so is the mean over a brand's senders.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Stage, Terms};
use crate::carrier::scope::{Counts, Keys, Scope};
use crate::message::{Aggregation, PriorReputation};
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Settings of the reputation stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReputationSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Where evidence is kept.
    pub levels: Vec<Level>,
    /// What a number that is surely bad adds.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Bad shares up to this add nothing.
    pub floor: Share,
    /// How many standard deviations above the mean the bound lies.
    #[schemars(range(min = 0.0, max = 6.0))]
    pub deviations: f64,
    /// The time after which evidence counts half.
    pub half_life: SimSpan,
    /// Good evidence of a delivered message, whatever the person does about it later.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub delivered: f64,
    /// Good evidence of a reply.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub reply: f64,
    /// Good evidence, beside that of the reply, where the person has replied to this number before: a conversation.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub conversation: f64,
    /// Bad evidence of an opt-out.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub opt_out: f64,
    /// Bad evidence of a complaint.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub complaint: f64,
    /// What a new text or domain is credited with, at the levels `cluster` and `domain`; numbers bring their own.
    pub content_prior: PriorReputation,
}

impl Default for ReputationSettings {
    fn default() -> Self {
        ReputationSettings {
            enabled: true,
            levels: vec![Level::Account],
            weight: 0.8,
            floor: Share::new(0.2),
            deviations: 1.0,
            half_life: SimSpan::DAY * 3,
            delivered: 0.02,
            reply: 1.0,
            conversation: 1.0,
            opt_out: 1.0,
            complaint: 10.0,
            content_prior: PriorReputation { good: 10.0, bad: 1.0 },
        }
    }
}

impl ReputationSettings {
    /// Whether evidence of a number that aggregates like that is kept in a scope.
    pub fn keeps(&self, scope: Scope, aggregation: Aggregation) -> bool {
        self.levels.iter().any(|level| level.scope(aggregation) == scope)
    }
}

/// Where evidence is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// At the number, campaign or brand, as the kind of number says (`number.aggregation`).
    Account,
    /// At the number.
    Number,
    /// At the campaign.
    Campaign,
    /// At the brand.
    Brand,
    /// At the link domain.
    Domain,
    /// At the cluster of near-identical texts.
    Cluster,
}

impl Level {
    fn scope(self, aggregation: Aggregation) -> Scope {
        match self {
            Level::Account => Scope::of(aggregation),
            Level::Number => Scope::Number,
            Level::Campaign => Scope::Campaign,
            Level::Brand => Scope::Brand,
            Level::Domain => Scope::Domain,
            Level::Cluster => Scope::Cluster,
        }
    }
}

/// What a recipient did that speaks for or against a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// A message was delivered.
    Delivered,
    /// The person replied.
    Reply,
    /// The person replied, and not for the first time.
    Conversation,
    /// The person opted out.
    OptOut,
    /// The person complained to the carrier.
    Complaint,
}

/// Evidence of one account, in units that fade: see [`Fade`].
#[derive(Debug, Clone, Copy, Default)]
struct Account {
    good: f64,
    bad: f64,
}

/// Forgetting by half-lives without touching what was counted: instead of letting old evidence shrink, new
/// evidence is counted in units that grow. All sums are worth `1/unit` of what they say.
#[derive(Debug)]
struct Fade {
    half_life: SimSpan,
    epoch: SimTime,
    at: SimTime,
    unit: f64,
}

/// Half-lives after which units begin again at 1, long before a double overflows.
const EPOCH: f64 = 256.0;

impl Fade {
    fn new(half_life: SimSpan) -> Fade {
        Fade { half_life, epoch: SimTime::START, at: SimTime::START, unit: 1.0 }
    }

    /// The unit at a time; with it what sums have to be multiplied by first, once in an epoch.
    fn unit(&mut self, now: SimTime) -> (f64, Option<f64>) {
        if now == self.at || self.half_life == SimSpan::ZERO {
            return (self.unit, None);
        }
        self.at = now;
        let age = now.since(self.epoch).seconds() / self.half_life.seconds();
        self.unit = libm::exp2(age);
        if age < EPOCH {
            return (self.unit, None);
        }
        let rescale = 1.0 / self.unit;
        (self.epoch, self.unit) = (now, 1.0);
        (1.0, Some(rescale))
    }
}

/// The mean of good and of bad events over the senders of one brand, so that none of them speaks for the
/// others. They are added in order of size: the order of the senders does not show, not even in the last bit.
fn mean(priors: &[PriorReputation]) -> PriorReputation {
    if priors.is_empty() {
        return PriorReputation::default();
    }
    let of = |side: fn(&PriorReputation) -> f64| {
        let mut events: Vec<f64> = priors.iter().map(side).collect();
        events.sort_unstable_by(f64::total_cmp);
        events.iter().sum::<f64>() / events.len() as f64
    };
    PriorReputation { good: of(|p| p.good), bad: of(|p| p.bad) }
}

/// The stage at work: the evidence of each number, campaign, brand, domain and cluster where it is kept.
#[derive(Debug)]
pub struct Reputation {
    settings: ReputationSettings,
    fade: Fade,
    /// By class of number: the scopes in which its evidence is kept.
    scopes: Vec<Vec<Scope>>,
    /// By class of number.
    priors: Vec<PriorReputation>,
    /// By brand.
    brand_priors: Vec<PriorReputation>,
    /// By scope; empty where no class keeps evidence there.
    accounts: [Vec<Account>; Scope::ALL.len()],
}

impl Reputation {
    /// The stage for classes of number, each with its aggregation, prior and brand.
    pub fn new(
        settings: ReputationSettings,
        classes: impl Iterator<Item = (Aggregation, PriorReputation, u32)>,
        counts: &Counts,
    ) -> Reputation {
        let (mut scopes, mut priors) = (Vec::new(), Vec::new());
        let mut of_brand = vec![Vec::new(); counts.of(Scope::Brand)];
        for (aggregation, prior, brand) in classes {
            let mut own: Vec<Scope> = settings.levels.iter().map(|l| l.scope(aggregation)).collect();
            own.sort_unstable();
            own.dedup();
            scopes.push(own);
            priors.push(prior);
            of_brand[brand as usize].push(prior);
        }
        let accounts = Scope::ALL.map(|scope| {
            let used = scopes.iter().any(|own: &Vec<Scope>| own.contains(&scope));
            vec![Account::default(); if used { counts.of(scope) } else { 0 }]
        });
        Reputation {
            fade: Fade::new(settings.half_life),
            settings,
            scopes,
            priors,
            brand_priors: of_brand.iter().map(|priors| mean(priors)).collect(),
            accounts,
        }
    }

    /// Goes on with what another stage of its kind remembers, at the levels that both keep. What was learned
    /// until `at` has faded as the old half-life says; from then on the new one holds.
    pub fn take_over(&mut self, mut old: Reputation, at: SimTime) {
        if self.fade.half_life == old.fade.half_life {
            self.fade = old.fade;
        } else {
            // Evidence may have come in since, before anybody asked for the update.
            let at = at.max(old.fade.at);
            let unit = old.unit(at);
            for account in old.accounts.iter_mut().flatten() {
                account.good /= unit;
                account.bad /= unit;
            }
            (self.fade.epoch, self.fade.at) = (at, at);
        }
        for (new, old) in self.accounts.iter_mut().zip(old.accounts) {
            if new.len() == old.len() {
                *new = old;
            }
        }
    }

    fn prior(&self, scope: Scope, place: usize, class: u32) -> PriorReputation {
        match scope {
            Scope::Number | Scope::Campaign => self.priors[class as usize],
            Scope::Brand => self.brand_priors[place],
            Scope::Domain | Scope::Cluster => self.settings.content_prior,
        }
    }

    fn unit(&mut self, now: SimTime) -> f64 {
        let (unit, rescale) = self.fade.unit(now);
        if let Some(rescale) = rescale {
            for account in self.accounts.iter_mut().flatten() {
                account.good *= rescale;
                account.bad *= rescale;
            }
        }
        unit
    }

    /// The upper credible bound of the bad share in a scope: mean plus `deviations` standard deviations of
    /// the beta law.
    fn bad_share(&self, scope: Scope, place: usize, class: u32, unit: f64) -> f64 {
        let prior = self.prior(scope, place, class);
        let account = self.accounts[scope as usize][place];
        let (a, b) = (prior.good + account.good / unit, prior.bad + account.bad / unit);
        let n = a + b;
        (b / n + self.settings.deviations * (a * b / (n * n * (n + 1.0))).sqrt()).min(1.0)
    }

    /// Whether the upper bound of the bad share is no higher than the floor: [`Reputation::bad_share`] without its
    /// root and its quotients, since most accounts are good.
    fn is_surely_good(&self, scope: Scope, place: usize, class: u32, unit: f64) -> bool {
        let prior = self.prior(scope, place, class);
        let account = self.accounts[scope as usize][place];
        // Everything times the unit, and the bound squared: d²ab(u) <= (floor·n − b)²(n + u).
        let (a, b) = (prior.good * unit + account.good, prior.bad * unit + account.bad);
        let n = a + b;
        let below = self.settings.floor.value() * n - b;
        let spread = self.settings.deviations * self.settings.deviations * a * b * unit;
        below >= 0.0 && spread < below * below * (n + unit)
    }

    /// Writes what the worst level adds for a message of this class to its place among the terms.
    pub fn term(&mut self, keys: &Keys, class: u32, now: SimTime, terms: &mut Terms) {
        let unit = self.unit(now);
        let mut worst: Option<(Scope, f64)> = None;
        for &scope in &self.scopes[class as usize] {
            let Some(place) = keys.get(scope) else { continue };
            if self.is_surely_good(scope, place, class, unit) {
                continue;
            }
            let bad = self.bad_share(scope, place, class, unit);
            if worst.is_none_or(|(_, b)| bad > b) {
                worst = Some((scope, bad));
            }
        }
        let floor = self.settings.floor.value();
        if let Some((scope, bad)) = worst.filter(|&(_, bad)| bad > floor) {
            terms[Stage::reputation(scope) as usize] = self.settings.weight * (bad - floor) / (1.0 - floor);
        }
    }

    /// Takes note of what a recipient did with a message of this class.
    pub fn learn(&mut self, keys: &Keys, class: u32, evidence: Evidence, now: SimTime) {
        let unit = self.unit(now);
        let settings = &self.settings;
        let (good, bad) = match evidence {
            Evidence::Delivered => (settings.delivered, 0.0),
            Evidence::Reply => (settings.reply, 0.0),
            Evidence::Conversation => (settings.reply + settings.conversation, 0.0),
            Evidence::OptOut => (0.0, settings.opt_out),
            Evidence::Complaint => (0.0, settings.complaint),
        };
        for &scope in &self.scopes[class as usize] {
            let Some(place) = keys.get(scope) else { continue };
            let account = &mut self.accounts[scope as usize][place];
            account.good += good * unit;
            account.bad += bad * unit;
        }
    }

    /// Something of what is kept of the number of a message.
    pub fn touched(&self, keys: &Keys) -> f64 {
        let number = keys.get(Scope::Number).unwrap_or_default();
        self.accounts[Scope::Number as usize].get(number).map_or(0.0, |account| account.good)
    }

    /// Each level for a message of this class: the scope, good and bad evidence with the prior, and the upper
    /// credible bound of the bad share.
    pub fn evidence(&self, keys: &Keys, class: u32) -> Vec<(Scope, f64, f64, f64)> {
        let unit = self.fade.unit;
        let of = |&scope: &Scope| {
            let place = keys.get(scope)?;
            let (prior, account) = (self.prior(scope, place, class), self.accounts[scope as usize][place]);
            let bound = self.bad_share(scope, place, class, unit);
            Some((scope, prior.good + account.good / unit, prior.bad + account.bad / unit, bound))
        };
        self.scopes[class as usize].iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIOR: PriorReputation = PriorReputation { good: 1.0, bad: 1.0 };

    fn stage(levels: &[Level], deviations: f64) -> Reputation {
        let settings = ReputationSettings {
            levels: levels.to_vec(),
            deviations,
            half_life: SimSpan::DAY,
            content_prior: PriorReputation { good: 4.0, bad: 1.0 },
            ..Default::default()
        };
        let known = PriorReputation { good: 40.0, bad: 1.0 };
        let classes = [(Aggregation::Number, PRIOR, 0), (Aggregation::Brand, known, 1)];
        Reputation::new(settings, classes.into_iter(), &Counts::new(4, 2, 2, 2, 2))
    }

    fn keys(number: u32, class: u32) -> Keys {
        Keys::new(number, class, class, None, 1)
    }

    fn bad_share(stage: &mut Reputation, number: u32, scope: Scope, now: SimTime) -> f64 {
        let unit = stage.unit(now);
        stage.bad_share(scope, keys(number, 0).get(scope).expect("it has one"), 0, unit)
    }

    #[test]
    fn evidence_moves_the_mean_and_halves_every_half_life() {
        let mut stage = stage(&[Level::Account], 0.0);
        assert_eq!(bad_share(&mut stage, 0, Scope::Number, SimTime::START), 0.5);
        for _ in 0..10 {
            stage.learn(&keys(0, 0), 0, Evidence::Reply, SimTime::START);
        }
        assert!((bad_share(&mut stage, 0, Scope::Number, SimTime::START) - 1.0 / 12.0).abs() < 1e-12);
        let later = SimTime::START + SimSpan::DAY;
        assert!(
            (bad_share(&mut stage, 0, Scope::Number, later) - 1.0 / 7.0).abs() < 1e-12,
            "10 replies count as 5"
        );
        assert_eq!(bad_share(&mut stage, 1, Scope::Number, later), 0.5, "its neighbour knows nothing of it");
    }

    #[test]
    fn units_begin_anew_without_a_trace() {
        let mut stage = stage(&[Level::Account], 0.0);
        let day = |n: u64| SimTime::START + SimSpan::DAY * n;
        stage.learn(&keys(0, 0), 0, Evidence::Reply, day(250));
        let share = |a: f64| 1.0 / (2.0 + a);
        assert!((bad_share(&mut stage, 0, Scope::Number, day(255)) - share(1.0 / 32.0)).abs() < 1e-12);
        assert!((bad_share(&mut stage, 0, Scope::Number, day(257)) - share(1.0 / 128.0)).abs() < 1e-12);
        assert!((bad_share(&mut stage, 0, Scope::Number, day(258)) - share(1.0 / 256.0)).abs() < 1e-12);
    }

    #[test]
    fn another_half_life_is_in_force_from_the_update_on() {
        let with = |half_life| {
            let mut new = stage(&[Level::Account], 0.0);
            (new.settings.half_life, new.fade) = (half_life, Fade::new(half_life));
            new
        };
        let day = |n: u64| SimTime::START + SimSpan::DAY * n;
        let (one, two, never) = (SimSpan::DAY, SimSpan::DAY * 2, SimSpan::ZERO);
        // What is left of evidence of day 1 on day 9, where the filter is updated on day 5.
        for (before, after, left) in [
            (one, two, 1.0 / 64.0),
            (two, one, 1.0 / 64.0),
            (one, one, 1.0 / 256.0),
            (one, never, 1.0 / 16.0),
            (never, one, 1.0 / 16.0),
            (never, never, 1.0),
        ] {
            let (mut old, mut new) = (with(before), with(after));
            old.learn(&keys(0, 0), 0, Evidence::Reply, day(1));
            new.take_over(old, day(5));
            let got = bad_share(&mut new, 0, Scope::Number, day(9));
            assert!((got - 1.0 / (2.0 + left)).abs() < 1e-12, "{before:?} {after:?}: {got}");
        }
    }

    #[test]
    fn a_new_number_is_uncertain_and_a_known_good_one_is_not() {
        let mut stage = stage(&[Level::Account], 1.0);
        let mut term = |number, class| {
            let mut terms = [0.0; Stage::ALL.len()];
            stage.term(&keys(number, class), class, SimTime::START, &mut terms);
            terms
        };
        assert!(term(0, 0)[Stage::ReputationNumber as usize] > 0.5);
        assert_eq!(term(3, 1), [0.0; Stage::ALL.len()], "below the floor");
    }

    #[test]
    fn the_short_way_past_good_accounts_is_right() {
        let mut stage = stage(&[Level::Account], 1.0);
        let (mut good, mut other) = (0, 0);
        for i in 0..2000u64 {
            let now = SimTime::START + SimSpan::HOUR * i;
            let evidence = if i % 97 < 3 { Evidence::OptOut } else { Evidence::Reply };
            stage.learn(&keys(0, 0), 0, evidence, now);
            let unit = stage.unit(now + SimSpan::HOUR * (i % 50));
            let bad = stage.bad_share(Scope::Number, 0, 0, unit);
            if (bad - 0.2).abs() > 1e-9 {
                assert_eq!(stage.is_surely_good(Scope::Number, 0, 0, unit), bad < 0.2, "{bad}");
            }
            if bad < 0.2 { good += 1 } else { other += 1 }
        }
        assert!(good > 100 && other > 100, "{good} {other}");
    }

    #[test]
    fn the_worst_level_counts_and_the_others_add_nothing() {
        let mut stage = stage(&[Level::Number, Level::Cluster], 0.0);
        for _ in 0..30 {
            stage.learn(&keys(0, 0), 0, Evidence::Complaint, SimTime::START);
            stage.learn(&keys(1, 0), 0, Evidence::Reply, SimTime::START);
        }
        let mut terms = [0.0; Stage::ALL.len()];
        stage.term(&keys(1, 0), 0, SimTime::START, &mut terms);
        assert!(terms[Stage::ReputationCluster as usize] > 0.5, "the text is in disgrace, whoever sends it");
        assert_eq!(terms.iter().filter(|t| **t > 0.0).count(), 1);
    }

    #[test]
    fn no_sender_of_a_brand_speaks_for_the_others() {
        let priors = [(0.3, 0.7), (40.0, 1.0), (0.1, 3.0)].map(|(good, bad)| PriorReputation { good, bad });
        let brand = |order: [usize; 3]| {
            let classes = order.map(|i| (Aggregation::Brand, priors[i], 0));
            let settings = ReputationSettings { levels: vec![Level::Brand], ..Default::default() };
            Reputation::new(settings, classes.into_iter(), &Counts::new(3, 3, 1, 0, 0)).brand_priors[0]
        };
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        assert!(orders.iter().all(|&order| brand(order) == brand([0, 1, 2])), "to the last bit");
        let got = brand([0, 1, 2]);
        assert!((got.good - 40.4 / 3.0).abs() < 1e-12 && (got.bad - 4.7 / 3.0).abs() < 1e-12, "{got:?}");
    }
}
