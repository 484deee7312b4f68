//! Guards of the platform: the law of each, and what is off changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use carrierlab::engine::{Outcome, World, WorldSettings, run};
use carrierlab::experiment::{Arm, Plan, callbacks, replicate, tables};
use carrierlab::ledger::{Cause, Detail, MessageRow, Tally, Values};
use carrierlab::message::{
    CarrierId, Code, Fate, GuardKind, NumberId, PersonId, Reported, Role, SenderId, TextId,
};
use carrierlab::platform::PlatformSettings;
use carrierlab::platform::callbacks::Status;
use carrierlab::platform::guard::{Facts, Guards, Request, Ruling};
use carrierlab::recipient::Population;
use carrierlab::rng::{Draws, Purpose, exponential};
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::{SimSpan, SimTime};
use serde_json::{Value, json};

use crate::docs::{current, page};
use crate::support::{
    every_guard, fingerprint, holds, lively_audience, mean, models, quick_audience, settings, strict_carrier,
    two_whole, whole_sender,
};

/// A carrier that blocks nothing.
fn open_carrier() -> Value {
    json!([{ "name": "north", "share": 1.0 }])
}

/// People who do exactly this about every message, within minutes.
fn people(size: u32, reactions: Value) -> Value {
    let mut reactions = reactions;
    reactions["delay"] = json!({ "median": "3min", "p95": "20min", "min": "5s" });
    reactions["annoyance"] = json!(0.0);
    json!({ "size": size, "consent": "", "reactions": reactions })
}

/// A sender of so many waves.
fn waves(name: &str, n: u32, gap: &str, number: Value) -> Value {
    let mut number = number;
    number["type"] = json!("");
    json!({ "name": name, "audience": "all", "number": number, "waves": n, "wave_gap": gap,
        "texts": ["Acme: news. Reply STOP to end"] })
}

/// A run with a row for every message.
fn traced(settings: WorldSettings, seed: u64) -> (World, Outcome) {
    let world = World::new(settings, &models()).expect("a world");
    let outcome = run(&world, &Draws::new(seed, 0), Detail::Messages);
    (world, outcome)
}

/// All tallies of a run together.
fn total(outcome: &Outcome) -> Tally {
    let mut total = Tally::default();
    outcome.ledger.tallies.iter().for_each(|t| total.add(t));
    total
}

/// How many messages each person got.
fn got(outcome: &Outcome) -> BTreeMap<u32, Vec<SimTime>> {
    let mut got = BTreeMap::<u32, Vec<SimTime>>::new();
    for row in outcome.ledger.messages.iter().filter(|r| r.fate == Fate::Delivered) {
        got.entry(row.message.person.0).or_default().push(row.message.due);
    }
    got
}

/// How many each of so many people got, where all got the same.
fn each_got(outcome: &Outcome, people: usize) -> usize {
    let got = got(outcome);
    assert_eq!(got.len(), people, "somebody got nothing");
    let counts: BTreeSet<usize> = got.values().map(Vec::len).collect();
    assert_eq!(counts.len(), 1, "{counts:?}");
    counts.into_iter().next().unwrap_or(0)
}

// ---- Loops ----------------------------------------------------------------------------------------

/// A loop: every 72 seconds, 50 times an hour, the same text to everybody, for so many hours.
fn runaway(hours: u64, guard: Value) -> (World, Outcome) {
    let sender = waves("crm", 50 * hours as u32, "72s", json!({}));
    traced(settings(hours + 1, open_carrier(), people(30, json!({})), json!([sender]), guard), 3)
}

#[test]
fn people_get_so_many_copies_of_a_loop_as_the_guard_allows() {
    for hours in [1, 3] {
        for (limits, copies) in [
            (json!({}), 5),
            (json!({ "same": 2 }), 2),
            (json!({ "same": 2, "window": "sliding" }), 2),
            (json!({ "same": 50, "any": 20 }), 20),
            (json!({ "same": 50, "any": 20, "window": "sliding" }), 20),
            (json!({ "same": 5, "per": "30min" }), 10),
        ] {
            let (_, outcome) = runaway(hours, json!({ "loops": limits }));
            assert_eq!(each_got(&outcome, 30), copies * hours as usize, "{limits} in {hours} h");
            let refused = total(&outcome).causes[Cause::Guard(GuardKind::Loops).index()];
            assert_eq!(refused, 30 * hours * (50 - copies as u64));
            if limits.get("per").is_none() {
                assert_eq!(total(&outcome).notices, 30 * hours, "one notice a person and hour");
            }
        }
        let (_, off) = runaway(hours, json!({ "loops": { "enabled": false } }));
        assert_eq!((each_got(&off, 30), total(&off).notices), (50 * hours as usize, 0));
    }
}

/// The most messages of a sorted list within one hour's length.
fn most_in_an_hour(times: &[SimTime]) -> usize {
    let within = |i: usize| times[i..].iter().take_while(|t| t.since(times[i]) < SimSpan::HOUR).count();
    (0..times.len()).map(within).max().unwrap_or(0)
}

