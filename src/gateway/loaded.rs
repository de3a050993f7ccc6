//! The sandbox as a program that the page loads on demand.
//!
//! The other side of the boundary is `src/bin/engine.rs`. The page provides a loader that returns
//! the same sandbox on every call, so what was saved is still there after signing out and in.

use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{
    limits::Limits, no_answer::NoAnswer, pause::wait_out, token::AccessToken,
    token_provider::TokenProvider,
};
use crate::wire::exchange::{RawRequest, RawResponse};

#[wasm_bindgen]
extern "C" {
    /// `Sandbox` in the engine's program.
    type Sandbox;
    #[wasm_bindgen(method, catch)]
    fn answer(
        this: &Sandbox,
        method: &str,
        target: &str,
        headers: Vec<String>,
        body: &[u8],
    ) -> Result<Answer, JsValue>;
    #[wasm_bindgen(method)]
    fn token(this: &Sandbox) -> String;
    #[wasm_bindgen(method)]
    fn faults(this: &Sandbox) -> Vec<String>;
    #[wasm_bindgen(method)]
    fn arm(this: &Sandbox, fault: &str);
    #[wasm_bindgen(method)]
    fn armed(this: &Sandbox) -> String;
    #[wasm_bindgen(method)]
    fn reset(this: &Sandbox);

    /// `Answer` in the engine's program.
    type Answer;
    #[wasm_bindgen(method, getter)]
    fn delay(this: &Answer) -> u32;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Answer) -> u16;
    #[wasm_bindgen(method, getter)]
    fn headers(this: &Answer) -> Vec<String>;
    #[wasm_bindgen(method, js_name = takeBody)]
    fn take_body(this: &Answer) -> Vec<u8>;
    #[wasm_bindgen(method)]
    fn free(this: &Answer);
}

/// A fault of the sandbox.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FaultChoice {
    /// The fault's name in the sandbox's controls.
    pub name: String,
    /// Its effect, in a few words.
    pub effect: String,
}

/// The page's sandbox, loaded on first use.
#[derive(Clone)]
pub struct Loaded {
    load: Function,
}

impl Loaded {
    /// `load` returns the sandbox, or a promise of it.
    pub fn by(load: Function) -> Self {
        Self { load }
    }

    /// `None` when it can't be loaded, or the page has none.
    async fn sandbox(&self) -> Option<Sandbox> {
        let answer = self.load.call0(&JsValue::UNDEFINED).ok()?;
        let sandbox = JsFuture::from(Promise::resolve(&answer)).await.ok()?;
        sandbox.is_object().then(|| sandbox.unchecked_into())
    }

    pub(super) async fn send(
        &self,
        request: RawRequest,
        limits: Limits,
    ) -> Result<RawResponse, NoAnswer> {
        let sandbox = self.sandbox().await.ok_or(NoAnswer::Unreachable)?;
        let headers = in_turn(request.headers);
        let answer = sandbox
            .answer(request.method.as_str(), &request.target, headers, &request.body)
            .map_err(|_| NoAnswer::Unreachable)?;
        let delay = answer.delay();
        let response = RawResponse {
            status: answer.status(),
            headers: in_pairs(answer.headers()),
            body: answer.take_body(),
        };
        answer.free();
        wait_out(delay, limits.milliseconds).await?;
        if response.body.len() > limits.bytes {
            return Err(NoAnswer::TooLarge);
        }
        if response.status == 0 { Err(NoAnswer::Unreachable) } else { Ok(response) }
    }

    /// Its administrator's token, so that the user doesn't have to enter one.
    pub fn provider(&self) -> TokenProvider {
        let this = self.clone();
        Rc::new(move |_| {
            let this = this.clone();
            Box::pin(async move { AccessToken::parse(&this.sandbox().await?.token()).ok() })
        })
    }

    /// The faults that it offers.
    pub async fn faults(&self) -> Vec<FaultChoice> {
        let Some(sandbox) = self.sandbox().await else { return Vec::new() };
        let pairs = in_pairs(sandbox.faults()).into_iter();
        pairs.map(|(name, effect)| FaultChoice { name, effect }).collect()
    }

    /// Restores what it started with; armed faults go.
    pub async fn reset(&self) {
        if let Some(sandbox) = self.sandbox().await {
            sandbox.reset();
        }
    }

    /// The name of the fault that the next write meets; empty for none.
    pub async fn armed(&self) -> String {
        match self.sandbox().await {
            Some(sandbox) => sandbox.armed(),
            None => String::new(),
        }
    }

    /// Arms the fault of that name for the next write; an empty name disarms.
    pub async fn arm_for_next_write(&self, fault: &str) {
        if let Some(sandbox) = self.sandbox().await {
            sandbox.arm(fault);
        }
    }
}

fn in_turn(pairs: Vec<(String, String)>) -> Vec<String> {
    pairs.into_iter().flat_map(|(first, second)| [first, second]).collect()
}

fn in_pairs(texts: Vec<String>) -> Vec<(String, String)> {
    let mut texts = texts.into_iter();
    let mut pairs = Vec::new();
    while let (Some(first), Some(second)) = (texts.next(), texts.next()) {
        pairs.push((first, second));
    }
    pairs
}
