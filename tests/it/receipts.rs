//! What senders are told: by cause, before the filter, late, twice, and against what was said before.

use std::sync::atomic::AtomicBool;

use carrierlab::carrier::receipts::causes;
use carrierlab::carrier::{Rule, Stage};
use carrierlab::engine::{World, WorldSettings, run};
use carrierlab::experiment::{Arm, Plan, replicate, rule_name, tables};
use carrierlab::ledger::{Cause, Detail, Tally};
use carrierlab::message::{Fate, Reported};
use carrierlab::rng::Draws;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

/// A carrier that drops for several causes: a fast number for its rate, bad texts for their words, and
/// whoever was dropped often for being on the blacklist. Receipts as given.
fn world(receipts: Value, number: Value) -> WorldSettings {
    let carrier = json!([{ "name": "c", "share": 1.0, "receipts": receipts,
        "filter": { "rate": { "minute": 10 }, "terms": { "phrases": ["free crypto"] } },
        "blacklist": { "after": 60, "within": "1h", "base": "20min", "growth": "0s" } }]);
    let audience = json!({ "size": 12_000, "consent": "", "landline": 0.1, "inactive": 0.05 });
    let sender = json!([{ "name": "s", "audience": "all", "rate": "24/min", "gaps": "poisson",
        "number": number, "texts": ["lunch today?", "free crypto for all"] }]);
    settings(24 * 7, carrier, audience, sender, json!({}))
}

fn handset() -> Value {
    json!({ "type": "" })
}

fn network() -> Value {
    json!({ "type": "", "receipts": "network" })
}

fn tally(settings: WorldSettings) -> Tally {
    let (world, mut outcome) = play(settings, 7);
    outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone()
}

/// Whether a count out of `n` is what a share makes it, within four standard errors.
fn is_share(count: u64, n: u64, share: f64) -> bool {
    let (count, n) = (count as f64, n as f64);
    (count / n - share).abs() <= 4.0 * (share * (1.0 - share) / n).sqrt()
}

#[test]
fn an_answer_can_be_set_for_every_rule_of_a_carrier() {
    let known: Vec<&str> = causes().collect();
    let stages = Stage::ALL.into_iter().map(Rule::Score);
    for rule in stages.chain([Rule::Chance, Rule::Blacklisted, Rule::Suspended]) {
        assert!(known.contains(&rule_name(rule)), "{}", rule_name(rule));
    }
}

/// Reported delivered − delivered = Σ φ(cause) × dropped for the cause.
#[test]
fn false_receipts_follow_the_shares_of_their_causes() {
    let phi = [
        (Cause::Score(Stage::RateMinute), 0.9),
        (Cause::Score(Stage::Terms), 0.2),
        (Cause::Blacklisted, 0.6),
    ];
    let t = tally(world(
        json!({ "block_reported_delivered": 0.6, "cause": {
            "rate": { "reported_delivered": 0.9 }, "terms": { "reported_delivered": 0.2 } } }),
        handset(),
    ));
    let dropped = |cause: Cause| t.causes[cause.index()] as f64;
    let (mut expected, mut variance) = (0.0, 0.0);
    for (cause, phi) in phi {
        assert!(dropped(cause) > 300.0, "{}: {}", cause.name(), dropped(cause));
        expected += phi * dropped(cause);
        variance += phi * (1.0 - phi) * dropped(cause);
    }
    assert_eq!(phi.map(|(c, _)| dropped(c)).iter().sum::<f64>(), t.dropped() as f64);
    let lies = (t.reported_delivered - t.fate(Fate::Delivered)) as f64;
    assert!((lies - expected).abs() < 4.0 * f64::sqrt(variance), "{lies} lies, {expected} expected");
    // The shares of the causes are so far apart that one share for all would not do.
    assert!((lies - 0.6 * t.dropped() as f64).abs() > 4.0 * f64::sqrt(variance));
    assert_eq!(t.false_delivered, t.reported_delivered - t.fate(Fate::Delivered));
}

