//! A linear model from a table of features and weights, so that one trained elsewhere can be used here.

use std::collections::BTreeMap;

use super::features::{Length, Recipe};
use super::model::{ModelInfo, Scorer};
use crate::content::{Cue, Tokens, normalise};

/// What an imported model sees: words, in the largest table, so that few features share a slot.
const RECIPE: Recipe = Recipe {
    slot_bits: 18,
    words_max: 3,
    characters_min: 1,
    characters_max: 0,
    cue_pairs: false,
    length: Length::None,
};

/// A model, and what a reader has to know of how it came over.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The model.
    pub scorer: Scorer,
    /// Features taken over, the intercept and cues included.
    pub features: usize,
    /// Features that have the normal form of an earlier one; of such a group the weight that is largest by
    /// size counts.
    pub merged: usize,
    /// Features that share their slot with another; each of them counts as the sum of both.
    pub collided: usize,
    /// The largest change of a weight by rounding to fixed point, in log-odds.
    pub rounding: f64,
}

/// Why a table could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
pub enum ImportError {
    /// No columns `feature` and `weight`.
    #[error("the first line names no columns `feature` and `weight`")]
    #[diagnostic(code(import::columns), help("begin the file with the line `feature,weight`"))]
    Columns,
    /// Not readable as CSV.
    #[error("not readable as CSV: {reason}")]
    #[diagnostic(code(import::csv), help("a feature that holds a comma or a quote stands in quotes"))]
    Csv {
        /// What the reader said.
        reason: String,
    },
    /// A weight that is no number.
    #[error("line {line}: `{found}` is no weight")]
    #[diagnostic(
        code(import::weight),
        help("write the log-odds that the feature adds, such as 1.25 or -0.3")
    )]
    Weight {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// A feature that this program cannot have.
    #[error("line {line}: `{found}` is no feature: {why}")]
    #[diagnostic(code(import::feature), help("{help}"))]
    Feature {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        found: String,
        /// What is wrong with it.
        why: &'static str,
        /// What to write.
        help: String,
    },
    /// No features.
    #[error("the table has no features")]
    #[diagnostic(code(import::empty), help("a line a feature: `free entry,1.8`"))]
    Empty,
}

/// Reads a table with the columns `feature` and `weight` (log-odds of spam that the feature adds where a
/// text has it). A feature is `(intercept)`, a cue as `cue:NAME`, or one to three words; words are
/// brought to their normal form, so `£100` and `£250` are one feature. A text's log-odds are the plain
/// sum of the weights of its features, each counted once, as a bag of words with binary counts has them.
pub fn import(table: &str, info: ModelInfo) -> Result<Imported, ImportError> {
    let wrong = |e: csv::Error| ImportError::Csv { reason: e.to_string() };
    let table = table.strip_prefix('\u{FEFF}').unwrap_or(table);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table.as_bytes());
    let head = reader.headers().map_err(wrong)?.clone();
    let column = |name: &str| head.iter().position(|c| c.trim().eq_ignore_ascii_case(name));
    let (Some(feature), Some(weight)) = (column("feature"), column("weight")) else {
        return Err(ImportError::Columns);
    };
    let mut bias = 0.0;
    let mut cues = vec![0.0; Cue::ALL.len()];
    // By slot, then by the name that a feature has in its normal form.
    let mut phrases: BTreeMap<(u32, String), (usize, f64)> = BTreeMap::new();
    let (mut features, mut merged) = (0, 0);
    let mut once = std::collections::BTreeSet::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        let field = |i: usize| record.get(i).unwrap_or("").trim();
        let (name, written) = (field(feature), field(weight));
        if name.is_empty() && written.is_empty() {
            continue;
        }
        let w: f64 = written
            .parse()
            .ok()
            .filter(|w: &f64| w.abs() <= 1000.0)
            .ok_or_else(|| ImportError::Weight { line, found: written.chars().take(40).collect() })?;
        features += 1;
        let single =
            name.starts_with("cue:") || matches!(name, "(intercept)" | "intercept" | "bias" | "(bias)");
        if single && !once.insert(if name.starts_with("cue:") { name.to_owned() } else { "bias".into() }) {
            return Err(ImportError::Feature {
                line,
                found: name.chars().take(40).collect(),
                why: "it stands here twice",
                help: "leave one of the two lines out".into(),
            });
        }
        match name {
            "(intercept)" | "intercept" | "bias" | "(bias)" => bias = w,
            _ => match name.strip_prefix("cue:") {
                Some(cue) => cues[cue_named(cue.trim(), line)? as usize] = w,
                None => {
                    let (phrase, words, slot) = phrase(name, line)?;
                    let known = phrases.entry((slot, phrase)).or_insert((words, 0.0));
                    merged += usize::from(known.1 != 0.0);
                    if w.abs() > known.1.abs() {
                        known.1 = w;
                    }
                }
            },
        }
    }
    if features == 0 {
        return Err(ImportError::Empty);
    }
    let words_max = phrases.values().map(|(words, _)| *words).max().unwrap_or(1);
    let recipe = Recipe { words_max, ..RECIPE };
    let mut slots = vec![0.0; recipe.slots()];
    let mut shared = BTreeMap::new();
    for ((slot, _), (_, w)) in &phrases {
        slots[*slot as usize] += w;
        *shared.entry(*slot).or_insert(0) += 1;
    }
    let collided = shared.values().filter(|&&n| n > 1).sum();
    let scorer = Scorer::new(info, recipe, bias, &cues, &slots);
    let off = |(slot, w): (usize, &f64)| (scorer.slot_weight(slot as u32) - w).abs();
    let rounding = slots.iter().enumerate().map(off).fold(0.0, f64::max);
    Ok(Imported { scorer, features, merged, collided, rounding })
}

