//! From corpora to a judged, calibrated model.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::corpus::{Class, Row, Source, fill_placeholders};
use super::evasion::Evasion;
use super::features::{Features, Recipe};
use super::fit::{Fit, FitError, Problem, Weights, platt};
use super::generate::{KINDS, generate};
use super::judge::{Case, Evaluation, Judging, Model, Scored, evaluate, threshold_at};
use super::model::{Corpus, Measured, ModelInfo, Scorer, sha256, sigmoid};
use crate::content::{Cue, cluster, normalise};
use crate::rng::{Draws, splitmix};

/// Folds of the cross-validation.
const FOLDS: usize = 5;
/// The share of ham that the frozen threshold blocks among the rows it is set on.
pub(crate) const HAM_BLOCKED: f64 = 0.002;
/// Jaccard similarity from which two corpus texts are kept in one fold.
const SIMILARITY: f64 = 0.5;

/// Disguises that leave the normal form as it is, so that copies teach only the cues that tell of them.
const DISGUISES: [Evasion; 3] = [Evasion::Homoglyph, Evasion::ZeroWidth, Evasion::FullWidth];

/// What to train, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The model's name.
    pub name: String,
    /// Which fit.
    pub fit: Fit,
    /// Which features.
    pub recipe: Recipe,
    /// Rows to generate.
    pub generated: usize,
    /// The seed of generated rows, filled placeholders and folds.
    pub seed: u64,
    /// A date for the model file, or empty.
    pub date: String,
    /// Strength of the penalty.
    pub alpha: f64,
    /// See [`Problem::slot_scale`].
    pub slot_scale: f64,
    /// What a row of personal ham of a corpus counts. Rows of spam count 1.
    pub personal_weight: f64,
    /// What a row of business ham of a corpus counts.
    pub business_weight: f64,
    /// What a generated row of an honest kind counts.
    pub honest_weight: f64,
    /// What a generated row of a prohibited kind counts.
    pub prohibited_weight: f64,
    /// Of every spam row, what disguised copies of it count together: a letter imitated, hidden characters,
    /// full-width forms. Corpora hold almost none, so without copies the cues that tell of a disguise
    /// would learn from chance.
    pub disguised_weight: f64,
    /// Replicates of the bootstrap behind each interval of the card; 0 gives none.
    pub bootstrap: u32,
    /// Whether the other fits are cross-validated too, on the same folds.
    pub compare: bool,
    /// Whether each corpus is also judged by a model that saw none of it.
    pub leave_out: bool,
}

impl Plan {
    /// The values of the default model; `docs/model.md` says how each was chosen.
    pub fn new(fit: Fit) -> Plan {
        Plan {
            name: "default".into(),
            fit,
            recipe: Recipe::DEFAULT,
            generated: 8000,
            seed: 1,
            date: String::new(),
            alpha: 0.1,
            slot_scale: 4.0,
            personal_weight: 1.0,
            business_weight: 10.0,
            honest_weight: 0.2,
            prohibited_weight: 0.05,
            disguised_weight: 0.05,
            bootstrap: 1000,
            compare: false,
            leave_out: false,
        }
    }
}

/// A trained model and how it did on rows that it had not seen.
#[derive(Debug, Clone)]
pub struct Report {
    /// The model, fitted on all rows.
    pub scorer: Scorer,
    /// The rows used, corpora first.
    pub rows: Vec<Row>,
    /// The score of each row by the model of the folds it is not in; blocked by a threshold that was
    /// frozen on the corpora's ham of those folds.
    pub scored: Vec<Scored>,
    /// The same with the threshold frozen on all ham of those folds, generated ham included.
    pub scored_all: Vec<Scored>,
    /// The scores of all rows by models trained, calibrated and thresholded without generated rows; absent
    /// where the corpora alone have too few rows.
    pub without_generated: Option<Vec<Scored>>,
    /// The scores of all rows by each fit, the plan's own included; empty unless the plan compares.
    pub fits: Vec<(Fit, Vec<Scored>)>,
    /// For each corpus the scores of its rows by a model of all others; empty unless the plan leaves out.
    pub left_out: Vec<LeftOut>,
    /// All that can be said of the scores in `scored`, with intervals; disguised texts were scored by the
    /// models of the folds that the text is not in.
    pub evaluation: Evaluation,
    /// Rows dropped because an earlier one has the same normal form.
    pub duplicates: usize,
}

