//! Figures: each a function from the summary to numbers, a caption and a drawing.

#[cfg(feature = "plot")]
mod canvas;
mod age;
mod asked;
mod carriers;
mod claims;
mod course;
mod delivery;
mod det;
mod differences;
mod gap;
mod harm;
mod histogram;
mod learning;
mod losses;
#[cfg(feature = "plot")]
mod panel;
mod panels;
mod precision_recall;
mod pumping;
mod recovery;
mod reliability;
mod rows;
mod senders;
mod threshold;

pub use claims::claims;
pub use learning::learning;

use std::borrow::Cow;

use rayon::prelude::*;

use super::ReportError;
use super::format;
use crate::experiment::summary::Summary;
use crate::ledger::{Table, Values};
use crate::scorer::{Evaluation, Pool};

/// A figure, ready to be written or put into a page.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name and that of its files: `"delivery"`.
    pub name: Cow<'static, str>,
    /// What it shows, in a line.
    pub title: Cow<'static, str>,
    /// How to read it, with the sample it rests on.
    pub caption: String,
    /// Exactly the numbers drawn.
    pub table: Table,
    /// How each column of `table` is printed.
    pub shows: Vec<Show>,
    /// The drawing, 720 points wide, white behind; absent without the feature `plot`.
    pub svg: Option<String>,
}

/// How a column of a figure's numbers is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// As it is.
    Text,
    /// A percentage.
    Share,
    /// By the thousand.
    PerThousand,
    /// Percentage points, signed.
    Points,
    /// A count.
    Count,
    /// A plain number with four decimals.
    Number,
    /// Hours, with one decimal.
    Hours,
}

impl Figure {
    /// The cell at `row` and `column` of its numbers, as every view prints it.
    pub fn cell(&self, row: usize, column: usize) -> String {
        match &self.table.columns[column].values {
            Values::Text(v) => v[row].clone(),
            Values::Int(v) => format::count(v[row] as f64),
            Values::Float(v) => v[row].map_or_else(
                || format::ABSENT.into(),
                |x| match self.shows[column] {
                    Show::Text => x.to_string(),
                    Show::Share => format::share(x),
                    Show::PerThousand => format::per_thousand(x),
                    Show::Points => format::points(x),
                    Show::Count => format::count(x),
                    Show::Number => format::number(x, 4),
                    Show::Hours => format!("{} h", format::fixed(x, 1)),
                },
            ),
        }
    }
}

/// Every figure that has something to show, in the order of the report. Fails only where the drawing library does.
pub fn all(summary: &Summary) -> Result<Vec<Figure>, ReportError> {
    type Draw = fn(&Summary) -> Result<Option<Figure>, ReportError>;
    const FIGURES: [Draw; 14] = [
        |s| delivery::figure(s).map(Some),
        gap::figure,
        histogram::figure,
        |s| carriers::figure(s).map(Some),
        senders::figure,
        |s| losses::figure(s).map(Some),
        |s| course::figure(s).map(Some),
        age::figure,
        threshold::figure,
        |s| differences::figure(s).map(Some),
        |s| harm::figure(s).map(Some),
        asked::figure,
        pumping::figure,
        |s| recovery::applies(s).then(|| recovery::figure(s)).transpose(),
    ];
    let figures: Vec<Option<Figure>> =
        FIGURES.par_iter().map(|figure| figure(summary)).collect::<Result<_, _>>()?;
    Ok(figures.into_iter().flatten().collect())
}

/// The figures of a judged model, in the order they are shown. Fails only where the drawing library does.
pub fn evaluation(evaluation: &Evaluation) -> Result<Vec<Figure>, ReportError> {
    type Draw = fn(&Evaluation) -> Result<Figure, ReportError>;
    const FIGURES: [Draw; 3] = [reliability::figure, det::figure, precision_recall::figure];
    FIGURES.par_iter().map(|figure| figure(evaluation)).collect()
}

/// The pools of an evaluation and what they are called.
fn pools(evaluation: &Evaluation) -> Vec<(&'static str, &Pool)> {
    let mut pools = vec![("corpora", &evaluation.pool)];
    pools.extend(evaluation.generated.as_ref().map(|pool| ("generated", pool)));
    pools.extend(evaluation.both.as_ref().map(|pool| ("both", pool)));
    pools
}

/// How many texts of each kind stand behind the figures of an evaluation, for captions.
fn n_texts(evaluation: &Evaluation) -> String {
    let of = |(name, pool): (&str, &Pool)| {
        let j = &pool.section.judgement;
        let (ham, spam) = (format::count(j.n_ham as f64), format::count(j.n_spam as f64));
        format!("{name}: n = {ham} ham and {spam} spam")
    };
    pools(evaluation).into_iter().map(of).collect::<Vec<_>>().join("; ")
}

/// The figures as PNG, 1440 pixels wide, in the same order; `None` where there is no drawing.
pub fn pngs(figures: &[Figure]) -> Result<Vec<Option<Vec<u8>>>, ReportError> {
    #[cfg(feature = "plot")]
    let png = |f: &Figure| f.svg.as_deref().map(|svg| canvas::png(&f.name, svg)).transpose();
    #[cfg(not(feature = "plot"))]
    let png = |_: &Figure| Ok(None);
    figures.par_iter().map(png).collect()
}

/// Appends the style rules that carry the figures' font, so that a page needs none of the machine's.
pub(super) fn font_css(out: &mut String) {
    #[cfg(feature = "plot")]
    canvas::font_css(out);
    #[cfg(not(feature = "plot"))]
    let _ = out;
}
