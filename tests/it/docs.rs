//! Pages that are made from the source must be current. `UPDATE_DOCS=1 cargo test` writes them.

use std::fs;
use std::path::{Path, PathBuf};

use carrierlab::ledger::METRICS;
use carrierlab::lint::{Lint, Outcome, Panel, Voice, lint};
use carrierlab::scenario::{self, Overrides, PRESETS};
use serde_json::json;

use super::support::models;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Compares a file with what it should hold, or writes it when asked to.
pub fn current(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, expected).expect("the page can be written");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{} is stale: run UPDATE_DOCS=1 cargo test", path.display());
}

/// The page of a source file: its leading `//!` lines.
pub fn page(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a stage's source");
    let lines: Vec<&str> =
        text.lines().map_while(|l| l.strip_prefix("//!")).map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
    lines.join("\n")
}

#[test]
fn the_page_of_filters_is_made_from_the_stages() {
    let folder = root().join("src/carrier");
    let stages = [
        "terms",
        "prohibited",
        "prior",
        "rate",
        "recipients",
        "balance",
        "repeats",
        "duplicates",
        "loops",
        "snowshoe",
        "gaps",
        "links",
        "length",
        "style",
        "content",
        "reputation",
    ];
    let mut text = String::from(
        "# Filters\n\nMade from the source of each stage; do not edit. A filter adds up the terms of its stages and blocks at \
         a threshold; between `hold_threshold` and the threshold it holds the message and screens it again. What \
         each key means and its default is in `docs/scenario.md`.\n",
    );
    for stage in stages {
        let page = page(&folder.join("filter").join(format!("{stage}.rs")));
        assert!(
            page.contains("**Does:**") && page.contains("**Evaded by:**") && page.contains("**Source:**"),
            "{stage}"
        );
        text.push_str(&format!("\n#{page}\n"));
    }
    for part in
        ["learning", "control", "blacklist", "suspension", "audit", "network_stop", "penalties", "receipts"]
    {
        text.push_str(&format!("\n#{}\n", page(&folder.join(format!("{part}.rs")))));
    }
    current(&root().join("docs/filters.md"), &text);
}

/// What a kind of number may send, from the pages of the parts that keep it.
#[test]
fn the_page_of_numbers_is_made_from_its_parts() {
    let mut text = String::from(
        "# Numbers\n\nMade from the source of each part; do not edit. What each key means and its default is in \
         `docs/scenario.md`, the kinds of number with their sources are in `docs/presets.md`.\n",
    );
    for part in ["platform/grant", "platform/provision", "carrier/network_stop", "carrier/penalties"] {
        let page = page(&root().join("src").join(format!("{part}.rs")));
        assert!(page.contains("**Does:**") && page.contains("**Source:**"), "{part}");
        text.push_str(&format!("\n#{page}\n"));
    }
    current(&root().join("docs/numbers.md"), &text);
}

#[test]
fn the_metrics_stand_in_the_method() {
    let rows: String = METRICS.iter().map(|m| format!("| `{}` | {} |\n", m.name, m.meaning)).collect();
    let table = format!("| metric | meaning |\n| --- | --- |\n{rows}");
    current_place(&root().join("docs/method.md"), "metrics", &table);
}

/// Compares what stands between two comments of that name in a page with what should, or writes it.
pub fn current_place(path: &Path, name: &str, inside: &str) {
    // Tests run side by side, and several may write into one page.
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _alone = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let text = fs::read_to_string(path).expect("the page");
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("no place for {name}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no end of {name}"));
    current(path, &format!("{before}{begin}{inside}{end}{after}"));
}

/// All shipped carriers, as `carrierlab lint` asks them where nothing else is said.
fn shipped_carriers() -> Panel {
    let names: Vec<&str> = PRESETS.iter().filter_map(|(name, _)| name.strip_prefix("carriers/")).collect();
    let share = 1.0 / names.len() as f64;
    let carriers: Vec<_> =
        names.iter().map(|name| json!({ "name": name, "preset": name, "share": share })).collect();
    let file = json!({
        "schema": 1, "scenario": { "name": "drafts" }, "carrier": carriers,
        "audience": { "people": { "size": 1, "consent": "opted-in" } },
        "sender": [{ "name": "draft", "audience": "people", "number": { "type": "long-code" }, "texts": ["draft"] }],
    });
    let loaded = scenario::parse("drafts.json", &file.to_string(), &Overrides::default(), None).unwrap();
    Panel::new(&loaded.worlds[0].settings.carriers, None, &models())
}

