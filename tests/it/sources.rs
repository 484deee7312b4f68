//! Laws of the sources: what each of them sends, when and to whom.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;

use carrierlab::engine::{Pause, Variation, World, WorldSettings, run, run_with};
use carrierlab::experiment::{Arm, Plan, replicate, tables};
use carrierlab::ledger::{Detail, MessageRow};
use carrierlab::message::Submission;
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::{SimSpan, SimTime};
use serde_json::{Value, json};

use crate::support::*;

const HOUR: u64 = 3_600_000_000;
const DAY: u64 = 24 * HOUR;

/// People who do nothing but reply with this chance, and a carrier that lets everything through.
fn open_world(hours: u64, people: u32, reply: f64, senders: Value) -> WorldSettings {
    let audience = json!({ "size": people, "consent": "", "consented": 1.0,
        "reactions": { "reply": reply, "opt_out": 0.0, "complaint": 0.0,
            "delay": { "median": "1min", "p95": "10min", "min": "5s" } } });
    settings(hours, json!([{ "name": "north", "share": 1.0 }]), audience, senders, json!({}))
}

/// A sender with this source.
fn with(source: &str, settings: Value) -> Value {
    let mut sender = json!({ "name": "s", "audience": "all", "number": { "type": "" }, "texts": ["hello"] });
    sender[source] = settings;
    sender
}

fn world(settings: &WorldSettings) -> World {
    World::new(settings.clone(), &models()).expect("a world")
}

/// All messages of one replication, in the order in which they were handed over.
fn sent(world: &World, replication: u64) -> Vec<Submission> {
    let outcome = run(world, &Draws::new(11, replication), Detail::Messages);
    outcome.ledger.messages.iter().map(|row| row.message).collect()
}

fn micros(message: &Submission) -> u64 {
    message.due.micros()
}

/// Busy from eight to twelve, half as busy until four, and quiet else.
fn office() -> [f64; 24] {
    let mut weights = [0.0; 24];
    weights[8..12].fill(2.0);
    weights[12..16].fill(1.0);
    weights
}

// ---- alerts

/// Counts by the hour of the day are Poisson with the mean that the rhythm gives them: the mean within its
/// error, the variance equal to it, and none at night.
#[test]
fn alerts_come_at_their_rate_and_by_their_rhythm() {
    let source = json!({ "rate": "60/h", "rhythm": office() });
    let world = world(&open_world(240, 500, 0.0, json!([with("alerts", source)])));
    let (days, replications) = (10.0, 8);
    let mut hours = vec![Vec::new(); 24];
    for replication in 0..replications {
        let mut counts = [0.0; 240];
        sent(&world, replication).iter().for_each(|m| counts[(micros(m) / HOUR) as usize] += 1.0);
        counts.iter().enumerate().for_each(|(at, n)| hours[at % 24].push(*n));
    }
    let (mut of_all, mut of_even) = (0.0, 0.0);
    for (hour, counts) in hours.iter().enumerate() {
        // 60 an hour on average are 1,440 a day, and the weights add up to 12.
        let law = 1440.0 * office()[hour] / 12.0;
        let n = days * replications as f64;
        let found = mean(counts);
        of_all += found.mean;
        if law == 0.0 {
            assert_eq!(found.mean, 0.0, "nothing at {hour}");
            continue;
        }
        holds(&format!("alerts in hour {hour}"), found.mean, law, (law / n).sqrt());
        // The variance of a Poisson count is its mean; its own error is that of a chi square.
        let variance = found.error * found.error * n;
        holds("their variance", variance, law, law * (2.0 / (n - 1.0)).sqrt());
        of_even += (found.mean - 60.0).abs();
    }
    holds("alerts a day", of_all, 1440.0, (1440.0 / (days * replications as f64)).sqrt());
    fails("a plain process", of_even, 0.0, (60.0 / (days * replications as f64)).sqrt() * 8.0);
}

