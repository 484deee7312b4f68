//! Texts of the campaigns that carriers prohibit; one file a group of campaigns.

mod cold;
mod goods;
mod money;
mod people;
mod phishing;
mod premium;
mod work;
mod world;

use super::Kind;

/// Prohibited kinds by group. A kind's place in the whole list is part of every generated row.
pub(super) const GROUPS: &[&[Kind]] = &[
    money::KINDS,
    work::KINDS,
    cold::KINDS,
    phishing::KINDS,
    people::KINDS,
    goods::KINDS,
    premium::KINDS,
    world::KINDS,
];
