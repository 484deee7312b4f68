//! What a scenario says of a sender.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fleet;
use super::source::{
    AlertSettings, CodesSettings, LogSettings, PersonalSettings, RunawaySettings, SmishingSettings,
    TalkSettings,
};
use super::strategy::{
    BanditSettings, EstimateSettings, HaltSettings, ReplaceSettings, RetrySettings, SeedSettings,
    ThrottleSettings, copy::CopySettings, cosmetic::CosmeticSettings, groups::GroupsSettings,
    hours::HoursSettings, hygiene::HygieneSettings, migrate::MigrateSettings, opener::OpenerSettings,
};
use crate::message::NumberSettings;
use crate::time::SimSpan;
use crate::units::{ClockTime, Rate};

/// One sender: an audience, numbers, texts and a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SenderSettings {
    /// What the scenario calls it. Example: `"shop"`.
    #[schemars(length(min = 1, max = 60))]
    pub name: String,
    /// The audience it writes to, by name.
    pub audience: String,
    /// The brand it belongs to; its own name unless set. Senders of one brand share the brand's daily cap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// The site that is on record for it, such as `"acme.example"`; a carrier may ask whether links lead there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 253))]
    pub website: Option<String>,
    /// What its messages truly are. Filters cannot see it; recipients and the harm metrics do.
    #[serde(default)]
    pub intent: Intent,
    /// The numbers it sends from.
    pub number: NumberSettings,
    /// Whether its messages are MMS: each is one unit whatever its length, paced and priced by `number.mms`.
    #[serde(default)]
    pub mms: bool,
    /// What a conversion is worth to it, in dollars. Absent means that nobody counts revenue and profit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub value: Option<f64>,
    /// What it says. Alternatives in braces make variants, `"{Hi|Hello} {name}"`; names refer to `slots`; `{digits:6}` stands for six digits, which filters mask: texts are scored, and shown in tables, with zeros in their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub texts: Vec<String>,
    /// Kinds of business text that it sends, instead of `texts` or beside them, such as `["appointment reminder"]`: generated texts, the same that `model generate` makes and models are trained on. `carrierlab model generate --list` names the kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub kinds: Vec<String>,
    /// How many generated texts there are of each of the `kinds`. They do not depend on the scenario's seed: all strategies and replications share them, and a larger number keeps those of a smaller.
    #[serde(default = "twenty")]
    #[schemars(range(min = 1, max = 1000))]
    pub variants: u32,
    /// Word lists for slots of the texts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: BTreeMap<String, Vec<String>>,
    /// Which variant a message carries.
    #[serde(default)]
    pub wording: Wording,
    /// When the first message is due, on the first day.
    #[serde(default)]
    pub start: ClockTime,
    /// How fast messages are handed to the platform; `"unlimited"` hands over the whole list at once.
    #[serde(default = "unlimited")]
    pub rate: Rate,
    /// Windows that the sender keeps under by itself, such as `["30/min", "180/day"]`. They count from `start`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Rate>,
    /// What the sender keeps under on each day since `start`, such as `["100/day", "250/day", "500/day"]`: the first on the first day, and so on; the last holds from then on. Warming up, with the steps of a platform's ramp for new senders (Kyrios n.d.: 100, 250, 500, 750, 1500, 2250, 3000 a day).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 366))]
    pub ramp: Vec<Rate>,
    /// How the gaps between messages vary.
    #[serde(default)]
    pub gaps: Gaps,
    /// How often the whole audience is written to.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 10_000))]
    pub waves: u32,
    /// From the beginning of one wave to that of the next; a wave that takes longer delays the next.
    #[serde(default = "week")]
    pub wave_gap: SimSpan,
    /// One-time codes for people who ask for one on the sender's website, instead of a campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<CodesSettings>,
    /// Alerts instead of the campaign: one event, one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerts: Option<AlertSettings>,
    /// Two-way conversations instead of the campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talk: Option<TalkSettings>,
    /// Ordinary people, one a number, instead of the campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<PersonalSettings>,
    /// A program that loops, instead of the campaign or beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runaway: Option<RunawaySettings>,
    /// Fraud in campaigns of its own size, with drifting texts and short-lived numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smishing: Option<SmishingSettings>,
    /// A log of what was really sent, replayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<LogSettings>,
    /// Writes to the list in groups, with a gap between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<GroupsSettings>,
    /// Sends at certain hours only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursSettings>,
    /// Puts a link, opt-out wording, further sentences or capitals into every text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<CopySettings>,
    /// Sends copies of each text that differ only in how they look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cosmetic: Option<CosmeticSettings>,
    /// Moves to other numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migrate: Option<MigrateSettings>,
    /// Asks for an answer first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opener: Option<OpenerSettings>,
    /// Takes dead numbers and people who never react off the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hygiene: Option<HygieneSettings>,
    /// Sends again what was reported as failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetrySettings>,
    /// Stops at reported failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub halt: Option<HaltSettings>,
    /// Slows down at reported failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<ThrottleSettings>,
    /// Replaces numbers that fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replace: Option<ReplaceSettings>,
    /// Chooses texts by what came of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bandit: Option<BanditSettings>,
    /// Phones of its own at every carrier, to see what arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seeds: Option<SeedSettings>,
    /// Works out what arrived from what it can see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<EstimateSettings>,
}

