//! What a carrier can hold evidence against, or shut out: a number, a campaign, a brand, a link domain, a
//! cluster of near-identical texts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::Aggregation;

/// What a count, a reputation or a block belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Scope {
    /// One number.
    Number,
    /// All numbers of a campaign.
    Campaign,
    /// All campaigns of a brand.
    Brand,
    /// Every message that links to a domain, whoever sends it.
    Domain,
    /// Every message of a cluster of near-identical texts, whoever sends it.
    Cluster,
}

impl Scope {
    /// Every scope, narrowest first.
    pub const ALL: [Scope; 5] = [Scope::Number, Scope::Campaign, Scope::Brand, Scope::Domain, Scope::Cluster];

    /// The scope in which a kind of number is counted.
    pub const fn of(level: Aggregation) -> Scope {
        match level {
            Aggregation::Number => Scope::Number,
            Aggregation::Campaign => Scope::Campaign,
            Aggregation::Brand => Scope::Brand,
        }
    }

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Number => "number",
            Scope::Campaign => "campaign",
            Scope::Brand => "brand",
            Scope::Domain => "domain",
            Scope::Cluster => "cluster",
        }
    }
}

/// What one message belongs to, in each scope: dense places, by [`Scope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keys([u32; Scope::ALL.len()]);

/// Stands where a message belongs to nothing in a scope: a text without a link has no domain.
const NOTHING: u32 = u32::MAX;

impl Keys {
    /// The places of a message.
    pub fn new(number: u32, campaign: u32, brand: u32, domain: Option<u32>, cluster: u32) -> Keys {
        Keys([number, campaign, brand, domain.unwrap_or(NOTHING), cluster])
    }

    /// Its place in a scope, if it has one there.
    #[inline]
    pub fn get(&self, scope: Scope) -> Option<usize> {
        let place = self.0[scope as usize];
        (place != NOTHING).then_some(place as usize)
    }
}

/// How many there are in each scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([usize; Scope::ALL.len()]);

impl Counts {
    /// So many numbers, campaigns, brands, domains and clusters.
    pub fn new(numbers: usize, campaigns: usize, brands: usize, domains: usize, clusters: usize) -> Counts {
        Counts([numbers, campaigns, brands, domains, clusters])
    }

    /// How many there are in a scope.
    pub fn of(&self, scope: Scope) -> usize {
        self.0[scope as usize]
    }
}
