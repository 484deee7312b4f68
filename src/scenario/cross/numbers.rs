//! What numbers must be to their senders, their carriers and one another.

use std::collections::BTreeMap;

use super::{Rooms, span};
use crate::message::GrantOver;
use crate::scenario::tree::{Node, Origin, Table};
use crate::time::SimSpan;
use crate::units::Rate;

impl Rooms<'_> {
    /// Checks the numbers of every sender.
    pub(super) fn numbers(&mut self) {
        let senders = self.list("sender");
        for sender in senders {
            let Some(number) = sender.get("number").filter(|n| n.as_table().is_some()) else { continue };
            let name = sender.name().unwrap_or("?");
            self.mms(sender, number, name);
            self.grants(number, name);
            self.refused_steps(number, name);
            self.setup(number, name);
            self.fee_classes(number, name);
        }
        self.shared(senders);
    }

    fn mms(&mut self, sender: &Node, number: &Node, name: &str) {
        if let Some(node) = sender.get("mms").filter(|n| n.to_json() == true)
            && number.get("mms").is_none()
        {
            let message = format!("sender `{name}` sends MMS, but its numbers carry none");
            let help = "add number.mms = { throughput = \"1/s\", price = 0.02 }, or use a type of number that has it";
            self.error("scenario::missing", message, &node.place, "no `number.mms`", help);
        }
    }

    /// A wait for the morning needs a window that has one.
    fn grants(&mut self, number: &Node, name: &str) {
        let over = serde_json::to_value(GrantOver::NextMorning).unwrap_or_default();
        let lists = ["number", "campaign", "brand"].map(|level| number.at(&["grants", level]));
        for grant in
            lists.into_iter().chain([number.at(&["mms", "campaign"])]).flatten().flat_map(Node::items)
        {
            let written = grant.get("over").filter(|node| node.to_json() == over);
            let per = grant.get("limit").and_then(|n| Some(n.text()?.parse::<Rate>().ok()?.per));
            if let (Some(node), Some(per)) = (written, per)
                && per < SimSpan::DAY
            {
                let message =
                    format!("a grant of sender `{name}` waits for the morning, but its window is {per}");
                let help = "a window without a morning never has room: write a limit of a day or longer, or over = \"queue\"";
                self.error("scenario::grants", message, &node.place, "no morning in it", help);
            }
        }
    }

    fn refused_steps(&mut self, number: &Node, name: &str) {
        let mut before = None;
        for step in number.get("refused_steps").map(Node::items).unwrap_or_default() {
            let Some(at) = span(step.get("at")) else { continue };
            if before.is_some_and(|before| at <= before) {
                let message =
                    format!("a step of `refused_steps` of sender `{name}` is not later than the one before");
                let help = "write the steps in order of time, each once";
                let place = step.get("at").map_or(&step.place, |n| &n.place);
                self.error("scenario::order", message, place, "not later", help);
            }
            before = Some(at);
        }
    }

    fn setup(&mut self, number: &Node, name: &str) {
        if let (Some(node), Some(horizon)) = (number.get("setup"), self.horizon())
            && let Some(setup) = span(Some(node)).filter(|&setup| setup >= horizon && setup > SimSpan::ZERO)
        {
            let message = format!(
                "the numbers of sender `{name}` are set up after {setup}, but the scenario ends after {horizon}"
            );
            let help = "a longer `horizon` or a shorter `setup`";
            self.warn("scenario::horizon", message, &node.place, "nothing is ever carried", help);
        }
    }

    /// A class that no carrier has a fee for is free everywhere: a slip, unless no carrier takes fees.
    fn fee_classes(&mut self, number: &Node, name: &str) {
        // In a resolved file nobody can tell any more what a preset said.
        if self.root.get("resolved").is_some_and(|n| n.to_json() == true) {
            return;
        }
        for node in [number.get("fee_class"), number.at(&["mms", "fee_class"])].into_iter().flatten() {
            let fees =
                |carrier: &Node| carrier.get("fees").and_then(Node::as_table).is_some_and(|t| !t.is_empty());
            let Some(class) = node.text() else { continue };
            let has = |carrier: &Node| carrier.get("fees").is_some_and(|fees| fees.get(class).is_some());
            let carriers = self.list("carrier");
            if matches!(node.origin, Origin::Preset(_))
                || !carriers.iter().any(fees)
                || carriers.iter().any(has)
            {
                continue;
            }
            let mut known: Vec<&str> = Vec::new();
            for table in carriers.iter().filter_map(|c| c.get("fees")?.as_table()) {
                known.extend(Table::keys(table));
            }
            known.sort_unstable();
            known.dedup();
            let message = format!("no carrier has a fee for the class `{class}` of sender `{name}`");
            let help = super::did_you_mean("classes", class, &known);
            self.warn("scenario::unknown_name", message, &node.place, "costs nothing", &help);
        }
    }

    /// One number is of one kind.
    fn shared(&mut self, senders: &[Node]) {
        let mut first: BTreeMap<&str, (&str, &Node)> = BTreeMap::new();
        for number in senders.iter().filter_map(|s| s.get("number")) {
            let (Some(node), Some(kind)) = (number.get("shared"), number.get("type").and_then(Node::text))
            else {
                continue;
            };
            let Some(name) = node.text() else { continue };
            let (known, before) = *first.entry(name).or_insert((kind, node));
            if known != kind {
                let problem = super::Problem::error(
                    "scenario::shared",
                    format!("the shared number `{name}` is of two kinds: `{known}` and `{kind}`"),
                )
                .at(node.place.clone(), "again here")
                .at(before.place.clone(), "first here")
                .help("senders that share a number use the same type");
                self.problems.push(problem);
            }
        }
    }
}
