//! How long does a text take that nobody has seen before: rendered, normalised, parted into words, scored?
//!
//! Every text is another variant of the generator's templates, strung together to about 160 bytes. The
//! yardstick is a plain loop that hashes the words of the same texts and does nothing else. All steps are
//! timed in turn, in rounds, and medians are printed. The bench is also a test: on a sample, scores must
//! equal those that the explanations, which go another way, sum to.
//!
//! `cargo bench --bench score`

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints and reads the clock")]

use std::hint::black_box;
use std::time::Instant;

use carrierlab::content::{Cue, Reading, Template};
use carrierlab::rng::splitmix;
use carrierlab::scorer::{KINDS, ModelInfo, Recipe, Scorer, Scratch, slots};

/// Texts a step and round; each round has its own.
const TEXTS: u64 = 20_000;
/// Rounds, after one to warm up.
const ROUNDS: u64 = 11;
/// Templates are added to a text until it has this many bytes, so that the mean is 160.
const BYTES_MIN: usize = 112;

/// Writes text `number` into a buffer: one template after another, each in a variant of its own.
fn render(templates: &[Template], number: u64, text: &mut String) {
    text.clear();
    let mut draw = splitmix(number ^ 0x5EED);
    while text.len() < BYTES_MIN {
        if !text.is_empty() {
            text.push(' ');
        }
        draw = splitmix(draw);
        let template = &templates[(u128::from(draw) * templates.len() as u128 >> 64) as usize];
        let mut digits = splitmix(draw);
        let mut digit = || {
            digits = digits.rotate_left(7).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (digits >> 60) as u8
        };
        template.render_into(draw >> 8, &mut digit, text);
    }
}

/// The yardstick: the words of a text, hashed byte by byte (FNV-1a).
fn hash_words(text: &str) -> u64 {
    const START: u64 = 0xCBF2_9CE4_8422_2325;
    let (mut sum, mut hash) = (0_u64, START);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01B3);
        } else if hash != START {
            sum = sum.wrapping_add(hash);
            hash = START;
        }
    }
    sum.wrapping_add(hash)
}

/// A model of the shape that `model train` makes. What its weights are does not matter here.
fn model() -> Scorer {
    let info = ModelInfo::imported("bench", 0.5);
    let weight = |i: usize| (splitmix(i as u64) >> 40) as f64 / f64::from(1 << 23) - 1.0;
    let cues: Vec<f64> = (0..Cue::ALL.len()).map(weight).collect();
    let slots: Vec<f64> = (0..Recipe::DEFAULT.slots()).map(weight).collect();
    Scorer::new(info, Recipe::DEFAULT, -1.0, &cues, &slots)
}

fn main() {
    let values = slots();
    let parse = |text: &&str| Template::parse(text, &values).expect("the generator's templates are sound");
    let templates: Vec<Template> = KINDS.iter().flat_map(|k| k.templates.iter().map(parse)).collect();
    let scorer = model();
    let (mut text, mut reading, mut scratch) = (String::new(), Reading::default(), Scratch::default());

    let mut bytes = 0;
    for number in 0..2_000 {
        render(&templates, number, &mut text);
        bytes += text.len();
        let explained: f64 = scorer.explain(&text).iter().map(|c| c.contribution).sum();
        let score = scorer.logit_with(&mut scratch, &text);
        assert!(score.total_cmp(&explained).is_eq(), "{score} is not {explained}: {text}");
    }

    // Each step with all that go before it.
    let mut with_cues = Reading::default();
    let mut steps: [&mut dyn FnMut(&str) -> u64; 5] = [
        &mut |text| text.len() as u64,
        &mut |text| {
            reading.read(text);
            reading.tokens().words().len() as u64
        },
        &mut |text| {
            with_cues.read(text);
            with_cues.cues(text).bits() as u64
        },
        &mut |text| scorer.logit_with(&mut scratch, text).to_bits(),
        &mut |text| hash_words(text),
    ];
    let mut nanos: [Vec<f64>; 5] = Default::default();
    for round in 0..=ROUNDS {
        for (step, nanos) in steps.iter_mut().zip(&mut nanos) {
            let start = Instant::now();
            let mut sum = 0_u64;
            for number in round * TEXTS..(round + 1) * TEXTS {
                render(&templates, number, &mut text);
                sum = sum.wrapping_add(step(&text));
            }
            let spent = start.elapsed().as_nanos() as f64 / TEXTS as f64;
            black_box(sum);
            if round > 0 {
                nanos.push(spent);
            }
        }
    }
    let medians = nanos.map(|mut list| {
        list.sort_by(f64::total_cmp);
        list[list.len() / 2]
    });
    let [rendered, read, cued, scored, hashed] = medians;
    let hashing = hashed - rendered;
    println!("texts of {} bytes on average, from {} templates", bytes / 2_000, templates.len());
    println!(
        "render {rendered:.0} ns, normalise and tokenise {:.0}, cues {:.0}, hash, look up and sum {:.0}",
        read - rendered,
        cued - read,
        scored - cued
    );
    println!(
        "render+normalise+tokenise+score: {scored:.0} ns a text ({:.0} texts/s); plain word hashing: \
         {hashing:.0} ns; ratio {:.1}; hot table {} KiB",
        1e9 / scored,
        scored / hashing,
        Recipe::DEFAULT.slots() * 2 / 1024
    );
}
