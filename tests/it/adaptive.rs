//! Strategies that follow the news: they do what they say, by what is reported and not by what is so.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use carrierlab::engine::{Outcome, Pause, Variation, World, WorldSettings, run, run_with};
use carrierlab::experiment::counterfactual::{Asked, Inquiry};
use carrierlab::experiment::{Arm, Plan, replicate};
use carrierlab::ledger::{Detail, MessageRow, Tally};
use carrierlab::message::{Code, Echo, Fate, Heard, MessageId, Reported, Role, SenderId};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::sender::strategy::{self, Means, Orders, Step, Strategy};
use carrierlab::sender::{Belief, Directory, Draft, Texts};
use carrierlab::time::{SimSpan, SimTime};
use serde_json::{Value, json};

use crate::support::*;

/// A carrier that drops a forbidden phrase and reports it after ten seconds, with this beside it.
fn carrier(name: &str, share: f64, more: Value) -> Value {
    let mut carrier = json!({ "name": name, "share": share, "filter": { "terms": { "phrases": ["free crypto"] } },
        "receipts": { "delay": { "median": "10s", "p95": "10s", "min": "10s" } } });
    merge(&mut carrier, more);
    carrier
}

fn north(more: Value) -> Value {
    json!([carrier("north", 1.0, more)])
}

