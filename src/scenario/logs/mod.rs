//! Send logs: what a file says of who was sent what and when, made into what the sender of a world replays.

mod moment;
mod read;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use self::moment::Moment;
use self::read::{Fault, Parsed};
use super::file::ScenarioFile;
use super::presets::Library;
use super::problem::Problem;
use super::suggest::did_you_mean;
use super::tree::{Node, Place};
use crate::content::Template;
use crate::engine::VARIANTS_MAX;
use crate::sender::SenderSettings;
use crate::sender::source::{LogRow, LogSettings, SendLog};
use crate::time::SimTime;

/// A log that a scenario replays, and the place of its copy beside the resolved scenario.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogFile {
    /// Where it was read from.
    pub path: PathBuf,
    /// Where the resolved scenario looks for it, from its own folder.
    pub beside: String,
}

/// The place of a log beside a resolved scenario, by what is in it.
pub(super) fn beside(file: &str, sha256: &str) -> String {
    const SHOWN: usize = 12;
    let end = if is_parquet(Path::new(file)) { "parquet" } else { "csv" };
    format!("logs/{}.{end}", &sha256[..SHOWN.min(sha256.len())])
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"))
}

/// The logs of one scenario: each file is read once, and each way to read it is worked out once.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    files: BTreeMap<PathBuf, Result<Arc<Read>, Vec<Fault>>>,
    logs: BTreeMap<Wanted, Result<Arc<SendLog>, Fault>>,
}

/// What is wanted of a log: the file, `which`, `from`, `mask`.
type Wanted = (PathBuf, Option<String>, Option<String>, bool);

#[derive(Debug)]
struct Read {
    sha256: String,
    parsed: Parsed,
}

impl Shelf {
    /// Reads the logs that senders of this file replay into their settings. What is wrong is told at the
    /// place in the scenario that names the log.
    pub(super) fn fill(
        &mut self,
        file: &mut ScenarioFile,
        tree: &Node,
        library: &Library,
        problems: &mut Vec<Problem>,
    ) {
        let horizon = SimTime::START + file.scenario.horizon;
        let nodes = tree.get("sender").map(Node::items).unwrap_or_default();
        let audiences: Vec<String> = file.senders.iter().flat_map(SenderSettings::audiences).collect();
        for (sender, node) in file.senders.iter_mut().zip(nodes) {
            let count = sender.number.count;
            let Some(settings) = sender.log.as_mut().filter(|log| log.enabled) else { continue };
            let place = |path: &[&str]| node.at(path).map_or(&node.place, |n| &n.place).clone();
            let named = place(&["log", "file"]);
            if let Err(faults) = self.one(settings, &named, library) {
                problems.extend(faults.into_iter().map(|f| told(settings, f, &named)));
                continue;
            }
            let Some(log) = &settings.rows else { continue };
            let late = log.rows.iter().filter(|row| row.at >= horizon).count();
            if late > 0 {
                let message = format!(
                    "{late} of the {} rows of `{}` lie past the end of the scenario",
                    log.rows.len(),
                    settings.file
                );
                problems.push(
                    Problem::warning("scenario::horizon", message).at(named.clone(), "replayed here").help(
                        "a longer `horizon`, or `log.from`, the time in the log at which the scenario begins",
                    ),
                );
            }
            if log.numbers > count {
                let message =
                    format!("`{}` has {} numbers, but the sender has {count}", settings.file, log.numbers);
                problems.push(
                    Problem::error("scenario::log", message)
                        .at(place(&["number", "count"]), "too few")
                        .help(format!("set number.count = {}", log.numbers)),
                );
            }
            let audience = &sender.audience;
            let size = file.audiences.get(audience).map_or(0, |a| a.size);
            if log.recipients > size {
                let message = format!(
                    "`{}` has {} recipients, but the audience has {size} people",
                    settings.file, log.recipients
                );
                let at = tree.at(&["audience", audience, "size"]).map_or(&named, |n| &n.place).clone();
                problems.push(
                    Problem::error("scenario::log", message)
                        .at(at, "too few")
                        .help(format!("set audience.{audience}.size = {}", log.recipients)),
                );
            } else if log.recipients < size && audiences.iter().filter(|a| *a == audience).count() == 1 {
                let message = format!(
                    "`{}` has {} recipients: nobody writes to the others of the {size} people",
                    settings.file, log.recipients
                );
                let at = tree.at(&["audience", audience, "size"]).map_or(&named, |n| &n.place).clone();
                problems.push(
                    Problem::warning("scenario::unused", message)
                        .at(at, "more than the log has")
                        .help(format!("set audience.{audience}.size = {}", log.recipients)),
                );
            }
        }
    }

