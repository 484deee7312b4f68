//! The kinds of number that there are presets of, with the standings that each can have: for asking what
//! would be if a sender used another.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Map, Value as Json, json};

use super::presets::{EMBEDDED, Library, condition};
use super::tree::{self, Format, Node, Origin, Source, Table};
use crate::message::NumberSettings;

/// A kind of number of `scenarios/presets/numbers/`.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberKind {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// What a number of this kind can be: first as the preset has it, then as each of its tiers asks.
    pub standings: Vec<Standing>,
}

/// What is on record of a number, as far as its preset asks for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standing(Map<String, Json>);

impl Standing {
    /// In words, such as `vetting score 50`; empty where the preset's own values hold.
    pub fn says(&self) -> String {
        let part = |(key, value): (&String, &Json)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            match key.as_str() {
                "trust" => format!("vetting score {value}"),
                key => format!("{key} {value}"),
            }
        };
        self.0.iter().map(part).collect::<Vec<_>>().join(", ")
    }
}

impl NumberKind {
    /// The numbers of a sender that uses this kind, in that standing, as many as it has and shared out as
    /// they are.
    pub fn numbers(&self, standing: &Standing, like: &NumberSettings) -> Option<NumberSettings> {
        lay(&self.name, &standing.0, like)
    }
}

/// Every kind of number that has a preset, in the order of their names.
pub fn number_kinds() -> Vec<NumberKind> {
    let kind = |(key, text): &(&str, &'static str)| {
        let name = key.strip_prefix("numbers/")?;
        let source = Source::new(*key, *text);
        let preset = tree::parse(&source, Format::Toml, &Origin::Default).ok()?;
        let tiers = preset.get("when").map(Node::items).unwrap_or_default();
        let mut standings = vec![Standing::default()];
        for standing in tiers.iter().filter_map(|tier| today(&preset, asked(tier))) {
            if !standings.contains(&standing) {
                standings.push(standing);
            }
        }
        Some(NumberKind {
            name: name.to_owned(),
            about: preset.get("about").and_then(Node::text).unwrap_or_default().to_owned(),
            standings,
        })
    };
    EMBEDDED.iter().filter_map(kind).collect()
}

/// What a number must be for a tier to hold.
fn asked(tier: &Node) -> Standing {
    let entries = tier.as_table().into_iter().flat_map(Table::iter);
    let keys = entries.filter_map(|e| Some((condition(&e.key)?.to_owned(), e.node.to_json())));
    Standing(keys.collect())
}

/// What a tier asks for without its day and without what the preset has anyway; `None` where the tier belongs to
/// another time than the preset's, or asks for nothing else.
fn today(preset: &Node, mut standing: Standing) -> Option<Standing> {
    let own = |key: &str| preset.at(&["number", key]).map(Node::to_json);
    // Days are written so that they sort as text.
    let day = |value: Option<Json>| value.and_then(|v| v.as_str().map(str::to_owned));
    let since = day(standing.0.remove("as_of"));
    standing.0.retain(|key, value| own(key).as_ref() != Some(value));
    (since <= day(own("as_of")) && !standing.0.is_empty()).then_some(standing)
}

/// These numbers, registered with a vetting score, and nothing else changed but what their preset says of
/// that.
pub fn registered(number: &NumberSettings, trust: u8) -> NumberSettings {
    let as_json = |n: &NumberSettings| serde_json::to_value(n).expect("settings are plain data");
    let on_record = json!({ "registration": "registered", "trust": trust });
    let mut now = as_json(number);
    let keys = |which: &[&str]| -> Map<String, Json> {
        which.iter().map(|&key| (key.to_owned(), now[key].clone())).collect()
    };
    // A kind without a preset in the program stands as it is.
    let before = keys(&["registration", "trust", "verification"]);
    let mut after = keys(&["verification"]);
    after.extend(on_record.as_object().cloned().unwrap_or_default());
    if let (Some(before), Some(after)) =
        (lay(&number.kind, &before, number), lay(&number.kind, &after, number))
    {
        let (before, after) = (as_json(&before), as_json(&after));
        for (key, value) in after.as_object().into_iter().flatten() {
            if before[key] != *value {
                now[key] = value.clone();
            }
        }
    }
    now["registration"] = on_record["registration"].clone();
    now["trust"] = on_record["trust"].clone();
    // Nothing is refused for missing registration any more.
    now["refused_share"] = json!(0.0);
    now["refused_steps"] = json!([]);
    serde_json::from_value(now).unwrap_or_else(|_| number.clone())
}