#[test]
fn a_rhythm_of_equal_weights_is_the_plain_process() {
    let of = |source: Value| sent(&world(&open_world(48, 300, 0.0, json!([with("alerts", source)]))), 0);
    let plain = of(json!({ "rate": "30/h" }));
    assert_eq!(of(json!({ "rate": "30/h", "rhythm": vec![3.0; 24] })), plain);
    assert_ne!(of(json!({ "rate": "30/h", "rhythm": office() })), plain);
    // The same gaps by the clock of the rhythm: the same events, at other times.
    let people = |messages: &[Submission]| messages.iter().map(|m| m.person).take(500).collect::<Vec<_>>();
    assert_eq!(people(&of(json!({ "rate": "30/h", "rhythm": office() }))), people(&plain));
    let stopped = of(json!({ "rate": "30/h", "until": "10h" }));
    assert_eq!(stopped, plain.iter().filter(|m| micros(m) < 10 * HOUR).copied().collect::<Vec<_>>());
}

#[test]
fn a_few_people_have_most_of_the_alerts() {
    let share = |skew: f64| {
        let source = json!({ "rate": "2000/h", "skew": skew });
        let messages = sent(&world(&open_world(20, 1000, 0.0, json!([with("alerts", source)]))), 0);
        let mut counts = BTreeMap::<u32, u32>::new();
        messages.iter().for_each(|m| *counts.entry(m.person.0).or_default() += 1);
        let mut counts: Vec<u32> = counts.into_values().collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        f64::from(counts[..100].iter().sum::<u32>()) / messages.len() as f64
    };
    // The density x^-s over [1, 1001): the first hundred ranks have this share.
    let law = |s: f64| (101f64.powf(1.0 - s) - 1.0) / (1001f64.powf(1.0 - s) - 1.0);
    for skew in [0.3, 0.5, 0.8] {
        let error = (law(skew) * (1.0 - law(skew)) / 40_000.0).sqrt();
        // Ranks by count are a little better than ranks by weight.
        let found = share(skew);
        assert!(
            found > law(skew) - Z * error && found < law(skew) + 0.03,
            "{skew}: {found} against {}",
            law(skew)
        );
    }
    assert!(share(0.0) < 0.15, "all alike, up to chance");
}

// ---- conversations

fn talk(reply: f64, turns: u32) -> WorldSettings {
    let mut sender = with("talk", json!({ "rate": "20/h", "turns": turns, "until": "2d" }));
    sender["texts"] = json!(["one", "two", "three"]);
    sender["number"]["count"] = json!(4);
    open_world(96, 3000, reply, json!([sender]))
}

/// A text is answered with the chance p, so a conversation of at most T turns has (1 − p^T)/(1 − p) texts.
#[test]
fn conversations_are_as_long_as_replies_make_them() {
    for (reply, turns) in [(0.5, 3), (0.8, 5), (0.4, 2)] {
        let world = world(&talk(reply, turns));
        let mut lengths = BTreeMap::<(u64, u32), f64>::new();
        for replication in 0..3 {
            for m in sent(&world, replication) {
                *lengths.entry((replication, m.id.count / turns)).or_default() += 1.0;
            }
        }
        let lengths: Vec<f64> = lengths.into_values().collect();
        let law = (1.0 - reply.powi(turns as i32)) / (1.0 - reply);
        let found = mean(&lengths);
        holds("texts of a conversation", found.mean, law, found.error);
        fails("one turn more", found.mean, law + reply.powi(turns as i32), found.error);
        assert!(lengths.iter().all(|n| *n <= f64::from(turns)));
    }
    let all = |reply: f64| sent(&world(&talk(reply, 4)), 0);
    assert!(all(0.0).iter().all(|m| m.id.count.is_multiple_of(4)), "nobody replies: one text each");
    let begun: BTreeSet<u32> = all(1.0).iter().map(|m| m.id.count / 4).collect();
    assert_eq!(all(1.0).len(), begun.len() * 4, "everybody replies");
}

/// The texts of a conversation come in their order, from one number, to one person, and each only after the one
/// before had time to be answered.
#[test]
fn a_conversation_goes_on_where_it_was() {
    let (world, turns) = (world(&talk(0.9, 5)), 5);
    let mut conversations = BTreeMap::<u32, Vec<Submission>>::new();
    for m in sent(&world, 0) {
        conversations.entry(m.id.count / turns).or_default().push(m);
    }
    assert!(conversations.values().filter(|c| c.len() == 5).count() > 100);
    for texts in conversations.values() {
        for (turn, m) in texts.iter().enumerate() {
            assert_eq!(m.id.count % turns, turn as u32, "no turn is left out or said twice");
            assert_eq!((m.person, m.number), (texts[0].person, texts[0].number));
            assert_eq!(world.text(m.text).body, ["one", "two", "three"][turn % 3]);
            if turn > 0 {
                // At least five seconds until the reply, and five until the answer.
                assert!(micros(m) >= micros(&texts[turn - 1]) + 10_000_000);
            }
        }
    }
    // Everybody has a conversation before anybody has the second one.
    let people: Vec<_> = conversations.values().map(|c| c[0].person).collect();
    assert_eq!(people.iter().collect::<BTreeSet<_>>().len(), people.len().min(3000));
}

