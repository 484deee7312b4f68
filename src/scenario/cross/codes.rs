//! One-time codes: websites that send them, bots, and the guards of the platform.

use super::sources::is_on;
use super::{Rooms, blamed, share, span};
use crate::platform::guard::codes::{ConversionSettings, PREFIX_SIZE, read_prefix};
use crate::scenario::suggest::did_you_mean;
use crate::scenario::tree::{Node, Table};
use crate::sender::source::CODES_MAX;
use crate::time::SimSpan;
use crate::units::Rate;

/// What can come back to a sender takes at least a round.
const ROUND_LEAST: SimSpan = SimSpan::from_micros(100_000);

/// Checks everything about one-time codes.
pub(super) fn check(rooms: &mut Rooms<'_>) {
    let senders = rooms.list("sender");
    for sender in senders.iter().filter(|s| s.get("codes").is_some_and(|c| c.as_table().is_some())) {
        rooms.website(sender);
    }
    rooms.code_use(senders);
    if let Some(guards) = rooms.root.at(&["platform", "codes"]) {
        rooms.code_guards(guards, senders);
    }
}

/// The audiences of bots' targets.
pub(super) fn targets(sender: &Node) -> Option<&str> {
    sender.at(&["codes", "bots", "targets"])?.text()
}

impl Rooms<'_> {
    fn website(&mut self, sender: &Node) {
        let Some(codes) = sender.get("codes") else { return };
        let name = sender.name().unwrap_or("?");
        if let Some(node) = sender.get("retry").filter(|_| is_on(sender, "retry")) {
            let message = format!("sender `{name}` sends one-time codes and retries");
            let help = "people ask again by themselves (`codes.again`): take `retry` out";
            self.error("scenario::source", message, &node.place, "would send codes nobody asked for", help);
        }
        self.request_rate(codes.get("rate"), &format!("the rate of codes of sender `{name}`"));
        if let Some(bots) = codes.get("bots").filter(|b| b.as_table().is_some()) {
            self.bots(sender, bots, name);
        }
    }

    /// A rate at which somebody asks: some, and not more than can be told apart.
    fn request_rate(&mut self, node: Option<&Node>, what: &str) {
        let Some((node, rate)) = node.and_then(|n| Some((n, n.text()?.parse::<Rate>().ok()?))) else {
            return;
        };
        if rate.is_unlimited() {
            let help = "write how many ask in how much time, such as \"60/h\"";
            self.error(
                "scenario::range",
                format!("{what} is unlimited"),
                &node.place,
                "no end of requests",
                help,
            );
        } else if let Some(horizon) = self.horizon()
            && rate.per_second() * horizon.seconds() > f64::from(CODES_MAX)
        {
            let message = format!("{what} makes {:.0} requests", rate.per_second() * horizon.seconds());
            let help = format!(
                "at most {CODES_MAX} requests of one kind are told apart: a lower rate or a shorter horizon"
            );
            self.error("scenario::too_large", message, &node.place, "too many", &help);
        }
    }

    fn bots(&mut self, sender: &Node, bots: &Node, name: &str) {
        self.request_rate(bots.get("rate"), &format!("the rate of bots at sender `{name}`"));
        let audiences: Vec<&str> = match self.root.get("audience").and_then(Node::as_table) {
            Some(table) => table.keys().collect(),
            None => Vec::new(),
        };
        if let Some(node) = bots.get("targets")
            && let Some(targets) = node.text()
        {
            if !audiences.contains(&targets) {
                let message = format!("there is no audience `{targets}`");
                let help = did_you_mean("audiences", targets, &audiences);
                self.error("scenario::unknown_name", message, &node.place, "used here", &help);
            } else if sender.get("audience").and_then(Node::text) == Some(targets) {
                let message = format!("the bots at sender `{name}` target its own audience");
                let help = "describe the numbers that pay as an audience of their own; it may be in the same country";
                self.error("scenario::targets", message, &node.place, "the sender's own people", help);
            }
        }
        let begin = bots.get("begin").map_or(Some(SimSpan::ZERO), |n| span(Some(n)));
        if let (Some(begin), Some(end)) = (begin, span(bots.get("end")))
            && end <= begin
            && let Some(node) = blamed(&[bots.get("end"), bots.get("begin")])
        {
            let message = format!("the attack on sender `{name}` ends after {end}, but begins after {begin}");
            let help = "both count from the start of the scenario: set `end` above `begin`";
            self.error("scenario::range", message, &node.place, "ends before it begins", help);
        }
        if let (Some(begin), Some(node), Some(horizon)) = (begin, bots.get("begin"), self.horizon())
            && begin >= horizon
        {
            let message = format!(
                "the attack on sender `{name}` begins after {begin}, but the scenario ends after {horizon}"
            );
            let help =
                "an earlier `begin` or a longer `horizon`; or switch the bots off with enabled = false";
            self.warn("scenario::horizon", message, &node.place, "nobody ever comes", help);
        }
        self.entry(bots.get("fake_delay"), &format!("the time until fakes are entered at sender `{name}`"));
    }

    /// A delay by which something comes back to a sender.
    fn entry(&mut self, node: Option<&Node>, what: &str) {
        let Some(delay) = node.filter(|n| n.as_table().is_some()) else { return };
        self.delay(Some(delay), what);
        let min = delay.get("min");
        if min.map_or(Some(SimSpan::ZERO), |n| span(Some(n))).is_some_and(|min| min < ROUND_LEAST) {
            let place = min.map_or(&delay.place, |n| &n.place);
            let help = "set `min` to \"100ms\" or more: nothing comes back to a sender in less time than a round of the simulation";
            self.error("scenario::codes", format!("{what} may be too short"), place, "below 100ms", help);
        }
    }

    /// How the people of each audience treat codes.
    fn code_use(&mut self, senders: &[Node]) {
        let Some(audiences) = self.root.get("audience").and_then(Node::as_table) else { return };
        let asks = |name: &str| {
            let of =
                |s: &&Node| s.get("codes").is_some() && s.get("audience").and_then(Node::text) == Some(name);
            senders.iter().any(|s| of(&s))
        };
        for audience in audiences.iter() {
            let name = &audience.key;
            let Some(codes) = audience.node.as_table().and_then(|t| t.entry("codes")) else { continue };
            self.delay(codes.node.get("patience"), &format!("the patience of audience `{name}`"));
            self.entry(codes.node.get("entry"), &format!("the time to enter a code of audience `{name}`"));
            if !asks(name) {
                let message = format!("audience `{name}` has `codes`, but nobody sends it any");
                let help = "add [sender.codes] to a sender that writes to it, or take it out";
                self.warn("scenario::unused", message, &codes.key_at, "unused", help);
            }
        }
    }

    fn code_guards(&mut self, guards: &Node, senders: &[Node]) {
        if senders.iter().all(|s| s.get("codes").is_none()) {
            for key in ["captcha", "requests", "conversion"] {
                if let Some(entry) = guards.as_table().and_then(|t| t.entry(key)) {
                    let message =
                        format!("the platform has a guard of one-time codes, `{key}`, but nobody sends any");
                    let help = "add [sender.codes] to a sender, or take the guard out";
                    self.warn("scenario::unused", message, &entry.key_at, "unused", help);
                }
            }
        }
        if let Some(requests) = guards.get("requests") {
            for key in ["address", "session"] {
                let rate = requests.get(key).and_then(|n| Some((n, n.text()?.parse::<Rate>().ok()?)));
                if let Some((node, _)) = rate.filter(|(_, rate)| rate.count < 1.0) {
                    let message = format!("the limit of requests from one {key} is below one");
                    let help = "write whole requests in a longer window, such as \"1/h\"";
                    self.error("scenario::range", message, &node.place, "less than a request", help);
                }
            }
        }
        self.destinations(guards);
        if let Some(conversion) = guards.get("conversion").filter(|c| c.as_table().is_some()) {
            self.conversion(conversion);
        }
    }

    fn conversion(&mut self, guard: &Node) {
        let defaults = ConversionSettings::default();
        for (key, what) in [
            ("wait", "the time after which a code counts as not used"),
            ("block", "the length of a block of a prefix"),
            ("renew_window", "the time that tells whether a block goes on"),
        ] {
            self.above_zero(guard.get(key), what);
        }
        let value = |key: &str, default: f64| guard.get(key).map_or(Some(default), |n| share(Some(n)));
        for (key, default) in [
            ("honest", defaults.honest.value()),
            ("alarm", defaults.alarm.value()),
            ("false_alarm", defaults.false_alarm.value()),
            ("miss", defaults.miss.value()),
        ] {
            if let Some(node) = guard.get(key)
                && value(key, default).is_some_and(|p| p <= 0.0 || p >= 1.0)
            {
                let help = "a test between certainties would end at once or never: write a share above 0 and below 1";
                let message = format!("`{key}` of the conversion guard is a certainty");
                self.error("scenario::range", message, &node.place, "not between 0 and 1", help);
            }
        }
        let pair = |a: &str, da: f64, b: &str, db: f64| Some((value(a, da)?, value(b, db)?));
        if let Some((honest, alarm)) =
            pair("honest", defaults.honest.value(), "alarm", defaults.alarm.value())
            && alarm >= honest
            && let Some(node) = blamed(&[guard.get("alarm"), guard.get("honest")])
        {
            let message =
                format!("the alarm share {alarm} of the conversion guard is not below the honest {honest}");
            let help =
                "honest people use more of their codes than pumped numbers do: set `alarm` below `honest`";
            self.error("scenario::range", message, &node.place, "must be the lower", help);
        }
        if let Some((a, b)) = pair("false_alarm", defaults.false_alarm.value(), "miss", defaults.miss.value())
            && a + b >= 1.0
            && let Some(node) = blamed(&[guard.get("false_alarm"), guard.get("miss")])
        {
            let message = "false_alarm and miss of the conversion guard add up to 1 or more".to_owned();
            let help = "a coin would do as well: make both small, such as 0.01";
            self.error("scenario::range", message, &node.place, "not a test", help);
        }
        let block = guard.get("block").map_or(Some(defaults.block), |n| span(Some(n)));
        let window = guard.get("renew_window").map_or(Some(defaults.renew_window), |n| span(Some(n)));
        if let (Some(block), Some(window)) = (block, window)
            && window > block
            && let Some(node) = blamed(&[guard.get("renew_window"), guard.get("block")])
        {
            let message =
                format!("a block of {block} is shorter than the {window} that tell whether it goes on");
            let help = "set `renew_window` to at most `block`";
            self.error("scenario::range", message, &node.place, "window and block disagree", help);
        }
    }

    fn destinations(&mut self, guards: &Node) {
        let Some(guard) = guards.get("destinations") else { return };
        let Some(audiences) = self.root.get("audience").and_then(Node::as_table) else { return };
        let off = guard.get("enabled").is_some_and(|n| n.to_json() == false);
        let listed = |key: &str| guard.get(key).map(Node::items).unwrap_or_default();
        let known: Vec<&str> = audiences.iter().filter_map(|a| a.node.get("country")?.text()).collect();
        if !listed("countries").is_empty() && !off {
            for audience in audiences.iter().filter(|a| a.node.get("country").is_none()) {
                let message =
                    format!("only some countries are allowed, but audience `{}` has none", audience.key);
                let help = "say where its numbers are, such as country = \"US\"";
                self.error("scenario::destinations", message, &audience.key_at, "in which country?", help);
            }
        }
        for node in listed("countries") {
            if let Some(country) = node.text().filter(|c| !known.is_empty() && !known.contains(c)) {
                let message = format!("no audience is in the country `{country}`");
                let help = did_you_mean("countries", country, &known);
                self.warn("scenario::unused", message, &node.place, "allowed for nobody", &help);
            }
        }
        let size = guards.get("prefix_size").and_then(Node::number).unwrap_or(f64::from(PREFIX_SIZE));
        for node in ["prefixes", "refused"].into_iter().flat_map(listed) {
            self.prefix(node, audiences, size);
        }
    }

    /// A prefix is an audience and a place: `premium/3`.
    fn prefix(&mut self, node: &Node, audiences: &Table, size: f64) {
        let Some(written) = node.text() else { return };
        let Some((audience, place)) = read_prefix(written) else {
            let help = "write an audience and which of its prefixes, from 0, such as \"premium/0\"";
            let message = format!("`{written}` is no prefix");
            self.error("scenario::destinations", message, &node.place, "no prefix", help);
            return;
        };
        let Some(people) = audiences.get(audience) else {
            let known: Vec<&str> = audiences.keys().collect();
            let help = did_you_mean("audiences", audience, &known);
            let message = format!("there is no audience `{audience}`");
            self.error("scenario::unknown_name", message, &node.place, "used here", &help);
            return;
        };
        let prefixes = people.get("size").and_then(Node::number).map(|n| (n / size.max(1.0)).ceil());
        if let Some(prefixes) = prefixes.filter(|n| f64::from(place) >= *n) {
            let message = format!("audience `{audience}` has {prefixes} prefixes, counted from 0");
            let help = "a prefix has `prefix_size` numbers; name one that there is";
            self.warn("scenario::unused", message, &node.place, "beyond the last", help);
        }
    }
}
