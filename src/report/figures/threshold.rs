//! Thresholds that move, and what share of the messages they block meanwhile.

use super::{Figure, Show};
use crate::experiment::summary::{Series, Summary, ThresholdCourse};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Threshold and blocked share over time";

/// One panel: a strategy at a carrier whose threshold moves under some strategy.
struct Panel<'a> {
    strategy: String,
    series: &'a Series,
    course: &'a ThresholdCourse,
}

impl Panel<'_> {
    /// Blocked shares by bin: over all replications, and in the first; `None` where nothing was screened.
    fn blocked(&self) -> [Vec<Option<f64>>; 2] {
        let share = |dropped: &[f64], screened: &[f64]| {
            dropped.iter().zip(screened).map(|(d, s)| (*s > 0.0).then(|| (d / s).min(1.0))).collect()
        };
        [
            share(&self.series.dropped, &self.series.screened),
            share(&self.course.first_dropped, &self.course.first_screened),
        ]
    }
}

fn panels(summary: &Summary) -> Vec<Panel<'_>> {
    let of = |s| {
        let s: &crate::experiment::summary::StrategyResult = s;
        s.series.iter().filter_map(|series| {
            let course = series.threshold.as_ref()?;
            Some(Panel { strategy: clean(&s.name), series, course })
        })
    };
    summary.strategies.iter().flat_map(of).collect()
}