/// What a guard with this window lets through of messages to one person at these times.
fn let_through(window: &str, same: u32, times: &[SimTime]) -> Vec<SimTime> {
    let platform = json!({ "loops": { "same": same, "any": 1000, "window": window } });
    let platform: PlatformSettings = serde_json::from_value(platform).expect("settings");
    let mut guards =
        Guards::new(&platform, Facts { senders: 1, people: 1, vetted: Arc::default(), regions: &[] });
    let passes = |now: &&SimTime| {
        let request = Request {
            now: **now,
            sender: SenderId(0),
            count: 0,
            sender_key: 1,
            number: NumberId(0),
            person: PersonId(0),
            audience: 0,
            carrier: CarrierId(0),
            text: TextId(0),
            role: Role::Main,
            zone: 0,
            country: 0,
            prefix: 0,
            code: false,
            web: None,
        };
        guards.request(&request, &Draws::new(1, 0)) == Ruling::Pass
    };
    times.iter().filter(passes).copied().collect()
}

#[test]
fn a_burst_at_the_boundary_passes_an_anchored_hour_and_no_sliding_one() {
    let at = |seconds: u64| SimTime::START + SimSpan::from_seconds(seconds);
    for limit in [1, 2, 5, 20] {
        // One message opens the hour; many come at its end and behind it.
        let burst: Vec<SimTime> = [0].into_iter().chain(3500..3700).map(at).collect();
        let most = |window| most_in_an_hour(&let_through(window, limit, &burst));
        assert_eq!(most("anchored"), 2 * limit as usize - 1, "anchored, {limit}");
        assert_eq!(most("sliding"), limit as usize, "sliding, {limit}");
        // Whatever the traffic, neither lets more through than that.
        for seed in 0..20 {
            let draws = Draws::new(seed, 0);
            let mut seconds = 0.0;
            let rain = (0..2000).map(|i| {
                seconds += exponential(draws.uniform(Purpose::Gaps, 1, i)) * 3600.0 / f64::from(3 * limit);
                SimTime::START + SimSpan::from_seconds_f64(seconds)
            });
            let rain: Vec<SimTime> = rain.collect();
            let most = |window| most_in_an_hour(&let_through(window, limit, &rain));
            let (anchored, sliding) = (most("anchored"), most("sliding"));
            assert!(anchored < 2 * limit as usize && sliding <= limit as usize, "{anchored} {sliding}");
            assert!(limit == 1 || anchored > limit as usize, "rain of that strength meets a boundary");
        }
    }
}

#[test]
fn who_writes_now_and_then_does_not_meet_the_loop_guard() {
    let world = |platform| {
        let senders = json!([whole_sender("a", "2/s", 2), whole_sender("b", "30/min", 1)]);
        let (world, mut outcome) =
            traced(settings(12, two_whole(), quick_audience(500), senders, platform), 5);
        fingerprint(&world, &mut outcome)
    };
    assert!(world(json!({})) == world(json!({ "loops": {} })));
}

// ---- STOP, HELP, START ----------------------------------------------------------------------------

/// Everybody opts out of every message, in minutes; six daily waves of each sender from a pool of three numbers.
fn stopping(senders: &[&str], stop: Value) -> (World, Outcome) {
    let number = json!({ "count": 3, "pool": "rotate" });
    let senders: Vec<Value> = senders.iter().map(|name| waves(name, 12, "1d", number.clone())).collect();
    let people = people(60, json!({ "opt_out": 1.0 }));
    traced(settings(24 * 13, open_carrier(), people, json!(senders), json!({ "stop": stop })), 9)
}

#[test]
fn who_opted_out_gets_nothing_more_within_the_scope_and_does_outside_it() {
    // From each number of the pool once, from the campaign once, from the account once.
    let pairs = |delivered: bool, outcome: &Outcome| -> Vec<(NumberId, PersonId)> {
        let rows = outcome.ledger.messages.iter().filter(|r| !delivered || r.fate == Fate::Delivered);
        rows.map(|r| (r.message.number, r.message.person)).collect()
    };
    let (_, number) = stopping(&["shop"], json!({ "scope": "number" }));
    let delivered = pairs(true, &number);
    let planned: BTreeSet<_> = pairs(false, &number).into_iter().collect();
    assert_eq!(delivered.len(), planned.len(), "once from each number that ever wrote to the person");
    assert_eq!(delivered.into_iter().collect::<BTreeSet<_>>(), planned);
    assert!(planned.len() > 150, "most people heard from all three");
    for scope in ["campaign", "account"] {
        let (_, bound) = stopping(&["shop"], json!({ "scope": scope }));
        assert_eq!(each_got(&bound, 60), 1, "{scope}");
        // Another sender is another campaign and another account, also where the brand is the same.
        let (_, two) = stopping(&["shop", "other"], json!({ "scope": scope }));
        assert_eq!(each_got(&two, 60), 2, "{scope}: once from each sender");
    }
    // Numbers to which a sender moves are another campaign of the same account.
    for (scope, copies) in [("campaign", 2), ("account", 1)] {
        let mut sender = waves("shop", 12, "1d", json!({ "count": 3 }));
        sender["migrate"] = json!({ "at": "5d", "number": { "type": "", "count": 2 } });
        let people = people(60, json!({ "opt_out": 1.0 }));
        let stop = json!({ "stop": { "scope": scope } });
        let (_, moved) = traced(settings(24 * 13, open_carrier(), people, json!([sender]), stop), 9);
        assert_eq!(each_got(&moved, 60), copies, "{scope}, moved");
    }
    let (_, off) = stopping(&["shop"], json!({ "enabled": false }));
    assert_eq!(each_got(&off, 60), 12);
    let refused = &number.ledger.messages;
    let refused = refused.iter().filter(|r| r.cause == Some(Cause::OptedOut));
    assert!(refused.clone().count() > 0);
    assert!(refused.clone().all(|r| matches!(r.report, Some((_, Reported::Failed(Code::OPTED_OUT))))));
}

