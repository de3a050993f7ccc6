//! Credentials as the gateway shows them (contract §3, §7).

pub(super) mod list;
pub(super) mod rotate;

use serde::Serialize;

use super::provision::mapped;
use super::settings::{Listener, Settings};
use super::store::{Connection, Credential};

/// The placeholder for a protocol that requires a second word.
const PLACEHOLDER: &str = "hoop";

/// A credential with the details that a client needs. Empty texts are left out of the
/// answer, except for the name, the type and the secret.
#[derive(Clone, Default, Serialize)]
pub struct CredentialInfo {
    pub connection_name: String,
    connection_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    connection_subtype: String,
    secret_key: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    hostname: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    port: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    database_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    connection_string: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    username: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    password: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    command: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    proxy_token: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    endpoint_url: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    aws_access_key_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    aws_secret_access_key: String,
}

impl CredentialInfo {
    /// Builds the details from the stored secret and the current connection and settings.
    pub fn build(credential: &Credential, connection: &Connection, settings: &Settings) -> Self {
        let subtype = mapped(&connection.subtype);
        let mut info = Self {
            connection_name: credential.connection_name.clone(),
            connection_type: connection.kind.clone(),
            connection_subtype: subtype.into(),
            secret_key: credential.secret_key.clone(),
            ..Self::default()
        };
        let protocol = match (credential.protocol, subtype) {
            ("command-line", "kubernetes") => "kubernetes",
            ("command-line", "httpproxy") => "httpproxy",
            (protocol, _) => protocol,
        };
        let secret = &credential.secret_key;
        match protocol {
            "postgres" => info.postgres(secret, connection, settings),
            "ssh" => info.ssh(secret, settings),
            "rdp" => info.rdp(secret, settings),
            "aws-ssm" => info.aws_ssm(credential, settings),
            "httpproxy" | "kubernetes" => {
                info.connection_type = protocol.into();
                info.http_proxy(secret, settings);
            }
            _ => {}
        }
        info
    }

    fn postgres(&mut self, secret: &str, connection: &Connection, settings: &Settings) {
        self.set_address(Listener::Postgres, settings);
        let database = &connection.database;
        self.database_name = if database.is_empty() { "postgres".into() } else { database.clone() };
        self.connection_string = format!(
            "postgres://{secret}:{PLACEHOLDER}@{}:{}/{}?sslmode=disable",
            self.hostname, self.port, self.database_name
        );
        self.username = secret.into();
        self.password = PLACEHOLDER.into();
    }

    /// The command swaps the secret and the user name, as the gateway does (G8).
    fn ssh(&mut self, secret: &str, settings: &Settings) {
        self.set_address(Listener::Ssh, settings);
        self.command =
            format!("sshpass -p '{PLACEHOLDER}' ssh {secret}@{} -p {}", self.hostname, self.port);
        self.username = PLACEHOLDER.into();
        self.password = secret.into();
    }

    fn rdp(&mut self, secret: &str, settings: &Settings) {
        self.set_address(Listener::Rdp, settings);
        let (host, port) = (&self.hostname, &self.port);
        self.command = format!("xfreerdp /v:{host}:{port} /u:{secret} /p:{secret}");
        self.username = secret.into();
        self.password = secret.into();
    }

    fn aws_ssm(&mut self, credential: &Credential, settings: &Settings) {
        self.endpoint_url = format!("{}/ssm/", settings.api_url);
        self.aws_access_key_id = access_key_id(&credential.id);
        self.aws_secret_access_key = credential.secret_hash.clone();
        self.connection_string = format!(
            "AWS_ACCESS_KEY_ID=\"{}\" AWS_SECRET_ACCESS_KEY=\"{}\" aws ssm start-session \
             --target {{TARGET_INSTANCE}} --endpoint-url \"{}\"",
            self.aws_access_key_id, self.aws_secret_access_key, self.endpoint_url
        );
    }

    /// The command is JSON in a string, concatenated like the gateway's.
    fn http_proxy(&mut self, secret: &str, settings: &Settings) {
        self.set_address(Listener::HttpProxy, settings);
        let host = match self.hostname.as_str() {
            "0.0.0.0" | "127.0.0.1" => "localhost",
            other => other,
        };
        let origin = format!("http://{host}:{}", self.port);
        self.command = format!(
            "{{\n\t\t\t\t\"curl\": \"curl -H 'Authorization: {secret}' {origin}/\",\n\
             \t\t\t\t\"browser\": \"{origin}/{secret}\"\n\t\t\t}}"
        );
        self.proxy_token = secret.into();
    }

    /// The listen address, cut at its first colon (G9).
    fn set_address(&mut self, listener: Listener, settings: &Settings) {
        let address = settings.listen_address(listener);
        let (host, port) = address.split_once(':').unwrap_or((address, ""));
        self.hostname = if host == "localhost" { "127.0.0.1".into() } else { host.into() };
        self.port = port.into();
    }
}

/// A list of new credentials: `null` when there is none (G14).
pub(super) fn new_credentials(credentials: Vec<CredentialInfo>) -> Option<Vec<CredentialInfo>> {
    Some(credentials).filter(|credentials| !credentials.is_empty())
}

/// `AKIA` and the credential's id in base 32: longer than a real AWS id (contract §7).
fn access_key_id(credential: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = uuid::Uuid::parse_str(credential).map_or(0, |id| id.as_u128());
    let mut text = String::from("AKIA");
    for place in 0..26 {
        // 26 characters hold 130 bits; the last two are padding.
        let shift = 123 - 5 * place;
        let five = if shift >= 0 { bits >> shift } else { bits << -shift };
        text.push(char::from(ALPHABET[(five % 32) as usize]));
    }
    text
}
