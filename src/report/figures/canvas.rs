//! Drawing in points on a plotters canvas eight times as large, so that whole pixels are fine enough for print.

use std::cell::RefCell;
use std::sync::{Arc, LazyLock, Once};

use plotters::coord::Shift;
use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontTransform, register_font};
use resvg::{tiny_skia, usvg};

use super::super::ReportError;
use super::super::view::clean;

/// Width of every figure in points.
pub(super) const WIDTH: f64 = 720.0;
/// Sizes of text in points: labels, names of axes, titles.
pub(super) const LABEL: f64 = 9.0;
pub(super) const AXIS: f64 = 10.0;
pub(super) const TITLE: f64 = 12.0;
/// Pixels to a point.
const SCALE: f64 = 8.0;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-Bold.ttf");

/// The colours of Okabe and Ito, told apart by colour-blind readers too.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
pub(super) const VERMILION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
pub(super) const GREEN: RGBColor = RGBColor(0x00, 0x9e, 0x73);
pub(super) const PURPLE: RGBColor = RGBColor(0xcc, 0x79, 0xa7);
pub(super) const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
pub(super) const SKY: RGBColor = RGBColor(0x56, 0xb4, 0xe9);
pub(super) const INK: RGBColor = RGBColor(0x1b, 0x1b, 0x1f);
pub(super) const QUIET: RGBColor = RGBColor(0x55, 0x55, 0x5e);
pub(super) const GRID: RGBColor = RGBColor(0xe1, 0xe1, 0xe1);

/// A stroke: plotters knows no dashes, so a reserved opacity stands for each and is replaced when the SVG is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dash {
    Solid,
    Dashed,
}

const DASH_MARK: f64 = 0.987_654;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    Disc,
    Diamond,
    Square,
    Up,
    Down,
    Ring,
}

/// Where a text's point lies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Left,
    Centre,
    Right,
}

/// A text's looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub size: f64,
    pub bold: bool,
    pub colour: RGBColor,
    pub anchor: Anchor,
    pub turned: bool,
}

pub(super) fn ink(size: f64) -> Ink {
    Ink { size, bold: false, colour: INK, anchor: Anchor::Left, turned: false }
}

impl Ink {
    pub(super) fn bold(self) -> Ink {
        Ink { bold: true, ..self }
    }
    pub(super) fn colour(self, colour: RGBColor) -> Ink {
        Ink { colour, ..self }
    }
    pub(super) fn centre(self) -> Ink {
        Ink { anchor: Anchor::Centre, ..self }
    }
    pub(super) fn right(self) -> Ink {
        Ink { anchor: Anchor::Right, ..self }
    }
    pub(super) fn turned(self) -> Ink {
        Ink { turned: true, ..self }
    }
}

/// A white page, measured in points from its upper left corner.
pub(super) struct Canvas<'a> {
    root: DrawingArea<SVGBackend<'a>, Shift>,
    failed: RefCell<Option<String>>,
}

/// Draws a figure of `height` points and gives its SVG. `title` and `about` are its words for those who cannot see it.
pub(super) fn draw(
    name: &str,
    title: &str,
    about: &str,
    height: f64,
    paint: impl FnOnce(&Canvas),
) -> Result<String, ReportError> {
    register();
    let mut svg = String::new();
    let failed = {
        let root = SVGBackend::with_string(&mut svg, (pixel(WIDTH) as u32, pixel(height) as u32))
            .into_drawing_area();
        let canvas = Canvas { root, failed: RefCell::new(None) };
        canvas.keep(canvas.root.fill(&WHITE));
        paint(&canvas);
        canvas.text(12.0, 16.0, title, ink(TITLE).bold());
        canvas.keep(canvas.root.present());
        canvas.failed.into_inner()
    };
    match failed {
        Some(reason) => Err(ReportError::Figure { figure: name.into(), reason }),
        None => Ok(finish(name, title, about, height, &svg)),
    }
}

