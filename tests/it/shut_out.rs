//! Who is shut out, and for how long: blacklists of every scope, suspensions and audits, in whole worlds.

use std::sync::atomic::AtomicBool;

use carrierlab::carrier::Scope;
use carrierlab::carrier::blacklist::Span;
use carrierlab::engine::{Outcome, World, WorldSettings};
use carrierlab::experiment::recovery::Recovery;
use carrierlab::experiment::{Arm, Plan, RunRecord, replicate, tables};
use carrierlab::ledger::{Cause, Table, Tally, Values};
use carrierlab::message::Fate;
use carrierlab::time::{SimSpan, SimTime};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

/// People whom every message reaches and who do this about it.
fn people(reactions: Value) -> Value {
    json!({ "size": 2000, "consent": "", "consented": 1.0, "landline": 0.0, "inactive": 0.0, "off": 0.0,
        "reactions": reactions })
}

fn calm() -> Value {
    people(json!({ "reply": 0.0, "opt_out": 0.0, "complaint": 0.0 }))
}

/// Everybody reacts within seconds.
fn at_once(reaction: &str, share: f64) -> Value {
    let mut reactions = json!({ "reply": 0.0, "opt_out": 0.0, "complaint": 0.0,
        "delay": { "median": "2s", "p95": "4s", "min": "1s" } });
    reactions[reaction] = json!(share);
    people(reactions)
}

/// A sender of one message a minute.
fn shop(name: &str, own: Value) -> Value {
    let mut sender = json!({ "name": name, "audience": "all", "start": "00:00", "rate": "1/min",
        "number": { "type": "" }, "texts": ["Acme: your table is ready. Reply STOP to end"] });
    for (key, value) in own.as_object().expect("keys") {
        sender[key] = value.clone();
    }
    sender
}

/// One carrier with these keys.
fn world(hours: u64, carrier: Value, audience: Value, senders: Value) -> WorldSettings {
    let mut north = json!({ "name": "north", "share": 1.0 });
    for (key, value) in carrier.as_object().expect("keys") {
        north[key] = value.clone();
    }
    settings(hours, json!([north]), audience, senders, json!({}))
}

fn tally<'o>(world: &World, outcome: &'o mut Outcome, sender: usize) -> &'o Tally {
    outcome.ledger.tally(world.sender_rank(sender), world.carrier_rank(0))
}

/// How many messages of a sender were lost to a cause.
fn lost(settings: &WorldSettings, sender: usize, cause: Cause) -> u64 {
    let (world, mut outcome) = play(settings.clone(), 3);
    tally(&world, &mut outcome, sender).causes[cause.index()]
}

fn no_crypto() -> Value {
    json!({ "threshold": 1.0, "terms": { "phrases": ["crypto"] } })
}

/// The spammer and an innocent shop, which share what the scope is about and nothing else.
fn neighbours(scope: Scope) -> Value {
    let spam = |link: &str| json!({ "texts": [format!("free crypto for {link} all of you and your friends today")] });
    let (mut bad, mut good) = (spam(""), json!({}));
    match scope {
        Scope::Number | Scope::Campaign => {}
        Scope::Brand => {
            bad["brand"] = json!("Acme");
            good["brand"] = json!("Acme");
        }
        Scope::Domain => {
            bad = spam("https://short.example/x");
            good = json!({ "texts": ["Acme: your table is ready at https://short.example/table"] });
        }
        Scope::Cluster => {
            let rest = "for every one of you and all your friends and neighbours in the whole of the town today only";
            bad = json!({ "texts": [format!("free crypto {rest}")] });
            good = json!({ "texts": [format!("free coffee {rest}")] });
        }
    }
    json!([shop("bad", bad), shop("good", good)])
}

