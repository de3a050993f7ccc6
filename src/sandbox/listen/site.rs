//! A built console, served beside the engine with the headers that its build asks for.

use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};

use hyper::body::Incoming;
use hyper::header::ACCEPT;
use hyper::{Request, Response, StatusCode};
use tower_http::services::ServeDir;

use super::body::ReplyBody;
use super::headers::{FILE, HeaderRules};

/// A directory with a built console.
pub struct Site {
    files: ServeDir,
    directory: PathBuf,
    headers: HeaderRules,
}

impl Site {
    /// A site whose pages may also connect to these origins.
    ///
    /// # Errors
    /// If the directory isn't the output of a build: its headers can't be read.
    pub fn new(directory: &Path, connect_to: &[String]) -> Result<Self, String> {
        Ok(Self {
            files: ServeDir::new(directory).precompressed_br().precompressed_gzip(),
            directory: directory.to_owned(),
            headers: HeaderRules::read(directory, connect_to)?,
        })
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
        let mut path = request.uri().path();
        let mut response = self.file(&request, path).await;
        if response.status() == StatusCode::NOT_FOUND && wants_page {
            path = "/index.html";
            response = self.file(&request, path).await;
        }
        self.headers.apply(path, response.headers_mut());
        Ok(response)
    }

    async fn file(&self, request: &Request<Incoming>, path: &str) -> Response<ReplyBody> {
        let mut copy = Request::new(());
        *copy.method_mut() = request.method().clone();
        *copy.headers_mut() = request.headers().clone();
        *copy.uri_mut() = path.parse().unwrap_or_default();
        // Hosts read this file and don't serve it.
        if path.strip_prefix('/') == Some(FILE) {
            return missing();
        }
        match self.files.clone().try_call(copy).await {
            Ok(response) => response.map(ReplyBody::file),
            Err(error) => {
                let kinds = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
                if kinds.contains(&error.kind()) {
                    return missing();
                }
                let place = self.directory.display();
                let text = format!("cannot read a file in {place}: {error}");
                answer(StatusCode::INTERNAL_SERVER_ERROR, text)
            }
        }
    }
}

fn missing() -> Response<ReplyBody> {
    answer(StatusCode::NOT_FOUND, "not found".to_owned())
}

fn answer(status: StatusCode, text: String) -> Response<ReplyBody> {
    let mut response = Response::new(ReplyBody::whole(text.into()));
    *response.status_mut() = status;
    response
}
