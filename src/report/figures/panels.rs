//! Four metrics side by side, one row a strategy, each panel with its own scale from zero.

#[cfg(feature = "plot")]
use super::canvas::{BLUE, Dash, LABEL, Marker, PURPLE, QUIET, Scale, VERMILION, WIDTH, ink};
#[cfg(feature = "plot")]
use super::rows::{Rows, few, percent_tick};
use super::rows::{columns, measured, names};
use super::{Figure, Show};
use crate::experiment::summary::Summary;
use crate::ledger::Table;
use crate::report::ReportError;

/// One panel: a metric, how its numbers are printed, and what stands above it in two lines.
#[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "only a drawing has heads and room"))]
pub(super) struct Panel {
    pub metric: &'static str,
    pub show: Show,
    pub head: &'static str,
    pub unit: &'static str,
    /// Points at the right that are kept free for numbers.
    pub room: f64,
}

/// A figure of four panels. Where `whole`, the first shows shares up to 1.
pub(super) fn figure(
    summary: &Summary,
    name: &'static str,
    title: &'static str,
    caption: String,
    panels: &[Panel; 4],
    whole: bool,
) -> Result<Figure, ReportError> {
    let mut table = Table::new(name).text("strategy", names(summary));
    let mut shows = vec![Show::Text];
    for Panel { metric, show, .. } in panels {
        let estimates: Vec<_> = summary.strategies.iter().map(|s| measured(&s.metrics, metric)).collect();
        let [mean, lo, hi] = columns(&estimates);
        table =
            table.float(metric, mean).float(&format!("{metric}_lo"), lo).float(&format!("{metric}_hi"), hi);
        shows.extend([*show; 3]);
    }
    #[cfg(not(feature = "plot"))]
    let _ = whole;
    Ok(Figure {
        name: name.into(),
        title: title.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, name, title, &caption, panels, whole)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows,
    })
}

#[cfg(feature = "plot")]
fn draw(
    summary: &Summary,
    name: &'static str,
    title: &str,
    caption: &str,
    panels: &[Panel; 4],
    whole: bool,
) -> Result<String, ReportError> {
    use super::format;
    use crate::ledger::metric;
    use plotters::prelude::RGBColor;

    const BROWN: RGBColor = RGBColor(0x8a, 0x5a, 0x00);
    const LOOKS: [(Marker, RGBColor); 4] =
        [(Marker::Disc, BLUE), (Marker::Square, BROWN), (Marker::Up, PURPLE), (Marker::Diamond, VERMILION)];
    let rows = Rows::new(&names(summary), 140.0, 66.0, 30.0);
    let width = (WIDTH - 12.0 - rows.left) / 4.0;
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw(name, title, caption, rows.bottom() + 24.0, |c| {
        rows.label(c);
        rows.rules(c, rows.left, WIDTH - 12.0);
        for (p, panel) in panels.iter().enumerate() {
            let (marker, colour) = LOOKS[p];
            let from = rows.left + width * p as f64;
            // Numbers stand at the right of the panel.
            let to = from + width - panel.room;
            let found: Vec<_> =
                summary.strategies.iter().map(|s| measured(&s.metrics, panel.metric)).collect();
            let high = found
                .iter()
                .flatten()
                .filter_map(|e| e.hi.into_iter().chain(e.mean).reduce(f64::max))
                .fold(0.0, f64::max);
            let high = if high > 0.0 { high } else { 0.01 };
            let whole = whole && p == 0;
            let scale = if whole {
                Scale::new(0.0, 1.0, from, to)
            } else {
                Scale::from_zero(high, from, to, if panel.show == Show::Number { 2 } else { 3 })
            };
            c.text(from, 40.0, panel.head, ink(LABEL).bold().colour(colour));
            c.text(from, 52.0, panel.unit, ink(LABEL - 1.0).colour(QUIET));
            // Dollars are wide.
            let ticks = if whole || panel.show == Show::Number { 3 } else { 4 };
            rows.axis(c, &scale, ticks, "", |x, digits| match panel.show {
                Show::PerThousand => format::fixed(x * 1000.0, digits.saturating_sub(3)),
                Show::Number => format::fixed(x, digits),
                _ => percent_tick(x, digits),
            });
            for (i, e) in found.into_iter().enumerate() {
                let (y, m) = (rows.middle(i), metric(panel.metric).expect("a metric"));
                match e.and_then(|e| Some((e, e.mean?))) {
                    Some((e, mean)) => {
                        c.interval(scale.ends(e.lo, e.hi), y, 2.6, colour, dash);
                        c.marker(marker, scale.at(mean), y, 2.6, colour);
                        c.number(from + width - 10.0, y, &format::estimate(m, e));
                    }
                    None => c.text(from + width - 10.0, y, format::ABSENT, ink(LABEL).colour(QUIET).right()),
                }
            }
        }
    })
}
