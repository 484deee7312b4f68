//! One world: everything that one strategy's replications need, already checked.

use std::collections::BTreeMap;

use crate::carrier::CarrierSettings;
use crate::platform::PlatformSettings;
use crate::recipient::AudienceSettings;
use crate::sender::SenderSettings;
use crate::time::SimSpan;

/// The settings of one world. `scenario` makes it from a file and one strategy's overrides.
#[derive(Debug, Clone, PartialEq)]
pub struct WorldSettings {
    /// Simulated time.
    pub horizon: SimSpan,
    /// The carriers, in the order of the file.
    pub carriers: Vec<CarrierSettings>,
    /// The audiences, by name.
    pub audiences: BTreeMap<String, AudienceSettings>,
    /// The senders, in the order of the file.
    pub senders: Vec<SenderSettings>,
    /// The platform between them.
    pub platform: PlatformSettings,
}
