//! Laws of one-time codes: who asks, who gets one, whom the guards turn away, and what it costs.

use std::collections::BTreeMap;

use carrierlab::engine::{Outcome, World, WorldSettings, run};
use carrierlab::experiment::RunRecord;
use carrierlab::ledger::{Cause, Detail, MessageRow, Tally};
use carrierlab::message::{
    Aggregation, CarrierId, Code, Fate, GuardKind, NumberId, PersonId, Role, SenderId, TextId, WebRequest,
};
use carrierlab::platform::guard::codes::{Limits, RequestSettings, Sprt, Told, WindowStart};
use carrierlab::platform::guard::{Guard, Request, Ruling};
use carrierlab::rng::{Draws, Purpose};
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::{SimSpan, SimTime};
use carrierlab::units::Rate;
use serde_json::{Value, json};

use crate::support::{Z, fails, fingerprint, holds, models, note};

/// A website with 4,000 people who ask 300 times an hour, and bots that target an audience of 30,000 numbers in
/// three prefixes 600 times an hour; nothing stands in the way. `change` may change it.
fn website(hours: u64, platform: Value, change: &dyn Fn(&mut Value)) -> WorldSettings {
    let mut world = json!({
        "audiences": {
            "all": { "size": 4000, "consent": "", "country": "US" },
            "premium": { "size": 30_000, "consent": "", "country": "LV" },
        },
        "carriers": [{ "name": "north", "share": 1.0, "filter": { "threshold": 1.0 } }],
        "senders": [{
            "name": "site", "audience": "all", "texts": ["Your Acme code is {digits:6}"],
            "number": { "type": "", "segment_price": 0.01 },
            "codes": { "rate": "300/h", "bots": { "targets": "premium", "rate": "600/h", "addresses": 1000,
                "income": 0.05, "segment_price": 0.1 } },
        }],
        "platform": platform,
    });
    change(&mut world);
    fn read<T: serde::de::DeserializeOwned>(value: &mut Value) -> T {
        serde_json::from_value(value.take()).expect("settings of a test world")
    }
    WorldSettings {
        horizon: SimSpan::HOUR * hours,
        carriers: read(&mut world["carriers"]),
        audiences: read(&mut world["audiences"]),
        senders: read(&mut world["senders"]),
        platform: read(&mut world["platform"]),
    }
}

fn bots(world: &mut Value) -> &mut Value {
    &mut world["senders"][0]["codes"]["bots"]
}

fn play(settings: WorldSettings, detail: Detail) -> (World, Outcome) {
    let world = World::new(settings, &models()).expect("a world");
    let outcome = run(&world, &Draws::new(11, 0), detail);
    (world, outcome)
}

fn metrics(settings: WorldSettings) -> BTreeMap<&'static str, Option<f64>> {
    let (world, outcome) = play(settings, Detail::Tallies);
    RunRecord::of(&world, 0, outcome).all
}

fn total(outcome: &Outcome) -> Tally {
    let mut total = Tally::default();
    outcome.ledger.tallies.iter().for_each(|tally| total.add(tally));
    total
}

fn refused_by(tally: &Tally, guard: GuardKind) -> u64 {
    tally.causes[Cause::Guard(guard).index()]
}

/// Messages to people, or to bots' targets.
fn rows(outcome: &Outcome, audience: u8) -> Vec<MessageRow> {
    outcome.ledger.messages.iter().filter(|row| row.message.audience == audience).copied().collect()
}

/// What becomes of people's messages: person, time and fate.
fn genuine(settings: WorldSettings) -> Vec<(u32, u32, SimTime, Fate, Option<SimTime>)> {
    let (_, outcome) = play(settings, Detail::Messages);
    rows(&outcome, 0)
        .iter()
        .map(|row| (row.message.id.count, row.message.person.0, row.message.due, row.fate, row.settled))
        .collect()
}

#[test]
fn people_ask_at_their_rate_and_follow_the_hours_of_the_day() {
    let (_, outcome) = play(website(48, json!({}), &|w| bots(w)["enabled"] = json!(false)), Detail::Messages);
    let asked = total(&outcome).codes;
    let law = 300.0 * 48.0;
    holds("requests in two days", asked.wanted as f64, law, f64::sqrt(law));
    assert_eq!(asked.bot_requests, 0);
    // Twice as busy from 8 to 20, and nobody at night between 0 and 6.
    let weight = |hour: usize| match hour {
        0..6 => 0.0,
        8..20 => 2.0,
        _ => 1.0,
    };
    let rhythm: Vec<f64> = (0..24).map(weight).collect();
    let sum: f64 = rhythm.iter().sum();
    let (_, outcome) = play(
        website(48, json!({}), &|w| {
            bots(w)["enabled"] = json!(false);
            w["senders"][0]["codes"]["rhythm"] = json!(rhythm);
        }),
        Detail::Messages,
    );
    let mut hours = [0.0; 24];
    for row in rows(&outcome, 0).iter().filter(|row| row.message.id.count == row.message.intent) {
        hours[row.message.due.micros() as usize / 3_600_000_000 % 24] += 1.0;
    }
    for (hour, n) in hours.iter().enumerate() {
        let law = 2.0 * 300.0 * 24.0 * rhythm[hour] / sum;
        assert!((n - law).abs() <= Z * f64::sqrt(law.max(0.01)), "hour {hour}: {n} against {law}");
    }
}

