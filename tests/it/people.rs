//! Laws of the people: what they choose, who leaves first, what annoys, hides and waits.

use std::collections::BTreeSet;

use carrierlab::ledger::Tally;
use carrierlab::message::{CarrierId, Fate, NumberId, SenderId};
use carrierlab::recipient::{AudienceSettings, Impression, Population, Reaction};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::{SimSpan, SimTime};
use serde_json::{Value, json};

use crate::scenario::preset_files;
use crate::support::*;

/// A text with a link and opt-out wording from somebody honest.
const POLITE: Impression =
    Impression { number: NumberId(0), opt_out_wording: true, link: true, abusive: false, parts: 1 };
const BLUNT: Impression = Impression { opt_out_wording: false, ..POLITE };

const DRAWS: u64 = 3;

fn draws() -> Draws {
    Draws::new(DRAWS, 0)
}

/// So many people of one carrier.
fn audience(size: u32, settings: Value) -> Population {
    let mut all = json!({ "size": size, "consent": "" });
    for (key, value) in settings.as_object().expect("keys") {
        all[key] = value.clone();
    }
    let settings: AudienceSettings = serde_json::from_value(all).expect("an audience");
    Population::new("all", &settings, &[1.0], &draws())
}

/// What everybody does about one message at this time.
fn react(people: &mut Population, at: SimTime, what: Impression) -> Vec<Reaction> {
    (0..people.len()).map(|i| people.receive(i, at, what, &draws()).reaction).collect()
}

/// Counts of replies, clicks, opt-outs, complaints, blocks.
fn counts(reactions: &[Reaction]) -> [f64; 5] {
    let mut n = [0.0; 5];
    for reaction in reactions {
        match reaction {
            Reaction::Reply { .. } => n[0] += 1.0,
            Reaction::Click { .. } => n[1] += 1.0,
            Reaction::OptOut(_) => n[2] += 1.0,
            Reaction::Complaint(_) => n[3] += 1.0,
            Reaction::Block(_) => n[4] += 1.0,
            Reaction::Ignore => {}
        }
    }
    n
}

/// A share of `n` people and its standard error by the law.
fn share_holds(what: &str, count: f64, law: f64, n: u32) {
    let n = f64::from(n);
    holds(what, count / n, law, (law * (1.0 - law) / n).sqrt());
}
fn share_fails(what: &str, count: f64, law: f64, n: u32) {
    let n = f64::from(n);
    fails(what, count / n, law, (law * (1.0 - law) / n).sqrt());
}

/// The chance of one of several things whose chances at rest are `chances`, when the odds of some are multiplied.
fn chance(chances: &[(f64, f64)], of: usize) -> f64 {
    let ignore = 1.0 - chances.iter().map(|c| c.0).sum::<f64>();
    let odds: Vec<f64> = chances.iter().map(|(chance, factor)| chance / ignore * factor).collect();
    odds[of] / (1.0 + odds.iter().sum::<f64>())
}

const N: u32 = 100_000;
const LIVELY: [(&str, f64); 5] =
    [("reply", 0.1), ("click", 0.15), ("opt_out", 0.05), ("complaint", 0.02), ("block", 0.03)];

fn lively() -> Value {
    let mut reactions = json!({ "convert": 0.3 });
    LIVELY.iter().for_each(|(key, chance)| reactions[*key] = json!(chance));
    reactions
}

