//! Keys that a strategy or a flag sets, by path.
//!
//! Paths are followed through the schema and the file together, so a path that leads nowhere is
//! known as such before anything is changed. Named paths win over those with `*`, flags over
//! strategies; so the order in which keys are written changes nothing.

use serde_json::Value as Json;

use super::presets::Library;
use super::problem::Problem;
use super::schema::{self, Kind, Shape};
use super::suggest::did_you_mean;
use super::tree::{Node, Origin, Place, Source, Value};

/// One key to set.
#[derive(Debug, Clone)]
pub(super) struct Override {
    path: Vec<String>,
    path_at: Place,
    value: Node,
    by: By,
}

/// Who sets it, the stronger last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Strategy,
    Flag,
    /// A layer of a claim, the later the stronger: what it sets, its doses, its kill switch. A flag changes the
    /// scenario that is tested, not the test.
    Claim(usize),
}

/// One step down the tree.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Item(usize),
}

/// A way to one value, with the schema it goes through.
#[derive(Debug, Clone, Default)]
struct Way {
    steps: Vec<Step>,
    /// For each step, whether what it leads to may be absent.
    optional: Vec<bool>,
    wild: bool,
}

impl Override {
    /// `--set a.b=c`, or another flag that stands for it.
    pub(super) fn from_flag(written: &str, flag: &str, origin: Origin) -> Result<Override, Problem> {
        let text = format!("{flag}{written}");
        let source = Source::new("command line", text.as_str());
        let all = source.place(0..text.len());
        let Some(equals) = text[flag.len()..].find('=').map(|at| at + flag.len()) else {
            return Err(Problem::error("scenario::set", format!("`{written}` sets nothing"))
                .at(all, "no `=` here")
                .help("write a key and its value: --set carrier.north.filter.threshold=0.8"));
        };
        let path_at = source.place(flag.len()..equals);
        let path = split_path(text[flag.len()..equals].trim()).map_err(|message| {
            Problem::error("scenario::set", message).at(path_at.clone(), "this path").help(PATH_HELP)
        })?;
        let value = value_of_flag(&text[equals + 1..], source.place(equals + 1..text.len()), origin);
        Ok(Override { path, path_at, value, by: By::Flag })
    }

    /// A flag of its own, such as `--seed 9`, for the key it sets.
    pub(super) fn from_number(path: &[&str], written: &str, value: u64, origin: Origin) -> Override {
        let source = Source::new("command line", written);
        let at = source.place(0..written.len());
        let value = Node { value: Value::Int(value.into()), place: at.clone(), origin };
        Override { path: path.iter().map(|&s| s.to_owned()).collect(), path_at: at, value, by: By::Flag }
    }

    /// The keys that one strategy sets.
    pub(super) fn of_strategy(strategy: &Node, problems: &mut Vec<Problem>) -> Vec<Override> {
        let origin = Origin::Strategy(strategy.name().unwrap_or_default().into());
        let Some(set) = strategy.get("set") else { return Vec::new() };
        Override::of_set(set, By::Strategy, &origin, problems)
    }

    /// The keys of one layer of a claim.
    pub(super) fn of_claim(set: &Node, layer: usize, id: &str, problems: &mut Vec<Problem>) -> Vec<Override> {
        Override::of_set(set, By::Claim(layer), &Origin::Claim(id.into()), problems)
    }

    fn of_set(set: &Node, by: By, origin: &Origin, problems: &mut Vec<Problem>) -> Vec<Override> {
        let Some(set) = set.as_table() else { return Vec::new() };
        let mut overrides = Vec::new();
        for entry in set.iter() {
            match split_path(&entry.key) {
                Ok(path) => {
                    let mut value = entry.node.clone();
                    value.for_each_mut(&mut |node| node.origin = origin.clone());
                    overrides.push(Override { path, path_at: entry.key_at.clone(), value, by });
                }
                Err(message) => problems.push(
                    Problem::error("scenario::set", message)
                        .at(entry.key_at.clone(), "this path")
                        .help(PATH_HELP),
                ),
            }
        }
        overrides
    }
}

const PATH_HELP: &str = "write keys with dots between them, such as \"sender.shop.number.count\"; \
    quote a name that has dots of its own: \"carrier.'a.b'.share\"";

