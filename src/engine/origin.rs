//! The senders and the platform: from the plan of a campaign to the carrier's door.

use super::events::{EventSet, Wheel};
use super::life::Pause;
use super::parcels::{INDEX_BITS, INDEX_MASK, Parcel, Parcels, in_flight, payload};
use super::shard::Shard;
use super::world::World;
use crate::ledger::{Cause, Ledger};
use crate::message::{
    Aggregation, CarrierId, Code, Fate, Grant, MessageId, NumberId, NumberSettings, PersonId, Reported,
    SenderId, Submission, TextId,
};
use crate::platform::{Account, Admission, Clearance, Gate, GrantMeters, Refusal, provision};
use crate::recipient::Population;
use crate::rng::Draws;
use crate::sender::Plan;
use crate::time::SimTime;

/// The senders and the platform with their events.
pub(super) struct Origin<'w> {
    world: &'w World,
    pub(super) events: Wheel,
    parcels: Parcels,
    plans: Vec<Plan>,
    accounts: Vec<Account>,
    /// Meters by number, by campaign and by brand, each times the number of carriers and one for all of them.
    meters: [Vec<GrantMeters>; 3],
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

impl<'w> Origin<'w> {
    pub(super) fn new(
        world: &'w World,
        people: &[Population],
        draws: &Draws,
        pause: Option<Pause>,
    ) -> Origin<'w> {
        let mut events = Wheel::new();
        let (mut plans, mut accounts) = (Vec::new(), Vec::new());
        for (rank, place) in world.senders.iter().enumerate() {
            let settings = &world.settings.senders[place.file];
            let audience = people[place.audience].len();
            let mut plan = Plan::new(settings, audience, place.n_texts, draws);
            let mut account = Account::new(&world.settings.platform, &settings.number, audience);
            if let Some(pause) = pause.filter(|p| p.sender.index() == rank) {
                plan.pause(pause.from, pause.until);
                account.pause(pause.from, pause.until);
            }
            if let Some(due) = plan.next_due() {
                events.push(due, SenderEvent::Due.at(rank as u32));
            }
            plans.push(plan);
            accounts.push(account);
        }
        Origin { world, events, parcels: Parcels::default(), plans, accounts, meters: meters(world) }
    }

    /// Everything that senders and platform do before `end`.
    pub(super) fn advance(
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

    /// What a message's number is and may do.
    fn number(&self, message: &Submission) -> &'w NumberSettings {
        &self.world.settings.senders[self.world.senders[message.id.sender.index()].file].number
    }

    /// What a carrier says of numbers in general.
    fn gate(&self, carrier: CarrierId) -> Gate<'w> {
        let settings = &self.world.settings.carriers[self.world.carriers[carrier.index()]];
        Gate {
            key: self.world.carrier_keys[carrier.index()],
            country: settings.country.as_deref(),
            numbers_per_campaign: settings.numbers_per_campaign,
        }
    }

    /// The meters that a message must fit: those of the levels that its carrier enforces, and those for all carriers.
    fn meters_of(&self, message: &Submission, carrier: CarrierId) -> Places {
        let world = self.world;
        let rank = message.id.sender.index();
        let owners = [message.number.index(), rank, world.senders[rank].brand as usize];
        let enforced = &world.settings.carriers[world.carriers[carrier.index()]].enforces;
        let mut places = Places::default();
        let mut add = |level: Aggregation, column: usize| {
            let place = owners[level as usize] * (world.carriers.len() + 1) + column;
            if !self.meters[level as usize][place].is_empty() && !places.iter().any(|p| *p == (level, place))
            {
                places.add(level, place);
            }
        };
        enforced.iter().for_each(|&level| add(level, carrier.index()));
        Aggregation::ALL.into_iter().for_each(|level| add(level, world.carriers.len()));
        places
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
        let Some(message) = self.next_message(rank, people, draws) else { return };
        if let Some(due) = self.plans[rank as usize].next_due() {
            self.events.push(due, SenderEvent::Due.at(rank));
        }
        let carrier = self.carrier_of(&message, people);
        ledger.attempted(&message, carrier);
        let local = self.places(&message).1;
        let number = self.number(&message);
        let who = (message.sender_key, local, message.id.count);
        if let Some((why, code)) = provision::refusal(number, self.gate(carrier), who, now, draws) {
            ledger.reported(now, carrier, &message, Reported::Failed(code), Fate::Refused);
            ledger.settled(now, None, carrier, &message, Fate::Refused, Some(cause_of(why)));
            return;
        }
        let ready = provision::due(number, now);
        match self.accounts[rank as usize].admit(local, message.segments, ready) {
            Admission::Depart(turn) if turn == now => self.turn(now, message, people, shards, ledger),
            Admission::Depart(turn) => {
                let slot = self.parcels.keep(Parcel::waiting(message, now));
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
        let meters = self.meters_of(&message, carrier);
        let mut leave = now;
        loop {
            let asked_for = leave;
            leave = self.accounts[rank].resumes(leave);
            for &(level, place) in meters.iter() {
                match self.meters[level as usize][place].room(message.segments, leave, level) {
                    Clearance::Go => {}
                    Clearance::Wait(until) => leave = leave.max(until),
                    Clearance::Over(over) => {
                        for &(level, place) in meters.iter() {
                            self.meters[level as usize][place].attempt(message.segments, now);
                        }
                        let (says, cause) = (Reported::Failed(over.code), Cause::Grant(over.level));
                        let billed = if over.billed { u64::from(message.segments) } else { 0 };
                        ledger.tally(message.id.sender, carrier).billed += billed;
                        ledger.reported(now, carrier, &message, says, Fate::Throttled);
                        ledger.settled(now, None, carrier, &message, Fate::Throttled, Some(cause));
                        return;
                    }
                }
            }
            if leave == asked_for {
                break;
            }
        }
        let (account, due) = (&self.accounts[rank], provision::due(self.number(&message), message.due));
        if account.waited(due, leave) > world.settings.platform.validity {
            expire(account.expiry(due), carrier, &message, world.horizon, ledger);
            return;
        }
        for &(level, place) in meters.iter() {
            self.meters[level as usize][place].take(message.segments, now, leave);
        }
        if leave == now {
            self.hand_over(now, message, carrier, shards, ledger);
        } else {
            let slot = self.parcels.keep(Parcel::waiting(message, now));
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
    pub(super) fn expect_stop(&mut self, at: SimTime, message: Submission) {
        let slot = self.parcels.keep(Parcel::waiting(message, at));
        self.events.push(at, SenderEvent::Stop.at(slot));
    }

    /// What still waits at the horizon is in flight, and so is the rest of a wave that has begun: it is
    /// attempted as a whole, so that a slow plan is not measured by its first messages alone.
    pub(super) fn close(&mut self, people: &[Population], ledger: &mut Ledger, draws: &Draws) {
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

/// Places of meters by level: at most one for each level at a carrier, and one across all of them.
#[derive(Debug, Clone, Copy, Default)]
struct Places([Option<(Aggregation, usize)>; 2 * Aggregation::ALL.len()], usize);

impl Places {
    fn add(&mut self, level: Aggregation, place: usize) {
        self.0[self.1] = Some((level, place));
        self.1 += 1;
    }
    fn iter(&self) -> impl Iterator<Item = &(Aggregation, usize)> {
        self.0[..self.1].iter().flatten()
    }
}

/// The cause in the ledger of what was turned away before any filter.
fn cause_of(why: Refusal) -> Cause {
    match why {
        Refusal::SettingUp => Cause::SettingUp,
        Refusal::Unregistered => Cause::Unregistered,
        Refusal::Border => Cause::Border,
        Refusal::NotProvisioned => Cause::NotProvisioned,
    }
}

/// Meters for the grants at each carrier and, last in each row, across all of them. A brand's grants are the
/// largest of its senders'.
fn meters(world: &World) -> [Vec<GrantMeters>; 3] {
    let columns = world.carriers.len() + 1;
    let pace = world.settings.platform.pace.value();
    let sizes = [world.n_numbers(), world.senders.len(), world.n_brands];
    let mut meters = sizes.map(|n| vec![GrantMeters::default(); n * columns]);
    let mut set = |level: Aggregation, owner: usize, grants: &[Grant]| {
        let row = &mut meters[level as usize][owner * columns..][..columns];
        let of = |across: bool| grants.iter().copied().filter(move |g| g.across == across);
        row[..columns - 1].fill(GrantMeters::new(of(false), pace));
        row[columns - 1] = GrantMeters::new(of(true), pace);
    };
    let mut of_brand: Vec<&[Grant]> = vec![&[]; world.n_brands];
    for (rank, place) in world.senders.iter().enumerate() {
        let grants = &world.settings.senders[place.file].number.grants;
        for local in 0..world.settings.senders[place.file].number.count {
            set(Aggregation::Number, (place.numbers + local) as usize, &grants.number);
        }
        set(Aggregation::Campaign, rank, &grants.campaign);
        let largest = &mut of_brand[place.brand as usize];
        if Grant::cmp_lists(largest, &grants.brand).is_le() {
            *largest = &grants.brand;
        }
    }
    for (brand, grants) in of_brand.into_iter().enumerate() {
        set(Aggregation::Brand, brand, grants);
    }
    meters
}
