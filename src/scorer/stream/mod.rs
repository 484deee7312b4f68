//! The prequential test: texts arrive one by one, each is scored before its label is seen, and what the
//! learner is told afterwards is a policy.
//!
//! As in the spam track of TREC 2007 (Cormack 2007: immediate, delayed, partial and active feedback), with
//! the labels that a carrier really has beside the oracle's (reports, its own blocks, an audit). A run is a
//! pure function of texts, order, policy, settings and draws.

mod campaign;
mod course;

use std::collections::VecDeque;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::features::Features;
use super::judge::Scored;
use super::model::sigmoid;
use super::online::Online;
use crate::rng::{Draws, Purpose};

pub use campaign::campaigns;
pub use course::{Checkpoint, Course, Figures, Outcome, figures};

/// One text of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// What the learner sees of it.
    pub features: Features,
    /// Whether it is spam or smishing: what an oracle says.
    pub spam: bool,
    /// Which near-duplicates it belongs to; only [`Policy::Cluster`] asks. As
    /// [`crate::content::ClusterIndex`] finds it when the text comes, so that no later text has a say.
    pub cluster: u32,
}

/// Where labels come from. "Delivered" is a text that was not blocked, "later" after
/// [`StreamSettings::delay`] further texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// The true label of every text, at once.
    Oracle,
    /// The true label of a share `label_rate` of the texts, later.
    Delayed,
    /// A delivered text counts as spam if it is reported, and as ham if it is not; later. A blocked text
    /// has no label, since nobody sees it.
    Reports,
    /// As `Reports`, and a report makes spam of the whole cluster of near-duplicates: of those that came
    /// before when the report arrives, and of each that comes afterwards, at once, blocked or not.
    Cluster,
    /// What the filter itself decided, at once: blocked is spam, delivered is ham.
    #[serde(rename = "self")]
    Own,
    /// The true label of a random share `audit` of all texts, blocked or not, and reports as spam, both
    /// later. What is neither audited nor reported has no label: silence is not taken for ham.
    Audit,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Policy; 6] =
        [Policy::Oracle, Policy::Delayed, Policy::Reports, Policy::Cluster, Policy::Own, Policy::Audit];

    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Policy::Oracle => "oracle",
            Policy::Delayed => "delayed",
            Policy::Reports => "reports",
            Policy::Cluster => "cluster",
            Policy::Own => "self",
            Policy::Audit => "audit",
        }
    }

    /// The policy of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Policy> {
        Policy::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// What is the same under every policy. Rates are probabilities of single texts, in 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamSettings {
    /// A text is blocked where its probability of spam reaches this; a learner that knows nothing yet
    /// blocks nothing.
    pub threshold: f64,
    /// How many further texts arrive before a late label is there.
    pub delay: usize,
    /// Share of texts whose label `Delayed` gets.
    pub label_rate: f64,
    /// Probability that a delivered spam is reported. Assumption: 0.01, the upper end of the sweep from
    /// 1e-5 to 1e-2 that covers the networks of 2011 to in-app reporting.
    pub report_rate: f64,
    /// Probability that delivered ham is reported. Assumption: 0.
    pub false_report_rate: f64,
    /// Share of texts that `Audit` looks at. Assumption: 0.02.
    pub audit: f64,
    /// The first so many texts get their true label at once, under every policy. Assumption: 0.
    pub seed_labels: usize,
}

impl Default for StreamSettings {
    fn default() -> StreamSettings {
        StreamSettings {
            threshold: 0.5,
            delay: 100,
            label_rate: 1.0,
            report_rate: 0.01,
            false_report_rate: 0.0,
            audit: 0.02,
            seed_labels: 0,
        }
    }
}

/// What became of a stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Each text in the order of arrival, with the probability it had before its label was seen.
    pub scored: Vec<Scored>,
    /// What the learner was told.
    pub labels: Labels,
}

/// Counts of what a learner was told. A text that is told twice, as ham and later as spam, counts twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Labels {
    /// Spam labels on spam.
    pub true_spam: u64,
    /// Spam labels on ham.
    pub false_spam: u64,
    /// Ham labels on ham.
    pub true_ham: u64,
    /// Ham labels on spam.
    pub false_ham: u64,
}

/// The places of `n` texts in a random order: that of these draws.
pub fn permutation(n: usize, draws: &Draws) -> Vec<u32> {
    let key = |row: u32| {
        let [high, low, ..] = draws.words(Purpose::Labels, u64::from(row), 1);
        (high, low, row)
    };
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.sort_by_cached_key(|&row| key(row));
    order
}

/// What chance holds for one text: the same under every policy (common random numbers).
struct Luck {
    labelled: bool,
    reported: bool,
    audited: bool,
}

/// What is known of the label of a text that has arrived.
#[derive(Clone, Copy, PartialEq)]
enum Told {
    /// Nothing yet.
    Nothing,
    /// Ham, because nobody said otherwise: a report of its cluster may change it.
    Presumed,
    /// Its last word.
    Settled,
}

