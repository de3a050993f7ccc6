//! Which of the gateway's proxies are on.

use super::connection::Proxy;

/// Whether the gateway's proxies have a listen address, as far as it was read.
///
/// Without an address the gateway can't create credentials for the types that the proxy serves
/// (contract §5, step 5). `GET /serverinfo` reports the Postgres proxy, `GET /serverconfig/misc`
/// all of them (contract §6, §17).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Listeners {
    /// The Postgres proxy; `None` when unknown, here and below.
    pub postgres: Option<bool>,
    /// The SSH proxy.
    pub ssh: Option<bool>,
    /// The RDP proxy.
    pub rdp: Option<bool>,
    /// Serves HTTP, Kubernetes and Claude Code connections.
    pub http: Option<bool>,
}

impl Listeners {
    /// Nothing was read.
    pub const UNKNOWN: Self = Self { postgres: None, ssh: None, rdp: None, http: None };

    /// From `GET /serverinfo`.
    pub const fn of_postgres(postgres: Option<bool>) -> Self {
        Self { postgres, ..Self::UNKNOWN }
    }

    /// Fills in unknown proxies from a later reading.
    pub fn completed_by(self, later: Self) -> Self {
        let Self { postgres, ssh, rdp, http } = self;
        Self {
            postgres: postgres.or(later.postgres),
            ssh: ssh.or(later.ssh),
            rdp: rdp.or(later.rdp),
            http: http.or(later.http),
        }
    }

    /// Whether `later` differs at most in proxies that were unknown and are now known to be on.
    pub fn only_learn_on(self, later: Self) -> bool {
        let all = |Self { postgres, ssh, rdp, http }: Self| [postgres, ssh, rdp, http];
        let is_fine = |(before, after)| before == after || (before, after) == (None, Some(true));
        all(self).into_iter().zip(all(later)).all(is_fine)
    }

    /// Whether credentials of this type can be created; `None` when unknown.
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
