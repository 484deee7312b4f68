//! # Status callbacks
//!
//! **Does:** tells the sender of every message which status it has and when: `accepted` and `queued` when it is handed
//! over, `sending` when its turn has come, `sent` when the carrier has it, and then what the first receipt says,
//! `delivered` or `undelivered`. A message that the platform did not hand over ends as `failed`: at once, where it is
//! refused when it is handed over, or after `queued`. Without a receipt a message stays `sent`. What the platform's own
//! look-ahead filter drops is called back like what a carrier drops.
//! **Evaded by:** nothing; but the last status is the receipt and not the truth, and `delivered` may be false.
//! **Source:** the life cycle and its names (Twilio n.d.: API reference, ServiceNow); that a message may stay at `sent`
//! is recalled. `scheduled`, `canceled`, `read` and partial delivery are not modelled.
//!
//! **Test:** `tests/it/guards.rs::callbacks_follow_the_life_cycle_and_never_contradict_the_report`.

use crate::message::Reported;
use crate::time::{SimSpan, SimTime};

/// A status of a message, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The platform has it.
    Accepted,
    /// It waits: for its number, for a grant, for the morning.
    Queued,
    /// It is on its way to the carrier.
    Sending,
    /// The carrier has it.
    Sent,
    /// The receipt says that it was delivered.
    Delivered,
    /// The receipt says that it was not.
    Undelivered,
    /// It was never handed over.
    Failed,
}

impl Status {
    /// All statuses, in order.
    pub const ALL: [Status; 7] = [
        Status::Accepted,
        Status::Queued,
        Status::Sending,
        Status::Sent,
        Status::Delivered,
        Status::Undelivered,
        Status::Failed,
    ];

    /// The name in callbacks and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Accepted => "accepted",
            Status::Queued => "queued",
            Status::Sending => "sending",
            Status::Sent => "sent",
            Status::Delivered => "delivered",
            Status::Undelivered => "undelivered",
            Status::Failed => "failed",
        }
    }
}

/// What the platform knows of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// When the sender handed it over.
    pub handed: SimTime,
    /// When it left for the carrier, or is said to have left; `None` where it has not.
    pub left: Option<SimTime>,
    /// The first final word on it and when it came: from the carrier, or from the platform itself.
    pub answer: Option<(SimTime, Reported)>,
}

/// The statuses that the sender of a message is called back with by `end`, in order, each with its time. `uplink` is
/// the time from the platform to the carrier.
pub fn statuses(known: &Known, uplink: SimSpan, end: SimTime) -> Vec<(SimTime, Status)> {
    let mut all = vec![(known.handed, Status::Accepted)];
    let last = known.answer.map(|(at, says)| match says {
        Reported::Delivered => (at, Status::Delivered),
        Reported::Failed(_) if known.left.is_some() => (at, Status::Undelivered),
        Reported::Failed(_) => (at, Status::Failed),
    });
    // What is turned away at the door is never queued.
    let at_the_door = known.left.is_none() && last.is_some_and(|(at, _)| at == known.handed);
    if !at_the_door {
        all.push((known.handed, Status::Queued));
    }
    if let Some(left) = known.left {
        all.push((left, Status::Sending));
        // What is said before the carrier can have it is said when it has it.
        let sent = last.map_or(left + uplink, |(at, _)| at.min(left + uplink));
        all.push((sent.max(left), Status::Sent));
    }
    all.extend(last);
    all.retain(|(at, _)| *at < end);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Code;

    fn at(seconds: u64) -> SimTime {
        SimTime::START + SimSpan::from_seconds(seconds)
    }
    fn names(left: Option<u64>, answer: Option<(u64, Reported)>, end: u64) -> Vec<&'static str> {
        let answer = answer.map(|(seconds, says)| (at(seconds), says));
        let known = Known { handed: at(10), left: left.map(at), answer };
        let all = statuses(&known, SimSpan::SECOND, at(end));
        assert!(all.is_sorted_by_key(|(at, status)| (*at, *status)), "{all:?}");
        all.into_iter().map(|(_, status)| status.name()).collect()
    }

    #[test]
    fn a_life_goes_through_the_statuses_in_order() {
        use Reported::{Delivered, Failed};
        let failed = Failed(Code::FILTERED);
        let way = ["accepted", "queued", "sending", "sent"];
        assert_eq!(names(Some(12), None, 100), way);
        assert_eq!(names(Some(12), Some((20, Delivered)), 100), [&way[..], &["delivered"]].concat());
        assert_eq!(names(Some(12), Some((20, failed)), 100), [&way[..], &["undelivered"]].concat());
        assert_eq!(names(None, Some((10, failed)), 100), ["accepted", "failed"]);
        assert_eq!(names(None, Some((50, failed)), 100), ["accepted", "queued", "failed"]);
        assert_eq!(names(None, None, 100), ["accepted", "queued"]);
        assert_eq!(names(Some(12), Some((20, Delivered)), 20), way, "not read before the end");
        assert_eq!(names(None, None, 10), [""; 0], "not handed over before the end");
    }
}
