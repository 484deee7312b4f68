//! From the records of all runs to the summary document.

use std::collections::BTreeMap;

use super::expectations;
use super::modes;
use super::ranking;
use super::record::{RunRecord, Values};
use super::recovery::Recovery;
use super::replicate::Arm;
use super::statistics::{difference, estimate, family_at};
use super::summary::{
    Age, CarrierInfo, ContentModel, ExpectationResult, Group, Loss, Metrics, Part, Series, StrategyResult,
    Summary, ThresholdCourse, Verdict,
};
use crate::ledger::{Cause, Course, METRICS, Scale};
use crate::scenario::file::Expectation;

/// Spans of one strategy that the summary carries; the rest is in the tables.
const SPANS_MAX: usize = 400;

/// What the summary says of the scenario and the run.
#[derive(Debug, Clone)]
pub struct Header {
    /// Name of the scenario.
    pub scenario: String,
    /// The question it asks.
    pub about: String,
    /// Simulated time, as written.
    pub horizon: String,
    /// The root of all draws.
    pub seed: u64,
    /// SHA-256 of the resolved scenario.
    pub scenario_hash: String,
    /// Replications asked for.
    pub replications: u32,
    /// Differences smaller than this are of no interest.
    pub indifference: f64,
    /// Among how many looks the error of the comparison is divided; 1 where their number does not depend on it.
    pub looks: u32,
    /// The content models in use.
    pub models: Vec<ContentModel>,
}

/// Makes the summary. `records` are by replication, then arm.
pub fn summarise(
    header: &Header,
    arms: &[Arm],
    records: &[Vec<RunRecord>],
    assertions: &[Expectation],
) -> Summary {
    let mut notes = Vec::new();
    let done = records.len() as u32;
    let partial = done < header.replications;
    if partial {
        notes.push(format!(
            "Interrupted: {done} of {} replications finished; every estimate rests on those.",
            header.replications
        ));
    }
    let settings = arms[0].world.settings();
    let carriers: Vec<CarrierInfo> = settings
        .carriers
        .iter()
        .map(|c| CarrierInfo {
            name: c.name.clone(),
            preset: c.preset.clone().unwrap_or_default(),
            share: c.share.value(),
        })
        .collect();
    let delivered: Vec<Vec<f64>> =
        (0..arms.len()).map(|a| records.iter().filter_map(|r| r[a].all["delivered"]).collect()).collect();
    let pairs = |a: usize, metric: &str| -> Vec<f64> {
        records.iter().filter_map(|r| Some(r[a].all[metric]? - r[0].all[metric]?)).collect()
    };
    let rivals: Vec<Vec<f64>> = (1..arms.len()).map(|a| pairs(a, "delivered")).collect();
    let primary = family_at(&rivals, header.indifference, 0.05 / f64::from(header.looks));

    // A threshold that one strategy moves is drawn for all: one that stands still is an answer too.
    let moves: Vec<bool> =
        (0..carriers.len()).map(|c| records.iter().flatten().any(|r| moved(r, c))).collect();

    let strategies: Vec<StrategyResult> = arms
        .iter()
        .enumerate()
        .map(|(a, arm)| {
            let runs: Vec<&RunRecord> = records.iter().map(|r| &r[a]).collect();
            let mut differences = BTreeMap::new();
            if a > 0 {
                for metric in METRICS {
                    let pairs = pairs(a, metric.name);
                    if !pairs.is_empty() {
                        let zone = if metric.scale == Scale::Share { header.indifference } else { 0.0 };
                        differences.insert(metric.name.to_owned(), difference(&pairs, 0.95, zone));
                    }
                }
                differences.insert("delivered".into(), primary[a - 1].clone());
            }
            let spans: Vec<_> = runs.first().map(|r| r.spans.concat()).unwrap_or_default();
            if spans.len() > SPANS_MAX {
                notes.push(format!(
                    "{}: {} stays on a blacklist in replication 0; the figure shows the first {SPANS_MAX}.",
                    arm.name,
                    spans.len()
                ));
            }
            let groups = modes::groups(&delivered[a]);
            StrategyResult {
                name: arm.name.clone(),
                about: arm.about.clone(),
                metrics: metrics(runs.iter().map(|r| &r.all)),
                carriers: carriers
                    .iter()
                    .enumerate()
                    .map(|(c, info)| Part {
                        name: info.name.clone(),
                        metrics: metrics(runs.iter().map(|r| &r.carriers[c])),
                        groups: Vec::new(),
                    })
                    .collect(),
                senders: settings
                    .senders
                    .iter()
                    .enumerate()
                    .map(|(s, sender)| Part {
                        name: sender.name.clone(),
                        metrics: metrics(runs.iter().map(|r| &r.senders[s])),
                        groups: groups_of_sender(&runs, s),
                    })
                    .collect(),
                losses: losses(&runs),
                differences,
                ages: ages(&runs),
                series: series(&carriers, &runs, &moves),
                recovery: Recovery::of(
                    runs.iter().flat_map(|r| &r.stays).copied().collect(),
                    runs.iter().flat_map(|r| &r.episodes).sum(),
                ),
                blacklist_spans: spans.into_iter().take(SPANS_MAX).collect(),
                bimodal: !groups.is_empty(),
                groups,
            }
        })
        .collect();
    if settings.senders.len() > 1 {
        notes.push(format!(
            "{} senders are pooled in the headline; each of them stands apart under all metrics and in the tables.",
            settings.senders.len()
        ));
    }
    let attempted = |a: usize| strategies[a].metrics["attempted"].mean.unwrap_or(0.0);
    for (a, arm) in arms.iter().enumerate().skip(1) {
        let (n, of) = (attempted(a), attempted(0));
        if (n - of).abs() > of * 0.01 {
            notes.push(format!(
                "{}: {n:.0} messages were due before the horizon, against {of:.0} of the baseline; shares are of what was attempted.",
                arm.name
            ));
        }
    }
    let judged = judged(records);
    notes.extend(judged.note.filter(|_| arms.len() > 1).map(str::to_owned));
    let judging = Judging { arms, zone: header.indifference, looks: header.looks };
    let verdict = judging.verdict(records);
    let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
    let all: Vec<Vec<Option<f64>>> =
        (0..arms.len()).map(|a| records.iter().map(|r| r[a].all[judged.metric]).collect()).collect();
    let ranking = ranking::rank(&names, &all, header.seed);
    let expectations: Vec<ExpectationResult> =
        assertions.iter().map(|a| expectations::check(a, &strategies)).collect();
    Summary {
        schema_version: 1,
        version: env!("CARGO_PKG_VERSION").into(),
        scenario: header.scenario.clone(),
        about: header.about.clone(),
        horizon: header.horizon.clone(),
        seed: header.seed,
        scenario_hash: header.scenario_hash.clone(),
        replications_asked: header.replications,
        replications: done,
        partial,
        baseline: arms[0].name.clone(),
        indifference: header.indifference,
        carriers,
        models: header.models.clone(),
        strategies,
        verdict,
        ranking,
        passed: expectations.iter().all(|e| e.passed),
        expectations,
        notes,
    }
}

