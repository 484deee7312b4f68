//! JUnit's XML: what continuous integration reads to show which checks failed.
//!
//! There is no standard; this writes the part that common readers share, as "JUnit XML file format" (testmoapp/junitxml)
//! describes it: `testsuites`, `testsuite` with `properties`, `testcase` with at most one `failure`
//! or `skipped`, and `system-out`. The same suites give the same bytes: no host, no time of day, and `time` only
//! where seconds were given.

use std::fmt::Write as _;

/// Checks that belong together: those of one scenario file, or of one command.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suite {
    /// What it is called.
    pub name: String,
    /// What it was run with: names and values, in this order.
    pub properties: Vec<(String, String)>,
    /// Its checks, in this order.
    pub cases: Vec<Case>,
}

/// One check.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What it checks. Readers know a case by this and `classname`.
    pub name: String,
    /// The group that readers show it under.
    pub classname: String,
    /// How it came out.
    pub outcome: Outcome,
    /// How long it took, in seconds; `None` writes no time.
    pub seconds: Option<f64>,
    /// What it printed; empty writes nothing.
    pub output: String,
}

/// How a check came out.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed {
        /// In one line.
        message: String,
        /// All there is to say; may have several lines.
        detail: String,
    },
    /// It could not be made, or is not asked for here.
    Skipped {
        /// Why, in one line.
        message: String,
    },
}

/// The suites as one document, which ends in a line break.
pub fn junit(suites: &[Suite]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = || suites.iter().flat_map(|s| &s.cases);
    let _ = writeln!(out, "<testsuites{}>", totals(all()));
    for suite in suites {
        write_suite(&mut out, suite);
    }
    out.push_str("</testsuites>\n");
    out
}

fn write_suite(out: &mut String, suite: &Suite) {
    let _ = writeln!(out, "  <testsuite name=\"{}\"{}>", attribute(&suite.name), totals(suite.cases.iter()));
    if !suite.properties.is_empty() {
        out.push_str("    <properties>\n");
        for (name, value) in &suite.properties {
            let (name, value) = (attribute(name), attribute(value));
            let _ = writeln!(out, "      <property name=\"{name}\" value=\"{value}\"/>");
        }
        out.push_str("    </properties>\n");
    }
    for case in &suite.cases {
        write_case(out, case);
    }
    out.push_str("  </testsuite>\n");
}

fn write_case(out: &mut String, case: &Case) {
    let (name, classname) = (attribute(&case.name), attribute(&case.classname));
    let _ = write!(out, "    <testcase name=\"{name}\" classname=\"{classname}\"{}", time(case.seconds));
    if case.outcome == Outcome::Passed && case.output.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    match &case.outcome {
        Outcome::Passed => {}
        Outcome::Failed { message, detail } => {
            let (message, detail) = (attribute(message), text(detail));
            let _ = writeln!(out, "      <failure message=\"{message}\">{detail}</failure>");
        }
        Outcome::Skipped { message } => {
            let _ = writeln!(out, "      <skipped message=\"{}\"/>", attribute(message));
        }
    }
    if !case.output.is_empty() {
        let _ = writeln!(out, "      <system-out>{}</system-out>", text(&case.output));
    }
    out.push_str("    </testcase>\n");
}

/// The counts of these cases as attributes; their time too, where any has one.
fn totals<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let (mut all, mut failed, mut skipped, mut seconds) = (0, 0, 0, None);
    for case in cases {
        all += 1;
        failed += usize::from(matches!(case.outcome, Outcome::Failed { .. }));
        skipped += usize::from(matches!(case.outcome, Outcome::Skipped { .. }));
        seconds = case.seconds.map(|s| seconds.unwrap_or(0.0) + s).or(seconds);
    }
    let time = time(seconds);
    format!(" tests=\"{all}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\"{time}")
}