/// Splits `a.'b.c'.d` at the dots outside quotes.
fn split_path(text: &str) -> Result<Vec<String>, String> {
    let mut path = Vec::new();
    let mut rest = text;
    loop {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (segment, after) = match quote {
            Some(quote) => {
                let end = rest[1..].find(quote).ok_or_else(|| format!("a quote is left open in `{text}`"))?;
                (&rest[1..=end], &rest[end + 2..])
            }
            None => rest.split_at(rest.find('.').unwrap_or(rest.len())),
        };
        if segment.trim().is_empty() {
            return Err(format!("`{text}` is not a path of keys"));
        }
        path.push(segment.trim().to_owned());
        match after.strip_prefix('.') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(path),
            None => return Err(format!("`{text}` is not a path of keys")),
        }
    }
}

/// Writes a segment of a path so that [`split_path`] reads it back. No name holds a double quote.
pub(super) fn quote_segment(name: &str) -> String {
    if name.contains(['.', '\'', '*', ' ']) { format!("\"{name}\"") } else { name.to_owned() }
}

/// A flag's value: TOML where it is TOML, else bare text, so that `10dlc` and `60/min` need no quotes.
fn value_of_flag(text: &str, place: Place, origin: Origin) -> Node {
    let source = Source::new("", format!("v = {text}"));
    let parsed = super::tree::parse(&source, super::tree::Format::Toml, &origin).ok();
    let mut node = parsed
        .as_ref()
        .and_then(|n| n.as_table())
        .filter(|t| t.len() == 1)
        .and_then(|t| t.get("v"))
        .cloned()
        .unwrap_or_else(|| Node {
            value: Value::Text(text.trim().to_owned()),
            place: place.clone(),
            origin: origin.clone(),
        });
    if let Value::Date(_) = node.value {
        node.value = Value::Text(text.trim().to_owned());
    }
    node.for_each_mut(&mut |n| n.place = place.clone());
    node
}

/// Sets the keys in a file's tree, before presets go beneath it. Paths that lead nowhere are problems.
pub(super) fn apply(
    root: &mut Node,
    overrides: &[Override],
    library: &mut Library,
    problems: &mut Vec<Problem>,
) {
    if overrides.is_empty() {
        return;
    }
    let mut jobs: Vec<(&Override, Vec<Way>)> = Vec::new();
    let resolved = root.get("resolved").is_some_and(|n| n.value == Value::Bool(true));
    for one in overrides {
        if let Some(label @ ("preset" | "limits" | "type" | "consent")) = one.path.last().map(String::as_str)
            && resolved
            && one.by == By::Flag
        {
            let message = format!("`{label}` is only a label here: every value of this file stands in it");
            problems.push(
                Problem::warning("scenario::resolved", message)
                    .at(one.path_at.clone(), "changes no value")
                    .help("set it in the scenario that this file was resolved from"),
            );
        }
        let mut ways = Vec::new();
        match one
            .allowed()
            .and_then(|()| one.expand(schema::root(), Some(root), 0, Way::default(), &mut ways))
        {
            Ok(()) => jobs.push((one, ways)),
            Err(problem) => problems.push(*problem),
        }
    }
    // What a `*` may touch is what is there once presets and named paths have had their say.
    let has_wild = jobs.iter().any(|(_, ways)| ways.iter().any(|w| w.wild));
    if has_wild {
        let mut probe = root.clone();
        for (one, way) in in_order(&jobs).filter(|(_, way)| !(way.wild && way.passes_optional())) {
            one.put(&mut probe, way);
        }
        library.put_beneath(&mut probe, &mut Vec::new());
        for (one, ways) in &mut jobs {
            let some = !ways.is_empty();
            ways.retain(|way| !way.wild || way.exists_in(&probe));
            if some && ways.is_empty() {
                problems.push(
                    Problem::error("scenario::set", format!("`{}` matches nothing", one.path.join(".")))
                        .at(one.path_at.clone(), "nothing here has this part")
                        .help("a path with `*` sets keys only in parts that are there; name one to add the part"),
                );
            }
        }
    }
    for (one, way) in in_order(&jobs) {
        one.put(root, way);
    }
}

