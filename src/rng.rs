//! Every draw is a function of (seed, replication, purpose, entity, count).
//!
//! The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw, *Parallel random numbers: as easy
//! as 1, 2, 3*, SC 2011): a counter goes in, 128 random bits come out, and no state is carried. So
//! a sender or filter that is added draws from its own counters and moves nobody else's numbers,
//! and two strategies compared under one seed meet the same people (common random numbers).

use std::convert::Infallible;

use rand::TryRng;

use crate::units::Delay;

/// What a draw is for. Part of every recorded result: add at the end, never renumber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Whether a handset is off for one message.
    Reach = 1,
    /// What a recipient is: carrier, consent, line type.
    Person = 2,
    /// The order in which an audience is written to.
    Order = 3,
    /// Which text a message carries.
    Wording = 4,
    /// Gaps between a sender's messages.
    Gaps = 5,
    /// How a recipient reacts to one delivered message.
    Reaction = 6,
    /// How long network, receipts and reactions take.
    Delay = 7,
    /// What a carrier says of a message it did not deliver.
    Receipt = 8,
    /// Decisions of a filter whose threshold is soft.
    Decision = 9,
    /// Resampling in statistics.
    Bootstrap = 10,
    /// Generated texts.
    Generator = 11,
    /// Digits of generated texts.
    Slots = 12,
    /// Which labels a learner gets, and in which order texts arrive.
    Labels = 13,
    /// Where a disguise is put into a text.
    Evasion = 14,
    /// Which messages a carrier's learner takes as examples.
    Examples = 15,
    /// Steps of a carrier's drifting threshold.
    Drift = 16,
    /// Whether a receipt is an acknowledgement, late, and followed by a second one.
    ReceiptFaults = 17,
    /// Whether a number is set up at a carrier.
    Provision = 20,
    /// Whether a message is refused for missing registration.
    Refusal = 21,
    /// What else a recipient is: persona, whether the number passed on or was ported, time zone.
    Persona = 18,
    /// How prone a recipient is to leave, and whether it knows how to complain.
    Propensity = 19,
    /// Whether somebody who opted out comes back, and when.
    Start = 35,
    /// Whether a reply asks for help.
    Help = 36,
    /// How long a platform's own filter waits before it tells.
    Lookahead = 37,
    /// Who asks for a one-time code, from where and when.
    CodeRequests = 22,
    /// How long people wait for a code, and whether they, or somebody in their stead, enter it.
    Codes = 23,
    /// Who passes a CAPTCHA.
    Captcha = 24,
    /// When a person is moved to a sender's new numbers.
    Migration = 25,
    /// Which word of a text is changed, and which token is put behind it.
    Cosmetic = 26,
    /// Which text a bandit tries.
    Bandit = 27,
    /// When something happens that a source sends messages for.
    Arrivals = 30,
    /// Whom a source picks, and in which order.
    Choice = 31,
    /// What a person with a number does: how often, to whom, in which bursts.
    Personal = 32,
    /// How long a sender takes to answer.
    Answer = 33,
    /// How large campaigns are.
    Sizes = 34,
    /// The weights of replications in a ranking.
    Ranking = 38,
}

const M0: u64 = 0xD251_1F53;
const M1: u64 = 0xCD9E_8D57;
const W0: u32 = 0x9E37_79B9;
const W1: u32 = 0xBB67_AE85;

/// Philox4x32 with ten rounds: 128 bits for each counter and key.
#[inline]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let p0 = M0 * u64::from(counter[0]);
        let p1 = M1 * u64::from(counter[2]);
        counter = [
            (p1 >> 32) as u32 ^ counter[1] ^ key[0],
            p1 as u32,
            (p0 >> 32) as u32 ^ counter[3] ^ key[1],
            p0 as u32,
        ];
        key = [key[0].wrapping_add(W0), key[1].wrapping_add(W1)];
    }
    counter
}

/// The root of all draws of one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    key: [u32; 2],
}

impl Draws {
    /// The draws of replication `replication` under `seed`.
    pub fn new(seed: u64, replication: u64) -> Draws {
        let mixed = splitmix(seed ^ splitmix(replication.wrapping_add(0x5EED)));
        Draws { key: [mixed as u32, (mixed >> 32) as u32] }
    }

    /// Four independent 32-bit words for this purpose, entity and count.
    #[inline]
    pub fn words(&self, purpose: Purpose, entity: u64, count: u32) -> [u32; 4] {
        philox([count, purpose as u32, entity as u32, (entity >> 32) as u32], self.key)
    }

    /// Four independent uniforms in the open interval (0, 1), each of 32 bits.
    #[inline]
    pub fn uniforms(&self, purpose: Purpose, entity: u64, count: u32) -> [f64; 4] {
        self.words(purpose, entity, count).map(unit)
    }

