//! All views of the claims say the same, and say it again.

use std::collections::BTreeMap;

use super::sample::{document, everything};
use super::{claims_terminal, html, junit, markdown, view, write_claims};
use crate::report::blocks::escape as escape_html;
use crate::report::figures;
use crate::report::markdown::escape as escape_markdown;

/// Everything that is written, by path below the folder.
fn written(document: &crate::experiment::claims::ClaimsDocument) -> BTreeMap<String, Vec<u8>> {
    let dir = tempfile::tempdir().expect("a folder");
    let files = write_claims(dir.path(), document).expect("the claims can be written");
    let name = |p: &std::path::Path| p.strip_prefix(dir.path()).unwrap().to_string_lossy().replace('\\', "/");
    files.iter().map(|p| (name(p), std::fs::read(p).expect("a file"))).collect()
}

#[test]
fn the_same_claims_give_the_same_bytes_whatever_time_they_took() {
    let (first, mut later) = (everything(), everything());
    later.claims.iter_mut().for_each(|c| c.seconds *= 3.0);
    let (first, mut later) = (written(&first), written(&later));
    assert_eq!(first, written(&everything()));
    let (a, b) = (first["junit.xml"].clone(), later.insert("junit.xml".into(), first["junit.xml"].clone()));
    assert_ne!(Some(a), b, "JUnit says how long a claim took");
    assert_eq!(first, later);
}

#[test]
fn every_view_prints_the_numbers_of_every_claim() {
    let document = everything();
    let figures = figures::claims(&document).unwrap();
    let (page, text) = (html::page(&document, &figures), markdown::markdown(&document, &figures));
    let (terminal, junit) = (claims_terminal(&document, 200, false, false), junit::xml(&document));
    for claim in &document.claims {
        for part in &claim.parts {
            let (effect, killed) = (view::effect(part, &part.effect), view::killed(part));
            assert!(text.contains(&format!("| {} |", escape_markdown(&effect))), "Markdown lacks {effect}");
            let xml = |text: &str| text.replace('<', "&lt;").replace('>', "&gt;");
            assert!(junit.contains(&xml(&effect)) && junit.contains(&xml(&killed)), "{effect}");
            let cell = escape_html(&effect);
            let split = cell.replacen(" [", " <span>[", 1);
            assert!(page.contains(&cell) || page.contains(&split), "the page lacks {effect}");
        }
        let head = &claim.parts[0];
        assert!(terminal.contains(&view::effect(head, &head.effect)), "the terminal lacks {}", claim.id);
        assert!(terminal.contains(&view::killed(head)), "the terminal lacks the switch of {}", claim.id);
    }
    let csv = String::from_utf8(written(&document)["figures/claims/forest.csv"].clone()).unwrap();
    assert!(
        csv.contains("C1,Overworking one number gets its messages blocked.") && csv.contains("0.851"),
        "{csv}"
    );
    let tally = view::tally(&document);
    for view in [&page, &text, &terminal] {
        assert!(view.contains(&tally), "{tally}");
    }
    assert_eq!(tally, "10 claims: 7 supported, 2 refuted, 1 inconclusive; 3 not as expected, 1 still open");
}

#[test]
fn what_did_not_come_out_is_said_in_words() {
    let document = everything();
    let of = |id: &str| view::complaints(document.claims.iter().find(|c| c.id == id).unwrap());
    assert_eq!(of("C1"), Vec::<String>::new());
    assert_eq!(of("C24"), Vec::<String>::new(), "refuted as expected is no complaint");
    assert_eq!(of("C4")[0], "refuted where supported was expected.");
    assert_eq!(
        of("C4")[1],
        "refuted: “varied texts help”: −12.40 pp [−14.40, −10.40] where it had to be above +1.00 pp."
    );
    assert!(
        of("C9")[0]
            .contains("+3.50 h [+3.00, +4.00] under it, where it had to be within two standard errors")
    );
    assert!(of("C2")[0].contains("does not rise with the dose"));
    let mut backwards = document.claims.iter().find(|c| c.id == "C2").unwrap().clone();
    backwards.dose.as_mut().unwrap().axis.at.reverse();
    assert!(view::complaints(&backwards)[0].contains("does not fall with the dose"));
    let outcome = |id: &str| view::outcome(document.claims.iter().find(|c| c.id == id).unwrap());
    assert_eq!(outcome("C1"), ("✓", "supported".into()));
    assert_eq!(outcome("C12"), ("?", "inconclusive".into()));
    assert_eq!(outcome("C24"), ("✓", "refuted, as expected".into()));
    assert_eq!(outcome("C9"), ("✗", "supported, switch does not kill".into()));
}