/// How one corpus fares with a model that saw none of it.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Place of the corpus.
    pub corpus: usize,
    /// Its rows that have no near-duplicate in another corpus, judged by a model, a calibration and a
    /// threshold that were all made from the other corpora and generated rows.
    pub scored: Vec<Scored>,
    /// Its rows that have one, and were not judged.
    pub shared: usize,
}

/// Why training failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrainError {
    /// The fit failed.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// Too little to cross-validate.
    #[error("{ham} rows of ham and {spam} of spam are too few; at least {least} of each are needed")]
    TooFew {
        /// Distinct rows of ham.
        ham: usize,
        /// Distinct rows of spam.
        spam: usize,
        /// Rows needed.
        least: usize,
    },
}

/// Trains a model. The same sources and plan give the same bytes.
pub fn train(sources: &[Source], plan: &Plan) -> Result<Report, TrainError> {
    let (data, duplicates) = Data::collect(sources, plan);
    let least = 4 * FOLDS;
    let n_spam = data.rows.iter().filter(|r| r.class.is_spam()).count();
    if n_spam < least || data.rows.len() - n_spam < least {
        return Err(TrainError::TooFew { ham: data.rows.len() - n_spam, spam: n_spam, least });
    }
    let all = |_: &Row| true;
    let corpora = |row: &Row| !row.is_generated() || sources.is_empty();

    let (models, with) = data.cross_validate(plan, plan.fit, all)?;
    let (scored, rules) = data.freeze(&with, all, corpora)?;
    let (scored_all, _) = data.freeze(&with, all, all)?;
    // Generated rows are no part of it, neither in the fit nor in calibration or threshold.
    let real = |spam: bool| data.rows.iter().filter(move |r| !r.is_generated() && r.class.is_spam() == spam);
    let without_generated = if real(true).count() < least || real(false).count() < least {
        None
    } else {
        let (_, without) = data.cross_validate(plan, plan.fit, |row| !row.is_generated())?;
        Some(data.freeze(&without, corpora, corpora)?.0)
    };
    let mut fits = Vec::new();
    if plan.compare {
        for fit in Fit::ALL {
            let judged = if fit == plan.fit {
                scored.clone()
            } else {
                let (_, logits) = data.cross_validate(plan, fit, all)?;
                data.freeze(&logits, all, corpora)?.0
            };
            fits.push((fit, judged));
        }
    }
    let left_out = if plan.leave_out && sources.len() > 1 {
        (0..sources.len())
            .into_par_iter()
            .map(|corpus| data.leave_out(plan, corpus))
            .collect::<Result<Vec<_>, FitError>>()?
    } else {
        Vec::new()
    };

    let everything: Vec<usize> = (0..data.rows.len()).collect();
    let weights = data.problem(&everything, plan).fit(plan.fit)?;
    let (a, b) = platt(&with, &data.spam())?;
    let ham = data.rows.iter().zip(&with).filter(|(r, _)| corpora(r) && !r.class.is_spam());
    let threshold = threshold_at(ham.map(|(_, z)| sigmoid(a * z + b)), HAM_BLOCKED);
    let info = ModelInfo {
        name: plan.name.clone(),
        version: 0,
        fit: plan.fit.name().into(),
        date: plan.date.clone(),
        made_by: concat!("carrierlab ", env!("CARGO_PKG_VERSION")).into(),
        seed: plan.seed,
        corpora: provenance(sources, &data.rows),
        threshold,
        measured: Vec::new(),
    };
    let scaled: Vec<f64> = weights.columns.iter().map(|w| a * w).collect();
    let (cues, slots) = scaled.split_at(Cue::ALL.len());
    let scorer = Scorer::new(info, plan.recipe, a * weights.bias + b, cues, slots);
    let crossed = Crossed { plan, folds: &data.folds, models: &models, rules: &rules, fitted: &scorer };
    let evaluation = crossed.evaluate(sources, &data.rows, &scored);
    let Data { rows, .. } = data;
    let report = Report {
        scorer,
        rows,
        scored,
        scored_all,
        without_generated,
        fits,
        left_out,
        evaluation,
        duplicates,
    };
    let measured = report.lines().iter().map(Measured::from).collect();
    Ok(Report { scorer: report.scorer.with_measured(measured), ..report })
}

