//! What would have let a message pass: the whole world is run again with one change, and the same message,
//! to the same person, is followed through it. Nothing is guessed.
//!
//! Changes come in ladders, the mildest first; a ladder ends at the first change with which the message
//! passes. Draws are those of the run that is asked about, so that all luck stays in place.

mod changes;

use rayon::prelude::*;

use self::changes::Question;
use crate::carrier::Decision;
use crate::engine::{Models, Outcome, Pause, Variation, World, WorldSettings, run_with};
use crate::ledger::{Cause, Detail, Ledger, MessageRow};
use crate::message::{Fate, MessageId, NumberSettings, Verdict};
use crate::rng::Draws;
use crate::sender::{EXTRA, SenderSettings};
use crate::time::{SimSpan, SimTime};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The sender sends more slowly.
    Slower,
    /// It sends only one of its other texts.
    OwnText,
    /// The text reads as `lint` would have it.
    Rewrite,
    /// The text is a plain short one with the sender's name and the way out.
    PlainText,
    /// It sends from numbers of another kind.
    NumberType,
    /// Its numbers are registered.
    Registered,
    /// It falls silent from its listing on until its release.
    AfterCoolOff,
}

impl Change {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Change::Slower => "slower",
            Change::OwnText => "own_text",
            Change::Rewrite => "rewrite",
            Change::PlainText => "plain_text",
            Change::NumberType => "number_type",
            Change::Registered => "registered",
            Change::AfterCoolOff => "after_cool_off",
        }
    }
    /// The name in words.
    pub const fn label(self) -> &'static str {
        match self {
            Change::Slower => "slower",
            Change::OwnText => "own text",
            Change::Rewrite => "rewrite",
            Change::PlainText => "plain text",
            Change::NumberType => "number type",
            Change::Registered => "registered",
            Change::AfterCoolOff => "after cool-off",
        }
    }
}

/// One kind of change and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterfactual {
    /// What is changed.
    pub change: Change,
    /// Which of several, such as the kind of number; empty where there is only one.
    pub of: String,
    /// What was tried, the mildest first; only the last may have passed.
    pub tries: Vec<Try>,
    /// Why no more was tried, where there was nothing (more) to try.
    pub untried: Option<String>,
}

impl Counterfactual {
    /// Whether the message would have passed with the last change that was tried.
    pub fn would_pass(&self) -> bool {
        self.tries.last().is_some_and(|t| t.would_pass)
    }
}

/// One change, and the fate of the message with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// What was changed, in words and numbers.
    pub says: String,
    /// Whether the carrier let the message pass; for a message that it held, and then let pass or had still
    /// to decide on at the horizon, whether it let it pass at once. A retry that is not needed passes as well.
    pub would_pass: bool,
    /// Where the message is a retry that never came because it was not needed: the earlier attempt that was
    /// delivered. `fate` and `decision` are then those of that attempt.
    pub earlier: Option<MessageId>,
    /// Where the message ended; `None` where its turn never came.
    pub fate: Option<Fate>,
    /// Why, if not delivered.
    pub cause: Option<Cause>,
    /// The carrier's last decision on it, and when.
    pub decision: Option<(SimTime, Decision)>,
    /// How long this run was, where it had to be longer than the scenario.
    pub horizon: Option<SimSpan>,
}

/// The run that is asked about: a probe was on the message.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The world.
    pub world: &'a World,
    /// The content models it was made with.
    pub models: &'a Models,
    /// Its draws.
    pub draws: &'a Draws,
    /// What it left behind.
    pub outcome: &'a Outcome,
}

/// What is to be asked about one message.
#[derive(Debug)]
pub struct Inquiry<'a> {
    scene: Scene<'a>,
    questions: Vec<Question>,
}

/// The message, and all that stays as it is.
#[derive(Debug)]
struct Scene<'a> {
    asked: Asked<'a>,
    row: &'a MessageRow,
    /// The place of its sender in the file.
    sender: usize,
    /// The last decision on it, and when.
    decision: Option<(SimTime, Decision)>,
}