#[test]
fn a_share_comes_back_and_is_written_to_again() {
    let start = |share: f64| {
        let delay = json!({ "median": "2h", "p95": "6h", "min": "1h" });
        stopping(&["shop"], json!({ "start": share, "start_delay": delay })).1
    };
    assert_eq!(each_got(&start(0.0), 60), 1);
    // Who always comes back within the day gets every wave, and opts out of each.
    let always = start(1.0);
    assert_eq!((each_got(&always, 60), total(&always).opt_outs), (12, 720));
    assert_eq!(total(&always).unwanted, 0, "they wanted it again");
    // With one half each message is the last with the chance one half.
    let half = start(0.5);
    let counts: Vec<f64> = got(&half).values().map(|times| times.len() as f64).collect();
    let mean = mean(&counts);
    holds("messages until somebody stays away", mean.mean, 2.0 - 0.5_f64.powi(11), mean.error);
}

#[test]
fn start_lifts_what_the_network_stopped() {
    // The platform keeps no list: the network alone turns away what comes after a STOP.
    let each = |network_stop: bool, start: f64| {
        let sender = waves("shop", 5, "1d", json!({ "network_stop": network_stop }));
        let delay = json!({ "median": "2h", "p95": "6h", "min": "1h" });
        let stop = json!({ "stop": { "enabled": false, "start": start, "start_delay": delay } });
        let people = people(40, json!({ "opt_out": 1.0 }));
        each_got(&traced(settings(24 * 6, open_carrier(), people, json!([sender]), stop), 3).1, 40)
    };
    assert_eq!([each(false, 0.0), each(true, 0.0), each(true, 1.0)], [5, 1, 5]);
}

#[test]
fn who_asks_for_help_is_answered_and_opts_out_of_nothing() {
    let helped = |help: f64, opt_in: Value| {
        let sender = waves("shop", 8, "1d", json!({}));
        let people = people(200, json!({ "reply": 1.0 }));
        let mut platform = json!({ "stop": { "help": help } });
        if !opt_in.is_null() {
            platform["opt_in"] = opt_in;
        }
        traced(settings(24 * 9, open_carrier(), people, json!([sender]), platform), 2).1
    };
    let some = total(&helped(0.3, Value::Null));
    let n: f64 = 1600.0;
    holds("share that asks", some.helps as f64 / n, 0.3, (0.3 * 0.7 / n).sqrt());
    assert_eq!((some.opt_outs, some.fate(Fate::Delivered), some.segments), (0, 1600, 1600 + some.helps));
    let none = total(&helped(0.0, Value::Null));
    // Who asks for help does not reply, and nothing else of the world changes.
    assert_eq!((none.helps, none.segments, none.replies), (0, 1600, some.replies + some.helps));
    // HELP confirms no opt-in: where every reply asks for it, nobody gets a second message.
    assert_eq!(each_got(&helped(1.0, json!({})), 200), 1);
    assert_eq!(each_got(&helped(0.0, json!({})), 200), 8);
}

#[test]
fn no_sender_hears_of_help_and_every_carrier_sees_a_reply() {
    // Eight waves to people who all write back, help or not.
    let ran = |help: f64, reply: f64, sender: Value, filter: Value| {
        let mut shop = waves("shop", 8, "1d", json!({}));
        shop.as_object_mut().unwrap().extend(sender.as_object().unwrap().clone());
        let mut carriers = open_carrier();
        carriers[0]["filter"] = filter;
        let people = people(200, json!({ "reply": reply }));
        let platform = json!({ "stop": { "help": help } });
        traced(settings(24 * 9, carriers, people, json!([shop]), platform), 2).1
    };
    // A sender that gives up who is silent gives up who asks for nothing but help.
    let sunset = json!({ "hygiene": { "sunset": 3 } });
    let fates = |help: f64| each_got(&ran(help, 1.0, sunset.clone(), json!({})), 200);
    assert_eq!((fates(0.0), fates(1.0)), (8, 3));
    // A carrier that weighs what goes out against what comes back cannot tell.
    let balance = json!({ "threshold": 1.0, "balance": { "weight": 5.0, "limit": 10.0, "least": 20.0 } });
    let slowly = json!({ "rate": "1/min" });
    let delivered =
        |help, reply| total(&ran(help, reply, slowly.clone(), balance.clone())).fate(Fate::Delivered);
    assert_eq!(delivered(1.0, 1.0), delivered(0.0, 1.0));
    assert!(delivered(1.0, 1.0) > 2 * delivered(0.0, 0.0), "the stage has something to say");
}

