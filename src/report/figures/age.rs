//! What arrived on each day of a number's life, where that changes: warming up, and wearing out.

use super::{Figure, Show};
use crate::experiment::summary::Summary;
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Delivered by the age of the sending number";
/// How far the intervals of two days must lie apart, in shares, to be worth a figure.
const WORTH: f64 = 0.02;
/// Days with fewer messages than this part of the fullest day say little of a share, and have none drawn.
const FEW_DUE: f64 = 0.01;

/// The messages of the fullest day of any strategy.
fn fullest(summary: &Summary) -> f64 {
    summary.strategies.iter().flat_map(|s| &s.ages).map(|a| a.attempted).fold(0.0, f64::max)
}

/// The figure, where the share delivered differs between the days of some strategy.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let least = FEW_DUE * fullest(summary);
    // Two days differ where their intervals lie apart.
    let changes = summary.strategies.iter().any(|s| {
        let enough = || s.ages.iter().filter(|a| a.attempted >= least).map(|a| &a.delivered);
        let (lo, hi) = (enough().filter_map(|e| e.lo), enough().filter_map(|e| e.hi));
        lo.fold(0.0, f64::max) - hi.fold(1.0, f64::min) > WORTH
    });
    if !changes {
        return Ok(None);
    }
    let rows = || summary.strategies.iter().flat_map(|s| s.ages.iter().map(move |a| (s, a)));
    let of =
        |f: &dyn Fn(&crate::experiment::summary::Age) -> Option<f64>| rows().map(|(_, a)| f(a)).collect();
    let table = Table::new("age")
        .text("strategy", rows().map(|(s, _)| clean(&s.name)).collect())
        .int("day", rows().map(|(_, a)| i64::from(a.day) + 1).collect())
        .float("attempted", of(&|a| Some(a.attempted)))
        .float("delivered", of(&|a| a.delivered.mean))
        .float("delivered_lo", of(&|a| a.delivered.lo))
        .float("delivered_hi", of(&|a| a.delivered.hi));
    let caption = format!(
        "Share delivered of the messages due on each day of their number\u{2019}s life, counted in 24 hours from its first \
         message (discs, with 95 % intervals over {} replication{}), and how many were due (bars, all panels on one \
         scale; the blue part arrived). Days with less than a hundredth of the fullest have no disc. All senders and \
         carriers together.",
        summary.replications,
        if summary.replications == 1 { "" } else { "s" }
    );
    Ok(Some(Figure {
        name: "age".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Count, Show::Count, Show::Share, Show::Share, Show::Share],
    }))
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, GRID, LABEL, Marker, QUIET, Scale, VERMILION, WIDTH, ink, wrap};
    use super::format;
    use super::rows::{few, percent_tick};

    const SMALL: f64 = LABEL - 1.5;
    let n = summary.strategies.len();
    let across = if n == 1 { 1 } else { 2 };
    let (panel, gutter, gap) = ((WIDTH - 24.0) / across as f64, 46.0, 14.0);
    let (plot, bars, block) = (84.0, 34.0, 190.0);
    let days = summary.strategies.iter().map(|s| s.ages.len()).max().unwrap_or(1);
    let most = fullest(summary);
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    let height = 56.0 + block * n.div_ceil(across) as f64;
    super::canvas::draw("age", TITLE, caption, height, |c| {
        c.line((12.0, 40.0), (34.0, 40.0), BLUE, 1.4, Dash::Solid);
        c.marker(Marker::Disc, 23.0, 40.0, 2.8, BLUE);
        let x = c.key(12.0, 40.0, 22.0, "share delivered");
        c.rect(x, 36.0, 8.0, 8.0, BLUE, 0.45);
        let x = c.key(x, 40.0, 8.0, "messages that arrived");
        c.rect(x, 36.0, 8.0, 8.0, VERMILION, 0.3);
        c.key(x, 40.0, 8.0, "messages that did not");
        for (i, s) in summary.strategies.iter().enumerate() {
            let left = 12.0 + panel * (i % across) as f64 + gutter;
            let right = 12.0 + panel * (i % across + 1) as f64 - gap;
            let head = 56.0 + block * (i / across) as f64;
            let (ceiling, floor) = (head + 16.0, head + 16.0 + plot);
            let foot = floor + 14.0 + bars;
            let x = Scale::new(0.5, days as f64 + 0.5, left, right);
            let y = Scale::new(0.0, 1.0, floor, ceiling);
            let volume = Scale::new(0.0, most, foot, floor + 14.0);
            c.text(
                left,
                head + 6.0,
                &wrap(&clean(&s.name), LABEL, true, right - left, 1)[0],
                ink(LABEL).bold(),
            );
            for v in [0.0, 0.5, 1.0] {
                c.line((left, y.at(v)), (right, y.at(v)), GRID, 0.6, Dash::Solid);
                c.text(left - 5.0, y.at(v), &percent_tick(v, 2), ink(SMALL).colour(QUIET).right());
            }
            c.line((left, foot), (right, foot), QUIET, 0.8, Dash::Solid);
            c.line((left, volume.at(most)), (right, volume.at(most)), GRID, 0.6, Dash::Solid);
            c.text(left - 5.0, volume.at(most), &format::count(most), ink(SMALL).colour(QUIET).right());
            c.text(left - 5.0, foot, "0", ink(SMALL).colour(QUIET).right());
            let width = ((right - left) / days as f64 * 0.7).min(18.0);
            // Stretches of days with enough messages.
            let mut lines: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
            for a in &s.ages {
                let at = x.at(f64::from(a.day) + 1.0);
                let Some(share) = a.delivered.mean else {
                    lines.push(Vec::new());
                    continue;
                };
                let (top, cut) = (volume.at(a.attempted), volume.at(a.attempted * share));
                c.rect(at - width / 2.0, top, width, cut - top, VERMILION, 0.3);
                c.rect(at - width / 2.0, cut, width, foot - cut, BLUE, 0.45);
                if a.attempted < FEW_DUE * most {
                    lines.push(Vec::new());
                    continue;
                }
                if let Some(line) = lines.last_mut() {
                    line.push((at, y.at(share)));
                }
                if let (Some(lo), Some(hi)) = (a.delivered.lo, a.delivered.hi)
                    && y.at(lo) - y.at(hi) > 8.0
                {
                    c.line((at, y.at(lo)), (at, y.at(hi)), BLUE, 1.2, dash);
                    for v in [lo, hi] {
                        c.line((at - 2.5, y.at(v)), (at + 2.5, y.at(v)), BLUE, 1.2, Dash::Solid);
                    }
                }
            }
            if lines.iter().all(Vec::is_empty) {
                c.remark((left + right) / 2.0, (ceiling + floor) / 2.0, "nothing was attempted");
            }
            for line in lines.iter().filter(|line| line.len() > 1) {
                c.path(line, BLUE, 1.4, Dash::Solid);
            }
            lines.iter().flatten().for_each(|(at, v)| c.marker(Marker::Disc, *at, *v, 2.8, BLUE));
            // Ticks on days, at most about ten of them.
            let step = days.div_ceil(10).max(1);
            for day in (1..=days).filter(|d| (d - 1) % step == 0) {
                let at = x.at(day as f64);
                c.line((at, foot), (at, foot + 3.0), QUIET, 0.6, Dash::Solid);
                c.text(at, foot + 10.0, &day.to_string(), ink(SMALL).colour(QUIET).centre());
            }
            if i + across >= n {
                c.text(
                    (left + right) / 2.0,
                    foot + 22.0,
                    "day of the number\u{2019}s life",
                    ink(LABEL).centre(),
                );
            }
        }
    })
}