/// Rows, what a model sees of them, and which belong together.
struct Data {
    rows: Vec<Row>,
    features: Vec<Features>,
    /// What a model sees of disguised copies of spam rows, each with the place of its row.
    disguised: Vec<(usize, Features)>,
    /// The near-duplicate cluster of each row of a corpus; generated rows have none.
    clusters: Vec<Option<u32>>,
    folds: Vec<usize>,
}

impl Data {
    /// All rows, without marks of anonymisation and without repeats, and how many repeats there were.
    fn collect(sources: &[Source], plan: &Plan) -> (Data, usize) {
        let draws = Draws::new(plan.seed, 0);
        let mut rows = Vec::new();
        for (corpus, source) in sources.iter().enumerate() {
            for (i, row) in source.rows.iter().enumerate() {
                let text = fill_placeholders(&row.text, &draws, splitmix(corpus as u64) ^ i as u64);
                rows.push(Row { text, class: source.class(row), corpus, weight: source.weight, kind: None });
            }
        }
        let generated = generate(plan.generated, plan.seed);
        rows.extend(generated.into_iter().map(|row| Row { corpus: sources.len(), ..row }));
        let found = rows.len();
        let mut seen: FxHashSet<String> = FxHashSet::default();
        rows.retain(|row| seen.insert(normalise(&row.text)));
        let duplicates = found - rows.len();

        let features = rows.par_iter().map(|r| plan.recipe.features(&r.text)).collect();
        let texts: Vec<String> = rows.iter().filter(|r| !r.is_generated()).map(|r| r.text.clone()).collect();
        let mut of_corpora = cluster(&texts, SIMILARITY).into_iter();
        let clusters: Vec<Option<u32>> =
            rows.iter().map(|r| if r.is_generated() { None } else { of_corpora.next() }).collect();
        let folds = folds(&rows, &clusters, plan.seed);
        let disguised = if plan.disguised_weight > 0.0 { disguise(&rows, plan) } else { Vec::new() };
        (Data { rows, features, disguised, clusters, folds }, duplicates)
    }

    fn spam(&self) -> Vec<bool> {
        self.rows.iter().map(|r| r.class.is_spam()).collect()
    }