    fn one(
        &mut self,
        settings: &mut LogSettings,
        named: &Place,
        library: &Library,
    ) -> Result<(), Vec<Fault>> {
        let Some(folder) = library.folder_of(named) else {
            let message = "it cannot be read: this scenario is not in a file".to_owned();
            return Err(vec![Fault { message, help: "a log is a file, relative to the scenario".into() }]);
        };
        let path = folder.join(&settings.file);
        let read = self.files.entry(path.clone()).or_insert_with(|| open(&path).map(Arc::new)).clone()?;
        if let Some(known) = settings.sha256.as_ref().filter(|known| **known != read.sha256) {
            let message = format!("it has changed: its SHA-256 is {}, not {known}", read.sha256);
            let help = "use the file that the results were made from, or take `sha256` out".to_owned();
            return Err(vec![Fault { message, help }]);
        }
        let wanted = (path, settings.which.clone(), settings.from.clone(), settings.mask);
        let log = self.logs.entry(wanted).or_insert_with(|| replay(&read.parsed, settings).map(Arc::new));
        settings.rows = Some(log.clone().map_err(|fault| vec![fault])?);
        settings.sha256 = Some(read.sha256.clone());
        Ok(())
    }
}

/// The logs that senders replay, each once.
pub(super) fn files(file: &ScenarioFile, tree: &Node, library: &Library) -> Vec<LogFile> {
    let nodes = tree.get("sender").map(Node::items).unwrap_or_default();
    let of = |(sender, node): (&SenderSettings, &Node)| {
        let log = sender.log.as_ref().filter(|log| log.enabled)?;
        let folder = library.folder_of(&node.at(&["log", "file"])?.place)?;
        Some(LogFile { path: folder.join(&log.file), beside: beside(&log.file, log.sha256.as_ref()?) })
    };
    file.senders.iter().zip(nodes).filter_map(of).collect()
}

/// Gives the texts of its log to a sender that replays one.
pub(super) fn speak(sender: &mut SenderSettings) {
    let log = sender.log.as_ref().filter(|log| log.enabled).and_then(|log| log.rows.clone());
    if let Some(log) = log {
        sender.texts = log.texts.iter().map(|text| Template::literal(text)).collect();
        sender.kinds.clear();
        sender.slots.clear();
    }
}

fn told(settings: &LogSettings, fault: Fault, named: &Place) -> Problem {
    Problem::error("scenario::log", format!("`{}`: {}", settings.file, fault.message))
        .at(named.clone(), "this log")
        .help(fault.help)
}

fn open(path: &Path) -> Result<Read, Vec<Fault>> {
    let io = |e: std::io::Error| {
        let message = format!("it cannot be read from {}: {e}", path.display());
        vec![Fault { message, help: "a log is a file, relative to the scenario".into() }]
    };
    let bytes = std::fs::read(path).map_err(io)?;
    let sha256 = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let parsed = match is_parquet(path) {
        true => read::read_parquet(File::open(path).map_err(io)?)?,
        false => read::read_csv(&bytes)?,
    };
    Ok(Read { sha256, parsed })
}

