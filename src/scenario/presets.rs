//! Presets: values that stand beneath a scenario's own, by the name of a carrier's preset and limits,
//! a kind of number or an audience's consent.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::problem::Problem;
use super::schema::{self, Shape};
use super::suggest::did_you_mean;
use super::tree::{self, Format, Node, Origin, Place, Source, Table, Value};
use crate::units::Date;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../scenarios/presets/", $name, ".toml")))),*]
    };
}

/// The presets in the binary, by folder and name. A test holds this list equal to `scenarios/presets/`.
pub const EMBEDDED: &[(&str, &str)] = embedded![
    "audiences/bought",
    "audiences/code-users",
    "audiences/cold",
    "audiences/conversational",
    "audiences/opted-in",
    "audiences/stale",
    "carriers/abroad",
    "carriers/adaptive",
    "carriers/att-like",
    "carriers/canada-like",
    "carriers/content-only",
    "carriers/rate-only",
    "carriers/small-carrier",
    "carriers/sprint-2019-like",
    "carriers/static-list",
    "carriers/tmobile-like",
    "carriers/verizon-like",
    "limits/ctia-2017",
    "limits/ctia-2019",
    "numbers/10dlc",
    "numbers/10dlc-agents",
    "numbers/10dlc-k12",
    "numbers/10dlc-low-volume",
    "numbers/10dlc-sole-proprietor",
    "numbers/alphanumeric",
    "numbers/long-code",
    "numbers/short-code",
    "numbers/short-code-canada",
    "numbers/short-code-shared",
    "numbers/toll-free",
    "numbers/toll-free-canada",
];

/// A kind of preset: what messages call it, its folder, its table, and the key of the scenario that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Family {
    what: &'static str,
    folder: &'static str,
    table: &'static str,
    key: &'static str,
}

const CARRIER: Family = Family { what: "carrier", folder: "carriers", table: "carrier", key: "preset" };
/// Keys of a carrier, too; they stand over its preset and beneath its own.
const LIMITS: Family = Family { what: "limits", folder: "limits", table: "carrier", key: "limits" };
const NUMBER: Family = Family { what: "number", folder: "numbers", table: "number", key: "type" };
const AUDIENCE: Family = Family { what: "audience", folder: "audiences", table: "audience", key: "consent" };

impl Family {
    /// The origin of what a preset of this kind says.
    fn origin(self, name: &str) -> Origin {
        if self == LIMITS { Origin::Limits(name.into()) } else { Origin::Preset(name.into()) }
    }
    /// Keys of the scenario that name a preset for the same table: a preset pulls in no other.
    fn naming(self) -> &'static [&'static str] {
        if self.table == CARRIER.table { &["preset", "limits"] } else { &[] }
    }
}

/// Finds presets, in the binary or in files, and reads each once.
#[derive(Debug, Default)]
pub(super) struct Library {
    /// For each file of the scenario, the folder that paths in it start from.
    folders: BTreeMap<String, PathBuf>,
    /// Where paths start that are written elsewhere, such as in a flag.
    home: Option<PathBuf>,
    read: BTreeMap<String, Result<Arc<Node>, Problem>>,
}

impl Library {
    /// A library for a scenario in that folder; `None` if it is only in memory.
    pub(super) fn at(home: Option<&Path>) -> Library {
        Library { home: home.map(Path::to_owned), ..Library::default() }
    }
    /// Says where paths start that are written in a file.
    pub(super) fn add_file(&mut self, name: &str, folder: PathBuf) {
        self.folders.insert(name.into(), folder);
    }

    /// The folder that paths written at this place start from; `None` if the scenario is only in memory.
    pub(super) fn folder_of(&self, place: &Place) -> Option<&PathBuf> {
        self.folders.get(place.source.name()).or(self.home.as_ref())
    }

    /// Puts presets beneath every carrier, sender's number and audience of the file. Names that are not known are problems.
    pub(super) fn put_beneath(&mut self, root: &mut Node, problems: &mut Vec<Problem>) {
        let Some(root) = root.as_table_mut() else { return };
        if root.get("resolved").is_some_and(|n| n.value == Value::Bool(true)) {
            return;
        }
        for carrier in root.get_mut("carrier").map(Node::items_mut).unwrap_or_default() {
            self.put_one(carrier, LIMITS, problems);
            self.put_one(carrier, CARRIER, problems);
        }
        for sender in root.get_mut("sender").map(Node::items_mut).unwrap_or_default() {
            let Some(sender) = sender.as_table_mut() else { continue };
            if let Some(number) = sender.get_mut("number") {
                self.put_one(number, NUMBER, problems);
            }
            let migrate = sender.get_mut("migrate").and_then(Node::as_table_mut);
            if let Some(number) = migrate.and_then(|m| m.get_mut("number")) {
                self.put_one(number, NUMBER, problems);
            }
        }
        if let Some(audiences) = root.get_mut("audience").and_then(Node::as_table_mut) {
            for audience in audiences.iter_mut() {
                self.put_one(&mut audience.node, AUDIENCE, problems);
            }
        }
    }

