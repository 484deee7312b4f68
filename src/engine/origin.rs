//! The senders and the platform: from what a sender wants to say to the carrier's door.

mod guarded;

use std::collections::BTreeMap;

use super::directory::Directory;
use super::events::{EventSet, Wheel};
use super::life::Pause;
use super::meters::Meters;
use super::parcels::{INDEX_BITS, INDEX_MASK, News, Parcel, Parcels, in_flight, payload};
use super::shard::Shard;
use super::world::World;
use crate::ledger::{Cause, Ledger};
use crate::message::{
    CarrierId, Code, Echo, Fate, Heard, MessageId, NumberId, PersonId, Reported, SenderId, Submission, TextId,
};
use crate::platform::guard::{Facts, Guards};
use crate::platform::{Account, Admission, Clearance, Gate, Refusal, provision};
use crate::recipient::Population;
use crate::rng::Draws;
use crate::sender::{Belief, Desk, Draft, Outbound};
use crate::time::SimTime;

/// The senders and the platform with their events.
pub(super) struct Origin<'w> {
    world: &'w World,
    pub(super) events: Wheel,
    parcels: Parcels,
    /// News on its way, by time, where it comes from (the platform, then the carriers by rank) and the order in
    /// which it left there. What is due at the same instant thus comes in an order that rounds have no part in.
    news: BTreeMap<(SimTime, u32, u64), News>,
    n_news: u64,
    desks: Vec<Desk>,
    /// By sender: for when its desk is asked next.
    asked: Vec<SimTime>,
    accounts: Vec<Account>,
    guards: Guards,
    meters: Meters,
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
    /// A message that a guard kept comes back to its number's queue.
    Released,
}

impl SenderEvent {
    const ALL: [SenderEvent; 4] =
        [SenderEvent::Due, SenderEvent::Turn, SenderEvent::Granted, SenderEvent::Released];
    fn at(self, index: u32) -> u32 {
        payload(self as u32, index)
    }
    fn of(payload: u32) -> (SenderEvent, u32) {
        (SenderEvent::ALL[(payload >> INDEX_BITS) as usize], payload & INDEX_MASK)
    }
}

/// Where news of the platform's own comes from.
const PLATFORM: u32 = 0;

/// Where news of a carrier comes from.
pub(super) fn lane(carrier: CarrierId) -> u32 {
    carrier.0 + 1
}

/// What an event of the senders' side touches besides the senders.
pub(super) struct Surroundings<'s> {
    pub(super) people: &'s [Population],
    pub(super) shards: &'s mut [Shard],
    pub(super) ledger: &'s mut Ledger,
    pub(super) draws: &'s Draws,
}

impl<'w> Origin<'w> {
    pub(super) fn new(
        world: &'w World,
        people: &[Population],
        draws: &Draws,
        pause: Option<Pause>,
    ) -> Origin<'w> {
        let mut events = Wheel::new();
        let (mut desks, mut accounts, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for (rank, place) in world.senders.iter().enumerate() {
            let settings = &world.settings.senders[place.file];
            let directory = Directory { people, audiences: &place.audiences };
            let sizes: Vec<u32> = place.audiences.iter().map(|&a| people[a].len()).collect();
            let mut desk = Desk::new(settings, &place.wordings, &directory, draws);
            let counts: Vec<u32> = settings.fleets().iter().map(|f| f.count).collect();
            let fleets: Vec<_> = world.fleets_of(SenderId(rank as u32)).map(|(_, f)| f).zip(counts).collect();
            let mut account = Account::new(&world.settings.platform, &fleets, &sizes);
            if let Some(pause) = pause.filter(|p| p.sender.index() == rank) {
                desk.pause(pause.from, pause.until);
                account.pause(pause.from, pause.until);
            }
            let due = desk.next_due();
            if let Some(due) = due {
                events.push(due, SenderEvent::Due.at(rank as u32));
            }
            asked.push(due.unwrap_or(SimTime::NEVER));
            desks.push(desk);
            accounts.push(account);
        }
        let facts = Facts {
            senders: world.senders.len(),
            people: people.iter().map(Population::len).sum(),
            vetted: world.vetted.clone(),
            regions: &world.regions,
        };
        Origin {
            world,
            events,
            parcels: Parcels::default(),
            news: BTreeMap::new(),
            n_news: 0,
            desks,
            asked,
            accounts,
            guards: Guards::new(&world.settings.platform, facts),
            meters: Meters::new(world),
        }
    }