/// Whoever gets the code in time enters it with the chance set; who does not asks again, and not more often than
/// people do.
#[test]
fn codes_in_time_are_entered_and_others_are_asked_for_again() {
    let quick = |completes: f64, again: u32| {
        website(48, json!({}), &|w| {
            bots(w)["enabled"] = json!(false);
            w["carriers"][0]["transit"] = json!({ "median": "1s", "p95": "2s" });
            w["audiences"]["all"]["codes"] = json!({ "completes": completes, "patience": { "median": "1h", "p95": "2h", "min": "30min" } });
            w["senders"][0]["codes"]["again"] = json!(again);
        })
    };
    let t = total(&play(quick(0.8, 3), Detail::Tallies).1).codes;
    let n = t.wanted as f64;
    holds("entered", t.completed as f64 / n, 0.8, f64::sqrt(0.16 / n));
    assert_eq!(t.requests, t.wanted, "nobody asks again for a code that came");
    let t = total(&play(quick(1.0, 3), Detail::Tallies).1).codes;
    assert!(t.wanted - t.completed < 20, "all but the last few, which are not entered by the end");
    // Codes that never come: everybody who stays asks again, as often as is set.
    for again in [0, 2] {
        let mut lost = quick(0.8, again);
        lost.audiences.get_mut("all").unwrap().off = serde_json::from_value(json!(1.0)).unwrap();
        let t = total(&play(lost, Detail::Tallies).1).codes;
        assert_eq!(t.completed, 0);
        let n = t.wanted as f64;
        let per_person = (t.requests as f64 - n) / n;
        // Of those who asked in the last hours, some have not asked again yet.
        let law = 0.8 * f64::from(again);
        assert!(per_person <= law + 0.03 && per_person >= law * 0.9, "{per_person} against {law}");
    }
}

/// A code that comes too late is not entered: with patience of a minute, carriers of ten minutes spoil them all.
#[test]
fn late_codes_are_not_entered() {
    let late = |transit: &str| {
        metrics(website(24, json!({}), &|w| {
            bots(w)["enabled"] = json!(false);
            w["carriers"][0]["transit"] = json!({ "median": transit, "p95": transit });
            w["audiences"]["all"]["codes"] = json!({ "patience": { "median": "1min", "p95": "61s" } });
        }))
    };
    assert_eq!(late("10min")["codes_completed"], Some(0.0));
    assert!(late("30s")["codes_completed"].unwrap() > 0.65);
}

/// Bots that are off, or not there, change nothing; bots that are on change nothing for people either, as long as
/// nothing is scarce.
#[test]
fn bots_move_nobodys_draws() {
    let without = genuine(website(24, json!({}), &|w| {
        w["senders"][0]["codes"].as_object_mut().unwrap().remove("bots");
    }));
    let off = genuine(website(24, json!({}), &|w| bots(w)["enabled"] = json!(false)));
    let on = genuine(website(24, json!({}), &|_| ()));
    assert!(without.len() > 6000 && without == off && off == on);
    // A number that sends one a second has a queue, and there bots are in the way.
    let scarce = |w: &mut Value| w["senders"][0]["number"]["throughput"] = json!("12/min");
    let off = genuine(website(24, json!({}), &|w| {
        scarce(w);
        bots(w)["enabled"] = json!(false);
    }));
    assert_ne!(off, genuine(website(24, json!({}), &scarce)));
}

