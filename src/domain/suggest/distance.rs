//! Edit distance between two words.

/// The least number of insertions, deletions, substitutions and swaps of neighbors that turn one
/// into the other (Damerau–Levenshtein, restricted: no character is edited twice); `None` when it
/// exceeds `limit`, which is detected early.
pub(super) fn distance(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    // A common beginning and end cost nothing.
    let start = left.iter().zip(right).take_while(|(l, r)| l == r).count();
    let (left, right) = (&left[start..], &right[start..]);
    let end = left.iter().rev().zip(right.iter().rev()).take_while(|(l, r)| l == r).count();
    let (left, right) = (&left[..left.len() - end], &right[..right.len() - end]);
    if left.is_empty() || right.is_empty() {
        return Some(left.len().max(right.len())).filter(|distance| *distance <= limit);
    }
    if limit == 0 {
        return None;
    }
    let mut before_last = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut row = vec![0; right.len() + 1];
    for i in 1..=left.len() {
        row[0] = i;
        let mut least = i;
        for j in 1..=right.len() {
            let substitution = last[j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut cost = substitution.min(last[j] + 1).min(row[j - 1] + 1);
            let is_swap =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if is_swap {
                cost = cost.min(before_last[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        // A swap comes from the row before the last.
        if least > limit && last.iter().all(|cost| *cost >= limit) {
            return None;
        }
        (before_last, last, row) = (last, row, before_last);
    }
    Some(last[right.len()]).filter(|distance| *distance <= limit)
}
