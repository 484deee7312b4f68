//! Fitting a logistic model, in two ways behind one interface.
//!
//! Both minimise Σ log-loss + α/2·‖w‖² with the intercept left out of the penalty. `Sparse` takes every
//! hashed feature, in compressed rows, with argmin's L-BFGS. `Linfa` is linfa-logistic 0.8.1, which is
//! dense: it takes the cues and those features that tell the classes apart best.

use argmin::core::{CostFunction, Error, Executor, Gradient, State, TerminationReason, TerminationStatus};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use linfa::Dataset;
use linfa::traits::Fit as _;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ShapeBuilder};

use super::features::{Features, Recipe};
use super::model::sigmoid;
use crate::content::Cue;

/// Number of cue columns, which stand before the slots.
const CUES: usize = Cue::ALL.len();
/// Hashed features that `Linfa` is given.
const SELECTED: usize = 2000;

/// Which fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// linfa-logistic on cues and selected features, dense.
    Linfa,
    /// The same objective on all features, sparse, with argmin.
    Sparse,
}

impl Fit {
    /// All of them.
    pub const ALL: [Fit; 2] = [Fit::Linfa, Fit::Sparse];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Fit::Linfa => "linfa",
            Fit::Sparse => "sparse",
        }
    }
}

/// Why a fit failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// All rows have one label.
    #[error("a fit needs both ham and spam; there are {ham} rows of ham and {spam} of spam")]
    OneClass {
        /// Rows of ham.
        ham: usize,
        /// Rows of spam.
        spam: usize,
    },
    /// The optimiser gave up.
    #[error("the fit failed: {reason}")]
    Optimiser {
        /// What it said.
        reason: String,
    },
}

/// Labelled rows to be fitted.
#[derive(Debug, Clone)]
pub struct Problem<'a> {
    /// Which features the rows have.
    pub recipe: Recipe,
    /// The features of each row.
    pub features: Vec<&'a Features>,
    /// Whether each row is spam.
    pub spam: Vec<bool>,
    /// How much each row counts.
    pub weights: Vec<f64>,
    /// Strength of the penalty.
    pub alpha: f64,
    /// What the value of a hashed feature is multiplied by: the larger, the less its weight is penalised
    /// beside that of a cue.
    pub slot_scale: f64,
}

/// Fitted weights, in log-odds of spam.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// The intercept.
    pub bias: f64,
    /// By cue, then by slot; a slot's weight is for the value that [`Features::inverse_length`] gives.
    pub columns: Vec<f64>,
    /// The objective reached.
    pub objective: f64,
}

impl Weights {
    /// The log-odds of a text.
    pub fn logit(&self, features: &Features) -> f64 {
        let length = value(features);
        let cues: f64 = features.cues.iter().map(|cue| self.columns[cue as usize]).sum();
        let slots: f64 = features.slots.iter().map(|&slot| self.columns[CUES + slot as usize]).sum();
        self.bias + cues + slots * length
    }
}

fn value(features: &Features) -> f64 {
    features.inverse_length() as f64 / 65536.0
}

