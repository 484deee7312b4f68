//! The changes that are tried, each a ladder from the mildest on.

use super::{Change, Counterfactual, Scene, Try};
use crate::carrier::Rule;
use crate::carrier::blacklist::Span;
use crate::content::{Cue, Template, cues};
use crate::engine::{Outcome, Pause, Variation, WorldSettings, run_with};
use crate::ledger::Detail;
use crate::lint::{Panel, Voice, lint};
use crate::message::Registration;
use crate::scenario::{NumberKind, number_kinds, registered};
use crate::time::{SimSpan, SimTime};
use crate::units::Rate;

/// How many times slower, in turn; assumption.
const SLOWER: [u32; 5] = [2, 4, 10, 30, 100];
/// Vetting scores, in turn; 60 is that of the shipped scenarios, the others are the bounds of the bands (Telnyx n.d.).
const SCORES: [u8; 6] = [0, 25, 50, 60, 75, 100];
/// The most of its own texts, and of rewritten ones, that are tried; assumption.
const TEXTS: usize = 6;
/// A list that goes out at once is taken to go out within this time before it is slowed; assumption.
const AT_ONCE: SimSpan = SimSpan::MINUTE;

/// One kind of change to be tried.
#[derive(Debug)]
pub(super) enum Question {
    Slower,
    OwnText,
    Rewrite,
    PlainText,
    NumberType(NumberKind),
    Registered,
    AfterCoolOff,
}

/// All questions about a message, in the order in which they are answered.
pub(super) fn questions(scene: &Scene<'_>) -> Vec<Question> {
    let mut questions = vec![Question::Slower, Question::OwnText, Question::Rewrite, Question::PlainText];
    questions.extend(number_kinds().into_iter().map(Question::NumberType));
    questions.push(Question::Registered);
    if scene.decision.is_some_and(|(_, d)| d.rule == Rule::Blacklisted) {
        questions.push(Question::AfterCoolOff);
    }
    questions
}

impl Question {
    fn change(&self) -> Change {
        match self {
            Question::Slower => Change::Slower,
            Question::OwnText => Change::OwnText,
            Question::Rewrite => Change::Rewrite,
            Question::PlainText => Change::PlainText,
            Question::NumberType(_) => Change::NumberType,
            Question::Registered => Change::Registered,
            Question::AfterCoolOff => Change::AfterCoolOff,
        }
    }

    pub(super) fn answer(&self, scene: &Scene<'_>) -> Counterfactual {
        let of = match self {
            Question::NumberType(kind) => kind.name.clone(),
            _ => String::new(),
        };
        let mut ladder = Ladder { scene, tries: Vec::new() };
        let untried = match self {
            Question::Slower => slower(&mut ladder),
            Question::OwnText => own_text(&mut ladder),
            Question::Rewrite => rewrite(&mut ladder),
            Question::PlainText => plain_text(&mut ladder),
            Question::NumberType(kind) => number_type(kind, &mut ladder),
            Question::Registered => register(&mut ladder),
            Question::AfterCoolOff => after_cool_off(&mut ladder),
        };
        Counterfactual { change: self.change(), of, untried: untried.err(), tries: ladder.tries }
    }
}

/// The changes of one kind that were tried so far.
struct Ladder<'s, 'a> {
    scene: &'s Scene<'a>,
    tries: Vec<Try>,
}

impl Ladder<'_, '_> {
    /// Tries a change, and says whether the message passes with it. Numbers that send more slowly may need
    /// longer than the scenario lasts.
    fn passes(&mut self, says: String, settings: WorldSettings) -> Result<bool, String> {
        let longest = self.scene.settings().horizon * 2 + SimSpan::DAY;
        self.passes_within(says, settings, None, longest)
    }

    fn passes_within(
        &mut self,
        says: String,
        settings: WorldSettings,
        pause: Option<Pause>,
        longest: SimSpan,
    ) -> Result<bool, String> {
        let tried = self.scene.follow(says, settings, pause, longest)?;
        let passes = tried.would_pass;
        self.tries.push(tried);
        Ok(passes)
    }

    /// Tries to send nothing but this text.
    fn says_only(&mut self, says: String, text: &str) -> Result<bool, String> {
        self.passes(says, self.scene.with_texts(vec![Template::literal(text)]))
    }

