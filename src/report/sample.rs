//! Summaries to look at: a plausible one, and every way in which one can be thin or hostile.

use std::collections::BTreeMap;

use super::experiment::modes::groups as groups_of;
use super::experiment::ranking::rank;
use super::experiment::recovery::{Recovery, Stay};
use super::experiment::summary::{
    Age, BlacklistSpan, CarrierInfo, ContentModel, CueWeight, Difference, Estimate, ExpectationResult, Group,
    Loss, Metrics, Part, Ranked, Series, StrategyResult, Summary, ThresholdCourse, Verdict,
};
use super::scorer::{Corpus, Measured, ModelInfo};

/// The six strategies of the quickstart: name, delivered at each of four carriers, reported on top, hours of sending.
const STRATEGIES: &[(&str, [f64; 4], f64, usize)] = &[
    ("long code, blast", [0.62, 0.08, 0.21, 0.03], 0.41, 2),
    ("long code, paced", [0.71, 0.66, 0.35, 0.22], 0.27, 28),
    ("25 long codes, varied texts", [0.78, 0.74, 0.52, 0.18], 0.24, 9),
    ("registered 10DLC", [0.973, 0.962, 0.955, 0.941], 0.004, 12),
    ("toll-free, verified", [0.965, 0.951, 0.93, 0.944], 0.006, 10),
    ("short code", [0.981, 0.984, 0.979, 0.976], 0.001, 3),
];

pub fn plausible() -> Summary {
    let names: Vec<&str> = STRATEGIES.iter().map(|s| s.0).collect();
    build(&names, &["static list", "rate only", "content model", "adaptive"], 10)
}

/// A content model that the last carrier asks.
fn model(carriers: &[&str]) -> ContentModel {
    let measured = |rows: &str, n_ham: usize, n_spam: usize| Measured {
        rows: rows.into(),
        n_ham,
        n_spam,
        auc: (n_ham > 0 && n_spam > 0).then_some(0.9972),
        spam_caught: (n_spam > 0).then_some(0.925),
        ham_blocked: (n_ham > 0).then_some(0.002),
        mcc: (n_ham > 0 && n_spam > 0).then_some(0.944),
        ece: 0.013,
        log_loss: 0.031,
    };
    ContentModel {
        model: "default".into(),
        sha256: "ab".repeat(32),
        carriers: carriers.last().map(|c| (*c).into()).into_iter().collect(),
        info: ModelInfo {
            name: "default".into(),
            version: 2,
            fit: "sparse".into(),
            date: String::new(),
            made_by: "carrierlab 0.1.0".into(),
            seed: 1,
            corpora: vec![Corpus { name: "generated".into(), sha256: "cd".repeat(32), ham: 10, spam: 12 }],
            threshold: 0.72,
            measured: vec![measured("corpora, pooled", 21065, 1588), measured("personal ham", 21011, 0)],
        },
        cues: vec![CueWeight { cue: "loans".into(), says: "Speaks of loans.".into(), weight: 1.25 }],
    }
}

