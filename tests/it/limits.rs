//! What kinds of number may send: caps, windows, attempts, set-up and borders.
//!
//! The laws are arithmetic and exact. Each is also shown to fail where its cause is away.

use carrierlab::engine::{Models, Outcome, World, WorldSettings, run};
use carrierlab::ledger::{Cause, Detail, MessageRow, Tally};
use carrierlab::message::{Code, Fate, Reported};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::SimTime;
use serde_json::{Value, json};

use crate::support::settings;

const DAY: f64 = 86_400.0;

/// People whom every message reaches and who do nothing.
pub fn people(size: u32) -> Value {
    json!({ "size": size, "consent": "", "consented": 1.0, "landline": 0.0, "inactive": 0.0, "off": 0.0,
        "reactions": { "reply": 0.0, "opt_out": 0.0, "complaint": 0.0, "annoyance": 0.0 } })
}

/// A carrier without a filter, with these keys.
pub fn carrier(name: &str, share: f64, keys: Value) -> Value {
    let mut carrier = json!({ "name": name, "share": share, "transit": { "median": "1s", "p95": "1s" } });
    carrier.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    carrier
}

/// A sender of one short text to everybody, with these keys.
pub fn sender(name: &str, keys: Value) -> Value {
    let mut sender = json!({ "name": name, "audience": "all", "brand": "acme", "texts": ["Hello. Reply STOP to end"],
        "number": {} });
    sender.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    sender["number"]["type"] = json!("");
    sender["number"]["pool"] = json!("rotate");
    sender
}

pub fn played(settings: WorldSettings, seed: u64) -> (World, Outcome) {
    let world = World::new(settings, &Models::new()).expect("a world");
    let outcome = run(&world, &Draws::new(seed, 0), Detail::Messages);
    (world, outcome)
}

/// Every message of one run, and the tally of all.
pub fn lived(settings: WorldSettings, seed: u64) -> (Vec<MessageRow>, Tally) {
    let (_, outcome) = played(settings, seed);
    let mut sum = Tally::default();
    outcome.ledger.tallies.iter().for_each(|t| sum.add(t));
    (outcome.ledger.messages, sum)
}

pub fn lost(tally: &Tally, cause: Cause) -> u64 {
    tally.causes[cause.index()]
}

/// When a message left the platform: a second of transit and 50 ms of uplink before it arrived.
pub fn left(row: &MessageRow) -> f64 {
    row.settled.expect("it was delivered").seconds() - 1.05
}

// 1. The days of a brand.