impl Problem<'_> {
    /// Fits.
    pub fn fit(&self, fit: Fit) -> Result<Weights, FitError> {
        let spam = self.spam.iter().filter(|&&s| s).count();
        let ham = self.spam.len() - spam;
        if spam == 0 || ham == 0 {
            return Err(FitError::OneClass { ham, spam });
        }
        match fit {
            Fit::Sparse => self.fit_sparse(),
            Fit::Linfa => self.fit_linfa(&self.select(SELECTED)),
        }
    }

    fn columns(&self) -> usize {
        CUES + self.recipe.slots()
    }

    /// The rows in compressed form; the last column is the intercept.
    fn sparse(&self) -> Sparse<'_> {
        let mut rows = Sparse {
            starts: vec![0],
            columns: Vec::new(),
            values: Vec::new(),
            n: self.columns(),
            problem: self,
        };
        for features in &self.features {
            for cue in features.cues.iter() {
                rows.columns.push(cue as u32);
                rows.values.push(1.0);
            }
            let length = value(features) * self.slot_scale;
            for &slot in &features.slots {
                rows.columns.push(CUES as u32 + slot);
                rows.values.push(length);
            }
            rows.starts.push(rows.columns.len());
        }
        rows
    }

    fn fit_sparse(&self) -> Result<Weights, FitError> {
        let failed = |e: Error| FitError::Optimiser { reason: e.to_string() };
        let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10)
            .with_tolerance_grad(1e-5 * self.spam.len() as f64)
            .map_err(failed)?;
        let start = vec![0.0; self.columns() + 1];
        let done = Executor::new(self.sparse(), solver)
            .configure(|state| state.param(start).max_iters(400))
            .timer(false)
            .run()
            .map_err(failed)?;
        let state = done.state();
        if let TerminationStatus::Terminated(TerminationReason::SolverExit(reason)) =
            state.get_termination_status()
        {
            return Err(FitError::Optimiser { reason: reason.clone() });
        }
        let mut columns = state.get_best_param().expect("an iteration was made").clone();
        let bias = columns.pop().expect("the intercept is there");
        for weight in &mut columns[CUES..] {
            *weight *= self.slot_scale;
        }
        Ok(Weights { bias, columns, objective: state.get_best_cost() })
    }

    /// The `n` slots whose presence tells most about the label (chi-square of the weighted 2×2 table),
    /// ascending. Ties go to the lower slot.
    fn select(&self, n: usize) -> Vec<u32> {
        let mut counts = vec![[0.0; 2]; self.recipe.slots()];
        let mut totals = [0.0; 2];
        for ((features, &spam), &weight) in self.features.iter().zip(&self.spam).zip(&self.weights) {
            totals[usize::from(spam)] += weight;
            for &slot in &features.slots {
                counts[slot as usize][usize::from(spam)] += weight;
            }
        }
        let all = totals[0] + totals[1];
        let chi = |[ham, spam]: [f64; 2]| {
            let (with, without) = (ham + spam, all - ham - spam);
            if with <= 0.0 {
                return -1.0; // no row has it
            }
            if without <= 0.0 {
                return 0.0;
            }
            let cross = spam * (totals[0] - ham) - ham * (totals[1] - spam);
            cross * cross / (with * without)
        };
        let mut order: Vec<(f64, u32)> =
            counts.iter().enumerate().map(|(i, &c)| (chi(c), i as u32)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut slots: Vec<u32> =
            order.iter().take(n).filter(|(chi, _)| *chi >= 0.0).map(|&(_, slot)| slot).collect();
        slots.sort_unstable();
        slots
    }

    fn fit_linfa(&self, selected: &[u32]) -> Result<Weights, FitError> {
        // linfa-logistic 0.8.1 ignores weights, so a row that counts twice stands there twice, and of
        // rows that count half every second one.
        let mut rows = Vec::new();
        let mut due = [0.0; 2];
        for (i, &weight) in self.weights.iter().enumerate() {
            let due = &mut due[usize::from(self.spam[i])];
            *due += weight;
            while *due >= 1.0 {
                rows.push(i);
                *due -= 1.0;
            }
        }
        let mut x = Array2::<f64>::zeros((rows.len(), CUES + selected.len()).f());
        for (at, &i) in rows.iter().enumerate() {
            let features = self.features[i];
            for cue in features.cues.iter() {
                x[[at, cue as usize]] = 1.0;
            }
            let length = value(features) * self.slot_scale;
            for &slot in &features.slots {
                if let Ok(place) = selected.binary_search(&slot) {
                    x[[at, CUES + place]] = length;
                }
            }
        }
        let y: Array1<bool> = rows.iter().map(|&i| self.spam[i]).collect();
        let (bias, fitted) = linfa_logistic(x, y, self.alpha)?;
        let mut columns = vec![0.0; self.columns()];
        columns[..CUES].copy_from_slice(&fitted[..CUES]);
        for (&slot, &weight) in selected.iter().zip(&fitted[CUES..]) {
            columns[CUES + slot as usize] = weight * self.slot_scale;
        }
        let mut weights = Weights { bias, columns, objective: 0.0 };
        weights.objective = self.objective(&weights);
        Ok(weights)
    }

    /// The objective at some weights.
    pub fn objective(&self, weights: &Weights) -> f64 {
        let loss: f64 = self
            .features
            .iter()
            .zip(&self.spam)
            .zip(&self.weights)
            .map(|((f, &spam), &w)| w * softplus(if spam { -weights.logit(f) } else { weights.logit(f) }))
            .sum();
        let (cues, slots) = weights.columns.split_at(CUES);
        let square = |w: &[f64]| w.iter().map(|w| w * w).sum::<f64>();
        loss + self.alpha / 2.0 * (square(cues) + square(slots) / (self.slot_scale * self.slot_scale))
    }
}

