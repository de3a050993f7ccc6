//! The configuration by a gateway's operator.

use super::access::Directory;

/// A proxy of the gateway; each has its own listen address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Listener {
    /// For PostgreSQL.
    Postgres,
    /// For SSH, `git` and `github`.
    Ssh,
    /// For remote desktops.
    Rdp,
    /// For HTTP, Kubernetes and Claude Code.
    HttpProxy,
}

impl Listener {
    /// Every proxy.
    pub const ALL: [Self; 4] = [Self::Postgres, Self::Ssh, Self::Rdp, Self::HttpProxy];

    /// The name by which the proxy's address is read and set.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::Ssh => "ssh",
            Self::Rdp => "rdp",
            Self::HttpProxy => "httpproxy",
        }
    }

    /// The address that the traffic in `tests/traces` was recorded with.
    const fn recorded_address(self) -> &'static str {
        match self {
            Self::Postgres => "0.0.0.0:15432",
            Self::Ssh => "localhost:12222",
            Self::Rdp => "0.0.0.0:13389",
            Self::HttpProxy => "0.0.0.0:18888",
        }
    }
}

/// The configuration of the sandbox gateway.
#[derive(Clone)]
pub struct Settings {
    /// Path prefix of `API_URL`, without a trailing slash; the API is below `{prefix}/api`.
    pub prefix: String,
    /// The version that `/serverinfo` shows.
    pub version: String,
    /// `API_URL`, which credentials and `/serverinfo` show.
    pub api_url: String,
    /// Whether a web UI is bundled, so that every path outside the API answers 200 HTML (G17).
    pub bundled_ui: bool,
    /// The organization's policy against copying and cutting (G28).
    pub disable_clipboard_copy_cut: bool,
    /// Whether the database has the server's configuration row (contract §4, second 400 of PUT).
    pub has_server_configuration: bool,
    /// How users sign in, as `/publicserverinfo` and `/serverinfo` show it: `local`, `oidc`, `saml`
    /// (contract §11). The sandbox itself knows local sign-in only.
    pub auth_method: String,
    /// Whether `/publicserverinfo` reports that no user has registered (contract §11).
    pub setup_required: bool,
    /// Whether a body with an unknown field is rejected (contract §15).
    pub rejects_unknown_fields: bool,
    /// How long it takes to issue a credential, in milliseconds; about 5 at a real gateway
    /// (contract §16).
    pub issue_millis: u32,
    /// The private host key of the SSH proxy, which `/serverconfig/misc` shows (G29).
    pub ssh_hosts_key: String,
    /// Who can sign in.
    pub directory: Directory,
    listen_addresses: [String; 4],
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            prefix: String::new(),
            version: concat!("sandbox-", env!("CARGO_PKG_VERSION")).into(),
            api_url: "http://localhost:8009".into(),
            bundled_ui: false,
            disable_clipboard_copy_cut: false,
            has_server_configuration: true,
            auth_method: "local".into(),
            setup_required: false,
            rejects_unknown_fields: false,
            issue_millis: 0,
            ssh_hosts_key: "sandbox-private-host-key".into(),
            directory: Directory::default(),
            listen_addresses: Listener::ALL.map(|listener| listener.recorded_address().into()),
        }
    }
}

impl Settings {
    /// The address of a proxy, empty when it is off.
    pub fn listen_address(&self, listener: Listener) -> &str {
        &self.listen_addresses[listener as usize]
    }

    /// Sets the address of a proxy; an empty one turns it off.
    pub fn set_listen_address(&mut self, listener: Listener, address: String) {
        self.listen_addresses[listener as usize] = address;
    }
}
