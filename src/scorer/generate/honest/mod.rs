//! Texts that businesses, agencies and clubs send to people who want them; one file a group of trades.

mod bank;
mod codes;
mod delivery;
mod health;
mod home;
mod leisure;
mod marketing;
mod neighbours;
mod public;
mod travel;
mod work;
mod world;

use super::Kind;

/// Honest kinds by group. A kind's place in the whole list is part of every generated row.
pub(super) const GROUPS: &[&[Kind]] = &[
    codes::KINDS,
    bank::KINDS,
    delivery::KINDS,
    health::KINDS,
    travel::KINDS,
    leisure::KINDS,
    public::KINDS,
    home::KINDS,
    work::KINDS,
    marketing::KINDS,
    neighbours::KINDS,
    world::KINDS,
];
