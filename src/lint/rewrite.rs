//! Changes to the wording of a text: each gives the whole changed text, or `None` where nothing changes.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::content::{Link, Scheme, links};
use crate::message::{is_gsm7, segment};

/// Words written in capitals by those who follow the rules, and abbreviations.
const KEPT: [&str; 24] = [
    "STOP", "HELP", "YES", "END", "OTP", "USD", "PIN", "ID", "US", "UK", "TV", "AM", "PM", "OK", "I", "VAT",
    "ATM", "GBP", "EUR", "CAD", "FAQ", "NO", "SMS", "STOPALL",
];

/// The text in GSM-7: typographic quotes, dashes and spaces become plain, accents that the alphabet lacks
/// are dropped, and so are pictures. `None` where letters would be lost.
pub(super) fn in_gsm7(text: &str) -> Option<String> {
    if is_gsm7(text) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_gsm7(c.encode_utf8(&mut [0; 4])) {
            out.push(c);
            continue;
        }
        match c {
            '‘' | '’' | '‚' | '‛' | '`' | '´' | '′' => out.push('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '•' | '·' => out.push('*'),
            '™' | '®' | '©' => {}
            c if c.is_whitespace() => out.push(' '),
            c if c.is_alphanumeric() => {
                let plain: String = c.nfkd().filter(|&c| !is_combining_mark(c)).collect();
                if plain.is_empty() || !is_gsm7(&plain) {
                    return None;
                }
                out.push_str(&plain);
            }
            _ => {}
        }
    }
    Some(tidy(&out))
}

/// Links of a text, without e-mail addresses.
pub(super) fn web_links(text: &str) -> Vec<Link> {
    links(text).into_iter().filter(|link| !link.email).collect()
}

/// Every link that `is` picks leads to the sender's own domain, over https unless it has no scheme.
pub(super) fn with_domain(text: &str, domain: &str, is: &dyn Fn(&Link) -> bool) -> Option<String> {
    replace_links(text, &|link| {
        is(link).then(|| {
            let scheme = if link.scheme == Scheme::Bare { "" } else { "https://" };
            // A shortener's path means nothing elsewhere.
            format!("{scheme}{domain}/info")
        })
    })
}

/// `http://` becomes `https://`.
pub(super) fn with_https(text: &str) -> Option<String> {
    replace_links(text, &|link| {
        (link.scheme == Scheme::Http).then(|| format!("https://{}", &text[link.host.start..link.range.end]))
    })
}

/// Only the first link stays.
pub(super) fn one_link(text: &str) -> Option<String> {
    keep_links(text, 1)
}

/// No link stays, nor the word that leads to it.
pub(super) fn no_link(text: &str) -> Option<String> {
    keep_links(text, 0)
}

/// The text with its first `n` links only.
fn keep_links(text: &str, n: usize) -> Option<String> {
    let mut out = text.to_owned();
    for _ in n..web_links(text).len() {
        let Some(last) = web_links(&out).into_iter().skip(n).last() else { break };
        out = drop_link(&out, &last.range);
    }
    (out != text).then_some(out)
}

fn drop_link(text: &str, range: &Range<usize>) -> String {
    const LEADS: [&str; 26] = [
        "see", "visit", "at", "on", "via", "click", "tap", "here", "link", "to", "go", "more", "info",
        "track", "shop", "and", "or", "book", "login", "log", "in", "use", "open", "now", "details", "this",
    ];
    let mut head = text[..range.start].trim_end();
    loop {
        let bare = head.trim_end_matches([':', '-', '>', ' ', '(']);
        let word = bare.rsplit(char::is_whitespace).next().unwrap_or("");
        let at = bare.len() - word.len();
        let word = word.to_ascii_lowercase();
        if word.is_empty() || !LEADS.contains(&word.as_str()) {
            break;
        }
        head = bare[..at].trim_end();
    }
    let mut tail = text[range.end..].trim_start_matches([')', ' ']);
    for behind in ["now", "here", "today", "for more details", "for more info", "for details", "for more"] {
        let rest = tail.strip_prefix(behind).filter(|r| !r.starts_with(char::is_alphanumeric));
        tail = rest.map_or(tail, str::trim_start);
    }
    if tail.starts_with(['.', '!', '?']) && (head.is_empty() || head.ends_with(['.', '!', '?'])) {
        tail = tail.trim_start_matches(['.', '!', '?', ' ']);
    }
    let head = head.trim_end_matches([':', '-', '>', '(', ' ']);
    let ended = head.is_empty() || head.ends_with(['.', '!', '?', ',']);
    let stop = if ended || tail.starts_with(['.', '!', '?', ',', ';']) { "" } else { "." };
    let space = if tail.is_empty() || tail.starts_with(['.', '!', '?', ',', ';']) { "" } else { " " };
    tidy(&format!("{head}{stop}{space}{tail}"))
}

