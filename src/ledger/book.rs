//! The ledger of one run: tallies for every sender at every carrier, and as much detail as was asked for.

use rustc_hash::{FxHashMap, FxHashSet};

use serde::{Deserialize, Serialize};

use super::tally::{Cause, Tally};
use crate::carrier::{Decision, Grounds};
use crate::message::{CarrierId, Code, Fate, MessageId, Reported, Role, SenderId, Submission};
use crate::rng::splitmix;
use crate::time::{SimSpan, SimTime};

/// How much is written down beside the tallies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Detail {
    /// Tallies only.
    #[default]
    Tallies,
    /// Tallies, with a digest of all that happened in each.
    Digest,
    /// A sample of the decisions that dropped or held a message.
    Decisions,
    /// That, and a row for every message.
    Messages,
    /// Everything about one message.
    Probe(MessageId),
}

/// Bins of the time course.
pub const N_BINS: usize = 144;

/// Counts by bins of equal length at one carrier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Messages screened.
    pub screened: Vec<u32>,
    /// Messages delivered, by the time of screening.
    pub delivered: Vec<u32>,
    /// Messages dropped.
    pub dropped: Vec<u32>,
    /// Complaints that arrived.
    pub complaints: Vec<u32>,
    /// The filter's threshold in force at the end of each bin; empty until it is said.
    pub threshold: Vec<f32>,
}

/// Messages by the day of their number's life: 0 is the 24 hours from the first message due from it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ages {
    /// Messages due before the horizon.
    pub attempted: Vec<u32>,
    /// Those of them that were delivered.
    pub delivered: Vec<u32>,
}

/// Days of a number's life that are told apart; what is due later is not counted.
pub const AGES_MAX: usize = 62;

impl Ages {
    fn day(of: &mut Vec<u32>, age: SimSpan) {
        let day = (age.micros() / SimSpan::DAY.micros()) as usize;
        if day < AGES_MAX {
            if of.len() <= day {
                of.resize(day + 1, 0);
            }
            of[day] += 1;
        }
    }
}

/// What became of one number at one carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NumberRow {
    /// Messages screened.
    pub screened: u32,
    /// Messages delivered.
    pub delivered: u32,
    /// Messages dropped.
    pub dropped: u32,
    /// When it was first dropped, in microseconds; `None` if never.
    pub first_drop: Option<SimTime>,
}

/// A decision that was written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionRow {
    /// When.
    pub at: SimTime,
    /// By which carrier.
    pub carrier: CarrierId,
    /// On which message.
    pub message: Submission,
    /// The decision.
    pub decision: Decision,
    /// What it rested on; only of a message that is probed.
    #[serde(skip)]
    pub grounds: Option<Box<Grounds>>,
}

/// A message from due to fate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MessageRow {
    /// The message.
    pub message: Submission,
    /// The recipient's carrier.
    pub carrier: CarrierId,
    /// When it left the platform for the carrier; absent where it did not.
    pub left: Option<SimTime>,
    /// When its fate was settled; absent while in flight.
    pub settled: Option<SimTime>,
    /// Where it ended.
    pub fate: Fate,
    /// Why, if not delivered.
    pub cause: Option<Cause>,
    /// What the sender was told first, and when.
    pub report: Option<(SimTime, Reported)>,
    /// What the sender was told after that, and when.
    pub second: Option<(SimTime, Reported)>,
    /// Whether the network acknowledged it before the filter ran, with the only receipt that there is.
    pub acknowledged: bool,
    /// The carrier's last decision, with every term.
    pub decision: Option<Decision>,
}

/// How many decisions are kept for each carrier before the sample is thinned.
const DECISIONS_MAX: usize = 4096;

/// The ledger of one run.
#[derive(Debug)]
pub struct Ledger {
    n_carriers: usize,
    horizon: SimTime,
    bin: SimSpan,
    /// By sender, then carrier, in the order of the names.
    pub tallies: Vec<Tally>,
    /// By carrier.
    pub courses: Vec<Course>,
    /// Messages by the age of their number; empty where the horizon is a day or less.
    pub ages: Ages,
    /// By number: when its first message was due; empty like `ages`.
    firsts: Vec<SimTime>,
    /// By carrier, then number; empty unless detail was asked for.
    pub numbers: Vec<Vec<NumberRow>>,
    /// By carrier: sampled decisions that held or dropped a message.
    pub decisions: Vec<Vec<DecisionRow>>,
    /// By carrier: one in 2^this decisions was kept.
    pub thinning: Vec<u32>,
    /// Rows of messages, in the order in which they became due.
    pub messages: Vec<MessageRow>,
    places: FxHashMap<MessageId, u32>,
    /// By sender: intents that were reached, where there can be several attempts; looked up, never iterated.
    reached: Vec<Option<FxHashSet<u32>>>,
    detail: Detail,
}

