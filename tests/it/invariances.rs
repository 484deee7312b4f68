//! What must change nothing: names, the order of alike things, the unit of time.
//!
//! Some of it changes nothing at all, some only the draws; each test says which.

use carrierlab::carrier::Stage;
use carrierlab::engine::{World, WorldSettings, run};
use carrierlab::ledger::{Detail, Tally};
use carrierlab::message::Fate;
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::SimSpan;
use carrierlab::units::{Delay, Rate};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

fn strict(hours: u64, size: u32, carriers: Value) -> WorldSettings {
    let senders = json!([sender("s", "30/min", 1), sender("t", "15/min", 3)]);
    settings(hours, carriers, lively_audience(size), senders, json!({ "validity": "2h" }))
}

fn two() -> Value {
    json!([strict_carrier("north", 0.6), strict_carrier("south", 0.4)])
}

/// The same with everything at once, slow enough that what carriers learn meets later messages.
fn whole(hours: u64, size: u32, carriers: Value) -> WorldSettings {
    let senders = json!([whole_sender("s", "90/h", 1), whole_sender("t", "50/h", 3)]);
    settings(hours, carriers, quick_audience(size), senders, json!({ "validity": "2h" }))
}

/// Parsing the model once a test is enough.
fn compiled(settings: WorldSettings) -> World {
    World::new(settings, &models()).expect("a world")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// The label of a kind of number and the name of a brand key no draw and no effect: another label, the same
    /// run to the byte.
    #[test]
    fn labels_change_nothing(seed: u64, label in "[a-z0-9-]{1,12}", brand in "[a-zA-Z ]{1,12}", all: bool) {
        let mut plain = if all { whole(12, 400, two_whole()) } else { strict(12, 400, two()) };
        plain.senders.iter_mut().for_each(|s| s.brand = Some("acme".into()));
        let mut renamed = plain.clone();
        for sender in &mut renamed.senders {
            sender.number.kind = label.clone();
            sender.brand = Some(brand.clone());
        }
        let (a, mut a_out) = play(plain.clone(), seed);
        let (b, mut b_out) = play(renamed, seed);
        prop_assert_eq!(fingerprint(&a, &mut a_out), fingerprint(&b, &mut b_out));
        // It can fail: an attribute of the kind is more than a label.
        let mut registered = plain;
        registered.senders[0].number.registration = carrierlab::message::Registration::Registered;
        registered.senders[0].number.trust = 90;
        registered.senders[0].number.program_approved = false;
        let (c, mut c_out) = play(registered, seed);
        prop_assert_ne!(fingerprint(&a, &mut a_out), fingerprint(&c, &mut c_out));
    }

    /// The name of a strategy reaches no world: the settings that are run are the same.
    #[test]
    fn the_names_of_strategies_reach_no_world(one in "[a-z]{3,12}", other in "[A-Z][a-z 0-9]{3,12}") {
        let text = |first: &str, second: &str| format!("schema = 1\n[scenario]\nname = \"t\"\n\
            [[carrier]]\nname = \"north\"\nshare = 1.0\npreset = \"adaptive\"\n\
            [audience.people]\nsize = 100\nconsent = \"opted-in\"\n\
            [[sender]]\nname = \"shop\"\naudience = \"people\"\nnumber = {{ type = \"long-code\" }}\ntexts = [\"Acme: hi\"]\n\
            [[strategy]]\nname = \"{first}\"\n\
            [[strategy]]\nname = \"{second}\"\nset = {{ \"sender.shop.rate\" = \"12/min\" }}\n");
        let worlds = |text: String| -> Vec<WorldSettings> {
            let loaded = scenario::parse("t.toml", &text, &Overrides::default(), None);
            loaded.unwrap_or_else(|p| panic!("{p}")).worlds.into_iter().map(|w| w.settings).collect()
        };
        let plain = worlds(text("blast", "paced"));
        prop_assert_eq!(&plain, &worlds(text(&one, other.trim_end())));
        prop_assert_ne!(&plain[0], &plain[1]);
    }

    /// Alike carriers in another order give the same columns in that order, to the byte.
    #[test]
    fn permuting_alike_carriers_permutes_the_output(seed: u64, order in Just(vec![0usize, 1, 2]).prop_shuffle(), all: bool) {
        let alike = |name: &str| {
            let mut carrier = if all { whole_carrier(name, 0.3) } else { strict_carrier(name, 0.3) };
            carrier["share"] = json!(1.0 / 3.0);
            carrier
        };
        let names = ["north", "south", "west"];
        let columns = |names: &[&str]| -> Vec<String> {
            let carriers = json!(names.iter().map(|n| alike(n)).collect::<Vec<Value>>());
            let world = if all { whole(12, 600, carriers) } else { strict(12, 600, carriers) };
            let (world, mut outcome) = play(world, seed);
            let (prints, courses) = (fingerprint(&world, &mut outcome), courses(&world, &outcome));
            let of = |carrier: usize| {
                let name = names[carrier].to_owned();
                let course = &courses[&name];
                format!("{} / {} / {course}", prints[&("s".into(), name.clone())], prints[&("t".into(), name)])
            };
            (0..names.len()).map(of).collect()
        };
        let plain = columns(&names);
        let permuted = columns(&order.iter().map(|&i| names[i]).collect::<Vec<_>>());
        prop_assert_eq!(order.iter().map(|&i| plain[i].clone()).collect::<Vec<_>>(), permuted);
    }
}