/// Intercept and weights that linfa-logistic fits, in log-odds of `true`.
fn linfa_logistic(x: Array2<f64>, y: Array1<bool>, alpha: f64) -> Result<(f64, Vec<f64>), FitError> {
    let tolerance = 1e-5 * y.len() as f64;
    let model = LogisticRegression::default()
        .alpha(alpha)
        .max_iterations(400)
        .gradient_tolerance(tolerance)
        .fit(&Dataset::new(x, y))
        .map_err(|e| FitError::Optimiser { reason: e.to_string() })?;
    // linfa-logistic 0.8.1 calls the class with more rows positive, so with mostly honest texts its
    // weights are log-odds of ham: ask the model which class it means.
    let sign = if model.labels().pos.class { 1.0 } else { -1.0 };
    Ok((sign * model.intercept(), model.params().iter().map(|w| sign * w).collect()))
}

/// The line (a, b) for which σ(a·z + b) is the probability of spam, fitted to scores z of rows that
/// were not trained on (Platt 1999), by linfa-logistic.
pub fn platt(logits: &[f64], spam: &[bool]) -> Result<(f64, f64), FitError> {
    let n_spam = spam.iter().filter(|&&s| s).count();
    if n_spam == 0 || n_spam == spam.len() {
        return Err(FitError::OneClass { ham: spam.len() - n_spam, spam: n_spam });
    }
    let x = Array2::from_shape_vec((logits.len(), 1), logits.to_vec()).expect("one column");
    let (b, a) = linfa_logistic(x, spam.iter().copied().collect(), 0.0)?;
    Ok((a[0], b))
}

/// Rows in compressed form (CSR), as argmin sees them.
struct Sparse<'a> {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f64>,
    /// Columns without the intercept.
    n: usize,
    problem: &'a Problem<'a>,
}

impl Sparse<'_> {
    fn row(&self, i: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[i]..self.starts[i + 1];
        self.columns[range.clone()].iter().map(|&c| c as usize).zip(self.values[range].iter().copied())
    }
    fn logit(&self, i: usize, w: &[f64]) -> f64 {
        w[self.n] + self.row(i).map(|(c, v)| w[c] * v).sum::<f64>()
    }
}

impl CostFunction for Sparse<'_> {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, w: &Vec<f64>) -> Result<f64, Error> {
        let p = self.problem;
        let loss = |i: usize| {
            let z = self.logit(i, w);
            p.weights[i] * softplus(if p.spam[i] { -z } else { z })
        };
        let penalty: f64 = w[..self.n].iter().map(|w| w * w).sum();
        Ok((0..p.spam.len()).map(loss).sum::<f64>() + p.alpha / 2.0 * penalty)
    }
}

impl Gradient for Sparse<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, w: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let p = self.problem;
        let mut gradient: Vec<f64> = w.iter().map(|w| p.alpha * w).collect();
        gradient[self.n] = 0.0;
        for i in 0..p.spam.len() {
            let error = p.weights[i] * (sigmoid(self.logit(i, w)) - f64::from(u8::from(p.spam[i])));
            for (c, v) in self.row(i) {
                gradient[c] += error * v;
            }
            gradient[self.n] += error;
        }
        Ok(gradient)
    }
}

