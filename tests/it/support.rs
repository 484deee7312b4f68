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

/// A carrier with everything at once: every stage in a grey zone, blacklists of several scopes, suspensions, an
/// audit, a learner, a controller, a drift, an update of the filter, and receipts of every kind of fault. What it
/// knows and where its threshold stands changes all the time, and at values that a small world reaches.
pub fn whole_carrier(name: &str, share: f64) -> Value {
    let mut carrier = strict_carrier(name, share);
    carrier["filter"]["softness"] = json!(0.1);
    carrier["filter"]["holds_max"] = json!(1);
    carrier["filter"]["hold"] = json!("7min");
    carrier["filter"]["prior"] = json!({ "unregistered": 0.3, "registered": 0.15, "vetted": 0.05 });
    carrier["filter"]["snowshoe"] =
        json!({ "weight": 0.02, "numbers": 6, "window": "5min", "penalty": "1min" });
    carrier["filter"]["duplicates"]["limit"] = json!(400);
    carrier["filter"]["content"]["weight"] = json!(0.4);
    let mut later = carrier["filter"].clone();
    later["threshold"] = json!(0.8);
    later["rate"]["minute"] = json!(12);
    later["terms"] = json!({ "phrases": ["news until"] });
    later.as_object_mut().expect("keys").remove("repeats");
    carrier["update"] = json!([{ "at": "5h", "filter": later }]);
    carrier["blacklist"] = json!({ "scopes": ["number", "brand", "cluster"], "after": 12, "within": "30min",
        "base": "11min", "growth": "2s", "probation": "10min", "probation_after": 4 });
    carrier["suspension"] = json!([
        { "on": "opt-outs", "share": 0.09, "least": 15, "within": "2h", "lasts": "40min", "level": "campaign" },
        { "on": "complaints", "count": 2, "within": "4h", "lasts": "25min" },
    ]);
    carrier["audit"] = json!({ "interval": "150min", "least": 20, "opt_outs": 0.03, "lasts": "35min" });
    carrier["learning"] = json!({ "policy": "cluster", "rate": 0.5, "sample": 0.5, "every": "20min", "delay": "10min",
        "patience": "90min", "reports_needed": 3, "memory": "40min", "half_life": "9h" });
    carrier["controller"] = json!({ "target": 0.25, "gain": 0.4, "interval": "30min", "delay": "10min", "least": 0.5, "most": 1.6 });
    carrier["drift"] = json!({ "step": 0.03, "interval": "25min", "least": 0.5, "most": 1.6 });
    carrier["receipts"]["acknowledged"] = json!(0.4);
    carrier["receipts"]["cause"]["throttled"] = json!({ "silent": 0.3, "reported_delivered": 0.3 });
    carrier
}

/// Two whole carriers.
pub fn two_whole() -> Value {
    json!([whole_carrier("north", 0.6), whole_carrier("south", 0.4)])
}

/// A sender whose program is audited and whose receipts the network may give, for a whole carrier.
pub fn whole_sender(name: &str, rate: &str, count: u32) -> Value {
    let mut sender = sender(name, rate, count);
    sender["number"]["program_approved"] = json!(true);
    sender["number"]["receipts"] = json!("network");
    sender
}

/// People who react within minutes, so that a carrier hears of it while it matters.
pub fn quick_audience(size: u32) -> Value {
    let mut audience = lively_audience(size);
    audience["reactions"] = json!({ "reply": 0.05, "opt_out": 0.04, "complaint": 0.015,
        "delay": { "median": "3min", "p95": "30min", "min": "5s" },
        "complaint_delay": { "median": "10min", "p95": "1h", "min": "1min" } });
    audience
}

/// A small world of two whole carriers.
pub fn whole_world(hours: u64, size: u32, rates: &[&str]) -> WorldSettings {
    let senders: Vec<Value> = rates
        .iter()
        .enumerate()
        .map(|(i, rate)| whole_sender(&format!("s{i}"), rate, 1 + i as u32 * 2))
        .collect();
    settings(hours, two_whole(), quick_audience(size), json!(senders), json!({ "validity": "2h" }))
}

/// What changed at each carrier during a run, by name: every value of the threshold, and the labels taken in.
pub fn courses(world: &World, outcome: &Outcome) -> BTreeMap<String, String> {
    let course = |file: usize| {
        let carrier = &outcome.carriers[world.carrier_rank(file).index()];
        format!("{:?} {:?}", carrier.thresholds(), carrier.learned())
    };
    world.settings().carriers.iter().enumerate().map(|(file, c)| (c.name.clone(), course(file))).collect()
}

/// People who reply, opt out and complain often enough to matter in a small world.
pub fn lively_audience(size: u32) -> Value {
    json!({ "size": size, "consent": "", "consented": 0.9, "landline": 0.03, "inactive": 0.03, "off": 0.02,
        "reactions": { "reply": 0.05, "opt_out": 0.03, "complaint": 0.01 } })
}

/// A platform with every guard but those of one-time codes, at values that a small world meets.
pub fn every_guard() -> Value {
    json!({ "validity": "9h",
        "stop": { "scope": "campaign", "start": 0.5, "help": 0.2,
            "start_delay": { "median": "1h", "p95": "4h", "min": "1min" } },
        "loops": { "same": 1, "any": 2, "per": "12h", "window": "sliding" }, "opt_in": { "free": 2 },
        "quiet": { "opens": "01:00", "closes": "05:30" },
        "content": { "phrases": ["friends from acme"] }, "lookahead": { "threshold": 0.6 } })
}

/// A sender of that name.
pub fn sender(name: &str, rate: &str, count: u32) -> Value {
    json!({ "name": name, "audience": "all", "start": "00:00", "rate": rate, "gaps": "poisson",
        "number": { "type": "", "count": count, "pool": "rotate", "throughput": "2/s", "queue": "1h",
            "segment_price": 0.01, "grants": { "campaign": [{ "limit": "60/min" }] } },
        "texts": ["{Hi|Hello} {all|there|friends} from Acme: {sale|offer|news} until Sunday. Reply STOP to end", "free crypto at http://acme.example/x for all"] })
}

/// Runs a world once.
pub fn play(settings: WorldSettings, seed: u64) -> (World, Outcome) {
    play_with(settings, &models(), seed)
}

/// Runs a world once with these content models.
pub fn play_with(settings: WorldSettings, models: &Models, seed: u64) -> (World, Outcome) {
    let world = World::new(settings, models).expect("a world");
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
        "{} {:?} {:?} {} {} {} {} {:?} {} {} {} {} {:?} {} {:?}",
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
        [t.clicks, t.conversions, t.blocks],
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
