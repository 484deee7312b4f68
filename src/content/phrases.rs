//! A list of phrases, searched as whole words.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::normal::normalise;

/// Phrases to look for in normalised texts. A phrase is normalised in the same way, so `FREE Entry`
/// finds `f r e e entry` written with look-alike letters.
#[derive(Debug, Clone)]
pub struct PhraseList {
    phrases: Vec<String>,
    search: AhoCorasick,
}

impl PhraseList {
    /// A search for these phrases; those that are empty once normalised never match.
    pub fn new(phrases: &[String]) -> PhraseList {
        let mut kept = Vec::new();
        let mut patterns = Vec::new();
        for phrase in phrases {
            let pattern = normalise(phrase);
            if !pattern.is_empty() {
                kept.push(phrase.clone());
                patterns.push(pattern);
            }
        }
        let search = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .expect("a list of phrases fits an automaton");
        PhraseList { phrases: kept, search }
    }

    /// The first phrase that stands in the text as whole words, as it was given.
    pub fn find<'a>(&'a self, text: &str) -> Option<&'a str> {
        if self.phrases.is_empty() {
            return None;
        }
        self.find_normalised(&normalise(text))
    }

    /// [`PhraseList::find`] in a text that is already normalised.
    pub fn find_normalised<'a>(&'a self, text: &str) -> Option<&'a str> {
        self.search
            .find_overlapping_iter(text)
            .find(|hit| is_whole(text, hit.start(), hit.end()))
            .map(|hit| self.phrases[hit.pattern().as_usize()].as_str())
    }
}

/// Whether no letter or digit continues the words at `start..end`.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '#';
    let before = text[..start].chars().next_back().is_some_and(inside);
    let after = text[end..].chars().next().is_some_and(inside);
    // A phrase that begins or ends with a sign (`$$$`) needs no boundary on that side.
    let first = text[start..].chars().next().is_some_and(inside);
    let last = text[..end].chars().next_back().is_some_and(inside);
    !(before && first) && !(after && last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_match_whole_words_in_any_disguise() {
        let list = PhraseList::new(&["free entry".into(), "Loan".into(), "  ".into(), "act now!".into()]);
        let check = |text: &str, expected: Option<&str>| assert_eq!(list.find(text), expected, "{text}");
        check("Get FREE  entry today", Some("free entry"));
        check("a l\u{200B}oan for you", Some("Loan"));
        check("a L O A N for you", Some("Loan"));
        check("loans", None);
        check("sloan", None);
        check("", None);
        check("Act now! Or else", Some("act now!"));
        check("reloaned loan", Some("Loan"));
        assert_eq!(PhraseList::new(&[]).find("anything"), None);
    }
}
