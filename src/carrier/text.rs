//! What the words of a text alone add to a carrier's sum: the engine and `lint` both read it here.

use super::filter::FilterSettings;
use crate::content::PhraseList;

/// What the two stages that read a text add.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TextTerms {
    /// Forbidden phrases.
    pub phrases: f64,
    /// The content model.
    pub content: f64,
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

    /// What a text adds that holds a forbidden phrase, or not, and that the content model thinks is spam
    /// with probability `spam`.
    pub fn text_terms(&self, forbidden: bool, spam: Option<f64>) -> TextTerms {
        let phrases = self.terms.as_ref().filter(|s| s.enabled);
        let content = self.content.as_ref().filter(|s| s.enabled);
        TextTerms {
            phrases: phrases.map_or(0.0, |s| s.term(forbidden)),
            content: content.zip(spam).map_or(0.0, |(s, p)| s.term(p)),
        }
    }

    /// The chance that a message with this sum is blocked, where the threshold is soft.
    pub fn chance(&self, sum: f64) -> Option<f64> {
        (self.softness > 0.0).then(|| 1.0 / (1.0 + libm::exp(-(sum - self.threshold) / self.softness)))
    }
}