#[test]
fn the_answer_to_help_costs_what_a_text_costs_also_where_the_sender_sends_mms() {
    let number = json!({ "segment_price": 0.01, "mms": { "throughput": "unlimited", "price": 0.04, "fee_class": "mms" } });
    let mut sender = waves("shop", 1, "1d", number);
    sender["mms"] = json!(true);
    let carriers = json!([{ "name": "north", "share": 1.0, "fees": { "mms": 0.5 } }]);
    let platform = json!({ "stop": { "help": 1.0 } });
    let people = people(200, json!({ "reply": 1.0 }));
    let all = total(&traced(settings(24 * 2, carriers, people, json!([sender]), platform), 2).1);
    assert_eq!((all.helps, all.replies), (200, 0));
    assert!((all.cost - 200.0 * (0.54 + 0.01)).abs() < 1e-9, "{}", all.cost);
}

// ---- Opt-in ---------------------------------------------------------------------------------------

#[test]
fn nobody_unconfirmed_gets_more_than_is_free() {
    let world = |reply: f64, guard: Value| {
        let sender = waves("shop", 6, "1d", json!({}));
        let people = people(150, json!({ "reply": reply }));
        traced(settings(24 * 7, open_carrier(), people, json!([sender]), guard), 4).1
    };
    for free in [1, 2, 4] {
        let guard = json!({ "opt_in": { "free": free } });
        assert_eq!(each_got(&world(0.0, guard.clone()), 150), free, "nobody replies");
        assert_eq!(each_got(&world(1.0, guard.clone()), 150), 6, "everybody replies");
        // Some reply: to `free` messages, or to one of them and then all six.
        let counts: BTreeSet<usize> = got(&world(0.3, guard)).values().map(Vec::len).collect();
        assert_eq!(counts, BTreeSet::from([free, 6]), "{free} free");
    }
    assert_eq!(each_got(&world(0.0, json!({ "opt_in": { "enabled": false } })), 150), 6);
}

// ---- Quiet hours ----------------------------------------------------------------------------------

/// Whether the hours of the recipient are open at that time.
fn is_open(at: SimTime) -> bool {
    let minute = at.micros() / 60_000_000 % 1440;
    (8 * 60..21 * 60).contains(&minute)
}

/// A list that begins in the evening and takes longer than the day.
fn evening(platform: Value, number: Value) -> Outcome {
    let mut sender = waves("shop", 1, "1d", number);
    sender["start"] = json!("19:00");
    let carriers = json!([{ "name": "north", "share": 1.0, "enforces": ["number", "campaign", "brand"] }]);
    traced(settings(60, carriers, people(1500, json!({})), json!([sender]), platform), 6).1
}

#[test]
fn nothing_leaves_in_quiet_hours() {
    let left = |outcome: &Outcome| -> Vec<SimTime> {
        let mut left: Vec<SimTime> = outcome.ledger.messages.iter().filter_map(|r| r.left).collect();
        left.sort_unstable();
        left
    };
    let quiet = json!({ "quiet": {}, "validity": "3d" });
    let numbers = [
        json!({ "throughput": "10/min" }),
        json!({ "throughput": "1/s", "grants": { "campaign": [{ "limit": "100/h" }] } }),
        json!({ "throughput": "1/s", "grants": { "brand": [{ "limit": "700/day" }] } }),
        json!({ "throughput": "30/min", "count": 2, "grants": { "number": [{ "limit": "4/min" }] } }),
    ];
    for number in numbers {
        let on = evening(quiet.clone(), number.clone());
        let times = left(&on);
        assert!(times.iter().all(|t| is_open(*t)), "{number}");
        let off = evening(json!({ "validity": "3d" }), number.clone());
        assert!(left(&off).iter().any(|t| !is_open(*t)), "{number}: the night would have been used");
        // The second day is used, too, and nobody is lost to the wait.
        assert!(times.iter().any(|t| t.since(SimTime::START) > SimSpan::HOUR * 24), "{number}");
        let total = total(&on);
        assert_eq!(total.fate(Fate::Delivered) + total.fate(Fate::InFlight), 1500, "{number}");
    }
}

#[test]
fn quiet_hours_are_those_of_the_recipient() {
    let zones = json!([{ "hours": 0.0, "share": 0.4 }, { "hours": -3.0, "share": 0.4 }, { "hours": 5.5, "share": 0.2 }]);
    let mut audience = people(600, json!({}));
    audience["zones"] = zones;
    let mut sender = waves("shop", 1, "1d", json!({ "throughput": "2/min", "queue": "2d" }));
    sender["start"] = json!("18:00");
    let platform = json!({ "quiet": {}, "validity": "3d" });
    let (world, outcome) = traced(settings(72, open_carrier(), audience, json!([sender]), platform), 6);
    let all = Population::new("all", &world.settings().audiences["all"], &[1.0], &Draws::new(6, 0));
    let mut hours = BTreeMap::<i32, BTreeSet<u64>>::new();
    for row in &outcome.ledger.messages {
        let (left, zone) = (row.left.expect("it left within three days"), all.zone(row.message.person.0));
        let local =
            (left.micros() / 60_000_000 + 1440).checked_add_signed(i64::from(zone)).expect("a minute");
        assert!((8 * 60..21 * 60).contains(&(local % 1440)), "{left} is {} there", local % 1440);
        hours.entry(zone).or_default().insert(left.micros() / 3_600_000_000 % 24);
    }
    // By the scenario's clock the hours differ: before eight for those ahead, after nine for those behind.
    assert_eq!(hours.keys().copied().collect::<Vec<_>>(), [-180, 0, 330]);
    assert!(hours[&330].contains(&2) && hours[&-180].contains(&21), "{hours:?}");
}

