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

/// The sign of an effect can be read off a plain map only: there nothing is taken away that the claim's own effect is
/// less.
#[test]
fn a_plain_map_leaves_out_what_the_claim_takes_away() {
    let path = files().into_iter().find(|p| p.ends_with("c06-snowshoe.toml")).expect("the claim on pools");
    let terms = |plain: &str| {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("plain = true"));
        let text = text.replace("plain = true", plain);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("c06-snowshoe.toml");
        std::fs::write(&file, text).unwrap();
        let loaded = scenario::read(&file, &Overrides::default()).unwrap();
        let map = loaded.claims[0].map.clone().expect("a map");
        (loaded.claims[0].parts[0].effect.terms.len(), map.effects[0][0].terms.len())
    };
    assert_eq!(terms("plain = true"), (4, 2));
    assert_eq!(terms("plain = false"), (4, 4));
}
