//! What a text shows before it is read: length, capitals, signs, amounts and numbers.

use super::cues::{Cue, Cues};
use super::normal::Normal;
use super::scan::{Lane, Scan, before};

/// Sets the cues of length, letters and signs; `scan` is that of the plain form.
pub(super) fn shape(normal: &Normal, scan: &Scan, cues: &mut Cues) {
    let plain = &normal.plain;
    let bytes = plain.as_bytes();
    let length = if scan.any(Lane::Wide) { plain.chars().count() } else { plain.len() };
    cues.set(Cue::Long, length > 160);
    cues.set(Cue::VeryLong, length > 306);
    cues.set(Cue::Short, length <= 40);

    let mut letters = scan.count(Lane::Letter);
    let mut capitals = scan.count(Lane::Capital);
    let mut rare = 0;
    let mut first = None;
    if scan.any(Lane::WideWord) {
        first = plain.chars().find(|c| c.is_alphabetic());
        for c in plain.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()) {
            letters += 1;
            capitals += usize::from(c.is_uppercase());
            rare += usize::from(c > '\u{24F}');
        }
    } else if let Some(at) = scan.first(Lane::Letter) {
        first = Some(char::from(bytes[at]));
    }
    cues.set(Cue::Capitals, letters >= 10 && capitals * 10 >= letters * 3);
    cues.set(Cue::RareLetters, letters > 0 && rare * 5 >= letters);
    cues.set(Cue::LowerStart, first.is_some_and(|c| !c.is_uppercase()));
    cues.set(Cue::Shouting, shouted(plain, scan) >= 2);

    let bangs = scan.any(Lane::Bang);
    cues.set(Cue::Exclamation, bangs);
    cues.set(Cue::Exclamations, bangs && scan.count(Lane::Bang) > 1);
    cues.set(Cue::Question, scan.any(Lane::Question));
    let ellipsis = scan
        .neighbours()
        .fold(0, |found, [p, b, _]| found | b.of(Lane::Dot) & before(p.of(Lane::Dot), b.of(Lane::Dot)));
    cues.set(Cue::Ellipsis, ellipsis != 0);
    cues.set(Cue::Smiley, smiles(bytes, scan));
    cues.set(Cue::BrandStart, brand_start(plain, scan));
    cues.set(Cue::Hidden, normal.hidden);
    cues.set(Cue::Disguised, normal.disguised);
    cues.set(Cue::Respelt, normal.respelt);
}

/// Words of three or more letters, all capitals. STOP and HELP are written so by those who follow the rules.
fn shouted(plain: &str, scan: &Scan) -> usize {
    let mut n = 0;
    if !scan.any(Lane::Capital) {
        return n;
    }
    let begins = |[p, b, x]: [&super::scan::Block; 3]| {
        let capital = b.of(Lane::Capital);
        let next = x.of(Lane::Capital);
        let three = capital & (capital >> 1 | next << 63) & (capital >> 2 | next << 62);
        three & !before(p.word(), b.word())
    };
    scan.few(begins, |at| {
        let end = scan.behind(Lane::Capital, at);
        let rule =
            matches!(&plain.as_bytes()[at..end], b"STOP" | b"HELP" | b"YES" | b"END" | b"OTP" | b"USD");
        n += usize::from(!scan.is_word(end) && !rule);
    });
    n
}

/// Whether there is a smiley. `http:/` holds one of them, so a `p` or `s` before it makes it none.
fn smiles(bytes: &[u8], scan: &Scan) -> bool {
    let mut found = false;
    let mut look = |at: usize| {
        let of = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
        let tail = (of(at + 1), of(at + 2));
        let smiles = match bytes[at] {
            b':' => {
                matches!(tail, (b')' | b'(' | b'D' | b'P' | b'p' | b'/', _) | (b'-', b')' | b'(' | b'D'))
                    || tail == (b'\'', b'(')
            }
            b';' => matches!(tail, (b')', _) | (b'-', b')')),
            b'=' => matches!(tail, (b')' | b'D', _)),
            _ => tail.0 == b'D',
        };
        found |= smiles && !(at > 0 && matches!(bytes[at - 1], b'p' | b's'));
    };
    scan.few(
        |[p, b, _]| b.of(Lane::Eyes) | b.of(Lane::Capital) & before(p.small(), b.small()),
        |at| match bytes[at] {
            b'D' if bytes[at - 1] == b'x' => look(at - 1),
            b'A'..=b'Z' => {}
            _ => look(at),
        },
    );
    found
}