/// Bots come when they are to, go through the targets as they are to, and use all of their addresses.
#[test]
fn bots_follow_their_plan() {
    let attack = |order: &str, rotation: &str, gaps: &str| -> Vec<MessageRow> {
        let settings = website(12, json!({}), &|w| {
            let bots = bots(w);
            (bots["begin"], bots["end"]) = (json!("2h"), json!("7h"));
            (bots["order"], bots["rotation"], bots["gaps"]) = (json!(order), json!(rotation), json!(gaps));
        });
        rows(&play(settings, Detail::Messages).1, 1)
    };
    let hours = |row: &MessageRow| row.message.due.seconds() / 3600.0;
    let targets =
        |rows: &[MessageRow]| rows.iter().map(|row| row.message.person.0 - 4000).collect::<Vec<_>>();
    let regular = attack("sequential", "in-turn", "regular");
    assert_eq!(targets(&regular), (0..3000).collect::<Vec<_>>());
    assert!(regular.iter().all(|row| (2.0..7.0).contains(&hours(row))));
    let random = attack("random", "random", "poisson");
    let n = random.len() as f64;
    holds("requests in five hours", n, 3000.0, f64::sqrt(3000.0));
    assert!(random.iter().all(|row| (2.0..7.0).contains(&hours(row))));
    for prefix in 0..3 {
        let there = targets(&random).iter().filter(|person| **person / 10_000 == prefix).count() as f64;
        holds("share of a prefix", there / n, 1.0 / 3.0, f64::sqrt(2.0 / 9.0 / n));
    }
}

/// No guard is a guard of nothing: with those that are off a run is the same as without.
#[test]
fn guards_that_are_off_change_nothing() {
    let print = |platform: Value| {
        let (world, mut outcome) = play(website(12, platform, &|_| ()), Detail::Decisions);
        fingerprint(&world, &mut outcome)
    };
    let off = json!({ "enabled": false });
    let guards = json!({ "captcha": off, "requests": off, "destinations": off, "conversion": off });
    let none = print(json!({}));
    assert_eq!(none, print(json!({ "codes": guards })));
    for guard in ["captcha", "requests", "destinations", "conversion"] {
        let mut on = json!({ guard: {} });
        if guard == "destinations" {
            on[guard] = json!({ "countries": ["US"] });
        }
        if guard == "requests" {
            on[guard] = json!({ "address": "1/h" });
        }
        assert_ne!(none, print(json!({ "codes": on })), "{guard} does nothing");
    }
}

fn asks(now: SimSpan, address: u32) -> Request {
    Request {
        now: SimTime::START + now,
        sender: SenderId(0),
        count: 0,
        sender_key: 0,
        number: NumberId(0),
        person: PersonId(0),
        audience: 1,
        carrier: CarrierId(0),
        country: 0,
        prefix: 0,
        text: TextId(0),
        role: Role::Main,
        zone: 0,
        code: true,
        web: Some(WebRequest { address, session: 0, automated: true }),
    }
}

/// An attacker who wants r requests an hour, evenly, against a limit of L in a window of W hours needs r·W/L
/// addresses: with so many nothing is turned away, with one fewer something is.
#[test]
fn an_attacker_needs_so_many_addresses() {
    let draws = Draws::new(1, 0);
    for start in [WindowStart::Anchored, WindowStart::Sliding] {
        for (per_hour, limit, minutes) in [(600, 5, 30), (60, 5, 30), (72, 3, 10), (90, 1, 60), (1000, 4, 24)]
        {
            let needed = per_hour * minutes / 60 / limit;
            let passed = |addresses: u32| {
                let mut guard = Limits::new(RequestSettings {
                    address: Rate::new(f64::from(limit), SimSpan::MINUTE * u64::from(minutes)),
                    session: Rate::UNLIMITED,
                    window: start,
                    ..RequestSettings::default()
                });
                let gap = Rate::new(f64::from(per_hour), SimSpan::HOUR).gap();
                let n = per_hour * 48;
                let pass = |i: &u32| {
                    guard.request(&asks(gap * u64::from(*i), i % addresses), &draws) == Ruling::Pass
                };
                f64::from((0..n).filter(pass).count() as u32) / f64::from(n)
            };
            assert_eq!(passed(needed), 1.0, "{per_hour} an hour, {limit} in {minutes} min, {start:?}");
            if needed > 1 {
                let fewer = passed(needed - 1);
                assert!(fewer < 1.0, "{per_hour} an hour, {limit} in {minutes} min, {start:?}: {fewer}");
            }
        }
    }
}

/// The same in a world: five in 30 minutes, 600 an hour, 60 addresses. A session for every request escapes the
/// limit on sessions, and one session for all does not.
#[test]
fn sixty_addresses_carry_six_hundred_requests_an_hour() {
    let limits = || json!({ "codes": { "requests": {} } });
    let refused = |addresses: u32, sessions: u32| {
        let settings = website(24, limits(), &|w| {
            bots(w)["addresses"] = json!(addresses);
            bots(w)["sessions"] = json!(sessions);
        });
        let t = total(&play(settings, Detail::Tallies).1);
        assert_eq!(t.codes.refused, 0, "people have addresses of their own");
        refused_by(&t, GuardKind::Requests) as f64 / t.codes.bot_requests as f64
    };
    assert_eq!(refused(60, 1_000_000), 0.0);
    assert!((0.16..0.17).contains(&refused(59, 1_000_000)), "every sixth is one too many");
    holds("one address", 1.0 - refused(1, 1_000_000), 10.0 / 600.0, 1e-4);
    holds("one session", 1.0 - refused(1000, 1), 10.0 / 600.0, 1e-4);
}

