//! A judged model as one JSON document, in a terminal, in Markdown and as figures.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::figures::{self, Figure};
use super::markdown::escape;
use super::view::{Sheet, clean};
use super::{ReportError, format, write_figures, write_file};
use crate::scorer::{Corpus, Disguise, Evaluation, HitFrequency, Judgement, Outcome, Pool, Section};

/// Cues that the terminal lists; the other views list all.
const CUES_SHOWN: usize = 12;

/// What is said of the model that was judged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelFacts {
    /// Its name.
    pub name: String,
    /// The fit that made it.
    pub fit: String,
    /// The date that whoever trained it gave, or empty.
    pub date: String,
    /// The version of carrierlab that trained it.
    pub made_by: String,
    /// SHA-256 of the model file as carrierlab writes it.
    pub sha256: String,
    /// What it was trained on.
    pub corpora: Vec<Corpus>,
}

/// What `model eval` says: the model, how it did, and what to bear in mind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvaluationReport {
    /// The version of carrierlab that judged.
    pub carrierlab: &'static str,
    /// The model.
    pub model: ModelFacts,
    /// How it did; its keys stand beside the others.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// What to bear in mind.
    pub notes: Vec<String>,
}

impl EvaluationReport {
    /// One JSON document, ending in a line break.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("plain data") + "\n"
    }

    /// One or two screens of 100 columns.
    pub fn terminal(&self) -> String {
        let e = &self.evaluation;
        let mut out = String::new();
        let name = clean(&self.model.name);
        let _ = writeln!(out, "model {name}, {}; {}\n", clean(&self.model.fit), self.sample("\n"));
        aligned(&mut out, &figures_by_pool(e));
        out.push('\n');
        aligned(&mut out, &sections(e, 18, false));
        let hits = cues(&telling(&e.pool.hit_frequencies), 44);
        let _ = writeln!(
            out,
            "\ncues that move most (weight times shares), {CUES_SHOWN} of {}; --json or --out DIR for all",
            e.pool.hit_frequencies.len()
        );
        aligned(&mut out, &hits);
        if !e.pool.evasion.is_empty() {
            let n = e.pool.evasion.first().map_or(0, |d| d.n_spam);
            let _ = writeln!(
                out,
                "\nspam caught in disguise (n = {}), raw and normalised, by the same weights; cost in points",
                format::count(n as f64)
            );
            aligned(&mut out, &disguises(&e.pool.evasion, false));
            wrapped(&mut out, &not_undone(&e.pool.evasion), 100);
        }
        if !self.notes.is_empty() {
            out.push('\n');
        }
        for note in &self.notes {
            wrapped(&mut out, &format!("note: {}", clean(note)), 100);
        }
        out
    }

    /// All tables, with the figures below if they are `drawn`.
    pub fn markdown(&self, figures: &[Figure]) -> String {
        let e = &self.evaluation;
        let mut out = String::new();
        let _ = writeln!(out, "# Model {} judged\n", escape(&self.model.name));
        let facts = format!(
            "Fit: {}; made by {}; SHA-256 {}; {}",
            self.model.fit,
            self.model.made_by,
            self.model.sha256,
            self.sample("; ")
        );
        let _ = writeln!(out, "{}\n\n## Figures\n", escape(&facts));
        piped(&mut out, &figures_by_pool(e));
        out.push_str(
            "\nSpam caught, ham blocked, precision, recall and MCC are those of the threshold that is part of the model: it was\n\
             frozen from out-of-fold scores of the training rows, at 0.2 % of their ham. ECE is the expected calibration error\n\
             over ten equal bins (Guo et al. 2017), log loss is in nats.\n\n## By corpus and class\n\n",
        );
        piped(&mut out, &sections(e, usize::MAX, true));
        for (name, pool) in [("Generated", &e.generated), ("Corpora and generated", &e.both)] {
            if let Some(pool) = pool {
                let _ = writeln!(out, "\n### {name}, by class\n");
                piped(&mut out, &classes(pool));
            }
        }
        for (name, pool) in named(e) {
            let _ = writeln!(out, "\n## Cues: {name}\n");
            let _ = writeln!(
                out,
                "Shares of spam and of ham that show each cue; S/O is the share of spam over the sum of both; the weight is in\n\
                 log-odds of spam.\n"
            );
            let mut sheet = cues(&pool.hit_frequencies, usize::MAX);
            sheet.columns.push("source".into());
            for (row, hit) in sheet.rows.iter_mut().zip(&pool.hit_frequencies) {
                row.push(hit.source.into());
            }
            piped(&mut out, &sheet);
            if pool.evasion.is_empty() {
                continue;
            }
            let _ = writeln!(out, "\n## Disguises: {name}\n");
            let n = pool.evasion.first().map_or(0, |d| d.n_spam);
            let _ = writeln!(
                out,
                "The {} spam texts in each disguise, links left as they are. Raw: the same weights on the text with nothing\n\
                 undone. Undone: texts whose normal form the disguise does not change. Cost: spam caught undisguised less spam\n\
                 caught in disguise, in percentage points. {}\n",
                format::count(n as f64),
                not_undone(&pool.evasion)
            );
            piped(&mut out, &disguises(&pool.evasion, true));
        }
        if !figures.is_empty() {
            out.push_str("\n## Pictures\n");
        }
        for figure in figures {
            let file = if figure.svg.is_some() { "svg" } else { "csv" };
            let image = if figure.svg.is_some() { "!" } else { "" };
            let _ = writeln!(
                out,
                "\n{image}[{}](figures/{}.{file})\n\n{}",
                escape(&figure.title),
                figure.name,
                escape(&figure.caption)
            );
        }
        if !self.notes.is_empty() {
            out.push_str("\n## Notes\n\n");
        }
        for note in &self.notes {
            let _ = writeln!(out, "* {}", escape(note));
        }
        let _ = writeln!(out, "\ncarrierlab {}, seed {}", self.carrierlab, e.seed);
        out
    }

    /// What was judged, and behind `then` what intervals are.
    fn sample(&self, then: &str) -> String {
        let e = &self.evaluation;
        let n = e.pool.section.judgement.n_ham + e.pool.section.judgement.n_spam;
        let mut out = format!(
            "{} texts in {} clusters of near-duplicates",
            format::count(n as f64),
            format::count(e.pool.section.n_clusters as f64)
        );
        if e.replicates > 0 {
            let _ = write!(
                out,
                "{then}in brackets: 95 % intervals by {} bootstrap replicates over clusters",
                format::count(f64::from(e.replicates))
            );
        }
        out
    }
}

