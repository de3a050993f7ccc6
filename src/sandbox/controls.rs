//! `/_sandbox`: what a tester may do to the pretend gateway. None of it exists at the real one.

use super::faults::{Armed, Fault, SLOW_MILLIS};
use super::gateway::Gateway;
use super::http::{Target, json, message, not_found, respond};
use super::json::decode::{Slot, decode};
use super::json::encode::Json;
use super::settings::Listener;
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// Where the controls are. They carry no CORS headers: pages of other origins cannot reach them.
pub(super) const PREFIX: &[u8] = b"/_sandbox/";

/// What a control request asks of the engine.
pub(super) enum Control {
    /// Nothing more: this is the answer.
    Answer(RawResponse),
    /// To restore the contents that it began with.
    Reset,
}

/// Answers a request to the controls.
pub(super) fn answer(gateway: &mut Gateway, request: &RawRequest, target: &Target) -> Control {
    let result = match (request.method, target.path.strip_prefix(PREFIX).unwrap_or_default()) {
        (Method::Get, b"faults") => Ok(json(200, faults(gateway))),
        (Method::Post, b"faults") => arm(gateway, &request.body),
        (Method::Delete, b"faults") => {
            gateway.faults.clear();
            Ok(respond(204, None, Vec::new()))
        }
        (Method::Get, b"settings") => Ok(json(200, settings(gateway))),
        (Method::Put, b"settings") => set_flags(gateway, &request.body),
        (Method::Put, b"listeners") => set_listeners(gateway, &request.body),
        (Method::Get, b"requests") => Ok(json(200, requests(gateway))),
        (Method::Get, b"secrets") => Ok(json(200, secrets(gateway))),
        (Method::Get, b"state") => Ok(json(200, state(gateway))),
        (Method::Post, b"reset") => return Control::Reset,
        _ => Ok(not_found()),
    };
    Control::Answer(result.unwrap_or_else(|error| message(400, &error)))
}

fn faults(gateway: &Gateway) -> Vec<u8> {
    Json::object(|json| {
        json.list("faults", Fault::ALL, |json, fault| {
            json.entry(|json| {
                json.text("name", fault.name());
                json.text("effect", fault.effect());
            });
        });
        json.list("armed", gateway.faults.armed(), |json, armed| {
            json.entry(|json| {
                json.text("fault", armed.fault.name());
                json.text_or_null("method", armed.method.map(Method::as_str));
                json.text_or_null("path", armed.path.as_deref());
                json.number("times", armed.times as usize);
                json.number("after", armed.after as usize);
                json.number("millis", armed.millis as usize);
            });
        });
    })
}

fn arm(gateway: &mut Gateway, body: &[u8]) -> Result<RawResponse, String> {
    let (mut fault, mut method, mut path) = (String::new(), None, None);
    let (mut times, mut after, mut millis) = (None, None, None);
    decode(
        body,
        "Fault",
        &mut [
            ("fault", Slot::Text(&mut fault)),
            ("method", Slot::OptionalText(&mut method)),
            ("path", Slot::OptionalText(&mut path)),
            ("times", Slot::OptionalCount(&mut times)),
            ("after", Slot::OptionalCount(&mut after)),
            ("millis", Slot::OptionalCount(&mut millis)),
        ],
    )?;
    let fault = Fault::parse(&fault).ok_or_else(|| format!("there is no fault named {fault:?}"))?;
    let method = match method {
        Some(name) => {
            Some(Method::parse(&name).ok_or_else(|| format!("there is no method named {name:?}"))?)
        }
        None => None,
    };
    let count = |value: Option<i64>, default: u32| match value {
        Some(value) => u32::try_from(value).map_err(|_| format!("{value} is not a count")),
        None => Ok(default),
    };
    gateway.faults.arm(Armed {
        fault,
        method,
        writes_only: false,
        path,
        times: count(times, 1)?,
        after: count(after, 0)?,
        millis: count(millis, SLOW_MILLIS)?,
    });
    Ok(json(201, faults(gateway)))
}

