//! Filters that are updated while messages are on their way: what a stage remembers, and what it must not.

use std::sync::Arc;

use carrierlab::carrier::{
    Carrier, CarrierSettings, Decision, NumberRecord, People, TextRecord, TextTerms, View,
};
use carrierlab::message::{
    ClusterId, MessageId, NumberId, NumberSettings, PersonId, Role, SenderId, Submission, TextId, Verdict,
};
use carrierlab::rng::Draws;
use carrierlab::time::{SimSpan, SimTime};
use serde_json::{Value, json};

const NUMBERS: u32 = 40;
const PEOPLE: u32 = 100;

/// A carrier with a filter, and others in force from the given minutes on, for 40 numbers of one campaign.
struct Bench {
    carrier: Carrier,
    draws: Draws,
    n: u32,
}

impl Bench {
    fn new(first: Value, updates: &[(u64, Value)]) -> Bench {
        let updates: Vec<Value> = updates
            .iter()
            .map(|(minute, filter)| json!({ "at": format!("{minute}min"), "filter": filter }))
            .collect();
        let settings = json!({ "name": "c", "share": 1.0, "filter": first, "update": updates });
        let settings: CarrierSettings = serde_json::from_value(settings).expect("settings");
        let number: NumberSettings = serde_json::from_value(json!({ "type": "" })).expect("a kind of number");
        let numbers: Vec<_> = (0..NUMBERS)
            .map(|n| NumberRecord { settings: &number, campaign: 0, brand: 0, counted_as: NumberId(n) })
            .collect();
        let text = |cluster| TextRecord {
            spam: None,
            cluster: ClusterId(cluster),
            domain: Some(cluster),
            opt_out_wording: true,
            terms: TextTerms::default(),
        };
        let texts: Vec<_> = (0..20).map(text).collect();
        let views: Arc<[View]> =
            (0..=updates.len()).map(|_| View { texts: texts.clone(), seed: None }).collect();
        let carrier = Carrier::with_views(settings, 1, &numbers, views, People::everybody(PEOPLE));
        Bench { carrier, draws: Draws::new(1, 0), n: 0 }
    }

    fn message(&mut self, number: u32, person: u32, text: u32, at: SimTime) -> Submission {
        self.n += 1;
        Submission {
            id: MessageId { sender: SenderId(0), count: self.n },
            sender_key: 7,
            number: NumberId(number),
            person: PersonId(person),
            text: TextId(text),
            intent: 0,
            role: Role::Main,
            audience: 0,
            carrier: 0,
            segments: 1,
            holds: 0,
            due: at,
        }
    }

    fn send(&mut self, number: u32, person: u32, text: u32, second: u64) -> Decision {
        let at = SimTime::START + SimSpan::from_seconds(second);
        let message = self.message(number, person, text, at);
        self.carrier.screen(at, &message, &self.draws)
    }
}

/// What a sender does to be found out by a stage: its `i`-th message.
type Habit = fn(&mut Bench, u64, u64) -> f64;

/// Each stage that remembers, a filter with it, and messages that it finds out.
fn habits() -> Vec<(&'static str, Value, Habit)> {
    let one: Habit = |b, i, s| b.send(0, (i % 100) as u32, 0, s + i * 2).sum;
    let spread: Habit = |b, i, s| b.send((i % 40) as u32, 0, 0, s + i * 2).sum;
    let links: Habit = |b, i, s| b.send(0, 0, (i % 20) as u32, s + i * 2).sum;
    vec![
        ("rate", json!({ "hour": 10 }), one),
        ("rate", json!({ "hour": 10, "kind": "sliding-log" }), one),
        ("rate", json!({ "hour": 10, "kind": "token-bucket" }), one),
        ("rate", json!({ "hour": 10, "by": "campaign" }), one),
        ("recipients", json!({ "limit": 10 }), one),
        ("balance", json!({ "limit": 1, "least": 10 }), one),
        ("repeats", json!({ "limit": 10 }), one),
        ("duplicates", json!({ "limit": 10 }), one),
        ("duplicates", json!({ "limit": 100000, "senders": 10 }), spread),
        ("duplicates", json!({ "limit": 100000, "recipients": 10 }), one),
        ("loops", json!({ "same": 10 }), spread),
        ("snowshoe", json!({ "numbers": 10 }), spread),
        ("snowshoe", json!({ "numbers": 1000, "campaign_numbers": 10 }), spread),
        ("gaps", json!({ "least": 10 }), one),
        ("links", json!({ "domains": 5 }), links),
    ]
}

