//! What a text shows: normaliser, tokens, cues, links, near-duplicate clusters, spintax.

mod cluster;
mod confusable;
mod cues;
mod links;
mod normal;
mod phrases;
mod template;

pub use cluster::{cluster, jaccard};
pub use confusable::fold;
pub use cues::{Cue, Cues, cues, cues_of, has_opt_out_wording};
pub use links::{Link, SHORTENERS, links};
pub use normal::{Normal, normalise, words};
pub use phrases::PhraseList;
pub use template::{Template, TemplateError};
