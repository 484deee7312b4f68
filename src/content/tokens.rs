//! The words of a normal text, with their hashes: found once, used by lexicons and by models.

use super::scan::{Lane, Scan, before};

/// A word: a run of letters, digits, combining marks and `#`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// [`word_hash`] of its bytes.
    pub hash: u64,
}

/// The words of a text in normal form. Apostrophes are left out, as they often are in messages:
/// `don't` and `dont` are one word.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    text: String,
    scan: Scan,
    words: Vec<Token>,
}

impl Tokens {
    /// Reads a normal text anew; `scan`, if given, is that of this text.
    pub(super) fn read(&mut self, normal: &str, scan: Option<&Scan>) {
        self.text.clear();
        match scan {
            Some(scan) if !scan.any(Lane::Apostrophe) => {
                self.text.push_str(normal);
                find(&self.text, scan, &mut self.words);
            }
            _ => {
                self.text.extend(normal.split('\''));
                match scan.and_then(|scan| Some((scan, scan.first(Lane::Apostrophe)?))) {
                    Some((scan, same)) => self.scan.read_from(&self.text, scan, same),
                    None => self.scan.read(&self.text),
                }
                find(&self.text, &self.scan, &mut self.words);
            }
        }
    }

    /// The words of a text in normal form.
    pub fn of(normal: &str) -> Tokens {
        let mut tokens = Tokens::default();
        tokens.read(normal, None);
        tokens
    }

    /// The text without apostrophes.
    #[inline]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its words, in order.
    #[inline]
    pub fn words(&self) -> &[Token] {
        &self.words
    }
}

fn find(text: &str, scan: &Scan, words: &mut Vec<Token>) {
    words.clear();
    let bytes = text.as_bytes();
    let inside = |b: &super::scan::Block| b.word() | b.of(Lane::Hash);
    // Edges come in turn: a start, an end, a start...
    let mut open = None;
    scan.places(
        |[p, b, _]| inside(b) ^ before(inside(p), inside(b)),
        |at| match open.take() {
            None => open = Some(at),
            Some(start) => words.push(Token { start, end: at, hash: 0 }),
        },
    );
    if let Some(start) = open {
        words.push(Token { start, end: bytes.len(), hash: 0 });
    }
    // In a loop of its own: several words are hashed at once.
    for word in words {
        word.hash = hash_at(bytes, word.start, word.end);
    }
}

/// The hash of `bytes[start..end]`, which is not empty: for most words one load, one mask, one multiplication.
#[inline]
fn hash_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    let len = end - start;
    match bytes[start..].first_chunk() {
        Some(eight) if len <= 8 => mix(seed(len) ^ cut(u64::from_le_bytes(*eight), len)),
        _ => longer_hash_at(bytes, start, end),
    }
}

/// [`hash_at`] for words of more than eight bytes and those near the end of the text.
fn longer_hash_at(bytes: &[u8], start: usize, end: usize) -> u64 {
    let len = end - start;
    let eight = |from: usize| match bytes[from..].first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        // Less than eight bytes before the end of the text: the last eight, moved.
        None => {
            let last = bytes.last_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
            last >> (8 * (from + 8 - bytes.len()))
        }
    };
    match len {
        _ if len > 16 || bytes.len() < 8 => word_hash(&bytes[start..end]),
        9.. => mix(mix(seed(len) ^ eight(start)) ^ cut(eight(start + 8), len - 8)),
        _ => mix(seed(len) ^ cut(eight(start), len)),
    }
}

/// The first `len` bytes of eight, at least one.
#[inline]
fn cut(eight: u64, len: usize) -> u64 {
    eight & (u64::MAX >> (64 - 8 * len))
}

/// The hash of a word's bytes: the same on every machine. Part of every model file, like [`mix`].
pub fn word_hash(word: &[u8]) -> u64 {
    let mut hash = seed(word.len());
    for chunk in word.chunks(8) {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash ^ u64::from_le_bytes(eight));
    }
    hash
}

#[inline]
fn seed(len: usize) -> u64 {
    (len as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Both halves of a product folded into one: a quick and thorough mixer (as in wyhash).
#[inline]
pub const fn mix(x: u64) -> u64 {
    let product = (x ^ 0xA076_1D64_78BD_642F) as u128 * 0xE703_7ED1_A0B4_28DB;
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_no_apostrophes_and_the_hash_of_their_bytes() {
        let tokens = Tokens::of("don't pay £## for <url>, extraordinarily नमस्ते");
        let words: Vec<&str> = tokens.words().iter().map(|t| &tokens.text()[t.start..t.end]).collect();
        assert_eq!(words, ["dont", "pay", "##", "for", "url", "extraordinarily", "नमस्ते"]);
        for token in tokens.words() {
            assert_eq!(token.hash, word_hash(&tokens.text().as_bytes()[token.start..token.end]));
        }
    }

    #[test]
    fn hashes_of_words_spread() {
        let mut seen: Vec<u64> = (0..50_000).map(|i| word_hash(format!("w{i}").as_bytes()) >> 40).collect();
        seen.sort_unstable();
        seen.dedup();
        // 24 bits: about 74 of 50,000 collide by chance.
        assert!(seen.len() > 49_850, "{}", seen.len());
        let mut halves = [0_u32; 16];
        for i in 0..50_000_u32 {
            halves[(mix(u64::from(i)) >> 60) as usize] += 1;
        }
        assert!(halves.iter().all(|&n| (2900..3350).contains(&n)), "{halves:?}");
    }
}
