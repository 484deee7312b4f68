//! The lexicons of the cues, searched by whole words.
//!
//! A phrase that begins with a word can only stand where that word stands. So each word of a text is looked
//! up once, by its hash, in a small table of first words, and only the few phrases that begin with it are
//! compared. A test holds that this finds what an automaton over all phrases finds.

use std::sync::LazyLock;

use super::cues::{Cue, Cues};
use super::opt_out;
use super::scan::is_wordish;
use super::tokens::{Token, Tokens, word_hash};

/// Places in the table of first words: a power of two, several times their number.
const PLACES: usize = 2048;

/// 65,536 bits: three words in a hundred pass that begin no phrase.
const FILTER_WORDS: usize = 1024;

/// The phrases that begin with one word.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    /// The upper half of the hash of the word; words are compared once more by their letters.
    tag: u32,
    /// Its phrases in the list: from this group of [`GROUP`], and how many groups.
    from: u16,
    n: u8,
    begins: Begins,
}

/// So many tails are compared at once; the phrases of a word fill groups, empty ones the last.
const GROUP: usize = 4;

/// What a word may begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Begins {
    /// Nothing: an empty place.
    #[default]
    Nothing,
    /// Phrases of lexicons.
    Phrases,
    /// The words of an opt-out, and perhaps phrases.
    OptOut,
}

/// What must stand behind a first word: up to eight bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tail {
    bytes: u64,
    /// Half the bits that do not count; to shift them out twice takes fewer instructions than a mask, since
    /// no processor compares four masked words at once as quickly as one after the other.
    spare: u32,
}

/// No text has eight bytes of all bits set.
const NO_TAIL: Tail = Tail { bytes: u64::MAX, spare: 0 };

impl Tail {
    #[inline]
    fn fits(self, bytes: u64) -> bool {
        (bytes ^ self.bytes) << self.spare << self.spare == 0
    }
}

#[derive(Debug, Clone, Copy)]
struct Phrase {
    text: &'static str,
    cue: Cue,
    /// Signs before its first word, in bytes: `/msg`.
    lead: usize,
    /// Bytes of its first word.
    first: usize,
    /// Whether it ends with a letter, digit or `#`, so that no other may follow.
    ends_inside: bool,
}

struct Lexicons {
    /// Bits for the first words: by their hash alone, or by it and the second byte behind the word, which most
    /// phrases fix, so that `to` passes only where `to a`, `to b` or `to s` stands. Small enough to stay close,
    /// it turns most words of a text away.
    filter: [u64; FILTER_WORDS],
    table: Box<[First; PLACES]>,
    /// Those of `phrases`, close together.
    tails: Vec<[Tail; GROUP]>,
    phrases: Vec<Option<Phrase>>,
}

