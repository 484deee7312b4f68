//! What numbers bring with them: STOP in the network, numbers that are shared, MMS, money; and mistakes about them.

use carrierlab::engine::{World, run};
use carrierlab::experiment::RunRecord;
use carrierlab::ledger::{Cause, Detail, MessageRow};
use carrierlab::message::{Code, Fate, Reported};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use serde_json::{Value, json};

use crate::limits::{carrier, left, lived, lost, people, played, sender};
use crate::support::{models, settings};

// STOP in the network.

/// Where the platform forgets who opted out, the network does not: a toll-free number gets no second message to
/// them, an ordinary one does, and another toll-free number does as well.
#[test]
fn the_network_keeps_to_a_stop() {
    let run_with = |network: bool, pool: &str, acknowledged: f64, stop: Value| {
        let mut audience = people(400);
        audience["reactions"] = json!({ "reply": 0.0, "opt_out": 0.4, "complaint": 0.0, "annoyance": 0.0,
            "delay": { "median": "2s", "p95": "4s", "min": "1s" } });
        let mut own = sender(
            "s",
            json!({ "waves": 3, "wave_gap": "2h", "number": { "count": 3,
            "network_stop": network, "receipts": "network" } }),
        );
        own["number"]["pool"] = json!(pool);
        let carriers = json!([carrier("c", 1.0, json!({ "receipts": { "acknowledged": acknowledged } }))]);
        played(settings(12, carriers, audience, json!([own]), json!({ "stop": stop })), 1).1
    };
    let run =
        |network, pool, acknowledged| run_with(network, pool, acknowledged, json!({ "enabled": false }));
    let kept = run(true, "sticky", 0.0);
    let tally = &kept.ledger.tallies[0];
    let (stopped, opt_outs) = (lost(tally, Cause::NetworkStop), tally.opt_outs);
    // Of 400 people 160 opt out, then 96 of those who are left, then 58.
    assert!((350..=480).contains(&stopped) && (270..=360).contains(&opt_outs), "{stopped} {opt_outs}");
    assert_eq!(tally.fate(Fate::Delivered) + stopped, 1200);
    for row in kept.ledger.messages.iter().filter(|r| r.cause == Some(Cause::NetworkStop)) {
        assert_eq!(row.fate, Fate::Blocked);
        assert_eq!(row.report.map(|r| r.1), Some(Reported::Failed(Code::BLOCKED_RECIPIENT)));
    }
    // Without it, all arrive, and people opt out again and again.
    let free = run(false, "sticky", 0.0);
    assert_eq!(free.ledger.tallies[0].fate(Fate::Delivered), 1200);
    assert!(free.ledger.tallies[0].opt_outs > opt_outs);
    // Another number of the pool still reaches those who stopped one.
    let other = run(true, "rotate", 0.0);
    let rows = &other.ledger.messages;
    let turned_away = |r: &&MessageRow| r.cause == Some(Cause::NetworkStop);
    let reached_by_another = rows.iter().filter(turned_away).filter(|stopped| {
        let later = rows.iter().filter(|r| r.message.person == stopped.message.person);
        later.filter(|r| r.fate == Fate::Delivered && r.message.due >= stopped.message.due).count() > 0
    });
    let reached_by_another = reached_by_another.count();
    assert!(reached_by_another > 10, "{reached_by_another}");
    assert!(lost(&other.ledger.tallies[0], Cause::NetworkStop) < stopped / 2);
    // Who writes START is reached again, and may stop it again.
    let start =
        json!({ "enabled": false, "start": 1.0, "start_delay": { "median": "20min", "p95": "30min" } });
    let back = run_with(true, "sticky", 0.0, start);
    assert_eq!(lost(&back.ledger.tallies[0], Cause::NetworkStop), 0);
    assert!(back.ledger.tallies[0].opt_outs > opt_outs);
    // What was acknowledged before the network looked is not told again.
    let told = run(true, "sticky", 1.0);
    let silent = told.ledger.messages.iter().filter(|r| r.cause == Some(Cause::NetworkStop));
    assert!(silent.map(|r| r.fate).all(|fate| fate == Fate::Silenced));
}

// Numbers that are shared.

