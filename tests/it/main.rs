//! One integration binary: laws, scenarios, the command line, the report, the source itself.

mod adaptive;
mod brands;
mod cli;
mod docs;
mod exact;
mod explain;
mod extremes;
mod generate;
mod golden;
mod invariances;
mod judge;
mod laws;
mod learning;
mod lint;
mod presets;
mod receipts;
mod report;
mod run;
mod scenario;
mod scorer;
mod shut_out;
mod similar;
mod stream;
mod support;
mod tidy;
mod updates;
