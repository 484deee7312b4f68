//! Advice on drafts: what is claimed has been read again, and what is prohibited gets none.

use std::sync::Arc;

use assert_cmd::Command;
use carrierlab::carrier::{Carrier, NumberRecord, Signs, Stage, TextRecord};
use carrierlab::content::{Cue, cues};
use carrierlab::lint::{Lint, Outcome, Panel, Reading, Voice, lint};
use carrierlab::message::{ClusterId, MessageId, NumberId, PersonId, Role, SenderId, Submission, TextId};
use carrierlab::rng::Draws;
use carrierlab::scenario::{self, Overrides};
use carrierlab::scorer::generate;
use carrierlab::time::SimTime;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::docs::current_place;
use super::support::models;

/// The four carriers of the quickstart, with its first sender's number.
fn quickstart() -> scenario::Loaded {
    scenario::read(std::path::Path::new("scenarios/quickstart.toml"), &Overrides::default()).unwrap()
}

fn panel() -> Panel {
    let settings = &quickstart().worlds[0].settings;
    Panel::new(&settings.carriers, Some(&settings.senders[0].number), &models())
}

fn look(text: &str, panel: &Panel) -> Lint {
    lint(text, panel, &Voice::of(text, None, None))
}

const LOUD: &str = "BIRCH SHOES: SUMMER SALE!!! 40% OFF ALL BOOTS, ends today! Click http://bit.ly/3xYz now";
const HONEST: &str = "Acme Outdoor: 20% off all tents until Sunday. acme.example/sale Reply STOP to end";
/// A fraud of which no lexicon knows a word, and which has nothing loud to tidy up.
const SOFT: &str = "Your parcel could not be handed over. Please choose a new day and settle the small fee: parcel-way.example/u";
const LOAN: &str = "URGENT: payday loan up to $5,000, no credit check! Apply http://fast-cash.xyz/a now";

/// What holds for everything that is said of any text.
fn is_honest(text: &str, found: &Lint, panel: &Panel) {
    assert_eq!(found.readings, panel.read(text));
    for advice in &found.advice {
        assert_eq!(advice.readings, panel.read(&advice.text), "{:?} was not read again", advice.edit);
        assert_ne!(advice.text, text);
        assert!(!advice.edit.source.is_empty() && !advice.edit.says.is_empty());
        let gains: Vec<f64> = found
            .readings
            .iter()
            .zip(&advice.readings)
            .filter_map(|(b, a)| Some(b.log_odds? - a.log_odds?))
            .collect();
        let mean = gains.iter().sum::<f64>() / gains.len() as f64;
        assert!((advice.gain - mean).abs() < 1e-9);
        hides_nothing(text, &advice.text);
    }
    let order: Vec<_> = found.advice.iter().map(|a| (!a.helps, a.edit.costly)).collect();
    assert!(order.is_sorted(), "what takes something out stands last");
    for step in found.improvement.iter().flat_map(|i| &i.steps) {
        assert_eq!(step.readings, panel.read(&step.text));
        hides_nothing(text, &step.text);
    }
    if let Some(improvement) = found.improvement.as_ref().filter(|i| i.enough) {
        let last = improvement.steps.last().expect("something was changed");
        let passes = |o: Outcome| matches!(o, Outcome::Passes | Outcome::Unread);
        assert!(panel.read(&last.text).iter().all(|r| passes(r.outcome)), "{}", last.text);
        assert!(improvement.steps.len() <= 4);
    }
    if found.barred {
        assert!(found.advice.is_empty() && found.improvement.is_none());
        assert!(found.content_led || !found.restricted.is_empty());
    }
    assert_eq!(found.content_led, found.formless.is_some_and(|p| p >= 0.5));
    if found.content_led || !found.restricted.is_empty() {
        let wording = [
            "no_phrase",
            "see_link",
            "no_link",
            "sentence_case",
            "no_exclamation",
            "link_to_end",
            "one_segment",
        ];
        assert!(found.advice.iter().all(|a| !wording.contains(&a.edit.name)), "{text}");
    }
}

/// No change brings in what disguises a text.
fn hides_nothing(before: &str, after: &str) {
    for cue in [Cue::Hidden, Cue::Disguised, Cue::Respelt, Cue::Shortener] {
        assert!(!cues(after).has(cue) || cues(before).has(cue), "{}: {after}", cue.name());
    }
}

