//! Near-duplicates in a stream: each text finds its cluster when it comes.

use rustc_hash::FxHashMap;

use super::shingles::{Shingled, rows_for};

/// The most representatives that a cluster keeps; assumption. More follow a drifting template further and
/// cost memory.
const REPRESENTATIVES: usize = 4;
/// The most representatives that one bucket keeps, the newest: this bounds the candidates of a text, so
/// that boilerplate shared by very many clusters costs no more than any other; assumption.
const BUCKET: usize = 4;
/// An empty place of a bucket.
const EMPTY: u32 = u32::MAX;

/// Clusters of near-identical texts that come one by one, in constant expected time a text.
///
/// A cluster is known by its first few different texts, its representatives; what joins later leaves
/// nothing behind. A text joins the cluster whose representative it resembles most, if the Jaccard
/// similarity of their shingles is at least the threshold, the oldest cluster where two are equally near;
/// else it founds one. Candidates come from MinHash bands, each bucket of which keeps a few
/// representatives; every candidate is confirmed exactly.
///
/// This differs from [`super::cluster`], which joins by chains of pairs: here a cluster reaches no
/// further than the threshold from its representatives, two clusters never merge, and numbers depend on
/// the order of arrival. The same order gives the same numbers everywhere.
///
/// Memory is about 1 kB a representative; [`ClusterIndex::forget`] frees that of a cluster.
///
/// ```
/// use carrierlab::content::{ClusterIndex, SIMILARITY};
/// let mut index = ClusterIndex::new(SIMILARITY);
/// let first = index.insert("Acme Outdoor: 20% off all tents and stoves until Sunday in every shop");
/// let again = index.insert("Acme Outdoor: 20% off all tents and boots until Sunday in every shop");
/// let other = index.insert("Your table for four at Bluebird is confirmed for Friday at seven");
/// assert!(first.new && !again.new && other.new);
/// assert_eq!((first.cluster, again.cluster, other.cluster), (0, 0, 1));
/// ```
#[derive(Debug, Clone)]
pub struct ClusterIndex {
    similarity: f64,
    rows: usize,
    /// Representatives, by place; freed places are used again.
    texts: Vec<Representative>,
    free: Vec<u32>,
    /// Places of each cluster's representatives.
    clusters: Vec<Vec<u32>>,
    /// The place of the representative that has just these words.
    exact: FxHashMap<u64, u32>,
    buckets: FxHashMap<u64, [u32; BUCKET]>,
    /// Candidates of the text at hand; kept so that its memory is used again.
    candidates: Vec<u32>,
}

#[derive(Debug, Clone)]
struct Representative {
    text: Shingled,
    cluster: u32,
}

/// Where a text went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joined {
    /// Its cluster, from 0 in order of foundation.
    pub cluster: u32,
    /// Its Jaccard similarity to the nearest representative found; 0 where none was. A text that founded a
    /// cluster was nearest to another cluster's, below the threshold.
    pub jaccard: f64,
    /// Whether it founded the cluster.
    pub new: bool,
}

impl ClusterIndex {
    /// An empty index; `similarity`, from 0 to 1, is the threshold. See [`super::SIMILARITY`].
    pub fn new(similarity: f64) -> ClusterIndex {
        ClusterIndex {
            similarity,
            rows: rows_for(similarity),
            texts: Vec::new(),
            free: Vec::new(),
            clusters: Vec::new(),
            exact: FxHashMap::default(),
            buckets: FxHashMap::default(),
            candidates: Vec::new(),
        }
    }