/// The PNG of an SVG made by [`draw`], two pixels to a point.
pub(super) fn png(name: &str, svg: &str) -> Result<Vec<u8>, ReportError> {
    static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(REGULAR.to_vec());
        fonts.load_font_data(BOLD.to_vec());
        fonts.set_sans_serif_family("Inter");
        Arc::new(fonts)
    });
    let fail = |reason: String| ReportError::Figure { figure: name.into(), reason };
    let options = usvg::Options { fontdb: Arc::clone(&FONTS), ..usvg::Options::default() };
    let tree = usvg::Tree::from_str(svg, &options).map_err(|e| fail(e.to_string()))?;
    let size = tree.size();
    let (w, h) = ((size.width() * 2.0).round() as u32, (size.height() * 2.0).round() as u32);
    let mut pixels = tiny_skia::Pixmap::new(w, h).ok_or_else(|| fail("no room for its pixels".into()))?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(2.0, 2.0), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| fail(e.to_string()))
}

/// Appends `@font-face` rules that carry the font.
pub(super) fn font_css(out: &mut String) {
    for (weight, bytes) in [(400, REGULAR), (700, BOLD)] {
        out.push_str(&format!(
            "@font-face {{ font-family: Inter; font-weight: {weight}; src: url(data:font/ttf;base64,"
        ));
        base64(out, bytes);
        out.push_str(") format(\"truetype\"); }\n");
    }
}

