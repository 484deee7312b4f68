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

/// A family of k paired differences, each at confidence 1 − 0.05/k (Bonferroni): all intervals hold together
/// with probability at least 95 %, so the verdicts do too.
pub fn simultaneous(family: &[Vec<f64>], zone: f64) -> Vec<Difference> {
    let confidence = 1.0 - 0.05 / family.len().max(1) as f64;
    family.iter().map(|d| difference(d, confidence, zone)).collect()
}

/// Whether values fall into two groups: some gap between neighbours is more than half of the range, each
/// side holds at least a fifth of the values, and the range is at least 10 percentage points. It needs
/// eight values.
pub fn looks_bimodal(values: &[f64]) -> bool {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    if n < 8 || sorted[n - 1] - sorted[0] < 0.1 {
        return false;
    }
    let range = sorted[n - 1] - sorted[0];
    (1..n).any(|i| sorted[i] - sorted[i - 1] > range / 2.0 && i * 5 >= n && (n - i) * 5 >= n)
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
    fn a_family_is_judged_at_a_higher_confidence() {
        let values = vec![0.10, 0.11, 0.12, 0.11];
        let both = simultaneous(&[values.clone(), values.clone()], 0.0);
        assert_eq!(both[0], difference(&values, 0.975, 0.0));
        assert_eq!(simultaneous(std::slice::from_ref(&values), 0.0)[0], difference(&values, 0.95, 0.0));
    }

    #[test]
    fn two_groups_are_seen() {
        assert!(looks_bimodal(&[0.1, 0.11, 0.12, 0.1, 0.9, 0.91, 0.92, 0.9]));
        assert!(!looks_bimodal(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]));
        assert!(!looks_bimodal(&[0.90, 0.90, 0.90, 0.90, 0.95, 0.95, 0.95, 0.95]));
    }
}
