//! The forest: the effect of each claim and what is left of it under its switch, one panel a unit.
//!
//! Effects in different units share no axis, and none is divided by anything: each unit has a panel of its own.

use super::{columns, figure};
use crate::experiment::claims::{ClaimResult, ClaimsDocument, PartResult};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::claims::unit::Kind;
use crate::report::claims::view::{self, unit};
use crate::report::figures::Figure;
use crate::report::view::{FEW, clean};

/// One line of the forest.
struct Row<'d> {
    id: String,
    says: String,
    part: &'d PartResult,
    #[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "only a drawing shows it"))]
    outcome: (&'static str, String),
}

/// The claims themselves.
pub(super) fn claims(document: &ClaimsDocument) -> Result<Option<Figure>, ReportError> {
    fn row(c: &ClaimResult) -> Option<Row<'_>> {
        let part = c.parts.first()?;
        Some(Row { id: clean(&c.id), says: clean(&c.says), part, outcome: view::outcome(c) })
    }
    let rows = document.claims.iter().filter_map(row).collect();
    forest(rows, "forest".into(), "Effect of each claim, and what its switch leaves of it".into())
}

/// The parts of a claim that has several, itself first.
pub(super) fn parts(claim: &ClaimResult, slug: &str) -> Result<Option<Figure>, ReportError> {
    if claim.parts.len() < 2 {
        return Ok(None);
    }
    let row = |(k, part): (usize, &PartResult)| -> (String, String, (&'static str, String)) {
        let mark = match part.verdict.as_str() {
            _ if !part.kill_ok => "✗",
            verdict if verdict == claim.expected => "✓",
            "supported" => "✓",
            "inconclusive" => "?",
            _ => "✗",
        };
        let mut words = clean(&part.verdict);
        if !part.kill_ok {
            words.push_str(", switch does not kill");
        }
        ((k + 1).to_string(), clean(&part.says), (mark, words))
    };
    let rows = claim.parts.iter().enumerate().map(|(k, part)| {
        let (id, says, outcome) = row((k, part));
        Row { id, says, part, outcome }
    });
    let title = format!("{}: the claim and what must hold as well", clean(&claim.id));
    forest(rows.collect(), format!("parts-{slug}"), title)
}

fn forest(mut rows: Vec<Row<'_>>, name: String, title: String) -> Result<Option<Figure>, ReportError> {
    if rows.is_empty() {
        return Ok(None);
    }
    rows.sort_by_key(|r| unit(r.part).kind().clone());
    let few = rows.iter().any(|r| r.part.effect.n < FEW);
    let caption = format!(
        "Filled: the effect with its 95 % interval over replications (paired, Student’s t; not corrected for the number of \
         claims). Hollow, below it: the same with the mechanism switched off; where two are said to be equal because of the \
         mechanism, that has to bring a difference out. Grey ground: effects of no interest or, of a claim that two are \
         equal, what counts as equal. Where no bar shows, the interval is narrower than its marker. Each panel has one unit \
         and its own axis. The words say what came out with Holm’s correction over all parts of all claims.{}",
        if few { " Dashed: fewer than 5 replications." } else { "" }
    );
    let text = |f: &dyn Fn(&Row) -> String| rows.iter().map(f).collect::<Vec<_>>();
    let mut table = Table::new(&name)
        .text(if name == "forest" { "claim" } else { "part" }, text(&|r| r.id.clone()))
        .text("says", text(&|r| r.says.clone()))
        .text("contrast", text(&|r| clean(&r.part.contrast)))
        .text("metric", text(&|r| clean(&r.part.metric)))
        .text("scale", text(&|r| clean(&r.part.scale)));
    table = columns(table, "effect", rows.iter().map(|r| Some(&r.part.effect)));
    table = columns(table, "switched_off", rows.iter().map(|r| r.part.killed.as_ref()));
    table = table
        .float("zone", rows.iter().map(|r| Some(r.part.zone)).collect())
        .float("target", rows.iter().map(|r| Some(r.part.target)).collect())
        .text("verdict", text(&|r| clean(&r.part.verdict)))
        .text("switch", text(&|r| view::switch(r.part)))
        .int("replications", rows.iter().map(|r| i64::from(r.part.effect.n)).collect());
    #[cfg(feature = "plot")]
    let svg = Some(draw(&rows, &name, &title, &caption)?);
    #[cfg(not(feature = "plot"))]
    let svg = None;
    Ok(Some(figure(name, title, caption, table, svg)))
}

/// The rows of each unit, which stand together.
#[cfg_attr(not(feature = "plot"), expect(dead_code, reason = "only a drawing has panels"))]
fn panels<'r, 'd>(rows: &'r [Row<'d>]) -> Vec<(Kind, &'r [Row<'d>])> {
    rows.chunk_by(|a, b| unit(a.part).kind() == unit(b.part).kind())
        .map(|chunk| (unit(chunk[0].part).kind().clone(), chunk))
        .collect()
}

