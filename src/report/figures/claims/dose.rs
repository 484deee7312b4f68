//! Dose and response: the effect at each dose with its interval, and the same with the mechanism switched off.

use super::{columns, figure, sample};
use crate::experiment::claims::ClaimResult;
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::claims::view;
use crate::report::figures::Figure;
use crate::report::view::clean;

/// The doses of a claim, if it has any.
pub(super) fn of(claim: &ClaimResult, slug: &str) -> Result<Option<Figure>, ReportError> {
    let Some((dose, head)) = claim.dose.as_ref().zip(claim.parts.first()) else { return Ok(None) };
    let name = format!("dose-{slug}");
    let title = format!("{}: the effect by dose", clean(&claim.id));
    let caption = format!(
        "{} Effect: {} of {}. {}Grey ground: {}. {}",
        clean(&claim.says),
        view::metric(&head.metric),
        view::short(&head.contrast),
        if dose.killed.is_empty() { "" } else { "Grey line: the same with the mechanism switched off. " },
        if head.direction == "equal" { "what counts as equal" } else { "effects of no interest" },
        sample(dose.replications)
    );
    let mut table = Table::new(&name)
        .text("dose", dose.axis.labels.iter().map(|l| clean(l)).collect())
        .float("at", dose.axis.at.iter().map(|x| Some(*x)).collect());
    table = columns(table, "effect", dose.effects.iter().map(Some));
    table = columns(table, "switched_off", (0..dose.effects.len()).map(|k| dose.killed.get(k)));
    #[cfg(feature = "plot")]
    let svg = Some(plot::draw(claim, dose, head, &name, &title, &caption)?);
    #[cfg(not(feature = "plot"))]
    let svg = None;
    Ok(Some(figure(name, title, caption, table, svg)))
}

#[cfg(feature = "plot")]
mod plot {
    use super::super::{bounds, dash, ends, ticks};
    use super::view;
    use crate::experiment::claims::{ClaimResult, DoseResult, PartResult};
    use crate::experiment::summary::Estimate;
    use crate::report::ReportError;
    use crate::report::claims::view::unit;
    use crate::report::figures::canvas::{
        AXIS, BLUE, Canvas, Dash, INK, LABEL, Marker, QUIET, Scale, draw as paint, ink, measure, wrap,
    };
    use crate::report::figures::panel::{BESIDE, Panel, beside};

    const LEFT: f64 = 66.0;
    const RIGHT: f64 = BESIDE - 24.0;
    const TOP: f64 = 40.0;
    const BOTTOM: f64 = 300.0;
    /// From one row of labels to the next.
    const ROW: f64 = 13.0;

