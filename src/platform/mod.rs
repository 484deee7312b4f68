//! The messaging platform between senders and carriers: grants, queues, guards, status callbacks.

mod account;
pub mod callbacks;
mod grant;
pub mod guard;
pub mod provision;
mod queue;
mod settings;

pub use account::{Account, Admission};
pub use grant::{Clearance, GrantMeters, Over};
pub use provision::{Gate, Refusal};
pub use settings::PlatformSettings;
