//! Scenario files: what is read, what is refused and where the finger points, what is shipped.

use std::fs;
use std::path::{Path, PathBuf};

use carrierlab::carrier::learning;
use carrierlab::message::Registration;
use carrierlab::scenario::{self, Loaded, Origin, Overrides, Problems, World};
use carrierlab::scorer::stream;
use carrierlab::units::Rate;
use serde_json::{Value as Json, json};

/// A scenario in which nothing is wrong.
const GOOD: &str = r#"schema = 1
[scenario]
name = "t"
[[carrier]]
name = "north"
share = 0.6
preset = "adaptive"
[[carrier]]
name = "south"
share = 0.4
[audience.people]
size = 100
consent = "opted-in"
[[sender]]
name = "shop"
audience = "people"
number = { type = "long-code" }
texts = ["Acme: {Hi|Hello} {name}"]
slots = { name = ["Ann", "Bob"] }
"#;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(text: &str, set: &[&str]) -> Result<Loaded, Problems> {
    let set = set.iter().map(|&s| s.to_owned()).collect();
    scenario::parse("test.toml", text, &Overrides { set, ..Overrides::default() }, None)
}

fn good(text: &str, set: &[&str]) -> Loaded {
    read(text, set).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The problems of a text as `line:column: message (help)`, one a line.
fn problems(text: &str, set: &[&str]) -> String {
    match read(text, set) {
        Ok(loaded) => panic!("nothing was found wrong; warnings: {:?}", loaded.warnings),
        Err(problems) => problems.to_string(),
    }
}

/// Replaces one piece of the good file; the problem must be exactly this, and be alone.
fn check(from: &str, to: &str, expected: &str) {
    assert!(GOOD.contains(from), "`{from}` is not in the good file");
    assert_eq!(problems(&GOOD.replacen(from, to, 1), &[]), expected);
}

fn shipped() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    found.sort();
    assert!(found.len() >= 2);
    found
}

// ---- what is read

#[test]
fn presets_stand_beneath_the_users_own_values() {
    let loaded = good(&GOOD.replace("share = 0.6", "share = 0.6\nfilter = { rate = { minute = 7 } }"), &[]);
    let rate = loaded.file.carriers[0].filter.rate.unwrap();
    assert_eq!((rate.minute, rate.day), (Some(7), Some(1000)));
    let minute = loaded.base.get("carrier").unwrap().items()[0].at(&["filter", "rate", "minute"]).unwrap();
    assert!(matches!(minute.origin, Origin::File(_)));
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
}

/// Own keys win over limits, limits over the preset; limits bring in the stages that they set.
#[test]
fn limits_lie_between_the_preset_and_the_users_own_values() {
    let limits = GOOD.replace("share = 0.6", "share = 0.6\nlimits = \"ctia-2019\"");
    let own = limits.replace("share = 0.6", "share = 0.6\nfilter.rate = { minute = 7 }");
    let loaded = good(&own, &[]);
    let rate = loaded.file.carriers[0].filter.rate.unwrap();
    assert_eq!((rate.minute, rate.hour, rate.day), (Some(7), Some(300), Some(1000)));
    assert!(!loaded.file.carriers[0].filter.recipients.unwrap().enabled);
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    let north = &loaded.base.get("carrier").unwrap().items()[0];
    let from = |path: &[&str]| scenario::origin_note(north.at(path).unwrap());
    assert_eq!(from(&["filter", "rate", "minute"]), "test.toml:7");
    assert_eq!(from(&["filter", "rate", "day"]), "limits ctia-2019");
    assert_eq!(from(&["filter", "rate", "hour"]), "preset carriers/adaptive.toml");
    assert_eq!(from(&["filter", "recipients", "enabled"]), "limits ctia-2019");
    // Alone they are a filter, too; a flag names others.
    let alone = good(GOOD, &["carrier.south.limits=ctia-2017"]).file.carriers[1].clone();
    assert_eq!(alone.filter.rate.unwrap().day, Some(1000));
    assert_eq!(alone.filter.recipients.unwrap().limit, 200);
    assert!(
        good(&limits, &["carrier.north.limits=ctia-2017"]).file.carriers[0]
            .filter
            .recipients
            .unwrap()
            .enabled
    );
}

/// What the user sets in a stage that the limits switch off would do nothing, so it is told.
#[test]
fn a_key_in_a_stage_that_limits_switch_off_is_doubted() {
    let text = GOOD
        .replace("share = 0.6", "share = 0.6\nlimits = \"ctia-2019\"\nfilter.recipients = { limit = 50 }");
    let warnings = good(&text, &[]).warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].message.contains("`limit` of the recipients stage"), "{}", warnings[0].message);
    let on = text.replace("{ limit = 50 }", "{ enabled = true, limit = 50 }");
    assert!(good(&on, &[]).warnings.is_empty());
}

#[test]
fn a_preset_pulls_in_no_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my.toml"), "[carrier]\nlimits = \"ctia-2019\"\n").unwrap();
    let text = GOOD.replace("\"adaptive\"", "\"./my.toml\"");
    let problems = scenario::parse("t.toml", &text, &Overrides::default(), Some(folder.path())).unwrap_err();
    let problems = problems.to_string();
    assert!(problems.contains("my.toml:2:1: a carrier preset cannot name another: `limits`"), "{problems}");
    // A file can be limits as well, and then says so.
    fs::write(folder.path().join("my.toml"), "[carrier.filter.rate]\nday = 5\n").unwrap();
    let text = GOOD.replace("share = 0.6", "share = 0.6\nlimits = \"./my.toml\"");
    let loaded = scenario::parse("t.toml", &text, &Overrides::default(), Some(folder.path())).unwrap();
    let day = loaded.base.get("carrier").unwrap().items()[0].at(&["filter", "rate", "day"]).unwrap();
    assert!(scenario::origin_note(day).starts_with("limits ") && day.number() == Some(5.0));
}

#[test]
fn a_strategy_that_changes_the_number_brings_in_its_preset() {
    let text = format!(
        "{GOOD}[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\n\
         set = {{ \"sender.shop.number.type\" = \"10dlc\", \"sender.shop.number.trust\" = 60 }}\n"
    );
    let loaded = good(&text, &[]);
    let [a, b] = loaded.worlds.as_slice() else { panic!() };
    assert_eq!((a.name.as_str(), b.name.as_str()), ("a", "b"));
    let (a, b) = (&a.settings.senders[0].number, &b.settings.senders[0].number);
    assert_eq!((a.registration, b.registration), (Registration::None, Registration::Registered));
    assert!(a.grants.campaign.is_empty());
    assert_eq!(b.grants.campaign[0].limit, "2400/min".parse::<Rate>().unwrap());
    assert_eq!(b.grants.brand[0].limit, "40000/d".parse::<Rate>().unwrap());
    assert_eq!(b.entitlement.day, Some(40_000));
}

