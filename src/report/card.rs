//! The card of a model: what it is for, what it was made from, how it did, what it is not.

use std::fmt::Write;

use super::evaluation::{cues, disguises, figures_by_pool, not_undone, piped, sections};
use super::format;
use super::view::Sheet;
use crate::content::Cue;
use crate::scorer::{KINDS, Line, Plan, Recipe, Report, Scored, table};

/// The card, in Markdown; `command` is what trained the model.
pub fn card(report: &Report, plan: &Plan, command: &str) -> String {
    let mut out = String::new();
    let mut card = Card { report, plan, out: &mut out };
    card.made_from();
    card.measured();
    card.alone();
    card.disguised();
    card.cues();
    card.kinds();
    card.limits(command);
    out
}

struct Card<'a> {
    report: &'a Report,
    plan: &'a Plan,
    out: &'a mut String,
}

impl Card<'_> {
    fn line(&mut self, text: &str) {
        writeln!(self.out, "{text}").expect("a string takes all");
    }

    fn table(&mut self, sheet: &Sheet) {
        piped(self.out, sheet);
    }

    fn made_from(&mut self) {
        let (info, plan) = (self.report.scorer.info(), self.plan);
        let date = if info.date.is_empty() { "not given" } else { &info.date };
        self.line(&format!(
            "# Model `{}`\n\n\
             A logistic model that gives the probability that an SMS is spam or smishing. It is made for the\n\
             simulated carriers of carrierlab and for research on filters, not for screening real traffic.\n\
             How models are made stands in `docs/model.md`.\n\n\
             Fit: {}; date: {date}; made by {}; seed {}. {}.\n\
             Penalty {}, hashed features scaled by {}. A row of spam counts 1, of personal ham {}, of business ham {},\n\
             a generated honest row {}, a generated prohibited row {}; the disguised copies of a spam row {} together.\n",
            info.name,
            info.fit,
            info.made_by,
            info.seed,
            features(plan.recipe),
            plan.alpha,
            plan.slot_scale,
            plan.personal_weight,
            plan.business_weight,
            plan.honest_weight,
            plan.prohibited_weight,
            plan.disguised_weight,
        ));
        let columns = ["corpus", "ham", "spam", "SHA-256"].map(String::from).to_vec();
        let row = |c: &crate::scorer::Corpus| {
            vec![c.name.clone(), c.ham.to_string(), c.spam.to_string(), c.sha256.clone()]
        };
        let rows = info.corpora.iter().map(row).collect();
        self.line("## Made from\n");
        self.table(&Sheet { columns, rows });
        let templates: usize = KINDS.iter().map(|k| k.templates.len()).sum();
        self.line(&format!(
            "\nRows are counted after repeats were dropped ({} had the normal form of an earlier row). Marks of\n\
             anonymisation were filled with plausible values. Generated rows come from {templates} templates of our own,\n\
             and are never among the figures of corpora.\n",
            self.report.duplicates
        ));
    }

    fn measured(&mut self) {
        let evaluation = &self.report.evaluation;
        self.line(&format!(
            "## Measured on texts it had not seen\n\n\
             Five-fold cross-validation. Near-duplicates share a fold, and so do all generated rows of a trade, so no\n\
             text is judged by a model that saw its template, its kind or kinds next to it. Each fold is blocked by the\n\
             threshold that blocked 0.2 % of the corpora's ham in the other folds, and calibrated on the other folds.\n\
             Brackets are 95 % bootstrap intervals over clusters of near-duplicates ({} replicates).\n",
            evaluation.replicates
        ));
        let sheet = figures_by_pool(evaluation);
        self.table(&sheet);
        self.line("\n### By corpus and class\n");
        let sheet = sections(evaluation, usize::MAX, true);
        self.table(&sheet);
        self.line(&format!(
            "\nThe model in the file is fitted on all rows; its threshold is {:.4}.\n",
            self.report.scorer.info().threshold
        ));
    }

    /// The sets that cross-validation alone gives: other trainings, other thresholds.
    fn alone(&mut self) {
        self.line(
            "### Other trainings, other thresholds\n\n\
             The same folds; without intervals. A corpus that is left out is judged by a model, a calibration and a\n\
             threshold that saw none of it, without its rows that have a near-duplicate elsewhere: the nearest there\n\
             is here to texts of other years, countries and senders.\n",
        );
        let told = |line: &Line| {
            ["trained without", "threshold set on both", "fit ", "left out"]
                .iter()
                .any(|part| line.rows.contains(part))
        };
        let lines: Vec<Line> = self.report.lines().into_iter().filter(told).collect();
        self.line(&table(&lines));
    }

    fn disguised(&mut self) {
        let evasion = &self.report.evaluation.pool.evasion;
        if evasion.is_empty() {
            return;
        }
        let n = evasion.first().map_or(0, |d| d.n_spam);
        self.line(&format!(
            "## Disguises\n\n\
             The {} spam texts of the corpora in each disguise, links left as they are, by the models of the folds they\n\
             are not in. Raw: the same weights on the text with nothing undone. Undone: texts whose normal form the\n\
             disguise does not change. Cost: spam caught undisguised less spam caught in disguise, in points.\n{}\n",
            format::count(n as f64),
            not_undone(evasion)
        ));
        let sheet = disguises(evasion, true);
        self.table(&sheet);
        self.line("");
    }

    fn cues(&mut self) {
        self.line(
            "## Cues\n\n\
             Share of spam and of ham of the corpora that shows each cue, S/O (spam over the sum of both), and its weight\n\
             in log-odds, largest first. A weight is what the cue adds beside all other features, pairs of cues among\n\
             them, so a cue that spam shows more often may still have a negative one.\n",
        );
        let mut hits = self.report.evaluation.pool.hit_frequencies.clone();
        hits.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let sheet = cues(&hits, usize::MAX);
        self.table(&sheet);
    }

    fn kinds(&mut self) {
        self.line(
            "\n## Generated kinds\n\n\
             Each was judged by models that had seen no row of its trade.\n",
        );
        let mut rows = Vec::new();
        for (k, kind) in KINDS.iter().enumerate() {
            let pairs = self.report.scored.iter().zip(&self.report.rows);
            let of: Vec<&Scored> = pairs.filter(|(_, r)| r.kind == Some(k)).map(|(s, _)| s).collect();
            if of.is_empty() {
                continue;
            }
            let n = of.len() as f64;
            let mean = of.iter().map(|s| s.probability).sum::<f64>() / n;
            let blocked = of.iter().filter(|s| s.blocked).count() as f64 / n;
            rows.push(vec![
                kind.name.into(),
                kind.trade.into(),
                if kind.prohibited { "prohibited" } else { "honest" }.into(),
                of.len().to_string(),
                format!("{mean:.3}"),
                format!("{:.1} %", 100.0 * blocked),
            ]);
        }
        let columns =
            ["kind", "trade", "half", "rows", "mean probability", "blocked"].map(String::from).to_vec();
        self.table(&Sheet { columns, rows });
    }

    fn limits(&mut self, command: &str) {
        self.line(&format!(
            "\n## Limits\n\n\
             * Almost all honest business texts here are generated; the figures for them say how the model\n\
             \x20 does on trades it has not seen, not how it would do on a carrier's traffic.\n\
             * What is known of the corpora of the default model, their years, countries and licences, stands in\n\
             \x20 `docs/model.md`; of other corpora nothing is known here. The rules that read texts are made for English.\n\
             * Probabilities are calibrated to the mixture above, in which spam is far more frequent than in\n\
             \x20 traffic.\n\
             * Labels of the corpora are not free of error.\n\n\
             ## Train again\n\n\
             `{command}`: the same files give the same bytes."
        ));
    }
}

/// What a recipe takes from a text, in words.
fn features(recipe: Recipe) -> String {
    let letters = if recipe.characters_min > recipe.characters_max {
        String::new()
    } else if recipe.characters_min == recipe.characters_max {
        format!(", sequences of {} bytes", recipe.characters_min)
    } else {
        format!(", sequences of {} to {} bytes", recipe.characters_min, recipe.characters_max)
    };
    format!(
        "{} slots of words in sequences of up to {}{letters}{}; {} cues",
        recipe.slots(),
        recipe.words_max,
        if recipe.cue_pairs { ", pairs of cues" } else { "" },
        Cue::ALL.len()
    )
}
