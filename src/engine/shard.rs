//! One carrier with its events: a message is screened, reaches the handset, and the person reacts.

use std::collections::VecDeque;

use super::codes::completion;
use super::events::{EventSet, Wheel};
use super::keywords::asks_for_help;
use super::parcels::{INDEX_BITS, INDEX_MASK, News, Parcel, Parcels, Told, in_flight, payload};
use super::receipts::Receipts;
use super::world::World;
use crate::carrier::{Carrier, Decision, Evidence, People, Truth};
use crate::ledger::{Cause, Detail, Ledger};
use crate::message::{CarrierId, Fate, Heard, Lie, Reported, Role, Submission, Verdict};
use crate::recipient::{Impression, Population, Reaction};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::sender::Intent;
use crate::time::{SimSpan, SimTime};

/// From the arrival on a seed phone until somebody has looked. Assumption: a panel is read by a program.
pub(super) const SIGHTING: SimSpan = SimSpan::from_micros(60_000_000);

/// One carrier with its events.
pub(super) struct Shard {
    pub(super) id: CarrierId,
    pub(super) carrier: Carrier,
    pub(super) events: Wheel,
    /// Messages on their way from the platform, in order of arrival.
    pub(super) inbox: VecDeque<(SimTime, Submission)>,
    parcels: Parcels,
    transit: LogNormal,
    receipts: Receipts,
    concatenates: bool,
    /// By sender, whether anybody wants news of its messages.
    listened: Vec<bool>,
    /// News that left this carrier in the current round.
    pub(super) news: Vec<News>,
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
    /// A person clicked on the link of this message.
    Click,
    /// A person clicked, and did what the sender wanted.
    Conversion,
    /// A person blocked the number of this message on the handset.
    Block,
    /// A person who opted out of the number of this message comes back.
    Start,
}

impl CarrierEvent {
    const ALL: [CarrierEvent; 10] = [
        CarrierEvent::Screen,
        CarrierEvent::Arrive,
        CarrierEvent::Reply,
        CarrierEvent::Conversation,
        CarrierEvent::OptOut,
        CarrierEvent::Complaint,
        CarrierEvent::Click,
        CarrierEvent::Conversion,
        CarrierEvent::Block,
        CarrierEvent::Start,
    ];
    fn at(self, index: u32) -> u32 {
        payload(self as u32, index)
    }
    fn of(payload: u32) -> (CarrierEvent, u32) {
        (CarrierEvent::ALL[(payload >> INDEX_BITS) as usize], payload & INDEX_MASK)
    }
}

