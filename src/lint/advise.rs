//! What costs, what would help, and what it would help by: every changed text is read again.

use serde::Serialize;

use super::edits::{Edit, Voice, edits};
use super::panel::{Outcome, Panel, Reading};
use super::restricted::{Restricted, restricted};
use super::shape::Shape;
use crate::content::{Cue, cues};
use crate::scorer::Scorer;

/// The most changes that are combined.
const STEPS: usize = 4;
/// Log-odds below which a change is no gain; assumption.
const GAIN_MIN: f64 = 0.05;
/// The probability from which a text is sooner prohibited than not.
const EVEN: f64 = 0.5;
/// Changes that are undone together before a text is judged by its content: those of form alone. They take
/// out nothing that a message says, and put nothing in.
const FORM: [&str; 11] = [
    "own_domain",
    "main_domain",
    "https",
    "one_link",
    "sentence_case",
    "no_exclamation",
    "no_ellipsis",
    "capital_start",
    "plain_letters",
    "see_link",
    "no_phrase",
];
/// The most of them that are made, one after another.
const FORM_STEPS: usize = 16;
/// Changes that stay open to a text of a restricted kind, or whose content is what a model minds: they make it
/// plainer, and say who writes and how to get away. Its wording is not worked on.
const PLAIN: [&str; 7] =
    ["own_domain", "https", "one_link", "opt_out", "brand_first", "plain_letters", "plain_alphabet"];

/// Everything that is said of a draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lint {
    /// The draft.
    pub text: String,
    /// How it goes on the air, and what stands out.
    pub shape: Shape,
    /// Restricted kinds of content that it speaks of.
    pub restricted: Vec<Restricted>,
    /// The greatest probability of spam that a model in use gives the draft once all that is only form is
    /// undone: capitals, exclamation marks, pressing words, shorteners, disguises. `None` without a model.
    pub formless: Option<f64>,
    /// Whether that is at least even: what the draft says, not how, is what a model minds.
    pub content_led: bool,
    /// Whether no change is offered: of a restricted kind and sooner prohibited than not, or led by content
    /// and above a model's own threshold.
    pub barred: bool,
    /// What each carrier makes of it.
    pub readings: Vec<Reading>,
    /// Cues that cost, dearest first.
    pub costs: Vec<Cost>,
    /// Changes, the greatest gain first; behind them those that take something out, then those without a gain.
    pub advice: Vec<Advice>,
    /// Costs that no change is about: what the message says, not how.
    pub untouched: Vec<Cost>,
    /// For a draft that some carrier turns away: a few changes together.
    pub improvement: Option<Improvement>,
}

/// What a cue adds to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// The cue.
    pub cue: &'static str,
    /// What it says of the text.
    pub says: &'static str,
    /// Who names it, or *assumption*.
    pub source: &'static str,
    /// The model.
    pub model: String,
    /// What it adds, in log-odds of spam.
    pub log_odds: f64,
}

/// One change, read again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// The change.
    pub edit: Edit,
    /// The changed draft.
    pub text: String,
    /// Its segments.
    pub segments: u32,
    /// What each carrier makes of it.
    pub readings: Vec<Reading>,
    /// Mean fall of the log-odds of spam over the models in use; negative where it rises.
    pub gain: f64,
    /// Whether anything falls: log-odds, some carrier's sum, segments.
    pub helps: bool,
}

/// Changes made one after another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Improvement {
    /// The changes, each on the text that the one before left.
    pub steps: Vec<Step>,
    /// Whether every carrier lets the last text pass.
    pub enough: bool,
}

/// One of several changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The change.
    pub edit: Edit,
    /// The text after it.
    pub text: String,
    /// What each carrier makes of that.
    pub readings: Vec<Reading>,
}

/// Looks at a draft with the eyes of these carriers.
pub fn lint(text: &str, panel: &Panel, voice: &Voice) -> Lint {
    let readings = panel.read(text);
    let restricted = restricted(text);
    let formless = formless(text, panel, voice);
    let content_led = formless.is_some_and(|p| p >= EVEN);
    let above = |at: &dyn Fn(&Scorer) -> f64| {
        panel.models().values().any(|model| model.spam_probability(text) >= at(model))
    };
    // Where no model reads, a restricted kind that a list of phrases turns away is all that there is to go by.
    let likely = above(&|_| EVEN) || panel.models().is_empty() && readings.iter().any(turned_away);
    let barred = !restricted.is_empty() && likely || content_led && above(&|model| model.info().threshold);
    let delicate = !restricted.is_empty() || content_led;
    let mut shape = Shape::of(text);
    let open = |edit: &Edit| !barred && (!delicate || PLAIN.contains(&edit.name));
    let mut advice: Vec<Advice> = edits(text, voice)
        .into_iter()
        .filter(|(edit, _)| open(edit))
        .map(|(edit, changed)| judged(edit, changed, &readings, shape.segments, panel))
        .collect();
    advice.sort_by(|a, b| {
        // What takes out something that readers may need stands behind what does not.
        let rank = |x: &Advice| (x.helps, !x.edit.costly, relief(&readings, x));
        rank(b).cmp(&rank(a)).then(b.gain.total_cmp(&a.gain))
    });
    if barred {
        shape.segments_in_gsm7 = None;
    }
    let costs = costs(text, panel);
    let about = |cost: &Cost| advice.iter().any(|a| a.edit.cues.iter().any(|cue| cue.name() == cost.cue));
    let untouched = costs.iter().filter(|c| !about(c)).cloned().collect();
    let improvement = (!barred && readings.iter().any(turned_away)).then(|| {
        let steps = improve(text, voice, &open, &|t| badness(&panel.read(t)), &|t| {
            !panel.read(t).iter().any(turned_away)
        });
        let steps: Vec<Step> =
            steps.into_iter().map(|(edit, text)| Step { edit, readings: panel.read(&text), text }).collect();
        let enough = steps.last().is_some_and(|s| !s.readings.iter().any(turned_away));
        Improvement { steps, enough }
    });
    Lint {
        text: text.to_owned(),
        shape,
        restricted,
        formless,
        content_led,
        barred,
        readings,
        costs,
        advice,
        untouched,
        improvement,
    }
}

