//! The headline for a pull request.

use std::fmt::Write as _;

use super::view;
use crate::experiment::summary::Summary;

/// The verdict, the headline table, the comparison and the expectations as GitHub-flavoured Markdown.
pub fn markdown(summary: &Summary) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## {}\n", escape(&summary.scenario));
    if !summary.about.trim().is_empty() {
        let _ = writeln!(out, "{}\n", escape(&summary.about));
    }
    let head = view::verdict_head(summary);
    let _ = writeln!(out, "**{head}:** {}\n", escape(&summary.verdict.sentence));
    for warning in view::warnings(summary) {
        let _ = writeln!(out, "> **Note:** {}\n", escape(&warning));
    }
    let mut sheet = view::headline(summary);
    sheet.columns.push("Against the baseline".into());
    for (row, strategy) in sheet.rows.iter_mut().zip(&summary.strategies) {
        let (difference, verdict) = view::comparison(strategy, summary);
        row.push(if strategy.differences.contains_key("delivered") {
            format!("{verdict}: {difference}")
        } else {
            verdict
        });
    }
    table(&mut out, &sheet);
    let ranking = view::ranking(summary);
    if !ranking.rows.is_empty() {
        out.push('\n');
        table(&mut out, &ranking);
        let _ = writeln!(out, "\n{}", view::P_BEST);
    }
    if !summary.expectations.is_empty() {
        out.push('\n');
        for e in summary.expectations.iter().map(view::expectation) {
            let n = if e.n.is_empty() { String::new() } else { format!(", n = {}", e.n) };
            let (expression, observed) = (escape(&e.expression), escape(&e.observed));
            let _ = writeln!(out, "- {} {}: {expression} (observed {observed}{n})", e.mark, e.word);
        }
    }
    if !summary.notes.is_empty() {
        out.push('\n');
        for note in &summary.notes {
            let _ = writeln!(out, "- {}", escape(note));
        }
    }
    let _ = writeln!(
        out,
        "\nMeans with 95 % intervals over replications; a mechanism study, never a forecast for a real carrier. \
         carrierlab {}, seed {}, scenario `{}`: `{}`",
        escape(&summary.version),
        summary.seed,
        escape(&summary.scenario_hash),
        view::command(summary)
    );
    out
}

fn table(out: &mut String, sheet: &view::Sheet) {
    escaped(out, &sheet.columns);
    let marks: Vec<&str> = (0..sheet.columns.len()).map(|i| if i == 0 { "---" } else { "---:" }).collect();
    let _ = writeln!(out, "| {} |", marks.join(" | "));
    for row in &sheet.rows {
        escaped(out, row);
    }
}

fn escaped(out: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|c| escape(c)).collect();
    line(out, &cells);
}

/// A row of a table, whose cells are escaped already.
pub(super) fn line(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// Text that Markdown shows as it is: no markup, no HTML, no new cell.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in view::clean(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '|' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            // Brackets make links only together with what follows, and intervals are full of them.
            '(' if out.ends_with(']') => out.push_str("\\("),
            c => out.push(c),
        }
    }
    out
}
