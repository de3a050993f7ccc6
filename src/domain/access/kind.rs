//! Types of credentials.

use crate::domain::credential::Credential;

/// What a credential opens (contract §7).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// Subtype `postgres`.
    Postgres,
    /// Subtypes `ssh`, `git` and `github`.
    Ssh,
    /// Subtype `rdp`.
    Rdp,
    /// Subtype `aws-ssm`.
    AwsSsm,
    /// Type `httpproxy`; subtypes `httpproxy`, `grafana`, `kibana` and `kubernetes-token`.
    HttpProxy,
    /// Type `kubernetes`; subtypes `kubernetes` and `kubernetes-eks`.
    Kubernetes,
    /// Subtype `claude-code`.
    ClaudeCode,
    /// A type that this editor doesn't know.
    Other,
}

impl Kind {
    /// The kind, decided by the subtype first, then by the type.
    pub fn of(credential: &Credential) -> Self {
        let subtype = credential.connection_subtype.as_deref().unwrap_or_default();
        match (subtype, credential.connection_type.as_str()) {
            ("postgres", _) => Self::Postgres,
            ("ssh" | "git" | "github", _) => Self::Ssh,
            ("rdp", _) => Self::Rdp,
            ("aws-ssm", _) => Self::AwsSsm,
            ("claude-code", _) => Self::ClaudeCode,
            ("httpproxy" | "grafana" | "kibana" | "kubernetes-token", _) => Self::HttpProxy,
            ("kubernetes" | "kubernetes-eks", _) | (_, "kubernetes") => Self::Kubernetes,
            (_, "httpproxy") => Self::HttpProxy,
            _ => Self::Other,
        }
    }
}
