//! What figures with one row a strategy share: labels at the left, the axis below, the sample in words.

use super::super::view::{FEW, clean};
#[cfg(feature = "plot")]
use super::canvas::{AXIS, Canvas, GRID, LABEL, QUIET, Scale, ink, measure, wrap};
use crate::experiment::summary::{Estimate, Metrics, Summary};

/// The estimate of that name, if anything was measured.
pub(super) fn measured<'a>(metrics: &'a Metrics, name: &str) -> Option<&'a Estimate> {
    metrics.get(name).filter(|e| e.mean.is_some())
}

/// Mean, lower and upper end as columns of numbers.
pub(super) fn columns(estimates: &[Option<&Estimate>]) -> [Vec<Option<f64>>; 3] {
    let column = |f: fn(&Estimate) -> Option<f64>| estimates.iter().map(|e| e.and_then(f)).collect();
    [column(|e| e.mean), column(|e| e.lo), column(|e| e.hi)]
}

/// Names of the strategies, safe to print.
pub(super) fn names(summary: &Summary) -> Vec<String> {
    summary.strategies.iter().map(|s| clean(&s.name)).collect()
}

/// The end of every caption: what the intervals are, and how far they can be trusted.
pub(super) fn sample(summary: &Summary) -> String {
    let n = summary.replications;
    let mut text = format!(
        "Means over {n} replication{}; bars and brackets are 95 % intervals (Student\u{2019}s t), and where no bar shows it \
         is narrower than the marker.",
        if n == 1 { "" } else { "s" }
    );
    if few(summary) {
        text.push_str(&format!(" Intervals are dashed: they rest on fewer than {FEW} replications."));
    }
    text
}

pub(super) fn few(summary: &Summary) -> bool {
    summary.replications < FEW
}

/// The labels of the rows and the room they take.
#[cfg(feature = "plot")]
pub(super) struct Rows {
    /// Where the labels end and the picture begins.
    pub left: f64,
    /// Upper end of the first row.
    pub top: f64,
    /// Height of a row.
    pub height: f64,
    labels: Vec<Vec<String>>,
}

#[cfg(feature = "plot")]
impl Rows {
    /// Rows of at least `height` below `top`, their labels in two lines of at most `room` points.
    pub(super) fn new(names: &[String], room: f64, top: f64, height: f64) -> Rows {
        let labels: Vec<Vec<String>> = names.iter().map(|n| wrap(n, LABEL, false, room, 2)).collect();
        let widest = labels.iter().flatten().map(|l| measure(l, LABEL, false)).fold(40.0, f64::max);
        Rows { left: 12.0 + widest + 12.0, top, height, labels }
    }

    pub(super) fn middle(&self, row: usize) -> f64 {
        self.top + self.height * (row as f64 + 0.5)
    }

    pub(super) fn bottom(&self) -> f64 {
        self.top + self.height * self.labels.len() as f64
    }

    pub(super) fn label(&self, canvas: &Canvas) {
        for (i, lines) in self.labels.iter().enumerate() {
            canvas.lines(self.left - 10.0, self.middle(i), lines, ink(LABEL).right());
        }
    }

    /// Thin lines between rows from `from` to `to`.
    pub(super) fn rules(&self, canvas: &Canvas, from: f64, to: f64) {
        for i in 1..self.labels.len() {
            let y = self.top + self.height * i as f64;
            canvas.line((from, y), (to, y), GRID, 0.6, super::canvas::Dash::Solid);
        }
    }

    /// Grid lines, tick labels and the name of an axis below the rows.
    pub(super) fn axis(
        &self,
        canvas: &Canvas,
        scale: &Scale,
        ticks: usize,
        name: &str,
        label: impl Fn(f64, usize) -> String,
    ) {
        let (values, digits) = scale.ticks(ticks);
        for v in values {
            let x = scale.at(v);
            canvas.line((x, self.top), (x, self.bottom()), GRID, 0.6, super::canvas::Dash::Solid);
            canvas.text(x, self.bottom() + 10.0, &label(v, digits), ink(LABEL).colour(QUIET).centre());
        }
        let (from, to) = scale.range();
        canvas.line((from, self.bottom()), (to, self.bottom()), QUIET, 0.8, super::canvas::Dash::Solid);
        canvas.text((from + to) / 2.0, self.bottom() + 26.0, name, ink(AXIS).centre());
    }
}

/// A tick of a percentage.
#[cfg(feature = "plot")]
pub(super) fn percent_tick(x: f64, digits: usize) -> String {
    format!("{} %", super::format::fixed(x * 100.0, digits.saturating_sub(2)))
}
