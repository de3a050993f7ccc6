//! The engine behind an HTTP/1.1 listener, beside a built console if one is given.

use std::{
    convert::Infallible,
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::{
    Request, Response,
    body::{Body, Bytes, Frame, Incoming},
    header::{HeaderName, HeaderValue},
    service::service_fn,
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use super::{
    engine::{Engine, Reply},
    world::{SeededWorld, World},
};
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// What the listener does besides answering for the gateway.
pub struct Site {
    /// A folder with a built console.
    pub folder: PathBuf,
    /// Origins besides its own that the console's policy lets it call.
    pub connect: Vec<String>,
}

/// The system's clock and randomness.
pub struct SystemWorld;

impl World for SystemWorld {
    fn now(&mut self) -> u64 {
        let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX)
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness");
    }
}

/// Randomness and time as the flags ask for.
pub enum AnyWorld {
    System(SystemWorld),
    Seeded(SeededWorld),
}

impl World for AnyWorld {
    fn now(&mut self) -> u64 {
        match self {
            Self::System(world) => world.now(),
            Self::Seeded(world) => world.now(),
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        match self {
            Self::System(world) => world.fill(bytes),
            Self::Seeded(world) => world.fill(bytes),
        }
    }
}

type Shared = Arc<Mutex<(Engine, AnyWorld)>>;
type AnyBody = UnsyncBoxBody<Bytes, std::io::Error>;

/// Serves until the process ends.
pub async fn serve(listener: TcpListener, engine: Engine, world: AnyWorld, site: Option<Site>) {
    let shared: Shared = Arc::new(Mutex::new((engine, world)));
    let site = site.map(Arc::new);
    loop {
        // A connection that fails before it is accepted concerns nobody else.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let (shared, site) = (shared.clone(), site.clone());
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                // Detached from the connection: a write goes on after its caller has gone (G16).
                let work = tokio::spawn(answer(shared.clone(), site.clone(), request));
                async move { work.await.unwrap_or(Err(Cut)) }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            // Browsers repeat a request by themselves, a PUT included, when a connection that was
            // kept alive is cut before the first byte of the answer; a fault could not be shown.
            http.keep_alive(false);
            // It ends with an error whenever a fault cuts it.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// Makes hyper close the connection without an answer.
#[derive(Debug)]
struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was to be cut")
    }
}

impl std::error::Error for Cut {}

async fn answer(
    shared: Shared,
    site: Option<Arc<Site>>,
    request: Request<Incoming>,
) -> Result<Response<AnyBody>, Cut> {
    let path = request.uri().path();
    let is_gateway = path.starts_with("/api") || path.starts_with("/_sandbox/");
    match site {
        Some(site) if !is_gateway => Ok(file(&site, request).await),
        _ => gateway(shared, request).await,
    }
}

async fn gateway(shared: Shared, request: Request<Incoming>) -> Result<Response<AnyBody>, Cut> {
    let Some(raw) = raw(request).await else { return Err(Cut) };
    let reply = {
        let mut shared = shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (engine, world) = &mut *shared;
        engine.handle(&raw, world)
    };
    match reply {
        Reply::Answer(answer) => Ok(response(answer)),
        Reply::Slow { milliseconds, answer } => {
            tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
            Ok(response(answer))
        }
        Reply::Cut { sent: None } => Err(Cut),
        Reply::Cut { sent: Some(answer) } => Ok(half(answer)),
    }
}

async fn raw(request: Request<Incoming>) -> Option<RawRequest> {
    let (head, body) = request.into_parts();
    let method = Method::parse(head.method.as_str()).unwrap_or(Method::Head);
    let target = head.uri.path_and_query()?.as_str().to_owned();
    let headers = head.headers.iter().filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    let headers = headers.collect();
    let body = body.collect().await.ok()?.to_bytes().to_vec();
    Some(RawRequest { method, target, headers, body })
}

fn response(answer: RawResponse) -> Response<AnyBody> {
    let body = http_body_util::Full::new(Bytes::from(answer.body.clone()));
    with_head(&answer, body.map_err(|never: Infallible| match never {}).boxed_unsync())
}

/// Announces the whole answer, sends half of it, and ends.
fn half(answer: RawResponse) -> Response<AnyBody> {
    let half = Bytes::copy_from_slice(&answer.body[..answer.body.len() / 2]);
    let mut response = with_head(&answer, Half::Full(half).boxed_unsync());
    response.headers_mut().insert("content-length", answer.body.len().into());
    response
}

fn with_head(answer: &RawResponse, body: AnyBody) -> Response<AnyBody> {
    let mut response = Response::new(body);
    *response.status_mut() =
        hyper::StatusCode::from_u16(answer.status).expect("the engine answers with real statuses");
    for (name, value) in &answer.headers {
        set(&mut response, name, value);
    }
    response
}

fn set<B>(response: &mut Response<B>, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) =
        (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
    {
        response.headers_mut().insert(name, value);
    }
}

/// A body that breaks off, once what there is of it has been sent.
enum Half {
    Full(Bytes),
    Sent,
    Flushed,
}

impl Body for Half {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match std::mem::replace(&mut *self, Self::Flushed) {
            Self::Full(half) => {
                *self = Self::Sent;
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            Self::Sent => {
                // hyper flushes while a body is pending.
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Flushed => Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionAborted.into()))),
        }
    }
}

/// A file of the console, under the strict policy that a production host is to send as well.
async fn file(site: &Site, request: Request<Incoming>) -> Response<AnyBody> {
    let is_embed = request.uri().path().starts_with("/embed/");
    let files = ServeDir::new(&site.folder).precompressed_br().precompressed_gzip();
    let service = TowerToHyperService::new(files);
    let response = hyper::service::Service::call(&service, request).await;
    let mut response = match response {
        Ok(response) => response.map(|body| body.boxed_unsync()),
        Err(never) => match never {},
    };
    let connect = site.connect.join(" ");
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src \
         'self'; font-src 'self'; connect-src 'self' {connect}; base-uri 'none'; object-src \
         'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    );
    set(&mut response, "Content-Security-Policy", &policy);
    set(&mut response, "X-Content-Type-Options", "nosniff");
    set(&mut response, "Referrer-Policy", "no-referrer");
    set(&mut response, "Cross-Origin-Opener-Policy", "same-origin");
    // The embed is loaded by other people's pages; the console is not.
    let sharing = if is_embed { "cross-origin" } else { "same-origin" };
    set(&mut response, "Cross-Origin-Resource-Policy", sharing);
    if is_embed {
        set(&mut response, "Access-Control-Allow-Origin", "*");
    }
    response
}