    /// Finds the cluster of a text, or founds one.
    pub fn insert(&mut self, text: &str) -> Joined {
        let text = Shingled::of(text, self.similarity);
        if let Some(&place) = self.exact.get(&text.hash) {
            return Joined { cluster: self.texts[place as usize].cluster, jaccard: 1.0, new: false };
        }
        let keys = self.keys(&text);
        let nearest = self.nearest(&text, &keys);
        let (cluster, jaccard, new) = match nearest {
            Some((jaccard, cluster)) if jaccard >= self.similarity => (cluster, jaccard, false),
            other => (self.clusters.len() as u32, other.map_or(0.0, |(jaccard, _)| jaccard), true),
        };
        if new {
            self.clusters.push(Vec::new());
        }
        // A text with the same shingles as a representative would add nothing.
        if self.clusters[cluster as usize].len() < REPRESENTATIVES && (new || jaccard < 1.0) {
            self.represent(text, cluster, &keys);
        }
        Joined { cluster, jaccard, new }
    }

    /// How many clusters were founded, forgotten ones included.
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// Whether no text has come yet.
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// The threshold.
    pub fn similarity(&self) -> f64 {
        self.similarity
    }

    /// Forgets a cluster and frees its memory: nothing joins it any more, and its number is not given
    /// again. For counts that decay: what counts for nothing needs no representative.
    pub fn forget(&mut self, cluster: u32) {
        let Some(places) = self.clusters.get_mut(cluster as usize).map(std::mem::take) else { return };
        for place in places {
            let text =
                std::mem::replace(&mut self.texts[place as usize].text, Shingled::of("", self.similarity));
            if self.exact.get(&text.hash) == Some(&place) {
                self.exact.remove(&text.hash);
            }
            for key in self.keys(&text) {
                let Some(bucket) = self.buckets.get_mut(&key) else { continue };
                let kept = bucket.iter().copied().filter(|&p| p != place && p != EMPTY);
                let mut left = [EMPTY; BUCKET];
                let mut n = 0;
                for p in kept {
                    left[n] = p;
                    n += 1;
                }
                *bucket = left;
                if n == 0 {
                    self.buckets.remove(&key);
                }
            }
            self.free.push(place);
        }
    }

    fn keys(&self, text: &Shingled) -> Vec<u64> {
        let mut keys = Vec::with_capacity(super::shingles::HASHES);
        text.bands(self.rows, &mut |key| keys.push(key));
        keys
    }