/// The weaker first: strategies before flags, `*` before names, whole tables before what is in them.
fn in_order<'j>(jobs: &'j [(&'j Override, Vec<Way>)]) -> impl Iterator<Item = (&'j Override, &'j Way)> {
    let mut order: Vec<(&Override, &Way)> =
        jobs.iter().flat_map(|(one, ways)| ways.iter().map(move |way| (*one, way))).collect();
    order.sort_by_key(|(one, way)| (one.by, !way.wild, way.steps.len(), one.path_at.range.start));
    order.into_iter()
}

impl Override {
    /// What may be set from here at all.
    fn allowed(&self) -> Result<(), Box<Problem>> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let problem = |message: String, help: &str| {
            Err(Box::new(
                Problem::error("scenario::set", message).at(self.path_at.clone(), "this path").help(help),
            ))
        };
        match (self.by, path.as_slice()) {
            (_, ["schema" | "extends" | "resolved", ..]) => {
                problem(format!("`{}` says how the file is read and cannot be set", path[0]), "edit the file")
            }
            (By::Strategy | By::Claim(_), ["scenario", "horizon"]) => Ok(()),
            (
                By::Strategy | By::Claim(_),
                [first @ ("scenario" | "strategy" | "expect" | "claim" | "x"), ..],
            ) => problem(
                format!(
                    "a {} cannot set `{first}`",
                    if self.by == By::Strategy { "strategy" } else { "claim" }
                ),
                "it may set keys of carrier, audience, sender and platform, and scenario.horizon",
            ),
            (_, [.., "name"]) if path.len() > 2 => {
                problem("a name cannot be set: paths go by it".into(), "change the name in the file")
            }
            _ => Ok(()),
        }
    }

    /// Follows the path from step `depth` on, through schema and tree; `*` branches.
    fn expand(
        &self,
        schema: &Json,
        node: Option<&Node>,
        depth: usize,
        way: Way,
        found: &mut Vec<Way>,
    ) -> Result<(), Box<Problem>> {
        let shape = Shape::of(schema);
        let here = self.path[..depth].join(".");
        let problem = |code, message: String, help: String| {
            Err(Box::new(Problem::error(code, message).at(self.path_at.clone(), "this path").help(help)))
        };
        let Some(segment) = self.path.get(depth) else {
            if depth == 1 && (shape.named_items().is_some() || matches!(shape.kind, Kind::Names(_))) {
                return problem(
                    "scenario::set",
                    format!("`{here}` is all of them"),
                    format!("say which, and what: \"{here}.NAME.key\", or \"{here}.*.key\" for every one"),
                );
            }
            found.push(way);
            return Ok(());
        };
        let step = |step: Step, optional: bool, wild: bool| {
            let mut way = way.clone();
            way.steps.push(step);
            way.optional.push(optional);
            way.wild |= wild;
            way
        };
        if let Some(items) = shape.named_items() {
            let list = node.map(Node::items).unwrap_or_default();
            let names: Vec<&str> = list.iter().filter_map(Node::name).collect();
            let mut any = false;
            for (at, item) in list.iter().enumerate() {
                let wild = segment == "*";
                if wild || item.name() == Some(segment) {
                    any = true;
                    self.expand(items, Some(item), depth + 1, step(Step::Item(at), false, wild), found)?;
                }
            }
            if !any {
                return problem(
                    "scenario::unknown_name",
                    format!("there is no {here} `{segment}`"),
                    did_you_mean(&format!("{here} names"), segment, &names),
                );
            }
            return Ok(());
        }
        match shape.kind {
            Kind::Settings(properties) => match properties.get(segment) {
                Some(property) => {
                    let below = node.and_then(|n| n.get(segment));
                    let optional = Shape::of(property).optional;
                    self.expand(
                        property,
                        below,
                        depth + 1,
                        step(Step::Key(segment.clone()), optional, false),
                        found,
                    )
                }
                None => {
                    let keys: Vec<&str> = properties.keys().map(String::as_str).collect();
                    let place = if here.is_empty() { "a scenario".into() } else { format!("`{here}`") };
                    problem(
                        "scenario::unknown_key",
                        format!("`{segment}` is not a key of {place}"),
                        did_you_mean("keys here", segment, &keys),
                    )
                }
            },
            Kind::Names(values) => {
                let table = node.and_then(Node::as_table);
                let names: Vec<&str> = table.map(|t| t.keys().collect()).unwrap_or_default();
                if segment == "*" {
                    for name in names {
                        let below = table.and_then(|t| t.get(name));
                        let way = step(Step::Key(name.into()), false, true);
                        self.expand(values, below, depth + 1, way, found)?;
                    }
                    return Ok(());
                }
                let is_table = matches!(Shape::of(values).kind, Kind::Settings(_));
                if is_table && !names.contains(&segment.as_str()) {
                    return problem(
                        "scenario::unknown_name",
                        format!("there is no {here} `{segment}`"),
                        did_you_mean(&format!("{here} names"), segment, &names),
                    );
                }
                let below = table.and_then(|t| t.get(segment));
                self.expand(values, below, depth + 1, step(Step::Key(segment.clone()), true, false), found)
            }
            Kind::List(items) => {
                let length = node.map_or(0, |n| n.items().len());
                match segment.parse::<usize>() {
                    Ok(at) if at < length => {
                        let below = node.and_then(|n| n.items().get(at));
                        self.expand(items, below, depth + 1, step(Step::Item(at), false, false), found)
                    }
                    _ => problem(
                        "scenario::set",
                        format!("`{here}` is a list of {length}; `{segment}` is none of its places"),
                        format!("places count from 0; set the whole list with \"{here}\""),
                    ),
                }
            }
            Kind::Any => {
                let below = node.and_then(|n| n.get(segment));
                self.expand(
                    &Json::Null,
                    below,
                    depth + 1,
                    step(Step::Key(segment.clone()), true, false),
                    found,
                )
            }
            _ => problem(
                "scenario::unknown_key",
                format!("`{here}` is a single value; `{segment}` is not beneath it"),
                format!("end the path at \"{here}\""),
            ),
        }
    }

    /// Sets the value at the end of one way, making the tables that lead there.
    fn put(&self, root: &mut Node, way: &Way) {
        let Some((last, steps)) = way.steps.split_last() else { return };
        let mut node = root;
        for step in steps {
            node = match step {
                Step::Item(at) => match node.items_mut().get_mut(*at) {
                    Some(item) => item,
                    None => return,
                },
                Step::Key(key) => {
                    // What stands in the way of a table is a wrong value, which the checks report.
                    let Some(table) = node.as_table_mut() else { return };
                    if table.get(key).is_none_or(|n| n.value == Value::Null) {
                        let made = Node::table(self.value.place.clone(), self.value.origin.clone());
                        table.insert(key, self.path_at.clone(), made);
                    }
                    match table.get_mut(key) {
                        Some(below) => below,
                        None => return,
                    }
                }
            };
        }
        match last {
            Step::Key(key) => {
                if let Some(table) = node.as_table_mut() {
                    table.insert(key, self.path_at.clone(), self.value.clone());
                }
            }
            Step::Item(at) => {
                if let Some(item) = node.items_mut().get_mut(*at) {
                    let name = item.as_table().and_then(|t| t.entry("name")).cloned();
                    *item = self.value.clone();
                    if let (Some(name), Some(table)) = (name, item.as_table_mut()) {
                        table.insert("name", name.key_at, name.node);
                    }
                }
            }
        }
    }
}

