//! Targets, queries and answers as the gateway's HTTP stack treats them.

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::json::to_bytes;
use crate::wire::exchange::RawResponse;

/// A parsed request target: the path decoded to bytes, the query as received.
pub struct Target {
    pub path: Vec<u8>,
    pub raw_path: String,
    pub raw_query: Option<String>,
}

impl Target {
    /// Reads an origin-form target; `None` for an invalid percent escape.
    pub fn parse(target: &str) -> Option<Self> {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        Some(Self {
            path: unescape(path)?,
            raw_path: path.to_owned(),
            raw_query: query.map(str::to_owned),
        })
    }

    /// The first value of a query parameter, empty when there is none.
    pub fn query(&self, name: &str) -> String {
        let pairs = self.raw_query.as_deref().unwrap_or_default().split('&');
        pairs
            .filter(|pair| !pair.contains(';'))
            .filter_map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((unescape(&key.replace('+', " "))?, unescape(&value.replace('+', " "))?))
            })
            .find(|(key, _)| key == name.as_bytes())
            .map(|(_, value)| String::from_utf8_lossy(&value).into_owned())
            .unwrap_or_default()
    }
}

/// Decodes percent escapes; `None` for an invalid one.
fn unescape(text: &str) -> Option<Vec<u8>> {
    let is_escape = |rest: &str| {
        rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    text.split('%').skip(1).all(is_escape).then(|| percent_decode_str(text).collect())
}

/// A JSON answer.
pub fn json(status: u16, body: &impl Serialize) -> RawResponse {
    respond(status, Some("application/json; charset=utf-8"), to_bytes(body))
}

/// `{"message":"…"}` (contract §1).
pub fn message(status: u16, text: &str) -> RawResponse {
    json(status, &Message { message: text })
}

#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
}

/// An answer with a content type, or with none and usually no body.
pub fn respond(status: u16, content_type: Option<&str>, body: Vec<u8>) -> RawResponse {
    let headers = content_type.map(|value| ("Content-Type".to_owned(), value.to_owned()));
    RawResponse { status, headers: headers.into_iter().collect(), body }
}

/// gin's answer where no route matches path and method; there is no 405 (contract §1).
pub fn not_found() -> RawResponse {
    respond(404, Some("text/plain"), b"404 page not found".to_vec())
}

/// Sets a header, replacing one of the same name.
pub fn set(response: &mut RawResponse, name: &str, value: &str) {
    response.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
    response.headers.push((name.to_owned(), value.to_owned()));
}

/// The headers that the gateway's middleware adds to every answer (contract §1).
pub fn add_middleware_headers(response: &mut RawResponse) {
    let theirs = std::mem::take(&mut response.headers);
    response.headers =
        MIDDLEWARE.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    for (name, value) in theirs {
        set(response, &name, &value);
    }
}

const MIDDLEWARE: [(&str, &str); 13] = [
    ("Server", concat!("hoopgateway/sandbox-", env!("CARGO_PKG_VERSION"))),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Credentials", "true"),
    ("Access-Control-Allow-Headers", "Content-Type, Authorization, accept, origin, user-client"),
    ("Access-Control-Allow-Methods", "POST, OPTIONS, GET, PUT, DELETE, PATCH"),
    ("Access-Control-Expose-Headers", "X-New-Access-Token, X-Set-Cookie"),
    ("X-Frame-Options", "DENY"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin"),
    ("Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"),
    ("X-XSS-Protection", "1; mode=block"),
    ("Permissions-Policy", "geolocation=(), midi=(), microphone=(), camera=(), payment=()"),
    (
        "Content-Security-Policy",
        "default-src self; script-src * 'unsafe-inline' 'unsafe-eval'; connect-src *; worker-src *",
    ),
];

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_path_is_decoded_once_and_keeps_its_plus() {
        let target = Target::parse("/a%2Fb+%252F%C3%BC?x=1").unwrap();
        assert_eq!(target.path, "/a/b+%2Fü".as_bytes());
        assert_eq!(target.raw_path, "/a%2Fb+%252F%C3%BC");
        assert!(Target::parse("/a%zz").is_none());
        assert!(Target::parse("/a%2").is_none());
    }

    #[test]
    fn a_query_is_read_as_go_reads_it() {
        let target = Target::parse("/?a=1&a=2&b=x+y%2B&bad=%zz&c&d=1;e=2").unwrap();
        assert_eq!(target.query("a"), "1");
        assert_eq!(target.query("b"), "x y+");
        assert_eq!(target.query("bad"), "");
        assert_eq!(target.query("c"), "");
        assert_eq!(target.query("e"), "");
    }
}
