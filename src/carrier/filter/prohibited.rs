//! # Prohibited campaigns
//!
//! **Does:** adds `weight` where a text speaks of a listed kind of content: SHAFT (sex, hate, alcohol,
//! firearms, tobacco) and what else carriers forbid. Numbers that were reviewed for a kind (`allows`, such
//! as alcohol behind an age gate) are exempt from it. Words are found as the content model finds them:
//! whole words of a list, after disguises are undone.
//! **Evaded by:** other words for the same thing.
//! **Source:** SHAFT (Truly; CTIA 2023); age gates (WooSender, Clutch, n.d.); other kinds (Truly, WooSender,
//! PureCallerID, Telair, n.d.). The word lists and the weight are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::content::{Cue, Cues};
use crate::message::Category;

/// Settings of the stage on prohibited campaigns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProhibitedSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// What a text of a listed kind adds.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The kinds that are prohibited; SHAFT unless set.
    pub categories: Vec<Category>,
}

impl Default for ProhibitedSettings {
    fn default() -> Self {
        ProhibitedSettings { enabled: true, weight: 1.0, categories: Category::SHAFT.to_vec() }
    }
}

impl ProhibitedSettings {
    /// The first listed kind that a text with these cues speaks of and that its number was not reviewed for.
    pub fn found(&self, cues: Cues, allows: &[Category]) -> Option<Category> {
        let listed = self.categories.iter().filter(|c| !allows.contains(c));
        listed.copied().find(|&category| cues.has(cue(category)))
    }

    /// What a text with these cues adds, from a number that was reviewed for these kinds.
    pub fn term(&self, cues: Cues, allows: &[Category]) -> f64 {
        if self.found(cues, allows).is_some() { self.weight } else { 0.0 }
    }
}

/// The cue that tells of a kind of content.
fn cue(category: Category) -> Cue {
    match category {
        Category::Sex => Cue::Sex,
        Category::Hate => Cue::Hate,
        Category::Alcohol => Cue::Alcohol,
        Category::Firearms => Cue::Firearms,
        Category::Tobacco => Cue::Tobacco,
        Category::Cannabis => Cue::Cannabis,
        Category::Drugs => Cue::Drugs,
        Category::Loans => Cue::Loans,
        Category::Debt => Cue::Debt,
        Category::Income => Cue::Income,
        Category::Gambling => Cue::Gambling,
        Category::Trading => Cue::Crypto,
        Category::Prizes => Cue::Prize,
        Category::Leads => Cue::Leads,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::cues;

    #[test]
    fn a_listed_kind_counts_unless_the_number_was_reviewed_for_it() {
        let settings = ProhibitedSettings::default();
        let of = |text: &str| cues(text);
        let wine = of("Our new wines are in, come and taste them on Friday");
        assert_eq!(settings.found(wine, &[]), Some(Category::Alcohol));
        assert_eq!((settings.term(wine, &[]), settings.term(wine, &[Category::Alcohol])), (1.0, 0.0));
        assert_eq!(settings.term(of("Your table for two is booked for Friday"), &[]), 0.0);
        assert_eq!(settings.term(of("Payday loan approved for you"), &[]), 0.0, "not SHAFT");
        let all = ProhibitedSettings { categories: Category::ALL.to_vec(), ..Default::default() };
        assert_eq!(all.found(of("Payday loan approved for you"), &[]), Some(Category::Loans));
    }
}
