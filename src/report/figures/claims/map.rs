//! A phase map: the effect over two factors, as colour, number and word.

use super::figure;
use crate::experiment::claims::ClaimResult;
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::claims::view;
use crate::report::figures::Figure;
use crate::report::view::clean;

/// The map of a claim, if it has one.
pub(super) fn of(claim: &ClaimResult, slug: &str) -> Result<Option<Figure>, ReportError> {
    let Some((map, head)) = claim.map.as_ref().zip(claim.parts.first()) else { return Ok(None) };
    let name = format!("map-{slug}");
    let title = format!("{}: the effect over two factors", clean(&claim.id));
    let caption = format!(
        "{} Effect: {} of {}. Colour and number: its mean over {} replications; the sign and word: whether its interval, \
         corrected over the whole map (Holm), lies above the range of no interest (higher), below it (lower), inside it (equal), \
         or tells nothing (inconclusive).",
        clean(&claim.says),
        view::metric(&head.metric),
        view::short(if map.contrast.is_empty() { &head.contrast } else { &map.contrast }),
        map.replications
    );
    let cells = || (0..map.effects.len()).flat_map(|y| (0..map.effects[y].len()).map(move |x| (x, y)));
    let label = |labels: &[String], k: usize| labels.get(k).map_or_else(String::new, |l| clean(l));
    let verdict =
        |x: usize, y: usize| map.verdicts.get(y).and_then(|r| r.get(x)).cloned().unwrap_or_default();
    let mut table = Table::new(&name)
        .text("x", cells().map(|(x, _)| label(&map.x.labels, x)).collect())
        .text("y", cells().map(|(_, y)| label(&map.y.labels, y)).collect())
        .float("x_at", cells().map(|(x, _)| map.x.at.get(x).copied()).collect())
        .float("y_at", cells().map(|(_, y)| map.y.at.get(y).copied()).collect());
    table = super::columns(table, "effect", cells().map(|(x, y)| Some(&map.effects[y][x])));
    table = table.text("verdict", cells().map(|(x, y)| clean(&verdict(x, y))).collect());
    #[cfg(feature = "plot")]
    let svg = Some(plot::draw(map, head, &name, &title, &caption)?);
    #[cfg(not(feature = "plot"))]
    let svg = None;
    Ok(Some(figure(name, title, caption, table, svg)))
}

#[cfg(feature = "plot")]
mod plot {
    use plotters::style::RGBColor;

    use super::super::ends;
    use super::view;
    use crate::experiment::claims::{MapResult, PartResult};
    use crate::report::ReportError;
    use crate::report::claims::view::unit;
    use crate::report::figures::canvas::{
        AXIS, Canvas, Dash, INK, LABEL, QUIET, WIDTH, draw as paint, ink, measure, readable_on, wrap,
    };
    use crate::report::format;
    use crate::report::view::clean;

    /// The ends of the palette: blue above zero, orange below, told apart by colour-blind readers.
    const ABOVE: RGBColor = RGBColor(0x00, 0x5a, 0x9c);
    const BELOW: RGBColor = RGBColor(0xc2, 0x52, 0x00);
    const MIDDLE: RGBColor = RGBColor(0xf7, 0xf7, 0xf7);
    const TOP: f64 = 40.0;
    const CELL: f64 = 46.0;
    /// Room at the right for the key.
    const KEY: f64 = 96.0;

    pub(super) fn draw(
        map: &MapResult,
        head: &PartResult,
        name: &str,
        title: &str,
        caption: &str,
    ) -> Result<String, ReportError> {
        let (across, up) = (map.x.at.len().max(1), map.y.at.len().max(1));
        let rows: Vec<Vec<String>> = map.y.labels.iter().map(|l| wrap(l, LABEL, false, 110.0, 3)).collect();
        let widest = rows.iter().flatten().map(|l| measure(l, LABEL, false)).fold(30.0, f64::max);
        let left = 34.0 + widest + 8.0;
        let width = ((WIDTH - KEY - 24.0 - left) / across as f64).min(112.0);
        let bottom = TOP + CELL * up as f64;
        let largest = ends(map.effects.iter().flatten()).fold(0.0f64, |a, x| a.max(x.abs()));
        let strongest =
            map.effects.iter().flatten().filter_map(|e| e.mean).fold(0.0f64, |a, x| a.max(x.abs()));
        let (factor, unit_name) = unit(head).axis(largest);
        let columns: Vec<Vec<String>> =
            map.x.labels.iter().map(|l| wrap(l, LABEL, false, width - 6.0, 2)).collect();
        let lines = columns.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let foot = bottom + 19.0 + 11.0 * lines;
        paint(name, title, caption, (foot + 16.0).max(TOP + 170.0), |c| {
            for (y, row) in map.effects.iter().enumerate() {
                let top = bottom - CELL * (y as f64 + 1.0);
                if let Some(lines) = rows.get(y) {
                    c.lines(left - 8.0, top + CELL / 2.0, lines, ink(LABEL).colour(QUIET).right());
                }
                for (x, e) in row.iter().enumerate() {
                    let verdict =
                        map.verdicts.get(y).and_then(|r| r.get(x)).map_or("inconclusive", String::as_str);
                    let place = (left + width * x as f64, top, width);
                    cell(c, place, e.mean.map(|m| m * factor), strongest * factor, verdict);
                }
            }
            for (x, lines) in columns.iter().enumerate() {
                let middle = left + width * (x as f64 + 0.5);
                let y = bottom + 12.0 + 5.5 * (lines.len() as f64 - 1.0);
                c.lines(middle, y, lines, ink(LABEL).colour(QUIET).centre());
            }
            let right = left + width * across as f64;
            c.frame(left, TOP, right - left, bottom - TOP, QUIET, 0.8);
            c.text((left + right) / 2.0, foot, &view::capital(&map.x.label), ink(AXIS).centre());
            let side = wrap(&view::capital(&map.y.label), AXIS, false, (bottom - TOP).max(150.0), 1);
            c.text(18.0, (TOP + bottom) / 2.0, &side[0], ink(AXIS).centre().turned());
            key(c, right + 22.0, strongest * factor, &unit_name);
        })
    }