/// A sender of one message a minute, with this beside it.
fn shop(more: Value) -> Value {
    let mut sender = json!({ "name": "shop", "audience": "all", "rate": "1/min", "number": { "type": "" },
        "texts": ["hello"] });
    merge(&mut sender, more);
    json!([sender])
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

fn people(size: u32, more: Value) -> Value {
    let mut people = json!({ "size": size, "consent": "" });
    merge(&mut people, more);
    people
}

/// Every message of a run, in the order in which they became due.
fn messages(settings: WorldSettings) -> Vec<MessageRow> {
    let world = World::new(settings, &models()).unwrap();
    run(&world, &Draws::new(7, 0), Detail::Messages).ledger.messages
}

fn alone(settings: WorldSettings) -> (Tally, Outcome) {
    let (world, mut outcome) = play(settings, 7);
    (outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone(), outcome)
}

fn share(n: u64, of: u64) -> f64 {
    n as f64 / of as f64
}

fn seconds(row: &MessageRow) -> f64 {
    row.message.due.seconds()
}

/// Numbers after each other, in whole seconds.
fn gaps(rows: &[MessageRow]) -> Vec<i64> {
    rows.windows(2).map(|w| (seconds(&w[1]) - seconds(&w[0])).round() as i64).collect()
}

// ---- Retry --------------------------------------------------------------------------------------

fn retrying(retry: Value, more: Value) -> Vec<MessageRow> {
    let mut sender = json!({ "texts": ["free crypto"], "retry": retry });
    merge(&mut sender, more);
    messages(settings(
        48,
        north(json!({ "receipts": { "block_code": 30008 } })),
        people(1, json!({})),
        shop(sender),
        json!({}),
    ))
}

#[test]
fn back_off_times_are_exact() {
    let rows = retrying(json!({ "attempts": 6, "after": "1min", "factor": 3.0 }), json!({}));
    // 50 ms to the carrier and ten seconds and a microsecond back, each time.
    let news = 10_050_001;
    let waits: Vec<u64> =
        rows.windows(2).map(|w| w[1].message.due.since(w[0].message.due).micros()).collect();
    let expected: Vec<u64> = (0..6).map(|j| 60_000_000 * 3u64.pow(j) + news).collect();
    assert_eq!(waits, expected);
    assert!(rows.iter().all(|row| row.message.intent == 0 && row.fate == Fate::Blocked));
    let counts: Vec<u32> = rows.iter().map(|row| row.message.id.count >> 28).collect();
    assert_eq!(counts, [0, 1, 2, 3, 4, 5, 6]);
    // Persistence is the same with a factor of one.
    let rows = retrying(json!({ "attempts": 14, "after": "1min", "factor": 1.0 }), json!({}));
    assert_eq!(gaps(&rows), vec![70; 14]);
}

#[test]
fn only_the_codes_that_are_named_are_followed_by_a_retry() {
    let retry = |codes: Value| retrying(json!({ "codes": codes, "attempts": 3 }), json!({})).len();
    assert_eq!([retry(json!([30008])), retry(json!([30007])), retry(json!([30007, 30008]))], [4, 1, 4]);
}

#[test]
fn a_retry_can_come_from_another_number_and_in_another_text() {
    let rows = retrying(
        json!({ "attempts": 4, "other_number": true, "other_text": true }),
        json!({ "number": { "type": "", "count": 3 }, "texts": ["free crypto {1|2}", "free crypto, again", "free crypto {a|b}"],
            "wording": "rotate" }),
    );
    let first = rows[0].message.number.0;
    let numbers: Vec<u32> = rows.iter().map(|r| r.message.number.0).collect();
    assert_eq!(numbers, (0..5).map(|i| (first + i) % 3).collect::<Vec<_>>());
    let texts: Vec<u32> = rows.iter().map(|r| r.message.text.0).collect();
    assert_eq!(texts, [0, 2, 3, 0, 2], "first variant of the first text, the second, the third");
}

/// Another number is one of those that the sender uses by then: not one that it moved away from, nor one that
/// it dropped.
#[test]
fn a_retry_from_another_number_follows_moves_and_replacements() {
    let numbers = |more: Value| -> Vec<u32> {
        let mut own = json!({ "number": { "type": "", "count": 2 } });
        merge(&mut own, more);
        let rows = retrying(json!({ "attempts": 5, "other_number": true }), own);
        rows.iter().map(|r| r.message.number.0).collect()
    };
    let plain = numbers(json!({}));
    let (a, b) = (plain[0], plain[1]);
    assert_eq!((a + b, &plain[2..]), (1, &[a, b, a, b][..]));
    // The first attempts fail before the move, and those behind it rotate among the three new numbers.
    let moved = |at: &str| numbers(json!({ "migrate": { "at": at, "number": { "type": "", "count": 3 } } }));
    let new = moved("0s");
    assert_eq!(new, (0..6).map(|i| 2 + (new[0] - 2 + i) % 3).collect::<Vec<_>>());
    let late = moved("20min");
    assert_eq!(late[..2], [a, b]);
    assert_eq!(late[2..], (0..4).map(|i| 2 + (late[2] - 2 + i) % 3).collect::<Vec<_>>());
    // Each failure costs a number, until three spare ones are used up.
    let replace =
        |spare: u32| numbers(json!({ "replace": { "spare": spare, "after": 1, "codes": [30008] } }));
    assert_eq!(replace(3), [a, b, 2, 3, 4, 3]);
    assert_eq!(replace(1), [a, b, 2, b, 2, b]);
    let both = numbers(json!({ "replace": { "spare": 9, "after": 1, "codes": [30008] },
        "migrate": { "at": "0s", "number": { "type": "", "count": 3 } } }));
    assert_eq!(both, new.iter().map(|n| n + 9).collect::<Vec<_>>());
}

/// One person, who is written to twice: the first message arrives, the second is dropped.
fn opting_out(opt_out: f64) -> Vec<MessageRow> {
    let delay = json!({ "median": "10min", "p95": "10min", "min": "10min" });
    let people = people(1, json!({ "reactions": { "opt_out": opt_out, "delay": delay } }));
    let sender = json!({ "texts": ["hello", "free crypto"], "wording": "rotate", "waves": 3, "wave_gap": "5min",
        "retry": { "attempts": 2, "after": "1h", "codes": [30008, 30007, 30003] } });
    let carrier = north(json!({ "receipts": { "block_code": 30008 } }));
    messages(settings(24, carrier, people, shop(sender), json!({})))
}

#[test]
fn who_opted_out_is_never_tried_again() {
    let rows = opting_out(1.0);
    let retries = |rows: &[MessageRow]| rows.iter().filter(|r| r.message.id.count >> 28 > 0).count();
    assert_eq!((rows.len(), retries(&rows)), (3, 0), "the news of the opt-out came before the retry");
    assert_eq!(rows[1].fate, Fate::Blocked);
    let rows = opting_out(0.0);
    assert_eq!((rows.len(), retries(&rows)), (5, 2), "without an opt-out there are retries");
}

#[test]
fn silence_is_followed_by_a_retry_only_with_a_timeout() {
    let silent = |retry: Value| {
        let carrier = north(json!({ "receipts": { "block_silent": 1.0 } }));
        let sender = json!({ "texts": ["free crypto"], "retry": retry });
        messages(settings(48, carrier, people(1, json!({})), shop(sender), json!({})))
    };
    assert_eq!(silent(json!({ "attempts": 3 })).len(), 1);
    let rows = silent(json!({ "attempts": 3, "after": "5min", "factor": 1.0, "timeout": "2h" }));
    assert_eq!(gaps(&rows), [7500; 3]);
    // What is reported in time is no silence.
    let rows = retrying(json!({ "attempts": 2, "after": "5min", "factor": 1.0, "timeout": "2h" }), json!({}));
    assert_eq!(gaps(&rows), [310; 2]);
    let fine = json!({ "texts": ["hello"], "retry": { "timeout": "1min" } });
    let rows = messages(settings(48, north(json!({})), people(9, json!({})), shop(fine), json!({})));
    assert_eq!(rows.len(), 9);
}

/// Three of ten handsets are off for one message: an intent is reached unless all of its attempts fail.
#[test]
fn what_passes_by_itself_is_reached_in_the_end() {
    let reached = |attempts: u32| {
        let sender =
            json!({ "rate": "60/min", "retry": { "enabled": attempts > 0, "attempts": attempts.max(1) } });
        let people = people(4000, json!({ "off": 0.3 }));
        let (tally, _) = alone(settings(48, north(json!({})), people, shop(sender), json!({})));
        assert_eq!(tally.intents, 4000, "a retry is no new intent");
        (share(tally.reached, tally.intents), tally.attempted)
    };
    let error = |p: f64| (p * (1.0 - p) / 4000.0).sqrt();
    for tries in 0..4u32 {
        let law = 1.0 - 0.3f64.powi(tries as i32 + 1);
        let (got, attempted) = reached(tries);
        holds(&format!("reached after {tries} retries"), got, law, error(law));
        let law = (1.0 - 0.3f64.powi(tries as i32 + 1)) / 0.7;
        holds("attempts for each intent", share(attempted, 4000), law, 0.01);
    }
    let (got, _) = reached(0);
    fails("one retry", got, 1.0 - 0.3 * 0.3, error(0.91));
}

// ---- Halt ---------------------------------------------------------------------------------------

fn halting(halt: Value, receipts: Value) -> (Vec<MessageRow>, Tally) {
    let sender =
        json!({ "texts": ["hello", "free crypto"], "wording": "rotate", "rate": "1/min", "halt": halt });
    let world = || {
        let receipts = json!({ "receipts": receipts.clone() });
        settings(24, north(receipts), people(200, json!({})), shop(sender.clone()), json!({}))
    };
    (messages(world()), alone(world()).0)
}

#[test]
fn a_sender_stops_at_the_first_reported_failure() {
    // The second message fails at 1 min and ten seconds: the third is withheld, and all that follow.
    let (rows, tally) = halting(json!({}), json!({}));
    assert_eq!((rows.len(), tally.withheld, tally.attempted), (2, 198, 2));
    assert_eq!(tally.reached, 1);
    // Delivered messages between the failures begin the count again.
    let (rows, tally) = halting(json!({ "after": 2 }), json!({}));
    assert_eq!((rows.len(), tally.withheld), (200, 0));
    // Nobody stops for a code that is not among those that count, nor for what is not reported.
    let (rows, _) = halting(json!({ "codes": [30008] }), json!({}));
    assert_eq!(rows.len(), 200);
    let (rows, tally) = halting(json!({}), json!({ "block_reported_delivered": 1.0 }));
    assert_eq!((rows.len(), tally.fate(Fate::Delivered)), (200, 100));
}

#[test]
fn a_halt_with_an_end_moves_the_plan() {
    let (rows, tally) = halting(json!({ "for": "1h" }), json!({}));
    assert_eq!((tally.withheld, tally.attempted), (0, 200));
    let news = 10; // seconds, and what the way takes
    // Messages 1 and 2 a minute apart; an hour from the news of the second's failure; and so on.
    let expected = [60, 3600 + news, 60, 3600 + news, 60, 3600 + news];
    assert_eq!(gaps(&rows[..7]), expected);
    // What was not due by the horizon is in flight, not withheld.
    assert!(tally.fate(Fate::InFlight) > 100);
}

#[test]
fn a_halt_has_a_scope() {
    let carriers = json!([
        carrier("north", 0.5, json!({})),
        carrier("south", 0.5, json!({ "filter": { "terms": { "phrases": [] } } }))
    ]);
    let sender = shop(json!({ "texts": ["free crypto"], "halt": { "scope": "carrier" } }));
    let (world, mut outcome) = play(settings(24, carriers, people(400, json!({})), sender, json!({})), 7);
    let of = |outcome: &mut Outcome, c: usize| {
        let t = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(c));
        (t.attempted, t.withheld, t.fate(Fate::Delivered))
    };
    let (attempted, withheld, delivered) = of(&mut outcome, 0);
    assert!(attempted <= 2 && withheld > 150 && delivered == 0, "{attempted} {withheld} {delivered}");
    let (attempted, withheld, delivered) = of(&mut outcome, 1);
    assert!(attempted > 150 && withheld == 0 && delivered == attempted);
    // By number: each of three stops for itself.
    let limited =
        north(json!({ "filter": { "terms": { "phrases": [] }, "rate": { "day": 20 }, "threshold": 0.04 } }));
    let sender =
        json!({ "number": { "type": "", "count": 3, "pool": "rotate" }, "halt": { "scope": "number" } });
    let rows = messages(settings(24, limited, people(300, json!({})), shop(sender), json!({})));
    let sent = |n: u32| rows.iter().filter(|r| r.message.number.0 == n).count();
    assert_eq!([0, 1, 2].map(sent), [21; 3], "twenty pass, the next is reported in time");
}

// ---- Throttle -----------------------------------------------------------------------------------

