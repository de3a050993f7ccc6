//! Saving a connection again: what it ends, what it makes, and for whom.

use std::collections::BTreeSet;

use crate::domain::collect::Gather;

use super::{
    IdentityState, LeftOut, Repair,
    builder::RepairBuilder,
    need::{Need, needs},
};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    identity::Identity,
    name::IdentityName,
    plan::{Before, CREDENTIALS_NAME_LIMIT},
    text,
};

/// Another identity of the organisation.
#[derive(Clone, Copy)]
pub struct Other<'a> {
    pub identity: &'a Identity,
    /// The connections that it has a credential for; `None` when they have not been read.
    pub credentials: Option<&'a BTreeSet<ConnectionName>>,
}

/// What a reconciliation does to the credentials of an identity (contract §5).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reconciled {
    /// Missing ones, in the order of their names.
    pub provisioned: Vec<ConnectionName>,
    /// Left-over ones, in the order of their names.
    pub revoked: Vec<ConnectionName>,
}

/// Another identity that is reconciled along.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Touched {
    pub name: IdentityName,
    /// The attributes that it shares with the connection; empty when it only lists the connection
    /// or has a credential for it.
    pub attributes: Vec<Attribute>,
    pub touch: Touch,
}

/// What happens to another identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Touch {
    Known(Reconciled),
    /// Its credentials have not been read: it will have these, and no others.
    Unknown {
        should_have: BTreeSet<ConnectionName>,
    },
}

/// The step that ends every left-over credential of the identity, by way of one connection that has
/// one (G3). It reconciles the whole identity: what is missing is made along with it.
///
/// A connection that its agent manages cannot be saved again; then it goes by way of another.
pub fn end_left_over(before: &Before<'_>, name: &ConnectionName, others: &[Other<'_>]) -> Repair {
    let mut builder = RepairBuilder::new(before);
    if !left_over(before).any(|left_over| left_over == *name) {
        builder.left_out.push(LeftOut::NotLeftOver { name: name.clone() });
    } else if let Some(via) = via(before, name, others) {
        builder.resave(via, others);
    } else {
        builder.left_out.push(LeftOut::Managed { name: name.clone() });
    }
    builder.finish()
}

/// The same by way of the connection that touches the fewest others.
pub fn end_all_left_over(before: &Before<'_>, others: &[Other<'_>]) -> Repair {
    let mut builder = RepairBuilder::new(before);
    if let Some(name) = left_over(before).next() {
        match gentlest(before, others) {
            Some(via) => builder.resave(via, others),
            None => builder.left_out.push(LeftOut::Managed { name }),
        }
    }
    builder.finish()
}

/// The connection with a credential that touches the fewest others when it is saved again, and that
/// can be: any of them reconciles the identity. Of several, one that is left over comes first.
fn gentlest(before: &Before<'_>, others: &[Other<'_>]) -> Option<ConnectionName> {
    let left_over: BTreeSet<_> = left_over(before).into_set();
    let live = IdentityState::read(before).live;
    live.into_iter()
        .filter(|name| can_be_saved_again(before, name))
        .min_by_key(|name| (touched(before, name, others).len(), !left_over.contains(name)))
}

/// The connection itself, or the gentlest other one when it cannot be saved again.
pub(super) fn via(
    before: &Before<'_>,
    name: &ConnectionName,
    others: &[Other<'_>],
) -> Option<ConnectionName> {
    match can_be_saved_again(before, name) {
        true => Some(name.clone()),
        false => gentlest(before, others),
    }
}

/// The gateway refuses to change a connection that its agent manages.
fn can_be_saved_again(before: &Before<'_>, name: &ConnectionName) -> bool {
    before.catalog.connection(name).is_none_or(|connection| !connection.is_managed)
}

fn left_over(before: &Before<'_>) -> impl Iterator<Item = ConnectionName> {
    needs(before).into_iter().filter_map(|need| match need {
        Need::Leftover { name } => Some(name),
        Need::Missing { .. } | Need::NoSuchConnection { .. } => None,
    })
}

/// What a reconciliation does to the identity itself.
pub(super) fn reconciled(before: &Before<'_>) -> Reconciled {
    let mut reconciled = Reconciled::default();
    let is_nameless = text::characters(before.identity.name.as_str()) > CREDENTIALS_NAME_LIMIT;
    for need in needs(before) {
        match need {
            Need::Missing { name, reason: None, .. } if !is_nameless => {
                reconciled.provisioned.push(name);
            }
            Need::Leftover { name } => reconciled.revoked.push(name),
            Need::Missing { .. } | Need::NoSuchConnection { .. } => {}
        }
    }
    reconciled
}

/// The other identities that are reconciled along: those that share an attribute with the
/// connection, and those with a credential for it, or that may have one because they list it.
///
/// One that shares nothing and has a left-over credential for it stays unseen unless its
/// credentials were read.
pub(super) fn touched(
    before: &Before<'_>,
    connection_name: &ConnectionName,
    others: &[Other<'_>],
) -> Vec<Touched> {
    let carried: BTreeSet<&Attribute> = before
        .catalog
        .attributes()
        .filter(|attribute| attribute.connection_names.contains(connection_name))
        .map(|attribute| &attribute.name)
        .into_set();
    let others = others.iter().filter(|other| other.identity.id != before.identity.id);
    others
        .filter_map(|other| {
            let identity = other.identity;
            let shared = identity.attributes.iter().filter(|it| carried.contains(it));
            let attributes: Vec<_> = shared.cloned().collect();
            let has_credential = match other.credentials {
                Some(live) => live.contains(connection_name),
                None => identity.connection_names.contains(connection_name),
            };
            (has_credential || !attributes.is_empty()).then(|| {
                let seen = Before { identity, credentials: other.credentials, ..*before };
                Touched { name: identity.name.clone(), attributes, touch: touch(&seen) }
            })
        })
        .collect()
}

fn touch(seen: &Before<'_>) -> Touch {
    if seen.credentials.is_some() {
        Touch::Known(reconciled(seen))
    } else {
        Touch::Unknown { should_have: IdentityState::read(seen).live }
    }
}