#[test]
fn tiers_follow_trust_and_verification() {
    let number = |set: &[&str]| good(GOOD, set).file.senders[0].number.clone();
    for (trust, campaign, brand) in [
        (0, "240/min", "2000/d"),
        (25, "240/min", "10000/d"),
        (50, "2400/min", "40000/d"),
        (75, "4500/min", "200000/d"),
    ] {
        let trust = format!("sender.shop.number.trust={trust}");
        let number = number(&["sender.shop.number.type=10dlc", &trust]);
        assert_eq!(number.grants.campaign[0].limit.to_string(), campaign);
        assert_eq!(number.grants.brand[0].limit.to_string(), brand);
    }
    let refused = |status: &str| {
        let status = format!("sender.shop.number.verification={status}");
        number(&["sender.shop.number.type=toll-free", &status]).refused_share.value()
    };
    assert_eq!((refused("restricted"), refused("pending"), refused("verified")), (1.0, 1.0, 0.0));
    // The user's own value wins over any tier.
    let own = number(&["sender.shop.number.type=10dlc", "sender.shop.number.throughput=9/s"]);
    assert_eq!(own.throughput.to_string(), "9/s");
}

#[test]
fn flags_win_over_strategies_and_names_over_stars() {
    let text = format!(
        "{GOOD}[[strategy]]\nname = \"a\"\nset = {{ \"carrier.north.filter.threshold\" = 2.0, \
         \"carrier.*.filter.threshold\" = 3.0 }}\n"
    );
    let thresholds = |set: &[&str]| -> Vec<f64> {
        good(&text, set).worlds[0].settings.carriers.iter().map(|c| c.filter.threshold).collect()
    };
    assert_eq!(thresholds(&[]), [2.0, 3.0]);
    assert_eq!(thresholds(&["carrier.*.filter.threshold=5"]), [5.0, 5.0]);
    let loaded = scenario::parse(
        "t.toml",
        GOOD,
        &Overrides { seed: Some(9), replications: Some(3), ..Overrides::default() },
        None,
    );
    let about = loaded.unwrap().file.scenario;
    assert_eq!((about.seed, about.replications), (9, 3));
}

#[test]
fn a_star_never_brings_in_a_stage() {
    let loaded = good(GOOD, &["carrier.*.filter.rate.weight=0"]);
    assert_eq!(loaded.file.carriers[0].filter.rate.unwrap().weight, 0.0);
    assert!(loaded.file.carriers[1].filter.rate.is_none());
    // What is no stage is always there, and a named path may bring one in.
    assert!(good(GOOD, &["carrier.*.receipts.lost=3%"]).file.carriers[1].receipts.lost.value() > 0.0);
    let set = good(GOOD, &["carrier.north.receipts.cause.rate.silent=0.1"]);
    assert_eq!(set.file.carriers[0].receipts.answer("rate_day").silent, 0.1);
    assert_eq!(set.file.carriers[0].receipts.answer("throttled").silent, 0.0);
    assert!(good(GOOD, &["carrier.south.filter.rate.minute=9"]).file.carriers[1].filter.rate.is_some());
    assert_eq!(
        problems(GOOD, &["carrier.south.preset=static-list", "carrier.*.filter.nope.weight=0"]),
        "command line:1:7: `nope` is not a key of `carrier.*.filter`"
    );
    let none = GOOD.replace("preset = \"adaptive\"\n", "");
    assert_eq!(
        problems(&none, &["carrier.*.filter.rate.weight=0"]),
        "command line:1:7: `carrier.*.filter.rate.weight` matches nothing"
    );
    let every = good(&none, &["carrier.*.filter.rate.weight=0", "carrier.*.preset=rate-only"]);
    assert!(every.file.carriers.iter().all(|c| c.filter.rate.unwrap().weight == 0.0));
    // A stage that comes with a preset which a flag names is there.
    let both = good(&none, &["carrier.*.filter.rate.weight=0", "carrier.south.preset=rate-only"]);
    assert_eq!(both.file.carriers[1].filter.rate.unwrap().weight, 0.0);
}

#[test]
fn json_is_read_through_the_same_types() {
    let toml = good(GOOD, &[]);
    let value: Json = json!({
        "schema": 1,
        "scenario": { "name": "t" },
        "carrier": [
            { "name": "north", "share": 0.6, "preset": "adaptive" },
            { "name": "south", "share": "40%" },
        ],
        "audience": { "people": { "size": 100, "consent": "opted-in" } },
        "sender": [{
            "name": "shop", "audience": "people", "number": { "type": "long-code" },
            "texts": ["Acme: {Hi|Hello} {name}"], "slots": { "name": ["Ann", "Bob"] },
        }],
    });
    let mut named = value.clone();
    named["$schema"] = json!("carrierlab.schema.json");
    let json = scenario::parse("t.json", &named.to_string(), &Overrides::default(), None).unwrap();
    assert_eq!(toml.file, json.file);
    // JSON can say that a stage of the preset is not there.
    let mut without = value;
    without["carrier"][0]["filter"] = json!({ "rate": null });
    let without = scenario::parse("t.json", &without.to_string(), &Overrides::default(), None).unwrap();
    assert!(without.file.carriers[0].filter.rate.is_none());
    assert!(without.file.carriers[0].filter.content.is_some());
}

#[test]
fn files_extend_files_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("own")).unwrap();
    write("base.toml", &GOOD.replace("\"adaptive\"", "\"own/mine.toml\""));
    write("own/mine.toml", "[carrier.filter]\nthreshold = 4.5\n");
    write(
        "child.toml",
        "extends = \"base.toml\"\n[scenario]\nseed = 8\n[[carrier]]\nname = \"south\"\npreset = \"static-list\"\n",
    );
    let loaded = scenario::read(&folder.path().join("child.toml"), &Overrides::default()).unwrap();
    assert_eq!(loaded.file.scenario.seed, 8);
    let carriers = &loaded.file.carriers;
    assert_eq!(carriers.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["north", "south"]);
    assert_eq!(carriers[0].filter.threshold, 4.5);
    assert!(carriers[1].filter.terms.is_some());
    // The resolved file needs none of the others.
    let alone = scenario::parse("r.toml", &scenario::resolved_toml(&loaded), &Overrides::default(), None);
    assert_same(&alone.unwrap(), &loaded);

    write("a.toml", "extends = \"b.toml\"\n");
    write("b.toml", "extends = \"./a.toml\"\n");
    let circle = scenario::read(&folder.path().join("a.toml"), &Overrides::default()).unwrap_err();
    assert!(circle.to_string().ends_with("b.toml:1:11: `./a.toml` extends itself in a circle"), "{circle}");
    write("c.toml", "extends = \"nowhere.toml\"\n");
    let nowhere = scenario::read(&folder.path().join("c.toml"), &Overrides::default()).unwrap_err();
    assert!(nowhere.to_string().contains("c.toml:1:11: cannot extend: cannot read"), "{nowhere}");
}