    /// By sender, whether news of its messages matters to anybody.
    pub(super) fn listened(&self) -> Vec<bool> {
        self.desks.iter().map(|desk| desk.listens() || self.guards.listens()).collect()
    }

    /// Tells the ledger which senders may send one thing several times.
    pub(super) fn announce(&self, ledger: &mut Ledger) {
        let repeating = (0u32..).zip(&self.desks).filter(|(_, desk)| desk.repeats());
        repeating.for_each(|(rank, _)| ledger.repeats(SenderId(rank)));
    }

    /// By sender, what it believes of its messages to each carrier at the horizon.
    pub(super) fn beliefs(&mut self) -> Vec<Option<Vec<Option<Belief>>>> {
        let horizon = self.world.horizon;
        self.desks.iter_mut().map(|desk| desk.believes(horizon)).collect()
    }

    /// Everything that senders and platform do before `end`.
    pub(super) fn advance(&mut self, end: SimTime, around: &mut Surroundings<'_>) {
        loop {
            // At the same instant news comes first.
            let news = self.news.first_key_value().map(|((at, ..), _)| *at).filter(|at| *at < end);
            let Some(event) = self.events.pop_before(news.unwrap_or(end)) else {
                if news.is_none() {
                    return;
                }
                let ((now, ..), news) = self.news.pop_first().expect("it was just seen");
                self.hear(now, news, around);
                continue;
            };
            let now = event.at();
            match SenderEvent::of(event.payload()) {
                (SenderEvent::Due, rank) => self.due(rank, now, around),
                (SenderEvent::Turn, slot) => {
                    let message = self.parcels.take(slot).message;
                    self.turn(now, message, around);
                }
                (SenderEvent::Granted, slot) => {
                    let message = self.parcels.take(slot).message;
                    self.depart(now, message, around);
                }
                (SenderEvent::Released, slot) => {
                    let message = self.parcels.take(slot).message;
                    let carrier = message.carrier();
                    self.enqueue(now, message, carrier, around);
                }
            }
        }
    }

    /// The sender's rank, the number among its own, and the person's place in the audience.
    fn places(&self, message: &Submission) -> (usize, u32, u32) {
        let rank = message.id.sender.index();
        let place = &self.world.senders[rank];
        let audience = place.audiences[usize::from(message.audience)];
        (rank, message.number.0 - place.numbers, message.person.0 - self.world.people[audience])
    }