    pub(super) fn draw(
        claim: &ClaimResult,
        dose: &DoseResult,
        head: &PartResult,
        name: &str,
        title: &str,
        caption: &str,
    ) -> Result<String, ReportError> {
        let log = dose.axis.log && dose.axis.at.iter().all(|x| *x > 0.0);
        let places: Vec<f64> = dose.axis.at.iter().map(|x| if log { libm::log10(*x) } else { *x }).collect();
        let everything = || dose.effects.iter().chain(&dose.killed);
        let largest = ends(everything()).fold(0.0f64, |a, x| a.max(x.abs()));
        let (factor, unit_name) = unit(head).axis(largest);
        let zone = [head.target - head.zone, head.target + head.zone];
        let y = bounds(ends(everything()).chain(zone).map(|x| x * factor));
        let (first, last) = places.iter().fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(*x), b.max(*x)));
        let air = if last > first { (last - first) * 0.05 } else { 0.5 };
        let panel = Panel::new(LEFT, RIGHT, TOP, BOTTOM, (first - air, last + air), y);
        let labels = apart(&panel.x, &places, &dose.axis.labels);
        let below = labels.iter().map(|l| l.1).max().unwrap_or(0) as f64 * ROW;
        paint(name, title, caption, BOTTOM + 44.0 + below, |c| {
            let y_ticks = ticks(&panel.y, 7, !head.alone);
            let x_ticks: Vec<(f64, String)> = places.iter().map(|x| (*x, String::new())).collect();
            let label = wrap(&view::capital(&dose.axis.label), 10.0, false, RIGHT - LEFT + 30.0, 1);
            let log_words = if log { ", log scale" } else { "" };
            let (from, to) = (panel.y.at(zone[1] * factor), panel.y.at(zone[0] * factor));
            c.rect(LEFT, from, RIGHT - LEFT, to - from, QUIET, 0.18);
            panel.axes(c, ("", &x_ticks), (&view::capital(&unit_name), &y_ticks));
            for (at, row, text) in &labels {
                c.text(*at, BOTTOM + 10.0 + *row as f64 * ROW, text, ink(LABEL).colour(QUIET).centre());
            }
            let axis = format!("{}{log_words}", label[0]);
            c.text((LEFT + RIGHT) / 2.0, BOTTOM + 27.0 + below, &axis, ink(AXIS).centre());
            let zero = panel.y.at(0.0);
            c.line((LEFT, zero), (RIGHT, zero), INK, 0.9, Dash::Solid);
            let stroke = dash(dose.replications);
            course(c, &panel, &places, &dose.killed, factor, Looks::OFF, stroke);
            course(c, &panel, &places, &dose.effects, factor, Looks::EFFECT, stroke);
            words(c, claim, dose, head);
        })
    }

    /// How a course is drawn.
    struct Looks {
        marker: Marker,
        colour: plotters::style::RGBColor,
        r: f64,
        band: bool,
    }

    impl Looks {
        const EFFECT: Looks = Looks { marker: Marker::Disc, colour: BLUE, r: 3.2, band: true };
        const OFF: Looks = Looks { marker: Marker::Diamond, colour: QUIET, r: 2.6, band: false };
    }

    fn course(
        c: &Canvas,
        panel: &Panel,
        places: &[f64],
        estimates: &[Estimate],
        factor: f64,
        looks: Looks,
        dash: Dash,
    ) {
        let all: Vec<_> = places.iter().copied().zip(estimates).collect();
        // A dose at which nothing was measured breaks the line.
        for run in all.chunk_by(|a, b| a.1.mean.is_some() && b.1.mean.is_some()) {
            let line: Vec<(f64, f64)> =
                run.iter().filter_map(|(x, e)| Some((*x, e.mean? * factor))).collect();
            if looks.band {
                let ends = |(x, e): &(f64, &Estimate)| Some((*x, e.lo? * factor, e.hi? * factor));
                panel.band(c, &run.iter().filter_map(ends).collect::<Vec<_>>(), looks.colour);
            }
            panel.curve(c, &line, looks.colour, Dash::Solid);
        }
        for (x, e) in all {
            let x = panel.x.at(x);
            if let Some((lo, hi)) = e.lo.zip(e.hi) {
                let (lo, hi) = (panel.y.at(lo * factor), panel.y.at(hi * factor));
                if lo - hi > 2.0 * looks.r + 2.5 {
                    c.line((x, lo), (x, hi), looks.colour, 1.4, dash);
                    for y in [lo, hi] {
                        c.line((x - 3.0, y), (x + 3.0, y), looks.colour, 1.2, Dash::Solid);
                    }
                }
            }
            if let Some(mean) = e.mean {
                c.marker(looks.marker, x, panel.y.at(mean * factor), looks.r, looks.colour);
            }
        }
    }

    /// The labels of the doses, each with its middle and its row: one that would touch its neighbour goes a row down.
    fn apart(scale: &Scale, places: &[f64], labels: &[String]) -> Vec<(f64, usize, String)> {
        let mut order: Vec<usize> = (0..places.len().min(labels.len())).collect();
        order.sort_by(|a, b| places[*a].total_cmp(&places[*b]));
        let mut taken: Vec<f64> = Vec::new();
        let mut out = Vec::new();
        for k in order {
            let text = wrap(&labels[k], LABEL, false, 90.0, 1).remove(0);
            let half = measure(&text, LABEL, false) / 2.0;
            let at = scale.at(places[k]);
            let row = taken.iter().position(|end| at - half > end + 4.0).unwrap_or(taken.len());
            if row == taken.len() {
                taken.push(f64::MIN);
            }
            taken[row] = at + half;
            out.push((at, row, text));
        }
        out
    }

    fn words(c: &Canvas, claim: &ClaimResult, dose: &DoseResult, head: &PartResult) {
        let mut y = TOP + 6.0;
        c.marker(Marker::Disc, BESIDE - 9.0, y, 3.2, BLUE);
        y = beside(c, y, "Effect", BLUE, true);
        let compared = format!("{}: {}", view::metric(&head.metric), view::short(&head.contrast));
        y = beside(c, y, &compared, INK, false) + 8.0;
        if !dose.killed.is_empty() {
            c.marker(Marker::Diamond, BESIDE - 9.0, y, 2.6, QUIET);
            y = beside(c, y, "The same, mechanism switched off", QUIET, true) + 8.0;
        }
        if head.zone > 0.0 {
            c.rect(BESIDE - 14.0, y - 5.0, 10.0, 10.0, QUIET, 0.18);
            let unit = unit(head);
            let what = if head.direction == "equal" { "Counts as equal" } else { "Of no interest" };
            let (from, to) = (head.target - head.zone, head.target + head.zone);
            let words = format!("{what}: {} to {}", unit.value(from), unit.value(to));
            y = beside(c, y, &words, QUIET, false) + 8.0;
        }
        if let Some(ok) = claim.dose_ok {
            let way = view::way(dose);
            let words = if ok {
                format!("✓ It {way}s with the dose, as the file says")
            } else {
                format!("✗ It does not surely {way} with the dose, though the file says so")
            };
            beside(c, y, &words, INK, true);
        }
    }
    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn every_dose_has_its_label_and_none_touches_another() {
            let panel = Panel::new(LEFT, RIGHT, TOP, BOTTOM, (0.0, 40.0), (0.0, 1.0));
            let places = [0.0, 0.9, 1.0, 1.1, 25.0, 37.0, 40.0];
            let labels: Vec<String> = places.iter().map(|x| format!("{x} % and {x} %")).collect();
            let rows = apart(&panel.x, &places, &labels);
            assert_eq!(rows.len(), places.len());
            assert!(rows.iter().all(|r| !r.2.is_empty()));
            for (k, a) in rows.iter().enumerate() {
                for b in rows[k + 1..].iter().filter(|b| b.1 == a.1) {
                    let halves = (measure(&a.2, LABEL, false) + measure(&b.2, LABEL, false)) / 2.0;
                    assert!(b.0 - a.0 >= halves, "{a:?} touches {b:?}");
                }
            }
        }
    }
}
