//! What the commands read: corpora and models.

use std::path::{Path, PathBuf};

use crate::cli::Failure;
use crate::scorer::{
    MODEL_BYTES_MAX, ModelError, Scorer, Source, default_model, is_date, parse_corpus, sha256,
};

/// The largest corpus file that is read, in bytes.
pub const CORPUS_BYTES_MAX: u64 = 1 << 30;
/// The longest text that is scored, in bytes; longer ones are refused rather than cut.
pub const TEXT_BYTES_MAX: usize = 1 << 20;

/// Which corpora to read, and how.
#[derive(Debug, Clone, clap::Args)]
pub struct CorpusArgs {
    /// Labelled texts: `label<TAB>text` lines (ham, spam, smishing), or CSV with columns label and text, and perhaps time and class
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub corpus: Vec<PathBuf>,
    /// Corpora, by file name without ending, whose ham comes from businesses where no column says so
    #[arg(long, num_args = 1.., value_name = "NAME")]
    pub business: Vec<String>,
}

impl CorpusArgs {
    /// Reads all of them.
    pub fn read(&self) -> Result<Vec<Source>, Failure> {
        let stem = |path: &PathBuf| path.file_stem().map(|s| s.to_string_lossy().into_owned());
        let known: Vec<String> = self.corpus.iter().filter_map(stem).collect();
        if let Some(name) = self.business.iter().find(|name| !known.contains(name)) {
            let what = format!("--business names `{name}`, but no corpus is called so");
            return Err(Failure::message(2, "usage", what, "use the file name without its ending"));
        }
        let sources =
            self.corpus.iter().map(|file| self.read_one(file)).collect::<Result<Vec<Source>, Failure>>()?;
        for (i, source) in sources.iter().enumerate() {
            if let Some(same) = sources[..i].iter().find(|s| s.sha256 == source.sha256) {
                let what = format!("{} and {} are the same corpus", same.name, source.name);
                return Err(Failure::message(2, "usage", what, "give each corpus once"));
            }
        }
        Ok(sources)
    }

    fn read_one(&self, path: &Path) -> Result<Source, Failure> {
        let content = read_text(path, CORPUS_BYTES_MAX)?;
        let rows = parse_corpus(&content).map_err(|e| {
            let help = miette::Diagnostic::help(&e).map(|h| h.to_string()).unwrap_or_default();
            Failure::message(3, "corpus.invalid", format!("{}: {e}", path.display()), help)
        })?;
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
        };
        Ok(Source {
            name: part(path.file_name()),
            sha256: sha256(content.as_bytes()),
            rows,
            business: self.business.contains(&part(path.file_stem())),
            weight: 1.0,
        })
    }
}

/// Reads a model file; `default` is the built-in model, unless a file has that name.
pub fn read_model(path: &Path) -> Result<Scorer, Failure> {
    let invalid = |e: ModelError| {
        let help = miette::Diagnostic::help(&e).map(|h| h.to_string()).unwrap_or_default();
        Failure::message(3, "model.invalid", format!("{}: {e}", path.display()), help)
    };
    if path == Path::new("default") && !path.is_file() {
        return Scorer::from_json(default_model()).map_err(invalid);
    }
    let bytes = std::fs::metadata(path).map_err(|e| Failure::io(path, "read", &e))?.len();
    if bytes > MODEL_BYTES_MAX as u64 {
        return Err(invalid(ModelError::Oversized { bytes: usize::try_from(bytes).unwrap_or(usize::MAX) }));
    }
    Scorer::from_json(&read_text(path, MODEL_BYTES_MAX as u64)?).map_err(invalid)
}

/// Reads a file of at most `max` bytes.
pub fn read_text(path: &Path, max: u64) -> Result<String, Failure> {
    let size = std::fs::metadata(path).map_err(|e| Failure::io(path, "read", &e))?.len();
    if size > max {
        let what = format!("{} has {size} bytes; at most {max} are read", path.display());
        return Err(Failure::message(3, "file.oversized", what, "split it"));
    }
    let bytes = std::fs::read(path).map_err(|e| Failure::io(path, "read", &e))?;
    String::from_utf8(bytes).map_err(|e| {
        let what = format!("{} is not UTF-8 (byte {})", path.display(), e.utf8_error().valid_up_to());
        Failure::message(3, "file.encoding", what, "convert it to UTF-8")
    })
}

/// Where a model goes: where the user says, or `models/NAME.json`. Nothing is overwritten unless `force` says
/// so, and no card lies on its model; both are found out before the work, not after it.
pub fn model_path(out: Option<&Path>, name: &str, force: bool) -> Result<PathBuf, Failure> {
    let path = out.map_or_else(|| Path::new("models").join(format!("{name}.json")), Path::to_path_buf);
    let card = path.with_extension("md");
    if card == path {
        let what = format!("{} would hold the model and its card", path.display());
        return Err(Failure::message(2, "usage", what, "name a file that ends in .json"));
    }
    if let Some(there) = [&path, &card].into_iter().find(|p| p.exists()).filter(|_| !force) {
        let what = format!("{} is there already", there.display());
        return Err(Failure::message(2, "usage", what, "name another file, or say --force to overwrite it"));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Failure::io(folder, "create", &e))?;
    }
    Ok(path)
}

/// Writes a model file, and the folder it lies in.
pub fn write_model(path: &Path, model: &Scorer) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Failure::io(folder, "create", &e))?;
    }
    std::fs::write(path, model.to_json()).map_err(|e| Failure::io(path, "write", &e))
}

/// Refuses what is no name of a model.
pub fn check_name(name: &str) -> Result<(), Failure> {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && name.len() <= 64 && name.chars().all(sound) && !name.starts_with('.') {
        return Ok(());
    }
    let what = format!("`{name}` is no name for a model");
    Err(Failure::message(2, "usage", what, "use up to 64 letters, digits, dashes and underscores"))
}

/// Refuses what is no date.
pub fn check_date(date: &str) -> Result<(), Failure> {
    if date.is_empty() || (date.len() == 10 && is_date(date)) {
        return Ok(());
    }
    let what = format!("`{date}` is no date");
    Err(Failure::message(2, "usage", what, "write it as 2026-03-14"))
}