#[cfg(feature = "plot")]
mod plot {
    use super::super::{bounds, dash, ends, ticks};
    use super::{Row, view};
    use crate::report::ReportError;
    use crate::report::claims::view::unit;
    use crate::report::figures::canvas::{
        AXIS, BLUE, Canvas, Dash, GRID, INK, LABEL, Marker, QUIET, Scale, VERMILION, WIDTH, draw as paint,
        ink, measure, wrap,
    };

    /// Where the plot begins and ends, and where numbers and verdicts stand.
    const LEFT: f64 = 262.0;
    const RIGHT: f64 = 498.0;
    const NUMBERS: f64 = 600.0;
    const VERDICT: f64 = 612.0;
    const ROW: f64 = 32.0;
    /// Room above and below the rows of a panel.
    const HEAD: f64 = 24.0;
    const FOOT: f64 = 44.0;
    const TOP: f64 = 58.0;

    pub(super) fn draw(rows: &[Row], name: &str, title: &str, caption: &str) -> Result<String, ReportError> {
        let panels = super::panels(rows);
        let height = TOP + rows.len() as f64 * ROW + panels.len() as f64 * (HEAD + FOOT);
        paint(name, title, caption, height, |c| {
            key(c);
            let mut top = TOP;
            for (_, rows) in &panels {
                panel(c, rows, top + HEAD);
                top += HEAD + FOOT + ROW * rows.len() as f64;
            }
        })
    }

    fn key(c: &Canvas) {
        let y = 38.0;
        c.marker(Marker::Disc, 18.0, y, 2.9, BLUE);
        let x = c.key(12.0, y, 12.0, "effect, supported");
        c.marker(Marker::Square, x + 6.0, y, 2.7, VERMILION);
        let x = c.key(x, y, 12.0, "refuted");
        c.marker(Marker::Ring, x + 6.0, y, 3.2, INK);
        let x = c.key(x, y, 12.0, "inconclusive");
        c.marker(Marker::Diamond, x + 6.0, y, 2.7, QUIET);
        let x = c.key(x, y, 12.0, "mechanism switched off");
        c.rect(x, y - 5.0, 14.0, 10.0, QUIET, 0.18);
        c.key(x, y, 14.0, "of no interest, or counts as equal");
    }

