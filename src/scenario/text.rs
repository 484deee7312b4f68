//! Texts with alternatives and slots: what can be said of them before anything is rendered.

use std::collections::BTreeMap;

/// What is wrong with a text, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextFault {
    pub message: String,
    pub offset: usize,
    pub help: String,
}

/// More variants than this are a mistake: no audience is that large, and each is scored once.
pub(super) const VARIANTS_MAX: f64 = 10_000.0;

/// Checks one text against its slots. The one door to the wording rules, so that they can move.
pub(super) fn check_text(text: &str, slots: &BTreeMap<String, Vec<String>>) -> Result<(), TextFault> {
    let fault = |message: &str, offset: usize, help: &str| {
        Err(TextFault { message: message.into(), offset, help: help.into() })
    };
    /// One open brace: where, the variants of finished alternatives, and of the one being read.
    struct Open {
        at: usize,
        finished: f64,
        current: f64,
        alternatives: usize,
    }
    let mut open = vec![Open { at: 0, finished: 0.0, current: 1.0, alternatives: 1 }];
    for (at, c) in text.char_indices() {
        match c {
            '{' => open.push(Open { at, finished: 0.0, current: 1.0, alternatives: 1 }),
            '|' if open.len() > 1 => {
                if let Some(top) = open.last_mut() {
                    top.finished += top.current;
                    top.current = 1.0;
                    top.alternatives += 1;
                }
            }
            '}' => {
                if open.len() == 1 {
                    return fault("a brace closes that was never opened", at, BRACES);
                }
                let Some(closed) = open.pop() else { continue };
                let inside = text[closed.at + 1..at].trim();
                let variants = if closed.alternatives > 1 {
                    closed.finished + closed.current
                } else if inside.is_empty() {
                    return fault("a pair of braces is empty", closed.at, BRACES);
                } else if inside.contains(':') {
                    // A random part such as `{digits:6}` makes no variant of its own: it is masked when texts are compared.
                    1.0
                } else if let Some(words) = slots.get(inside) {
                    words.len() as f64
                } else {
                    let known: Vec<&str> = slots.keys().map(String::as_str).collect();
                    let message = format!("there is no slot `{inside}`");
                    let help = super::suggest::did_you_mean("slots of this sender", inside, &known);
                    return fault(&message, closed.at, &help);
                };
                if let Some(top) = open.last_mut() {
                    top.current *= variants;
                }
            }
            _ => {}
        }
    }
    match open.as_slice() {
        [whole] if whole.current > VARIANTS_MAX => fault(
            &format!("this text has {} variants", whole.current),
            0,
            "at most 10,000 variants are rendered; use fewer alternatives or shorter word lists",
        ),
        [_] => Ok(()),
        [.., last] => fault("a brace is opened and never closed", last.at, BRACES),
        [] => Ok(()),
    }
}

const BRACES: &str = "alternatives stand in braces: \"{Hi|Hello} {name}\"; names refer to `slots`";

/// The longest rendering of a text, in characters: alternatives and words at their longest.
pub(super) fn longest(text: &str, slots: &BTreeMap<String, Vec<String>>) -> usize {
    struct Open {
        longest: usize,
        current: usize,
        from: usize,
        alternatives: bool,
    }
    let mut open = vec![Open { longest: 0, current: 0, from: 0, alternatives: false }];
    for (at, c) in text.char_indices() {
        let depth = open.len();
        let Some(top) = open.last_mut() else { return 0 };
        match c {
            '{' => open.push(Open { longest: 0, current: 0, from: at + 1, alternatives: false }),
            '|' if depth > 1 => {
                top.longest = top.longest.max(top.current);
                top.current = 0;
                top.alternatives = true;
            }
            '}' if depth > 1 => {
                let Some(closed) = open.pop() else { return 0 };
                let inside = text[closed.from..at].trim();
                let length = match (closed.alternatives, slots.get(inside), inside.split_once(':')) {
                    (true, _, _) => closed.longest.max(closed.current),
                    (_, Some(words), _) => words.iter().map(|w| w.chars().count()).max().unwrap_or(0),
                    (_, _, Some((_, count))) => count.trim().parse().unwrap_or(0),
                    _ => inside.chars().count(),
                };
                if let Some(top) = open.last_mut() {
                    top.current = top.current.saturating_add(length);
                }
            }
            _ => top.current += 1,
        }
    }
    open.first().map_or(0, |whole| whole.current)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([("name".to_owned(), vec!["Ann".to_owned(), "Robert".to_owned()])])
    }

    #[test]
    fn lengths_are_those_of_the_longest_rendering() {
        for (text, length) in [
            ("plain", 5),
            ("{Hi|Hello}", 5),
            ("{Hi|Hello {name}}!", 13),
            ("{name}", 6),
            ("code {digits:6}", 11),
            ("\u{e9}\u{e9}", 2),
        ] {
            assert_eq!(check_text(text, &slots()), Ok(()), "{text}");
            assert_eq!(longest(text, &slots()), length, "{text}");
        }
    }

    #[test]
    fn faults_stand_at_their_byte() {
        for (text, offset) in [("a {b", 2), ("a } b", 2), ("\u{e9}{}", 2), ("{a|{nmae}}", 3), ("{a|{b|c}", 0)]
        {
            assert_eq!(check_text(text, &slots()).unwrap_err().offset, offset, "{text}");
        }
    }
}