#[test]
fn people_at_rest_choose_with_the_chances_set() {
    let reactions = react(&mut audience(N, json!({ "reactions": lively() })), SimTime::START, POLITE);
    let n = counts(&reactions);
    for (count, (key, chance)) in n.iter().zip(LIVELY) {
        share_holds(key, *count, chance, N);
    }
    let sales =
        reactions.iter().filter(|r| matches!(r, Reaction::Click { converts: true, .. })).count() as f64;
    holds("sales of clicks", sales / n[1], 0.3, (0.3 * 0.7 / n[1]).sqrt());
    share_fails("replies as clicks", n[0], 0.15, N);
    // Without a link there is nothing to click on, and all else stays, person by person.
    let bare = react(
        &mut audience(N, json!({ "reactions": lively() })),
        SimTime::START,
        Impression { link: false, ..POLITE },
    );
    for (with, without) in reactions.iter().zip(&bare) {
        let clicked = matches!(with, Reaction::Click { .. });
        assert_eq!(*without, if clicked { Reaction::Ignore } else { *with });
    }
    // Of fraud, two thirds are recognised.
    let mut wary = lively();
    wary["recognised"] = json!(0.67);
    wary["abuse"] = json!(0.0);
    let fooled = counts(&react(
        &mut audience(N, json!({ "reactions": wary })),
        SimTime::START,
        Impression { abusive: true, ..POLITE },
    ));
    share_holds("clicks on fraud", fooled[1], 0.15 * 0.33, N);
    assert_eq!(fooled[0], n[0]);
}

#[test]
fn opt_out_wording_moves_people_from_complaining_to_opting_out_and_keeps_their_number() {
    let leaves = |r: &Reaction| matches!(r, Reaction::OptOut(_) | Reaction::Complaint(_));
    for weight in [0.0, 1.0, 2.5] {
        let mut reactions = lively();
        reactions["block"] = json!(0.0);
        reactions["no_opt_out_wording"] = json!(weight);
        let settings = json!({ "reactions": reactions });
        let told = react(&mut audience(N, settings.clone()), SimTime::START, POLITE);
        let untold = react(&mut audience(N, settings), SimTime::START, BLUNT);
        // The same people leave; some of them otherwise.
        assert!(told.iter().zip(&untold).all(|(a, b)| leaves(a) == leaves(b)));
        let (told, untold) = (counts(&told), counts(&untold));
        let factor = f64::exp(weight);
        let law = 0.07 * 0.02 * factor / (0.05 + 0.02 * factor);
        share_holds(&format!("complaints, weight {weight}"), untold[3], law, N);
        assert_eq!((told == untold, untold[3] > told[3]), (weight == 0.0, weight > 0.0));
    }
}

#[test]
fn who_does_not_know_how_to_report_blocks_or_does_nothing() {
    let with = |aware: f64, blocks: f64| {
        let mut reactions = lively();
        reactions["aware"] = json!(aware);
        reactions["unaware_blocks"] = json!(blocks);
        counts(&react(&mut audience(N, json!({ "reactions": reactions })), SimTime::START, POLITE))
    };
    let all = with(1.0, 0.0);
    assert_eq!(with(0.0, 0.0)[3], 0.0, "nobody knows how");
    assert_eq!(with(0.0, 1.0)[4], all[3] + all[4], "everybody who would complain blocks");
    let some = with(0.21, 0.5);
    share_holds("complaints of the aware", some[3], 0.02 * 0.21, N);
    share_holds("blocks of the unaware", some[4], 0.03 + 0.02 * 0.79 * 0.5, N);
    assert_eq!(some[..3], all[..3]);
}

#[test]
fn what_annoys_is_half_as_much_after_the_half_life() {
    let at = |hours: u64, annoyance: f64| {
        let reactions = json!({ "opt_out": 0.05, "annoyance": annoyance, "annoyance_half_life": "10h" });
        let mut people = audience(N, json!({ "reactions": reactions }));
        // A first text that nobody can leave over counts as a recent message all the same.
        let before = react(&mut people, SimTime::START, POLITE);
        let after = react(&mut people, SimTime::START + SimSpan::HOUR * hours, POLITE);
        let stayed: Vec<Reaction> =
            before.iter().zip(&after).filter(|(b, _)| **b == Reaction::Ignore).map(|(_, a)| *a).collect();
        (counts(&stayed)[2], stayed.len() as u32)
    };
    for (hours, left) in [(0, 1.0), (10, 0.5), (20, 0.25), (1000, 0.0)] {
        let law = chance(&[(0.05, f64::exp(1.2 * left))], 0);
        let (count, n) = at(hours, 1.2);
        share_holds(&format!("opt-outs after {hours} h"), count, law, n);
    }
    let (count, n) = at(10, 1.2);
    share_fails("as if nothing faded", count, chance(&[(0.05, f64::exp(1.2))], 0), n);
    let (count, n) = at(0, 0.0);
    share_holds("nothing annoys", count, 0.05, n);
}