    fn panel(c: &Canvas, rows: &[Row], top: f64) {
        let high = ends(rows.iter().flat_map(|r| [Some(&r.part.effect), r.part.killed.as_ref()]).flatten())
            .fold(0.0f64, |a, x| a.max(x.abs()));
        let (factor, name) = unit(rows[0].part).axis(high);
        let all = rows.iter().flat_map(|r| {
            let estimates = [Some(&r.part.effect), r.part.killed.as_ref()].into_iter().flatten();
            let zone = [r.part.target - r.part.zone, r.part.target + r.part.zone];
            ends(estimates).chain(zone).map(|x| x * factor).collect::<Vec<_>>()
        });
        let (low, high) = bounds(all);
        let scale = Scale::new(low, high, LEFT, RIGHT);
        let bottom = top + ROW * rows.len() as f64;
        let at = |x: f64| scale.at(x * factor);
        for (i, row) in rows.iter().enumerate() {
            let (from, to) = (at(row.part.target - row.part.zone), at(row.part.target + row.part.zone));
            c.rect(from, top + ROW * i as f64, (to - from).max(0.0), ROW, QUIET, 0.18);
        }
        for (x, label) in ticks(&scale, 6, rows.iter().all(|r| !r.part.alone)) {
            c.line((scale.at(x), top), (scale.at(x), bottom), GRID, 0.6, Dash::Solid);
            c.text(scale.at(x), bottom + 10.0, &label, ink(LABEL).colour(QUIET).centre());
        }
        for i in 1..rows.len() {
            let y = top + ROW * i as f64;
            c.line((12.0, y), (WIDTH - 12.0, y), GRID, 0.6, Dash::Solid);
        }
        c.line((LEFT, bottom), (RIGHT, bottom), QUIET, 0.8, Dash::Solid);
        c.line((scale.at(0.0), top - 3.0), (scale.at(0.0), bottom), INK, 0.9, Dash::Solid);
        c.text((LEFT + RIGHT) / 2.0, bottom + 25.0, &view::capital(&name), ink(AXIS).centre());
        let head = ink(LABEL).bold();
        c.text(12.0, top - 11.0, &view::capital(&name), head);
        c.text(NUMBERS, top - 11.0, "effect", head.right());
        c.text(VERDICT, top - 11.0, "verdict", head);
        c.line((12.0, top), (WIDTH - 12.0, top), QUIET, 0.8, Dash::Solid);
        for (i, row) in rows.iter().enumerate() {
            line(c, row, top + ROW * (i as f64 + 0.5), &scale, factor);
        }
    }

    fn line(c: &Canvas, row: &Row, y: f64, scale: &Scale, factor: f64) {
        let part = row.part;
        let id = wrap(&row.id, LABEL, true, 60.0, 1);
        c.text(12.0, y, &id[0], ink(LABEL).bold());
        let indent = (12.0 + measure(&id[0], LABEL, true) + 8.0)
            .max(if row.id.len() < 3 && row.id.bytes().all(|b| b.is_ascii_digit()) { 32.0 } else { 48.0 });
        let room = LEFT - 12.0 - indent;
        let two = wrap(&row.says, LABEL, false, room, 2);
        if two.last().is_some_and(|l| l.ends_with('…')) {
            c.lines(indent, y, &wrap(&row.says, LABEL - 1.2, false, room, 3), ink(LABEL - 1.2));
        } else {
            c.lines(indent, y, &two, ink(LABEL));
        }
        let (marker, colour, r) = match part.verdict.as_str() {
            "supported" => (Marker::Disc, BLUE, 2.9),
            "refuted" => (Marker::Square, VERMILION, 2.7),
            _ => (Marker::Ring, INK, 3.2),
        };
        let dash = dash(part.effect.n);
        let scaled = |x: Option<f64>| x.map(|x| x * factor);
        if let Some(killed) = part.killed.as_ref().filter(|k| k.mean.is_some()) {
            let y = y + 7.0;
            c.interval(scale.ends(scaled(killed.lo), scaled(killed.hi)), y, 2.4, QUIET, dash);
            c.marker(Marker::Diamond, scale.at(killed.mean.unwrap_or(0.0) * factor), y, 2.4, QUIET);
        }
        if let Some(mean) = part.effect.mean {
            let y = y - 5.0;
            c.interval(scale.ends(scaled(part.effect.lo), scaled(part.effect.hi)), y, r, colour, dash);
            c.marker(marker, scale.at(mean * factor), y, r, colour);
        }
        c.number(NUMBERS, y, &view::effect(part, &part.effect));
        let (mark, words) = &row.outcome;
        let lines = wrap(&format!("{mark} {words}"), LABEL - 0.5, true, WIDTH - 12.0 - VERDICT, 2);
        c.lines(
            VERDICT,
            y,
            &lines,
            ink(LABEL - 0.5).bold().colour(if *mark == "✗" { VERMILION } else { INK }),
        );
    }
}
#[cfg(feature = "plot")]
use plot::draw;