impl Canvas<'_> {
    pub(super) fn rect(&self, x: f64, y: f64, w: f64, h: f64, colour: RGBColor, alpha: f64) {
        let corners = [(pixel(x), pixel(y)), (pixel(x + w), pixel(y + h))];
        self.keep(self.root.draw(&Rectangle::new(corners, colour.mix(alpha).filled())));
    }

    pub(super) fn frame(&self, x: f64, y: f64, w: f64, h: f64, colour: RGBColor, width: f64) {
        self.path(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], colour, width, Dash::Solid);
    }

    pub(super) fn line(&self, from: (f64, f64), to: (f64, f64), colour: RGBColor, width: f64, dash: Dash) {
        self.path(&[from, to], colour, width, dash);
    }

    pub(super) fn path(&self, points: &[(f64, f64)], colour: RGBColor, width: f64, dash: Dash) {
        self.path_mixed(points, colour, 1.0, width, dash);
    }

    pub(super) fn path_mixed(
        &self,
        points: &[(f64, f64)],
        colour: RGBColor,
        alpha: f64,
        width: f64,
        dash: Dash,
    ) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (pixel(*x), pixel(*y))).collect();
        let alpha = if dash == Dash::Dashed { DASH_MARK } else { alpha };
        let style = colour.mix(alpha).stroke_width(pixel(width) as u32);
        self.keep(self.root.draw(&PathElement::new(points, style)));
    }

    pub(super) fn area(&self, points: &[(f64, f64)], colour: RGBColor, alpha: f64) {
        let points: Vec<(i32, i32)> = points.iter().map(|(x, y)| (pixel(*x), pixel(*y))).collect();
        self.keep(self.root.draw(&Polygon::new(points, colour.mix(alpha).filled())));
    }

    /// A marker about `2 r` wide, with a white rim so that it stands out from the line through it.
    pub(super) fn marker(&self, shape: Marker, x: f64, y: f64, r: f64, colour: RGBColor) {
        let disc = |r: f64, colour: RGBColor| {
            self.keep(self.root.draw(&Circle::new((pixel(x), pixel(y)), pixel(r), colour.filled())));
        };
        let shape_of = |r: f64| -> Vec<(f64, f64)> {
            match shape {
                Marker::Diamond => {
                    vec![(x, y - 1.25 * r), (x + 1.25 * r, y), (x, y + 1.25 * r), (x - 1.25 * r, y)]
                }
                Marker::Up => {
                    vec![(x, y - 1.2 * r), (x + 1.15 * r, y + 0.85 * r), (x - 1.15 * r, y + 0.85 * r)]
                }
                Marker::Down => {
                    vec![(x, y + 1.2 * r), (x + 1.15 * r, y - 0.85 * r), (x - 1.15 * r, y - 0.85 * r)]
                }
                _ => vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
            }
        };
        match shape {
            Marker::Disc => {
                disc(r + 0.6, WHITE);
                disc(r, colour);
            }
            Marker::Ring => {
                disc(r + 0.4, colour);
                disc(r - 1.0, WHITE);
            }
            _ => {
                self.area(&shape_of(r + 0.6), WHITE, 1.0);
                self.area(&shape_of(r), colour, 1.0);
                if shape == Marker::Diamond {
                    self.area(&shape_of(r - 1.3), WHITE, 1.0);
                }
            }
        }
    }

    /// A horizontal interval with end ticks for a marker of radius `r`; nothing where it is absent, or too narrow to
    /// show beside its marker.
    pub(super) fn interval(&self, ends: Option<(f64, f64)>, y: f64, r: f64, colour: RGBColor, dash: Dash) {
        if let Some((from, to)) = ends.filter(|(from, to)| to - from > 2.0 * r + 2.5) {
            self.line((from, y), (to, y), colour, 1.6, dash);
            for x in [from, to] {
                self.line((x, y - 3.0), (x, y + 3.0), colour, 1.4, Dash::Solid);
            }
        }
    }

    /// Text whose point is the middle of its height.
    pub(super) fn text(&self, x: f64, y: f64, text: &str, ink: Ink) {
        let h = match ink.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Centre => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let mut font = font(ink.size, ink.bold);
        if ink.turned {
            font = font.transform(FontTransform::Rotate270);
        }
        let style = TextStyle::from(font).color(&ink.colour).pos(Pos::new(h, VPos::Center));
        self.keep(self.root.draw(&Text::new(clean(text), (pixel(x), pixel(y)), style)));
    }

    /// Lines of text about the middle height `y`.
    pub(super) fn lines(&self, x: f64, y: f64, lines: &[String], ink: Ink) {
        let step = ink.size * 1.22;
        let top = y - step * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.text(x, top + step * i as f64, line, ink);
        }
    }

    /// Quiet words in the middle of an empty place.
    pub(super) fn remark(&self, x: f64, y: f64, text: &str) {
        let half = measure(text, LABEL, false) / 2.0 + 4.0;
        self.rect(x - half, y - 7.0, 2.0 * half, 14.0, WHITE, 1.0);
        self.text(x, y, text, ink(LABEL).colour(QUIET).centre());
    }

    /// A number above its interval, both ending at `x`; `text` is as the formatter gives it: `"96.2 % [95.8, 96.6]"`.
    pub(super) fn number(&self, x: f64, y: f64, text: &str) {
        match text.split_once(" [") {
            Some((number, interval)) => {
                self.text(x, y - 5.0, number, ink(LABEL).right());
                self.text(x, y + 6.0, &format!("[{interval}"), ink(LABEL - 1.8).colour(QUIET).right());
            }
            None => self.text(x, y, text, ink(LABEL).right()),
        }
    }

    /// A key entry's label after its sign, and where the next entry begins.
    pub(super) fn key(&self, x: f64, y: f64, sign_width: f64, label: &str) -> f64 {
        self.text(x + sign_width + 5.0, y, label, ink(LABEL));
        x + sign_width + 5.0 + measure(label, LABEL, false) + 18.0
    }

    fn keep<E: std::error::Error + Send + Sync>(&self, result: Result<(), DrawingAreaErrorKind<E>>) {
        if let Err(e) = result {
            self.failed.borrow_mut().get_or_insert_with(|| e.to_string());
        }
    }
}

