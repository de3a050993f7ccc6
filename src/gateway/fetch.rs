//! The network, through the browser's fetch.

use gloo_net::http::{RequestBuilder, Response};
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect,
};

use super::{base::ApiBase, no_answer::NoAnswer};
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// Requests to one origin.
#[derive(Clone)]
pub struct Fetch {
    /// Empty for the origin of the page.
    origin: String,
}

impl Fetch {
    pub fn to(base: &ApiBase) -> Self {
        Self { origin: base.origin().to_owned() }
    }

    pub(super) async fn send(
        &self,
        request: RawRequest,
        deadline: u32,
    ) -> Result<RawResponse, NoAnswer> {
        let limit = AbortSignal::timeout_with_u32(deadline);
        let answer = match self.build(request, &limit) {
            Ok(request) => match request.send().await {
                Ok(response) => receive(response).await,
                Err(_) => Err(NoAnswer::Unreachable),
            },
            Err(_) => Err(NoAnswer::Unreachable),
        };
        // The signal also ends the reading of the body, which looks like any other cut.
        answer.map_err(|no_answer| if limit.aborted() { NoAnswer::TimedOut } else { no_answer })
    }

    fn build(
        &self,
        request: RawRequest,
        limit: &AbortSignal,
    ) -> Result<gloo_net::http::Request, gloo_net::Error> {
        let url = format!("{}{}", self.origin, request.target);
        let mut builder = RequestBuilder::new(&url)
            .method(method(request.method))
            // The gateway's `*` is refused together with credentials (contract §1).
            .credentials(RequestCredentials::Omit)
            // Answers hold secrets and say nothing of caching (G24).
            .cache(RequestCache::NoStore)
            .mode(RequestMode::Cors)
            // The token must not follow to another place.
            .redirect(RequestRedirect::Error)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(limit));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if request.body.is_empty() {
            builder.build()
        } else {
            builder.body(Uint8Array::from(request.body.as_slice()))
        }
    }
}

async fn receive(response: Response) -> Result<RawResponse, NoAnswer> {
    let status = response.status();
    let headers = response.headers().entries().collect();
    // Not gloo-net's `binary`, whose buffer would be out of reach for the wiping below.
    let raw = web_sys::Response::from(response);
    let buffer = raw.array_buffer().map_err(|_| NoAnswer::Unreachable)?;
    let buffer = JsFuture::from(buffer).await.map_err(|_| NoAnswer::Unreachable)?;
    let bytes = Uint8Array::new(buffer.unchecked_ref());
    let body = bytes.to_vec();
    // The browser's copy would hold the secrets until it is collected.
    bytes.fill(0, 0, bytes.length());
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