/// Writes `eval.json`, `eval.md` and `figures/*` into the folder `dir`, which must exist, and gives the files in the
/// order they were written. The same report gives the same bytes.
pub fn write_evaluation(dir: &Path, report: &EvaluationReport) -> Result<Vec<PathBuf>, ReportError> {
    let figures = figures::evaluation(&report.evaluation)?;
    let mut written = vec![
        write_file(dir.join("eval.json"), report.json().as_bytes())?,
        write_file(dir.join("eval.md"), report.markdown(&figures).as_bytes())?,
    ];
    written.extend(write_figures(&dir.join("figures"), &figures)?);
    Ok(written)
}

fn named(e: &Evaluation) -> Vec<(&'static str, &Pool)> {
    let mut pools = vec![("corpora", &e.pool)];
    pools.extend(e.generated.as_ref().map(|pool| ("generated", pool)));
    pools.extend(e.both.as_ref().map(|pool| ("corpora and generated", pool)));
    pools
}

fn interval(section: &Section, figure: &str) -> Option<[f64; 2]> {
    section.intervals.get(figure).copied().flatten()
}

/// A figure as every table prints it.
fn figure(section: &Section, name: &str) -> String {
    let place = Judgement::FIGURES.iter().position(|f| *f == name);
    let value = place.and_then(|i| section.judgement.values()[i]);
    let ends = interval(section, name);
    match name {
        "spam_caught" | "ham_blocked" | "precision" | "recall" => format::fine_share_interval(value, ends),
        "one_minus_auc_percent" => format::number_interval(value, ends, 3),
        _ => format::number_interval(value, ends, 4),
    }
}

