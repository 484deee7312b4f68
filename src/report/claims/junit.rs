//! `junit.xml`: a suite a call, a case a claim.

use super::view;
use crate::experiment::claims::{ClaimResult, ClaimsDocument};
use crate::report::junit::{Case, Outcome, Suite, junit};

/// The claims as JUnit's XML: not as expected is a failure, and so is a switch that does not kill; a claim that could
/// not be decided is skipped.
pub(super) fn xml(document: &ClaimsDocument) -> String {
    junit(&[Suite {
        name: "carrierlab claims".into(),
        properties: vec![
            ("version".into(), document.version.clone()),
            ("effort".into(), document.effort.clone()),
        ],
        cases: document
            .claims
            .iter()
            .map(case)
            .chain(document.untested.iter().map(|id| untested(id)))
            .collect(),
    }])
}

/// A claim that an interruption left untested.
fn untested(id: &str) -> Case {
    Case {
        name: id.into(),
        classname: "untested".into(),
        outcome: Outcome::Skipped { message: "interrupted before it was tested".into() },
        seconds: None,
        output: String::new(),
    }
}

fn case(claim: &ClaimResult) -> Case {
    let complaints = view::complaints(claim);
    let (_, words) = view::outcome(claim);
    let outcome = match () {
        () if !claim.passed => Outcome::Failed { message: words, detail: complaints.join("\n") },
        () if claim.verdict != claim.expected => {
            Outcome::Skipped { message: format!("{words}: more replications could tell") }
        }
        () => Outcome::Passed,
    };
    Case {
        name: format!("{}: {}", claim.id, claim.says),
        classname: claim.file.clone(),
        outcome,
        seconds: Some(claim.seconds),
        output: output(claim),
    }
}

/// Every part in a line, with the file and seed that they come from.
fn output(claim: &ClaimResult) -> String {
    let mut lines: Vec<String> = claim
        .parts
        .iter()
        .map(|p| {
            format!(
                "{}: {} ({}): {}; had to be {}; switched off: {}; n = {}",
                p.verdict,
                p.says,
                view::short(&p.contrast),
                view::effect(p, &p.effect),
                view::asked(p),
                view::killed(p),
                p.effect.n
            )
        })
        .collect();
    lines.push(format!("{}, SHA-256 {}, seed {}", claim.file, claim.file_hash, claim.seed));
    lines.join("\n")
}
