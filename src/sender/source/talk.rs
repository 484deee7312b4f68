//! ## Two-way conversations, `[sender.talk]`
//!
//! **Does:** begins conversations at `rate` and by the `rhythm` of the day, each with another person until all
//! had one, and answers every reply after `delay` with the sender's next text, until it has said `turns` texts.
//! It never speaks twice without a reply in between: who does not reply has ended the conversation.
//!
//! **Source:** conversational messaging is what carriers expect of a person's number, about one message out
//! for one in (CTIA 2017, 2019), and protects (Prompt, n.d.); 25 to 35 % answer (ATM, n.d.), which is the
//! audience's `reply`. Delays and turns are assumptions.
//!
//! **Scenario:** `conversations`.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::arrivals::Arrivals;
use super::campaign::Order;
use super::{Manner, Source};
use crate::message::{Echo, Heard, Role};
use crate::rng::{Draws, LogNormal, Purpose};
use crate::sender::{Directory, Draft, EXTRA, SenderSettings, Texts, Wording};
use crate::time::{SimSpan, SimTime};
use crate::units::{Delay, Rate, Rhythm};

/// Conversations: the sender begins, and answers whoever replies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TalkSettings {
    /// Whether the sender converses; else its campaign goes out.
    #[serde(default = "super::yes")]
    pub enabled: bool,
    /// Conversations begun in so much time, on average. Example: `"10/h"`.
    pub rate: Rate,
    /// How the rate varies over the day: 24 weights, from midnight on. Answers come whenever they are due.
    #[serde(default, skip_serializing_if = "Rhythm::is_even")]
    pub rhythm: Rhythm,
    /// Most texts that the sender says in one conversation, the first included. The texts are said in their order, and from the first again where there are fewer.
    #[serde(default = "turns")]
    #[schemars(range(min = 1, max = 100))]
    pub turns: u32,
    /// From a reply to the sender's answer.
    #[serde(default = "delay")]
    pub delay: Delay,
    /// None begins so long after the start of the scenario, or later; unset, they begin until the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<SimSpan>,
}

fn turns() -> u32 {
    4 // assumption
}
fn delay() -> Delay {
    Delay::of_seconds(5.0, 120.0, 1800.0) // assumption: somebody types
}

/// Conversations at work. The `t`th text of the `c`th conversation has the count `c × turns + t`, so news of
/// a message tells which conversation it belongs to without a list.
#[derive(Debug)]
pub(super) struct Talk {
    key: u64,
    begins: Arrivals,
    audience: u32,
    order: Order,
    /// Which pass over the audience `order` belongs to.
    pass: u32,
    turns: u32,
    delay: LogNormal,
    /// Where the variants of each text begin, and where all end.
    texts: Vec<u32>,
    /// By text: how often it was said, for variants that take turns.
    spoken: Vec<u32>,
    /// Answers that are under way, by time and count.
    answers: BTreeMap<(SimTime, u32), Draft>,
    /// By conversation: how many texts were said or are under way, once somebody replied. Looked up, never
    /// iterated.
    said: FxHashMap<u32, u32>,
    manner: Manner,
}

impl Talk {
    pub(super) fn new(
        settings: &SenderSettings,
        talk: &TalkSettings,
        manner: Manner,
        texts: &Texts,
        people: u32,
        draws: &Draws,
    ) -> Talk {
        let key = manner.key;
        let starts: Vec<u32> =
            texts.templates.iter().copied().filter(|t| *t < texts.main).chain([texts.main]).collect();
        Talk {
            key,
            begins: Arrivals::new(talk.rate, &talk.rhythm, settings.start.0, talk.until, key, draws),
            audience: people,
            order: Order::new(people, draws, key, 0),
            pass: 0,
            turns: talk.turns.max(1),
            delay: LogNormal::of(talk.delay),
            spoken: vec![0; starts.len() - 1],
            texts: starts,
            answers: BTreeMap::new(),
            said: FxHashMap::default(),
            manner,
        }
    }

    /// When the next conversation begins.
    fn begin_due(&self) -> Option<SimTime> {
        let last = EXTRA / self.turns - 1;
        self.begins.due().filter(|_| self.begins.count() < last)
    }

    /// A variant of the text of that turn.
    fn variant(&mut self, turn: u32, count: u32, draws: &Draws) -> u32 {
        let text = turn as usize % (self.texts.len() - 1);
        let (from, to) = (self.texts[text], self.texts[text + 1]);
        // Counts leave out turns that nobody says, so what takes turns goes by how often a text was said.
        let nth = match self.manner.wording {
            Wording::Rotate => self.spoken[text],
            Wording::Random => count,
        };
        self.spoken[text] += 1;
        from + self.manner.variant_of(to - from, nth, draws)
    }
}

