//! What would have let a message pass: every kind of change in a world where it does, and in one where not.

use std::fs;
use std::path::Path;

use carrierlab::engine::{Outcome, Pause, Variation, World, WorldSettings, run, run_with};
use carrierlab::experiment::counterfactual::{Asked, Change, Counterfactual, Inquiry};
use carrierlab::ledger::{Detail, MessageRow};
use carrierlab::message::{Fate, MessageId};
use carrierlab::rng::Draws;
use carrierlab::scenario::number_kinds;
use carrierlab::time::{SimSpan, SimTime};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::docs::current;
use crate::support::*;

/// One carrier with this filter, 200 people whom every message reaches, one sender.
fn world(hours: u64, filter: Value, sender: Value) -> WorldSettings {
    let carrier = json!({ "name": "north", "share": 1.0, "filter": filter });
    settings(hours, json!([carrier]), calm_audience(), json!([sender]), json!({}))
}

fn calm_audience() -> Value {
    json!({ "size": 200, "consent": "", "consented": 1.0, "landline": 0.0, "inactive": 0.0, "off": 0.0,
        "reactions": { "reply": 0.0, "opt_out": 0.0, "complaint": 0.0 } })
}

/// A sender with keys of its own over plain ones.
fn shop(own: Value) -> Value {
    let mut sender = json!({ "name": "shop", "audience": "all", "start": "00:00", "rate": "60/min",
        "wording": "rotate", "number": { "type": "mine" },
        "texts": ["Acme: your table is ready. Reply STOP to end"] });
    for (key, value) in own.as_object().expect("keys") {
        sender[key] = value.clone();
    }
    sender
}

/// Above half as much again as 10 a minute a message is blocked.
fn ten_a_minute() -> Value {
    json!({ "threshold": 0.5, "rate": { "minute": 10 } })
}

/// The phrase is all that counts.
fn no_crypto() -> Value {
    json!({ "threshold": 1.0, "terms": { "phrases": ["crypto"] } })
}

/// Lives a message, and asks what would have let it pass.
fn ask(settings: WorldSettings, count: u32) -> (MessageRow, Result<Vec<Counterfactual>, String>) {
    let models = models();
    let world = World::new(settings, &models).expect("a world");
    let draws = Draws::new(5, 0);
    let message = MessageId { sender: world.sender_rank(0), count };
    let outcome = run(&world, &draws, Detail::Probe(message));
    let asked = Asked { world: &world, models: &models, draws: &draws, outcome: &outcome };
    let answers = Inquiry::new(asked).map(|inquiry| {
        let answers = inquiry.answer(&|| ());
        assert_eq!(answers.len(), inquiry.len());
        assert_eq!(answers, inquiry.answer(&|| ()), "the same question has the same answer");
        answers
    });
    (*outcome.ledger.messages.first().expect("it was sent"), answers)
}

/// The answers to one kind of question, of a message that did not pass.
fn of(settings: &WorldSettings, count: u32, change: Change) -> Vec<Counterfactual> {
    let (row, answers) = ask(settings.clone(), count);
    assert_ne!(row.fate, Fate::Delivered);
    let answers = answers.expect("a message that did not pass is asked about");
    for one in &answers {
        let passed = one.tries.iter().position(|t| t.would_pass);
        assert!(passed.is_none_or(|at| at + 1 == one.tries.len()), "a ladder ends where it passes: {one:?}");
        assert!(!one.tries.is_empty() || one.untried.is_some(), "{one:?}");
    }
    answers.into_iter().filter(|a| a.change == change).collect()
}

