//! A small tree of values that know where they stand in a text and where they come from.
//!
//! serde loses positions inside flattened and untagged types, and reports one problem at a time.
//! So a file becomes this tree first; merging, overriding and checking happen here, and serde only
//! ever sees a tree that is already known to be right.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use jsonc_parser::ast;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use toml::de::{DeTable, DeValue};

use super::problem::Problem;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Where it is written.
    pub place: Place,
    /// Who said so.
    pub origin: Origin,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// JSON's null: as if the key were not there, nor anything beneath it.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number. Wider than any setting, so that a number out of range is known as such.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// TOML's bare date or time, which no setting takes; kept for the message.
    Date(String),
    /// Values in a row.
    Array(Vec<Node>),
    /// Values by key.
    Table(Table),
}

/// Values by key, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    entries: Vec<Entry>,
}

/// One key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key is written.
    pub key_at: Place,
    /// Its value.
    pub node: Node,
}

/// A stretch of some source.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// The source.
    pub source: Source,
    /// Bytes of it.
    pub range: Range<usize>,
}

/// Who set a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody: the program's default.
    Default,
    /// The scenario file.
    File(Arc<str>),
    /// A preset.
    Preset(Arc<str>),
    /// A limits preset.
    Limits(Arc<str>),
    /// A file that the scenario extends.
    Extends(Arc<str>),
    /// The strategy of that name.
    Strategy(Arc<str>),
    /// The claim of that id.
    Claim(Arc<str>),
    /// A flag.
    CommandLine,
    /// An environment variable.
    Environment(Arc<str>),
}

/// A named text, shared by all values that were read from it.
#[derive(Clone)]
pub struct Source(Arc<Named>);

struct Named {
    name: String,
    text: String,
}

/// The format of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// TOML 1.1.
    Toml,
    /// JSON.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
}

impl Format {
    /// By the file's extension; TOML where it says nothing else.
    pub fn of(path: &Path) -> Format {
        match path.extension().and_then(|e| e.to_str()) {
            Some("json") => Format::Json,
            Some("jsonc") => Format::Jsonc,
            _ => Format::Toml,
        }
    }
}

/// Deeper nesting than this is refused before a recursive parser sees it. No setting is deeper than eight.
const DEPTH_MAX: usize = 64;

/// Reads a text. A malformed one gives one problem, at its place.
pub fn parse(source: &Source, format: Format, origin: &Origin) -> Result<Node, Box<Problem>> {
    match format {
        Format::Toml => parse_toml(source, origin),
        Format::Json => strict_json(source).and_then(|()| parse_json(source, origin)),
        Format::Jsonc => parse_json(source, origin),
    }
}

fn parse_toml(source: &Source, origin: &Origin) -> Result<Node, Box<Problem>> {
    let text = source.text();
    let table = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().trim_end().replace('\n', ", ");
        let help = match message.as_str() {
            m if m.contains("recursion limit") => "a scenario is at most eight tables deep",
            m if m.contains("duplicate key") => "each key may stand once; remove one of the two",
            _ => "the file must be valid TOML; text values stand in double quotes",
        };
        Box::new(
            Problem::error("scenario::syntax", format!("malformed TOML: {message}"))
                .at(source.place(range), "here")
                .help(help),
        )
    })?;
    Ok(toml_table(table.get_ref(), table.span(), source, origin))
}

fn toml_table(table: &DeTable<'_>, range: Range<usize>, source: &Source, origin: &Origin) -> Node {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_at: source.place(key.span()),
            node: toml_value(value.get_ref(), value.span(), source, origin),
        })
        .collect();
    // The parser sorts keys by name; the order of the file is that of their positions.
    entries.sort_by_key(|e| e.key_at.range.start);
    Node { value: Value::Table(Table { entries }), place: source.place(range), origin: origin.clone() }
}

fn toml_value(value: &DeValue<'_>, range: Range<usize>, source: &Source, origin: &Origin) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(int) => match i128::from_str_radix(int.as_str(), int.radix()) {
            Ok(int) => Value::Int(int),
            Err(_) => Value::Float(f64::INFINITY),
        },
        DeValue::Float(float) => Value::Float(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::Array(
            items.iter().map(|item| toml_value(item.get_ref(), item.span(), source, origin)).collect(),
        ),
        DeValue::Table(table) => return toml_table(table, range, source, origin),
    };
    Node { value, place: source.place(range), origin: origin.clone() }
}

fn malformed_json(source: &Source, message: &str, range: Range<usize>) -> Box<Problem> {
    Box::new(
        Problem::error("scenario::syntax", format!("malformed JSON: {message}"))
            .at(source.place(range), "here")
            .help("the file must be valid JSON; with comments and trailing commas, name it .jsonc"),
    )
}

