//! How figures move with the threshold, and how probabilities compare with what came true.

use serde::Serialize;

use super::bootstrap::{self, Interval};
use super::sample::{Above, Sample};
use crate::rng::{Draws, normal_quantile};

/// A point is drawn where the curve has moved by this share of an axis.
const STEP: f64 = 1.0 / 120.0;
/// Shares beyond these are not drawn on axes of normal deviates.
const DEVIATE_MIN: f64 = 1e-4;
/// Places at which bands are measured: an odd number, so that 50 % is one of them.
const PLACES: usize = 49;

/// What blocking from one threshold on would do.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Texts at or above this probability are blocked; absent where nothing is.
    pub threshold: Option<f64>,
    /// Share of ham blocked; absent where there is no ham.
    pub ham_blocked: Option<f64>,
    /// Share of spam blocked, that is recall; absent where there is no spam.
    pub spam_caught: Option<f64>,
    /// Share of blocked texts that are spam; absent where nothing is blocked.
    pub precision: Option<f64>,
}

/// The interval of a curve at one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// The place: a share of ham blocked (ROC, DET) or of spam caught (precision).
    pub at: f64,
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

/// The curves, each thinned to points that can be told apart on its own axes; empty where a class is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Curves {
    /// Receiver operating characteristic: spam caught over ham blocked.
    pub roc: Vec<Point>,
    /// Detection error trade-off (Martin et al. 1997): spam missed over ham blocked, on axes of normal deviates.
    pub det: Vec<Point>,
    /// Precision over recall.
    pub precision_recall: Vec<Point>,
    /// Intervals of the share of spam missed, by ham blocked.
    pub det_band: Vec<Band>,
    /// Intervals of precision, by recall.
    pub precision_band: Vec<Band>,
}

/// One bin of probability of a reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Least probability in it.
    pub from: f64,
    /// Where the next one begins.
    pub to: f64,
    /// Texts in it.
    pub n: u64,
    /// Clusters of near-duplicates among them.
    pub n_clusters: u64,
    /// Mean probability given; absent where the bin is empty.
    pub probability: Option<f64>,
    /// Share that is spam; absent where the bin is empty.
    pub spam_share: Option<f64>,
    /// Wilson's interval of that share, in which a cluster counts as one case.
    pub interval: Option<Interval>,
}

/// The place of a share on an axis of normal deviates, from 0 to 1.
fn deviate(share: f64) -> f64 {
    let low = normal_quantile(DEVIATE_MIN);
    (normal_quantile(share.clamp(DEVIATE_MIN, 1.0 - DEVIATE_MIN)) - low) / (-2.0 * low)
}

pub(super) fn bins(sample: &Sample) -> Vec<Bin> {
    let bins = sample.bins();
    let width = 1.0 / bins.len() as f64;
    bins.iter()
        .enumerate()
        .map(|(i, b)| {
            let share = (b.n > 0).then(|| b.spam as f64 / b.n as f64);
            Bin {
                from: i as f64 * width,
                to: (i + 1) as f64 * width,
                n: b.n,
                n_clusters: b.n_clusters,
                probability: (b.n > 0).then(|| b.probability / b.n as f64),
                spam_share: share,
                interval: share.map(|s| bootstrap::wilson(s, b.n_clusters as usize)),
            }
        })
        .collect()
}

/// The curves of a sample with both classes; their bands rest on `replicates` replicates.
pub(super) fn curves(sample: &Sample, draws: &Draws, replicates: u32) -> Curves {
    let ones = vec![1; sample.n_clusters()];
    let all = sample.total(&ones);
    if all.ham == 0 || all.spam == 0 {
        return Curves::default();
    }
    let mut points =
        vec![Point { threshold: None, ham_blocked: Some(0.0), spam_caught: Some(0.0), precision: None }];
    sample.descend(&ones, &mut |threshold, above| points.push(point(threshold, above, all)));
    let (det_band, precision_band) = bands(sample, draws, replicates);
    Curves {
        roc: thin(&points, |p| Some((p.ham_blocked?, p.spam_caught?))),
        det: thin(&points[1..], |p| Some((deviate(p.ham_blocked?), deviate(1.0 - p.spam_caught?)))),
        precision_recall: thin(&points[1..], |p| Some((p.spam_caught?, p.precision?))),
        det_band,
        precision_band,
    }
}

fn point(threshold: f64, above: Above, all: Above) -> Point {
    let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    Point {
        threshold: Some(threshold),
        ham_blocked: share(above.ham, all.ham),
        spam_caught: share(above.spam, all.spam),
        precision: share(above.spam, above.spam + above.ham),
    }
}

/// First, last, and what lies between at least a step apart.
fn thin(points: &[Point], at: impl Fn(&Point) -> Option<(f64, f64)>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for (i, p) in points.iter().enumerate() {
        let Some((x, y)) = at(p) else { continue };
        let far = last.is_none_or(|(a, b)| (x - a).abs() + (y - b).abs() >= STEP);
        if far || i + 1 == points.len() {
            kept.push(*p);
            last = Some((x, y));
        }
    }
    kept
}

fn bands(sample: &Sample, draws: &Draws, replicates: u32) -> (Vec<Band>, Vec<Band>) {
    if replicates == 0 {
        return (Vec::new(), Vec::new());
    }
    let low = normal_quantile(DEVIATE_MIN);
    let deviates: Vec<f64> = (0..PLACES)
        .map(|i| {
            let z = low * (1.0 - 2.0 * i as f64 / (PLACES - 1) as f64);
            0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
        })
        .collect();
    let recalls: Vec<f64> = (1..=PLACES).map(|i| i as f64 / PLACES as f64).collect();
    let found = bootstrap::replicate(sample.n_clusters(), draws, replicates, |weights| {
        let all = sample.total(weights);
        let (mut missed, mut precision) = (vec![None; PLACES], vec![None; PLACES]);
        if all.ham == 0 || all.spam == 0 {
            return (missed, precision);
        }
        let (ham, spam) = (all.ham as f64, all.spam as f64);
        let (mut d, mut r, mut best) = (0, 0, 0);
        sample.descend(weights, &mut |_, above| {
            // At each place the last threshold that blocks no more ham counts.
            while d < PLACES && above.ham as f64 > deviates[d] * ham {
                missed[d] = Some(1.0 - best as f64 / spam);
                d += 1;
            }
            best = above.spam;
            while r < PLACES && above.spam as f64 >= recalls[r] * spam * (1.0 - 1e-12) {
                precision[r] = Some(above.spam as f64 / (above.spam + above.ham) as f64);
                r += 1;
            }
        });
        missed[d..].fill(Some(1.0 - best as f64 / spam));
        (missed, precision)
    });
    let of = |places: &[f64], values: &dyn Fn(usize) -> Option<Interval>| {
        let one = |(i, &at)| values(i).map(|[lo, hi]| Band { at, lo, hi });
        places.iter().enumerate().filter_map(one).collect()
    };
    (
        of(&deviates, &|i| bootstrap::percentiles(found.iter().map(|(missed, _)| missed[i]))),
        of(&recalls, &|i| bootstrap::percentiles(found.iter().map(|(_, precision)| precision[i]))),
    )
}
