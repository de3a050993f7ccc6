//! What the engine needs from outside: the time, and randomness.

/// The time and the randomness of one host.
pub trait World {
    /// Microseconds since 1970, UTC.
    fn now(&mut self) -> u64;

    /// Fills `bytes` with what nobody can foretell, or, in tests, with what a seed foretells.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// A clock that moves by a millisecond each time it is read, and randomness from a seed.
#[derive(Clone, Debug)]
pub struct SeededWorld {
    now: u64,
    state: u64,
}

/// 2026-01-01T00:00:00Z, in microseconds since 1970.
pub const NEW_YEAR_2026: u64 = 1_767_225_600_000_000;

impl SeededWorld {
    pub fn new(seed: u64) -> Self {
        Self { now: NEW_YEAR_2026, state: seed }
    }
}

impl World for SeededWorld {
    fn now(&mut self) -> u64 {
        self.now += 1_000;
        self.now
    }

    /// SplitMix64: short, and good enough for secrets that open nothing.
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed ^ (mixed >> 31)).to_le_bytes()[0];
        }
    }
}

/// RFC 3339 in UTC, with microseconds, as the gateway's database keeps them (contract §3).
pub fn rfc3339(micros: u64) -> String {
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Howard Hinnant's algorithm for the civil date of a day count, for days after 1970.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z")
}
