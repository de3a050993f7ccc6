//! What an identity can reach and why, in the words of a table row.

use crate::{
    domain::{
        attribute::Attribute,
        connection::Connection,
        credential::Address,
        host::{HostFlag, PublicHost, flag},
        plan::{Outcome, ProvisionError},
    },
    ui::{
        components::{icon::Icon, status::StatusKind},
        messages::plan::{provision_error_short, sources},
    },
};

/// The type of a connection: its icon and name.
pub fn connection_type(connection: &Connection) -> (Icon, String) {
    let subtype = connection.subtype.as_str();
    let (icon, name) = match subtype {
        "postgres" => (Icon::Database, "Postgres"),
        "mysql" => (Icon::Database, "MySQL"),
        "mssql" => (Icon::Database, "SQL Server"),
        "mongodb" => (Icon::Database, "MongoDB"),
        "ssh" => (Icon::Terminal, "SSH"),
        "git" => (Icon::Terminal, "Git"),
        "github" => (Icon::Terminal, "GitHub"),
        "rdp" => (Icon::Monitor, "RDP"),
        "aws-ssm" => (Icon::Cloud, "AWS SSM"),
        "httpproxy" => (Icon::Globe, "HTTP proxy"),
        "grafana" => (Icon::Globe, "Grafana"),
        "kibana" => (Icon::Globe, "Kibana"),
        "kubernetes" => (Icon::Kubernetes, "Kubernetes"),
        "kubernetes-eks" => (Icon::Kubernetes, "EKS"),
        "kubernetes-token" => (Icon::Kubernetes, "Kubernetes token"),
        "claude-code" => (Icon::Bot, "Claude Code"),
        "" => (Icon::Plug, connection.kind.as_str()),
        other => (Icon::Plug, other),
    };
    (icon, name.to_owned())
}

/// "gateway.example.com:5432": where a credential is used, with the public host in place of the
/// gateway's own; ":5432" when the gateway reports no host but `0.0.0.0` (G9).
pub fn address(address: &Address, public: Option<&PublicHost>) -> String {
    let public = public.map(PublicHost::as_str);
    let reported = address.hostname.as_deref();
    let reported = reported.filter(|host| flag(host) != Some(HostFlag::Unspecified));
    let host = public.or(reported).unwrap_or_default();
    match &address.port {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Why a connection is reachable: directly, from attributes, or both; before and after the edits.
pub struct Source<'a> {
    pub was_direct: bool,
    pub is_direct: bool,
    pub was_from: &'a [Attribute],
    pub is_from: &'a [Attribute],
}

impl Source<'_> {
    pub fn text(&self) -> String {
        let from = sources(self.is_from);
        match (self.is_direct, self.is_from.is_empty()) {
            (true, true) => "direct".to_owned(),
            (true, false) => format!("direct and {from}"),
            (false, false) if self.was_direct => format!("was direct, now {from}"),
            (false, false) => from,
            (false, true) if self.was_direct => "was direct".to_owned(),
            (false, true) if !self.was_from.is_empty() => format!("was {}", sources(self.was_from)),
            (false, true) => "no longer assigned".to_owned(),
        }
    }
}

/// What becomes of a credential. `is_edited`: a save would change something.
pub fn credential(outcome: &Outcome, is_blocked: bool) -> (StatusKind, Icon, String) {
    let plain = |text: &str| (StatusKind::Plain, Icon::Check, text.to_owned());
    match outcome {
        Outcome::ProvisionedAsListed | Outcome::ProvisionedByAttribute { .. } => {
            (StatusKind::Positive, Icon::Add, "Created on save".to_owned())
        }
        Outcome::Revoked => (StatusKind::Negative, Icon::Minus, "Revoked on save".to_owned()),
        _ if is_blocked => {
            (StatusKind::Negative, Icon::Blocked, "Blocked: connect access off".to_owned())
        }
        Outcome::KeptAsListed
        | Outcome::KeptByAttribute { .. }
        | Outcome::KeptAlthoughUnlisted { .. } => plain("Works"),
        Outcome::Leftover { removed } if removed.is_empty() => {
            (StatusKind::Caution, Icon::Alert, "Leftover, still works".to_owned())
        }
        Outcome::Leftover { .. } => {
            (StatusKind::Caution, Icon::Alert, "Leftover after save".to_owned())
        }
        Outcome::MissingCredential { reason: Some(ProvisionError::NoSuchConnection) } => {
            (StatusKind::Negative, Icon::Error, "Connection gone".to_owned())
        }
        Outcome::MissingCredential { .. } => {
            (StatusKind::Negative, Icon::Missing, "Missing".to_owned())
        }
        Outcome::NotSupported { reason, .. } => {
            (StatusKind::Plain, Icon::Unsupported, provision_error_short(reason))
        }
        Outcome::Refused { .. } => {
            (StatusKind::Negative, Icon::Blocked, "Blocks saving".to_owned())
        }
    }
}
