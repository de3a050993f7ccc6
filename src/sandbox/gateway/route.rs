//! The routes, and how a path is matched.

use crate::sandbox::access::Access;
use crate::sandbox::call::Call;
use crate::sandbox::catalog::{attributes, connections};
use crate::sandbox::http::{self, Target};
use crate::sandbox::{audit, credentials, identities, server, sessions};
use crate::wire::exchange::{Method, RawResponse};

/// The handler of a route.
pub type Handler = fn(&mut Call<'_>) -> RawResponse;

/// Every route below `/api`. A segment that begins with a colon is a parameter.
const ROUTES: &[(Method, &str, Access, Handler)] = &[
    (Method::Get, "healthz", Access::Open, server::health),
    (Method::Get, "publicserverinfo", Access::Open, server::public_server_info),
    (Method::Get, "login", Access::Open, server::login::oidc),
    (Method::Get, "saml/login", Access::Open, server::login::saml),
    (Method::Post, "localauth/login", Access::Open, server::login::local),
    (Method::Post, "localauth/register", Access::Open, server::login::register),
    (Method::Get, "userinfo", Access::SignedIn, server::userinfo::answer),
    (Method::Get, "serverinfo", Access::SignedIn, server::serverinfo::answer),
    (Method::Get, "serverconfig/misc", Access::Auditor, server::serverinfo::misc),
    (Method::Get, "audit/logs", Access::Auditor, audit::answer),
    (Method::Get, "sessions", Access::SignedIn, sessions::answer),
    (Method::Get, "feature-flags", Access::SignedIn, server::feature_flags),
    (Method::Get, "machineidentities", Access::SignedIn, identities::list::answer),
    (Method::Post, "machineidentities", Access::Admin, identities::create::answer),
    (Method::Get, "machineidentities/:name", Access::SignedIn, identities::get::answer),
    (Method::Put, "machineidentities/:name", Access::Admin, identities::update::answer),
    (Method::Delete, "machineidentities/:name", Access::Admin, identities::delete::answer),
    (Method::Get, "machineidentities/:name/credentials", Access::Admin, credentials::list::answer),
    (
        Method::Post,
        "machineidentities/:name/credentials/:connection/rotate",
        Access::Admin,
        credentials::rotate::answer,
    ),
    (Method::Get, "connections", Access::SignedIn, connections::list::answer),
    (Method::Post, "connections", Access::Admin, connections::create::answer),
    (Method::Get, "connections/:name", Access::SignedIn, connections::get::answer),
    (Method::Patch, "connections/:name", Access::Admin, connections::patch::answer),
    (Method::Delete, "connections/:name", Access::Admin, connections::delete::answer),
    (Method::Get, "attributes", Access::SignedIn, attributes::list::answer),
    (Method::Post, "attributes", Access::Admin, attributes::create::answer),
    (Method::Get, "attributes/:name", Access::Auditor, attributes::get::answer),
    (Method::Put, "attributes/:name", Access::Admin, attributes::update::answer),
    (Method::Delete, "attributes/:name", Access::Admin, attributes::delete::answer),
];

/// The route of a decoded path: parameters, required rights, handler.
///
/// As in gin, a parameter matches any text between two slashes, even none, but not an empty one at
/// the end of the path.
pub fn route(method: Method, path: &[u8]) -> Option<(Vec<Vec<u8>>, Access, Handler)> {
    let segments: Vec<&[u8]> = path.split(|&byte| byte == b'/').collect();
    if segments.last().is_some_and(|last| last.is_empty()) {
        return None;
    }
    ROUTES.iter().filter(|(wanted, ..)| *wanted == method).find_map(
        |(_, pattern, access, handler)| {
            let mut parameters = Vec::new();
            let mut rest = segments.iter();
            for wanted in pattern.split('/') {
                let found = rest.next()?;
                if wanted.starts_with(':') {
                    parameters.push(found.to_vec());
                } else if wanted.as_bytes() != *found {
                    return None;
                }
            }
            rest.next().is_none().then_some((parameters, *access, *handler))
        },
    )
}

/// gin's redirect to the path without its trailing slash.
pub fn without_slash(method: Method, target: &Target) -> RawResponse {
    let path = target.raw_path.strip_suffix('/').unwrap_or(&target.raw_path);
    let query = target.raw_query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{path}{query}");
    let mut response = if method == Method::Get {
        let body = format!("<a href=\"{location}\">Moved Permanently</a>.\n\n");
        http::respond(301, Some("text/html; charset=utf-8"), body.into_bytes())
    } else {
        http::respond(307, None, Vec::new())
    };
    http::set(&mut response, "Location", &location);
    response
}
