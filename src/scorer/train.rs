//! From corpora to a judged, calibrated model.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::corpus::{Class, Row, Source, fill_placeholders};
use super::features::{Features, Recipe};
use super::fit::{Fit, FitError, Problem, Weights, platt};
use super::generate::generate;
use super::judge::{Scored, threshold_at};
use super::model::{Corpus, ModelInfo, Scorer, sha256, sigmoid};
use crate::content::{Cue, cluster, normalise};
use crate::rng::{Draws, splitmix};

/// Folds of the cross-validation.
const FOLDS: usize = 5;
/// The share of ham that the frozen threshold blocks among the rows it is set on.
pub(crate) const HAM_BLOCKED: f64 = 0.002;
/// Jaccard similarity from which two corpus texts are kept in one fold.
const SIMILARITY: f64 = 0.5;

/// What to train, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The model's name.
    pub name: String,
    /// Which fit.
    pub fit: Fit,
    /// Which features.
    pub recipe: Recipe,
    /// Rows to generate.
    pub generated: usize,
    /// The seed of generated rows, filled placeholders and folds.
    pub seed: u64,
    /// A date for the model file, or empty.
    pub date: String,
    /// Strength of the penalty.
    pub alpha: f64,
    /// See [`Problem::slot_scale`].
    pub slot_scale: f64,
    /// What a row of personal ham counts. Rows of spam count 1.
    pub personal_weight: f64,
    /// What a row of business ham counts.
    pub business_weight: f64,
}

impl Plan {
    /// The values of the default model; `docs/model.md` says how each was chosen.
    pub fn new(fit: Fit) -> Plan {
        Plan {
            name: "default".into(),
            fit,
            recipe: Recipe::DEFAULT,
            generated: 8000,
            seed: 1,
            date: String::new(),
            alpha: 0.1,
            slot_scale: 4.0,
            personal_weight: 1.0,
            business_weight: 3.0,
        }
    }
}

/// A trained model and how it did on rows that it had not seen.
#[derive(Debug, Clone)]
pub struct Report {
    /// The model, fitted on all rows.
    pub scorer: Scorer,
    /// The rows used, corpora first.
    pub rows: Vec<Row>,
    /// The score of each row by the model of the folds it is not in; blocked by a threshold that was
    /// frozen on the corpora's ham of those folds.
    pub scored: Vec<Scored>,
    /// The same with the threshold frozen on all ham of those folds, generated ham included.
    pub scored_all: Vec<Scored>,
    /// The scores of all rows by models trained without generated rows.
    pub without_generated: Vec<Scored>,
    /// For each cue the share of spam and of ham that shows it.
    pub cue_shares: Vec<(f64, f64)>,
    /// Rows dropped because an earlier one has the same normal form.
    pub duplicates: usize,
}

/// Why training failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// The fit failed.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// Too little to cross-validate.
    #[error("{ham} rows of ham and {spam} of spam are too few; at least {least} of each are needed")]
    TooFew {
        /// Distinct rows of ham.
        ham: usize,
        /// Distinct rows of spam.
        spam: usize,
        /// Rows needed.
        least: usize,
    },
}

