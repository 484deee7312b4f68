//! Reported against true delivery, where carriers report as delivered what they dropped.

use super::rows::{columns, measured, sample};
use super::{Figure, Show};
use crate::experiment::summary::{Metrics, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "What the receipts say and what arrived";
const ESTIMATE: &str = "estimated_delivered";
const HALF_WIDTH: &str = "estimate_halfwidth";
/// Smaller than this is nothing.
const TRACE: f64 = 1e-4;

/// One dumbbell: a strategy over all carriers, or at one of them.
struct Bell<'a> {
    strategy: String,
    /// "" is all carriers.
    carrier: String,
    metrics: &'a Metrics,
}

/// Every strategy, each followed by the carriers that lie under any strategy if there are several carriers.
fn bells(summary: &Summary) -> Vec<Bell<'_>> {
    let lies = |m: &Metrics| measured(m, "false_delivered").and_then(|e| e.mean).is_some_and(|x| x > TRACE);
    let liars: Vec<usize> = (0..summary.carriers.len())
        .filter(|&c| {
            summary.strategies.iter().any(|s| s.carriers.get(c).is_some_and(|part| lies(&part.metrics)))
        })
        .collect();
    let mut out = Vec::new();
    for s in &summary.strategies {
        let strategy = clean(&s.name);
        out.push(Bell { strategy: strategy.clone(), carrier: String::new(), metrics: &s.metrics });
        if summary.carriers.len() > 1 {
            out.extend(liars.iter().filter_map(|&c| s.carriers.get(c)).map(|part| Bell {
                strategy: strategy.clone(),
                carrier: clean(&part.name),
                metrics: &part.metrics,
            }));
        }
    }
    out
}

