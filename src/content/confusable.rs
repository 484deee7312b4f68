//! Letters that look like others, folded to the Latin letter they imitate.

/// The Latin letter that `c` imitates, or `c`. Case is kept, because a look-alike may exist in one
/// case only: Cyrillic `Н` looks like `H`, but `н` does not look like `h`.
///
/// Compatibility forms (full-width, bold, circled) are left to NFKC, accents to the removal of
/// combining marks. Source: the letters that Unicode's `confusables.txt` (UTS #39) maps to one
/// basic Latin letter, chosen by hand from Cyrillic, Greek, Armenian, Cherokee, Lisu and Latin Extended; and the letters
/// in brackets, circles, boxes and flags, of which Unicode resolves only some.
pub fn fold(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        // Cyrillic
        'А' => 'A',
        'а' => 'a',
        'В' => 'B',
        'Ь' => 'b',
        'С' => 'C',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'Е' | 'Ё' => 'E',
        'е' | 'ё' | 'ҽ' => 'e',
        'Ғ' => 'F',
        'Ԍ' => 'G',
        'Н' | 'Ң' => 'H',
        'һ' => 'h',
        'І' | 'Ї' | 'Ӏ' => 'I',
        'і' | 'ї' | 'ӏ' => 'i',
        'Ј' => 'J',
        'ј' => 'j',
        'К' | 'Қ' => 'K',
        'к' | 'қ' => 'k',
        'М' => 'M',
        'О' | 'Ө' => 'O',
        'о' | 'ө' => 'o',
        'Р' => 'P',
        'р' => 'p',
        'ԛ' => 'q',
        'Ԛ' => 'Q',
        'г' => 'r',
        'Ѕ' => 'S',
        'ѕ' => 's',
        'Т' | 'Ҭ' => 'T',
        'т' => 't',
        'ц' => 'u',
        'ѵ' => 'v',
        'Ѵ' => 'V',
        'ԝ' | 'ѡ' => 'w',
        'Ԝ' => 'W',
        'Х' | 'Ҳ' => 'X',
        'х' | 'ҳ' => 'x',
        'У' | 'Ү' => 'Y',
        'у' | 'ү' => 'y',
        // Greek
        'Α' => 'A',
        'α' => 'a',
        'Β' => 'B',
        'Ε' => 'E',
        'ε' => 'e',
        'Ζ' => 'Z',
        'Η' => 'H',
        'η' => 'n',
        'Ι' => 'I',
        'ι' => 'i',
        'Κ' => 'K',
        'κ' => 'k',
        'Μ' => 'M',
        'Ν' => 'N',
        'ν' => 'v',
        'Ο' => 'O',
        'ο' | 'σ' => 'o',
        'Ρ' => 'P',
        'ρ' => 'p',
        'Τ' => 'T',
        'τ' => 't',
        'υ' => 'u',
        'Υ' => 'Y',
        'Χ' => 'X',
        'χ' => 'x',
        'ω' => 'w',
        'γ' => 'y',
        // Armenian
        'Տ' => 'S',
        'օ' => 'o',
        'Օ' => 'O',
        'ո' => 'n',
        'ս' => 'u',
        'հ' => 'h',
        'ց' => 'g',
        'զ' => 'q',
        'Լ' => 'L',
        'ա' => 'w',
        // Cherokee
        'Ꭺ' => 'A',
        'Ᏼ' => 'B',
        'Ꮯ' => 'C',
        'Ꭰ' => 'D',
        'Ꭼ' => 'E',
        'Ꮐ' => 'G',
        'Ꮋ' => 'H',
        'Ꭻ' => 'J',
        'Ꮶ' => 'K',
        'Ꮮ' => 'L',
        'Ꮇ' => 'M',
        'Ꮲ' => 'P',
        'Ꭱ' => 'R',
        'Ꮪ' => 'S',
        'Ꭲ' => 'T',
        'Ꮩ' => 'V',
        'Ꮃ' => 'W',
        'Ꮓ' => 'Z',
        // Lisu
        'ꓐ' => 'B',
        'ꓑ' => 'P',
        'ꓓ' => 'D',
        'ꓔ' => 'T',
        'ꓖ' => 'G',
        'ꓗ' => 'K',
        'ꓙ' => 'J',
        'ꓚ' => 'C',
        'ꓜ' => 'Z',
        'ꓝ' => 'F',
        'ꓟ' => 'M',
        'ꓠ' => 'N',
        'ꓡ' => 'L',
        'ꓢ' => 'S',
        'ꓣ' => 'R',
        'ꓤ' => 'R',
        'ꓦ' => 'V',
        'ꓧ' => 'H',
        'ꓪ' => 'W',
        'ꓫ' => 'X',
        'ꓬ' => 'Y',
        'ꓮ' => 'A',
        'ꓰ' => 'E',
        'ꓲ' => 'I',
        'ꓳ' => 'O',
        'ꓴ' => 'U',
        // Latin beyond ASCII that has no decomposition, phonetic letters and small capitals
        'ɑ' | 'ᴀ' | 'ɐ' => 'a',
        'ʙ' | 'ƀ' | 'ɓ' => 'b',
        'ᴄ' | 'ƈ' | 'ȼ' => 'c',
        'ᴅ' | 'đ' | 'ɗ' | 'ɖ' => 'd',
        'Đ' | 'Ɖ' => 'D',
        'ᴇ' | 'ə' | 'ɇ' => 'e',
        'ꜰ' | 'ƒ' => 'f',
        'ɡ' | 'ɢ' | 'ǥ' => 'g',
        'ʜ' | 'ħ' | 'ɦ' => 'h',
        'Ħ' => 'H',
        'ɪ' | 'ı' | 'ɩ' | 'ɨ' => 'i',
        'ᴊ' | 'ʝ' | 'ɉ' => 'j',
        'ᴋ' | 'ƙ' => 'k',
        'ʟ' | 'ł' | 'ƚ' | 'ɫ' => 'l',
        'Ł' => 'L',
        'ᴍ' | 'ɱ' => 'm',
        'ɴ' | 'ŋ' | 'ɲ' => 'n',
        'ᴏ' | 'ø' | 'ɵ' => 'o',
        'Ø' => 'O',
        'ᴘ' | 'ƥ' => 'p',
        'ʀ' | 'ɼ' | 'ɾ' => 'r',
        'ꜱ' | 'ʂ' => 's',
        'ᴛ' | 'ƭ' | 'ŧ' => 't',
        'Ŧ' => 'T',
        'ᴜ' | 'ʉ' | 'ʊ' => 'u',
        'ᴠ' | 'ʋ' => 'v',
        'ᴡ' | 'ʍ' => 'w',
        'ʏ' | 'ƴ' => 'y',
        'ᴢ' | 'ƶ' | 'ʐ' => 'z',
        'ϳ' | 'ȷ' => 'j',
        'Ϲ' => 'C',
        'ғ' => 'f',
        'ƅ' => 'b',
        'ᴦ' | 'ꭇ' | 'ꮁ' => 'r',
        'ꮩ' => 'v',
        'ꮪ' => 's',
        'ꭵ' => 'i',
        'ꮃ' => 'w',
        'ꮓ' => 'z',
        'ꮯ' => 'c',
        // Letters in brackets, circles, boxes and flags
        '\u{249C}'..='\u{24B5}' => nth(b'a', c, 0x249C),
        '\u{1F110}'..='\u{1F129}' => nth(b'A', c, 0x1F110),
        '\u{1F130}'..='\u{1F149}' => nth(b'A', c, 0x1F130),
        '\u{1F150}'..='\u{1F169}' => nth(b'A', c, 0x1F150),
        '\u{1F170}'..='\u{1F189}' => nth(b'A', c, 0x1F170),
        '\u{1F1E6}'..='\u{1F1FF}' => nth(b'A', c, 0x1F1E6),
        // Signs
        '\u{2800}' => ' ',
        '‘' | '’' | '‚' | '‛' | '′' | '´' | 'ʼ' | 'ʹ' | '＇' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '⁄' | '∕' | '╱' => '/',
        '․' | '。' | '﹒' => '.',
        '：' | '∶' | '꞉' => ':',
        _ => c,
    }
}

/// The letter of an alphabet that begins with `a` here and with the code `first` there.
fn nth(a: u8, c: char, first: u32) -> char {
    char::from(a + (c as u32 - first) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_become_the_letter_they_imitate() {
        let folded: String = "Раураl ЅALЕ Ꭺᴄмe ՏALE ꓚASH".chars().map(fold).collect();
        assert_eq!(folded, "Paypal SALE Acмe SALE CASH");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..0x2_0000).filter_map(char::from_u32) {
            assert_eq!(fold(fold(c)), fold(c), "{c}");
        }
    }
}