/// A cap of C a day for a brand at a carrier with market share m: ⌈m·V/C⌉ days for a list of V, whatever the number
/// of numbers and however many senders of the brand share it. In whole windows from midnight Pacific, too, and for
/// those who wait for the morning.
#[test]
fn a_brand_needs_the_same_days_whatever_its_numbers() {
    let (list, share, cap) = (6000u32, 0.5, 700.0);
    for over in ["queue", "next-morning"] {
        for (numbers, senders, resets) in [(1, 1, 0), (5, 1, 3), (50, 1, 0), (1, 2, 3), (25, 2, 0)] {
            let grant =
                json!({ "limit": format!("{cap}/day"), "over": over, "resets": format!("{resets:02}:00") });
            let run = |enforces: Value| {
                let own = json!({ "start": "09:00", "number": { "count": numbers, "grants": { "brand": [grant] } } });
                let all: Vec<Value> = (0..senders).map(|i| sender(&format!("s{i}"), own.clone())).collect();
                let carriers = json!([
                    carrier("c", share, json!({ "enforces": enforces })),
                    carrier("d", 1.0 - share, json!({}))
                ]);
                let platform = json!({ "validity": "90d" });
                lived(settings(24 * 40, carriers, people(list / senders), json!(all), platform), 1).0
            };
            let at_c = |rows: Vec<MessageRow>| -> Vec<f64> {
                rows.iter().filter(|row| row.carrier.index() == 0).map(left).collect()
            };
            let rows = at_c(run(json!(["brand"])));
            // The window that a moment lies in, counted from the one of the first message.
            let resets = f64::from(resets) * 3600.0;
            let window = |at: f64| ((at - resets) / DAY).floor() as i64;
            let first = window(9.0 * 3600.0);
            let days = rows.iter().map(|&at| window(at) - first + 1).max().unwrap();
            let what = format!("{over}, {numbers} numbers, {senders} senders");
            // ⌈m·V/C⌉ for the part of the list that is drawn, which is near m·V: 5 days at 3,000.
            let part = rows.len() as f64;
            assert!((part - share * f64::from(list)).abs() < 250.0, "{what}: {part}");
            assert_eq!(days, (part / cap).ceil() as i64, "{what}: {part} in {days} days");
            assert_eq!(days, (share * f64::from(list) / cap).ceil() as i64, "{what}");
            for day in 0..days {
                let sent = rows.iter().filter(|&&at| window(at) - first == day).count();
                assert!(sent <= cap as usize && (day == days - 1 || sent == cap as usize), "{what}: {sent}");
            }
            if over == "next-morning" {
                let early = |at: f64| (at - resets).rem_euclid(DAY) < 7.9 * 3600.0 - resets;
                let kept = rows.iter().filter(|&&at| window(at) > first);
                assert!(
                    kept.clone().count() > 0 && !kept.copied().any(early),
                    "{what}: all wait for the morning"
                );
            }
            // Where nobody keeps the cap it takes a day.
            let free = at_c(run(json!([])));
            assert!(free.iter().all(|&at| at < DAY), "{what}");
        }
    }
}

// 2. The minutes of a class.

/// A class of q a minute for the campaign: at least m·V/q minutes, and not more than one more, whatever the numbers.
/// Two campaigns of a brand have a class each. Where the class belongs to the number, ten numbers take a tenth.
#[test]
fn a_class_needs_its_minutes() {
    let (list, share, q) = (4000u32, 0.6, 75.0);
    let minutes = |level: &str, numbers: u32, senders: u32| {
        let grants = json!({ level: [{ "limit": format!("{q}/min"), "over": "queue" }] });
        let own = json!({ "number": { "count": numbers, "grants": grants } });
        let all: Vec<Value> = (0..senders).map(|i| sender(&format!("s{i}"), own.clone())).collect();
        let carriers = json!([
            carrier("c", share, json!({ "enforces": ["number", "campaign"] })),
            carrier("d", 1.0 - share, json!({}))
        ]);
        let rows = lived(settings(24, carriers, people(list / senders), json!(all), json!({})), 2).0;
        let sent: Vec<f64> = rows.iter().filter(|row| row.carrier.index() == 0).map(left).collect();
        (sent.len() as f64, sent.iter().fold(0.0, |a: f64, b| a.max(*b)) / 60.0)
    };
    for numbers in [1, 5, 49] {
        let (part, took) = minutes("campaign", numbers, 1);
        assert!(took >= part / q - 1.0 && took <= part / q, "{numbers}: {took} minutes for {part}");
        assert!((part / q - share * f64::from(list) / q).abs() < 2.0, "{part}");
    }
    let (part, took) = minutes("campaign", 1, 2);
    assert!((took - part / 2.0 / q).abs() < 2.0, "two campaigns: {took} minutes");
    let (part, took) = minutes("number", 10, 1);
    assert!((took - part / 10.0 / q).abs() < 1.5, "by number: {took} minutes for {part}");
}

// 3. Attempts.

