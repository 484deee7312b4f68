//! One carrier with its events: a message is screened, reaches the handset, and the person reacts.

use std::collections::VecDeque;

use super::events::{EventSet, Wheel};
use super::parcels::{INDEX_BITS, INDEX_MASK, Parcel, Parcels, in_flight, payload};
use super::world::World;
use crate::carrier::{Carrier, Decision, Evidence, Truth};
use crate::ledger::{Cause, Detail, Ledger};
use crate::message::{CarrierId, Fate, Lie, Reported, Submission, Verdict};
use crate::recipient::{Impression, Population, Reaction};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::sender::Intent;
use crate::time::{SimSpan, SimTime};

/// One carrier with its events.
pub(super) struct Shard {
    id: CarrierId,
    pub(super) carrier: Carrier,
    pub(super) events: Wheel,
    /// Messages on their way from the platform, in order of arrival.
    pub(super) inbox: VecDeque<(SimTime, Submission)>,
    parcels: Parcels,
    transit: LogNormal,
    receipt: LogNormal,
    /// No draw of the receipt's delay is longer than this.
    receipt_longest: SimSpan,
    lost: f64,
}

/// What is scheduled at a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CarrierEvent {
    /// A held message is judged again.
    Screen,
    /// A message reaches the handset.
    Arrive,
    /// A person replied to this message.
    Reply,
    /// A person who has replied before replied to this message.
    Conversation,
    /// A person opted out of the number of this message.
    OptOut,
    /// A complaint about this message arrives.
    Complaint,
}

impl CarrierEvent {
    const ALL: [CarrierEvent; 6] = [
        CarrierEvent::Screen,
        CarrierEvent::Arrive,
        CarrierEvent::Reply,
        CarrierEvent::Conversation,
        CarrierEvent::OptOut,
        CarrierEvent::Complaint,
    ];
    fn at(self, index: u32) -> u32 {
        payload(self as u32, index)
    }
    fn of(payload: u32) -> (CarrierEvent, u32) {
        (CarrierEvent::ALL[(payload >> INDEX_BITS) as usize], payload & INDEX_MASK)
    }
}

/// Every carrier of a world, before anything has happened.
pub(super) fn shards(world: &World) -> Vec<Shard> {
    let numbers = world.number_records();
    let n_people = world.settings.audiences.values().map(|a| a.size).sum();
    (0..world.carriers.len())
        .map(|rank| {
            let settings = world.settings.carriers[world.carriers[rank]].clone();
            let (transit, receipt) =
                (LogNormal::of(settings.transit), LogNormal::of(settings.receipts.delay));
            let lost = settings.receipts.lost.value();
            Shard {
                id: CarrierId(rank as u32),
                carrier: Carrier::with_views(
                    settings,
                    world.carrier_keys[rank],
                    &numbers,
                    world.views[rank].clone(),
                    n_people,
                ),
                events: Wheel::new(),
                inbox: VecDeque::new(),
                parcels: Parcels::default(),
                transit,
                receipt,
                receipt_longest: SimSpan::from_seconds_f64(receipt.at(unit(u32::MAX))),
                lost,
            }
        })
        .collect()
}

