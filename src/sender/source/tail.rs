//! Heavy tails: a few have most. Laws of amounts with a mean, and of who among many is meant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rng::{exp, normal_quantile};

/// Amounts of which a few are very large, by their mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeavyTail {
    /// The mean of the law, before `most` cuts it off.
    #[schemars(range(min = 0.000_001, max = 1_000_000_000.0))]
    pub mean: f64,
    /// Which law.
    #[serde(default)]
    pub law: Law,
    /// Standard deviation of the logarithm, for the log-normal law; 0 makes all amounts equal.
    #[serde(default = "sigma")]
    #[schemars(range(min = 0.0, max = 5.0))]
    pub sigma: f64,
    /// Tail index of the Pareto law: the share of amounts above x falls as x to the power of minus this. The lower, the heavier; at 1 there would be no mean.
    #[serde(default = "index")]
    #[schemars(range(min = 1.01, max = 100.0))]
    pub index: f64,
    /// No amount is larger than this.
    #[serde(default = "most")]
    #[schemars(range(min = 0.000_001, max = 1_000_000_000.0))]
    pub most: f64,
}

fn sigma() -> f64 {
    1.2 // assumption: the largest tenth has half of all
}
fn index() -> f64 {
    2.0 // assumption
}
fn most() -> f64 {
    1_000_000.0
}

/// The law of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// The logarithm is normal: many small amounts, some large ones.
    #[default]
    LogNormal,
    /// A power law from a least amount on: the heaviest tail.
    Pareto,
}

impl HeavyTail {
    /// A log-normal law.
    pub const fn log_normal(mean: f64, sigma: f64, most: f64) -> HeavyTail {
        HeavyTail { mean, law: Law::LogNormal, sigma, index: 2.0, most }
    }
    /// A Pareto law.
    pub const fn pareto(mean: f64, index: f64, most: f64) -> HeavyTail {
        HeavyTail { mean, law: Law::Pareto, sigma: 1.2, index, most }
    }

    /// The amount at probability `u` in (0, 1); it grows with `u`.
    pub fn at(&self, u: f64) -> f64 {
        let amount = match self.law {
            Law::LogNormal => {
                self.mean * exp(self.sigma * normal_quantile(u) - self.sigma * self.sigma / 2.0)
            }
            Law::Pareto => self.least() * libm::pow(1.0 - u, -1.0 / self.index),
        };
        amount.min(self.most)
    }

    /// The least amount of a Pareto law.
    fn least(&self) -> f64 {
        self.mean * (self.index - 1.0) / self.index
    }
}

/// Who of `n` is meant, where the one of rank r (from 0) has a weight of (r + 1) to the power of minus
/// `skew`: at 0 all are alike, at 1 each doubling of the rank has as much as the one before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranks {
    n: u32,
    skew: f64,
}

impl Ranks {
    pub(super) fn new(n: u32, skew: f64) -> Ranks {
        Ranks { n: n.max(1), skew }
    }

    /// The rank at probability `u`, by inverting the weights as a density over [1, n + 1).
    pub(super) fn at(&self, u: f64) -> u32 {
        let end = f64::from(self.n) + 1.0;
        let left = 1.0 - self.skew;
        let x = if left.abs() < 1e-9 {
            exp(u * libm::log(end))
        } else {
            libm::pow(1.0 + u * (libm::pow(end, left) - 1.0), 1.0 / left)
        };
        ((x - 1.0).max(0.0) as u32).min(self.n - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: u32 = 200_000;

    fn quantiles() -> impl Iterator<Item = f64> {
        (0..N).map(|i| (f64::from(i) + 0.5) / f64::from(N))
    }

    #[test]
    fn amounts_have_their_mean_and_their_tail() {
        let mean = |law: HeavyTail| quantiles().map(|u| law.at(u)).sum::<f64>() / f64::from(N);
        for law in [
            HeavyTail::log_normal(10.0, 1.2, f64::INFINITY),
            HeavyTail::log_normal(10.0, 0.0, f64::INFINITY),
            HeavyTail::pareto(10.0, 3.0, f64::INFINITY),
        ] {
            assert!((mean(law) / 10.0 - 1.0).abs() < 0.005, "{law:?}: {}", mean(law));
        }
        // The share above x falls as a power: ten times as far, a thousandth as many.
        let law = HeavyTail::pareto(3.0, 3.0, f64::INFINITY);
        let above = |x: f64| quantiles().filter(|u| law.at(*u) > x).count() as f64 / f64::from(N);
        assert!((above(4.0) - 0.125).abs() < 1e-4 && (above(20.0) - 0.001).abs() < 1e-4, "{}", above(4.0));
        assert!(quantiles().all(|u| HeavyTail::pareto(3.0, 1.1, 50.0).at(u) <= 50.0));
    }

    #[test]
    fn the_first_ranks_are_meant_most_often() {
        let counts = |skew: f64| {
            let mut counts = vec![0u32; 100];
            quantiles().for_each(|u| counts[Ranks::new(100, skew).at(u) as usize] += 1);
            counts
        };
        assert!(counts(0.0).iter().all(|c| *c == N / 100));
        // At 1 the ranks below 2^k have k doublings of log2(101).
        let share = |below: usize| f64::from(counts(1.0)[..below].iter().sum::<u32>()) / f64::from(N);
        for k in [1, 3, 6] {
            let law = f64::from(k) / 101f64.log2();
            assert!((share((1 << k) - 1) - law).abs() < 1e-3, "{k}");
        }
        assert!(counts(2.0)[0] > counts(1.0)[0]);
        assert_eq!(Ranks::new(1, 3.0).at(0.999_999), 0);
    }
}
