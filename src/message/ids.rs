//! Dense indices, one type for each kind of thing.

use serde::{Deserialize, Serialize};

use std::fmt;

macro_rules! index {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        pub struct $name(pub u32);
        impl $name {
            /// The place in a `Vec` indexed by this kind.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// A carrier, in the order of the names.
    CarrierId
    /// A sender, in the order of the names.
    SenderId
    /// A phone number that sends.
    NumberId
    /// A registered or implied campaign: one a sender.
    CampaignId
    /// A brand: senders that name the same brand share it.
    BrandId
    /// One rendering of a text.
    TextId
    /// A cluster of near-duplicate texts at one carrier.
    ClusterId
    /// A recipient, over all audiences.
    PersonId
}

/// Which message: its sender and the sender's own count, from 0. Written `shop:1234`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MessageId {
    /// Who sent it.
    pub sender: SenderId,
    /// The how-manieth message of that sender it is.
    pub count: u32,
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.sender.0, self.count)
    }
}
