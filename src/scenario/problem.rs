//! Problems: what is wrong with a scenario, where, and what to do about it.

use std::fmt;

use miette::{Diagnostic, LabeledSpan, Severity, SourceCode};

use super::tree::{Place, Source};

/// One thing that is wrong, or doubtful, at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Whether the scenario cannot run for it, or only looks doubtful.
    pub severity: Severity,
    /// A stable name of the kind of problem, such as `scenario::unknown_key`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where, and what to write under it; the first is the place, the rest are seen also.
    pub labels: Vec<(Place, String)>,
}

/// Everything that is wrong with a scenario, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problems {
    /// The problems; at least one of them an error.
    pub list: Vec<Problem>,
    /// Whether the file could not even be read, which is a failure of the machine and not of the scenario.
    pub io: bool,
}

/// A label is cut to this many bytes: it points, it does not quote.
const LABEL_MAX: usize = 60;

impl Problem {
    /// An error of that kind.
    pub fn error(code: &'static str, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Error, code, message: message.into(), help: None, labels: Vec::new() }
    }
    /// A warning of that kind.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, ..Problem::error(code, message) }
    }
    /// Adds a place, and what to write under it.
    #[must_use]
    pub fn at(mut self, place: Place, label: impl Into<String>) -> Problem {
        self.labels.push((place, label.into()));
        self
    }
    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
    /// Where it is.
    pub fn place(&self) -> Option<&Place> {
        self.labels.first().map(|(place, _)| place)
    }
    /// Whether the scenario cannot run for it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Problems {
    /// Sorts by place and drops what is said twice.
    pub fn tidy(mut self) -> Problems {
        let key = |p: &Problem| {
            p.place().map(|place| (place.source.name().to_owned(), place.range.start, place.range.end))
        };
        self.list.sort_by_key(key);
        self.list.dedup_by(|a, b| a.code == b.code && a.message == b.message && a.place() == b.place());
        self
    }
    /// Keeps what a reader can take in: a file with more problems than this is no scenario.
    pub(super) fn cut(mut self) -> Problems {
        const SHOWN: usize = 100;
        if self.list.len() > SHOWN {
            let more = self.list.len() - SHOWN;
            self.list.truncate(SHOWN);
            self.list.push(
                Problem::error("scenario::more", format!("{more} more problems are not shown"))
                    .help("mend these first"),
            );
        }
        self
    }
    /// The code that machines read.
    pub fn code(&self) -> &'static str {
        if self.io { "io" } else { "scenario.invalid" }
    }
    /// The exit code of a command that fails for these.
    pub fn exit(&self) -> u8 {
        if self.io { 1 } else { 3 }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Problems {
        Problems { list: vec![problem], io: false }
    }
}
impl From<Box<Problem>> for Problems {
    fn from(problem: Box<Problem>) -> Problems {
        Problems::from(*problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place().map(|place| &place.source as &dyn SourceCode)
    }
    /// Labels in the first label's source; miette shows one source a diagnostic.
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source: &Source = &self.place()?.source;
        let labels = self.labels.iter().enumerate().filter(move |(_, (place, _))| place.source == *source);
        Some(Box::new(labels.map(|(at, (place, label))| {
            let text = &place.source.text()[place.range.clone()];
            // Only the first line is underlined: a whole table would fill the screen.
            let first = text.find(['\n', '\r']).unwrap_or(text.len()).min(LABEL_MAX);
            let mut length = first;
            while !text.is_char_boundary(length) {
                length -= 1;
            }
            let span = (place.range.start, length);
            match at {
                0 => LabeledSpan::new_primary_with_span(Some(label.clone()), span),
                _ => LabeledSpan::new_with_span(Some(label.clone()), span),
            }
        })))
    }
}

/// One problem a line, as compilers print them: for logs and assertions.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            if let Some(place) = problem.place() {
                write!(f, "{place:?}: ")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}
impl std::error::Error for Problems {}
