//! # Learning
//!
//! **Does:** keeps the content model of this carrier learning, text by text, from labels that it gets under
//! a stated policy, by FTRL-proximal logistic regression (`docs/stream.md`). It starts from the model of the
//! content stage, or from nothing, and learns the deviation from it; with `signals` it also learns what the
//! terms of the other stages say of a message. Labels come late, are taken in every `every`, and what was
//! learned is forgotten by half-lives. The content stage then adds `weight × (p − floor)/(1 − floor)` with
//! the learner's p.
//! **Policies:** `oracle`, the true label of a `sample` of all messages with the next batch; `delayed`, the
//! same after `delay`; `reports`, a delivered message that is reported is spam, and one that is not within
//! `patience` is ham; `cluster`, as `reports`, and `reports_needed` reports within `memory` mark the whole
//! cluster of near-identical texts as spam for `memory`; `self`, what was dropped (blacklisted and suspended
//! senders included) is spam and the rest is ham; `audit`, the true label of a random share of all messages
//! after `delay`, and reports as spam. Under `reports` a blocked message has no label, since nobody sees it;
//! under `cluster` it has one only while its cluster is marked.
//! **Evaded by:** wordings that are new; stopping before the labels are in.
//! **Source:** online logistic regression (Goodman and Yih 2006; McMahan et al. 2013); feedback regimes
//! (Cormack 2007); one-sided and noisy feedback (Sculley and Wachman 2007, Sculley 2008); users do not report
//! (Ofcom 2021: 79 % of them do not know the number). Rates, delays, shares, half-lives and the
//! number of reports that mark a cluster are assumptions.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::decay;
use super::filter::{Stage, Terms};
use super::sparse;
use crate::message::{ClusterId, MessageId, TextId};
use crate::scorer::{Beside, Features, Online, OnlineSettings, Recipe, Scorer, sigmoid};
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Settings of the learner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LearningSettings {
    /// Whether the carrier learns.
    pub enabled: bool,
    /// Where this carrier's labels come from. Labels are taken in with the next batch (`every`).
    pub policy: Policy,
    /// What it starts from.
    pub start: Start,
    /// Learning rate (α of FTRL-proximal); at 0 nothing is ever learned.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub rate: f64,
    /// Strength of the pull towards the start (λ2 of FTRL-proximal).
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub pull: f64,
    /// The time after which what was learned counts half; 0 forgets nothing.
    pub half_life: SimSpan,
    /// From a message, a report or an audit to its label.
    pub delay: SimSpan,
    /// A delivered message that is not reported for so long counts as ham (`reports`, `cluster`).
    pub patience: SimSpan,
    /// Labels are taken in so often.
    pub every: SimSpan,
    /// Share of the messages without a report that become examples; each weighs one over this share.
    pub sample: Share,
    /// Share of messages that are audited (`audit`).
    pub audit: Share,
    /// Reports that mark a cluster (`cluster`).
    #[schemars(range(min = 1))]
    pub reports_needed: u32,
    /// The time in which these reports must come, from the first of them, and for which they mark the cluster (`cluster`).
    pub memory: SimSpan,
    /// Whether the terms of the other stages are learned from as well.
    pub signals: bool,
}

impl Default for LearningSettings {
    fn default() -> Self {
        LearningSettings {
            enabled: true,
            policy: Policy::Cluster,
            start: Start::Model,
            rate: 0.1,
            pull: 0.1,
            half_life: SimSpan::DAY * 14,
            delay: SimSpan::HOUR,
            patience: SimSpan::DAY,
            every: SimSpan::HOUR,
            sample: Share::new(0.05),
            audit: Share::new(0.01),
            reports_needed: 3,
            memory: SimSpan::DAY * 7,
            signals: true,
        }
    }
}