#[test]
fn every_claim_about_a_changed_text_was_read_off_that_text() {
    let panel = panel();
    for text in [LOUD, HONEST, LOAN, "", "hi", "it’s a café… see acme.example/a or bit.ly/b — hurry!!"]
    {
        is_honest(text, &look(text, &panel), &panel);
    }
    for row in generate(400, 11) {
        is_honest(&row.text, &look(&row.text, &panel), &panel);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_can_be_looked_at(text in "(\\PC{0,12}|HURRY!|free|bit\\.ly/x|http://a-b\\.xyz/1| |\\. |Stop|[A-Z]{4} ){0,14}") {
        static PANEL: std::sync::LazyLock<Panel> = std::sync::LazyLock::new(panel);
        is_honest(&text, &look(&text, &PANEL), &PANEL);
    }
}

#[test]
fn a_loud_honest_text_is_helped_and_a_prohibited_one_is_not() {
    let panel = panel();
    let loud = look(LOUD, &panel);
    assert!(loud.readings.iter().any(|r| r.outcome == Outcome::Blocked));
    assert!(loud.improvement.as_ref().is_some_and(|i| i.enough), "{:?}", loud.improvement);
    let best = loud.advice.first().unwrap();
    assert!(best.helps && best.gain > 0.0);
    assert!(loud.costs.iter().any(|c| c.cue == "shortener" && c.log_odds > 0.0));

    let loan = look(LOAN, &panel);
    assert!(loan.barred && loan.advice.is_empty());
    let soft = look(SOFT, &panel);
    assert!(soft.restricted.is_empty() && soft.content_led && soft.barred, "{soft:?}");

    let honest = look(HONEST, &panel);
    assert!(!honest.barred && honest.improvement.is_none());
    assert!(honest.readings.iter().all(|r| matches!(r.outcome, Outcome::Passes | Outcome::Unread)));
}

/// The rule: lint must not help prohibited campaigns past a filter. The harm is a prohibited text that some
/// carrier turns away and that, changed as lint says, by one change or by all together, passes every carrier
/// here. Honest texts pay for the rule with refusals, which must stay rare; of those turned away, many must be
/// helped. The counts stand in `docs/lint.md`.
#[test]
fn prohibited_campaigns_are_not_helped_past_a_filter() {
    let panel = panel();
    let away = |r: &[Reading]| r.iter().any(|r| !matches!(r.outcome, Outcome::Passes | Outcome::Unread));
    let mut counts = [[0_u32; 5]; 2];
    for row in generate(2400, 5) {
        let found = look(&row.text, &panel);
        let count = &mut counts[usize::from(row.class.is_spam())];
        count[0] += 1;
        count[1] += u32::from(found.barred);
        if away(&found.readings) {
            let last = found.improvement.iter().filter_map(|i| i.steps.last()).map(|s| &s.readings);
            let past = found.advice.iter().map(|a| &a.readings).chain(last).any(|r| !away(r));
            count[2] += 1;
            count[3] += u32::from(found.barred && !found.restricted.is_empty());
            count[4] += u32::from(past);
        }
    }
    let [[h, h_refused, h_away, _, h_helped], [p, p_refused, p_away, p_words, p_past]] = counts;
    let percent = |part: u32, of: u32| format!("{:.1} %", 100.0 * f64::from(part) / f64::from(of));
    let says = format!(
        "- How far that goes, over 2,400 generated texts read as from the quickstart's unregistered number: of {p} \
         prohibited texts {p_away} are turned away somewhere; {p_refused} ({}) are refused advice, {p_words} of those \
         turned away for their words. {p_past} ({} of those turned away) are brought past every filter by a change or \
         all of them together; a test holds that below 4 %. Of {h} honest texts {h_away} are turned away; {h_refused} \
         ({}) are refused advice, and {h_helped} of the {h_away} are brought past every filter. The model was trained \
         on texts of the same templates, so real drafts will fare less clearly.\n",
        percent(p_refused, p),
        percent(p_past, p_away),
        percent(h_refused, h),
    );
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lint.md");
    current_place(&path, "harm", &says);
    let [[honest, refused, turned, _, helped], [_, _, away, words, past]] = counts.map(|c| c.map(f64::from));
    let recognised = f64::from(counts[1][1]);
    assert!(past < 0.04 * away, "{past} of {away} prohibited texts brought past every filter");
    assert!(recognised > 0.9 * away && recognised > words, "{recognised} of {away}, {words} by lexicons");
    assert!(refused < 0.04 * honest, "{refused} of {honest} honest texts refused");
    assert!(helped > 0.4 * turned, "{helped} of {turned} honest texts helped");
}

/// What lint says a carrier adds for a text is what the carrier adds.
#[test]
fn lint_reads_as_carriers_screen() {
    let loaded = quickstart();
    let settings = &loaded.worlds[0].settings;
    let number = &settings.senders[0].number;
    let panel = panel();
    for text in [LOUD, HONEST, LOAN, "Claim your prize at bit.ly/x"] {
        for (carrier, reading) in settings.carriers.iter().zip(panel.read(text)) {
            let model = carrier.filter.content_model().map(|name| Arc::clone(&models()[name]));
            let spam = model.map(|m| m.spam_probability(text));
            let forbidden = carrier.filter.phrase_list().is_some_and(|p| p.find(text).is_some());
            let terms = carrier.filter.text_terms(&Signs::of(text, None), forbidden, spam, &number.allows);
            let record =
                TextRecord { spam, cluster: ClusterId(0), domain: None, opt_out_wording: false, terms };
            let numbers = [NumberRecord { settings: number, campaign: 0, brand: 0, counted_as: NumberId(0) }];
            let mut screened = Carrier::new(carrier.clone(), 1, &numbers, &[record], 1);
            let message = Submission {
                id: MessageId { sender: SenderId(0), count: 0 },
                sender_key: 1,
                number: NumberId(0),
                person: PersonId(0),
                text: TextId(0),
                intent: 0,
                role: Role::Main,
                audience: 0,
                carrier: 0,
                segments: 1,
                holds: 0,
                due: SimTime::START,
            };
            let decision = screened.screen(SimTime::START, &message, &Draws::new(1, 0));
            let said = [reading.phrases, reading.prior.unwrap_or(0.0), reading.content];
            let added = [Stage::Terms, Stage::Prior, Stage::Content].map(|s| decision.terms[s as usize]);
            assert_eq!(said, added, "{} {text}", carrier.name);
            assert_eq!(reading.threshold, decision.threshold);
            if let Some((chance, _)) = decision.chance.filter(|_| decision.sum == reading.sum) {
                assert_eq!(chance, reading.chance);
            }
        }
    }
}

fn run(arguments: &[&str], stdin: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("carrierlab").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).write_stdin(stdin.to_owned());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn one_screen_says_what_carriers_read_and_what_would_help() {
    let (code, out, err) = run(&["lint", LOUD], "");
    assert_eq!((code, err.as_str()), (0, ""));
    for says in [
        "adaptive",
        "content-only",
        "static-list",
        "does not read texts",
        "forbidden phrase `bit.ly`",
        "GSM-7, 87 of 160 units, 1 segment",
        "source: Truly; AT&T through 360 SMS; Bandwidth 4771",
        "Enough for every carrier here",
        "A mechanism study",
    ] {
        assert!(out.contains(says), "{says}\n{out}");
    }
    for line in out.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    assert!(out.lines().count() <= 64, "one screen:\n{out}");
    let (_, out, _) = run(&["lint", LOAN], "");
    assert!(out.contains("Speaks of loans") && out.contains("hiding it is evasion"), "{out}");
    assert!(!out.contains("What would help"), "{out}");
}

/// A sum that lists only part of itself leaves a reader guessing.
#[test]
fn what_is_listed_adds_up_to_the_sum_at_every_preset() {
    let wine =
        format!("New wines at http://acme.example/go?url=https://x.top/ are in{}", " and more".repeat(30));
    let drafts = [LOUD, HONEST, SOFT, LOAN, wine.as_str(), "Your table is booked for eight"];
    let mut seen = std::collections::BTreeSet::new();
    let stdin = drafts.join("\n");
    let arguments = ["lint", "-", "--all", "--number", "10dlc", "--set", "sender.draft.website=acme.example"];
    let (code, out, err) = run(&[&["--json"], &arguments[..]].concat(), &stdin);
    assert_eq!(code, 0, "{err}");
    let json: Json = serde_json::from_str(&out).unwrap();
    let adds =
        |list: &Json| list.as_array().unwrap().iter().map(|x| x["adds"].as_f64().unwrap()).sum::<f64>();
    for draft in json["drafts"].as_array().unwrap() {
        for reading in draft["readings"].as_array().unwrap() {
            assert!((adds(&reading["items"]) - reading["sum"].as_f64().unwrap()).abs() < 1e-9, "{reading}");
            for item in reading["items"].as_array().unwrap() {
                seen.insert(item["stage"].as_str().unwrap().to_owned());
                let parts = item["parts"].as_array().unwrap();
                if ["links", "style"].contains(&item["stage"].as_str().unwrap()) {
                    assert!((adds(&item["parts"]) - item["adds"].as_f64().unwrap()).abs() < 1e-9, "{item}");
                    seen.extend(parts.iter().map(|p| p["name"].as_str().unwrap().to_owned()));
                }
            }
        }
    }
    for stage in [
        "terms",
        "prohibited",
        "prior",
        "links",
        "length",
        "style",
        "content",
        "shortener",
        "mismatch",
        "capitals",
    ] {
        assert!(seen.contains(stage), "{stage} was never listed: {seen:?}");
    }

    // The same on the screen, where each number is rounded to two decimals.
    let (_, out, _) = run(&arguments, &stdin);
    let carriers: Vec<&str> =
        scenario::PRESETS.iter().filter_map(|(n, _)| n.strip_prefix("carriers/")).collect();
    let mut rows: Vec<String> = Vec::new();
    for line in out.lines() {
        let name = line.strip_prefix("  ").and_then(|l| l.split(' ').next()).unwrap_or_default();
        match rows.last_mut() {
            _ if carriers.contains(&name) && line.contains(" / ") => rows.push(line.to_owned()),
            Some(row) if line.starts_with("      ") && !row.ends_with('.') => *row += line,
            Some(row) if !row.ends_with('.') => row.push('.'),
            _ => {}
        }
    }
    assert_eq!(rows.len(), drafts.len() * carriers.len(), "{out}");
    for row in rows.iter().filter(|row| !row.contains("does not read texts")) {
        let number = |word: &str| word.trim_end_matches([',', '.']).parse::<f64>().ok();
        let sum = row.split_whitespace().nth(1).and_then(number).unwrap();
        let listed: Vec<f64> =
            row.split_whitespace().filter(|w| w.starts_with('+')).filter_map(number).collect();
        let rounding = 0.005 * (1.0 + listed.len() as f64) + 1e-9;
        assert!((listed.iter().sum::<f64>() - sum).abs() < rounding, "{row}");
    }
}

/// A link to another site than the sender's counts where the scenario says which that is.
#[test]
fn a_scenario_tells_the_senders_site() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.toml");
    let scenario = |site: &str| {
        format!(
            r#"schema = 1
scenario = {{ name = "shop", horizon = "1d", seed = 1 }}
carrier = [{{ name = "c", share = 1.0, filter = {{ links = {{ mismatch = 0.25 }} }} }}]
audience.people = {{ size = 10, consent = "opted-in" }}
[[sender]]
name = "shop"
audience = "people"
start = "09:00"
rate = "1/s"
number = {{ type = "10dlc" }}
texts = ["Acme: tents are in. https://acme.example/tents"]
{site}
"#
        )
    };
    let links = |site: &str, arguments: &[&str]| {
        std::fs::write(&file, scenario(site)).unwrap();
        let all = [&["--json", "lint", "--scenario", file.to_str().unwrap()], arguments].concat();
        let (_, out, err) = run(&all, "");
        let json: Json = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"));
        json["drafts"][0]["readings"][0]["links"].as_f64().unwrap()
    };
    let own = "website = \"acme.example\"";
    let other = "website = \"other.example\"";
    assert_eq!([links("", &[]), links(own, &[]), links(other, &[])], [0.0, 0.0, 0.25]);
    let draft = "Birch: boots are in. https://birch.example/boots";
    assert_eq!([links("", &[draft]), links(own, &[draft])], [0.0, 0.25], "of a draft by hand too");
}

