//! One-time codes: who enters one that has arrived, and when; and where the numbers are that get one.

use std::collections::BTreeSet;

use super::WorldSettings;
use super::world::World;
use crate::message::{Role, Submission};
use crate::platform::guard::Region;
use crate::recipient::{AudienceSettings, CodeRequest, Population};
use crate::rng::{Draws, LogNormal, Purpose, unit};
use crate::time::{SimSpan, SimTime};

/// How long after its arrival at `now` the code in a message is entered, by the person or by a network that is
/// paid for the message; `None` where it carries none or is never entered.
pub(super) fn completion(
    world: &World,
    (people, person): (&Population, u32),
    message: &Submission,
    now: SimTime,
    draws: &Draws,
) -> Option<SimSpan> {
    let codes = world.sender(message.id.sender).codes.as_ref().filter(|_| message.role == Role::Main)?;
    if message.audience == 0 {
        if !people.sees(message.number, person) {
            return None;
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings() -> WorldSettings {
        WorldSettings {
            horizon: SimSpan::HOUR,
            carriers: Vec::new(),
            audiences: serde_json::from_value(json!({
                "people": { "size": 100, "consent": "", "country": "US", "codes": { "entry": { "median": "5s", "p95": "9s", "min": "700ms" } } },
                "abroad": { "size": 2001, "consent": "", "country": "LV" },
                "more": { "size": 1000, "consent": "", "country": "US" },
                "anywhere": { "size": 1, "consent": "" },
            }))
            .expect("audiences"),
            senders: serde_json::from_value(json!([
                { "name": "campaign", "audience": "more", "number": { "type": "" }, "texts": ["x"] },
                { "name": "site", "audience": "people", "number": { "type": "" }, "texts": ["x"],
                  "codes": { "rate": "1/s", "bots": { "targets": "abroad", "rate": "1/s", "fakes": 0.5,
                      "fake_delay": { "median": "5s", "p95": "9s", "min": "300ms" } } } },
            ]))
            .expect("senders"),
            platform: Default::default(),
        }
    }

    #[test]
    fn a_round_is_no_longer_than_the_quickest_code() {
        let least = |settings: &WorldSettings| quickest(settings).map(SimSpan::micros).collect::<Vec<_>>();
        assert_eq!(least(&settings()), [700_000, 300_000]);
        let mut honest = settings();
        let bots = honest.senders[1].codes.as_mut().and_then(|codes| codes.bots.as_mut());
        bots.expect("bots").fakes = crate::units::Share::ZERO;
        assert_eq!(least(&honest), [700_000]);
    }

    #[test]
    fn numbers_of_an_audience_are_consecutive_and_share_no_prefix_with_another() {
        let regions: Vec<_> = regions(&settings(), 1000)
            .into_iter()
            .map(|r| (r.audience, r.country, r.first_prefix, r.prefixes))
            .collect();
        let named = |name: &str, country, first, n| (name.to_owned(), country, first, n);
        assert_eq!(
            regions,
            [
                named("abroad", 1, 0, 3),
                named("anywhere", 0, 3, 1),
                named("more", 2, 4, 1),
                named("people", 2, 5, 1)
            ]
        );
    }
}
