//! Learning curves of a prequential test, and how its random orders ended.

use super::{Figure, Show};
use crate::experiment::stream::{Mean, Measures, StreamSummary};
use crate::ledger::Table;
use crate::report::ReportError;

const CURVES: &str = "Learning curves by label policy";
const OUTCOMES: &str = "How the random orders ended";
/// Bins of the histograms.
const BINS: usize = 20;

/// The learning curves, and with several orders the histograms of their outcomes. Fails only where the drawing
/// library does.
pub fn learning(summary: &StreamSummary) -> Result<Vec<Figure>, ReportError> {
    let mut figures = vec![curves(summary)?];
    if summary.orders > 1 {
        figures.push(outcomes(summary)?);
    }
    Ok(figures)
}

/// One panel: its title, whether it counts all texts so far, and its measure.
#[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "only the drawing has titles"))]
struct Panel {
    title: &'static str,
    name: &'static str,
    so_far: bool,
    of: fn(&Measures) -> &Mean,
}

const PANELS: [Panel; 4] = [
    Panel {
        title: "1 − AUC, all texts so far",
        name: "one_minus_auc",
        so_far: true,
        of: |m| &m.one_minus_auc,
    },
    Panel { title: "Accuracy since the last point", name: "accuracy", so_far: false, of: |m| &m.accuracy },
    Panel {
        title: "Spam caught since the last point",
        name: "spam_caught",
        so_far: false,
        of: |m| &m.spam_caught,
    },
    Panel {
        title: "Ham blocked since the last point",
        name: "ham_blocked",
        so_far: false,
        of: |m| &m.ham_blocked,
    },
];

/// A policy's points in a panel: texts so far, mean and interval.
fn points(summary: &StreamSummary, policy: usize, panel: &Panel) -> Vec<(f64, Mean)> {
    let curve = &summary.policies[policy].curve;
    curve
        .iter()
        .map(|p| (p.messages as f64, *(panel.of)(if panel.so_far { &p.so_far } else { &p.window })))
        .collect()
}

