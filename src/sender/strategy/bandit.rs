//! ## Bandit, `[sender.bandit]`
//!
//! **Does:** chooses the text of each message by what came of earlier ones: each of the sender's texts (or, with
//! `over = "variants"`, each variant) is an arm. A message counts as a success when it is reported as delivered
//! (`by = "receipts"`; silence for `wait` is a failure), or answered, clicked, or shown by a seed phone within
//! `wait`. *Epsilon-greedy* takes the best arm and, in a share `epsilon` of messages, any; *UCB1* the arm that could
//! be best; *Thompson* draws from what it knows of each arm. With `half_life` old outcomes fade. Retries keep their
//! text.
//!
//! **Helps when:** a carrier judges the words, and the signal is true.
//!
//! **Costs:** bad texts go out while it learns. By receipts it learns what is reported: a carrier that reports what
//! it drops as delivered makes all arms look alike. By replies it also learns what people like to answer.
//!
//! **Source:** epsilon-greedy and UCB1: Auer, Cesa-Bianchi and Fischer (2002); Thompson (1933). Values are
//! assumptions.
//!
//! **Scenario:** `false-delivered-adaptive`.

use rand::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, SeedSettings, Step, Strategy, on};
use crate::message::{Echo, Heard, Reported, Role};
use crate::rng::{Draws, Purpose, normal_quantile, splitmix, unit};
use crate::sender::watch::Watch;
use crate::sender::{Draft, Texts};
use crate::time::{SimSpan, SimTime};
use crate::units::Share;

/// Choosing texts by what came of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BanditSettings {
    /// Whether it is in use.
    #[serde(default = "on")]
    pub enabled: bool,
    /// What a success is.
    pub by: Feedback,
    /// How it chooses.
    pub rule: Rule,
    /// What the arms are.
    pub over: Over,
    /// With `rule = "epsilon-greedy"`: the share of messages that try any text.
    pub epsilon: Share,
    /// The time in which a success must come. For receipts, after which silence is a failure.
    pub wait: SimSpan,
    /// The time after which an outcome counts half. Absent: nothing fades.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_life: Option<SimSpan>,
}

impl Default for BanditSettings {
    fn default() -> BanditSettings {
        BanditSettings {
            enabled: true,
            by: Feedback::Receipts,
            rule: Rule::Thompson,
            over: Over::Texts,
            epsilon: Share::new(0.1),
            wait: SimSpan::HOUR * 2,
            half_life: None,
        }
    }
}

/// What a bandit goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Feedback {
    /// Reported as delivered.
    #[default]
    Receipts,
    /// Replied to, and not to opt out.
    Replies,
    /// The link was followed.
    Clicks,
    /// Shown by a seed phone.
    Seeds,
}

/// How a bandit chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The best, and now and then any.
    EpsilonGreedy,
    /// The one with the highest upper confidence bound.
    Ucb1,
    /// The best by a draw from what is known of each.
    #[default]
    Thompson,
}

/// What the arms of a bandit are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// The texts, each with all its variants.
    #[default]
    Texts,
    /// Every variant of every text.
    Variants,
}

/// What is known of one arm.
#[derive(Debug, Clone, Copy, Default)]
struct Arm {
    /// How often it was chosen.
    chosen: f64,
    successes: f64,
    failures: f64,
}

impl Arm {
    /// The mean of a Beta law that began flat.
    fn mean(self) -> f64 {
        (self.successes + 1.0) / (self.successes + self.failures + 2.0)
    }
}

/// A bandit at work.
#[derive(Debug)]
pub(super) struct Bandit {
    settings: BanditSettings,
    /// The panel, if there is one.
    panel: Option<SeedSettings>,
    texts: Texts,
    arms: Vec<Arm>,
    watch: Watch<usize>,
    /// When the arms faded last.
    faded: SimTime,
}

impl Bandit {
    pub(super) fn new(settings: &BanditSettings, panel: Option<&SeedSettings>, texts: &Texts) -> Bandit {
        let n = match settings.over {
            Over::Texts => texts.templates.len().max(1),
            Over::Variants => texts.main as usize,
        };
        Bandit {
            settings: settings.clone(),
            panel: panel.cloned(),
            texts: texts.clone(),
            arms: vec![Arm::default(); n],
            watch: Watch::new(settings.wait),
            faded: SimTime::START,
        }
    }

    fn arm_of(&self, variant: u32) -> Option<usize> {
        match self.settings.over {
            Over::Texts => self.texts.template(variant),
            Over::Variants => (variant < self.texts.main).then_some(variant as usize),
        }
    }

    /// A variant of this arm, where the plan chose `variant`.
    fn variant(&self, arm: usize, variant: u32) -> u32 {
        match self.settings.over {
            Over::Texts => {
                let own = self.texts.variants(arm);
                own.start + variant % (own.end - own.start).max(1)
            }
            Over::Variants => arm as u32,
        }
    }

    fn fade(&mut self, now: SimTime) {
        let Some(half_life) = self.settings.half_life else { return };
        let kept = libm::exp2(-now.since(self.faded).seconds() / half_life.seconds().max(1e-6));
        for arm in &mut self.arms {
            arm.chosen *= kept;
            arm.successes *= kept;
            arm.failures *= kept;
        }
        self.faded = now;
    }