fn settings(gateway: &Gateway) -> Vec<u8> {
    let settings = &gateway.settings;
    Json::object(|json| {
        json.flag("bundled_ui", settings.bundled_ui);
        json.flag("disable_clipboard_copy_cut", settings.disable_clipboard_copy_cut);
        json.flag("has_server_configuration", settings.has_server_configuration);
        json.nested("listeners", |json| {
            for listener in Listener::ALL {
                json.text(listener.name(), settings.listen_address(listener));
            }
        });
    })
}

fn set_flags(gateway: &mut Gateway, body: &[u8]) -> Result<RawResponse, String> {
    let (mut bundled_ui, mut policy, mut configured) = (None, None, None);
    decode(
        body,
        "Settings",
        &mut [
            ("bundled_ui", Slot::OptionalFlag(&mut bundled_ui)),
            ("disable_clipboard_copy_cut", Slot::OptionalFlag(&mut policy)),
            ("has_server_configuration", Slot::OptionalFlag(&mut configured)),
        ],
    )?;
    let flags = [
        (&mut gateway.settings.bundled_ui, bundled_ui),
        (&mut gateway.settings.disable_clipboard_copy_cut, policy),
        (&mut gateway.settings.has_server_configuration, configured),
    ];
    for (flag, value) in flags {
        *flag = value.unwrap_or(*flag);
    }
    Ok(json(200, settings(gateway)))
}

fn set_listeners(gateway: &mut Gateway, body: &[u8]) -> Result<RawResponse, String> {
    let mut addresses: [Option<String>; 4] = Default::default();
    let [postgres, ssh, rdp, http_proxy] = &mut addresses;
    decode(
        body,
        "Listeners",
        &mut [
            (Listener::Postgres.name(), Slot::OptionalText(postgres)),
            (Listener::Ssh.name(), Slot::OptionalText(ssh)),
            (Listener::Rdp.name(), Slot::OptionalText(rdp)),
            (Listener::HttpProxy.name(), Slot::OptionalText(http_proxy)),
        ],
    )?;
    for (listener, address) in Listener::ALL.into_iter().zip(addresses) {
        if let Some(address) = address {
            gateway.settings.set_listen_address(listener, address);
        }
    }
    Ok(json(200, settings(gateway)))
}

fn requests(gateway: &Gateway) -> Vec<u8> {
    Json::array(gateway.log.entries(), |json, logged| {
        json.entry(|json| {
            json.literal("sequence", &logged.sequence.to_string());
            json.text("method", logged.method.as_str());
            json.text("target", &logged.target);
            json.text_or_null("token", logged.token.as_deref());
            match logged.status {
                Some(status) => json.number("status", status.into()),
                None => json.literal("status", "null"),
            }
            json.text_or_null("fault", logged.fault.map(Fault::name));
        });
    })
}

fn secrets(gateway: &Gateway) -> Vec<u8> {
    Json::array(gateway.store.drawn_secrets(), |json, secret| json.entry_text(secret))
}

/// The tables as they are: what the API hides is shown too.
fn state(gateway: &Gateway) -> Vec<u8> {
    let store = &gateway.store;
    let mut linked = std::collections::BTreeSet::new();
    Json::object(|json| {
        json.list("identities", store.identities(), |json, identity| {
            json.entry(|json| {
                json.text("id", &identity.id);
                json.text("name", &identity.name);
                json.text("description", &identity.description);
                json.names("connection_names", &identity.connection_names);
                json.names("attributes", &identity.attributes);
                json.list("credentials", &identity.links, |json, (sent, row)| {
                    linked.insert(*row);
                    let Some(credential) = store.credential(*row) else { return };
                    json.entry(|json| {
                        json.text("linked_as", sent);
                        json.text("connection_name", &credential.connection_name);
                        json.text("secret_key", &credential.secret_key);
                        json.flag("hidden", store.connection(sent).is_none());
                    });
                });
            });
        });
        let leaked = store.credentials().filter(|(row, _)| !linked.contains(row));
        json.list("leaked", leaked, |json, (_, credential)| {
            json.entry(|json| {
                json.text("connection_name", &credential.connection_name);
                json.text("secret_key", &credential.secret_key);
            });
        });
    })
}
