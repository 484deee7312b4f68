//! A fitted model: its file, its score, its explanation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::distinct::Distinct;
use super::features::{Features, Recipe};
use super::judge::Line;
use crate::content::{Cue, Reading};

/// The version of the file format that this program writes, and the newest that it reads.
const VERSION: u32 = 2;
/// The oldest that it reads: before, words were hashed in another way.
const VERSION_MIN: u32 = 2;
/// What the field `format` says.
const FORMAT: &str = "carrierlab-model";
/// The largest file that is read, in bytes: the largest table takes one megabyte.
pub const MODEL_BYTES_MAX: usize = 4 << 20;
/// Bits behind the point in a contribution: those of the weight and 16 of the length.
const LENGTH_BITS: u32 = 16;

/// A content model that is ready to score texts.
#[derive(Clone)]
pub struct Scorer {
    recipe: Recipe,
    info: ModelInfo,
    /// Weights are whole numbers of 2^-`fraction_bits`.
    fraction_bits: u32,
    bias: i64,
    cues: [i64; Cue::ALL.len()],
    slots: Vec<i16>,
}

impl std::fmt::Debug for Scorer {
    /// Without its tables: they would fill pages.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scorer")
            .field("info", &self.info)
            .field("recipe", &self.recipe)
            .finish_non_exhaustive()
    }
}

/// What scoring needs besides the model and the text; kept from text to text, it saves allocations.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    reading: Reading,
    distinct: Distinct,
}

/// What a model file says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelInfo {
    /// The model's name.
    pub name: String,
    /// Version of the file format.
    pub version: u32,
    /// The fit that made it: `linfa`, `sparse`, `ftrl`.
    pub fit: String,
    /// The date that whoever trained it gave, or empty.
    pub date: String,
    /// The version of carrierlab that trained it.
    pub made_by: String,
    /// The seed of the generated rows and of the folds.
    pub seed: u64,
    /// What it was trained on.
    pub corpora: Vec<Corpus>,
    /// The probability from which a text is called spam: 0.2 % of the corpora's ham has a greater one, by
    /// the models of the folds it is not in and the calibration of this model.
    pub threshold: f64,
    /// How it did on rows that it had not seen, as its card has it; empty for an imported model.
    pub measured: Vec<Measured>,
}

impl ModelInfo {
    /// What is known of a model that was trained elsewhere.
    pub fn imported(name: &str, threshold: f64) -> ModelInfo {
        ModelInfo {
            name: name.into(),
            version: VERSION,
            fit: "imported".into(),
            date: String::new(),
            made_by: concat!("carrierlab ", env!("CARGO_PKG_VERSION")).into(),
            seed: 0,
            corpora: Vec::new(),
            threshold,
            measured: Vec::new(),
        }
    }
}

/// Figures over one set of rows, as [`super::judge()`] gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Which rows.
    pub rows: String,
    /// Number of ham texts.
    pub n_ham: usize,
    /// Number of spam texts.
    pub n_spam: usize,
    /// Area under the ROC curve.
    pub auc: Option<f64>,
    /// Share of spam blocked.
    pub spam_caught: Option<f64>,
    /// Share of ham blocked.
    pub ham_blocked: Option<f64>,
    /// Matthews correlation coefficient.
    pub mcc: Option<f64>,
    /// Expected calibration error.
    pub ece: f64,
    /// Log-loss, in nats.
    pub log_loss: f64,
}

impl From<&Line> for Measured {
    fn from(Line { rows, judgement: j }: &Line) -> Measured {
        Measured {
            rows: rows.clone(),
            n_ham: j.n_ham,
            n_spam: j.n_spam,
            auc: j.auc,
            spam_caught: j.spam_caught,
            ham_blocked: j.ham_blocked,
            mcc: j.mcc,
            ece: j.ece,
            log_loss: j.log_loss,
        }
    }
}