/// Anchored windows let twice the limit through around their seam, sliding ones never do; and where refused
/// requests count, a sliding window keeps whoever goes on out.
#[test]
fn windows_differ_at_the_seam() {
    let draws = Draws::new(1, 0);
    let passes = |start: WindowStart, count_refused: bool, minutes: &[u64]| -> String {
        let mut guard =
            Limits::new(RequestSettings { window: start, count_refused, ..RequestSettings::default() });
        let mut pass = |m: &u64| guard.request(&asks(SimSpan::MINUTE * *m, 0), &draws) == Ruling::Pass;
        minutes.iter().map(|m| if pass(m) { '+' } else { '-' }).collect()
    };
    let burst = [0, 26, 27, 28, 29, 29, 30, 31, 32, 33, 34, 35];
    assert_eq!(passes(WindowStart::Anchored, false, &burst), "+++++-+++++-");
    assert_eq!(passes(WindowStart::Sliding, false, &burst), "+++++-+-----");
    let steady: Vec<u64> = (0..20).map(|i| i * 5).collect();
    assert_eq!(passes(WindowStart::Anchored, false, &steady), "+++++-+++++-+++++-++");
    assert_eq!(passes(WindowStart::Sliding, false, &steady), "+++++-+++++-+++++-++");
    assert_eq!(passes(WindowStart::Sliding, true, &steady), "+++++---------------");
}

/// People who share an address share its limit.
#[test]
fn people_behind_one_address_are_turned_away_together() {
    let refused = |shared_by: u32| {
        let settings = website(24, json!({ "codes": { "requests": {} } }), &|w| {
            w["senders"][0]["codes"]["shared_by"] = json!(shared_by);
            bots(w)["enabled"] = json!(false);
        });
        metrics(settings)["genuine_refused"].unwrap()
    };
    assert_eq!(refused(1), 0.0);
    // 300 an hour from one address, of which ten an hour pass.
    assert!(refused(4000) > 0.95);
    assert!((0.0..0.2).contains(&refused(50)));
}

/// Each test of a CAPTCHA is passed with its chance: a program's, or a person's who does not leave at once.
#[test]
fn a_captcha_passes_with_its_rates() {
    let captcha = json!({ "codes": { "captcha": { "human": 0.9, "bot": 0.25, "friction": 0.08 } } });
    let settings = website(48, captcha, &|w| w["senders"][0]["codes"]["again"] = json!(0));
    let t = total(&play(settings, Detail::Tallies).1);
    let (people, programs) = (t.codes.requests as f64, t.codes.bot_requests as f64);
    let human = 0.9 * 0.92;
    let error = |p: f64, n: f64| f64::sqrt(p * (1.0 - p) / n);
    holds("people", 1.0 - t.codes.refused as f64 / people, human, error(human, people));
    let refused = refused_by(&t, GuardKind::Captcha) - t.codes.refused;
    holds("programs", 1.0 - refused as f64 / programs, 0.25, error(0.25, programs));
    fails("programs are no people", 1.0 - refused as f64 / programs, human, error(human, programs));
}

/// What is not allowed is refused and costs nothing; what is, is not touched.
#[test]
fn destinations_that_are_not_allowed_cost_nothing() {
    let play = |destinations: Value| {
        let codes = if destinations.is_null() {
            json!({})
        } else {
            json!({ "codes": { "destinations": destinations } })
        };
        let settings = website(24, codes, &|w| {
            w["senders"][0]["codes"]["again"] = json!(0);
        });
        let (world, outcome) = play(settings, Detail::Messages);
        let t = total(&outcome);
        for row in rows(&outcome, 1).iter().filter(|row| row.fate == Fate::Refused) {
            assert_eq!(row.report.unwrap().1, carrierlab::message::Reported::Failed(Code::NOT_ALLOWED));
        }
        let m = RunRecord::of(&world, 0, outcome).all;
        (t, m["fraud_loss"].unwrap(), m["fraud_delivered"].unwrap(), m["genuine_refused"].unwrap())
    };
    let (open, loss, ..) = play(Value::Null);
    assert_eq!(open.codes.bot_segments, open.codes.bot_requests);
    holds("dollars", loss, open.codes.bot_requests as f64 * 0.1, 1e-9);
    let (t, loss, delivered, genuine) = play(json!({ "countries": ["US"] }));
    assert_eq!((loss, delivered, genuine, t.codes.bot_segments), (0.0, 0.0, 0.0, 0));
    assert_eq!(refused_by(&t, GuardKind::Destinations), t.codes.bot_requests);
    // Bots go through 14,400 numbers in turn: all of the first prefix, and part of the second.
    let (t, ..) = play(json!({ "countries": ["US"], "prefixes": ["premium/0"] }));
    assert_eq!(refused_by(&t, GuardKind::Destinations), t.codes.bot_requests - 10_000);
    let (t, ..) = play(json!({ "countries": ["US", "LV"], "refused": ["premium/1"] }));
    assert_eq!(refused_by(&t, GuardKind::Destinations), t.codes.bot_requests - 10_000);
    let (t, ..) = play(json!({ "countries": ["LV"] }));
    assert_eq!(
        refused_by(&t, GuardKind::Destinations),
        t.codes.requests,
        "the sender's own country is not on it"
    );
}