/// Groups in what one sender delivered; with one sender alone they are those of the strategy.
fn groups_of_sender(runs: &[&RunRecord], s: usize) -> Vec<Group> {
    let several = runs.first().is_some_and(|r| r.senders.len() > 1);
    let own: Vec<f64> = runs.iter().filter_map(|r| r.senders[s]["delivered"]).filter(|_| several).collect();
    modes::groups(&own)
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// Every metric of a slice, over replications.
fn metrics<'a>(runs: impl Iterator<Item = &'a Values>) -> Metrics {
    let runs: Vec<&Values> = runs.collect();
    METRICS
        .iter()
        .map(|m| {
            let mut estimate = estimate(runs.iter().map(|values| values[m.name]).collect());
            // What cannot be negative is not, and no share is above one, whatever Student says of a rare event.
            if !m.signed {
                estimate.lo = estimate.lo.map(|lo| lo.max(0.0));
            }
            if m.scale == Scale::Share {
                estimate.hi = estimate.hi.map(|hi| hi.min(1.0));
            }
            (m.name.to_owned(), estimate)
        })
        .collect()
}

fn losses(runs: &[&RunRecord]) -> Vec<Loss> {
    let shares: Vec<[f64; Cause::N]> = runs.iter().map(|r| r.losses()).collect();
    let mut losses: Vec<Loss> = Cause::all()
        .filter(|cause| shares.iter().any(|s| s[cause.index()] > 0.0))
        .map(|cause| Loss {
            cause: cause.name().into(),
            label: cause.label().into(),
            share: estimate(shares.iter().map(|s| Some(s[cause.index()])).collect()),
        })
        .collect();
    losses.sort_by(|a, b| b.share.mean.unwrap_or(0.0).total_cmp(&a.share.mean.unwrap_or(0.0)));
    losses
}

