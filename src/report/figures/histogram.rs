//! Every replication of each strategy, where they fall into groups that a mean would hide.

use super::{Figure, Show};
use crate::experiment::statistics::looks_bimodal;
use crate::experiment::summary::{Metrics, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Delivered, replication by replication";
/// Bins of equal width from 0 to 100 %.
const BINS: usize = 50;

/// A strategy over all senders, or one of its senders.
struct Outcomes {
    strategy: String,
    /// "" is all senders.
    sender: String,
    values: Vec<f64>,
    mean: Option<f64>,
    /// Whether they fall into two groups.
    grouped: bool,
}

impl Outcomes {
    fn of(strategy: &str, sender: &str, metrics: &Metrics, grouped: Option<bool>) -> Outcomes {
        let delivered = metrics.get("delivered");
        let values: Vec<f64> = delivered.map_or(&[][..], |e| &e.values).iter().flatten().copied().collect();
        Outcomes {
            strategy: clean(strategy),
            sender: clean(sender),
            grouped: grouped.unwrap_or_else(|| looks_bimodal(&values)),
            mean: delivered.and_then(|e| e.mean),
            values,
        }
    }

    /// How many replications lie in each bin.
    fn bins(&self) -> [u32; BINS] {
        let mut bins = [0; BINS];
        self.values.iter().for_each(|x| bins[((x * BINS as f64) as usize).min(BINS - 1)] += 1);
        bins
    }

    #[cfg(feature = "plot")]
    fn name(&self) -> String {
        if self.sender.is_empty() {
            self.strategy.clone()
        } else {
            format!("{}: {}", self.strategy, self.sender)
        }
    }
}

/// What is drawn: strategies where one of them falls into groups, and their senders where one of those does.
fn rows(summary: &Summary) -> Vec<Outcomes> {
    let of = |s| {
        let s: &crate::experiment::summary::StrategyResult = s;
        let whole = Outcomes::of(&s.name, "", &s.metrics, Some(s.bimodal));
        let one = s.senders.len() < 2;
        let senders = s.senders.iter().filter(|_| !one);
        (whole, senders.map(|p| Outcomes::of(&s.name, &p.name, &p.metrics, None)).collect::<Vec<_>>())
    };
    let all: Vec<(Outcomes, Vec<Outcomes>)> = summary.strategies.iter().map(of).collect();
    let wholes = all.iter().any(|(whole, _)| whole.grouped);
    let senders = all.iter().flat_map(|(_, senders)| senders).any(|o| o.grouped);
    let mut out = Vec::new();
    for (whole, parts) in all {
        out.extend(Some(whole).filter(|_| wholes));
        out.extend(parts.into_iter().filter(|_| senders));
    }
    out
}

/// The figure, where some strategy's outcomes, or those of one of its senders, fall into two groups.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let rows = rows(summary);
    if rows.is_empty() {
        return Ok(None);
    }
    let (mut name, mut sender, mut count) = (Vec::new(), Vec::new(), Vec::new());
    let mut float = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        for (i, n) in row.bins().iter().enumerate().filter(|(_, n)| **n > 0) {
            name.push(row.strategy.clone());
            sender.push(if row.sender.is_empty() { "all senders".into() } else { row.sender.clone() });
            count.push(i64::from(*n));
            float.0.push(Some(i as f64 / BINS as f64));
            float.1.push(Some((i + 1) as f64 / BINS as f64));
            float.2.push(row.mean);
        }
    }
    let table = Table::new("histogram")
        .text("strategy", name)
        .text("sender", sender)
        .float("from", float.0)
        .float("to", float.1)
        .int("replications", count)
        .float("mean", float.2);
    let caption = format!(
        "Each of the {} replications, as a disc or counted in a bar, by the share of attempted messages that arrived, in bins of {} points; \
         the open diamond is their mean. Where replications fall into two groups the mean stands where hardly any run \
         ends: read the groups, and which chance decides between them.",
        summary.replications,
        100 / BINS
    );
    Ok(Some(Figure {
        name: "histogram",
        title: TITLE,
        #[cfg(feature = "plot")]
        svg: Some(draw(&rows, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Share, Show::Share, Show::Count, Show::Share],
    }))
}