/// As many strategies, carriers and replications as asked, with those names; beyond six, strategies repeat.
pub fn build(strategies: &[&str], carriers: &[&str], replications: u32) -> Summary {
    let mut draw = Draw(7);
    let results: Vec<StrategyResult> = strategies
        .iter()
        .enumerate()
        .map(|(i, name)| strategy(&mut draw, i, name, carriers, replications))
        .collect();
    let baseline = results[0].metrics.clone();
    let results: Vec<StrategyResult> = results
        .into_iter()
        .enumerate()
        .map(|(i, mut r)| {
            if i > 0 {
                for name in ["delivered", "unwanted_delivered", "complaints", "cost_per_delivered"] {
                    r.differences.insert(name.into(), paired(&r.metrics[name], &baseline[name]));
                }
            }
            r
        })
        .collect();
    Summary {
        schema_version: 1,
        version: "0.1.0".into(),
        scenario: "quickstart".into(),
        about: "Same shop, same people, same sale, sent six ways: what arrived, what did we think arrived, and what did it do to the people?".into(),
        horizon: "3d".into(),
        seed: 7,
        scenario_hash: "9f2c4e7a1b0d3c5e8f6a7b9c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a".into(),
        replications_asked: replications,
        replications,
        partial: false,
        baseline: strategies[0].into(),
        indifference: 0.01,
        carriers: carriers
            .iter()
            .map(|c| CarrierInfo { name: (*c).into(), preset: String::new(), share: 1.0 / carriers.len() as f64 })
            .collect(),
        models: vec![model(carriers)],
        verdict: Verdict {
            metric: "delivered".into(),
            kind: "winner".into(),
            winner: Some(strategies[strategies.len() - 1].into()),
            sentence: format!(
                "\u{201c}{}\u{201d} delivers most: 98.0 % truly delivered, at least 2.1 points more than any other strategy.",
                strategies[strategies.len() - 1]
            ),
        },
        ranking: ranking(&results),
        expectations: vec![
            ExpectationResult {
                metric: "delivered".into(),
                expression: "delivered{strategy=\"registered 10DLC\"} >= 0.95".into(),
                observed: Some(0.958),
                lo: Some(0.955),
                hi: Some(0.961),
                n: replications,
                passed: true,
                verdict: "met".into(),
                ..ExpectationResult::default()
            },
            ExpectationResult {
                metric: "complaints".into(),
                expression: "complaints{strategy=\"long code, blast\"} <= 0.001".into(),
                observed: Some(0.0021),
                lo: Some(0.0017),
                hi: Some(0.0025),
                n: replications,
                passed: false,
                verdict: "failed".into(),
                ..ExpectationResult::default()
            },
        ],
        passed: false,
        notes: vec!["Blacklist spans of \u{201c}25 long codes, varied texts\u{201d}: 400 of 812 are stored.".into()],
        strategies: results,
    }
}

/// As a run ranks them.
fn ranking(strategies: &[StrategyResult]) -> Vec<Ranked> {
    let names: Vec<&str> = strategies.iter().map(|s| s.name.as_str()).collect();
    let values: Vec<_> = strategies.iter().map(|s| s.metrics["delivered"].values.clone()).collect();
    rank(&names, &values, 7)
}

/// One strategy, one carrier, two replications, nothing ever sent.
pub fn nothing() -> Summary {
    let mut s = build(&["long code, blast"], &["static list"], 2);
    let none = |n: usize| Estimate { mean: None, lo: None, hi: None, n: 0, values: vec![None; n] };
    let r = &mut s.strategies[0];
    for e in r.metrics.values_mut().chain(r.carriers[0].metrics.values_mut()) {
        *e = none(2);
    }
    r.losses.clear();
    r.blacklist_spans.clear();
    r.recovery = None;
    for series in &mut r.series {
        for v in [&mut series.screened, &mut series.delivered, &mut series.dropped, &mut series.complaints] {
            v.fill(0.0);
        }
    }
    s.verdict = Verdict {
        metric: "delivered".into(),
        kind: "none".into(),
        winner: None,
        sentence: "Only one strategy: nothing to compare.".into(),
    };
    s.expectations.clear();
    s.ranking.clear();
    s.notes.clear();
    s
}

/// Two strategies, one carrier, three replications: intervals that rest on too little.
pub fn small() -> Summary {
    let mut s = build(&["long code, paced", "short code"], &["adaptive"], 3);
    s.verdict.winner = None;
    s.verdict.kind = "inconclusive".into();
    s.partial = true;
    s.replications_asked = 10;
    s
}

/// Twelve strategies with names of forty characters, twelve carriers.
pub fn crowded() -> Summary {
    let strategies: Vec<String> =
        (1..=12).map(|i| format!("strategy {i:02}: registered, paced, varied Mm")).collect();
    let carriers: Vec<String> = (1..=12).map(|i| format!("carrier number {i:02} (adaptive)")).collect();
    build(
        &strategies.iter().map(String::as_str).collect::<Vec<_>>(),
        &carriers.iter().map(String::as_str).collect::<Vec<_>>(),
        20,
    )
}