fn cue_named(name: &str, line: usize) -> Result<Cue, ImportError> {
    Cue::ALL.into_iter().find(|cue| cue.name() == name).ok_or_else(|| {
        let near = Cue::ALL.into_iter().min_by_key(|cue| strsim::damerau_levenshtein(cue.name(), name));
        let near = near.map_or("", Cue::name);
        ImportError::Feature {
            line,
            found: format!("cue:{}", name.chars().take(40).collect::<String>()),
            why: "there is no such cue",
            help: format!("did you mean `cue:{near}`? `carrierlab model card default` lists all cues"),
        }
    })
}

/// The name, the number of words and the slot of a feature.
fn phrase(name: &str, line: usize) -> Result<(String, usize, u32), ImportError> {
    let normal = normalise(name);
    RECIPE.phrase(&normal).ok_or_else(|| {
        let (why, help) = if Tokens::of(&normal).words().is_empty() {
            ("it has no word", "signs alone are no features here: leave the line out")
        } else {
            ("it has more than three words", "a feature has one to three words: leave the line out")
        };
        ImportError::Feature { line, found: name.chars().take(40).collect(), why, help: help.into() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str) -> Result<Imported, ImportError> {
        import(table, ModelInfo::imported("mine", 0.5))
    }

    #[test]
    fn the_log_odds_of_a_text_are_the_sum_of_its_features() {
        let model = read(
            "feature,weight\n(intercept),-2\nfree,1.5\nfree entry,0.75\n\"£100\",0.5\ncue:exclamation,0.25\nunseen,9\n",
        )
        .unwrap();
        let close = |text: &str, expected: f64| {
            let found = model.scorer.logit(text);
            assert!((found - expected).abs() < 1e-3, "{text}: {found}");
        };
        close("hello there", -2.0);
        close("FREE stuff", -0.5);
        close("Fr\u{200B}ee entry, free free", 0.25);
        close("Win £250!", -1.25);
        assert_eq!((model.features, model.merged, model.collided), (6, 0, 0));
        assert!(model.rounding < 1e-3);
        let again = Scorer::from_json(&model.scorer.to_json()).unwrap();
        assert!(again.logit("free entry").total_cmp(&model.scorer.logit("free entry")).is_eq());
    }

    #[test]
    fn features_with_one_normal_form_are_merged() {
        let model = read("weight,feature\n0.5,£100\n-0.75,£250\n0.1,£999\n").unwrap();
        assert_eq!(model.merged, 2);
        assert!((model.scorer.logit("£777") + 0.75).abs() < 1e-3);
    }

    #[test]
    fn mistakes_are_placed() {
        let check = |table: &str, expected: &str| {
            let error = read(table).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        };
        check("word,score\nfree,1\n", "no columns");
        check("feature,weight\nfree,much\n", "line 2: `much` is no weight");
        check("feature,weight\nfree,1\nfree,nan\n", "line 3");
        check("feature,weight\ncue:exclamatoin,1\n", "no such cue");
        check("feature,weight\n!!!,1\n", "has no word");
        check("feature,weight\none two three four,1\n", "more than three");
        check("feature,weight\nbias,1\n(intercept),2\n", "stands here twice");
        check("feature,weight\n", "no features");
        let error = read("feature,weight\ncue:exclamatoin,1\n").unwrap_err();
        assert!(miette::Diagnostic::help(&error).unwrap().to_string().contains("`cue:exclamation`"));
    }
}
