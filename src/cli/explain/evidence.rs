//! What each stage of a filter went by when it judged a message.

use crate::carrier::filter::FilterSettings;
use crate::carrier::{Carrier, Grounds, Scope, Signs, Stage};
use crate::content::cues;
use crate::engine::World;
use crate::ledger::DecisionRow;
use crate::message::{NumberSettings, Registration, Verification};

/// The stages of this filter that are in force for a number, in the order of their terms.
pub(super) fn in_force(filter: &FilterSettings, number: &NumberSettings) -> impl Iterator<Item = Stage> {
    let reputation = filter.reputation.as_ref().filter(|s| s.enabled);
    let keeps = move |scope| reputation.is_some_and(|s| s.keeps(scope, number.aggregation));
    let rate = filter.rate.filter(|s| s.enabled);
    let on = move |stage: &Stage| match stage {
        Stage::Terms => filter.terms.as_ref().is_some_and(|s| s.enabled),
        Stage::Prior => filter.prior.as_ref().is_some_and(|s| s.enabled),
        Stage::RateSecond => rate.is_some_and(|s| s.second.is_some()),
        Stage::RateMinute => rate.is_some_and(|s| s.minute.is_some()),
        Stage::RateHour => rate.is_some_and(|s| s.hour.is_some()),
        Stage::RateDay => rate.is_some_and(|s| s.day.is_some()),
        Stage::Recipients => filter.recipients.as_ref().is_some_and(|s| s.enabled),
        Stage::Prohibited => filter.prohibited.as_ref().is_some_and(|s| s.enabled),
        Stage::Balance => filter.balance.is_some_and(|s| s.enabled),
        Stage::Repeats => filter.repeats.is_some_and(|s| s.enabled),
        Stage::Duplicates => filter.duplicates.is_some_and(|s| s.enabled),
        Stage::Loops => filter.loops.is_some_and(|s| s.enabled),
        Stage::Snowshoe => filter.snowshoe.is_some_and(|s| s.enabled),
        Stage::Gaps => filter.gaps.is_some_and(|s| s.enabled),
        Stage::Links => filter.links.is_some_and(|s| s.enabled),
        Stage::Length => filter.length.is_some_and(|s| s.enabled),
        Stage::Style => filter.style.is_some_and(|s| s.enabled),
        Stage::Content => filter.content.as_ref().is_some_and(|s| s.enabled),
        Stage::ReputationNumber => keeps(Scope::Number),
        Stage::ReputationCampaign => keeps(Scope::Campaign),
        Stage::ReputationBrand => keeps(Scope::Brand),
        Stage::ReputationDomain => keeps(Scope::Domain),
        Stage::ReputationCluster => keeps(Scope::Cluster),
    };
    Stage::ALL.into_iter().filter(on)
}

/// The filter that made a decision.
pub(super) fn filter_of<'c>(row: &DecisionRow, carrier: &'c Carrier) -> &'c FilterSettings {
    carrier.filter(row.grounds.as_ref().map_or(carrier.version(), |grounds| grounds.filter))
}

/// What each stage in force went by, in words and numbers; a stage that has nothing to show is left out.
pub(super) fn evidence(row: &DecisionRow, world: &World, carrier: &Carrier) -> Vec<(Stage, String)> {
    let filter = filter_of(row, carrier);
    let (message, grounds) = (&row.message, row.grounds.as_deref());
    let (sender, number) = (world.sender(message.id.sender), world.number_settings(message.number));
    let signs = || Signs::of(&world.text(message.text).body, sender.website.as_deref());
    let counted = |stage: Stage| {
        let counts = &row.grounds.as_deref()?.counts;
        counts.iter().find(|(s, _)| *s == stage).map(|(_, says)| says.clone())
    };
    let told = |stage: Stage| match stage {
        Stage::Terms => {
            let phrases = filter.phrase_list()?;
            let body = &world.text(message.text).body;
            Some(phrases.find(body).map_or("none found".into(), |phrase| format!("`{phrase}`")))
        }
        Stage::Prior => Some(standing(number)),
        Stage::Prohibited => {
            let settings = filter.prohibited.as_ref()?;
            let found = settings.found(cues(&world.text(message.text).body), &number.allows);
            Some(found.map_or("none found".into(), |category| category.name().into()))
        }
        Stage::Length => {
            let text = world.text(message.text);
            let plural = if text.segments == 1 { "" } else { "s" };
            let n = text.body.chars().count();
            Some(format!("{n} characters in {} segment{plural}", text.segments))
        }
        Stage::Links => {
            let parts = shown(filter.links?.parts(&signs()));
            Some(counted(stage).into_iter().chain(parts).collect::<Vec<_>>().join("; "))
        }
        Stage::Style => shown(filter.style?.parts(&signs())),
        Stage::Content => probability(grounds?),
        stage => counted(stage),
    };
    in_force(filter, number).filter_map(|stage| Some((stage, told(stage)?))).collect()
}

/// What each part of a stage added, if any did.
fn shown(parts: impl Iterator<Item = (&'static str, f64)>) -> Option<String> {
    let parts: Vec<String> =
        parts.filter(|(_, part)| *part > 0.0).map(|(name, part)| format!("{name} {part:.3}")).collect();
    Some(if parts.is_empty() { "nothing shown".into() } else { parts.join(", ") })
}

/// What the content stage went by.
fn probability(grounds: &Grounds) -> Option<String> {
    let spam = grounds.spam?;
    Some(match grounds.unlearned {
        Some(model) => format!("spam with probability {spam:.4} as learned by then, {model:.4} by the model"),
        None => format!("spam with probability {spam:.4}"),
    })
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
