//! # Registration and kind of number
//!
//! **Does:** adds a part that falls with what is known of the sender: nothing on record, registered
//! with a vetting score, toll-free verification, an approved program. It reads those attributes,
//! never the name of a kind, and never subtracts: there is no bonus for delivery.
//! **Evaded by:** registering.
//! **Source:** unregistered long codes "are far more exposed to filtering" (Prompt); the size of each
//! part is an assumption.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::message::{NumberSettings, Registration, Verification};

/// Settings of the registration stage: what each standing adds, before `weight`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PriorSettings {
    /// Whether the stage runs.
    pub enabled: bool,
    /// Multiplies every part below.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: f64,
    /// Nobody vouches for the sender.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub unregistered: f64,
    /// Registered with a vetting score of 0; falls in a straight line to `vetted`.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub registered: f64,
    /// Registered with a vetting score of 100.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub vetted: f64,
    /// Toll-free, verification not asked for or refused.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub restricted: f64,
    /// Toll-free, verification under review.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub pending: f64,
    /// Toll-free, verified.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub verified: f64,
    /// The program was reviewed before it began.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub approved: f64,
}

impl Default for PriorSettings {
    fn default() -> Self {
        PriorSettings {
            enabled: true,
            weight: 1.0,
            unregistered: 0.4,
            registered: 0.15,
            vetted: 0.0,
            restricted: 0.4,
            pending: 0.25,
            verified: 0.1,
            approved: 0.0,
        }
    }
}

impl PriorSettings {
    /// What the stage adds for a number, by the attributes of its kind.
    pub fn term(&self, number: &NumberSettings) -> f64 {
        let part = if number.program_approved {
            self.approved
        } else if number.registration == Registration::Registered {
            let vetted = f64::from(number.trust) / 100.0;
            self.registered + (self.vetted - self.registered) * vetted
        } else {
            match number.verification {
                Verification::NotApplicable => self.unregistered,
                Verification::Restricted => self.restricted,
                Verification::Pending => self.pending,
                Verification::Verified => self.verified,
            }
        };
        self.weight * part
    }
}