#[test]
fn night_and_weekend_raise_leaving_by_their_log_odds_in_the_persons_own_time() {
    let mut awake = [1.0; 24];
    awake[..6].fill(0.0);
    awake[6] = 0.5;
    let at = |hour: u64, zone: f64, night: f64, weekend: f64| {
        let mut reactions = lively();
        (reactions["night"], reactions["weekend"]) = (json!(night), json!(weekend));
        let settings =
            json!({ "reactions": reactions, "rhythm": awake, "zones": [{ "hours": zone, "share": 1.0 }] });
        counts(&react(&mut audience(N, settings), SimTime::START + SimSpan::HOUR * hour, POLITE))
    };
    let law = |log: f64, of: usize| {
        let f = f64::exp(log);
        chance(&[(0.1, 1.0), (0.15, 1.0), (0.05, f), (0.02, f), (0.03, f)], of)
    };
    for (hour, zone, log) in [(12, 0.0, 0.0), (3, 0.0, 1.0), (6, 0.0, 0.5), (3, 5.0, 0.0), (12, -8.0, 1.0)] {
        let n = at(hour, zone, 1.0, 0.0);
        for of in 0..5 {
            share_holds(&format!("{} at {hour} h, zone {zone}", LIVELY[of].0), n[of], law(log, of), N);
        }
    }
    assert_eq!(at(3, 0.0, 0.0, 0.0), at(12, 0.0, 0.0, 0.0), "no night, no difference");
    let saturday = at(24 * 5 + 12, 0.0, 0.0, 1.6);
    share_holds("opt-outs on Saturday", saturday[2], law(1.6, 2), N);
    share_holds("on Friday", at(24 * 4 + 12, 0.0, 0.0, 1.6)[2], 0.05, N);
    share_fails("Saturday as Friday", saturday[2], 0.05, N);
}

#[test]
fn reactions_wait_for_waking_hours() {
    let mut awake = [1.0; 24];
    awake[..7].fill(0.0);
    let night = SimTime::START + SimSpan::HOUR;
    let zones = json!([{ "hours": 0.0, "share": 0.5 }, { "hours": -6.0, "share": 0.5 }]);
    let mut people = audience(N, json!({ "reactions": lively(), "rhythm": awake, "zones": zones }));
    let mut restless = audience(N, json!({ "reactions": lively(), "zones": zones }));
    let (waiting, plain) = (react(&mut people, night, POLITE), react(&mut restless, night, POLITE));
    let mut asleep = [0, 0];
    for (i, (with, without)) in waiting.iter().zip(&plain).enumerate() {
        let after = |r: &Reaction| match r {
            Reaction::Ignore => None,
            Reaction::Reply { after, .. } | Reaction::Click { after, .. } => Some(*after),
            Reaction::OptOut(after) | Reaction::Complaint(after) | Reaction::Block(after) => Some(*after),
        };
        // Who reacts, and how, is the same; only the time is not.
        assert_eq!(std::mem::discriminant(with), std::mem::discriminant(without));
        let (Some(waited), Some(delay)) = (after(with), after(without)) else { continue };
        assert!(waited >= delay);
        let hours = (night + waited).seconds() / 3600.0 + f64::from(people.zone(i as u32)) / 60.0;
        assert!(hours.rem_euclid(24.0) >= 7.0 - 1e-6, "{hours}");
        asleep[usize::from(people.zone(i as u32) == 0)] += u32::from(waited > delay);
    }
    // At seven in the evening people answer at once, if they do so before midnight.
    assert!(asleep[1] > 15_000 && asleep[0] > 0 && asleep[0] * 5 < asleep[1], "{asleep:?}");
}

