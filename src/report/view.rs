//! What the terminal, HTML and Markdown show alike: the summary as formatted strings, each made once.

use super::format;
use crate::experiment::summary::{
    ContentModel, CueWeight, Difference, Estimate, ExpectationResult, Group, Metrics, Part, Ranked,
    StrategyResult, Summary,
};
use crate::ledger::metric;
use crate::scorer::{Corpus, Measured};

/// Fewer replications than this and intervals are drawn dashed, with a warning.
pub(super) const FEW: u32 = 5;

/// The metrics of the headline table and what their columns are called.
pub(super) const HEADLINE: &[(&str, &str)] = &[
    ("delivered", "Delivered"),
    ("reported_delivered", "Reported delivered"),
    ("false_delivered", "Reported, not delivered"),
    ("blocked", "Blocked"),
    ("silenced", "Silenced"),
    ("unwanted_delivered", "Unwanted delivered"),
    ("complaints", "Complaints per 1,000"),
    ("cost_per_delivered", "Cost per delivered"),
];

/// A table of strings: a heading for each column, then rows; the first column names the row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// One row a strategy: truth, report, harm, cost, and the replications they rest on.
pub(super) fn headline(summary: &Summary) -> Sheet {
    let mut columns = vec!["Strategy".to_string()];
    columns.extend(HEADLINE.iter().map(|(_, label)| label.to_string()));
    columns.push("n".into());
    let rows = summary
        .strategies
        .iter()
        .map(|s| {
            let mut row = vec![clean(&s.name)];
            row.extend(HEADLINE.iter().map(|(name, _)| {
                let text = estimate(&s.metrics, name);
                let grouped = *name == "delivered" && !s.groups.is_empty();
                if grouped { format!("{text}; {} groups", s.groups.len()) } else { text }
            }));
            row.push(replications(&s.metrics).to_string());
            row
        })
        .collect();
    Sheet { columns, rows }
}

/// A metric of that name with its interval, [`format::ABSENT`] where it is not in `metrics`.
pub(super) fn estimate(metrics: &Metrics, name: &str) -> String {
    match (metric(name), metrics.get(name)) {
        (Some(m), Some(e)) => format::estimate(m, e),
        _ => format::ABSENT.into(),
    }
}

/// The difference to the baseline in `delivered` and its verdict: `("+12.3 points [...]", "higher")`.
pub(super) fn comparison(strategy: &StrategyResult, summary: &Summary) -> (String, String) {
    let m = metric("delivered").expect("delivered is a metric");
    match strategy.differences.get("delivered") {
        Some(d) => (format::difference(m, d), clean(&d.verdict)),
        None if strategy.name == summary.baseline => (format::ABSENT.into(), "baseline".into()),
        None => (format::ABSENT.into(), "not compared".into()),
    }
}

/// What a probability of being best is, and what it is not.
pub(super) const P_BEST: &str = "The probability is that the strategy has the highest mean over replications, by \
    however little (Bayesian bootstrap), not a forecast of what a carrier will do. A winner needs more than a high \
    one: its corrected interval must clear the indifference zone.";

/// The strategies in order, with the probability that each is best; no rows where nothing was ranked.
pub(super) fn ranking(summary: &Summary) -> Sheet {
    let name = summary.verdict.metric.as_str();
    let value = |x: f64| metric(name).map_or_else(|| x.to_string(), |m| format::value(m, x));
    // Some thousand draws make nothing certain.
    let p = |p: f64| format::share(p.clamp(0.000_1, 0.999_9));
    let row = |r: &Ranked| vec![clean(&r.strategy), r.rank.to_string(), value(r.mean), p(r.p_best)];
    let columns =
        ["Strategy", "Place", &format!("Mean {}", name.replace('_', " ")), "Probability of being best"];
    Sheet { columns: columns.map(String::from).into(), rows: summary.ranking.iter().map(row).collect() }
}

/// A metric's mean without its interval.
pub(super) fn mean(metrics: &Metrics, name: &str) -> String {
    match (metric(name), metrics.get(name)) {
        (Some(m), Some(e)) => format::mean(m, e),
        _ => format::ABSENT.into(),
    }
}

/// A cause of loss in words, and the share it took.
pub(super) struct Lost {
    pub label: String,
    pub share: String,
}