/// The time course at each carrier; its threshold too where `moves` says that some strategy moves it.
fn series(carriers: &[CarrierInfo], runs: &[&RunRecord], moves: &[bool]) -> Vec<Series> {
    let Some(first) = runs.first() else { return Vec::new() };
    carriers
        .iter()
        .enumerate()
        .map(|(c, info)| {
            let mean = |of: &dyn Fn(&Course) -> &Vec<u32>| -> Vec<f64> {
                let bins = of(&first.courses[c]).len();
                let total = |bin| runs.iter().map(|r| f64::from(of(&r.courses[c])[bin])).sum::<f64>();
                (0..bins).map(|bin| total(bin) / runs.len() as f64).collect()
            };
            Series {
                carrier: info.name.clone(),
                bin_hours: first.bin_hours,
                screened: mean(&|c| &c.screened),
                delivered: mean(&|c| &c.delivered),
                dropped: mean(&|c| &c.dropped),
                complaints: mean(&|c| &c.complaints),
                threshold: moves[c].then(|| threshold(c, runs)).flatten(),
            }
        })
        .collect()
}

/// Whether the threshold of a carrier moved in that run.
fn moved(run: &RunRecord, c: usize) -> bool {
    let course = &run.courses[c].threshold;
    course.iter().any(|x| *x != course[0])
}

/// The threshold of a carrier over time, a flat line where it stood still.
fn threshold(c: usize, runs: &[&RunRecord]) -> Option<ThresholdCourse> {
    let of = |r: &RunRecord| -> Vec<f64> { r.courses[c].threshold.iter().map(|x| f64::from(*x)).collect() };
    let all: Vec<Vec<f64>> = runs.iter().map(|r| of(r)).collect();
    let bins = all.iter().map(Vec::len).min().filter(|n| *n > 0)?;
    let counts = |of: &Vec<u32>| of.iter().map(|n| f64::from(*n)).collect();
    Some(ThresholdCourse {
        mean: (0..bins).map(|bin| all.iter().map(|v| v[bin]).sum::<f64>() / all.len() as f64).collect(),
        first: all[0].clone(),
        first_screened: counts(&runs[0].courses[c].screened),
        first_dropped: counts(&runs[0].courses[c].dropped),
    })
}

/// What was due and delivered on each day of a number's life.
fn ages(runs: &[&RunRecord]) -> Vec<Age> {
    let days = runs.iter().map(|r| r.ages.attempted.len()).max().unwrap_or(0);
    let at = |of: &Vec<u32>, day: usize| f64::from(of.get(day).copied().unwrap_or(0));
    let age = |day: usize| {
        let share = |r: &&RunRecord| {
            let due = at(&r.ages.attempted, day);
            (due > 0.0).then(|| at(&r.ages.delivered, day) / due)
        };
        let mut delivered = estimate(runs.iter().map(share).collect());
        delivered.lo = delivered.lo.map(|lo| lo.max(0.0));
        delivered.hi = delivered.hi.map(|hi| hi.min(1.0));
        let due = runs.iter().map(|r| at(&r.ages.attempted, day)).sum::<f64>();
        Age { day: day as u32, attempted: due / runs.len() as f64, delivered }
    };
    (0..days).map(age).collect()
}

/// How strategies are judged.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    pub(super) arms: &'a [Arm],
    /// The indifference zone.
    pub(super) zone: f64,
    /// Among how many looks the error is divided.
    pub(super) looks: u32,
}

impl Judging<'_> {
    /// The verdict on these records.
    pub(super) fn verdict(self, records: &[Vec<RunRecord>]) -> Verdict {
        verdict(self, judged(records), &judged_values(self.arms.len(), records))
    }
}

/// By arm, the values of the metric that strategies are judged by.
pub(super) fn judged_values(n_arms: usize, records: &[Vec<RunRecord>]) -> Vec<Vec<f64>> {
    let metric = judged(records).metric;
    (0..n_arms).map(|a| records.iter().filter_map(|r| r[a].all[metric]).collect()).collect()
}

/// What strategies are judged by: a metric, and what the best of them did in words.
#[derive(Clone, Copy)]
struct Judged {
    metric: &'static str,
    most: &'static str,
    as_much: &'static str,
    /// Why it is not `delivered`.
    note: Option<&'static str>,
}