#[test]
fn the_pace_falls_by_a_factor_and_rises_by_a_step() {
    // Every message fails for a while; then an update lets all pass.
    let update = json!([{ "at": "2h", "filter": { "terms": { "phrases": [] } } }]);
    let sender = json!({ "texts": ["free crypto"], "rate": "6/min",
        "throttle": { "window": "1s", "least": 1, "at_most": 0.0, "factor": 0.5, "recover": 0.25, "slowest": "1/10min" } });
    let world =
        settings(12, north(json!({ "update": update })), people(60, json!({})), shop(sender), json!({}));
    let rows = messages(world);
    let gaps = gaps(&rows);
    // The news of each message comes ten seconds after it, just behind the next one at full pace: when the pace
    // has fallen to a half, two more are on their way, and their news makes it an eighth.
    assert_eq!(gaps[..8], [10, 10, 20, 80, 160, 320, 600, 600]);
    let first = rows.iter().position(|r| r.fate == Fate::Delivered).expect("some are delivered");
    assert!(gaps[8..first - 1].iter().all(|&gap| gap == 600), "never slower than the slowest");
    // From 1/60 in steps of a quarter to the full pace.
    let up: Vec<i64> = [1.0 / 60.0 + 0.25, 1.0 / 60.0 + 0.5, 1.0 / 60.0 + 0.75]
        .map(|pace| (10.0f64 / pace).round() as i64)
        .to_vec();
    assert_eq!(gaps[first + 1..first + 4], up);
    assert!(gaps[first + 5..].iter().all(|&gap| gap == 10), "{gaps:?}");
}

// ---- Replace ------------------------------------------------------------------------------------

#[test]
fn short_lived_numbers_each_send_so_many() {
    let sender = json!({ "replace": { "every": 7, "spare": 20 }, "number": { "type": "" } });
    let rows = messages(settings(24, north(json!({})), people(100, json!({})), shop(sender), json!({})));
    let numbers: Vec<u32> = rows.iter().map(|r| r.message.number.0).collect();
    assert_eq!(numbers, (0..100).map(|i| i / 7).collect::<Vec<u32>>());
}

#[test]
fn a_number_that_fails_is_replaced_until_none_is_left() {
    let limited = |more: Value| {
        let mut sender = json!({ "number": { "type": "", "count": 2, "pool": "rotate" }, "replace": { "spare": 3, "after": 2 } });
        merge(&mut sender, more);
        let north = north(json!({ "filter": { "rate": { "day": 10 }, "threshold": 0.05 } }));
        let rows = messages(settings(24, north, people(200, json!({})), shop(sender), json!({})));
        let sent = |n: u32| rows.iter().filter(|r| r.message.number.0 == n).count();
        let delivered = rows.iter().filter(|r| r.fate == Fate::Delivered).count();
        ((0..6).map(sent).collect::<Vec<_>>(), delivered)
    };
    // Ten pass, two fail, and the next takes over; the last two stay.
    let (sent, delivered) = limited(json!({}));
    assert_eq!((sent[..3].to_vec(), delivered), (vec![12, 12, 12], 50));
    assert_eq!((sent[3] + sent[4], sent[5]), (200 - 36, 0));
    // Nobody replaces what is not reported to fail.
    let off = limited(json!({ "replace": { "enabled": false } }));
    assert_eq!((off.0[2..].iter().sum::<usize>(), off.1), (0, 20));
    assert_eq!(limited(json!({ "replace": { "codes": [30008] } })).1, 20);
    // Failures of one number are two minutes apart.
    assert_eq!(limited(json!({ "replace": { "within": "1min" } })).1, 20);
    assert_eq!(limited(json!({ "replace": { "within": "3min" } })).1, 50);
}

// ---- Seeds --------------------------------------------------------------------------------------

#[test]
fn a_panel_gets_one_message_in_so_many_and_disturbs_nobody() {
    let carriers = json!([carrier("north", 0.9, json!({})), carrier("south", 0.1, json!({}))]);
    let mut people = lively_audience(500);
    people["reactions"]["opt_out"] = json!(0.5);
    let sender = shop(json!({ "texts": ["hello", "free crypto"], "seeds": { "phones": 3, "every": 10 } }));
    let world = World::new(settings(24, carriers, people, sender, json!({})), &models()).unwrap();
    let mut outcome = run(&world, &Draws::new(7, 0), Detail::Messages);
    let rows = std::mem::take(&mut outcome.ledger.messages);
    let (seeds, own): (Vec<&MessageRow>, Vec<&MessageRow>) =
        rows.iter().partition(|r| r.message.role == Role::Seed);
    assert_eq!((own.len(), seeds.len()), (500, 50));
    for (c, phones) in [(0, [0, 2, 4]), (1, [1, 3, 5])] {
        let here = seeds.iter().filter(|r| r.carrier == world.carrier_rank(c));
        let first = seeds.iter().map(|r| r.message.person.0).min().unwrap();
        let mut reached: BTreeMap<u32, u32> = BTreeMap::new();
        here.for_each(|r| *reached.entry(r.message.person.0 - first).or_default() += 1);
        assert_eq!(reached.keys().copied().collect::<Vec<_>>(), phones, "as many phones at each carrier");
        assert!(reached.values().all(|n| [8, 9].contains(n)));
    }
    // Each goes with the message before it, and is judged like it.
    for seed in &seeds {
        let twin = own.iter().rfind(|r| r.message.due <= seed.message.due).unwrap();
        assert_eq!((twin.message.text, twin.message.number), (seed.message.text, seed.message.number));
        assert_eq!(seed.fate == Fate::Delivered, seed.message.text.0 == 0);
    }
    let total = |f: &dyn Fn(&Tally) -> u64, outcome: &mut Outcome| -> u64 {
        (0..2).map(|c| f(outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(c)))).sum()
    };
    assert_eq!(total(&|t| t.intents, &mut outcome), 500);
    let reached = own.iter().filter(|r| r.fate == Fate::Delivered).count() as u64;
    assert_eq!(total(&|t| t.reached, &mut outcome), reached, "a phone of one's own is nobody reached");
}

// ---- Bandit -------------------------------------------------------------------------------------

/// The share of messages that carried the good one of two texts, where the carrier drops the other.
fn good_share(bandit: Value, phi: f64) -> f64 {
    let carrier = north(json!({ "receipts": { "block_reported_delivered": phi } }));
    let delay = json!({ "median": "5min", "p95": "5min", "min": "5min" });
    let people = people(2000, json!({ "reactions": { "reply": 0.3, "delay": delay } }));
    let sender = json!({ "texts": ["free {crypto|crypto}", "Acme: {hello|good day}"], "rate": "2/min", "bandit": bandit,
        "seeds": { "phones": 20, "every": 5 } });
    let rows = messages(settings(24, carrier, people, shop(sender), json!({})));
    let own: Vec<&MessageRow> = rows.iter().filter(|r| r.message.role == Role::Main).collect();
    assert_eq!(own.len(), 2000);
    share(own.iter().filter(|r| r.message.text.0 >= 2).count() as u64, 2000)
}