fn is_inside(c: char) -> bool {
    is_wordish(c) || c == '#'
}

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| {
    let all = Cue::ALL.into_iter().flat_map(|cue| cue.phrases().iter().map(move |&text| (text, cue)));
    let phrase = |(text, cue): (&'static str, Cue)| {
        let lead = text.find(is_inside).expect("every phrase has a word");
        let first = text[lead..].find(|c| !is_inside(c)).unwrap_or(text.len() - lead);
        Phrase { text, cue, lead, first, ends_inside: text.ends_with(is_inside) }
    };
    let hash = |p: &Phrase| word_hash(&p.text.as_bytes()[p.lead..p.lead + p.first]);
    let mut phrases: Vec<Phrase> = all.map(phrase).collect();
    phrases.sort_by_key(hash);
    // Those of an opt-out are only to be noticed here.
    let opt_outs: Vec<Phrase> = opt_out::phrases().map(|p| phrase((p, Cue::OptOut))).collect();
    let mut filter = [0; FILTER_WORDS];
    for p in phrases.iter().chain(&opt_outs) {
        let (word, bit) = match p.text.as_bytes().get(p.lead + p.first + 1) {
            Some(&second) => led_bit(hash(p), second),
            None => lone_bit(hash(p)),
        };
        filter[word] |= bit;
    }
    let mut table = Box::new([First::default(); PLACES]);
    let mut put = |hash: u64, from: usize, n: usize, begins: Begins| {
        let mut place = place(hash);
        while table[place].begins != Begins::Nothing && table[place].tag != tag(hash) {
            place = (place + 1) % PLACES;
        }
        let first = &mut table[place];
        match first.begins {
            Begins::Nothing => {
                *first = First {
                    tag: tag(hash),
                    from: from as u16,
                    n: u8::try_from(n).expect("few phrases begin alike"),
                    begins,
                }
            }
            _ => {
                assert!(begins == Begins::OptOut, "two first words of phrases with one tag: {hash}");
                first.begins = begins;
            }
        }
    };
    let mut grouped: Vec<Option<Phrase>> = Vec::new();
    for group in phrases.chunk_by(|a, b| hash(a) == hash(b)) {
        put(hash(&group[0]), grouped.len() / GROUP, group.len().div_ceil(GROUP), Begins::Phrases);
        grouped.extend(group.iter().copied().map(Some));
        grouped.resize(grouped.len().next_multiple_of(GROUP), None);
    }
    for p in &opt_outs {
        put(hash(p), 0, 0, Begins::OptOut);
    }
    let tail = |p: &Phrase| {
        let behind = p.lead + p.first;
        let n = (p.text.len() - behind).min(8);
        let mut bytes = [0; 8];
        bytes[..n].copy_from_slice(&p.text.as_bytes()[behind..behind + n]);
        Tail { bytes: u64::from_le_bytes(bytes), spare: 32 - 4 * n as u32 }
    };
    let tail = |p: &Option<Phrase>| p.as_ref().map_or(NO_TAIL, tail);
    let tails = grouped.as_chunks().0.iter().map(|group: &[_; GROUP]| group.each_ref().map(tail)).collect();
    Lexicons { filter, table, tails, phrases: grouped }
});

#[inline]
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[inline]
fn place(hash: u64) -> usize {
    // The low bits: models take the high ones.
    (hash % PLACES as u64) as usize
}

#[inline]
fn lone_bit(hash: u64) -> (usize, u64) {
    ((hash >> 22) as usize % FILTER_WORDS, 1 << (hash >> 16 & 63))
}

#[inline]
fn led_bit(hash: u64, second: u8) -> (usize, u64) {
    lone_bit((hash >> 16).wrapping_add(u64::from(second).wrapping_mul(0x9E37_79B9)))
}

/// Sets the cue of every phrase that stands in the text as whole words; calls `opts_out` for each word with
/// which an opt-out may begin.
pub(super) fn lexicons(tokens: &Tokens, cues: &mut Cues, mut opts_out: impl FnMut(&Token)) {
    let lexicons = &*LEXICONS;
    let text = tokens.text().as_bytes();
    for (chunk, words) in tokens.words().chunks(64).enumerate() {
        // First which words may begin a phrase, without a branch that no processor could foretell.
        let mut may = 0_u64;
        for (i, token) in words.iter().enumerate() {
            let (lone, bit) = lone_bit(token.hash);
            let (led, led_bit) = led_bit(token.hash, text.get(token.end + 1).copied().unwrap_or(0));
            let hit = lexicons.filter[lone] & bit | lexicons.filter[led] & led_bit;
            may |= u64::from(hit != 0) << i;
        }
        while may != 0 {
            let i = may.trailing_zeros() as usize;
            may &= may - 1;
            if lexicons.begun(text, &tokens.words()[64 * chunk + i..], cues) == Begins::OptOut {
                opts_out(&words[i]);
            }
        }
    }
}