/// Every carrier of a world, before anything has happened.
pub(super) fn shards(world: &World, people: &[Population], listened: &[bool]) -> Vec<Shard> {
    let numbers = world.number_records();
    let carriers =
        people.iter().flat_map(|audience| (0..audience.len()).map(|person| audience.carrier(person)));
    let mut customers = People::of_carriers(carriers, world.carriers.len()).into_iter();
    (0..world.carriers.len())
        .map(|rank| {
            let settings = world.settings.carriers[world.carriers[rank]].clone();
            let id = CarrierId(rank as u32);
            Shard {
                id,
                transit: LogNormal::of(settings.transit),
                receipts: Receipts::new(id, &settings.receipts, world.horizon),
                concatenates: settings.concatenates,
                carrier: Carrier::with_views(
                    settings,
                    world.carrier_keys[rank],
                    &numbers,
                    world.views[rank].clone(),
                    customers.next().expect("one for each carrier"),
                ),
                events: Wheel::new(),
                inbox: VecDeque::new(),
                parcels: Parcels::default(),
                listened: listened.to_vec(),
                news: Vec::new(),
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
    ) {
        loop {
            let arrival = self.inbox.front().map(|m| m.0).filter(|&t| t < end);
            if let Some(event) = self.events.pop_before(arrival.unwrap_or(end)) {
                let now = event.at();
                let (kind, slot) = CarrierEvent::of(event.payload());
                if ledger.detail() == Detail::Digest
                    && !matches!(kind, CarrierEvent::Screen | CarrierEvent::Arrive)
                {
                    ledger.reacted(now, self.id, &self.parcels.look(slot).message, kind as u32);
                }
                match (kind, slot) {
                    (CarrierEvent::Screen, slot) => {
                        let parcel = self.parcels.take(slot);
                        self.screen(now, parcel, world, people, ledger, draws);
                    }
                    (CarrierEvent::Arrive, slot) => {
                        let parcel = self.parcels.take(slot);
                        self.arrive(now, parcel, world, people, ledger, draws);
                    }
                    (kind @ (CarrierEvent::Reply | CarrierEvent::Conversation), slot) => {
                        let message = self.parcels.take(slot).message;
                        // To the carrier it is a text back to the number, whatever it says.
                        let reply = !asks_for_help(world, &message, draws);
                        ledger.tally(message.id.sender, self.id).replies += u64::from(reply);
                        let again = kind == CarrierEvent::Conversation;
                        let evidence = if again { Evidence::Conversation } else { Evidence::Reply };
                        self.carrier.learn(now, &message, evidence, draws);
                    }
                    (CarrierEvent::Start, slot) => {
                        let message = self.parcels.take(slot).message;
                        self.carrier.start(&message);
                    }
                    (CarrierEvent::OptOut, slot) => {
                        let message = self.parcels.take(slot).message;
                        ledger.tally(message.id.sender, self.id).opt_outs += 1;
                        self.carrier.learn(now, &message, Evidence::OptOut, draws);
                    }
                    (CarrierEvent::Complaint, slot) => {
                        let Parcel { message, signals, .. } = self.parcels.take(slot);
                        ledger.complained(now, message.id.sender, self.id);
                        self.carrier.complained(now, &message, signals, draws);
                    }
                    // No carrier sees what happens on the handset and on the web.
                    (kind @ (CarrierEvent::Click | CarrierEvent::Conversion), slot) => {
                        let message = self.parcels.take(slot).message;
                        let tally = ledger.tally(message.id.sender, self.id);
                        tally.clicks += 1;
                        tally.conversions += u64::from(kind == CarrierEvent::Conversion);
                    }
                    (CarrierEvent::Block, slot) => {
                        let message = self.parcels.take(slot).message;
                        let (audience, person) = person_of(world, &message);
                        people[audience].block(person, message.number);
                        ledger.tally(message.id.sender, self.id).blocks += 1;
                    }
                }
            } else if arrival.is_some() {
                let (now, message) = self.inbox.pop_front().expect("its time was just read");
                self.screen(now, Parcel::waiting(message, now), world, people, ledger, draws);
            } else {
                return;
            }
        }
    }

    /// A receipt goes back to the sender; says when it is read, if it is.
    fn receipt(
        &mut self,
        now: SimTime,
        message: &Submission,
        says: Reported,
        truth: Fate,
        ledger: &mut Ledger,
        draws: &Draws,
    ) -> Option<SimTime> {
        let listens = self.listened[message.id.sender.index()];
        let read = self.receipts.send(now, message, says, truth, listens, ledger, draws);
        if let (true, Some(at)) = (listens, read) {
            self.news.push(News { at, message: *message, heard: Heard::Receipt(says) });
        }
        read
    }

    /// News for the sender, if it listens.
    pub(super) fn tell(&mut self, at: SimTime, message: Submission, heard: Heard) {
        if self.listened[message.id.sender.index()] {
            self.news.push(News { at, message, heard });
        }
    }

    /// The carrier judges a message.
    fn screen(
        &mut self,
        now: SimTime,
        mut parcel: Parcel,
        world: &World,
        people: &[Population],
        ledger: &mut Ledger,
        draws: &Draws,
    ) {
        let message = parcel.message;
        if message.holds == 0 && self.carrier.acknowledges(&message, draws) {
            // What becomes of it is not known yet: the receipt is a lie until the message is delivered.
            let says = Reported::Delivered;
            let read = self.receipt(now, &message, says, Fate::InFlight, ledger, draws).is_some();
            ledger.acknowledged(self.id, &message, read);
            parcel.told = Told::Acknowledged { read };
        }
        let decision: Decision = self.carrier.screen(now, &message, draws);
        let probed = ledger.probes(message.id);
        let grounds = probed.then(|| Box::new(self.carrier.grounds(&message, &decision)));
        ledger.decided(now, self.id, &message, &decision, grounds);
        if !matches!(decision.verdict, Verdict::Hold { .. }) {
            let spam = world.sender(message.id.sender).intent != Intent::Honest;
            self.carrier.judged(now, &message, &decision, Truth { spam }, draws);
        }
        (parcel.screened, parcel.signals) = (now, decision.signals);
        match decision.verdict {
            Verdict::Hold { until } => {
                parcel.message.holds += 1;
                let slot = self.parcels.keep(parcel);
                self.events.push(until, CarrierEvent::Screen.at(slot));
            }
            Verdict::Throttle { code, lie } => {
                let cause = Cause::of_rule(decision.rule);
                let says = match lie {
                    None => Some(Reported::Failed(code)),
                    Some(Lie::Delivered) => Some(Reported::Delivered),
                    Some(Lie::Nothing | Lie::Acknowledged) => None,
                };
                if let Some(says) = says {
                    self.receipt(now, &message, says, Fate::Throttled, ledger, draws);
                }
                ledger.settled(now, Some(now), self.id, &message, Fate::Throttled, Some(cause));
            }
            Verdict::Block { code } => {
                let cause = Cause::of_rule(decision.rule);
                let says = Reported::Failed(code);
                self.receipt(now, &message, says, Fate::Blocked, ledger, draws);
                ledger.settled(now, Some(now), self.id, &message, Fate::Blocked, Some(cause));
            }
            Verdict::Silence { lie } => {
                if lie == Lie::Delivered {
                    let says = Reported::Delivered;
                    self.receipt(now, &message, says, Fate::Silenced, ledger, draws);
                }
                let cause = Cause::of_rule(decision.rule);
                ledger.settled(now, Some(now), self.id, &message, Fate::Silenced, Some(cause));
            }
            Verdict::Deliver => {
                let (audience, person) = person_of(world, &message);
                match people[audience].reach(person, (message.sender_key, message.id.count), draws) {
                    Ok(()) => {
                        let words = draws.words(Purpose::Delay, message.sender_key, message.id.count);
                        let transit = self.transit.at(unit(words[0]));
                        let slot = self.parcels.keep(parcel);
                        let at = now + SimSpan::from_seconds_f64(transit);
                        self.events.push(at, CarrierEvent::Arrive.at(slot));
                    }
                    Err(code) => {
                        let cause = Cause::of_unreachable(code);
                        if parcel.told == Told::Nothing {
                            let says = Reported::Failed(code);
                            self.receipt(now, &message, says, Fate::Unreachable, ledger, draws);
                        }
                        ledger.settled(now, Some(now), self.id, &message, Fate::Unreachable, Some(cause));
                    }
                }
            }
        }
    }

    /// A message reaches the handset: the truth is settled, a receipt goes back, the person reacts.
    fn arrive(
        &mut self,
        now: SimTime,
        parcel: Parcel,
        world: &World,
        people: &mut [Population],
        ledger: &mut Ledger,
        draws: &Draws,
    ) {
        let message = parcel.message;
        ledger.settled(now, Some(parcel.screened), self.id, &message, Fate::Delivered, None);
        match parcel.told {
            Told::Nothing => {
                self.receipt(now, &message, Reported::Delivered, Fate::Delivered, ledger, draws);
            }
            Told::Acknowledged { read: true } => ledger.came_true(self.id, &message),
            Told::Acknowledged { read: false } => {}
        }
        self.carrier.delivered(now, &message, parcel.signals, draws);
        if message.role == Role::Seed {
            self.tell(now + SIGHTING, message, Heard::Seen);
            return;
        }
        let (audience, person) = person_of(world, &message);
        if let Some(after) = completion(world, (&people[audience], person), &message, now, draws) {
            // The website knows at once, and so do the platform and the ledger.
            self.news.push(News { at: now + after, message, heard: Heard::Completed });
        }
        let sender = &world.settings.senders[world.senders[message.id.sender.index()].file];
        let text = &world.texts[message.text.index()];
        let impression = Impression {
            number: message.number,
            opt_out_wording: text.opt_out_wording,
            link: text.link,
            abusive: sender.intent != Intent::Honest,
            parts: if self.concatenates { 1 } else { message.segments },
        };
        let impact = people[audience].receive(person, now, impression, draws);
        // Whoever asked for a code wants it; for whom a program asked, whatever else he agreed to, does not.
        let unwanted = match sender.codes {
            Some(_) if message.audience == 0 => false,
            Some(_) if message.is_for_bots() => true,
            _ => impact.unwanted,
        };
        ledger.tally(message.id.sender, self.id).unwanted += u64::from(unwanted);
        let (kind, after) = match impact.reaction {
            Reaction::Ignore => return,
            Reaction::Reply { after, again } => {
                self.reply(now + after, &message, again, world, ledger, draws);
                (if again { CarrierEvent::Conversation } else { CarrierEvent::Reply }, after)
            }
            Reaction::OptOut(after) => {
                // The platform always listens for opt-outs.
                self.news.push(News { at: now + after, message, heard: Heard::OptOut });
                self.may_return(now + after, &message, world, &mut people[audience], draws);
                (CarrierEvent::OptOut, after)
            }
            Reaction::Complaint(after) => (CarrierEvent::Complaint, after),
            Reaction::Click { after, converts } => {
                self.tell(now + after, message, Heard::Click);
                (if converts { CarrierEvent::Conversion } else { CarrierEvent::Click }, after)
            }
            Reaction::Block(after) => (CarrierEvent::Block, after),
        };
        let slot = self.parcels.keep(parcel);
        self.events.push(now + after, kind.at(slot));
    }

    /// A person sends START at `at`.
    pub(super) fn expect_start(&mut self, at: SimTime, message: Submission) {
        let slot = self.parcels.keep(Parcel::waiting(message, at));
        self.events.push(at, CarrierEvent::Start.at(slot));
    }

    /// What is still on its way at the horizon is in flight, and what was due by then at the carrier is done.
    pub(super) fn close(&mut self, horizon: SimTime, ledger: &mut Ledger, draws: &Draws) {
        self.carrier.advance(horizon, draws);
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
pub(super) fn person_of(world: &World, message: &Submission) -> (usize, u32) {
    let audience = world.senders[message.id.sender.index()].audiences[usize::from(message.audience)];
    (audience, message.person.0 - world.people[audience])
}
