//! Laws that hold for any scenario and seed.

use carrierlab::engine::{World, run};
use carrierlab::experiment::{Arm, Plan, replicate, tables};
use carrierlab::ledger::Detail;
use carrierlab::message::{CarrierId, Fate, SenderId};
use carrierlab::rng::Draws;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

use crate::support::*;

fn small(hours: u64, size: u32, rates: &[&str], carriers: Value) -> carrierlab::engine::WorldSettings {
    let senders: Vec<Value> =
        rates.iter().enumerate().map(|(i, rate)| sender(&format!("s{i}"), rate, 1 + i as u32 * 2)).collect();
    settings(hours, carriers, lively_audience(size), json!(senders), json!({ "validity": "2h" }))
}

fn two() -> Value {
    json!([strict_carrier("north", 0.6), strict_carrier("south", 0.4)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// No message is made or lost: each ends in exactly one place, for every sender and carrier. The run
    /// itself asserts it; here the totals are added up from outside.
    #[test]
    fn messages_are_conserved(seed: u64, hours in 1u64..30, size in 1u32..800, fast in 1u32..200) {
        let rate = format!("{fast}/min");
        let (world, mut outcome) = play(small(hours, size, &[&rate, "unlimited"], two()), seed);
        let mut attempted = 0;
        for s in 0..2 {
            for c in 0..2 {
                let t = outcome.ledger.tally(world.sender_rank(s), world.carrier_rank(c));
                prop_assert_eq!(t.attempted, t.fates.iter().sum::<u64>());
                // Reported delivered is the truth plus the lies, less receipts lost or still on their way.
                prop_assert!(t.reported_delivered <= t.fate(Fate::Delivered) + t.fate(Fate::Silenced));
                prop_assert!(t.false_delivered <= t.fate(Fate::Silenced));
                attempted += t.attempted;
            }
        }
        prop_assert!(attempted <= 2 * u64::from(size));
    }

    /// A sender that is added moves nobody else's draws: its neighbour on a carrier without filters fares the same.
    #[test]
    fn a_new_sender_leaves_the_others_alone(seed: u64) {
        let open = json!([{ "name": "open", "share": 1.0 }]);
        let alone = settings(12, open.clone(), lively_audience(300), json!([sender("b", "20/min", 2)]), json!({}));
        let mut joined = alone.clone();
        joined.audiences.insert("others".into(), joined.audiences["all"].clone());
        for name in ["a", "c"] {
            let mut new = alone.senders[0].clone();
            new.name = name.into();
            new.audience = "others".into();
            joined.senders.push(new);
        }
        let (a, mut a_out) = play(alone, seed);
        let (b, mut b_out) = play(joined, seed);
        let key = ("b".to_owned(), "open".to_owned());
        prop_assert_eq!(&fingerprint(&a, &mut a_out)[&key], &fingerprint(&b, &mut b_out)[&key]);
    }

    /// A stage that is switched off, or whose weight is zero, is a stage that is not there.
    #[test]
    fn a_switched_off_stage_changes_nothing(seed: u64, stage in 0usize..16) {
        let names: Vec<String> = strict_filter().as_object().unwrap().iter()
            .filter(|(_, v)| v.is_object()).map(|(k, _)| k.clone()).collect();
        prop_assert_eq!(names.len(), 16, "every stage");
        let with = |change: &dyn Fn(&mut Value)| {
            let mut carrier = strict_carrier("north", 1.0);
            change(&mut carrier["filter"]);
            let (world, mut outcome) = play(small(12, 400, &["30/min"], json!([carrier])), seed);
            fingerprint(&world, &mut outcome)
        };
        let name = names[stage].as_str();
        let absent = with(&|f| { f.as_object_mut().unwrap().remove(name); });
        let off = with(&|f| f[name]["enabled"] = json!(false));
        let weightless = with(&|f| f[name]["weight"] = json!(0.0));
        prop_assert_eq!(&absent, &off);
        prop_assert_eq!(&absent, &weightless);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    /// No message is made or lost where everything changes all the time, either.
    #[test]
    fn messages_are_conserved_with_everything_at_once(seed: u64, hours in 1u64..14, size in 1u32..500) {
        let (_, outcome) = play(whole_world(hours, size, &["90/h", "unlimited"]), seed);
        for t in &outcome.ledger.tallies {
            prop_assert_eq!(t.attempted, t.fates.iter().sum::<u64>());
            prop_assert!(t.reported_delivered + t.reported_failed <= t.attempted);
            prop_assert!(t.false_delivered <= t.dropped() + t.fate(Fate::Throttled) + t.fate(Fate::Unreachable) + t.fate(Fate::InFlight));
        }
        prop_assert!(outcome.ledger.tallies.iter().map(|t| t.attempted).sum::<u64>() <= 2 * u64::from(size));
    }

    /// The order in which carriers and senders are declared changes nothing.
    #[test]
    fn declarations_commute(seed: u64) {
        let rates = ["30/min", "10/min", "unlimited"];
        for ordered in [small(12, 400, &rates, two()), whole_world(12, 600, &["90/h", "50/h", "unlimited"])] {
            let mut permuted = ordered.clone();
            permuted.carriers.reverse();
            permuted.senders.rotate_left(1);
            let (a, mut a_out) = play(ordered, seed);
            let (b, mut b_out) = play(permuted, seed);
            prop_assert_eq!(fingerprint(&a, &mut a_out), fingerprint(&b, &mut b_out));
            prop_assert_eq!(courses(&a, &a_out), courses(&b, &b_out));
        }
    }

    /// What carrier `north` does is the same whatever happens at `south`, as long as it sees the same traffic.
    #[test]
    fn carriers_are_independent(seed: u64) {
        let rates = ["30/min", "unlimited"];
        for calm in [small(12, 400, &rates, two()), whole_world(12, 600, &["90/h", "unlimited"])] {
            let mut hostile = calm.clone();
            let south = &mut hostile.carriers[1];
            south.filter.threshold = 0.0; // blocks everything
            (south.blacklist, south.controller, south.drift) = (None, None, None);
            south.updates.clear();
            let (a, mut a_out) = play(calm, seed);
            let (b, mut b_out) = play(hostile, seed);
            let (a_courses, b_courses) = (courses(&a, &a_out), courses(&b, &b_out));
            prop_assert_eq!(&a_courses["north"], &b_courses["north"]);
            prop_assert_ne!(&a_courses["south"], &b_courses["south"]);
            let (a, b) = (fingerprint(&a, &mut a_out), fingerprint(&b, &mut b_out));
            for (key, print) in &a {
                if key.1 == "north" {
                    prop_assert_eq!(print, &b[key]);
                } else {
                    prop_assert_ne!(print, &b[key]);
                }
            }
        }
    }

    /// The digest of a carrier tells the same: another one's filter leaves it alone, its own does not, and neither
    /// does a change that every count hides: the same receipts a little later.
    #[test]
    fn digests_tell_whether_anything_went_otherwise(seed: u64) {
        let calm = small(12, 400, &["30/min", "unlimited"], two());
        let logs = |settings| {
            let world = World::new(settings, &models()).expect("a world");
            let mut ledger = run(&world, &Draws::new(seed, 0), Detail::Digest).ledger;
            [CarrierId(0), CarrierId(1)].map(|c| {
                let senders = (0..2).map(SenderId);
                senders.map(|s| ledger.tally(s, c).log).fold(0, u64::wrapping_add)
            })
        };
        let plain = logs(calm.clone());
        prop_assert!(plain[0] != 0 && plain[1] != 0 && plain[0] != plain[1]);
        prop_assert_eq!(plain, logs(calm.clone()));
        let mut strict = calm.clone();
        strict.carriers[1].filter.threshold = 0.5;
        let mut slow = calm;
        slow.carriers[1].receipts.delay = serde_json::from_value(json!({ "median": "5s", "p95": "20s" })).expect("a delay");
        for changed in [strict, slow] {
            let other = logs(changed);
            prop_assert_eq!(plain[0], other[0]);
            prop_assert_ne!(plain[1], other[1]);
        }
    }

    /// What changes during a run is not there when it is switched off, in the midst of everything else.
    #[test]
    fn what_changes_during_a_run_has_a_switch(seed: u64) {
        for name in CHANGING {
            let absent = changed(name, Switch::Absent, seed);
            prop_assert!(absent == changed(name, Switch::Off, seed), "{} switched off is not absent", name);
        }
    }
}

/// What a carrier counts together by design, of a learner and of a controller on shares, is not there.
fn nothing_shared_by_design() -> Value {
    let mut carrier = whole_carrier("north", 1.0);
    for shared in ["learning", "controller"] {
        carrier.as_object_mut().expect("keys").remove(shared);
    }
    carrier
}

/// A shop, and beside it a bystander: other people, other words, another brand, no link, at the same carrier.
fn beside(carrier: Value, bystander: Option<(&str, u64)>) -> carrierlab::engine::WorldSettings {
    let mut shop = whole_sender("shop", "90/h", 2);
    shop["brand"] = json!("Acme");
    let mut world = settings(12, json!([carrier]), quick_audience(500), json!([shop]), json!({}));
    if let Some((name, minute)) = bystander {
        let mut people = world.audiences["all"].clone();
        people.size = 40;
        people.reactions.opt_out = carrierlab::units::Share::new(0.2);
        people.reactions.complaint = carrierlab::units::Share::new(0.2);
        world.audiences.insert("others".into(), people);
        let mut sender = world.senders[0].clone();
        (sender.name, sender.audience, sender.brand) = (name.into(), "others".into(), Some("Bakers".into()));
        sender.texts = vec!["Fresh bread and warm rolls are waiting behind the counter this morning".into()];
        sender.rate = carrierlab::units::Rate::new(20.0, carrierlab::time::SimSpan::HOUR);
        sender.start = format!("{:02}:{:02}", minute / 60, minute % 60).parse().expect("a time of day");
        world.senders.push(sender);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// A bystander moves nothing: what is sent to others in other words and draws reactions there changes nothing
    /// for a shop at the same carrier, at any time around the carrier's update (at five hours) and for a name
    /// that comes before or after.
    #[test]
    fn a_bystander_moves_nothing(seed: u64, minute in 200u64..400, first: bool) {
        let shop = |bystander| {
            let (world, mut outcome) = play(beside(nothing_shared_by_design(), bystander), seed);
            let heard = bystander.map(|_| print_of(&world, &mut outcome, 1));
            (print_of(&world, &mut outcome, 0), courses(&world, &outcome), heard)
        };
        let alone = shop(None);
        let joined = shop(Some((if first { "a" } else { "z" }, minute)));
        prop_assert_eq!((&alone.0.1, &alone.1), (&joined.0.1, &joined.1));
        let tally = joined.2.expect("a bystander").0;
        prop_assert!(tally.fate(Fate::Delivered) > 0 && tally.opt_outs + tally.complaints > 0, "it is heard");
    }
}

/// The tally of a sender at the only carrier, and all of it as text.
fn print_of(
    world: &World,
    outcome: &mut carrierlab::engine::Outcome,
    sender: usize,
) -> (carrierlab::ledger::Tally, String) {
    let tally = outcome.ledger.tally(world.sender_rank(sender), world.carrier_rank(0)).clone();
    let text = print(&tally);
    (tally, text)
}

/// The law can fail: what is shared by design moves the shop, be it a learner, a controller on shares, a text,
/// or the brand.
#[test]
fn a_bystander_moves_what_is_shared() {
    let shop = |carrier: Value, change: &dyn Fn(&mut carrierlab::engine::WorldSettings)| {
        let mut world = beside(carrier, Some(("z", 280)));
        change(&mut world);
        let (world, mut outcome) = play(world, 3);
        print_of(&world, &mut outcome, 0).1
    };
    let alone = |carrier: Value| {
        let (world, mut outcome) = play(beside(carrier, None), 3);
        print_of(&world, &mut outcome, 0).1
    };
    for shared in ["learning", "controller"] {
        let mut carrier = nothing_shared_by_design();
        carrier[shared] = whole_carrier("north", 1.0)[shared].clone();
        if shared == "learning" {
            carrier[shared]["rate"] = json!(20.0); // forty texts are to be enough
        }
        assert_ne!(shop(carrier.clone(), &|_| ()), alone(carrier), "{shared}");
    }
    let plain = alone(nothing_shared_by_design());
    assert_eq!(shop(nothing_shared_by_design(), &|_| ()), plain);
    assert_ne!(
        shop(nothing_shared_by_design(), &|w| w.senders[1].texts = w.senders[0].texts.clone()),
        plain,
        "texts"
    );
    let same_brand = |w: &mut carrierlab::engine::WorldSettings| {
        w.senders[1].brand = w.senders[0].brand.clone();
        w.senders[1].texts = vec!["free crypto".into()];
        w.senders[1].rate = carrierlab::units::Rate::UNLIMITED;
        w.senders[1].start = "01:00".parse().expect("a time of day"); // nobody is suspended yet
    };
    assert_ne!(shop(nothing_shared_by_design(), &same_brand), plain, "the brand");
}

/// A reply that was sent under one filter and comes in under the next is counted by the next, whoever else
/// comes between them: people opt out 90 minutes and more after the first wave, the update that counts them is
/// at one hour, and the second wave, six hours later, meets it.
#[test]
fn an_update_is_in_force_from_its_time_on_whoever_comes_first() {
    let shop = |bystander: Option<&str>| {
        let reputation = json!({ "levels": ["number"], "weight": 1.0, "floor": 0.0, "deviations": 0.0,
            "opt_out": 100.0, "half_life": "30d" });
        let carrier = json!({ "name": "north", "share": 1.0, "filter": { "threshold": 0.5 },
            "update": [{ "at": "1h", "filter": { "threshold": 0.5, "reputation": reputation } }] });
        let people = |size: u32, opt_out: f64| {
            json!({ "size": size, "consent": "", "reactions": { "opt_out": opt_out, "abuse": 1.0,
                "delay": { "median": "2h", "p95": "3h", "min": "90min" } } })
        };
        let sender = json!({ "name": "shop", "audience": "all", "rate": "60/min", "waves": 2, "wave_gap": "6h",
            "number": { "type": "", "throughput": "10/s", "prior": { "good": 10.0, "bad": 1.0 } }, "texts": ["hello there"] });
        let mut world = settings(10, json!([carrier]), people(400, 0.3), json!([sender]), json!({}));
        if let Some(start) = bystander {
            world.audiences.insert("other".into(), serde_json::from_value(people(1, 0.0)).expect("people"));
            let mut other = world.senders[0].clone();
            (other.name, other.audience, other.waves) = ("bystander".into(), "other".into(), 1);
            other.texts = vec!["good morning".into()];
            other.start = start.parse().expect("a time of day");
            world.senders.push(other);
        }
        let (world, mut outcome) = play(world, 1);
        print_of(&world, &mut outcome, 0)
    };
    let (alone, text) = shop(None);
    assert!(alone.dropped() > 100, "the opt-outs count: {text}");
    for start in ["00:00", "00:30", "00:59", "01:00", "01:01", "01:29", "01:31", "03:00", "06:00"] {
        assert_eq!(shop(Some(start)).1, text, "a bystander at {start}");
    }
}

/// A drifting threshold wanders by its own draws, and the blocked share with it; another seed drifts otherwise,
/// the traffic has no say, and without steps it is not there.
#[test]
fn a_drift_moves_the_blocked_share_by_its_own_draws() {
    let play_with = |drift: Value, rate: &str, seed: u64| {
        let mut carrier = json!({ "name": "north", "share": 1.0,
            "filter": { "threshold": 0.6, "softness": 0.05, "prior": { "unregistered": 0.5 } } });
        if !drift.is_null() {
            carrier["drift"] = drift;
        }
        let sender = json!([{ "name": "s", "audience": "all", "rate": rate, "number": { "type": "" }, "texts": ["hello"] }]);
        let world = settings(48, json!([carrier]), json!({ "size": 2880, "consent": "" }), sender, json!({}));
        let (world, mut outcome) = play(world, seed);
        let moves = outcome.carriers[0].thresholds().to_vec();
        let (tally, text) = print_of(&world, &mut outcome, 0);
        (moves, tally.dropped() as f64 / tally.screened as f64, text)
    };
    let settings = |step: f64| json!({ "step": step, "interval": "1h", "least": 0.3, "most": 0.9 });
    let still = play_with(Value::Null, "60/h", 1);
    assert_eq!(still.0.len(), 1);
    for off in [json!({ "enabled": false }), settings(0.0)] {
        assert_eq!(play_with(off, "60/h", 1).2, still.2);
    }
    let drifting: Vec<_> = (0..12).map(|seed| play_with(settings(0.05), "60/h", seed)).collect();
    for (moves, _, _) in &drifting {
        // Every hour, the last at the horizon; within its bounds.
        assert!((40..=49).contains(&moves.len()), "{}", moves.len());
        assert!(moves.iter().all(|(_, value)| (0.3..=0.9).contains(value)));
    }
    let shares: Vec<f64> = drifting.iter().map(|(_, share, _)| *share).collect();
    let calm: Vec<f64> = (0..12).map(|seed| play_with(Value::Null, "60/h", seed).1).collect();
    let spread = |v: &[f64]| mean(v).error * (v.len() as f64).sqrt();
    assert!(spread(&shares) > 5.0 * spread(&calm), "{shares:?} {calm:?}");
    assert_eq!(play_with(settings(0.05), "90/h", 3).0, drifting[3].0, "the traffic has no say");
    assert_ne!(drifting[3].0, drifting[4].0);
}

/// The strict world reaches every fate that it can have, so that the law above is about all of them.
#[test]
fn the_strict_world_reaches_every_fate() {
    let mut seen = [0u64; 8];
    for (hours, rate, hold) in
        [(1, "5/min", 0.9), (30, "unlimited", 0.9), (30, "30/min", 0.9), (30, "5/min", 0.5)]
    {
        let mut world = small(hours, 1500, &[rate], two());
        world.platform.validity = carrierlab::time::SimSpan::MINUTE * 20;
        world.senders[0].number.queue = carrierlab::time::SimSpan::MINUTE * 22;
        world.senders[0].number.throughput =
            carrierlab::units::Rate::new(1.0, carrierlab::time::SimSpan::SECOND);
        world.senders[0].waves = 2;
        world.senders[0].wave_gap = carrierlab::time::SimSpan::HOUR * 10;
        for carrier in &mut world.carriers {
            carrier.filter.hold_threshold = Some(hold);
        }
        let (_, outcome) = play(world, 4);
        for tally in &outcome.ledger.tallies {
            seen.iter_mut().zip(tally.fates).for_each(|(sum, n)| *sum += n);
        }
    }
    for fate in Fate::ALL {
        assert!(seen[fate as usize] > 0, "{} never happened: {seen:?}", fate.name());
    }
}

/// What changes at a carrier during a run, each with a switch.
const CHANGING: [&str; 6] = ["learning", "controller", "drift", "blacklist", "audit", "suspension"];

#[derive(Clone, Copy)]
enum Switch {
    On,
    Off,
    Absent,
}

/// A run of a whole carrier with one of [`CHANGING`] on, off or absent: what became of the messages, and how the
/// carrier went on.
fn changed(
    name: &str,
    switch: Switch,
    seed: u64,
) -> (std::collections::BTreeMap<(String, String), String>, std::collections::BTreeMap<String, String>) {
    let mut carrier = whole_carrier("north", 1.0);
    match (switch, &mut carrier[name]) {
        (Switch::On, _) => {}
        (Switch::Off, Value::Array(rules)) => {
            rules.iter_mut().for_each(|rule| rule["enabled"] = json!(false));
        }
        (Switch::Off, one) => one["enabled"] = json!(false),
        (Switch::Absent, _) => {
            carrier.as_object_mut().expect("keys").remove(name);
        }
    }
    let senders = json!([whole_sender("s", "90/h", 1), whole_sender("t", "70/h", 3)]);
    let settings = settings(14, json!([carrier]), quick_audience(600), senders, json!({}));
    let (world, mut outcome) = play(settings, seed);
    let courses = courses(&world, &outcome);
    (fingerprint(&world, &mut outcome), courses)
}

/// The law of the switches is about something: each of them, switched off, changes what becomes of messages.
#[test]
fn each_thing_that_changes_during_a_run_matters() {
    for name in CHANGING {
        let (on, off) = (changed(name, Switch::On, 3), changed(name, Switch::Off, 3));
        assert!(on.0 != off.0, "{name} changes nothing here");
    }
}

/// The whole world is one in which everything happens, so that the laws over it are about all of it: each carrier
/// moves its threshold, for each of its reasons and by the update, and learns of both kinds; senders are listed,
/// suspended for each reason and held; and every kind of receipt is sent.
#[test]
fn in_the_whole_world_everything_happens() {
    use carrierlab::message::Reported;
    use carrierlab::time::{SimSpan, SimTime};
    let world = World::new(whole_world(12, 600, &["90/h", "50/h", "unlimited"]), &models()).unwrap();
    let outcome = run(&world, &Draws::new(3, 0), Detail::Messages);
    for carrier in &outcome.carriers {
        let learned = carrier.learned().expect("a learner");
        assert!(learned.spam > 3 && learned.ham > 20, "{learned:?}");
        // The controller moves on the half hour, the drift every 25 minutes, the update at five hours.
        let moves = carrier.thresholds();
        let after = |minutes: u64| SimTime::START + SimSpan::MINUTE * minutes;
        let moved = |minutes: u64| moves.iter().any(|(at, _)| *at == after(minutes));
        assert!(moved(60) && moved(25) && moved(50) && moves.contains(&(after(300), 0.8)), "{moves:?}");
    }
    let mut seen = std::collections::BTreeMap::new();
    for row in &outcome.ledger.messages {
        let mut see = |what: String| *seen.entry(what).or_insert(0) += 1;
        see(row.fate.name().to_owned());
        row.report.iter().for_each(|(_, says)| {
            see(format!("told {}", if *says == Reported::Delivered { "delivered" } else { "failed" }))
        });
        row.second.iter().for_each(|_| see("told again".into()));
        let Some(decision) = row.decision else { continue };
        decision.suspended.iter().for_each(|why| see(why.label().into()));
        decision.listed.iter().for_each(|scope| see(format!("listed {}", scope.name())));
    }
    let fates = ["delivered", "blocked", "silenced", "throttled", "unreachable"];
    let whys = ["for opt-outs", "for complaints", "for spreading over many numbers", "after an audit"];
    let rest = ["listed number", "listed cluster", "told delivered", "told failed", "told again"];
    for what in fates.into_iter().chain(whys).chain(rest) {
        assert!(seen.get(what).is_some_and(|n| *n > 2), "{what} hardly ever happened: {seen:?}");
    }
}

/// Delays with absurd tails, and more events in an instant than a slot is made for, lose nothing.
#[test]
fn extreme_delays_lose_nothing() {
    let carrier = json!({ "name": "slow", "share": 1.0, "transit": { "median": "1s", "p95": "100000d" } });
    let fast = json!({ "name": "s", "audience": "all", "number": { "type": "" }, "texts": ["hello"] });
    let world =
        settings(1, json!([carrier]), json!({ "size": 20_000, "consent": "" }), json!([fast]), json!({}));
    let (_, outcome) = play(world, 1);
    let tally = &outcome.ledger.tallies[0];
    assert_eq!(tally.attempted, 20_000);
    assert!(tally.fate(Fate::InFlight) > 1000 && tally.fate(Fate::Delivered) > 1000);
}

/// A plan too slow for the horizon is measured by the whole wave, not by the messages that were due.
#[test]
fn a_wave_that_has_begun_is_attempted_as_a_whole() {
    let open = json!([{ "name": "open", "share": 1.0 }]);
    let slow = json!({ "name": "s", "audience": "all", "number": { "type": "" }, "texts": ["hello"], "rate": "1/min", "waves": 3 });
    let world = settings(2, open, json!({ "size": 1000, "consent": "" }), json!([slow]), json!({}));
    let (_, outcome) = play(world, 1);
    let tally = &outcome.ledger.tallies[0];
    assert_eq!((tally.attempted, tally.fate(Fate::Delivered) + tally.fate(Fate::InFlight)), (1000, 1000));
    assert!((115..=120).contains(&tally.fate(Fate::Delivered)));
}

/// Capacity that a message could not use, because it expired first, is there for the next one.
#[test]
fn expired_messages_use_no_grant() {
    let carrier = json!([{ "name": "c", "share": 1.0, "enforces": ["campaign"] }]);
    let number = json!({ "type": "", "grants": { "campaign": [{ "limit": "10/min" }] } });
    let delivered = |waves: u32| {
        let sender = json!([{ "name": "s", "audience": "all", "number": number, "texts": ["hello"],
            "waves": waves, "wave_gap": "5h" }]);
        let platform = json!({ "validity": "4h" });
        let world = settings(12, carrier.clone(), json!({ "size": 5000, "consent": "" }), sender, platform);
        let (_, outcome) = play(world, 1);
        outcome.ledger.tallies[0].fate(Fate::Delivered)
    };
    let (one, two) = (delivered(1), delivered(2));
    assert!((2400..=2420).contains(&one), "{one}");
    assert!(two >= 2 * one - 20, "{one} in one wave, {two} in two");
}

/// A carrier without stages blocks by chance alone where its threshold is soft, and says so.
#[test]
fn chance_is_not_blamed_on_a_stage() {
    let carrier = json!([{ "name": "c", "share": 1.0, "filter": { "softness": 0.5 } }]);
    let sender = json!([{ "name": "s", "audience": "all", "number": { "type": "" }, "texts": ["hello"] }]);
    let world = settings(2, carrier, json!({ "size": 2000, "consent": "" }), sender, json!({}));
    let (_, outcome) = play(world, 1);
    let tally = &outcome.ledger.tallies[0];
    assert!(tally.dropped() > 0);
    assert_eq!(tally.causes[carrierlab::ledger::Cause::Chance.index()], tally.dropped());
}

/// Each stage drops messages in a world where it alone acts, and there, too, its switches undo it: switched off
/// or without weight it leaves the run of a filter without stages, byte for byte. So the law above is about
/// something.
#[test]
fn every_stage_matters_somewhere() {
    let play_with = |filter: Value| {
        let carrier = json!({ "name": "north", "share": 1.0, "filter": filter });
        let mut slow = sender("s", "40/min", 3);
        slow["number"]["throughput"] = json!("unlimited");
        (slow["waves"], slow["wave_gap"]) = (json!(2), json!("0s"));
        let settings = settings(30, json!([carrier]), lively_audience(1500), json!([slow]), json!({}));
        let (world, mut outcome) = play(settings, 3);
        let dropped = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).dropped();
        (dropped, fingerprint(&world, &mut outcome))
    };
    let (dropped, bare) = play_with(json!({}));
    assert_eq!(dropped, 0, "an empty filter delivers");
    let stages = [
        ("terms", json!({ "phrases": ["free crypto"] })),
        ("prior", json!({ "unregistered": 1.0 })),
        ("rate", json!({ "minute": 10 })),
        ("recipients", json!({ "limit": 100 })),
        ("prohibited", json!({ "categories": ["trading"] })),
        ("balance", json!({ "weight": 1.0, "limit": 10.0, "least": 20.0 })),
        ("repeats", json!({ "weight": 1.0 })),
        ("duplicates", json!({ "limit": 100 })),
        ("loops", json!({ "same": 1, "any": 1 })),
        ("snowshoe", json!({ "numbers": 1 })),
        ("gaps", json!({ "weight": 1.0, "variation": 2.0 })),
        ("links", json!({ "middle": 1.0 })),
        ("length", json!({ "weight": 1.0, "characters": 30, "segments": 1, "each": 1.0 })),
        ("style", json!({ "hype": 1.0 })),
        ("content", json!({ "weight": 20.0 })),
        ("reputation", json!({ "weight": 2.0, "deviations": 0.0 })),
    ];
    let strict = strict_filter();
    let names = strict.as_object().unwrap().iter().filter(|(_, v)| v.is_object()).map(|(name, _)| name);
    assert!(
        names.eq(stages.iter().map(|(name, _)| *name).collect::<std::collections::BTreeSet<_>>()),
        "every stage"
    );
    for (name, mut stage) in stages {
        let mut play_stage = |change: &[(&str, Value)]| {
            for (key, value) in change {
                stage[key] = value.clone();
            }
            play_with(json!({ "threshold": 0.6, name: stage }))
        };
        let (dropped, _) = play_stage(&[]);
        assert!(dropped > 0, "{name} never dropped anything");
        assert_eq!(play_stage(&[("enabled", json!(false))]).1, bare, "{name} switched off");
        assert_eq!(
            play_stage(&[("enabled", json!(true)), ("weight", json!(0.0))]).1,
            bare,
            "{name} without weight"
        );
    }
}

/// The same for the blacklist, which is no stage: it drops what the filter would let pass, and only then.
#[test]
fn the_blacklist_matters_and_its_switch_undoes_it() {
    let play_with = |list: Value| {
        let mut carrier = json!({ "name": "north", "share": 1.0,
            "filter": { "threshold": 0.6, "terms": { "phrases": ["free crypto"] } } });
        if !list.is_null() {
            carrier["blacklist"] = list;
        }
        let (world, mut outcome) = play(small(12, 600, &["30/min"], json!([carrier])), 3);
        let listed = outcome.ledger.tallies[0].causes[carrierlab::ledger::Cause::Blacklisted.index()];
        (listed, fingerprint(&world, &mut outcome))
    };
    let (listed, without) = play_with(Value::Null);
    assert_eq!(listed, 0);
    assert!(play_with(json!({ "after": 5 })).0 > 0);
    assert_eq!(play_with(json!({ "after": 5, "enabled": false })).1, without);
    assert_eq!(play_with(json!({ "after": 1_000_000 })).1, without, "nobody is ever listed");
}

/// The same scenario and seed give the same tables for one thread and for several.
#[test]
fn threads_change_nothing() {
    let arms = |rates: [&str; 2]| -> Vec<Arm> {
        rates
            .iter()
            .map(|rate| Arm {
                name: (*rate).into(),
                about: String::new(),
                world: World::new(whole_world(12, 500, &[rate, "60/h"]), &models()).unwrap(),
            })
            .collect()
    };
    let arms = arms(["30/min", "unlimited"]);
    let run = |jobs| {
        let plan = Plan { seed: 5, replications: 4, jobs, trace: true };
        tables(&arms, &replicate(&arms, plan, &|| (), &AtomicBool::new(false)))
    };
    let (one, two) = (run(1), run(2));
    assert_eq!(one, two);
    assert_eq!(
        one.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(),
        ["outcomes", "carriers", "numbers", "series", "decisions", "messages"]
    );
    assert!(one.iter().all(|t| t.rows() > 0), "no table is empty here");
}

/// A probe sees exactly what the run without it did.
#[test]
fn detail_changes_no_result() {
    let rates = ["30/min", "unlimited"];
    for settings in [small(12, 400, &rates, two()), whole_world(12, 600, &["90/h", "unlimited"])] {
        let world = World::new(settings, &models()).unwrap();
        let draws = Draws::new(9, 0);
        let print = |detail| {
            let mut outcome = run(&world, &draws, detail);
            let courses = courses(&world, &outcome);
            (fingerprint(&world, &mut outcome), courses)
        };
        let plain = print(Detail::Tallies);
        assert_eq!(plain, print(Detail::Decisions));
        assert_eq!(plain, print(Detail::Messages));
    }
}