    /// One uniform in (0, 1).
    #[inline]
    pub fn uniform(&self, purpose: Purpose, entity: u64, count: u32) -> f64 {
        unit(self.words(purpose, entity, count)[0])
    }

    /// A stream of draws for one purpose and entity, for code that wants a `rand` generator.
    pub fn stream(&self, purpose: Purpose, entity: u64) -> Stream {
        Stream { draws: *self, purpose, entity, count: 0, left: 0, block: [0; 4] }
    }
}

/// The 32-bit word as a uniform in the open interval (0, 1): never 0, never 1.
#[inline]
pub fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// The draws of one purpose and entity, in order, as a [`rand::Rng`].
#[derive(Debug, Clone)]
pub struct Stream {
    draws: Draws,
    purpose: Purpose,
    entity: u64,
    count: u32,
    left: usize,
    block: [u32; 4],
}

impl TryRng for Stream {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.left == 0 {
            self.block = self.draws.words(self.purpose, self.entity, self.count);
            self.count = self.count.wrapping_add(1);
            self.left = 4;
        }
        self.left -= 1;
        Ok(self.block[3 - self.left])
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let (low, high) = (self.try_next_u32()?, self.try_next_u32()?);
        Ok(u64::from(high) << 32 | u64::from(low))
    }
    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for chunk in into.chunks_mut(4) {
            let word = self.try_next_u32()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection that mixes every bit.
pub const fn splitmix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The 64-bit key of a named entity. It depends on the name alone, never on the order of declaration.
pub fn key_of(kind: &str, name: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(name.as_bytes(), xxhash_rust::xxh3::xxh3_64(kind.as_bytes()))
}

/// e to the power of x, by way of 2: libm's `exp2` takes a third of the time of its `exp`. Relative error below
/// 1e-15 times |x|.
#[inline]
pub fn exp(x: f64) -> f64 {
    libm::exp2(x * std::f64::consts::LOG2_E)
}

/// The standard normal quantile, by Wichura's algorithm AS 241 (Applied Statistics 37, 1988):
/// relative error about 1e-16. Inversion keeps one draw a value, which common random numbers need.
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q
            * (((((((2_509.080_928_730_122_7 * r + 33_430.575_583_588_13) * r + 67_265.770_927_008_7)
                * r
                + 45_921.953_931_549_87)
                * r
                + 13_731.693_765_509_46)
                * r
                + 1_971.590_950_306_551_3)
                * r
                + 133.141_667_891_784_38)
                * r
                + 3.387_132_872_796_366_5)
            / (((((((5_226.495_278_852_545 * r + 28_729.085_735_721_943) * r + 39_307.895_800_092_71)
                * r
                + 21_213.794_301_586_597)
                * r
                + 5_394.196_021_424_751)
                * r
                + 687.187_007_492_057_9)
                * r
                + 42.313_330_701_600_91)
                * r
                + 1.0);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = libm::sqrt(-libm::log(tail));
    let value = if r <= 5.0 {
        let r = r - 1.6;
        (((((((7.745_450_142_783_414e-4 * r + 0.022_723_844_989_269_184) * r + 0.241_780_725_177_450_6)
            * r
            + 1.270_458_252_452_368_4)
            * r
            + 3.647_848_324_763_204_5)
            * r
            + 5.769_497_221_460_691)
            * r
            + 4.630_337_846_156_546)
            * r
            + 1.423_437_110_749_683_5)
            / (((((((1.050_750_071_644_416_9e-9 * r + 5.475_938_084_995_345e-4) * r
                + 0.015_198_666_563_616_457)
                * r
                + 0.148_103_976_427_480_08)
                * r
                + 0.689_767_334_985_1)
                * r
                + 1.676_384_830_183_803_8)
                * r
                + 2.053_191_626_637_759)
                * r
                + 1.0)
    } else {
        let r = r - 5.0;
        (((((((2.010_334_399_292_288_1e-7 * r + 2.711_555_568_743_487_6e-5) * r
            + 0.001_242_660_947_388_078_4)
            * r
            + 0.026_532_189_526_576_124)
            * r
            + 0.296_560_571_828_504_87)
            * r
            + 1.784_826_539_917_291_3)
            * r
            + 5.463_784_911_164_114)
            * r
            + 6.657_904_643_501_103)
            / (((((((2.044_263_103_389_939_8e-15 * r + 1.421_511_758_316_446e-7) * r
                + 1.846_318_317_510_054_8e-5)
                * r
                + 7.868_691_311_456_133e-4)
                * r
                + 0.014_875_361_290_850_615)
                * r
                + 0.136_929_880_922_735_8)
                * r
                + 0.599_832_206_555_888)
                * r
                + 1.0)
    };
    if q < 0.0 { -value } else { value }
}