// ---- person to person

fn personal(numbers: u32, own: Value) -> Value {
    let mut source = json!({ "rhythm": vec![1.0; 24], "burst": 1.0 });
    own.as_object().expect("keys").iter().for_each(|(k, v)| source[k] = v.clone());
    let mut sender = with("personal", source);
    sender["number"]["count"] = json!(numbers);
    sender
}

#[test]
fn the_texts_of_people_have_the_mean_that_is_set_and_a_heavy_tail() {
    for (law, burst) in [
        (json!({ "mean": 10.0, "sigma": 1.2 }), 1.0),
        (json!({ "mean": 10.0, "sigma": 0.6 }), 4.0),
        (json!({ "mean": 6.0, "law": "pareto", "index": 2.5 }), 1.0),
    ] {
        let source = json!({ "texts": law, "burst": burst });
        let world = world(&open_world(48, 4000, 0.0, json!([personal(1500, source)])));
        let mut counts = vec![0.0; 1500];
        sent(&world, 0).iter().for_each(|m| counts[m.number.0 as usize] += 0.5);
        let found = mean(&counts);
        // Bursts under way at the end are cut: with four texts 40 seconds apart next to nothing.
        holds("texts a number and day", found.mean, law["mean"].as_f64().unwrap(), found.error);
        counts.sort_by(f64::total_cmp);
        let top: f64 = counts[1350..].iter().sum::<f64>() / counts.iter().sum::<f64>();
        note(format_args!("the busiest tenth has {top:.2} of {law}"));
        assert!(top > 0.25, "the busiest tenth has {top}");
    }
    // The log-normal law says what the busiest tenth has: 1 - Phi(1.2816 - sigma).
    let source = json!({ "texts": { "mean": 60.0, "sigma": 1.0 } });
    let world = world(&open_world(48, 4000, 0.0, json!([personal(1500, source)])));
    let mut counts = vec![0.0; 1500];
    sent(&world, 0).iter().for_each(|m| counts[m.number.0 as usize] += 1.0);
    counts.sort_by(f64::total_cmp);
    let top: f64 = counts[1350..].iter().sum::<f64>() / counts.iter().sum::<f64>();
    assert!((top - 0.389).abs() < 0.06, "{top}");
}

#[test]
fn people_write_to_a_circle_in_bursts_and_at_their_hours() {
    let source =
        json!({ "contacts": 7, "burst": 3.0, "texts": { "mean": 40.0, "sigma": 0.5 }, "rhythm": office() });
    let messages = sent(&world(&open_world(72, 5000, 0.0, json!([personal(200, source)]))), 0);
    let mut circles = BTreeMap::<u32, BTreeMap<u32, u32>>::new();
    messages.iter().for_each(|m| *circles.entry(m.number.0).or_default().entry(m.person.0).or_default() += 1);
    assert!(circles.values().all(|c| c.len() <= 7), "nobody writes to a stranger");
    assert!(circles.values().filter(|c| c.len() == 7).count() > 100);
    // At a skew of 1 the first of seven has ln 2 / ln 8 = a third.
    let most: f64 = circles.values().map(|c| f64::from(*c.values().max().unwrap())).sum();
    let share = most / messages.len() as f64;
    assert!((share - 1.0 / 3.0).abs() < 0.06, "{share}");
    // Three texts a burst: of two neighbours two thirds go to the same contact by the burst, and a few by chance.
    let mut by_number = BTreeMap::<u32, Vec<&Submission>>::new();
    messages.iter().for_each(|m| by_number.entry(m.number.0).or_default().push(m));
    let pairs: Vec<bool> =
        by_number.values().flat_map(|of| of.windows(2).map(|w| w[0].person == w[1].person)).collect();
    let same = pairs.iter().filter(|s| **s).count() as f64 / pairs.len() as f64;
    assert!((0.66..0.80).contains(&same), "{same}");
    // Quiet from four in the afternoon on, but for bursts that began before.
    let late = messages.iter().filter(|m| !(8..17).contains(&(micros(m) % DAY / HOUR))).count();
    assert!((late as f64) < 0.01 * messages.len() as f64, "{late}");
}

