//! # Balance of traffic out and in
//!
//! **Does:** keeps decaying counts of what a number sent to this network and of the replies that came
//! back, and adds `weight × (N/L − 1)` where N, messages sent for each reply (one reply is credited), is
//! above the limit L, up to `cap`. A number is not judged before it has sent `least`.
//! **Evaded by:** asking for replies; new numbers; letting numbers answer one another.
//! **Source:** a ratio of about 1:1 for a person's number (CTIA 2017), "with some latitude" (CTIA 2019);
//! engagement lowers the score (Prompt). The latitude, the half-life and the least are assumptions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{decay, excess};
use crate::message::Entitlement;
use crate::time::{SimSpan, SimTime};

/// Settings of the balance stage.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BalanceSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies the part.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// The most it can add, before `weight`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub cap: f64,
    /// Messages that one number may send for each reply.
    #[schemars(range(min = 0.1, max = 1_000_000.0))]
    pub limit: f64,
    /// Messages in the decaying count before a number is judged.
    #[schemars(range(min = 0.0, max = 1_000_000.0))]
    pub least: f64,
    /// The time after which a message or a reply counts half.
    pub half_life: SimSpan,
    /// Whether a number whose entitlement names a day's volume is exempt: it is expected to send one way.
    pub respect_entitlement: bool,
}

impl Default for BalanceSettings {
    fn default() -> Self {
        BalanceSettings {
            enabled: true,
            weight: 0.1,
            cap: 4.0,
            limit: 20.0,
            least: 50.0,
            half_life: SimSpan::DAY,
            respect_entitlement: true,
        }
    }
}

/// What one number sent and got back: 24 bytes. Doubles, since between two messages of a fast number far less fades
/// than a single can tell from nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flow {
    at: SimTime,
    sent: f64,
    replies: f64,
}

/// The stage at work.
#[derive(Debug)]
pub struct Balance {
    settings: BalanceSettings,
    /// By class of number.
    exempt: Vec<bool>,
}

impl Balance {
    /// The stage for classes with these entitlements.
    pub fn new<'a>(settings: BalanceSettings, classes: impl Iterator<Item = &'a Entitlement>) -> Balance {
        let exempt = classes.map(|e| settings.respect_entitlement && e.day.is_some()).collect();
        Balance { settings, exempt }
    }

    fn age(&self, flow: &mut Flow, now: SimTime) {
        if now > flow.at {
            let left = decay(now.since(flow.at), self.settings.half_life);
            flow.sent *= left;
            flow.replies *= left;
            flow.at = now;
        }
    }

    /// Messages sent for each reply, one reply credited; `None` for a number that is not judged.
    pub fn ratio(&self, flow: &Flow, class: u32) -> Option<f64> {
        let judged = !self.exempt[class as usize] && flow.sent >= self.settings.least;
        judged.then(|| flow.sent / (1.0 + flow.replies))
    }

    /// What a message adds; `counts` is false for one that was counted before.
    pub fn term(&self, flow: &mut Flow, class: u32, counts: bool, now: SimTime) -> f64 {
        self.age(flow, now);
        flow.sent += if counts { 1.0 } else { 0.0 };
        let Some(ratio) = self.ratio(flow, class) else { return 0.0 };
        self.settings.weight * excess(ratio, self.settings.limit, self.settings.cap)
    }

    /// A reply came back.
    pub fn reply(&self, flow: &mut Flow, now: SimTime) {
        self.age(flow, now);
        flow.replies += 1.0;
    }

    /// Goes on from another stage of its kind: what a number sent until `at` has faded as the old settings say.
    pub fn take_over(&self, old: &Balance, flow: &mut Flow, at: SimTime) {
        if old.settings.half_life != self.settings.half_life {
            old.age(flow, at);
            flow.at = flow.at.max(at);
        }
    }

    /// What it goes by.
    pub fn settings(&self) -> &BalanceSettings {
        &self.settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage() -> Balance {
        let settings = BalanceSettings {
            weight: 1.0,
            limit: 4.0,
            least: 8.0,
            half_life: SimSpan::ZERO,
            ..BalanceSettings::default()
        };
        Balance::new(
            settings,
            [Entitlement::default(), Entitlement { day: Some(9), ..Entitlement::default() }].iter(),
        )
    }

    #[test]
    fn a_number_without_replies_is_judged_once_it_has_sent_enough() {
        let (stage, mut flow) = (stage(), Flow::default());
        let terms: Vec<f64> = (0..9).map(|_| stage.term(&mut flow, 0, true, SimTime::START)).collect();
        assert_eq!(terms[..7], [0.0; 7], "fewer than the least");
        assert_eq!(terms[7..], [1.0, 1.25]);
        stage.reply(&mut flow, SimTime::START);
        stage.reply(&mut flow, SimTime::START);
        assert_eq!(stage.term(&mut flow, 0, true, SimTime::START), 0.0, "10 sent, 2 replies and the credit");
    }

    /// At a constant rate a with half-life h the count tends to a·h/ln 2, however short the gaps are.
    #[test]
    fn the_count_fades_between_messages_that_are_two_milliseconds_apart() {
        let half_life = SimSpan::MINUTE * 2;
        let stage = Balance::new(
            BalanceSettings { half_life, least: 0.0, ..BalanceSettings::default() },
            [Entitlement::default()].iter(),
        );
        let (mut flow, mut now) = (Flow::default(), SimTime::START);
        for _ in 0..1_000_000 {
            now += SimSpan::from_seconds_f64(0.002);
            stage.term(&mut flow, 0, true, now);
        }
        // 2,000 s are nearly 17 half-lives.
        let law = 500.0 * half_life.seconds() / std::f64::consts::LN_2;
        assert!((flow.sent / law - 1.0).abs() < 1e-3, "{} against {law}", flow.sent);
    }

    #[test]
    fn another_half_life_is_in_force_from_the_update_on() {
        let stage = |half_life| {
            let settings = BalanceSettings { half_life, ..BalanceSettings::default() };
            Balance::new(settings, [Entitlement::default()].iter())
        };
        let (day, never) = (stage(SimSpan::DAY), stage(SimSpan::ZERO));
        let at = |days: u64| SimTime::START + SimSpan::DAY * days;
        for (old, new, left) in [(&day, &never, 0.5), (&never, &day, 0.25), (&day, &day, 0.125)] {
            let mut flow = Flow { at: at(0), sent: 1.0, replies: 0.0 };
            new.take_over(old, &mut flow, at(1));
            new.age(&mut flow, at(3));
            assert_eq!(flow.sent, left);
        }
    }

    #[test]
    fn a_number_entitled_to_a_volume_is_expected_to_send_one_way() {
        let (stage, mut flow) = (stage(), Flow::default());
        assert!((0..100).all(|_| stage.term(&mut flow, 1, true, SimTime::START) == 0.0));
    }
}
