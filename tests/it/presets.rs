//! Shipped presets: every value says where it comes from, the page of them is current, and each does something.

use std::collections::BTreeSet;
use std::path::Path;

use carrierlab::ledger::Tally;
use carrierlab::message::Fate;
use carrierlab::scenario::{self, Overrides};

use crate::docs::current;
use crate::scenario::preset_files;
use crate::support::play;

/// One value of a preset file and what stands beside it.
#[derive(Debug, PartialEq)]
struct Entry {
    line: usize,
    /// The header above it, such as `carrier.filter.rate`; tiers as `when 2`.
    table: String,
    key: String,
    value: String,
    comment: String,
}

/// A preset file as it is read by people: the comment at its head, notes on tiers, and its values.
#[derive(Debug, Default)]
struct Reading {
    head: String,
    about: String,
    /// By tier, from 1: the comment above its header.
    notes: Vec<(usize, String)>,
    entries: Vec<Entry>,
}

/// Where the comment of a line begins: the first `#` outside quotes.
fn split_comment(line: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => return (line[..at].trim_end(), line[at + 1..].trim()),
            _ => {}
        }
    }
    (line.trim_end(), "")
}

fn read(text: &str) -> Reading {
    let mut reading = Reading::default();
    let (mut table, mut tier, mut above) = (String::new(), 0, String::new());
    let mut listed = std::collections::BTreeMap::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(comment) = line.strip_prefix('#') {
            if !above.is_empty() {
                above.push(' ');
            }
            above.push_str(comment.trim());
            continue;
        }
        let note = std::mem::take(&mut above);
        let (code, comment) = split_comment(line);
        if code.is_empty() {
            continue;
        }
        if code.starts_with('[') {
            table = code.trim_matches(['[', ']']).to_owned();
            if code == "[[when]]" {
                tier += 1;
                if !note.is_empty() {
                    reading.notes.push((tier, note));
                }
            }
            if let Some(rest) = table.strip_prefix("when") {
                table = format!("when {tier}{rest}");
            } else if code.starts_with("[[") {
                let n = listed.entry(table.clone()).or_insert(0);
                *n += 1;
                table = format!("{table} {n}");
            }
            continue;
        }
        let (key, value) = code.split_once('=').unwrap_or_else(|| panic!("{}: `{line}`", at + 1));
        let (key, mut value) = (key.trim().to_owned(), value.trim().to_owned());
        // A list goes on until its bracket closes; comments inside it are read over.
        while value.starts_with('[') && !value.ends_with(']') {
            let (_, more) = lines.next().expect("a list that ends");
            let more = split_comment(more).0.trim();
            if !value.ends_with('[') && more != "]" {
                value.push(' ');
            }
            value.push_str(more);
        }
        if key == "about" && table.is_empty() {
            (reading.head, reading.about) = (note, value.trim_matches('"').to_owned());
            continue;
        }
        let value = value.replace(",]", "]");
        reading.entries.push(Entry {
            line: at + 1,
            table: table.clone(),
            key,
            value,
            comment: comment.into(),
        });
    }
    reading
}

