//! Disguises that senders put on a text so that a filter does not know it again.
//!
//! Each is a pure function of the text, the draws and the row. Links and e-mail addresses stay as they are:
//! a sender wants them to work. What a filter's normaliser undoes of them is for [`super::evaluate`] to measure.

use crate::content::links;
use crate::rng::{Draws, Purpose, Stream, unit};
use rand::Rng;

/// Letters and the ones that look like them: Cyrillic, as `confusables.txt` of UTS #39 pairs them.
const LOOK_ALIKES: [(char, char); 24] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('x', 'х'),
    ('y', 'у'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('J', 'Ј'),
];
/// Letters and the digits that stand for them.
const LEET: [(char, char); 6] = [('a', '4'), ('e', '3'), ('i', '1'), ('o', '0'), ('s', '5'), ('t', '7')];
/// Characters that do not show: zero-width space, non-joiner and joiner, word joiner, soft hyphen.
const ZERO_WIDTH: [char; 5] = ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{AD}'];
/// Ordinary words of chat; ours, not taken from a corpus.
const GOOD_WORDS: [&str; 40] = [
    "ok", "see", "you", "later", "dinner", "tonight", "home", "soon", "mum", "said", "yes", "thanks", "love",
    "sleep", "well", "lunch", "tomorrow", "meet", "bus", "late", "sorry", "haha", "class", "movie",
    "weekend", "miss", "bring", "keys", "going", "out", "wait", "there", "cook", "rice", "tell", "him",
    "left", "already", "feeling", "better",
];
/// Good words that are appended.
const N_GOOD_WORDS: usize = 12;
/// Letters from which a word is worth disguising.
const WORD_MIN: usize = 4;

/// One way to disguise a text. Their order keys the draws: add at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Evasion {
    /// Half of the letters that have a Cyrillic look-alike, at least one a word, are replaced by it.
    Homoglyph,
    /// A character that does not show stands inside every word of three letters or more.
    ZeroWidth,
    /// Every other word of four letters or more, by chance, is written with a space between its letters.
    SpacedLetters,
    /// All letters and digits are full-width forms.
    FullWidth,
    /// Every other word of four letters or more, by chance, is written with a full stop between its letters.
    DottedLetters,
    /// One full stop stands inside every word of four letters or more.
    DotInWord,
    /// Half of the letters that a digit can stand for, at least one a word, are replaced by it.
    Leetspeak,
    /// Two neighbouring letters inside every word of four letters or more change places.
    LetterSwap,
    /// A dozen ordinary words of chat are appended.
    GoodWords,
}

