//! Which bytes of a text are letters, digits or signs, as bit masks: 64 bytes are judged by a few
//! instructions instead of 64 branches.

use unicode_normalization::char::is_combining_mark;
use wide::i8x16;

/// The kinds of bytes that have a mask. Their order is that of the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lane {
    /// `a` to `z` and `A` to `Z`.
    Letter,
    /// `A` to `Z`.
    Capital,
    /// `0` to `9`.
    Digit,
    Dot,
    Space,
    /// Signs that imitate a letter: `!`, `|`, `@`, `$`.
    Sign,
    Bang,
    Question,
    /// `:`, `;`, `=`: eyes of a smiley, the first also the end of a scheme.
    Eyes,
    Apostrophe,
    /// `(`, `[`, `{`.
    Open,
    Hash,
    /// Control characters, all white space but the space among them.
    Control,
    /// Bytes of characters beyond ASCII.
    Wide,
    /// Bytes of letters, digits and combining marks beyond ASCII: see [`is_wordish`].
    WideWord,
}

const N_LANES: usize = 15;

/// The masks of 64 bytes; bit `i` of a lane is byte `i`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Block([u64; N_LANES]);

impl Block {
    const NONE: Block = Block([0; N_LANES]);

    #[inline]
    pub(super) fn of(&self, lane: Lane) -> u64 {
        self.0[lane as usize]
    }
    /// Letters and digits of any script.
    #[inline]
    pub(super) fn word(&self) -> u64 {
        self.of(Lane::Letter) | self.of(Lane::Digit) | self.of(Lane::WideWord)
    }
    /// Small letters.
    #[inline]
    pub(super) fn small(&self) -> u64 {
        self.of(Lane::Letter) & !self.of(Lane::Capital)
    }
}

/// Letters, digits, and the marks that belong to them in some scripts: what a word is made of.
pub(super) fn is_wordish(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

/// The masks of a text, with an empty block before and behind, so that neighbours need no special case.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    blocks: Vec<Block>,
    /// All blocks in one: which lanes have any byte.
    all: Block,
    /// Whether two spaces stand side by side, and three.
    pub(super) gap: bool,
    pub(super) wide_gap: bool,
}

impl Scan {
    /// Reads a text anew.
    pub(super) fn read(&mut self, text: &str) {
        self.begin(text);
        self.go_on(text, 0);
    }

    /// Reads a text anew whose first `same` bytes are those of the text that `other` is the scan of.
    pub(super) fn read_from(&mut self, text: &str, other: &Scan, same: usize) {
        self.begin(text);
        let kept = same.min(text.len()) / 64;
        for n in 1..=kept {
            self.put(n, other.blocks[n]);
        }
        self.go_on(text, kept);
    }

    fn begin(&mut self, text: &str) {
        self.blocks.resize(text.len().div_ceil(64) + 2, Block::NONE);
        self.all = Block::NONE;
        (self.gap, self.wide_gap) = (false, false);
    }

    /// Reads all but the first `done` blocks.
    fn go_on(&mut self, text: &str, done: usize) {
        let mut chunks = text.as_bytes()[64 * done..].chunks_exact(64);
        let mut n = 1 + done;
        for chunk in &mut chunks {
            self.put(n, block(chunk.try_into().expect("64 bytes")));
            n += 1;
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            // `~` is in no lane.
            let mut last = [b'~'; 64];
            last[..rest.len()].copy_from_slice(rest);
            self.put(n, block(&last));
            n += 1;
        }
        self.blocks[n] = Block::NONE;
        if self.any(Lane::Wide) {
            self.mark_wide_words(text);
        }
    }

    #[inline]
    fn put(&mut self, n: usize, block: Block) {
        let last = self.blocks[n - 1].of(Lane::Space);
        let space = block.of(Lane::Space);
        let pairs = space & before(last, space);
        let last_pairs = last & last << 1;
        self.gap |= pairs != 0;
        self.wide_gap |= pairs & before(last_pairs, pairs) != 0;
        for (all, lane) in self.all.0.iter_mut().zip(block.0) {
            *all |= lane;
        }
        self.blocks[n] = block;
    }

    fn mark_wide_words(&mut self, text: &str) {
        const WORD: usize = Lane::WideWord as usize;
        for i in 1..self.blocks.len() {
            let mut wide = self.blocks[i].of(Lane::Wide);
            while wide != 0 {
                let at = 64 * (i - 1) + wide.trailing_zeros() as usize;
                wide &= wide - 1;
                let first = text.get(at..).and_then(|rest| rest.chars().next());
                if let Some(c) = first.filter(|&c| is_wordish(c)) {
                    for byte in at..at + c.len_utf8() {
                        self.blocks[1 + byte / 64].0[WORD] |= 1 << (byte % 64);
                    }
                    self.all.0[WORD] = 1;
                }
            }
        }
    }

