//! Every value in force, and where it comes from.
//!
//! What is in force is what the program read, so it is written out from the typed settings, defaults
//! and all, and each value is then looked up in the tree to learn who set it. A resolved document
//! says `resolved = true`: every value stands in it, so presets are labels there and nothing is
//! pulled in; a strategy holds exactly the keys in which its world differs from the first section.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::file::{About, Expectation, ScenarioFile};
use super::logs::beside;
use super::overrides::quote_segment;
use super::tree::{self, Format, Node, Origin, Place, Source, Table, Value};
use super::{Loaded, World};
use crate::carrier::CarrierSettings;
use crate::platform::PlatformSettings;
use crate::recipient::AudienceSettings;
use crate::sender::SenderSettings;

/// The part of a scenario that one world is made of, in the order in which it is printed.
#[derive(Serialize)]
struct WorldDocument<'a> {
    scenario: &'a About,
    platform: &'a PlatformSettings,
    carrier: &'a [CarrierSettings],
    audience: &'a BTreeMap<String, AudienceSettings>,
    sender: &'a [SenderSettings],
}

#[derive(Serialize)]
struct Expectations<'a> {
    expect: &'a [Expectation],
}

/// Every value of a checked file as a tree: each with the place and origin that the merged tree gives
/// it, or as a default.
pub(super) fn resolve(file: &ScenarioFile, merged: &Node) -> Node {
    let document = WorldDocument {
        scenario: &file.scenario,
        platform: &file.platform,
        carrier: &file.carriers,
        audience: &file.audiences,
        sender: &file.senders,
    };
    let mut node = written_out(&document);
    annotate(&mut node, Some(merged));
    node
}

/// Settings as a tree, in the order of their fields.
fn written_out(settings: &impl Serialize) -> Node {
    let text = toml::to_string(settings).expect("settings are written as TOML");
    let source = Source::new("resolved", text);
    tree::parse(&source, Format::Toml, &Origin::Default).expect("what we write we can read")
}

fn annotate(node: &mut Node, said: Option<&Node>) {
    if let Some(said) = said {
        node.place = said.place.clone();
        node.origin = said.origin.clone();
    } else {
        node.origin = Origin::Default;
    }
    match &mut node.value {
        Value::Table(table) => {
            for entry in table.iter_mut() {
                annotate(&mut entry.node, said.and_then(|s| s.get(&entry.key)));
            }
        }
        Value::Array(items) => {
            let said = said.map(Node::items).unwrap_or_default();
            for (at, item) in items.iter_mut().enumerate() {
                annotate(item, said.get(at));
            }
        }
        _ => {}
    }
}

/// The resolved document: running it again gives the same worlds. The same scenario gives the same bytes.
/// Logs that it replays have to be put beside it ([`Loaded::logs`]).
pub fn resolved_toml(loaded: &Loaded) -> String {
    let mut out = String::from("# Every value in force. Presets are labels here: nothing else is read.\n");
    let _ = writeln!(out, "schema = {}\nresolved = true\n", loaded.file.schema);
    let mut page = Page { out, why: None };
    let base = with_logs_beside(&loaded.base);
    page.table_body(&base, &mut Vec::new());
    if !loaded.file.strategies.is_empty() {
        for world in &loaded.worlds {
            page.strategy(&base, world, &with_logs_beside(&world.resolved));
        }
    }
    if !loaded.file.expectations.is_empty() {
        page.table_body(&written_out(&Expectations { expect: &loaded.file.expectations }), &mut Vec::new());
    }
    page.out
}

/// The same values, with every log that is replayed named by its copy beside the document: what a document
/// says then does not depend on where its logs lie.
fn with_logs_beside(node: &Node) -> Node {
    let mut node = node.clone();
    for sender in
        node.as_table_mut().and_then(|t| t.get_mut("sender")).map(Node::items_mut).unwrap_or_default()
    {
        let Some(log) = sender.as_table_mut().and_then(|t| t.get_mut("log")) else { continue };
        let known = log.get("sha256").and_then(Node::text).map(str::to_owned);
        if let (Some(sha256), Some(file)) = (known, log.as_table_mut().and_then(|t| t.get_mut("file")))
            && let Value::Text(name) = &mut file.value
        {
            *name = beside(name, &sha256);
        }
    }
    node
}

/// One world with, beside each value, where it comes from.
pub fn explained_toml(world: &World) -> String {
    let mut page = Page { out: String::new(), why: Some(origin_note) };
    page.table_body(&world.resolved, &mut Vec::new());
    page.out
}

/// Who set a value, in a few words.
pub fn origin_note(node: &Node) -> String {
    let line = |place: &Place| place.line_column().0;
    match &node.origin {
        Origin::Default => "default".into(),
        Origin::File(name) | Origin::Extends(name) => format!("{name}:{}", line(&node.place)),
        Origin::Preset(name) => format!("preset {name}"),
        Origin::Limits(name) => format!("limits {name}"),
        Origin::Strategy(name) => format!("strategy {name}"),
        Origin::Claim(id) => format!("claim {id}"),
        Origin::CommandLine => node.place.source.text().split(['=', ' ']).next().unwrap_or("--set").into(),
        Origin::Environment(name) => name.to_string(),
    }
}

struct Page {
    out: String,
    why: Option<fn(&Node) -> String>,
}

