//! # A threshold that moves
//!
//! **Does:** a controller measures the share of messages that were blocked, or of delivered ones that were
//! complained about, in every `interval`, and `delay` later moves the threshold by `gain` times the deviation
//! from the target, within `least` and `most` (integral control). Complaints are held against what was
//! delivered in the interval in which they come in, or in the next in which anything was, at most one each. A threshold may also drift: a random walk
//! of `step` an interval. With b'(θ) the slope of the blocked share in the threshold and d the delay in
//! intervals, the loop is stable only while gain × |b'| < 2 sin(π/(2(2d + 1))); beyond that the threshold
//! swings.
//! **Evaded by:** sending while the threshold is high.
//! **Source:** integral control with dead time (Levin and May 1976, on the difference equation
//! x(t+1) = x(t) − g·x(t−d)); that carriers hold a rate is an assumption, as is every number here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rng::{Draws, Purpose, normal_quantile};
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Settings of the controller.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ControllerSettings {
    /// Whether there is a controller.
    pub enabled: bool,
    /// What is held.
    pub hold: Held,
    /// The share at which it is held.
    pub target: Share,
    /// How far the threshold moves for a deviation of 1, each interval.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub gain: f64,
    /// How often it is measured and moved.
    pub interval: SimSpan,
    /// From the end of an interval to the moment its measure is acted on; a part of an interval counts as a whole one.
    pub delay: SimSpan,
    /// The lowest threshold.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub least: f64,
    /// The highest threshold.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub most: f64,
}

impl Default for ControllerSettings {
    fn default() -> Self {
        ControllerSettings {
            enabled: true,
            hold: Held::Blocked,
            target: Share::new(0.05),
            gain: 0.5,
            interval: SimSpan::HOUR,
            delay: SimSpan::ZERO,
            least: 0.2,
            most: 3.0,
        }
    }
}

/// What a controller holds at its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    /// Share of messages that were blocked: the threshold rises when too many are.
    #[default]
    Blocked,
    /// Complaints for each delivered message: the threshold falls when there are too many.
    Complaints,
}

/// Settings of a drifting threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DriftSettings {
    /// Whether it drifts.
    pub enabled: bool,
    /// Standard deviation of one step.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub step: f64,
    /// Time between steps.
    pub interval: SimSpan,
    /// The lowest threshold.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub least: f64,
    /// The highest threshold.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub most: f64,
}

impl Default for DriftSettings {
    fn default() -> Self {
        DriftSettings { enabled: true, step: 0.02, interval: SimSpan::HOUR, least: 0.2, most: 3.0 }
    }
}

/// What was counted in one interval.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    of: u64,
    hits: u64,
}

/// Changes of the threshold that are kept for figures: as many as a scenario may ask for. Later ones are only
/// in force.
const HISTORY_MAX: usize = 1_000_000;

/// The threshold of one carrier.
#[derive(Debug)]
pub(super) struct Threshold {
    value: f64,
    controller: Option<ControllerSettings>,
    drift: Option<DriftSettings>,
    /// Counts of the running interval, and of those that were not acted on yet, oldest first.
    counts: std::collections::VecDeque<Count>,
    /// Complaints of intervals in which nothing was delivered.
    open: Count,
    controlled: SimTime,
    drifted: SimTime,
    n_steps: u32,
    history: Vec<(SimTime, f64)>,
}

impl Threshold {
    pub(super) fn new(
        value: f64,
        controller: Option<ControllerSettings>,
        drift: Option<DriftSettings>,
    ) -> Threshold {
        let (controller, drift) = (controller.filter(|s| s.enabled), drift.filter(|s| s.enabled));
        Threshold {
            value,
            controlled: controller.map_or(SimTime::NEVER, |s| SimTime::START + s.interval),
            drifted: drift.map_or(SimTime::NEVER, |s| SimTime::START + s.interval),
            controller,
            drift,
            counts: [Count::default()].into(),
            open: Count::default(),
            n_steps: 0,
            history: vec![(SimTime::START, value)],
        }
    }

    /// The sum that blocks, as of the last [`Threshold::advance`].
    pub(super) fn value(&self) -> f64 {
        self.value
    }

    /// Every change so far, with its time; the first is the start.
    pub(super) fn history(&self) -> &[(SimTime, f64)] {
        &self.history
    }

    /// A filter update sets it.
    pub(super) fn set(&mut self, at: SimTime, value: f64) {
        self.value = value;
        if self.history.len() < HISTORY_MAX {
            self.history.push((at, value));
        }
    }

    /// Every move that was due by now, in order of time. `key` names the carrier in draws.
    pub(super) fn advance(&mut self, now: SimTime, key: u64, draws: &Draws) {
        loop {
            let at = self.controlled.min(self.drifted);
            if at > now {
                return;
            }
            let before = self.value;
            if at == self.controlled {
                self.control();
            }
            if at == self.drifted {
                self.step(key, draws);
            }
            if self.value.total_cmp(&before).is_ne() {
                self.set(at, self.value);
            }
        }
    }

    fn control(&mut self) {
        let settings = self.controller.expect("only a controller is due");
        self.controlled += settings.interval;
        let waiting = settings.delay.micros().div_ceil(settings.interval.micros()) as usize;
        self.counts.push_back(Count::default());
        if self.counts.len() <= waiting + 1 {
            return;
        }
        let measured = self.counts.pop_front().expect("it is longer than that");
        self.open.of += measured.of;
        self.open.hits += measured.hits;
        if self.open.of == 0 {
            // Nothing to hold the complaints against: they wait for the next interval with deliveries.
            return;
        }
        let measured = std::mem::take(&mut self.open);
        let share = (measured.hits as f64 / measured.of as f64).min(1.0);
        let deviation = share - settings.target.value();
        let direction = match settings.hold {
            Held::Blocked => 1.0,
            Held::Complaints => -1.0,
        };
        self.value =
            (self.value + direction * settings.gain * deviation).clamp(settings.least, settings.most);
    }

