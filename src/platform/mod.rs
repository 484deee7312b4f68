//! The messaging platform between senders and carriers: grants, queues, guards.

mod settings;

pub use settings::{PlatformSettings, StopScope};