/// Trains a model. The same sources and plan give the same bytes.
pub fn train(sources: &[Source], plan: &Plan) -> Result<Report, TrainError> {
    let (rows, duplicates) = collect(sources, plan);
    let least = 4 * FOLDS;
    let n_spam = rows.iter().filter(|r| r.class.is_spam()).count();
    if n_spam < least || rows.len() - n_spam < least {
        return Err(TrainError::TooFew { ham: rows.len() - n_spam, spam: n_spam, least });
    }
    let features: Vec<Features> = rows.par_iter().map(|r| plan.recipe.features(&r.text)).collect();
    let folds = folds(&rows, plan.seed);

    let with = cross_validate(&rows, &features, &folds, plan, true)?;
    let without = if sources.is_empty() {
        with.clone()
    } else {
        cross_validate(&rows, &features, &folds, plan, false)?
    };
    let corpora = |row: &Row| !row.is_generated() || sources.is_empty();
    let scored = freeze(&rows, &with, &folds, corpora)?;
    let scored_all = freeze(&rows, &with, &folds, |_| true)?;
    let without_generated = freeze(&rows, &without, &folds, corpora)?;

    let everything: Vec<usize> = (0..rows.len()).collect();
    let weights = problem(&rows, &features, &everything, plan).fit(plan.fit)?;
    let spam: Vec<bool> = rows.iter().map(|r| r.class.is_spam()).collect();
    let (a, b) = platt(&with, &spam)?;
    let ham = rows.iter().zip(&scored).filter(|(r, _)| corpora(r) && !r.class.is_spam());
    let threshold = threshold_at(ham.map(|(_, s)| s.probability), HAM_BLOCKED);
    let info = ModelInfo {
        name: plan.name.clone(),
        version: 0,
        fit: plan.fit.name().into(),
        date: plan.date.clone(),
        made_by: concat!("carrierlab ", env!("CARGO_PKG_VERSION")).into(),
        seed: plan.seed,
        corpora: provenance(sources, &rows),
        threshold,
    };
    let scaled: Vec<f64> = weights.columns.iter().map(|w| a * w).collect();
    let (cues, slots) = scaled.split_at(Cue::ALL.len());
    let scorer = Scorer::new(info, plan.recipe, a * weights.bias + b, cues, slots);
    let cue_shares = cue_shares(&rows, &features);
    Ok(Report { scorer, rows, scored, scored_all, without_generated, cue_shares, duplicates })
}

/// All rows, without marks of anonymisation and without repeats, and how many repeats there were.
fn collect(sources: &[Source], plan: &Plan) -> (Vec<Row>, usize) {
    let draws = Draws::new(plan.seed, 0);
    let mut rows = Vec::new();
    for (corpus, source) in sources.iter().enumerate() {
        for (i, row) in source.rows.iter().enumerate() {
            let text = fill_placeholders(&row.text, &draws, splitmix(corpus as u64) ^ i as u64);
            rows.push(Row { text, class: source.class(row), corpus, weight: source.weight, kind: None });
        }
    }
    let generated = generate(plan.generated, plan.seed);
    rows.extend(generated.into_iter().map(|row| Row { corpus: sources.len(), ..row }));
    let found = rows.len();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    rows.retain(|row| seen.insert(normalise(&row.text)));
    let duplicates = found - rows.len();
    (rows, duplicates)
}

/// The fold of each row. Near-duplicates share one, and so do all generated rows of a kind: no text is
/// judged by a model that saw its template or its kind.
fn folds(rows: &[Row], seed: u64) -> Vec<usize> {
    let corpora: Vec<String> = rows.iter().filter(|r| !r.is_generated()).map(|r| r.text.clone()).collect();
    let clusters = cluster(&corpora, SIMILARITY);
    let of = |key: u64| (splitmix(seed ^ splitmix(key)) % FOLDS as u64) as usize;
    rows.iter()
        .enumerate()
        .map(|(i, row)| match row.kind {
            // Kinds of one half come in turn, so that each fold has some of both.
            Some(kind) => (kind + seed as usize) % FOLDS,
            None => of(u64::from(clusters[i])),
        })
        .collect()
}

fn problem<'a>(rows: &[Row], features: &'a [Features], which: &[usize], plan: &Plan) -> Problem<'a> {
    let weight = |row: &Row| {
        row.weight
            * match row.class {
                Class::PersonalHam => plan.personal_weight,
                Class::BusinessHam => plan.business_weight,
                Class::Spam | Class::Smishing | Class::GeneratedSpam => 1.0,
            }
    };
    Problem {
        recipe: plan.recipe,
        features: which.iter().map(|&i| &features[i]).collect(),
        spam: which.iter().map(|&i| rows[i].class.is_spam()).collect(),
        weights: which.iter().map(|&i| weight(&rows[i])).collect(),
        alpha: plan.alpha,
        slot_scale: plan.slot_scale,
    }
}

/// The log-odds of each row by a model of the other folds, trained with or without generated rows.
fn cross_validate(
    rows: &[Row],
    features: &[Features],
    folds: &[usize],
    plan: &Plan,
    generated: bool,
) -> Result<Vec<f64>, FitError> {
    let models: Vec<Weights> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let used = |&i: &usize| folds[i] != fold && (generated || !rows[i].is_generated());
            let which: Vec<usize> = (0..rows.len()).filter(used).collect();
            problem(rows, features, &which, plan).fit(plan.fit)
        })
        .collect::<Result<_, _>>()?;
    Ok(features.iter().zip(folds).map(|(f, &fold)| models[fold].logit(f)).collect())
}

