//! The strategies of senders that follow a plan, and the page of all strategies and sources.

use std::collections::BTreeMap;
use std::path::Path;

use carrierlab::content::{Cue, SIMILARITY, cluster, cues};
use carrierlab::engine::{Outcome, World, run};
use carrierlab::ledger::{Detail, MessageRow};
use carrierlab::message::{Fate, Reported, Role, segment};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::sender::strategy::cosmetic::{CosmeticSettings, Edit};
use carrierlab::time::{SimSpan, SimTime};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::docs::{current, page};
use crate::support::*;

/// People who all answer within minutes, but for those who cannot be reached.
fn people(size: u32, reply: f64, landline: f64) -> Value {
    json!({ "size": size, "consent": "", "landline": landline, "reactions": { "reply": reply,
        "delay": { "median": "2min", "p95": "8min", "min": "5s" } } })
}

/// A carrier that delivers everything and says so within seconds.
fn open_carrier() -> Value {
    json!([{ "name": "north", "share": 1.0 }])
}

/// A sender with these strategies, on a carrier that lets everything pass.
fn world(hours: u64, audience: Value, strategies: Value) -> World {
    world_at(hours, open_carrier(), audience, strategies)
}

fn world_at(hours: u64, carriers: Value, audience: Value, strategies: Value) -> World {
    let mut sender = json!({ "name": "shop", "audience": "all", "rate": "60/min",
        "number": { "type": "" }, "texts": ["Birch Shoes: new boots are in. Come and see them"] });
    for (key, value) in strategies.as_object().expect("keys of a sender") {
        sender[key] = value.clone();
    }
    World::new(settings(hours, carriers, audience, json!([sender]), json!({})), &models()).expect("a world")
}

fn live(world: &World) -> Outcome {
    run(world, &Draws::new(7, 0), Detail::Messages)
}

/// Every message, by its time, and the outcome.
fn messages(world: &World) -> Vec<MessageRow> {
    let mut rows = live(world).ledger.messages;
    rows.sort_by_key(|row| (row.message.due, row.message.id.count));
    rows
}

fn minutes(n: u64) -> SimSpan {
    SimSpan::MINUTE * n
}

fn clock(at: SimTime) -> (u64, u64) {
    let day = SimSpan::DAY.micros();
    (at.micros() / day, at.micros() % day / SimSpan::HOUR.micros())
}

#[test]
fn groups_part_the_list_and_keep_the_gap() {
    let world = world(
        24,
        people(100, 0.0, 0.0),
        json!({ "waves": 2, "wave_gap": "10h", "groups": { "count": 7, "gap": "10min", "own_text": true, "own_number": true },
            "number": { "type": "", "count": 3 }, "texts": ["{one|two|three|four|five} for you"] }),
    );
    let rows = messages(&world);
    assert_eq!(rows.len(), 200);
    for wave in rows.chunks(100) {
        let mut people: Vec<u32> = wave.iter().map(|r| r.message.person.0).collect();
        people.sort_unstable();
        assert_eq!(people, (0..100).collect::<Vec<_>>(), "everybody once");
        let gaps: Vec<SimSpan> = wave.windows(2).map(|w| w[1].message.due - w[0].message.due).collect();
        let between: Vec<usize> = (0..99).filter(|&i| gaps[i] != SimSpan::SECOND).collect();
        assert_eq!(between.len(), 6, "seven groups");
        assert!(between.iter().all(|&i| gaps[i] == SimSpan::SECOND + minutes(10)));
        let mut group = 0;
        for (i, row) in wave.iter().enumerate() {
            assert_eq!((row.message.text.0, row.message.number.0), (group % 5, group % 3), "{i}");
            group += u32::from(between.contains(&i));
        }
    }
}

/// Who was reached answers, so in the second wave those who were not reached come last; without it, by lot.
#[test]
fn those_who_answered_go_first() {
    let last = |by: &str| {
        let groups = json!({ "count": 2, "gap": "1h", "by": by });
        let world =
            world(24, people(60, 1.0, 0.3), json!({ "waves": 2, "wave_gap": "10h", "groups": groups }));
        let rows = messages(&world);
        let mut people: Vec<u32> = rows[60..].iter().map(|r| r.message.person.0).collect();
        people.sort_unstable();
        assert_eq!(people, (0..60).collect::<Vec<_>>());
        let reached = |rows: &[MessageRow]| rows.iter().filter(|r| r.fate == Fate::Delivered).count();
        let all = reached(&rows[60..]);
        (reached(&rows[60..60 + all]), all)
    };
    let (first, all) = last("engagement");
    assert_eq!(first, all, "all who answered are in front");
    let (first, all) = last("lot");
    assert!(first < all, "by lot they are not");
}

