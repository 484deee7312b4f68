//! # Content check, `[platform.content]`
//!
//! **Does:** reads a text before it is taken: one that speaks of a listed kind of content (`categories`) or holds one
//! of `phrases` is refused with 30007. Numbers that were reviewed for a kind (`number.allows`, such as alcohol behind
//! an age gate) are exempt from it; phrases have no exception. Words are found as the carriers' stages find them:
//! whole words, after disguises are undone.
//! **Evaded by:** other words for the same thing. An honest text that uses a listed word is refused as well.
//! **Source:** SHAFT (Truly; CTIA 2023), age gates (WooSender, Clutch, n.d.); platforms check before the carrier does
//! (Twilio: 30007 is filtered by Twilio or by the carrier). The word lists are assumptions.
//!
//! **Scenario:** `content-check`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Guard, Request, Ruling, Vetted};
use crate::message::{Category, Code, GuardKind};
use crate::rng::Draws;

/// Settings of the platform's check of texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContentCheckSettings {
    /// Whether the guard is on.
    pub enabled: bool,
    /// The kinds of content that are refused; SHAFT unless set.
    pub categories: Vec<Category>,
    /// Phrases that are refused; a domain finds links to it.
    #[schemars(length(max = 10_000))]
    pub phrases: Vec<String>,
    /// The code of what is refused.
    pub code: Code,
}

impl Default for ContentCheckSettings {
    fn default() -> Self {
        ContentCheckSettings {
            enabled: true,
            categories: Category::SHAFT.to_vec(),
            phrases: Vec::new(),
            code: Code::FILTERED,
        }
    }
}

/// The check at work.
#[derive(Debug)]
pub struct ContentCheck {
    code: Code,
    vetted: Arc<Vetted>,
}

impl ContentCheck {
    /// A check by what is known of each text.
    pub fn new(settings: &ContentCheckSettings, vetted: Arc<Vetted>) -> ContentCheck {
        ContentCheck { code: settings.code, vetted }
    }
}

impl Guard for ContentCheck {
    fn request(&mut self, request: &Request, _draws: &Draws) -> Ruling {
        let (text, number) = (request.text.index(), request.number.index());
        let kinds = self.vetted.kinds[text] & !self.vetted.allows[number];
        if kinds != 0 || self.vetted.phrases[text] {
            return Ruling::Refuse(self.code, GuardKind::Content);
        }
        Ruling::Pass
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::request;
    use super::*;
    use crate::message::{NumberId, TextId};

    #[test]
    fn a_review_exempts_its_kind_and_no_phrase() {
        let alcohol = Vetted::bits(&[Category::Alcohol]);
        let vetted = Vetted {
            kinds: vec![0, alcohol, alcohol | Vetted::bits(&[Category::Sex]), 0],
            phrases: vec![false, false, false, true],
            allows: vec![0, alcohol],
            spam: vec![],
        };
        let mut check = ContentCheck::new(&ContentCheckSettings::default(), Arc::new(vetted));
        let mut passes = |number| {
            [0, 1, 2, 3].map(|text| {
                let request = Request { text: TextId(text), number: NumberId(number), ..request() };
                check.request(&request, &Draws::new(1, 0)) == Ruling::Pass
            })
        };
        assert_eq!(passes(0), [true, false, false, false]);
        assert_eq!(passes(1), [true, true, false, false]);
    }
}