/// Characters of a text among which a name and a colon stand.
const HEAD: usize = 30;

/// A name, and a colon or dash, within the first 30 characters; or a name in brackets.
fn brand_start(plain: &str, scan: &Scan) -> bool {
    if scan.head(Lane::Wide) & HEAD_MASK != 0 {
        return brand_start_plainly(plain);
    }
    let head = &plain.as_bytes()[..plain.len().min(HEAD)];
    match head.first() {
        Some(b'[' | b'(' | b'<') => head.iter().any(|b| matches!(b, b']' | b')' | b'>')),
        Some(b'A'..=b'Z') => {
            let spaces = scan.head(Lane::Space) & HEAD_MASK;
            let mut signs = (scan.head(Lane::Eyes) | scan.head(Lane::Sign)) & HEAD_MASK;
            while signs != 0 {
                let at = signs.trailing_zeros() as usize;
                if matches!(head[at], b':' | b'|') {
                    let words = 1 + (spaces & ((1 << at) - 1)).count_ones();
                    let behind = &head[at + 1..];
                    if words <= 4
                        && !behind.starts_with(b"//")
                        && !matches!(behind.first(), Some(b')' | b'-'))
                    {
                        return true;
                    }
                    break;
                }
                signs &= signs - 1;
            }
            let mut gaps = spaces & spaces >> 2;
            while gaps != 0 {
                if head[gaps.trailing_zeros() as usize + 1] == b'-' {
                    return true;
                }
                gaps &= gaps - 1;
            }
            false
        }
        _ => false,
    }
}

const HEAD_MASK: u64 = (1 << HEAD) - 1;

/// [`brand_start`] of any text.
fn brand_start_plainly(plain: &str) -> bool {
    let head = plain.char_indices().nth(HEAD).map_or(plain, |(end, _)| &plain[..end]);
    match head.chars().next() {
        Some('[' | '(' | '<') => head.contains([']', ')', '>']),
        Some(c) if c.is_uppercase() => {
            let colon = head.bytes().position(|b| matches!(b, b':' | b'|'));
            let end = colon.filter(|&at| {
                let words = head[..at].split(' ').count();
                words <= 4 && !head[at + 1..].starts_with("//") && !head[at + 1..].starts_with([')', '-'])
            });
            end.is_some() || head.as_bytes().windows(3).any(|w| w == b" - ")
        }
        _ => false,
    }
}

/// Sets the cues of amounts, percentages, telephone numbers and short codes.
pub(super) fn numbers(plain: &str, scan: &Scan, cues: &mut Cues) {
    if !scan.any(Lane::Digit) {
        return;
    }
    cues.set(Cue::ManyDigits, scan.count(Lane::Digit) >= 8);
    let mut done = 0;
    scan.few(
        |[p, b, _]| b.of(Lane::Digit) & !before(p.of(Lane::Digit), b.of(Lane::Digit)),
        |at| {
            if at >= done {
                done = number(plain, scan, at, cues);
            }
        },
    );
}