#[test]
fn hours_never_send_outside_and_keep_the_pace() {
    let strategies = json!({ "rate": "1/min", "start": "06:00", "waves": 2, "wave_gap": "7d",
        "hours": { "from": "09:00", "to": "17:00", "days": ["monday", "tuesday", "thursday"], "first_day": "sunday" } });
    let rows = messages(&world(24 * 16, people(1000, 0.0, 0.0), strategies));
    assert_eq!(rows.len(), 2000);
    for row in &rows {
        let (day, hour) = clock(row.message.due);
        assert!([1, 2, 4].contains(&(day % 7)) && (9..17).contains(&hour), "{}", row.message.due);
    }
    let gaps: Vec<SimSpan> = rows.windows(2).map(|w| w[1].message.due - w[0].message.due).collect();
    assert!(gaps.iter().all(|gap| *gap >= minutes(1)), "no burst at an opening");
    assert_eq!(rows[0].message.due, SimTime::START + SimSpan::HOUR * 33);
    assert_eq!(
        gaps.iter().filter(|gap| **gap > minutes(1)).count(),
        5,
        "two nights a wave, and between them"
    );
}

/// What a campaign did not plan waits for the opening as well: answers that would follow at night.
#[test]
fn what_follows_an_answer_keeps_the_hours_too() {
    let strategies = json!({ "rate": "1/min", "start": "16:00", "hours": { "from": "09:00", "to": "17:00" },
        "opener": { "text": "Hi, may we?", "wait": "3h", "delay": "30min" } });
    let rows = messages(&world(48, people(60, 0.6, 0.0), strategies));
    assert_eq!(rows.len(), 120);
    assert!(rows.iter().all(|row| (9..17).contains(&clock(row.message.due).1)));
    let late: Vec<SimTime> = rows.iter().map(|r| r.message.due).filter(|due| clock(*due).0 == 1).collect();
    assert!(late.len() > 20 && late.windows(2).all(|w| w[1] - w[0] >= minutes(1)));
}

#[test]
fn an_opener_comes_first_and_the_message_on_the_answer_or_after_the_wait() {
    for otherwise in ["send", "withhold"] {
        let opener = json!({ "text": "{Hi|Hello}, may we write to you?", "wait": "5h", "delay": "1min",
            "otherwise": otherwise });
        let world = world(24, people(400, 1.0, 0.3), json!({ "opener": opener }));
        let mut outcome = live(&world);
        let mut of: BTreeMap<u32, Vec<&MessageRow>> = BTreeMap::new();
        let mut rows: Vec<&MessageRow> = outcome.ledger.messages.iter().collect();
        rows.sort_by_key(|row| row.message.due);
        rows.iter().for_each(|row| of.entry(row.message.intent).or_default().push(row));
        assert_eq!(of.len(), 400);
        let mut unanswered = 0;
        for both in of.values() {
            let (first, then) = (both[0], both.get(1));
            assert!(both.len() <= 2 && first.message.role == Role::Opener && first.message.text.0 >= 1);
            let answered = first.fate == Fate::Delivered;
            unanswered += u64::from(!answered);
            let Some(then) = then else {
                assert!(!answered && otherwise == "withhold");
                continue;
            };
            assert_eq!((then.message.role, then.message.text.0), (Role::Main, 0));
            let after = then.message.due - first.message.due;
            if answered {
                assert!(then.message.due > first.settled.unwrap() + minutes(1) && after < SimSpan::HOUR * 5);
            } else {
                assert_eq!((after, otherwise), (SimSpan::HOUR * 5, "send"));
            }
        }
        assert!(unanswered > 60);
        let tally = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0));
        let withheld = if otherwise == "withhold" { unanswered } else { 0 };
        assert_eq!((tally.withheld, tally.intents), (withheld, 400 - withheld));
        assert_eq!(tally.attempted, 800 - withheld);
    }
}

/// Whoever answered once gets no second opener, and what waits at the end is in flight.
#[test]
fn an_opener_is_asked_once_and_what_waits_at_the_end_is_in_flight() {
    let opener = json!({ "text": "May we?", "wait": "6h" });
    let twice = json!({ "waves": 2, "wave_gap": "12h", "opener": opener });
    let rows = messages(&world(24, people(100, 1.0, 0.0), twice));
    assert_eq!(rows.iter().filter(|r| r.message.role == Role::Opener).count(), 100);
    assert_eq!(rows.len(), 300);
    let outcome = live(&world(3, people(100, 0.0, 0.0), json!({ "opener": opener })));
    let waiting = outcome.ledger.messages.iter().filter(|r| r.message.role == Role::Main);
    assert_eq!(waiting.filter(|r| r.fate == Fate::InFlight).count(), 100);
}

