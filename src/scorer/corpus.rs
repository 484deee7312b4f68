//! Labelled texts: reading them, and taking out what gives their label away.

use crate::rng::{Draws, Purpose};

/// What a corpus says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// A message that its recipient wants, or at least expects.
    Ham,
    /// Unwanted advertising.
    Spam,
    /// Fraud by text message.
    Smishing,
}

impl Label {
    /// Whether a carrier should block it.
    pub fn is_spam(self) -> bool {
        self != Label::Ham
    }
}

/// One row of a corpus as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// What the corpus calls it.
    pub label: Label,
    /// The text.
    pub text: String,
    /// When it arrived, in seconds from any origin; only its order counts.
    pub time: Option<f64>,
    /// What the column `class` says: `personal` and `business` part ham, any other name is only shown.
    pub class: Option<String>,
}

impl Labelled {
    /// Whether a carrier should block it.
    pub fn is_spam(&self) -> bool {
        self.label.is_spam()
    }
}

/// A corpus: labelled texts, and where they come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// Its file name, without folder.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// Its rows, in the order of the file.
    pub rows: Vec<Labelled>,
    /// Whether ham without a class comes from businesses.
    pub business: bool,
    /// How much a row counts in a fit, beside the rows of other corpora.
    pub weight: f64,
}

impl Source {
    /// What a row is, by its label, its class and its corpus.
    pub fn class(&self, row: &Labelled) -> Class {
        match (row.label, row.class.as_deref()) {
            (Label::Spam, _) => Class::Spam,
            (Label::Smishing, _) => Class::Smishing,
            (Label::Ham, Some("business")) => Class::BusinessHam,
            (Label::Ham, Some("personal")) => Class::PersonalHam,
            (Label::Ham, _) if self.business => Class::BusinessHam,
            (Label::Ham, _) => Class::PersonalHam,
        }
    }

    /// The name under which figures by class list a row: its own class where it has one.
    pub fn class_name<'a>(&self, row: &'a Labelled) -> &'a str {
        match row.class.as_deref() {
            Some(own) if own != "business" && own != "personal" => own,
            _ => self.class(row).name(),
        }
    }
}

/// What a labelled text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// From a corpus of messages between people.
    PersonalHam,
    /// From a business to somebody who wants it: generated, or from a corpus of such messages.
    BusinessHam,
    /// Spam from a corpus.
    Spam,
    /// Smishing from a corpus.
    Smishing,
    /// Generated texts of campaigns that carriers prohibit.
    GeneratedSpam,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Class; 5] =
        [Class::PersonalHam, Class::BusinessHam, Class::Spam, Class::Smishing, Class::GeneratedSpam];
    /// Whether a carrier should block it.
    pub fn is_spam(self) -> bool {
        matches!(self, Class::Spam | Class::Smishing | Class::GeneratedSpam)
    }
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Class::PersonalHam => "personal ham",
            Class::BusinessHam => "business ham",
            Class::Spam => "spam",
            Class::Smishing => "smishing",
            Class::GeneratedSpam => "generated prohibited",
        }
    }
}