/// A map may leave out what the claim takes away; its caption says what it shows.
#[test]
fn a_map_says_what_it_compares() {
    let document = everything();
    let figures = figures::claims(&document).unwrap();
    let caption = |name: &str| figures.iter().find(|f| f.name == name).unwrap().caption.clone();
    assert!(caption("map-C6").contains("Effect: delivered of pool − one. "), "{}", caption("map-C6"));
    let mut document = document;
    document.claims[1].map.as_mut().unwrap().contrast.clear();
    let figures = figures::claims(&document).unwrap();
    let map = figures.iter().find(|f| f.name == "map-C6").unwrap();
    assert!(map.caption.contains("(pool − one) less (the same with"), "{}", map.caption);
}

#[test]
fn junit_fails_skips_and_passes() {
    let xml = junit::xml(&everything());
    assert!(xml.contains("<testsuites tests=\"10\" failures=\"3\" errors=\"0\" skipped=\"1\""), "{xml}");
    assert!(xml.contains("<failure message=\"supported, switch does not kill\">"));
    assert!(xml.contains("<skipped message=\"inconclusive: more replications could tell\"/>"));
}

#[test]
fn the_terminal_keeps_to_its_width_and_says_it_without_colour() {
    let document = everything();
    for width in [72, 80, 100, 160] {
        let text = claims_terminal(&document, width, false, false);
        let long = text.lines().filter(|l| l.chars().count() > width).collect::<Vec<_>>();
        // A single word, or two intervals, may be wider than a narrow terminal.
        assert!(long.is_empty() || width < 100, "{width}: {long:#?}");
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
        let coloured = claims_terminal(&document, width, true, false);
        assert!(coloured.contains("\u{1b}["));
        assert_eq!(plain(&coloured), text, "colour carries nothing");
    }
    assert_eq!(claims_terminal(&document, 100, false, true).lines().count(), 1);
    assert!(claims_terminal(&self::document(vec![]), 100, false, false).contains("0 claims"));
}

/// Without the sequences that colour.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn what_comes_from_outside_stays_text() {
    let document = everything();
    let figures = figures::claims(&document).unwrap();
    let (page, text) = (html::page(&document, &figures), markdown::markdown(&document, &figures));
    for (name, view) in [("page", &page), ("Markdown", &text), ("JUnit", &junit::xml(&document))] {
        assert!(!view.contains("<script"), "{name}");
        assert!(!view.contains('\u{1b}'), "{name}");
    }
    assert!(!page.contains('\u{202e}') && !text.contains('\u{202e}'));
    assert!(!text.contains("](http"), "no link from outside");
    assert!(!page.contains("href=\"http") && !page.contains("src=\"http"), "nothing is loaded");
    // A claim's text opens no row and no cell.
    for line in text.lines().filter(|l| l.starts_with("| ")) {
        assert!(line.ends_with(" |"), "{line}");
    }
}

/// Names for files and places are harmless, and different even where case does not count.
#[test]
fn figures_and_places_have_names_of_their_own() {
    let document = everything();
    let slugs = view::slugs(&document);
    assert_eq!(slugs[8], "C-7--b-");
    assert_eq!(slugs[9], "c1-2");
    let files = written(&document);
    for name in ["forest", "parts-C1", "dose-C1", "dose-c1-2", "map-C6", "factorial-C22", "dose-C-7--b-"] {
        assert!(files.contains_key(&format!("figures/claims/{name}.csv")), "{name}");
        #[cfg(feature = "plot")]
        assert!(files[&format!("figures/claims/{name}.png")].starts_with(b"\x89PNG"), "{name}");
    }
    let page = String::from_utf8(files["claims.html"].clone()).unwrap();
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|r| r.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
    for to in page.split("href=\"#").skip(1).filter_map(|r| r.split('"').next()) {
        assert!(ids.contains(&to), "no place {to}");
    }
    // Every picture of the Markdown is there.
    #[cfg(feature = "plot")]
    for path in text(&files).split("](figures/").skip(1).filter_map(|r| r.split(')').next()) {
        assert!(files.contains_key(&format!("figures/{path}")), "{path}");
    }
    assert!(!text(&files).contains(&document.claims[0].file_hash) && text(&files).contains("`0123456789ab`"));
}

fn text(files: &BTreeMap<String, Vec<u8>>) -> String {
    String::from_utf8(files["claims.md"].clone()).unwrap()
}

/// What `report` reads is what was written.
#[test]
fn a_document_survives_its_json() {
    let document = everything();
    let json = serde_json::to_string_pretty(&document).unwrap();
    let again = serde_json::from_str(&json).unwrap();
    assert_eq!(document, again);
    assert_eq!(written(&document), written(&again));
}
