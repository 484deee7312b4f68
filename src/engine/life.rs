//! The life of a message, from the plan of its sender to the reaction of its recipient.
//!
//! Time advances in rounds no longer than the quickest way back to a sender: in each round first all
//! senders hand over what is due, then each carrier works on its own events. What comes back (opt-outs)
//! is due in a later round, so the result does not depend on where rounds begin. Within a shard the
//! order is (time, first scheduled first).

use std::collections::VecDeque;

use super::events::{EventSet, Wheel};
use super::world::World;
use crate::carrier::{Carrier, Decision, Evidence};
use crate::ledger::{Cause, Detail, Ledger};
use crate::message::{
    Aggregation, CarrierId, Code, Fate, Lie, MessageId, NumberId, PersonId, Reported, SenderId, Submission,
    TextId, Verdict,
};
use crate::platform::{Account, Admission, Clearance, GrantMeter};
use crate::recipient::{Impression, Population, Reaction};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::sender::{Intent, Plan};
use crate::time::{SimSpan, SimTime};

/// What a run leaves behind.
#[derive(Debug)]
pub struct Outcome {
    /// The ledger.
    pub ledger: Ledger,
    /// The carriers as they stand at the horizon, by rank.
    pub carriers: Vec<Carrier>,
}

/// What is scheduled on the senders' side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SenderEvent {
    /// The next message of this sender is due.
    Due,
    /// A message that waited leaves its number's queue.
    Turn,
    /// A message that waited for a grant leaves.
    Granted,
    /// A person's opt-out reaches the platform.
    Stop,
}

/// What is scheduled at a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CarrierEvent {
    /// A held message is judged again.
    Screen,
    /// A message reaches the handset.
    Arrive,
    /// A person replied to this number.
    Reply,
    /// A person opted out of this number.
    OptOut,
    /// A complaint about this number arrives.
    Complaint,
}

const INDEX_BITS: u32 = 29;
const INDEX_MASK: u32 = (1 << INDEX_BITS) - 1;

fn payload(kind: u32, index: u32) -> u32 {
    assert!(index <= INDEX_MASK, "more than half a billion messages wait at once");
    kind << INDEX_BITS | index
}

impl SenderEvent {
    const ALL: [SenderEvent; 4] =
        [SenderEvent::Due, SenderEvent::Turn, SenderEvent::Granted, SenderEvent::Stop];
    fn at(self, index: u32) -> u32 {
        payload(self as u32, index)
    }
    fn of(payload: u32) -> (SenderEvent, u32) {
        (SenderEvent::ALL[(payload >> INDEX_BITS) as usize], payload & INDEX_MASK)
    }
}

