//! Who the people of an audience are: shares of personas and zones, chances, waking hours.

use super::{Rooms, SHARES_MAY_MISS, blamed, rounded, share};
use crate::scenario::problem::Problem;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Node, Origin, Table};

/// What a person can do about a message, in the order of the settings.
const CHANCES: [&str; 5] = ["reply", "click", "opt_out", "complaint", "block"];

/// Shares that are pointed at in one message.
const SHOWN: usize = 8;

pub(super) fn check(rooms: &mut Rooms<'_>) {
    let audiences = rooms.root.get("audience").and_then(Node::as_table);
    for entry in audiences.into_iter().flat_map(Table::iter) {
        let audience = &entry.node;
        let whose = format!("audience `{}`", entry.key);
        let personas = audience.get("persona").map(Node::items).unwrap_or_default();
        let sound = chances(rooms, audience, None, &whose);
        awake(rooms, audience, None, &whose);
        for persona in personas {
            let whose = format!("persona `{}` of {whose}", persona.name().unwrap_or("?"));
            if sound {
                chances(rooms, audience, Some(persona), &whose);
            }
            awake(rooms, audience, Some(persona), &whose);
        }
        names(rooms, personas, &whose);
        whole(rooms, personas, &format!("the shares of the personas of {whose}"));
        let zones = audience.get("zones").map(Node::items).unwrap_or_default();
        whole(rooms, zones, &format!("the shares of the zones of {whose}"));
        ported(rooms, audience, &whose);
        carriers(rooms, audience, &whose);
    }
}

/// Carriers of an audience's own are carriers of the file, and together everybody's.
fn carriers(rooms: &mut Rooms<'_>, audience: &Node, whose: &str) {
    let Some(table) = audience.get("carriers").and_then(Node::as_table).filter(|t| !t.is_empty()) else {
        return;
    };
    let known = rooms.names("carrier");
    for entry in table.iter().filter(|e| !known.contains(&e.key.as_str())) {
        let help = did_you_mean("carriers", &entry.key, &known);
        let message = format!("there is no carrier `{}`", entry.key);
        rooms.error("scenario::unknown_name", message, &entry.key_at, "used here", &help);
    }
    let shares: Option<Vec<f64>> = table.iter().map(|e| share(Some(&e.node))).collect();
    let sum: f64 = shares.iter().flatten().sum();
    if shares.is_some() && (sum - 1.0).abs() > SHARES_MAY_MISS {
        let message = format!("the carriers' shares of {whose} add up to {}, not to 1", rounded(sum));
        let help = "everybody is some carrier's customer: make the shares add up to 1";
        let place = &audience.get("carriers").expect("it was just read").place;
        rooms.error("scenario::shares", message, place, "these", help);
    }
}

/// A value of a persona, or else of its audience.
fn own<'n>(audience: &'n Node, persona: Option<&'n Node>, key: &str) -> Option<&'n Node> {
    persona.and_then(|p| p.get(key)).or_else(|| audience.at(&["reactions", key]))
}

/// Whether a person does at most one thing about a message.
fn chances(rooms: &mut Rooms<'_>, audience: &Node, persona: Option<&Node>, whose: &str) -> bool {
    if persona.is_some_and(|p| CHANCES.iter().all(|key| p.get(key).is_none())) {
        return true; // it is as the audience, which has been looked at
    }
    let chances = CHANCES.map(|key| own(audience, persona, key));
    let sum: f64 = chances.iter().map(|c| share(*c).unwrap_or(0.0)).sum();
    if sum > 1.0 + SHARES_MAY_MISS
        && let Some(node) = blamed(&chances)
    {
        let sum = rounded(sum);
        let message =
            format!("{whose}: the chances to reply, click, opt out, complain and block add up to {sum}");
        let help = "a person does at most one of them: together at most 1";
        rooms.error("scenario::shares", message, &node.place, "more than all", help);
        return false;
    }
    true
}

/// Whoever has a rhythm wakes up at some hour; whoever minds the night has a rhythm.
fn awake(rooms: &mut Rooms<'_>, audience: &Node, persona: Option<&Node>, whose: &str) {
    let written = match persona {
        Some(persona) => persona.get("rhythm"),
        None => audience.get("rhythm"),
    };
    if let Some(node) = written.filter(|n| n.items().len() == 24)
        && node.items().iter().all(|hour| hour.number() == Some(0.0))
    {
        let help = "set some of the 24 hours above 0: reactions wait until people are awake";
        rooms.error("scenario::range", format!("{whose} never wakes"), &node.place, "all asleep", help);
    }
    let night = match persona {
        Some(persona) => persona.get("night"),
        None => audience.at(&["reactions", "night"]),
    };
    let rhythm = written.or_else(|| audience.get("rhythm"));
    let personas = audience.get("persona").map(Node::items).unwrap_or_default();
    let none = rhythm.is_none() && (persona.is_some() || personas.iter().all(|p| p.get("rhythm").is_none()));
    if let Some(node) = night.filter(|n| n.number().is_some_and(|v| v != 0.0) && none)
        && !matches!(node.origin, Origin::Preset(_))
    {
        let help = "say at which hours people are awake with `rhythm`, or take `night` out";
        rooms.warn(
            "scenario::unused",
            format!("{whose} has night, but no rhythm"),
            &node.place,
            "unused",
            help,
        );
    }
}

/// The names of personas, each once.
fn names(rooms: &mut Rooms<'_>, personas: &[Node], whose: &str) {
    for (at, persona) in personas.iter().enumerate() {
        let Some((node, name)) = persona.get("name").and_then(|n| Some((n, n.text()?))) else { continue };
        rooms.plain_name(name, &node.place);
        let before = personas[..at].iter().filter_map(|p| p.get("name")).find(|n| n.text() == Some(name));
        if let Some(before) = before {
            let message = format!("two personas of {whose} are named `{name}`");
            let problem = Problem::error("scenario::duplicate_name", message)
                .at(node.place.clone(), "again here")
                .at(before.place.clone(), "first here")
                .help("give each its own name");
            rooms.problems.push(problem);
        }
    }
}

/// Shares of everybody that add up to 1.
fn whole(rooms: &mut Rooms<'_>, parts: &[Node], what: &str) {
    let Some(shares) = parts.iter().map(|p| share(p.get("share"))).collect::<Option<Vec<f64>>>() else {
        return;
    };
    let sum: f64 = shares.iter().sum();
    if shares.is_empty() || (sum - 1.0).abs() <= SHARES_MAY_MISS {
        return;
    }
    let message = format!("{what} add up to {}, not to 1", rounded(sum));
    let mut problem = Problem::error("scenario::shares", message)
        .help("everybody belongs to one of them: make the shares add up to 1");
    for (part, share) in parts.iter().zip(shares).take(SHOWN) {
        if let Some(node) = part.get("share") {
            problem = problem.at(node.place.clone(), share.to_string());
        }
    }
    rooms.problems.push(problem);
}

/// A ported number came from another carrier.
fn ported(rooms: &mut Rooms<'_>, audience: &Node, whose: &str) {
    if let Some(node) = audience.get("ported").filter(|n| share(Some(n)).is_some_and(|s| s > 0.0))
        && rooms.list("carrier").len() == 1
        && !matches!(node.origin, Origin::Preset(_))
    {
        let message = format!("{whose} has ported numbers, but there is only one carrier");
        let help = "add a carrier that they could have come from, or take `ported` out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
}
