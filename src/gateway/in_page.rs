//! The sandbox engine as a transport: the same bytes, without a network.
//!
//! Used by native tests and by the program that a page loads ([`super::loaded`]).

use std::{cell::RefCell, rc::Rc};

use super::{limits::Limits, no_answer::NoAnswer, pause::wait_out};
use crate::{
    sandbox::{
        engine::{Engine, Reply},
        faults::{Armed, Fault},
        seed::Seed,
        settings::Settings,
        world::{SEEDED_START, SeededWorld},
    },
    wire::exchange::{RawRequest, RawResponse},
};

/// The outcome of a request.
pub struct Played {
    /// How long the answer takes, in milliseconds.
    pub delay: u32,
    /// `None` when the connection is cut.
    pub response: Option<RawResponse>,
}

/// One engine with its clock and randomness. Clones share it.
#[derive(Clone)]
pub struct InPage {
    engine: Rc<RefCell<Engine<SeededWorld>>>,
    meanwhile: Rc<RefCell<Option<Meanwhile>>>,
}

/// A change that happens while an answer is on its way.
type Meanwhile = Box<dyn FnOnce()>;

impl InPage {
    /// A sandbox with the sample organization.
    pub fn new() -> Self {
        Self::of(Seed::Sample)
    }

    /// A sandbox with other content.
    pub fn of(seed: Seed) -> Self {
        let world = SeededWorld::new(1, SEEDED_START);
        let engine = Engine::new(seed, Settings::default(), world);
        Self { engine: Rc::new(RefCell::new(engine)), meanwhile: Rc::default() }
    }

    /// Arms a fault for the next write, and nothing else; `None` disarms.
    pub fn arm_for_next_write(&self, fault: Option<Fault>) {
        let mut engine = self.engine.borrow_mut();
        engine.faults().clear();
        if let Some(fault) = fault {
            engine.faults().arm(Armed { writes_only: true, ..Armed::next(fault) });
        }
    }

    /// The fault that the next write meets.
    pub fn armed(&self) -> Option<Fault> {
        self.engine.borrow_mut().faults().armed().first().map(|armed| armed.fault)
    }

    /// Keeps at most this many requests in the log, which otherwise grows with use.
    pub fn keep_requests(&self, kept: usize) {
        self.engine.borrow_mut().keep_requests(kept);
    }

    /// Restores the initial contents.
    pub fn reset(&self) {
        self.engine.borrow_mut().reset();
    }

    /// Creates an identity of this name, unless there is one.
    pub fn create_named(&self, name: &str) {
        self.engine.borrow_mut().create_named(name);
    }

    /// Schedules a change between the next answer and its arrival.
    pub fn meanwhile(&self, act: impl FnOnce() + 'static) {
        *self.meanwhile.borrow_mut() = Some(Box::new(act));
    }

    /// Answers a request; the caller waits out the delay.
    pub fn play(&self, request: &RawRequest) -> Played {
        match self.engine.borrow_mut().answer(request) {
            Reply::Answer(response) => Played { delay: 0, response: Some(response) },
            Reply::Slow { millis, response } => Played { delay: millis, response: Some(response) },
            Reply::Cut | Reply::CutShort { .. } => Played { delay: 0, response: None },
        }
    }

    pub(super) async fn send(
        &self,
        request: RawRequest,
        limits: Limits,
    ) -> Result<RawResponse, NoAnswer> {
        let Played { delay, response } = self.play(&request);
        let meanwhile = self.meanwhile.borrow_mut().take();
        if let Some(act) = meanwhile {
            act();
        }
        wait_out(delay, limits.milliseconds).await?;
        response.ok_or(NoAnswer::Unreachable).and_then(|response| {
            (response.body.len() <= limits.bytes).then_some(response).ok_or(NoAnswer::TooLarge)
        })
    }
}

impl Default for InPage {
    fn default() -> Self {
        Self::new()
    }
}
