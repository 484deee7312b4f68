//! Senders of one brand that differ: what they share is the same whatever they are called.

use carrierlab::engine::WorldSettings;
use carrierlab::ledger::Tally;
use carrierlab::message::Fate;
use serde_json::{Value, json};

use crate::support::*;

/// Two senders of one brand with these numbers at a carrier with these keys. Nothing is left to chance: nobody
/// reacts, no handset is off, and no two messages are due at once.
fn two_of_a_brand(names: [&str; 2], carrier: &Value, numbers: &[Value; 2]) -> WorldSettings {
    let mut north = json!({ "name": "north", "share": 1.0 });
    north.as_object_mut().unwrap().extend(carrier.as_object().unwrap().clone());
    let audience = json!({ "size": 300, "consent": "", "consented": 1.0, "landline": 0.0, "inactive": 0.0, "off": 0.0,
        "reactions": { "reply": 0.0, "opt_out": 0.0, "complaint": 0.0 } });
    let sender = |at: usize| {
        let mut number = json!({ "type": "" });
        number.as_object_mut().unwrap().extend(numbers[at].as_object().unwrap().clone());
        json!({ "name": names[at], "brand": "acme", "audience": "all", "number": number,
            "start": (["00:00", "00:01"][at]), "rate": "30/h", "texts": ["Acme: your table is ready"] })
    };
    settings(24, json!([north]), audience, json!([sender(0), sender(1)]), json!({ "pace": 1.0 }))
}

/// What became of the messages of each sender, in the order of the file.
fn fates(names: [&str; 2], carrier: &Value, numbers: &[Value; 2]) -> [[u64; 3]; 2] {
    let (world, mut outcome) = play(two_of_a_brand(names, carrier, numbers), 1);
    [0, 1].map(|at| {
        let t: &Tally = outcome.ledger.tally(world.sender_rank(at), world.carrier_rank(0));
        assert_eq!(t.attempted, 300);
        [t.fate(Fate::Delivered), t.dropped(), t.fate(Fate::Throttled)]
    })
}

#[test]
fn a_name_does_not_lend_a_brand_its_prior() {
    let carrier = json!({ "filter": { "threshold": 1.0, "reputation":
        { "levels": ["brand"], "weight": 2.0, "floor": 0.0, "deviations": 0.0 } } });
    let priors = |bad: f64| {
        [json!({ "prior": { "good": 1.0, "bad": bad } }), json!({ "prior": { "good": 40.0, "bad": 1.0 } })]
    };
    let fates = |names, bad| fates(names, &carrier, &priors(bad));
    assert_eq!(fates(["a", "m"], 3.0), fates(["z", "m"], 3.0));
    // The mean of both: 20.5 good and 2 bad events pass, 20.5 and 30.5 do not.
    assert_eq!(fates(["a", "m"], 3.0), [[300, 0, 0]; 2]);
    assert_eq!(fates(["a", "m"], 60.0), [[0, 300, 0]; 2]);
    assert_eq!(fates(["z", "m"], 60.0), [[0, 300, 0]; 2]);
}

#[test]
fn a_name_does_not_lend_a_brand_its_grant() {
    let carrier = json!({ "enforces": ["brand"] });
    let grants = |limits: [&str; 2]| {
        limits.map(|limit| json!({ "grants": { "brand": [{ "limit": limit, "over": "fail" }] } }))
    };
    for limits in [["10/day", "100/day"], ["100/day", "10/day"]] {
        // The larger grant is the brand's, and its senders take turns until it is used up.
        let law = [[50, 0, 250]; 2];
        assert_eq!(fates(["a", "m"], &carrier, &grants(limits)), law, "{limits:?}");
        assert_eq!(fates(["z", "m"], &carrier, &grants(limits)), law, "{limits:?}");
    }
    // The same rate by the hour and by the day: the longer window lets more through at once.
    for limits in [["4/h", "96/day"], ["96/day", "4/h"]] {
        for names in [["a", "m"], ["z", "m"]] {
            assert_eq!(fates(names, &carrier, &grants(limits)), [[48, 0, 252]; 2], "{limits:?}");
        }
    }
    assert_eq!(fates(["a", "m"], &carrier, &grants(["10/day", "10/day"])), [[5, 0, 295]; 2]);
}
