//! Rules for stopping that say nothing, or that could never let anything stop.

use super::{Rooms, share};
use crate::scenario::tree::{Node, Value};

/// A variance from fewer values is too rough to stop by (Law, *Simulation Modeling and Analysis*, 2015, section 9.4.1).
const FIRST_MIN: f64 = 10.0;

/// Checks when replications stop.
pub(super) fn check(rooms: &mut Rooms<'_>) {
    let Some(stop) = rooms.root.at(&["scenario", "stop"]) else { return };
    let width = stop.get("half_width");
    let decided = stop.get("decided").is_some_and(|n| n.value == Value::Bool(true));
    if width.is_none() && !decided {
        let message = "`scenario.stop` does not say when to stop".to_owned();
        let help = "set half_width, such as \"0.5%\", or decided = true, or both";
        rooms.error("scenario::stop", message, &stop.place, "neither half_width nor decided", help);
    }
    if let Some(width) = width.filter(|n| share(Some(n)) == Some(0.0)) {
        let message = "no interval is 0 wide where anything is random".to_owned();
        rooms.error(
            "scenario::range",
            message,
            &width.place,
            "never reached",
            "write a share such as \"0.5%\"",
        );
    }
    let number = |node: Option<&Node>, default: f64| node.map_or(Some(default), Node::number);
    let first = rooms.root.at(&["scenario", "replications"]);
    let (Some(n), Some(most)) = (number(first, 10.0), number(stop.get("at_most"), 200.0)) else { return };
    if most < n {
        let at = stop.get("at_most").or(first).unwrap_or(stop);
        let message = format!("`at_most` is {most}, but the first batch already has {n} replications");
        let help = "set at_most to at least scenario.replications";
        rooms.error("scenario::range", message, &at.place, "less than one batch", help);
    }
    if n < FIRST_MIN
        && let Some(first) = first
    {
        let message = format!("replications come in batches of {n}: too few to stop by");
        let help = "set scenario.replications to 10 or more: of fewer, the variance is too rough, and chance stops too early";
        rooms.warn("scenario::stop", message, &first.place, "fewer than 10", help);
    }
}
