//! Which connections are eligible, how a credential is issued, and full reconciliation.

use std::collections::BTreeSet;

use super::settings::{Listener, Settings};
use super::store::{
    Connection, Credential, Record, Row, Session, Store, check_length, hexadecimal, random_uuid,
    stored,
};
use super::world::World;

/// `sessions.connection` is a `varchar(128)` (contract §9).
const SESSION_CONNECTION_LIMIT: usize = 128;
/// `sessions.user_name` is a `varchar(255)` (contract §9).
const SESSION_USER_LIMIT: usize = 255;

/// What provisioning needs from the rest of the engine.
pub struct Provisioner<'a> {
    pub store: &'a mut Store,
    pub settings: &'a Settings,
    pub world: &'a mut dyn World,
}

/// The type of a subtype (contract §6).
pub fn mapped(subtype: &str) -> &str {
    match subtype {
        "grafana" | "kibana" | "kubernetes-token" => "httpproxy",
        "git" | "github" => "ssh",
        "kubernetes-eks" => "kubernetes",
        other => other,
    }
}

/// The prefix of a type's secrets (contract §7); `None` for a type that machine identities don't
/// support.
fn prefix(mapped: &str) -> Option<&'static str> {
    Some(match mapped {
        "postgres" => "pg",
        "ssh" => "ssh",
        "rdp" => "rdp",
        "aws-ssm" => "aws-ssm",
        "httpproxy" => "httpproxy",
        "kubernetes" => "k8s",
        "claude-code" => "claude-code",
        _ => return None,
    })
}

/// Whether the proxy for a mapped type has an address (contract §5, step 5). `aws-ssm` needs none.
fn is_configured(mapped: &str, settings: &Settings) -> bool {
    let listener = match mapped {
        "aws-ssm" => return true,
        "postgres" => Listener::Postgres,
        "ssh" => Listener::Ssh,
        "rdp" => Listener::Rdp,
        "httpproxy" | "kubernetes" | "claude-code" => Listener::HttpProxy,
        _ => return false,
    };
    !settings.listen_address(listener).is_empty()
}

/// The protocol that a credential is stored under (contract §7, first column). Only pairs that the
/// gateway knows have a protocol; others run as a command line.
fn protocol(kind: &str, subtype: &str) -> &'static str {
    match (kind, subtype) {
        ("database", "postgres") | ("postgres", _) => "postgres",
        ("application", "ssh" | "git" | "github") => "ssh",
        ("custom", "rdp") => "rdp",
        ("custom", "aws-ssm") => "aws-ssm",
        ("httpproxy", _) | ("application", "httpproxy") => "httpproxy",
        ("application" | "custom" | "command-line", _) => "command-line",
        _ => "other",
    }
}

/// Refuses a connection that can't be listed; the text follows the name in the message.
pub fn check_eligible(sent: &str, connection: &Connection) -> Result<(), String> {
    let mapped = mapped(&connection.subtype);
    if prefix(mapped).is_none() {
        return Err(format!(
            "connection {sent} has unsupported type {mapped} for machine identities"
        ));
    }
    if connection.access_mode_connect != "enabled" {
        return Err(format!("connection {sent} does not have access mode connect enabled"));
    }
    Ok(())
}

/// An eligible connection to list, found by name or id.
pub fn eligible(store: &Store, sent: &str) -> Result<Connection, String> {
    super::store::check_text(sent)
        .map_err(|error| format!("connection {sent} not found: {error}"))?;
    let connection =
        store.connection(sent).ok_or_else(|| format!("connection {sent} not found"))?;
    check_eligible(sent, connection)?;
    Ok(connection.clone())
}

/// Every credential creates a session row, whose columns are narrower than the names.
fn check_session(user: &str, connection: &Connection) -> Result<(), String> {
    check_length(&connection.name, SESSION_CONNECTION_LIMIT)?;
    check_length(user, SESSION_USER_LIMIT)
}

/// The identity that gets a credential.
#[derive(Clone, Copy)]
pub struct Holder<'a> {
    pub row: Row,
    /// Its name at the start of the request: on a rename the old one (contract §9).
    pub name: &'a str,
}

