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
];

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
