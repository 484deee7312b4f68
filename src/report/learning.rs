//! The document of a prequential test as text: the same tables on the terminal and in Markdown.

use std::fmt::Write;

use super::format::ABSENT;
use crate::experiment::stream::{Mean, Measures, StreamSummary};
use crate::scorer::stream::{Outcome, Policy};

/// Bins of a histogram over orders.
pub const BINS: usize = 10;

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
        write!(out, "\n![{name}]({name}.png)\n\n{caption}\n").expect("a string takes all");
    }
    out
}

fn write_tables(summary: &StreamSummary, out: &mut String) -> std::fmt::Result {
    let s = &summary.settings;
    let names: Vec<&str> = summary.corpora.iter().map(|c| c.name.as_str()).collect();
    writeln!(
        out,
        "{} texts of {}, {} of them spam in {} clusters; {}; learning starts from {}.",
        summary.messages,
        names.join(", "),
        summary.spam,
        summary.spam_clusters,
        match (summary.order.as_str(), summary.orders) {
            ("random", 1) => "one random order".into(),
            ("random", n) => format!("{n} random orders, means with 95 % intervals over them"),
            (order, _) => format!("in the order of the {order}"),
        },
        summary.start
    )?;
    writeln!(
        out,
        "Threshold {}; late labels after {} texts; label rate {}; report rate {} of spam, {} of ham; audit {}; \
         true labels for the first {} texts; seed {}.\n",
        s.threshold,
        s.delay,
        percent(s.label_rate),
        percent(s.report_rate),
        percent(s.false_report_rate),
        percent(s.audit),
        s.seed_labels,
        summary.seed
    )?;

    writeln!(out, "Whole stream\n")?;
    let head = ["policy", "(1-AUC)%", "lam%", "accuracy", "spam caught", "ham blocked"];
    let head = head.into_iter().chain(["spam labels", "of them wrong", "ham labels", "of them wrong"]);
    let mut cells = vec![head.map(String::from).collect::<Vec<_>>()];
    for p in &summary.policies {
        let mut row = vec![p.policy.name().to_string(), in_percent(&p.whole.one_minus_auc), in_percent(&p.whole.lam)];
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
    out.push_str(&aligned(&cells));

    writeln!(out, "\nLast quarter of the stream\n")?;
    let mut head: Vec<String> = ["policy", "(1-AUC)%", "accuracy", "spam caught", "ham blocked"].map(String::from).into();
    head.extend(Outcome::ALL.map(|o| o.name().to_string()));
    let mut cells = vec![head];
    for p in &summary.policies {
        let mut row = vec![p.policy.name().to_string(), in_percent(&p.late.one_minus_auc)];
        row.extend([&p.late.accuracy, &p.late.spam_caught, &p.late.ham_blocked].map(share));
        row.extend(Outcome::ALL.map(|o| p.outcomes.get(&o).copied().unwrap_or(0).to_string()));
        cells.push(row);
    }
    out.push_str(&aligned(&cells));
    writeln!(out, "\nThe last four columns count orders by how they ended: \"works\" catches at least half of the spam and blocks at\n\
         most a tenth of the ham, \"passes all\" catches less than a tenth, \"blocks all\" blocks half of the ham or more.")?;

    type Of = fn(&Measures) -> &Mean;
    let curves: [(&str, bool, Of); 4] = [
        ("(1-AUC)% of all texts so far", true, |m| &m.one_minus_auc),
        ("Accuracy since the last point", false, |m| &m.accuracy),
        ("Spam caught since the last point", false, |m| &m.spam_caught),
        ("Ham blocked since the last point", false, |m| &m.ham_blocked),
    ];
    for (title, so_far, of) in curves {
        writeln!(out, "\nLearning curve: {title}\n")?;
        let mut cells = vec![head_of(summary, "texts")];
        for i in 0..summary.policies.first().map_or(0, |p| p.curve.len()) {
            let mut row = vec![summary.policies[0].curve[i].messages.to_string()];
            for p in &summary.policies {
                let point = &p.curve[i];
                let mean = of(if so_far { &point.so_far } else { &point.window }).mean;
                row.push(mean.map_or(ABSENT.into(), |x| {
                    if so_far { format!("{:.2}", 100.0 * x) } else { percent(x) }
                }));
            }
            cells.push(row);
        }
        out.push_str(&aligned(&cells));
    }

    if summary.orders > 1 {
        for (title, of_spam) in [("spam caught", true), ("ham blocked", false)] {
            writeln!(out, "\nOrders by {title} in the last quarter\n")?;
            let mut cells = vec![head_of(summary, title)];
            let columns: Vec<[u32; BINS]> =
                summary.policies.iter().map(|p| histogram(summary, p.policy, of_spam)).collect();
            for bin in 0..BINS {
                let mut row = vec![format!("{} to {} %", bin * 100 / BINS, (bin + 1) * 100 / BINS)];
                row.extend(columns.iter().map(|c| if c[bin] == 0 { ".".into() } else { c[bin].to_string() }));
                cells.push(row);
            }
            out.push_str(&aligned(&cells));
        }
    }
    Ok(())
}

/// How many orders ended in each tenth of spam caught, or of ham blocked, in the last quarter.
pub fn histogram(summary: &StreamSummary, policy: Policy, of_spam: bool) -> [u32; BINS] {
    let mut bins = [0; BINS];
    let result = summary.policies.iter().find(|p| p.policy == policy);
    for run in result.iter().flat_map(|p| &p.runs) {
        let share = if of_spam { run.late.spam_caught } else { run.late.ham_blocked };
        if let Some(share) = share {
            bins[((share * BINS as f64) as usize).min(BINS - 1)] += 1;
        }
    }
    bins
}

fn head_of(summary: &StreamSummary, first: &str) -> Vec<String> {
    std::iter::once(first).chain(summary.policies.iter().map(|p| p.policy.name())).map(String::from).collect()
}

fn percent(x: f64) -> String {
    let digits = if x > 0.0 && x < 0.0095 { 2 } else { 1 };
    format!("{:.digits$} %", 100.0 * x)
}

fn share(mean: &Mean) -> String {
    match (mean.mean, mean.lo, mean.hi) {
        (Some(m), Some(lo), Some(hi)) => format!("{} [{:.1}, {:.1}]", percent(m), 100.0 * lo, 100.0 * hi),
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
                out.push_str(&if c == 0 { format!("|{:-<1$}", "", w + 2) } else { format!("|{:->1$}:", "", w + 1) });
            }
            out.push_str("|\n");
        }
    }
    out
}
