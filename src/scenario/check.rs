//! What each value must be by itself: the tree against the schema, all problems in one pass.

use serde_json::Value as Json;

use super::problem::Problem;
use super::schema::{self, Kind, Shape, words};
use super::suggest::{did_you_mean, nearest};
use super::tree::{Node, Place, Table, Value};
use crate::time::SimSpan;
use crate::units::{ClockTime, Date, Rate, Share, UnitError};

/// Checks a whole scenario.
pub(super) fn check(root: &Node, problems: &mut Vec<Problem>) {
    Walk { problems, path: Vec::new(), entries: Vec::new() }.value(root, schema::root());
}

/// After so many problems nothing is looked up any more to help with the next.
const HELPED: usize = 1000;

/// Keys of earlier files, by their path, and what to write instead.
const MOVED: [(&str, &str); 1] = [(
    "platform.stop_scope",
    "write `scope` in [platform.stop]: \"number\", \"campaign\" or \"account\" (before: \"sender\")",
)];

struct Walk<'p> {
    problems: &'p mut Vec<Problem>,
    path: Vec<String>,
    /// Which parts of the path are entries of lists, and no keys.
    entries: Vec<usize>,
}

impl Walk<'_> {
    fn value(&mut self, node: &Node, schema: &Json) {
        let shape = Shape::of(schema);
        if shape.optional && node.value == Value::Null {
            return;
        }
        match shape.kind {
            Kind::Any => self.any(node),
            Kind::Quantity(format) => self.quantity(node, format),
            Kind::Settings(properties) => match &node.value {
                Value::Table(table) => self.settings(node, table, shape, properties),
                _ => self.wrong_kind(node, "a table of keys"),
            },
            Kind::Names(values) => match &node.value {
                Value::Table(table) => {
                    for entry in table.iter() {
                        self.below(&entry.key, &entry.node, values);
                    }
                }
                _ => self.wrong_kind(node, "a table by name"),
            },
            Kind::List(items) => match &node.value {
                Value::Array(list) => self.list(node, list, schema, shape, items),
                Value::Table(_) if matches!(Shape::of(items).kind, Kind::Settings(_)) => self.one_table(node),
                _ => self.wrong_kind(node, "a list"),
            },
            Kind::Choice(choices) => self.choice(node, &words(choices)),
            Kind::Text => match &node.value {
                Value::Text(text) => self.text(node, text, schema, shape),
                _ => self.wrong_kind(node, "text in quotes"),
            },
            Kind::Integer => match node.value {
                Value::Int(_) => self.range(node, schema, shape),
                _ => self.wrong_kind(node, "a whole number"),
            },
            Kind::Number => match node.value {
                Value::Int(_) | Value::Float(_) => self.range(node, schema, shape),
                _ => self.wrong_kind(node, "a number"),
            },
            Kind::Bool => match node.value {
                Value::Bool(_) => {}
                _ => self.wrong_kind(node, "true or false"),
            },
        }
    }

    fn below(&mut self, key: &str, node: &Node, schema: &Json) {
        self.path.push(key.to_owned());
        self.value(node, schema);
        self.path.pop();
    }

    fn report(&mut self, code: &'static str, place: &Place, message: String, label: &str, help: String) {
        self.problems.push(Problem::error(code, message).at(place.clone(), label).help(help));
    }

    /// The path to the value in hand, for messages.
    fn here(&self) -> String {
        if self.path.is_empty() { "the scenario".into() } else { format!("`{}`", self.path.join(".")) }
    }

    /// Where a key of earlier files stands now.
    fn moved(&self, key: &str) -> Option<String> {
        let path = self.path.iter().map(String::as_str).chain([key]).collect::<Vec<_>>().join(".");
        MOVED.iter().find(|(old, _)| *old == path).map(|(_, help)| (*help).to_owned())
    }

    fn wrong_kind(&mut self, node: &Node, wanted: &str) {
        let message = format!("{} must be {wanted}, not {}", self.here(), node.kind());
        let help = match (&node.value, wanted) {
            (Value::Bool(_), "a table of keys") => {
                "write a table with `enabled`: { enabled = true }, or false".into()
            }
            (Value::Date(text), _) => format!("put it in quotes: \"{text}\""),
            (Value::Int(int), "text in quotes") => format!("put it in quotes: \"{int}\""),
            (Value::Text(_), "a list") => "put it in brackets: [\"…\"]".into(),
            (Value::Text(text), "a number" | "a whole number") if text.parse::<f64>().is_ok() => {
                "write it without quotes".into()
            }
            _ => format!("write {wanted}"),
        };
        self.report("scenario::wrong_type", &node.place, message, "wrong kind of value", help);
    }

    fn settings(
        &mut self,
        node: &Node,
        table: &Table,
        shape: Shape<'_>,
        properties: &serde_json::Map<String, Json>,
    ) {
        // A misspelt key is one problem, not an unknown key and a missing one.
        let mut meant = Vec::new();
        for entry in table.iter() {
            match properties.get(&entry.key) {
                Some(schema) => {
                    let required = shape.required().any(|key| key == entry.key);
                    if entry.node.value != Value::Null || required {
                        self.below(&entry.key, &entry.node, schema);
                    }
                }
                // So many are never shown: only their number is.
                None if self.problems.len() > HELPED => {
                    let message = format!("`{}` is not a key of {}", entry.key, self.here());
                    self.problems.push(
                        Problem::error("scenario::unknown_key", message)
                            .at(entry.key_at.clone(), "not known here"),
                    );
                }
                None => {
                    meant.extend(nearest(&entry.key, properties.keys().map(String::as_str)));
                    let message = format!("`{}` is not a key of {}", entry.key, self.here());
                    let help = self.moved(&entry.key).unwrap_or_else(|| help_for_key(&entry.key, properties));
                    self.report("scenario::unknown_key", &entry.key_at, message, "not known here", help);
                }
            }
        }
        for key in shape.required().filter(|key| table.get(key).is_none() && !meant.contains(key)) {
            let message = format!("{} has no `{key}`", self.here());
            let meaning = properties[key]["description"].as_str().unwrap_or_default();
            let help = format!("add `{key}`: {}", first_sentence(meaning));
            self.report("scenario::missing_key", &node.place, message, "missing here", help);
        }
    }

    fn list(&mut self, node: &Node, list: &[Node], schema: &Json, shape: Shape<'_>, items: &Json) {
        let bound = |name: &str| {
            schema.get(name).or_else(|| shape.inner.get(name)).and_then(Json::as_u64).map(|n| n as usize)
        };
        if let Some(min) = bound("minItems").filter(|min| list.len() < *min) {
            let (message, label) = match list.len() {
                0 => (format!("{} is empty", self.here()), "nothing here"),
                n => (format!("{} has {n} entries", self.here()), "too few"),
            };
            let help = format!("at least {min} must stand here");
            self.report("scenario::length", &node.place, message, label, help);
        }
        if let Some(max) = bound("maxItems").filter(|max| list.len() > *max) {
            let message = format!("{} has {} entries", self.here(), list.len());
            let help = format!("at most {max} are read");
            self.report("scenario::length", &node.place, message, "too many", help);
        }
        for (at, item) in list.iter().enumerate() {
            let name = item.name().map_or_else(|| at.to_string(), str::to_owned);
            self.entries.push(self.path.len());
            self.below(&name, item, items);
            self.entries.pop();
        }
    }

    /// A table by itself where a list of tables stands: in TOML a matter of brackets.
    fn one_table(&mut self, node: &Node) {
        let keys = self.path.iter().enumerate().filter(|(at, _)| !self.entries.contains(at));
        let header = keys.map(|(_, key)| key.as_str()).collect::<Vec<_>>().join(".");
        let message = format!("{} must be a list of tables, not {}", self.here(), node.kind());
        let help = format!("write [[{header}]] over each of them, or [{{…}}] in a line");
        self.report("scenario::wrong_type", &node.place, message, "wrong kind of value", help);
    }

    fn choice(&mut self, node: &Node, words: &[&str]) {
        match node.text() {
            Some(text) if words.contains(&text) => {}
            Some(text) => {
                let message = format!("{} cannot be `{text}`", self.here());
                let help = did_you_mean("one of", text, words);
                self.report("scenario::unknown_value", &node.place, message, "not one of the choices", help);
            }
            None => self.wrong_kind(node, &format!("one of \"{}\"", words.join("\", \""))),
        }
    }

    fn text(&mut self, node: &Node, text: &str, schema: &Json, shape: Shape<'_>) {
        let bound = |name: &str| {
            schema.get(name).or_else(|| shape.inner.get(name)).and_then(Json::as_u64).map(|n| n as usize)
        };
        let length = text.chars().count();
        if bound("minLength").is_some_and(|min| length < min) {
            let message = format!("{} is empty", self.here());
            self.report("scenario::length", &node.place, message, "nothing here", "write a text".into());
        } else if let Some(max) = bound("maxLength").filter(|max| length > *max) {
            let message = format!("{} is {length} characters long", self.here());
            self.report("scenario::length", &node.place, message, "too long", format!("at most {max} fit"));
        }
    }

    fn range(&mut self, node: &Node, schema: &Json, shape: Shape<'_>) {
        let Some(number) = node.number() else { return };
        if !number.is_finite() {
            let message = format!("{} must be a finite number", self.here());
            let help = "no setting is infinite, too large to read, or not a number".to_owned();
            return self.report("scenario::range", &node.place, message, "not finite", help);
        }
        let bound = |name: &str| schema.get(name).or_else(|| shape.inner.get(name)).and_then(Json::as_f64);
        let natural = match shape.inner["format"].as_str() {
            Some("uint32") => f64::from(u32::MAX),
            Some("uint8") => f64::from(u8::MAX),
            Some("uint64") => i64::MAX as f64,
            _ => f64::INFINITY,
        };
        let min = bound("minimum").unwrap_or(f64::NEG_INFINITY);
        let max = bound("maximum").unwrap_or(f64::INFINITY).min(natural);
        // Beyond 2^53 a float no longer tells neighbours apart.
        let too_long = matches!(node.value, Value::Int(int) if int > i128::from(i64::MAX));
        let label = match number {
            _ if too_long && max.is_finite() => "too large",
            n if n < min => "too small",
            n if n > max => "too large",
            _ => return,
        };
        let help = match (min.is_finite(), max.is_finite()) {
            (true, true) => format!("it must lie between {} and {}", plain(min), plain(max)),
            (true, false) => format!("it must be at least {}", plain(min)),
            _ => format!("it must be at most {}", plain(max)),
        };
        let message = format!("{} is out of range: {}", self.here(), plain(number));
        self.report("scenario::range", &node.place, message, label, help);
    }

    fn quantity(&mut self, node: &Node, format: &str) {
        let text = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Int(int) => int.to_string(),
            Value::Float(float) => float.to_string(),
            Value::Date(text) => {
                let text = text.trim_end_matches(":00");
                let message = format!("{} must be text in quotes, not a bare date or time", self.here());
                let help = format!("put it in quotes: \"{text}\"");
                return self.report(
                    "scenario::wrong_type",
                    &node.place,
                    message,
                    "wrong kind of value",
                    help,
                );
            }
            _ => {
                let (wanted, _) = example(format);
                return self.wrong_kind(node, wanted);
            }
        };
        let error = match parse_quantity(format, &text) {
            Err(error) => error,
            // A number that would do as text still needs its quotes.
            Ok(()) if format != "share" && node.text().is_none() => {
                let (wanted, _) = example(format);
                return self.wrong_kind(node, wanted);
            }
            Ok(()) => return,
        };
        let message = format!("{}: {}", self.here(), error.message);
        self.report("scenario::quantity", &node.place, message, "not a quantity of this kind", error.help);
    }

    /// The user's own values: only what JSON cannot hold is a problem.
    fn any(&mut self, node: &Node) {
        match &node.value {
            Value::Float(float) if !float.is_finite() => {
                let message = format!("{} must be a finite number", self.here());
                let help = "write a number".to_owned();
                self.report("scenario::range", &node.place, message, "not finite", help);
            }
            Value::Array(items) => items.iter().for_each(|item| self.any(item)),
            Value::Table(table) => table.iter().for_each(|entry| self.any(&entry.node)),
            _ => {}
        }
    }
}