#[test]
fn when_the_hours_open_no_number_sends_faster_than_it_can() {
    let outcome = evening(json!({ "quiet": {} }), json!({ "throughput": "5/min", "count": 2 }));
    let mut by_number = BTreeMap::<u32, Vec<SimTime>>::new();
    for row in &outcome.ledger.messages {
        by_number.entry(row.message.number.0).or_default().extend(row.left);
    }
    for times in by_number.values_mut() {
        times.sort_unstable();
        let gap = SimSpan::from_seconds(12);
        assert!(times.windows(2).all(|pair| pair[1].since(pair[0]) >= gap));
        let morning = |t: &&SimTime| t.since(SimTime::START) == SimSpan::HOUR * 32;
        assert_eq!(times.iter().filter(morning).count(), 1, "the first leaves at eight");
    }
}

#[test]
fn quiet_hours_refuse_where_they_do_not_wait_and_messages_may_expire() {
    let number = json!({ "throughput": "10/min" });
    let refuse = evening(json!({ "quiet": { "over": "refuse" } }), number.clone());
    let refused = |r: &&MessageRow| r.cause == Some(Cause::Guard(GuardKind::Quiet));
    let n = refuse.ledger.messages.iter().filter(refused).count();
    assert_eq!(n, 1500 - 1200, "two hours at ten a minute go out, and what waits for its turn then does not");
    let told = |r: &MessageRow| matches!(r.report, Some((_, Reported::Failed(Code::QUIET_HOURS))));
    assert!(refuse.ledger.messages.iter().filter(refused).all(told));
    let short = evening(json!({ "quiet": {}, "validity": "4h" }), number);
    let total = total(&short);
    assert_eq!((total.fate(Fate::Delivered), total.fate(Fate::Expired)), (1200, 300));
}

// ---- Content and look-ahead -----------------------------------------------------------------------

const WINE: &str = "Acme Wine: our new wines are in, taste them on Friday. Reply STOP to end";
const PLAIN: &str = "Acme: your table for two is booked for Friday at eight";
const LOAN: &str = "URGENT: payday loan up to $5,000, no credit check! Apply http://fast-cash.example/a now";

/// What becomes of each text under these guards, by the text.
fn fates(platform: Value, allows: Value, texts: &[&str]) -> Vec<(Fate, Option<Cause>, Option<Code>)> {
    let mut sender = waves("shop", 1, "1d", json!({ "allows": allows }));
    (sender["texts"], sender["wording"]) = (json!(texts), json!("rotate"));
    let world = settings(24, open_carrier(), people(60, json!({})), json!([sender]), platform);
    let (world, outcome) = traced(world, 8);
    texts
        .iter()
        .map(|text| {
            let all: Vec<_> = (outcome.ledger.messages.iter())
                .filter(|r| world.text(r.message.text).body == *text)
                .map(|r| {
                    let code = match r.report {
                        Some((_, Reported::Failed(code))) => Some(code),
                        _ => None,
                    };
                    (r.fate, r.cause, code)
                })
                .collect();
            assert!(!all.is_empty() && all.iter().all(|one| *one == all[0]));
            all[0]
        })
        .collect()
}

#[test]
fn restricted_words_are_refused_unless_the_number_was_reviewed_for_them() {
    let passes = (Fate::Delivered, None, None);
    let refused = (Fate::Refused, Some(Cause::Guard(GuardKind::Content)), Some(Code::FILTERED));
    let texts = [PLAIN, WINE, LOAN];
    let of = |platform, allows| fates(platform, allows, &texts);
    assert_eq!(of(json!({}), json!([])), [passes; 3]);
    assert_eq!(of(json!({ "content": {} }), json!([])), [passes, refused, passes]);
    assert_eq!(of(json!({ "content": {} }), json!(["alcohol"])), [passes; 3]);
    let listed = json!({ "content": { "categories": ["loans"], "phrases": ["booked for"] } });
    assert_eq!(of(listed.clone(), json!([])), [refused, passes, refused]);
    assert_eq!(of(listed, json!(["loans"])), [refused, passes, passes], "no review covers a phrase");
    assert_eq!(of(json!({ "content": { "enabled": false } }), json!([])), [passes; 3]);
}

/// What the sender of a message was called back with, without times.
fn story(world: &World, row: &MessageRow) -> Vec<&'static str> {
    callbacks(world, row).into_iter().map(|(_, status)| status.name()).collect()
}

