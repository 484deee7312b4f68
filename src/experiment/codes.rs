//! What one-time codes cost, and whom their guards turned away.

use crate::ledger::{CodesTally, Tally};
use crate::sender::SenderSettings;

/// Some of the tallies of websites that send one-time codes, added up.
#[derive(Debug, Default)]
pub(super) struct Websites {
    /// Whether there is such a website at all.
    seen: bool,
    total: CodesTally,
    income: f64,
}

impl Websites {
    /// Adds a tally of a sender.
    pub(super) fn add(&mut self, tally: &Tally, sender: &SenderSettings) {
        let Some(codes) = &sender.codes else { return };
        self.seen = true;
        self.total.add(&tally.codes);
        self.income += tally.codes.bot_delivered as f64 * codes.bots.as_ref().map_or(0.0, |b| b.income);
    }

    /// The metrics; none of them where there is no such website.
    pub(super) fn values(&self) -> [(&'static str, Option<f64>); 5] {
        let t = &self.total;
        let ratio = |a: u64, b: u64| (self.seen && b > 0).then(|| a as f64 / b as f64);
        [
            ("codes_completed", ratio(t.completed, t.wanted)),
            ("genuine_refused", ratio(t.refused, t.requests)),
            ("fraud_delivered", ratio(t.bot_delivered, t.bot_requests)),
            ("fraud_loss", self.seen.then_some(t.bot_cost)),
            ("fraud_income", self.seen.then_some(self.income)),
        ]
    }
}
