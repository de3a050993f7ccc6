//! Ranges of rows.

/// Some rows: the position of the first, and of the one after the last.
pub(super) type Range = (usize, usize);

/// Rows that are added in one step, unless more come into view at once.
pub(super) const AT_ONCE: usize = 4;

/// The range, or one of the same length at the end, among `count` rows.
pub(super) fn within((start, end): Range, count: usize) -> Range {
    let length = (end - start).min(count);
    let start = start.min(count - length);
    (start, start + length)
}

pub(super) fn covers((start, end): Range, other: Range) -> bool {
    start <= other.0 && other.1 <= end
}

/// Rows that are taken out in one step at either end: each is half as much work as one that is added.
const OUT_AT_ONCE: usize = 2 * AT_ONCE;

/// The range, a step nearer to the wanted one, which it overlaps. Below first: most scrolling goes
/// down.
pub(super) fn moved((start, end): Range, wanted: Range) -> Range {
    debug_assert!(start <= wanted.1 && wanted.0 <= end, "{start}..{end} and {wanted:?}");
    let below = wanted.1.saturating_sub(end).min(AT_ONCE);
    let above = start.saturating_sub(wanted.0).min(AT_ONCE - below);
    let out_above = wanted.0.saturating_sub(start).min(OUT_AT_ONCE);
    let out_below = end.saturating_sub(wanted.1).min(OUT_AT_ONCE);
    (start - above + out_above, end + below - out_below)
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, OUT_AT_ONCE, moved, within};

    #[test]
    fn a_range_keeps_its_length_unless_there_are_fewer_rows() {
        assert_eq!(within((10, 20), 100), (10, 20));
        assert_eq!(within((95, 105), 100), (90, 100));
        assert_eq!(within((5, 15), 7), (0, 7));
        assert_eq!(within((0, 10), 0), (0, 0));
    }

    #[test]
    fn moving_reaches_what_is_wanted_in_steps() {
        for (from, wanted) in
            [((50, 60), (26, 84)), ((0, 20), (0, 44)), ((0, 60), (30, 70)), ((30, 90), (0, 50))]
        {
            let mut range = from;
            for _ in 0..100 {
                let next = moved(range, wanted);
                let added = range.0.saturating_sub(next.0) + next.1.saturating_sub(range.1);
                let out = next.0.saturating_sub(range.0).max(range.1.saturating_sub(next.1));
                assert!(added <= AT_ONCE && out <= OUT_AT_ONCE);
                range = next;
            }
            assert_eq!(range, wanted);
        }
    }
}
