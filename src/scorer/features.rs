//! From a text to the numbers that a model weighs.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::content::{Cue, Cues, Normal, Reading, Token, Tokens, cues_of, mix};

/// Keeps the keys of pairs of cues apart from those of words and letters.
const PAIR: u64 = 0x9A17_0F5C_0E5D_3B21;
/// Cues that tell of a disguise. They are in no pair, so that a disguise leaves the hashed features as they are.
const DISGUISE: [Cue; 3] = [Cue::Hidden, Cue::Disguised, Cue::Respelt];
/// The most bits of a slot.
pub(super) const SLOT_BITS_MAX: u32 = 18;

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
    /// Whether every pair of cues that a text shows is a feature, those aside that tell of a disguise: a price
    /// beside a link says more than the two apart.
    pub cue_pairs: bool,
    /// What the weights of hashed features are divided by.
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

impl Length {
    /// 2^16 divided by the length of a text with `n` hashed features, rounded: the same integer on every
    /// machine, as IEEE 754 fixes both operations.
    pub(super) fn inverse(self, n: usize) -> i64 {
        /// Those of ordinary texts, since a root and a division take as long as hashing several words.
        static ROOTS: LazyLock<[i64; 1024]> = LazyLock::new(|| std::array::from_fn(inverse_root));
        match self {
            Length::Root => ROOTS.get(n).copied().unwrap_or_else(|| inverse_root(n)),
            Length::None => 1 << 16,
        }
    }
}

fn inverse_root(n: usize) -> i64 {
    (65536.0 / libm::sqrt(n.max(1) as f64)).round_ties_even() as i64
}

impl Recipe {
    /// What `model train` uses; `docs/model.md` says what it was compared with.
    pub const DEFAULT: Recipe = Recipe {
        slot_bits: 16,
        words_max: 2,
        characters_min: 4,
        characters_max: 4,
        cue_pairs: true,
        length: Length::Root,
    };

    /// Number of weights in the table.
    pub const fn slots(self) -> usize {
        1 << self.slot_bits
    }

    /// Whether a model with this recipe can be applied.
    pub fn is_sound(self) -> bool {
        (8..=SLOT_BITS_MAX).contains(&self.slot_bits)
            && self.words_max <= 3
            && (1..=8).contains(&self.characters_min)
            && self.characters_max <= 8
    }

    /// The features of a text.
    pub fn features(self, text: &str) -> Features {
        let mut reading = Reading::default();
        reading.read(text);
        self.sorted(reading.cues(), reading.tokens())
    }

    /// The features of a text whose forms are given.
    pub fn features_of(self, normal: &Normal) -> Features {
        self.sorted(cues_of(normal), &Tokens::of(&normal.text))
    }

    fn sorted(self, cues: Cues, tokens: &Tokens) -> Features {
        let mut slots = Vec::with_capacity(2 * tokens.text().len() + 16);
        self.each_slot(tokens, cues, |slot, _| slots.push(slot));
        slots.sort_unstable();
        slots.dedup();
        Features { cues, slots, length: self.length }
    }

    /// At least as many as [`Recipe::each_slot`] calls for.
    pub(super) fn at_most(self, tokens: &Tokens) -> usize {
        let pairs = if self.cue_pairs { PAIRS.len() } else { 0 };
        let lengths = (self.characters_max + 1).saturating_sub(self.characters_min);
        self.words_max * tokens.words().len() + lengths * tokens.text().len() + pairs
    }

    /// The readable name, the number of words and the slot of all the words of a normal form as one
    /// feature; nothing where it has no word, or more than three.
    pub(super) fn phrase(self, normal: &str) -> Option<(String, usize, u32)> {
        let tokens = Tokens::of(normal);
        let all = tokens.words().len();
        let mut found = None;
        Recipe { words_max: 3, ..self }.each_slot(&tokens, Cues::default(), |slot, span| {
            if matches!(span, Span::Words { n, .. } if n == all) {
                found = Some((span.name(&tokens), all, slot));
            }
        });
        found
    }

    /// Calls `each` with the slot and the readable name of each hashed feature of a text, repeats included.
    pub fn name(self, text: &str, each: &mut dyn FnMut(u32, &dyn Fn() -> String)) {
        let normal = Normal::of(text);
        let tokens = Tokens::of(&normal.text);
        self.each_slot(&tokens, cues_of(&normal), |slot, span| each(slot, &|| span.name(&tokens)));
    }

