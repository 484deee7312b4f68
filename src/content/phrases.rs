//! A list of phrases, searched as whole words.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::links::links;
use super::normal::{Normal, URL_TOKEN, normalise};
use super::scan::is_wordish;

/// Phrases to look for in normalised texts. A phrase is normalised in the same way, so `FREE Entry`
/// finds `f r e e entry` written with look-alike letters. A phrase that is a domain, such as `bit.ly`,
/// finds links to it and to its subdomains, since normalised texts do not tell one link from another.
#[derive(Debug, Clone)]
pub struct PhraseList {
    phrases: Vec<String>,
    search: AhoCorasick,
    domains: Vec<String>,
}

impl PhraseList {
    /// A search for these phrases; those that are empty once normalised never match.
    pub fn new(phrases: &[String]) -> PhraseList {
        let mut kept = Vec::new();
        let mut patterns = Vec::new();
        let mut domains = Vec::new();
        for phrase in phrases {
            let pattern = normalise(phrase);
            if pattern == URL_TOKEN {
                domains.push(phrase.clone());
            } else if !pattern.is_empty() {
                kept.push(phrase.clone());
                patterns.push(pattern);
            }
        }
        let search = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .expect("a list of phrases fits an automaton");
        PhraseList { phrases: kept, search, domains }
    }

    /// The first phrase that stands in the text as whole words, as it was given.
    pub fn find<'a>(&'a self, text: &str) -> Option<&'a str> {
        if self.phrases.is_empty() && self.domains.is_empty() {
            return None;
        }
        let normal = Normal::of(text);
        self.find_normalised(&normal.text).or_else(|| self.find_domain(&normal.plain))
    }

    /// The first domain of the list that a link of the text leads to.
    fn find_domain(&self, plain: &str) -> Option<&str> {
        if self.domains.is_empty() {
            return None;
        }
        links(plain).iter().find_map(|link| {
            let host = plain[link.host.clone()].to_lowercase();
            let leads = |domain: &&String| {
                let domain = domain.to_lowercase();
                host == domain || host.strip_suffix(&domain).is_some_and(|sub| sub.ends_with('.'))
            };
            self.domains.iter().find(leads).map(String::as_str)
        })
    }

    /// [`PhraseList::find`] in a text that is already normalised; domains are not looked for.
    pub fn find_normalised<'a>(&'a self, text: &str) -> Option<&'a str> {
        self.search
            .find_overlapping_iter(text)
            .find(|hit| is_whole(text, hit.start(), hit.end()))
            .map(|hit| self.phrases[hit.pattern().as_usize()].as_str())
    }
}

/// Whether no letter or digit continues the words at `start..end`.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: char| is_wordish(c) || c == '#';
    let before = text[..start].chars().next_back().is_some_and(inside);
    let after = text[end..].chars().next().is_some_and(inside);
    // A phrase that begins or ends with a sign (`$$$`) needs no boundary on that side.
    let first = text[start..].chars().next().is_some_and(inside);
    let last = text[..end].chars().next_back().is_some_and(inside);
    let cut = before && first || after && last;
    !cut
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

    #[test]
    fn a_domain_matches_links_to_it_and_no_other_link() {
        let list = PhraseList::new(&["bit.ly".into(), "casino".into()]);
        let check = |text: &str, expected: Option<&str>| assert_eq!(list.find(text), expected, "{text}");
        check("Sale until Sunday: acme.example/sale", None);
        check("see https://BIT.ly/abc now", Some("bit.ly"));
        check("see http://www.bit.ly/abc", Some("bit.ly"));
        check("rabbit.ly/abc", None);
        check("a casino night", Some("casino"));
    }
}
