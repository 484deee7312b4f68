//! Harm beside deliverability.

use super::rows::{columns, measured, names, sample};
use super::{Figure, Show};
use crate::experiment::summary::Summary;
use crate::ledger::Table;
use crate::report::ReportError;

const TITLE: &str = "What was delivered, and what it did to the people";

const PANELS: &[(&str, Show)] = &[
    ("delivered", Show::Share),
    ("unwanted_delivered", Show::Share),
    ("opt_outs", Show::PerThousand),
    ("complaints", Show::PerThousand),
];

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let mut table = Table::new("harm").text("strategy", names(summary));
    let mut shows = vec![Show::Text];
    for (name, show) in PANELS {
        let estimates: Vec<_> = summary.strategies.iter().map(|s| measured(&s.metrics, name)).collect();
        let [mean, lo, hi] = columns(&estimates);
        table = table.float(name, mean).float(&format!("{name}_lo"), lo).float(&format!("{name}_hi"), hi);
        shows.extend([*show; 3]);
    }
    let caption = format!(
        "Left, the share of attempted messages that arrived; then, for the same strategies, messages delivered to people \
         who did not want them (of attempted), and opt-outs and complaints (per 1,000 delivered). Each panel has its own \
         scale from zero. {}",
        sample(summary)
    );
    Ok(Figure {
        name: "harm",
        title: TITLE,
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows,
    })
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, LABEL, Marker, PURPLE, QUIET, Scale, VERMILION, WIDTH, ink};
    use super::format;
    use super::rows::{Rows, few, percent_tick};
    use crate::ledger::metric;
    use plotters::prelude::RGBColor;

    const BROWN: RGBColor = RGBColor(0x8a, 0x5a, 0x00);
    const LOOKS: [(Marker, RGBColor, &str, &str); 4] = [
        (Marker::Disc, BLUE, "delivered", "of attempted"),
        (Marker::Square, BROWN, "unwanted delivered", "of attempted"),
        (Marker::Up, PURPLE, "opt-outs", "per 1,000 delivered"),
        (Marker::Diamond, VERMILION, "complaints", "per 1,000 delivered"),
    ];
    let rows = Rows::new(&names(summary), 140.0, 66.0, 30.0);
    let panel = (WIDTH - 12.0 - rows.left) / 4.0;
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw("harm", TITLE, caption, rows.bottom() + 24.0, |c| {
        rows.label(c);
        rows.rules(c, rows.left, WIDTH - 12.0);
        for (p, (name, show)) in PANELS.iter().enumerate() {
            let (marker, colour, head, unit) = LOOKS[p];
            let from = rows.left + panel * p as f64;
            // Numbers stand at the right of the panel.
            let to = from + panel - 58.0;
            let found: Vec<_> = summary.strategies.iter().map(|s| measured(&s.metrics, name)).collect();
            let high = found
                .iter()
                .flatten()
                .filter_map(|e| e.hi.into_iter().chain(e.mean).reduce(f64::max))
                .fold(0.0, f64::max);
            let high = if high > 0.0 { high } else { 0.01 };
            let scale =
                if p == 0 { Scale::new(0.0, 1.0, from, to) } else { Scale::from_zero(high, from, to, 3) };
            c.text(from, 40.0, head, ink(LABEL).bold().colour(colour));
            c.text(from, 52.0, unit, ink(LABEL - 1.0).colour(QUIET));
            rows.axis(c, &scale, if p == 0 { 3 } else { 4 }, "", |x, digits| match show {
                Show::PerThousand => format::fixed(x * 1000.0, digits.saturating_sub(3)),
                _ => percent_tick(x, digits),
            });
            for (i, e) in found.into_iter().enumerate() {
                let (y, m) = (rows.middle(i), metric(name).expect("a metric"));
                match e.and_then(|e| Some((e, e.mean?))) {
                    Some((e, mean)) => {
                        c.interval(scale.ends(e.lo, e.hi), y, 2.6, colour, dash);
                        c.marker(marker, scale.at(mean), y, 2.6, colour);
                        c.number(from + panel - 10.0, y, &format::estimate(m, e));
                    }
                    None => c.text(from + panel - 10.0, y, format::ABSENT, ink(LABEL).colour(QUIET).right()),
                }
            }
        }
    })
}