impl Shard {
    /// Everything that happens at this carrier before `end`.
    pub(super) fn advance(
        &mut self,
        end: SimTime,
        world: &World,
        people: &mut [Population],
        ledger: &mut Ledger,
        draws: &Draws,
        stops: &mut Vec<(SimTime, Submission)>,
    ) {
        loop {
            let arrival = self.inbox.front().map(|m| m.0).filter(|&t| t < end);
            if let Some(event) = self.events.pop_before(arrival.unwrap_or(end)) {
                let now = event.at();
                match CarrierEvent::of(event.payload()) {
                    (CarrierEvent::Screen, slot) => {
                        let message = self.parcels.take(slot).message;
                        self.screen(now, message, world, people, ledger, draws);
                    }
                    (CarrierEvent::Arrive, slot) => {
                        let parcel = self.parcels.take(slot);
                        self.arrive(now, parcel, world, people, ledger, draws, stops);
                    }
                    (kind @ (CarrierEvent::Reply | CarrierEvent::Conversation), slot) => {
                        let message = self.parcels.take(slot).message;
                        ledger.tally(message.id.sender, self.id).replies += 1;
                        let again = kind == CarrierEvent::Conversation;
                        let evidence = if again { Evidence::Conversation } else { Evidence::Reply };
                        self.carrier.learn(now, &message, evidence);
                    }
                    (CarrierEvent::OptOut, slot) => {
                        let message = self.parcels.take(slot).message;
                        ledger.tally(message.id.sender, self.id).opt_outs += 1;
                        self.carrier.learn(now, &message, Evidence::OptOut);
                    }
                    (CarrierEvent::Complaint, slot) => {
                        let Parcel { message, signals, .. } = self.parcels.take(slot);
                        ledger.complained(now, message.id.sender, self.id);
                        self.carrier.complained(now, &message, signals, draws);
                    }
                }
            } else if arrival.is_some() {
                let (now, message) = self.inbox.pop_front().expect("its time was just read");
                self.screen(now, message, world, people, ledger, draws);
            } else {
                return;
            }
        }
    }

    /// The carrier judges a message.
    fn screen(
        &mut self,
        now: SimTime,
        mut message: Submission,
        world: &World,
        people: &[Population],
        ledger: &mut Ledger,
        draws: &Draws,
    ) {
        let decision: Decision = self.carrier.screen(now, &message, draws);
        let probed = ledger.probes(message.id);
        let evidence = if probed { self.carrier.evidence(&message) } else { Vec::new() };
        ledger.decided(now, self.id, &message, &decision, evidence);
        if !matches!(decision.verdict, Verdict::Hold { .. }) {
            let spam = world.sender(message.id.sender).intent != Intent::Honest;
            self.carrier.judged(now, &message, &decision, Truth { spam }, draws);
        }
        let delays = || draws.words(Purpose::Delay, message.sender_key, message.id.count);
        let certain = self.receipt_is_certain(now, world, ledger);
        let receipt_at = || if certain { now } else { now + self.receipt_after(delays()[1]) };
        match decision.verdict {
            Verdict::Hold { until } => {
                message.holds += 1;
                let slot = self.parcels.keep(Parcel { message, screened: now, signals: decision.signals });
                self.events.push(until, CarrierEvent::Screen.at(slot));
            }
            Verdict::Throttle { code } => {
                let cause = Cause::of_rule(decision.rule);
                ledger.reported(receipt_at(), self.id, &message, Reported::Failed(code), Fate::Throttled);
                ledger.settled(now, Some(now), self.id, &message, Fate::Throttled, Some(cause));
            }
            Verdict::Block { code } => {
                let cause = Cause::of_rule(decision.rule);
                ledger.reported(receipt_at(), self.id, &message, Reported::Failed(code), Fate::Blocked);
                ledger.settled(now, Some(now), self.id, &message, Fate::Blocked, Some(cause));
            }
            Verdict::Silence { lie } => {
                if lie == Lie::Delivered {
                    ledger.reported(receipt_at(), self.id, &message, Reported::Delivered, Fate::Silenced);
                }
                let cause = Cause::of_rule(decision.rule);
                ledger.settled(now, Some(now), self.id, &message, Fate::Silenced, Some(cause));
            }
            Verdict::Deliver => {
                let (audience, person) = person_of(world, &message);
                match people[audience].reach(person, (message.sender_key, message.id.count), draws) {
                    Ok(()) => {
                        let transit = self.transit.at(unit(delays()[0]));
                        let slot =
                            self.parcels.keep(Parcel { message, screened: now, signals: decision.signals });
                        let at = now + SimSpan::from_seconds_f64(transit);
                        self.events.push(at, CarrierEvent::Arrive.at(slot));
                    }
                    Err(code) => {
                        let cause = Cause::of_unreachable(code);
                        ledger.reported(
                            receipt_at(),
                            self.id,
                            &message,
                            Reported::Failed(code),
                            Fate::Unreachable,
                        );
                        ledger.settled(now, Some(now), self.id, &message, Fate::Unreachable, Some(cause));
                    }
                }
            }
        }
    }

