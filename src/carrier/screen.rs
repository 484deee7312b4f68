//! One carrier at work: `screen` is what the engine and the live testbed both call.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::audit::Audit;
use super::blacklist::Blacklist;
use super::control::Threshold;
use super::filter::reputation::Evidence;
use super::filter::{FilterSettings, Stage, Terms, total};
use super::learning::{self, Learned, Learner, Seed, Signals};
use super::network_stop::{self, NetworkStop};
use super::penalties::{Offence, Penalties};
use super::people::People;
use super::receipts::{Answer, Answers};
use super::scope::{Counts, Keys, Scope};
use super::stages::{Case, Stages};
use super::suspension::{Suspensions, Why};
use super::{CarrierSettings, TextTerms, sparse};
use crate::message::{
    ClusterId, Entitlement, Lie, NumberId, NumberSettings, ReceiptsFrom, Submission, TextId, Verdict,
};
use crate::rng::{Draws, Purpose, unit};
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
    /// The number that it is for this carrier: itself, or the first of those that are one number which several
    /// senders use.
    pub counted_as: NumberId,
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

/// What a carrier sees in every text under one filter, and what its learner begins with.
#[derive(Debug, Clone)]
pub struct View {
    /// By text.
    pub texts: Vec<TextRecord>,
    /// Where the carrier learns, and this filter brings a model that the one before it did not have.
    pub seed: Option<Seed>,
}

/// Whether a message is what nobody asked for: spam or fraud. The engine knows it, a filter does not; a learner
/// is told under the policies of an oracle or an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truth {
    /// Spam or fraud.
    pub spam: bool,
}

/// Why a message was decided as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The person had stopped the number, and the network keeps to that.
    NetworkStop,
}

/// A verdict and everything it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// What happens to the message.
    pub verdict: Verdict,
    /// Why.
    pub rule: Rule,
    /// What each stage added.
    #[serde(with = "sparse")]
    pub terms: Terms,
    /// Their sum.
    pub sum: f64,
    /// The sum from which a message is blocked.
    pub threshold: f64,
    /// What a learner remembers of the terms; nothing where the carrier does not learn.
    pub signals: Signals,
    /// In the grey zone of a soft threshold: the chance of being blocked, and the draw that decided (blocked if below).
    pub chance: Option<(f64, f64)>,
    /// For a blacklisted or suspended sender: what of it was (of several, that with the latest release).
    pub listed: Option<Scope>,
    /// And when it is released, as things stand.
    pub listed_until: Option<SimTime>,
    /// For a suspended sender: why it was.
    pub suspended: Option<Why>,
}

/// What a decision rested on beside its terms, for whoever asks for an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Grounds {
    /// Which filter was in force: 0 is the first, 1 that of the first update. See [`Carrier::filter`].
    pub filter: usize,
    /// The probability of spam that the content stage went by; absent where there is none.
    pub spam: Option<f64>,
    /// Where the carrier learns: what the model of the filter, which does not learn, gives.
    pub unlearned: Option<f64>,
    /// What each stage that counts knew, in words.
    pub counts: Vec<(Stage, String)>,
}

