//! What has to be run for a claim: worlds, each once, and which readings of them make which effect.

use super::{ClaimSettings, DoseSettings, EffectScale, Killed, Side};
use crate::engine::WorldSettings;
use crate::scenario::BASELINE;
use crate::scenario::file::ScenarioFile;
use crate::scenario::tree::{Node, Table, Value};

/// A claim, ready to be run.
#[derive(Debug, Clone)]
pub struct ClaimPlan {
    /// As it is written.
    pub settings: ClaimSettings,
    /// The worlds that it needs, each once.
    pub worlds: Vec<WorldSettings>,
    /// The claim itself and then what must hold as well.
    pub parts: Vec<PartPlan>,
    /// The effect at several doses, and the same under the kill switch.
    pub dose: Option<DosePlan>,
    /// The effect over two factors.
    pub map: Option<MapPlan>,
    /// All combinations of switches.
    pub factorial: Option<FactorialPlan>,
}

/// One thing that is measured in a world.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Which world of the plan.
    pub world: usize,
    /// The metric or measure.
    pub metric: String,
    /// Only at this carrier, by its place in the file.
    pub carrier: Option<usize>,
    /// Only of this sender, by its place in the file.
    pub sender: Option<usize>,
}

/// A reading with its sign in an effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// 1 or −1.
    pub sign: f64,
    /// What is read.
    pub reading: Reading,
}

/// A sum of signed readings of one replication.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectPlan {
    /// The readings.
    pub terms: Vec<Term>,
    /// Whether they are taken as they are or as logarithms.
    pub scale: EffectScale,
}

/// One part of a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct PartPlan {
    /// Its effect.
    pub effect: EffectPlan,
    /// The same under the kill switch.
    pub killed: Option<EffectPlan>,
}

/// One axis of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisPlan {
    /// What it shows, with the unit.
    pub label: String,
    /// Where each dose stands.
    pub at: Vec<f64>,
    /// What each is called.
    pub labels: Vec<String>,
    /// Whether it is logarithmic.
    pub log: bool,
}

/// The effect at several doses.
#[derive(Debug, Clone, PartialEq)]
pub struct DosePlan {
    /// The doses.
    pub axis: AxisPlan,
    /// The effect at each.
    pub effects: Vec<EffectPlan>,
    /// The same under the kill switch.
    pub killed: Vec<EffectPlan>,
}

/// The effect over two factors.
#[derive(Debug, Clone, PartialEq)]
pub struct MapPlan {
    /// From left to right.
    pub x: AxisPlan,
    /// From bottom to top.
    pub y: AxisPlan,
    /// The effects: of each y, one for each x.
    pub effects: Vec<Vec<EffectPlan>>,
}

/// Levels of every combination of switches.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorialPlan {
    /// The switches.
    pub factors: Vec<String>,
    /// What is measured.
    pub metrics: Vec<String>,
    /// For each combination, whose bit k says that switch k is on, a level of each metric.
    pub levels: Vec<Vec<EffectPlan>>,
}

/// A world that is asked for: a strategy, and tables of keys that are set over it, the later the stronger.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::scenario) struct Cell {
    /// Which strategy of the file; `None` in a file without any.
    pub strategy: Option<usize>,
    /// Tables of keys.
    pub layers: Vec<Node>,
}

/// Worlds asked for so far.
#[derive(Debug, Default)]
pub(in crate::scenario) struct Cells {
    /// Each once.
    pub list: Vec<Cell>,
}

impl Cells {
    fn find(&mut self, cell: Cell) -> usize {
        match self.list.iter().position(|c| *c == cell) {
            Some(at) => at,
            None => {
                self.list.push(cell);
                self.list.len() - 1
            }
        }
    }
}

/// What is compared, where.
#[derive(Clone)]
struct Place<'n> {
    contrast: Vec<String>,
    metric: String,
    carrier: Option<String>,
    sender: Option<String>,
    set: Option<&'n Node>,
}

/// Something that is set on one or on both sides.
#[derive(Clone)]
struct Layer {
    set: Node,
    of: Side,
}

