//! How well scores part spam from ham: figures, intervals, curves, cues, disguises.

mod bootstrap;
mod curves;
mod disguises;
mod evaluate;
mod hits;
mod sample;

use sample::Sample;

pub use bootstrap::Interval;
pub use curves::{Band, Bin, Curves, Point};
pub use disguises::{Disguise, Outcome};
pub use evaluate::{Case, Evaluation, Judging, Model, Pool, Section, evaluate};
pub use hits::HitFrequency;

/// The score of one text, and what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The probability that it is spam.
    pub probability: f64,
    /// Whether it is.
    pub spam: bool,
    /// Whether the probability reached the threshold that was set without it.
    pub blocked: bool,
}

/// Figures over a set of scored texts. Those that need both classes are absent where one is missing.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Judgement {
    /// Number of ham texts.
    pub n_ham: usize,
    /// Number of spam texts.
    pub n_spam: usize,
    /// Area under the ROC curve: the chance that a spam text scores above a ham text, ties half.
    pub auc: Option<f64>,
    /// 100 (1 - AUC), the figure of the TREC spam tracks: the chance in percent that a pair is ranked wrong.
    pub one_minus_auc_percent: Option<f64>,
    /// Share of spam blocked.
    pub spam_caught: Option<f64>,
    /// Share of ham blocked.
    pub ham_blocked: Option<f64>,
    /// Share of blocked texts that are spam; absent where nothing is blocked.
    pub precision: Option<f64>,
    /// Share of spam blocked, by the name it has beside precision: `spam_caught`.
    pub recall: Option<f64>,
    /// Matthews correlation coefficient; 0 where everything or nothing is blocked.
    pub mcc: Option<f64>,
    /// Expected calibration error: mean distance of probability and share of spam over ten equal bins of
    /// probability, weighted by their texts (Guo et al. 2017). Of no texts it is not a number (JSON: null).
    pub ece: f64,
    /// Mean of -ln of the probability given to the truth, in nats. Of no texts it is not a number (JSON: null).
    pub log_loss: f64,
}

impl Judgement {
    /// The figures that have an interval, in the order of [`Judgement::values`].
    pub const FIGURES: [&str; 9] = [
        "auc",
        "one_minus_auc_percent",
        "spam_caught",
        "ham_blocked",
        "precision",
        "recall",
        "mcc",
        "ece",
        "log_loss",
    ];

    /// The figures in the order of [`Judgement::FIGURES`]; what is undefined is absent.
    pub fn values(&self) -> [Option<f64>; 9] {
        let defined = |x: f64| x.is_finite().then_some(x);
        [
            self.auc,
            self.one_minus_auc_percent,
            self.spam_caught,
            self.ham_blocked,
            self.precision,
            self.recall,
            self.mcc,
            defined(self.ece),
            defined(self.log_loss),
        ]
    }
}

/// Judges a set of scores.
pub fn judge(scored: &[Scored]) -> Judgement {
    let one: Vec<u32> = vec![0; scored.len()];
    Sample::new(scored, &one).judge(&[1])
}

/// The lowest threshold at which at most `share` of the ham is blocked (blocked: probability at or above it).
pub fn threshold_at(ham: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut ham: Vec<f64> = ham.collect();
    ham.sort_by(|a, b| b.total_cmp(a));
    let allowed = libm::floor(ham.len() as f64 * share) as usize;
    // One step above the first score that must pass.
    ham.get(allowed).map_or(0.5, |p| f64::from_bits(p.to_bits() + 1))
}

/// Figures of one set of rows.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    /// Which rows, and by which threshold.
    pub rows: String,
    /// The figures.
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// Figures as a Markdown table; what a set cannot have is a dash.
pub fn table(lines: &[Line]) -> String {
    let share = |x: Option<f64>| x.map_or("-".into(), |x| format!("{:.2} %", 100.0 * x));
    let number = |x: Option<f64>| x.filter(|x| x.is_finite()).map_or("-".into(), |x| format!("{x:.4}"));
    let head = ["rows", "ham", "spam", "AUC", "spam caught", "ham blocked", "MCC", "ECE", "log loss"];
    let mut cells: Vec<Vec<String>> = vec![head.map(String::from).to_vec()];
    for Line { rows, judgement: j } in lines {
        cells.push(vec![
            rows.clone(),
            j.n_ham.to_string(),
            j.n_spam.to_string(),
            number(j.auc),
            share(j.spam_caught),
            share(j.ham_blocked),
            number(j.mcc),
            number(Some(j.ece)),
            number(Some(j.log_loss)),
        ]);
    }
    let width = |c: usize| cells.iter().map(|row| row[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut out = String::new();
    for (i, row) in cells.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let w = widths[c];
            out.push_str(&if c == 0 { format!("| {cell:<w$} ") } else { format!("| {cell:>w$} ") });
        }
        out.push_str("|\n");
        if i == 0 {
            for (c, w) in widths.iter().enumerate() {
                out.push_str(&if c == 0 {
                    format!("|{:-<1$}", "", w + 2)
                } else {
                    format!("|{:->1$}:", "", w + 1)
                });
            }
            out.push_str("|\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(pairs: &[(f64, bool)]) -> Vec<Scored> {
        pairs
            .iter()
            .map(|&(probability, spam)| Scored { probability, spam, blocked: probability >= 0.5 })
            .collect()
    }

    #[test]
    fn figures_of_a_small_case_by_hand() {
        let j = judge(&scored(&[(0.9, true), (0.6, false), (0.6, true), (0.2, false), (0.1, true)]));
        // Pairs: 0.9 beats both, 0.6 ties one and beats one, 0.1 loses both: 3.5 of 6.
        assert!((j.auc.unwrap() - 3.5 / 6.0).abs() < 1e-12);
        assert!((j.spam_caught.unwrap() - 2.0 / 3.0).abs() < 1e-12);
        assert!((j.ham_blocked.unwrap() - 0.5).abs() < 1e-12);
        assert!((j.mcc.unwrap() - 1.0 / 6.0).abs() < 1e-12);
        assert!((j.precision.unwrap() - 2.0 / 3.0).abs() < 1e-12 && j.recall == j.spam_caught);
        assert!((j.one_minus_auc_percent.unwrap() - 250.0 / 6.0).abs() < 1e-9);
        let loss = -(0.9_f64.ln() + 0.4_f64.ln() + 0.6_f64.ln() + 0.8_f64.ln() + 0.1_f64.ln()) / 5.0;
        assert!((j.log_loss - loss).abs() < 1e-12);
        assert!((j.ece - (0.1 + 0.2 + 0.2 + 0.9) / 5.0).abs() < 1e-12);
    }

    #[test]
    fn one_class_alone_has_no_ranking() {
        let j = judge(&scored(&[(0.9, true)]));
        assert_eq!((j.auc, j.ham_blocked, j.n_ham), (None, None, 0));
        assert_eq!((j.precision, j.mcc), (None, None));
        let none = judge(&[]);
        assert!(none.n_spam == 0 && none.values().iter().all(Option::is_none), "{none:?}");
        assert_eq!(serde_json::to_value(none).unwrap()["ece"], serde_json::Value::Null);
    }

    #[test]
    fn a_threshold_blocks_no_more_than_allowed() {
        let ham: Vec<f64> = (0..1000).map(|i| f64::from(i) / 1000.0).collect();
        let at = threshold_at(ham.iter().copied(), 0.002);
        assert_eq!(ham.iter().filter(|&&p| p >= at).count(), 2);
        let tied = threshold_at([0.7; 10].into_iter(), 0.2);
        assert!(tied > 0.7);
    }
}
