//! Everything that is said of a model on a set of labelled texts.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::bootstrap::{self, Interval};
use super::curves::{self, Bin, Curves};
use super::disguises::{self, Disguise, Fate};
use super::hits::{HitFrequency, hit_frequencies};
use super::sample::Sample;
use super::{Judgement, Scored};
use crate::content::{Cue, Cues, cluster, cues};
use crate::rng::Draws;
use crate::scorer::{Features, Recipe, Scorer};

/// One labelled text and its score. The score may come from any model: that of the folds the text is not
/// in, or one that has never seen its corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The text as it was scored.
    pub text: String,
    /// Place of its corpus in the list of names.
    pub corpus: usize,
    /// The name of its class.
    pub class: String,
    /// For a generated text the place of its kind in [`crate::scorer::KINDS`].
    pub kind: Option<usize>,
    /// Its score.
    pub scored: Scored,
}

/// What judging needs of a model, beyond the scores: a fitted one is applied to any text alike, a
/// cross-validated one by the model of the folds that a case is not in.
pub trait Model: Sync {
    /// Which features it has.
    fn recipe(&self) -> Recipe;
    /// The probability from which it blocks, where there is one for all cases.
    fn threshold(&self) -> Option<f64>;
    /// The weight of a cue, in log-odds of spam.
    fn cue_weight(&self, cue: Cue) -> f64;
    /// The log-odds of features that stand in for those of the case at `row`, and whether it blocks them.
    fn rescore(&self, row: usize, features: &Features) -> (f64, bool);
}

impl Model for Scorer {
    fn recipe(&self) -> Recipe {
        Scorer::recipe(self)
    }
    fn threshold(&self) -> Option<f64> {
        Some(self.info().threshold)
    }
    fn cue_weight(&self, cue: Cue) -> f64 {
        Scorer::cue_weight(self, cue)
    }
    fn rescore(&self, _row: usize, features: &Features) -> (f64, bool) {
        let logit = self.logit_of(features);
        (logit, crate::scorer::model::sigmoid(logit) >= self.info().threshold)
    }
}

/// How to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judging {
    /// The seed of bootstrap and disguises.
    pub seed: u64,
    /// Replicates of the bootstrap; 0 gives no intervals.
    pub replicates: u32,
}

impl Default for Judging {
    fn default() -> Judging {
        Judging { seed: 1, replicates: 1000 }
    }
}

/// Jaccard similarity from which two texts are near-duplicates and are resampled together.
const SIMILARITY: f64 = 0.5;

/// The figures of one set of texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// The figures.
    #[serde(flatten)]
    pub judgement: Judgement,
    /// The probability from which the model blocks; absent where it differs by fold.
    pub threshold: Option<f64>,
    /// Clusters of near-duplicates (all generated texts of a kind are one).
    pub n_clusters: usize,
    /// For each of [`Judgement::FIGURES`] its 95 % interval; absent where it is undefined in most replicates.
    pub intervals: BTreeMap<&'static str, Option<Interval>>,
}

/// All that is said of a pool of texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pool {
    /// Its figures.
    #[serde(flatten)]
    pub section: Section,
    /// The figures of each class in it, in order of name.
    #[serde(serialize_with = "as_map")]
    pub classes: Vec<(String, Section)>,
    /// Ten bins of probability and what came true.
    pub reliability: Vec<Bin>,
    /// ROC, DET and precision over recall.
    pub curves: Curves,
    /// How often each cue shows.
    pub hit_frequencies: Vec<HitFrequency>,
    /// What disguises cost; empty where there is no spam.
    pub evasion: Vec<Disguise>,
}

/// A model judged. On its own level stand the figures of the corpora; generated texts are never among them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// The corpora, pooled.
    #[serde(flatten)]
    pub pool: Pool,
    /// Each corpus by its name.
    #[serde(serialize_with = "as_map")]
    pub corpora: Vec<(String, Section)>,
    /// The generated texts, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated: Option<Pool>,
    /// Corpora and generated texts together, where there are any of the latter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub both: Option<Pool>,
    /// Replicates behind each interval.
    pub replicates: u32,
    /// The seed of bootstrap and disguises.
    pub seed: u64,
}

fn as_map<S: Serializer>(list: &[(String, Section)], to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(list.iter().map(|(name, section)| (name, section)))
}

/// Judges scored texts. `corpora` names the corpora by place. The same cases and settings give the same
/// evaluation for any number of threads.
pub fn evaluate(model: &dyn Model, corpora: &[String], cases: &[Case], judging: Judging) -> Evaluation {
    let judge = Judge::new(model, cases, judging);
    let of = |keep: &dyn Fn(&Case) -> bool| -> Vec<usize> {
        (0..cases.len()).filter(|&i| keep(&cases[i])).collect()
    };
    let real = of(&|c| c.kind.is_none());
    let generated = of(&|c| c.kind.is_some());
    let some = !generated.is_empty();
    Evaluation {
        pool: judge.pool(&real),
        corpora: corpora
            .iter()
            .enumerate()
            .map(|(i, name)| (name.clone(), of(&|c| c.kind.is_none() && c.corpus == i)))
            .filter(|(_, which)| !which.is_empty())
            .map(|(name, which)| (name, judge.section(&which).1))
            .collect(),
        generated: some.then(|| judge.pool(&generated)),
        both: some.then(|| judge.pool(&of(&|_| true))),
        replicates: judging.replicates,
        seed: judging.seed,
    }
}