/// The parser that knows positions forgives a missing comma; plain JSON does not.
fn strict_json(source: &Source) -> Result<(), Box<Problem>> {
    match serde_json::from_str::<serde::de::IgnoredAny>(source.text()) {
        Ok(_) => Ok(()),
        Err(error) => {
            let lines = source.text().split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            // A column counts bytes and may fall within a letter.
            let at = (0..=at.min(source.text().len())).rev().find(|&at| source.text().is_char_boundary(at));
            let at = at.unwrap_or(0);
            Err(malformed_json(source, message, at..at))
        }
    }
}

fn parse_json(source: &Source, origin: &Origin) -> Result<Node, Box<Problem>> {
    let text = source.text();
    let malformed = |message: String, range: Range<usize>| malformed_json(source, &message, range);
    if let Some(at) = too_deep(text) {
        return Err(malformed("nested too deep".into(), at..at + 1));
    }
    let options = jsonc_parser::ParseOptions::default();
    let parsed = jsonc_parser::parse_to_ast(text, &jsonc_parser::CollectOptions::default(), &options)
        .map_err(|e| {
            let message = e.kind().to_string();
            let mut letters = message.chars();
            let message =
                letters.next().map_or(String::new(), |c| c.to_lowercase().to_string() + letters.as_str());
            malformed(message, e.range().start..e.range().end)
        })?;
    let value = parsed.value.ok_or_else(|| malformed("the file is empty".into(), 0..0))?;
    json_value(&value, source, origin).map_err(|(message, range)| malformed(message, range))
}

/// Where the nesting of brackets outside strings and comments passes [`DEPTH_MAX`]: the JSON parser recurses without limit.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'') => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += bytes[at..].iter().position(|&b| b == b'\n').unwrap_or(bytes.len() - at);
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at += text[at + 2..].find("*/").map_or(bytes.len() - at, |end| end + 3);
            }
            b'[' | b'{' => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Some(at);
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn json_value(
    value: &ast::Value<'_>,
    source: &Source,
    origin: &Origin,
) -> Result<Node, (String, Range<usize>)> {
    let range = |r: jsonc_parser::common::Range| r.start..r.end;
    let (value, at) =
        match value {
            ast::Value::NullKeyword(null) => (Value::Null, null.range),
            ast::Value::BooleanLit(b) => (Value::Bool(b.value), b.range),
            ast::Value::StringLit(text) => (Value::Text(text.value.to_string()), text.range),
            ast::Value::NumberLit(number) => {
                let value =
                    match number.value.parse::<i128>() {
                        Ok(int) => Value::Int(int),
                        Err(_) => Value::Float(number.value.parse().map_err(|_| {
                            (format!("`{}` is not a number", number.value), range(number.range))
                        })?),
                    };
                (value, number.range)
            }
            ast::Value::Array(array) => {
                let items = array.elements.iter().map(|item| json_value(item, source, origin));
                (Value::Array(items.collect::<Result<_, _>>()?), array.range)
            }
            ast::Value::Object(object) => {
                let mut table = Table::default();
                let mut keys = std::collections::BTreeSet::new();
                for property in &object.properties {
                    let (key, key_range) = match &property.name {
                        ast::ObjectPropName::String(text) => (text.value.to_string(), text.range),
                        ast::ObjectPropName::Word(word) => (word.value.to_string(), word.range),
                    };
                    if !keys.insert(key.clone()) {
                        return Err((format!("duplicate key `{key}`"), range(key_range)));
                    }
                    let node = json_value(&property.value, source, origin)?;
                    table.entries.push(Entry { key, key_at: source.place(range(key_range)), node });
                }
                (Value::Table(table), object.range)
            }
        };
    Ok(Node { value, place: source.place(range(at)), origin: origin.clone() })
}

