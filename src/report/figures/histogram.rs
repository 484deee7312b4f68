//! Every replication of each strategy, where they lie so far apart that a mean hides what one of them is like.

use super::{Figure, Show};
use crate::experiment::summary::{Group, Metrics, Summary};
use crate::ledger::Table;
use crate::report::ReportError;
use crate::report::view::clean;

const TITLE: &str = "Delivered, replication by replication";
/// How far the replications of a strategy lie apart, in shares, to be worth a figure.
const WORTH: f64 = 0.1;
/// Replications closer than this, in shares, stand on one another.
const APART: f64 = 0.02;

/// Replications that stand on one another, at their mean.
struct Stack {
    mean: f64,
    from: f64,
    to: f64,
    n: u32,
}

/// A strategy over all senders, or one of its senders.
struct Outcomes {
    strategy: String,
    /// "" is all senders.
    sender: String,
    values: Vec<f64>,
    mean: Option<f64>,
    /// The groups into which they fall, if they do.
    groups: Vec<Group>,
}

impl Outcomes {
    fn of(strategy: &str, sender: &str, metrics: &Metrics, groups: &[Group]) -> Outcomes {
        let delivered = metrics.get("delivered");
        let values: Vec<f64> = delivered.map_or(&[][..], |e| &e.values).iter().flatten().copied().collect();
        Outcomes {
            strategy: clean(strategy),
            sender: clean(sender),
            groups: groups.to_vec(),
            mean: delivered.and_then(|e| e.mean),
            values,
        }
    }

    /// Lowest and highest value.
    fn range(&self) -> Option<(f64, f64)> {
        let (lo, hi) = self.values.iter().fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(*x), b.max(*x)));
        (lo <= hi).then_some((lo, hi))
    }

    /// Whether a mean hides what a replication is like.
    fn spread(&self) -> bool {
        !self.groups.is_empty() || self.range().is_some_and(|(lo, hi)| hi - lo > WORTH)
    }

    /// The replications from the lowest, those too close to be told apart as one stack at their mean; the means of
    /// stacks lie [`APART`] or more apart.
    fn stacks(&self) -> Vec<Stack> {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        let mut stacks: Vec<Stack> = Vec::new();
        for x in values {
            match stacks.last_mut() {
                Some(last) if x - last.mean < APART => {
                    last.n += 1;
                    last.mean += (x - last.mean) / f64::from(last.n);
                    last.to = x;
                }
                _ => stacks.push(Stack { mean: x, from: x, to: x, n: 1 }),
            }
        }
        stacks
    }

    #[cfg(feature = "plot")]
    fn name(&self) -> String {
        if self.sender.is_empty() {
            self.strategy.clone()
        } else {
            format!("{}: {}", self.strategy, self.sender)
        }
    }
}

/// What is drawn: strategies where one of them is spread, and their senders where one of those is.
fn rows(summary: &Summary) -> Vec<Outcomes> {
    let of = |s| {
        let s: &crate::experiment::summary::StrategyResult = s;
        let whole = Outcomes::of(&s.name, "", &s.metrics, &s.groups);
        let one = s.senders.len() < 2;
        let senders = s.senders.iter().filter(|_| !one);
        (whole, senders.map(|p| Outcomes::of(&s.name, &p.name, &p.metrics, &p.groups)).collect::<Vec<_>>())
    };
    let all: Vec<(Outcomes, Vec<Outcomes>)> = summary.strategies.iter().map(of).collect();
    let wholes = all.iter().any(|(whole, _)| whole.spread());
    let senders = all.iter().flat_map(|(_, senders)| senders).any(Outcomes::spread);
    let mut out = Vec::new();
    for (whole, parts) in all {
        out.extend(Some(whole).filter(|_| wholes));
        out.extend(parts.into_iter().filter(|_| senders));
    }
    out
}

/// The figure, where the outcomes of some strategy, or of one of its senders, lie far apart or fall into two groups.
pub(super) fn figure(summary: &Summary) -> Result<Option<Figure>, ReportError> {
    let rows = rows(summary);
    if rows.is_empty() {
        return Ok(None);
    }
    let (mut name, mut sender, mut count) = (Vec::new(), Vec::new(), Vec::new());
    let mut float: [Vec<Option<f64>>; 4] = Default::default();
    for row in &rows {
        for stack in row.stacks() {
            name.push(row.strategy.clone());
            sender.push(if row.sender.is_empty() { "all senders".into() } else { row.sender.clone() });
            count.push(i64::from(stack.n));
            let cells = [Some(stack.mean), Some(stack.from), Some(stack.to), row.mean];
            float.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
        }
    }
    let [delivered, from, to, mean] = float;
    let table = Table::new("histogram")
        .text("strategy", name)
        .text("sender", sender)
        .float("delivered", delivered)
        .float("from", from)
        .float("to", to)
        .int("replications", count)
        .float("mean", mean);
    let caption = format!(
        "Each of the {} replications, as a disc or counted in a bar, by the share of attempted messages that arrived; \
         those within about {} points stand on one another, at their mean. The open diamond is the mean of all. Drawn \
         where replications lie more than {} points apart: chance decides between them, and where they fall into groups \
         hardly any run ends at the mean.",
        summary.replications,
        100.0 * APART,
        100.0 * WORTH
    );
    Ok(Some(Figure {
        name: "histogram".into(),
        title: TITLE.into(),
        #[cfg(feature = "plot")]
        svg: Some(draw(&rows, &caption)?),
        #[cfg(not(feature = "plot"))]
        svg: None,
        caption,
        table,
        shows: vec![Show::Text, Show::Text, Show::Share, Show::Share, Show::Share, Show::Count, Show::Share],
    }))
}

