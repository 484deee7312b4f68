//! What an effect is counted in, and how it is printed.

use crate::experiment::summary::Estimate;
use crate::ledger::{Scale, measure};
use crate::report::format;

/// The unit of an effect.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Unit {
    kind: Kind,
    /// Whether it is a value by itself and no difference, so that it carries no sign.
    level: bool,
}

/// What is counted. The order is that of panels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Kind {
    /// Shares: percentage points.
    Points,
    /// Opt-outs and complaints: per 1,000 delivered.
    PerThousand,
    /// Ratios: logarithms to base 2.
    Doublings,
    /// Dollars.
    Money,
    /// Hours, stored as such.
    Hours,
    /// Seconds.
    Seconds,
    /// Things, with the metric's name in words.
    Count(String),
}

impl Unit {
    /// The unit of an effect on a metric or measure; `level` is a value by itself.
    pub(in crate::report) fn of(metric: &str, scale: &str, level: bool) -> Unit {
        let words = || match metric {
            "delivered_count" => "messages".into(),
            name => name.replace('_', " "),
        };
        let kind = match (scale, measure(metric)) {
            ("log2", _) => Kind::Doublings,
            (_, Some(m)) => match m.scale {
                Scale::Share if !format::unit(&m).is_empty() => Kind::PerThousand,
                Scale::Share => Kind::Points,
                Scale::Money => Kind::Money,
                Scale::Seconds => Kind::Seconds,
                Scale::Count if m.name.ends_with("_hours") => Kind::Hours,
                Scale::Count => Kind::Count(words()),
            },
            (_, None) => Kind::Count(words()),
        };
        Unit { kind, level }
    }

    pub(in crate::report) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// An effect with its unit and interval: `"+85.10 pp [+84.20, +86.00]"`.
    pub(in crate::report) fn estimate(&self, e: &Estimate) -> String {
        let Some(mean) = e.mean.filter(|x| x.is_finite()) else { return "nothing measured".into() };
        if e.values.len() > 1 && e.values.iter().all(|v| *v == Some(0.0)) {
            return "0 exactly".into();
        }
        match e.lo.zip(e.hi) {
            Some((lo, hi)) => format!("{} [{}, {}]", self.value(mean), self.plain(lo), self.plain(hi)),
            None => self.value(mean),
        }
    }

    /// A value with its unit; what is not zero never reads as zero.
    pub(in crate::report) fn value(&self, x: f64) -> String {
        let suffix = match (&self.kind, self.level) {
            (Kind::Points, true) => " %",
            (Kind::Points, false) => " pp",
            (Kind::PerThousand, _) => " ‰",
            (Kind::Doublings, _) => " log2",
            (Kind::Hours, _) => " h",
            (Kind::Money | Kind::Seconds | Kind::Count(_), _) => "",
        };
        // Sums of floating-point numbers miss zero by less than this.
        let x = if x.abs() < 1e-12 { 0.0 } else { x };
        let text = self.plain(x);
        if x != 0.0 && !text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            let least = self.plain(self.least().copysign(x));
            return format!("{}{least}{suffix}", if x > 0.0 { "<" } else { ">" });
        }
        text + suffix
    }

    /// The smallest value that does not print as zero.
    fn least(&self) -> f64 {
        match self.kind {
            Kind::Points => 1e-4,
            Kind::PerThousand => 1e-5,
            Kind::Doublings | Kind::Hours => 0.01,
            Kind::Money => 1e-4,
            Kind::Seconds | Kind::Count(_) => 0.1,
        }
    }

    /// A value without its unit, signed where it is a difference.
    pub(in crate::report) fn plain(&self, x: f64) -> String {
        let text = match &self.kind {
            Kind::Points => format::fixed(x * 100.0, 2),
            Kind::PerThousand => format::fixed(x * 1000.0, 2),
            Kind::Doublings | Kind::Hours => format::fixed(x, 2),
            Kind::Money => format::money(x),
            Kind::Seconds => format::seconds(x),
            Kind::Count(_) => format::count(x),
        };
        let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
        match () {
            () if zero && self.kind == Kind::Money => "$0".into(),
            () if self.level || zero || x < 0.0 => text,
            () => format!("+{text}"),
        }
    }

    /// By what a value is multiplied on an axis whose largest value is `high`, and the name of such an axis.
    #[cfg(feature = "plot")]
    pub(in crate::report) fn axis(&self, high: f64) -> (f64, String) {
        match &self.kind {
            Kind::Points if self.level => (100.0, "per cent".into()),
            Kind::Points => (100.0, "percentage points".into()),
            Kind::PerThousand => (1000.0, "per 1,000 delivered".into()),
            Kind::Doublings => (1.0, "doublings (log2 of the ratio)".into()),
            Kind::Money => (1.0, "dollars".into()),
            Kind::Hours => (1.0, "hours".into()),
            Kind::Seconds if high >= 7200.0 => (1.0 / 3600.0, "hours".into()),
            Kind::Seconds if high >= 120.0 => (1.0 / 60.0, "minutes".into()),
            Kind::Seconds => (1.0, "seconds".into()),
            Kind::Count(words) => (1.0, words.clone()),
        }
    }
}