#[test]
fn many_drafts_have_a_line_each() {
    let drafts = format!("{LOUD}\n{HONEST}\n{LOAN}\n").repeat(4);
    let (code, out, _) = run(&["lint", "-"], &drafts);
    assert!(code == 0 && out.contains("12 drafts: 8 turned away somewhere, 4 of them"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 100) && !out.contains("on the air"), "{out}");
    let (_, out, _) = run(&["lint", "-", "--all"], &drafts);
    assert_eq!(out.matches("on the air").count(), 12);
}

#[test]
fn the_json_document_repeats_what_the_model_says() {
    let (code, out, _) = run(&["--json", "lint", "-"], &format!("{LOUD}\n\n{HONEST}\n"));
    assert_eq!(code, 0);
    let json: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(json["drafts"][1]["name"], "line 3");
    let model = models()["default"].clone();
    let advice = json["drafts"][0]["advice"].as_array().unwrap();
    assert!(!advice.is_empty());
    for one in advice {
        let p = model.spam_probability(one["text"].as_str().unwrap());
        let said = one["readings"].as_array().unwrap().iter().find_map(|r| r["probability"].as_f64());
        assert_eq!(said, Some(p));
    }
}

#[test]
fn expectations_decide_the_exit_code() {
    for (arguments, expected) in [
        (vec!["lint", HONEST, "--strict"], 0),
        (vec!["lint", HONEST, "--max-score", "0.2"], 0),
        (vec!["lint", HONEST, "--max-score", "0.001"], 4),
        (vec!["lint", LOUD, "--strict"], 4),
        (vec!["lint", LOUD], 0),
        (vec!["lint", LOUD, "--max-score", "2"], 2),
        (vec!["lint", "drafts/none.txt"], 1),
        (vec!["lint", "drafts/none.txt", "--text"], 0),
        (vec!["lint", HONEST, "--preset", "nobody"], 2),
        (vec!["lint", HONEST, "--number", "carrier-pigeon"], 3),
        (vec!["lint"], 2),
        (vec!["lint", " "], 3),
        (vec!["lint", HONEST, "--preset", "adaptive,adaptive,scenarios/presets/carriers/adaptive.toml"], 0),
    ] {
        let (code, out, err) = run(&arguments, "");
        assert_eq!(code, expected, "{arguments:?}\n{out}{err}");
    }
    let (_, _, err) = run(&["lint", LOUD, "--strict", "-q"], "");
    assert!(err.contains("expectation failed: static-list"), "{err}");
}