/// Three carriers of equal shares that are unlike: strict, everything at once, and everything at a lower threshold.
fn unlike(kind: usize, name: &str) -> Value {
    let mut carrier = match kind {
        0 => strict_carrier(name, 0.3),
        _ => whole_carrier(name, 0.3),
    };
    if kind == 2 {
        carrier["filter"]["threshold"] = json!(0.5);
        carrier["controller"]["target"] = json!(0.6);
    }
    carrier["share"] = json!(1.0 / 3.0);
    carrier
}

const NAMES: [&str; 3] = ["north", "south", "west"];
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// The world in which the carrier of each name is of that kind.
fn of_kinds(kinds: [usize; 3]) -> WorldSettings {
    let carriers: Vec<Value> = kinds.iter().zip(NAMES).map(|(&kind, name)| unlike(kind, name)).collect();
    whole(12, 450, json!(carriers))
}

/// What the carriers are is permuted among their names. A name keys the draws and the customers, so the column
/// of a name with a kind is the same to the byte wherever the other two kinds are.
#[test]
fn permuting_what_carriers_are_keeps_each_column() {
    for seed in 0..3 {
        let mut columns = std::collections::BTreeMap::new();
        for kinds in ORDERS {
            let (world, mut outcome) = play(of_kinds(kinds), seed);
            let (prints, courses) = (fingerprint(&world, &mut outcome), courses(&world, &outcome));
            for (kind, name) in kinds.into_iter().zip(NAMES) {
                let of = |sender: &str| &prints[&(sender.to_owned(), name.to_owned())];
                let column = format!("{} / {} / {}", of("s"), of("t"), courses[name]);
                let known = columns.entry((kind, name)).or_insert_with(|| column.clone());
                assert_eq!(*known, column, "{name} as {kind}, where the kinds are {kinds:?}");
            }
        }
        // Nine columns, each seen twice, and no two alike: the comparison could have failed.
        let distinct: std::collections::BTreeSet<_> = columns.values().collect();
        assert_eq!((columns.len(), distinct.len()), (9, 9));
    }
}

/// Under another name a carrier of the same kind has other draws and other customers, but the same means.
#[test]
fn what_a_carrier_is_and_not_its_name_decides_its_means() {
    const N: u64 = 24;
    // Each kind once under each name, and every run with draws of its own.
    let runs: Vec<_> = [[0, 1, 2], [1, 2, 0], [2, 0, 1]]
        .into_iter()
        .enumerate()
        .map(|(i, kinds)| (kinds, replicated(of_kinds(kinds), 40 + i as u64, N)))
        .collect();
    let of = |kind: usize, name: usize, sender: usize, share: usize| {
        let (_, runs) = runs.iter().find(|(kinds, _)| kinds[name] == kind).expect("each kind has each name");
        cell(runs, 3 * sender + name, share)
    };
    for kind in 0..3 {
        for (name, other) in [(0, 1), (1, 2), (0, 2)] {
            for sender in 0..2 {
                for (share, what) in SHARES.iter().enumerate() {
                    let (a, b) = (of(kind, name, sender, share), of(kind, other, sender, share));
                    let what = format!("kind {kind} as {} and {}, {what}", NAMES[name], NAMES[other]);
                    holds(&what, a.mean, b.mean, a.error.hypot(b.error));
                }
            }
        }
    }
    // It can fail: two kinds under one name differ.
    for (kind, other) in [(0, 1), (1, 2), (0, 2)] {
        let (a, b) = (of(kind, 0, 0, 0), of(other, 0, 0, 0));
        fails(&format!("kinds {kind} and {other}"), a.mean, b.mean, a.error.hypot(b.error));
    }
}

