//! Which texts of a list are near-duplicates of one another.
//!
//! A text is the set of its word 3-shingles; two texts are near-duplicates where the Jaccard similarity of
//! their sets is high enough. Candidates come from MinHash with banding (Broder 1997; Leskovec, Rajaraman,
//! Ullman, *Mining of Massive Datasets*, ch. 3), and each is confirmed exactly.

use rustc_hash::FxHashMap;

use super::shingles::{Shingled, rows_for};

/// The similarity from which two texts are near-duplicates, unless somebody sets another.
///
/// One replaced word destroys up to 3 of the n − 2 shingles of a text of n words, on both sides: the
/// similarity falls to (n − 5)/(n + 1), which is 0.68 at 18 words, 0.77 at 25 and 0.81 at 30. Two
/// replaced words far apart leave (n − 8)/(n + 4): 0.45, 0.59 and 0.65. So 0.5 holds one changed word
/// at any length from 11 words on, and two from 20 on. The choice is an assumption, and a parameter everywhere.
pub const SIMILARITY: f64 = 0.5;

/// The most texts of one bucket that a new one is compared with, the newest: without a bound, boilerplate
/// that all texts share would make the cost quadratic. Assumption; on real corpora of 23,000 texts no
/// cluster changes by it.
const BUCKET: usize = 128;

/// The cluster of each text: texts that are joined by a chain of pairs with a Jaccard similarity of at
/// least `similarity` have one number (single linkage). Numbers count from 0 in order of first appearance,
/// and do not depend on anything but the texts. A text of fewer than eight words is compared by pairs of
/// words, one of fewer than four by words; a pair by what suits the shorter.
///
/// All texts are at hand at once here. For texts that come one by one see [`super::ClusterIndex`].
pub fn cluster(texts: &[impl AsRef<str>], similarity: f64) -> Vec<u32> {
    let texts: Vec<Shingled> = texts.iter().map(|t| Shingled::of(t.as_ref(), similarity)).collect();
    let mut sets = Disjoint((0..texts.len() as u32).collect());
    // Texts whose words are the same need no comparison: the first stands for all.
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let mut distinct = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        let at = *first.entry(text.hash).or_insert_with(|| {
            distinct.push(i as u32);
            i as u32
        });
        sets.join(at, i as u32);
    }
    let rows = rows_for(similarity);
    let mut buckets: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
    for &i in &distinct {
        let text = &texts[i as usize];
        text.bands(rows, &mut |key| {
            let bucket = buckets.entry(key).or_default();
            for &other in bucket.iter() {
                let apart = sets.root(i) != sets.root(other);
                if apart && text.jaccard(&texts[other as usize]).is_some_and(|j| j >= similarity) {
                    sets.join(other, i);
                }
            }
            if bucket.len() == BUCKET {
                bucket.remove(0);
            }
            bucket.push(i);
        });
    }
    let mut number: FxHashMap<u32, u32> = FxHashMap::default();
    (0..texts.len() as u32)
        .map(|i| {
            let next = number.len() as u32;
            *number.entry(sets.root(i)).or_insert(next)
        })
        .collect()
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
    use super::super::jaccard;
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
}
