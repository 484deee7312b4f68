//! Guards that could do nothing, or that let nothing through.

use super::{Rooms, share, span};
use crate::platform::guard::{LoopSettings, QuietSettings};
use crate::scenario::tree::{Node, Value};
use crate::units::ClockTime;

/// Checks the platform's guards.
pub(super) fn check(rooms: &mut Rooms<'_>) {
    let Some(platform) = rooms.root.get("platform") else { return };
    let on = |guard: &str| platform.get(guard).filter(|g| !is_off(g));
    stop(rooms, platform.get("stop"));
    if let Some(guard) = on("loops") {
        loops(rooms, guard);
    }
    if let Some(guard) = on("opt_in") {
        opt_in(rooms, guard);
    }
    if let Some(guard) = on("quiet") {
        quiet(rooms, guard);
    }
    if let Some(guard) = on("content") {
        content(rooms, guard);
    }
    rooms.delay(platform.at(&["lookahead", "delay"]), "the delay of the look-ahead filter");
    if let Some(node) = platform.at(&["lookahead", "threshold"]).filter(|n| share(Some(n)) == Some(0.0)) {
        let message = "the look-ahead filter drops every message".to_owned();
        let help = "write the probability of spam from which on a text is dropped, such as 0.9";
        rooms.error("scenario::range", message, &node.place, "reached by every text", help);
    }
}

fn is_off(guard: &Node) -> bool {
    guard.get("enabled").is_some_and(|n| n.value == Value::Bool(false))
}

fn stop(rooms: &mut Rooms<'_>, stop: Option<&Node>) {
    let Some(stop) = stop else { return };
    rooms.delay(stop.get("start_delay"), "the delay of START");
    if let Some(node) = stop.get("help").filter(|n| is_off(stop) && share(Some(n)).is_some_and(|s| s > 0.0)) {
        let message = "`help` is set, but the platform handles no keywords".to_owned();
        let help = "set enabled = true in [platform.stop], or take it out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
}

fn loops(rooms: &mut Rooms<'_>, guard: &Node) {
    rooms.above_zero(guard.get("per"), "the window of the loop guard");
    let defaults = LoopSettings::default();
    let limit = |key: &str, default: u32| guard.get(key).map_or(Some(f64::from(default)), Node::number);
    let (Some(same), Some(any)) = (limit("same", defaults.same), limit("any", defaults.any)) else { return };
    if same > any
        && let Some(node) = guard.get("same").or(guard.get("any"))
    {
        let message = format!("{same} messages of one text are more than the {any} of any text");
        let help = "the lower limit is reached first: set `same` to at most `any`";
        rooms.warn("scenario::unused", message, &node.place, "`same` is never reached", help);
    }
}

fn opt_in(rooms: &mut Rooms<'_>, guard: &Node) {
    let used: Vec<&str> = rooms.list("sender").iter().filter_map(|s| s.get("audience")?.text()).collect();
    for name in used {
        let Some(audience) = rooms.root.at(&["audience", name]) else { continue };
        let reply = audience.at(&["reactions", "reply"]);
        let never = |n: Option<&Node>| n.is_none_or(|n| share(Some(n)) == Some(0.0));
        let personas = audience.get("persona").map(Node::items).unwrap_or_default();
        let silent = match personas {
            [] => never(reply),
            all => all.iter().all(|p| never(p.get("reply").or(reply))),
        };
        if silent {
            let message =
                format!("nobody of audience `{name}` ever replies, so nobody can confirm the opt-in");
            let help = format!("set audience.{name}.reactions.reply above 0, or take [platform.opt_in] out");
            let place = reply.map_or(&guard.place, |n| &n.place);
            rooms.warn("scenario::guards", message, place, "no reply, no second message", &help);
        }
    }
}

fn quiet(rooms: &mut Rooms<'_>, guard: &Node) {
    let defaults = QuietSettings::default();
    let clock = |key: &str, default: ClockTime| match guard.get(key) {
        Some(node) => node.text()?.parse().ok(),
        None => Some(default),
    };
    let (Some(opens), Some(closes)) = (clock("opens", defaults.opens), clock("closes", defaults.closes))
    else {
        return;
    };
    if opens == closes {
        let node = guard.get("opens").or(guard.get("closes")).unwrap_or(guard);
        let message = format!("the quiet hours end at {opens}, when they begin again");
        let help = "set `opens` and `closes` apart, or switch the guard off with enabled = false";
        rooms.error("scenario::guards", message, &node.place, "it is never the one or the other", help);
        return;
    }
    let minutes = |clock: ClockTime| clock.0.micros() / 60_000_000;
    let open = (minutes(closes) + 1440 - minutes(opens)) % 1440;
    let night = 1440 - open;
    let waits = guard.get("over").map_or(Some("wait"), Node::text) == Some("wait");
    if let Some(node) = rooms.root.at(&["platform", "validity"])
        && let Some(validity) = span(Some(node))
        && waits
        && validity.seconds() < (night * 60) as f64
    {
        let minutes = if night % 60 == 0 { String::new() } else { format!(" {}min", night % 60) };
        let message =
            format!("a message is valid for {validity}, less than the {}h{minutes} of a night", night / 60);
        let help = "what is handed over early in the night expires before morning: a longer `validity`, or over = \"refuse\"";
        rooms.warn("scenario::guards", message, &node.place, "shorter than the quiet hours", help);
    }
}

fn content(rooms: &mut Rooms<'_>, guard: &Node) {
    let list = |key: &str| guard.get(key).map(Node::items);
    let phrases = list("phrases").unwrap_or_default();
    for phrase in phrases.iter().filter(|p| p.text().is_some_and(|t| t.trim().is_empty())) {
        let help = "take it out: an empty phrase would be found in every text";
        rooms.error("scenario::empty", "a phrase is empty".into(), &phrase.place, "empty", help);
    }
    if list("categories").is_some_and(<[Node]>::is_empty) && phrases.is_empty() {
        let message = "the platform's content check refuses nothing".to_owned();
        let help = "list categories such as [\"loans\"] or phrases, or take [platform.content] out";
        rooms.warn("scenario::unused", message, &guard.place, "neither categories nor phrases", help);
    }
}
