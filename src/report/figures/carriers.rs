//! Delivery by carrier and strategy.

use super::rows::{columns, measured};
use super::{Figure, Show};
use crate::experiment::summary::{Metrics, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Truly delivered, by carrier and strategy";
/// The column over all carriers.
const ALL: &str = "all carriers";

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let mut labels = (Vec::new(), Vec::new());
    let mut estimates = Vec::new();
    for s in &summary.strategies {
        for (name, metrics) in columns_of(summary, s) {
            labels.0.push(clean(&s.name));
            labels.1.push(clean(&name));
            estimates.push(metrics.and_then(|m| measured(m, "delivered")));
        }
    }
    let n = estimates.iter().map(|e| e.map_or(0, |e| i64::from(e.n))).collect();
    let [mean, lo, hi] = columns(&estimates);
    let table = Table::new("carriers")
        .text("strategy", labels.0)
        .text("carrier", labels.1)
        .float("delivered", mean)
        .float("delivered_lo", lo)
        .float("delivered_hi", hi)
        .int("n", n);
    let caption = format!(
        "Share of the messages attempted to each carrier that truly arrived; below a carrier\u{2019}s name its share of the \
         recipients. Brackets are 95 % intervals over {} replication{}, left out, as is the number, where a cell is too narrow (all are \
         among the numbers of this figure).",
        summary.replications,
        if summary.replications == 1 { "" } else { "s" }
    );
    Ok(Figure {
        name: "carriers".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Share, Show::Share, Show::Share, Show::Count],
    })
}