#[test]
fn each_cause_has_its_own_silence_and_code() {
    let settings = world(
        json!({ "cause": { "terms": { "silent": 1.0 }, "rate_minute": { "code": 30008 }, "blacklist": { "reported_delivered": 1.0 } } }),
        handset(),
    );
    let world = World::new(settings, &models()).unwrap();
    let outcome = run(&world, &Draws::new(7, 0), Detail::Messages);
    let mut seen = [0; 3];
    for row in outcome.ledger.messages {
        let says = row.report.map(|r| r.1);
        match row.cause {
            Some(Cause::Score(Stage::Terms)) => {
                seen[0] += 1;
                assert_eq!((row.fate, says), (Fate::Silenced, None));
            }
            Some(Cause::Score(Stage::RateMinute)) => {
                seen[1] += 1;
                let Some(Reported::Failed(code)) = says else { panic!("{says:?}") };
                assert_eq!((row.fate, code.0), (Fate::Blocked, 30008));
            }
            Some(Cause::Blacklisted) => {
                seen[2] += 1;
                assert_eq!((row.fate, says), (Fate::Silenced, Some(Reported::Delivered)));
            }
            _ => {}
        }
    }
    assert!(seen.iter().all(|&n| n > 300), "{seen:?}");
}

#[test]
fn what_is_held_too_often_is_answered_as_throttled() {
    let with = |receipts: Value| {
        let carrier = json!([{ "name": "c", "share": 1.0, "receipts": receipts, "filter": {
            "threshold": 10.0, "hold_threshold": 0.5, "hold": "1min", "holds_max": 1,
            "terms": { "phrases": ["free crypto"] } } }]);
        let sender =
            json!([{ "name": "s", "audience": "all", "number": { "type": "" }, "texts": ["free crypto"] }]);
        tally(settings(4, carrier, json!({ "size": 2000, "consent": "" }), sender, json!({})))
    };
    // What is set for all filtered messages and for the stage does not touch them.
    let plain = with(json!({ "block_silent": 1.0, "cause": { "terms": { "silent": 1.0 } } }));
    assert_eq!((plain.fate(Fate::Throttled), plain.reported_failed), (2000, 2000));
    let quiet = with(json!({ "cause": { "throttled": { "silent": 0.25, "reported_delivered": 0.25 } } }));
    assert_eq!(quiet.fate(Fate::Throttled), 2000, "what is said changes nothing of what was done");
    assert!(is_share(quiet.reported_failed, 2000, 0.5));
    assert!(is_share(quiet.false_delivered, 2000, 0.25));
}

/// With a network acknowledgement everything the carrier took is reported as delivered, whatever became of it.
#[test]
fn an_acknowledgement_says_delivered_whatever_the_filter_drops() {
    let receipts =
        json!({ "acknowledged": 1.0, "block_silent": 0.5, "cause": { "rate": { "code": 30008 } } });
    let t = tally(world(receipts.clone(), network()));
    assert!(t.fate(Fate::Silenced) > 3000 && t.fate(Fate::Unreachable) > 100);
    assert_eq!((t.reported_delivered, t.reported_failed), (t.attempted, 0));
    assert_eq!(t.receipts_acknowledged, t.attempted);
    assert_eq!(t.false_delivered, t.attempted - t.fate(Fate::Delivered));
    assert_eq!(t.fate(Fate::Blocked), 0, "no drop is honest once delivered was said");
    // The same carrier tells the truth of numbers with handset receipts.
    let honest = tally(world(json!({ "acknowledged": 1.0 }), handset()));
    assert_eq!((honest.false_delivered, honest.receipts_acknowledged), (0, 0));
    assert_eq!(honest.reported_delivered, honest.fate(Fate::Delivered));
    // Neither changes what truly happens.
    assert_eq!(t.fate(Fate::Delivered), honest.fate(Fate::Delivered));
    assert_eq!(t.causes, honest.causes);
    let some = tally(world(json!({ "acknowledged": 0.3 }), network()));
    assert!(is_share(some.receipts_acknowledged, some.attempted, 0.3));
    assert!(is_share(some.false_delivered, some.attempted - some.fate(Fate::Delivered), 0.3));
    assert_eq!(some.reported_delivered + some.reported_failed, some.attempted);
}

