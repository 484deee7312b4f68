//! The dense fit: linfa-logistic on the cues and a selection of slots, and the calibration of any fit.

use linfa::Dataset;
use linfa::traits::Fit as _;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, Array2, ShapeBuilder};

use super::{CUES, FitError, Problem, Weights, value};

/// Hashed features that are taken.
const SELECTED: usize = 2000;

impl Problem<'_> {
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

    /// Fits on the cues and the slots that tell most.
    pub(super) fn fit_linfa(&self) -> Result<Weights, FitError> {
        let selected = self.select(SELECTED);
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
