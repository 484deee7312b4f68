//! Detection error trade-off: spam missed over ham blocked, on axes of normal deviates.

use super::{Figure, Show, n_texts, pools};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::scorer::Evaluation;

const TITLE: &str = "Detection error trade-off: spam missed over ham blocked";

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
        for p in &pool.curves.det {
            let missed = p.spam_caught.map(|s| 1.0 - s);
            push(name, "curve", [p.threshold, p.ham_blocked, missed, None, None]);
        }
        for b in &pool.curves.det_band {
            push(name, "interval", [None, Some(b.at), None, Some(b.lo), Some(b.hi)]);
        }
        let j = &pool.section.judgement;
        let missed = j.spam_caught.map(|s| 1.0 - s);
        push(name, "operating point", [pool.section.threshold, j.ham_blocked, missed, None, None]);
    }
    let [threshold, blocked, missed, lo, hi] = number;
    let table = Table::new("det")
        .text("texts", text.0)
        .text("what", text.1)
        .float("threshold", threshold)
        .float("ham_blocked", blocked)
        .float("spam_missed", missed)
        .float("spam_missed_lo", lo)
        .float("spam_missed_hi", hi);
    let caption = format!(
        "Share of spam missed over share of ham blocked at every threshold, on axes of normal deviates (Martin et al. 1997): \
         the closer to the lower left, the better. The ring is the threshold in force, frozen before these texts were scored. \
         The band is the 95 % interval of the share missed, by {} bootstrap replicates over clusters of near-duplicates. {}.",
        crate::report::format::count(f64::from(evaluation.replicates)),
        n_texts(evaluation)
    );
    Ok(Figure {
        name: "det".into(),
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
    use crate::report::format;
    use crate::rng::normal_quantile;

    const TICKS: [f64; 16] =
        [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9];
    let pools = pools(evaluation);
    // From the tick below one text of the class to the tick above the worst that is drawn.
    let low = |n: usize| {
        let least = 0.5 / n.max(1) as f64;
        TICKS.into_iter().rev().find(|t| *t <= least).unwrap_or(TICKS[0]).min(0.01)
    };
    let most = |f: fn(&crate::scorer::Judgement) -> usize| {
        pools.iter().map(|(_, p)| f(&p.section.judgement)).max().unwrap_or(0)
    };
    let (left, bottom) = (low(most(|j| j.n_ham)), low(most(|j| j.n_spam)));
    let right = 0.5;
    // Left of the panel only the best that blocks so little ham counts; what lies beyond its right end is cut.
    let points: Vec<Vec<(f64, f64)>> = pools
        .iter()
        .map(|(_, p)| {
            let all = p.curves.det.iter().filter_map(|p| Some((p.ham_blocked?, 1.0 - p.spam_caught?)));
            let mut inside: Vec<(f64, f64)> = all.filter(|(x, _)| *x <= right).collect();
            let first = inside.iter().rposition(|(x, _)| *x <= left).unwrap_or(0);
            inside.drain(..first);
            let ends = inside.first().copied().zip(inside.last().copied());
            if let Some(((_, y), (_, last))) = ends {
                inside[0] = (left, y);
                inside.push((right, last));
            }
            inside
        })
        .collect();
    let inside = |b: &&crate::scorer::Band| (left * 0.8..=right + 1e-9).contains(&b.at);
    let shown = pools[0].1.curves.det_band.iter().filter(inside);
    let in_force = pools.iter().filter_map(|(_, p)| p.section.judgement.spam_caught).map(|s| 1.0 - s);
    let drawn = points.iter().flatten().map(|(_, y)| *y).chain(shown.clone().map(|b| b.hi)).chain(in_force);
    let worst = drawn.fold(0.1, f64::max);
    let top = TICKS.into_iter().find(|t| *t >= worst).unwrap_or(0.97);
    let z = |share: f64, low: f64, high: f64| normal_quantile(share.clamp(low, high));
    let (zx, zy) = (|s: f64| z(s, left, right), |s: f64| z(s, bottom, top));
    let panel = Panel::new(84.0, 426.0, 36.0, 378.0, (zx(0.0), zx(1.0)), (zy(0.0), zy(1.0)));
    let ticks = |from: f64, to: f64, room: f64| -> Vec<(f64, String)> {
        let mut labels: Vec<(f64, String)> = Vec::new();
        for t in TICKS.into_iter().filter(|t| (from..=to).contains(t)) {
            let z = normal_quantile(t);
            // A label that would touch the last one is left out, its line is not.
            let last = labels.iter().rfind(|(_, label)| !label.is_empty()).map(|(z, _)| *z);
            let apart = (panel.x.at(z) - panel.x.at(last.unwrap_or(-9.0))).abs() >= room;
            labels.push((z, if apart || last.is_none() { percent(t) } else { String::new() }));
        }
        labels
    };
    let (across, up) = (ticks(left, right, 20.0), ticks(bottom, top, 0.0));
    super::canvas::draw("det", TITLE, caption, 418.0, |c| {
        panel.axes(c, ("ham blocked, %", &across), ("spam missed, %", &up));
        if points.iter().all(Vec::is_empty) {
            panel.remark(c, "a curve needs ham and spam");
        }
        let band: Vec<(f64, f64, f64)> = shown.map(|b| (zx(b.at), zy(b.lo), zy(b.hi))).collect();
        panel.band(c, &band, stroke(0).0);
        let mut y = 44.0;
        for (place, (name, pool)) in pools.iter().enumerate() {
            let (colour, dash) = stroke(place);
            let line: Vec<(f64, f64)> = points[place].iter().map(|&(x, y)| (zx(x), zy(y))).collect();
            panel.curve(c, &line, colour, dash);
            let j = &pool.section.judgement;
            if let (Some(blocked), Some(caught)) = (j.ham_blocked, j.spam_caught) {
                let at = (panel.x.at(zx(blocked)), panel.y.at(zy(1.0 - caught)));
                c.marker(Marker::Ring, at.0, at.1, 4.2, colour);
            }
            c.line((BESIDE, y), (BESIDE + 22.0, y), colour, 1.6, dash);
            c.text(BESIDE + 28.0, y, name, ink(LABEL).bold());
            let n = format!("{} ham, {} spam", format::count(j.n_ham as f64), format::count(j.n_spam as f64));
            y = beside(c, y + 14.0, &n, INK, false);
            let interval = |figure: &str| pool.section.intervals.get(figure).copied().flatten();
            let auc = format::number_interval(j.one_minus_auc_percent, interval("one_minus_auc_percent"), 3);
            y = beside(c, y, &format!("(1\u{2212}AUC)% {auc}"), INK, false);
            let at = format!(
                "threshold in force: {} of ham blocked, {} of spam missed",
                j.ham_blocked.map_or_else(|| format::ABSENT.into(), format::fine_share),
                j.spam_caught.map_or_else(|| format::ABSENT.into(), |s| format::fine_share(1.0 - s)),
            );
            y = beside(c, y, &at, INK, false) + 10.0;
        }
        c.marker(Marker::Ring, BESIDE + 11.0, y, 4.2, QUIET);
        c.text(BESIDE + 28.0, y, "threshold in force", ink(LABEL).colour(QUIET));
        if !band.is_empty() {
            c.rect(BESIDE, y + 13.0, 22.0, 10.0, stroke(0).0, 0.2);
            c.text(BESIDE + 28.0, y + 18.0, "95 % interval, corpora", ink(LABEL).colour(QUIET));
        }
    })
}
