//! ## One-time codes, `[sender.codes]`
//!
//! **Does:** sends a code to whoever asks for one on the sender's website. People of the sender's own audience
//! ask at `rate` (with a daily `rhythm`, if wanted), each from an address and a session of their own, and ask
//! again, up to `again` times, where no code came while they waited (`[audience.NAME.codes]`). Bots
//! (`[sender.codes.bots]`) ask for codes to numbers of a second audience, `targets`, whose network pays them
//! for every message: SMS pumping, also called artificially inflated traffic. They use a pool of addresses and
//! sessions, and go through the targets one by one or at random. The network may enter a share of the codes
//! itself (`fakes`), so that the traffic looks honest. What the targets' people do is theirs: give them
//! reactions of zero where nobody holds the phones.
//!
//! **Source:** the form of the attack: Messente, Twilio; operators that complete codes themselves: Kaleyra, GTC;
//! premium and consecutive numbers: Messente, Twilio. Rates, pools, prices and income are assumptions; estimates
//! of the traffic go from 5 % to 18 % of all business messages (Mobile Europe; Juniper), of one shop nine in ten
//! (MEF).

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Source, pick_number};
use crate::message::{Code, Echo, Heard, PoolUse, Reported, WebRequest};
use crate::rng::{Draws, Purpose, exponential, key_of, unit};
use crate::sender::{Directory, Draft, EXTRA, Gaps, SenderSettings, Texts, Wording};
use crate::time::{SimSpan, SimTime};
use crate::units::{DayClock, Delay, Rate, Rhythm, Share};

/// A website that sends one-time codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodesSettings {
    /// How many codes people of the sender's audience ask for, all of them together, on average; they come like rain. Example: `"60/h"`.
    pub rate: Rate,
    /// How the rate varies over the day: 24 weights, from midnight on.
    #[serde(default, skip_serializing_if = "Rhythm::is_even")]
    pub rhythm: Rhythm,
    /// How often a person whose code did not come in time asks again (assumption).
    #[serde(default = "twice")]
    #[schemars(range(max = 15))]
    pub again: u32,
    /// How many people share one internet address, as behind the router of an office or of a mobile network (assumption: nobody does).
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub shared_by: u32,
    /// Programs that ask for codes to numbers which pay for every message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bots: Option<BotSettings>,
}

/// Programs that ask for codes to numbers which pay for every message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BotSettings {
    /// Whether they come at all.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// The audience whose numbers pay: not the sender's own.
    pub targets: String,
    /// When the attack begins.
    #[serde(default)]
    pub begin: SimSpan,
    /// When it ends; it does not, unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<SimSpan>,
    /// How many codes they ask for. Example: `"600/h"`.
    pub rate: Rate,
    /// How the gaps between their requests vary.
    #[serde(default)]
    pub gaps: Gaps,
    /// How many internet addresses they have.
    #[serde(default = "one")]
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub addresses: u32,
    /// How many browser sessions they have (assumption: a new one for every request costs a program nothing).
    #[serde(default = "many")]
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub sessions: u32,
    /// How they use their addresses and sessions.
    #[serde(default)]
    pub rotation: Rotation,
    /// In which order they go through the targets.
    #[serde(default)]
    pub order: TargetOrder,
    /// Share of the delivered codes that the network enters itself, so that the traffic looks honest.
    #[serde(default)]
    pub fakes: Share,
    /// From the arrival of a code until the network has entered it (assumption).
    #[serde(default = "entry")]
    pub fake_delay: Delay,
    /// What the attacker is paid for a delivered message, in dollars.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub income: f64,
    /// Money for one segment to the targets, in dollars; as to everybody unless set. Numbers that share their price with an attacker are dear ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub segment_price: Option<f64>,
}

fn twice() -> u32 {
    2
}
fn one() -> u32 {
    1
}
fn many() -> u32 {
    1_000_000_000
}
fn yes() -> bool {
    true
}
fn entry() -> Delay {
    Delay::of_seconds(2.0, 8.0, 30.0)
}

