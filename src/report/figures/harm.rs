//! Harm beside deliverability.

use super::panels::{self, Panel};
use super::rows::sample;
use super::{Figure, Show};
use crate::experiment::summary::Summary;
use crate::report::ReportError;

const TITLE: &str = "What was delivered, and what it did to the people";

const PANELS: [Panel; 4] = [
    Panel { metric: "delivered", show: Show::Share, head: "delivered", unit: "of attempted", room: 58.0 },
    Panel {
        metric: "unwanted_delivered",
        show: Show::Share,
        head: "unwanted delivered",
        unit: "of attempted",
        room: 58.0,
    },
    Panel {
        metric: "opt_outs",
        show: Show::PerThousand,
        head: "opt-outs",
        unit: "per 1,000 delivered",
        room: 58.0,
    },
    Panel {
        metric: "complaints",
        show: Show::PerThousand,
        head: "complaints",
        unit: "per 1,000 delivered",
        room: 58.0,
    },
];

pub(super) fn figure(summary: &Summary) -> Result<Figure, ReportError> {
    let caption = format!(
        "Left, the share of attempted messages that arrived; then, for the same strategies, messages delivered to people \
         who did not want them (of attempted), and opt-outs and complaints (per 1,000 delivered). Each panel has its own \
         scale from zero. {}",
        sample(summary)
    );
    panels::figure(summary, "harm", TITLE, caption, &PANELS, true)
}