#[test]
fn doubts_are_warnings() {
    let text = GOOD
        .replace("[audience.people]", "[audience.ghosts]\nsize = 1\nconsent = \"cold\"\n[audience.people]")
        .replace("slots = {", "waves = 3\nrate = \"1/h\"\nramp = [\"10/day\"]\nslots = { spare = [\"x\"],");
    let text = format!("{text}[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\n");
    let warnings: Vec<String> =
        good(&text, &[]).warnings.iter().map(|w| format!("{:?}: {w}", w.place().unwrap())).collect();
    assert_eq!(
        warnings,
        [
            "test.toml:11:11: nobody writes to audience `ghosts`",
            "test.toml:22:9: sender `shop` plans a wave 14d after the first, but the scenario ends after 1d",
            "test.toml:23:8: at 1/h sender `shop` needs 100 h for one wave, but the scenario ends after 1d",
            "test.toml:24:8: the ramp of sender `shop` has room for 10 messages before the scenario ends after 1d, but one wave is 100",
            "test.toml:25:11: no text uses slot `spare`",
            "test.toml:29:8: strategy `b` is the same as `a`",
        ]
    );
}

// ---- what is refused, and where the finger points

#[test]
fn unknown_names_and_keys_are_told_with_the_nearest() {
    check(
        "[[carrier]]\n",
        "[[carrier]]\nshaer = 1\n",
        "test.toml:5:1: `shaer` is not a key of `carrier.north`",
    );
    check("\"adaptive\"", "\"adaptve\"", "test.toml:7:10: there is no carrier preset `adaptve`");
    check(
        "share = 0.4",
        "share = 0.4\nlimits = \"ctia-2018\"",
        "test.toml:11:10: there is no limits preset `ctia-2018`",
    );
    check("\"opted-in\"", "\"opted\"", "test.toml:13:11: there is no audience preset `opted`");
    check("\"long-code\"", "\"longcode\"", "test.toml:17:19: there is no number preset `longcode`");
    check("audience = \"people\"", "audience = \"poeple\"", "test.toml:16:12: there is no audience `poeple`");
    let help = |text: &str| read(text, &[]).unwrap_err().list[0].help.clone().unwrap();
    let one = GOOD.replace("[[sender]]", "[claim]\nid = \"C1\"\n[[sender]]");
    assert_eq!(help(&one), "write [[claim]] over each of them, or [{…}] in a line");
    assert_eq!(problems(&one, &[]), "test.toml:14:1: `claim` must be a list of tables, not a table");
    let part = GOOD.replace("[[sender]]", "[[claim]]\nid = \"C1\"\n[claim.also]\n[[sender]]");
    let all = read(&part, &[]).unwrap_err().list;
    assert!(
        all.iter().any(|p| p.help.as_deref().is_some_and(|h| h.starts_with("write [[claim.also]] over")))
    );
    assert_eq!(help(&GOOD.replace("name = \"t\"", "nmae = \"t\"")), "did you mean `name`?");
    assert_eq!(help(&GOOD.replace("\"adaptive\"", "\"adaptve\"")), "did you mean `adaptive`?");
    assert_eq!(help(&GOOD.replace("\"opted-in\"", "\"opted\"")), "did you mean `opted-in`?");
    assert_eq!(
        help(&GOOD.replace("share = 0.4", "share = 0.4\nlimits = \"ctia-219\"")),
        "did you mean `ctia-2019`?"
    );
    assert!(help(&format!("a = 1\n{GOOD}")).starts_with("keys here: audience, carrier"));
    assert_eq!(
        help(&GOOD.replace("share = 0.6", "share = 0.6\nthreshold = 2")),
        "did you mean `filter.threshold`?"
    );
    assert!(
        help(&GOOD.replace("\"adaptive\"", "\"zzz\"")).starts_with("presets: abroad, adaptive, att-like")
    );
}

#[test]
fn quantities_need_their_units() {
    check(
        "name = \"t\"",
        "name = \"t\"\nhorizon = 3",
        "test.toml:4:11: `scenario.horizon`: `3` has no unit of time",
    );
    check(
        "name = \"t\"",
        "name = \"t\"\nhorizon = \"3 fortnights\"",
        "test.toml:4:11: `scenario.horizon`: `fortnights` is not a unit of time",
    );
    check(
        "slots",
        "rate = \"-3/min\"\nslots",
        "test.toml:19:8: `sender.shop.rate`: a rate cannot be negative: `-3/min`",
    );
    check("slots", "rate = 60\nslots", "test.toml:19:8: `sender.shop.rate`: `60` is not a rate");
    check(
        "slots",
        "start = 09:30\nslots",
        "test.toml:19:9: `sender.shop.start` must be text in quotes, not a bare date or time",
    );
    check(
        "share = 0.6",
        "share = \"140%\"",
        "test.toml:6:9: `carrier.north.share`: 1.4 is not between 0 and 1",
    );
    check("share = 0.6", "share = nan", "test.toml:6:9: `carrier.north.share`: NaN is not between 0 and 1");
}

