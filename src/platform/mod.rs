//! The messaging platform between senders and carriers: grants, queues, guards, status callbacks.

mod account;
pub mod callbacks;
pub mod guard;
mod queue;
mod settings;

pub use account::{Account, Admission, Clearance, GrantMeter};
pub use settings::PlatformSettings;
