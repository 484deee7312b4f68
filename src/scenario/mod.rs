//! From text to a checked scenario: presets, overrides, diagnostics, schema.
//!
//! A file becomes a `tree` that remembers places. Then, in this order: files it extends go beneath
//! it; keys set by a strategy and by flags go on top; presets go beneath. So a strategy that changes
//! `number.type` brings in the preset of the new type, under the values the user wrote. The tree is
//! checked against the [`schema()`] and across rooms, all problems at once; only then does
//! serde make typed settings of it: one [`World`] for each strategy.

mod check;
pub mod claims;
mod cross;
pub mod file;
mod kinds;
mod logs;
mod overrides;
mod presets;
mod problem;
mod resolve;
mod schema;
mod suggest;
mod tree;
mod updates;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use file::ScenarioFile;
pub use kinds::{NumberKind, Standing, number_kinds, registered};
pub use logs::LogFile;
pub use presets::EMBEDDED as PRESETS;
pub use problem::{Problem, Problems};
pub use resolve::{explained_json, explained_toml, origin_note, resolved_toml};
pub use schema::{markdown, schema};
pub use tree::{Node, Origin, Place, Source, Table, Value};

use crate::engine::WorldSettings;
use claims::{Cells, ClaimPlan};
use overrides::Override;
use presets::Library;
use tree::Format;

/// The name of the only world of a file without strategies.
pub const BASELINE: &str = "baseline";

/// The version of the file format that this program reads.
pub const SCHEMA_VERSION: u32 = 1;

/// A larger file is no scenario: one is refused before it is parsed.
const FILE_MAX: u64 = 4 << 20;

/// A chain of extended files longer than this is a mistake.
const EXTENDS_MAX: usize = 16;

/// What was given beside the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Keys to set: `a.b=c`.
    pub set: Vec<String>,
    /// The seed in place of the file's.
    pub seed: Option<u64>,
    /// The number of replications in place of the file's.
    pub replications: Option<u32>,
    /// Which of the above came from environment variables, by the variable's name.
    pub environment: Vec<&'static str>,
}

/// A scenario that is right.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The file, presets and flags included, without any strategy.
    pub file: ScenarioFile,
    /// The tree it was made of: what somebody said, without defaults.
    pub tree: Node,
    /// Every value in force without any strategy, defaults included.
    pub base: Node,
    /// What looks doubtful.
    pub warnings: Vec<Problem>,
    /// What is compared, the baseline first; never empty.
    pub worlds: Vec<World>,
    /// What is claimed, ready to be run.
    pub claims: Vec<ClaimPlan>,
    /// The logs that senders replay, each once. They belong beside the resolved scenario.
    pub logs: Vec<LogFile>,
}

impl Loaded {
    /// Where each expectation of the file is written, in their order.
    pub fn expectation_places(&self) -> Vec<&Place> {
        self.tree.get("expect").map(Node::items).unwrap_or_default().iter().map(|n| &n.place).collect()
    }
}

/// What one strategy's replications need.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    /// The strategy.
    pub name: String,
    /// What it stands for.
    pub about: String,
    /// The settings of all rooms.
    pub settings: WorldSettings,
    /// Every value in force, and who set it.
    pub resolved: Node,
}

/// Reads a scenario from a file. Either it is right, or everything that is wrong with it comes back.
pub fn read(path: &Path, overrides: &Overrides) -> Result<Loaded, Problems> {
    let source = read_text(path)?;
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    load(&source, Format::of(path), overrides, Some(&folder), Some(path))
}

/// Reads a scenario from memory: JSON if `name` ends in `.json`, else TOML. Without a folder it can name no files.
pub fn parse(
    name: &str,
    text: &str,
    overrides: &Overrides,
    folder: Option<&Path>,
) -> Result<Loaded, Problems> {
    load(&Source::new(name, text), Format::of(Path::new(name)), overrides, folder, None)
}