#[test]
fn a_bandit_finds_the_text_that_arrives_and_no_other() {
    for rule in ["epsilon-greedy", "ucb1", "thompson"] {
        let bandit = |by: &str| json!({ "rule": rule, "by": by, "wait": "10min" });
        let honest = good_share(bandit("receipts"), 0.0);
        assert!(honest > 0.9, "{rule} by honest receipts: {honest}");
        // All reported as delivered: both texts look alike, and which one is preferred is chance.
        let lied_to = good_share(bandit("receipts"), 1.0);
        assert!(lied_to < 0.75, "{rule} by false receipts: {lied_to}");
        for by in ["seeds", "replies"] {
            let seen = good_share(bandit(by), 1.0);
            assert!(seen > 0.8, "{rule} by {by}: {seen}");
            assert_eq!(seen, good_share(bandit(by), 0.0), "no receipt matters to {by}");
        }
    }
    let off = good_share(json!({ "enabled": false }), 0.0);
    assert!((off - 0.5).abs() < 0.04, "{off}");
}

#[test]
fn what_fades_is_learned_again() {
    // At half time the carrier drops the other text.
    let share = |half_life: Option<&str>| {
        let carrier =
            north(json!({ "update": [{ "at": "8h", "filter": { "terms": { "phrases": ["hello"] } } }] }));
        let mut bandit = json!({ "rule": "thompson" });
        if let Some(half_life) = half_life {
            bandit["half_life"] = json!(half_life);
        }
        let sender = json!({ "texts": ["free crypto", "hello"], "rate": "2/min", "bandit": bandit });
        let rows = messages(settings(24, carrier, people(2000, json!({})), shop(sender), json!({})));
        let late = rows.iter().filter(|r| seconds(r) > 8.0 * 3600.0 && seconds(r) < 12.0 * 3600.0);
        late.clone().filter(|r| r.fate == Fate::Delivered).count() as f64 / late.count() as f64
    };
    let (kept, faded) = (share(None), share(Some("30min")));
    assert!(faded > 0.8 && kept < faded - 0.3, "{kept} against {faded}");
}

// ---- Estimate -----------------------------------------------------------------------------------

/// A carrier that drops above a rate, in gusts, and the estimate of a sender that knows nothing of it.
fn estimated(estimate: Value, receipts: Value, more: Value) -> (Tally, Belief) {
    let carrier =
        north(json!({ "filter": { "rate": { "hour": 40 }, "threshold": 0.5 }, "receipts": receipts }));
    let people = people(3000, json!({ "reactions": { "reply": 0.4 } }));
    let mut sender = json!({ "rate": "2/min", "gaps": "poisson", "estimate": estimate });
    merge(&mut sender, more);
    let (tally, outcome) = alone(settings(26, carrier, people, shop(sender), json!({})));
    let belief = outcome.beliefs[0].as_ref().expect("an estimate")[0].expect("of this carrier");
    (tally, belief)
}

#[test]
fn receipts_tell_the_truth_where_they_are_true() {
    let (t, belief) = estimated(json!({}), json!({}), json!({}));
    let known = t.attempted - t.fate(Fate::InFlight);
    let told = t.reported_delivered + t.reported_failed;
    assert!(t.dropped() > 500 && known - told < 20);
    // What is still under way is known to nobody.
    assert_eq!(belief.share, share(t.reported_delivered, told));
    assert!(
        (belief.share - share(t.fate(Fate::Delivered), t.attempted)).abs() <= share(t.attempted - told, told)
    );
    // Without a word counts as not delivered, once the time is over.
    let (t, belief) = estimated(json!({}), json!({ "block_silent": 1.0 }), json!({}));
    assert!((belief.share - share(t.fate(Fate::Delivered), t.attempted)).abs() < 0.05);
    let (t, naive) = estimated(json!({ "timeout": "40d" }), json!({ "block_silent": 1.0 }), json!({}));
    assert_eq!((naive.share, t.reported_failed), (1.0, 0));
}

#[test]
fn receipts_deceive_by_what_is_falsely_reported() {
    for phi in [0.5, 1.0] {
        let (t, belief) = estimated(json!({}), json!({ "block_reported_delivered": phi }), json!({}));
        let told = t.reported_delivered + t.reported_failed;
        assert_eq!(belief.share, share(t.reported_delivered, told));
        let error = belief.share - share(t.fate(Fate::Delivered), told);
        // What is under way at the end is left out of what was told; false receipts are exact.
        assert!((error - share(t.false_delivered, told)).abs() < 0.005, "{error}");
        let lies = phi * t.dropped() as f64;
        holds("false receipts", t.false_delivered as f64, lies, (lies * (1.0 - phi)).sqrt().max(6.0));
        if phi == 1.0 {
            assert_eq!(belief.share, 1.0);
        }
    }
}

#[test]
fn a_panel_is_right_within_its_error() {
    let panel = json!({ "seeds": { "phones": 100, "every": 10 } });
    let by = json!({ "by": ["seeds"] });
    let (t, belief) = estimated(by.clone(), json!({ "block_reported_delivered": 1.0 }), panel.clone());
    let truth = share(t.fate(Fate::Delivered), t.attempted);
    assert!((belief.share - truth).abs() < belief.half_width * Z / 1.96, "{belief:?} of {truth}");
    assert!(belief.half_width > 0.02 && belief.half_width < 0.1 && truth < 0.85);
    let (_, honest) = estimated(by, json!({}), panel.clone());
    assert_eq!(belief, honest, "no receipt reaches a panel");
    // The first sign that knows enough speaks.
    let (_, both) = estimated(json!({ "by": ["seeds", "receipts"] }), json!({}), panel.clone());
    assert_eq!(both, honest);
    let (_, both) = estimated(json!({ "by": ["seeds", "receipts"], "least": 1000 }), json!({}), panel);
    assert_ne!(both, honest);
}

/// What the platform turns away at the door is nothing that a carrier did: a panel leaves it out, and an opt-in
/// guard lets a sender's own phones pass.
#[test]
fn a_panel_does_not_take_the_platform_for_a_carrier() {
    let told = |seeds: Value, platform: Value| {
        let mut own = json!({ "phones": 1, "every": 10 });
        merge(&mut own, seeds);
        let sender = json!({ "rate": "1/s", "texts": ["hello"], "seeds": own, "estimate": { "by": ["seeds"], "least": 1 } });
        let world = settings(6, north(json!({})), people(3000, json!({})), shop(sender), platform);
        let (world, mut outcome) = play(world, 7);
        let belief = outcome.beliefs[0].as_ref().expect("an estimate")[0].expect("of this carrier");
        let refused = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).fate(Fate::Refused);
        (belief, refused)
    };
    let plain = told(json!({}), json!({}));
    assert_eq!((plain.0.share, plain.1), (1.0, 0));
    // One phone gets the same text again and again: the guard takes that for a loop.
    let loops = json!({ "loops": { "same": 5 } });
    let (belief, _) = told(json!({}), loops.clone());
    assert_eq!(belief.share, 1.0, "every seed that a carrier saw was shown");
    assert!(belief.half_width > 2.0 * plain.0.half_width, "and these were few");
    assert!(told(json!({ "refused": [] }), loops).0.share < 0.5, "unless the sender knows no such code");
    let opt_in = json!({ "opt_in": {} });
    assert_eq!(told(json!({}), opt_in.clone()).0, plain.0, "the phones are the sender's own");
    assert_eq!(told(json!({ "refused": [] }), opt_in).0, plain.0);
}