fn replace_links(text: &str, new: &dyn Fn(&Link) -> Option<String>) -> Option<String> {
    let mut out = text.to_owned();
    for link in web_links(text).iter().rev() {
        if let Some(new) = new(link) {
            out.replace_range(link.range.clone(), &new);
        }
    }
    (out != text).then_some(out)
}

/// The sentence that holds the link goes behind all others, before the words on opting out.
pub(super) fn link_to_end(text: &str) -> Option<String> {
    let mut parts = sentences(text);
    let at = parts.iter().position(|s| !web_links(s).is_empty())?;
    let last = (0..parts.len()).rev().find(|&i| !speaks_of_opting_out(parts[i]) || i == at)?;
    if at == last {
        return None;
    }
    let part = parts.remove(at);
    parts.insert(last, part);
    let joined = parts.iter().enumerate().fold(String::new(), |mut out, (i, part)| {
        if i > 0 {
            out.push(' ');
        }
        out.push_str(part);
        let open = !part.ends_with(['.', '!', '?']) && web_links(part).is_empty();
        if open && i + 1 < parts.len() {
            out.push('.');
        }
        out
    });
    Some(joined)
}

/// Words in capitals become small; a sentence begins with a capital.
pub(super) fn sentence_case(text: &str, mostly: bool) -> Option<String> {
    let found = links(text);
    let in_link = |at: usize| found.iter().any(|l| l.range.contains(&at));
    let mut out = String::with_capacity(text.len());
    let mut starts = true;
    let mut at = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
        let core: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let letters = core.chars().filter(|c| c.is_alphabetic()).count();
        let loud = core.chars().all(|c| c.is_uppercase() || c.is_numeric())
            && core.chars().all(char::is_alphabetic)
            && letters >= if mostly { 2 } else { 3 }
            && !KEPT.contains(&core.as_str())
            && !in_link(at);
        if loud {
            let small = word.to_lowercase();
            if starts { out.push_str(&capitalised(&small)) } else { out.push_str(&small) }
        } else {
            out.push_str(word);
        }
        if !core.is_empty() {
            starts = false;
        }
        starts |= word.ends_with(['.', '!', '?', ':', '\n']) && !in_link(at);
        at += word.len();
    }
    (out != text).then_some(out)
}

/// Exclamation marks become full stops.
pub(super) fn no_exclamation(text: &str) -> Option<String> {
    if !text.contains('!') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '!' if out.trim_end().ends_with(['.', '!', '?', ',', ':']) || out.is_empty() => {}
            '!' => out.push('.'),
            c => out.push(c),
        }
    }
    Some(tidy(&out))
}

/// Runs of full stops become one.
pub(super) fn no_ellipsis(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '.' || !out.ends_with('.') {
            out.push(c);
        }
    }
    (out != text).then_some(out)
}

/// Begins with a capital.
pub(super) fn capital_start(text: &str) -> Option<String> {
    let at = text.find(char::is_alphabetic)?;
    let in_link = links(text).iter().any(|l| l.range.contains(&at));
    let changed = format!("{}{}", &text[..at], capitalised(&text[at..]));
    (!in_link && changed != text).then_some(changed)
}

/// Where a phrase of a lexicon stands: letters in any case, `#` for a digit, any white space for a space.
pub(super) fn find_phrase(text: &str, phrase: &str) -> Option<Range<usize>> {
    let wanted: Vec<char> = phrase.chars().collect();
    let starts = text
        .char_indices()
        .filter(|(at, _)| !text[..*at].chars().next_back().is_some_and(|c| c.is_alphanumeric()));
    starts.map(|(at, _)| at).find_map(|at| {
        let mut end = at;
        let mut rest = text[at..].chars();
        for &want in &wanted {
            let c = rest.next()?;
            let fits = match want {
                '#' => c.is_ascii_digit(),
                ' ' => c.is_whitespace(),
                want => c.to_lowercase().eq(want.to_lowercase()),
            };
            if !fits {
                return None;
            }
            end += c.len_utf8();
        }
        let cut = text[end..].chars().next().is_some_and(char::is_alphanumeric)
            && wanted.last().is_some_and(|c| c.is_alphanumeric() || *c == '#');
        (!cut).then_some(at..end)
    })
}

