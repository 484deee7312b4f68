//! The content models that a scenario's carriers and its platform name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Failure;
use super::results::sha256;
use crate::carrier::CarrierSettings;
use crate::content::Cue;
use crate::engine::{Models, WorldSettings};
use crate::experiment::summary::{ContentModel, CueWeight};
use crate::scorer::{Scorer, default_model};

/// Larger files are not read at all.
const SIZE_MAX: u64 = 64 << 20;

/// Loads every model that is in use, and gives the SHA-256 of each. `default` is the model that is built
/// in; anything else is a path, relative to the folder of the scenario.
pub fn load<'a>(
    carriers: impl Iterator<Item = &'a CarrierSettings>,
    folder: &Path,
) -> Result<(Models, BTreeMap<String, String>), Failure> {
    let named = |c: &'a CarrierSettings| {
        c.content_models().map(|name| (name, format!("carrier `{}`", c.name))).collect::<Vec<_>>()
    };
    load_named(carriers.flat_map(named), folder)
}

/// Loads every model that carriers and platforms of these worlds use.
pub fn load_all<'a>(
    worlds: impl Iterator<Item = &'a WorldSettings> + Clone,
    folder: &Path,
) -> Result<(Models, BTreeMap<String, String>), Failure> {
    let (mut models, mut hashes) = load(worlds.clone().flat_map(|w| &w.carriers), folder)?;
    let own = worlds.filter_map(|w| Some((w.platform.content_model()?, PLATFORM.to_owned())));
    let (more, theirs) = load_named(
        own.filter(|(name, _)| !models.contains_key(*name)).collect::<Vec<_>>().into_iter(),
        folder,
    )?;
    models.extend(more);
    hashes.extend(theirs);
    Ok((models, hashes))
}

/// Who uses the model of the look-ahead filter.
const PLATFORM: &str = "the platform";

fn load_named<'a>(
    named: impl Iterator<Item = (&'a str, String)>,
    folder: &Path,
) -> Result<(Models, BTreeMap<String, String>), Failure> {
    let (mut models, mut hashes) = (Models::new(), BTreeMap::new());
    for (name, who) in named {
        if models.contains_key(name) {
            continue;
        }
        let text = read(name, folder, &who)?;
        let model = Scorer::from_json(&text).map_err(|e| {
            Failure::message(
                3,
                "model.invalid",
                format!("the content model `{name}` of {who}: {e}"),
                "train it again with `carrierlab model train`, or use model = \"default\"",
            )
        })?;
        hashes.insert(name.to_owned(), sha256(text.as_bytes()));
        models.insert(name.to_owned(), Arc::new(model));
    }
    Ok((models, hashes))
}

/// Cues that the report names.
const CUES_SHOWN: usize = 12;

/// The cards, in short, of models that [`load_all`] gave; `worlds` are those of every strategy.
pub fn cards<'a>(
    models: &Models,
    hashes: &BTreeMap<String, String>,
    worlds: impl Iterator<Item = &'a WorldSettings> + Clone,
) -> Vec<ContentModel> {
    let card = |(name, model): (&String, &Arc<Scorer>)| {
        let mut asked_by: Vec<String> = Vec::new();
        for carrier in worlds.clone().flat_map(|w| &w.carriers) {
            let asks = carrier.content_models().any(|model| model == name);
            if asks && !asked_by.contains(&carrier.name) {
                asked_by.push(carrier.name.clone());
            }
        }
        if worlds.clone().any(|w| w.platform.content_model() == Some(name.as_str())) {
            asked_by.push(PLATFORM.to_owned());
        }
        let mut cues: Vec<CueWeight> = Cue::ALL
            .into_iter()
            .map(|cue| CueWeight {
                cue: cue.name().into(),
                says: cue.says().into(),
                weight: model.cue_weight(cue),
            })
            .collect();
        cues.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        cues.truncate(CUES_SHOWN);
        ContentModel {
            model: name.clone(),
            sha256: hashes.get(name).cloned().unwrap_or_default(),
            carriers: asked_by,
            info: model.info().clone(),
            cues,
        }
    };
    models.iter().map(card).collect()
}

/// Where the copies are, in a folder of results.
const COPIES: &str = "models";

fn copy_name(hash: &str) -> String {
    format!("{hash}.json")
}

/// The file of a model that a scenario in `folder` names. In a folder of results that is the copy which the run made,
/// so that a resolved scenario finds its models wherever the folder is; else the path, from `folder` on.
fn locate(name: &str, folder: &Path) -> PathBuf {
    let copy = || {
        let copies = folder.join(COPIES);
        let manifest = copies.is_dir().then(|| std::fs::read(folder.join("manifest.json")).ok())??;
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).ok()?;
        let copy = copies.join(copy_name(manifest["models"][name].as_str()?));
        copy.is_file().then_some(copy)
    };
    copy().unwrap_or_else(|| folder.join(name))
}

/// The folder from which the models of stored results are found: the results, or, where there are no copies, the
/// folder of the scenario that was run.
pub fn folder_of_results(dir: &Path, manifest: &serde_json::Value) -> PathBuf {
    let origin = manifest["scenario_file"].as_str().map(Path::new).and_then(Path::parent);
    if dir.join(COPIES).is_dir() { dir.to_owned() } else { origin.unwrap_or(dir).to_owned() }
}

/// Puts every model file in use beside the results, named by what is in it, and takes those of earlier results away.
/// `folder` is that of the scenario.
pub fn copy(dir: &Path, folder: &Path, hashes: &BTreeMap<String, String>) -> Result<(), Failure> {
    let copies = dir.join(COPIES);
    let own: Vec<(PathBuf, PathBuf)> = (hashes.iter().filter(|(name, _)| *name != BUILT_IN))
        .map(|(name, hash)| (locate(name, folder), copies.join(copy_name(hash))))
        .collect();
    if !own.is_empty() {
        std::fs::create_dir_all(&copies).map_err(|e| Failure::io(&copies, "make", &e))?;
    }
    for (from, to) in own.iter().filter(|(_, to)| !to.exists()) {
        std::fs::copy(from, to).map_err(|e| Failure::io(to, "write", &e))?;
    }
    for entry in std::fs::read_dir(&copies).into_iter().flatten().flatten() {
        let path = entry.path();
        if !own.iter().any(|(_, to)| *to == path) {
            std::fs::remove_file(&path).map_err(|e| Failure::io(&path, "replace", &e))?;
        }
    }
    Ok(())
}

/// The name of the model that is built in.
const BUILT_IN: &str = "default";

fn read(name: &str, folder: &Path, who: &str) -> Result<String, Failure> {
    if name == BUILT_IN {
        return Ok(default_model().to_owned());
    }
    let path = locate(name, folder);
    let problem = |what: String| {
        Failure::message(
            3,
            "model.missing",
            format!("{who} names the content model {}: {what}", path.display()),
            "write \"default\" for the model that is built in, or the path of a model file, relative to the scenario",
        )
    };
    let size = std::fs::metadata(&path).map_err(|e| problem(e.to_string()))?.len();
    if size > SIZE_MAX {
        return Err(problem(format!("it has {size} bytes, more than the {SIZE_MAX} that a model may have")));
    }
    std::fs::read_to_string(&path).map_err(|e| problem(e.to_string()))
}
