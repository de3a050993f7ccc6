//! Who is calling, and what the server says of itself (contract §11).

use serde::Deserialize;

use super::json::{self, Unreadable, null_as_default};

/// The person behind the token.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caller {
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// What the caller may do (contract §2).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// May read and change everything.
    Admin,
    /// May read; sees no credentials.
    Auditor,
    /// `standard`, or a role this editor does not know: may read identities.
    Standard,
}

#[derive(Deserialize)]
struct UserInfoBody {
    role: String,
    #[serde(default, deserialize_with = "null_as_default")]
    name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    email: String,
}

/// Reads the answer to `GET /userinfo`.
pub fn read_caller(body: &[u8]) -> Result<Caller, Unreadable> {
    let body: UserInfoBody = json::read(body, "a user's information")?;
    Ok(Caller {
        name: body.name,
        email: body.email,
        role: match body.role.as_str() {
            "admin" => Role::Admin,
            "auditor" => Role::Auditor,
            _ => Role::Standard,
        },
    })
}

/// What `GET /serverinfo` says that changes how the editor behaves.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ServerFacts {
    pub version: String,
    /// The organisation forbids copying and cutting (G28).
    pub clipboard_forbidden: bool,
    /// Whether the proxy for Postgres has an address, the only listener that a client can see
    /// (contract §6); `None` where the gateway does not say.
    pub postgres_listens: Option<bool>,
}

#[derive(Deserialize)]
struct ServerInfoBody {
    #[serde(default, deserialize_with = "null_as_default")]
    version: String,
    #[serde(default, deserialize_with = "null_as_default")]
    disable_clipboard_copy_cut: bool,
    #[serde(default)]
    postgres_proxy_enabled: Option<bool>,
}

/// Reads the answer to `GET /serverinfo`.
pub fn read_server_facts(body: &[u8]) -> Result<ServerFacts, Unreadable> {
    let body: ServerInfoBody = json::read(body, "the server's information")?;
    Ok(ServerFacts {
        version: body.version,
        clipboard_forbidden: body.disable_clipboard_copy_cut,
        postgres_listens: body.postgres_proxy_enabled,
    })
}

#[derive(Deserialize)]
struct PublicServerInfoBody {
    #[serde(rename = "auth_method")]
    _auth_method: String,
}

/// Makes sure that this is the answer to `GET /publicserverinfo`.
pub fn read_public_server_info(body: &[u8]) -> Result<(), Unreadable> {
    json::read::<PublicServerInfoBody>(body, "the server's public information").map(|_| ())
}