impl Evasion {
    /// All of them, in order.
    pub const ALL: [Evasion; 9] = [
        Evasion::Homoglyph,
        Evasion::ZeroWidth,
        Evasion::SpacedLetters,
        Evasion::FullWidth,
        Evasion::DottedLetters,
        Evasion::DotInWord,
        Evasion::Leetspeak,
        Evasion::LetterSwap,
        Evasion::GoodWords,
    ];

    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Evasion::Homoglyph => "homoglyph",
            Evasion::ZeroWidth => "zero-width",
            Evasion::SpacedLetters => "spaced letters",
            Evasion::FullWidth => "full-width",
            Evasion::DottedLetters => "dots between letters",
            Evasion::DotInWord => "one dot in words",
            Evasion::Leetspeak => "leetspeak",
            Evasion::LetterSwap => "letter swap",
            Evasion::GoodWords => "good words appended",
        }
    }

    /// What it does to a text.
    pub fn says(self) -> &'static str {
        match self {
            Evasion::Homoglyph => {
                "half of the letters with a Cyrillic look-alike, at least one a word, become it"
            }
            Evasion::ZeroWidth => "a character that does not show inside every word of 3 letters or more",
            Evasion::SpacedLetters => "half of the words of 4 letters or more written f r e e",
            Evasion::FullWidth => "all letters and digits full-width",
            Evasion::DottedLetters => "half of the words of 4 letters or more written f.r.e.e",
            Evasion::DotInWord => "every word of 4 letters or more written fr.ee",
            Evasion::Leetspeak => "half of a, e, i, o, s, t, at least one a word, become 4, 3, 1, 0, 5, 7",
            Evasion::LetterSwap => "two inner letters of every word of 4 letters or more swapped",
            Evasion::GoodWords => "twelve ordinary words of chat behind the text",
        }
    }

    /// The text in this disguise. The same text, draws and row give the same disguise.
    ///
    /// ```
    /// use carrierlab::{content::normalise, rng::Draws, scorer::Evasion};
    /// let text = "Get a free loan at acme.example/x";
    /// let disguised = Evasion::ZeroWidth.apply(text, &Draws::new(1, 0), 0);
    /// assert!(disguised != text && disguised.ends_with("acme.example/x"));
    /// assert_eq!(normalise(&disguised), normalise(text));
    /// ```
    pub fn apply(self, text: &str, draws: &Draws, row: u64) -> String {
        let mut chance = Chance(draws.stream(Purpose::Evasion, row << 8 | u64::from(self as u8)));
        let mut out = String::with_capacity(2 * text.len());
        if self == Evasion::GoodWords {
            out.push_str(text);
            for _ in 0..N_GOOD_WORDS {
                out.push(' ');
                out.push_str(GOOD_WORDS[chance.below(GOOD_WORDS.len())]);
            }
            return out;
        }
        let mut done = 0;
        for link in links(text) {
            self.disguise(&text[done..link.range.start], &mut chance, &mut out);
            out.push_str(&text[link.range.clone()]);
            done = link.range.end;
        }
        self.disguise(&text[done..], &mut chance, &mut out);
        out
    }

    /// Disguises what stands between two links: runs of Latin letters are words.
    fn disguise(self, text: &str, chance: &mut Chance, out: &mut String) {
        if self == Evasion::FullWidth {
            let wide = |c: char| char::from_u32(c as u32 + 0xFEE0).filter(|_| c.is_ascii_alphanumeric());
            out.extend(text.chars().map(|c| wide(c).unwrap_or(c)));
            return;
        }
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
            out.push_str(&rest[..start]);
            let word = &rest[start..];
            let end = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
            // Letters that touch letters of another script or an accent are part of a longer word: left alone.
            let whole = !word[end..].starts_with(|c: char| !c.is_ascii());
            if whole && !out.ends_with(|c: char| !c.is_ascii() && c.is_alphabetic()) {
                self.word(&word[..end], word[end..].starts_with(' '), chance, out);
            } else {
                out.push_str(&word[..end]);
            }
            rest = &word[end..];
        }
        out.push_str(rest);
    }

    /// Writes a word of plain letters in disguise; `parted` says whether a space follows it.
    fn word(self, word: &str, parted: bool, chance: &mut Chance, out: &mut String) {
        let n = word.len();
        let apart = |sign: char, out: &mut String| {
            for (i, c) in word.chars().enumerate() {
                if i > 0 {
                    out.push(sign);
                }
                out.push(c);
            }
        };
        match self {
            Evasion::Homoglyph => replace(word, &LOOK_ALIKES, chance, out),
            Evasion::Leetspeak => replace(word, &LEET, chance, out),
            Evasion::ZeroWidth if n >= 3 => {
                let at = 1 + chance.below(n - 1);
                out.push_str(&word[..at]);
                out.push(ZERO_WIDTH[chance.below(ZERO_WIDTH.len())]);
                out.push_str(&word[at..]);
            }
            Evasion::SpacedLetters if n >= WORD_MIN && chance.coin() => {
                // Two spaces part the word from its neighbours, so that it can still be read.
                if out.ends_with(' ') {
                    out.push(' ');
                }
                apart(' ', out);
                if parted {
                    out.push(' ');
                }
            }
            Evasion::DottedLetters if n >= WORD_MIN && chance.coin() => apart('.', out),
            Evasion::DotInWord if n >= WORD_MIN => {
                let at = 1 + chance.below(n - 1);
                out.push_str(&word[..at]);
                out.push('.');
                out.push_str(&word[at..]);
            }
            Evasion::LetterSwap if n >= WORD_MIN => {
                let at = 1 + chance.below(n - 3);
                let (first, second) = (&word[at..=at], &word[at + 1..at + 2]);
                out.push_str(&word[..at]);
                out.push_str(second);
                out.push_str(first);
                out.push_str(&word[at + 2..]);
            }
            _ => out.push_str(word),
        }
    }
}

