//! One-time codes: who enters one that has arrived, and when; and where the numbers are that get one.

use std::collections::BTreeSet;

use super::WorldSettings;
use super::world::World;
use crate::message::Submission;
use crate::platform::guard::Region;
use crate::recipient::{AudienceSettings, CodeRequest, Population};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::time::{SimSpan, SimTime};

/// How long after its arrival at `now` the code in a message is entered, by the person or by a network that is
/// paid for the message; `None` where it carries none or is never entered.
pub(super) fn completion(
    world: &World,
    people: &Population,
    message: &Submission,
    now: SimTime,
    draws: &Draws,
) -> Option<SimSpan> {
    let codes = world.sender(message.id.sender).codes.as_ref()?;
    if message.audience == 0 {
        let request =
            CodeRequest { sender: message.sender_key, intent: message.intent, count: message.id.count };
        return people.codes().completes(request, now.since(message.due), draws);
    }
    let bots = codes.bots.as_ref().filter(|bots| bots.fakes.value() > 0.0)?;
    let words = draws.words(Purpose::Codes, message.sender_key, message.id.count).map(unit);
    let after = || SimSpan::from_seconds_f64(LogNormal::of(bots.fake_delay).at(words[1]));
    (words[0] < bots.fakes.value()).then(after)
}

/// The least times after which a code can be entered.
pub(super) fn quickest(settings: &WorldSettings) -> impl Iterator<Item = SimSpan> {
    settings.senders.iter().filter_map(|sender| Some((sender, sender.codes.as_ref()?))).flat_map(
        |(sender, codes)| {
            let own = settings.audiences.get(&sender.audience);
            let own = own.map(|audience| audience.codes.unwrap_or_default().entry.min);
            let fakes = codes.bots.as_ref().filter(|bots| bots.fakes.value() > 0.0);
            own.into_iter().chain(fakes.map(|bots| bots.fake_delay.min))
        },
    )
}

/// Where the numbers of each audience are: consecutive ones, and no prefix belongs to two audiences.
pub(super) fn regions(settings: &WorldSettings, prefix_size: u32) -> Vec<Region> {
    let countries: BTreeSet<Option<&String>> =
        settings.audiences.values().map(|audience| audience.country.as_ref()).collect();
    let mut first_prefix = 0;
    let region = |(name, audience): (&String, &AudienceSettings)| {
        let country = countries.range(..audience.country.as_ref()).count() as u32;
        let prefixes = audience.size.div_ceil(prefix_size);
        first_prefix += prefixes;
        Region {
            audience: name.clone(),
            name: audience.country.clone(),
            country,
            first_prefix: first_prefix - prefixes,
            prefixes,
        }
    };
    settings.audiences.iter().map(region).collect()
}
