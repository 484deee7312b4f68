//! # Blacklist and cool-off
//!
//! **Does:** a number that is blocked `after` times within `within` is blocked outright for a time.
//! What is sent meanwhile makes that time longer, by the rule; afterwards the number starts clean but
//! is remembered until `forgive` has passed.
//! **Source:** temporary, released after a cooling-off that grows with the number of blocked messages,
//! length undisclosed (Zingle); about 24 h (Prokeep). All lengths are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::time::SimSpan;

/// Settings of the blacklist.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BlacklistSettings {
    /// Whether there is a blacklist.
    pub enabled: bool,
    /// Blocked messages that put a number on the list.
    #[schemars(range(min = 1))]
    pub after: u32,
    /// The time in which they are counted, from the first of them.
    pub within: SimSpan,
    /// How long a first block lasts at least.
    pub base: SimSpan,
    /// How attempts during a block, or earlier blocks, make it longer.
    pub rule: CoolOff,
    /// The additive and volume rules: time added for each blocked message.
    pub growth: SimSpan,
    /// No block ends later than this after it began (additive, volume), or is planned longer (exponential).
    pub cap: SimSpan,
    /// After this long without a block, earlier blocks are forgotten.
    pub forgive: SimSpan,
}

impl Default for BlacklistSettings {
    fn default() -> Self {
        BlacklistSettings {
            enabled: true,
            after: 10,
            within: SimSpan::HOUR,
            base: SimSpan::HOUR,
            rule: CoolOff::Additive,
            growth: SimSpan::MINUTE,
            cap: SimSpan::DAY * 30,
            forgive: SimSpan::DAY * 7,
        }
    }
}

/// How a cool-off grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CoolOff {
    /// Each message blocked during the block adds `growth` to its end.
    #[default]
    Additive,
    /// A block lasts `base` plus `growth` for each message blocked in the previous episode.
    Volume,
    /// Each block is twice as long as the one before it.
    Exponential,
}
