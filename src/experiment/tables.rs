//! The tables of a results folder, one row an entity and replication.

use super::record::RunRecord;
use super::replicate::Arm;
use crate::carrier::{Rule, Stage};
use crate::engine::World;
use crate::ledger::{Cause, MessageRow, Table, code_of};
use crate::message::{Fate, GuardKind, Lie, MessageId, Reported, Verdict};
use crate::platform::callbacks::{Known, Status, statuses};
use crate::sender::EXTRA;
use crate::time::SimTime;

/// The written form of a message's id: strategy (its place in the file), replication, sender, count.
pub fn message_name(arm: usize, replication: u32, sender: &str, id: MessageId) -> String {
    format!("{arm}:{replication}:{sender}:{}", id.count)
}

/// Every table of a run: `outcomes`, `carriers`, `numbers`, `series`, `decisions`, and `messages` where
/// they were asked for. `records` are by replication, then arm.
pub fn tables(arms: &[Arm], records: &[Vec<RunRecord>]) -> Vec<Table> {
    let mut tables = vec![
        outcomes(arms, records),
        carriers(arms, records),
        numbers(arms, records),
        series(arms, records),
        decisions(arms, records),
    ];
    if records.iter().flatten().any(|r| !r.messages.is_empty()) {
        tables.push(messages(arms, records));
    }
    tables
}