/// What is worked out once for all sets of cases.
struct Judge<'a> {
    model: &'a dyn Model,
    cases: &'a [Case],
    judging: Judging,
    draws: Draws,
    clusters: Vec<u32>,
    cues: Vec<(Cues, bool)>,
    /// By case; ham has none.
    fates: Vec<Option<Fate>>,
}

impl<'a> Judge<'a> {
    fn new(model: &'a dyn Model, cases: &'a [Case], judging: Judging) -> Judge<'a> {
        let draws = Draws::new(judging.seed, 0);
        let clusters = clusters(cases);
        let spam: Vec<(usize, &str, u32)> = cases
            .iter()
            .enumerate()
            .filter(|(_, c)| c.scored.spam)
            .map(|(i, c)| (i, c.text.as_str(), clusters[i]))
            .collect();
        let mut fates: Vec<Option<Fate>> = vec![None; cases.len()];
        for (&(i, ..), fate) in spam.iter().zip(disguises::fates(model, &spam, &draws)) {
            fates[i] = Some(fate);
        }
        let cues = cases.par_iter().map(|c| (cues(&c.text), c.scored.spam)).collect();
        Judge { model, cases, judging, draws, clusters, cues, fates }
    }

    fn section(&self, which: &[usize]) -> (Sample, Section) {
        let scored: Vec<Scored> = which.iter().map(|&i| self.cases[i].scored).collect();
        let clusters: Vec<u32> = which.iter().map(|&i| self.clusters[i]).collect();
        let sample = Sample::new(&scored, &clusters);
        let judgement = sample.judge(&vec![1; sample.n_clusters()]);
        let replicates =
            bootstrap::replicate(sample.n_clusters(), &self.draws, self.judging.replicates, |weights| {
                sample.judge(weights).values()
            });
        let [ham, spam, blocked] = sample.clusters_with();
        let cases = |figure: &str| match figure {
            "spam_caught" | "recall" => Some(spam),
            "ham_blocked" => Some(ham),
            "precision" => Some(blocked),
            _ => None,
        };
        let interval = |(i, figure): (usize, &'static str)| {
            let percentiles = bootstrap::percentiles(replicates.iter().map(|values| values[i]));
            // Where none or all of the texts count, every replicate says the same: that is no certainty.
            let interval = match (judgement.values()[i], cases(figure), percentiles) {
                (Some(share), Some(n), Some(_)) if share <= 0.0 || share >= 1.0 => {
                    Some(bootstrap::wilson(share, n))
                }
                (None, ..) => None,
                (.., percentiles) => percentiles,
            };
            (figure, interval)
        };
        let intervals = if self.judging.replicates == 0 {
            BTreeMap::new()
        } else {
            Judgement::FIGURES.into_iter().enumerate().map(interval).collect()
        };
        let section = Section {
            judgement,
            threshold: self.model.threshold(),
            n_clusters: sample.n_clusters(),
            intervals,
        };
        (sample, section)
    }

    fn pool(&self, which: &[usize]) -> Pool {
        let (sample, section) = self.section(which);
        let names: BTreeSet<&str> = which.iter().map(|&i| self.cases[i].class.as_str()).collect();
        let class = |name: &str| -> (String, Section) {
            let of: Vec<usize> = which.iter().copied().filter(|&i| self.cases[i].class == name).collect();
            (name.to_string(), self.section(&of).1)
        };
        let cues: Vec<(Cues, bool)> = which.iter().map(|&i| self.cues[i]).collect();
        let fates: Vec<&Fate> = which.iter().filter_map(|&i| self.fates[i].as_ref()).collect();
        Pool {
            section,
            classes: names.into_iter().map(class).collect(),
            reliability: curves::bins(&sample),
            curves: curves::curves(&sample, &self.draws, self.judging.replicates),
            hit_frequencies: hit_frequencies(&cues, &|cue| self.model.cue_weight(cue)),
            evasion: disguises::table(&fates, &self.draws, self.judging.replicates),
        }
    }
}

/// The cluster of each case: near-duplicates, and all generated texts of a kind, which share its templates.
fn clusters(cases: &[Case]) -> Vec<u32> {
    let real: Vec<String> = cases.iter().filter(|c| c.kind.is_none()).map(|c| c.text.clone()).collect();
    let mut found = cluster(&real, SIMILARITY).into_iter();
    let first = real.len() as u32;
    let of = |case: &Case| match case.kind {
        Some(kind) => first + kind as u32,
        None => found.next().expect("a cluster for each text"),
    };
    cases.iter().map(of).collect()
}
