//! A message on its way, as the rooms beyond the sender see it. It does not carry its true label.

use crate::message::{MessageId, NumberId, PersonId, TextId};
use crate::time::SimTime;

/// A message handed to a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Submission {
    /// Which message.
    pub id: MessageId,
    /// The key of its sender in random draws.
    pub sender_key: u64,
    /// The number it comes from.
    pub number: NumberId,
    /// Whom it is for.
    pub person: PersonId,
    /// What it says.
    pub text: TextId,
    /// Radio segments.
    pub segments: u16,
    /// How often the carrier has held it.
    pub holds: u8,
    /// When the sender wanted it to go out.
    pub due: SimTime,
}