/// The causes that took anything, largest first.
pub(super) fn losses(strategy: &StrategyResult) -> Vec<Lost> {
    let taken = strategy.losses.iter().filter_map(|l| Some((l, l.share.mean.filter(|x| *x > 0.0)?)));
    taken.map(|(l, x)| Lost { label: clean(&l.label), share: format::share(x) }).collect()
}

/// What to say where [`losses`] is empty.
pub(super) fn nothing_lost(strategy: &StrategyResult) -> &'static str {
    let measured = strategy.metrics.get("delivered").is_some_and(|e| e.mean.is_some());
    if measured { "nothing" } else { format::ABSENT }
}

/// What an expectation asked, saw and concluded.
pub(super) struct Expected {
    pub mark: &'static str,
    /// How sure it is, in a word or four.
    pub word: String,
    pub expression: String,
    /// The value with its interval, and why it failed where that is not the value.
    pub observed: String,
    /// Replications; empty where the document does not say.
    pub n: String,
    /// Whether the interval leaves it open.
    pub open: bool,
}

/// An assertion with the observed value printed as its metric is printed everywhere.
pub(super) fn expectation(e: &ExpectationResult) -> Expected {
    let word = match (e.verdict.as_str(), e.passed) {
        ("", true) => "met",
        ("", false) => "failed",
        (verdict, _) => verdict,
    };
    Expected {
        mark: if e.passed { "✓" } else { "✗" },
        word: clean(word),
        expression: clean(&e.expression),
        observed: observed(e),
        n: if e.n > 0 { e.n.to_string() } else { String::new() },
        open: word.ends_with("by the mean"),
    }
}

/// An assertion in one line: what was asked, what was seen with its interval, how sure that is, on how many
/// replications.
pub fn expected(e: &ExpectationResult) -> String {
    let Expected { expression, word, observed, n, .. } = expectation(e);
    let n = if n.is_empty() { n } else { format!(", n = {n}") };
    format!("{expression}: {word}, observed {observed}{n}")
}

/// The value with its interval and unit, or why there is none.
fn observed(e: &ExpectationResult) -> String {
    let Some(mean) = e.observed else { return clean(e.why.as_deref().unwrap_or("nothing was measured")) };
    let name: String = e.expression.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let Some(m) = metric(&name) else { return mean.to_string() };
    let text = if e.against.is_some() {
        let (lo, hi, n) = (e.lo, e.hi, e.n);
        format::difference(m, &Difference { mean, lo, hi, n, verdict: String::new() })
    } else {
        format::estimate(m, &Estimate { mean: Some(mean), lo: e.lo, hi: e.hi, n: e.n, values: vec![] })
    };
    let unit = format::unit(m);
    if unit.is_empty() { text } else { format!("{text} {unit}") }
}

/// Replications behind a strategy's numbers: those in which `delivered` had a value.
pub(super) fn replications(metrics: &Metrics) -> u32 {
    metrics.get("delivered").or_else(|| metrics.values().next()).map_or(0, |e| e.n)
}

/// What has to be said about the sample before any number: interruption, too few replications, runs that end apart.
pub(super) fn warnings(summary: &Summary) -> Vec<String> {
    let mut out = sample_warnings(summary);
    out.extend(grouped(summary).iter().map(Grouped::sentence));
    out
}

/// The same without the groups of replications.
pub(super) fn sample_warnings(summary: &Summary) -> Vec<String> {
    let mut out = Vec::new();
    if summary.partial {
        out.push(format!(
            "Partial result: {} of {} replications finished before the run was interrupted.",
            format::count(f64::from(summary.replications)),
            format::count(f64::from(summary.replications_asked)),
        ));
    }
    if summary.replications < FEW {
        out.push(format!(
            "Only {} replication{}: intervals are rough (drawn dashed) or missing{}; run at least {FEW}, better 10.",
            summary.replications,
            if summary.replications == 1 { "" } else { "s" },
            if summary.ranking.is_empty() { "" } else { ", and probabilities of being best too sure" },
        ));
    }
    for s in summary.strategies.iter().filter(|s| s.bimodal && s.groups.is_empty()) {
        out.push(format!(
            "\u{201c}{}\u{201d}: delivered falls into two groups over replications, so its mean describes neither; see the single replications.",
            clean(&s.name)
        ));
    }
    out
}

/// Something whose `delivered` falls into groups over replications.
pub(super) struct Grouped<'s> {
    /// The strategy, and the sender where it is about one.
    pub of: String,
    pub groups: &'s [Group],
    /// The value of every replication that has one.
    pub values: Vec<f64>,
}