/// What follows for a draft, in a cell of a table.
fn follows(found: &Lint) -> String {
    let count = |outcome: Outcome| found.readings.iter().filter(|r| r.outcome == outcome).count();
    let away: Vec<String> = [Outcome::Blocked, Outcome::Grey, Outcome::Held]
        .into_iter()
        .filter(|outcome| count(*outcome) > 0)
        .map(|outcome| format!("{} at {}", outcome.label(), count(outcome)))
        .collect();
    if away.is_empty() {
        let best = found.advice.iter().find(|a| a.helps && !a.edit.costly);
        return best.map_or_else(
            || "passes everywhere".into(),
            |best| {
                let after = best.readings.iter().find_map(|r| r.probability).unwrap();
                format!("passes everywhere; {after:.4} if you {}", best.edit.says)
            },
        );
    }
    let then = match (&found.improvement, found.restricted.is_empty()) {
        (Some(i), _) if i.enough => {
            let says: Vec<&str> = i.steps.iter().map(|s| s.edit.says.as_str()).collect();
            format!("enough: {}", says.join("; "))
        }
        (Some(_), _) => "no set of changes is enough".into(),
        (None, true) => "no change is offered: its content".into(),
        (None, false) => "no change is offered: its words".into(),
    };
    format!("{} of {}; {then}", away.join(", "), found.readings.len())
}

#[test]
fn what_is_said_of_drafts_is_what_lint_says() {
    const TABLE: &str = "Your table is booked for eight";
    const LOUD: &str =
        "BIRCH SHOES: SUMMER SALE!!! 40% OFF ALL BOOTS, ends today! Click http://bit.ly/3xYz now";
    let panel = shipped_carriers();
    let model = &models()["default"];
    let path = root().join("docs/lint.md");
    let mut drafts = String::from("| Draft | Spam | What follows |\n| --- | --- | --- |\n");
    for text in [
        TABLE,
        "Your Birch Bank code is 481203. It expires in 10 minutes. Do not share it with anyone.",
        "Acme Outdoor: 20% off all tents until Sunday. acme.example/sale Reply STOP to end",
        "Hi Ann, a reminder of your appointment at Halden Dental on Tuesday at 14:30. Reply C to confirm or call \
         555-0142.",
        LOUD,
        "Your parcel could not be handed over. Please choose a new day and settle the small fee: \
         parcel-way.example/u",
        "URGENT: payday loan up to $5,000, no credit check! Apply http://fast-cash.xyz/a now",
    ] {
        let found = lint(text, &panel, &Voice::of(text, None, None));
        drafts += &format!("| `{text}` | {:.4} | {} |\n", model.spam_probability(text), follows(&found));
    }
    let mut stop =
        String::from("| Draft | Log-odds | With `Reply STOP to opt out` behind it |\n| --- | --- | --- |\n");
    for text in [TABLE, "Sale now on at Birch, 20% off all boots: birch.example", LOUD] {
        let end = if text.ends_with("example") { "" } else { "." };
        let with = model.logit(&format!("{text}{end} Reply STOP to opt out"));
        let before = model.logit(text);
        stop += &format!("| `{text}` | {before:.2} | {with:.2} ({:+.2}) |\n", with - before);
    }
    current_place(&path, "stop", &stop);
    current_place(&path, "drafts", &drafts);
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut pages = vec!["README.md".to_owned(), "ARCHITECTURE.md".to_owned()];
    let folder = fs::read_dir(root().join("docs")).expect("the docs");
    pages.extend(folder.map(|e| format!("docs/{}", e.expect("an entry").file_name().to_string_lossy())));
    let mut checked = 0;
    for page in pages.iter().filter(|p| p.ends_with(".md")) {
        let path = root().join(page);
        let text = fs::read_to_string(&path).expect("a page");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") || target.starts_with('#') {
                continue;
            }
            let target = target.split('#').next().unwrap_or("");
            assert!(path.parent().expect("a folder").join(target).exists(), "{page} links to {target}");
            checked += 1;
        }
    }
    assert!(checked >= 8);
}
