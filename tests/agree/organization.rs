//! A gateway whose data may be lost, brought into the state of a case.

use machine_identity_editor::{
    domain::{credential::Credential, identity::Identity, name::IdentityName},
    gateway::{
        base::ApiBase,
        call::Deadlines,
        client::Client,
        in_page::InPage,
        limits::{LIST_BYTES, Limits},
        native::Native,
        no_answer::NoAnswer,
        receipts::Receipts,
        token::AccessToken,
        transport::Transport,
    },
    sandbox::{
        ADMIN_TOKEN,
        seed::{Catalogue, Seed},
    },
    wire::{
        credential,
        exchange::{Method, RawRequest, RawResponse},
        identity,
    },
};
use serde_json::{Value, json};

use crate::case::{ATTRIBUTES, CONNECTIONS, Case, Fields, IDENTITY, Step, TAKEN};

const LIMITS: Limits = Limits { milliseconds: 60_000, bytes: LIST_BYTES };
/// The listeners of the sandbox: name and address.
const LISTENERS: [(&str, &str); 4] = [
    ("postgres", "0.0.0.0:15432"),
    ("ssh", "localhost:12222"),
    ("rdp", "0.0.0.0:13389"),
    ("httpproxy", "0.0.0.0:18888"),
];

/// A gateway and its administrator.
pub struct Organization {
    transport: Transport,
    base: ApiBase,
    token: String,
    is_sandbox: bool,
    /// The agent that new connections name; a gateway without agents needs none.
    agent: Option<String>,
    /// The ids of the connections, in order.
    pub ids: Vec<String>,
}

/// The stored state of the identity.
pub struct Truth {
    pub identity: Identity,
    pub credentials: Vec<Credential>,
}

impl Organization {
    /// A sandbox in this process.
    pub fn sandbox() -> Self {
        let seed = Seed::Catalogue(Catalogue::default());
        Self {
            transport: Transport::InPage(InPage::of(seed)),
            base: ApiBase::same_origin(),
            token: ADMIN_TOKEN.to_owned(),
            is_sandbox: true,
            agent: None,
            ids: Vec::new(),
        }
    }

    /// A gateway at its `API_URL`.
    pub fn remote(url: &str, token: &str) -> Result<Self, String> {
        let base = ApiBase::parse(url).map_err(|error| error.to_string())?;
        let origin = base.origin().to_owned();
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let transport = Transport::Native(Native::new(move |request, _| {
            exchange(&agent, &origin, request).map_err(|_| NoAnswer::Unreachable)
        }));
        let token = token.to_owned();
        let mut this =
            Self { transport, base, token, is_sandbox: false, agent: None, ids: Vec::new() };
        let agents: Value = this.json(Method::Get, "/agents", None).1;
        this.agent = agents[0]["id"].as_str().map(str::to_owned);
        Ok(this)
    }

    /// The product's client for this gateway.
    pub fn client(&self) -> Client {
        let token = AccessToken::parse(&self.token).ok();
        let deadlines = Deadlines::default();
        let client = Client::new(
            self.base.clone(),
            self.transport.clone(),
            deadlines,
            token,
            None,
            Receipts::off(),
        );
        client.allow_server_config(true);
        client
    }

    fn send(&self, method: Method, path: &str, body: Option<&Value>) -> RawResponse {
        let request = RawRequest {
            method,
            target: format!(
                "{}{path}",
                if path.starts_with("/_") { "" } else { self.base.prefix() }
            ),
            headers: vec![
                ("Authorization".to_owned(), format!("Bearer {}", self.token)),
                ("Content-Type".to_owned(), "application/json".to_owned()),
            ],
            body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
        };
        let answer = pollster::block_on(self.transport.send(request, LIMITS));
        answer.unwrap_or_else(|_| panic!("no answer to {path}"))
    }

    fn json(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let answer = self.send(method, path, body);
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
    }

    /// Brings the gateway into the state of a case; `None` if the identity can't be created.
    pub fn prepare(&mut self, case: &Case) -> Option<Identity> {
        self.clear();
        self.create_connections();
        for (index, name) in ATTRIBUTES.iter().enumerate() {
            let carriers =
                (0..CONNECTIONS.len()).filter(|bit| case.carriers[index] >> bit & 1 == 1);
            let names: Vec<_> = carriers.map(|bit| CONNECTIONS[bit].0).collect();
            let body = json!({ "name": name, "connection_names": names });
            self.send(Method::Post, "/attributes", Some(&body));
        }
        let name = if case.is_long_named { "n".repeat(256) } else { IDENTITY.to_owned() };
        for name in [&name, TAKEN] {
            let body = json!({
                "name": name, "description": "", "connection_names": [], "attributes": [],
            });
            self.send(Method::Post, "/machineidentities", Some(&body));
        }
        let name = IdentityName::received(name);
        for step in &case.history {
            let stored = self.truth(&name)?.identity;
            self.play(&stored, step);
        }
        Some(self.truth(&name)?.identity)
    }