impl Kind {
    /// What the sign after a number means; `None` where it says so itself.
    pub(in crate::report) fn explained(&self) -> Option<String> {
        Some(match self {
            Kind::Points => "pp: percentage points".into(),
            Kind::PerThousand => "‰: per 1,000 delivered".into(),
            Kind::Doublings => "log2: doublings, so +1 is twice as much and −1 half".into(),
            Kind::Hours => "h: hours".into(),
            Kind::Count(words) => format!("without a sign: {words}"),
            Kind::Money | Kind::Seconds => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(mean: f64, half: f64) -> Estimate {
        let values = vec![Some(mean - half), Some(mean + half)];
        Estimate { mean: Some(mean), lo: Some(mean - half), hi: Some(mean + half), n: 2, values }
    }

    #[test]
    fn each_kind_of_metric_has_its_unit() {
        let text = |metric, scale, x| Unit::of(metric, scale, false).value(x);
        assert_eq!(text("delivered", "difference", 0.851), "+85.10 pp");
        assert_eq!(text("lost.rate_*", "difference", -0.851), "−85.10 pp");
        assert_eq!(text("delivered", "log2", 1.0), "+1.00 log2");
        assert_eq!(text("complaints", "difference", 0.00042), "+0.42 ‰");
        assert_eq!(text("stay_hours", "difference", 3.5), "+3.50 h");
        assert_eq!(text("cost", "difference", -2.5), "−$2.50");
        assert_eq!(text("delivered_count", "difference", 1200.0), "+1,200");
        assert_eq!(text("time_to_delivery_p50", "difference", 90.0), "+1 min 30 s");
        assert_eq!(Unit::of("delivered", "difference", true).value(0.42), "42.00 %");
    }

    #[test]
    fn only_zero_reads_as_zero() {
        let unit = Unit::of("delivered", "difference", false);
        assert_eq!(unit.value(0.0), "0.00 pp");
        assert_eq!(unit.value(1e-17), "0.00 pp", "that is how floating-point numbers spell zero");
        assert_eq!(unit.value(0.00001), "<+0.01 pp");
        assert_eq!(unit.value(-0.00001), ">−0.01 pp");
        assert_eq!(unit.estimate(&of(0.1, 0.02)), "+10.00 pp [+8.00, +12.00]");
        assert_eq!(unit.estimate(&of(0.0, 0.0)), "0 exactly");
        assert_eq!(unit.estimate(&of(0.0, 0.01)), "0.00 pp [−1.00, +1.00]");
        let none = Estimate { mean: None, lo: None, hi: None, n: 0, values: vec![None] };
        assert_eq!(unit.estimate(&none), "nothing measured");
        let money = Unit::of("cost", "difference", false);
        assert_eq!(money.estimate(&of(1e-16, 1e-15)), "$0 [$0, $0]");
        assert_eq!(money.value(0.000_01), "<+$0.0001");
    }
}
