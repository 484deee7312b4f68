//! The one formatter: every view prints a number through these functions, so all round alike.

use crate::experiment::summary::{Difference, Estimate};
use crate::ledger::{Metric, Scale};

/// What stands where nothing was measured.
pub const ABSENT: &str = "–";

/// A share as a percentage with one decimal: `0.9621` is `"96.2 %"`.
/// What is not zero never reads as zero, nor what is not all as all: `"<0.1 %"`, `">99.9 %"`.
pub fn share(x: f64) -> String {
    format!("{} %", percent(x))
}

/// A share with its interval and one unit: `"96.2 % [95.8, 96.6]"`.
pub fn share_interval(e: &Estimate) -> String {
    interval(e, share, percent)
}

/// A share counted by the thousand, with two decimals: `0.00042` is `"0.42"`.
pub fn per_thousand(x: f64) -> String {
    if x > 0.0 && x < 0.000_005 { "<0.01".into() } else { fixed(x * 1000.0, 2) }
}

/// Dollars: `"$12.35"`, and under a dollar with four decimals, `"$0.0083"`; nothing is `"$0"`.
pub fn money(x: f64) -> String {
    if x == 0.0 {
        return "$0".into();
    }
    let digits = if round(x.abs(), 2) >= 1.0 { 2 } else { 4 };
    let (sign, magnitude) = split(x, digits);
    format!("{sign}${magnitude}")
}

/// A length of time in seconds, in the two largest units that fit: `"4.2 s"`, `"3 h 10 min"`.
pub fn seconds(x: f64) -> String {
    let sign = if x < 0.0 { "−" } else { "" };
    let x = x.abs();
    let tenths = round(x, 1);
    if tenths < 60.0 {
        return format!("{sign}{tenths:.1} s");
    }
    // Round to the unit printed last, so that no part ever reads 60.
    let whole = x.round();
    if whole < 3600.0 {
        return format!("{sign}{}", two(whole, 60.0, "min", 1.0, "s"));
    }
    let minutes = (x / 60.0).round() * 60.0;
    if minutes < 86_400.0 {
        return format!("{sign}{}", two(minutes, 3600.0, "h", 60.0, "min"));
    }
    let hours = (x / 3600.0).round() * 3600.0;
    format!("{sign}{}", two(hours, 86_400.0, "d", 3600.0, "h"))
}

/// A count, or the mean of counts: `"20,000"`, and under a hundred with one decimal where it is not whole, `"2.5"`.
pub fn count(x: f64) -> String {
    let digits = usize::from(x.abs() < 100.0 && (x - x.round()).abs() > 1e-9);
    let (sign, magnitude) = split(x, digits);
    format!("{sign}{magnitude}")
}

/// A value of that metric. Opt-outs and complaints are counted by the thousand, see [`fn@unit`].
pub fn value(metric: &Metric, x: f64) -> String {
    match metric.scale {
        Scale::Share if counted_by_thousand(metric) => per_thousand(x),
        Scale::Share => share(x),
        Scale::Money => money(x),
        Scale::Seconds => seconds(x),
        Scale::Count => count(x),
    }
}

/// A metric's mean with its interval, [`ABSENT`] where nothing was measured.
pub fn estimate(metric: &Metric, e: &Estimate) -> String {
    match metric.scale {
        Scale::Share if !counted_by_thousand(metric) => share_interval(e),
        _ => interval(e, |x| value(metric, x), |x| value(metric, x)),
    }
}

/// A metric's mean alone, for views that show the interval beside it.
pub fn mean(metric: &Metric, e: &Estimate) -> String {
    e.mean.map_or_else(|| ABSENT.into(), |x| value(metric, x))
}

/// What a metric is counted by, where its value does not say so itself: `"per 1,000 delivered"` or `""`.
pub fn unit(metric: &Metric) -> &'static str {
    if counted_by_thousand(metric) { "per 1,000 delivered" } else { "" }
}

/// A difference of shares in percentage points, always signed: `"+12.3 points"`.
pub fn points(x: f64) -> String {
    format!("{} points", signed(x * 100.0, 1))
}

