//! Error codes as one large provider prints them, because that is what senders read.
//!
//! Source: Twilio's error dictionary, as collected in `docs/facts.md`, "Codes".

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A provider-style error code: a number that a receipt or a refusal carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Code(#[schemars(range(min = 10000, max = 99999))] pub u32);

impl Code {
    /// The number's queue is full.
    pub const QUEUE_OVERFLOW: Code = Code(30001);
    /// The handset is off, out of coverage or cannot take the message.
    pub const UNREACHABLE: Code = Code(30003);
    /// This recipient is blocked toward this sender.
    pub const BLOCKED_RECIPIENT: Code = Code(30004);
    /// The number is unknown or no longer in use.
    pub const UNKNOWN_NUMBER: Code = Code(30005);
    /// A landline, or a carrier that this sender cannot reach.
    pub const LANDLINE: Code = Code(30006);
    /// A filter blocked the message.
    pub const FILTERED: Code = Code(30007);
    /// The carrier failed without saying why.
    pub const UNKNOWN_ERROR: Code = Code(30008);
    /// A per-campaign or per-number rate of 10DLC was exceeded.
    pub const RATE_EXCEEDED: Code = Code(30022);
    /// The sender's number is not set up at the recipient's carrier.
    pub const NOT_PROVISIONED: Code = Code(30024);
    /// The brand's daily cap is used up.
    pub const DAILY_CAP: Code = Code(30027);
    /// A toll-free number that is not verified.
    pub const TOLL_FREE_UNVERIFIED: Code = Code(30032);
    /// A long code that belongs to no registered campaign.
    pub const UNREGISTERED: Code = Code(30034);
    /// The validity period ended before the message could be handed over.
    pub const EXPIRED: Code = Code(30036);
    /// A loop is suspected. The code is Twilio's for a loop of inbound messages; what else platforms send is not known.
    pub const LOOP: Code = Code(30039);
    /// The message could not be moved to an allowed time (Twilio, n.d.).
    pub const QUIET_HOURS: Code = Code(30047);
    /// The recipient has opted out.
    pub const OPTED_OUT: Code = Code(21610);
    /// This kind of number does not reach that country.
    pub const NO_ROUTE: Code = Code(21612);
    /// The destination is not allowed.
    pub const NOT_ALLOWED: Code = Code(21408);
    /// Too many codes asked for.
    pub const TOO_MANY_CODES: Code = Code(60203);
    /// The prefix is blocked for fraud.
    pub const PREFIX_BLOCKED: Code = Code(60410);
    /// The website itself turned the request away. No provider's code: none is asked.
    pub const WEBSITE: Code = Code(99999);

    /// Codes of a request on a website that was turned away at once.
    pub const OF_REQUESTS: [Code; 4] =
        [Code::WEBSITE, Code::TOO_MANY_CODES, Code::NOT_ALLOWED, Code::PREFIX_BLOCKED];

    /// What the code says, in one line.
    pub fn meaning(self) -> &'static str {
        match self.0 {
            30001 => "queue overflow",
            30003 => "unreachable handset",
            30004 => "blocked toward this recipient",
            30005 => "unknown or inactive number",
            30006 => "landline or unreachable carrier",
            30007 => "filtered by the carrier or the platform",
            30008 => "unknown carrier error",
            30022 => "10DLC rate exceeded",
            30024 => "number not set up at this carrier",
            30027 => "daily cap of the brand used up",
            30032 => "toll-free number not verified",
            30034 => "long code not registered",
            30036 => "validity period expired",
            30039 => "message loop suspected",
            30047 => "outside the allowed hours",
            21408 => "destination not allowed",
            21610 => "recipient has opted out",
            21612 => "no route from this kind of number",
            60203 => "too many codes asked for",
            60410 => "prefix blocked for fraud",
            99999 => "turned away by the website itself (no provider's code)",
            _ => "provider-specific code",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