/// Of a message that is held there is one acknowledgement; what is still held at the horizon, or turned away
/// after that, was not delivered.
#[test]
fn an_acknowledgement_comes_once() {
    let with = |holds_max: u8| {
        let carrier = json!([{ "name": "c", "share": 1.0, "receipts": { "acknowledged": 1.0 }, "filter": {
            "threshold": 10.0, "hold_threshold": 0.5, "hold": "10min", "holds_max": holds_max,
            "terms": { "phrases": ["free crypto"] } } }]);
        let sender =
            json!([{ "name": "s", "audience": "all", "number": network(), "texts": ["hi", "free crypto"] }]);
        tally(settings(3, carrier, json!({ "size": 1000, "consent": "" }), sender, json!({})))
    };
    for (holds_max, fate) in [(200, Fate::InFlight), (2, Fate::Throttled)] {
        let t = with(holds_max);
        let delivered = t.fate(Fate::Delivered);
        assert!(delivered > 300 && t.fate(fate) > 300, "{:?}", t.fates);
        assert_eq!(delivered + t.fate(fate), 1000);
        assert_eq!((t.reported_delivered, t.reported_failed), (1000, 0));
        assert_eq!(t.false_delivered, 1000 - delivered);
    }
}

#[test]
fn receipts_that_come_after_the_horizon_are_not_counted() {
    let never = json!({ "median": "1000d", "p95": "1001d", "min": "999d" });
    let on_time = tally(world(json!({}), handset()));
    let late = tally(world(json!({ "late": 0.3, "late_delay": never }), handset()));
    assert_eq!(on_time.fates, late.fates);
    assert_eq!(on_time.reported_delivered, on_time.fate(Fate::Delivered));
    assert!(is_share(late.reported_delivered, late.fate(Fate::Delivered), 0.7));
    assert!(is_share(late.reported_failed, on_time.reported_failed, 0.7));
    // Late but in time is counted all the same.
    let soon = json!({ "median": "2h", "p95": "3h", "min": "1h" });
    let soon = tally(world(json!({ "late": 1.0, "late_delay": soon }), handset()));
    assert_eq!(soon.reported_delivered, on_time.reported_delivered);
    let acknowledged = json!({ "acknowledged": 1.0, "late": 0.3, "late_delay": never });
    let t = tally(world(acknowledged, network()));
    assert!(is_share(t.reported_delivered, t.attempted, 0.7));
    assert!(is_share(t.false_delivered, t.attempted - t.fate(Fate::Delivered), 0.7));
    assert_eq!(t.receipts_acknowledged, t.reported_delivered);
}

#[test]
fn any_receipt_can_get_lost() {
    let plain = tally(world(json!({ "block_reported_delivered": 0.5 }), handset()));
    let t = tally(world(json!({ "block_reported_delivered": 0.5, "lost": 0.2 }), handset()));
    assert_eq!(plain.fates, t.fates);
    assert!(is_share(t.reported_delivered - t.false_delivered, t.fate(Fate::Delivered), 0.8));
    assert!(is_share(t.false_delivered, plain.false_delivered, 0.8));
    assert!(is_share(t.reported_failed, plain.reported_failed, 0.8));
    let taken = tally(world(json!({ "acknowledged": 1.0, "lost": 0.2 }), network()));
    assert!(is_share(taken.reported_delivered, taken.attempted, 0.8));
    assert!(is_share(taken.false_delivered, taken.attempted - taken.fate(Fate::Delivered), 0.8));
    assert_eq!(taken.reported_failed, 0);
}