/// Messages accepted from a number that tries to write to `list` people `waves` times, a wave every `gap` hours.
fn accepted(counts: &str, list: u32, waves: u32, gap: u32) -> u64 {
    let grant = |limit: &str| json!({ "limit": limit, "over": "fail", "counts": counts, "across": true });
    let own = json!({ "waves": waves, "wave_gap": format!("{gap}h"),
        "number": { "grants": { "number": [grant("500/day"), grant("1000/7d")] } } });
    let tally = lived(
        settings(
            24 * 7,
            json!([carrier("c", 1.0, json!({}))]),
            people(list),
            json!([sender("s", own)]),
            json!({}),
        ),
        3,
    )
    .1;
    assert_eq!(
        tally.fate(Fate::Delivered) + lost(&tally, Cause::Grant(carrierlab::message::Aggregation::Number)),
        tally.attempted
    );
    tally.fate(Fate::Delivered)
}

/// Where attempts count, retries never raise what is accepted: not on the same day, and not on a later one once a
/// list as long as the week's cap was tried. Where only what was accepted counts they do.
#[test]
fn retries_never_raise_the_total_where_attempts_count() {
    for list in [500, 600, 1000, 1500] {
        let once = accepted("attempts", list, 1, 1);
        assert_eq!(once, 500);
        let within_a_day = [2, 3, 4].map(|waves| accepted("attempts", list, waves, 2));
        assert_eq!(within_a_day, [once; 3], "a list of {list}");
        if list >= 1000 {
            let by_day = [2, 3, 4, 5, 6].map(|waves| accepted("attempts", list, waves, 24));
            assert_eq!(by_day, [once; 5], "a list of {list}");
            assert_eq!(accepted("accepted", list, 4, 24), 1000, "the same tries, where failures are free");
        }
    }
}

/// The same with `[sender.retry]` itself. Inside one window of a limit that counts attempts, retries of whatever kind
/// never raise the total: what fails has used up its place. The condition is one window. Where it begins anew and the
/// longer one has room left, whoever waits for that is accepted after all: so it is with 400 a day and 600 in seven
/// days for a list of 500, whose 100 failures are tried again on the next day. Where only what was accepted counts,
/// retries raise it further.
#[test]
fn a_retry_never_raises_the_total_inside_a_window_where_attempts_count() {
    let total = |counts: &str, list: u32, retry: Value| {
        let grant = |limit: &str| json!({ "limit": limit, "over": "fail", "counts": counts, "across": true, "code": 30022 });
        let grants = json!({ "campaign": [grant("400/day"), grant("600/7d")] });
        let mut own = json!({ "retry": retry, "number": { "count": 2, "grants": grants } });
        own["texts"] = json!(["Hello. Reply STOP to end", "Good day. Reply STOP to end"]);
        let world = settings(
            24 * 7,
            json!([carrier("c", 1.0, json!({}))]),
            people(list),
            json!([sender("s", own)]),
            json!({}),
        );
        let (rows, tally) = lived(world, 3);
        (tally.fate(Fate::Delivered), rows.len() as u64 - u64::from(list))
    };
    let off = json!({ "enabled": false });
    let kinds = [
        json!({ "after": "1min" }),
        json!({ "attempts": 5, "after": "10min", "factor": 1.0 }),
        json!({ "attempts": 4, "after": "30min", "factor": 2.0, "other_number": true }),
        json!({ "attempts": 3, "after": "1h", "other_text": true, "timeout": "2h" }),
    ];
    for list in [300, 450, 500, 700, 1500] {
        let once = total("attempts", list, off.clone());
        assert_eq!(once, (u64::from(list.min(400)), 0));
        for retry in &kinds {
            let (accepted, retries) = total("attempts", list, retry.clone());
            assert_eq!(accepted, once.0, "a list of {list}, {retry}");
            assert!(list <= 400 || retries >= u64::from(list - 400), "they were tried again: {retries}");
        }
    }
    let next_day = json!({ "after": "25h" });
    assert_eq!(total("attempts", 500, next_day.clone()).0, 500, "500 attempts leave 100 of the week");
    assert_eq!(total("attempts", 550, next_day.clone()).0, 450, "550 leave 50");
    assert_eq!(total("attempts", 600, next_day.clone()).0, 400, "600 leave none");
    assert_eq!(total("accepted", 600, next_day).0, 600);
}