/// A comment that says *assumption*, or names who said it and when: a year, *n.d.* or *seed*.
fn is_sourced(comment: &str) -> bool {
    let dated = comment
        .split(|c: char| !c.is_ascii_digit())
        .any(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20")))
        || comment.contains("n.d.")
        || comment.contains("seed");
    comment.contains("assumption") || dated && comment.contains(|c: char| c.is_ascii_uppercase())
}

/// The values without a source, as `line: key`.
fn unsourced(text: &str) -> Vec<String> {
    let reading = read(text);
    let bare = reading.entries.iter().filter(|e| !is_sourced(&e.comment));
    bare.map(|e| format!("{}: {}.{} = {}", e.line, e.table, e.key, e.value)).collect()
}

/// How many values a parser of TOML finds, each list and each table on one line being one.
fn count(value: &toml::Value, inline: &BTreeSet<String>, path: &str) -> usize {
    match value {
        toml::Value::Table(table) if !inline.contains(path) => table
            .iter()
            .map(|(key, value)| count(value, inline, format!("{path}.{key}").trim_start_matches('.')))
            .sum(),
        toml::Value::Array(items) if items.iter().any(toml::Value::is_table) && !inline.contains(path) => {
            items.iter().enumerate().map(|(i, item)| count(item, inline, &format!("{path} {}", i + 1))).sum()
        }
        _ => 1,
    }
}

/// Every value about the world carries its source and year, or the word assumption. The reader finds
/// exactly the values that a parser finds, so none escapes it.
#[test]
fn every_value_in_a_preset_says_where_it_comes_from() {
    for (name, text) in preset_files() {
        assert_eq!(unsourced(&text), [""; 0], "{name} has values without a source");
        let reading = read(&text);
        let inline = reading.entries.iter().filter(|e| e.value.starts_with(['{', '[']));
        let inline = inline.map(|e| format!("{}.{}", e.table, e.key)).collect();
        let parsed: toml::Value = toml::from_str(&text).expect("a preset");
        assert_eq!(reading.entries.len() + 1, count(&parsed, &inline, ""), "{name}");
        assert!(!reading.head.is_empty() && reading.about.ends_with('.'), "{name}");
    }
}

/// The rule above bites: one bare value, of any kind, is found.
#[test]
fn a_value_without_a_source_is_found() {
    let sourced = "# Head.\nabout = \"A.\"\n[carrier.filter.rate]\nminute = 60 # CTIA 2019: the upper end\n";
    assert_eq!(unsourced(sourced), [""; 0]);
    for bare in [
        "day = 1000",
        "day = 1000 # a good number",
        "day = 1000 # after 2019",
        "kind = \"tumbling\"",
        "enabled = true # yes",
        "delay = { median = \"4s\", p95 = \"30s\" }",
        "phrases = [\n    \"a # 2019 Zingle\",\n]",
    ] {
        assert_eq!(unsourced(&format!("{sourced}{bare}\n")).len(), 1, "{bare}");
    }
    for fine in ["a = 1 # assumption", "a = 1 # Zingle n.d.: so", "a = [ # Truly, seed\n 1,\n 2,\n]"] {
        assert_eq!(unsourced(&format!("{sourced}{fine}\n")), [""; 0], "{fine}");
    }
}

/// Sources that are seeds: the five documents the project began with, two of them Messente's.
const SEEDS: [&str; 4] = ["Messente", "Prompt", "Truly", "Zingle"];

/// Sources whose figures are estimates, with the year where only that one is.
const ESTIMATES: [&str; 2] = ["Prokeep", "Twilio 2020"];

/// What stands behind a value: `seed`, `documented` or `estimate` by the sources that its comment names with a
/// year or *n.d.*, and `assumption` where it says so. A comment that begins with the word assumes the value,
/// whatever it names; another assumes a part.
fn tags(comment: &str) -> Vec<&'static str> {
    if comment.starts_with("assumption") {
        return vec!["assumption"];
    }
    let words: Vec<&str> =
        comment.split_whitespace().map(|w| w.trim_matches(['(', ')', ',', ':', ';'])).collect();
    let mut tags = BTreeSet::new();
    for pair in words.windows(2) {
        let dated = pair[1] == "n.d." || pair[1].starts_with("19") || pair[1].starts_with("20");
        if !dated || !pair[0].starts_with(|c: char| c.is_ascii_uppercase()) {
            continue;
        }
        let of = |known: &[&str]| known.contains(&pair[0]) || known.contains(&pair.join(" ").as_str());
        tags.insert(match () {
            () if of(&SEEDS) => (0, "seed"),
            () if of(&ESTIMATES) => (2, "estimate"),
            () => (1, "documented"),
        });
    }
    if comment.contains("assumption") {
        tags.insert((3, "assumption"));
    }
    tags.into_iter().map(|(_, tag)| tag).collect()
}