/// What a text scores by its content: all changes of form are made, and the result is read. A lexicon knows
/// only its words; a soft-spoken fraud has none of them, but nothing to tidy up either.
fn formless(text: &str, panel: &Panel, voice: &Voice) -> Option<f64> {
    let mut now = text.to_owned();
    for _ in 0..FORM_STEPS {
        let next = edits(&now, voice).into_iter().find(|(edit, _)| FORM.contains(&edit.name));
        let Some((_, changed)) = next else { break };
        now = changed;
    }
    panel.models().values().map(|model| model.spam_probability(&now)).max_by(f64::total_cmp)
}

fn turned_away(reading: &Reading) -> bool {
    matches!(reading.outcome, Outcome::Blocked | Outcome::Grey | Outcome::Held)
}

/// How many carriers a change wins over.
fn relief(before: &[Reading], advice: &Advice) -> usize {
    before.iter().zip(&advice.readings).filter(|(b, a)| turned_away(b) && !turned_away(a)).count()
}

fn judged(edit: Edit, text: String, before: &[Reading], segments: u32, panel: &Panel) -> Advice {
    let readings = panel.read(&text);
    let changes: Vec<f64> =
        before.iter().zip(&readings).filter_map(|(b, a)| Some(b.log_odds? - a.log_odds?)).collect();
    let gain = if changes.is_empty() { 0.0 } else { changes.iter().sum::<f64>() / changes.len() as f64 };
    let lower = before.iter().zip(&readings).any(|(b, a)| b.sum - a.sum >= 0.005);
    let after = crate::message::segment(&text).segments;
    let helps = gain >= GAIN_MIN || gain > -GAIN_MIN && lower || after < segments;
    Advice { edit, text, segments: after, readings, gain, helps }
}

/// Cues of the text that raise the score of a model in use.
fn costs(text: &str, panel: &Panel) -> Vec<Cost> {
    let shown = cues(text);
    let mut costs: Vec<Cost> = panel
        .models()
        .iter()
        .flat_map(|(name, model)| shown.iter().map(move |cue: Cue| (name, cue, model.cue_weight(cue))))
        .filter(|(_, _, weight)| *weight > 0.0)
        .map(|(model, cue, log_odds)| Cost {
            cue: cue.name(),
            says: cue.says(),
            source: cue.source(),
            model: model.clone(),
            log_odds,
        })
        .collect();
    costs.sort_by(|a, b| b.log_odds.total_cmp(&a.log_odds).then(a.cue.cmp(b.cue)));
    costs
}

/// What a combination of changes brings down: carriers that turn the text away, then phrases, then log-odds.
fn badness(readings: &[Reading]) -> f64 {
    readings
        .iter()
        .map(|r| {
            100.0 * f64::from(u8::from(turned_away(r)))
                + 10.0 * f64::from(u8::from(r.phrase.is_some()))
                + r.log_odds.unwrap_or(0.0)
        })
        .sum()
}

/// A few changes that together make a text `enough`, found greedily: at each step the one that brings
/// `badness` down most, measured on the changed text. Changes that take something out that the sender may
/// need are tried only where the others do not suffice. What turns out not to be needed is left out again.
/// Empty where nothing helps, or the text is enough as it is.
pub fn improve(
    text: &str,
    voice: &Voice,
    open: &dyn Fn(&Edit) -> bool,
    badness: &dyn Fn(&str) -> f64,
    enough: &dyn Fn(&str) -> bool,
) -> Vec<(Edit, String)> {
    let mut steps: Vec<(Edit, String)> = Vec::new();
    let mut now = text.to_owned();
    while steps.len() < STEPS && !enough(&now) {
        let found = edits(&now, voice);
        let best = |costly: bool| {
            found
                .iter()
                .filter(|(edit, _)| edit.costly == costly && open(edit))
                .map(|(edit, text)| (badness(text), edit, text))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .filter(|(after, ..)| *after <= badness(&now) - GAIN_MIN)
        };
        let Some((_, edit, text)) = best(false).or_else(|| best(true)) else { break };
        steps.push((edit.clone(), text.clone()));
        now.clone_from(text);
    }
    if enough(&now) { needed(text, voice, steps, enough) } else { steps }
}

/// The steps without those that are not needed. Changes are applied anew, since each works on the whole text.
fn needed(
    text: &str,
    voice: &Voice,
    steps: Vec<(Edit, String)>,
    enough: &dyn Fn(&str) -> bool,
) -> Vec<(Edit, String)> {
    let mut kept = steps;
    let mut at = 0;
    while kept.len() > 1 && at < kept.len() {
        let mut fewer: Vec<Edit> = kept.iter().map(|(edit, _)| edit.clone()).collect();
        fewer.remove(at);
        match again(text, voice, &fewer).filter(|steps| steps.last().is_some_and(|(_, t)| enough(t))) {
            Some(steps) => kept = steps,
            None => at += 1,
        }
    }
    kept
}

fn again(text: &str, voice: &Voice, wanted: &[Edit]) -> Option<Vec<(Edit, String)>> {
    let mut now = text.to_owned();
    let mut steps = Vec::new();
    for edit in wanted {
        let (edit, changed) = edits(&now, voice).into_iter().find(|(e, _)| e == edit)?;
        now.clone_from(&changed);
        steps.push((edit, changed));
    }
    Some(steps)
}