/// A paired difference of that metric with its interval: `"+12.3 points [+11.2, +13.4]"`.
pub fn difference(metric: &Metric, d: &Difference) -> String {
    let (number, unit): (fn(f64) -> String, &str) = match metric.scale {
        Scale::Share if counted_by_thousand(metric) => (|x| signed(x * 1000.0, 2), ""),
        Scale::Share => (|x| signed(x * 100.0, 1), " points"),
        Scale::Money => (|x| plus(x, money(x)), ""),
        Scale::Seconds => (|x| plus(x, seconds(x)), ""),
        Scale::Count => (|x| plus(x, count(x)), ""),
    };
    let head = format!("{}{unit}", number(d.mean));
    match (d.lo, d.hi) {
        (Some(lo), Some(hi)) => format!("{head} [{}, {}]", number(lo), number(hi)),
        _ => head,
    }
}

/// Opt-outs and complaints are so rare that percentages would all read alike.
fn counted_by_thousand(metric: &Metric) -> bool {
    matches!(metric.name, "opt_outs" | "complaints")
}

/// A share as a percentage with two decimals, for rates of a few in a thousand: `0.0021` is `"0.21 %"`.
/// What is not zero never reads as zero, nor what is not all as all.
pub fn fine_share(x: f64) -> String {
    format!("{} %", fine_percent(x))
}

/// [`fine_share`] with its interval: `"0.21 % [0.15, 0.28]"`; [`ABSENT`] where nothing was measured.
pub fn fine_share_interval(x: Option<f64>, interval: Option<[f64; 2]>) -> String {
    with_ends(x, interval, fine_share, fine_percent)
}

/// A plain number with so many decimals and its interval: `"0.997 [0.996, 0.998]"`; [`ABSENT`] where nothing was
/// measured.
pub fn number_interval(x: Option<f64>, interval: Option<[f64; 2]>, digits: usize) -> String {
    with_ends(x, interval, |x| number(x, digits), |x| number(x, digits))
}

/// A plain number with so many decimals: `"0.997"`.
pub fn number(x: f64, digits: usize) -> String {
    fixed(x, digits)
}

fn with_ends(
    x: Option<f64>,
    interval: Option<[f64; 2]>,
    head: impl Fn(f64) -> String,
    end: impl Fn(f64) -> String,
) -> String {
    match (x.filter(|x| x.is_finite()), interval) {
        (None, _) => ABSENT.into(),
        (Some(x), Some([lo, hi])) => format!("{} [{}, {}]", head(x), end(lo), end(hi)),
        (Some(x), None) => head(x),
    }
}

fn fine_percent(x: f64) -> String {
    if x > 0.0 && x < 0.000_05 {
        "<0.01".into()
    } else if (0.999_95..1.0).contains(&x) {
        ">99.99".into()
    } else {
        fixed(x * 100.0, 2)
    }
}

fn interval(e: &Estimate, head: impl Fn(f64) -> String, end: impl Fn(f64) -> String) -> String {
    match (e.mean, e.lo, e.hi) {
        (None, ..) => ABSENT.into(),
        (Some(mean), Some(lo), Some(hi)) => format!("{} [{}, {}]", head(mean), end(lo), end(hi)),
        (Some(mean), ..) => head(mean),
    }
}

/// The number of a percentage, without its sign.
pub(super) fn percent(x: f64) -> String {
    if x > 0.0 && x < 0.000_5 {
        "<0.1".into()
    } else if (0.999_5..1.0).contains(&x) {
        ">99.9".into()
    } else {
        fixed(x * 100.0, 1)
    }
}

/// A number with so many decimals, thousands apart, a true minus sign and no minus zero.
pub(super) fn fixed(x: f64, digits: usize) -> String {
    let (sign, magnitude) = split(x, digits);
    format!("{sign}{magnitude}")
}

fn signed(x: f64, digits: usize) -> String {
    plus(round(x, digits), fixed(x, digits))
}

fn plus(x: f64, text: String) -> String {
    if x > 0.0 { format!("+{text}") } else { text }
}

