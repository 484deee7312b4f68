//! What the strategies of a sender ask of one another and of the rest of the file.

use std::collections::BTreeMap;

use super::{Rooms, TEXT_MAX, sources, span};
use crate::content::{Template, has_opt_out_wording, links};
use crate::engine::VARIANTS_MAX;
use crate::scenario::tree::{Node, Table, Value};
use crate::sender::OPENER;
use crate::sender::strategy::copy::CopySettings;
use crate::sender::strategy::hours::HoursSettings;
use crate::time::{SimSpan, SimTime};
use crate::units::ClockTime;

pub(super) fn check(rooms: &mut Rooms<'_>) {
    for sender in rooms.list("sender") {
        let name = sender.name().unwrap_or("?");
        groups(rooms, sender, name);
        hours(rooms, sender, name);
        copy(rooms, sender, name);
        cosmetic(rooms, sender, name);
        migrate(rooms, sender, name);
        opener(rooms, sender, name);
        hygiene(rooms, sender, name);
    }
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|n| n.value == Value::Bool(true))
}

/// How many people a sender writes to.
fn people(rooms: &Rooms<'_>, sender: &Node) -> Option<f64> {
    rooms.root.at(&["audience", sender.get("audience")?.text()?, "size"])?.number()
}

/// How many variants a sender's texts have, where they can be read; kinds count with theirs.
pub(super) fn variants(sender: &Node) -> Option<f64> {
    let slots = slots(sender);
    let mut sum = 0.0;
    for node in sender.get("texts").map(Node::items).unwrap_or_default() {
        sum += Template::parse(node.text()?, &slots).ok()?.variants() as f64;
    }
    let kinds = sender.get("kinds").map(Node::items).unwrap_or_default().len() as f64;
    let each = if kinds > 0.0 { sender.get("variants").map_or(Some(20.0), Node::number)? } else { 0.0 };
    Some(sum + kinds * each)
}

fn slots(sender: &Node) -> BTreeMap<String, Vec<String>> {
    let entries = sender.get("slots").and_then(Node::as_table).into_iter().flat_map(Table::iter);
    let words = |n: &Node| n.items().iter().filter_map(|w| Some(w.text()?.to_owned())).collect();
    entries.map(|e| (e.key.clone(), words(&e.node))).collect()
}

fn groups(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(groups) = sender.get("groups").filter(|n| n.as_table().is_some()) else { return };
    if let Some(source) = sources::instead(sender) {
        let message = format!("sender `{name}` has groups, but its messages come from `{source}`");
        let help = "groups divide the list of a campaign; take one of the two out";
        rooms.error("scenario::groups", message, &groups.place, "no list here", help);
    }
    let (count, size) = (groups.get("count"), groups.get("size"));
    match (count, size) {
        (None, None) => {
            let message = format!("the groups of sender `{name}` have no size");
            let help = "say how many there are, count = 10, or how many people are in each, size = 100";
            rooms.error("scenario::groups", message, &groups.place, "neither count nor size", help);
        }
        (Some(_), Some(size)) => {
            let message = format!("the groups of sender `{name}` have a count and a size");
            let help = "keep one of them: the other follows";
            rooms.error("scenario::groups", message, &size.place, "one too many", help);
        }
        _ => {}
    }
    let people = people(rooms, sender);
    if let (Some(node), Some(people)) = (count, people)
        && node.number().is_some_and(|n| n > people)
    {
        let message = format!("sender `{name}` has more groups than people");
        let help = "fewer groups, or a larger audience";
        rooms.warn("scenario::unused", message, &node.place, "some of them stay empty", help);
    }
    if let Some(node) = groups.get("own_number").filter(|n| is_true(Some(n)))
        && sender.at(&["number", "count"]).map_or(Some(1.0), Node::number) == Some(1.0)
    {
        let message = format!("sender `{name}` has one number for all groups");
        let help = "give it a pool, such as number.count = 10, or take `own_number` out";
        rooms.warn("scenario::unused", message, &node.place, "changes nothing", help);
    }
    if let Some(node) = groups.get("own_text").filter(|n| is_true(Some(n)))
        && sender.get("cosmetic").is_none()
        && variants(sender) == Some(1.0)
    {
        let message = format!("sender `{name}` has one text for all groups");
        let help = "write alternatives or further texts, or take `own_text` out";
        rooms.warn("scenario::unused", message, &node.place, "changes nothing", help);
    }
    let n = match (count.and_then(Node::number), size.and_then(Node::number), people) {
        (Some(n), None, _) => n,
        (None, Some(size), Some(people)) if size > 0.0 => (people / size).ceil(),
        _ => return,
    };
    let gap = match groups.get("gap") {
        Some(node) => span(Some(node)),
        None => Some(SimSpan::MINUTE * 5),
    };
    if let (Some(gap), Some(horizon)) = (gap, rooms.horizon())
        && gap.seconds() * (n - 1.0) >= horizon.seconds()
    {
        let message = format!(
            "the last of {n} groups of sender `{name}` comes {:.0} h after the first, but the scenario ends after {horizon}",
            gap.seconds() * (n - 1.0) / 3600.0
        );
        let place = groups.get("gap").map_or(&groups.place, |g| &g.place);
        let help = "a longer `horizon`, a shorter `gap` or fewer groups; what was not due by then counts as in flight";
        rooms.warn("scenario::horizon", message, place, "too long for the horizon", help);
    }
}

