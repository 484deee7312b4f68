//! Assertions of a scenario against what was measured.

use super::statistics::{difference, estimate};
use super::summary::{Estimate, ExpectationResult, StrategyResult};
use crate::ledger::metric;
use crate::scenario::file::Expectation;

/// An assertion against the mean, and how sure the interval makes that. `scenario` has checked that all its names
/// exist.
pub(super) fn check(assertion: &Expectation, strategies: &[StrategyResult]) -> ExpectationResult {
    let by_name = |name: &Option<String>| match name {
        None => strategies.first(),
        Some(name) => strategies.iter().find(|s| s.name == *name),
    };
    let strategy = by_name(&assertion.strategy);
    let mut observed = strategy.and_then(|s| slice(s, assertion)).cloned();
    if assertion.against.is_some() {
        let other = by_name(&assertion.against).and_then(|s| slice(s, assertion));
        observed = observed.zip(other).map(|(one, other)| paired(&one, other));
    }
    let observed = observed.unwrap_or_else(|| estimate(Vec::new()));
    let verdict = judge(assertion, &observed);
    ExpectationResult {
        expression: expression(assertion, strategy.map(|s| s.name.as_str())),
        metric: assertion.metric.clone(),
        against: assertion.against.clone(),
        carrier: assertion.carrier.clone(),
        sender: assertion.sender.clone(),
        observed: observed.mean,
        lo: observed.lo,
        hi: observed.hi,
        n: observed.n,
        passed: matches!(verdict, Judgement::Met | Judgement::MetByMean),
        verdict: verdict.word().into(),
        why: (verdict == Judgement::Unmeasured).then(|| nothing(assertion)),
    }
}

/// How an assertion came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judgement {
    Met,
    MetByMean,
    FailedByMean,
    Failed,
    Unmeasured,
}

impl Judgement {
    fn word(self) -> &'static str {
        match self {
            Judgement::Met => "met",
            Judgement::MetByMean => "met by the mean",
            Judgement::FailedByMean => "failed by the mean",
            Judgement::Failed => "failed",
            Judgement::Unmeasured => "unmeasured",
        }
    }
}

fn judge(assertion: &Expectation, observed: &Estimate) -> Judgement {
    let above = |x: f64| assertion.at_least.is_none_or(|least| x >= least);
    let below = |x: f64| assertion.at_most.is_none_or(|most| x <= most);
    let Some(mean) = observed.mean else { return Judgement::Unmeasured };
    let within = above(mean) && below(mean);
    match (observed.lo.zip(observed.hi), within) {
        (Some((lo, hi)), true) if above(lo) && below(hi) => Judgement::Met,
        (_, true) => Judgement::MetByMean,
        (Some((lo, hi)), false) if !above(hi) || !below(lo) => Judgement::Failed,
        (_, false) => Judgement::FailedByMean,
    }
}

/// The metric over everything, at the carrier or of the sender.
fn slice<'s>(strategy: &'s StrategyResult, assertion: &Expectation) -> Option<&'s Estimate> {
    let parts = match (&assertion.carrier, &assertion.sender) {
        (Some(carrier), _) => Some((&strategy.carriers, carrier)),
        (None, Some(sender)) => Some((&strategy.senders, sender)),
        (None, None) => None,
    };
    let metrics = match parts {
        Some((parts, name)) => &parts.iter().find(|p| p.name == *name)?.metrics,
        None => &strategy.metrics,
    };
    metrics.get(&assertion.metric)
}

/// The difference, replication by replication, where both have a value.
fn paired(one: &Estimate, other: &Estimate) -> Estimate {
    let values: Vec<Option<f64>> =
        one.values.iter().zip(&other.values).map(|(a, b)| Some((*a)? - (*b)?)).collect();
    let present: Vec<f64> = values.iter().flatten().copied().collect();
    if present.is_empty() {
        return estimate(values);
    }
    let d = difference(&present, 0.95, 0.0);
    Estimate { mean: Some(d.mean), lo: d.lo, hi: d.hi, n: d.n, values }
}

/// `delivered{strategy="a", against="b", carrier="north"} >= 0.05 and …`.
fn expression(assertion: &Expectation, strategy: Option<&str>) -> String {
    let tags: Vec<String> = [
        ("strategy", strategy),
        ("against", assertion.against.as_deref()),
        ("carrier", assertion.carrier.as_deref()),
        ("sender", assertion.sender.as_deref()),
    ]
    .into_iter()
    .filter_map(|(tag, value)| value.map(|v| format!("{tag}=\"{v}\"")))
    .collect();
    let tags = if tags.is_empty() { String::new() } else { format!("{{{}}}", tags.join(", ")) };
    let bounds: Vec<String> = [(">=", assertion.at_least), ("<=", assertion.at_most)]
        .into_iter()
        .filter_map(|(sign, bound)| bound.map(|b| format!("{}{tags} {sign} {b}", assertion.metric)))
        .collect();
    bounds.join(" and ")
}

/// Why there is no value.
fn nothing(assertion: &Expectation) -> String {
    let under = if assertion.against.is_some() { " under both strategies" } else { "" };
    let meaning = metric(&assertion.metric).map_or(String::new(), |m| format!(": {}", m.meaning));
    format!("nothing was measured: no replication has a value{under} of {}{meaning}", assertion.metric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(at_least: Option<f64>, at_most: Option<f64>) -> Expectation {
        let metric = "delivered".to_owned();
        Expectation { metric, strategy: None, against: None, carrier: None, sender: None, at_least, at_most }
    }

    fn of(values: &[f64]) -> Estimate {
        estimate(values.iter().copied().map(Some).collect())
    }

    #[test]
    fn a_verdict_says_how_sure_it_is() {
        let word = |least, most, values: &[f64]| judge(&bounds(least, most), &of(values)).word();
        let values = [0.4, 0.5, 0.6];
        // The interval is [0.252, 0.748].
        assert_eq!(word(Some(0.2), None, &values), "met");
        assert_eq!(word(Some(0.2), Some(0.8), &values), "met");
        assert_eq!(word(Some(0.3), None, &values), "met by the mean");
        assert_eq!(word(Some(0.2), Some(0.7), &values), "met by the mean");
        assert_eq!(word(Some(0.6), None, &values), "failed by the mean");
        assert_eq!(word(None, Some(0.3), &values), "failed by the mean");
        assert_eq!(word(Some(0.8), None, &values), "failed");
        assert_eq!(word(None, Some(0.1), &values), "failed");
        // One replication has no interval, and equal ones have one without width.
        assert_eq!(word(Some(0.5), None, &[0.5]), "met by the mean");
        assert_eq!(word(Some(0.6), None, &[0.5]), "failed by the mean");
        assert_eq!(word(Some(0.5), Some(0.5), &[0.5, 0.5]), "met");
        assert_eq!(word(Some(0.0), None, &[]), "unmeasured");
    }

    #[test]
    fn a_difference_is_paired() {
        let one = estimate(vec![Some(0.9), Some(0.5), None, Some(0.7)]);
        let other = estimate(vec![Some(0.8), Some(0.4), Some(0.3), None]);
        let d = paired(&one, &other);
        // The values swing by 0.4, their difference not at all.
        assert!((d.mean.unwrap() - 0.1).abs() < 1e-12 && d.n == 2);
        assert!((d.hi.unwrap() - d.lo.unwrap()).abs() < 1e-9);
        assert_eq!(paired(&one, &estimate(vec![None; 4])).mean, None);
    }
}
