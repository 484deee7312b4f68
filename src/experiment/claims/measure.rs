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