#[test]
fn a_sender_cannot_tell_the_platforms_block_from_a_carriers() {
    // The same model, once at the carrier and once at the platform, and a carrier that always says so.
    let run = |carrier: Value, platform: Value| {
        let mut sender = waves("shop", 1, "1d", json!({}));
        (sender["texts"], sender["wording"]) = (json!([PLAIN, LOAN]), json!("rotate"));
        traced(settings(24, json!([carrier]), people(60, json!({})), json!([sender]), platform), 8)
    };
    let filter = json!({ "threshold": 0.9, "content": { "floor": 0.0, "weight": 1.0 } });
    let honest = json!({ "block_reported_delivered": 0.0, "block_silent": 0.0 });
    let blocks = json!({ "name": "north", "share": 1.0, "filter": filter, "receipts": honest });
    let (its, theirs) = (run(blocks, json!({})), run(json!(open_carrier()[0]), json!({ "lookahead": {} })));
    let seen = |(world, outcome): &(World, Outcome)| -> Vec<_> {
        outcome.ledger.messages.iter().map(|r| (r.report.map(|r| r.1), story(world, r))).collect()
    };
    assert_eq!(seen(&its), seen(&theirs), "codes and statuses are the same, message by message");
    let lost = |outcome: &Outcome| {
        let lost = outcome.ledger.messages.iter().filter(|r| r.fate != Fate::Delivered);
        lost.map(|r| (r.fate, r.cause.expect("a cause"))).collect::<Vec<_>>()
    };
    let (its_lost, their_lost) = (lost(&its.1), lost(&theirs.1));
    assert_eq!(its_lost.len(), 30);
    assert!(its_lost.iter().all(|(fate, _)| *fate == Fate::Blocked));
    assert_eq!(
        their_lost,
        vec![(Fate::Refused, Cause::Guard(GuardKind::Lookahead)); 30],
        "the ledger can tell"
    );
    // Nor does the time tell: an answer takes as long as a receipt.
    let delays: BTreeSet<SimSpan> = (theirs.1.ledger.messages.iter())
        .filter(|r| r.fate == Fate::Refused)
        .map(|r| r.report.expect("a report").0.since(r.message.due))
        .collect();
    assert!(delays.len() == 30 && delays.iter().all(|d| *d >= SimSpan::SECOND), "{delays:?}");
}

#[test]
fn a_threshold_that_no_text_reaches_is_no_filter() {
    let passes = (Fate::Delivered, None, None);
    for lookahead in [json!({ "threshold": 1.0 }), json!({ "enabled": false })] {
        assert_eq!(fates(json!({ "lookahead": lookahead }), json!([]), &[PLAIN, LOAN]), [passes; 2]);
    }
}

#[test]
fn a_model_of_the_look_ahead_filter_has_to_be_there() {
    let sender = waves("shop", 1, "1d", json!({}));
    let platform = json!({ "lookahead": { "model": "own.json" } });
    let world = settings(24, open_carrier(), people(10, json!({})), json!([sender]), platform);
    let error = World::new(world, &models()).expect_err("no such model was loaded");
    assert!(error.to_string().contains("look-ahead filter uses the content model `own.json`"), "{error}");
}

// ---- Callbacks ------------------------------------------------------------------------------------

/// A world in which messages meet every fate.
fn every_fate(platform: Value) -> WorldSettings {
    let mut carriers = two_whole();
    carriers[0]["filter"]["holds_max"] = json!(1);
    carriers[1]["enforces"] = json!(["campaign", "number"]);
    let mut busy = whole_sender("busy", "3/s", 2);
    busy["number"]["queue"] = json!("3min");
    busy["number"]["refused_share"] = json!(0.05);
    busy["number"]["grants"]["number"] = json!([{ "limit": "20/h", "over": "fail" }]);
    let mut slow = whole_sender("slow", "40/min", 1);
    slow["number"]["throughput"] = json!("20/min");
    (slow["waves"], slow["wave_gap"]) = (json!(2), json!("595min"));
    settings(10, carriers, quick_audience(700), json!([busy, slow]), platform)
}

#[test]
fn callbacks_follow_the_life_cycle_and_never_contradict_the_report() {
    let platform = json!({ "validity": "10min", "loops": { "any": 1 }, "lookahead": { "threshold": 0.5 } });
    let (world, outcome) = traced(every_fate(platform), 1);
    let mut fates = BTreeSet::new();
    let mut endings = BTreeSet::new();
    for row in &outcome.ledger.messages {
        fates.insert(row.fate);
        let all = callbacks(&world, row);
        assert!(all.is_sorted_by_key(|(at, status)| (*at, *status)), "{row:?} {all:?}");
        let horizon = SimTime::START + world.settings().horizon;
        let last = all.last().map(|(_, status)| *status);
        endings.extend(last);
        let as_carrier = row.cause == Some(Cause::Guard(GuardKind::Lookahead));
        match row.report.filter(|(at, _)| *at < horizon) {
            Some((at, Reported::Delivered)) => {
                assert_eq!(all.last(), Some(&(at, Status::Delivered)), "{row:?}");
            }
            Some((at, Reported::Failed(_))) => {
                let gone = row.left.is_some() || as_carrier;
                let status = if gone { Status::Undelivered } else { Status::Failed };
                assert_eq!(all.last(), Some(&(at, status)), "{row:?}");
            }
            None => assert!(last.is_none_or(|status| status <= Status::Sent), "{row:?} {all:?}"),
        }
        let has = |wanted| all.iter().any(|(_, status)| *status == wanted);
        assert_eq!(has(Status::Accepted), row.message.due < horizon);
        assert!(as_carrier || has(Status::Sending) == row.left.is_some(), "{row:?}");
    }
    assert_eq!(fates.len(), Fate::ALL.len(), "only {fates:?}");
    let wanted = [Status::Queued, Status::Sent, Status::Delivered, Status::Undelivered, Status::Failed];
    assert!(wanted.iter().all(|status| endings.contains(status)), "{endings:?}");
}

