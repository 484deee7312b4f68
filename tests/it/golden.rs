//! Every shipped scenario, run small. A golden file says exactly that something moved; the scenario's own
//! expectations say whether it matters. `UPDATE_DOCS=1 cargo test` writes them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use carrierlab::engine::{self, World};
use carrierlab::experiment::summary::Summary;
use carrierlab::experiment::{Arm, Header, Plan, replicate, summarise};
use carrierlab::ledger::Detail;
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::time::{SimSpan, SimTime};

use crate::docs::current;
use crate::support::{mean, models, note};

/// The shipped scenarios, by name.
pub fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(root.join("scenarios"))
        .expect("the scenarios")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 2);
    files
}

/// Runs a scenario file.
pub fn run(path: &Path, set: Vec<String>, replications: u32) -> Summary {
    let overrides = Overrides { set, replications: Some(replications), ..Overrides::default() };
    let loaded = scenario::read(path, &overrides).expect("a shipped scenario is right");
    let about = &loaded.file.scenario;
    let arms: Vec<Arm> = loaded
        .worlds
        .iter()
        .map(|w| Arm {
            name: w.name.clone(),
            about: w.about.clone(),
            world: World::new(w.settings.clone(), &models()).expect("a world"),
        })
        .collect();
    let plan = Plan { seed: about.seed, replications, jobs: 2, trace: false };
    let records = replicate(&arms, plan, &|| (), &AtomicBool::new(false));
    let header = Header {
        scenario: about.name.clone(),
        about: String::new(),
        horizon: about.horizon.to_string(),
        seed: about.seed,
        scenario_hash: String::new(),
        replications,
        indifference: about.indifference.value(),
        looks: 1,
        models: vec![],
    };
    summarise(&header, &arms, &records, &loaded.file.expectations)
}

/// A mean would hide it: each run of a filter that learns from its own blocks ends at one of two ends, and of one
/// that learns nothing, between them.
#[test]
fn own_blocks_end_in_one_of_two_places() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let summary = run(&root.join("scenarios/lock-in.toml"), vec![], 10);
    let clinic = |strategy: usize| -> Vec<f64> {
        let values = &summary.strategies[strategy].senders[0].metrics["delivered"].values;
        values.iter().copied().flatten().collect()
    };
    let (locked, coin, audited) = (clinic(0), clinic(1), clinic(2));
    // The mean of a coin lies within the bounds that the scenario expects, so the spread is what tells.
    assert!(spread(&locked) > 0.35 && spread(&coin) < 0.03, "{locked:?} {coin:?}");
    assert!(locked.iter().all(|x| *x < 0.1 || *x > 0.9), "{locked:?}");
    assert!(locked.iter().any(|x| *x < 0.1) && locked.iter().any(|x| *x > 0.9), "{locked:?}");
    assert!(coin.iter().all(|x| (0.4..0.6).contains(x)), "{coin:?}");
    assert!(audited.iter().all(|x| *x > 0.9), "{audited:?}");
    // And the summary says so, without anybody looking: of both senders, and of no other filter.
    let groups = |strategy: usize, sender: usize| {
        let groups = &summary.strategies[strategy].senders[sender].groups;
        groups.iter().map(|g| (g.n, g.centre)).collect::<Vec<_>>()
    };
    let clinic = groups(0, 0);
    assert_eq!(clinic.iter().map(|g| g.0).sum::<u32>(), 10);
    assert!(clinic.len() == 2 && clinic[0].1 < 0.1 && clinic[1].1 > 0.9, "{clinic:?}");
    assert_eq!(groups(0, 1).len(), 2);
    assert!((1..4).all(|s| groups(s, 0).is_empty() && groups(s, 1).is_empty()));
}

