//! # Registration, set-up and borders
//!
//! **Does:** turns a message away before any carrier's filter sees it, where its number may not send there: its
//! registration or set-up is not done yet (`number.setup`), it is not registered (`number.refused_share`, which
//! may rise by `number.refused_steps`), the recipient's carrier lies in a country that this kind of number does not
//! reach (`number.countries`, `carrier.country`), the number is not set up at that carrier
//! (`number.provisioned`), or it is one more than the carrier takes from a campaign
//! (`carrier.numbers_per_campaign`) without an approved pool (`number.pool_approved`).
//! **Source:** an unregistered long code is refused with 30034, a rising random share from 2023-07-05 and all from
//! 2023-09-01 (Twilio 2023). Nearly all messages to one carrier fail with 30024 where a number is not set up there,
//! and others pass (Twilio, Bandwidth 4774, n.d.). Short codes work in their own country (Twilio 30003, n.d.), an
//! alphanumeric sender is refused toward the United States and Canada (Twilio 21612, n.d.). T-Mobile takes 49
//! numbers from a campaign (Bandwidth, Convey, 2025). That the numbers beyond are not set up, rather than the whole
//! campaign, is an assumption.

use crate::message::{Code, NumberSettings, Registration, SetupOver};
use crate::rng::{Draws, Purpose};
use crate::time::SimTime;

/// What a recipient's carrier says of numbers in general.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'c> {
    /// Its key in random draws.
    pub key: u64,
    /// The country it serves.
    pub country: Option<&'c str>,
    /// How many numbers of a campaign it takes.
    pub numbers_per_campaign: Option<u32>,
}

/// Why a number may not send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Its set-up is not done.
    SettingUp,
    /// It is not registered.
    Unregistered,
    /// It does not reach the recipient's country.
    Border,
    /// It is not set up at the recipient's carrier.
    NotProvisioned,
}

/// When a message of this number that is due then can begin to wait for its turn: not before the set-up is done.
pub fn due(number: &NumberSettings, due: SimTime) -> SimTime {
    due.max(SimTime::START + number.setup)
}

/// Whether, and why, a message that is due now is turned away. `sender` is the key of its sender in random draws,
/// `local` its number among the sender's own, `count` the how-manieth message of the sender it is.
pub fn refusal(
    number: &NumberSettings,
    gate: Gate<'_>,
    (sender, local, count): (u64, u32, u32),
    now: SimTime,
    draws: &Draws,
) -> Option<(Refusal, Code)> {
    if number.setup_over == SetupOver::Refuse && due(number, now) > now {
        return Some((Refusal::SettingUp, number.refused_code));
    }
    let refused = number.refused_at(now).value();
    if refused > 0.0 && draws.uniform(Purpose::Refusal, sender, count) < refused {
        return Some((Refusal::Unregistered, number.refused_code));
    }
    let reached = |country: &str| number.countries.iter().any(|c| c == country);
    if !number.countries.is_empty() && gate.country.is_some_and(|country| !reached(country)) {
        return Some((Refusal::Border, number.border_code));
    }
    // Nobody counts the numbers of a campaign that is not registered; that is for the filters.
    let counted = number.registration == Registration::Registered && !number.pool_approved;
    let beyond = counted && gate.numbers_per_campaign.is_some_and(|most| local >= most);
    (beyond || !is_set_up(number, gate.key, sender, local, draws))
        .then_some((Refusal::NotProvisioned, Code::NOT_PROVISIONED))
}

/// Whether a number is set up at a carrier. The answer belongs to the pair and stays the same.
fn is_set_up(number: &NumberSettings, carrier: u64, sender: u64, local: u32, draws: &Draws) -> bool {
    let share = number.provisioned.value();
    share >= 1.0 || draws.uniform(Purpose::Provision, carrier ^ sender, local) < share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SimSpan;

    fn ask(number: serde_json::Value, gate: Gate<'_>, local: u32, hours: u64) -> Option<Refusal> {
        let mut all = serde_json::json!({ "type": "" });
        all.as_object_mut().unwrap().extend(number.as_object().unwrap().clone());
        let number: NumberSettings = serde_json::from_value(all).unwrap();
        let now = SimTime::START + SimSpan::HOUR * hours;
        refusal(&number, gate, (1, local, 0), now, &Draws::new(1, 0)).map(|(why, _)| why)
    }
    const HOME: Gate<'_> = Gate { key: 7, country: Some("US"), numbers_per_campaign: Some(49) };

    #[test]
    fn each_reason_holds_where_it_should_and_nowhere_else() {
        let nothing = serde_json::json!({ "registration": "registered" });
        assert_eq!(ask(nothing.clone(), HOME, 48, 0), None);
        assert_eq!(ask(nothing.clone(), HOME, 49, 0), Some(Refusal::NotProvisioned));
        let approved = serde_json::json!({ "registration": "registered", "pool_approved": true });
        assert_eq!(ask(approved, HOME, 49, 0), None);
        assert_eq!(ask(serde_json::json!({}), HOME, 49, 0), None, "not registered, not counted");
        assert_eq!(ask(nothing, Gate { numbers_per_campaign: None, ..HOME }, 49, 0), None);
        let setup = serde_json::json!({ "setup": "2h" });
        assert_eq!(ask(setup.clone(), HOME, 0, 1), Some(Refusal::SettingUp));
        assert_eq!(ask(setup, HOME, 0, 2), None);
        assert_eq!(ask(serde_json::json!({ "setup": "2h", "setup_over": "wait" }), HOME, 0, 1), None);
        let border = serde_json::json!({ "countries": ["CA"] });
        assert_eq!(ask(border.clone(), HOME, 0, 0), Some(Refusal::Border));
        assert_eq!(ask(border.clone(), Gate { country: Some("CA"), ..HOME }, 0, 0), None);
        assert_eq!(ask(border, Gate { country: None, ..HOME }, 0, 0), None, "a country that is not said");
        let steps = serde_json::json!({ "refused_steps": [{ "at": "1h", "share": 0.0 }, { "at": "3h", "share": 1.0 }],
            "refused_share": 1.0 });
        let got = [0, 1, 2, 3, 4].map(|h| ask(steps.clone(), HOME, 0, h).is_some());
        assert_eq!(got, [true, false, false, true, true]);
        assert_eq!(ask(serde_json::json!({ "provisioned": 0.0 }), HOME, 0, 0), Some(Refusal::NotProvisioned));
    }
}
