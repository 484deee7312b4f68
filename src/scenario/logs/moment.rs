//! Times as logs write them: RFC 3339, or seconds.

/// A time in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    /// Microseconds: since 1970 began in Greenwich, or since the log's own zero.
    pub(super) micros: i64,
    /// Minutes that its clock is ahead of Greenwich; `None` for plain seconds.
    pub(super) zone: Option<i64>,
}

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// What can be told apart to the microsecond, as everywhere: 285 years of seconds.
const SECONDS_MAX: f64 = 9e9;

/// What a time should look like.
pub(super) const HELP: &str = "write seconds, such as 5400 or 12.5, or date, time and zone, such as 2026-03-01T09:30:00Z or 2026-03-01T09:30:00+02:00";

impl Moment {
    /// Plain seconds; `None` where they are not finite or too many.
    pub(super) fn of_seconds(seconds: f64) -> Option<Moment> {
        (seconds.abs() <= SECONDS_MAX).then(|| Moment { micros: (seconds * 1e6).round() as i64, zone: None })
    }

    /// Microseconds since 1970 began in Greenwich.
    pub(super) fn of_epoch(micros: i64) -> Moment {
        Moment { micros, zone: Some(0) }
    }

    /// Reads `5400`, `12.5` or RFC 3339.
    pub(super) fn parse(text: &str) -> Option<Moment> {
        let text = text.trim();
        let plain = text.chars().all(|c| c.is_ascii_digit() || ".-+eE".contains(c));
        match text.parse::<f64>() {
            Ok(seconds) if plain => Moment::of_seconds(seconds),
            _ => date(text),
        }
    }

    /// The midnight before it, where its clock shows it.
    pub(super) fn midnight(self) -> Moment {
        let ahead = self.zone.unwrap_or(0) * 60 * SECOND;
        let local = self.micros + ahead;
        Moment { micros: local - local.rem_euclid(DAY) - ahead, ..self }
    }
}

/// RFC 3339: `2026-03-01T09:30:00.25+02:00`; a blank may stand for the T.
fn date(text: &str) -> Option<Moment> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let sign = |at: usize, one_of: &[u8]| bytes.get(at).is_some_and(|b| one_of.contains(b));
    let signs = sign(4, b"-") && sign(7, b"-") && sign(10, b"Tt ") && sign(13, b":") && sign(16, b":");
    if !signs {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    // 60 is a leap second, counted as the second after it.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let rest = &text[19..];
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
    let (fraction, zone) = rest.split_at(end);
    let fraction = match fraction {
        "" => 0,
        digits => {
            let digits = digits.strip_prefix('.').filter(|d| !d.is_empty() && !d.contains('.'))?;
            let six: String = digits.chars().chain("000000".chars()).take(6).collect();
            six.parse::<i64>().ok()?
        }
    };
    let zone = zone_of(zone)?;
    let seconds = days(year, month, day)? * 86_400 + hour * 3600 + minute * 60 + second - zone * 60;
    Some(Moment { micros: seconds * SECOND + fraction, zone: Some(zone) })
}

/// Minutes ahead of Greenwich: `Z`, `+02:00`, `-0330`.
fn zone_of(text: &str) -> Option<i64> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let sign = match text.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = (digits[..2].parse::<i64>().ok()?, digits[2..].parse::<i64>().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Days from 1970-01-01 to a date of the Gregorian calendar (Hinnant 2013); `None` for a date there is not.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years that begin in March, so that a leap day is a year's last.
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let micros = |text: &str| Moment::parse(text).map(|m| m.micros);
        for (text, seconds) in [
            ("0", 0.0),
            ("12.5", 12.5),
            (" 5400 ", 5400.0),
            ("1e3", 1000.0),
            ("1970-01-01T00:00:00Z", 0.0),
            ("1970-01-02T00:00:00+01:00", 82_800.0),
            // As `date -u -d ... +%s` has them.
            ("2026-03-01T09:30:00Z", 1_772_357_400.0),
            ("2024-02-29 23:59:59.5-0330", 1_709_263_799.5),
            ("2000-12-31t23:59:60z", 978_307_200.0),
        ] {
            assert_eq!(micros(text), Some((seconds * 1e6) as i64), "{text}");
        }
        for text in [
            "",
            "soon",
            "2026-03-01",
            "2026-03-01T09:30:00",
            "2026-13-01T09:30:00Z",
            "2025-02-29T00:00:00Z",
            "2026-03-01T24:30:00Z",
            "2026-03-01T09:30:00.Z",
            "2026-03-01T09:30:00+25:00",
            "nan",
            "inf",
            "1e300",
            "12:30",
            "2026-03-01T09:30:00.1.2Z",
            "２026-03-01T09:30:00Z",
        ] {
            assert_eq!(micros(text), None, "{text}");
        }
    }

    #[test]
    fn midnight_is_where_the_clock_shows_it() {
        let midnight = |text: &str| Moment::parse(text).unwrap().midnight();
        assert_eq!(
            midnight("2026-03-01T00:30:00+02:00"),
            Moment::parse("2026-03-01T00:00:00+02:00").unwrap()
        );
        assert_eq!(
            midnight("2026-03-01T23:30:00-05:00"),
            Moment::parse("2026-03-01T00:00:00-05:00").unwrap()
        );
        assert_eq!(midnight("1969-12-31T23:30:00Z"), Moment::parse("1969-12-31T00:00:00Z").unwrap());
    }
}
