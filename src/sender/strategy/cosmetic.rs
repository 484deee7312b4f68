//! ## Cosmetic edits, `[sender.cosmetic]`
//!
//! **Does:** sends each text in `edits` copies that differ only in how they look: the disguises that the scorer
//! knows (look-alike letters, characters that do not show, spaced or dotted letters, swapped letters, digits for
//! letters, good words behind), one word changed, or a token behind the text. Links stay as they are. The copies
//! do not depend on the scenario's seed, and a larger number keeps those of a smaller. They come after what `copy`
//! puts in.
//!
//! **Helps when:** a carrier counts texts that are the same letter by letter. One that counts near-identical texts
//! undoes most disguises and finds one changed word near enough. At the default similarity (a test holds this)
//! swapped letters and digits for letters no longer count as the text they were made from, though often as one
//! another; and a dozen words behind a short text part the copies, as long as nobody sends the plain text, to
//! which each of them is near.
//!
//! **Costs:** the text reads worse, many disguises force the 70-character alphabet and so more segments, and a
//! model that has seen disguises takes them for what they are. Real rewordings cost only the writing.
//!
//! **Source:** similar content is fingerprinted, so that copying it is no way out (Bandwidth 2019 to 2023); token
//! and word edits are an assumption about senders.
//!
//! **Scenario:** `identical-or-varied`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::links;
use crate::rng::{Draws, Purpose, key_of, splitmix};
use crate::scorer::{Evasion, SCENARIO_SEED};

/// Copies of each text that differ only in how they look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CosmeticSettings {
    /// How many copies of each text are sent, instead of the text itself.
    #[schemars(range(min = 1, max = 1000))]
    pub edits: u32,
    /// What is done to each copy.
    pub kind: Edit,
}

/// A cosmetic edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// One word becomes another short one.
    OneWord,
    /// A token of five letters stands behind the text.
    Token,
    /// Half of the letters that have a Cyrillic look-alike, at least one a word, are replaced by it.
    Homoglyph,
    /// A character that does not show stands inside every word of three letters or more.
    ZeroWidth,
    /// Half of the words of four letters or more are written with spaces between their letters.
    SpacedLetters,
    /// All letters and digits are full-width forms; all copies are the same.
    FullWidth,
    /// Half of the words of four letters or more are written with full stops between their letters.
    DottedLetters,
    /// A full stop stands inside every word of four letters or more.
    DotInWord,
    /// Half of the letters that a digit can stand for are replaced by it.
    Leetspeak,
    /// Two inner letters of every word of four letters or more change places.
    LetterSwap,
    /// A dozen ordinary words of chat stand behind the text.
    GoodWords,
}

impl Edit {
    /// All of them.
    pub const ALL: [Edit; 11] = [
        Edit::OneWord,
        Edit::Token,
        Edit::Homoglyph,
        Edit::ZeroWidth,
        Edit::SpacedLetters,
        Edit::FullWidth,
        Edit::DottedLetters,
        Edit::DotInWord,
        Edit::Leetspeak,
        Edit::LetterSwap,
        Edit::GoodWords,
    ];

    fn disguise(self) -> Option<Evasion> {
        Some(match self {
            Edit::OneWord | Edit::Token => return None,
            Edit::Homoglyph => Evasion::Homoglyph,
            Edit::ZeroWidth => Evasion::ZeroWidth,
            Edit::SpacedLetters => Evasion::SpacedLetters,
            Edit::FullWidth => Evasion::FullWidth,
            Edit::DottedLetters => Evasion::DottedLetters,
            Edit::DotInWord => Evasion::DotInWord,
            Edit::Leetspeak => Evasion::Leetspeak,
            Edit::LetterSwap => Evasion::LetterSwap,
            Edit::GoodWords => Evasion::GoodWords,
        })
    }
}