/// Rows of cells, turned into columns at the end.
struct Rows {
    name: &'static str,
    text: Vec<(&'static str, Vec<String>)>,
    int: Vec<(&'static str, Vec<i64>)>,
    float: Vec<(&'static str, Vec<Option<f64>>)>,
}

impl Rows {
    fn new(name: &'static str, text: &[&'static str], int: &[&'static str], float: &[&'static str]) -> Rows {
        Rows {
            name,
            text: text.iter().map(|n| (*n, Vec::new())).collect(),
            int: int.iter().map(|n| (*n, Vec::new())).collect(),
            float: float.iter().map(|n| (*n, Vec::new())).collect(),
        }
    }
    fn push(&mut self, text: &[&str], int: &[i64], float: &[Option<f64>]) {
        assert_eq!((text.len(), int.len(), float.len()), (self.text.len(), self.int.len(), self.float.len()));
        self.text.iter_mut().zip(text).for_each(|(column, value)| column.1.push((*value).to_owned()));
        self.int.iter_mut().zip(int).for_each(|(column, value)| column.1.push(*value));
        self.float.iter_mut().zip(float).for_each(|(column, value)| column.1.push(*value));
    }
    fn table(self) -> Table {
        let mut table = Table::new(self.name);
        for (name, values) in self.text {
            table = table.text(name, values);
        }
        for (name, values) in self.int {
            table = table.int(name, values);
        }
        for (name, values) in self.float {
            table = table.float(name, values);
        }
        table
    }
}

fn each<'a>(
    arms: &'a [Arm],
    records: &'a [Vec<RunRecord>],
) -> impl Iterator<Item = (usize, &'a Arm, &'a RunRecord)> {
    arms.iter().enumerate().flat_map(move |(a, arm)| records.iter().map(move |r| (a, arm, &r[a])))
}

fn outcomes(arms: &[Arm], records: &[Vec<RunRecord>]) -> Table {
    let fates: Vec<&'static str> = Fate::ALL.iter().map(|f| f.name()).collect();
    let mut int = vec!["replication", "attempted"];
    int.extend(&fates);
    int.extend([
        "screened",
        "reported_delivered",
        "false_delivered",
        "reported_failed",
        "receipts_acknowledged",
        "receipts_duplicate",
        "receipts_contradictory",
        "replies",
        "opt_outs",
        "complaints",
        "helps",
        "notices",
        "unwanted_delivered",
        "clicks",
        "conversions",
        "blocks",
        "segments",
    ]);
    let mut rows = Rows::new("outcomes", &["strategy", "sender", "carrier"], &int, &["cost"]);
    for (_, arm, record) in each(arms, records) {
        let settings = arm.world.settings();
        for (s, sender) in settings.senders.iter().enumerate() {
            for (c, carrier) in settings.carriers.iter().enumerate() {
                let t = &record.tallies[s][c];
                let mut values = vec![u64::from(record.replication), t.attempted];
                values.extend(Fate::ALL.iter().map(|f| t.fate(*f)));
                values.extend([
                    t.screened,
                    t.reported_delivered,
                    t.false_delivered,
                    t.reported_failed,
                    t.receipts_acknowledged,
                    t.receipts_duplicate,
                    t.receipts_contradictory,
                    t.replies,
                    t.opt_outs,
                    t.complaints,
                    t.helps,
                    t.notices,
                    t.unwanted,
                    t.clicks,
                    t.conversions,
                    t.blocks,
                    t.segments,
                ]);
                let values: Vec<i64> = values.into_iter().map(|v| v as i64).collect();
                rows.push(&[&arm.name, &sender.name, &carrier.name], &values, &[Some(t.cost)]);
            }
        }
    }
    rows.table()
}

fn carriers(arms: &[Arm], records: &[Vec<RunRecord>]) -> Table {
    let int = ["replication", "messages"];
    let mut rows = Rows::new("carriers", &["strategy", "carrier", "cause"], &int, &[]);
    for (_, arm, record) in each(arms, records) {
        for (c, carrier) in arm.world.settings().carriers.iter().enumerate() {
            for cause in Cause::all() {
                let n: u64 = record.tallies.iter().map(|t| t[c].causes[cause.index()]).sum();
                if n > 0 {
                    let values = [i64::from(record.replication), n as i64];
                    rows.push(&[&arm.name, &carrier.name, cause.name()], &values, &[]);
                }
            }
        }
    }
    rows.table()
}

fn numbers(arms: &[Arm], records: &[Vec<RunRecord>]) -> Table {
    let int = ["replication", "number", "screened", "delivered", "dropped", "blacklisted_times"];
    let float = ["first_drop_seconds", "blacklisted_hours"];
    let mut rows = Rows::new("numbers", &["strategy", "carrier", "sender"], &int, &float);
    for (_, arm, record) in each(arms, records) {
        for (c, carrier) in arm.world.settings().carriers.iter().enumerate() {
            let mut listed = std::collections::BTreeMap::new();
            for span in &record.spans[c] {
                let Some(number) = span.number else { continue };
                let entry = listed.entry((span.name.as_str(), number)).or_insert((0i64, 0.0));
                entry.0 += 1;
                entry.1 += span.to_hours - span.from_hours;
            }
            for (i, row) in record.numbers[c].iter().enumerate().filter(|(_, r)| r.screened > 0) {
                let (sender, local) = arm.world.number_place(crate::message::NumberId(i as u32));
                let sender = arm.world.sender_name(sender);
                let (times, hours) = listed.get(&(sender, local)).copied().unwrap_or((0, 0.0));
                rows.push(
                    &[&arm.name, &carrier.name, sender],
                    &[
                        i64::from(record.replication),
                        i64::from(local),
                        i64::from(row.screened),
                        i64::from(row.delivered),
                        i64::from(row.dropped),
                        times,
                    ],
                    &[row.first_drop.map(|t| t.seconds()), Some(hours)],
                );
            }
        }
    }
    rows.table()
}

fn series(arms: &[Arm], records: &[Vec<RunRecord>]) -> Table {
    let int = ["replication", "bin", "screened", "delivered", "dropped", "complaints"];
    let mut rows = Rows::new("series", &["strategy", "carrier"], &int, &["from_hours", "threshold"]);
    for (_, arm, record) in each(arms, records) {
        for (c, carrier) in arm.world.settings().carriers.iter().enumerate() {
            let course = &record.courses[c];
            for bin in 0..course.screened.len() {
                let counts = [
                    course.screened[bin],
                    course.delivered[bin],
                    course.dropped[bin],
                    course.complaints[bin],
                ];
                let mut values = vec![i64::from(record.replication), bin as i64];
                values.extend(counts.map(i64::from));
                let threshold = course.threshold.get(bin).map(|x| f64::from(*x));
                let floats = [Some(bin as f64 * record.bin_hours), threshold];
                rows.push(&[&arm.name, &carrier.name], &values, &floats);
            }
        }
    }
    rows.table()
}

fn decisions(arms: &[Arm], records: &[Vec<RunRecord>]) -> Table {
    let mut float = vec!["seconds", "sum", "threshold", "listed_until_seconds"];
    let terms: Vec<String> = Stage::ALL.iter().map(|s| format!("term_{}", s.name())).collect();
    let int = ["replication", "number", "person", "holds", "kept_one_in"];
    let mut rows = Rows::new(
        "decisions",
        &["message", "strategy", "carrier", "sender", "verdict", "rule", "listed", "text"],
        &int,
        &float,
    );
    rows.float.extend(TERM_COLUMNS.iter().map(|n| (*n, Vec::new())));
    float.extend(TERM_COLUMNS);
    assert!(terms.iter().map(String::as_str).eq(TERM_COLUMNS), "a column for each stage");
    for (a, arm, record) in each(arms, records) {
        for (kept, decisions) in &record.decisions {
            for row in decisions {
                let (sender, local) = arm.world.number_place(row.message.number);
                let sender = arm.world.sender_name(sender);
                let d = &row.decision;
                let mut floats = vec![
                    Some(row.at.seconds()),
                    Some(d.sum),
                    Some(d.threshold),
                    d.listed_until.filter(|t| *t != SimTime::NEVER).map(|t| t.seconds()),
                ];
                floats.extend(d.terms.map(Some));
                rows.push(
                    &[
                        &message_name(a, record.replication, sender, row.message.id),
                        &arm.name,
                        arm.world.carrier_name(row.carrier),
                        sender,
                        verdict_name(d.verdict),
                        rule_name(d.rule),
                        d.listed.map_or("", |scope| scope.name()),
                        &arm.world.text(row.message.text).body,
                    ],
                    &[
                        i64::from(record.replication),
                        i64::from(local),
                        i64::from(row.message.person.0),
                        i64::from(row.message.holds),
                        *kept as i64,
                    ],
                    &floats,
                );
            }
        }
    }
    rows.table()
}

const TERM_COLUMNS: [&str; Stage::ALL.len()] = [
    "term_terms",
    "term_prohibited",
    "term_prior",
    "term_rate_second",
    "term_rate_minute",
    "term_rate_hour",
    "term_rate_day",
    "term_recipients",
    "term_balance",
    "term_repeats",
    "term_duplicates",
    "term_loops",
    "term_snowshoe",
    "term_gaps",
    "term_links",
    "term_length",
    "term_style",
    "term_content",
    "term_reputation_number",
    "term_reputation_campaign",
    "term_reputation_brand",
    "term_reputation_domain",
    "term_reputation_cluster",
];

/// The name of a verdict in tables.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Deliver => "deliver",
        Verdict::Hold { .. } => "hold",
        Verdict::Throttle { lie: None, .. } => "throttle",
        Verdict::Throttle { lie: Some(Lie::Nothing), .. } => "throttle, silent",
        Verdict::Throttle { lie: Some(Lie::Delivered), .. } => "throttle, reported delivered",
        Verdict::Throttle { lie: Some(Lie::Acknowledged), .. } => "throttle, acknowledged before",
        Verdict::Block { .. } => "block",
        Verdict::Silence { lie: Lie::Nothing } => "silence",
        Verdict::Silence { lie: Lie::Delivered } => "silence, reported delivered",
        Verdict::Silence { lie: Lie::Acknowledged } => "silence, acknowledged before",
    }
}