/// One number more changes nothing for the others, nor does the order of declaration or the number of threads.
#[test]
fn people_do_not_change_with_who_else_there_is() {
    let of = |numbers| sent(&world(&open_world(24, 1000, 0.0, json!([personal(numbers, json!({}))]))), 0);
    let what = |m: &Submission| (m.due, m.number, m.person);
    let few: Vec<_> = of(50).iter().map(what).collect();
    let many: Vec<_> = of(51).iter().filter(|m| m.number.0 < 50).map(what).collect();
    assert_eq!(few, many);

    let mut other = with("alerts", json!({ "rate": "40/h" }));
    other["name"] = json!("t");
    let pair = [personal(60, json!({})), other];
    let settings = |order: [usize; 2]| {
        let senders: Vec<&Value> = order.iter().map(|i| &pair[*i]).collect();
        settings(24, two_whole(), quick_audience(400), json!(senders), json!({}))
    };
    let (a, mut a_out) = play(settings([0, 1]), 3);
    let (b, mut b_out) = play(settings([1, 0]), 3);
    assert_eq!(fingerprint(&a, &mut a_out), fingerprint(&b, &mut b_out));
    let run = |jobs| {
        let arm = Arm { name: "a".into(), about: String::new(), world: world(&settings([0, 1])) };
        let arms = [arm];
        let plan = Plan { seed: 5, replications: 4, jobs, trace: true };
        tables(&arms, &replicate(&arms, plan, &|| (), &AtomicBool::new(false)))
    };
    assert_eq!(run(1), run(3));
}

// ---- the loop

#[test]
fn a_loop_sends_its_people_their_copies_and_no_more() {
    let source = json!({ "people": 120, "copies": 50, "begins": "3h", "lasts": "90min" });
    let mut sender = with("runaway", source);
    sender["texts"] = json!(["one {a|b|c}"]);
    let messages = sent(&world(&open_world(12, 500, 0.0, json!([sender]))), 0);
    assert_eq!(messages.len(), 120 * 75, "50 an hour for an hour and a half");
    let mut copies = BTreeMap::<u32, Vec<&Submission>>::new();
    messages.iter().for_each(|m| copies.entry(m.person.0).or_default().push(m));
    assert_eq!(copies.len(), 120);
    for of in copies.values() {
        assert_eq!(of.len(), 75);
        assert!(
            of.iter().all(|m| m.text == of[0].text && m.intent == of[0].id.count),
            "one text, one intent"
        );
    }
    let due: Vec<u64> = messages.iter().map(micros).collect();
    assert_eq!((due[0], *due.last().unwrap() < 3 * HOUR + HOUR * 3 / 2), (3 * HOUR, true));
    assert!(due.windows(2).all(|w| (w[1] - w[0]).abs_diff(HOUR / 6000) <= 1), "even gaps");
}

/// On top of a campaign a loop changes none of the campaign's messages, and what it adds counts as one wanted
/// message a person.
#[test]
fn a_loop_comes_on_top_of_the_campaign() {
    let campaign = |runaway: Value| {
        let mut sender = with("runaway", runaway);
        sender["rate"] = json!("100/h");
        open_world(6, 1000, 0.0, json!([sender]))
    };
    let fault = |enabled: bool| json!({ "enabled": enabled, "people": 40, "copies": 20, "begins": "2h", "lasts": "1h", "with_plan": true });
    let (with, without) = (world(&campaign(fault(true))), world(&campaign(fault(false))));
    let (all, plain) = (sent(&with, 0), sent(&without, 0));
    let planned: Vec<Submission> = all.iter().filter(|m| m.id.count < 1000).copied().collect();
    let sorted = |mut messages: Vec<Submission>| {
        messages.sort_by_key(|m| m.id.count);
        messages
    };
    assert_eq!(sorted(planned), sorted(plain), "600 by the end, and the rest of the wave in flight");
    assert_eq!(all.len(), 1000 + 800);
    let mut outcome = run(&with, &Draws::new(11, 0), Detail::Tallies);
    let tally = outcome.ledger.tally(with.sender_rank(0), with.carrier_rank(0));
    assert_eq!((tally.attempted, tally.intents), (1800, 1040));
    assert_eq!(tally.reached, 40 + 600);
}

