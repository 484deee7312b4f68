//! Strategies in order of the judged metric, with the probability that each of them is best.
//!
//! The probability is that of the Bayesian bootstrap (Rubin, "The Bayesian Bootstrap", Annals of Statistics 9, 1981):
//! replications get weights from a flat Dirichlet distribution, and a strategy is best in a draw where its weighted
//! mean is highest. All strategies share the weights, so what is compared stays paired. It is about the mean over
//! replications of this model, and with few of them too sure of itself: it knows no value that did not come up.

use super::summary::Ranked;
use crate::rng::{Draws, Purpose, exponential};

/// Draws of weights. The standard error of a probability is then at most 0.8 percentage points.
pub const DRAWS: u32 = 4000;

/// Means closer than this count as equal: sums of the same values in another order differ by less.
const SAME: f64 = 1e-12;

/// The strategies, highest mean first. `values` has a list for each strategy, one value a replication; more is better.
/// Nothing with fewer than two strategies, or fewer than two replications in which all of them have a value.
pub fn rank(names: &[&str], values: &[Vec<Option<f64>>], seed: u64) -> Vec<Ranked> {
    let n = values.iter().map(Vec::len).min().unwrap_or(0);
    let paired: Vec<Vec<f64>> =
        (0..n).filter_map(|r| values.iter().map(|v| v[r]).collect::<Option<Vec<f64>>>()).collect();
    if names.len() < 2 || paired.len() < 2 {
        return Vec::new();
    }
    let even = vec![1.0 / paired.len() as f64; paired.len()];
    let means = weighted(&paired, &even);
    let best = best(&paired, seed);
    let mut ranking: Vec<Ranked> = names
        .iter()
        .enumerate()
        .map(|(a, name)| Ranked {
            strategy: (*name).to_owned(),
            rank: 1 + means.iter().filter(|m| **m > means[a] + SAME).count() as u32,
            mean: means[a],
            p_best: best[a],
        })
        .collect();
    // Equal ones stay in the order of the file.
    ranking.sort_by_key(|r| r.rank);
    ranking
}

/// The mean of each strategy under these weights.
fn weighted(paired: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut means = vec![0.0; paired[0].len()];
    for (values, weight) in paired.iter().zip(weights) {
        for (mean, value) in means.iter_mut().zip(values) {
            *mean += weight * value;
        }
    }
    means
}

/// The share of draws in which each strategy is best; those that are best together share one.
fn best(paired: &[Vec<f64>], seed: u64) -> Vec<f64> {
    // Weights belong to no replication's own draws.
    let draws = Draws::new(seed, 0);
    let mut wins = vec![0.0; paired[0].len()];
    let mut weights = vec![0.0; paired.len()];
    for draw in 0..DRAWS {
        for (four, chunk) in weights.chunks_mut(4).enumerate() {
            let uniforms = draws.uniforms(Purpose::Ranking, u64::from(draw), four as u32);
            // Exponential weights over their sum are Dirichlet(1, …, 1); the sum orders nothing.
            chunk.iter_mut().zip(uniforms).for_each(|(weight, u)| *weight = exponential(u));
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|w| *w /= sum);
        let means = weighted(paired, &weights);
        let top = means.iter().copied().fold(f64::MIN, f64::max);
        let first: Vec<usize> = (0..means.len()).filter(|&a| means[a] >= top - SAME).collect();
        first.iter().for_each(|&a| wins[a] += 1.0 / first.len() as f64);
    }
    wins.iter().map(|w| w / f64::from(DRAWS)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&[f64]], seed: u64) -> Vec<Ranked> {
        let names = ["a", "b", "c", "d"];
        let values: Vec<Vec<Option<f64>>> =
            values.iter().map(|v| v.iter().copied().map(Some).collect()).collect();
        rank(&names[..values.len()], &values, seed)
    }

    fn p(ranking: &[Ranked], name: &str) -> f64 {
        ranking.iter().find(|r| r.strategy == name).expect("ranked").p_best
    }

    #[test]
    fn the_probability_is_that_of_the_dirichlet() {
        // Two replications that disagree: the weight of the first is uniform, so `b`, ahead by 0.3 in one and behind
        // by 0.1 in the other, is best where that weight is above 1/4.
        let ranking = of(&[&[0.5, 0.5], &[0.8, 0.4]], 1);
        assert!((p(&ranking, "b") - 0.75).abs() < 0.025, "{ranking:?}");
        // Three that agree but for one: best where its weight is under 1/2, and P(w < 1/2) = 1 - (1/2)^2.
        let ranking = of(&[&[0.5; 3], &[0.6, 0.6, 0.4]], 1);
        assert!((p(&ranking, "b") - 0.75).abs() < 0.025, "{ranking:?}");
        let sum: f64 = ranking.iter().map(|r| r.p_best).sum();
        assert!((sum - 1.0).abs() < 1e-9);
    }

    #[test]
    fn equal_strategies_share_alike() {
        let (high, low) = ([0.9, 0.7, 0.8], [0.5, 0.6, 0.4]);
        let ranking = of(&[&low, &high, &high, &low], 2);
        let seen: Vec<(&str, u32, f64)> =
            ranking.iter().map(|r| (r.strategy.as_str(), r.rank, r.p_best)).collect();
        assert_eq!(seen, [("b", 1, 0.5), ("c", 1, 0.5), ("a", 3, 0.0), ("d", 3, 0.0)]);
    }

    #[test]
    fn what_swings_together_is_compared_in_pairs() {
        // Swings of 0.8, a lead of 0.01 in each.
        let ranking = of(&[&[0.1, 0.9, 0.5, 0.3], &[0.11, 0.91, 0.51, 0.31]], 3);
        assert_eq!((ranking[0].strategy.as_str(), ranking[0].p_best), ("b", 1.0));
    }

    #[test]
    fn the_same_seed_gives_the_same_and_another_nearly() {
        let values: [&[f64]; 2] = [&[0.5, 0.6, 0.7, 0.65], &[0.55, 0.5, 0.75, 0.66]];
        assert_eq!(of(&values, 7), of(&values, 7));
        let (one, other) = (p(&of(&values, 7), "a"), p(&of(&values, 8), "a"));
        assert!(one != other && (one - other).abs() < 0.05, "{one} {other}");
    }

    #[test]
    fn nothing_to_rank_gives_nothing() {
        assert_eq!(of(&[&[0.5, 0.6]], 1), []);
        assert_eq!(of(&[&[0.5], &[0.6]], 1), []);
        // A replication in which one has nothing does not count.
        let values = [vec![Some(0.1), None, Some(0.2)], vec![Some(0.3), Some(0.4), None]];
        assert_eq!(rank(&["a", "b"], &values, 1), []);
    }
}
