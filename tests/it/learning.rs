//! Carriers that learn, thresholds that move, filters that are updated.

use std::sync::Arc;

use carrierlab::engine::{Models, Outcome, World};
use carrierlab::message::Fate;
use carrierlab::scorer::{ModelInfo, Online, OnlineSettings, Recipe};
use carrierlab::time::{SimSpan, SimTime};
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

/// A model of another recipe that takes the honest sender's words for spam and the spammer's for ham.
fn turned() -> Models {
    let recipe =
        Recipe { slot_bits: 10, words_max: 1, characters_min: 1, characters_max: 0, ..Recipe::DEFAULT };
    let mut online = Online::new(recipe, OnlineSettings { rate: 1.0, ..OnlineSettings::default() });
    for _ in 0..50 {
        online.update(
            &recipe.features("Hi Ann, your blue bike is ready to collect at the shop on Mill Lane"),
            true,
            1.0,
        );
        let bad = "Big news from our green team, the garden set you looked at is waiting, ask us about it";
        online.update(&recipe.features(bad), false, 1.0);
    }
    let scorer = online.to_scorer(ModelInfo::imported("turned", 0.5));
    let mut models = models();
    models.insert("turned".into(), Arc::new(scorer));
    models
}

/// A pushed model is in force from its time on and not before, whether the carrier does not learn, learns
/// nothing, or learns: what a learner had learned is gone with the model that it began with.
#[test]
fn a_pushed_model_takes_over() {
    let models = turned();
    let filter =
        |model: &str| json!({ "threshold": 0.5, "content": { "weight": 1.0, "floor": 0.0, "model": model } });
    let push = |at: &str, model: &str| json!({ "filter": filter("default"), "update": [{ "at": at, "filter": filter(model) }] });
    let with = |carrier: Value, hours: u64| {
        let (world, mut outcome) = play_with(world(carrier, 0.0, hours), &models, 5);
        (dropped(&world, &mut outcome, 0), dropped(&world, &mut outcome, 1))
    };
    let half = |x: f64| (x - 0.5).abs() < 0.05;
    let learns = |more: Value, carrier: Value| {
        let mut learner = learning("oracle", more);
        merge(&mut learner, carrier);
        learner
    };
    // The default model passes both, the other one blocks the honest sender and no one else.
    let plain = with(json!({}), 48);
    assert!(plain.0 < 0.01 && plain.1 < 0.01, "{plain:?}");
    let other = with(json!({ "filter": filter("turned") }), 48);
    assert!(other.0 > 0.99 && other.1 < 0.01, "{other:?}");
    for learner in [push("24h", "turned"), learns(json!({ "rate": 0.0 }), push("24h", "turned"))] {
        let pushed = with(learner, 48);
        assert!(half(pushed.0) && pushed.1 < 0.01, "{pushed:?}");
    }
    // The same model again is no other model.
    assert_eq!(with(push("24h", "default"), 48), plain);

    // A learner that has found the spammer goes on from the pushed model: for a time it is as wrong as that,
    // and what it had learned is gone. With the same model pushed again it keeps it.
    let slow = json!({ "rate": 0.05, "every": "1h" });
    let (kept, gone) = (
        with(learns(slow.clone(), push("24h", "default")), 30),
        with(learns(slow.clone(), push("24h", "turned")), 30),
    );
    assert_eq!(kept, with(learns(slow, json!({})), 30), "an update of the same model keeps what was learned");
    note(format_args!("kept {kept:?} gone {gone:?}"));
    assert!(gone.0 > kept.0 + 0.02 && gone.1 < kept.1 - 0.02, "kept {kept:?} gone {gone:?}");
}

