//! The engine behind an HTTP/1.1 listener.

mod body;
mod guard;
mod headers;
mod site;

use std::convert::Infallible;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use percent_encoding::percent_decode_str;
use tokio::net::{TcpListener, TcpStream};

pub use body::ReplyBody;
pub use site::Site;

use super::engine::{Engine, Reply};
use super::world::{SeededWorld, World};
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// The world of a listener: the system's by default.
pub struct HostWorld {
    /// A clock that only advances when read, if requested.
    clock: Option<SeededWorld>,
    /// The secrets open nothing, so this needs no better randomness; by default every run has
    /// another seed.
    dice: SeededWorld,
}

impl HostWorld {
    /// A world with a fixed start and seed, or the system's for either.
    pub fn new(start: Option<i64>, seed: Option<u64>) -> Self {
        Self {
            clock: start.map(|start| SeededWorld::new(0, start)),
            dice: SeededWorld::new(seed.unwrap_or_else(random_seed), 0),
        }
    }
}

impl World for HostWorld {
    fn now(&mut self) -> i64 {
        if let Some(clock) = &mut self.clock {
            return clock.now();
        }
        let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
    }

    fn fill(&mut self, buffer: &mut [u8]) {
        self.dice.fill(buffer);
    }
}

fn random_seed() -> u64 {
    let mut seed = [0; 8];
    getrandom::fill(&mut seed).expect("the system has a source of randomness");
    u64::from_ne_bytes(seed)
}

/// The engine, shared by all connections.
pub type Shared = Arc<Mutex<Engine<HostWorld>>>;

/// Serves the engine and the site, if any, until `stop` completes.
///
/// Every request but those to the controls waits for `latency` before it is looked at, preflights
/// included.
pub async fn serve(
    listener: TcpListener,
    engine: Shared,
    site: Option<Arc<Site>>,
    latency: Duration,
    stop: impl Future<Output = ()>,
) {
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            accepted = listener.accept() => {
                match accepted {
                    Ok((stream, _)) => {
                        let conversation = converse(stream, engine.clone(), site.clone(), latency);
                        tokio::spawn(tokio::time::timeout(LONGEST_CONVERSATION, conversation));
                    }
                    // Without a free descriptor the next try fails at once, and so on.
                    Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
                }
            }
        }
    }
}

/// Serves one connection. The result is ignored: a cut is an error here.
async fn converse(stream: TcpStream, engine: Shared, site: Option<Arc<Site>>, latency: Duration) {
    let service = service_fn(|request: Request<Incoming>| {
        let (engine, site) = (engine.clone(), site.clone());
        async move {
            if !latency.is_zero() && !request.uri().path().starts_with(CONTROLS) {
                tokio::time::sleep(latency).await;
            }
            match site {
                Some(site) if !is_engines(request.uri().path()) => {
                    site.answer(request).await.map_err(|never: Infallible| match never {})
                }
                _ => respond(request, &engine).await,
            }
        }
    });
    // Head and body are small writes that must not wait for each other.
    let _ = stream.set_nodelay(true);
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_headers(MOST_HEADERS)
        .max_buf_size(LONGEST_HEAD)
        // A caller that closes its end early has sent a request nevertheless (G16).
        .half_close(true)
        // Browsers repeat a request, even a PUT, when a kept-alive connection is cut before the
        // first byte of the answer, so a cut wouldn't be observed.
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// How long a connection may take from its first byte to its last: one whose caller never reads the
/// answer would be held for ever.
const LONGEST_CONVERSATION: Duration = Duration::from_secs(600);
/// How long to wait after a connection that could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// The time limit of a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// The time limit of a request's body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// The limit of headers in a request.
const MOST_HEADERS: usize = 64;
/// The limit of a request's head, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;
/// The limit of a request's body, in bytes: a PUT with 10,000 connections of the longest name has
/// 2.6 MB.
const LONGEST_BODY: usize = 8 * 1024 * 1024;

/// Whether the engine answers the path rather than the site.
fn is_engines(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path.starts_with(CONTROLS)
}

/// Answers one request through the engine, as soon as its body is complete, whether or not the
/// caller still waits (G16).
async fn respond(request: Request<Incoming>, engine: &Shared) -> io::Result<Response<ReplyBody>> {
    let (head, body) = request.into_parts();
    // Decoded, as the engine reads it: `/%5Fsandbox/` is the same path.
    let path: Vec<u8> = percent_decode_str(head.uri.path()).collect();
    let is_control = path.starts_with(CONTROLS.as_bytes());
    if is_control && let Err(refusal) = guard::check(&head.uri, &head.headers) {
        return Ok(plain(403, refusal.message()));
    }
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let body = Limited::new(body, LONGEST_BODY).collect();
    let body = match tokio::time::timeout(BODY_TIMEOUT, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return Ok(plain(413, "the sandbox takes bodies up to 8 MiB"));
        }
        Ok(Err(error)) => return Err(io::Error::other(error)),
        Err(_) => return Ok(plain(408, "the body took too long")),
    };
    let headers = head.headers.iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let mut reply = {
        let mut engine = engine.lock().unwrap_or_else(PoisonError::into_inner);
        match Method::parse(head.method.as_str()) {
            Some(method) => engine.answer(&RawRequest {
                method,
                target,
                headers: headers.collect(),
                body: body.to_vec(),
            }),
            None => Reply::Answer(engine.answer_unrouted(&target)),
        }
    };
    if is_control && let Reply::Answer(response) = &mut reply {
        // A browser that sends no Sec-Fetch-Site still keeps the answer from a page of another origin.
        let headers = PRIVATE.map(|(name, value)| (name.to_owned(), value.to_owned()));
        response.headers.extend(headers);
    }
    match reply {
        Reply::Answer(response) => Ok(answer(response, None)),
        Reply::Slow { millis, response } => {
            tokio::time::sleep(Duration::from_millis(millis.into())).await;
            Ok(answer(response, None))
        }
        Reply::CutShort { response, sent } => Ok(answer(response, Some(sent))),
        // On an error of the service, hyper closes the connection without sending a byte.
        Reply::Cut => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}

/// What keeps an answer of the controls from pages that embed it.
const PRIVATE: [(&str, &str); 4] = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
];

/// The path of the controls.
const CONTROLS: &str = "/_sandbox/";

/// An answer from the listener, without the gateway's headers.
fn plain(status: u16, text: &'static str) -> Response<ReplyBody> {
    let answer = Response::builder().status(status).header("Content-Type", "text/plain");
    answer.body(ReplyBody::whole(text.into())).expect("it is well-formed")
}

fn answer(response: RawResponse, cut_after: Option<usize>) -> Response<ReplyBody> {
    let mut answer = Response::builder().status(response.status);
    if cut_after.is_some() {
        answer = answer.header("Content-Length", response.body.len());
    }
    for (name, value) in response.headers {
        answer = answer.header(name, value);
    }
    let body = Bytes::from(response.body);
    let body = match cut_after {
        Some(sent) => ReplyBody::cut_short(body.slice(..sent)),
        None => ReplyBody::whole(body),
    };
    answer.body(body).expect("the engine's statuses and headers are well-formed")
}
