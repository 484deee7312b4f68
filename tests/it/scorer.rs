//! The scorer from outside: the shipped model, and the corpora where they are at hand.

use std::path::PathBuf;

use carrierlab::content::{Cue, cluster, cues, normalise};
use carrierlab::scorer::{Scorer, default_model, parse_corpus};
use proptest::prelude::*;

use crate::support::corpora;

fn shipped() -> Scorer {
    Scorer::from_json(default_model()).expect("the shipped model is sound")
}

const HONEST: [&str; 12] = [
    "Your Northfold code is 493817. Do not share it with anyone.",
    "Birch Bank: a purchase of $42.10 at Corner Deli on card ending 4471. Not you? Call 555-0123.",
    "ParcelWay: your parcel arrives today between 2 and 4 PM. Track: parcelway.example/t/88213",
    "Reminder: you have an appointment with Dr. Lee on Monday at 9:30 AM. Reply C to confirm.",
    "Hi Ann, your table for 4 at Bluebird is confirmed for Friday at 7pm. Reply C to cancel.",
    "Greenfield School is closed tomorrow due to snow. Buses run again on Thursday.",
    "Halden Energy: power is back on in your street. Still out? Reply OUT.",
    "Your prescription is ready at Fernbank Pharmacy. We are open until 8 PM.",
    "Acme Outdoor: 20% off tents until Sunday. acme.example/sale Reply STOP to end",
    "20% off all tents at Acme Outdoor this week. See acme.example/sale. Reply STOP to opt out",
    "Thanks for joining Birchwood Books texts. Msg & data rates may apply. Reply HELP for help, STOP to end.",
    "can you pick up milk on the way home? i'm running late",
];

const PROHIBITED: [&str; 8] = [
    "URGENT! You have won a $1000 gift card. Claim now: http://win-today.example/c",
    "Need cash today? Get a loan up to $5,000, no credit check! Apply fast-cash.example",
    "USPS: your package is on hold, the address is incomplete. Confirm at http://usps-redelivery.example/us",
    "FasTrak: you have an unpaid toll of $12.51. Pay now to avoid late fees: http://toll-pay.example",
    "Birch Bank: your account is locked due to unusual activity. Verify at http://birch-secure.example/login",
    "Work from home and earn $300 per day, no experience! Text JOB to 555-0101",
    "Lux Casino: claim 50 FREE SPINS and a 200% deposit bonus! Play now bit.ly/3xQ",
    "Bitcoin is exploding! Turn $250 into $5,000 in a week, guaranteed: cryptoboost.example",
];

#[test]
fn honest_texts_score_below_prohibited_ones() {
    let scorer = shipped();
    for text in HONEST {
        let p = scorer.spam_probability(text);
        assert!(p < 0.5, "{p:.3} {text}");
    }
    for text in PROHIBITED {
        let p = scorer.spam_probability(text);
        assert!(p > 0.8, "{p:.3} {text}");
    }
}

#[test]
fn a_disguise_does_not_lower_a_score_much() {
    let scorer = shipped();
    for text in PROHIBITED {
        let plain = scorer.logit(text);
        let zero_width: String = text.chars().flat_map(|c| [c, '\u{200B}']).collect();
        let full_width: String = text
            .chars()
            .map(|c| if c.is_ascii_alphabetic() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c })
            .collect();
        let homoglyphs = text.replace('a', "а").replace('e', "е").replace('o', "о");
        for disguised in [zero_width, full_width, homoglyphs] {
            assert_eq!(normalise(&disguised), normalise(text), "{disguised}");
            assert!(scorer.logit(&disguised) > plain - 1.0, "{disguised}");
        }
    }
}

#[test]
fn one_replaced_word_does_not_part_corpus_texts() {
    let Some(folder) = corpora() else { return };
    let content = std::fs::read_to_string(folder.join("uci.tsv")).unwrap();
    let texts: Vec<String> = parse_corpus(&content)
        .unwrap()
        .into_iter()
        .filter(|row| row.is_spam() && (18..=30).contains(&row.text.split_whitespace().count()))
        .map(|row| row.text)
        .collect();
    assert!(texts.len() > 100);
    let (mut joined, mut strangers) = (0, 0);
    for (i, text) in texts.iter().enumerate() {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        let at = i * 7 % words.len();
        words[at] = "zebra";
        let other = &texts[(i + texts.len() / 2) % texts.len()];
        let ids = cluster(&[text.clone(), words.join(" "), other.clone()], 0.5);
        joined += usize::from(ids[0] == ids[1]);
        strangers += usize::from(ids[0] == ids[2]);
    }
    let share = |n: usize| n as f64 / texts.len() as f64;
    assert!(share(joined) >= 0.85, "{}", share(joined));
    assert!(share(strangers) <= 0.02, "{}", share(strangers));
}

