//! What a scenario's expectations ask about, strategy by strategy.

use super::rows::{columns, measured, names, sample};
use super::{Figure, Show};
use crate::experiment::summary::{Estimate, Part, StrategyResult, Summary};
use crate::ledger::{Metric, Scale as Unit, Table, metric};
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "What the scenario asks about";
/// Panels that are drawn; all are in the table.
const DRAWN: usize = 4;

/// One thing that is asked about: a metric, of everything or of one sender or carrier.
#[derive(Debug, Clone, PartialEq)]
struct Asked<'s> {
    metric: &'static Metric,
    carrier: Option<&'s str>,
    sender: Option<&'s str>,
}

impl Asked<'_> {
    fn of<'r>(&self, strategy: &'r StrategyResult) -> Option<&'r Estimate> {
        let find = |parts: &'r [Part], name: &str| parts.iter().find(|p| p.name == name).map(|p| &p.metrics);
        let metrics = match (self.carrier, self.sender) {
            (Some(carrier), _) => find(&strategy.carriers, carrier)?,
            (None, Some(sender)) => find(&strategy.senders, sender)?,
            (None, None) => &strategy.metrics,
        };
        measured(metrics, self.metric.name)
    }

    /// Whose it is, in words; empty for everything.
    fn whose(&self) -> String {
        match (self.carrier, self.sender) {
            (Some(carrier), _) => format!("at {}", clean(carrier)),
            (None, Some(sender)) => format!("of {}", clean(sender)),
            (None, None) => String::new(),
        }
    }

    fn show(&self) -> Show {
        match self.metric.scale {
            Unit::Share => Show::Share,
            Unit::Money | Unit::Seconds => Show::Number,
            Unit::Count => Show::Count,
        }
    }
}

/// The figure, where expectations ask about more than what is delivered over all.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let mut asked: Vec<Asked> = Vec::new();
    for e in &summary.expectations {
        let Some(metric) = metric(&e.metric) else { continue };
        let one = Asked { metric, carrier: e.carrier.as_deref(), sender: e.sender.as_deref() };
        if !asked.contains(&one) {
            asked.push(one);
        }
    }
    if asked.iter().all(|a| a.metric.name == "delivered" && a.whose().is_empty()) {
        return Ok(None);
    }
    let mut table = Table::new("asked").text("strategy", names(summary));
    let mut shows = vec![Show::Text];
    for one in &asked {
        let estimates: Vec<_> = summary.strategies.iter().map(|s| one.of(s)).collect();
        let [mean, lo, hi] = columns(&estimates);
        let name = format!("{} {}", one.metric.name, one.whose()).trim_end().replace(' ', "_");
        table = table.float(&name, mean).float(&format!("{name}_lo"), lo).float(&format!("{name}_hi"), hi);
        shows.extend([one.show(); 3]);
    }
    let meanings: Vec<String> =
        asked.iter().take(DRAWN).map(|a| format!("{}: {}", words(a.metric.name), a.metric.meaning)).collect();
    let mut meanings_once = meanings;
    meanings_once.dedup();
    let mut caption =
        format!("{}. Each panel has its own scale from zero. {}", meanings_once.join("; "), sample(summary));
    if asked.len() > DRAWN {
        caption.push_str(&format!(" The first {DRAWN} of {} are drawn; all are in the table.", asked.len()));
    }
    asked.truncate(DRAWN);
    Ok(Some(Figure {
        name: "asked".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(summary, &asked, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows,
    }))
}

/// A metric's name as words.
fn words(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(feature = "plot")]
fn draw(summary: &Summary, asked: &[Asked], caption: &str) -> Result<String, ReportError> {
    use super::canvas::{
        BLUE, Dash, GREEN, LABEL, Marker, PURPLE, QUIET, Scale, VERMILION, WIDTH, ink, wrap,
    };
    use super::format;
    use super::rows::{Rows, few, percent_tick};

    const LOOKS: [(Marker, plotters::style::RGBColor); DRAWN] =
        [(Marker::Disc, BLUE), (Marker::Square, VERMILION), (Marker::Up, PURPLE), (Marker::Diamond, GREEN)];
    let rows = Rows::new(&names(summary), 150.0, 70.0, 30.0);
    let panel = (WIDTH - 12.0 - rows.left) / asked.len() as f64;
    let dash = if few(summary) { Dash::Dashed } else { Dash::Solid };
    super::canvas::draw("asked", TITLE, caption, rows.bottom() + 24.0, |c| {
        rows.label(c);
        rows.rules(c, 12.0, WIDTH - 12.0);
        for (p, one) in asked.iter().enumerate() {
            let (marker, colour) = LOOKS[p];
            let from = rows.left + panel * p as f64;
            let to = from + panel - 84.0;
            let found: Vec<_> = summary.strategies.iter().map(|s| one.of(s)).collect();
            let ends = found.iter().flatten().flat_map(|e| [e.mean, e.lo, e.hi]).flatten();
            let (low, high) = ends.fold((0.0, 0.0), |(a, b): (f64, f64), x| (a.min(x), b.max(x)));
            let scale = match low < 0.0 {
                true => Scale::new(low, high.max(0.0), from, to),
                false => Scale::from_zero(if high > 0.0 { high } else { 0.01 }, from, to, 3),
            };
            let head = wrap(&words(one.metric.name), LABEL, true, panel - 12.0, 2);
            for (i, line) in head.iter().enumerate() {
                c.text(from, 38.0 + 11.0 * i as f64, line, ink(LABEL).bold().colour(colour));
            }
            let whose = wrap(&one.whose(), LABEL - 1.0, false, panel - 12.0, 1);
            let below = 38.0 + 11.0 * head.len() as f64;
            c.text(from, below, whose.first().map_or("", String::as_str), ink(LABEL - 1.0).colour(QUIET));
            rows.axis(c, &scale, if panel > 200.0 { 4 } else { 2 }, "", |x, digits| match one.metric.scale {
                Unit::Share => percent_tick(x, digits),
                Unit::Money => format!("${}", format::fixed(x, digits)),
                Unit::Seconds => {
                    if x == 0.0 {
                        "0".into()
                    } else {
                        format::seconds(x)
                    }
                }
                Unit::Count => format::count(x),
            });
            for (i, e) in found.into_iter().enumerate() {
                let y = rows.middle(i);
                match e.and_then(|e| Some((e, e.mean?))) {
                    Some((e, mean)) => {
                        c.interval(scale.ends(e.lo, e.hi), y, 2.6, colour, dash);
                        c.marker(marker, scale.at(mean), y, 2.6, colour);
                        c.number(from + panel - 10.0, y, &format::estimate(one.metric, e));
                    }
                    None => c.text(from + panel - 10.0, y, format::ABSENT, ink(LABEL).colour(QUIET).right()),
                }
            }
        }
    })
}