#[test]
fn a_neighbour_falls_with_what_it_shares_and_with_nothing_else() {
    for shared in Scope::ALL {
        for listed in Scope::ALL {
            let blacklist = json!({ "scopes": [listed.name()], "after": 3, "base": "2h" });
            let carrier = json!({ "filter": no_crypto(), "blacklist": blacklist });
            let settings = world(4, carrier, calm(), neighbours(shared));
            let innocent = lost(&settings, 1, Cause::Blacklisted);
            let guilty = lost(&settings, 0, Cause::Blacklisted);
            let shares = shared == listed && !matches!(shared, Scope::Number | Scope::Campaign);
            assert_eq!(innocent > 100, shares, "share a {shared:?}, listed is the {listed:?}: {innocent}");
            assert!(innocent == 0 || shares);
            // A spammer without a link has no domain to be listed.
            let has_it = listed != Scope::Domain || shared == Scope::Domain;
            assert_eq!(guilty > 100, has_it, "share a {shared:?}, listed is the {listed:?}: {guilty}");
        }
    }
}

#[test]
fn a_campaign_is_listed_with_all_its_numbers() {
    let pool = json!({ "texts": ["free crypto"], "number": { "type": "", "count": 6, "pool": "rotate" } });
    let passes = |scope: &str| {
        let blacklist = json!({ "scopes": [scope], "after": 6, "within": "30min", "base": "1d" });
        let settings = world(
            1,
            json!({ "filter": no_crypto(), "blacklist": blacklist }),
            calm(),
            json!([shop("s", pool.clone())]),
        );
        lost(&settings, 0, Cause::Blacklisted)
    };
    // Each number has five drops in the half hour, and so is never listed; the campaign is after six.
    assert_eq!(passes("number"), 0);
    assert!(passes("campaign") >= 50);
}

#[test]
fn a_shut_out_that_is_absent_or_off_has_no_such_cause() {
    let carrier = |off: bool| {
        let mut carrier = json!({ "filter": no_crypto(),
            "blacklist": { "after": 3, "scopes": ["number", "campaign", "brand", "domain", "cluster"] },
            "suspension": [{ "on": "opt-outs", "share": 0.02, "least": 20 }],
            "audit": { "interval": "1h", "least": 20, "opt_outs": 0.01 } });
        if off {
            for rule in ["blacklist", "audit"] {
                carrier[rule]["enabled"] = json!(false);
            }
            carrier["suspension"][0]["enabled"] = json!(false);
        }
        carrier
    };
    let senders = json!([
        shop("bad", json!({ "texts": ["free crypto"] })),
        shop("good", json!({ "number": { "type": "", "program_approved": true } })),
    ]);
    let of = |carrier: Value| {
        let (world, mut outcome) = play(world(20, carrier, at_once("opt_out", 0.1), senders.clone()), 3);
        let causes = [0, 1].map(|s| {
            let t = tally(&world, &mut outcome, s);
            (t.causes[Cause::Blacklisted.index()], t.causes[Cause::Suspended.index()])
        });
        (causes, fingerprint(&world, &mut outcome))
    };
    let ([bad, good], _) = of(carrier(false));
    assert!(bad.0 > 100 && good.1 > 100, "{bad:?} {good:?}");
    let (causes, off) = of(carrier(true));
    assert_eq!(causes, [(0, 0), (0, 0)]);
    let (_, absent) = of(json!({ "filter": no_crypto() }));
    assert_eq!(off, absent);
}

#[test]
fn opt_outs_or_complaints_suspend_and_nothing_else_does() {
    let rule = |on: &str, limit: Value| {
        let mut rule = json!({ "on": on, "least": 50, "within": "1d" });
        rule.as_object_mut().expect("keys").extend(limit.as_object().expect("keys").clone());
        rule
    };
    let of = |rule: Value, reaction: &str, share: f64| {
        let carrier = json!({ "suspension": [rule] });
        lost(
            &world(30, carrier, at_once(reaction, share), json!([shop("s", json!({}))])),
            0,
            Cause::Suspended,
        )
    };
    let (share, count) = (json!({ "share": 0.04 }), json!({ "count": 20 }));
    assert!(of(rule("opt-outs", share.clone()), "opt_out", 0.2) > 1000);
    assert_eq!(of(rule("opt-outs", share.clone()), "complaint", 0.2), 0);
    assert_eq!(of(rule("opt-outs", share.clone()), "opt_out", 0.001), 0, "far below the share");
    assert!(of(rule("complaints", share.clone()), "complaint", 0.2) > 1000);
    assert!(of(rule("complaints", count.clone()), "complaint", 0.2) > 1000);
    assert_eq!(of(rule("complaints", count), "opt_out", 0.2), 0);
    let timed = json!({ "share": 0.04, "lasts": "1h" });
    let (for_good, for_a_time) =
        (of(rule("opt-outs", share), "opt_out", 0.2), of(rule("opt-outs", timed), "opt_out", 0.2));
    assert!(for_a_time > 60 && for_a_time < for_good, "{for_a_time} {for_good}");
}