/// One row a figure, one column a pool.
pub(super) fn figures_by_pool(e: &Evaluation) -> Sheet {
    let pools = named(e);
    let mut columns = vec![String::new()];
    columns.extend(pools.iter().map(|(name, _)| (*name).to_string()));
    let row = |label: &str, of: &dyn Fn(&Section) -> String| -> Vec<String> {
        let cells = pools.iter().map(|(_, pool)| of(&pool.section));
        std::iter::once(label.to_string()).chain(cells).collect()
    };
    let count = |n: usize| format::count(n as f64);
    let mut rows = vec![
        row("ham, spam", &|s| format!("{}, {}", count(s.judgement.n_ham), count(s.judgement.n_spam))),
        row("threshold", &|s| s.threshold.map_or_else(|| format::ABSENT.into(), |t| format::number(t, 4))),
    ];
    for (label, name) in [
        ("spam caught (recall)", "spam_caught"),
        ("ham blocked", "ham_blocked"),
        ("precision", "precision"),
        ("MCC", "mcc"),
        ("AUC", "auc"),
        ("(1−AUC)%", "one_minus_auc_percent"),
        ("log loss", "log_loss"),
        ("ECE", "ece"),
    ] {
        rows.push(row(label, &|s| figure(s, name)));
    }
    Sheet { columns, rows }
}

/// One row a corpus and a class; names of at most `widest` characters.
pub(super) fn sections(e: &Evaluation, widest: usize, full: bool) -> Sheet {
    let mut sheet = section_sheet(e.corpora.iter().chain(&e.pool.classes), full);
    for row in &mut sheet.rows {
        row[0] = shortened(&row[0], widest);
    }
    sheet
}

fn classes(pool: &Pool) -> Sheet {
    section_sheet(pool.classes.iter(), true)
}

fn section_sheet<'a>(sections: impl Iterator<Item = &'a (String, Section)>, full: bool) -> Sheet {
    let mut columns =
        vec!["corpus or class", "ham", "spam", "AUC", "spam caught", "ham blocked", "MCC", "ECE"];
    if full {
        columns.push("log loss");
    }
    let plain = |x: Option<f64>| format::number_interval(x, None, 4);
    let rows = sections
        .map(|(name, s)| {
            let j = &s.judgement;
            let mut row = vec![
                clean(name),
                format::count(j.n_ham as f64),
                format::count(j.n_spam as f64),
                plain(j.auc),
                figure(s, "spam_caught"),
                figure(s, "ham_blocked"),
                plain(j.mcc),
                plain(Some(j.ece)),
            ];
            if full {
                for (cell, name) in [(3, "auc"), (6, "mcc"), (7, "ece")] {
                    row[cell] = figure(s, name);
                }
                row.push(figure(s, "log_loss"));
            }
            row
        })
        .collect();
    Sheet { columns: columns.into_iter().map(String::from).collect(), rows }
}

/// The cues that move scores most: by size of weight times the shares that show them.
fn telling(hits: &[HitFrequency]) -> Vec<HitFrequency> {
    let moves = |h: &HitFrequency| h.weight.abs() * (h.spam.unwrap_or(0.0) + h.ham.unwrap_or(0.0));
    let mut hits = hits.to_vec();
    hits.sort_by(|a, b| moves(b).total_cmp(&moves(a)));
    hits.truncate(CUES_SHOWN);
    hits
}

pub(super) fn cues(hits: &[HitFrequency], words: usize) -> Sheet {
    let columns =
        ["cue", "spam", "ham", "S/O", "weight", "what it says of a text"].map(String::from).to_vec();
    let share = |x: Option<f64>| x.map_or_else(|| format::ABSENT.into(), format::fine_share);
    let rows = hits
        .iter()
        .map(|h| {
            vec![
                h.cue.into(),
                share(h.spam),
                share(h.ham),
                format::number_interval(h.s_o, None, 2),
                signed(h.weight),
                shortened(h.says, words),
            ]
        })
        .collect();
    Sheet { columns, rows }
}

