//! The guards of a messaging platform, by name.

use serde::{Deserialize, Serialize};

/// A guard that protects a platform's customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[repr(u8)]
pub enum GuardKind {
    /// Too many messages from one sender to one number.
    Loops,
    /// A request on a website that did not pass the CAPTCHA.
    Captcha,
    /// Too many requests on a website from one address or session.
    Requests,
    /// A destination that is not allowed.
    Destinations,
    /// A prefix whose codes are not used.
    Conversion,
    /// The person has not confirmed the opt-in.
    OptIn,
    /// Quiet hours where the person lives.
    Quiet,
    /// The words are not allowed.
    Content,
    /// The platform's own spam filter.
    Lookahead,
}

impl GuardKind {
    /// All guards.
    pub const ALL: [GuardKind; 9] = [
        GuardKind::Loops,
        GuardKind::Captcha,
        GuardKind::Requests,
        GuardKind::Destinations,
        GuardKind::Conversion,
        GuardKind::OptIn,
        GuardKind::Quiet,
        GuardKind::Content,
        GuardKind::Lookahead,
    ];

    /// The name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            GuardKind::Loops => "guard_loops",
            GuardKind::Captcha => "guard_captcha",
            GuardKind::Requests => "guard_requests",
            GuardKind::Destinations => "guard_destinations",
            GuardKind::Conversion => "guard_conversion",
            GuardKind::OptIn => "guard_opt_in",
            GuardKind::Quiet => "guard_quiet",
            GuardKind::Content => "guard_content",
            GuardKind::Lookahead => "guard_lookahead",
        }
    }

    /// The name in words.
    pub const fn label(self) -> &'static str {
        match self {
            GuardKind::Loops => "loop guard",
            GuardKind::Captcha => "CAPTCHA",
            GuardKind::Requests => "limit on requests",
            GuardKind::Destinations => "destination not allowed",
            GuardKind::Conversion => "conversion guard",
            GuardKind::OptIn => "opt-in not confirmed",
            GuardKind::Quiet => "quiet hours",
            GuardKind::Content => "content check",
            GuardKind::Lookahead => "look-ahead filter",
        }
    }
}
