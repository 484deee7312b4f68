//! What values must be to each other: the checks that no single setting can make.
//!
//! They read the tree and not the typed settings, so that they run, and find what they can, even
//! where something else is wrong. A value that is itself wrong is passed over: it has its own problem.

mod adaptive;
mod claims;
mod codes;
mod expectations;
mod guards;
mod moving;
mod numbers;
mod people;
mod sources;
mod stop;
mod strategies;

use std::collections::BTreeMap;

use super::problem::Problem;
use super::suggest::{did_you_mean, nearest};
use super::tree::{Node, Origin, Place, Table, Value};
use crate::carrier::audit::AuditSettings;
use crate::carrier::filter::FilterSettings;
use crate::carrier::receipts;
use crate::content::Template;
use crate::engine::VARIANTS_MAX;
use crate::scorer::{KINDS, Kind};
use crate::time::{SimSpan, SimTime};
use crate::units::{ClockTime, Rate, Share};

/// People that one world can hold.
const PEOPLE_MAX: f64 = 50_000_000.0;

/// Numbers times carriers that one world can hold.
const RECORDS_MAX: f64 = 20_000_000.0;

/// A text longer than this is refused by providers (Twilio 21617).
const TEXT_MAX: usize = 1600;

/// How far the sum of the carriers' shares may be from 1.
const SHARES_MAY_MISS: f64 = 1e-6;

/// Checks a whole scenario, presets beneath.
pub(super) fn check(root: &Node, problems: &mut Vec<Problem>) {
    let mut rooms = Rooms { root, problems };
    rooms.about();
    stop::check(&mut rooms);
    rooms.carriers();
    rooms.audiences();
    people::check(&mut rooms);
    rooms.senders();
    rooms.numbers();
    adaptive::check(&mut rooms);
    rooms.platform();
    guards::check(&mut rooms);
    codes::check(&mut rooms);
    rooms.strategies();
    strategies::check(&mut rooms);
    expectations::check(&mut rooms);
    claims::check(&mut rooms);
}

struct Rooms<'r> {
    root: &'r Node,
    problems: &'r mut Vec<Problem>,
}

impl<'r> Rooms<'r> {
    fn error(&mut self, code: &'static str, message: String, place: &Place, label: &str, help: &str) {
        self.problems.push(Problem::error(code, message).at(place.clone(), label).help(help));
    }
    fn warn(&mut self, code: &'static str, message: String, place: &Place, label: &str, help: &str) {
        self.problems.push(Problem::warning(code, message).at(place.clone(), label).help(help));
    }

