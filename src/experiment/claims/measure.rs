//! Metrics and measures read from the record of a run.

use crate::experiment::record::RunRecord;
use crate::experiment::recovery::Stay;
use crate::ledger::{LOG_CHANGED, LOST, Tally, causes};
use crate::message::Fate;
use crate::scenario::claims::Reading;

/// What a reading is in this run; `None` where there was nothing to measure.
///
/// # Panics
/// If the reading names a metric or measure that there is not: names have been checked.
pub(super) fn read(reading: &Reading, record: &RunRecord) -> Option<f64> {
    let tally = || total(reading, record);
    match reading.metric.as_str() {
        "delivered_count" => Some(tally().fate(Fate::Delivered) as f64),
        "complaint_count" => Some(tally().complaints as f64),
        "passed_early" => passed(reading, record, false),
        "passed_late" => passed(reading, record, true),
        "stay_hours" => mean_stay(&record.stays),
        "drops_reported_delivered" => {
            let tally = tally();
            let away = tally.dropped() + tally.fate(Fate::Throttled);
            // A network that acknowledges tells the same of what no filter has turned away.
            (away > 0).then(|| tally.false_delivered as f64 / away as f64)
        }
        "block_correlation" => block_correlation(reading, record),
        // 53 bits are whole numbers to a float as well.
        LOG_CHANGED => Some((tally().log >> 11) as f64),
        name => match name.strip_prefix(LOST) {
            Some(cause) => {
                let tally = tally();
                let lost: u64 = causes(cause).map(|c| tally.causes[c.index()]).sum();
                (tally.attempted > 0).then(|| lost as f64 / tally.attempted as f64)
            }
            None => {
                let values = match (reading.carrier, reading.sender) {
                    (Some(carrier), _) => &record.carriers[carrier],
                    (None, Some(sender)) => &record.senders[sender],
                    (None, None) => &record.all,
                };
                *values.get(name).expect("names have been checked")
            }
        },
    }
}

/// The share that was not dropped of the first half of what was screened, or of the second; `None` where nothing was.
fn passed(reading: &Reading, record: &RunRecord, late: bool) -> Option<f64> {
    let courses =
        record.courses.iter().enumerate().filter(|(c, _)| reading.carrier.is_none_or(|at| at == *c));
    let mut bins: Vec<(f64, f64)> = Vec::new();
    for (_, course) in courses {
        bins.resize(bins.len().max(course.screened.len()), (0.0, 0.0));
        for (bin, (screened, dropped)) in bins.iter_mut().zip(course.screened.iter().zip(&course.dropped)) {
            *bin = (bin.0 + f64::from(*screened), bin.1 + f64::from(*dropped));
        }
    }
    half_passed(&bins, late)
}

/// Of bins of screened and dropped messages, the share not dropped in the first or second half of those screened. A
/// bin that lies in both halves is cut as if it were even.
fn half_passed(bins: &[(f64, f64)], late: bool) -> Option<f64> {
    let half = bins.iter().map(|b| b.0).sum::<f64>() / 2.0;
    let (mut seen, mut first, mut second) = (0.0, 0.0, 0.0);
    for &(screened, dropped) in bins.iter().filter(|b| b.0 > 0.0) {
        let early = ((half - seen) / screened).clamp(0.0, 1.0);
        first += dropped * early;
        second += dropped * (1.0 - early);
        seen += screened;
    }
    (half > 0.0).then(|| 1.0 - if late { second } else { first } / half)
}

/// The mean length of stays in hours; of stays that are all as long exactly that, to the last bit.
fn mean_stay(stays: &[Stay]) -> Option<f64> {
    let first = stays.first()?.hours;
    Some(first + stays.iter().map(|s| s.hours - first).sum::<f64>() / stays.len() as f64)
}

