//! Raw request in, raw reply out: the gateway with its clock, content and controls.

use super::controls::{self, Control};
use super::faults::Faults;
use super::gateway::Gateway;
use super::http::{self, Target};
pub use super::log::Logged;
pub use super::reply::Reply;
use super::seed::{Seed, create_named};
use super::settings::Settings;
use super::world::World;
use crate::wire::exchange::{RawRequest, RawResponse};

/// The sandbox gateway with its source of time and randomness.
pub struct Engine<W> {
    world: W,
    gateway: Gateway,
    /// What a reset restores.
    origin: (Seed, Settings),
}

impl<W: World> Engine<W> {
    /// A gateway with this content.
    pub fn new(seed: Seed, settings: Settings, world: W) -> Self {
        let mut engine = Self { world, gateway: Gateway::default(), origin: (seed, settings) };
        engine.reset();
        engine
    }

    /// Answers one request.
    pub fn answer(&mut self, request: &RawRequest) -> Reply {
        let Some(target) = Target::parse(&request.target) else {
            let text = Some("text/plain; charset=utf-8");
            return Reply::Answer(http::respond(400, text, b"400 Bad Request".to_vec()));
        };
        self.gateway.land_late_writes(&mut self.world);
        if !target.path.starts_with(controls::PREFIX) {
            return self.gateway.answer(request, &target, &mut self.world);
        }
        Reply::Answer(
            match controls::answer(&mut self.gateway, request, &target, &mut self.world) {
                Control::Answer(response) => response,
                Control::Reset => {
                    self.reset();
                    http::respond(204, None, Vec::new())
                }
            },
        )
    }

    /// Answers a request whose method no route of the gateway has.
    pub fn answer_unrouted(&self, target: &str) -> RawResponse {
        let path = Target::parse(target).map(|target| target.path).unwrap_or_default();
        self.gateway.no_route(&path)
    }

    /// Restores the initial content. Clears armed faults and the request log; keeps the list of
    /// drawn secrets.
    pub fn reset(&mut self) {
        let (seed, settings) = &self.origin;
        let mut store = std::mem::take(&mut self.gateway.store);
        store.clear();
        let log = std::mem::take(&mut self.gateway.log);
        // Replaying the seed's history needs a gateway without faults.
        self.gateway = Gateway::default();
        self.gateway.store = store;
        seed.plant(&mut self.gateway, &mut self.world);
        self.gateway.settings = settings.clone();
        self.gateway.log = log;
        self.gateway.log.clear();
    }

    /// Creates an identity of this name, unless there is one.
    pub fn create_named(&mut self, name: &str) {
        create_named(&mut self.gateway, &mut self.world, name);
    }

    /// The armed faults.
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

    /// Keeps at most this many requests, for a host that never asks for them.
    pub fn keep_requests(&mut self, kept: usize) {
        self.gateway.log.keep(kept);
    }

    /// Every secret ever drawn.
    pub fn drawn_secrets(&self) -> &[String] {
        self.gateway.store.drawn_secrets()
    }
}
