//! Replications of a claim until it is decided, and what comes of them.

use std::sync::atomic::{AtomicBool, Ordering};

use super::contrast;
use super::document::{
    AxisResult, ClaimResult, ClaimsDocument, Combination, DoseResult, FactorialResult, MainEffect, MapResult,
    PartResult,
};
use super::judge::{self, Judged, Leaning, Question};
use super::measure;
use super::words;
use crate::engine::{Models, World, run};
use crate::experiment::in_order;
use crate::experiment::record::RunRecord;
use crate::experiment::statistics::{self, error_at, estimate, moments};
use crate::experiment::summary::Estimate;
use crate::ledger::{self, Detail, LOG_CHANGED, Scale};
use crate::rng::Draws;
use crate::scenario::claims::{
    AxisPlan, ClaimPlan, Direction, EffectPlan, EffectScale, ExpectedVerdict, FactorialPlan, Killed, Reading,
    Shape,
};

/// A file with its claims.
#[derive(Debug)]
pub struct ClaimFile {
    /// Its name, without folders.
    pub name: String,
    /// SHA-256 of its text.
    pub hash: String,
    /// The root of all draws.
    pub seed: u64,
    /// Replications to begin with.
    pub replications: u32,
    /// The indifference zone of shares.
    pub indifference: f64,
    /// The content models it uses.
    pub models: Models,
    /// Its claims.
    pub plans: Vec<ClaimPlan>,
}

/// How much is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// From the file's replications, doubled until decided or the claim's cap is reached; doses, maps and factorials
    /// with the file's replications.
    Default,
    /// As many replications as [`QUICK`] at most, and no doses, maps or factorials.
    Quick,
    /// So many replications of everything.
    Fixed(u32),
}

/// Replications of a quick look.
pub const QUICK: u32 = 8;

/// What has been done, told after each batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress<'p> {
    /// So many replications of a claim are done.
    Batch {
        /// Which claim.
        id: &'p str,
        /// Replications.
        replications: u32,
    },
    /// A claim is done, but for the correction of its verdict.
    Done {
        /// Which claim.
        id: &'p str,
        /// Of how many, this is the how-manieth, from 1.
        place: (usize, usize),
    },
}

/// What a call of [`claims`] is given beside the files.
pub struct Surroundings<'s> {
    /// How much is done.
    pub effort: Effort,
    /// The command, as it was typed, for the document.
    pub command: String,
    /// Threads; 0 is one a core. The results do not depend on it.
    pub jobs: usize,
    /// Once set, nothing more is begun.
    pub stop: &'s AtomicBool,
    /// Told how far the work is.
    pub tell: &'s dyn Fn(Progress<'_>),
    /// Seconds since some moment.
    pub clock: &'s dyn Fn() -> f64,
}

/// Tests every claim of every file. Claims that were not finished when `stop` was set are left out.
///
/// # Errors
/// A world that cannot be built, with the claim it belongs to.
pub fn claims(files: &[ClaimFile], around: &Surroundings<'_>) -> Result<ClaimsDocument, String> {
    let parts = files.iter().flat_map(|f| &f.plans).map(|p| p.parts.len()).sum::<usize>();
    let all = files.iter().map(|f| f.plans.len()).sum();
    let (mut results, mut leanings) = (Vec::new(), Vec::new());
    for (file, plan) in files.iter().flat_map(|f| f.plans.iter().map(move |p| (f, p))) {
        let began = (around.clock)();
        let id = &plan.settings.id;
        let mut trial = Trial::new(file, plan, around.effort).map_err(|e| format!("claim `{id}`: {e}"))?;
        let Some(tested) = trial.test(around, parts) else { break };
        let place = (results.len() + 1, all);
        results.push(ClaimResult { seconds: (around.clock)() - began, ..tested.result });
        leanings.push(tested.leanings);
        (around.tell)(Progress::Done { id, place });
    }
    let ids = files.iter().flat_map(|f| &f.plans).map(|p| &p.settings.id);
    let flat: Vec<(Leaning, u32)> = leanings.iter().flatten().copied().collect();
    let mut judged = judge::family(&flat).into_iter();
    for result in &mut results {
        let own: Vec<Judged> = judged.by_ref().take(result.parts.len()).collect();
        settle(result, &own);
    }
    Ok(ClaimsDocument {
        schema_version: 1,
        version: env!("CARGO_PKG_VERSION").into(),
        effort: match around.effort {
            Effort::Default => "default".into(),
            Effort::Quick => "quick".into(),
            Effort::Fixed(_) => "fixed".into(),
        },
        command: around.command.clone(),
        untested: ids.skip(results.len()).cloned().collect(),
        passed: results.len() == all && results.iter().all(|r| r.passed),
        claims: results,
    })
}

