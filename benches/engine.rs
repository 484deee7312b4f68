//! How fast is the engine, as a ratio to a bare event loop in the same process?
//!
//! The yardstick is a `BinaryHeap` loop with three events and four draws a message and no filtering.
//! The engine runs with every stage on, and text scores cached by variant. Both are timed in turn, and
//! the median of the ratios is printed on a line of its own: `ratio 1e4: 0.42`.
//!
//! `cargo bench --bench engine`, or one size alone: `cargo bench --bench engine -- 1e4`

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench prints and reads the clock")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use carrierlab::engine::{Models, World, WorldSettings, run};
use carrierlab::ledger::Detail;
use carrierlab::message::Fate;
use carrierlab::rng::{Draws, splitmix};
use carrierlab::scorer::{Scorer, default_model};
use carrierlab::time::SimSpan;
use rand_distr::{Distribution, Exp1};
use serde_json::{Value, json};

/// SplitMix64 as a generator: as cheap as a named generator gets, so the yardstick is not slowed by draws.
struct Cheap(u64);

impl rand::TryRng for Cheap {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(self.try_next_u64()? as u32)
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        Ok(splitmix(self.0))
    }
    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Self::Error> {
        for chunk in into.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

/// Sends, carrier queues and receipts in a binary heap: messages a second.
fn yardstick(senders: u64, messages: u64) -> f64 {
    let mut draws = Cheap(7);
    let micros = |draws: &mut Cheap, mean: f64| -> u64 {
        let x: f64 = Exp1.sample(draws);
        (x * mean) as u64
    };
    // 16 bytes: the time, then a tie-breaking count above the kind (2 bits) and the sender (30 bits).
    let mut heap: BinaryHeap<Reverse<(u64, u64)>> = BinaryHeap::new();
    let mut tie = 0u64;
    let mut tag = |kind: u64, sender: u64| {
        tie = tie.wrapping_add(1);
        tie << 32 | kind << 30 | sender
    };
    for sender in 0..senders {
        heap.push(Reverse((micros(&mut draws, 1e6), tag(0, sender))));
    }
    let mut free = [0u64; 4];
    let (mut sent, mut received, mut total) = (0, 0u64, 0u64);
    let start = Instant::now();
    while let Some(Reverse((now, what))) = heap.pop() {
        let sender = what & ((1 << 30) - 1);
        match what >> 30 & 3 {
            0 => {
                if sent < messages {
                    sent += 1;
                    heap.push(Reverse((now + micros(&mut draws, 1e6), tag(0, sender))));
                    let carrier = rand::TryRng::try_next_u64(&mut draws).unwrap_or(0) % 4;
                    let done = free[carrier as usize].max(now) + micros(&mut draws, 280.0);
                    free[carrier as usize] = done;
                    heap.push(Reverse((done, tag(1, sender))));
                }
            }
            1 => heap.push(Reverse((now + micros(&mut draws, 5e6), tag(2, sender)))),
            _ => {
                received += 1;
                total = total.wrapping_add(now);
            }
        }
    }
    assert_eq!(received, messages);
    black_box(total);
    messages as f64 / start.elapsed().as_secs_f64()
}

/// Four carriers with every stage on, a learner and a controller. Each number writes ten messages a minute,
/// always to the same few people; a hundred senders share the numbers evenly.
fn world(numbers: u32, people_each: u32, seconds: u32) -> World {
    let filter = json!({
        "threshold": 2.0, "hold_threshold": 1.9,
        "terms": { "phrases": ["free crypto", "guaranteed loan", "you have won"] },
        "prohibited": {}, "prior": {},
        "rate": { "second": 5, "minute": 60, "hour": 1000, "day": 4000, "unit": "segments" },
        "recipients": { "limit": 200 }, "balance": { "limit": 50.0 }, "repeats": { "limit": 1000 },
        "duplicates": { "limit": 10_000_000, "senders": 1_000_000, "recipients": 10_000_000 },
        "loops": { "same": 100, "any": 200 },
        "snowshoe": { "numbers": 1_000_000, "campaign_numbers": 1_000_000, "brand_numbers": 1_000_000 },
        "gaps": {}, "links": { "domains": 1 }, "length": { "characters": 160 }, "style": {},
        "content": { "weight": 0.6 },
        "reputation": { "weight": 0.2, "levels": ["number", "campaign", "brand", "cluster", "domain"] },
    });
    let carrier = |name: &str| {
        json!({ "name": name, "share": 0.25, "filter": filter, "blacklist": {},
        "learning": { "policy": "cluster", "every": "1min", "patience": "5min", "sample": 0.01 },
        "controller": { "interval": "1min", "gain": 0.01, "least": 1.9, "most": 2.1 },
        "enforces": ["campaign"], "receipts": { "block_reported_delivered": 0.5 } })
    };
    let n_senders = 100;
    let each = numbers / n_senders;
    let sender = |i: u32| {
        json!({
            "name": format!("s{i:03}"), "audience": format!("a{i:03}"),
            "number": { "type": "", "count": each, "pool": "sticky", "registration": "registered", "trust": 80,
                "prior": { "good": 40.0, "bad": 1.0 },
            "throughput": "10/s", "grants": { "campaign": [{ "limit": "1000000/min", "over": "fail" }] } },
            "texts": ["{Hi|Hello} from shop {one|two|three}: your order {digits:6} {is ready|has shipped}. shop.example Reply STOP to end"],
            "rate": format!("{}/min", each * 10), "gaps": "poisson", "waves": 10_000, "wave_gap": "0s",
        })
    };
    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).expect("settings of the bench")
    }
    let audience = json!({ "size": each * people_each, "consent": "", "landline": 0.02, "inactive": 0.02, "off": 0.01,
        "reactions": { "reply": 0.03, "opt_out": 0.0005, "complaint": 0.0002, "annoyance": 0.05 } });
    let settings = WorldSettings {
        horizon: SimSpan::SECOND * u64::from(seconds),
        carriers: ["a", "b", "c", "d"].into_iter().map(|n| read(carrier(n))).collect(),
        audiences: (0..n_senders).map(|i| (format!("a{i:03}"), read(audience.clone()))).collect(),
        senders: (0..n_senders).map(|i| read(sender(i))).collect(),
        platform: Default::default(),
    };
    let model = Arc::new(Scorer::from_json(default_model()).expect("the model that is shipped"));
    World::new(settings, &Models::from([("default".to_owned(), model)])).expect("a world")
}

