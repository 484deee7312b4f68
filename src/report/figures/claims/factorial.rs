//! A factorial: what each switch does on average over all others, and each pair beyond that.

use super::{columns, figure, sample};
use crate::experiment::claims::{ClaimResult, FactorialResult};
use crate::ledger::Table;
use crate::report::ReportError;
#[cfg(feature = "plot")]
use crate::report::claims::view;
use crate::report::figures::Figure;
use crate::report::view::clean;

/// The factorial of a claim, if it has one.
pub(super) fn of(claim: &ClaimResult, slug: &str) -> Result<Option<Figure>, ReportError> {
    let Some(factorial) = claim.factorial.as_ref().filter(|f| !f.effects.is_empty()) else { return Ok(None) };
    let name = format!("factorial-{slug}");
    let title = format!("{}: what each switch does, and each pair beyond that", clean(&claim.id));
    let caption = format!(
        "All {} combinations. A bar is what switching that one on does on average over all others; of a pair (×), half of what \
         the one does more where the other is on. {}",
        factorial.combinations.len(),
        sample(factorial.replications)
    );
    let mut table = Table::new(&name).text("switched_on", names(factorial));
    for (m, metric) in factorial.metrics.iter().enumerate() {
        table = columns(table, &clean(metric), factorial.effects.iter().map(|e| e.effects.get(m)));
    }
    #[cfg(feature = "plot")]
    let svg = Some(plot::draw(factorial, &name, &title, &caption)?);
    #[cfg(not(feature = "plot"))]
    let svg = None;
    Ok(Some(figure(name, title, caption, table, svg)))
}

/// What is switched on in each effect.
fn names(factorial: &FactorialResult) -> Vec<String> {
    let one = |factors: &[String]| factors.iter().map(|f| clean(f)).collect::<Vec<_>>().join(" × ");
    factorial.effects.iter().map(|e| one(&e.factors)).collect()
}

#[cfg(feature = "plot")]
mod plot {
    use super::super::{bounds, dash, ends, ticks};
    use super::view;
    use crate::experiment::claims::FactorialResult;
    use crate::experiment::summary::Estimate;
    use crate::report::ReportError;
    use crate::report::claims::unit::Unit;
    use crate::report::figures::canvas::{
        BLUE, Canvas, Dash, GRID, INK, LABEL, PURPLE, QUIET, Scale, WIDTH, draw as paint, ink, measure, wrap,
    };
    use crate::report::figures::rows::Rows;

    const TOP: f64 = 66.0;
    const ROW: f64 = 26.0;
    const FOOT: f64 = 48.0;
    /// Panels side by side: four are two by two.
    fn across(metrics: usize) -> usize {
        if metrics == 4 { 2 } else { metrics.clamp(1, 3) }
    }

    pub(super) fn draw(
        factorial: &FactorialResult,
        name: &str,
        title: &str,
        caption: &str,
    ) -> Result<String, ReportError> {
        let labels = super::names(factorial);
        let metrics: Vec<(usize, &String)> = factorial.metrics.iter().enumerate().collect();
        let lines: Vec<_> = metrics.chunks(across(metrics.len())).collect();
        let tall = ROW * labels.len() as f64 + FOOT + 26.0;
        let height = 40.0 + tall * lines.len() as f64;
        paint(name, title, caption, height, |c| {
            for (k, line) in lines.iter().enumerate() {
                let rows = Rows::new(&labels, 150.0, TOP + tall * k as f64, ROW);
                rows.label(c);
                rows.rules(c, 12.0, WIDTH - 12.0);
                // A panel has the same width in every line.
                let width = (WIDTH - 12.0 - rows.left) / across(factorial.metrics.len()) as f64;
                for (place, (m, metric)) in line.iter().enumerate() {
                    let from = rows.left + width * place as f64;
                    let unit = Unit::of(metric, "difference", false);
                    let head = wrap(&view::capital(&view::metric(metric)), LABEL, true, width - 10.0, 1);
                    c.text(from, rows.top - 20.0, &head[0], ink(LABEL).bold());
                    let of: Vec<Option<&Estimate>> =
                        factorial.effects.iter().map(|e| e.effects.get(*m)).collect();
                    panel(c, &rows, (from, width), &unit, &of, factorial);
                }
            }
        })
    }

    fn panel(
        c: &Canvas,
        rows: &Rows,
        (from, width): (f64, f64),
        unit: &Unit,
        effects: &[Option<&Estimate>],
        factorial: &FactorialResult,
    ) {
        let largest = ends(effects.iter().flatten().copied()).fold(0.0f64, |a, x| a.max(x.abs()));
        let (factor, name) = unit.axis(largest);
        let (low, high) = bounds(ends(effects.iter().flatten().copied()).map(|x| x * factor));
        let to = from + width - 92.0;
        let scale = Scale::new(low, high, from, to);
        c.text(from, rows.top - 8.0, &name, ink(LABEL - 1.0).colour(QUIET));
        let all = ticks(&scale, 5, true);
        let origin = all.iter().position(|(x, _)| x.abs() < 1e-12).unwrap_or(0);
        let apart = all.windows(2).map(|w| scale.at(w[1].0) - scale.at(w[0].0)).fold(f64::MAX, f64::min);
        let widest = all.iter().map(|(_, l)| measure(l, LABEL - 1.0, false)).fold(0.0, f64::max);
        let every = if widest + 5.0 > apart { 2 } else { 1 };
        for (k, (x, label)) in all.iter().enumerate() {
            let x = scale.at(*x);
            c.line((x, rows.top), (x, rows.bottom()), GRID, 0.6, Dash::Solid);
            if k.abs_diff(origin).is_multiple_of(every) {
                c.text(x, rows.bottom() + 10.0, label, ink(LABEL - 1.0).colour(QUIET).centre());
            }
        }
        let zero = scale.at(0.0);
        for (i, e) in effects.iter().enumerate() {
            let y = rows.middle(i);
            let alone = factorial.effects[i].factors.len() == 1;
            let colour = if alone { BLUE } else { PURPLE };
            if let Some((e, mean)) = e.and_then(|e| Some((e, e.mean?))) {
                let end = scale.at(mean * factor);
                let half = if alone { 6.0 } else { 4.0 };
                c.rect(zero.min(end), y - half, (end - zero).abs(), 2.0 * half, colour, 0.65);
                let ends = scale.ends(e.lo.map(|x| x * factor), e.hi.map(|x| x * factor));
                c.interval(ends, y, 0.5, INK, dash(factorial.replications));
                c.number(from + width - 12.0, y, &unit.estimate(e));
            } else {
                c.text(from + width - 12.0, y, crate::report::format::ABSENT, ink(LABEL).right());
            }
        }
        c.line((zero, rows.top), (zero, rows.bottom()), INK, 0.9, Dash::Solid);
        c.line((from, rows.bottom()), (to, rows.bottom()), QUIET, 0.8, Dash::Solid);
    }
}