#[test]
fn the_shipped_model_knows_the_corpora() {
    let Some(folder) = corpora() else { return };
    let scorer = shipped();
    let content = std::fs::read_to_string(folder.join("uci.tsv")).unwrap();
    let rows = parse_corpus(&content).unwrap();
    let blocked = |wanted: bool| {
        let of: Vec<&String> =
            rows.iter().filter(|row| row.is_spam() == wanted).map(|row| &row.text).collect();
        let above = |text: &&&String| scorer.spam_probability(text) >= scorer.info().threshold;
        of.iter().filter(above).count() as f64 / of.len() as f64
    };
    assert!(blocked(true) > 0.9 && blocked(false) < 0.003, "{} {}", blocked(true), blocked(false));
}

/// The card and the page on the model say what the model file says.
#[test]
fn the_card_is_that_of_the_shipped_model() {
    let scorer = shipped();
    let read = |name: &str| {
        std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).expect("it is there")
    };
    let (card, page) = (read("models/default.md"), read("docs/model.md"));
    assert!(card.contains(&format!("its threshold is {:.4}.", scorer.info().threshold)));
    for corpus in &scorer.info().corpora {
        assert!(card.contains(&corpus.sha256), "{}", corpus.name);
    }
    let pooled = scorer.info().measured.iter().find(|m| m.rows == "corpora, pooled").expect("it was judged");
    let shares = [pooled.spam_caught, pooled.ham_blocked].map(|x| format!("{:.2} %", 100.0 * x.unwrap()));
    let numbers = [pooled.auc, pooled.mcc].map(|x| format!("{:.4}", x.unwrap()));
    for figure in shares.iter().chain(&numbers) {
        assert!(card.contains(figure), "{figure}");
    }
    let caught = format!("{:.1} %", 100.0 * pooled.spam_caught.unwrap());
    assert!(page.contains(&caught), "docs/model.md quotes {caught}");
}

/// The bars that the shipped model was trained to, as its file records them.
#[test]
fn the_shipped_model_meets_its_bars() {
    let scorer = shipped();
    let of = |rows: &str| scorer.info().measured.iter().find(|m| m.rows == rows).expect("it was judged");
    let pooled = of("corpora, pooled");
    assert!(pooled.auc.unwrap() >= 0.995 && pooled.spam_caught.unwrap() >= 0.9, "{pooled:?}");
    assert!(pooled.ham_blocked.unwrap() <= 0.003 && pooled.ece <= 0.02, "{pooled:?}");
    let uci = of("uci.tsv");
    assert!(uci.mcc.unwrap() >= 0.93 && uci.ham_blocked.unwrap() <= 0.002, "{uci:?}");
}

proptest! {
    /// The normal form of a normal form holds no digit and nothing that does not show.
    #[test]
    fn normal_forms_are_normal(text in "\\PC{0,60}") {
        let normal = normalise(&text);
        prop_assert!(!normal.chars().any(|c| c.is_ascii_digit() || c == '\u{200B}'), "{normal}");
    }

    /// Any text has a probability, and its explanation sums exactly to its log-odds.
    #[test]
    fn explanations_sum_to_scores(text in "\\PC{0,200}") {
        let scorer = shipped();
        let sum: f64 = scorer.explain(&text).iter().map(|c| c.contribution).sum();
        prop_assert!(sum.total_cmp(&scorer.logit(&text)).is_eq());
        let p = scorer.spam_probability(&text);
        prop_assert!((0.0..=1.0).contains(&p));
        prop_assert!(cues(&text).iter().all(|cue| Cue::ALL.contains(&cue)));
    }

    /// A damaged model file is an error, not a panic and not another model.
    #[test]
    fn damaged_models_are_refused(at in 0_usize..2000, byte in 0_u8..128) {
        let mut bytes = default_model().as_bytes()[..].to_vec();
        let at = at * bytes.len() / 2000;
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let damaged = String::from_utf8(bytes).unwrap();
        if let Ok(scorer) = Scorer::from_json(&damaged) {
            // White space changed into other white space is no damage.
            prop_assert_eq!(scorer.to_json(), default_model());
        }
    }
}