    fn list(&self, key: &str) -> &'r [Node] {
        self.root.get(key).map(Node::items).unwrap_or_default()
    }
    fn names(&self, key: &str) -> Vec<&'r str> {
        self.list(key).iter().filter_map(Node::name).collect()
    }
    fn horizon(&self) -> Option<SimSpan> {
        match self.root.at(&["scenario", "horizon"]) {
            Some(node) => node.text()?.parse().ok(),
            None => Some(SimSpan::DAY),
        }
    }

    /// Names in a list, each once.
    fn unique(&mut self, key: &str) {
        let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
        for item in self.list(key) {
            let Some(node) = item.get("name") else { continue };
            let Some(name) = node.text() else { continue };
            if key != "strategy" {
                self.plain_name(name, &node.place);
            }
            if let Some(before) = first.get(name) {
                let problem = Problem::error(
                    "scenario::duplicate_name",
                    format!("two {key} entries are named `{name}`"),
                )
                .at(node.place.clone(), "again here")
                .at((*before).clone(), "first here")
                .help("give each its own name");
                self.problems.push(problem);
            } else {
                first.insert(name, &node.place);
            }
        }
    }

    /// Names stand in paths, so what could not be written there cannot be a name.
    fn plain_name(&mut self, name: &str, place: &Place) {
        if name == "*" || name.trim() != name || name.contains(|c: char| c == '"' || c.is_control()) {
            let message = format!("`{}` cannot be a name", name.escape_debug());
            let help = "a name stands in paths: no double quotes, no line breaks, no spaces around it, and not `*` alone";
            self.error("scenario::name", message, place, "this name", help);
        }
    }

    /// A length of time that may not be nothing.
    fn above_zero(&mut self, node: Option<&Node>, what: &str) {
        if let Some(node) = node
            && span(Some(node)) == Some(SimSpan::ZERO)
        {
            let help = "write a length of time above zero, such as \"1h\"";
            self.error("scenario::range", format!("{what} is zero"), &node.place, "no time at all", help);
        }
    }

    fn about(&mut self) {
        self.above_zero(self.root.at(&["scenario", "horizon"]), "the horizon");
    }

    fn carriers(&mut self) {
        self.unique("carrier");
        let carriers = self.list("carrier");
        let shares: Option<Vec<f64>> = carriers.iter().map(|c| share(c.get("share"))).collect();
        if let Some(shares) = shares.filter(|s| !s.is_empty()) {
            let sum: f64 = shares.iter().sum();
            if (sum - 1.0).abs() > SHARES_MAY_MISS {
                let sum_text = format!("{sum:.6}");
                let sum_text = sum_text.trim_end_matches('0').trim_end_matches('.');
                let message = format!("the carriers' shares add up to {sum_text}, not to 1");
                let mut problem = Problem::error("scenario::shares", message)
                    .help("every recipient is some carrier's customer: make the shares add up to 1");
                const SHOWN: usize = 8;
                for (carrier, share) in carriers.iter().zip(shares).take(SHOWN) {
                    if let Some(node) = carrier.get("share") {
                        problem = problem.at(node.place.clone(), share.to_string());
                    }
                }
                self.problems.push(problem);
            }
        }
        for carrier in carriers {
            let name = carrier.name().unwrap_or("?");
            if let Some(node) = carrier.get("share").filter(|n| share(Some(n)) == Some(0.0)) {
                let message = format!("carrier `{name}` has no customers");
                let help = "give it a share above 0, or take it out";
                self.warn("scenario::unused", message, &node.place, "nobody", help);
            }
            let updates = carrier.get("update").map(Node::items).unwrap_or_default();
            let mut before = None;
            for filter in std::iter::once(carrier).chain(updates).filter_map(|n| n.get("filter")) {
                self.filter(filter, before, name);
                before = Some(filter);
            }
            self.blacklist(carrier, name);
            self.suspensions(carrier, name);
            self.audit(carrier, name);
            self.receipts(carrier, name);
            self.moving(carrier, name);
            self.delay(carrier.get("transit"), &format!("the transit of carrier `{name}`"));
        }
    }

    /// The filter that a carrier begins with, or the one that takes the place of the filter `before`.
    fn filter(&mut self, filter: &Node, before: Option<&Node>, name: &str) {
        let defaults = FilterSettings::default();
        let threshold = match filter.get("threshold") {
            Some(node) => node.number(),
            None => Some(defaults.threshold),
        };
        if let (Some(hold), Some(threshold)) = (filter.get("hold_threshold"), threshold)
            && let Some(value) = hold.number()
            && value >= threshold
        {
            let message = format!(
                "carrier `{name}` would hold no message: hold_threshold {value} is not below threshold {threshold}"
            );
            let help = "set `hold_threshold` below `threshold`, or leave it out";
            // In an update, what it says is to blame, and not what it leaves as it was.
            let is_new =
                |n: &&Node| before.and_then(|b| b.get("threshold")).is_none_or(|b| b.place != n.place);
            let new = filter.get("threshold").filter(is_new).filter(|_| {
                let old = before.and_then(|b| b.get("hold_threshold"));
                old.is_some_and(|old| old.place == hold.place)
            });
            let place = blamed(&[new, Some(hold), filter.get("threshold")]).map_or(&hold.place, |n| &n.place);
            self.error("scenario::thresholds", message, place, "hold_threshold must be the lower", help);
        }
        if filter.get("hold_threshold").is_some_and(|n| n.number().is_some()) {
            self.above_zero(filter.get("hold"), "the time a message is held");
        }
        for (path, what) in [
            (["recipients", "window"], "the window of the recipients stage"),
            (["balance", "half_life"], "the half-life of the balance stage"),
            (["repeats", "window"], "the window of the repeats stage"),
            (["duplicates", "window"], "the window of the near-duplicates stage"),
            (["loops", "window"], "the window of the loops stage"),
            (["snowshoe", "window"], "the window of the snowshoe stage"),
            (["links", "window"], "the window of the links stage"),
            (["duplicates", "half_life"], "the half-life of the near-duplicates stage"),
            (["reputation", "half_life"], "the half-life of the reputation stage"),
        ] {
            self.above_zero(filter.at(&path), what);
        }
        for stage in filter.as_table().into_iter().flat_map(Table::iter) {
            self.switched_off(&stage.key, &stage.node, name);
        }
        if let Some(node) = filter.at(&["terms", "phrases"]) {
            for phrase in node.items() {
                if phrase.text().is_some_and(|p| p.trim().is_empty()) {
                    let help = "take it out: an empty phrase would be found in every text";
                    self.error("scenario::empty", "a phrase is empty".into(), &phrase.place, "empty", help);
                }
            }
        }
        for stage in ["reputation", "content"] {
            if let Some(node) = filter.at(&[stage, "floor"])
                && share(Some(node)) == Some(1.0)
            {
                let message =
                    format!("with a floor of 1 the {stage} stage of carrier `{name}` never adds anything");
                let help = "set the floor below 1, or switch the stage off with enabled = false";
                self.error("scenario::range", message, &node.place, "leaves no room above it", help);
            }
        }
    }

    /// A stage that limits switch off, and the user sets something in, would be off all the same.
    fn switched_off(&mut self, stage: &str, settings: &Node, name: &str) {
        let Some(switch) = settings.get("enabled") else { return };
        if switch.value != Value::Bool(false) {
            return;
        }
        let Origin::Limits(limits) = &switch.origin else { return };
        let below = |origin: &Origin| matches!(origin, Origin::Preset(_) | Origin::Limits(_));
        for entry in settings.as_table().into_iter().flat_map(Table::iter) {
            if !below(&entry.node.origin) {
                let key = &entry.key;
                let message = format!(
                    "`{key}` of the {stage} stage of carrier `{name}` does nothing: limits {limits} switch it off"
                );
                let help = "switch the stage on with enabled = true, or take the key out";
                self.warn("scenario::unused", message, &entry.key_at, "unused", help);
            }
        }
    }

    fn blacklist(&mut self, carrier: &Node, name: &str) {
        let Some(list) = carrier.get("blacklist") else { return };
        let defaults = crate::carrier::blacklist::BlacklistSettings::default();
        self.above_zero(list.get("within"), "the time in which blocks are counted");
        self.above_zero(list.get("base"), "the length of a first block");
        let base = span(list.get("base")).unwrap_or(defaults.base);
        let cap = span(list.get("cap")).unwrap_or(defaults.cap);
        if base > cap
            && let Some(node) = blamed(&[list.get("cap"), list.get("base")])
        {
            let message =
                format!("carrier `{name}`: a first block of {base} is longer than the cap of {cap}");
            let help = "set `cap` to at least `base`";
            self.error("scenario::blacklist", message, &node.place, "base and cap disagree", help);
        }
        let mut scopes = Vec::new();
        for node in list.get("scopes").map(Node::items).unwrap_or_default() {
            let Some(scope) = node.text() else { continue };
            if scopes.contains(&scope) {
                let message = format!("carrier `{name}` lists the scope `{scope}` twice");
                let help = "each scope once; take this one out";
                self.error("scenario::blacklist", message, &node.place, "again here", help);
            }
            scopes.push(scope);
        }
        let on_probation = list.get("probation_after");
        if span(list.get("probation")).is_none_or(|p| p == SimSpan::ZERO)
            && let Some(node) =
                on_probation.filter(|n| n.number() != Some(f64::from(defaults.probation_after)))
        {
            let message = format!("carrier `{name}` has `probation_after`, but no probation");
            let help = "say how long probation lasts, such as probation = \"1d\", or take it out";
            self.warn("scenario::unused", message, &node.place, "unused", help);
        }
        let after = list.get("after").map_or(Some(f64::from(defaults.after)), Node::number);
        let (Some(after), Some(less)) = (after, on_probation.and_then(Node::number)) else { return };
        if less > after
            && let Some(node) = blamed(&[on_probation, list.get("after")])
        {
            let message = format!(
                "carrier `{name}`: on probation {less} dropped messages list again, but otherwise {after} are enough"
            );
            let help = "probation is the stricter state: set `probation_after` to at most `after`";
            self.error("scenario::blacklist", message, &node.place, "more than `after`", help);
        }
    }

    fn suspensions(&mut self, carrier: &Node, name: &str) {
        for rule in carrier.get("suspension").map(Node::items).unwrap_or_default() {
            let (limit, count) = (rule.get("share"), rule.get("count"));
            match (limit, count) {
                (None, None) => {
                    let message =
                        format!("a suspension of carrier `{name}` says of nothing how much is too much");
                    let help = "add a share of delivered messages, such as share = \"4%\", or for complaints a count";
                    self.error("scenario::suspension", message, &rule.place, "neither share nor count", help);
                }
                (Some(limit), Some(count)) => {
                    let message = format!("a suspension of carrier `{name}` has a share and a count");
                    let help = "keep one of them; for the other write a second [[carrier.suspension]]";
                    let place = blamed(&[Some(count), Some(limit)]).map_or(&count.place, |n| &n.place);
                    self.error("scenario::suspension", message, place, "one too many", help);
                }
                _ => {}
            }
            if let Some(node) = count
                && rule.get("on").and_then(Node::text) == Some("opt-outs")
            {
                let message = format!("a suspension of carrier `{name}` has a count of opt-outs");
                let help = "opt-outs are judged by their share of delivered messages: write share = \"4%\"";
                self.error("scenario::suspension", message, &node.place, "for complaints only", help);
            }
            if let Some(node) = limit.filter(|n| share(Some(n)) == Some(0.0)) {
                let message = format!("carrier `{name}` would suspend everybody");
                let help = "write a share above 0, such as \"4%\"";
                self.error("scenario::range", message, &node.place, "reached without any reaction", help);
            }
            let least = rule.get("least").filter(|n| n.number() != Some(100.0));
            if let (Some(node), None) = (least, limit) {
                let message = format!("a suspension of carrier `{name}` has `least`, but no share");
                let help = "a count is judged from the first message on: take `least` out";
                self.warn("scenario::unused", message, &node.place, "unused", help);
            }
            self.above_zero(rule.get("within"), "the window of a suspension");
            self.above_zero(rule.get("lasts"), "the length of a suspension");
        }
    }

    fn audit(&mut self, carrier: &Node, name: &str) {
        let Some(audit) = carrier.get("audit").filter(|n| n.as_table().is_some()) else { return };
        self.above_zero(audit.get("interval"), "the time from audit to audit");
        self.above_zero(audit.get("lasts"), "the time for which a campaign is switched off");
        let off = matches!(audit.get("enabled").map(|n| &n.value), Some(Value::Bool(false)));
        let limits = ["opt_outs", "complaints", "opt_out_wording"];
        if !off && limits.iter().all(|key| audit.get(key).is_none()) {
            let message = format!("the audit of carrier `{name}` looks at nothing");
            let help = "add a limit: opt_outs = \"1%\", complaints = \"0.1%\" or opt_out_wording = \"90%\"";
            self.error("scenario::audit", message, &audit.place, "no limit here", help);
        }
        if let Some(node) = audit.get("opt_out_wording").filter(|n| share(Some(n)) == Some(0.0)) {
            let message = format!("the audit of carrier `{name}` asks no message for opt-out wording");
            let help = "write the share of messages that must say how to opt out, such as \"90%\"";
            self.warn("scenario::unused", message, &node.place, "never fails", help);
        }
        let written = audit.get("interval");
        let interval = written.map_or(Some(AuditSettings::default().interval), |n| span(Some(n)));
        let node = written.unwrap_or(audit);
        // A preset is for scenarios of any length.
        let own = !matches!(node.origin, Origin::Preset(_));
        if let (Some(horizon), Some(interval)) = (self.horizon(), interval)
            && interval >= horizon
            && own
            && !off
        {
            let message =
                format!("carrier `{name}` audits every {interval}, but the scenario ends after {horizon}");
            let help = "a longer `horizon` or a shorter `interval`";
            self.warn("scenario::horizon", message, &node.place, "no audit is ever held", help);
        }
    }

    fn receipts(&mut self, carrier: &Node, name: &str) {
        let Some(receipts) = carrier.get("receipts") else { return };
        let (delivered, silent) = (receipts.get("block_reported_delivered"), receipts.get("block_silent"));
        let sum = share(delivered).unwrap_or(0.0) + share(silent).unwrap_or(0.0);
        if sum > 1.0 + SHARES_MAY_MISS
            && let Some(node) = blamed(&[silent, delivered])
        {
            let sum = rounded(sum);
            let message =
                format!("carrier `{name}`: block_reported_delivered and block_silent add up to {sum}");
            let help = "both are shares of the same filtered messages: together at most 1";
            self.error("scenario::shares", message, &node.place, "more than all", help);
        }
        if sum <= 1.0 + SHARES_MAY_MISS {
            self.causes(receipts, name);
        }
        let second = [receipts.get("duplicate"), receipts.get("contradictory")];
        let sum: f64 = second.iter().map(|s| share(*s).unwrap_or(0.0)).sum();
        if sum > 1.0 + SHARES_MAY_MISS
            && let Some(node) = blamed(&second)
        {
            let sum = rounded(sum);
            let message = format!("carrier `{name}`: duplicate and contradictory add up to {sum}");
            let help = "a receipt is followed by at most one other: together at most 1";
            self.error("scenario::shares", message, &node.place, "more than all", help);
        }
        for (key, what) in [("delay", "the receipt delay"), ("late_delay", "the delay of late receipts")] {
            let Some(delay) = receipts.get(key) else { continue };
            self.delay(Some(delay), &format!("{what} of carrier `{name}`"));
            if delay.as_table().is_none() {
                continue;
            }
            let node = delay.get("min");
            let min = node.map_or(Some(SimSpan::ZERO), |n| span(Some(n)));
            if min.is_some_and(|min| min < SimSpan::from_micros(100_000)) {
                let message = format!("receipts of carrier `{name}` may come back too soon");
                let place = node.map_or(&delay.place, |n| &n.place);
                let help = "set `min` to \"100ms\" or more: no sender can learn of a message's fate in less time than a round of the simulation";
                self.error("scenario::receipts", message, place, "below 100ms", help);
            }
        }
    }

    /// Answers by cause: no more than all of what each dropped.
    fn causes(&mut self, receipts: &Node, name: &str) {
        let Some(table) = receipts.get("cause").and_then(Node::as_table) else { return };
        let mut told: Vec<&Place> = Vec::new();
        for cause in receipts::causes() {
            // The last that is set holds; of what is throttled, nothing is set for all.
            let sets: Vec<&Node> = receipts::names_of(cause).filter_map(|name| table.get(name)).collect();
            let of = |key: &str, all: &str| {
                let set = sets.iter().rev().find_map(|set| set.get(key));
                set.or(receipts.get(all).filter(|_| cause != receipts::THROTTLED))
            };
            let parts = [of("silent", "block_silent"), of("reported_delivered", "block_reported_delivered")];
            let sum: f64 = parts.iter().map(|p| share(*p).unwrap_or(0.0)).sum();
            if let Some(set) = sets.last()
                && let Some(node) =
                    blamed(&[set.get("silent"), set.get("reported_delivered"), parts[0], parts[1]])
                && sum > 1.0 + SHARES_MAY_MISS
                && !told.contains(&&set.place)
            {
                told.push(&set.place);
                let sum = rounded(sum);
                let message = format!(
                    "carrier `{name}`: of what `{cause}` dropped, reported_delivered and silent add up to {sum}"
                );
                let help = "what is not set for a cause is as for all: together at most 1";
                self.error("scenario::shares", message, &node.place, "more than all", help);
            }
        }
    }

    /// Median and 95th percentile, in that order, above the floor.
    fn delay(&mut self, node: Option<&Node>, what: &str) {
        let Some(node) = node else { return };
        let (Some(median), Some(p95)) = (node.get("median"), node.get("p95")) else { return };
        let (Some(m), Some(p)) = (span(Some(median)), span(Some(p95))) else { return };
        if p < m {
            let message = format!("{what} has a 95th percentile of {p}, below its median of {m}");
            let help = "95 of 100 draws are shorter than `p95`, and half are shorter than `median`";
            let place = blamed(&[Some(p95), Some(median)]).map_or(&p95.place, |n| &n.place);
            self.error("scenario::delay", message, place, "p95 must be the longer", help);
        }
        let min = span(node.get("min")).unwrap_or(SimSpan::ZERO);
        if m <= min {
            let message = format!("{what} has a median of {m}, which is not above its floor of {min}");
            let help = "no draw is shorter than `min`, so half of them cannot be";
            let place = blamed(&[Some(median), node.get("min")]).map_or(&median.place, |n| &n.place);
            self.error("scenario::delay", message, place, "the median must be the longer", help);
        }
    }

    fn audiences(&mut self) {
        let Some(audiences) = self.root.get("audience").and_then(Node::as_table) else { return };
        if audiences.is_empty()
            && let Some(node) = self.root.get("audience")
        {
            let help = "describe the people: [audience.customers] with size and consent";
            self.error("scenario::length", "there is no audience".into(), &node.place, "nobody here", help);
        }
        let sizes: Vec<&Node> = audiences.iter().filter_map(|a| a.node.get("size")).collect();
        let people: f64 = sizes.iter().filter_map(|n| n.number()).sum();
        if people > PEOPLE_MAX
            && sizes.len() > 1
            && let Some(node) = sizes.last()
        {
            let message = format!("all audiences together have {people} people");
            let help = "at most 50,000,000 are simulated at once: each takes 24 bytes in every run";
            self.error("scenario::too_large", message, &node.place, "too many with this one", help);
        }
        let senders = self.list("sender").iter();
        let used: Vec<&str> = senders
            .flat_map(|s| [s.get("audience").and_then(Node::text), codes::targets(s)])
            .flatten()
            .collect();
        // A misspelt audience is one problem, not two.
        let all_known = used.iter().all(|name| audiences.get(name).is_some());
        for entry in audiences.iter() {
            let name = &entry.key;
            self.plain_name(name, &entry.key_at);
            if all_known && !used.contains(&name.as_str()) {
                let message = format!("nobody writes to audience `{name}`");
                let help = "name it in a sender's `audience`, or take it out";
                self.warn("scenario::unused", message, &entry.key_at, "unused", help);
            }
            let (landline, inactive) = (entry.node.get("landline"), entry.node.get("inactive"));
            let sum = share(landline).unwrap_or(0.0) + share(inactive).unwrap_or(0.0);
            if sum > 1.0 + SHARES_MAY_MISS
                && let Some(node) = blamed(&[inactive, landline])
            {
                let sum = rounded(sum);
                let message = format!("audience `{name}`: landline and inactive add up to {sum}");
                let help = "both are shares of the same entries: together at most 1";
                self.error("scenario::shares", message, &node.place, "more than all", help);
            }
            let reactions = entry.node.get("reactions");
            for key in ["delay", "complaint_delay"] {
                let delay = reactions.and_then(|r| r.get(key));
                self.delay(delay, &format!("the {key} of audience `{name}`"));
            }
            let half_life = reactions.and_then(|r| r.get("annoyance_half_life"));
            self.above_zero(half_life, "the half-life of annoyance");
        }
    }

    /// Every carrier keeps a record of every number.
    fn sizes(&mut self) {
        let counts: Vec<&Node> = self
            .list("sender")
            .iter()
            .flat_map(|s| [s.at(&["number", "count"]), s.at(&["migrate", "number", "count"])])
            .flatten()
            .collect();
        let numbers: f64 = counts.iter().filter_map(|n| n.number()).sum();
        let carriers = self.list("carrier").len() as f64;
        if numbers * carriers > RECORDS_MAX
            && let Some(node) = counts.last()
        {
            let message =
                format!("{numbers} numbers at {carriers} carriers make {} records", numbers * carriers);
            let help =
                "at most 20,000,000 records of numbers are simulated at once; use fewer numbers or carriers";
            self.error("scenario::too_large", message, &node.place, "too many with this one", help);
        }
    }

    fn senders(&mut self) {
        self.unique("sender");
        self.sizes();
        let audiences: Vec<&str> = match self.root.get("audience").and_then(Node::as_table) {
            Some(table) => table.keys().collect(),
            None => Vec::new(),
        };
        for sender in self.list("sender") {
            if let Some(node) = sender.get("audience")
                && let Some(name) = node.text()
                && !audiences.contains(&name)
            {
                let message = format!("there is no audience `{name}`");
                let help = did_you_mean("audiences", name, &audiences);
                self.error("scenario::unknown_name", message, &node.place, "used here", &help);
            }
            self.texts(sender);
            self.kinds(sender);
            self.schedule(sender);
            self.sources(sender);
        }
    }

    fn texts(&mut self, sender: &Node) {
        let mut slots: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in sender.get("slots").and_then(Node::as_table).into_iter().flat_map(Table::iter) {
            let words: Vec<String> =
                entry.node.items().iter().filter_map(|w| Some(w.text()?.to_owned())).collect();
            if words.is_empty() && matches!(entry.node.value, Value::Array(_)) {
                let message = format!("slot `{}` has no words", entry.key);
                let help = "list the words that may stand in its place";
                self.error("scenario::empty", message, &entry.node.place, "empty", help);
            }
            self.plain_name(&entry.key, &entry.key_at);
            slots.insert(entry.key.clone(), words);
        }
        let texts = sender.get("texts").map(Node::items).unwrap_or_default();
        // A slot is only said to be unused where every text could be read.
        let mut variants = 0u64;
        let mut all_read = sender.get("texts").is_some_and(|t| matches!(t.value, Value::Array(_)));
        for node in texts {
            let Some(written) = node.text() else {
                all_read = false;
                continue;
            };
            if written.trim().is_empty() {
                let help = "write what is sent, or take the text out";
                self.error("scenario::empty", "a text is empty".into(), &node.place, "nothing to send", help);
                all_read = false;
                continue;
            }
            match Template::parse(written, &slots) {
                Err(fault) => {
                    all_read = false;
                    let place = node.place.within_text(written, fault.offset, 1);
                    self.error("scenario::text", fault.message, &place, "in this text", &fault.help);
                }
                Ok(template) => {
                    variants = variants.saturating_add(template.variants());
                    if variants > VARIANTS_MAX {
                        let message = format!("the texts of this sender have {variants} variants so far");
                        let help = "at most 10,000 variants are rendered; use fewer alternatives or shorter word lists";
                        self.error("scenario::text", message, &node.place, "too many variants", help);
                        break;
                    }
                    let length = template.longest();
                    if length > TEXT_MAX {
                        let message = format!("a text is {length} characters long");
                        let help = "providers take at most 1,600 characters (Twilio 21617)";
                        self.error("scenario::text", message, &node.place, "too long to send", help);
                    }
                }
            }
        }
        let entries = sender.get("slots").and_then(Node::as_table).into_iter().flat_map(Table::iter);
        for entry in entries {
            let call = format!("{{{}}}", entry.key);
            let said = texts.iter().chain(sender.at(&["opener", "text"]));
            if all_read && !said.filter_map(Node::text).any(|t| t.contains(&call)) {
                let message = format!("no text uses slot `{}`", entry.key);
                let help = format!("write {call} in a text, or take the slot out");
                self.warn("scenario::unused", message, &entry.key_at, "unused", &help);
            }
        }
    }

    /// Generated kinds: known ones, some text at all, and not more than a world renders.
    fn kinds(&mut self, sender: &Node) {
        let name = sender.name().unwrap_or("?");
        let listed = |key: &str| sender.get(key).map(Node::items).unwrap_or_default();
        let (texts, kinds) = (listed("texts"), listed("kinds"));
        let is_list = |key: &str| sender.get(key).is_none_or(|n| matches!(n.value, Value::Array(_)));
        let speaks = sources::is_on(sender, "log");
        if texts.is_empty() && kinds.is_empty() && is_list("texts") && is_list("kinds") && !speaks {
            let place = sender.get("texts").or(sender.get("kinds")).map_or(&sender.place, |n| &n.place);
            let help = "write what it sends: texts = [\"...\"], or kinds = [\"appointment reminder\"] for generated texts";
            self.error(
                "scenario::missing",
                format!("sender `{name}` has nothing to say"),
                place,
                "no texts",
                help,
            );
        }
        if let Some(node) = sender.get("variants").filter(|n| kinds.is_empty() && n.number() != Some(20.0)) {
            let help = "it says how many texts there are of each of the `kinds`; name some, or take it out";
            let message = format!("sender `{name}` has variants, but no kinds");
            self.warn("scenario::unused", message, &node.place, "unused", help);
        }
        let variants = sender.get("variants").map_or(Some(20.0), Node::number).unwrap_or(20.0);
        if variants * kinds.len() as f64 > VARIANTS_MAX as f64 {
            let message = format!("sender `{name}` has {} generated texts", variants * kinds.len() as f64);
            let help = "at most 10,000 variants are rendered; use fewer kinds or variants";
            let place = sender.get("kinds").map_or(&sender.place, |n| &n.place);
            self.error("scenario::text", message, place, "too many variants", help);
        }
        let intent = sender.get("intent").map_or(Some("honest"), Node::text);
        for node in kinds {
            let Some(written) = node.text() else { continue };
            let Some(kind) = Kind::named(written) else {
                let known: Vec<&str> = KINDS.iter().map(|k| k.name).collect();
                let help = match nearest(written, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`carrierlab model generate --list` names them all".into(),
                };
                let message = format!("there is no kind of text `{written}`");
                self.error("scenario::unknown_name", message, &node.place, "used here", &help);
                continue;
            };
            let honest = intent == Some("honest");
            if intent.is_some() && kind.is_prohibited() == honest {
                let is = if honest { "is prohibited by carriers" } else { "is honest" };
                let message = format!("the kind `{written}` {is}, but the intent of sender `{name}` is not");
                let help = "set `intent` to what the messages truly are: harm is counted by it";
                self.warn("scenario::intent", message, &node.place, "used here", help);
            }
        }
    }

    /// Whether what is planned fits into the simulated time.
    fn schedule(&mut self, sender: &Node) {
        let Some(horizon) = self.horizon() else { return };
        let waves = sender.get("waves").map_or(Some(1.0), Node::number).unwrap_or(1.0);
        let gap = match sender.get("wave_gap") {
            Some(node) => span(Some(node)),
            None => Some(SimSpan::DAY * 7),
        };
        let name = sender.name().unwrap_or("?");
        if let Some(node) = sender.get("start")
            && let Some(start) = node.text().and_then(|t| t.parse::<ClockTime>().ok())
            && start.0.since(SimTime::START) >= horizon
        {
            let message = format!("sender `{name}` starts at {start}, but the scenario ends after {horizon}");
            let help = "an earlier `start` or a longer `horizon`";
            self.error("scenario::horizon", message, &node.place, "nothing is ever sent", help);
        }
        if !sources::has_plan(sender) {
            return;
        }
        if let (Some(gap), Some(node)) = (gap, sender.get("waves"))
            && (2.0..=10_000.0).contains(&waves)
            && gap * (waves as u64 - 1) >= horizon
        {
            let last = gap * (waves as u64 - 1);
            let message = format!(
                "sender `{name}` plans a wave {last} after the first, but the scenario ends after {horizon}"
            );
            let help = "a longer `horizon`, fewer `waves` or a shorter `wave_gap`";
            self.warn("scenario::horizon", message, &node.place, "the last of these is never sent", help);
        }
        let size = sender
            .get("audience")
            .and_then(Node::text)
            .and_then(|a| self.root.at(&["audience", a, "size"]))
            .and_then(Node::number);
        if let Some(node) = sender.get("waves")
            && size.unwrap_or(0.0) * waves > f64::from(u32::MAX)
        {
            let message = format!("sender `{name}` plans {:.0} messages", size.unwrap_or(0.0) * waves);
            let help = "at most 4,294,967,295 messages of one sender are told apart";
            self.error("scenario::too_large", message, &node.place, "too many waves for this audience", help);
        }
        let rate = sender.get("rate").and_then(|n| Some((n, n.text()?.parse::<Rate>().ok()?)));
        if let (Some(size), Some((node, rate))) = (size, rate)
            && !rate.is_unlimited()
            && (1.0..=50_000_000.0).contains(&size)
            && size / rate.per_second() > horizon.seconds()
        {
            let hours = size / rate.per_second() / 3600.0;
            let message = format!(
                "at {rate} sender `{name}` needs {hours:.0} h for one wave, but the scenario ends after {horizon}"
            );
            let help = "a longer `horizon`, a higher `rate` or a smaller audience; what was not due by then counts as in flight";
            self.warn("scenario::horizon", message, &node.place, "too slow for the horizon", help);
        }
        if let (Some(size), Some(node)) = (size, sender.get("ramp"))
            && let Some(room) = ramp_room(node, horizon)
            && room < size
        {
            let message = format!(
                "the ramp of sender `{name}` has room for {room:.0} messages before the scenario ends after {horizon}, \
                 but one wave is {size:.0}"
            );
            let help = "a longer `horizon`, more or higher steps, or a smaller audience; what was not due by then counts as in flight";
            self.warn("scenario::horizon", message, &node.place, "too slow for the horizon", help);
        }
    }

    fn platform(&mut self) {
        self.above_zero(self.root.at(&["platform", "validity"]), "the validity of messages");
        if let Some(node) = self.root.at(&["platform", "pace"])
            && share(Some(node)) == Some(0.0)
        {
            let help = "write the share of each granted rate that is used, such as 0.8";
            self.error(
                "scenario::range",
                "the platform's pace is zero".into(),
                &node.place,
                "sends nothing",
                help,
            );
        }
    }

    fn strategies(&mut self) {
        self.unique("strategy");
    }
}

