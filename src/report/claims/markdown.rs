//! `claims.md`: the table of all claims, then a section each. Nothing in it differs between two equal calls.

use std::fmt::Write as _;

use super::{FIGURES, view};
use crate::experiment::claims::{ClaimResult, ClaimsDocument};
use crate::report::figures::Figure;
use crate::report::markdown::{escape, line};
use crate::report::view::Sheet;

/// The page; drawings are linked as PNG below the folder [`FIGURES`].
pub(super) fn markdown(document: &ClaimsDocument, figures: &[Figure]) -> String {
    let mut out = String::from("# Claims\n\n");
    let _ = writeln!(
        out,
        "Made by `{}`; do not edit. What the field tells senders, each put as a hypothesis that can be false: two ways of \
         sending under the same people and the same chance, and the same again with the mechanism switched off, where the \
         effect has to be gone.\n",
        view::command(document)
    );
    let _ = writeln!(out, "**{}.** {}\n", view::tally(document), view::effort(document));
    for warning in view::warnings(document) {
        let _ = writeln!(out, "> **Note:** {}\n", escape(&warning));
    }
    let mut all = view::overview(document);
    let slugs = view::slugs(document);
    for (row, slug) in all.rows.iter_mut().zip(&slugs) {
        row.iter_mut().for_each(|cell| *cell = escape(cell));
        row[0] = format!("[{}](#{})", row[0], slug.to_lowercase());
    }
    rows(&mut out, &all);
    let legend = view::legend(document);
    let _ = writeln!(
        out,
        "\nEffects are means over n replications with 95 % intervals (paired, Student’s t), not corrected for the number of \
         claims; verdicts are, by Holm’s step-down over all parts of all claims. ✓ as expected, ? not decided, ✗ not as expected. \
         “0 (one world)”: the switch takes the compared difference itself away, so that both sides are one and the same and nothing \
         can be left; that says nothing of the mechanism.{}\n",
        if legend.is_empty() { String::new() } else { format!(" Signs: {}.", escape(&legend)) }
    );
    figure(&mut out, figures, "forest");
    for (claim, slug) in document.claims.iter().zip(&slugs) {
        section(&mut out, claim, slug, figures);
    }
    let _ = writeln!(
        out,
        "---\n\nA mechanism study, never a forecast for a real carrier: no carrier publishes its filter, and intervals cover \
         chance between replications, not doubt about the model. carrierlab {}.",
        escape(&document.version)
    );
    out
}

fn section(out: &mut String, claim: &ClaimResult, slug: &str, figures: &[Figure]) {
    let _ = writeln!(
        out,
        "<a id=\"{}\"></a>\n\n## {}. {}\n",
        slug.to_lowercase(),
        escape(&claim.id),
        escape(&claim.says)
    );
    let (mark, words) = view::outcome(claim);
    let _ =
        writeln!(out, "**{mark} {}.** {}\n", escape(&view::capital(&words)), escape(claim.finding.trim()));
    let _ = writeln!(out, "- Source: {}", escape(&claim.source));
    if !claim.mechanism.trim().is_empty() {
        let _ = writeln!(out, "- Mechanism: {}", escape(claim.mechanism.trim()));
    }
    let _ = writeln!(
        out,
        "- File: {}, SHA-256 `{}`…, seed {}\n",
        escape(&claim.file),
        view::hash(claim),
        claim.seed
    );
    figure(out, figures, &format!("parts-{slug}"));
    table(out, &view::parts(claim));
    let complaints = view::complaints(claim);
    if !complaints.is_empty() {
        out.push_str("\nNot as expected:\n\n");
        complaints.iter().for_each(|text| _ = writeln!(out, "- {}", escape(text)));
    }
    out.push('\n');
    for (name, sheets) in [
        ("dose", vec![view::dose(claim)]),
        ("map", vec![view::map(claim)]),
        ("factorial", vec![view::factorial_effects(claim), view::factorial_levels(claim)]),
    ] {
        if sheets[0].is_some() {
            figure(out, figures, &format!("{name}-{slug}"));
        }
        for sheet in sheets.into_iter().flatten() {
            table(out, &sheet);
            out.push('\n');
        }
    }
}

/// A figure with its caption, where it was drawn.
fn figure(out: &mut String, figures: &[Figure], name: &str) {
    let Some(figure) = figures.iter().find(|f| f.name == name && f.svg.is_some()) else { return };
    let title = escape(&figure.title).replace(['[', ']'], "");
    let _ = writeln!(out, "![{title}]({FIGURES}/{name}.png)\n\n*{}*\n", escape(&figure.caption));
}

fn table(out: &mut String, sheet: &Sheet) {
    let columns = sheet.columns.iter().map(|c| escape(c)).collect();
    let cells = sheet.rows.iter().map(|r| r.iter().map(|c| escape(c)).collect()).collect();
    rows(out, &Sheet { columns, rows: cells });
}

/// A table whose cells are escaped already.
fn rows(out: &mut String, sheet: &Sheet) {
    line(out, &sheet.columns);
    line(out, &vec!["---".to_string(); sheet.columns.len()]);
    sheet.rows.iter().for_each(|row| line(out, row));
}