/// What fails over a cap uses no room of caps that count only what was accepted, and costs money where it is billed.
#[test]
fn failures_over_a_cap_cost_money_where_they_are_billed() {
    let cost = |billed: bool| {
        let grant = json!({ "limit": "100/day", "over": "fail", "code": 30027, "billed": billed });
        let own = json!({ "number": { "segment_price": 0.01, "fee_class": "10dlc", "grants": { "brand": [grant] } } });
        let carriers =
            json!([carrier("c", 1.0, json!({ "enforces": ["brand"], "fees": { "10dlc": 0.0025 } }))]);
        let (rows, tally) =
            lived(settings(24, carriers, people(300), json!([sender("s", own)]), json!({})), 1);
        let codes = rows.iter().filter(|r| matches!(r.report, Some((_, Reported::Failed(Code(30027))))));
        assert_eq!((codes.count(), tally.fate(Fate::Throttled), tally.segments), (200, 200, 100));
        tally.cost
    };
    assert!((cost(true) - 300.0 * 0.0125).abs() < 1e-9 && (cost(false) - 100.0 * 0.0125).abs() < 1e-9);
}

// 4. Toll-free, 2022 to 2024.

/// A toll-free number of that status under the rules of that day, toward two carriers.
fn toll_free(day: &str, status: &str, list: u32, waves: u32, days: u32) -> (Tally, WorldSettings) {
    toll_free_of("toll-free", day, status, list, waves, days)
}

fn toll_free_of(
    kind: &str,
    day: &str,
    status: &str,
    list: u32,
    waves: u32,
    days: u32,
) -> (Tally, WorldSettings) {
    let text = format!(
        "schema = 1\n[scenario]\nname = \"t\"\nhorizon = \"{days}d\"\n\
         [[carrier]]\nname = \"a\"\nshare = 0.6\n[[carrier]]\nname = \"b\"\nshare = 0.4\n\
         [audience.people]\nsize = {list}\nconsent = \"opted-in\"\nlandline = 0\ninactive = 0\noff = 0\n\
         reactions = {{ reply = 0, opt_out = 0, complaint = 0 }}\n\
         [[sender]]\nname = \"shop\"\naudience = \"people\"\nwaves = {waves}\nwave_gap = \"1d\"\ntexts = [\"Hello\"]\n\
         number = {{ type = \"{kind}\", as_of = \"{day}\", verification = \"{status}\", throughput = \"unlimited\" }}\n"
    );
    let loaded =
        scenario::parse("t.toml", &text, &Overrides::default(), None).unwrap_or_else(|p| panic!("{p}"));
    let settings = loaded.worlds[0].settings.clone();
    (lived(settings.clone(), 1).1, settings)
}

/// The caps by status and day, as [day, week, month]; none is open, and all zero is blocked.
fn caps(day: &str, status: &str) -> Vec<(u64, u64)> {
    let windows = |caps: [u64; 3]| vec![(1, caps[0]), (7, caps[1]), (30, caps[2])];
    match (status, day) {
        ("verified", _) => vec![],
        (_, day) if day < "2022-10-01" => vec![],
        ("restricted", day) if day < "2023-04-01" => windows([2000, 12_000, 25_000]),
        ("restricted", day) if day < "2023-11-08" => windows([500, 1000, 2000]),
        ("pending", day) if day < "2023-04-01" => vec![(30, 500_000)],
        ("pending", day) if day < "2024-01-31" => windows([2000, 6000, 10_000]),
        _ => vec![(1, 0)],
    }
}

