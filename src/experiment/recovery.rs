//! Recovery curves: how long what is on a blacklist stays there.

use serde::{Deserialize, Serialize};

/// One stay on a blacklist, as long as it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stay {
    /// From the listing to the release, or to the end of the run.
    pub hours: f64,
    /// Whether it was over by then.
    pub over: bool,
}

/// Points that a curve has at most.
pub const POINTS_MAX: usize = 50;

/// The stays of one strategy, over all carriers and replications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recovery {
    /// How many stays there were.
    pub stays: u64,
    /// How many of them the curve rests on; each run keeps the first 20,000 of each carrier.
    pub kept: u64,
    /// How many of those were over by the end of the run.
    pub over: u64,
    /// Hours after which a tenth of the stays are over; absent where fewer are.
    pub hours_p10: Option<f64>,
    /// Hours after which half are over.
    pub hours_p50: Option<f64>,
    /// Hours after which nine tenths are over.
    pub hours_p90: Option<f64>,
    /// Hours since the listing, and the share of stays not yet over then: steps, at most 50, the last of them
    /// at the longest time that any stay was seen. Kaplan and Meier's estimate (1958), by which a stay that
    /// was not over at the end of the run counts for as long as it was seen.
    pub curve: Vec<[f64; 2]>,
}

impl Recovery {
    /// The recovery of these stays, of `stays` there were in all; `None` without any.
    pub fn of(mut kept: Vec<Stay>, stays: u64) -> Option<Recovery> {
        // At the same time a release comes before the end of the run.
        kept.sort_by(|a, b| a.hours.total_cmp(&b.hours).then(b.over.cmp(&a.over)));
        let longest = kept.last()?.hours;
        let mut steps = vec![[0.0, 1.0]];
        let (mut left, mut at) = (1.0, 0);
        for same in kept.chunk_by(|a, b| a.hours == b.hours) {
            let n_over = same.iter().filter(|s| s.over).count();
            if n_over > 0 {
                left *= 1.0 - n_over as f64 / (kept.len() - at) as f64;
                steps.push([same[0].hours, left]);
            }
            at += same.len();
        }
        let after = |share: f64| {
            // A share that is reached to within rounding is reached.
            steps.iter().find(|[_, left]| 1.0 - left >= share - 1e-12).map(|[hours, _]| *hours)
        };
        Some(Recovery {
            stays,
            kept: kept.len() as u64,
            over: kept.iter().filter(|s| s.over).count() as u64,
            hours_p10: after(0.1),
            hours_p50: after(0.5),
            hours_p90: after(0.9),
            curve: thinned(&steps, [longest, left]),
        })
    }
}

/// The steps between which the share falls by about as much each, so that few are enough, and the last point.
fn thinned(steps: &[[f64; 2]], last: [f64; 2]) -> Vec<[f64; 2]> {
    let least = if steps.len() < POINTS_MAX { 0.0 } else { (1.0 - last[1]) / (POINTS_MAX - 2) as f64 };
    let mut points: Vec<[f64; 2]> = Vec::new();
    for step in steps {
        if points.last().is_none_or(|kept| kept[1] - step[1] >= least) {
            points.push(*step);
        }
    }
    if points.last() != Some(&last) {
        points.push(last);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(hours: f64) -> Stay {
        Stay { hours, over: true }
    }
    fn seen(hours: f64) -> Stay {
        Stay { hours, over: false }
    }

    #[test]
    fn where_every_stay_is_over_the_curve_counts_them() {
        let stays = (1..=10).rev().map(|h| over(f64::from(h))).collect();
        let found = Recovery::of(stays, 10).expect("stays");
        assert_eq!((found.hours_p10, found.hours_p50, found.hours_p90), (Some(1.0), Some(5.0), Some(9.0)));
        assert_eq!(found.curve.len(), 11);
        for (i, [hours, left]) in found.curve.iter().enumerate() {
            assert!((hours - i as f64).abs() < 1e-12 && (left - (1.0 - i as f64 / 10.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_stay_that_was_not_over_counts_for_as_long_as_it_was_seen() {
        // One of four is over at 1 h; at 2 h one leaves the sight; of the two left one is over at 3 h.
        let found = Recovery::of(vec![over(1.0), seen(2.0), over(3.0), seen(5.0)], 7).expect("stays");
        assert_eq!(found.curve, [[0.0, 1.0], [1.0, 0.75], [3.0, 0.375], [5.0, 0.375]]);
        assert_eq!((found.stays, found.kept, found.over), (7, 4, 2));
        assert_eq!((found.hours_p10, found.hours_p50, found.hours_p90), (Some(1.0), Some(3.0), None));
    }

    #[test]
    fn what_is_listed_for_good_never_recovers() {
        let found = Recovery::of(vec![seen(5.0), seen(3.0)], 2).expect("stays");
        assert_eq!(found.curve, [[0.0, 1.0], [5.0, 1.0]]);
        assert_eq!(found.hours_p10, None);
        assert_eq!(Recovery::of(Vec::new(), 0), None);
    }

    #[test]
    fn a_long_curve_keeps_its_shape_in_few_points() {
        let stays: Vec<Stay> = (1..=5000).map(|h| over(f64::from(h))).collect();
        let curve = Recovery::of(stays, 5000).expect("stays").curve;
        assert!(curve.len() <= POINTS_MAX, "{} points", curve.len());
        for [hours, left] in &curve {
            assert!((left - (1.0 - hours / 5000.0)).abs() < 1e-9);
        }
        let most = curve.windows(2).map(|w| w[0][1] - w[1][1]).fold(0.0, f64::max);
        assert!(most < 0.022, "{most}");
        // A fall at once and then a tail of as many steps.
        let mut stays: Vec<Stay> = (0..9000).map(|_| over(1.0)).collect();
        stays.extend((2..1000).map(|h| over(f64::from(h))));
        assert!(Recovery::of(stays, 1).expect("stays").curve.len() <= POINTS_MAX);
    }
}
