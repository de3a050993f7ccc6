//! Raw request in, raw reply out: routing, and what stands on every answer.

use serde_json::{Value, json};

use super::{
    access::{self, Caller},
    body, catalog, credentials,
    faults::{Armed, Fault},
    identities, session,
    store::Store,
    world::World,
};
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// What a host has to play out.
pub enum Reply {
    Answer(RawResponse),
    /// The effect is there; the answer comes after `milliseconds`.
    Slow {
        milliseconds: u32,
        answer: RawResponse,
    },
    /// The connection is cut: before a byte of the answer, or half-way through it.
    Cut {
        sent: Option<RawResponse>,
    },
}

impl Reply {
    /// Sets a header of an answer that is not cut.
    pub fn set_header(&mut self, name: &str, value: &str) {
        if let Self::Answer(answer) | Self::Slow { answer, .. } = self {
            answer.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
            answer.headers.push((name.to_owned(), value.to_owned()));
        }
    }
}

/// The pretend gateway.
pub struct Engine {
    store: Store,
    initial: Store,
    armed: Armed,
    /// Every API request so far, for tests that count writes.
    log: Vec<(Method, String)>,
}

impl Engine {
    pub fn new(store: Store) -> Self {
        let initial = store.clone();
        Self { store, initial, armed: Armed::default(), log: Vec::new() }
    }

    /// Answers one request.
    pub fn handle(&mut self, request: &RawRequest, world: &mut dyn World) -> Reply {
        if let Some(path) = request.target.strip_prefix("/_sandbox/") {
            return self.control(path, request);
        }
        self.log.push((request.method, request.target.clone()));
        let fault = self.armed.take(request);
        if let Some(fault) = fault.filter(|fault| !fault.takes_effect()) {
            let nothing = RawResponse { status: 0, headers: vec![], body: vec![] };
            return with_headers(fault.spoil(nothing));
        }
        let reply = with_headers(self.answer(request, world));
        match (fault, reply) {
            (Some(fault), Reply::Answer(answer)) => self.spoiled(fault, answer),
            (_, reply) => reply,
        }
    }

    fn spoiled(&self, fault: Fault, answer: RawResponse) -> Reply {
        with_headers(fault.spoil(answer))
    }

    /// Endpoints of the sandbox itself, outside the gateway's API.
    fn control(&mut self, path: &str, request: &RawRequest) -> Reply {
        match path {
            "faults" => self.armed.endpoint(request),
            "reset" => {
                self.store = self.initial.clone();
                self.armed = Armed::default();
                self.log.clear();
                body::json(200, &json!({}))
            }
            "requests" => {
                let log = self
                    .log
                    .iter()
                    .map(|(method, target)| json!({ "method": method.as_str(), "target": target }));
                body::json(200, &Value::from(log.collect::<Vec<_>>()))
            }
            "secrets" => {
                let links = self.store.identities.values().flat_map(|row| row.links.values());
                let secrets = links.flat_map(|link| {
                    let key = link.aws_key.iter().flat_map(|(id, key)| [id.clone(), key.clone()]);
                    key.chain([link.secret.clone()])
                });
                body::json(200, &Value::from(secrets.collect::<Vec<_>>()))
            }
            _ => not_found(),
        }
    }

    fn answer(&mut self, request: &RawRequest, world: &mut dyn World) -> Reply {
        if request.method == Method::Options {
            return Reply::Answer(RawResponse { status: 204, headers: vec![], body: vec![] });
        }
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let Some(path) = path.strip_prefix("/api/").and_then(percent_decode) else {
            return Reply::Answer(RawResponse { status: 404, headers: vec![], body: vec![] });
        };
        // The gateway routes the decoded path (contract §8).
        let segments: Vec<&str> = path.split('/').collect();
        let method = match request.method {
            Method::Head => Method::Get,
            method => method,
        };
        match (method, segments.as_slice()) {
            (Method::Get, ["publicserverinfo"]) => return session::public_server_info(),
            (Method::Get, ["healthz"]) => return body::json(200, &json!({ "liveness": "OK" })),
            (Method::Post, ["localauth", "login"]) => return session::login(&request.body),
            _ => {}
        }
        if let Some(redirect) = trailing_slash(method, &segments, request) {
            return redirect;
        }
        if !is_route(method, &segments) {
            return not_found();
        }
        let Some(caller) = access::caller(request) else { return access::signed_out() };
        let mut reply = if access::passes(caller.role, access::needed(method, &segments)) {
            self.route(method, &segments, query, &request.body, &caller, world)
        } else {
            access::forbidden()
        };
        // Before the handler runs, hence on refusals too (G21).
        if let Some(token) = caller.new_token {
            reply.set_header("X-New-Access-Token", token);
        }
        reply
    }

