//! Three-way merge of an identity: as loaded, as someone else stored it since, and as edited here.
//!
//! The gateway has no versions: the last writer wins (G15). When a save finds that the identity has
//! changed, the edits are applied to what is stored now: lists take the additions and removals of
//! both sides; a text that both sides changed is a conflict for the user to resolve.
//!
//! Merges drafts, so that input which can't be sent yet is kept.

use super::draft::{Field, IdentityDraft, PerField, TextOrList};

pub mod context_changes;
mod list;

pub use context_changes::{ContextChange, context_changes};
pub use list::ListMerge;

/// The fields, merged one by one: a text that both sides changed to different values is a conflict,
/// lists are merged item by item.
pub type Merge = PerField<TextMerge, TextMerge, ListMerge, ListMerge>;

/// Who changed a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Status {
    /// Neither side.
    Unchanged,
    /// The draft alone.
    OnlyMine,
    /// Someone else alone.
    OnlyTheirs,
    /// Both made the same change.
    BothSame,
    /// Both changed the list: the merge has the additions and removals of either.
    BothMerged,
    /// Both changed the text, to different values.
    Conflict,
}

/// A side that a field can be taken from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// What the draft says.
    Mine,
    /// What someone else stored.
    Theirs,
}

/// A text in three versions.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextMerge {
    /// As loaded.
    pub base: String,
    /// As stored now.
    pub theirs: String,
    /// As in the draft.
    pub mine: String,
    /// Compares the three versions; independent of the choice.
    pub status: Status,
    /// What the user chose; `None` leaves a conflict unresolved.
    pub choice: Option<Side>,
}

impl TextMerge {
    fn new(base: &str, theirs: &str, mine: &str) -> Self {
        let status = Status::of(base == theirs, base == mine, theirs == mine, Status::Conflict);
        let [base, theirs, mine] = [base, theirs, mine].map(str::to_owned);
        Self { base, theirs, mine, status, choice: None }
    }

    /// The merged text. An unresolved conflict keeps the draft's, so that no input is lost.
    pub fn merged(&self) -> &str {
        match (self.choice, self.status) {
            (Some(Side::Theirs), _) | (None, Status::OnlyTheirs | Status::Unchanged) => {
                &self.theirs
            }
            _ => &self.mine,
        }
    }
}

impl Status {
    fn of(
        is_theirs_unchanged: bool,
        is_mine_unchanged: bool,
        is_same: bool,
        both_changed: Self,
    ) -> Self {
        match (is_theirs_unchanged, is_mine_unchanged) {
            (true, true) => Self::Unchanged,
            (true, false) => Self::OnlyMine,
            (false, true) => Self::OnlyTheirs,
            (false, false) if is_same => Self::BothSame,
            (false, false) => both_changed,
        }
    }
}

impl Merge {
    /// Merges what was loaded, what is stored now, and what is being edited.
    pub fn new(base: &IdentityDraft, theirs: &IdentityDraft, mine: &IdentityDraft) -> Self {
        let text = |((base, theirs), mine): ((&String, &String), &String)| {
            TextMerge::new(base, theirs, mine)
        };
        base.as_ref().zip(theirs.as_ref()).zip(mine.as_ref()).map(
            text,
            text,
            // The gateway answers attributes in an undefined order (contract §3).
            |((base, theirs), mine)| ListMerge::of_set(base, theirs, mine),
            |((base, theirs), mine)| ListMerge::of_list(base, theirs, mine),
        )
    }

    /// Each field and who changed it, in the order of the form.
    pub fn statuses(&self) -> [(Field, Status); Field::ALL.len()] {
        Field::ALL.map(|field| (field, self.status(field)))
    }

    /// Who changed a field.
    pub fn status(&self, field: Field) -> Status {
        match self.get(field) {
            TextOrList::Text(text) => text.status,
            TextOrList::List(list) => list.status,
        }
    }

    /// The side that a field is taken from; `None` when it's merged.
    pub fn choice(&self, field: Field) -> Option<Side> {
        match self.get(field) {
            TextOrList::Text(text) => text.choice,
            TextOrList::List(list) => list.choice,
        }
    }

    /// Takes a field from one side; `None` merges it again.
    pub fn choose(&mut self, field: Field, side: Option<Side>) {
        match self.get_mut(field) {
            TextOrList::Text(text) => text.choice = side,
            TextOrList::List(list) => list.choice = side,
        }
    }

    /// The unresolved conflicts, in the order of the form. Only texts have any.
    pub fn open(&self) -> impl Iterator<Item = Field> + use<> {
        let is_open =
            |field| self.status(field) == Status::Conflict && self.choice(field).is_none();
        Field::ALL.map(|field| is_open(field).then_some(field)).into_iter().flatten()
    }

    /// The merged draft; its baseline is what is stored now.
    pub fn merged(&self) -> IdentityDraft {
        self.as_ref().map_alike(|text| text.merged().to_owned(), |list| list.merged().to_vec())
    }
}
