//! The network, through the browser's fetch.

use std::rc::Rc;

use gloo_net::http::{RequestBuilder, Response};
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestMode, RequestRedirect, ResponseType,
};

use super::{
    base::ApiBase, deadline::within, limits::Limits, no_answer::NoAnswer, pause::give_way,
};
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// Returns the promise of an answer that was requested before the program ran, by URL and
/// `Authorization` header; each at most once.
pub type Prefetched = Rc<dyn Fn(&str, &str) -> Option<Promise>>;

/// Requests to one origin.
#[derive(Clone)]
pub struct Fetch {
    /// Empty for the page's own origin.
    origin: String,
    prefetched: Option<Prefetched>,
}

impl Fetch {
    /// Requests to the origin of `base`; for the page's own origin the path is enough.
    pub fn to(base: &ApiBase) -> Self {
        Self { origin: base.origin().to_owned(), prefetched: None }
    }

    /// Uses the answers that were requested while the program was loading.
    #[must_use]
    pub fn with_prefetched(self, prefetched: Prefetched) -> Self {
        Self { prefetched: Some(prefetched), ..self }
    }

    /// The answer to a read that was requested already.
    fn prefetched(&self, request: &RawRequest) -> Option<Promise> {
        let take = self.prefetched.as_ref().filter(|_| request.method == Method::Get)?;
        let is_token = |(name, _): &&(String, String)| name == "Authorization";
        let (_, authorization) = request.headers.iter().find(is_token)?;
        take(&format!("{}{}", self.origin, request.target), authorization)
    }

    pub(super) async fn send(
        &self,
        request: RawRequest,
        limits: Limits,
    ) -> Result<RawResponse, NoAnswer> {
        let abort = AbortController::new().map(Aborted).map_err(|_| NoAnswer::Unreachable)?;
        let exchange = async {
            let response = match self.prefetched(&request) {
                Some(answer) => {
                    let answer = JsFuture::from(answer).await.map_err(|_| NoAnswer::Unreachable)?;
                    answer.unchecked_into::<web_sys::Response>().into()
                }
                None => {
                    let request = self
                        .build(request, &abort.0.signal())
                        .map_err(|_| NoAnswer::Unreachable)?;
                    request.send().await.map_err(|_| NoAnswer::Unreachable)?
                }
            };
            receive(response, limits.bytes).await
        };
        within(limits.milliseconds, exchange).await.unwrap_or(Err(NoAnswer::TimedOut))
    }

    fn build(
        &self,
        request: RawRequest,
        abort: &AbortSignal,
    ) -> Result<gloo_net::http::Request, gloo_net::Error> {
        let url = format!("{}{}", self.origin, request.target);
        let mut builder = RequestBuilder::new(&url)
            .method(method(request.method))
            // A console behind a single sign-on proxy needs the proxy's cookie on its own origin;
            // on other origins the gateway's `*` rules out credentials (contract §1).
            .credentials(RequestCredentials::SameOrigin)
            // Answers contain secrets and have no caching headers (G24).
            .cache(RequestCache::NoStore)
            .mode(RequestMode::Cors)
            // The token must not follow a redirect; `manual` makes one detectable.
            .redirect(RequestRedirect::Manual)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(abort));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if request.body.is_empty() {
            builder.build()
        } else {
            // The request has its own copy.
            let body = Chunk(Uint8Array::from(request.body.as_slice()));
            builder.body(body.0.clone())
        }
    }
}

/// Aborts what still runs when nothing waits for it any more: a request without an answer in time, a
/// body that is too large, a read that was forgotten.
struct Aborted(AbortController);

impl Drop for Aborted {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The browser's copy of a request's body or of a part of an answer. It is wiped however that ends:
/// otherwise it would hold secrets until it is garbage-collected.
struct Chunk(Uint8Array);

impl Drop for Chunk {
    fn drop(&mut self) {
        self.0.fill(0, 0, self.0.length());
    }
}

/// About how many bytes of an answer are copied from the browser, and wiped there, without a pause. All
/// 64 MB that a list may have would block the page.
const BYTES_AT_ONCE: usize = 4 << 20;

async fn receive(response: Response, limit: usize) -> Result<RawResponse, NoAnswer> {
    let status = response.status();
    let headers = response.headers().entries().collect();
    // Not gloo-net's `binary`, whose buffer can't be wiped below.
    let raw = web_sys::Response::from(response);
    if raw.type_() == ResponseType::Opaqueredirect {
        return Err(NoAnswer::Redirected);
    }
    let (mut chunks, mut bytes) = (Vec::new(), 0);
    if let Some(stream) = raw.body() {
        let reader =
            ReadableStreamDefaultReader::new(&stream).map_err(|_| NoAnswer::Unreachable)?;
        loop {
            let read = JsFuture::from(reader.read()).await.map_err(|_| NoAnswer::Unreachable)?;
            let field = |name| Reflect::get(&read, &JsValue::from_str(name)).unwrap_or_default();
            if field("done").is_truthy() {
                break;
            }
            let chunk: Uint8Array = field("value").unchecked_into();
            bytes += chunk.length() as usize;
            chunks.push(Chunk(chunk));
            if bytes > limit {
                return Err(NoAnswer::TooLarge);
            }
        }
    }
    let mut body = Vec::with_capacity(bytes);
    for chunk in chunks {
        let start = body.len();
        body.resize(start + chunk.0.length() as usize, 0);
        chunk.0.copy_to(&mut body[start..]);
        drop(chunk);
        if start / BYTES_AT_ONCE < body.len() / BYTES_AT_ONCE {
            give_way().await;
        }
    }
    Ok(RawResponse { status, headers, body })
}

fn method(method: Method) -> gloo_net::http::Method {
    use gloo_net::http::Method as Verb;
    match method {
        Method::Delete => Verb::DELETE,
        Method::Get => Verb::GET,
        Method::Head => Verb::HEAD,
        Method::Options => Verb::OPTIONS,
        Method::Patch => Verb::PATCH,
        Method::Post => Verb::POST,
        Method::Put => Verb::PUT,
    }
}
