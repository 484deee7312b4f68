//! What kind of number sends, as a bundle of attributes. Nothing in the program depends on a
//! kind's *name*: presets fill the attributes, and stages read only those.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Category, Code};
use crate::time::SimSpan;
use crate::units::{Rate, Share};

/// The numbers of one sender: how many, what they are, and what they may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberSettings {
    /// The preset of `scenarios/presets/numbers/` that fills everything not set here. Example: `"long-code"`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many numbers the sender uses.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub count: u32,
    /// Which number of the pool writes to whom.
    #[serde(default)]
    pub pool: PoolUse,
    /// Whether the sender is on record with the carriers.
    #[serde(default)]
    pub registration: Registration,
    /// Vetting score of the brand, 0 to 100, where the number is registered. Presets turn it into grants by tier.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100))]
    pub trust: u8,
    /// How far a toll-free number's verification has come.
    #[serde(default)]
    pub verification: Verification,
    /// Segments one number can send, at the platform. A longer text holds the number longer.
    #[serde(default = "unlimited")]
    pub throughput: Rate,
    /// Longest backlog a number's queue may hold, in sending time; what does not fit is refused with 30001.
    #[serde(default = "queue")]
    pub queue: SimSpan,
    /// What this kind of number may send by agreement, kept by the platform for carriers that enforce it.
    #[serde(default)]
    pub grants: Grants,
    /// The volume that carriers expect of this kind of number; their rate windows are raised to it.
    #[serde(default)]
    pub entitlement: Entitlement,
    /// The reputation a carrier gives a new number of this kind, as good and bad events already seen.
    #[serde(default)]
    pub prior: PriorReputation,
    /// Whose good and bad reactions are counted together.
    #[serde(default)]
    pub aggregation: Aggregation,
    /// What a receipt for this kind of number stands for. A carrier says which share it acknowledges (`receipts.acknowledged`).
    #[serde(default)]
    pub receipts: ReceiptsFrom,
    /// Whether carriers reviewed this sender's program (content and volume) before it began.
    #[serde(default)]
    pub program_approved: bool,
    /// Kinds of restricted content that the sender was reviewed for, such as `["alcohol"]` behind an age gate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allows: Vec<Category>,
    /// Share of messages that the platform or carrier refuses for missing registration, before any filter.
    #[serde(default)]
    pub refused_share: Share,
    /// The code of such a refusal.
    #[serde(default = "unregistered")]
    pub refused_code: Code,
    /// Money for one segment handed over, in dollars.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub segment_price: f64,
}

fn one() -> u32 {
    1
}
fn unlimited() -> Rate {
    Rate::UNLIMITED
}
fn queue() -> SimSpan {
    SimSpan::HOUR * 10
}
fn unregistered() -> Code {
    Code::UNREGISTERED
}

/// How a pool of numbers is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PoolUse {
    /// A recipient always hears from the same number.
    #[default]
    Sticky,
    /// Numbers take turns, message by message.
    Rotate,
}

/// Whether a number's sender is on record with the carriers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Registration {
    /// Nobody vouches for the sender.
    #[default]
    None,
    /// Brand and campaign are on record, with a vetting score.
    Registered,
}

/// How far a toll-free number's verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// This kind of number is not verified at all.
    #[default]
    NotApplicable,
    /// No request was made, or it was refused.
    Restricted,
    /// A request is under review.
    Pending,
    /// The business and its use were confirmed.
    Verified,
}

/// The level at which reactions are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aggregation {
    /// Each number stands for itself.
    #[default]
    Number,
    /// All numbers of a campaign stand together.
    Campaign,
    /// All campaigns of a brand stand together.
    Brand,
}

/// What a receipt stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptsFrom {
    /// The handset has the message.
    #[default]
    Handset,
    /// The network took the message; its filter has not read it yet.
    Network,
}

/// What a kind of number may send, by who enforces it. A carrier lists which of these it enforces.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grants {
    /// Each number on its own.
    #[serde(default)]
    pub number: Option<Grant>,
    /// All numbers of a campaign together (the way AT&T grants 10DLC).
    #[serde(default)]
    pub campaign: Option<Grant>,
    /// All campaigns of a brand together (the way T-Mobile caps 10DLC). Where its senders bring unlike grants, the largest rate holds for the brand.
    #[serde(default)]
    pub brand: Option<Grant>,
}

/// One agreed limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Segments in each window; windows begin at multiples of their length. Example: `"240/min"`.
    pub limit: Rate,
    /// What happens to a message over the limit.
    #[serde(default)]
    pub over: GrantOver,
    /// The code of a message that fails for the limit.
    #[serde(default = "rate_exceeded")]
    pub code: Code,
}

impl Grant {
    /// Which of two grants lets more through: by rate, then by the longer window, then the one that keeps what is
    /// over. Codes come last, so that only equal grants are equal.
    pub fn cmp_size(&self, other: &Grant) -> Ordering {
        let rate = |g: &Grant| g.limit.per_second();
        let rest = |g: &Grant| (g.limit.per, g.over == GrantOver::Queue, g.code);
        rate(self).total_cmp(&rate(other)).then_with(|| rest(self).cmp(&rest(other)))
    }
}

fn rate_exceeded() -> Code {
    Code::RATE_EXCEEDED
}

/// What happens to a message over a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GrantOver {
    /// The platform keeps it until a window has room.
    #[default]
    Queue,
    /// It fails at once with the grant's code.
    Fail,
}

/// The volume carriers expect of one number at one carrier, by agreement; absent means the carrier's own limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entitlement {
    /// Messages in a second.
    #[serde(default)]
    pub second: Option<u32>,
    /// Messages in a minute.
    #[serde(default)]
    pub minute: Option<u32>,
    /// Messages in an hour.
    #[serde(default)]
    pub hour: Option<u32>,
    /// Messages in a day.
    #[serde(default)]
    pub day: Option<u32>,
    /// Different recipients in a day.
    #[serde(default)]
    pub recipients: Option<u32>,
    /// Near-identical messages that cross one carrier's network in its window.
    #[serde(default)]
    pub repeats: Option<u32>,
}

/// Good and bad events a carrier credits before the first message: many = sure, few = uncertain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorReputation {
    /// Good events.
    #[schemars(range(min = 0.01, max = 1_000_000.0))]
    pub good: f64,
    /// Bad events.
    #[schemars(range(min = 0.01, max = 1_000_000.0))]
    pub bad: f64,
}

/// One of each: nothing is known.
impl Default for PriorReputation {
    fn default() -> Self {
        PriorReputation { good: 1.0, bad: 1.0 }
    }
}
