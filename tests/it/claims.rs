//! The shipped claims: each is well made, and at a quick look comes out as its file expects.

use std::path::{Path, PathBuf};

use carrierlab::scenario::{self, Overrides};

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