    fn clear(&self) {
        if self.is_sandbox {
            self.send(Method::Post, "/_sandbox/reset", None);
            let listeners: serde_json::Map<_, _> = LISTENERS
                .iter()
                .map(|(name, address)| ((*name).to_owned(), json!(address)))
                .collect();
            self.send(Method::Put, "/_sandbox/listeners", Some(&Value::Object(listeners)));
            return;
        }
        let (_, identities) = self.json(Method::Get, "/machineidentities", None);
        for name in names(&identities) {
            if name.starts_with("agree") || name.starts_with("nnnnnnnn") {
                self.send(Method::Delete, &format!("/machineidentities/{}", escaped(&name)), None);
            }
        }
        let (_, page) = self.json(Method::Get, "/attributes?page_size=100", None);
        for name in names(&page["data"]).into_iter().filter(|name| name.starts_with("agree")) {
            self.send(Method::Delete, &format!("/attributes/{}", escaped(&name)), None);
        }
    }

    fn create_connections(&mut self) {
        for (name, kind, subtype, connect) in CONNECTIONS {
            let mut body = json!({
                "name": name, "type": kind, "subtype": subtype, "access_mode_connect": connect,
                "access_mode_exec": "enabled", "access_mode_runbooks": "enabled",
                "access_schema": "enabled", "command": [], "secret": {}, "attributes": [],
            });
            if let Some(agent) = &self.agent {
                body["agent_id"] = json!(agent);
            }
            let (status, _) = self.json(Method::Post, "/connections", Some(&body));
            if status == 409 {
                self.send(Method::Put, &format!("/connections/{name}"), Some(&body));
            }
        }
        let (_, all) = self.json(Method::Get, "/connections", None);
        let id = |wanted: &str| {
            let found = all.as_array().into_iter().flatten().find(|it| it["name"] == wanted);
            found.and_then(|it| it["id"].as_str()).unwrap_or_default().to_owned()
        };
        self.ids = CONNECTIONS.iter().map(|(name, ..)| id(name)).collect();
    }

    fn play(&self, stored: &Identity, step: &Step) {
        let identity = format!("/machineidentities/{}", escaped(stored.name.as_str()));
        match step {
            Step::Save(fields) => {
                self.send_raw_spec(&identity, stored, fields);
            }
            Step::Rotate(index) => {
                let path = format!("{identity}/credentials/{}/rotate", CONNECTIONS[*index].0);
                self.send(Method::Post, &path, None);
            }
            Step::Resave(index) => {
                let path = format!("/connections/{}", CONNECTIONS[*index].0);
                let (status, connection) = self.json(Method::Get, &path, None);
                if status == 200 {
                    let body = json!({ "attributes": connection["attributes"] });
                    self.send(Method::Patch, &path, Some(&body));
                }
            }
            Step::DeleteConnection(index) => {
                self.send(Method::Delete, &format!("/connections/{}", CONNECTIONS[*index].0), None);
            }
            Step::DeleteAttribute(index) => {
                let path = format!("/attributes/{}", escaped(ATTRIBUTES[*index]));
                self.send(Method::Delete, &path, None);
            }
            Step::Disable(index) => {
                let path = format!("/connections/{}", CONNECTIONS[*index].0);
                let body = json!({ "access_mode_connect": "disabled" });
                self.send(Method::Patch, &path, Some(&body));
            }
            Step::ListenerOff(index) if self.is_sandbox => {
                let body = json!({ (LISTENERS[*index].0): "" });
                self.send(Method::Put, "/_sandbox/listeners", Some(&body));
            }
            // The proxies of a shared gateway serve others too.
            Step::ListenerOff(_) => {}
        }
    }

    /// Any client may send it.
    fn send_raw_spec(&self, path: &str, stored: &Identity, fields: &Fields) {
        let spec = fields.spec(stored, &self.ids);
        let body: Value = serde_json::from_slice(&identity::write_spec(&spec, Default::default()))
            .expect("it is JSON");
        self.send(Method::Put, path, Some(&body));
    }

    /// The stored state of an identity; `None` if it doesn't exist.
    pub fn truth(&self, name: &IdentityName) -> Option<Truth> {
        let path = format!("/machineidentities/{}", escaped(name.as_str()));
        let answer = self.send(Method::Get, &path, None);
        let identity =
            identity::read_identity(&answer.body).ok().filter(|_| answer.status == 200)?;
        let answer = self.send(Method::Get, &format!("{path}/credentials"), None);
        let credentials = credential::read_credentials(&answer.body).ok()?;
        Some(Truth { identity, credentials })
    }
}

fn exchange(
    agent: &ureq::Agent,
    origin: &str,
    request: &RawRequest,
) -> Result<RawResponse, ureq::Error> {
    let mut builder = ureq::http::Request::builder()
        .method(request.method.as_str())
        .uri(format!("{origin}{}", request.target));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let mut response = agent.run(builder.body(request.body.as_slice())?)?;
    let headers = response.headers().iter();
    let headers = headers
        .map(|(name, value)| {
            (name.as_str().to_owned(), value.to_str().unwrap_or_default().to_owned())
        })
        .collect();
    let body = response.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
    Ok(RawResponse { status: response.status().as_u16(), headers, body })
}

fn names(list: &Value) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect()
}

fn escaped(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
