//! Intervals over replications, paired differences, correction for their number.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::summary::{Difference, Estimate};

/// Mean and sample standard deviation; `None` of nothing, deviation 0 of one value.
pub fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if values.is_empty() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let ss: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some((mean, if values.len() > 1 { (ss / (n - 1.0)).sqrt() } else { 0.0 }))
}

/// The two-sided quantile of Student's t at this confidence, with n − 1 degrees of freedom.
fn t_quantile(confidence: f64, n: usize) -> f64 {
    let t = StudentsT::new(0.0, 1.0, (n - 1) as f64).expect("at least two values");
    t.inverse_cdf(0.5 + confidence / 2.0)
}

/// The t interval of the mean, `None` with fewer than two values.
pub fn interval(values: &[f64], confidence: f64) -> Option<(f64, f64)> {
    let (mean, deviation) = moments(values)?;
    if values.len() < 2 {
        return None;
    }
    let half = t_quantile(confidence, values.len()) * deviation / (values.len() as f64).sqrt();
    Some((mean - half, mean + half))
}

/// An estimate with its 95 % interval from one value a replication; `None` values are left out of both.
pub fn estimate(values: Vec<Option<f64>>) -> Estimate {
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    let bounds = interval(&present, 0.95);
    Estimate {
        mean: moments(&present).map(|m| m.0),
        lo: bounds.map(|b| b.0),
        hi: bounds.map(|b| b.1),
        n: present.len() as u32,
        values,
    }
}

/// A paired difference at this confidence, judged against the indifference zone.
pub fn difference(differences: &[f64], confidence: f64, zone: f64) -> Difference {
    let mean = moments(differences).map_or(0.0, |m| m.0);
    let bounds = interval(differences, confidence);
    let verdict = match bounds {
        Some((lo, _)) if lo > zone => "higher",
        Some((_, hi)) if hi < -zone => "lower",
        Some((lo, hi)) if lo >= -zone && hi <= zone => "equal",
        _ => "inconclusive",
    };
    Difference {
        mean,
        lo: bounds.map(|b| b.0),
        hi: bounds.map(|b| b.1),
        n: differences.len() as u32,
        verdict: verdict.into(),
    }
}

/// The two-sided error, 0..=1, at which the t interval of the mean of `values` just reaches `bound`: any interval of
/// more confidence holds the bound, any of less keeps clear of it. 1 with fewer than two values or where the mean is
/// the bound, 0 where all values are the same and another.
pub fn error_at(values: &[f64], bound: f64) -> f64 {
    let Some((mean, deviation)) = moments(values).filter(|_| values.len() > 1) else { return 1.0 };
    let (distance, error) = ((mean - bound).abs(), deviation / (values.len() as f64).sqrt());
    if distance == 0.0 {
        return 1.0;
    }
    if error == 0.0 {
        return 0.0;
    }
    let t = StudentsT::new(0.0, 1.0, (values.len() - 1) as f64).expect("at least two values");
    2.0 * t.sf(distance / error)
}

/// One member of a family after Holm's step-down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The error that its step allows it: its interval has the confidence 1 − this.
    pub level: f64,
    /// Whether it is decided.
    pub decided: bool,
}

/// Holm's step-down (1979): the errors from the smallest on, each against `alpha` over the number of those that are
/// left; the first that is too large ends it, and what is left is held to that step. The probability of any wrong
/// decision in the family is at most `alpha`.
pub fn holm(errors: &[f64], alpha: f64) -> Vec<Step> {
    let mut order: Vec<usize> = (0..errors.len()).collect();
    order.sort_by(|&a, &b| errors[a].total_cmp(&errors[b]).then(a.cmp(&b)));
    let mut steps = vec![Step { level: alpha, decided: false }; errors.len()];
    let (mut left, mut going) = (errors.len(), true);
    for at in order {
        let level = alpha / left as f64;
        going &= errors[at] < level;
        steps[at] = Step { level, decided: going };
        left -= usize::from(going);
    }
    steps
}

