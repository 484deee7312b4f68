//! # Queue, pace and validity, `[platform]`
//!
//! **Does:** gives every number a queue of its own. A number sends one segment after another at `number.throughput`
//! times `platform.pace`, so a text of three segments holds it three times as long; `pace = 0.8` uses 80 % of every
//! granted rate, those of campaigns and brands included. What would wait longer than `number.queue` is refused with
//! `platform.queue_code` (30001), and what has waited longer than `platform.validity` by the time it would leave is
//! dropped with 30036. The queue comes first, then the grants that the carrier enforces; a grant that fails its
//! messages does so here, before the carrier. A guard that keeps messages is asked before the queue and again when
//! a message would leave. What it keeps comes back to the queue: that waiting counts towards the validity, but is no
//! place in the queue.
//! **Evaded by:** more numbers: each has a queue of its own. What the numbers share, the grants of campaign and brand,
//! is not evaded in this way.
//! **Source:** 10 hours of traffic in a number's queue, 30001 beyond it (Twilio 2026); 30036 where the
//! validity ends (Twilio); it may last up to 72 hours (IP1, n.d.), the default of 36 is an assumption; the 80 % rule
//! (Prompt, n.d.).
//!
//! **Scenario:** `eighty-percent` (pace).
//! **Test:** `src/platform/queue.rs::what_does_not_fit_has_the_code_that_is_set_and_what_waits_too_long_expires` (a full queue).

use super::PlatformSettings;
use crate::message::NumberSettings;
use crate::time::SimSpan;

/// The time that one segment takes at a number; none where its throughput has no limit.
pub(super) fn pace(numbers: &NumberSettings, platform: &PlatformSettings) -> SimSpan {
    if numbers.throughput.is_unlimited() {
        return SimSpan::ZERO;
    }
    SimSpan::from_seconds_f64(numbers.throughput.gap().seconds() / platform.pace.value().max(1e-9))
}

#[cfg(test)]
mod tests {
    use super::super::{Account, Admission};
    use super::*;
    use crate::message::Code;
    use crate::time::SimTime;
    use crate::units::Share;

    /// What becomes of messages of these segments, all due at once, at a number of 2 segments a second.
    fn admitted(platform: &PlatformSettings, queue: &str, segments: &[u16]) -> Vec<Admission> {
        let numbers = serde_json::json!({ "type": "", "throughput": "2/s", "queue": queue });
        let numbers: NumberSettings = serde_json::from_value(numbers).unwrap();
        let mut account = Account::new(platform, &[(&numbers, 1)], &[1]);
        segments.iter().map(|n| account.admit(0, *n, SimTime::START)).collect()
    }
    fn depart(ms: u64) -> Admission {
        Admission::Depart(SimTime::from_micros(ms * 1000))
    }

    #[test]
    fn segments_take_their_time_and_the_80_percent_rule_stretches_it() {
        let plain = PlatformSettings::default();
        assert_eq!(admitted(&plain, "1h", &[1, 3, 1]), [depart(0), depart(500), depart(2000)]);
        let paced = PlatformSettings { pace: Share::new(0.8), ..plain };
        assert_eq!(admitted(&paced, "1h", &[1, 3, 1]), [depart(0), depart(625), depart(2500)]);
    }

    #[test]
    fn what_does_not_fit_has_the_code_that_is_set_and_what_waits_too_long_expires() {
        let refuse = |code| Admission::Refuse(Code(code));
        let full = PlatformSettings::default();
        assert_eq!(admitted(&full, "1s", &[2, 1, 1])[1..], [depart(1000), refuse(30001)]);
        let other = PlatformSettings { queue_code: Code(21611), ..PlatformSettings::default() };
        assert_eq!(admitted(&other, "1s", &[2, 1, 1])[2], refuse(21611));
        let short = PlatformSettings { validity: SimSpan::SECOND, ..PlatformSettings::default() };
        let expires = Admission::Expire(SimTime::START + SimSpan::SECOND);
        assert_eq!(admitted(&short, "1h", &[3, 1])[1], expires);
    }
}
