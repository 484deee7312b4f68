//! What a kind of number may send by agreement: limits in windows of time, by whom they belong to.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::Code;
use crate::units::{ClockTime, Rate};

/// What a kind of number may send, by who enforces it. A carrier lists which of these it enforces. A message
/// must fit all limits of a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grants {
    /// Each number on its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub number: Vec<Grant>,
    /// All numbers of a campaign together (the way AT&T grants 10DLC).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub campaign: Vec<Grant>,
    /// All campaigns of a brand together (the way T-Mobile caps 10DLC). Where its senders bring unlike grants, the list with the largest rate holds for the brand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 10))]
    pub brand: Vec<Grant>,
}

/// One agreed limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Segments in each window; windows begin at multiples of their length. Example: `"240/min"`.
    pub limit: Rate,
    /// What happens to a message over the limit.
    #[serde(default)]
    pub over: GrantOver,
    /// The code of a message that fails for the limit.
    #[serde(default = "rate_exceeded")]
    pub code: Code,
    /// What uses the limit up.
    #[serde(default)]
    pub counts: GrantCounts,
    /// The clock time at which its windows begin: midnight in another zone. All of a scenario's times are on one clock; with that of New York, midnight Pacific is `"03:00"`.
    #[serde(default)]
    pub resets: ClockTime,
    /// Whether a message that fails for the limit costs as much as one that is handed over.
    #[serde(default)]
    pub billed: bool,
    /// Whether it is one limit for the traffic to all carriers together, kept whatever a carrier enforces (toll-free caps). Otherwise there is one for each carrier that enforces its level.
    #[serde(default)]
    pub across: bool,
}

impl Grant {
    /// Which of two grants lets more through: by rate, then by the longer window, then the one that keeps what is
    /// over. Codes come late, so that only equal grants are equal.
    pub fn cmp_size(&self, other: &Grant) -> Ordering {
        let rate = |g: &Grant| g.limit.per_second();
        let rest = |g: &Grant| {
            let kept = (g.over, g.counts == GrantCounts::Accepted);
            (g.limit.per, kept, g.code, g.resets.0, g.billed, g.across)
        };
        rate(self).total_cmp(&rate(other)).then_with(|| rest(self).cmp(&rest(other)))
    }

    /// Which of two lists lets more through: by the tightest grant of each, then by the others in turn. A list
    /// without a grant is no agreement and the smallest.
    pub fn cmp_lists(one: &[Grant], other: &[Grant]) -> Ordering {
        let sorted = |list: &[Grant]| {
            let mut list = list.to_vec();
            list.sort_by(Grant::cmp_size);
            list
        };
        let (a, b) = (sorted(one), sorted(other));
        let pairs = a.iter().zip(&b).map(|(a, b)| a.cmp_size(b));
        let first = pairs.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal);
        match (a.is_empty(), b.is_empty()) {
            // Alike as far as both go: the one that asks for less besides is the larger.
            (false, false) => first.then_with(|| b.len().cmp(&a.len())),
            _ => a.len().cmp(&b.len()),
        }
    }
}

fn rate_exceeded() -> Code {
    Code::RATE_EXCEEDED
}

/// What happens to a message over a grant; the last keeps most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GrantOver {
    /// It fails at once with the grant's code.
    Fail,
    /// The platform keeps it until 08:00 of the first later day that has room (Infobip n.d.), and lets what waits go evenly over the rest of that day's window.
    NextMorning,
    /// The platform keeps it until a window has room.
    #[default]
    Queue,
}

/// What uses up a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GrantCounts {
    /// Messages that every grant let through.
    #[default]
    Accepted,
    /// Those, and attempts that failed because some grant had no room (toll-free: Sinch 2022).
    Attempts,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(limit: &str) -> Grant {
        serde_json::from_value(serde_json::json!({ "limit": limit })).unwrap()
    }

    #[test]
    fn the_list_that_lets_more_through_is_the_larger() {
        let (day, week) = (grant("500/day"), grant("1000/week"));
        let lists = [vec![], vec![day, week], vec![week], vec![day], vec![grant("2000/day")]];
        for (a, small) in lists.iter().enumerate() {
            for (b, large) in lists.iter().enumerate() {
                assert_eq!(Grant::cmp_lists(small, large), a.cmp(&b), "{a} {b}");
            }
        }
        assert_eq!(Grant::cmp_lists(&[day, week], &[week, day]), Ordering::Equal);
    }
}