// ---- smishing

fn smishing(own: Value, texts: u32, numbers: u32) -> Value {
    let mut source = json!({ "campaigns": "4/h" });
    own.as_object().expect("keys").iter().for_each(|(k, v)| source[k] = v.clone());
    let mut sender = with("smishing", source);
    let texts: Vec<String> = (0..texts).map(|i| format!("text {i}")).collect();
    sender["texts"] = json!(texts);
    sender["intent"] = json!("smishing");
    sender["number"]["count"] = json!(numbers);
    sender
}

/// Sizes are rounded up, so the share of campaigns with more than k messages is that of the law above k.
#[test]
fn sizes_of_smishing_campaigns_have_the_tail_that_is_set() {
    let size = json!({ "mean": 9.0, "law": "pareto", "index": 1.5, "most": 5000.0 });
    let source = json!({ "campaigns": "60/h", "size": size, "pace": "unlimited" });
    let world = world(&open_world(120, 2000, 0.0, json!([smishing(source, 1, 1)])));
    let mut sizes = BTreeMap::<u64, u32>::new();
    sent(&world, 0).iter().for_each(|m| *sizes.entry(micros(m)).or_default() += 1);
    let n = sizes.len() as f64;
    holds("campaigns", n, 7200.0, 7200f64.sqrt());
    let above = |k: u32| sizes.values().filter(|s| **s > k).count() as f64 / n;
    assert_eq!(above(2), 1.0, "none is smaller than the least, 9 x 0.5 / 1.5 = 3");
    for k in [4, 10, 30, 100] {
        let law = (f64::from(k) / 3.0).powf(-1.5);
        holds(&format!("more than {k}"), above(k), law, (law * (1.0 - law) / n).sqrt());
        let other = (f64::from(k) / 3.0).powf(-2.5);
        fails("a lighter tail", above(k), other, (other * (1.0 - other) / n).sqrt());
    }
}

#[test]
fn templates_drift_and_numbers_are_thrown_away() {
    let of = |own: Value, texts, numbers| {
        sent(&world(&open_world(24, 2000, 0.0, json!([smishing(own, texts, numbers)]))), 0)
    };
    let still = of(json!({}), 6, 1);
    assert_eq!(still.iter().map(|m| m.text).collect::<BTreeSet<_>>().len(), 1, "no drift, one template");
    for (at, m) in of(json!({ "new_text_every": 50 }), 6, 1).iter().enumerate() {
        assert_eq!(m.text.0, (at as u32 / 50) % 6);
    }
    for m in of(json!({ "new_text_after": "3h" }), 6, 1) {
        assert_eq!(u64::from(m.text.0), micros(&m) / (3 * HOUR) % 6);
    }
    for (at, m) in of(json!({ "number_sends": 80 }), 1, 40).iter().enumerate() {
        assert_eq!(m.number.0, (at as u32 / 80) % 40);
    }
    for m in of(json!({ "number_lasts": "2h" }), 1, 5) {
        assert_eq!(u64::from(m.number.0), micros(&m) / (2 * HOUR) % 5);
    }
    // Whom and when is the same, whatever is said and from where.
    let who = |m: &[Submission]| m.iter().map(|m| (m.due, m.person)).collect::<Vec<_>>();
    assert_eq!(who(&of(json!({ "new_text_every": 50, "number_sends": 80 }), 6, 40)), who(&still));
}

#[test]
fn targets_are_random_or_in_sequence() {
    let of = |targets: &str| {
        let size = json!({ "mean": 100.0, "sigma": 0.0 });
        let source = json!({ "targets": targets, "campaigns": "1/h", "size": size, "pace": "unlimited" });
        sent(&world(&open_world(24, 2000, 0.0, json!([smishing(source, 1, 1)]))), 0)
    };
    let next = |messages: &[Submission]| {
        let steps = messages.windows(2).filter(|w| w[0].due == w[1].due);
        let (all, next) = steps.fold((0, 0), |(all, next), w| {
            (all + 1, next + usize::from((w[0].person.0 + 1) % 2000 == w[1].person.0))
        });
        next as f64 / all as f64
    };
    assert_eq!(next(&of("sequential")), 1.0);
    assert!(next(&of("random")) < 0.01);
    let hit: BTreeSet<u32> = of("random").iter().map(|m| m.person.0).collect();
    assert!(hit.len() > 800, "{}", hit.len());
}