/// Writes the verdicts of the family into a claim.
fn settle(result: &mut ClaimResult, judged: &[Judged]) {
    for (part, judged) in result.parts.iter_mut().zip(judged) {
        part.verdict = judged.verdict.into();
        part.error = judged.error;
        part.level = judged.level;
    }
    let all = |verdict: &str| judged.iter().all(|j| j.verdict == verdict);
    let any = |verdict: &str| judged.iter().any(|j| j.verdict == verdict);
    result.verdict = match () {
        () if all("supported") => "supported".into(),
        () if any("refuted") => "refuted".into(),
        () => "inconclusive".into(),
    };
    let as_expected = result.verdict == result.expected || result.verdict == "inconclusive";
    result.passed = as_expected && result.kill_switch_ok && result.dose_ok != Some(false);
}

/// A claim under test.
struct Trial<'t> {
    file: &'t ClaimFile,
    plan: &'t ClaimPlan,
    /// Everything that is read in each world.
    readings: Vec<Vec<&'t Reading>>,
    /// The worlds that will be run; those of figures alone are not built for a quick look.
    worlds: Vec<Option<World>>,
    /// By world, then replication, then reading.
    values: Vec<Vec<Vec<Option<f64>>>>,
}

/// A claim that was tested, before the family is judged.
struct Tested {
    result: ClaimResult,
    leanings: Vec<(Leaning, u32)>,
}

