//! A draft before it is sent: what carriers read in it, what that costs, and what would help.
//!
//! Everything is asked of the same functions that screen messages in a run. Advice that names a gain has
//! scored the changed text; nothing here hides what a text says.

mod advise;
mod edits;
mod panel;
mod restricted;
mod rewrite;
mod shape;

pub use advise::{Advice, Cost, Improvement, Lint, Step, improve, lint};
pub use edits::{Edit, Voice, edits};
pub use panel::{Item, Outcome, Panel, Part, Reading};
pub use restricted::{Restricted, restricted};
pub use shape::{LinkFound, Shape};
