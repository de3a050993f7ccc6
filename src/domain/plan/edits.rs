//! The fields that change, before and after.

use std::{hash::Hash, sync::Arc};

use crate::domain::{
    attribute::Attribute,
    collect::{Collect, HashedSet},
    connection::ConnectionName,
    draft::{Field, PerField, SpecRef, Texts},
    name::IdentityName,
};

/// How the fields of an identity change; `None` for a text that stays. What changes in the lists is
/// shared by the plans of the same lists.
///
/// The attributes are a set: the gateway's order is undefined (contract §3). It keeps the order of
/// the connections, so reordering them is an edit.
pub type Edits = PerField<
    Option<Edit<IdentityName>>,
    Option<Edit<String>>,
    Arc<ListEdit<Attribute>>,
    Arc<ListEdit<ConnectionName>>,
>;

/// How one field changes.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// Of a text.
    Text {
        /// As stored.
        before: &'a str,
        /// As sent.
        after: &'a str,
    },
    /// Of the attributes.
    Attributes(&'a ListEdit<Attribute>),
    /// Of the connections added directly.
    ConnectionNames(&'a ListEdit<ConnectionName>),
}

/// A value that changes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit<T> {
    /// As stored.
    pub before: T,
    /// As sent.
    pub after: T,
}

/// A list, changed or not.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ListEdit<T> {
    /// In the order of the list after.
    pub added: Vec<T>,
    /// In the order of the list before.
    pub removed: Vec<T>,
    /// In the order of the list after.
    pub kept: Vec<T>,
    /// The kept entries have another order than before.
    pub is_reordered: bool,
    /// The whole list after.
    pub after: Vec<T>,
}

impl<T> Edit<T> {
    /// `None` when both are equal.
    pub fn between<B>(before: &B, after: &B) -> Option<Self>
    where
        B: Eq + ToOwned<Owned = T> + ?Sized,
    {
        (before != after).then(|| Self { before: before.to_owned(), after: after.to_owned() })
    }
}

impl<T: Clone + Eq + Hash> ListEdit<T> {
    /// What was added, removed and reordered; repeated entries count once.
    pub fn between(before: &[T], after: &[T]) -> Self {
        let (had, has): (HashedSet<&T>, HashedSet<&T>) =
            (before.iter().into_hashed_set(), after.iter().into_hashed_set());
        let pick = |list: &[T], wanted: &dyn Fn(&T) -> bool| -> Vec<T> {
            list.iter().filter(|item| wanted(item)).cloned().collect()
        };
        let kept = pick(after, &|item| had.contains(item));
        let is_reordered = !before.iter().filter(|item| has.contains(item)).eq(&kept);
        Self {
            added: pick(after, &|item| !had.contains(item)),
            removed: pick(before, &|item| !has.contains(item)),
            kept,
            is_reordered,
            after: after.to_vec(),
        }
    }

    /// The same for a list whose order doesn't matter.
    pub fn between_sets(before: &[T], after: &[T]) -> Self {
        Self { is_reordered: false, ..Self::between(before, after) }
    }

    /// Whether nothing changes, not even the order.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && !self.is_reordered
    }

    /// Applies this edit to a list that may have changed meanwhile: additions are in, removals of
    /// either side are out, the order is the edited one, and additions of the other side come last.
    pub fn apply(&self, list: &[T]) -> Vec<T> {
        let there: HashedSet<&T> = list.iter().chain(&self.added).into_hashed_set();
        let known: HashedSet<&T> = self.after.iter().chain(&self.removed).into_hashed_set();
        let ordered = self.after.iter().filter(|item| there.contains(item));
        let others = list.iter().filter(|item| !known.contains(item));
        ordered.chain(others).cloned().collect()
    }
}

impl Edits {
    /// Whether the edits are to something stored; every stored identity has a name.
    pub fn is_of_stored(&self) -> bool {
        self.name.as_ref().is_none_or(|edit| !edit.before.as_str().is_empty())
    }

    /// Compares the stored fields with those that would be sent.
    pub fn between(before: SpecRef<'_>, after: SpecRef<'_>) -> Self {
        Self::between_texts(before.texts(), after.texts()).with_lists(
            ListEdit::between_sets(before.attributes, after.attributes).into(),
            ListEdit::between(before.connection_names, after.connection_names).into(),
        )
    }

    /// The edits of the texts alone.
    pub(super) fn between_texts(
        before: Texts<&IdentityName, &str>,
        after: Texts<&IdentityName, &str>,
    ) -> Texts<Option<Edit<IdentityName>>, Option<Edit<String>>> {
        before.zip(after).map(
            |(before, after)| Edit::between(before, after),
            |(before, after)| Edit::between(before, after),
            |_| (),
            |_| (),
        )
    }

    /// Whether no field changes.
    pub fn is_empty(&self) -> bool {
        !Field::ALL.into_iter().any(|field| self.is_edited(field))
    }

    /// The fields that change, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = Field> + use<> {
        Field::ALL.map(|field| self.is_edited(field).then_some(field)).into_iter().flatten()
    }

    /// Whether a field changes.
    pub fn is_edited(&self, field: Field) -> bool {
        self.change(field).is_some()
    }

    /// How a field changes; `None` when it stays.
    pub fn change(&self, field: Field) -> Option<Change<'_>> {
        let text = |before, after| Some(Change::Text { before, after });
        let changes = self.as_ref().map(
            |name| name.as_ref().and_then(|it| text(it.before.as_str(), it.after.as_str())),
            |edit| edit.as_ref().and_then(|it| text(it.before.as_str(), it.after.as_str())),
            |list| (!list.is_empty()).then_some(Change::Attributes(list)),
            |list| (!list.is_empty()).then_some(Change::ConnectionNames(list)),
        );
        changes.into_array()[field as usize]
    }
}