#[test]
fn a_migration_moves_people_in_a_straight_line_and_for_good() {
    let migrate = json!({ "at": "10h", "over": "20h", "number": { "type": "", "count": 4 } });
    let strategies = json!({ "rate": "100/min", "waves": 40, "wave_gap": "1h", "migrate": migrate,
        "number": { "type": "", "count": 3 } });
    let rows = messages(&world(40, people(5000, 0.0, 0.0), strategies));
    let mut moved = vec![false; 5000];
    for wave in rows.chunks(5000) {
        let new = wave.iter().filter(|r| r.message.number.0 >= 3).count() as f64 / 5000.0;
        let middle = (wave[0].message.due.seconds() + wave[4999].message.due.seconds()) / 7200.0;
        let line = ((middle - 10.0) / 20.0).clamp(0.0, 1.0);
        // People are drawn once, so the share wanders like one sample of 5,000 around the line; within a wave the
        // line rises a little, and at its ends it bends.
        assert!(
            (new - line).abs() < Z * (0.25f64 / 5000.0).sqrt() + 0.012,
            "{new} at {middle} h, not {line}"
        );
        for row in wave {
            let person = row.message.person.0 as usize;
            assert!(!moved[person] || row.message.number.0 >= 3, "nobody moves back");
            moved[person] = row.message.number.0 >= 3;
        }
    }
    assert!(moved.iter().all(|m| *m));
}

/// The new numbers begin with their own reputation, limits and history.
#[test]
fn a_new_campaign_begins_with_its_own_prior() {
    let carrier = json!([{ "name": "north", "share": 1.0, "filter": { "threshold": 0.5,
        "reputation": { "weight": 1.0, "floor": 0.2, "levels": ["account"] } } }]);
    let run = |good: f64| {
        let worn = json!({ "good": 1.0, "bad": 50.0 });
        let migrate = json!({ "at": "4h", "number": { "type": "", "prior": { "good": good, "bad": 1.0 },
            "aggregation": "campaign" } });
        let number = json!({ "type": "", "prior": worn, "aggregation": "campaign" });
        let strategies = json!({ "rate": "1/min", "migrate": migrate, "number": number });
        messages(&world_at(10, carrier.clone(), people(480, 0.0, 0.0), strategies))
    };
    let rows = run(500.0);
    let arrived = |new: bool| {
        let own = rows.iter().filter(|r| (r.message.number.0 >= 1) == new);
        (own.clone().filter(|r| r.fate == Fate::Delivered).count(), own.count())
    };
    assert_eq!(arrived(false), (0, 240), "the old number is worn out");
    assert_eq!(arrived(true), (240, 240), "the new one is not");
    assert!(run(0.02).iter().all(|r| r.fate != Fate::Delivered), "a bad prior is no way out");
}

#[test]
fn nobody_is_written_to_after_a_number_was_reported_dead() {
    let audience = json!({ "size": 600, "consent": "", "landline": 0.1, "inactive": 0.1, "off": 0.2 });
    let run = |strategies: Value| {
        let mut all = json!({ "waves": 6, "wave_gap": "5h", "rate": "unlimited" });
        all.as_object_mut().unwrap().extend(strategies.as_object().cloned().unwrap());
        live(&world(48, audience.clone(), all))
    };
    let after_death = |outcome: &Outcome| {
        let mut rows: Vec<&MessageRow> = outcome.ledger.messages.iter().collect();
        rows.sort_by_key(|row| row.message.due);
        let (mut dead, mut off, mut wrong) = (BTreeMap::new(), BTreeMap::<u32, u32>::new(), 0);
        for row in rows {
            let person = row.message.person.0;
            wrong += u32::from(dead.get(&person).is_some_and(|at| row.message.due > *at));
            match row.report {
                Some((at, Reported::Failed(code))) if [30005, 30006].contains(&code.0) => {
                    dead.insert(person, at);
                }
                Some((at, Reported::Failed(code))) if code.0 == 30003 => {
                    let times = off.entry(person).or_default();
                    *times += 1;
                    if *times == 2 {
                        dead.insert(person, at);
                    }
                }
                _ => *off.entry(person).or_default() = 0,
            }
        }
        (wrong, dead.len())
    };
    let clean = run(json!({ "hygiene": { "after": 2 } }));
    let (wrong, dead) = after_death(&clean);
    assert_eq!(wrong, 0);
    assert!(dead > 150, "{dead}");
    let (wrong, _) = after_death(&run(json!({})));
    assert!(wrong > 500, "without hygiene they are written to again and again");
}

#[test]
fn who_never_reacts_is_given_up_after_so_many_messages() {
    let hygiene = json!({ "sunset": 2 });
    let strategies = json!({ "waves": 5, "wave_gap": "5h", "hygiene": hygiene });
    let world = world(48, people(300, 0.3, 0.0), strategies);
    let mut outcome = live(&world);
    let mut of: BTreeMap<u32, usize> = BTreeMap::new();
    outcome.ledger.messages.iter().for_each(|r| *of.entry(r.message.person.0).or_default() += 1);
    assert_eq!(of.len(), 300);
    assert!(
        of.values().all(|n| (2..=5).contains(n))
            && of.values().any(|n| *n == 2)
            && of.values().any(|n| *n == 5)
    );
    let tally = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0));
    assert_eq!(tally.withheld + tally.intents, 1500);
    assert!(tally.withheld > 100);
}

