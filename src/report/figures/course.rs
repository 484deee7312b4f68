//! The time course of each strategy, with its stays on blacklists.

use super::{Figure, Show};
use crate::experiment::summary::{StrategyResult, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Delivered and dropped, messages an hour";
/// Points a curve has at most; longer series are added up in groups.
const POINTS: usize = 240;

/// What is drawn of one strategy, from 0 to `Course::hours`.
struct Curve {
    /// Length of a step in hours.
    step: f64,
    /// Messages an hour in each step.
    delivered: Vec<f64>,
    dropped: Vec<f64>,
    /// By carrier with any: stretches of time with the number of numbers that were on its blacklist.
    lists: Vec<(String, Vec<Stretch>)>,
}

struct Stretch {
    from: f64,
    to: f64,
    numbers: u32,
}

/// All panels and what they share.
#[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "only the drawing has axes"))]
struct Course {
    curves: Vec<Curve>,
    /// Ends of the time axis.
    from: f64,
    hours: f64,
    /// Whether each panel has a vertical scale of its own.
    apart: bool,
}

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let course = course(summary);
    let mut text = (Vec::new(), Vec::new(), Vec::new());
    let mut number = (Vec::new(), Vec::new(), Vec::new());
    let mut push = |s: &str, kind: &str, carrier: &str, from: f64, to: f64, value: f64| {
        text.0.push(s.to_string());
        text.1.push(kind.to_string());
        text.2.push(carrier.to_string());
        number.0.push(Some(from));
        number.1.push(Some(to));
        number.2.push(Some(value));
    };
    for (s, curve) in summary.strategies.iter().zip(&course.curves) {
        let name = clean(&s.name);
        for (kind, values) in [("delivered an hour", &curve.delivered), ("dropped an hour", &curve.dropped)] {
            for (i, v) in values.iter().enumerate() {
                push(&name, kind, "all carriers", i as f64 * curve.step, (i + 1) as f64 * curve.step, *v);
            }
        }
        for (carrier, stretches) in &curve.lists {
            for x in stretches {
                let what = if only_numbers(summary) { "numbers blacklisted" } else { "entries blacklisted" };
                push(&name, what, carrier, x.from, x.to, f64::from(x.numbers));
            }
        }
    }
    let table = Table::new("course")
        .text("strategy", text.0)
        .text("what", text.1)
        .text("carrier", text.2)
        .float("from_hours", number.0)
        .float("to_hours", number.1)
        .float("value", number.2);
    let mut caption = format!(
        "Messages an hour by the time a carrier screened them, over all carriers: truly delivered (filled) and dropped by a \
         filter (dashed line). Means over {} replication{}. The time axis runs from the first to the last message screened.",
        summary.replications,
        if summary.replications == 1 { "" } else { "s" }
    );
    if course.apart {
        caption.push_str(" Rates differ so much that each panel has its own vertical scale.");
    }
    let unlisted = course.curves.iter().all(|c| c.lists.is_empty());
    caption.push_str(if unlisted {
        " No number was blacklisted in the first replication."
    } else if only_numbers(summary) {
        " Bars below: when numbers stood on a carrier\u{2019}s blacklist in the first replication; the darker, the more of \
         them (1, 2 to 4, 5 to 9, 10 or more)."
    } else {
        " Bars below: when anything stood on a carrier\u{2019}s blacklist in the first replication, numbers and what else \
         it lists; the darker, the more entries (1, 2 to 4, 5 to 9, 10 or more)."
    });
    Ok(Figure {
        name: "course".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &course, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Text, Show::Hours, Show::Hours, Show::Count],
    })
}

/// Whether carriers list nothing but numbers.
fn only_numbers(summary: &Summary) -> bool {
    summary.strategies.iter().flat_map(|s| &s.blacklist_spans).all(|x| x.number.is_some())
}

fn course(summary: &Summary) -> Course {
    let screened = |s: &StrategyResult| {
        s.series
            .iter()
            .filter_map(|x| Some((x.screened.iter().rposition(|v| *v > 0.0)? + 1) as f64 * x.bin_hours))
            .fold(0.0, f64::max)
    };
    let horizon = summary
        .strategies
        .iter()
        .flat_map(|s| &s.series)
        .map(|x| x.bin_hours * x.screened.len() as f64)
        .fold(0.0, f64::max);
    let last = summary.strategies.iter().map(screened).fold(0.0, f64::max);
    let hours = if last > 0.0 {
        last
    } else if horizon > 0.0 {
        horizon
    } else {
        1.0
    };
    let curves: Vec<Curve> = summary.strategies.iter().map(|s| curve(summary, s, hours)).collect();
    let tops: Vec<f64> = curves.iter().map(Curve::top).filter(|x| *x > 0.0).collect();
    let (low, high) = tops.iter().fold((f64::MAX, 0.0f64), |(a, b), x| (a.min(*x), b.max(*x)));
    let first = summary
        .strategies
        .iter()
        .flat_map(|s| &s.series)
        .filter_map(|x| Some(x.screened.iter().position(|v| *v > 0.0)? as f64 * x.bin_hours))
        .fold(hours, f64::min);
    // From the last tick before anything happens.
    let mut from = if first < hours { first } else { 0.0 };
    from = (from / tick_step(hours - from)).floor() * tick_step(hours - from);
    Course { curves, from, hours, apart: !tops.is_empty() && high > 4.0 * low }
}