impl Page {
    /// Plain values first, then the tables below, each under its header.
    fn table_body(&mut self, node: &Node, path: &mut Vec<String>) {
        let Some(table) = node.as_table() else { return };
        let shown = self.why.is_some();
        let fits = |node: &Node| !is_section(node, shown);
        for entry in table.iter().filter(|e| fits(&e.node)) {
            let key = toml_key(&entry.key);
            let value = inline(&entry.node);
            self.line(&format!("{key} = {value}"), &entry.node);
        }
        for entry in table.iter().filter(|e| !fits(&e.node)) {
            path.push(toml_key(&entry.key));
            let header = path.join(".");
            match &entry.node.value {
                Value::Array(items) => {
                    for item in items {
                        self.blank();
                        let _ = writeln!(self.out, "[[{header}]]");
                        self.table_body(item, path);
                    }
                }
                _ => {
                    let own = entry
                        .node
                        .as_table()
                        .is_some_and(|t| t.is_empty() || t.iter().any(|e| fits(&e.node)));
                    if own {
                        self.blank();
                        let _ = writeln!(self.out, "[{header}]");
                    }
                    self.table_body(&entry.node, path);
                }
            }
            path.pop();
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn line(&mut self, text: &str, node: &Node) {
        match self.why {
            Some(why) => {
                let _ = writeln!(self.out, "{text:<44} # {}", why(leaf_of(node)));
            }
            None => {
                let _ = writeln!(self.out, "{text}");
            }
        }
    }

    fn strategy(&mut self, base: &Node, world: &World, resolved: &Node) {
        self.blank();
        let _ = writeln!(self.out, "[[strategy]]\nname = {}", quoted(&world.name));
        if !world.about.is_empty() {
            let _ = writeln!(self.out, "about = {}", quoted(&world.about));
        }
        let mut set = Vec::new();
        if !difference(base, resolved, &mut Vec::new(), &mut set) {
            unreachable!("a strategy cannot take away a whole room");
        }
        if !set.is_empty() {
            self.blank();
            let _ = writeln!(self.out, "[strategy.set]");
        }
        for (path, value) in set {
            let _ = writeln!(self.out, "{} = {}", quoted(&path), inline(&value));
        }
    }
}

/// The keys to set in `base` so that it becomes `world`. False if a key would have to be taken away
/// here, so that the table around it must be set whole.
fn difference(base: &Node, world: &Node, path: &mut Vec<String>, set: &mut Vec<(String, Node)>) -> bool {
    match (&base.value, &world.value) {
        (Value::Table(from), Value::Table(to)) => {
            if from.keys().any(|key| to.get(key).is_none()) {
                return false;
            }
            let mark = set.len();
            for entry in to.iter() {
                path.push(quote_segment(&entry.key));
                let done = match from.get(&entry.key) {
                    Some(before) => difference(before, &entry.node, path, set),
                    None => false,
                };
                if !done {
                    set.push((path.join("."), entry.node.clone()));
                }
                path.pop();
            }
            // The name is how a path finds its table; it is never set.
            debug_assert!(set[mark..].iter().all(|(path, _)| !path.ends_with(".name")));
            true
        }
        // A list of named tables in which others stand is set whole.
        (Value::Array(from), Value::Array(to))
            if from.iter().any(|i| i.name().is_some())
                && from.iter().map(Node::name).eq(to.iter().map(Node::name)) =>
        {
            for (before, after) in from.iter().zip(to) {
                path.push(quote_segment(after.name().unwrap_or_default()));
                if !difference(before, after, path, set) {
                    set.push((path.join("."), after.clone()));
                }
                path.pop();
            }
            true
        }
        _ if base.same(world) => true,
        _ => false,
    }
}

/// Whether a value gets a header of its own. Small tables of plain values stand on one line, unless
/// the origins within it differ and are shown.
fn is_section(node: &Node, origins_shown: bool) -> bool {
    const FIELDS_ON_A_LINE: usize = 3;
    match &node.value {
        Value::Array(items) => items.first().is_some_and(|item| item.as_table().is_some()),
        Value::Table(table) => {
            let plain = table
                .iter()
                .all(|e| !matches!(e.node.value, Value::Table(_) | Value::Array(_) | Value::Null));
            let one_origin =
                !origins_shown || table.iter().all(|e| origin_note(&e.node) == origin_note(leaf_of(node)));
            !(plain && one_origin && (1..=FIELDS_ON_A_LINE).contains(&table.len()))
        }
        _ => false,
    }
}

/// The value that speaks for a line: of a table on one line, its first.
fn leaf_of(node: &Node) -> &Node {
    node.as_table().and_then(|t| t.iter().next()).map_or(node, |e| &e.node)
}

/// A value on one line, as TOML.
fn inline(node: &Node) -> String {
    match &node.value {
        Value::Null => "{}".into(),
        Value::Bool(b) => b.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Float(float) => format!("{float:?}"),
        Value::Text(text) | Value::Date(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) if table.is_empty() => "{}".into(),
        Value::Table(table) => {
            let entries = table.iter().map(|e| format!("{} = {}", toml_key(&e.key), inline(&e.node)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A basic string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn toml_key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.into() } else { quoted(key) }
}

/// A key's value in a table, for machines: `{ "value": …, "from": … }` at every leaf.
pub fn explained_json(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Table(table) => serde_json::Value::Object(
            Table::iter(table).map(|e| (e.key.clone(), explained_json(&e.node))).collect(),
        ),
        Value::Array(items) if items.iter().any(|i| i.as_table().is_some()) => {
            serde_json::Value::Array(items.iter().map(explained_json).collect())
        }
        _ => serde_json::json!({ "value": node.to_json(), "from": origin_note(node) }),
    }
}
