//! `report.html`: one file, offline, without scripts; every string in it that came from outside is escaped.

use std::fmt::Write as _;

use serde_json::Value;

use super::blocks::{self, escape, escape_lines, label};
use super::figures::{self, Figure};
use super::format;
use super::view::{self, Sheet};
use crate::experiment::summary::{Part, Summary};
use crate::ledger::{METRICS, metric};

/// The whole page. `scenario_toml` is the resolved scenario and `manifest` the manifest, as stored beside it; of the
/// manifest, how the run went (threads, platform, wall time) is left out, so that equal results give equal pages.
/// Figures that cannot be drawn are left out with a note.
pub fn html(summary: &Summary, scenario_toml: &str, manifest: &Value) -> String {
    page(summary, scenario_toml, manifest, &figures::all(summary).unwrap_or_default())
}

pub(super) fn page(summary: &Summary, scenario_toml: &str, manifest: &Value, figures: &[Figure]) -> String {
    let mut p = Page { out: String::with_capacity(1 << 20), summary, figures };
    p.head();
    p.verdict();
    p.headline();
    p.section("delivery", "What arrived, and what was reported", &[
        "A carrier may report a message as delivered that it dropped. The sender sees only the reports; the truth is the \
         simulator's.",
    ]);
    p.figure("delivery");
    p.figure_if_any("gap");
    p.figure_if_any("histogram");
    p.end();
    p.by_carrier();
    p.by_sender();
    p.losses();
    p.section(
        "course",
        "Over time",
        &["When messages were screened, and when numbers stood on a blacklist."],
    );
    p.figure("course");
    p.figure_if_any("age");
    p.figure_if_any("threshold");
    p.end();
    p.recovery();
    p.ranking();
    p.comparison();
    p.section("harm", "What it did to the people", &[
        "Deliverability beside harm: a way of sending that gets more through and annoys more people is not better.",
    ]);
    p.figure("harm");
    p.figure_if_any("asked");
    p.figure_if_any("pumping");
    p.end();
    p.expectations();
    p.all_metrics();
    p.models();
    p.limits();
    p.notes();
    p.reproduce(manifest);
    p.scenario(scenario_toml);
    p.out.push_str("</main>\n</body>\n</html>\n");
    p.out
}

struct Page<'a> {
    out: String,
    summary: &'a Summary,
    figures: &'a [Figure],
}

