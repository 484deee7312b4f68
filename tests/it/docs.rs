//! Pages that are made from the source must be current. `UPDATE_DOCS=1 cargo test` writes them.

use std::fs;
use std::path::{Path, PathBuf};

use carrierlab::ledger::METRICS;

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
fn page(path: &Path) -> String {
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
    for part in ["learning", "control", "blacklist", "suspension", "audit", "receipts"] {
        text.push_str(&format!("\n#{}\n", page(&folder.join(format!("{part}.rs")))));
    }
    current(&root().join("docs/filters.md"), &text);
}

#[test]
fn the_metrics_stand_in_the_method() {
    let path = root().join("docs/method.md");
    let text = fs::read_to_string(&path).expect("the method");
    let (before, rest) = text.split_once("<!-- metrics -->\n").expect("a place for the metrics");
    let (_, after) = rest.split_once("<!-- /metrics -->").expect("an end of the place");
    let rows: String = METRICS.iter().map(|m| format!("| `{}` | {} |\n", m.name, m.meaning)).collect();
    current(
        &path,
        &format!(
            "{before}<!-- metrics -->\n| metric | meaning |\n| --- | --- |\n{rows}<!-- /metrics -->{after}"
        ),
    );
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
