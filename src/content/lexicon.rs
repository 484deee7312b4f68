//! The lexicons of the cues, searched by whole words.
//!
//! A phrase that begins with a word can only stand where that word stands. So each word of a text is looked
//! up once, by its hash, in a small table of first words, and only the few phrases that begin with it are
//! compared. A test holds that this finds what an automaton over all phrases finds.

use std::sync::LazyLock;

use super::cues::{Cue, Cues};
use super::scan::is_wordish;
use super::tokens::{Token, Tokens, word_hash};

/// Places in the table of first words: a power of two, several times their number, so that most words of a
/// text meet an empty place at once.
const PLACES: usize = 4096;

/// The phrases that begin with one word.
#[derive(Debug, Clone, Copy, Default)]
struct First {
    /// The hash of the word; 0 is an empty place.
    hash: u64,
    /// Its phrases in the list.
    from: u16,
    to: u16,
}

#[derive(Debug)]
struct Phrase {
    text: &'static str,
    cue: Cue,
    /// Bytes of its first word.
    first: usize,
    /// Whether it ends with a letter, digit or `#`, so that no other may follow.
    ends_inside: bool,
}

struct Lexicons {
    table: Box<[First; PLACES]>,
    phrases: Vec<Phrase>,
    /// Those that begin with a sign.
    signs: Vec<Phrase>,
}

fn is_inside(c: char) -> bool {
    is_wordish(c) || c == '#'
}

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| {
    let all = Cue::ALL.into_iter().flat_map(|cue| cue.phrases().iter().map(move |&text| (text, cue)));
    let phrase = |(text, cue): (&'static str, Cue)| Phrase {
        text,
        cue,
        first: text.find(|c| !is_inside(c)).unwrap_or(text.len()),
        ends_inside: text.ends_with(is_inside),
    };
    let (mut phrases, signs): (Vec<Phrase>, Vec<Phrase>) = all.map(phrase).partition(|p| p.first > 0);
    let hash = |p: &Phrase| word_hash(&p.text.as_bytes()[..p.first]);
    phrases.sort_by_key(hash);
    let mut table = Box::new([First::default(); PLACES]);
    let mut from = 0;
    for group in phrases.chunk_by(|a, b| hash(a) == hash(b)) {
        let hash = hash(&group[0]);
        let mut place = place(hash);
        while table[place].hash != 0 {
            place = (place + 1) % PLACES;
        }
        let to = from + group.len();
        table[place] = First { hash, from: from as u16, to: to as u16 };
        from = to;
    }
    Lexicons { table, phrases, signs }
});

fn place(hash: u64) -> usize {
    // The low bits: models take the high ones.
    (hash % PLACES as u64) as usize
}

/// Sets the cue of every phrase that stands in the text as whole words.
pub(super) fn lexicons(tokens: &Tokens, cues: &mut Cues) {
    let lexicons = &*LEXICONS;
    let text = tokens.text();
    for (i, token) in tokens.words().iter().enumerate() {
        let mut place = place(token.hash);
        let mut first = lexicons.table[place];
        while first.hash != 0 {
            if first.hash == token.hash {
                let rest = &tokens.words()[i..];
                for phrase in &lexicons.phrases[usize::from(first.from)..usize::from(first.to)] {
                    cues.set(phrase.cue, stands(phrase, text, token, rest));
                }
                break;
            }
            place = (place + 1) % PLACES;
            first = lexicons.table[place];
        }
    }
    for phrase in &lexicons.signs {
        let whole = |(at, _): (usize, &str)| {
            let next = text[at + phrase.text.len()..].chars().next();
            !(phrase.ends_inside && next.is_some_and(is_inside))
        };
        if text.contains(phrase.text) {
            cues.set(phrase.cue, text.match_indices(phrase.text).any(whole));
        }
    }
}

/// Whether a phrase stands at its first word, the first of `rest`.
fn stands(phrase: &Phrase, text: &str, token: &Token, rest: &[Token]) -> bool {
    if phrase.first != token.end - token.start {
        return false;
    }
    let end = token.start + phrase.text.len();
    if text.as_bytes().get(token.start..end) != Some(phrase.text.as_bytes()) {
        return false;
    }
    // Where the phrase ends inside of a word, that word must end there, too.
    !phrase.ends_inside || rest.iter().find(|t| t.end >= end).is_some_and(|t| t.end == end)
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
        lexicons(&Tokens::of(&normal), &mut cues);
        assert_eq!(cues, plainly(&normal), "{normal}");
    }

    #[test]
    fn every_phrase_is_found_whole_and_not_within_a_word() {
        for cue in Cue::ALL {
            for phrase in cue.phrases() {
                let mut cues = Cues::default();
                lexicons(&Tokens::of(phrase), &mut cues);
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
