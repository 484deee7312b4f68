//! One integration binary: laws, scenarios, the command line, the report.

mod docs;
mod laws;
mod support;
mod tidy;