    fn route(
        &mut self,
        method: Method,
        segments: &[&str],
        query: &str,
        body: &[u8],
        caller: &Caller,
        world: &mut dyn World,
    ) -> Reply {
        let store = &mut self.store;
        match (method, segments) {
            (Method::Get, ["machineidentities"]) => identities::list(store),
            (Method::Post, ["machineidentities"]) => identities::create::create(store, world, body),
            (Method::Get, ["machineidentities", name]) => identities::get(store, name),
            (Method::Put, ["machineidentities", name]) => {
                identities::update::update(store, world, name, body)
            }
            (Method::Delete, ["machineidentities", name]) => identities::delete(store, name),
            (Method::Get, ["machineidentities", name, "credentials"]) => {
                credentials::list(store, name)
            }
            (Method::Post, ["machineidentities", name, "credentials", asked, "rotate"]) => {
                credentials::rotate(store, world, name, asked)
            }
            (Method::Get, ["connections"]) => catalog::list_connections(store, query),
            (Method::Get, ["connections", name]) => catalog::get_connection(store, name),
            (Method::Patch, ["connections", name]) => {
                catalog::patch_connection(store, world, name, body)
            }
            (Method::Get, ["attributes"]) => catalog::list_attributes(store, query),
            (Method::Post, ["attributes"]) => catalog::create_attribute(store, world, body),
            (Method::Get, ["attributes", name]) => catalog::get_attribute(store, name),
            (Method::Put, ["attributes", name]) => {
                catalog::update_attribute(store, world, name, body)
            }
            (Method::Delete, ["attributes", name]) => catalog::delete_attribute(store, name),
            (Method::Get, ["userinfo"]) => session::user_info(caller),
            (Method::Get, ["serverinfo"]) => {
                session::server_info(store.listeners.postgres.is_some())
            }
            _ => not_found(),
        }
    }
}

fn is_route(method: Method, segments: &[&str]) -> bool {
    use Method::{Delete, Get, Patch, Post, Put};
    match segments {
        [.., ""] | ["", ..] => false,
        ["machineidentities"] | ["attributes"] => matches!(method, Get | Post),
        ["machineidentities", _] | ["attributes", _] => matches!(method, Get | Put | Delete),
        ["machineidentities", _, "credentials"] => method == Get,
        ["machineidentities", _, "credentials", _, "rotate"] => method == Post,
        ["connections"] | ["userinfo"] | ["serverinfo"] => method == Get,
        ["connections", _] => matches!(method, Get | Patch),
        _ => false,
    }
}

/// A path with a `/` too many is sent on to the one without it, where there is such a route
/// (contract §1).
fn trailing_slash(method: Method, segments: &[&str], request: &RawRequest) -> Option<Reply> {
    let (last, rest) = segments.split_last()?;
    if !last.is_empty() || !is_route(method, rest) {
        return None;
    }
    let status = if method == Method::Get { 301 } else { 307 };
    let (path, _) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let location = path.trim_end_matches('/').to_owned();
    let headers = vec![("Location".to_owned(), location)];
    Some(Reply::Answer(RawResponse { status, headers, body: vec![] }))
}

fn not_found() -> Reply {
    body::answer(404, "text/plain", "404 page not found")
}

/// What the gateway puts on every answer (contract §1).
fn with_headers(mut reply: Reply) -> Reply {
    const HEADERS: [(&str, &str); 10] = [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Allow-Credentials", "true"),
        (
            "Access-Control-Allow-Headers",
            "Content-Type, Authorization, accept, origin, user-client",
        ),
        ("Access-Control-Allow-Methods", "POST, OPTIONS, GET, PUT, DELETE, PATCH"),
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
        ("X-XSS-Protection", "1; mode=block"),
        ("Server", "hoopgateway/sandbox"),
    ];
    let has_own_list = matches!(&reply, Reply::Answer(answer)
        if answer.header("access-control-expose-headers").is_some());
    for (name, value) in HEADERS {
        reply.set_header(name, value);
    }
    if !has_own_list {
        reply.set_header("Access-Control-Expose-Headers", "X-New-Access-Token, X-Set-Cookie");
    }
    reply
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
