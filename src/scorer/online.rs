//! A model that learns from one labelled text at a time: FTRL-proximal logistic regression.
//!
//! McMahan et al., *Ad click prediction: a view from the trenches*, KDD 2013, algorithm 1. Each weight has a
//! learning rate of its own, which falls with the gradients that it has seen, so that rare features still
//! learn when common ones have settled. A learner may start from a fitted [`Scorer`]: it then learns the
//! deviation from that model, and both penalties pull towards it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::features::{Features, Recipe};
use super::model::{ModelInfo, Scorer, sigmoid};
use crate::content::Cue;

/// Number of cues, whose weights stand first; then come the slots, and last the bias.
const CUES: usize = Cue::ALL.len();

/// How an [`Online`] learner learns. All defaults are assumptions; `docs/stream.md` says what they were
/// compared with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlineSettings {
    /// α of the paper: a weight that has seen gradients g moves by about `rate` / (`beta` + √Σg²) times the
    /// next one. At 0 nothing is ever learned.
    pub rate: f64,
    /// β of the paper: keeps the first steps small.
    pub beta: f64,
    /// λ1: a weight whose evidence stays below it is exactly what it started from. The bias is free of it.
    pub l1: f64,
    /// λ2: strength of the pull towards the start, in all and not for each text. The bias is free of it.
    pub l2: f64,
    /// What the value of a hashed feature is multiplied by, as in a batch fit: the larger, the faster and
    /// the less penalised it is beside a cue.
    pub slot_scale: f64,
}

impl Default for OnlineSettings {
    fn default() -> OnlineSettings {
        OnlineSettings { rate: 0.5, beta: 1.0, l1: 0.0, l2: 0.1, slot_scale: 4.0 }
    }
}

impl OnlineSettings {
    /// Whether a learner can be made with them.
    pub fn is_sound(&self) -> bool {
        let penalties = [self.rate, self.beta, self.l1, self.l2];
        penalties.iter().all(|x| x.is_finite() && *x >= 0.0)
            && self.slot_scale.is_finite()
            && self.slot_scale > 0.0
    }
}

/// What is known of one weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Coordinate {
    /// Deviation from the start, in log-odds for a scaled value of 1.
    deviation: f64,
    /// z of the paper: the sum of gradients, less what keeps the deviation where it is.
    z: f64,
    /// n of the paper: the sum of squared gradients.
    n: f64,
}

/// A logistic model that learns text by text. The same updates in the same order give the same weights on
/// every platform.
#[derive(Debug, Clone)]
pub struct Online {
    recipe: Recipe,
    settings: OnlineSettings,
    /// The weights it started from, as `coordinates`; none of a learner that started from nothing.
    start: Option<Arc<[f64]>>,
    coordinates: Vec<Coordinate>,
    updates: u64,
}

impl Online {
    /// A learner that knows nothing: every text has log-odds 0.
    ///
    /// # Panics
    /// Where the settings are not sound.
    pub fn new(recipe: Recipe, settings: OnlineSettings) -> Online {
        assert!(settings.is_sound(), "{settings:?}");
        let coordinates = vec![Coordinate::default(); CUES + recipe.slots() + 1];
        Online { recipe, settings, start: None, coordinates, updates: 0 }
    }

    /// A learner that starts from a fitted model: until its first update it gives exactly that model's
    /// log-odds. Clones share the start.
    ///
    /// # Panics
    /// Where the settings are not sound.
    pub fn from_scorer(scorer: &Scorer, settings: OnlineSettings) -> Online {
        let cues = Cue::ALL.into_iter().map(|cue| scorer.cue_weight(cue));
        let slots = (0..scorer.recipe().slots() as u32).map(|slot| scorer.slot_weight(slot));
        let start = cues.chain(slots).chain([scorer.logit_of(&Features::default())]).collect();
        Online { start: Some(start), ..Online::new(scorer.recipe(), settings) }
    }

    /// The log-odds of spam of features that [`Recipe::features`] of this learner's recipe gave.
    pub fn logit(&self, features: &Features) -> f64 {
        let length = value(features);
        // Weights of a model file are fixed-point, so that this part is exact.
        let last = self.coordinates.len() - 1;
        let start =
            self.start.as_ref().map_or(0.0, |start| sum(features, length, |at| start[at], start[last]));
        let learned = |at: usize| self.coordinates[at].deviation;
        start + sum(features, length * self.settings.slot_scale, learned, learned(last))
    }

