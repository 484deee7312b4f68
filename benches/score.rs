//! How long does a text take that nobody has seen before: rendered, normalised, parted into words, scored?
//!
//! Every text is another filling of one of 4,096 templates with several slots, from the wordings of the
//! generator, of about 160 bytes. The yardstick is a plain loop that hashes the words of the same texts and
//! does nothing else. All steps are timed in turn, in rounds, and the means of the rounds are printed. The
//! bench is also a test: on a sample, scores must equal those that the explanations, which go another way,
//! sum to.
//!
//! `cargo bench --bench score`

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints and reads the clock")]

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::ops::Range;
use std::time::Instant;

use carrierlab::content::{Cue, Reading, Template};
use carrierlab::rng::splitmix;
use carrierlab::scorer::{KINDS, ModelInfo, Recipe, Scorer, Scratch, slots};

/// Texts a step and round; each round has its own.
const TEXTS: u64 = 40_000;
/// Rounds, after one to warm up.
const ROUNDS: u64 = 11;
/// Templates that texts are rendered from.
const TEMPLATES: usize = 4096;
/// Wordings are added to a template until it has this many bytes, slots by their names, so that texts have
/// 160 bytes on average.
const BYTES_MIN: usize = 73;
/// And this many slots.
const SLOTS_MIN: usize = 4;
/// The step that is the whole of what is measured.
const SCORED: usize = 3;
/// The longest run of digits that a template asks for.
const DIGITS_MAX: usize = 24;

/// Templates with slots, all in one buffer: what is rendered should cost the copying of its bytes.
#[derive(Default)]
struct Templates {
    text: String,
    /// A piece of text, then a slot, or none behind the last piece.
    pieces: Vec<(Range<usize>, Option<Slot>)>,
    templates: Vec<Range<usize>>,
    slots: Vec<Vec<Range<usize>>>,
}

#[derive(Clone, Copy)]
enum Slot {
    Named(usize),
    Digits(usize),
}

impl Templates {
    /// Wordings of the generator, their alternatives chosen, strung together to about 160 bytes.
    fn generate() -> Templates {
        let mut all = Templates::default();
        let values = slots();
        for values in values.values() {
            let ranges = values.iter().map(|v| all.keep(v)).collect();
            all.slots.push(ranges);
        }
        // Each slot is filled with its own name between marks, to be found again.
        let mut names: BTreeMap<String, Vec<String>> =
            values.keys().map(|name| (name.clone(), vec![format!("\u{1}{name}\u{1}")])).collect();
        names.extend((1..=DIGITS_MAX).map(|n| (format!("digits{n}"), vec![format!("\u{1}{n}\u{1}")])));
        let parse = |text: &&str| {
            Template::parse(&text.replace("{digits:", "{digits"), &names).expect("sound templates")
        };
        let kinds: Vec<Template> = KINDS.iter().flat_map(|k| k.templates.iter().map(parse)).collect();
        let mut draw = 0x5EED;
        while all.templates.len() < TEMPLATES {
            let mut text = String::new();
            // Few slots would fill many texts alike.
            while text.len() < BYTES_MIN || text.matches('\u{1}').count() < 2 * SLOTS_MIN {
                draw = splitmix(draw);
                kinds[draw as usize % kinds.len()].render_into(draw >> 16, &mut || 0, &mut text);
                text.push(' ');
            }
            let parts: Vec<&str> = text.trim_end().split('\u{1}').collect();
            let first = all.pieces.len();
            for pair in parts.chunks(2) {
                let slot = pair.get(1).map(|name| match name.parse() {
                    Ok(n) => Slot::Digits(n),
                    Err(_) => Slot::Named(values.keys().position(|k| k == name).expect("a slot")),
                });
                let range = all.keep(pair[0]);
                all.pieces.push((range, slot));
            }
            all.templates.push(first..all.pieces.len());
        }
        all
    }

    fn keep(&mut self, text: &str) -> Range<usize> {
        self.text.push_str(text);
        self.text.len() - text.len()..self.text.len()
    }

    /// Writes text `number` into a buffer.
    fn render(&self, number: u64, text: &mut String) {
        text.clear();
        let mut draw = splitmix(number ^ 0x5EED);
        for (piece, slot) in &self.pieces[self.templates[draw as usize % TEMPLATES].clone()] {
            text.push_str(&self.text[piece.clone()]);
            draw = draw.rotate_left(17).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            match slot {
                Some(Slot::Named(slot)) => {
                    let values = &self.slots[*slot];
                    let value = ((draw >> 32) * values.len() as u64) >> 32;
                    text.push_str(&self.text[values[value as usize].clone()]);
                }
                Some(Slot::Digits(n)) => {
                    let mut digits = [b'0'; DIGITS_MAX];
                    let mut left = draw >> 20;
                    for digit in &mut digits[..*n] {
                        *digit += (left % 10) as u8;
                        left /= 10;
                    }
                    text.push_str(std::str::from_utf8(&digits[..*n]).expect("digits"));
                }
                None => {}
            }
        }
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

/// Nanoseconds that this thread has had a core for, where the system tells; else those that have passed.
fn spent(clock: &Instant) -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let first = told.as_deref().and_then(|t| t.split(' ').next()?.parse().ok());
    first.unwrap_or_else(|| clock.elapsed().as_nanos() as u64)
}

fn main() {
    let templates = Templates::generate();
    let scorer = model();
    let (mut text, mut reading, mut scratch) = (String::new(), Reading::default(), Scratch::default());

    let (mut bytes, mut seen) = (0, BTreeSet::new());
    for number in 0..2_000 {
        templates.render(number, &mut text);
        bytes += text.len();
        assert!(seen.insert(text.clone()), "twice: {text}");
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
            with_cues.cues().bits() as u64
        },
        &mut |text| scorer.logit_with(&mut scratch, text).to_bits(),
        &mut |text| hash_words(text),
    ];
    // Systems tell the time of a thread in steps of milliseconds: only the sum over all rounds is fine enough.
    let mut nanos = [0_u64; 5];
    let mut quickest = u128::MAX;
    let clock = Instant::now();
    for round in 0..=ROUNDS {
        for (i, step) in steps.iter_mut().enumerate() {
            let (start, began) = (spent(&clock), Instant::now());
            let mut sum = 0_u64;
            for number in round * TEXTS..(round + 1) * TEXTS {
                templates.render(number, &mut text);
                sum = sum.wrapping_add(step(&text));
            }
            black_box(sum);
            if round > 0 {
                nanos[i] += spent(&clock) - start;
            }
            if i == SCORED {
                quickest = quickest.min(began.elapsed().as_nanos());
            }
        }
    }
    let [rendered, read, cued, scored, hashed] = nanos.map(|n| n as f64 / (ROUNDS * TEXTS) as f64);
    let quickest = quickest as f64 / TEXTS as f64;
    let hashing = hashed - rendered;
    println!("texts of {} bytes on average, from {TEMPLATES} templates", bytes / 2_000);
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
    // Neighbours on the machine only ever add: the quickest round is nearest to a quiet core.
    println!("quickest round: {quickest:.0} ns a text ({:.0} texts/s)", 1e9 / quickest);
}
