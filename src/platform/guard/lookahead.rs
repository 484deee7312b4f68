//! # Look-ahead filter, `[platform.lookahead]`
//!
//! **Does:** scores every text with the platform's own content model and drops it where the probability of spam is at
//! least `threshold`, so that no carrier counts it against the platform's numbers. The sender is told as a carrier would
//! tell it: 30007, after a `delay` like that of a receipt, with the statuses of a message that was sent. Sender and
//! receipts cannot say whose block it was; the ledger can (cause `guard_lookahead`, fate refused), and so can the bill,
//! since what no carrier got costs nothing.
//! **Evaded by:** what evades content models (`docs/model.md`). A model that is stricter than the carriers' drops
//! what they would have let through.
//! **Source:** 30007 is filtered by Twilio or by the carrier (Twilio); Bandwidth's 4470 and Sinch's 62 are a code for
//! the provider's own filter (n.d.). Threshold and delay are assumptions.
//!
//! **Scenario:** `look-ahead`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Guard, Request, Ruling, Vetted};
use crate::message::{Code, GuardKind};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::time::SimSpan;
use crate::units::{Delay, Share};

/// Settings of the platform's own spam filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct LookaheadSettings {
    /// Whether the guard is on.
    pub enabled: bool,
    /// The content model: `"default"`, which is built in, or the path of a model file, relative to the scenario.
    pub model: String,
    /// The probability of spam from which on a text is dropped.
    pub threshold: Share,
    /// From the drop to the moment the sender is told.
    pub delay: Delay,
    /// The code that the sender is told.
    pub code: Code,
}

impl Default for LookaheadSettings {
    fn default() -> Self {
        LookaheadSettings {
            enabled: true,
            model: "default".into(),
            threshold: Share::new(0.9),
            delay: Delay::of_seconds(1.0, 4.0, 30.0),
            code: Code::FILTERED,
        }
    }
}

/// The filter at work.
#[derive(Debug)]
pub struct Lookahead {
    threshold: f64,
    delay: LogNormal,
    code: Code,
    vetted: Arc<Vetted>,
}

impl Lookahead {
    /// A filter by what is known of each text.
    pub fn new(settings: &LookaheadSettings, vetted: Arc<Vetted>) -> Lookahead {
        let threshold = settings.threshold.value();
        Lookahead { threshold, delay: LogNormal::of(settings.delay), code: settings.code, vetted }
    }
}

impl Guard for Lookahead {
    fn request(&mut self, request: &Request, draws: &Draws) -> Ruling {
        if self.vetted.spam[request.text.index()] < self.threshold {
            return Ruling::Pass;
        }
        let word = draws.words(Purpose::Lookahead, request.sender_key, request.count)[0];
        let after = SimSpan::from_seconds_f64(self.delay.at(unit(word)));
        Ruling::RefuseAsCarrier(self.code, GuardKind::Lookahead, after)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::request;
    use super::*;
    use crate::message::TextId;

    #[test]
    fn what_the_model_takes_for_spam_is_dropped_and_told_later() {
        let vetted = Vetted { spam: vec![0.1, 0.9, 0.99], ..Vetted::default() };
        let mut filter = Lookahead::new(&LookaheadSettings::default(), Arc::new(vetted));
        let mut ask = |text, count| {
            let request = Request { text: TextId(text), count, ..request() };
            filter.request(&request, &Draws::new(1, 0))
        };
        assert_eq!(ask(0, 0), Ruling::Pass);
        let mut spans = Vec::new();
        for text in [1, 2] {
            let Ruling::RefuseAsCarrier(Code::FILTERED, GuardKind::Lookahead, after) = ask(text, text) else {
                panic!("text {text} passes");
            };
            assert!(after >= SimSpan::SECOND);
            spans.push(after);
        }
        assert_ne!(spans[0], spans[1], "each message has its own delay");
    }
}