    fn step(&mut self, key: u64, draws: &Draws) {
        let settings = self.drift.expect("only a drift is due");
        self.drifted += settings.interval;
        let u = draws.uniform(Purpose::Drift, key, self.n_steps);
        self.n_steps += 1;
        self.value = (self.value + settings.step * normal_quantile(u)).clamp(settings.least, settings.most);
    }

    fn count(&mut self, held: Held, of: u64, hits: u64) {
        if self.controller.is_some_and(|s| s.hold == held) {
            let count = self.counts.back_mut().expect("an interval is running");
            count.of += of;
            count.hits += hits;
        }
    }

    /// A message was judged.
    pub(super) fn judged(&mut self, dropped: bool) {
        self.count(Held::Blocked, 1, u64::from(dropped));
    }

    /// A message was delivered.
    pub(super) fn delivered(&mut self) {
        self.count(Held::Complaints, 1, 0);
    }

    /// A complaint came in.
    pub(super) fn complained(&mut self) {
        self.count(Held::Complaints, 0, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The threshold over intervals where the blocked share falls with it in a straight line of slope −1/2.
    fn course(gain: f64, delay: u64, n: u64) -> Vec<f64> {
        let settings = ControllerSettings {
            target: Share::new(0.2),
            gain,
            delay: SimSpan::HOUR * delay,
            least: 0.0,
            most: 2.0,
            ..ControllerSettings::default()
        };
        let mut threshold = Threshold::new(1.5, Some(settings), None);
        let draws = Draws::new(1, 0);
        (0..n)
            .map(|hour| {
                threshold.advance(SimTime::START + SimSpan::HOUR * hour, 0, &draws);
                let blocked = (1000.0 * (1.0 - threshold.value() / 2.0)).round() as u64;
                (0..1000).for_each(|i| threshold.judged(i < blocked));
                threshold.value()
            })
            .collect()
    }

    fn swing(course: &[f64]) -> f64 {
        let last = &course[course.len() - 40..];
        last.iter().copied().fold(f64::MIN, f64::max) - last.iter().copied().fold(f64::MAX, f64::min)
    }

    #[test]
    fn the_loop_is_stable_up_to_the_bound_and_swings_beyond() {
        for delay in [0u64, 1, 3] {
            // The measure of an interval is acted on at its end at the soonest: that is one step already.
            let d = delay as f64;
            let bound = 2.0 * libm::sin(std::f64::consts::PI / (2.0 * (2.0 * d + 1.0))) / 0.5;
            let (calm, wild) = (course(0.8 * bound, delay, 400), course(1.2 * bound, delay, 400));
            assert!(swing(&calm) < 0.02, "delay {delay}: {}", swing(&calm));
            assert!((calm[399] - 1.6).abs() < 0.02, "it settles where the target is met");
            assert!(swing(&wild) > 0.2, "delay {delay}: {}", swing(&wild));
        }
        assert!(course(0.0, 0, 50).iter().all(|v| *v == 1.5), "without gain it stays");
    }

    #[test]
    fn complaints_wait_for_an_interval_with_deliveries() {
        let settings = ControllerSettings {
            hold: Held::Complaints,
            target: Share::new(0.1),
            gain: 1.0,
            ..ControllerSettings::default()
        };
        let mut threshold = Threshold::new(1.0, Some(settings), None);
        let mut after = |hour: u64, delivered: u32, complaints: u32| {
            (0..delivered).for_each(|_| threshold.delivered());
            (0..complaints).for_each(|_| threshold.complained());
            threshold.advance(SimTime::START + SimSpan::HOUR * hour, 0, &Draws::new(1, 0));
            (threshold.value() * 1e6).round() / 1e6
        };
        assert_eq!(after(1, 10, 0), 1.1, "nobody complained yet");
        assert_eq!(after(2, 0, 6), 1.1, "nothing to hold these against");
        assert_eq!(after(3, 10, 0), 0.6, "six of ten");
        assert_eq!(after(4, 1, 5), 0.2, "at most one each, and no lower than the least");
    }

    #[test]
    fn a_drift_is_a_random_walk_within_its_bounds() {
        let settings = DriftSettings { step: 0.1, least: 0.0, most: 1000.0, ..DriftSettings::default() };
        let end = |key: u64| {
            let mut threshold = Threshold::new(500.0, None, Some(settings));
            threshold.advance(SimTime::START + SimSpan::HOUR * 100, key, &Draws::new(1, 0));
            threshold.value() - 500.0
        };
        let squares: f64 = (0..400).map(|key| end(key).powi(2)).sum::<f64>() / 400.0;
        // 100 steps of 0.1: a variance of 1, known to about 7 % from 400 walks.
        assert!((squares - 1.0).abs() < 0.3, "{squares}");
        let bounded = DriftSettings { step: 5.0, least: 0.5, most: 1.5, ..settings };
        let mut threshold = Threshold::new(1.0, None, Some(bounded));
        threshold.advance(SimTime::START + SimSpan::HOUR * 100, 1, &Draws::new(1, 0));
        assert!(threshold.history().iter().all(|(_, v)| (0.5..=1.5).contains(v)));
    }
}
