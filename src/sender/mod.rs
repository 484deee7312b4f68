//! Senders: an audience, numbers and texts; a source, which says when something is to be said to whom; and
//! strategies, which change what the source would do.
//!
//! A sender knows its own settings, what its directory says of people, and the news that reaches it
//! ([`Heard`](crate::message::Heard)). It never sees what truly became of a message.

mod desk;
mod draft;
mod settings;
pub mod source;
pub mod strategy;
mod watch;

pub use desk::{Desk, Outbound, Texts};
pub use draft::{Directory, Draft, EXTRA, Fleet, OPENER};
pub use settings::{Gaps, Intent, SenderSettings, Wording, panel_of};
pub use strategy::Belief;