/// What is compared where draws differ: shares of what was attempted.
fn shares(tally: &Tally) -> [f64; 4] {
    let of = |n: u64| n as f64 / tally.attempted as f64;
    [of(tally.fate(Fate::Delivered)), of(tally.dropped()), of(tally.complaints), of(tally.reported_delivered)]
}

const SHARES: [&str; 4] = ["delivered", "dropped", "complained", "reported"];

/// The shares of each sender at each carrier, by their places in the file, in each of `n` replications.
fn replicated(settings: WorldSettings, seed: u64, n: u64) -> Vec<Vec<[f64; 4]>> {
    let world = compiled(settings);
    let (senders, carriers) = (world.settings().senders.len(), world.settings().carriers.len());
    (0..n)
        .map(|i| {
            let mut outcome = run(&world, &Draws::new(seed, i), Detail::Tallies);
            let cells = (0..senders).flat_map(|s| (0..carriers).map(move |c| (s, c)));
            cells
                .map(|(s, c)| shares(outcome.ledger.tally(world.sender_rank(s), world.carrier_rank(c))))
                .collect()
        })
        .collect()
}

/// The mean of one share in one cell over replications.
fn cell(runs: &[Vec<[f64; 4]>], at: usize, share: usize) -> Mean {
    mean(&runs.iter().map(|run| run[at][share]).collect::<Vec<_>>())
}

/// The names of carriers, senders and audiences key the draws, so a run under other names is another draw of the
/// same law: every mean share is the same within the error of two independent means (Welch). The new names also
/// turn the order of the carriers and of the senders around.
#[test]
fn names_that_key_draws_move_no_mean() {
    for plain in [strict(12, 500, two()), whole(12, 400, two_whole())] {
        renaming_moves_no_mean(plain);
    }
}

fn renaming_moves_no_mean(plain: WorldSettings) {
    const N: u64 = 24;
    let mut renamed = plain.clone();
    (renamed.carriers[0].name, renamed.carriers[1].name) = ("zeta".into(), "alpha".into());
    (renamed.senders[0].name, renamed.senders[1].name) = ("y".into(), "b".into());
    let people = renamed.audiences.remove("all").unwrap();
    renamed.audiences.insert("list".into(), people);
    renamed.senders.iter_mut().for_each(|s| s.audience = "list".into());
    let mut stricter = renamed.clone();
    let strict = &mut stricter.carriers[0];
    let filters = std::iter::once(&mut strict.filter).chain(strict.updates.iter_mut().map(|u| &mut u.filter));
    filters.for_each(|filter| filter.rate.as_mut().unwrap().hour = Some(10));
    let (a, b) = (replicated(plain, 5, N), replicated(renamed, 5, N));
    assert_ne!(a, b, "the draws are others");
    let compare = |b: &[Vec<[f64; 4]>], at: usize, share: usize| {
        let (a, b) = (cell(&a, at, share), cell(b, at, share));
        (b.mean, a.mean, a.error.hypot(b.error))
    };
    for at in 0..4 {
        for (share, name) in SHARES.iter().enumerate() {
            let (got, law, error) = compare(&b, at, share);
            holds(&format!("renamed, cell {at}, {name}"), got, law, error);
        }
    }
    // It can fail: a low limit at the first carrier is seen.
    let (got, law, error) = compare(&replicated(stricter, 5, N), 0, 0);
    fails("ten an hour", got, law, error);
}