/// How often one test in many says what is not so.
fn errors(test: &Sprt, share: f64, entity: u64, wrong: Told) -> (f64, f64) {
    const TESTS: u32 = 20_000;
    let draws = Draws::new(3, 0);
    let (mut n, mut seen) = (0.0, 0.0);
    for i in 0..TESTS {
        let mut sum = 0.0;
        let mut stream = 0;
        let told = loop {
            let used = draws.uniform(Purpose::Bootstrap, entity + u64::from(i), stream) < share;
            stream += 1;
            match test.see(&mut sum, used) {
                Told::Open => {}
                told => break told,
            }
        };
        seen += f64::from(stream);
        n += f64::from(u32::from(told == wrong));
    }
    (n / f64::from(TESTS), seen / f64::from(TESTS))
}

/// Wald: a false alarm is at most α/(1−β) likely, a miss at most β/(1−α), both together at most α + β; and the
/// test needs about as many codes as he says. Outside its two shares the bounds do not hold, so they say something.
#[test]
fn the_sequential_test_keeps_its_error_rates() {
    for (a, b) in [(0.05, 0.05), (0.01, 0.1), (0.002, 0.02)] {
        let test = Sprt::new(0.65, 0.35, a, b);
        let (alarms, codes) = errors(&test, 0.65, 1 << 32, Told::Alarm);
        let (misses, _) = errors(&test, 0.35, 2 << 32, Told::Honest);
        let margin = |p: f64| Z * f64::sqrt(p / 20_000.0);
        note(format_args!(
            "alarms {alarms:.4} (at most {a}), misses {misses:.4} (at most {b}), {codes:.1} codes"
        ));
        assert!(alarms <= a / (1.0 - b) + margin(a), "{alarms} false alarms");
        assert!(misses <= b / (1.0 - a) + margin(b), "{misses} misses");
        assert!(alarms + misses <= a + b + margin(a + b));
        // Wald's mean number of codes is a lower bound but for the overshoot, which is at most one step each.
        let step = (0.65f64 / 0.35).ln();
        let (low, high) = ((b / (1.0 - a)).ln(), ((1.0 - b) / a).ln());
        let mean = (a * high + (1.0 - a) * low) / (0.35 * step - 0.65 * step);
        assert!(codes >= mean * 0.95 && codes <= mean + 1.0 / 0.3 + 1.0, "{codes} codes against {mean}");
    }
    let test = Sprt::new(0.65, 0.35, 0.01, 0.1);
    let (alarms, _) = errors(&test, 0.5, 3 << 32, Told::Alarm);
    assert!(alarms > 0.05, "at a share between the two the alarm is often raised: {alarms}");
}

/// Two websites and their bots play the same in whatever order they stand in the file.
#[test]
fn the_order_of_websites_changes_nothing() {
    let print = |turn: bool| {
        let guards = json!({ "captcha": {}, "requests": {}, "conversion": {} });
        let settings = website(12, json!({ "codes": guards }), &|w| {
            let mut second = w["senders"][0].clone();
            second["name"] = json!("another");
            let senders = w["senders"].as_array_mut().unwrap();
            senders.insert(usize::from(turn), second);
        });
        let (world, mut outcome) = play(settings, Detail::Decisions);
        fingerprint(&world, &mut outcome)
    };
    assert_eq!(print(false), print(true));
}

