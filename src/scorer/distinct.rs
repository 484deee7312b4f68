//! The sum of a text's weights, each slot once however often the text has it.

use super::features::{Recipe, SLOT_BITS_MAX};
use crate::content::{Cues, Tokens};

/// A text that may have more features is summed the plain way; a power of two.
const MOST: usize = 8192;
/// Places of [`Distinct::last`]: a power of two.
const PLACES: usize = 4096;
/// Bytes of bits that the largest table of [`Recipe::is_sound`] needs.
const SEEN_BYTES: usize = 1 << (SLOT_BITS_MAX - 3);

/// What is needed to sum each slot once; it is left as it was found.
///
/// The plain way is to keep a bit for each slot, and to look before each weight is added whether it is set.
/// But then each look waits for the writes before it, which takes longer than all else. So all features are
/// added in a first pass that only writes, namely where each slot was met last, in few places that several
/// slots share. A second pass that only reads finds the few that are not there: repeats, which are taken off
/// again, and those whose place another slot took, for which bits tell whether they are repeats.
#[derive(Debug, Clone)]
pub(super) struct Distinct {
    slots: Box<[u32; MOST]>,
    /// The number of the feature that was met last, by the low bits of its slot. Never cleared: a place that
    /// is read was written for the same text.
    last: Box<[u16; PLACES]>,
    /// Slots that are not at their place.
    left: Box<[u32; MOST]>,
    /// A bit for each slot, none set between texts.
    seen: Box<[u8; SEEN_BYTES]>,
}

impl Default for Distinct {
    fn default() -> Distinct {
        Distinct {
            slots: Box::new([0; MOST]),
            last: Box::new([0; PLACES]),
            left: Box::new([0; MOST]),
            seen: Box::new([0; SEEN_BYTES]),
        }
    }
}

impl Distinct {
    /// The sum of the weights of a text's slots, and their number.
    pub(super) fn sum(
        &mut self,
        recipe: Recipe,
        tokens: &Tokens,
        cues: Cues,
        weights: &[i16],
    ) -> (i64, usize) {
        const DEFAULT: Recipe = Recipe::DEFAULT;
        if recipe.at_most(tokens) > MOST {
            return self.sum_plainly(recipe, tokens, cues, weights);
        }
        match <&[i16; DEFAULT.slots()]>::try_from(weights) {
            // What is known when this is compiled takes fewer instructions.
            Ok(weights) if recipe == DEFAULT => self.sum_quickly(DEFAULT, tokens, cues, |slot| weights[slot]),
            _ => self.sum_any(recipe, tokens, cues, weights),
        }
    }

    /// [`Distinct::sum_quickly`] for any recipe, out of the way of the usual one.
    #[inline(never)]
    fn sum_any(&mut self, recipe: Recipe, tokens: &Tokens, cues: Cues, weights: &[i16]) -> (i64, usize) {
        self.sum_quickly(recipe, tokens, cues, |slot| weights[slot])
    }

    #[inline]
    fn sum_quickly(
        &mut self,
        recipe: Recipe,
        tokens: &Tokens,
        cues: Cues,
        weight: impl Fn(usize) -> i16,
    ) -> (i64, usize) {
        // A weight has 16 bits and a text no 2^47 features.
        let weight = |slot: u32| i64::from(weight(slot as usize));
        let Distinct { slots, last, left, seen } = self;
        // As plain references, they are not read again after each write.
        let (slots, last, left) = (&mut **slots, &mut **last, &mut **left);
        let (mut sum, mut n) = (0, 0);
        recipe.each_slot(tokens, cues, |slot, _| {
            slots[n % MOST] = slot;
            last[slot as usize % PLACES] = n as u16;
            sum += weight(slot);
            n += 1;
        });
        let left = not_there(&slots[..n], last, left);
        for &slot in left {
            let there = slots[usize::from(last[slot as usize % PLACES]) % MOST];
            let again = -i64::from((there == slot) | met(seen, slot));
            sum -= weight(slot) & again;
            n = n.wrapping_add_signed(again as isize);
        }
        for &slot in left {
            seen[slot as usize / 8 % SEEN_BYTES] = 0;
        }
        (sum, n)
    }

    #[inline(never)]
    fn sum_plainly(&mut self, recipe: Recipe, tokens: &Tokens, cues: Cues, weights: &[i16]) -> (i64, usize) {
        let (mut sum, mut n) = (0, 0);
        recipe.each_slot(tokens, cues, |slot, _| {
            if !met(&mut self.seen, slot) {
                sum += i64::from(weights[slot as usize]);
                n += 1;
            }
        });
        self.seen.fill(0);
        (sum, n)
    }
}

/// Those of the slots that are not at their place. A function of its own, for which registers suffice.
#[inline(never)]
fn not_there<'a>(slots: &[u32], last: &[u16; PLACES], left: &'a mut [u32; MOST]) -> &'a [u32] {
    let mut n = 0;
    for (i, &slot) in slots.iter().enumerate() {
        left[n % MOST] = slot;
        n += usize::from(last[slot as usize % PLACES] != i as u16);
    }
    &left[..n]
}

/// Whether a slot was met before; it is now.
#[inline]
fn met(seen: &mut [u8; SEEN_BYTES], slot: u32) -> bool {
    let byte = &mut seen[slot as usize / 8 % SEEN_BYTES];
    let bit = 1 << (slot % 8);
    let met = *byte & bit != 0;
    *byte |= bit;
    met
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Reading;

    #[test]
    fn both_ways_sum_what_a_set_of_slots_sums_to() {
        let mut distinct = Distinct::default();
        let other = Recipe { slot_bits: 18, words_max: 3, characters_min: 2, ..Recipe::DEFAULT };
        let small = Recipe { slot_bits: 8, ..Recipe::DEFAULT };
        for recipe in [Recipe::DEFAULT, other, small] {
            let weights: Vec<i16> = (0..recipe.slots()).map(|i| (i * 40_503) as i16).collect();
            let mut check = |text: &str| {
                let mut reading = Reading::default();
                reading.read(text);
                let (tokens, cues) = (reading.tokens(), reading.cues());
                let mut all = std::collections::BTreeSet::new();
                recipe.each_slot(tokens, cues, |slot, _| {
                    all.insert(slot);
                });
                let expected = (all.iter().map(|&s| i64::from(weights[s as usize])).sum(), all.len());
                assert_eq!(distinct.sum(recipe, tokens, cues, &weights), expected, "{text}");
                assert_eq!(distinct.sum_plainly(recipe, tokens, cues, &weights), expected, "{text}");
            };
            for row in crate::scorer::generate(300, 9) {
                check(&row.text);
                // Long enough for many to share a place.
                check(&format!("{0} {0} {0}", row.text));
            }
            let long: Vec<String> = crate::scorer::generate(60, 7).into_iter().map(|r| r.text).collect();
            check(&long.join(" "));
            check(&long[..30].join(" "));
            check("");
        }
    }
}
