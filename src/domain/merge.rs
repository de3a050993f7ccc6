//! Three readings of one identity made one: as it was loaded, as somebody else has left it since,
//! and as it is being edited here.
//!
//! The gateway has no versions: the last writer wins (G15). When a save finds that the identity has
//! changed, the edit is made again on what is there now: the two lists take the additions and
//! removals of both sides, a text that both changed is a conflict that a person resolves.
//!
//! It works on drafts, hence on whatever was typed, also what could not be sent yet.

use super::draft::{Field, IdentityDraft};

pub mod context_changes;
mod list;

pub use context_changes::{ContextChange, context_changes};
pub use list::ListMerge;

/// The four fields, merged one by one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Merge {
    /// A conflict when both sides renamed it differently.
    pub name: TextMerge,
    /// A conflict when both sides rewrote it differently.
    pub description: TextMerge,
    /// Merged item by item; never a conflict.
    pub attributes: ListMerge,
    /// Merged item by item; never a conflict.
    pub connection_names: ListMerge,
}

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
    /// Both changed the list: it takes the additions and removals of either.
    BothMerged,
    /// Both changed the text, and differently.
    Conflict,
}

/// One of two readings that a field can take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// What the draft says.
    Mine,
    /// What someone else stored.
    Theirs,
}

/// A text in its three readings.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextMerge {
    /// As it was loaded.
    pub base: String,
    /// As it is stored now.
    pub theirs: String,
    /// As it is in the draft.
    pub mine: String,
    /// Follows from the three readings, not from the choice.
    pub status: Status,
    /// What a person chose; `None` leaves it to the merge, and a conflict open.
    pub choice: Option<Side>,
}

impl TextMerge {
    fn new(base: &str, theirs: &str, mine: &str) -> Self {
        let status = Status::of(base == theirs, base == mine, theirs == mine, Status::Conflict);
        let [base, theirs, mine] = [base, theirs, mine].map(str::to_owned);
        Self { base, theirs, mine, status, choice: None }
    }

    /// The merged text: mine while a conflict is open, so that nothing typed is lost.
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
    /// Merges what was loaded, what is there now, and what is being edited.
    pub fn new(base: &IdentityDraft, theirs: &IdentityDraft, mine: &IdentityDraft) -> Self {
        Self {
            name: TextMerge::new(&base.name, &theirs.name, &mine.name),
            description: TextMerge::new(&base.description, &theirs.description, &mine.description),
            // The gateway answers attributes in an undefined order (contract §3).
            attributes: ListMerge::of_set(&base.attributes, &theirs.attributes, &mine.attributes),
            connection_names: ListMerge::of_list(
                &base.connection_names,
                &theirs.connection_names,
                &mine.connection_names,
            ),
        }
    }

    /// Each field with who changed it, in the order of the form.
    pub fn statuses(&self) -> [(Field, Status); Field::ALL.len()] {
        Field::ALL.map(|field| (field, self.status(field)))
    }

    /// Who changed a field.
    pub fn status(&self, field: Field) -> Status {
        match field {
            Field::Name => self.name.status,
            Field::Description => self.description.status,
            Field::Attributes => self.attributes.status,
            Field::ConnectionNames => self.connection_names.status,
        }
    }

    /// Settles a field on one side, or with `None` leaves it to the merge again.
    pub fn choose(&mut self, field: Field, side: Option<Side>) {
        match field {
            Field::Name => self.name.choice = side,
            Field::Description => self.description.choice = side,
            Field::Attributes => self.attributes.choice = side,
            Field::ConnectionNames => self.connection_names.choice = side,
        }
    }

    /// The conflicts that nobody has resolved, in the order of the form.
    pub fn open(&self) -> impl Iterator<Item = Field> + use<> {
        [(Field::Name, &self.name), (Field::Description, &self.description)]
            .map(|(field, text)| {
                (text.status == Status::Conflict && text.choice.is_none()).then_some(field)
            })
            .into_iter()
            .flatten()
    }

    /// The draft to go on with; what was read now is its new baseline.
    pub fn merged(&self) -> IdentityDraft {
        IdentityDraft {
            name: self.name.merged().to_owned(),
            description: self.description.merged().to_owned(),
            attributes: self.attributes.merged().to_vec(),
            connection_names: self.connection_names.merged().to_vec(),
        }
    }
}
