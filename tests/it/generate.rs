//! Generated texts from outside: the command, and scenarios that name kinds.

use std::collections::BTreeSet;
use std::path::Path;

use assert_cmd::Command;
use carrierlab::engine::{Models, World};
use carrierlab::scenario::{self, Overrides};
use carrierlab::scorer::{KINDS, Kind, SCENARIO_SEED, parse_corpus};
use serde_json::Value as Json;

fn ran(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("carrierlab").unwrap();
    let output = command.args(["model", "generate"]).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn rows_are_a_corpus() {
    let (code, out, err) = ran(&["-n", "60", "--seed", "4"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("generated"), "{err}");
    let rows = parse_corpus(&out).unwrap();
    assert_eq!(rows.len(), 60);
    assert_eq!(rows.iter().filter(|r| r.is_spam()).count(), 30);
    assert_eq!(ran(&["-n", "60", "--seed", "4"]).1, out);
    assert_ne!(ran(&["-n", "60", "--seed", "5"]).1, out);
}

#[test]
fn csv_and_json_say_that_rows_are_generated() {
    let (code, out, _) = ran(&["-n", "40", "--csv", "--kind", "shop sale", "--kind", "prize"]);
    assert_eq!(code, 0);
    let rows = parse_corpus(&out).unwrap();
    let classes: BTreeSet<&str> = rows.iter().filter_map(|r| r.class.as_deref()).collect();
    assert_eq!((rows.len(), classes), (40, BTreeSet::from(["generated prize", "generated shop sale"])));
    let (_, out, err) = ran(&["-n", "4", "--json"]);
    let json: Json = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["generated"], json["rows"].as_array().unwrap().len()), (&Json::Bool(true), 4));
    assert_eq!(err, "");
}

#[test]
fn kinds_are_listed_and_unknown_ones_refused() {
    let (code, out, _) = ran(&["--list", "--json"]);
    let json: Json = serde_json::from_str(&out).unwrap();
    assert_eq!((code, json["kinds"].as_array().unwrap().len()), (0, KINDS.len()));
    let (code, out, _) = ran(&["--list"]);
    assert_eq!((code, out.lines().count()), (0, KINDS.len() + 1));
    let (code, _, err) = ran(&["--kind", "shop sail"]);
    assert!(code == 2 && err.contains("did you mean `shop sale`?"), "{code} {err}");
}

fn scenario_text(sender: &str) -> String {
    format!(
        "schema = 1\n[scenario]\nname = \"t\"\n[[carrier]]\nname = \"north\"\nshare = 1.0\n\
         [audience.people]\nsize = 100\nconsent = \"opted-in\"\n\
         [[sender]]\nname = \"shop\"\naudience = \"people\"\nnumber = {{ type = \"long-code\" }}\n{sender}\n"
    )
}

fn problems(sender: &str) -> String {
    let read = scenario::parse("test.toml", &scenario_text(sender), &Overrides::default(), None);
    match read {
        Ok(loaded) => format!("{:?}", loaded.warnings),
        Err(problems) => format!("{problems} {problems:?}"),
    }
}

#[test]
fn kinds_become_texts_of_the_world() {
    let text =
        scenario_text("texts = [\"{Hi|Hello}\"]\nkinds = [\"shop sale\", \"login code\"]\nvariants = 30");
    let overrides = Overrides { set: vec!["scenario.seed=99".into()], ..Overrides::default() };
    let loaded = scenario::parse("test.toml", &text, &overrides, None).unwrap();
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    let world = World::new(loaded.worlds[0].settings.clone(), &Models::new()).unwrap();
    let bodies: Vec<&str> = world.texts().iter().map(|t| t.body.as_str()).collect();
    assert_eq!(bodies.len(), 2 + 60);
    // The same as anybody gets who draws them, whatever the scenario's seed.
    let sale = Kind::named("shop sale").unwrap().texts(30, SCENARIO_SEED);
    assert_eq!(bodies[2..32], sale.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(world.texts().iter().map(|t| t.template).collect::<BTreeSet<_>>(), BTreeSet::from([0, 1, 2]));
    assert_eq!((world.texts()[31].template, world.texts()[31].variant), (1, 29));
}

#[test]
fn mistakes_in_kinds_are_found() {
    let check = |sender: &str, expected: &str| {
        let found = problems(sender);
        assert!(found.contains(expected), "{found}");
    };
    check("kinds = [\"shop sail\"]", "14:10: there is no kind of text `shop sail`");
    check("kinds = [\"shop sail\"]", "did you mean `shop sale`?");
    check("kinds = [\"zzzzzz\"]", "model generate --list");
    check("", "sender `shop` has nothing to say");
    check("texts = []\nkinds = []", "sender `shop` has nothing to say");
    check("kinds = [\"shop sale\"]\nvariants = 0", "variants");
    check("texts = [\"a\"]\nvariants = 3", "has variants, but no kinds");
    check("kinds = [\"prize\"]", "is prohibited by carriers");
    check("kinds = [\"shop sale\"]\nintent = \"spam\"", "is honest");
    let many = "kinds = [\"shop sale\", \"loyalty\", \"prize\", \"vet\", \"ride\", \"hotel stay\", \"library\", \"parking\", \"support\", \"payroll\", \"salon\"]\nvariants = 1000";
    check(many, "11000 generated texts");
    assert_eq!(problems("kinds = [\"shop sale\"]"), "[]");
}

#[test]
fn a_world_made_by_hand_with_an_unknown_kind_is_an_error() {
    let text = scenario_text("kinds = [\"shop sale\"]");
    let loaded = scenario::parse("test.toml", &text, &Overrides::default(), None).unwrap();
    let mut settings = loaded.worlds[0].settings.clone();
    settings.senders[0].kinds[0] = "no such".into();
    let error = World::new(settings, &Models::new()).unwrap_err();
    assert!(error.to_string().contains("`no such`"), "{error}");
}

#[test]
fn the_shipped_scenario_uses_kinds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/generated-kinds.toml");
    let loaded = scenario::read(&path, &Overrides::default()).unwrap();
    assert!(loaded.file.senders.iter().all(|s| s.texts.is_empty() && !s.kinds.is_empty()));
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
}
