//! What the platform's own checks make of every text of a world: each text is read and scored once.

use super::texts::TextInfo;
use super::world::{FleetPlace, Models, WorldError};
use crate::carrier::filter::prohibited::ProhibitedSettings;
use crate::content::{PhraseList, cues};
use crate::message::Category;
use crate::platform::PlatformSettings;
use crate::platform::guard::Vetted;

/// What the content check and the look-ahead filter ask; what is off is not worked out. `number_fleet` is the fleet
/// of each number.
pub(super) fn vetted(
    platform: &PlatformSettings,
    texts: &[TextInfo],
    number_fleet: &[u32],
    fleets: &[FleetPlace],
    models: &Models,
) -> Result<Vetted, WorldError> {
    let mut vetted = Vetted::default();
    if let Some(check) = platform.content.as_ref().filter(|s| s.enabled) {
        let phrases = PhraseList::new(&check.phrases);
        let allows: Vec<u16> = fleets.iter().map(|f| Vetted::bits(&f.settings.allows)).collect();
        vetted.kinds = texts.iter().map(|t| kinds(&t.body, &check.categories)).collect();
        vetted.phrases = texts.iter().map(|t| phrases.find(&t.body).is_some()).collect();
        vetted.allows = number_fleet.iter().map(|&fleet| allows[fleet as usize]).collect();
    }
    if let Some(name) = platform.content_model() {
        let unknown = || WorldError::UnknownPlatformModel { model: name.to_owned() };
        let model = models.get(name).ok_or_else(unknown)?;
        vetted.spam = texts.iter().map(|t| model.spam_probability(&t.body)).collect();
    }
    Ok(vetted)
}

/// A bit for each of these kinds of content that a text speaks of, as the carriers' stage reads it.
fn kinds(body: &str, categories: &[Category]) -> u16 {
    let shown = cues(body);
    let speaks_of = |category: &Category| {
        let alone = ProhibitedSettings { categories: vec![*category], ..ProhibitedSettings::default() };
        alone.found(shown, &[]).is_some()
    };
    Vetted::bits(&categories.iter().copied().filter(speaks_of).collect::<Vec<_>>())
}