/// Websites of the block law: bots ask at one site, and at another, which people of the premium country use, those
/// people ask, so that their requests show when the prefix is blocked.
fn blocked(hours: u64, attack_hours: u64, conversion: Value) -> Outcome {
    let settings =
        website(hours, json!({ "codes": { "prefix_size": 100_000, "conversion": conversion } }), &|w| {
            bots(w)["end"] = json!(format!("{attack_hours}h"));
            w["senders"][0]["codes"]["again"] = json!(0);
            let locals = json!({
                "name": "locals", "audience": "premium", "texts": ["Your Birch code is {digits:6}"],
                "number": { "type": "" }, "codes": { "rate": "12/h", "again": 0 },
            });
            w["senders"].as_array_mut().unwrap().push(locals);
        });
    play(settings, Detail::Messages).1
}

/// When the first and the last message, over all websites, met a block of the premium prefix.
fn block_of(outcome: &Outcome) -> (SimTime, SimTime) {
    let met: Vec<SimTime> = outcome
        .ledger
        .messages
        .iter()
        .filter(|row| row.cause == Some(Cause::Guard(GuardKind::Conversion)))
        .map(|row| row.message.due)
        .collect();
    (*met.iter().min().expect("a block"), *met.iter().max().expect("a block"))
}

/// A block of 12 hours that renews while the attack goes on covers an attack of 20 hours with two blocks: 24 hours.
/// One that does not renew lets the attack in again until the alarm is raised anew; short blocks end with it.
#[test]
fn a_block_that_renews_lasts_a_whole_number_of_blocks() {
    let gap = SimSpan::MINUTE * 40;
    let renewing = blocked(48, 20, json!({ "renews": true }));
    let (first, last) = block_of(&renewing);
    let lasted = last.since(first);
    assert!(lasted <= SimSpan::HOUR * 24 && lasted + gap > SimSpan::HOUR * 24, "{lasted}");
    // The block is complete: nothing to the prefix passes in it.
    let passed = |outcome: &Outcome, from: SimTime, until: SimTime| {
        let premium = |row: &&MessageRow| row.message.person.0 >= 4000 && row.fate != Fate::Refused;
        let inside = |row: &&MessageRow| from <= row.message.due && row.message.due <= until;
        outcome.ledger.messages.iter().filter(premium).filter(inside).count()
    };
    assert_eq!(passed(&renewing, first, last), 0);
    assert!(passed(&renewing, last, last + SimSpan::DAY) > 100, "after it people get their codes again");
    // An attack of 10 hours takes one block, one of 30 takes three.
    for (attack, lasts) in [(10, 12), (30, 36)] {
        let (first, last) = block_of(&blocked(48, attack, json!({})));
        let lasted = last.since(first);
        let law = SimSpan::HOUR * lasts;
        assert!(lasted <= law && lasted + gap > law, "an attack of {attack} h: {lasted}");
    }
    let once = blocked(48, 20, json!({ "renews": false }));
    let (first, last) = block_of(&once);
    assert!(passed(&once, first, last) > 50, "between two blocks the attack is let in");
    let short = blocked(48, 20, json!({ "block": "30min", "renew_window": "30min" }));
    let (first, last) = block_of(&short);
    assert_eq!(passed(&short, first, last), 0);
    assert!(last < SimTime::START + SimSpan::HOUR * 20 + SimSpan::MINUTE * 30);
    assert!(last > SimTime::START + SimSpan::HOUR * 19, "and it goes on as long as the attack does");
    note(format_args!("12 h that renew: {lasted}; 30 min: {}", last.since(first)));
}

