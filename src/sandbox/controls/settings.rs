//! Reading and changing the operator's configuration.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::sandbox::gateway::Gateway;
use crate::sandbox::http::json;
use crate::sandbox::json::Body;
use crate::sandbox::settings::Listener;
use crate::wire::exchange::RawResponse;

/// What can be configured.
#[derive(Serialize)]
pub struct View {
    bundled_ui: bool,
    disable_clipboard_copy_cut: bool,
    has_server_configuration: bool,
    rejects_unknown_fields: bool,
    issue_millis: u32,
    session_seconds: u32,
    auth_method: String,
    setup_required: bool,
    listeners: BTreeMap<&'static str, String>,
}

/// Answers `GET /_sandbox/settings`.
pub fn view(gateway: &Gateway) -> View {
    let settings = &gateway.settings;
    let address =
        |listener: Listener| (listener.name(), settings.listen_address(listener).to_owned());
    View {
        bundled_ui: settings.bundled_ui,
        disable_clipboard_copy_cut: settings.disable_clipboard_copy_cut,
        has_server_configuration: settings.has_server_configuration,
        rejects_unknown_fields: settings.rejects_unknown_fields,
        issue_millis: settings.issue_millis,
        session_seconds: settings.directory.session_seconds,
        auth_method: settings.auth_method.clone(),
        setup_required: settings.setup_required,
        listeners: Listener::ALL.map(address).into(),
    }
}

/// Answers `PUT /_sandbox/settings`; an omitted field stays.
pub fn set_flags(gateway: &mut Gateway, body: &[u8]) -> Result<RawResponse, String> {
    let mut body = Body::read(body, "Settings")?;
    let settings = &mut gateway.settings;
    let flags = [
        ("bundled_ui", &mut settings.bundled_ui),
        ("disable_clipboard_copy_cut", &mut settings.disable_clipboard_copy_cut),
        ("has_server_configuration", &mut settings.has_server_configuration),
        ("rejects_unknown_fields", &mut settings.rejects_unknown_fields),
        ("setup_required", &mut settings.setup_required),
    ];
    let wanted = flags.map(|(name, flag)| (body.flag(name), flag));
    let session_seconds = body.count("session_seconds");
    let issue_millis = body.count("issue_millis");
    let auth_method = body.optional_text("auth_method");
    body.finish(true)?;
    for (value, flag) in wanted {
        *flag = value.unwrap_or(*flag);
    }
    if let Some(millis) = issue_millis {
        settings.issue_millis = millis;
    }
    if let Some(method) = auth_method {
        settings.auth_method = method;
    }
    if let Some(seconds) = session_seconds {
        settings.directory.session_seconds = seconds;
    }
    Ok(json(200, &view(gateway)))
}

/// Answers `PUT /_sandbox/listeners`; an omitted address stays.
pub fn set_listeners(gateway: &mut Gateway, body: &[u8]) -> Result<RawResponse, String> {
    let mut body = Body::read(body, "Listeners")?;
    let wanted = Listener::ALL.map(|listener| (listener, body.optional_text(listener.name())));
    body.finish(true)?;
    for (listener, address) in wanted {
        if let Some(address) = address {
            gateway.settings.set_listen_address(listener, address);
        }
    }
    Ok(json(200, &view(gateway)))
}
