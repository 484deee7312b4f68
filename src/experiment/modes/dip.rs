//! Hartigans' dip: how far a sample is from any distribution with one mode.
//!
//! J. A. and P. M. Hartigan, "The Dip Test of Unimodality", Annals of Statistics 13 (1985); the iteration is that of
//! P. M. Hartigan's algorithm AS 217, Applied Statistics 34 (1985).

/// The dip of values in ascending order: the least distance of their distribution function from any unimodal one, or
/// 1 over twice their number, which it is at least unless all are the same.
pub fn dip(x: &[f64]) -> f64 {
    if x.is_empty() {
        return 0.0;
    }
    // Everything below is counted in values, and the dip is half of a distance.
    let (mut low, mut high, mut dip) = (0, x.len() - 1, 1.0f64);
    while x[low] < x[high] {
        let (gcm, lcm) = (hull(x, low, high, 1.0), hull(x, low, high, -1.0));
        let (gap, from, to) = widest(x, &gcm, &lcm);
        if gap <= dip {
            break;
        }
        dip = dip.max(left_fit(x, &gcm, from)).max(right_fit(x, &lcm, to));
        if (from, to) == (low, high) {
            break;
        }
        (low, high) = (from, to);
    }
    dip / (2.0 * x.len() as f64)
}

/// Which of the values `low..=high` are corners of the greatest convex function below their distribution function
/// (`side` 1), or of the least concave one above it (`side` -1).
fn hull(x: &[f64], low: usize, high: usize, side: f64) -> Vec<usize> {
    let mut corners: Vec<usize> = Vec::new();
    for k in low..=high {
        while let [.., i, j] = corners[..] {
            let turn = (x[j] - x[i]) * (k - i) as f64 - (j - i) as f64 * (x[k] - x[i]);
            if turn * side > 0.0 {
                break;
            }
            corners.pop();
        }
        corners.push(k);
    }
    corners
}

/// The largest distance between both fits, the corner of the lower one at or before it and the corner of the upper
/// one at or behind it: between these two lies the mode.
fn widest(x: &[f64], gcm: &[usize], lcm: &[usize]) -> (f64, usize, usize) {
    let mut best = (0.0, gcm[0], lcm[lcm.len() - 1]);
    let (mut g, mut l) = (0, 0);
    let mut corners: Vec<usize> = gcm.iter().chain(lcm).copied().collect();
    corners.sort_unstable();
    corners.dedup();
    for p in corners {
        while g + 1 < gcm.len() && gcm[g + 1] <= p {
            g += 1;
        }
        while lcm[l] < p {
            l += 1;
        }
        let lower = between(x, gcm[g], gcm.get(g + 1).copied(), p, 0.0);
        let upper = between(x, lcm[l], l.checked_sub(1).map(|l| lcm[l]), p, 1.0);
        if upper - lower > best.0 {
            best = (upper - lower, gcm[g], lcm[l]);
        }
    }
    best
}

/// The height at value `p` of the line from corner `a` towards corner `b`; `above` is 1 for heights behind the step
/// of a value, 0 for those before it.
fn between(x: &[f64], a: usize, b: Option<usize>, p: usize, above: f64) -> f64 {
    let height = |i: usize| i as f64 + above;
    match b {
        Some(b) if p != a && x[b] != x[a] => {
            height(a) + (height(b) - height(a)) * (x[p] - x[a]) / (x[b] - x[a])
        }
        _ => height(a),
    }
}

/// How far the distribution function rises above the convex fit up to corner `to`.
fn left_fit(x: &[f64], gcm: &[usize], to: usize) -> f64 {
    let mut most = 1.0f64;
    for pair in gcm.windows(2).take_while(|pair| pair[1] <= to) {
        for p in pair[0]..=pair[1] {
            most = most.max((p + 1) as f64 - between(x, pair[0], Some(pair[1]), p, 0.0));
        }
    }
    most
}

/// How far it falls below the concave fit from corner `from` on.
fn right_fit(x: &[f64], lcm: &[usize], from: usize) -> f64 {
    let mut most = 1.0f64;
    for pair in lcm.windows(2).skip_while(|pair| pair[0] < from) {
        for p in pair[0]..=pair[1] {
            most = most.max(between(x, pair[1], Some(pair[0]), p, 1.0) - p as f64);
        }
    }
    most
}

/// Probabilities that a dip of the uniform distribution lies above a column of [`TABLE`].
const ABOVE: [f64; 5] = [0.5, 0.1, 0.05, 0.01, 0.001];

