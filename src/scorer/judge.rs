//! How well scores part spam from ham.

/// The score of one text, and what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The probability that it is spam.
    pub probability: f64,
    /// Whether it is.
    pub spam: bool,
    /// Whether the probability reached the threshold that was set without it.
    pub blocked: bool,
}

/// Figures over a set of scored texts. Those that need both classes are absent where one is missing.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Judgement {
    /// Number of ham texts.
    pub n_ham: usize,
    /// Number of spam texts.
    pub n_spam: usize,
    /// Area under the ROC curve: the chance that a spam text scores above a ham text, ties half.
    pub auc: Option<f64>,
    /// Share of spam blocked.
    pub spam_caught: Option<f64>,
    /// Share of ham blocked.
    pub ham_blocked: Option<f64>,
    /// Share of blocked texts that are spam.
    pub precision: Option<f64>,
    /// Matthews correlation coefficient.
    pub mcc: Option<f64>,
    /// Expected calibration error: mean distance of probability and share of spam over ten equal bins of
    /// probability, weighted by their texts (Guo et al. 2017).
    pub ece: f64,
    /// Mean of -ln of the probability given to the truth, in nats.
    pub log_loss: f64,
}

/// Judges a set of scores.
pub fn judge(scored: &[Scored]) -> Judgement {
    let n_spam = scored.iter().filter(|s| s.spam).count();
    let n_ham = scored.len() - n_spam;
    let count = |spam: bool, blocked: bool| {
        scored.iter().filter(|s| s.spam == spam && s.blocked == blocked).count() as f64
    };
    let (tp, fp, fne, tn) = (count(true, true), count(false, true), count(true, false), count(false, false));
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    let margins = libm::sqrt((tp + fp) * (tp + fne) * (tn + fp) * (tn + fne));
    let both = n_ham > 0 && n_spam > 0;
    Judgement {
        n_ham,
        n_spam,
        auc: both.then(|| auc(scored)),
        spam_caught: share(tp, tp + fne),
        ham_blocked: share(fp, fp + tn),
        precision: share(tp, tp + fp),
        mcc: both.then(|| if margins > 0.0 { (tp * tn - fp * fne) / margins } else { 0.0 }),
        ece: ece(scored),
        log_loss: log_loss(scored),
    }
}

/// The lowest threshold at which at most `share` of the ham is blocked (blocked: probability at or above it).
pub fn threshold_at(ham: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut ham: Vec<f64> = ham.collect();
    ham.sort_by(|a, b| b.total_cmp(a));
    let allowed = libm::floor(ham.len() as f64 * share) as usize;
    // One step above the first score that must pass.
    ham.get(allowed).map_or(0.5, |p| f64::from_bits(p.to_bits() + 1))
}

fn auc(scored: &[Scored]) -> f64 {
    let mut sorted: Vec<&Scored> = scored.iter().collect();
    sorted.sort_by(|a, b| a.probability.total_cmp(&b.probability));
    let (mut below, mut wins) = (0.0, 0.0);
    let same = |a: &&Scored, b: &&Scored| a.probability.total_cmp(&b.probability).is_eq();
    for tied in sorted.chunk_by(same) {
        let spam = tied.iter().filter(|s| s.spam).count() as f64;
        let ham = tied.len() as f64 - spam;
        wins += spam * (below + ham / 2.0);
        below += ham;
    }
    wins / (below * (scored.len() as f64 - below))
}

fn ece(scored: &[Scored]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for s in scored {
        let bin = &mut bins[((s.probability * 10.0) as usize).min(9)];
        bin.0 += s.probability;
        bin.1 += f64::from(u8::from(s.spam));
    }
    bins.iter().map(|(p, spam): &(f64, f64)| (p - spam).abs()).sum::<f64>() / scored.len().max(1) as f64
}

fn log_loss(scored: &[Scored]) -> f64 {
    let loss = |s: &Scored| {
        let p = if s.spam { s.probability } else { 1.0 - s.probability };
        -libm::log(p.max(1e-15))
    };
    scored.iter().map(loss).sum::<f64>() / scored.len().max(1) as f64
}

/// Figures of one set of rows .
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    /// Which rows, and by which threshold.
    pub rows: String,
    /// The figures.
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// Figures as a Markdown table; what a set cannot have is a dash.
pub fn table(lines: &[Line]) -> String {
    let share = |x: Option<f64>| x.map_or("-".into(), |x| format!("{:.2} %", 100.0 * x));
    let number = |x: Option<f64>| x.map_or("-".into(), |x| format!("{x:.4}"));
    let head = ["rows", "ham", "spam", "AUC", "spam caught", "ham blocked", "MCC", "ECE", "log loss"];
    let mut cells: Vec<Vec<String>> = vec![head.map(String::from).to_vec()];
    for Line { rows, judgement: j } in lines {
        cells.push(vec![
            rows.clone(),
            j.n_ham.to_string(),
            j.n_spam.to_string(),
            number(j.auc),
            share(j.spam_caught),
            share(j.ham_blocked),
            number(j.mcc),
            number(Some(j.ece)),
            number(Some(j.log_loss)),
        ]);
    }
    let width = |c: usize| cells.iter().map(|row| row[c].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut out = String::new();
    for (i, row) in cells.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let w = widths[c];
            out.push_str(&if c == 0 { format!("| {cell:<w$} ") } else { format!("| {cell:>w$} ") });
        }
        out.push_str("|\n");
        if i == 0 {
            for (c, w) in widths.iter().enumerate() {
                out.push_str(&if c == 0 {
                    format!("|{:-<1$}", "", w + 2)
                } else {
                    format!("|{:->1$}:", "", w + 1)
                });
            }
            out.push_str("|\n");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(pairs: &[(f64, bool)]) -> Vec<Scored> {
        pairs
            .iter()
            .map(|&(probability, spam)| Scored { probability, spam, blocked: probability >= 0.5 })
            .collect()
    }

    #[test]
    fn figures_of_a_small_case_by_hand() {
        let j = judge(&scored(&[(0.9, true), (0.6, false), (0.6, true), (0.2, false), (0.1, true)]));
        // Pairs: 0.9 beats both, 0.6 ties one and beats one, 0.1 loses both: 3.5 of 6.
        assert!((j.auc.unwrap() - 3.5 / 6.0).abs() < 1e-12);
        assert!((j.spam_caught.unwrap() - 2.0 / 3.0).abs() < 1e-12);
        assert!((j.ham_blocked.unwrap() - 0.5).abs() < 1e-12);
        assert!((j.mcc.unwrap() - 1.0 / 6.0).abs() < 1e-12);
        assert!((j.ece - (0.1 + 0.2 + 0.2 + 0.9) / 5.0).abs() < 1e-12);
    }

    #[test]
    fn one_class_alone_has_no_ranking() {
        let j = judge(&scored(&[(0.9, true)]));
        assert_eq!((j.auc, j.ham_blocked, j.n_ham), (None, None, 0));
        assert_eq!(judge(&[]).n_spam, 0);
    }

    #[test]
    fn a_threshold_blocks_no_more_than_allowed() {
        let ham: Vec<f64> = (0..1000).map(|i| f64::from(i) / 1000.0).collect();
        let at = threshold_at(ham.iter().copied(), 0.002);
        assert_eq!(ham.iter().filter(|&&p| p >= at).count(), 2);
        let tied = threshold_at([0.7; 10].into_iter(), 0.2);
        assert!(tied > 0.7);
    }
}
