//! What is compared, in words.

use crate::scenario::claims::{ClaimSettings, EffectScale, ElsewhereSettings, PartSettings};

/// The contrast of a part of a claim; without a part, of the claim itself.
pub(super) fn contrast(claim: &ClaimSettings, part: Option<&PartSettings>) -> String {
    let strategies = part.and_then(|p| p.contrast.as_ref()).unwrap_or(&claim.contrast);
    let (carrier, sender, minus, set, scale) = match part {
        Some(p) => (&p.carrier, &p.sender, &p.minus, &p.set, p.scale),
        None => (&claim.carrier, &claim.sender, &claim.minus, &claim.set, claim.scale),
    };
    let mut words = pair(strategies, scale);
    words.push_str(&place(carrier.as_deref(), sender.as_deref()));
    if !set.is_empty() {
        words.push_str(&format!(" with {}", keys(set)));
    }
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
    if let Some(set) = minus.set.as_ref().filter(|s| !s.is_empty()) {
        words.push_str(&format!(" with {}", keys(set)));
    }
    words
}

fn keys(set: &std::collections::BTreeMap<String, serde_json::Value>) -> String {
    let one = |(key, value): (&String, &serde_json::Value)| format!("{key} = {value}");
    set.iter().map(one).collect::<Vec<_>>().join(", ")
}