    /// [`Online::logit`] as a probability.
    pub fn spam_probability(&self, features: &Features) -> f64 {
        sigmoid(self.logit(features))
    }

    /// Learns that a text is spam, or that it is not; it counts `weight` times.
    ///
    /// # Panics
    /// Where the weight is negative or not a number.
    pub fn update(&mut self, features: &Features, spam: bool, weight: f64) {
        self.update_beside(features, 0.0, spam, weight);
    }

    /// [`Online::update`] of a text for which something else speaks too, with log-odds `beside`. Gives the
    /// error, probability less label, times the weight; 0 where nothing is learned.
    ///
    /// # Panics
    /// Where the weight is negative or not a number.
    pub fn update_beside(&mut self, features: &Features, beside: f64, spam: bool, weight: f64) -> f64 {
        assert!(weight.is_finite() && weight >= 0.0, "{weight}");
        if weight <= 0.0 {
            return 0.0;
        }
        self.updates += 1;
        if self.settings.rate <= 0.0 {
            return 0.0;
        }
        let error = weight * (sigmoid(self.logit(features) + beside) - f64::from(u8::from(spam)));
        let Online { settings, coordinates, .. } = self;
        let penalised = *settings;
        for cue in features.cues.iter() {
            coordinates[cue as usize].learn(error, &penalised);
        }
        let gradient = error * value(features) * settings.slot_scale;
        for &slot in &features.slots {
            coordinates[CUES + slot as usize].learn(gradient, &penalised);
        }
        let free = OnlineSettings { l1: 0.0, l2: 0.0, ..penalised };
        coordinates.last_mut().expect("the bias is there").learn(error, &free);
        error
    }

    /// Forgets: every sum that was learned is multiplied by `keep`, so that weights go back towards the
    /// start and learn faster again. 1 changes nothing, 0 leaves the start alone.
    ///
    /// # Panics
    /// Where `keep` is outside 0 to 1.
    pub fn forget(&mut self, keep: f64) {
        assert!((0.0..=1.0).contains(&keep), "{keep}");
        for coordinate in &mut self.coordinates {
            coordinate.z *= keep;
            coordinate.n *= keep;
        }
        self.settle();
    }

    /// Changes the strength of the pull towards the start.
    #[cfg(feature = "train")]
    pub(super) fn set_l2(&mut self, l2: f64) {
        self.settings.l2 = l2;
        self.settle();
    }

    /// Every deviation from its sums.
    fn settle(&mut self) {
        if self.settings.rate <= 0.0 {
            return;
        }
        let (bias, penalised) = self.coordinates.split_last_mut().expect("the bias is there");
        for coordinate in penalised {
            coordinate.deviation = coordinate.solve(&self.settings);
        }
        bias.deviation = bias.solve(&OnlineSettings { l1: 0.0, l2: 0.0, ..self.settings });
    }

    /// How many texts it has learned from.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// Whether it knows anything: it started from a model or has learned from a text.
    pub fn has_begun(&self) -> bool {
        self.start.is_some() || self.updates > 0
    }

    /// Which features it has.
    pub fn recipe(&self) -> Recipe {
        self.recipe
    }

    /// Bytes of its own state: three numbers of 64 bits for each cue, each slot and the bias, which is
    /// 1.5 MiB at 2^16 slots. A start adds 8 bytes each, shared by all clones.
    pub fn state_bytes(&self) -> usize {
        size_of::<Coordinate>() * self.coordinates.len()
    }

    /// Bias and weights as they now are, in log-odds: the cues in the order of [`Cue::ALL`], then the slots.
    pub fn weights(&self) -> (f64, Vec<f64>) {
        let start = |at: usize| self.start.as_ref().map_or(0.0, |start| start[at]);
        let scale = |at: usize| if at < CUES { 1.0 } else { self.settings.slot_scale };
        let last = self.coordinates.len() - 1;
        let columns = (0..last).map(|at| start(at) + scale(at) * self.coordinates[at].deviation).collect();
        (start(last) + self.coordinates[last].deviation, columns)
    }