/// How many of `list` attempts on each of so many days are accepted, where every attempt counts toward every cap.
fn by_hand(caps: &[(u64, u64)], list: u64, days: u64) -> u64 {
    let mut used: Vec<(u64, u64)> = vec![(0, 0); caps.len()];
    let mut accepted = 0;
    for day in 0..days {
        for _ in 0..list {
            let mut fits = true;
            for (&(length, cap), (window, used)) in caps.iter().zip(&mut used) {
                if *window != day / length {
                    (*window, *used) = (day / length, 0);
                }
                fits &= *used < cap;
                *used += 1;
            }
            accepted += u64::from(fits);
        }
    }
    accepted
}

/// The table of domain facts, on the days around every change: what is accepted over a month of daily attempts, over
/// all carriers together.
#[test]
fn toll_free_follows_its_status_and_the_day() {
    let days = [
        "2022-09-30",
        "2022-10-01",
        "2023-03-31",
        "2023-04-01",
        "2023-11-07",
        "2023-11-08",
        "2024-01-30",
        "2024-01-31",
    ];
    let mut seen = std::collections::BTreeSet::new();
    for status in ["restricted", "pending", "verified"] {
        for day in days {
            for (list, waves) in [(2500, 3), (400, 12), (60, 35)] {
                let (tally, settings) = toll_free(day, status, list, waves, 36);
                let law = by_hand(&caps(day, status), u64::from(list), u64::from(waves));
                assert_eq!(tally.fate(Fate::Delivered), law, "{status} on {day}, {list} a day");
                let refused = lost(&tally, Cause::Unregistered);
                let blocked = settings.senders[0].number.refused_share.value() == 1.0;
                assert_eq!(refused, if blocked { tally.attempted } else { 0 }, "{status} on {day}");
                seen.insert(law);
            }
        }
    }
    assert!(seen.len() > 6, "{seen:?}");
    // Toward Canada what is not verified is blocked since October 2022.
    for status in ["restricted", "pending", "verified"] {
        for day in days {
            let open = status == "verified" || day < "2022-10-01";
            let (tally, _) = toll_free_of("toll-free-canada", day, status, 50, 1, 1);
            assert_eq!(tally.fate(Fate::Delivered), if open { 50 } else { 0 }, "{status} on {day}, Canada");
        }
    }
    // It can fail: the caps are not those of the carriers, which would be twice as much.
    let (tally, mut settings) = toll_free("2023-04-01", "restricted", 2500, 1, 2);
    assert_eq!(tally.fate(Fate::Delivered), 500);
    for grant in &mut settings.senders[0].number.grants.number {
        grant.across = false;
    }
    assert_eq!(lived(settings.clone(), 1).1.fate(Fate::Delivered), 2500, "nobody enforces them");
    settings.carriers.iter_mut().for_each(|c| c.enforces = vec![carrierlab::message::Aggregation::Number]);
    assert_eq!(lived(settings, 1).1.fate(Fate::Delivered), 1000, "each carrier has its own");
}

// 5. Set-up.

