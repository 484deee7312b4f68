//! Where a sender's messages come from: at most one source, which sends something and not without end.

use super::{Rooms, blamed, span};
use crate::scenario::tree::{Node, Origin, Value};
use crate::sender::EXTRA;
use crate::time::{SimSpan, SimTime};
use crate::units::{ClockTime, Rate};

/// The tables of a sender that take the place of its campaign.
const SOURCES: [&str; 7] = ["alerts", "codes", "talk", "personal", "runaway", "smishing", "log"];

/// The keys of a plan, which no other source reads.
const PLAN: [&str; 6] = ["rate", "caps", "ramp", "gaps", "waves", "wave_gap"];

/// Whether this source is there and not switched off.
pub(super) fn is_on(sender: &Node, source: &str) -> bool {
    let table = sender.get(source).filter(|n| n.as_table().is_some());
    table.is_some_and(|t| t.get("enabled").is_none_or(|n| n.value != Value::Bool(false)))
}

/// Whether a campaign goes out.
pub(super) fn has_plan(sender: &Node) -> bool {
    let beside = sender.at(&["runaway", "with_plan"]).is_some_and(|n| n.value == Value::Bool(true));
    SOURCES.iter().all(|source| !is_on(sender, source) || *source == "runaway" && beside)
}

/// The source that takes the place of the campaign, if one does.
pub(super) fn instead(sender: &Node) -> Option<&'static str> {
    SOURCES.into_iter().find(|source| is_on(sender, source)).filter(|_| !has_plan(sender))
}

fn rate(node: Option<&Node>) -> Option<Rate> {
    node?.text()?.parse().ok()
}

/// A number, or what stands in for it where it is not written.
fn number(table: &Node, path: &[&str], default: f64) -> f64 {
    table.at(path).map_or(Some(default), Node::number).unwrap_or(default)
}

