//! Whether probabilities mean what they say: share of spam by probability given.

use super::{Figure, Show, n_texts, pools};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::format;
use crate::scorer::{Bin, Evaluation};

const TITLE: &str = "Reliability: share that is spam, by the probability given";

pub(super) fn figure(evaluation: &Evaluation) -> Result<Figure, ReportError> {
    let rows: Vec<(&str, &Bin)> = pools(evaluation)
        .into_iter()
        .flat_map(|(name, pool)| pool.reliability.iter().map(move |bin| (name, bin)))
        .collect();
    let column = |f: &dyn Fn(&Bin) -> Option<f64>| rows.iter().map(|(_, bin)| f(bin)).collect::<Vec<_>>();
    let table = Table::new("reliability")
        .text("texts", rows.iter().map(|(name, _)| (*name).to_string()).collect())
        .float("from", column(&|b| Some(b.from)))
        .float("to", column(&|b| Some(b.to)))
        .int("n", rows.iter().map(|(_, b)| b.n as i64).collect())
        .int("n_clusters", rows.iter().map(|(_, b)| b.n_clusters as i64).collect())
        .float("probability", column(&|b| b.probability))
        .float("spam_share", column(&|b| b.spam_share))
        .float("spam_share_lo", column(&|b| b.interval.map(|i| i[0])))
        .float("spam_share_hi", column(&|b| b.interval.map(|i| i[1])));
    let ece = pools(evaluation)
        .into_iter()
        .map(|(name, pool)| format!("{name} {}", format::number(pool.section.judgement.ece, 4)));
    let caption = format!(
        "Ten bins of equal width: the mean probability that the model gave and the share of texts that truly are spam. On the \
         diagonal probabilities mean what they say. Bars are 95 % Wilson intervals in which near-duplicates count once. Below: \
         texts in each bin, on a logarithmic scale. Expected calibration error (Guo et al. 2017, the mean distance to the \
         diagonal weighted by texts): {}. {}.",
        ece.collect::<Vec<_>>().join(", "),
        n_texts(evaluation)
    );
    Ok(Figure {
        name: "reliability".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(evaluation, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![
            Show::Text,
            Show::Share,
            Show::Share,
            Show::Count,
            Show::Count,
            Show::Number,
            Show::Share,
            Show::Share,
            Show::Share,
        ],
    })
}

#[cfg(feature = "plot")]
fn draw(evaluation: &Evaluation, caption: &str) -> Result<String, ReportError> {
    use super::canvas::{Dash, INK, LABEL, Marker, QUIET, ink};
    use super::panel::{BESIDE, Panel, beside, percent, stroke};

    let pools = pools(evaluation);
    let most = pools.iter().flat_map(|(_, p)| &p.reliability).map(|b| b.n).max().unwrap_or(1).max(1);
    let decades = (most as f64).log10().ceil().max(1.0);
    let main = Panel::new(76.0, 426.0, 36.0, 346.0, (0.0, 1.0), (0.0, 1.0));
    let counts = Panel::new(76.0, 426.0, 388.0, 458.0, (0.0, 1.0), (-0.3, decades));
    let shares: Vec<(f64, String)> = (0..=5).map(|i| f64::from(i) / 5.0).map(|s| (s, percent(s))).collect();
    let powers: Vec<(f64, String)> =
        (0..=decades as i32).map(|d| (f64::from(d), format::count(10f64.powi(d)))).collect();
    super::canvas::draw("reliability", TITLE, caption, 500.0, |c| {
        main.axes(c, ("", &shares), ("share that is spam, %", &shares));
        c.line((main.x.at(0.0), main.y.at(0.0)), (main.x.at(1.0), main.y.at(1.0)), QUIET, 0.9, Dash::Dashed);
        counts.axes(c, ("probability given, %", &shares), ("texts", &powers));
        // The corpora are drawn last, so that nothing hides them.
        for (place, (_, pool)) in pools.iter().enumerate().rev() {
            let (colour, dash) = stroke(place);
            let shift = (place as f64 - (pools.len() as f64 - 1.0) / 2.0) * 5.0;
            // Lines do not cross bins that hold nothing.
            for stretch in pool.reliability.split(|b| b.n == 0) {
                let points: Vec<(f64, f64)> =
                    stretch.iter().filter_map(|b| Some((b.probability?, b.spam_share?))).collect();
                main.curve(c, &points, colour, dash);
            }
            for b in pool.reliability.iter().filter(|b| b.n > 0) {
                let (Some(p), Some(share), Some([lo, hi])) = (b.probability, b.spam_share, b.interval) else {
                    continue;
                };
                let x = main.x.at(p);
                c.line((x, main.y.at(lo)), (x, main.y.at(hi)), colour, 1.2, Dash::Solid);
                for end in [lo, hi] {
                    c.line((x - 2.5, main.y.at(end)), (x + 2.5, main.y.at(end)), colour, 1.0, Dash::Solid);
                }
                c.marker(Marker::Disc, x, main.y.at(share), 2.6, colour);
                let (from, to) = (counts.x.at(b.from), counts.x.at(b.to));
                let middle = (from + to) / 2.0 + shift;
                let width = if pools.len() == 1 { 22.0 } else { 4.4 };
                let top = counts.y.at((b.n.max(1) as f64).log10());
                c.rect(middle - width / 2.0, top, width, counts.y.at(-0.3) - top, colour, 0.75);
            }
        }
        let mut y = 44.0;
        for (place, (name, pool)) in pools.iter().enumerate() {
            let (colour, dash) = stroke(place);
            c.line((BESIDE, y), (BESIDE + 22.0, y), colour, 1.6, dash);
            c.marker(Marker::Disc, BESIDE + 11.0, y, 2.6, colour);
            let j = &pool.section.judgement;
            let n = format!("{name}: {} texts", format::count((j.n_ham + j.n_spam) as f64));
            c.text(BESIDE + 28.0, y, &n, ink(LABEL).bold());
            let interval = pool.section.intervals.get("ece").copied().flatten();
            let ece = format!("ECE {}", format::number_interval(Some(j.ece), interval, 4));
            y = beside(c, y + 14.0, &ece, INK, false) + 8.0;
        }
        c.line((BESIDE, y), (BESIDE + 22.0, y), QUIET, 0.9, Dash::Dashed);
        c.text(BESIDE + 28.0, y, "probabilities mean what they say", ink(LABEL).colour(QUIET));
        let y = beside(c, y + 18.0, "above the line: more spam than the model says", QUIET, false);
        beside(c, y + 4.0, "bars: Wilson's 95 % interval, by clusters", QUIET, false);
    })
}