fn one(settings: &WorldSettings, count: u32, change: Change) -> Counterfactual {
    let mut found = of(settings, count, change);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn slower_is_the_mildest_that_passes() {
    // 60, 30, then 15 a minute: the 56th message is the 56th, the 26th, the 11th of its minute.
    let slower = one(&world(1, ten_a_minute(), shop(json!({}))), 55, Change::Slower);
    assert!(slower.would_pass(), "{slower:?}");
    assert_eq!(slower.tries.len(), 2);
    assert_eq!(slower.tries[1].says, "15/min instead of 1/s");
    assert_eq!(slower.tries[1].fate, Some(Fate::Delivered));
    assert_eq!(slower.tries[1].horizon, None);
    // No pace helps a forbidden phrase.
    let forbidden = shop(json!({ "texts": ["crypto"] }));
    let slower = one(&world(1, no_crypto(), forbidden), 55, Change::Slower);
    assert!(!slower.would_pass());
    assert_eq!(slower.tries.len(), 5);
}

#[test]
fn an_unlimited_sender_is_slowed_from_what_its_numbers_can_send() {
    let queued = json!({ "rate": "unlimited", "number": { "type": "", "throughput": "1/s" } });
    let slower = one(&world(1, ten_a_minute(), shop(queued)), 55, Change::Slower);
    assert!(slower.would_pass());
    assert_eq!(slower.tries[1].says, "15/min instead of 1/s, what its numbers can send");
    // A list that nothing slows down goes out at once.
    let blast = shop(json!({ "rate": "unlimited" }));
    let slower = one(&world(1, ten_a_minute(), blast), 199, Change::Slower);
    assert!(slower.tries[0].says.ends_with("instead of 3.33/s, the whole list within a minute"));
}

#[test]
fn a_run_is_longer_where_the_message_would_be_due_after_the_horizon() {
    let hourly = json!({ "threshold": 0.5, "rate": { "hour": 10 } });
    let slower = one(&world(1, hourly, shop(json!({ "rate": "1/min" }))), 29, Change::Slower);
    // 30, 15, then 6 an hour: the 30th message is the 30th, the 15th, the 6th of its hour.
    assert_eq!(slower.tries.len(), 3);
    let last = &slower.tries[2];
    assert!(last.would_pass && last.horizon.is_some_and(|h| h > SimSpan::HOUR), "{last:?}");
    assert!(last.decision.is_some_and(|(at, _)| at > SimTime::START + SimSpan::MINUTE * 290));
}

#[test]
fn own_texts_are_tried_one_by_one() {
    let texts = json!({ "texts": ["crypto for all", "more crypto", "Acme: hello"] });
    let own = one(&world(1, no_crypto(), shop(texts)), 0, Change::OwnText);
    assert!(own.would_pass());
    let says: Vec<&str> = own.tries.iter().map(|t| t.says.as_str()).collect();
    assert_eq!(says, ["only its other text: more crypto", "only its other text: Acme: hello"]);
    let texts = json!({ "texts": ["crypto for all", "more crypto"] });
    let own = one(&world(1, no_crypto(), shop(texts)), 0, Change::OwnText);
    assert!(!own.would_pass() && own.tries.len() == 1);
    let own = one(&world(1, no_crypto(), shop(json!({ "texts": ["crypto"] }))), 0, Change::OwnText);
    assert_eq!((own.tries.len(), own.untried.as_deref()), (0, Some("the sender has no other text")));
    // A kind of generated texts is an own text too.
    let kinds = json!({ "texts": ["crypto"], "kinds": ["appointment reminder"] });
    let own = one(&world(1, no_crypto(), shop(kinds)), 0, Change::OwnText);
    assert!(own.would_pass());
    assert_eq!(own.tries[0].says, "only its texts of the kind appointment reminder");
}

#[test]
fn variants_of_an_only_text_are_own_texts_and_those_of_others_are_not() {
    let neighbour = |name: &str| {
        let mut sender = shop(json!({ "texts": ["Birch: {one|two}"], "start": "10:00" }));
        sender["name"] = name.into();
        sender
    };
    let own = |text: &str, count| {
        let mut settings = world(1, no_crypto(), shop(json!({ "texts": [text] })));
        for name in ["aaa", "zzz"] {
            settings.senders.push(serde_json::from_value(neighbour(name)).expect("a sender"));
        }
        let own = one(&settings, count, Change::OwnText);
        (own.would_pass(), own.tries.into_iter().map(|t| t.says).collect::<Vec<_>>())
    };
    let says = |list: [&str; 2]| list.map(|body| format!("only its variant: {body}")).to_vec();
    let (passes, tried) = own("{{1}} {crypto|more crypto|news} for all", 0);
    assert_eq!((passes, tried), (true, says(["{1} more crypto for all", "{1} news for all"])));
    let (passes, tried) = own("{no|more|all} crypto", 1);
    assert_eq!((passes, tried), (false, says(["no crypto", "all crypto"])));
}

#[test]
fn more_texts_than_are_tried_are_said_to_be_left() {
    let texts: Vec<String> = (0..20).map(|i| format!("crypto {i}")).collect();
    let own = one(&world(1, no_crypto(), shop(json!({ "texts": texts }))), 0, Change::OwnText);
    assert_eq!(own.tries.len(), 6);
    assert_eq!(own.untried.as_deref(), Some("13 more of its texts were not tried"));
}

#[test]
fn rewrites_are_those_of_lint() {
    let hyped = json!({ "threshold": 1.0, "terms": { "phrases": ["act now"] } });
    let text = json!({ "texts": ["Acme: new boots are in, act now. Reply STOP to end"] });
    let rewrite = one(&world(1, hyped.clone(), shop(text)), 0, Change::Rewrite);
    assert!(rewrite.would_pass(), "{rewrite:?}");
    let last = rewrite.tries.last().expect("a try");
    assert!(last.says.contains("`act now`") && last.says.ends_with("Reply STOP to end"), "{}", last.says);
    // Lint has no other word for a name.
    let named = json!({ "threshold": 1.0, "terms": { "phrases": ["acme"] } });
    let rewrite = one(&world(1, named, shop(json!({}))), 0, Change::Rewrite);
    assert!(!rewrite.would_pass(), "{rewrite:?}");
}

#[test]
fn a_plain_text_helps_against_words_only() {
    let plain = one(&world(1, no_crypto(), shop(json!({ "texts": ["crypto"] }))), 0, Change::PlainText);
    assert!(plain.would_pass());
    assert_eq!(
        plain.tries[0].says,
        "in place of this text: shop: thank you for being our customer. Reply STOP to opt out"
    );
    let plain = one(&world(1, ten_a_minute(), shop(json!({}))), 55, Change::PlainText);
    assert!(!plain.would_pass());
    // The shipped model has nothing against it, nor has a list that knows no such word.
    let content = json!({ "threshold": 0.5, "content": { "weight": 1.0 } });
    let loud = "URGENT!!! Your account is locked. Verify your password now at http://bit.ly/3x or lose it";
    let plain =
        one(&world(1, content, shop(json!({ "texts": [loud], "brand": "{Acme}" }))), 0, Change::PlainText);
    assert!(plain.would_pass(), "{plain:?}");
    assert!(plain.tries[0].says.contains("{Acme}: thank"));
}

/// One text too often on the list: another in its place helps a list of words, and only another for all
/// messages helps against what the other texts brought about.
#[test]
fn a_text_is_replaced_by_itself_and_then_for_all() {
    let texts = json!({ "texts": ["Acme: one {and|or} two", "crypto"] });
    let plain = one(&world(1, no_crypto(), shop(texts)), 2, Change::PlainText);
    assert_eq!((plain.would_pass(), plain.tries.len()), (true, 1));
    // The third message is blacklisted for the two before it.
    let mut settings = world(1, no_crypto(), shop(json!({ "texts": ["crypto {1|2}", "Acme: hello"] })));
    settings.carriers[0].blacklist = serde_json::from_value(json!({ "after": 2 })).expect("settings");
    let plain = one(&settings, 2, Change::PlainText);
    assert_eq!((plain.would_pass(), plain.tries.len()), (true, 2), "{plain:?}");
    assert!(plain.tries[1].says.contains("and no other text"));
}

/// Who is not registered is blocked; whoever is passes from a vetting score of 17 on.
fn vetted_only() -> Value {
    json!({ "threshold": 1.0, "prior": { "unregistered": 1.0, "restricted": 1.0, "registered": 1.2 } })
}

#[test]
fn every_kind_of_number_is_tried_by_what_it_is() {
    let kinds = of(&world(1, vetted_only(), shop(json!({}))), 0, Change::NumberType);
    assert_eq!(kinds.len(), number_kinds().len());
    for (answer, kind) in kinds.iter().zip(number_kinds()) {
        assert_eq!(answer.of, kind.name);
        // What must come out follows from the attributes alone.
        let models = models();
        let like = world(1, vetted_only(), shop(json!({}))).senders[0].number.clone();
        let passing = kind.standings.iter().position(|standing| {
            let mut changed = world(1, vetted_only(), shop(json!({})));
            changed.senders[0].number = kind.numbers(standing, &like).expect("numbers");
            let world = World::new(changed, &models).expect("a world");
            let id = MessageId { sender: world.sender_rank(0), count: 0 };
            let outcome = run(&world, &Draws::new(5, 0), Detail::Probe(id));
            outcome.ledger.messages[0].fate == Fate::Delivered
        });
        assert_eq!(answer.would_pass(), passing.is_some(), "{answer:?}");
        assert_eq!(answer.tries.len(), passing.map_or(kind.standings.len(), |at| at + 1), "{answer:?}");
    }
    assert!(kinds.iter().any(Counterfactual::would_pass) && !kinds.iter().all(Counterfactual::would_pass));
    let forbidden = world(1, no_crypto(), shop(json!({ "texts": ["crypto"] })));
    assert!(!of(&forbidden, 0, Change::NumberType).iter().any(Counterfactual::would_pass));
}

#[test]
fn what_the_numbers_are_already_is_not_tried() {
    let kind = number_kinds().into_iter().find(|k| k.standings.len() == 1).expect("a kind without tiers");
    let mut settings = world(1, no_crypto(), shop(json!({ "texts": ["crypto"] })));
    settings.senders[0].number =
        kind.numbers(&kind.standings[0], &settings.senders[0].number).expect("numbers");
    let answers = of(&settings, 0, Change::NumberType);
    let same = answers.iter().find(|a| a.of == kind.name).expect("an answer");
    assert_eq!((same.tries.len(), same.untried.as_deref()), (0, Some("the numbers are of this kind")));
}

#[test]
fn registered_is_the_lowest_score_that_passes() {
    let register = one(&world(1, vetted_only(), shop(json!({}))), 0, Change::Registered);
    assert!(register.would_pass());
    let says: Vec<&str> = register.tries.iter().map(|t| t.says.as_str()).collect();
    assert_eq!(says, ["registered with a vetting score of 0", "registered with a vetting score of 25"]);
    let register = one(&world(1, no_crypto(), shop(json!({ "texts": ["crypto"] }))), 0, Change::Registered);
    assert!(!register.would_pass() && register.tries.len() == 6);
    let number = json!({ "type": "", "registration": "registered", "trust": 5 });
    let register = one(&world(1, vetted_only(), shop(json!({ "number": number }))), 0, Change::Registered);
    assert!(register.tries.is_empty());
    assert_eq!(register.untried.as_deref(), Some("the number is registered, with a vetting score of 5"));
}

/// 6 a minute, where 3 are expected: of each minute the fifth and the sixth are blocked, and the second
/// block lists the number.
fn listed(base: &str, sender: Value) -> WorldSettings {
    let filter = json!({ "threshold": 0.5, "rate": { "minute": 3 } });
    let blacklist = json!({ "after": 2, "base": base, "growth": "1min" });
    let carrier = json!({ "name": "north", "share": 1.0, "filter": filter, "blacklist": blacklist });
    let platform = json!({ "validity": "5min" });
    settings(1, json!([carrier]), calm_audience(), json!([sender]), platform)
}

#[test]
fn after_cool_off_the_number_is_released_and_goes_on() {
    let paced = shop(json!({ "rate": "6/min" }));
    // What waits at the platform waits for no longer than it may, the pause aside.
    let queued = shop(json!({ "rate": "unlimited", "number": { "type": "", "throughput": "6/min" } }));
    for sender in [paced, queued] {
        let settings = listed("10min", sender);
        let cool = one(&settings, 8, Change::AfterCoolOff);
        assert!(cool.would_pass(), "{cool:?}");
        assert_eq!(
            cool.tries[0].says,
            "silent from 0d 00:00:50.050 until 0d 00:10:50.050, then on at its rate"
        );
        let (screened, _) = cool.tries[0].decision.expect("it was screened");
        assert_eq!(screened, SimTime::START + SimSpan::from_micros(670_100_000), "the third after release");
        // The fifth after the release is one too many again.
        let cool = one(&settings, 10, Change::AfterCoolOff);
        assert!(!cool.would_pass() && cool.tries.len() == 1);
        assert_eq!(cool.tries[0].fate, Some(Fate::Blocked));
    }
    // Beyond the horizon of one hour.
    let cool = one(&listed("3h", shop(json!({ "rate": "6/min" }))), 8, Change::AfterCoolOff);
    assert!(cool.would_pass() && cool.tries[0].horizon.is_some_and(|h| h > SimSpan::HOUR * 3), "{cool:?}");
    // Whatever the message ran into is what must be released.
    for scopes in [json!(["campaign"]), json!(["cluster", "brand"])] {
        let mut settings = listed("10min", shop(json!({ "rate": "6/min" })));
        settings.carriers[0].blacklist.as_mut().expect("a list").scopes =
            serde_json::from_value(scopes).expect("scopes");
        let cool = one(&settings, 8, Change::AfterCoolOff);
        let says = "silent from 0d 00:00:50.050 until 0d 00:10:50.050, then on at its rate";
        assert!(cool.would_pass() && cool.tries[0].says == says, "{cool:?}");
    }
    // A message that no blacklist stopped is not asked about it.
    assert!(of(&world(1, ten_a_minute(), shop(json!({}))), 55, Change::AfterCoolOff).is_empty());
}

/// Its own silence does not release a domain that a neighbour keeps on the list: it takes so much longer.
#[test]
fn after_cool_off_a_neighbour_may_have_kept_the_domain_listed() {
    let carrier = |growth: &str| {
        let blacklist =
            json!({ "after": 3, "base": "5min", "growth": growth, "scopes": ["domain"], "within": "1min" });
        json!([{ "name": "north", "share": 1.0, "filter": no_crypto(), "blacklist": blacklist }])
    };
    let good =
        shop(json!({ "rate": "1/min", "texts": ["Acme: your table is ready at https://short.example/a"] }));
    let bad = shop(json!({ "name": "bad", "rate": "4/min", "texts": ["crypto at https://short.example/b"] }));
    let of = |growth: &str| {
        let senders = json!([good, bad]);
        one(&settings(1, carrier(growth), calm_audience(), senders, json!({})), 3, Change::AfterCoolOff)
    };
    // The third of its messages lists the domain; each of the neighbour's other 197 then adds its minute.
    for (growth, until) in [("0s", "0d 00:05:30.050"), ("1min", "0d 03:22:30.050")] {
        let cool = of(growth);
        // Where attempts do not count, the neighbour is soon released, and listed again.
        assert_eq!(cool.would_pass(), growth == "1min", "{cool:?}");
        let says = format!("silent from 0d 00:00:30.050 until {until}, then on at its rate");
        assert_eq!(cool.tries[0].says, says);
    }
}

#[test]
fn a_held_message_passes_only_without_being_held() {
    let filter = json!({ "threshold": 9.0, "hold_threshold": 0.5, "rate": { "minute": 10 } });
    let settings = world(2, filter, shop(json!({})));
    let (row, answers) = ask(settings.clone(), 55);
    assert_eq!(row.fate, Fate::Delivered, "held, and then let pass");
    let answers = answers.expect("a held message is asked about");
    let passes = |change| answers.iter().find(|a| a.change == change).expect("an answer").would_pass();
    assert!(passes(Change::Slower));
    let plain = answers.iter().find(|a| a.change == Change::PlainText).expect("an answer");
    assert_eq!((plain.tries[0].fate, plain.would_pass()), (Some(Fate::Delivered), false), "held again");
    // Nor does one that was still held at the horizon pass for having more time.
    let mut settings = settings;
    settings.horizon = SimSpan::MINUTE * 5;
    let (row, answers) = ask(settings, 55);
    assert_eq!(row.fate, Fate::InFlight);
    let answers = answers.expect("a held message is asked about");
    let plain = answers.iter().find(|a| a.change == Change::PlainText).expect("an answer");
    assert_eq!((plain.tries[0].fate, plain.would_pass()), (Some(Fate::Delivered), false));
    assert!(answers.iter().find(|a| a.change == Change::Slower).expect("an answer").would_pass());
}

#[test]
fn a_message_that_no_filter_stopped_is_not_asked_about() {
    let free = json!({ "threshold": 1.0 });
    let (_, none) = ask(world(1, free.clone(), shop(json!({}))), 3);
    assert_eq!(none, Err("it passed".into()));
    let mut landline = world(1, free.clone(), shop(json!({})));
    let people = landline.audiences.get_mut("all").expect("the audience");
    people.landline = "100%".parse().expect("a share");
    let (row, none) = ask(landline, 3);
    assert_eq!(row.fate, Fate::Unreachable);
    assert!(none.is_err_and(|why| why.contains("landline")));
    let refused = json!({ "number": { "type": "", "refused_share": 1.0 } });
    let (row, none) = ask(world(1, free.clone(), shop(refused)), 3);
    assert_eq!(row.fate, Fate::Refused);
    assert!(none.is_err_and(|why| why.contains("not registered")));
    let (row, none) = ask(world(1, free, shop(json!({ "rate": "1/h" }))), 3);
    assert_eq!(row.fate, Fate::InFlight);
    assert!(none.is_err_and(|why| why.contains("by the horizon")));
}

/// Over a grant of the platform a message is throttled before any carrier sees it.
#[test]
fn a_message_over_a_grant_is_asked_about() {
    let grant = json!({ "limit": "10/min", "over": "fail" });
    let sender = shop(json!({ "number": { "type": "", "grants": { "number": [grant] } } }));
    let carrier = json!({ "name": "north", "share": 1.0, "enforces": ["number"] });
    let settings = settings(1, json!([carrier]), calm_audience(), json!([sender]), json!({}));
    let (row, answers) = ask(settings.clone(), 55);
    assert_eq!((row.fate, answers.is_ok()), (Fate::Throttled, true));
    // The 56th is the 26th of its minute at half the rate, the 11th at a quarter, the second at a tenth.
    let slower = one(&settings, 55, Change::Slower);
    assert!(slower.would_pass() && slower.tries.len() == 3, "{slower:?}");
    assert_eq!(one(&settings, 55, Change::PlainText).tries[0].fate, Some(Fate::Throttled));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A pause loses no message, lets none of the sender out while it lasts, and leaves a neighbour at a
    /// carrier without filters alone; one that begins when all is over changes nothing.
    #[test]
    fn a_pause_silences_its_sender_alone(seed: u64, from in 0u64..8, long in 0u64..200, queued: bool) {
        let transit = json!({ "median": "1s", "p95": "2s" });
        let carriers = json!([{ "name": "north", "share": 1.0, "enforces": ["campaign"], "transit": transit }]);
        let rate = if queued { "unlimited" } else { "20/min" };
        let senders = json!([sender("s0", rate, 2), sender("s1", "20/min", 1)]);
        let mut settings = settings(8, carriers, lively_audience(150), senders, json!({ "validity": "2h" }));
        let people = settings.audiences["all"].clone();
        settings.audiences.insert("others".into(), people);
        settings.senders[1].audience = "others".into();
        let world = World::new(settings, &models()).expect("a world");
        let draws = Draws::new(seed, 0);
        let at = |minutes: u64| SimTime::START + SimSpan::MINUTE * minutes;
        let paused = |from: u64, until: u64| {
            let pause = Some(Pause { sender: world.sender_rank(0), from: at(from), until: at(until) });
            run_with(&world, &draws, Detail::Messages, Variation { pause, until_settled: false })
        };
        let mut plain = run(&world, &draws, Detail::Messages);
        let mut never = paused(480, 480);
        prop_assert_eq!(fingerprint(&world, &mut plain), fingerprint(&world, &mut never));
        let mut outcome = paused(from, from + long);
        for row in outcome.ledger.messages.iter().filter(|r| r.message.id.sender == world.sender_rank(0)) {
            let Some(settled) = row.settled.filter(|_| row.decision.is_some()) else { continue };
            // What left before arrives within seconds.
            let within = at(from) + SimSpan::from_seconds(20) <= settled && settled < at(from + long);
            prop_assert!(!within, "{row:?}");
        }
        prop_assert_eq!(plain.ledger.messages.len(), outcome.ledger.messages.len());
        // It is felt where it falls into the sending of 150 messages.
        let settled = |outcome: &Outcome| -> Vec<_> {
            outcome.ledger.messages.iter().map(|row| (row.message.id, row.settled)).collect()
        };
        prop_assert!(settled(&plain) != settled(&outcome) || from > 1 || long < 5);
        let (plain, outcome) = (fingerprint(&world, &mut plain), fingerprint(&world, &mut outcome));
        let neighbour = ("s1".to_owned(), "north".to_owned());
        prop_assert!(plain.contains_key(&neighbour));
        prop_assert_eq!(&plain[&neighbour], &outcome[&neighbour]);
    }
}

/// A small run with everything spelled out, so that no carrier's preset moves the page.
const SPELLED_OUT: &str = r#"
schema = 1
[scenario]
name = "spelled out"
horizon = "2h"
seed = 11
[[carrier]]
name = "north"
share = 1.0
[carrier.filter]
threshold = 1.0
[carrier.filter.terms]
phrases = ["crypto"]
[carrier.filter.prior]
[carrier.filter.rate]
minute = 10
[carrier.blacklist]
after = 5
base = "20min"
growth = "10s"
[audience.all]
size = 200
consent = "opted-in"
landline = 0.0
inactive = 0.0
off = 0.0
reactions = { reply = 0.0, opt_out = 0.0, complaint = 0.0 }
[[sender]]
name = "shop"
audience = "all"
number = { type = "long-code" }
texts = ["Acme: new boots are in. Reply STOP to end", "Acme: crypto boots are in. Reply STOP to end"]
wording = "rotate"
start = "00:00"
rate = "30/min"
"#;

/// What the program prints in that folder. It has no terminal there, so lines are as long as they are anywhere.
fn printed(dir: &Path, args: &[&str]) -> String {
    let ran = std::process::Command::new(env!("CARGO_BIN_EXE_carrierlab"))
        .current_dir(dir)
        .args(args)
        .output()
        .expect("the program starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("text")
}

#[test]
fn an_explanation_says_what_is_suspended_and_why() {
    let dir = tempfile::tempdir().expect("a scratch folder");
    let text = SPELLED_OUT
        .replace(" Reply STOP to end", "")
        .replace("after = 5", "after = 500")
        .replace("type = \"long-code\"", "type = \"long-code\", program_approved = true");
    let audit = "[carrier.audit]\ninterval = \"5min\"\nleast = 20\nopt_out_wording = 0.5\n[audience.all]";
    fs::write(dir.path().join("it.toml"), text.replace("[audience.all]", audit)).expect("a scratch file");
    printed(dir.path(), &["run", "it.toml", "-o", "out", "-q"]);
    let page = printed(dir.path(), &["explain", "out", "0:0:shop:190"]);
    assert!(page.contains("the campaign is suspended after an audit, for good"), "{page}");
    let json = printed(dir.path(), &["explain", "out", "0:0:shop:190", "--json"]);
    let document: Value = serde_json::from_str(&json).expect("one JSON document");
    let decision = &document["decisions"][0];
    assert_eq!((&decision["rule"], &decision["listed"]), (&json!("suspended"), &json!("campaign")));
    assert!(decision["listed_until_seconds"].is_null());
}

/// Terms shown add up to the sum shown, by the filter that was in force, and with what was learned by then.
#[test]
fn the_terms_of_an_explanation_add_up_to_its_sum() {
    let learning = r#"content = { weight = 1.0 } }
learning = { policy = "oracle", start = "nothing", rate = 0.5, every = "10min" }"#;
    let update = r#"[[carrier.update]]
at = "90min"
filter = { prior = { enabled = false }, style = {}, content = { enabled = false }, threshold = 9.0 }
"#;
    let scenario = |more: &str, update: &str| {
        format!(
            r#"schema = 1
[scenario]
name = "updated"
horizon = "3h"
seed = 1
[[carrier]]
name = "north"
share = 1.0
filter = {{ threshold = 5.0, prior = {{ unregistered = 0.6 }}, {more}
{update}[audience.all]
size = 300
consent = "opted-in"
[[sender]]
name = "shop"
audience = "all"
intent = "spam"
number = {{ type = "long-code" }}
texts = ["Acme Outdoor: 20% OFF all tents until Sunday!!! acme.example/sale Reply STOP to end"]
start = "00:00"
rate = "60/min"
waves = 3
wave_gap = "1h"
"#
        )
    };
    for (more, update, learns) in
        [("content = { weight = 0.5 } }", update, false), (learning, "", true), (learning, update, true)]
    {
        let dir = tempfile::tempdir().expect("a scratch folder");
        fs::write(dir.path().join("it.toml"), scenario(more, update)).expect("a scratch file");
        printed(dir.path(), &["run", "it.toml", "-o", "out", "-q"]);
        for count in [10, 400, 800] {
            let json = printed(dir.path(), &["explain", "out", &format!("0:0:shop:{count}"), "--json"]);
            let document: Value = serde_json::from_str(&json).expect("one JSON document");
            for decision in document["decisions"].as_array().expect("decisions") {
                let updated = !update.is_empty() && count == 800;
                assert_eq!(decision["filter"], u64::from(updated), "{decision:#}");
                let shown = decision["stages_in_force"].as_array().expect("stages");
                let term = |stage: &Value| decision["terms"][stage.as_str().expect("a name")].as_f64();
                let sum: f64 = shown.iter().map(|stage| term(stage).expect("a term")).sum();
                let total = decision["sum"].as_f64().expect("a sum");
                assert!((sum - total).abs() < 1e-9 && total > 0.0, "{decision:#}");
                assert_eq!(shown.contains(&json!("style")), updated);
                assert_eq!(shown.contains(&json!("prior")), !updated);
                // The probability that is told is the one that was used.
                let told = decision["evidence"]["content"].as_str();
                assert_eq!(told.is_none(), updated, "{decision:#}");
                let Some(told) = told else { continue };
                let p: f64 =
                    told.split_whitespace().nth(3).expect("a number").trim_end_matches(',').parse().unwrap();
                let weight = if learns { 1.0 } else { 0.5 };
                let content = decision["terms"]["content"].as_f64().expect("a term");
                assert!((content - weight * p).abs() < 1e-4, "{told}: {content}");
                assert_eq!(told.contains("by the model"), learns);
            }
        }
        let page = printed(dir.path(), &["explain", "out", "0:0:shop:800"]);
        assert_eq!(page.contains(", by the filter of update 1"), !update.is_empty(), "{page}");
    }
}

#[test]
fn people_who_need_no_counting_are_not_said_to_be_none() {
    let dir = tempfile::tempdir().expect("a scratch folder");
    let text = SPELLED_OUT.replace("[carrier.filter.prior]", "[carrier.filter.recipients]\nlimit = 200");
    fs::write(dir.path().join("it.toml"), text).expect("a scratch file");
    printed(dir.path(), &["run", "it.toml", "-o", "out", "-q"]);
    let page = printed(dir.path(), &["explain", "out", "0:0:shop:8"]);
    assert!(page.contains("not counted: no more people than the limit of 200"), "{page}");
}

#[test]
fn an_explanation_reads_as_recorded() {
    let dir = tempfile::tempdir().expect("a scratch folder");
    fs::write(dir.path().join("it.toml"), SPELLED_OUT).expect("a scratch file");
    printed(dir.path(), &["run", "it.toml", "-o", "out", "-q"]);
    let ids = ["0:0:shop:0", "0:0:shop:1", "0:0:shop:18", "0:0:shop:30"];
    let page = ids.map(|id| printed(dir.path(), &["explain", "out", id])).join("\n");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/explain.txt");
    current(&golden, &page);
    for id in ids {
        let document: Value = serde_json::from_str(&printed(dir.path(), &["explain", "out", id, "--json"]))
            .expect("one JSON document");
        let stages = document["stages_in_force"].as_array().expect("stages");
        assert_eq!(stages, &[json!("terms"), json!("prior"), json!("rate_minute")]);
        let asked = document["counterfactuals"].as_array().expect("a list");
        assert_eq!(asked.is_empty(), document["no_counterfactuals"].is_string(), "{document:#}");
        assert_eq!(asked.is_empty(), document["fate"] == "delivered");
        for one in asked {
            assert_eq!(one["would_pass"].is_null(), one["tries"].as_array().expect("tries").is_empty());
            assert!(one["would_pass"].is_boolean() || one["untried"].is_string(), "{one:#}");
        }
        assert!(document["decisions"][0]["evidence"]["terms"].is_string());
    }
}

/// A sender whose phrase is found in the first two texts of three, that tries again in the next text, asks first,
/// and has phones of its own.
const ROLES: &str = r#"schema = 1
[scenario]
name = "roles"
horizon = "1h"
seed = 3
replications = 1
[[carrier]]
name = "north"
share = 1.0
[carrier.filter]
threshold = 1.0
terms = { phrases = ["crypto"] }
[audience.all]
size = 40
consent = "opted-in"
consented = 1.0
landline = 0.0
inactive = 0.0
off = 0.0
[[sender]]
name = "shop"
audience = "all"
number = { type = "long-code" }
texts = ["crypto for all", "more crypto for you", "Acme: hello"]
wording = "rotate"
rate = "60/min"
start = "00:00"
ROLE
"#;

#[test]
fn a_retry_that_was_not_needed_is_no_failure_and_says_what_it_is() {
    let dir = tempfile::tempdir().expect("a scratch folder");
    let text = ROLES
        .replace("ROLE", "retry = { codes = [30007], attempts = 3, after = \"1min\", other_text = true }");
    fs::write(dir.path().join("it.toml"), text).expect("a scratch file");
    printed(dir.path(), &["run", "it.toml", "-o", "out", "-q"]);
    // The first attempt of message 0 carries the first text, its first retry the second.
    let retry = 1 << 28;
    let id = format!("0:0:shop:{retry}");
    let page = printed(dir.path(), &["explain", "out", &id]);
    assert!(page.contains("sent as  retry 1 of 0:0:shop:0\n"), "{page}");
    let own: Vec<&str> = page.lines().filter(|l| l.starts_with("    own text")).collect();
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(own[0].contains(" yes "), "{page}");
    assert!(flat.contains("not needed: an earlier attempt (0:0:shop:0) was delivered"), "{page}");
    let document: Value =
        serde_json::from_str(&printed(dir.path(), &["explain", "out", &id, "--json"])).expect("JSON");
    assert_eq!((&document["retry"], &document["retry_of"]), (&json!(1), &json!("0:0:shop:0")));
    let asked = document["counterfactuals"].as_array().expect("a list");
    let own = asked.iter().find(|one| one["change"] == "own_text").expect("it was asked");
    assert_eq!(own["would_pass"], true, "{own:#}");
    let last = own["tries"].as_array().and_then(|t| t.last()).expect("a try");
    assert_eq!((&last["delivered_earlier"], &last["fate"]), (&json!("0:0:shop:0"), &json!("delivered")));
    // A first attempt has none before it, and a change that helps nothing helps no retry.
    let slower = asked.iter().find(|one| one["change"] == "slower").expect("it was asked");
    assert_eq!(slower["would_pass"], false, "{slower:#}");
    let first = printed(dir.path(), &["explain", "out", "0:0:shop:0"]);
    assert!(!first.contains("sent as") && !first.contains("not needed"), "{first}");
}

#[test]
fn openers_and_seeds_are_called_so() {
    let page = |role: &str, count: u32| {
        let dir = tempfile::tempdir().expect("a scratch folder");
        fs::write(dir.path().join("it.toml"), ROLES.replace("ROLE", role)).expect("a scratch file");
        printed(dir.path(), &["run", "it.toml", "-o", "out", "-q"]);
        printed(dir.path(), &["explain", "out", &format!("0:0:shop:{count}")])
    };
    let seed = page("seeds = { phones = 2, every = 10 }", (1 << 28) - 1);
    assert!(seed.contains("number 0, to a phone of its own at north\n"), "{seed}");
    assert!(seed.contains("sent as  a seed, to see whether such messages arrive\n"), "{seed}");
    let opener = page("opener = { text = \"May we write to you?\" }", (1 << 27) + 7);
    assert!(opener.contains("to a customer of north\n"), "{opener}");
    assert!(opener.contains("sent as  an opener for 0:0:shop:7\n"), "{opener}");
}
