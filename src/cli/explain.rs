//! `carrierlab explain DIR ID`: one message, stage by stage.
//!
//! The message is not looked up but lived again: the run that it belongs to is repeated from the stored
//! scenario and seed with a probe on it, so every message can be explained, traced or not.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::results::sha256;
use super::{Failure, Global, models, print};
use crate::carrier::{Decision, Stage};
use crate::engine::{World, run};
use crate::experiment::{rule_name, verdict_name};
use crate::ledger::{Detail, MessageRow, code_of};
use crate::message::{MessageId, Reported, Verdict};
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
    print(&explain(&args.dir, &args.id, global.json)?)?;
    Ok(0)
}

/// Explains one message of a results folder, as text or as one JSON document.
pub fn explain(dir: &Path, id: &str, as_json: bool) -> Result<String, Failure> {
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
    // Model paths are relative to the scenario that was run, not to its copy in the results.
    let origin = manifest["scenario_file"].as_str().map(Path::new).and_then(Path::parent).unwrap_or(dir);
    let (models, hashes) = models::load(world.settings.carriers.iter(), origin)?;
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
    let decisions: Vec<_> = outcome.ledger.decisions.iter().flatten().collect();
    let text = compiled.text(row.message.text);
    let (_, local) = compiled.number_place(row.message.number);
    let carrier = compiled.carrier_name(row.carrier);
    if as_json {
        let decisions: Vec<Value> =
            decisions.iter().map(|d| decision_json(d.at.seconds(), &d.decision)).collect();
        let document = json!({
            "message": id, "strategy": world.name, "carrier": carrier, "sender": sender, "number": local,
            "text": text.body, "segments": row.message.segments, "due_seconds": row.message.due.seconds(),
            "fate": row.fate.name(), "cause": row.cause.map(|c| c.name()),
            "settled_seconds": row.settled.map(|t| t.seconds()), "reported": reported(row),
            "decisions": decisions,
        });
        return Ok(format!("{document:#}\n"));
    }
    let mut out = String::new();
    let _ = writeln!(out, "message {id} · {}", world.name);
    let _ = writeln!(out, "  from     {sender}, number {local}, to a customer of {carrier}");
    let _ = writeln!(out, "  text     {}", text.body);
    let _ = writeln!(out, "  segments {}", row.message.segments);
    let _ = writeln!(out, "  due      {}", row.message.due);
    for decision in &decisions {
        out.push('\n');
        out.push_str(&decision_text(carrier, decision.at, &decision.decision));
    }
    let _ = writeln!(out);
    let cause = row.cause.map_or(String::new(), |c| format!(" ({})", c.label()));
    match row.settled {
        Some(at) => {
            let _ = writeln!(out, "  truth    {}{cause} at {at}", row.fate.name());
        }
        None => {
            let _ = writeln!(out, "  truth    {}: still on its way at the horizon", row.fate.name());
        }
    }
    let _ = writeln!(out, "  report   {}", reported(row));
    Ok(out)
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

/// What the sender was told, in words.
fn reported(row: &MessageRow) -> String {
    match row.report {
        None => "nothing".into(),
        Some((at, Reported::Delivered)) => format!("delivered, at {at}"),
        Some((at, says @ Reported::Failed(_))) => {
            let code = row.cause.and_then(|c| code_of(c, Some(says)));
            let code = code.map_or(String::new(), |c| format!(" {c}: {}", c.meaning()));
            format!("failed{code}, at {at}")
        }
    }
}

fn decision_json(seconds: f64, decision: &Decision) -> Value {
    let terms: serde_json::Map<String, Value> =
        Stage::ALL.iter().zip(decision.terms).map(|(s, term)| (s.name().to_owned(), json!(term))).collect();
    json!({ "seconds": seconds, "verdict": verdict_name(decision.verdict), "rule": rule_name(decision.rule),
        "sum": decision.sum, "threshold": decision.threshold,
        "block_probability": decision.chance.map(|c| c.0), "block_draw": decision.chance.map(|c| c.1), "terms": terms,
        "listed_until_seconds": decision.listed_until.map(|t| t.seconds()) })
}

fn decision_text(carrier: &str, at: crate::time::SimTime, decision: &Decision) -> String {
    let mut out = format!("  {at}  {carrier} screens it: {}\n", verdict_name(decision.verdict));
    for (stage, term) in Stage::ALL.iter().zip(decision.terms) {
        if term > 0.0 {
            let _ = writeln!(out, "    {:<20} {term:>8.3}", stage.label());
        }
    }
    let sign = if decision.sum >= decision.threshold { "at or over" } else { "under" };
    let _ = writeln!(
        out,
        "    {:<20} {:>8.3}  {sign} the threshold of {}",
        "sum", decision.sum, decision.threshold
    );
    if let Some((p, u)) = decision.chance {
        let _ = writeln!(
            out,
            "    in the grey zone it is blocked with probability {p:.4}; the draw was {u:.4}, so it {}",
            if u < p { "is" } else { "is not" }
        );
    }
    if let Some(until) = decision.listed_until {
        let _ = writeln!(out, "    the number is blacklisted, until {until} as things stand");
    }
    if let Verdict::Hold { until } = decision.verdict {
        let _ = writeln!(out, "    it is held and screened again at {until}");
    }
    out
}