    /// What was watched long enough has failed, unless it was seen to succeed.
    fn settle(&mut self, now: SimTime) {
        self.fade(now);
        while let Some((_, arm, seen)) = self.watch.over(now) {
            self.learn(arm, seen);
        }
    }

    fn learn(&mut self, arm: usize, success: bool) {
        self.arms[arm].successes += f64::from(u8::from(success));
        self.arms[arm].failures += f64::from(u8::from(!success));
    }

    fn choose(&self, key: u64, count: u32, draws: &Draws) -> usize {
        let best = |value: &dyn Fn(usize, &Arm) -> f64| {
            let values: Vec<f64> = self.arms.iter().enumerate().map(|(i, arm)| value(i, arm)).collect();
            // The first of equals.
            (0..values.len()).rev().max_by(|&a, &b| values[a].total_cmp(&values[b])).unwrap_or(0)
        };
        match self.settings.rule {
            Rule::EpsilonGreedy => {
                let u = draws.uniforms(Purpose::Bandit, key, count);
                if u[0] < self.settings.epsilon.value() {
                    return ((u[1] * self.arms.len() as f64) as usize).min(self.arms.len() - 1);
                }
                best(&|_, arm| arm.mean())
            }
            Rule::Ucb1 => {
                let all: f64 = self.arms.iter().map(|arm| arm.chosen).sum();
                best(&|_, arm| match arm.chosen {
                    n if n < 1.0 => f64::INFINITY,
                    n => arm.mean() + libm::sqrt(2.0 * libm::log(all.max(1.0)) / n),
                })
            }
            Rule::Thompson => best(&|i, arm| {
                let of_arm = splitmix(key ^ splitmix((i as u64) << 32 | u64::from(count)));
                let mut stream = draws.stream(Purpose::Bandit, of_arm);
                beta(arm.successes + 1.0, arm.failures + 1.0, &mut stream)
            }),
        }
    }
}

impl Strategy for Bandit {
    fn before(&mut self, now: SimTime, draft: &mut Draft, _: &mut Orders, means: Means<'_>) -> Step {
        if draft.role == Role::Main && draft.retry() == 0 && draft.variant < self.texts.main {
            self.settle(now);
            let arm = self.choose(means.key, draft.count, means.draws);
            draft.variant = self.variant(arm, draft.variant);
        }
        Step::Go
    }

    fn sent(&mut self, now: SimTime, draft: &Draft, _: &mut Orders, _: Means<'_>) {
        let Some(arm) = self.arm_of(draft.variant) else { return };
        if draft.role == Role::Main {
            self.arms[arm].chosen += 1.0;
        }
        if (draft.role == Role::Seed) == (self.settings.by == Feedback::Seeds) {
            self.watch.sent(now, draft.count, arm);
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, _: &mut Orders, _: Means<'_>) {
        self.settle(now);
        match (self.settings.by, echo.heard) {
            (Feedback::Receipts, Heard::Receipt(says)) => {
                if let Some(arm) = self.watch.close(echo.id.count) {
                    self.learn(arm, says == Reported::Delivered);
                }
            }
            (Feedback::Replies, Heard::Reply { .. })
            | (Feedback::Clicks, Heard::Click)
            | (Feedback::Seeds, Heard::Seen) => self.watch.mark(echo.id.count),
            (Feedback::Seeds, _) if self.panel.as_ref().is_some_and(|panel| panel.is_refused(echo)) => {
                self.watch.close(echo.id.count);
            }
            _ => {}
        }
    }

    fn listens(&self) -> bool {
        true
    }
}

/// A draw from a Beta law, as the share of one of two gammas.
fn beta(a: f64, b: f64, draws: &mut impl Rng) -> f64 {
    let (x, y) = (gamma(a, draws), gamma(b, draws));
    x / (x + y)
}

/// A draw from a gamma law of shape at least 1 (Marsaglia and Tsang 2000).
fn gamma(shape: f64, draws: &mut impl Rng) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = normal_quantile(unit(draws.next_u32()));
        let v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
        if v > 0.0 && libm::log(unit(draws.next_u32())) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the sampler of rand_distr: the largest gap between two empirical distributions of 20,000 draws
    /// stays below the 0.1 % point of Kolmogorov and Smirnov.
    #[test]
    fn beta_draws_agree_with_rand_distr() {
        use rand_distr::{Beta, Distribution};
        let draws = Draws::new(3, 0);
        for (a, b) in [(1.0, 1.0), (3.0, 40.0), (250.0, 20.5)] {
            let n = 20_000;
            let mut one = draws.stream(Purpose::Bandit, 1);
            let mut other = draws.stream(Purpose::Bootstrap, 2);
            let theirs = Beta::new(a, b).unwrap();
            let mut x: Vec<f64> = (0..n).map(|_| beta(a, b, &mut one)).collect();
            let mut y: Vec<f64> = (0..n).map(|_| theirs.sample(&mut other)).collect();
            x.sort_by(f64::total_cmp);
            y.sort_by(f64::total_cmp);
            let n = f64::from(n);
            let gap =
                |(i, v): (usize, &f64)| ((i + 1) as f64 - y.partition_point(|w| w <= v) as f64).abs() / n;
            let gap = x.iter().enumerate().map(gap).fold(0.0, f64::max);
            assert!(gap < 1.95 * (2.0 / n).sqrt(), "Beta({a}, {b}): {gap}");
        }
    }
}
