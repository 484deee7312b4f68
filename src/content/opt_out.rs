//! Whether a text says how to opt out.

use super::normal::Normal;
use super::phrases::is_whole;
use super::tokens::{Token, Tokens};

/// The words that platforms take as a wish to opt out, besides STOP.
/// Source: STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT: Twilio; ARRET, OPTOUT, REMOVE, TD: AWS.
const KEYWORDS: [&str; 9] =
    ["stopall", "unsubscribe", "cancel", "end", "quit", "arret", "optout", "remove", "td"];

/// What stands before a keyword that the reader is asked to send (assumption).
const ASKS: [&str; 11] = [
    "reply",
    "text",
    "txt",
    "send",
    "sms",
    "replying",
    "reply with",
    "repondez",
    "envoyez",
    "textez",
    "texto",
];
/// What stands before STOP only, since other words follow it in ordinary writing (assumption).
const ASKS_STOP: [&str; 3] = ["with", "txt:", "2"];

/// What stands behind STOP (assumption; `#` is any digit).
const AFTER: [&str; 15] = [
    "to end",
    "to opt",
    "to cancel",
    "to quit",
    "to unsub",
    "to stop",
    "#stop",
    "# stop",
    "# end",
    "#end",
    "# opt",
    "#opt",
    "= end",
    "=end",
    "to remove",
];

/// Wordings of their own (assumption).
const ODD: [&str; 13] = [
    "unsubscribe",
    "opt-out",
    "opt out",
    "optout",
    "unsub",
    "to be removed",
    "to stop messages",
    "to stop receiving",
    "stop msgs",
    "stoptexts",
    "text no to",
    "reply no to",
    "stop texts",
];

/// How a text tells its reader to opt out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OptOut {
    None,
    /// In words of its own.
    Odd,
    /// By STOP or another of the words that platforms obey.
    Standard,
}

/// Whether a text says how to opt out, in the standard words or in others.
///
/// ```
/// use carrierlab::content::has_opt_out_wording;
/// assert!(has_opt_out_wording("Sale! Reply STOP to end"));
/// assert!(has_opt_out_wording("Opt out: text NO to 555"));
/// assert!(!has_opt_out_wording("please stop calling me"));
/// ```
pub fn has_opt_out_wording(text: &str) -> bool {
    opt_out(&Tokens::of(&Normal::of(text).text)) != OptOut::None
}

/// STOP, alone or written together with what follows it.
const STOPS: [&str; 8] =
    ["stop", "stop#", "stop#end", "stop#stop", "stop#opt", "stop#optout", "stop#quit", "stop#cancel"];

/// The words and phrases with which an opt-out may begin.
pub(super) fn phrases() -> impl Iterator<Item = &'static str> {
    ODD.into_iter().chain(KEYWORDS).chain(STOPS)
}

/// How the text of these words tells its reader to opt out.
pub(super) fn opt_out(tokens: &Tokens) -> OptOut {
    let found = |token| opt_out_at(tokens.text(), token);
    tokens.words().iter().map(found).max().unwrap_or(OptOut::None)
}

/// How a text tells its reader to opt out in words that begin with this one.
pub(super) fn opt_out_at(text: &str, token: &Token) -> OptOut {
    let word = &text[token.start..token.end];
    let stop = word.as_bytes().starts_with(b"stop") && STOPS.contains(&word);
    if (stop && stops(text, token.start)) || asked_for(text, token) {
        return OptOut::Standard;
    }
    let head = word_head(&text.as_bytes()[token.start..]);
    // Most are told apart by a few bytes, all at once.
    if !ODD_HEADS.iter().fold(false, |any, (wanted, mask)| any | ((head ^ wanted) & mask == 0)) {
        return OptOut::None;
    }
    let stands =
        |p: &&str| text[token.start..].starts_with(p) && is_whole(text, token.start, token.start + p.len());
    if ODD.iter().any(stands) { OptOut::Odd } else { OptOut::None }
}