#[test]
fn the_table_of_messages_has_the_last_status() {
    let world = World::new(every_fate(json!({ "validity": "10min" })), &models()).expect("a world");
    let arms = [Arm { name: "a".into(), about: String::new(), world }];
    let plan = Plan { seed: 1, replications: 1, jobs: 1, trace: true };
    let records = replicate(&arms, plan, &|| (), &AtomicBool::new(false));
    let tables = tables(&arms, &records);
    let table = tables.iter().find(|t| t.name == "messages").expect("a table of messages");
    let column = |name: &str| {
        let column = table.columns.iter().find(|c| c.name == name).expect("a column");
        let Values::Text(values) = &column.values else { panic!("{name} is no text") };
        values
    };
    let (statuses, reports) = (column("status"), column("reported"));
    for (status, reported) in statuses.iter().zip(reports) {
        let fits = match reported.as_str() {
            "delivered" => status == "delivered",
            "failed" => ["undelivered", "failed"].contains(&status.as_str()),
            _ => ["", "queued", "sending", "sent"].contains(&status.as_str()),
        };
        assert!(fits, "called back with {status}, reported {reported}");
    }
    assert_eq!(statuses.iter().collect::<BTreeSet<_>>().len(), 6, "every end of a story, and none");
}

// ---- All of them ----------------------------------------------------------------------------------

fn crowd(platform: Value, reversed: bool) -> BTreeMap<(String, String), String> {
    let mut senders: Vec<Value> =
        ["a", "b", "c"].iter().map(|name| whole_sender(name, "20/min", 2)).collect();
    senders.iter_mut().for_each(|s| (s["waves"], s["wave_gap"]) = (json!(3), json!("3h")));
    let mut carriers = vec![strict_carrier("north", 0.6), strict_carrier("south", 0.4)];
    if reversed {
        senders.reverse();
        carriers.reverse();
    }
    let world = settings(12, json!(carriers), lively_audience(400), json!(senders), platform);
    let (world, mut outcome) = traced(world, 7);
    fingerprint(&world, &mut outcome)
}

#[test]
fn guards_act_together_and_the_order_of_declaration_changes_nothing() {
    let all = crowd(every_guard(), false);
    assert!(all != crowd(json!({ "validity": "9h" }), false));
    assert!(all == crowd(every_guard(), true));
}

#[test]
fn a_guard_that_is_off_changes_nothing() {
    let plain = crowd(json!({ "validity": "9h" }), false);
    for guard in ["loops", "opt_in", "quiet", "content", "lookahead"] {
        let mut platform = json!({ "validity": "9h" });
        platform[guard] = every_guard()[guard].clone();
        assert!(plain != crowd(platform.clone(), false), "{guard} acts");
        platform[guard]["enabled"] = json!(false);
        assert!(plain == crowd(platform, false), "{guard} is off");
    }
}

// ---- What is refused or doubted -------------------------------------------------------------------

/// A scenario with this platform.
const FILE: &str = r#"schema = 1
[scenario]
name = "t"
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
[platform]
"#;

/// Errors and warnings about a platform, one a line, with their help.
fn said(platform: &str) -> String {
    let list = match scenario::parse("t.toml", &format!("{FILE}{platform}"), &Overrides::default(), None) {
        Ok(loaded) => loaded.warnings,
        Err(problems) => problems.list,
    };
    assert!(list.iter().all(|p| p.place().is_some()));
    list.iter().map(|p| format!("{} ({})\n", p.message, p.help.as_deref().unwrap_or(""))).collect()
}

#[test]
fn guards_that_could_do_nothing_or_stop_everything_are_named() {
    for (platform, message) in [
        ("stop_scope = \"sender\"", "write `scope` in [platform.stop]"),
        ("stop = false", "write a table with `enabled`"),
        ("stop.scope = \"brand\"", "`platform.stop.scope` cannot be `brand`"),
        ("stop = { enabled = false, help = 0.1 }", "`help` is set, but"),
        ("stop.start_delay = { median = \"2d\", p95 = \"1d\" }", "the delay of START"),
        ("loops.same = 0", "`platform.loops.same` is out of range"),
        ("loops.per = \"0s\"", "the window of the loop guard is zero"),
        ("loops = { same = 9, any = 5 }", "9 messages of one text are more than the 5 of any text"),
        ("opt_in.free = 0", "`platform.opt_in.free` is out of range"),
        ("quiet = { opens = \"08:00\", closes = \"08:00\" }", "the quiet hours end at 08:00, when"),
        ("quiet = { opens = \"8\" }", "`platform.quiet.opens`"),
        ("validity = \"6h\"\nquiet.over = \"wait\"", "valid for 6h, less than the 11h of a night"),
        ("content = { categories = [] }", "the platform's content check refuses nothing"),
        ("content = { phrases = [\" \"] }", "a phrase is empty"),
        ("content = { categories = [\"wine\"] }", "`platform.content.categories.0` cannot be `wine`"),
        ("lookahead.threshold = 0", "the look-ahead filter drops every message"),
        (
            "lookahead.delay = { median = \"1s\", p95 = \"9s\", min = \"2s\" }",
            "the delay of the look-ahead filter",
        ),
        ("queue_code = 1", "`platform.queue_code` is out of range"),
    ] {
        let said = said(platform);
        assert!(said.contains(message) && said.lines().count() == 1, "{platform}: {said}");
    }
    for platform in [
        "stop = { scope = \"campaign\", start = 0.1, help = 0.1 }",
        "loops = { same = 1, any = 1 }",
        "opt_in = { free = 2 }",
        "quiet = { opens = \"20:00\", closes = \"02:00\" }",
        "validity = \"6h\"\nquiet = { over = \"refuse\" }",
        "validity = \"6h\"\nquiet = { enabled = false }",
        "content = { phrases = [\"free\"], categories = [] }",
        "lookahead = { threshold = 0.5 }",
    ] {
        assert_eq!(said(platform), "", "{platform}");
    }
}