/// A file's text, or why it cannot be one.
fn read_text(path: &Path) -> Result<Source, Problems> {
    let name = path.display().to_string();
    let io = |message: String, help: &str| Problems {
        list: vec![Problem::error("scenario::io", message).help(help)],
        io: true,
    };
    let about = std::fs::metadata(path)
        .map_err(|e| io(format!("cannot read {name}: {e}"), "check the path and its permissions"))?;
    if about.is_dir() {
        return Err(io(format!("{name} is a folder, not a scenario file"), "name a file in it"));
    }
    if about.len() > FILE_MAX {
        let megabytes = about.len() >> 20;
        return Err(Problem::error("scenario::too_large", format!("{name} is {megabytes} MB large"))
            .help("a scenario file is at most 4 MB")
            .into());
    }
    let bytes = std::fs::read(path)
        .map_err(|e| io(format!("cannot read {name}: {e}"), "check the path and its permissions"))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let valid = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
            let source = Source::new(name, valid + "\u{fffd}");
            let place = source.place(at..at + 3);
            Err(Problem::error("scenario::encoding", "the file is not UTF-8 text")
                .at(place, "the first byte that is not")
                .help("save it as UTF-8")
                .into())
        }
    }
}

fn load(
    source: &Source,
    format: Format,
    overrides: &Overrides,
    folder: Option<&Path>,
    path: Option<&Path>,
) -> Result<Loaded, Problems> {
    let mut problems = Vec::new();
    let mut library = Library::at(folder);
    let origin = Origin::File(source.name().into());
    let mut raw = tree::parse(source, format, &origin)?;
    if raw.as_table().is_none() {
        return Err(Problem::error("scenario::wrong_type", "a scenario is a table of keys")
            .at(raw.place.clone(), format!("this is {}", raw.kind()))
            .help("begin with schema = 1")
            .into());
    }
    if let (Format::Json | Format::Jsonc, Some(table)) = (format, raw.as_table_mut()) {
        table.remove("$schema");
    }
    version(&raw)?;
    let mut chain: Vec<PathBuf> =
        path.map(|p| p.canonicalize().unwrap_or(p.to_owned())).into_iter().collect();
    extend(&mut raw, folder, &mut chain, &mut library)?;

    let flags = flags(overrides, &mut problems);
    let with_set = |mut all: Vec<Override>, library: &mut Library, problems: &mut Vec<Problem>| {
        let mut merged = raw.clone();
        all.extend(flags.iter().cloned());
        overrides::apply(&mut merged, &all, library, problems);
        if overrides.replications.is_some()
            && let Some(about) = merged.as_table_mut().and_then(|t| t.get_mut("scenario"))
        {
            // Whoever says how many wants that many.
            about.as_table_mut().map(|t| t.remove("stop"));
        }
        library.put_beneath(&mut merged, problems);
        // Before updates take over what they do not set: a value is checked once, where it is written.
        check::check(&merged, problems);
        updates::complete(&mut merged);
        cross::check(&merged, problems);
        merged
    };
    let with = |strategy: Option<&Node>, library: &mut Library, problems: &mut Vec<Problem>| {
        let all = strategy.map(|s| Override::of_strategy(s, problems)).unwrap_or_default();
        with_set(all, library, problems)
    };

    let tree = with(None, &mut library, &mut problems);
    let mut trees = Vec::new();
    let mut by_strategy = Vec::new();
    for strategy in tree.get("strategy").map(Node::items).unwrap_or_default() {
        let mut own = Vec::new();
        trees.push(with(Some(strategy), &mut library, &mut own));
        by_strategy.push((strategy.name().unwrap_or("?"), own));
    }
    gather(&mut problems, &by_strategy);
    let (errors, warnings): (Vec<_>, Vec<_>) =
        Problems { list: problems, io: false }.tidy().list.into_iter().partition(Problem::is_error);
    if !errors.is_empty() {
        let list = errors.into_iter().chain(warnings).collect();
        return Err(Problems { list, io: false }.tidy().cut());
    }
    let mut warnings = warnings;

    let (mut shelf, mut faults, mut logs) = (logs::Shelf::default(), Vec::new(), BTreeSet::new());
    let mut read =
        |tree: &Node, library: &Library, faults: &mut Vec<Problem>| -> Result<ScenarioFile, Problems> {
            let mut file = typed(tree)?;
            shelf.fill(&mut file, tree, library, faults);
            logs.extend(logs::files(&file, tree, library));
            Ok(file)
        };
    let file = read(&tree, &library, &mut faults)?;
    let base = resolve::resolve(&file, &tree);
    let mut worlds = Vec::new();
    for (strategy, merged) in file.strategies.iter().zip(&trees) {
        let own = read(merged, &library, &mut faults)?;
        let resolved = resolve::resolve(&own, merged);
        let (name, about) = (strategy.name.clone(), strategy.about.clone());
        worlds.push(World { name, about, settings: settings(own), resolved });
    }
    if worlds.is_empty() {
        worlds.push(World {
            name: BASELINE.into(),
            about: file.scenario.about.clone(),
            settings: settings(file.clone()),
            resolved: base.clone(),
        });
    }
    let claimed = tree.get("claim").map(Node::items).unwrap_or_default();
    let mut plans = Vec::new();
    for (claim, node) in file.claims.iter().zip(claimed) {
        let (mut plan, Cells { list }) = claims::lay_out(&file, claim, node);
        let mut places = Vec::with_capacity(list.len());
        for cell in list {
            let strategy = cell.strategy.and_then(|at| tree.get("strategy")?.items().get(at));
            let mut own = Vec::new();
            let mut all = strategy.map(|s| Override::of_strategy(s, &mut own)).unwrap_or_default();
            for (layer, set) in cell.layers.iter().enumerate() {
                all.extend(Override::of_claim(set, layer, &claim.id, &mut own));
            }
            let merged = with_set(all, &mut library, &mut own);
            own.retain(Problem::is_error);
            if !own.is_empty() {
                own.iter_mut().for_each(|p| p.message = format!("claim `{}`: {}", claim.id, p.message));
                faults.extend(own);
                continue;
            }
            let world = settings(read(&merged, &library, &mut faults)?);
            let known = plan.worlds.iter().position(|w| *w == world);
            places.push(known.unwrap_or_else(|| {
                plan.worlds.push(world);
                plan.worlds.len() - 1
            }));
        }
        let readings = plan.effects_mut().flat_map(|e| &mut e.terms).map(|t| &mut t.reading);
        readings.for_each(|r| r.world = places.get(r.world).copied().unwrap_or(0));
        plans.push(plan);
    }
    let (errors, doubts): (Vec<_>, Vec<_>) = faults.into_iter().partition(Problem::is_error);
    if !errors.is_empty() {
        return Err(Problems { list: errors, io: false }.tidy().cut());
    }
    warnings.extend(doubts);
    warnings.extend(twins(&tree, &worlds));
    let warnings = Problems { list: warnings, io: false }.tidy().list;
    Ok(Loaded { file, tree, base, warnings, worlds, claims: plans, logs: logs.into_iter().collect() })
}