#[test]
fn copy_puts_things_where_it_says_and_the_rest_follows() {
    let texts =
        json!(["Birch Shoes: {new boots|sandals} are in! Come and see them in the shop at the corner"]);
    let bodies = |copy: Value, kinds: Value| -> Vec<(String, u32)> {
        let world = world(
            1,
            people(1, 0.0, 0.0),
            json!({ "texts": texts, "kinds": kinds, "variants": 30, "copy": copy }),
        );
        world.texts().iter().map(|t| (t.body.clone(), u32::from(t.segments))).collect()
    };
    for (place, cue) in [("start", Cue::LinkStart), ("middle", Cue::LinkMiddle), ("end", Cue::LinkEnd)] {
        let copy = json!({ "link": "birch.example/a", "link_place": place, "opt_out": "Reply STOP to end" });
        for (body, segments) in bodies(copy, json!([])) {
            let cues = cues(&body);
            assert!(cues.has(cue) && cues.has(Cue::OptOutPlain) && !cues.has(Cue::Links), "{body}");
            assert_eq!(segments, segment(&body).segments);
        }
    }
    let long = bodies(json!({ "extra": "We are open daily. ".repeat(9).trim_end() }), json!([]));
    assert!(long.iter().all(|(body, segments)| *segments == 2 && body.ends_with("daily.")));
    for (body, _) in bodies(json!({ "capitals": true }), json!(["appointment reminder"])) {
        let outside: String = body.split(' ').filter(|w| !w.contains(['.', '/'])).collect();
        assert!(!outside.chars().any(char::is_lowercase), "{body}");
    }
    // Generated texts get what they lack, and nothing twice.
    let linked =
        bodies(json!({ "link": "birch.example/a", "opt_out": "Reply STOP to end" }), json!(["shop sale"]));
    assert!(linked.len() > 30, "{}", linked.len());
    for (body, _) in linked {
        let cues = cues(&body);
        assert!(cues.has(Cue::Link) && cues.has(Cue::OptOut), "{body}");
        assert!(
            body.matches("STOP to end").count() <= 1 && body.matches("birch.example").count() <= 1,
            "{body}"
        );
    }
}

/// Cosmetic copies count as one text at the similarity that carriers start from, and which disguise gets out.
#[test]
fn cosmetic_copies_stay_in_one_cluster_but_for_some() {
    const TEXTS: [&str; 3] = [
        "Birch Shoes: new boots are in, with 20% off until Sunday. Come and try them on, and bring a friend. \
         birch.example/boots Reply STOP to end",
        "Hi, a reminder of your appointment at Halden Dental on Tuesday at 14:30. Reply C to confirm or call us",
        "Your parcel is on its way and will arrive today between noon and six. Track it here: acme.example/t/123",
    ];
    let (mut known, mut scattered) = (Vec::new(), Vec::new());
    for kind in Edit::ALL {
        let counts = TEXTS.map(|text| {
            let copies: Vec<String> = CosmeticSettings { edits: 20, kind }.copies(text).collect();
            let apart = cluster(&copies, SIMILARITY).into_iter().max().unwrap_or(0) + 1;
            let all: Vec<String> = copies.into_iter().chain([text.to_owned()]).collect();
            let with = cluster(&all, SIMILARITY);
            let inside = with.iter().filter(|c| **c == with[20]).count() - 1;
            (apart, inside)
        });
        note(format_args!("{kind:?}: clusters of 20 copies, and how many count as their text: {counts:?}"));
        if counts.iter().any(|(_, inside)| *inside < 20) {
            known.push(kind);
        }
        if counts.iter().any(|(apart, _)| *apart > 1) {
            scattered.push(kind);
        }
    }
    assert_eq!(known, [Edit::Leetspeak, Edit::LetterSwap], "what does not count as its text");
    assert_eq!(scattered, [Edit::Leetspeak, Edit::LetterSwap, Edit::GoodWords], "whose copies are parted");
}