impl<'a> Inquiry<'a> {
    /// Questions about the message that was probed; an error says why there are none.
    pub fn new(asked: Asked<'a>) -> Result<Inquiry<'a>, String> {
        let row = asked.outcome.ledger.messages.first().ok_or("the message was never sent")?;
        let decisions: Vec<_> = asked.outcome.ledger.decisions.iter().flatten().collect();
        let held = decisions.iter().any(|d| matches!(d.decision.verdict, Verdict::Hold { .. }));
        let turned_away = matches!(row.fate, Fate::Throttled | Fate::Blocked | Fate::Silenced);
        if !turned_away && !held {
            let cause = row.cause.map_or("", Cause::label);
            return Err(match row.fate {
                Fate::Delivered => "it passed".into(),
                Fate::Unreachable => format!("the carrier let it pass; the handset was not reached: {cause}"),
                Fate::InFlight if !decisions.is_empty() => "the carrier let it pass".into(),
                Fate::InFlight => "no carrier had screened it by the horizon".into(),
                _ => format!("it never came to a carrier's filter: {cause}"),
            });
        }
        let name = asked.world.sender_name(row.message.id.sender);
        let sender = asked.world.settings().senders.iter().position(|s| s.name == name);
        let decision = decisions.last().map(|d| (d.at, d.decision));
        let sender = sender.ok_or("its sender is not in the scenario")?;
        let scene = Scene { asked, row, sender, decision };
        let questions = changes::questions(&scene);
        Ok(Inquiry { scene, questions })
    }

    /// How many questions there are.
    pub fn len(&self) -> usize {
        self.questions.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// Answers every question, in a fixed order, by running the world again as often as it takes. `done` is
    /// called after each, from any thread.
    pub fn answer(&self, done: &(dyn Fn() + Sync)) -> Vec<Counterfactual> {
        let one = |question: &Question| {
            let answer = question.answer(&self.scene);
            done();
            answer
        };
        self.questions.par_iter().map(one).collect()
    }
}

impl Scene<'_> {
    fn settings(&self) -> &WorldSettings {
        self.asked.world.settings()
    }

    fn sender(&self) -> &SenderSettings {
        &self.settings().senders[self.sender]
    }

    /// The world with this change of the sender.
    fn with_sender(&self, change: impl FnOnce(&mut SenderSettings)) -> WorldSettings {
        let mut settings = self.settings().clone();
        change(&mut settings.senders[self.sender]);
        settings
    }

    /// What the number of the message is.
    fn numbers(&self) -> &NumberSettings {
        self.asked.world.number_settings(self.row.message.number)
    }

    /// The world in which that number, and those beside it, are these.
    fn with_numbers(&self, numbers: NumberSettings) -> WorldSettings {
        let place = self.asked.world.number_place(self.row.message.number).1;
        self.with_sender(|sender| *sender.number_mut(place) = numbers)
    }

    /// The world in which the sender has these texts.
    fn with_texts(&self, templates: Vec<String>) -> WorldSettings {
        self.with_sender(|sender| {
            sender.texts = templates;
            sender.kinds.clear();
            // The bodies hold already what these put in.
            (sender.copy, sender.cosmetic) = (None, None);
        })
    }

    /// Follows the message through a changed world that runs, if it must, for `longest`.
    fn follow(
        &self,
        says: String,
        mut settings: WorldSettings,
        pause: Option<Pause>,
        longest: SimSpan,
    ) -> Result<Try, String> {
        let own = self.settings().horizon;
        settings.horizon = longest.max(own);
        let world = World::new(settings, self.asked.models).map_err(|e| e.to_string())?;
        let live = |id| {
            let variation = Variation { pause, until_settled: true };
            run_with(&world, self.asked.draws, Detail::Probe(id), variation).ledger
        };
        let own_id = self.row.message.id;
        let (mut ledger, mut earlier) = (live(own_id), None);
        if ledger.messages.is_empty()
            && let Some((id, instead)) = delivered_before(own_id, live)
        {
            (ledger, earlier) = (instead, Some(id));
        }
        let row = ledger.messages.first();
        let decisions: Vec<_> = ledger.decisions.iter().flatten().collect();
        let decision = decisions.last().map(|d| (d.at, d.decision));
        let passed = decision.is_some_and(|(_, d)| d.verdict == Verdict::Deliver);
        // One that was held, and let pass or not yet decided in the end, passes only without being held.
        let at_once = decisions.len() == 1;
        let open = |v: Verdict| matches!(v, Verdict::Deliver | Verdict::Hold { .. });
        let was_open = self.decision.is_some_and(|(_, d)| open(d.verdict));
        let in_time = decision.is_some_and(|(at, _)| at < SimTime::START + own)
            || row.is_some_and(|row| row.settled.is_some_and(|at| at < SimTime::START + own));
        Ok(Try {
            says,
            would_pass: earlier.is_some() || passed && (at_once || !was_open),
            earlier,
            fate: row.map(|row| row.fate),
            cause: row.and_then(|row| row.cause),
            decision,
            horizon: (!in_time && longest > own).then_some(longest),
        })
    }
}

/// The last attempt before this retry that is delivered in a world which `live` lives with a probe on a message;
/// `None` for a first attempt.
fn delivered_before(retry: MessageId, live: impl Fn(MessageId) -> Ledger) -> Option<(MessageId, Ledger)> {
    let before = (0..retry.count / EXTRA).rev();
    before
        .map(|nth| MessageId { count: retry.count % EXTRA + nth * EXTRA, ..retry })
        .map(|id| (id, live(id)))
        .find(|(_, ledger)| ledger.messages.first().is_some_and(|row| row.fate == Fate::Delivered))
}
