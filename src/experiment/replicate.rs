//! Replications of every strategy, interleaved and in parallel; the order of finishing changes nothing.

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

/// Runs every arm `replications` times. The order of the work is replication by replication, so that an
/// interrupted run is balanced. Gives the records by replication, then arm; replications that were not
/// finished for every arm are left out. `done` is called after each run, from any thread; once `stop` is
/// set no further run begins.
pub fn replicate(
    arms: &[Arm],
    plan: Plan,
    done: &(dyn Fn() + Sync),
    stop: &AtomicBool,
) -> Vec<Vec<RunRecord>> {
    let n = arms.len() * plan.replications as usize;
    let records = in_order(n, plan.jobs, stop, &|i| {
        let (replication, arm) = (i / arms.len(), i % arms.len());
        let record = one(&arms[arm].world, plan.seed, replication as u32, plan.trace);
        done();
        record
    });
    let mut rows: Vec<Vec<RunRecord>> = Vec::new();
    let mut records = records.into_iter().peekable();
    for replication in 0..plan.replications as usize {
        let of_this = |i: &usize| i / arms.len() == replication;
        let row: Vec<RunRecord> =
            std::iter::from_fn(|| records.next_if(|(i, _)| of_this(i))).map(|(_, record)| record).collect();
        if row.len() == arms.len() {
            rows.push(row);
        }
    }
    rows
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
