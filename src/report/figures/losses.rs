//! Where messages were lost: each strategy's attempted messages, divided.

use super::{Figure, Show};
use crate::experiment::summary::{StrategyResult, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Where messages were lost";
/// Causes with a colour of their own; the rest are added up.
const CAUSES: usize = 7;
/// Smaller than this is nothing.
const TRACE: f64 = 1e-9;

/// One part of a strategy's bar.
struct Part {
    label: String,
    share: f64,
    #[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "only the drawing looks"))]
    /// Which look: 0 is delivered, then causes by size, then what is added up.
    look: usize,
}

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let looks = looks(summary);
    let bars: Vec<Vec<Part>> = summary.strategies.iter().map(|s| parts(s, &looks)).collect();
    let mut text = (Vec::new(), Vec::new());
    let mut share = Vec::new();
    for (s, bar) in summary.strategies.iter().zip(&bars) {
        for part in bar {
            text.0.push(clean(&s.name));
            text.1.push(part.label.clone());
            share.push(Some(part.share));
        }
    }
    let table =
        Table::new("losses").text("strategy", text.0).text("part", text.1).float("share_of_attempted", share);
    let caption = format!(
        "All messages attempted, divided into what was truly delivered and what was lost, by the stage that weighed most \
         in the decision or by the reason. Means over {} replication{}; intervals of the parts are in summary.json.",
        summary.replications,
        if summary.replications == 1 { "" } else { "s" }
    );
    Ok(Figure {
        name: "losses".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &looks, &bars, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Share],
    })
}

/// The causes with a look of their own, by their total over the strategies, largest first.
fn looks(summary: &Summary) -> Vec<String> {
    let mut totals: Vec<(String, f64)> = Vec::new();
    for l in summary.strategies.iter().flat_map(|s| &s.losses) {
        let (label, x) = (clean(&l.label), l.share.mean.unwrap_or(0.0));
        match totals.iter_mut().find(|t| t.0 == label) {
            Some(total) => total.1 += x,
            None => totals.push((label, x)),
        }
    }
    totals.retain(|t| t.1 > TRACE);
    totals.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let keep = if totals.len() == CAUSES + 1 { CAUSES + 1 } else { CAUSES };
    totals.into_iter().take(keep.min(CAUSES)).map(|t| t.0).collect()
}

/// A strategy's bar from the left: delivered, the causes in the order of their looks, and whatever is left.
fn parts(s: &StrategyResult, looks: &[String]) -> Vec<Part> {
    let Some(delivered) = s.metrics.get("delivered").and_then(|e| e.mean) else { return Vec::new() };
    let mut out = vec![Part { label: "delivered".into(), share: delivered, look: 0 }];
    let mut other = 0.0;
    let mut own = vec![0.0; looks.len()];
    for l in &s.losses {
        let x = l.share.mean.unwrap_or(0.0);
        match looks.iter().position(|label| *label == clean(&l.label)) {
            Some(i) => own[i] += x,
            None => other += x,
        }
    }
    for (i, (label, share)) in looks.iter().zip(&own).enumerate().filter(|(_, (_, x))| **x > TRACE) {
        out.push(Part { label: label.clone(), share: *share, look: i + 1 });
    }
    if other > TRACE {
        out.push(Part { label: "other causes".into(), share: other, look: CAUSES + 1 });
    }
    let rest = 1.0 - delivered - own.iter().sum::<f64>() - other;
    if rest > 1e-6 {
        out.push(Part { label: "no cause recorded".into(), share: rest, look: CAUSES + 2 });
    }
    out
}

