//! One carrier at work: `screen` is what the engine and the live testbed both call.

use std::collections::BTreeMap;

use super::blacklist::Blacklist;
use super::filter::rate::Rate;
use super::filter::recipients::Recipients;
use super::filter::repetition::Repetition;
use super::filter::reputation::{Evidence, Reputation};
use super::filter::{Stage, Terms};
use super::{CarrierSettings, TextTerms};
use crate::message::{
    Aggregation, ClusterId, Code, Lie, NumberId, NumberSettings, PriorReputation, Submission, TextId, Verdict,
};
use crate::rng::{Draws, Purpose};
use crate::time::SimTime;

/// What a carrier knows of a number: who it belongs to, and what the registry says.
#[derive(Debug, Clone)]
pub struct NumberRecord<'a> {
    /// The attributes of its kind.
    pub settings: &'a NumberSettings,
    /// The campaign it belongs to, from 0.
    pub campaign: u32,
    /// The brand it belongs to, from 0.
    pub brand: u32,
}

/// What a carrier sees in one text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextRecord {
    /// The content model's probability that it is spam; absent where the carrier has no content stage.
    pub spam: Option<f64>,
    /// Its cluster of near-duplicates at this carrier.
    pub cluster: ClusterId,
    /// Whether it holds a forbidden phrase.
    pub forbidden: bool,
}

/// Why a message was decided as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The terms stayed below every threshold.
    Passed,
    /// The terms reached a threshold, or chance in the grey zone around it decided; this stage added most.
    Score(Stage),
    /// No stage added anything: chance in the grey zone decided alone.
    Chance,
    /// The number was on the blacklist.
    Blacklisted,
}

/// A verdict and everything it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// What happens to the message.
    pub verdict: Verdict,
    /// Why.
    pub rule: Rule,
    /// What each stage added.
    pub terms: Terms,
    /// Their sum.
    pub sum: f64,
    /// The sum from which a message is blocked.
    pub threshold: f64,
    /// In the grey zone of a soft threshold: the chance of being blocked, and the draw that decided (blocked if below).
    pub chance: Option<(f64, f64)>,
    /// For a blacklisted number, when it is released as things stand.
    pub listed_until: Option<SimTime>,
}

/// A carrier with all its state.
#[derive(Debug)]
pub struct Carrier {
    settings: CarrierSettings,
    key: u64,
    texts: Vec<TextRecord>,
    /// What the text alone adds: forbidden phrases, content.
    text_terms: Vec<TextTerms>,
    /// The class of each number: the numbers of one campaign are alike in everything but their history.
    class_of: Vec<u32>,
    /// What the kind of number alone adds, by class.
    prior_terms: Vec<f64>,
    /// Near-identical messages each class is entitled to.
    repeats: Vec<Option<u32>>,
    /// Whose reactions are counted together, by number.
    accounts: Vec<u32>,
    rate: Option<Rate>,
    recipients: Option<Recipients>,
    repetition: Option<Repetition>,
    reputation: Option<Reputation>,
    blacklist: Option<Blacklist>,
}

