//! Credentials on the wire (contract §3, §7).

use serde::{Deserialize, Deserializer};

use super::{
    json::{self, Unreadable, null_as_default},
    list::{Elements, read_whole},
};
use crate::domain::{
    access,
    connection::ConnectionName,
    credential::{Credential, Links, ListedCredential},
    secret::Secret,
};

#[derive(Deserialize)]
pub(super) struct CredentialBody {
    connection_name: String,
    #[serde(default, deserialize_with = "null_as_default")]
    connection_type: String,
    #[serde(default, deserialize_with = "text")]
    connection_subtype: Option<String>,
    #[serde(default, deserialize_with = "text")]
    hostname: Option<String>,
    #[serde(default, deserialize_with = "text")]
    port: Option<String>,
    #[serde(default, deserialize_with = "text")]
    database_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    endpoint_url: Option<String>,
    #[serde(default, deserialize_with = "secret")]
    username: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    password: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    proxy_token: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    aws_access_key_id: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    aws_secret_access_key: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    connection_string: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    command: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    secret_key: Option<Secret>,
}

/// An empty text counts as missing: the gateway omits empty fields (contract §3).
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.filter(|text| !text.is_empty()))
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(text(deserializer)?.map(Secret::new))
}

impl From<CredentialBody> for Credential {
    fn from(body: CredentialBody) -> Self {
        Self {
            connection_name: ConnectionName::received(body.connection_name),
            connection_type: body.connection_type,
            connection_subtype: body.connection_subtype,
            hostname: body.hostname,
            port: body.port,
            database_name: body.database_name,
            endpoint_url: body.endpoint_url,
            username: body.username,
            password: body.password,
            proxy_token: body.proxy_token,
            aws_access_key_id: body.aws_access_key_id,
            aws_secret_access_key: body.aws_secret_access_key,
            connection_string: body.connection_string,
            links: body.command.as_ref().and_then(read_links),
            command: body.command,
            secret_key: body.secret_key,
        }
    }
}

#[derive(Deserialize)]
struct LinksBody {
    #[serde(deserialize_with = "secret")]
    curl: Option<Secret>,
    #[serde(default, deserialize_with = "secret")]
    browser: Option<Secret>,
}

/// Parses a command that is JSON; the gateway concatenates it, so it may be malformed.
fn read_links(command: &Secret) -> Option<Links> {
    let body: LinksBody = json::read(command.expose().as_bytes(), "a command").ok()?;
    Some(Links { curl: body.curl?, browser: body.browser })
}

/// Reads the answer to `GET /machineidentities/{name}/credentials`.
pub fn read_credentials(body: &[u8]) -> Result<Vec<Credential>, Unreadable> {
    read_whole(body, read_more_credentials)
}

/// Reads a further part of the same answer.
pub fn read_more_credentials(list: &mut Elements<'_>) -> Result<Vec<Credential>, Unreadable> {
    list.read_part::<CredentialBody, _>("a list of credentials")
}

#[derive(Deserialize)]
struct ListedBody {
    connection_name: String,
    #[serde(default, deserialize_with = "text")]
    hostname: Option<String>,
    #[serde(default, deserialize_with = "text")]
    port: Option<String>,
}

impl From<ListedBody> for ListedCredential {
    fn from(body: ListedBody) -> Self {
        Self {
            connection_name: ConnectionName::received(body.connection_name),
            address: access::address(body.hostname, body.port),
        }
    }
}

/// Reads of the same answer only what isn't secret; no secret is decoded.
pub fn read_listed(body: &[u8]) -> Result<Vec<ListedCredential>, Unreadable> {
    read_whole(body, read_more_listed)
}

/// Reads a further part of the same answer, without secrets.
pub fn read_more_listed(list: &mut Elements<'_>) -> Result<Vec<ListedCredential>, Unreadable> {
    list.read_part::<ListedBody, _>("a list of credentials")
}

/// Reads the answer to a rotation: one credential.
pub fn read_rotated(body: &[u8]) -> Result<Credential, Unreadable> {
    json::read::<CredentialBody>(body, "a credential").map(Credential::from)
}
