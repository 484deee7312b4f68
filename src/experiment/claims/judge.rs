//! Whether an effect is what a claim says, and whether it is gone under the switch.

use crate::experiment::statistics::{error_at, holm, moments};
use crate::scenario::claims::{Direction, Killed};

/// What is asked of an effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// Which way it goes.
    pub direction: Direction,
    /// With [`Direction::Equal`]: to what.
    pub target: f64,
    /// Effects smaller than this are of no interest.
    pub zone: f64,
}

/// What the mean says, and the two-sided error at which the t interval just says so too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaning {
    /// Whether the mean lies where the claim has it.
    pub holds: bool,
    /// The error.
    pub error: f64,
}

/// How a member of the family came out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// `"supported"`, `"refuted"` or `"inconclusive"`.
    pub verdict: &'static str,
    /// The error at which its interval decides.
    pub error: f64,
    /// The error that its step allowed.
    pub level: f64,
}

impl Question {
    /// Each question has one border: the near side of the zone, or for equality both its sides, of which the nearer
    /// one counts. Beyond it the claim holds; an interval that lies wholly before it refutes it.
    pub fn lean(self, values: &[f64]) -> Leaning {
        let Some((mean, _)) = moments(values) else { return Leaning { holds: false, error: 1.0 } };
        match self.direction {
            Direction::Increase => Leaning { holds: mean > self.zone, error: error_at(values, self.zone) },
            Direction::Decrease => Leaning { holds: mean < -self.zone, error: error_at(values, -self.zone) },
            Direction::Equal => {
                let away = mean - self.target;
                let border = self.target + if away < 0.0 { -self.zone } else { self.zone };
                let holds = away.abs() <= self.zone;
                // On the border itself only what never varies is decided.
                let still = values.len() > 1 && values.iter().all(|v| *v == values[0]);
                Leaning { holds, error: if holds && still { 0.0 } else { error_at(values, border) } }
            }
        }
    }
}

/// Judges a family of leanings at 5 % error together, each looked at up to `looks` times: looks by Bonferroni,
/// members by Holm.
pub fn family(leanings: &[(Leaning, u32)]) -> Vec<Judged> {
    let errors: Vec<f64> = leanings.iter().map(|(l, looks)| (l.error * f64::from(*looks)).min(1.0)).collect();
    let steps = holm(&errors, 0.05);
    let judge = |((leaning, _), (error, step)): (&(Leaning, u32), (&f64, _))| {
        let step: crate::experiment::statistics::Step = step;
        let verdict = match (step.decided, leaning.holds) {
            (false, _) => "inconclusive",
            (true, true) => "supported",
            (true, false) => "refuted",
        };
        Judged { verdict, error: *error, level: step.level }
    };
    leanings.iter().zip(errors.iter().zip(steps)).map(judge).collect()
}

/// Whether what is left under the switch is what has to be: gone is a mean within two standard errors of zero.
pub fn killed(must: Killed, question: Question, values: &[f64]) -> bool {
    let Some((mean, deviation)) = moments(values) else { return false };
    match must {
        Killed::None => true,
        Killed::Exact => values.iter().all(|v| *v == 0.0),
        Killed::Gone => mean.abs() <= 2.0 * deviation / (values.len() as f64).sqrt(),
        Killed::Appears => {
            let leaning = question.lean(values);
            !leaning.holds && leaning.error < 0.05
        }
    }
}