impl Provisioner<'_> {
    /// Issues a credential for a connection and links it under the name that was sent.
    ///
    /// The rows are written one after the other. When the link is a duplicate, the credential is
    /// stored already and remains: unlinked, refused by the proxies (G32).
    pub fn provision(
        &mut self,
        holder: Holder<'_>,
        sent: &str,
        connection: &Connection,
    ) -> Result<Row, String> {
        let mapped = mapped(&connection.subtype);
        if !is_configured(mapped, self.settings) {
            return Err(format!(
                "listening address is not configured for connection type {mapped}"
            ));
        }
        let prefix =
            prefix(mapped).ok_or_else(|| format!("unsupported connection type {mapped}"))?;
        let secret_key = format!("{prefix}-{}", self.secret());
        check_session(holder.name, connection)
            .map_err(|error| format!("failed creating session for connection {sent}: {error}"))?;
        let session = self.issue_session(holder, connection);
        let mut hash = [0; 20];
        self.world.fill(&mut hash);
        let credential = Credential {
            id: random_uuid(self.world),
            connection_name: connection.name.clone(),
            protocol: protocol(&connection.kind, &connection.subtype),
            secret_hash: hexadecimal(&hash),
            secret_key,
            session,
        };
        self.store.note_secret(&credential.secret_key);
        if credential.protocol == "aws-ssm" {
            self.store.note_secret(&credential.secret_hash);
        }
        let row = self.store.insert_credential(credential);
        self.store
            .link(holder.row, sent, row)
            .map_err(|error| format!("failed creating machine identity credential: {error}"))?;
        Ok(row)
    }

    /// Issues what is missing from (listed ∪ matched) and revokes what is outside; ignores problems
    /// (contract §5, "Reconciliation elsewhere").
    pub fn reconcile(&mut self, row: Row) {
        let Some(identity) = self.store.identity(row) else { return };
        let user = identity.columns.name.clone();
        let mut desired: BTreeSet<String> = identity.columns.listed().iter().cloned().collect();
        let existing: BTreeSet<String> = identity.links.keys().cloned().collect();
        desired.extend(self.store.connections_matching(&identity.attributes));
        for name in desired.difference(&existing) {
            if let Ok(connection) = eligible(self.store, name) {
                let _ = self.provision(Holder { row, name: &user }, name, &connection);
            }
        }
        for name in existing.difference(&desired) {
            let moment = self.world.now();
            self.store.revoke(row, name, moment);
        }
    }

    /// Reconciles every identity that shares an attribute with the connection or links to it.
    pub fn reconcile_connection(&mut self, connection: &str) {
        let attributes = self.store.connection(connection).map(|found| found.attributes.clone());
        let mut affected: BTreeSet<Row> = self.store.identities_with_link(connection).collect();
        for attribute in attributes.iter().flatten() {
            affected.extend(self.store.identities_with_attribute(attribute));
        }
        for row in affected {
            self.reconcile(row);
        }
    }

    /// Reconciles after an attribute was written: for the connections listed in the request, and
    /// for the identities that hold it (contract §5).
    pub fn reconcile_attribute(&mut self, attribute: &str, connections: &[String]) {
        for connection in connections {
            self.reconcile_connection(connection);
        }
        let holders: Vec<Row> = self.store.identities_with_attribute(attribute).collect();
        for row in holders {
            self.reconcile(row);
        }
    }

    /// Adds the session entry of a credential that is being issued. It stays open when the issue
    /// fails afterwards (G32).
    fn issue_session(&mut self, holder: Holder<'_>, connection: &Connection) -> String {
        let later = self.store.issued.saturating_mul(self.settings.issue_millis);
        self.store.issued += 1;
        let identity = self.store.identity(holder.row);
        let session = Session {
            id: random_uuid(self.world),
            identity_id: identity.map(|identity| identity.id.clone()).unwrap_or_default(),
            identity_name: holder.name.to_owned(),
            connection: connection.name.clone(),
            kind: connection.kind.clone(),
            subtype: connection.subtype.clone(),
            started_at: stored(self.world.now().saturating_add(i64::from(later) * 1_000_000)),
            ended_at: None,
            record: Record::Issue,
        };
        let id = session.id.clone();
        self.store.insert_session(session);
        id
    }

    /// 43 characters of `[A-Za-z0-9_-]`, like the gateway's (contract §7); the first ones mark it
    /// as a sandbox secret.
    fn secret(&mut self) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bytes = [0; 36];
        self.world.fill(&mut bytes);
        let drawn = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 64)]));
        "sandbox".chars().chain(drawn).collect()
    }
}
