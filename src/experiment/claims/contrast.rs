//! The effects of the switches of a full factorial.

/// The sum. What rounding alone may have left of terms that cancel out is zero: an effect that is not there is to be
/// exactly nothing, whatever the order of its terms.
fn sum(terms: &[f64]) -> f64 {
    let (mut sum, mut size) = (0.0, 0.0);
    for term in terms {
        sum += term;
        size += term.abs();
    }
    if sum.abs() <= terms.len() as f64 * f64::EPSILON * size { 0.0 } else { sum }
}

/// Yates's contrast of a full factorial. `levels` holds what was measured in each combination, whose bits are the
/// switches that are on; `mask` has the bits of the switches that the effect is of. Of one switch it is the mean where
/// that is on less the mean where it is off; of two, half the difference that either makes to the effect of the other.
pub(super) fn effect(levels: &[f64], mask: usize) -> f64 {
    let sign = |bits: usize| if (mask & !bits).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
    let terms: Vec<f64> = levels.iter().enumerate().map(|(bits, level)| sign(bits) * level).collect();
    sum(&terms) / (levels.len() as f64 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(f: impl Fn([f64; 3]) -> f64) -> Vec<f64> {
        (0..8).map(|bits: usize| f([0, 1, 2].map(|k| (bits >> k & 1) as f64))).collect()
    }

    #[test]
    fn switches_that_add_up_have_their_own_effects_and_no_interaction() {
        let levels = of(|[a, b, c]| 7.1 + 2.3 * a - 5.7 * b + 0.11 * c);
        for (mask, is) in [(1, 2.3), (2, -5.7), (4, 0.11)] {
            assert!((effect(&levels, mask) - is).abs() < 1e-12, "{mask}: {}", effect(&levels, mask));
        }
        for mask in [3, 5, 6, 7] {
            assert_eq!(effect(&levels, mask), 0.0, "{mask}");
        }
    }

    #[test]
    fn a_switch_that_takes_another_out_interacts_with_it_alone() {
        let levels = of(|[a, b, c]| 10.0 - 8.0 * a * (1.0 - b) + c);
        // At b = 0 the first has the effect -8, at b = 1 none: -4 on the whole, and half of 0 - (-8).
        let expected = [(1, -4.0), (2, 4.0), (4, 1.0), (3, 4.0), (5, 0.0), (6, 0.0), (7, 0.0)];
        for (mask, is) in expected {
            assert_eq!(effect(&levels, mask), is, "{mask}");
        }
    }

    #[test]
    fn what_cancels_out_leaves_nothing_and_what_does_not_stays() {
        let [a, b] = [180.000_000_000_01, 17.8];
        assert_eq!(sum(&[b, -a, a, -b]), 0.0);
        assert_eq!(sum(&[0.1, 0.2, -0.3]), 0.0);
        assert_ne!(0.1 + 0.2 - 0.3, 0.0);
        assert_eq!(sum(&[1.0, -1.0 + 1e-12]), 1.0 + (-1.0 + 1e-12));
        assert_eq!(sum(&[]), 0.0);
    }
}