fn curves(summary: &StreamSummary) -> Result<Figure, ReportError> {
    let (mut policy, mut texts) = (Vec::new(), Vec::new());
    let mut values: Vec<Vec<Option<f64>>> = vec![Vec::new(); 3 * PANELS.len()];
    for (i, p) in summary.policies.iter().enumerate() {
        for point in &p.curve {
            policy.push(p.policy.name().to_string());
            texts.push(point.messages as i64);
        }
        for (panel, columns) in PANELS.iter().zip(values.chunks_mut(3)) {
            for (_, mean) in points(summary, i, panel) {
                columns[0].push(mean.mean);
                columns[1].push(mean.lo);
                columns[2].push(mean.hi);
            }
        }
    }
    let mut table = Table::new("learning").text("policy", policy).int("texts", texts);
    let mut shows = vec![Show::Text, Show::Count];
    for (panel, columns) in PANELS.iter().zip(values.chunks(3)) {
        for (end, column) in ["", "_lo", "_hi"].iter().zip(columns) {
            table = table.float(&format!("{}{end}", panel.name), column.clone());
            shows.push(Show::Share);
        }
    }
    let caption = format!(
        "Figures of {} texts, {} of them spam, each scored before its label was seen, by texts so far. {} Where policies \
         agree, the later one in the key hides the earlier.",
        summary.messages,
        summary.spam,
        match summary.orders {
            1 => "One order.".to_string(),
            n => format!(
                "Means over {n} random orders; bands are 95 % intervals of the mean (Student\u{2019}s t). A mean hides \
                 orders that end in two ways: see the histograms."
            ),
        }
    );
    Ok(Figure {
        name: "learning".into(),
        title: CURVES.into(),
        #[cfg(feature = "plot")]
        svg: Some(drawing::curves(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows,
    })
}

fn outcomes(summary: &StreamSummary) -> Result<Figure, ReportError> {
    let (mut policy, mut from, mut caught, mut blocked) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for p in &summary.policies {
        policy.extend(std::iter::repeat_n(p.policy.name().to_string(), BINS));
        from.extend((0..BINS).map(|bin| Some(bin as f64 / BINS as f64)));
        caught.extend(p.histogram::<BINS>(true).map(i64::from));
        blocked.extend(p.histogram::<BINS>(false).map(i64::from));
    }
    let table = Table::new("outcomes")
        .text("policy", policy)
        .float("share_from", from)
        .int("orders_by_spam_caught", caught)
        .int("orders_by_ham_blocked", blocked);
    let caption = format!(
        "How many of {} random orders of the same texts ended with which share of spam caught and of ham blocked, both in \
         the last quarter of the stream. Bins are {} points wide; a bin holds its lower end.",
        summary.orders,
        100 / BINS
    );
    Ok(Figure {
        name: "outcomes".into(),
        title: OUTCOMES.into(),
        #[cfg(feature = "plot")]
        svg: Some(drawing::outcomes(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Share, Show::Count, Show::Count],
    })
}

#[cfg(feature = "plot")]
mod drawing {
    use plotters::style::RGBColor;

    use super::super::canvas::{
        AXIS, BLUE, Canvas, Dash, GREEN, GRID, INK, LABEL, Marker, ORANGE, PURPLE, QUIET, Scale, VERMILION,
        draw, ink,
    };
    use super::{BINS, CURVES, OUTCOMES, PANELS, Panel, points};
    use crate::experiment::stream::StreamSummary;
    use crate::report::ReportError;
    use crate::report::format::count;
    use crate::scorer::stream::Policy;

    fn look(policy: Policy) -> (RGBColor, Marker) {
        match policy {
            Policy::Oracle => (INK, Marker::Disc),
            Policy::Delayed => (BLUE, Marker::Square),
            Policy::Reports => (VERMILION, Marker::Down),
            Policy::Cluster => (GREEN, Marker::Up),
            Policy::Own => (PURPLE, Marker::Diamond),
            Policy::Audit => (ORANGE, Marker::Ring),
        }
    }

    const PANEL: (f64, f64) = (286.0, 164.0);

    pub(super) fn curves(summary: &StreamSummary, caption: &str) -> Result<String, ReportError> {
        let height = 76.0 + 2.0 * PANEL.1 + 42.0 + 36.0;
        draw("learning", CURVES, caption, height, |c| {
            let mut x = 56.0;
            for p in &summary.policies {
                let (colour, marker) = look(p.policy);
                c.line((x, 40.0), (x + 24.0, 40.0), colour, 1.6, Dash::Solid);
                c.marker(marker, x + 12.0, 40.0, 3.0, colour);
                x = c.key(x, 40.0, 24.0, p.policy.name());
            }
            for (i, panel) in PANELS.iter().enumerate() {
                let left = 56.0 + (i % 2) as f64 * (PANEL.0 + 64.0);
                let top = 76.0 + (i / 2) as f64 * (PANEL.1 + 42.0);
                paint(c, summary, panel, left, top);
            }
        })
    }

    fn paint(c: &Canvas, summary: &StreamSummary, panel: &Panel, left: f64, top: f64) {
        let (right, bottom) = (left + PANEL.0, top + PANEL.1);
        let series: Vec<_> = (0..summary.policies.len()).map(|i| points(summary, i, panel)).collect();
        let ends = series.iter().flatten().flat_map(|(_, m)| [m.mean, m.lo, m.hi]).flatten();
        let (low, high) = ends.fold((1.0_f64, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        let x = Scale::new(0.0, summary.messages as f64, left, right);
        let y = if panel.name == "accuracy" {
            Scale::new(((low * 10.0).floor() / 10.0).min(0.9), 1.0, bottom, top)
        } else {
            Scale::from_zero(high.max(0.01), bottom, top, 5)
        };
        c.text(left, top - 11.0, panel.title, ink(LABEL).bold());
        let (ticks, digits) = y.ticks(6);
        let digits = digits.saturating_sub(2);
        for tick in ticks {
            let at = y.at(tick);
            c.line((left, at), (right, at), GRID, 0.6, Dash::Solid);
            c.text(left - 6.0, at, &format!("{:.digits$} %", 100.0 * tick), ink(LABEL).right());
        }
        for tick in x.ticks(6).0 {
            let at = x.at(tick);
            c.line((at, bottom), (at, bottom + 3.0), QUIET, 0.8, Dash::Solid);
            c.text(at, bottom + 11.0, &count(tick), ink(LABEL).centre());
        }
        c.line((left, bottom), (right, bottom), QUIET, 0.8, Dash::Solid);
        if top > 76.0 {
            c.text((left + right) / 2.0, bottom + 26.0, "Texts so far", ink(AXIS).centre());
        }
        for (p, series) in summary.policies.iter().zip(&series) {
            let bounds: Vec<_> =
                series.iter().filter_map(|(n, m)| Some((x.at(*n), y.at(m.lo?), y.at(m.hi?)))).collect();
            let above = bounds.iter().map(|(x, _, hi)| (*x, *hi));
            let below = bounds.iter().rev().map(|(x, lo, _)| (*x, *lo));
            let outline: Vec<_> = above.chain(below).collect();
            if outline.len() > 4 {
                c.area(&outline, look(p.policy).0, 0.16);
            }
        }
        for (i, (p, series)) in summary.policies.iter().zip(&series).enumerate() {
            let (colour, marker) = look(p.policy);
            let line: Vec<_> = series.iter().filter_map(|(n, m)| Some((x.at(*n), y.at(m.mean?)))).collect();
            c.path(&line, colour, 1.5, Dash::Solid);
            // Markers of the policies stand at different points, so that curves that coincide are both seen.
            for (at, value) in line.iter().skip(i % 6).step_by(6) {
                c.marker(marker, *at, *value, 2.6, colour);
            }
        }
    }

    pub(super) fn outcomes(summary: &StreamSummary, caption: &str) -> Result<String, ReportError> {
        const ROW: f64 = 56.0;
        let n = summary.policies.len() as f64;
        let (top, bottom) = (64.0, 64.0 + n * ROW);
        draw("outcomes", OUTCOMES, caption, bottom + 42.0, |c| {
            for (k, (title, of_spam)) in
                [("Spam caught", true), ("Ham blocked", false)].into_iter().enumerate()
            {
                let left = 70.0 + k as f64 * 334.0;
                let x = Scale::new(0.0, 1.0, left, left + 290.0);
                c.text(left, 44.0, title, ink(AXIS).bold());
                for i in 0..=5 {
                    let share = f64::from(i) / 5.0;
                    c.line((x.at(share), top), (x.at(share), bottom + 3.0), GRID, 0.6, Dash::Solid);
                    c.text(x.at(share), bottom + 12.0, &format!("{} %", 20 * i), ink(LABEL).centre());
                }
                c.text(left + 145.0, bottom + 28.0, "Share in the last quarter", ink(AXIS).centre());
                for (i, p) in summary.policies.iter().enumerate() {
                    let base = top + (i + 1) as f64 * ROW;
                    let (colour, _) = look(p.policy);
                    c.line((left, base), (left + 290.0, base), QUIET, 0.8, Dash::Solid);
                    if of_spam {
                        c.text(
                            left - 10.0,
                            base - ROW / 2.0 + 8.0,
                            p.policy.name(),
                            ink(LABEL).bold().right(),
                        );
                    }
                    for (bin, orders) in p.histogram::<BINS>(of_spam).into_iter().enumerate() {
                        if orders == 0 {
                            continue;
                        }
                        let (from, to) =
                            (x.at(bin as f64 / BINS as f64), x.at((bin + 1) as f64 / BINS as f64));
                        let tall = (ROW - 20.0) * f64::from(orders) / f64::from(summary.orders);
                        c.rect(from + 0.8, base - tall, to - from - 1.6, tall, colour, 1.0);
                        c.text(
                            (from + to) / 2.0,
                            base - tall - 6.0,
                            &orders.to_string(),
                            ink(LABEL - 1.0).centre(),
                        );
                    }
                }
            }
        })
    }
}
