//! RFC 3339 moments, written and refused like Go's `time` package: a crate's refusals would read
//! differently.

/// The layout in Go's refusals.
const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";

/// A moment as Go's `time.Time` appears in JSON: UTC, the fraction without trailing zeros.
pub fn instant(nanoseconds: i64) -> String {
    let seconds = nanoseconds.div_euclid(1_000_000_000);
    let fraction = nanoseconds.rem_euclid(1_000_000_000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let mut text = format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}",
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    );
    if fraction != 0 {
        let digits = format!("{fraction:09}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    text.push('Z');
    text
}

/// The parts of a moment: the separator before each, its digits, and its name in Go's layout.
const PARTS: [(&str, usize, &str); 6] = [
    ("", 4, "2006"),
    ("-", 2, "01"),
    ("-", 2, "02"),
    ("T", 2, "15"),
    (":", 2, "04"),
    (":", 2, "05"),
];

/// Reads a moment, in nanoseconds since 1970; years that 64 bits can't hold are clamped.
///
/// # Errors
/// Go's refusal.
pub fn nanoseconds(text: &[u8]) -> Result<i64, String> {
    let refused = |rest: &[u8], layout: &str| {
        Err(format!(
            "parsing time {} as \"{LAYOUT}\": cannot parse {} as \"{layout}\"",
            quote(text),
            quote(rest)
        ))
    };
    let out_of_range =
        |what: &str| Err(format!("parsing time {}: {what} out of range", quote(text)));
    let (mut rest, mut values) = (text, [0; 6]);
    for ((before, width, layout), value) in PARTS.into_iter().zip(&mut values) {
        let Some(after) = rest.strip_prefix(before.as_bytes()) else {
            return refused(rest, before);
        };
        let Some((digits, after)) = after.split_at_checked(width) else {
            return refused(after, layout);
        };
        if !digits.iter().all(u8::is_ascii_digit) {
            return refused([digits, after].concat().as_slice(), layout);
        }
        *value = decimal(digits);
        rest = after;
    }
    let fraction = fraction(&mut rest);
    let offset = match rest {
        [b'Z', after @ ..] => {
            rest = after;
            0
        }
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2, after @ ..]
            if [h1, h2, m1, m2].iter().all(|byte| byte.is_ascii_digit()) =>
        {
            rest = after;
            let seconds = decimal(&[*h1, *h2]) * 3600 + decimal(&[*m1, *m2]) * 60;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return refused(rest, "Z07:00"),
    };
    if !rest.is_empty() {
        return Err(format!("parsing time {}: extra text: {}", quote(text), quote(rest)));
    }
    let [year, month, day, hour, minute, second] = values;
    for (what, value, range) in [
        ("month", month, 1..13),
        ("hour", hour, 0..24),
        ("minute", minute, 0..60),
        ("second", second, 0..60),
        ("day", day, 1..days_in(year, month) + 1),
    ] {
        if !range.contains(&value) {
            return out_of_range(what);
        }
    }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    Ok(seconds.saturating_mul(1_000_000_000).saturating_add(fraction))
}

/// Reads a moment, or a day (`2026-01-31`) as its first instant; `None` for anything else.
pub fn day_or_instant(text: &str) -> Option<i64> {
    let midnight = || nanoseconds(format!("{text}T00:00:00Z").as_bytes());
    nanoseconds(text.as_bytes()).or_else(|_| midnight()).ok()
}

/// An optional fraction; Go accepts a comma for the point.
fn fraction(rest: &mut &[u8]) -> i64 {
    let [b'.' | b',', digits @ ..] = *rest else { return 0 };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 {
        return 0;
    }
    let padded = digits[..count].iter().copied().chain(std::iter::repeat(b'0'));
    let value = decimal(&padded.take(9).collect::<Vec<u8>>());
    *rest = &digits[count..];
    value
}

fn decimal(digits: &[u8]) -> i64 {
    digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'))
}

/// A quoted text; bytes other than printable ASCII become `\xNN`.
fn quote(bytes: &[u8]) -> String {
    format!("\"{}\"", bytes.escape_ascii())
}

/// Days from 1970 to a date and back, in eras of 400 years that start in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{day_or_instant, instant, nanoseconds};

    #[test]
    fn a_moment_is_written_without_trailing_zeros() {
        assert_eq!(instant(0), "1970-01-01T00:00:00Z");
        assert_eq!(instant(1_767_225_600_000_000_000), "2026-01-01T00:00:00Z");
        assert_eq!(instant(951_782_400_120_000_000), "2000-02-29T00:00:00.12Z");
        assert_eq!(instant(-1), "1969-12-31T23:59:59.999999999Z");
    }

    #[test]
    fn a_written_moment_reads_back() {
        for moment in [0, 1_767_225_600_123_456_789, 951_782_400_120_000_000, -1] {
            assert_eq!(nanoseconds(instant(moment).as_bytes()), Ok(moment));
        }
        assert_eq!(nanoseconds(b"2026-01-01T02:00:00+02:00"), Ok(1_767_225_600_000_000_000));
        assert_eq!(day_or_instant("2026-01-01"), Some(1_767_225_600_000_000_000));
        assert_eq!(day_or_instant("yesterday"), None);
    }

    #[test]
    fn refusals_read_as_go_words_them() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(nanoseconds(text.as_bytes()), Err(format!("parsing time {expected}")));
        }
        let layout = "\"2006-01-02T15:04:05Z07:00\"";
        check("nope", &format!("\"nope\" as {layout}: cannot parse \"nope\" as \"2006\""));
        check("2026", &format!("\"2026\" as {layout}: cannot parse \"\" as \"-\""));
        check("2026-01-01", &format!("\"2026-01-01\" as {layout}: cannot parse \"\" as \"T\""));
        check(
            "2026-01-01T00:00:00",
            &format!("\"2026-01-01T00:00:00\" as {layout}: cannot parse \"\" as \"Z07:00\""),
        );
        check("2026-13-01T00:00:00Z", "\"2026-13-01T00:00:00Z\": month out of range");
        check("2026-02-29T00:00:00Z", "\"2026-02-29T00:00:00Z\": day out of range");
        check("2026-01-01T00:00:00Zx", "\"2026-01-01T00:00:00Zx\": extra text: \"x\"");
    }
}
