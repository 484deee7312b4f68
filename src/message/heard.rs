//! What reaches a sender of what became of its messages: reports and answers, never the truth.

use serde::{Deserialize, Serialize};

use super::{MessageId, Reported};

/// One piece of news about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A final status, true or not.
    Receipt(Reported),
    /// The person replied.
    Reply {
        /// Whether the person has replied before.
        again: bool,
    },
    /// The person opted out.
    OptOut,
    /// The person who had opted out came back.
    Start,
    /// The person asked for help, which the platform answers; it is no reply, and no sender hears of it.
    Help,
    /// The person followed the link.
    Click,
    /// The person entered the code that the message carried.
    Completed,
    /// One of the sender's own seed phones shows the message.
    Seen,
}

/// What a sender knows of a message that there is news about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    /// Which message.
    pub id: MessageId,
    /// What it was to say: retries share it with the first attempt.
    pub intent: u32,
    /// Which of the sender's audiences it went to.
    pub audience: u8,
    /// Whom it was for, as a place in that audience.
    pub person: u32,
    /// Which of the sender's texts it carried.
    pub variant: u32,
    /// Which of the sender's numbers it came from.
    pub number: u32,
    /// What it was sent for.
    pub role: Role,
    /// The news.
    pub heard: Heard,
}

/// What a message is sent for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Role {
    /// To say what the sender wants to say.
    #[default]
    Main,
    /// To ask for a reply before that.
    Opener,
    /// To see whether it arrives, on a phone of the sender's own.
    Seed,
}

impl Role {
    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Main => "main",
            Role::Opener => "opener",
            Role::Seed => "seed",
        }
    }
}

/// A request made on a website for which a message is sent, such as for a one-time code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebRequest {
    /// The address it came from.
    pub address: u32,
    /// The browser session.
    pub session: u32,
    /// Whether a program made it. Only the CAPTCHA, which is a test of just that, may read it.
    pub automated: bool,
}
