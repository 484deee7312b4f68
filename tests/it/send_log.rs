//! Send logs: what is read of a file, what is refused and where, and what is replayed.

use std::fs;
use std::path::Path;

use carrierlab::engine::{World, WorldSettings, run};
use carrierlab::ledger::{Detail, MessageRow, Table};
use carrierlab::report::{write_csv, write_parquet};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Loaded, Overrides, Problems};
use serde_json::{Value, json};

use crate::support::*;

const SCENARIO: &str = r#"schema = 1
[scenario]
name = "replay"
horizon = "2d"
[[carrier]]
name = "north"
share = 1.0
[audience.people]
size = 10
consent = "opted-in"
[[sender]]
name = "shop"
audience = "people"
number = { type = "long-code", count = 3 }
log = { file = "log.csv" }
"#;

const LOG: &str = "\
time,sender,number,recipient,text
2026-03-01T09:30:00Z,shop,+15550002,ann,Your code is 123
2026-03-01T08:00:00Z,shop,+15550001,bob,\"Hello, {Bob} | friend\"
2026-03-02T11:30:00+02:00,clinic,+15550001,ann,Your code is 77
2026-03-01T09:30:00.250Z,shop,+15550001,cy,Your code is 123
";

/// Reads a scenario that stands in a folder with this log.
fn read_with(scenario: &str, log: &str) -> Result<Loaded, Problems> {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("log.csv"), log).expect("a log");
    read_in(dir.path(), scenario)
}

fn read_in(dir: &Path, scenario: &str) -> Result<Loaded, Problems> {
    let path = dir.join("replay.toml");
    fs::write(&path, scenario).expect("a scenario");
    scenario::read(&path, &Overrides::default())
}

fn settings_of(scenario: &str, log: &str) -> WorldSettings {
    read_with(scenario, log).unwrap_or_else(|p| panic!("{p}")).worlds[0].settings.clone()
}

/// What is sent: seconds, number, person and text of each message.
fn sent(settings: WorldSettings) -> Vec<(f64, u32, u32, String)> {
    let world = World::new(settings, &models()).expect("a world");
    let outcome = run(&world, &Draws::new(1, 0), Detail::Messages);
    let what = |row: &MessageRow| {
        let m = &row.message;
        (m.due.seconds(), m.number.0, m.person.0, world.text(m.text).body.clone())
    };
    outcome.ledger.messages.iter().map(what).collect()
}

#[test]
fn a_log_is_replayed_row_by_row() {
    let all = sent(settings_of(SCENARIO, LOG));
    let hour = 3600.0;
    // Midnight before the first row is the start. Shorter names come first, so that plain numbers are in their order.
    let expected = [
        (8.0 * hour, 0, 2, "Hello, {Bob} | friend"),
        (9.5 * hour, 1, 1, "Your code is 123"),
        (9.5 * hour + 0.25, 0, 0, "Your code is 123"),
        (33.5 * hour, 0, 1, "Your code is 77"),
    ];
    assert_eq!(all, expected.map(|(at, n, p, t)| (at, n, p, t.to_owned())));
    // The order of rows does not matter.
    let mut lines: Vec<&str> = LOG.lines().collect();
    lines[1..].reverse();
    assert_eq!(sent(settings_of(SCENARIO, &(lines.join("\n") + "\n"))), all);
}

#[test]
fn a_part_of_a_log_is_replayed() {
    let own = |keys: &str| SCENARIO.replace("file = \"log.csv\"", &format!("file = \"log.csv\", {keys}"));
    assert_eq!(sent(settings_of(&own("which = \"clinic\""), LOG)).len(), 1);
    let late = sent(settings_of(&own("from = \"2026-03-01T09:00:00Z\""), LOG));
    assert_eq!(late.iter().map(|r| r.0).collect::<Vec<_>>(), [1800.0, 1800.25, 88_200.0]);
    let masked = sent(settings_of(&own("mask = true"), LOG));
    assert_eq!(masked[1].3, "Your code is 000");
    assert_eq!(
        sent(settings_of(&own("enabled = false").replace("log = {", "texts = [\"x\"]\nlog = {"), LOG)).len(),
        10
    );
    // Seconds count from the start of the scenario; the column of numbers may be missing.
    let seconds = "recipient,time,text\n7,12.5,b\n11,3,a\n7,1e3,a\n";
    let rows = sent(settings_of(SCENARIO, seconds));
    let expected = [(3.0, 0, 1, "a"), (12.5, 0, 0, "b"), (1000.0, 0, 0, "a")];
    assert_eq!(rows, expected.map(|(at, n, p, t)| (at, n, p, t.to_owned())));
}

