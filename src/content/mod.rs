//! What a text shows: normaliser, tokens, cues, links, near-duplicate clusters, spintax.

mod cluster;
mod confusable;
mod cues;
mod index;
mod links;
mod normal;
mod phrases;
mod shingles;
mod template;

pub use cluster::{SIMILARITY, cluster};
pub use confusable::fold;
pub use cues::{Cue, Cues, cues, cues_of, has_opt_out_wording};
pub use index::{ClusterIndex, Joined};
pub use links::{Link, SHORTENERS, Scheme, links};
pub use normal::{Normal, normalise, words};
pub use phrases::PhraseList;
pub use shingles::jaccard;
pub use template::{Template, TemplateError};