impl Ledger {
    /// An empty ledger.
    pub fn new(
        n_senders: usize,
        n_carriers: usize,
        n_numbers: usize,
        horizon: SimTime,
        detail: Detail,
    ) -> Ledger {
        let zeros = || vec![0u32; N_BINS];
        let course = Course {
            screened: zeros(),
            delivered: zeros(),
            dropped: zeros(),
            complaints: zeros(),
            threshold: Vec::new(),
        };
        let rows = if detail <= Detail::Digest { 0 } else { n_numbers };
        let aged = if horizon > SimTime::START + SimSpan::DAY { n_numbers } else { 0 };
        Ledger {
            n_carriers,
            horizon,
            bin: SimSpan::from_micros(horizon.micros().div_ceil(N_BINS as u64).max(1)),
            tallies: vec![Tally::default(); n_senders * n_carriers],
            courses: vec![course; n_carriers],
            ages: Ages::default(),
            firsts: vec![SimTime::NEVER; aged],
            numbers: vec![vec![NumberRow::default(); rows]; n_carriers],
            decisions: vec![Vec::new(); n_carriers],
            thinning: vec![0; n_carriers],
            messages: Vec::new(),
            places: FxHashMap::default(),
            reached: vec![None; n_senders],
            detail,
        }
    }

    /// The tally of a sender at a carrier.
    pub fn tally(&mut self, sender: SenderId, carrier: CarrierId) -> &mut Tally {
        &mut self.tallies[sender.index() * self.n_carriers + carrier.index()]
    }

    /// Length of a bin of the time course.
    pub fn bin(&self) -> SimSpan {
        self.bin
    }

    fn bin_of(&self, at: SimTime) -> usize {
        ((at.micros() / self.bin.micros()) as usize).min(N_BINS - 1)
    }

    fn row(&mut self, id: MessageId) -> Option<&mut MessageRow> {
        if self.messages.is_empty() {
            return None;
        }
        let place = *self.places.get(&id)?;
        Some(&mut self.messages[place as usize])
    }

    /// A sender may send one thing several times: what was reached is then counted once.
    pub fn repeats(&mut self, sender: SenderId) {
        self.reached[sender.index()] = Some(FxHashSet::default());
    }

    /// A sender chose not to send what it wanted to say. A retry that is not made is no such thing.
    pub fn withheld(&mut self, message: &Submission, carrier: CarrierId) {
        if message.role == Role::Main && message.id.count == message.intent {
            self.tally(message.id.sender, carrier).withheld += 1;
        }
    }

    /// A sender tries to send a message.
    pub fn attempted(&mut self, message: &Submission, carrier: CarrierId) {
        let first_attempt = message.role == Role::Main && message.id.count == message.intent;
        let tally = self.tally(message.id.sender, carrier);
        tally.attempted += 1;
        tally.intents += u64::from(first_attempt);
        tally.codes.attempted(message);
        if let Some(first) = self.firsts.get_mut(message.number.index())
            && message.due < self.horizon
        {
            *first = (*first).min(message.due);
            Ages::day(&mut self.ages.attempted, message.due.since(*first));
        }
        let wanted = match self.detail {
            Detail::Messages => true,
            Detail::Probe(id) => id == message.id,
            Detail::Tallies | Detail::Digest | Detail::Decisions => false,
        };
        if wanted {
            self.places.insert(message.id, self.messages.len() as u32);
            self.messages.push(MessageRow {
                message: *message,
                carrier,
                left: None,
                settled: None,
                fate: Fate::InFlight,
                cause: Some(Cause::Pending),
                report: None,
                second: None,
                acknowledged: false,
                decision: None,
            });
        }
    }

    /// A message left the platform for its carrier.
    pub fn left(&mut self, at: SimTime, message: &Submission) {
        if let Some(row) = self.row(message.id) {
            row.left = Some(at);
        }
    }

