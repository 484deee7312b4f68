//! Replications in batches, until intervals are narrow enough or the comparison is decided.
//!
//! Every batch is as large as the first, and whether to stop is asked at its end only, of all replications so far: the
//! number that is run is then a function of the settings, never of threads or of an interruption. Looking often at the
//! same comparison makes it likelier to be decided wrongly, so where replications stop once it is decided, each of the
//! looks that are possible gets an equal part of the error (Bonferroni). The rule of the half-width follows Law
//! (*Simulation Modeling and Analysis*, 5th ed., 2015, section 9.4.1), who asks for a first batch of at least 10.

use std::sync::atomic::AtomicBool;

use super::record::RunRecord;
use super::replicate::{Arm, Plan, Runs, batch};
use super::statistics::interval;
use super::summarise::{Judging, judged_values};

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stopping {
    /// The half-width, as a share, that every 95 % interval has to reach.
    pub half_width: Option<f64>,
    /// Whether a winner or a tie is enough.
    pub decided: bool,
    /// Replications at most.
    pub at_most: u32,
}

/// Why it stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Every interval is narrow enough.
    Narrow,
    /// There is a winner, or a tie.
    Decided,
    /// Neither, but no more replications are allowed.
    Cap,
}

/// Replications and why there are no more.
#[derive(Debug)]
pub struct Sequence {
    /// Records by replication, then arm.
    pub rows: Vec<Vec<RunRecord>>,
    /// How many replications were aimed at when it ended: the end of its last batch.
    pub asked: u32,
    /// Why it stopped; `None` where it was interrupted, or the number was fixed.
    pub why: Option<Why>,
}

impl Stopping {
    /// How often it may ask, in batches of `first`.
    pub fn looks(&self, first: u32) -> u32 {
        self.at_most.div_ceil(first.max(1)).max(1)
    }

    /// The looks among which the error of the comparison is divided: 1 where nothing stops for being decided.
    pub fn divided(&self, first: u32) -> u32 {
        if self.decided { self.looks(first) } else { 1 }
    }

    fn reached(&self, judging: Judging<'_>, rows: &[Vec<RunRecord>]) -> Option<Why> {
        if self.half_width.is_some_and(|most| widest(judging.arms.len(), rows).is_some_and(|w| w <= most)) {
            return Some(Why::Narrow);
        }
        let decided = || matches!(judging.verdict(rows).kind.as_str(), "winner" | "tie");
        (self.decided && decided()).then_some(Why::Decided)
    }
}

/// The half-width of the widest 95 % interval of the judged metric: of the differences to the baseline, or of the mean
/// where there is one arm. `None` while some interval cannot be given.
pub fn widest(n_arms: usize, rows: &[Vec<RunRecord>]) -> Option<f64> {
    let by = judged_values(n_arms, rows);
    let half = |values: &[f64]| interval(values, 0.95).map(|(lo, hi)| (hi - lo) / 2.0);
    if n_arms == 1 {
        return half(&by[0]);
    }
    let differences = |arm: &Vec<f64>| {
        let pairs: Vec<f64> = arm.iter().zip(&by[0]).map(|(a, b)| a - b).collect();
        (arm.len() == by[0].len()).then(|| half(&pairs)).flatten()
    };
    by[1..].iter().map(differences).try_fold(0.0, |most: f64, one| Some(most.max(one?)))
}

/// Runs `plan.replications`, and with a rule for stopping as many more as it takes; [`batch`] says what `known`,
/// `done` and `stop` are. `zone` is the indifference zone.
pub fn run(
    arms: &[Arm],
    plan: Plan,
    stopping: Option<&Stopping>,
    zone: f64,
    known: &mut Runs,
    done: &(dyn Fn(usize, &RunRecord) + Sync),
    stop: &AtomicBool,
) -> Sequence {
    let first = plan.replications.max(1);
    let (mut rows, mut asked) = (Vec::new(), first);
    loop {
        let from = rows.len() as u32;
        rows.extend(batch(arms, plan, from..asked, known, done, stop));
        let interrupted = (rows.len() as u32) < asked;
        let Some(rule) = stopping.filter(|_| !interrupted) else {
            return Sequence { rows, asked, why: None };
        };
        let judging = Judging { arms, zone, looks: rule.divided(first) };
        let cap = (asked >= rule.at_most).then_some(Why::Cap);
        if let Some(why) = rule.reached(judging, &rows).or(cap) {
            return Sequence { rows, asked, why: Some(why) };
        }
        asked = (asked + first).min(rule.at_most);
    }
}

impl Why {
    /// What a reader of the results has to know.
    pub fn note(self, stopping: &Stopping, n: u32, looks: u32) -> String {
        let points = stopping.half_width.unwrap_or(0.0) * 100.0;
        let corrected = if stopping.decided {
            format!(" The comparison is held to an error of 5 % over the {looks} looks that were possible.")
        } else {
            String::new()
        };
        match self {
            Why::Narrow => format!(
                "Stopped after {n} replications: every 95 % interval is within ±{points} percentage points.{corrected}"
            ),
            Why::Decided => {
                format!("Stopped after {n} replications: the comparison is decided.{corrected}")
            }
            Why::Cap => {
                format!(
                    "Stopped after {n} replications, the most allowed, without reaching what was asked for.{corrected}"
                )
            }
        }
    }
}