    /// The blocks that hold bytes, each with the ones before and after it.
    #[inline]
    pub(super) fn neighbours(&self) -> impl Iterator<Item = [&Block; 3]> {
        self.blocks.windows(3).map(|w| [&w[0], &w[1], &w[2]])
    }

    /// Whether any byte is in a lane.
    #[inline]
    pub(super) fn any(&self, lane: Lane) -> bool {
        self.all.of(lane) != 0
    }

    /// How many bytes are in a lane.
    #[inline]
    pub(super) fn count(&self, lane: Lane) -> usize {
        // A byte of the sum holds up to 31 times eight; not every processor that this is compiled for counts
        // bits by itself.
        let of_chunk = |blocks: &[Block]| {
            let sum = blocks.iter().fold(0, |sum, b| sum + bits_of_bytes(b.of(lane)));
            const LOW: u64 = 0x00FF_00FF_00FF_00FF;
            ((sum & LOW) + (sum >> 8 & LOW)).wrapping_mul(0x0001_0001_0001_0001) >> 48
        };
        self.blocks.chunks(31).map(|blocks| of_chunk(blocks) as usize).sum()
    }

    /// The first byte in a lane.
    #[inline]
    pub(super) fn first(&self, lane: Lane) -> Option<usize> {
        let found = self.blocks.iter().position(|b| b.of(lane) != 0)?;
        Some(64 * (found - 1) + self.blocks[found].of(lane).trailing_zeros() as usize)
    }

    /// The first byte from `at` on that is not in a lane; `at` is within the text.
    #[inline]
    pub(super) fn behind(&self, lane: Lane, at: usize) -> usize {
        let (mut block, mut bit) = (at / 64, at % 64);
        loop {
            // The empty block behind the text ends every run.
            let out = !self.blocks[1 + block].of(lane) >> bit;
            if out != 0 {
                return 64 * block + bit + out.trailing_zeros() as usize;
            }
            (block, bit) = (block + 1, 0);
        }
    }

    /// Which of the first 64 bytes are in a lane.
    #[inline]
    pub(super) fn head(&self, lane: Lane) -> u64 {
        self.blocks[1].of(lane)
    }

