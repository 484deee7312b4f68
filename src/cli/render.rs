//! What the user sees: answers on stdout, everything else on stderr.

use std::io::{self, ErrorKind, IsTerminal, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use serde_json::{Value as Json, json};

use super::{Colour, Failure, Global};
use crate::scenario::Problem;

/// What a command has to say: for people, or as one JSON document.
pub struct Answer {
    /// For people.
    pub text: String,
    /// For machines.
    pub json: Json,
}

impl Answer {
    /// Prints it in the form that was asked for.
    pub fn print(&self, global: &Global) -> Result<(), Failure> {
        if global.json { print(&format!("{:#}\n", self.json)) } else { print(&self.text) }
    }
}

/// Prints to stdout. A reader who has gone away is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::message(1, "io", format!("cannot write to stdout: {error}"), "check where it goes"))
        }
        _ => Ok(()),
    }
}

/// How to draw diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    colour: bool,
    width: usize,
}

impl Paint {
    /// For stderr: colour on a terminal unless NO_COLOR is set or the flag says otherwise.
    pub fn stderr(when: Colour) -> Paint {
        Paint::on(io::stderr().is_terminal(), when)
    }
    /// The same for stdout.
    pub fn stdout(when: Colour) -> Paint {
        Paint::on(io::stdout().is_terminal(), when)
    }
    fn on(terminal: bool, when: Colour) -> Paint {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let colour = match when {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !no_color,
        };
        Paint { colour, width: 100 }
    }
    /// Whether to use colour.
    pub fn is_coloured(self) -> bool {
        self.colour
    }
    /// One diagnostic, drawn.
    pub fn draw(self, diagnostic: &dyn Diagnostic) -> String {
        let theme = if self.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_links(false)
            .with_context_lines(1);
        let mut text = String::new();
        if handler.render_report(&mut text, diagnostic).is_err() {
            text = format!("{diagnostic}\n");
        }
        text.trim_start_matches('\n').to_owned()
    }
}

/// Says on stderr, or as JSON on stdout, why a command failed.
pub(super) fn failure(failure: &Failure, global: &Global) {
    if global.json {
        let problems: Vec<Json> = failure.reports.iter().map(|r| problem_json(r.as_ref())).collect();
        let message = match failure.reports.as_slice() {
            [only] => only.to_string(),
            many => counted(many.len(), "problem", "problems"),
        };
        let document = json!({ "error": { "code": failure.code, "message": message, "problems": problems } });
        // Nothing is left to tell a failure to print the failure to.
        let _ = print(&format!("{document:#}\n"));
        return;
    }
    let paint = global.paint();
    let mut text = String::new();
    for report in &failure.reports {
        text.push_str(&paint.draw(report.as_ref()));
        text.push('\n');
    }
    let warnings = failure
        .reports
        .iter()
        .filter(|report| report.severity().is_some_and(|s| s != miette::Severity::Error))
        .count();
    let errors = failure.reports.len() - warnings;
    if errors + warnings > 1 {
        text.push_str(&counted(errors, "error", "errors"));
        if warnings > 0 {
            text.push_str(&format!(", {}", counted(warnings, "warning", "warnings")));
        }
        text.push('\n');
    }
    note(&text);
}

/// Says what looks doubtful, unless only failures are wanted or warnings go into the JSON.
pub fn warn(warnings: &[Problem], global: &Global) {
    if global.quiet || global.json {
        return;
    }
    for warning in warnings {
        note(&format!("{}\n", global.paint().draw(warning)));
    }
}

/// A count and what is counted.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Says something on stderr.
pub(super) fn note(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A diagnostic for machines: what, where, and what to do.
pub fn problem_json(problem: &dyn Diagnostic) -> Json {
    let mut document = json!({
        "severity": match problem.severity() {
            Some(miette::Severity::Warning) => "warning",
            Some(miette::Severity::Advice) => "advice",
            _ => "error",
        },
        "code": problem.code().map(|c| c.to_string()),
        "message": problem.to_string(),
        "help": problem.help().map(|h| h.to_string()),
    });
    let label = problem.labels().and_then(|mut labels| labels.next());
    if let (Some(source), Some(label)) = (problem.source_code(), label)
        && let Ok(contents) = source.read_span(label.inner(), 0, 0)
    {
        document["file"] = json!(contents.name());
        document["line"] = json!(contents.line() + 1);
        document["column"] = json!(contents.column() + 1);
    }
    document
}
