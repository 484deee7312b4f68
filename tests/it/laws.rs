//! Laws that hold for any scenario and seed.

use carrierlab::engine::{World, run};
use carrierlab::experiment::{Arm, Plan, replicate, tables};
use carrierlab::ledger::Detail;
use carrierlab::message::Fate;
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

    /// The order in which carriers and senders are declared changes nothing.
    #[test]
    fn declarations_commute(seed: u64) {
        let ordered = small(12, 400, &["30/min", "10/min", "unlimited"], two());
        let mut permuted = ordered.clone();
        permuted.carriers.reverse();
        permuted.senders.rotate_left(1);
        let (a, mut a_out) = play(ordered, seed);
        let (b, mut b_out) = play(permuted, seed);
        prop_assert_eq!(fingerprint(&a, &mut a_out), fingerprint(&b, &mut b_out));
    }

    /// What carrier `north` does is the same whatever happens at `south`, as long as it sees the same traffic.
    #[test]
    fn carriers_are_independent(seed: u64) {
        let calm = small(12, 400, &["30/min", "unlimited"], two());
        let mut hostile = calm.clone();
        let south = &mut hostile.carriers[1];
        south.filter.threshold = 0.0; // blocks everything
        south.blacklist = None;
        let (a, mut a_out) = play(calm, seed);
        let (b, mut b_out) = play(hostile, seed);
        let (a, b) = (fingerprint(&a, &mut a_out), fingerprint(&b, &mut b_out));
        for (key, print) in &a {
            if key.1 == "north" {
                prop_assert_eq!(print, &b[key]);
            } else {
                prop_assert_ne!(print, &b[key]);
            }
        }
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
    let number = json!({ "type": "", "grants": { "campaign": { "limit": "10/min" } } });
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
                world: World::new(small(12, 500, &[rate], two()), &models()).unwrap(),
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
    let settings = small(12, 400, &["30/min", "unlimited"], two());
    let world = World::new(settings, &models()).unwrap();
    let draws = Draws::new(9, 0);
    let print = |detail| fingerprint(&world, &mut run(&world, &draws, detail));
    let plain = print(Detail::Tallies);
    assert_eq!(plain, print(Detail::Decisions));
    assert_eq!(plain, print(Detail::Messages));
}
