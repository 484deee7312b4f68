//! The content models of the claims that are about training data (C15, C16), in `scenarios/claims/models/`.
//!
//! A corpus is made of generated business texts, honest and prohibited, that are calm, short and without links. Into
//! each text five cues are put by lot, with a chance that depends on the label and on nothing else: capitals, a shared
//! shortener (of the half of all texts that get a link), a link in the middle (of the same half), a sentence that
//! presses, and neutral sentences until it is long. The models see cues and no words. So a corpus is the only place
//! where anything says what a cue means.
//!
//! `UPDATE_DOCS=1 cargo test --test it -- claim_models` writes the files.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use carrierlab::content::{Cue, cues, links};
use carrierlab::rng::{Draws, Purpose};
use carrierlab::scorer::{
    Class, Corpus, Features, Fit, Length, ModelInfo, Problem, Recipe, Row, Scorer, generate, sha256,
};
use carrierlab::sender::strategy::copy::{CopySettings, LinkPlace};

/// Cues and nothing else: a table of hashed features that is as small as it may be, and empty.
const RECIPE: Recipe = Recipe {
    slot_bits: 8,
    words_max: 0,
    characters_min: 1,
    characters_max: 0,
    cue_pairs: false,
    length: Length::None,
};
/// Rows that are generated; about half of them are calm, short and without links.
const ROWS: usize = 8_000;
const SEED: u64 = 15;
/// Penalty of the fit: small, so that weights are close to what the corpus says.
const ALPHA: f64 = 1.0;

/// The chances, in hundredths, of a cue in a prohibited text and in an honest one.
#[derive(Clone, Copy, PartialEq)]
struct Chances(u32, u32);

/// As many in one half as in the other.
const EVEN: Chances = Chances(12, 12);

/// The corpora: what the file is called, the chances of length, and those of the other four cues.
const CORPORA: [(&str, Chances, Chances); 9] = [
    ("cues-30-05", Chances(30, 5), Chances(30, 5)),
    ("cues-20-08", Chances(20, 8), Chances(20, 8)),
    ("cues-12-12", EVEN, EVEN),
    ("cues-08-20", Chances(8, 20), Chances(8, 20)),
    ("cues-05-30", Chances(5, 30), Chances(5, 30)),
    ("long-40-03", Chances(40, 3), EVEN),
    ("long-30-05", Chances(30, 5), EVEN),
    ("long-20-08", Chances(20, 8), EVEN),
    ("long-05-30", Chances(5, 30), EVEN),
];

const PRESSING: [&str; 6] =
    ["Act now.", "Urgent!", "Last chance.", "Respond now.", "Final reminder.", "Do not ignore this."];
const NEUTRAL: [&str; 6] = [
    "We are at the corner of the market place.",
    "There is coffee for all who wait.",
    "The door at the back is open as well.",
    "Trams stop in front of the house.",
    "You find us where the bakery was.",
    "Bicycles may be left in the yard.",
];
const SHORTENED: [&str; 4] = ["bit.ly/3kd7a", "tinyurl.com/y7dk2", "bit.ly/2mw9q", "tinyurl.com/z4nf8"];
const BRANDED: [&str; 4] = ["birch.example/a7", "maple.example/k2", "alder.example/q9", "rowan.example/f8"];

/// Whether a generated text can carry each cue by lot alone.
fn is_plain(text: &str) -> bool {
    let shown = cues(text);
    let own = [Cue::Long, Cue::Capitals, Cue::Shouting, Cue::Aggression];
    links(text).is_empty() && !own.iter().any(|c| shown.has(*c)) && text.chars().count() <= 120
}

/// The rows of a corpus: text, and whether it is prohibited.
fn corpus(long: Chances, others: Chances) -> Vec<(String, bool)> {
    static PLAIN: LazyLock<Vec<(usize, Row)>> = LazyLock::new(|| {
        generate(ROWS, SEED).into_iter().enumerate().filter(|(_, row)| is_plain(&row.text)).collect()
    });
    let draws = Draws::new(SEED + 1, 0);
    PLAIN
        .iter()
        .map(|(i, row)| {
            let spam = row.class == Class::GeneratedSpam;
            let lot = |count: u32| draws.words(Purpose::Generator, *i as u64, count);
            let shows =
                |count: u32, chances: Chances| lot(count)[0] % 100 < if spam { chances.0 } else { chances.1 };
            let one = |count: u32, of: &[&str]| of[lot(count)[1] as usize % of.len()].to_owned();
            let mut more = String::new();
            if shows(0, others) {
                more = one(0, &PRESSING);
            }
            if shows(1, long) {
                let first = lot(1)[1] as usize;
                for k in 0.. {
                    if row.text.chars().count() + more.chars().count() > 165 {
                        break;
                    }
                    more = format!("{more} {}", NEUTRAL[(first + k) % NEUTRAL.len()]);
                }
            }
            let shortened = shows(3, others);
            let copy = CopySettings {
                link: (lot(2)[0] % 2 == 0).then(|| one(3, if shortened { &SHORTENED } else { &BRANDED })),
                link_place: if shows(4, others) { LinkPlace::Middle } else { LinkPlace::End },
                opt_out: None,
                extra: Some(more.trim().to_owned()).filter(|m| !m.is_empty()),
                capitals: shows(5, others),
            };
            (copy.apply(&row.text), spam)
        })
        .collect()
}