    /// Calls `each` with the slot of each hashed feature of a text, and with what it stands for; repeats
    /// included. Hashed words have the sign of an amount with them; see [`signed`].
    #[inline]
    pub(super) fn each_slot(self, tokens: &Tokens, cues: Cues, mut each: impl FnMut(u32, Span)) {
        let slot = |hash: u64| (hash >> (64 - self.slot_bits)) as u32;
        let bytes = tokens.text().as_bytes();
        if self.words_max >= 1 {
            let (mut last, mut last_but_one) = (0, 0);
            for (i, token) in tokens.words().iter().enumerate() {
                let hash = signed(bytes, token);
                each(slot(hash), Span::Words { last: i, n: 1 });
                if self.words_max >= 2 && i >= 1 {
                    each(slot(mix(hash ^ last)), Span::Words { last: i, n: 2 });
                }
                if self.words_max >= 3 && i >= 2 {
                    each(slot(mix(hash ^ mix(last ^ last_but_one))), Span::Words { last: i, n: 3 });
                }
                // Turned, so that `a b` and `b a` differ.
                (last, last_but_one) = (hash.rotate_left(23), last);
            }
        }
        for n in self.characters_min..=self.characters_max {
            let each = |key: u64, start: usize| each(slot(key), Span::Letters { start, n });
            match n {
                1 => grams::<1>(bytes, each),
                2 => grams::<2>(bytes, each),
                3 => grams::<3>(bytes, each),
                4 => grams::<4>(bytes, each),
                5 => grams::<5>(bytes, each),
                6 => grams::<6>(bytes, each),
                7 => grams::<7>(bytes, each),
                _ => grams::<8>(bytes, each),
            }
        }
        if self.cue_pairs {
            let mut shown = [0_u8; CUES_MAX];
            let mut n = 0;
            for cue in cues.without(&DISGUISE).iter() {
                shown[n % CUES_MAX] = cue as u8;
                n += 1;
            }
            // One loop over all pairs: where each of several short ones ends, no processor could foretell.
            for &[i, j] in &PAIRS[..n * n.saturating_sub(1) / 2] {
                let (cue, other) = (shown[i as usize % CUES_MAX], shown[j as usize % CUES_MAX]);
                let key = PAIR_KEYS[cue as usize % CUES_MAX] ^ u64::from(other);
                each(slot(mix(key)), Span::Cues(other, cue));
            }
        }
    }
}

/// No set of cues has more; a power of two.
const CUES_MAX: usize = 128;

/// What the second cue of a pair adds to its key.
static PAIR_KEYS: [u64; CUES_MAX] = {
    let mut keys = [0; CUES_MAX];
    let mut cue = 0;
    while cue < CUES_MAX {
        keys[cue] = mix(PAIR ^ cue as u64);
        cue += 1;
    }
    keys
};

/// The places of all pairs of cues, `[i, j]` with `j < i`, in the order of `i`, then `j`.
static PAIRS: [[u8; 2]; Cue::ALL.len() * (Cue::ALL.len() - 1) / 2] = {
    let mut pairs = [[0; 2]; Cue::ALL.len() * (Cue::ALL.len() - 1) / 2];
    let (mut i, mut at) = (1, 0);
    while i < Cue::ALL.len() {
        let mut j = 0;
        while j < i {
            pairs[at] = [i as u8, j as u8];
            j += 1;
            at += 1;
        }
        i += 1;
    }
    pairs
};

/// What a hashed feature stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// `n` words in a row, of which `last` is the last.
    Words { last: usize, n: usize },
    /// `n` bytes from `start` on.
    Letters { start: usize, n: usize },
    /// Two cues, both of which the text shows, by their places in [`Cue::ALL`].
    Cues(u8, u8),
}

impl Span {
    fn name(self, tokens: &Tokens) -> String {
        let text = tokens.text();
        match self {
            Span::Words { last, n } => {
                let name = |t: &Token| {
                    let (before, after) = signs(text.as_bytes(), t);
                    let end = t.end + usize::from(after != 0);
                    let start = text[..t.start].char_indices().next_back().map_or(0, |(at, _)| at);
                    text[if before == 0 { t.start } else { start }..end].to_string()
                };
                let words: Vec<String> = tokens.words()[last + 1 - n..=last].iter().map(name).collect();
                format!("word{} `{}`", if n > 1 { "s" } else { "" }, words.join(" "))
            }
            Span::Cues(a, b) => {
                let name = |cue: u8| Cue::ALL[usize::from(cue)].name();
                format!("cues `{}` and `{}`", name(a), name(b))
            }
            Span::Letters { start, n } => {
                format!("letters `{}`", String::from_utf8_lossy(&text.as_bytes()[start..start + n]))
            }
        }
    }
}