/// What is drawn only where it shows: several senders, groups of outcomes, days that differ, a threshold that moves.
pub fn emergent() -> Summary {
    let mut s = build(&["long code, blast", "registered 10DLC"], &["static list", "adaptive"], 10);
    let mut draw = Draw(11);
    let old = s.strategies[1].senders[0].metrics.clone();
    for (i, r) in s.strategies.iter_mut().enumerate() {
        let (name, metrics) = ("a neighbour who did nothing at all".into(), old.clone());
        r.senders.push(Part { name, metrics, groups: vec![] });
        let groups = (0..10).map(|k| Some(if k % 3 == 0 { 0.1 } else { 0.9 } + 0.004 * f64::from(k)));
        let delivered = estimate(groups.collect());
        r.groups = groups_of(&delivered.values.iter().copied().flatten().collect::<Vec<_>>());
        r.bimodal = !r.groups.is_empty();
        assert!(r.bimodal);
        r.metrics.insert("delivered".into(), delivered);
        r.ages = (0..8)
            .map(|day| {
                let share = 1.0 - 0.7 * (-f64::from(day) / (1.0 + i as f64)).exp();
                let values = (0..10).map(|_| Some((share + 0.03 * draw.normal()).clamp(0.0, 1.0))).collect();
                Age { day, attempted: 100.0 * f64::from(1 << day.min(4)), delivered: estimate(values) }
            })
            .collect();
        let x = &mut r.series[1];
        let wave = |bin: usize| 1.0 + 0.3 * (bin as f64 / 7.0).sin();
        x.threshold = Some(ThresholdCourse {
            mean: (0..144).map(|bin| 0.9 + 0.1 * wave(bin)).collect(),
            first: (0..144).map(wave).collect(),
            first_screened: x.screened.iter().map(|v| v.round()).collect(),
            first_dropped: x.dropped.iter().enumerate().map(|(b, v)| (v / wave(b)).round()).collect(),
        });
    }
    s
}

/// Names that try to get out of every view.
pub fn hostile() -> Summary {
    let mut s = build(
        &[
            "<script>alert(1)</script>",
            "a|b](javascript:x) `c` \"'&",
            "\u{1b}[31mred\u{202e}\0\n\u{fffe}end",
            "",
        ],
        &["</svg><img src=x onerror=y>", "=cmd|' /C calc'!A0"],
        10,
    );
    s.scenario = "</title><script>".into();
    s.about = "</p><iframe src=//x>\u{7}".into();
    s.notes = vec!["<b>note</b> | \u{1b}]0;x\u{7}".into()];
    s.verdict.sentence = "<i>sentence</i>".into();
    s.expectations[0].expression = "delivered{strategy=\"<u>\"} >= 0.5".into();
    s.strategies[0].losses[0].label = "<blink>".into();
    let group = |n, centre| Group { n, centre, from: centre, to: centre };
    s.strategies[1].bimodal = true;
    s.strategies[1].groups = vec![group(4, 0.1), group(6, 0.9)];
    s
}