    /// Whether a receipt issued now is read before the horizon whatever its delay, and nobody asks when.
    /// Then the delay need not be worked out.
    fn receipt_is_certain(&self, now: SimTime, world: &World, ledger: &Ledger) -> bool {
        matches!(ledger.detail(), Detail::Tallies | Detail::Decisions)
            && now + self.receipt_longest < world.horizon
    }

    fn receipt_after(&self, word: u32) -> SimSpan {
        SimSpan::from_seconds_f64(self.receipt.at(unit(word)))
    }

    /// A message reaches the handset: the truth is settled, a receipt goes back, the person reacts.
    #[expect(clippy::too_many_arguments, reason = "the rooms that a delivery touches")]
    fn arrive(
        &mut self,
        now: SimTime,
        parcel: Parcel,
        world: &World,
        people: &mut [Population],
        ledger: &mut Ledger,
        draws: &Draws,
        stops: &mut Vec<(SimTime, Submission)>,
    ) {
        let message = parcel.message;
        ledger.settled(now, Some(parcel.screened), self.id, &message, Fate::Delivered, None);
        let certain = self.receipt_is_certain(now, world, ledger);
        let words = if certain && self.lost == 0.0 {
            [0; 4]
        } else {
            draws.words(Purpose::Delay, message.sender_key, message.id.count)
        };
        if self.lost == 0.0 || unit(words[2]) >= self.lost {
            let at = if certain { now } else { now + self.receipt_after(words[1]) };
            ledger.reported(at, self.id, &message, Reported::Delivered, Fate::Delivered);
        }
        self.carrier.delivered(now, &message, parcel.signals, draws);
        let (audience, person) = person_of(world, &message);
        let sender = &world.settings.senders[world.senders[message.id.sender.index()].file];
        let impression = Impression {
            opt_out_wording: world.texts[message.text.index()].opt_out_wording,
            abusive: sender.intent != Intent::Honest,
        };
        let impact = people[audience].receive(person, now, impression, draws);
        ledger.tally(message.id.sender, self.id).unwanted += u64::from(impact.unwanted);
        let (kind, after) = match impact.reaction {
            Reaction::Ignore => return,
            Reaction::Reply { after, again: false } => (CarrierEvent::Reply, after),
            Reaction::Reply { after, again: true } => (CarrierEvent::Conversation, after),
            Reaction::OptOut(after) => {
                stops.push((now + after, message));
                (CarrierEvent::OptOut, after)
            }
            Reaction::Complaint(after) => (CarrierEvent::Complaint, after),
        };
        let slot = self.parcels.keep(parcel);
        self.events.push(now + after, kind.at(slot));
    }

    /// What is still on its way at the horizon is in flight.
    pub(super) fn close(&mut self, ledger: &mut Ledger) {
        while let Some(event) = self.events.pop_before(SimTime::NEVER) {
            let (kind, slot) = CarrierEvent::of(event.payload());
            if matches!(kind, CarrierEvent::Screen | CarrierEvent::Arrive) {
                let message = self.parcels.take(slot).message;
                in_flight(self.id, &message, ledger);
            }
        }
        for (_, message) in self.inbox.drain(..) {
            in_flight(self.id, &message, ledger);
        }
    }
}

/// The audience of a message's recipient and the person's place in it.
fn person_of(world: &World, message: &Submission) -> (usize, u32) {
    let audience = world.senders[message.id.sender.index()].audience;
    (audience, message.person.0 - world.people[audience])
}
