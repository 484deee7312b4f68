//! The document of a prequential test: every policy over every order, with intervals over the orders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::statistics::{interval, moments};
use crate::scorer::OnlineSettings;
use crate::scorer::stream::{Course, Figures, Labels, Outcome, Policy, StreamSettings};

/// `stream.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StreamSummary {
    /// Version of this document's shape.
    pub schema_version: u32,
    /// carrierlab's version.
    pub version: String,
    /// The files that the texts come from.
    pub corpora: Vec<StreamCorpus>,
    /// Texts in all.
    pub messages: usize,
    /// Those that are spam or smishing.
    pub spam: usize,
    /// The order of arrival: `file`, `time` or `random`.
    pub order: String,
    /// How many orders were run.
    pub orders: u32,
    /// The model that learning started from, or `nothing`.
    pub start: String,
    /// Files here that this model was trained on: figures on them flatter it.
    pub trained_on: Vec<String>,
    /// The root of all draws.
    pub seed: u64,
    /// Texts of a campaign that was made from one text; 1 where none was made.
    pub copies: usize,
    /// Jaccard similarity from which texts share a cluster.
    pub similarity: f64,
    /// Clusters that hold spam.
    pub spam_clusters: usize,
    /// What is the same under every policy.
    pub settings: StreamSettings,
    /// How the learner learns.
    pub learner: OnlineSettings,
    /// The results, in the order asked for.
    pub policies: Vec<PolicyResult>,
}

/// A file of texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StreamCorpus {
    /// Its name without folder.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// Results under one policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyResult {
    /// Where labels came from.
    pub policy: Policy,
    /// Figures of the whole stream.
    pub whole: Measures,
    /// Figures of its last quarter.
    pub late: Measures,
    /// How many orders ended how.
    pub outcomes: BTreeMap<Outcome, u32>,
    /// The learning curve.
    pub curve: Vec<CurvePoint>,
    /// Each order by itself.
    pub runs: Vec<OrderResult>,
}

/// One order under one policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderResult {
    /// Figures of the whole stream.
    pub whole: Figures,
    /// Figures of its last quarter.
    pub late: Figures,
    /// What that quarter is called.
    pub outcome: Outcome,
    /// What the learner was told.
    pub labels: Labels,
}

/// A point of a learning curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Texts that have arrived.
    pub messages: usize,
    /// Figures of the texts since the last point.
    pub window: Measures,
    /// Figures of all texts so far.
    pub so_far: Measures,
}

/// Figures over orders, as fractions; see [`Figures`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// 1 − AUC.
    pub one_minus_auc: Mean,
    /// Share judged rightly.
    pub accuracy: Mean,
    /// Share of spam blocked.
    pub spam_caught: Mean,
    /// Share of ham blocked.
    pub ham_blocked: Mean,
    /// lam.
    pub lam: Mean,
}

/// A mean over orders with its 95 % interval (Student's t); the interval is absent with one order, and
/// all is absent where nothing was measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// The mean.
    pub mean: Option<f64>,
    /// Lower end, not below 0.
    pub lo: Option<f64>,
    /// Upper end, not above 1.
    pub hi: Option<f64>,
}

impl PolicyResult {
    /// Sums up the courses of one policy, one for each order.
    pub fn of(policy: Policy, courses: &[Course]) -> PolicyResult {
        let mut outcomes = BTreeMap::new();
        for course in courses {
            *outcomes.entry(course.outcome).or_insert(0) += 1;
        }
        let points = courses.iter().map(|c| c.curve.len()).min().unwrap_or(0);
        let curve = (0..points)
            .map(|i| CurvePoint {
                messages: courses[0].curve[i].messages,
                window: Measures::of(&courses.iter().map(|c| c.curve[i].window).collect::<Vec<_>>()),
                so_far: Measures::of(&courses.iter().map(|c| c.curve[i].so_far).collect::<Vec<_>>()),
            })
            .collect();
        PolicyResult {
            policy,
            whole: Measures::of(&courses.iter().map(|c| c.whole).collect::<Vec<_>>()),
            late: Measures::of(&courses.iter().map(|c| c.late).collect::<Vec<_>>()),
            outcomes,
            curve,
            runs: courses
                .iter()
                .map(|c| OrderResult { whole: c.whole, late: c.late, outcome: c.outcome, labels: c.labels })
                .collect(),
        }
    }

    /// How many orders ended in each of `N` equal bins of spam caught, or of ham blocked, in the last quarter.
    /// A bin holds its lower end, the last one its upper end too.
    pub fn histogram<const N: usize>(&self, of_spam: bool) -> [u32; N] {
        let mut bins = [0; N];
        let shares = self
            .runs
            .iter()
            .filter_map(|run| if of_spam { run.late.spam_caught } else { run.late.ham_blocked });
        for share in shares {
            bins[((share * N as f64) as usize).min(N - 1)] += 1;
        }
        bins
    }

    /// The mean number over orders of one kind of label.
    pub fn labels(&self, of: impl Fn(&Labels) -> u64) -> f64 {
        let sum: u64 = self.runs.iter().map(|run| of(&run.labels)).sum();
        sum as f64 / self.runs.len().max(1) as f64
    }
}

impl Measures {
    fn of(figures: &[Figures]) -> Measures {
        let mean =
            |f: fn(&Figures) -> Option<f64>| Mean::of(&figures.iter().filter_map(f).collect::<Vec<_>>());
        Measures {
            one_minus_auc: mean(|f| f.one_minus_auc),
            accuracy: mean(|f| f.accuracy),
            spam_caught: mean(|f| f.spam_caught),
            ham_blocked: mean(|f| f.ham_blocked),
            lam: mean(|f| f.lam),
        }
    }
}

impl Mean {
    /// Of shares, one for each order.
    pub fn of(values: &[f64]) -> Mean {
        let bounds = interval(values, 0.95);
        Mean {
            mean: moments(values).map(|m| m.0),
            lo: bounds.map(|b| b.0.max(0.0)),
            hi: bounds.map(|b| b.1.min(1.0)),
        }
    }
}
