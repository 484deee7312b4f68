//! The one document that terminal, JSON, Markdown, JUnit and page are views of.

use serde::{Deserialize, Serialize};

use crate::experiment::summary::Estimate;

/// All claims of one call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimsDocument {
    /// Version of this shape.
    pub schema_version: u32,
    /// The carrierlab that wrote it.
    pub version: String,
    /// `"default"`, `"quick"` (fewer replications, no doses) or `"fixed"` (as many replications as asked for).
    pub effort: String,
    /// The command that tests the claims again, with everything that was set from outside.
    #[serde(default)]
    pub command: String,
    /// The ids of claims that were not tested, since the call was interrupted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untested: Vec<String>,
    /// The claims, in the order of the files and then of each file.
    pub claims: Vec<ClaimResult>,
    /// Whether every claim came out as expected and every switch kills.
    pub passed: bool,
}

/// One claim and how it came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimResult {
    /// Its short name.
    pub id: String,
    /// The hypothesis.
    pub says: String,
    /// Who says so.
    pub source: String,
    /// How it comes about in the model.
    pub mechanism: String,
    /// What came out and why, in the words of the file.
    pub finding: String,
    /// The file's name, without folders.
    pub file: String,
    /// SHA-256 of the scenario file's text.
    pub file_hash: String,
    /// The seed.
    pub seed: u64,
    /// What is compared, in words.
    pub contrast: String,
    /// The metric or measure of the claim's first part.
    pub metric: String,
    /// Mean effect over replications, in the unit of the metric; absent where nothing was measured.
    pub effect: Option<f64>,
    /// Its 95 % interval over replications (paired, Student's t), not corrected for the number of claims.
    pub ci95: Option<[f64; 2]>,
    /// Mean effect under the kill switch.
    pub killed_effect: Option<f64>,
    /// Its 95 % interval.
    pub killed_ci95: Option<[f64; 2]>,
    /// `"supported"`, `"refuted"` or `"inconclusive"`: all parts hold, one is refuted, or some cannot be told; with
    /// Holm's correction over all parts of all claims.
    pub verdict: String,
    /// The verdict that the file expects.
    pub expected: String,
    /// Whether, under their switches, the effects of all parts are what they have to be.
    pub kill_switch_ok: bool,
    /// Whether the dose moves the effect as the file says; absent where it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose_ok: Option<bool>,
    /// Whether nothing speaks against the claim as the file expects it: no other decided verdict, the switch kills.
    pub passed: bool,
    /// Replications.
    pub replications: u32,
    /// Wall time. The only field that differs from call to call.
    pub seconds: f64,
    /// The claim itself and what must hold as well.
    pub parts: Vec<PartResult>,
    /// The effect at several doses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<DoseResult>,
    /// The effect over two factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<MapResult>,
    /// All combinations of switches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factorial: Option<FactorialResult>,
}

/// One part of a claim.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartResult {
    /// What it says.
    pub says: String,
    /// What is compared, in words.
    pub contrast: String,
    /// The metric or measure.
    pub metric: String,
    /// `"difference"` or `"log2"`.
    pub scale: String,
    /// Whether the effect is no comparison but what one strategy comes to by itself.
    #[serde(default)]
    pub alone: bool,
    /// `"increase"`, `"decrease"` or `"equal"`.
    pub direction: String,
    /// With `"equal"`: to what.
    pub target: f64,
    /// The indifference zone, in the unit of the metric.
    pub zone: f64,
    /// The effect: mean, 95 % interval, every replication.
    pub effect: Estimate,
    /// The same under the kill switch; absent where the part has none.
    pub killed: Option<Estimate>,
    /// What has to become of it under the switch: `"gone"`, `"exact"`, `"appears"` or `"none"`.
    pub killed_must: String,
    /// Whether it does.
    pub kill_ok: bool,
    /// Whether both sides are one and the same world under the switch, because it takes the difference itself away: then
    /// nothing can be left, and that nothing is left says nothing of the mechanism.
    #[serde(default)]
    pub one_world: bool,
    /// The error at which the interval just decides, after correction for the number of looks.
    pub error: f64,
    /// The error that its step in Holm's procedure allows.
    pub level: f64,
    /// `"supported"`, `"refuted"` or `"inconclusive"`.
    pub verdict: String,
}

/// An axis of doses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AxisResult {
    /// What it shows, with its unit.
    pub label: String,
    /// Where each dose stands.
    pub at: Vec<f64>,
    /// What each is called.
    pub labels: Vec<String>,
    /// Whether it is logarithmic.
    pub log: bool,
}

/// The effect at several doses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseResult {
    /// The doses.
    pub axis: AxisResult,
    /// The effect at each.
    pub effects: Vec<Estimate>,
    /// The same under the kill switch; empty where there is none.
    pub killed: Vec<Estimate>,
    /// How it has to go: `"any"`, `"rises"` or `"falls"`.
    pub shape: String,
    /// Replications.
    pub replications: u32,
}

/// The effect over two factors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapResult {
    /// What is compared, in words; that of the claim where it is empty.
    #[serde(default)]
    pub contrast: String,
    /// From left to right.
    pub x: AxisResult,
    /// From bottom to top.
    pub y: AxisResult,
    /// Effects: of each y, one for each x.
    pub effects: Vec<Vec<Estimate>>,
    /// `"higher"`, `"lower"`, `"equal"` (inside the zone) or `"inconclusive"`, Holm-corrected over the map.
    pub verdicts: Vec<Vec<String>>,
    /// Replications.
    pub replications: u32,
}

/// All combinations of switches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorialResult {
    /// The switches.
    pub factors: Vec<String>,
    /// What is measured.
    pub metrics: Vec<String>,
    /// Every combination.
    pub combinations: Vec<Combination>,
    /// What each switch and each pair of switches does on average over all others.
    pub effects: Vec<MainEffect>,
    /// Replications.
    pub replications: u32,
}

/// One combination of switches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Combination {
    /// Which switches are on.
    pub on: Vec<bool>,
    /// The level of each metric.
    pub levels: Vec<Estimate>,
}

/// What a switch, or two together, do on average over all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MainEffect {
    /// The switches: one for a main effect, two for an interaction.
    pub factors: Vec<String>,
    /// The paired effect on each metric.
    pub effects: Vec<Estimate>,
}