fn strategy(draw: &mut Draw, i: usize, name: &str, carriers: &[&str], n: u32) -> StrategyResult {
    let (_, rates, lie, hours) = STRATEGIES[i % STRATEGIES.len()];
    let at =
        |c: usize| (rates[c % 4] - 0.02 * (c / 4) as f64 - 0.015 * (i / STRATEGIES.len()) as f64).max(0.0);
    let parts: Vec<Part> = carriers
        .iter()
        .enumerate()
        .map(|(c, name)| Part {
            name: (*name).into(),
            metrics: metrics(draw, at(c), lie, i, n),
            groups: vec![],
        })
        .collect();
    let delivered = (0..carriers.len()).map(at).sum::<f64>() / carriers.len() as f64;
    let mut metrics = metrics(draw, delivered, lie, i, n);
    let lost = 1.0 - metrics["delivered"].mean.unwrap_or(0.0);
    let causes: &[(&str, &str, f64)] = &[
        ("rate", "rate window", 0.31),
        ("content", "content score", 0.22),
        ("blacklist", "blacklist", 0.19),
        ("duplicates", "near-duplicate texts", 0.11),
        ("prior", "number type and registration", 0.06),
        ("landline", "landline", 0.05),
        ("expired", "expired in the queue", 0.03),
        ("terms", "term list", 0.02),
        ("recipients", "unique recipients", 0.007),
        ("handset", "handset off or full", 0.003),
    ];
    let skip = i % 3;
    let weight: f64 = causes.iter().skip(skip).map(|c| c.2).sum();
    let losses = causes
        .iter()
        .skip(skip)
        .map(|(cause, label, w)| {
            let values = vec![Some(lost * w / weight); n as usize];
            Loss { cause: (*cause).into(), label: (*label).into(), share: estimate(values) }
        })
        .collect();
    metrics.insert("attempted".into(), estimate(vec![Some(20_000.0); n as usize]));
    let blacklist_spans = spans(carriers, i, hours);
    let stays =
        blacklist_spans.iter().map(|x| Stay { hours: x.to_hours - x.from_hours, over: x.to_hours < 72.0 });
    StrategyResult {
        name: name.into(),
        about: String::new(),
        senders: vec![Part { name: "shop".into(), metrics: metrics.clone(), groups: vec![] }],
        metrics,
        losses,
        differences: BTreeMap::new(),
        ages: Vec::new(),
        series: carriers
            .iter()
            .enumerate()
            .map(|(c, name)| series(draw, name, carriers.len(), at(c), hours))
            .collect(),
        recovery: Recovery::of(stays.collect(), blacklist_spans.len() as u64),
        blacklist_spans,
        bimodal: false,
        groups: vec![],
        carriers: parts,
    }
}

fn metrics(draw: &mut Draw, delivered: f64, lie: f64, i: usize, n: u32) -> Metrics {
    let spread = 0.03 * (1.0 - delivered) + 0.0015;
    let d: Vec<f64> = (0..n).map(|_| (delivered + spread * draw.normal()).clamp(0.0, 1.0)).collect();
    let of = |f: &dyn Fn(f64, f64) -> f64, draw: &mut Draw| {
        estimate(d.iter().map(|x| Some(f(*x, draw.normal()).max(0.0))).collect())
    };
    let mut m = Metrics::new();
    let share = (1.0 - delivered) * 0.55;
    m.insert("delivered".into(), estimate(d.iter().copied().map(Some).collect()));
    m.insert("reported_delivered".into(), of(&|x, z| (x + (1.0 - x) * lie + 0.002 * z).min(1.0), draw));
    m.insert("false_delivered".into(), of(&|x, z| (1.0 - x) * lie + 0.001 * z.abs(), draw));
    m.insert("blocked".into(), of(&|x, z| (1.0 - x) * 0.35 + 0.001 * z, draw));
    m.insert("silenced".into(), of(&|_, z| share * 0.5 + 0.001 * z, draw));
    m.insert("throttled".into(), of(&|_, z| 0.002 + 0.0002 * z, draw));
    m.insert("refused".into(), of(&|_, _| 0.0, draw));
    m.insert("expired".into(), of(&|x, z| (1.0 - x) * 0.03 + 0.0001 * z, draw));
    m.insert("unreachable".into(), of(&|_, z| 0.016 + 0.0004 * z, draw));
    m.insert("in_flight".into(), of(&|_, _| 0.0, draw));
    m.insert("replies".into(), of(&|_, z| 0.021 + 0.0007 * z, draw));
    m.insert("opt_outs".into(), of(&|_, z| 0.009 - 0.001 * i as f64 + 0.0004 * z, draw));
    m.insert("complaints".into(), of(&|_, z| 0.0021 - 0.0003 * i as f64 + 0.0001 * z, draw));
    m.insert("unwanted_delivered".into(), of(&|x, z| 0.042 * x + 0.0008 * z, draw));
    m.insert("spam_caught".into(), estimate(vec![None; n as usize]));
    m.insert("ham_blocked".into(), of(&|x, z| (1.0 - x) * 0.9 + 0.001 * z, draw));
    m.insert("cost_per_delivered".into(), of(&|x, _| 0.0083 / x.max(0.01), draw));
    m.insert("time_to_delivery_p50".into(), of(&|_, z| 4.0 + 400.0 * i as f64 + 0.1 * z, draw));
    m.insert("time_to_delivery_p95".into(), of(&|_, z| 41.0 + 3900.0 * i as f64 + z, draw));
    m.insert("numbers_blacklisted".into(), of(&|_, _| [3.0, 2.0, 31.0, 0.0, 0.0, 0.0][i % 6], draw));
    m
}