/// One source of training rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    /// Its file name without folder, or `generated`.
    pub name: String,
    /// SHA-256 of the file, in hexadecimal; of the generated rows as text.
    pub sha256: String,
    /// Rows of ham that were used.
    pub ham: u64,
    /// Rows of spam and smishing that were used.
    pub spam: u64,
}

/// Why a model could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
pub enum ModelError {
    /// More bytes than any model has.
    #[error("the model has {bytes} bytes; at most {MODEL_BYTES_MAX} are read")]
    #[diagnostic(
        code(model::oversized),
        help("is it a model file? `carrierlab model train` writes about 300 kB")
    )]
    Oversized {
        /// The size found.
        bytes: usize,
    },
    /// Not JSON, or cut off.
    #[error("the model is not readable JSON: {reason}")]
    #[diagnostic(
        code(model::unreadable),
        help("the file may be cut off or may be something else; copy or train it again")
    )]
    Unreadable {
        /// What the JSON reader said.
        reason: String,
    },
    /// JSON, but not a model.
    #[error("the file says it is `{format}`, not `{FORMAT}`")]
    #[diagnostic(code(model::foreign), help("give a file written by `carrierlab model train`"))]
    Foreign {
        /// What the field `format` says.
        format: String,
    },
    /// Written by a newer program.
    #[error("the model has format version {version}; this program reads up to {VERSION}")]
    #[diagnostic(code(model::newer), help("update carrierlab, or train the model again with this version"))]
    Newer {
        /// The version found.
        version: u32,
    },
    /// Written by a program whose features were others.
    #[error("the model has format version {version}; this program reads {VERSION_MIN} to {VERSION}")]
    #[diagnostic(
        code(model::older),
        help("train it again with this version: its weights mean nothing under today's features")
    )]
    Older {
        /// The version found.
        version: u32,
    },
    /// The checksum does not fit the content.
    #[error("the model's checksum does not fit its content: it says {said}, the content gives {found}")]
    #[diagnostic(code(model::checksum), help("the file was changed or damaged; copy or train it again"))]
    Checksum {
        /// What the file says.
        said: String,
        /// What its content gives.
        found: String,
    },
    /// A value that no model can have.
    #[error("the model is inconsistent: {what}")]
    #[diagnostic(code(model::inconsistent), help("train it again"))]
    Inconsistent {
        /// Which value.
        what: String,
    },
}

/// What one feature adds to the score of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// The feature: a cue's name, words, letters, or `bias`.
    pub feature: String,
    /// Its value: 1 for cues and bias, a share of the length for words and letters.
    pub value: f64,
    /// The model's weight, in log-odds.
    pub weight: f64,
    /// Value times weight, in log-odds.
    pub contribution: f64,
}

/// The file, field by field.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    version: u32,
    info: ModelInfo,
    recipe: Recipe,
    fraction_bits: u32,
    bias: i64,
    cues: BTreeMap<String, i64>,
    /// The table in hexadecimal, four digits a weight, two's complement.
    slots: String,
    /// SHA-256 of the file with this field empty.
    checksum: String,
}

/// What is read first, so that a newer file is told from a damaged one.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

impl Scorer {
    /// Reads a model file.
    pub fn from_json(text: &str) -> Result<Scorer, ModelError> {
        if text.len() > MODEL_BYTES_MAX {
            return Err(ModelError::Oversized { bytes: text.len() });
        }
        let unreadable = |e: serde_json::Error| ModelError::Unreadable { reason: e.to_string() };
        let head: Head = serde_json::from_str(text).map_err(unreadable)?;
        if head.format != FORMAT {
            return Err(ModelError::Foreign { format: head.format.chars().take(40).collect() });
        }
        if head.version > VERSION {
            return Err(ModelError::Newer { version: head.version });
        }
        if head.version < VERSION_MIN {
            return Err(ModelError::Older { version: head.version });
        }
        let mut file: File = serde_json::from_str(text).map_err(unreadable)?;
        let said = std::mem::take(&mut file.checksum);
        let found = checksum(&file);
        if said != found {
            return Err(ModelError::Checksum { said, found });
        }
        Scorer::from_file(file)
    }

