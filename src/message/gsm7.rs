//! The GSM 7-bit alphabet, UCS-2, and how many radio segments a text occupies.
//!
//! Source: 3GPP TS 23.038 (alphabets), TS 23.040 (user data header: 6 of 140 octets join the parts).

/// The basic table: place = code. 0x1B is the escape to the extension table.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension table: each takes two septets.
const EXTENSION: &str = "\u{0C}^{}\\[~]|€";

/// How a text goes on the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// 7 bits a character, 160 in one segment.
    Gsm7,
    /// 16 bits a unit, 70 in one segment; characters beyond the basic plane take two units.
    Ucs2,
}

/// What a text occupies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segmentation {
    /// The alphabet used for all of the text.
    pub encoding: Encoding,
    /// Septets (GSM-7) or 16-bit units (UCS-2).
    pub units: u32,
    /// Radio segments; an empty text still takes one.
    pub segments: u32,
}

/// Septets of one character: 1 in the basic table, 2 in the extension, `None` outside GSM-7.
fn septets_of(c: char) -> Option<u32> {
    match c {
        '\u{1B}' => None,
        ' '..='~' if !matches!(c, '`' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|') => Some(1),
        c if BASIC.contains(c) => Some(1),
        c if EXTENSION.contains(c) => Some(2),
        _ => None,
    }
}

/// Whether the whole text can go out in the GSM-7 alphabet.
pub fn is_gsm7(text: &str) -> bool {
    text.chars().all(|c| septets_of(c).is_some())
}

/// Septets a text takes in GSM-7, or `None` where one character needs UCS-2.
pub fn septets(text: &str) -> Option<u32> {
    text.chars().map(septets_of).sum()
}

/// Encoding and segments of a text: 160 septets fit in one segment and 153 in each of several;
/// 70 UCS-2 units in one and 67 in each of several. A pair (escape and extension character, or a
/// surrogate pair) is never split between parts.
///
/// ```
/// use carrierlab::message::segment;
/// assert_eq!(segment(&"x".repeat(160)).segments, 1);
/// assert_eq!(segment(&"x".repeat(161)).segments, 2);
/// assert_eq!(segment(&"€".repeat(80)).segments, 1);
/// assert_eq!(segment(&"ж".repeat(71)).segments, 2);
/// ```
pub fn segment(text: &str) -> Segmentation {
    let (encoding, single, several) =
        if is_gsm7(text) { (Encoding::Gsm7, 160, 153) } else { (Encoding::Ucs2, 70, 67) };
    let sizes = text.chars().map(|c| match encoding {
        Encoding::Gsm7 => septets_of(c).unwrap_or(1),
        Encoding::Ucs2 => c.len_utf16() as u32,
    });
    let (mut units, mut parts, mut filled) = (0u32, 1u32, 0u32);
    for size in sizes {
        units += size;
        if filled + size > several {
            parts += 1;
            filled = 0;
        }
        filled += size;
    }
    Segmentation { encoding, units, segments: if units <= single { 1 } else { parts } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_basic_table_has_128_places() {
        assert_eq!(BASIC.chars().count(), 128);
        assert_eq!(BASIC.chars().position(|c| c == '¤'), Some(0x24));
        assert_eq!(BASIC.chars().position(|c| c == '¡'), Some(0x40));
        assert_eq!(BASIC.chars().position(|c| c == 'à'), Some(0x7F));
    }

    fn check(text: &str, encoding: Encoding, units: u32, segments: u32) {
        assert_eq!(segment(text), Segmentation { encoding, units, segments }, "{text:?}");
    }

    #[test]
    fn segments_follow_23_040() {
        check("", Encoding::Gsm7, 0, 1);
        check(&"a".repeat(160), Encoding::Gsm7, 160, 1);
        check(&"a".repeat(306), Encoding::Gsm7, 306, 2);
        check(&"a".repeat(307), Encoding::Gsm7, 307, 3);
        check(&"^".repeat(80), Encoding::Gsm7, 160, 1);
        // 153 is odd, so an escape pair at the seam moves on as a whole: 76 pairs a part.
        check(&"^".repeat(153), Encoding::Gsm7, 306, 3);
        check("`", Encoding::Ucs2, 1, 1);
        check("it’s", Encoding::Ucs2, 4, 1);
        check(&"😀".repeat(35), Encoding::Ucs2, 70, 1);
        check(&"😀".repeat(36), Encoding::Ucs2, 72, 2);
        check(&"😀".repeat(66), Encoding::Ucs2, 132, 2);
        check(&"😀".repeat(67), Encoding::Ucs2, 134, 3);
    }
}