#[cfg(feature = "plot")]
fn draw(outcomes: &[Outcomes], caption: &str) -> Result<String, ReportError> {
    use super::canvas::{BLUE, Dash, LABEL, Marker, QUIET, Scale, VERMILION, WIDTH, ink};
    use super::rows::{Rows, percent_tick};
    use crate::report::format;

    const LARGEST: f64 = 2.8;
    let all: Vec<Vec<Stack>> = outcomes.iter().map(Outcomes::stacks).collect();
    let most = all.iter().flatten().map(|s| s.n).max().unwrap_or(1);
    let right = WIDTH - 150.0;

    let height = (f64::from(most) * 2.0 * LARGEST + 26.0).clamp(40.0, 72.0);
    let rows = Rows::new(&outcomes.iter().map(Outcomes::name).collect::<Vec<_>>(), 150.0, 62.0, height);
    // As large as a stack is wide and a row is high.
    let width = (right - rows.left) * APART;
    let r = LARGEST.min((height - 24.0) / f64::from(most) / 2.0).min(width / 2.0);
    // Discs too small to be counted become bars with their number.
    let bars = r < 2.0;
    let scale = Scale::new(0.0, 1.0, rows.left, right);
    super::canvas::draw("histogram", TITLE, caption, rows.bottom() + 40.0, |c| {
        let x = if bars {
            c.rect(12.0, 36.0, 8.0, 8.0, BLUE, 1.0);
            c.key(12.0, 40.0, 8.0, "replications in a stack")
        } else {
            c.marker(Marker::Disc, 16.0, 40.0, LARGEST - 0.6, BLUE);
            c.key(12.0, 40.0, 8.0, "one replication")
        };
        c.marker(Marker::Diamond, x + 4.0, 40.0, 3.4, VERMILION);
        c.key(x, 40.0, 8.0, "mean");
        let grouped = outcomes.iter().any(|o| !o.groups.is_empty());
        let head = if grouped { "range, and the groups" } else { "range" };
        c.text(WIDTH - 12.0, 52.0, head, ink(LABEL).bold().right());
        rows.axis(c, &scale, 6, "Share of attempted messages that arrived", percent_tick);
        rows.rules(c, rows.left, WIDTH - 12.0);
        rows.label(c);
        for (i, (row, stacks)) in outcomes.iter().zip(&all).enumerate() {
            let floor = rows.middle(i) + height / 2.0 - 10.0;
            for Stack { mean, n, .. } in stacks {
                let x = scale.at(*mean);
                if bars {
                    let h = (height - 30.0) * f64::from(*n) / f64::from(most);
                    c.rect(x - width * 0.4, floor - h, width * 0.8, h, BLUE, 1.0);
                    c.text(x, floor - h - 6.0, &n.to_string(), ink(LABEL - 2.0).colour(QUIET).centre());
                    continue;
                }
                for k in 0..*n {
                    c.marker(Marker::Disc, x, floor - 4.0 - r * (2.0 * f64::from(k) + 1.0), r - 0.5, BLUE);
                }
            }
            c.line((rows.left, floor), (right, floor), QUIET, 0.6, Dash::Solid);
            let Some((mean, (lo, hi))) = row.mean.zip(row.range()) else {
                c.remark((rows.left + right) / 2.0, rows.middle(i), "nothing was attempted");
                continue;
            };
            c.marker(Marker::Diamond, scale.at(mean), floor, 3.4, VERMILION);
            let range = format!("{} to {}", format::share(lo), format::share(hi));
            let words = match &row.groups[..] {
                [] => String::new(),
                [low, high] => format!("groups of {} and {}", low.n, high.n),
                more => format!("{} groups", more.len()),
            };
            c.text(WIDTH - 12.0, rows.middle(i) - 6.0, &range, ink(LABEL).right());
            c.text(WIDTH - 12.0, rows.middle(i) + 6.0, &words, ink(LABEL - 1.0).right().bold());
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64]) -> Outcomes {
        let groups = crate::experiment::modes::groups(values);
        Outcomes {
            strategy: "s".into(),
            sender: String::new(),
            values: values.to_vec(),
            mean: Some(values.iter().sum::<f64>() / values.len() as f64),
            groups,
        }
    }

    #[test]
    fn replications_stand_at_their_values() {
        let stacks = of(&[0.81, 0.803, 0.805, 0.951, 0.97]).stacks();
        let seen: Vec<(u32, f64)> = stacks.iter().map(|s| (s.n, (s.mean * 1e4).round() / 1e4)).collect();
        assert_eq!(seen, [(3, 0.806), (2, 0.9605)]);
        let even: Vec<f64> = (0..=1000).map(|i| f64::from(i) / 1000.0).collect();
        let stacks = of(&even).stacks();
        assert!(stacks.windows(2).all(|w| w[1].mean - w[0].mean >= APART));
        assert_eq!(stacks.iter().map(|s| s.n).sum::<u32>(), 1001);
    }

    #[test]
    fn a_wide_spread_is_shown_even_without_two_groups() {
        let warm_up = of(&[0.956, 0.711, 0.892, 0.920, 0.712, 0.703, 0.705, 0.896, 0.708, 0.808]);
        assert!(warm_up.groups.is_empty() && warm_up.spread());
        assert!(!of(&[0.95, 0.96, 0.97]).spread());
    }
}
