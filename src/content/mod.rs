//! What a text shows: normaliser, tokens, cues, links, near-duplicate clusters, spintax.

mod cluster;
mod confusable;
mod cues;
mod lexicon;
mod index;
mod links;
mod normal;
mod opt_out;
mod phrases;
mod reading;
mod respell;
mod scan;
mod shape;
mod shingles;
mod template;
mod tokens;

pub use cluster::{SIMILARITY, cluster};
pub use confusable::fold;
pub use cues::{Cue, Cues, cues, cues_of};
pub use index::{ClusterIndex, Joined};
pub use links::{Link, SHORTENERS, Scheme, domain_of, links};
pub use normal::{Normal, normalise, words};
pub use opt_out::has_opt_out_wording;
pub use phrases::PhraseList;
pub use reading::Reading;
pub use shingles::jaccard;
pub use template::{Template, TemplateError};
pub use tokens::{Token, Tokens, mix, word_hash};
