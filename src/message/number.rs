//! What kind of number sends, as a bundle of attributes. Nothing in the program depends on a
//! kind's *name*: presets fill the attributes, and stages read only those.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Category, Code, Grant, Grants};
use crate::time::{SimSpan, SimTime};
use crate::units::{Date, Rate, Share};

/// The numbers of one sender: how many, what they are, and what they may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberSettings {
    /// The preset of `scenarios/presets/numbers/` that fills everything not set here. Example: `"long-code"`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The rules of which day hold; presets that know several periods choose among them. Example: `"2023-04-01"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
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
    /// The countries whose carriers expect it, such as `["US"]` for a registration that counts only there. Empty means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitled_in: Vec<String>,
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
    /// A number that several senders use, by a name that they give alike, such as a shared short code: what carriers remember of the number, its grants, and who stopped it in the network hold for all of them. Each sender's queue at the platform is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 60))]
    pub shared: Option<String>,
    /// How long registration, review and set-up take, from the beginning. What is due before waits or is refused (`setup_over`).
    #[serde(default)]
    pub setup: SimSpan,
    /// What happens to messages that are due before the set-up is done.
    #[serde(default)]
    pub setup_over: SetupOver,
    /// Share of the pairs of a number and a carrier at which the number is set up; the messages of the other pairs fail with 30024.
    #[serde(default = "all")]
    pub provisioned: Share,
    /// Whether carriers agreed to a pool of more numbers than they take from one campaign (`carrier.numbers_per_campaign`).
    #[serde(default)]
    pub pool_approved: bool,
    /// The countries whose carriers this kind of number reaches, such as `["US"]`; at others its messages are refused. Empty means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// The code of a message that is refused at a border.
    #[serde(default = "no_route")]
    pub border_code: Code,
    /// Whether the network itself turns away what comes between a person's STOP and START, whatever the platform does.
    #[serde(default)]
    pub network_stop: bool,
    /// Share of messages that the platform or carrier refuses for missing registration, before any filter.
    #[serde(default)]
    pub refused_share: Share,
    /// How that share changes with time, each step from its `at` on; before the first it is `refused_share`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 366))]
    pub refused_steps: Vec<RefusedStep>,
    /// The code of such a refusal, and of one while the set-up is not done.
    #[serde(default = "unregistered")]
    pub refused_code: Code,
    /// Money for one segment handed over, in dollars, to the platform.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub segment_price: f64,
    /// Which of a carrier's `fees` is added for each segment; none unless set. Example: `"10dlc"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_class: Option<String>,
    /// Money once, for registration and vetting or the set-up of a code, whatever the number of numbers, in dollars.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub setup_fee: f64,
    /// Money for 30 days of the campaign or code, whatever the number of numbers, in dollars; by the time that the scenario lasts.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub monthly_fee: f64,
    /// Money for 30 days of each number, in dollars; by the time that the scenario lasts.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub number_fee: f64,
    /// How this kind of number carries MMS; absent means that it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mms: Option<MmsSettings>,
}

impl NumberSettings {
    /// These numbers as they send MMS, where they do: paced, granted and priced for it.
    pub fn for_mms(&self) -> NumberSettings {
        let mut number = self.clone();
        if let Some(mms) = &self.mms {
            number.throughput = mms.throughput;
            number.segment_price = mms.price;
            number.fee_class.clone_from(&mms.fee_class);
            if !mms.campaign.is_empty() {
                number.grants.campaign.clone_from(&mms.campaign);
            }
        }
        number
    }

    /// Whether carriers of that country expect the entitlement of these numbers. One that names no country does.
    pub fn is_entitled_in(&self, country: Option<&str>) -> bool {
        self.entitled_in.is_empty() || country.is_none_or(|c| self.entitled_in.iter().any(|own| own == c))
    }

    /// The share that is refused for missing registration at that time.
    pub fn refused_at(&self, now: SimTime) -> Share {
        let begun = self.refused_steps.iter().take_while(|step| SimTime::START + step.at <= now);
        begun.last().map_or(self.refused_share, |step| step.share)
    }
}

/// What MMS costs and how fast it goes. A message with media is one unit whatever its length (AWS n.d.).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MmsSettings {
    /// Messages that one number can send, at the platform. One a second for each channel is one platform's rule (Prompt n.d.).
    #[serde(default = "mms_pace")]
    pub throughput: Rate,
    /// Money for one message handed over, in dollars, to the platform.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub price: f64,
    /// Which of a carrier's `fees` is added for each message; none unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_class: Option<String>,
    /// Grants of the campaign in place of those for texts; empty means that those hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub campaign: Vec<Grant>,
}

/// A step of the share that is refused for missing registration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedStep {
    /// From when on, from the beginning. Example: `"7d"`.
    pub at: SimSpan,
    /// The share from then on.
    pub share: Share,
}

/// What happens to messages that are due before a number is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SetupOver {
    /// They are refused with the code for missing registration.
    #[default]
    Refuse,
    /// They wait, as if they were due when the set-up is done.
    Wait,
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
fn no_route() -> Code {
    Code::NO_ROUTE
}
fn all() -> Share {
    Share::ONE
}
fn mms_pace() -> Rate {
    Rate::new(1.0, SimSpan::SECOND)
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

impl Aggregation {
    /// Every level, narrowest first.
    pub const ALL: [Aggregation; 3] = [Aggregation::Number, Aggregation::Campaign, Aggregation::Brand];
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
