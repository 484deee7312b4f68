//! What a sender pays and earns: segments, carriers' fees, registration, penalties, conversions.

use crate::ledger::Tally;
use crate::sender::SenderSettings;
use crate::time::SimSpan;

/// The time that a monthly fee pays for.
const MONTH: SimSpan = SimSpan::from_micros(SimSpan::DAY.micros() * 30);

/// Sums of money, in dollars. What the scenario puts no price on is absent, and not free.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Money {
    /// Segments, fees and registration.
    pub cost: Option<f64>,
    /// What carriers fined.
    pub penalties: Option<f64>,
    /// What conversions were worth.
    pub revenue: Option<f64>,
}

impl Money {
    /// What a sender pays for its traffic to one carrier, and earns with it. `priced` says whether segments have a
    /// price there; `owed` is what that carrier fined it, where it fines anybody.
    pub fn of_traffic(tally: &Tally, sender: &SenderSettings, priced: bool, owed: Option<f64>) -> Money {
        Money {
            cost: priced.then_some(tally.cost),
            penalties: owed,
            revenue: sender.value.map(|value| tally.conversions as f64 * value),
        }
    }

    /// What a sender pays whatever it sends: registration once, and its numbers and campaigns for this long.
    pub fn of_registration(sender: &SenderSettings, horizon: SimSpan) -> Money {
        let months = horizon.seconds() / MONTH.seconds();
        let fleets = sender.fleets();
        let costs = fleets.iter().map(|fleet| {
            let number = fleet.settings;
            number.setup_fee + (number.monthly_fee + number.number_fee * f64::from(fleet.count)) * months
        });
        let cost: f64 = costs.sum();
        Money { cost: (cost > 0.0).then_some(cost), ..Money::default() }
    }

    /// Adds other sums to these.
    pub fn add(&mut self, other: Money) {
        let plus = |sum: &mut Option<f64>, more: Option<f64>| {
            if let Some(more) = more {
                *sum = Some(sum.unwrap_or(0.0) + more);
            }
        };
        plus(&mut self.cost, other.cost);
        plus(&mut self.penalties, other.penalties);
        plus(&mut self.revenue, other.revenue);
    }

    /// Everything that is paid, penalties included.
    pub fn paid(&self) -> f64 {
        self.cost.unwrap_or(0.0) + self.penalties.unwrap_or(0.0)
    }

    /// What is left of the revenue, where conversions have a value.
    pub fn profit(&self) -> Option<f64> {
        self.revenue.map(|revenue| revenue - self.paid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sender(number: serde_json::Value, value: Option<f64>) -> SenderSettings {
        let mut sender = json!({ "name": "s", "audience": "a", "number": number, "texts": ["x"] });
        sender["number"]["type"] = json!("");
        sender["value"] = json!(value);
        serde_json::from_value(sender).unwrap()
    }

    #[test]
    fn profit_is_what_is_left() {
        let tally = Tally { cost: 1.0, conversions: 3, ..Tally::default() };
        let money = Money::of_traffic(&tally, &sender(json!({}), Some(20.0)), true, Some(1000.0));
        assert_eq!((money.cost, money.penalties, money.revenue), (Some(1.0), Some(1000.0), Some(60.0)));
        assert_eq!(money.profit(), Some(60.0 - 1001.0));
    }

    #[test]
    fn registration_is_paid_once_and_numbers_by_the_month() {
        let number = json!({ "count": 4, "setup_fee": 19.5, "monthly_fee": 10.0, "number_fee": 1.0 });
        let cost = |days| Money::of_registration(&sender(number.clone(), None), SimSpan::DAY * days).cost;
        assert!((cost(30).unwrap() - 33.5).abs() < 1e-9 && (cost(15).unwrap() - 26.5).abs() < 1e-9);
    }

    #[test]
    fn what_has_no_price_is_absent() {
        let free = sender(json!({}), None);
        let traffic = Money::of_traffic(&Tally::default(), &free, false, None);
        let mut all = Money::of_registration(&free, SimSpan::DAY);
        all.add(traffic);
        assert_eq!((all, all.profit()), (Money::default(), None));
        all.add(Money { cost: Some(2.0), ..Money::default() });
        all.add(Money { cost: Some(3.0), revenue: Some(1.0), ..Money::default() });
        assert_eq!((all.cost, all.profit(), all.penalties), (Some(5.0), Some(-4.0), None));
    }
}
