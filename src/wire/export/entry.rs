//! A credential to export.

use super::{LeftOutReason, names};
use crate::domain::{
    access::{Access, Kind, TypeName, ValueError, holds_secret_of},
    connection::ConnectionName,
    credential::Credential,
    host::PublicHost,
    identity::Identity,
};

/// A parsed credential, with its names in a format.
pub struct Entry<'a> {
    credential: &'a Credential,
    kind: Kind,
    access: Access,
    id: String,
}

impl<'a> Entry<'a> {
    /// Reads a credential, with the public host in place of the gateway's.
    ///
    /// Fails when a field is invalid, or the connection's name has characters that connection names don't have
    /// (contract §8), or the credential's secret: formats use it as a name of their own, in the clear.
    pub fn new(
        identity: &Identity,
        credential: &'a Credential,
        public: Option<&PublicHost>,
    ) -> Result<Self, LeftOutReason> {
        let access = Access::of(credential, public).map_err(LeftOutReason::Rejected)?;
        let name = credential.connection_name.as_str();
        let is_word = |first: char| first.is_ascii_alphanumeric() || first == '_';
        let is_name = name.starts_with(is_word)
            && ConnectionName::parse(name).is_ok_and(|parsed| parsed.as_str() == name);
        if !is_name {
            return Err(LeftOutReason::ConnectionName);
        }
        if holds_secret_of(name, credential) {
            return Err(LeftOutReason::SecretInName);
        }
        let id = names::credential_id(identity, name);
        Ok(Self { credential, kind: Kind::of(credential), access, id })
    }

    pub fn credential(&self) -> &'a Credential {
        self.credential
    }

    /// The connection's name.
    pub fn name(&self) -> &str {
        self.credential.connection_name.as_str()
    }

    /// Distinguishes this credential from every other, even where names are shortened or case is
    /// ignored.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A name for the credential among others of all identities:
    /// `pg-main-3f9a1c0782b4d5e6`.
    pub fn alias(&self) -> String {
        let name: String = self.name().chars().take(names::LONGEST).collect();
        format!("{name}-{}", self.id)
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn access(&self) -> &Access {
        &self.access
    }

    /// One of the gateway's types: a name without a secret.
    pub fn type_name(&self, text: &str) -> Result<TypeName, ValueError> {
        let name = TypeName::parse(text)?;
        match holds_secret_of(text, self.credential) {
            true => Err(ValueError::HoldsSecret),
            false => Ok(name),
        }
    }
}