/// The text without that phrase, and without the signs that only belonged to it.
pub(super) fn without(text: &str, range: &Range<usize>) -> String {
    let head = &text[..range.start];
    let mut tail = text[range.end..].trim_start();
    let starts = head.trim_end().is_empty() || head.trim_end().ends_with(['.', '!', '?', ':']);
    if starts {
        tail = tail.trim_start_matches([',', ':', '!', '.', '-', ' ']);
    }
    let link_first = links(tail).first().is_some_and(|l| l.range.start == 0);
    let tail = if starts && !link_first { capitalised(tail) } else { tail.to_owned() };
    let head = if starts { head.trim_end() } else { head.trim_end_matches([' ', '-']) };
    let head = if tail.starts_with(['.', ',', '!', '?']) { head.trim_end_matches([',', ' ']) } else { head };
    let space = if head.is_empty() || tail.is_empty() || tail.starts_with(['.', ',', '!', '?', ';', ':']) {
        ""
    } else {
        " "
    };
    tidy(&format!("{head}{space}{tail}"))
}

/// Says `see` where a phrase leads straight to a link; `None` where it does not.
pub(super) fn see_link(text: &str, range: &Range<usize>) -> Option<String> {
    let tail = text[range.end..].trim_start_matches([':', '-', '>', ' ']);
    if web_links(tail).first().is_none_or(|link| link.range.start > 0) {
        return None;
    }
    let head = &text[..range.start];
    let starts = head.trim_end().is_empty() || head.trim_end().ends_with(['.', '!', '?', ':']);
    Some(format!("{head}{} {tail}", if starts { "See" } else { "see" }))
}

/// Ends with the standard words on opting out, in place of other words for it.
pub(super) fn with_opt_out(text: &str) -> String {
    const WORDS: &str = "Reply STOP to opt out";
    let parts = sentences(text);
    let kept: Vec<&str> =
        if parts.len() > 1 { parts.iter().filter(|s| !is_opting_out(s)).copied().collect() } else { parts };
    let body = kept.join(" ");
    let ends_in_link = web_links(&body).last().is_some_and(|l| l.range.end == body.len());
    let stop = if body.is_empty() || ends_in_link || body.ends_with(['.', '!', '?', ':']) { "" } else { "." };
    tidy(&format!("{body}{stop} {WORDS}"))
}

/// Whether it speaks of nothing else: the words on opting out may stand behind others without a full stop.
fn is_opting_out(sentence: &str) -> bool {
    const WORDS_MAX: usize = 8;
    speaks_of_opting_out(sentence) && sentence.split_whitespace().count() <= WORDS_MAX
}

