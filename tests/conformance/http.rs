//! A gateway at the other end of a connection.

use std::sync::{Arc, Mutex};

use machine_identity_editor::sandbox::engine::Engine;
use machine_identity_editor::sandbox::listen::{HostWorld, serve};
use machine_identity_editor::sandbox::seed::Seed;
use machine_identity_editor::sandbox::settings::Settings;
use serde_json::Value;

use crate::replay::{Answer, Gateway, encode};

/// Starts a listener on a free port; it runs for as long as the runtime that is returned.
pub fn start(seed: Seed) -> Result<(String, tokio::runtime::Runtime), String> {
    let failed = |error: std::io::Error| format!("cannot start a listener: {error}");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(failed)?;
    let listener =
        runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let engine = Engine::new(seed, Settings::default(), HostWorld::new(None, None));
    let engine = Arc::new(Mutex::new(engine));
    runtime.spawn(serve(listener, engine, None, std::future::pending()));
    Ok((format!("http://{address}"), runtime))
}

/// A gateway behind a base URL.
pub struct Remote {
    agent: ureq::Agent,
    base: String,
    authorization: String,
}

impl Remote {
    /// `base` is the gateway's `API_URL`.
    pub fn new(base: &str, token: &str) -> Result<Self, String> {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut remote = Self {
            agent,
            base: base.trim_end_matches('/').to_owned(),
            authorization: format!("Bearer {token}"),
        };
        let who = remote.send("GET", "/userinfo", None)?;
        if who.status != 200 {
            return Err(format!("{base} answers {} to /userinfo", who.status));
        }
        Ok(remote)
    }

    fn list(&mut self, path: &str) -> Result<Vec<Value>, String> {
        let answer = self.send("GET", path, None)?;
        let value: Value = serde_json::from_slice(&answer.body)
            .map_err(|error| format!("{path} is not answered with JSON: {error}"))?;
        let list = if value.is_array() { &value } else { &value["data"] };
        Ok(list.as_array().cloned().unwrap_or_default())
    }

    /// Deletes whatever a list shows; answers how many went.
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
    fn send(&mut self, method: &str, path: &str, body: Option<&[u8]>) -> Result<Answer, String> {
        let failed = |error: &dyn std::fmt::Display| format!("{method} {path}: {error}");
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}/api{path}", self.base))
            .header("Authorization", &self.authorization)
            .body(body.unwrap_or_default())
            .map_err(|error| failed(&error))?;
        let mut response = self.agent.run(request).map_err(|error| failed(&error))?;
        let content_type = response.headers().get("Content-Type");
        Ok(Answer {
            status: response.status().as_u16(),
            content_type: content_type
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
                .to_owned(),
            body: response.body_mut().read_to_vec().map_err(|error| failed(&error))?,
        })
    }

    /// Deletes what can be deleted by name. An identity with a slash in its name cannot; a sandbox
    /// forgets it on a reset. An attribute that stays matches nothing.
    fn clear(&mut self) -> Result<(), String> {
        self.delete_all("/machineidentities", "")?;
        while self.delete_all("/attributes", "?page_size=100")? > 0 {}
        if !self.list("/machineidentities")?.is_empty() {
            let reset = format!("{}/_sandbox/reset", self.base);
            let _ = self.agent.post(&reset).send_empty();
        }
        if self.list("/machineidentities")?.is_empty() {
            Ok(())
        } else {
            Err("the gateway holds identities that cannot be deleted by name".into())
        }
    }
}