#[test]
fn replies_tell_by_what_is_missing() {
    let expected =
        json!({ "by": ["replies"], "compare": "expected", "expected": 0.4, "answered_within": "4h" });
    let (t, belief) = estimated(expected, json!({ "block_reported_delivered": 1.0 }), json!({}));
    let truth = share(t.fate(Fate::Delivered), t.attempted);
    // A few answers come later than four hours: 5 % of all.
    assert!((belief.share - 0.95 * truth).abs() < belief.half_width * Z / 1.96, "{belief:?} of {truth}");
    // Against the best carrier, and against a day on which all went well.
    let carriers = json!([
        carrier(
            "north",
            0.5,
            json!({ "receipts": { "block_reported_delivered": 1.0 },
            "update": [{ "at": "24h", "filter": { "terms": { "phrases": ["hello"] } } }] })
        ),
        carrier("south", 0.5, json!({}))
    ]);
    for compare in ["best-carrier", "first-day"] {
        let sender = json!({ "texts": ["Acme: hello"], "rate": "2/min",
            "estimate": { "by": ["replies"], "compare": compare } });
        let people = people(6000, json!({ "reactions": { "reply": 0.4 } }));
        let (world, mut outcome) = play(settings(52, carriers.clone(), people, shop(sender), json!({})), 7);
        let beliefs = outcome.beliefs[0].clone().expect("an estimate");
        let truth = |outcome: &mut Outcome, c: usize| {
            let t = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(c));
            share(t.fate(Fate::Delivered), t.attempted)
        };
        for c in [0, 1] {
            let (belief, truth) = (beliefs[c].expect("enough"), truth(&mut outcome, c));
            assert!((belief.share - truth).abs() < 0.06, "{compare}, {c}: {belief:?} of {truth}");
        }
        assert!(truth(&mut outcome, 0) < 0.55);
    }
}

// ---- All together -------------------------------------------------------------------------------

/// Everything at once, of a sender that meets everything at once.
fn all_of_it() -> Value {
    json!({
        "retry": { "attempts": 3, "after": "3min", "codes": [30003, 30007, 30008, 30022], "other_number": true,
            "other_text": true, "timeout": "1h" },
        "halt": { "after": 4, "scope": "number", "for": "20min" },
        "throttle": { "window": "5min", "least": 5 },
        "replace": { "spare": 6, "after": 3, "every": 90 },
        "bandit": { "rule": "thompson", "by": "seeds", "wait": "10min", "half_life": "2h" },
        "seeds": { "phones": 4, "every": 9 },
        "estimate": { "by": ["seeds", "replies", "receipts"], "least": 5 },
    })
}

fn busy(more: Value) -> WorldSettings {
    let mut first = whole_sender("s0", "90/h", 2);
    merge(&mut first, more);
    let second = whole_sender("s1", "50/h", 3);
    settings(14, two_whole(), quick_audience(500), json!([first, second]), json!({ "validity": "2h" }))
}

#[test]
fn what_is_off_changes_nothing() {
    let mut off = all_of_it();
    off.as_object_mut().unwrap().values_mut().for_each(|s| s["enabled"] = json!(false));
    let (world, mut outcome) = play(busy(json!({})), 3);
    let plain = fingerprint(&world, &mut outcome);
    let (world, mut outcome) = play(busy(off), 3);
    assert_eq!(fingerprint(&world, &mut outcome), plain);
    let (world, mut outcome) = play(busy(all_of_it()), 3);
    assert_ne!(fingerprint(&world, &mut outcome), plain);
    outcome.ledger.assert_conserved();
}

/// Who listens and never acts changes no byte, not even of his own.
#[test]
fn listening_changes_nothing() {
    let (world, mut outcome) = play(busy(json!({})), 3);
    let plain = fingerprint(&world, &mut outcome);
    for listener in [
        json!({ "estimate": { "by": ["receipts", "replies"] } }),
        json!({ "halt": { "codes": [99999] } }),
        json!({ "throttle": { "at_most": 1.0 } }),
        json!({ "retry": { "codes": [99999] } }),
        json!({ "replace": { "codes": [99999] } }),
    ] {
        let (world, mut outcome) = play(busy(listener.clone()), 3);
        assert_eq!(fingerprint(&world, &mut outcome), plain, "{listener}");
    }
}

#[test]
fn threads_do_not_matter() {
    let records = |jobs| {
        let world = World::new(busy(all_of_it()), &models()).unwrap();
        let arms = [Arm { name: "a".into(), about: String::new(), world }];
        let plan = Plan { seed: 5, replications: 4, jobs, trace: false };
        let records = replicate(&arms, plan, &|| (), &AtomicBool::new(false));
        records[0].iter().map(|r| format!("{:?} {:?}", r.senders, r.carriers)).collect::<Vec<_>>()
    };
    let one = records(1);
    assert_eq!(one, records(2));
    assert!(one[0].contains("\"estimate_halfwidth\": Some"));
}

/// People whom nobody writes to, but who would answer quickly, make the rounds of a run shorter.
/// News of the same instant from two carriers: with constant delays the success of one message and the failure of
/// another that went out two seconds later are told together, again and again.
#[test]
fn news_of_the_same_instant_has_an_order_of_its_own() {
    let file = |more: &str| {
        format!(
            r#"schema = 1
[scenario]
name = "tie"
horizon = "2h"
seed = 1
[[carrier]]
name = "acorn"
share = 0.5
receipts = {{ delay = {{ median = "8s", p95 = "8s", min = "5s" }} }}
transit = {{ median = "1s", p95 = "1s", min = "500ms" }}
[[carrier]]
name = "birch"
share = 0.5
receipts = {{ delay = {{ median = "10s", p95 = "10s", min = "5s" }} }}
transit = {{ median = "1s", p95 = "1s", min = "500ms" }}
filter = {{ threshold = 0.5 }}
[audience.a]
size = 3000
consent = "cold"
[[sender]]
name = "s"
audience = "a"
number = {{ type = "long-code", count = 1, throughput = "100/s" }}
texts = ["Acme hello there friend Reply STOP to end"]
rate = "1/s"
halt = {{ after = 2, for = "3s", codes = [30007, 30003, 30005, 30006] }}
{more}"#
        )
    };
    let print = |quickest: Option<&str>| {
        let more = quickest.map_or_else(String::new, |min| {
            format!(
                "[audience.b]\nsize = 1\nconsent = \"opted-in\"\n\
                 reactions = {{ delay = {{ median = \"10min\", p95 = \"1h\", min = \"{min}\" }} }}\n\
                 [[sender]]\nname = \"t\"\naudience = \"b\"\nnumber = {{ type = \"long-code\" }}\n\
                 texts = [\"never sent\"]\nstart = \"01:59\"\n"
            )
        });
        let loaded = scenario::parse("t.toml", &file(&more), &Overrides::default(), None);
        let loaded = loaded.unwrap_or_else(|problems| panic!("{problems}"));
        let world = World::new(loaded.worlds[0].settings.clone(), &models()).expect("a world");
        let outcome = run(&world, &Draws::new(1, 0), Detail::Messages);
        let of_s = |row: &&MessageRow| world.sender_name(row.message.id.sender) == "s";
        let rows = outcome.ledger.messages.iter().filter(of_s);
        rows.map(|r| (r.message.id.count, r.message.due)).collect::<Vec<_>>()
    };
    let plain = print(None);
    for quickest in ["4900ms", "1s", "333ms"] {
        assert!(print(Some(quickest)) == plain, "{quickest}");
    }
}

