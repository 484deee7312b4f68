//! Fitting a logistic model, in three ways behind one interface; one file each.
//!
//! All minimise Σ log-loss + α/2·‖w‖² with the intercept left out of the penalty. `Sparse` takes every
//! hashed feature, in compressed rows, with argmin's L-BFGS. `Linfa` is linfa-logistic 0.8.1, which is
//! dense: it takes the cues and those features that tell the classes apart best. `Ftrl` shows the rows one
//! by one, in several passes, to the learner that streams use.

use super::features::{Features, Recipe};
use crate::content::Cue;

mod ftrl;
mod linfa;
mod sparse;

pub use linfa::platt;

/// Number of cue columns, which stand before the slots.
const CUES: usize = Cue::ALL.len();

/// Which fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// linfa-logistic on cues and selected features, dense.
    Linfa,
    /// The same objective on all features, sparse, with argmin.
    Sparse,
    /// The online learner, FTRL-proximal, in several passes over all features.
    Ftrl,
}

impl Fit {
    /// Every fit.
    pub const ALL: [Fit; 3] = [Fit::Linfa, Fit::Sparse, Fit::Ftrl];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Fit::Linfa => "linfa",
            Fit::Sparse => "sparse",
            Fit::Ftrl => "ftrl",
        }
    }

    /// The fit of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Fit> {
        Fit::ALL.into_iter().find(|fit| fit.name() == name)
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
            Fit::Linfa => self.fit_linfa(),
            Fit::Ftrl => Ok(self.fit_ftrl()),
        }
    }

    fn columns(&self) -> usize {
        CUES + self.recipe.slots()
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

/// log(1 + e^z), without overflow.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + libm::log1p(libm::exp(-z.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorer::generate;
    use crate::scorer::model::sigmoid;

    /// A small problem in which every slot is selected, so that both fits see the same columns.
    fn with_problem(spam_rows: usize, check: impl Fn(&Problem<'_>)) {
        let recipe =
            Recipe { slot_bits: 8, words_max: 1, characters_max: 0, cue_pairs: false, ..Recipe::DEFAULT };
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
    fn the_online_learner_comes_near_to_the_optimum() {
        for slot_scale in [1.0, 4.0] {
            for alpha in [0.1, 1.0] {
                with_problem(200, |problem| {
                    let problem = Problem { alpha, slot_scale, ..problem.clone() };
                    let sparse = problem.fit(Fit::Sparse).unwrap();
                    let ftrl = problem.fit(Fit::Ftrl).unwrap();
                    assert!((ftrl.objective - problem.objective(&ftrl)).abs() < 1e-9);
                    let ratio = ftrl.objective / sparse.objective;
                    assert!((0.999_999..1.02).contains(&ratio), "{} {}", ftrl.objective, sparse.objective);
                });
            }
        }
    }

    #[test]
    fn fits_are_found_by_their_names() {
        for fit in Fit::ALL {
            assert_eq!(Fit::from_name(fit.name()), Some(fit));
        }
        assert_eq!(Fit::from_name("other"), None);
    }

    #[test]
    fn weights_mean_spam_whichever_class_is_larger() {
        for spam_rows in [40, 200] {
            with_problem(spam_rows, |problem| {
                for fit in Fit::ALL {
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
            for fit in Fit::ALL {
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