/// What 30 messages add from a time on.
fn play(bench: &mut Bench, habit: Habit, minute: u64) -> Vec<f64> {
    (0..30).map(|i| habit(bench, i, minute * 60)).collect()
}

/// Off and on again: a stage begins anew, as if it had never been on.
#[test]
fn a_stage_that_was_off_in_between_begins_anew() {
    for (stage, settings, habit) in habits() {
        let on = json!({ "threshold": 900.0, stage: settings });
        let mut off = on.clone();
        off[stage]["enabled"] = json!(false);
        let alone = play(&mut Bench::new(on.clone(), &[]), habit, 25);
        assert!(alone.iter().any(|sum| *sum > 0.0), "{stage} {settings}: it is found out");
        // Whether the numbers send while the stage is off or not.
        for meanwhile in [false, true] {
            let mut bench = Bench::new(on.clone(), &[(10, off.clone()), (20, on.clone())]);
            play(&mut bench, habit, 1);
            if meanwhile {
                assert_eq!(play(&mut bench, habit, 11), [0.0; 30], "{stage} {settings}: off is off");
            }
            assert_eq!(play(&mut bench, habit, 25), alone, "{stage} {settings}, {meanwhile}");
        }
    }
}

/// A limit that a stage has beside its first one begins anew too.
#[test]
fn a_limit_that_was_away_in_between_begins_anew() {
    let spread: Habit = |b, i, s| b.send((i % 40) as u32, i as u32, 0, s + i * 2).sum;
    for (stage, plain, limit) in [
        ("snowshoe", json!({ "numbers": 1000 }), json!({ "campaign_numbers": 10 })),
        ("snowshoe", json!({ "numbers": 1000 }), json!({ "brand_numbers": 10 })),
        ("duplicates", json!({ "limit": 100000 }), json!({ "senders": 10 })),
        ("duplicates", json!({ "limit": 100000 }), json!({ "recipients": 10 })),
        ("rate", json!({ "day": 1000, "by": "campaign" }), json!({ "hour": 10 })),
        ("rate", json!({ "day": 1000, "by": "campaign", "kind": "sliding-log" }), json!({ "hour": 10 })),
        ("rate", json!({ "day": 1000, "by": "campaign", "kind": "token-bucket" }), json!({ "hour": 10 })),
    ] {
        let without = json!({ "threshold": 900.0, stage: plain });
        let mut with = without.clone();
        for (key, value) in limit.as_object().expect("keys") {
            with[stage][key] = value.clone();
        }
        let alone = play(&mut Bench::new(with.clone(), &[]), spread, 25);
        assert!(alone.iter().any(|sum| *sum > 0.0), "{stage} {limit}");
        let mut bench = Bench::new(with.clone(), &[(10, without), (20, with)]);
        play(&mut bench, spread, 1);
        assert_eq!(play(&mut bench, spread, 25), alone, "{stage} {limit}");
    }
}

/// After an update to other limits a stage counts as one does that had them from the beginning, and before it
/// as one that never gets them.
#[test]
fn other_limits_count_from_the_same_past() {
    let wide: Habit = |b, i, s| b.send((i % 40) as u32, (i % 100) as u32, (i % 20) as u32, s + i).sum;
    let one: Habit = |b, i, s| b.send(0, (i % 100) as u32, 0, s + i).sum;
    let spread: Habit = |b, i, s| b.send((i % 40) as u32, 0, 0, s + i).sum;
    let cases: [(&str, Value, &str, [u32; 3], Habit); 6] = [
        // The last is no limit: there are no more people.
        ("recipients", json!({ "cap": 0.5 }), "limit", [5, 30, 100], one),
        ("duplicates", json!({ "cap": 0.5, "limit": 100000 }), "recipients", [5, 30, 100], one),
        ("duplicates", json!({ "cap": 0.5, "limit": 100000 }), "senders", [5, 15, 30], spread),
        ("snowshoe", json!({ "cap": 0.5 }), "numbers", [5, 15, 30], spread),
        ("links", json!({}), "domains", [1, 8, 15], wide),
        ("rate", json!({ "cap": 0.5, "kind": "sliding-log" }), "day", [5, 30, 60], one),
    ];
    for (stage, settings, key, limits, habit) in cases {
        let with = |limit: u32| {
            let mut filter = json!({ "threshold": 900.0, stage: settings.clone() });
            filter[stage][key] = json!(limit);
            filter
        };
        let hundred = |bench: &mut Bench, minute: u64| -> Vec<f64> {
            (0..100).map(|i| habit(bench, i, minute * 60)).collect()
        };
        for first in limits {
            for later in limits {
                let mut updated = Bench::new(with(first), &[(10, with(later))]);
                let (mut before, mut after) = (Bench::new(with(first), &[]), Bench::new(with(later), &[]));
                assert_eq!(hundred(&mut updated, 1), hundred(&mut before, 1), "{stage} {first} {later}");
                hundred(&mut after, 1);
                assert_eq!(hundred(&mut updated, 20), hundred(&mut after, 20), "{stage} {first} {later}");
            }
        }
    }
}