impl Page<'_> {
    fn head(&mut self) {
        let s = self.summary;
        let title = escape(&s.scenario);
        blocks::head(&mut self.out, &s.version, &format!("{title}: carrierlab report"), "");
        let _ = write!(
            self.out,
            "<a class=\"skip\" href=\"#verdict\">Skip to the verdict</a>\n<main>\n<header>\n\
             <p class=\"kicker\">carrierlab: deliverability in a simulated network</p>\n<h1>{title}</h1>\n"
        );
        if !s.about.trim().is_empty() {
            let _ = writeln!(self.out, "<p class=\"question\">{}</p>", escape(&s.about));
        }
        let _ = writeln!(
            self.out,
            "<p class=\"sample\">{} strateg{} over {} of simulated time, {} replication{}, {} carrier{}. Baseline: {}. \
             Values are means with 95\u{a0}% intervals over replications.</p>\n</header>",
            s.strategies.len(),
            if s.strategies.len() == 1 { "y" } else { "ies" },
            escape(&s.horizon),
            format::count(f64::from(s.replications)),
            if s.replications == 1 { "" } else { "s" },
            s.carriers.len(),
            if s.carriers.len() == 1 { "" } else { "s" },
            escape(&s.baseline),
        );
    }

    fn verdict(&mut self) {
        let v = &self.summary.verdict;
        let (class, head) = match &v.winner {
            Some(name) => {
                ("clear", format!("Best on {}: {}", escape(&v.metric.replace('_', " ")), escape(name)))
            }
            None => ("open", view::verdict_head(self.summary).to_string()),
        };
        let _ = writeln!(
            self.out,
            "<section id=\"verdict\" class=\"box {class}\" aria-labelledby=\"verdict-h\">\n<h2 id=\"verdict-h\">{head}</h2>\n<p>{}</p>",
            escape(&v.sentence)
        );
        let n = self.summary.expectations.len();
        if n > 0 {
            let held = self.summary.expectations.iter().filter(|e| e.passed).count();
            let mark = if held == n { "✓" } else { "✗" };
            let _ = writeln!(
                self.out,
                "<p>{mark} {held} of {n} expectation{} met (<a href=\"#expectations\">see which</a>).</p>",
                if n == 1 { "" } else { "s" }
            );
        }
        for warning in view::warnings(self.summary) {
            let _ =
                writeln!(self.out, "<p class=\"warning\"><strong>Note.</strong> {}</p>", escape(&warning));
        }
        self.end();
    }

    fn headline(&mut self) {
        self.section("headline", "At a glance", &[]);
        let sheet = view::headline(self.summary);
        self.table(
            "Truth, report, harm and cost of each strategy: mean [95 % interval]; n is replications",
            &sheet,
        );
        self.out.push_str("<dl class=\"terms\">\n");
        for (name, label) in view::HEADLINE {
            if let Some(m) = metric(name) {
                let _ =
                    writeln!(self.out, "<div><dt>{}</dt><dd>{}</dd></div>", escape(label), escape(m.meaning));
            }
        }
        self.out.push_str("</dl>\n");
        self.end();
    }

    fn by_carrier(&mut self) {
        self.section(
            "carriers",
            "By carrier",
            &["Every carrier filters in its own way and knows only the traffic it sees itself."],
        );
        self.figure("carriers");
        let mut sheet = Sheet {
            columns: [
                "Strategy",
                "Carrier",
                "Delivered",
                "Reported delivered",
                "Reported, not delivered",
                "Blocked",
                "Silenced",
            ]
            .map(String::from)
            .into(),
            rows: Vec::new(),
        };
        for s in &self.summary.strategies {
            for c in &s.carriers {
                let mut row = vec![s.name.clone(), c.name.clone()];
                let names = ["delivered", "reported_delivered", "false_delivered", "blocked", "silenced"];
                row.extend(names.iter().map(|n| view::estimate(&c.metrics, n)));
                sheet.rows.push(row);
            }
        }
        self.details("Truth and report by carrier", |p| {
            p.table("Share of the messages attempted to each carrier: mean [95 % interval]", &sheet);
        });
        self.end();
    }

    /// Nothing where there is one sender.
    fn by_sender(&mut self) {
        if self.figures.iter().any(|f| f.name == "senders") {
            self.section(
                "senders",
                "By sender",
                &["Senders share the carriers, and what carriers learn from one may fall on another."],
            );
            self.figure("senders");
            self.end();
        }
    }

    fn losses(&mut self) {
        self.section("losses", "Where messages were lost", &[
            "Each message that did not arrive, by the stage that weighed most or by the reason; together with what was \
             delivered, a bar is all that was attempted.",
        ]);
        self.figure("losses");
        self.end();
    }

    fn recovery(&mut self) {
        if self.summary.strategies.iter().all(|s| s.recovery.is_none()) {
            return;
        }
        self.section(
            "recovery",
            "How long a blacklist lasts",
            &["How long what a carrier listed stayed on its list, and what of it was never released."],
        );
        self.figure("recovery");
        self.end();
    }

    /// Nothing where there is one strategy, or one replication.
    fn ranking(&mut self) {
        let sheet = view::ranking(self.summary);
        if sheet.rows.is_empty() {
            return;
        }
        self.section("ranking", "Ranking", &[view::P_BEST]);
        let metric = self.summary.verdict.metric.replace('_', " ");
        self.table(&format!("Strategies by {metric}, the metric that decides"), &sheet);
        self.end();
    }

    fn comparison(&mut self) {
        let s = self.summary;
        let text = format!(
            "Strategies meet the same people and the same chance, so each is compared with the baseline, \u{201c}{}\u{201d}, \
             replication by replication. \u{201c}Higher\u{201d} and \u{201c}lower\u{201d} are said only where the whole interval, \
             corrected for the number of strategies, lies beyond {} (the indifference zone); \u{201c}equal\u{201d} where it lies \
             inside; \u{201c}inconclusive\u{201d} otherwise.",
            view::clean(&s.baseline),
            format::points(s.indifference).trim_start_matches('+'),
        );
        self.section("comparison", "Compared with the baseline", &[&text]);
        self.figure("differences");
        let mut main = Sheet {
            columns: ["Strategy", "Delivered against baseline", "Verdict", "n"].map(String::from).into(),
            rows: Vec::new(),
        };
        let mut rest = Sheet {
            columns: ["Strategy", "Metric", "Difference", "Verdict", "n"].map(String::from).into(),
            rows: Vec::new(),
        };
        for strategy in &s.strategies {
            let (difference, verdict) = view::comparison(strategy, s);
            let n =
                strategy.differences.get("delivered").map_or(view::replications(&strategy.metrics), |d| d.n);
            main.rows.push(vec![strategy.name.clone(), difference, verdict, n.to_string()]);
            for m in METRICS.iter().filter(|m| m.name != "delivered") {
                if let Some(d) = strategy.differences.get(m.name) {
                    let label = label(m.name);
                    let n = d.n.to_string();
                    rest.rows.push(vec![
                        strategy.name.clone(),
                        label,
                        format::difference(m, d),
                        d.verdict.clone(),
                        n,
                    ]);
                }
            }
        }
        self.table(
            "Paired differences in delivered: mean [interval], corrected for the number of strategies (Holm)",
            &main,
        );
        if !rest.rows.is_empty() {
            self.details("Differences in every other metric", |p| {
                p.table(
                    "Paired differences to the baseline: mean [95 % interval each, not corrected]",
                    &rest,
                );
            });
        }
        self.end();
    }

    fn expectations(&mut self) {
        self.section("expectations", "Expectations", &[]);
        if self.summary.expectations.is_empty() {
            self.out.push_str("<p>The scenario states none.</p>\n");
        } else {
            let rows = self
                .summary
                .expectations
                .iter()
                .map(view::expectation)
                .map(|e| vec![e.expression, e.observed, e.n, format!("{} {}", e.mark, e.word)])
                .collect();
            let columns = ["Expected", "Observed", "n", "Verdict"].map(String::from).into();
            self.table(
                "Assertions of the scenario: the mean decides, its 95 % interval says how sure that is",
                &Sheet { columns, rows },
            );
            if self.summary.expectations.iter().map(view::expectation).any(|e| e.open) {
                self.out.push_str(
                    "<p>\u{201c}By the mean\u{201d} means that the interval holds values on both sides of a bound, or that one \
                     replication has none: another seed could decide otherwise. More replications narrow it.</p>\n",
                );
            }
        }
        self.end();
    }

    fn all_metrics(&mut self) {
        self.section("metrics", "All metrics", &[]);
        let summary = self.summary;
        let mut columns = vec!["Metric".to_string()];
        columns.extend(summary.strategies.iter().map(|s| s.name.clone()));
        columns.push("Meaning".into());
        let rows = METRICS
            .iter()
            .map(|m| {
                let mut row = vec![label(m.name)];
                row.extend(summary.strategies.iter().map(|s| {
                    let text = view::estimate(&s.metrics, m.name);
                    match s.metrics.get(m.name) {
                        Some(e) if e.mean.is_some() && e.n != summary.replications => {
                            format!("{text} (n = {})", e.n)
                        }
                        _ => text,
                    }
                }));
                row.push(m.meaning.into());
                row
            })
            .collect();
        let caption = format!(
            "Every metric by strategy: mean [95 % interval] over {} replications unless a cell says otherwise; \u{201c}{}\u{201d}: nothing to measure",
            summary.replications,
            format::ABSENT
        );
        self.table(&caption, &Sheet { columns, rows });
        let any = |parts: fn(&crate::experiment::summary::StrategyResult) -> &Vec<Part>, least: usize| {
            summary.strategies.iter().any(|s| parts(s).len() >= least)
        };
        if any(|s| &s.carriers, 1) {
            self.parts("Every metric by carrier", "Carrier", |s| &s.carriers);
        }
        if any(|s| &s.senders, 1) {
            self.parts("Every metric by sender", "Sender", |s| &s.senders);
        }
        self.end();
    }

    fn parts(
        &mut self,
        title: &str,
        what: &str,
        parts: impl Fn(&crate::experiment::summary::StrategyResult) -> &Vec<Part>,
    ) {
        let mut columns = vec!["Strategy".to_string(), what.to_string()];
        columns.extend(METRICS.iter().map(|m| label(m.name)));
        let mut rows = Vec::new();
        for s in &self.summary.strategies {
            for part in parts(s) {
                let mut row = vec![s.name.clone(), part.name.clone()];
                row.extend(METRICS.iter().map(|m| view::estimate(&part.metrics, m.name)));
                rows.push(row);
            }
        }
        self.details(title, |p| p.table("Mean [95 % interval] over replications", &Sheet { columns, rows }));
    }

    /// The cards of the content models in use, in short.
    fn models(&mut self) {
        if self.summary.models.is_empty() {
            return;
        }
        self.section("models", "Content models", &[
            "What a content stage asks of a text is the probability that it is spam or smishing. Figures are of texts \
             that the model had not seen; where they are thin, so is what the content stage tells apart.",
        ]);
        for model in &self.summary.models {
            let info = &model.info;
            let threshold = format::fixed(info.threshold, 3);
            let _ = writeln!(
                self.out,
                "<h3>{}</h3>\n<p>Asked by {}. Model \u{201c}{}\u{201d}, fit {}, made by {}{}; its own threshold is {threshold}, \
                 which carriers need not use. SHA-256 <code>{}</code>.</p>",
                escape(&model.model),
                escape(&model.carriers.join(", ")),
                escape(&info.name),
                escape(&info.fit),
                escape(&info.made_by),
                if info.date.is_empty() { String::new() } else { format!(", {}", escape(&info.date)) },
                escape(&model.sha256),
            );
            if info.measured.is_empty() {
                self.out.push_str("<p>Its file holds no figures: nobody has judged it here.</p>\n");
            }
            for (title, sheet) in [
                ("How it did on texts it had not seen", view::measured(model)),
                ("What it was made from", view::made_from(model)),
                ("Cues that weigh most", view::cue_weights(model)),
            ] {
                if !sheet.rows.is_empty() {
                    self.details(title, |p| p.table(title, &sheet));
                }
            }
        }
        self.end();
    }

    fn limits(&mut self) {
        self.section("limits", "Assumptions and limits", &[]);
        self.out.push_str("<ul>\n");
        for text in LIMITS {
            let _ = writeln!(self.out, "<li>{text}</li>");
        }
        self.out.push_str("</ul>\n");
        self.end();
    }

    fn notes(&mut self) {
        self.section("notes", "Notes", &[]);
        if self.summary.notes.is_empty() {
            self.out.push_str("<p>None.</p>\n");
        } else {
            self.out.push_str("<ul>\n");
            for note in &self.summary.notes {
                let _ = writeln!(self.out, "<li>{}</li>", escape(note));
            }
            self.out.push_str("</ul>\n");
        }
        self.end();
    }

    fn reproduce(&mut self, manifest: &Value) {
        let s = self.summary;
        self.section("reproduce", "How to repeat this", &[
            "Save the scenario below as <code>scenario.toml</code> and run the command. The same version, scenario and seed \
             give the same tables, byte for byte.",
        ]);
        let _ = writeln!(
            self.out,
            "<pre tabindex=\"0\"><code>{}</code></pre>\n<dl class=\"facts\">",
            escape(&view::command(s))
        );
        let facts = [
            ("carrierlab", s.version.clone()),
            ("Seed", s.seed.to_string()),
            ("Scenario hash (SHA-256)", s.scenario_hash.clone()),
            ("Replications", format!("{} of {} asked for", s.replications, s.replications_asked)),
            ("Summary format", s.schema_version.to_string()),
        ];
        for (name, value) in facts {
            let _ = writeln!(self.out, "<div><dt>{name}</dt><dd>{}</dd></div>", escape(&value));
        }
        self.out.push_str("</dl>\n");
        let kept = lasting(manifest);
        if kept.as_object().is_some_and(|m| !m.is_empty()) {
            let text = serde_json::to_string_pretty(&kept).unwrap_or_default();
            self.details("Manifest", |p| {
                let _ = write!(
                    p.out,
                    "<p>Threads, platform and times of this one run are in <code>manifest.json</code>.</p>\n\
                     <pre tabindex=\"0\"><code>{}</code></pre>\n",
                    escape_lines(&text)
                );
            });
        }
        self.end();
    }

    fn scenario(&mut self, text: &str) {
        self.section("scenario", "The scenario, every value in force", &[]);
        self.details("Show the resolved scenario", |p| {
            let _ = writeln!(p.out, "<pre tabindex=\"0\"><code>{}</code></pre>", escape_lines(text));
        });
        self.end();
    }

    /// Opens a section. The paragraphs may carry markup of ours, and nothing from outside that is not escaped.
    fn section(&mut self, id: &str, title: &str, paragraphs: &[&str]) {
        let _ = writeln!(
            self.out,
            "<section id=\"{id}\" aria-labelledby=\"{id}-h\">\n<h2 id=\"{id}-h\">{}</h2>",
            escape(title)
        );
        for text in paragraphs {
            // Only the one paragraph that names a file has markup.
            let text =
                if text.contains("<code>scenario.toml</code>") { text.to_string() } else { escape(text) };
            let _ = writeln!(self.out, "<p>{text}</p>");
        }
    }

    fn end(&mut self) {
        self.out.push_str("</section>\n");
    }

    fn details(&mut self, title: &str, inside: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.out, "<details>\n<summary>{}</summary>", escape(title));
        inside(self);
        self.out.push_str("</details>\n");
    }

    /// A figure that stands only where it has something to show.
    fn figure_if_any(&mut self, name: &str) {
        if self.figures.iter().any(|f| f.name == name) {
            self.figure(name);
        }
    }

    /// A figure with its caption and its numbers; a note where it was not drawn.
    fn figure(&mut self, name: &str) {
        let figures = self.figures;
        let Some(figure) = figures.iter().find(|f| f.name == name) else {
            self.out.push_str("<p class=\"warning\">This figure could not be drawn.</p>\n");
            return;
        };
        blocks::figure(&mut self.out, figure, None);
    }

    /// A table that scrolls by itself; the first column heads its row.
    fn table(&mut self, caption: &str, sheet: &Sheet) {
        blocks::table(&mut self.out, caption, sheet);
    }
}

