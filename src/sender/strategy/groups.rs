//! ## List segments, `[sender.groups]`
//!
//! **Does:** cuts each wave of a campaign into groups, `count` of them or groups of `size`, and waits `gap`
//! between the last message of one and the first of the next; inside a group the sender keeps its own pace.
//! Who is in which group is drawn by lot, or by engagement: whoever replied or clicked before goes first. With
//! `own_text` the variants of the texts are given out group by group, and with `own_number` the numbers of
//! the pool.
//!
//! **Helps when:** a carrier counts by the hour or fades what it counted, so that the gaps let it forget; with
//! texts and numbers of their own, where it counts by text and by number and does not link them. With those who
//! answer in front, a number has some good reactions before the others hear from it.
//!
//! **Costs:** time. With a number for each group it is what carriers call snowshoeing, and a carrier that links
//! numbers by text, campaign or brand makes the sender pay for it, fines included. People pay where the same
//! person hears from many numbers and an opt-out binds only one of them.
//!
//! **Source:** ten groups with varied bodies and several numbers (Prompt, n.d.); groups under 100 with gaps of
//! 5 minutes for Canada (Bird 2023); those who are engaged first (Prompt n.d.; how is an assumption).
//!
//! **Scenario:** `list-segments`.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{Echo, Heard};
use crate::time::SimSpan;

/// A list that is written to in groups.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupsSettings {
    /// How many groups there are, as equal as can be. Either this or `size`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub count: Option<u32>,
    /// How many people a group has; the last may have fewer. Either this or `count`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 50_000_000))]
    pub size: Option<u32>,
    /// What passes between two groups, beside the sender's own pace. Five minutes: Bird (2023).
    #[serde(default = "five_minutes")]
    pub gap: SimSpan,
    /// Who comes first.
    #[serde(default)]
    pub by: GroupsBy,
    /// Whether each group gets one variant of the texts, in turn, whatever `wording` says.
    #[serde(default)]
    pub own_text: bool,
    /// Whether each group hears from one number of the pool, in turn, whatever `number.pool` says.
    #[serde(default)]
    pub own_number: bool,
}

fn five_minutes() -> SimSpan {
    SimSpan::MINUTE * 5
}

/// Who comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupsBy {
    /// Nobody: the lot decides.
    #[default]
    Lot,
    /// Those who replied or clicked before this wave, whoever did so first in front; then the others, by lot.
    Engagement,
}

/// The groups of a campaign at work.
#[derive(Debug)]
pub struct Groups {
    settings: GroupsSettings,
    audience: u32,
    variants: u32,
    numbers: u32,
    /// People who have reacted, in the order in which they first did, and the place of each in it.
    engaged: Vec<u32>,
    rank: FxHashMap<u32, u32>,
    /// How many of them had when the wave began: these go first.
    leading: u32,
    /// People who were drawn for a place that somebody engaged took: they take the places that these were drawn for.
    displaced: VecDeque<u32>,
}

impl Groups {
    /// Groups of an audience of that size, for texts with so many variants and a pool of so many numbers.
    pub fn new(settings: GroupsSettings, audience: u32, variants: u32, numbers: u32) -> Groups {
        Groups {
            settings,
            audience,
            variants,
            numbers,
            engaged: Vec::new(),
            rank: FxHashMap::default(),
            leading: 0,
            displaced: VecDeque::new(),
        }
    }

    /// What passes between two groups.
    pub fn gap(&self) -> SimSpan {
        self.settings.gap
    }

    /// Whether it wants news.
    pub fn listens(&self) -> bool {
        self.settings.by == GroupsBy::Engagement
    }

    /// The group of the person in this place of the wave.
    pub fn group(&self, place: u32) -> u32 {
        match (self.settings.size, self.settings.count) {
            (Some(size), _) => place / size.max(1),
            (None, count) => {
                let count = u64::from(count.unwrap_or(1));
                (u64::from(place) * count / u64::from(self.audience.max(1))) as u32
            }
        }
    }

    /// Whether a group other than the one before begins with this place.
    pub fn begins(&self, place: u32) -> bool {
        place > 0 && self.group(place) != self.group(place - 1)
    }

    /// The text that a group gets, where it has one of its own.
    pub fn variant(&self, group: u32) -> Option<u32> {
        self.settings.own_text.then(|| group % self.variants)
    }

    /// The number that a group hears from, where it has one of its own.
    pub fn number(&self, group: u32) -> Option<u32> {
        self.settings.own_number.then(|| group % self.numbers)
    }

    /// Who is written to in this place of the wave, where the lot drew `drawn`. Asked place by place, each person
    /// comes up once, as in the lot.
    pub fn person(&mut self, place: u32, drawn: u32) -> u32 {
        if place == 0 {
            // A wave begins: who has reacted by now leads it.
            self.leading = self.engaged.len() as u32;
            self.displaced.clear();
        }
        let leads = self.rank.get(&drawn).is_some_and(|rank| *rank < self.leading);
        if place < self.leading {
            if !leads {
                self.displaced.push_back(drawn);
            }
            return self.engaged[place as usize];
        }
        if leads { self.displaced.pop_front().unwrap_or(drawn) } else { drawn }
    }

    /// News of a message.
    pub fn heard(&mut self, echo: &Echo) {
        let reacts = matches!(echo.heard, Heard::Reply { .. } | Heard::Click | Heard::Completed);
        if self.listens() && reacts && echo.audience == 0 && !self.rank.contains_key(&echo.person) {
            self.rank.insert(echo.person, self.engaged.len() as u32);
            self.engaged.push(echo.person);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(settings: serde_json::Value, audience: u32) -> Groups {
        Groups::new(serde_json::from_value(settings).unwrap(), audience, 3, 2)
    }

    #[test]
    fn groups_are_as_equal_as_can_be_and_cover_everybody() {
        for (n, count) in [(10, 3), (100, 7), (5, 5), (6, 1), (3, 10)] {
            let groups = groups(serde_json::json!({ "count": count }), n);
            let mut sizes = vec![0; count as usize];
            (0..n).for_each(|place| sizes[groups.group(place) as usize] += 1);
            let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
            assert_eq!(sizes.iter().sum::<u32>(), n);
            assert!(most - least <= 1, "{sizes:?}");
        }
        let by_size = groups(serde_json::json!({ "size": 4 }), 10);
        assert_eq!((0..10).filter(|&p| by_size.begins(p)).collect::<Vec<_>>(), [4, 8]);
    }

    #[test]
    fn the_engaged_come_first_and_everybody_comes_once() {
        let mut groups = groups(serde_json::json!({ "count": 2, "by": "engagement" }), 8);
        let drawn = [5, 2, 7, 0, 1, 3, 6, 4];
        let wave = |groups: &mut Groups| -> Vec<u32> {
            (0u32..).zip(drawn).map(|(place, person)| groups.person(place, person)).collect()
        };
        assert_eq!(wave(&mut groups), drawn, "nobody has reacted: the lot decides");
        let id = crate::message::MessageId { sender: crate::message::SenderId(0), count: 0 };
        for (person, heard) in [
            (4, Heard::Click),
            (2, Heard::Reply { again: false }),
            (4, Heard::Click),
            (6, Heard::OptOut),
            (3, Heard::Completed),
        ] {
            let role = crate::message::Role::Main;
            groups.heard(&Echo { id, intent: 0, audience: 0, person, variant: 0, number: 0, role, heard });
        }
        assert_eq!(wave(&mut groups), [4, 2, 3, 0, 1, 5, 6, 7]);
    }
}
