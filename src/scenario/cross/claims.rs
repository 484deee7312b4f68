//! What a claim names must be there, and what it says must be something that can be false.

use std::collections::BTreeMap;

use super::Rooms;
use crate::ledger::{self, LOG_CHANGED, LOST, MEASURES, METRICS};
use crate::scenario::BASELINE;
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Node, Origin, Place};

/// What a claim can name.
struct Known<'r> {
    metrics: Vec<&'static str>,
    strategies: Vec<&'r str>,
    carriers: Vec<&'r str>,
    senders: Vec<&'r str>,
}

pub(super) fn check(rooms: &mut Rooms<'_>) {
    let mut strategies = rooms.names("strategy");
    if strategies.is_empty() {
        strategies.push(BASELINE);
    }
    let known = Known {
        metrics: METRICS.iter().chain(MEASURES).map(|m| m.name).collect(),
        strategies,
        carriers: rooms.names("carrier"),
        senders: rooms.names("sender"),
    };
    let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
    for claim in rooms.list("claim") {
        if let Some(node) = claim.get("id")
            && let Some(id) = node.text()
            && first.insert(id, &node.place).is_some()
        {
            let help = "give each its own id";
            rooms.error(
                "scenario::duplicate_name",
                format!("two claims are `{id}`"),
                &node.place,
                "again here",
                help,
            );
        }
        for part in std::iter::once(claim).chain(claim.get("also").map(Node::items).unwrap_or_default()) {
            part_names(rooms, part, &known);
            direction(rooms, part);
            digests(rooms, claim, part);
            if let Some(minus) = part.get("minus") {
                part_names(rooms, minus, &known);
            }
        }
        kill_switch(rooms, claim);
        if let (Some(most), Some(first)) =
            (claim.get("at_most"), rooms.root.at(&["scenario", "replications"]))
            && matches!(first.origin, Origin::File(_))
            && let (Some(a), Some(b)) = (most.number(), first.number())
            && a < b
        {
            let message = format!("at most {a} replications, but it begins with {b}");
            let help = "raise `at_most`, or lower `scenario.replications`";
            rooms.error("scenario::claim", message, &most.place, "fewer than the first batch", help);
        }
        for axis in
            [claim.get("dose"), claim.at(&["map", "x"]), claim.at(&["map", "y"])].into_iter().flatten()
        {
            doses(rooms, axis);
        }
        for metric in claim.at(&["factorial", "metrics"]).map(Node::items).unwrap_or_default() {
            metric_name(rooms, metric, &known);
        }
    }
}

fn part_names(rooms: &mut Rooms<'_>, part: &Node, known: &Known<'_>) {
    let names = |key: &str| part.get(key).into_iter();
    let strategies = part.get("contrast").map(Node::items).unwrap_or_default().iter();
    let lists = strategies
        .map(|n| (n, "strategy", &known.strategies, "strategies"))
        .chain(names("carrier").map(|n| (n, "carrier", &known.carriers, "carriers")))
        .chain(names("sender").map(|n| (n, "sender", &known.senders, "senders")));
    for (node, key, known, what) in lists {
        if let Some(name) = node.text()
            && !known.contains(&name)
        {
            let help = did_you_mean(what, name, known);
            let message = format!("there is no {key} `{name}`");
            rooms.error("scenario::unknown_name", message, &node.place, "used here", &help);
        }
    }
    if let Some([first, second]) = part.get("contrast").map(Node::items)
        && let (Some(a), Some(b)) = (first.text(), second.text())
        && a == b
    {
        let message = format!("strategy `{a}` is held against itself");
        let help = "name two strategies, or one alone for its level";
        rooms.error("scenario::claim", message, &second.place, "the same again", help);
    }
    if let Some(node) = part.get("metric") {
        metric_name(rooms, node, known);
    }
    // What a measure cannot be cut by is not ignored.
    let whole: &[&str] = match part.get("metric").and_then(Node::text) {
        Some("stay_hours") => &["carrier", "sender"],
        Some("passed_early" | "passed_late" | "block_correlation") => &["sender"],
        _ => &[],
    };
    for tag in whole.iter().filter_map(|key| part.get(key)) {
        let message = "this measure is not of one carrier or sender".to_owned();
        rooms.error("scenario::claim", message, &tag.place, "set here", "leave it out");
    }
    if let (Some(_), Some(sender)) = (part.get("carrier"), part.get("sender"))
        && part.get("metric").and_then(Node::text).is_some_and(|m| !m.starts_with(LOST))
    {
        let help = "name the one or the other";
        let message = "a metric is of a carrier or of a sender, not of both".to_owned();
        rooms.error("scenario::claim", message, &sender.place, "together with `carrier`", help);
    }
}

