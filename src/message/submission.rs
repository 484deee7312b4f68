//! A message on its way, as the rooms beyond the sender see it. It does not carry its true label.

use serde::{Deserialize, Serialize};

use crate::message::{CarrierId, MessageId, NumberId, PersonId, Role, TextId};
use crate::time::SimTime;

/// A message handed to a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What it is to say: a retry shares it with the first attempt.
    pub intent: u32,
    /// What it is sent for.
    pub role: Role,
    /// Which of its sender's audiences it goes to; 0 is the sender's own.
    pub audience: u8,
    /// The rank of its recipient's carrier.
    pub carrier: u16,
    /// Radio segments.
    pub segments: u16,
    /// How often the carrier has held it.
    pub holds: u8,
    /// When the sender wanted it to go out.
    pub due: SimTime,
}

impl Submission {
    /// The carrier of its recipient.
    #[inline]
    pub fn carrier(&self) -> CarrierId {
        CarrierId(u32::from(self.carrier))
    }

    /// Whether it goes to the sender's second audience, as what bots ask for on its website does.
    pub fn is_for_bots(&self) -> bool {
        self.audience > 0 && self.role == Role::Main
    }
}
