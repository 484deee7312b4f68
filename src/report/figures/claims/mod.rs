//! Figures of claims: each a function from the claims document to numbers, a caption and a drawing.

mod dose;
mod factorial;
mod forest;
mod map;

use rayon::prelude::*;

use super::{Figure, Show};
use crate::experiment::claims::{ClaimResult, ClaimsDocument};
use crate::experiment::summary::Estimate;
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::claims::view;
use crate::report::view::FEW;

/// Every figure of the claims: the forest of all, and of each claim its parts, doses, map and factorial. Fails only where the drawing library does.
pub fn claims(document: &ClaimsDocument) -> Result<Vec<Figure>, ReportError> {
    let mut figures: Vec<Figure> = forest::claims(document)?.into_iter().collect();
    let slugs = view::slugs(document);
    let own = |(claim, slug): (&ClaimResult, &String)| -> Result<Vec<Figure>, ReportError> {
        let all = [
            forest::parts(claim, slug)?,
            dose::of(claim, slug)?,
            map::of(claim, slug)?,
            factorial::of(claim, slug)?,
        ];
        Ok(all.into_iter().flatten().collect())
    };
    let each: Vec<Vec<Figure>> = document.claims.par_iter().zip(&slugs).map(own).collect::<Result<_, _>>()?;
    figures.extend(each.into_iter().flatten());
    Ok(figures)
}

/// A figure whose numbers the views print themselves; every column shows as it is.
fn figure(name: String, title: String, caption: String, table: Table, svg: Option<String>) -> Figure {
    let shows = vec![Show::Text; table.columns.len()];
    Figure { name: name.into(), title: title.into(), caption, table, shows, svg }
}

/// Mean, lower and upper end of some estimates as three columns of a table, in the unit of the metric.
fn columns<'e>(table: Table, name: &str, of: impl Iterator<Item = Option<&'e Estimate>> + Clone) -> Table {
    let column = |f: fn(&Estimate) -> Option<f64>| of.clone().map(|e| e.and_then(f)).collect();
    table
        .float(name, column(|e| e.mean))
        .float(&format!("{name}_lo"), column(|e| e.lo))
        .float(&format!("{name}_hi"), column(|e| e.hi))
}

/// What the intervals rest on, as the end of a caption.
fn sample(replications: u32) -> String {
    let mut text = format!(
        "Means over {replications} replication{} with 95 % intervals (paired, Student’s t); where no bar shows it is \
         narrower than the marker.",
        if replications == 1 { "" } else { "s" }
    );
    if replications < FEW {
        text.push_str(&format!(" Intervals are dashed: they rest on fewer than {FEW} replications."));
    }
    text
}

/// How intervals of so many replications are drawn.
#[cfg(feature = "plot")]
fn dash(replications: u32) -> super::canvas::Dash {
    use super::canvas::Dash;
    if replications < FEW { Dash::Dashed } else { Dash::Solid }
}

/// Round values of an axis with their labels, signed where `signed`.
#[cfg(feature = "plot")]
fn ticks(scale: &super::canvas::Scale, n: usize, signed: bool) -> Vec<(f64, String)> {
    use crate::report::format::fixed;
    let (values, digits) = scale.ticks(n);
    let label = |x: f64| {
        let text = fixed(x, digits);
        if signed && x > 1e-12 { format!("+{text}") } else { text }
    };
    values.into_iter().map(|x| (x, label(x))).collect()
}

/// The ends of what is drawn on an axis, with a little air.
#[cfg(feature = "plot")]
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|x| x.is_finite());
    let (low, high) = finite.fold((0.0f64, 0.0f64), |(a, b), x| (a.min(x), b.max(x)));
    let air = ((high - low) * 0.06).max(1e-9);
    let wide = if high - low < 1e-9 { 1.0 } else { 0.0 };
    (low - air - wide, high + air + wide)
}

/// All finite ends of some estimates.
#[cfg(feature = "plot")]
fn ends<'e>(of: impl Iterator<Item = &'e Estimate>) -> impl Iterator<Item = f64> {
    of.flat_map(|e| [e.mean, e.lo, e.hi]).flatten()
}
