//! Test counts, read from the closing lines of the test runners.

use std::{fmt, ops::AddAssign};

/// The test counts of one or more runs.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// The counts in one line of output; zero unless it is a closing line.
    ///
    /// - cargo test: `test result: ok. 3 passed; 0 failed; 1 ignored; …`
    /// - Playwright: `  3 passed (2.1s)`, `  1 failed`, `  1 skipped`, `  1 flaky`
    /// - an export reader that isn't installed: `export: skipped reader 1: psql isn’t …`
    /// - conformance: `300 scenarios, 3500 steps, 0 failed`
    pub fn read(line: &str) -> Self {
        let words: Vec<&str> =
            line.split([' ', ';', ',', '.', ':']).filter(|word| !word.is_empty()).collect();
        let number = |name: &str| {
            let mut pairs = words.windows(2);
            pairs.find(|pair| pair[1] == name).and_then(|pair| pair[0].parse::<u64>().ok())
        };
        let none = Self::default();
        if line.contains("export: skipped reader ") {
            return Self { skipped: 1, ..none };
        }
        if line.starts_with("test result: ") {
            let [passed, failed, skipped] =
                ["passed", "failed", "ignored"].map(|name| number(name).unwrap_or(0));
            Self { passed, failed, skipped }
        } else if let (Some(all), Some(_), Some(failed)) =
            (number("scenarios"), number("steps"), number("failed"))
        {
            Self { passed: all.saturating_sub(failed), failed, ..none }
        } else if line.starts_with("  ")
            && (words.len() == 2 || words.len() > 2 && line.ends_with(')'))
        {
            match (words[0].parse(), words[1]) {
                (Ok(passed), "passed") => Self { passed, ..none },
                (Ok(failed), "failed" | "interrupted" | "flaky") => Self { failed, ..none },
                (Ok(skipped), "skipped") => Self { skipped, ..none },
                _ if words.get(1..4) == Some(&["did", "not", "run"]) => none,
                _ => none,
            }
        } else {
            none
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { passed, failed, skipped } = self;
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, passed: u64, failed: u64, skipped: u64) {
        assert_eq!(Counts::read(line), Counts { passed, failed, skipped }, "{line}");
    }

    #[test]
    fn closing_lines_count() {
        check(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out",
            3,
            0,
            1,
        );
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured", 3, 2, 0);
        check("  43 passed (12.4s)", 43, 0, 0);
        check("  2 failed", 0, 2, 0);
        check("  1 flaky", 0, 1, 0);
        check("  4 skipped", 0, 0, 4);
        check("export: skipped reader 2: psql isn’t installed", 0, 0, 1);
        check("300 scenarios, 3500 steps, 1 failed", 299, 1, 0);
        check("engine: 300 scenarios, 3500 steps, 0 failed", 300, 0, 0);
    }

    #[test]
    fn other_lines_do_not() {
        check("running 3 tests", 0, 0, 0);
        check("test a_test_that_passed ... ok", 0, 0, 0);
        check("  ✓  1 routes/a.spec.ts:3:5 › 3 passed (1.1s)", 0, 0, 0);
        check("12 passed", 0, 0, 0);
    }
}
