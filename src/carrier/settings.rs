//! What a scenario says of a carrier.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::audit::AuditSettings;
use super::blacklist::BlacklistSettings;
use super::filter::FilterSettings;
use super::filter::reputation::Level;
use super::receipts::ReceiptSettings;
use super::scope::Scope;
use super::suspension::SuspensionSettings;
use crate::message::Aggregation;
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
    /// Share of all recipients who are its customers; the shares of all carriers add up to 1.
    pub share: Share,
    /// Which agreed limits of a number this carrier enforces: by number, by campaign, by brand.
    #[serde(default)]
    pub enforces: Vec<Aggregation>,
    /// How a message is judged.
    #[serde(default)]
    pub filter: FilterSettings,
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
    /// From the filter's decision to the handset.
    #[serde(default = "transit")]
    pub transit: Delay,
}

impl CarrierSettings {
    /// Whether anything at this carrier asks which texts are near-identical.
    pub fn sees_clusters(&self) -> bool {
        let filter = &self.filter;
        let reputation = filter.reputation.as_ref().filter(|s| s.enabled);
        filter.repeats.is_some_and(|s| s.enabled)
            || filter.duplicates.is_some_and(|s| s.enabled)
            || filter.loops.is_some_and(|s| s.enabled)
            || filter.snowshoe.is_some_and(|s| s.enabled)
            || reputation.is_some_and(|s| s.levels.contains(&Level::Cluster))
            || self.blacklist.as_ref().is_some_and(|s| s.enabled && s.scopes.contains(&Scope::Cluster))
    }
}

/// Two seconds, with a tail. Assumption: no measured distribution for US carriers was found.
fn transit() -> Delay {
    Delay::of_seconds(0.2, 2.0, 12.0)
}
