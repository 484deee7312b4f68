//! One form for all the ways in which a text can be written to look the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::confusable::fold;
use super::links::links;

/// What stands for a link in a normalised text.
pub const URL_TOKEN: &str = "<url>";
/// What stands for an e-mail address in a normalised text.
pub const EMAIL_TOKEN: &str = "<email>";

/// The normal form of a text, on which words, clusters and phrases are built. In this order:
///
/// 1. characters that do not show are dropped: zero-width, soft hyphen, direction marks, variation
///    selectors, tags, controls; white space of any kind becomes one space;
/// 2. compatibility forms are resolved (NFKC: full-width, bold, circled, ligatures), and accents on
///    Latin letters are dropped;
/// 3. look-alike letters become the Latin letter they imitate ([`fold`]), quotes and dashes the plain ones;
/// 4. links become `<url>`, e-mail addresses `<email>`;
/// 5. letters written apart are joined: at least three, all capitals or parted by `.`, `-`, `_`, `*`
///    (`F R E E`, `c.a.s.h`), or at least four parted by single spaces;
/// 6. a digit or sign between two letters becomes the letter it imitates (`l0an`, `c@sh`);
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normal {
    /// After steps 1 to 3: what a reader sees, in plain letters, with capitals, digits and links.
    pub plain: String,
    /// After all steps: see [`normalise`].
    pub text: String,
    /// Whether step 1 dropped characters that do not show.
    pub hidden: bool,
    /// Whether step 3 replaced letters within a word that also has Latin letters.
    pub disguised: bool,
    /// Whether step 5 joined letters or step 6 replaced digits.
    pub respelt: bool,
}

impl Normal {
    /// Both forms of a text.
    pub fn of(text: &str) -> Normal {
        let mut normal = Normal {
            plain: String::new(),
            text: String::new(),
            hidden: false,
            disguised: false,
            respelt: false,
        };
        normal.plain = normal.fold(text);
        let tokens = normal.tokens();
        normal.respell(&tokens);
        normal
    }

    /// Steps 1 to 3.
    fn fold(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut push = |c: char| {
            if c.is_whitespace() {
                // Two spaces are kept apart from one: they part words whose letters are written apart.
                if !out.is_empty() && !out.ends_with("  ") {
                    out.push(' ');
                }
            } else {
                out.push(c);
            }
        };
        if text.is_ascii() {
            text.chars().filter(|c| !c.is_control() || c.is_whitespace()).for_each(push);
        } else {
            let mut latin = false;
            for c in text.chars().filter(|&c| {
                let shows = !is_hidden(c);
                self.hidden |= !shows;
                shows
            }) {
                let folded = fold(c);
                self.disguised |= latin && folded != c && folded.is_ascii_alphabetic() && c.is_alphabetic();
                latin = c.is_ascii_alphabetic();
                if folded.is_ascii() {
                    push(folded);
                } else {
                    for c in std::iter::once(folded).nfkd().filter(|&c| !is_accent(c) && !is_hidden(c)) {
                        push(fold(c));
                    }
                }
            }
            out = out.nfc().collect();
        }
        out.truncate(out.trim_end().len());
        out
    }

    /// Step 4.
    fn tokens(&self) -> String {
        let mut out = String::with_capacity(self.plain.len());
        let mut done = 0;
        for link in links(&self.plain) {
            out.push_str(&self.plain[done..link.range.start]);
            out.push_str(if link.email { EMAIL_TOKEN } else { URL_TOKEN });
            done = link.range.end;
        }
        out.push_str(&self.plain[done..]);
        out
    }

    /// Steps 5 to 7.
    fn respell(&mut self, tokens: &str) {
        let chars: Vec<char> = tokens.chars().collect();
        let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
        let mut out = String::with_capacity(tokens.len());
        let mut i = 0;
        while i < chars.len() {
            let begins = i == 0 || !at(i - 1).is_alphanumeric();
            if begins && chars[i].is_alphabetic() && !at(i + 1).is_alphanumeric() {
                let run = spaced_run(&chars[i..]);
                if run > 0 {
                    self.respelt = true;
                    for c in chars[i..i + run].iter().step_by(2) {
                        out.extend(c.to_lowercase());
                    }
                    i += run;
                    continue;
                }
            }
            let c = chars[i];
            let between = i > 0 && at(i - 1).is_ascii_alphabetic() && at(i + 1).is_ascii_alphabetic();
            match imitated(c).filter(|_| between) {
                _ if c == ' ' && (out.is_empty() || out.ends_with(' ')) => {}
                Some(letter) => {
                    self.respelt = true;
                    out.push(letter);
                }
                None if c.is_numeric() => out.push('#'),
                None if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                None => out.extend(c.to_lowercase()),
            }
            i += 1;
        }
        self.text = out;
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

/// Characters of the run of letters written apart that `chars` begins with, or 0.
fn spaced_run(chars: &[char]) -> usize {
    let apart = |c: char| matches!(c, ' ' | '.' | '-' | '_' | '*');
    let sign = match chars.get(1) {
        Some(&c) if apart(c) => c,
        _ => return 0,
    };
    let mut letters = 1;
    let mut capitals = chars[0].is_uppercase();
    while chars.get(2 * letters - 1) == Some(&sign)
        && chars.get(2 * letters).is_some_and(|c| c.is_alphabetic())
        && !chars.get(2 * letters + 1).is_some_and(|c| c.is_alphanumeric())
        // A capital after a small letter begins another word: `a L O A N`.
        && (!chars[2 * letters].is_uppercase() || chars[2 * letters - 2].is_uppercase())
    {
        capitals &= chars[2 * letters].is_uppercase();
        letters += 1;
    }
    let enough = if sign != ' ' || capitals { 3 } else { 4 };
    if letters >= enough { 2 * letters - 1 } else { 0 }
}

/// The letter that a digit or sign imitates inside a word.
fn imitated(c: char) -> Option<char> {
    match c {
        '0' => Some('o'),
        '1' | '!' | '|' => Some('i'),
        '3' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        _ => None,
    }
}

/// Whether a character takes no place on the screen.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && !c.is_whitespace())
}

/// Whether a character is an accent of a Latin letter, once decomposed.
fn is_accent(c: char) -> bool {
    is_combining_mark(c)
        && matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
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
        check("", "");
    }

    #[test]
    fn ordinary_writing_stays() {
        check("r u ok? c u at 8", "r u ok? c u at #");
        check("I a m", "i a m");
        check("Is it 5pm or 5 p.m.", "is it #pm or # p.m.");
        check("b4 gr8 l8r", "b# gr# l#r");
        check("Привет", "пpивet");
        check("नमस्ते", "नमस्ते");
        check("it’s “ok” – yes", "it's \"ok\" - yes");
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
    }

    #[test]
    fn words_leave_signs_out() {
        let text = normalise("Don't miss: 20% off, £50! http://a.example/b (now)");
        assert_eq!(words(&text).collect::<Vec<_>>(), ["don't", "miss", "##%", "off", "£##", "<url>", "now"]);
    }
}