/// Alike carriers fare alike, wherever they stand: the order of the names favours none of them.
#[test]
fn alike_carriers_fare_alike() {
    const N: u64 = 100;
    let alike = |names: [&str; 3]| -> WorldSettings {
        let carriers = names.map(|name| {
            let mut carrier = strict_carrier(name, 0.3);
            carrier["share"] = json!(1.0 / 3.0);
            carrier
        });
        strict(12, 750, json!(carriers))
    };
    let runs = replicated(alike(["a", "m", "z"]), 6, N);
    // Carriers of one run share the senders' luck, so their difference is taken run by run.
    let difference = |runs: &[Vec<[f64; 4]>], a: usize, b: usize, share: usize| {
        mean(&runs.iter().map(|run| run[a][share] - run[b][share]).collect::<Vec<_>>())
    };
    for (share, name) in SHARES.iter().enumerate() {
        for (a, b) in [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)] {
            let d = difference(&runs, a, b, share);
            holds(&format!("alike carriers, {name}, {a} less {b}"), d.mean, 0.0, d.error);
        }
    }
    let mut unlike = alike(["a", "m", "z"]);
    unlike.carriers[1].filter.rate.as_mut().unwrap().minute = Some(3);
    let d = difference(&replicated(unlike, 6, N), 0, 1, 0);
    fails("a much lower limit", d.mean, 0.0, d.error);
}

/// A world in which every time there is, is `unit` times so many seconds: horizon, rates, windows, half-lives,
/// delays, queues, grants. The windows of the rate stage have names, so they are given: a limit in a second and
/// in a minute becomes one in a minute and in an hour at 60 times the unit.
fn stretched(
    unit: f64,
    windows: Option<[&str; 2]>,
    gaps: &str,
    spread: f64,
    annoyance: f64,
) -> WorldSettings {
    let span = |seconds: f64| format!("{}us", (seconds * unit * 1e6).round());
    let delay = |min: f64, median: f64| json!({ "min": span(min), "median": span(median), "p95": span(median * spread) });
    let per = |count: f64, seconds: f64| format!("{count}/{}", span(seconds));
    let mut filter = json!({
        "threshold": 1.0, "hold_threshold": 0.9, "softness": 0.05, "hold": span(600.0),
        "terms": { "phrases": ["free crypto"] }, "prior": {},
        "recipients": { "limit": 400, "window": span(7200.0) },
        "repeats": { "weight": 0.02, "limit": 100, "window": span(5400.0) },
        "balance": { "weight": 0.02, "half_life": span(9000.0) },
        "duplicates": { "limit": 250, "half_life": span(3600.0), "window": span(7000.0), "senders": 4 },
        "loops": { "weight": 0.2, "same": 1, "any": 2, "window": span(3000.0) },
        "snowshoe": { "weight": 0.02, "numbers": 2, "window": span(8000.0) },
        "gaps": { "weight": 0.05, "variation": 1.5, "longest": span(600.0) },
        "links": { "weight": 0.1, "domains": 1, "domain_excess": 0.1, "window": span(8000.0) },
        "length": { "weight": 0.02, "characters": 40 }, "style": { "weight": 0.1 }, "content": { "weight": 0.5 },
        "reputation": { "weight": 0.5, "levels": ["account", "cluster"], "half_life": span(20_000.0) },
    });
    if let Some([short, long]) = windows {
        filter["rate"] = json!({ short: 1, long: 14 });
    }
    let carrier = |name: &str, share: f64, kind: &str| {
        let mut filter = filter.clone();
        if windows.is_some() {
            filter["rate"]["kind"] = json!(kind);
        }
        let mut later = filter.clone();
        (later["threshold"], later["gaps"]["weight"]) = (json!(0.9), json!(0.1));
        json!({ "name": name, "share": share, "filter": filter, "enforces": ["campaign"], "transit": delay(0.2, 2.0),
            "blacklist": { "after": 25, "within": span(3600.0), "base": span(200.0), "growth": span(2.0),
                "cap": span(90_000.0), "forgive": span(40_000.0), "probation": span(150.0), "scopes": ["number", "cluster"] },
            "suspension": [
                { "on": "opt-outs", "share": 0.04, "least": 15, "within": span(7000.0), "lasts": span(900.0), "level": "campaign" },
                { "on": "complaints", "count": 3, "within": span(9000.0), "lasts": span(700.0) } ],
            "audit": { "interval": span(10_100.0), "least": 20, "opt_outs": 0.015, "lasts": span(1100.0) },
            "learning": { "policy": "cluster", "rate": 0.5, "sample": 0.5, "every": span(400.0), "delay": span(300.0),
                "patience": span(2500.0), "reports_needed": 2, "memory": span(3000.0), "half_life": span(30_000.0) },
            "controller": { "target": 0.3, "gain": 0.4, "interval": span(800.0), "delay": span(300.0), "least": 0.5, "most": 1.6 },
            "drift": { "step": 0.03, "interval": span(700.0), "least": 0.5, "most": 1.6 },
            "update": [{ "at": span(11_000.0), "filter": later }],
            "receipts": { "delay": delay(1.0, 4.0), "block_reported_delivered": 0.3, "block_silent": 0.2, "lost": 0.01 } })
    };
    let audience = json!({ "size": 500, "consent": "", "consented": 0.9, "landline": 0.03, "inactive": 0.03, "off": 0.02,
        "reactions": { "reply": 0.05, "opt_out": 0.03, "complaint": 0.01, "annoyance": annoyance,
            "annoyance_half_life": span(50_000.0), "delay": delay(5.0, 900.0), "complaint_delay": delay(60.0, 2000.0) } });
    let sender = |name: &str, count: f64, numbers: u32| {
        let mut sender = sender(name, &per(count, 60.0), numbers);
        let number = &mut sender["number"];
        number["program_approved"] = json!(true);
        (number["throughput"], number["queue"]) = (json!(per(4.0, 10.0)), json!(span(120.0)));
        number["grants"] = json!({ "campaign": [{ "limit": per(12.0, 60.0) }] });
        (sender["gaps"], sender["waves"], sender["wave_gap"]) =
            (json!(gaps), json!(2), json!(span(10_000.0)));
        sender["caps"] = json!([per(900.0, 3600.0)]);
        sender
    };
    let senders = json!([sender("s", 30.0, 1), sender("t", 15.0, 3)]);
    let carriers = json!([carrier("north", 0.6, "tumbling"), carrier("south", 0.4, "token-bucket")]);
    let platform = json!({ "validity": span(300.0), "uplink": span(0.05) });
    let mut settings = settings(1, carriers, audience, senders, platform);
    settings.horizon = span(40_000.0).parse().expect("a span");
    settings
}