/// A family of paired differences, each with the interval of its step in Holm's procedure: that interval clears the
/// indifference zone, or stays within it, exactly where the verdict says so. All verdicts hold together with
/// probability at least 95 %.
pub fn family(family: &[Vec<f64>], zone: f64) -> Vec<Difference> {
    family_at(family, zone, 0.05)
}

/// The same with this error in place of 5 %.
pub fn family_at(family: &[Vec<f64>], zone: f64, alpha: f64) -> Vec<Difference> {
    let nearest = |values: &Vec<f64>| {
        let mean = moments(values).map_or(0.0, |m| m.0);
        error_at(values, if mean < 0.0 { -zone } else { zone })
    };
    let errors: Vec<f64> = family.iter().map(nearest).collect();
    let steps = holm(&errors, alpha);
    family.iter().zip(steps).map(|(d, step)| difference(d, 1.0 - step.level, zone)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_students() {
        // t with 4 degrees of freedom: 2.776445; deviation of 1..5: sqrt(2.5).
        let (lo, hi) = interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
        let half = 2.776_445_105 * 2.5f64.sqrt() / 5f64.sqrt();
        assert!((lo - (3.0 - half)).abs() < 1e-6 && (hi - (3.0 + half)).abs() < 1e-6);
        assert_eq!(interval(&[1.0], 0.95), None);
    }

    #[test]
    fn a_verdict_needs_to_clear_the_zone() {
        let judge = |d: &[f64]| difference(d, 0.95, 0.01).verdict;
        assert_eq!(judge(&[0.05, 0.06, 0.05, 0.06]), "higher");
        assert_eq!(judge(&[-0.05, -0.06, -0.05, -0.06]), "lower");
        assert_eq!(judge(&[0.001, -0.001, 0.0, 0.001]), "equal");
        assert_eq!(judge(&[0.3, -0.2, 0.1, 0.0]), "inconclusive");
        assert_eq!(judge(&[0.5]), "inconclusive");
    }

    #[test]
    fn holm_steps_down() {
        // Holm's own arithmetic: 0.05/4, 0.05/3, 0.05/2, 0.05.
        let decided = |errors: &[f64]| holm(errors, 0.05).iter().map(|s| s.decided).collect::<Vec<_>>();
        assert_eq!(decided(&[0.01, 0.04, 0.03, 0.005]), [true, false, false, true]);
        assert_eq!(decided(&[0.01, 0.04, 0.02, 0.005]), [true, true, true, true]);
        // All of the undecided are held to the step that failed.
        let steps = holm(&[0.01, 0.04, 0.03, 0.005], 0.05);
        assert_eq!(steps[1].level, 0.05 / 2.0);
        assert_eq!(steps[2].level, 0.05 / 2.0);
        assert_eq!(holm(&[], 0.05), []);
    }

    #[test]
    fn an_error_is_where_the_interval_reaches_the_bound() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        let (lo, hi) = interval(&values, 0.95).unwrap();
        assert!((error_at(&values, lo) - 0.05).abs() < 1e-9 && (error_at(&values, hi) - 0.05).abs() < 1e-9);
        assert_eq!(error_at(&values, 3.0), 1.0);
        assert_eq!(error_at(&[2.0, 2.0], 1.0), 0.0);
        assert_eq!(error_at(&[2.0], 1.0), 1.0);
    }

    #[test]
    fn the_intervals_of_a_family_agree_with_its_verdicts() {
        let clear = vec![0.10, 0.11, 0.12, 0.11];
        let faint = vec![0.10, -0.02, 0.08, 0.03];
        let all = family(&[clear.clone(), faint.clone(), clear.clone()], 0.01);
        assert_eq!(all[0], difference(&clear, 1.0 - 0.05 / 3.0, 0.01));
        assert_eq!(all[2], difference(&clear, 1.0 - 0.05 / 2.0, 0.01));
        assert_eq!(all[1], difference(&faint, 0.95, 0.01));
        assert_eq!(all.iter().map(|d| &*d.verdict).collect::<Vec<_>>(), ["higher", "inconclusive", "higher"]);
        assert_eq!(family(std::slice::from_ref(&clear), 0.0)[0], difference(&clear, 0.95, 0.0));
    }
}
