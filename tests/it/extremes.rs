//! Every number of a carrier, an audience or the platform may be as large or as small as the schema allows: nothing panics.

use carrierlab::carrier::CarrierSettings;
use carrierlab::engine::{Models, World, run};
use carrierlab::ledger::Detail;
use carrierlab::platform::PlatformSettings;
use carrierlab::recipient::AudienceSettings;
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use serde_json::{Value, json};

use crate::support::*;

/// The least and the largest value of one key, by its path.
struct Range {
    path: Vec<String>,
    least: Value,
    most: Value,
}

/// The schema behind references and alternatives to null.
fn inner<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return inner(&root["definitions"][name], root);
    }
    if let Some(only) = schema["allOf"].as_array().filter(|all| all.len() == 1) {
        return inner(&only[0], root);
    }
    match schema["anyOf"].as_array().and_then(|all| all.iter().find(|s| s["type"] != "null")) {
        Some(one) if schema["format"].is_null() => inner(one, root),
        _ => schema,
    }
}

/// Whether a schema is of that type, or of null.
fn is(schema: &Value, kind: &str) -> bool {
    schema["type"] == kind || schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|k| k == kind))
}

fn ranges(schema: &Value, root: &Value, path: &[String], found: &mut Vec<Range>) {
    let schema = inner(schema, root);
    let below = |key: &str| [path, &[key.to_owned()]].concat();
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        // An update has the keys of the filter once more.
        if key != "update" {
            ranges(property, root, &below(key), found);
        }
    }
    if is(schema, "array") {
        ranges(&schema["items"], root, &below("0"), found);
        ranges(&schema["items"], root, &below("1"), found);
    }
    if schema["additionalProperties"].is_object() {
        ranges(&schema["additionalProperties"], root, &below("terms"), found);
    }
    let or = |bound: &str, value: Value| {
        if schema[bound].is_null() { value } else { schema[bound].clone() }
    };
    let (least, most) = match schema["format"].as_str() {
        Some("share") => (json!(0.0), json!(1.0)),
        Some("span") => (json!("1us"), json!("100000d")),
        Some("uint8") => (or("minimum", json!(0)), or("maximum", json!(u8::MAX))),
        Some("uint16") => (or("minimum", json!(0)), or("maximum", json!(u16::MAX))),
        Some("uint32") => (or("minimum", json!(0)), or("maximum", json!(u32::MAX))),
        Some("uint64") => (or("minimum", json!(0)), or("maximum", json!(u64::MAX))),
        Some("double") => (or("minimum", json!(f64::MIN)), or("maximum", json!(f64::MAX))),
        _ => return,
    };
    // Codes and bounds are written as whole numbers where the type is one.
    let whole = |v: Value| if is(schema, "integer") { json!(v.as_f64().map(|f| f as u64)) } else { v };
    found.push(Range { path: path.to_vec(), least: whole(least), most: whole(most) });
}

/// Sets one key, however deep.
fn set(value: &mut Value, path: &[String], new: &Value) {
    let Some((first, rest)) = path.split_first() else {
        *value = new.clone();
        return;
    };
    let below = match first.parse::<usize>() {
        Ok(at) => value.as_array_mut().and_then(|list| list.get_mut(at)),
        Err(_) if value.is_array() => None,
        Err(_) => Some(&mut value[first.as_str()]),
    };
    set(below.unwrap_or_else(|| panic!("nothing at {path:?}")), rest, new);
}

/// A carrier that has everything.
fn whole() -> Value {
    let mut carrier = strict_carrier("north", 1.0);
    for (key, value) in [
        ("learning", json!({ "every": "10min", "delay": "1min", "patience": "20min" })),
        ("controller", json!({ "interval": "10min" })),
        ("drift", json!({ "interval": "10min" })),
        ("audit", json!({ "interval": "20min", "complaints": 0.1, "opt_outs": 0.1, "opt_out_wording": 0.9 })),
        (
            "suspension",
            json!([{ "on": "complaints", "share": 0.1, "least": 5 }, { "on": "complaints", "count": 3 }]),
        ),
    ] {
        carrier[key] = value;
    }
    // No shares that would be more than all together with one that is as large as it may be.
    carrier["receipts"] = json!({ "lost": 0.01, "late": 0.05 });
    carrier["update"] = json!([{ "at": "30min", "filter": carrier["filter"] }]);
    let typed: CarrierSettings = serde_json::from_value(carrier).expect("a carrier");
    serde_json::to_value(typed).expect("JSON")
}

