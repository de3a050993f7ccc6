//! A built console, served beside the engine with the headers that its build wrote.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::ACCEPT;
use hyper::{Request, Response, StatusCode};
use tower_http::services::ServeDir;

use super::body::ReplyBody;
use super::headers::HeaderRules;

/// A directory with a built console.
pub struct Site {
    files: ServeDir,
    directory: PathBuf,
    headers: HeaderRules,
}

impl Site {
    /// A site whose pages may also connect to the given origins.
    ///
    /// # Errors
    /// If the directory is no build: it has no readable `_headers`.
    pub fn new(directory: &Path, connect_to: &[String]) -> io::Result<Self> {
        Ok(Self {
            files: ServeDir::new(directory).precompressed_br().precompressed_gzip(),
            directory: directory.to_owned(),
            headers: HeaderRules::read(directory, connect_to)?,
        })
    }

    /// Answers one request with a file. Where there is none, a request for HTML gets the console's
    /// page.
    pub async fn answer(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<ReplyBody>, Infallible> {
        let wants_page = request
            .headers()
            .get(ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains("text/html"));
        let mut path = request.uri().path().to_owned();
        let mut response = self.file(&request, &path).await;
        if response.status() == StatusCode::NOT_FOUND && wants_page {
            path = "/index.html".to_owned();
            response = self.file(&request, &path).await;
        }
        response.headers_mut().extend(self.headers.of(&path));
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
