//! What one-time codes cost, and whom their guards turned away.

use crate::ledger::{CodesTally, Tally};
use crate::sender::SenderSettings;

/// Some of the tallies of websites that send one-time codes, added up.
#[derive(Debug, Default)]
pub(super) struct Websites {
    /// Whether there is such a website at all.
    seen: bool,
    total: CodesTally,
    loss: f64,
    income: f64,
}

impl Websites {
    /// Adds a tally of a sender, and says what its messages to the bots' targets cost above the sender's own
    /// price, in dollars.
    pub(super) fn add(&mut self, tally: &Tally, sender: &SenderSettings) -> f64 {
        let Some(codes) = &sender.codes else { return 0.0 };
        self.seen = true;
        self.total.add(&tally.codes);
        let Some(bots) = &codes.bots else { return 0.0 };
        let own = sender.number.segment_price;
        let price = bots.segment_price.unwrap_or(own);
        let segments = tally.codes.bot_segments as f64;
        self.loss += segments * price;
        self.income += tally.codes.bot_delivered as f64 * bots.income;
        segments * (price - own)
    }

    /// The metrics; none of them where there is no such website.
    pub(super) fn values(&self) -> [(&'static str, Option<f64>); 5] {
        let t = &self.total;
        let ratio = |a: u64, b: u64| (self.seen && b > 0).then(|| a as f64 / b as f64);
        [
            ("codes_completed", ratio(t.completed, t.wanted)),
            ("genuine_refused", ratio(t.refused, t.requests)),
            ("fraud_delivered", ratio(t.bot_delivered, t.bot_requests)),
            ("fraud_loss", self.seen.then_some(self.loss)),
            ("fraud_income", self.seen.then_some(self.income)),
        ]
    }
}