#[test]
fn kinds_and_ranges() {
    check("size = 100", "size = 0", "test.toml:12:8: `audience.people.size` is out of range: 0");
    check(
        "size = 100",
        "size = 1_000_000_000",
        "test.toml:12:8: `audience.people.size` is out of range: 1,000,000,000",
    );
    check(
        "size = 100",
        "size = 99999999999999999999999999999999999999999999",
        "test.toml:12:8: `audience.people.size` must be a whole number, not a number",
    );
    check(
        "size = 100",
        "size = \"100\"",
        "test.toml:12:8: `audience.people.size` must be a whole number, not text",
    );
    check(
        "size = 100",
        "size = 1.5",
        "test.toml:12:8: `audience.people.size` must be a whole number, not a number",
    );
    check(
        "\"long-code\" }",
        "\"long-code\", trust = 101 }",
        "test.toml:17:40: `sender.shop.number.trust` is out of range: 101",
    );
    check(
        "\"long-code\" }",
        "\"long-code\", pool = \"stiky\" }",
        "test.toml:17:39: `sender.shop.number.pool` cannot be `stiky`",
    );
    check(
        "texts = [\"Acme: {Hi|Hello} {name}\"]",
        "texts = \"{name}\"",
        "test.toml:18:9: `sender.shop.texts` must be a list, not text",
    );
    check(
        "share = 0.6",
        "share = 0.6\nfilter = { threshold = inf }",
        "test.toml:7:24: `carrier.north.filter.threshold` must be a finite number",
    );
    check(
        "share = 0.6\n",
        "share = 0.6\nfilter = 3\n",
        "test.toml:7:10: `carrier.north.filter` must be a table of keys, not a whole number",
    );
    for seed in ["9223372036854775808", "18446744073709551616", "-1"] {
        let message = problems(&GOOD.replace("name = \"t\"", &format!("name = \"t\"\nseed = {seed}")), &[]);
        assert!(message.starts_with("test.toml:4:8: `scenario.seed` is out of range"), "{message}");
    }
    let most = good(&GOOD.replace("name = \"t\"", "name = \"t\"\nseed = 9223372036854775807"), &[]);
    assert_eq!(most.file.scenario.seed, i64::MAX as u64);
    check("\"north\"", "'no\"rth'", "test.toml:5:8: `no\\\"rth` cannot be a name");
    check("\"north\"", "\"*\"", "test.toml:5:8: `*` cannot be a name");
    check("name = \"t\"", "name = \"\"", "test.toml:3:8: `scenario.name` is empty");
    check("name = \"t\"", "seed = 1", "test.toml:2:1: `scenario` has no `name`");
    check("schema = 1", "schema = 2", "test.toml:1:10: this file is of format 2");
}

#[test]
fn texts() {
    let text = "Acme: {Hi|Hello} {name}";
    check(text, "", "test.toml:18:10: a text is empty");
    check(text, "{Hi|{name}", "test.toml:18:11: a `{` is never closed");
    check(text, "Hi {name}}", "test.toml:18:20: a `}` closes nothing");
    check(text, "Hi {nmae} {name}", "test.toml:18:14: the slot `nmae` is not defined");
    let long = "x".repeat(100_000);
    check(text, &format!("{long}{{name}}"), "test.toml:18:10: a text is 100003 characters long");
    check(
        text,
        &format!("{}{{name}}", "{a|b|c|d|e|f|g|h|i|j}".repeat(5)),
        "test.toml:18:10: the texts of this sender have 200000 variants so far",
    );
    check(
        "[\"Ann\", \"Bob\"]",
        "[]",
        "test.toml:18:28: the slot `name` has no values\ntest.toml:19:18: slot `name` has no words",
    );
}

#[test]
fn a_long_line_does_not_fill_the_screen() {
    let long = GOOD.replace("Acme:", &"x".repeat(100_000));
    let problems = read(&long, &[]).unwrap_err();
    let mut drawn = String::new();
    miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
        .render_report(&mut drawn, &problems.list[0])
        .unwrap();
    assert!(drawn.contains("[test.toml:18:10]"), "{drawn}");
    assert!(drawn.len() < 3000, "{} bytes", drawn.len());
}

#[test]
fn what_crosses_rooms() {
    check("share = 0.6", "share = 0.7", "test.toml:6:9: the carriers' shares add up to 1.1, not to 1");
    check("\"south\"", "\"north\"", "test.toml:9:8: two carrier entries are named `north`");
    let north = |add: &str| format!("share = 0.6\n{add}");
    check(
        "share = 0.6",
        &north("filter = { hold_threshold = 1.5 }"),
        "test.toml:7:29: carrier `north` would hold no message: hold_threshold 1.5 is not below threshold 1",
    );
    check(
        "share = 0.6",
        &north("receipts = { delay = { min = \"50ms\" } }"),
        "test.toml:7:30: receipts of carrier `north` may come back too soon",
    );
    check(
        "share = 0.6",
        &north("receipts = { block_silent = 0.6 }"),
        "test.toml:7:29: carrier `north`: block_reported_delivered and block_silent add up to 1.1",
    );
    check(
        "share = 0.6",
        &north("receipts = { cause = { rat = { silent = 0.6 } } }"),
        "test.toml:7:24: `rat` is not a key of `carrier.north.receipts.cause`",
    );
    // What the preset says of all causes holds with it, and the more exact name wins.
    check(
        "share = 0.6",
        &north("receipts = { cause = { rate = { silent = 0.6 } } }"),
        "test.toml:7:42: carrier `north`: of what `rate_second` dropped, reported_delivered and silent add up to 1.1",
    );
    check(
        "share = 0.6",
        &north(
            "receipts = { cause = { rate = { silent = 0.6, reported_delivered = 0.4 }, rate_day = { reported_delivered = 0.5 } } }",
        ),
        "test.toml:7:109: carrier `north`: of what `rate_day` dropped, reported_delivered and silent add up to 1.1",
    );
    check(
        "share = 0.6",
        &north("receipts = { duplicate = 0.6, contradictory = 0.7 }"),
        "test.toml:7:26: carrier `north`: duplicate and contradictory add up to 1.3",
    );
    check(
        "share = 0.6",
        &north("receipts = { late_delay = { median = \"2h\", p95 = \"3h\", min = \"50ms\" } }"),
        "test.toml:7:62: receipts of carrier `north` may come back too soon",
    );
    check(
        "share = 0.6",
        &north("transit = { median = \"9s\", p95 = \"3s\" }"),
        "test.toml:7:34: the transit of carrier `north` has a 95th percentile of 3s, below its median of 9s",
    );
    check(
        "share = 0.6",
        &north("transit = { median = \"9s\", p95 = \"30s\", min = \"10s\" }"),
        "test.toml:7:22: the transit of carrier `north` has a median of 9s, which is not above its floor of 10s",
    );
    check(
        "share = 0.6",
        &north("blacklist = { base = \"9d\" }"),
        "test.toml:7:22: carrier `north`: a first block of 9d is longer than the cap of 7d",
    );
    check("name = \"t\"", "name = \"t\"\nhorizon = \"0s\"", "test.toml:4:11: the horizon is zero");
}

