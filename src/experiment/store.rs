//! Records as lines of text, so that finished runs outlive the process: the first line says what the records belong
//! to, every other is one run. Whatever is read back gives the same bytes in every result as the run itself.

use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::record::RunRecord;
use super::replicate::Runs;

/// The version of the lines.
const FORMAT: u32 = 1;

/// What runs depend on. Records of one origin are interchangeable with runs of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The version of the lines.
    format: u32,
    /// The version of carrierlab.
    carrierlab: String,
    /// SHA-256 of all that a run depends on in the scenario and its models.
    runs: String,
    /// The root of all draws.
    seed: u64,
    /// Whether replication 0 keeps a row for every message.
    trace: bool,
}

impl Origin {
    /// The origin of a scenario's runs, from its resolved form as TOML and the hashes of its models. How often it runs,
    /// when it stops, what it expects and the questions and notes in it are no part of it.
    pub fn new<'a>(
        resolved: &str,
        models: impl IntoIterator<Item = (&'a String, &'a String)>,
        seed: u64,
        trace: bool,
    ) -> Origin {
        let mut file: toml::Table = toml::from_str(resolved).expect("a resolved scenario is TOML");
        for key in ["expect", "x"] {
            file.remove(key);
        }
        if let Some(about) = file.get_mut("scenario").and_then(toml::Value::as_table_mut) {
            for key in ["about", "replications", "stop", "indifference", "seed"] {
                about.remove(key);
            }
        }
        let mut text = serde_json::to_string(&file).expect("plain data");
        for (name, hash) in models {
            text.push_str(&format!("\n{name} {hash}"));
        }
        let runs = Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        Origin { format: FORMAT, carrierlab: env!("CARGO_PKG_VERSION").into(), runs, seed, trace }
    }

    /// The line that a file of records begins with.
    pub fn line(&self) -> Vec<u8> {
        line(self)
    }

    /// How records of `other` differ from those of this origin, in words; `None` where they do not.
    pub fn difference(&self, other: &Origin) -> Option<String> {
        let version = |o: &Origin| format!("carrierlab {} (format {})", o.carrierlab, o.format);
        if version(self) != version(other) {
            return Some(format!("they are of {}, this is {}", version(other), version(self)));
        }
        if self.seed != other.seed {
            return Some(format!("they are of seed {}, this run has seed {}", other.seed, self.seed));
        }
        if self.trace != other.trace {
            let how = if other.trace { "with" } else { "without" };
            return Some(format!("they were made {how} --trace"));
        }
        (self.runs != other.runs)
            .then(|| "they are of another scenario, of other values in it or of another content model".into())
    }
}

#[derive(Serialize)]
struct Written<'a> {
    arm: usize,
    run: &'a RunRecord,
}

#[derive(Deserialize)]
struct Read {
    arm: usize,
    run: RunRecord,
}

/// One record as a line; `arm` is the place of its strategy in the file. `None` for a record with a row for every
/// message, which would be longer than the run: such a run is made again.
pub fn encode(arm: usize, run: &RunRecord) -> Option<Vec<u8>> {
    run.messages.is_empty().then(|| line(&Written { arm, run }))
}

fn line(of: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(of).expect("plain data");
    bytes.push(b'\n');
    bytes
}

/// What was read from a file of records.
#[derive(Debug)]
pub struct Kept {
    /// What they belong to.
    pub origin: Origin,
    /// The records.
    pub runs: Runs,
    /// Bytes up to the end of the last whole line; what comes behind was being written when the process ended.
    pub whole: u64,
    /// Whether anything comes behind.
    pub torn: bool,
    /// Whole lines that are no record, and are left aside.
    pub unreadable: usize,
}

/// Reads a file of records. `None` where not even the first line is whole and right.
pub fn read(mut from: impl BufRead) -> io::Result<Option<Kept>> {
    let mut text = Vec::new();
    from.read_until(b'\n', &mut text)?;
    let origin = text.ends_with(b"\n").then(|| serde_json::from_slice(&text).ok()).flatten();
    let Some(origin) = origin else { return Ok(None) };
    let mut kept = Kept { origin, runs: Runs::new(), whole: text.len() as u64, torn: false, unreadable: 0 };
    loop {
        text.clear();
        if from.read_until(b'\n', &mut text)? == 0 {
            return Ok(Some(kept));
        }
        if !text.ends_with(b"\n") {
            kept.torn = true;
            return Ok(Some(kept));
        }
        kept.whole += text.len() as u64;
        match serde_json::from_slice::<Read>(&text) {
            Ok(read) => drop(kept.runs.insert((read.run.replication, read.arm), read.run)),
            Err(_) => kept.unreadable += 1,
        }
    }
}

/// The metrics of a slice as a list in the order of the glossary.
pub(super) mod values {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::experiment::Values;
    use crate::ledger::METRICS;

    pub(super) type List = Vec<Option<f64>>;

    pub(super) fn list(of: &Values) -> List {
        debug_assert!(of.keys().all(|key| METRICS.iter().any(|m| m.name == *key)), "the glossary has it");
        METRICS.iter().map(|metric| of[metric.name]).collect()
    }

    pub(super) fn values<E: Error>(list: List) -> Result<Values, E> {
        if list.len() != METRICS.len() {
            return Err(E::invalid_length(list.len(), &"a value for every metric"));
        }
        Ok(METRICS.iter().map(|metric| metric.name).zip(list).collect())
    }

    pub(in super::super) fn serialize<S: Serializer>(of: &Values, to: S) -> Result<S::Ok, S::Error> {
        list(of).serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Values, D::Error> {
        values(List::deserialize(from)?)
    }
}

/// The same of several slices.
pub(super) mod each {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::values::{List, list, values};
    use crate::experiment::Values;

    pub(in super::super) fn serialize<S: Serializer>(of: &[Values], to: S) -> Result<S::Ok, S::Error> {
        of.iter().map(list).collect::<Vec<List>>().serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Values>, D::Error> {
        Vec::<List>::deserialize(from)?.into_iter().map(values).collect()
    }
}