/// Sets the cues of the number that begins at `start`; the byte behind it.
fn number(plain: &str, scan: &Scan, start: usize, cues: &mut Cues) -> usize {
    let bytes = plain.as_bytes();
    let mut i = start;
    let mut count = 0;
    let (mut commas, mut dots) = (false, false);
    // Digits before the first sign but a comma: those of a whole amount.
    let mut whole = None;
    // A run of digits, perhaps grouped by one sign at a time.
    loop {
        let end = scan.behind(Lane::Digit, i);
        count += end - i;
        i = end;
        let Some(&[sign, next]) = bytes.get(i..i + 2) else { break };
        // Both at once: one branch less that could be foretold wrongly.
        if !(next.is_ascii_digit() & matches!(sign, b' ' | b'-' | b'.' | b',' | b'(' | b')')) {
            break;
        }
        commas |= sign == b',';
        dots |= sign == b'.';
        if matches!(sign, b' ' | b'-' | b'.') {
            whole.get_or_insert(count);
        }
        i += 1;
    }
    let plus = start > 0 && bytes[start - 1] == b'+';
    cues.set(Cue::Phone, (7..=15).contains(&count) && !commas && (count >= 10 || plus || !dots));
    let (before, after) = (trim_end(&plain[..start]), trim_start(&plain[i..]));
    if count >= 10 && !commas {
        let digits = bytes[start..i].iter().filter(|b| b.is_ascii_digit()).take(5);
        let lead = digits.fold(1, |lead, b| lead * 10 + u32::from(b - b'0'));
        cues.set(Cue::PremiumNumber, is_premium(lead, count));
    }
    if has_currency_before(before) || has_currency_after(after) {
        let thousands =
            after.starts_with(['k', 'K']) && !after[1..].starts_with(|c: char| c.is_alphanumeric());
        cues.set(Cue::Money, true);
        cues.set(Cue::BigMoney, whole.unwrap_or(count) >= 4 || thousands);
    }
    let percent = match after.as_bytes().first() {
        Some(b'%') => true,
        Some(b'p' | b'P') => begins(after, "percent"),
        _ => false,
    };
    cues.set(Cue::Percent, percent);
    if (5..=6).contains(&count) && !commas {
        let word = before.rsplit([' ', ':']).next().unwrap_or("");
        let asks = ["to", "text", "txt", "call", "dial", "sms", "on"];
        cues.set(Cue::ShortCode, asks.iter().any(|a| word.eq_ignore_ascii_case(a)));
    }
    i
}

/// Whether a telephone number of `count` digits is one that costs its caller more: in Britain 09, 087 and 084
/// (Ofcom, National Telephone Numbering Plan), also behind 44 or 0044; in North America area code 900 or 1 900
/// (NANPA). `lead` holds its first five digits behind a 1, so that
/// leading zeros count.
fn is_premium(lead: u32, count: usize) -> bool {
    let begins = |digits: u32, prefix: u32| lead / 10_u32.pow(5 - digits) == 10_u32.pow(digits) + prefix;
    match count {
        10 => begins(3, 900),
        11 => begins(2, 9) || begins(3, 87) || begins(3, 84) || begins(4, 1900),
        12 => begins(3, 449) || begins(4, 4487) || begins(4, 4484),
        14 => begins(5, 449),
        _ => false,
    }
}

/// `text.trim_end()`, quick where there is at most one space.
#[inline]
fn trim_end(text: &str) -> &str {
    let text = &text[..text.len() - usize::from(text.ends_with(' '))];
    if text.as_bytes().last().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_end() }
}

/// `text.trim_start()`, quick where there is at most one space.
#[inline]
fn trim_start(text: &str) -> &str {
    let text = &text[usize::from(text.starts_with(' '))..];
    if text.as_bytes().first().is_some_and(u8::is_ascii_graphic) { text } else { text.trim_start() }
}

/// The bytes with which a currency may end before an amount.
static CURRENCY_ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = byte >= 128
            || matches!(byte as u8, b'$' | b's' | b'S' | b'.' | b'r' | b'R' | b'd' | b'D' | b'p' | b'P');
        byte += 1;
    }
    ends
};

fn has_currency_before(before: &str) -> bool {
    let ends = |sign: &str| {
        let bytes = before.as_bytes();
        bytes.len() >= sign.len() && bytes[bytes.len() - sign.len()..].eq_ignore_ascii_case(sign.as_bytes())
    };
    // Before most numbers stands none of these.
    if !before.as_bytes().last().is_some_and(|b| CURRENCY_ENDS[usize::from(*b)]) {
        return false;
    }
    match before.as_bytes().last() {
        Some(b'$') => true,
        Some(b's' | b'S') => ends("rs"),
        Some(b'.') => ends("rs."),
        Some(b'r' | b'R') => ends("inr") || ends("eur"),
        Some(b'd' | b'D') => ends("usd"),
        Some(b'p' | b'P') => ends("gbp"),
        Some(b) if !b.is_ascii() => before.ends_with(['£', '€', '₹']),
        _ => false,
    }
}

