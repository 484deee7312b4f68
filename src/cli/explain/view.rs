//! One message on a page: for people, or as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::evidence::{evidence, filter_of, in_force};
use crate::carrier::{Carrier, Decision, Rule, Scope, Stage};
use crate::cli::lint::view::{clean, decimals, width as columns, wrap};
use crate::engine::World;
use crate::experiment::counterfactual::{Counterfactual, Try};
use crate::experiment::{callbacks, rule_name, verdict_name};
use crate::ledger::{Cause, DecisionRow, MessageRow};
use crate::message::{Fate, Reported, Role, Verdict};
use crate::sender::EXTRA;
use crate::time::SimTime;

/// Everything that is said of a message.
pub(super) struct Page<'a> {
    pub(super) id: &'a str,
    pub(super) strategy: &'a str,
    pub(super) sender: &'a str,
    pub(super) world: &'a World,
    pub(super) row: &'a MessageRow,
    pub(super) decisions: Vec<&'a DecisionRow>,
    pub(super) carrier: &'a Carrier,
    /// What would have let it pass, or why that was not asked.
    pub(super) counterfactuals: Result<Vec<Counterfactual>, String>,
}

impl Page<'_> {
    /// The stages that were in force for this message: at a decision, or where none was made, in the end.
    fn in_force(&self, decision: Option<&DecisionRow>) -> impl Iterator<Item = Stage> {
        let number = self.world.number_settings(self.row.message.number);
        let filter = match decision {
            Some(row) => filter_of(row, self.carrier),
            None => &self.carrier.settings().filter,
        };
        in_force(filter, number)
    }

    /// As one JSON document.
    pub(super) fn json(&self) -> Value {
        let row = self.row;
        let decisions: Vec<Value> = self
            .decisions
            .iter()
            .map(|d| {
                let mut document = decision_json(d.at, &d.decision);
                let told = evidence(d, self.world, self.carrier).into_iter();
                let told: Map<String, Value> = told.map(|(s, e)| (s.name().to_owned(), e.into())).collect();
                document["evidence"] = told.into();
                let in_force: Vec<&str> = self.in_force(Some(d)).map(Stage::name).collect();
                document["stages_in_force"] = in_force.into();
                document["filter"] = d.grounds.as_ref().map(|grounds| grounds.filter).into();
                document
            })
            .collect();
        let in_force: Vec<&str> = self.in_force(self.decisions.last().copied()).map(Stage::name).collect();
        let (list, none) = match &self.counterfactuals {
            Ok(list) => (list.iter().map(|one| self.counterfactual_json(one)).collect(), None),
            Err(why) => (Vec::new(), Some(why)),
        };
        let text = self.world.text(row.message.text);
        json!({
            "message": self.id, "strategy": self.strategy,
            "carrier": self.world.carrier_name(row.carrier), "sender": self.sender,
            "number": self.world.number_place(row.message.number).1,
            "role": row.message.role.name(), "intent": row.message.intent,
            "retry": row.message.id.count / EXTRA, "retry_of": self.first_attempt(),
            "text": text.body, "segments": row.message.segments, "due_seconds": row.message.due.seconds(),
            "fate": row.fate.name(), "cause": row.cause.map(Cause::name),
            "settled_seconds": row.settled.map(SimTime::seconds), "reported": reported(row),
            "reported_again": row.second.map(says), "acknowledged": row.acknowledged,
            "statuses": self.statuses(),
            "stages_in_force": in_force, "decisions": decisions,
            "counterfactuals": list, "no_counterfactuals": none,
        })
    }

    /// The written id of this message with another count.
    fn id_of(&self, count: u32) -> String {
        let of = self.id.rsplit_once(':').map_or(self.id, |(of, _)| of);
        format!("{of}:{count}")
    }

    /// The id of the first attempt at a retry.
    fn first_attempt(&self) -> Option<String> {
        let count = self.row.message.id.count;
        (count >= EXTRA).then(|| self.id_of(count % EXTRA))
    }

    /// What the message is sent for, unless it is the first attempt at an ordinary one.
    fn sent_as(&self) -> Option<String> {
        let message = &self.row.message;
        let retry =
            self.first_attempt().map(|first| format!("retry {} of {first}", message.id.count / EXTRA));
        let role = match message.role {
            Role::Main => None,
            Role::Opener => Some(format!("an opener for {}", self.id_of(message.intent))),
            Role::Seed => Some("a seed, to see whether such messages arrive".into()),
        };
        let parts: Vec<String> = retry.into_iter().chain(role).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// What the sender was called back with.
    fn statuses(&self) -> Vec<Value> {
        let all = callbacks(self.world, self.row).into_iter();
        all.map(|(at, status)| json!({ "status": status.name(), "seconds": at.seconds() })).collect()
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let row = self.row;
        let carrier = self.world.carrier_name(row.carrier);
        let (_, local) = self.world.number_place(row.message.number);
        let mut out = String::new();
        let _ = writeln!(out, "message {} · {}", self.id, self.strategy);
        let _ = writeln!(out, "  from     {}, number {local}, to {}", self.sender, to(row, carrier));
        if let Some(what) = self.sent_as() {
            let _ = writeln!(out, "  sent as  {what}");
        }
        let _ = writeln!(out, "  text     {}", clean(&self.world.text(row.message.text).body));
        let _ = writeln!(out, "  segments {}", row.message.segments);
        let _ = writeln!(out, "  due      {}", row.message.due);
        for decision in &self.decisions {
            out.push('\n');
            self.decision(decision, &mut out);
        }
        let _ = writeln!(out);
        let cause = cause(row.cause);
        match row.settled {
            Some(at) => {
                let _ = writeln!(out, "  truth    {}{cause} at {at}", row.fate.name());
            }
            None => {
                let _ = writeln!(out, "  truth    {}: still on its way at the horizon", row.fate.name());
            }
        }
        let _ = writeln!(out, "  report   {}", reported(row));
        match (row.acknowledged, row.report) {
            (false, _) => {}
            (true, Some(_)) => {
                out.push_str(
                    "           the network took it, before the filter ran; its fate is not reported\n",
                );
            }
            (true, None) => {
                out.push_str("           the network took it, but its only receipt is lost or too late\n");
            }
        }
        if let Some(second) = row.second {
            let _ = writeln!(out, "           then {}", says(second));
        }
        for (i, (at, status)) in callbacks(self.world, row).into_iter().enumerate() {
            let head = if i == 0 { "status" } else { "" };
            let _ = writeln!(out, "  {head:<8} {:<11} {at}", status.name());
        }
        out.push('\n');
        match &self.counterfactuals {
            Ok(list) => {
                out.push_str("  what would have let it pass: the run again, with one change each\n");
                let width = list.iter().map(|one| name(one).chars().count()).max().unwrap_or(0);
                list.iter().for_each(|one| self.counterfactual(one, width, &mut out));
            }
            Err(why) => {
                let _ = writeln!(out, "  what would have let it pass: not asked; {why}");
            }
        }
        out
    }

    /// One screening: every stage in force, then the sum.
    fn decision(&self, row: &DecisionRow, out: &mut String) {
        let (carrier, decision) = (self.world.carrier_name(row.carrier), &row.decision);
        let by = match row.grounds.as_ref().map_or(0, |grounds| grounds.filter) {
            0 => String::new(),
            update => format!(", by the filter of update {update}"),
        };
        let _ = writeln!(out, "  {}  {carrier} screens it: {}{by}", row.at, verdict_name(decision.verdict));
        let told = evidence(row, self.world, self.carrier);
        for stage in self.in_force(Some(row)) {
            let of = told.iter().find(|(s, _)| *s == stage).map_or("", |(_, e)| e.as_str());
            let line = format!("    {:<26} {:>8.3}  {of}", stage.label(), decision.terms[stage as usize]);
            let _ = writeln!(out, "{}", line.trim_end());
        }
        let sign = if decision.sum >= decision.threshold { "at or over" } else { "under" };
        let _ = writeln!(
            out,
            "    {:<26} {:>8.3}  {sign} the threshold of {}",
            "sum",
            decision.sum,
            decimals(decision.threshold)
        );
        if let Some((p, u)) = decision.chance {
            let _ = writeln!(
                out,
                "    in the grey zone it is blocked with probability {p:.4}; the draw was {u:.4}, so it {}",
                if u < p { "is" } else { "is not" }
            );
        }
        if let Some(until) = decision.listed_until {
            let what = decision.listed.map_or("number", Scope::name);
            let how = match decision.suspended {
                Some(why) => format!("suspended {}", why.label()),
                None => "blacklisted".into(),
            };
            let when = match until {
                SimTime::NEVER => "for good".into(),
                until => format!("until {until} as things stand"),
            };
            let _ = writeln!(out, "    the {what} is {how}, {when}");
        }
        if let Verdict::Hold { until } = decision.verdict {
            let _ = writeln!(out, "    it is held and screened again at {until}");
        }
    }
}

