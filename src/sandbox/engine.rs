//! Raw request in, raw reply out: what happens around a route, and nothing that a route does.

mod log;
mod route;

use log::Log;
pub use log::Logged;

use super::access::{Admission, Sessions, User};
use super::controls;
use super::faults::{Fault, Faults};
use super::http::{self, Target};
use super::provision::Provisioner;
use super::seed::Seed;
use super::settings::Settings;
use super::store::{Store, decoded_text};
use super::world::World;
use crate::wire::exchange::{Method, RawRequest, RawResponse};

/// What a host has to play out.
pub enum Reply {
    /// An answer.
    Answer(RawResponse),
    /// An answer that arrives late; what it reports has happened already.
    Slow { millis: u32, response: RawResponse },
    /// The head and the first `sent` bytes of the body arrive, then the connection is cut.
    CutShort { response: RawResponse, sent: usize },
    /// The connection is cut without an answer.
    Cut,
}

/// The pretend gateway, together with the world that it lives in.
pub struct Engine<W> {
    world: W,
    gateway: Gateway,
}

impl<W: World> Engine<W> {
    /// A gateway with the given contents.
    pub fn new(seed: Seed, settings: Settings, mut world: W) -> Self {
        let gateway = Gateway::new(seed, settings, &mut world);
        Self { world, gateway }
    }

    /// Answers one request.
    pub fn answer(&mut self, request: &RawRequest) -> Reply {
        self.gateway.answer(request, &mut self.world)
    }

    /// Answers a request whose method no route of the gateway has.
    pub fn answer_unrouted(&self, target: &str) -> Reply {
        let path = Target::parse(target).map(|target| target.path).unwrap_or_default();
        Reply::Answer(self.gateway.no_route(&path))
    }

    /// Goes back to the contents it was made with. Armed faults and the request log go; the list
    /// of drawn secrets stays.
    pub fn reset(&mut self) {
        self.gateway.reset(&mut self.world);
    }

    /// The faults that wait.
    pub const fn faults(&mut self) -> &mut Faults {
        &mut self.gateway.faults
    }

    /// The operator's configuration.
    pub const fn settings(&mut self) -> &mut Settings {
        &mut self.gateway.settings
    }

    /// The requests since the last reset, oldest first.
    pub fn requests(&self) -> impl Iterator<Item = &Logged> {
        self.gateway.log.entries()
    }

    /// Every secret ever drawn.
    pub fn drawn_secrets(&self) -> &[String] {
        self.gateway.store.drawn_secrets()
    }
}

/// The engine without its world.
pub(super) struct Gateway {
    pub store: Store,
    pub settings: Settings,
    pub faults: Faults,
    pub log: Log,
    sessions: Sessions,
    /// What a reset goes back to.
    origin: (Seed, Settings),
}

/// One admitted request on its way through a handler.
pub(super) struct Call<'a> {
    pub store: &'a mut Store,
    pub settings: &'a Settings,
    pub sessions: &'a mut Sessions,
    pub world: &'a mut dyn World,
    pub request: &'a RawRequest,
    pub target: &'a Target,
    /// `None` on the routes that are open to everybody.
    pub caller: Option<&'static User>,
    parameters: Vec<Vec<u8>>,
}

impl Call<'_> {
    /// A decoded path parameter, or the database's refusal of it.
    pub fn parameter(&self, index: usize) -> Result<&str, String> {
        decoded_text(self.parameters.get(index).map_or(&[], Vec::as_slice))
    }

    /// The same for a message, where every byte sequence has to be shown.
    pub fn shown_parameter(&self, index: usize) -> String {
        let bytes = self.parameters.get(index).map_or(&[][..], Vec::as_slice);
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The means to make credentials.
    pub fn provisioner(&mut self) -> Provisioner<'_> {
        Provisioner { store: self.store, settings: self.settings, world: self.world }
    }
}

impl Gateway {
    fn new(seed: Seed, settings: Settings, world: &mut dyn World) -> Self {
        let mut gateway = Self {
            store: Store::default(),
            settings: settings.clone(),
            faults: Faults::default(),
            log: Log::default(),
            sessions: Sessions::default(),
            origin: (seed, settings),
        };
        gateway.reset(world);
        gateway
    }

    pub fn reset(&mut self, world: &mut dyn World) {
        self.store.clear();
        self.sessions = Sessions::default();
        self.faults.clear();
        let (seed, settings) = self.origin.clone();
        // A history of requests wants a gateway where all of them work.
        self.settings = Settings::default();
        seed.plant(self, world);
        self.settings = settings;
        self.log = Log::default();
    }

    pub fn answer(&mut self, request: &RawRequest, world: &mut dyn World) -> Reply {
        let Some(target) = Target::parse(&request.target) else {
            let text = Some("text/plain; charset=utf-8");
            return Reply::Answer(http::respond(400, text, b"400 Bad Request".to_vec()));
        };
        if target.path.starts_with(controls::PREFIX) {
            return Reply::Answer(controls::answer(self, request, &target, world));
        }
        if request.method == Method::Options {
            let mut response = http::respond(204, None, Vec::new());
            http::add_middleware_headers(&mut response);
            return Reply::Answer(response);
        }
        let path = String::from_utf8_lossy(self.below_api(&target.path).unwrap_or_default());
        let armed = self.faults.take(request, &path, &target.query("fault"));
        let fault = armed.as_ref().map(|armed| armed.fault);
        let reply = match fault {
            Some(Fault::CutBefore) => Reply::Cut,
            Some(Fault::Error500) => {
                Reply::Answer(with_headers(http::respond(500, None, Vec::new())))
            }
            Some(Fault::Html) => Reply::Answer(with_headers(index_page())),
            _ => {
                let response = self.serve(request, &target, fault, world);
                match armed {
                    Some(armed) => play(armed.fault, armed.millis, response),
                    None => Reply::Answer(response),
                }
            }
        };
        self.log.write(request, fault, &reply);
        reply
    }

    /// The answer as it would be if nothing but the token went wrong.
    fn serve(
        &mut self,
        request: &RawRequest,
        target: &Target,
        fault: Option<Fault>,
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
                Some(_) => with_headers(route::without_slash(request.method, target)),
                None => self.no_route(&target.path),
            };
        };
        let on_token = fault.and_then(Fault::on_token);
        let Admission { caller, new_token } = self.sessions.admit(request, access, on_token, world);
        let mut response = match caller {
            Err(refusal) => refusal,
            Ok(caller) => handler(&mut Call {
                store: &mut self.store,
                settings: &self.settings,
                sessions: &mut self.sessions,
                world,
                request,
                target,
                caller,
                parameters,
            }),
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

    /// What no route answers (contract §1): outside the API that is the bundled UI's business.
    fn no_route(&self, path: &[u8]) -> RawResponse {
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
            // Without a body to break off, the head would be a whole answer.
            0 => Reply::Cut,
            sent => Reply::CutShort { response, sent },
        },
        Fault::Slow => Reply::Slow { millis, response },
        // The page is the reverse proxy's own, so the middleware's headers are not on it.
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
