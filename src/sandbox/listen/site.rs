//! A built console, served beside the engine under the strictest headers that it works with.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::{ACCEPT, HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode};
use tower_http::services::ServeDir;

use super::body::ReplyBody;

/// A directory with a built console.
pub struct Site {
    files: ServeDir,
    directory: PathBuf,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Site {
    /// A site whose pages may also connect to these origins.
    pub fn new(directory: &Path, connect_to: &[String]) -> Self {
        let connect: String = connect_to.iter().map(|origin| format!(" {origin}")).collect();
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
             img-src 'self'; font-src 'self'; connect-src 'self'{connect}; base-uri 'none'; \
             object-src 'none'; form-action 'none'; frame-ancestors 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        );
        let fixed = [
            ("content-security-policy", policy.as_str()),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ];
        let headers = fixed.into_iter().filter_map(|(name, value)| {
            Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?))
        });
        Self {
            files: ServeDir::new(directory).precompressed_br().precompressed_gzip(),
            directory: directory.to_owned(),
            headers: headers.collect(),
        }
    }

    /// Answers one request with a file. Unknown paths belong to the console's router, so a request
    /// for HTML gets the index.
    pub async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<ReplyBody>, Infallible> {
        let wants_page = request
            .headers()
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        let embeddable = request.uri().path().starts_with("/embed/");
        let mut response = self.file(&request, request.uri().path()).await;
        if response.status() == StatusCode::NOT_FOUND && wants_page {
            response = self.file(&request, "/index.html").await;
        }
        let headers = response.headers_mut();
        headers.extend(self.headers.iter().cloned());
        // Pages of other origins load the element; everything else is same-origin.
        let policy = if embeddable { "cross-origin" } else { "same-origin" };
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static(policy));
        if embeddable {
            headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
        }
        Ok(response)
    }

    async fn file(&self, request: &Request<Incoming>, path: &str) -> Response<ReplyBody> {
        let mut copy = Request::new(());
        *copy.method_mut() = request.method().clone();
        *copy.headers_mut() = request.headers().clone();
        *copy.uri_mut() = path.parse().unwrap_or_default();
        match self.files.clone().try_call(copy).await {
            Ok(response) => response.map(ReplyBody::file),
            Err(error) => {
                let missing = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
                let (status, text) = if missing.contains(&error.kind()) {
                    (StatusCode::NOT_FOUND, "not found".to_owned())
                } else {
                    let place = self.directory.display();
                    let text = format!("cannot read a file in {place}: {error}");
                    (StatusCode::INTERNAL_SERVER_ERROR, text)
                };
                let mut response = Response::new(ReplyBody::whole(text.into()));
                *response.status_mut() = status;
                response
            }
        }
    }
}