/// What strategies are set to do nothing, and what is not set at all, is the same to the last byte.
#[test]
fn strategies_that_do_nothing_change_nothing() {
    let base = |extra: Value| {
        let mut sender = whole_sender("shop", "30/min", 3);
        sender["waves"] = json!(2);
        sender["wave_gap"] = json!("6h");
        for (key, value) in extra.as_object().expect("keys") {
            sender[key] = value.clone();
        }
        let world =
            settings(14, two_whole(), quick_audience(500), json!([sender]), json!({ "validity": "2h" }));
        let (world, mut outcome) = play(world, 5);
        fingerprint(&world, &mut outcome)
    };
    let plain = base(json!({}));
    for idle in [
        json!({ "groups": { "count": 1, "gap": "3h" } }),
        json!({ "groups": { "count": 9, "gap": "0s" } }),
        json!({ "hours": { "from": "00:00", "to": "00:00" } }),
        json!({ "copy": {} }),
        json!({ "migrate": { "at": "20d", "number": { "type": "" } } }),
        json!({ "hygiene": { "dead": [], "unreachable": [], "sunset": 100 }, "number": whole_sender("shop", "1/s", 3)["number"] }),
    ] {
        let print = base(idle.clone());
        if idle.get("hygiene").is_some() {
            // It takes those who opted out off the list, before the platform turns them away.
            assert_ne!(print, plain);
        } else {
            assert_eq!(print, plain, "{idle}");
        }
    }
    // And set to do something they do.
    for busy in [
        json!({ "groups": { "count": 9, "gap": "10min" } }),
        json!({ "hours": { "from": "01:00", "to": "05:00" } }),
        json!({ "copy": { "capitals": true } }),
        json!({ "cosmetic": { "edits": 3, "kind": "token" } }),
        json!({ "migrate": { "at": "1h", "number": { "type": "" } } }),
        json!({ "opener": { "text": "May we?" } }),
    ] {
        assert_ne!(base(busy.clone()), plain, "{busy}");
    }
}

/// All of them at once, on carriers with every stage: each keeps what it promises.
#[test]
fn strategies_that_work_together_each_keep_their_promise() {
    let mut sender = whole_sender("shop", "30/min", 3);
    let more = json!({ "waves": 3, "wave_gap": "2d",
        "groups": { "count": 5, "gap": "20min", "by": "engagement", "own_text": true, "own_number": true },
        "hours": { "from": "08:00", "to": "20:00" },
        "copy": { "link": "birch.example/a", "link_place": "start", "capitals": true },
        "cosmetic": { "edits": 2, "kind": "token" },
        "migrate": { "at": "1d", "over": "3d", "number": { "type": "", "count": 2 } },
        "opener": { "text": "Hi, may we write to you?", "wait": "4h", "otherwise": "withhold" },
        "hygiene": { "after": 2, "sunset": 2 } });
    sender.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    let world = settings(24 * 8, two_whole(), quick_audience(600), json!([sender]), json!({}));
    let world = World::new(world, &models()).expect("a world");
    let mut outcome = live(&world);
    let again = live(&world);
    let print = |o: &Outcome| format!("{:?}", o.ledger.tallies);
    assert_eq!(print(&outcome), print(&again));
    let (mut opened, mut moved, mut dead) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut rows = outcome.ledger.messages.clone();
    rows.sort_by_key(|row| row.message.due);
    let mut roles = [0, 0];
    for row in &rows {
        let m = &row.message;
        assert!((8..20).contains(&clock(m.due).1), "{}", m.due);
        assert!(dead.get(&m.person).is_none_or(|at| m.due <= *at), "{} was dead", m.id);
        if let Some((at, Reported::Failed(code))) = row.report
            && [30005, 30006].contains(&code.0)
        {
            dead.insert(m.person, at);
        }
        let new = m.number.0 >= 3;
        assert!(new || !moved.get(&m.person).copied().unwrap_or(false), "nobody moves back");
        moved.insert(m.person, new);
        let body = &world.text(m.text).body;
        match m.role {
            Role::Opener => {
                assert!(body.starts_with("Hi, may") && opened.insert(m.intent, m.due).is_none());
                roles[0] += 1;
            }
            _ => {
                assert!(
                    body.starts_with("birch.example/a ") || body.contains("http://acme.example/x"),
                    "{body}"
                );
                if let Some(at) = opened.get(&m.intent) {
                    assert!(m.due > *at);
                }
                roles[1] += 1;
            }
        }
    }
    assert!(roles[0] > 200 && roles[1] > 10 && dead.len() > 10, "{roles:?} {}", dead.len());
    let totals = [0, 1].map(|c| {
        let tally = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(c));
        tally.intents + tally.withheld
    });
    assert_eq!(totals.iter().sum::<u64>(), 1800, "every message of every wave is planned once");
}

