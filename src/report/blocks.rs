//! What every page is built from: the head, tables, figures with their numbers, escaped text.

use std::fmt::Write as _;

use super::figures::{self, Figure};
use super::format;
use super::view::{self, Sheet};
use crate::ledger::metric;

/// Rows of a figure's numbers shown in the page; the rest is in its CSV.
const DATA_ROWS: usize = 600;

const CSS: &str = include_str!("report.css");

/// From the doctype to the opened body of a page without scripts that loads nothing; `title` is escaped already, and
/// `style` are rules of this page alone.
pub(super) fn head(out: &mut String, version: &str, title: &str, style: &str) {
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         font-src data:; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"generator\" content=\"carrierlab {}\">\n<title>{title}</title>\n<style>\n",
        escape(version),
    );
    figures::font_css(out);
    out.push_str(CSS);
    out.push_str(style);
    out.push_str("</style>\n</head>\n<body>\n");
}

/// A figure with its caption and its numbers: those of `sheet`, or else of its own table.
pub(super) fn figure(out: &mut String, figure: &Figure, sheet: Option<Sheet>) {
    let name = &figure.name;
    let _ = writeln!(out, "<figure id=\"figure-{name}\">");
    match &figure.svg {
        Some(svg) => {
            let _ = writeln!(
                out,
                "<div class=\"card\" tabindex=\"0\" role=\"region\" aria-label=\"Figure: {}\">\n{svg}</div>",
                escape(&figure.title)
            );
        }
        None => out.push_str(
            "<p class=\"warning\">Not drawn: this carrierlab was built without figures. Its numbers are below.</p>\n",
        ),
    }
    let _ = writeln!(
        out,
        "<figcaption><strong>{}.</strong> {}</figcaption>",
        escape(&figure.title),
        escape(&figure.caption)
    );
    let sheet = sheet.unwrap_or_else(|| Sheet {
        columns: figure.table.columns.iter().map(|c| label(&c.name)).collect(),
        rows: (0..figure.table.rows())
            .map(|r| (0..figure.table.columns.len()).map(|c| figure.cell(r, c)).collect())
            .collect(),
    });
    numbers(out, figure, sheet);
    out.push_str("</figure>\n");
}

/// The numbers of a figure, folded away.
fn numbers(out: &mut String, figure: &Figure, mut sheet: Sheet) {
    let rows = sheet.rows.len();
    sheet.rows.truncate(DATA_ROWS);
    details(out, "Numbers of this figure", |out| {
        if rows > DATA_ROWS {
            let _ = writeln!(
                out,
                "<p>The first {DATA_ROWS} of {} rows; all are in <code>figures/{}.csv</code>.</p>",
                format::count(rows as f64),
                figure.name
            );
        }
        table(out, &figure.title, &sheet);
    });
}

/// What is folded away under a title.
pub(super) fn details(out: &mut String, title: &str, inside: impl FnOnce(&mut String)) {
    let _ = writeln!(out, "<details>\n<summary>{}</summary>", escape(title));
    inside(out);
    out.push_str("</details>\n");
}

/// A table that scrolls by itself; the first column heads its row.
pub(super) fn table(out: &mut String, caption: &str, sheet: &Sheet) {
    linked_table(out, caption, sheet, |_| None);
}

/// A table whose rows may link to a place in the page, by their first cell.
pub(super) fn linked_table(
    out: &mut String,
    caption: &str,
    sheet: &Sheet,
    to: impl Fn(usize) -> Option<String>,
) {
    let caption = escape(caption);
    let _ = write!(
        out,
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{caption}\">\n<table{}>\n<caption>{caption}</caption>\n<thead><tr>",
        // Many columns leave no room for an interval beside its number: below it, then.
        if sheet.columns.len() > 5 { " class=\"tight\"" } else { "" }
    );
    for column in &sheet.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(column));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (r, row) in sheet.rows.iter().enumerate() {
        out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            let text = escape(cell);
            // Where rows are stacked on a narrow screen, each cell says what it is.
            let label = match sheet.columns.get(i).filter(|_| sheet.columns.len() > 5) {
                Some(column) => format!(" data-label=\"{}\"", escape(column)),
                None => String::new(),
            };
            if i == 0 {
                let text = match to(r) {
                    Some(anchor) => format!("<a href=\"#{}\">{text}</a>", escape(&anchor)),
                    None => text,
                };
                let _ = write!(out, "<th scope=\"row\">{text}</th>");
            } else if is_number(cell) {
                let text = match text.split_once(" [") {
                    Some((number, interval)) => format!("{number} <span>[{interval}</span>"),
                    None => text,
                };
                let _ = write!(out, "<td class=\"n\"{label}>{text}</td>");
            } else {
                let _ = write!(out, "<td{label}>{text}</td>");
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// A metric's or column's name as words: `"time to delivery p95"`, with the unit where its values lack one.
pub(super) fn label(name: &str) -> String {
    let words = name.replace('_', " ");
    match metric(name).map(format::unit) {
        Some(unit) if !unit.is_empty() => format!("{words} {unit}"),
        _ => words,
    }
}

fn is_number(cell: &str) -> bool {
    cell == format::ABSENT || cell.starts_with(|c: char| c.is_ascii_digit() || "+−<>$".contains(c))
}

/// Text safe inside an element or a quoted attribute.
pub(super) fn escape(text: &str) -> String {
    escape_lines(&view::clean(text))
}

/// As [`escape`], for text of several lines.
pub(super) fn escape_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |l| (l, "\n"));
        for c in view::clean(line).chars() {
            match c {
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '&' => out.push_str("&amp;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        out.push_str(end);
    }
    out
}