fn metric_name(rooms: &mut Rooms<'_>, node: &Node, known: &Known<'_>) {
    let Some(name) = node.text() else { return };
    if ledger::measure(name).is_some() {
        return;
    }
    let help = if name.starts_with(LOST) {
        "the causes are those of the table `losses`, such as lost.rate_hour, lost.content or lost.blacklist; lost.rate_* is all that begin so"
            .to_owned()
    } else {
        did_you_mean("metrics and measures", name, &known.metrics)
    };
    rooms.error(
        "scenario::unknown_name",
        format!("there is no metric `{name}`"),
        &node.place,
        "used here",
        &help,
    );
}

/// A target belongs to what equals something; what appears under a switch was nothing before.
fn direction(rooms: &mut Rooms<'_>, part: &Node) {
    let Some(direction) = part.get("direction").and_then(Node::text) else { return };
    if let Some(target) = part.get("target")
        && direction != "equal"
    {
        let message = "a target has no meaning here".to_owned();
        rooms.error(
            "scenario::claim",
            message,
            &target.place,
            "set here",
            "it goes with direction = \"equal\"",
        );
    }
    if let Some(killed) = part.get("killed")
        && killed.text() == Some("appears")
        && direction != "equal"
    {
        let message = "only an effect that is nothing can appear under the switch".to_owned();
        let help = "use it with direction = \"equal\"";
        rooms.error("scenario::claim", message, &killed.place, "set here", help);
    }
}

/// Two digests are alike or not; they have no difference of differences, no ratio, and none is anything by itself.
fn digests(rooms: &mut Rooms<'_>, claim: &Node, part: &Node) {
    let own = |key: &str| part.get(key).or_else(|| claim.get(key));
    let Some(metric) = own("metric").filter(|m| m.text() == Some(LOG_CHANGED)) else { return };
    let wrong = if own("contrast").is_none_or(|c| c.items().len() != 2) {
        Some((metric, "two strategies are compared: contrast = [\"one\", \"other\"]"))
    } else if let Some(minus) = part.get("minus") {
        Some((minus, "leave `minus` out"))
    } else {
        let scale = part.get("scale").filter(|s| s.text() != Some("difference"));
        scale.map(|s| (s, "leave `scale` out"))
    };
    if let Some((node, help)) = wrong {
        let message = format!("`{LOG_CHANGED}` tells only whether two worlds differ");
        rooms.error("scenario::claim", message, &node.place, "set here", help);
    }
}

fn kill_switch(rooms: &mut Rooms<'_>, claim: &Node) {
    let empty = |node: &Node| node.as_table().is_some_and(|t| t.is_empty());
    if claim.get("kill").is_none_or(empty) {
        let message = "this claim has no kill switch".to_owned();
        let help =
            "add the keys that turn its mechanism off: kill = { \"carrier.*.filter.rate.enabled\" = false }";
        rooms.error("scenario::claim", message, &claim.place, "nothing makes its effect vanish", help);
    }
    if let Some(killed) = claim.get("killed").filter(|k| k.text() == Some("none")) {
        let message = "the claim itself must have a kill switch".to_owned();
        let help = "\"none\" is for what must hold as well";
        rooms.error("scenario::claim", message, &killed.place, "set here", help);
    }
}

fn doses(rooms: &mut Rooms<'_>, axis: &Node) {
    let count = |key: &str| axis.get(key).map_or(0, |n| n.items().len());
    let (keys, values, points) = (count("keys"), count("values"), count("points"));
    let problem = if points > 0 && keys + values > 0 {
        Some("doses are either `keys` with `values` or `points`")
    } else if points == 0 && (keys == 0 || values < 2) {
        Some("doses need `keys` and at least two `values`, or `points`")
    } else if keys == 0 && points < 2 {
        Some("doses need at least two `points`")
    } else {
        None
    };
    if let Some(message) = problem {
        let help = "keys = [\"sender.shop.number.count\"] with values = [1, 2, 5, 10], or points = [{ at = 1, set = { … } }, …]";
        rooms.error("scenario::claim", message.into(), &axis.place, "here", help);
    }
}
