//! Carriers that learn, thresholds that move, filters that are updated.

use carrierlab::engine::{Outcome, World};
use carrierlab::message::Fate;
use carrierlab::time::SimSpan;
use serde_json::{Value, json};

use crate::support::*;

/// An honest and a spamming sender at one carrier whose content stage alone decides.
fn world(carrier: Value, complaint: f64, hours: u64) -> carrierlab::engine::WorldSettings {
    let mut base = json!({ "name": "c", "share": 1.0,
        "filter": { "threshold": 0.5, "content": { "weight": 1.0, "floor": 0.0 } } });
    merge(&mut base, carrier);
    let sender = |name: &str, intent: &str, texts: Value| {
        json!({ "name": name, "audience": "all", "intent": intent, "rate": "2/min", "gaps": "poisson",
            "number": { "type": "" }, "texts": texts, "waves": 100, "wave_gap": "0s" })
    };
    let senders = json!([
        sender(
            "good",
            "honest",
            json!(["{Hi|Hello} Ann, your {blue|red} bike is ready to collect at the shop on Mill Lane"])
        ),
        sender(
            "bad",
            "spam",
            json!([
                "{Big|Great} news from our {green|gold} team, the garden set you looked at is waiting, ask us about it"
            ])
        ),
    ]);
    let audience = json!({ "size": 3000, "consent": "",
        "reactions": { "complaint": complaint, "abuse": 2.0, "annoyance": 0.0, "complaint_delay": { "median": "10min", "p95": "1h" } } });
    settings(hours, json!([base]), audience, senders, json!({}))
}