    /// The most similar representative among the candidates, the oldest cluster's where several are.
    fn nearest(&mut self, text: &Shingled, keys: &[u64]) -> Option<(f64, u32)> {
        self.candidates.clear();
        for bucket in keys.iter().filter_map(|key| self.buckets.get(key)) {
            self.candidates.extend(bucket.iter().filter(|&&place| place != EMPTY));
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
        let mut nearest: Option<(f64, u32)> = None;
        for &place in &self.candidates {
            let other = &self.texts[place as usize];
            let Some(jaccard) = text.jaccard(&other.text) else { continue };
            let nearer = nearest
                .is_none_or(|(best, cluster)| jaccard > best || jaccard >= best && other.cluster < cluster);
            if nearer {
                nearest = Some((jaccard, other.cluster));
            }
        }
        nearest
    }

    fn represent(&mut self, text: Shingled, cluster: u32, keys: &[u64]) {
        let hash = text.hash;
        let representative = Representative { text, cluster };
        let place = match self.free.pop() {
            Some(place) => {
                self.texts[place as usize] = representative;
                place
            }
            None => {
                self.texts.push(representative);
                self.texts.len() as u32 - 1
            }
        };
        self.clusters[cluster as usize].push(place);
        self.exact.insert(hash, place);
        for &key in keys {
            let bucket = self.buckets.entry(key).or_insert([EMPTY; BUCKET]);
            // The newest stands first; a full bucket drops its oldest.
            bucket.rotate_right(1);
            bucket[0] = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{SIMILARITY, cluster};
    use super::*;
    use crate::rng::splitmix;

    /// A text of `n` words out of very many, the same for the same seed.
    fn text(seed: u64, n: u64) -> Vec<String> {
        (0..n)
            .map(|i| {
                let word = splitmix(seed * 1000 + i);
                (0..6).map(|c| (b'a' + (word >> (8 * c)) as u8 % 26) as char).collect()
            })
            .collect()
    }

    #[test]
    fn it_agrees_with_the_batch_where_clusters_lie_apart() {
        let mut texts = Vec::new();
        for seed in 0..300 {
            for copy in 0..3 {
                let mut words = text(seed, 18 + seed % 13);
                let n = words.len();
                if copy > 0 {
                    words[(splitmix(seed + 7 * copy) % n as u64) as usize] = "zebra".into();
                }
                texts.push(words.join(" "));
            }
        }
        let mut index = ClusterIndex::new(SIMILARITY);
        let one_by_one: Vec<u32> = texts.iter().map(|t| index.insert(t).cluster).collect();
        assert_eq!(one_by_one, cluster(&texts, SIMILARITY));
        assert_eq!(index.len(), 300);
    }

    #[test]
    fn a_text_that_comes_again_has_its_cluster_whatever_its_digits_and_disguise() {
        let mut index = ClusterIndex::new(SIMILARITY);
        let first = index.insert("Your code is 123456, see https://a.example/1 and tell nobody of it");
        assert_eq!(first, Joined { cluster: 0, jaccard: 0.0, new: true });
        let again =
            index.insert("Your c\u{200B}ode is 654321, see https://b.example/2 and tell nobody of it");
        assert_eq!(again, Joined { cluster: 0, jaccard: 1.0, new: false });
        for (text, cluster) in [("", 1), ("ok", 2), ("OK!", 2), ("", 1), ("see you", 3)] {
            assert_eq!(index.insert(text).cluster, cluster, "{text}");
        }
    }

    /// Ten thousand rewordings of one text leave no more behind than a few.
    #[test]
    fn a_cluster_keeps_few_representatives_and_a_bucket_few_places() {
        let mut index = ClusterIndex::new(SIMILARITY);
        let base = text(1, 25);
        for i in 0..2000 {
            let mut words = base.clone();
            words[(splitmix(i) % 25) as usize] = text(i + 10, 1).remove(0);
            assert_eq!(index.insert(&words.join(" ")).cluster, 0);
        }
        assert_eq!((index.texts.len(), index.len()), (REPRESENTATIVES, 1));
        // Boilerplate that all texts share fills buckets, and they stay small.
        for i in 100..1000 {
            index.insert(&format!("{} reply stop to opt out now", text(i, 12).join(" ")));
        }
        assert!(index.candidates.len() <= BUCKET * super::super::shingles::HASHES);
    }

    #[test]
    fn what_is_forgotten_is_gone_and_its_number_is_not_given_again() {
        let mut index = ClusterIndex::new(SIMILARITY);
        let texts: Vec<String> = (0..20).map(|seed| text(seed, 20).join(" ")).collect();
        for t in &texts {
            index.insert(t);
        }
        let buckets = index.buckets.len();
        index.forget(3);
        index.forget(3);
        index.forget(99);
        assert!(index.buckets.len() < buckets);
        let again = index.insert(&texts[3]);
        assert_eq!((again.cluster, again.new), (20, true));
        assert_eq!((index.buckets.len(), index.texts.len()), (buckets, 20), "freed places are used again");
        assert_eq!(index.insert(&texts[3]).cluster, 20);
        assert_eq!(index.insert(&texts[4]).cluster, 4);
    }

    /// A text joins the nearer of two clusters, not the first.
    #[test]
    fn the_most_similar_cluster_wins() {
        let mut index = ClusterIndex::new(0.3);
        let base = text(5, 24);
        // Shares 11 of 22 shingles with the first: the ends of both lie within reach of one in between.
        let mut far = base.clone();
        far[..13].clone_from_slice(&text(6, 13));
        let first = index.insert(&base.join(" "));
        let second = index.insert(&far.join(" "));
        assert!(second.new && second.jaccard > 0.2, "{second:?}");
        let mut between = far.clone();
        between[..3].clone_from_slice(&base[..3]);
        let found = index.insert(&between.join(" "));
        assert_eq!((first.cluster, found.cluster), (0, 1));
        assert!(index.texts[0].text.jaccard(&Shingled::of(&between.join(" "), 0.3)) > Some(0.2));
    }
}
