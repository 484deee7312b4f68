//! The shipped claims: each is well made, and their page is of the files as they are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use carrierlab::scenario::{self, Overrides};
use sha2::{Digest, Sha256};

/// The shipped claims, by name.
pub fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/claims");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the claims")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    files
}

/// The id is in the file's name, the file says how to run it, nothing is doubtful, and whoever reads the claim learns
/// who says so, how it comes about and what came out.
#[test]
fn every_claim_is_well_made() {
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let loaded = scenario::read(&path, &Overrides::default()).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert!(loaded.warnings.is_empty(), "{name}: {:?}", loaded.warnings);
        let [claim] = &loaded.claims[..] else { panic!("{name} has {} claims", loaded.claims.len()) };
        let settings = &claim.settings;
        let number: u32 = settings.id.trim_start_matches('C').parse().expect("an id such as C7");
        assert!(name.starts_with(&format!("c{number:02}-")), "{name} holds {}", settings.id);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(&format!("carrierlab claims scenarios/claims/{name}")), "{name}");
        for (what, said) in
            [("source", &settings.source), ("mechanism", &settings.mechanism), ("finding", &settings.finding)]
        {
            assert!(!said.trim().is_empty(), "{name} has no {what}");
        }
        if let Some(dose) = &claim.dose {
            assert!(dose.axis.at.len() >= 4, "{name} has {} doses", dose.axis.at.len());
        }
    }
}

/// A small claim: a number that is paced or not, at a carrier that counts.
const SMALL: &str = r#"
schema = 1
[scenario]
name = "small"
horizon = "1d"
seed = 3
replications = 4
[[carrier]]
name = "north"
share = 1.0
[carrier.filter]
threshold = 1.0
[carrier.filter.rate]
weight = 1.0
hour = 20
[audience.people]
size = 120
consent = "opted-in"
[[sender]]
name = "shop"
audience = "people"
number = { type = "long-code" }
texts = ["Acme: 20% off until Sunday. Reply STOP to end"]
rate = "10/min"
[[strategy]]
name = "blast"
[[strategy]]
name = "paced"
set = { "sender.shop.rate" = "12/h" }
[[claim]]
id = "S1"
says = "Pacing helps."
source = "assumption"
contrast = ["blast", "paced"]
metric = "delivered"
direction = "increase"
at_most = 8
kill = { "carrier.*.filter.rate.enabled" = false }
"#;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// `carrierlab claims` on one file of that text, in a folder of its own.
fn tested(text: &str, flags: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("claim.toml"), text).unwrap();
    called(folder.path(), &[&["claims", "claim.toml"], flags].concat())
}

fn called(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = assert_cmd::Command::cargo_bin("carrierlab").unwrap();
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1");
    for variable in ["SEED", "REPLICATIONS", "JOBS", "OUT"] {
        command.env_remove(format!("CARRIERLAB_{variable}"));
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {} {}", self.out, self.err))
    }
    /// The only claim of the document.
    fn claim(&self) -> serde_json::Value {
        let claims = self.json()["claims"].as_array().cloned().unwrap_or_default();
        assert_eq!(claims.len(), 1, "{}", self.out);
        claims[0].clone()
    }
}