/// What the sender was told first, in words.
fn reported(row: &MessageRow) -> String {
    row.report.map_or("nothing".into(), says)
}

/// Whom a message is for.
fn to(row: &MessageRow, carrier: &str) -> String {
    match row.message.role {
        Role::Seed => format!("a phone of its own at {carrier}"),
        Role::Main | Role::Opener => format!("a customer of {carrier}"),
    }
}

/// A receipt, in words.
fn says(receipt: (SimTime, Reported)) -> String {
    match receipt {
        (at, Reported::Delivered) => format!("delivered, at {at}"),
        (at, Reported::Failed(code)) => format!("failed {code}: {}, at {at}", code.meaning()),
    }
}

fn decision_json(at: SimTime, decision: &Decision) -> Value {
    let terms: Map<String, Value> =
        Stage::ALL.iter().zip(decision.terms).map(|(s, term)| (s.name().to_owned(), json!(term))).collect();
    json!({ "seconds": at.seconds(), "verdict": verdict_name(decision.verdict), "rule": rule_name(decision.rule),
        "sum": decision.sum, "threshold": decision.threshold,
        "block_probability": decision.chance.map(|c| c.0), "block_draw": decision.chance.map(|c| c.1), "terms": terms,
        "listed": decision.listed.map(Scope::name), "suspended": decision.suspended.map(|why| why.label()),
        "listed_until_seconds": decision.listed_until.filter(|t| *t != SimTime::NEVER).map(|t| t.seconds()) })
}

