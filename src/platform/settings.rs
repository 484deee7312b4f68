//! What a scenario says of the messaging platform between senders and carriers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::guard::codes::CodeGuards;
use super::guard::stop::StopSettings;
use super::guard::{ContentCheckSettings, LookaheadSettings, LoopSettings, OptInSettings, QuietSettings};
use crate::message::Code;
use crate::time::SimSpan;
use crate::units::Share;

/// The messaging platform: queues, grants and the guards that protect its customers. A guard that is absent is off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlatformSettings {
    /// Share of every granted rate that the platform really uses: `0.8` is the 80 % rule (Prompt).
    pub pace: Share,
    /// A message that waited longer than this is dropped with 30036.
    pub validity: SimSpan,
    /// From the platform to the carrier.
    pub uplink: SimSpan,
    /// The code of a message that no longer fits into its number's queue.
    pub queue_code: Code,
    /// What the platform does about STOP, HELP and START.
    pub stop: StopSettings,
    /// The loop guard: limits on what one sender sends to one person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loops: Option<LoopSettings>,
    /// Opt-in confirmation: one message, and no more before a reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opt_in: Option<OptInSettings>,
    /// Quiet hours by the recipient's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<QuietSettings>,
    /// The check of texts before they are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<ContentCheckSettings>,
    /// The platform's own spam filter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookahead: Option<LookaheadSettings>,
    /// What protects websites that send one-time codes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<CodeGuards>,
}

impl Default for PlatformSettings {
    fn default() -> Self {
        PlatformSettings {
            pace: Share::ONE,
            validity: SimSpan::HOUR * 36,
            uplink: SimSpan::from_micros(50_000),
            queue_code: Code::QUEUE_OVERFLOW,
            stop: StopSettings::default(),
            loops: None,
            opt_in: None,
            quiet: None,
            content: None,
            lookahead: None,
            codes: None,
        }
    }
}

impl PlatformSettings {
    /// The name of the content model of the look-ahead filter, where it is on.
    pub fn content_model(&self) -> Option<&str> {
        self.lookahead.as_ref().filter(|s| s.enabled).map(|s| s.model.as_str())
    }
}