// ---- every source

/// One sender of each kind, small.
fn each() -> Vec<(&'static str, Value)> {
    let mut talker = with("talk", json!({ "rate": "30/h" }));
    talker["texts"] = json!(["one", "two"]);
    let loops = json!({ "people": 30, "copies": 20, "begins": "2h", "lasts": "2h", "with_plan": true });
    let mut looping = with("runaway", loops);
    looping["rate"] = json!("20/h");
    vec![
        ("alerts", with("alerts", json!({ "rate": "60/h" }))),
        ("talk", talker),
        ("personal", personal(60, json!({}))),
        ("runaway", looping),
        ("smishing", smishing(json!({ "new_text_every": 7, "number_sends": 9 }), 3, 4)),
    ]
}

/// Where numbers or variants take turns, each has its share but for one message, whatever counts a source leaves
/// out. Of conversations, which keep their number, it is the first texts that are counted, and of codes those of
/// people.
#[test]
fn what_takes_turns_has_equal_shares_with_every_source() {
    let mut all = each();
    all.push(("codes", with("codes", json!({ "rate": "60/h", "again": 0 }))));
    all.push(("campaign", with("rate", json!("60/h"))));
    all.retain(|(name, _)| *name != "smishing");
    all.push(("smishing", smishing(json!({}), 1, 1)));
    for (name, mut sender) in all {
        let people = name == "personal";
        sender["wording"] = json!("rotate");
        sender["number"]["pool"] = json!("rotate");
        if name == "talk" {
            // So that no answer is under way at the end.
            sender["talk"]["until"] = json!("12h");
        }
        sender["texts"] = json!(["{one|two|three|four}"]);
        for (own, moved) in [(2, None), (4, None), (1, Some(2)), (3, Some(4))] {
            let mut sender = sender.clone();
            if !people {
                sender["number"]["count"] = json!(own);
            }
            if let Some(moved) = moved {
                sender["migrate"] =
                    json!({ "at": "0s", "number": { "type": "", "count": moved, "pool": "rotate" } });
            }
            let world = world(&open_world(24, 300, 0.5, json!([sender])));
            let rows = sent(&world, 0);
            let even = |what: &str, n: usize, of: &dyn Fn(&Submission) -> Option<u32>| {
                let mut shares = BTreeMap::<u32, i64>::new();
                rows.iter().filter_map(of).for_each(|key| *shares.entry(key).or_default() += 1);
                let spread = shares.values().max().unwrap() - shares.values().min().unwrap();
                // The copies of a fault, 20 times two hours for each of 30, share what the first of them took.
                let most = if name == "runaway" { 41 } else { 1 };
                assert!(shares.len() == n && spread <= most, "{what} of {name}, {moved:?}: {shares:?}");
            };
            let first = |m: &Submission| name != "talk" || m.id.count.is_multiple_of(4);
            if !people || moved.is_some() {
                even("numbers", moved.unwrap_or(own), &|m| first(m).then_some(m.number.0));
            }
            if name != "smishing" {
                even("variants", 4, &|m| Some(m.text.0));
            }
        }
    }
}

#[test]
fn a_source_that_is_off_changes_no_byte() {
    for (name, sender) in each() {
        let base = |sender: &Value| {
            let mut sender = sender.clone();
            sender["rate"] = json!("60/h");
            settings(12, two_whole(), quick_audience(300), json!([sender]), json!({}))
        };
        let (mut off, mut without) = (sender.clone(), sender.clone());
        off[name]["enabled"] = json!(false);
        without.as_object_mut().unwrap().remove(name);
        let print = |settings| {
            let (world, mut outcome) = play(settings, 3);
            fingerprint(&world, &mut outcome)
        };
        assert_eq!(print(base(&off)), print(base(&without)), "{name}");
        assert_ne!(print(base(&sender)), print(base(&without)), "{name}");
    }
}

