//! Work that lets something more urgent go first.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot::{Sender, channel};

use crate::gateway::pause::give_way;

/// Open, unless something more urgent has closed it.
#[derive(Default)]
pub struct Gate {
    is_closed: Cell<bool>,
    /// What waits goes on when these are dropped.
    waiting: RefCell<Vec<Sender<()>>>,
}

impl Gate {
    /// Makes callers of `pass` wait until it is opened.
    pub fn close(&self) {
        self.is_closed.set(true);
    }

    /// Releases everything that waits.
    pub fn open(&self) {
        self.is_closed.set(false);
        self.waiting.take();
    }

    /// Waits while the gate is closed. Each caller that waited goes on in a task of its own.
    pub async fn pass(&self) {
        while self.is_closed.get() {
            let (sender, opened) = channel();
            self.waiting.borrow_mut().push(sender);
            // Nothing is sent: it ends when the sender is dropped.
            let _ = opened.await;
            give_way().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use futures_util::future::join3;

    use super::Gate;

    #[test]
    fn waiting_callers_go_on_when_the_gate_is_opened() {
        let (gate, log) = (Gate::default(), RefCell::new(Vec::new()));
        let passes = |name| {
            let (gate, log) = (&gate, &log);
            async move {
                gate.pass().await;
                log.borrow_mut().push(name);
            }
        };
        let opens = async {
            log.borrow_mut().push("open");
            gate.open();
        };
        pollster::block_on(passes("before"));
        gate.close();
        pollster::block_on(join3(passes("first"), opens, passes("second")));
        assert_eq!(log.into_inner(), ["before", "open", "second", "first"]);
    }
}
