//! Claims to look at: one that holds, and every way in which one can be otherwise, thin or hostile.

use crate::experiment::claims::{
    AxisResult, ClaimResult, ClaimsDocument, Combination, DoseResult, FactorialResult, MainEffect, MapResult,
    PartResult,
};
use crate::experiment::summary::Estimate;

/// An estimate over ten replications.
pub fn of(mean: f64, half: f64) -> Estimate {
    let values = (0..10).map(|k| Some(mean + half * (f64::from(k) - 4.5) / 4.5)).collect();
    Estimate { mean: Some(mean), lo: Some(mean - half), hi: Some(mean + half), n: 10, values }
}

/// Nothing was measured.
pub fn nothing() -> Estimate {
    Estimate { mean: None, lo: None, hi: None, n: 0, values: vec![None; 10] }
}

fn zero() -> Estimate {
    of(0.0, 0.0)
}

/// A part that holds and whose switch kills.
pub fn part(says: &str, metric: &str, effect: Estimate) -> PartResult {
    let up = effect.mean.is_none_or(|x| x >= 0.0);
    PartResult {
        says: says.into(),
        contrast: "“paced” minus “blast”".into(),
        metric: metric.into(),
        scale: "difference".into(),
        alone: false,
        direction: if up { "increase" } else { "decrease" }.into(),
        target: 0.0,
        zone: 0.0,
        effect,
        killed: Some(zero()),
        killed_must: "exact".into(),
        kill_ok: true,
        one_world: false,
        error: 1e-6,
        level: 0.005,
        verdict: "supported".into(),
    }
}

/// A claim of those parts that came out as expected.
pub fn claim(id: &str, says: &str, parts: Vec<PartResult>) -> ClaimResult {
    let head = &parts[0];
    let ends = |e: &Estimate| e.lo.zip(e.hi).map(|(lo, hi)| [lo, hi]);
    ClaimResult {
        id: id.into(),
        says: says.into(),
        source: "Flowroute (n.d.): do not overwork a number; CTIA 2019: 15 to 60 messages a minute".into(),
        mechanism: "The carrier counts what a number sends, and what is over the limits adds to the score."
            .into(),
        finding: "From one number, 1,000 messages within the hour lose eight in ten, over a day none.".into(),
        file: format!("{}-sample.toml", id.to_lowercase()),
        file_hash: "0123456789abcdef".repeat(4),
        seed: 101,
        contrast: head.contrast.clone(),
        metric: head.metric.clone(),
        effect: head.effect.mean,
        ci95: ends(&head.effect),
        killed_effect: head.killed.as_ref().and_then(|k| k.mean),
        killed_ci95: head.killed.as_ref().and_then(ends),
        verdict: "supported".into(),
        expected: "supported".into(),
        kill_switch_ok: parts.iter().all(|p| p.kill_ok),
        dose_ok: None,
        passed: true,
        replications: 10,
        seconds: 1.25,
        dose: None,
        map: None,
        factorial: None,
        parts,
    }
}

fn axis(label: &str, at: &[f64], log: bool) -> AxisResult {
    let labels = at.iter().map(|x| format!("{x}/h")).collect();
    AxisResult { label: label.into(), at: at.into(), labels, log }
}

/// A claim with doses, on a logarithmic axis.
fn dosed() -> ClaimResult {
    let mut claim = claim(
        "C1",
        "Overworking one number gets its messages blocked.",
        vec![
            PartResult {
                zone: 0.01,
                ..part("Overworking one number gets its messages blocked.", "delivered", of(0.851, 0.004))
            },
            part("what is lost is lost to the counts", "lost.rate_*", of(-0.849, 0.005)),
        ],
    );
    claim.dose_ok = Some(true);
    claim.dose = Some(DoseResult {
        axis: axis("messages an hour on the busy side", &[60.0, 120.0, 240.0, 480.0, 960.0, 1920.0], true),
        effects: [0.0, 0.17, 0.49, 0.7, 0.83, 0.91].iter().map(|x| of(*x, 0.03)).collect(),
        killed: vec![of(0.0, 0.008); 6],
        shape: "rises".into(),
        replications: 10,
    });
    claim
}

/// An interaction with a map whose sign flips.
fn mapped() -> ClaimResult {
    let mut claim = claim(
        "C6",
        "A pool of numbers helps only where the carrier does not link them.",
        vec![PartResult {
            zone: 0.01,
            contrast: "(“pool” minus “one”) less (the same with carrier.*.filter.snowshoe.enabled = false)"
                .into(),
            killed_must: "gone".into(),
            killed: Some(of(0.000_01, 0.006)),
            ..part("the sign flips", "delivered", of(-0.62, 0.02))
        }],
    );
    let at = [1.0, 2.0, 5.0, 10.0, 25.0];
    let level = |x: usize, y: usize| 0.25 * (x as f64) - 0.21 * (x * y) as f64;
    claim.map = Some(MapResult {
        contrast: "“pool” minus “one”".into(),
        x: axis("numbers in the pool", &at, true),
        y: axis("weight of linked numbers", &[0.0, 0.5, 1.0, 2.0], false),
        effects: (0..4)
            .map(|y| (0..5).map(|x| if x == 0 { of(0.0, 0.002) } else { of(level(x, y), 0.05) }).collect())
            .collect(),
        verdicts: (0..4)
            .map(|y| {
                (0..5)
                    .map(|x| match level(x, y) {
                        _ if x == 0 => "equal".into(),
                        l if l > 0.06 => "higher".into(),
                        l if l < -0.06 => "lower".into(),
                        _ => "inconclusive".into(),
                    })
                    .collect()
            })
            .collect(),
        replications: 10,
    });
    claim
}