    /// Tries to send each of these texts in place of the message's own; then, where the sender has more than
    /// one, nothing but it. Each comes with what is said of it.
    fn says_instead(&mut self, offers: &[(String, String)]) -> Result<(), String> {
        let (world, message) = (self.scene.asked.world, &self.scene.row.message);
        let (own, places) = (message.text.index(), world.texts_of(message.id.sender));
        let several = places.len() > 1;
        for (says, text) in offers {
            let texts = places
                .clone()
                .map(|i| Template::literal(if i == own { text } else { &world.texts()[i].body }));
            let settings = self.scene.with_texts(texts.collect());
            if self.passes(format!("{says}: {text}"), settings)? {
                return Ok(());
            }
        }
        for (says, text) in offers.iter().filter(|_| several) {
            if self.says_only(format!("{says}, and no other text: {text}"), text)? {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The rate at which the messages came, divided.
fn slower(ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let scene = ladder.scene;
    let (sender, settings) = (scene.sender(), scene.settings());
    if !sender.has_plan() {
        return Err("its messages come as their source has them, not at a rate of its own".into());
    }
    let numbers = scene.numbers();
    let segments = f64::from(scene.row.message.segments.max(1));
    let able =
        numbers.throughput.per_second() * settings.platform.pace.value().max(1e-9) * f64::from(numbers.count)
            / segments;
    let (mut offered, mut from) = (sender.rate.per_second(), "");
    if able < offered {
        (offered, from) = (able, ", what its numbers can send");
    }
    if offered.is_infinite() {
        let audience = settings.audiences.get(&sender.audience).map_or(1, |a| a.size);
        (offered, from) = (f64::from(audience) / AT_ONCE.seconds(), ", the whole list within a minute");
    }
    for factor in SLOWER {
        let slow = readable(offered / f64::from(factor));
        let says = format!("{} instead of {}{from}", in_words(slow), in_words(readable(offered)));
        let changed = scene.with_sender(|sender| sender.rate = slow);
        // What was due so long after the start is due so many times as long after it now.
        let longest = settings.horizon * u64::from(factor + 1) + SimSpan::DAY;
        if ladder.passes_within(says, changed, None, longest)? {
            break;
        }
    }
    Ok(())
}

/// A rate as a count of at least one in a unit of time, or a count in a day.
fn readable(per_second: f64) -> Rate {
    let units = [SimSpan::SECOND, SimSpan::MINUTE, SimSpan::HOUR, SimSpan::DAY];
    let unit = units.into_iter().find(|u| per_second * u.seconds() >= 1.0).unwrap_or(SimSpan::DAY);
    Rate::new(per_second * unit.seconds(), unit)
}

/// A rate with its count to two places.
fn in_words(rate: Rate) -> String {
    Rate::new((rate.count * 100.0).round() / 100.0, rate.per).to_string()
}

/// Each of the sender's other texts; where it has only one, each of its other variants.
fn own_text(ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let scene = ladder.scene;
    let sender = scene.sender();
    let (texts, own) = (scene.asked.world.texts(), scene.row.message.text.index());
    let current = texts[own].template as usize;
    let n_templates = sender.texts.len() + sender.kinds.len();
    let mut tried = 0;
    let mut left = 0;
    if n_templates > 1 {
        for template in (0..n_templates).filter(|&t| t != current) {
            if tried == TEXTS {
                left += 1;
                continue;
            }
            tried += 1;
            let (texts, kinds, says) = match sender.texts.get(template) {
                Some(text) => (vec![text.clone()], vec![], format!("only its other text: {text}")),
                None => {
                    let kind = sender.kinds[template - sender.texts.len()].clone();
                    let says = format!("only its texts of the kind {kind}");
                    (vec![], vec![kind], says)
                }
            };
            let changed = scene.with_sender(|s| (s.texts, s.kinds) = (texts, kinds));
            if ladder.passes(says, changed)? {
                return Ok(());
            }
        }
    } else {
        let all = scene.asked.world.texts_of(scene.row.message.id.sender).map(|i| &texts[i]);
        for body in all.filter(|t| (t.template as usize) < n_templates).map(|t| &t.body) {
            if *body == texts[own].body {
                continue;
            }
            if tried == TEXTS {
                left += 1;
                continue;
            }
            tried += 1;
            if ladder.says_only(format!("only its variant: {body}"), body)? {
                return Ok(());
            }
        }
    }
    match (tried, left) {
        (0, _) => Err("the sender has no other text".into()),
        (_, 0) => Ok(()),
        _ => Err(format!("{left} more of its texts were not tried")),
    }
}

/// The honest changes that `lint` offers to this text at this carrier, one by one and then together.
fn rewrite(ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let scene = ladder.scene;
    let (sender, world) = (scene.sender(), scene.asked.world);
    let body = &world.text(scene.row.message.text).body;
    let carrier = world.carrier_name(scene.row.carrier);
    let carriers: Vec<_> = scene.settings().carriers.iter().filter(|c| c.name == carrier).cloned().collect();
    let mut panel = Panel::new(&carriers, Some(scene.numbers()), scene.asked.models);
    panel.set_website(sender.website.as_deref());
    let name = sender.brand.as_ref().unwrap_or(&sender.name);
    let named = cues(body).has(Cue::BrandStart);
    let voice = Voice::of(body, (!named).then_some(name.as_str()), sender.website.as_deref());
    let found = lint(body, &panel, &voice);
    if found.barred {
        return Err("lint offers no change: what the text says, not how, is what counts against it".into());
    }
    let mut offers: Vec<(String, String)> =
        found.advice.into_iter().filter(|a| a.helps).take(TEXTS).map(|a| (a.edit.says, a.text)).collect();
    if let Some(improvement) = found.improvement.filter(|i| i.steps.len() > 1) {
        let says: Vec<String> = improvement.steps.iter().map(|s| s.edit.says.clone()).collect();
        offers.extend(improvement.steps.into_iter().last().map(|s| (says.join("; "), s.text)));
    }
    if offers.is_empty() {
        return Err("lint offers no change that would gain anything at this carrier".into());
    }
    ladder.says_instead(&offers)
}

/// A short text that says who writes and how to get away, and asks for nothing.
fn plain_text(ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let sender = ladder.scene.sender();
    let name = sender.brand.as_ref().unwrap_or(&sender.name);
    let text = format!("{name}: thank you for being our customer. Reply STOP to opt out");
    ladder.says_instead(&[("in place of this text".into(), text)])
}

/// Numbers of another kind, in each standing that its preset knows.
fn number_type(kind: &NumberKind, ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let scene = ladder.scene;
    let now = scene.numbers();
    for standing in &kind.standings {
        let Some(numbers) = kind.numbers(standing, now) else {
            return Err("its preset does not fit these numbers".into());
        };
        if numbers == *now {
            continue;
        }
        let (name, says) = (&kind.name, standing.says());
        let with = if says.is_empty() { String::new() } else { format!(" with {says}") };
        let says = format!("{name}{with} instead of {}", now.kind);
        let changed = scene.with_numbers(numbers);
        if ladder.passes(says, changed)? {
            return Ok(());
        }
    }
    if ladder.tries.is_empty() { Err("the numbers are of this kind".into()) } else { Ok(()) }
}

/// The same numbers, registered.
fn register(ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let scene = ladder.scene;
    let now = scene.numbers();
    if now.registration == Registration::Registered {
        return Err(format!("the number is registered, with a vetting score of {}", now.trust));
    }
    for score in SCORES {
        let changed = scene.with_numbers(registered(now, score));
        if ladder.passes(format!("registered with a vetting score of {score}"), changed)? {
            break;
        }
    }
    Ok(())
}

/// The sender falls silent when its number, or what else the message ran into, is listed, and goes on when it is released.
fn after_cool_off(ladder: &mut Ladder<'_, '_>) -> Result<(), String> {
    let scene = ladder.scene;
    let (world, own) = (scene.asked.world, scene.settings().horizon);
    let (screened, decision) = scene.decision.ok_or("no carrier has screened it")?;
    let scope = decision.listed.ok_or("it was not blacklisted")?;
    let stay = |outcome: &Outcome, is: &dyn Fn(&Span) -> bool| {
        let carrier = &outcome.carriers[scene.row.carrier.index()];
        let place = carrier.keys(&scene.row.message).get(scope)? as u32;
        let mut own = carrier.blacklist()?.spans().iter().filter(|s| (s.scope, s.place) == (scope, place));
        own.rfind(|s| is(s)).copied()
    };
    let listed = stay(scene.asked.outcome, &|s| s.from <= screened)
        .ok_or("there were too many stays on the blacklist to tell when this one began")?;
    // First for good, to see when a sender is released that does not try; then until that time.
    let sender = scene.row.message.id.sender;
    let for_good = Pause { sender, from: listed.from, until: SimTime::START + own };
    let variation = Variation { pause: Some(for_good), until_settled: false };
    let silent = run_with(world, scene.asked.draws, Detail::Probe(scene.row.message.id), variation);
    let released = stay(&silent, &|s| s.from == listed.from)
        .ok_or(format!("the {} would not have been listed", scope.name()))?;
    if released.until == SimTime::NEVER {
        return Err(format!("the {} was listed for good at {}", scope.name(), listed.from));
    }
    let pause = Pause { until: released.until, ..for_good };
    let says = format!("silent from {} until {}, then on at its rate", pause.from, pause.until);
    let longest = own + pause.until.since(pause.from) + SimSpan::DAY;
    ladder.passes_within(says, scene.settings().clone(), Some(pause), longest)?;
    Ok(())
}
