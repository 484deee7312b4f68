//! A text as sets of word shingles, their Jaccard similarity, and MinHash signatures of them.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::normal::{normalise, words};
use crate::rng::splitmix;

/// Hash functions of a signature: divisible by every number of rows a band may have.
pub(super) const HASHES: usize = 96;

/// The Jaccard similarity of two texts: the shared shingles over all shingles of both; 1 where all are
/// shared, 0 where none is. Shingles are three words; a pair whose shorter text has fewer than eight
/// words is compared by pairs of words, one of fewer than four by words.
pub fn jaccard(a: &str, b: &str) -> f64 {
    Shingled::of(a, 0.0).jaccard(&Shingled::of(b, 0.0)).unwrap_or(0.0)
}

/// A text as its shingles of each size in which another may have to be compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shingled {
    words: usize,
    /// Hash of the words in order: equal texts need no comparison.
    pub(super) hash: u64,
    /// The sorted set for each size from `smallest` on.
    sets: Vec<Box<[u64]>>,
    smallest: usize,
}

impl Shingled {
    /// The shingles of a text, for comparison with texts of at least that similarity: a shorter one has
    /// at least that share of its words.
    pub(super) fn of(text: &str, similarity: f64) -> Shingled {
        let words: Vec<u64> = words(&normalise(text)).map(|w| xxh3_64_with_seed(w.as_bytes(), 0)).collect();
        let n = words.len();
        let shortest = libm::floor(n as f64 * similarity) as usize;
        let smallest = size_for(shortest);
        let sets = (smallest..=size_for(n)).map(|size| shingles(&words, size)).collect();
        let hash = words.iter().fold(n as u64, |key, &word| splitmix(key ^ word));
        Shingled { words: n, hash, sets, smallest }
    }

    /// The similarity of a pair, by shingles of the size that suits the shorter; `None` where one of them
    /// was not made for so short a partner.
    pub(super) fn jaccard(&self, other: &Shingled) -> Option<f64> {
        let size = size_for(self.words.min(other.words));
        let a = self.sets.get(size.checked_sub(self.smallest)?)?;
        let b = other.sets.get(size.checked_sub(other.smallest)?)?;
        if a.is_empty() && b.is_empty() {
            return Some(1.0);
        }
        let shared = shared(a, b);
        Some(shared as f64 / (a.len() + b.len() - shared) as f64)
    }

    /// Calls `each` with the key of every band of every size: texts that share one are candidates.
    pub(super) fn bands(&self, rows: usize, each: &mut dyn FnMut(u64)) {
        for (at, set) in self.sets.iter().enumerate() {
            for (band, rows) in signature(set).chunks(rows).enumerate() {
                let first = ((self.smallest + at) * HASHES + band) as u64;
                each(rows.iter().fold(splitmix(first), |key, &row| splitmix(key ^ row)));
            }
        }
    }
}

/// How many values two sorted sets share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        n += usize::from(a[i] == b[j]);
        let (left, right) = (a[i], b[j]);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    n
}

/// Words in a shingle, for a text of `n` words.
fn size_for(n: usize) -> usize {
    match n {
        0..4 => 1,
        4..8 => 2,
        _ => 3,
    }
}

fn shingles(words: &[u64], size: usize) -> Box<[u64]> {
    let mut set: Vec<u64> =
        words.windows(size).map(|w| w.iter().fold(size as u64, |key, &word| splitmix(key ^ word))).collect();
    set.sort_unstable();
    set.dedup();
    set.into()
}

/// For each hash function, the least hash of all shingles.
fn signature(shingles: &[u64]) -> [u64; HASHES] {
    let mut least = [u64::MAX; HASHES];
    for &shingle in shingles {
        // Two hashes combined give the whole family (Kirsch and Mitzenmacher 2006).
        let (a, b) = (splitmix(shingle), splitmix(shingle ^ 0x5EED) | 1);
        for (i, slot) in least.iter_mut().enumerate() {
            *slot = (*slot).min(splitmix(a.wrapping_add(b.wrapping_mul(i as u64))));
        }
    }
    least
}

/// Rows of a band: few enough that a pair just at the threshold is a candidate with probability at
/// least 0.98 (1 − (1 − s^rows)^(96/rows)).
pub(super) fn rows_for(similarity: f64) -> usize {
    [6, 4, 3, 2]
        .into_iter()
        .find(|&rows| {
            let missed = 1.0 - libm::pow(similarity, rows as f64);
            libm::pow(missed, (HASHES / rows) as f64) <= 0.02
        })
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jaccard_counts_shingles() {
        assert!(
            (jaccard("one two three four five six seven eight", "one two three four five six seven nine")
                - 5.0 / 7.0)
                .abs()
                < 1e-12
        );
        assert!(jaccard("", "words") < 1e-12 && jaccard("", "").total_cmp(&1.0).is_eq());
        // A long text against a short one goes by what suits the short one: words.
        assert!((jaccard("aa bb cc dd ee ff gg hh ii jj", "bb dd") - 0.2).abs() < 1e-12);
    }

    #[test]
    fn one_replaced_word_destroys_up_to_three_shingles() {
        let words: Vec<String> = (0..23).map(|i| format!("w{}", (b'a' + i) as char)).collect();
        for replaced in 0..23 {
            let mut other = words.clone();
            other[replaced] = "zebra".into();
            let lost = [replaced + 1, 23 - replaced, 3].into_iter().min().expect("three") as f64;
            let found = jaccard(&words.join(" "), &other.join(" "));
            assert!((found - (21.0 - lost) / (21.0 + lost)).abs() < 1e-12, "{replaced}");
        }
    }

    #[test]
    fn bands_catch_pairs_at_the_threshold() {
        for (similarity, rows) in [(0.3, 2), (0.5, 3), (0.7, 4), (0.9, 6), (0.05, 1)] {
            assert_eq!(rows_for(similarity), rows, "{similarity}");
        }
    }

    /// The share of pairs at J = 0.5 that meet in a band is that of the formula, within its error.
    #[test]
    fn signatures_agree_as_often_as_sets_overlap() {
        let rows = rows_for(0.5);
        let n = 600;
        let caught = (0..n)
            .filter(|pair| {
                let set = |from: u64| -> Vec<u64> {
                    (from..from + 30).map(|i| splitmix(pair * 1000 + i)).collect()
                };
                // 20 of 40 shared.
                let (a, b) = (signature(&set(0)), signature(&set(10)));
                a.chunks(rows).zip(b.chunks(rows)).any(|(a, b)| a == b)
            })
            .count();
        let law = 1.0 - libm::pow(1.0 - libm::pow(0.5, rows as f64), (HASHES / rows) as f64);
        let share = caught as f64 / n as f64;
        assert!((share - law).abs() < 4.0 * libm::sqrt(law * (1.0 - law) / n as f64), "{share} {law}");
    }

    #[test]
    fn sorted_sets_are_intersected() {
        assert_eq!(shared(&[1, 3, 5, 9], &[0, 3, 4, 5, 6]), 2);
        assert_eq!(shared(&[], &[1]), 0);
        let (a, b): (Vec<u64>, Vec<u64>) = ((0..90).step_by(2).collect(), (0..90).step_by(3).collect());
        assert_eq!(shared(&a, &b), 15);
    }
}
