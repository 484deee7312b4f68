//! What does it cost to find the cluster of a text, and does it stay flat as the index grows?
//!
//! Indexes of 1e3, 1e4 and 1e5 different texts of 25 words are filled; then 2,000 further texts go in, half
//! of them near-duplicates (one word replaced) and half new. Printed is the median over five rounds of the
//! nanoseconds a text, and the ratio to the smallest index.
//!
//! `cargo bench --bench similar`

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints and reads the clock")]

use std::hint::black_box;
use std::time::Instant;

use carrierlab::content::{ClusterIndex, SIMILARITY};
use carrierlab::rng::splitmix;

/// 25 words out of 20,000, as unequal as words are: the square of a uniform draw picks.
fn text(seed: u64) -> Vec<String> {
    (0..25)
        .map(|i| {
            let u = (splitmix(seed << 8 | i) >> 40) as f64 / (1u64 << 24) as f64;
            let mut word = splitmix((u * u * 20_000.0) as u64);
            let length = 2 + word % 7;
            (0..length)
                .map(|_| {
                    word = splitmix(word);
                    (b'a' + (word % 26) as u8) as char
                })
                .collect()
        })
        .collect()
}

fn main() {
    let mut first = None;
    for n in [1_000u64, 10_000, 100_000] {
        let mut index = ClusterIndex::new(SIMILARITY);
        for seed in 0..n {
            index.insert(&text(seed).join(" "));
        }
        let mut rounds: Vec<f64> = (0..5u64)
            .map(|round| {
                let texts: Vec<String> = (0..2_000u64)
                    .map(|i| {
                        let known = i % 2 == 0;
                        let seed = splitmix(round << 32 | i);
                        let mut words = text(if known { seed % n } else { seed });
                        if known {
                            words[(seed >> 32) as usize % 25] = "zebra".into();
                        }
                        words.join(" ")
                    })
                    .collect();
                let start = Instant::now();
                let joined = texts.iter().filter(|t| !black_box(index.insert(t)).new).count();
                let spent = start.elapsed().as_secs_f64();
                assert!((900..=1_100).contains(&joined), "{joined} of 1,000 near-duplicates joined");
                spent / texts.len() as f64 * 1e9
            })
            .collect();
        rounds.sort_by(f64::total_cmp);
        let median = rounds[2];
        let ratio = median / *first.get_or_insert(median);
        println!("index of {n:>7} texts: {median:.0} ns a text, ratio {ratio:.2}");
    }
}
