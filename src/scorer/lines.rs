//! The figures of a training run, set by set.

use super::corpus::{Class, Row};
use super::judge::{Line, Scored, judge};
use super::train::Report;

impl Report {
    /// The cross-validated figures: pooled, by corpus, by class, and what changes without generated rows.
    pub fn lines(&self) -> Vec<Line> {
        let set = |rows: &str, scored: &[Scored], keep: &dyn Fn(&Row) -> bool| {
            let kept: Vec<Scored> =
                scored.iter().zip(&self.rows).filter(|(_, row)| keep(row)).map(|(s, _)| *s).collect();
            Line { rows: rows.into(), judgement: judge(&kept) }
        };
        let mut lines = vec![
            set("corpora, pooled", &self.scored, &|r| !r.is_generated()),
            set("corpora and generated", &self.scored, &|_| true),
            set("corpora and generated, threshold set on both", &self.scored_all, &|_| true),
            set("generated", &self.scored, &Row::is_generated),
        ];
        for (i, corpus) in self.scorer.info().corpora.iter().enumerate() {
            lines.push(set(&corpus.name, &self.scored, &|r| r.corpus == i && !r.is_generated()));
        }
        for class in Class::ALL {
            lines.push(set(class.name(), &self.scored, &|r| r.class == class && !r.is_generated()));
        }
        if let Some(without) = &self.without_generated {
            lines.push(set("trained without generated: corpora", without, &|r| !r.is_generated()));
            lines.push(set("trained without generated: generated", without, &Row::is_generated));
        }
        for (fit, scored) in &self.fits {
            lines.push(set(&format!("fit {}: corpora", fit.name()), scored, &|r| !r.is_generated()));
            lines.push(set(&format!("fit {}: generated", fit.name()), scored, &Row::is_generated));
        }
        for left in &self.left_out {
            let name = &self.scorer.info().corpora[left.corpus].name;
            let rows = format!("{name}, left out of training");
            lines.push(Line { rows, judgement: judge(&left.scored) });
        }
        lines.retain(|line| line.judgement.n_ham + line.judgement.n_spam > 0);
        lines
    }
}
