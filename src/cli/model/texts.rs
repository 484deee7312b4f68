//! What commands about texts are given: a text, a file of texts, or `-` for stdin.

use std::io::Read;
use std::path::Path;

use super::files::{CORPUS_BYTES_MAX, TEXT_BYTES_MAX, read_text};
use crate::cli::Failure;
use crate::scorer::{Label, parse_corpus};

/// Endings by which an argument is taken for a file's name.
const ENDINGS: [&str; 8] = [".txt", ".tsv", ".csv", ".json", ".jsonl", ".md", ".toml", ".log"];

/// One text, and the line of its file that it stands in, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The text.
    pub text: String,
    /// The line; 1 for a text given on the command line. Of a labelled corpus, the how-manieth row.
    pub line: usize,
    /// What a labelled corpus calls it.
    pub label: Option<Label>,
}

/// The texts that an argument stands for: stdin for `-`, the lines of a file that exists, else the
/// argument itself. One that looks like a file's name but is none is an error, unless `literal` says
/// that it is a text. Empty lines are left out. Of a file that begins as a labelled corpus does, the texts
/// are given, with their labels.
pub fn read_texts(argument: &str, literal: bool) -> Result<Vec<Given>, Failure> {
    let texts = match content(argument, literal)? {
        Some(content) if is_labelled(&content) => rows(argument, &content)?,
        Some(content) => lines(&content),
        None => vec![Given { text: argument.to_owned(), line: 1, label: None }],
    };
    match texts.iter().find(|t| t.text.len() > TEXT_BYTES_MAX) {
        Some(long) => {
            let what = format!(
                "line {}: a text of {} bytes; at most {TEXT_BYTES_MAX} are read",
                long.line,
                long.text.len()
            );
            Err(Failure::message(3, "text.oversized", what, "an SMS has a few hundred at most"))
        }
        None if texts.is_empty() => {
            let what = format!("{argument} holds no text");
            Err(Failure::message(3, "text.missing", what, "write one text a line"))
        }
        None => Ok(texts),
    }
}

/// What stands in the file or on stdin; `None` where the argument is a text.
pub fn content(argument: &str, literal: bool) -> Result<Option<String>, Failure> {
    if literal {
        return Ok(None);
    }
    if argument == "-" {
        return stdin().map(Some);
    }
    let path = Path::new(argument);
    // No system has longer names, and asking for one is an error on some.
    if argument.len() < 4096 && path.is_file() {
        return read_text(path, CORPUS_BYTES_MAX).map(Some);
    }
    if looks_like_a_file(argument) {
        let what = if path.is_dir() {
            format!("{argument} is a folder, not a file")
        } else {
            format!("there is no file {argument}")
        };
        return Err(Failure::message(
            1,
            "io",
            what,
            "check the path; if this is the text itself, add --text",
        ));
    }
    Ok(None)
}

/// The lines that hold something.
pub fn lines(content: &str) -> Vec<Given> {
    let content = content.strip_prefix('\u{FEFF}').unwrap_or(content);
    content
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| Given { text: line.to_owned(), line: i + 1, label: None })
        .collect()
}

/// Whether a file begins as a labelled corpus does.
fn is_labelled(content: &str) -> bool {
    let first = content.trim_start_matches('\u{FEFF}').lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let first = first.to_ascii_lowercase();
    if let Some((label, _)) = first.split_once('\t') {
        return matches!(label.trim(), "ham" | "spam" | "smishing");
    }
    let columns: Vec<&str> = first.split(',').map(|c| c.trim_matches(['"', ' '])).collect();
    columns.contains(&"label") && columns.contains(&"text")
}

fn rows(argument: &str, content: &str) -> Result<Vec<Given>, Failure> {
    let rows = parse_corpus(content).map_err(|e| {
        let help = miette::Diagnostic::help(&e).map(|h| h.to_string()).unwrap_or_default();
        Failure::message(3, "corpus.invalid", format!("{argument}: {e}"), help)
    })?;
    let given = |(i, row): (usize, crate::scorer::Labelled)| Given {
        text: row.text,
        line: i + 1,
        label: Some(row.label),
    };
    Ok(rows.into_iter().enumerate().map(given).collect())
}

fn looks_like_a_file(argument: &str) -> bool {
    let lower = argument.to_ascii_lowercase();
    !argument.contains(char::is_whitespace)
        && (argument.contains(['/', '\\']) || ENDINGS.iter().any(|ending| lower.ends_with(ending)))
}

fn stdin() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut input = std::io::stdin().lock().take(CORPUS_BYTES_MAX + 1);
    input.read_to_end(&mut bytes).map_err(|e| Failure::io(Path::new("stdin"), "read", &e))?;
    if bytes.len() as u64 > CORPUS_BYTES_MAX {
        let what = format!("stdin holds more than {CORPUS_BYTES_MAX} bytes");
        return Err(Failure::message(3, "file.oversized", what, "split it"));
    }
    String::from_utf8(bytes).map_err(|e| {
        let what = format!("stdin is not UTF-8 (byte {})", e.utf8_error().valid_up_to());
        Failure::message(3, "file.encoding", what, "convert it to UTF-8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_file_is_told_from_a_text() {
        for file in ["drafts.txt", "a/b", "C:\\texts\\x", "DRAFTS.TSV", "acme.example/sale"] {
            assert!(looks_like_a_file(file), "{file}");
        }
        for text in ["hello", "see acme.example/sale", "OK!", "read it.txt now", ""] {
            assert!(!looks_like_a_file(text), "{text}");
        }
        let failure = read_texts("no/such/drafts.txt", false).unwrap_err();
        assert_eq!((failure.exit, failure.code), (1, "io"));
        assert_eq!(read_texts("acme.example/sale", true).unwrap()[0].text, "acme.example/sale");
        assert_eq!(
            read_texts("see you", false).unwrap(),
            [Given { text: "see you".into(), line: 1, label: None }]
        );
    }

    #[test]
    fn a_labelled_corpus_is_known_by_its_first_line() {
        for content in ["ham\tsee you", "\u{FEFF}\nSPAM\twin", "text,label\nwin,spam", "\"label\",\"text\""] {
            assert!(is_labelled(content), "{content}");
        }
        for content in ["see you\tthen", "ham and eggs", "", "label me, text me"] {
            assert!(!is_labelled(content), "{content}");
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let given = lines("\u{FEFF}one\n\n  \ntwo\r\n");
        let seen: Vec<(&str, usize)> = given.iter().map(|g| (g.text.as_str(), g.line)).collect();
        assert_eq!(seen, [("one", 1), ("two", 4)]);
    }
}