/// A learner that began with nothing keeps what it learned across an update that leaves the model alone, and
/// begins with nothing again when another is pushed: it never was that model.
#[test]
fn a_learner_from_nothing_across_an_update() {
    let models = turned();
    let with = |updates: Value| {
        let mut carrier = learning("oracle", json!({ "start": "nothing" }));
        carrier["update"] = updates;
        let (world, mut outcome) = play_with(world(carrier, 0.0, 48), &models, 5);
        let shares = (dropped(&world, &mut outcome, 0), dropped(&world, &mut outcome, 1));
        (shares, outcome.carriers[0].learned().expect("a learner"), fingerprint(&world, &mut outcome))
    };
    let filter =
        |model: &str| json!({ "threshold": 0.5, "content": { "weight": 1.0, "floor": 0.0, "model": model } });
    let plain = with(json!([]));
    assert!(plain.0.0 < 0.1 && plain.0.1 > 0.8, "{:?}", plain.0);
    assert_eq!(
        with(json!([{ "at": "24h", "filter": filter("default") }])).2,
        plain.2,
        "the model is the same"
    );
    let pushed = with(json!([{ "at": "24h", "filter": filter("turned") }]));
    note(format_args!("from nothing {:?}, pushed {:?}", plain.0, pushed.0));
    // At one half each text is blocked again until labels come in; then the labels decide, not the pushed model.
    assert!(pushed.0.0 > plain.0.0 && pushed.0.0 < 0.15 && pushed.0.1 > 0.8, "{:?} {:?}", plain.0, pushed.0);
}

/// Mean and standard deviation over the second half of a course, read once an interval.
fn late(course: &[(SimTime, f64)], interval: SimSpan, horizon: SimSpan) -> (f64, f64) {
    let mut values = Vec::new();
    let mut at = SimTime::START + SimSpan::from_micros(horizon.micros() / 2);
    while at < SimTime::START + horizon {
        values.push(course.iter().rev().find(|(t, _)| *t <= at).expect("a start").1);
        at += interval;
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt())
}

/// The bound of the difference equation holds in the engine: with the blocked share falling by 0.8 for each point
/// of threshold, a loop d intervals late settles while gain × 0.8 < 2 sin(π/(2(2d + 1))) and swings beyond. One
/// gain with the delay varied, and one delay with the gain varied, each on both sides of the bound.
#[test]
fn a_controller_settles_or_swings_at_gain_times_delay() {
    const SLOPE: f64 = 0.8;
    let bound = |d: u32| 2.0 * libm::sin(std::f64::consts::PI / (2.0 * f64::from(2 * d + 1))) / SLOPE;
    let swing = |gain: f64, delay: u32| {
        let carrier = json!({ "filter": { "threshold": 0.9, "softness": 0.2, "prior": { "unregistered": 0.6 } },
            "controller": { "target": "20%", "gain": gain, "delay": format!("{}h", 2 * delay), "interval": "2h", "least": 0.0, "most": 2.0 } });
        let mut world = world(carrier, 0.0, 24 * 20);
        // More messages an interval: chance moves the measure less.
        world.senders.iter_mut().for_each(|s| s.rate = "8/min".parse().unwrap());
        let (_, outcome) = play(world, 5);
        late(outcome.carriers[0].thresholds(), SimSpan::HOUR * 2, SimSpan::DAY * 20)
    };
    let settles_at = 0.6 + 0.2 * libm::log(4.0); // where a fifth is blocked
    for (gain, delay) in
        [(0.9, 0), (0.9, 1), (0.9, 2), (0.9, 4), (0.4, 3), (0.7 * bound(3), 3), (1.3 * bound(3), 3), (1.8, 3)]
    {
        let (mean, deviation) = swing(gain, delay);
        let ratio = gain / bound(delay);
        note(format_args!(
            "gain {gain:.3}, {delay} intervals late, {ratio:.2} of the bound: {mean:.3} ± {deviation:.4}"
        ));
        if ratio < 1.0 {
            assert!(
                (mean - settles_at).abs() < 0.03 && deviation < 0.06,
                "gain {gain}, delay {delay}: {mean} ± {deviation}"
            );
        } else {
            assert!(deviation > 0.2, "gain {gain}, delay {delay}: {mean} ± {deviation}");
        }
    }
}