#[test]
fn it_does_not_matter_where_rounds_begin() {
    let print = |delay: Option<&str>| {
        let mut settings = busy(all_of_it());
        if let Some(delay) = delay {
            let mut idle = quick_audience(1);
            idle["reactions"]["delay"]["min"] = json!(delay);
            settings.audiences.insert("zzz".into(), serde_json::from_value(idle).unwrap());
        }
        let (world, mut outcome) = play(settings, 3);
        (fingerprint(&world, &mut outcome), format!("{:?}", outcome.beliefs))
    };
    let plain = print(None);
    for delay in ["900ms", "333ms", "100ms"] {
        assert_eq!(print(Some(delay)), plain, "{delay}");
    }
}

#[test]
fn a_pause_holds_retries_and_seeds_as_well() {
    let world = World::new(busy(all_of_it()), &models()).unwrap();
    let at = |hours: u64| SimTime::START + SimSpan::HOUR * hours;
    let pause = Pause { sender: world.sender_rank(0), from: at(2), until: at(5) };
    let variation = Variation { pause: Some(pause), until_settled: false };
    let outcome = run_with(&world, &Draws::new(3, 0), Detail::Messages, variation);
    let due: Vec<SimTime> = outcome
        .ledger
        .messages
        .iter()
        .filter(|r| r.message.id.sender == pause.sender)
        .map(|r| r.message.due)
        .collect();
    assert!(due.iter().all(|at| *at < pause.from || pause.until <= *at));
    assert!(
        due.iter().filter(|at| **at < pause.from).count() > 50
            && due.iter().filter(|at| **at >= pause.until).count() > 50
    );
    outcome.ledger.assert_conserved();
}

// ---- Scenario files -----------------------------------------------------------------------------

#[test]
fn settings_that_make_no_sense_are_refused() {
    let file = |keys: &str| {
        format!(
            "schema = 1\n[scenario]\nname = \"t\"\n[[carrier]]\nname = \"north\"\nshare = 1.0\npreset = \"adaptive\"\n\
             [audience.people]\nsize = 100\nconsent = \"opted-in\"\n\
             [[sender]]\nname = \"shop\"\naudience = \"people\"\nnumber = {{ type = \"long-code\" }}\ntexts = [\"Acme: hi\"]\n{keys}"
        )
    };
    let read = |keys: &str| scenario::parse("t.toml", &file(keys), &Overrides::default(), None);
    for (keys, says) in [
        ("retry = { codes = [30008, 21610] }", "people who have opted out"),
        ("retry = { codes = [] }", "knows no failure"),
        ("retry = {}\ncodes = {}", "for codes again by themselves"),
        ("retry = { attempts = 15 }", "15"),
        ("retry = { factor = 0.5 }", "0.5"),
        ("halt = { for = \"0s\" }", "the length of a halt is zero"),
        ("throttle = {}", "nothing to slow down"),
        ("rate = \"1/s\"\nthrottle = {}\nalerts = {}", "has no plan to slow down"),
        ("rate = \"1/h\"\nthrottle = { slowest = \"2/h\" }", "no slower than 2/h"),
        ("bandit = { by = \"seeds\" }", "there are none"),
        ("estimate = { by = [\"seeds\"] }", "there are none"),
        ("estimate = { by = [\"receipts\", \"receipts\"] }", "receipts twice"),
        ("estimate = { by = [] }", "by"),
        ("estimate = { by = [\"replies\"], compare = \"expected\" }", "nothing is"),
        ("estimate = { by = [\"replies\"], compare = \"expected\", expected = 0.0 }", "expects no answer"),
        (
            "replace = { spare = 1_000_000 }\n[[sender]]\nname = \"b\"\naudience = \"people\"\nnumber = { type = \"long-code\" }\n\
          texts = [\"Acme: hi\"]\nseeds = {}\n[audience.\"seed phones of b\"]\nsize = 1\nconsent = \"opted-in\"",
            "the panel of sender `b`",
        ),
    ] {
        let problems = match read(keys) {
            Ok(_) => panic!("{keys} was accepted"),
            Err(problems) => problems.to_string(),
        };
        assert!(problems.contains(says), "{keys}: {problems}");
    }
    for (keys, says) in [
        ("bandit = {}", "one text to choose from"),
        ("bandit = { epsilon = 0.2, over = \"variants\" }", "another rule"),
        ("retry = { other_number = true }", "no other number"),
        ("retry = { other_text = true }", "no other text"),
        ("estimate = { by = [\"completions\", \"receipts\"] }", "goes by entered codes"),
        ("hygiene = { sunset = 3 }\nwaves = 3", "gives nobody up"),
        ("wave_gap = \"1d\"", "but one wave"),
        ("estimate = { expected = 0.2 }", "something else"),
    ] {
        let loaded = read(keys).unwrap_or_else(|p| panic!("{keys}: {p}"));
        let warnings = format!("{:?}", loaded.warnings);
        assert!(warnings.contains(says), "{keys}: {warnings}");
    }
    for fine in [
        "retry = { other_number = true }\nreplace = {}",
        "hygiene = { sunset = 3 }\nwaves = 4\nwave_gap = \"1h\"",
        "cosmetic = { edits = 3, kind = \"token\" }\nretry = { other_text = true }",
    ] {
        let loaded = read(fine).unwrap_or_else(|p| panic!("{fine}: {p}"));
        assert!(loaded.warnings.is_empty(), "{fine}: {:?}", loaded.warnings);
    }
    // What is off is not looked at.
    assert!(
        read("throttle = { enabled = false }\nbandit = { enabled = false, by = \"seeds\" }")
            .unwrap()
            .warnings
            .is_empty()
    );
}

#[test]
fn every_strategy_that_follows_the_news_has_a_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sender/strategy");
    for name in ["retry", "halt", "throttle", "replace", "bandit", "seeds", "estimate"] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.rs"))).expect("its source");
        let page: Vec<&str> = text.lines().map_while(|l| l.strip_prefix("//!")).collect();
        let page = page.join("\n");
        for head in ["## ", "**Does:**", "**Helps when:**", "**Costs:**", "**Source:**", "**Scenario:**"] {
            assert!(page.contains(head), "{name} does not say {head}");
        }
    }
}

/// Strategies that follow a plan and those that follow the news, with all that they order, keep and let go.
fn all_strategies() -> Value {
    let mut all = all_of_it();
    merge(
        &mut all,
        json!({
            "waves": 3, "wave_gap": "4h",
            "groups": { "count": 3, "gap": "20min", "own_text": true, "own_number": true },
            "hours": { "from": "02:00", "to": "12:00" },
            "opener": { "text": "{Hi|Hello}, may we?", "wait": "3h", "delay": "1min" },
            "migrate": { "at": "6h", "over": "2h", "number": { "type": "", "count": 2 } },
            "hygiene": {},
            "copy": {},
        }),
    );
    all
}

