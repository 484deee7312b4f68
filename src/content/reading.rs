//! A text read once, for all that is asked of it.

use super::cues::{Cues, cues_from};
use super::links::{Link, links_near};
use super::normal::Normal;
use super::scan::Scan;
use super::tokens::Tokens;

/// A text in all the forms that scoring looks at. Kept from text to text, it allocates nothing once it has
/// grown to the longest.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub(super) normal: Normal,
    tokens: Tokens,
    plain_scan: Scan,
    links: Vec<Link>,
    /// The text with tokens for links, and its scan.
    linked: String,
    linked_scan: Scan,
}

impl Reading {
    /// Reads a text; what was read before is forgotten.
    pub fn read(&mut self, text: &str) {
        self.normal.fold(text, &mut self.plain_scan);
        links_near(&self.normal.plain, &self.plain_scan, &mut self.links);
        let same = self.normal.finish(&self.plain_scan, &self.links, &mut self.linked, &mut self.linked_scan);
        let scan = if self.links.is_empty() { &self.plain_scan } else { &self.linked_scan };
        self.tokens.read(&self.normal.text, same.then_some(scan));
    }

    /// The plain and the normal form of the text.
    pub fn normal(&self) -> &Normal {
        &self.normal
    }

    /// The words of the normal form.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The cues of the text.
    pub fn cues(&self) -> Cues {
        cues_from(&self.normal, &self.plain_scan, &self.links, &self.tokens)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{cues_of, links, normalise, respell::respell};
    use super::*;
    use proptest::prelude::*;

    /// The quick way, with a reading used before, and the plain way agree.
    fn check(reading: &mut Reading, text: &str) {
        reading.read(text);
        let normal = reading.normal();
        let mut tokens = String::new();
        let mut done = 0;
        for link in links(&normal.plain) {
            tokens.push_str(&normal.plain[done..link.range.start]);
            tokens.push_str(if link.email { "<email>" } else { "<url>" });
            done = link.range.end;
        }
        tokens.push_str(&normal.plain[done..]);
        let mut plainly = String::new();
        let respelt = respell(&tokens, &mut plainly);
        assert_eq!((&normal.text, normal.respelt), (&plainly, respelt), "{text}");
        let anew = Tokens::of(&normal.text);
        assert_eq!(
            (reading.tokens().words(), reading.tokens().text()),
            (anew.words(), anew.text()),
            "{text}"
        );
        assert_eq!(reading.cues(), cues_of(normal), "{text}");
        assert_eq!(normal.text, normalise(text));
    }

    proptest! {
        #[test]
        fn the_quick_way_is_the_plain_way(texts in proptest::collection::vec("\\PC{0,60}", 1..4)) {
            let mut reading = Reading::default();
            for text in &texts {
                check(&mut reading, text);
            }
        }

        #[test]
        fn and_where_spelling_is_odd(text in "([a-eIL]{1,4}|[ .-]|  |[0134578]{1,2}|[$!@€'£]|c@.h|F R E E|a\\.b|acme\\.com/x|'| é|😀|\\[\\.\\]|http://){0,30}") {
            check(&mut Reading::default(), &text);
        }
    }

    #[test]
    fn long_texts_of_any_kind_take_linear_time() {
        let mut reading = Reading::default();
        for part in
            ["a@b2@", "a ", "a.", ":/", "x.com ", "1-", "stop ", "l\u{301}", "I", "[.", "a!b", "$a", "é"]
        {
            let text = part.repeat(200_000 / part.len());
            reading.read(&text);
            reading.cues();
        }
    }
}