/// Runs a scenario with this carrier; false where its values contradict one another and it is refused.
fn runs(carrier: &Value, models: &Models, what: &str) -> bool {
    let mut people = lively_audience(60);
    people["consent"] = json!("opted-in");
    runs_with(carrier, &people, models, what)
}

/// Runs a scenario with this carrier and these people; false where it is refused.
fn runs_with(carrier: &Value, people: &Value, models: &Models, what: &str) -> bool {
    runs_all(carrier, people, &json!({}), models, what)
}

/// Runs a scenario with this carrier, these people and this platform; false where it is refused.
fn runs_all(carrier: &Value, people: &Value, platform: &Value, models: &Models, what: &str) -> bool {
    let mut senders = json!([sender("s", "unlimited", 2), sender("t", "60/min", 1)]);
    senders[0]["number"]["type"] = json!("long-code");
    senders[1]["number"]["type"] = json!("long-code");
    let text = json!({ "schema": 1, "scenario": { "name": "t", "horizon": "1h" }, "carrier": [carrier],
        "audience": { "all": people }, "sender": senders, "platform": platform });
    let loaded = match scenario::parse("t.json", &text.to_string(), &Overrides::default(), None) {
        Ok(loaded) => loaded,
        Err(problems) => {
            note(format_args!("{what}: {problems}"));
            return false;
        }
    };
    let world =
        World::new(loaded.worlds[0].settings.clone(), models).unwrap_or_else(|e| panic!("{what}: {e:?}"));
    let mut outcome = run(&world, &Draws::new(1, 0), Detail::Decisions);
    let attempted: u64 =
        (0..2).map(|at| outcome.ledger.tally(world.sender_rank(at), world.carrier_rank(0)).attempted).sum();
    assert_eq!(attempted, 2 * people["size"].as_u64().expect("a size"), "{what}");
    true
}

/// People who have everything.
fn everybody() -> Value {
    let persona = |name: &str| {
        json!({ "name": name, "share": 0.5, "consented": 0.9, "recycled": 0.1, "rhythm": vec![0.5; 24], "reply": 0.05,
            "click": 0.05, "convert": 0.5, "recognised": 0.5, "opt_out": 0.05, "complaint": 0.05, "block": 0.05,
            "aware": 0.5, "spread": 1.0, "no_consent": 1.0, "annoyance": 0.5, "tolerance": 3.0, "night": 1.0 })
    };
    let mut people = lively_audience(60);
    people["consent"] = json!("opted-in");
    people["recycled"] = json!(0.1);
    people["ported"] = json!(0.1);
    people["zones"] = json!([{ "hours": 0.0, "share": 0.5 }, { "hours": -3.0, "share": 0.5 }]);
    people["rhythm"] = json!(vec![1.0; 24]);
    people["persona"] = json!([persona("a"), persona("b")]);
    let reactions = people["reactions"].as_object_mut().expect("keys");
    let more = [("click", 0.1), ("convert", 0.5), ("recognised", 0.5), ("block", 0.05), ("aware", 0.5)];
    more.into_iter().for_each(|(key, value)| drop(reactions.insert(key.into(), json!(value))));
    let typed: AudienceSettings = serde_json::from_value(people).expect("an audience");
    serde_json::to_value(typed).expect("JSON")
}

#[test]
fn every_number_of_the_platform_may_be_as_large_or_as_small_as_the_schema_allows() {
    let schema = scenario::schema();
    let (mut found, models) = (Vec::new(), models());
    ranges(&schema["definitions"]["PlatformSettings"], &schema, &[], &mut found);
    let mut platform = every_guard();
    platform["codes"] = json!({ "captcha": {}, "requests": {}, "conversion": {} });
    let platform: PlatformSettings = serde_json::from_value(platform).expect("a platform");
    let platform = serde_json::to_value(platform).expect("JSON");
    // What has no list to be in is nowhere.
    found.retain(|range| platform.pointer(&format!("/{}", range.path.join("/"))).is_some());
    let mut refused = Vec::new();
    let (carrier, mut people) = (whole(), lively_audience(60));
    people["consent"] = json!("opted-in");
    let mut live = |platform: &Value, what: String| {
        if !runs_all(&carrier, &people, platform, &models, &what) {
            refused.push(what);
        }
    };
    live(&platform, "as it is".into());
    for range in &found {
        for value in [&range.least, &range.most] {
            let mut platform = platform.clone();
            set(&mut platform, &range.path, value);
            live(&platform, format!("{} = {value}", range.path.join(".")));
        }
    }
    // Refused are delays that are longer in the middle than at the end, a pace of nothing, a filter for everything.
    assert!(!refused.iter().any(|what| what == "as it is"), "{refused:#?}");
    assert!(
        found.len() > 25 && refused.len() * 3 < found.len() * 2,
        "{} of {}: {refused:#?}",
        refused.len(),
        found.len()
    );
}

