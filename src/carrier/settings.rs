//! What a scenario says of a carrier.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::audit::AuditSettings;
use super::blacklist::BlacklistSettings;
use super::control::{ControllerSettings, DriftSettings};
use super::filter::FilterSettings;
use super::filter::reputation::Level;
use super::learning::{LearningSettings, Policy};
use super::penalties::PenaltySettings;
use super::receipts::ReceiptSettings;
use super::scope::Scope;
use super::suspension::SuspensionSettings;
use crate::message::{Aggregation, NumberSettings};
use crate::time::SimSpan;
use crate::units::{Delay, Share};

/// One carrier. It shares nothing with the others but the traffic that reaches it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierSettings {
    /// What the scenario calls it. Example: `"north"`.
    #[schemars(length(min = 1, max = 60))]
    pub name: String,
    /// The preset of `scenarios/presets/carriers/` that fills everything not set here. Example: `"adaptive"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// The preset of `scenarios/presets/limits/` that is laid over `preset` and beneath what is set here. Example: `"ctia-2019"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<String>,
    /// Share of all recipients who are its customers; the shares of all carriers add up to 1.
    pub share: Share,
    /// The country it serves, by the name that `number.countries` gives it. Absent means that every kind of number reaches it. Example: `"US"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 60))]
    pub country: Option<String>,
    /// How many numbers of one campaign it takes without an approved pool; those beyond are not set up here, and their messages fail with 30024. Absent means any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub numbers_per_campaign: Option<u32>,
    /// Money for each segment that it is handed, in dollars, by the number's `fee_class`; a class that is not named costs nothing. Example: `{ 10dlc = 0.003 }`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fees: BTreeMap<String, Fee>,
    /// Fines for what its filter finds. Absent means none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalties: Option<PenaltySettings>,
    /// Which agreed limits of a number this carrier enforces: by number, by campaign, by brand.
    #[serde(default)]
    pub enforces: Vec<Aggregation>,
    /// How a message is judged.
    #[serde(default)]
    pub filter: FilterSettings,
    /// How the content model goes on learning. Absent means that it stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<LearningSettings>,
    /// What moves the threshold. Absent means that it stays where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controller: Option<ControllerSettings>,
    /// A threshold that drifts. Absent means that it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<DriftSettings>,
    /// Changes of the filter at given times, such as a pushed model or a changed rule, in order of time.
    #[serde(default, rename = "update", skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub updates: Vec<FilterUpdate>,
    /// What happens to numbers, or whatever else is listed, that were blocked often. Absent means no blacklist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blacklist: Option<BlacklistSettings>,
    /// When senders are suspended for opt-outs or complaints; none by default.
    #[serde(default, rename = "suspension", skip_serializing_if = "Vec::is_empty")]
    pub suspensions: Vec<SuspensionSettings>,
    /// How approved campaigns are looked at and switched off. Absent means no audit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<AuditSettings>,
    /// What the sender is told.
    #[serde(default)]
    pub receipts: ReceiptSettings,
    /// Whether a handset here shows a long text as one. If not, its parts arrive as separate texts, and each annoys; the filter judges the message once, before it is taken apart.
    #[serde(default = "yes")]
    pub concatenates: bool,
    /// From the filter's decision to the handset.
    #[serde(default = "transit")]
    pub transit: Delay,
}

/// Dollars for a segment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Fee(#[schemars(range(min = 0.0, max = 1000.0))] pub f64);

/// A change of the filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilterUpdate {
    /// When it takes effect, from the beginning. Example: `"36h"`.
    pub at: SimSpan,
    /// What changes: keys of the filter, laid over the filter that was in force until then.
    pub filter: FilterSettings,
}

impl CarrierSettings {
    /// The content models that it uses, now or after an update.
    pub fn content_models(&self) -> impl Iterator<Item = &str> {
        let updates = self.updates.iter().map(|u| &u.filter);
        std::iter::once(&self.filter).chain(updates).filter_map(FilterSettings::content_model)
    }

    /// Money for a segment from such a number: the platform's price and this carrier's fee, in dollars.
    pub fn price(&self, number: &NumberSettings) -> f64 {
        let fee = number.fee_class.as_ref().and_then(|class| self.fees.get(class));
        number.segment_price + fee.map_or(0.0, |fee| fee.0)
    }

    /// Whether anything at this carrier asks which texts are near-identical.
    pub fn sees_clusters(&self) -> bool {
        let sees = |filter: &FilterSettings| {
            let reputation = filter.reputation.as_ref().filter(|s| s.enabled);
            filter.repeats.is_some_and(|s| s.enabled)
                || filter.duplicates.is_some_and(|s| s.enabled)
                || filter.loops.is_some_and(|s| s.enabled)
                || filter.snowshoe.is_some_and(|s| s.enabled)
                || reputation.is_some_and(|s| s.levels.contains(&Level::Cluster))
        };
        sees(&self.filter)
            || self.updates.iter().any(|u| sees(&u.filter))
            || self.learning.is_some_and(|s| s.enabled && s.policy == Policy::Cluster)
            || self.blacklist.as_ref().is_some_and(|s| s.enabled && s.scopes.contains(&Scope::Cluster))
    }
}

/// UScellular and several small carriers did not (BlackBerry, older); the large ones do.
fn yes() -> bool {
    true
}
/// Two seconds, with a tail. Assumption: no measured distribution for US carriers was found.
fn transit() -> Delay {
    Delay::of_seconds(0.2, 2.0, 12.0)
}