/// All carriers together, then each in the order of the file; metrics are absent where the strategy has none.
fn columns_of<'a>(
    summary: &'a Summary,
    s: &'a crate::experiment::summary::StrategyResult,
) -> Vec<(String, Option<&'a Metrics>)> {
    let mut out = vec![(ALL.to_string(), Some(&s.metrics))];
    out.extend(summary.carriers.iter().map(|c| {
        let part = s.carriers.iter().find(|p| p.name == c.name);
        (c.name.clone(), part.map(|p| &p.metrics))
    }));
    out
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, caption: &str) -> Result<String, ReportError> {
    use plotters::prelude::{RGBColor, ViridisRGB};
    use plotters::style::colors::colormaps::ColorMap;

    use super::canvas::{Dash, LABEL, QUIET, Scale, WIDTH, ink, measure, readable_on, wrap};
    use super::format;
    use super::rows::{Rows, names};

    let colour = |x: f64| -> RGBColor { ViridisRGB.get_color(x.clamp(0.0, 1.0) as f32) };
    let n = summary.carriers.len() + 1;
    let room = Rows::new(&names(summary), 150.0, 0.0, 1.0).left;
    // The column over all carriers stands a little apart.
    let apart = 8.0;
    let cell = ((WIDTH - 76.0 - room - apart) / n as f64).min(110.0);
    let left_of = |i: usize| room + cell * i as f64 + if i > 0 { apart } else { 0.0 };

    let mut heads: Vec<String> = vec![ALL.into()];
    heads.extend(summary.carriers.iter().map(|c| clean(&c.name)));
    let level: Vec<Vec<String>> = heads.iter().map(|h| wrap(h, LABEL, true, cell - 6.0, 3)).collect();
    let turned = level.iter().flatten().any(|l| l.ends_with('…'));
    let head_height = if turned {
        heads.iter().map(|h| measure(&wrap(h, LABEL, true, 130.0, 1)[0], LABEL, true)).fold(0.0, f64::max)
            + 8.0
    } else {
        level.iter().map(Vec::len).max().unwrap_or(1) as f64 * LABEL * 1.22 + 4.0
    };
    let shares = 14.0;
    let rows = Rows::new(&names(summary), 150.0, 34.0 + head_height + shares, 32.0);
    let bottom = rows.bottom();
    let with_intervals = cell >= 58.0;

    let bar_height = (bottom - rows.top).clamp(60.0, 200.0);
    let height = bottom.max(rows.top + bar_height) + 14.0;
    super::canvas::draw("carriers", TITLE, caption, height, |c| {
        rows.label(c);
        c.text(
            room - 10.0,
            rows.top - shares / 2.0 - 1.0,
            "share of recipients",
            ink(LABEL - 1.5).colour(QUIET).right(),
        );
        for (i, head) in heads.iter().enumerate() {
            let x = left_of(i) + cell / 2.0;
            if turned {
                let line = &wrap(head, LABEL, true, 130.0, 1)[0];
                c.text(x, 34.0 + head_height - 4.0, line, ink(LABEL).bold().turned());
            } else {
                let y = 34.0 + head_height - 4.0 - LABEL * 1.22 * level[i].len() as f64 / 2.0;
                c.lines(x, y, &level[i], ink(LABEL).bold().centre());
            }
            let share = if i == 0 { 1.0 } else { summary.carriers[i - 1].share };
            c.text(
                x,
                rows.top - shares / 2.0 - 1.0,
                &format::share(share),
                ink(LABEL - 1.5).colour(QUIET).centre(),
            );
        }
        for (r, s) in summary.strategies.iter().enumerate() {
            let top = rows.top + rows.height * r as f64;
            for (i, (_, metrics)) in columns_of(summary, s).into_iter().enumerate() {
                let (x, e) = (left_of(i), metrics.and_then(|m| measured(m, "delivered")));
                let Some((e, mean)) = e.and_then(|e| Some((e, e.mean?))) else {
                    c.frame(x + 0.5, top + 0.5, cell - 1.0, rows.height - 1.0, QUIET, 0.6);
                    c.text(x + cell / 2.0, top + rows.height / 2.0, format::ABSENT, ink(LABEL).centre());
                    continue;
                };
                let fill = colour(mean);
                c.rect(x + 0.5, top + 0.5, cell - 1.0, rows.height - 1.0, fill, 1.0);
                let on = readable_on(fill);
                let number =
                    if cell >= 46.0 { ink(LABEL).bold() } else { ink(LABEL - 0.5) }.colour(on).centre();
                // A crowd of carriers leaves colours alone to speak; the numbers are in the table.
                if measure(&format::share(mean), LABEL - 0.5, false) > cell - 3.0 {
                    continue;
                }
                let (share, interval) = {
                    let text = format::share_interval(e);
                    match text.split_once(" [") {
                        Some((a, b)) => (a.to_string(), Some(format!("[{b}"))),
                        None => (text, None),
                    }
                };
                match interval.filter(|_| with_intervals) {
                    Some(interval) => {
                        c.text(x + cell / 2.0, top + rows.height / 2.0 - 5.0, &share, number);
                        c.text(
                            x + cell / 2.0,
                            top + rows.height / 2.0 + 7.0,
                            &interval,
                            ink(LABEL - 1.5).colour(on).centre(),
                        );
                    }
                    None => {
                        c.text(x + cell / 2.0, top + rows.height / 2.0, &share, number);
                    }
                }
            }
        }
        // The colour bar beside the last column; steps overlap, so that no hairline shows between them.
        let bar = left_of(n - 1) + cell + 16.0;
        let height = bar_height;
        let scale = Scale::new(0.0, 1.0, rows.top + height, rows.top);
        let steps = 64;
        for i in 0..steps {
            let y = rows.top + height * f64::from(i) / f64::from(steps);
            let thick = height / f64::from(steps) + if i + 1 < steps { 0.5 } else { 0.0 };
            c.rect(bar, y, 10.0, thick, colour(1.0 - (f64::from(i) + 0.5) / f64::from(steps)), 1.0);
        }
        for (v, label) in [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")] {
            let y = scale.at(v);
            c.line((bar + 10.0, y), (bar + 13.0, y), QUIET, 0.6, Dash::Solid);
            c.text(bar + 15.0, y, label, ink(LABEL - 1.0).colour(QUIET));
        }
    })
}