#[test]
fn every_value_is_a_seed_documented_an_estimate_or_an_assumption() {
    for (comment, expected) in [
        ("assumption", "assumption"),
        ("assumption: 10DLC has no handset receipts (Teli 2021)", "assumption"),
        ("CTIA 2019: about 1,000 a day", "documented"),
        ("Messente 2017: 20 whatever the content", "seed"),
        ("SHAFT (Truly, n.d.; CTIA 2023)", "seed, documented"),
        ("Truly n.d.: shared shorteners are to be avoided; the size is an assumption", "seed, assumption"),
        ("Sinch, Convey (2021 to 2025): the rate belongs to the number", "documented"),
        ("derived: numbers turn over (Twilio 2020); assumption: cleaned every year", "estimate, assumption"),
        ("Twilio 2026: filtered", "documented"),
        ("a good number", ""),
    ] {
        assert_eq!(tags(comment).join(", "), expected, "{comment}");
    }
    let mut seen = BTreeSet::new();
    for (name, text) in preset_files() {
        for entry in read(&text).entries {
            let tags = tags(&entry.comment);
            assert!(!tags.is_empty(), "{name}:{}: {} has no tag: {}", entry.line, entry.key, entry.comment);
            seen.extend(tags);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["assumption", "documented", "estimate", "seed"]);
    // The page of facts tags these sources in the same way.
    let facts = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/facts.md")).unwrap();
    for (sources, tag) in [(&SEEDS[..], "seed"), (&ESTIMATES[..], "estimate")] {
        for source in sources {
            let name = source.split(' ').next().unwrap();
            let tagged = |row: &str| row.contains(name) && row.contains(tag);
            assert!(facts.lines().any(tagged), "{source} is nowhere {tag} in docs/facts.md");
        }
    }
}

/// Long lists are cut in the page; the file has them whole.
const SHOWN: usize = 90;

#[test]
fn the_page_of_presets_is_made_from_the_files() {
    let mut page = String::from(
        "# Presets\n\nMade from the files in `scenarios/presets/`; do not edit. Each value says who gave it and when \
         (*n.d.*: the source carries no date), or that it is an *assumption*; `docs/facts.md` lists the facts. The tag says \
         which: **seed** (stated by one of the five documents the project began with), **documented** (stated by any other \
         source), **estimate** (a source's own estimate), **assumption** (ours). A value may be sourced and its size or use \
         still assumed: then it has both tags. The profiles named after carriers follow what is \
         said of those carriers and are **no model of any company**: no carrier publishes its rules.\n\n\
         A carrier names a preset with `preset`, and may lay `limits` over it; its own keys win over both. \
         `carrierlab show FILE --resolved` names the origin of every value in force.\n",
    );
    let families = [
        ("carriers", "Carriers", "`preset = \"NAME\"` at a carrier."),
        (
            "limits",
            "Limits",
            "`limits = \"NAME\"` at a carrier. The versions disagree, so each stands by itself.",
        ),
        (
            "numbers",
            "Kinds of number",
            "`number.type = \"NAME\"` at a sender. Tiers (`when`) hold under their conditions, the last on top.",
        ),
        ("audiences", "Audiences", "`consent = \"NAME\"` at an audience."),
    ];
    let files = preset_files();
    for (folder, title, how) in families {
        page.push_str(&format!("\n## {title}\n\n{how}\n"));
        for (name, text) in files
            .iter()
            .filter_map(|(name, text)| Some((name.strip_prefix(folder)?.strip_prefix('/')?, text)))
        {
            let reading = read(text);
            page.push_str(&format!("\n### {name}\n\n{}\n\n{}\n\n", reading.about, reading.head));
            page.push_str("| key | value | tag | source or assumption |\n| --- | --- | --- | --- |\n");
            for entry in &reading.entries {
                let mut value = entry.value.clone();
                if value.chars().count() > SHOWN {
                    value = value.chars().take(SHOWN).collect::<String>() + " …";
                }
                let table = entry.table.split_once('.').map_or("", |(_, below)| below);
                let tier = entry.table.strip_prefix("when ").map(|t| format!("when {}: ", &t[..1]));
                let key = format!("{table}.{}", entry.key);
                let key = key.trim_start_matches('.').trim_start_matches("set.").trim_start_matches("set");
                let comment = entry.comment.replace('|', "\\|");
                let (tier, tags) = (tier.unwrap_or_default(), tags(&entry.comment).join(", "));
                page.push_str(&format!("| {tier}`{key}` | `{value}` | {tags} | {comment} |\n"));
            }
            for (tier, note) in &reading.notes {
                page.push_str(&format!("\nTier {tier}: {note}\n"));
            }
        }
    }
    current(&Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/presets.md"), &page);
}

/// A shop that writes to 1,500 people at one carrier: an honest text, a long
/// one with a plain link, one with a short link, a forbidden one.
fn world(carrier: &str, number: &str) -> String {
    let before = "schema = 1\n[scenario]\nname = \"t\"\nhorizon = \"2d\"\nseed = 3\n\
        [audience.people]\nsize = 1500\nconsent = \"stale\"\n";
    let sender = r#"
[[sender]]
name = "shop"
audience = "people"
rate = "100/min"
start = "09:00"
texts = [
    "Acme Outdoor: 20% off all tents until Sunday. acme.example/sale Reply STOP to end",
    "Acme Outdoor: the autumn catalogue is here, with tents, stoves, boots and packs for the whole family, and each order of this week comes with a free lamp: http://acme.example/autumn Reply STOP to end",
    "Acme Outdoor: your tents from Monday are packed, see s2r.co/k2 Reply STOP to end",
    "Acme Bank: a penny stock alert for members, and a payday loan without a credit check: bit.ly/x",
]
"#;
    format!("{before}{sender}number = {{ {number} }}\n[[carrier]]\nname = \"only\"\nshare = 1\n{carrier}\n")
}

fn tally(carrier: &str, number: &str) -> Tally {
    let text = world(carrier, number);
    let loaded =
        scenario::parse("t.toml", &text, &Overrides::default(), None).unwrap_or_else(|p| panic!("{p}"));
    assert!(loaded.warnings.is_empty(), "{carrier}: {:?}", loaded.warnings);
    let (world, mut outcome) = play(loaded.worlds[0].settings.clone(), 3);
    outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).clone()
}

fn carriers() -> impl Iterator<Item = &'static str> {
    scenario::PRESETS.iter().filter_map(|(name, _)| name.strip_prefix("carriers/"))
}