#[cfg(feature = "plot")]
fn draw(
    summary: &Summary,
    looks: &[String],
    bars: &[Vec<Part>],
    caption: &str,
) -> Result<String, ReportError> {
    use super::canvas::{
        BLUE, Canvas, GREEN, LABEL, ORANGE, PURPLE, SKY, Scale, VERMILION, WIDTH, ink, measure, readable_on,
        wrap,
    };
    use super::format;
    use super::rows::{Rows, names, percent_tick};
    use plotters::prelude::RGBColor;

    const YELLOW: RGBColor = RGBColor(0xf0, 0xe4, 0x42);
    const COLOURS: [RGBColor; CAUSES + 3] = [
        BLUE,
        VERMILION,
        ORANGE,
        PURPLE,
        SKY,
        GREEN,
        YELLOW,
        RGBColor(0x4a, 0x4a, 0x52),
        RGBColor(0xb4, 0xb4, 0xbc),
        RGBColor(0xe6, 0xe6, 0xea),
    ];
    /// A part in its colour and hatching; none for delivered and for what is added up.
    fn fill(c: &Canvas, look: usize, x: f64, y: f64, w: f64, h: f64) {
        c.rect(x, y, w, h, COLOURS[look], 1.0);
        let rim = readable_on(COLOURS[look]);
        let slopes: &[(f64, f64)] = match look {
            1 => &[(1.0, 4.0)],
            2 => &[(-1.0, 4.0)],
            3 => &[(0.0, 4.0)],
            5 => &[(1.0, 6.0), (-1.0, 6.0)],
            7 => &[(-1.0, 6.0)],
            _ => &[],
        };
        for (slope, step) in slopes {
            hatch(c, (x, y, w, h), *slope, *step, rim);
        }
    }
    /// One path that runs along the strokes and, between them, along the rim.
    fn hatch(c: &Canvas, (x, y, w, h): (f64, f64, f64, f64), slope: f64, step: f64, colour: RGBColor) {
        let reach = slope.abs() * h;
        let mut points = Vec::new();
        let mut at = step / 2.0 - reach;
        let mut down = true;
        while at < w {
            // From (at, top) to (at + reach, bottom) or mirrored, cut to the part.
            let (low, high) = if slope == 0.0 { (0.0, h) } else { ((-at).max(0.0), (w - at).min(h)) };
            if high > low {
                let place = |t: f64| {
                    let along = at + slope.abs() * t;
                    (x + along, if slope < 0.0 { y + h - t } else { y + t })
                };
                let ends = if down { [place(low), place(high)] } else { [place(high), place(low)] };
                points.extend(ends);
                down = !down;
            }
            at += step;
        }
        if points.len() > 1 {
            c.path_mixed(&points, colour, 0.3, 0.5, super::canvas::Dash::Solid);
        }
    }

    // The key in columns as wide as its widest entry.
    let mut key: Vec<(usize, String)> = vec![(0, "delivered".into())];
    key.extend(looks.iter().enumerate().map(|(i, l)| (i + 1, l.clone())));
    for part in bars.iter().flatten().filter(|p| p.look > CAUSES) {
        if !key.iter().any(|(look, _)| *look == part.look) {
            key.push((part.look, part.label.clone()));
        }
    }
    key.sort_by_key(|(look, _)| *look);
    let key: Vec<(usize, String)> =
        key.into_iter().map(|(l, t)| (l, wrap(&t, LABEL, false, 190.0, 1).remove(0))).collect();
    let widest = key.iter().map(|(_, t)| measure(t, LABEL, false)).fold(0.0, f64::max) + 38.0;
    let per_line = (((WIDTH - 24.0) / widest) as usize).max(1);
    let key_lines = key.len().div_ceil(per_line);

    let rows = Rows::new(&names(summary), 150.0, 34.0 + 16.0 * key_lines as f64 + 6.0, 30.0);
    let scale = Scale::new(0.0, 1.0, rows.left, WIDTH - 26.0);
    super::canvas::draw("losses", TITLE, caption, rows.bottom() + 40.0, |c| {
        for (i, (look, label)) in key.iter().enumerate() {
            let (x, y) = (12.0 + widest * (i % per_line) as f64, 40.0 + 16.0 * (i / per_line) as f64);
            fill(c, *look, x, y - 5.0, 16.0, 10.0);
            c.text(x + 21.0, y, label, ink(LABEL));
        }
        rows.axis(c, &scale, 6, "Share of attempted messages", percent_tick);
        rows.label(c);
        for (i, bar) in bars.iter().enumerate() {
            let (top, height) = (rows.middle(i) - 10.0, 20.0);
            let mut from = 0.0;
            for part in bar {
                let (x, end) = (scale.at(from), scale.at(from + part.share));
                from += part.share;
                if end - x <= 0.0 {
                    continue;
                }
                fill(c, part.look, x, top, end - x, height);
                let text = format::share(part.share);
                let width = measure(&text, LABEL, true);
                if width + 8.0 <= end - x {
                    let middle = (x + end) / 2.0;
                    c.rect(
                        middle - width / 2.0 - 2.5,
                        top + 4.0,
                        width + 5.0,
                        height - 8.0,
                        COLOURS[part.look],
                        1.0,
                    );
                    c.text(
                        middle,
                        rows.middle(i),
                        &text,
                        ink(LABEL).bold().colour(readable_on(COLOURS[part.look])).centre(),
                    );
                }
            }
            // White lines part neighbours of like brightness.
            let mut from = 0.0;
            for part in bar.iter().take(bar.len().saturating_sub(1)) {
                from += part.share;
                let x = scale.at(from);
                c.line((x, top), (x, top + height), plotters::style::WHITE, 0.8, super::canvas::Dash::Solid);
            }
            if bar.is_empty() {
                c.remark((rows.left + WIDTH - 26.0) / 2.0, rows.middle(i), "nothing was attempted");
            }
        }
    })
}
