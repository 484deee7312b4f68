//! How a text goes on the air and what stands out in it: alphabet, segments, links, opt-out wording, brand.

use serde::Serialize;

use super::rewrite;
use crate::content::{Cue, Normal, cues, links};
use crate::message::{Encoding, is_gsm7, segment};

/// A text as a radio network and a reader see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shape {
    /// Characters.
    pub characters: usize,
    /// `GSM-7` or `UCS-2`.
    pub encoding: &'static str,
    /// Septets in GSM-7, 16-bit units in UCS-2.
    pub units: u32,
    /// Units that one segment holds.
    pub single: u32,
    /// Radio segments.
    pub segments: u32,
    /// Characters outside GSM-7, each once in order: they force UCS-2 on the whole text.
    pub outside_gsm7: Vec<char>,
    /// Segments if those were replaced by plain ones; `None` where that cannot be done.
    pub segments_in_gsm7: Option<u32>,
    /// Links, without e-mail addresses.
    pub links: Vec<LinkFound>,
    /// Whether it says how to opt out: `standard`, `own words`, `none`.
    pub opt_out: &'static str,
    /// Whether it begins with a name.
    pub brand_first: bool,
}

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkFound {
    /// As it is written.
    pub link: String,
    /// Whether its host is a shared shortener.
    pub shortened: bool,
    /// Whether its top-level domain is rare in business texts.
    pub unusual: bool,
}

impl Shape {
    /// Looks at a text.
    pub fn of(text: &str) -> Shape {
        let air = segment(text);
        let (encoding, single) = match air.encoding {
            Encoding::Gsm7 => ("GSM-7", 160),
            Encoding::Ucs2 => ("UCS-2", 70),
        };
        let mut outside = Vec::new();
        for c in text.chars().filter(|c| !is_gsm7(c.encode_utf8(&mut [0; 4]))) {
            if !outside.contains(&c) {
                outside.push(c);
            }
        }
        let plain = Normal::of(text).plain;
        let found = links(&plain)
            .into_iter()
            .filter(|link| !link.email)
            .map(|link| LinkFound {
                link: plain[link.range.clone()].to_owned(),
                shortened: link.is_shortened(&plain),
                unusual: link.is_unusual(&plain),
            })
            .collect();
        let shown = cues(text);
        let opt_out = if shown.has(Cue::OptOutPlain) {
            "standard"
        } else if shown.has(Cue::OptOut) || shown.has(Cue::OddOptOut) {
            "own words"
        } else {
            "none"
        };
        Shape {
            characters: text.chars().count(),
            encoding,
            units: air.units,
            single,
            segments: air.segments,
            segments_in_gsm7: rewrite::in_gsm7(text).map(|plain| segment(&plain).segments),
            outside_gsm7: outside,
            links: found,
            opt_out,
            brand_first: shown.has(Cue::BrandStart),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_curly_quote_costs_a_segment() {
        let text = format!("Acme: it’s here {}", "x".repeat(70));
        let shape = Shape::of(&text);
        assert_eq!((shape.encoding, shape.segments, shape.segments_in_gsm7), ("UCS-2", 2, Some(1)));
        assert_eq!((shape.outside_gsm7, shape.brand_first, shape.opt_out), (vec!['’'], true, "none"));
        let shape = Shape::of("see http://bit.ly/x or acme.example/a, mail a@b.example. To end text NO to 5");
        let shorteners: Vec<bool> = shape.links.iter().map(|l| l.shortened).collect();
        assert_eq!((shorteners, shape.encoding), (vec![true, false], "GSM-7"));
        assert_eq!(Shape::of("Привет").segments_in_gsm7, None);
    }
}
