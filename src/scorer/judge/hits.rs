//! How often each cue shows in spam and in ham, as SpamAssassin's `hit-frequencies` counts its rules.

use serde::Serialize;

use crate::content::{Cue, Cues};

/// One cue over a set of texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HitFrequency {
    /// The cue.
    pub cue: &'static str,
    /// What it says of a text.
    pub says: &'static str,
    /// Who names it, or *assumption*.
    pub source: &'static str,
    /// Share of spam that shows it; absent where there is no spam.
    pub spam: Option<f64>,
    /// Share of ham that shows it; absent where there is no ham.
    pub ham: Option<f64>,
    /// S/O: spam share over the sum of both shares. 1 stands in spam alone, 0 in ham alone; absent where no
    /// text shows the cue or a class is missing.
    pub s_o: Option<f64>,
    /// Its weight in the model, in log-odds of spam.
    pub weight: f64,
}

/// Every cue, the largest weight (by size) first.
pub(super) fn hit_frequencies(rows: &[(Cues, bool)], weight: &dyn Fn(Cue) -> f64) -> Vec<HitFrequency> {
    let share = |cue: Cue, spam: bool| {
        let of = rows.iter().filter(|(_, s)| *s == spam);
        let n = of.clone().count();
        (n > 0).then(|| of.filter(|(cues, _)| cues.has(cue)).count() as f64 / n as f64)
    };
    let mut found: Vec<HitFrequency> = Cue::ALL
        .into_iter()
        .map(|cue| {
            let (spam, ham) = (share(cue, true), share(cue, false));
            let s_o = spam.zip(ham).filter(|(s, h)| s + h > 0.0).map(|(s, h)| s / (s + h));
            let (name, says, source) = (cue.name(), cue.says(), cue.source());
            HitFrequency { cue: name, says, source, spam, ham, s_o, weight: weight(cue) }
        })
        .collect();
    found.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::cues;

    #[test]
    fn shares_by_hand() {
        let rows: Vec<(Cues, bool)> =
            [("win a prize", true), ("a loan", true), ("my prize", false), ("hi", false), ("yes", false)]
                .map(|(text, spam)| (cues(text), spam))
                .to_vec();
        let found = hit_frequencies(&rows, &|cue| if cue == Cue::Prize { -2.0 } else { 1.0 });
        assert_eq!((found[0].cue, found.len()), ("prize", Cue::ALL.len()));
        assert_eq!((found[0].spam, found[0].ham), (Some(0.5), Some(1.0 / 3.0)));
        assert!((found[0].s_o.unwrap() - 0.6).abs() < 1e-12);
        let none = found.iter().find(|f| f.cue == "toll").unwrap();
        assert_eq!((none.spam, none.s_o), (Some(0.0), None));
        assert_eq!(hit_frequencies(&rows[..2], &|_| 0.0)[0].ham, None);
    }
}
