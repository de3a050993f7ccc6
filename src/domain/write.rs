//! What a write sends, and how its outcome can be recognized later.
//!
//! None of these values holds a secret: a tab may keep them across a reload.

use std::fmt;

use super::{
    attribute::Attribute, connection::ConnectionName, credential::Credential, draft::IdentitySpec,
    repair::Reconciliation,
};

/// A write as it was sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum WriteRequest {
    /// `PUT /machineidentities/{name}` with these fields.
    Save {
        /// Every field, in full.
        spec: IdentitySpec,
    },
    /// `POST /machineidentities` with these fields.
    Create {
        /// Every field, in full.
        spec: IdentitySpec,
    },
    /// `POST …/credentials/{connection}/rotate`.
    Rotate {
        /// The connection whose credential is replaced.
        connection_name: ConnectionName,
    },
    /// `PATCH /connections/{connection}` with its attributes unchanged, which reconciles the
    /// identities around it (contract §5).
    Resave {
        /// The connection that was re-saved.
        connection_name: ConnectionName,
        /// Its attributes right before, Hoop-managed ones included (G34).
        attributes: Vec<Attribute>,
        /// The plan for the credentials of the identity.
        planned: Reconciliation,
    },
    /// `DELETE /machineidentities/{name}`.
    Delete,
}

impl WriteRequest {
    /// The fields that were sent; `None` for a write without fields.
    pub fn spec(&self) -> Option<&IdentitySpec> {
        match self {
            Self::Save { spec } | Self::Create { spec } => Some(spec),
            Self::Rotate { .. } | Self::Resave { .. } | Self::Delete => None,
        }
    }
}

/// The random UUID that a write carries as `editor_request`. The gateway ignores the field and its
/// audit log stores it, so the log's entry is the receipt of exactly this write (contract §15).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceiptId(String);

impl ReceiptId {
    /// A version 4 UUID of random bytes.
    pub fn random(mut bytes: [u8; 16]) -> Self {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let mut text = String::with_capacity(36);
        for (index, byte) in bytes.into_iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            text.extend([byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)])));
        }
        Self(text)
    }

    /// An id that was stored or read from the log, to compare with.
    pub fn received(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The UUID in lower-case hexadecimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fields of a write that the gateway ignores and its audit log keeps (contract §15).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LogFields<'a> {
    /// What the log's entry is found by.
    pub receipt: Option<&'a ReceiptId>,
    /// Why it is sent, in clear text and without end (G30).
    pub reason: Option<&'a str>,
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Identifies a credential from before a write without its secret.
///
/// A connection can have two (contract §8, stored ids), so lists of marks are multisets.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct CredentialMark {
    /// The connection that the credential is for.
    pub connection_name: ConnectionName,
    /// 32-bit fingerprint of the secret; `None` when the secret was not read, or there is none.
    pub fingerprint: Option<u32>,
}

impl CredentialMark {
    /// The mark of a credential as read.
    pub fn of(credential: &Credential) -> Self {
        Self {
            connection_name: credential.connection_name.clone(),
            fingerprint: credential.secret_key.as_ref().map(|secret| secret.mark()),
        }
    }

    /// Whether a credential read later is the marked one. Without a fingerprint, the connection
    /// decides.
    pub fn is_of(&self, credential: &Credential) -> bool {
        self.connection_name == credential.connection_name
            && self
                .fingerprint
                .is_none_or(|mark| credential.secret_key.as_ref().map(|it| it.mark()) == Some(mark))
    }
}

#[cfg(test)]
mod tests {
    use super::ReceiptId;

    #[test]
    fn a_receipt_id_is_a_version_4_uuid() {
        assert_eq!(ReceiptId::random([0; 16]).as_str(), "00000000-0000-4000-8000-000000000000");
        assert_eq!(ReceiptId::random([255; 16]).as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