#[test]
fn a_campaign_is_switched_off_at_its_audit_and_at_that_carrier() {
    let carriers = json!([
        { "name": "north", "share": 0.5, "audit": { "interval": "6h", "least": 50, "opt_out_wording": 0.5 } },
        { "name": "south", "share": 0.5 },
    ]);
    let of = |approved: bool, text: &str| {
        let sender =
            shop("s", json!({ "texts": [text], "number": { "type": "", "program_approved": approved } }));
        let (world, mut outcome) =
            play(settings(24, carriers.clone(), calm(), json!([sender]), json!({})), 3);
        [0, 1].map(|c| {
            let t = outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(c));
            (t.fate(Fate::Delivered), t.causes[Cause::Suspended.index()])
        })
    };
    let [north, south] = of(true, "Acme: your table is ready");
    // About half of 360 messages reach each carrier before the first audit; afterwards none passes.
    assert!(north.0 > 140 && north.0 < 220 && north.1 > 400, "{north:?}");
    assert!(south.0 > 600 && south.1 == 0, "{south:?}");
    assert_eq!(
        of(true, "Acme: your table is ready. Reply STOP to end")[0].1,
        0,
        "every text has the wording"
    );
    assert_eq!(of(false, "Acme: your table is ready")[0].1, 0, "not approved, so not audited");
}

#[test]
fn the_penalty_for_snowshoe_suspends_the_campaign() {
    let pool = json!({ "number": { "type": "", "count": 9, "pool": "rotate" } });
    let of = |penalty: Value| {
        let mut snowshoe = json!({ "weight": 0.01, "numbers": 4 });
        snowshoe.as_object_mut().expect("keys").extend(penalty.as_object().expect("keys").clone());
        let carrier = json!({ "filter": { "threshold": 1.0, "snowshoe": snowshoe } });
        let senders = json!([
            shop("many", pool.clone()),
            shop("one", json!({ "texts": ["Bakers: fresh bread at eight"] }))
        ]);
        let settings = world(10, carrier, calm(), senders);
        [0, 1].map(|s| lost(&settings, s, Cause::Suspended))
    };
    let [many, one] = of(json!({ "penalty": "2h" }));
    // The fifth number is one too many; two hours later the next message shows it again.
    assert!((580..600).contains(&many) && one == 0, "{many} {one}");
    assert_eq!(of(json!({})), [0, 0]);
    assert_eq!(of(json!({ "penalty": "2h", "enabled": false })), [0, 0]);
}

fn everything(delay: &str) -> Value {
    let carrier = |name: &str| {
        json!({ "name": name, "share": 0.5, "filter": no_crypto(),
            "receipts": { "delay": { "median": "9s", "p95": "20s", "min": delay } },
            "blacklist": { "scopes": ["number", "brand", "cluster"], "after": 15, "base": "20min", "growth": "5s",
                "probation": "10min", "probation_after": 2 },
            "suspension": [
                { "on": "opt-outs", "share": 0.08, "least": 20, "within": "2h", "lasts": "1h", "level": "campaign" },
                { "on": "complaints", "count": 6, "within": "4h", "lasts": "30min" },
            ],
            "audit": { "interval": "3h", "least": 30, "opt_outs": 0.02, "lasts": "2h" } })
    };
    json!([carrier("north"), carrier("south")])
}

/// The same people and senders at carriers at which everything changes all the time.
fn busy_whole(delay: &str) -> WorldSettings {
    let mut carriers = two_whole();
    for carrier in carriers.as_array_mut().expect("carriers") {
        carrier["receipts"]["delay"] = json!({ "median": "9s", "p95": "20s", "min": delay });
    }
    WorldSettings { carriers: serde_json::from_value(carriers).expect("carriers"), ..busy(delay) }
}