    fn from_file(file: File) -> Result<Scorer, ModelError> {
        let wrong = |what: &str| ModelError::Inconsistent { what: what.into() };
        if !file.recipe.is_sound() {
            return Err(wrong("the recipe of features is out of range"));
        }
        if file.fraction_bits > 24 || file.bias.unsigned_abs() >> 32 > 0 {
            return Err(wrong("bias or fraction bits are out of range"));
        }
        if !(0.0..=1.000_001).contains(&file.info.threshold) {
            return Err(wrong("the threshold is no probability"));
        }
        let mut cues = [0; Cue::ALL.len()];
        for (name, weight) in &file.cues {
            let cue = Cue::ALL.into_iter().find(|cue| cue.name() == name);
            let cue = cue.ok_or_else(|| wrong(&format!("the cue `{name}` is unknown")))?;
            if weight.unsigned_abs() >> 32 > 0 {
                return Err(wrong(&format!("the weight of `{name}` is out of range")));
            }
            cues[cue as usize] = *weight;
        }
        if file.slots.len() != 4 * file.recipe.slots() || !file.slots.is_ascii() {
            return Err(wrong("the table of weights has the wrong length"));
        }
        let slots = (0..file.recipe.slots())
            .map(|i| u16::from_str_radix(&file.slots[4 * i..4 * i + 4], 16).map(u16::cast_signed))
            .collect::<Result<Vec<i16>, _>>()
            .map_err(|_| wrong("the table of weights is not hexadecimal"))?;
        let File { recipe, info, fraction_bits, bias, .. } = file;
        Ok(Scorer { recipe, info, fraction_bits, bias, cues, slots })
    }

    /// Writes the model file: the same model gives the same bytes.
    pub fn to_json(&self) -> String {
        use std::fmt::Write;
        let mut slots = String::with_capacity(4 * self.slots.len());
        for weight in &self.slots {
            write!(slots, "{:04x}", weight.cast_unsigned()).expect("a string takes all");
        }
        let mut file = File {
            format: FORMAT.into(),
            version: VERSION,
            info: self.info.clone(),
            recipe: self.recipe,
            fraction_bits: self.fraction_bits,
            bias: self.bias,
            cues: Cue::ALL.iter().map(|&cue| (cue.name().to_string(), self.cues[cue as usize])).collect(),
            slots,
            checksum: String::new(),
        };
        file.checksum = checksum(&file);
        serde_json::to_string(&file).expect("a model is plain data") + "\n"
    }

    /// A model from weights as numbers, in log-odds: `cues` in the order of [`Cue::ALL`], `slots` by slot.
    /// They are rounded to the finest fixed point in which the largest slot weight still fits 16 bits.
    pub fn new(info: ModelInfo, recipe: Recipe, bias: f64, cues: &[f64], slots: &[f64]) -> Scorer {
        assert_eq!((cues.len(), slots.len()), (Cue::ALL.len(), recipe.slots()));
        let largest = slots.iter().fold(0.0, |m: f64, w| m.max(w.abs()));
        let fraction_bits =
            (4..=16).rev().find(|&bits| largest * f64::from(1 << bits) < 32767.0).unwrap_or(4);
        let fixed = |w: f64| libm::round(w * f64::from(1 << fraction_bits));
        let mut table = [0; Cue::ALL.len()];
        for (slot, &weight) in table.iter_mut().zip(cues) {
            *slot = fixed(weight) as i64;
        }
        let slots = slots.iter().map(|&w| fixed(w).clamp(-32768.0, 32767.0) as i16).collect();
        let info = ModelInfo { version: VERSION, ..info };
        Scorer { recipe, info, fraction_bits, bias: fixed(bias) as i64, cues: table, slots }
    }