fn has_currency_after(after: &str) -> bool {
    const WORDS: [&str; 9] = ["dollars", "pounds", "euros", "usd", "eur", "gbp", "quid", "bucks", "rupees"];
    // Most numbers are followed by no letter with which one begins.
    matches!(
        after.as_bytes().first().map(u8::to_ascii_lowercase),
        Some(b'd' | b'p' | b'e' | b'u' | b'g' | b'q' | b'b' | b'r')
    ) && WORDS.iter().any(|w| begins(after, w))
}

fn begins(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::super::scan::is_wordish;
    use super::*;
    use proptest::prelude::*;

    /// The plain way to what [`shape`] reads off masks.
    fn plainly(normal: &Normal) -> Cues {
        let plain = &normal.plain;
        let mut cues = Cues::default();
        let words = plain.split(|c: char| !is_wordish(c));
        let shouts = words
            .filter(|w| w.len() >= 3 && w.bytes().all(|b| b.is_ascii_uppercase()))
            .filter(|w| !matches!(*w, "STOP" | "HELP" | "YES" | "END" | "OTP" | "USD"));
        cues.set(Cue::Shouting, shouts.count() >= 2);
        let letters: Vec<char> = plain.chars().filter(|c| c.is_alphabetic()).collect();
        let of = |f: fn(&char) -> bool| letters.iter().filter(|c| f(c)).count();
        cues.set(Cue::Capitals, letters.len() >= 10 && of(|c| c.is_uppercase()) * 10 >= letters.len() * 3);
        cues.set(Cue::RareLetters, !letters.is_empty() && of(|&c| c > '\u{24F}') * 5 >= letters.len());
        cues.set(Cue::LowerStart, letters.first().is_some_and(|c| !c.is_uppercase()));
        cues.set(Cue::Exclamation, plain.contains('!'));
        cues.set(Cue::Exclamations, plain.matches('!').count() > 1);
        cues.set(Cue::Question, plain.contains('?'));
        cues.set(Cue::Ellipsis, plain.contains(".."));
        let smileys =
            [":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":P", ":p", "=)", ":-D", "=D", "xD", ":/", ":'("];
        let smiles = |s: &&str| plain.match_indices(*s).any(|(i, _)| !plain[..i].ends_with(['p', 's']));
        cues.set(Cue::Smiley, smileys.iter().any(smiles));
        cues.set(Cue::BrandStart, brand_start_plainly(plain));
        cues
    }

    fn check(text: &str) {
        let normal = Normal::of(text);
        let all = super::super::cues(text);
        let expected = plainly(&normal);
        for cue in [
            Cue::Shouting,
            Cue::Capitals,
            Cue::RareLetters,
            Cue::LowerStart,
            Cue::Exclamation,
            Cue::Exclamations,
            Cue::Question,
            Cue::Ellipsis,
            Cue::Smiley,
            Cue::BrandStart,
        ] {
            assert_eq!(all.has(cue), expected.has(cue), "{}: {text}", cue.name());
        }
    }

    proptest! {
        #[test]
        fn brands_are_found(text in "[A(\\[<][a-c]{0,6}( [a-c]{0,6}| - |[:|;=!@>)-]){0,6}(//|[a-c]{0,9}|£)") {
            check(&text);
        }

        #[test]
        fn masks_show_what_a_plain_look_shows(text in "\\PC{0,80}") {
            check(&text);
        }

        #[test]
        fn and_where_signs_abound(text in "([A-E]{2,5}|STOP|[a-c]|[ .!?]|[:;=x][-)(DPp/'(]|é|É|Я|ж){0,40}") {
            check(&text);
        }
    }
}