/// How bots use their addresses and sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rotation {
    /// They take turns, request by request.
    #[default]
    InTurn,
    /// Any of them, with equal chances.
    Random,
}

/// In which order bots go through their targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetOrder {
    /// One number after another, and from the beginning again: within one prefix for a long time.
    #[default]
    Sequential,
    /// Any number, with equal chances: all prefixes at once.
    Random,
}

/// Addresses and sessions of bots have this bit; those of people do not.
const OF_BOTS: u32 = 1 << 31;

/// People count even and bots odd messages, so that neither moves the other's draws.
const KINDS: u32 = 2;

/// The most requests of people, and of bots, that are told apart.
pub const CODES_MAX: u32 = EXTRA / KINDS;

/// A website at work.
#[derive(Debug)]
pub struct Codes {
    key: u64,
    bots_key: u64,
    settings: CodesSettings,
    clock: DayClock,
    bots: Option<BotSettings>,
    wording: Wording,
    pool: PoolUse,
    numbers: u32,
    variants: u32,
    people: u32,
    targets: u32,
    /// When the next person asks, and the how-manieth it is.
    next_person: Option<SimTime>,
    persons: u32,
    /// When the next bot asks, and the how-manieth request it is.
    next_bot: Option<SimTime>,
    asked: u32,
    /// Who will ask again, and when, unless a code is entered before.
    again: BTreeMap<(SimTime, u32), Draft>,
    /// By what was asked for: when it will be asked for again, and by which count. Looked up only.
    waiting: FxHashMap<u32, (SimTime, u32)>,
}

impl Codes {
    /// The website of a sender that has one.
    pub fn new(
        settings: &SenderSettings,
        own: &CodesSettings,
        texts: &Texts,
        people: &dyn Directory,
        draws: &Draws,
    ) -> Codes {
        let bots = own.bots.clone().filter(|bots| bots.enabled);
        let mut codes = Codes {
            key: key_of("sender", &settings.name),
            bots_key: key_of("bots", &settings.name),
            wording: settings.wording,
            pool: settings.number.pool,
            numbers: settings.number.count,
            variants: texts.main,
            people: people.len(0),
            targets: bots.as_ref().map_or(0, |_| people.len(1)),
            next_person: None,
            persons: 0,
            next_bot: bots.as_ref().map(|bots| SimTime::START + bots.begin),
            asked: 0,
            again: BTreeMap::new(),
            waiting: FxHashMap::default(),
            settings: own.clone(),
            clock: own.rhythm.clock(),
            bots,
        };
        codes.next_person = Some(codes.arrival_after(settings.start.0, draws));
        codes
    }

    /// When the next person asks, after `at`: rain whose strength follows the hours of the day.
    fn arrival_after(&self, at: SimTime, draws: &Draws) -> SimTime {
        let due = exponential(draws.uniform(Purpose::CodeRequests, self.key, self.persons));
        let due = due / self.settings.rate.per_second();
        let least = SimSpan::from_micros(1);
        if self.settings.rhythm.is_even() {
            return at + SimSpan::from_seconds_f64(due).max(least);
        }
        self.clock.when(self.clock.shows(at) + due).max(at + least)
    }

    fn variant(&self, count: u32, draws: &Draws) -> u32 {
        match self.wording {
            _ if self.variants == 1 => 0,
            Wording::Rotate => self.turn(count) % self.variants,
            Wording::Random => one_of(self.variants, draws.uniform(Purpose::Wording, self.key, count)),
        }
    }

    fn draft(
        &self,
        due: SimTime,
        count: u32,
        audience: u8,
        person: u32,
        people: &dyn Directory,
        draws: &Draws,
    ) -> Draft {
        let key = people.key(audience, person);
        let number = pick_number(self.pool, self.numbers, self.turn(count), key, self.key);
        Draft { audience, ..Draft::new(due, count, person, self.variant(count, draws), number) }
    }