/// One labelled text as a fit takes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The text.
    pub text: String,
    /// What it is.
    pub class: Class,
    /// Place of its corpus in the list of corpora.
    pub corpus: usize,
    /// How much it counts beside other rows of its class.
    pub weight: f64,
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
    /// A row of a CSV file with more or fewer fields than the first line names.
    #[error("line {line}: {found} fields, but the first line names {expected}")]
    #[diagnostic(
        code(corpus::fields),
        help("put a text that holds a comma or a line break in quotes, and close them")
    )]
    Fields {
        /// The line, from 1.
        line: usize,
        /// Fields found.
        found: usize,
        /// Columns named.
        expected: usize,
    },
    /// A time that is neither a number nor a date.
    #[error("line {line}: `{found}` is no time")]
    #[diagnostic(
        code(corpus::time),
        help("write seconds as a number, or a date such as 2024-05-01 or 2024-05-01T09:30:00Z")
    )]
    Time {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A CSV file that the reader rejects.
    #[error("not readable as CSV: {reason}")]
    #[diagnostic(
        code(corpus::csv),
        help(
            "columns `label` and `text` are needed, `time` and `class` are read where they are there; others are ignored"
        )
    )]
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
/// `text`, and perhaps `time` and `class`, in any order. Labels are ham, spam and smishing; times are
/// seconds or dates (`2024-05-01`, `2024-05-01T09:30:00Z`).
pub fn parse_corpus(content: &str) -> Result<Vec<Labelled>, CorpusError> {
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

fn tab_rows(content: &str) -> Result<Vec<Labelled>, CorpusError> {
    let lines = content.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(i, line)| {
            let row = line.split_once('\t').and_then(|(label, text)| {
                Some(Labelled { label: label_of(label)?, text: text.to_string(), time: None, class: None })
            });
            row.ok_or_else(|| CorpusError::Line { line: i + 1, found: line.chars().take(40).collect() })
        })
        .collect()
}

fn csv_rows(content: &str) -> Result<Vec<Labelled>, CorpusError> {
    let wrong = |e: csv::Error| CorpusError::Csv { reason: e.to_string() };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(content.as_bytes());
    let head = reader.headers().map_err(wrong)?.clone();
    let column = |name: &str| head.iter().position(|c| c.trim().eq_ignore_ascii_case(name));
    if !content.bytes().filter(|b| *b == b'"').count().is_multiple_of(2) {
        let reason = "an odd number of quotes: one is opened and never closed".into();
        return Err(CorpusError::Csv { reason });
    }
    let (Some(label), Some(text)) = (column("label"), column("text")) else {
        return Err(CorpusError::Csv { reason: "no columns `label` and `text`".into() });
    };
    let (time, class) = (column("time"), column("class"));
    for name in ["label", "text", "time", "class"] {
        if head.iter().filter(|c| c.trim().eq_ignore_ascii_case(name)).count() > 1 {
            return Err(CorpusError::Csv { reason: format!("two columns are called `{name}`") });
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        if record.len() != head.len() {
            return Err(CorpusError::Fields { line, found: record.len(), expected: head.len() });
        }
        let field = |i: usize| record.get(i).unwrap_or("");
        let filled = |i: Option<usize>| i.map(field).map(str::trim).filter(|f| !f.is_empty());
        let start = |i: usize| field(i).chars().take(40).collect();
        let label = label_of(field(label)).ok_or_else(|| CorpusError::Line { line, found: start(label) })?;
        let time = match filled(time) {
            None => None,
            Some(written) => Some(
                seconds(written)
                    .ok_or_else(|| CorpusError::Time { line, found: written.chars().take(40).collect() })?,
            ),
        };
        let class = filled(class).map(str::to_lowercase);
        rows.push(Labelled { label, text: field(text).to_string(), time, class });
    }
    Ok(rows)
}

fn label_of(label: &str) -> Option<Label> {
    match label.trim().to_ascii_lowercase().as_str() {
        "ham" | "legitimate" => Some(Label::Ham),
        "spam" => Some(Label::Spam),
        "smishing" | "phishing" => Some(Label::Smishing),
        _ => None,
    }
}

/// Seconds, from a number or a date of the proleptic Gregorian calendar (`2024-05-01`, with `T` or a space
/// and a time of day behind it, in UTC).
fn seconds(written: &str) -> Option<f64> {
    if let Ok(number) = written.parse::<f64>() {
        return number.is_finite().then_some(number);
    }
    let written = written.strip_suffix(['Z', 'z']).unwrap_or(written);
    let (date, clock) = written.split_once(['T', 't', ' ']).unwrap_or((written, "00:00:00"));
    let part = |text: Option<&str>, digits: usize, max: i64| {
        let text = text.filter(|t| t.len() == digits && t.bytes().all(|b| b.is_ascii_digit()))?;
        text.parse::<i64>().ok().filter(|&n| n <= max)
    };
    let mut fields = date.split('-');
    let year = part(fields.next(), 4, 9999)?;
    let month = part(fields.next(), 2, 12).filter(|&m| m > 0)?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_of_month = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = part(fields.next(), 2, days_of_month).filter(|&d| d > 0)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut times = clock.split(':');
    let hour = part(times.next(), 2, 23)?;
    let minute = part(times.next(), 2, 59)?;
    let second = times.next().map_or(Some(0), |s| part(Some(s), 2, 60))?;
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: f64 = format!("0.{fraction}").parse().ok()?;
    if fields.next().is_some() || times.next().is_some() {
        return None;
    }
    // Days from the civil date, counted in eras of 400 years that begin in March.
    let (y, m) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, of_era) = (y.div_euclid(400), y.rem_euclid(400));
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + (153 * m + 2) / 5 + day - 1;
    Some((days * 86_400 + hour * 3600 + minute * 60 + second) as f64 + fraction)
}

