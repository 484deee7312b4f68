//! Labelled texts: reading them, and taking out what gives their label away.

use crate::rng::{Draws, Purpose};

/// What a labelled text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// From a corpus of messages between people.
    PersonalHam,
    /// From a business to somebody who wants it: generated, or from a corpus of such messages.
    BusinessHam,
    /// Spam or smishing from a corpus.
    Spam,
    /// Generated texts of campaigns that carriers prohibit.
    GeneratedSpam,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Class; 4] = [Class::PersonalHam, Class::BusinessHam, Class::Spam, Class::GeneratedSpam];
    /// Whether a carrier should block it.
    pub fn is_spam(self) -> bool {
        matches!(self, Class::Spam | Class::GeneratedSpam)
    }
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Class::PersonalHam => "personal ham",
            Class::BusinessHam => "business ham",
            Class::Spam => "spam",
            Class::GeneratedSpam => "generated prohibited",
        }
    }
}

/// One labelled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The text.
    pub text: String,
    /// What it is.
    pub class: Class,
    /// Place of its corpus in the list of corpora.
    pub corpus: usize,
    /// For a generated row the place of its kind in [`super::KINDS`].
    pub kind: Option<usize>,
}

impl Row {
    /// Whether it comes from our own templates.
    pub fn is_generated(&self) -> bool {
        self.kind.is_some()
    }
}

/// Why a corpus could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
pub enum CorpusError {
    /// A line without a label and a text.
    #[error("line {line}: expected `label<TAB>text` with label ham, spam or smishing, found `{found}`")]
    #[diagnostic(
        code(corpus::line),
        help("a CSV corpus needs a first line that names the columns `label` and `text`")
    )]
    Line {
        /// The line, from 1.
        line: usize,
        /// How it begins.
        found: String,
    },
    /// A CSV file that the reader rejects.
    #[error("not readable as CSV: {reason}")]
    #[diagnostic(code(corpus::csv), help("columns `label` and `text` are needed; others are ignored"))]
    Csv {
        /// What the CSV reader said.
        reason: String,
    },
    /// No rows.
    #[error("the corpus has no rows")]
    #[diagnostic(code(corpus::empty), help("one message a line: `ham<TAB>see you at eight`"))]
    Empty,
}

/// Reads a corpus: lines of `label<TAB>text`, or CSV whose first line names the columns `label` and
/// `text`. Gives whether each row is spam, and its text.
pub fn parse_corpus(content: &str) -> Result<Vec<(bool, String)>, CorpusError> {
    let content = content.strip_prefix('\u{FEFF}').unwrap_or(content);
    let head = content.lines().next().unwrap_or("").to_ascii_lowercase();
    let columns: Vec<&str> = head.split(',').map(|c| c.trim_matches(['"', ' '])).collect();
    let rows = if !head.contains('\t') && columns.contains(&"label") && columns.contains(&"text") {
        csv_rows(content)?
    } else {
        tab_rows(content)?
    };
    if rows.is_empty() { Err(CorpusError::Empty) } else { Ok(rows) }
}

fn tab_rows(content: &str) -> Result<Vec<(bool, String)>, CorpusError> {
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(i, line)| {
            let row =
                line.split_once('\t').and_then(|(label, text)| Some((is_spam(label)?, text.to_string())));
            row.ok_or_else(|| CorpusError::Line { line: i + 1, found: line.chars().take(40).collect() })
        })
        .collect()
}