/// The figure, where some carrier's threshold moves.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let panels = panels(summary);
    if panels.is_empty() {
        return Ok(None);
    }
    let (mut strategy, mut carrier) = (Vec::new(), Vec::new());
    let mut float: [Vec<Option<f64>>; 5] = Default::default();
    for p in &panels {
        let blocked = p.blocked();
        for bin in 0..p.course.mean.len() {
            strategy.push(p.strategy.clone());
            carrier.push(clean(&p.series.carrier));
            let cells = [
                Some(bin as f64 * p.series.bin_hours),
                p.course.mean.get(bin).copied(),
                p.course.first.get(bin).copied(),
                blocked[0].get(bin).copied().flatten(),
                blocked[1].get(bin).copied().flatten(),
            ];
            float.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
        }
    }
    let [from, mean, first, blocked, first_blocked] = float;
    let table = Table::new("threshold")
        .text("strategy", strategy)
        .text("carrier", carrier)
        .float("from_hours", from)
        .float("threshold", mean)
        .float("threshold_replication_0", first)
        .float("blocked", blocked)
        .float("blocked_replication_0", first_blocked);
    let caption = format!(
        "The threshold in force (above) and the share of screened messages that the filter dropped (below), at each \
         carrier whose threshold moves under some strategy. Heavy lines: means over {} replication{}; thin lines: the first replication, \
         since swings out of step cancel in a mean.",
        summary.replications,
        if summary.replications == 1 { "" } else { "s" }
    );
    Ok(Some(Figure {
        name: "threshold".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &panels, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![
            Show::Text,
            Show::Text,
            Show::Hours,
            Show::Number,
            Show::Number,
            Show::Share,
            Show::Share,
        ],
    }))
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, panels: &[Panel], caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, GRID, LABEL, QUIET, Scale, VERMILION, WIDTH, ink, wrap};
    use super::course::tick_step;
    use super::format;
    use super::rows::percent_tick;

    const SMALL: f64 = LABEL - 1.5;
    let n = panels.len();
    let across = if n == 1 { 1 } else { 2 };
    let (panel, gutter, gap) = ((WIDTH - 24.0) / across as f64, 46.0, 14.0);
    let (upper, lower, block) = (62.0, 52.0, 186.0);
    let (mut low, mut high) = (f64::MAX, 0.0f64);
    for v in panels.iter().flat_map(|p| p.course.mean.iter().chain(&p.course.first)) {
        (low, high) = (low.min(*v), high.max(*v));
    }
    let room = ((high - low) * 0.08).max(0.02);
    let hours = panels.iter().map(|p| p.series.bin_hours * p.course.mean.len() as f64).fold(1e-9, f64::max);
    let top = panels.iter().flat_map(|p| p.blocked()).flatten().flatten().fold(0.0f64, f64::max).max(0.01);
    let height = 56.0 + block * n.div_ceil(across) as f64;
    super::canvas::draw("threshold", TITLE, caption, height, |c| {
        let mut at = 12.0;
        for (colour, what) in [(BLUE, "threshold"), (VERMILION, "share blocked")] {
            c.line((at, 40.0), (at + 18.0, 40.0), colour, 1.8, Dash::Solid);
            at = c.key(at, 40.0, 18.0, &format!("{what}, mean"));
            c.path_mixed(&[(at, 40.0), (at + 18.0, 40.0)], colour, 0.6, 0.7, Dash::Solid);
            at = c.key(at, 40.0, 18.0, "first replication");
        }
        for (i, p) in panels.iter().enumerate() {
            let left = 12.0 + panel * (i % across) as f64 + gutter;
            let right = 12.0 + panel * (i % across + 1) as f64 - gap;
            let head = 56.0 + block * (i / across) as f64;
            let (ceiling, floor) = (head + 16.0, head + 16.0 + upper);
            let (roof, foot) = (floor + 12.0, floor + 12.0 + lower);
            let x = Scale::new(0.0, hours, left, right);
            let y = Scale::new((low - room).max(0.0), high + room, floor, ceiling);
            let share = Scale::from_zero(top, foot, roof, 2);
            let name = if summary.carriers.len() > 1 {
                format!("{}: {}", p.strategy, clean(&p.series.carrier))
            } else {
                p.strategy.clone()
            };
            c.text(left, head + 6.0, &wrap(&name, LABEL, true, right - left, 1)[0], ink(LABEL).bold());
            let (values, digits) = y.ticks(4);
            for v in values {
                c.line((left, y.at(v)), (right, y.at(v)), GRID, 0.6, Dash::Solid);
                c.text(left - 5.0, y.at(v), &format::fixed(v, digits), ink(SMALL).colour(QUIET).right());
            }
            let (values, digits) = share.ticks(3);
            for v in values {
                c.line((left, share.at(v)), (right, share.at(v)), GRID, 0.6, Dash::Solid);
                c.text(left - 5.0, share.at(v), &percent_tick(v, digits), ink(SMALL).colour(QUIET).right());
            }
            let step = p.series.bin_hours;
            let path = |values: &[Option<f64>], scale: &Scale, colour, alpha, width| {
                let mut points: Vec<(f64, f64)> = Vec::new();
                let stroke = |points: &[(f64, f64)]| {
                    if points.len() > 1 {
                        c.path_mixed(points, colour, alpha, width, Dash::Solid);
                    }
                };
                for (bin, v) in values.iter().enumerate() {
                    match v {
                        Some(v) => {
                            let (from, to) = (x.at(bin as f64 * step), x.at((bin + 1) as f64 * step));
                            points.extend([(from, scale.at(*v)), (to, scale.at(*v))]);
                        }
                        None => {
                            stroke(&points);
                            points.clear();
                        }
                    }
                }
                stroke(&points);
            };
            let some = |v: &[f64]| v.iter().copied().map(Some).collect::<Vec<_>>();
            let [blocked, first] = p.blocked();
            path(&some(&p.course.first), &y, BLUE, 0.6, 0.7);
            path(&some(&p.course.mean), &y, BLUE, 1.0, 1.8);
            path(&first, &share, VERMILION, 0.6, 0.7);
            path(&blocked, &share, VERMILION, 1.0, 1.8);
            c.line((left, floor), (right, floor), QUIET, 0.8, Dash::Solid);
            c.line((left, foot), (right, foot), QUIET, 0.8, Dash::Solid);
            let step = tick_step(hours);
            for k in 0..=((hours / step + 1e-9) as usize) {
                let at = k as f64 * step;
                c.line((x.at(at), foot), (x.at(at), foot + 3.0), QUIET, 0.6, Dash::Solid);
                let label = format::fixed(at, usize::from(step < 1.0));
                c.text(x.at(at), foot + 10.0, &label, ink(SMALL).colour(QUIET).centre());
            }
            if i + across >= n {
                c.text((left + right) / 2.0, foot + 22.0, "hours since the start", ink(LABEL).centre());
            }
        }
    })
}
