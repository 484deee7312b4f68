//! The schema: generated from the settings types, read by the checks, printed for editors.

use std::fmt::Write as _;
use std::sync::OnceLock;

use serde_json::{Map, Value as Json, json};

use super::file::ScenarioFile;

/// The schema as the settings types give it.
pub(super) fn root() -> &'static Json {
    static ROOT: OnceLock<Json> = OnceLock::new();
    ROOT.get_or_init(|| {
        let generator = schemars::generate::SchemaSettings::draft07().into_generator();
        generator.into_root_schema_for::<ScenarioFile>().to_value()
    })
}

/// What a schema asks of a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape<'s> {
    /// The schema where the references end.
    pub inner: &'s Json,
    /// Whether the value may be absent, and absence means something.
    pub optional: bool,
    /// What kind of value.
    pub kind: Kind<'s>,
}

/// What kind of value a schema asks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'s> {
    /// Anything.
    Any,
    /// A quantity written with its unit; the format names the parser.
    Quantity(&'s str),
    /// Keys that the program knows.
    Settings(&'s Map<String, Json>),
    /// Names that the user gives, each with a value of this schema.
    Names(&'s Json),
    /// A list of values of this schema.
    List(&'s Json),
    /// One of a few words: the alternatives' schemas.
    Choice(&'s [Json]),
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
}

impl<'s> Shape<'s> {
    /// Follows references, and the ways in which schemars writes an optional value.
    pub(super) fn of(schema: &'s Json) -> Shape<'s> {
        let (mut inner, mut optional) = (schema, false);
        loop {
            if let Some(reference) = inner.get("$ref").and_then(Json::as_str) {
                let name = reference.rsplit('/').next().unwrap_or_default();
                inner = &root()["definitions"][name];
            } else if let Some([only]) = inner.get("allOf").and_then(Json::as_array).map(Vec::as_slice) {
                inner = only;
            } else if let Some([a, b]) = inner.get("anyOf").and_then(Json::as_array).map(Vec::as_slice)
                && [a, b].iter().any(|s| s["type"] == "null")
            {
                optional = true;
                inner = if a["type"] == "null" { b } else { a };
            } else {
                break;
            }
        }
        let kind_name = match &inner["type"] {
            Json::Array(kinds) => {
                optional |= kinds.iter().any(|k| k == "null");
                kinds.iter().find(|k| *k != "null").and_then(Json::as_str)
            }
            one => one.as_str(),
        };
        let kind = match (inner.get("format").and_then(Json::as_str), kind_name) {
            (Some(format @ ("span" | "rate" | "clock" | "date" | "share")), _) => Kind::Quantity(format),
            (_, Some("object")) => match (inner.get("properties"), inner.get("additionalProperties")) {
                (Some(Json::Object(properties)), _) => Kind::Settings(properties),
                (_, Some(values @ Json::Object(_))) => Kind::Names(values),
                _ => Kind::Any,
            },
            (_, Some("array")) => Kind::List(&inner["items"]),
            (_, Some("integer")) => Kind::Integer,
            (_, Some("number")) => Kind::Number,
            (_, Some("boolean")) => Kind::Bool,
            (_, Some("string")) => Kind::Text,
            _ => match inner.get("oneOf") {
                Some(Json::Array(choices)) if choices.iter().all(|c| c.get("const").is_some()) => {
                    Kind::Choice(choices)
                }
                _ => Kind::Any,
            },
        };
        Shape { inner, optional, kind }
    }

    /// The schema of a list's items, where they are tables that have a name.
    pub(super) fn named_items(self) -> Option<&'s Json> {
        match self.kind {
            Kind::List(items) => match Shape::of(items).kind {
                Kind::Settings(properties) if properties.contains_key("name") => Some(items),
                _ => None,
            },
            _ => None,
        }
    }

    /// Keys that must be there.
    pub(super) fn required(self) -> impl Iterator<Item = &'s str> {
        self.inner.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
    }
}

/// The words of a choice.
pub(super) fn words(choices: &[Json]) -> Vec<&str> {
    choices.iter().filter_map(|c| c["const"].as_str()).collect()
}

/// The unit a format stands for, as documentation says it.
fn unit_of(format: &str) -> Option<&'static str> {
    Some(match format {
        "span" => "a length of time with its unit, such as \"90s\", \"15min\", \"2h\", \"3d\"",
        "rate" => "a count and a length of time, such as \"60/min\" or \"2000/day\", or \"unlimited\"",
        "clock" => "a time of day, such as \"09:00\"",
        "date" => "a day, such as \"2023-04-01\"",
        "share" => "a number from 0 to 1, or a percentage such as \"3%\"",
        _ => return None,
    })
}

/// JSON Schema (draft 7) of a scenario file, for editors: what each key means, its unit and its default.
pub fn schema() -> Json {
    let mut schema = root().clone();
    describe(&mut schema);
    if let Json::Object(map) = &mut schema {
        map.insert("title".into(), json!("carrierlab scenario"));
        // What a preset may complete need not be whole where it is written.
        if let Some(Json::Object(definitions)) = map.get_mut("definitions") {
            for name in ["Delay", "Grant", "PriorReputation"] {
                if let Some(Json::Object(definition)) = definitions.get_mut(name) {
                    definition.remove("required");
                }
            }
        }
        // Editors of JSON write the schema's address into the file.
        if let Some(Json::Object(properties)) = map.get_mut("properties") {
            properties.insert("$schema".into(), json!({ "type": "string" }));
        }
        // A file that extends another may leave out what the other says.
        if let Some(required) = map.remove("required") {
            map.insert("anyOf".into(), json!([{ "required": required }, { "required": ["extends"] }]));
        }
    }
    schema
}

/// Adds unit and default to each description, and turns documented alternatives into what editors complete.
fn describe(schema: &mut Json) {
    match schema {
        Json::Object(map) => {
            for value in map.values_mut() {
                describe(value);
            }
            if let Some(Json::Object(properties)) = map.get_mut("properties") {
                for property in properties.values_mut() {
                    add_to_description(property);
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(describe),
        _ => {}
    }
}

fn add_to_description(property: &mut Json) {
    let Some(text) = property.get("description").and_then(Json::as_str) else { return };
    let mut text = text.to_owned();
    if let Some(unit) = property.get("format").and_then(Json::as_str).and_then(unit_of) {
        let _ = write!(text, "\nUnit: {unit}.");
    }
    if let Some(default) = property.get("default").filter(|d| !d.is_object()) {
        let _ = write!(text, "\nDefault: {default}.");
    }
    property["description"] = Json::String(text);
}

/// The reference of all keys as Markdown: `docs/scenario.md`.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Scenario files: every key\n\n\
         Generated by `carrierlab schema --markdown`; a test checks that it is current.\n\n\
         A scenario is a TOML file (JSON is read through the same types). Quantities carry their unit:\n\n",
    );
    for format in ["span", "rate", "clock", "date", "share"] {
        let _ = writeln!(out, "- **{format}**: {}", unit_of(format).unwrap_or_default());
    }
    out.push_str(INTRODUCTION);
    section(&mut out, "Top level", root(), &mut Vec::new());
    out
}

/// The order in which a reader meets the parts of a scenario; what is not listed follows.
const READING_ORDER: [&str; 7] =
    ["scenario", "carrier", "audience", "sender", "platform", "strategy", "expect"];

const INTRODUCTION: &str = "\
\nWhere a value is not set, the preset beneath it holds (`preset`, `number.type`, `consent`), and beneath \
that the default given here. *Required* means that neither can stand in. A carrier may also name `limits`: they \
lie over its preset and beneath its own keys. All presets and their sources: [presets.md](presets.md).\n\n\
Any key can be set by a strategy or with `--set`, by its path. Carriers, senders and audiences stand in \
the path by name: `carrier.north.filter.threshold`, `sender.shop.number.type`, `audience.customers.size`; \
`*` stands for every name. Setting a key replaces its whole value. A path with `*` never brings in a \
stage that a carrier does not have; a path with a name may. Where two paths set the same key, the one \
without `*` wins, and a flag wins over a strategy.\n\n\
A preset name that holds a `/` or ends in `.toml` is a file, relative to the scenario. A file may \
`extends` another: carriers, senders and strategies of the same name are merged, other lists are replaced.\n\n";

/// One table's keys, then the tables beneath it, each once.
fn section(out: &mut String, title: &str, schema: &'static Json, seen: &mut Vec<*const Json>) {
    let shape = Shape::of(schema);
    let Kind::Settings(properties) = shape.kind else { return };
    if seen.contains(&std::ptr::from_ref(shape.inner)) {
        return;
    }
    seen.push(std::ptr::from_ref(shape.inner));
    let _ = writeln!(out, "## {title}\n");
    if let Some(text) = shape.inner["description"].as_str() {
        let _ = writeln!(out, "{}\n", text.trim());
    }
    out.push_str("| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
    let required: Vec<&str> = shape.required().collect();
    let prefix = if title == "Top level" { String::new() } else { format!("{}.", title.trim_matches('`')) };
    let mut ordered: Vec<(&String, &Json)> = properties.iter().collect();
    if prefix.is_empty() {
        let place = |key: &str| READING_ORDER.iter().position(|k| *k == key).unwrap_or(usize::MAX);
        ordered.sort_by_key(|(key, _)| place(key));
    }
    for (key, property) in &ordered {
        let inner = Shape::of(property);
        let default = match property.get("default") {
            _ if required.contains(&key.as_str()) => "*required*".into(),
            Some(value) if !value.is_object() && !value.is_null() => format!("`{value}`"),
            Some(value @ Json::Object(parts)) if parts.len() <= 3 => format!("`{value}`"),
            Some(Json::Object(_)) => "see there".into(),
            _ if inner.optional => "absent".into(),
            _ if matches!(inner.kind, Kind::Bool) => "`false`".into(),
            _ => "empty".into(),
        };
        let mut text = property["description"].as_str().unwrap_or_default().trim().to_owned();
        if let Kind::Choice(choices) = inner.kind {
            for choice in choices {
                if let (Some(word), Some(meaning)) =
                    (choice["const"].as_str(), choice["description"].as_str())
                {
                    let _ = write!(text, " `{word}`: {meaning}");
                }
            }
        }
        let text = text.replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(out, "| `{key}` | {} | {default} | {text} |", kind_name(inner, property));
    }
    out.push('\n');
    // Keys of one kind (causes, owners of a grant) are described together.
    let first = ordered.first().map(|(_, property)| Shape::of(property).inner);
    let alike = ordered.len() > 1
        && ordered.iter().all(|(_, p)| first.is_some_and(|first| std::ptr::eq(Shape::of(p).inner, first)));
    for (key, property) in ordered {
        let inner = Shape::of(property);
        match inner.kind {
            Kind::Settings(_) if alike => section(out, &format!("`{prefix}NAME`"), property, seen),
            Kind::Settings(_) => section(out, &format!("`{prefix}{key}`"), property, seen),
            Kind::Names(values) => section(out, &format!("`{prefix}{key}.NAME`"), values, seen),
            Kind::List(items) if inner.named_items().is_some() => {
                section(out, &format!("`{prefix}{key}.NAME`"), items, seen);
            }
            Kind::List(items) => section(out, &format!("`{prefix}{key}`"), items, seen),
            _ => {}
        }
    }
}

fn kind_name(shape: Shape<'_>, outer: &Json) -> String {
    let bound = |name: &str| outer.get(name).or_else(|| shape.inner.get(name)).filter(|v| !v.is_null());
    let range = match (bound("minimum"), bound("maximum")) {
        (Some(min), Some(max)) => format!(", {min} to {max}"),
        (Some(min), None) => format!(", at least {min}"),
        _ => String::new(),
    };
    match shape.kind {
        Kind::Any => "anything".into(),
        Kind::Quantity(format) => format.into(),
        Kind::Settings(_) => "table".into(),
        Kind::Names(_) => "table by name".into(),
        Kind::List(items) => match Shape::of(items).kind {
            Kind::Settings(_) => "list of tables".into(),
            Kind::Choice(choices) => format!("list of `{}`", words(choices).join("`, `")),
            Kind::Integer | Kind::Number => "list of numbers".into(),
            _ => "list of text".into(),
        },
        Kind::Choice(choices) => format!("`{}`", words(choices).join("`, `")),
        Kind::Text => "text".into(),
        Kind::Integer => format!("whole number{range}"),
        Kind::Number => format!("number{range}"),
        Kind::Bool => "`true`, `false`".into(),
    }
}