fn merge(into: &mut Value, over: Value) {
    match (into, over) {
        (Value::Object(into), Value::Object(over)) => {
            for (key, value) in over {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, over) => *into = over,
    }
}

/// Share of the messages of a sender that were dropped.
fn dropped(world: &World, outcome: &mut Outcome, sender: usize) -> f64 {
    let t = outcome.ledger.tally(world.sender_rank(sender), world.carrier_rank(0));
    t.dropped() as f64 / t.screened as f64
}

/// Dropped shares of the honest and of the spamming sender.
fn both(carrier: Value, complaint: f64, hours: u64) -> (f64, f64) {
    let (world, mut outcome) = play(world(carrier, complaint, hours), 5);
    (dropped(&world, &mut outcome, 0), dropped(&world, &mut outcome, 1))
}

fn learning(policy: &str, more: Value) -> Value {
    let mut settings = json!({ "policy": policy, "rate": 0.5, "sample": 0.5, "audit": 0.2,
        "delay": "30min", "patience": "3h", "every": "30min", "signals": false });
    merge(&mut settings, more);
    json!({ "learning": settings })
}

/// Law 10: at a learning rate of zero, whatever the policy, a carrier that learns is one that does not.
#[test]
fn at_rate_zero_a_learner_is_the_model_that_it_began_with() {
    let print = |carrier: Value| {
        let (world, mut outcome) = play(world(carrier, 0.01, 48), 3);
        fingerprint(&world, &mut outcome)
    };
    let still = print(json!({ "filter": { "threshold": 0.05, "softness": 0.1 } }));
    for policy in ["oracle", "delayed", "reports", "cluster", "self", "audit"] {
        let mut carrier = learning(policy, json!({ "rate": 0.0, "signals": true }));
        merge(&mut carrier, json!({ "filter": { "threshold": 0.05, "softness": 0.1 } }));
        assert_eq!(print(carrier.clone()), still, "{policy}");
        // The same comparison fails once there is a rate.
        carrier["learning"]["rate"] = json!(0.5);
        assert_ne!(print(carrier), still, "{policy}");
    }
}

/// With the truth at hand, a carrier that began with nothing tells the two apart; without a rate it cannot.
#[test]
fn an_oracle_teaches_a_carrier_that_knew_nothing() {
    for policy in ["oracle", "delayed", "audit"] {
        let taught = both(learning(policy, json!({ "start": "nothing" })), 0.0, 72);
        assert!(taught.0 < 0.1 && taught.1 > 0.8, "{policy}: {taught:?}");
    }
    let untaught = both(learning("oracle", json!({ "start": "nothing", "rate": 0.0 })), 0.0, 72);
    assert!((untaught.0 - untaught.1).abs() < 1e-12, "every text is as likely spam as not: {untaught:?}");
}

/// When silence is ham and reports are rare, reports alone teach that everything is ham; spread over the
/// cluster, the same reports find the spam.
#[test]
fn rare_reports_need_the_cluster() {
    let start = |policy| {
        let mut carrier =
            learning(policy, json!({ "start": "nothing", "reports_needed": 3, "memory": "1d" }));
        // What is as likely spam as not passes: a blocked message would never be reported.
        merge(&mut carrier, json!({ "filter": { "threshold": 0.6 } }));
        carrier
    };
    let alone = both(start("reports"), 0.0002, 96);
    assert!(alone.1 < 0.05, "one report in seven hundred drowns in silence: {alone:?}");
    let spread = both(start("cluster"), 0.0002, 96);
    assert!(spread.1 > 0.5 && spread.0 < 0.1, "{spread:?}");
    // Without reports there is nothing to spread.
    let silent = both(start("cluster"), 0.0, 96);
    assert!(silent.1 < 0.05, "{silent:?}");
}

/// A filter that takes its own blocks for labels holds on to whatever it began with; an audit corrects it.
#[test]
fn own_blocks_lock_a_wrong_filter_in_and_an_audit_frees_it() {
    // Everything lies a little above the threshold in the beginning.
    let locked = both(learning("self", json!({ "start": "nothing" })), 0.0, 72);
    assert!(locked.0 > 0.9 && locked.1 > 0.9, "blocks everybody for good: {locked:?}");
    let mut open = learning("self", json!({ "start": "nothing" }));
    merge(&mut open, json!({ "filter": { "threshold": 0.501 } }));
    let open = both(open, 0.0, 72);
    assert!(open.0 < 0.01 && open.1 < 0.01, "a threshold a hair higher, and it passes everybody: {open:?}");
    let audited = both(learning("audit", json!({ "start": "nothing" })), 0.0, 72);
    assert!(audited.0 < 0.1 && audited.1 > 0.8, "{audited:?}");
}

/// Stage signals are learned as well: the same words, told apart by how fast they are sent.
#[test]
fn a_learner_tells_senders_apart_by_the_signals_of_the_stages() {
    let share = |signals: bool| {
        let mut carrier = learning(
            "oracle",
            json!({ "start": "nothing", "signals": signals, "rate": 2.0, "sample": 1.0, "pull": 0.0 }),
        );
        merge(
            &mut carrier,
            json!({ "filter": { "threshold": 0.75, "rate": { "kind": "sliding-log", "hour": 20, "weight": 0.1 } } }),
        );
        let mut settings = world(carrier, 0.0, 72);
        settings.senders[1].texts = settings.senders[0].texts.clone();
        settings.senders[0].rate = "10/h".parse().unwrap();
        let (world, mut outcome) = play(settings, 5);
        (dropped(&world, &mut outcome, 0), dropped(&world, &mut outcome, 1))
    };
    let (good, bad) = share(true);
    assert!(good < 0.1 && bad > 0.8, "{good} {bad}");
    let (good, bad) = share(false);
    assert!(good > 0.8 && bad > 0.8, "the words alone are the same: {good} {bad}");
}

/// An update takes effect at its time and not before, and what was counted goes on being counted.
#[test]
fn an_update_changes_the_rule_and_keeps_the_counts() {
    let delivered = |updates: Value| {
        let carrier = json!({ "name": "c", "share": 1.0, "filter": { "threshold": 1e-9, "rate": { "day": 1000 } }, "update": updates });
        let sender = json!([{ "name": "s", "audience": "all", "number": { "type": "" }, "texts": ["hello"], "rate": "1/min" }]);
        let settings =
            settings(20, json!([carrier]), json!({ "size": 5000, "consent": "" }), sender, json!({}));
        let (_, outcome) = play(settings, 1);
        outcome.ledger.tallies[0].fate(Fate::Delivered)
    };
    let rule = |hours: u64, limit: u64| json!([{ "at": format!("{hours}h"), "filter": { "threshold": 1e-9, "rate": { "day": limit } } }]);
    assert_eq!(delivered(json!([])), 1000);
    assert_eq!(delivered(rule(10, 300)), 600, "600 were counted before the limit fell below them");
    assert_eq!(delivered(rule(10, 700)), 700);
    assert_eq!(delivered(json!([{ "at": "10h", "filter": {} }])), 20 * 60, "a filter that blocks nothing");
}

/// A pushed model is in force from its time on, learning or not.
#[test]
fn a_pushed_model_takes_over() {
    let with = |carrier: Value| both(carrier, 0.0, 48);
    let push = |weight: f64| json!([{ "at": "24h", "filter": { "threshold": 0.5, "content": { "weight": weight, "floor": 0.0, "model": "default" } } }]);
    let before = with(json!({}));
    let after = with(json!({ "update": push(1000.0) }));
    assert!(before.0 < 0.01 && (after.0 - 0.5).abs() < 0.05, "{before:?} {after:?}");
}

/// A controller holds the blocked share near its target, and a large gain with a long delay makes it swing.
#[test]
fn a_controller_settles_or_swings() {
    let swing = |gain: f64, delay: &str| {
        let carrier = json!({ "filter": { "threshold": 1.0, "softness": 0.2, "prior": { "unregistered": 0.6 } },
            "controller": { "target": "20%", "gain": gain, "delay": delay, "interval": "2h", "least": 0.0, "most": 2.0 } });
        let (_, outcome) = play(world(carrier, 0.0, 24 * 20), 5);
        let course = outcome.carriers[0].thresholds().to_vec();
        let late: Vec<f64> = course
            .iter()
            .filter(|(t, _)| t.since(carrierlab::time::SimTime::START) > SimSpan::DAY * 10)
            .map(|c| c.1)
            .collect();
        let mean = late.iter().sum::<f64>() / late.len() as f64;
        (late.iter().map(|v| (v - mean).abs()).fold(0.0, f64::max), mean)
    };
    let (calm, _) = swing(0.2, "0s");
    let (wild, _) = swing(3.0, "12h");
    assert!(calm < 0.1 && wild > 0.5, "{calm} {wild}");
}