/// What is never sent cannot go unused: whatever else turns an honest site's codes away, the conversion guard does not
/// take that for fraud.
#[test]
fn codes_that_were_never_sent_raise_no_alarm() {
    let site = |platform: Value, change: &dyn Fn(&mut Value)| {
        let mut platform = platform;
        platform["codes"] = json!({ "prefix_size": 100_000, "conversion": {} });
        let honest = website(24, platform, &|w| {
            bots(w)["enabled"] = json!(false);
            w["audiences"]["all"]["size"] = json!(300);
            w["carriers"][0]["enforces"] = json!(["number"]);
            change(w);
        });
        total(&play(honest, Detail::Tallies).1)
    };
    let same = |_: &mut Value| ();
    let number =
        |key: &'static str, value: Value| move |w: &mut Value| w["senders"][0]["number"][key] = value.clone();
    let opting_out = |w: &mut Value| {
        w["audiences"]["all"]["reactions"] = json!({ "opt_out": 1.0 });
    };
    let mute = |w: &mut Value| w["audiences"]["all"]["reactions"] = json!({ "reply": 0.0 });
    let hourly = json!({ "number": [{ "limit": "60/h", "over": "fail" }] });
    // A code that waits for long is sent and goes unused, so this queue turns away rather than keeps.
    let queue = |w: &mut Value| {
        (w["senders"][0]["number"]["throughput"], w["senders"][0]["number"]["queue"]) =
            (json!("1/min"), json!("5s"));
    };
    let setup = |w: &mut Value| {
        (w["senders"][0]["number"]["setup"], w["senders"][0]["number"]["setup_over"]) =
            (json!("12h"), json!("refuse"));
    };
    let night = json!({ "quiet": { "over": "refuse", "exempt_codes": false } });
    type Case<'c> = (&'c str, Value, &'c dyn Fn(&mut Value), Cause);
    let cases: [Case<'_>; 7] = [
        ("loops", json!({ "loops": { "same": 1, "per": "12h" } }), &same, Cause::Guard(GuardKind::Loops)),
        ("opt-in", json!({ "opt_in": {} }), &mute, Cause::Guard(GuardKind::OptIn)),
        ("quiet hours", night, &same, Cause::Guard(GuardKind::Quiet)),
        ("STOP", json!({}), &opting_out, Cause::OptedOut),
        ("setup", json!({}), &setup, Cause::SettingUp),
        ("grants", json!({}), &number("grants", hourly), Cause::Grant(Aggregation::Number)),
        ("queue", json!({}), &queue, Cause::QueueFull),
    ];
    let exempt = site(json!({ "quiet": { "over": "refuse" } }), &same);
    assert_eq!(refused_by(&exempt, GuardKind::Quiet), 0, "codes leave at any hour");
    for (name, platform, change, cause) in cases {
        let tally = site(platform, change);
        let away = tally.causes[cause.index()];
        assert!(away > 1500, "{name} turns {away} away");
        assert_eq!(refused_by(&tally, GuardKind::Conversion), 0, "{name}: {away} were not sent");
    }
}

/// The conversion guard stops most of the attack once the first codes have gone unused, and people pay nothing
/// for it where they are in other prefixes; a network that enters the codes itself gets past it, and past no other.
#[test]
fn fakes_defeat_the_conversion_guard_and_no_other() {
    let delivered = |guards: Value, fakes: f64| {
        let m = metrics(website(24, json!({ "codes": guards }), &|w| {
            bots(w)["fakes"] = json!(fakes);
            bots(w)["addresses"] = json!(6);
        }));
        (m["fraud_delivered"].unwrap(), m["genuine_refused"].unwrap())
    };
    let off = delivered(json!({ "conversion": { "enabled": false } }), 0.0);
    assert!(off.0 > 0.99 && off.1 == 0.0);
    let (caught, people) = delivered(json!({ "conversion": {} }), 0.0);
    assert!(caught < 0.03 && people == 0.0, "{caught} {people}");
    let (past, people) = delivered(json!({ "conversion": {} }), 0.8);
    assert!(past > 0.99 && people == 0.0, "{past} {people}");
    for guards in [
        json!({ "captcha": {} }),
        json!({ "requests": {} }),
        json!({ "destinations": { "countries": ["US"] } }),
    ] {
        let (honest, fake) = (delivered(guards.clone(), 0.0).0, delivered(guards.clone(), 0.8).0);
        assert!(honest < 0.2 && fake == honest, "{guards}: {honest} {fake}");
    }
}

/// Without such a website there is nothing to measure, and without bots nothing is lost.
#[test]
fn metrics_of_codes_are_for_websites_that_send_them() {
    let names = ["codes_completed", "genuine_refused", "fraud_delivered", "fraud_loss", "fraud_income"];
    let campaign = metrics(website(12, json!({}), &|w| {
        w["senders"][0].as_object_mut().unwrap().remove("codes");
    }));
    assert!(names.iter().all(|name| campaign[name].is_none()));
    let quiet = metrics(website(12, json!({}), &|w| bots(w)["enabled"] = json!(false)));
    assert_eq!((quiet["fraud_delivered"], quiet["fraud_loss"]), (None, Some(0.0)));
    let pumped = metrics(website(12, json!({}), &|_| ()));
    let n = 600.0 * 12.0;
    assert!((pumped["fraud_loss"].unwrap() / (n * 0.1) - 1.0).abs() < 0.01);
    assert!((pumped["fraud_income"].unwrap() / (n * 0.05) - 1.0).abs() < 0.01);
    assert!((0.63..0.73).contains(&pumped["codes_completed"].unwrap()), "{pumped:?}");
}

/// A scenario with a website, bots and guards in which nothing is wrong.
const GOOD: &str = r#"schema = 1
[scenario]
name = "t"
[[carrier]]
name = "north"
share = 1.0
[audience.people]
size = 100
consent = "opted-in"
country = "US"
[audience.premium]
size = 15000
consent = "cold"
country = "LV"
[[sender]]
name = "site"
audience = "people"
number = { type = "toll-free" }
texts = ["Your code is {digits:6}"]
[sender.codes]
rate = "60/h"
[sender.codes.bots]
targets = "premium"
rate = "60/h"
[platform.codes]
captcha = {}
requests = {}
destinations = { countries = ["US"], refused = ["premium/1"] }
conversion = {}
"#;

