//! One screen: the verdict, one row a strategy, the expectations, and where the rest is.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use owo_colors::{OwoColorize, Style};

use super::view;
use crate::experiment::summary::Summary;

/// How and with what the summary is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalView {
    /// Columns of the terminal; 80 is enough, less than 60 is taken as 60.
    pub width: usize,
    /// Whether to colour; no meaning hangs on it.
    pub colour: bool,
    /// Where the results are, as the user would type it; empty prints no such line.
    pub files: Vec<String>,
    /// The exact command that repeats the run; empty prints [`Summary`]'s own.
    pub command: String,
}

/// The summary as text of `view.width` columns, ending in a newline.
pub fn terminal(summary: &Summary, view: &TerminalView) -> String {
    let width = view.width.max(60);
    let paint = |text: &str, style: Style| -> String {
        if view.colour { text.style(style).to_string() } else { text.into() }
    };
    let bold = Style::new().bold();
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(&view::clean(&summary.scenario), bold));
    if !summary.about.trim().is_empty() {
        wrap(&mut out, &view::clean(&summary.about), width, "");
    }
    let _ = writeln!(out, "{}\n", sample(summary));
    for warning in view::warnings(summary) {
        wrap(&mut out, &format!("! {warning}"), width, "  ");
    }

    let _ = writeln!(out, "{}", table(summary, width));

    let head = view::verdict_head(summary);
    let style =
        if summary.verdict.winner.is_some() { Style::new().green() } else { Style::new().yellow() }.bold();
    let mut verdict = String::new();
    wrap(&mut verdict, &format!("{head}: {}", view::clean(&summary.verdict.sentence)), width, "  ");
    let _ = write!(out, "\n{}", verdict.replacen(head, &paint(head, style), 1));

    if !summary.expectations.is_empty() {
        out.push('\n');
        for e in summary.expectations.iter().map(view::expectation) {
            let style = if e.word == "held" { Style::new().green() } else { Style::new().red().bold() };
            let head = format!("{} {}", e.mark, e.word);
            let mut line = String::new();
            wrap(&mut line, &format!("{head}  {}   observed {}", e.expression, e.observed), width, "  ");
            out.push_str(&line.replacen(&head, &paint(&head, style), 1));
        }
    }
    if !summary.notes.is_empty() {
        out.push('\n');
        for note in &summary.notes {
            wrap(&mut out, &format!("note: {}", view::clean(note)), width, "  ");
        }
    }
    out.push('\n');
    for file in &view.files {
        let _ = writeln!(out, "{}  {}", paint("results", bold), view::clean(file));
    }
    let command = if view.command.is_empty() { view::command(summary) } else { view::clean(&view.command) };
    let _ = writeln!(out, "{}   {command}", paint("repeat", bold));
    let _ = writeln!(
        out,
        "carrierlab {}, seed {}, scenario {}",
        view::clean(&summary.version),
        summary.seed,
        view::clean(&summary.scenario_hash).chars().take(12).collect::<String>()
    );
    out
}

fn sample(summary: &Summary) -> String {
    let n = summary.replications;
    format!(
        "mean [95 % interval] over {n} replication{}, {} of simulated time; {} carrier{}",
        if n == 1 { "" } else { "s" },
        view::clean(&summary.horizon),
        summary.carriers.len(),
        if summary.carriers.len() == 1 { "" } else { "s" },
    )
}

/// The headline of [`view::headline`], narrowed to what fits: the same strings, fewer columns.
fn table(summary: &Summary, width: usize) -> String {
    const WIDE: usize = 118;
    let names: &[(&str, &str)] = if width >= WIDE {
        &[
            ("delivered", "delivered"),
            ("reported_delivered", "reported"),
            ("false_delivered", "reported, not delivered"),
            ("unwanted_delivered", "unwanted delivered"),
            ("complaints", "complaints per 1,000"),
        ]
    } else {
        &[
            ("delivered", "delivered"),
            ("reported_delivered", "reported"),
            ("false_delivered", "false"),
            ("complaints", "compl. /1,000"),
        ]
    };
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let mut header = vec!["strategy".to_string()];
    header.extend(names.iter().map(|(_, label)| label.to_string()));
    header.push("mostly lost to".into());
    header.push("delivered against baseline".into());
    table.set_header(header);
    for s in &summary.strategies {
        let mut row = vec![view::clean(&s.name)];
        row.extend(names.iter().map(|(name, _)| stacked(&view::estimate(&s.metrics, name))));
        row.push(view::losses(s, 2).replace(", ", "\n"));
        let (difference, verdict) = view::comparison(s, summary);
        row.push(if s.differences.contains_key("delivered") {
            format!("{verdict}\n{}", stacked(&difference))
        } else {
            verdict
        });
        table.add_row(row);
    }
    // Numbers stay in one piece; names and causes give way.
    for (i, _) in names.iter().enumerate() {
        if let Some(column) = table.column_mut(i + 1) {
            column.set_cell_alignment(CellAlignment::Right);
            let content = if names[i].0 == "complaints" { 12 } else { 14 };
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(content + 2)));
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table.lines().map(|l| l.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// The mean above its interval.
fn stacked(text: &str) -> String {
    text.replacen(" [", "\n[", 1)
}

/// Appends `text` broken at spaces to lines of at most `width`, all but the first indented.
fn wrap(out: &mut String, text: &str, width: usize, indent: &str) {
    let mut column = 0;
    for (i, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if i > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}
