//! Letters written apart are joined, and digits and signs that imitate letters become them.

use super::scan::{Block, Lane, Scan, after, before, is_wordish};

/// A third of the words, and at least this many, must have a full stop inside before these are dropped:
/// people who leave out the space behind a full stop do so once a sentence (assumption).
const DOTTED_MIN: usize = 4;

/// Steps 5 to 7 of the normal form, from a text after step 4; whether steps 5 or 6 changed it.
pub(super) fn respell(source: &str, out: &mut String) -> bool {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let dotted = is_dotted(&chars);
    let mut changed = false;
    // Up to where the last word reaches, and whether its digits are letters.
    let (mut word_until, mut leet) = (0, false);
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let begins = i == 0 || !is_wordish(chars[i - 1]);
        if begins && i >= word_until {
            let run = spaced_run(&chars, i);
            if run > 0 {
                changed = true;
                for c in chars[i..i + run].iter().step_by(2) {
                    out.extend(c.to_lowercase());
                }
                i += run;
                continue;
            }
            let n;
            (n, leet) = leet_word(&chars[i..]);
            word_until = i + n;
        }
        let letter = if leet && i < word_until { imitated(c) } else { None };
        let letter = letter.or_else(|| (c == 'I' && is_small_l(&chars, i)).then_some('l'));
        match letter {
            _ if c == ' ' && (out.is_empty() || out.ends_with(' ')) => {}
            _ if dotted && is_inner_dot(at(i.wrapping_sub(1)), c, at(i + 1)) => changed = true,
            Some(letter) => {
                changed = true;
                out.push(letter);
            }
            None if c.is_numeric() => out.push('#'),
            None if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            None => out.extend(c.to_lowercase()),
        }
        i += 1;
    }
    changed
}

/// Characters of the run of letters written apart that begins at `at`, or 0.
fn spaced_run(chars: &[char], at: usize) -> usize {
    let all = chars;
    let chars = &chars[at..];
    let lone = |i: usize| {
        chars.get(i).is_some_and(|c| c.is_alphabetic()) && !chars.get(i + 1).is_some_and(|&c| is_wordish(c))
    };
    let sign = match chars.get(1) {
        Some(&c) if matches!(c, ' ' | '.' | '-' | '_' | '*' | '~' | '|') => c,
        _ => return 0,
    };
    if !lone(0) {
        return 0;
    }
    let mut letters = 1;
    let mut capitals = chars[0].is_uppercase();
    while chars.get(2 * letters - 1) == Some(&sign)
        && lone(2 * letters)
        // A capital after a small letter begins another word: `a L O A N`.
        && (!chars[2 * letters].is_uppercase() || chars[2 * letters - 2].is_uppercase())
    {
        capitals &= chars[2 * letters].is_uppercase();
        letters += 1;
    }
    let end = at + 2 * letters - 1;
    // Where single spaces part letters, two part words.
    let gap_before = at >= 2 && all[at - 2..at] == [' ', ' '];
    let gap_after = all.get(end..end + 2) == Some(&[' ', ' ']);
    let edges = (gap_before || at == 0) && (gap_after || end == all.len()) && (gap_before || gap_after);
    let enough = match sign {
        ' ' if edges => 2,
        ' ' if !capitals => 4,
        _ => 3,
    };
    if letters >= enough { 2 * letters - 1 } else { 0 }
}

/// Characters of the word that begins `chars`, and whether digits or signs in it imitate letters.
///
/// That takes proof: a sign between letters, a digit between letters (but for `b4u`), the same digit twice
/// between letters, or a zero and another. And all digits of the word must imitate letters and be no more
/// than its letters, so that `1h30m`, `MP3player` and `covid19` stay.
fn leet_word(chars: &[char]) -> (usize, bool) {
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let letter = |i: usize| at(i).is_ascii_alphabetic();
    let small = |i: usize| at(i).is_ascii_lowercase();
    let (mut letters, mut digits, mut proof, mut able) = (0, 0, false, true);
    let mut n = 0;
    loop {
        let c = at(n);
        let last = n > 0 && letter(n - 1);
        let sign = match c {
            // At most two letters in, or it ends a sentence: `pr!ze`, but `now!call`.
            '!' => (1..=2).contains(&n) && letters == n && small(n + 1),
            '|' | '@' | '$' | '¢' | '¥' | '₿' | '€' if last => {
                letter(n + 1)
                    || (matches!(at(n + 1), '@' | '$' | '€') && letter(n + 2))
                    || (c == '€' && !is_wordish(at(n + 1)))
            }
            '@' | '$' | '€' if n > 0 => letter(n + 1) && matches!(at(n - 1), '@' | '$' | '€'),
            '$' | '€' => letter(1) && letter(2),
            _ => false,
        };
        if sign {
            proof = true;
        } else if letter(n) {
            letters += 1;
        } else if c.is_ascii_digit() {
            digits += 1;
            able &= imitated(c).is_some();
            if last {
                // Case changes where a word begins behind a number: `Unit4B`, `MP3player`.
                let case =
                    small(n - 1) && at(n + 1).is_ascii_uppercase() || n > 1 && !small(n - 1) && small(n + 1);
                let one = letter(n + 1) && !case && !(c == '4' && n == 1);
                let two = letter(n + 2) && at(n + 1).is_ascii_digit() && (at(n + 1) == c || c == '0');
                proof |= one || two;
            }
        } else if !is_wordish(c) {
            break;
        } else {
            able = false;
        }
        n += 1;
    }
    let signs_only = digits == 0;
    let digits_too = able && letters >= 2 && digits <= letters;
    (n, proof && (signs_only || digits_too))
}

