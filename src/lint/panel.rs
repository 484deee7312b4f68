//! The carriers that read a draft, each with its own filter and model.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::carrier::filter::{ContentSettings, FilterSettings, Stage, total};
use crate::carrier::{CarrierSettings, Signs, TextTerms};
use crate::content::PhraseList;
use crate::message::{Category, NumberSettings};
use crate::scorer::Scorer;
use crate::units::Share;

/// A chance of being blocked below this is not worth a word; assumption.
const CHANCE_MIN: f64 = 0.01;

/// Carriers, ready to read drafts.
#[derive(Debug)]
pub struct Panel {
    seats: Vec<Seat>,
    /// The models in use, by the name that filters use.
    models: BTreeMap<String, Arc<Scorer>>,
    /// The sender's site on record.
    website: Option<String>,
}

#[derive(Debug)]
struct Seat {
    name: String,
    preset: Option<String>,
    filter: FilterSettings,
    phrases: Option<PhraseList>,
    /// What the kind of number adds, where one was given.
    prior: Option<f64>,
    /// Kinds of restricted content that the number was reviewed for.
    allows: Vec<Category>,
}

/// What becomes of a message whose text alone, and perhaps its kind of number, counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// No stage of this carrier reads texts.
    Unread,
    /// It stays below every threshold.
    Passes,
    /// It is held back and screened again.
    Held,
    /// It lies in the grey zone of a soft threshold: blocked by chance, less than half of the time.
    Grey,
    /// It is blocked, at least half of the time where the threshold is soft.
    Blocked,
}

impl Outcome {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::Unread => "does not read texts",
            Outcome::Passes => "passes",
            Outcome::Held => "held back",
            Outcome::Grey => "grey zone",
            Outcome::Blocked => "blocked",
        }
    }
}

/// What one stage adds to a sum, and for what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The stage, by its name in tables.
    pub stage: &'static str,
    /// What it adds.
    pub adds: f64,
    /// What it found: a phrase, a kind of content, a length, a probability of spam. `None` where the parts
    /// say it, and for the kind of number.
    pub found: Option<String>,
    /// What it adds for each thing that it found, where it looks for several.
    pub parts: Vec<Part>,
}

/// One of several things that a stage found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The key of its setting, such as `shortener`.
    pub name: &'static str,
    /// What it adds.
    pub adds: f64,
}

/// What one carrier makes of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The carrier.
    pub carrier: String,
    /// Its preset.
    pub preset: Option<String>,
    /// Its content model's probability that the text is spam; `None` where it has no such stage.
    pub probability: Option<f64>,
    /// The same as log-odds.
    pub log_odds: Option<f64>,
    /// What the content stage adds.
    pub content: f64,
    /// The forbidden phrase that was found.
    pub phrase: Option<String>,
    /// What the phrase stage adds.
    pub phrases: f64,
    /// What a prohibited kind of content adds.
    pub prohibited: f64,
    /// What links add.
    pub links: f64,
    /// What length adds.
    pub length: f64,
    /// What style adds.
    pub style: f64,
    /// What the kind of number adds; `None` where none was given.
    pub prior: Option<f64>,
    /// The same stage by stage, with what each found: the stages that add something, and a phrase or a
    /// probability even where it adds nothing. They add up to the sum.
    pub items: Vec<Item>,
    /// The sum of these.
    pub sum: f64,
    /// The sum from which this carrier blocks.
    pub threshold: f64,
    /// The chance of being blocked on this sum alone.
    pub chance: f64,
    /// What follows.
    pub outcome: Outcome,
}

impl Panel {
    /// Carriers that read texts sent from this kind of number, or from any if `None`. `models` holds every
    /// model that they name; a carrier whose model is missing reads without it.
    pub fn new(
        carriers: &[CarrierSettings],
        number: Option<&NumberSettings>,
        models: &BTreeMap<String, Arc<Scorer>>,
    ) -> Panel {
        let seats: Vec<Seat> = carriers
            .iter()
            .map(|carrier| Seat {
                name: carrier.name.clone(),
                preset: carrier.preset.clone(),
                phrases: carrier.filter.phrase_list(),
                prior: number
                    .map(|n| carrier.filter.prior.as_ref().filter(|s| s.enabled).map_or(0.0, |s| s.term(n))),
                allows: number.map_or_else(Vec::new, |n| n.allows.clone()),
                filter: carrier.filter.clone(),
            })
            .collect();
        let used = |name: &String| seats.iter().any(|s| s.filter.content_model() == Some(name));
        let models =
            models.iter().filter(|(name, _)| used(name)).map(|(n, m)| (n.clone(), m.clone())).collect();
        Panel { seats, models, website: None }
    }

