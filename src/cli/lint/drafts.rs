//! Where drafts come from, and which of a draft's variants is looked at.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::Failure;
use crate::cli::model::read_texts;
use crate::content::Template;
use crate::lint::{Outcome, Panel, Reading};
use crate::scenario::Loaded;
use crate::scorer::{Kind, SCENARIO_SEED};
use crate::sender::strategy::copy::CopySettings;

/// The most variants of one draft that are read; more are sampled evenly.
const VARIANTS_MAX: u64 = 256;

/// A draft as it was written, spintax and all.
pub struct Draft {
    /// Where it stands.
    pub name: String,
    /// What it says.
    pub text: String,
    /// Values of its slots.
    pub slots: BTreeMap<String, Vec<String>>,
    /// The sender's site on record.
    pub website: Option<String>,
    /// What its sender puts into every text.
    pub copy: Option<CopySettings>,
    /// What was assumed in reading it.
    pub notes: Vec<String>,
}

/// How the variants of a draft differ.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Spread {
    /// Variants that there are.
    pub variants: u64,
    /// Variants that were read.
    pub read: u64,
    /// Those of them that some carrier turns away.
    pub turned_away: u64,
    /// The least and the greatest probability of spam, over variants and models.
    pub probability: Option<(f64, f64)>,
}

/// The drafts that an argument stands for.
pub fn given(argument: &str, literal: bool) -> Result<Vec<Draft>, Failure> {
    let draft = |given: crate::cli::model::Given| Draft {
        name: format!("line {}", given.line),
        text: given.text,
        slots: BTreeMap::new(),
        website: None,
        copy: None,
        notes: Vec::new(),
    };
    let scenario = std::path::Path::new(argument).extension().is_some_and(|e| e == "toml");
    if scenario && !literal && std::path::Path::new(argument).is_file() {
        let what = format!("{argument} is a scenario, not a file of drafts");
        let help = format!("`carrierlab lint --scenario {argument}` looks at the texts of its senders");
        return Err(Failure::message(2, "usage", what, help));
    }
    let given = read_texts(argument, literal)?;
    if given.iter().all(|g| g.text.trim().is_empty()) {
        return Err(Failure::message(3, "text.missing", "the draft is empty", "write what is to be sent"));
    }
    Ok(given.into_iter().map(draft).collect())
}

/// The texts of a scenario's senders, those of generated kinds and openers among them, under any strategy, each
/// once, with what the sender puts into every text.
pub fn of_scenario(loaded: &Loaded) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut add = |draft: Draft| {
        let same = |d: &Draft| {
            (&d.text, &d.slots, &d.website, &d.copy)
                == (&draft.text, &draft.slots, &draft.website, &draft.copy)
        };
        if !drafts.iter().any(same) {
            drafts.push(draft);
        }
    };
    for world in &loaded.worlds {
        for sender in &world.settings.senders {
            let draft = |name: String, text: &str, copy: &Option<CopySettings>| Draft {
                name,
                text: text.to_owned(),
                slots: BTreeMap::new(),
                website: sender.website.clone(),
                copy: copy.clone(),
                notes: Vec::new(),
            };
            for text in &sender.texts {
                let name = format!("sender {}, strategy {}", sender.name, world.name);
                add(Draft { slots: sender.slots.clone(), ..draft(name, text, &sender.copy) });
            }
            if let Some(opener) = &sender.opener {
                let name = format!("sender {}, opener", sender.name);
                add(Draft { slots: sender.slots.clone(), ..draft(name, &opener.text, &None) });
            }
            for kind in sender.kinds.iter().filter_map(|name| Kind::named(name)) {
                for text in kind.texts(sender.variants as usize, SCENARIO_SEED) {
                    add(draft(format!("sender {}, kind {}", sender.name, kind.name), &text, &sender.copy));
                }
            }
        }
    }
    drafts
}

/// The site on record of a draft that no sender of the scenario names as its own: the one that all its
/// senders share, or none.
pub fn website(loaded: &Loaded) -> Option<String> {
    let mut sites = loaded.worlds.iter().flat_map(|w| &w.settings.senders).map(|s| &s.website);
    let first = sites.next()?;
    sites.all(|site| site == first).then(|| first.clone())?
}

/// Gives every slot a value: the one set by a flag, or its own name in words.
pub fn fill_slots(drafts: &mut [Draft], flags: &[String]) -> Result<(), Failure> {
    let mut set: BTreeMap<&str, &str> = BTreeMap::new();
    for flag in flags {
        let (name, value) = flag.split_once('=').ok_or_else(|| {
            Failure::message(2, "usage", format!("--slot {flag}: no `=`"), "write --slot first_name=Ann")
        })?;
        set.insert(name, value);
    }
    for draft in drafts {
        for name in slot_names(&draft.text) {
            if let Some(value) = set.get(name.as_str()) {
                draft.slots.insert(name, vec![(*value).to_owned()]);
            } else if !draft.slots.contains_key(&name) {
                let value = name.replace('_', " ");
                draft.notes.push(format!("{{{name}}} is read as `{value}`; --slot {name}=VALUE sets it"));
                draft.slots.insert(name, vec![value]);
            }
        }
    }
    Ok(())
}

/// The names in `{name}`.
fn slot_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices('{') {
        let Some(end) = text[at + 1..].find(['}', '{']) else { continue };
        let name = &text[at + 1..at + 1 + end];
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if plain && text[at + 1 + end..].starts_with('}') && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The variant that fares worst at these carriers, the first of equals, and how variants differ. A draft
/// that is no template is its own only variant.
pub fn worst(draft: &Draft, panel: &Panel) -> (String, Spread) {
    let dressed = |text: String| draft.copy.as_ref().map_or(text.clone(), |copy| copy.apply(&text));
    let alone = || (dressed(draft.text.clone()), 1);
    let parsed = Template::parse(&draft.text, &draft.slots).ok();
    let (first, variants) =
        parsed.as_ref().map_or_else(alone, |t| (dressed(t.render(0, &mut || 0)), t.variants()));
    let read = variants.min(VARIANTS_MAX);
    let mut spread = Spread { variants, read, turned_away: 0, probability: None };
    let mut worst = (f64::NEG_INFINITY, first);
    for i in 0..read {
        // Evenly over all of them, the first and the last included.
        let at = if read > 1 {
            (u128::from(i) * u128::from(variants - 1) / u128::from(read - 1)) as u64
        } else {
            0
        };
        let text = match &parsed {
            Some(template) => dressed(template.render(at, &mut || 0)),
            None => dressed(draft.text.clone()),
        };
        let readings = panel.read(&text);
        let away = |r: &Reading| !matches!(r.outcome, Outcome::Passes | Outcome::Unread);
        spread.turned_away += u64::from(readings.iter().any(away));
        for p in readings.iter().filter_map(|r| r.probability) {
            let (low, high) = spread.probability.unwrap_or((p, p));
            spread.probability = Some((low.min(p), high.max(p)));
        }
        let rank: f64 =
            readings.iter().map(|r| 100.0 * f64::from(u8::from(away(r))) + r.log_odds.unwrap_or(0.0)).sum();
        if rank > worst.0 {
            worst = (rank, text);
        }
    }
    (worst.1, spread)
}
