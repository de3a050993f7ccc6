//! A write whose end is not known yet, as it waits out a reload in the tab's storage.
//!
//! It holds the four fields before and as sent, and names of connections; never a secret.

use serde::{Deserialize, Serialize};

use super::json;
use crate::domain::{
    attribute::Attribute,
    connection::ConnectionName,
    draft::IdentitySpec,
    identity::{Identity, Timestamp},
    identity_state::LiveCredentials,
    name::IdentityName,
};

#[derive(Deserialize, Serialize)]
struct TrailBody {
    id: String,
    before: FieldsBody,
    created_at: String,
    updated_at: String,
    live: Option<Vec<String>>,
    sent: FieldsBody,
}

#[derive(Deserialize, Serialize)]
struct FieldsBody {
    name: String,
    description: String,
    attributes: Vec<String>,
    connection_names: Vec<String>,
}

impl FieldsBody {
    fn of(spec: &IdentitySpec) -> Self {
        Self {
            name: spec.name.as_str().to_owned(),
            description: spec.description.clone(),
            attributes: spec.attributes.iter().map(ToString::to_string).collect(),
            connection_names: spec.connection_names.iter().map(ToString::to_string).collect(),
        }
    }

    fn into_spec(self) -> IdentitySpec {
        IdentitySpec {
            name: IdentityName::received(self.name),
            description: self.description,
            connection_names: names(self.connection_names),
            attributes: self.attributes.into_iter().map(Attribute::received).collect(),
        }
    }
}

fn names<C: FromIterator<ConnectionName>>(list: Vec<String>) -> C {
    list.into_iter().map(ConnectionName::received).collect()
}

/// What is kept of a write.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeptTrail {
    pub before: Identity,
    /// The connections that there was a credential for.
    pub live: Option<LiveCredentials>,
    pub sent: IdentitySpec,
}

/// The stored form.
pub fn write_trail(trail: &KeptTrail) -> String {
    let body = TrailBody {
        id: trail.before.id.clone(),
        before: FieldsBody::of(&IdentitySpec::of(&trail.before)),
        created_at: trail.before.created_at.as_str().to_owned(),
        updated_at: trail.before.updated_at.as_str().to_owned(),
        live: trail.live.as_ref().map(|live| live.iter().map(ToString::to_string).collect()),
        sent: FieldsBody::of(&trail.sent),
    };
    String::from_utf8(json::write(&body)).expect("JSON is UTF-8")
}

/// Reads the stored form; `None` for one of another version.
pub fn read_trail(text: &str) -> Option<KeptTrail> {
    let body: TrailBody = json::read(text.as_bytes(), "a kept write").ok()?;
    let before = body.before.into_spec();
    Some(KeptTrail {
        before: Identity {
            id: body.id,
            name: before.name,
            description: before.description,
            connection_names: before.connection_names,
            attributes: before.attributes,
            created_at: Timestamp::received(body.created_at),
            updated_at: Timestamp::received(body.updated_at),
        },
        live: body.live.map(names),
        sent: body.sent.into_spec(),
    })
}