/// Where a carrier's labels come from. The names are those of the stream test, which has
/// texts where a carrier has messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// The true label of a share `sample` of the messages, with the next batch.
    Oracle,
    /// The same, after `delay`.
    Delayed,
    /// A delivered message that is reported counts as spam, `delay` after the report; a share `sample` of those that are not reported within `patience` counts as ham. A dropped message has no label, since nobody sees it.
    Reports,
    /// As `reports`, and `reports_needed` reports within `memory` mark the cluster of near-identical texts: for `memory`, a share `sample` of its messages counts as spam with the next batch, dropped or not.
    Cluster,
    /// What the carrier itself decided of a share `sample` of the messages, with the next batch: dropped is spam, the rest is ham.
    #[serde(rename = "self")]
    Own,
    /// The true label of a random share `audit` of all messages, dropped or not, and reports as spam, both after `delay`. What is neither audited nor reported has no label: silence is not taken for ham.
    Audit,
}

/// What a learner starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Start {
    /// The model of the content stage.
    #[default]
    Model,
    /// Nothing: every text is as likely spam as not until labels come in.
    Nothing,
}

impl LearningSettings {
    fn online(&self) -> OnlineSettings {
        OnlineSettings { rate: self.rate, l2: self.pull, ..OnlineSettings::default() }
    }

    /// Whether the policy needs the true labels of messages.
    pub fn asks_the_truth(&self) -> bool {
        matches!(self.policy, Policy::Oracle | Policy::Delayed | Policy::Audit)
    }

    /// What a learner with these settings begins with, for a model and these texts.
    pub fn seed(&self, model: &Scorer, texts: &[&str]) -> Seed {
        let (recipe, online) = match self.start {
            Start::Model => (model.recipe(), Online::from_scorer(model, self.online())),
            Start::Nothing => (Recipe::DEFAULT, Online::new(Recipe::DEFAULT, self.online())),
        };
        Seed { online, features: texts.iter().map(|text| recipe.features(text)).collect() }
    }
}

/// What a learner begins with: made once, shared by all replications.
#[derive(Debug, Clone)]
pub struct Seed {
    online: Online,
    /// By text.
    features: Arc<[Features]>,
}

/// What the terms of the stages say of a message, each as a number from 0 to 1 in steps of 1/255: t/(1+t). The
/// content stage, whose term the learner makes, says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Signals(#[serde(with = "sparse")] [u8; Stage::ALL.len()]);

impl Signals {
    /// Of these terms.
    pub fn of(terms: &Terms) -> Signals {
        let mut signals = [0; Stage::ALL.len()];
        for (signal, &t) in signals.iter_mut().zip(terms).filter(|(_, t)| **t > 0.0) {
            *signal = (t / (1.0 + t) * 255.0 + 0.5) as u8;
        }
        signals[Stage::Content as usize] = 0;
        Signals(signals)
    }

    fn values(&self) -> impl Iterator<Item = f64> {
        const STEP: f64 = 1.0 / 255.0;
        self.0.into_iter().map(|x| f64::from(x) * STEP)
    }
}

/// What becomes of one message, as far as a learner asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    pub(super) id: MessageId,
    pub(super) text: TextId,
    pub(super) cluster: ClusterId,
    pub(super) signals: Signals,
}

/// A message with a label, due to be learned from.
#[derive(Debug, Clone, Copy)]
struct Example {
    due: SimTime,
    text: TextId,
    signals: Signals,
    spam: bool,
    weight: f64,
}

/// A delivered message of which nothing has been heard.
#[derive(Debug, Clone, Copy)]
struct Silence {
    due: SimTime,
    case: Case,
}

/// Reports against one cluster.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    reports: u32,
    /// When the first of them came.
    since: SimTime,
    /// Until when the cluster counts as spam.
    until: SimTime,
}

/// How many labels a learner took in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Learned {
    /// As spam.
    pub spam: u64,
    /// As ham.
    pub ham: u64,
}