pub(super) fn disguises(disguises: &[Disguise], full: bool) -> Sheet {
    let columns: &[&str] = if full {
        &[
            "disguise",
            "undone",
            "raw: caught",
            "raw: cost",
            "raw: log-odds",
            "normalised: caught",
            "normalised: cost",
            "normalised: log-odds",
            "what it does",
        ]
    } else {
        &["disguise", "undone", "raw", "cost", "log-odds", "normalised", "cost", "log-odds"]
    };
    let cost = |o: &Outcome, first: bool, ends: bool| {
        if first {
            return format::ABSENT.into();
        }
        format::number_interval(Some(o.cost_points), o.cost_interval.filter(|_| ends), 2)
    };
    let rows = disguises
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let mut row = vec![
                d.evasion.to_string(),
                format::share(d.undone),
                format::fine_share(d.raw.spam_caught),
                cost(&d.raw, i == 0, full),
                signed(d.raw.mean_log_odds),
                format::fine_share(d.normalised.spam_caught),
                cost(&d.normalised, i == 0, true),
                signed(d.normalised.mean_log_odds),
            ];
            if full {
                row.push(d.says.into());
            }
            row
        })
        .collect();
    Sheet { columns: columns.iter().map(ToString::to_string).collect(), rows }
}

/// Which disguises change the normal form of more than one text in twenty.
pub(super) fn not_undone(disguises: &[Disguise]) -> String {
    let names: Vec<&str> = disguises.iter().filter(|d| d.undone < 0.95).map(|d| d.evasion).collect();
    match names.as_slice() {
        [] => "The normaliser undoes all of them.".into(),
        names => format!("The normaliser does not undo, or only in part: {}.", names.join(", ")),
    }
}

fn signed(x: f64) -> String {
    let text = format::number(x, 2);
    if x >= 0.005 { format!("+{text}") } else { text }
}

fn shortened(text: &str, widest: usize) -> String {
    if text.chars().count() <= widest {
        return text.into();
    }
    text.chars().take(widest - 1).chain(['…']).collect()
}

/// Columns of text, the first and the last (where it holds words) to the left, numbers to the right.
fn aligned(out: &mut String, sheet: &Sheet) {
    let words = |c: usize| c == 0 || sheet.columns[c].starts_with("what");
    let cells = || std::iter::once(&sheet.columns).chain(&sheet.rows);
    let width = |c: usize| cells().map(|row| row[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..sheet.columns.len()).map(width).collect();
    let gap = if widths.iter().sum::<usize>() + 2 * (widths.len() - 1) <= 100 { "  " } else { " " };
    for row in cells() {
        let mut line = String::new();
        for (c, cell) in row.iter().enumerate() {
            let w = widths[c];
            if c > 0 {
                line.push_str(gap);
            }
            let _ = if words(c) { write!(line, "{cell:<w$}") } else { write!(line, "{cell:>w$}") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

pub(super) fn piped(out: &mut String, sheet: &Sheet) {
    let mut line = |cells: Vec<String>| {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    line(sheet.columns.iter().map(|c| escape(c)).collect());
    let mark = |(i, c): (usize, &String)| {
        if i == 0 || c.starts_with("what") || c == "source" { "---".into() } else { "---:".into() }
    };
    line(sheet.columns.iter().enumerate().map(mark).collect());
    for row in &sheet.rows {
        line(row.iter().map(|c| escape(c)).collect());
    }
}

fn wrapped(out: &mut String, text: &str, width: usize) {
    let mut length = 0;
    for word in text.split(' ') {
        let n = word.chars().count();
        if length > 0 && length + 1 + n > width {
            out.push_str("\n ");
            length = 1;
        }
        if length > 0 {
            out.push(' ');
            length += 1;
        }
        out.push_str(word);
        length += n;
    }
    out.push('\n');
}
