//! One integration binary: laws, scenarios, the command line, the report.

mod docs;
mod golden;
mod laws;
mod run;
mod support;
mod tidy;
