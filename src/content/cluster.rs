//! Which texts are near-duplicates of one another.
//!
//! A text is the set of its word 3-shingles; two texts are near-duplicates where the Jaccard similarity of
//! their sets is high enough. Candidates come from MinHash with banding (Broder 1997; Leskovec, Rajaraman,
//! Ullman, *Mining of Massive Datasets*, ch. 3), and each is confirmed exactly.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::normal::{normalise, words};
use crate::rng::splitmix;

/// Hash functions of a signature: divisible by every number of rows a band may have.
const HASHES: usize = 96;

/// The cluster of each text: texts that are joined by a chain of pairs with a Jaccard similarity of at
/// least `similarity` have one number. Numbers count from 0 in order of first appearance, and do not
/// depend on anything but the texts. A text of fewer than eight words is compared by pairs of words,
/// one of fewer than four by words; a pair by what suits the shorter.
pub fn cluster(texts: &[String], similarity: f64) -> Vec<u32> {
    let texts: Vec<Vec<u64>> = texts.iter().map(|t| word_hashes(&normalise(t))).collect();
    let mut sets = Disjoint((0..texts.len() as u32).collect());
    // Texts whose words are the same need no comparison: the first stands for all.
    let mut first: FxHashMap<&[u64], u32> = FxHashMap::default();
    let mut distinct = Vec::new();
    for (i, words) in texts.iter().enumerate() {
        let at = *first.entry(words).or_insert_with(|| {
            distinct.push(i as u32);
            i as u32
        });
        sets.join(at, i as u32);
    }
    let rows = rows_for(similarity);
    let mut buckets: FxHashMap<(usize, usize, u64), Vec<u32>> = FxHashMap::default();
    for &i in &distinct {
        let words = &texts[i as usize];
        // A shorter partner would be compared by smaller shingles; it has at least this many words.
        let shortest = libm::floor(words.len() as f64 * similarity) as usize;
        for size in size_for(shortest)..=size_for(words.len()) {
            let signature = signature(&shingles(words, size));
            for (band, rows) in signature.chunks(rows).enumerate() {
                let key = rows.iter().fold(0, |key, &row| splitmix(key ^ row));
                let bucket = buckets.entry((size, band, key)).or_default();
                for &other in bucket.iter() {
                    let apart = sets.root(i) != sets.root(other);
                    if apart && jaccard_of(words, &texts[other as usize]) >= similarity {
                        sets.join(other, i);
                    }
                }
                bucket.push(i);
            }
        }
    }
    let mut number: FxHashMap<u32, u32> = FxHashMap::default();
    (0..texts.len() as u32)
        .map(|i| {
            let next = number.len() as u32;
            *number.entry(sets.root(i)).or_insert(next)
        })
        .collect()
}

/// The Jaccard similarity of two texts, as [`cluster`] compares them: 1 where all shingles are shared,
/// 0 where none is.
pub fn jaccard(a: &str, b: &str) -> f64 {
    jaccard_of(&word_hashes(&normalise(a)), &word_hashes(&normalise(b)))
}

fn jaccard_of(a: &[u64], b: &[u64]) -> f64 {
    let size = size_for(a.len().min(b.len()));
    let (a, b) = (shingles(a, size), shingles(b, size));
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let shared = a.intersection(&b).count();
    shared as f64 / (a.len() + b.len() - shared) as f64
}

fn word_hashes(normalised: &str) -> Vec<u64> {
    words(normalised).map(|w| xxh3_64_with_seed(w.as_bytes(), 0)).collect()
}

/// Words in a shingle, for a text of `n` words.
fn size_for(n: usize) -> usize {
    match n {
        0..4 => 1,
        4..8 => 2,
        _ => 3,
    }
}

fn shingles(words: &[u64], size: usize) -> BTreeSet<u64> {
    words.windows(size).map(|w| w.iter().fold(size as u64, |key, &word| splitmix(key ^ word))).collect()
}

/// For each hash function, the least hash of all shingles.
fn signature(shingles: &BTreeSet<u64>) -> [u64; HASHES] {
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
fn rows_for(similarity: f64) -> usize {
    [6, 4, 3, 2]
        .into_iter()
        .find(|&rows| {
            let missed = 1.0 - libm::pow(similarity, rows as f64);
            libm::pow(missed, (HASHES / rows) as f64) <= 0.02
        })
        .unwrap_or(1)
}

/// Disjoint sets with path halving; the root is the smallest member.
struct Disjoint(Vec<u32>);

impl Disjoint {
    fn root(&mut self, mut i: u32) -> u32 {
        while self.0[i as usize] != i {
            self.0[i as usize] = self.0[self.0[i as usize] as usize];
            i = self.0[i as usize];
        }
        i
    }
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Your parcel could not be delivered because the street number is missing please \
        confirm the address within a day or it goes back to the depot in town";

    fn of(texts: &[&str]) -> Vec<u32> {
        cluster(&texts.iter().map(ToString::to_string).collect::<Vec<_>>(), 0.5)
    }

    #[test]
    fn one_replaced_word_joins_and_another_text_does_not() {
        let all: Vec<&str> = TEXT.split_whitespace().collect();
        for n in [18, 24, 28] {
            for replaced in 0..n {
                let mut words = all[..n].to_vec();
                words[replaced] = "zebra";
                let other = "Dinner at eight tonight? Bring the green book that you took from my desk last \
                    week and tell Jo to come along too if she likes";
                assert_eq!(of(&[&all[..n].join(" "), other, &words.join(" ")]), [0, 1, 0], "{n} {replaced}");
            }
        }
    }

    #[test]
    fn short_texts_fall_back_to_smaller_shingles() {
        assert_eq!(of(&["ok", "OK!", "see you", "ok then", ""]), [0, 0, 1, 0, 2]);
        assert_eq!(of(&["meet me at noon today", "meet me at noon", "where is it"]), [0, 0, 1]);
        let eight = "please call me back when you have time";
        assert_eq!(of(&[eight, "please call me back when you have"]), [0, 0]);
        assert_eq!(of(&[]), Vec::<u32>::new());
    }

    #[test]
    fn digits_links_and_disguises_do_not_part_texts() {
        let a = "Your code is 123456, see https://a.example/1 and tell nobody of it";
        let b = "Your c\u{200B}ode is 654321, see https://b.example/2 and tell nobody of it";
        assert!((jaccard(a, b) - 1.0).abs() < 1e-12);
        assert_eq!(of(&[a, "unrelated words stand here", b]), [0, 1, 0]);
    }

    #[test]
    fn jaccard_counts_shingles() {
        assert!(
            (jaccard("one two three four five six seven eight", "one two three four five six seven nine")
                - 5.0 / 7.0)
                .abs()
                < 1e-12
        );
        assert!(jaccard("", "words") < 1e-12 && jaccard("", "").total_cmp(&1.0).is_eq());
    }

    #[test]
    fn bands_catch_pairs_at_the_threshold() {
        for (similarity, rows) in [(0.3, 2), (0.5, 3), (0.7, 4), (0.9, 6), (0.05, 1)] {
            assert_eq!(rows_for(similarity), rows, "{similarity}");
        }
    }
}