fn speaks_of_opting_out(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let stop = lower.split(|c: char| !c.is_alphanumeric()).any(|w| w == "stop");
    stop || ["opt out", "opt-out", "optout", "unsub", "to end", "to be removed", "remove me"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Fits one GSM-7 segment by leaving out whole sentences, the longest first; the first one, links and the
/// words on opting out stay. `None` where that is not enough.
pub(super) fn one_segment(text: &str) -> Option<String> {
    if segment(text).segments == 1 {
        return None;
    }
    let plain = in_gsm7(text).unwrap_or_else(|| text.to_owned());
    let mut parts = sentences(&plain);
    while segment(&parts.join(" ")).segments > 1 {
        let spare = (1..parts.len())
            .filter(|&i| web_links(parts[i]).is_empty() && !speaks_of_opting_out(parts[i]))
            .max_by_key(|&i| (parts[i].len(), i))?;
        parts.remove(spare);
    }
    Some(parts.join(" "))
}

/// Sentences with their final signs; a full stop within a link or a number ends none.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let ends = matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace) || c == '\n';
        if ends {
            out.push(text[start..at + c.len_utf8()].trim());
            start = at + c.len_utf8();
        }
    }
    out.push(text[start..].trim());
    // A sentence that follows a link without a full stop begins with a capital.
    let mut parted = Vec::new();
    for part in out.into_iter().filter(|s| !s.is_empty()) {
        let behind = web_links(part).last().map(|l| l.range.end).filter(|&end| {
            let rest = part[end..].trim_start();
            rest.len() < part.len() - end && rest.starts_with(char::is_uppercase)
        });
        match behind {
            Some(end) => parted.extend([part[..end].trim(), part[end..].trim()]),
            None => parted.push(part),
        }
    }
    parted
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Without doubled spaces.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(found: Option<String>, expected: &str) {
        assert_eq!(found.as_deref(), Some(expected));
    }

    #[test]
    fn links_are_led_elsewhere_or_left_out() {
        let text = "Sale! Click http://bit.ly/3x now. Reply STOP to end";
        is(
            with_domain(text, "acme.example", &|_| true),
            "Sale! Click https://acme.example/info now. Reply STOP to end",
        );
        is(with_https(text), "Sale! Click https://bit.ly/3x now. Reply STOP to end");
        is(no_link(text), "Sale! Reply STOP to end");
        is(no_link("Track it at acme.example/t"), "Track it.");
        is(no_link("Sale. See acme.example Reply STOP"), "Sale. Reply STOP");
        is(one_link("See a.example/1 or b.example/2."), "See a.example/1.");
        assert_eq!(
            (no_link("no link"), one_link("a.example"), with_https("https://a.example")),
            (None, None, None)
        );
        is(
            link_to_end("See acme.example/x for details. Doors open at 8. Reply STOP to end"),
            "Doors open at 8. See acme.example/x for details. Reply STOP to end",
        );
        assert_eq!(link_to_end("Doors open at 8. acme.example/x Reply STOP to end"), None);
    }

    #[test]
    fn loud_words_become_quiet() {
        is(
            sentence_case("HUGE SALE!!! 50% OFF, see BIT.LY/ABC. Reply STOP", true),
            "Huge sale!!! 50% off, see BIT.LY/ABC. Reply STOP",
        );
        is(sentence_case("ACME: Doors open AT 8 PM", false), "Acme: Doors open AT 8 PM");
        assert_eq!(sentence_case("Reply STOP or HELP", false), None);
        is(no_exclamation("Hi! Sale!!! Really?! acme.example"), "Hi. Sale. Really? acme.example");
        is(no_ellipsis("wait... what"), "wait. what");
        is(capital_start("sale now"), "Sale now");
        assert_eq!(capital_start("acme.example/x is here"), None);
    }

    #[test]
    fn phrases_are_found_and_taken_out() {
        let cut = |text: &str, phrase: &str| find_phrase(text, phrase).map(|r| without(text, &r));
        is(cut("URGENT! Reply within 24 hours", "urgent"), "Reply within 24 hours");
        is(cut("Reply within 24 hours.", "within ## hours"), "Reply.");
        is(cut("Sale, hurry! Doors open", "hurry"), "Sale! Doors open");
        is(cut("Dear Ann, congrats, you are in", "congrats"), "Dear Ann, you are in");
        is(cut("Get Free entry", "free"), "Get entry");
        is(cut("Sale. Click http://a.example", "click"), "Sale. http://a.example");
        let see = |text: &str| find_phrase(text, "click").and_then(|r| see_link(text, &r));
        is(see("Sale. Click http://a.example now"), "Sale. See http://a.example now");
        is(see("To look, click: acme.example/x"), "To look, see acme.example/x");
        assert_eq!(see("Click the link acme.example/x"), None);
        is(cut("Dear customer, your order is ready", "dear customer"), "Your order is ready");
        assert_eq!(cut("freedom", "free"), None);
    }

    #[test]
    fn opting_out_is_said_in_the_standard_words() {
        assert_eq!(with_opt_out("Sale at acme.example/x"), "Sale at acme.example/x Reply STOP to opt out");
        assert_eq!(with_opt_out("Sale now"), "Sale now. Reply STOP to opt out");
        assert_eq!(with_opt_out("Sale now. To unsubscribe mail us."), "Sale now. Reply STOP to opt out");
        assert_eq!(
            with_opt_out("Sale. Doors open at 8, ask for Nina on 555-0101 To end say NO."),
            "Sale. Doors open at 8, ask for Nina on 555-0101 To end say NO. Reply STOP to opt out",
            "what else it says stays"
        );
    }

    #[test]
    fn a_text_is_brought_into_one_segment() {
        is(in_gsm7("It’s “here” – café… 🎉 ê"), "It's \"here\" - café... e");
        assert_eq!((in_gsm7("plain"), in_gsm7("日本")), (None, None));
        let long = format!(
            "Acme: sale. {} acme.example/x Reply STOP to end",
            "Many words of praise stand here. ".repeat(5)
        );
        let short = one_segment(&long).unwrap();
        assert!(segment(&short).segments == 1 && short.starts_with("Acme: sale."), "{short}");
        assert!(short.ends_with("acme.example/x Reply STOP to end"), "{short}");
        assert_eq!(one_segment(&"word ".repeat(60)), None);
    }

    #[test]
    fn odd_texts_break_nothing() {
        for text in ["", " ", "!", "...", "a.example", "😀!", "ß", "İ!", "http://", "日本。", "é\u{301}!!"]
        {
            let _ = (
                in_gsm7(text),
                no_link(text),
                link_to_end(text),
                sentence_case(text, true),
                one_segment(text),
            );
            let _ =
                (no_exclamation(text), capital_start(text), with_opt_out(text), find_phrase(text, "free"));
        }
    }
}
