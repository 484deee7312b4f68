//! Expectations: every name is one of the scenario's, and some value could meet the bounds.

use super::super::BASELINE;
use super::super::suggest::did_you_mean;
use super::super::tree::Node;
use super::Rooms;
use crate::ledger;

pub(super) fn check(rooms: &mut Rooms<'_>) {
    let metrics: Vec<&str> = ledger::METRICS.iter().map(|m| m.name).collect();
    let mut strategies = rooms.names("strategy");
    if strategies.is_empty() {
        strategies.push(BASELINE);
    }
    let (carriers, senders) = (rooms.names("carrier"), rooms.names("sender"));
    for expectation in rooms.list("expect") {
        for (key, known, one, all) in [
            ("metric", &metrics, "metric", "metrics"),
            ("strategy", &strategies, "strategy", "strategies"),
            ("against", &strategies, "strategy", "strategies"),
            ("carrier", &carriers, "carrier", "carriers"),
            ("sender", &senders, "sender", "senders"),
        ] {
            if let Some(node) = expectation.get(key)
                && let Some(name) = node.text()
                && !known.contains(&name)
            {
                let message = format!("there is no {one} `{name}`");
                let help = did_you_mean(all, name, known);
                rooms.error("scenario::unknown_name", message, &node.place, "used here", &help);
            }
        }
        against_itself(rooms, expectation, strategies[0]);
        slice(rooms, expectation);
        bounds(rooms, expectation);
    }
}

/// A strategy differs from itself by nothing, whatever happens.
fn against_itself(rooms: &mut Rooms<'_>, expectation: &Node, baseline: &str) {
    let Some(against) = expectation.get("against") else { return };
    let strategy = expectation.get("strategy").map_or(Some(baseline), Node::text);
    if let (Some(strategy), Some(other)) = (strategy, against.text())
        && strategy == other
    {
        let message = format!("strategy `{other}` is held against itself");
        let help = "`strategy` is the baseline unless set; name two that differ";
        rooms.error("scenario::expectation", message, &against.place, "always 0", help);
    }
}

fn slice(rooms: &mut Rooms<'_>, expectation: &Node) {
    if let (Some(_), Some(sender)) = (expectation.get("carrier"), expectation.get("sender")) {
        let help = "name the one or the other; the table `outcomes` has every sender at every carrier";
        let message = "an expectation is about a carrier or about a sender, not both".to_owned();
        rooms.error("scenario::expectation", message, &sender.place, "together with `carrier`", help);
    }
}

fn bounds(rooms: &mut Rooms<'_>, expectation: &Node) {
    let (least, most) = (expectation.get("at_least"), expectation.get("at_most"));
    if least.is_none() && most.is_none() {
        let message = "this expectation expects nothing".to_owned();
        let help = "add `at_least` or `at_most`";
        rooms.error("scenario::expectation", message, &expectation.place, "no bound here", help);
    }
    if let (Some(least), Some(most)) = (least, most)
        && let (Some(low), Some(high)) = (least.number(), most.number())
        && low > high
    {
        let message = format!("no value is at least {low} and at most {high}");
        let help = "set `at_least` below `at_most`";
        rooms.error("scenario::expectation", message, &least.place, "above at_most", help);
    }
}