/// A person who has blocked a number sees nothing of it any more: the message counts as delivered and unwanted.
#[test]
fn a_block_hides_what_comes_from_the_number() {
    let mut people = audience(1000, json!({ "reactions": lively() }));
    (0..1000).filter(|i| i % 2 == 0).for_each(|i| people.block(i, NumberId(7)));
    let from = |number| Impression { number: NumberId(number), ..POLITE };
    for i in 0..1000 {
        let impact = people.receive(i, SimTime::START, from(7), &draws());
        assert!(i % 2 == 1 || impact.unwanted && impact.reaction == Reaction::Ignore);
    }
    let others =
        (0..1000).filter(|i| i % 2 == 0).map(|i| people.receive(i, SimTime::START, from(8), &draws()));
    let others: Vec<_> = others.collect();
    assert!(others.iter().any(|i| i.reaction != Reaction::Ignore), "another number is seen");
    assert!(others.iter().any(|i| !i.unwanted));
    // What was not seen did not annoy either: who blocked is as at rest.
    let mut fresh = audience(1000, json!({ "reactions": lively() }));
    let rested =
        (0..1000).filter(|i| i % 2 == 0).map(|i| fresh.receive(i, SimTime::START, from(8), &draws()));
    assert_eq!(others, rested.collect::<Vec<_>>());
}

#[test]
fn a_recycled_number_consents_to_nothing() {
    let settings = |recycled: f64, consented: f64| json!({ "recycled": recycled, "consented": consented, "reactions": { "annoyance": 0.0 } });
    let consenting = |people: &Population| (0..N).filter(|&i| people.consents(i)).count() as f64;
    let some = audience(N, settings(0.2, 0.9));
    share_holds("consent", consenting(&some), 0.9 * 0.8, N);
    assert_eq!(consenting(&audience(N, settings(1.0, 1.0))), 0.0);
    assert_eq!(consenting(&audience(N, settings(0.0, 1.0))), f64::from(N));
    let mut some = some;
    for i in 0..1000 {
        let consents = some.consents(i);
        assert_eq!(some.receive(i, SimTime::START, POLITE, &draws()).unwanted, !consents);
    }
}

#[test]
fn consent_ends_with_an_opt_out() {
    let mut people = audience(N, json!({ "reactions": lively() }));
    let reactions = react(&mut people, SimTime::START, POLITE);
    for (i, reaction) in reactions.iter().enumerate() {
        assert_eq!(people.consents(i as u32), !matches!(reaction, Reaction::OptOut(_)));
    }
}

#[test]
fn a_look_up_of_a_ported_number_names_another_carrier() {
    let settings = |ported: f64| -> AudienceSettings {
        serde_json::from_value(json!({ "size": N, "consent": "", "ported": ported })).expect("an audience")
    };
    let shares = [0.3, 0.8, 1.0];
    let population = |ported| Population::new("all", &settings(ported), &shares, &draws());
    let people = population(0.1);
    let moved: Vec<u32> = (0..N).filter(|&i| people.looked_up(i) != people.carrier(i)).collect();
    share_holds("ported", moved.len() as f64, 0.1, N);
    let from = moved.iter().filter(|&&i| people.looked_up(i) == 1).count() as f64;
    // By market share among the others: from the second carrier come those who are now at the first or third.
    let law = 0.3 * 0.5 / 0.7 + 0.2 * 0.5 / 0.8;
    holds("from the second", from / moved.len() as f64, law, (law * (1.0 - law) / moved.len() as f64).sqrt());
    let at_home = population(0.0);
    assert!((0..N).all(|i| at_home.looked_up(i) == at_home.carrier(i)));
    assert!((0..N).all(|i| people.carrier(i) == at_home.carrier(i)), "the look-up is what changes");
}

/// People who differ leave as often as people who are alike, at first; and it is the prone who leave.
#[test]
fn spread_keeps_the_mean_of_the_odds() {
    let with = |spread: f64| {
        let reactions = json!({ "opt_out": 0.002, "reply": 0.1, "spread": spread });
        counts(&react(&mut audience(N * 3, json!({ "reactions": reactions })), SimTime::START, POLITE))
    };
    let (alike, unlike) = (with(0.0), with(1.0));
    // A logit bends the mean a little: at these odds by less than one in a hundred.
    share_holds("opt-outs of people who are alike", alike[2], 0.002, N * 3);
    share_holds("of people who differ", unlike[2], 0.002, N * 3);
    share_holds("their replies", unlike[0], 0.1, N * 3);
}