impl CarrierEvent {
    const ALL: [CarrierEvent; 5] = [
        CarrierEvent::Screen,
        CarrierEvent::Arrive,
        CarrierEvent::Reply,
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

/// Messages that wait for an event, in slots that are used again.
#[derive(Debug, Default)]
struct Parcels {
    slots: Vec<Option<Parcel>>,
    free: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Parcel {
    message: Submission,
    /// When the filter last judged it.
    screened: SimTime,
}

impl Parcels {
    fn keep(&mut self, parcel: Parcel) -> u32 {
        if let Some(slot) = self.free.pop() {
            self.slots[slot as usize] = Some(parcel);
            return slot;
        }
        self.slots.push(Some(parcel));
        self.slots.len() as u32 - 1
    }
    fn take(&mut self, slot: u32) -> Parcel {
        self.free.push(slot);
        self.slots[slot as usize].take().expect("an event names a message that waits")
    }
}

/// One carrier with its events.
struct Shard {
    id: CarrierId,
    carrier: Carrier,
    events: Wheel,
    /// Messages on their way from the platform, in order of arrival.
    inbox: VecDeque<(SimTime, Submission)>,
    parcels: Parcels,
    transit: LogNormal,
    receipt: LogNormal,
    /// No draw of the receipt's delay is longer than this.
    receipt_longest: SimSpan,
    lost: f64,
}

/// The senders and the platform with their events.
struct Origin<'w> {
    world: &'w World,
    events: Wheel,
    parcels: Parcels,
    plans: Vec<Plan>,
    accounts: Vec<Account>,
    /// Meters by number, by campaign and by brand, each times the number of carriers.
    meters: [Vec<Option<GrantMeter>>; 3],
}

/// Runs a world once.
pub fn run(world: &World, draws: &Draws, detail: Detail) -> Outcome {
    let mut people: Vec<Population> = world
        .audiences
        .iter()
        .map(|name| Population::new(name, &world.settings.audiences[name], &world.shares, draws))
        .collect();
    let mut ledger =
        Ledger::new(world.senders.len(), world.carriers.len(), world.n_numbers(), world.horizon, detail);
    let mut shards = shards(world);
    let mut origin = Origin::new(world, &people, draws);
    let mut stops = Vec::new();
    while let Some(earliest) = next(&origin, &shards).filter(|&t| t < world.horizon) {
        let end = (earliest + world.round).min(world.horizon);
        origin.advance(end, &people, &mut shards, &mut ledger, draws);
        for shard in &mut shards {
            shard.advance(end, world, &mut people, &mut ledger, draws, &mut stops);
        }
        for (at, message) in stops.drain(..) {
            origin.expect_stop(at, message);
        }
    }
    origin.close(&people, &mut ledger, draws);
    for shard in &mut shards {
        shard.close(&mut ledger);
    }
    ledger.assert_conserved();
    Outcome { ledger, carriers: shards.into_iter().map(|s| s.carrier).collect() }
}

/// A time no later than anything that is going to happen.
fn next(origin: &Origin<'_>, shards: &[Shard]) -> Option<SimTime> {
    let shards = shards.iter().flat_map(|s| [s.events.earliest(), s.inbox.front().map(|m| m.0)]);
    shards.chain([origin.events.earliest()]).flatten().min()
}

fn shards(world: &World) -> Vec<Shard> {
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
                carrier: Carrier::new(
                    settings,
                    world.carrier_keys[rank],
                    &numbers,
                    &world.text_records[rank],
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

impl<'w> Origin<'w> {
    fn new(world: &'w World, people: &[Population], draws: &Draws) -> Origin<'w> {
        let mut events = Wheel::new();
        let (mut plans, mut accounts) = (Vec::new(), Vec::new());
        for (rank, place) in world.senders.iter().enumerate() {
            let settings = &world.settings.senders[place.file];
            let audience = people[place.audience].len();
            let plan = Plan::new(settings, audience, place.n_texts, draws);
            if let Some(due) = plan.next_due() {
                events.push(due, SenderEvent::Due.at(rank as u32));
            }
            plans.push(plan);
            accounts.push(Account::new(&world.settings.platform, &settings.number, audience));
        }
        Origin { world, events, parcels: Parcels::default(), plans, accounts, meters: meters(world) }
    }

    /// Everything that senders and platform do before `end`.
    fn advance(
        &mut self,
        end: SimTime,
        people: &[Population],
        shards: &mut [Shard],
        ledger: &mut Ledger,
        draws: &Draws,
    ) {
        while let Some(event) = self.events.pop_before(end) {
            let now = event.at();
            match SenderEvent::of(event.payload()) {
                (SenderEvent::Due, rank) => self.due(rank, now, people, shards, ledger, draws),
                (SenderEvent::Turn, slot) => {
                    let message = self.parcels.take(slot).message;
                    self.turn(now, message, people, shards, ledger);
                }
                (SenderEvent::Granted, slot) => {
                    let message = self.parcels.take(slot).message;
                    self.depart(now, message, people, shards, ledger);
                }
                (SenderEvent::Stop, slot) => {
                    let message = self.parcels.take(slot).message;
                    let (rank, local, person) = self.places(&message);
                    self.accounts[rank].stop(local, person);
                }
            }
        }
    }

    /// The sender's rank, the number among its own, and the person's place in the audience.
    fn places(&self, message: &Submission) -> (usize, u32, u32) {
        let rank = message.id.sender.index();
        let place = &self.world.senders[rank];
        (rank, message.number.0 - place.numbers, message.person.0 - self.world.people[place.audience])
    }

    fn carrier_of(&self, message: &Submission, people: &[Population]) -> CarrierId {
        let (rank, _, person) = self.places(message);
        CarrierId(people[self.world.senders[rank].audience].carrier(person) as u32)
    }

    /// The next message of a sender's plan.
    fn next_message(&mut self, rank: u32, people: &[Population], draws: &Draws) -> Option<Submission> {
        let world = self.world;
        let place = &world.senders[rank as usize];
        let audience = &people[place.audience];
        let plan = &mut self.plans[rank as usize];
        let draft = plan.next(draws, |person| audience.key(person))?;
        let text = TextId(place.texts + draft.variant);
        Some(Submission {
            id: MessageId { sender: SenderId(rank), count: draft.count },
            sender_key: plan.key(),
            number: NumberId(place.numbers + draft.number),
            person: PersonId(world.people[place.audience] + draft.person),
            text,
            segments: world.texts[text.index()].segments,
            holds: 0,
            due: draft.due,
        })
    }

    /// A sender's next message is due: it joins its number's queue.
    fn due(
        &mut self,
        rank: u32,
        now: SimTime,
        people: &[Population],
        shards: &mut [Shard],
        ledger: &mut Ledger,
        draws: &Draws,
    ) {
        let settings = &self.world.settings.senders[self.world.senders[rank as usize].file].number;
        let Some(message) = self.next_message(rank, people, draws) else { return };
        if let Some(due) = self.plans[rank as usize].next_due() {
            self.events.push(due, SenderEvent::Due.at(rank));
        }
        let carrier = self.carrier_of(&message, people);
        ledger.attempted(&message, carrier);
        let refused = settings.refused_share.value();
        if refused > 0.0 && draws.uniform(Purpose::Decision, message.sender_key, message.id.count) < refused {
            ledger.reported(now, carrier, &message, Reported::Failed(settings.refused_code), Fate::Refused);
            ledger.settled(now, None, carrier, &message, Fate::Refused, Some(Cause::Unregistered));
            return;
        }
        let local = self.places(&message).1;
        match self.accounts[rank as usize].admit(local, message.segments, now) {
            Admission::Depart(turn) if turn == now => self.turn(now, message, people, shards, ledger),
            Admission::Depart(turn) => {
                let slot = self.parcels.keep(Parcel { message, screened: now });
                self.events.push(turn, SenderEvent::Turn.at(slot));
            }
            Admission::Refuse(code) => {
                ledger.reported(now, carrier, &message, Reported::Failed(code), Fate::Refused);
                ledger.settled(now, None, carrier, &message, Fate::Refused, Some(Cause::QueueFull));
            }
            Admission::Expire(at) => expire(at, carrier, &message, self.world.horizon, ledger),
        }
    }

    /// A message is at the head of its number's queue: opt-outs, then the grants that its carrier enforces.
    fn turn(
        &mut self,
        now: SimTime,
        message: Submission,
        people: &[Population],
        shards: &mut [Shard],
        ledger: &mut Ledger,
    ) {
        let world = self.world;
        let rank = message.id.sender.index();
        let carrier = self.carrier_of(&message, people);
        if self.refuse_opted_out(now, carrier, &message, ledger) {
            return;
        }
        // Room is used up only once every grant and the validity period have let the message through.
        let owners = [message.number.index(), rank, world.senders[rank].brand as usize];
        let enforced = &world.settings.carriers[world.carriers[carrier.index()]].enforces;
        let place = |level: Aggregation| owners[level as usize] * world.carriers.len() + carrier.index();
        let mut leave = now;
        loop {
            let asked_for = leave;
            for &level in enforced {
                let Some(meter) = &self.meters[level as usize][place(level)] else { continue };
                match meter.room(message.segments, leave, level) {
                    Clearance::Go => {}
                    Clearance::Wait(until) => leave = leave.max(until),
                    Clearance::Over(code, level) => {
                        ledger.reported(now, carrier, &message, Reported::Failed(code), Fate::Throttled);
                        ledger.settled(
                            now,
                            None,
                            carrier,
                            &message,
                            Fate::Throttled,
                            Some(Cause::Grant(level)),
                        );
                        return;
                    }
                }
            }
            if leave == asked_for {
                break;
            }
        }
        if leave.since(message.due) > world.settings.platform.validity {
            expire(message.due + world.settings.platform.validity, carrier, &message, world.horizon, ledger);
            return;
        }
        for &level in enforced {
            if let Some(meter) = &mut self.meters[level as usize][place(level)] {
                meter.take(message.segments, now, leave);
            }
        }
        if leave == now {
            self.hand_over(now, message, carrier, shards, ledger);
        } else {
            let slot = self.parcels.keep(Parcel { message, screened: now });
            self.events.push(leave, SenderEvent::Granted.at(slot));
        }
    }

    /// A message leaves the platform, unless the person opted out while it waited.
    fn depart(
        &mut self,
        now: SimTime,
        message: Submission,
        people: &[Population],
        shards: &mut [Shard],
        ledger: &mut Ledger,
    ) {
        let carrier = self.carrier_of(&message, people);
        if self.refuse_opted_out(now, carrier, &message, ledger) {
            return;
        }
        self.hand_over(now, message, carrier, shards, ledger);
    }

    /// Refuses a message to a person who has opted out, and says whether it did.
    fn refuse_opted_out(
        &self,
        now: SimTime,
        carrier: CarrierId,
        message: &Submission,
        ledger: &mut Ledger,
    ) -> bool {
        let (rank, local, person) = self.places(message);
        let stopped = self.accounts[rank].stopped(local, person);
        if stopped {
            ledger.reported(now, carrier, message, Reported::Failed(Code::OPTED_OUT), Fate::Refused);
            ledger.settled(now, None, carrier, message, Fate::Refused, Some(Cause::OptedOut));
        }
        stopped
    }

    /// The carrier has it from here on.
    fn hand_over(
        &self,
        now: SimTime,
        message: Submission,
        carrier: CarrierId,
        shards: &mut [Shard],
        ledger: &mut Ledger,
    ) {
        ledger.tally(message.id.sender, carrier).segments += u64::from(message.segments);
        shards[carrier.index()].inbox.push_back((now + self.world.settings.platform.uplink, message));
    }

    /// An opt-out is on its way to the platform.
    fn expect_stop(&mut self, at: SimTime, message: Submission) {
        let slot = self.parcels.keep(Parcel { message, screened: at });
        self.events.push(at, SenderEvent::Stop.at(slot));
    }

    /// What still waits at the horizon is in flight, and so is the rest of a wave that has begun: it is
    /// attempted as a whole, so that a slow plan is not measured by its first messages alone.
    fn close(&mut self, people: &[Population], ledger: &mut Ledger, draws: &Draws) {
        for rank in 0..self.plans.len() {
            while self.plans[rank].is_within_wave() {
                let Some(message) = self.next_message(rank as u32, people, draws) else { break };
                let carrier = self.carrier_of(&message, people);
                ledger.attempted(&message, carrier);
                in_flight(carrier, &message, ledger);
            }
        }
        while let Some(event) = self.events.pop_before(SimTime::NEVER) {
            let (kind, slot) = SenderEvent::of(event.payload());
            if matches!(kind, SenderEvent::Turn | SenderEvent::Granted) {
                let message = self.parcels.take(slot).message;
                let carrier = self.carrier_of(&message, people);
                in_flight(carrier, &message, ledger);
            }
        }
    }
}

/// A message expires at `at`, or is in flight where that is past the horizon.
fn expire(at: SimTime, carrier: CarrierId, message: &Submission, horizon: SimTime, ledger: &mut Ledger) {
    if at >= horizon {
        in_flight(carrier, message, ledger);
        return;
    }
    ledger.reported(at, carrier, message, Reported::Failed(Code::EXPIRED), Fate::Expired);
    ledger.settled(at, None, carrier, message, Fate::Expired, Some(Cause::Expired));
}

fn in_flight(carrier: CarrierId, message: &Submission, ledger: &mut Ledger) {
    ledger.settled(SimTime::NEVER, None, carrier, message, Fate::InFlight, Some(Cause::Pending));
}

/// A meter for each grant at each carrier that enforces its level. A brand's grant is that of its first
/// sender, by name, that has one.
fn meters(world: &World) -> [Vec<Option<GrantMeter>>; 3] {
    let n_carriers = world.carriers.len();
    let pace = world.settings.platform.pace.value();
    let sizes = [world.n_numbers(), world.senders.len(), world.n_brands];
    let mut meters = sizes.map(|n| vec![None; n * n_carriers]);
    for (rank, place) in world.senders.iter().enumerate() {
        let numbers = &world.settings.senders[place.file].number;
        for c in 0..n_carriers {
            let mut set = |level: Aggregation, owner: usize, grant: Option<crate::message::Grant>| {
                let slot = &mut meters[level as usize][owner * n_carriers + c];
                if slot.is_none() {
                    *slot = grant.map(|g| GrantMeter::new(g, pace));
                }
            };
            for local in 0..numbers.count {
                set(Aggregation::Number, (place.numbers + local) as usize, numbers.grants.number);
            }
            set(Aggregation::Campaign, rank, numbers.grants.campaign);
            set(Aggregation::Brand, place.brand as usize, numbers.grants.brand);
        }
    }
    meters
}

impl Shard {
    /// Everything that happens at this carrier before `end`.
    fn advance(
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
                    (CarrierEvent::Reply, number) => {
                        let number = NumberId(number);
                        ledger.tally(world.number_place(number).0, self.id).replies += 1;
                        self.carrier.learn(now, number, Evidence::Reply);
                    }
                    (CarrierEvent::OptOut, number) => {
                        let number = NumberId(number);
                        ledger.tally(world.number_place(number).0, self.id).opt_outs += 1;
                        self.carrier.learn(now, number, Evidence::OptOut);
                    }
                    (CarrierEvent::Complaint, number) => {
                        let number = NumberId(number);
                        ledger.complained(now, world.number_place(number).0, self.id);
                        self.carrier.learn(now, number, Evidence::Complaint);
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
        ledger.decided(now, self.id, &message, &decision);
        let delays = || draws.words(Purpose::Delay, message.sender_key, message.id.count);
        let certain = self.receipt_is_certain(now, world, ledger);
        let receipt_at = || if certain { now } else { now + self.receipt_after(delays()[1]) };
        match decision.verdict {
            Verdict::Hold { until } => {
                message.holds += 1;
                let slot = self.parcels.keep(Parcel { message, screened: now });
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
                        let slot = self.parcels.keep(Parcel { message, screened: now });
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
        self.carrier.learn(now, message.number, Evidence::Delivered);
        let (audience, person) = person_of(world, &message);
        let sender = &world.settings.senders[world.senders[message.id.sender.index()].file];
        let impression = Impression {
            opt_out_wording: world.texts[message.text.index()].opt_out_wording,
            abusive: sender.intent != Intent::Honest,
        };
        let impact = people[audience].receive(person, now, impression, draws);
        ledger.tally(message.id.sender, self.id).unwanted += u64::from(impact.unwanted);
        let number = message.number.0;
        match impact.reaction {
            Reaction::Ignore => {}
            Reaction::Reply(after) => self.events.push(now + after, CarrierEvent::Reply.at(number)),
            Reaction::OptOut(after) => {
                self.events.push(now + after, CarrierEvent::OptOut.at(number));
                stops.push((now + after, message));
            }
            Reaction::Complaint(after) => self.events.push(now + after, CarrierEvent::Complaint.at(number)),
        }
    }

    /// What is still on its way at the horizon is in flight.
    fn close(&mut self, ledger: &mut Ledger) {
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
