//! The file of finished runs: every run is written when it ends, so that nothing that finished is lost.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Failure;
use super::render::counted;
use super::results::RECORDS;
use crate::experiment::store::{self, Origin};
use crate::experiment::{RunRecord, Runs};

/// A file of records that is open, and nobody else's as long as it is.
pub(super) struct Records {
    path: PathBuf,
    /// The file, and why something could not be written into it.
    file: Mutex<(File, Option<io::Error>)>,
}

/// What was found in it.
#[derive(Default)]
pub(super) struct Found {
    /// The runs that are done.
    pub(super) runs: Runs,
    /// What the user should know.
    pub(super) notes: Vec<String>,
}

impl Records {
    /// Opens the file in `dir` and reads what is there. Fails with exit code 3 where that is of another origin, or no
    /// file of records.
    pub(super) fn open(dir: &Path, origin: &Origin) -> Result<(Records, Found), Failure> {
        let path = dir.join(RECORDS);
        let failed = |doing: &'static str| {
            let path = path.clone();
            move |e: io::Error| Failure::io(&path, doing, &e)
        };
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(failed("open"))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::message(
                    1,
                    "records.busy",
                    format!("another carrierlab is writing into {}", path.display()),
                    "wait until it has finished, or name another folder with --out",
                ));
            }
            // Where a file system knows no locks, nobody else is taken to be there.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
        let size = file.metadata().map_err(failed("read"))?.len();
        let kept = store::read(BufReader::new(&file)).map_err(failed("read"))?;
        let mut found = Found::default();
        let whole = match kept {
            Some(kept) => {
                if let Some(how) = origin.difference(&kept.origin) {
                    return Err(Failure::message(
                        3,
                        "records.other",
                        format!("the runs in {} cannot be gone on with: {how}", path.display()),
                        "go on with the scenario, seed and flags that they were made with, name another folder with --out, or start again with --force instead of --resume",
                    ));
                }
                found.note(&kept);
                found.runs = kept.runs;
                kept.whole
            }
            // Not even the first line was written.
            None if !has_line(&path).map_err(failed("read"))? => 0,
            None => {
                return Err(Failure::message(
                    3,
                    "records.corrupt",
                    format!("{} is not a file of finished runs", path.display()),
                    "name another folder with --out, or start again with --force instead of --resume",
                ));
            }
        };
        if size > whole {
            file.set_len(whole).map_err(failed("shorten"))?;
        }
        file.seek(SeekFrom::Start(whole)).map_err(failed("write"))?;
        if whole == 0 {
            file.write_all(&origin.line()).map_err(failed("write"))?;
        }
        Ok((Records { path, file: Mutex::new((file, None)) }, found))
    }

    /// Writes the record of a finished run down. Where that fails `stop` is set, and [`Records::close`] tells.
    pub(super) fn keep(&self, arm: usize, run: &RunRecord, stop: &AtomicBool) {
        let Some(line) = store::encode(arm, run) else { return };
        let mut held = self.file.lock().expect("nobody panics while writing");
        if held.1.is_none()
            && let Err(error) = held.0.write_all(&line)
        {
            held.1 = Some(error);
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Fails where something could not be written.
    pub(super) fn close(self) -> Result<(), Failure> {
        let (_, error) = self.file.into_inner().expect("nobody panics while writing");
        error.map_or(Ok(()), |e| Err(Failure::io(&self.path, "write", &e)))
    }
}

impl Found {
    fn note(&mut self, kept: &store::Kept) {
        if !kept.runs.is_empty() {
            self.notes.push(format!(
                "{} found that need not be made again",
                counted(kept.runs.len(), "finished run", "finished runs")
            ));
        }
        if kept.torn {
            self.notes
                .push("the last run was still being written when the process ended; it is made again".into());
        }
        if kept.unreadable > 0 {
            let runs = counted(kept.unreadable, "record", "records");
            self.notes.push(format!("{runs} cannot be read; what is missing is made again"));
        }
    }
}

/// Whether a file holds a whole line.
fn has_line(path: &Path) -> io::Result<bool> {
    Ok(std::fs::read(path)?.contains(&b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_writer() {
        let dir = tempfile::tempdir().expect("a scratch folder");
        let origin = Origin::new("[scenario]\nseed = 1\n", [], 1, false);
        let (first, found) = Records::open(dir.path(), &origin).expect("nobody else is there");
        assert!(found.runs.is_empty() && found.notes.is_empty());
        let second = Records::open(dir.path(), &origin).err().expect("somebody is");
        assert_eq!((second.exit, second.code), (1, "records.busy"));
        first.close().expect("nothing failed");
        assert!(Records::open(dir.path(), &origin).is_ok());
    }
}