fn cause(cause: Option<Cause>) -> String {
    cause.map_or(String::new(), |c| format!(" ({})", c.label()))
}

/// A kind of change, and which of several.
fn name(one: &Counterfactual) -> String {
    let of = if one.of.is_empty() { String::new() } else { format!(" {}", one.of) };
    format!("{}{of}", one.change.label())
}

impl Page<'_> {
    /// One kind of change, as JSON.
    fn counterfactual_json(&self, one: &Counterfactual) -> Value {
        let tries: Vec<Value> = one.tries.iter().map(|one| self.try_json(one)).collect();
        json!({ "change": one.change.name(), "of": (!one.of.is_empty()).then_some(&one.of),
        "would_pass": (!one.tries.is_empty()).then(|| one.would_pass()), "tries": tries, "untried": one.untried })
    }

    fn try_json(&self, one: &Try) -> Value {
        json!({ "says": one.says, "would_pass": one.would_pass,
        "delivered_earlier": one.earlier.map(|id| self.id_of(id.count)), "fate": one.fate.map(Fate::name),
        "cause": one.cause.map(Cause::name), "decision": one.decision.map(|(at, d)| decision_json(at, &d)),
        "horizon_seconds": one.horizon.map(|h| h.seconds()) })
    }

    /// What came of one kind of change.
    fn counterfactual(&self, one: &Counterfactual, width: usize, out: &mut String) {
        let untried = one.untried.as_deref();
        let (word, says) = match one.tries.last() {
            None => ("-", untried.unwrap_or_default().to_owned()),
            Some(last) => {
                let more = untried.map_or(String::new(), |u| format!("; {u}"));
                let n = one.tries.len();
                match last.would_pass {
                    true => ("yes", self.outcome(last)),
                    false if n == 1 => ("no", format!("{}{more}", self.outcome(last))),
                    false => ("no", format!("with none of {n}; the last: {}{more}", self.outcome(last))),
                }
            }
        };
        let line = format!("    {:<width$}  {word:<3}  {}", name(one), clean(&says));
        wrap(out, &line, columns(), 0, width + 11);
    }

    /// A change and what became of the message with it.
    fn outcome(&self, one: &Try) -> String {
        let fate = match (one.fate, one.decision) {
            (None, _) => "its turn never comes".into(),
            (Some(Fate::InFlight), Some((at, d))) if matches!(d.verdict, Verdict::Hold { .. }) => {
                format!("held at {at}, and still on its way")
            }
            (Some(fate), _) => format!("{}{}", fate.name(), cause(one.cause)),
        };
        let fate = match one.earlier {
            Some(id) => format!("not needed: an earlier attempt ({}) was delivered", self.id_of(id.count)),
            None => fate,
        };
        let late = match (one.horizon, one.decision) {
            (None, _) => String::new(),
            (Some(_), Some((at, _))) => format!(", at {at}: the run had to be longer than the scenario"),
            (Some(horizon), None) => format!(", though the run went on until {horizon}"),
        };
        // The chance says how near it was, unless it did not decide.
        let near = |p: &f64| (0.00005..0.99995).contains(p);
        let shut_out = |rule| matches!(rule, Rule::Blacklisted | Rule::Suspended | Rule::NetworkStop);
        let decided = one.decision.filter(|(_, d)| !shut_out(d.rule));
        let chance = decided.and_then(|(_, d)| d.chance).map(|(p, _)| p).filter(near);
        let chance = chance.map_or(String::new(), |p| format!(", where {p:.4} was the chance of a block"));
        format!("{}: {fate}{chance}{late}", one.says)
    }
}
