//! Values of a credential, as formats write them.

use crate::domain::{
    access::{Other, host_in},
    credential::CredentialField,
    host::Host,
    redacted_text::RedactedText,
};

/// A value under its name in a format.
pub struct Value {
    pub name: &'static str,
    pub text: RedactedText,
    /// The host in it: what the export depends on, once the value is written.
    pub host: Option<Host>,
}

impl Value {
    pub fn new(name: &'static str, text: RedactedText) -> Self {
        Self { name, text, host: None }
    }

    #[must_use]
    pub fn at(self, host: &Host) -> Self {
        Self { host: Some(host.clone()), ..self }
    }
}

/// The values of a credential whose type isn't known, under the names that a format has for fields.
pub fn other(it: &Other, name: impl Fn(CredentialField) -> Option<&'static str>) -> Vec<Value> {
    let public = it.public.iter().map(|host| {
        let text = RedactedText::sent(host.as_str());
        (CredentialField::Hostname, text, Some(host.clone()))
    });
    let sent = it
        .values
        .iter()
        .map(|(field, value)| (*field, value.redacted(), host_in(*field, value.expose())));
    let named = public.chain(sent).filter_map(|(field, text, host)| {
        let name = name(field)?;
        Some(Value { name, text, host })
    });
    named.collect()
}
