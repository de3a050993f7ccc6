//! The HTTP server of `cargo xtask serve`: files of a folder, and a gateway below `/api`.

use std::{
    convert::Infallible,
    fs, io,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::{
    Request, Response, StatusCode, Uri,
    body::{Bytes, Incoming},
    header::{
        CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, REFERRER_POLICY,
        TE, TRAILER, TRANSFER_ENCODING, UPGRADE, X_CONTENT_TYPE_OPTIONS,
    },
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    client::legacy::Client,
    rt::{TokioExecutor, TokioIo},
};
use tower::{Layer, ServiceExt};
use tower_http::services::ServeDir;
use tower_livereload::{LiveReloadLayer, Reloader};

use crate::{
    failure::{OrFail, Outcome},
    page::without_policy,
};

type Body = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

#[cfg(feature = "https")]
type Connector = hyper_rustls::HttpsConnector<hyper_util::client::legacy::connect::HttpConnector>;
#[cfg(not(feature = "https"))]
type Connector = hyper_util::client::legacy::connect::HttpConnector;

/// Hop-by-hop headers, which a proxy doesn't forward (RFC 9110 §7.6.1).
const HOP_BY_HOP: [HeaderName; 6] =
    [CONNECTION, HeaderName::from_static("keep-alive"), TE, TRAILER, TRANSFER_ENCODING, UPGRADE];

/// The headers of every file.
const HEADERS: [(HeaderName, &str); 3] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
];

/// The folder, the gateway, and the pages to reload.
pub struct Host {
    page: PathBuf,
    files: ServeDir,
    reload: LiveReloadLayer,
    reloader: Reloader,
    gateway: Client<Connector, Incoming>,
    origin: String,
}

impl Host {
    /// Serves `folder`, and forwards requests below `/api` to `origin`, which may end in a path.
    ///
    /// # Errors
    /// If the system's certificates can't be read.
    pub fn new(folder: &Path, origin: &str) -> Outcome<Self> {
        let reload = LiveReloadLayer::new();
        // The gateway can't close a connection that is used once before a write is sent.
        let mut client = Client::builder(TokioExecutor::new());
        let client = client.pool_max_idle_per_host(0).retry_canceled_requests(false);
        Ok(Self {
            page: folder.join("index.html"),
            files: ServeDir::new(folder),
            reloader: reload.reloader(),
            reload,
            gateway: client.build(connector()?),
            origin: origin.to_owned(),
        })
    }

    /// Reloads every open page.
    pub fn reload(&self) {
        self.reloader.reload();
    }

    async fn answer(&self, request: Request<Incoming>) -> Response<Body> {
        if request.uri().path().starts_with("/api/") {
            return self.forward(request).await;
        }
        let files = tower::service_fn(|request| self.file(request));
        let Ok(response) = self.reload.layer(files).oneshot(request).await;
        let mut response =
            response.map(|body| body.map_err(|error| error.to_string().into()).boxed_unsync());
        for (name, value) in HEADERS {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }

    /// A file of the folder. The page comes without its policy, which would block the script that
    /// reloads it.
    async fn file(&self, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
        let fail = |error: io::Error| text(StatusCode::NOT_FOUND, error.to_string());
        if matches!(request.uri().path(), "/" | "/index.html") {
            let page = fs::read_to_string(&self.page);
            return Ok(page.map_or_else(fail, |page| {
                let mut response = text(StatusCode::OK, without_policy(&page));
                let html = HeaderValue::from_static("text/html; charset=utf-8");
                response.headers_mut().insert(CONTENT_TYPE, html);
                response
            }));
        }
        let Ok(response) = self.files.clone().oneshot(request).await;
        Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
    }

    /// Sends a request to the gateway, once, and returns its answer; redirects aren't followed.
    async fn forward(&self, mut request: Request<Incoming>) -> Response<Body> {
        let target = request.uri().path_and_query().map_or("/", |it| it.as_str());
        let target = format!("{}{target}", self.origin);
        match target.parse::<Uri>() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(error) => return text(StatusCode::BAD_REQUEST, format!("{target}: {error}")),
        }
        for name in HOP_BY_HOP.iter().chain([&HOST]) {
            request.headers_mut().remove(name);
        }
        match self.gateway.request(request).await {
            Ok(mut response) => {
                for name in &HOP_BY_HOP {
                    response.headers_mut().remove(name);
                }
                response.map(|body| body.map_err(Into::into).boxed_unsync())
            }
            Err(error) => {
                let why = std::error::Error::source(&error)
                    .map_or_else(|| error.to_string(), |source| format!("{error}: {source}"));
                text(StatusCode::BAD_GATEWAY, format!("{}: {why}", self.origin))
            }
        }
    }
}

#[cfg(feature = "https")]
fn connector() -> Outcome<Connector> {
    let builder = hyper_rustls::HttpsConnectorBuilder::new();
    let builder = builder.with_native_roots().or_fail("can't read the system's certificates")?;
    Ok(builder.https_or_http().enable_http1().build())
}

#[cfg(not(feature = "https"))]
fn connector() -> Outcome<Connector> {
    Ok(Connector::new())
}

fn text(status: StatusCode, text: String) -> Response<Body> {
    let body = Full::new(Bytes::from(text)).map_err(|never| match never {});
    let mut response = Response::new(body.boxed_unsync());
    *response.status_mut() = status;
    response
}

/// Serves on a separate thread until the process ends.
///
/// # Errors
/// If the runtime can't be started.
pub fn start(listener: TcpListener, host: Arc<Host>) -> Outcome {
    listener.set_nonblocking(true).or_fail("can't listen")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build();
    let runtime = runtime.or_fail("can't start the server")?;
    thread::spawn(move || runtime.block_on(accept(listener, host)));
    Ok(())
}

async fn accept(listener: TcpListener, host: Arc<Host>) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return println!("can't listen: {error}"),
    };
    loop {
        // A connection that failed to open concerns only its browser.
        let Ok((stream, _)) = listener.accept().await else { continue };
        let host = host.clone();
        tokio::spawn(async move {
            let answer = service_fn(move |request| {
                let host = host.clone();
                async move { Ok::<_, Infallible>(host.answer(request).await) }
            });
            // Browsers close connections at any time, so this error isn't reported.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}
