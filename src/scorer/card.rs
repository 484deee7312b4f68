//! The card of a model: what it is for, what it was made from, how it did, what it is not.

use std::fmt::Write;

use super::corpus::{Class, Row};
use super::generate::KINDS;
use super::judge::{Line, Scored, judge, table};
use super::train::{Plan, Report};
use crate::content::Cue;

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
        for (i, corpus) in
            self.scorer.info().corpora.iter().enumerate().filter(|(_, c)| c.name != "generated")
        {
            lines.push(set(&corpus.name, &self.scored, &|r| r.corpus == i));
        }
        for class in Class::ALL {
            lines.push(set(class.name(), &self.scored, &|r| r.class == class));
        }
        lines.push(set("business ham of corpora", &self.scored, &|r| {
            r.class == Class::BusinessHam && !r.is_generated()
        }));
        lines
            .push(set("trained without generated: corpora", &self.without_generated, &|r| !r.is_generated()));
        lines.push(set("trained without generated: generated", &self.without_generated, &Row::is_generated));
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

    /// The card, in Markdown.
    pub fn card(&self, plan: &Plan) -> String {
        let mut out = String::new();
        self.write_card(plan, &mut out).expect("a string takes all");
        out
    }

    fn write_card(&self, plan: &Plan, out: &mut String) -> std::fmt::Result {
        let info = self.scorer.info();
        writeln!(out, "# Model `{}`\n", info.name)?;
        writeln!(
            out,
            "A logistic model that gives the probability that an SMS is spam or smishing. It is made for the\n\
             simulated carriers of carrierlab and for research on filters, not for screening real traffic.\n\
             How it is made, and the licences of what it was made from, stand in `docs/model.md`.\n"
        )?;
        let date = if info.date.is_empty() { "not given" } else { &info.date };
        writeln!(
            out,
            "Fit: {}; date: {date}; made by {}; seed {}. {} slots of word 1-{}-grams and character {}-{}-grams, {} cues.\n\
             Penalty {} (hashed features scaled by {}); a row of personal ham counts {}, of business ham {}, of spam 1.\n",
            info.fit,
            info.made_by,
            info.seed,
            plan.recipe.slots(),
            plan.recipe.words_max,
            plan.recipe.characters_min,
            plan.recipe.characters_max,
            Cue::ALL.len(),
            plan.alpha,
            plan.slot_scale,
            plan.personal_weight,
            plan.business_weight,
        )?;
        writeln!(out, "## Made from\n\n| corpus | ham | spam | SHA-256 |\n|---|---|---|---|")?;
        for c in &info.corpora {
            writeln!(out, "| {} | {} | {} | `{}` |", c.name, c.ham, c.spam, c.sha256)?;
        }
        writeln!(
            out,
            "\nRows are counted after repeats were dropped ({} had the normal form of an earlier row). Marks of\n\
             anonymisation were filled with plausible values. Generated rows come from {} templates of our own.\n",
            self.duplicates,
            KINDS.iter().map(|k| k.templates.len()).sum::<usize>()
        )?;
        writeln!(
            out,
            "## Measured\n\n\
             Five-fold cross-validation. Near-duplicates share a fold, and so do all generated rows of one kind,\n\
             so no text is judged by a model that saw its template or its kind. Each fold is blocked by the\n\
             threshold that blocked 0.2 % of the ham of the other folds, and calibrated on the other folds.\n\
             Unless a row says otherwise, that ham is the corpora's.\n"
        )?;
        out.push_str(&table(&self.lines()));
        writeln!(
            out,
            "\nThe model in the file is fitted on all rows; its threshold is {:.4}.\n\n\
             ### Generated kinds\n\n\
             Each was judged by models that had seen no row of its kind.\n\n\
             | kind | trade | rows | mean probability | blocked |\n|---|---|---|---|---|",
            info.threshold
        )?;
        for (k, kind) in KINDS.iter().enumerate() {
            let of: Vec<&Scored> = self
                .scored
                .iter()
                .zip(&self.rows)
                .filter(|(_, r)| r.kind == Some(k))
                .map(|(s, _)| s)
                .collect();
            if of.is_empty() {
                continue;
            }
            let n = of.len() as f64;
            let mean = of.iter().map(|s| s.probability).sum::<f64>() / n;
            let blocked = of.iter().filter(|s| s.blocked).count() as f64 / n;
            let n = of.len();
            writeln!(out, "| {} | {} | {n} | {mean:.3} | {:.1} % |", kind.name, kind.trade, 100.0 * blocked)?;
        }
        writeln!(
            out,
            "\n## Cues\n\n\
             Share of spam and of ham (generated rows included) that shows each cue, and its weight in log-odds,\n\
             largest first. A weight is what the cue adds beside all other features, so a cue that spam shows\n\
             more often may still have a negative one.\n\n\
             | cue | spam | ham | weight | what it says |\n|---|---|---|---|---|"
        )?;
        let mut cues: Vec<Cue> = Cue::ALL.to_vec();
        cues.sort_by(|a, b| {
            self.scorer.cue_weight(*b).abs().total_cmp(&self.scorer.cue_weight(*a).abs()).then(a.cmp(b))
        });
        for cue in cues {
            let (spam, ham) = self.cue_shares[cue as usize];
            writeln!(
                out,
                "| {} | {:.1} % | {:.1} % | {:+.2} | {} |",
                cue.name(),
                100.0 * spam,
                100.0 * ham,
                self.scorer.cue_weight(cue),
                cue.says()
            )?;
        }
        writeln!(
            out,
            "\n## Limits\n\n\
             * Almost all honest business texts here are generated; the figures for them say how the model\n\
             \x20 does on templates it has not seen, not how it would do on a carrier's traffic.\n\
             * The spam of the corpora is largely British of 2003-2010 and Indian of 2022-2024, the chat largely from\n\
             \x20 Singapore. Other languages than English are hardly covered.\n\
             * Probabilities are calibrated to the mixture above, in which spam is far more frequent than in\n\
             \x20 traffic.\n\
             * Labels of the corpora are not free of error.\n\n\
             ## Train again\n\n\
             `carrierlab model train --corpus FILE... --fit {} --seed {} --generated {} --name {}`: the same files\n\
             give the same bytes.",
            info.fit, info.seed, plan.generated, info.name
        )
    }
}