/// One run: messages a second, and the share that was delivered.
fn engine(world: &World) -> (f64, f64) {
    let start = Instant::now();
    let mut outcome = run(world, &Draws::new(7, 0), Detail::Tallies);
    let seconds = start.elapsed().as_secs_f64();
    let tallies = std::mem::take(&mut outcome.ledger.tallies);
    let attempted: u64 = tallies.iter().map(|t| t.attempted).sum();
    let delivered: u64 = tallies.iter().map(|t| t.fate(Fate::Delivered)).sum();
    (attempted as f64 / seconds, delivered as f64 / attempted as f64)
}

fn main() {
    // 1,000,000 numbers write for one minute to one person each: a message touches state that lies far apart.
    let sizes: &[(u32, &str, u32, u32)] = &[(10_000, "1e4", 10, 900), (1_000_000, "1e6", 1, 60)];
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|a| a == name);
    for &(numbers, name, people_each, seconds) in sizes.iter().filter(|s| wanted(s.1)) {
        let world = world(numbers, people_each, seconds);
        let messages = u64::from(numbers) * 10 * u64::from(seconds) / 60;
        let (mut ratios, mut bare, mut full, mut share) = (Vec::new(), Vec::new(), Vec::new(), 0.0);
        // The large one takes its time, and is far from its bound.
        for round in 0..if numbers > 100_000 { 4 } else { 8 } {
            let (yard, (speed, delivered)) = (yardstick(u64::from(numbers), messages), engine(&world));
            if round == 0 {
                continue; // warm-up
            }
            ratios.push(speed / yard);
            bare.push(yard);
            full.push(speed);
            share = delivered;
        }
        for list in [&mut ratios, &mut bare, &mut full] {
            list.sort_by(f64::total_cmp);
        }
        let middle = ratios.len() / 2;
        println!("yardstick {name}: {:.2} M messages/s", bare[middle] / 1e6);
        println!("engine {name}: {:.2} M messages/s, {:.1} % delivered", full[middle] / 1e6, share * 100.0);
        println!("ratio {name}: {:.2}", ratios[middle]);
    }
}