    fn put_one(&mut self, over: &mut Node, family: Family, problems: &mut Vec<Problem>) {
        let Some((name, place)) =
            over.get(family.key).and_then(|n| Some((n.text()?.to_owned(), n.place.clone())))
        else {
            return;
        };
        match self.find(family, &name, &place) {
            Ok(preset) => {
                let mut under = chosen(&preset, family, over);
                if family == AUDIENCE {
                    set_for_all(over, &mut under);
                }
                put_beneath(over, &under);
            }
            Err(problem) => problems.push(problem),
        }
    }

    fn find(&mut self, family: Family, name: &str, place: &Place) -> Result<Arc<Node>, Problem> {
        if name.contains('/') || Path::new(name).extension().is_some_and(|e| e == "toml") {
            return self.find_file(family, name, place);
        }
        let key = format!("{}/{name}", family.folder);
        let Some((_, text)) = EMBEDDED.iter().find(|(known, _)| *known == key) else {
            let known: Vec<&str> = EMBEDDED
                .iter()
                .filter_map(|(known, _)| known.strip_prefix(family.folder)?.strip_prefix('/'))
                .collect();
            let message = format!("there is no {} preset `{name}`", family.what);
            return Err(Problem::error("scenario::unknown_preset", message)
                .at(place.clone(), "no such preset")
                .help(did_you_mean("presets", name, &known)));
        };
        let made = self.read.entry(key.clone()).or_insert_with(|| {
            let file = format!("{key}.toml");
            let called = if family == LIMITS { name } else { &file };
            read_preset(Source::new(format!("preset {file}"), *text), family, called)
        });
        made.clone()
    }

    fn find_file(&mut self, family: Family, name: &str, place: &Place) -> Result<Arc<Node>, Problem> {
        let unreadable = |why: String| {
            Problem::error("scenario::unknown_preset", format!("cannot read preset `{name}`: {why}"))
                .at(place.clone(), "named here")
                .help("a preset with a `/` or that ends in .toml is a file, relative to the scenario")
        };
        let Some(folder) = self.folder_of(place) else {
            return Err(unreadable("this scenario is not in a file".into()));
        };
        let path = folder.join(name);
        let called = path.display().to_string();
        // One file may serve as two kinds of preset; what it says then has two origins.
        let key = format!("{} {called}", family.what);
        if let Some(made) = self.read.get(&key) {
            return made.clone();
        }
        let source = super::read_text(&path).map_err(|e| unreadable(e.list[0].message.clone()))?;
        let made = read_preset(source, family, &called);
        self.read.insert(key, made.clone());
        made
    }
}

/// Reads a preset file and checks its outline; its values are checked where they are used.
fn read_preset(source: Source, family: Family, name: &str) -> Result<Arc<Node>, Problem> {
    let node = tree::parse(&source, Format::Toml, &family.origin(name)).map_err(|p| *p)?;
    let mut known = vec!["about", family.table];
    if family == NUMBER {
        known.push("when");
    }
    for entry in node.as_table().into_iter().flat_map(Table::iter) {
        if !known.contains(&entry.key.as_str()) {
            let message = format!("`{}` is not a key of a {} preset", entry.key, family.what);
            return Err(Problem::error("scenario::unknown_key", message)
                .at(entry.key_at.clone(), "not known here")
                .help(did_you_mean("keys here", &entry.key, &known)));
        }
    }
    let Some(table) = node.get(family.table).and_then(Node::as_table) else {
        let message = format!("a {} preset holds a table `[{}]`", family.what, family.table);
        return Err(Problem::error("scenario::preset", message)
            .at(source.place(0..0), "missing here")
            .help(format!("begin the values with [{}]", family.table)));
    };
    if let Some(entry) = family.naming().iter().find_map(|key| table.entry(key)) {
        let message = format!("a {} preset cannot name another: `{}`", family.what, entry.key);
        return Err(Problem::error("scenario::preset", message)
            .at(entry.key_at.clone(), "in a preset")
            .help("name it at the carrier, in the scenario"));
    }
    for when in node.get("when").map(Node::items).unwrap_or_default() {
        let keys: Vec<&str> = when.as_table().map(|t| t.keys().collect()).unwrap_or_default();
        if let Some(unknown) = keys.iter().find(|k| condition(k).is_none() && **k != "set") {
            let message = format!("`{unknown}` is not a condition");
            return Err(Problem::error("scenario::preset", message)
                .at(when.place.clone(), "in this tier")
                .help(
                    "conditions: trust_at_least, verification, registration, since; values stand in `set`",
                ));
        }
    }
    Ok(Arc::new(node))
}