impl Lexicons {
    /// Sets the cues of the phrases that begin with the first of these words; what it may begin.
    fn begun(&self, bytes: &[u8], words: &[Token], cues: &mut Cues) -> Begins {
        let token = &words[0];
        let mut place = place(token.hash);
        let First { from, n, begins, .. } = loop {
            let first = self.table[place];
            if first.begins == Begins::Nothing || first.tag == tag(token.hash) {
                break first;
            }
            place = (place + 1) % PLACES;
        };
        let tail = match bytes.get(token.end..token.end + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().expect("8 bytes")),
            None => {
                let mut eight = [0; 8];
                eight[..bytes.len() - token.end].copy_from_slice(&bytes[token.end..]);
                u64::from_le_bytes(eight)
            }
        };
        let groups = usize::from(from)..usize::from(from) + usize::from(n);
        for (group, tails) in groups.clone().zip(&self.tails[groups]) {
            let mut may = 0_u32;
            for (i, wanted) in tails.iter().enumerate() {
                may |= u32::from(wanted.fits(tail)) << i;
            }
            while may != 0 {
                let found = &self.phrases[GROUP * group + may.trailing_zeros() as usize];
                may &= may - 1;
                if let Some(phrase) = found.filter(|phrase| stands(phrase, bytes, words)) {
                    cues.set(phrase.cue, true);
                }
            }
        }
        begins
    }
}

/// Whether a phrase stands where the first of these words does.
fn stands(phrase: &Phrase, text: &[u8], words: &[Token]) -> bool {
    let Some(start) = words[0].start.checked_sub(phrase.lead) else { return false };
    let end = start + phrase.text.len();
    phrase.first == words[0].end - words[0].start
        && text.get(start..end) == Some(phrase.text.as_bytes())
        // Where the phrase ends inside of a word, that word must end there, too.
        && (!phrase.ends_inside
            || words[0].end == end
            || words.iter().find(|t| t.end >= end).is_some_and(|t| t.end == end))
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalise;
    use super::super::phrases::is_whole;
    use super::*;
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    /// The plain way: every phrase everywhere, then a look at what stands before and behind.
    fn plainly(text: &str) -> Cues {
        static SEARCH: LazyLock<(AhoCorasick, Vec<Cue>)> = LazyLock::new(|| {
            let all = Cue::ALL.into_iter().flat_map(|cue| cue.phrases().iter().map(move |&p| (p, cue)));
            let (phrases, of): (Vec<&str>, Vec<Cue>) = all.unzip();
            (AhoCorasick::new(phrases).unwrap(), of)
        });
        let mut cues = Cues::default();
        for hit in SEARCH.0.find_overlapping_iter(text) {
            cues.set(SEARCH.1[hit.pattern().as_usize()], is_whole(text, hit.start(), hit.end()));
        }
        cues
    }

    fn check(text: &str) {
        let normal = normalise(text).replace('\'', "");
        let mut cues = Cues::default();
        lexicons(&Tokens::of(&normal), &mut cues, |_| ());
        assert_eq!(cues, plainly(&normal), "{normal}");
    }

    #[test]
    fn every_phrase_is_found_whole_and_not_within_a_word() {
        for cue in Cue::ALL {
            for phrase in cue.phrases() {
                let mut cues = Cues::default();
                lexicons(&Tokens::of(phrase), &mut cues, |_| ());
                assert!(cues.has(cue), "{phrase}");
                for text in
                    [format!("{phrase}x"), format!("x{phrase}"), format!("({phrase})"), format!("é{phrase}é")]
                {
                    check(&text);
                }
                check(&format!("reply {phrase} to your {phrase} is {phrase}"));
            }
        }
    }

    proptest! {
        #[test]
        fn the_table_finds_what_an_automaton_finds(words in proptest::collection::vec(0_usize..5000, 0..12), seps in "[ #&/+,.é-]{12}") {
            let all: Vec<&str> = Cue::ALL.into_iter().flat_map(|c| c.phrases().iter().copied()).collect();
            let mut text = String::new();
            for (word, sep) in words.iter().zip(seps.chars()) {
                let phrase = all[word % all.len()];
                // Whole phrases, and their beginnings.
                text.push_str(&phrase[..if word % 3 == 0 { phrase.find(' ').unwrap_or(phrase.len()) } else { phrase.len() }]);
                text.push(sep);
            }
            check(&text);
        }

        #[test]
        fn and_in_any_text(text in "\\PC{0,80}") {
            check(&text);
        }
    }
}
