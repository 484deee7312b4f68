//! Did you mean: the nearest of the names that would have been right.

/// The nearest of `known` to what was written, if one is near.
pub(super) fn nearest<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    const BEGUN: usize = 3;
    let written = written.to_lowercase();
    let length = written.chars().count();
    // A third of the letters may be wrong, and one always; but not all of them.
    let allowed = (length / 3).max(1).min(length.saturating_sub(1));
    let distance = |name: &str| {
        let name = name.to_lowercase();
        // A name that was only begun is as near as one wrong letter.
        let begun = length >= BEGUN && name.starts_with(&written);
        if begun { 1 } else { strsim::osa_distance(&written, &name) }
    };
    known
        .into_iter()
        .map(|name| (distance(name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A help line: the nearest name, or all of them.
pub(super) fn did_you_mean(what: &str, written: &str, known: &[&str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => format!("there are no {what}"),
        None => format!("{what}: {}", list(known)),
    }
}

/// `a, b, c`, cut where it gets long.
fn list(names: &[&str]) -> String {
    const SHOWN: usize = 24;
    let mut text = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let known = ["threshold", "opted-in", "x", "share"];
        for (written, expected) in [
            ("treshold", Some("threshold")),
            ("Threshold", Some("threshold")),
            ("opted", Some("opted-in")),
            ("shaer", Some("share")),
            ("a", None),
            ("", None),
            ("blacklist", None),
        ] {
            assert_eq!(nearest(written, known), expected, "{written}");
        }
    }
}