/// The letter that a digit or sign imitates inside a word.
fn imitated(c: char) -> Option<char> {
    match c {
        '0' => Some('o'),
        '1' | '!' | '|' => Some('i'),
        '3' | '€' => Some('e'),
        '4' | '@' => Some('a'),
        '5' | '$' => Some('s'),
        '7' => Some('t'),
        '¢' => Some('c'),
        '¥' => Some('y'),
        '₿' => Some('b'),
        _ => None,
    }
}

/// Whether the capital I at `i` stands for a small L: within or behind small letters, but not before those that
/// begin a word there (`LogIn`, `ThisIs`, `WhatIf`, `DoIt`).
fn is_small_l(chars: &[char], i: usize) -> bool {
    let small = i > 0 && chars[i - 1].is_ascii_lowercase();
    let fits = match chars.get(i + 1) {
        Some('n' | 's' | 'f' | 't') => false,
        Some(c) => c.is_ascii_lowercase() || !is_wordish(*c),
        None => true,
    };
    small && fits
}

fn is_inner_dot(previous: char, c: char, next: char) -> bool {
    c == '.' && previous.is_ascii_alphabetic() && next.is_ascii_alphabetic()
}

/// Whether so many words have a full stop inside that it cannot be a missing space.
fn is_dotted(chars: &[char]) -> bool {
    let open = |i: usize| !chars.get(i).is_some_and(|&c| is_wordish(c));
    // Abbreviations such as `e.g.` do not count.
    let counts = |i: usize| {
        is_inner_dot(chars[i - 1], chars[i], chars[i + 1]) && !(open(i.wrapping_sub(2)) && open(i + 2))
    };
    let dots = (1..chars.len().saturating_sub(1)).filter(|&i| counts(i)).count();
    dots >= DOTTED_MIN && 3 * dots > chars.iter().filter(|&&c| c == ' ').count()
}

/// Whether [`respell`] would only make letters small, digits `#`, and two spaces one: whether nothing in the
/// text's masks may be a letter written apart or a sign that imitates one.
pub(super) fn quick(source: &str, scan: &Scan) -> bool {
    if scan.any(Lane::WideWord) {
        return false;
    }
    let bytes = source.as_bytes();
    let lone = |[p, b, n]: [&Block; 3]| {
        b.of(Lane::Letter) & !before(p.word(), b.word()) & !after(b.word(), n.word())
    };
    let (mut lone_before, mut digits_before) = (0, 0);
    let (mut pairs, mut triples, mut odd, mut dots) = (0, 0, 0, 0);
    for [p, b, n] in scan.neighbours() {
        let letter = b.of(Lane::Letter);
        let next = after(letter, n.of(Lane::Letter));
        let previous = before(p.of(Lane::Letter), letter);
        let lone = lone([p, b, n]);
        let by = |mask: u64, last: u64, n: u32| mask << n | last >> (64 - n);
        let pair = lone & by(lone, lone_before, 2);
        pairs |= pair;
        triples |= pair & by(lone, lone_before, 4);
        lone_before = lone;
        // A digit, sign or two between letters.
        let digit = b.of(Lane::Digit);
        let sign = b.of(Lane::Sign);
        let next_sign = after(sign, n.of(Lane::Sign));
        // Between a small letter and a capital, as in `Stop2End`, a digit proves nothing.
        let case = before(p.small(), b.small()) & after(b.of(Lane::Capital), n.of(Lane::Capital));
        odd |= previous & (digit & next & !case | sign & (next | next_sign));
        let second = digit & by(digit, digits_before, 1);
        odd |= second & next & by(letter, p.of(Lane::Letter), 2);
        digits_before = digit;
        let inner = previous & b.of(Lane::Dot) & next;
        // Few texts have any, and not every processor that this is compiled for counts bits by itself.
        if inner != 0 {
            dots += inner.count_ones() as usize;
        }
    }
    if odd != 0 || triples != 0 || (pairs != 0 && scan.gap) {
        return false;
    }
    if dots >= DOTTED_MIN && 3 * dots > scan.count(Lane::Space) {
        return false;
    }
    // A capital behind a small letter; a sign before a letter.
    let begins = |[p, b, n]: [&Block; 3]| {
        let camel = b.of(Lane::Capital) & before(p.small(), b.small());
        camel | b.of(Lane::Sign) & after(b.of(Lane::Letter), n.of(Lane::Letter))
    };
    let mut found = false;
    // Few texts have any: one branch that can be foretold.
    if scan.neighbours().fold(0, |any, blocks| any | begins(blocks)) != 0 {
        scan.few(begins, |at| found |= matches!(bytes[at], b'I' | b'$'));
    }
    if scan.any(Lane::Wide) {
        // A euro, cent, yen or bitcoin beside a letter.
        scan.few(
            |[_, b, _]| b.of(Lane::Wide),
            |i| {
                let sign = match bytes[i..] {
                    [0xC2, 0xA2 | 0xA5, ..] => 2,
                    [0xE2, 0x82, 0xAC | 0xBF, ..] => 3,
                    _ => return,
                };
                found |= (i > 0 && bytes[i - 1].is_ascii_alphabetic())
                    || bytes.get(i + sign).is_some_and(u8::is_ascii_alphabetic);
            },
        );
    }
    !found
}
