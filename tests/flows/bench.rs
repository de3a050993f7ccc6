//! A client in front of an engine of its own.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::{collections::BTreeMap, sync::Arc};

use machine_identity_editor::{
    domain::{draft::IdentitySpec, name::IdentityName, plan::PlanContext},
    flow::{
        load,
        save::{self, SaveOutcome},
    },
    gateway::{
        base::ApiBase,
        call::Deadlines,
        client::Client,
        in_page::InPage,
        limits::{ANSWER_BYTES, Limits},
        receipts::Receipts,
        token::AccessToken,
        transport::Transport,
    },
    sandbox,
    wire::{
        credential,
        exchange::{Method, RawRequest},
    },
};

/// A client of an engine of its own, and the engine itself.
pub struct Bench {
    pub client: Client,
    pub engine: InPage,
}

impl Bench {
    pub fn new() -> Self {
        let engine = InPage::new();
        let token = AccessToken::parse(sandbox::ADMIN_TOKEN).expect("it is a token");
        let transport = Transport::InPage(engine.clone());
        let base = ApiBase::same_origin();
        let client =
            Client::new(base, transport, Deadlines::default(), Some(token), None, Receipts::off());
        Self { client, engine }
    }

    pub fn control(&self, method: Method, target: &str, body: &str) -> String {
        let request = RawRequest {
            method,
            target: target.to_owned(),
            headers: vec![("Authorization".to_owned(), format!("Bearer {}", sandbox::ADMIN_TOKEN))],
            body: body.as_bytes().to_vec(),
        };
        let transport = Transport::InPage(self.engine.clone());
        let answer = pollster::block_on(
            transport.send(request, Limits { milliseconds: 1_000, bytes: ANSWER_BYTES }),
        )
        .expect("it answers");
        String::from_utf8(answer.body).expect("it is text")
    }

    pub fn arm(&self, fault: &str, method: &str) {
        let body =
            format!(r#"{{"fault":"{fault}","method":"{method}","path":"/machineidentities/*"}}"#);
        self.control(Method::Post, "/_sandbox/faults", &body);
    }

    /// The same for any path.
    pub fn arm_anywhere(&self, fault: &str, method: &str) {
        let body = format!(r#"{{"fault":"{fault}","method":"{method}"}}"#);
        self.control(Method::Post, "/_sandbox/faults", &body);
    }

    /// The secrets of an identity, by connection, as anybody with the right reads them.
    pub fn secrets_of(&self, name: &str) -> BTreeMap<String, String> {
        let path = format!("/api/machineidentities/{name}/credentials");
        let list = credential::read_credentials(self.control(Method::Get, &path, "").as_bytes());
        let pairs = list.into_iter().flatten().map(|it| {
            let secret = it.secret_key.map(|secret| secret.expose().to_owned());
            (it.connection_name.to_string(), secret.unwrap_or_default())
        });
        pairs.collect()
    }

    /// The method and the target of every request to the API so far.
    pub fn requests(&self) -> Vec<(String, String)> {
        let text = self.control(Method::Get, "/_sandbox/requests", "");
        let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is a list");
        let word = |it: &serde_json::Value, name| it[name].as_str().unwrap_or_default().to_owned();
        all.iter().map(|it| (word(it, "method"), word(it, "target"))).collect()
    }

    pub fn posts(&self) -> usize {
        let requests = self.control(Method::Get, "/_sandbox/requests", "");
        requests.matches("\"POST\"").count()
    }

    pub fn writes(&self) -> usize {
        self.control(Method::Get, "/_sandbox/requests", "").matches("\"PUT\"").count()
    }

    pub fn context(&self) -> PlanContext {
        self.context_of("backend-prod")
    }

    pub fn context_of(&self, name: &str) -> PlanContext {
        let name = IdentityName::received(name);
        pollster::block_on(async {
            let state = load::state(&self.client, &name).await.expect("it can be read");
            let catalog = load::catalog(&self.client).await.expect("it can be read");
            PlanContext::new(state, Arc::new(catalog))
        })
    }

    pub fn save_on(&self, context: &PlanContext, spec: &IdentitySpec) -> SaveOutcome {
        pollster::block_on(save::save(&self.client, context, spec, &save::unwatched))
    }

    pub fn save(&self, spec: &IdentitySpec) -> SaveOutcome {
        self.save_on(&self.context(), spec)
    }
}