/// A linear axis between two points of the page.
#[derive(Clone)]
pub(super) struct Scale {
    coord: RangedCoordf64,
    from: f64,
    to: f64,
    low: f64,
    high: f64,
}

impl Scale {
    /// Values `low..=high` at the points `from..=to` of the page; an empty range is widened.
    pub(super) fn new(low: f64, high: f64, from: f64, to: f64) -> Scale {
        let high = if high > low { high } else { low + 1.0 };
        Scale { coord: (low..high).into(), from, to, low, high }
    }

    /// From zero to a round number no smaller than `high`.
    pub(super) fn from_zero(high: f64, from: f64, to: f64, ticks: usize) -> Scale {
        let high = if high > 0.0 { high } else { 1.0 };
        let step = step(high, ticks);
        Scale::new(0.0, (high / step - 1e-9).ceil().max(1.0) * step, from, to)
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let limits = (pixel(self.from), pixel(self.to));
        f64::from(self.coord.map(&value.clamp(self.low, self.high), limits)) / SCALE
    }

    pub(super) fn ends(&self, lo: Option<f64>, hi: Option<f64>) -> Option<(f64, f64)> {
        Some((self.at(lo?), self.at(hi?)))
    }

    /// Its ends on the page.
    pub(super) fn range(&self) -> (f64, f64) {
        (self.from, self.to)
    }

    /// Its largest value.
    pub(super) fn range_high(&self) -> f64 {
        self.high
    }

    /// At most about `n` round values, and the decimals they need.
    pub(super) fn ticks(&self, n: usize) -> (Vec<f64>, usize) {
        let values = self.coord.key_points(BoldPoints(n));
        let step = values.windows(2).map(|w| w[1] - w[0]).next().unwrap_or(1.0);
        let digits = (0..6)
            .find(|d| {
                let x = step * 10f64.powi(*d as i32);
                (x - x.round()).abs() < 1e-6
            })
            .unwrap_or(6);
        (values, digits)
    }
}

/// A round step (1, 2 or 5 times a power of ten) that fits into `high` at most `n` times.
fn step(high: f64, n: usize) -> f64 {
    let rough = high / n as f64;
    let power = 10f64.powi(rough.log10().floor() as i32);
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| s * n as f64 >= high * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// Width of a text in points.
pub(super) fn measure(text: &str, size: f64, bold: bool) -> f64 {
    register();
    // ab_glyph takes the size as the height of a line (1.21 em in Inter), plotters as 1.24 em.
    let large = font(size * 10.0, bold);
    large.layout_box(text).map_or(0.55 * size * text.chars().count() as f64, |((x0, _), (x1, _))| {
        f64::from(x1 - x0) / (10.0 * SCALE) * 1.21 / 1.24
    })
}

/// `text` broken at spaces into at most `n` lines of at most `width` points; what does not fit ends in "…".
pub(super) fn wrap(text: &str, size: f64, bold: bool, width: f64, n: usize) -> Vec<String> {
    let text = clean(text);
    let mut lines: Vec<String> = vec![String::new()];
    let mut cut = false;
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let joined =
            if lines[last].is_empty() { word.to_string() } else { format!("{} {word}", lines[last]) };
        if measure(&joined, size, bold) <= width || lines[last].is_empty() {
            lines[last] = joined;
        } else if lines.len() < n {
            lines.push(word.into());
        } else {
            lines[last] = joined;
            cut = true;
            break;
        }
    }
    let count = lines.len();
    for (i, line) in lines.iter_mut().enumerate() {
        if measure(line, size, bold) > width || (cut && i + 1 == count) {
            shorten(line, size, bold, width);
        }
    }
    lines
}

fn shorten(line: &mut String, size: f64, bold: bool, width: f64) {
    while !line.is_empty() && measure(&format!("{line}…"), size, bold) > width {
        line.pop();
    }
    let kept = line.trim_end().len();
    line.truncate(kept);
    line.push('…');
}

