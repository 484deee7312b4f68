//! What a scenario says of the messaging platform between senders and carriers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::guard::codes::CodeGuards;
use crate::time::SimSpan;
use crate::units::Share;

/// The messaging platform: queues, grants and the guards that protect its customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlatformSettings {
    /// Share of every granted rate that the platform really uses: `0.8` is the 80 % rule (Prompt).
    pub pace: Share,
    /// Whether messages to people who opted out are refused with 21610.
    pub stop: bool,
    /// What an opt-out binds.
    pub stop_scope: StopScope,
    /// A message that waited longer than this is dropped with 30036.
    pub validity: SimSpan,
    /// From the platform to the carrier.
    pub uplink: SimSpan,
    /// What protects websites that send one-time codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<CodeGuards>,
}

impl Default for PlatformSettings {
    fn default() -> Self {
        PlatformSettings {
            pace: Share::ONE,
            stop: true,
            stop_scope: StopScope::Sender,
            validity: SimSpan::HOUR * 36,
            uplink: SimSpan::from_micros(50_000),
            codes: None,
        }
    }
}

/// What an opt-out binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StopScope {
    /// Only the number it was sent to; other numbers of the pool still reach the person.
    Number,
    /// Everything of that sender.
    #[default]
    Sender,
}