/// Lays out a claim. `node` is its place in the tree, for the values it sets; names have been checked.
pub(in crate::scenario) fn lay_out(
    file: &ScenarioFile,
    settings: &ClaimSettings,
    node: &Node,
) -> (ClaimPlan, Cells) {
    let mut work = Work { file, cells: Cells::default() };
    let place = Place {
        contrast: settings.contrast.clone(),
        metric: settings.metric.clone(),
        carrier: settings.carrier.clone(),
        sender: settings.sender.clone(),
        set: node.get("set"),
    };
    let kill = node.get("kill").map(everywhere);
    let mut parts = Vec::new();
    let elsewhere = elsewhere(&place, node);
    let (own_minus, scale) = (elsewhere.as_ref(), settings.scale);
    let headline = |work: &mut Work<'_>, extra: &[Layer]| work.effect(&place, own_minus, extra, scale);
    let killing = |kill: &Option<Layer>| kill.iter().cloned().collect::<Vec<_>>();
    parts.push(PartPlan {
        effect: headline(&mut work, &[]),
        killed: (settings.killed != Killed::None && kill.is_some())
            .then(|| headline(&mut work, &killing(&kill))),
    });
    for (part, at) in settings.also.iter().zip(node.get("also").map(Node::items).unwrap_or_default()) {
        let own = Place {
            contrast: part.contrast.clone().unwrap_or_else(|| place.contrast.clone()),
            metric: part.metric.clone().unwrap_or_else(|| place.metric.clone()),
            carrier: part.carrier.clone(),
            sender: part.sender.clone(),
            set: at.get("set"),
        };
        let minus = self::elsewhere(&own, at);
        let kill = at.get("kill").map(everywhere).or_else(|| kill.clone());
        let effect = work.effect(&own, minus.as_ref(), &[], part.scale);
        let killed = (part.killed != Killed::None && kill.is_some())
            .then(|| work.effect(&own, minus.as_ref(), &killing(&kill), part.scale));
        parts.push(PartPlan { effect, killed });
    }
    let dose = settings.dose.as_ref().zip(node.get("dose")).map(|(dose, at)| {
        let (axis, layers) = axis(dose, at);
        let mut with = |kill: &[Layer]| -> Vec<EffectPlan> {
            let mut each = |l: &Layer| headline(&mut work, &[std::slice::from_ref(l), kill].concat());
            layers.iter().map(&mut each).collect()
        };
        let effects = with(&[]);
        let killed = if settings.killed == Killed::None { vec![] } else { with(&killing(&kill)) };
        DosePlan { axis, effects, killed }
    });
    let map = settings.map.as_ref().zip(node.get("map")).and_then(|(map, at)| {
        let ((x, across), (y, up)) = (axis(&map.x, at.get("x")?), axis(&map.y, at.get("y")?));
        let minus = own_minus.filter(|_| !map.plain);
        let mut each = |b: &Layer, a: &Layer| work.effect(&place, minus, &[b.clone(), a.clone()], scale);
        let effects = up.iter().map(|b| across.iter().map(|a| each(b, a)).collect()).collect();
        Some(MapPlan { x, y, effects })
    });
    let factorial = settings.factorial.as_ref().zip(node.get("factorial")).map(|(factorial, at)| {
        let switches = at.get("factors").map(Node::items).unwrap_or_default();
        let metrics = if factorial.metrics.is_empty() {
            vec![settings.metric.clone()]
        } else {
            factorial.metrics.clone()
        };
        let alone = Place { contrast: vec![settings.contrast[0].clone()], ..place.clone() };
        let levels = (0..1usize << switches.len())
            .map(|bits| {
                let on = switches.iter().enumerate().filter(|(k, _)| bits >> k & 1 == 1);
                let layers: Vec<Layer> = on.filter_map(|(_, s)| s.get("set")).map(everywhere).collect();
                let mut level = |metric: &String| {
                    let place = Place { metric: metric.clone(), ..alone.clone() };
                    work.effect(&place, None, &layers, EffectScale::Difference)
                };
                metrics.iter().map(&mut level).collect()
            })
            .collect();
        FactorialPlan {
            factors: factorial.factors.iter().map(|f| f.label.clone()).collect(),
            metrics,
            levels,
        }
    });
    let plan = ClaimPlan { settings: settings.clone(), worlds: Vec::new(), parts, dose, map, factorial };
    (plan, work.cells)
}

fn everywhere(set: &Node) -> Layer {
    Layer { set: set.clone(), of: Side::Both }
}

/// The place of what is taken away, where a part has one: what it does not say is as in the part.
fn elsewhere<'n>(own: &Place<'n>, part: &'n Node) -> Option<Place<'n>> {
    let at = part.get("minus")?;
    let text = |key: &str| at.get(key).and_then(Node::text).map(str::to_owned);
    let contrast = at
        .get("contrast")
        .map(|c| c.items().iter().filter_map(Node::text).map(str::to_owned).collect::<Vec<_>>());
    Some(Place {
        contrast: contrast.unwrap_or_else(|| own.contrast.clone()),
        metric: text("metric").unwrap_or_else(|| own.metric.clone()),
        carrier: text("carrier").or_else(|| own.carrier.clone()),
        sender: text("sender").or_else(|| own.sender.clone()),
        set: at.get("set").or(own.set),
    })
}

/// An axis, and what each of its doses sets.
fn axis(dose: &DoseSettings, node: &Node) -> (AxisPlan, Vec<Layer>) {
    let (mut at, mut labels, mut layers) = (Vec::new(), Vec::new(), Vec::new());
    let keys = node.get("keys").map(Node::items).unwrap_or_default();
    for (k, value) in node.get("values").map(Node::items).unwrap_or_default().iter().enumerate() {
        let mut table = Table::default();
        for key in keys {
            if let Some(name) = key.text() {
                table.insert(name, key.place.clone(), value.clone());
            }
        }
        at.push(position(value).unwrap_or(k as f64));
        labels.push(words(value));
        let set = Node { value: Value::Table(table), ..value.clone() };
        layers.push(Layer { set, of: dose.of });
    }
    for (k, (point, value)) in
        dose.points.iter().zip(node.get("points").map(Node::items).unwrap_or_default()).enumerate()
    {
        at.push(point.at.unwrap_or(k as f64));
        let label = point.label.clone().or_else(|| point.at.map(|at| at.to_string()));
        labels.push(label.unwrap_or_else(|| (k + 1).to_string()));
        let nothing = Node::table(value.place.clone(), value.origin.clone());
        layers.push(Layer { set: value.get("set").cloned().unwrap_or(nothing), of: dose.of });
    }
    (AxisPlan { label: dose.label.clone(), at, labels, log: dose.log }, layers)
}