/// A half-provisioned number: at one carrier all of its messages fail, at another all pass. Over many numbers the
/// share of pairs that work is the one that is set.
#[test]
fn a_half_provisioned_number_fails_at_one_carrier_and_passes_at_others() {
    let run = |count: u32, share: f64, seed| {
        let own = json!({ "rate": "unlimited", "number": { "count": count, "provisioned": share } });
        let carriers = json!([carrier("c", 0.5, json!({})), carrier("d", 0.5, json!({}))]);
        lived(settings(24, carriers, people(count * 100), json!([sender("s", own)]), json!({})), seed).0
    };
    // By (number, carrier): how many were delivered, how many failed with 30024.
    let pairs = |rows: &[MessageRow]| {
        let mut pairs = std::collections::BTreeMap::new();
        for row in rows {
            let pair: &mut (u32, u32) = pairs.entry((row.message.number.0, row.carrier.0)).or_default();
            match row.fate {
                Fate::Delivered => pair.0 += 1,
                _ => {
                    assert_eq!((row.fate, row.cause), (Fate::Refused, Some(Cause::NotProvisioned)));
                    assert_eq!(row.report.map(|r| r.1), Some(Reported::Failed(Code::NOT_PROVISIONED)));
                    pair.1 += 1;
                }
            }
        }
        pairs
    };
    let mut half = 0;
    for seed in 0..20 {
        let pairs = pairs(&run(1, 0.5, seed));
        assert!(pairs.values().all(|&(passed, failed)| passed == 0 || failed == 0), "{pairs:?}");
        let works: Vec<bool> = pairs.values().map(|p| p.0 > 0).collect();
        half += u32::from(works.len() == 2 && works[0] != works[1]);
    }
    assert!((4..=16).contains(&half), "{half} of 20 numbers work at one of two carriers");
    let many = pairs(&run(300, 0.8, 1));
    let working = many.values().filter(|p| p.0 > 0).count() as f64 / many.len() as f64;
    assert!((working - 0.8).abs() < 4.5 * (0.16 / 600.0f64).sqrt(), "{working}");
    assert!(pairs(&run(20, 1.0, 1)).values().all(|p| p.1 == 0));
}

/// Before the set-up is done messages are refused, or wait as if they had been due at its end.
#[test]
fn nothing_leaves_before_the_set_up_is_done() {
    let run = |over: &str| {
        let own = json!({ "rate": "10/h", "number": { "setup": "60h", "setup_over": over, "refused_code": 30034,
            "throughput": "1/s" } });
        lived(
            settings(
                24 * 6,
                json!([carrier("c", 1.0, json!({}))]),
                people(1000),
                json!([sender("s", own)]),
                json!({}),
            ),
            1,
        )
    };
    let (rows, tally) = run("refuse");
    assert_eq!((lost(&tally, Cause::SettingUp), tally.fate(Fate::Delivered)), (600, 400));
    assert!(rows.iter().all(|r| (r.message.due.seconds() < 60.0 * 3600.0) == (r.fate == Fate::Refused)));
    // 600 messages in 36 hours of validity and 10 of queue: they are not counted from when they were due.
    let (rows, tally) = run("wait");
    assert_eq!(tally.fate(Fate::Delivered), 1000);
    assert!(rows.iter().all(|r| left(r) >= 60.0 * 3600.0 - 1e-6));
    let at_once = rows.iter().filter(|r| left(r) <= 60.0 * 3600.0 + 600.0).count();
    assert!((600..=602).contains(&at_once), "one a second: {at_once}");
}

/// A carrier that takes so many numbers from a campaign does not know the others.
#[test]
fn numbers_beyond_what_a_carrier_takes_are_not_set_up_there() {
    let run = |count: u32, own: Value| {
        let mut number = json!({ "count": count, "registration": "registered" });
        number.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        let carriers =
            json!([carrier("c", 0.5, json!({ "numbers_per_campaign": 49 })), carrier("d", 0.5, json!({}))]);
        lived(
            settings(
                24,
                carriers,
                people(6000),
                json!([sender("s", json!({ "number": number }))]),
                json!({}),
            ),
            1,
        )
        .0
    };
    for row in run(60, json!({})) {
        let known = row.carrier.0 == 1 || row.message.number.0 < 49;
        assert_eq!(row.fate == Fate::Delivered, known, "{row:?}");
    }
    assert!(run(49, json!({})).iter().all(|r| r.fate == Fate::Delivered));
    assert!(run(60, json!({ "pool_approved": true })).iter().all(|r| r.fate == Fate::Delivered));
}