/// A world for a controller on complaints: the spammer's messages lie near the threshold and are complained
/// about, the honest sender's lie far below and hardly ever are.
fn complained(controller: Value, threshold: f64, days: u64) -> (f64, Vec<(SimTime, f64)>) {
    let mut carrier = json!({ "filter": { "threshold": threshold, "softness": 0.1,
        "prior": { "unregistered": 0.9, "registered": 0.0, "vetted": 0.0 } } });
    if !controller.is_null() {
        carrier["controller"] = controller;
    }
    let mut world = world(json!({}), 0.027, 24 * days);
    let mut base = json!({ "name": "c", "share": 1.0 });
    merge(&mut base, carrier);
    world.carriers = serde_json::from_value(json!([base])).expect("a carrier");
    world.senders[0].number.registration = carrierlab::message::Registration::Registered;
    let (_, outcome) = play(world, 5);
    let sum = |of: &dyn Fn(&carrierlab::ledger::Tally) -> u64| {
        outcome.ledger.tallies.iter().map(of).sum::<u64>() as f64
    };
    let rate = sum(&|t| t.complaints) / sum(&|t| t.fate(Fate::Delivered));
    (rate, outcome.carriers[0].thresholds().to_vec())
}

/// A controller on complaints holds their rate near its target, from a threshold that passes everything and from
/// one that blocks all spam; without gain each stays where it began, on its side of the target.
#[test]
fn a_controller_on_complaints_holds_their_rate() {
    let rate = |gain: f64, threshold: f64| {
        let settings = json!({ "hold": "complaints", "target": 0.06, "gain": gain, "interval": "2h", "delay": "0s",
            "least": 0.2, "most": 3.0 });
        complained(settings, threshold, 20).0
    };
    for threshold in [0.5, 1.5] {
        let (held, still) = (rate(2.0, threshold), rate(0.0, threshold));
        note(format_args!("from {threshold}: held {held:.4}, still {still:.4}"));
        assert!((held - 0.06).abs() < 0.005, "from {threshold}: {held}");
        assert!((still - 0.06).abs() > 0.02, "from {threshold}: {still}");
    }
}

/// Complaints that come in while nothing is delivered count when something is again: of a sender that writes in
/// bursts, the threshold falls if the rate is above the target and rises if it is below.
#[test]
fn complaints_between_deliveries_are_not_lost() {
    let end = |target: f64, gain: f64| {
        let carrier = json!([{ "name": "north", "share": 1.0, "filter": { "threshold": 1.0, "prior": { "unregistered": 0.5 } },
            "controller": { "hold": "complaints", "target": target, "gain": gain, "interval": "1h", "least": 0.6, "most": 3.0 } }]);
        let audience = json!({ "size": 3000, "consent": "", "reactions": { "complaint": 0.04, "annoyance": 0.0,
            "no_opt_out_wording": 0.0, "complaint_delay": { "median": "3h", "p95": "12h", "min": "90min" } } });
        let sender = json!([{ "name": "shop", "audience": "all", "rate": "unlimited", "waves": 8, "wave_gap": "1d",
            "number": { "type": "", "throughput": "10/s" }, "texts": ["hello there"] }]);
        let (_, outcome) = play(settings(24 * 8, carrier, audience, sender, json!({})), 1);
        assert_eq!(outcome.ledger.tallies[0].dropped(), 0, "everything is delivered, so the rate is 4 %");
        outcome.carriers[0].thresholds().last().expect("a start").1
    };
    // Each wave but the first meets the complaints of the wave before: 0.04 − target, seven times, and the first
    // wave none.
    for target in [0.02, 0.08] {
        let (gain, least) = (0.5, 7.0 * (0.04 - target) - target);
        let law = 1.0 - gain * least;
        let got = end(target, gain);
        note(format_args!("target {target}: {got:.4} by {law:.4}"));
        // Complaints are a draw: of 21,000 messages 4 %, with a deviation of 28.
        let error = gain * 28.0 / 3000.0;
        holds(&format!("the threshold for a target of {target}"), got, law, error);
    }
    assert!((end(0.02, 0.0) - 1.0).abs() < 1e-12, "without gain it stays");
}