    /// A carrier has judged a message (again, if it was held before).
    pub fn decided(
        &mut self,
        at: SimTime,
        carrier: CarrierId,
        message: &Submission,
        decision: &Decision,
        grounds: Option<Box<Grounds>>,
    ) {
        let bin = self.bin_of(at);
        let c = carrier.index();
        if message.holds == 0 {
            self.tally(message.id.sender, carrier).screened += 1;
            self.courses[c].screened[bin] += 1;
            if let Some(row) = self.numbers[c].get_mut(message.number.index()) {
                row.screened += 1;
            }
        }
        if self.detail == Detail::Digest {
            let passes = matches!(decision.verdict, crate::message::Verdict::Deliver);
            let whom = u64::from(message.person.0) << 32 | u64::from(message.number.0);
            let what = u64::from(message.text.0) << 1 | u64::from(passes);
            self.note(at, carrier, message, &[1, whom, what, decision.sum.to_bits()]);
        }
        if self.detail <= Detail::Digest {
            return;
        }
        if let Some(row) = self.row(message.id) {
            row.decision = Some(*decision);
        }
        let keep = match self.detail {
            Detail::Probe(id) => id == message.id,
            _ => {
                let lot = splitmix(message.sender_key ^ u64::from(message.id.count));
                !matches!(decision.verdict, crate::message::Verdict::Deliver)
                    && lot.trailing_zeros() >= self.thinning[c]
            }
        };
        if keep {
            self.decisions[c].push(DecisionRow {
                at,
                carrier,
                message: *message,
                decision: *decision,
                grounds,
            });
            if self.decisions[c].len() > DECISIONS_MAX {
                self.thinning[c] += 1;
                let thinning = self.thinning[c];
                self.decisions[c].retain(|row| {
                    splitmix(row.message.sender_key ^ u64::from(row.message.id.count)).trailing_zeros()
                        >= thinning
                });
            }
        }
    }

    /// A message has met its fate. `screened` is when the filter let it pass or dropped it.
    pub fn settled(
        &mut self,
        at: SimTime,
        screened: Option<SimTime>,
        carrier: CarrierId,
        message: &Submission,
        fate: Fate,
        cause: Option<Cause>,
    ) {
        let c = carrier.index();
        let tally = self.tally(message.id.sender, carrier);
        tally.fates[fate as usize] += 1;
        if let Some(cause) = cause {
            tally.causes[cause.index()] += 1;
        }
        tally.codes.settled(message, fate, cause);
        if fate == Fate::Delivered {
            tally.delivered(at.since(message.due));
            if message.role == Role::Main {
                let sender = message.id.sender;
                let new = self.reached[sender.index()].as_mut().is_none_or(|set| set.insert(message.intent));
                self.tally(sender, carrier).reached += u64::from(new);
            }
            if let Some(first) = self.firsts.get(message.number.index()) {
                Ages::day(&mut self.ages.delivered, message.due.since(*first));
            }
        }
        if let Some(screened) = screened {
            let bin = self.bin_of(screened);
            match fate {
                Fate::Delivered => self.courses[c].delivered[bin] += 1,
                Fate::Blocked | Fate::Silenced => self.courses[c].dropped[bin] += 1,
                _ => {}
            }
            if let Some(row) = self.numbers[c].get_mut(message.number.index()) {
                match fate {
                    Fate::Delivered => row.delivered += 1,
                    Fate::Blocked | Fate::Silenced => {
                        row.dropped += 1;
                        row.first_drop = row.first_drop.or(Some(screened));
                    }
                    _ => {}
                }
            }
        }
        self.note(at, carrier, message, &[2, fate as u64, cause.map_or(0, |c| 1 + c.index() as u64)]);
        if let Some(row) = self.row(message.id) {
            row.settled = (fate != Fate::InFlight).then_some(at);
            row.fate = fate;
            row.cause = cause;
        }
    }

    /// The sender is told something, at `at`; what comes after the horizon is never read.
    pub fn reported(
        &mut self,
        at: SimTime,
        carrier: CarrierId,
        message: &Submission,
        says: Reported,
        truth: Fate,
    ) {
        if at >= self.horizon {
            return;
        }
        let tally = self.tally(message.id.sender, carrier);
        match says {
            Reported::Delivered => {
                tally.reported_delivered += 1;
                tally.false_delivered += u64::from(truth != Fate::Delivered);
            }
            Reported::Failed(_) => tally.reported_failed += 1,
        }
        self.note(at, carrier, message, &[3, word_of(says)]);
        if let Some(row) = self.row(message.id) {
            row.report = Some((at, says));
        }
    }

    /// The network acknowledges a message before its filter runs; `read` says whether the receipt, which was
    /// reported with an open fate, is read before the horizon.
    pub fn acknowledged(&mut self, carrier: CarrierId, message: &Submission, read: bool) {
        self.tally(message.id.sender, carrier).receipts_acknowledged += u64::from(read);
        if let Some(row) = self.row(message.id) {
            row.acknowledged = true;
        }
    }

    /// A message that was reported as delivered before its fate was known has been delivered.
    pub fn came_true(&mut self, carrier: CarrierId, message: &Submission) {
        self.tally(message.id.sender, carrier).false_delivered -= 1;
    }

    /// The sender is told something a second time, at `at`: the `same` again, or the opposite. The first word
    /// stands; this one is only counted.
    pub fn reported_again(
        &mut self,
        at: SimTime,
        carrier: CarrierId,
        message: &Submission,
        says: Reported,
        same: bool,
    ) {
        if at >= self.horizon {
            return;
        }
        let tally = self.tally(message.id.sender, carrier);
        if same {
            tally.receipts_duplicate += 1;
        } else {
            tally.receipts_contradictory += 1;
        }
        self.note(at, carrier, message, &[4, word_of(says)]);
        if let Some(row) = self.row(message.id) {
            row.second = Some((at, says));
        }
    }