/// The model that is fitted to a corpus.
fn fitted(name: &str, long: Chances, others: Chances) -> Scorer {
    let rows = corpus(long, others);
    let features: Vec<Features> = rows.iter().map(|(text, _)| RECIPE.features(text)).collect();
    let spam: Vec<bool> = rows.iter().map(|(_, spam)| *spam).collect();
    let prohibited = spam.iter().filter(|s| **s).count();
    // Both halves weigh the same, however many of their texts were plain.
    let weight =
        |spam: bool| rows.len() as f64 / 2.0 / if spam { prohibited } else { rows.len() - prohibited } as f64;
    let problem = Problem {
        recipe: RECIPE,
        features: features.iter().collect(),
        weights: spam.iter().map(|s| weight(*s)).collect(),
        spam,
        alpha: ALPHA,
        slot_scale: 1.0,
    };
    let weights = problem.fit(Fit::Sparse).expect("a fit");
    let (own, slots) = weights.columns.split_at(Cue::ALL.len());
    let text: String =
        rows.iter().map(|(text, spam)| format!("{}\t{text}\n", if *spam { "spam" } else { "ham" })).collect();
    let info = ModelInfo {
        fit: "sparse".into(),
        seed: SEED,
        corpora: vec![Corpus {
            name: format!("generated, {name}"),
            sha256: sha256(text.as_bytes()),
            ham: (rows.len() - prohibited) as u64,
            spam: prohibited as u64,
        }],
        ..ModelInfo::imported(name, 0.5)
    };
    Scorer::new(info, RECIPE, weights.bias, own, slots)
}

fn untrained() -> Scorer {
    let info = ModelInfo { fit: "none".into(), ..ModelInfo::imported("untrained", 0.5) };
    Scorer::new(info, RECIPE, 0.0, &vec![0.0; Cue::ALL.len()], &vec![0.0; RECIPE.slots()])
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/claims/models/{name}.json"))
}

fn shipped(name: &str) -> Scorer {
    let path = path(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    Scorer::from_json(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The shipped files are what the generator gives, up to what the arithmetic of another machine may change.
#[test]
fn models_are_those_of_their_corpora() {
    let made = CORPORA.iter().map(|(name, long, others)| (*name, fitted(name, *long, *others)));
    for (name, model) in made.chain([("untrained", untrained())]) {
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path(name), model.to_json()).unwrap();
        }
        let found = shipped(name);
        assert_eq!(found.info().corpora, model.info().corpora, "{name}: its corpus");
        for cue in Cue::ALL {
            let apart = (found.cue_weight(cue) - model.cue_weight(cue)).abs();
            assert!(apart < 0.005, "{name}: `{}` is off by {apart}; run UPDATE_DOCS=1", cue.name());
        }
        assert!((found.logit("") - model.logit("")).abs() < 0.005, "{name}: the bias");
    }
}

/// What a cue weighs follows its share in the corpus: by sign, and in the order of the shares.
#[test]
fn weights_follow_the_corpus() {
    let put = |model: &Scorer| {
        // Capitals are two cues, and a link that is not in the middle is at the end.
        let w = |cue: Cue| model.cue_weight(cue);
        [
            w(Cue::Long),
            w(Cue::Capitals) + w(Cue::Shouting),
            w(Cue::Shortener),
            w(Cue::LinkMiddle) - w(Cue::LinkEnd),
            w(Cue::Aggression),
        ]
    };
    let models =
        ["cues-30-05", "cues-20-08", "cues-12-12", "cues-08-20", "cues-05-30"].map(|n| put(&shipped(n)));
    for k in 0..5 {
        assert!(models.windows(2).all(|m| m[0][k] > m[1][k] + 0.3), "{k}: {models:?}");
        assert!(models[0][k] > 1.0 && models[4][k] < -1.0 && models[2][k].abs() < 0.6, "{k}: {models:?}");
    }
    let long = shipped("long-30-05");
    assert!(put(&long)[0] > 1.0 && put(&long)[1..].iter().all(|w| w.abs() < 0.6), "{:?}", put(&long));
    assert!(Cue::ALL.into_iter().all(|cue| shipped("untrained").cue_weight(cue) == 0.0));
}

/// Each half has some thousand rows, and the cues stand in them as often as the name of the corpus says.
#[test]
fn cues_are_as_frequent_as_the_corpus_says() {
    let rows = corpus(Chances(30, 5), Chances(30, 5));
    let share = |of: bool, shown: fn(&str) -> bool| {
        let own: Vec<&String> = rows.iter().filter(|r| r.1 == of).map(|r| &r.0).collect();
        assert!(own.len() > 800, "{}", own.len());
        own.iter().filter(|t| shown(t)).count() as f64 / own.len() as f64
    };
    let long: fn(&str) -> bool = |t| cues(t).has(Cue::Long);
    let loud: fn(&str) -> bool = |t| cues(t).has(Cue::Aggression);
    let capitals: fn(&str) -> bool = |t| cues(t).has(Cue::Capitals);
    for (name, shown) in [("long", long), ("aggression", loud), ("capitals", capitals)] {
        let (spam, ham) = (share(true, shown), share(false, shown));
        assert!((spam - 0.30).abs() < 0.04 && (ham - 0.05).abs() < 0.03, "{name}: {spam} and {ham}");
    }
}