const LONG_CODES: &str = "type = \"long-code\", count = 5";

/// Each carrier preset runs, lets some of this through and drops some of it.
#[test]
fn every_carrier_preset_runs_and_filters() {
    let mut seen = BTreeSet::new();
    for name in carriers() {
        let t = tally(&format!("preset = \"{name}\""), LONG_CODES);
        let (delivered, dropped) = (t.fate(Fate::Delivered), t.fate(Fate::Blocked) + t.fate(Fate::Silenced));
        assert!(delivered > 0 && dropped > 0, "{name}: {delivered} delivered, {dropped} dropped");
        seen.insert(format!("{:?} {:?} {}", t.fates, t.causes, t.reported_delivered));
    }
    assert_eq!(seen.len(), carriers().count(), "each is another filter: {seen:?}");
}

/// What a shop delivers at one carrier to people whose numbers all work.
fn delivered(carrier: &str, number: &str, rate: &str, texts: &[String], people: u32) -> u64 {
    let text = format!(
        "schema = 1\n[scenario]\nname = \"t\"\nhorizon = \"2d\"\n[[carrier]]\nname = \"only\"\nshare = 1\n{carrier}\n\
         [audience.people]\nsize = {people}\nconsent = \"opted-in\"\nlandline = 0\ninactive = 0\noff = 0\n\
         [[sender]]\nname = \"shop\"\naudience = \"people\"\nrate = \"{rate}\"\nstart = \"06:00\"\n\
         number = {{ {number} }}\ntexts = {texts:?}\n"
    );
    let loaded =
        scenario::parse("t.toml", &text, &Overrides::default(), None).unwrap_or_else(|p| panic!("{p}"));
    let (world, mut outcome) = play(loaded.worlds[0].settings.clone(), 3);
    outcome.ledger.tally(world.sender_rank(0), world.carrier_rank(0)).fate(Fate::Delivered)
}

