//! The check of the two lists, apart from that of the texts: lists can be long, and typing a text
//! doesn't change them.

use std::sync::Arc;

use super::{DraftError, IdentitySpec, ResolvedId, Rules, Texts, check_name, received};
use crate::domain::{
    attribute::{Attribute, AttributeError},
    collect::{Collect, HashedSet},
    connection::{ConnectionName, ConnectionNameError},
    name::IdentityName,
    text,
};

/// The attributes and connections of a draft, checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CheckedLists {
    /// What is sent; with errors, every entry as typed.
    attributes: Arc<[Attribute]>,
    /// What is sent; with errors, every entry as typed.
    connection_names: Arc<[ConnectionName]>,
    /// In the order of the form.
    errors: Vec<DraftError>,
    /// The entries that are connection ids; a save sends the name instead.
    pub resolved_ids: Vec<ResolvedId>,
}

impl CheckedLists {
    /// Checks what was typed.
    pub fn new(attributes: &[String], connection_names: &[String], rules: Rules<'_>) -> Self {
        let mut errors = Vec::new();
        let checked_attributes = check_attributes(attributes, rules, &mut errors);
        let (checked_names, resolved_ids) =
            check_connection_names(connection_names, rules, &mut errors);
        let (attributes, connection_names) = match errors.is_empty() {
            true => (checked_attributes.into(), checked_names.into()),
            false => (
                received(attributes, Attribute::received),
                received(connection_names, ConnectionName::received),
            ),
        };
        Self { attributes, connection_names, errors, resolved_ids }
    }

    /// The spec to send with these texts, or every error, in the order of the form.
    pub fn check(
        &self,
        texts: Texts<String, String>,
        rules: Rules<'_>,
    ) -> Result<IdentitySpec, Vec<DraftError>> {
        let mut errors = Vec::new();
        let name =
            check_name(&texts.name, rules).map_err(|error| errors.push(DraftError::Name(error)));
        for (field, text) in texts.beside_name() {
            if let Some(invalid) = text::first_invalid(text, |character| character != '\0') {
                errors.push(DraftError::Text { field, invalid });
            }
        }
        errors.extend(self.errors.iter().cloned());
        match name {
            Ok(name) if errors.is_empty() => Ok(self.with(texts.map_name(|_| name))),
            _ => Err(errors),
        }
    }

    /// The spec with any texts, valid or not. For a plan of what is being typed; never sent.
    pub fn with(&self, texts: Texts<IdentityName, String>) -> IdentitySpec {
        texts.with_lists(self.attributes.clone(), self.connection_names.clone())
    }
}

fn check_attributes(
    texts: &[String],
    rules: Rules<'_>,
    errors: &mut Vec<DraftError>,
) -> Vec<Attribute> {
    let stored = rules.baseline.map_or(&[][..], |identity| &identity.attributes);
    let stored: HashedSet<&str> = stored.iter().map(Attribute::as_str).into_hashed_set();
    let (mut seen, mut attributes) = (HashedSet::default(), Vec::with_capacity(texts.len()));
    for (index, text) in texts.iter().enumerate() {
        match check_attribute(text, &stored, rules) {
            Ok(attribute) if !seen.insert(attribute.clone()) => {
                errors.push(DraftError::RepeatedAttribute { index, text: text.clone() });
            }
            Ok(attribute) => attributes.push(attribute),
            Err(error) => errors.push(DraftError::Attribute { index, text: text.clone(), error }),
        }
    }
    attributes
}

/// A stored attribute is accepted as it is.
fn check_attribute(
    text: &str,
    stored: &HashedSet<&str>,
    rules: Rules<'_>,
) -> Result<Attribute, AttributeError> {
    if stored.contains(text) {
        return Ok(Attribute::received(text));
    }
    Attribute::parse(text, rules.policy, |text| {
        stored.contains(text) || rules.catalog.attribute(&Attribute::received(text)).is_some()
    })
}

fn check_connection_names(
    texts: &[String],
    rules: Rules<'_>,
    errors: &mut Vec<DraftError>,
) -> (Vec<ConnectionName>, Vec<ResolvedId>) {
    let stored = rules.baseline.map_or(&[][..], |identity| &identity.connection_names);
    let stored: HashedSet<&str> = stored.iter().map(ConnectionName::as_str).into_hashed_set();
    let (mut seen, mut names) = (HashedSet::default(), Vec::with_capacity(texts.len()));
    let mut resolved_ids = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let checked = check_connection_name(text, &stored, rules);
        if let Ok(name) = &checked
            && name.as_str() != text.trim()
        {
            let (id, name) = (text.clone(), name.clone());
            resolved_ids.push(ResolvedId { index, id, name });
        }
        match checked {
            Ok(name) if !seen.insert(name.clone()) => {
                errors.push(DraftError::RepeatedConnectionName { index, text: text.clone() });
            }
            Ok(name) => names.push(name),
            Err(error) => {
                errors.push(DraftError::ConnectionName { index, text: text.clone(), error });
            }
        }
    }
    (names, resolved_ids)
}

/// A stored entry is accepted as it is, and a connection's id becomes its name, because stored ids
/// have surprises (contract §8).
fn check_connection_name(
    text: &str,
    stored: &HashedSet<&str>,
    rules: Rules<'_>,
) -> Result<ConnectionName, ConnectionNameError> {
    if stored.contains(text) {
        return Ok(ConnectionName::received(text));
    }
    let name = ConnectionName::parse(text)?;
    Ok(rules.catalog.resolve(&name).map_or(name, |found| found.name.clone()))
}
