//! Whether values over replications fall into groups, so that their mean is a place where no run ends.
//!
//! Two signs, either of which is enough:
//!
//! - **The dip** (see [`dip`]) is larger than that of all but 1 % of uniform samples. It finds any second mode and
//!   needs no shape, but it is weak where values are few: the dip of two points is half the share of the smaller, so
//!   0.15 for three in ten, and 1 % of uniform samples of ten have more than 0.160.
//! - **A clean split**: two groups, each of a tenth of the values or more and of two at least, whose centres lie 12 or
//!   more standard deviations within them apart. It sees two or three runs in ten that end elsewhere.
//!
//! Together they call 1.1 % of uniform samples of eight grouped, 1.0 % of ten and more, and less of normal,
//! exponential and beta(2, 8) ones; of samples that crowd at one end, such as beta(8, ½), 1.9 % at eight and 0.3 % at
//! twenty. A test measures it. Two normal distributions fitted against one by BIC (Schwarz 1978) were tried in place
//! of the split and are no use: at 100 values they prefer two for 15 % of exponential samples and 37 % of beta(8, ½).
//! The largest gap between neighbours, which stood here before, called 8 % of uniform samples of eight grouped and
//! 13 % of beta(8, ½).

pub mod dip;

use super::summary::Group;

/// Fewer values than this say nothing.
const LEAST: usize = 8;

/// Values closer together than this, in shares, do not mislead anybody who reads their mean: ten percentage points.
const RANGE: f64 = 0.1;

/// The error at which the dip speaks.
const ERROR: f64 = 0.01;

/// Standard deviations between the centres of a clean split.
const APART: f64 = 12.0;

/// The smaller group of a clean split has at least one in so many of the values, and two at least: a single run that
/// ends elsewhere is no group.
const SHARE: usize = 10;

/// The groups into which shares fall, the lowest first; empty where they do not. A group that falls into groups
/// itself, and is large enough to tell, stands as those.
pub fn groups(values: &[f64]) -> Vec<Group> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut groups = Vec::new();
    divide(&sorted, &mut groups);
    if groups.len() < 2 { Vec::new() } else { groups }
}

fn divide(sorted: &[f64], into: &mut Vec<Group>) {
    match split(sorted) {
        Some(at) => {
            divide(&sorted[..at], into);
            divide(&sorted[at..], into);
        }
        None if sorted.is_empty() => {}
        None => {
            let n = sorted.len() as u32;
            let centre = sorted.iter().sum::<f64>() / f64::from(n);
            into.push(Group { n, centre, from: sorted[0], to: sorted[sorted.len() - 1] });
        }
    }
}

/// How many values are in the lower of two groups, if there are two.
fn split(sorted: &[f64]) -> Option<usize> {
    let n = sorted.len();
    if n < LEAST || sorted[n - 1] - sorted[0] < RANGE {
        return None;
    }
    let least = n.div_ceil(SHARE).max(2);
    let clean = closest(sorted, least).filter(|best| best.apart >= APART);
    let dips = || dip::p_value(dip::dip(sorted), n) <= ERROR;
    clean.or_else(|| if dips() { closest(sorted, 1) } else { None }).map(|best| best.at)
}

/// A split into two groups.
struct Split {
    /// How many values are in the lower one.
    at: usize,
    /// How far their centres lie apart, in pooled standard deviations within them.
    apart: f64,
}

/// The split of at least `least` values a side whose squares within the groups are least.
fn closest(sorted: &[f64], least: usize) -> Option<Split> {
    let n = sorted.len();
    let all: f64 = sorted.iter().sum();
    let (mut lower, mut best) = (0.0, None);
    for at in 1..n {
        lower += sorted[at - 1];
        if at < least || n - at < least {
            continue;
        }
        let (low, high) = (at as f64, (n - at) as f64);
        let between = (all - lower) / high - lower / low;
        // What a split takes from the sum of squares.
        let gain = between * between * low * high / n as f64;
        if best.is_none_or(|(most, _, _)| gain > most) {
            best = Some((gain, at, between));
        }
    }
    best.map(|(_, at, between)| {
        let within = squares(&sorted[..at]) + squares(&sorted[at..]);
        let deviation = (within / (n as f64 - 2.0)).sqrt();
        Split { at, apart: if deviation > 0.0 { between / deviation } else { f64::INFINITY } }
    })
}

/// The sum of squared distances from the mean.
fn squares(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|v| (v - mean) * (v - mean)).sum()
}

#[cfg(test)]
mod tests {
    use rand_distr::{Beta, Distribution, Exp1, StandardNormal};

    use super::*;
    use crate::rng::{Draws, Purpose};

    fn sizes(values: &[f64]) -> Vec<u32> {
        groups(values).iter().map(|g| g.n).collect()
    }