    fn directory<'p>(&self, rank: u32, people: &'p [Population]) -> Directory<'p>
    where
        'w: 'p,
    {
        Directory { people, audiences: &self.world.senders[rank as usize].audiences }
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

    /// A draft of a sender as a message.
    fn message(&self, rank: u32, draft: &Draft, people: &[Population]) -> Submission {
        let world = self.world;
        let place = &world.senders[rank as usize];
        let text = TextId(place.texts + draft.variant);
        let audience = place.audiences[usize::from(draft.audience)];
        Submission {
            id: MessageId { sender: SenderId(rank), count: draft.count },
            sender_key: self.desks[rank as usize].key(),
            number: NumberId(place.numbers + draft.number),
            person: PersonId(world.people[audience] + draft.person),
            text,
            intent: draft.intent,
            role: draft.role,
            audience: draft.audience,
            carrier: people[audience].carrier(draft.person) as u16,
            segments: world.texts[text.index()].segments,
            holds: 0,
            due: draft.due,
        }
    }

    /// Asks a desk again when its next message is due, unless it is to be asked by then anyway.
    fn schedule(&mut self, rank: u32) {
        let asked = &mut self.asked[rank as usize];
        if let Some(due) = self.desks[rank as usize].next_due().filter(|due| due < asked) {
            *asked = due;
            self.events.push(due, SenderEvent::Due.at(rank));
        }
    }

    /// A sender's next message may be due: it is handed over to the platform.
    fn due(&mut self, rank: u32, now: SimTime, around: &mut Surroundings<'_>) {
        // A desk that was asked for an earlier time meanwhile has an event of its own for that.
        if now != self.asked[rank as usize] {
            return;
        }
        self.asked[rank as usize] = SimTime::NEVER;
        if self.desks[rank as usize].next_due().is_some_and(|due| due <= now) {
            let directory = self.directory(rank, around.people);
            let outbound = self.desks[rank as usize].next(&directory, around.draws);
            self.schedule(rank);
            match outbound {
                Some(Outbound::Send(draft)) => self.submit(rank, now, draft, around),
                Some(Outbound::Withheld(draft)) => self.withhold(rank, draft, around),
                Some(Outbound::Later) | None => {}
            }
        } else {
            self.schedule(rank);
        }
    }

    fn withhold(&self, rank: u32, draft: Draft, around: &mut Surroundings<'_>) {
        let message = self.message(rank, &draft, around.people);
        let carrier = message.carrier();
        around.ledger.withheld(&message, carrier);
    }

    /// A sender hands a message over: guards first, then its number's queue.
    fn submit(&mut self, rank: u32, now: SimTime, draft: Draft, around: &mut Surroundings<'_>) {
        let message = self.message(rank, &draft, around.people);
        let settings = self.world.number_settings(message.number);
        let carrier = message.carrier();
        around.ledger.attempted(&message, carrier);
        if !self.guards.is_empty() {
            let request = self.request(now, &message, carrier, draft.request, around.people);
            let ruling = self.guards.request(&request, around.draws);
            if self.refuse(now, carrier, &message, ruling, around.ledger) {
                return;
            }
        }
        let local = self.places(&message).1;
        let who = (message.sender_key, local, message.id.count);
        if let Some((why, code)) = provision::refusal(settings, self.gate(carrier), who, now, around.draws) {
            self.fail(now, carrier, &message, code, Fate::Refused, cause_of(why), around.ledger);
            return;
        }
        self.enqueue(now, message, carrier, around);
    }

    /// A message comes to its number's queue, unless a guard keeps or refuses it.
    fn enqueue(
        &mut self,
        now: SimTime,
        message: Submission,
        carrier: CarrierId,
        around: &mut Surroundings<'_>,
    ) {
        let ready = provision::due(self.world.number_settings(message.number), now);
        if !self.may_leave(now, ready, carrier, &message, around) {
            return;
        }
        let (rank, local, _) = self.places(&message);
        match self.accounts[rank].admit(local, message.segments, ready) {
            Admission::Depart(turn) if turn == now => self.turn(now, message, around),
            Admission::Depart(turn) => self.wait(turn, SenderEvent::Turn, message, now),
            Admission::Refuse(code) => {
                self.fail(now, carrier, &message, code, Fate::Refused, Cause::QueueFull, around.ledger);
            }
            Admission::Expire(at) => self.expire(at, carrier, &message, around.ledger),
        }
    }

    /// Keeps a message until `at`.
    fn wait(&mut self, at: SimTime, event: SenderEvent, message: Submission, now: SimTime) {
        let slot = self.parcels.keep(Parcel::waiting(message, now));
        self.events.push(at, event.at(slot));
    }

    /// A message ends at the platform, which tells the sender so at once.
    #[expect(clippy::too_many_arguments, reason = "what is said and what is so")]
    fn fail(
        &mut self,
        at: SimTime,
        carrier: CarrierId,
        message: &Submission,
        code: Code,
        fate: Fate,
        cause: Cause,
        ledger: &mut Ledger,
    ) {
        self.tell(at, carrier, message, code, fate, ledger);
        ledger.settled(at, None, carrier, message, fate, Some(cause));
    }

    /// The sender learns at `at` that a message failed at the platform, and the guards at once.
    fn tell(
        &mut self,
        at: SimTime,
        carrier: CarrierId,
        message: &Submission,
        code: Code,
        truth: Fate,
        ledger: &mut Ledger,
    ) {
        self.guards.lost(message.id, message.person);
        let says = Reported::Failed(code);
        ledger.reported(at, carrier, message, says, truth);
        if self.desks[message.id.sender.index()].listens() {
            self.expect(PLATFORM, News { at, message: *message, heard: Heard::Receipt(says) });
        }
    }

    /// A message expires at `at`, or is in flight where that is past the horizon.
    fn expire(&mut self, at: SimTime, carrier: CarrierId, message: &Submission, ledger: &mut Ledger) {
        if at >= self.world.horizon {
            in_flight(carrier, message, ledger);
            return;
        }
        self.fail(at, carrier, message, Code::EXPIRED, Fate::Expired, Cause::Expired, ledger);
    }

    /// A message is at the head of its number's queue: opt-outs, the grants that its carrier enforces, then the guards
    /// that look at when it would leave.
    fn turn(&mut self, now: SimTime, message: Submission, around: &mut Surroundings<'_>) {
        let world = self.world;
        let rank = message.id.sender.index();
        let carrier = message.carrier();
        if self.refuse_opted_out(now, carrier, &message, around.ledger) {
            return;
        }
        let mut leave = now;
        // Room is used up only once every grant and the validity period have let the message through.
        let places = self.meters.places(world, &message, carrier);
        loop {
            let asked_for = leave;
            leave = self.accounts[rank].resumes(leave);
            match self.meters.room(&places, message.segments, leave) {
                Clearance::Go => {}
                Clearance::Wait(until) => leave = leave.max(until),
                Clearance::Over(over) => {
                    self.meters.attempt(&places, message.segments, now);
                    if over.billed {
                        self.charge(&message, carrier, around.ledger);
                    }
                    let cause = Cause::Grant(over.level);
                    self.fail(now, carrier, &message, over.code, Fate::Throttled, cause, around.ledger);
                    return;
                }
            }
            if leave == asked_for {
                break;
            }
        }
        if !self.may_leave(now, leave, carrier, &message, around) {
            return;
        }
        let (account, due) =
            (&self.accounts[rank], provision::due(world.number_settings(message.number), message.due));
        if account.waited(due, leave) > world.settings.platform.validity {
            let at = account.expiry(due);
            self.expire(at, carrier, &message, around.ledger);
            return;
        }
        self.meters.take(&places, message.segments, now, leave);
        if leave == now {
            self.hand_over(now, message, carrier, around);
        } else {
            self.wait(leave, SenderEvent::Granted, message, now);
        }
    }

    /// A message leaves the platform, unless the person opted out while it waited.
    fn depart(&mut self, now: SimTime, message: Submission, around: &mut Surroundings<'_>) {
        let carrier = message.carrier();
        if self.refuse_opted_out(now, carrier, &message, around.ledger) {
            return;
        }
        self.hand_over(now, message, carrier, around);
    }

    /// Refuses a message to a person who has opted out, and says whether it did.
    fn refuse_opted_out(
        &mut self,
        now: SimTime,
        carrier: CarrierId,
        message: &Submission,
        ledger: &mut Ledger,
    ) -> bool {
        let (rank, local, person) = self.places(message);
        let stopped = self.accounts[rank].stops().stopped(local, message.audience, person);
        if stopped {
            self.fail(now, carrier, message, Code::OPTED_OUT, Fate::Refused, Cause::OptedOut, ledger);
        }
        stopped
    }

    /// A message costs what its number's segments cost at its carrier.
    fn charge(&self, message: &Submission, carrier: CarrierId, ledger: &mut Ledger) {
        // Messages to the targets of bots may have a price of their own.
        let bots = message
            .is_for_bots()
            .then(|| self.world.sender(message.id.sender).codes.as_ref()?.bots.as_ref()?.segment_price)
            .flatten();
        let price = bots.unwrap_or_else(|| self.world.price(message.number, carrier));
        if price > 0.0 {
            ledger.charged(message, carrier, f64::from(message.segments) * price);
        }
    }

    /// The carrier has it from here on.
    fn hand_over(
        &mut self,
        now: SimTime,
        message: Submission,
        carrier: CarrierId,
        around: &mut Surroundings<'_>,
    ) {
        around.ledger.handed_over(&message, carrier);
        self.charge(&message, carrier, around.ledger);
        around.ledger.left(now, &message);
        if !self.guards.is_empty() {
            let request = self.request(now, &message, carrier, None, around.people);
            self.guards.left(&request);
        }
        let arrives = now + self.world.settings.platform.uplink;
        around.shards[carrier.index()].inbox.push_back((arrives, message));
    }

    /// News is on its way to sender and platform, from the platform itself or a carrier ([`lane`]).
    pub(super) fn expect(&mut self, lane: u32, news: News) {
        if news.at < self.world.horizon {
            self.news.insert((news.at, lane, self.n_news), news);
            self.n_news += 1;
        }
    }

    /// A time no later than anything that is going to happen here.
    pub(super) fn earliest(&self) -> Option<SimTime> {
        let news = self.news.first_key_value().map(|((at, ..), _)| *at);
        [news, self.events.earliest()].into_iter().flatten().min()
    }

    /// News arrives: the platform keeps its list of opt-outs, guards and strategies learn.
    fn hear(&mut self, now: SimTime, news: News, around: &mut Surroundings<'_>) {
        let (rank, local, person) = self.places(&news.message);
        let message = &news.message;
        match news.heard {
            Heard::OptOut => self.accounts[rank].stops_mut().stop(local, message.audience, person),
            Heard::Start => self.accounts[rank].stops_mut().start(local, message.audience, person),
            Heard::Help => {
                let texts = self.world.as_texts(message.number);
                self.accounts[rank].answer_help(local, now, texts, &self.world.settings.platform);
            }
            _ => {}
        }
        if news.heard == Heard::Completed {
            let carrier = message.carrier();
            around.ledger.completed(message, carrier);
        }
        let echo = Echo {
            id: message.id,
            intent: message.intent,
            audience: message.audience,
            person,
            variant: message.text.0 - self.world.senders[rank].texts,
            number: local,
            role: message.role,
            heard: news.heard,
        };
        self.guards.heard(now, message.id.sender, message.person, &echo);
        // The platform answers HELP itself and tells nobody.
        if news.heard != Heard::Help && self.desks[rank].listens() {
            let directory = self.directory(rank as u32, around.people);
            self.desks[rank].heard(now, &echo, &directory, around.draws);
            self.schedule(rank as u32);
        }
    }

    /// What still waits at the horizon is in flight, and so is the rest of a wave that has begun: it is
    /// attempted as a whole, so that a slow plan is not measured by its first messages alone.
    pub(super) fn close(&mut self, people: &[Population], ledger: &mut Ledger, draws: &Draws) {
        for rank in 0..self.desks.len() {
            let directory = self.directory(rank as u32, people);
            while let Some(outbound) = self.desks[rank].rest(&directory, draws) {
                let (Outbound::Send(draft) | Outbound::Withheld(draft)) = outbound else { continue };
                let message = self.message(rank as u32, &draft, people);
                let carrier = message.carrier();
                if matches!(outbound, Outbound::Withheld(_)) {
                    ledger.withheld(&message, carrier);
                } else {
                    ledger.attempted(&message, carrier);
                    in_flight(carrier, &message, ledger);
                }
            }
        }
        while let Some(event) = self.events.pop_before(SimTime::NEVER) {
            let (kind, slot) = SenderEvent::of(event.payload());
            if matches!(kind, SenderEvent::Turn | SenderEvent::Granted | SenderEvent::Released) {
                let message = self.parcels.take(slot).message;
                let carrier = message.carrier();
                in_flight(carrier, &message, ledger);
            }
        }
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
