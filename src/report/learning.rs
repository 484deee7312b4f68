//! The document of a prequential test as text: the same tables on the terminal and in Markdown.

use std::fmt::Write;

use super::format::ABSENT;
use crate::experiment::stream::{Mean, Measures, StreamSummary};
use crate::scorer::stream::{Outcome, Policy};

/// Bins of a histogram over orders.
const BINS: usize = 10;

/// What `model stream` prints.
pub fn stream_tables(summary: &StreamSummary) -> String {
    let mut out = String::new();
    write_tables(summary, &mut out).expect("a string takes all");
    out
}

/// `stream.md`: the tables, under a title, and the figures if there are any.
pub fn stream_markdown(summary: &StreamSummary, figures: &[(&str, &str)]) -> String {
    let mut out = String::from("# Prequential test\n\n");
    out.push_str(&stream_tables(summary));
    for (name, caption) in figures {
        write!(out, "\n![{name}](figures/{name}.png)\n\n{caption}\n").expect("a string takes all");
    }
    out
}

fn write_tables(summary: &StreamSummary, out: &mut String) -> std::fmt::Result {
    write_head(summary, out)?;
    writeln!(out, "Whole stream\n")?;
    out.push_str(&aligned(&whole(summary)));
    writeln!(out, "\nLast quarter of the stream\n")?;
    out.push_str(&aligned(&late(summary)));
    writeln!(
        out,
        "\nThe last four columns count orders by how they ended: `works` catches at least half of the spam and blocks\n\
         at most a tenth of the ham, `passes all` catches less than a tenth of the spam, `blocks all` blocks half of\n\
         the ham or more."
    )?;
    for (title, so_far, of) in CURVES {
        writeln!(out, "\nLearning curve: {title}\n")?;
        out.push_str(&aligned(&curve(summary, so_far, of)));
    }
    if summary.orders > 1 {
        for (title, of_spam) in [("spam caught", true), ("ham blocked", false)] {
            writeln!(out, "\nOrders by {title} in the last quarter\n")?;
            out.push_str(&aligned(&histogram(summary, title, of_spam)));
        }
    }
    for note in notes(summary) {
        writeln!(out, "\nnote: {note}")?;
    }
    Ok(())
}

fn write_head(summary: &StreamSummary, out: &mut String) -> std::fmt::Result {
    let s = &summary.settings;
    let names: Vec<&str> = summary.corpora.iter().map(|c| c.name.as_str()).collect();
    let order = match (summary.order.as_str(), summary.orders) {
        ("random", 1) => "one random order".into(),
        ("random", n) => format!("{n} random orders, means with 95 % intervals over them"),
        ("time", _) => "in the order of their times".into(),
        _ => "in the order of the files".into(),
    };
    let (messages, spam, clusters) = (summary.messages, summary.spam, summary.spam_clusters);
    writeln!(
        out,
        "{messages} texts of {}, {spam} of them spam in {clusters} clusters; {order}; learning starts from {}.",
        names.join(", "),
        summary.start
    )?;
    if summary.copies > 1 {
        let copies = summary.copies;
        writeln!(out, "Spam comes in made campaigns of {copies} copies, each with one word replaced.")?;
    }
    writeln!(
        out,
        "Threshold {}; late labels after {} texts; label rate {}; report rate {} of spam, {} of ham; audit {};\n\
         true labels for the first {} texts; seed {}.\n",
        s.threshold,
        s.delay,
        percent(s.label_rate),
        percent(s.report_rate),
        percent(s.false_report_rate),
        percent(s.audit),
        s.seed_labels,
        summary.seed
    )
}

fn whole(summary: &StreamSummary) -> Vec<Vec<String>> {
    let head = ["policy", "(1-AUC)%", "lam%", "accuracy", "spam caught", "ham blocked"];
    let head = head.into_iter().chain(["spam labels", "of them wrong", "ham labels", "of them wrong"]);
    let mut cells = vec![head.map(String::from).collect::<Vec<_>>()];
    for p in &summary.policies {
        let mut row =
            vec![p.policy.name().into(), in_percent(&p.whole.one_minus_auc), in_percent(&p.whole.lam)];
        row.extend([&p.whole.accuracy, &p.whole.spam_caught, &p.whole.ham_blocked].map(share));
        let counts = [
            p.labels(|l| l.true_spam + l.false_spam),
            p.labels(|l| l.false_spam),
            p.labels(|l| l.true_ham + l.false_ham),
            p.labels(|l| l.false_ham),
        ];
        row.extend(counts.map(|x| format!("{x:.0}")));
        cells.push(row);
    }
    cells
}

fn late(summary: &StreamSummary) -> Vec<Vec<String>> {
    let head = ["policy", "(1-AUC)%", "accuracy", "spam caught", "ham blocked"];
    let mut cells: Vec<Vec<String>> =
        vec![head.into_iter().chain(Outcome::ALL.map(Outcome::name)).map(String::from).collect()];
    for p in &summary.policies {
        let mut row = vec![p.policy.name().into(), in_percent(&p.late.one_minus_auc)];
        row.extend([&p.late.accuracy, &p.late.spam_caught, &p.late.ham_blocked].map(share));
        row.extend(Outcome::ALL.map(|o| p.outcomes.get(&o).copied().unwrap_or(0).to_string()));
        cells.push(row);
    }
    cells
}

