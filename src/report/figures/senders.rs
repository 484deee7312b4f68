//! What arrived of each sender, where there are several.

use super::rows::{columns, measured, sample};
use super::{Figure, Show};
use crate::experiment::summary::{Part, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Delivered by sender and strategy";
/// Senders that are drawn; all are in the table.
const DRAWN: usize = 8;

/// The figure, where there are several senders.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let n = summary.strategies.iter().map(|s| s.senders.len()).max().unwrap_or(0);
    if n < 2 {
        return Ok(None);
    }
    let rows: Vec<(String, &Part)> =
        summary.strategies.iter().flat_map(|s| s.senders.iter().map(|p| (clean(&s.name), p))).collect();
    let estimates: Vec<_> = rows.iter().map(|(_, p)| measured(&p.metrics, "delivered")).collect();
    let [mean, lo, hi] = columns(&estimates);
    let table = Table::new("senders")
        .text("strategy", rows.iter().map(|r| r.0.clone()).collect())
        .text("sender", rows.iter().map(|r| clean(&r.1.name)).collect())
        .float("delivered", mean)
        .float("delivered_lo", lo)
        .float("delivered_hi", hi);
    let mut caption = format!(
        "Share of each sender\u{2019}s attempted messages that arrived. Senders have a colour and a sign of their own; they \
         stand in the order of the file under every strategy. {}",
        sample(summary)
    );
    if n > DRAWN {
        caption.push_str(&format!(" The first {DRAWN} of {n} senders are drawn; all are in the table."));
    }
    Ok(Some(Figure {
        name: "senders".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, n.min(DRAWN), &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Share, Show::Share, Show::Share],
    }))
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, n: usize, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{
        BLUE, Dash, GREEN, LABEL, Marker, ORANGE, PURPLE, QUIET, SKY, Scale, VERMILION, WIDTH, ink, measure,
        wrap,
    };
    use super::rows::{Rows, few, names, percent_tick};
    use crate::report::view::estimate;

    let looks = [
        (BLUE, Marker::Disc),
        (VERMILION, Marker::Diamond),
        (GREEN, Marker::Square),
        (PURPLE, Marker::Up),
        (ORANGE, Marker::Down),
        (SKY, Marker::Ring),
        (QUIET, Marker::Disc),
        (QUIET, Marker::Square),
    ];
    let step = 14.0;
    let key: Vec<String> = summary.strategies[0]
        .senders
        .iter()
        .take(n)
        .map(|p| wrap(&clean(&p.name), LABEL, false, 160.0, 1).remove(0))
        .collect();
    // The key in columns as wide as its widest entry.
    let wide = key.iter().map(|k| measure(k, LABEL, false)).fold(0.0, f64::max) + 36.0;
    let per_line = (((WIDTH - 24.0) / wide) as usize).max(1);
    let lines = key.len().div_ceil(per_line);
    let rows = Rows::new(&names(summary), 150.0, 34.0 + 16.0 * lines as f64 + 8.0, step * n as f64 + 12.0);
    let (right, beside) = (WIDTH - 230.0, WIDTH - 94.0);
    let scale = Scale::new(0.0, 1.0, rows.left, right);
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw("senders", TITLE, caption, rows.bottom() + 40.0, |c| {
        for (i, label) in key.iter().enumerate() {
            let (colour, marker) = looks[i % looks.len()];
            let (x, y) = (12.0 + wide * (i % per_line) as f64, 40.0 + 16.0 * (i / per_line) as f64);
            c.marker(marker, x + 5.0, y, 3.4, colour);
            c.text(x + 15.0, y, label, ink(LABEL));
        }
        rows.axis(c, &scale, 6, "Share of attempted messages that arrived", percent_tick);
        rows.rules(c, 12.0, WIDTH - 12.0);
        rows.label(c);
        for (i, s) in summary.strategies.iter().enumerate() {
            let first = rows.middle(i) - step * (n as f64 - 1.0) / 2.0;
            for (k, part) in s.senders.iter().take(n).enumerate() {
                let (y, (colour, marker)) = (first + step * k as f64, looks[k % looks.len()]);
                let name = wrap(&clean(&part.name), LABEL - 1.0, false, beside - right - 14.0, 1).remove(0);
                c.text(right + 12.0, y, &name, ink(LABEL - 1.0).colour(QUIET));
                let Some(e) = measured(&part.metrics, "delivered") else {
                    c.text(WIDTH - 12.0, y, "nothing attempted", ink(LABEL - 1.0).colour(QUIET).right());
                    continue;
                };
                c.interval(scale.ends(e.lo, e.hi), y, 3.4, colour, dash);
                c.marker(marker, scale.at(e.mean.unwrap_or(0.0)), y, 3.4, colour);
                c.text(WIDTH - 12.0, y, &estimate(&part.metrics, "delivered"), ink(LABEL - 1.0).right());
            }
        }
    })
}
