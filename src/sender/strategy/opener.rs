//! ## Two-way opener, `[sender.opener]`
//!
//! **Does:** sends a first message that asks for an answer, and keeps what it has to say until the person replies:
//! then it follows after `delay`. Who does not reply within `wait` gets it all the same, or never
//! (`otherwise = "withhold"`). Who replied to any message of the sender before gets no opener; who opted out gets
//! nothing more, unless they write START, which is an answer as well.
//!
//! **Helps when:** carriers look at replies, by balance or reputation: the good reactions come before the
//! volume, and with `withhold` everything that carries the offer goes to people who answered.
//!
//! **Costs:** two messages for one, and time. With `withhold` most of the list never hears the offer. People pay
//! with one more message that they have to read and answer; an opener that hides what it is for ("wrong number")
//! is how fraud begins.
//!
//! **Source:** replies lower the spam score (Prompt n.d.); "wrong number" openers lead in reports of users
//! (UCL 2026). That an opener is answered as often as any other message is an assumption: people's chance to reply
//! does not depend on the words.
//!
//! **Scenario:** `two-way-opener`.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Means, Orders, Step, Strategy};
use crate::message::{Echo, Heard, Role};
use crate::rng::Purpose;
use crate::sender::Draft;
use crate::time::{SimSpan, SimTime};

/// A first message that asks for an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenerSettings {
    /// What it says, as in `texts`. Example: `"Hi, it is Birch Shoes. May we send you our offer? Reply YES"`.
    #[schemars(length(min = 1, max = 1600))]
    pub text: String,
    /// How long an answer is waited for; a day unless set (assumption: most who answer do so within hours).
    #[serde(default = "day")]
    pub wait: SimSpan,
    /// From the answer to what the sender has to say; at once unless set.
    #[serde(default)]
    pub delay: SimSpan,
    /// What becomes of it where nobody answers.
    #[serde(default)]
    pub otherwise: Otherwise,
}

fn day() -> SimSpan {
    SimSpan::DAY
}

/// What becomes of a message whose opener was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// It is sent.
    #[default]
    Send,
    /// It is not.
    Withhold,
}

/// What is known of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Replied,
    OptedOut,
}

/// Openers at work.
#[derive(Debug)]
pub struct Opener {
    settings: OpenerSettings,
    /// First place and number of the opener's variants among the texts.
    variants: (u32, u32),
    /// By audience and person; looked up, never iterated.
    answers: FxHashMap<(u8, u32), Answer>,
    /// Until when each message waits whose opener was sent; looked up, never iterated.
    opened: FxHashMap<u32, SimTime>,
    /// Messages that were let go on an answer.
    released: FxHashSet<u32>,
}

impl Opener {
    /// The opener of a sender, whose variants begin at this place among its texts.
    pub fn new(settings: OpenerSettings, variants: (u32, u32)) -> Opener {
        let (answers, opened, released) = (FxHashMap::default(), FxHashMap::default(), FxHashSet::default());
        Opener { settings, variants, answers, opened, released }
    }
}

impl Strategy for Opener {
    fn before(&mut self, now: SimTime, draft: &mut Draft, orders: &mut Orders, means: Means<'_>) -> Step {
        if draft.role != Role::Main {
            return Step::Go;
        }
        match self.answers.get(&(draft.audience, draft.person)) {
            Some(Answer::Replied) => return Step::Go,
            Some(Answer::OptedOut) => return Step::Withhold,
            None => {}
        }
        match (self.opened.get(&draft.intent), self.settings.otherwise) {
            (Some(until), _) if now < *until => Step::Hold(*until),
            (Some(_), Otherwise::Send) => Step::Go,
            (Some(_), Otherwise::Withhold) => Step::Withhold,
            (None, _) => {
                let Some(mut opener) = draft.opener(now) else { return Step::Go };
                let (first, n) = self.variants;
                let u = means.draws.uniform(Purpose::Wording, means.key, opener.count);
                opener.variant = first + ((u * f64::from(n)) as u32).min(n - 1);
                orders.send.push(opener);
                let until = now + self.settings.wait;
                self.opened.insert(draft.intent, until);
                Step::Hold(until)
            }
        }
    }

    fn heard(&mut self, now: SimTime, echo: &Echo, orders: &mut Orders, _means: Means<'_>) {
        let answer = match echo.heard {
            Heard::Reply { .. } | Heard::Start => Answer::Replied,
            Heard::OptOut => Answer::OptedOut,
            _ => return,
        };
        let known = self.answers.entry((echo.audience, echo.person)).or_insert(answer);
        if answer == Answer::OptedOut || echo.heard == Heard::Start {
            *known = answer;
        }
        if *known == Answer::Replied && echo.role == Role::Opener && self.released.insert(echo.intent) {
            orders.release.push((echo.intent, now + self.settings.delay));
        }
    }

    fn listens(&self) -> bool {
        true
    }
}
