//! One form for all the ways in which a text can be written to look the same.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::confusable::fold;
use super::links::{Link, links};
use super::reading::Reading;
use super::respell::{quick, respell};
use super::scan::{Block, Lane, Scan, before};

/// What stands for a link in a normalised text.
pub const URL_TOKEN: &str = "<url>";
/// What stands for an e-mail address in a normalised text.
pub const EMAIL_TOKEN: &str = "<email>";

/// The normal form of a text, on which words, clusters and phrases are built. In this order:
///
/// 1. characters that do not show are dropped: zero-width, soft hyphen, direction marks, variation
///    selectors, tags, controls; white space of any kind becomes one space;
/// 2. compatibility forms are resolved (NFKC: full-width, bold, circled, ligatures), letters in boxes too,
///    and accents on Latin letters are dropped, however many;
/// 3. look-alike letters become the Latin letter they imitate ([`fold`]), quotes and dashes the plain ones,
///    and a full stop in brackets a plain one (`bit[.]ly`);
/// 4. links become `<url>`, e-mail addresses `<email>`;
/// 5. letters written apart are joined: at least three, all capitals or parted by `.`, `-`, `_`, `*`, `~`,
///    `|` (`F R E E`, `c.a.s.h`), at least four parted by single spaces, or at least two between wider gaps;
///    where a third of the words has a full stop inside (`yo.u wo.n`), these are dropped;
/// 6. digits and signs within a word that imitate its letters become them (`l0an`, `c@sh`, `0ff3r`), and so
///    does a capital I within small letters (`PayPaI`);
/// 7. letters become lower case, every other digit `#`.
///
/// ```
/// use carrierlab::content::normalise;
/// assert_eq!(normalise("Ｆ\u{200B}REE l0an: https://a.example/x  £2,000"), "free loan: <url> £#,###");
/// assert_eq!(normalise("F R E E"), normalise("ＦＲＥＥ"));
/// ```
pub fn normalise(text: &str) -> String {
    Normal::of(text).text
}

/// A text in both of its forms: visible, with its case, and normalised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normal {
    /// After steps 1 to 3: what a reader sees, in plain letters, with capitals, digits and links.
    pub plain: String,
    /// After all steps: see [`normalise`].
    pub text: String,
    /// Whether step 1 dropped characters that do not show; those that emoji and some scripts need are none.
    pub hidden: bool,
    /// Whether step 2 or 3 replaced letters within a word that also has plain Latin letters, or letters of a
    /// styled alphabet.
    pub disguised: bool,
    /// Whether step 5 joined letters or step 6 replaced digits.
    pub respelt: bool,
}

impl Normal {
    /// Both forms of a text.
    pub fn of(text: &str) -> Normal {
        let mut reading = Reading::default();
        reading.read(text);
        reading.normal
    }

    /// Steps 1 to 3: sets `plain`, and `scan` to its scan.
    pub(super) fn fold(&mut self, text: &str, scan: &mut Scan) {
        (self.hidden, self.disguised, self.respelt) = (false, false, false);
        self.plain.clear();
        scan.read(text);
        let ordinary = !scan.any(Lane::Control) && (!scan.any(Lane::Wide) || only_amounts(text, scan));
        if ordinary && !text.starts_with(' ') && !text.ends_with(' ') && !scan.wide_gap {
            self.plain.push_str(text);
        } else {
            self.fold_all(text);
            scan.read(&self.plain);
        }
        if scan.any(Lane::Open) && refang(&mut self.plain) {
            scan.read(&self.plain);
        }
    }

