//! Claims: what a scenario file says about its strategies, as it is written.
//!
//! A claim compares two strategies of its file in one metric, says which way the difference goes, and names the keys
//! that switch the mechanism off: with those set the difference has to be gone. Everything else adds to that: more
//! parts that must hold as well, doses, a map over two factors, a full factorial.

mod plan;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use plan::{AxisPlan, ClaimPlan, DosePlan, EffectPlan, FactorialPlan, MapPlan, PartPlan, Reading, Term};
pub(super) use plan::{Cells, lay_out};

/// Keys and the values they are set to.
type Keys = BTreeMap<String, serde_json::Value>;

/// A hypothesis that can be false, with the switch that has to make it vanish.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimSettings {
    /// A short name, such as `"C7"`.
    #[schemars(length(min = 1, max = 20))]
    pub id: String,
    /// The hypothesis in one sentence.
    #[schemars(length(min = 1, max = 300))]
    pub says: String,
    /// Where the folklore comes from: who says it, and when.
    pub source: String,
    /// How it comes about in the model: the mechanism that the kill switch turns off.
    #[serde(default)]
    pub mechanism: String,
    /// What came out and why, in the author's words.
    #[serde(default)]
    pub finding: String,
    /// The verdict that is expected; another decided one is exit code 4.
    #[serde(default)]
    pub expect: ExpectedVerdict,
    /// The strategies that are compared: the effect is the second minus the first. One alone is taken by itself.
    #[schemars(length(min = 1, max = 2))]
    pub contrast: Vec<String>,
    /// The metric, by its name in the glossary, or a measure such as `"stay_hours"` or `"lost.rate"`.
    pub metric: String,
    /// Only at this carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Only of this sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Keys that are set on both sides, over what the strategies set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: Keys,
    /// Words for the keys of `set` in tables and figures, after what is compared: `"with the brand linked"`; the keys themselves unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 80))]
    pub condition: Option<String>,
    /// The same effect elsewhere, which is taken away: then the claim is about an interaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minus: Option<ElsewhereSettings>,
    /// Whether the effect is a difference or a ratio.
    #[serde(default)]
    pub scale: EffectScale,
    /// Which way the effect goes.
    pub direction: Direction,
    /// With `direction = "equal"`: the value that the effect equals.
    #[serde(default)]
    pub target: f64,
    /// Effects smaller than this are of no interest, in the unit of the metric: a percentage point is 0.01, one in a thousand 0.001; `scenario.indifference` for shares and 0 for the rest unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub zone: Option<f64>,
    /// The kill switch: keys that turn the mechanism off, set on every side, over everything else.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kill: Keys,
    /// What becomes of the effect under the kill switch.
    #[serde(default)]
    pub killed: Killed,
    /// What must hold as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<PartSettings>,
    /// The same effect at several doses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<DoseSettings>,
    /// The same effect over two factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<MapSettings>,
    /// All combinations of some switches under the first strategy of the contrast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factorial: Option<FactorialSettings>,
    /// Replications at most; it begins with `scenario.replications` and doubles until the claim is decided.
    #[serde(default = "at_most")]
    #[schemars(range(min = 2, max = 10_000))]
    pub at_most: u32,
}

fn at_most() -> u32 {
    80
}

/// Another part of a claim: what it does not say is as in the claim, but for carrier, sender, set, condition, minus and target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartSettings {
    /// What this part says, in a few words.
    #[schemars(length(min = 1, max = 200))]
    pub says: String,
    /// The strategies that are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 2))]
    pub contrast: Option<Vec<String>>,
    /// The metric or measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Only at this carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Only of this sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Keys that are set on both sides, over what the strategies set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: Keys,
    /// Words for the keys of `set` in tables and figures, after what is compared: `"with the brand linked"`; the keys themselves unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 80))]
    pub condition: Option<String>,
    /// The same effect elsewhere, which is taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minus: Option<ElsewhereSettings>,
    /// Whether the effect is a difference or a ratio.
    #[serde(default)]
    pub scale: EffectScale,
    /// Which way the effect goes.
    pub direction: Direction,
    /// With `direction = "equal"`: the value that the effect equals.
    #[serde(default)]
    pub target: f64,
    /// Effects smaller than this are of no interest, in the unit of the metric: a percentage point is 0.01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0))]
    pub zone: Option<f64>,
    /// A kill switch of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kill: Option<Keys>,
    /// What becomes of the effect under the kill switch.
    #[serde(default)]
    pub killed: Killed,
}

/// Where the effect that is taken away is measured: what it does not say is as in its part.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElsewhereSettings {
    /// The strategies that are compared there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 2))]
    pub contrast: Option<Vec<String>>,
    /// The metric or measure there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The carrier there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// The sender there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// The keys that are set there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<Keys>,
    /// Words for the keys of `set` in tables and figures, after what is compared there: `"with the brand linked"`; the keys themselves unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 80))]
    pub condition: Option<String>,
}

/// The same effect at several doses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoseSettings {
    /// What the dose is, with its unit: the axis of the figure.
    pub label: String,
    /// The keys that it sets, all to the same value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The values of those keys, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<serde_json::Value>,
    /// Doses that set several things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<PointSettings>,
    /// On which side of the contrast it is set.
    #[serde(default)]
    pub of: Side,
    /// Whether the axis is logarithmic.
    #[serde(default)]
    pub log: bool,
    /// How the effect goes with the dose; where it does not, the claim fails.
    #[serde(default)]
    pub shape: Shape,
}

/// One dose that sets several things.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointSettings {
    /// Where on the axis; its place in the list unless set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// What the figure calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The keys it sets.
    #[serde(default)]
    pub set: Keys,
}

/// The same effect over two factors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapSettings {
    /// Whether it shows the contrast by itself, without what the claim's `minus` takes away.
    #[serde(default)]
    pub plain: bool,
    /// The factor from left to right.
    pub x: DoseSettings,
    /// The factor from bottom to top.
    pub y: DoseSettings,
}

/// All combinations of switches.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorialSettings {
    /// The switches, each with the keys it sets.
    #[schemars(length(min = 2, max = 6))]
    pub factors: Vec<FactorSettings>,
    /// What is measured in each combination, by name; the claim's metric unless set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<String>,
}

/// A switch of a factorial.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorSettings {
    /// What the table calls it.
    pub label: String,
    /// The keys that it sets where it is on.
    pub set: Keys,
}

/// Whether an effect is a difference or a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EffectScale {
    /// The second minus the first.
    #[default]
    Difference,
    /// The logarithm to base 2 of the second over the first: 1 is twice as much, -1 half.
    Log2,
}

/// Which way an effect goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Above the indifference zone.
    Increase,
    /// Below it.
    Decrease,
    /// Within it, around `target`.
    Equal,
}

/// What becomes of an effect under its kill switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Killed {
    /// Its mean is within two standard errors of zero.
    #[default]
    Gone,
    /// It is exactly zero in every replication.
    Exact,
    /// For what equals zero: under the switch it does so no longer.
    Appears,
    /// This part has no switch; the claim itself must have one.
    None,
}

/// On which side of a contrast something is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The first strategy alone.
    First,
    /// The second alone.
    #[default]
    Second,
    /// Both.
    Both,
}

/// How an effect goes with its dose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Any way.
    #[default]
    Any,
    /// Up: more at the last than at the first, and no step surely down.
    Rises,
    /// Down.
    Falls,
}

/// The verdict that is expected of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExpectedVerdict {
    /// It holds.
    #[default]
    Supported,
    /// It does not hold in this model, which is a result.
    Refuted,
    /// It cannot be told.
    Inconclusive,
}