/// How much the shares that two carriers drop of each sender go together: the mean over all pairs of carriers, or
/// over those with the reading's own. `None` without two senders that both screened, or without two carriers.
fn block_correlation(reading: &Reading, record: &RunRecord) -> Option<f64> {
    let n_carriers = record.tallies.first().map_or(0, Vec::len);
    let pairs = (0..n_carriers).flat_map(|a| (a + 1..n_carriers).map(move |b| (a, b)));
    let own = |pair: &(usize, usize)| reading.carrier.is_none_or(|c| c == pair.0 || c == pair.1);
    let share = |tally: &Tally| (tally.screened > 0).then(|| tally.dropped() as f64 / tally.screened as f64);
    let of = |(a, b): (usize, usize)| {
        let both: Vec<(f64, f64)> =
            record.tallies.iter().filter_map(|row| share(&row[a]).zip(share(&row[b]))).collect();
        correlation(&both)
    };
    let found: Vec<f64> = pairs.filter(own).filter_map(of).collect();
    (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
}

/// Pearson's correlation; 0 where a side never varies, `None` of fewer than two pairs.
fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 2 {
        return None;
    }
    let n = pairs.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (a, b) = (mean(&|p| p.0), mean(&|p| p.1));
    let together = mean(&|p| (p.0 - a) * (p.1 - b));
    let spread = mean(&|p| (p.0 - a) * (p.0 - a)) * mean(&|p| (p.1 - b) * (p.1 - b));
    Some(if spread > 0.0 { together / spread.sqrt() } else { 0.0 })
}

/// The tallies that a reading is about, added up.
fn total(reading: &Reading, record: &RunRecord) -> Tally {
    let mut total = Tally::default();
    for (s, row) in
        record.tallies.iter().enumerate().filter(|(s, _)| reading.sender.is_none_or(|of| of == *s))
    {
        let _ = s;
        let cells = row.iter().enumerate().filter(|(c, _)| reading.carrier.is_none_or(|at| at == *c));
        cells.for_each(|(_, tally)| total.add(tally));
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_of_what_was_screened() {
        // 10 pass, then of 10 the filter drops all: the halves meet between the bins, wherever empty bins lie.
        let bins = [(0.0, 0.0), (10.0, 0.0), (0.0, 0.0), (10.0, 10.0), (0.0, 0.0)];
        assert_eq!(half_passed(&bins, false), Some(1.0));
        assert_eq!(half_passed(&bins, true), Some(0.0));
        // 12 and 8: the second half begins ten messages in, with two of the first bin, of which a quarter is dropped.
        let bins = [(12.0, 3.0), (8.0, 8.0)];
        assert_eq!(half_passed(&bins, false), Some(0.75));
        assert!((half_passed(&bins, true).expect("screened") - 0.15).abs() < 1e-12);
        assert_eq!(half_passed(&[(0.0, 0.0)], true), None);
    }

    #[test]
    fn stays_of_one_length_have_that_mean() {
        let stay = |hours| Stay { hours, over: true };
        assert_eq!(mean_stay(&[stay(0.1); 7]), Some(0.1));
        assert_eq!(mean_stay(&[stay(1.0), stay(2.5)]), Some(1.75));
        assert_eq!(mean_stay(&[]), None);
    }

    #[test]
    fn correlation_is_pearsons() {
        let line = [(0.0, 0.1), (0.5, 0.2), (1.0, 0.3)];
        assert!((correlation(&line).expect("three") - 1.0).abs() < 1e-12);
        let back = line.map(|(a, b)| (a, 1.0 - b));
        assert!((correlation(&back).expect("three") + 1.0).abs() < 1e-12);
        // By hand: deviations (-1, 0, 1) and (0, 1, -1), so -1 over the root of 2 times 2.
        let some = [(1.0, 1.0), (2.0, 2.0), (3.0, 0.0)];
        assert!((correlation(&some).expect("three") + 0.5).abs() < 1e-12);
        assert_eq!(correlation(&[(0.3, 0.0), (0.7, 0.0)]), Some(0.0), "a side that never varies");
        assert_eq!(correlation(&[(0.3, 0.1)]), None);
    }
}
