//! Whether an effect is what a claim says, and whether it is gone under the switch.

use crate::experiment::statistics::{Step, error_at, holm, moments};
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
    let judge = |((leaning, _), (error, step)): (&(Leaning, u32), (&f64, Step))| {
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

#[cfg(test)]
mod tests {
    use super::*;

    const UP: Question = Question { direction: Direction::Increase, target: 0.0, zone: 0.01 };
    const ONE: Question = Question { direction: Direction::Equal, target: 1.0, zone: 0.1 };

    #[test]
    fn a_lean_is_as_sure_as_its_interval() {
        let values = [0.05, 0.07, 0.06, 0.05, 0.07];
        let up = UP.lean(&values);
        assert!(up.holds && up.error < 0.001, "{up:?}");
        let down = Question { direction: Direction::Decrease, ..UP }.lean(&values);
        assert!(!down.holds && down.error < 0.001, "{down:?}");
        // An effect inside the zone refutes an increase as well as a decrease.
        let nothing = UP.lean(&[0.0, 0.001, -0.001, 0.0005]);
        assert!(!nothing.holds && nothing.error < 0.01, "{nothing:?}");
        assert_eq!(UP.lean(&[]), Leaning { holds: false, error: 1.0 });
        assert_eq!(UP.lean(&[0.5]).error, 1.0);
    }

    #[test]
    fn equality_is_about_a_target_and_a_zone() {
        assert!(ONE.lean(&[1.01, 0.99, 1.02, 0.98]).holds);
        let off = ONE.lean(&[1.51, 1.49, 1.52, 1.48]);
        assert!(!off.holds && off.error < 0.001, "{off:?}");
        // Exactly nothing, in a zone of nothing, is decided; anything else is not equal to it.
        let exact = Question { direction: Direction::Equal, target: 0.0, zone: 0.0 };
        assert_eq!(exact.lean(&[0.0; 5]), Leaning { holds: true, error: 0.0 });
        assert!(!exact.lean(&[0.0, 0.0, 1.0, 0.0]).holds);
        // A wide spread around the target decides nothing.
        assert!(ONE.lean(&[0.0, 2.0, 0.5, 1.5]).error > 0.5);
    }

    #[test]
    fn looks_and_members_cost() {
        let sure = Leaning { holds: true, error: 0.012 };
        let verdict = |leanings: &[(Leaning, u32)]| family(leanings)[0].verdict;
        assert_eq!(verdict(&[(sure, 1)]), "supported");
        assert_eq!(verdict(&[(sure, 5)]), "inconclusive");
        let open = Leaning { holds: true, error: 0.5 };
        assert_eq!(verdict(&[(sure, 1), (open, 1), (open, 1)]), "supported");
        assert_eq!(verdict(&[(sure, 1), (open, 1), (open, 1), (open, 1), (open, 1)]), "inconclusive");
        assert_eq!(verdict(&[(Leaning { holds: false, ..sure }, 1)]), "refuted");
    }

    #[test]
    fn a_switch_kills_within_two_standard_errors() {
        // Mean 1, standard error 0.58: two of them reach zero. With 0.45 they do not.
        assert!(killed(Killed::Gone, UP, &[0.0, 2.0, 0.0, 2.0]));
        assert!(!killed(Killed::Gone, UP, &[0.0, 2.0, 0.0, 2.0, 1.0]));
        assert!(!killed(Killed::Gone, UP, &[1.0, 2.0, 1.0, 2.0, 1.0]));
        assert!(killed(Killed::Gone, UP, &[0.0, 0.0]) && killed(Killed::Exact, UP, &[0.0, 0.0]));
        assert!(!killed(Killed::Exact, UP, &[0.0, 1e-12]));
        assert!(killed(Killed::Appears, Question { target: 0.0, ..ONE }, &[0.5, 0.6, 0.5, 0.55]));
        assert!(!killed(Killed::Appears, Question { target: 0.0, ..ONE }, &[0.0, 0.0, 0.0]));
        assert!(!killed(Killed::Gone, UP, &[]));
    }
}
