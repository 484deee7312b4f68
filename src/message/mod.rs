//! What flows between the rooms: texts and their segments, kinds of number, verdicts and receipts.

mod category;
mod codes;
mod grant;
mod gsm7;
mod guard;
mod heard;
mod ids;
mod number;
mod submission;
mod verdict;

pub use category::Category;
pub use codes::Code;
pub use grant::{Grant, GrantCounts, GrantOver, Grants};
pub use gsm7::{Encoding, Segmentation, is_gsm7, segment, septets};
pub use guard::GuardKind;
pub use heard::{Echo, Heard, Role, WebRequest};
pub use ids::{BrandId, CampaignId, CarrierId, ClusterId, MessageId, NumberId, PersonId, SenderId, TextId};
pub use number::{
    Aggregation, Entitlement, MmsSettings, NumberSettings, PoolUse, PriorReputation, ReceiptsFrom,
    RefusedStep, Registration, SetupOver, Verification,
};
pub use submission::Submission;
pub use verdict::{Fate, Lie, Reported, Verdict};
