//! The fit over all features: compressed rows, and argmin's L-BFGS.

use argmin::core::{CostFunction, Error, Executor, Gradient, State, TerminationReason, TerminationStatus};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use super::{CUES, FitError, Problem, Weights, softplus, value};
use crate::scorer::model::sigmoid;

impl Problem<'_> {
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

    pub(super) fn fit_sparse(&self) -> Result<Weights, FitError> {
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
