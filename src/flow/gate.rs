//! Work that waits until something more urgent is done.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot::{Sender, channel};

/// Closed until it is opened, once.
#[derive(Default)]
pub struct Gate {
    is_open: Cell<bool>,
    /// Dropping what is kept of them lets those who wait go on.
    waiting: RefCell<Vec<Sender<()>>>,
}

impl Gate {
    /// A gate that nobody waits at.
    pub fn opened() -> Self {
        Self { is_open: Cell::new(true), ..Self::default() }
    }

    /// Lets everybody go on, from now on.
    pub fn open(&self) {
        self.is_open.set(true);
        self.waiting.take();
    }

    /// Waits until the gate is open.
    pub async fn pass(&self) {
        if self.is_open.get() {
            return;
        }
        let (kept, dropped) = channel();
        self.waiting.borrow_mut().push(kept);
        // Never sent.
        let _ = dropped.await;
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
        let waits = |name| {
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
        pollster::block_on(join3(waits("first"), opens, waits("second")));
        assert_eq!(log.into_inner(), ["open", "second", "first"]);
    }
}
