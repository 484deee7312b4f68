//! Strategies that follow the news: what their settings must be to the rest of a sender.

use super::{RECORDS_MAX, Rooms};
use crate::message::Code;
use crate::scenario::tree::{Node, Value};
use crate::sender::panel_of;
use crate::units::Rate;

/// Checks every sender.
pub(super) fn check(rooms: &mut Rooms<'_>) {
    for sender in rooms.list("sender") {
        let name = sender.name().unwrap_or("?");
        retry(rooms, sender, name);
        halt(rooms, sender, name);
        throttle(rooms, sender, name);
        replace(rooms, sender, name);
        bandit(rooms, sender, name);
        panel(rooms, sender, name);
        estimate(rooms, sender, name);
    }
    spare_numbers(rooms);
}

/// A strategy of a sender that is in use.
fn used<'n>(sender: &'n Node, strategy: &str) -> Option<&'n Node> {
    let node = sender.get(strategy).filter(|n| n.as_table().is_some())?;
    node.get("enabled").is_none_or(|n| n.value != Value::Bool(false)).then_some(node)
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|n| n.value == Value::Bool(true))
}

fn count(node: Option<&Node>) -> f64 {
    node.and_then(Node::number).unwrap_or(1.0)
}

/// Whether a sender has no more than one text to choose from, as far as can be told without reading it.
fn has_one_text(sender: &Node) -> bool {
    let texts = sender.get("texts").map(Node::items).unwrap_or_default();
    let kinds = sender.get("kinds").map(Node::items).unwrap_or_default();
    texts.len() + kinds.len() == 1
}

fn codes(rooms: &mut Rooms<'_>, strategy: &Node, what: &str) {
    if let Some(node) = strategy.get("codes").filter(|n| n.items().is_empty()) {
        let message = format!("{what} knows no failure");
        let help = "name codes, such as codes = [30007], or leave the key out";
        rooms.error("scenario::empty", message, &node.place, "nothing to follow", help);
    }
}

