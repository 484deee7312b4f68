//! # Reputation
//!
//! **Does:** keeps good and bad evidence of each number (or campaign, or brand), forgets it by
//! half-lives, and adds `weight × (q − floor)/(1 − floor)` where q, the upper credible bound of the bad
//! share, is above `floor`. Nothing else is known of a new number than its prior: it is uncertain,
//! not bad, and warming up follows from that.
//! **Evaded by:** replies; stopping before complaints arrive; new numbers.
//! **Source:** beta reputation with forgetting (Jøsang and Ismail 2002); replies lower and opt-outs and
//! complaints raise the score (Prompt); the weights are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::repetition::decay;
use crate::message::PriorReputation;
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Settings of the reputation stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReputationSettings {
    /// Whether the stage runs.
    pub enabled: bool,
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
    /// Bad evidence of an opt-out.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub opt_out: f64,
    /// Bad evidence of a complaint.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub complaint: f64,
}

impl Default for ReputationSettings {
    fn default() -> Self {
        ReputationSettings {
            enabled: true,
            weight: 0.8,
            floor: Share::new(0.2),
            deviations: 1.0,
            half_life: SimSpan::DAY * 3,
            delivered: 0.02,
            reply: 1.0,
            opt_out: 1.0,
            complaint: 10.0,
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
    /// The person opted out.
    OptOut,
    /// The person complained to the carrier.
    Complaint,
}

/// The stage at work: the evidence of each account (a number, campaign or brand, by aggregation).
#[derive(Debug)]
pub struct Reputation {
    settings: ReputationSettings,
    accounts: Vec<Account>,
}

#[derive(Debug, Clone, Copy)]
struct Account {
    prior: PriorReputation,
    good: f64,
    bad: f64,
    at: SimTime,
}

impl Reputation {
    /// The stage for accounts that begin with these priors.
    pub fn new(settings: ReputationSettings, accounts: impl Iterator<Item = PriorReputation>) -> Reputation {
        let fresh = |prior| Account { prior, good: 0.0, bad: 0.0, at: SimTime::START };
        Reputation { settings, accounts: accounts.map(fresh).collect() }
    }

    fn age(&mut self, account: usize, now: SimTime) -> &mut Account {
        let half_life = self.settings.half_life;
        let account = &mut self.accounts[account];
        if now > account.at && (account.good > 0.0 || account.bad > 0.0) {
            let left = decay(now.since(account.at), half_life);
            account.good *= left;
            account.bad *= left;
        }
        account.at = account.at.max(now);
        account
    }

    /// The upper credible bound of the bad share: mean plus `deviations` standard deviations of the beta law.
    pub fn bad_share(&mut self, account: usize, now: SimTime) -> f64 {
        let deviations = self.settings.deviations;
        let account = self.age(account, now);
        let (a, b) = (account.prior.good + account.good, account.prior.bad + account.bad);
        let n = a + b;
        (b / n + deviations * (a * b / (n * n * (n + 1.0))).sqrt()).min(1.0)
    }

    /// What the stage adds for a message of this account.
    pub fn term(&mut self, account: usize, now: SimTime) -> f64 {
        let floor = self.settings.floor.value();
        let bad = self.bad_share(account, now);
        if bad <= floor { 0.0 } else { self.settings.weight * (bad - floor) / (1.0 - floor) }
    }

    /// Takes note of what a recipient did.
    pub fn learn(&mut self, account: usize, evidence: Evidence, now: SimTime) {
        let settings = self.settings;
        let account = self.age(account, now);
        match evidence {
            Evidence::Delivered => account.good += settings.delivered,
            Evidence::Reply => account.good += settings.reply,
            Evidence::OptOut => account.bad += settings.opt_out,
            Evidence::Complaint => account.bad += settings.complaint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage() -> Reputation {
        let settings = ReputationSettings { deviations: 0.0, half_life: SimSpan::DAY, ..Default::default() };
        Reputation::new(settings, [PriorReputation { good: 1.0, bad: 1.0 }].into_iter())
    }

    #[test]
    fn evidence_moves_the_mean_and_halves_every_half_life() {
        let mut stage = stage();
        assert_eq!(stage.bad_share(0, SimTime::START), 0.5);
        for _ in 0..10 {
            stage.learn(0, Evidence::Reply, SimTime::START);
        }
        assert!((stage.bad_share(0, SimTime::START) - 1.0 / 12.0).abs() < 1e-12);
        let later = SimTime::START + SimSpan::DAY;
        assert!((stage.bad_share(0, later) - 1.0 / 7.0).abs() < 1e-12, "10 replies count as 5");
    }

    #[test]
    fn a_new_number_is_uncertain_and_a_known_good_one_is_not() {
        let settings = ReputationSettings { deviations: 1.0, ..Default::default() };
        let priors = [PriorReputation { good: 1.0, bad: 1.0 }, PriorReputation { good: 40.0, bad: 1.0 }];
        let mut stage = Reputation::new(settings, priors.into_iter());
        assert!(stage.bad_share(0, SimTime::START) > 0.7);
        assert!(stage.bad_share(1, SimTime::START) < 0.1);
    }
}