/// All combinations of three switches, three metrics.
fn crossed() -> ClaimResult {
    let mut claim =
        claim("C22", "Guards against pumping add up.", vec![part("they do", "cost", of(-41.5, 2.25))]);
    let factors = ["limit by prefix", "CAPTCHA", "lock after repeats"];
    let masks = [1usize, 2, 4, 3, 5, 6];
    claim.factorial = Some(FactorialResult {
        factors: factors.map(String::from).into(),
        metrics: ["cost", "delivered", "time_to_delivery_p50", "complaints"].map(String::from).into(),
        combinations: (0..8usize)
            .map(|bits| Combination {
                on: (0..3).map(|k| bits >> k & 1 == 1).collect(),
                levels: vec![
                    of(120.0 - 12.0 * bits as f64, 3.0),
                    of(0.98 - 0.01 * bits as f64, 0.004),
                    of(3.0 + bits as f64, 0.2),
                    nothing(),
                ],
            })
            .collect(),
        effects: masks
            .iter()
            .map(|mask| MainEffect {
                factors: (0..3).filter(|k| mask >> k & 1 == 1).map(|k: usize| factors[k].into()).collect(),
                effects: vec![
                    of(-48.0 / *mask as f64, 2.0),
                    of(-0.01 * *mask as f64, 0.002),
                    of(0.4 * *mask as f64, 0.9),
                    nothing(),
                ],
            })
            .collect(),
        replications: 10,
    });
    claim
}

/// Claims that did not come out, each in its way.
fn otherwise() -> Vec<ClaimResult> {
    let refuted = PartResult {
        verdict: "refuted".into(),
        direction: "increase".into(),
        zone: 0.01,
        ..part("varied texts help", "delivered", of(-0.124, 0.02))
    };
    let mut wrong = claim("C4", "Varying the texts gets more of them through.", vec![refuted.clone()]);
    (wrong.verdict, wrong.passed) = ("refuted".into(), false);
    let mut honest = claim(
        "C24",
        "Silence resets what a carrier remembers of a number, within a day and completely.",
        vec![refuted],
    );
    (honest.verdict, honest.expected) = ("refuted".into(), "refuted".into());
    let mut open = claim(
        "C12",
        "Personal greetings lower complaints.",
        vec![PartResult {
            verdict: "inconclusive".into(),
            zone: 0.000_2,
            direction: "decrease".into(),
            ..part("Personal greetings lower complaints.", "complaints", of(-0.000_21, 0.000_3))
        }],
    );
    open.verdict = "inconclusive".into();
    let mut alive = claim(
        "C9",
        "Stays on a blacklist get longer.",
        vec![PartResult {
            kill_ok: false,
            one_world: false,
            killed: Some(of(3.5, 0.5)),
            killed_must: "gone".into(),
            ..part("each stay is longer than the last", "stay_hours", of(21.5, 2.5))
        }],
    );
    (alive.kill_switch_ok, alive.passed) = (false, false);
    let mut crooked = claim(
        "C2",
        "Twice the numbers reach twice the people.",
        vec![
            PartResult {
                scale: "log2".into(),
                contrast: "“two” over “one”, log2".into(),
                direction: "equal".into(),
                target: 1.0,
                zone: 0.05,
                killed: None,
                killed_must: "none".into(),
                ..part("twice", "delivered_count", of(0.99, 0.02))
            },
            PartResult {
                alone: true,
                contrast: "“one”".into(),
                killed: Some(nothing()),
                killed_must: "appears".into(),
                ..part("one number reaches some", "delivered_count", of(1234.0, 30.0))
            },
        ],
    );
    (crooked.dose_ok, crooked.passed) = (Some(false), false);
    crooked.dose = Some(DoseResult {
        axis: axis("numbers", &[1.0, 2.0, 2.1, 8.0], false),
        effects: vec![of(0.1, 0.1), nothing(), of(0.8, 0.3), of(0.2, 0.2)],
        killed: vec![],
        shape: "rises".into(),
        replications: 4,
    });
    vec![wrong, honest, open, alive, crooked]
}

/// A claim whose every text tries to be something else.
fn hostile() -> ClaimResult {
    let evil = "<script>alert(\"x\")</script> & | `code` *bold* _it_ [a](http://b) ]]> \u{1b}[31m \u{202e}olleh 'q'\nnext";
    let mut claim = claim("C/7 <b>", evil, vec![part(evil, "delivered", of(0.1, 0.01))]);
    for text in
        [&mut claim.source, &mut claim.mechanism, &mut claim.finding, &mut claim.file, &mut claim.contrast]
    {
        *text = evil.into();
    }
    claim.parts[0].contrast = evil.into();
    claim.dose = Some(DoseResult {
        axis: AxisResult {
            label: evil.into(),
            at: vec![-1.0, 0.0],
            labels: vec![evil.into(), String::new()],
            log: true,
        },
        effects: vec![of(0.1, 0.01), of(0.2, 0.01)],
        killed: vec![of(0.0, 0.01)],
        shape: "any".into(),
        replications: 10,
    });
    claim
}

/// Everything at once.
pub fn everything() -> ClaimsDocument {
    let mut claims = vec![dosed(), mapped(), crossed()];
    claims.extend(otherwise());
    claims.push(hostile());
    // The same name but for its case.
    claims.push(ClaimResult { id: "c1".into(), ..dosed() });
    document(claims)
}

/// A document of those claims.
pub fn document(claims: Vec<ClaimResult>) -> ClaimsDocument {
    let passed = claims.iter().all(|c| c.passed);
    ClaimsDocument {
        schema_version: 1,
        version: "0.1.0".into(),
        effort: "default".into(),
        command: String::new(),
        untested: vec![],
        claims,
        passed,
    }
}
