//! The messaging platform between senders and carriers: grants, queues, guards.

mod account;
mod grant;
pub mod guard;
pub mod provision;
mod settings;

pub use account::{Account, Admission};
pub use grant::{Clearance, GrantMeters, Over};
pub use provision::{Gate, Refusal};
pub use settings::{PlatformSettings, StopScope};
