//! What bots that ask for one-time codes cost, beside the people who were turned away.

use super::panels::{self, Panel};
use super::rows::{measured, sample};
use super::{Figure, Show};
use crate::experiment::summary::Summary;
use crate::report::ReportError;

const TITLE: &str = "What bots cost, and which people were turned away";

const PANELS: [Panel; 4] = [
    Panel {
        metric: "codes_completed",
        show: Show::Share,
        head: "codes entered",
        unit: "of people asking",
        room: 66.0,
    },
    Panel {
        metric: "genuine_refused",
        show: Show::Share,
        head: "people refused",
        unit: "of their requests",
        room: 66.0,
    },
    Panel {
        metric: "fraud_delivered",
        show: Show::Share,
        head: "bots served",
        unit: "of their requests",
        room: 66.0,
    },
    Panel { metric: "fraud_loss", show: Show::Number, head: "paid for bots", unit: "dollars", room: 82.0 },
];

/// `None` where no website sends one-time codes.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    if summary.strategies.iter().all(|s| measured(&s.metrics, "fraud_loss").is_none()) {
        return Ok(None);
    }
    let caption = format!(
        "Left, people who asked for a one-time code and entered one; then requests of people that a guard turned away, \
         requests of bots whose code was truly delivered, and the dollars that the sender pays for those. What was \
         turned away costs nothing. Each panel has its own scale from zero. {}",
        sample(summary)
    );
    panels::figure(summary, "pumping", TITLE, caption, &PANELS, true).map(Some)
}