/// Hours between the ticks of an axis so many hours long.
pub(super) fn tick_step(hours: f64) -> f64 {
    match hours {
        h if h <= 3.0 => 0.5,
        h if h <= 8.0 => 1.0,
        h if h <= 16.0 => 2.0,
        h if h <= 40.0 => 6.0,
        h if h <= 80.0 => 12.0,
        h if h <= 200.0 => 24.0,
        h => (h / 8.0 / 24.0).ceil() * 24.0,
    }
}

impl Curve {
    fn top(&self) -> f64 {
        self.delivered.iter().chain(&self.dropped).copied().fold(0.0, f64::max)
    }
}

fn curve(summary: &Summary, s: &StrategyResult, hours: f64) -> Curve {
    let bin = s.series.first().map_or(1.0, |x| x.bin_hours).max(1e-9);
    let bins = ((hours / bin - 1e-9).ceil() as usize).max(1);
    let group = bins.div_ceil(POINTS);
    let step = bin * group as f64;
    let mut delivered = vec![0.0; bins.div_ceil(group)];
    let mut dropped = delivered.clone();
    for x in &s.series {
        for (to, from) in [(&mut delivered, &x.delivered), (&mut dropped, &x.dropped)] {
            for (i, v) in from.iter().take(bins).enumerate() {
                to[i / group] += v / step;
            }
        }
    }
    let lists = summary
        .carriers
        .iter()
        .map(|c| (clean(&c.name), stretches(s, &c.name, hours)))
        .filter(|(_, x)| !x.is_empty())
        .collect();
    Curve { step, delivered, dropped, lists }
}

/// How many numbers were on that carrier's blacklist, as stretches of equal shade; gaps too short to see are closed.
fn stretches(s: &StrategyResult, carrier: &str, hours: f64) -> Vec<Stretch> {
    let mut edges: Vec<(f64, i32)> = Vec::new();
    for x in s.blacklist_spans.iter().filter(|x| x.carrier == carrier && x.from_hours < hours) {
        edges.push((x.from_hours.max(0.0), 1));
        edges.push((x.to_hours.min(hours), -1));
    }
    edges.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut out: Vec<Stretch> = Vec::new();
    let mut depth = 0;
    for pair in 0..edges.len().saturating_sub(1) {
        depth += edges[pair].1;
        let (from, to) = (edges[pair].0, edges[pair + 1].0);
        if depth <= 0 || to <= from {
            continue;
        }
        let numbers = depth as u32;
        match out.last_mut() {
            Some(last) if shade(last.numbers) == shade(numbers) && from - last.to < hours / 600.0 => {
                last.to = to;
                last.numbers = last.numbers.max(numbers);
            }
            _ => out.push(Stretch { from, to, numbers }),
        }
    }
    out
}