impl SenderSettings {
    /// Whether a plan says when its messages go out (`rate`, `waves` and what belongs to them), and not what
    /// happens to others or in a log.
    pub fn has_plan(&self) -> bool {
        let on = [
            self.codes.is_some(),
            self.alerts.as_ref().is_some_and(|s| s.enabled),
            self.talk.as_ref().is_some_and(|s| s.enabled),
            self.personal.as_ref().is_some_and(|s| s.enabled),
            self.runaway.as_ref().is_some_and(|s| s.enabled && !s.with_plan),
            self.smishing.as_ref().is_some_and(|s| s.enabled),
            self.log.as_ref().is_some_and(|s| s.enabled),
        ];
        !on.contains(&true)
    }

    /// Whether its numbers are people who have nothing to do with one another: each is then a brand and a campaign of
    /// its own to whoever counts by these.
    pub fn numbers_are_people(&self) -> bool {
        self.personal.as_ref().is_some_and(|s| s.enabled)
    }

    /// The names of the audiences that it writes to; its own comes first, its seed phones last.
    pub fn audiences(&self) -> Vec<String> {
        let targets = self.codes.iter().filter_map(|codes| codes.bots.as_ref()).map(|bots| &bots.targets);
        let panel = self.panel().map(|_| panel_of(&self.name));
        std::iter::once(&self.audience).chain(targets).cloned().chain(panel).collect()
    }

    /// Its numbers by kind: its own first, spare ones included, then those that it moves to.
    pub fn fleets(&self) -> Vec<Fleet<'_>> {
        let spare = self.replace.as_ref().filter(|s| s.enabled).map_or(0, |s| s.spare);
        let own = Fleet { settings: &self.number, count: self.number.count + spare };
        let new = self.migrate.as_ref().map(|m| Fleet { settings: &m.number, count: m.number.count });
        std::iter::once(own).chain(new).collect()
    }

    /// What the number in this place among all that it has is.
    pub fn number_mut(&mut self, place: u32) -> &mut NumberSettings {
        let own = self.fleets()[0].count;
        match &mut self.migrate {
            Some(migrate) if place >= own => &mut migrate.number,
            _ => &mut self.number,
        }
    }

    /// Its panel of seed phones, where it has one.
    pub fn panel(&self) -> Option<&SeedSettings> {
        self.seeds.as_ref().filter(|s| s.enabled)
    }

    /// The place of its seed phones among its audiences.
    pub fn panel_place(&self) -> Option<u8> {
        self.panel().map(|_| (self.audiences().len() - 1) as u8)
    }
}

/// The name of the audience that a sender's seed phones make up.
pub fn panel_of(sender: &str) -> String {
    format!("seed phones of {sender}")
}

fn unlimited() -> Rate {
    Rate::UNLIMITED
}
fn twenty() -> u32 {
    20
}
fn one() -> u32 {
    1
}
fn week() -> SimSpan {
    SimSpan::DAY * 7
}

/// What a sender's messages truly are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Intent {
    /// Messages that a consenting recipient would want.
    #[default]
    Honest,
    /// Unwanted advertising.
    Spam,
    /// Fraud.
    Smishing,
}

/// Which variant a message carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wording {
    /// Any variant, with equal chances.
    #[default]
    Random,
    /// The variants take turns.
    Rotate,
}

/// How the gaps between messages vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gaps {
    /// All gaps are equal.
    #[default]
    Regular,
    /// Gaps are exponential: messages come like rain.
    Poisson,
}
