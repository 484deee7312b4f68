//! Precision over recall.

use super::{Figure, Show, n_texts, pools};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::format;
use crate::scorer::Evaluation;

const TITLE: &str = "Precision over recall";

pub(super) fn figure(evaluation: &Evaluation) -> Result<Figure, ReportError> {
    let mut text = (Vec::new(), Vec::new());
    let mut number = [const { Vec::<Option<f64>>::new() }; 5];
    let mut push = |name: &str, what: &str, values: [Option<f64>; 5]| {
        text.0.push(name.to_string());
        text.1.push(what.to_string());
        for (column, value) in number.iter_mut().zip(values) {
            column.push(value);
        }
    };
    for (name, pool) in pools(evaluation) {
        for p in &pool.curves.precision_recall {
            push(name, "curve", [p.threshold, p.spam_caught, p.precision, None, None]);
        }
        for b in &pool.curves.precision_band {
            push(name, "interval", [None, Some(b.at), None, Some(b.lo), Some(b.hi)]);
        }
        let j = &pool.section.judgement;
        push(name, "operating point", [pool.section.threshold, j.recall, j.precision, None, None]);
    }
    let [threshold, recall, precision, lo, hi] = number;
    let table = Table::new("precision_recall")
        .text("texts", text.0)
        .text("what", text.1)
        .float("threshold", threshold)
        .float("recall", recall)
        .float("precision", precision)
        .float("precision_lo", lo)
        .float("precision_hi", hi);
    let caption = format!(
        "Precision (share of blocked texts that are spam) over recall (share of spam blocked) at every threshold. The ring is \
         the threshold in force, frozen before these texts were scored. The band is the 95 % interval of precision, by {} \
         bootstrap replicates over clusters of near-duplicates. Precision depends on how much of the texts is spam, which in \
         corpora is far more than in traffic. {}.",
        format::count(f64::from(evaluation.replicates)),
        n_texts(evaluation)
    );
    Ok(Figure {
        name: "precision_recall".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(evaluation, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Number, Show::Share, Show::Share, Show::Share, Show::Share],
    })
}

#[cfg(feature = "plot")]
fn draw(evaluation: &Evaluation, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{INK, LABEL, Marker, QUIET, ink};
    use super::panel::{BESIDE, Panel, beside, percent, stroke};

    let pools = pools(evaluation);
    let points: Vec<Vec<(f64, f64)>> = pools
        .iter()
        .map(|(_, p)| {
            p.curves.precision_recall.iter().filter_map(|p| Some((p.spam_caught?, p.precision?))).collect()
        })
        .collect();
    // Good curves live in the upper quarter: the axis begins where recall of 95 % still shows.
    let seen = points.iter().flatten().filter(|(recall, _)| *recall <= 0.95).map(|(_, p)| *p);
    let least =
        seen.chain(pools.iter().filter_map(|(_, p)| p.section.judgement.precision)).fold(1.0, f64::min);
    let (low, step) = match least {
        x if x >= 0.92 => (0.9, 0.02),
        x if x >= 0.82 => (0.8, 0.05),
        x if x >= 0.52 => (0.5, 0.1),
        _ => (0.0, 0.2),
    };
    let panel = Panel::new(84.0, 426.0, 36.0, 378.0, (0.0, 1.0), (low, 1.0));
    let ticks = |from: f64, step: f64| -> Vec<(f64, String)> {
        let n = ((1.0 - from) / step).round() as i32;
        (0..=n).map(|i| from + f64::from(i) * step).map(|t| (t, percent(t))).collect()
    };
    super::canvas::draw("precision_recall", TITLE, caption, 418.0, |c| {
        let name = if low > 0.0 { "precision, % (axis cut)" } else { "precision, %" };
        panel.axes(c, ("recall (spam caught), %", &ticks(0.0, 0.2)), (name, &ticks(low, step)));
        if points.iter().all(Vec::is_empty) {
            panel.remark(c, "a curve needs ham and spam");
        }
        let band: Vec<(f64, f64, f64)> =
            pools[0].1.curves.precision_band.iter().map(|b| (b.at, b.lo, b.hi)).collect();
        panel.band(c, &band, stroke(0).0);
        let mut y = 44.0;
        for (place, (name, pool)) in pools.iter().enumerate() {
            let (colour, dash) = stroke(place);
            let until = points[place].iter().position(|(_, p)| *p < low).unwrap_or(points[place].len());
            panel.curve(c, &points[place][..(until + 1).min(points[place].len())], colour, dash);
            let j = &pool.section.judgement;
            if let (Some(recall), Some(precision)) = (j.recall, j.precision) {
                c.marker(Marker::Ring, panel.x.at(recall), panel.y.at(precision), 4.2, colour);
            }
            c.line((BESIDE, y), (BESIDE + 22.0, y), colour, 1.6, dash);
            c.text(BESIDE + 28.0, y, name, ink(LABEL).bold());
            let n = format!("{} ham, {} spam", format::count(j.n_ham as f64), format::count(j.n_spam as f64));
            y = beside(c, y + 14.0, &n, INK, false);
            let interval = |figure: &str| pool.section.intervals.get(figure).copied().flatten();
            let precision = format::fine_share_interval(j.precision, interval("precision"));
            y = beside(c, y, &format!("precision {precision}"), INK, false);
            let recall = format::fine_share_interval(j.recall, interval("recall"));
            y = beside(c, y, &format!("recall {recall}"), INK, false) + 10.0;
        }
        c.marker(Marker::Ring, BESIDE + 11.0, y, 4.2, QUIET);
        c.text(BESIDE + 28.0, y, "threshold in force", ink(LABEL).colour(QUIET));
        if !band.is_empty() {
            c.rect(BESIDE, y + 13.0, 22.0, 10.0, stroke(0).0, 0.2);
            c.text(BESIDE + 28.0, y + 18.0, "95 % interval, corpora", ink(LABEL).colour(QUIET));
        }
    })
}
