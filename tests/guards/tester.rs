//! A client without guards: it sends what the test says and returns the answer.

use std::collections::BTreeMap;

use machine_identity_editor::sandbox::ADMIN_TOKEN;
use machine_identity_editor::sandbox::engine::{Engine, Reply};
use machine_identity_editor::sandbox::seed::{Catalogue, Seed};
use machine_identity_editor::sandbox::settings::Settings;
use machine_identity_editor::sandbox::world::{SEEDED_START, SeededWorld};
use machine_identity_editor::wire::exchange::{Method, RawRequest, RawResponse};
use serde_json::{Value, json};

/// An engine and its administrator.
pub struct Tester {
    pub engine: Engine<SeededWorld>,
}

/// An answer to examine.
pub struct Answer(pub RawResponse);

#[allow(dead_code, reason = "each test binary uses a part of it")]
impl Answer {
    pub fn status(&self) -> u16 {
        self.0.status
    }

    pub fn header(&self, name: &str) -> &str {
        self.0.header(name).unwrap_or_default()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.0.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.0.body).unwrap_or_else(|_| panic!("JSON: {}", self.text()))
    }

    /// The message of an error.
    pub fn message(&self) -> String {
        self.json()["message"].as_str().unwrap_or_default().to_owned()
    }
}

#[allow(dead_code, reason = "each test binary uses a part of it")]
impl Tester {
    /// The connections of the recorded traffic, and nothing else.
    pub fn recorded() -> Self {
        let mut catalogue = Catalogue::default();
        catalogue.add(include_str!("../traces/connections.json")).unwrap();
        catalogue.add(include_str!("../traces/secrets.json")).unwrap();
        Self::with(Seed::Catalogue(catalogue))
    }

    /// The recorded connections, with `env:prod` on the four that contract §13 names.
    pub fn contract() -> Self {
        let mut tester = Self::recorded();
        tester.attribute("env:prod", &["pg-main", "pg-two", "pg-off", "my"]);
        tester
    }

    pub fn with(seed: Seed) -> Self {
        let world = SeededWorld::new(7, SEEDED_START);
        Self { engine: Engine::new(seed, Settings::default(), world) }
    }

    /// Sends a request as the administrator and expects an answer.
    pub fn send(&mut self, method: Method, path: &str, body: &str) -> Answer {
        let bearer = format!("Bearer {ADMIN_TOKEN}");
        self.send_as(&[("Authorization", &bearer)], method, path, body)
    }

    /// The same, with other headers.
    #[track_caller]
    pub fn send_as(
        &mut self,
        headers: &[(&str, &str)],
        method: Method,
        path: &str,
        body: &str,
    ) -> Answer {
        match self.play(headers, method, path, body) {
            Reply::Answer(response) => Answer(response),
            _ => panic!("{} {path} is not answered", method.as_str()),
        }
    }

    /// Sends a request that may also get no answer.
    pub fn play(
        &mut self,
        headers: &[(&str, &str)],
        method: Method,
        path: &str,
        body: &str,
    ) -> Reply {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        self.engine.answer(&RawRequest {
            method,
            target: path.into(),
            headers: headers.collect(),
            body: body.into(),
        })
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.send(Method::Get, path, "")
    }

    #[track_caller]
    pub fn attribute(&mut self, name: &str, connections: &[&str]) {
        let body = json!({ "name": name, "connection_names": connections });
        assert_eq!(self.send(Method::Post, "/api/attributes", &body.to_string()).status(), 201);
    }

    pub fn create(&mut self, name: &str, connections: &[&str], attributes: &[&str]) -> Answer {
        let body =
            json!({ "name": name, "connection_names": connections, "attributes": attributes });
        self.send(Method::Post, "/api/machineidentities", &body.to_string())
    }

    pub fn update(&mut self, name: &str, connections: &[&str], attributes: &[&str]) -> Answer {
        let body =
            json!({ "name": name, "connection_names": connections, "attributes": attributes });
        self.put(name, &body)
    }

    pub fn put(&mut self, name: &str, body: &Value) -> Answer {
        self.send(Method::Put, &format!("/api/machineidentities/{name}"), &body.to_string())
    }

    pub fn rotate(&mut self, name: &str, connection: &str) -> Answer {
        let path = format!("/api/machineidentities/{name}/credentials/{connection}/rotate");
        self.send(Method::Post, &path, "")
    }

    /// Re-saves a connection unchanged, which reconciles.
    pub fn resave(&mut self, connection: &str) {
        let path = format!("/api/connections/{connection}");
        let attributes = self.get(&path).json()["attributes"].clone();
        let body = json!({ "attributes": attributes }).to_string();
        assert_eq!(self.send(Method::Patch, &path, &body).status(), 200);
    }

    /// The secret of every listed credential, by connection.
    pub fn secrets(&mut self, name: &str) -> BTreeMap<String, String> {
        let listed = self.get(&format!("/api/machineidentities/{name}/credentials")).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let entries = listed.as_array().unwrap().iter();
        entries.map(|entry| (text(&entry["connection_name"]), text(&entry["secret_key"]))).collect()
    }

    /// The connections with a credential.
    pub fn held(&mut self, name: &str) -> Vec<String> {
        self.secrets(name).into_keys().collect()
    }

    /// The direct connections of the identity.
    pub fn listed(&mut self, name: &str) -> Value {
        self.get(&format!("/api/machineidentities/{name}")).json()["connection_names"].clone()
    }
}