fn split(x: f64, digits: usize) -> (&'static str, String) {
    let text = format!("{:.digits$}", x.abs());
    let sign = if x < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { "−" } else { "" };
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(w, f)| (w, f));
    let mut grouped = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && c.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(c);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    (sign, grouped)
}

fn round(x: f64, digits: usize) -> f64 {
    format!("{x:.digits$}").parse().unwrap_or(x)
}

fn two(x: f64, large: f64, large_unit: &str, small: f64, small_unit: &str) -> String {
    let n = (x / large).floor();
    let rest = ((x - n * large) / small).round();
    if rest == 0.0 {
        format!("{} {large_unit}", count(n))
    } else {
        format!("{} {large_unit} {rest:.0} {small_unit}", count(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::metric;

    fn of(mean: f64, half: f64) -> Estimate {
        Estimate { mean: Some(mean), lo: Some(mean - half), hi: Some(mean + half), n: 10, values: vec![] }
    }

    #[test]
    fn shares_round_alike_and_never_to_a_false_all_or_nothing() {
        assert_eq!(share(0.9621), "96.2 %");
        assert_eq!(share(1.0), "100.0 %");
        assert_eq!(share(0.0), "0.0 %");
        assert_eq!(share(0.0001), "<0.1 %");
        assert_eq!(share(0.9999), ">99.9 %");
        assert_eq!(share(-0.0001), "0.0 %");
        assert_eq!(share_interval(&of(0.962, 0.004)), "96.2 % [95.8, 96.6]");
    }

    #[test]
    fn fine_shares_tell_a_few_in_a_thousand_apart() {
        assert_eq!(fine_share(0.0021), "0.21 %");
        assert_eq!(fine_share(0.000_01), "<0.01 %");
        assert_eq!(fine_share(0.999_99), ">99.99 %");
        assert_eq!(fine_share_interval(Some(0.0021), Some([0.0, 0.004])), "0.21 % [0.00, 0.40]");
        assert_eq!(fine_share_interval(None, None), ABSENT);
        assert_eq!(number_interval(Some(-0.5), Some([-1.0, 0.25]), 2), "−0.50 [−1.00, 0.25]");
        assert_eq!(number_interval(Some(f64::NAN), None, 2), ABSENT);
    }

    #[test]
    fn times_carry_into_the_next_unit() {
        for (x, text) in [
            (0.0, "0.0 s"),
            (4.21, "4.2 s"),
            (59.97, "1 min"),
            (190.0, "3 min 10 s"),
            (3599.7, "1 h"),
            (11_400.0, "3 h 10 min"),
            (86_399.0, "1 d"),
            (97_200.0, "1 d 3 h"),
            (-5.0, "−5.0 s"),
        ] {
            assert_eq!(seconds(x), text, "{x}");
        }
    }

    #[test]
    fn money_and_counts() {
        assert_eq!(money(0.0083), "$0.0083");
        assert_eq!(money(0.999_99), "$1.00");
        assert_eq!(money(1234.5), "$1,234.50");
        assert_eq!(money(-0.5), "−$0.5000");
        assert_eq!(count(20_000.0), "20,000");
        assert_eq!(count(2.5), "2.5");
        assert_eq!(count(999_999.7), "1,000,000");
        assert_eq!(count(123.4), "123");
    }

    #[test]
    fn a_share_is_never_printed_as_a_time() {
        let m = metric("delivered").unwrap();
        assert_eq!(estimate(m, &of(0.995, 0.001)), "99.5 % [99.4, 99.6]");
        let m = metric("complaints").unwrap();
        assert_eq!(estimate(m, &of(0.000_42, 0.000_1)), "0.42 [0.32, 0.52]");
        let none = Estimate { mean: None, lo: None, hi: None, n: 0, values: vec![None] };
        assert_eq!(estimate(m, &none), ABSENT);
    }

    #[test]
    fn differences_are_signed() {
        let d =
            Difference { mean: 0.123, lo: Some(-0.0001), hi: Some(0.134), n: 10, verdict: "higher".into() };
        assert_eq!(difference(metric("delivered").unwrap(), &d), "+12.3 points [0.0, +13.4]");
        assert_eq!(points(-0.05), "−5.0 points");
    }
}