/// Whether a text is a date as corpora write it, `2024-05-01`, and one of the calendar.
pub fn is_date(written: &str) -> bool {
    written.parse::<f64>().is_err() && seconds(written).is_some()
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
        let row = |label, text: &str| Labelled { label, text: text.into(), time: None, class: None };
        let rows = vec![row(Label::Ham, "see, you"), row(Label::Smishing, "WIN \"now\"")];
        assert_eq!(parse_corpus("ham\tsee, you\n\nsmishing\tWIN \"now\"\n").unwrap(), rows);
        let csv = "id,Text,label\n1,\"see, you\",ham\n2,\"WIN \"\"now\"\"\",phishing\n";
        assert_eq!(parse_corpus(csv).unwrap(), rows);
    }

    #[test]
    fn times_and_classes_are_read_where_they_are_there() {
        let csv = "label,text,time,class\nham,a,12.5,Business\nham,b,,\nspam,c,2024-05-01T09:30:00Z,loans\n";
        let rows = parse_corpus(csv).unwrap();
        assert_eq!(rows.iter().map(|r| r.time).collect::<Vec<_>>()[..2], [Some(12.5), None]);
        let source = Source { name: "x".into(), sha256: String::new(), rows, business: false, weight: 1.0 };
        let classes: Vec<(Class, &str)> =
            source.rows.iter().map(|r| (source.class(r), source.class_name(r))).collect();
        let expected = [
            (Class::BusinessHam, "business ham"),
            (Class::PersonalHam, "personal ham"),
            (Class::Spam, "loans"),
        ];
        assert_eq!(classes, expected);
    }

    #[test]
    fn dates_count_in_seconds() {
        let day = |text| seconds(text).unwrap();
        assert!((day("2024-03-01") - day("2024-02-28") - 2.0 * 86_400.0).abs() < 1e-9);
        assert!((day("2023-03-01 00:00:01.5") - day("2023-02-28T00:00") - 86_401.5).abs() < 1e-6);
        assert!((day("2001-01-01") - day("1999-12-31") - 367.0 * 86_400.0).abs() < 1e-9);
        assert!(seconds("2024-02-29").is_some() && seconds("2000-02-29").is_some());
        for wrong in ["soon", "2024-13-01", "2024-1-1", "2024-01-01T25:00", "nan", "2024-01-01-01"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
        for wrong in ["2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-01-01T00:00:00.1e9"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
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
        check("label,text,time\nham,ok,1\nham,ok,soon\n", "line 3: `soon` is no time");
        check("label,text\nham,ok\nspam,Win, now\n", "line 3: 3 fields");
        check("label,text,label\nham,ok,ham\n", "two columns are called `label`");
        check("label,text\nham,\"ok\nspam,win\n", "never closed");
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