impl Node {
    /// An empty table at a place.
    pub fn table(place: Place, origin: Origin) -> Node {
        Node { value: Value::Table(Table::default()), place, origin }
    }
    /// The table this is, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
    /// The same, to change.
    pub fn as_table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }
    /// The items, if this is an array.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Array(items) => items,
            _ => &[],
        }
    }
    /// The same, to change.
    pub fn items_mut(&mut self) -> &mut [Node] {
        match &mut self.value {
            Value::Array(items) => items,
            _ => &mut [],
        }
    }
    /// The text this is, if it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
    /// The number this is, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Int(int) => Some(int as f64),
            Value::Float(float) => Some(float),
            _ => None,
        }
    }
    /// The value of a key, if this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_table()?.get(key)
    }
    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }
    /// The item of an array of tables whose `name` is that.
    pub fn named(&self, name: &str) -> Option<&Node> {
        self.items().iter().find(|item| item.name() == Some(name))
    }
    /// This table's own `name`.
    pub fn name(&self) -> Option<&str> {
        self.get("name")?.text()
    }
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::Date(_) => "a bare date or time",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
    /// Whether two trees say the same, wherever they are written.
    pub fn same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Array(a), Value::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            (Value::Table(a), Value::Table(b)) => {
                a.len() == b.len() && a.iter().all(|e| b.get(&e.key).is_some_and(|o| e.node.same(o)))
            }
            (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
                self.number() == other.number()
            }
            (a, b) => a == b,
        }
    }
    /// Calls `visit` on this and everything in it.
    pub fn for_each_mut(&mut self, visit: &mut dyn FnMut(&mut Node)) {
        visit(self);
        match &mut self.value {
            Value::Array(items) => items.iter_mut().for_each(|item| item.for_each_mut(visit)),
            Value::Table(table) => table.entries.iter_mut().for_each(|e| e.node.for_each_mut(visit)),
            _ => {}
        }
    }
    /// The same tree for serde. Only finite numbers come out whole: the checks let no other through.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(int) => match (i64::try_from(*int), u64::try_from(*int)) {
                (Ok(int), _) => int.into(),
                (_, Ok(int)) => int.into(),
                _ => Json::from(*int as f64),
            },
            Value::Float(float) => Json::from(*float),
            Value::Text(text) | Value::Date(text) => Json::String(text.clone()),
            Value::Array(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Table(table) => {
                Json::Object(table.iter().map(|e| (e.key.clone(), e.node.to_json())).collect())
            }
        }
    }
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.node)
    }
    /// The key and its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }
    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|e| e.key == key).map(|e| &mut e.node)
    }
    /// Sets a key: in its old place if it was there, else at the end.
    pub fn insert(&mut self, key: &str, key_at: Place, node: Node) {
        match self.entries.iter_mut().find(|e| e.key == key) {
            Some(entry) => {
                entry.key_at = key_at;
                entry.node = node;
            }
            None => self.entries.push(Entry { key: key.into(), key_at, node }),
        }
    }
    /// Takes a key out.
    pub fn remove(&mut self, key: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|e| e.key == key)?;
        Some(self.entries.remove(at))
    }
    /// Keys and values in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }
    /// The same, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Entry> {
        self.entries.iter_mut()
    }
    /// The keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|e| e.key.as_str())
    }
    /// How many keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Source {
    /// A text and what to call it.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source(Arc::new(Named { name: name.into(), text: text.into() }))
    }
    /// What it is called: the path as the user gave it.
    pub fn name(&self) -> &str {
        &self.0.name
    }
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.0.text
    }
    /// A stretch of it, cut to its length.
    pub fn place(&self, range: Range<usize>) -> Place {
        let end = range.end.min(self.text().len());
        Place { source: self.clone(), range: range.start.min(end)..end }
    }
}

impl Place {
    /// Line and column (in characters) of its beginning, both from 1.
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.source.text().as_bytes()[..self.range.start];
        let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
        let start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        (line, column)
    }
    /// For a value of text: the place of `length` bytes from its byte `offset`, where the text is
    /// written without escapes; otherwise the whole value.
    pub fn within_text(&self, value: &str, offset: usize, length: usize) -> Place {
        let written = &self.source.text()[self.range.clone()];
        let quote = written.len() - written.trim_start_matches(['"', '\'']).len();
        let quote = if quote >= 3 { 3 } else { quote.min(1) };
        // A newline just after an opening triple quote is not part of the value.
        let start = match written.find(value) {
            Some(at) if quote > 0 && at <= quote + 2 => at,
            _ => return self.clone(),
        };
        let from = self.range.start + start + offset;
        let to = (from + length).min(self.range.end);
        Place { source: self.source.clone(), range: from.min(to)..to }
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || (self.name() == other.name() && self.text() == other.text())
    }
}
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.source.name())
    }
}

/// Lines longer than this are cut around the label, so that a text of 100,000 characters does not fill the screen.
const LINE_SHOWN: usize = 240;

impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.text();
        let whole = text.read_span(span, lines_before, lines_after)?;
        let (mut from, mut to) = (whole.span().offset(), whole.span().offset() + whole.span().len());
        let (mut line, mut column) = (whole.line(), whole.column());
        let longest = text[from..to].lines().map(str::len).max().unwrap_or(0);
        if longest > LINE_SHOWN {
            let start = text[..span.offset()].rfind('\n').map_or(0, |at| at + 1);
            let near = |mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let label_end = span.offset() + span.len();
            from = near(start.max(span.offset().saturating_sub(LINE_SHOWN / 2)));
            let end = text[label_end..].find('\n').map_or(text.len(), |at| label_end + at);
            to = near(end.min(label_end + LINE_SHOWN / 2));
            line = text[..start].matches('\n').count();
            column = text[start..from].chars().count();
        }
        let contents = MietteSpanContents::new_named(
            self.name().into(),
            &text.as_bytes()[from..to],
            (from, to - from).into(),
            line,
            column,
            whole.line_count(),
        );
        Ok(Box::new(contents))
    }
}