/// Adds the problems that strategies have to those of the file without any. What shows under some
/// strategies only says so. The file without any is not run where there are strategies, so its doubts
/// count only where every strategy shares them; and what one strategy uses is not unused.
fn gather(problems: &mut Vec<Problem>, by_strategy: &[(&str, Vec<Problem>)]) {
    if by_strategy.is_empty() {
        return;
    }
    let seen: Vec<BTreeSet<Key>> = by_strategy.iter().map(|(_, own)| own.iter().map(key).collect()).collect();
    let everywhere = |problem: &Problem| seen.iter().all(|own| own.contains(&key(problem)));
    problems.retain(|p| p.is_error() || everywhere(p));
    let known: BTreeSet<Key> = problems.iter().map(key).collect();
    for (name, own) in by_strategy {
        for problem in own.iter().filter(|p| !known.contains(&key(p))) {
            if problem.code == "scenario::unused" {
                continue;
            }
            let mut told = problem.clone();
            if !everywhere(problem) {
                told.message = format!("strategy `{name}`: {}", problem.message);
            }
            problems.push(told);
        }
    }
}

/// What makes two problems the same one.
type Key = (&'static str, String, Option<(String, usize)>);

fn key(problem: &Problem) -> Key {
    let place = problem.place().map(|p| (p.source.name().to_owned(), p.range.start));
    (problem.code, problem.message.clone(), place)
}

/// A file of a later format is not guessed at.
fn version(raw: &Node) -> Result<(), Problems> {
    match raw.get("schema") {
        Some(node) if node.number().is_some_and(|n| n > f64::from(SCHEMA_VERSION)) => {
            let version = node.number().unwrap_or_default();
            Err(Problem::error("scenario::version", format!("this file is of format {version}"))
                .at(node.place.clone(), format!("this program reads {SCHEMA_VERSION}"))
                .help("use a newer carrierlab, or write the file in format 1")
                .into())
        }
        _ => Ok(()),
    }
}

/// Puts the file that this one extends, and those that it extends, beneath it.
fn extend(
    raw: &mut Node,
    folder: Option<&Path>,
    chain: &mut Vec<PathBuf>,
    library: &mut Library,
) -> Result<(), Problems> {
    let Some(node) = raw.get("extends") else { return Ok(()) };
    let Some(name) = node.text() else { return Ok(()) };
    let problem = |message: String, help: &str| {
        Problems::from(
            Problem::error("scenario::extends", message).at(node.place.clone(), "extended here").help(help),
        )
    };
    let help = "`extends` names a scenario file, relative to this one";
    let folder = folder.ok_or_else(|| problem("this scenario is not in a file".into(), help))?;
    let path = folder.join(name);
    let known = path.canonicalize().unwrap_or_else(|_| path.clone());
    if chain.contains(&known) || chain.len() > EXTENDS_MAX {
        return Err(problem(format!("`{name}` extends itself in a circle"), "take one `extends` out"));
    }
    chain.push(known);
    let source =
        read_text(&path).map_err(|e| problem(format!("cannot extend: {}", e.list[0].message), help))?;
    let origin = Origin::Extends(source.name().into());
    let mut under = tree::parse(&source, Format::of(&path), &origin)?;
    version(&under)?;
    let own_folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    library.add_file(source.name(), own_folder.clone());
    extend(&mut under, Some(&own_folder), chain, library)?;
    presets::extend(raw, &under);
    Ok(())
}

/// Flags and environment variables as keys to set.
fn flags(overrides: &Overrides, problems: &mut Vec<Problem>) -> Vec<Override> {
    let mut flags = Vec::new();
    for written in &overrides.set {
        match Override::from_flag(written, "--set ", Origin::CommandLine) {
            Ok(one) => flags.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    let numbers = [
        ("seed", "CARRIERLAB_SEED", overrides.seed),
        ("replications", "CARRIERLAB_REPLICATIONS", overrides.replications.map(u64::from)),
    ];
    for (key, variable, value) in numbers {
        let Some(value) = value else { continue };
        let (written, origin) = if overrides.environment.contains(&variable) {
            (format!("{variable}={value}"), Origin::Environment(variable.into()))
        } else {
            (format!("--{key} {value}"), Origin::CommandLine)
        };
        flags.push(Override::from_number(&["scenario", key], &written, value, origin));
    }
    flags
}

/// Typed settings of a tree that passed every check. A failure here is a gap in the checks, told as a problem.
fn typed(tree: &Node) -> Result<ScenarioFile, Problems> {
    serde_json::from_value(tree.to_json()).map_err(|error| {
        Problem::error("scenario::invalid", error.to_string())
            .at(tree.place.source.place(0..0), "in this scenario")
            .help("this message should have come with a better place; please report it")
            .into()
    })
}

fn settings(mut file: ScenarioFile) -> WorldSettings {
    file.senders.iter_mut().for_each(logs::speak);
    WorldSettings {
        horizon: file.scenario.horizon,
        carriers: file.carriers,
        audiences: file.audiences,
        senders: file.senders,
        platform: file.platform,
    }
}

/// Strategies that differ in nothing: comparing them tells nothing.
fn twins(tree: &Node, worlds: &[World]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, world) in worlds.iter().enumerate() {
        if let Some(twin) = worlds[..at].iter().find(|w| w.settings == world.settings)
            && let Some(node) = tree.get("strategy").and_then(|s| s.items().get(at))
        {
            let place = node.get("name").map_or(&node.place, |n| &n.place);
            let message = format!("strategy `{}` is the same as `{}`", world.name, twin.name);
            problems.push(
                Problem::warning("scenario::unused", message)
                    .at(place.clone(), "sets nothing new")
                    .help("set a key that differs, or take it out"),
            );
        }
    }
    problems
}