#[test]
fn who_is_shut_out_and_when() {
    let north = |add: &str, expected: &str| check("share = 0.6", &format!("share = 0.6\n{add}"), expected);
    let list = |add: &str, expected: &str| north(&format!("blacklist = {{ {add} }}"), expected);
    list("scopes = [\"brand\", \"brand\"]", "test.toml:7:34: carrier `north` lists the scope `brand` twice");
    list("scopes = []", "test.toml:7:24: `carrier.north.blacklist.scopes` is empty");
    list("within = \"0s\"", "test.toml:7:24: the time in which blocks are counted is zero");
    list(
        "probation = \"1d\", probation_after = 30",
        "test.toml:7:51: carrier `north`: on probation 30 dropped messages list again, but otherwise 20 are enough",
    );
    let rule = |add: &str, expected: &str| north(&format!("suspension = [{{ {add} }}]"), expected);
    rule(
        "on = \"opt-outs\"",
        "test.toml:7:15: a suspension of carrier `north` says of nothing how much is too much",
    );
    rule(
        "on = \"complaints\", share = 0.1, count = 9",
        "test.toml:7:57: a suspension of carrier `north` has a share and a count",
    );
    rule(
        "on = \"opt-outs\", count = 9",
        "test.toml:7:42: a suspension of carrier `north` has a count of opt-outs",
    );
    rule("on = \"opt-outs\", share = \"0%\"", "test.toml:7:42: carrier `north` would suspend everybody");
    rule(
        "on = \"opt-outs\", share = 0.1, within = \"0s\"",
        "test.toml:7:56: the window of a suspension is zero",
    );
    rule(
        "on = \"opt-outs\", share = 0.1, lasts = \"0s\"",
        "test.toml:7:55: the length of a suspension is zero",
    );
    rule("share = 0.1", "test.toml:7:15: `carrier.north.suspension.0` has no `on`");
    let audit = |add: &str, expected: &str| north(&format!("audit = {{ {add} }}"), expected);
    audit("interval = \"1h\"", "test.toml:7:9: the audit of carrier `north` looks at nothing");
    audit("interval = \"0s\", complaints = 0.1", "test.toml:7:22: the time from audit to audit is zero");
    audit(
        "interval = \"1h\", complaints = 0.1, lasts = \"0s\"",
        "test.toml:7:54: the time for which a campaign is switched off is zero",
    );
    // What is off need not make sense, and what is only useless is a warning.
    let warned = |add: &str| {
        let text = GOOD.replacen("share = 0.6", &format!("share = 0.6\n{add}"), 1);
        let warnings = good(&text, &[]).warnings;
        warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(warned("audit = { enabled = false }"), "");
    for (add, expected) in [
        ("audit = { complaints = 0.1 }", "carrier `north` audits every 30d, but the scenario ends after 1d"),
        (
            "audit = { interval = \"1h\", opt_out_wording = 0 }",
            "the audit of carrier `north` asks no message",
        ),
        ("blacklist = { probation_after = 3 }", "carrier `north` has `probation_after`, but no probation"),
        (
            "suspension = [{ on = \"complaints\", count = 3, least = 9 }]",
            "a suspension of carrier `north` has `least`",
        ),
    ] {
        let found = warned(add);
        assert!(found.contains(expected) && found.lines().count() == 1, "{add}: {found}");
    }
}

/// The filter of an update is checked as the one that a carrier begins with, with what it leaves as it was.
#[test]
fn filters_of_updates_are_checked_like_the_first() {
    let first = "filter = { threshold = 1.0, hold_threshold = 0.2, reputation = {} }";
    let update = |filter: &str, expected: &str| {
        check(
            "share = 0.6",
            &format!("share = 0.6\n{first}\nupdate = [{{ at = \"1h\", {filter} }}]"),
            expected,
        );
    };
    update(
        "filter = { hold_threshold = 5.0 }",
        "test.toml:8:52: carrier `north` would hold no message: hold_threshold 5 is not below threshold 1",
    );
    update(
        "filter = { threshold = 0.1 }",
        "test.toml:8:47: carrier `north` would hold no message: hold_threshold 0.2 is not below threshold 0.1",
    );
    update("filter = { hold = \"0s\" }", "test.toml:8:42: the time a message is held is zero");
    update(
        "filter = { reputation = { half_life = \"0s\" } }",
        "test.toml:8:62: the half-life of the reputation stage is zero",
    );
    update(
        "filter = { reputation = { floor = 1.0 } }",
        "test.toml:8:58: with a floor of 1 the reputation stage of carrier `north` never adds anything",
    );
    update(
        "filter = { recipients = { window = \"0s\" } }",
        "test.toml:8:59: the window of the recipients stage is zero",
    );
    update("filter = { terms = { phrases = [\"\"] } }", "test.toml:8:56: a phrase is empty");
    // A second update is checked on top of the first; what was wrong from the beginning is told once.
    check(
        "share = 0.6",
        &format!(
            "share = 0.6\n{first}\nupdate = [{{ at = \"1h\", filter = {{ threshold = 0.5 }} }}, \
             {{ at = \"2h\", filter = {{ hold_threshold = 0.7 }} }}]"
        ),
        "test.toml:8:97: carrier `north` would hold no message: hold_threshold 0.7 is not below threshold 0.5",
    );
    check(
        "share = 0.6",
        "share = 0.6\nfilter = { hold_threshold = 3.0 }\nupdate = [{ at = \"1h\", filter = { softness = 0.1 } }]",
        "test.toml:7:29: carrier `north` would hold no message: hold_threshold 3 is not below threshold 1",
    );
}

/// A carrier without a filter has what its updates bring, each on top of the one before.
#[test]
fn updates_build_on_one_another_where_there_was_no_filter() {
    let add =
        "update = [{ at = \"1h\", filter = { length = {} } }, { at = \"2h\", filter = { threshold = 0.5 } }]";
    let text = GOOD.replacen("share = 0.4", &format!("share = 0.4\n{add}"), 1);
    let loaded = good(&text, &[]);
    let updates = loaded.file.carriers.iter().flat_map(|c| &c.updates);
    assert_eq!(updates.filter(|u| u.filter.length.is_some()).count(), 2);
}

/// The label policies of carriers and of the stream test have the same names.
#[test]
fn label_policies_go_by_the_names_of_the_stream_test() {
    for policy in stream::Policy::ALL {
        let own: learning::Policy =
            serde_json::from_value(json!(policy.name())).expect("a policy of carriers");
        assert_eq!(serde_json::to_value(own).unwrap(), serde_json::to_value(policy).unwrap());
    }
    // The reference says of carriers what is true of carriers.
    let reference = scenario::markdown();
    assert!(reference.contains("The true label of a share `sample`") && !reference.contains("label_rate"));
}

/// Rules have no names and are set all together.
#[test]
fn a_strategy_may_bring_its_own_suspensions() {
    let set = "carrier.north.suspension=[{ on = \"opt-outs\", share = 0.04, lasts = \"1d\" }]";
    let loaded = good(GOOD, &[set]);
    let rules = &loaded.worlds[0].settings.carriers[0].suspensions;
    assert_eq!(rules.len(), 1);
    assert_eq!((rules[0].share.map(|s| s.value()), rules[0].least), (Some(0.04), 100));
}

#[test]
fn strategies_and_expectations() {
    let with = |tail: &str| problems(&format!("{GOOD}{tail}"), &[]);
    assert_eq!(
        with("[[strategy]]\nname = \"a\"\nset = { \"sender.shp.rate\" = \"1/s\" }"),
        "test.toml:22:9: there is no sender `shp`"
    );
    assert_eq!(
        with("[[strategy]]\nname = \"a\"\nset = { \"sender.shop.rate\" = 4 }"),
        "test.toml:22:30: `sender.shop.rate`: `4` is not a rate"
    );
    assert_eq!(
        with("[[strategy]]\nname = \"a\"\nset = { \"scenario.seed\" = 4 }"),
        "test.toml:22:9: a strategy cannot set `scenario`"
    );
    assert_eq!(
        with(
            "[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"b\"\nset = { \"carrier.north.share\" = 0.2 }"
        ),
        "test.toml:24:33: strategy `b`: the carriers' shares add up to 0.6, not to 1"
    );
    assert_eq!(
        with("[[strategy]]\nname = \"a\"\n[[strategy]]\nname = \"a\""),
        "test.toml:23:8: two strategy entries are named `a`"
    );
    assert_eq!(
        with("[[expect]]\nmetric = \"deliverd\"\ncarrier = \"west\""),
        "test.toml:20:1: this expectation expects nothing\n\
         test.toml:21:10: there is no metric `deliverd`\n\
         test.toml:22:11: there is no carrier `west`"
    );
    assert_eq!(
        with("[[expect]]\nmetric = \"delivered\"\nat_least = 0.9\nat_most = 0.1"),
        "test.toml:22:12: no value is at least 0.9 and at most 0.1"
    );
}

#[test]
fn carriers_of_an_audience_are_carriers_of_the_file_and_everybodys() {
    let with = |carriers: &str| {
        let text = format!(
            "schema = 1\nscenario = {{ name = \"t\" }}\n[[carrier]]\nname = \"north\"\nshare = 1.0\n\
             [audience.people]\nsize = 10\nconsent = \"opted-in\"\ncarriers = {carriers}\n\
             [[sender]]\nname = \"shop\"\naudience = \"people\"\nnumber = {{ type = \"long-code\" }}\ntexts = [\"Hello\"]"
        );
        problems(&text, &[])
    };
    assert_eq!(with("{ norht = 1.0 }"), "test.toml:9:14: there is no carrier `norht`");
    assert_eq!(
        with("{ north = 0.5 }"),
        "test.toml:9:12: the carriers' shares of audience `people` add up to 0.5, not to 1"
    );
}

#[test]
fn everything_in_one_pass() {
    let text = r#"schema = 1
[scenario]
name = "t"
horizon = 3
[[carrier]]
name = "a"
share = 0.5
prest = "adaptive"
[[carrier]]
name = "a"
share = 0.6
[audience.people]
size = 0
consent = "opted"
[[sender]]
name = "shop"
audience = "nobody"
number = { type = "long-code" }
texts = [""]
[[expect]]
metric = "dlvrd"
at_least = 1
"#;
    assert_eq!(
        problems(text, &["carrier.b.share=1"]),
        "command line:1:7: there is no carrier `b`\n\
         test.toml:4:11: `scenario.horizon`: `3` has no unit of time\n\
         test.toml:7:9: the carriers' shares add up to 1.1, not to 1\n\
         test.toml:8:1: `prest` is not a key of `carrier.a`\n\
         test.toml:10:8: two carrier entries are named `a`\n\
         test.toml:13:8: `audience.people.size` is out of range: 0\n\
         test.toml:14:11: there is no audience preset `opted`\n\
         test.toml:17:12: there is no audience `nobody`\n\
         test.toml:19:10: a text is empty\n\
         test.toml:21:10: there is no metric `dlvrd`"
    );
}

#[test]
fn nothing_there() {
    assert_eq!(
        problems("schema = 1\ncarrier = []\nsender = []\naudience = {}\n[scenario]\nname = \"t\"", &[]),
        "test.toml:2:11: `carrier` is empty\n\
         test.toml:3:10: `sender` is empty\n\
         test.toml:4:12: there is no audience"
    );
    let empty = problems("", &[]);
    for key in ["schema", "scenario", "carrier", "audience", "sender"] {
        assert!(empty.contains(&format!("the scenario has no `{key}`")), "{empty}");
    }
}

#[test]
fn malformed_files_never_panic() {
    for (name, text, expected) in [
        ("t.toml", "a = [1,\n", "t.toml:"),
        ("t.toml", "schema = 1\nschema = 1\n", "t.toml:2:1: malformed TOML: duplicate key"),
        ("t.toml", "schema =\n", "t.toml:1:9: malformed TOML:"),
        ("t.toml", "schema = 09\n", "t.toml:1:"),
        ("t.json", "", "t.json:1:1: malformed JSON: EOF while parsing a value"),
        ("t.jsonc", "", "t.jsonc:1:1: malformed JSON: the file is empty"),
        ("t.jsonc", "{", "t.jsonc:1:1: malformed JSON: unterminated object"),
        ("t.json", "{\n\"\u{e9}\": 1 \"b\": 2}", "t.json:2:8: malformed JSON: expected `,` or `}`"),
        ("t.json", "{\"a\": \"\u{e9}", "t.json:1:"),
        ("t.json", "{\"schema\": 1, \"schema\": 1}", "t.json:1:15: malformed JSON: duplicate key `schema`"),
        ("t.json", "[1]", "t.json:1:1: a scenario is a table of keys"),
        ("t.json", "{\"a\": 1e999}", "t.json:1:2: `a` is not a key of the scenario"),
    ] {
        let problems = scenario::parse(name, text, &Overrides::default(), None).unwrap_err().to_string();
        assert!(problems.contains(expected), "{text:?}: {problems}");
    }
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for (name, text) in [
        ("t.toml", format!("a = {}", deep("[", "]"))),
        ("t.toml", deep("[", "")),
        ("t.toml", format!("a = {}", "{a=".repeat(100_000))),
        ("t.toml", format!("{}a = 1", "a.".repeat(100_000))),
        ("t.json", deep("[", "]")),
        ("t.json", deep("{\"a\":", "}")),
        ("t.jsonc", deep("[", "]")),
        ("t.jsonc", format!("// \"\n/* ' */{}", deep("[", "]"))),
    ] {
        let problems = scenario::parse(name, &text, &Overrides::default(), None).unwrap_err();
        assert_eq!(problems.list[0].code, "scenario::syntax", "{name} {}", &text[..20]);
    }
    for set in [
        "",
        "=",
        "a",
        ".=1",
        "a..b=1",
        "carrier.'north=1",
        "carrier.*=1",
        "*.*=1",
        "scenario.name.x=1",
        "sender.shop.texts.9=x",
        "carrier.north.name=x",
        "schema=2",
        "extends=x",
    ] {
        assert!(read(GOOD, &[set]).is_err(), "{set}");
    }
    assert_eq!(problems(GOOD, &["sender.shop.texts.1=x"]).lines().count(), 1);
}

/// An update takes over what it does not set; what is wrong with that is wrong in one place only.
#[test]
fn a_value_that_updates_take_over_is_reported_once_where_it_is_written() {
    let updates = "update = [{ at = \"1h\", filter = { softness = 0.1 } }, { at = \"2h\", filter = { softness = 0.2 } }]";
    let north = |filter: &str, updates: &str| format!("share = 0.6\nfilter = {filter}\n{updates}");
    check(
        "share = 0.6",
        &north("{ threshold = -1.0, rate = { nope = 1 } }", updates),
        "test.toml:7:24: `carrier.north.filter.threshold` is out of range: -1\n\
         test.toml:7:39: `nope` is not a key of `carrier.north.filter.rate`",
    );
    check(
        "share = 0.6",
        &north("{ threshold = 1.0 }", &updates.replace("0.1", "-0.1")),
        "test.toml:8:46: `carrier.north.update.0.filter.softness` is out of range: -0.1",
    );
}

#[test]
fn sums_of_shares_are_written_as_people_write_them() {
    check(
        "size = 100",
        "size = 100\nlandline = 0.7\ninactive = 0.6",
        "test.toml:14:12: audience `people`: landline and inactive add up to 1.3",
    );
    check(
        "size = 100",
        "size = 100\nreactions = { reply = 0.6, opt_out = 0.7, click = 0.0, block = 0.0, complaint = 0.0 }",
        "test.toml:13:23: audience `people`: the chances to reply, click, opt out, complain and block add up to 1.3",
    );
}

#[test]
fn a_file_full_of_problems_is_cut_short() {
    let junk: String = (0..20_000).map(|i| format!("k{i}=1\n")).collect();
    for (name, text) in [
        ("t.toml", junk.clone()),
        (
            "t.json",
            format!("{{{}\"z\":1}}", (0..20_000).map(|i| format!("\"k{i}\":1,\n")).collect::<String>()),
        ),
    ] {
        let problems = scenario::parse(name, &text, &Overrides::default(), None).unwrap_err();
        assert_eq!(problems.list.len(), 101);
        assert_eq!(
            problems.list[100].message,
            format!("{} more problems are not shown", 20_005 - 100 + usize::from(name == "t.json"))
        );
    }
}

#[test]
fn files_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let read = |path: &Path| scenario::read(path, &Overrides::default()).unwrap_err();
    let is_folder = read(folder.path());
    assert!(is_folder.io && is_folder.to_string().ends_with("is a folder, not a scenario file"));
    assert!(read(&folder.path().join("none.toml")).io);
    let path = folder.path().join("latin1.toml");
    fs::write(&path, b"schema = 1\nx = \"caf\xe9\"\n").unwrap();
    let latin = read(&path);
    assert!(
        !latin.io && latin.to_string().ends_with("latin1.toml:2:9: the file is not UTF-8 text"),
        "{latin}"
    );
    let path = folder.path().join("huge.toml");
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    assert!(read(&path).to_string().ends_with("huge.toml is 1024 MB large"));
}