/// The figure, where something was reported as delivered that was not, or a sender made an estimate of its own.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let lied = |m: &Metrics| measured(m, "false_delivered").and_then(|e| e.mean).unwrap_or(0.0);
    let estimated = summary.strategies.iter().any(|s| measured(&s.metrics, ESTIMATE).is_some());
    if !estimated && summary.strategies.iter().all(|s| lied(&s.metrics) <= TRACE) {
        return Ok(None);
    }
    let bells = bells(summary);
    let mut table =
        Table::new("gap").text("strategy", bells.iter().map(|b| b.strategy.clone()).collect()).text(
            "carrier",
            bells
                .iter()
                .map(|b| if b.carrier.is_empty() { "all carriers".into() } else { b.carrier.clone() })
                .collect(),
        );
    let mut shows = vec![Show::Text, Show::Text];
    let own = if estimated { &[ESTIMATE, HALF_WIDTH][..] } else { &[] };
    for name in ["delivered", "reported_delivered", "false_delivered"].iter().chain(own) {
        let estimates: Vec<_> = bells.iter().map(|b| measured(b.metrics, name)).collect();
        let [mean, lo, hi] = columns(&estimates);
        table = table.float(name, mean).float(&format!("{name}_lo"), lo).float(&format!("{name}_hi"), hi);
        shows.extend([Show::Share; 3]);
    }
    let caption = format!(
        "From what truly arrived (disc) to what the receipts say (diamond), as shares of attempted messages; the bar \
         between them is what a sender cannot see. The right column is the share reported as delivered although it was \
         not{}{}. {}",
        if summary.carriers.len() > 1 { "; thinner rows are the carriers that report so" } else { "" },
        if estimated {
            ". The triangle is what the sender\u{2019}s own estimate takes for delivered, its bar the 95 % interval that \
             the sender gives it"
        } else {
            ""
        },
        sample(summary)
    );
    Ok(Some(Figure {
        name: "gap".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &bells, estimated, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows,
    }))
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, bells: &[Bell], estimated: bool, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{
        AXIS, BLUE, Dash, GREEN, GRID, LABEL, Marker, QUIET, Scale, VERMILION, WIDTH, ink, measure, wrap,
    };
    use super::rows::{few, percent_tick};
    use crate::report::view::estimate;

    const ROOM: f64 = 150.0;
    const SMALL: f64 = LABEL - 1.5;
    let labels: Vec<Vec<String>> = bells
        .iter()
        .map(|b| {
            if b.carrier.is_empty() {
                wrap(&b.strategy, LABEL, false, ROOM, 2)
            } else {
                wrap(&b.carrier, SMALL, false, ROOM, 1)
            }
        })
        .collect();
    let widest = labels.iter().flatten().map(|l| measure(l, LABEL, false)).fold(40.0, f64::max);
    let (left, right, top) = (12.0 + widest + 12.0, WIDTH - 96.0, 66.0);
    let apart = bells.iter().any(|b| !b.carrier.is_empty());
    let mut edges = vec![top];
    for bell in bells {
        let height = if !bell.carrier.is_empty() { 13.0 } else { 30.0 };
        edges.push(edges[edges.len() - 1] + height);
    }
    let bottom = edges[edges.len() - 1] + if apart { 5.0 } else { 0.0 };
    let scale = Scale::new(0.0, 1.0, left, right);
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw("gap", TITLE, caption, bottom + 40.0, |c| {
        c.marker(Marker::Disc, left + 4.0, 40.0, 3.6, BLUE);
        let x = c.key(left, 40.0, 8.0, "truly delivered");
        c.marker(Marker::Diamond, x + 4.0, 40.0, 3.4, VERMILION);
        let x = c.key(x, 40.0, 8.0, "reported delivered");
        c.rect(x, 37.5, 18.0, 5.0, VERMILION, 0.3);
        let x = c.key(x, 40.0, 18.0, "reported, not delivered");
        if estimated {
            c.marker(Marker::Up, x + 4.0, 40.0, 3.4, GREEN);
            c.key(x, 40.0, 8.0, "estimated");
        }
        c.text(WIDTH - 12.0, 45.0, "reported,", ink(LABEL).bold().right());
        c.text(WIDTH - 12.0, 56.0, "not delivered", ink(LABEL).bold().right());
        let (values, digits) = scale.ticks(6);
        for v in values {
            let x = scale.at(v);
            c.line((x, top), (x, bottom), GRID, 0.6, Dash::Solid);
            c.text(x, bottom + 10.0, &percent_tick(v, digits), ink(LABEL).colour(QUIET).centre());
        }
        c.line((left, bottom), (right, bottom), QUIET, 0.8, Dash::Solid);
        c.text((left + right) / 2.0, bottom + 26.0, "Share of attempted messages", ink(AXIS).centre());
        for (i, bell) in bells.iter().enumerate() {
            let (middle, whole) = ((edges[i] + edges[i + 1]) / 2.0, bell.carrier.is_empty());
            if whole && i > 0 {
                let y = edges[i] + if apart { 3.0 } else { 0.0 };
                c.line((12.0, y), (WIDTH - 12.0, y), GRID, 0.6, Dash::Solid);
            }
            let words = if whole { ink(LABEL).right() } else { ink(SMALL).colour(QUIET).right() };
            c.lines(left - 10.0, middle, &labels[i], words);
            let (truth, told) =
                (measured(bell.metrics, "delivered"), measured(bell.metrics, "reported_delivered"));
            let (Some(truth), Some(told)) = (truth, told) else {
                c.remark((left + right) / 2.0, middle, "nothing was attempted");
                continue;
            };
            let at = |e: &crate::experiment::summary::Estimate| scale.at(e.mean.unwrap_or(0.0));
            let (a, b) = (at(truth), at(told));
            let (half, r) = if whole { (2.6, 3.8) } else { (1.4, 2.4) };
            c.rect(
                a.min(b),
                middle - half,
                (b - a).abs(),
                2.0 * half,
                VERMILION,
                if b > a { 0.3 } else { 0.0 },
            );
            c.interval(scale.ends(truth.lo, truth.hi), middle, r, BLUE, dash);
            c.interval(scale.ends(told.lo, told.hi), middle, r, VERMILION, dash);
            // The disc shows inside the diamond where both stand in one place.
            c.marker(Marker::Diamond, b, middle, r, VERMILION);
            c.marker(Marker::Disc, a, middle, if (b - a).abs() < r { r - 1.6 } else { r - 0.2 }, BLUE);
            if let Some(own) = measured(bell.metrics, ESTIMATE).and_then(|e| e.mean) {
                let half = measured(bell.metrics, HALF_WIDTH).and_then(|e| e.mean).unwrap_or(0.0);
                let ends = scale.ends(Some((own - half).max(0.0)), Some((own + half).min(1.0)));
                // Below the others, so that all three show where they stand in one place.
                let below = middle + 2.0 * r;
                c.interval(ends, below, r, GREEN, Dash::Solid);
                c.marker(Marker::Up, scale.at(own), below, r - 0.6, GREEN);
            }
            let text = estimate(bell.metrics, "false_delivered");
            if whole {
                c.number(WIDTH - 12.0, middle, &text);
            } else {
                let short = text.split(" [").next().unwrap_or("");
                c.text(WIDTH - 12.0, middle, short, ink(SMALL).colour(QUIET).right());
            }
        }
    })
}
