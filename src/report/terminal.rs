//! One screen: the verdict, one row a strategy, the expectations, and where the rest is.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use owo_colors::{OwoColorize, Style};

use super::{format, view};
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
    for warning in view::sample_warnings(summary) {
        wrap(&mut out, &format!("! {warning}"), width, "  ");
    }
    for grouped in view::grouped(summary) {
        wrap(&mut out, &format!("! {}", grouped.sentence()), width, "  ");
        let _ = writeln!(out, "  0 % ▕{}▏ 100 %", view::bars(&grouped.values));
    }

    let _ = writeln!(out, "{}", table(summary, width));

    let head = view::verdict_head(summary);
    let style =
        if summary.verdict.winner.is_some() { Style::new().green() } else { Style::new().yellow() }.bold();
    let mut verdict = String::new();
    wrap(&mut verdict, &format!("{head}: {}", view::clean(&summary.verdict.sentence)), width, "  ");
    let _ = write!(out, "\n{}", verdict.replacen(head, &paint(head, style), 1));

    if let Some(line) = ranking(summary) {
        wrap(&mut out, &line, width, "  ");
    }

    if !summary.expectations.is_empty() {
        out.push('\n');
        for e in summary.expectations.iter().map(view::expectation) {
            let style = match (e.mark, e.open) {
                ("✓", false) => Style::new().green(),
                ("✓", true) => Style::new().yellow(),
                _ => Style::new().red().bold(),
            };
            let head = format!("{} {}", e.mark, e.word);
            let n = if e.n.is_empty() { String::new() } else { format!(", n{TIED}={TIED}{}", e.n) };
            let mut line = String::new();
            wrap(&mut line, &format!("{head}  {}   observed {}{n}", e.expression, e.observed), width, "  ");
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

/// The first places in a line, and whatever else may be best.
fn ranking(summary: &Summary) -> Option<String> {
    const SHOWN: usize = 3;
    const MAYBE: f64 = 0.05;
    let sheet = view::ranking(summary);
    let shown: Vec<String> = (sheet.rows.iter().zip(&summary.ranking).enumerate())
        .filter(|(at, (_, ranked))| *at < SHOWN || ranked.p_best >= MAYBE)
        .map(|(_, (row, _))| format!("{}. {} {} (best: {})", row[1], row[0], row[2], row[3]))
        .collect();
    let rest = sheet.rows.len() - shown.len();
    let rest = if rest > 0 { format!(", and {rest} more in the report") } else { String::new() };
    let line = format!(
        "Ranking, with the probability of having the highest mean (no forecast): {}{rest}.",
        shown.join(", ")
    );
    (!shown.is_empty()).then_some(line)
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

/// A space that no cell is broken at; it is printed as a plain one.
const TIED: char = '\u{a0}';

/// The headline's strings in the columns that fit: side by side, or under 132 columns two in a cell.
fn table(summary: &Summary, width: usize) -> String {
    const LINE: LineStyle = LineStyle::none().fill('─').junction('─');
    const STYLE: TableStyle = TableStyle::new().top_border(LINE).header_separator(LINE).bottom_border(LINE);
    let wide = width >= 132;
    // Columns for a cause in words: it is broken between words, never in one. Names of strategies give way.
    let room = match width {
        ..100 => 18,
        100..150 => 24,
        _ => width - 126,
    };
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let numbers = if wide {
        table.set_header([
            "strategy",
            "delivered",
            "reported",
            "reported, not\ndelivered",
            "unwanted\ndelivered",
            "complaints\nper 1,000",
            "mostly lost to",
            "delivered\nagainst baseline",
        ]);
        1..=5
    } else {
        table.set_header([
            "strategy",
            "delivered",
            "reported,\nfalsely\nreported",
            "unwanted,\ncompl.\n/1,000",
            "mostly\nlost to",
            "delivered\nagainst\nbaseline",
        ]);
        1..=3
    };
    for s in &summary.strategies {
        let number = |name| tied(&view::estimate(&s.metrics, name));
        let mean = |name| tied(&view::mean(&s.metrics, name));
        let (difference, verdict) = view::comparison(s, summary);
        let compared = match difference.split_once(" [") {
            Some((points, interval)) if wide => format!("{verdict} {points}\n[{interval}"),
            Some((points, _)) => format!("{verdict}\n{points}"),
            None => verdict,
        };
        let lost = view::losses(s)
            .iter()
            .take(2)
            .map(|l| {
                // The share stays with the first word where both fit.
                let first = l.label.split(' ').next().unwrap_or_default();
                let tie =
                    if l.share.chars().count() + 1 + first.chars().count() <= room { TIED } else { ' ' };
                let mut lines = String::new();
                wrap(&mut lines, &format!("{}{tie}{}", l.share.replace(' ', "\u{a0}"), l.label), room, "");
                lines.trim_end().to_string()
            })
            .collect::<Vec<_>>();
        let lost = if lost.is_empty() { view::nothing_lost(s).into() } else { lost.join("\n") };
        // Where runs end in groups, the mean stands beside none of them.
        let delivered = match &s.groups[..] {
            [] => number("delivered"),
            groups if groups.len() <= 3 => {
                let lines = groups.iter().map(|g| format!("{} × {}", g.n, format::share(g.centre)));
                tied(&lines.collect::<Vec<_>>().join("\n")) + &format!("\nmean {}", mean("delivered"))
            }
            more => format!("{} groups\nmean {}", more.len(), mean("delivered")),
        };
        let mut row = vec![view::clean(&s.name), delivered];
        if wide {
            row.extend(
                ["reported_delivered", "false_delivered", "unwanted_delivered", "complaints"].map(number),
            );
        } else {
            row.push(format!("{}\n{}", mean("reported_delivered"), mean("false_delivered")));
            row.push(format!("{}\n{}", mean("unwanted_delivered"), mean("complaints")));
        }
        row.push(lost.replace(' ', "\u{a0}"));
        row.push(compared.replace(' ', "\u{a0}"));
        table.add_row(row);
    }
    for i in numbers {
        if let Some(column) = table.column_mut(i) {
            column.set_cell_alignment(CellAlignment::Right);
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let last = table.column_count() - 1;
    let widths = table.column_max_content_widths();
    for (i, limit) in [(last - 1, usize::MAX), (last, 28)] {
        if let Some(column) = table.column_mut(i)
            && usize::from(widths[i]) <= limit
        {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, u16::from(wide || i == 0 || i + 2 >= last)));
    }
    table.lines().map(|l| l.replace(TIED, " ").trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// The mean above its interval, each in one piece.
fn tied(text: &str) -> String {
    text.replacen(" [", "\n[", 1).replace(' ', "\u{a0}")
}

/// Appends `text` broken at spaces, not those before a percent sign or [`TIED`], to lines of at most `width`, all but
/// the first indented.
pub(super) fn wrap(out: &mut String, text: &str, width: usize, indent: &str) {
    let text = &text.replace(" %", &format!("{TIED}%"));
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
        out.push_str(&word.replace(TIED, " "));
        column += length;
    }
    out.push('\n');
}