impl Grouped<'_> {
    /// What to say of it.
    pub(super) fn sentence(&self) -> String {
        format!(
            "{}: delivered falls into groups over replications, {}; its mean describes none of them.",
            self.of,
            in_groups(self.groups)
        )
    }
}

/// Strategies, and their senders, whose mean is a place where hardly any run ends.
pub(super) fn grouped(summary: &Summary) -> Vec<Grouped<'_>> {
    let mut out = Vec::new();
    for s in &summary.strategies {
        let whole = [(format!("\u{201c}{}\u{201d}", clean(&s.name)), &s.metrics, &s.groups)];
        let part = |p: &'_ Part| format!("\u{201c}{}\u{201d}, sender {}", clean(&s.name), clean(&p.name));
        let parts = s.senders.iter().map(|p| (part(p), &p.metrics, &p.groups));
        for (of, metrics, groups) in whole.into_iter().chain(parts).filter(|x| !x.2.is_empty()) {
            let values = metrics.get("delivered").map_or(&[][..], |e| &e.values);
            out.push(Grouped { of, groups, values: values.iter().flatten().copied().collect() });
        }
    }
    out
}

/// `"14 near 0.4 % and 16 near 96.1 %"`.
fn in_groups(groups: &[Group]) -> String {
    let one = |g: &Group| format!("{} near {}", g.n, format::share(g.centre));
    groups.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Shares by the fortieth, as a line of bars: `▁` is one replication or few, `█` the fullest.
pub(super) fn bars(values: &[f64]) -> String {
    const BINS: usize = 40;
    const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let mut counts = [0usize; BINS];
    for x in values {
        counts[((x * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |n: &usize| if *n == 0 { ' ' } else { HEIGHTS[(n * 8).div_ceil(most) - 1] };
    counts.iter().map(bar).collect()
}

/// How a content model did on texts that it had not seen, by set of rows.
pub(super) fn measured(model: &ContentModel) -> Sheet {
    let share = |x: Option<f64>| x.map_or_else(|| format::ABSENT.into(), format::fine_share);
    let number = |x: Option<f64>| x.map_or_else(|| format::ABSENT.into(), |x| format::fixed(x, 4));
    let columns = ["Rows", "Ham", "Spam", "AUC", "Spam caught", "Ham blocked", "MCC", "Calibration error"];
    let row = |m: &Measured| {
        vec![
            m.rows.clone(),
            format::count(m.n_ham as f64),
            format::count(m.n_spam as f64),
            number(m.auc),
            share(m.spam_caught),
            share(m.ham_blocked),
            number(m.mcc),
            number(Some(m.ece)),
        ]
    };
    Sheet { columns: columns.map(String::from).to_vec(), rows: model.info.measured.iter().map(row).collect() }
}

/// What a content model was made from.
pub(super) fn made_from(model: &ContentModel) -> Sheet {
    let row = |c: &Corpus| {
        vec![c.name.clone(), format::count(c.ham as f64), format::count(c.spam as f64), c.sha256.clone()]
    };
    Sheet {
        columns: ["Corpus", "Ham", "Spam", "SHA-256"].map(String::from).to_vec(),
        rows: model.info.corpora.iter().map(row).collect(),
    }
}

/// The cues that weigh most.
pub(super) fn cue_weights(model: &ContentModel) -> Sheet {
    let row = |c: &CueWeight| vec![c.says.clone(), c.cue.clone(), format!("{:+.2}", c.weight)];
    Sheet {
        columns: ["What the text shows", "Cue", "Weight in log-odds of spam"].map(String::from).to_vec(),
        rows: model.cues.iter().map(row).collect(),
    }
}

/// The verdict in a word or two, before its sentence.
pub(super) fn verdict_head(summary: &Summary) -> &'static str {
    match summary.verdict.kind.as_str() {
        "winner" => "Verdict",
        "tie" => "A tie",
        "none" => "No comparison",
        _ => "Inconclusive",
    }
}

/// The command that repeats the run from the resolved scenario.
pub(super) fn command(summary: &Summary) -> String {
    format!(
        "carrierlab run scenario.toml --seed {} --replications {}",
        summary.seed, summary.replications_asked
    )
}

/// Text without characters that steer a terminal, hide or turn around what follows, or that XML forbids.
pub(super) fn clean(text: &str) -> String {
    let steering = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if steering(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}
