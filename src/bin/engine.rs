//! The sandbox engine as a separate program, loaded on demand: it is large, and a real gateway
//! doesn't need it. Requests and answers cross the boundary as raw bytes, so the engine gets the
//! same bytes as over a network.

use std::{cell::RefCell, collections::BTreeSet};

use machine_identity_editor::{
    gateway::in_page::{InPage, Played},
    sandbox::{ADMIN_TOKEN, faults::Fault},
    wire::exchange::{Method, RawRequest, RawResponse},
};
use wasm_bindgen::prelude::*;

fn main() {}

/// How many requests to keep: no page reads them.
const LOGGED: usize = 16;

/// A sandbox gateway with the sample organization.
#[wasm_bindgen]
pub struct Sandbox {
    page: InPage,
    /// The identities named by elements of the page since the last reset.
    named: RefCell<BTreeSet<String>>,
}

/// The outcome of a request.
#[wasm_bindgen]
pub struct Answer(Played);

#[wasm_bindgen]
impl Sandbox {
    #[expect(clippy::new_without_default, reason = "JavaScript constructs it")]
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let page = InPage::new();
        page.keep_requests(LOGGED);
        Self { page, named: RefCell::default() }
    }

    /// Answers a request; `headers` alternates names and values.
    pub fn answer(
        &self,
        method: &str,
        target: String,
        headers: Vec<String>,
        body: Vec<u8>,
    ) -> Result<Answer, JsError> {
        let method = Method::parse(method).ok_or_else(|| JsError::new("an unknown method"))?;
        let mut texts = headers.into_iter();
        let mut headers = Vec::new();
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            headers.push((name, value));
        }
        Ok(Answer(self.page.play(&RawRequest { method, target, headers, body })))
    }

    /// Creates an identity of this name to show, once. One that is renamed or deleted later isn't
    /// created again.
    pub fn seed(&self, identity: &str) {
        if !identity.is_empty() && self.named.borrow_mut().insert(identity.to_owned()) {
            self.page.create_named(identity);
        }
    }

    /// Restores the initial contents and disarms all faults.
    pub fn reset(&self) {
        self.page.reset();
        self.named.borrow_mut().clear();
    }

    /// The administrator's token, which isn't secret: docs/sandbox.md lists it.
    pub fn token(&self) -> String {
        ADMIN_TOKEN.to_owned()
    }

    /// Every fault; alternates names and effects.
    pub fn faults(&self) -> Vec<String> {
        Fault::ALL
            .into_iter()
            .flat_map(|fault| [fault.name().to_owned(), fault.effect().to_owned()])
            .collect()
    }

    /// Arms a fault by name for the next write; an empty name disarms.
    pub fn arm(&self, fault: &str) {
        self.page.arm_for_next_write(Fault::parse(fault));
    }

    /// The fault armed for the next write; empty for none.
    pub fn armed(&self) -> String {
        self.page.armed().map(|fault| fault.name().to_owned()).unwrap_or_default()
    }
}

#[wasm_bindgen]
impl Answer {
    /// The delay of the answer, in milliseconds.
    #[wasm_bindgen(getter)]
    pub fn delay(&self) -> u32 {
        self.0.delay
    }

    /// 0 if the connection is cut.
    #[wasm_bindgen(getter)]
    pub fn status(&self) -> u16 {
        self.0.response.as_ref().map_or(0, |response| response.status)
    }

    /// Alternates names and values.
    #[wasm_bindgen(getter)]
    pub fn headers(&self) -> Vec<String> {
        let headers = |response: &RawResponse| {
            response
                .headers
                .iter()
                .flat_map(|(name, value)| [name.clone(), value.clone()])
                .collect()
        };
        self.0.response.as_ref().map(headers).unwrap_or_default()
    }

    /// Returns the body, once.
    #[wasm_bindgen(js_name = takeBody)]
    pub fn take_body(&mut self) -> Vec<u8> {
        self.0
            .response
            .as_mut()
            .map(|response| std::mem::take(&mut response.body))
            .unwrap_or_default()
    }
}
