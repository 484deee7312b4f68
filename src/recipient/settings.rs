//! What a scenario says of the people who are written to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CodeUse;
use crate::time::SimSpan;
use crate::units::{Delay, Share};

/// The people a sender writes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AudienceSettings {
    /// How many people.
    #[schemars(range(min = 1, max = 50_000_000))]
    pub size: u32,
    /// The preset of `scenarios/presets/audiences/` that fills everything not set here. Example: `"opted-in"`.
    pub consent: String,
    /// Share who agreed to be written to.
    #[serde(default = "all")]
    pub consented: Share,
    /// Share of numbers that have passed to somebody else, who agreed to nothing, whatever the list says.
    #[serde(default)]
    pub recycled: Share,
    /// Share of entries that are landlines (30006).
    #[serde(default)]
    pub landline: Share,
    /// Share of entries that are disconnected or unknown (30005).
    #[serde(default)]
    pub inactive: Share,
    /// Chance that a handset is off or out of coverage for the whole validity of a message (30003).
    #[serde(default)]
    pub off: Share,
    /// Share of people who took their number to another carrier: a look-up names the old one, and the message goes to the new.
    #[serde(default)]
    pub ported: Share,
    /// Shares of these people who are customers of each carrier, such as `{ north = 1.0 }` for a list of one carrier's; a carrier that is not named has none of them. Absent: by the market shares of the carriers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub carriers: BTreeMap<String, Share>,
    /// Time zones and the shares of people who live in them; none means that all live by the scenario's clock.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub zones: Vec<Zone>,
    /// How awake people are in each hour of their own day, from 0 (asleep) to 1, beginning with 00:00. A delay runs at that speed, so reactions wait for waking hours. Absent: awake at all hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(inner(range(min = 0.0, max = 1.0)))]
    pub rhythm: Option<[f64; 24]>,
    /// How people react to a delivered message.
    #[serde(default)]
    pub reactions: ReactionSettings,
    /// Kinds of people and their shares, which add up to 1. What a persona does not set is as for the whole audience. What a scenario sets for the whole audience also holds for the personas of a preset.
    #[serde(default, rename = "persona", skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub personas: Vec<PersonaSettings>,
    /// How they treat one-time codes that they asked for on a website.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<CodeUse>,
    /// The country of their numbers, such as `"US"`, for a platform that allows only some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 60))]
    pub country: Option<String>,
}

fn all() -> Share {
    Share::ONE
}

/// A time zone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Local time less the scenario's clock, in hours. Example: `-3` for Los Angeles on the clock of New York.
    #[schemars(range(min = -26.0, max = 26.0))]
    pub hours: f64,
    /// Share of the people; all shares add up to 1.
    pub share: Share,
}

/// How people react to one delivered message: chances for a person at rest, who consented, got opt-out wording and is not annoyed, and what moves them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReactionSettings {
    /// Chance of a reply that is not an opt-out.
    pub reply: Share,
    /// Chance of a click, where the text has a link.
    pub click: Share,
    /// Share of clicks that end in what the sender wants: a sale, or a victim.
    pub convert: Share,
    /// Share of abusive messages (spam, fraud) that are recognised as such; their links are not clicked.
    pub recognised: Share,
    /// Chance of an opt-out.
    pub opt_out: Share,
    /// Chance of a complaint to the carrier, by a person who knows how.
    pub complaint: Share,
    /// Chance that the number is blocked on the handset: what comes from it later counts as delivered, but is not seen.
    pub block: Share,
    /// Share of people who know how to complain to the carrier.
    pub aware: Share,
    /// Of people who would complain and do not know how, the share who block the number; the others do nothing.
    pub unaware_blocks: Share,
    /// How unlike people are: the standard deviation of a person's own log-odds of leaving (opting out, complaining, blocking). Their odds have the mean set here. 0: all alike.
    #[schemars(range(min = 0.0, max = 5.0))]
    pub spread: f64,
    /// Log-odds that missing consent adds to leaving.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub no_consent: f64,
    /// Log-odds that an abusive message (spam, fraud) adds to complaining and blocking.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub abuse: f64,
    /// Log-odds that missing opt-out wording adds to complaining and blocking against opting out. As many leave; they leave otherwise.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub no_opt_out_wording: f64,
    /// Log-odds that a message in an hour in which nobody is awake adds to leaving; in other hours less, in proportion to `rhythm`.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub night: f64,
    /// Log-odds that a message on a Saturday or Sunday adds to leaving. A scenario begins on a Monday.
    #[schemars(range(min = -10.0, max = 10.0))]
    pub weekend: f64,
    /// Log-odds that one recent message adds to leaving, whoever sent it.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub annoyance: f64,
    /// The time after which a message annoys half as much.
    pub annoyance_half_life: SimSpan,
    /// A message to a person with this many recent messages counts as unwanted.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub tolerance: f64,
    /// From delivery to a reply, click, opt-out or block, in waking time.
    pub delay: Delay,
    /// From delivery to the moment the carrier learns of a complaint, in waking time.
    pub complaint_delay: Delay,
}