#[test]
fn what_is_wrong_with_a_log_is_told_with_file_line_and_column() {
    let scenario = |from: &str, to: &str| SCENARIO.replace(from, to);
    let log = |from: &str, to: &str| LOG.replacen(from, to, 1);
    let mut wrong = String::new();
    for (scenario, log, expected, help) in [
        (
            SCENARIO.to_owned(),
            log("2026-03-01T08:00:00Z", "tomorrow"),
            "15:16: `log.csv`: line 3, column 1 (`time`): `tomorrow` is not a time",
            "seconds",
        ),
        (
            SCENARIO.to_owned(),
            log("2026-03-01T08:00:00Z", "5"),
            "15:16: `log.csv`: line 3: the time is seconds, those before are dates",
            "one form",
        ),
        (
            SCENARIO.to_owned(),
            log("bob", ""),
            "15:16: `log.csv`: line 3, column 4 (`recipient`): nothing stands here",
            "",
        ),
        (
            SCENARIO.to_owned(),
            log("Your code is 123", &"x".repeat(1601)),
            "15:16: `log.csv`: line 2, column 5 (`text`): it is 1601 characters long",
            "1,600",
        ),
        (
            SCENARIO.to_owned(),
            log("recipient", "recipent"),
            "15:16: `log.csv`: column 4 is `recipent`, which is no column of a log",
            "did you mean `recipient`?",
        ),
        (SCENARIO.to_owned(), log("number", "text"), "15:16: `log.csv`: two columns are `text`", "once"),
        (
            SCENARIO.to_owned(),
            "time,text\n1,a\n".to_owned(),
            "15:16: `log.csv`: there is no column `recipient`",
            "time, recipient and text",
        ),
        (
            SCENARIO.to_owned(),
            log(",bob,", ",bob,x,"),
            "15:16: `log.csv`: line 3: it has 6 columns, the head has 5",
            "quotes",
        ),
        (SCENARIO.to_owned(), "time,recipient,text\n".to_owned(), "15:16: `log.csv`: it has no rows", ""),
        (
            scenario("size = 10", "size = 2"),
            LOG.to_owned(),
            "9:8: `log.csv` has 3 recipients, but the audience has 2 people",
            "set audience.people.size = 3",
        ),
        (
            scenario("count = 3", "count = 1"),
            LOG.to_owned(),
            "14:40: `log.csv` has 2 numbers, but the sender has 1",
            "set number.count = 2",
        ),
        (
            scenario("log.csv\" }", "log.csv\", which = \"shopp\" }"),
            LOG.to_owned(),
            "15:16: `log.csv`: it has no sender `shopp`",
            "did you mean `shop`?",
        ),
        (
            scenario("log.csv\" }", "log.csv\", from = \"2027-01-01T00:00:00Z\" }"),
            LOG.to_owned(),
            "15:16: `log.csv`: no row of it is left to replay",
            "take one of them out",
        ),
        (
            scenario("log.csv\" }", "log.csv\", from = \"30\" }"),
            LOG.to_owned(),
            "15:16: `log.csv`: `from` is `30`, but the log has times of the other form",
            "",
        ),
        (
            scenario("log.csv\" }", "log.csv\", sha256 = \"00\" }"),
            "time,recipient,text\n1,a,b\n".to_owned(),
            "15:16: `log.csv`: it has changed: its SHA-256 is 2b6cbfb5a2d15b1f4a1e",
            "take `sha256` out",
        ),
    ] {
        let problems = read_with(&scenario, &log).expect_err(expected);
        let first = &problems.list[0];
        let said = problems.to_string();
        let said = said.split_once("replay.toml:").map_or(&*said, |(_, rest)| rest);
        let expected = expected.split("is 2b6c").next().unwrap_or_default();
        if !said.starts_with(expected) || !first.help.as_deref().unwrap_or_default().contains(help) {
            wrong.push_str(&format!("expected {expected}\n  told {said} ({:?})\n", first.help));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let missing = read_in(tempfile::tempdir().unwrap().path(), SCENARIO).expect_err("no such file");
    assert!(missing.to_string().contains("`log.csv`: it cannot be read from"), "{missing}");
    let nowhere = scenario::parse("t.toml", SCENARIO, &Overrides::default(), None).expect_err("no folder");
    assert!(nowhere.to_string().contains("this scenario is not in a file"), "{nowhere}");
    let warnings = |scenario: &str| -> Vec<String> {
        read_with(scenario, LOG).unwrap().warnings.iter().map(ToString::to_string).collect()
    };
    let idle = "`log.csv` has 3 recipients: nobody writes to the others of the 10 people";
    assert_eq!(warnings(SCENARIO), [idle]);
    let fits = scenario("size = 10", "size = 3");
    assert!(warnings(&fits).is_empty());
    // Somebody else may write to the others.
    let two = format!(
        "{SCENARIO}[[sender]]\nname = \"other\"\naudience = \"people\"\nnumber = {{ type = \"long-code\" }}\ntexts = [\"Hello\"]\n"
    );
    assert!(warnings(&two).is_empty());
    assert_eq!(
        warnings(&fits.replace("\"2d\"", "\"1d\"")),
        ["1 of the 4 rows of `log.csv` lie past the end of the scenario"]
    );
}

/// A log of what our own run sent.
fn exported(world: &World, rows: &[MessageRow]) -> Table {
    let of = |row: &MessageRow| world.number_place(row.message.number);
    Table::new("log")
        .float("time", rows.iter().map(|r| Some(r.message.due.seconds())).collect())
        .text("sender", rows.iter().map(|r| world.sender_name(of(r).0).to_owned()).collect())
        .int("number", rows.iter().map(|r| i64::from(of(r).1)).collect())
        .int("recipient", rows.iter().map(|r| i64::from(r.message.person.0)).collect())
        .text("text", rows.iter().map(|r| world.text(r.message.text).body.clone()).collect())
}

/// What a run of our own sent, exported and replayed at the same carriers, has the same fates, message by message,
/// from CSV and from Parquet.
#[test]
fn our_own_trace_is_replayed_with_the_same_fates() {
    let shop = json!({ "name": "shop", "audience": "people", "rate": "90/h", "gaps": "poisson",
        "number": { "type": "long-code", "count": 4, "pool": "rotate" },
        "texts": ["{Hi|Hello} {all|there} from Acme: {sale|offer} until Sunday. Reply STOP to end", "free crypto at http://acme.example/x"] });
    // What the carriers' filter becomes by an update contradicts a key that it keeps.
    let carrier = |name, share| {
        let mut carrier = whole_carrier(name, share);
        carrier.as_object_mut().unwrap().remove("update");
        carrier
    };
    let base = |sender: Value| {
        json!({ "schema": 1, "scenario": { "name": "t", "horizon": "12h" },
            "carrier": [carrier("north", 0.6), carrier("south", 0.4)],
            "audience": { "people": { "size": 400, "consent": "opted-in", "reactions": { "reply": 0.05, "opt_out": 0.04,
                "complaint": 0.015, "delay": { "median": "3min", "p95": "30min", "min": "5s" } } } },
            "sender": [sender] })
    };
    let dir = tempfile::tempdir().expect("a folder");
    let load = |sender: Value| {
        let text = base(sender).to_string();
        let loaded = scenario::parse("t.json", &text, &Overrides::default(), Some(dir.path()));
        loaded.unwrap_or_else(|p| panic!("{p}")).worlds[0].settings.clone()
    };
    let models = models();
    let play = |settings: WorldSettings| {
        let world = World::new(settings, &models).expect("a world");
        let rows = run(&world, &Draws::new(3, 0), Detail::Messages).ledger.messages;
        (world, rows)
    };
    let (world, rows) = play(load(shop.clone()));
    assert!(rows.len() == 400 && rows.iter().any(|r| r.cause.is_some()));
    let table = exported(&world, &rows);
    write_csv(&dir.path().join("log.csv"), &table).unwrap();
    write_parquet(&dir.path().join("log.parquet"), &table).unwrap();
    for file in ["log.csv", "log.parquet"] {
        let mut sender = shop.clone();
        sender["log"] = json!({ "file": file, "which": "shop" });
        sender.as_object_mut().unwrap().remove("texts");
        let (again, replayed) = play(load(sender));
        assert_eq!(replayed.len(), rows.len());
        for (a, b) in rows.iter().zip(&replayed) {
            let what = |world: &World, r: &MessageRow| {
                let m = &r.message;
                (
                    m.id,
                    m.due,
                    m.number,
                    m.person,
                    world.text(m.text).body.clone(),
                    r.fate,
                    r.cause,
                    r.settled,
                    r.report,
                )
            };
            assert_eq!(what(&world, a), what(&again, b), "{file}");
        }
    }
}

/// Results hold the log that they were made from: they can be explained and run again wherever they lie.
#[test]
fn results_hold_the_log_they_were_made_from() {
    let dir = tempfile::tempdir().expect("a folder");
    let at = |name: &str| dir.path().join(name);
    fs::create_dir(at("mine")).unwrap();
    fs::write(at("mine/replay.toml"), SCENARIO).unwrap();
    fs::write(at("mine/log.csv"), LOG).unwrap();
    let carrierlab = |args: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("carrierlab").expect("the program");
        command.current_dir(dir.path()).args(args).assert().success().get_output().stdout.clone()
    };
    carrierlab(&["run", "mine/replay.toml", "-n", "2", "-o", "a", "-q"]);
    let logs: Vec<_> = fs::read_dir(at("a/logs")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(logs.len(), 1);
    assert_eq!(fs::read(&logs[0]).unwrap(), LOG.as_bytes());
    fs::remove_dir_all(at("mine")).unwrap();
    carrierlab(&["run", "a/scenario.toml", "-n", "2", "-o", "b", "-q"]);
    let bytes = |name: &str| fs::read(at(name)).unwrap();
    for file in ["scenario.toml", "tables/outcomes.parquet"] {
        assert_eq!(bytes(&format!("a/{file}")), bytes(&format!("b/{file}")), "{file}");
    }
    fs::rename(at("a"), at("c")).unwrap();
    let said = String::from_utf8(carrierlab(&["explain", "c", "0:0:shop:1"])).unwrap();
    assert!(said.contains("Your code is 123"), "{said}");
    // Into its own folder: the log is there already.
    carrierlab(&["run", "b/scenario.toml", "-n", "2", "-o", "b", "--force", "-q"]);
    assert_eq!(bytes("b/scenario.toml"), bytes("c/scenario.toml"));
    assert_eq!(fs::read_dir(at("b/logs")).unwrap().count(), 1);
}
