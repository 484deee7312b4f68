//! What is compared, in words.

use std::collections::BTreeMap;

use crate::scenario::claims::{ClaimSettings, EffectScale, ElsewhereSettings, PartSettings};

/// The contrast of a part of a claim; without a part, of the claim itself.
pub(super) fn contrast(claim: &ClaimSettings, part: Option<&PartSettings>) -> String {
    let strategies = part.and_then(|p| p.contrast.as_ref()).unwrap_or(&claim.contrast);
    let (carrier, sender, minus, scale) = match part {
        Some(p) => (&p.carrier, &p.sender, &p.minus, p.scale),
        None => (&claim.carrier, &claim.sender, &claim.minus, claim.scale),
    };
    let (words_of, set) = part.map_or((&claim.condition, &claim.set), |p| (&p.condition, &p.set));
    let mut words = pair(strategies, scale);
    words.push_str(&place(carrier.as_deref(), sender.as_deref()));
    words.push_str(&under(words_of.as_deref(), Some(set)));
    if let Some(minus) = minus {
        words = format!("({words}) less ({})", elsewhere(minus, strategies, scale));
    }
    words
}

/// The contrast that a claim's map shows.
pub(super) fn of_map(claim: &ClaimSettings) -> String {
    if claim.map.as_ref().is_some_and(|m| m.plain) {
        contrast(&ClaimSettings { minus: None, ..claim.clone() }, None)
    } else {
        contrast(claim, None)
    }
}

fn pair(strategies: &[String], scale: EffectScale) -> String {
    match (strategies, scale) {
        ([alone], _) => format!("“{alone}”"),
        ([a, b, ..], EffectScale::Difference) => format!("“{b}” minus “{a}”"),
        ([a, b, ..], EffectScale::Log2) => format!("“{b}” over “{a}”, log2"),
        ([], _) => String::new(),
    }
}

fn place(carrier: Option<&str>, sender: Option<&str>) -> String {
    let at = carrier.map(|c| format!(" at {c}")).unwrap_or_default();
    let of = sender.map(|s| format!(" of {s}")).unwrap_or_default();
    of + &at
}

fn elsewhere(minus: &ElsewhereSettings, own: &[String], scale: EffectScale) -> String {
    let mut words = match &minus.contrast {
        Some(contrast) => pair(contrast, scale),
        None if own.len() > 1 => "the same".into(),
        None => pair(own, scale),
    };
    if let Some(metric) = &minus.metric {
        words.push_str(&format!(" in {metric}"));
    }
    words.push_str(&place(minus.carrier.as_deref(), minus.sender.as_deref()));
    words.push_str(&under(minus.condition.as_deref(), minus.set.as_ref()));
    words
}

/// What is set: in the file's words, else key by key.
fn under(condition: Option<&str>, set: Option<&BTreeMap<String, serde_json::Value>>) -> String {
    let keys = set.into_iter().flatten().map(|(key, value)| format!("{key} = {value}"));
    match condition {
        Some(words) => format!(" {}", words.trim()),
        None => {
            let keys = keys.collect::<Vec<_>>().join(", ");
            if keys.is_empty() { keys } else { format!(" with {keys}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(text: &str) -> ClaimSettings {
        let head = "id = 'C'\nsays = 's'\nsource = 'x'\nmetric = 'delivered'\ndirection = 'increase'\n\
                    contrast = ['a', 'b']\n";
        toml::from_str(&format!("{head}{text}")).expect("a claim")
    }

    #[test]
    fn keys_are_shown_unless_the_file_has_words_for_them() {
        let plain = claim("set = { 'x.y' = 1 }\nminus = { set = { 'x.y' = 2 } }");
        assert_eq!(contrast(&plain, None), "(“b” minus “a” with x.y = 1) less (the same with x.y = 2)");
        let said = claim(
            "carrier = 'north'\nset = { 'x.y' = 1 }\ncondition = 'with one'\n\
             minus = { set = { 'x.y' = 2 }, condition = ' with two ' }",
        );
        assert_eq!(contrast(&said, None), "(“b” minus “a” at north with one) less (the same with two)");
        let nothing = claim("minus = { set = {} }");
        assert_eq!(contrast(&nothing, None), "(“b” minus “a”) less (the same)");
    }

    #[test]
    fn a_part_has_words_of_its_own() {
        let claim = claim(
            "set = { 'x.y' = 1 }\ncondition = 'with one'\n[[also]]\nsays = 'p'\ndirection = 'increase'\n\
             set = { 'x.y' = 3 }\n[[also]]\nsays = 'q'\ndirection = 'increase'\ncondition = 'by itself'",
        );
        assert_eq!(contrast(&claim, Some(&claim.also[0])), "“b” minus “a” with x.y = 3");
        assert_eq!(contrast(&claim, Some(&claim.also[1])), "“b” minus “a” by itself");
    }
}
