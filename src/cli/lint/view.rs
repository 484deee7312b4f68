//! One screen for a draft.

use std::fmt::Write as _;

use owo_colors::{OwoColorize, Style};

use super::Linted;
use crate::cli::render::{Paint, counted};
use crate::lint::{Advice, Improvement, Item, Lint, Outcome, Reading, Shape};

/// What every answer says of itself.
pub const ABOUT: &str = "A mechanism study: simulated carriers, made of stated assumptions, not any real \
    carrier's verdict. A text is not all that counts: rates, repetition, reputation and what recipients do \
    are not seen here; `carrierlab run` simulates them.";

/// Changes that are shown unless all are asked for.
const SHOWN: usize = 4;
/// The same for a draft that passes everywhere.
const SHOWN_PASSING: usize = 3;

/// More drafts than this are listed, a line each.
pub const SCREENS: usize = 8;

/// How a draft is shown.
pub struct How<'a> {
    /// Columns.
    pub width: usize,
    /// Whether to colour.
    pub paint: Paint,
    /// Whether to show every change.
    pub all: bool,
    /// Where it stands, if there are several.
    pub name: Option<&'a str>,
}

impl How<'_> {
    fn style(&self, text: &str, style: Style) -> String {
        if self.paint.is_coloured() { text.style(style).to_string() } else { text.to_owned() }
    }
    fn bold(&self, text: &str) -> String {
        self.style(text, Style::new().bold())
    }
}

/// Columns of the terminal, from 80 to 100.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).clamp(80, 100)
}

/// Everything about one draft.
pub(super) fn draft(out: &mut String, one: &Linted, how: &How<'_>) {
    let lint = &one.lint;
    if let Some(name) = how.name {
        line(out, &how.bold(name));
    }
    wrap(out, &format!("“{}”", clean(&lint.text)), how.width, 0, 1);
    let spread = &one.spread;
    if spread.variants > 1 {
        let range = spread.probability.map_or_else(String::new, |(low, high)| {
            format!(", probability of spam {} to {}", share(low), share(high))
        });
        let read =
            if spread.read < spread.variants { format!(", {} read", spread.read) } else { String::new() };
        let away = format!("{} turned away somewhere", spread.turned_away);
        wrap(
            out,
            &format!("the worst of {} variants{read}: {away}{range}", spread.variants),
            how.width,
            0,
            2,
        );
    }
    for note in &one.draft.notes {
        wrap(out, note, how.width, 0, 2);
    }
    out.push('\n');
    shape(out, &lint.shape, how);
    carriers(out, lint, how);
    if lint.barred {
        barred(out, lint, how);
    } else {
        let passes = lint.readings.iter().all(|r| matches!(r.outcome, Outcome::Passes | Outcome::Unread));
        for r in &lint.restricted {
            let here = if passes { "It passes here; have" } else { "Have" };
            let says = format!(
                "{}, which carriers restrict ({}). {here} the program approved before it is sent. Its wording \
                 is not worked on.",
                r.says(),
                r.source
            );
            wrap(out, &says, how.width, 0, 2);
        }
        if let Some(p) = lint.formless.filter(|_| lint.content_led && lint.restricted.is_empty()) {
            let says = format!(
                "What it says, not how, is what the model minds: spam {} with all that is only form undone. Its \
                 wording is not worked on.",
                share(p)
            );
            wrap(out, &says, how.width, 0, 2);
        }
        if lint.content_led || !lint.restricted.is_empty() {
            out.push('\n');
        }
        changes(out, lint, how);
        together(out, lint, how);
    }
    out.push('\n');
}

