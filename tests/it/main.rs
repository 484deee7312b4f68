//! One integration binary: laws, scenarios, the command line, the report, the source itself.

mod cli;
mod docs;
mod explain;
mod generate;
mod golden;
mod judge;
mod laws;
mod lint;
mod report;
mod run;
mod scenario;
mod scorer;
mod shut_out;
mod similar;
mod stream;
mod support;
mod tidy;
