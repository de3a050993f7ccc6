//! Work that lets something more urgent go first.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot::{Sender, channel};

use crate::gateway::pause::give_way;

/// Open, unless something more urgent has closed it.
#[derive(Default)]
pub struct Gate {
    is_closed: Cell<bool>,
    /// Those who wait; they go on when these are dropped.
    waiting: RefCell<Vec<Sender<()>>>,
}

impl Gate {
    /// Lets nobody pass until it is opened.
    pub fn close(&self) {
        self.is_closed.set(true);
    }

    /// Lets everybody go on.
    pub fn open(&self) {
        self.is_closed.set(false);
        self.waiting.take();
    }

    /// Waits while the gate is closed. Those who waited go on in tasks of their own.
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
    fn whoever_waits_goes_on_when_the_gate_is_opened() {
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
