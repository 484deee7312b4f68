//! # Forbidden phrases
//!
//! **Does:** adds `weight` where the text holds one of the listed phrases, as whole words, in any case.
//! **Evaded by:** other words; look-alike letters are folded before the search.
//! **Source:** "a static list of forbidden terms" is one of the two extremes that Zingle describes; the
//! lists follow the prohibited-content categories in `docs/facts.md`, "Content rules".

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the forbidden-phrase stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TermsSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// What a hit adds to the sum.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The phrases, matched as whole words on the normalised text.
    pub phrases: Vec<String>,
}

impl Default for TermsSettings {
    fn default() -> Self {
        TermsSettings { enabled: true, weight: 1.0, phrases: Vec::new() }
    }
}

impl TermsSettings {
    /// What the stage adds for a text, given whether a phrase was found in it.
    pub fn term(&self, hit: bool) -> f64 {
        if hit { self.weight } else { 0.0 }
    }
}