/// The quantiles of the dip of so many uniform values, times the square root of their number: a Monte-Carlo
/// computation with the project's own generator, of 1,000,000 samples up to 50 values and 50,000 at 1,000. The table
/// of Maechler's R package diptest (qDiptab, 2021) has the same within 0.003. The uniform distribution is the one
/// with a single mode that is hardest to tell from two.
const TABLE: [(u32, [f64; 5]); 12] = [
    (8, [0.314, 0.401, 0.436, 0.489, 0.550]),
    (9, [0.313, 0.409, 0.440, 0.493, 0.566]),
    (10, [0.309, 0.413, 0.442, 0.505, 0.571]),
    (12, [0.315, 0.416, 0.450, 0.514, 0.584]),
    (15, [0.324, 0.426, 0.460, 0.526, 0.602]),
    (20, [0.328, 0.435, 0.470, 0.540, 0.619]),
    (30, [0.337, 0.447, 0.483, 0.557, 0.642]),
    (50, [0.346, 0.459, 0.497, 0.573, 0.662]),
    (100, [0.355, 0.471, 0.510, 0.591, 0.687]),
    (200, [0.362, 0.481, 0.521, 0.602, 0.703]),
    (500, [0.368, 0.489, 0.528, 0.614, 0.714]),
    (1000, [0.371, 0.493, 0.534, 0.619, 0.723]),
];

/// The probability of such a dip, or a larger one, of `n` uniform values: between the quantiles of the table along
/// straight lines in its logarithm; 1 below the median, 0.001 beyond the last, and 1 with fewer than eight values.
pub fn p_value(dip: f64, n: usize) -> f64 {
    let Some(quantiles) = quantiles(n as f64) else { return 1.0 };
    let scaled = dip * (n as f64).sqrt();
    let beyond = quantiles.iter().filter(|q| scaled >= **q).count();
    match beyond {
        0 => 1.0,
        at if at == ABOVE.len() => ABOVE[at - 1],
        at => {
            let part = (scaled - quantiles[at - 1]) / (quantiles[at] - quantiles[at - 1]);
            let (from, to) = (libm::log(ABOVE[at - 1]), libm::log(ABOVE[at]));
            libm::exp(from + part * (to - from))
        }
    }
}