    fn problem(&self, which: &[usize], plan: &Plan) -> Problem<'_> {
        let weight = |row: &Row| {
            row.weight
                * match row.class {
                    Class::GeneratedSpam => plan.prohibited_weight,
                    _ if row.is_generated() => plan.honest_weight,
                    Class::PersonalHam => plan.personal_weight,
                    Class::BusinessHam => plan.business_weight,
                    Class::Spam | Class::Smishing => 1.0,
                }
        };
        let mut problem = Problem {
            recipe: plan.recipe,
            features: which.iter().map(|&i| &self.features[i]).collect(),
            spam: which.iter().map(|&i| self.rows[i].class.is_spam()).collect(),
            weights: which.iter().map(|&i| weight(&self.rows[i])).collect(),
            alpha: plan.alpha,
            slot_scale: plan.slot_scale,
        };
        let mut used = vec![false; self.rows.len()];
        which.iter().for_each(|&i| used[i] = true);
        let share = plan.disguised_weight / DISGUISES.len() as f64;
        for (row, features) in self.disguised.iter().filter(|(row, _)| used[*row]) {
            problem.features.push(features);
            problem.spam.push(true);
            problem.weights.push(share * weight(&self.rows[*row]));
        }
        problem
    }

    /// A model for each fold, and the log-odds of each row by that of its own: fitted on those rows of the other folds for which `used` holds.
    fn cross_validate(
        &self,
        plan: &Plan,
        fit: Fit,
        used: impl Fn(&Row) -> bool + Sync,
    ) -> Result<(Vec<Weights>, Vec<f64>), FitError> {
        let models: Vec<Weights> = (0..FOLDS)
            .into_par_iter()
            .map(|fold| {
                let used = |&i: &usize| self.folds[i] != fold && used(&self.rows[i]);
                let which: Vec<usize> = (0..self.rows.len()).filter(used).collect();
                self.problem(&which, plan).fit(fit)
            })
            .collect::<Result<_, _>>()?;
        let logits = self.features.iter().zip(&self.folds).map(|(f, &fold)| models[fold].logit(f)).collect();
        Ok((models, logits))
    }

    /// Calibrates and thresholds the scores of each fold by what was found on the other folds: calibrates on
    /// the rows for which `calibrates` holds, sets the threshold on the ham for which `sets` holds.
    fn freeze(
        &self,
        logits: &[f64],
        calibrates: impl Fn(&Row) -> bool,
        sets: impl Fn(&Row) -> bool,
    ) -> Result<(Vec<Scored>, Vec<Rule>), FitError> {
        let mut rules = Vec::new();
        let mut scored = vec![Scored { probability: 0.0, spam: false, blocked: false }; self.rows.len()];
        for fold in 0..FOLDS {
            let others: Vec<usize> = (0..self.rows.len()).filter(|&i| self.folds[i] != fold).collect();
            let rule = self.rule(logits, &others, &calibrates, &sets)?;
            for i in (0..self.rows.len()).filter(|&i| self.folds[i] == fold) {
                scored[i] = rule.apply(logits[i], self.rows[i].class.is_spam());
            }
            rules.push(rule);
        }
        Ok((scored, rules))
    }

    /// Calibration and threshold from the scores of some rows, by models that had not seen them.
    fn rule(
        &self,
        logits: &[f64],
        rows: &[usize],
        calibrates: impl Fn(&Row) -> bool,
        sets: impl Fn(&Row) -> bool,
    ) -> Result<Rule, FitError> {
        let used = || rows.iter().filter(|&&i| calibrates(&self.rows[i]));
        let z: Vec<f64> = used().map(|&i| logits[i]).collect();
        let spam: Vec<bool> = used().map(|&i| self.rows[i].class.is_spam()).collect();
        let (a, b) = platt(&z, &spam)?;
        let ham = rows.iter().filter(|&&i| !self.rows[i].class.is_spam() && sets(&self.rows[i]));
        let threshold = threshold_at(ham.map(|&i| sigmoid(a * logits[i] + b)), HAM_BLOCKED);
        Ok(Rule { a, b, threshold })
    }

    /// Judges a corpus by what all others teach.
    fn leave_out(&self, plan: &Plan, corpus: usize) -> Result<LeftOut, FitError> {
        let others: Vec<usize> = (0..self.rows.len()).filter(|&i| self.rows[i].corpus != corpus).collect();
        let known: FxHashSet<u32> = others.iter().filter_map(|&i| self.clusters[i]).collect();
        let of_it: Vec<usize> = (0..self.rows.len()).filter(|&i| self.rows[i].corpus == corpus).collect();
        let (shared, judged): (Vec<usize>, Vec<usize>) =
            of_it.into_iter().partition(|&i| self.clusters[i].is_some_and(|c| known.contains(&c)));
        let (_, logits) = self.cross_validate(plan, plan.fit, |row| row.corpus != corpus)?;
        let rule = self.rule(&logits, &others, |_| true, |row| !row.is_generated())?;
        let model = self.problem(&others, plan).fit(plan.fit)?;
        let score = |&i: &usize| rule.apply(model.logit(&self.features[i]), self.rows[i].class.is_spam());
        Ok(LeftOut { corpus, scored: judged.iter().map(score).collect(), shared: shared.len() })
    }
}

/// Every spam row in each disguise.
fn disguise(rows: &[Row], plan: &Plan) -> Vec<(usize, Features)> {
    let draws = Draws::new(plan.seed, 0);
    let spam: Vec<usize> = (0..rows.len()).filter(|&i| rows[i].class.is_spam()).collect();
    let copies = |&i: &usize| {
        DISGUISES.map(|evasion| (i, plan.recipe.features(&evasion.apply(&rows[i].text, &draws, i as u64))))
    };
    spam.par_iter().flat_map_iter(copies).collect()
}

/// From log-odds to a probability and a decision.
struct Rule {
    a: f64,
    b: f64,
    threshold: f64,
}

