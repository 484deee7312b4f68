//! The results folder: where it is, what is in it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Failure;
use crate::scenario::LogFile;

/// Whether an existing folder may be written into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// A folder that holds anything is refused.
    Refuse,
    /// Results in it are overwritten.
    Overwrite,
    /// Records of runs in it are gone on with; what else it holds is left until there are new results.
    Resume,
}

/// The file of finished runs in a folder of results.
pub const RECORDS: &str = "records.jsonl";

/// Chooses and makes the results folder before anything is simulated, so that no work is lost for want
/// of a place. A folder that was asked for must be new or empty, or `existing` must allow it; without a
/// wish it is `results/NAME`, or `results/NAME-2` and so on where that is taken and not to be gone on with.
pub fn make(wish: Option<&Path>, name: &str, existing: Existing) -> Result<PathBuf, Failure> {
    let dir = match wish {
        Some(dir) => {
            if dir.exists() && !dir.is_dir() {
                return Err(Failure::message(
                    2,
                    "out.file",
                    format!("{} is a file, not a folder", dir.display()),
                    "name a folder with --out",
                ));
            }
            if occupied(dir) && existing == Existing::Resume && !dir.join(RECORDS).is_file() {
                return Err(Failure::message(
                    2,
                    "out.occupied",
                    format!("the folder {} is not empty and holds no runs to go on with", dir.display()),
                    "name another with --out, or overwrite the results in it with --force instead of --resume",
                ));
            }
            if occupied(dir) && existing == Existing::Refuse {
                return Err(Failure::message(
                    2,
                    "out.occupied",
                    format!("the folder {} is not empty", dir.display()),
                    "name another with --out, or overwrite the results with --force; `run` can go on with its own runs with --resume",
                ));
            }
            dir.to_owned()
        }
        None if existing == Existing::Resume => {
            return make(Some(&Path::new("results").join(file_name(name))), name, existing);
        }
        None => {
            let first = Path::new("results").join(file_name(name));
            let numbered = (2..).map(|n| Path::new("results").join(format!("{}-{n}", file_name(name))));
            std::iter::once(first).chain(numbered).find(|d| !occupied(d)).expect("some number is free")
        }
    };
    if existing == Existing::Overwrite {
        clear(&dir)?;
        let records = dir.join(RECORDS);
        if records.is_file() {
            fs::remove_file(&records).map_err(|e| Failure::io(&records, "replace", &e))?;
        }
    }
    let probe = dir.join(".writable");
    fs::create_dir_all(&dir)
        .and_then(|()| fs::File::create(&probe)?.write_all(b"."))
        .and_then(|()| fs::remove_file(&probe))
        .map_err(|e| Failure::io(&dir, "write into the results folder", &e))?;
    Ok(dir)
}

/// Takes away the results that an earlier run left in `dir`, and nothing else, so that no file of them stands beside the
/// new ones. Finished runs stay.
pub fn clear(dir: &Path) -> Result<(), Failure> {
    let owned = [
        "manifest.json",
        "summary.json",
        "scenario.toml",
        "report.html",
        "report.md",
        "eval.json",
        "eval.md",
        "claims.json",
        "claims.html",
        "claims.md",
        "junit.xml",
    ];
    let files = owned.iter().map(|name| dir.join(name)).filter(|p| p.is_file());
    let folders = ["tables", "figures"].iter().map(|name| dir.join(name)).filter(|p| p.is_dir());
    let removed = files.map(|p| (fs::remove_file(&p), p)).chain(folders.map(|p| (fs::remove_dir_all(&p), p)));
    for (result, path) in removed {
        result.map_err(|e| Failure::io(&path, "replace", &e))?;
    }
    Ok(())
}

/// Whether there is anything at `dir`, other than an empty folder.
fn occupied(dir: &Path) -> bool {
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => dir.exists(),
    }
}

/// A scenario's name as a folder: letters, digits, dots and dashes.
fn file_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let plain = plain.trim_matches(['-', '.']).to_owned();
    if plain.is_empty() { "scenario".into() } else { plain }
}

/// Writes a file of the results.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes).map_err(|e| Failure::io(path, "write", &e))
}

/// Puts the logs that a scenario replays beside its resolved form, so that the results hold all they were made
/// from, and takes those of earlier results away. A log is named by what is in it: one that is there is right.
pub fn copy_logs(dir: &Path, logs: &[LogFile]) -> Result<(), Failure> {
    for log in logs {
        let to = dir.join(&log.beside);
        let folder = to.parent().unwrap_or(dir);
        fs::create_dir_all(folder).map_err(|e| Failure::io(folder, "make", &e))?;
        if !to.exists() {
            fs::copy(&log.path, &to).map_err(|e| Failure::io(&to, "write", &e))?;
        }
    }
    for entry in fs::read_dir(dir.join("logs")).into_iter().flatten().flatten() {
        let path = entry.path();
        if !logs.iter().any(|log| dir.join(&log.beside) == path) {
            fs::remove_file(&path).map_err(|e| Failure::io(&path, "replace", &e))?;
        }
    }
    Ok(())
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_name_is_harmless() {
        assert_eq!(file_name("quickstart"), "quickstart");
        assert_eq!(file_name("../../etc/x y"), "etc-x-y");
        assert_eq!(file_name("///"), "scenario");
    }
}
