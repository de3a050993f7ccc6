//! Points in time as numbers, to compare and to add to.
//!
//! The gateway writes RFC 3339 in UTC with as many digits as it needs (contract §3), so two texts
//! can't be compared as texts: `10:00:00Z` is earlier than `10:00:00.5Z`.

use super::identity::Timestamp;

const SECOND: i64 = 1_000_000_000;
const DAY: i64 = 86_400;

impl Timestamp {
    /// Nanoseconds since 1970; `None` for a text that is no RFC 3339 time between 1677 and 2262.
    pub fn nanoseconds(&self) -> Option<i64> {
        let (date, time) = self.as_str().split_once(['T', 't', ' '])?;
        let [year, month, day] = numbers(date, '-')?;
        let (time, offset) = split_offset(time)?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let [hour, minute, second] = numbers(time, ':')?;
        if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        if !(1..=length_of(year, month)).contains(&day) {
            return None;
        }
        let seconds = days(year, month, day) * DAY + hour * 3_600 + minute * 60 + second - offset;
        seconds.checked_mul(SECOND)?.checked_add(nanoseconds_of(fraction)?)
    }

    /// The moment as the gateway reads it in a query, in whole seconds.
    pub fn of_nanoseconds(nanoseconds: i64) -> Self {
        let seconds = nanoseconds.div_euclid(SECOND);
        let (year, month, day) = date_of(seconds.div_euclid(DAY));
        let rest = seconds.rem_euclid(DAY);
        let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
        Self::received(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
    }
}

fn numbers(text: &str, separator: char) -> Option<[i64; 3]> {
    let mut parts = text.split(separator).map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse().ok()).flatten()
    });
    let found = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(found)
}

/// The time without its offset, and the offset in seconds.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, 0));
    }
    let (time, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let [hours, minutes, _] = numbers(&format!("{}:0", offset.get(1..)?), ':')?;
    (offset.starts_with(['+', '-']) && hours < 24 && minutes < 60)
        .then_some((time, sign * (hours * 3_600 + minutes * 60)))
}

fn nanoseconds_of(fraction: &str) -> Option<i64> {
    let is_number = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{fraction:0<9}")[..9].parse().ok()).flatten()
}

fn length_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, which repeats after 400 years.
fn days(year: i64, month: i64, day: i64) -> i64 {
    // The year begins in March, so that the leap day is its last.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The reverse of [`days`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * march + 2) / 5 + 1, (march + 2) % 12 + 1);
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    fn of(text: &str) -> Option<i64> {
        Timestamp::received(text).nanoseconds()
    }

    #[test]
    fn fractions_and_offsets_count() {
        assert_eq!(of("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(of("1969-12-31T23:59:59.5Z"), Some(-500_000_000));
        assert_eq!(of("2026-08-21T10:00:00.000001234Z"), Some(1_787_306_400_000_001_234));
        assert_eq!(of("2024-02-29T01:30:00+01:30"), of("2024-02-29T00:00:00Z"));
        assert!(of("2026-08-21T10:00:00Z") < of("2026-08-21T10:00:00.5Z"));
        assert!(of("2026-08-21T10:00:00.5Z") < of("2026-08-21T10:00:00.51Z"));
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in ["", "now", "2026-02-29T00:00:00Z", "2026-01-01", "2026-01-01T25:00:00Z"] {
            assert_eq!(of(text), None, "{text}");
        }
        // Go's zero time, which a PUT answers (G13), is out of range.
        assert_eq!(of("0001-01-01T00:00:00Z"), None);
        assert_eq!(of("2026-01-01T00:00:00.é"), None);
    }

    #[test]
    fn a_moment_is_written_as_it_is_read() {
        for text in ["1970-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "1999-12-31T00:00:00Z"] {
            let moment = of(text).expect("it is a time");
            assert_eq!(Timestamp::of_nanoseconds(moment).as_str(), text);
        }
    }

    #[test]
    fn every_day_is_read_back() {
        for day in (-80_000..80_000).step_by(17) {
            let moment = day * 86_400 * 1_000_000_000;
            assert_eq!(Timestamp::of_nanoseconds(moment).nanoseconds(), Some(moment));
        }
    }
}
