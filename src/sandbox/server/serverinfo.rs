//! GET /serverinfo and GET /serverconfig/misc (contract §11, §17).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::sandbox::call::Call;
use crate::sandbox::http::json;
use crate::sandbox::settings::{Listener, Settings};
use crate::wire::exchange::RawResponse;

/// The address for agents; the sandbox doesn't listen there.
const GRPC_URL: &str = "grpc://127.0.0.1:8010";

pub fn answer(call: &mut Call<'_>) -> RawResponse {
    let settings = call.settings;
    let info = ServerInfo {
        version: &settings.version,
        commit_sha: "",
        log_level: "info",
        go_debug: "",
        auth_method: &settings.auth_method,
        redact_provider: "",
        has_redact_credentials: false,
        has_webhook_app_key: false,
        has_idp_audience: false,
        has_idp_custom_scopes: false,
        has_ask_ai_credentials: false,
        has_ssh_client_host_key: false,
        postgres_proxy_enabled: !settings.listen_address(Listener::Postgres).is_empty(),
        api_url: &settings.api_url,
        grpc_url: GRPC_URL,
        tenancy_type: "selfhosted",
        license_info: License {
            key_id: "",
            allowed_hosts: ["*"],
            kind: "oss",
            issued_at: 0,
            expire_at: 0,
            is_valid: true,
            status: "valid",
            verify_error: "",
            verified_host: "localhost",
            features: [],
        },
        idp_provider_name: "unknown",
        disable_sessions_download: false,
        disable_clipboard_copy_cut: settings.disable_clipboard_copy_cut,
        analytics_tracking: "enabled",
        analytics_mode: "identified",
        feature_flags: FLAGS.into_iter().collect(),
    };
    json(200, &info)
}

/// The flags of a recorded gateway. None changes the API's answers.
const FLAGS: [(&str, bool); 13] = [
    ("beta.oracle_native", true),
    ("experimental.claude_code_vertex", false),
    ("experimental.db_exec_driver", false),
    ("experimental.http_session_analyzer", true),
    ("experimental.httpproxy_client_authorization", false),
    ("experimental.log_exec_input", true),
    ("experimental.mcp_gateway", false),
    ("experimental.rdp_pii_detection", true),
    ("experimental.rdp_pii_guard", true),
    ("experimental.rulepacks", true),
    ("experimental.ssh_guardrails", false),
    ("experimental.ssh_input_guardrails", false),
    ("experimental.tunnel_token_renewal", false),
];

#[derive(Serialize)]
struct ServerInfo<'a> {
    version: &'a str,
    commit_sha: &'static str,
    log_level: &'static str,
    go_debug: &'static str,
    auth_method: &'a str,
    redact_provider: &'static str,
    has_redact_credentials: bool,
    has_webhook_app_key: bool,
    has_idp_audience: bool,
    has_idp_custom_scopes: bool,
    has_ask_ai_credentials: bool,
    has_ssh_client_host_key: bool,
    postgres_proxy_enabled: bool,
    api_url: &'a str,
    grpc_url: &'static str,
    tenancy_type: &'static str,
    license_info: License,
    idp_provider_name: &'static str,
    disable_sessions_download: bool,
    disable_clipboard_copy_cut: bool,
    analytics_tracking: &'static str,
    analytics_mode: &'static str,
    feature_flags: BTreeMap<&'static str, bool>,
}

#[derive(Serialize)]
struct License {
    key_id: &'static str,
    allowed_hosts: [&'static str; 1],
    #[serde(rename = "type")]
    kind: &'static str,
    /// Zero for the open-source license, like `expire_at`.
    issued_at: i64,
    expire_at: i64,
    is_valid: bool,
    status: &'static str,
    verify_error: &'static str,
    verified_host: &'static str,
    features: [&'static str; 0],
}

/// GET /serverconfig/misc: listen addresses, and a private key (G29).
pub fn misc(call: &mut Call<'_>) -> RawResponse {
    let settings = call.settings;
    let proxy = |listener| Proxy::of(settings, listener);
    let config = MiscConfig {
        grpc_server_url: GRPC_URL,
        postgres_server_config: proxy(Listener::Postgres),
        ssh_server_config: proxy(Listener::Ssh)
            .map(|proxy| SshProxy { proxy, hosts_key: &settings.ssh_hosts_key }),
        rdp_server_config: proxy(Listener::Rdp),
        http_proxy_server_config: proxy(Listener::HttpProxy),
    };
    json(200, &config)
}

/// A proxy that is off is `null`.
#[derive(Serialize)]
struct MiscConfig<'a> {
    grpc_server_url: &'static str,
    postgres_server_config: Option<Proxy<'a>>,
    ssh_server_config: Option<SshProxy<'a>>,
    rdp_server_config: Option<Proxy<'a>>,
    http_proxy_server_config: Option<Proxy<'a>>,
}

#[derive(Serialize)]
struct Proxy<'a> {
    listen_address: &'a str,
}

impl<'a> Proxy<'a> {
    fn of(settings: &'a Settings, listener: Listener) -> Option<Self> {
        let listen_address = settings.listen_address(listener);
        (!listen_address.is_empty()).then_some(Self { listen_address })
    }
}

#[derive(Serialize)]
struct SshProxy<'a> {
    #[serde(flatten)]
    proxy: Proxy<'a>,
    hosts_key: &'a str,
}