fn csv_rows(content: &str) -> Result<Vec<(bool, String)>, CorpusError> {
    let wrong = |e: csv::Error| CorpusError::Csv { reason: e.to_string() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(content.as_bytes());
    let head = reader.headers().map_err(wrong)?.clone();
    let column = |name: &str| head.iter().position(|c| c.trim().eq_ignore_ascii_case(name));
    let (Some(label), Some(text)) = (column("label"), column("text")) else {
        return Err(CorpusError::Csv { reason: "no columns `label` and `text`".into() });
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        let field = |i: usize| record.get(i).unwrap_or("");
        let spam = is_spam(field(label))
            .ok_or_else(|| CorpusError::Line { line, found: field(label).chars().take(40).collect() })?;
        rows.push((spam, field(text).to_string()));
    }
    Ok(rows)
}

fn is_spam(label: &str) -> Option<bool> {
    match label.trim().to_ascii_lowercase().as_str() {
        "ham" | "legitimate" => Some(false),
        "spam" | "smishing" | "phishing" => Some(true),
        _ => None,
    }
}

/// Puts a plausible number, time or address where anonymisation left a mark (`<#>`, `<DECIMAL>`,
/// `<TIME>`, `<URL>`, `<EMAIL>`, ...). The marks stand almost only in ham, so that a model trained on
/// them would learn who anonymised, not who spams.
pub fn fill_placeholders(text: &str, draws: &Draws, row: u64) -> String {
    if !text.contains('<') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut count = 0;
    while let Some(close) = rest.find('>') {
        let Some(open) = rest[..close].rfind('<') else {
            out.push_str(&rest[..=close]);
            rest = &rest[close + 1..];
            continue;
        };
        let inside = rest[open + 1..close].trim().to_ascii_uppercase();
        let words = draws.words(Purpose::Generator, row ^ 0x00F1_1E0D, count);
        let pick = |n: u32| words[1] % n;
        let filled = match inside.as_str() {
            "#" => Some(match words[0] % 4 {
                0 => format!("{}", 2 + pick(8)),
                1 => format!("{}", 10 + pick(90)),
                2 => format!("{}", 100 + pick(900)),
                _ => format!("{}{:04}", 1 + pick(9), words[2] % 10_000),
            }),
            "DECIMAL" => Some(format!("{}.{}", 1 + pick(60), words[2] % 10)),
            "TIME" => Some(format!(
                "{}:{:02}{}",
                1 + pick(12),
                words[2] % 60,
                ["", "pm", "am"][words[3] as usize % 3]
            )),
            "DATE" => Some(format!("{}/{}", 1 + pick(12), 1 + words[2] % 28)),
            "URL" => Some(format!(
                "http://www.{}.example/{}",
                ["pics", "songs", "blog", "video"][pick(4) as usize],
                words[2] % 1000
            )),
            "EMAIL" => Some(format!("me{}@mail.example", pick(1000))),
            "NAME" => Some(["Sam", "Jo", "Lee", "Kim", "Max", "Ann"][pick(6) as usize].to_string()),
            "STREET" => Some(["Mill Road", "High Street", "Park Lane"][pick(3) as usize].to_string()),
            "IC" | "ID" => Some(format!("S{:07}A", words[1] % 10_000_000)),
            "PHONE" | "TEL" => Some(format!("9{:07}", words[1] % 10_000_000)),
            _ => None,
        };
        match filled {
            Some(filled) => {
                out.push_str(&rest[..open]);
                out.push_str(&filled);
            }
            None => out.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
        count += 1;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let rows = vec![(false, "see, you".to_string()), (true, "WIN \"now\"".to_string())];
        assert_eq!(parse_corpus("ham\tsee, you\n\nsmishing\tWIN \"now\"\n").unwrap(), rows);
        let csv = "time,Text,label\n1,\"see, you\",ham\n2,\"WIN \"\"now\"\"\",spam\n";
        assert_eq!(parse_corpus(csv).unwrap(), rows);
    }

    #[test]
    fn mistakes_are_placed() {
        let check = |content: &str, expected: &str| {
            let error = parse_corpus(content).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("ham\tok\nnothing here", "line 2: expected");
        check("maybe\tok", "line 1");
        check("label,text\nwhat,ok\n", "line 2");
        check("", "no rows");
    }

    #[test]
    fn marks_of_anonymisation_are_filled() {
        let draws = Draws::new(1, 0);
        let filled = fill_placeholders("meet <#> at <TIME>, <3 you <URL>", &draws, 5);
        assert!(
            !filled.contains("<#>") && !filled.contains("TIME") && filled.contains("<3 you http://"),
            "{filled}"
        );
        assert_eq!(filled, fill_placeholders("meet <#> at <TIME>, <3 you <URL>", &draws, 5));
        assert_eq!(fill_placeholders("a < b", &draws, 0), "a < b");
    }
}