/// Whatever the numbers, nothing panics and everything planned is accounted for.
#[test]
fn numbers_at_the_ends_of_their_ranges_are_no_trouble() {
    let spans = ["0s", "1us", "100000d"];
    for span in spans {
        for number in [1, 1_000_000] {
            let strategies = json!({ "waves": 2, "wave_gap": span,
                "groups": { "size": number, "gap": span, "by": "engagement", "own_text": true, "own_number": true },
                "hours": { "from": "23:59", "to": "00:00", "days": ["sunday"], "first_day": "sunday" },
                "copy": { "link": "a.example", "opt_out": "STOP", "extra": "a" },
                "cosmetic": { "edits": 3, "kind": "dot-in-word" },
                "migrate": { "at": span, "over": span, "number": { "type": "" } },
                "opener": { "text": "a", "wait": span, "delay": span, "otherwise": "withhold" },
                "hygiene": { "after": 1, "sunset": 1 } });
            let world = world(24 * 9, people(20, 0.5, 0.2), strategies);
            let outcome = live(&world);
            let planned: u64 = outcome.ledger.tallies.iter().map(|t| t.intents + t.withheld).sum();
            assert!([20, 40].contains(&planned), "{span} {number}: {planned}");
        }
    }
}

const FILE: &str = r#"
schema = 1
[scenario]
name = "s"
horizon = "10d"
[[carrier]]
name = "north"
share = 1.0
[audience.all]
size = 50
consent = "opted-in"
[[sender]]
name = "shop"
audience = "all"
number = { type = "long-code" }
texts = ["Birch Shoes: new boots are in"]
"#;

fn checked(more: &str) -> Result<scenario::Loaded, String> {
    let text = format!("{FILE}{more}");
    scenario::parse("s.toml", &text, &Overrides::default(), None).map_err(|e| e.to_string())
}

#[test]
fn presets_fill_the_numbers_of_a_migration() {
    let loaded =
        checked("migrate = { at = \"2d\", number = { type = \"10dlc\", trust = 80 } }").expect("right");
    let sender = &loaded.worlds[0].settings.senders[0];
    let new = &sender.migrate.as_ref().expect("a migration").number;
    let own = checked("").expect("right").worlds[0].settings.senders[0].number.clone();
    let same = scenario::parse(
        "t.toml",
        &FILE.replace("type = \"long-code\"", "type = \"10dlc\", trust = 80"),
        &Overrides::default(),
        None,
    );
    assert_eq!(new, &same.expect("right").worlds[0].settings.senders[0].number);
    assert_ne!(new, &own);
    let mut sender = sender.clone();
    let (first, second) = (sender.number_mut(0).kind.clone(), sender.number_mut(1).kind.clone());
    assert_eq!((first.as_str(), second.as_str()), ("long-code", "10dlc"));
    // What was resolved is read back as it is.
    let resolved = scenario::resolved_toml(&loaded);
    let back = scenario::parse("r.toml", &resolved, &Overrides::default(), None).expect("resolved");
    assert_eq!(back.worlds[0].settings, loaded.worlds[0].settings);
}

#[test]
fn what_strategies_cannot_be_is_said_where_it_stands() {
    for (more, expected) in [
        ("groups = { gap = \"5min\" }", "have no size"),
        ("groups = { count = 2, size = 3 }", "a count and a size"),
        ("hours = { from = \"09:00\", to = \"09:00\" }", "close when they open"),
        ("hours = { from = \"25:00\", to = \"09:00\" }", "not a time of day"),
        ("hours = { from = \"09:00\", to = \"10:00\", days = [\"caturday\"] }", "caturday"),
        ("copy = { link = \"no link\" }", "is not read as a link"),
        ("copy = { extra = \"a\" , colour = 1 }", "colour"),
        ("cosmetic = { edits = 0, kind = \"token\" }", "0"),
        ("cosmetic = { edits = 3, kind = \"tokens\" }", "tokens"),
        ("migrate = { at = \"1d\", number = { type = \"11dlc\" } }", "no number preset `11dlc`"),
        ("opener = { text = \"Hi {name}\" }", "name"),
        ("opener = { text = \" \" }", "the opener is empty"),
        ("opener = { text = \"Hi\", wait = \"0s\" }", "is zero"),
        ("hygiene = { dead = [30003] }", "for a dead number and for one that is off"),
        ("hygiene = { after = 0 }", "after"),
    ] {
        let problems = checked(more).expect_err(more);
        assert!(problems.contains(expected), "{more}: {problems}");
        assert_eq!(problems.matches("error").count().max(1), 1, "{more}: {problems}");
    }
    let long = "x".repeat(1590);
    assert!(
        checked(&format!("copy = {{ extra = \"{long}\" }}")).expect_err("long").contains("characters long")
    );
    let closed = "hours = { from = \"09:00\", to = \"17:00\", days = [\"sunday\"] }".to_owned();
    let short = FILE.replace("10d", "3d") + &closed;
    let problems = scenario::parse("s.toml", &short, &Overrides::default(), None).expect_err("closed");
    assert!(problems.to_string().contains("is closed until the scenario ends"), "{problems}");
    for (more, expected) in [
        ("groups = { count = 60 }", "more groups than people"),
        ("groups = { count = 5, gap = \"4d\" }", "too long for the horizon"),
        ("groups = { count = 5, own_number = true }", "one number for all groups"),
        ("groups = { count = 5, own_text = true }", "one text for all groups"),
        ("copy = {}", "puts nothing into its texts"),
        ("copy = { capitals = true, link_place = \"end\" }", "places a link"),
        ("copy = { opt_out = \"Goodbye\" }", "is not read as opt-out wording"),
        ("cosmetic = { edits = 3, kind = \"full-width\" }", "are the same"),
        ("migrate = { at = \"20d\", number = { type = \"10dlc\" } }", "never moves"),
        ("opener = { text = \"Hi\", wait = \"10d\" }", "waits 10d for an answer"),
        ("hours = { from = \"09:00\", to = \"17:00\", first_day = \"sunday\" }", "opens on every day"),
    ] {
        let loaded = checked(more).unwrap_or_else(|e| panic!("{more}: {e}"));
        let warnings: Vec<String> = loaded.warnings.iter().map(|w| format!("{w:?}")).collect();
        assert!(warnings.len() == 1 && warnings[0].contains(expected), "{more}: {warnings:?}");
    }
}