#[test]
fn who_never_replies_can_confirm_nothing() {
    let silent = "opt_in = {}\n[audience.people.reactions]\nreply = 0.0";
    let list = said(silent);
    assert!(list.contains("nobody of audience `people` ever replies"), "{list}");
}

// ---- The page -------------------------------------------------------------------------------------

/// The files that make the page, in this order, where they are there.
const PAGES: [&str; 13] = [
    "queue",
    "guard/stop",
    "guard/loops",
    "guard/codes/mod",
    "guard/codes/captcha",
    "guard/codes/requests",
    "guard/codes/destinations",
    "guard/codes/conversion",
    "guard/opt_in",
    "guard/quiet",
    "guard/content",
    "guard/lookahead",
    "callbacks",
];

/// What stands in backticks on the line of a page that begins so.
fn quoted<'p>(page: &'p str, begins: &str) -> Vec<&'p str> {
    let line = page.lines().find_map(|line| line.strip_prefix(begins)).unwrap_or_default();
    line.split('`').skip(1).step_by(2).collect()
}

/// A page names its table and where one sees the guard at work: a shipped scenario that has the table, or a test.
fn shown(root: &Path, name: &str, page: &str) {
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path))
            .unwrap_or_else(|_| panic!("{name} names {path}, which is not there"))
    };
    let table = quoted(page, "#").first().map(|table| table.trim_matches(['[', ']']));
    // Status callbacks have no settings.
    assert_eq!(table.is_none(), name == "callbacks", "the heading of {name} has a table");
    let (scenarios, tests) = (quoted(page, "**Scenario:**"), quoted(page, "**Test:**"));
    assert!(!scenarios.is_empty() || !tests.is_empty(), "{name} has no **Scenario:** and no **Test:**");
    for scenario in scenarios {
        let text = read(&format!("scenarios/{scenario}.toml"));
        assert!(table.is_none_or(|table| text.contains(table)), "{scenario} has nothing of {name}");
    }
    for test in tests {
        let (file, function) = test.split_once("::").unwrap_or_else(|| panic!("{test} is no file and test"));
        assert!(
            read(file).contains(&format!(
                "#[test]\n{}fn {function}()",
                if file.starts_with("src") { "    " } else { "" }
            )),
            "{test} is not there"
        );
    }
}

#[test]
fn the_page_of_guards_is_made_from_their_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("src/platform");
    let mut text = String::from(
        "# Guards\n\nMade from the source of each guard; do not edit. A guard protects a platform's customers and the \
         people they write to. Each has a table of its own in `[platform]` and a switch, `enabled`; one that is \
         absent is off, except STOP. What a guard turns away is `refused`, with the guard as its cause. A sender is \
         told the code and not the cause. What each key means and its default is in \
         [scenario.md](scenario.md); grants and registration are in [numbers.md](numbers.md).\n",
    );
    let paged = |path: &Path| std::fs::read_to_string(path).is_ok_and(|text| text.starts_with("//! #"));
    for name in PAGES {
        let page = page(&folder.join(format!("{name}.rs")));
        let evaded = name.starts_with("guard/").then_some("**Evaded by:**");
        for part in ["**Does:**", "**Source:**"].into_iter().chain(evaded) {
            assert!(page.contains(part), "{name} has no {part}");
        }
        shown(root, name, &page);
        // The guards of one-time codes are parts of one.
        let part = name.starts_with("guard/codes/") && !name.ends_with("/mod");
        let level = if part { "###" } else { "##" };
        text.push_str(&format!("\n{level} {}\n", page.trim_start_matches('#').trim_start()));
    }
    // Whoever adds a guard adds its name.
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).expect("the platform") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if paged(&path) {
                let name = path.strip_prefix(&folder).expect("inside").with_extension("");
                let name = name.to_string_lossy().replace('\\', "/");
                // What numbers may do stands on the page of numbers.
                let elsewhere = ["grant", "provision"].contains(&name.as_str());
                assert!(elsewhere || PAGES.contains(&name.as_str()), "{name} has a page that nobody sees");
            }
        }
    }
    current(&root.join("docs/guards.md"), &text);
}