/// Many drafts, a line each.
pub(super) fn list(out: &mut String, linted: &[Linted], how: &How<'_>) {
    let name = linted.iter().map(|l| l.draft.name.chars().count()).max().unwrap_or(5).clamp(5, 30);
    line(out, &how.bold(&format!("{:<name$}  {:>7}  {:>8}  draft", "where", "spam", "segments")));
    let (mut away, mut refused) = (0, 0);
    for one in linted {
        let lint = &one.lint;
        let spam = top(&lint.readings).map_or_else(|| "-".to_owned(), share);
        let head = format!("{:<name$}  {spam:>7}  {:>8}  ", cut(&one.draft.name, name), lint.shape.segments);
        let room = how.width.saturating_sub(head.chars().count());
        line(out, &format!("{head}{}", cut(&clean(&lint.text), room)));
        let turned: Vec<String> = lint
            .readings
            .iter()
            .filter(|r| !matches!(r.outcome, Outcome::Passes | Outcome::Unread))
            .map(|r| format!("{} {}", r.carrier, r.outcome.label()))
            .collect();
        if turned.is_empty() {
            continue;
        }
        away += 1;
        refused += usize::from(lint.barred);
        let then = match &lint.improvement {
            Some(found) if found.enough => {
                let steps: Vec<&str> = found.steps.iter().map(|s| s.edit.says.as_str()).collect();
                format!("enough: {}", steps.join("; "))
            }
            Some(_) => "no set of honest changes is enough".to_owned(),
            None => match lint.restricted.first() {
                Some(r) => format!("no change is offered: it {}", uncapitalised(&r.says())),
                None => "no change is offered: its content counts, not its form".to_owned(),
            },
        };
        wrap(out, &format!("{}; {then}", turned.join(", ")), how.width, 2 + name, 4 + name);
    }
    let says = format!(
        "\n{}: {away} turned away somewhere, {refused} of them for what they are about. Changes one by one: lint a \
         draft alone, or --all.",
        counted(linted.len(), "draft", "drafts")
    );
    wrap(out, &says, how.width, 0, 0);
    out.push('\n');
}

fn shape(out: &mut String, shape: &Shape, how: &How<'_>) {
    let segments = counted(shape.segments as usize, "segment", "segments");
    let (units, single) = (shape.units, shape.single);
    let mut air = if shape.segments == 1 {
        format!("{}, {units} of {single} units, {segments}", shape.encoding)
    } else {
        let over = units - single;
        format!("{}, {units} units, {segments}: {over} more than the {single} that fit one", shape.encoding)
    };
    if !shape.outside_gsm7.is_empty() {
        let list: Vec<String> =
            shape.outside_gsm7.iter().take(8).map(|c| format!("`{}`", clean(&c.to_string()))).collect();
        let more = if shape.outside_gsm7.len() > 8 { " and others" } else { "" };
        let _ = write!(air, "; {}{more} outside GSM-7", list.join(" "));
        if let Some(plain) = shape.segments_in_gsm7.filter(|&n| n < shape.segments) {
            let _ = write!(air, ", in plain letters {}", counted(plain as usize, "segment", "segments"));
        }
    }
    let links = match shape.links.as_slice() {
        [] => "no link".to_owned(),
        found => {
            let named: Vec<String> = found
                .iter()
                .map(|l| {
                    let why = match (l.shortened, l.unusual) {
                        (true, _) => " (shared shortener)",
                        (_, true) => " (unusual domain)",
                        _ => "",
                    };
                    format!("{}{why}", clean(&l.link))
                })
                .collect();
            format!("{} {}", if found.len() == 1 { "link" } else { "links" }, named.join(", "))
        }
    };
    let brand = if shape.brand_first { "begins with a name" } else { "no name at the start" };
    let opt_out = match shape.opt_out {
        "standard" => "says how to opt out",
        "own words" => "opt-out in words of its own",
        _ => "no words on opting out",
    };
    wrap(out, &format!("on the air  {air}"), how.width, 2, 14);
    wrap(out, &format!("at a glance {links}; {brand}; {opt_out}"), how.width, 2, 14);
    out.push('\n');
}

