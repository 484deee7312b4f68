//! # Receipts
//!
//! **Does:** decides what the sender is told. A dropped message is reported honestly, not at all, or as
//! delivered, with the shares set here; receipts take time.
//! **Source:** two carriers reported filtered messages as delivered in 2019 (PastorsLine); some send none
//! (Convey). The shares are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::Code;
use crate::units::{Delay, Share};

/// Settings of the receipts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReceiptSettings {
    /// From the decision, or from the handset, to the sender. `min` is the round of the simulation and must be at least 100 ms.
    pub delay: Delay,
    /// Share of filtered messages that are receipted as delivered.
    pub block_reported_delivered: Share,
    /// Share of filtered messages of which no receipt ever comes.
    pub block_silent: Share,
    /// The code of an honestly reported block.
    pub block_code: Code,
    /// Share of delivered messages whose receipt is lost.
    pub lost: Share,
}

impl Default for ReceiptSettings {
    fn default() -> Self {
        ReceiptSettings {
            delay: Delay::of_seconds(1.0, 4.0, 30.0),
            block_reported_delivered: Share::ZERO,
            block_silent: Share::ZERO,
            block_code: Code::FILTERED,
            lost: Share::ZERO,
        }
    }
}