/// The learner at work.
#[derive(Debug)]
pub(super) struct Learner {
    settings: LearningSettings,
    online: Online,
    beside: Beside,
    features: Arc<[Features]>,
    /// By text, as of the last labels.
    logits: Vec<f64>,
    /// By text: the signals of its last message, and the probability that they gave.
    last: Vec<Option<(Signals, f64)>>,
    /// When labels are taken in next.
    next: SimTime,
    /// Labels at once, labels after `delay`, silences after `patience`: each in order of what is due.
    prompt: VecDeque<Example>,
    late: VecDeque<Example>,
    silent: VecDeque<Silence>,
    /// Messages in `silent` that were reported after all; looked up, never iterated.
    reported: FxHashSet<MessageId>,
    /// By cluster.
    marks: Vec<Mark>,
    learned: Learned,
}

impl Learner {
    pub(super) fn new(settings: LearningSettings, seed: Seed, n_clusters: usize) -> Learner {
        let beside = Beside::new(Stage::ALL.len(), settings.online());
        let mut learner = Learner {
            online: seed.online,
            beside,
            logits: Vec::new(),
            last: Vec::new(),
            features: seed.features,
            next: SimTime::START + settings.every,
            prompt: VecDeque::new(),
            late: VecDeque::new(),
            silent: VecDeque::new(),
            reported: FxHashSet::default(),
            marks: vec![Mark::default(); n_clusters],
            learned: Learned::default(),
            settings,
        };
        learner.score();
        learner
    }

    /// Goes on from another model: what was learned is dropped, labels on their way are kept.
    pub(super) fn restart(&mut self, seed: Seed) {
        (self.online, self.features) = (seed.online, seed.features);
        self.beside = Beside::new(Stage::ALL.len(), self.settings.online());
        self.score();
    }

    fn score(&mut self) {
        self.logits = self.features.iter().map(|features| self.online.logit(features)).collect();
        self.last = vec![None; self.logits.len()];
    }

    /// The probability that a message is spam.
    pub(super) fn probability(&mut self, text: TextId, signals: &Signals) -> f64 {
        // Most messages of a text look like the one before.
        let last = &mut self.last[text.index()];
        if let Some((_, p)) = last.filter(|(known, _)| known == signals) {
            return p;
        }
        let beside = if self.settings.signals { self.beside.logit(signals.values()) } else { 0.0 };
        let p = sigmoid(self.logits[text.index()] + beside);
        *last = Some((*signals, p));
        p
    }

    /// Takes in every batch of labels that was due by now. Whoever asks late gets the same as whoever asks
    /// often: a batch holds what was due at its time.
    pub(super) fn advance(&mut self, now: SimTime) {
        while self.next <= now {
            self.take_in(self.next);
            self.next += self.settings.every;
        }
    }

    fn take_in(&mut self, at: SimTime) {
        if self.settings.half_life > SimSpan::ZERO && self.learned != Learned::default() {
            let keep = decay(self.settings.every, self.settings.half_life);
            self.online.forget(keep);
            self.beside.forget(keep);
        }
        let before = self.online.updates();
        while let Some(example) = due(&mut self.late, |e| e.due <= at) {
            self.learn(&example);
        }
        while let Some(Silence { due, case }) = due(&mut self.silent, |s| s.due <= at) {
            if !self.reported.remove(&case.id) {
                let spam = self.is_marked(case.cluster, at);
                let weight = 1.0 / self.settings.sample.value();
                self.learn(&Example { due, text: case.text, signals: case.signals, spam, weight });
            }
        }
        while let Some(example) = due(&mut self.prompt, |e| e.due <= at) {
            self.learn(&example);
        }
        if self.online.updates() > before || self.learned != Learned::default() {
            self.score();
        }
    }

    fn learn(&mut self, example: &Example) {
        let count = if example.spam { &mut self.learned.spam } else { &mut self.learned.ham };
        *count += 1;
        let features = &self.features[example.text.index()];
        let beside = if self.settings.signals { self.beside.logit(example.signals.values()) } else { 0.0 };
        let error = self.online.update_beside(features, beside, example.spam, example.weight);
        if self.settings.signals {
            self.beside.learn(error, example.signals.values());
        }
    }