/// The key of a number that a condition looks at.
pub(super) fn condition(name: &str) -> Option<&'static str> {
    Some(match name {
        "trust_at_least" => "trust",
        "verification" => "verification",
        "registration" => "registration",
        "since" => "as_of",
        _ => return None,
    })
}

/// What a preset says under the conditions that hold: its table, and over it each `[[when]]` that matches, the last on top.
fn chosen(preset: &Node, family: Family, over: &Node) -> Node {
    let mut base = preset.get(family.table).cloned().unwrap_or_else(|| preset.clone());
    for when in preset.get("when").map(Node::items).unwrap_or_default() {
        let holds = when.as_table().into_iter().flat_map(Table::iter).all(|entry| {
            let Some(key) = condition(&entry.key) else { return entry.key == "set" };
            let value = over.get(key).or_else(|| preset.at(&[family.table, key]));
            match (entry.key.as_str(), value) {
                ("trust_at_least", value) => {
                    value.and_then(Node::number).unwrap_or(0.0) >= entry.node.number().unwrap_or(f64::MAX)
                }
                ("since", value) => day(value) >= day(Some(&entry.node)).or(Some(Date::LAST)),
                (_, Some(value)) => value.same(&entry.node),
                (_, None) => false,
            }
        });
        if let (true, Some(set)) = (holds, when.get("set")) {
            let under = std::mem::replace(&mut base, set.clone());
            put_beneath(&mut base, &under);
        }
    }
    base
}

/// The day that a value says, if it does.
fn day(node: Option<&Node>) -> Option<Date> {
    node?.text()?.parse().ok()
}

/// What a scenario sets for a whole audience holds for the personas of the preset, too.
fn set_for_all(over: &Node, preset: &mut Node) {
    let reactions = over.get("reactions").and_then(Node::as_table);
    let set: Vec<&str> =
        over.as_table().into_iter().chain(reactions).flat_map(|table| table.keys()).collect();
    let personas = preset.as_table_mut().and_then(|t| t.get_mut("persona"));
    for persona in personas.map(Node::items_mut).unwrap_or_default() {
        let Some(table) = persona.as_table_mut() else { continue };
        for key in set.iter().filter(|key| !["name", "share", "about"].contains(key)) {
            table.remove(key);
        }
    }
}

/// Fills what `over` does not say from `under`. Lists are values: they are not merged.
pub(super) fn put_beneath(over: &mut Node, under: &Node) {
    let (Value::Table(over), Value::Table(under)) = (&mut over.value, &under.value) else { return };
    for entry in under.iter() {
        match over.get_mut(&entry.key) {
            Some(node) => put_beneath(node, &entry.node),
            None => over.insert(&entry.key, entry.key_at.clone(), entry.node.clone()),
        }
    }
}

/// Puts an extended file beneath the one that extends it: lists of named tables are merged by name.
pub(super) fn extend(over: &mut Node, under: &Node) {
    let root = Shape::of(schema::root());
    let schema::Kind::Settings(properties) = root.kind else { return };
    let Some(table) = over.as_table_mut() else { return };
    for entry in under.as_table().into_iter().flat_map(Table::iter) {
        if entry.key == "extends" {
            continue;
        }
        let named = properties.get(&entry.key).and_then(|p| Shape::of(p).named_items()).is_some();
        match table.get_mut(&entry.key) {
            None => table.insert(&entry.key, entry.key_at.clone(), entry.node.clone()),
            Some(node) if named => merge_by_name(node, &entry.node),
            Some(node) => put_beneath(node, &entry.node),
        }
    }
}

fn merge_by_name(over: &mut Node, under: &Node) {
    let Value::Array(own) = &mut over.value else { return };
    let mut merged: Vec<Node> = under.items().to_vec();
    // A name that stands twice in one file stays twice, so that the checks see it.
    let mut open: Vec<bool> = vec![true; merged.len()];
    for mut item in own.drain(..) {
        let name = item.name().map(str::to_owned);
        let same =
            (0..open.len()).find(|&i| open[i] && name.is_some() && merged[i].name() == name.as_deref());
        match same {
            Some(i) => {
                open[i] = false;
                put_beneath(&mut item, &merged[i]);
                merged[i] = item;
            }
            None => merged.push(item),
        }
    }
    *own = merged;
}