#[test]
fn every_number_of_an_audience_may_be_as_large_or_as_small_as_the_schema_allows() {
    let schema = scenario::schema();
    let (mut found, models) = (Vec::new(), models());
    ranges(&schema["definitions"]["AudienceSettings"], &schema, &[], &mut found);
    // Fifty million people are a matter of memory, and the names of personas are no numbers.
    found.retain(|range| range.path != ["size"]);
    let (carrier, mut refused) = (whole(), Vec::new());
    assert!(runs_with(&carrier, &everybody(), &models, "as they are"));
    for range in &found {
        for value in [&range.least, &range.most] {
            let mut people = everybody();
            set(&mut people, &range.path, value);
            let what = format!("{} = {value}", range.path.join("."));
            if !runs_with(&carrier, &people, &models, &what) {
                refused.push(what);
            }
        }
    }
    // Refused are shares that no longer add up, and delays that are longer in the middle than at the end.
    assert!(
        found.len() > 60 && refused.len() * 3 < found.len() * 2,
        "{} of {}: {refused:#?}",
        refused.len(),
        found.len()
    );
}

#[test]
fn every_number_of_a_carrier_may_be_as_large_or_as_small_as_the_schema_allows() {
    let schema = scenario::schema();
    let (mut found, models) = (Vec::new(), models());
    ranges(&schema["definitions"]["CarrierSettings"], &schema, &[], &mut found);
    // Shares of carriers add up to 1. A suspension has a share or a count: that which it has is set.
    let base = whole();
    found.retain(|range| {
        let set = !base.pointer(&format!("/{}", range.path.join("/"))).unwrap_or(&Value::Null).is_null();
        range.path != ["share"] && (range.path[0] != "suspension" || set)
    });
    let names: Vec<String> = found.iter().map(|r| r.path.join(".")).collect();
    for known in ["filter.links.domains", "learning.reports_needed", "blacklist.after", "suspension.1.count"]
    {
        assert!(names.iter().any(|n| n == known), "{known} is not among {names:?}");
    }
    assert!(names.len() > 150, "{}", names.len());
    assert!(runs(&whole(), &models, "as it is"));
    let mut refused = Vec::new();
    let mut live = |carrier: &mut Value, what: String| {
        // The filter of the update is that filter, too: what was counted is taken over.
        carrier["update"][0]["filter"] = carrier["filter"].clone();
        if !runs(carrier, &models, &what) {
            refused.push(what);
        }
    };
    for (range, name) in found.iter().zip(&names) {
        for value in [&range.least, &range.most] {
            let mut carrier = whole();
            set(&mut carrier, &range.path, value);
            live(&mut carrier, format!("{name} = {value}"));
        }
    }
    // Many at once: all but those that contradict one another where all are the largest, or the least.
    let apart = [
        "threshold",
        "hold_threshold",
        "floor",
        "min",
        "least",
        "most",
        "probation_after",
        "sample",
        "audit",
    ];
    let together = |r: &&Range| {
        !apart.contains(&r.path.last().unwrap().as_str())
            && !["receipts", "suspension"].contains(&&*r.path[0])
    };
    for most in [false, true] {
        let mut carrier = whole();
        for range in found.iter().filter(together) {
            let value = if most || range.least.is_string() { &range.most } else { &range.least };
            set(&mut carrier, &range.path, value);
        }
        live(&mut carrier, format!("{} of all", if most { "the most" } else { "the least" }));
    }
    let all_at_once = refused.iter().any(|what| what.ends_with("of all"));
    assert!(!all_at_once && refused.len() * 10 < found.len() * 2, "{} refused: {refused:#?}", refused.len());
}