/// Websites that send one-time codes are judged by the codes that people entered: a message to a bot is no success.
/// Where strategies try again or hold back, shares of what was attempted do not compare, but what was reached does.
fn judged(records: &[Vec<RunRecord>]) -> Judged {
    let all = || records.iter().flatten().map(|r| &r.all);
    if all().any(|v| v["codes_completed"].is_some()) {
        return Judged {
            metric: "codes_completed",
            most: "had most codes entered",
            as_much: "had as many codes entered as",
            note: Some(
                "Strategies are judged by the codes that people entered; what bots cost stands beside it.",
            ),
        };
    }
    let differs = |v: &Values| {
        v["withheld"].is_some_and(|w| w > 0.0)
            || v["reached"].zip(v["delivered"]).is_some_and(|(r, d)| (r - d).abs() > 1e-12)
    };
    if all().any(differs) {
        return Judged {
            metric: "reached",
            most: "reached most",
            as_much: "reached as much as",
            note: Some("Strategies are judged by what they reached: they do not attempt the same."),
        };
    }
    Judged { metric: "delivered", most: "delivered most", as_much: "delivered as much as", note: None }
}

/// The winner on the metric of `judged`, if one is ahead of every other by more than the indifference zone, with
/// intervals corrected for the number of rivals.
fn verdict(judging: Judging<'_>, judged: Judged, delivered: &[Vec<f64>]) -> Verdict {
    let Judging { arms, zone, looks } = judging;
    let (most, as_much) = (judged.most, judged.as_much);
    let answer = |kind: &str, winner: Option<&str>, sentence: String| Verdict {
        metric: judged.metric.into(),
        kind: kind.into(),
        winner: winner.map(str::to_owned),
        sentence,
    };
    let n = delivered.iter().map(Vec::len).max().unwrap_or(0);
    if n == 0 {
        return answer("none", None, "nothing was sent before the horizon.".into());
    }
    if arms.len() == 1 {
        return answer("none", None, "one strategy, so there is nothing to compare.".into());
    }
    if let Some(idle) = delivered.iter().position(|values| values.len() < n) {
        let sentence = format!("{} sent nothing before the horizon.", quoted(&arms[idle].name));
        return answer("none", None, sentence);
    }
    let mean = |a: usize| delivered[a].iter().sum::<f64>() / n as f64;
    let mut order: Vec<usize> = (0..arms.len()).collect();
    order.sort_by(|&a, &b| mean(b).total_cmp(&mean(a)).then(a.cmp(&b)));
    let best = order[0];
    if mean(best) == 0.0 {
        return answer(
            "none",
            None,
            if judged.metric == "delivered" {
                "no strategy delivered anything.".into()
            } else {
                "no strategy reached anybody.".into()
            },
        );
    }
    let rivals: Vec<Vec<f64>> = order[1..].iter().map(|&a| minus(&delivered[best], &delivered[a])).collect();
    let ahead = family_at(&rivals, zone, 0.05 / f64::from(looks));
    let points = format!("{} percentage point{}", zone * 100.0, if zone == 0.01 { "" } else { "s" });
    let which = |verdicts: &[&str]| -> Vec<String> {
        let judged = order[1..].iter().zip(&ahead);
        judged
            .filter(|(_, d)| verdicts.contains(&d.verdict.as_str()))
            .map(|(&a, _)| quoted(&arms[a].name))
            .collect()
    };
    let (behind, equal, open) = (which(&["higher"]), which(&["equal"]), which(&["inconclusive", "lower"]));
    let name = quoted(&arms[best].name);
    if n < 2 {
        let sentence =
            format!("one replication has no interval; {name} {most} in it, but no winner can be named.");
        return answer("inconclusive", None, sentence);
    }
    if behind.len() == rivals.len() {
        let sentence = format!("{name} {most}: ahead of every other by more than {points}.");
        return answer("winner", Some(&arms[best].name), sentence);
    }
    let mut sentence = if open.is_empty() {
        format!("{name} {as_much} {}, to within {points}", equal.join(" and "))
    } else {
        let mut others = open.clone();
        others.extend(equal);
        format!(
            "no winner: {name} {most}, but is not surely ahead of {} by more than {points}",
            others.join(", ")
        )
    };
    if !behind.is_empty() {
        sentence.push_str(&format!("; it is ahead of {} by more than that", behind.join(", ")));
    }
    sentence.push('.');
    answer(if open.is_empty() { "tie" } else { "inconclusive" }, None, sentence)
}

/// A strategy's name in a sentence; names may hold commas.
fn quoted(name: &str) -> String {
    format!("“{name}”")
}
