//! The messaging platform between senders and carriers: grants, queues, guards.

mod account;
pub mod guard;
mod settings;

pub use account::{Account, Admission, Clearance, GrantMeter};
pub use settings::{PlatformSettings, StopScope};