impl Rule {
    fn apply(&self, logit: f64, spam: bool) -> Scored {
        let probability = sigmoid(self.a * logit + self.b);
        Scored { probability, spam, blocked: probability >= self.threshold }
    }
}

/// The models of all folds as one: each text belongs to the models that have not seen it.
struct Crossed<'a> {
    plan: &'a Plan,
    folds: &'a [usize],
    models: &'a [Weights],
    rules: &'a [Rule],
    /// The model of all rows, whose weights of cues are shown.
    fitted: &'a Scorer,
}

impl Crossed<'_> {
    fn evaluate(&self, sources: &[Source], rows: &[Row], scored: &[Scored]) -> Evaluation {
        let names: Vec<String> = sources.iter().map(|s| s.name.clone()).collect();
        let case = |(row, scored): (&Row, &Scored)| Case {
            text: row.text.clone(),
            corpus: row.corpus,
            class: row.class.name().into(),
            kind: row.kind,
            scored: *scored,
        };
        let cases: Vec<Case> = rows.iter().zip(scored).map(case).collect();
        evaluate(self, &names, &cases, Judging { seed: self.plan.seed, replicates: self.plan.bootstrap })
    }
}

impl Model for Crossed<'_> {
    fn recipe(&self) -> Recipe {
        self.plan.recipe
    }
    fn threshold(&self) -> Option<f64> {
        None // each fold has its own
    }
    fn cue_weight(&self, cue: Cue) -> f64 {
        self.fitted.cue_weight(cue)
    }
    fn rescore(&self, row: usize, features: &Features) -> (f64, bool) {
        let fold = self.folds[row];
        let Rule { a, b, .. } = self.rules[fold];
        let logit = self.models[fold].logit(features);
        (a * logit + b, self.rules[fold].apply(logit, true).blocked)
    }
}

/// The fold of each row. Near-duplicates share one, and so do all generated rows of a trade: no text is
/// judged by a model that saw its template, its kind or the kinds next to it.
fn folds(rows: &[Row], clusters: &[Option<u32>], seed: u64) -> Vec<usize> {
    let of = |key: u64| (splitmix(seed ^ splitmix(key)) % FOLDS as u64) as usize;
    let trades = trade_folds(seed);
    rows.iter()
        .zip(clusters)
        .map(|(row, cluster)| match row.kind {
            Some(kind) => trades[&(KINDS[kind].prohibited, KINDS[kind].trade)],
            None => of(u64::from(cluster.unwrap_or(0))),
        })
        .collect()
}