/// A value's place on an axis: the number it is, or begins with.
fn position(value: &Node) -> Option<f64> {
    value.number().or_else(|| {
        let text = value.text()?.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(text.len());
        text[..end].replace('_', "").parse().ok()
    })
}

fn words(value: &Node) -> String {
    match &value.value {
        Value::Text(text) => text.clone(),
        _ => value.to_json().to_string(),
    }
}

/// A claim while it is laid out.
struct Work<'f> {
    file: &'f ScenarioFile,
    cells: Cells,
}

impl Work<'_> {
    fn effect(
        &mut self,
        place: &Place<'_>,
        minus: Option<&Place<'_>>,
        extra: &[Layer],
        scale: EffectScale,
    ) -> EffectPlan {
        let mut terms = self.terms(place, extra, 1.0);
        if let Some(minus) = minus {
            terms.extend(self.terms(minus, extra, -1.0));
        }
        EffectPlan { terms, scale }
    }

    fn terms(&mut self, place: &Place<'_>, extra: &[Layer], sign: f64) -> Vec<Term> {
        let last = place.contrast.len() - 1;
        let carrier =
            place.carrier.as_ref().and_then(|n| self.file.carriers.iter().position(|c| c.name == *n));
        let sender = place.sender.as_ref().and_then(|n| self.file.senders.iter().position(|s| s.name == *n));
        let mut terms = Vec::new();
        for (k, name) in place.contrast.iter().enumerate() {
            let layers = place
                .set
                .cloned()
                .into_iter()
                .chain(extra.iter().filter(|l| l.of.is_on(k, last)).map(|l| l.set.clone()))
                .collect();
            let strategy = self.file.strategies.iter().position(|s| s.name == *name);
            debug_assert!(strategy.is_some() || name == BASELINE, "names have been checked");
            let world = self.cells.find(Cell { strategy, layers });
            let reading = Reading { world, metric: place.metric.clone(), carrier, sender };
            terms.push(Term { sign: if k == last { sign } else { -sign }, reading });
        }
        terms
    }
}

impl EffectPlan {
    /// Whether what is added and what is taken away are the same readings: the effect is zero whatever happens.
    pub fn is_of_one_world(&self) -> bool {
        let (plus, mut minus): (Vec<&Term>, Vec<&Term>) = self.terms.iter().partition(|t| t.sign > 0.0);
        plus.len() == minus.len()
            && plus.iter().all(|term| {
                let twin = minus.iter().position(|other| other.reading == term.reading);
                twin.map(|at| minus.swap_remove(at)).is_some()
            })
    }
}

impl Side {
    /// Whether it means the `k`-th strategy of a contrast whose last is `last`; one alone is both.
    fn is_on(self, k: usize, last: usize) -> bool {
        match self {
            Side::Both => true,
            Side::First => k == 0,
            Side::Second => k == last,
        }
    }
}

impl ClaimPlan {
    /// Every effect of the plan.
    pub fn effects(&self) -> impl Iterator<Item = &EffectPlan> {
        self.of_parts().chain(self.figures())
    }

    /// The effects that are judged, and what their switches leave.
    pub fn of_parts(&self) -> impl Iterator<Item = &EffectPlan> {
        self.parts.iter().flat_map(|p| std::iter::once(&p.effect).chain(&p.killed))
    }

    /// The effects that only figures show: doses, map and factorial.
    pub fn figures(&self) -> impl Iterator<Item = &EffectPlan> {
        let doses = self.dose.iter().flat_map(|d| d.effects.iter().chain(&d.killed));
        let map = self.map.iter().flat_map(|m| m.effects.iter().flatten());
        let levels = self.factorial.iter().flat_map(|f| f.levels.iter().flatten());
        doses.chain(map).chain(levels)
    }

    /// Every effect of the plan, to change what it reads.
    pub(in crate::scenario) fn effects_mut(&mut self) -> impl Iterator<Item = &mut EffectPlan> {
        let parts = self.parts.iter_mut().flat_map(|p| std::iter::once(&mut p.effect).chain(&mut p.killed));
        let doses = self.dose.iter_mut().flat_map(|d| d.effects.iter_mut().chain(&mut d.killed));
        let map = self.map.iter_mut().flat_map(|m| m.effects.iter_mut().flatten());
        let levels = self.factorial.iter_mut().flat_map(|f| f.levels.iter_mut().flatten());
        parts.chain(doses).chain(map).chain(levels)
    }
}
