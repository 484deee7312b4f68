//! A set of scored texts, sorted once, so that its figures under any weights take one pass.

use rustc_hash::FxHashMap;

use super::{Judgement, Scored};

/// Bins of probability in which calibration is measured.
pub(super) const BINS: usize = 10;
/// The least probability that log-loss takes a model at its word for; smaller ones count as this.
const PROBABILITY_MIN: f64 = 1e-15;

/// Scored texts, the highest probability first. Texts belong to clusters, numbered from 0 in order of first
/// appearance, and a text weighs what its cluster weighs.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    rows: Vec<Entry>,
    n_clusters: usize,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    probability: f64,
    loss: f64,
    cluster: u32,
    bin: u8,
    spam: bool,
    blocked: bool,
    /// Whether the next text has another probability.
    ends_tie: bool,
}

/// Weighted counts of the texts at or above a probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Above {
    pub ham: u64,
    pub spam: u64,
}

/// What one bin of probability holds.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Binned {
    pub n: u64,
    pub n_clusters: u64,
    pub spam: u64,
    pub probability: f64,
}

impl Sample {
    /// Sorts scores; `clusters` names the cluster of each by any number.
    pub(super) fn new(scored: &[Scored], clusters: &[u32]) -> Sample {
        assert_eq!(scored.len(), clusters.len());
        let mut number: FxHashMap<u32, u32> = FxHashMap::default();
        let mut rows: Vec<Entry> = scored
            .iter()
            .zip(clusters)
            .map(|(s, &cluster)| {
                let next = number.len() as u32;
                let truth = if s.spam { s.probability } else { 1.0 - s.probability };
                Entry {
                    probability: s.probability,
                    loss: -libm::log(truth.max(PROBABILITY_MIN)),
                    cluster: *number.entry(cluster).or_insert(next),
                    bin: ((s.probability * BINS as f64) as usize).min(BINS - 1) as u8,
                    spam: s.spam,
                    blocked: s.blocked,
                    ends_tie: true,
                }
            })
            .collect();
        rows.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        for i in 1..rows.len() {
            rows[i - 1].ends_tie = rows[i - 1].probability.total_cmp(&rows[i].probability).is_ne();
        }
        Sample { rows, n_clusters: number.len() }
    }

    pub(super) fn n_clusters(&self) -> usize {
        self.n_clusters
    }

    /// Clusters with at least one ham text, spam text and blocked text, in this order.
    pub(super) fn clusters_with(&self) -> [usize; 3] {
        let count = |shows: &dyn Fn(&Entry) -> bool| {
            let mut has = vec![false; self.n_clusters];
            self.rows.iter().filter(|e| shows(e)).for_each(|e| has[e.cluster as usize] = true);
            has.iter().filter(|h| **h).count()
        };
        [count(&|e| !e.spam), count(&|e| e.spam), count(&|e| e.blocked)]
    }

    /// The figures where each text counts as often as `weights` says of its cluster. Counts are exact, sums of
    /// reals run from the highest probability down.
    pub(super) fn judge(&self, weights: &[u32]) -> Judgement {
        let (mut all, mut blocked, mut tied) = (Above::default(), Above::default(), Above::default());
        // Twice the pairs in which spam stands above ham: a tie counts half.
        let mut wins: u64 = 0;
        let mut loss = 0.0;
        let mut bins = [(0.0, 0.0); BINS];
        for e in &self.rows {
            let w = u64::from(weights[e.cluster as usize]);
            if w > 0 {
                let real = w as f64;
                loss += real * e.loss;
                let bin = &mut bins[usize::from(e.bin)];
                bin.0 += real * e.probability;
                if e.spam {
                    bin.1 += real;
                    tied.spam += w;
                } else {
                    tied.ham += w;
                }
                if e.blocked {
                    *(if e.spam { &mut blocked.spam } else { &mut blocked.ham }) += w;
                }
            }
            if e.ends_tie {
                wins += tied.ham * (2 * all.spam + tied.spam);
                all = Above { ham: all.ham + tied.ham, spam: all.spam + tied.spam };
                tied = Above::default();
            }
        }
        let n = (all.ham + all.spam) as f64;
        let share = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
        let both = all.ham > 0 && all.spam > 0;
        let auc = both.then(|| wins as f64 / 2.0 / (all.ham as f64 * all.spam as f64));
        let caught = share(blocked.spam, all.spam);
        Judgement {
            n_ham: all.ham as usize,
            n_spam: all.spam as usize,
            auc,
            one_minus_auc_percent: auc.map(|auc| 100.0 * (1.0 - auc)),
            spam_caught: caught,
            ham_blocked: share(blocked.ham, all.ham),
            precision: share(blocked.spam, blocked.spam + blocked.ham).filter(|_| both),
            recall: caught,
            mcc: both.then(|| mcc(all, blocked)),
            ece: bins.iter().map(|(p, spam)| (p - spam).abs()).sum::<f64>() / n,
            log_loss: loss / n,
        }
    }

    /// Calls `each` at every probability that occurs, from the highest down, with the texts at or above it.
    pub(super) fn descend(&self, weights: &[u32], each: &mut impl FnMut(f64, Above)) {
        let (mut above, mut moved) = (Above::default(), false);
        for e in &self.rows {
            let w = u64::from(weights[e.cluster as usize]);
            *(if e.spam { &mut above.spam } else { &mut above.ham }) += w;
            moved |= w > 0;
            if e.ends_tie && moved {
                each(e.probability, above);
                moved = false;
            }
        }
    }