fn file(audience: &str, sender: &str) -> String {
    format!(
        "schema = 1\n[scenario]\nname = \"t\"\nhorizon = \"28d\"\n[[carrier]]\nname = \"open\"\nshare = 1.0\n\
         [audience.people]\nsize = 20_000\n{audience}\n\
         [[sender]]\nname = \"shop\"\naudience = \"people\"\nnumber = {{ type = \"short-code\" }}\nstart = \"10:00\"\n\
         texts = [\"Acme Outdoor: 20% off all tents until Sunday. acme.example/sale Reply STOP to end\"]\n{sender}\n"
    )
}

/// What one sender's messages did to people whose carrier filters nothing.
fn sent(audience: &str, sender: &str, set: &[&str]) -> Tally {
    let overrides = Overrides { set: set.iter().map(|s| (*s).to_owned()).collect(), ..Overrides::default() };
    let loaded = scenario::parse("t.toml", &file(audience, sender), &overrides, None);
    let loaded = loaded.unwrap_or_else(|p| panic!("{p}"));
    let (world, mut outcome) = play(loaded.worlds[0].settings.clone(), 5);
    outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone()
}

/// Opt-outs a delivered message in the first of four weekly waves, and in the other three, with the standard
/// error of their ratio.
fn waves(set: &[&str]) -> (f64, f64, f64) {
    let set = [&["audience.people.size=60000"], set].concat();
    let of = |waves: u32| {
        let t = sent("consent = \"cold\"", &format!("waves = {waves}"), &set);
        (t.opt_outs as f64, t.fate(Fate::Delivered) as f64)
    };
    let ((out, got), (all_out, all_got)) = (of(1), of(4));
    let (late_out, late_got) = (all_out - out, all_got - got);
    let ratio = out / got / (late_out / late_got);
    (out / got, late_out / late_got, ratio * (1.0 / out + 1.0 / late_out).sqrt())
}

/// The first wave to strangers takes those who leave at a stranger's first text. Where all people are alike, and
/// nothing annoys, there is nobody to take out first, and every wave is like the first.
#[test]
fn first_waves_on_a_raw_list_cost_several_times_the_opt_outs_of_later_ones() {
    let (first, later, error) = waves(&[]);
    note(format_args!("first {first:.4}, later {later:.4}, ratio {:.2} ± {error:.2}", first / later));
    assert!(first / later - error * Z > 2.0, "{first} against {later}, ± {error}");
    let equal = ["audience.people.persona=[]", "audience.people.reactions.spread=0.0"];
    let calm = [
        equal[0],
        equal[1],
        "audience.people.reactions.annoyance=0.0",
        "audience.people.reactions.block=0.0",
    ];
    let (first, later, error) = waves(&calm);
    holds("people who are alike", first / later, 1.0, error);
    // Half of the switch leaves half of the effect: alike within each persona, but of several.
    let (first, later, error) = waves(&["audience.people.reactions.spread=0.0", calm[2], calm[3]]);
    fails("people of several personas", first / later, 1.0, error);
}