/// What a word is changed into; ours.
const FILLERS: [&str; 16] = [
    "just", "really", "also", "then", "soon", "well", "still", "even", "again", "maybe", "quite", "often",
    "today", "always", "surely", "nearly",
];
/// Letters of a token.
const TOKEN: usize = 5;

impl CosmeticSettings {
    /// The copies of a text.
    pub fn copies<'b>(&self, body: &'b str) -> impl Iterator<Item = String> + use<'b> {
        let Self { kind, edits } = *self;
        let (draws, key) = (Draws::new(SCENARIO_SEED, 0), key_of("cosmetic", body));
        (0..edits).map(move |copy| match kind.disguise() {
            Some(disguise) => disguise.apply(body, &draws, splitmix(key.wrapping_add(u64::from(copy)))),
            None => {
                let words = draws.words(Purpose::Cosmetic, key, copy);
                if kind == Edit::OneWord { one_word(body, words) } else { token(body, words) }
            }
        })
    }
}

/// A number below `n`.
fn below(word: u32, n: usize) -> usize {
    ((u64::from(word) * n as u64) >> 32) as usize
}

/// The text with one word changed: any of three letters or more outside links; none where there is no such word.
fn one_word(body: &str, words: [u32; 4]) -> String {
    let linked = links(body);
    let mut able = Vec::new();
    let mut at = 0;
    for run in body.split(|c: char| !c.is_alphabetic()) {
        let range = at..at + run.len();
        let outside = linked.iter().all(|l| l.range.end <= range.start || range.end <= l.range.start);
        if outside && run.chars().count() >= 3 {
            able.push(range.clone());
        }
        at = range.end + body[range.end..].chars().next().map_or(0, char::len_utf8);
    }
    if able.is_empty() {
        return body.to_owned();
    }
    let range = able[below(words[0], able.len())].clone();
    format!("{}{}{}", &body[..range.start], FILLERS[below(words[1], FILLERS.len())], &body[range.end..])
}

/// The text with a token behind it.
fn token(body: &str, words: [u32; 4]) -> String {
    const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz";
    let mut rest = u64::from(words[0]) << 32 | u64::from(words[1]);
    let letters = (0..TOKEN).map(|_| {
        let letter = LETTERS[(rest % LETTERS.len() as u64) as usize];
        rest /= LETTERS.len() as u64;
        char::from(letter)
    });
    let token: String = letters.collect();
    format!("{body} {token}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "Birch Shoes: new boots are in, with 20% off until Sunday. See birch.example/boots for more";

    fn copies(kind: Edit, edits: u32) -> Vec<String> {
        CosmeticSettings { edits, kind }.copies(TEXT).collect()
    }

    #[test]
    fn more_copies_keep_the_fewer_and_links_stay() {
        for kind in Edit::ALL {
            let (few, many) = (copies(kind, 3), copies(kind, 8));
            assert_eq!(few, many[..3]);
            assert!(many.iter().all(|t| t.contains("birch.example/boots") && t != TEXT), "{many:?}");
            let mut distinct = many.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!(distinct.len() > 5, kind != Edit::FullWidth, "{kind:?} {many:?}");
        }
    }

    #[test]
    fn one_word_changes_one_word_and_a_token_adds_one() {
        for text in copies(Edit::OneWord, 20) {
            let (a, b): (Vec<&str>, Vec<&str>) = (TEXT.split(' ').collect(), text.split(' ').collect());
            assert_eq!(a.iter().zip(&b).filter(|(a, b)| a != b).count(), 1, "{text}");
            assert_eq!(a.len(), b.len());
        }
        for text in copies(Edit::Token, 5) {
            assert_eq!(text.strip_prefix(TEXT).unwrap().trim().len(), TOKEN);
        }
        let bare = CosmeticSettings { edits: 1, kind: Edit::OneWord };
        assert_eq!(bare.copies("ok 12").collect::<Vec<_>>(), ["ok 12"]);
    }
}
