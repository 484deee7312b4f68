//! Files of logs: CSV and Parquet, into rows; everything that is wrong with a row, at its line and column.

use std::fs::File;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use rustc_hash::FxHashMap;

use super::moment::{self, Moment};
use crate::scenario::suggest::did_you_mean;

/// The columns of a log, and whether it must have them.
const COLUMNS: [(&str, bool); 5] =
    [("time", true), ("sender", false), ("number", false), ("recipient", true), ("text", true)];

/// More faults are not looked for.
const FAULTS_MAX: usize = 10;
/// A log with more rows is cut by its owner: each takes 24 bytes in every world.
const ROWS_MAX: usize = 50_000_000;
/// A text longer than this is refused by providers (Twilio 21617).
const TEXT_MAX: usize = 1600;

/// What is wrong with a log, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: String,
}

fn fault(message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { message: message.into(), help: help.into() }
}

/// One row: its time, and the places of its sender, number, recipient and text among the words of each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) at: Moment,
    pub(super) sender: u32,
    pub(super) number: u32,
    pub(super) recipient: u32,
    pub(super) text: u32,
}

/// Words, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) list: Vec<String>,
    places: FxHashMap<String, u32>,
}

impl Words {
    fn place(&mut self, word: &str) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = self.list.len() as u32;
        self.list.push(word.to_owned());
        self.places.insert(word.to_owned(), place);
        place
    }
}

/// A log as it stands in its file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) entries: Vec<Entry>,
    pub(super) senders: Words,
    pub(super) numbers: Words,
    pub(super) recipients: Words,
    pub(super) texts: Words,
    /// Whether there is a column `sender`.
    pub(super) names_senders: bool,
}

/// Reads CSV. Faults are told with their line and column.
pub(super) fn read_csv(bytes: &[u8]) -> Result<Parsed, Vec<Fault>> {
    read(|reading| from_csv(bytes, reading))
}

/// Reads Parquet. Faults are told with their row and column.
pub(super) fn read_parquet(file: File) -> Result<Parsed, Vec<Fault>> {
    read(|reading| from_parquet(file, reading))
}

fn read(from: impl FnOnce(&mut Reading) -> Result<(), Fault>) -> Result<Parsed, Vec<Fault>> {
    let mut reading = Reading::default();
    if let Err(fault) = from(&mut reading) {
        reading.faults.push(fault);
    }
    if reading.faults.is_empty() && reading.log.entries.is_empty() {
        reading.faults.push(fault("it has no rows", "a log has one row a message below its head"));
    }
    if reading.faults.is_empty() { Ok(reading.log) } else { Err(reading.faults) }
}

/// The value of a cell.
enum Cell<'a> {
    Text(&'a str),
    Time(Moment),
}

#[derive(Default)]
struct Reading {
    log: Parsed,
    faults: Vec<Fault>,
    /// For each column of the file, which of `COLUMNS` it is.
    columns: Vec<usize>,
    /// Whether times are dates, once one was read.
    dates: Option<bool>,
}

impl Reading {
    fn head(&mut self, names: &[&str]) -> Result<(), Fault> {
        let known: Vec<&str> = COLUMNS.iter().map(|c| c.0).collect();
        for (at, name) in names.iter().enumerate() {
            let Some(column) = known.iter().position(|k| k == name) else {
                let message = format!("column {} is `{name}`, which is no column of a log", at + 1);
                return Err(fault(message, did_you_mean("columns", name, &known)));
            };
            if self.columns.contains(&column) {
                return Err(fault(format!("two columns are `{name}`"), "name each column once"));
            }
            self.columns.push(column);
        }
        for (column, (name, required)) in COLUMNS.iter().enumerate() {
            if *required && !self.columns.contains(&column) {
                let help = "a log has the columns time, recipient and text, and may have sender and number";
                return Err(fault(format!("there is no column `{name}`"), help));
            }
        }
        self.log.names_senders = self.columns.contains(&1);
        Ok(())
    }

    /// Whether more rows are worth reading.
    fn goes_on(&self) -> bool {
        self.faults.len() < FAULTS_MAX
    }