/// Repeats annoy whoever sends them: a neighbour who writes to the same people costs the shop opt-outs.
#[test]
fn a_neighbour_who_writes_to_the_same_people_costs_opt_outs() {
    let neighbour = "[[sender]]\nname = \"neighbour\"\naudience = \"people\"\nnumber = { type = \"short-code\" }\nstart = \"08:00\"\n\
        texts = [\"Birch Shoes: all boots 20% off until Sunday, birch.example Reply STOP to end\"]\nwaves = 5\nwave_gap = \"10min\"";
    let of = |sender: &str, annoyance: &str| {
        let set = ["audience.people.reactions.opt_out=0.02", annoyance];
        let t = sent("consent = \"opted-in\"", sender, &set);
        (t.opt_outs as f64, t.fate(Fate::Delivered) as u32)
    };
    let annoys = "audience.people.reactions.annoyance=0.5";
    let ((alone, n), (beside, m)) = (of("", annoys), of(neighbour, annoys));
    let (alone, beside) = (alone / f64::from(n), beside / f64::from(m));
    assert!(beside > 2.0 * alone, "{beside} beside a neighbour, {alone} alone");
    // The kill switch. Consent that went to the neighbour is gone here, too, so it is left out of the game.
    let calm = |sender: &str| {
        let set = [
            "audience.people.reactions.opt_out=0.02",
            "audience.people.reactions.annoyance=0.0",
            "audience.people.reactions.no_consent=0.0",
            "audience.people.reactions.spread=0.0",
        ];
        let t = sent("consent = \"opted-in\"\npersona = []", sender, &set);
        (t.opt_outs as f64, t.fate(Fate::Delivered) as f64)
    };
    let ((alone, n), (beside, m)) = (calm(""), calm(neighbour));
    let (a, b) = (alone / n, beside / m);
    holds("without annoyance", b, a, (a * (1.0 - a) * (1.0 / n + 1.0 / m)).sqrt());
}

/// Personas and zones in any order are the same people, to the byte.
#[test]
fn the_order_of_personas_and_zones_changes_nothing() {
    let personas = [
        "\"a\", share = 0.2, reply = 0.2, consented = 0.5",
        "\"b\", share = 0.5, aware = 0.1, spread = 2.0",
        "\"c\", share = 0.3, click = 0.4, block = 0.1",
    ];
    let zones = ["hours = 0, share = 0.5", "hours = -3, share = 0.2", "hours = 1.5, share = 0.3"];
    let run = |order: [usize; 3]| {
        let list = |of: [&str; 3], name: &str| order.map(|i| format!("{{ {name}{} }}", of[i])).join(", ");
        let audience = format!(
            "consent = \"stale\"\npersona = [{}]\nzones = [{}]\nrhythm = [0,0,0,0,0,0,0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0.5]\n\
             reactions = {{ opt_out = 0.05, complaint = 0.01, night = 1.0 }}",
            list(personas, "name = "),
            list(zones, "")
        );
        print(&sent(&audience, "waves = 3\nwave_gap = \"13h\"", &[]))
    };
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let prints: BTreeSet<String> = orders.into_iter().map(run).collect();
    assert_eq!(prints.len(), 1);
}

/// A persona that sets nothing changes nothing, and neither does one that sets what holds anyway.
#[test]
fn personas_that_are_alike_change_nothing() {
    let plain = "consent = \"stale\"\npersona = []";
    let alike = "consent = \"stale\"\npersona = [{ name = \"a\", share = 0.3 }, { name = \"b\", share = 0.7, reply = 0.005 }]";
    let unlike = "consent = \"stale\"\npersona = [{ name = \"a\", share = 0.3 }, { name = \"b\", share = 0.7, reply = 0.5 }]";
    let run = |audience: &str| print(&sent(audience, "waves = 2", &[]));
    assert_eq!(run(plain), run(alike));
    assert_ne!(run(plain), run(unlike));
}

/// The same people react in the same way whatever the sender does: other numbers, another pace.
#[test]
fn strategies_meet_the_same_people() {
    let reacted = |sender: &str| {
        let t = sent("consent = \"opted-in\"", sender, &[]);
        (t.replies, t.clicks, t.conversions, t.opt_outs, t.blocks, t.fate(Fate::Delivered))
    };
    let plain = reacted("");
    assert_eq!(plain, reacted("rate = \"100/min\""));
    assert_eq!(plain, reacted("gaps = \"poisson\"\nrate = \"100/min\""));
    assert!(plain.0 > 0 && plain.1 > 0 && plain.2 > 0 && plain.3 > 0);
}