    /// The model as it now is, in fixed point, ready to be written to a file.
    pub fn to_scorer(&self, info: ModelInfo) -> Scorer {
        let (bias, columns) = self.weights();
        let (cues, slots) = columns.split_at(CUES);
        Scorer::new(info, self.recipe, bias, cues, slots)
    }
}

/// Weights of a few dense signals that speak beside a text, each learned like a weight of the text. They
/// start from nothing.
#[derive(Debug, Clone)]
pub struct Beside {
    settings: OnlineSettings,
    coordinates: Vec<Coordinate>,
}

impl Beside {
    /// Weights of this many signals.
    ///
    /// # Panics
    /// Where the settings are not sound.
    pub fn new(n_signals: usize, settings: OnlineSettings) -> Beside {
        assert!(settings.is_sound(), "{settings:?}");
        Beside { settings, coordinates: vec![Coordinate::default(); n_signals] }
    }

    /// Their part of the log-odds; `signals` are as many as there are weights.
    pub fn logit(&self, signals: impl IntoIterator<Item = f64>) -> f64 {
        self.coordinates.iter().zip(signals).map(|(c, x)| c.deviation * x).sum()
    }

    /// Learns from an error that [`Online::update_beside`] gave.
    pub fn learn(&mut self, error: f64, signals: impl IntoIterator<Item = f64>) {
        if self.settings.rate <= 0.0 {
            return;
        }
        for (coordinate, x) in self.coordinates.iter_mut().zip(signals).filter(|(_, x)| *x != 0.0) {
            coordinate.learn(error * x, &self.settings);
        }
    }

    /// Forgets, as [`Online::forget`] does.
    pub fn forget(&mut self, keep: f64) {
        for coordinate in self.coordinates.iter_mut().filter(|_| self.settings.rate > 0.0) {
            coordinate.z *= keep;
            coordinate.n *= keep;
            coordinate.deviation = coordinate.solve(&self.settings);
        }
    }
}

impl Coordinate {
    fn learn(&mut self, gradient: f64, settings: &OnlineSettings) {
        let n = self.n + gradient * gradient;
        let sigma = (libm::sqrt(n) - libm::sqrt(self.n)) / settings.rate;
        self.z += gradient - sigma * self.deviation;
        self.n = n;
        self.deviation = self.solve(settings);
    }

    /// The deviation that minimises the penalised sum of linearised losses.
    fn solve(&self, settings: &OnlineSettings) -> f64 {
        if self.z.abs() <= settings.l1 {
            return 0.0;
        }
        let beyond = self.z - settings.l1.copysign(self.z);
        -beyond / ((settings.beta + libm::sqrt(self.n)) / settings.rate + settings.l2)
    }
}

/// Value of each hashed feature of a text before scaling.
fn value(features: &Features) -> f64 {
    features.inverse_length() as f64 / 65536.0
}