#[test]
fn second_receipts_are_counted_and_change_nothing() {
    let plain = tally(world(json!({ "block_reported_delivered": 0.5 }), handset()));
    let faults = json!({ "block_reported_delivered": 0.5, "duplicate": 0.2, "contradictory": 0.1 });
    let t = tally(world(faults.clone(), handset()));
    assert_eq!((plain.receipts_duplicate, plain.receipts_contradictory), (0, 0));
    assert_eq!(plain.fates, t.fates);
    assert_eq!(
        (plain.reported_delivered, plain.false_delivered, plain.reported_failed),
        (t.reported_delivered, t.false_delivered, t.reported_failed)
    );
    assert!(is_share(t.receipts_duplicate, t.attempted, 0.2));
    assert!(is_share(t.receipts_contradictory, t.attempted, 0.1));

    let world = World::new(world(faults, handset()), &models()).unwrap();
    let outcome = run(&world, &Draws::new(7, 0), Detail::Messages);
    let mut contradicted = [0; 3];
    for row in &outcome.ledger.messages {
        let Some((again_at, again)) = row.second else { continue };
        let (at, says) = row.report.expect("a second receipt follows a first");
        assert!(again_at > at);
        match (says, again, row.fate) {
            (one, other, _) if one == other => {}
            (Reported::Failed(_), Reported::Delivered, _) => contradicted[0] += 1,
            (Reported::Delivered, Reported::Failed(code), Fate::Silenced) => {
                assert_eq!(code.0, 30007);
                contradicted[1] += 1;
            }
            (Reported::Delivered, Reported::Failed(code), Fate::Delivered) => {
                assert_eq!(code.0, 30008);
                contradicted[2] += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(contradicted.iter().all(|&n| n > 50), "{contradicted:?}");
}

/// The table of messages has the truth, what was said first and what was said later, each in its column.
#[test]
fn a_trace_shows_every_receipt() {
    let faults = json!({ "acknowledged": 0.5, "contradictory": 0.2 });
    let arm = Arm {
        name: "a".into(),
        about: String::new(),
        world: World::new(world(faults, network()), &models()).unwrap(),
    };
    let plan = Plan { seed: 5, replications: 1, jobs: 1, trace: true };
    let arms = [arm];
    let all = tables(&arms, &replicate(&arms, plan, &|| (), &AtomicBool::new(false)));
    let messages = all.iter().find(|t| t.name == "messages").expect("a trace");
    let column = |name: &str| &messages.columns.iter().find(|c| c.name == name).expect("a column").values;
    let text = |name: &str| match column(name) {
        carrierlab::ledger::Values::Text(values) => values.clone(),
        _ => panic!("{name} is text"),
    };
    let (fate, first, second) = (text("fate"), text("reported"), text("reported_again"));
    let carrierlab::ledger::Values::Int(taken) = column("acknowledged") else { panic!("whole numbers") };
    let n = |want: &dyn Fn(usize) -> bool| (0..fate.len()).filter(|&i| want(i)).count();
    assert!(n(&|i| taken[i] == 1 && fate[i] == "silenced" && first[i] == "delivered") > 300);
    assert_eq!(n(&|i| taken[i] == 1 && first[i] == "failed"), 0);
    assert!(n(&|i| taken[i] == 0 && fate[i] == "blocked" && first[i] == "failed") > 300);
    assert!(n(&|i| first[i] == "failed" && second[i] == "delivered") > 50);
    assert!(n(&|i| first[i] == "delivered" && second[i] == "failed") > 50);
}

const TAKEN: &str = r#"schema = 1
[scenario]
name = "taken before it is read"
horizon = "2h"
replications = 2
[[carrier]]
name = "north"
share = 1.0
filter = { terms = { phrases = ["crypto"] } }
[carrier.receipts]
acknowledged = 0.5
duplicate = 0.3
contradictory = 0.3
lost = 0.2
[audience.people]
size = 200
consent = "opted-in"
[[sender]]
name = "shop"
audience = "people"
number = { type = "10dlc" }
texts = ["Acme: new boots are in. Reply STOP to end", "Acme: crypto boots are in. Reply STOP to end"]
start = "00:00"
rate = "30/min"
"#;

/// The page of one message says what the sender was told and when, as the trace of the run does.
#[test]
fn an_explanation_shows_every_receipt() {
    let dir = tempfile::tempdir().expect("a scratch folder");
    std::fs::write(dir.path().join("it.toml"), TAKEN).expect("a scratch file");
    let printed = |args: &[&str]| {
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_carrierlab"))
            .current_dir(dir.path())
            .args(args)
            .output()
            .expect("the program starts");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("text")
    };
    printed(&["run", "it.toml", "-o", "out", "--csv", "--trace", "-q"]);
    let rows = std::fs::read_to_string(dir.path().join("out/tables/messages.csv")).expect("a trace");
    let mut lines = rows.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().expect("a head");
    let at = |name: &str| head.iter().position(|h| *h == name).expect("a column");
    let columns = ["message", "fate", "reported", "reported_again", "acknowledged"].map(at);
    let mut seen = std::collections::BTreeSet::new();
    for row in lines {
        let [id, fate, first, again, taken] = columns.map(|c| row[c]);
        if !seen.insert((fate.to_owned(), first.to_owned(), again.to_owned(), taken.to_owned())) {
            continue;
        }
        let page = printed(&["explain", "out", id]);
        let report = page.split_once("  report   ").expect("a report").1;
        assert!(report.starts_with(first), "{page}");
        assert_eq!(report.contains(&format!("then {again}")), again != "nothing", "{page}");
        assert_eq!(
            report.contains("the network took it, before the filter ran"),
            taken == "1" && first != "nothing"
        );
        assert_eq!(report.contains("its only receipt is lost"), taken == "1" && first == "nothing");
        assert_eq!(page.contains("silence, acknowledged before"), taken == "1" && fate == "silenced");
        let json: Value = serde_json::from_str(&printed(&["explain", "out", id, "--json"])).expect("JSON");
        assert_eq!(json["acknowledged"], taken == "1");
        assert_eq!(
            json["reported_again"].as_str().unwrap_or("nothing").split(&[' ', ','][..]).next(),
            Some(again)
        );
    }
    for one in [
        ("silenced", "delivered", "failed", "1"),
        ("silenced", "nothing", "nothing", "1"),
        ("blocked", "failed", "delivered", "0"),
        ("delivered", "delivered", "delivered", "0"),
    ] {
        let one = (one.0.to_owned(), one.1.to_owned(), one.2.to_owned(), one.3.to_owned());
        assert!(seen.contains(&one), "{one:?} not among {seen:?}");
    }
}

/// Where parts of a long text arrive one by one, they annoy one by one; short texts are not touched.
#[test]
fn parts_that_arrive_one_by_one_annoy() {
    let react = |concatenates: bool, text: &str| {
        let carrier = json!([{ "name": "c", "share": 1.0, "concatenates": concatenates }]);
        let audience =
            json!({ "size": 4000, "consent": "", "reactions": { "opt_out": 0.01, "annoyance": 0.5 } });
        let sender = json!([{ "name": "s", "audience": "all", "number": { "type": "" }, "texts": [text],
            "waves": 3, "wave_gap": "1h" }]);
        let t = tally(settings(24, carrier, audience, sender, json!({})));
        (t.opt_outs, t.unwanted, t.attempted)
    };
    let long = "a text that is a good deal longer than what fits into one segment ".repeat(5);
    assert_eq!(react(true, "short"), react(false, "short"));
    let (whole, parts) = (react(true, &long), react(false, &long));
    assert!(parts.0 > whole.0 * 3 / 2, "{whole:?} {parts:?}");
    assert!(parts.2 == whole.2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Faults and answers touch reports only: what truly happens stays as it was, with the same draws.
    #[test]
    fn receipts_change_no_truth(seed: u64, late in 0.0..1.0, lost in 0.0..1.0, twice in 0.0..0.5) {
        let carrier = |receipts: Value| {
            let mut carrier = strict_carrier("north", 1.0);
            carrier["receipts"] = receipts;
            let settings = settings(12, json!([carrier]), lively_audience(400), json!([sender("s", "30/min", 2)]), json!({}));
            let (world, mut outcome) = play(settings, seed);
            outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone()
        };
        let plain = carrier(json!({}));
        let off = carrier(json!({ "acknowledged": 1.0, "late": 0, "late_delay": { "median": "9h", "p95": "20h", "min": "1h" },
            "duplicate": 0, "contradictory": 0, "cause": { "rate": {}, "blacklist": { "code": 30007 } } }));
        let faulty = carrier(json!({ "late": late, "lost": lost, "duplicate": twice, "contradictory": twice }));
        prop_assert_eq!(print(&plain), print(&off));
        prop_assert_eq!((plain.fates, plain.causes), (faulty.fates, faulty.causes));
        prop_assert_eq!((plain.replies, plain.complaints, plain.unwanted), (faulty.replies, faulty.complaints, faulty.unwanted));
        prop_assert!(faulty.reported_delivered <= plain.reported_delivered);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nor do lies of any kind, about throttled messages and before the filter runs included, change what a
    /// carrier measures and learns: a controller on the blocked share moves as before, and a learner that takes
    /// its own blocks for labels takes in the same.
    #[test]
    fn receipts_change_nothing_that_a_carrier_goes_by(seed: u64, policy in 0usize..2, lie in 0.2..1.0, silent in 0.2..0.8) {
        let with = |receipts: Value| {
            let mut carrier = whole_carrier("north", 1.0);
            carrier["receipts"] = receipts;
            carrier["learning"]["policy"] = json!(["self", "cluster"][policy]);
            let senders = json!([whole_sender("s", "90/h", 1), whole_sender("t", "70/h", 3)]);
            let settings = settings(12, json!([carrier]), quick_audience(500), senders, json!({}));
            let (world, mut outcome) = play(settings, seed);
            let course = courses(&world, &outcome);
            let truths: Vec<_> = (0..2)
                .map(|s| {
                    let t = outcome.ledger.tally(world.sender_rank(s), world.carrier_rank(0));
                    let fates = [Fate::Delivered, Fate::Throttled, Fate::Unreachable, Fate::InFlight].map(|f| t.fate(f));
                    (fates, t.dropped(), t.causes, t.replies, t.opt_outs, t.complaints, t.unwanted)
                })
                .collect();
            let said = outcome.ledger.tallies.iter().map(|t| t.reported_delivered).sum::<u64>();
            let throttled = truths.iter().map(|t| t.0[1]).sum::<u64>();
            (truths, course, said, throttled)
        };
        let plain = with(json!({}));
        let lies = json!({ "block_reported_delivered": lie * (1.0 - silent), "block_silent": silent,
            "cause": { "throttled": { "silent": silent, "reported_delivered": lie * (1.0 - silent) } } });
        let mut acknowledged = lies.clone();
        acknowledged["acknowledged"] = json!(lie);
        for receipts in [lies, acknowledged, json!({ "cause": { "throttled": { "silent": 1.0 } } }),
            json!({ "acknowledged": 1.0, "lost": 0.3, "late": 0.3, "duplicate": 0.3 })] {
            let lied = with(receipts.clone());
            prop_assert_eq!(&plain.0, &lied.0, "{}", receipts);
            prop_assert_eq!(&plain.1, &lied.1, "{}", receipts);
            prop_assert!(plain.2 != lied.2 || receipts["cause"]["throttled"]["silent"] == 1.0, "{}", receipts);
        }
    }
}

/// The share of throttled messages that are told nothing does not reach a controller on the blocked share.
#[test]
fn a_silent_throttle_is_no_block_to_a_controller() {
    let of = |receipts: Value, network: bool| {
        let prior = json!({ "unregistered": 0.4, "registered": 0.34, "vetted": 0.34 });
        let carrier = json!({ "name": "north", "share": 1.0, "receipts": receipts,
            "filter": { "threshold": 1.0, "hold_threshold": 0.35, "hold": "1min", "holds_max": 1, "softness": 0.2, "prior": prior },
            "controller": { "target": 0.2, "gain": 0.3, "interval": "1h" } });
        let number = |registration: &str| {
            json!({ "type": "", "registration": registration, "trust": 60,
            "receipts": if network { "network" } else { "handset" } })
        };
        let sender = |name: &str, registration: &str| {
            json!({ "name": name, "audience": "all", "rate": "1/min",
            "number": number(registration), "texts": ["20% off all tents until Sunday"] })
        };
        let senders = json!([sender("cold", "none"), sender("shop", "registered")]);
        let (_, outcome) = play(
            settings(48, json!([carrier]), json!({ "size": 2000, "consent": "" }), senders, json!({})),
            1,
        );
        let throttled: u64 = outcome.ledger.tallies.iter().map(|t| t.fate(Fate::Throttled)).sum();
        (outcome.carriers[0].thresholds().to_vec(), throttled)
    };
    let (honest, throttled) = of(json!({}), false);
    assert!(throttled > 300 && honest.len() > 20, "{throttled} {}", honest.len());
    let silent = json!({ "cause": { "throttled": { "silent": 1.0 } } });
    assert_eq!(of(silent, false), (honest.clone(), throttled));
    assert_eq!(of(json!({ "acknowledged": 1.0 }), true), (honest, throttled));
}