/// An exponential with mean 1, by inversion.
pub fn exponential(u: f64) -> f64 {
    -libm::log(u)
}

/// A log-normal law kept as (floor, median, sigma), sampled by inversion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogNormal {
    min: f64,
    mu: f64,
    sigma: f64,
}

impl LogNormal {
    /// The law of a delay: its median and 95th percentile are those of the draws, floor included.
    pub fn of(delay: Delay) -> LogNormal {
        let min = delay.min.seconds();
        LogNormal::new(min, delay.median.seconds() - min, delay.p95.seconds() - min)
    }
    /// From the floor, and the median and 95th percentile of the part above the floor, in seconds.
    fn new(min: f64, median: f64, p95: f64) -> LogNormal {
        let median = median.max(1e-6);
        // 1.644853… is the 95 % point of the standard normal.
        let sigma = libm::log(p95.max(median) / median) / 1.644_853_626_951_472_2;
        LogNormal { min, mu: libm::log(median), sigma }
    }
    /// The value at probability `u`, in seconds.
    pub fn at(&self, u: f64) -> f64 {
        self.min + exp(self.mu + self.sigma * normal_quantile(u))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    /// Known answers published with Random123 (`kat_vectors`, philox 4x32 10).
    #[test]
    fn philox_gives_the_published_answers() {
        assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        assert_eq!(
            philox([u32::MAX; 4], [u32::MAX; 2]),
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
        );
        assert_eq!(
            philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
        );
    }

    #[test]
    fn the_normal_quantile_agrees_with_statrs() {
        use statrs::distribution::{ContinuousCDF, Normal};
        let normal = Normal::new(0.0, 1.0).unwrap();
        for i in 1..2000 {
            let p = f64::from(i) / 2000.0;
            assert!((normal.cdf(normal_quantile(p)) - p).abs() < 1e-9, "{p}");
        }
        for p in [1e-12, 1e-9, 1e-6] {
            assert!((normal.cdf(normal_quantile(p)) / p - 1.0).abs() < 1e-6, "{p}");
        }
    }

    #[test]
    fn a_log_normal_has_its_median_and_its_p95() {
        let law = LogNormal::of(Delay::of_seconds(1.0, 8.0, 40.0));
        assert!((law.at(0.5) - 8.0).abs() < 1e-9);
        assert!((law.at(0.95) - 40.0).abs() < 1e-6);
        assert!(law.at(1e-9) > 1.0);
    }

    /// Our inversions against the samplers of rand_distr: the largest gap between two empirical
    /// distributions of 20,000 draws stays below the 0.1 % point of Kolmogorov and Smirnov.
    #[test]
    fn samplers_agree_with_rand_distr() {
        use rand_distr::{Distribution, Exp1, LogNormal as Theirs};
        let draws = Draws::new(2, 0);
        let n = 20_000u32;
        let mut stream = draws.stream(Purpose::Bootstrap, 1);
        let theirs = Theirs::new(8f64.ln(), (40f64 / 8.0).ln() / 1.644_853_626_951_472_2).unwrap();
        let ours = LogNormal::of(Delay::of_seconds(0.0, 8.0, 40.0));
        let pairs: Vec<(Vec<f64>, Vec<f64>)> = vec![
            (
                (0..n).map(|i| exponential(draws.uniform(Purpose::Gaps, 7, i))).collect(),
                (0..n).map(|_| Exp1.sample(&mut stream)).collect(),
            ),
            (
                (0..n).map(|i| ours.at(draws.uniform(Purpose::Delay, 7, i))).collect(),
                (0..n).map(|_| theirs.sample(&mut stream)).collect(),
            ),
        ];
        for (mut a, mut b) in pairs {
            a.sort_by(f64::total_cmp);
            b.sort_by(f64::total_cmp);
            let gap = a
                .iter()
                .enumerate()
                .map(|(i, x)| ((i + 1) as f64 - b.partition_point(|y| y <= x) as f64).abs() / f64::from(n))
                .fold(0.0, f64::max);
            assert!(gap < 1.95 * (2.0 / f64::from(n)).sqrt(), "{gap}");
        }
    }

    #[test]
    fn purposes_and_entities_do_not_share_draws() {
        let draws = Draws::new(7, 0);
        assert_ne!(draws.words(Purpose::Order, 1, 0), draws.words(Purpose::Person, 1, 0));
        assert_ne!(draws.words(Purpose::Order, 1, 0), draws.words(Purpose::Order, 2, 0));
        assert_ne!(draws.words(Purpose::Order, 1, 0), Draws::new(7, 1).words(Purpose::Order, 1, 0));
        let mut stream = draws.stream(Purpose::Order, 1);
        assert_eq!(stream.random::<u32>(), draws.words(Purpose::Order, 1, 0)[0]);
    }
}