/// Each profile does what it is there for, and does not do it where the cause is away.
#[test]
fn profiles_do_what_they_are_named_for() {
    let honest = "Acme Outdoor: 20% off all tents until Sunday. https://acme.example/sale Reply STOP to end";
    let long = format!(
        "{honest}. Boots and packs are 10% off as well, and our shop in Mill Street is open on Sunday from ten to four."
    );
    let at = |preset: &str, number: &str, rate: &str, text: &str| {
        delivered(&format!("preset = \"{preset}\""), number, rate, &[text.to_owned()], 600)
    };
    let one = "type = \"long-code\"";
    let pool = |numbers: u32| format!("type = \"10dlc\", trust = 80, count = {numbers}, pool = \"rotate\"");
    let plain = honest.replace("https", "http");
    let short = honest.replace("acme.example/sale", "lc.chat/sale");
    let loud =
        "BIRCH SHOES: SUMMER SALE!!! 40% OFF ALL BOOTS, ends today! Click https://birch.example/sale now";
    let (code, class) =
        ("type = \"short-code-canada\"", |trust: u8| format!("type = \"10dlc\", trust = {trust}"));
    for (what, good, bad) in [
        (
            "long texts at sprint",
            at("sprint-2019-like", one, "2/min", honest),
            at("sprint-2019-like", one, "2/min", &long),
        ),
        (
            "numbers at tmobile",
            at("tmobile-like", &pool(49), "10/min", honest),
            at("tmobile-like", &pool(60), "10/min", honest),
        ),
        (
            "speed at verizon",
            at("verizon-like", one, "2/min", honest),
            at("verizon-like", one, "60/min", honest),
        ),
        (
            "http in canada",
            at("canada-like", code, "10/min", honest),
            at("canada-like", code, "10/min", &plain),
        ),
        (
            "shorteners at att",
            at("att-like", &class(80), "10/min", honest),
            at("att-like", &class(80), "10/min", &short),
        ),
        (
            "classes at att",
            at("att-like", &class(90), "10/min", loud),
            at("att-like", &class(0), "10/min", loud),
        ),
    ] {
        assert!(good >= 450 && bad * 10 < good * 9, "{what}: {good} against {bad}");
    }
    assert_eq!(at("small-carrier", one, "2/min", &long), 600, "a long text elsewhere");
    assert_eq!(at("small-carrier", one, "2/min", &plain), 600, "plain http elsewhere");
}

/// The two sets of CTIA differ where they say so, each way: 2017 counts the people of a day, 2019 counts
/// repeats and the people of one message.
#[test]
fn the_two_sets_of_limits_judge_differently() {
    // Texts that share no three words, so that none repeats another.
    let letters: Vec<String> = (b'a'..=b'z').map(|c| (c as char).to_string()).collect();
    let word = |seed: usize| -> String {
        (0..5).map(|i| letters[(seed * 7 + i * (seed % 11 + 1)) % 26].as_str()).collect()
    };
    let varied: Vec<String> =
        (0..40).map(|t| (0..8).map(|w| word(t * 8 + w)).collect::<Vec<_>>().join(" ")).collect();
    let under = |texts: &[String], people| {
        ["ctia-2017", "ctia-2019"].map(|limits| {
            delivered(&format!("limits = \"{limits}\""), "type = \"long-code\"", "2/min", texts, people)
        })
    };
    let (people, few) = (800, 150);
    let many = under(&varied, people);
    assert!(many[0] < many[1] && many[1] == u64::from(people), "many people, many texts: {many:?}");
    let same = under(&varied[..1], few);
    assert!(same[1] < same[0] && same[0] == u64::from(few), "few people, one text: {same:?}");
}

/// A preset under another name, of the file or of the carrier, is the same carrier.
#[test]
fn the_name_of_a_preset_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in carriers() {
        let text =
            scenario::PRESETS.iter().find(|(n, _)| n.strip_prefix("carriers/") == Some(name)).expect("it").1;
        std::fs::write(folder.path().join("other.toml"), text).expect("a file");
        let read = |preset: &str| {
            let text = world(&format!("preset = \"{preset}\""), LONG_CODES);
            let loaded = scenario::parse("t.toml", &text, &Overrides::default(), Some(folder.path()));
            let mut carrier = loaded.unwrap_or_else(|p| panic!("{p}")).worlds[0].settings.carriers[0].clone();
            carrier.preset = None;
            carrier
        };
        assert_eq!(read(name), read("./other.toml"), "{name}");
    }
}
