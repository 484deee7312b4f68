//! What the platform's own checks make of every text, worked out once for a world.

use crate::message::Category;

/// By text, what checks find in it; by number, what it was reviewed for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Vetted {
    /// By text: a bit for each listed kind of content that it speaks of. Empty where nothing asks.
    pub kinds: Vec<u16>,
    /// By text: whether it holds a refused phrase. Empty where nothing asks.
    pub phrases: Vec<bool>,
    /// By number: a bit for each kind of content that it was reviewed for. Empty where nothing asks.
    pub allows: Vec<u16>,
    /// By text: the probability of spam by the platform's own model. Empty where nothing asks.
    pub spam: Vec<f64>,
}

impl Vetted {
    /// A bit for each of these kinds.
    pub fn bits(kinds: &[Category]) -> u16 {
        const { assert!(Category::ALL.len() <= u16::BITS as usize) };
        kinds.iter().fold(0, |bits, kind| bits | 1 << *kind as u16)
    }
}