    /// The probability that a text is spam or smishing, if it comes from the mixture the model was
    /// calibrated to. The same on every platform, up to the last bit.
    pub fn spam_probability(&self, text: &str) -> f64 {
        sigmoid(self.logit(text))
    }

    /// [`Scorer::spam_probability`] as log-odds.
    pub fn logit(&self, text: &str) -> f64 {
        self.logit_with(&mut Scratch::default(), text)
    }

    /// [`Scorer::logit`] for one text after another: with the same `scratch` it allocates nothing once that
    /// has grown to the longest text. About a microsecond for 160 characters; `cargo bench --bench score`.
    pub fn logit_with(&self, scratch: &mut Scratch, text: &str) -> f64 {
        let Scratch { reading, distinct } = scratch;
        reading.read(text);
        let cues = reading.cues();
        let (slots, n) = distinct.sum(self.recipe, reading.tokens(), cues, &self.slots);
        let length = self.recipe.length.inverse(n);
        let cues: i64 = cues.iter().map(|cue| self.cues[cue as usize]).sum();
        self.real(((self.bias + cues) << LENGTH_BITS) + slots * length)
    }

    /// The log-odds of features that [`Recipe::features`] of this model's recipe gave.
    pub fn logit_of(&self, features: &Features) -> f64 {
        let length = features.inverse_length();
        let slots: i64 = features.slots.iter().map(|&slot| i64::from(self.slots[slot as usize])).sum();
        let cues: i64 = features.cues.iter().map(|cue| self.cues[cue as usize]).sum();
        self.real(((self.bias + cues) << LENGTH_BITS) + slots * length)
    }

    /// What each feature of a text adds to its score, largest first; their contributions, with the bias,
    /// sum exactly to [`Scorer::logit`].
    pub fn explain(&self, text: &str) -> Vec<Contribution> {
        let features = self.recipe.features(text);
        let length = features.inverse_length();
        let weight = |w: i64| w as f64 / f64::from(1 << self.fraction_bits);
        let mut parts = vec![Contribution {
            feature: "bias".into(),
            value: 1.0,
            weight: weight(self.bias),
            contribution: self.real(self.bias << LENGTH_BITS),
        }];
        for cue in features.cues.iter() {
            let w = self.cues[cue as usize];
            parts.push(Contribution {
                feature: format!("cue `{}`", cue.name()),
                value: 1.0,
                weight: weight(w),
                contribution: self.real(w << LENGTH_BITS),
            });
        }
        let mut names: BTreeMap<u32, String> = BTreeMap::new();
        self.recipe.name(text, &mut |slot, name| {
            names.entry(slot).or_insert_with(name);
        });
        for (slot, feature) in names {
            let w = i64::from(self.slots[slot as usize]);
            parts.push(Contribution {
                feature,
                value: length as f64 / f64::from(1 << LENGTH_BITS),
                weight: weight(w),
                contribution: self.real(w * length),
            });
        }
        parts.sort_by(|a, b| {
            b.contribution.abs().total_cmp(&a.contribution.abs()).then_with(|| a.feature.cmp(&b.feature))
        });
        parts
    }

    /// The same model with other figures of how it did.
    pub fn with_measured(mut self, measured: Vec<Measured>) -> Scorer {
        self.info.measured = measured;
        self
    }

    /// What the file says of the model.
    pub fn info(&self) -> &ModelInfo {
        &self.info
    }

    /// Which features it has.
    pub fn recipe(&self) -> Recipe {
        self.recipe
    }

    /// The weight of a cue, in log-odds.
    pub fn cue_weight(&self, cue: Cue) -> f64 {
        self.cues[cue as usize] as f64 / f64::from(1 << self.fraction_bits)
    }

    /// The weight of a slot, in log-odds.
    pub fn slot_weight(&self, slot: u32) -> f64 {
        f64::from(self.slots[slot as usize]) / f64::from(1 << self.fraction_bits)
    }

