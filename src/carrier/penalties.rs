//! # Penalties
//!
//! **Does:** fines a campaign for what this carrier's filter finds: evasion, where the snowshoe stage drops or
//! suspends, and prohibited content, where that stage drops: illegal kinds and the rest, each with an amount of its
//! own. Each at most once a day and campaign, since a fine is for an incident and not for a message. Phishing is
//! fined as whatever kind the stage on prohibited content takes it for, if any: no stage finds it as such.
//! **Evaded by:** not being found; a fine does not stop a campaign.
//! **Source:** T-Mobile: 2,000 dollars for phishing, 1,000 for illegal content, 500 for other prohibited content,
//! SHAFT included, since 2024 (ACC Telecom, Ytel, Aerialink, 2024); 1,000 for evasion (Bandwidth 2021). That an
//! incident is a day of a campaign, and which kinds are illegal, are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::Category;
use crate::time::{SimSpan, SimTime};

/// Settings of the penalties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PenaltySettings {
    /// Dollars for a day on which a campaign is caught spreading over numbers.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub evasion: f64,
    /// Dollars for a day on which a campaign is caught with prohibited content that is not `illegal`.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub content: f64,
    /// Dollars for a day on which a campaign is caught with content of the `illegal_kinds`. Absent: `content`, as for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub illegal: Option<f64>,
    /// The kinds of content that are illegal. Which they are is an assumption.
    pub illegal_kinds: Vec<Category>,
}

impl Default for PenaltySettings {
    fn default() -> PenaltySettings {
        let illegal_kinds = vec![Category::Cannabis, Category::Drugs];
        PenaltySettings { evasion: 0.0, content: 0.0, illegal: None, illegal_kinds }
    }
}

impl PenaltySettings {
    /// What a campaign is fined for whose text is of this kind.
    fn offence(&self, kind: Option<Category>) -> Offence {
        let illegal = self.illegal.is_some() && kind.is_some_and(|kind| self.illegal_kinds.contains(&kind));
        if illegal { Offence::Illegal } else { Offence::Content }
    }
}

/// What a campaign is fined for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offence {
    /// Spreading over numbers.
    Evasion,
    /// Prohibited content that is not illegal, or not fined as such.
    Content,
    /// Illegal content.
    Illegal,
}

/// The penalties at work.
#[derive(Debug)]
pub(super) struct Penalties {
    settings: PenaltySettings,
    /// By campaign: the first day that was not fined yet, by offence, and what is owed.
    campaigns: Vec<([u64; 3], f64)>,
}

impl Penalties {
    /// The penalties of so many campaigns.
    pub(super) fn new(settings: PenaltySettings, campaigns: usize) -> Penalties {
        Penalties { settings, campaigns: vec![([0; 3], 0.0); campaigns] }
    }

    /// A campaign was caught with content of this kind.
    pub(super) fn prohibited(&mut self, campaign: usize, kind: Option<Category>, now: SimTime) {
        self.caught(campaign, self.settings.offence(kind), now);
    }

    /// A campaign was caught.
    pub(super) fn caught(&mut self, campaign: usize, offence: Offence, now: SimTime) {
        let (next, owed) = &mut self.campaigns[campaign];
        let today = now.micros() / SimSpan::DAY.micros();
        if today >= next[offence as usize] {
            next[offence as usize] = today + 1;
            *owed += match offence {
                Offence::Evasion => self.settings.evasion,
                Offence::Content => self.settings.content,
                Offence::Illegal => self.settings.illegal.unwrap_or(self.settings.content),
            };
        }
    }

    /// What a campaign owes, in dollars.
    pub(super) fn owed(&self, campaign: usize) -> f64 {
        self.campaigns[campaign].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offence_is_fined_once_a_day_and_campaign() {
        let mut penalties = Penalties::new(
            PenaltySettings { evasion: 1000.0, content: 500.0, ..PenaltySettings::default() },
            2,
        );
        let at = |hours: u64| SimTime::START + SimSpan::HOUR * hours;
        for hour in [1, 2, 23, 24, 47, 72] {
            penalties.caught(0, Offence::Content, at(hour));
        }
        penalties.caught(0, Offence::Evasion, at(2));
        penalties.caught(1, Offence::Evasion, at(2));
        assert_eq!((penalties.owed(0), penalties.owed(1)), (3.0 * 500.0 + 1000.0, 1000.0));
    }
    #[test]
    fn illegal_content_has_an_amount_of_its_own_where_it_is_set() {
        let owed = |illegal| {
            let settings = PenaltySettings { content: 500.0, illegal, ..PenaltySettings::default() };
            let mut penalties = Penalties::new(settings, 1);
            for kind in [Category::Alcohol, Category::Drugs, Category::Cannabis, Category::Sex] {
                penalties.prohibited(0, Some(kind), SimTime::START);
            }
            penalties.owed(0)
        };
        assert_eq!(owed(Some(1000.0)), 1500.0, "one fine of each class a day");
        assert_eq!(owed(None), 500.0, "all one class");
    }
}