/// The pages of a folder, by file: every source or strategy has one, and what only helps them has none.
fn pages(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(root.join(folder)).expect("a folder of sources");
    let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let mut pages = Vec::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "rs") && !p.ends_with("mod.rs")) {
        let (text, page) = (std::fs::read_to_string(path).expect("source"), page(path));
        let helper = !["impl Source for", "impl Strategy for", "Settings {"].iter().any(|s| text.contains(s));
        if !helper || page.starts_with('#') {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            assert!(page.starts_with('#'), "{folder}/{name} has no page");
            pages.push((name, page));
        }
    }
    pages
}

/// The scenarios in which some sender has this table.
fn shown_by(key: &str) -> Vec<String> {
    let set = [format!(".{key}\""), format!(".{key}."), format!("[sender.{key}"), format!("\n{key} = {{")];
    let mut names = Vec::new();
    for path in crate::golden::files() {
        let text = std::fs::read_to_string(&path).expect("a scenario");
        if set.iter().any(|s| text.contains(s)) {
            names.push(format!("`{}`", path.file_stem().expect("a name").to_string_lossy()));
        }
    }
    names
}

/// The parts of a page: its headings, each with what stands under it.
fn parts(page: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for line in page.lines() {
        if line.starts_with('#') {
            parts.push(format!("### {}", line.trim_start_matches('#').trim()));
        } else if let Some(part) = parts.last_mut() {
            part.push('\n');
            part.push_str(line);
        }
    }
    parts
}

#[test]
fn the_page_of_strategies_is_made_from_their_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::from(
        "# Strategies and sources\n\nMade from the source of each; do not edit. A source says when a sender wants to \
         say what to whom; strategies change what it would do, and work together. What each key means and its \
         default is in [scenario.md](scenario.md); what comes out of them, scenario by scenario, in \
         [gallery.md](gallery.md), some of it more closely in [scenarios.md](scenarios.md).\n",
    );
    for (title, folder, needed) in [
        (
            "Strategies",
            "src/sender/strategy",
            &["**Does:**", "**Helps when:**", "**Costs:**", "**Source:**"][..],
        ),
        ("Sources", "src/sender/source", &["**Does:**", "**Source:**"][..]),
    ] {
        text.push_str(&format!("\n## {title}\n"));
        for (file, page) in pages(folder) {
            for mut part in parts(&page) {
                if !part.contains("**Scenario:**") && file != "campaign" {
                    part += &format!("\n\n**Scenario:** {}.", shown_by(&file).join(", "));
                }
                for mark in needed {
                    assert!(part.contains(mark), "{folder}/{file} lacks {mark}: {part}");
                }
                let names = part.split("**Scenario:**").nth(1).unwrap_or_default();
                let names: Vec<&str> = names.split('`').skip(1).step_by(2).collect();
                assert!(file == "campaign" || !names.is_empty(), "no scenario shows {folder}/{file}");
                for name in names {
                    let path = root.join(format!("scenarios/{name}.toml"));
                    assert!(path.exists(), "{folder}/{file} names the scenario {name}, which there is not");
                }
                text.push_str(&format!("\n{}\n", part.trim_end()));
            }
        }
    }
    current(&root.join("docs/strategies.md"), &text);
}

