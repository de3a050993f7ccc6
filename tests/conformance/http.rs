//! A gateway over HTTP.

use std::sync::{Arc, Mutex};

use machine_identity_editor::sandbox::engine::Engine;
use machine_identity_editor::sandbox::listen::{HostWorld, serve};
use machine_identity_editor::sandbox::seed::Seed;
use machine_identity_editor::sandbox::settings::Settings;
use machine_identity_editor::sandbox::world::SEEDED_START;
use serde_json::Value;

use crate::replay::{Answer, Gateway, Sent, encode};

/// Starts a listener on a free port; it runs while the returned runtime exists.
pub fn start(seed: Seed, settings: Settings) -> Result<(String, tokio::runtime::Runtime), String> {
    let failed = |error: std::io::Error| format!("cannot start a listener: {error}");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(failed)?;
    let listener =
        runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let engine = Engine::new(seed, settings, HostWorld::new(Some(SEEDED_START), Some(1)));
    let engine = Arc::new(Mutex::new(engine));
    runtime.spawn(serve(listener, engine, None, std::time::Duration::ZERO, std::future::pending()));
    Ok((format!("http://{address}"), runtime))
}

/// A gateway behind a base URL.
pub struct Remote {
    agent: ureq::Agent,
    base: String,
    authorization: String,
    /// Whether it is a sandbox, which can be reset.
    is_sandbox: bool,
}

impl Remote {
    /// `base` is the gateway's `API_URL`.
    pub fn new(base: &str, token: &str) -> Result<Self, String> {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // A redirect is an answer to compare, not to follow.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            .build()
            .into();
        let mut remote = Self {
            agent,
            base: base.trim_end_matches('/').to_owned(),
            authorization: format!("Bearer {token}"),
            is_sandbox: false,
        };
        let who = remote.send("GET", "/userinfo", None)?;
        if who.status != 200 {
            return Err(format!("{base} answers {} to /userinfo", who.status));
        }
        let settings = format!("{}/_sandbox/settings", remote.base);
        let answer = remote.agent.get(&settings).call();
        // A gateway with its web UI answers every path outside its API with HTML.
        remote.is_sandbox = answer.is_ok_and(|answer| {
            let kind = answer.headers().get("Content-Type");
            answer.status() == 200
                && kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
        });
        Ok(remote)
    }

    fn list(&mut self, path: &str) -> Result<Vec<Value>, String> {
        let answer = self.send("GET", path, None)?;
        let value: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("{path} is not answered with JSON: {error}"))?;
        let list = if value.is_array() { &value } else { &value["data"] };
        Ok(list.as_array().cloned().unwrap_or_default())
    }

    /// Deletes everything in a list and returns how many entries it deleted.
    fn delete_all(&mut self, path: &str, query: &str) -> Result<usize, String> {
        let mut deleted = 0;
        for item in self.list(&format!("{path}{query}"))? {
            let name = item["name"].as_str().unwrap_or_default();
            let answer = self.send("DELETE", &format!("{path}/{}", encode(name)), None)?;
            deleted += usize::from(answer.status < 300);
        }
        Ok(deleted)
    }
}

impl Gateway for Remote {
    fn send_raw(&mut self, sent: &Sent<'_>) -> Result<Answer, String> {
        let Sent { method, path, headers, body } = *sent;
        let failed = |error: &dyn std::fmt::Display| format!("{method} {path}: {error}");
        let mut request =
            ureq::http::Request::builder().method(method).uri(format!("{}/api{path}", self.base));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(body).map_err(|error| failed(&error))?;
        let mut response = self.agent.run(request).map_err(|error| failed(&error))?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        Ok(Answer {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.body_mut().read_to_vec().map_err(|error| failed(&error))?,
        })
    }

    fn administrator(&self) -> (String, String) {
        ("Authorization".to_owned(), self.authorization.clone())
    }

    /// Resets a sandbox. On other gateways it deletes what can be deleted by name: an identity with
    /// a slash in its name can't, and a remaining attribute matches nothing.
    fn clear(&mut self) -> Result<(), String> {
        if self.is_sandbox {
            let reset = self.agent.post(format!("{}/_sandbox/reset", self.base)).send_empty();
            return reset.map(drop).map_err(|error| format!("cannot reset it: {error}"));
        }
        self.delete_all("/machineidentities", "")?;
        while self.delete_all("/attributes", "?page_size=100")? > 0 {}
        if self.list("/machineidentities")?.is_empty() {
            Ok(())
        } else {
            Err("the gateway holds identities that cannot be deleted by name".into())
        }
    }
}
