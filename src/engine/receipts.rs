//! A receipt on its way back to the sender, and what befalls it.

use crate::carrier::receipts::ReceiptSettings;
use crate::ledger::{Detail, Ledger};
use crate::message::{CarrierId, Code, Fate, Reported, Submission};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::time::{SimSpan, SimTime};

/// The receipts of one carrier.
pub(super) struct Receipts {
    carrier: CarrierId,
    horizon: SimTime,
    delay: LogNormal,
    /// No draw of the delay is longer than this.
    longest: SimSpan,
    late_delay: LogNormal,
    block_code: Code,
    lost: f64,
    late: f64,
    duplicate: f64,
    contradictory: f64,
}

impl Receipts {
    pub(super) fn new(carrier: CarrierId, settings: &ReceiptSettings, horizon: SimTime) -> Receipts {
        let delay = LogNormal::of(settings.delay);
        Receipts {
            carrier,
            horizon,
            delay,
            longest: SimSpan::from_seconds_f64(delay.at(unit(u32::MAX))),
            late_delay: LogNormal::of(settings.late_delay),
            block_code: settings.block_code,
            lost: settings.lost.value(),
            late: settings.late.value(),
            duplicate: settings.duplicate.value(),
            contradictory: settings.contradictory.value(),
        }
    }

    /// Sends the receipt of a message at `now`, and says when it is read; `None` where it is lost or due after
    /// the horizon. The time is that of the receipt only where the sender `listens`: nobody else asks.
    #[expect(clippy::too_many_arguments, reason = "the rooms that a receipt touches")]
    pub(super) fn send(
        &self,
        now: SimTime,
        message: &Submission,
        says: Reported,
        truth: Fate,
        listens: bool,
        ledger: &mut Ledger,
        draws: &Draws,
    ) -> Option<SimTime> {
        let words = |purpose| draws.words(purpose, message.sender_key, message.id.count);
        let certain = !listens && self.is_certain(now, ledger);
        let delays = if certain && self.lost == 0.0 { [0; 4] } else { words(Purpose::Delay) };
        if self.lost > 0.0 && unit(delays[2]) < self.lost {
            return None;
        }
        if self.late + self.duplicate + self.contradictory == 0.0 {
            let at = if certain { now } else { now + after(self.delay, delays[1]) };
            ledger.reported(at, self.carrier, message, says, truth);
            return (at < self.horizon).then_some(at);
        }
        let faults = words(Purpose::ReceiptFaults);
        let law = if unit(faults[1]) < self.late { self.late_delay } else { self.delay };
        let at = now + after(law, words(Purpose::Delay)[1]);
        ledger.reported(at, self.carrier, message, says, truth);
        let u = unit(faults[2]);
        if u < self.duplicate + self.contradictory {
            let second = if u < self.duplicate { says } else { self.opposite(says, truth) };
            let at = at + after(self.delay, faults[3]);
            ledger.reported_again(at, self.carrier, message, second, second == says);
        }
        (at < self.horizon).then_some(at)
    }

    /// Whether a receipt issued now is read before the horizon whatever its delay, and nobody asks when.
    /// Then the delay need not be worked out.
    fn is_certain(&self, now: SimTime, ledger: &Ledger) -> bool {
        matches!(ledger.detail(), Detail::Tallies | Detail::Decisions) && now + self.longest < self.horizon
    }

    /// What a receipt says that contradicts another.
    fn opposite(&self, says: Reported, truth: Fate) -> Reported {
        match (says, truth) {
            (Reported::Failed(_), _) => Reported::Delivered,
            (Reported::Delivered, Fate::Silenced) => Reported::Failed(self.block_code),
            (Reported::Delivered, _) => Reported::Failed(Code::UNKNOWN_ERROR),
        }
    }
}

fn after(law: LogNormal, word: u32) -> SimSpan {
    SimSpan::from_seconds_f64(law.at(unit(word)))
}
