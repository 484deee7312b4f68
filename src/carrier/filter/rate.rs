//! # Rate windows
//!
//! **Does:** counts what one number sends to this network in a second, a minute, an hour and a day, and
//! adds `weight × (N/L − 1)` for each window whose count N, this message included, is above its limit L,
//! up to `cap`.
//! **Evaded by:** pacing under every window; spreading over numbers.
//! **Source:** the windows are named by Zingle; 15 to 60 a minute and about 1,000 a day by CTIA (2017,
//! 2019); the forms are in `docs/models.md`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Settings of the rate stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RateSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// How a window counts.
    pub kind: WindowKind,
    /// Multiplies every window's part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most that one window can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Whether messages that this filter blocks count like the others (toll-free rules say they do).
    pub count_blocked: bool,
    /// Whether a number's entitlement raises the limits (registered senders are expected to send more).
    pub respect_entitlement: bool,
    /// Messages in a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub second: Option<u32>,
    /// Messages in a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub minute: Option<u32>,
    /// Messages in an hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub hour: Option<u32>,
    /// Messages in a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub day: Option<u32>,
}

impl Default for RateSettings {
    fn default() -> Self {
        RateSettings {
            enabled: true,
            kind: WindowKind::Tumbling,
            weight: 1.0,
            cap: 4.0,
            count_blocked: true,
            respect_entitlement: true,
            second: None,
            minute: None,
            hour: None,
            day: None,
        }
    }
}

/// How a window counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WindowKind {
    /// Exactly the messages of the last second, minute, hour or day.
    SlidingLog,
    /// Starts with the first message, and anew with the first message after it has ended.
    #[default]
    Tumbling,
    /// A bucket of L tokens that refills at L a window; N is L less the tokens left.
    TokenBucket,
}
