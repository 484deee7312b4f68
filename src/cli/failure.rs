//! Why a command ended without doing its work, and with which exit code.

use miette::Diagnostic;

/// A failed command: its exit code (see `docs/cli.md`), a stable code for machines, and what to tell the user.
#[derive(Debug)]
pub struct Failure {
    /// The process's exit code.
    pub exit: u8,
    /// A stable name of the class of failure, such as `scenario.invalid`.
    pub code: &'static str,
    /// What went wrong, where, and what to do; several where several things did.
    pub reports: Vec<miette::Report>,
}

impl Failure {
    /// A failure with one diagnostic.
    pub fn new(exit: u8, code: &'static str, what: impl Diagnostic + Send + Sync + 'static) -> Failure {
        Failure { exit, code, reports: vec![miette::Report::new(what)] }
    }
    /// A failure with a message and what to do about it.
    pub fn message(
        exit: u8,
        code: &'static str,
        what: impl Into<String>,
        help: impl Into<String>,
    ) -> Failure {
        let report = miette::miette!(help = help.into(), "{}", what.into());
        Failure { exit, code, reports: vec![report] }
    }
    /// A file that could not be read or written: exit code 1.
    pub fn io(path: &std::path::Path, doing: &str, error: &std::io::Error) -> Failure {
        Failure::message(
            1,
            "io",
            format!("cannot {doing} {}: {error}", path.display()),
            "check the path and its permissions",
        )
    }
}