    /// A carrier that reads with this model and blocks at the model's own threshold, and does nothing else.
    pub fn of_model(model: &Arc<Scorer>) -> Panel {
        let name = model.info().name.clone();
        let content = ContentSettings { weight: 1.0, floor: Share::ZERO, model: name.clone(), enabled: true };
        let filter = FilterSettings {
            threshold: model.info().threshold,
            content: Some(content),
            ..FilterSettings::default()
        };
        let seat =
            Seat { name: name.clone(), preset: None, filter, phrases: None, prior: None, allows: Vec::new() };
        Panel { seats: vec![seat], models: BTreeMap::from([(name, model.clone())]), website: None }
    }

    /// From here on texts are of a sender with this site on record, such as `"acme.example"`, or with none.
    pub fn set_website(&mut self, website: Option<&str>) {
        self.website = website.map(str::to_owned);
    }

    /// The models in use, by name.
    pub fn models(&self) -> &BTreeMap<String, Arc<Scorer>> {
        &self.models
    }

    /// What each carrier makes of a text, in the order given.
    pub fn read(&self, text: &str) -> Vec<Reading> {
        let scores: BTreeMap<&str, (f64, f64)> = self
            .models
            .iter()
            .map(|(name, model)| (name.as_str(), (model.spam_probability(text), model.logit(text))))
            .collect();
        let signs = Signs::of(text, self.website.as_deref());
        self.seats.iter().map(|seat| seat.read(text, &signs, &scores)).collect()
    }
}

impl Seat {
    fn read(&self, text: &str, signs: &Signs, scores: &BTreeMap<&str, (f64, f64)>) -> Reading {
        let score = self.filter.content_model().and_then(|name| scores.get(name));
        let phrase = self.phrases.as_ref().and_then(|p| p.find(text)).map(str::to_owned);
        let terms = self.filter.text_terms(signs, phrase.is_some(), score.map(|s| s.0), &self.allows);
        // Added as a carrier adds its terms, so that the sum is the same to the last bit.
        let sum = total(&terms.beside(self.prior.unwrap_or(0.0)));
        let threshold = self.filter.threshold;
        let chance = self.filter.chance(sum, threshold).unwrap_or(f64::from(u8::from(sum >= threshold)));
        let outcome = if !self.filter.reads_texts() {
            Outcome::Unread
        } else if chance >= 0.5 {
            Outcome::Blocked
        } else if chance >= CHANCE_MIN {
            Outcome::Grey
        } else if self.filter.hold_threshold.is_some_and(|t| sum >= t) {
            Outcome::Held
        } else {
            Outcome::Passes
        };
        let items = self.items(signs, &terms, phrase.as_deref(), score.map(|s| s.0));
        Reading {
            carrier: self.name.clone(),
            preset: self.preset.clone(),
            probability: score.map(|s| s.0),
            log_odds: score.map(|s| s.1),
            content: terms.content,
            phrase,
            phrases: terms.phrases,
            prohibited: terms.prohibited,
            links: terms.links,
            length: terms.length,
            style: terms.style,
            prior: self.prior,
            items,
            sum,
            threshold,
            chance,
            outcome,
        }
    }

    /// The terms one by one, with what each stage found.
    fn items(&self, signs: &Signs, terms: &TextTerms, phrase: Option<&str>, spam: Option<f64>) -> Vec<Item> {
        let kind = self.filter.prohibited.as_ref().and_then(|s| s.found(signs.cues, &self.allows));
        let some = |n: u32, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let length = [some(signs.characters, "character"), some(signs.segments, "segment")].join(", ");
        let plain = |stage: Stage, adds: f64, found: Option<String>| Item {
            stage: stage.name(),
            adds,
            found,
            parts: Vec::new(),
        };
        let mut items = vec![
            plain(Stage::Terms, terms.phrases, phrase.map(str::to_owned)),
            plain(Stage::Prohibited, terms.prohibited, kind.map(|k| k.name().to_owned())),
            plain(Stage::Prior, self.prior.unwrap_or(0.0), None),
            Item {
                parts: self.filter.links.iter().flat_map(|s| s.parts(signs)).map(Part::from).collect(),
                ..plain(Stage::Links, terms.links, None)
            },
            plain(Stage::Length, terms.length, Some(length)),
            Item {
                parts: self.filter.style.iter().flat_map(|s| s.parts(signs)).map(Part::from).collect(),
                ..plain(Stage::Style, terms.style, None)
            },
            plain(Stage::Content, terms.content, spam.map(|p| format!("spam {p:.4}"))),
        ];
        let told = |stage: &str| [Stage::Terms, Stage::Content].iter().any(|s| s.name() == stage);
        items.retain(|item| item.adds != 0.0 || item.found.is_some() && told(item.stage));
        items.iter_mut().for_each(|item| item.parts.retain(|part| part.adds != 0.0));
        items
    }
}

impl From<(&'static str, f64)> for Part {
    fn from((name, adds): (&'static str, f64)) -> Part {
        Part { name, adds }
    }
}