    /// Takes a row in, or notes what is wrong with it. `line` says where it is, such as `line 12`.
    fn row<'a>(&mut self, line: &str, cells: impl Iterator<Item = Option<Cell<'a>>>) {
        let mut places = [0u32; COLUMNS.len()];
        let mut time = None;
        for (at, cell) in cells.enumerate() {
            let Some(&column) = self.columns.get(at) else { continue };
            let name = COLUMNS[column].0;
            let mut wrong = |what: String, help: &str| {
                self.faults.push(fault(format!("{line}, column {} (`{name}`): {what}", at + 1), help));
            };
            match cell {
                Some(Cell::Time(moment)) if column == 0 => time = Some(moment),
                Some(Cell::Text(text)) if column == 0 => match Moment::parse(text) {
                    Some(moment) => time = Some(moment),
                    None => return wrong(format!("`{}` is not a time", shown(text)), moment::HELP),
                },
                Some(Cell::Text(text)) if !text.trim().is_empty() => {
                    let length = text.chars().count();
                    if length > TEXT_MAX {
                        let help = "providers take at most 1,600 characters (Twilio 21617)";
                        return wrong(format!("it is {length} characters long"), help);
                    }
                    places[column] = match column {
                        1 => self.log.senders.place(text.trim()),
                        2 => self.log.numbers.place(text.trim()),
                        3 => self.log.recipients.place(text.trim()),
                        _ => self.log.texts.place(text),
                    };
                }
                _ => return wrong("nothing stands here".into(), "every row has a value in every column"),
            }
        }
        let Some(at) = time else { return };
        let dates = *self.dates.get_or_insert(at.zone.is_some());
        if dates != at.zone.is_some() {
            let (here, before) = if dates { ("seconds", "dates") } else { ("a date", "seconds") };
            let message = format!("{line}: the time is {here}, those before are {before}");
            self.faults.push(fault(message, "write all times of a log in one form"));
            return;
        }
        let [_, sender, number, recipient, text] = places;
        self.log.entries.push(Entry { at, sender, number, recipient, text });
    }
}

/// A value as a message quotes it.
fn shown(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut out: String = text.chars().take(SHOWN).collect();
    if text.chars().count() > SHOWN {
        out.push('…');
    }
    out
}

fn too_many() -> Fault {
    fault(format!("it has more than {ROWS_MAX} rows"), "cut it into pieces")
}

fn from_csv(bytes: &[u8], reading: &mut Reading) -> Result<(), Fault> {
    // Spreadsheets begin a file with the mark of UTF-8.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().from_reader(bytes);
    let head = reader.headers().map_err(|e| of_csv(&e))?.clone();
    let names: Vec<&str> = head.iter().map(str::trim).collect();
    reading.head(&names)?;
    let mut record = csv::StringRecord::new();
    while reading.goes_on() {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) => return Err(of_csv(&error)),
        }
        if reading.log.entries.len() == ROWS_MAX {
            return Err(too_many());
        }
        let line = record.position().map_or(0, csv::Position::line);
        reading.row(&format!("line {line}"), record.iter().map(|cell| Some(Cell::Text(cell))));
    }
    Ok(())
}

fn of_csv(error: &csv::Error) -> Fault {
    let line = |position: &Option<csv::Position>| {
        position.as_ref().map_or(String::new(), |p| format!("line {}: ", p.line()))
    };
    match error.kind() {
        csv::ErrorKind::Utf8 { pos, err } => {
            let message = format!("{}column {} is not UTF-8 text", line(pos), err.field() + 1);
            fault(message, "save the log as UTF-8")
        }
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => fault(
            format!("{}it has {len} columns, the head has {expected_len}", line(pos)),
            "put texts that hold a comma or a line break in double quotes",
        ),
        _ => fault(error.to_string(), "a log is CSV with a head, or Parquet in a file that ends in .parquet"),
    }
}

fn from_parquet(file: File, reading: &mut Reading) -> Result<(), Fault> {
    let bad = |e: parquet::errors::ParquetError| {
        fault(
            format!("it cannot be read as Parquet: {e}"),
            "a log in Parquet is a flat table, compressed with snappy or not at all",
        )
    };
    let file = SerializedFileReader::new(file).map_err(bad)?;
    let schema = file.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<&str> = schema.root_schema().get_fields().iter().map(|f| f.name()).collect();
    reading.head(&names)?;
    for (at, row) in file.get_row_iter(None).map_err(bad)?.enumerate() {
        if !reading.goes_on() {
            break;
        }
        if at == ROWS_MAX {
            return Err(too_many());
        }
        let row = row.map_err(bad)?;
        let cells: Vec<Value> = row.get_column_iter().map(|(_, field)| Value::of(field)).collect();
        let cells = cells.iter().map(|value| match value {
            Value::Text(text) => Some(Cell::Text(text)),
            Value::Time(moment) => Some(Cell::Time(*moment)),
            Value::Nothing => None,
        });
        reading.row(&format!("row {}", at + 1), cells);
    }
    Ok(())
}

/// A value of a Parquet file, as a log reads it.
enum Value {
    Text(String),
    Time(Moment),
    Nothing,
}

impl Value {
    fn of(field: &Field) -> Value {
        match field {
            Field::Null => Value::Nothing,
            Field::Str(text) => Value::Text(text.clone()),
            Field::Bytes(bytes) => {
                std::str::from_utf8(bytes.data()).map_or(Value::Nothing, |text| Value::Text(text.to_owned()))
            }
            Field::TimestampMillis(millis) => Value::Time(Moment::of_epoch(millis.saturating_mul(1000))),
            Field::TimestampMicros(micros) => Value::Time(Moment::of_epoch(*micros)),
            Field::Double(value) => Value::Text(value.to_string()),
            Field::Float(value) => Value::Text(f64::from(*value).to_string()),
            other => Value::Text(other.to_string()),
        }
    }
}