/// In a pause nothing is due, what is held goes out at its end, and what was not to be due then is as it was.
#[test]
fn every_source_can_be_paused() {
    for (name, sender) in each() {
        let world = world(&open_world(24, 300, if name == "talk" { 0.6 } else { 0.0 }, json!([sender])));
        let at = |hours| SimTime::START + SimSpan::HOUR * hours;
        let pause = Pause { sender: world.sender_rank(0), from: at(3), until: at(5) };
        let draws = Draws::new(11, 0);
        let variation = Variation { pause: Some(pause), until_settled: false };
        let rows = |variation| run_with(&world, &draws, Detail::Messages, variation).ledger.messages;
        let (plain, paused) = (rows(Variation::default()), rows(variation));
        let within = |row: &&MessageRow| (at(3)..at(5)).contains(&row.message.due);
        assert!(plain.iter().filter(within).count() > 10, "{name}: {}", plain.iter().filter(within).count());
        assert_eq!(paused.iter().filter(within).count(), 0, "{name}");
        assert!(paused.iter().filter(|r| r.message.due == at(5)).count() >= 1, "{name}");
        let before = |rows: &[MessageRow]| {
            rows.iter().filter(|r| r.message.due < at(3)).map(|r| r.message).collect::<Vec<_>>()
        };
        assert_eq!(before(&plain), before(&paused), "{name}");
        if name != "talk" {
            let all = |rows: &[MessageRow]| {
                rows.iter().map(|r| (r.message.id, r.message.person, r.message.text)).collect::<BTreeSet<_>>()
            };
            assert_eq!(all(&plain), all(&paused), "{name}: nothing is lost");
        }
    }
}

/// Every number of a source may be as small or as large as its schema and the checks allow: nothing panics.
#[test]
fn the_ends_of_every_range_run() {
    let tail = |law: &str, sigma: f64, index: f64| json!({ "mean": 3.0, "law": law, "sigma": sigma, "index": index, "most": 50.0 });
    let mut spike = vec![0.0; 24];
    spike[23] = 1e-6;
    let variants = [
        ("alerts", json!({ "rate": "1/365d", "skew": 4.0 })),
        ("alerts", json!({ "rate": "30/h", "skew": 4.0, "rhythm": spike, "until": "1us" })),
        ("talk", json!({ "rate": "30/h", "turns": 1 })),
        (
            "talk",
            json!({ "rate": "30/h", "turns": 100, "delay": { "median": "2us", "p95": "3us", "min": "1us" } }),
        ),
        (
            "personal",
            json!({ "texts": tail("log-normal", 5.0, 2.0), "contacts": 10_000, "skew": 4.0, "burst": 1000.0 }),
        ),
        (
            "personal",
            json!({ "texts": tail("pareto", 0.0, 1.01), "contacts": 1, "burst": 1.0, "rhythm": spike }),
        ),
        ("runaway", json!({ "people": 1, "copies": 1, "begins": "0s", "lasts": "1us" })),
        (
            "runaway",
            json!({ "people": 50, "copies": 100, "begins": "0s", "lasts": "100000d", "with_plan": true }),
        ),
        (
            "smishing",
            json!({ "campaigns": "5/h", "size": tail("pareto", 0.0, 100.0), "number_sends": 1, "new_text_after": "1us" }),
        ),
        (
            "smishing",
            json!({ "campaigns": "5/h", "size": tail("log-normal", 0.0, 2.0), "number_lasts": "100000d", "new_text_every": 4_294_967_295u32 }),
        ),
    ];
    for (source, own) in variants {
        let mut sender = with(source, own.clone());
        sender["number"]["count"] = json!(3);
        for people in [1, 50] {
            if source == "runaway" && people == 1 {
                continue;
            }
            let (_, outcome) = play(open_world(2, people, 0.9, json!([sender])), 1);
            outcome.ledger.assert_conserved();
        }
    }
}

// ---- scenarios

const GOOD: &str = r#"schema = 1
[scenario]
name = "t"
horizon = "2d"
[[carrier]]
name = "north"
share = 1.0
[audience.people]
size = 100
consent = "opted-in"
[[sender]]
name = "shop"
audience = "people"
number = { type = "long-code" }
texts = ["Acme: hello"]
"#;

