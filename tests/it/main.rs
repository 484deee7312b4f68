//! One integration binary: laws, scenarios, the command line, the report.

mod laws;
mod support;