impl Carrier {
    /// A carrier that meets these numbers, texts and people. `key` names it in random draws.
    pub fn new(
        settings: CarrierSettings,
        key: u64,
        numbers: &[NumberRecord<'_>],
        texts: &[TextRecord],
        n_people: u32,
    ) -> Carrier {
        let filter = &settings.filter;
        let text_terms = texts.iter().map(|t| filter.text_terms(t.forbidden, t.spam)).collect();
        let prior = filter.prior.as_ref().filter(|s| s.enabled);
        let class_of: Vec<u32> = numbers.iter().map(|n| n.campaign).collect();
        let classes = classes(numbers);
        let prior_terms = classes.iter().map(|n| prior.map_or(0.0, |s| s.term(n))).collect();
        let entitlements = || classes.iter().map(|n| &n.entitlement);
        let rate = filter.rate.filter(|s| s.enabled).map(|s| Rate::new(s, entitlements(), &class_of));
        let recipients = filter
            .recipients
            .filter(|s| s.enabled)
            .map(|s| Recipients::new(s, entitlements(), numbers.len(), n_people));
        let n_clusters = texts.iter().map(|t| t.cluster.index() + 1).max().unwrap_or(0);
        let repetition = filter.repetition.filter(|s| s.enabled).map(|s| Repetition::new(s, n_clusters));
        let (accounts, priors) = accounts(numbers);
        let reputation =
            filter.reputation.filter(|s| s.enabled).map(|s| Reputation::new(s, priors.into_iter()));
        let blacklist = settings.blacklist.filter(|s| s.enabled).map(|s| Blacklist::new(s, numbers.len()));
        let repeats = entitlements().map(|e| e.repeats).collect();
        let texts = texts.to_vec();
        Carrier {
            settings,
            key,
            texts,
            text_terms,
            class_of,
            prior_terms,
            repeats,
            accounts,
            rate,
            recipients,
            repetition,
            reputation,
            blacklist,
        }
    }

    /// Judges one message. Each message is counted once, at its first screening; one that was held is judged again.
    pub fn screen(&mut self, now: SimTime, message: &Submission, draws: &Draws) -> Decision {
        let (number, text) = (message.number, message.text);
        let class = self.class_of[number.index()];
        let first = message.holds == 0;
        let mut terms: Terms = [0.0; Stage::ALL.len()];
        let words = self.text_terms[text.index()];
        terms[Stage::Terms as usize] = words.phrases;
        terms[Stage::Prior as usize] = self.prior_terms[class as usize];
        if let Some(rate) = &mut self.rate {
            let parts = rate.term(number, class, first, now);
            terms[Stage::RateSecond as usize..=Stage::RateDay as usize].copy_from_slice(&parts);
        }
        if let Some(recipients) = &mut self.recipients {
            terms[Stage::Recipients as usize] = recipients.term(number, class, message.person, first, now);
        }
        if let Some(repetition) = &mut self.repetition {
            let (cluster, entitled) = (self.texts[text.index()].cluster, self.repeats[class as usize]);
            terms[Stage::Repetition as usize] = repetition.term(cluster, entitled, first, now);
        }
        terms[Stage::Content as usize] = words.content;
        if let Some(reputation) = &mut self.reputation {
            terms[Stage::Reputation as usize] = reputation.term(self.accounts[number.index()] as usize, now);
        }
        let sum: f64 = terms.iter().sum();
        let filter = &self.settings.filter;
        let threshold = filter.threshold;
        let chance = filter.chance(sum).map(|p| (p, self.uniform(draws, Purpose::Decision, message)));
        let blocks = chance.map_or(sum >= threshold, |(p, u)| u < p);
        let decided =
            |verdict, rule| Decision { verdict, rule, terms, sum, threshold, chance, listed_until: None };
        let forget = |rate: &mut Option<Rate>| {
            if let Some(rate) = rate.as_mut().filter(|r| first && r.forgets_blocked()) {
                rate.uncount(number, class);
            }
        };

        if let Some(list) = &mut self.blacklist
            && let Some(until) = list.attempt(number, now)
        {
            forget(&mut self.rate);
            let verdict = self.drop(message, draws);
            return Decision { listed_until: Some(until), ..decided(verdict, Rule::Blacklisted) };
        }
        if blocks {
            forget(&mut self.rate);
            if let Some(list) = &mut self.blacklist {
                list.dropped(number, now);
            }
            return decided(self.drop(message, draws), largest(&terms));
        }
        if filter.hold_threshold.is_some_and(|t| sum >= t) {
            let rule = largest(&terms);
            return if message.holds < filter.holds_max {
                decided(Verdict::Hold { until: now + filter.hold }, rule)
            } else {
                decided(Verdict::Throttle { code: Code::RATE_EXCEEDED }, rule)
            };
        }
        decided(Verdict::Deliver, Rule::Passed)
    }

    /// How a dropped message is reported, by the carrier's policy.
    fn drop(&self, message: &Submission, draws: &Draws) -> Verdict {
        let policy = &self.settings.receipts;
        let (delivered, silent) = (policy.block_reported_delivered.value(), policy.block_silent.value());
        if delivered + silent > 0.0 {
            let u = self.uniform(draws, Purpose::Receipt, message);
            if u < delivered {
                return Verdict::Silence { lie: Lie::Delivered };
            }
            if u < delivered + silent {
                return Verdict::Silence { lie: Lie::Nothing };
            }
        }
        Verdict::Block { code: policy.block_code }
    }

    /// One uniform of this carrier for this message.
    fn uniform(&self, draws: &Draws, purpose: Purpose, message: &Submission) -> f64 {
        // Each screening of a held message has a draw of its own.
        let entity = self.key ^ message.sender_key ^ u64::from(message.holds) << 56;
        draws.uniform(purpose, entity, message.id.count)
    }

    /// Takes note of what a recipient did with a message of this number.
    pub fn learn(&mut self, now: SimTime, number: NumberId, evidence: Evidence) {
        if let Some(reputation) = &mut self.reputation {
            reputation.learn(self.accounts[number.index()] as usize, evidence, now);
        }
    }

    /// What the scenario says of this carrier.
    pub fn settings(&self) -> &CarrierSettings {
        &self.settings
    }

    /// What this carrier sees in a text.
    pub fn text(&self, text: TextId) -> &TextRecord {
        &self.texts[text.index()]
    }

    /// The blacklist, where there is one.
    pub fn blacklist(&self) -> Option<&Blacklist> {
        self.blacklist.as_ref()
    }
}

/// The stage that added most, the first of equals; chance where none added anything.
fn largest(terms: &Terms) -> Rule {
    let mut best = 0;
    for (i, term) in terms.iter().enumerate() {
        if *term > terms[best] {
            best = i;
        }
    }
    if terms[best] > 0.0 { Rule::Score(Stage::ALL[best]) } else { Rule::Chance }
}

/// The settings of each campaign's numbers, by campaign; campaigns count from 0 without a gap.
fn classes<'a>(numbers: &[NumberRecord<'a>]) -> Vec<&'a NumberSettings> {
    let mut classes: BTreeMap<u32, &NumberSettings> = BTreeMap::new();
    for number in numbers {
        classes.entry(number.campaign).or_insert(number.settings);
    }
    classes.into_values().collect()
}

/// Whose reactions are counted together: the account of each number, and each account's prior.
fn accounts(numbers: &[NumberRecord<'_>]) -> (Vec<u32>, Vec<PriorReputation>) {
    let mut names = BTreeMap::new();
    let mut priors = Vec::new();
    let accounts = numbers
        .iter()
        .enumerate()
        .map(|(i, number)| {
            let name = match number.settings.aggregation {
                Aggregation::Number => (0u8, i as u32),
                Aggregation::Campaign => (1, number.campaign),
                Aggregation::Brand => (2, number.brand),
            };
            *names.entry(name).or_insert_with(|| {
                priors.push(number.settings.prior);
                priors.len() as u32 - 1
            })
        })
        .collect();
    (accounts, priors)
}