fn read(text: &str) -> Result<Vec<String>, String> {
    match scenario::parse("test.toml", text, &Overrides::default(), None) {
        Ok(loaded) => Ok(loaded.warnings.iter().map(ToString::to_string).collect()),
        Err(problems) => Err(problems.to_string()),
    }
}

/// What can be wrong is said with its place and a way out; what does nothing is doubted.
#[test]
fn what_is_wrong_with_codes_is_told() {
    assert_eq!(read(GOOD), Ok(vec![]));
    let changed = |from: &str, to: &str| {
        assert!(GOOD.contains(from), "`{from}` is not in the good file");
        GOOD.replacen(from, to, 1)
    };
    for (from, to, says) in [
        ("targets = \"premium\"", "targets = \"premum\"", "there is no audience `premum`"),
        ("targets = \"premium\"", "targets = \"people\"", "target its own audience"),
        ("rate = \"60/h\"", "rate = \"unlimited\"", "unlimited"),
        ("rate = \"60/h\"\n[platform", "rate = \"unlimited\"\n[platform", "unlimited"),
        ("rate = \"60/h\"", "rate = \"60/h\"\nrhythm = [1, 2]", "has 2 entries"),
        ("rate = \"60/h\"", "rate = \"9999999/s\"", "requests"),
        ("[sender.codes]", "retry = {}\n[sender.codes]", "sends one-time codes and retries"),
        ("[sender.codes]", "alerts = { rate = \"1/h\" }\n[sender.codes]", "has two sources"),
        ("[platform.codes]", "begin = \"5h\"\nend = \"4h\"\n[platform.codes]", "ends after 4h"),
        (
            "[platform.codes]",
            "fake_delay = { median = \"5s\", p95 = \"9s\" }\n[platform.codes]",
            "may be too short",
        ),
        ("country = \"US\"\n", "", "only some countries are allowed"),
        ("premium/1", "premium", "is no prefix"),
        ("premium/1", "other/1", "there is no audience `other`"),
        ("requests = {}", "requests = { address = \"0.5/h\" }", "is below one"),
        ("conversion = {}", "conversion = { alarm = 0.7 }", "not below the honest"),
        ("conversion = {}", "conversion = { miss = 0.0 }", "a certainty"),
        ("conversion = {}", "conversion = { false_alarm = 0.6, miss = 0.5 }", "add up to 1"),
        ("conversion = {}", "conversion = { block = \"30min\" }", "is shorter than"),
        ("conversion = {}", "conversion = { wait = \"0s\" }", "is zero"),
        (
            "[audience.premium]",
            "[audience.people.codes]\nentry = { median = \"1s\", p95 = \"2s\" }\n[audience.premium]",
            "may be too short",
        ),
    ] {
        let problems = read(&changed(from, to)).expect_err(to);
        assert!(problems.contains(says), "{to}: {problems}");
    }
    for (from, to, says) in [
        ("premium/1", "premium/2", "has 2 prefixes"),
        ("texts =", "rate = \"1/s\"\ntexts =", "does nothing"),
        (
            "[sender.codes]\nrate = \"60/h\"\n[sender.codes.bots]\ntargets = \"premium\"\nrate = \"60/h\"\n",
            "",
            "nobody sends any",
        ),
        ("countries = [\"US\"]", "countries = [\"US\", \"UK\"]", "no audience is in the country `UK`"),
        ("[audience.premium]\n", "[audience.premium.codes]\n[audience.premium]\n", "nobody sends it any"),
    ] {
        let warnings = read(&changed(from, to)).unwrap_or_else(|e| panic!("{to}: {e}"));
        assert!(warnings.iter().any(|w| w.contains(says)), "{to}: {warnings:?}");
    }
}

/// A guard that a strategy switches on need not stand in the file.
#[test]
fn strategies_bring_guards_in() {
    let text = GOOD.split("[platform").next().unwrap().to_owned()
        + "[[strategy]]\nname = \"none\"\n[[strategy]]\nname = \"some\"\nset = { \"platform.codes.captcha.enabled\" = true }\n";
    let loaded = scenario::parse("test.toml", &text, &Overrides::default(), None).expect("it is right");
    let guards: Vec<_> = loaded.worlds.iter().map(|w| w.settings.platform.codes.clone()).collect();
    assert!(guards[0].is_none() && guards[1].as_ref().is_some_and(|g| g.captcha.is_some()));
}
