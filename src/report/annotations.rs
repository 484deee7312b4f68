//! Annotations of continuous integration: lines that GitHub Actions reads from a step's output and shows beside the
//! code.
//!
//! The form, `::error file={name},line={line},col={column},title={title}::{message}`, is that of "Workflow commands
//! for GitHub Actions" (docs.github.com). What is escaped is not on that page; it is what GitHub's own
//! library does (actions/toolkit, packages/core/src/command.ts, `escapeData` and `escapeProperty`).

use std::fmt;

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something is not as it should be.
    Error,
    /// It may not be.
    Warning,
}

/// One annotation. Printed, it is one line without a line break at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// How grave it is.
    pub level: Level,
    /// The file, and line and column from 1, if it is about a place.
    pub place: Option<(String, usize, usize)>,
    /// What it is about, in a few words.
    pub title: String,
    /// What there is to say; may have several lines.
    pub message: String,
}

impl fmt::Display for Annotation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.level {
            Level::Error => "::error ",
            Level::Warning => "::warning ",
        })?;
        if let Some((file, line, column)) = &self.place {
            write!(f, "file={},line={line},col={column},", property(file))?;
        }
        write!(f, "title={}::{}", property(&self.title), data(&self.message))
    }
}

/// What stands after the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_is_one_line_whatever_it_says() {
        let annotation = Annotation {
            level: Level::Error,
            place: Some(("C:\\a,b\n100 %.toml".into(), 12, 3)),
            title: "a: b, 5 %".into(),
            message: "first: 5 %, then\r\nsecond::error::".into(),
        };
        assert_eq!(
            annotation.to_string(),
            "::error file=C%3A\\a%2Cb%0A100 %25.toml,line=12,col=3,title=a%3A b%2C 5 %25::first: 5 %25, then%0D%0Asecond::error::"
        );
        let plain = Annotation { level: Level::Warning, place: None, ..annotation };
        assert!(plain.to_string().starts_with("::warning title=a%3A"), "{plain}");
    }
}
