//! Two lines a claim, and below them what did not come out as expected.

use std::fmt::Write as _;

use owo_colors::{OwoColorize, Style};

use super::view;
use crate::experiment::claims::{ClaimResult, ClaimsDocument};
use crate::report::format;
use crate::report::terminal::wrap;
use crate::report::view::clean;

/// Most columns that a number takes, with the room behind it.
const NUMBERS: usize = 31;

/// How the claims are set out.
struct Page {
    out: String,
    width: usize,
    colour: bool,
    /// Columns of the widest id, and the room behind it.
    indent: usize,
    /// Columns of the effect, and of what the switch leaves of it.
    numbers: [usize; 2],
}

/// The effect of a claim, and what its switch leaves of it.
fn numbers(claim: &ClaimResult) -> [String; 2] {
    claim.parts.first().map_or_else(
        || [format::ABSENT.into(), format::ABSENT.into()],
        |head| [view::effect(head, &head.effect), view::killed(head)],
    )
}

/// The claims as text of `width` columns, less than 72 taken as 72; `quiet` prints the last line alone.
pub fn claims_terminal(document: &ClaimsDocument, width: usize, colour: bool, quiet: bool) -> String {
    let ids = document.claims.iter().map(|c| clean(&c.id).chars().count());
    let indent = ids.max().unwrap_or(0).max(3) + 2;
    let all: Vec<[String; 2]> = document.claims.iter().map(numbers).collect();
    let widest = |k: usize| {
        let widths = all.iter().map(|n| n[k].chars().count() + 2);
        widths.fold(8, usize::max).min(NUMBERS)
    };
    let numbers = [widest(0), widest(1)];
    let mut page = Page { out: String::new(), width: width.max(72), colour, indent, numbers };
    if !quiet {
        page.head(document);
        document.claims.iter().for_each(|c| page.claim(c));
        page.rule();
        page.exceptions(document);
    }
    page.last(document);
    page.out
}

impl Page {
    fn paint(&self, text: &str, style: Style) -> String {
        if self.colour { text.style(style).to_string() } else { text.into() }
    }

    fn rule(&mut self) {
        let line = "─".repeat(self.width);
        let _ = writeln!(self.out, "{line}");
    }

    fn head(&mut self, document: &ClaimsDocument) {
        let legend = view::legend(document);
        let text = format!(
            "Effect: mean [95 % interval over n replications]{}{legend}. Off: the same with the mechanism switched off. {}",
            if legend.is_empty() { "" } else { "; " },
            view::effort(document)
        );
        wrap(&mut self.out, &text, self.width, "");
        for warning in view::warnings(document) {
            wrap(&mut self.out, &format!("! {warning}"), self.width, "  ");
        }
        self.rule();
        let gap = self.width - self.indent - "claim".len() - "verdict".len();
        let claim = format!("{:indent$}claim{:gap$}verdict", "", "", indent = self.indent);
        let claim = self.paint(&claim, Style::new().bold());
        let _ = writeln!(self.out, "{claim}");
        let [a, b] = self.numbers;
        let columns = format!("{:i$}{:a$}{:b$}", "", "effect", "off", i = self.indent, a = a, b = b);
        let line = format!("{columns}{:>4} {:>6}", "n", "s");
        let compared = if self.beside() > 0 { "  of" } else { "" };
        let bold = self.paint(&format!("{line}{compared}"), Style::new().bold());
        let _ = writeln!(self.out, "{bold}");
        self.rule();
    }

    /// Columns for what is compared beside the numbers; 0 where it needs a line of its own.
    fn beside(&self) -> usize {
        let taken = self.indent + self.numbers[0] + self.numbers[1] + 4 + 1 + 6 + 2;
        if self.width >= taken + 18 { self.width - taken } else { 0 }
    }

    fn claim(&mut self, claim: &ClaimResult) {
        let (mark, words) = view::outcome(claim);
        let verdict = format!("{mark} {words}");
        let style = match mark {
            "✓" => Style::new().green(),
            "?" => Style::new().yellow(),
            _ => Style::new().red().bold(),
        };
        let indent = " ".repeat(self.indent);
        let room = self.width - verdict.chars().count().min(self.width / 2) - 2;
        let mut says = String::new();
        wrap(&mut says, &format!("{indent}{}", clean(&claim.says)), room, &indent);
        for (k, line) in says.lines().enumerate() {
            if k > 0 {
                let _ = writeln!(self.out, "{line}");
                continue;
            }
            let id = clean(&claim.id);
            let rest: String = line.chars().skip(id.chars().count()).collect();
            let gap = self.width.saturating_sub(line.chars().count() + verdict.chars().count()).max(1);
            let (id, verdict) = (self.paint(&id, Style::new().bold()), self.paint(&verdict, style));
            let _ = writeln!(self.out, "{id}{rest}{}{verdict}", " ".repeat(gap));
        }
        self.numbers(claim);
    }

    fn numbers(&mut self, claim: &ClaimResult) {
        let [effect, off] = numbers(claim);
        let compared = format!("{}: {}", view::metric(&claim.metric), view::short(&claim.contrast));
        let dim = Style::new().dimmed();
        let [a, b] = self.numbers;
        // What is too wide for its column is set apart by two spaces and moves the rest.
        let numbers = if effect.chars().count() + 2 > a || off.chars().count() + 2 > b {
            format!("{effect}  {off}  ")
        } else {
            format!("{effect:a$}{off:b$}")
        };
        let indent = " ".repeat(self.indent);
        let line =
            format!("{indent}{numbers}{:>4} {:>6}", claim.replications, format::fixed(claim.seconds, 1));
        let room = self.width.saturating_sub(line.chars().count() + 2);
        if self.beside() > 0 && room >= 18 {
            let text = self.paint(&cut(&compared, room), dim);
            let _ = writeln!(self.out, "{line}  {text}");
        } else {
            let _ = writeln!(self.out, "{}", line.trim_end());
            let text = self.paint(&cut(&compared, self.width - self.indent), dim);
            let _ = writeln!(self.out, "{indent}{text}");
        }
    }

    /// What did not come out as the files expect, part by part.
    fn exceptions(&mut self, document: &ClaimsDocument) {
        let found: Vec<(String, Vec<String>)> = document
            .claims
            .iter()
            .map(|c| (clean(&c.id), view::complaints(c)))
            .filter(|(_, lines)| !lines.is_empty())
            .collect();
        if found.is_empty() {
            return;
        }
        let head = self.paint("Not as expected, or open", Style::new().bold());
        let _ = writeln!(self.out, "{head}");
        let indent = " ".repeat(self.indent);
        for (id, lines) in found {
            for (k, text) in lines.iter().enumerate() {
                let begin = if k == 0 { id.as_str() } else { "" };
                let line = format!("{begin:width$}{text}", width = self.indent);
                // Runs of spaces stay: the words are broken at single ones.
                wrap(&mut self.out, &line, self.width, &indent);
            }
        }
        self.out.push('\n');
    }

    fn last(&mut self, document: &ClaimsDocument) {
        let style = if document.passed { Style::new().green() } else { Style::new().red() }.bold();
        let mark = if document.passed { "✓" } else { "✗" };
        let seconds: f64 = document.claims.iter().map(|c| c.seconds).sum();
        let mark = self.paint(mark, style);
        let _ = writeln!(self.out, "{mark} {} ({} s)", view::tally(document), format::fixed(seconds, 1));
    }
}

/// At most so many columns; what is cut off is an ellipsis.
fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.into();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
