//! The gallery: every shipped scenario runs, what it expects comes out, and its page is made from what came out.
//! `UPDATE_DOCS=1 cargo test` writes the page and its figures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use carrierlab::experiment::summary::{Part, StrategyResult, Summary};
use carrierlab::ledger::metric;
use carrierlab::report::{figures, format};

use crate::docs::current;
use crate::golden::{files, run};

/// Replications of each scenario here: enough for its expectations, few enough for every change to be checked.
const REPLICATIONS: u32 = 5;

/// What a scenario says of itself in `[x]`.
struct Entry {
    name: String,
    about: String,
    figure: Option<String>,
    finding: Option<String>,
}

fn entry(path: &Path) -> Entry {
    let text = std::fs::read_to_string(path).expect("a scenario");
    let table: toml::Table = text.parse().expect("TOML");
    let of = |section: &str, key: &str| {
        table.get(section).and_then(|s| s.get(key)).and_then(|v| v.as_str()).map(str::trim).map(str::to_owned)
    };
    Entry {
        name: of("scenario", "name").unwrap_or_default(),
        about: of("scenario", "about").unwrap_or_default(),
        figure: of("x", "figure"),
        finding: of("x", "finding"),
    }
}

/// A column of a scenario's table: a metric, of everything or of one sender or carrier.
#[derive(PartialEq)]
struct Column<'s> {
    metric: &'s str,
    carrier: Option<&'s str>,
    sender: Option<&'s str>,
}

/// What is delivered, what harm it does, and what the expectations name.
fn columns(summary: &Summary) -> Vec<Column<'_>> {
    let always = ["delivered", "unwanted_delivered"];
    let mut columns: Vec<Column> =
        always.iter().map(|metric| Column { metric, carrier: None, sender: None }).collect();
    for e in &summary.expectations {
        let column = Column { metric: &e.metric, carrier: e.carrier.as_deref(), sender: e.sender.as_deref() };
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns
}

impl Column<'_> {
    fn head(&self) -> String {
        let whose = match (self.carrier, self.sender) {
            (Some(carrier), _) => format!(" at {carrier}"),
            (None, Some(sender)) => format!(" of {sender}"),
            (None, None) => String::new(),
        };
        self.metric.replace('_', " ") + &whose
    }

    fn cell(&self, strategy: &StrategyResult) -> String {
        let find =
            |parts: &[Part], name: &str| parts.iter().find(|p| p.name == name).map(|p| p.metrics.clone());
        let metrics = match (self.carrier, self.sender) {
            (Some(carrier), _) => find(&strategy.carriers, carrier),
            (None, Some(sender)) => find(&strategy.senders, sender),
            (None, None) => Some(strategy.metrics.clone()),
        };
        let metrics = metrics.expect("a carrier or sender of that name");
        format::estimate(metric(self.metric).expect("a metric"), &metrics[self.metric])
    }
}

fn table(summary: &Summary) -> String {
    let columns = columns(summary);
    let mut out = String::from("| strategy |");
    columns.iter().for_each(|c| _ = write!(out, " {} |", c.head()));
    out.push_str("\n| --- |");
    columns.iter().for_each(|_| out.push_str(" --- |"));
    out.push('\n');
    for s in &summary.strategies {
        let _ = write!(out, "| {} |", s.name);
        columns.iter().for_each(|c| _ = write!(out, " {} |", c.cell(s)));
        out.push('\n');
    }
    out
}

/// Each scenario's expectations hold, and the gallery shows what came out.
#[test]
fn what_scenarios_expect_comes_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let (mut index, mut body, mut checked, mut faults) = (String::new(), String::new(), 0, Vec::new());
    for path in files() {
        let summary = run(&path, vec![], REPLICATIONS);
        for e in &summary.expectations {
            if !e.passed {
                faults.push(format!("{}: {} came out as {:?}", path.display(), e.expression, e.observed));
            }
            checked += 1;
        }
        intervals_hold_their_means(&summary);
        let entry = entry(&path);
        let Some(figure) = &entry.figure else { continue };
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        let stem = file.trim_end_matches(".toml");
        assert_eq!(entry.name, stem, "{file} is named otherwise inside");
        let picture = root.join(format!("docs/figures/gallery/{stem}.png"));
        if update {
            draw(&summary, figure, &picture);
        }
        assert!(picture.exists(), "{} is missing: run UPDATE_DOCS=1 cargo test", picture.display());
        let _ = writeln!(index, "- [{stem}](#{stem}): {}", entry.about);
        let _ = write!(
            body,
            "\n## {stem}\n\n{}\n\n{}\n{}\n\n![{}: the figure {}](figures/gallery/{stem}.png)\n\n[scenarios/{file}](../scenarios/{file})\n",
            entry.about,
            table(&summary),
            entry.finding.as_deref().unwrap_or_else(|| panic!("{file} has a figure and no finding")),
            stem,
            figure,
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(checked >= 20);
    let page = format!(
        "# Gallery\n\nMade from the scenarios themselves; do not edit. Every entry is a question, what came out (mean and 95 % \
         interval over {REPLICATIONS} replications; more narrow it), why, and one figure. What follows from the stated \
         settings is shown, not what a real carrier does; harm to the people stands beside what is delivered. `delivered` and \
         `unwanted delivered` are shares of what was attempted, `reached` of what was planned, and opt-outs and complaints are per \
         1,000 delivered; [method.md](method.md) has every metric. Bounds in words are of means. Run one with \
         `carrierlab run scenarios/<name>.toml`. Those that are looked at more closely are in [scenarios.md](scenarios.md).\n\n{index}{body}"
    );
    current(&root.join("docs/gallery.md"), &page);
}

/// An interval that is cut at zero where losses are possible would not hold its mean.
fn intervals_hold_their_means(summary: &Summary) {
    for (strategy, metrics) in summary.strategies.iter().map(|s| (&s.name, &s.metrics)) {
        for (name, e) in metrics {
            let holds = |lo: f64, mean: f64, hi: f64| lo <= mean + 1e-9 && mean <= hi + 1e-9;
            let inside = e.lo.zip(e.mean).zip(e.hi).is_none_or(|((lo, mean), hi)| holds(lo, mean, hi));
            assert!(inside, "{}, {strategy}: {name} is {e:?}", summary.scenario);
        }
    }
}

/// Where strategies try again or hold back, they are judged by what they reached; a website by the codes entered.
#[test]
fn strategies_are_judged_by_what_compares() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, metric) in
        [("back-off", "reached"), ("code-pumping", "codes_completed"), ("quickstart", "delivered")]
    {
        let path = root.join(format!("scenarios/{name}.toml"));
        let summary = run(&path, vec!["audience.*.size=300".to_owned()], 2);
        assert_eq!(summary.verdict.metric, metric, "{name}");
    }
}

/// Writes the figure of that name.
fn draw(summary: &Summary, name: &str, to: &PathBuf) {
    let figures = figures::all(summary).expect("figures");
    let place = figures.iter().position(|f| f.name == name);
    let place = place.unwrap_or_else(|| {
        let names: Vec<_> = figures.iter().map(|f| f.name.as_ref()).collect();
        panic!("{} has no figure `{name}`: there are {names:?}", summary.scenario)
    });
    let png = figures::pngs(&figures[place..=place]).expect("a picture").remove(0).expect("a drawing");
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("the folder");
    std::fs::write(to, png).expect("the picture can be written");
}
