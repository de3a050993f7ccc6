//! Which of an identity's credentials an export has.

use crate::domain::{collect::HashedMap, connection::ConnectionName, credential::Credential};

/// Which credentials of an identity are exported.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Scope {
    /// All of an identity's credentials: the next such export replaces this one.
    All,
    /// Some of them: file and secret have a distinct name, so none replaces another's.
    Part,
    /// Some of them, and for a connection among them the identity has another one: nothing but their
    /// secrets tells the two apart (contract §8), so exports of either have the same names.
    PartOfTwins,
}

impl Scope {
    /// The scope of an export among `all` of the identity's credentials; `Part` when these aren't known.
    pub fn of<'a>(
        exported: impl IntoIterator<Item = &'a Credential>,
        all: Option<impl IntoIterator<Item = &'a Credential>>,
    ) -> Self {
        let Some(all) = all else { return Self::Part };
        // How many credentials of each connection aren't exported, and whether one is.
        let mut left = HashedMap::<&ConnectionName, (usize, bool)>::default();
        for it in all {
            left.entry(&it.connection_name).or_default().0 += 1;
        }
        let mut are_known = true;
        for it in exported {
            let (number, is_exported) = left.entry(&it.connection_name).or_default();
            are_known &= *number > 0;
            *number = number.saturating_sub(1);
            *is_exported = true;
        }
        if left.values().any(|(number, is_exported)| *number > 0 && *is_exported) {
            Self::PartOfTwins
        } else if are_known && left.values().all(|(number, _)| *number == 0) {
            Self::All
        } else {
            Self::Part
        }
    }
}