impl Way {
    /// Whether it leads through a part that may be absent.
    fn passes_optional(&self) -> bool {
        self.optional.iter().rev().skip(1).any(|&optional| optional)
    }
    /// Whether every part that may be absent on the way is there; the value at the end need not be.
    fn exists_in(&self, root: &Node) -> bool {
        let mut node = Some(root);
        for (step, optional) in self.steps.iter().zip(&self.optional).take(self.steps.len() - 1) {
            node = match step {
                Step::Item(at) => node.and_then(|n| n.items().get(*at)),
                Step::Key(key) => node.and_then(|n| n.get(key)),
            };
            let absent = node.is_none_or(|n| n.value == Value::Null);
            if absent && *optional {
                return false;
            }
            if absent {
                node = None;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_back_what_they_write() {
        for names in [
            &["carrier", "a.b", "share"][..],
            &["sender", "it's", "rate"],
            &["audience", "two words"],
            &["a"],
        ] {
            let path = names.iter().map(|n| quote_segment(n)).collect::<Vec<_>>().join(".");
            assert_eq!(split_path(&path).unwrap(), names, "{path}");
        }
        for path in ["", ".", "a.", ".a", "a..b", "a.'b", "'a'b", "a. .b"] {
            assert!(split_path(path).is_err(), "{path}");
        }
    }
}