fn series(draw: &mut Draw, carrier: &str, carriers: usize, delivered: f64, hours: usize) -> Series {
    let per_hour = 20_000.0 / hours as f64 / carriers as f64;
    let mut s = Series {
        carrier: carrier.into(),
        bin_hours: 0.5,
        screened: vec![0.0; 144],
        delivered: vec![0.0; 144],
        dropped: vec![0.0; 144],
        complaints: vec![0.0; 144],
        threshold: None,
    };
    for bin in 18..(18 + 2 * hours) {
        let share = (delivered * (1.3 - 0.6 * (bin - 18) as f64 / (2 * hours) as f64) + 0.02 * draw.normal())
            .clamp(0.0, 1.0);
        s.screened[bin] = per_hour / 2.0;
        s.delivered[bin] = per_hour / 2.0 * share;
        s.dropped[bin] = per_hour / 2.0 * (1.0 - share);
        s.complaints[bin] = 0.1;
    }
    s
}

fn spans(carriers: &[&str], i: usize, hours: usize) -> Vec<BlacklistSpan> {
    let numbers = [1, 1, 25, 0, 0, 0][i % 6];
    let mut out = Vec::new();
    for (c, carrier) in carriers.iter().enumerate().skip(1) {
        for number in 0..numbers {
            let mut from = 9.3 + 0.15 * f64::from(number) + 0.4 * c as f64;
            let mut stay = 0.75;
            while from < 9.0 + hours as f64 {
                out.push(BlacklistSpan {
                    carrier: (*carrier).into(),
                    scope: "number".into(),
                    name: "shop".into(),
                    number: Some(number),
                    from_hours: from,
                    to_hours: (from + stay).min(72.0),
                });
                from += stay + 0.5;
                stay *= 2.0;
            }
        }
    }
    out
}

/// Student's t interval, with the quantile of ten values throughout: a sample need not be exact.
fn estimate(values: Vec<Option<f64>>) -> Estimate {
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    let n = present.len() as f64;
    if present.is_empty() {
        return Estimate { mean: None, lo: None, hi: None, n: 0, values };
    }
    let mean = present.iter().sum::<f64>() / n;
    let sd = (present.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
    let half = 2.262 * sd / n.sqrt();
    let (lo, hi) = if present.len() < 2 { (None, None) } else { (Some(mean - half), Some(mean + half)) };
    Estimate { mean: Some(mean), lo, hi, n: present.len() as u32, values }
}

fn paired(a: &Estimate, b: &Estimate) -> Difference {
    let e = estimate(a.values.iter().zip(&b.values).map(|(a, b)| Some((*a)? - (*b)?)).collect());
    let verdict = match (e.lo, e.hi) {
        (Some(lo), _) if lo > 0.01 => "higher",
        (_, Some(hi)) if hi < -0.01 => "lower",
        (Some(lo), Some(hi)) if lo > -0.01 && hi < 0.01 => "equal",
        _ => "inconclusive",
    };
    Difference { mean: e.mean.unwrap_or(0.0), lo: e.lo, hi: e.hi, n: e.n, verdict: verdict.into() }
}

struct Draw(u64);

impl Draw {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1u64 << 31) as f64
    }
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