impl Rooms<'_> {
    pub(super) fn sources(&mut self, sender: &Node) {
        let name = sender.name().unwrap_or("?");
        let on: Vec<&str> = SOURCES.into_iter().filter(|source| is_on(sender, source)).collect();
        if let [first, second, ..] = on[..]
            && let Some(table) = sender.get(second)
        {
            let message = format!("sender `{name}` has two sources: {first} and {second}");
            let help = "keep one, and switch the others off with enabled = false; or make two senders of it";
            self.error("scenario::source", message, &table.place, "one too many", help);
        }
        for source in &on {
            let Some(table) = sender.get(source) else { continue };
            self.rhythm(table);
            self.until(sender, table, name);
            match *source {
                "alerts" => self.arrivals(sender, table, "rate", 1.0, name),
                "talk" => {
                    self.arrivals(sender, table, "rate", number(table, &["turns"], 4.0), name);
                    self.delay(table.get("delay"), &format!("the delay of answers of sender `{name}`"));
                }
                "personal" => self.personal(sender, table, name),
                "runaway" => self.runaway(sender, table, name),
                "smishing" => self.smishing(sender, table, name),
                _ => {}
            }
        }
        let Some(source) = instead(sender) else {
            self.lone_wave(sender, name);
            return;
        };
        let mut idle = PLAN.to_vec();
        if source == "log" {
            idle.extend(["start", "texts", "kinds", "variants", "slots", "wording"]);
        }
        for key in idle {
            let own = sender.get(key).filter(|n| !matches!(n.origin, Origin::Preset(_) | Origin::Limits(_)));
            if let Some(node) = own.filter(|_| !self.is_resolved()) {
                let message = format!("`{key}` of sender `{name}` does nothing beside `{source}`");
                let help = "take it out: it belongs to a campaign";
                self.warn("scenario::unused", message, &node.place, "unused", help);
            }
        }
    }

    /// Whether the file is a resolved one. It has every key; what is as it would be without it asks for nothing.
    fn is_resolved(&self) -> bool {
        self.root.get("resolved").is_some_and(|n| n.value == Value::Bool(true))
    }

    /// The gap between waves of a campaign that has one wave.
    fn lone_wave(&mut self, sender: &Node, name: &str) {
        let own =
            sender.get("wave_gap").filter(|n| !matches!(n.origin, Origin::Preset(_) | Origin::Limits(_)));
        if let Some(node) = own.filter(|_| number(sender, &["waves"], 1.0) == 1.0 && !self.is_resolved()) {
            let message = format!("sender `{name}` has a `wave_gap`, but one wave");
            let help = "set `waves` to how often it writes to everybody, or take `wave_gap` out";
            self.warn("scenario::unused", message, &node.place, "unused", help);
        }
    }

    /// A rhythm is 24 weights, one of them above zero.
    pub(super) fn rhythm(&mut self, table: &Node) {
        let Some(node) = table.get("rhythm") else { return };
        let weights: Vec<f64> = node.items().iter().filter_map(Node::number).collect();
        if weights.len() == 24 && weights.iter().all(|w| *w == 0.0) {
            let help = "write 24 weights, one an hour from midnight on, of which one at least is above 0";
            self.error("scenario::range", "a rhythm of zeros is none".into(), &node.place, "all zero", help);
        }
    }

    fn until(&mut self, sender: &Node, table: &Node, name: &str) {
        let Some(node) = table.get("until") else { return };
        let start = sender.get("start").and_then(Node::text).and_then(|t| t.parse::<ClockTime>().ok());
        let start = start.map_or(SimSpan::ZERO, |s| s.0.since(SimTime::START));
        if let Some(until) = span(Some(node)).filter(|until| *until <= start) {
            let message = format!("sender `{name}` would stop {until} after the start, before it begins");
            let help = "a later `until`, or an earlier `start`";
            self.error("scenario::horizon", message, &node.place, "nothing is ever sent", help);
        }
    }

    /// Messages of one sender are told apart by a number of 28 bits.
    fn too_many(&mut self, messages: f64, place: &crate::scenario::tree::Place, name: &str) {
        if messages > f64::from(EXTRA) / 2.0 {
            let message = format!("sender `{name}` would send about {messages:.0} messages");
            let help = "at most about 134 million messages of one source are simulated: a lower rate or a shorter `horizon`";
            self.error("scenario::too_large", message, place, "too many", help);
        }
    }

    /// A rate of events, each with so many messages.
    fn arrivals(&mut self, sender: &Node, table: &Node, key: &str, messages: f64, name: &str) {
        let Some(node) = table.get(key) else { return };
        let Some(rate) = rate(Some(node)) else { return };
        if rate.is_unlimited() {
            let message = format!("sender `{name}` cannot have events without limit");
            let help = "write how many there are, such as \"40/h\"";
            self.error("scenario::range", message, &node.place, "not a rate of events", help);
        } else if let Some(horizon) = self.horizon() {
            self.too_many(rate.per_second() * horizon.seconds() * messages, &node.place, name);
            let hint = sender.get("start").is_none() && rate.per_second() * horizon.seconds() < 0.1;
            if hint {
                let message = format!("at {rate} sender `{name}` has hardly an event before the end");
                let help = "a higher rate, or a longer `horizon`";
                self.warn("scenario::horizon", message, &node.place, "hardly any", help);
            }
        }
    }

    fn personal(&mut self, sender: &Node, table: &Node, name: &str) {
        self.delay(table.get("gap"), &format!("the gap between texts of sender `{name}`"));
        self.tail(table.get("texts"), "the texts of a day", name);
        let numbers = number(sender, &["number", "count"], 1.0);
        let place = table.at(&["texts", "mean"]).map_or(&table.place, |n| &n.place);
        if let Some(horizon) = self.horizon() {
            let days = horizon.seconds() / SimSpan::DAY.seconds();
            self.too_many(numbers * number(table, &["texts", "mean"], 10.0) * days, place, name);
        }
    }

    fn runaway(&mut self, sender: &Node, table: &Node, name: &str) {
        self.above_zero(table.get("lasts"), "the length of a fault");
        let size =
            sender.get("audience").and_then(Node::text).and_then(|a| self.root.at(&["audience", a, "size"]));
        let people = number(table, &["people"], 5000.0);
        if let Some((size, most)) = size.and_then(|n| Some((n, n.number()?)))
            && people > most
            && let Some(node) = blamed(&[table.get("people"), Some(size)])
        {
            let message =
                format!("the fault of sender `{name}` hits {people} people, but the audience has {most}");
            let help = "set `people` to at most the size of the audience";
            self.error("scenario::source", message, &node.place, "more than there are", help);
        }
        let (begins, lasts) = (span(table.get("begins")), span(table.get("lasts")).unwrap_or(SimSpan::HOUR));
        if let (Some(horizon), Some(begins), Some(node)) = (self.horizon(), begins, table.get("begins")) {
            if begins >= horizon {
                let message =
                    format!("the fault of sender `{name}` begins after the end of the scenario, {horizon}");
                let help = "an earlier `begins`, or a longer `horizon`";
                self.error("scenario::horizon", message, &node.place, "never happens", help);
            } else if begins + lasts > horizon {
                let message = format!("the fault of sender `{name}` goes on past the end of the scenario");
                let help = "an earlier `begins`, a shorter `lasts` or a longer `horizon`";
                self.warn("scenario::horizon", message, &node.place, "is cut off", help);
            }
        }
        let hours = lasts.seconds() / SimSpan::HOUR.seconds();
        self.too_many(people * number(table, &["copies"], 50.0) * hours, &table.place, name);
    }

    fn smishing(&mut self, sender: &Node, table: &Node, name: &str) {
        let mean = number(table, &["size", "mean"], 300.0);
        self.arrivals(sender, table, "campaigns", mean, name);
        self.tail(table.get("size"), "the size of campaigns", name);
        for [by_time, by_count] in [["new_text_after", "new_text_every"], ["number_lasts", "number_sends"]] {
            self.above_zero(table.get(by_time), by_time);
            if let (Some(_), Some(node)) = (table.get(by_time), table.get(by_count)) {
                let message = format!("sender `{name}` has both `{by_time}` and `{by_count}`");
                let help = "keep one of them";
                self.error("scenario::source", message, &node.place, "one too many", help);
            }
        }
        let short_lived = blamed(&[table.get("number_lasts"), table.get("number_sends")]);
        if let Some(node) = short_lived.filter(|_| number(sender, &["number", "count"], 1.0) == 1.0) {
            let message = format!("sender `{name}` throws numbers away, but has only one");
            let help = "set number.count to how many there are in turn";
            self.warn("scenario::unused", message, &node.place, "nothing to change to", help);
        }
        if sender.get("intent").is_none_or(|n| n.text() == Some("honest")) {
            let message = format!("sender `{name}` sends smishing, but its intent is honest");
            let help = "set `intent` to what the messages truly are: harm is counted by it";
            let place = sender.get("intent").map_or(&table.place, |n| &n.place);
            self.warn("scenario::intent", message, place, "honest here", help);
        }
    }

    /// A heavy tail that is not cut off below its own mean.
    fn tail(&mut self, tail: Option<&Node>, what: &str, name: &str) {
        let Some(tail) = tail else { return };
        if let (Some(mean), Some(most)) = (tail.get("mean"), tail.get("most"))
            && let (Some(m), Some(cut)) = (mean.number(), most.number())
            && cut < m
            && let Some(node) = blamed(&[Some(most), Some(mean)])
        {
            let message = format!("{what} of sender `{name}`: the mean {m} is above the most, {cut}");
            let help = "set `most` to at least `mean`";
            self.error("scenario::source", message, &node.place, "below the mean", help);
        }
    }
}