/// The contract's keys, with what they hold.
#[test]
fn json_has_the_shape_that_machines_rely_on() {
    let ran = tested(SMALL, &["--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let claim = ran.claim();
    assert_eq!(
        (&claim["id"], &claim["says"], &claim["metric"]),
        (&"S1".into(), &"Pacing helps.".into(), &"delivered".into())
    );
    let (effect, ci) = (claim["effect"].as_f64().unwrap(), &claim["ci95"]);
    assert!(effect > 0.3 && ci[0].as_f64().unwrap() < effect && ci[1].as_f64().unwrap() > effect, "{claim}");
    assert_eq!(claim["killed_effect"], 0.0);
    assert_eq!(claim["killed_ci95"], serde_json::json!([0.0, 0.0]));
    assert_eq!((&claim["verdict"], &claim["kill_switch_ok"]), (&"supported".into(), &true.into()));
    assert_eq!(claim["replications"], 4);
    assert!(claim["seconds"].as_f64().unwrap() > 0.0);
}

/// Replications are the sample: the document is that of any number of threads, but for the time it took.
#[test]
fn threads_change_nothing() {
    let dosed = format!(
        "{SMALL}\n[claim.dose]\nlabel = \"an hour\"\nkeys = [\"sender.shop.rate\"]\nvalues = [\"10/h\", \"30/h\", \"60/h\", \"6/min\"]\nof = \"first\"\n"
    );
    let with = |jobs: &str| {
        let mut document = tested(&dosed, &["--json", "-j", jobs]).json();
        document["claims"][0]["seconds"] = 0.into();
        document
    };
    let one = with("1");
    assert_eq!(one["claims"][0]["dose"]["effects"].as_array().unwrap().len(), 4);
    assert_eq!(one, with("3"));
}

#[test]
fn the_exit_code_says_whether_claims_came_out_as_expected() {
    let with = |from: &str, to: &str| {
        assert!(SMALL.contains(from));
        SMALL.replace(from, to)
    };
    // The wrong way round it is refuted, which is a failure unless the file expects it.
    let wrong = with("\"increase\"", "\"decrease\"");
    let ran = tested(&wrong, &["--json"]);
    assert_eq!((ran.code, &ran.claim()["verdict"]), (4, &"refuted".into()));
    assert_eq!(tested(&wrong.replace("\"decrease\"", "\"decrease\"\nexpect = \"refuted\""), &[]).code, 0);
    // A switch that switches nothing off leaves the effect.
    let idle = with("\"carrier.*.filter.rate.enabled\" = false", "\"carrier.*.filter.softness\" = 0.001");
    let ran = tested(&idle, &["--json"]);
    let claim = ran.claim();
    assert_eq!(
        (ran.code, &claim["kill_switch_ok"], &claim["verdict"]),
        (4, &false.into(), &"supported".into())
    );
    // What cannot be told is no failure, unless asked. One replication tells nothing, of doses neither.
    let dosed = format!(
        "{SMALL}\n[claim.dose]\nlabel = \"x\"\nkeys = [\"sender.shop.rate\"]\nvalues = [\"10/h\", \"5/min\"]\nof = \"first\"\nshape = \"rises\"\n"
    );
    assert_eq!(tested(&dosed, &["-n", "1"]).code, 0);
    assert_eq!(tested(&dosed, &["-n", "4", "--json"]).claim()["dose_ok"], true);
    assert_eq!(tested(&dosed.replace("\"rises\"", "\"falls\""), &["-n", "4"]).code, 4);
    let ran = tested(SMALL, &["-n", "1", "--json", "--fail-on-inconclusive"]);
    assert_eq!((ran.code, &ran.claim()["verdict"]), (5, &"inconclusive".into()));
}

/// A flag changes the scenario, and the test stays what it is: the switch still kills.
#[test]
fn a_flag_does_not_undo_the_kill_switch() {
    let ran = tested(SMALL, &["--json", "--set", "carrier.north.filter.rate.enabled=true"]);
    assert_eq!((ran.code, &ran.claim()["killed_effect"]), (0, &0.0.into()), "{}", ran.out);
    let ran = tested(SMALL, &["--json", "--set", "carrier.north.filter.rate.hour=1000"]);
    assert_eq!(ran.claim()["effect"], 0.0);
    // What was set from outside stands in the document.
    assert_eq!(
        ran.json()["command"],
        "carrierlab claims claim.toml --set carrier.north.filter.rate.hour=1000"
    );
}

/// A switch that takes the treatment away leaves one world on both sides, which is told from a mechanism switched off.
#[test]
fn a_switch_that_is_the_treatment_is_told() {
    assert_eq!(tested(SMALL, &["--json"]).claim()["parts"][0]["one_world"], false);
    let treatment =
        SMALL.replace("\"carrier.*.filter.rate.enabled\" = false", "\"sender.shop.rate\" = \"12/h\"");
    let claim = tested(&treatment, &["--json"]).claim();
    assert_eq!((&claim["parts"][0]["one_world"], &claim["killed_effect"]), (&true.into(), &0.0.into()));
}

/// An effect of nothing is no increase, however often it is looked at; and a claim of equality holds then.
#[test]
fn nothing_is_told_from_something() {
    let same = SMALL
        .replace("\"12/h\"", "\"10/min\"")
        .replace("name = \"paced\"", "name = \"twin\"")
        .replace("[\"blast\", \"paced\"]", "[\"blast\", \"twin\"]");
    assert_eq!(tested(&same, &["--json"]).claim()["verdict"], "refuted");
    let equal = same
        .replace("\"increase\"", "\"equal\"\nkilled = \"appears\"")
        .replace("\"carrier.*.filter.rate.enabled\" = false", "\"carrier.*.filter.rate.hour\" = 19");
    let ran = tested(&equal, &["--json"]);
    // The switch moves both sides alike, so nothing appears.
    let claim = ran.claim();
    assert_eq!(
        (&claim["verdict"], &claim["kill_switch_ok"], ran.code),
        (&"supported".into(), &false.into(), 4)
    );
}

#[test]
fn a_wrong_claim_is_told_with_its_place() {
    let wrong = |from: &str, to: &str, says: &str| {
        assert!(SMALL.contains(from), "{from}");
        let ran = tested(&SMALL.replace(from, to), &[]);
        assert_eq!(ran.code, 3, "{}", ran.out);
        assert!(ran.err.contains(says) && ran.err.contains("claim.toml:"), "{says}: {}", ran.err);
    };
    wrong("metric = \"delivered\"", "metric = \"deliverd\"", "there is no metric `deliverd`");
    wrong("metric = \"delivered\"", "metric = \"lost.rates\"", "there is no metric `lost.rates`");
    wrong("[\"blast\", \"paced\"]", "[\"blast\", \"pased\"]", "there is no strategy `pased`");
    wrong("[\"blast\", \"paced\"]", "[]", "contrast");
    wrong("\"increase\"", "\"more\"", "more");
    wrong("\"increase\"", "\"increase\"\ntarget = 1.0", "a target has no meaning here");
    wrong("kill = { \"carrier.*.filter.rate.enabled\" = false }", "", "no kill switch");
    wrong("rate.enabled\" = false", "rates.enabled\" = false", "`rates` is not a key");
    wrong(
        "\"carrier.*.filter.rate.enabled\" = false",
        "\"scenario.seed\" = 4",
        "a claim cannot set `scenario`",
    );
    wrong("at_most = 8", "at_most = 8\ncarrier = \"nort\"", "there is no carrier `nort`");
    wrong("at_most = 8", "at_most = 8\n[claim.dose]\nlabel = \"x\"\n", "doses need");
    wrong("says = ", "sais = ", "sais");
    wrong("[\"blast\", \"paced\"]", "[\"blast\", \"blast\"]", "held against itself");
    wrong("at_most = 8", "at_most = 3", "begins with 4");
    wrong(
        "metric = \"delivered\"",
        "metric = \"stay_hours\"\ncarrier = \"north\"",
        "not of one carrier or sender",
    );
    let none = tested(SMALL.replace("[[claim]]", "[[expect]]").split("[[expect]]").next().unwrap(), &[]);
    assert_eq!((none.code, none.err.contains("claims nothing")), (3, true), "{}", none.err);
}

#[test]
fn files_are_found_and_ids_are_distinct() {
    let folder = tempfile::tempdir().unwrap();
    let ran = called(folder.path(), &["claims"]);
    assert_eq!((ran.code, ran.err.contains("scenarios/claims")), (2, true), "{}", ran.err);
    let inside = folder.path().join("scenarios/claims");
    std::fs::create_dir_all(&inside).unwrap();
    std::fs::write(inside.join("b.toml"), SMALL.replace("\"S1\"", "\"S2\"")).unwrap();
    std::fs::write(inside.join("a.toml"), SMALL).unwrap();
    let ran = called(folder.path(), &["claims", "--json", "--quick"]);
    let claims = ran.json()["claims"].clone();
    assert_eq!((&claims[0]["id"], &claims[1]["id"]), (&"S1".into(), &"S2".into()));
    std::fs::write(inside.join("b.toml"), SMALL).unwrap();
    let ran = called(folder.path(), &["claims"]);
    assert_eq!((ran.code, ran.err.contains("stands in a.toml and in b.toml")), (3, true), "{}", ran.err);
}

/// Whether a claim's file stands in a folder of its own, with the models beside it, as `text`; what came out.
fn shipped(path: &Path, text: &str, flags: &[&str]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let models = path.parent().unwrap().join("models");
    if models.is_dir() {
        std::fs::create_dir(folder.path().join("models")).unwrap();
        for entry in std::fs::read_dir(&models).unwrap() {
            let from = entry.unwrap().path();
            std::fs::copy(&from, folder.path().join("models").join(from.file_name().unwrap())).unwrap();
        }
    }
    std::fs::write(folder.path().join("claim.toml"), text).unwrap();
    called(folder.path(), &[&["claims", "claim.toml", "--json"], flags].concat())
}

/// The names of a list of a scenario.
fn names(table: &toml::Table, list: &str) -> Vec<String> {
    let items = table.get(list).and_then(|l| l.as_array()).cloned().unwrap_or_default();
    items.iter().filter_map(|i| Some(i.get("name")?.as_str()?.to_owned())).collect()
}

/// The same file with other names for its carriers and strategies; presets keep theirs.
fn renamed(text: &str, table: &toml::Table) -> String {
    let (carriers, strategies) = (names(table, "carrier"), names(table, "strategy"));
    let line = |line: &str| -> String {
        let mut out = line.to_owned();
        let quoted =
            |out: String, old: &str, new: &str| out.replace(&format!("\"{old}\""), &format!("\"{new}\""));
        for (at, name) in carriers.iter().enumerate() {
            let new = format!("k{at}");
            out = out.replace(&format!("\"carrier.{name}."), &format!("\"carrier.{new}."));
            out = out.replace(&format!(".carriers.{name}\""), &format!(".carriers.{new}\""));
            // Keys are bare where an audience names its carriers.
            if line.starts_with("carriers = {") {
                out = out.replace(&format!(" {name} = "), &format!(" {new} = "));
            }
            if line.starts_with("name = ") || line.contains("carrier = ") {
                out = quoted(out, name, &new);
            }
        }
        for (at, name) in strategies.iter().enumerate() {
            if line.starts_with("name = ") || line.contains("contrast = ") {
                out = quoted(out, name, &format!("s{at}"));
            }
        }
        out + "\n"
    };
    text.lines().map(line).collect()
}

/// Every claim comes out as its file expects at a quick look, and no name has a part in it: with other names for
/// carriers and strategies, which means other draws, it comes out the same.
#[test]
fn claims_come_out_as_expected_by_any_name() {
    by_any_name(0);
}

#[test]
fn and_so_do_the_others() {
    by_any_name(1);
}

fn by_any_name(half: usize) {
    let (mut decided, mut tried) = (0, 0);
    for path in files().into_iter().skip(half).step_by(2) {
        let text = std::fs::read_to_string(&path).unwrap();
        let table: toml::Table = text.parse().unwrap();
        let other = renamed(&text, &table);
        assert_ne!(text, other, "{}", path.display());
        for text in [&text, &other] {
            let ran = shipped(&path, text, &["--quick"]);
            assert_eq!(ran.code, 0, "{}: {} {}", path.display(), ran.out, ran.err);
            let claim = ran.claim();
            // Eight replications do not decide every part, but what they decide is what the file expects.
            let open = claim["verdict"] == "inconclusive";
            assert!(open || claim["verdict"] == claim["expected"], "{}: {claim}", path.display());
            decided += usize::from(!open);
            tried += 1;
        }
    }
    assert!(2 * decided >= tried, "no more than {decided} of {tried} are decided");
}

/// No dose is built in: those between the file's own move the effect to between its neighbours, within chance.
#[test]
fn doses_never_seen_move_the_effect_smoothly() {
    let mut seen = 0;
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let Some((finer, steps)) = with_doses_between(&text) else { continue };
        seen += 1;
        let claim = shipped(&path, &finer, &["-n", "5"]).claim();
        let effects = claim["dose"]["effects"].as_array().unwrap();
        assert_eq!(effects.len(), 2 * steps + 1, "{}", path.display());
        let number = |at: usize, key: &str| -> f64 {
            effects[at][key].as_f64().unwrap_or_else(|| panic!("{}: nothing measured", path.display()))
        };
        let mean = |at: usize| number(at, "mean");
        let half = |at: usize| number(at, "hi") - mean(at);
        let all: Vec<f64> = (0..effects.len()).map(mean).collect();
        let range = all.iter().fold(f64::MIN, |a, b| a.max(*b)) - all.iter().fold(f64::MAX, |a, b| a.min(*b));
        for between in (1..effects.len()).step_by(2) {
            let (a, b) = (mean(between - 1), mean(between + 1));
            let chance = half(between - 1) + half(between) + half(between + 1);
            let slack = chance + 0.15 * range;
            assert!(
                mean(between) > a.min(b) - slack && mean(between) < a.max(b) + slack,
                "{}: {a} {} {b}, {chance}",
                path.display(),
                mean(between)
            );
        }
    }
    assert!(seen >= 10, "only {seen} claims have doses that are numbers");
}

/// The same file with a dose in the middle of every two, where doses are numbers or quantities; and how many steps
/// there were.
fn with_doses_between(text: &str) -> Option<(String, usize)> {
    let mut table: toml::Table = text.parse().unwrap();
    let dose = table.get_mut("claim")?.as_array_mut()?[0].get_mut("dose")?.as_table_mut()?;
    let log = dose.get("log").and_then(toml::Value::as_bool).unwrap_or(false);
    let values = dose.get("values")?.as_array()?.clone();
    let split = |value: &toml::Value| -> Option<(f64, String)> {
        let text = match value {
            toml::Value::Integer(n) => return Some((*n as f64, String::from("#"))),
            toml::Value::Float(x) => return Some((*x, String::new())),
            other => other.as_str()?,
        };
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        Some((text[..end].parse().ok()?, text[end..].to_owned()))
    };
    let mut finer = vec![values[0].clone()];
    for pair in values.windows(2) {
        let ((a, unit), (b, other)) = (split(&pair[0])?, split(&pair[1])?);
        if unit != other {
            return None;
        }
        let middle = if log && a > 0.0 { (a * b).sqrt() } else { (a + b) / 2.0 };
        finer.push(match unit.as_str() {
            "#" => toml::Value::Integer(middle.round() as i64),
            "" if !pair[0].is_str() => toml::Value::Float(middle),
            unit => toml::Value::String(format!("{middle}{unit}")),
        });
        finer.push(pair[1].clone());
    }
    dose.insert("values".into(), toml::Value::Array(finer));
    Some((toml::to_string(&table).unwrap(), values.len() - 1))
}

/// The sign of an effect can be read off a plain map only: there nothing is taken away that the claim's own effect is
/// less.
#[test]
fn a_plain_map_leaves_out_what_the_claim_takes_away() {
    let path = files().into_iter().find(|p| p.ends_with("c06-snowshoe.toml")).expect("the claim on pools");
    let terms = |plain: &str| {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("plain = true"));
        let text = text.replace("plain = true", plain);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("c06-snowshoe.toml");
        std::fs::write(&file, text).unwrap();
        let loaded = scenario::read(&file, &Overrides::default()).unwrap();
        let map = loaded.claims[0].map.clone().expect("a map");
        (loaded.claims[0].parts[0].effect.terms.len(), map.effects[0][0].terms.len())
    };
    assert_eq!(terms("plain = true"), (4, 2));
    assert_eq!(terms("plain = false"), (4, 4));
}

