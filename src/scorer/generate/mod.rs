//! Our own business texts, honest and prohibited, from our own templates.
//!
//! Public corpora hold chat between people and spam, and hardly a text that a business sent to somebody
//! who wants it. A model trained on them alone learns "a company wrote it" as spam. So the training rows
//! are completed with generated ones, and scenarios and tests draw from the same templates. Honest and
//! prohibited kinds share what does not matter: brands, invented and real, numbers, opt-out wording,
//! the shape of links, capitals and exclamation marks now and then. Links are `.example` or a named public
//! shortener with a made-up tail, phone numbers are 555 ones: nothing here leads anywhere.

mod honest;
mod manner;
mod prohibited;
mod slots;

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::{Class, Row};
use crate::content::Template;
use crate::rng::{Draws, Purpose, key_of};
use manner::manner;
pub use slots::slots;

/// A kind of business text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// Its name, which no other kind has.
    pub name: &'static str,
    /// The trade or the sort of campaign it comes from. Kinds of one trade are siblings: what a model
    /// learns of one tells it something of the others.
    pub trade: &'static str,
    /// Where it is at home: `any`, a country such as `IN`, or a language such as `es`.
    pub region: &'static str,
    /// Whether carriers prohibit it.
    pub prohibited: bool,
    /// Its wordings.
    pub templates: &'static [&'static str],
}

/// An honest kind.
const fn kind(
    name: &'static str,
    trade: &'static str,
    region: &'static str,
    templates: &'static [&'static str],
) -> Kind {
    Kind { name, trade, region, prohibited: false, templates }
}

/// A kind that carriers prohibit.
const fn prohibited(
    name: &'static str,
    trade: &'static str,
    region: &'static str,
    templates: &'static [&'static str],
) -> Kind {
    Kind { name, trade, region, prohibited: true, templates }
}

impl Kind {
    /// Whether carriers prohibit it.
    pub fn is_prohibited(&self) -> bool {
        self.prohibited
    }

    /// Whether it is fraud in another's name, which corpora call smishing, and not mere advertising.
    pub fn is_fraud(&self) -> bool {
        const FRAUD: [&str; 10] = [
            "parcel",
            "shops",
            "toll",
            "bank phishing",
            "account phishing",
            "tax",
            "grants",
            "impostors",
            "prizes",
            "world fraud",
        ];
        self.prohibited && FRAUD.contains(&self.trade)
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// `n` different texts of this kind, or fewer if its templates cannot make as many. The same seed
    /// gives the same texts; a longer list begins with a shorter one, and other kinds change nothing.
    /// Digits are zeros, as in all texts of scenarios: filters mask them.
    pub fn texts(&self, n: usize, seed: u64) -> Vec<String> {
        /// Draws for each text asked for, before it is given up.
        const TRIES: usize = 50;
        let templates = self.parse(&slots());
        let draws = Draws::new(seed, 0);
        let key = key_of("kind", self.name);
        let mut seen = BTreeSet::new();
        let mut texts = Vec::new();
        for count in 0..n.saturating_mul(TRIES) {
            if texts.len() == n {
                break;
            }
            let words = draws.words(Purpose::Generator, key, count as u32);
            let text = render(&templates, words, &mut || 0);
            if seen.insert(text.clone()) {
                texts.push(text);
            }
        }
        texts
    }

    fn parse(&self, slots: &BTreeMap<String, Vec<String>>) -> Vec<Template> {
        let read = |text: &&str| {
            Template::parse(text, slots).unwrap_or_else(|e| panic!("{}: {e}: {text}", self.name))
        };
        self.templates.iter().map(read).collect()
    }
}

/// The seed of the texts that scenarios draw from a kind. It is fixed, so that all strategies, scenarios
/// and seeds of a run share the texts.
pub const SCENARIO_SEED: u64 = 1;

/// One text: which template, which variant of it and in which manner is said by four random words.
fn render(templates: &[Template], words: [u32; 4], digits: &mut dyn FnMut() -> u8) -> String {
    let template = &templates[words[0] as usize % templates.len()];
    let variant = u64::from(words[1]) << 32 | u64::from(words[2]);
    manner(template.render(variant, digits), words[3])
}

/// `n` rows, half of them of honest kinds, all of them labelled with their kind. The same seed gives the
/// same rows; a longer list begins with a shorter one.
pub fn generate(n: usize, seed: u64) -> Vec<Row> {
    let every = |prohibited: bool| (0..KINDS.len()).filter(|&k| KINDS[k].prohibited == prohibited).collect();
    rows(n, seed, &[every(false), every(true)])
}

/// `n` rows of some kinds, by their places in [`KINDS`]; honest and prohibited ones take turns as long as
/// there are both.
pub fn generate_of(kinds: &[usize], n: usize, seed: u64) -> Vec<Row> {
    let (prohibited, honest): (Vec<usize>, Vec<usize>) = kinds.iter().partition(|&&k| KINDS[k].prohibited);
    let halves: Vec<Vec<usize>> = [honest, prohibited].into_iter().filter(|half| !half.is_empty()).collect();
    rows(n, seed, &halves)
}

/// Rows whose halves come in turn, and in each half its kinds, so that each has its share in any number.
fn rows(n: usize, seed: u64, halves: &[Vec<usize>]) -> Vec<Row> {
    if halves.is_empty() {
        return Vec::new();
    }
    let slots = slots();
    let templates: Vec<Vec<Template>> = KINDS.iter().map(|kind| kind.parse(&slots)).collect();
    let draws = Draws::new(seed, 0);
    (0..n)
        .map(|i| {
            let half = &halves[i % halves.len()];
            let kind = half[i / halves.len() % half.len()];
            let words = draws.words(Purpose::Generator, i as u64, 0);
            let mut count = 0;
            let text = render(&templates[kind], words, &mut || {
                count += 1;
                (draws.words(Purpose::Slots, i as u64, count)[0] % 10) as u8
            });
            let class = if KINDS[kind].prohibited { Class::GeneratedSpam } else { Class::BusinessHam };
            Row { text, class, corpus: usize::MAX, weight: 1.0, kind: Some(kind) }
        })
        .collect()
}

const fn count(groups: &[&[Kind]]) -> usize {
    let (mut n, mut g) = (0, 0);
    while g < groups.len() {
        n += groups[g].len();
        g += 1;
    }
    n
}

const HONEST: usize = count(honest::GROUPS);
const PROHIBITED: usize = count(prohibited::GROUPS);

/// All kinds, the honest ones first.
pub static KINDS: [Kind; HONEST + PROHIBITED] = {
    let mut all = [honest::GROUPS[0][0]; HONEST + PROHIBITED];
    let (mut n, mut half) = (0, 0);
    while half < 2 {
        let groups = if half == 0 { honest::GROUPS } else { prohibited::GROUPS };
        let mut g = 0;
        while g < groups.len() {
            let mut k = 0;
            while k < groups[g].len() {
                all[n] = groups[g][k];
                n += 1;
                k += 1;
            }
            g += 1;
        }
        half += 1;
    }
    all
};

#[cfg(test)]
mod tests;
