//! ## Guards of one-time codes, `[platform.codes]`
//!
//! **Does:** what protects a website that sends one-time codes from being pumped: a CAPTCHA,
//! limits on requests, destinations that are allowed, and an eye on whether codes are used. They are asked in
//! this order; what one turns away the next does not see, nothing is sent, and nothing is paid.
//!
//! **Evaded by:** see each of them. A person who is turned away is told so, and leaves.
//!
//! **Source:** Messente (CAPTCHA, limits, countries); Twilio and Vonage (blocks by use of the codes).
//!
//! **Scenario:** `code-pumping`, `code-pumping-factorial`.

mod captcha;
mod conversion;
mod destinations;
mod requests;

pub use captcha::{Captcha, CaptchaSettings};
pub use conversion::{Conversion, ConversionSettings, Sprt, Told};
pub use destinations::{DestinationSettings, Destinations, read_prefix};
pub use requests::{Limits, RequestSettings, WindowStart};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Facts, Guard};

/// What protects websites that send one-time codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CodeGuards {
    /// How many numbers share a prefix: those that differ in their last four digits only (coss). The people of an audience have consecutive numbers.
    #[schemars(range(min = 1, max = 50_000_000))]
    pub prefix_size: u32,
    /// A test that people pass and programs do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captcha: Option<CaptchaSettings>,
    /// Limits on requests from one address or session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<RequestSettings>,
    /// Destinations that are allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destinations: Option<DestinationSettings>,
    /// Blocks of prefixes whose codes are not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversion: Option<ConversionSettings>,
}

impl Default for CodeGuards {
    fn default() -> Self {
        CodeGuards {
            prefix_size: PREFIX_SIZE,
            captcha: None,
            requests: None,
            destinations: None,
            conversion: None,
        }
    }
}

/// Numbers that differ in their last four digits (coss).
pub const PREFIX_SIZE: u32 = 10_000;

/// The guards that are on, in the order in which they are asked.
pub fn guards(settings: &CodeGuards, facts: &Facts<'_>) -> Vec<Box<dyn Guard>> {
    let captcha = settings.captcha.filter(|s| s.enabled).map(|s| Box::new(Captcha::new(s)) as Box<dyn Guard>);
    let requests =
        settings.requests.filter(|s| s.enabled).map(|s| Box::new(Limits::new(s)) as Box<dyn Guard>);
    let destinations = settings.destinations.as_ref().filter(|s| s.enabled);
    let destinations = destinations.map(|s| Box::new(Destinations::new(s, facts.regions)) as Box<dyn Guard>);
    let conversion =
        settings.conversion.filter(|s| s.enabled).map(|s| Box::new(Conversion::new(s)) as Box<dyn Guard>);
    [captcha, requests, destinations, conversion].into_iter().flatten().collect()
}