    /// A sum of fixed-point contributions as a number. Exact: it has fewer than 53 bits.
    fn real(&self, sum: i64) -> f64 {
        sum as f64 / (1_u64 << (self.fraction_bits + LENGTH_BITS)) as f64
    }
}

/// 1 / (1 + e^-z).
pub(crate) fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn checksum(file: &File) -> String {
    assert!(file.checksum.is_empty());
    sha256(serde_json::to_string(file).expect("a model is plain data").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Scorer {
        let recipe = Recipe { slot_bits: 8, ..Recipe::DEFAULT };
        let info = ModelInfo {
            name: "small".into(),
            version: 1,
            fit: "by hand".into(),
            date: String::new(),
            made_by: "test".into(),
            seed: 1,
            corpora: vec![],
            threshold: 0.5,
            measured: vec![],
        };
        let slots: Vec<f64> = (0..256).map(|i| f64::from(i) / 37.0 - 3.3).collect();
        let cues: Vec<f64> = (0..Cue::ALL.len()).map(|i| i as f64 / 9.0 - 2.0).collect();
        Scorer::new(info, recipe, -0.7, &cues, &slots)
    }

    #[test]
    fn an_explanation_sums_exactly_to_the_logit() {
        let scorer = small();
        for text in [
            "",
            "ok",
            "URGENT! You WON £5,000: http://a-b.example/x",
            "Fr\u{200B}ee ｌоаn",
            &"x y ".repeat(9000),
        ] {
            let sum: f64 = scorer.explain(text).iter().map(|c| c.contribution).sum();
            assert!(sum.total_cmp(&scorer.logit(text)).is_eq(), "{text}: {sum} {}", scorer.logit(text));
            assert!(scorer.spam_probability(text) > 0.0 && scorer.spam_probability(text) < 1.0);
            let features = scorer.recipe.features(text);
            assert!(scorer.logit_of(&features).total_cmp(&scorer.logit(text)).is_eq());
            let normal = crate::content::Normal::of(text);
            assert_eq!(scorer.recipe.features_of(&normal), features);
        }
        let parts = scorer.explain("win a prize");
        assert!(parts.windows(2).all(|p| p[0].contribution.abs() >= p[1].contribution.abs()));
        assert!(
            parts.iter().any(|p| p.feature == "bias") && parts.iter().any(|p| p.feature == "cue `prize`")
        );
    }

    #[test]
    fn a_scratch_remembers_nothing_of_the_text_before() {
        let scorer = small();
        let mut scratch = Scratch::default();
        for row in crate::scorer::generate(400, 5) {
            let again = scorer.logit_with(&mut scratch, &row.text);
            let features = scorer.logit_of(&scorer.recipe.features(&row.text));
            assert!(again.total_cmp(&scorer.logit(&row.text)).is_eq() && again.total_cmp(&features).is_eq());
        }
    }

    #[test]
    fn a_file_gives_the_same_model_and_the_same_bytes() {
        let scorer = small();
        let json = scorer.to_json();
        let again = Scorer::from_json(&json).unwrap();
        assert_eq!(again.to_json(), json);
        assert!(again.logit("win a prize").total_cmp(&scorer.logit("win a prize")).is_eq());
    }

    #[test]
    fn a_bad_file_is_a_clear_error() {
        let json = small().to_json();
        let check = |text: &str, expected: &str| {
            let error = Scorer::from_json(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check(&json[..json.len() / 2], "not readable JSON");
        check("", "not readable JSON");
        check("[1, 2]", "not readable JSON");
        check(&json.replace("\"bias\":-", "\"bias\":"), "checksum");
        check(&json.replacen("\"version\":2", "\"version\":3", 1), "version 3");
        check(&json.replacen("\"version\":2", "\"version\":1", 1), "version 1");
        check(&json.replace(FORMAT, "something"), "says it is `something`");
        check(&" ".repeat(MODEL_BYTES_MAX + 1), "at most");
        check(&json.replace("\"seed\"", "\"sead\""), "not readable JSON");
    }
}
