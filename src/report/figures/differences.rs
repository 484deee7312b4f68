//! Paired differences to the baseline in what was delivered.

use super::rows::few;
use super::{Figure, Show};
use crate::experiment::summary::{Difference, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::format;
use crate::report::view::clean;

const TITLE: &str = "Delivered, compared with the baseline";

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let found = found(summary);
    let column = |f: fn(&Difference) -> Option<f64>| found.iter().map(|(_, d)| f(d)).collect::<Vec<_>>();
    let table = Table::new("differences")
        .text("strategy", found.iter().map(|(name, _)| name.clone()).collect())
        .float("difference", column(|d| Some(d.mean)))
        .float("difference_lo", column(|d| d.lo))
        .float("difference_hi", column(|d| d.hi))
        .int("n", found.iter().map(|(_, d)| i64::from(d.n)).collect())
        .text("verdict", found.iter().map(|(_, d)| clean(&d.verdict)).collect());
    let mut caption = format!(
        "Delivered minus the baseline\u{2019}s (\u{201c}{}\u{201d}), paired by replication, with intervals corrected for \
         their number (95 %, Holm). The grey band is the indifference zone of {}: only an interval \
         wholly outside it is called higher or lower, only one wholly inside it equal. Where no bar shows, it is narrower than the marker.",
        clean(&summary.baseline),
        format::points(summary.indifference).trim_start_matches('+')
    );
    if few(summary) {
        caption.push_str(" Intervals are dashed: they rest on fewer than 5 replications.");
    }
    Ok(Figure {
        name: "differences".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Points, Show::Points, Show::Points, Show::Count, Show::Text],
    })
}

fn found(summary: &Summary) -> Vec<(String, &Difference)> {
    summary
        .strategies
        .iter()
        .filter_map(|s| Some((clean(&s.name), s.differences.get("delivered")?)))
        .collect()
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, INK, LABEL, Marker, QUIET, Scale, VERMILION, WIDTH, ink, wrap};
    use super::rows::Rows;
    use crate::ledger::metric;

    let found = found(summary);
    if found.is_empty() {
        return super::canvas::draw("differences", TITLE, caption, 64.0, |c| {
            c.text(
                12.0,
                42.0,
                "There is no other strategy to compare with the baseline.",
                ink(LABEL).colour(QUIET),
            );
        });
    }
    let rows = Rows::new(&found.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>(), 150.0, 54.0, 28.0);
    let right = WIDTH - 260.0;
    let ends = found.iter().flat_map(|(_, d)| [Some(d.mean), d.lo, d.hi]).flatten().filter(|x| x.is_finite());
    let (low, high) =
        ends.fold((-summary.indifference, summary.indifference), |(a, b), x| (a.min(x), b.max(x)));
    let air = ((high - low) * 0.06).max(1e-4);
    let scale = Scale::new(low - air, high + air, rows.left, right);
    let m = metric("delivered").expect("delivered is a metric");
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw("differences", TITLE, caption, rows.bottom() + 42.0, |c| {
        let (from, to) = (scale.at(-summary.indifference), scale.at(summary.indifference));
        c.rect(from, rows.top, to - from, rows.bottom() - rows.top, QUIET, 0.18);
        rows.rules(c, rows.left, WIDTH - 12.0);
        rows.axis(c, &scale, 6, "Difference in delivered, percentage points", |x, digits| {
            let text = format::fixed(x * 100.0, digits.saturating_sub(2));
            if x > 1e-12 { format!("+{text}") } else { text }
        });
        c.line((scale.at(0.0), rows.top - 3.0), (scale.at(0.0), rows.bottom()), INK, 0.9, Dash::Solid);
        c.text(scale.at(0.0), rows.top - 10.0, "baseline", ink(LABEL - 1.0).colour(QUIET).centre());
        c.text(WIDTH - 84.0, rows.top - 10.0, "difference", ink(LABEL).bold().right());
        c.text(WIDTH - 74.0, rows.top - 10.0, "verdict", ink(LABEL).bold());
        rows.label(c);
        for (i, (_, d)) in found.iter().enumerate() {
            let y = rows.middle(i);
            let (marker, colour) = match d.verdict.as_str() {
                "higher" => (Marker::Up, BLUE),
                "lower" => (Marker::Down, VERMILION),
                "equal" => (Marker::Square, INK),
                _ => (Marker::Ring, QUIET),
            };
            c.interval(scale.ends(d.lo, d.hi), y, 2.9, colour, dash);
            c.marker(marker, scale.at(d.mean), y, 2.9, colour);
            c.text(WIDTH - 84.0, y, &format::difference(m, d), ink(LABEL).right());
            c.text(
                WIDTH - 74.0,
                y,
                &wrap(&d.verdict, LABEL, true, 64.0, 1)[0],
                ink(LABEL).bold().colour(colour),
            );
        }
    })
}