/// Of values that disagree, the one the user wrote: a preset is right by itself.
fn blamed<'n>(nodes: &[Option<&'n Node>]) -> Option<&'n Node> {
    let written = nodes.iter().flatten().find(|n| !matches!(n.origin, Origin::Preset(_) | Origin::Limits(_)));
    written.or(nodes.iter().flatten().next()).copied()
}

/// A sum of shares as people write it.
fn rounded(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}

fn span(node: Option<&Node>) -> Option<SimSpan> {
    node?.text()?.parse().ok()
}

fn share(node: Option<&Node>) -> Option<f64> {
    let node = node?;
    match node.text() {
        Some(text) => text.parse::<Share>().ok().map(Share::value),
        None => Share::try_from(node.number()?).ok().map(Share::value),
    }
}

/// How many messages a ramp lets through in that time; `None` where some step is no limit, or no rate.
fn ramp_room(node: &Node, time: SimSpan) -> Option<f64> {
    let steps: Vec<f64> = node
        .items()
        .iter()
        .map(|n| n.text()?.parse::<Rate>().ok().filter(|r| !r.is_unlimited()).map(Rate::per_second))
        .collect::<Option<_>>()?;
    let day = SimSpan::DAY.seconds();
    // A day that has begun counts whole: its windows may be used up at once.
    let days = (time.seconds() / day).ceil();
    let room = |k: usize| steps.get(k).or(steps.last()).map_or(0.0, |rate| rate * day);
    (!steps.is_empty()).then(|| {
        let first: f64 = (0..steps.len().min(days as usize)).map(room).sum();
        first + (days - steps.len() as f64).max(0.0) * room(steps.len())
    })
}
