//! `carrierlab explain DIR ID`: one message, stage by stage.
//!
//! The message is not looked up but lived again: the run that it belongs to is repeated from the stored
//! scenario and seed with a probe on it, so every message can be explained, traced or not. What would have
//! let it pass is found in the same way, with one change at a time.

mod evidence;
mod view;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use self::view::Page;
use super::progress::Meter;
use super::results::sha256;
use super::{Failure, Global, Progress, models, print};
use crate::engine::{World, run};
use crate::experiment::counterfactual::{Asked, Inquiry};
use crate::ledger::Detail;
use crate::message::MessageId;
use crate::rng::Draws;
use crate::scenario::{self, Overrides};

const ID_HELP: &str = "an id is STRATEGY:REPLICATION:SENDER:COUNT, such as 0:0:shop:1234; the column `message` of tables/decisions.parquet lists some, tables/messages.parquet all (run with --trace)";

/// What `explain` is asked to do.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// The results folder of a run
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The message: STRATEGY:REPLICATION:SENDER:COUNT, such as 0:0:shop:1234
    #[arg(value_name = "MESSAGE-ID")]
    id: String,
}

/// `carrierlab explain DIR MESSAGE-ID`.
pub fn command(args: &ExplainArgs, global: &Global) -> Result<u8, Failure> {
    let progress = if global.quiet { Progress::None } else { global.progress };
    print(&explain(&args.dir, &args.id, global.json, progress)?)?;
    Ok(0)
}

/// Explains one message of a results folder, as text or as one JSON document: every stage with its term and
/// evidence, and what would have let the message pass. `progress` is of the runs that this takes.
pub fn explain(dir: &Path, id: &str, as_json: bool, progress: Progress) -> Result<String, Failure> {
    let missing = |what: String| {
        Failure::message(3, "results.missing", what, "DIR has to be the results folder of `carrierlab run`")
    };
    let path = dir.join("scenario.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|e| missing(format!("cannot read {}: {e}", path.display())))?;
    let path = dir.join("manifest.json");
    let manifest: Value = std::fs::read_to_string(&path)
        .map_err(|e| e.to_string())
        .and_then(|text| serde_json::from_str(&text).map_err(|e| e.to_string()))
        .map_err(|e| missing(format!("cannot read {}: {e}", path.display())))?;
    if manifest["scenario_hash"].as_str() != Some(&sha256(text.as_bytes())) {
        return Err(missing("scenario.toml is not the one that this run was made from".into()));
    }
    let loaded =
        scenario::parse("scenario.toml", &text, &Overrides::default(), Some(dir)).map_err(Failure::from)?;
    let (arm, replication, sender, count) = parse_id(id)?;
    let done = manifest["replications"].as_u64().unwrap_or(0);
    if u64::from(replication) >= done {
        return Err(no_such(format!(
            "there is no replication {replication}: the run has {done} (0 is the first)"
        )));
    }
    let world = loaded.worlds.get(arm).ok_or_else(|| {
        no_such(format!(
            "there is no strategy {arm}: the scenario has {} (0 is the first)",
            loaded.worlds.len()
        ))
    })?;
    let origin = models::folder_of_results(dir, &manifest);
    let (models, hashes) = models::load_all(std::iter::once(&world.settings), &origin)?;
    for (name, hash) in &hashes {
        if manifest["models"][name].as_str().is_some_and(|stored| stored != hash) {
            return Err(missing(format!("the content model `{name}` has changed since this run")));
        }
    }
    let place = loaded
        .file
        .senders
        .iter()
        .position(|s| s.name == sender)
        .ok_or_else(|| no_such(format!("there is no sender `{sender}`")))?;
    let compiled = World::new(world.settings.clone(), &models)
        .map_err(|e| Failure::message(3, "scenario.invalid", e.to_string(), "run the scenario again"))?;
    let message = MessageId { sender: compiled.sender_rank(place), count };
    let draws = Draws::new(loaded.file.scenario.seed, u64::from(replication));
    let outcome = run(&compiled, &draws, Detail::Probe(message));
    let row = outcome.ledger.messages.first().ok_or_else(|| {
        no_such(format!(
            "sender `{sender}` sent fewer than {} messages in replication {replication}",
            u64::from(count) + 1
        ))
    })?;
    let asked = Asked { world: &compiled, models: &models, draws: &draws, outcome: &outcome };
    let counterfactuals = Inquiry::new(asked).map(|inquiry| {
        let meter = Meter::new(progress, "explain", "questions", inquiry.len() as u64);
        let answers = inquiry.answer(&|| meter.step());
        meter.finish();
        answers
    });
    let page = Page {
        id,
        strategy: &world.name,
        sender,
        world: &compiled,
        row,
        decisions: outcome.ledger.decisions.iter().flatten().collect(),
        carrier: &outcome.carriers[row.carrier.index()],
        counterfactuals,
    };
    Ok(if as_json { format!("{:#}\n", page.json()) } else { page.text() })
}

fn parse_id(id: &str) -> Result<(usize, u32, &str, u32), Failure> {
    let bad = || Failure::message(2, "message.id", format!("`{id}` is not the id of a message"), ID_HELP);
    let mut parts = id.splitn(3, ':');
    let (arm, replication) = (parts.next().ok_or_else(bad)?, parts.next().ok_or_else(bad)?);
    let (sender, count) = parts.next().and_then(|rest| rest.rsplit_once(':')).ok_or_else(bad)?;
    let number = |text: &str| text.parse::<u32>().map_err(|_| bad());
    Ok((number(arm)? as usize, number(replication)?, sender, number(count)?))
}

fn no_such(what: String) -> Failure {
    Failure::message(3, "message.unknown", what, ID_HELP)
}