/// A carrier with all its state.
#[derive(Debug)]
pub struct Carrier {
    settings: CarrierSettings,
    key: u64,
    /// By filter update, the first before any.
    views: Arc<[View]>,
    /// Which of them is in force.
    version: usize,
    /// The filter that it begins with and that of each update.
    filters: Vec<FilterSettings>,
    /// What each number belongs to: its class (the numbers of one campaign are alike in everything but their
    /// history) and its brand.
    numbers: Vec<(u32, u32)>,
    /// By number: what it counts as.
    counted_as: Vec<NumberId>,
    classes: Vec<(Arc<NumberSettings>, u32)>,
    counts: Counts,
    people: People,
    threshold: Threshold,
    learner: Option<Learner>,
    stages: Stages,
    blacklist: Option<Blacklist>,
    suspensions: Suspensions,
    /// By class: the share of its messages that are acknowledged before the filter runs.
    acknowledged: Vec<f64>,
    answers: Answers,
    audit: Option<Audit>,
    network_stop: NetworkStop,
    penalties: Option<Penalties>,
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
        let view = View { texts: texts.to_vec(), seed: None };
        Carrier::with_views(settings, key, numbers, Arc::from([view]), People::everybody(n_people))
    }

    /// A carrier whose filter changes: one view for the filter that it begins with and one for each update.
    ///
    /// # Panics
    /// Where there are not so many views.
    pub fn with_views(
        settings: CarrierSettings,
        key: u64,
        numbers: &[NumberRecord<'_>],
        views: Arc<[View]>,
        people: People,
    ) -> Carrier {
        assert_eq!(views.len(), settings.updates.len() + 1, "a view for each filter");
        let texts = &views[0].texts;
        let classes = classes(numbers, settings.country.as_deref());
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
        let acknowledged = classes.iter().map(|(number, _)| match number.receipts {
            ReceiptsFrom::Network => settings.receipts.acknowledged.value(),
            ReceiptsFrom::Handset => 0.0,
        });
        let acknowledged = acknowledged.collect();
        let updated = settings.updates.iter().map(|u| u.filter.clone());
        let filters: Vec<_> = std::iter::once(settings.filter.clone()).chain(updated).collect();
        let stages = Stages::new(&settings.filter, &filters, &classes, &counts, &people);
        let blacklist = settings.blacklist.clone().filter(|s| s.enabled).map(|s| Blacklist::new(s, &counts));
        let approved = classes.iter().map(|(number, _)| number.program_approved);
        let audit = settings.audit.filter(|s| s.enabled).map(|s| Audit::new(s, approved));
        Carrier {
            key,
            learner: settings
                .learning
                .filter(|s| s.enabled)
                .and_then(|s| Some(Learner::new(s, views[0].seed.clone()?, counts.of(Scope::Cluster)))),
            views,
            version: 0,
            filters,
            numbers: numbers.iter().map(|n| (n.campaign, n.brand)).collect(),
            counted_as: numbers.iter().map(|n| n.counted_as).collect(),
            threshold: Threshold::new(settings.filter.threshold, settings.controller, settings.drift),
            stages,
            blacklist,
            suspensions: Suspensions::new(&settings.suspensions, &counts),
            audit,
            network_stop: NetworkStop::default(),
            penalties: settings.penalties.clone().map(|s| Penalties::new(s, classes.len())),
            classes,
            counts,
            people,
            acknowledged,
            answers: Answers::new(&settings.receipts),
            settings,
        }
    }

    /// What a message is to the stages.
    fn case<'m>(&self, message: &'m Submission) -> Case<'m> {
        let (campaign, brand) = self.numbers[message.number.index()];
        let text = self.text(message.text);
        let number = self.counted_as[message.number.index()];
        let keys = Keys::new(number.0, campaign, brand, text.domain, text.cluster.0);
        Case { message, keys, class: campaign, text: text.terms }
    }

    /// Judges one message. Each message is counted once, at its first screening; one that was held is judged again.
    pub fn screen(&mut self, now: SimTime, message: &Submission, draws: &Draws) -> Decision {
        self.advance(now, draws);
        let case = self.case(message);
        self.hold_audit(&case.keys, now);
        let mut terms = self.stages.terms(&case, now);
        let mut signals = Signals::default();
        if let (Some(learner), Some(content)) = (&mut self.learner, &self.settings.filter.content) {
            signals = Signals::of(&terms);
            if content.enabled {
                terms[Stage::Content as usize] = content.term(learner.probability(message.text, &signals));
            }
        }
        let sum = total(&terms);
        let filter = &self.settings.filter;
        let threshold = self.threshold.value();
        let chance =
            filter.chance(sum, threshold).map(|p| (p, self.uniform(draws, Purpose::Decision, message)));
        let blocks = chance.map_or(sum >= threshold, |(p, u)| u < p);
        let decided = |verdict, rule| Decision {
            verdict,
            rule,
            terms,
            sum,
            threshold,
            signals,
            chance,
            listed: None,
            listed_until: None,
            suspended: None,
        };

        if self.network_stop.stopped(case.number(), message.person) {
            self.stages.uncount(&case, now);
            let code = network_stop::CODE;
            let verdict = match self.acknowledges(message, draws) {
                true => Verdict::Silence { lie: Lie::Acknowledged },
                false => Verdict::Block { code },
            };
            return decided(verdict, Rule::NetworkStop);
        }
        if let Some(suspension) = self.suspensions.of(&case.keys, now) {
            self.stages.uncount(&case, now);
            let verdict = self.drop(message, Rule::Suspended, draws);
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
            self.stages.uncount(&case, now);
            let verdict = self.drop(message, Rule::Blacklisted, draws);
            let decision = decided(verdict, Rule::Blacklisted);
            return Decision { listed: Some(scope), listed_until: Some(until), ..decision };
        }
        if let Some(span) = self.stages.penalty(&terms) {
            self.suspensions.suspend(Scope::Campaign, &case.keys, Some(now + span), Why::Snowshoe);
            fine(&mut self.penalties, &case, Offence::Evasion, now);
        }
        if blocks {
            self.stages.uncount(&case, now);
            if let Some(list) = &mut self.blacklist {
                list.dropped(&case.keys, now);
            }
            let rule = largest(&terms);
            match rule {
                Rule::Score(Stage::Snowshoe) => fine(&mut self.penalties, &case, Offence::Evasion, now),
                Rule::Score(Stage::Prohibited) => {
                    if let Some(penalties) = &mut self.penalties {
                        penalties.prohibited(case.class as usize, case.text.kind, now);
                    }
                }
                _ => {}
            }
            return decided(self.drop(message, rule, draws), rule);
        }
        if filter.hold_threshold.is_some_and(|t| sum >= t) {
            let rule = largest(&terms);
            return if message.holds < filter.holds_max {
                self.stages.hold(&case);
                decided(Verdict::Hold { until: now + filter.hold }, rule)
            } else {
                let answer = self.answers.throttled();
                let lie = self.lie(message, answer, draws);
                decided(Verdict::Throttle { code: answer.code, lie }, rule)
            };
        }
        decided(Verdict::Deliver, Rule::Passed)
    }

    /// What a campaign owes in penalties, in dollars; `None` where this carrier fines nobody.
    pub fn owed(&self, campaign: usize) -> Option<f64> {
        self.penalties.as_ref().map(|penalties| penalties.owed(campaign))
    }

    /// What the decision on a message that was just screened rested on.
    pub fn grounds(&mut self, message: &Submission, decision: &Decision) -> Grounds {
        let model = self.text(message.text).spam;
        let has_content = self.settings.filter.content.as_ref().is_some_and(|s| s.enabled);
        let learner = self.learner.as_mut().filter(|_| has_content);
        let learned = learner.map(|learner| learner.probability(message.text, &decision.signals));
        Grounds {
            filter: self.version,
            spam: learned.or(model),
            unlearned: learned.and(model),
            counts: self.stages.evidence(&self.case(message)),
        }
    }

    /// How a dropped message is reported, by the carrier's policy for what dropped it.
    fn drop(&self, message: &Submission, rule: Rule, draws: &Draws) -> Verdict {
        let answer = self.answers.dropped(rule);
        let lie = self.lie(message, answer, draws);
        lie.map_or(Verdict::Block { code: answer.code }, |lie| Verdict::Silence { lie })
    }

    /// What is said instead of the truth, where it comes to that.
    fn lie(&self, message: &Submission, answer: Answer, draws: &Draws) -> Option<Lie> {
        if self.acknowledges(message, draws) {
            return Some(Lie::Acknowledged);
        }
        let (delivered, silent) = (answer.reported_delivered, answer.silent);
        if delivered + silent > 0.0 {
            let u = self.uniform(draws, Purpose::Receipt, message);
            if u < delivered {
                return Some(Lie::Delivered);
            }
            if u < delivered + silent {
                return Some(Lie::Nothing);
            }
        }
        None
    }

    /// Whether the network tells the sender that it took this message, before the filter runs. The answer
    /// belongs to the message and stays the same however often one asks.
    pub fn acknowledges(&self, message: &Submission, draws: &Draws) -> bool {
        let share = self.acknowledged[self.numbers[message.number.index()].0 as usize];
        share > 0.0
            && unit(draws.words(Purpose::ReceiptFaults, message.sender_key, message.id.count)[0]) < share
    }

    /// One uniform of this carrier for this message.
    fn uniform(&self, draws: &Draws, purpose: Purpose, message: &Submission) -> f64 {
        // Each screening of a held message has a draw of its own.
        let entity = self.key ^ message.sender_key ^ u64::from(message.holds) << 56;
        draws.uniform(purpose, entity, message.id.count)
    }

    /// The recipient of a message sends START: what STOP bound in the network is free again.
    pub fn start(&mut self, message: &Submission) {
        let number = self.case(message).number();
        self.network_stop.start(number, message.person);
    }

    /// Takes note of what a recipient did with a message.
    pub fn learn(&mut self, now: SimTime, message: &Submission, evidence: Evidence, draws: &Draws) {
        self.advance(now, draws);
        let case = self.case(message);
        self.hold_audit(&case.keys, now);
        self.stages.learn(&case, evidence, now);
        if evidence == Evidence::OptOut && self.classes[case.class as usize].0.network_stop {
            self.network_stop.stop(case.number(), message.person);
        }
        if let Some(audit) = &mut self.audit
            && now >= self.suspensions.release(Scope::Campaign, &case.keys)
        {
            let campaign = case.keys.get(Scope::Campaign).expect("every number has a campaign");
            audit.learn(
                campaign,
                evidence,
                self.views[self.version].texts[message.text.index()].opt_out_wording,
            );
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

    /// Takes a message whose fate at the filter is settled into account (a throttled one was not blocked): for
    /// the threshold, and for a learner whose policy asks for it. `truth` reaches a learner only under the policies of an oracle or an audit.
    pub fn judged(
        &mut self,
        now: SimTime,
        message: &Submission,
        decision: &Decision,
        truth: Truth,
        draws: &Draws,
    ) {
        let dropped = matches!(decision.verdict, Verdict::Block { .. } | Verdict::Silence { .. });
        self.threshold.judged(dropped);
        let cluster = self.text(message.text).cluster;
        let share = self.learner.as_ref().map(|l| l.share_judged(cluster, now));
        let Some(share) = share.filter(|s| *s > 0.0) else {
            return;
        };
        if self.lot(message, draws) < share {
            let example = self.example(message, decision.signals);
            let learner = self.learner.as_mut().expect("it was just asked");
            let told = learner.settings().asks_the_truth() && truth.spam;
            learner.judged(now, &example, dropped, told);
        }
    }

    /// A message reached its recipient; `signals` are those of its decision.
    pub fn delivered(&mut self, now: SimTime, message: &Submission, signals: Signals, draws: &Draws) {
        self.learn(now, message, Evidence::Delivered, draws);
        self.threshold.delivered();
        let Some(share) = self.learner.as_ref().map(Learner::share_delivered).filter(|s| *s > 0.0) else {
            return;
        };
        if self.lot(message, draws) < share {
            let example = self.example(message, signals);
            self.learner.as_mut().expect("it was just asked").delivered(now, &example);
        }
    }

    /// A recipient complained about a message.
    pub fn complained(&mut self, now: SimTime, message: &Submission, signals: Signals, draws: &Draws) {
        self.learn(now, message, Evidence::Complaint, draws);
        self.threshold.complained();
        let (lot, example) = (self.lot(message, draws), self.example(message, signals));
        if let Some(learner) = &mut self.learner {
            learner.reported(now, &example, lot < learner.share_delivered());
        }
    }

    /// Whether a message becomes an example, as a uniform to be held against a share.
    fn lot(&self, message: &Submission, draws: &Draws) -> f64 {
        draws.uniform(Purpose::Examples, self.key ^ message.sender_key, message.id.count)
    }

    fn example(&self, message: &Submission, signals: Signals) -> learning::Case {
        let cluster = self.text(message.text).cluster;
        learning::Case { id: message.id, text: message.text, cluster, signals }
    }

    /// Everything that was due by now: filter updates, moves of the threshold, batches of labels. Whatever
    /// happens to a carrier comes through here first, so that nothing depends on who comes when.
    pub fn advance(&mut self, now: SimTime, draws: &Draws) {
        while let Some(at) = self.next_update().filter(|&at| at <= now) {
            self.settle(at, draws);
            self.update(at);
        }
        self.settle(now, draws);
    }

    fn settle(&mut self, now: SimTime, draws: &Draws) {
        self.threshold.advance(now, self.key, draws);
        if let Some(learner) = &mut self.learner {
            learner.advance(now);
        }
    }

    fn next_update(&self) -> Option<SimTime> {
        self.settings.updates.get(self.version).map(|u| SimTime::START + u.at)
    }

    /// The next filter takes over, with what the stages remember.
    fn update(&mut self, at: SimTime) {
        self.version += 1;
        let filter = self.filters[self.version].clone();
        if filter.threshold.total_cmp(&self.settings.filter.threshold).is_ne() {
            self.threshold.set(at, filter.threshold);
        }
        let stages = Stages::new(&filter, &self.filters, &self.classes, &self.counts, &self.people);
        let old = std::mem::replace(&mut self.stages, stages);
        self.stages.take_over(old, at, &self.numbers);
        if let (Some(learner), Some(seed)) = (&mut self.learner, &self.views[self.version].seed) {
            learner.restart(seed.clone());
        }
        self.settings.filter = filter;
    }

    /// Every value that the threshold had, with the time from which it was in force.
    pub fn thresholds(&self) -> &[(SimTime, f64)] {
        self.threshold.history()
    }

    /// How many labels its learner took in, where it has one.
    pub fn learned(&self) -> Option<Learned> {
        self.learner.as_ref().map(Learner::learned)
    }

    /// What the scenario says of this carrier, with the filter that is in force.
    pub fn settings(&self) -> &CarrierSettings {
        &self.settings
    }

    /// The filter that it begins with (0), and those of its updates.
    pub fn filter(&self, version: usize) -> &FilterSettings {
        &self.filters[version]
    }

    /// Which of its filters is in force.
    pub fn version(&self) -> usize {
        self.version
    }

    /// What a message belongs to, in each scope.
    pub fn keys(&self, message: &Submission) -> Keys {
        self.case(message).keys
    }

    /// What this carrier sees in a text.
    pub fn text(&self, text: TextId) -> &TextRecord {
        &self.views[self.version].texts[text.index()]
    }

    /// The blacklist, where there is one.
    pub fn blacklist(&self) -> Option<&Blacklist> {
        self.blacklist.as_ref()
    }
}

/// Fines the campaign of a message, where the carrier fines anybody.
fn fine(penalties: &mut Option<Penalties>, case: &Case<'_>, offence: Offence, now: SimTime) {
    if let Some(penalties) = penalties {
        penalties.caught(case.class as usize, offence, now);
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

/// The settings and the brand of each campaign's numbers as carriers of a country see them, by campaign; campaigns
/// count from 0 without a gap.
fn classes(numbers: &[NumberRecord<'_>], country: Option<&str>) -> Vec<(Arc<NumberSettings>, u32)> {
    let mut classes: BTreeMap<u32, (Arc<NumberSettings>, u32)> = BTreeMap::new();
    // Many campaigns may be of one kind: it is kept once.
    let mut last: Option<(&NumberSettings, Arc<NumberSettings>)> = None;
    for number in numbers {
        let Entry::Vacant(place) = classes.entry(number.campaign) else { continue };
        let known = last.as_ref().filter(|(of, _)| std::ptr::eq(*of, number.settings));
        let seen = match known {
            Some((_, seen)) => Arc::clone(seen),
            None => {
                let mut seen = number.settings.clone();
                if !seen.is_entitled_in(country) {
                    seen.entitlement = Entitlement::default();
                }
                Arc::new(seen)
            }
        };
        last = Some((number.settings, Arc::clone(&seen)));
        place.insert((seen, number.brand));
    }
    classes.into_values().collect()
}