/// Senders that share a number share what carriers remember of it; senders that do not, do not.
#[test]
fn a_shared_number_answers_for_all_its_senders() {
    let run = |shared: bool| {
        let own = |name: &str, rate: &str, start: &str| {
            let mut own = sender(name, json!({ "brand": name, "rate": rate, "start": start, "number": {} }));
            if shared {
                own["number"]["shared"] = json!("55512");
            }
            own
        };
        let keys = json!({ "filter": { "rate": { "minute": 20 } },
            "blacklist": { "after": 5, "within": "1h", "base": "24h", "growth": "0s" } });
        let senders = json!([own("careful", "2/min", "01:00"), own("hasty", "unlimited", "00:30")]);
        let (world, mut outcome) =
            played(settings(12, json!([carrier("c", 1.0, keys)]), people(300), senders, json!({})), 1);
        let record = {
            let careful = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone();
            let hasty = outcome.ledger.tally(world.sender_rank(1), world.carrier_rank(0)).clone();
            (
                careful.fate(Fate::Delivered),
                lost(&careful, Cause::Blacklisted),
                lost(&hasty, Cause::Blacklisted),
            )
        };
        let listed = RunRecord::of(&world, 0, outcome).all["numbers_blacklisted"];
        (record, listed)
    };
    let ((delivered, careful, hasty), listed) = run(true);
    assert_eq!((delivered, careful, listed), (0, 300, Some(1.0)), "the hasty one lost the number for both");
    assert!(hasty > 0);
    let ((delivered, careful, again), listed) = run(false);
    assert_eq!((delivered, careful, listed, again), (300, 0, Some(1.0), hasty), "each its own");
}

// MMS.

/// An MMS is one unit whatever its length: paced, priced and granted by its own settings.
#[test]
fn an_mms_is_one_unit() {
    let run = |mms: bool| {
        let long = "Acme: a long text about boots. ".repeat(20);
        let own = json!({ "mms": mms, "texts": [long], "number": { "throughput": "8/s", "segment_price": 0.01,
            "fee_class": "text", "grants": { "campaign": [{ "limit": "100000/min" }] },
            "mms": { "throughput": "2/s", "price": 0.02, "fee_class": "picture", "campaign": [{ "limit": "30/min" }] } } });
        let keys = json!({ "enforces": ["campaign"], "fees": { "text": 0.005, "picture": 0.01 } });
        let (rows, tally) = lived(
            settings(6, json!([carrier("c", 1.0, keys)]), people(240), json!([sender("s", own)]), json!({})),
            1,
        );
        let last = rows.iter().map(left).fold(0.0, |a: f64, b| a.max(b));
        (tally.segments, last, tally.cost)
    };
    let (segments, last, cost) = run(false);
    // 620 letters are five segments: five eighths of a second each.
    assert_eq!(segments, 240 * 5);
    assert!((last - 239.0 * 5.0 / 8.0).abs() < 0.1 && (cost - 1200.0 * 0.015).abs() < 1e-6, "{last} {cost}");
    let (segments, last, cost) = run(true);
    // 30 a minute bind before two a second do: the last of 240 goes in the eighth minute.
    assert_eq!((segments, (last / 60.0) as u32), (240, 7));
    assert!((cost - 240.0 * 0.03).abs() < 1e-6, "{cost}");
}

// Money.

/// What a sender pays: segments at their price and each carrier's fee, registration once, a month's share of the
/// campaign and its numbers; and a fine for each day on which a carrier catches its campaign.
#[test]
fn the_sums_of_money_are_those_of_the_books() {
    let own = json!({ "value": 5.0, "waves": 2, "wave_gap": "24h", "texts": ["free boots and a payday loan"],
        "number": { "count": 4, "segment_price": 0.008, "fee_class": "10dlc", "setup_fee": 19.5, "monthly_fee": 10.0, "number_fee": 1.0 } });
    let strict = json!({ "fees": { "10dlc": 0.003 }, "penalties": { "evasion": 1000.0, "content": 500.0 },
        "filter": { "prohibited": { "weight": 2.0, "categories": ["loans"] } } });
    let world = |own: Value| {
        let carriers = json!([
            carrier("c", 0.5, strict.clone()),
            carrier("d", 0.5, json!({ "fees": { "10dlc": 0.005 } }))
        ]);
        let settings = settings(72, carriers, people(400), json!([sender("s", own)]), json!({}));
        let world = World::new(settings, &models()).expect("a world");
        let outcome = run(&world, &Draws::new(1, 0), Detail::Tallies);
        let at = |name| outcome.ledger.tallies[world.carrier_rank(name).index()].clone();
        let tallies = [at(0), at(1)];
        (tallies, RunRecord::of(&world, 0, outcome))
    };
    let ([c, d], record) = world(own.clone());
    assert_eq!(
        (c.segments + d.segments, c.fate(Fate::Delivered), d.fate(Fate::Delivered)),
        (800, 0, d.segments)
    );
    let segments = c.segments as f64 * 0.011 + d.segments as f64 * 0.013;
    let registration = 19.5 + (10.0 + 4.0) * 3.0 / 30.0;
    let close =
        |got: Option<f64>, law: f64| assert!((got.expect("a sum") - law).abs() < 1e-6, "{got:?} {law}");
    close(record.all["cost"], segments + registration);
    close(record.senders[0]["cost"], segments + registration);
    close(record.carriers[0]["cost"], c.segments as f64 * 0.011);
    close(record.all["penalties"], 2.0 * 500.0);
    assert_eq!(record.carriers[1]["penalties"], None);
    close(record.all["revenue"], 0.0);
    close(record.all["profit"], -(segments + registration + 1000.0));
    close(record.all["cost_per_delivered"], (segments + registration + 1000.0) / d.segments as f64);
    // Nothing is said of what has no price and no value.
    let (_, free) = world(json!({ "number": {} }));
    assert_eq!(["revenue", "profit"].map(|name| free.all[name]), [None; 2]);
    assert_eq!((free.all["cost"], free.all["penalties"]), (None, Some(0.0)));
}

