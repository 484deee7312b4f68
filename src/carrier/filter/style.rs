//! # Style
//!
//! **Does:** adds parts for capitals (a share of capital letters above `capitals_share`, in a text of at least
//! ten letters), for pressing or threatening words, for praise beyond measure, and for two or more exclamation
//! marks. Disguises are undone before words are looked for.
//! **Evaded by:** a calmer tone.
//! **Source:** capital letters, aggressive words and hype (Prompt, Zingle); the size of each part is an
//! assumption. A trained model (the content stage) learns such weights instead of being told them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::carrier::text::Signs;
use crate::content::Cue;
use crate::units::Share;

/// Settings of the style stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StyleSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies every part below.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Too many capitals.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub capitals: f64,
    /// Share of letters that may be capitals.
    pub capitals_share: Share,
    /// Words that press or threaten.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub aggression: f64,
    /// Praise beyond measure.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub hype: f64,
    /// Two or more exclamation marks.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub exclamations: f64,
}

impl Default for StyleSettings {
    fn default() -> Self {
        StyleSettings {
            enabled: true,
            weight: 1.0,
            capitals: 0.3,
            capitals_share: Share::new(0.3),
            aggression: 0.3,
            hype: 0.1,
            exclamations: 0.1,
        }
    }
}

impl StyleSettings {
    /// What a text that shows these signs has in its style that counts, by the key of its part, and what each
    /// of it adds.
    pub fn parts(&self, signs: &Signs) -> impl Iterator<Item = (&'static str, f64)> {
        let parts = [
            ("capitals", signs.capitals > self.capitals_share.value(), self.capitals),
            ("aggression", signs.cues.has(Cue::Aggression), self.aggression),
            ("hype", signs.cues.has(Cue::Hype), self.hype),
            ("exclamations", signs.cues.has(Cue::Exclamations), self.exclamations),
        ];
        let weight = self.weight;
        parts.into_iter().filter(|part| part.1).map(move |(name, _, part)| (name, weight * part))
    }

    /// What a text that shows these signs adds.
    pub fn term(&self, signs: &Signs) -> f64 {
        self.parts(signs).fold(0.0, |sum, (_, part)| sum + part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_adds_its_part() {
        let settings = StyleSettings {
            capitals: 1.0,
            aggression: 2.0,
            hype: 4.0,
            exclamations: 8.0,
            ..Default::default()
        };
        let term = |text: &str| settings.term(&Signs::of(text, None));
        assert_eq!(term("Your table for two is booked for Friday."), 0.0);
        assert_eq!(term("YOUR TABLE for two IS BOOKED for Friday."), 1.0);
        assert_eq!(term("Your table for two: act now or lose it."), 2.0);
        assert_eq!(term("An amazing table for two!! Act now"), 14.0);
    }
}