// ---- what is shipped

fn assert_same(a: &Loaded, b: &Loaded) {
    assert_eq!(a.file.scenario, b.file.scenario);
    assert_eq!(a.file.expectations, b.file.expectations);
    assert_eq!(a.worlds.len(), b.worlds.len());
    // A resolved scenario names its logs by their copies; that they say the same is in their rows.
    let settings = |world: &World| {
        let mut settings = world.settings.clone();
        settings.senders.iter_mut().filter_map(|s| s.log.as_mut()).for_each(|log| log.file.clear());
        settings
    };
    for (a, b) in a.worlds.iter().zip(&b.worlds) {
        assert_eq!((&a.name, settings(a)), (&b.name, settings(b)));
    }
}

#[test]
fn a_resolved_file_gives_the_same_worlds() {
    let pull = GOOD.replace("\"long-code\"", "\"10dlc\"")
        + "[[strategy]]\nname = \"ten\"\n[[strategy]]\nname = \"long\"\nset = { \"sender.shop.number.type\" = \
           \"long-code\", \"carrier.north.preset\" = \"static-list\", \"audience.people.consent\" = \"cold\" }\n";
    let mut all: Vec<Loaded> =
        shipped().iter().map(|path| scenario::read(path, &Overrides::default()).unwrap()).collect();
    // Here the strategy takes keys away: grants and stages that the baseline has.
    all.push(good(&pull, &["scenario.seed=77", "carrier.*.filter.threshold=1.25"]));
    all.push(good(&GOOD.replace("north", "n.'o*r").replace("Acme", "A \\\"q\\\" \\u00e9 \\n"), &[]));
    // Every preset against every other of its kind.
    for (from, _) in scenario::PRESETS {
        let (folder, from) = from.split_once('/').unwrap();
        let path = match folder {
            "carriers" => "carrier.north.preset",
            "limits" => "carrier.south.limits",
            "numbers" => "sender.shop.number.type",
            _ => "audience.people.consent",
        };
        let mut text = GOOD.to_owned();
        for (to, _) in scenario::PRESETS.iter().filter(|(to, _)| to.starts_with(folder)) {
            let to = to.split_once('/').unwrap().1;
            text += &format!("[[strategy]]\nname = \"{to}\"\nset = {{ \"{path}\" = \"{to}\" }}\n");
        }
        let text = match folder {
            "carriers" => text.replacen("\"adaptive\"", &format!("\"{from}\""), 1),
            "limits" => text.replacen("share = 0.4", &format!("share = 0.4\nlimits = \"{from}\""), 1),
            "numbers" => text.replacen("\"long-code\"", &format!("\"{from}\""), 1),
            _ => text.replacen("\"opted-in\"", &format!("\"{from}\""), 1),
        };
        all.push(good(&text, &[]));
    }
    // JSON can take a stage away under a strategy.
    let mut taken: Json = toml::from_str(GOOD).unwrap();
    taken["strategy"] =
        json!([{ "name": "a" }, { "name": "b", "set": { "carrier.north.filter.rate": null } }]);
    let taken = scenario::parse("t.json", &taken.to_string(), &Overrides::default(), None).unwrap();
    assert!(taken.worlds[1].settings.carriers[0].filter.rate.is_none());
    all.push(taken);
    for loaded in all {
        let text = scenario::resolved_toml(&loaded);
        let folder = tempfile::tempdir().unwrap();
        for log in &loaded.logs {
            let copy = folder.path().join(&log.beside);
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(&log.path, copy).unwrap();
        }
        let again = scenario::parse("resolved.toml", &text, &Overrides::default(), Some(folder.path()))
            .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        assert_same(&again, &loaded);
        assert_eq!(scenario::resolved_toml(&again), text, "the same bytes again");
    }
}

