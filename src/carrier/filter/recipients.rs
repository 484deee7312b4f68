//! # Unique recipients
//!
//! **Does:** counts how many different people a number wrote to at this network in a day, and adds
//! `weight × (N/L − 1)` above the limit L, up to `cap`.
//! **Evaded by:** spreading over numbers, or over days.
//! **Source:** 200 unique recipients a day (CTIA 2017, Zingle).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the unique-recipients stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RecipientsSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 100.0))]
    pub cap: f64,
    /// Different people one number may write to in a day.
    #[schemars(range(min = 1))]
    pub limit: u32,
    /// Whether a number's entitlement raises the limit.
    pub respect_entitlement: bool,
}

impl Default for RecipientsSettings {
    fn default() -> Self {
        RecipientsSettings { enabled: true, weight: 1.0, cap: 2.0, limit: 200, respect_entitlement: true }
    }
}