/// Calibrates and thresholds the scores of each fold by what was found on the other folds. The
/// threshold is set on the ham for which `sets` holds.
fn freeze(
    rows: &[Row],
    logits: &[f64],
    folds: &[usize],
    sets: impl Fn(&Row) -> bool,
) -> Result<Vec<Scored>, FitError> {
    let mut scored = vec![Scored { probability: 0.0, spam: false, blocked: false }; rows.len()];
    for fold in 0..FOLDS {
        let others: Vec<usize> = (0..rows.len()).filter(|&i| folds[i] != fold).collect();
        let z: Vec<f64> = others.iter().map(|&i| logits[i]).collect();
        let spam: Vec<bool> = others.iter().map(|&i| rows[i].class.is_spam()).collect();
        let (a, b) = platt(&z, &spam)?;
        let p = |i: usize| sigmoid(a * logits[i] + b);
        let ham = others.iter().filter(|&&i| !rows[i].class.is_spam() && sets(&rows[i]));
        let threshold = threshold_at(ham.map(|&i| p(i)), HAM_BLOCKED);
        for i in (0..rows.len()).filter(|&i| folds[i] == fold) {
            let probability = p(i);
            scored[i] =
                Scored { probability, spam: rows[i].class.is_spam(), blocked: probability >= threshold };
        }
    }
    Ok(scored)
}

fn provenance(sources: &[Source], rows: &[Row]) -> Vec<Corpus> {
    let count = |corpus: usize, spam: bool| {
        rows.iter().filter(|r| r.corpus == corpus && r.class.is_spam() == spam).count() as u64
    };
    let mut corpora: Vec<Corpus> = sources
        .iter()
        .enumerate()
        .map(|(i, s)| Corpus {
            name: s.name.clone(),
            sha256: s.sha256.clone(),
            ham: count(i, false),
            spam: count(i, true),
        })
        .collect();
    let generated: Vec<&str> = rows.iter().filter(|r| r.is_generated()).map(|r| r.text.as_str()).collect();
    if !generated.is_empty() {
        corpora.push(Corpus {
            name: "generated".into(),
            sha256: sha256(generated.join("\n").as_bytes()),
            ham: count(sources.len(), false),
            spam: count(sources.len(), true),
        });
    }
    corpora
}

fn cue_shares(rows: &[Row], features: &[Features]) -> Vec<(f64, f64)> {
    let share = |cue: Cue, spam: bool| {
        let of: Vec<&Features> =
            rows.iter().zip(features).filter(|(r, _)| r.class.is_spam() == spam).map(|(_, f)| f).collect();
        of.iter().filter(|f| f.cues.has(cue)).count() as f64 / of.len().max(1) as f64
    };
    Cue::ALL.iter().map(|&cue| (share(cue, true), share(cue, false))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        let recipe = Recipe { slot_bits: 10, characters_max: 0, ..Recipe::DEFAULT };
        Plan { generated: 800, recipe, ..Plan::new(Fit::Sparse) }
    }

    #[test]
    fn training_on_generated_rows_alone_works_and_repeats() {
        let report = train(&[], &plan()).unwrap();
        assert_eq!(report.scorer.to_json(), train(&[], &plan()).unwrap().scorer.to_json());
        let p = |text: &str| report.scorer.spam_probability(text);
        assert!(p("You won $5,000 cash! Claim your prize now http://win-today.example") > 0.8);
        assert!(p("Your appointment with Dr. Lee is on Monday at 9am. Reply C to confirm.") < 0.2);
    }

    #[test]
    fn no_kind_stands_on_both_sides_of_a_fold() {
        let (rows, _) = collect(&[], &plan());
        let folds = folds(&rows, 3);
        for (a, fold) in rows.iter().zip(&folds) {
            for (b, other) in rows.iter().zip(&folds).take(300) {
                assert!(a.kind != b.kind || fold == other);
            }
        }
    }

    #[test]
    fn too_few_rows_are_an_error() {
        let none = Plan { generated: 0, ..plan() };
        let error = train(&[], &none).unwrap_err();
        assert!(matches!(error, TrainError::TooFew { ham: 0, spam: 0, .. }), "{error}");
    }
}
