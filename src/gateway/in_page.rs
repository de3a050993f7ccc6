//! The sandbox engine as a transport: the same bytes, without a network.

use std::{cell::RefCell, rc::Rc};

use super::{pause::pause, transport::NoAnswer};
use crate::{
    sandbox::{
        engine::{Engine, Reply},
        faults::{Armed, Fault},
        seed::Seed,
        settings::Settings,
        world::{SEEDED_START, SeededWorld},
    },
    wire::exchange::{Method, RawRequest, RawResponse},
};

/// One engine with its clock and randomness. Clones share it.
#[derive(Clone)]
pub struct InPage {
    engine: Rc<RefCell<Engine<SeededWorld>>>,
}

impl InPage {
    /// A sandbox with the sample organisation.
    pub fn new() -> Self {
        let world = SeededWorld::new(1, SEEDED_START);
        let engine = Engine::new(Seed::Sample, Settings::default(), world);
        Self { engine: Rc::new(RefCell::new(engine)) }
    }

    /// The page's own sandbox, which lives as long as the page: signing out and in again finds
    /// what was saved.
    pub fn shared() -> Self {
        thread_local! {
            static SHARED: InPage = InPage::new();
        }
        SHARED.with(Clone::clone)
    }

    /// Lets the next write meet a fault.
    pub fn arm_for_next_write(&self, fault: Fault) {
        let armed = Armed { method: Some(Method::Put), ..Armed::next(fault) };
        self.engine.borrow_mut().faults().arm(armed);
    }

    pub(super) async fn send(
        &self,
        request: RawRequest,
        deadline: u32,
    ) -> Result<RawResponse, NoAnswer> {
        let reply = self.engine.borrow_mut().answer(&request);
        match reply {
            Reply::Answer(answer) => Ok(answer),
            Reply::Cut | Reply::CutShort { .. } => Err(NoAnswer::Unreachable),
            Reply::Slow { millis, .. } if millis > deadline => {
                pause(deadline).await;
                Err(NoAnswer::TimedOut)
            }
            Reply::Slow { millis, response } => {
                pause(millis).await;
                Ok(response)
            }
        }
    }
}

impl Default for InPage {
    fn default() -> Self {
        Self::new()
    }
}