#[test]
fn all_strategies_work_together() {
    let print = |delay: Option<&str>| {
        let mut settings = busy(all_strategies());
        if let Some(delay) = delay {
            let mut idle = quick_audience(1);
            idle["reactions"]["delay"]["min"] = json!(delay);
            settings.audiences.insert("zzz".into(), serde_json::from_value(idle).unwrap());
        }
        let (world, mut outcome) = play(settings, 3);
        outcome.ledger.assert_conserved();
        (fingerprint(&world, &mut outcome), format!("{:?}", outcome.beliefs))
    };
    let plain = print(None);
    assert_eq!(print(Some("333ms")), plain);
    let rows = messages(busy(all_strategies()));
    let own = |rows: &[MessageRow], of: &dyn Fn(&MessageRow) -> bool| {
        rows.iter().filter(|r| r.message.id.sender.0 == 0 && of(r)).count()
    };
    let retries = own(&rows, &|r| r.message.role == Role::Main && r.message.id.count >> 28 > 0);
    let seeds = own(&rows, &|r| r.message.role == Role::Seed);
    let openers = own(&rows, &|r| r.message.role == Role::Opener);
    let main = own(&rows, &|r| r.message.role == Role::Main && r.message.id.count >> 28 == 0);
    assert!(retries > 5 && seeds > 5 && openers > 50 && main > 100, "{retries} {seeds} {openers} {main}");
    // Of the main fleet, the spare numbers and the new ones.
    let numbers: std::collections::BTreeSet<u32> =
        rows.iter().filter(|r| r.message.id.sender.0 == 0).map(|r| r.message.number.0).collect();
    assert!(
        numbers.iter().any(|n| *n < 2)
            && numbers.iter().any(|n| (2..8).contains(n))
            && numbers.iter().any(|n| (8..10).contains(n)),
        "{numbers:?}"
    );
    let ids: std::collections::BTreeSet<_> =
        rows.iter().map(|r| (r.message.id.sender.0, r.message.id.count)).collect();
    assert_eq!(ids.len(), rows.len(), "no two messages have one name");
}

/// Every message can be asked about, retries and seed messages too: the same world without the probe.
#[test]
fn a_retry_can_be_explained() {
    let models = models();
    let short = WorldSettings { horizon: SimSpan::HOUR * 5, ..busy(all_of_it()) };
    let world = World::new(short, &models).unwrap();
    let draws = Draws::new(3, 0);
    let rows = run(&world, &draws, Detail::Messages).ledger.messages;
    let dropped = |row: &&MessageRow| matches!(row.fate, Fate::Blocked | Fate::Silenced);
    let retry = rows.iter().filter(dropped).find(|r| r.message.id.count >> 28 > 0).expect("a dropped retry");
    let seed = rows.iter().filter(dropped).find(|r| r.message.role == Role::Seed).expect("a dropped seed");
    for row in [retry, seed] {
        let outcome = run(&world, &draws, Detail::Probe(row.message.id));
        let probed = outcome.ledger.messages.first().expect("it was sent");
        assert_eq!((probed.message, probed.fate, probed.settled), (row.message, row.fate, row.settled));
        let asked = Asked { world: &world, models: &models, draws: &draws, outcome: &outcome };
        let inquiry = Inquiry::new(asked).expect("it did not pass");
        if row.message.role == Role::Main {
            let answers = inquiry.answer(&|| ());
            assert!(answers.iter().any(|a| !a.tries.is_empty()));
        }
    }
}

// ---- Without an engine --------------------------------------------------------------------------

/// People of two carriers, in turn.
struct TwoCarriers;

impl Directory for TwoCarriers {
    fn len(&self, _: u8) -> u32 {
        1_000_000
    }
    fn key(&self, _: u8, person: u32) -> u64 {
        u64::from(person)
    }
    fn carrier(&self, _: u8, person: u32) -> u32 {
        person % 2
    }
}

/// A strategy by itself, and what it is told of.
struct Alone {
    strategies: Vec<Box<dyn Strategy>>,
    draws: Draws,
    sent: u32,
}

impl Alone {
    fn new(sender: Value, templates: &[u32], main: u32) -> Alone {
        let sender = serde_json::from_value(shop(sender)[0].clone()).unwrap();
        let texts = Texts { main, templates: templates.to_vec(), opener: None };
        Alone { strategies: strategy::of(&sender, &texts), draws: Draws::new(1, 0), sent: 0 }
    }