    /// All texts, counted as `weights` says.
    pub(super) fn total(&self, weights: &[u32]) -> Above {
        let mut all = Above::default();
        for e in &self.rows {
            *(if e.spam { &mut all.spam } else { &mut all.ham }) += u64::from(weights[e.cluster as usize]);
        }
        all
    }

    /// What each bin of probability holds.
    pub(super) fn bins(&self) -> [Binned; BINS] {
        let mut bins = [Binned::default(); BINS];
        let mut seen = vec![[false; BINS]; self.n_clusters];
        for e in &self.rows {
            let bin = &mut bins[usize::from(e.bin)];
            let seen = &mut seen[e.cluster as usize][usize::from(e.bin)];
            bin.n += 1;
            bin.n_clusters += u64::from(!std::mem::replace(seen, true));
            bin.spam += u64::from(e.spam);
            bin.probability += e.probability;
        }
        bins
    }
}

fn mcc(all: Above, blocked: Above) -> f64 {
    let (tp, fp) = (blocked.spam as f64, blocked.ham as f64);
    let (missed, tn) = (all.spam as f64 - tp, all.ham as f64 - fp);
    let margins = libm::sqrt((tp + fp) * (tp + missed) * (tn + fp) * (tn + missed));
    if margins > 0.0 { (tp * tn - fp * missed) / margins } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scored(rows: &[(u8, bool, u32)]) -> (Vec<Scored>, Vec<u32>) {
        rows.iter()
            .map(|&(p, spam, cluster)| {
                let probability = f64::from(p) / 10.0;
                (Scored { probability, spam, blocked: probability >= 0.7 }, cluster)
            })
            .unzip()
    }

    proptest! {
        /// The area by sorting and counting is that of comparing every pair, ties half.
        #[test]
        fn auc_is_that_of_all_pairs(rows in prop::collection::vec((0_u8..=10, any::<bool>()), 1..40)) {
            let rows: Vec<(u8, bool, u32)> = rows.into_iter().map(|(p, spam)| (p, spam, 0)).collect();
            let (mut wins, mut pairs) = (0.0, 0.0);
            for a in rows.iter().filter(|r| r.1) {
                for b in rows.iter().filter(|r| !r.1) {
                    pairs += 1.0;
                    wins += if a.0 > b.0 { 1.0 } else if a.0 == b.0 { 0.5 } else { 0.0 };
                }
            }
            let (scored, clusters) = scored(&rows);
            let auc = Sample::new(&scored, &clusters).judge(&[1]).auc;
            prop_assert_eq!(auc.is_some(), pairs > 0.0);
            prop_assert!(auc.is_none_or(|auc| (auc - wins / pairs).abs() < 1e-12));
        }

        /// A weight is a number of copies: every figure is that of the texts written out so often.
        #[test]
        fn a_weight_is_a_number_of_copies(
            rows in prop::collection::vec((0_u8..=10, any::<bool>(), 0_u32..5), 1..30),
            weights in prop::collection::vec(0_u32..4, 5),
        ) {
            let copies: Vec<(u8, bool, u32)> =
                rows.iter().flat_map(|&row| vec![row; weights[row.2 as usize] as usize]).collect();
            let (a, of_a) = scored(&rows);
            let sample = Sample::new(&a, &of_a);
            // Weights go by order of appearance.
            let mut order: Vec<u32> = Vec::new();
            of_a.iter().for_each(|c| if !order.contains(c) { order.push(*c) });
            let weights: Vec<u32> = order.iter().map(|&c| weights[c as usize]).collect();
            let (b, of_b) = scored(&copies);
            let copied = Sample::new(&b, &of_b);
            let ones = vec![1; copied.n_clusters()];
            let pairs = sample.judge(&weights).values().into_iter().zip(copied.judge(&ones).values());
            for (x, y) in pairs {
                prop_assert_eq!(x.is_some(), y.is_some());
                prop_assert!(x.zip(y).is_none_or(|(x, y)| (x - y).abs() < 1e-9), "{:?} {:?}", x, y);
            }
        }
    }

    #[test]
    fn a_descent_counts_ties_once() {
        let (scored, clusters) = scored(&[(9, true, 0), (5, false, 1), (5, true, 2), (1, false, 3)]);
        let sample = Sample::new(&scored, &clusters);
        let mut steps = Vec::new();
        sample.descend(&[1, 1, 2, 0], &mut |p, above| steps.push((p, above.ham, above.spam)));
        assert_eq!(steps, [(0.9, 0, 1), (0.5, 1, 3)]);
    }

    #[test]
    fn bins_count_texts_and_clusters() {
        let (scored, clusters) = scored(&[(10, true, 4), (9, true, 4), (9, false, 5), (0, false, 4)]);
        let bins = Sample::new(&scored, &clusters).bins();
        assert_eq!((bins[9].n, bins[9].n_clusters, bins[9].spam), (3, 2, 2));
        assert!((bins[9].probability - 2.8).abs() < 1e-12 && bins[0].n == 1);
    }
}