/// The name of a rule in tables.
pub fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Passed => "passed",
        Rule::Score(stage) => stage.name(),
        Rule::Chance => "chance",
        Rule::Blacklisted => "blacklist",
        Rule::Suspended => "suspended",
        Rule::NetworkStop => "network_stop",
    }
}

/// The statuses that the sender of a message was called back with, and when: from what the platform knows, and for
/// what its own look-ahead filter dropped, from what it says.
pub fn callbacks(world: &World, row: &MessageRow) -> Vec<(SimTime, Status)> {
    let settings = world.settings();
    let handed = row.message.due;
    let as_carrier = row.cause == Some(Cause::Guard(GuardKind::Lookahead));
    let known = Known { handed, left: row.left.or(as_carrier.then_some(handed)), answer: row.report };
    statuses(&known, settings.platform.uplink, SimTime::START + settings.horizon)
}

fn messages(arms: &[Arm], records: &[Vec<RunRecord>]) -> Table {
    let text = [
        "message",
        "strategy",
        "carrier",
        "sender",
        "fate",
        "cause",
        "rule",
        "reported",
        "reported_again",
        "status",
        "text",
        "role",
    ];
    let int = [
        "replication",
        "number",
        "person",
        "segments",
        "code",
        "code_again",
        "acknowledged",
        "retry",
        "intent",
    ];
    let mut float = vec![
        "due_seconds",
        "left_seconds",
        "settled_seconds",
        "reported_seconds",
        "reported_again_seconds",
        "sum",
    ];
    float.extend(TERM_COLUMNS);
    let mut rows = Rows::new("messages", &text, &int, &float);
    for (a, arm, record) in each(arms, records) {
        for row in &record.messages {
            let (sender, local) = arm.world.number_place(row.message.number);
            let sender = arm.world.sender_name(sender);
            let says = row.report.map(|r| r.1);
            let code = row.cause.and_then(|cause| code_of(cause, says));
            let word = |says| match says {
                None => "nothing",
                Some(Reported::Delivered) => "delivered",
                Some(Reported::Failed(_)) => "failed",
            };
            let mut floats = vec![
                Some(row.message.due.seconds()),
                row.left.map(|t| t.seconds()),
                row.settled.map(|t| t.seconds()),
                row.report.map(|r| r.0.seconds()),
                row.second.map(|r| r.0.seconds()),
                row.decision.map(|d| d.sum),
            ];
            floats.extend((0..Stage::ALL.len()).map(|stage| row.decision.map(|d| d.terms[stage])));
            rows.push(
                &[
                    &message_name(a, record.replication, sender, row.message.id),
                    &arm.name,
                    arm.world.carrier_name(row.carrier),
                    sender,
                    row.fate.name(),
                    row.cause.map_or("", Cause::name),
                    row.decision.map_or("", |d| rule_name(d.rule)),
                    word(says),
                    word(row.second.map(|r| r.1)),
                    callbacks(&arm.world, row).last().map_or("", |(_, status)| status.name()),
                    &arm.world.text(row.message.text).body,
                    row.message.role.name(),
                ],
                &[
                    i64::from(record.replication),
                    i64::from(local),
                    i64::from(row.message.person.0),
                    i64::from(row.message.segments),
                    code.map_or(0, |c| i64::from(c.0)),
                    match row.second {
                        Some((_, Reported::Failed(code))) => i64::from(code.0),
                        _ => 0,
                    },
                    i64::from(row.acknowledged),
                    i64::from(row.message.id.count / EXTRA),
                    i64::from(row.message.intent),
                ],
                &floats,
            );
        }
    }
    rows.table()
}