/// The fine goes by the kind of content that the carrier's stage found.
#[test]
fn illegal_content_is_fined_as_such() {
    let owed = |text: &str, illegal: Value| {
        let fines = json!({ "penalties": { "content": 500.0, "illegal": illegal },
            "filter": { "prohibited": { "weight": 2.0, "categories": ["alcohol", "cannabis"] } } });
        let own = json!({ "texts": [text] });
        let carriers = json!([carrier("c", 1.0, fines)]);
        let settings = settings(24, carriers, people(40), json!([sender("s", own)]), json!({}));
        let world = World::new(settings, &models()).expect("a world");
        let outcome = run(&world, &Draws::new(1, 0), Detail::Tallies);
        RunRecord::of(&world, 0, outcome).all["penalties"]
    };
    let (wine, hemp) = ("Our new wines are in", "CBD gummies are back in stock");
    assert_eq!((owed(wine, json!(1000.0)), owed(hemp, json!(1000.0))), (Some(500.0), Some(1000.0)));
    assert_eq!((owed(wine, Value::Null), owed(hemp, Value::Null)), (Some(500.0), Some(500.0)));
    assert_eq!(owed("Your table is ready", json!(1000.0)), Some(0.0));
}

/// What is wrong with numbers is told with its place and a way out.
#[test]
fn mistakes_about_numbers_are_told() {
    let told = |own: &str, number: &str, carrier: &str| {
        let text = format!(
            "schema = 1\n[scenario]\nname = \"t\"\nhorizon = \"2d\"\n[[carrier]]\nname = \"a\"\nshare = 1\n{carrier}\n\
             [audience.people]\nsize = 50\nconsent = \"opted-in\"\n\
             [[sender]]\nname = \"shop\"\naudience = \"people\"\ntexts = [\"Hello\"]\n{own}\nnumber = {{ {number} }}\n\
             [[sender]]\nname = \"clinic\"\naudience = \"people\"\ntexts = [\"Hello\"]\n\
             number = {{ type = \"short-code\", shared = \"555\" }}\n"
        );
        match scenario::parse("t.toml", &text, &Overrides::default(), None) {
            Ok(loaded) => loaded.warnings.into_iter().map(|p| format!("{} {}", p.code, p.message)).collect(),
            Err(problems) => {
                problems.list.into_iter().map(|p| format!("{} {}", p.code, p.message)).collect::<Vec<_>>()
            }
        }
    };
    let fine = "type = \"long-code\"";
    assert_eq!(told("", fine, ""), [""; 0]);
    assert_eq!(told("mms = true", fine, ""), [""; 0]);
    for (own, number, carrier, wrong) in [
        ("mms = true", "type = \"alphanumeric\"", "", "its numbers carry none"),
        (
            "",
            "type = \"10dlc\", grants = { brand = [{ limit = \"5/h\", over = \"next-morning\" }] }",
            "",
            "waits for the morning",
        ),
        ("", "type = \"10dlc\", grants = { brand = { limit = \"5/h\" } }", "", "must be a list"),
        (
            "",
            "type = \"long-code\", refused_steps = [{ at = \"2d\", share = 1 }, { at = \"1d\", share = 0 }]",
            "",
            "not later",
        ),
        ("", "type = \"long-code\", setup = \"3d\"", "", "set up after 3d"),
        (
            "",
            "type = \"long-code\", fee_class = \"10dcl\"",
            "fees = { 10dlc = 0.003 }",
            "no carrier has a fee for the class `10dcl`",
        ),
        ("", "type = \"long-code\", shared = \"555\"", "", "is of two kinds"),
        ("", "type = \"toll-free\", as_of = \"2023-02-30\"", "", "is not a day"),
        ("", "type = \"toll-free\", as_of = 2023-04-01", "", "in quotes"),
        ("", fine, "fees = { 10dlc = -1 }", "out of range"),
    ] {
        let told = told(own, number, carrier);
        assert!(told.len() == 1 && told[0].contains(wrong), "{number} {carrier}: {told:?}");
    }
}
