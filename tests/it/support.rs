//! Small worlds for the laws, and the corpora where they are at hand.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use carrierlab::engine::{Models, Outcome, World, WorldSettings, run};
use carrierlab::ledger::{Detail, Tally};
use carrierlab::rng::Draws;
use carrierlab::scorer::{Scorer, default_model};
use carrierlab::time::SimSpan;
use serde_json::{Value, json};

/// The folder of the corpora, or `None` with a printed reason.
pub fn corpora() -> Option<PathBuf> {
    let folder = std::env::var_os("CARRIERLAB_CORPORA").map(PathBuf::from);
    if let Some(folder) = folder.filter(|f| f.is_dir()) {
        return Some(folder);
    }
    // Written past the test's own capture, so that the reason is seen.
    let reason = "skipped: CARRIERLAB_CORPORA does not name a folder of corpora\n";
    let _ = std::io::stderr().write_all(reason.as_bytes());
    None
}

/// The shipped model under the name that scenarios use.
pub fn models() -> Models {
    let model = Scorer::from_json(default_model()).expect("the shipped model loads");
    Models::from([("default".to_owned(), Arc::new(model))])
}

/// A world from JSON: carriers, one audience `all`, senders, platform.
pub fn settings(
    hours: u64,
    carriers: Value,
    audience: Value,
    senders: Value,
    platform: Value,
) -> WorldSettings {
    fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).expect("settings of a test world")
    }
    WorldSettings {
        horizon: SimSpan::HOUR * hours,
        carriers: read(carriers),
        audiences: BTreeMap::from([("all".to_owned(), read(audience))]),
        senders: read(senders),
        platform: read(platform),
    }
}

/// Every stage on, with limits low enough that a small world meets them.
pub fn strict_filter() -> Value {
    json!({
        "threshold": 1.0, "hold_threshold": 0.9, "softness": 0.05,
        "terms": { "phrases": ["free crypto"] },
        "prior": {}, "rate": { "minute": 20, "hour": 300, "day": 900 },
        "recipients": { "limit": 200 }, "duplicates": { "limit": 150, "half_life": "1h" },
        "content": { "weight": 0.5 }, "reputation": { "weight": 0.5, "levels": ["account", "cluster", "domain"] },
        "prohibited": { "weight": 0.1, "categories": ["trading"] },
        "balance": { "weight": 0.02 }, "repeats": { "weight": 0.02, "limit": 40 },
        "loops": { "weight": 0.2, "same": 1, "any": 2 }, "snowshoe": { "weight": 0.02, "numbers": 2 },
        "gaps": { "weight": 0.05, "variation": 1.5 }, "links": { "weight": 0.1, "domains": 1 },
        "length": { "weight": 0.02, "characters": 40 }, "style": { "weight": 0.1 },
    })
}

/// A carrier with that filter, a blacklist and receipts that lie.
pub fn strict_carrier(name: &str, share: f64) -> Value {
    json!({ "name": name, "share": share, "filter": strict_filter(),
        "blacklist": { "after": 20, "base": "30min", "growth": "10s" },
        "enforces": ["campaign"],
        "receipts": { "block_reported_delivered": 0.3, "block_silent": 0.2, "lost": 0.01, "late": 0.05, "duplicate": 0.05,
            "contradictory": 0.05, "cause": { "terms": { "silent": 0.4 } } } })
}

/// People who reply, opt out and complain often enough to matter in a small world.
pub fn lively_audience(size: u32) -> Value {
    json!({ "size": size, "consent": "", "consented": 0.9, "landline": 0.03, "inactive": 0.03, "off": 0.02,
        "reactions": { "reply": 0.05, "opt_out": 0.03, "complaint": 0.01 } })
}

/// A sender of that name.
pub fn sender(name: &str, rate: &str, count: u32) -> Value {
    json!({ "name": name, "audience": "all", "start": "00:00", "rate": rate, "gaps": "poisson",
        "number": { "type": "", "count": count, "pool": "rotate", "throughput": "2/s", "queue": "1h",
            "segment_price": 0.01, "grants": { "campaign": { "limit": "60/min" } } },
        "texts": ["{Hi|Hello} {all|there|friends} from Acme: {sale|offer|news} until Sunday. Reply STOP to end", "free crypto at http://acme.example/x for all"] })
}

/// Runs a world once.
pub fn play(settings: WorldSettings, seed: u64) -> (World, Outcome) {
    let world = World::new(settings, &models()).expect("a world");
    let outcome = run(&world, &Draws::new(seed, 0), Detail::Decisions);
    (world, outcome)
}

/// Everything that can be counted in a run, as text: equal texts mean equal runs. Names, not ranks.
pub fn fingerprint(world: &World, outcome: &mut Outcome) -> BTreeMap<(String, String), String> {
    let mut prints = BTreeMap::new();
    for (s, sender) in world.settings().senders.iter().enumerate() {
        for (c, carrier) in world.settings().carriers.iter().enumerate() {
            let tally = outcome.ledger.tally(world.sender_rank(s), world.carrier_rank(c));
            prints.insert((sender.name.clone(), carrier.name.clone()), print(tally));
        }
    }
    prints
}

/// Everything that a tally counts, as text.
pub fn print(t: &Tally) -> String {
    format!(
        "{} {:?} {:?} {} {} {} {} {:?} {} {} {} {} {} {:?}",
        t.attempted,
        t.fates,
        t.causes,
        t.screened,
        t.reported_delivered,
        t.false_delivered,
        t.reported_failed,
        [t.receipts_acknowledged, t.receipts_duplicate, t.receipts_contradictory],
        t.replies,
        t.opt_outs,
        t.complaints,
        t.unwanted,
        t.segments,
        t.waits.iter_recorded().map(|v| (v.value_iterated_to(), v.count_at_value())).collect::<Vec<_>>()
    )
}

/// Standard errors that a true law may be off: by a normal law, one comparison in 150,000 is further off by
/// chance. The seeds are fixed, so a test that passes goes on passing.
pub const Z: f64 = 4.5;

/// Prints for whoever asks with `--nocapture`.
#[expect(clippy::print_stdout, reason = "the deviations of laws that hold are of interest, too")]
pub fn note(what: std::fmt::Arguments<'_>) {
    println!("{what}");
}

/// The law holds: the deviation is within the tolerance.
pub fn holds(what: &str, got: f64, law: f64, error: f64) {
    note(format_args!(
        "{what}: {got:.5} against {law:.5}, off by {:.2} of {Z} standard errors",
        off(got, law, error)
    ));
    assert!(off(got, law, error) <= Z, "{what}: {got} against {law}, standard error {error}");
}

/// The law does not hold here, and the comparison can tell.
pub fn fails(what: &str, got: f64, law: f64, error: f64) {
    note(format_args!(
        "{what}: {got:.5} is not {law:.5}, off by {:.1} standard errors",
        off(got, law, error)
    ));
    assert!(off(got, law, error) > Z, "{what}: {got} cannot be told from {law}, standard error {error}");
}

fn off(got: f64, law: f64, error: f64) -> f64 {
    if got == law { 0.0 } else { (got - law).abs() / error }
}

/// A mean over independent replications and its standard error.
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
}

/// The mean of independent values.
pub fn mean(values: &[f64]) -> Mean {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Mean { mean, error: (variance / n).sqrt() }
}
