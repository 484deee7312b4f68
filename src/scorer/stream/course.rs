//! What is kept of a run: its figures, its learning curve, and where it ended.

use serde::{Deserialize, Serialize};

use super::{Labels, Run};
use crate::scorer::judge::{Scored, judge};
use crate::scorer::model::sigmoid;

/// Figures over a part of a stream. What needs a class that the part does not hold is absent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Texts.
    pub messages: usize,
    /// Those that are spam.
    pub spam: usize,
    /// 1 − AUC: the chance that a spam scores below a ham, ties half. TREC's (1−AUC)% is 100 times this.
    pub one_minus_auc: Option<f64>,
    /// Share of texts blocked if spam and delivered if ham.
    pub accuracy: Option<f64>,
    /// Share of spam blocked.
    pub spam_caught: Option<f64>,
    /// Share of ham blocked.
    pub ham_blocked: Option<f64>,
    /// TREC's lam%, as a fraction: the mean of the shares of misjudged ham and spam in log-odds. Half a text
    /// is added to each count, so that a faultless stream has a value.
    pub lam: Option<f64>,
}

/// Figures of some scored texts.
pub fn figures(scored: &[Scored]) -> Figures {
    let judged = judge(scored);
    let (n, spam) = (scored.len(), judged.n_spam);
    let wrong = |of_spam: bool| scored.iter().filter(|s| s.spam == of_spam && s.blocked != of_spam).count();
    let log_odds = |wrong: usize, of: usize| libm::log((wrong as f64 + 0.5) / ((of - wrong) as f64 + 0.5));
    let right = n - wrong(true) - wrong(false);
    Figures {
        messages: n,
        spam,
        one_minus_auc: judged.auc.map(|auc| 1.0 - auc),
        accuracy: (n > 0).then(|| right as f64 / n as f64),
        spam_caught: judged.spam_caught,
        ham_blocked: judged.ham_blocked,
        lam: (spam > 0 && spam < n)
            .then(|| sigmoid((log_odds(wrong(true), spam) + log_odds(wrong(false), n - spam)) / 2.0)),
    }
}

/// One point of a learning curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Texts that have arrived.
    pub messages: usize,
    /// Figures of the texts since the last checkpoint.
    pub window: Figures,
    /// Figures of all texts so far.
    pub so_far: Figures,
}

/// What is kept of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Figures of the whole stream.
    pub whole: Figures,
    /// Figures of its last quarter, when the filter has become what it will be.
    pub late: Figures,
    /// How that quarter is to be called.
    pub outcome: Outcome,
    /// What the learner was told.
    pub labels: Labels,
    /// The learning curve.
    pub curve: Vec<Checkpoint>,
}

/// Where a filter ended, by the last quarter of its stream. The bounds are our own, and wide apart on
/// purpose: what lies between them is called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Less than a tenth of the spam is caught, and less than half of the ham blocked.
    PassesAll,
    /// Half of the ham or more is blocked.
    BlocksAll,
    /// At least half of the spam is caught and at most a tenth of the ham blocked.
    Works,
    /// None of these.
    Between,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 4] = [Outcome::Works, Outcome::PassesAll, Outcome::BlocksAll, Outcome::Between];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::PassesAll => "passes all",
            Outcome::BlocksAll => "blocks all",
            Outcome::Works => "works",
            Outcome::Between => "between",
        }
    }

    fn of(late: &Figures) -> Outcome {
        let (caught, blocked) = (late.spam_caught.unwrap_or(0.0), late.ham_blocked.unwrap_or(0.0));
        match () {
            () if blocked >= 0.5 => Outcome::BlocksAll,
            () if caught < 0.1 => Outcome::PassesAll,
            () if caught >= 0.5 && blocked <= 0.1 => Outcome::Works,
            () => Outcome::Between,
        }
    }
}

impl Run {
    /// Its figures, with a learning curve of `points` checkpoints.
    pub fn course(&self, points: usize) -> Course {
        let n = self.scored.len();
        let mut curve = Vec::new();
        let mut from = 0;
        for point in 1..=points {
            let to = n * point / points;
            if to > from {
                let window = figures(&self.scored[from..to]);
                curve.push(Checkpoint { messages: to, window, so_far: figures(&self.scored[..to]) });
                from = to;
            }
        }
        let late = figures(&self.scored[n - n / 4..]);
        Course { whole: figures(&self.scored), late, outcome: Outcome::of(&late), labels: self.labels, curve }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(probability: f64, spam: bool) -> Scored {
        Scored { probability, spam, blocked: probability >= 0.5 }
    }

    #[test]
    fn figures_are_those_of_the_definitions() {
        let rows = [(0.9, true), (0.2, true), (0.1, false), (0.3, false), (0.6, false)];
        let f = figures(&rows.map(|(p, spam)| scored(p, spam)));
        assert_eq!((f.messages, f.spam), (5, 2));
        // Of the six pairs, 0.2 lies below 0.3 and 0.6.
        assert!((f.one_minus_auc.unwrap() - 2.0 / 6.0).abs() < 1e-12);
        assert_eq!((f.accuracy, f.spam_caught), (Some(0.6), Some(0.5)));
        assert!((f.ham_blocked.unwrap() - 1.0 / 3.0).abs() < 1e-12);
        // Odds 1.5/1.5 of spam missed and 1.5/2.5 of ham blocked: the mean in log-odds.
        let odds = libm::sqrt(1.0 * 0.6);
        assert!((f.lam.unwrap() - odds / (1.0 + odds)).abs() < 1e-12);
    }

    #[test]
    fn what_needs_both_classes_is_absent_without_them() {
        let f = figures(&[scored(0.1, false)]);
        assert_eq!((f.one_minus_auc, f.spam_caught, f.lam), (None, None, None));
        assert_eq!((f.ham_blocked, f.accuracy), (Some(0.0), Some(1.0)));
        assert_eq!(figures(&[]).accuracy, None);
    }

    #[test]
    fn windows_part_the_stream_and_the_last_point_is_the_whole() {
        let rows: Vec<Scored> = (0..103).map(|i| scored(f64::from(i % 10) / 10.0, i % 3 == 0)).collect();
        let course = Run { scored: rows, labels: Labels::default() }.course(20);
        assert_eq!(course.curve.iter().map(|c| c.window.messages).sum::<usize>(), 103);
        assert_eq!(course.curve.len(), 20);
        assert_eq!(course.curve[19].so_far, course.whole);
        assert_eq!(course.late.messages, 25);
        let short = Run { scored: vec![scored(0.1, false); 3], labels: Labels::default() };
        assert_eq!(short.course(20).curve.len(), 3);
    }

    #[test]
    fn outcomes_are_told_apart() {
        let of = |caught, blocked| {
            Outcome::of(&Figures { spam_caught: Some(caught), ham_blocked: Some(blocked), ..figures(&[]) })
        };
        assert_eq!(of(0.9, 0.01), Outcome::Works);
        assert_eq!(of(0.02, 0.0), Outcome::PassesAll);
        assert_eq!(of(1.0, 0.97), Outcome::BlocksAll);
        assert_eq!(of(0.3, 0.0), Outcome::Between);
        assert_eq!(of(0.9, 0.2), Outcome::Between);
    }
}
