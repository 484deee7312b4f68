//! # Content score
//!
//! **Does:** adds `weight × (p − floor)/(1 − floor)` where p, the model's probability that the text is
//! spam, is above `floor`.
//! **Evaded by:** wording that resembles honest messages; encoding tricks are undone before scoring.
//! **Source:** the model is trained on labelled messages (`models/default.md`); weight and floor are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::Share;

/// Settings of the content stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContentSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// What a text that is surely spam adds.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Probabilities up to this add nothing.
    pub floor: Share,
    /// The model: `"default"`, or the path of a model file.
    pub model: String,
}

impl Default for ContentSettings {
    fn default() -> Self {
        ContentSettings { enabled: true, weight: 1.2, floor: Share::ZERO, model: "default".into() }
    }
}

impl ContentSettings {
    /// What the stage adds for a text that the model thinks is spam with probability `p`.
    pub fn term(&self, p: f64) -> f64 {
        let floor = self.floor.value();
        if p <= floor { 0.0 } else { self.weight * (p - floor) / (1.0 - floor) }
    }
}