/// The first eight bytes of [`ODD`], and which of them count.
const ODD_HEADS: [(u64, u64); ODD.len()] = {
    let mut heads = [(0, 0); ODD.len()];
    let mut i = 0;
    while i < ODD.len() {
        let n = if ODD[i].len() < 8 { ODD[i].len() } else { 8 };
        let mut at = 0;
        while at < n {
            heads[i].0 |= (ODD[i].as_bytes()[at] as u64) << (8 * at);
            at += 1;
        }
        heads[i].1 = u64::MAX >> (64 - 8 * n);
        i += 1;
    }
    heads
};

/// The first eight bytes of a text, or zeros.
fn word_head(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            u64::from_le_bytes(eight)
        }
    }
}

/// Whether the `stop` at `at` is one to be sent, not one of a bus or a plea.
fn stops(text: &str, at: usize) -> bool {
    let behind = &text[at + 4..];
    let before = text[..at].trim_end_matches([' ', '"', ':', '-', '(', '*']);
    let after = behind.trim_start_matches([' ', '"', '*', ')', ',', '-', '.']);
    let quits = AFTER.iter().any(|a| after.starts_with(a));
    // `STOP to 12345`, and STOP as the last word.
    let coded = after.starts_with("to #");
    let ends = after.is_empty() && before.ends_with(['.', '!']);
    quits || coded || ends || ASKS.iter().chain(&ASKS_STOP).any(|word| follows(before, word))
}

/// Whether this word is a keyword that the reader is asked to send.
fn asked_for(text: &str, token: &Token) -> bool {
    let word = &text[token.start..token.end];
    if !KEYWORDS.contains(&word) {
        return false;
    }
    let before = text[..token.start].trim_end_matches([' ', '"', ':', '-', '(', '*']);
    // An appointment is cancelled by CANCEL, too.
    let quits = word != "cancel" || {
        let after = text[token.end..].trim_start_matches([' ', '"', '*', ')']);
        ["to stop", "to opt", "to unsub", "to end", "to quit"].iter().any(|a| after.starts_with(a))
    };
    quits && ASKS.iter().any(|word| follows(before, word))
}

fn follows(before: &str, word: &str) -> bool {
    before.ends_with(word) && is_whole(before, before.len() - word.len(), before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opt_out_wording_is_told_from_the_word_stop() {
        for text in [
            "Reply STOP to end",
            "Txt STOP 2 end",
            "reply \"stop\" to opt out",
            "STOP to quit",
            "Text STOP to 12345",
            "Stop2End",
            "Sale on. STOP=end",
            "to unsubscribe visit acme.example",
            "Reply S T O P to end",
            "Don't want these? Text 'STOP'",
        ] {
            assert!(has_opt_out_wording(text), "{text}");
        }
        for text in
            ["please stop calling", "bus stop at 5", "dont stop now", "stopping by", "", "the end to it"]
        {
            assert!(!has_opt_out_wording(text), "{text}");
        }
    }

    #[test]
    fn every_keyword_of_the_platforms_is_standard() {
        let of = |text: &str| opt_out(&Tokens::of(&Normal::of(text).text));
        for word in
            ["STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "ARRET", "ARRÊT", "OPTOUT", "REMOVE", "TD"]
        {
            for ask in ["Reply", "Text", "send:", "Reply with \""] {
                let text = format!("Sale today. {ask} {word} any time");
                assert_eq!(of(&text), OptOut::Standard, "{text}");
            }
        }
        assert_eq!(of("Reply CANCEL to unsubscribe"), OptOut::Standard);
        assert_eq!(of("Reply CANCEL to cancel your visit on Monday"), OptOut::None);
        assert_eq!(of("Sale ends at the weekend. Opt out: text NO to 555"), OptOut::Odd);
        assert_eq!(of("The text ends here"), OptOut::None);
    }
}
