//! What a claim may be about beside the metrics: they are computed from the same record of a run, and are printed
//! nowhere else.

use super::{Cause, METRICS, Metric, Scale};

/// Every measure that is no metric. `lost.CAUSE` is one for each cause, see [`measure()`].
pub const MEASURES: &[Metric] = &[
    Metric {
        name: "delivered_count",
        meaning: "messages truly delivered",
        scale: Scale::Count,
        signed: false,
        good: Some(true),
    },
    Metric {
        name: "complaint_count",
        meaning: "complaints to the carrier, however many messages were delivered",
        scale: Scale::Count,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "stay_hours",
        meaning: "mean length of the stays on a blacklist in hours, those not over at the horizon as long as they were seen",
        scale: Scale::Count,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "passed_early",
        meaning: "of what carriers screened, the share that was not dropped in the first half, by all senders",
        scale: Scale::Share,
        signed: false,
        good: Some(true),
    },
    Metric {
        name: "passed_late",
        meaning: "of what carriers screened, the share that was not dropped in the second half, by all senders",
        scale: Scale::Share,
        signed: false,
        good: Some(true),
    },
    Metric {
        name: "drops_reported_delivered",
        meaning: "of the messages that a filter turned away (blocked, silenced, throttled), the share reported as delivered",
        scale: Scale::Share,
        signed: false,
        good: Some(false),
    },
    Metric {
        name: "block_correlation",
        meaning: "correlation over senders of the shares that two carriers drop, the mean over pairs of carriers; 0 where a carrier drops as much of each",
        scale: Scale::Count,
        signed: true,
        good: None,
    },
    Metric {
        name: LOG_CHANGED,
        meaning: "1 where anything at all went otherwise than in the other world of the contrast, every event with its time, and 0 where nothing did",
        scale: Scale::Count,
        signed: false,
        good: None,
    },
];

/// The measure that tells only whether two worlds differ: its values are digests, and an effect is 1 where they do.
pub const LOG_CHANGED: &str = "log_changed";

/// What the measures `lost.CAUSE` begin with.
pub const LOST: &str = "lost.";

/// The metric or measure of that name. `lost.CAUSE` is the share of attempted messages lost to that cause, by its
/// name in tables, such as `lost.rate_hour` or `lost.blacklist`; `lost.rate_*` adds up all that begin so.
pub fn measure(name: &str) -> Option<Metric> {
    if let Some(cause) = name.strip_prefix(LOST) {
        let first = causes(cause).next()?;
        return Some(Metric {
            name: "lost",
            meaning: first.label(),
            scale: Scale::Share,
            signed: false,
            good: Some(false),
        });
    }
    METRICS.iter().chain(MEASURES).find(|m| m.name == name).copied()
}

/// The causes that `lost.` and this name: one, or with a `*` at the end all that begin so.
pub fn causes(name: &str) -> impl Iterator<Item = Cause> {
    let (begins, name) = match name.strip_suffix('*') {
        Some(begins) => (true, begins),
        None => (false, name),
    };
    Cause::all().filter(move |c| if begins { c.name().starts_with(name) } else { c.name() == name })
}
