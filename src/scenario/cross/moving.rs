//! What in a carrier changes during a run: learning, a moving threshold, filter updates.

use super::{Rooms, blamed, share, span};
use crate::carrier::control::{ControllerSettings, DriftSettings};
use crate::scenario::tree::Node;
use crate::time::SimSpan;

/// Batches, moves or steps that one carrier may have in a run; more are a slip of units.
const MOVES_MAX: f64 = 1_000_000.0;

impl Rooms<'_> {
    pub(super) fn moving(&mut self, carrier: &Node, name: &str) {
        self.learning(carrier, name);
        let (controller, drift) = (ControllerSettings::default(), DriftSettings::default());
        self.bounds(carrier.get("controller"), name, "controller", (controller.least, controller.most));
        self.bounds(carrier.get("drift"), name, "drift", (drift.least, drift.most));
        self.often_enough(carrier.at(&["controller", "interval"]), "the interval of the controller");
        self.often_enough(carrier.at(&["drift", "interval"]), "the interval of the drift");
        self.updates(carrier, name);
    }

    fn learning(&mut self, carrier: &Node, name: &str) {
        let Some(learning) = carrier.get("learning") else { return };
        let off =
            |node: Option<&Node>| node.and_then(|n| n.get("enabled")).is_some_and(|n| n.to_json() == false);
        if off(Some(learning)) {
            return;
        }
        let content = carrier.at(&["filter", "content"]);
        let filter = carrier.get("filter").is_none_or(|f| f.as_table().is_some());
        if filter && (content.is_none() || off(content)) {
            let message = format!("carrier `{name}` learns, but has no content stage that would use it");
            let help = "add [carrier.filter.content], or take learning out";
            self.error("scenario::learning", message, &learning.place, "learns for nothing", help);
        }
        self.often_enough(learning.get("every"), "the time between batches of labels");
        let policy = learning.get("policy").and_then(Node::text).unwrap_or("cluster");
        let (key, why) = if policy == "audit" {
            ("audit", "the audit looks at no message")
        } else {
            ("sample", "no message becomes an example")
        };
        if let Some(node) = learning.get(key).filter(|n| share(Some(n)) == Some(0.0)) {
            let message = format!("carrier `{name}` learns nothing from messages: {why}");
            let help = "set a share above 0, or switch learning off with enabled = false";
            self.error("scenario::learning", message, &node.place, "none", help);
        }
    }

    /// Bounds that are the right way round.
    fn bounds(&mut self, settings: Option<&Node>, name: &str, what: &str, defaults: (f64, f64)) {
        let Some(settings) = settings else { return };
        let (least, most) = (settings.get("least"), settings.get("most"));
        let value = |node: Option<&Node>, default| node.map_or(Some(default), Node::number);
        if let (Some(low), Some(high)) = (value(least, defaults.0), value(most, defaults.1))
            && low > high
            && let Some(node) = blamed(&[least, most])
        {
            let message =
                format!("the {what} of carrier `{name}` has nowhere to go: least {low} is above most {high}");
            let help = "set `least` to no more than `most`";
            self.error("scenario::range", message, &node.place, "bounds cross", help);
        }
    }

    /// A time that is above zero and not so short that a run never ends.
    fn often_enough(&mut self, node: Option<&Node>, what: &str) {
        self.above_zero(node, what);
        if let (Some(node), Some(every), Some(horizon)) = (node, span(node), self.horizon())
            && every > SimSpan::ZERO
            && horizon.seconds() / every.seconds() > MOVES_MAX
        {
            let message =
                format!("{what} is {every}: over a horizon of {horizon} that is more than a million times");
            let help = "choose a longer time";
            self.error("scenario::range", message, &node.place, "too short", help);
        }
    }

    fn updates(&mut self, carrier: &Node, name: &str) {
        let mut before: Option<SimSpan> = None;
        for update in carrier.get("update").map(Node::items).unwrap_or_default() {
            let Some(at) = span(update.get("at")) else { continue };
            let place = &update.get("at").unwrap_or(update).place;
            if before.is_some_and(|before| at < before) {
                let message = format!("the filter updates of carrier `{name}` are not in order of time");
                self.error(
                    "scenario::updates",
                    message,
                    place,
                    "earlier than the one before",
                    "put the earliest first",
                );
            }
            if self.horizon().is_some_and(|horizon| at >= horizon) {
                let message = format!("carrier `{name}`: this filter update comes after the end");
                let help = "set `at` below the scenario's horizon";
                self.warn("scenario::unused", message, place, "never in force", help);
            }
            let similarity = |node: Option<&Node>| share(node.and_then(|n| n.get("similarity")));
            let filter = update.get("filter");
            if let (Some(own), Some(first)) =
                (similarity(filter), similarity(carrier.get("filter")).or(Some(0.5)))
                && (own - first).abs() > 0.0
                && let Some(node) = filter.and_then(|f| f.get("similarity"))
            {
                let message = format!(
                    "carrier `{name}`: the similarity of near-identical texts cannot change during a run"
                );
                let help = "leave `similarity` out of the update: what was counted by cluster would mean something else";
                self.error("scenario::updates", message, &node.place, "not the one it began with", help);
            }
            before = Some(at);
        }
    }
}