/// A block is worth what it is because a number keeps: a sender that turns its numbers over is seen again.
#[test]
fn a_block_holds_for_one_number() {
    let many = |pool: &str| {
        let number = format!("number.count = 20\nnumber.pool = \"{pool}\"");
        let text = file("consent = \"opted-in\"", "waves = 4\nwave_gap = \"6d\"").replace(
            "number = { type = \"short-code\" }",
            &format!("number.type = \"short-code\"\n{number}"),
        );
        let set = ["block=0.3", "opt_out=0.0", "annoyance=0.0", "reply=0.1"]
            .map(|s| format!("audience.people.reactions.{s}"))
            .to_vec();
        let loaded = scenario::parse("t.toml", &text, &Overrides { set, ..Overrides::default() }, None);
        let (world, mut outcome) =
            play(loaded.unwrap_or_else(|p| panic!("{p}")).worlds[0].settings.clone(), 5);
        outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone()
    };
    let (sticky, rotated) = (many("sticky"), many("rotate"));
    assert_eq!(sticky.fate(Fate::Delivered), rotated.fate(Fate::Delivered), "no carrier knows of a block");
    assert!(rotated.replies as f64 > 1.3 * sticky.replies as f64, "{} {}", rotated.replies, sticky.replies);
    assert!(sticky.unwanted > rotated.unwanted && rotated.blocks > sticky.blocks);
}

/// The personas of a preset have the means that stand above them, so that a scenario which takes them out meets
/// the same audience on average. Strangers differ by so much that their means follow only after the missing consent.
#[test]
fn the_personas_of_a_preset_share_its_means() {
    let mut checked = 0;
    for (name, text) in preset_files() {
        let Some(name) = name.strip_prefix("audiences/") else { continue };
        let preset: Value =
            serde_json::to_value(toml::from_str::<toml::Value>(&text).expect("a preset")).expect("JSON");
        let audience = &preset["audience"];
        let personas = audience["persona"].as_array().expect("personas");
        let mut keys: BTreeSet<&String> =
            personas.iter().flat_map(|p| p.as_object().expect("keys").keys()).collect();
        keys.retain(|key| !["name", "share", "tolerance"].contains(&key.as_str()));
        for key in keys {
            let whole = audience[key].as_f64().or(audience["reactions"][key].as_f64()).expect("a mean");
            let mean: f64 = personas
                .iter()
                .map(|p| p["share"].as_f64().expect("a share") * p[key].as_f64().unwrap_or(whole))
                .sum();
            let strangers = ["cold", "bought"].contains(&name) && key == "opt_out";
            assert!(strangers || (mean / whole - 1.0).abs() < 0.01, "{name}: {key} is {mean}, not {whole}");
            checked += 1;
        }
    }
    assert!(checked >= 20, "{checked}");
    // What the exception stands for: the first wave to strangers is as costly as to people who are all alike.
    let first = |set: &[&str]| {
        let t = sent("consent = \"cold\"", "", set);
        t.opt_outs as f64 / t.fate(Fate::Delivered) as f64
    };
    let (several, alike) =
        (first(&[]), first(&["audience.people.persona=[]", "audience.people.reactions.spread=0.0"]));
    assert!((several / alike - 1.0).abs() < 0.15, "{several} against {alike}");
}

/// What a scenario says of a whole audience wins over the personas of a preset, and its own personas over that.
#[test]
fn a_scenario_wins_over_the_personas_of_a_preset() {
    let replies = |audience: &str, set: &[&str]| {
        let t = sent(audience, "", set);
        t.replies as f64 / t.fate(Fate::Delivered) as f64
    };
    let preset = replies("consent = \"opted-in\"", &[]);
    assert!((preset - 0.01).abs() < 0.004, "{preset}");
    let whole = replies("consent = \"opted-in\"\nreactions = { reply = 0.3 }", &[]);
    let flag = replies("consent = \"opted-in\"", &["audience.people.reactions.reply=0.3"]);
    assert!((whole - 0.3).abs() < 0.02 && whole == flag, "{whole} {flag}");
    let own = "consent = \"opted-in\"\nreactions = { reply = 0.3 }\npersona = [{ name = \"all\", share = 1, reply = 0.6 }]";
    assert!((replies(own, &[]) - 0.6).abs() < 0.02);
    assert!((replies(own, &["audience.people.persona.all.reply=0.1"]) - 0.1).abs() < 0.02);
}