/// Every count of a run but the waits, which are times; the windows that bound are named by their order.
fn tallies(settings: WorldSettings, seed: u64) -> Vec<String> {
    let (_, outcome) = play(settings, seed);
    let count = |t: &Tally| {
        let rates = Stage::RateSecond as usize..=Stage::RateDay as usize;
        let bound: Vec<u64> = t.causes[rates.clone()].iter().copied().filter(|n| *n > 0).collect();
        let mut causes = t.causes;
        causes[rates].fill(0);
        format!(
            "{} {:?} {bound:?} {causes:?} {} {} {} {} {}",
            t.attempted, t.fates, t.reported_delivered, t.replies, t.opt_outs, t.complaints, t.unwanted
        )
    };
    outcome.ledger.tallies.iter().map(count).collect()
}

/// The unit of time means nothing: with every time multiplied by the same factor the same messages meet the same
/// fates for the same causes. With regular gaps of whole microseconds that holds to the message.
/// Drawn times are rounded to whole microseconds, and the time of a person's last message to whole seconds, at
/// either scale, so a near tie may fall otherwise; of twelve runs with Poisson gaps, log-normal delays and
/// annoyance at most one may differ, and so far none does.
#[test]
fn the_unit_of_time_means_nothing() {
    let minutes = Some(["second", "minute"]);
    let hours = Some(["minute", "hour"]);
    let pairs = [((1.0, minutes), (60.0, hours)), ((1.0, None), (7.0, None)), ((1.0, None), (0.5, None))];
    for seed in 0..2 {
        for ((unit, windows), (other, others)) in pairs {
            let plain = tallies(stretched(unit, windows, "regular", 1.0, 0.0), seed);
            assert_eq!(
                plain,
                tallies(stretched(other, others, "regular", 1.0, 0.0), seed),
                "{other} times {unit}"
            );
        }
    }
    let mut differ = 0;
    for seed in 0..4 {
        for ((unit, windows), (other, others)) in pairs {
            let plain = tallies(stretched(unit, windows, "poisson", 4.0, 0.5), seed);
            differ += u32::from(plain != tallies(stretched(other, others, "poisson", 4.0, 0.5), seed));
        }
    }
    assert!(differ <= 1, "{differ} of 12 runs differ");
}

