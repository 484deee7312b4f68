//! One integration binary: laws, scenarios, the command line, the report, the source itself.

mod cli;
mod docs;
mod generate;
mod golden;
mod laws;
mod report;
mod run;
mod scenario;
mod scorer;
mod stream;
mod support;
mod tidy;