/// The keys that belong to the kind: those that some preset sets or asks for. All others, such as how many
/// numbers there are, are the sender's own.
fn keys_of_kinds() -> &'static BTreeSet<String> {
    static KEYS: OnceLock<BTreeSet<String>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let mut keys = BTreeSet::from(["type".to_owned()]);
        for (key, text) in EMBEDDED.iter().filter(|(key, _)| key.starts_with("numbers/")) {
            let Ok(preset) = tree::parse(&Source::new(*key, *text), Format::Toml, &Origin::Default) else {
                continue;
            };
            let tiers = preset.get("when").map(Node::items).unwrap_or_default();
            let sets = tiers.iter().filter_map(|tier| tier.get("set"));
            for table in sets.chain(preset.get("number")).filter_map(Node::as_table) {
                keys.extend(table.keys().map(str::to_owned));
            }
            keys.extend(tiers.iter().flat_map(|tier| asked(tier).0.into_iter().map(|(key, _)| key)));
        }
        // The day is that of the world, whatever the kind.
        keys.remove("as_of");
        keys
    })
}

/// Numbers of a kind: its preset beneath these keys, and what is the sender's own.
fn lay(kind: &str, keys: &Map<String, Json>, like: &NumberSettings) -> Option<NumberSettings> {
    let mut number = serde_json::to_value(like).ok()?;
    let own = number.as_object_mut()?;
    own.retain(|key, _| !keys_of_kinds().contains(key));
    own.insert("type".into(), kind.into());
    own.extend(keys.clone());
    let document = json!({ "sender": [{ "name": "sender", "number": number }] });
    let source = Source::new("numbers", document.to_string());
    let mut root = tree::parse(&source, Format::Json, &Origin::Default).ok()?;
    let mut problems = Vec::new();
    Library::default().put_beneath(&mut root, &mut problems);
    let number = root.get("sender")?.items().first()?.get("number")?.to_json();
    if problems.is_empty() { serde_json::from_value(number).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{PoolUse, Registration};

    fn long_codes() -> NumberSettings {
        let number = json!({ "type": "long-code", "count": 3, "pool": "rotate", "throughput": "7/s" });
        serde_json::from_value(number).unwrap()
    }

    #[test]
    fn every_preset_is_a_kind_and_every_tier_a_standing() {
        let kinds = number_kinds();
        let presets = EMBEDDED.iter().filter(|(key, _)| key.starts_with("numbers/"));
        assert_eq!(kinds.len(), presets.clone().count());
        for (kind, (key, text)) in kinds.iter().zip(presets) {
            assert_eq!(format!("numbers/{}", kind.name), *key);
            let tiers = text.matches("\n[[when]]").count();
            assert!((1..=1 + tiers).contains(&kind.standings.len()));
            if !text.contains("\nsince =") {
                assert_eq!(kind.standings.len(), 1 + tiers, "each tier is a standing");
            }
            assert_eq!(kind.standings[0].says(), "");
            assert!(!kind.about.is_empty());
            let numbers: Vec<NumberSettings> =
                kind.standings.iter().map(|s| kind.numbers(s, &long_codes()).expect("it lies")).collect();
            for (a, number) in numbers.iter().enumerate() {
                assert_eq!((number.kind.as_str(), number.count), (kind.name.as_str(), 3));
                assert_eq!(number.pool, PoolUse::Rotate);
                assert!(!numbers[..a].contains(number), "a tier of {} changes nothing", kind.name);
            }
        }
    }

    #[test]
    fn a_registered_number_stays_what_it_is() {
        let before = long_codes();
        let after = registered(&before, 60);
        assert_eq!((after.registration, after.trust), (Registration::Registered, 60));
        let same = NumberSettings { registration: before.registration, trust: before.trust, ..after };
        assert_eq!(same, before);
    }

    #[test]
    fn what_a_preset_says_of_the_score_comes_with_it() {
        let kind = number_kinds().into_iter().find(|k| k.standings.len() > 3).expect("one with tiers");
        let mut before = kind.numbers(&kind.standings[0], &long_codes()).unwrap();
        before.registration = Registration::None;
        before.segment_price = 0.5;
        let after = registered(&before, 60);
        assert_ne!(after.grants, before.grants);
        assert_ne!(after.entitlement, before.entitlement);
        assert_eq!(after.segment_price, 0.5, "what was set by hand stays");
    }
}
