//! The gateway without a host: finds the route, checks the caller, applies faults.

mod audit;
mod late;
mod route;

use late::LateWrite;

use super::access::{Admission, Tokens};
use super::call::Call;
use super::faults::{Fault, Faults, Hits};
use super::http::{self, Target};
use super::log::Log;
use super::reply::Reply;
use super::settings::Settings;
use super::store::Store;
use super::world::World;
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// Everything that a request can read or change.
#[derive(Default)]
pub struct Gateway {
    pub store: Store,
    pub settings: Settings,
    pub faults: Faults,
    pub log: Log,
    pub tokens: Tokens,
    /// Requests that take effect later.
    late: Vec<LateWrite>,
}

impl Gateway {
    /// Answers a request to the API.
    pub fn answer(
        &mut self,
        request: &RawRequest,
        target: &Target,
        world: &mut dyn World,
    ) -> Reply {
        if request.method == Method::Options {
            return Reply::Answer(with_headers(http::respond(204, None, Vec::new())));
        }
        let path = String::from_utf8_lossy(self.below_api(&target.path).unwrap_or_default());
        let hits = self.faults.take(request, &path, &target.query("fault"));
        let reply = match &hits.answer {
            None => self.paced(request, target, &hits, world),
            Some(armed) => match armed.fault {
                Fault::CutBefore => Reply::Cut,
                Fault::Error500 => {
                    Reply::Answer(with_headers(http::respond(500, None, Vec::new())))
                }
                Fault::Html => Reply::Answer(with_headers(index_page())),
                Fault::LateWrite => {
                    self.late.push(LateWrite::new(request, &hits, armed.millis, world));
                    Reply::Cut
                }
                fault => play(fault, armed.millis, self.serve(request, target, &hits, world)),
            },
        };
        self.log.write(request, hits.first(), &reply);
        reply
    }

    /// Carries out the late writes that are due.
    pub fn land_late_writes(&mut self, world: &mut dyn World) {
        if self.late.is_empty() {
            return;
        }
        let now = world.now();
        let (due, waiting) =
            std::mem::take(&mut self.late).into_iter().partition(|late| late.due <= now);
        self.late = waiting;
        let due: Vec<LateWrite> = due;
        for LateWrite { request, hits, .. } in due {
            let target = Target::parse(&request.target).expect("it was parsed when it arrived");
            self.serve(&request, &target, &hits, world);
        }
    }

    /// The answer, late by the time that issuing credentials takes.
    fn paced(
        &mut self,
        request: &RawRequest,
        target: &Target,
        hits: &Hits,
        world: &mut dyn World,
    ) -> Reply {
        self.store.issued = 0;
        let response = self.serve(request, target, hits, world);
        match self.store.issued.saturating_mul(self.settings.issue_millis) {
            0 => Reply::Answer(response),
            millis => Reply::Slow { millis, response },
        }
    }

    /// The answer without transport faults.
    fn serve(
        &mut self,
        request: &RawRequest,
        target: &Target,
        hits: &Hits,
        world: &mut dyn World,
    ) -> RawResponse {
        let head = request.method == Method::Head;
        let method = if head { Method::Get } else { request.method };
        let Some(path) = self.below_api(&target.path) else {
            return self.no_route(&target.path);
        };
        let Some((parameters, access, handler)) = route::route(method, path) else {
            let trimmed = path.strip_suffix(b"/").and_then(|path| route::route(method, path));
            return match trimmed {
                // The router redirects before the middleware runs: no CORS headers (G33).
                Some(_) => route::without_slash(request.method, target),
                None => self.no_route(&target.path),
            };
        };
        let on_token = hits.answer.as_ref().and_then(|armed| armed.fault.on_token());
        let directory = &self.settings.directory;
        let Admission { caller, new_token } =
            self.tokens.admit(request, access, on_token, directory, world);
        let mut response = match caller {
            Err(refusal) => refusal,
            Ok(caller) => {
                let rejects_unknown_fields =
                    hits.body.is_some() || self.settings.rejects_unknown_fields;
                let response = handler(&mut Call {
                    store: &mut self.store,
                    settings: &self.settings,
                    tokens: &mut self.tokens,
                    world,
                    request,
                    target,
                    caller: caller.clone(),
                    rejects_unknown_fields,
                    parameters,
                });
                if let Some(caller) = caller {
                    let audit = hits.audit.as_ref();
                    let entry = audit::entry(request, target, &caller, &response, audit, world);
                    self.store.insert_audit_entry(entry);
                }
                response
            }
        };
        if let Some(token) = new_token {
            http::set(&mut response, "X-New-Access-Token", &token);
        }
        for header in ["Token", "X-New-Access-Token"] {
            if let Some(token) = response.header(header) {
                self.store.note_secret(token);
            }
        }
        if head {
            let length = response.body.len().to_string();
            http::set(&mut response, "Content-Length", &length);
            response.body.clear();
        }
        with_headers(response)
    }

    /// The decoded path below `{prefix}/api`, without its leading slash.
    fn below_api<'a>(&self, path: &'a [u8]) -> Option<&'a [u8]> {
        path.strip_prefix(self.settings.prefix.as_bytes())?.strip_prefix(b"/api/")
    }

    /// The answer where no route matches: outside the API it is the bundled UI's (contract §1).
    pub fn no_route(&self, path: &[u8]) -> RawResponse {
        let base = format!("{}/api", self.settings.prefix);
        with_headers(if path.starts_with(base.as_bytes()) {
            http::not_found()
        } else if self.settings.bundled_ui {
            index_page()
        } else {
            http::respond(404, None, Vec::new())
        })
    }
}

fn play(fault: Fault, millis: u32, response: RawResponse) -> Reply {
    match fault {
        Fault::CutAfter => Reply::Cut,
        Fault::CutDuring => match response.body.len() / 2 {
            // Without a body to cut, the head alone would be a complete answer.
            0 => Reply::Cut,
            sent => Reply::CutShort { response, sent },
        },
        Fault::Slow => Reply::Slow { millis, response },
        // The page is the reverse proxy's, so it has none of the middleware's headers.
        Fault::GatewayTimeout => Reply::Answer(http::respond(
            504,
            Some("text/html"),
            b"<html><body><h1>504 Gateway Time-out</h1></body></html>".to_vec(),
        )),
        _ => Reply::Answer(response),
    }
}

fn index_page() -> RawResponse {
    let page = "<!doctype html><html lang=\"en\"><title>hoop</title><div id=\"app\"></div></html>";
    http::respond(200, Some("text/html; charset=utf-8"), page.into())
}

fn with_headers(mut response: RawResponse) -> RawResponse {
    http::add_middleware_headers(&mut response);
    response
}