#[test]
fn a_scenario_gives_its_carriers_and_its_texts() {
    let (code, out, err) = run(&["lint", "--scenario", "scenarios/quickstart.toml", "--strict"], "");
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("sender shop") && out.contains("north") && out.contains("of 16 variants"), "{out}");
    let (_, out, _) =
        run(&["--json", "lint", HONEST, "--number", "10dlc", "--set", "sender.draft.number.trust=100"], "");
    let json: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(json["drafts"][0]["readings"][0]["prior"], 0.0);
    let (_, out, _) = run(&["--json", "lint", HONEST, "--number", "long-code", "--preset", "adaptive"], "");
    let json: Json = serde_json::from_str(&out).unwrap();
    assert_eq!(json["drafts"][0]["readings"][0]["prior"], 0.4);
}

#[test]
fn variants_and_slots_of_a_draft_are_filled_in() {
    let draft = "Acme: {Hi|HURRY NOW} {first_name}, your table is ready. Reply STOP to end";
    let (_, out, _) = run(&["lint", draft], "");
    assert!(out.contains("the worst of 2 variants") && out.contains("read as `first name`"), "{out}");
    let (_, out, _) = run(&["lint", draft, "--slot", "first_name=Ann"], "");
    assert!(out.contains("Ann, your table"), "{out}");
    assert_eq!(run(&["lint", draft, "--slot", "Ann"], "").0, 2);
    let (code, out, _) = run(&["lint", "an open { brace"], "");
    assert!(code == 0 && out.contains("an open { brace"), "{out}");
}

