//! Three-way merge of a list.

use std::collections::BTreeSet;

use crate::domain::collect::{Collect, sort};

use super::{Side, Status};
use crate::domain::plan::ListEdit;

/// A list in three versions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListMerge {
    /// As loaded.
    pub base: Vec<String>,
    /// As stored now.
    pub theirs: Vec<String>,
    /// As in the draft.
    pub mine: Vec<String>,
    /// Compares the three versions.
    pub status: Status,
    /// What someone else changed since it was loaded.
    pub their_edit: ListEdit<String>,
    /// What was changed here since it was loaded.
    pub my_edit: ListEdit<String>,
    /// What the user chose; `None` merges.
    pub choice: Option<Side>,
    both: Vec<String>,
}

impl ListMerge {
    /// Merges a list whose order matters.
    pub(super) fn of_list(base: &[String], theirs: &[String], mine: &[String]) -> Self {
        let edits = (ListEdit::between(base, theirs), ListEdit::between(base, mine));
        let status = Status::of(base == theirs, base == mine, theirs == mine, Status::BothMerged);
        Self::new([base, theirs, mine], status, edits)
    }

    /// Merges a list whose order doesn't matter.
    pub(super) fn of_set(base: &[String], theirs: &[String], mine: &[String]) -> Self {
        let edits = (ListEdit::between_sets(base, theirs), ListEdit::between_sets(base, mine));
        // A repeated entry is an error that the draft has to keep showing.
        let sorted = |list: &[String]| {
            let mut sorted = list.to_vec();
            sort(&mut sorted, Ord::cmp);
            sorted
        };
        let [old, there, here] = [base, theirs, mine].map(sorted);
        let status = Status::of(old == there, old == here, there == here, Status::BothMerged);
        Self::new([base, theirs, mine], status, edits)
    }

    fn new(
        [base, theirs, mine]: [&[String]; 3],
        status: Status,
        (their_edit, my_edit): (ListEdit<String>, ListEdit<String>),
    ) -> Self {
        let both = match status {
            Status::BothMerged => both(theirs, &my_edit),
            Status::OnlyTheirs => theirs.to_vec(),
            // Equal as sets: keep the draft's order.
            Status::Unchanged if mine == base => theirs.to_vec(),
            Status::Unchanged | Status::OnlyMine | Status::BothSame | Status::Conflict => {
                mine.to_vec()
            }
        };
        Self {
            base: base.to_vec(),
            theirs: theirs.to_vec(),
            mine: mine.to_vec(),
            status,
            their_edit,
            my_edit,
            choice: None,
            both,
        }
    }

    /// The merged list.
    pub fn merged(&self) -> &[String] {
        match self.choice {
            None => &self.both,
            Some(Side::Mine) => &self.mine,
            Some(Side::Theirs) => &self.theirs,
        }
    }
}

/// The draft's edits applied to what is stored: in the stored order, with additions last, unless
/// the draft changed the order.
fn both(theirs: &[String], mine: &ListEdit<String>) -> Vec<String> {
    if mine.is_reordered {
        return mine.apply(theirs);
    }
    let removed: BTreeSet<&String> = mine.removed.iter().into_set();
    let there: BTreeSet<&String> = theirs.iter().into_set();
    let kept = theirs.iter().filter(|item| !removed.contains(item));
    let added = mine.added.iter().filter(|item| !there.contains(item));
    kept.chain(added).cloned().collect()
}