impl<'t> Trial<'t> {
    fn new(file: &'t ClaimFile, plan: &'t ClaimPlan, effort: Effort) -> Result<Trial<'t>, String> {
        let mut readings: Vec<Vec<&Reading>> = vec![Vec::new(); plan.worlds.len()];
        let effects: Vec<&EffectPlan> =
            if effort == Effort::Quick { plan.of_parts().collect() } else { plan.effects().collect() };
        for reading in effects.into_iter().flat_map(|e| &e.terms).map(|t| &t.reading) {
            let own = &mut readings[reading.world];
            if !own.contains(&reading) {
                own.push(reading);
            }
        }
        let worlds = plan
            .worlds
            .iter()
            .zip(&readings)
            .map(|(world, read)| match read.is_empty() {
                true => Ok(None),
                false => World::new(world.clone(), &file.models).map(Some).map_err(|e| e.to_string()),
            })
            .collect::<Result<_, _>>()?;
        Ok(Trial { file, plan, readings, worlds, values: vec![Vec::new(); plan.worlds.len()] })
    }

    /// Replications from which it starts, and the most it may take.
    fn sizes(&self, effort: Effort) -> (u32, u32) {
        match effort {
            Effort::Default => {
                (self.file.replications, self.plan.settings.at_most.max(self.file.replications))
            }
            Effort::Quick => (self.file.replications.min(QUICK), self.file.replications.min(QUICK)),
            Effort::Fixed(n) => (n, n),
        }
    }

    /// Runs what the effects need until each world has `n` replications; false if it was stopped. The order is
    /// replication by replication, so that nothing is ahead of the rest.
    fn replicate<'e>(
        &mut self,
        effects: impl Iterator<Item = &'e EffectPlan>,
        n: u32,
        around: &Surroundings<'_>,
    ) -> bool {
        let mut wanted: Vec<usize> = effects.flat_map(|e| &e.terms).map(|t| t.reading.world).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for replication in 0..n as usize {
            runs.extend(
                wanted.iter().filter(|w| replication >= self.values[**w].len()).map(|&w| (replication, w)),
            );
        }
        let work = |at: usize| {
            let (replication, w) = runs[at];
            let world = self.worlds[w].as_ref().expect("every world that is read was built");
            let draws = Draws::new(self.file.seed, replication as u64);
            let record =
                RunRecord::of(world, replication as u32, run(world, &draws, detail(&self.readings[w])));
            self.readings[w].iter().map(|r| measure::read(r, &record)).collect::<Vec<_>>()
        };
        let made = in_order(runs.len(), around.jobs, around.stop, &work);
        let whole = made.len() == runs.len();
        if whole {
            for (at, values) in made {
                self.values[runs[at].1].push(values);
            }
        }
        whole && !around.stop.load(Ordering::Relaxed)
    }

    /// The effect in each of the first `n` replications; `None` where something was not measured.
    fn values(&self, effect: &EffectPlan, n: u32) -> Vec<Option<f64>> {
        let term = |reading: &Reading, replication: usize| -> Option<f64> {
            let at = self.readings[reading.world].iter().position(|r| *r == reading)?;
            let value = self.values[reading.world][replication][at]?;
            match effect.scale {
                EffectScale::Difference => Some(value),
                EffectScale::Log2 => (value > 0.0).then(|| libm::log2(value)),
            }
        };
        let of = |replication: usize| -> Option<f64> {
            // Plus and minus are added up apart, so that what is alike on both sides cancels to the last bit.
            let side = |plus: bool| -> Option<f64> {
                let own = effect.terms.iter().filter(|t| (t.sign > 0.0) == plus);
                own.map(|t| term(&t.reading, replication)).sum()
            };
            let sum = side(true)? - side(false)?;
            // Digests have no size: they are alike or not.
            let digests = effect.terms[0].reading.metric == LOG_CHANGED;
            Some(if digests { f64::from(u8::from(sum != 0.0)) } else { sum })
        };
        (0..n as usize).map(of).collect()
    }

    fn estimate(&self, effect: &EffectPlan, n: u32) -> Estimate {
        estimate(self.values(effect, n))
    }

    /// The questions of all parts, the claim's own first.
    fn questions(&self) -> Vec<Question> {
        let claim = &self.plan.settings;
        let zone = |own: Option<f64>, metric: &str, scale: EffectScale| {
            let share = ledger::measure(metric).is_some_and(|m| m.scale == Scale::Share);
            let usual = share && scale == EffectScale::Difference;
            own.unwrap_or(if usual { self.file.indifference } else { 0.0 })
        };
        let own = Question {
            direction: claim.direction,
            target: claim.target,
            zone: zone(claim.zone, &claim.metric, claim.scale),
        };
        let more = claim.also.iter().map(|part| Question {
            direction: part.direction,
            target: part.target,
            zone: zone(part.zone, part.metric.as_ref().unwrap_or(&claim.metric), part.scale),
        });
        std::iter::once(own).chain(more).collect()
    }

    /// Tests the claim; `None` if it was stopped.
    fn test(&mut self, around: &Surroundings<'_>, family: usize) -> Option<Tested> {
        let (first, cap) = self.sizes(around.effort);
        let looks =
            std::iter::successors(Some(first), |n| (*n < cap).then(|| (n * 2).min(cap))).count() as u32;
        let plan = self.plan;
        let questions = self.questions();
        let mut n = first;
        let leanings = loop {
            if !self.replicate(plan.of_parts(), n, around) {
                return None;
            }
            (around.tell)(Progress::Batch { id: &plan.settings.id, replications: n });
            let lean = |(part, question): (&crate::scenario::claims::PartPlan, &Question)| {
                question.lean(&present(&self.values(&part.effect, n)))
            };
            let leanings: Vec<Leaning> = plan.parts.iter().zip(&questions).map(lean).collect();
            // Bonferroni over looks and family is never bolder than what is judged in the end.
            let decided = |l: &Leaning| l.error * f64::from(looks) * (family as f64) < 0.05;
            if n >= cap || leanings.iter().all(decided) {
                break leanings;
            }
            n = (n * 2).min(cap);
        };
        let wide = around.effort != Effort::Quick;
        if wide {
            let figures = plan.figures();
            if !self.replicate(figures, first, around) {
                return None;
            }
        }
        let parts = self.parts(&questions, n);
        let dose = plan.dose.as_ref().filter(|_| wide);
        let dose_ok = dose.and_then(|d| self.shape(&d.effects, first));
        let headline = &parts[0];
        let bounds = |e: &Estimate| e.lo.zip(e.hi).map(|(lo, hi)| [lo, hi]);
        let claim = &plan.settings;
        let result = ClaimResult {
            id: claim.id.clone(),
            says: claim.says.clone(),
            source: claim.source.clone(),
            mechanism: claim.mechanism.clone(),
            finding: claim.finding.clone(),
            file: self.file.name.clone(),
            file_hash: self.file.hash.clone(),
            seed: self.file.seed,
            contrast: headline.contrast.clone(),
            metric: claim.metric.clone(),
            effect: headline.effect.mean,
            ci95: bounds(&headline.effect),
            killed_effect: headline.killed.as_ref().and_then(|k| k.mean),
            killed_ci95: headline.killed.as_ref().and_then(bounds),
            verdict: String::new(),
            expected: match claim.expect {
                ExpectedVerdict::Supported => "supported".into(),
                ExpectedVerdict::Refuted => "refuted".into(),
                ExpectedVerdict::Inconclusive => "inconclusive".into(),
            },
            kill_switch_ok: parts.iter().all(|p| p.kill_ok),
            dose_ok,
            passed: false,
            replications: n,
            seconds: 0.0,
            dose: dose.map(|d| DoseResult {
                axis: axis(&d.axis),
                effects: d.effects.iter().map(|e| self.estimate(e, first)).collect(),
                killed: d.killed.iter().map(|e| self.estimate(e, first)).collect(),
                shape: shape_name(claim.dose.as_ref().map_or(Shape::Any, |d| d.shape)).into(),
                replications: first,
            }),
            map: plan.map.as_ref().filter(|_| wide).map(|m| {
                let all: Vec<&EffectPlan> = m.effects.iter().flatten().collect();
                let values: Vec<Vec<f64>> = all.iter().map(|e| present(&self.values(e, first))).collect();
                let verdicts: Vec<String> =
                    statistics::family(&values, questions[0].zone).into_iter().map(|d| d.verdict).collect();
                MapResult {
                    contrast: words::of_map(claim),
                    x: axis(&m.x),
                    y: axis(&m.y),
                    effects: (m.effects.iter())
                        .map(|row| row.iter().map(|e| self.estimate(e, first)).collect())
                        .collect(),
                    verdicts: verdicts.chunks(m.x.at.len()).map(<[String]>::to_vec).collect(),
                    replications: first,
                }
            }),
            factorial: plan.factorial.as_ref().filter(|_| wide).map(|f| self.factorial(f, first)),
            parts,
        };
        Some(Tested { result, leanings: leanings.into_iter().map(|l| (l, looks)).collect() })
    }

    fn parts(&self, questions: &[Question], n: u32) -> Vec<PartResult> {
        let claim = &self.plan.settings;
        let first = (None, claim.killed);
        let rest = claim.also.iter().map(|part| (Some(part), part.killed));
        std::iter::once(first)
            .chain(rest)
            .zip(&self.plan.parts)
            .zip(questions)
            .map(|(((part, must), plan), question)| {
                let killed = plan.killed.as_ref().map(|k| self.estimate(k, n));
                let must = if killed.is_none() { Killed::None } else { must };
                let left = killed.as_ref().map(|k| present(&k.values)).unwrap_or_default();
                PartResult {
                    says: part.map_or_else(|| claim.says.clone(), |p| p.says.clone()),
                    contrast: words::contrast(claim, part),
                    metric: plan.effect.terms[0].reading.metric.clone(),
                    scale: match plan.effect.scale {
                        EffectScale::Difference => "difference".into(),
                        EffectScale::Log2 => "log2".into(),
                    },
                    alone: plan.effect.terms.len() == 1,
                    direction: match question.direction {
                        Direction::Increase => "increase".into(),
                        Direction::Decrease => "decrease".into(),
                        Direction::Equal => "equal".into(),
                    },
                    target: question.target,
                    zone: question.zone,
                    effect: self.estimate(&plan.effect, n),
                    // Exactly zero is said of every replication, so each of them has to have a value.
                    kill_ok: must == Killed::None
                        || judge::killed(must, *question, &left)
                            && (must != Killed::Exact || left.len() == n as usize),
                    killed,
                    one_world: plan.killed.as_ref().is_some_and(|k| k.is_of_one_world()),
                    killed_must: match must {
                        Killed::Gone => "gone".into(),
                        Killed::Exact => "exact".into(),
                        Killed::Appears => "appears".into(),
                        Killed::None => "none".into(),
                    },
                    error: 1.0,
                    level: 0.0,
                    verdict: String::new(),
                }
            })
            .collect()
    }

    /// Whether doses move the effect as the file says: no, where a step surely goes the other way or the last is surely
    /// not past the first; yes, where the last surely is. `None` where the file says nothing or it cannot be told.
    fn shape(&self, effects: &[EffectPlan], n: u32) -> Option<bool> {
        let up = match self.plan.settings.dose.as_ref()?.shape {
            Shape::Any => return None,
            Shape::Rises => 1.0,
            Shape::Falls => -1.0,
        };
        let values: Vec<Vec<Option<f64>>> = effects.iter().map(|e| self.values(e, n)).collect();
        let step = |from: usize, to: usize| -> Vec<f64> {
            let pairs = values[from].iter().zip(&values[to]);
            pairs.filter_map(|(a, b)| Some(up * (b.as_ref()? - a.as_ref()?))).collect()
        };
        let last = effects.len() - 1;
        let sure = |steps: &[f64], level: f64, sign: f64| {
            moments(steps).is_some_and(|(mean, _)| mean * sign > 0.0) && error_at(steps, 0.0) < level
        };
        let back = (0..last).any(|k| sure(&step(k, k + 1), 0.05 / last as f64, -1.0));
        let whole = step(0, last);
        let flat = whole.len() > 1 && whole.iter().all(|x| *x == 0.0);
        if back || flat || sure(&whole, 0.05, -1.0) {
            Some(false)
        } else {
            sure(&whole, 0.05, 1.0).then_some(true)
        }
    }

    fn factorial(&self, plan: &FactorialPlan, n: u32) -> FactorialResult {
        let k = plan.factors.len();
        let levels: Vec<Vec<Vec<Option<f64>>>> =
            plan.levels.iter().map(|row| row.iter().map(|e| self.values(e, n)).collect()).collect();
        let effect = |mask: usize, metric: usize| -> Estimate {
            let of = |replication: usize| -> Option<f64> {
                let row = levels.iter().map(|level| level[metric][replication]);
                Some(contrast::effect(&row.collect::<Option<Vec<f64>>>()?, mask))
            };
            estimate((0..n as usize).map(of).collect())
        };
        let masks = (1..1usize << k).filter(|m| m.count_ones() <= 2);
        let mut masks: Vec<usize> = masks.collect();
        masks.sort_by_key(|m| (m.count_ones(), *m));
        FactorialResult {
            factors: plan.factors.clone(),
            metrics: plan.metrics.clone(),
            combinations: (levels.iter().enumerate())
                .map(|(bits, row)| Combination {
                    on: (0..k).map(|f| bits >> f & 1 == 1).collect(),
                    levels: row.iter().map(|v| estimate(v.clone())).collect(),
                })
                .collect(),
            effects: (masks.into_iter())
                .map(|mask| MainEffect {
                    factors: (0..k).filter(|f| mask >> f & 1 == 1).map(|f| plan.factors[f].clone()).collect(),
                    effects: (0..plan.metrics.len()).map(|m| effect(mask, m)).collect(),
                })
                .collect(),
            replications: n,
        }
    }
}

/// What has to be written down for these readings.
fn detail(readings: &[&Reading]) -> Detail {
    if readings.iter().any(|r| r.metric == LOG_CHANGED) { Detail::Digest } else { Detail::Tallies }
}

fn present(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().flatten().copied().collect()
}

fn axis(plan: &AxisPlan) -> AxisResult {
    AxisResult { label: plan.label.clone(), at: plan.at.clone(), labels: plan.labels.clone(), log: plan.log }
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Any => "any",
        Shape::Rises => "rises",
        Shape::Falls => "falls",
    }
}