    #[test]
    fn groups_are_seen() {
        let two = [0.1, 0.11, 0.12, 0.1, 0.9, 0.91, 0.92, 0.9];
        assert_eq!(sizes(&two), [4, 4]);
        let found = &groups(&two)[0];
        assert!((found.centre - 0.1075).abs() < 1e-12 && (found.from, found.to) == (0.1, 0.12));
        assert!(sizes(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]).is_empty());
        // Too few, and too close for anybody to mind.
        assert!(sizes(&two[..7]).is_empty());
        assert!(sizes(&[0.90, 0.90, 0.90, 0.90, 0.95, 0.95, 0.95, 0.95]).is_empty());
        assert!(sizes(&[]).is_empty());
        // Every run of `lock-in` at ten replications, as it came out.
        let clinic = [0.002, 0.002, 0.002, 0.002, 0.002, 0.005, 0.93, 0.963, 0.965, 0.968];
        assert_eq!(sizes(&clinic), [6, 4]);
        assert!(dip::p_value(dip::dip(&clinic), 10) <= 0.001);
    }

    /// At ten values the dip alone misses what anybody sees: three runs, or two, that end elsewhere.
    #[test]
    fn a_clean_split_is_seen_where_the_dip_is_too_weak() {
        let of = |low: usize| -> Vec<f64> {
            (0..10).map(|i| if i < low { 0.02 } else { 0.95 } + 0.002 * f64::from(i as u32 % 3)).collect()
        };
        for low in [2, 3] {
            let mut values = of(low);
            values.sort_by(f64::total_cmp);
            assert!(dip::p_value(dip::dip(&values), 10) > 0.01, "{low}");
            assert_eq!(sizes(&values), [low as u32, 10 - low as u32]);
        }
        // Two runs of twelve, as `feedback-trap` ends.
        let mut twelve = vec![0.338; 2];
        twelve.extend((0..10).map(|i| 0.799 + 0.001 * f64::from(i)));
        assert_eq!(sizes(&twelve), [2, 10]);
        // One run that ends elsewhere is no group.
        assert!(sizes(&of(1)).is_empty());
    }

    #[test]
    fn more_than_two_groups_stand_apart() {
        let values: Vec<f64> = (0..30).map(|i| [0.0, 0.5, 0.9][i % 3] + 0.001 * i as f64).collect();
        assert_eq!(sizes(&values), [10, 10, 10]);
    }

    /// The share of samples that are called grouped, in percent. They are brought to a range of 1 or more, so that the
    /// guard never helps.
    fn alarms(n: usize, draw: &dyn Fn(&mut crate::rng::Stream) -> f64) -> f64 {
        const SAMPLES: u64 = 4000;
        let draws = Draws::new(1, 0);
        let grouped = (0..SAMPLES).filter(|sample| {
            let mut stream = draws.stream(Purpose::Bootstrap, *sample);
            let values: Vec<f64> = (0..n).map(|_| 100.0 * draw(&mut stream)).collect();
            !groups(&values).is_empty()
        });
        grouped.count() as f64 / SAMPLES as f64 * 100.0
    }

    /// Standard errors of the shares are 0.16 points at 1 %; bounds are four above what 20,000 samples gave.
    #[test]
    fn false_alarms_are_as_rare_as_the_page_says() {
        let uniform = |s: &mut crate::rng::Stream| rand_distr::StandardUniform.sample(s);
        let normal = |s: &mut crate::rng::Stream| StandardNormal.sample(s);
        let exponential = |s: &mut crate::rng::Stream| Exp1.sample(s);
        let (skewed, crowded) = (Beta::new(2.0, 8.0).expect("valid"), Beta::new(8.0, 0.5).expect("valid"));
        let skewed = move |s: &mut crate::rng::Stream| skewed.sample(s);
        let crowded = move |s: &mut crate::rng::Stream| crowded.sample(s);
        type Sampler<'a> = &'a dyn Fn(&mut crate::rng::Stream) -> f64;
        let laws: [(&str, Sampler<'_>, [f64; 4]); 5] = [
            ("uniform", &uniform, [1.8, 1.7, 1.6, 1.8]),
            ("normal", &normal, [0.7, 0.5, 0.4, 0.4]),
            ("exponential", &exponential, [1.4, 1.1, 0.5, 0.5]),
            ("beta(2, 8)", &skewed, [0.9, 0.8, 0.5, 0.4]),
            ("beta(8, 1/2)", &crowded, [2.8, 2.0, 0.6, 0.5]),
        ];
        for (name, law, bounds) in laws {
            for (n, bound) in [8, 10, 20, 30].into_iter().zip(bounds) {
                let share = alarms(n, law);
                assert!(share <= bound, "{name}, {n} values: {share} %");
            }
        }
        // And it is no rule that never speaks: of uniform samples the dip calls its 1 %.
        assert!(alarms(20, &uniform) > 0.3);
    }
}