fn busy(delay: &str) -> WorldSettings {
    let texts = json!(["Acme: your table is ready. Reply STOP to end", "Acme: {pay|buy|sell} in crypto"]);
    let number = |n: u32| json!({ "type": "", "count": n, "pool": "rotate", "program_approved": true });
    let senders = json!([
        shop("a", json!({ "rate": "5/min", "gaps": "poisson", "number": number(3), "texts": texts })),
        shop("b", json!({ "rate": "2/min", "gaps": "poisson", "number": number(1) })),
        shop(
            "c",
            json!({ "rate": "9/min", "gaps": "poisson", "number": number(8), "brand": "b", "texts": texts })
        ),
    ]);
    let audience = people(json!({ "reply": 0.02, "opt_out": 0.05, "complaint": 0.02,
        "delay": { "median": "1min", "p95": "10min", "min": "5s" } }));
    settings(16, everything(delay), audience, senders, json!({}))
}

/// What became of everybody's messages.
fn fates(settings: WorldSettings, seed: u64) -> Vec<([u64; 8], [u64; Cause::N])> {
    let (world, mut outcome) = play(settings, seed);
    let names = |n: usize, name: &dyn Fn(usize) -> String| {
        let mut places: Vec<usize> = (0..n).collect();
        places.sort_by_key(|&i| name(i));
        places
    };
    let (s, c) = (world.settings().senders.clone(), world.settings().carriers.clone());
    let mut found = Vec::new();
    for sender in names(s.len(), &|i| s[i].name.clone()) {
        for carrier in names(c.len(), &|i| c[i].name.clone()) {
            let t = outcome.ledger.tally(world.sender_rank(sender), world.carrier_rank(carrier));
            found.push((t.fates, t.causes));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Neither the length of a round nor the order of declaration decides who is shut out.
    #[test]
    fn who_is_shut_out_depends_on_neither_rounds_nor_order(seed: u64) {
        let plain = fates(busy("100ms"), seed);
        let total = |cause: Cause| plain.iter().map(|(_, causes)| causes[cause.index()]).sum::<u64>();
        prop_assert!(total(Cause::Blacklisted) > 50 && total(Cause::Suspended) > 50);
        prop_assert_eq!(&plain, &fates(busy("4s"), seed), "longer rounds");
        let mut turned = busy("100ms");
        turned.carriers.reverse();
        turned.senders.rotate_left(1);
        prop_assert_eq!(&plain, &fates(turned, seed), "another order");

        let whole = fates(busy_whole("100ms"), seed);
        let total = |cause: Cause| whole.iter().map(|(_, causes)| causes[cause.index()]).sum::<u64>();
        prop_assert!(total(Cause::Blacklisted) > 50 && total(Cause::Suspended) > 50);
        prop_assert_eq!(&whole, &fates(busy_whole("4s"), seed), "longer rounds, everything at once");
    }
}

fn records(settings: WorldSettings, replications: u32) -> (Vec<Arm>, Vec<Vec<RunRecord>>) {
    let world = World::new(settings, &models()).expect("a world");
    let arms = vec![Arm { name: "base".into(), about: String::new(), world }];
    let plan = Plan { seed: 7, replications, jobs: 1, trace: true };
    let records = replicate(&arms, plan, &|| (), &AtomicBool::new(false));
    (arms, records)
}

fn recovery(rule: Value) -> Recovery {
    let mut blacklist = json!({ "after": 2, "base": "30min", "growth": "0s" });
    blacklist.as_object_mut().expect("keys").extend(rule.as_object().expect("keys").clone());
    let carrier = json!({ "filter": no_crypto(), "blacklist": blacklist });
    let (_, records) =
        records(world(10, carrier, calm(), json!([shop("s", json!({ "texts": ["crypto"] }))])), 2);
    let (kept, all) = (records.iter().flatten().flat_map(|r| r.stays.clone()), records.iter().flatten());
    Recovery::of(kept.collect(), all.flat_map(|r| &r.episodes).sum()).expect("stays")
}

#[test]
fn a_recovery_curve_is_that_of_the_rule() {
    // Fixed: every stay is half an hour, but for the last, which the horizon may cut.
    let fixed = recovery(json!({}));
    assert!(fixed.stays > 20 && fixed.kept == fixed.stays && fixed.over + 2 >= fixed.stays, "{fixed:?}");
    for hours in [fixed.hours_p10, fixed.hours_p50, fixed.hours_p90] {
        assert!((hours.expect("over") - 0.5).abs() < 1e-6, "{fixed:?}");
    }
    // One message a minute and a minute for each: it never ends, nor does a permanent block.
    for rule in [json!({ "growth": "1min" }), json!({ "rule": "permanent" })] {
        let never = recovery(rule);
        assert_eq!((never.stays, never.over, never.hours_p10), (2, 0, None));
        assert!((never.curve.last().expect("a curve")[1] - 1.0).abs() < 1e-12);
    }
    // Half an hour, an hour, two, four: from 60 ones on no curve is that of the fixed rule.
    let doubling = recovery(json!({ "rule": "exponential" }));
    let lengths: Vec<f64> = doubling.curve.iter().map(|p| p[0]).collect();
    for (found, expected) in lengths[1..].iter().zip([0.5, 1.0, 2.0, 4.0]) {
        assert!((found - expected).abs() < 1e-6, "{lengths:?}");
    }
}

fn column<'t>(table: &'t Table, name: &str) -> &'t Values {
    &table.columns.iter().find(|c| c.name == name).expect("a column").values
}

