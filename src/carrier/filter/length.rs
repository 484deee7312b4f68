//! # Length
//!
//! **Does:** adds `weight` to a text of more than `characters` characters or more than `segments` radio
//! segments, and `each` times as much for every segment beyond that limit.
//! **Evaded by:** shorter texts.
//! **Source:** one carrier "seemed to flag" texts over 160 characters (Sprint, Prompt); long text is named as
//! a signal (Prompt, Zingle). The weights are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the length stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LengthSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// What a text over a limit adds.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Characters that a text may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub characters: Option<u32>,
    /// Radio segments that a text may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub segments: Option<u32>,
    /// What each segment beyond `segments` adds, as a multiple of `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub each: f64,
}

impl Default for LengthSettings {
    fn default() -> Self {
        LengthSettings { enabled: true, weight: 0.3, characters: None, segments: None, each: 0.0 }
    }
}

impl LengthSettings {
    /// What a text of so many characters and radio segments adds.
    pub fn term(&self, characters: u32, segments: u32) -> f64 {
        let long = self.characters.is_some_and(|limit| characters > limit);
        let over = self.segments.map_or(0, |limit| segments.saturating_sub(limit));
        let once = if long || over > 0 { 1.0 } else { 0.0 };
        self.weight * (once + self.each * f64::from(over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_limit_counts_once_and_segments_add_up() {
        let settings = LengthSettings {
            weight: 0.5,
            characters: Some(160),
            segments: Some(2),
            each: 0.5,
            enabled: true,
        };
        assert_eq!(settings.term(160, 1), 0.0);
        assert_eq!(settings.term(161, 2), 0.5);
        assert_eq!(settings.term(500, 4), 1.0);
        let silent = LengthSettings { weight: 0.0, ..settings };
        assert_eq!(silent.term(500, 4), 0.0, "without weight nothing is left");
        assert_eq!(LengthSettings::default().term(5000, 40), 0.0, "no limit, no part");
    }
}
