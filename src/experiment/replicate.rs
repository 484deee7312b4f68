//! Replications of every strategy, interleaved and in parallel; the order of finishing changes nothing.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::record::RunRecord;
use super::work::in_order;
use crate::engine::{World, run};
use crate::ledger::Detail;
use crate::rng::Draws;

/// A strategy to be run.
#[derive(Debug)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub about: String,
    /// Its world.
    pub world: World,
}

/// How to run.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The root of all draws.
    pub seed: u64,
    /// Replications of each arm.
    pub replications: u32,
    /// Threads; 0 is one a core.
    pub jobs: usize,
    /// Whether replication 0 keeps a row for every message.
    pub trace: bool,
}

/// Finished runs by replication and arm.
pub type Runs = BTreeMap<(u32, usize), RunRecord>;

/// Runs every arm `plan.replications` times; see [`batch`]. `done` is called after each run, from any thread.
pub fn replicate(
    arms: &[Arm],
    plan: Plan,
    done: &(dyn Fn() + Sync),
    stop: &AtomicBool,
) -> Vec<Vec<RunRecord>> {
    batch(arms, plan, 0..plan.replications, &mut Runs::new(), &|_, _| done(), stop)
}

/// These replications of every arm: from `known` what is there, which is taken out of it, and the others by running
/// them. The order of the work is replication by replication, so that an interrupted run is balanced. Gives the
/// records by replication, then arm, up to the first replication that was not finished for every arm. `done` gets the
/// arm and the record of each run that was made, from any thread; once `stop` is set no further run begins.
pub fn batch(
    arms: &[Arm],
    plan: Plan,
    replications: Range<u32>,
    known: &mut Runs,
    done: &(dyn Fn(usize, &RunRecord) + Sync),
    stop: &AtomicBool,
) -> Vec<Vec<RunRecord>> {
    let all = || replications.clone().flat_map(|r| (0..arms.len()).map(move |arm| (r, arm)));
    let missing: Vec<(u32, usize)> = all().filter(|at| !known.contains_key(at)).collect();
    let made = in_order(missing.len(), plan.jobs, stop, &|i| {
        let (replication, arm) = missing[i];
        let record = one(&arms[arm].world, plan.seed, replication, plan.trace);
        done(arm, &record);
        record
    });
    known.extend(made.into_iter().map(|(i, record)| (missing[i], record)));
    let whole = |r: u32| (0..arms.len()).all(|arm| known.contains_key(&(r, arm)));
    let n_whole = replications.clone().take_while(|r| whole(*r)).count() as u32;
    let rows = replications.start..replications.start + n_whole;
    rows.map(|r| (0..arms.len()).filter_map(|arm| known.remove(&(r, arm))).collect()).collect()
}

/// One replication of one world.
fn one(world: &World, seed: u64, replication: u32, trace: bool) -> RunRecord {
    let detail = match (replication, trace) {
        (0, true) => Detail::Messages,
        (0, false) => Detail::Decisions,
        _ => Detail::Tallies,
    };
    let outcome = run(world, &Draws::new(seed, u64::from(replication)), detail);
    RunRecord::of(world, replication, outcome)
}