#[test]
fn a_score_is_explained_by_what_would_have_to_change() {
    let (code, out, _) = run(&["model", "score", "--explain", LOUD], "");
    assert_eq!(code, 0);
    assert!(out.contains("what would have to change") && out.contains("together, enough"), "{out}");
    let (_, out, _) = run(&["model", "score", "--explain", LOAN], "");
    assert!(out.contains("not to be disguised") && !out.contains("together"), "{out}");
    let (_, out, _) = run(&["model", "score", "--explain", HONEST], "");
    assert!(out.contains("below the threshold") && out.contains("speaks for it most"), "{out}");
    let (_, out, _) = run(&["--json", "model", "score", "--explain", LOUD], "");
    let json: Json = serde_json::from_str(&out).unwrap();
    let row = &json["texts"][0];
    let model = models()["default"].clone();
    for change in
        row["changes"].as_array().unwrap().iter().chain(row["together"]["steps"].as_array().unwrap())
    {
        let p = model.spam_probability(change["text"].as_str().unwrap());
        assert_eq!(change["spam_probability"].as_f64(), Some(p));
    }
}

#[test]
fn a_score_is_of_a_text_and_not_of_a_mistyped_file() {
    let (code, _, err) = run(&["model", "score", "no/such/file.tsv"], "");
    assert!(code == 1 && err.contains("there is no file"), "{err}");
    assert_eq!(run(&["model", "score", "--text", "no/such/file.tsv"], "").0, 0);
    assert_eq!(run(&["model", "score", "default"], "").0, 2);
    let (_, out, _) = run(&["model", "score", "-"], "see you\nwin a prize\n");
    assert_eq!(out.lines().count(), 2);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("corpus.tsv");
    std::fs::write(&file, "ham\tsee you\nspam\twin a prize\n").unwrap();
    let (code, out, err) = run(&["model", "score", file.to_str().unwrap()], "");
    assert!(code == 0 && out.contains("\tsee you\n") && !out.contains("ham"), "{out}");
    assert!(err.contains("is labelled"), "{err}");
}