fn retry(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(retry) = used(sender, "retry") else { return };
    codes(rooms, retry, &format!("the retry of sender `{name}`"));
    let opted_out = f64::from(Code::OPTED_OUT.0);
    let codes = retry.get("codes").map(Node::items).unwrap_or_default();
    if let Some(node) = codes.iter().find(|n| n.number() == Some(opted_out)) {
        let message = format!("sender `{name}` would write again to people who have opted out");
        let help = "take 21610 out: it is final";
        rooms.error("scenario::retry", message, &node.place, "opted out", help);
    }
    if let Some(website) = sender.get("codes").filter(|_| super::sources::is_on(sender, "codes")) {
        let message = format!("people ask sender `{name}` for codes again by themselves");
        let help = "take [sender.retry] out: `again` of [sender.codes] says how often people ask";
        let place = super::blamed(&[Some(retry), Some(website)]).map_or(&retry.place, |n| &n.place);
        rooms.error("scenario::retry", message, place, "one too many", help);
    }
    rooms.above_zero(retry.get("timeout"), "the time after which silence is a failure");
    if let Some(node) = retry.get("other_number")
        && is_true(Some(node))
        && count(sender.at(&["number", "count"])) < 2.0
        && used(sender, "replace").is_none()
        && sender.get("migrate").is_none_or(|m| count(m.at(&["number", "count"])) < 2.0)
    {
        let message = format!("sender `{name}` has no other number to try again from");
        let help = "give it more numbers with number.count, or take `other_number` out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
    if let Some(node) = retry.get("other_text").filter(|n| is_true(Some(n)))
        && super::strategies::variants(sender) == Some(1.0)
        && sender.get("cosmetic").is_none()
    {
        let message = format!("sender `{name}` has no other text to try again with");
        let help = "give it several `texts` or alternatives, or take `other_text` out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
}

fn halt(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(halt) = used(sender, "halt") else { return };
    codes(rooms, halt, &format!("the halt of sender `{name}`"));
    rooms.above_zero(halt.get("for"), "the length of a halt");
}

fn throttle(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(throttle) = used(sender, "throttle") else { return };
    codes(rooms, throttle, &format!("the throttle of sender `{name}`"));
    rooms.above_zero(throttle.get("window"), "the window of a throttle");
    if !super::sources::has_plan(sender) {
        let message =
            format!("sender `{name}` has no plan to slow down: what it sends is asked for by others");
        let help = "take [sender.throttle] out";
        rooms.error("scenario::throttle", message, &throttle.place, "throttles nothing", help);
        return;
    }
    let rate = |node: Option<&Node>| node.and_then(Node::text).and_then(|t| t.parse::<Rate>().ok());
    let own = match sender.get("rate") {
        None => Some(Rate::UNLIMITED),
        node => rate(node),
    };
    let Some(own) = own else { return };
    if own.is_unlimited() {
        let message =
            format!("sender `{name}` hands over its whole list at once: there is nothing to slow down");
        let help = "give the sender a `rate`, or take [sender.throttle] out";
        rooms.error("scenario::throttle", message, &throttle.place, "throttles nothing", help);
    } else if let (Some(node), Some(slowest)) = (throttle.get("slowest"), rate(throttle.get("slowest")))
        && slowest.per_second() > own.per_second()
    {
        let message = format!(
            "the throttle of sender `{name}` may go no slower than {slowest}, but the sender's rate is {own}"
        );
        let help = "set `slowest` below the sender's `rate`";
        rooms.error("scenario::throttle", message, &node.place, "faster than the rate", help);
    }
}

fn replace(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(replace) = used(sender, "replace") else { return };
    codes(rooms, replace, &format!("the replacement of sender `{name}`"));
    rooms.above_zero(replace.get("within"), "the time in which a number's failures are counted");
}

fn bandit(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(bandit) = used(sender, "bandit") else { return };
    rooms.above_zero(bandit.get("wait"), "the time in which a success must come");
    rooms.above_zero(bandit.get("half_life"), "the half-life of outcomes");
    if let Some(node) = bandit.get("by").filter(|n| n.text() == Some("seeds"))
        && used(sender, "seeds").is_none()
    {
        let message = format!("the bandit of sender `{name}` goes by seed phones, and there are none");
        let help = "add [sender.seeds], or go by something else";
        rooms.error("scenario::bandit", message, &node.place, "nobody to ask", help);
    }
    if let Some(node) = bandit.get("epsilon")
        && bandit.get("rule").and_then(Node::text) != Some("epsilon-greedy")
    {
        let message = format!("the bandit of sender `{name}` has an `epsilon`, but another rule");
        let help = "write rule = \"epsilon-greedy\", or take `epsilon` out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
    if has_one_text(sender) && bandit.get("over").and_then(Node::text) != Some("variants") {
        let message = format!("the bandit of sender `{name}` has one text to choose from");
        let help = "give the sender several `texts`, or choose over = \"variants\" of one";
        rooms.warn("scenario::unused", message, &bandit.place, "no choice", help);
    }
}

fn panel(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    if used(sender, "seeds").is_none() {
        return;
    }
    let own = panel_of(name);
    let audiences = rooms.root.get("audience").and_then(Node::as_table);
    if let Some(entry) = audiences.and_then(|a| a.entry(&own)) {
        let message = format!("the audience `{own}` has the name of the panel of sender `{name}`");
        let help = "give the audience another name";
        rooms.error("scenario::duplicate_name", message, &entry.key_at, "taken", help);
    }
}

fn estimate(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(estimate) = used(sender, "estimate") else { return };
    for key in ["timeout", "seen_within", "answered_within"] {
        rooms.above_zero(estimate.get(key), &format!("`{key}` of an estimate"));
    }
    let signs = estimate.get("by").map(Node::items).unwrap_or_default();
    for (i, node) in signs.iter().enumerate() {
        let Some(sign) = node.text() else { continue };
        if signs[..i].iter().any(|n| n.text() == Some(sign)) {
            let message = format!("the estimate of sender `{name}` goes by {sign} twice");
            let help = "each sign once; take this one out";
            rooms.error("scenario::estimate", message, &node.place, "again here", help);
        }
        if sign == "seeds" && used(sender, "seeds").is_none() {
            let message = format!("the estimate of sender `{name}` goes by seed phones, and there are none");
            let help = "add [sender.seeds], or go by something else";
            rooms.error("scenario::estimate", message, &node.place, "nobody to ask", help);
        }
        if sign == "completions" && !super::sources::is_on(sender, "codes") {
            let message = format!("the estimate of sender `{name}` goes by entered codes, and it sends none");
            let help = "add [sender.codes], or go by something else";
            rooms.warn("scenario::unused", message, &node.place, "never speaks", help);
        }
    }
    let (expected, compare) = (estimate.get("expected"), estimate.get("compare"));
    let by_expected = compare.and_then(Node::text) == Some("expected");
    match (expected, by_expected) {
        (None, true) => {
            let place = compare.map_or(&estimate.place, |n| &n.place);
            let message =
                format!("the estimate of sender `{name}` compares with what is expected, and nothing is");
            let help = "add expected = \"5%\", the share of delivered messages that are answered";
            rooms.error("scenario::estimate", message, place, "compared with nothing", help);
        }
        (Some(node), false) => {
            let message =
                format!("the estimate of sender `{name}` has `expected`, but compares with something else");
            let help = "write compare = \"expected\", or take `expected` out";
            rooms.warn("scenario::unused", message, &node.place, "unused", help);
        }
        (Some(node), true) if super::share(Some(node)) == Some(0.0) => {
            let message = format!("the estimate of sender `{name}` expects no answer at all");
            let help = "write a share above 0";
            rooms.error("scenario::range", message, &node.place, "tells nothing", help);
        }
        _ => {}
    }
}

/// Every carrier keeps a record of every number, spare ones included.
fn spare_numbers(rooms: &mut Rooms<'_>) {
    let (mut own, mut spare, mut last) = (0.0, 0.0, None);
    for sender in rooms.list("sender") {
        own += count(sender.at(&["number", "count"]));
        if let Some(node) = used(sender, "replace").and_then(|r| r.get("spare")) {
            spare += count(Some(node));
            last = Some(node);
        }
    }
    let carriers = rooms.list("carrier").len() as f64;
    // Without spare ones it is another check's.
    if own * carriers <= RECORDS_MAX
        && (own + spare) * carriers > RECORDS_MAX
        && let Some(node) = last
    {
        let message = format!("{} numbers at {carriers} carriers are too many", own + spare);
        let help = "at most 20,000,000 records of numbers are simulated at once; use fewer spare numbers";
        rooms.error("scenario::too_large", message, &node.place, "too many with these", help);
    }
}
