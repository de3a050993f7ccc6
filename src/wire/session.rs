//! The signed-in user, and the server's settings (contract §11).

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

use super::json::{self, Unreadable, null_as_default};
use crate::domain::{listeners::Listeners, secret::Secret};

/// The user that the token belongs to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Caller {
    /// For display.
    pub name: String,
    /// The user in the audit log.
    pub email: String,
    /// The role on the gateway.
    pub role: Role,
}

/// What the user may do (contract §2).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// May read and change everything.
    Admin,
    /// May read; sees no credentials.
    Auditor,
    /// `standard`, or a role that this editor doesn't know: may read identities.
    Standard,
}

impl Role {
    /// Whether `GET /serverconfig/misc` answers (contract §17).
    pub fn may_read_server_config(self) -> bool {
        matches!(self, Self::Admin | Self::Auditor)
    }
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

/// The parts of `GET /serverinfo` that affect the editor.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ServerFacts {
    /// As the gateway writes it.
    pub version: String,
    /// Whether the organization forbids copying and cutting (G28).
    pub clipboard_forbidden: bool,
    /// Only Postgres (contract §6); the rest is in [`read_listeners`].
    pub listeners: Listeners,
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
        listeners: Listeners::of_postgres(body.postgres_proxy_enabled),
    })
}

/// `GET /serverconfig/misc` without the SSH proxy's private host key, which is never decoded (G29).
#[derive(Deserialize)]
struct ServerConfigBody {
    /// Read only to check that this is the server's configuration (G17).
    #[serde(rename = "grpc_server_url")]
    _grpc_server_url: IgnoredAny,
    #[serde(default, deserialize_with = "is_on")]
    postgres_server_config: Option<bool>,
    #[serde(default, deserialize_with = "is_on")]
    ssh_server_config: Option<bool>,
    #[serde(default, deserialize_with = "is_on")]
    rdp_server_config: Option<bool>,
    #[serde(default, deserialize_with = "is_on")]
    http_proxy_server_config: Option<bool>,
}

#[derive(Deserialize)]
struct ListenerBody {
    #[serde(default, deserialize_with = "null_as_default")]
    listen_address: String,
}

/// A proxy that is off is `null`; a missing one is unknown.
fn is_on<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    let listener = Option::<ListenerBody>::deserialize(deserializer)?;
    Ok(Some(listener.is_some_and(|listener| !listener.listen_address.is_empty())))
}

/// Reads which proxies are on from the answer to `GET /serverconfig/misc` (contract §17).
pub fn read_listeners(body: &[u8]) -> Result<Listeners, Unreadable> {
    let body: ServerConfigBody = json::read(body, "the server's configuration")?;
    Ok(Listeners {
        postgres: body.postgres_server_config,
        ssh: body.ssh_server_config,
        rdp: body.rdp_server_config,
        http: body.http_proxy_server_config,
    })
}

/// What a gateway reports before sign-in (contract §11).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PublicServerInfo {
    /// The ways to sign in.
    pub auth_method: AuthMethod,
    /// It has no users yet.
    pub setup_required: bool,
}

/// How users sign in to a gateway.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum AuthMethod {
    /// With an e-mail address and a password of the gateway.
    #[default]
    Local,
    /// `oidc`, or `idp` as older gateways call it.
    OpenId,
    /// `saml`.
    Saml,
    /// A method that this editor doesn't know; the gateway's name for it.
    Other(String),
}

impl AuthMethod {
    fn received(text: String) -> Self {
        match text.as_str() {
            "local" => Self::Local,
            "oidc" | "idp" => Self::OpenId,
            "saml" => Self::Saml,
            _ => Self::Other(text),
        }
    }
}

#[derive(Deserialize)]
struct PublicServerInfoBody {
    auth_method: String,
    #[serde(default, deserialize_with = "null_as_default")]
    setup_required: bool,
}

/// Reads the answer to `GET /publicserverinfo`.
pub fn read_public_server_info(body: &[u8]) -> Result<PublicServerInfo, Unreadable> {
    let body: PublicServerInfoBody = json::read(body, "the server's public information")?;
    Ok(PublicServerInfo {
        auth_method: AuthMethod::received(body.auth_method),
        setup_required: body.setup_required,
    })
}

#[derive(Deserialize)]
struct LoginUrlBody {
    login_url: String,
}

/// Reads the URL where a single sign-on starts: the answer to `GET /login` and `GET /saml/login`.
pub fn read_login_url(body: &[u8]) -> Result<String, Unreadable> {
    let body: LoginUrlBody = json::read(body, "the address of a sign-in")?;
    Ok(body.login_url)
}

#[derive(Serialize)]
struct LoginBody<'a> {
    email: &'a str,
    password: &'a str,
}

/// Writes the body of `POST /localauth/login`.
pub fn write_login(email: &str, password: &Secret) -> Vec<u8> {
    let body = LoginBody { email, password: password.expose() };
    serde_json::to_vec(&body).expect("two texts are JSON")
}

#[derive(Deserialize)]
struct ClaimsBody {
    exp: u64,
}

/// When a JWT expires, in seconds since 1970, from the claims in its second part (RFC 7519); `None`
/// for a token of another form.
pub fn read_expiry(token: &str) -> Option<u64> {
    let claims = token.split('.').nth(1)?;
    let claims = Base64UrlUnpadded::decode_vec(claims).ok()?;
    serde_json::from_slice::<ClaimsBody>(&claims).ok().map(|claims| claims.exp)
}
