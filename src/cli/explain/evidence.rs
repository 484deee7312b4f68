//! What each stage of a filter went by when it judged a message.

use crate::carrier::filter::FilterSettings;
use crate::carrier::{Carrier, Stage};
use crate::engine::World;
use crate::ledger::DecisionRow;
use crate::message::{NumberSettings, Registration, Verification};

/// The stages of this filter that are in force, in the order of their terms.
pub(super) fn in_force(filter: &FilterSettings) -> impl Iterator<Item = Stage> {
    let rate = filter.rate.filter(|s| s.enabled);
    let on = move |stage: &Stage| match stage {
        Stage::Terms => filter.terms.as_ref().is_some_and(|s| s.enabled),
        Stage::Prior => filter.prior.as_ref().is_some_and(|s| s.enabled),
        Stage::RateSecond => rate.is_some_and(|s| s.second.is_some()),
        Stage::RateMinute => rate.is_some_and(|s| s.minute.is_some()),
        Stage::RateHour => rate.is_some_and(|s| s.hour.is_some()),
        Stage::RateDay => rate.is_some_and(|s| s.day.is_some()),
        Stage::Recipients => filter.recipients.as_ref().is_some_and(|s| s.enabled),
        Stage::Repetition => filter.repetition.as_ref().is_some_and(|s| s.enabled),
        Stage::Content => filter.content.as_ref().is_some_and(|s| s.enabled),
        Stage::Reputation => filter.reputation.as_ref().is_some_and(|s| s.enabled),
    };
    Stage::ALL.into_iter().filter(on)
}

/// What each stage in force went by, in words and numbers; a stage that has nothing to show is left out.
pub(super) fn evidence(row: &DecisionRow, world: &World, carrier: &Carrier) -> Vec<(Stage, String)> {
    let filter = &carrier.settings().filter;
    let (message, seen) = (&row.message, carrier.text(row.message.text));
    let told = |stage: Stage| match stage {
        Stage::Terms => {
            let phrases = filter.phrase_list()?;
            let body = &world.text(message.text).body;
            Some(phrases.find(body).map_or("none found".into(), |phrase| format!("`{phrase}`")))
        }
        Stage::Prior => {
            let name = world.sender_name(message.id.sender);
            let sender = world.settings().senders.iter().find(|s| s.name == name)?;
            Some(standing(&sender.number))
        }
        Stage::Content => Some(format!("spam with probability {:.4}", seen.spam?)),
        _ => None,
    };
    in_force(filter).filter_map(|stage| Some((stage, told(stage)?))).collect()
}

/// What is on record of a number, by the attributes that the registration stage reads.
fn standing(number: &NumberSettings) -> String {
    match (number.program_approved, number.registration, number.verification) {
        (true, ..) => "the program was approved".into(),
        (_, Registration::Registered, _) => format!("registered, vetting score {}", number.trust),
        (.., Verification::NotApplicable) => "nobody vouches for the number".into(),
        (.., Verification::Restricted) => "not verified".into(),
        (.., Verification::Pending) => "verification under review".into(),
        (.., Verification::Verified) => "verified".into(),
    }
}