/// The row of the table at `n`, between its rows if need be; beyond the last one the last, where it hardly moves.
fn quantiles(n: f64) -> Option<[f64; 5]> {
    let after = TABLE.iter().position(|(rows, _)| f64::from(*rows) >= n).unwrap_or(TABLE.len() - 1);
    let (upper, high) = TABLE[after];
    let n = n.min(f64::from(upper));
    let Some((lower, low)) = after.checked_sub(1).map(|before| TABLE[before]) else {
        return (n >= f64::from(upper)).then_some(high);
    };
    let part = (n - f64::from(lower)) / f64::from(upper - lower);
    Some(std::array::from_fn(|k| low[k] + part * (high[k] - low[k])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Draws, Purpose};

    fn uniforms(n: usize, sample: u64) -> Vec<f64> {
        let draws = Draws::new(0, 0);
        let mut values: Vec<f64> =
            (0..n.div_ceil(4)).flat_map(|i| draws.uniforms(Purpose::Bootstrap, sample, i as u32)).collect();
        values.truncate(n);
        values.sort_by(f64::total_cmp);
        values
    }

    /// The dip from its definition: the least distance at which some distribution function that is convex up to a
    /// mode and concave from there on stays within it. Slow, and without the iteration.
    fn by_definition(x: &[f64]) -> f64 {
        let fits = |d: f64| (0..x.len()).any(|m| mode_at(x, m, d));
        let (mut no, mut yes) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (no + yes);
            if fits(middle) { yes = middle } else { no = middle }
        }
        yes
    }

    /// Whether one with its mode at value `m` stays within `d`. It may have an atom there, so the highest possible
    /// start of its right half must not lie below the lowest possible end of its left half.
    fn mode_at(x: &[f64], m: usize, d: f64) -> bool {
        let mirrored: Vec<f64> = x.iter().rev().map(|v| -v).collect();
        let left = lowest_end(x, x[m], d);
        let right = lowest_end(&mirrored, -x[m], d);
        matches!((left, right), (Some(low), Some(high)) if low <= 1.0 - high + 1e-12)
    }

    /// The lowest height just before `mode` of a convex, rising function that stays within `d` of the distribution
    /// function to the left of it; `None` where there is none.
    fn lowest_end(x: &[f64], mode: f64, d: f64) -> Option<f64> {
        let n = x.len() as f64;
        let at = |v: f64, or_at: bool| x.iter().filter(|w| **w < v || or_at && **w == v).count() as f64 / n;
        let mut places: Vec<f64> = x.iter().copied().filter(|v| *v < mode).collect();
        places.dedup();
        // Being continuous there, it must be near both sides of each step.
        let mut bands: Vec<(f64, f64, f64)> =
            places.iter().map(|&v| (v, (at(v, true) - d).max(0.0), at(v, false) + d)).collect();
        bands.push((mode, (at(mode, false) - d).max(0.0), at(mode, false) + d));
        let fits = |end: f64| {
            let mut points: Vec<(f64, f64)> = bands.iter().map(|b| (b.0, b.2)).collect();
            points.last_mut().expect("the mode").1 = end;
            // The highest convex and rising function below those points has to clear all lower ends.
            bands.iter().all(|&(at, low, _)| convex_below(&points, at) >= low - 1e-12)
        };
        let (_, mut low, mut high) = *bands.last().expect("the mode");
        if low > high + 1e-12 || !fits(high) {
            return None;
        }
        for _ in 0..50 {
            let middle = 0.5 * (low + high);
            if fits(middle) { high = middle } else { low = middle }
        }
        Some(high)
    }

    /// The highest convex, rising function below points at `x`: the least of all chords over it, and of every point
    /// at or to the right of it.
    fn convex_below(points: &[(f64, f64)], x: f64) -> f64 {
        let mut least = f64::MAX;
        for &(a, fa) in points {
            if a >= x {
                least = least.min(fa);
            }
            for &(b, fb) in points.iter().filter(|p| a <= x && x < p.0) {
                least = least.min(fa + (fb - fa) * (x - a) / (b - a));
            }
        }
        least
    }

    #[test]
    fn it_is_the_dip_of_the_definition() {
        for sample in 0..120 {
            let n = 2 + (sample % 9) as usize;
            let mut values = uniforms(n, 1_000_000 + sample);
            if sample % 3 == 0 {
                // Ties: rounded to tenths.
                values.iter_mut().for_each(|v| *v = (*v * 10.0).round() / 10.0);
            }
            let least = 0.5 / n as f64;
            let (found, wanted) = (dip(&values), by_definition(&values).max(least));
            assert!((found - wanted).abs() < 1e-9, "{values:?}: {found}, by definition {wanted}");
        }
    }

    #[test]
    fn known_dips() {
        // Evenly spaced values have the least there is, 1 over twice their number.
        let even: Vec<f64> = (0..20).map(f64::from).collect();
        assert!((dip(&even) - 0.025).abs() < 1e-12);
        // Two points: half the share of the smaller.
        assert!((dip(&[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]) - 0.15).abs() < 1e-12);
        assert!((dip(&[2.0; 8]) - 1.0 / 16.0).abs() < 1e-12);
        // The ratings of a faculty in Hartigan and Hartigan's paper, section 7: 0.059.
        let faculty: Vec<f64> = "30 33 35 36 37 37 39 39 39 39 39 40 40 40 40 41 42 43 43 43 44 44 45 45 46 46 47 47 \
            48 48 48 49 50 50 51 52 52 53 53 53 53 53 54 54 57 57 59 60 60 60 61 61 61 61 62 62 62 62 63 66 70 72 72"
            .split_whitespace()
            .map(|v| v.parse().expect("a number"))
            .collect();
        assert!((dip(&faculty) - 0.059_523_809_523_8).abs() < 1e-12);
        // R's diptest gives 0.0867 for them.
        assert!((p_value(dip(&faculty), 63) - 0.0867).abs() < 0.01, "{}", p_value(dip(&faculty), 63));
    }

    #[test]
    fn the_table_can_be_made_again() {
        const SAMPLES: u64 = 20_000;
        for (n, quantiles) in TABLE.iter().filter(|(n, _)| [8, 10, 12, 20, 30].contains(n)) {
            let mut dips: Vec<f64> =
                (0..SAMPLES).map(|s| dip(&uniforms(*n as usize, s)) * f64::from(*n).sqrt()).collect();
            dips.sort_by(f64::total_cmp);
            for (above, expected) in ABOVE.iter().zip(quantiles).take(4) {
                // Within four standard errors of how many lie beyond.
                let beyond = dips.iter().filter(|d| **d > *expected).count() as f64;
                let error = (SAMPLES as f64 * above * (1.0 - above)).sqrt();
                let off = (beyond - SAMPLES as f64 * above) / error;
                assert!(off.abs() < 4.0, "{n} at {above}: {off} standard errors off");
            }
        }
    }

    #[test]
    fn probabilities_lie_between_the_quantiles() {
        assert_eq!(p_value(0.25, 7), 1.0);
        let at_ten = |scaled: f64| p_value(scaled / 10f64.sqrt(), 10);
        assert!((at_ten(0.505) - 0.01).abs() < 1e-9 && (at_ten(0.442) - 0.05).abs() < 1e-9);
        assert!(at_ten(0.47) < 0.05 && at_ten(0.47) > 0.01);
        assert_eq!((at_ten(0.2), at_ten(0.9)), (1.0, 0.001));
        assert!((p_value(0.619 / 1000f64.sqrt(), 1000) - 0.01).abs() < 1e-9);
        assert!((p_value(0.619 / 50_000f64.sqrt(), 50_000) - 0.01).abs() < 1e-9);
    }
}