fn parse_quantity(format: &str, text: &str) -> Result<(), UnitError> {
    match format {
        "span" => text.parse::<SimSpan>().map(|_| ()),
        "rate" => text.parse::<Rate>().map(|_| ()),
        "clock" => text.parse::<ClockTime>().map(|_| ()),
        "date" => text.parse::<Date>().map(|_| ()),
        _ => text.parse::<Share>().map(|_| ()),
    }
}

fn example(format: &str) -> (&'static str, &'static str) {
    match format {
        "span" => ("a length of time in quotes, such as \"2h\"", "2h"),
        "rate" => ("a rate in quotes, such as \"60/min\"", "60/min"),
        "clock" => ("a time of day in quotes, such as \"09:00\"", "09:00"),
        "date" => ("a day in quotes, such as \"2023-04-01\"", "2023-04-01"),
        _ => ("a share, such as 0.03 or \"3%\"", "3%"),
    }
}

/// A near key; or the same key one table further down; or all keys.
fn help_for_key(written: &str, properties: &serde_json::Map<String, Json>) -> String {
    if nearest(written, properties.keys().map(String::as_str)).is_none() {
        for (key, property) in properties {
            if let Kind::Settings(below) = Shape::of(property).kind
                && below.contains_key(written)
            {
                return format!("did you mean `{key}.{written}`?");
            }
        }
    }
    let keys: Vec<&str> = properties.keys().map(String::as_str).collect();
    did_you_mean("keys here", written, &keys)
}

fn first_sentence(text: &str) -> String {
    let text = text.replace('\n', " ");
    let end = text.find(". ").map_or(text.len(), |at| at + 1);
    let mut letters = text[..end].chars();
    letters.next().map_or(String::new(), |c| c.to_lowercase().to_string() + letters.as_str())
}

/// A number without an exponent or a needless fraction.
fn plain(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e19 {
        let digits = format!("{:.0}", number.abs());
        let mut grouped = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        return if number < 0.0 { format!("-{grouped}") } else { grouped };
    }
    number.to_string()
}