    /// The code in a message was entered.
    pub fn completed(&mut self, message: &Submission, carrier: CarrierId) {
        self.tally(message.id.sender, carrier).codes.completed(message);
    }

    /// A message costs its sender so many dollars.
    pub fn charged(&mut self, message: &Submission, carrier: CarrierId, dollars: f64) {
        let tally = self.tally(message.id.sender, carrier);
        tally.cost += dollars;
        tally.codes.bot_cost += if message.is_for_bots() { dollars } else { 0.0 };
    }

    /// A carrier has a message from here on.
    pub fn handed_over(&mut self, message: &Submission, carrier: CarrierId) {
        let (tally, segments) = (self.tally(message.id.sender, carrier), u64::from(message.segments));
        tally.segments += segments;
        tally.codes.bot_segments += if message.is_for_bots() { segments } else { 0 };
    }

    /// A complaint has reached a carrier.
    pub fn complained(&mut self, at: SimTime, sender: SenderId, carrier: CarrierId) {
        let bin = self.bin_of(at);
        self.tally(sender, carrier).complaints += 1;
        self.courses[carrier.index()].complaints[bin] += 1;
    }

    /// A carrier's filter has this threshold from `at` on. To be called for the start and for every move, in
    /// order of time.
    pub fn threshold(&mut self, at: SimTime, carrier: CarrierId, value: f64) {
        let bin = self.bin_of(at);
        let course = &mut self.courses[carrier.index()].threshold;
        if course.is_empty() {
            course.resize(N_BINS, value as f32);
        }
        course[bin..].fill(value as f32);
    }

    /// A person did something about a message, `what` for short: for the digest, which nobody else keeps.
    pub fn reacted(&mut self, at: SimTime, carrier: CarrierId, message: &Submission, what: u32) {
        self.note(at, carrier, message, &[5, u64::from(what)]);
    }

    /// Adds an event to the digest of its sender at its carrier, where one is kept.
    fn note(&mut self, at: SimTime, carrier: CarrierId, message: &Submission, event: &[u64]) {
        if self.detail != Detail::Digest {
            return;
        }
        let key = splitmix(message.sender_key ^ u64::from(message.id.count));
        let hash = event.iter().fold(splitmix(key ^ at.micros()), |hash, word| splitmix(hash ^ word));
        let tally = self.tally(message.id.sender, carrier);
        tally.log = tally.log.wrapping_add(hash);
    }

    /// Panics unless every message has exactly one fate: losing one would be our own mistake.
    pub fn assert_conserved(&self) {
        for (place, tally) in self.tallies.iter().enumerate() {
            let (sender, carrier) = (place / self.n_carriers, place % self.n_carriers);
            let (attempted, fates) = (tally.attempted, tally.fates);
            assert!(
                tally.is_conserved(),
                "messages of sender {sender} at carrier {carrier} are not conserved: {attempted} attempted, fates {fates:?}"
            );
        }
    }

    /// Whether everything about this message is asked for.
    pub fn probes(&self, id: MessageId) -> bool {
        self.detail == Detail::Probe(id)
    }

    /// How much detail this ledger keeps.
    pub fn detail(&self) -> Detail {
        self.detail
    }
}

fn word_of(says: Reported) -> u64 {
    match says {
        Reported::Delivered => 0,
        Reported::Failed(code) => u64::from(code.0),
    }
}

/// The provider-style code that a cause is reported under.
pub fn code_of(cause: Cause, receipt: Option<Reported>) -> Option<Code> {
    match (receipt, cause) {
        (Some(Reported::Failed(code)), _) => Some(code),
        (_, Cause::OptedOut) => Some(Code::OPTED_OUT),
        (_, Cause::QueueFull) => Some(Code::QUEUE_OVERFLOW),
        (_, Cause::Expired) => Some(Code::EXPIRED),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_holds_until_it_moves() {
        let at = |hours: u64| SimTime::START + SimSpan::HOUR * hours;
        let mut ledger = Ledger::new(1, 2, 1, at(N_BINS as u64), Detail::Tallies);
        ledger.threshold(at(0), CarrierId(1), 1.0);
        ledger.threshold(at(10), CarrierId(1), 0.5);
        ledger.threshold(at(11) + SimSpan::MINUTE * 59, CarrierId(1), 0.75);
        let course = &ledger.courses[1].threshold;
        assert_eq!(course[9..13], [1.0, 0.5, 0.75, 0.75]);
        assert_eq!((course.len(), course[0], course[N_BINS - 1]), (N_BINS, 1.0, 0.75));
        assert!(ledger.courses[0].threshold.is_empty(), "nobody said what it is");
    }
}
