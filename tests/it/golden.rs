//! Every shipped scenario, run small. A golden file says exactly that something moved; the scenario's own
//! expectations say whether it matters. `UPDATE_DOCS=1 cargo test` writes them.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use carrierlab::engine::World;
use carrierlab::experiment::{Arm, Header, Plan, replicate, summarise};
use carrierlab::scenario::{self, Overrides};

use crate::docs::current;
use crate::support::models;

#[test]
fn shipped_scenarios_run_as_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(root.join("scenarios"))
        .expect("the scenarios")
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    assert!(files.len() >= 2);
    for path in files {
        let set = vec!["audience.*.size=600".to_owned()];
        let overrides = Overrides { set, replications: Some(2), ..Overrides::default() };
        let loaded = scenario::read(&path, &overrides).expect("a shipped scenario is right");
        let about = &loaded.file.scenario;
        let arms: Vec<Arm> = loaded
            .worlds
            .iter()
            .map(|w| Arm {
                name: w.name.clone(),
                about: w.about.clone(),
                world: World::new(w.settings.clone(), &models()).expect("a world"),
            })
            .collect();
        let plan = Plan { seed: about.seed, replications: 2, jobs: 2, trace: false };
        let records = replicate(&arms, plan, &|| (), &AtomicBool::new(false));
        let header = Header {
            scenario: about.name.clone(),
            about: String::new(),
            horizon: about.horizon.to_string(),
            seed: about.seed,
            scenario_hash: String::new(),
            replications: 2,
            indifference: about.indifference.value(),
            models: vec![],
        };
        let summary = summarise(&header, &arms, &records, &[]);
        let mut golden = String::from("# Means of two replications with 600 people; exact.\n");
        for strategy in &summary.strategies {
            let _ = writeln!(golden, "\n[{}]", strategy.name);
            for (name, estimate) in &strategy.metrics {
                if let Some(mean) = estimate.mean {
                    let _ = writeln!(golden, "{name} = {mean:?}");
                }
            }
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        current(&root.join(format!("tests/it/golden/{name}.txt")), &golden);
    }
}