#[test]
fn shipped_scenarios_are_right() {
    for path in shipped() {
        match scenario::read(&path, &Overrides::default()) {
            Ok(loaded) => {
                // What this one shows is just what is warned of.
                let meant = path.ends_with("quiet-hours.toml") && loaded.warnings.len() == 1;
                assert!(meant || loaded.warnings.is_empty(), "{}: {:?}", path.display(), loaded.warnings);
            }
            Err(problems) => panic!("{problems}"),
        }
    }
}

/// The published schema, judged by a validator that knows nothing of this program.
#[test]
fn shipped_scenarios_hold_to_the_published_schema() {
    let schema = scenario::schema();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    for path in shipped() {
        let value: Json = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
    }
    let resolved = scenario::resolved_toml(&good(GOOD, &[]));
    assert!(validator.is_valid(&toml::from_str(&resolved).unwrap()));
    for (from, to) in [
        ("share = 0.6", "shaer = 0.6"),
        ("share = 0.6", "share = 1.6"),
        ("size = 100", "size = 0"),
        ("name = \"t\"", "name = \"t\"\nhorizon = \"3\""),
        ("schema = 1", ""),
    ] {
        let value: Json = toml::from_str(&GOOD.replacen(from, to, 1)).unwrap();
        assert!(!validator.is_valid(&value), "{to}");
    }
    let text = schema.to_string();
    for newer in ["$dynamicRef", "unevaluatedProperties", "prefixItems", "$defs"] {
        assert!(!text.contains(newer), "{newer} is not draft 7");
    }
}