fn carriers(out: &mut String, lint: &Lint, how: &How<'_>) {
    let name = lint.readings.iter().map(|r| r.carrier.chars().count()).max().unwrap_or(7).clamp(7, 24);
    let head = format!(
        "  {:<name$}  {:>5} / {:<9}  {:>6}   {}",
        "carrier", "score", "threshold", "used", "on the text alone"
    );
    line(out, &how.bold(head.trim_end()));
    for r in &lint.readings {
        let word = outcome(r, Some(how));
        if r.outcome == Outcome::Unread {
            let carrier = cut(&r.carrier, name);
            line(out, &format!("  {carrier:<name$}  {:>5} / {:<9.2}  {:>6}   {word}", "-", r.threshold, "-"));
            continue;
        }
        let why = reasons(r);
        let used = format!("{:.0} %", 100.0 * r.sum / r.threshold.max(1e-9));
        let carrier = cut(&r.carrier, name);
        let row = format!("  {carrier:<name$}  {:>5.2} / {:<9.2}  {used:>6}   ", r.sum, r.threshold);
        let indent = row.chars().count();
        if indent + outcome(r, None).chars().count() + why.chars().count() <= how.width {
            line(out, &format!("{row}{word}{why}"));
        } else {
            line(out, &format!("{row}{word}:"));
            wrap(out, why.trim_start_matches([':', ' ']), how.width, 6, 6);
        }
    }
    out.push('\n');
}

fn outcome(r: &Reading, how: Option<&How<'_>>) -> String {
    let style = match r.outcome {
        Outcome::Passes => Style::new().green(),
        Outcome::Unread => Style::new().dimmed(),
        Outcome::Held | Outcome::Grey => Style::new().yellow(),
        Outcome::Blocked => Style::new().red().bold(),
    };
    let label = r.outcome.label();
    let mut text = how.map_or_else(|| label.to_owned(), |how| how.style(label, style));
    if r.outcome == Outcome::Grey {
        let _ = write!(text, ", blocked {:.0} % of the time", 100.0 * r.chance);
    }
    text
}