    fn each(&mut self, act: impl Fn(&mut dyn Strategy, &mut Orders, Means<'_>)) {
        let means = Means { people: &TwoCarriers, draws: &self.draws, key: 7, wave: 0 };
        for strategy in &mut self.strategies {
            act(strategy.as_mut(), &mut Orders::default(), means);
        }
    }

    /// Sends the next message, to the person of its count, and says which variant it carries.
    fn send(&mut self, now: SimTime) -> Draft {
        let mut draft = Draft::new(now, self.sent, self.sent, 0, 0);
        self.sent += 1;
        let means = Means { people: &TwoCarriers, draws: &self.draws, key: 7, wave: 0 };
        for strategy in &mut self.strategies {
            strategy.before(now, &mut draft, &mut Orders::default(), means);
        }
        self.each(|strategy, orders, means| strategy.sent(now, &draft, orders, means));
        draft
    }

    fn hear(&mut self, now: SimTime, draft: &Draft, heard: Heard) {
        let echo = Echo {
            id: MessageId { sender: SenderId(0), count: draft.count },
            intent: draft.intent,
            audience: draft.audience,
            person: draft.person,
            variant: draft.variant,
            number: draft.number,
            role: draft.role,
            heard,
        };
        self.each(|strategy, orders, means| strategy.heard(now, &echo, orders, means));
    }
}

fn minute(n: u32) -> SimTime {
    SimTime::START + SimSpan::MINUTE * u64::from(n)
}

/// Of codes to one carrier six in ten are entered, to the other three in ten.
#[test]
fn completions_tell_by_what_is_missing() {
    for (compare, expected) in [("best-carrier", [1.0, 0.5]), ("expected", [0.75, 0.375])] {
        let mut estimate = json!({ "by": ["completions"], "compare": compare, "answered_within": "1h" });
        if compare == "expected" {
            estimate["expected"] = json!(0.8);
        }
        let mut alone = Alone::new(json!({ "estimate": estimate }), &[0], 1);
        for n in 0..1000 {
            let draft = alone.send(minute(n));
            let entered = [6, 3][draft.person as usize % 2];
            if n / 2 % 10 < entered {
                alone.hear(minute(n) + SimSpan::from_seconds(30), &draft, Heard::Completed);
            } else {
                // Too late, and other news, are no completion.
                alone.hear(minute(n + 61), &draft, Heard::Completed);
                alone.hear(minute(n + 61), &draft, Heard::Reply { again: false });
            }
        }
        let beliefs = alone.strategies[0].believes(minute(2000)).unwrap();
        let shares: Vec<f64> = beliefs.iter().map(|b| b.unwrap().share).collect();
        assert!(shares.iter().zip(expected).all(|(got, law)| (got - law).abs() < 1e-9), "{shares:?}");
        // Wilson's interval for 300 of 500 is 0.6 ± 0.0428, as any table says.
        let base = expected[0] / 0.6;
        assert!((beliefs[0].unwrap().half_width / base - 0.0428).abs() < 1e-4, "{beliefs:?}");
    }
}

/// A bandit over the variants of one text, of which the third is clicked.
#[test]
fn a_bandit_can_go_by_clicks_and_over_variants() {
    for rule in ["epsilon-greedy", "ucb1", "thompson"] {
        let bandit =
            json!({ "by": "clicks", "rule": rule, "over": "variants", "wait": "10min", "epsilon": 0.2 });
        let mut alone = Alone::new(json!({ "bandit": bandit }), &[0], 4);
        let mut chosen = [0; 4];
        for n in 0..2000 {
            let draft = alone.send(minute(n));
            chosen[draft.variant as usize] += 1;
            if draft.variant == 2 && n % 2 == 0 {
                alone.hear(minute(n), &draft, Heard::Click);
            }
        }
        assert!(chosen[2] > 1500 && chosen.iter().all(|&n| n > 0), "{rule}: {chosen:?}");
    }
}

/// A bandit that goes by seed phones learns nothing from one that the platform refused: it still tries both texts.
#[test]
fn a_bandit_learns_nothing_from_what_the_platform_refused() {
    let learned = |refused: Value| {
        let bandit = json!({ "by": "seeds", "rule": "epsilon-greedy", "epsilon": 0.0, "wait": "10min" });
        let sender =
            json!({ "texts": ["one", "two"], "bandit": bandit, "seeds": { "every": 1, "refused": refused } });
        let mut alone = Alone::new(sender, &[0, 1], 2);
        let mut chosen = [0; 2];
        for n in 0..40 {
            let draft = alone.send(minute(n));
            chosen[draft.variant as usize] += 1;
            let seed = draft.to_panel(n, 1, 0).unwrap();
            alone.each(|strategy, orders, means| strategy.sent(minute(n), &seed, orders, means));
            alone.hear(minute(n), &seed, Heard::Receipt(Reported::Failed(Code::LOOP)));
        }
        chosen
    };
    assert_eq!(learned(json!([30039])), [40, 0], "the first stays as good as the other");
    let misled = learned(json!([]));
    assert!(misled[1] > 10, "it moves on from what seems to fail: {misled:?}");
}

/// Whoever writes START after a STOP is tried again, and hears what the opener was sent for.
#[test]
fn start_lifts_what_a_retry_and_an_opener_know() {
    let failed = Heard::Receipt(Reported::Failed(Code::UNREACHABLE));
    let news = |sender: Value, opener: Option<(u32, u32)>, news: &[Heard]| {
        let mut alone = Alone::new(sender, &[0], 1);
        if opener.is_some() {
            let sender = shop(json!({ "opener": { "text": "may we?", "otherwise": "withhold" } }));
            let texts = Texts { main: 1, templates: vec![0], opener };
            alone.strategies = strategy::of(&serde_json::from_value(sender[0].clone()).unwrap(), &texts);
        }
        let draft = Draft::new(minute(0), 0, 0, 0, 0);
        let means = Means { people: &TwoCarriers, draws: &alone.draws, key: 7, wave: 0 };
        let mut orders = Orders::default();
        for heard in news {
            let id = MessageId { sender: SenderId(0), count: 0 };
            let echo = Echo {
                id,
                intent: 0,
                audience: 0,
                person: 0,
                variant: 0,
                number: 0,
                role: Role::Main,
                heard: *heard,
            };
            alone.strategies.iter_mut().for_each(|s| s.heard(minute(1), &echo, &mut orders, means));
        }
        let mut next = Draft { count: 1, intent: 1, ..draft };
        let step = alone.strategies[0].before(minute(2), &mut next, &mut orders, means);
        (orders.send.len(), step)
    };
    let retried = |all: &[Heard]| news(json!({ "retry": { "attempts": 3 } }), None, all).0;
    assert_eq!(retried(&[failed]), 1);
    assert_eq!(retried(&[Heard::OptOut, failed]), 0);
    assert_eq!(retried(&[Heard::OptOut, Heard::Start, failed]), 1);
    assert_eq!(retried(&[Heard::OptOut, Heard::Start, Heard::OptOut, failed]), 0);
    let opened = |all: &[Heard]| news(json!({}), Some((1, 1)), all).1;
    assert!(matches!(opened(&[]), Step::Hold(_)));
    assert_eq!(opened(&[Heard::OptOut]), Step::Withhold);
    assert_eq!(opened(&[Heard::OptOut, Heard::Reply { again: false }]), Step::Withhold);
    assert_eq!(opened(&[Heard::OptOut, Heard::Start]), Step::Go);
    assert_eq!(opened(&[Heard::OptOut, Heard::Start, Heard::OptOut]), Step::Withhold);
}

/// The largest and the smallest of every setting: nothing overflows, nothing panics, nothing is lost.
#[test]
fn every_setting_may_be_as_large_or_as_small_as_the_schema_allows() {
    for extreme in [
        json!({ "retry": { "attempts": 14, "factor": 100.0, "after": "90000d" } }),
        json!({ "retry": { "attempts": 14, "factor": 1.0, "after": "0s", "codes": [30003, 30007, 30008] } }),
        json!({ "retry": { "attempts": 14, "after": "0s", "timeout": "1us" } }),
        json!({ "halt": { "after": 1_000_000, "for": "90000d" } }),
        json!({ "halt": { "for": "1us", "scope": "carrier" } }),
        json!({ "halt": { "for": "90000d", "scope": "number" } }),
        json!({ "throttle": { "window": "1us", "least": 1, "at_most": 0.0, "factor": 0.01, "recover": 0.0 } }),
        json!({ "throttle": { "at_most": 0.0, "factor": 0.99, "recover": 1.0, "slowest": "1/90000d" } }),
        json!({ "replace": { "spare": 1, "after": 1, "every": 1 } }),
        json!({ "replace": { "spare": 1000, "after": 1, "within": "1us", "every": 1 } }),
        json!({ "seeds": { "phones": 1, "every": 1 } }),
        json!({ "seeds": { "phones": 10_000, "every": 1_000_000 } }),
        json!({ "bandit": { "epsilon": 1.0, "rule": "epsilon-greedy", "wait": "1us", "half_life": "1us" } }),
        json!({ "bandit": { "rule": "ucb1", "half_life": "1us", "over": "variants" } }),
        json!({ "bandit": { "rule": "thompson", "half_life": "90000d", "by": "clicks" } }),
        json!({ "estimate": { "by": ["completions", "seeds", "replies", "receipts"], "least": 1, "timeout": "1us", "answered_within": "1us" } }),
        json!({ "estimate": { "by": ["replies"], "compare": "first-day", "least": 1_000_000 } }),
        json!({ "estimate": { "by": ["replies"], "compare": "expected", "least": 1 } }),
    ] {
        let mut settings = busy(extreme.clone());
        settings.horizon = SimSpan::HOUR * 4;
        let (world, mut outcome) = play(settings, 3);
        outcome.ledger.assert_conserved();
        let tallies =
            (0..2).map(|c| outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(c)).clone());
        let (attempted, reached, intents) = tallies.fold((0, 0, 0), |sum, t| {
            (sum.0 + t.attempted, sum.1 + t.reached, sum.2 + t.intents + t.withheld)
        });
        assert!(
            attempted > 0 && reached <= intents && intents == 500,
            "{extreme}: {attempted} {reached} {intents}"
        );
        let beliefs = outcome.beliefs.iter().flatten().flatten().flatten();
        assert!(
            beliefs.clone().all(|b| (0.0..=1.0).contains(&b.share) && (0.0..=1.0).contains(&b.half_width))
        );
    }
}