    fn cell(
        c: &Canvas,
        (left, top, width): (f64, f64, f64),
        value: Option<f64>,
        strongest: f64,
        verdict: &str,
    ) {
        let colour = value.map_or(MIDDLE, |v| shade(v, strongest));
        let pen = readable_on(colour);
        c.rect(left + 0.5, top + 0.5, width - 1.0, CELL - 1.0, colour, 1.0);
        let (x, y) = (left + width / 2.0, top + CELL / 2.0);
        let Some(value) = value else {
            c.text(x, y, format::ABSENT, ink(LABEL).colour(pen).centre());
            return;
        };
        let digits = digits(strongest);
        let text = format::fixed(value, digits);
        let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
        let text = if value > 0.0 && !zero { format!("+{text}") } else { text };
        c.text(x, y - 7.0, &text, ink(AXIS + 1.0).bold().colour(pen).centre());
        let words = wrap(&clean(verdict), LABEL - 1.0, false, width - 20.0, 1).remove(0);
        let room = measure(&words, LABEL - 1.0, false);
        c.text(x - room / 2.0 + 5.0, y + 10.0, &words, ink(LABEL - 1.0).colour(pen));
        sign(c, verdict, x - room / 2.0 - 3.0, y + 10.0, pen);
    }

    /// The verdict as a form.
    fn sign(c: &Canvas, verdict: &str, x: f64, y: f64, pen: RGBColor) {
        match verdict {
            "higher" => c.area(&[(x, y - 3.2), (x + 3.4, y + 2.6), (x - 3.4, y + 2.6)], pen, 1.0),
            "lower" => c.area(&[(x, y + 3.2), (x + 3.4, y - 2.6), (x - 3.4, y - 2.6)], pen, 1.0),
            "equal" => [-1.5, 1.5]
                .into_iter()
                .for_each(|d| c.line((x - 3.0, y + d), (x + 3.0, y + d), pen, 1.2, Dash::Solid)),
            _ => c.text(x, y, "?", ink(LABEL).bold().colour(pen).centre()),
        }
    }

    /// The colour of a value: white at zero, full at the strongest of the map.
    fn shade(value: f64, strongest: f64) -> RGBColor {
        let part = if strongest > 0.0 { (value.abs() / strongest).min(1.0) } else { 0.0 };
        let end = if value < 0.0 { BELOW } else { ABOVE };
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
        RGBColor(mix(MIDDLE.0, end.0), mix(MIDDLE.1, end.1), mix(MIDDLE.2, end.2))
    }

    fn digits(strongest: f64) -> usize {
        match strongest {
            x if x >= 100.0 => 0,
            x if x >= 10.0 => 1,
            x if x >= 0.1 => 2,
            _ => 4,
        }
    }

    fn key(c: &Canvas, x: f64, strongest: f64, unit_name: &str) {
        let (top, height, steps) = (TOP + 24.0, 100.0, 20);
        let title = wrap(&view::capital(unit_name), LABEL - 1.0, true, KEY - 10.0, 2);
        c.lines(x, TOP + 8.0, &title, ink(LABEL - 1.0).bold());
        for k in 0..steps {
            let value = strongest * (1.0 - 2.0 * (f64::from(k) + 0.5) / f64::from(steps));
            let h = height / f64::from(steps);
            c.rect(x, top + h * f64::from(k), 14.0, h + 0.2, shade(value, strongest), 1.0);
        }
        c.frame(x, top, 14.0, height, QUIET, 0.6);
        let end = format::fixed(strongest, digits(strongest));
        for (y, text) in
            [(top, format!("+{end}")), (top + height / 2.0, "0".into()), (top + height, format!("−{end}"))]
        {
            c.line((x + 14.0, y), (x + 17.0, y), QUIET, 0.8, Dash::Solid);
            c.text(x + 20.0, y, &text, ink(LABEL - 1.0).colour(INK));
        }
    }
}