    /// Steps 1 to 3 for any text, but for stops in brackets.
    fn fold_all(&mut self, text: &str) {
        let mut out = std::mem::take(&mut self.plain);
        // What the last shown character was: beyond ASCII, a plain Latin letter, one that took its place.
        let (mut wide, mut latin, mut imitation) = (true, false, false);
        // Whether anything may be in another form than NFC.
        let mut composes = false;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let graphic = rest.bytes().position(|b| !b.is_ascii_graphic()).unwrap_or(rest.len());
            if graphic > 0 {
                let (run, behind) = rest.split_at(graphic);
                self.disguised |= imitation && c.is_ascii_alphabetic();
                out.push_str(run);
                let last = run.as_bytes()[graphic - 1];
                (wide, latin, imitation) = (last.is_ascii_digit(), last.is_ascii_alphabetic(), false);
                rest = behind;
                continue;
            }
            rest = &rest[c.len_utf8()..];
            if matches!(c, ' ' | '£' | '€') {
                push_shown(c, &mut out);
                (wide, latin, imitation) = (c != ' ', false, false);
                continue;
            }
            if let Some(letter) = without_accent(c) {
                out.push(letter);
                (wide, latin, imitation) = (true, false, false);
                continue;
            }
            composes = true;
            if is_hidden(c) {
                self.hidden |= !(wide && is_joiner(c));
                continue;
            }
            let folded = fold(c);
            let imitates = folded.is_ascii_alphabetic() && c.is_alphabetic();
            self.disguised |= (latin && imitates) || is_styled(c);
            (wide, latin, imitation) = (!(c.is_ascii() || imitates), false, imitates);
            if folded.is_ascii() {
                push_shown(folded, &mut out);
            } else {
                for c in std::iter::once(folded).nfkd().filter(|&c| !is_accent(c) && !is_hidden(c)) {
                    push_shown(fold(c), &mut out);
                }
            }
        }
        if composes && !out.is_ascii() && is_nfc_quick(out.chars()) != IsNormalized::Yes {
            out = out.nfc().collect();
        }
        out.truncate(out.trim_end().len());
        self.plain = out;
    }

    /// Steps 4 to 7: sets `text`, given the scan and links of `plain`. Leaves in `tokens` and `scan`, if there
    /// are links, the text after step 4 and its scan. Whether `scan`, or without links `plain_scan`, is that of
    /// `text` as far as words are concerned.
    pub(super) fn finish(
        &mut self,
        plain_scan: &Scan,
        found: &[Link],
        tokens: &mut String,
        scan: &mut Scan,
    ) -> bool {
        self.text.clear();
        let (source, scan): (&str, &Scan) = if found.is_empty() {
            (&self.plain, plain_scan)
        } else {
            tokens.clear();
            let mut done = 0;
            for link in found {
                tokens.push_str(&self.plain[done..link.range.start]);
                tokens.push_str(if link.email { EMAIL_TOKEN } else { URL_TOKEN });
                done = link.range.end;
            }
            tokens.push_str(&self.plain[done..]);
            scan.read_from(tokens, plain_scan, found[0].range.start);
            (tokens, scan)
        };
        if quick(source, scan) {
            lower(source, scan, &mut self.text);
            self.text.len() == source.len()
        } else {
            self.respelt = respell(source, &mut self.text);
            false
        }
    }

    /// Both forms of a text with no disguise undone: letters become lower case, digits `#`, links and e-mail
    /// addresses their tokens where they stand unconcealed, and that is all. What a filter without a
    /// normaliser sees, to measure what the normaliser is worth.
    ///
    /// ```
    /// use carrierlab::content::Normal;
    /// let text = "Fr\u{200B}ee l0an: a.example/x 5";
    /// assert_eq!(Normal::unfolded(text).text, "fr\u{200B}ee l#an: <url> #");
    /// assert_eq!(Normal::of(text).text, "free loan: <url> #");
    /// ```
    pub fn unfolded(text: &str) -> Normal {
        let mut out = String::with_capacity(text.len());
        let lower = |part: &str, out: &mut String| {
            for c in part.chars() {
                if c.is_numeric() { out.push('#') } else { out.extend(c.to_lowercase()) }
            }
        };
        let mut done = 0;
        for link in links(text) {
            lower(&text[done..link.range.start], &mut out);
            out.push_str(if link.email { EMAIL_TOKEN } else { URL_TOKEN });
            done = link.range.end;
        }
        lower(&text[done..], &mut out);
        Normal { plain: text.into(), text: out, hidden: false, disguised: false, respelt: false }
    }
}

/// The plain letter of a Latin letter with an accent that is common in Western Europe.
fn without_accent(c: char) -> Option<char> {
    /// Those of U+00C0 to U+00FF, or 0.
    static LETTERS: LazyLock<[u8; 64]> = LazyLock::new(|| {
        std::array::from_fn(|i| {
            let c = char::from(0xC0 + i as u8);
            let mut shown = std::iter::once(c).nfkd().filter(|&c| !is_accent(c));
            match (shown.next(), shown.next()) {
                (Some(letter), None) if fold(c) == c && letter.is_ascii() => letter as u8,
                _ => 0,
            }
        })
    });
    let at = u32::from(c).checked_sub(0xC0)?;
    let letter = *LETTERS.get(at as usize)?;
    (letter != 0).then_some(char::from(letter))
}

/// Whether all characters beyond ASCII are signs of a pound, a euro or a rupee, which stay as they are.
fn only_amounts(text: &str, scan: &Scan) -> bool {
    let bytes = text.as_bytes();
    let mut only = true;
    let first = |[p, b, _]: [&Block; 3]| b.of(Lane::Wide) & !before(p.of(Lane::Wide), b.of(Lane::Wide));
    scan.few(first, |at| {
        let end = scan.behind(Lane::Wide, at);
        only &= matches!(&bytes[at..end], [0xC2, 0xA3] | [0xE2, 0x82, 0xAC | 0xB9]);
    });
    only
}