#[test]
fn stays_are_told_by_scope_and_name_and_numbers_by_number() {
    let blacklist = json!({ "scopes": ["number", "domain", "brand"], "after": 3, "base": "2h" });
    let carrier = json!({ "filter": no_crypto(), "blacklist": blacklist });
    let mut senders = neighbours(Scope::Domain);
    senders[0]["brand"] = json!("Shady");
    let (arms, records) = records(world(4, carrier, calm(), senders), 1);
    let record = &records[0][0];
    let said: Vec<(&str, &str, Option<u32>)> =
        record.spans[0].iter().map(|s| (s.scope.as_str(), s.name.as_str(), s.number)).collect();
    assert_eq!(
        said[..3],
        [("number", "bad", Some(0)), ("brand", "Shady", None), ("domain", "short.example", None)]
    );
    assert_eq!(record.all["numbers_blacklisted"], Some(1.0), "the innocent one was only next to it");
    let tables = tables(&arms, &records);
    let decisions = tables.iter().find(|t| t.name == "decisions").expect("decisions");
    let (Values::Text(senders), Values::Text(listed)) =
        (column(decisions, "sender"), column(decisions, "listed"))
    else {
        panic!("text");
    };
    let of = |name: &str, scope: &str| {
        senders.iter().zip(listed).filter(|(s, l)| *s == name && *l == scope).count()
    };
    // The domain's block is the longest: both senders run into it.
    assert!(of("good", "domain") > 100 && of("good", "number") == 0 && of("bad", "domain") > 100);
    assert_eq!(of("bad", ""), 3, "what the filter dropped was not listed");
}

#[test]
fn a_blacklist_at_work_keeps_its_stays_apart() {
    let blacklist =
        json!({ "scopes": ["number", "brand"], "after": 2, "within": "1d", "base": "1h", "growth": "0s" });
    let carrier = json!({ "filter": no_crypto(), "blacklist": blacklist });
    let senders = json!([shop(
        "s",
        json!({ "texts": ["crypto"], "number": { "type": "", "count": 2, "pool": "rotate" } })
    )]);
    let (_, outcome) = play(world(3, carrier, calm(), senders), 3);
    let list = outcome.carriers[0].blacklist().expect("a list");
    // The second message, of the other number, lists the brand; the third and fourth come after it is released.
    let first = list.spans()[0];
    let is = |span: &Span, scope: Scope| span.scope == scope && span.until == span.from + SimSpan::HOUR;
    assert!(is(&first, Scope::Brand) && first.from < SimTime::START + SimSpan::MINUTE * 3, "{first:?}");
    let second = list.spans()[1];
    assert!(is(&second, Scope::Number) && second.from >= first.until, "{second:?}");
    assert_eq!(list.times(Scope::Campaign, 0), 0);
}
