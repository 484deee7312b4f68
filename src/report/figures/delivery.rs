//! What arrived beside what was reported, by strategy.

use super::rows::{columns, measured, names, sample};
use super::{Figure, Show};
use crate::experiment::summary::Summary;
use crate::ledger::Table;
use crate::report::ReportError;

const TITLE: &str = "True and reported delivery by strategy";

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let mut table = Table::new("delivery").text("strategy", names(summary));
    let mut shows = vec![Show::Text];
    for name in ["delivered", "reported_delivered", "false_delivered"] {
        let estimates: Vec<_> = summary.strategies.iter().map(|s| measured(&s.metrics, name)).collect();
        let [mean, lo, hi] = columns(&estimates);
        table = table.float(name, mean).float(&format!("{name}_lo"), lo).float(&format!("{name}_hi"), hi);
        shows.extend([Show::Share; 3]);
    }
    let n =
        summary.strategies.iter().map(|s| i64::from(super::super::view::replications(&s.metrics))).collect();
    table = table.int("n", n);
    shows.push(Show::Count);
    for r in 0..summary.strategies.iter().map(|s| values(s).len()).max().unwrap_or(0) {
        let column = summary.strategies.iter().map(|s| values(s).get(r).copied().flatten()).collect();
        table = table.float(&format!("delivered_replication_{r}"), column);
        shows.push(Show::Share);
    }
    let caption = format!(
        "Share of attempted messages that arrived (disc) and that the sender was told had arrived (diamond). The band \
         between them is what a sender is led to believe; the right column is the share reported as delivered although \
         it was not. Small strokes are single replications. {}",
        sample(summary)
    );
    Ok(Figure {
        name: "delivery".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows,
    })
}

fn values(s: &crate::experiment::summary::StrategyResult) -> &[Option<f64>] {
    s.metrics.get("delivered").map_or(&[], |e| &e.values)
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, LABEL, Marker, Scale, VERMILION, WIDTH, ink};
    use super::rows::{Rows, few, percent_tick};
    use crate::report::view::estimate;

    let rows = Rows::new(&names(summary), 150.0, 78.0, 36.0);
    let right = WIDTH - 196.0;
    let scale = Scale::new(0.0, 1.0, rows.left, right);
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw("delivery", TITLE, caption, rows.bottom() + 40.0, |c| {
        c.interval(Some((rows.left, rows.left + 22.0)), 40.0, 3.6, BLUE, dash);
        c.marker(Marker::Disc, rows.left + 11.0, 40.0, 3.6, BLUE);
        let x = c.key(rows.left, 40.0, 22.0, "truly delivered");
        c.interval(Some((x, x + 22.0)), 40.0, 3.4, VERMILION, dash);
        c.marker(Marker::Diamond, x + 11.0, 40.0, 3.4, VERMILION);
        let x = c.key(x, 40.0, 22.0, "reported delivered");
        c.line((x + 3.0, 37.0), (x + 3.0, 43.0), BLUE, 0.8, Dash::Solid);
        c.key(x, 40.0, 6.0, "one replication");

        rows.rules(c, rows.left, WIDTH - 12.0);
        rows.axis(c, &scale, 6, "Share of attempted messages", percent_tick);
        rows.label(c);
        let heads = [(right + 64.0, "delivered"), (right + 118.0, "reported"), (WIDTH - 12.0, "falsely")];
        for (x, head) in heads {
            c.text(x, 59.0, head, ink(LABEL).bold().right());
        }
        c.text(WIDTH - 12.0, 70.0, "reported", ink(LABEL).bold().right());
        for (i, s) in summary.strategies.iter().enumerate() {
            let middle = rows.middle(i);
            let (above, below) = (middle - 7.0, middle + 7.0);
            let truth = measured(&s.metrics, "delivered");
            let told = measured(&s.metrics, "reported_delivered");
            if let (Some(a), Some(b)) = (truth.and_then(|e| e.mean), told.and_then(|e| e.mean)) {
                let (a, b) = (scale.at(a), scale.at(b));
                if b > a {
                    c.rect(a, above, b - a, below - above, VERMILION, 0.18);
                }
            }
            for x in values(s).iter().flatten() {
                let x = scale.at(*x);
                c.path_mixed(&[(x, above - 7.0), (x, above - 3.5)], BLUE, 0.55, 0.8, Dash::Solid);
            }
            if let Some(e) = truth {
                c.interval(scale.ends(e.lo, e.hi), above, 3.6, BLUE, dash);
                c.marker(Marker::Disc, scale.at(e.mean.unwrap_or(0.0)), above, 3.6, BLUE);
            }
            if let Some(e) = told {
                c.interval(scale.ends(e.lo, e.hi), below, 3.4, VERMILION, dash);
                c.marker(Marker::Diamond, scale.at(e.mean.unwrap_or(0.0)), below, 3.4, VERMILION);
            }
            for ((x, _), name) in heads.iter().zip(["delivered", "reported_delivered", "false_delivered"]) {
                c.number(*x, middle, &estimate(&s.metrics, name));
            }
            if truth.is_none() {
                c.remark((rows.left + right) / 2.0, middle, "nothing was attempted");
            }
        }
    })
}