/// A change to the settings of a world.
type Change = fn(&mut WorldSettings);

/// The law above can fail: one time that is left as it was is seen, whichever it is.
#[test]
fn a_single_time_that_is_not_stretched_is_seen() {
    let plain = |seed| tallies(stretched(1.0, None, "poisson", 4.0, 0.5), seed);
    let forgotten: [(&str, Change); 23] = [
        ("horizon", |w| w.horizon = SimSpan::from_seconds(40_000)),
        ("validity", |w| w.platform.validity = SimSpan::from_seconds(300)),
        ("queue", |w| w.senders.iter_mut().for_each(|s| s.number.queue = SimSpan::from_seconds(120))),
        ("rate", |w| w.senders[0].rate = Rate::new(30.0, SimSpan::MINUTE)),
        ("grant", |w| {
            for sender in &mut w.senders {
                sender.number.grants.campaign[0].limit = Rate::new(12.0, SimSpan::MINUTE);
            }
        }),
        ("wave gap", |w| w.senders[1].wave_gap = SimSpan::from_seconds(10_000)),
        ("cool-off", |w| w.carriers[0].blacklist.as_mut().unwrap().base = SimSpan::from_seconds(200)),
        ("growth", |w| w.carriers[0].blacklist.as_mut().unwrap().growth = SimSpan::from_seconds(2)),
        ("hold", |w| w.carriers[0].filter.hold = SimSpan::from_seconds(600)),
        ("half-life", |w| {
            w.carriers[0].filter.duplicates.as_mut().unwrap().half_life = SimSpan::from_seconds(3600);
        }),
        ("window", |w| w.carriers[1].filter.loops.as_mut().unwrap().window = SimSpan::from_seconds(3000)),
        ("reactions", |w| {
            w.audiences.get_mut("all").unwrap().reactions.delay = Delay::of_seconds(5.0, 900.0, 3600.0)
        }),
        ("probation", |w| {
            for carrier in &mut w.carriers {
                carrier.blacklist.as_mut().unwrap().probation = SimSpan::from_seconds(150);
            }
        }),
        ("within of a suspension", |w| w.carriers[0].suspensions[0].within = SimSpan::from_seconds(7000)),
        ("lengths of suspensions", |w| {
            for carrier in &mut w.carriers {
                for (rule, seconds) in carrier.suspensions.iter_mut().zip([900, 700]) {
                    rule.lasts = Some(SimSpan::from_seconds(seconds));
                }
            }
        }),
        ("audit", |w| w.carriers[0].audit.as_mut().unwrap().interval = SimSpan::from_seconds(10_100)),
        ("switch-off", |w| {
            for carrier in &mut w.carriers {
                carrier.audit.as_mut().unwrap().lasts = Some(SimSpan::from_seconds(1100));
            }
        }),
        ("labels", |w| w.carriers[0].learning.as_mut().unwrap().every = SimSpan::from_seconds(400)),
        ("patience", |w| w.carriers[0].learning.as_mut().unwrap().patience = SimSpan::from_seconds(2500)),
        ("forgetting", |w| {
            w.carriers[0].learning.as_mut().unwrap().half_life = SimSpan::from_seconds(30_000)
        }),
        ("controller", |w| w.carriers[0].controller.as_mut().unwrap().interval = SimSpan::from_seconds(800)),
        ("drift", |w| w.carriers[0].drift.as_mut().unwrap().interval = SimSpan::from_seconds(700)),
        ("update", |w| w.carriers[0].updates[0].at = SimSpan::from_seconds(11_000)),
    ];
    let plain: Vec<_> = (0..4).map(plain).collect();
    let mut unseen = Vec::new();
    for (name, forget) in forgotten {
        let same = (0..4).all(|seed| {
            let mut world = stretched(7.0, None, "poisson", 4.0, 0.5);
            forget(&mut world);
            plain[seed as usize] == tallies(world, seed)
        });
        if same {
            unseen.push(name);
        }
    }
    assert!(unseen.is_empty(), "nobody saw that these were left as they were: {unseen:?}");
}