pub fn preset_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["audiences", "carriers", "limits", "numbers"] {
        let mut paths: Vec<PathBuf> = fs::read_dir(root().join("scenarios/presets").join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let name = path.file_stem().unwrap().to_str().unwrap();
            files.push((format!("{folder}/{name}"), fs::read_to_string(&path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn every_preset_of_the_folder_is_in_the_binary() {
    let embedded: Vec<(String, String)> =
        scenario::PRESETS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    assert_eq!(embedded, preset_files());
}

#[test]
fn presets_hold_to_the_schema() {
    let mut schema = scenario::schema();
    for definition in ["CarrierSettings", "NumberSettings", "AudienceSettings"] {
        // A preset need not say what only the scenario knows, such as a name.
        schema["definitions"][definition].as_object_mut().unwrap().remove("required");
    }
    for (name, text) in preset_files() {
        let value: Json = toml::from_str(&text).unwrap();
        let (table, definition) = match name.split_once('/').unwrap().0 {
            "carriers" | "limits" => ("carrier", "CarrierSettings"),
            "numbers" => ("number", "NumberSettings"),
            _ => ("audience", "AudienceSettings"),
        };
        let part = json!({
            "$ref": format!("#/definitions/{definition}"), "definitions": schema["definitions"]
        });
        let validator = jsonschema::draft7::new(&part).unwrap();
        let tiers = value["when"].as_array().cloned().unwrap_or_default();
        for part in std::iter::once(&value[table]).chain(tiers.iter().map(|tier| &tier["set"])) {
            let faults: Vec<String> = validator.iter_errors(part).map(|e| e.to_string()).collect();
            assert!(faults.is_empty(), "{name}: {faults:#?}");
        }
        assert!(value["about"].as_str().is_some_and(|about| about.ends_with('.')), "{name}");
    }
}

#[test]
fn every_preset_can_be_used() {
    for (name, _) in scenario::PRESETS {
        let (folder, name) = name.split_once('/').unwrap();
        let set = match folder {
            "carriers" => format!("carrier.*.preset={name}"),
            "limits" => format!("carrier.*.limits={name}"),
            "numbers" => format!("sender.shop.number.type={name}"),
            _ => format!("audience.people.consent={name}"),
        };
        good(GOOD, &[&set]);
    }
}

/// A source that a preset names is in the page of facts.
#[test]
fn every_source_of_a_preset_stands_among_the_facts() {
    let facts = fs::read_to_string(root().join("docs/facts.md")).unwrap();
    let mut sources = 0;
    for (name, text) in preset_files() {
        for comment in text.lines().filter_map(|line| line.split_once('#')).map(|(_, comment)| comment) {
            let words: Vec<&str> = comment
                .split_whitespace()
                .map(|w| w.trim_matches(|c| matches!(c, '(' | ')' | ',' | ':' | ';')))
                .collect();
            for pair in words.windows(2) {
                let dated = pair[1] == "n.d." || pair[1].starts_with("20") || pair[1].starts_with("19");
                let named = pair[0].starts_with(|c: char| c.is_ascii_uppercase());
                if dated && named {
                    sources += 1;
                    assert!(facts.contains(pair[0]), "{name}: `{}` is not in docs/facts.md", pair[0]);
                }
            }
        }
    }
    assert!(sources > 50, "{sources}");
}

#[test]
fn a_label_of_a_resolved_file_changes_nothing() {
    let resolved = scenario::resolved_toml(&good(GOOD, &[]));
    let again = good(&resolved, &["sender.shop.number.type=10dlc", "carrier.north.limits=ctia-2019"]);
    assert_eq!(again.warnings.len(), 2);
    assert_eq!(again.file.senders[0].number.registration, Registration::None);
    assert!(again.file.carriers[0].filter.recipients.unwrap().enabled);
}

#[test]
fn the_reference_is_current() {
    let written = fs::read_to_string(root().join("docs/scenario.md")).unwrap_or_default();
    assert!(
        written == scenario::markdown(),
        "docs/scenario.md is stale: cargo run -- schema --markdown > docs/scenario.md"
    );
}

/// Whatever is done to a file, it is read or refused with a place; nothing panics.
#[test]
fn damaged_files_never_panic() {
    let mut refused = 0;
    for at in (0..GOOD.len()).step_by(3) {
        for put in ["", "\"", "{", "]", "=", "9", "\u{e9}", "\n[["] {
            let text = format!("{}{put}{}", &GOOD[..at], &GOOD[at + usize::from(put.is_empty())..]);
            if let Err(problems) = read(&text, &[]) {
                refused += 1;
                assert!(problems.list.iter().all(|p| p.place().is_some()), "{text}");
                let mut drawn = String::new();
                let handler = miette::GraphicalReportHandler::new();
                problems.list.iter().for_each(|p| handler.render_report(&mut drawn, p).unwrap());
            }
        }
    }
    assert!(refused > 400);
}