impl Source for Talk {
    fn next_due(&self) -> Option<SimTime> {
        let answer = self.answers.first_key_value().map(|((at, _), _)| *at);
        [self.begin_due(), answer].into_iter().flatten().min()
    }

    fn next(&mut self, people: &dyn Directory, draws: &Draws) -> Option<Draft> {
        let begins = self.begin_due();
        if let Some(((at, _), _)) = self.answers.first_key_value()
            && begins.is_none_or(|begins| *at <= begins)
        {
            return self.answers.pop_first().map(|(_, draft)| draft);
        }
        let due = begins?;
        let conversation = self.begins.count();
        self.begins.advance(draws);
        let (pass, place) = (conversation / self.audience, conversation % self.audience);
        if pass != self.pass {
            self.pass = pass;
            self.order = Order::new(self.audience, draws, self.key, pass);
        }
        let person = self.order.at(place);
        let count = conversation * self.turns;
        let variant = self.variant(0, count, draws);
        let number = self.manner.number(conversation, person, people);
        Some(Draft::new(due, count, person, variant, number))
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, _people: &dyn Directory, draws: &Draws) {
        if !matches!(echo.heard, Heard::Reply { .. }) || echo.role != Role::Main {
            return;
        }
        let (conversation, turn) = (echo.intent / self.turns, echo.intent % self.turns);
        // A second reply to the same text, such as to a retry of it, has been answered already.
        let said = self.said.entry(conversation).or_insert(1);
        if turn + 1 != *said || *said == self.turns {
            return;
        }
        *said += 1;
        let count = echo.intent + 1;
        let after = self.delay.at(draws.uniform(Purpose::Answer, self.key, count));
        let due = now + SimSpan::from_seconds_f64(after);
        let variant = self.variant(turn + 1, count, draws);
        let draft =
            Draft { audience: echo.audience, ..Draft::new(due, count, echo.person, variant, echo.number) };
        self.answers.insert((due, count), draft);
    }

    fn listens(&self) -> bool {
        true
    }

    /// All texts of a conversation come from one number.
    fn turn(&self, intent: u32) -> u32 {
        intent / self.turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{MessageId, Reported, SenderId};

    struct Nobody;
    impl Directory for Nobody {
        fn len(&self, _: u8) -> u32 {
            50
        }
        fn key(&self, _: u8, person: u32) -> u64 {
            u64::from(person)
        }
        fn carrier(&self, _: u8, _: u32) -> u32 {
            0
        }
    }

    fn news(draft: &Draft, heard: Heard) -> Echo {
        Echo {
            id: MessageId { sender: SenderId(0), count: draft.count },
            intent: draft.intent,
            audience: draft.audience,
            person: draft.person,
            variant: draft.variant,
            number: draft.number,
            role: draft.role,
            heard,
        }
    }

    /// A text that is retried may be answered twice, and an answer may come late: each turn is said once, after a
    /// reply to the one before, and never more turns than are set.
    #[test]
    fn every_turn_is_said_once_whatever_is_heard_of_it() {
        let settings = serde_json::json!({ "name": "s", "audience": "a", "number": { "type": "" }, "texts": ["hello"],
            "talk": { "rate": "1/365d", "turns": 3 } });
        let settings: SenderSettings = serde_json::from_value(settings).unwrap();
        let texts = Texts { main: 1, templates: vec![0], opener: None };
        let draws = Draws::new(3, 0);
        let mut talk = crate::sender::source::of(&settings, &texts, &Nobody, &draws);
        assert!(talk.listens());
        let first = talk.next(&Nobody, &draws).unwrap();
        let begins = talk.next_due().unwrap();
        let reply = Heard::Reply { again: false };
        let hear = |talk: &mut Box<dyn Source>, draft: &Draft, heard| {
            talk.heard(draft.due + SimSpan::MINUTE, &news(draft, heard), &Nobody, &draws);
        };
        for heard in [Heard::Receipt(Reported::Delivered), Heard::Click, Heard::OptOut] {
            hear(&mut talk, &first, heard);
            assert_eq!(talk.next_due(), Some(begins), "only a reply is answered: {heard:?}");
        }
        let again = first.again(first.due + SimSpan::SECOND).unwrap();
        hear(&mut talk, &first, reply);
        hear(&mut talk, &again, reply);
        let second = talk.next(&Nobody, &draws).unwrap();
        assert_eq!((second.intent, second.person), (first.intent + 1, first.person));
        assert_eq!(talk.next_due(), Some(begins), "the second reply to the same text is answered already");
        hear(&mut talk, &second, reply);
        hear(&mut talk, &first, reply);
        let third = talk.next(&Nobody, &draws).unwrap();
        assert_eq!(third.intent, first.intent + 2);
        hear(&mut talk, &third, reply);
        assert_eq!(talk.next_due(), Some(begins), "three turns are all");
    }
}
