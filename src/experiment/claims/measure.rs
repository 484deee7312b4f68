//! Metrics and measures read from the record of a run.

use crate::experiment::record::RunRecord;
use crate::ledger::{LOST, Tally, causes};
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
        "stay_hours" => {
            let stays = &record.stays;
            (!stays.is_empty()).then(|| stays.iter().map(|s| s.hours).sum::<f64>() / stays.len() as f64)
        }
        "passed_early" => passed(reading, record, false),
        "passed_late" => passed(reading, record, true),
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
}
