//! A scenario that is right, with everything that its runs need, and what comes of them: `run`, `replay` and `verify`
//! share it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::results::sha256;
use super::{Failure, Progress, models};
use crate::engine::World;
use crate::experiment::sequential::{self, Sequence, Stopping};
use crate::experiment::store::Origin;
use crate::experiment::summary::{ContentModel, Summary};
use crate::experiment::{Arm, Header, Plan, RunRecord, Runs, batch, summarise, tables};
use crate::ledger::Table;
use crate::report;
use crate::scenario::Loaded;

use super::progress::Meter;

/// A scenario, ready to run.
pub(super) struct Study<'a> {
    pub(super) loaded: &'a Loaded,
    /// Its resolved form.
    pub(super) resolved: String,
    /// SHA-256 of each content model, by name.
    pub(super) models: BTreeMap<String, String>,
    cards: Vec<ContentModel>,
    arms: Vec<Arm>,
}

/// What is called after each run, with the place of its strategy: from any thread.
pub(super) type Done<'a> = &'a (dyn Fn(usize, &RunRecord) + Sync);

/// What comes of the runs, before anything is written.
pub(super) struct Results {
    pub(super) summary: Summary,
    pub(super) tables: Vec<Table>,
}

impl<'a> Study<'a> {
    /// Compiles every strategy. `resolved` is the resolved form of the scenario, `folder` where it lies.
    pub(super) fn new(loaded: &'a Loaded, resolved: String, folder: &Path) -> Result<Study<'a>, Failure> {
        let worlds = loaded.worlds.iter().map(|w| &w.settings);
        let (models, hashes) = models::load_all(worlds.clone(), folder)?;
        let arm = |w: &crate::scenario::World| {
            let world = World::new(w.settings.clone(), &models).map_err(|e| {
                Failure::message(
                    3,
                    "scenario.invalid",
                    format!("strategy `{}`: {e}", w.name),
                    "`carrierlab validate` shows every problem of a scenario with its place",
                )
            })?;
            Ok(Arm { name: w.name.clone(), about: w.about.clone(), world })
        };
        let arms = loaded.worlds.iter().map(arm).collect::<Result<Vec<Arm>, Failure>>()?;
        let cards = models::cards(&models, &hashes, worlds);
        Ok(Study { loaded, resolved, models: hashes, cards, arms })
    }

    /// SHA-256 of the resolved scenario.
    pub(super) fn scenario_hash(&self) -> String {
        sha256(self.resolved.as_bytes())
    }

    /// What its runs depend on.
    pub(super) fn origin(&self, trace: bool) -> Origin {
        Origin::new(&self.resolved, &self.models, self.loaded.file.scenario.seed, trace)
    }

    fn stopping(&self) -> Option<Stopping> {
        self.loaded.file.scenario.stop.as_ref().map(|stop| Stopping {
            half_width: stop.half_width.map(|w| w.value()),
            decided: stop.decided,
            at_most: stop.at_most,
        })
    }

    /// How far the runs have come that are not in `known`.
    pub(super) fn meter(&self, progress: Progress, known: &Runs) -> Meter {
        let (about, n_arms) = (&self.loaded.file.scenario, self.arms.len() as u64);
        let missing = |n: u32| {
            n_arms * u64::from(n)
                - known.keys().filter(|(r, arm)| *r < n && *arm < self.arms.len()).count() as u64
        };
        match &about.stop {
            Some(stop) => {
                let batch = n_arms * u64::from(about.replications);
                Meter::open(progress, &about.name, "runs", missing(stop.at_most), batch)
            }
            None => Meter::new(progress, &about.name, "runs", missing(about.replications)),
        }
    }

    /// Runs what is not in `known`.
    pub(super) fn run(
        &self,
        jobs: usize,
        trace: bool,
        known: &mut Runs,
        done: Done<'_>,
        stop: &AtomicBool,
    ) -> Sequence {
        let about = &self.loaded.file.scenario;
        let plan = Plan { seed: about.seed, replications: about.replications, jobs, trace };
        let zone = about.indifference.value();
        sequential::run(&self.arms, plan, self.stopping().as_ref(), zone, known, done, stop)
    }

    /// Runs the first `n` replications of those `asked` for, as if interrupted then.
    pub(super) fn run_part(
        &self,
        (n, asked): (u32, u32),
        (jobs, trace): (usize, bool),
        done: Done<'_>,
        stop: &AtomicBool,
    ) -> Sequence {
        let plan = Plan { seed: self.loaded.file.scenario.seed, replications: n, jobs, trace };
        let rows = batch(&self.arms, plan, 0..n, &mut Runs::new(), done, stop);
        Sequence { rows, asked, why: None }
    }

    /// The summary and the tables.
    pub(super) fn results(&self, sequence: &Sequence) -> Results {
        let about = &self.loaded.file.scenario;
        let stopping = self.stopping();
        let looks = stopping.map_or(1, |s| s.divided(about.replications));
        let header = Header {
            scenario: about.name.clone(),
            about: about.about.clone(),
            horizon: about.horizon.to_string(),
            seed: about.seed,
            scenario_hash: self.scenario_hash(),
            replications: sequence.asked,
            indifference: about.indifference.value(),
            looks,
            models: self.cards.clone(),
        };
        let mut summary = summarise(&header, &self.arms, &sequence.rows, &self.loaded.file.expectations);
        if let (Some(why), Some(stopping)) = (sequence.why, stopping) {
            summary.notes.insert(0, why.note(&stopping, sequence.asked, looks));
        }
        Results { summary, tables: tables(&self.arms, &sequence.rows) }
    }
}

impl Results {
    /// Every file that depends on nothing but the scenario, by its name in the results folder, with its bytes.
    pub(super) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let tables = self.tables.iter().map(|table| (table_file(&table.name), report::parquet_bytes(table)));
        tables.chain([(SUMMARY.to_owned(), pretty(&self.summary))]).collect()
    }

    /// The SHA-256 of each of them.
    pub(super) fn hashes(&self) -> BTreeMap<String, String> {
        self.files().into_iter().map(|(name, bytes)| (name, sha256(&bytes))).collect()
    }
}

/// The summary in a folder of results.
pub(super) const SUMMARY: &str = "summary.json";

/// The file of a table in a folder of results.
pub(super) fn table_file(name: &str) -> String {
    format!("tables/{name}.parquet")
}

/// JSON as files hold it: indented, ending in a line break.
pub(super) fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// Hashes in columns for people, shortened; `None` is a dash.
pub(super) fn columns(head: &[&str], rows: &[(String, Vec<Option<String>>, bool)]) -> String {
    const SHOWN: usize = 16;
    let wide = rows.iter().map(|(name, ..)| name.len()).chain([head[0].len()]).max().unwrap_or(0);
    let mut text = format!("{:wide$}", head[0]);
    head[1..].iter().for_each(|h| text.push_str(&format!("  {h:SHOWN$}")));
    text.push_str("  same\n");
    for (name, hashes, same) in rows {
        text.push_str(&format!("{name:wide$}"));
        for hash in hashes {
            let short: String = hash.as_deref().unwrap_or("-").chars().take(SHOWN).collect();
            text.push_str(&format!("  {short:SHOWN$}"));
        }
        text.push_str(if *same { "  yes\n" } else { "  NO\n" });
    }
    text
}

/// The failure of work that was stopped before it could give an answer.
pub(super) fn stopped() -> Failure {
    Failure::message(130, "interrupted", "interrupted before there was an answer", "run it again")
}