/// Lets texts arrive in `order` (places in `arrivals`), each scored by what was learned from the labels that
/// had arrived before. The label of a text that comes after `delay` further texts is learned when the last of
/// these has been scored.
pub fn run(
    arrivals: &[Arrival],
    order: &[u32],
    policy: Policy,
    settings: &StreamSettings,
    start: &Online,
    draws: &Draws,
) -> Run {
    let n_clusters = arrivals.iter().map(|a| a.cluster + 1).max().unwrap_or(0) as usize;
    let mut stream = Stream {
        arrivals,
        settings,
        draws,
        learner: start.clone(),
        told: vec![Told::Nothing; arrivals.len()],
        members: vec![Vec::new(); if policy == Policy::Cluster { n_clusters } else { 0 }],
        marked: vec![false; n_clusters],
        labels: Labels::default(),
    };
    let mut scored = Vec::with_capacity(order.len());
    let mut waiting: VecDeque<(u32, bool)> = VecDeque::new();
    for (count, &row) in order.iter().enumerate() {
        let arrival = &arrivals[row as usize];
        let probability = sigmoid(stream.learner.logit(&arrival.features));
        let blocked = stream.learner.has_begun() && probability >= settings.threshold;
        scored.push(Scored { probability, spam: arrival.spam, blocked });
        if count < settings.seed_labels {
            stream.tell(row, arrival.spam, Told::Settled);
        } else {
            stream.at_once(row, policy, blocked);
        }
        waiting.push_back((row, blocked));
        if waiting.len() > settings.delay {
            let (row, blocked) = waiting.pop_front().expect("there is one more than the delay");
            stream.later(row, policy, blocked);
        }
    }
    Run { scored, labels: stream.labels }
}

/// A run under way.
struct Stream<'a> {
    arrivals: &'a [Arrival],
    settings: &'a StreamSettings,
    draws: &'a Draws,
    learner: Online,
    told: Vec<Told>,
    /// Those that have arrived, by cluster.
    members: Vec<Vec<u32>>,
    /// Clusters with a report.
    marked: Vec<bool>,
    labels: Labels,
}

impl Stream<'_> {
    /// What is learned of a text right after its score.
    fn at_once(&mut self, row: u32, policy: Policy, blocked: bool) {
        let arrival = &self.arrivals[row as usize];
        match policy {
            Policy::Oracle => self.tell(row, arrival.spam, Told::Settled),
            Policy::Own => self.tell(row, blocked, Told::Settled),
            Policy::Cluster => {
                self.members[arrival.cluster as usize].push(row);
                if self.marked[arrival.cluster as usize] {
                    self.tell(row, true, Told::Settled);
                }
            }
            Policy::Delayed | Policy::Reports | Policy::Audit => {}
        }
    }

    /// What is learned of a text after the delay.
    fn later(&mut self, row: u32, policy: Policy, blocked: bool) {
        if self.told[row as usize] == Told::Settled {
            return;
        }
        let truth = self.arrivals[row as usize].spam;
        let luck = self.luck(row);
        match policy {
            Policy::Oracle | Policy::Own => {}
            Policy::Delayed if luck.labelled => self.tell(row, truth, Told::Settled),
            Policy::Delayed => {}
            Policy::Reports | Policy::Cluster if blocked => {}
            Policy::Reports => self.tell(row, luck.reported, Told::Settled),
            Policy::Cluster if luck.reported => self.spread(row),
            Policy::Cluster => self.tell(row, false, Told::Presumed),
            Policy::Audit if luck.audited => self.tell(row, truth, Told::Settled),
            Policy::Audit if luck.reported && !blocked => self.tell(row, true, Told::Settled),
            Policy::Audit => {}
        }
    }

    /// A report: every text of the cluster so far is spam, and later ones will be.
    fn spread(&mut self, row: u32) {
        let cluster = self.arrivals[row as usize].cluster as usize;
        self.marked[cluster] = true;
        for member in std::mem::take(&mut self.members[cluster]) {
            if self.told[member as usize] != Told::Settled {
                self.tell(member, true, Told::Settled);
            }
        }
    }

    fn tell(&mut self, row: u32, spam: bool, told: Told) {
        let arrival = &self.arrivals[row as usize];
        self.learner.update(&arrival.features, spam, 1.0);
        self.told[row as usize] = told;
        let count = match (spam, arrival.spam) {
            (true, true) => &mut self.labels.true_spam,
            (true, false) => &mut self.labels.false_spam,
            (false, false) => &mut self.labels.true_ham,
            (false, true) => &mut self.labels.false_ham,
        };
        *count += 1;
    }

    fn luck(&self, row: u32) -> Luck {
        let [label, report, audit, _] = self.draws.uniforms(Purpose::Labels, u64::from(row), 0);
        let s = self.settings;
        let rate = if self.arrivals[row as usize].spam { s.report_rate } else { s.false_report_rate };
        Luck { labelled: label < s.label_rate, reported: report < rate, audited: audit < s.audit }
    }
}

/// The order of arrival, or `orders` random ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orders {
    /// As the texts stand.
    Arrival,
    /// So many random orders.
    Random(u32),
}

/// Points of a learning curve.
const POINTS: usize = 20;

/// Runs every policy over every order, in parallel: one list for each policy, in the order of the orders.
/// Order k has draws of its own, shared by all policies.
pub fn courses(
    arrivals: &[Arrival],
    policies: &[Policy],
    orders: Orders,
    settings: &StreamSettings,
    start: &Online,
    seed: u64,
) -> Vec<Vec<Course>> {
    let (first, last) = match orders {
        Orders::Arrival => (0, 0),
        Orders::Random(n) => (1, n),
    };
    let cells: Vec<(Policy, u32)> =
        policies.iter().flat_map(|&policy| (first..=last).map(move |k| (policy, k))).collect();
    let courses: Vec<Course> = cells
        .par_iter()
        .map(|&(policy, k)| {
            let draws = Draws::new(seed, u64::from(k));
            let order = match orders {
                Orders::Arrival => (0..arrivals.len() as u32).collect(),
                Orders::Random(_) => permutation(arrivals.len(), &draws),
            };
            run(arrivals, &order, policy, settings, start, &draws).course(POINTS)
        })
        .collect();
    let per = (last + 1 - first) as usize;
    courses.chunks(per.max(1)).map(<[Course]>::to_vec).collect()
}

#[cfg(test)]
mod tests;