/// Draws strategies of every kind, each in force or not.
fn any_strategies() -> impl Strategy<Value = Value> {
    let spans = || prop::sample::select(vec!["0s", "7min", "5h", "3d"]);
    let groups = (1u32..9, spans(), any::<[bool; 3]>()).prop_map(|(count, gap, [by, text, number])| {
        let by = if by { "engagement" } else { "lot" };
        json!({ "count": count, "gap": gap, "by": by, "own_text": text, "own_number": number })
    });
    let hours = (0u32..24, 0u32..24, 0usize..7).prop_map(|(from, to, day)| {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        json!({ "from": format!("{from}:00"), "to": format!("{to}:30"), "days": days[day..].to_vec() })
    });
    let cosmetic = (1u32..4).prop_map(|edits| json!({ "edits": edits, "kind": "one-word" }));
    let migrate = (spans(), spans(), 1u32..4).prop_map(
        |(at, over, count)| json!({ "at": at, "over": over, "number": { "type": "", "count": count } }),
    );
    let opener = (spans(), spans(), any::<bool>()).prop_map(|(wait, delay, send)| {
        let otherwise = if send { "send" } else { "withhold" };
        json!({ "text": "May we?", "wait": wait, "delay": delay, "otherwise": otherwise })
    });
    let hygiene = (1u32..3, prop::option::of(1u32..4)).prop_map(|(after, sunset)| match sunset {
        Some(k) => json!({ "after": after, "sunset": k }),
        None => json!({ "after": after }),
    });
    let maybe = |s: BoxedStrategy<Value>| prop::option::of(s);
    let all = (
        maybe(groups.boxed()),
        maybe(hours.boxed()),
        maybe(cosmetic.boxed()),
        maybe(migrate.boxed()),
        maybe(opener.boxed()),
        maybe(hygiene.boxed()),
        any::<[bool; 4]>(),
    );
    all.prop_map(|(groups, hours, cosmetic, migrate, opener, hygiene, [retry, halt, throttle, replace])| {
        // What follows the news, beside what follows a plan.
        let named = [
            ("retry", retry.then(|| json!({ "codes": [30007, 30003], "attempts": 2, "other_number": true }))),
            ("halt", halt.then(|| json!({ "after": 3, "for": "2h" }))),
            ("throttle", throttle.then(|| json!({}))),
            ("replace", replace.then(|| json!({ "spare": 2, "after": 4 }))),
            ("groups", groups),
            ("hours", hours),
            ("cosmetic", cosmetic),
            ("migrate", migrate),
            ("opener", opener),
            ("hygiene", hygiene),
        ];
        named.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect::<Value>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever works together: each message of each wave that has begun is planned once and for one person, no
    /// message has the name of another, and only what is due in time leaves.
    #[test]
    fn any_strategies_together_plan_everything_once(strategies in any_strategies(), seed: u64) {
        let mut sender = whole_sender("shop", "30/min", 3);
        let plan = json!({ "waves": 2, "wave_gap": "1d" });
        for (key, value) in plan.as_object().into_iter().chain(strategies.as_object()).flatten() {
            sender[key] = value.clone();
        }
        let world = settings(96, two_whole(), quick_audience(150), json!([sender]), json!({}));
        let world = World::new(world, &models()).expect("a world");
        let outcome = run(&world, &Draws::new(seed, 0), Detail::Messages);
        let planned: u64 = outcome.ledger.tallies.iter().map(|t| t.intents + t.withheld).sum();
        prop_assert!(planned.is_multiple_of(150) && planned <= 300, "{}", planned);
        let mut seen = std::collections::BTreeSet::new();
        let mut wanted = std::collections::BTreeSet::new();
        for row in &outcome.ledger.messages {
            let m = &row.message;
            prop_assert!(seen.insert(m.id), "{} twice", m.id);
            if m.role == Role::Main && m.id.count != m.intent {
                prop_assert!(strategies.get("retry").is_some(), "only retries say a thing again");
            } else if m.role == Role::Main {
                prop_assert!(wanted.insert((m.intent / 150, m.person)), "{} hears twice in a wave", m.id);
            } else {
                prop_assert!(m.due < world_end(), "an opener that was never due is not attempted");
            }
            let has = |key: &str, numbers| if strategies.get(key).is_some() { numbers } else { 0 };
            prop_assert!(m.number.0 < 3 + has("migrate", 3) + has("replace", 2));
        }
    }
}

fn world_end() -> SimTime {
    SimTime::START + SimSpan::HOUR * 96
}

/// `lint` reads what would be sent.
#[test]
fn lint_reads_texts_with_what_is_put_into_them() {
    let program = env!("CARGO_BIN_EXE_carrierlab");
    let lint = |scenario: &str| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{scenario}.toml"));
        let ran =
            std::process::Command::new(program).args(["--json", "lint", "--scenario"]).arg(file).output();
        String::from_utf8(ran.expect("it runs").stdout).expect("text")
    };
    let capitals = lint("capitals");
    assert!(capitals.contains("FREE SOCKS WITH EVERY PAIR OF BOOTS. Reply STOP to end"), "{capitals}");
    assert!(capitals.contains("Free socks with every pair of boots. Reply STOP to end"), "{capitals}");
    assert!(lint("two-way-opener").contains("May we send you our offer of the week?"));
}