/// What the sum is made of, stage by stage.
fn reasons(r: &Reading) -> String {
    let parts: Vec<String> = r.items.iter().map(|item| reason(item, r)).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

/// What one stage adds, and for what. Parts have the weight of their stage, so they stand without a sign.
fn reason(item: &Item, r: &Reading) -> String {
    let adds = format!("{:+.2}", item.adds);
    match item.stage {
        "terms" => format!("forbidden phrase `{}` {adds}", clean(r.phrase.as_deref().unwrap_or_default())),
        "prior" => format!("number {adds}"),
        "content" => format!("content {adds} (spam {})", share(r.probability.unwrap_or_default())),
        stage if !item.parts.is_empty() => {
            let found: Vec<String> =
                item.parts.iter().map(|p| format!("{} {}", p.name, decimals(p.adds))).collect();
            format!("{stage} {adds} ({})", found.join(", "))
        }
        stage => {
            format!("{stage} {adds}{}", item.found.as_ref().map_or(String::new(), |f| format!(" ({f})")))
        }
    }
}

/// A number with at most four decimals: the rest is what adding up in binary leaves.
pub(in crate::cli) fn decimals(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn barred(out: &mut String, lint: &Lint, how: &How<'_>) {
    for r in &lint.restricted {
        wrap(out, &format!("{}: {}.", r.says(), r.source), how.width, 0, 2);
    }
    if lint.restricted.is_empty() {
        let left = lint.formless.map_or_else(String::new, share);
        let says = format!(
            "Nothing that is only form explains the score: with it undone (capitals, exclamation marks, pressing \
             words, shorteners) the model still says spam {left}. The content does, so no change of wording is \
             offered: if it is what it seems, do not send it. If it is honest, write only to those who asked for \
             it, and say in your own words who writes, what about, and how to stop."
        );
        return wrap(out, &says, how.width, 0, 0);
    }
    let says = "No change of wording is offered: carriers turn this kind of content away whatever the words, and \
        hiding it is evasion. If it is what it seems, do not send it. If it is allowed where you send (a lender's \
        note to its own customer, a shop behind an age gate), have the program approved, write only to those who \
        asked for it, and say who you are and how to stop.";
    wrap(out, says, how.width, 0, 0);
}

fn changes(out: &mut String, lint: &Lint, how: &How<'_>) {
    let helps: Vec<&Advice> = lint.advice.iter().filter(|a| a.helps).collect();
    let now = top(&lint.readings);
    if helps.is_empty() {
        wrap(out, "No change that is known here lowers a score.", how.width, 0, 0);
    } else {
        let help =
            if lint.improvement.is_some() { "What would help" } else { "It passes; what would lower it" };
        let says = match now {
            Some(p) => format!("{help}: each change alone, read again (spam {} as it is)", share(p)),
            None => format!("{help}: each change alone, read again"),
        };
        line(out, &how.bold(&says));
    }
    let most = if lint.improvement.is_some() { SHOWN } else { SHOWN_PASSING };
    // What saves a segment is money, however little it moves a score.
    let shows = |i: usize, a: &Advice| how.all || i < most || a.segments < lint.shape.segments;
    let (shown, rest): (Vec<_>, Vec<_>) = helps.iter().enumerate().partition(|&(i, a)| shows(i, a));
    for (number, (_, advice)) in shown.iter().enumerate() {
        change(out, lint, advice, number + 1, how);
    }
    if !rest.is_empty() {
        let rest: Vec<&str> = rest.iter().map(|(_, a)| a.edit.says.as_str()).collect();
        wrap(out, &format!("smaller gains (--all shows them): {}", rest.join("; ")), how.width, 2, 4);
    }
    let idle: Vec<String> = lint
        .advice
        .iter()
        .filter(|a| !a.helps)
        .map(|a| format!("{} ({:+.2})", a.edit.says, -a.gain))
        .collect();
    if !idle.is_empty() {
        let says = format!("advised by others, no gain at these carriers (log-odds): {}", idle.join("; "));
        wrap(out, &says, how.width, 2, 4);
    }
    let kept: Vec<String> =
        lint.untouched.iter().take(8).map(|c| format!("{} {:+.2}", c.cue, c.log_odds)).collect();
    if !kept.is_empty() {
        let says = format!("also costs, but it is what the message is (log-odds): {}", kept.join(", "));
        wrap(out, &says, how.width, 2, 4);
    }
}

/// Up to so many carriers are told one by one under each change.
const CARRIERS_TOLD: usize = 5;

fn change(out: &mut String, lint: &Lint, advice: &Advice, number: usize, how: &How<'_>) {
    let mut gain = match (top(&lint.readings), top(&advice.readings)) {
        (Some(before), Some(after)) if share(before) == share(after) => {
            format!("log-odds {:+.2}", -advice.gain)
        }
        (Some(before), Some(after)) => format!("{} → {}", share(before), share(after)),
        _ => String::new(),
    };
    if advice.segments != lint.shape.segments {
        let _ = write!(
            gain,
            "  {} → {}",
            lint.shape.segments,
            counted(advice.segments as usize, "segment", "segments")
        );
    }
    let says = format!("  {number}. {}", advice.edit.says);
    let pad = how.width.saturating_sub(says.chars().count() + gain.chars().count()).max(2);
    if says.chars().count() + gain.chars().count() + 2 <= how.width {
        line(out, &format!("{}{}{gain}", how.bold(&says), " ".repeat(pad)));
    } else {
        wrap(out, &format!("{number}. {}", advice.edit.says), how.width, 2, 5);
        line(out, &format!("{}{gain}", " ".repeat(how.width.saturating_sub(gain.chars().count()))));
    }
    wrap(out, &format!("“{}”", clean(&advice.text)), how.width, 5, 6);
    let read: Vec<_> =
        lint.readings.iter().zip(&advice.readings).filter(|(b, _)| b.outcome != Outcome::Unread).collect();
    // Many carriers have a line each above: here only those that change their mind are told one by one.
    let each = how.all || read.len() <= CARRIERS_TOLD;
    let mut changed: Vec<String> = read
        .iter()
        .filter(|(b, a)| each || a.outcome != b.outcome)
        .map(|(b, a)| {
            let word = if a.outcome == b.outcome { String::new() } else { format!(" {}", a.outcome.label()) };
            format!("{} {:.2} → {:.2}{word}", b.carrier, b.sum, a.sum)
        })
        .collect();
    if !each {
        let lower = read.iter().filter(|(b, a)| a.outcome == b.outcome && a.sum < b.sum).count();
        let more = if changed.is_empty() { "" } else { " more" };
        changed.push(format!("lower, with the same verdict, at {lower}{more} of {}", read.len()));
    }
    wrap(out, &changed.join("; "), how.width, 5, 7);
    let costs: Vec<String> = lint
        .costs
        .iter()
        .filter(|c| advice.edit.cues.iter().any(|cue| cue.name() == c.cue))
        .map(|c| format!("{} {:+.2}", c.cue, c.log_odds))
        .collect();
    let costs = if costs.is_empty() { String::new() } else { format!("costs {}; ", costs.join(", ")) };
    wrap(out, &format!("{costs}source: {}", advice.edit.source), how.width, 5, 7);
}

fn together(out: &mut String, lint: &Lint, how: &How<'_>) {
    let Some(improvement) = &lint.improvement else { return };
    let Improvement { steps, enough } = improvement;
    out.push('\n');
    let Some(last) = steps.last() else {
        wrap(out, "No honest change that is known here brings it under every threshold.", how.width, 0, 0);
        return;
    };
    if !enough {
        let says = "No set of honest changes is enough: it seems to be what the text is about, not how it is written.";
        wrap(out, says, how.width, 0, 0);
    }
    let head = if *enough {
        format!("Enough for every carrier here: {}", counted(steps.len(), "change", "changes"))
    } else {
        format!("Furthest, with {}", counted(steps.len(), "change", "changes"))
    };
    line(out, &how.bold(&head));
    let mut before = top(&lint.readings);
    for step in steps {
        let after = top(&step.readings);
        let scores = match (before, after) {
            (Some(b), Some(a)) => format!(" ({} → {})", share(b), share(a)),
            _ => String::new(),
        };
        wrap(out, &format!("- {}{scores}", step.edit.says), how.width, 2, 4);
        before = after;
    }
    wrap(out, &format!("“{}”", clean(&last.text)), how.width, 2, 3);
    let ends: Vec<String> = last
        .readings
        .iter()
        .filter(|r| r.outcome != Outcome::Unread)
        .map(|r| format!("{} {:.2} {}", r.carrier, r.sum, r.outcome.label()))
        .collect();
    wrap(out, &ends.join("; "), how.width, 2, 4);
}

/// What stands under all drafts.
pub fn closing(out: &mut String, number: Option<&str>, width: usize) {
    if number.is_none() {
        wrap(out, "The number's standing is left out: --number TYPE counts it.", width, 0, 0);
    }
    wrap(out, ABOUT, width, 0, 0);
}

fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// The start of a text, for a message about it.
pub fn brief(text: &str) -> String {
    format!("“{}”", cut(&clean(text), 50))
}

/// The greatest probability of spam that a carrier's model gives.
fn top(readings: &[Reading]) -> Option<f64> {
    readings.iter().filter_map(|r| r.probability).max_by(f64::total_cmp)
}

fn share(p: f64) -> String {
    if p > 0.9995 && p < 1.0 { format!("{p:.5}") } else { format!("{p:.3}") }
}

fn cut(text: &str, to: usize) -> String {
    if text.chars().count() <= to {
        text.to_owned()
    } else {
        text.chars().take(to - 1).chain(['…']).collect()
    }
}

/// A text with what does not show, or would move the cursor, written out.
pub(in crate::cli) fn clean(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    text.chars().fold(String::new(), |mut out, c| {
        if hidden(c) {
            out.extend(c.escape_unicode())
        } else {
            out.push(c)
        }
        out
    })
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Writes words in lines of `width` columns: the first indented by `first`, the others by `rest`.
pub(in crate::cli) fn wrap(out: &mut String, text: &str, width: usize, first: usize, rest: usize) {
    let mut current = " ".repeat(first);
    let mut used = first;
    let mut empty = true;
    for word in text.split(' ') {
        let length = word.chars().count();
        if !empty && used + 1 + length > width {
            line(out, current.trim_end());
            current = " ".repeat(rest);
            used = rest;
            empty = true;
        }
        if !empty {
            current.push(' ');
            used += 1;
        }
        current.push_str(word);
        used += length;
        empty = false;
    }
    line(out, current.trim_end());
}

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!((0.1_f64 + 0.2).to_string(), "0.30000000000000004");
        assert_eq!([decimals(0.1 + 0.2), decimals(1.270_000_000_000_000_2), decimals(1.0)], [0.3, 1.27, 1.0]);
    }
}
