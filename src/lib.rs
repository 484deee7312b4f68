//! carrierlab: a carrier-side SMS filtering simulator.
//!
//! The map, in reading order; arrows between rooms point up this list (`tests/it/tidy.rs`).

pub mod time; // SimTime, SimSpan
pub mod units; // "2h", "60/min", "3%"
pub mod rng; // draws keyed by seed, replication, purpose, entity, count
pub mod message; // what flows: segments, NumberSettings, Verdict, Receipt
pub mod content; // what a text shows: normaliser, cues, clusters, spintax
pub mod scorer; // the logistic model: score, explain; fit behind `train`
pub mod sender; // audience, numbers, texts, plan
pub mod platform; // grants, queues, guards
pub mod carrier; // screen(); filter/ (one file = one stage = one page)
pub mod recipient; // who is written to and how they react
pub mod ledger; // truth and report, side by side
pub mod engine; // the event set and the life of a message
pub mod scenario; // text -> ScenarioFile -> Scenario
pub mod lint; // a draft before it is sent: costs, fixes, each re-scored
pub mod experiment; // replications, intervals, comparisons
pub mod report; // summary -> figures, HTML, tables
pub mod cli; // the command line