/// Until the update a count fades by the old half-life, from then on by the new one.
#[test]
fn a_count_fades_by_the_half_life_of_its_time() {
    for (stage, settings) in [
        ("duplicates", json!({ "limit": 1, "cap": 900.0 })),
        ("balance", json!({ "limit": 1, "least": 0.0, "weight": 1.0, "cap": 900.0 })),
    ] {
        // 100 messages at once, an update after 60 minutes, a look at them after 120.
        let left = |first: u64, later: u64| {
            let with = |minutes: u64| {
                let mut filter = json!({ "threshold": 999.0, stage: settings.clone() });
                filter[stage]["half_life"] = json!(format!("{minutes}min"));
                filter
            };
            let mut bench = Bench::new(with(first), &[(60, with(later))]);
            (0..100).for_each(|_| assert!(bench.send(0, 0, 0, 0).sum >= 0.0));
            // The last message counts whole, and is the one that the limit allows.
            bench.send(0, 0, 0, 7200).sum
        };
        for (first, later, share) in
            [(60, 30, 0.125), (30, 60, 0.125), (0, 60, 0.5), (60, 0, 0.5), (60, 60, 0.25), (0, 0, 1.0)]
        {
            let got = left(first, later);
            assert!((got - 100.0 * share).abs() < 1e-9, "{stage} {first} {later}: {got}");
        }
    }
}

/// A message that is held first and dropped later makes room where dropped messages do not count.
#[test]
fn a_message_dropped_after_a_hold_makes_room() {
    for kind in ["tumbling", "sliding-log", "token-bucket"] {
        let room = |drop: bool| {
            let rate = json!({ "kind": kind, "hour": 4, "weight": 2.0, "count_blocked": false });
            let filter = |threshold: f64| json!({ "threshold": threshold, "hold_threshold": 0.4, "rate": rate.clone() });
            // The fifth adds 0.5; from a threshold of 0.45 on it is dropped.
            let update = (10, filter(if drop { 0.45 } else { 3.0 }));
            let mut bench = Bench::new(filter(3.0), &[update]);
            (0..4).for_each(|_| assert_eq!(bench.send(0, 0, 0, 540).verdict, Verdict::Deliver));
            let at = SimTime::START + SimSpan::from_seconds(540);
            let mut held = bench.message(0, 0, 0, at);
            assert!(matches!(bench.carrier.screen(at, &held, &bench.draws).verdict, Verdict::Hold { .. }));
            held.holds = 1;
            let at = SimTime::START + SimSpan::from_seconds(600);
            let verdict = bench.carrier.screen(at, &held, &bench.draws).verdict;
            assert_eq!(matches!(verdict, Verdict::Block { .. }), drop, "{kind} {verdict:?}");
            // The next is the fifth again, or the sixth.
            bench.send(0, 0, 0, 600).sum
        };
        let refilled = if kind == "token-bucket" { 60.0 / 900.0 } else { 0.0 };
        for (drop, n) in [(true, 5.0), (false, 6.0)] {
            let got = room(drop);
            let law = 2.0 * ((n - refilled) / 4.0 - 1.0);
            assert!((got - law).abs() < 1e-9, "{kind} {drop}: {got} against {law}");
        }
    }
}
