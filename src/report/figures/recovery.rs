//! How long what a carrier blacklists stays there: the share of stays not yet over, by time.

use super::{Figure, Show};
use crate::experiment::recovery::Recovery;
use crate::experiment::summary::Summary;
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Recovery: share of stays on a blacklist not yet over";

/// The strategies that were blacklisted at all, by their place.
fn listed(summary: &Summary) -> impl Iterator<Item = (usize, String, &Recovery)> {
    let strategies = summary.strategies.iter().enumerate();
    strategies.filter_map(|(i, s)| Some((i, clean(&s.name), s.recovery.as_ref()?)))
}

/// Whether there is anything to be drawn.
pub(super) fn applies(summary: &Summary) -> bool {
    listed(summary).next().is_some()
}

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let (mut names, mut hours, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for (_, name, recovery) in listed(summary) {
        for [at, share] in &recovery.curve {
            names.push(name.clone());
            hours.push(Some(*at));
            left.push(Some(*share));
        }
    }
    let table = Table::new("recovery").text("strategy", names).float("hours", hours).float("not_over", left);
    let mut caption = format!(
        "Share of stays on a blacklist that were not over, by the time since the listing (logarithmic), over all carriers \
         and {} replication{}. A stay that was not over at the end of a run counts for as long as it was seen (Kaplan and \
         Meier 1958); a curve ends where none was seen any longer.",
        summary.replications,
        if summary.replications == 1 { "" } else { "s" }
    );
    let unlisted = summary.strategies.len() - listed(summary).count();
    if unlisted > 0 {
        let (noun, verb) = if unlisted == 1 { ("strategy", "was") } else { ("strategies", "were") };
        caption.push_str(&format!(" {unlisted} {noun} {verb} never blacklisted."));
    }
    if listed(summary).any(|(_, _, r)| r.kept < r.stays) {
        caption.push_str(" Of each carrier and replication the first 20,000 stays count.");
    }
    Ok(Figure {
        name: "recovery".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Number, Show::Share],
    })
}

/// A length of time in words of one unit: `"40 min"`, `"3.5 h"`, `"12 days"`.
#[cfg(feature = "plot")]
fn in_words(hours: f64) -> String {
    let (value, unit) = match hours {
        h if h < 1.0 / 60.0 => (h * 3600.0, "s"),
        h if h < 1.0 => (h * 60.0, "min"),
        h if h < 48.0 => (h, "h"),
        h => (h / 24.0, "days"),
    };
    let digits = usize::from(value < 9.95 && (value - value.round()).abs() > 0.05);
    format!("{} {unit}", crate::report::format::fixed(value, digits))
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{
        BLUE, Dash, GREEN, LABEL, ORANGE, PURPLE, QUIET, SKY, VERMILION, WIDTH, ink, measure, wrap,
    };
    use super::panel::{BESIDE, Panel, percent};
    use crate::report::format;
    use plotters::style::RGBColor;

    const COLOURS: [RGBColor; 6] = [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY];
    /// Hours at which a tick may stand.
    const TICKS: [f64; 22] = [
        1.0 / 3600.0,
        1.0 / 360.0,
        1.0 / 60.0,
        5.0 / 60.0,
        10.0 / 60.0,
        20.0 / 60.0,
        0.5,
        1.0,
        2.0,
        3.0,
        6.0,
        12.0,
        24.0,
        48.0,
        96.0,
        168.0,
        336.0,
        720.0,
        1440.0,
        2880.0,
        8760.0,
        87_600.0,
    ];
    let log = |hours: f64| hours.max(TICKS[0]).log10();
    let points = || listed(summary).flat_map(|(_, _, r)| &r.curve).map(|p| p[0]).filter(|h| *h > 0.0);
    let (least, most) = points().fold((f64::MAX, 0.0f64), |(a, b), h| (a.min(h), b.max(h)));
    let low = TICKS.into_iter().rev().find(|t| *t < least).unwrap_or(TICKS[0]);
    let high = TICKS.into_iter().find(|t| *t >= most && *t > low).unwrap_or(TICKS[TICKS.len() - 1]);
    let dash = |place: usize| if place < COLOURS.len() { Dash::Solid } else { Dash::Dashed };
    let entries: Vec<(usize, Vec<String>, String)> = listed(summary)
        .map(|(place, name, r)| {
            let half = r
                .hours_p50
                .map_or("fewer than half over".into(), |h| format!("half over after {}", in_words(h)));
            let says = format!("{} stays; {half}", format::count(r.stays as f64));
            (place, wrap(&name, LABEL, true, WIDTH - 14.0 - BESIDE - 28.0, 2), says)
        })
        .collect();
    let room: f64 = entries.iter().map(|(_, name, _)| 21.0 + 12.0 * name.len() as f64).sum();
    let bottom = 276.0;
    let panel = Panel::new(66.0, 436.0, 36.0, bottom, (log(low), log(high)), (0.0, 1.0));
    let mut ticks: Vec<(f64, String)> = Vec::new();
    let mut free = 0.0;
    for t in TICKS.into_iter().filter(|t| (low..=high).contains(t)) {
        let (at, label) = (panel.x.at(log(t)), in_words(t));
        let half = measure(&label, LABEL, false) / 2.0;
        // A line without a label would be a riddle: where there is no room for one there is neither.
        if at - half >= free {
            free = at + half + 4.0;
            ticks.push((log(t), label));
        }
    }
    let shares: Vec<(f64, String)> = (0..=5).map(|i| f64::from(i) / 5.0).map(|s| (s, percent(s))).collect();
    super::canvas::draw("recovery", TITLE, caption, (bottom + 40.0).max(44.0 + room), |c| {
        panel.axes(c, ("time since the listing", &ticks), ("stays not yet over, %", &shares));
        for (place, _, recovery) in listed(summary) {
            let mut line: Vec<(f64, f64)> = vec![(log(low), 1.0)];
            let mut level = 1.0;
            for [hours, left] in recovery.curve.iter().filter(|p| p[0] > 0.0) {
                line.extend([(log(*hours), level), (log(*hours), *left)]);
                level = *left;
            }
            panel.curve(c, &line, COLOURS[place % COLOURS.len()], dash(place));
        }
        let mut y = 44.0;
        for (place, name, says) in &entries {
            let colour = COLOURS[place % COLOURS.len()];
            c.line((BESIDE, y), (BESIDE + 22.0, y), colour, 1.6, dash(*place));
            c.lines(BESIDE + 28.0, y + 6.0 * (name.len() as f64 - 1.0), name, ink(LABEL).bold());
            y += 12.0 * name.len() as f64;
            c.text(BESIDE + 28.0, y, says, ink(LABEL).colour(QUIET));
            y += 21.0;
        }
    })
}

#[cfg(all(test, feature = "plot"))]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_said_in_one_unit() {
        let said = [0.01, 0.5, 1.0, 3.5, 47.0, 48.0, 84.0, 720.0].map(in_words);
        assert_eq!(said, ["36 s", "30 min", "1 h", "3.5 h", "47 h", "2 days", "3.5 days", "30 days"]);
    }
}