fn told(own: &str) -> String {
    let text = format!("{GOOD}{own}");
    match scenario::parse("t.toml", &text, &Overrides::default(), None) {
        Ok(loaded) => loaded.warnings.iter().map(|w| format!("warning: {w}\n")).collect(),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn what_cannot_be_a_source_is_told_with_its_place() {
    let mut wrong = String::new();
    for (own, expected) in [
        ("alerts = { rate = \"4/h\" }", ""),
        ("talk = { rate = \"4/h\" }", ""),
        ("personal = {}", ""),
        ("runaway = { people = 100, begins = \"1h\" }", ""),
        ("intent = \"smishing\"\nsmishing = { campaigns = \"4/day\" }", ""),
        ("alerts = { rate = \"4/h\", enabled = false }\ntalk = { rate = \"4/h\" }", ""),
        (
            "alerts = { rate = \"4/h\" }\ntalk = { rate = \"4/h\" }",
            "t.toml:17:8: sender `shop` has two sources: alerts and talk",
        ),
        ("alerts = { rate = \"unlimited\" }", "t.toml:16:19: sender `shop` cannot have events without limit"),
        (
            "alerts = { rate = \"1e6/s\" }",
            "t.toml:16:19: sender `shop` would send about 172800000000 messages",
        ),
        ("alerts = {}", "t.toml:16:10: `sender.shop.alerts` has no `rate`"),
        (
            "alerts = { rate = \"4/h\", rhythm = [1, 2] }",
            "t.toml:16:35: `sender.shop.alerts.rhythm` has 2 entries",
        ),
        (
            "alerts = { rate = \"4/h\", rhythm = [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0] }",
            "t.toml:16:35: a rhythm of zeros is none",
        ),
        (
            "alerts = { rate = \"4/h\", until = \"0s\" }",
            "t.toml:16:34: sender `shop` would stop 0s after the start, before it begins",
        ),
        (
            "alerts = { rate = \"4/h\" }\nrate = \"5/h\"",
            "warning: `rate` of sender `shop` does nothing beside `alerts`\n",
        ),
        (
            "talk = { rate = \"4/h\", delay = { median = \"5s\", p95 = \"4s\" } }",
            "t.toml:16:55: the delay of answers of sender `shop` has a 95th percentile of 4s, below its median of 5s",
        ),
        (
            "personal = { texts = { mean = 10, most = 5 } }",
            "t.toml:16:42: the texts of a day of sender `shop`: the mean 10 is above the most, 5",
        ),
        (
            "runaway = { begins = \"1h\" }",
            "t.toml:9:8: the fault of sender `shop` hits 5000 people, but the audience has 100",
        ),
        (
            "runaway = { people = 5, begins = \"2d\" }",
            "t.toml:16:34: the fault of sender `shop` begins after the end of the scenario, 2d",
        ),
        (
            "smishing = { campaigns = \"4/day\" }",
            "warning: sender `shop` sends smishing, but its intent is honest\n",
        ),
        (
            "intent = \"smishing\"\nsmishing = { campaigns = \"4/day\", new_text_after = \"1h\", new_text_every = 3 }",
            "t.toml:17:75: sender `shop` has both `new_text_after` and `new_text_every`",
        ),
        (
            "intent = \"smishing\"\nsmishing = { campaigns = \"4/day\", number_sends = 3 }",
            "warning: sender `shop` throws numbers away, but has only one\n",
        ),
    ] {
        if told(own) != expected {
            wrong.push_str(&format!("{own}\n  told:     {}\n  expected: {expected}\n", told(own)));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A resolved scenario says the same, and a strategy may bring a source in.
#[test]
fn a_source_is_resolved_and_set_by_strategies() {
    let text = format!(
        "{GOOD}alerts = {{ rate = \"4/h\", enabled = false }}\n[[strategy]]\nname = \"plan\"\n[[strategy]]\nname = \"alerts\"\nset = {{ \"sender.shop.alerts.enabled\" = true }}\n[[strategy]]\nname = \"loop\"\nset = {{ \"sender.shop.runaway\" = {{ people = 20, begins = \"1h\" }} }}\n"
    );
    let loaded = scenario::parse("t.toml", &text, &Overrides::default(), None).unwrap();
    let resolved = scenario::resolved_toml(&loaded);
    let again = scenario::parse("r.toml", &resolved, &Overrides::default(), None).unwrap();
    assert_eq!(scenario::resolved_toml(&again), resolved);
    for (a, b) in loaded.worlds.iter().zip(&again.worlds) {
        assert_eq!(a.settings, b.settings);
    }
    let plans: Vec<bool> = loaded.worlds.iter().map(|w| w.settings.senders[0].has_plan()).collect();
    assert_eq!(plans, [true, false, false]);
}
