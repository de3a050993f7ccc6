//! Making and showing credentials (contract §7).

use serde_json::{Map, Value};

use super::{
    store::{ConnectionRow, Link, Listeners, Store},
    world::World,
};
use crate::domain::connection::{PROVISION_NAME_LIMIT, Proxy};

/// Why the gateway does not take a connection that was listed, in its own words.
pub fn refusal(connection: &ConnectionRow, name: &str) -> Option<String> {
    if Proxy::of_subtype(&connection.subtype).is_none() {
        let kind = &connection.subtype;
        return Some(format!(
            "connection {name} has unsupported type {kind} for machine identities"
        ));
    }
    (connection.connect != "enabled")
        .then(|| format!("connection {name} does not have access mode connect enabled"))
}

/// Makes a credential of `identity` for what it asks for as `asked`, or says why not.
pub fn provision(
    store: &mut Store,
    world: &mut dyn World,
    identity: &str,
    asked: &str,
) -> Result<Value, String> {
    let fail =
        |reason: &str| format!("failed provisioning credential for connection {asked}: {reason}");
    let connection =
        store.connection(asked).ok_or_else(|| format!("connection {asked} not found"))?;
    let proxy = Proxy::of_subtype(&connection.subtype)
        .ok_or_else(|| refusal(connection, asked).unwrap_or_default())?;
    if proxy != Proxy::AwsSsm && listener(&store.listeners, proxy).is_none() {
        let kind = proxy_name(proxy);
        return Err(fail(&format!(
            "listening address is not configured for connection type {kind}"
        )));
    }
    if connection.name.chars().count() > PROVISION_NAME_LIMIT {
        return Err(fail(&format!(
            "failed creating session for connection {asked}: ERROR: value too long for type \
             character varying(128) (SQLSTATE 22001)"
        )));
    }
    let link = mint(world, proxy);
    let row = store.identity_mut(identity).expect("the caller has looked the identity up");
    if row.links.contains_key(asked) {
        return Err(fail(
            "failed creating machine identity credential: duplicated key not allowed",
        ));
    }
    row.links.insert(asked.to_owned(), link.clone());
    let connection = store.connection(asked).expect("it was found above");
    Ok(show(connection, &link, &store.listeners))
}

/// Whether a matched connection is provisioned; one that is not is skipped silently (contract §5).
pub fn is_eligible(connection: &ConnectionRow) -> bool {
    refusal(connection, &connection.name).is_none()
}

fn mint(world: &mut dyn World, proxy: Proxy) -> Link {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    let mut bytes = [0; 43];
    world.fill(&mut bytes);
    let drawn: String =
        bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 63)])).collect();
    let aws_key = (proxy == Proxy::AwsSsm).then(|| aws_key(world));
    Link { secret: format!("{}-{drawn}", prefix(proxy)), aws_key }
}

fn aws_key(world: &mut dyn World) -> (String, String) {
    const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut id = [0; 26];
    world.fill(&mut id);
    let id: String = id.iter().map(|byte| char::from(BASE32[usize::from(byte & 31)])).collect();
    let mut secret = [0; 20];
    world.fill(&mut secret);
    let secret: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    (format!("AKIA{id}"), secret)
}

const fn prefix(proxy: Proxy) -> &'static str {
    match proxy {
        Proxy::Postgres => "pg",
        Proxy::Ssh => "ssh",
        Proxy::Rdp => "rdp",
        Proxy::AwsSsm => "aws-ssm",
        Proxy::HttpProxy => "httpproxy",
        Proxy::Kubernetes => "k8s",
        Proxy::ClaudeCode => "claude-code",
    }
}

const fn proxy_name(proxy: Proxy) -> &'static str {
    match proxy {
        Proxy::Postgres => "postgres",
        Proxy::Kubernetes => "kubernetes",
        other => prefix(other),
    }
}