const LIMITS: &[&str] = &[
    "This is a mechanism study: it shows what the stated mechanisms do to the stated traffic. It is never a forecast for a \
     real carrier, and a share here is not a promise of a share there.",
    "No carrier publishes its filter. Thresholds, windows and penalties are settings, each with a source or the word \
     \u{201c}assumption\u{201d}; the resolved scenario below lists every one in force.",
    "Texts, people and numbers are synthetic. Reactions (replies, opt-outs, complaints) follow stated rules, not observed people.",
    "Intervals cover chance between replications of this model. They do not cover doubt about the model itself.",
    "What a carrier learns from is the scenario&#39;s stated label policy; a real carrier may see more, or less.",
    "A gain in delivery is a gain only as long as opt-outs, complaints and unwanted messages do not rise with it.",
];

/// The manifest without what differs between two runs of the same thing.
fn lasting(manifest: &Value) -> Value {
    const PASSING: &[&str] = &[
        "wall", "elapsed", "duration", "started", "finished", "created", "thread", "job", "platform", "host",
        "os", "cpu", "arch", "command", "time",
    ];
    match manifest {
        Value::Object(map) => Value::Object(
            map.iter()
                .filter(|(key, _)| {
                    let key = key.to_ascii_lowercase();
                    !key.split(['_', '-', '.'])
                        .any(|part| PASSING.contains(&part.trim_end_matches('s')) || PASSING.contains(&part))
                })
                .map(|(key, value)| (key.clone(), lasting(value)))
                .collect(),
        ),
        other => other.clone(),
    }
}
