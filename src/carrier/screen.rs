//! One carrier at work: `screen` is what the engine and the live testbed both call.

use std::collections::BTreeMap;

use super::audit::Audit;
use super::blacklist::Blacklist;
use super::filter::reputation::Evidence;
use super::filter::{Stage, Terms};
use super::scope::{Counts, Keys, Scope};
use super::stages::{Case, Stages};
use super::suspension::{Suspensions, Why};
use super::{CarrierSettings, TextTerms};
use crate::message::{ClusterId, Code, Lie, NumberSettings, Submission, TextId, Verdict};
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
    /// The domain that its first link leads to.
    pub domain: Option<u32>,
    /// Whether it says how to opt out.
    pub opt_out_wording: bool,
    /// What it adds by itself.
    pub terms: TextTerms,
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
    /// The number, or another thing that the message belongs to, was on the blacklist.
    Blacklisted,
    /// The number, campaign or brand was suspended.
    Suspended,
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
    /// For a blacklisted or suspended sender: what of it was (of several, that with the latest release).
    pub listed: Option<Scope>,
    /// And when it is released, as things stand.
    pub listed_until: Option<SimTime>,
    /// For a suspended sender: why it was.
    pub suspended: Option<Why>,
}

/// A carrier with all its state.
#[derive(Debug)]
pub struct Carrier {
    settings: CarrierSettings,
    key: u64,
    texts: Vec<TextRecord>,
    /// What each number belongs to: its class (the numbers of one campaign are alike in everything but their
    /// history) and its brand.
    numbers: Vec<(u32, u32)>,
    /// The sum that blocks, as it stands.
    threshold: f64,
    stages: Stages,
    blacklist: Option<Blacklist>,
    suspensions: Suspensions,
    audit: Option<Audit>,
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
        let classes = classes(numbers);
        let most = |of: &dyn Fn(&TextRecord) -> Option<u32>| {
            texts.iter().filter_map(of).max().map_or(0, |most| most as usize + 1)
        };
        let counts = Counts::new(
            numbers.len(),
            classes.len(),
            numbers.iter().map(|n| n.brand as usize + 1).max().unwrap_or(0),
            most(&|t| t.domain),
            most(&|t| Some(t.cluster.0)),
        );
        let stages = Stages::new(&settings.filter, &classes, &counts, n_people);
        let blacklist = settings.blacklist.clone().filter(|s| s.enabled).map(|s| Blacklist::new(s, &counts));
        let approved = classes.iter().map(|(number, _)| number.program_approved);
        let audit = settings.audit.filter(|s| s.enabled).map(|s| Audit::new(s, approved));
        Carrier {
            key,
            texts: texts.to_vec(),
            numbers: numbers.iter().map(|n| (n.campaign, n.brand)).collect(),
            threshold: settings.filter.threshold,
            stages,
            blacklist,
            suspensions: Suspensions::new(&settings.suspensions, &counts),
            audit,
            settings,
        }
    }

    /// What a message is to the stages.
    fn case<'m>(&self, message: &'m Submission) -> Case<'m> {
        let (campaign, brand) = self.numbers[message.number.index()];
        let text = &self.texts[message.text.index()];
        let keys = Keys::new(message.number.0, campaign, brand, text.domain, text.cluster.0);
        Case { message, keys, class: campaign, text: text.terms }
    }

    /// Judges one message. Each message is counted once, at its first screening; one that was held is judged again.
    pub fn screen(&mut self, now: SimTime, message: &Submission, draws: &Draws) -> Decision {
        let case = self.case(message);
        self.hold_audit(&case.keys, now);
        let terms = self.stages.terms(&case, now);
        let sum: f64 = terms.iter().sum();
        let filter = &self.settings.filter;
        let threshold = self.threshold;
        let chance =
            filter.chance(sum, threshold).map(|p| (p, self.uniform(draws, Purpose::Decision, message)));
        let blocks = chance.map_or(sum >= threshold, |(p, u)| u < p);
        let decided = |verdict, rule| Decision {
            verdict,
            rule,
            terms,
            sum,
            threshold,
            chance,
            listed: None,
            listed_until: None,
            suspended: None,
        };

        if let Some(suspension) = self.suspensions.of(&case.keys, now) {
            self.stages.uncount(&case);
            let verdict = self.drop(message, draws);
            return Decision {
                listed: Some(suspension.scope),
                listed_until: Some(suspension.until),
                suspended: Some(suspension.why),
                ..decided(verdict, Rule::Suspended)
            };
        }
        if let Some(list) = &mut self.blacklist
            && let Some((scope, until)) = list.attempt(&case.keys, now)
        {
            self.stages.uncount(&case);
            let verdict = self.drop(message, draws);
            let decision = decided(verdict, Rule::Blacklisted);
            return Decision { listed: Some(scope), listed_until: Some(until), ..decision };
        }
        if let Some(span) = self.stages.penalty(&terms) {
            self.suspensions.suspend(Scope::Campaign, &case.keys, Some(now + span), Why::Snowshoe);
        }
        if blocks {
            self.stages.uncount(&case);
            if let Some(list) = &mut self.blacklist {
                list.dropped(&case.keys, now);
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

    /// What each stage that counts knows of a message that was just screened, in words.
    pub fn evidence(&self, message: &Submission) -> Vec<(Stage, String)> {
        self.stages.evidence(&self.case(message))
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

    /// Takes note of what a recipient did with a message.
    pub fn learn(&mut self, now: SimTime, message: &Submission, evidence: Evidence) {
        let case = self.case(message);
        self.hold_audit(&case.keys, now);
        self.stages.learn(&case, evidence, now);
        if let Some(audit) = &mut self.audit
            && now >= self.suspensions.release(Scope::Campaign, &case.keys)
        {
            let campaign = case.keys.get(Scope::Campaign).expect("every number has a campaign");
            audit.learn(campaign, evidence, self.texts[message.text.index()].opt_out_wording);
        }
        self.suspensions.learn(&case.keys, evidence, now);
    }

    /// Holds the audit of a campaign, if one is due, and switches off a campaign that fails.
    fn hold_audit(&mut self, keys: &Keys, now: SimTime) {
        let campaign = keys.get(Scope::Campaign).expect("every number has a campaign");
        if let Some(until) = self.audit.as_mut().and_then(|audit| audit.hold(campaign, now)) {
            self.suspensions.suspend(Scope::Campaign, keys, until, Why::Audit);
        }
    }

    /// What the scenario says of this carrier.
    pub fn settings(&self) -> &CarrierSettings {
        &self.settings
    }

    /// What a message belongs to, in each scope.
    pub fn keys(&self, message: &Submission) -> Keys {
        self.case(message).keys
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

/// The settings and the brand of each campaign's numbers, by campaign; campaigns count from 0 without a gap.
fn classes(numbers: &[NumberRecord<'_>]) -> Vec<(NumberSettings, u32)> {
    let mut classes: BTreeMap<u32, (NumberSettings, u32)> = BTreeMap::new();
    for number in numbers {
        classes.entry(number.campaign).or_insert_with(|| (number.settings.clone(), number.brand));
    }
    classes.into_values().collect()
}