/// Seconds as an attribute, to the millisecond; nothing where there are none, and nothing that is no time.
fn time(seconds: Option<f64>) -> String {
    match seconds.filter(|s| s.is_finite() && *s >= 0.0) {
        Some(seconds) => format!(" time=\"{seconds:.3}\""),
        None => String::new(),
    }
}

/// Text between tags.
fn text(text: &str) -> String {
    escape(text, false)
}

/// The value of an attribute between double quotes: line breaks and tabs as references, for a reader turns bare ones
/// into spaces (XML 1.0, section 3.3.3).
fn attribute(text: &str) -> String {
    escape(text, true)
}

fn escape(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' if attribute => {
                let _ = write!(out, "&#{};", c as u32);
            }
            // A bare carriage return is read as a line break (section 2.11).
            '\r' => out.push_str("&#13;"),
            c if allowed(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}

/// Whether a document may hold it at all (XML 1.0, fifth edition, section 2.2); surrogates are no `char`.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(name: &str, outcome: Outcome) -> Case {
        let (name, classname) = (name.into(), "scenario".into());
        Case { name, classname, outcome, seconds: None, output: String::new() }
    }

    #[test]
    fn a_document_has_counts_and_every_outcome() {
        let failed = Outcome::Failed { message: "below 0.9".into(), detail: "observed 0.5".into() };
        let mut cases = vec![
            case("holds", Outcome::Passed),
            case("fails", failed),
            case("left out", Outcome::Skipped { message: "not in --quick".into() }),
        ];
        cases[1].output = "n = 10".into();
        let suite = Suite { name: "small".into(), properties: vec![("seed".into(), "7".into())], cases };
        assert_eq!(
            junit(&[suite]),
            r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" errors="0" skipped="1">
  <testsuite name="small" tests="3" failures="1" errors="0" skipped="1">
    <properties>
      <property name="seed" value="7"/>
    </properties>
    <testcase name="holds" classname="scenario"/>
    <testcase name="fails" classname="scenario">
      <failure message="below 0.9">observed 0.5</failure>
      <system-out>n = 10</system-out>
    </testcase>
    <testcase name="left out" classname="scenario">
      <skipped message="not in --quick"/>
    </testcase>
  </testsuite>
</testsuites>
"#
        );
    }

    #[test]
    fn time_is_written_where_it_is_known() {
        let mut suite = Suite { name: "s".into(), ..Suite::default() };
        suite.cases =
            vec![case("a", Outcome::Passed), case("b", Outcome::Passed), case("c", Outcome::Passed)];
        assert!(!junit(&[suite.clone()]).contains("time="));
        suite.cases[0].seconds = Some(1.5);
        suite.cases[1].seconds = Some(0.25);
        let text = junit(&[suite.clone()]);
        assert!(
            text.contains(r#"skipped="0" time="1.750">"#) && text.contains(r#"time="1.500"/>"#),
            "{text}"
        );
        assert!(text.contains("<testcase name=\"c\" classname=\"scenario\"/>"), "{text}");
        suite.cases[0].seconds = Some(f64::NAN);
        assert!(!junit(&[suite]).contains("NaN"));
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_the_rest_escaped() {
        assert_eq!(text("a < b && \"c\" > 'd'\n\t"), "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'\n\t");
        assert_eq!(attribute("a\nb\tc\rd"), "a&#10;b&#9;c&#13;d");
        assert_eq!(text("x\r\ny"), "x&#13;\ny");
        let bad: String = (0u8..0x20).map(char::from).filter(|c| !"\t\n\r".contains(*c)).collect();
        assert_eq!(text(&bad), "\u{fffd}".repeat(29));
        assert_eq!(text("\u{fffe}\u{ffff}\u{fffd}"), "\u{fffd}\u{fffd}\u{fffd}");
        // C1 controls and everything beyond the first plane are allowed.
        assert_eq!(text("\u{7f}\u{85}é😀"), "\u{7f}\u{85}é😀");
        // The end of a CDATA section is no end of anything here, but must not stand bare in text.
        assert_eq!(text("]]>"), "]]&gt;");
    }
}
