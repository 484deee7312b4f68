//! What a sender pays and earns: segments, carriers' fees, registration, penalties, conversions.

use crate::carrier::CarrierSettings;
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
    /// What a sender pays for its traffic to one carrier, and earns with it. `owed` is what that carrier fined it,
    /// where it fines anybody. A segment that failed over a grant and is billed costs as much as one handed over.
    pub fn of_traffic(
        tally: &Tally,
        sender: &SenderSettings,
        carrier: &CarrierSettings,
        owed: Option<f64>,
    ) -> Money {
        let fee = sender.number.fee_class.as_ref().and_then(|class| carrier.fees.get(class));
        let price = sender.number.segment_price + fee.map_or(0.0, |fee| fee.0);
        Money {
            cost: (price > 0.0).then(|| (tally.segments + tally.billed) as f64 * price),
            penalties: owed,
            revenue: sender.value.map(|value| tally.conversions as f64 * value),
        }
    }

    /// What a sender pays whatever it sends: registration once, and its numbers and campaign for this long.
    pub fn of_registration(sender: &SenderSettings, horizon: SimSpan) -> Money {
        let number = &sender.number;
        let monthly = number.monthly_fee + number.number_fee * f64::from(number.count);
        let cost = number.setup_fee + monthly * (horizon.seconds() / MONTH.seconds());
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
    fn carrier(fees: serde_json::Value) -> CarrierSettings {
        serde_json::from_value(json!({ "name": "c", "share": 1.0, "fees": fees })).unwrap()
    }

    #[test]
    fn every_segment_costs_its_price_and_the_fee_of_its_class() {
        let tally = Tally { segments: 90, billed: 10, conversions: 3, ..Tally::default() };
        let number = json!({ "segment_price": 0.008, "fee_class": "10dlc" });
        let cost = |carrier: &CarrierSettings| {
            Money::of_traffic(&tally, &sender(number.clone(), Some(20.0)), carrier, Some(1000.0))
        };
        let money = cost(&carrier(json!({ "10dlc": 0.002, "toll-free": 1.0 })));
        assert!((money.cost.unwrap() - 1.0).abs() < 1e-12);
        assert_eq!((money.penalties, money.revenue), (Some(1000.0), Some(60.0)));
        assert!((money.profit().unwrap() - (60.0 - 1001.0)).abs() < 1e-9);
        let other = cost(&carrier(json!({ "toll-free": 1.0 })));
        assert!((other.cost.unwrap() - 0.8).abs() < 1e-12, "a class without a fee");
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
        let traffic = Money::of_traffic(&Tally::default(), &free, &carrier(json!({})), None);
        let mut all = Money::of_registration(&free, SimSpan::DAY);
        all.add(traffic);
        assert_eq!((all, all.profit()), (Money::default(), None));
        all.add(Money { cost: Some(2.0), ..Money::default() });
        all.add(Money { cost: Some(3.0), revenue: Some(1.0), ..Money::default() });
        assert_eq!((all.cost, all.profit(), all.penalties), (Some(5.0), Some(-4.0), None));
    }
}