fn hours(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(hours) = sender.get("hours") else { return };
    let clock = |key: &str| hours.get(key)?.text()?.parse::<ClockTime>().ok();
    let (Some(from), Some(to)) = (clock("from"), clock("to")) else { return };
    if from == to
        && let Some(node) = hours.get("to")
    {
        let message = format!("the hours of sender `{name}` close when they open");
        let help = "from one time to another, such as from = \"09:00\" and to = \"17:00\"; without hours it sends day and night";
        rooms.error("scenario::hours", message, &node.place, "the same time", help);
        return;
    }
    let days = hours.get("days");
    if let Some(node) = hours.get("first_day").filter(|_| days.is_none_or(|d| d.items().is_empty())) {
        let message = format!("sender `{name}` has a first day, but opens on every day");
        let help = "name the `days` on which it opens, or take `first_day` out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
    let settings: Option<HoursSettings> = serde_json::from_value(hours.to_json()).ok();
    let start =
        sender.get("start").map_or(Some(SimTime::START), |n| Some(n.text()?.parse::<ClockTime>().ok()?.0));
    if let (Some(settings), Some(start), Some(horizon)) = (settings, start, rooms.horizon())
        && settings.open_from(start) >= SimTime::START + horizon
        && start.since(SimTime::START) < horizon
    {
        let message = format!("sender `{name}` is closed until the scenario ends after {horizon}");
        let help = "other hours or days, an earlier `start` or a longer `horizon`";
        rooms.error("scenario::horizon", message, &hours.place, "nothing is ever sent", help);
    }
}

fn copy(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(copy) = sender.get("copy").filter(|n| n.as_table().is_some()) else { return };
    let set = |key: &str| copy.get(key);
    if !["link", "opt_out", "extra"].iter().any(|k| set(k).is_some()) && !is_true(set("capitals")) {
        let message = format!("`copy` of sender `{name}` puts nothing into its texts");
        let help = "add a link, opt_out, extra or capitals = true, or take it out";
        rooms.warn("scenario::unused", message, &copy.place, "changes nothing", help);
    }
    if let (Some(node), None) = (set("link_place"), set("link")) {
        let message = format!("`copy` of sender `{name}` places a link, but has none");
        let help = "add link = \"acme.example/sale\", or take `link_place` out";
        rooms.warn("scenario::unused", message, &node.place, "unused", help);
    }
    let texts = sender.get("texts").map(Node::items).unwrap_or_default();
    if let Some((node, link)) = set("link").and_then(|n| Some((n, n.text()?))) {
        let found = links(link);
        if found.len() != 1 || found[0].range != (0..link.len()) || found[0].email {
            let message = format!("`{link}` is not read as a link");
            let help = "write one link and nothing else, such as \"acme.example/sale\"";
            rooms.error("scenario::copy", message, &node.place, "no link", help);
        }
        let linked = |n: &&Node| n.text().is_some_and(|t| links(t).iter().any(|l| !l.email));
        if let Some(text) = texts.iter().find(linked) {
            let message = format!("a text of sender `{name}` has a link of its own and gets no other");
            let help = "take the link out of the text: `copy` puts one in";
            rooms.warn("scenario::unused", message, &text.place, "keeps its link", help);
        }
    }
    if let Some((node, words)) = set("opt_out").and_then(|n| Some((n, n.text()?))) {
        if !has_opt_out_wording(words) {
            let message = format!("`{words}` is not read as opt-out wording");
            let help = "write what people are to do, such as \"Reply STOP to end\"";
            rooms.warn("scenario::copy", message, &node.place, "not recognised", help);
        }
        if let Some(text) = texts.iter().find(|n| n.text().is_some_and(has_opt_out_wording)) {
            let message =
                format!("a text of sender `{name}` has opt-out wording of its own and gets no other");
            let help = "take the wording out of the text: `copy` puts it in";
            rooms.warn("scenario::unused", message, &text.place, "keeps its wording", help);
        }
    }
    let Ok(settings) = serde_json::from_value::<CopySettings>(copy.to_json()) else { return };
    let slots = slots(sender);
    let parsed = texts.iter().filter_map(|n| Template::parse(n.text()?, &slots).ok());
    let longest =
        parsed.map(|t| t.longest()).filter(|n| *n <= TEXT_MAX).max().unwrap_or(0) + settings.longest();
    if longest > TEXT_MAX {
        let message =
            format!("with what `copy` puts in, a text of sender `{name}` is {longest} characters long");
        let help = "providers take at most 1,600 characters (Twilio 21617)";
        rooms.error("scenario::text", message, &copy.place, "too long to send", help);
    }
}

fn cosmetic(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some((cosmetic, node)) = sender.get("cosmetic").and_then(|c| Some((c, c.get("edits")?))) else {
        return;
    };
    let Some(edits) = node.number() else { return };
    if let Some(variants) = variants(sender)
        && variants <= VARIANTS_MAX as f64
        && variants * edits > VARIANTS_MAX as f64
    {
        let message = format!("sender `{name}` has {} texts with their copies", variants * edits);
        let help = "at most 10,000 variants are rendered; use fewer edits or alternatives";
        rooms.error("scenario::text", message, &node.place, "too many copies", help);
    }
    if edits > 1.0 && cosmetic.get("kind").and_then(Node::text) == Some("full-width") {
        let message = format!("the {edits} copies of each text of sender `{name}` are the same");
        let help = "full-width letters leave nothing to chance: edits = 1";
        rooms.warn("scenario::unused", message, &node.place, "one is enough", help);
    }
}

fn migrate(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(at) = sender.at(&["migrate", "at"]) else { return };
    if let (Some(begins), Some(horizon)) = (span(Some(at)), rooms.horizon())
        && begins >= horizon
    {
        let message = format!("sender `{name}` moves after {begins}, but the scenario ends after {horizon}");
        let help = "set `at` below the scenario's horizon";
        rooms.warn("scenario::horizon", message, &at.place, "never moves", help);
    }
}

fn opener(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(opener) = sender.get("opener") else { return };
    rooms.above_zero(opener.get("wait"), &format!("the time that sender `{name}` waits for an answer"));
    if let (Some(node), Some(wait), Some(horizon)) =
        (opener.get("wait"), span(opener.get("wait")), rooms.horizon())
        && wait >= horizon
    {
        let message =
            format!("sender `{name}` waits {wait} for an answer, but the scenario ends after {horizon}");
        let help = "a longer `horizon` or a shorter `wait`; what waits then counts as in flight";
        rooms.warn("scenario::horizon", message, &node.place, "longer than the horizon", help);
    }
    let waves = sender.get("waves").map_or(Some(1.0), Node::number).unwrap_or(1.0);
    if people(rooms, sender).unwrap_or(0.0) * waves > f64::from(OPENER) {
        let message = format!("sender `{name}` plans too many messages for an opener");
        let help = "at most 134,217,728 messages of a sender with an opener are told apart";
        rooms.error("scenario::too_large", message, &opener.place, "too many to open for", help);
    }
    let Some((node, text)) = opener.get("text").and_then(|n| Some((n, n.text()?))) else { return };
    if text.trim().is_empty() {
        let help = "write what is asked, or take the opener out";
        rooms.error("scenario::empty", "the opener is empty".into(), &node.place, "nothing to send", help);
        return;
    }
    match Template::parse(text, &slots(sender)) {
        Err(fault) => {
            let place = node.place.within_text(text, fault.offset, 1);
            rooms.error("scenario::text", fault.message, &place, "in this text", &fault.help);
        }
        Ok(template) if template.longest() > TEXT_MAX => {
            let message = format!("the opener is {} characters long", template.longest());
            let help = "providers take at most 1,600 characters (Twilio 21617)";
            rooms.error("scenario::text", message, &node.place, "too long to send", help);
        }
        Ok(template) => {
            let edits = sender.at(&["cosmetic", "edits"]).and_then(Node::number).unwrap_or(1.0);
            let all = variants(sender).unwrap_or(0.0) * edits;
            if all <= VARIANTS_MAX as f64 && all + template.variants() as f64 > VARIANTS_MAX as f64 {
                let message =
                    format!("sender `{name}` has more than {VARIANTS_MAX} variants with its opener");
                let help = "at most 10,000 variants are rendered; use fewer alternatives";
                rooms.error("scenario::text", message, &node.place, "too many variants", help);
            }
        }
    }
}

fn hygiene(rooms: &mut Rooms<'_>, sender: &Node, name: &str) {
    let Some(hygiene) = sender.get("hygiene").filter(|n| n.as_table().is_some()) else { return };
    let (dead, off) = (hygiene.get("dead"), hygiene.get("unreachable"));
    let codes = |node: Option<&Node>| -> Option<Vec<f64>> {
        Some(node?.items().iter().filter_map(Node::number).collect())
    };
    let (dead, unreachable) =
        (codes(dead).unwrap_or(vec![30005.0, 30006.0]), codes(off).unwrap_or(vec![30003.0]));
    if let Some(code) = dead.iter().find(|c| unreachable.contains(c)) {
        let message = format!("sender `{name}` takes {code} for a dead number and for one that is off");
        let help = "a code stands in `dead` or in `unreachable`, not in both";
        rooms.error("scenario::hygiene", message, &hygiene.place, "in both lists", help);
    }
    let waves = sender.get("waves").map_or(Some(1.0), Node::number);
    let one_plan = sources::has_plan(sender) && !sources::is_on(sender, "runaway");
    if let (Some(node), Some(waves)) = (hygiene.get("sunset"), waves)
        && one_plan
        && node.number().is_some_and(|k| k >= waves)
    {
        let message = format!("sender `{name}` gives nobody up: it writes to each person {waves} times");
        let help = "a `sunset` below `waves`, or more `waves`";
        rooms.warn("scenario::unused", message, &node.place, "never reached", help);
    }
}