/// Bias, cues, and slots times `length`, always in this order.
fn sum(features: &Features, length: f64, weight: impl Fn(usize) -> f64, bias: f64) -> f64 {
    let cues: f64 = features.cues.iter().map(|cue| weight(cue as usize)).sum();
    let slots: f64 = features.slots.iter().map(|&slot| weight(CUES + slot as usize)).sum();
    bias + cues + slots * length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorer::generate;

    fn rows(n: usize, seed: u64) -> Vec<(Features, bool)> {
        generate(n, seed).iter().map(|r| (Recipe::DEFAULT.features(&r.text), r.class.is_spam())).collect()
    }

    fn logits(learner: &Online, rows: &[(Features, bool)]) -> Vec<f64> {
        rows.iter().map(|(features, _)| learner.logit(features)).collect()
    }

    /// A model that was fitted elsewhere.
    fn model() -> Scorer {
        let mut learner = Online::new(Recipe::DEFAULT, OnlineSettings::default());
        rows(300, 9).iter().for_each(|(features, spam)| learner.update(features, *spam, 1.0));
        learner.to_scorer(ModelInfo::imported("small", 0.5))
    }

    #[test]
    fn it_learns_what_spam_is() {
        let mut learner = Online::new(Recipe::DEFAULT, OnlineSettings::default());
        let rows = rows(2000, 1);
        assert!(!learner.has_begun() && logits(&learner, &rows).iter().all(|z| *z == 0.0));
        let (seen, unseen) = rows.split_at(1500);
        for (features, spam) in seen {
            learner.update(features, *spam, 1.0);
        }
        let right = unseen.iter().filter(|(f, spam)| (learner.logit(f) > 0.0) == *spam).count();
        assert!(right as f64 > 0.85 * unseen.len() as f64, "{right} of {}", unseen.len());
        assert_eq!((learner.updates(), learner.has_begun()), (1500, true));
    }

    #[test]
    fn at_rate_zero_nothing_ever_changes() {
        let scorer = model();
        let still = OnlineSettings { rate: 0.0, ..OnlineSettings::default() };
        let rows = rows(100, 2);
        for mut learner in [Online::new(Recipe::DEFAULT, still), Online::from_scorer(&scorer, still)] {
            let before = logits(&learner, &rows);
            for (features, spam) in &rows {
                learner.update(features, !spam, 5.0);
            }
            learner.forget(0.5);
            assert_eq!(logits(&learner, &rows), before);
        }
    }

    #[test]
    fn it_starts_exactly_from_a_model_and_freezes_into_it() {
        let scorer = model();
        let learner = Online::from_scorer(&scorer, OnlineSettings::default());
        assert!(learner.has_begun());
        for (features, _) in rows(200, 3) {
            assert!(learner.logit(&features).total_cmp(&scorer.logit_of(&features)).is_eq());
        }
        assert_eq!(learner.to_scorer(scorer.info().clone()).to_json(), scorer.to_json());
    }

    #[test]
    fn a_frozen_learner_scores_as_it_did() {
        let mut learner = Online::new(Recipe::DEFAULT, OnlineSettings::default());
        let rows = rows(500, 4);
        for (features, spam) in &rows {
            learner.update(features, *spam, 1.0);
        }
        let frozen = learner.to_scorer(ModelInfo::imported("frozen", 0.5));
        for (features, _) in &rows {
            assert!((frozen.logit_of(features) - learner.logit(features)).abs() < 0.01);
        }
        assert_eq!(learner.state_bytes(), 24 * (CUES + (1 << 16) + 1));
    }

    #[test]
    fn updates_move_towards_their_label_and_weights_count() {
        let rows = rows(20, 5);
        let after = |spam: bool, weight: f64| {
            let mut learner = Online::new(Recipe::DEFAULT, OnlineSettings::default());
            learner.update(&rows[0].0, spam, weight);
            learner.logit(&rows[0].0)
        };
        assert!(after(true, 2.0) > after(true, 1.0) && after(true, 1.0) > 0.0);
        assert!(after(true, 0.0) == 0.0 && after(false, 1.0) == -after(true, 1.0));
    }

    #[test]
    fn the_first_step_is_that_of_the_paper() {
        // One cue-less, slot-less text: only the bias learns. g = σ(0) − 1 = −½, n = ¼, σ₁ = ½/α, z = −½,
        // so w = ½ / ((β + ½) / α).
        let settings = OnlineSettings { rate: 0.3, beta: 0.7, ..OnlineSettings::default() };
        let mut learner = Online::new(Recipe::DEFAULT, settings);
        learner.update(&Features::default(), true, 1.0);
        assert!((learner.logit(&Features::default()) - 0.5 / (1.2 / 0.3)).abs() < 1e-15);
    }

    #[test]
    fn forgetting_all_leaves_the_start() {
        let scorer = model();
        let rows = rows(100, 6);
        let start = Online::from_scorer(&scorer, OnlineSettings::default());
        let mut learner = start.clone();
        for (features, spam) in &rows {
            learner.update(features, !spam, 1.0);
        }
        let learned = logits(&learner, &rows);
        assert_ne!(learned, logits(&start, &rows));
        learner.forget(1.0);
        assert_eq!(logits(&learner, &rows), learned);
        learner.forget(0.0);
        assert_eq!(logits(&learner, &rows), logits(&start, &rows));
    }

    #[test]
    fn a_strong_l1_leaves_rare_features_alone() {
        let count = |l1: f64| {
            let mut learner =
                Online::new(Recipe::DEFAULT, OnlineSettings { l1, ..OnlineSettings::default() });
            for (features, spam) in rows(500, 7) {
                learner.update(&features, spam, 1.0);
            }
            learner.weights().1.iter().filter(|w| **w != 0.0).count()
        };
        assert!(count(1.0) * 4 < count(0.0), "{} {}", count(1.0), count(0.0));
    }
}
