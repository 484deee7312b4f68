//! What the words of a text alone add to a carrier's sum: the engine and `lint` both read it here.

use super::filter::{FilterSettings, Stage, Terms};
use crate::content::{Cues, Link, PhraseList, cues, domain_of, links};
use crate::message::{Category, segment};

/// What a text shows, whoever reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Signs {
    /// What it shows at a glance.
    pub cues: Cues,
    /// Characters, as the sender counts them.
    pub characters: u32,
    /// Radio segments.
    pub segments: u32,
    /// Share of capitals among its letters; 0 where there are fewer than ten.
    pub capitals: f64,
    /// The domain of its first link, in lower case; a host of a shared shortener is its own domain.
    pub domain: Option<String>,
    /// Whether a link leads on to another address.
    pub redirect: bool,
    /// Whether a link leads to another domain than the sender's site on record; false where none is.
    pub mismatch: bool,
}

/// Letters from which a share of capitals says something. Assumption.
const LETTERS_MIN: usize = 10;

impl Signs {
    /// Reads a text of a sender whose site on record is `website`, such as `"acme.example"`.
    pub fn of(text: &str, website: Option<&str>) -> Signs {
        let links: Vec<Link> = links(text).into_iter().filter(|l| !l.email).collect();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        let domain = |link: &Link| domain_of(&text[link.host.clone()]);
        let site = website.map(|w| domain_of(w.trim_start_matches("https://").trim_start_matches("http://")));
        Signs {
            cues: cues(text),
            characters: text.chars().count() as u32,
            segments: segment(text).segments,
            capitals: if letters < LETTERS_MIN { 0.0 } else { capitals as f64 / letters as f64 },
            domain: links.first().map(domain),
            redirect: links.iter().any(|l| leads_on(&text[l.host.end..l.range.end])),
            mismatch: site.is_some_and(|site| links.iter().any(|l| domain(l) != site)),
        }
    }
}

/// Whether the part of a link behind its host names another address.
fn leads_on(path: &str) -> bool {
    // Assumption: the names that web programs commonly give to such a parameter.
    const PARAMETERS: [&str; 8] =
        ["url=", "redirect=", "redirect_uri=", "goto=", "dest=", "destination=", "target=", "next="];
    let path = path.to_ascii_lowercase();
    let parameter = |p: &str| path.contains(&format!("?{p}")) || path.contains(&format!("&{p}"));
    path.contains("http://")
        || path.contains("https://")
        || path.contains("http%3a")
        || path.contains("https%3a")
        || PARAMETERS.iter().any(|p| parameter(p))
}

/// What the stages that read a text add.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TextTerms {
    /// Forbidden phrases.
    pub phrases: f64,
    /// Prohibited campaigns.
    pub prohibited: f64,
    /// The kind of content that they go by.
    pub kind: Option<Category>,
    /// Links, without the count of a campaign's domains.
    pub links: f64,
    /// Length.
    pub length: f64,
    /// Style.
    pub style: f64,
    /// The content model.
    pub content: f64,
}

impl TextTerms {
    /// Them and what the kind of number adds, each at its place among all terms.
    pub fn beside(&self, prior: f64) -> Terms {
        let mut terms: Terms = [0.0; Stage::ALL.len()];
        terms[Stage::Terms as usize] = self.phrases;
        terms[Stage::Prohibited as usize] = self.prohibited;
        terms[Stage::Prior as usize] = prior;
        terms[Stage::Links as usize] = self.links;
        terms[Stage::Length as usize] = self.length;
        terms[Stage::Style as usize] = self.style;
        terms[Stage::Content as usize] = self.content;
        terms
    }
}

impl FilterSettings {
    /// The forbidden phrases, ready to be searched; `None` where the stage is absent or off.
    pub fn phrase_list(&self) -> Option<PhraseList> {
        self.terms.as_ref().filter(|s| s.enabled).map(|s| PhraseList::new(&s.phrases))
    }

    /// The name of the content model in use; `None` where the stage is absent or off.
    pub fn content_model(&self) -> Option<&str> {
        self.content.as_ref().filter(|s| s.enabled).map(|s| s.model.as_str())
    }

    /// Whether any stage reads texts.
    pub fn reads_texts(&self) -> bool {
        self.phrase_list().is_some()
            || self.content_model().is_some()
            || self.prohibited.as_ref().is_some_and(|s| s.enabled)
            || self.links.is_some_and(|s| s.enabled)
            || self.length.is_some_and(|s| s.enabled)
            || self.style.is_some_and(|s| s.enabled)
    }

    /// What a text adds that shows these signs, that holds a forbidden phrase or not, that the content model
    /// thinks is spam with probability `spam`, from a number reviewed for the kinds of content in `allows`.
    pub fn text_terms(
        &self,
        signs: &Signs,
        forbidden: bool,
        spam: Option<f64>,
        allows: &[Category],
    ) -> TextTerms {
        let phrases = self.terms.as_ref().filter(|s| s.enabled);
        let prohibited = self.prohibited.as_ref().filter(|s| s.enabled);
        let kind = prohibited.and_then(|s| s.found(signs.cues, allows));
        let links = self.links.filter(|s| s.enabled);
        let length = self.length.filter(|s| s.enabled);
        let style = self.style.filter(|s| s.enabled);
        let content = self.content.as_ref().filter(|s| s.enabled);
        TextTerms {
            phrases: phrases.map_or(0.0, |s| s.term(forbidden)),
            prohibited: prohibited.map_or(0.0, |s| s.term(signs.cues, allows)),
            kind,
            links: links.map_or(0.0, |s| s.term(signs)),
            length: length.map_or(0.0, |s| s.term(signs.characters, signs.segments)),
            style: style.map_or(0.0, |s| s.term(signs)),
            content: content.zip(spam).map_or(0.0, |(s, p)| s.term(p)),
        }
    }

    /// The chance that a message with this sum is blocked at this threshold, where the threshold is soft.
    pub fn chance(&self, sum: f64, threshold: f64) -> Option<f64> {
        (self.softness > 0.0).then(|| 1.0 / (1.0 + libm::exp(-(sum - threshold) / self.softness)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_for_all_stages_at_once() {
        let signs = Signs::of(
            "ACME SALE at https://www.shop.Acme.co.uk/x then https://other.example",
            Some("acme.co.uk"),
        );
        assert_eq!(signs.domain.as_deref(), Some("acme.co.uk"));
        assert!(signs.mismatch && !signs.redirect && signs.capitals > 0.1);
        assert!(Signs::of("go to https://a.example/?next=b.example", None).redirect);
        assert!(!Signs::of("go to https://a.example/nextday", None).redirect);
        assert_eq!(Signs::of("write to me@acme.example", None).domain, None);
    }
}