#[test]
fn what_is_wrong_with_people_is_said_with_its_place() {
    let problem =
        |audience: &str| match scenario::parse("t.toml", &file(audience, ""), &Overrides::default(), None) {
            Ok(loaded) => loaded
                .warnings
                .iter()
                .map(|w| format!("warning: {}", w.message))
                .collect::<Vec<_>>()
                .join("\n"),
            Err(problems) => {
                assert!(problems.list.iter().all(|p| p.place().is_some()));
                problems.list.iter().map(|p| p.message.clone()).collect::<Vec<_>>().join("\n")
            }
        };
    let with = |more: &str| problem(&format!("consent = \"opted-in\"\n{more}"));
    assert_eq!(with("persona = []"), "");
    let p = "the personas of audience `people`";
    for (more, expected) in [
        (
            "persona = [{ name = \"a\", share = 0.3 }, { name = \"b\", share = 0.6 }]",
            format!("the shares of {p} add up to 0.9, not to 1"),
        ),
        (
            "persona = [{ name = \"a\", share = 0.5 }, { name = \"a\", share = 0.5 }]",
            "two personas of audience `people` are named `a`".to_owned(),
        ),
        (
            "persona = [{ name = \"a\", share = 1.0, reply = 0.95 }]",
            "persona `a` of audience `people`: the chances to reply, click, opt out, complain and block add up to 1.06601"
                .to_owned(),
        ),
        (
            "persona = [{ name = \"a\", share = 1.0, rply = 0.95 }]",
            "`rply` is not a key of `audience.people.persona.a`".to_owned(),
        ),
        (
            "persona = [{ share = 1.0 }]",
            "`audience.people.persona.0` has no `name`".to_owned(),
        ),
        (
            "persona = [{ name = \"a\", share = 1.0, spread = 7.0 }]",
            "`audience.people.persona.a.spread` is out of range: 7".to_owned(),
        ),
        ("rhythm = [1.0, 0.5]", "`audience.people.rhythm` has 2 entries".to_owned()),
        (
            "rhythm = [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]",
            "audience `people` never wakes".to_owned(),
        ),
        (
            "rhythm = [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,2]",
            "`audience.people.rhythm.23` is out of range: 2".to_owned(),
        ),
        (
            "zones = [{ hours = 0, share = 0.5 }]",
            "the shares of the zones of audience `people` add up to 0.5, not to 1".to_owned(),
        ),
        (
            "zones = [{ hours = 40, share = 1 }]",
            "`audience.people.zones.0.hours` is out of range: 40".to_owned(),
        ),
        (
            "reactions = { night = 1.0 }",
            "warning: audience `people` has night, but no rhythm".to_owned(),
        ),
        (
            "ported = 0.1",
            "warning: audience `people` has ported numbers, but there is only one carrier".to_owned(),
        ),
    ] {
        assert_eq!(with(more), expected, "{more}");
    }
}

/// The people of an audience are customers of its own carriers, or else of the market's.
#[test]
fn a_list_may_be_of_some_carriers() {
    let carriers = json!([strict_carrier("north", 0.6), strict_carrier("south", 0.4)]);
    let attempted = |own: Value| {
        let mut all = lively_audience(4_000);
        all["carriers"] = own;
        let settings = settings(12, carriers.clone(), all, json!([sender("s", "30/min", 1)]), json!({}));
        let (_, mut outcome) = play(settings, 5);
        [0, 1].map(|c| outcome.ledger.tally(SenderId(0), CarrierId(c)).attempted as f64 / 4_000.0)
    };
    for (own, south) in [
        (json!({}), 0.4),
        (json!({ "south": 1.0 }), 1.0),
        (json!({ "north": 1.0, "south": 0.0 }), 0.0),
        (json!({ "north": 0.1, "south": 0.9 }), 0.9),
    ] {
        let [at_north, at_south] = attempted(own.clone());
        // Four standard errors of a share of 4,000.
        let error = 4.0 * (south * (1.0 - south) / 4_000.0_f64).sqrt();
        assert!((at_south - south).abs() <= error && at_north + at_south == 1.0, "{own}: {at_south}");
    }
}