/// Replaces half of the letters that have a stand-in, and one of them in any case.
fn replace(word: &str, stand_ins: &[(char, char)], chance: &mut Chance, out: &mut String) {
    let stand_in = |c: char| stand_ins.iter().find(|(letter, _)| *letter == c).map(|(_, other)| *other);
    let able = word.chars().filter(|&c| stand_in(c).is_some()).count();
    if able == 0 {
        out.push_str(word);
        return;
    }
    let sure = chance.below(able);
    let mut count = 0;
    for c in word.chars() {
        match stand_in(c) {
            Some(other) => {
                let replaced = chance.coin() || count == sure;
                out.push(if replaced { other } else { c });
                count += 1;
            }
            None => out.push(c),
        }
    }
}

/// Draws of one text.
struct Chance(Stream);

impl Chance {
    fn coin(&mut self) -> bool {
        unit(self.0.next_u32()) < 0.5
    }
    /// A whole number below `n`.
    fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.0.next_u32()) * n as u64) >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{fold, normalise};

    const TEXT: &str = "URGENT! Your parcel is waiting: pay £2.99 at https://a-b.example/x or bit.ly/y today, \
        reply STOP to end. Café 4 you, me@home.example";

    fn of(evasion: Evasion) -> String {
        evasion.apply(TEXT, &Draws::new(3, 0), 9)
    }

    #[test]
    fn disguises_of_encoding_have_the_same_normal_form() {
        let undone = [Evasion::Homoglyph, Evasion::ZeroWidth, Evasion::FullWidth, Evasion::SpacedLetters];
        for evasion in undone {
            assert_eq!(normalise(&of(evasion)), normalise(TEXT), "{}", of(evasion));
            assert_ne!(of(evasion), TEXT);
        }
        assert!(LOOK_ALIKES.iter().all(|&(letter, other)| letter != other && fold(other) == letter));
    }

    #[test]
    fn links_stay_and_the_same_draws_give_the_same_text() {
        for evasion in Evasion::ALL {
            let text = of(evasion);
            for link in ["https://a-b.example/x", "bit.ly/y", "me@home.example"] {
                assert!(text.contains(link), "{text}");
            }
            assert_eq!(text, of(evasion));
            let other = evasion.apply(TEXT, &Draws::new(4, 0), 9);
            assert_eq!(text == other, evasion == Evasion::FullWidth);
            assert_eq!(
                evasion.apply("", &Draws::new(3, 0), 0).trim().is_empty(),
                evasion != Evasion::GoodWords
            );
        }
    }

    #[test]
    fn each_does_what_it_says() {
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        assert_eq!(sorted(&of(Evasion::LetterSwap)), sorted(TEXT));
        assert_ne!(of(Evasion::LetterSwap), TEXT);
        assert_eq!(Evasion::LetterSwap.apply("loan", &Draws::new(1, 0), 0), "laon");
        assert_eq!(of(Evasion::DotInWord).replace('.', ""), TEXT.replace('.', ""));
        assert_eq!(of(Evasion::DottedLetters).replace('.', ""), TEXT.replace('.', ""));
        assert_eq!(of(Evasion::SpacedLetters).replace(' ', ""), TEXT.replace(' ', ""));
        assert!(of(Evasion::GoodWords).starts_with(TEXT));
        assert_eq!(of(Evasion::GoodWords)[TEXT.len()..].split_whitespace().count(), N_GOOD_WORDS);
        let leet = of(Evasion::Leetspeak);
        assert!(leet.chars().filter(char::is_ascii_digit).count() >= 10, "{leet}");
    }
}