fn push_shown(c: char, out: &mut String) {
    if !c.is_whitespace() {
        out.push(c);
    } else if !out.is_empty() && !out.ends_with("  ") {
        // Two spaces are kept apart from one: they part words whose letters are written apart.
        out.push(' ');
    }
}

/// Step 7 for a byte.
#[inline]
fn small(b: &u8) -> u8 {
    match b {
        b'0'..=b'9' => b'#',
        b => b.to_ascii_lowercase(),
    }
}

/// Step 7 for a text without letters or digits beyond ASCII, and one space for two.
fn lower(source: &str, scan: &Scan, out: &mut String) {
    // Bytes beyond ASCII stay, so the text is still UTF-8; this is taken in one pass, without a look at each.
    let mut bytes = std::mem::take(out).into_bytes();
    let source = source.as_bytes();
    let mut done = 0;
    if scan.gap {
        let second =
            |[p, b, _]: [&Block; 3]| b.of(Lane::Space) & before(p.of(Lane::Space), b.of(Lane::Space));
        scan.places(second, |at| {
            bytes.extend(source[done..at].iter().map(small));
            done = at + 1;
        });
    }
    let (rest, behind) = (&source[done..], bytes.len());
    bytes.resize(behind + rest.len(), 0);
    let small_all = |to: &mut [u8; 16], from: &[u8; 16]| *to = from.map(|b| small(&b));
    let (sixteens, last) = (rest.as_chunks().0, rest.last_chunk());
    for (to, from) in bytes[behind..].as_chunks_mut().0.iter_mut().zip(sixteens) {
        small_all(to, from);
    }
    // The last sixteen once more rather than the rest one by one.
    match (bytes[behind..].last_chunk_mut(), last) {
        (Some(to), Some(from)) => small_all(to, from),
        _ => bytes[behind..].iter_mut().zip(rest).for_each(|(to, from)| *to = small(from)),
    }
    *out = String::from_utf8(bytes).expect("only ASCII letters and digits were changed");
}

/// Writes `[.]`, `(.)`, `[dot]` and `(dot)` between letters as a full stop; whether there were any.
fn refang(plain: &mut String) -> bool {
    const FANGLESS: [&str; 6] = ["[.]", "(.)", "{.}", "[dot]", "(dot)", "{dot}"];
    let lower = plain.to_ascii_lowercase();
    let mut found = false;
    let mut out = String::with_capacity(plain.len());
    let mut at = 0;
    while let Some(open) = lower[at..].find(['[', '(', '{']).map(|i| at + i) {
        let joins = |c: char| c.is_ascii_alphanumeric();
        let stop = FANGLESS.iter().find(|f| {
            lower[open..].starts_with(**f)
                && lower[..open].ends_with(joins)
                && lower[open + f.len()..].starts_with(joins)
        });
        out.push_str(&plain[at..open]);
        match stop {
            Some(f) => {
                found = true;
                out.push('.');
                at = open + f.len();
            }
            None => {
                out.push_str(&plain[open..=open]);
                at = open + 1;
            }
        }
    }
    if found {
        out.push_str(&plain[at..]);
        *plain = out;
    }
    found
}

/// Characters without width that are no trick behind an emoji, a digit or a letter of another script: variation
/// selectors, joiners, direction marks, tags of flags.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character is a letter of a styled alphabet: mathematical, full-width, circled, superscript.
fn is_styled(c: char) -> bool {
    let ligature = matches!(c, '\u{FB00}'..='\u{FB06}');
    c >= '\u{1D00}'
        && c.is_alphabetic()
        && !ligature
        && (fold(c).is_ascii() || std::iter::once(c).nfkd().next().is_some_and(|d| d.is_ascii_alphabetic()))
        && std::iter::once(c).nfd().next() == Some(c)
}

