//! The fit of the online learner: the rows one by one, in several passes.

use super::{Problem, Weights};
use crate::rng::splitmix;
use crate::scorer::online::{Online, OnlineSettings};

/// Times that every row is shown.
const PASSES: u32 = 60;
/// Passes at the end whose weights are averaged.
const AVERAGED: u32 = 10;
/// α of the learner: larger than in a stream, since every row comes back.
const RATE: f64 = 2.0;

impl Problem<'_> {
    /// Fits. FTRL counts its penalty once over all it has seen, so the penalty grows with every pass as the
    /// sum of losses does. The mean of the last passes' weights lies nearer to the optimum than the last
    /// ones (Polyak and Juditsky 1992).
    pub(super) fn fit_ftrl(&self) -> Weights {
        let settings =
            OnlineSettings { rate: RATE, beta: 1.0, l1: 0.0, l2: self.alpha, slot_scale: self.slot_scale };
        let mut learner = Online::new(self.recipe, settings);
        let mut order: Vec<usize> = (0..self.spam.len()).collect();
        let (mut bias, mut columns) = (0.0, vec![0.0; self.columns()]);
        for pass in 1..=PASSES {
            learner.set_l2(self.alpha * f64::from(pass));
            // Another order in each pass, keyed by pass and row.
            order.sort_by_key(|&row| (splitmix(splitmix(u64::from(pass)) ^ row as u64), row));
            for &row in &order {
                learner.update(self.features[row], self.spam[row], self.weights[row]);
            }
            if pass + AVERAGED > PASSES {
                let (b, w) = learner.weights();
                bias += b / f64::from(AVERAGED);
                columns.iter_mut().zip(w).for_each(|(sum, w)| *sum += w / f64::from(AVERAGED));
            }
        }
        let mut weights = Weights { bias, columns, objective: 0.0 };
        weights.objective = self.objective(&weights);
        weights
    }
}
