//! What the figures of a judged model share: a framed panel with two axes, and a key beside it.

use super::canvas::{
    AXIS, BLUE, Canvas, Dash, GREEN, GRID, LABEL, QUIET, Scale, VERMILION, WIDTH, ink, wrap,
};
use plotters::style::RGBColor;

/// Where the words beside a panel begin.
pub(super) const BESIDE: f64 = 456.0;

/// The colour and stroke of the pool at that place.
pub(super) fn stroke(place: usize) -> (RGBColor, Dash) {
    match place {
        0 => (BLUE, Dash::Solid),
        1 => (VERMILION, Dash::Solid),
        _ => (GREEN, Dash::Dashed),
    }
}

/// A panel of the page.
pub(super) struct Panel {
    pub x: Scale,
    pub y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Panel {
    /// A panel between two corners of the page, with the values at its ends.
    pub(super) fn new(left: f64, right: f64, top: f64, bottom: f64, x: (f64, f64), y: (f64, f64)) -> Panel {
        let (x, y) = (Scale::new(x.0, x.1, left, right), Scale::new(y.0, y.1, bottom, top));
        Panel { x, y, left, right, top, bottom }
    }

    /// Grid, frame and names of the axes; `ticks` are values with their labels.
    pub(super) fn axes(&self, c: &Canvas, x: (&str, &[(f64, String)]), y: (&str, &[(f64, String)])) {
        for (value, label) in x.1 {
            let at = self.x.at(*value);
            c.line((at, self.top), (at, self.bottom), GRID, 0.6, Dash::Solid);
            c.text(at, self.bottom + 10.0, label, ink(LABEL).colour(QUIET).centre());
        }
        for (value, label) in y.1 {
            let at = self.y.at(*value);
            c.line((self.left, at), (self.right, at), GRID, 0.6, Dash::Solid);
            c.text(self.left - 6.0, at, label, ink(LABEL).colour(QUIET).right());
        }
        c.frame(self.left, self.top, self.right - self.left, self.bottom - self.top, QUIET, 0.8);
        c.text((self.left + self.right) / 2.0, self.bottom + 27.0, x.0, ink(AXIS).centre());
        c.text(18.0, (self.top + self.bottom) / 2.0, y.0, ink(AXIS).centre().turned());
    }

    /// A curve cut at the frame.
    pub(super) fn curve(&self, c: &Canvas, points: &[(f64, f64)], colour: RGBColor, dash: Dash) {
        let points: Vec<(f64, f64)> = points.iter().map(|(x, y)| (self.x.at(*x), self.y.at(*y))).collect();
        if points.len() > 1 {
            c.path(&points, colour, 1.6, dash);
        }
    }

    /// The area between two curves over the same places: (place, lower, upper).
    pub(super) fn band(&self, c: &Canvas, places: &[(f64, f64, f64)], colour: RGBColor) {
        let lower = places.iter().map(|(x, lo, _)| (self.x.at(*x), self.y.at(*lo)));
        let upper = places.iter().rev().map(|(x, _, hi)| (self.x.at(*x), self.y.at(*hi)));
        let area: Vec<(f64, f64)> = lower.chain(upper).collect();
        if area.len() > 3 {
            c.area(&area, colour, 0.2);
        }
    }

    /// Quiet words in the middle.
    pub(super) fn remark(&self, c: &Canvas, words: &str) {
        c.remark((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0, words);
    }
}

/// Lines of words beside a panel from `y` down; gives where the next may begin.
pub(super) fn beside(c: &Canvas, y: f64, text: &str, colour: RGBColor, bold: bool) -> f64 {
    let mut y = y;
    for line in wrap(text, LABEL, bold, WIDTH - 14.0 - BESIDE, 6) {
        let ink = ink(LABEL).colour(colour);
        c.text(BESIDE, y, &line, if bold { ink.bold() } else { ink });
        y += LABEL * 1.35;
    }
    y
}

/// A share as the label of a tick on an axis of percentages: `"0.1"`.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.3}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').into()
}