impl Default for ReactionSettings {
    fn default() -> Self {
        ReactionSettings {
            reply: Share::ZERO,
            click: Share::ZERO,
            convert: Share::ZERO,
            recognised: Share::ZERO,
            opt_out: Share::ZERO,
            complaint: Share::ZERO,
            block: Share::ZERO,
            aware: Share::ONE,
            unaware_blocks: Share::ZERO,
            spread: 0.0,
            no_consent: 1.5,
            abuse: 2.0,
            no_opt_out_wording: 1.0,
            night: 0.0,
            weekend: 0.0,
            annoyance: 0.5,
            annoyance_half_life: SimSpan::DAY * 2,
            tolerance: 3.0,
            delay: Delay::of_seconds(5.0, 900.0, 14_400.0),
            complaint_delay: Delay::of_seconds(60.0, 7_200.0, 86_400.0),
        }
    }
}

/// A kind of people: what sets them apart from the whole audience.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaSettings {
    /// What they are called.
    #[schemars(length(min = 1, max = 60))]
    pub name: String,
    /// Share of the audience; all shares add up to 1.
    pub share: Share,
    /// One sentence on who they are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// As `consented` of the audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consented: Option<Share>,
    /// As `recycled` of the audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recycled: Option<Share>,
    /// As `rhythm` of the audience.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(inner(range(min = 0.0, max = 1.0)))]
    pub rhythm: Option<[f64; 24]>,
    /// As `reactions.reply`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Share>,
    /// As `reactions.click`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub click: Option<Share>,
    /// As `reactions.convert`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub convert: Option<Share>,
    /// As `reactions.recognised`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recognised: Option<Share>,
    /// As `reactions.opt_out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opt_out: Option<Share>,
    /// As `reactions.complaint`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<Share>,
    /// As `reactions.block`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<Share>,
    /// As `reactions.aware`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aware: Option<Share>,
    /// As `reactions.spread`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 5.0))]
    pub spread: Option<f64>,
    /// As `reactions.no_consent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -10.0, max = 10.0))]
    pub no_consent: Option<f64>,
    /// As `reactions.annoyance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    pub annoyance: Option<f64>,
    /// As `reactions.tolerance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub tolerance: Option<f64>,
    /// As `reactions.night`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -10.0, max = 10.0))]
    pub night: Option<f64>,
}

/// Keys that a persona shares with `reactions`.
macro_rules! put_over {
    ($over:ident, $under:ident: $($key:ident),*) => { $( if let Some(value) = $over.$key { $under.$key = value; } )* };
}

impl PersonaSettings {
    /// The reactions of this persona, who else is like the whole audience.
    pub fn reactions(&self, audience: &ReactionSettings) -> ReactionSettings {
        let mut own = *audience;
        put_over!(self, own: reply, click, convert, recognised, opt_out, complaint, block, aware, spread, no_consent,
            annoyance, tolerance, night);
        own
    }
}
