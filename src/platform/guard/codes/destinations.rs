//! ### Destinations, `[platform.codes.destinations]`
//!
//! **Does:** refuses messages to numbers outside the countries that the platform's customers have allowed,
//! whatever they are sent for. `prefixes` are allowed beside the countries, `refused` are turned away in spite of
//! them. A refused message costs nothing.
//!
//! **Evaded by:** an attack inside an allowed country. Customers who have moved abroad get no code.
//!
//! **Source:** disable unused countries; what is refused costs nothing; no help inside the target market:
//! Messente. Twilio calls it geo permissions (21408).
//!
//! **Scenario:** `destination-permissions`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Code, GuardKind};
use crate::platform::guard::{Guard, Region, Request, Ruling};
use crate::rng::Draws;

/// Destinations that are allowed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DestinationSettings {
    /// Whether any are refused.
    pub enabled: bool,
    /// Countries that are allowed, as audiences name them (`country`), such as `["US"]`. None: all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 300))]
    pub countries: Vec<String>,
    /// Prefixes that are allowed although their country is not: an audience and which of its prefixes, from 0, such as `"travellers/0"`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10_000))]
    pub prefixes: Vec<String>,
    /// Prefixes that are refused all the same, such as `["premium/3"]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10_000))]
    pub refused: Vec<String>,
}

impl Default for DestinationSettings {
    fn default() -> Self {
        DestinationSettings {
            enabled: true,
            countries: Vec::new(),
            prefixes: Vec::new(),
            refused: Vec::new(),
        }
    }
}

/// The audience and the place among its prefixes of a written prefix.
pub fn read_prefix(written: &str) -> Option<(&str, u32)> {
    let (audience, place) = written.rsplit_once('/')?;
    Some((audience, place.trim().parse().ok()?))
}

/// An allow-list at work.
#[derive(Debug)]
pub struct Destinations {
    /// By country.
    allowed: Vec<bool>,
    /// Sorted.
    prefixes: Vec<u32>,
    /// Sorted.
    refused: Vec<u32>,
}

impl Destinations {
    /// An allow-list by its settings. Names that no audience has stand for nothing.
    pub fn new(settings: &DestinationSettings, regions: &[Region]) -> Destinations {
        let countries = regions.iter().map(|r| r.country as usize + 1).max().unwrap_or(0);
        let mut allowed = vec![settings.countries.is_empty(); countries];
        for region in regions {
            if region.name.as_ref().is_some_and(|name| settings.countries.contains(name)) {
                allowed[region.country as usize] = true;
            }
        }
        let places = |written: &[String]| {
            let mut places: Vec<u32> = written
                .iter()
                .filter_map(|text| read_prefix(text))
                .filter_map(|(audience, place)| {
                    let region = regions.iter().find(|r| r.audience == audience)?;
                    (place < region.prefixes).then(|| region.first_prefix + place)
                })
                .collect();
            places.sort_unstable();
            places
        };
        Destinations { allowed, prefixes: places(&settings.prefixes), refused: places(&settings.refused) }
    }
}

impl Guard for Destinations {
    fn request(&mut self, request: &Request, _draws: &Draws) -> Ruling {
        let listed = |prefixes: &[u32]| prefixes.binary_search(&request.prefix).is_ok();
        let country = self.allowed.get(request.country as usize).copied().unwrap_or(false);
        if (country || listed(&self.prefixes)) && !listed(&self.refused) {
            Ruling::Pass
        } else {
            Ruling::Refuse(Code::NOT_ALLOWED, GuardKind::Destinations)
        }
    }
}
