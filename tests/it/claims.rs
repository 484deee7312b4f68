//! The shipped claims: each is well made, and their page is of the files as they are.

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

/// `docs/claims.md` is made by the command at its default precision, which takes minutes; that it is of the files as
/// they are is seen by their hashes.
#[test]
fn the_page_of_claims_is_of_the_files_as_they_are() {
    const AGAIN: &str = "make it again: carrierlab claims -o target/claims && cp target/claims/claims.md docs/ && rm -f \
                         docs/figures/claims/*.png && cp target/claims/figures/claims/*.png docs/figures/claims/";
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = std::fs::read_to_string(docs.join("claims.md")).expect("docs/claims.md");
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