    fn is_marked(&self, cluster: ClusterId, now: SimTime) -> bool {
        self.settings.policy == Policy::Cluster && now < self.marks[cluster.index()].until
    }

    /// Share of the messages of a cluster of which [`Learner::judged`] wants to hear now.
    pub(super) fn share_judged(&self, cluster: ClusterId, now: SimTime) -> f64 {
        match self.settings.policy {
            Policy::Oracle | Policy::Delayed | Policy::Own => self.settings.sample.value(),
            Policy::Audit => self.settings.audit.value(),
            // One of a marked cluster counts as spam at once: here if it was dropped, else when it is delivered.
            Policy::Cluster if self.is_marked(cluster, now) => self.settings.sample.value(),
            Policy::Cluster | Policy::Reports => 0.0,
        }
    }

    /// Share of the delivered messages of which [`Learner::delivered`] wants to hear.
    pub(super) fn share_delivered(&self) -> f64 {
        match self.settings.policy {
            Policy::Reports | Policy::Cluster => self.settings.sample.value(),
            _ => 0.0,
        }
    }

    /// A sampled message was judged. `truth` is its true label, which only the policies that ask the truth read.
    pub(super) fn judged(&mut self, now: SimTime, case: &Case, dropped: bool, truth: bool) {
        let weight = 1.0 / self.share_judged(case.cluster, now);
        let example =
            |due, spam, weight| Example { due, text: case.text, signals: case.signals, spam, weight };
        let delay = self.settings.delay;
        match self.settings.policy {
            Policy::Oracle => self.prompt.push_back(example(now, truth, weight)),
            Policy::Own => self.prompt.push_back(example(now, dropped, weight)),
            Policy::Delayed => self.late.push_back(example(now + delay, truth, weight)),
            Policy::Audit => self.late.push_back(example(now + delay, truth, 1.0)),
            Policy::Cluster if dropped => self.prompt.push_back(example(now, true, weight)),
            Policy::Cluster | Policy::Reports => {}
        }
    }

    /// A sampled message was delivered: if its cluster is marked, it is spam; else, if nothing is heard of it,
    /// it will count as ham.
    pub(super) fn delivered(&mut self, now: SimTime, case: &Case) {
        if self.is_marked(case.cluster, now) {
            let weight = 1.0 / self.settings.sample.value();
            let (text, signals) = (case.text, case.signals);
            self.prompt.push_back(Example { due: now, text, signals, spam: true, weight });
        } else {
            self.silent.push_back(Silence { due: now + self.settings.patience, case: *case });
        }
    }

    /// What it goes by.
    pub(super) fn settings(&self) -> &LearningSettings {
        &self.settings
    }

    /// A message was reported. `sampled` says whether [`Learner::delivered`] heard of it.
    pub(super) fn reported(&mut self, now: SimTime, case: &Case, sampled: bool) {
        if !matches!(self.settings.policy, Policy::Reports | Policy::Cluster | Policy::Audit) {
            return;
        }
        let due = now + self.settings.delay;
        self.late.push_back(Example { due, text: case.text, signals: case.signals, spam: true, weight: 1.0 });
        if sampled {
            self.reported.insert(case.id);
        }
        let mark = &mut self.marks[case.cluster.index()];
        if mark.reports == 0 || now.since(mark.since) >= self.settings.memory {
            (mark.reports, mark.since) = (0, now);
        }
        mark.reports += 1;
        if mark.reports >= self.settings.reports_needed {
            mark.until = now + self.settings.memory;
        }
    }

    /// How many labels were taken in.
    pub(super) fn learned(&self) -> Learned {
        self.learned
    }
}

/// The first of a queue, if it is due.
fn due<T>(queue: &mut VecDeque<T>, is_due: impl Fn(&T) -> bool) -> Option<T> {
    if queue.front().is_some_and(is_due) { queue.pop_front() } else { None }
}
