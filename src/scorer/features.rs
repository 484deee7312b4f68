//! From a text to the numbers that a model weighs.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::content::{Cues, Normal, cues_of, words};
use crate::rng::splitmix;

/// Which features a model has. Part of its file, since its weights mean nothing under another recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The table of hashed features has 2^`slot_bits` weights.
    pub slot_bits: u32,
    /// Word sequences of one up to this many words.
    pub words_max: usize,
    /// Character sequences of at least this length.
    pub characters_min: usize,
    /// Character sequences of at most this length; below `characters_min` there are none.
    pub characters_max: usize,
    /// What the weights of hashed features are divided by.
    #[serde(default)]
    pub length: Length,
}

/// What the weights of hashed features are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// The square root of their number, so that long and short texts weigh alike.
    #[default]
    Root,
    /// Nothing: each counts in full, as in a plain bag of words.
    None,
}

impl Recipe {
    /// What `model train` uses; `docs/model.md` says what it was compared with.
    pub const DEFAULT: Recipe =
        Recipe { slot_bits: 16, words_max: 2, characters_min: 4, characters_max: 4, length: Length::Root };

    /// Number of weights in the table.
    pub fn slots(self) -> usize {
        1 << self.slot_bits
    }

    /// Whether a model with this recipe can be applied.
    pub fn is_sound(self) -> bool {
        (8..=18).contains(&self.slot_bits)
            && self.words_max <= 3
            && (1..=8).contains(&self.characters_min)
            && self.characters_max <= 8
    }

    /// The features of a text.
    pub fn features(self, text: &str) -> Features {
        self.features_of(text, &Normal::of(text))
    }

    /// The features of a text whose normal form is given.
    pub fn features_of(self, text: &str, normal: &Normal) -> Features {
        let mut slots = Vec::with_capacity(4 * normal.text.len() + 16);
        self.hash(normal, &mut |slot, _| slots.push(slot));
        let mut features = Features { cues: cues_of(text, normal), slots, length: self.length };
        features.slots.sort_unstable();
        features.slots.dedup();
        features
    }

    /// The slot of a sequence of words of a normal form, as many as `words_max` at most and three at most.
    pub fn slot_of_words(self, words: &[&str]) -> u32 {
        let hash = |word: &&str| splitmix(xxh3_64(word.as_bytes()));
        let joined = words.iter().map(hash).reduce(|before, word| word ^ splitmix(before)).unwrap_or(0);
        let key = if words.len() > 1 { splitmix(joined) } else { joined };
        (key >> (64 - self.slot_bits)) as u32
    }

    /// Calls `each` with the slot and the readable name of each hashed feature of a text, repeats included.
    pub fn name(self, text: &str, each: &mut dyn FnMut(u32, &dyn Fn() -> String)) {
        self.hash(&Normal::of(text), each);
    }

    fn hash(self, normal: &Normal, each: &mut (impl FnMut(u32, &dyn Fn() -> String) + ?Sized)) {
        let slot = |hash: u64| (hash >> (64 - self.slot_bits)) as u32;
        let mut last: [(u64, &str); 2] = [(0, ""), (0, "")];
        for word in words(&normal.text) {
            let hash = splitmix(xxh3_64(word.as_bytes()));
            if self.words_max >= 1 {
                each(slot(hash), &|| format!("word `{word}`"));
            }
            let [(h1, w1), (h2, w2)] = last;
            if self.words_max >= 2 && h1 != 0 {
                each(slot(splitmix(hash ^ splitmix(h1))), &|| format!("words `{w1} {word}`"));
            }
            if self.words_max >= 3 && h2 != 0 {
                let key = splitmix(hash ^ splitmix(h1 ^ splitmix(h2)));
                each(slot(key), &|| format!("words `{w2} {w1} {word}`"));
            }
            last = [(hash, word), (h1, w1)];
        }
        if self.characters_max < self.characters_min {
            return;
        }
        let bytes = normal.text.as_bytes();
        for start in 0..bytes.len() {
            // Up to eight bytes packed in a word: all lengths from one start share it.
            let mut packed = 0_u64;
            for (i, &byte) in bytes[start..].iter().take(self.characters_max).enumerate() {
                packed |= u64::from(byte) << (8 * i);
                let n = i + 1;
                if n >= self.characters_min {
                    let key = splitmix(packed.wrapping_add((n as u64).wrapping_mul(0xA5A5_1234_5678_9ABD)));
                    each(slot(key), &|| {
                        format!("letters `{}`", String::from_utf8_lossy(&bytes[start..start + n]))
                    });
                }
            }
        }
    }
}

/// What a model sees of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Features {
    /// Its cues.
    pub cues: Cues,
    /// Slots of its hashed features, ascending, each once.
    pub slots: Vec<u32>,
    /// What their weights are divided by.
    pub length: Length,
}

impl Features {
    /// What the weights of hashed features are multiplied by, in units of 2^-16.
    pub fn inverse_length(&self) -> i64 {
        match self.length {
            Length::Root => inverse_length(self.slots.len()),
            Length::None => 1 << 16,
        }
    }
}

/// 2^16 divided by the square root of `n`, rounded: the same integer on every machine, as IEEE 754
/// fixes both operations.
pub(super) fn inverse_length(n: usize) -> i64 {
    (65536.0 / libm::sqrt(n.max(1) as f64)).round_ties_even() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disguise_does_not_change_the_hashed_features() {
        let recipe = Recipe::DEFAULT;
        let plain = recipe.features("free loan today");
        assert_eq!(recipe.features("Ｆree lо\u{200B}an  TODAY").slots, plain.slots);
        assert_ne!(recipe.features("see you today").slots, plain.slots);
        assert!(recipe.features("").slots.is_empty());
    }

    #[test]
    fn the_slot_of_words_is_the_one_their_text_has() {
        let recipe = Recipe { words_max: 3, characters_max: 0, ..Recipe::DEFAULT };
        let mut named = Vec::new();
        recipe.name("free entry today", &mut |slot, name| named.push((name(), slot)));
        for (name, slot) in named {
            let words = name.split('`').nth(1).unwrap();
            assert_eq!(recipe.slot_of_words(&words.split(' ').collect::<Vec<_>>()), slot, "{name}");
        }
    }

    #[test]
    fn features_have_readable_names() {
        let mut names = Vec::new();
        let recipe = Recipe { characters_min: 3, characters_max: 3, ..Recipe::DEFAULT };
        recipe.name("Hi you", &mut |_, name| names.push(name()));
        assert_eq!(
            names,
            ["word `hi`", "word `you`", "words `hi you`"]
                .into_iter()
                .map(String::from)
                .chain(["hi ", "i y", " yo", "you"].map(|l| format!("letters `{l}`")))
                .collect::<Vec<_>>()
        );
    }
}