/// Which of four shades so many numbers have.
fn shade(numbers: u32) -> usize {
    match numbers {
        0..=1 => 0,
        2..=4 => 1,
        5..=9 => 2,
        _ => 3,
    }
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, course: &Course, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, GRID, INK, LABEL, QUIET, Scale, VERMILION, WIDTH, ink, wrap};
    use super::format;

    const SHADES: [f64; 4] = [0.3, 0.5, 0.72, 1.0];
    const SMALL: f64 = LABEL - 1.5;
    let n = summary.strategies.len();
    let unlisted = course.curves.iter().all(|c| c.lists.is_empty());
    let across = if n == 1 { 1 } else { 2 };
    let gutter = if unlisted { 50.0 } else { 92.0 };
    let (panel, gap) = ((WIDTH - 24.0) / across as f64, 14.0);
    let (lane, plot) = (9.0, 74.0);
    let room = |lanes: usize| lane * lanes as f64 + if lanes == 0 { 0.0 } else { 5.0 };
    // Panels side by side begin at one height, below the longest list of lanes above them.
    let rooms: Vec<f64> = course
        .curves
        .chunks(across)
        .map(|line| room(line.iter().map(|c| c.lists.len()).max().unwrap_or(0)))
        .collect();
    let heads: Vec<f64> =
        (0..=rooms.len()).map(|l| 56.0 + rooms[..l].iter().map(|r| 120.0 + r).sum::<f64>()).collect();
    let top = course.curves.iter().map(Curve::top).fold(0.0, f64::max);
    super::canvas::draw("course", TITLE, caption, heads[rooms.len()] + 2.0, |c| {
        c.rect(12.0, 35.0, 22.0, 10.0, BLUE, 0.25);
        c.line((12.0, 35.0), (34.0, 35.0), BLUE, 1.4, Dash::Solid);
        let x = c.key(12.0, 40.0, 22.0, "truly delivered");
        c.line((x, 40.0), (x + 22.0, 40.0), VERMILION, 1.4, Dash::Dashed);
        let mut x = c.key(x, 40.0, 22.0, "dropped by a filter");
        if !unlisted {
            for (i, label) in ["1", "2\u{2013}4", "5\u{2013}9", "10+"].iter().enumerate() {
                c.rect(x, 36.5, 14.0, 7.0, INK, SHADES[i]);
                x = c.key(x, 40.0, 14.0, label) - 8.0;
            }
            let what = if only_numbers(summary) { "numbers" } else { "entries" };
            c.text(x, 40.0, &format!("{what} on the blacklist of a carrier"), ink(LABEL));
        }
        for (i, (s, curve)) in summary.strategies.iter().zip(&course.curves).enumerate() {
            let line = i / across;
            let left = 12.0 + panel * (i % across) as f64 + gutter;
            let right = 12.0 + panel * (i % across + 1) as f64 - gap;
            let (ceiling, floor) = (heads[line] + 16.0, heads[line] + 16.0 + plot);
            let x = Scale::new(course.from, course.hours, left, right);
            let y = Scale::from_zero(if course.apart { curve.top() } else { top }, floor, ceiling, 3);
            c.text(
                left,
                heads[line] + 6.0,
                &wrap(&clean(&s.name), LABEL, true, right - left, 1)[0],
                ink(LABEL).bold(),
            );
            if curve.top() <= 0.0 {
                let middle = ((left + right) / 2.0, (ceiling + floor) / 2.0);
                c.remark(middle.0, middle.1, "no message was screened");
            } else {
                for v in y.ticks(4).0 {
                    c.line((left, y.at(v)), (right, y.at(v)), GRID, 0.6, Dash::Solid);
                    let digits = usize::from(y.range_high() < 5.0);
                    c.text(left - 5.0, y.at(v), &format::fixed(v, digits), ink(SMALL).colour(QUIET).right());
                }
                let line = outline(&curve.delivered, curve.step, &x, &y);
                let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
                let mut area = line.clone();
                area.extend([(last.0, floor), (first.0, floor)]);
                c.area(&area, BLUE, 0.25);
                c.path(&line, BLUE, 1.4, Dash::Solid);
                c.path(&outline(&curve.dropped, curve.step, &x, &y), VERMILION, 1.4, Dash::Dashed);
            }
            c.line((left, floor), (right, floor), QUIET, 0.8, Dash::Solid);
            for (l, (name, stretches)) in curve.lists.iter().enumerate() {
                let mid = floor + 5.0 + lane * (l as f64 + 0.5);
                let label = &wrap(name, SMALL, false, gutter - 8.0, 1)[0];
                c.text(left - 5.0, mid, label, ink(SMALL).colour(QUIET).right());
                c.line((left, mid), (right, mid), GRID, 0.6, Dash::Solid);
                for stretch in stretches {
                    let (from, to) = (x.at(stretch.from), x.at(stretch.to));
                    c.rect(from, mid - 3.0, (to - from).max(0.6), 6.0, INK, SHADES[shade(stretch.numbers)]);
                }
            }
            let base = floor + room(curve.lists.len());
            let step = tick_step(course.hours - course.from);
            for k in 0..=(((course.hours - course.from) / step + 1e-9) as usize) {
                let at = course.from + k as f64 * step;
                c.line((x.at(at), base), (x.at(at), base + 3.0), QUIET, 0.6, Dash::Solid);
                let label = format::fixed(at, usize::from(step < 1.0));
                c.text(x.at(at), base + 10.0, &label, ink(SMALL).colour(QUIET).centre());
            }
            // The axis is named below the lowest panel of each column.
            if i + across >= n {
                c.text((left + right) / 2.0, base + 22.0, "hours since the start", ink(LABEL).centre());
            }
        }
    })
}

/// A line in steps over everything but the silence before and after.
#[cfg(feature = "plot")]
fn outline(values: &[f64], step: f64, x: &super::canvas::Scale, y: &super::canvas::Scale) -> Vec<(f64, f64)> {
    let zero = y.at(0.0);
    let first = values.iter().position(|v| *v > 0.0).unwrap_or(0);
    let end = values.iter().rposition(|v| *v > 0.0).map_or(values.len(), |i| i + 1);
    let mut out = vec![(x.at(first as f64 * step), zero)];
    for (i, v) in values.iter().enumerate().take(end).skip(first) {
        let (from, to, at) = (x.at(i as f64 * step), x.at((i + 1) as f64 * step), y.at(*v));
        match out.last_mut() {
            // A level stretch is one stroke.
            Some(last) if last.1 == at && i > first => last.0 = to,
            _ => out.extend([(from, at), (to, at)]),
        }
    }
    out.push((out[out.len() - 1].0, zero));
    out
}