#[cfg(feature = "plot")]
fn draw(outcomes: &[Outcomes], caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, LABEL, Marker, QUIET, Scale, VERMILION, WIDTH, ink};
    use super::rows::{Rows, percent_tick};
    use crate::report::format;

    const LARGEST: f64 = 2.8;
    let all: Vec<[u32; BINS]> = outcomes.iter().map(Outcomes::bins).collect();
    let most = all.iter().flatten().copied().max().unwrap_or(1).max(1);
    let right = WIDTH - 150.0;
    let columns = |rows: &Rows| (right - rows.left) / BINS as f64;
    let height = (f64::from(most) * 2.0 * LARGEST + 26.0).clamp(40.0, 72.0);
    let rows = Rows::new(&outcomes.iter().map(Outcomes::name).collect::<Vec<_>>(), 150.0, 62.0, height);
    // As large as a bin is wide and a row is high.
    let r = LARGEST.min((height - 24.0) / f64::from(most) / 2.0).min(columns(&rows) / 2.0);
    // Discs too small to be counted become bars with their number.
    let bars = r < 2.0;
    let scale = Scale::new(0.0, 1.0, rows.left, right);
    super::canvas::draw("histogram", TITLE, caption, rows.bottom() + 40.0, |c| {
        let x = if bars {
            c.rect(12.0, 36.0, 8.0, 8.0, BLUE, 1.0);
            c.key(12.0, 40.0, 8.0, "replications in a bin")
        } else {
            c.marker(Marker::Disc, 16.0, 40.0, LARGEST - 0.6, BLUE);
            c.key(12.0, 40.0, 8.0, "one replication")
        };
        c.marker(Marker::Diamond, x + 4.0, 40.0, 3.4, VERMILION);
        c.key(x, 40.0, 8.0, "mean");
        c.text(WIDTH - 12.0, 52.0, "range, and the groups", ink(LABEL).bold().right());
        rows.axis(c, &scale, 6, "Share of attempted messages that arrived", percent_tick);
        rows.rules(c, rows.left, WIDTH - 12.0);
        rows.label(c);
        for (i, (row, bins)) in outcomes.iter().zip(&all).enumerate() {
            let floor = rows.middle(i) + height / 2.0 - 10.0;
            for (bin, n) in bins.iter().enumerate().filter(|(_, n)| **n > 0) {
                let x = scale.at((bin as f64 + 0.5) / BINS as f64);
                if bars {
                    let h = (height - 30.0) * f64::from(*n) / f64::from(most);
                    c.rect(x - columns(&rows) * 0.4, floor - h, columns(&rows) * 0.8, h, BLUE, 1.0);
                    c.text(x, floor - h - 6.0, &n.to_string(), ink(LABEL - 2.0).colour(QUIET).centre());
                    continue;
                }
                for k in 0..*n {
                    c.marker(Marker::Disc, x, floor - 4.0 - r * (2.0 * f64::from(k) + 1.0), r - 0.5, BLUE);
                }
            }
            c.line((rows.left, floor), (right, floor), QUIET, 0.6, Dash::Solid);
            let values = &row.values;
            let Some(mean) = row.mean.filter(|_| !values.is_empty()) else {
                c.remark((rows.left + right) / 2.0, rows.middle(i), "nothing was attempted");
                continue;
            };
            c.marker(Marker::Diamond, scale.at(mean), floor, 3.4, VERMILION);
            let (lo, hi) = values.iter().fold((1.0f64, 0.0f64), |(a, b), x| (a.min(*x), b.max(*x)));
            let range = format!("{} to {}", format::share(lo), format::share(hi));
            let split = (lo + hi) / 2.0;
            let low = values.iter().filter(|x| **x < split).count();
            let words = if row.grouped {
                format!("two groups: {low} low, {} high", values.len() - low)
            } else {
                String::new()
            };
            c.text(WIDTH - 12.0, rows.middle(i) - 6.0, &range, ink(LABEL).right());
            let words_ink = ink(LABEL - 1.0).right();
            c.text(
                WIDTH - 12.0,
                rows.middle(i) + 6.0,
                &words,
                if row.grouped { words_ink.bold() } else { words_ink.colour(QUIET) },
            );
        }
    })
}