type Of = fn(&Measures) -> &Mean;

/// The curves that are printed: title, whether over all texts so far, measure.
const CURVES: [(&str, bool, Of); 4] = [
    ("(1-AUC)% of all texts so far", true, |m| &m.one_minus_auc),
    ("accuracy since the last point", false, |m| &m.accuracy),
    ("spam caught since the last point", false, |m| &m.spam_caught),
    ("ham blocked since the last point", false, |m| &m.ham_blocked),
];

fn curve(summary: &StreamSummary, so_far: bool, of: Of) -> Vec<Vec<String>> {
    let mut cells = vec![head_of(summary, "texts")];
    for i in 0..summary.policies.first().map_or(0, |p| p.curve.len()) {
        let mut row = vec![summary.policies[0].curve[i].messages.to_string()];
        for p in &summary.policies {
            let point = &p.curve[i];
            let mean = of(if so_far { &point.so_far } else { &point.window }).mean;
            let shown = |x: f64| if so_far { format!("{:.2}", 100.0 * x) } else { percent(x) };
            row.push(mean.map_or(ABSENT.into(), shown));
        }
        cells.push(row);
    }
    cells
}

fn notes(summary: &StreamSummary) -> Vec<String> {
    let mut notes: Vec<String> = summary
        .trained_on
        .iter()
        .map(|name| format!("the model that learning starts from was trained on {name}; figures flatter it"))
        .collect();
    let has = |policy: Policy| summary.policies.iter().any(|p| p.policy == policy);
    if has(Policy::Own) && summary.settings.seed_labels == 0 && summary.start == "nothing" {
        let start = "`self` started from nothing and so never blocked anything";
        notes.push(format!("{start}; --seed-labels N or --model FILE gives it a start"));
    }
    if has(Policy::Cluster) && summary.spam_clusters * 2 > summary.spam {
        let alone = "most spam here has no near-duplicate, so under `cluster` a report speaks for hardly any other text";
        notes.push(format!("{alone}; --copies K makes campaigns"));
    }
    notes
}

/// How many orders ended in each tenth of spam caught, or of ham blocked, in the last quarter.
fn histogram(summary: &StreamSummary, title: &str, of_spam: bool) -> Vec<Vec<String>> {
    let mut cells = vec![head_of(summary, title)];
    for bin in 0..BINS {
        let mut row = vec![format!("{} to {} %", bin * 100 / BINS, (bin + 1) * 100 / BINS)];
        row.extend(summary.policies.iter().map(|p| match p.histogram::<BINS>(of_spam)[bin] {
            0 => ".".into(),
            orders => orders.to_string(),
        }));
        cells.push(row);
    }
    cells
}

fn head_of(summary: &StreamSummary, first: &str) -> Vec<String> {
    std::iter::once(first).chain(summary.policies.iter().map(|p| p.policy.name())).map(String::from).collect()
}

/// Small shares have two decimals.
fn digits(x: f64) -> usize {
    if x > 0.0 && x < 0.0095 { 2 } else { 1 }
}

fn percent(x: f64) -> String {
    format!("{:.*} %", digits(x), 100.0 * x)
}

fn share(mean: &Mean) -> String {
    match (mean.mean, mean.lo, mean.hi) {
        (Some(m), Some(lo), Some(hi)) => {
            let n = digits(m);
            format!("{} [{:.n$}, {:.n$}]", percent(m), 100.0 * lo, 100.0 * hi)
        }
        (Some(m), ..) => percent(m),
        _ => ABSENT.into(),
    }
}

/// Without the sign, which stands in the head.
fn in_percent(mean: &Mean) -> String {
    match (mean.mean, mean.lo, mean.hi) {
        (Some(m), Some(lo), Some(hi)) => format!("{:.2} [{:.2}, {:.2}]", 100.0 * m, 100.0 * lo, 100.0 * hi),
        (Some(m), ..) => format!("{:.2}", 100.0 * m),
        _ => ABSENT.into(),
    }
}

/// A Markdown table whose columns are aligned for the eye too: the first to the left, the others right.
fn aligned(cells: &[Vec<String>]) -> String {
    let columns = cells.first().map_or(0, Vec::len);
    let width = |c: usize| cells.iter().map(|row| row[c].chars().count()).max().unwrap_or(0).max(2);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (i, row) in cells.iter().enumerate() {
        for (c, (cell, &w)) in row.iter().zip(&widths).enumerate() {
            out.push_str(&if c == 0 { format!("| {cell:<w$} ") } else { format!("| {cell:>w$} ") });
        }
        out.push_str("|\n");
        if i == 0 {
            for (c, &w) in widths.iter().enumerate() {
                out.push_str(&if c == 0 {
                    format!("|{:-<1$}", "", w + 2)
                } else {
                    format!("|{:->1$}:", "", w + 1)
                });
            }
            out.push_str("|\n");
        }
    }
    out
}
