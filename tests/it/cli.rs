//! The command line as a user meets it: answers, errors, exit codes.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value as Json;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn carrierlab(arguments: &[&str]) -> Ran {
    carrierlab_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, &[])
}

fn carrierlab_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut command = Command::cargo_bin("carrierlab").unwrap();
    command.current_dir(folder).args(arguments).env_remove("NO_COLOR");
    for variable in ["SEED", "REPLICATIONS", "JOBS", "OUT"] {
        command.env_remove(format!("CARRIERLAB_{variable}"));
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// Stdout as the one JSON document it must be.
    fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}", self.out))
    }
}

const QUICKSTART: &str = "scenarios/quickstart.toml";

#[test]
fn validate_says_what_is_right() {
    let ran = carrierlab(&["validate", QUICKSTART, "scenarios/minimal.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "scenarios/quickstart.toml: ok (4 carriers, 1 sender, 6 strategies)\n\
         scenarios/minimal.toml: ok (1 carrier, 1 sender, 1 strategy)\n"
    );
    let ran = carrierlab(&["--json", "validate", QUICKSTART]);
    assert_eq!(ran.json()["files"][0]["valid"], true);
    assert_eq!(carrierlab(&["validate", "-q", QUICKSTART]).out, "");
}

#[test]
fn validate_shows_every_problem_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/minimal.toml")).unwrap();
    let text = text.replace("size = 1_000", "size = 0").replace("\"adaptive\" ", "\"adaptve\" ");
    fs::write(folder.path().join("bad.toml"), text).unwrap();
    let ran = carrierlab_in(folder.path(), &["validate", "bad.toml"], &[]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    for part in [
        "there is no carrier preset `adaptve`",
        "[bad.toml:13:10]",
        "did you mean `adaptive`?",
        "`audience.customers.size` is out of range: 0",
        "[bad.toml:17:8]",
        "2 errors",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert!(!ran.err.contains('\u{1b}'), "no colour into a pipe");
    let coloured = carrierlab_in(folder.path(), &["validate", "bad.toml", "--color", "always"], &[]);
    assert!(coloured.err.contains('\u{1b}'));

    let ran = carrierlab_in(folder.path(), &["validate", "bad.toml", "--json"], &[]);
    assert_eq!((ran.code, ran.err.as_str()), (3, ""));
    let error = &ran.json()["error"];
    assert_eq!(error["code"], "scenario.invalid");
    let problem = &error["problems"][0];
    assert_eq!(problem["code"], "scenario::unknown_preset");
    assert_eq!((problem["file"].as_str(), problem["line"].as_u64()), (Some("bad.toml"), Some(13)));
    assert_eq!(
        (problem["column"].as_u64(), problem["help"].as_str()),
        (Some(10), Some("did you mean `adaptive`?"))
    );
}

#[test]
fn a_missing_file_is_a_failure_to_read() {
    let ran = carrierlab(&["validate", "nowhere.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cannot read nowhere.toml"), "{}", ran.err);
    let ran = carrierlab(&["validate", "scenarios", "--json"]);
    assert_eq!((ran.code, &ran.json()["error"]["code"]), (1, &Json::from("io")));
}

#[test]
fn show_says_where_values_come_from() {
    let ran = carrierlab(&[
        "show",
        QUICKSTART,
        "--resolved",
        "--strategy",
        "registered 10DLC",
        "--set",
        "carrier.north.filter.threshold=0.5",
        "--seed",
        "11",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let has = |key: &str, from: &str| {
        assert!(
            ran.out.lines().any(|l| l.starts_with(key) && l.ends_with(from)),
            "{key} … {from}\n{}",
            ran.out
        );
    };
    has("seed = 11 ", "# --seed");
    has("threshold = 0.5 ", "# --set");
    has("indifference = 0.01 ", "# default");
    has("softness = 0.08 ", "# preset carriers/adaptive.toml");
    has("type = \"10dlc\" ", "# strategy registered 10DLC");
    has("name = \"shop\" ", "# scenarios/quickstart.toml:54");
    let shown: toml::Table = toml::from_str(&ran.out).unwrap();
    assert_eq!(shown["carrier"].as_array().unwrap().len(), 4);

    let ran = carrierlab(&["show", QUICKSTART, "--resolved", "--json"]);
    let seed = ran.json()["resolved"]["scenario"]["seed"].clone();
    assert_eq!(
        (seed["value"].as_u64(), seed["from"].as_str()),
        (Some(7), Some("scenarios/quickstart.toml:15"))
    );

    let ran = carrierlab(&["show", QUICKSTART, "--strategy", "nope"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("strategies of this scenario: long code, blast"), "{}", ran.err);
}

#[test]
fn a_flag_wins_over_the_variable_and_the_variable_over_the_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seed = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut all = vec!["show", QUICKSTART, "--resolved", "--json"];
        all.extend(arguments);
        let seed = carrierlab_in(root, &all, variables).json()["resolved"]["scenario"]["seed"].clone();
        (seed["value"].as_u64().unwrap(), seed["from"].as_str().unwrap().to_owned())
    };
    assert_eq!(seed(&[], &[]).0, 7);
    assert_eq!(seed(&[], &[("CARRIERLAB_SEED", "8")]), (8, "CARRIERLAB_SEED".into()));
    assert_eq!(seed(&["-s", "9"], &[("CARRIERLAB_SEED", "8")]), (9, "--seed".into()));
}

#[test]
fn init_writes_a_scenario_that_is_right() {
    let folder = tempfile::tempdir().unwrap();
    for (template, file) in [("quickstart", "scenario.toml"), ("minimal", "small.toml")] {
        let ran = carrierlab_in(folder.path(), &["init", template, "-o", file], &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(carrierlab_in(folder.path(), &["validate", file], &[]).code, 0);
    }
    let again = carrierlab_in(folder.path(), &["init"], &[]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("scenario.toml is there already"), "{}", again.err);
    assert_eq!(carrierlab_in(folder.path(), &["init", "--force"], &[]).code, 0);
    let ran = carrierlab_in(folder.path(), &["init", "-o", "no/such/folder.toml", "--json"], &[]);
    assert_eq!((ran.code, &ran.json()["error"]["code"]), (1, &Json::from("io")));
}

#[test]
fn schema_completions_and_man_are_printed() {
    assert_eq!(carrierlab(&["schema"]).json()["$schema"], "http://json-schema.org/draft-07/schema#");
    assert!(carrierlab(&["completions", "bash"]).out.contains("_carrierlab"));
    assert!(carrierlab(&["man"]).out.contains(".TH carrierlab"));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(carrierlab_in(folder.path(), &["man", "-o", "pages"], &[]).code, 0);
    assert!(folder.path().join("pages/carrierlab-validate.1").exists());
}

#[test]
fn usage_errors_are_exit_code_2() {
    for arguments in [&["nonsense"][..], &["validate"], &["validate", "x", "--seed", "-1"], &["show"], &[]] {
        let ran = carrierlab(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    }
    let ran = carrierlab(&["nonsense", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (2, ""));
    assert_eq!(ran.json()["error"]["code"], "usage");
    let ran = carrierlab(&["--help"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("Exit codes"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_failure() {
    let program = assert_cmd::cargo::cargo_bin("carrierlab");
    let mut child = std::process::Command::new(program)
        .args(["schema"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