    /// A person asks for a code.
    fn person(&mut self, due: SimTime, people: &dyn Directory, draws: &Draws) -> Draft {
        let words = draws.words(Purpose::CodeRequests, self.key, self.persons);
        let person = one_of(self.people, unit(words[1]));
        let count = self.persons * KINDS;
        let request =
            WebRequest { address: person / self.settings.shared_by, session: count, automated: false };
        let draft = Draft { request: Some(request), ..self.draft(due, count, 0, person, people, draws) };
        self.persons += 1;
        self.next_person = (self.persons < CODES_MAX).then(|| self.arrival_after(due, draws));
        self.may_ask_again(&draft, people, draws);
        draft
    }

    /// A bot asks for a code to one of the targets.
    fn bot(&mut self, due: SimTime, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        let bots = self.bots.as_ref()?;
        let words = draws.words(Purpose::CodeRequests, self.bots_key, self.asked).map(unit);
        let person = match bots.order {
            TargetOrder::Sequential => self.asked % self.targets,
            TargetOrder::Random => one_of(self.targets, words[1]),
        };
        let of = |pool: u32, u: f64| match bots.rotation {
            Rotation::InTurn => self.asked % pool,
            Rotation::Random => one_of(pool, u),
        };
        let request = WebRequest {
            address: OF_BOTS | of(bots.addresses, words[2]),
            session: OF_BOTS | of(bots.sessions, words[3]),
            automated: true,
        };
        let gap = match bots.gaps {
            Gaps::Regular => bots.rate.gap(),
            Gaps::Poisson => SimSpan::from_seconds_f64(bots.rate.gap().seconds() * exponential(words[0])),
        };
        let next = due + gap.max(SimSpan::from_micros(1));
        let goes_on = bots.end.is_none_or(|end| next < SimTime::START + end);
        let count = self.asked * KINDS + 1;
        let draft = Draft { request: Some(request), ..self.draft(due, count, 1, person, people, draws) };
        self.asked += 1;
        self.next_bot = (goes_on && self.asked < CODES_MAX).then_some(next);
        Some(draft)
    }

    /// Somebody who cannot enter a code in time will ask again.
    fn may_ask_again(&mut self, draft: &Draft, people: &dyn Directory, draws: &Draws) {
        if draft.retry() >= self.settings.again {
            return;
        }
        let request = (self.key, draft.intent, draft.count);
        if let Some(after) = people.asks_again(draft.audience, request, draws)
            && let Some(again) = draft.again(draft.due + after)
        {
            self.again.insert((again.due, again.count), again);
            self.waiting.insert(again.intent, (again.due, again.count));
        }
    }
}

/// A place below `n` for a uniform draw.
fn one_of(n: u32, u: f64) -> u32 {
    ((u * f64::from(n)) as u32).min(n.saturating_sub(1))
}

impl Source for Codes {
    fn next_due(&self) -> Option<SimTime> {
        let again = self.again.first_key_value().map(|((at, _), _)| *at);
        [again, self.next_person, self.next_bot].into_iter().flatten().min()
    }

    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        let due = self.next_due()?;
        if self.again.first_key_value().is_some_and(|((at, _), _)| *at == due) {
            let (_, draft) = self.again.pop_first()?;
            self.waiting.remove(&draft.intent);
            self.may_ask_again(&draft, people, draws);
            return Some(draft);
        }
        if self.next_person == Some(due) {
            Some(self.person(due, people, draws))
        } else {
            self.bot(due, people, draws)
        }
    }

    /// A code that was entered is not asked for again, nor is one where the website said no.
    fn heard(&mut self, _now: SimTime, echo: &Echo, _people: &dyn Directory, _draws: &Draws) {
        let over = match echo.heard {
            Heard::Completed => true,
            Heard::Receipt(Reported::Failed(code)) => Code::OF_REQUESTS.contains(&code),
            _ => false,
        };
        if over
            && echo.audience == 0
            && let Some(place) = self.waiting.remove(&echo.intent)
        {
            self.again.remove(&place);
        }
    }

    fn listens(&self) -> bool {
        self.settings.again > 0
    }

    /// People and bots take turns of their own.
    fn turn(&self, intent: u32) -> u32 {
        intent / KINDS
    }

    fn repeats(&self) -> bool {
        self.settings.again > 0
    }
}