/// The share that is refused rises with its steps.
#[test]
fn the_refused_share_rises_step_by_step() {
    let own = json!({ "rate": "100/h", "number": { "refused_steps": [
        { "at": "24h", "share": 0.25 }, { "at": "48h", "share": 0.75 }, { "at": "72h", "share": 1.0 }] } });
    let (rows, tally) = lived(
        settings(
            96,
            json!([carrier("c", 1.0, json!({}))]),
            people(9600),
            json!([sender("s", own)]),
            json!({}),
        ),
        1,
    );
    let mut by_day = [0u32; 4];
    for row in &rows {
        by_day[(row.message.due.seconds() / DAY) as usize] += u32::from(row.fate == Fate::Refused);
    }
    assert_eq!(u64::from(by_day.iter().sum::<u32>()), lost(&tally, Cause::Unregistered));
    for (refused, share) in by_day.into_iter().zip([0.0, 0.25, 0.75, 1.0f64]) {
        let error = (2400.0 * share * (1.0 - share)).sqrt();
        assert!((f64::from(refused) - 2400.0 * share).abs() <= 4.5 * error, "{by_day:?}");
    }
}

// 6. Borders.

/// Each kind of number reaches the countries that its preset names, and is refused with its code at others; where a
/// carrier names no country all reach it.
#[test]
fn kinds_of_number_stop_at_borders() {
    let fates = |kind: &str, country: Option<&str>| {
        let country = country.map_or(String::new(), |c| format!("country = \"{c}\"\n"));
        let text = format!(
            "schema = 1\n[scenario]\nname = \"t\"\n[[carrier]]\nname = \"a\"\nshare = 1\n{country}\
             [audience.people]\nsize = 50\nconsent = \"opted-in\"\nlandline = 0\ninactive = 0\noff = 0\n\
             [[sender]]\nname = \"shop\"\naudience = \"people\"\ntexts = [\"Hello\"]\nstart = \"09:00\"\nrate = \"1/s\"\n\
             number = {{ type = \"{kind}\", verification = \"verified\", as_of = \"2020-06-01\" }}\n"
        );
        let loaded =
            scenario::parse("t.toml", &text, &Overrides::default(), None).unwrap_or_else(|p| panic!("{p}"));
        let (rows, tally) = lived(loaded.worlds[0].settings.clone(), 1);
        let code = rows.iter().find_map(|r| match r.report {
            Some((_, Reported::Failed(code))) if r.cause == Some(Cause::Border) => Some(code.0),
            _ => None,
        });
        (tally.fate(Fate::Delivered), lost(&tally, Cause::Border), code)
    };
    let passes = (50, 0, None);
    for (kind, home, code) in [
        ("short-code", "US", 30003),
        ("short-code-shared", "US", 30003),
        ("short-code-canada", "CA", 30003),
        ("alphanumeric", "abroad", 21612),
    ] {
        for country in ["US", "CA", "abroad"] {
            let law = if country == home { passes } else { (0, 50, Some(code)) };
            assert_eq!(fates(kind, Some(country)), law, "{kind} in {country}");
        }
        assert_eq!(fates(kind, None), passes, "{kind} where no country is named");
    }
    for kind in ["long-code", "10dlc", "toll-free"] {
        assert_eq!(fates(kind, Some("CA")), passes, "{kind}");
    }
}

/// A delivery's time starts when it was wanted, set-up and mornings included.
#[test]
fn a_day_lost_is_a_day_waited() {
    let own =
        json!({ "number": { "grants": { "brand": [{ "limit": "100/day", "over": "next-morning" }] } } });
    let keys = json!({ "enforces": ["brand"] });
    let (rows, _) = lived(
        settings(72, json!([carrier("c", 1.0, keys)]), people(150), json!([sender("s", own)]), json!({})),
        1,
    );
    let waits: Vec<f64> = rows.iter().map(|r| left(r) - r.message.due.seconds()).collect();
    assert_eq!(waits.iter().filter(|&&w| w < 1.0).count(), 100);
    assert!(waits.iter().filter(|&&w| w >= 1.0).all(|w| (32.0 * 3600.0 - 1e-6..2.0 * DAY).contains(w)));
    assert_eq!(rows[0].message.due, SimTime::START);
}