/// The fold of each trade of either half, so that all folds have about as many kinds: the largest trades
/// first, each to the fold with the fewest kinds so far.
fn trade_folds(seed: u64) -> BTreeMap<(bool, &'static str), usize> {
    let mut sizes: BTreeMap<(bool, &'static str), usize> = BTreeMap::new();
    for kind in &KINDS {
        *sizes.entry((kind.prohibited, kind.trade)).or_insert(0) += 1;
    }
    let mut order: Vec<_> = sizes.into_iter().collect();
    order.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    let mut load = [[0; FOLDS]; 2];
    let mut folds = BTreeMap::new();
    for (trade, kinds) in order {
        let load = &mut load[usize::from(trade.0)];
        let fold = (0..FOLDS)
            .min_by_key(|&fold| (load[fold], splitmix(seed ^ splitmix(fold as u64))))
            .expect("there are folds");
        load[fold] += kinds;
        folds.insert(trade, fold);
    }
    folds
}

fn provenance(sources: &[Source], rows: &[Row]) -> Vec<Corpus> {
    let count = |corpus: usize, spam: bool| {
        rows.iter().filter(|r| r.corpus == corpus && r.class.is_spam() == spam).count() as u64
    };
    let mut corpora: Vec<Corpus> = sources
        .iter()
        .enumerate()
        .map(|(i, s)| Corpus {
            name: s.name.clone(),
            sha256: s.sha256.clone(),
            ham: count(i, false),
            spam: count(i, true),
        })
        .collect();
    let generated: Vec<&str> = rows.iter().filter(|r| r.is_generated()).map(|r| r.text.as_str()).collect();
    if !generated.is_empty() {
        corpora.push(Corpus {
            name: "generated".into(),
            sha256: sha256(generated.join("\n").as_bytes()),
            ham: count(sources.len(), false),
            spam: count(sources.len(), true),
        });
    }
    corpora
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorer::Kind;
    use crate::scorer::corpus::{Label, Labelled};

    fn plan() -> Plan {
        let recipe = Recipe { slot_bits: 10, characters_max: 0, ..Recipe::DEFAULT };
        Plan { generated: 600, bootstrap: 0, recipe, ..Plan::new(Fit::Ftrl) }
    }

    /// For questions that a few features answer.
    fn small() -> Plan {
        let recipe = Recipe { slot_bits: 8, words_max: 1, cue_pairs: false, ..plan().recipe };
        Plan { generated: 0, recipe, ..plan() }
    }

    #[test]
    fn training_on_generated_rows_alone_works_and_repeats() {
        let report = train(&[], &plan()).unwrap();
        assert_eq!(report.scorer.to_json(), train(&[], &plan()).unwrap().scorer.to_json());
        let p = |text: &str| report.scorer.spam_probability(text);
        assert!(p("You won $5,000 cash! Claim your prize now http://win-today.example") > 0.8);
        assert!(p("Your appointment with Dr. Lee is on Monday at 9am. Reply C to confirm.") < 0.2);
    }

    #[test]
    fn no_trade_stands_on_both_sides_of_a_fold() {
        let (Data { rows, folds, .. }, _) = Data::collect(&[], &plan());
        for (a, fold) in rows.iter().zip(&folds) {
            for (b, other) in rows.iter().zip(&folds).take(300) {
                let same = |of: &dyn Fn(&Kind) -> (bool, &'static str)| {
                    of(&KINDS[a.kind.unwrap()]) == of(&KINDS[b.kind.unwrap()])
                };
                assert!(!same(&|k| (k.prohibited, k.trade)) || fold == other);
            }
        }
    }

    /// Two small corpora cut from generated rows.
    fn corpora() -> Vec<Source> {
        // Kinds come in turn: both corpora hold the same ones, and so near-duplicates.
        let rows = generate(540, 9);
        let part = |name: &str, from: usize| Source {
            name: name.into(),
            sha256: sha256(name.as_bytes()),
            rows: rows[from..from + 240]
                .iter()
                .map(|r| Labelled {
                    label: if r.class.is_spam() { Label::Spam } else { Label::Ham },
                    text: r.text.clone(),
                    time: None,
                    class: None,
                })
                .collect(),
            business: true,
            weight: 1.0,
        };
        vec![part("a.tsv", 0), part("b.tsv", 288)]
    }

    #[test]
    fn fits_are_compared_and_corpora_left_out_where_asked() {
        let plan = Plan { compare: true, leave_out: true, bootstrap: 10, ..small() };
        let report = train(&corpora(), &plan).unwrap();
        assert_eq!(report.fits.iter().map(|(fit, _)| *fit).collect::<Vec<_>>(), Fit::ALL);
        let (_, own) = report.fits.iter().find(|(fit, _)| *fit == plan.fit).unwrap();
        assert_eq!(*own, report.scored);
        assert_eq!(report.left_out.iter().map(|l| l.corpus).collect::<Vec<_>>(), [0, 1]);
        for left in &report.left_out {
            let rows = report.rows.iter().filter(|r| r.corpus == left.corpus).count();
            assert_eq!(left.scored.len() + left.shared, rows);
            assert!(left.shared > 0 && !left.scored.is_empty());
        }
        assert!(report.scorer.info().measured.iter().any(|m| m.rows.contains("b.tsv, left out")));
    }

    #[test]
    fn the_weight_of_a_corpus_moves_the_model() {
        let plan = small();
        let mut sources = corpora();
        let plain = train(&sources, &plan).unwrap().scorer.to_json();
        sources[1].weight = 0.1;
        assert_ne!(train(&sources, &plan).unwrap().scorer.to_json(), plain);
    }

    #[test]
    fn too_few_rows_are_an_error() {
        let none = Plan { generated: 0, ..plan() };
        let error = train(&[], &none).unwrap_err();
        assert!(matches!(error, TrainError::TooFew { ham: 0, spam: 0, .. }), "{error}");
    }
}
