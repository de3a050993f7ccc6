//! Which proxies of the gateway are on.

use super::connection::Proxy;

/// Whether the gateway's proxies have a listen address, as far as it was read.
///
/// Without an address no credential can be created for the types that the proxy serves (contract
/// §5, step 5). `GET /serverinfo` tells about Postgres, `GET /serverconfig/misc` about all
/// (contract §6, §17).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Listeners {
    /// The Postgres proxy; `None` when unknown, as for the others.
    pub postgres: Option<bool>,
    /// The SSH proxy.
    pub ssh: Option<bool>,
    /// The RDP proxy.
    pub rdp: Option<bool>,
    /// Serves HTTP, Kubernetes and Claude Code connections.
    pub http: Option<bool>,
}

impl Listeners {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { postgres: None, ssh: None, rdp: None, http: None };

    /// What `GET /serverinfo` tells.
    pub const fn of_postgres(postgres: Option<bool>) -> Self {
        Self { postgres, ..Self::UNKNOWN }
    }

    /// What is unknown here, as it is in a later reading.
    pub fn completed_by(self, later: Self) -> Self {
        let Self { postgres, ssh, rdp, http } = self;
        Self {
            postgres: postgres.or(later.postgres),
            ssh: ssh.or(later.ssh),
            rdp: rdp.or(later.rdp),
            http: http.or(later.http),
        }
    }

    /// Whether credentials of this type can be created; `None` when it isn't known.
    pub const fn is_on(self, proxy: Proxy) -> Option<bool> {
        match proxy {
            Proxy::Postgres => self.postgres,
            Proxy::Ssh => self.ssh,
            Proxy::Rdp => self.rdp,
            Proxy::HttpProxy | Proxy::Kubernetes | Proxy::ClaudeCode => self.http,
            // Needs no listener (contract §6).
            Proxy::AwsSsm => Some(true),
        }
    }
}
