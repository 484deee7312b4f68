//! One row a claim, and below it what did not come out as expected.

use std::fmt::Write as _;

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use crate::experiment::claims::{ClaimResult, ClaimsDocument, PartResult};
use crate::experiment::summary::Estimate;
use crate::ledger::{Scale, measure};

/// The claims as text of `width` columns; `quiet` prints the last line alone.
pub fn claims_terminal(document: &ClaimsDocument, width: usize, colour: bool, quiet: bool) -> String {
    let _ = colour;
    let mut out = String::new();
    if !quiet {
        const LINE: LineStyle = LineStyle::none().fill('─').junction('─');
        const STYLE: TableStyle =
            TableStyle::new().top_border(LINE).header_separator(LINE).bottom_border(LINE);
        let mut table = Table::new();
        table
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(width.max(80)).unwrap_or(u16::MAX));
        table.set_header(["", "claim", "effect [95 %]", "switch off", "verdict", "n", "s"]);
        for claim in &document.claims {
            let head = &claim.parts[0];
            table.add_row([
                claim.id.clone(),
                claim.says.clone(),
                effect(head, &head.effect),
                head.killed.as_ref().map_or_else(|| "-".into(), |k| effect(head, k)),
                mark(claim),
                claim.replications.to_string(),
                format!("{:.1}", claim.seconds),
            ]);
        }
        let _ = writeln!(out, "{table}");
        for claim in document.claims.iter().filter(|c| !c.passed || c.verdict != c.expected) {
            for line in complaints(claim) {
                let _ = writeln!(out, "{}: {line}", claim.id);
            }
        }
    }
    let count = |verdict: &str| document.claims.iter().filter(|c| c.verdict == verdict).count();
    let _ = writeln!(
        out,
        "{} claims: {} supported, {} refuted, {} inconclusive; {}",
        document.claims.len(),
        count("supported"),
        count("refuted"),
        count("inconclusive"),
        if document.passed { "all as expected" } else { "not all as expected" }
    );
    out
}

fn mark(claim: &ClaimResult) -> String {
    format!("{} {}", if claim.passed { "✓" } else { "✗" }, claim.verdict)
}

/// An effect in the unit of its metric.
fn effect(part: &PartResult, e: &Estimate) -> String {
    let Some(mean) = e.mean else { return "nothing measured".into() };
    let share = part.scale == "difference" && measure(&part.metric).is_some_and(|m| m.scale == Scale::Share);
    let (factor, unit) = if share { (100.0, " pp") } else { (1.0, "") };
    let number = |x: f64| format!("{:+.2}", x * factor);
    match e.lo.zip(e.hi) {
        Some((lo, hi)) => format!("{}{unit} [{}, {}]", number(mean), number(lo), number(hi)),
        None => format!("{}{unit}", number(mean)),
    }
}

/// What did not come out as the file expects.
fn complaints(claim: &ClaimResult) -> Vec<String> {
    let mut lines = Vec::new();
    if claim.verdict != claim.expected {
        lines.push(format!("{} where {} was expected", claim.verdict, claim.expected));
    }
    for part in &claim.parts {
        if part.verdict != "supported" {
            lines.push(format!("{}: {} ({})", part.verdict, part.says, effect(part, &part.effect)));
        }
        if !part.kill_ok {
            let left = part.killed.as_ref().map_or_else(String::new, |k| effect(part, k));
            lines.push(format!(
                "under the kill switch {left} is left, which is not {}: {}",
                part.killed_must, part.says
            ));
        }
    }
    if claim.dose_ok == Some(false) {
        lines.push("the dose does not move the effect as the file says".into());
    }
    lines
}