/// A threshold that stands still is drawn beside those that move, as a flat line; where none moves there is none.
#[test]
fn a_threshold_that_stands_still_is_shown_beside_those_that_move() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let small = vec!["scenario.horizon=2d".to_owned(), "audience.*.size=2880".to_owned()];
    let summary = run(&scenarios.join("oscillating-threshold.toml"), small, 2);
    let flat = |s: usize| {
        let course = summary.strategies[s].series[0].threshold.as_ref().expect("drawn for every strategy");
        course.mean.iter().all(|x| *x == 1.0)
    };
    assert_eq!((0..5).map(flat).collect::<Vec<_>>(), [false, false, false, false, true]);
    let still = run(&scenarios.join("minimal.toml"), vec![], 2);
    assert!(still.strategies.iter().flat_map(|s| &s.series).all(|x| x.threshold.is_none()));
}

/// The standard deviation of values.
fn spread(values: &[f64]) -> f64 {
    mean(values).error * (values.len() as f64).sqrt()
}

/// What the shares of the oscillating threshold cannot tell apart, its course does: over the second half the
/// threshold of a large gain that is late swings from limit to limit, in every run, and those that settle do not.
#[test]
fn only_a_large_gain_that_is_late_swings() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = scenario::read(&root.join("scenarios/oscillating-threshold.toml"), &Overrides::default());
    let loaded = loaded.expect("a shipped scenario is right");
    let half = SimTime::START + SimSpan::from_micros(loaded.file.scenario.horizon.micros() / 2);
    let ranges = |name: &str| -> Vec<f64> {
        let world = loaded.worlds.iter().find(|w| w.name == name).expect("a strategy");
        let world = World::new(world.settings.clone(), &models()).expect("a world");
        let range = |replication| {
            let outcome =
                engine::run(&world, &Draws::new(loaded.file.scenario.seed, replication), Detail::Tallies);
            let course = outcome.carriers[0].thresholds();
            let from = course.partition_point(|(at, _)| *at <= half) - 1;
            let late = course[from..].iter().map(|(_, value)| *value);
            late.clone().fold(f64::MIN, f64::max) - late.fold(f64::MAX, f64::min)
        };
        (0..4).map(range).collect()
    };
    let swings = ranges("large gain, twelve hours late");
    assert!(swings.iter().all(|range| *range > 1.2), "{swings:?}");
    for name in ["small gain, at once", "large gain, at once", "small gain, twelve hours late"] {
        let settled = ranges(name);
        note(format_args!("{name}: {settled:?}, against {swings:?}"));
        assert!(settled.iter().all(|range| *range < 0.5), "{name}: {settled:?}");
    }
    assert_eq!(ranges("no gain, twelve hours late"), [0.0; 4]);
}

/// After five days of rest it is a gamble: some runs are heard again and some are not, and none lies near the
/// mean that the scenario expects. Where there is no balance, or no busy day, all runs are alike.
#[test]
fn five_days_of_rest_end_in_two_groups() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let summary = run(&root.join("scenarios/feedback-trap.toml"), vec![], 12);
    let of = |name: &str| -> Vec<f64> {
        let strategy = summary.strategies.iter().find(|s| s.name == name).expect("a strategy");
        let mut values: Vec<f64> = strategy.metrics["delivered"].values.iter().copied().flatten().collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let rested = of("one busy day, five days of rest");
    let (low, high): (Vec<f64>, Vec<f64>) = rested.iter().partition(|x| **x < 0.4);
    assert!(!low.is_empty() && !high.is_empty() && high.iter().all(|x| *x > 0.75), "{rested:?}");
    for name in ["steady", "one busy day, two days of rest", "one busy day, no balance"] {
        assert!(spread(&of(name)) < 0.02, "{name}: {:?}", of(name));
    }
    assert!(of("one busy day, two days of rest").iter().all(|x| *x < 0.4));
    assert!(of("one busy day, no balance").iter().all(|x| *x > 0.75));
}

#[test]
fn shipped_scenarios_run_as_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in files() {
        let summary = run(&path, vec!["audience.*.size=600".to_owned()], 2);
        let mut golden = String::from("# Means of two replications with 600 people; exact.\n");
        for strategy in &summary.strategies {
            let _ = writeln!(golden, "\n[{}]", strategy.name);
            for (name, estimate) in &strategy.metrics {
                if let Some(mean) = estimate.mean {
                    let _ = writeln!(golden, "{name} = {mean:?}");
                }
            }
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        current(&root.join(format!("tests/it/golden/{name}.txt")), &golden);
    }
}