/// What a sender replays of a log. It does not depend on the order of the rows.
fn replay(parsed: &Parsed, settings: &LogSettings) -> Result<SendLog, Fault> {
    let origin = origin(parsed, settings)?;
    let which = which(parsed, settings)?;
    let rows = parsed.entries.iter().filter(|e| e.at.micros >= origin && which.is_none_or(|w| w == e.sender));
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        let help = "`which` and `from` leave none; take one of them out";
        return Err(Fault { message: "no row of it is left to replay".into(), help: help.into() });
    }
    let masked: Vec<String> = match settings.mask {
        true => parsed.texts.list.iter().map(|t| t.replace(|c: char| c.is_ascii_digit(), "0")).collect(),
        false => parsed.texts.list.clone(),
    };
    let (texts, text_of) = ranked(&masked, rows.iter().map(|r| r.text), |word| (0, word));
    // By length first, so that numbers written without leading zeros come in their order.
    let (numbers, number_of) = ranked(&parsed.numbers.list, rows.iter().map(|r| r.number), |w| (w.len(), w));
    // Of the whole log, so that a recipient is the same person to every sender that replays a part of it.
    let (recipients, recipient_of) =
        ranked(&parsed.recipients.list, parsed.entries.iter().map(|r| r.recipient), |w| (w.len(), w));
    if texts.len() as u64 > VARIANTS_MAX {
        let message =
            format!("it has {} different texts; at most {VARIANTS_MAX} are told apart", texts.len());
        let help =
            "set log.mask = true, so that texts which differ in digits alone are one, or replay a part of it";
        return Err(Fault { message, help: help.into() });
    }
    let row = |entry: &&read::Entry| LogRow {
        at: SimTime::from_micros((entry.at.micros - origin) as u64),
        recipient: recipient_of[entry.recipient as usize],
        number: number_of.get(entry.number as usize).copied().unwrap_or(0),
        text: text_of[entry.text as usize],
    };
    let mut rows: Vec<LogRow> = rows.iter().map(row).collect();
    rows.sort_unstable();
    let (recipients, numbers) = (recipients.len() as u32, numbers.len().max(1) as u32);
    Ok(SendLog { rows, texts, recipients, numbers })
}

/// The time in the log at which the scenario begins, in the log's microseconds.
fn origin(parsed: &Parsed, settings: &LogSettings) -> Result<i64, Fault> {
    let Some(first) = parsed.entries.iter().map(|e| e.at).min() else { return Ok(0) };
    let Some(written) = &settings.from else {
        return Ok(if first.zone.is_some() { first.midnight().micros } else { 0 });
    };
    let from = Moment::parse(written).ok_or_else(|| Fault {
        message: format!("`from` is `{written}`, which is not a time"),
        help: moment::HELP.into(),
    })?;
    if from.zone.is_some() != first.zone.is_some() {
        let message = format!("`from` is `{written}`, but the log has times of the other form");
        return Err(Fault { message, help: moment::HELP.into() });
    }
    Ok(from.micros)
}

/// Which sender of the log is replayed; `None` for all of them.
fn which(parsed: &Parsed, settings: &LogSettings) -> Result<Option<u32>, Fault> {
    let Some(name) = &settings.which else { return Ok(None) };
    if !parsed.names_senders {
        let message = format!("`which` is `{name}`, but there is no column `sender`");
        return Err(Fault { message, help: "take `which` out: all rows are replayed".into() });
    }
    let senders = &parsed.senders.list;
    senders.iter().position(|s| s == name).map(|place| Some(place as u32)).ok_or_else(|| {
        let known: Vec<&str> = senders.iter().map(String::as_str).collect();
        Fault {
            message: format!("it has no sender `{name}`"),
            help: did_you_mean("senders of the log", name, &known),
        }
    })
}

/// The words that are used, each once and in order, and for each word its place among them (0 for words
/// that are not used).
fn ranked<'w, K: Ord>(
    words: &'w [String],
    used: impl Iterator<Item = u32>,
    key: impl Fn(&'w str) -> K,
) -> (Vec<String>, Vec<u32>) {
    let mut is_used = vec![false; words.len()];
    used.for_each(|word| {
        if let Some(is) = is_used.get_mut(word as usize) {
            *is = true;
        }
    });
    let mut list: Vec<&str> =
        words.iter().zip(&is_used).filter(|(_, is)| **is).map(|(w, _)| w.as_str()).collect();
    list.sort_by_key(|word| key(word));
    list.dedup();
    let place = |(word, is): (&'w String, &bool)| match is {
        true => list.binary_search_by_key(&key(word), |w| key(w)).unwrap_or(0) as u32,
        false => 0,
    };
    let places = words.iter().zip(&is_used).map(place).collect();
    (list.into_iter().map(str::to_owned).collect(), places)
}
