//! The sandbox engine as a transport: the same bytes, without a network.

use std::{cell::RefCell, rc::Rc};

use super::{pause::pause, transport::NoAnswer};
use crate::{
    sandbox::{
        engine::{Engine, Reply},
        seed,
        world::SeededWorld,
    },
    wire::exchange::{RawRequest, RawResponse},
};

/// One engine with its clock and randomness. Clones share it.
#[derive(Clone)]
pub struct InPage {
    inner: Rc<RefCell<(Engine, SeededWorld)>>,
}

impl InPage {
    /// A sandbox with the sample organisation.
    pub fn new() -> Self {
        let mut world = SeededWorld::new(1);
        let engine = Engine::new(seed::sample_organisation(&mut world));
        Self { inner: Rc::new(RefCell::new((engine, world))) }
    }

    /// The page's own sandbox, which lives as long as the page: signing out and in again finds
    /// what was saved.
    pub fn shared() -> Self {
        thread_local! {
            static SHARED: InPage = InPage::new();
        }
        SHARED.with(Clone::clone)
    }

    pub(super) async fn send(
        &self,
        request: RawRequest,
        deadline: u32,
    ) -> Result<RawResponse, NoAnswer> {
        let reply = {
            let (engine, world) = &mut *self.inner.borrow_mut();
            engine.handle(&request, world)
        };
        match reply {
            Reply::Answer(answer) => Ok(answer),
            Reply::Cut { .. } => Err(NoAnswer::Unreachable),
            Reply::Slow { milliseconds, .. } if milliseconds > deadline => {
                pause(deadline).await;
                Err(NoAnswer::TimedOut)
            }
            Reply::Slow { milliseconds, answer } => {
                pause(milliseconds).await;
                Ok(answer)
            }
        }
    }
}

impl Default for InPage {
    fn default() -> Self {
        Self::new()
    }
}