/// log(1 + e^z), without overflow.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + libm::log1p(libm::exp(-z.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorer::generate;

    /// A small problem in which every slot is selected, so that both fits see the same columns.
    fn with_problem(spam_rows: usize, check: impl Fn(&Problem<'_>)) {
        let recipe = Recipe { slot_bits: 8, words_max: 1, characters_max: 0, ..Recipe::DEFAULT };
        let rows = generate(400, 1);
        let mut left = spam_rows;
        let rows: Vec<_> = rows
            .iter()
            .filter(|r| {
                let keep = !r.class.is_spam() || left > 0;
                left -= usize::from(r.class.is_spam() && keep);
                keep
            })
            .collect();
        let features: Vec<Features> = rows.iter().map(|r| recipe.features(&r.text)).collect();
        check(&Problem {
            recipe,
            features: features.iter().collect(),
            spam: rows.iter().map(|r| r.class.is_spam()).collect(),
            weights: vec![1.0; rows.len()],
            alpha: 1.0,
            slot_scale: 3.0,
        });
    }

    #[test]
    fn both_fits_agree_on_objective_and_weights() {
        with_problem(200, |problem| {
            let sparse = problem.fit(Fit::Sparse).unwrap();
            let linfa = problem.fit(Fit::Linfa).unwrap();
            assert!((sparse.objective - problem.objective(&sparse)).abs() < 1e-9);
            assert!(
                (sparse.objective - linfa.objective).abs() < 1e-4,
                "{} {}",
                sparse.objective,
                linfa.objective
            );
            assert!((sparse.bias - linfa.bias).abs() < 1e-2);
            for (a, b) in sparse.columns.iter().zip(&linfa.columns) {
                assert!((a - b).abs() < 1e-2, "{a} {b}");
            }
        });
    }

    #[test]
    fn weights_mean_spam_whichever_class_is_larger() {
        for spam_rows in [40, 200] {
            with_problem(spam_rows, |problem| {
                for fit in [Fit::Linfa, Fit::Sparse] {
                    let weights = problem.fit(fit).unwrap();
                    let score = |text: &str| weights.logit(&problem.recipe.features(text));
                    let spam = score("You have won a prize of $5,000! Claim now: http://claimprize.example");
                    let ham = score(
                        "Reminder: your appointment with Dr. Lee is on Monday at 9am. Reply C to confirm",
                    );
                    assert!(spam > ham, "{fit:?} {spam_rows}: {spam} {ham}");
                }
            });
        }
    }

    #[test]
    fn the_same_rows_give_the_same_weights() {
        with_problem(200, |problem| {
            for fit in [Fit::Linfa, Fit::Sparse] {
                assert_eq!(problem.fit(fit).unwrap(), problem.fit(fit).unwrap());
            }
        });
    }

    #[test]
    fn one_class_alone_is_an_error() {
        with_problem(0, |problem| {
            assert!(matches!(problem.fit(Fit::Sparse), Err(FitError::OneClass { spam: 0, .. })));
        });
        assert!(platt(&[1.0, 2.0], &[true, true]).is_err());
    }

    #[test]
    fn calibration_finds_the_line() {
        // Scores for which σ(2z − 1) is the truth, in exact proportions.
        let (mut logits, mut spam) = (Vec::new(), Vec::new());
        for step in -20..=20 {
            let z = f64::from(step) / 10.0;
            for i in 0..1000 {
                logits.push(z);
                spam.push(f64::from(i) < 1000.0 * sigmoid(2.0 * z - 1.0));
            }
        }
        let (a, b) = platt(&logits, &spam).unwrap();
        assert!((a - 2.0).abs() < 0.02 && (b + 1.0).abs() < 0.02, "{a} {b}");
    }
}
