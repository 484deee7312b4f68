//! The truth and the report, as two types that do not convert into each other.

use serde::{Deserialize, Serialize};

use crate::message::Code;
use crate::time::SimTime;

/// What a carrier decided. Carrier and ledger see it; senders never do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It goes on to the recipient.
    Deliver,
    /// It waits at the carrier and is screened again at this time.
    Hold {
        /// When it is screened again.
        until: SimTime,
    },
    /// It was held as often as the carrier holds, and is turned away with a code.
    Throttle {
        /// The code that an honest receipt carries.
        code: Code,
        /// What is said instead of the truth, if anything is.
        lie: Option<Lie>,
    },
    /// It is dropped, and the receipt says so with a code.
    Block {
        /// The code that the receipt carries.
        code: Code,
    },
    /// It is dropped without an honest word.
    Silence {
        /// What is said instead of the truth.
        lie: Lie,
    },
}

/// What a carrier says of a message that it does not deliver, instead of the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lie {
    /// No receipt ever comes.
    Nothing,
    /// The receipt says delivered.
    Delivered,
    /// The network said delivered before the filter ran, and nothing more comes.
    Acknowledged,
}

/// Where every attempted message ends. Exactly one of these, in every run: the conservation law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum Fate {
    /// Turned away by the platform: opted out, queue full, not allowed.
    Refused,
    /// Waited past its validity period on the platform.
    Expired,
    /// Turned away for rate, with a code.
    Throttled,
    /// Dropped by a filter, with a code.
    Blocked,
    /// Dropped by a filter, without an honest word.
    Silenced,
    /// Passed every filter but could not reach a handset.
    Unreachable,
    /// Truly delivered.
    Delivered,
    /// Still on its way at the horizon.
    InFlight,
}

impl Fate {
    /// All fates, in reporting order.
    pub const ALL: [Fate; 8] = [
        Fate::Delivered,
        Fate::Refused,
        Fate::Expired,
        Fate::Throttled,
        Fate::Blocked,
        Fate::Silenced,
        Fate::Unreachable,
        Fate::InFlight,
    ];
    /// The name used in every table and metric.
    pub const fn name(self) -> &'static str {
        match self {
            Fate::Refused => "refused",
            Fate::Expired => "expired",
            Fate::Throttled => "throttled",
            Fate::Blocked => "blocked",
            Fate::Silenced => "silenced",
            Fate::Unreachable => "unreachable",
            Fate::Delivered => "delivered",
            Fate::InFlight => "in_flight",
        }
    }
}

/// What the sender is told, which need not be true: a silent drop may be receipted as delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reported {
    /// "Delivered", true or not.
    Delivered,
    /// "Failed", with a code.
    Failed(Code),
}
