//! The meters of grants in a world.

use super::world::World;
use crate::message::{Aggregation, Grant};
use crate::platform::GrantMeter;

/// A meter for each grant at each carrier that enforces its level. A brand's grant is the largest of its
/// senders'.
pub(super) fn meters(world: &World) -> [Vec<Option<GrantMeter>>; 3] {
    let n_carriers = world.carriers.len();
    let pace = world.settings.platform.pace.value();
    let sizes = [world.n_numbers(), world.fleets.len(), world.n_brands];
    let mut meters = sizes.map(|n| vec![None; n * n_carriers]);
    let mut set = |level: Aggregation, owner: usize, grant: Option<Grant>| {
        let own = &mut meters[level as usize][owner * n_carriers..][..n_carriers];
        own.fill(grant.map(|g| GrantMeter::new(g, pace)));
    };
    let mut of_brand: Vec<Option<Grant>> = vec![None; world.n_brands];
    for (number, &fleet) in world.number_fleet.iter().enumerate() {
        set(Aggregation::Number, number, world.fleets[fleet as usize].settings.grants.number);
    }
    for (campaign, fleet) in world.fleets.iter().enumerate() {
        set(Aggregation::Campaign, campaign, fleet.settings.grants.campaign);
        let largest = &mut of_brand[fleet.brand as usize];
        *largest = largest.iter().copied().chain(fleet.settings.grants.brand).max_by(Grant::cmp_size);
    }
    for (brand, grant) in of_brand.into_iter().enumerate() {
        set(Aggregation::Brand, brand, grant);
    }
    meters
}
