//! A write whose outcome is unknown, in the tab's storage.
//!
//! It contains names, the fields before and as sent, and fingerprints; never a secret.

use serde::{Deserialize, Serialize};

use super::{fields::FieldsBody, json};
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentityDraft,
    identity::{Identity, Timestamp},
    repair::Reconciliation,
    write::{CredentialMark, ReceiptId, WriteRequest},
};

/// The stored form of a pending write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredWrite {
    /// What was sent.
    pub request: WriteRequest,
    /// The identity right before the write.
    pub before: Identity,
    /// Its credentials right before the write; `None` when they couldn't be read.
    pub credentials: Option<Vec<CredentialMark>>,
    /// When it was sent: milliseconds since 1970 by the browser's clock; 0 when unknown.
    pub sent_at: u64,
    /// The receipt id that it carried.
    pub receipt: Option<ReceiptId>,
}

/// The version of the stored form; other versions aren't read.
const VERSION: u8 = 2;

#[derive(Deserialize, Serialize)]
struct WriteBody {
    version: u8,
    id: String,
    #[serde(with = "FieldsBody")]
    before: IdentityDraft,
    created_at: String,
    updated_at: String,
    credentials: Option<Vec<(String, Option<u32>)>>,
    sent_at: u64,
    receipt: Option<String>,
    request: RequestBody,
}

#[derive(Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum RequestBody {
    Save {
        #[serde(with = "FieldsBody")]
        fields: IdentityDraft,
    },
    Create {
        #[serde(with = "FieldsBody")]
        fields: IdentityDraft,
    },
    Rotate {
        connection: String,
    },
    Resave {
        connection: String,
        attributes: Vec<String>,
        provisioned: Vec<String>,
        revoked: Vec<String>,
    },
    Delete,
}

impl RequestBody {
    fn of(request: &WriteRequest) -> Self {
        match request {
            WriteRequest::Save { spec } => Self::Save { fields: spec.borrowed().to_draft() },
            WriteRequest::Create { spec } => Self::Create { fields: spec.borrowed().to_draft() },
            WriteRequest::Rotate { connection_name } => {
                Self::Rotate { connection: connection_name.to_string() }
            }
            WriteRequest::Resave { connection_name, attributes, planned } => Self::Resave {
                connection: connection_name.to_string(),
                attributes: attributes.iter().map(ToString::to_string).collect(),
                provisioned: texts(&planned.provisioned),
                revoked: texts(&planned.revoked),
            },
            WriteRequest::Delete => Self::Delete,
        }
    }

    fn into_request(self) -> WriteRequest {
        match self {
            Self::Save { fields } => WriteRequest::Save { spec: fields.as_typed() },
            Self::Create { fields } => WriteRequest::Create { spec: fields.as_typed() },
            Self::Rotate { connection } => {
                WriteRequest::Rotate { connection_name: ConnectionName::received(connection) }
            }
            Self::Resave { connection, attributes, provisioned, revoked } => WriteRequest::Resave {
                connection_name: ConnectionName::received(connection),
                attributes: attributes.into_iter().map(Attribute::received).collect(),
                planned: Reconciliation {
                    provisioned: names(provisioned),
                    revoked: names(revoked),
                },
            },
            Self::Delete => WriteRequest::Delete,
        }
    }
}

fn identity(
    fields: &IdentityDraft,
    id: String,
    created_at: String,
    updated_at: String,
) -> Identity {
    let (created_at, updated_at) =
        (Timestamp::received(created_at), Timestamp::received(updated_at));
    Identity { id, created_at, updated_at, ..Identity::unsaved() }.with_fields(fields.as_typed())
}

fn texts(list: &[ConnectionName]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn names(list: Vec<String>) -> Vec<ConnectionName> {
    list.into_iter().map(ConnectionName::received).collect()
}

/// The stored form.
pub fn write_pending(stored: &StoredWrite) -> String {
    let StoredWrite { request, before, credentials, sent_at, receipt } = stored;
    let pair = |mark: &CredentialMark| (mark.connection_name.to_string(), mark.fingerprint);
    let body = WriteBody {
        version: VERSION,
        id: before.id.clone(),
        before: IdentityDraft::of(before),
        created_at: before.created_at.as_str().to_owned(),
        updated_at: before.updated_at.as_str().to_owned(),
        credentials: credentials.as_ref().map(|marks| marks.iter().map(pair).collect()),
        sent_at: *sent_at,
        receipt: receipt.as_ref().map(ToString::to_string),
        request: RequestBody::of(request),
    };
    String::from_utf8(json::write(&body)).expect("JSON is UTF-8")
}

/// Reads the stored form, and that of saves before version 2; `None` for any other.
pub fn read_pending(text: &str) -> Option<StoredWrite> {
    let bytes = text.as_bytes();
    let Ok(body) = json::read::<WriteBody>(bytes, "a pending write") else {
        return json::read::<SaveBody>(bytes, "a pending save").ok().map(SaveBody::into_stored);
    };
    let mark = |(name, fingerprint): (String, Option<u32>)| CredentialMark {
        connection_name: ConnectionName::received(name),
        fingerprint,
    };
    (body.version == VERSION).then(|| StoredWrite {
        request: body.request.into_request(),
        before: identity(&body.before, body.id, body.created_at, body.updated_at),
        credentials: body.credentials.map(|pairs| pairs.into_iter().map(mark).collect()),
        sent_at: body.sent_at,
        receipt: body.receipt.map(ReceiptId::received),
    })
}

/// A save or creation in version 1, under `write:…`.
#[derive(Deserialize)]
struct SaveBody {
    id: String,
    #[serde(with = "FieldsBody")]
    before: IdentityDraft,
    created_at: String,
    updated_at: String,
    live: Option<Vec<String>>,
    #[serde(with = "FieldsBody")]
    sent: IdentityDraft,
}

impl SaveBody {
    fn into_stored(self) -> StoredWrite {
        let spec = self.sent.as_typed();
        let before = identity(&self.before, self.id, self.created_at, self.updated_at);
        let request = match before.is_stored() {
            true => WriteRequest::Save { spec },
            false => WriteRequest::Create { spec },
        };
        let mark = |name: String| CredentialMark {
            connection_name: ConnectionName::received(name),
            fingerprint: None,
        };
        let credentials = self.live.map(|live| live.into_iter().map(mark).collect());
        StoredWrite { request, before, credentials, sent_at: 0, receipt: None }
    }
}

/// Reads a rotation of version 1, under `rotation:…`: the fingerprint of the old secret, a space,
/// and the connection. The identity wasn't stored; the key names it.
pub fn read_rotation_1(text: &str, identity: &Identity) -> Option<StoredWrite> {
    let (fingerprint, name) = text.split_once(' ')?;
    let connection_name = ConnectionName::received(name);
    let fingerprint = Some(fingerprint.parse().ok()?);
    let mark = CredentialMark { connection_name: connection_name.clone(), fingerprint };
    Some(StoredWrite {
        request: WriteRequest::Rotate { connection_name },
        before: identity.clone(),
        credentials: Some(vec![mark]),
        sent_at: 0,
        receipt: None,
    })
}