/// Calls `each` with the key of every run of `N` bytes and where it starts.
#[inline]
fn grams<const N: usize>(bytes: &[u8], mut each: impl FnMut(u64, usize)) {
    for (start, window) in bytes.windows(N).enumerate() {
        let mut eight = [0; 8];
        eight[..N].copy_from_slice(window);
        let tag = (N as u64).wrapping_mul(0xA5A5_1234_5678_9ABD);
        each(mix(u64::from_le_bytes(eight) ^ tag), start);
    }
}

/// The hash of a word with the sign of an amount before or behind it: `£##`, `$##`, `##%`, `<url>`.
#[inline]
fn signed(bytes: &[u8], token: &Token) -> u64 {
    match signs(bytes, token) {
        (0, 0) => token.hash,
        (before, after) => mix(token.hash ^ (u64::from(before) << 8 | u64::from(after))),
    }
}

/// For each byte, whether it may end a sign before a word (1), and begin one behind it (2).
static SIGNS: [u8; 256] = {
    let mut may = [0; 256];
    (may[b'$' as usize], may[b'<' as usize]) = (1, 1);
    (may[0xA3], may[0xAC], may[0xB9]) = (1, 1, 1);
    (may[b'%' as usize], may[b'>' as usize]) = (2, 2);
    may
};

/// The last byte of the sign that belongs to a word, before it and behind it, or 0.
#[inline(always)]
fn signs(bytes: &[u8], token: &Token) -> (u8, u8) {
    let before = token.start.checked_sub(1).map_or(b' ', |i| bytes[i]);
    let after = bytes.get(token.end).copied().unwrap_or(b' ');
    // One branch for most words, which have neither.
    if SIGNS[before as usize] & 1 | SIGNS[after as usize] & 2 == 0 {
        return (0, 0);
    }
    let before = match before {
        sign @ (b'$' | b'<') => sign,
        // The pound, the euro and the rupee.
        sign @ 0xA3 if bytes[..token.start].ends_with("£".as_bytes()) => sign,
        sign @ 0xAC if bytes[..token.start].ends_with("€".as_bytes()) => sign,
        sign @ 0xB9 if bytes[..token.start].ends_with("₹".as_bytes()) => sign,
        _ => 0,
    };
    (before, if matches!(after, b'%' | b'>') { after } else { 0 })
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
        self.length.inverse(self.slots.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disguise_does_not_change_the_hashed_features() {
        let recipe = Recipe::DEFAULT;
        let plain = recipe.features("Free loan today!");
        assert_eq!(recipe.features("Ｆree lо\u{200B}an today!").slots, plain.slots);
        assert_ne!(recipe.features("see you today").slots, plain.slots);
        assert!(recipe.features("").slots.is_empty());
    }

    #[test]
    fn a_phrase_has_the_slot_that_it_has_in_a_text() {
        let recipe = Recipe { words_max: 3, characters_max: 0, ..Recipe::DEFAULT };
        let features = recipe.features("Now: free entry today, £500 off");
        for (phrase, n) in [("free", 1), ("free entry", 2), ("free entry today", 3), ("£###", 1)] {
            let (_, words, slot) = recipe.phrase(phrase).unwrap();
            assert_eq!(words, n, "{phrase}");
            assert!(features.slots.contains(&slot), "{phrase}");
        }
        assert_eq!((recipe.phrase("one two three four"), recipe.phrase("!?")), (None, None));
    }

    #[test]
    fn pairs_of_cues_are_those_of_two_loops() {
        let mut pairs = Vec::new();
        for i in 0..Cue::ALL.len() {
            pairs.extend((0..i).map(|j| [i as u8, j as u8]));
        }
        assert_eq!(PAIRS.to_vec(), pairs);
        assert!(Cue::ALL.len() <= CUES_MAX);
    }

    #[test]
    fn features_have_readable_names() {
        let mut names = Vec::new();
        let recipe = Recipe { characters_min: 3, characters_max: 3, cue_pairs: false, ..Recipe::DEFAULT };
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
