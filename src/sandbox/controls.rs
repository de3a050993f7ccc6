//! `/_sandbox`: controls for tests. The real gateway has none of them.

mod faults;
mod settings;
mod state;
mod usage;

use super::gateway::Gateway;
use super::http::{Target, json, message, not_found, respond};
use super::world::World;
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// Where the controls are. They carry no CORS headers: pages of other origins can't reach them.
pub(super) const PREFIX: &[u8] = b"/_sandbox/";

/// What a control request needs from the engine.
pub(super) enum Control {
    /// Nothing: this is the answer.
    Answer(RawResponse),
    /// To restore the initial content.
    Reset,
}

/// Answers a request to the controls.
pub(super) fn answer(
    gateway: &mut Gateway,
    request: &RawRequest,
    target: &Target,
    world: &mut dyn World,
) -> Control {
    let result = match (request.method, target.path.strip_prefix(PREFIX).unwrap_or_default()) {
        (Method::Get, b"faults") => Ok(json(200, &faults::view(gateway))),
        (Method::Post, b"faults") => faults::arm(gateway, &request.body),
        (Method::Delete, b"faults") => {
            gateway.faults.clear();
            Ok(respond(204, None, Vec::new()))
        }
        (Method::Get, b"settings") => Ok(json(200, &settings::view(gateway))),
        (Method::Put, b"settings") => settings::set_flags(gateway, &request.body),
        (Method::Put, b"listeners") => settings::set_listeners(gateway, &request.body),
        (Method::Get, b"requests") => Ok(json(200, &state::requests(gateway))),
        (Method::Get, b"secrets") => Ok(json(200, &gateway.store.drawn_secrets())),
        (Method::Get, b"state") => Ok(json(200, &state::tables(gateway))),
        (Method::Post, b"use") => usage::answer(gateway, &request.body, world),
        (Method::Post, b"reset") => return Control::Reset,
        _ => Ok(not_found()),
    };
    Control::Answer(result.unwrap_or_else(|error| message(400, &error)))
}