fn listener(listeners: &Listeners, proxy: Proxy) -> Option<&str> {
    match proxy {
        Proxy::Postgres => listeners.postgres.as_deref(),
        Proxy::Ssh => listeners.ssh.as_deref(),
        Proxy::Rdp => listeners.rdp.as_deref(),
        Proxy::HttpProxy | Proxy::Kubernetes | Proxy::ClaudeCode => listeners.http.as_deref(),
        Proxy::AwsSsm => None,
    }
}

/// A credential as the gateway shows it: host and port from today's listeners, empty fields left
/// out (contract §3, §7).
pub fn show(connection: &ConnectionRow, link: &Link, listeners: &Listeners) -> Value {
    let secret = link.secret.as_str();
    let proxy = Proxy::of_subtype(&connection.subtype);
    let kind = match (proxy, connection.kind.as_str()) {
        (Some(Proxy::HttpProxy), _) => "httpproxy",
        (Some(Proxy::Kubernetes), _) => "kubernetes",
        (_, kind) => kind,
    };
    let mut shown = Map::new();
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() {
            shown.insert(key.to_owned(), Value::from(value));
        }
    };
    put("connection_name", &connection.name);
    put("connection_type", kind);
    let subtype = match proxy {
        Some(proxy) => proxy_name(proxy),
        None => &connection.subtype,
    };
    put("connection_subtype", subtype);
    put("secret_key", secret);
    let address = proxy.and_then(|proxy| listener(listeners, proxy)).unwrap_or_default();
    // Cut at the first colon, which an IPv6 address does not survive (G9).
    let (host, port) = address.split_once(':').unwrap_or((address, ""));
    let host = if host == "localhost" { "127.0.0.1" } else { host };
    let mut at = || {
        put("hostname", host);
        put("port", port);
    };
    match (proxy, connection.kind.as_str()) {
        (Some(Proxy::Postgres), "database") => {
            at();
            let database = match connection.database.as_str() {
                "" => "postgres",
                database => database,
            };
            put("database_name", database);
            put(
                "connection_string",
                &format!("postgres://{secret}:hoop@{host}:{port}/{database}?sslmode=disable"),
            );
            put("username", secret);
            put("password", "hoop");
        }
        (Some(Proxy::Ssh), "application") => {
            at();
            put("username", "hoop");
            put("password", secret);
            // The wrong way round, as the gateway has it (G8).
            put("command", &format!("sshpass -p 'hoop' ssh {secret}@{host} -p {port}"));
        }
        (Some(Proxy::Rdp), "custom") => {
            at();
            put("username", secret);
            put("password", secret);
            put("command", &format!("xfreerdp /v:{host}:{port} /u:{secret} /p:{secret}"));
        }
        (Some(Proxy::AwsSsm), "custom") => {
            let endpoint = "http://localhost:8009/ssm/";
            if let Some((id, key)) = &link.aws_key {
                put(
                    "connection_string",
                    &format!(
                        "AWS_ACCESS_KEY_ID=\"{id}\" AWS_SECRET_ACCESS_KEY=\"{key}\" aws ssm \
                         start-session --target {{TARGET_INSTANCE}} --endpoint-url \"{endpoint}\""
                    ),
                );
                put("endpoint_url", endpoint);
                put("aws_access_key_id", id);
                put("aws_secret_access_key", key);
            }
        }
        (Some(Proxy::HttpProxy | Proxy::Kubernetes), _)
        | (Some(Proxy::ClaudeCode), "httpproxy") => {
            at();
            let public = if matches!(host, "0.0.0.0" | "127.0.0.1") { "localhost" } else { host };
            let origin = format!("http://{public}:{port}");
            put(
                "command",
                &format!(
                    "{{\n\t\t\t\t\"curl\": \"curl -H 'Authorization: {secret}' {origin}/\",\n\
                     \t\t\t\t\"browser\": \"{origin}/{secret}\"\n\t\t\t}}"
                ),
            );
            put("proxy_token", secret);
        }
        // The secret and nothing else (contract §7).
        _ => {}
    }
    Value::Object(shown)
}
