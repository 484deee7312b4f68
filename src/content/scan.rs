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
    /// Only whether a block has any.
    Question,
    /// `:`, `;`, `=`: eyes of a smiley, the first also the end of a scheme.
    Eyes,
    Apostrophe,
    /// `(`, `[`, `{`: only whether a block has any.
    Open,
    Hash,
    /// Control characters, all white space but the space among them: only whether a block has any.
    Control,
    /// Bytes of characters beyond ASCII.
    Wide,
    /// Bytes of letters, digits and combining marks beyond ASCII: see [`is_wordish`].
    WideWord,
    /// What ends a link: space, brackets, quotes, commas.
    Parts,
}

const N_LANES: usize = 16;

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
            self.blocks[n] = other.blocks[n];
            self.note(n);
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
            read_block(chunk.try_into().expect("64 bytes"), &mut self.blocks[n]);
            self.note(n);
            n += 1;
        }
        let rest = chunks.remainder();
        if !rest.is_empty() {
            // `~` is in no lane.
            let mut last = [b'~'; 64];
            last[..rest.len()].copy_from_slice(rest);
            read_block(&last, &mut self.blocks[n]);
            self.note(n);
            n += 1;
        }
        self.blocks[n] = Block::NONE;
        if self.any(Lane::Wide) {
            self.mark_wide_words(text);
        }
    }

    /// Adds block `n` to what is known of all.
    #[inline]
    fn note(&mut self, n: usize) {
        let last = self.blocks[n - 1].of(Lane::Space);
        let block = &self.blocks[n];
        let space = block.of(Lane::Space);
        let pairs = space & before(last, space);
        let last_pairs = last & last << 1;
        self.gap |= pairs != 0;
        self.wide_gap |= pairs & before(last_pairs, pairs) != 0;
        for (all, lane) in self.all.0.iter_mut().zip(&block.0) {
            *all |= lane;
        }
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

    /// [`Scan::places`] for masks with few bits: one loop for many blocks, since where it ends, which no
    /// processor can foretell, costs more than to find the next block without a branch.
    #[inline]
    pub(super) fn few(&self, mask: impl Fn([&Block; 3]) -> u64, mut each: impl FnMut(usize)) {
        const MANY: usize = 8;
        for first in (1..self.blocks.len() - 1).step_by(MANY) {
            let (mut masks, mut left) = ([0; MANY], 0_u32);
            let blocks = &self.blocks[first - 1..self.blocks.len().min(first + MANY + 1)];
            for (i, w) in blocks.windows(3).enumerate() {
                let bits = mask([&w[0], &w[1], &w[2]]);
                masks[i % MANY] = bits;
                left |= u32::from(bits != 0) << i;
            }
            while left != 0 {
                let i = left.trailing_zeros() as usize;
                let bits = masks[i % MANY];
                masks[i % MANY] = bits & (bits - 1);
                left &= !(u32::from(bits & (bits - 1) == 0) << i);
                each(64 * (first - 1 + i) + bits.trailing_zeros() as usize);
            }
        }
    }

    /// The last byte before `at` in a lane.
    #[inline]
    pub(super) fn last_before(&self, lane: Lane, at: usize) -> Option<usize> {
        let cut = self.blocks[1 + at / 64].of(lane) & !(u64::MAX << (at % 64));
        let (mut block, mut bits) = (at / 64, cut);
        while bits == 0 {
            block = block.checked_sub(1)?;
            bits = self.blocks[1 + block].of(lane);
        }
        Some(64 * block + 63 - bits.leading_zeros() as usize)
    }

    /// The first byte from `at` on in a lane.
    #[inline]
    pub(super) fn next(&self, lane: Lane, at: usize) -> Option<usize> {
        let (mut block, mut bits) = (at / 64, self.blocks[1 + at / 64].of(lane) & u64::MAX << (at % 64));
        while bits == 0 {
            block += 1;
            bits = self.blocks.get(1 + block)?.of(lane);
        }
        Some(64 * block + bits.trailing_zeros() as usize)
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

/// Sets the lanes of 64 bytes.
fn read_block(bytes: &[u8; 64], block: &mut Block) {
    let v: [i8x16; 4] =
        std::array::from_fn(|part| i8x16::new(std::array::from_fn(|i| bytes[16 * part + i].cast_signed())));
    let all = |b: u8| i8x16::splat(b.cast_signed());
    let is = |b: u8| lane(v, |v| v.simd_eq(all(b)));
    // Signed, so that bytes beyond ASCII are below all others.
    let within = |v: i8x16, low: u8, high: u8| v.simd_gt(all(low - 1)) & all(high + 1).simd_gt(v);
    let letter = lane(v, |v| within(v | all(0x20), b'a', b'z'));
    let wide = lane(v, |v| v);
    let bang = is(b'!');
    let mut put = |lane: Lane, mask: u64| block.0[lane as usize] = mask;
    put(Lane::Letter, letter);
    put(Lane::Capital, letter & lane(v, |v| all(b'Z' + 1).simd_gt(v)));
    put(Lane::Digit, lane(v, |v| within(v, b'0', b'9')));
    put(Lane::Dot, is(b'.'));
    let space = is(b' ');
    put(Lane::Space, space);
    put(Lane::Sign, bang | lane(v, |v| v.simd_eq(all(b'|')) | v.simd_eq(all(b'@')) | v.simd_eq(all(b'$'))));
    put(Lane::Bang, bang);
    put(Lane::Question, whether(v, |v| v.simd_eq(all(b'?'))));
    // One bit parts `:` from `;`, `[` from `{`, `(` from `)`, `<` from `>`.
    put(Lane::Eyes, lane(v, |v| (v | all(1)).simd_eq(all(b';')) | v.simd_eq(all(b'='))));
    put(Lane::Apostrophe, is(b'\''));
    put(Lane::Open, whether(v, |v| (v | all(0x20)).simd_eq(all(b'{')) | v.simd_eq(all(b'('))));
    put(Lane::Hash, is(b'#'));
    let control = |v: i8x16| (v.simd_gt(all(0xFF)) & all(b' ').simd_gt(v)) | v.simd_eq(all(0x7F));
    put(Lane::Control, whether(v, control));
    put(Lane::Wide, wide);
    let parts = |v: i8x16| {
        let brackets = (v | all(1)).simd_eq(all(b')')) | (v | all(2)).simd_eq(all(b'>'));
        brackets
            | (v.simd_eq(all(b'[')) | v.simd_eq(all(b']')))
            | (v.simd_eq(all(b'"')) | v.simd_eq(all(b',')))
    };
    put(Lane::Parts, space | lane(v, parts));
    put(Lane::WideWord, 0);
}

/// The sign bits of 64 judged bytes.
#[inline]
fn lane(v: [i8x16; 4], judge: impl Fn(i8x16) -> i8x16) -> u64 {
    let [a, b, c, d] = v.map(|v| u64::from(judge(v).to_bitmask() & 0xFFFF));
    a | b << 16 | c << 32 | d << 48
}

/// Not zero if any of 64 judged bytes has its sign bit set.
#[inline]
fn whether(v: [i8x16; 4], judge: impl Fn(i8x16) -> i8x16) -> u64 {
    let [a, b, c, d] = v.map(judge);
    u64::from((a | b | c | d).to_bitmask() & 0xFFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(bytes: &[u8; 64]) -> Block {
        let mut block = Block([u64::MAX; N_LANES]);
        read_block(bytes, &mut block);
        for lane in [Lane::Question, Lane::Open, Lane::Control] {
            let lane = &mut block.0[lane as usize];
            *lane = u64::from(*lane != 0);
        }
        block
    }

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
                false,
                matches!(b, b' ' | b'(' | b')' | b'<' | b'>' | b'"' | b',' | b'[' | b']'),
            ];
            for (lane, found) in lanes.iter_mut().zip(found) {
                *lane |= u64::from(found) << i;
            }
        }
        for lane in [Lane::Question, Lane::Open, Lane::Control] {
            let lane = &mut lanes[lane as usize];
            *lane = u64::from(*lane != 0);
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
        fn few_places_are_all_places(text in "([a-z]{0,9}|[ .]{0,2}|\\PC{0,40}){0,80}") {
            let mut scan = Scan::default();
            scan.read(&text);
            let mask = |[p, b, n]: [&Block; 3]| {
                b.of(Lane::Dot) | b.word() & !before(p.word(), b.word()) & after(b.word(), n.word())
            };
            let (mut places, mut few) = (Vec::new(), Vec::new());
            scan.places(mask, |at| places.push(at));
            scan.few(mask, |at| few.push(at));
            proptest::prop_assert_eq!(places, few);
        }

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
        assert_eq!((scan.next(Lane::Space, 3), scan.next(Lane::Space, 65)), (Some(64), None));
        assert_eq!(
            (scan.last_before(Lane::Letter, 65), scan.last_before(Lane::Capital, 62)),
            (Some(63), None)
        );
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
