//! Our own business texts, honest and prohibited, from our own templates.
//!
//! Public corpora hold chat between people and spam, and hardly a text that a business sent to somebody
//! who wants it. A model trained on them alone learns "a company wrote it" as spam. So the training rows
//! are completed with generated ones. Honest and prohibited kinds share what does not matter: brands,
//! links, numbers, opt-out wording, capitals and exclamation marks now and then. Brands are invented,
//! links are `.example` or a named public shortener, phone numbers are 555-01xx.

mod honest;
mod prohibited;
mod slots;

use std::collections::BTreeMap;

use super::corpus::{Class, Row};
use crate::content::Template;
use crate::rng::{Draws, Purpose};
use honest::HONEST;
use prohibited::PROHIBITED;
use slots::SLOTS;

/// A kind of business text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name.
    pub name: &'static str,
    /// The trade it comes from; campaigns of prohibited kinds have the trade `prohibited`.
    pub trade: &'static str,
    /// Its wordings.
    pub templates: &'static [&'static str],
}

impl Kind {
    /// Whether carriers prohibit it.
    pub fn is_prohibited(&self) -> bool {
        self.trade == "prohibited"
    }
}

/// `n` rows, half of them of honest kinds, all of them labelled with their kind. The same seed gives the
/// same rows; a longer list begins with a shorter one.
pub fn generate(n: usize, seed: u64) -> Vec<Row> {
    let slots = slots();
    let parse = |kind: &Kind| -> Vec<Template> {
        let read = |text: &&str| {
            Template::parse(text, &slots).unwrap_or_else(|e| panic!("{}: {e}: {text}", kind.name))
        };
        kind.templates.iter().map(read).collect()
    };
    let templates: Vec<Vec<Template>> = KINDS.iter().map(parse).collect();
    let (prohibited, honest): (Vec<usize>, Vec<usize>) =
        (0..KINDS.len()).partition(|&k| KINDS[k].is_prohibited());
    let draws = Draws::new(seed, 0);
    (0..n)
        .map(|i| {
            // The kinds of each half come in turn, so that each has its share in any number of rows.
            let half = if i % 2 == 0 { &honest } else { &prohibited };
            let kind = half[i / 2 % half.len()];
            let words = draws.words(Purpose::Generator, i as u64, 0);
            let template = &templates[kind][words[0] as usize % templates[kind].len()];
            let variant = u64::from(words[1]) << 32 | u64::from(words[2]);
            let mut count = 0;
            let text = template.render(variant, &mut || {
                count += 1;
                (draws.words(Purpose::Slots, i as u64, count)[0] % 10) as u8
            });
            let class = if i % 2 == 0 { Class::BusinessHam } else { Class::GeneratedSpam };
            Row { text: manner(text, words[3]), class, corpus: usize::MAX, weight: 1.0, kind: Some(kind) }
        })
        .collect()
}

/// Writes a few texts in another manner, honest and prohibited alike: without final stop, in one case,
/// with a louder end.
fn manner(text: String, word: u32) -> String {
    match word % 32 {
        0 => text.to_lowercase(),
        1 => text.to_uppercase(),
        2 | 3 => text.replace('.', "!"),
        4..8 => text.trim_end_matches('.').into(),
        8 => text.replace(". ", " "),
        _ => text,
    }
}

/// The slots of the templates of [`KINDS`], each with its values.
pub fn slots() -> BTreeMap<String, Vec<String>> {
    SLOTS
        .iter()
        .map(|(name, values)| {
            (name.to_string(), values.split('|').map(|v| v.trim_matches('_').to_string()).collect())
        })
        .collect()
}

/// All kinds, the honest ones first.
pub const KINDS: [Kind; HONEST.len() + PROHIBITED.len()] = {
    let mut all = [HONEST[0]; HONEST.len() + PROHIBITED.len()];
    let mut i = 0;
    while i < all.len() {
        all[i] = if i < HONEST.len() { HONEST[i] } else { PROHIBITED[i - HONEST.len()] };
        i += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_enough_kinds_and_trades() {
        let honest: Vec<&Kind> = KINDS.iter().filter(|k| !k.is_prohibited()).collect();
        let trades: std::collections::BTreeSet<&str> = honest.iter().map(|k| k.trade).collect();
        assert!(honest.len() >= 40 && trades.len() >= 12, "{} {}", honest.len(), trades.len());
        assert!(KINDS.len() - honest.len() >= 20);
    }

    #[test]
    fn rows_are_determined_by_the_seed_and_extend() {
        let rows = generate(400, 7);
        assert_eq!(rows, generate(400, 7));
        assert_eq!(rows[..100], generate(100, 7));
        assert_ne!(rows, generate(400, 8));
        assert!(rows.iter().all(Row::is_generated));
        assert_eq!(rows.iter().filter(|r| r.class.is_spam()).count(), 200);
    }

    #[test]
    fn generated_links_lead_nowhere_else() {
        for row in generate(4000, 3) {
            for link in crate::content::links(&row.text) {
                let host = row.text[link.host.clone()].to_lowercase();
                let known = host.ends_with(".example") || link.is_shortened(&row.text);
                assert!(known, "{host} in {}", row.text);
            }
            assert!(!row.text.contains(['{', '}', '|']), "{}", row.text);
        }
    }

    #[test]
    fn both_halves_share_links_and_opt_outs() {
        use crate::content::{Cue, cues};
        let rows = generate(4000, 3);
        let share = |spam: bool, cue: Cue| {
            let of: Vec<&Row> = rows.iter().filter(|r| r.class.is_spam() == spam).collect();
            of.iter().filter(|r| cues(&r.text).has(cue)).count() as f64 / of.len() as f64
        };
        for cue in [Cue::Link, Cue::OptOut, Cue::BrandStart, Cue::Money] {
            assert!(
                share(false, cue) > 0.15 && share(true, cue) > 0.15,
                "{}: {} {}",
                cue.name(),
                share(false, cue),
                share(true, cue)
            );
        }
    }
}