/// Whether a character takes no place on the screen.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFC}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Whether a character is an accent of a Latin letter, once decomposed.
fn is_accent(c: char) -> bool {
    is_combining_mark(c)
        && matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// The words of a normalised text: letters, `#`, `'` within, amounts with their currency sign, and
/// the tokens for links; what separates them is left out.
pub fn words(normalised: &str) -> impl Iterator<Item = &str> {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '#' | '\'' | '<' | '>' | '$' | '£' | '€' | '%');
    normalised
        .split(move |c: char| !joins(c) && !is_combining_mark(c))
        .map(|w| w.trim_matches('\''))
        .filter(|w| !w.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(normalise(text), expected, "{text}");
        assert_eq!(normalise(expected), expected, "the normal form of `{text}` is normal");
    }

    #[test]
    fn disguises_come_to_one_form() {
        for disguise in [
            "Free loan today",
            "FREE LOAN TODAY",
            "F\u{200B}ree lo\u{AD}an to\u{2060}day",
            "Ｆｒｅｅ ｌｏａｎ ｔｏｄａｙ",
            "Frее lоаn tоdау",
            "𝐅𝐫𝐞𝐞 𝓵𝓸𝓪𝓷 𝚝𝚘𝚍𝚊𝚢",
            "Frée lòan tödày",
            "F R E E  L O A N  T O D A Y",
            "f.r.e.e l-o-a-n t*o*d*a*y",
            "fr3e l0an t0d4y",
            " Free\u{A0}loan\t today ",
            "Ⓕⓡⓔⓔ ⓛⓞⓐⓝ ⓣⓞⓓⓐⓨ",
            "🅵🆁🅴🅴 🄻🄾🄰🄽 🅣🅞🅓🅐🅨",
            "⒡⒭⒠⒠ ⒧⒪⒜⒩ 🄣🄞🄓🄐🄨",
            "F\u{301}\u{489}r\u{335}\u{336}e\u{20DD}e loa\u{300}\u{301}\u{302}n to\u{360}day",
            "fre€ lo@n t0d@y",
            "Free\u{2800}loan\u{3000}today",
        ] {
            check(disguise, "free loan today");
        }
    }

    #[test]
    fn numbers_and_links_become_tokens() {
        check("Code 123456", "code ######");
        check("Pay £1,000.50 at http://x.example/y?z=1!", "pay £#,###.## at <url>!");
        check("mail a.b@c.example or acme.example/sale.", "mail <email> or <url>.");
        check("win at b\u{200B}it.ly/x", "win at <url>");
        check("at bit[.]ly/x, acme(dot)com or hxxp://acme.example/x", "at <url>, <url> or <url>");
        check("see [1] (2.) and (a) [ok]", "see [#] (#.) and (a) [ok]");
        check("", "");
    }

    #[test]
    fn ordinary_writing_stays() {
        check("r u ok? c u at 8", "r u ok? c u at #");
        check("I a m", "i a m");
        check("Is it 5pm or 5 p.m.", "is it #pm or # p.m.");
        check("b4 gr8 l8r b4u", "b# gr# l#r b#u");
        check("AB12CD v1.2.3 save50now 1h30m MP3player 10am", "ab##cd v#.#.# save##now #h##m mp#player ##am");
        check("US$50 A$20 $5k 50€ now!Call", "us$## a$## $#k ##€ now!call");
        check("LinkedIn LogIn WhatIf WiFi iPhone", "linkedin login whatif wifi iphone");
        check("J.R.R. or e.g. at 9 p.m. ok.thanks", "jrr. or e.g. at # p.m. ok.thanks");
        check("Привет", "пpивet");
        check("नमस्ते", "नमस्ते");
        check("it’s “ok” – yes", "it's \"ok\" - yes");
    }

    #[test]
    fn letters_are_joined_where_gaps_or_stops_show_that_they_were_parted() {
        check("w i n  a  p r i z e", "win a prize");
        check("you w o n it", "you w o n it");
        check("yo.u ha.ve wo.n a pri.ze", "you have won a prize");
        check("g|i|f|t~ c~a~r~d", "gift~ card");
    }

    #[test]
    fn digits_and_signs_become_the_letters_of_a_word_that_proves_to_be_leet() {
        check("0ff3r l0an5 b00k pr!ze c@$h $ave PayPaI biIl", "offer loans book prize cash save paypal bill");
        check("w1n m05t fr33ly", "win most freely");
    }

    #[test]
    fn what_was_undone_is_told() {
        let of = |text| {
            let n = Normal::of(text);
            (n.hidden, n.disguised, n.respelt)
        };
        assert_eq!(of("plain Text 5"), (false, false, false));
        assert_eq!(of("pl\u{200B}ain"), (true, false, false));
        assert_eq!(of("plаin"), (false, true, false));
        assert_eq!(of("p.l.a.i.n"), (false, false, true));
        assert_eq!(of("Привет"), (false, false, false));
        assert_eq!(of("café"), (false, false, false));
        assert_eq!(of("аcme"), (false, true, false));
        assert_eq!(of("𝐩𝐥𝐚𝐢𝐧"), (false, true, false));
        assert_eq!(of("1\u{FE0F}\u{20E3} ok ❤\u{FE0F} 👩\u{200D}🔧 ﬁne"), (false, false, false));
    }

    #[test]
    fn words_leave_signs_out() {
        let text = normalise("Don't miss: 20% off, £50! http://a.example/b (now)");
        assert_eq!(words(&text).collect::<Vec<_>>(), ["don't", "miss", "##%", "off", "£##", "<url>", "now"]);
    }
}