/// Black or white, whichever reads better on `colour`.
pub(super) fn readable_on(colour: RGBColor) -> RGBColor {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2);
    if luminance > 0.2 { BLACK } else { WHITE }
}

fn pixel(points: f64) -> i32 {
    (points * SCALE).round() as i32
}

fn font(size: f64, bold: bool) -> FontDesc<'static> {
    // The SVG backend divides by 1.24.
    FontDesc::new(
        FontFamily::Name("Inter"),
        size * SCALE * 1.24,
        if bold { FontStyle::Bold } else { FontStyle::Normal },
    )
}

fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for name in ["Inter", "sans-serif"] {
            for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
                assert!(register_font(name, style, bytes).is_ok(), "the font in assets/ is sound");
            }
        }
    });
}

/// What plotters wrote, made accessible, smaller, and independent of the viewer's fonts.
fn finish(name: &str, title: &str, about: &str, height: f64, svg: &str) -> String {
    use super::super::blocks::escape;
    let body = svg.split_once(">\n").map_or("", |(_, body)| body);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         aria-labelledby=\"{name}-title {name}-desc\" font-family=\"Inter, Helvetica, Arial, sans-serif\" \
         stroke-linejoin=\"round\">\n<title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-desc\">{}</desc>\n",
        pixel(WIDTH),
        pixel(height),
        escape(title),
        escape(about)
    );
    let body = body
        .replace(&format!("opacity=\"{DASH_MARK}\""), "stroke-dasharray=\"36 20\"")
        .replace(" opacity=\"1\"", "")
        .replace(" font-family=\"Inter\"", "")
        .replace(" stroke=\"none\"", "")
        .replace(" text-anchor=\"start\"", "")
        .replace(" \"/>", "\"/>")
        .replace("\n</text>", "</text>");
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(&round_size(line));
        // The text stands on a line of its own, whose ends some viewers would draw.
        if !line.starts_with("<text") {
            out.push('\n');
        } else if let Some(text) = lines.next() {
            out.push_str(text);
            out.push('\n');
        }
    }
    out
}

fn round_size(line: &str) -> String {
    const KEY: &str = "font-size=\"";
    let Some(at) = line.find(KEY).map(|i| i + KEY.len()) else { return line.into() };
    let Some(length) = line[at..].find('"') else { return line.into() };
    match line[at..at + length].parse::<f64>() {
        Ok(size) => format!("{}{}{}", &line[..at], (size * 10.0).round() / 10.0, &line[at + length..]),
        Err(_) => line.into(),
    }
}

fn base64(out: &mut String, bytes: &[u8]) {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for group in bytes.chunks(3) {
        let word = group.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..4 {
            let six = (word >> (18 - 6 * i)) as usize & 63;
            out.push(if i <= group.len() { char::from(ALPHABET[six]) } else { '=' });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_pads() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            let mut out = String::new();
            base64(&mut out, bytes.as_bytes());
            assert_eq!(out, text);
        }
    }

    #[test]
    fn long_names_are_broken_and_cut() {
        let lines = wrap("one two three four five six seven eight nine ten", LABEL, false, 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert!(lines.iter().all(|l| measure(l, LABEL, false) <= 60.0));
        let lines = wrap(&"x".repeat(200), LABEL, false, 60.0, 2);
        assert!(lines[0].ends_with('…') && measure(&lines[0], LABEL, false) <= 60.0);
        assert_eq!(wrap("", LABEL, false, 60.0, 2), [""]);
    }

    #[test]
    fn scales_end_on_round_numbers() {
        for (high, end) in [(0.0, 1.0), (0.93, 1.0), (4.1, 6.0), (11.0, 15.0), (1.0, 1.0)] {
            let scale = Scale::from_zero(high, 0.0, 100.0, 4);
            assert!((scale.high - end).abs() < 1e-9, "{high}: {}", scale.high);
        }
    }
}