/// A digest is alike or not: by itself, in a ratio or in a difference of differences it says nothing.
#[test]
fn digests_are_compared_and_nothing_else() {
    let path =
        files().into_iter().find(|p| p.to_string_lossy().contains("c08-")).expect("a claim on digests");
    let text = std::fs::read_to_string(&path).unwrap();
    let place = "metric = \"log_changed\"\nsender = \"quiet\"\n";
    assert!(text.contains(place));
    for (wrong, help) in [
        ("scale = \"log2\"\n", "leave `scale` out"),
        ("minus = { sender = \"loud\" }\n", "leave `minus` out"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("c08.toml");
        std::fs::write(&copy, text.replace(place, &format!("{place}{wrong}"))).unwrap();
        let problems = scenario::read(&copy, &Overrides::default()).expect_err(wrong);
        let told = format!("{problems:?}");
        assert!(told.contains("tells only whether two worlds differ") && told.contains(help), "{told}");
    }
}

/// Every file below a folder, by its path in it.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            out.extend(bytes(&entry.path()).into_iter().map(|(k, v)| (format!("{name}/{k}"), v)));
        } else {
            out.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    out
}

/// `report` makes from `claims.json` all that `claims` wrote, and `--force` leaves nothing of what was there before.
#[test]
fn the_report_is_rebuilt_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("claim.toml"), SMALL).unwrap();
    let ran = called(folder.path(), &["claims", "claim.toml", "-n", "4", "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let out = folder.path().join("out");
    let first = bytes(&out);
    for name in ["claims.json", "claims.html", "claims.md", "junit.xml", "figures/claims/forest.csv"] {
        assert!(first.contains_key(name), "{name} is not in {:?}", first.keys());
    }
    for name in ["claims.html", "claims.md", "junit.xml"] {
        std::fs::remove_file(out.join(name)).unwrap();
    }
    std::fs::remove_dir_all(out.join("figures")).unwrap();
    let ran = called(folder.path(), &["report", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("claims.html"), "{}", ran.out);
    assert!(first == bytes(&out), "the bytes differ");

    std::fs::write(out.join("figures/claims/dose-OLD.png"), "old").unwrap();
    std::fs::write(out.join("mine.txt"), "kept").unwrap();
    let ran = called(folder.path(), &["claims", "claim.toml", "-n", "4", "-o", "out", "--force"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let again = bytes(&out);
    assert!(!again.contains_key("figures/claims/dose-OLD.png") && again.contains_key("mine.txt"));
    assert_eq!(first["claims.md"], again["claims.md"], "no wall time is in it");
    assert_eq!(first["claims.html"], again["claims.html"]);

    std::fs::write(out.join("claims.json"), r#"{"schema_version": 99}"#).unwrap();
    let ran = called(folder.path(), &["report", "out"]);
    assert!(ran.code == 3 && ran.err.contains("format 99"), "{} {}", ran.code, ran.err);
}

/// `docs/claims.md` is made by the command at its default precision, which takes minutes; that it is of the files as
/// they are is seen by their hashes.
#[test]
fn the_page_of_claims_is_of_the_files_as_they_are() {
    const AGAIN: &str = "make it again: carrierlab claims -o target/claims && cp target/claims/claims.md docs/ && rm -f \
                         docs/figures/claims/*.png && cp target/claims/figures/claims/*.png docs/figures/claims/";
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = std::fs::read_to_string(docs.join("claims.md")).expect("docs/claims.md");
    assert!(page.contains("`carrierlab claims`"), "made with flags; {AGAIN}");
    let mut rows = 0;
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read(&path).unwrap();
        let hash: String = Sha256::digest(&text).iter().take(6).map(|b| format!("{b:02x}")).collect();
        let line = format!("- File: {}, SHA-256 `{hash}`…", name.replace('_', "\\_"));
        assert!(page.contains(&line), "docs/claims.md is not of {name} as it is (no \"{line}\"); {AGAIN}");
        rows += 1;
    }
    let sections = page.lines().filter(|l| l.starts_with("- File: ")).count();
    assert_eq!(sections, rows, "docs/claims.md has claims whose file is gone; {AGAIN}");
    assert_eq!(page.lines().filter(|l| l.starts_with("| [")).count(), rows, "a row for each claim; {AGAIN}");
    // The pictures that it shows are there, and no others.
    let mut shown: Vec<String> = page
        .split("](figures/claims/")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(str::to_owned)
        .collect();
    let mut there: Vec<String> = std::fs::read_dir(docs.join("figures/claims"))
        .expect("docs/figures/claims")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    shown.sort();
    there.sort();
    assert_eq!(shown, there, "{AGAIN}");
}
