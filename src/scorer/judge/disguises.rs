//! What disguises cost a model: the spam of a set in each of them, with and without the normaliser.

use rayon::prelude::*;
use serde::Serialize;

use super::bootstrap::{self, Interval};
use super::evaluate::Model;
use crate::content::{Normal, normalise};
use crate::rng::Draws;
use crate::scorer::Evasion;

/// How a model does on spam in one disguise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Outcome {
    /// Share of the spam that is caught.
    pub spam_caught: f64,
    /// Mean log-odds of spam.
    pub mean_log_odds: f64,
    /// Share of the undisguised spam that is caught, less `spam_caught`, in percentage points: what the
    /// disguise costs.
    pub cost_points: f64,
    /// The interval of the cost, paired by text.
    pub cost_interval: Option<Interval>,
}

/// One row of the evasion table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disguise {
    /// The disguise; `none` in the first row.
    pub evasion: &'static str,
    /// What it does.
    pub says: &'static str,
    /// Number of spam texts.
    pub n_spam: usize,
    /// Share of the texts whose normal form it leaves as it was: those the normaliser undoes entirely.
    pub undone: f64,
    /// The model on the disguised text with nothing undone (see `Normal::unfolded`).
    pub raw: Outcome,
    /// The model as it is applied.
    pub normalised: Outcome,
}

/// How one spam text fares in every disguise, the undisguised text first.
#[derive(Debug, Clone)]
pub(super) struct Fate {
    cluster: u32,
    trials: Vec<Trial>,
}

#[derive(Debug, Clone, Copy)]
struct Trial {
    undone: bool,
    /// Log-odds and whether blocked.
    raw: (f64, bool),
    normalised: (f64, bool),
}

/// Puts every disguise on the given texts: their places, texts and clusters.
pub(super) fn fates(model: &dyn Model, spam: &[(usize, &str, u32)], draws: &Draws) -> Vec<Fate> {
    let recipe = model.recipe();
    let trial = |row: usize, text: &str, normal: &str| {
        let disguised = Normal::of(text);
        Trial {
            undone: disguised.text == normal,
            raw: model.rescore(row, &recipe.features_of(&Normal::unfolded(text))),
            normalised: model.rescore(row, &recipe.features_of(&disguised)),
        }
    };
    spam.par_iter()
        .map(|&(row, text, cluster)| {
            let normal = normalise(text);
            let mut trials = vec![trial(row, text, &normal)];
            trials.extend(
                Evasion::ALL.map(|evasion| trial(row, &evasion.apply(text, draws, row as u64), &normal)),
            );
            Fate { cluster, trials }
        })
        .collect()
}

/// The evasion table of a set of spam texts; empty where there are none.
pub(super) fn table(fates: &[&Fate], draws: &Draws, replicates: u32) -> Vec<Disguise> {
    if fates.is_empty() {
        return Vec::new();
    }
    let names = std::iter::once(("none", "the text as it is"))
        .chain(Evasion::ALL.into_iter().map(|e| (e.name(), e.says())));
    let mut clusters: Vec<u32> = fates.iter().map(|f| f.cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    let place: Vec<usize> = fates.iter().map(|f| clusters.partition_point(|c| *c < f.cluster)).collect();
    let n = fates.len() as f64;
    let outcome = |at: usize, of: fn(&Trial) -> (f64, bool)| {
        let caught = |at: usize| fates.iter().filter(|f| of(&f.trials[at]).1).count() as f64 / n;
        // By cluster: its texts, and how many more of them are caught undisguised.
        let mut lost = vec![(0.0, 0.0); clusters.len()];
        for (fate, &place) in fates.iter().zip(&place) {
            let blocked = |at: usize| f64::from(u8::from(of(&fate.trials[at]).1));
            lost[place].0 += 1.0;
            lost[place].1 += blocked(0) - blocked(at);
        }
        let costs = if at == 0 { 0 } else { replicates };
        let costs = bootstrap::replicate(clusters.len(), draws, costs, |weights| {
            let sum = |f: fn(&(f64, f64)) -> f64| {
                lost.iter().zip(weights).map(|(l, &w)| f(l) * f64::from(w)).sum::<f64>()
            };
            Some(100.0 * sum(|l| l.1) / sum(|l| l.0))
        });
        Outcome {
            spam_caught: caught(at),
            mean_log_odds: fates.iter().map(|f| of(&f.trials[at]).0).sum::<f64>() / n,
            cost_points: 100.0 * lost.iter().map(|l| l.1).sum::<f64>() / n,
            cost_interval: bootstrap::percentiles(costs.into_iter()),
        }
    };
    names
        .enumerate()
        .map(|(at, (evasion, says))| Disguise {
            evasion,
            says,
            n_spam: fates.len(),
            undone: fates.iter().filter(|f| f.trials[at].undone).count() as f64 / n,
            raw: outcome(at, |t| t.raw),
            normalised: outcome(at, |t| t.normalised),
        })
        .collect()
}