    /// Whether byte `at` is a letter, digit or mark; `false` behind the end.
    #[inline]
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.blocks.get(1 + at / 64).is_some_and(|b| b.word() >> (at % 64) & 1 == 1)
    }

    /// Calls `each` with the place of every bit that `mask` finds in a block and its neighbours.
    #[inline]
    pub(super) fn places(&self, mask: impl Fn([&Block; 3]) -> u64, mut each: impl FnMut(usize)) {
        for (i, blocks) in self.neighbours().enumerate() {
            let mut bits = mask(blocks);
            while bits != 0 {
                each(64 * i + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// The first byte from `from` on that is a letter, digit or mark.
    pub(super) fn next_word(&self, from: usize) -> Option<usize> {
        let first = 1 + from / 64;
        let cut = |i: usize| if i == first { u64::MAX << (from % 64) } else { u64::MAX };
        let with = |(i, b): (usize, &Block)| (i, b.word() & cut(i));
        self.blocks
            .iter()
            .enumerate()
            .skip(first)
            .map(with)
            .find(|(_, bits)| *bits != 0)
            .map(|(i, bits)| 64 * (i - 1) + bits.trailing_zeros() as usize)
    }
}

/// `mask` moved so that bit `i` tells of byte `i - 1`.
#[inline]
pub(super) fn before(previous: u64, mask: u64) -> u64 {
    mask << 1 | previous >> 63
}

/// `mask` moved so that bit `i` tells of byte `i + 1`.
#[inline]
pub(super) fn after(mask: u64, next: u64) -> u64 {
    mask >> 1 | next << 63
}

/// The number of bits that are set in each byte.
#[inline]
fn bits_of_bytes(mask: u64) -> u64 {
    let pairs = mask - (mask >> 1 & 0x5555_5555_5555_5555);
    let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
    (fours + (fours >> 4)) & 0x0F0F_0F0F_0F0F_0F0F
}

/// The lanes of 64 bytes.
#[inline]
fn block(bytes: &[u8; 64]) -> Block {
    let v: [i8x16; 4] =
        std::array::from_fn(|part| i8x16::new(std::array::from_fn(|i| bytes[16 * part + i].cast_signed())));
    let all = |b: u8| i8x16::splat(b.cast_signed());
    let is = |b: u8| lane(v, |v| v.simd_eq(all(b)));
    // Signed, so that bytes beyond ASCII are below all others.
    let within = |v: i8x16, low: u8, high: u8| v.simd_gt(all(low - 1)) & all(high + 1).simd_gt(v);
    let letter = lane(v, |v| within(v | all(0x20), b'a', b'z'));
    let wide = lane(v, |v| v);
    let bang = is(b'!');
    let mut block = Block::NONE;
    let mut put = |lane: Lane, mask: u64| block.0[lane as usize] = mask;
    put(Lane::Letter, letter);
    put(Lane::Capital, letter & lane(v, |v| all(b'Z' + 1).simd_gt(v)));
    put(Lane::Digit, lane(v, |v| within(v, b'0', b'9')));
    put(Lane::Dot, is(b'.'));
    put(Lane::Space, is(b' '));
    put(Lane::Sign, bang | lane(v, |v| v.simd_eq(all(b'|')) | v.simd_eq(all(b'@')) | v.simd_eq(all(b'$'))));
    put(Lane::Bang, bang);
    put(Lane::Question, is(b'?'));
    // One bit parts `:` from `;`, and `[` from `{`.
    put(Lane::Eyes, lane(v, |v| (v | all(1)).simd_eq(all(b';')) | v.simd_eq(all(b'='))));
    put(Lane::Apostrophe, is(b'\''));
    put(Lane::Open, lane(v, |v| (v | all(0x20)).simd_eq(all(b'{')) | v.simd_eq(all(b'('))));
    put(Lane::Hash, is(b'#'));
    put(Lane::Control, !wide & lane(v, |v| all(b' ').simd_gt(v) | v.simd_eq(all(0x7F))));
    put(Lane::Wide, wide);
    block
}

/// The sign bits of 64 judged bytes.
#[inline]
fn lane(v: [i8x16; 4], judge: impl Fn(i8x16) -> i8x16) -> u64 {
    let [a, b, c, d] = v.map(|v| u64::from(judge(v).to_bitmask() & 0xFFFF));
    a | b << 16 | c << 32 | d << 48
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lanes of 64 bytes, a byte at a time.
    fn plainly(bytes: &[u8; 64]) -> Block {
        let mut lanes = [0_u64; N_LANES];
        for (i, b) in bytes.iter().enumerate() {
            let found = [
                b.is_ascii_alphabetic(),
                b.is_ascii_uppercase(),
                b.is_ascii_digit(),
                *b == b'.',
                *b == b' ',
                matches!(b, b'!' | b'|' | b'@' | b'$'),
                *b == b'!',
                *b == b'?',
                matches!(b, b':' | b';' | b'='),
                *b == b'\'',
                matches!(b, b'(' | b'[' | b'{'),
                *b == b'#',
                b.is_ascii_control(),
                !b.is_ascii(),
            ];
            for (lane, found) in lanes.iter_mut().zip(found) {
                *lane |= u64::from(found) << i;
            }
        }
        Block(lanes)
    }

    #[test]
    fn both_ways_to_read_a_block_agree() {
        for start in (0..=255_u8).step_by(16) {
            let bytes: [u8; 64] = std::array::from_fn(|i| start.wrapping_add((i as u8).wrapping_mul(37)));
            assert_eq!(block(&bytes), plainly(&bytes));
            let bytes: [u8; 64] = std::array::from_fn(|i| start.wrapping_add(i as u8));
            assert_eq!(block(&bytes), plainly(&bytes));
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_known_need_not_be_read_again(head in "([a-z]{0,20}|é| {0,3}|I|5){0,20}", tails in "\\PC{0,90}") {
            let (mut known, mut quick, mut anew) = (Scan::default(), Scan::default(), Scan::default());
            known.read(&format!("{head}{tails}"));
            let text = format!("{head}<url>{tails}");
            quick.read_from(&text, &known, head.len());
            anew.read(&text);
            proptest::prop_assert_eq!(&quick.blocks, &anew.blocks);
            proptest::prop_assert_eq!((quick.gap, quick.wide_gap), (anew.gap, anew.wide_gap));
            for lane in [Lane::Letter, Lane::Digit, Lane::Wide, Lane::WideWord, Lane::Space] {
                proptest::prop_assert_eq!(quick.any(lane), anew.any(lane));
            }
        }
    }

    #[test]
    fn masks_cross_the_edges_of_blocks() {
        let text = format!("{}Ab é", "x".repeat(62));
        let mut scan = Scan::default();
        scan.read(&text);
        let mut starts = Vec::new();
        scan.places(|[p, b, _]| b.word() & !before(p.word(), b.word()), |at| starts.push(at));
        assert_eq!(starts, [0, 65]);
        assert_eq!((scan.count(Lane::Capital), scan.count(Lane::Letter)), (1, 64));
        assert!(scan.is_word(66) && !scan.is_word(64) && !scan.is_word(67) && !scan.is_word(9999));
        assert_eq!((scan.behind(Lane::Letter, 3), scan.behind(Lane::Letter, 64)), (62 + 2, 64));
        assert_eq!((scan.first(Lane::Space), scan.first(Lane::Digit)), (Some(64), None));
        scan.read(&"9".repeat(9_000));
        assert_eq!((scan.count(Lane::Digit), scan.behind(Lane::Digit, 70)), (9_000, 9_000));
        scan.read(&text);
        assert_eq!((scan.next_word(64), scan.next_word(67), scan.next_word(500)), (Some(65), None, None));
    }
}
