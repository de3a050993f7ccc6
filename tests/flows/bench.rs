//! A client in front of a fresh engine.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::{cell::Cell, collections::BTreeMap, sync::Arc};

use machine_identity_editor::{
    domain::{
        attribute::Attribute, connection::ConnectionName, draft::IdentitySpec, name::IdentityName,
        plan::PlanContext,
    },
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

/// A client of a fresh engine, and the engine.
pub struct Bench {
    pub client: Client,
    pub engine: InPage,
}

impl Bench {
    /// Every write carries a receipt id.
    pub fn new() -> Self {
        let next = Cell::new(0_u128);
        Self::with(Receipts::from_randomness(Box::new(move || {
            next.set(next.get() + 1);
            Some(next.get().to_be_bytes())
        })))
    }

    /// No write carries one.
    pub fn without_receipts() -> Self {
        Self::with(Receipts::off())
    }

    fn with(receipts: Receipts) -> Self {
        let engine = InPage::new();
        let token = AccessToken::parse(sandbox::ADMIN_TOKEN).expect("it is a token");
        let transport = Transport::InPage(engine.clone());
        let base = ApiBase::same_origin();
        let client =
            Client::new(base, transport, Deadlines::default(), Some(token), None, receipts);
        Self { client, engine }
    }

    pub fn control(&self, method: Method, target: &str, body: &str) -> String {
        self.try_control(method, target, body).expect("it answers")
    }

    /// The same, where a fault may affect the request: `None` if there is no answer.
    pub fn try_control(&self, method: Method, target: &str, body: &str) -> Option<String> {
        let request = RawRequest {
            method,
            target: target.to_owned(),
            headers: vec![("Authorization".to_owned(), format!("Bearer {}", sandbox::ADMIN_TOKEN))],
            body: body.as_bytes().to_vec(),
        };
        let transport = Transport::InPage(self.engine.clone());
        let limits = Limits { milliseconds: 1_000, bytes: ANSWER_BYTES };
        let answer = pollster::block_on(transport.send(request, limits)).ok()?;
        String::from_utf8(answer.body).ok()
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

    /// The secrets of an identity, by connection, as any authorized client reads them.
    pub fn secrets_of(&self, name: &str) -> BTreeMap<String, String> {
        let path = format!("/api/machineidentities/{name}/credentials");
        let list = credential::read_credentials(self.control(Method::Get, &path, "").as_bytes());
        let pairs = list.into_iter().flatten().map(|it| {
            let secret = it.secret_key.map(|secret| secret.expose().to_owned());
            (it.connection_name.to_string(), secret.unwrap_or_default())
        });
        pairs.collect()
    }

    /// Arms a fault for one of the next requests. `rest` has more fields of the control's body.
    pub fn arm_as(&self, fault: &str, rest: &str) {
        let body = format!(r#"{{"fault":"{fault}"{rest}}}"#);
        let answer = self.control(Method::Post, "/_sandbox/faults", &body);
        assert!(!answer.contains("message"), "{answer}");
    }

    /// Advances the clock until late writes and late audit log entries have taken effect.
    pub fn let_time_pass(&self, looks: usize) {
        for _ in 0..looks {
            self.control(Method::Get, "/api/publicserverinfo", "");
        }
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
        pollster::block_on(save::save(&self.client, context, spec, None, &save::unwatched))
    }

    pub fn save(&self, spec: &IdentitySpec) -> SaveOutcome {
        self.save_on(&self.context(), spec)
    }
}

/// A spec with a new description.
pub fn spec(name: &str, connections: &[&str], attributes: &[&str]) -> IdentitySpec {
    IdentitySpec {
        name: IdentityName::received(name),
        description: "new".to_owned(),
        connection_names: connections.iter().copied().map(ConnectionName::received).collect(),
        attributes: attributes.iter().copied().map(Attribute::received).collect(),
    }
}
