//! Whether writes carry a receipt id, and whether the audit log can be searched for it (contract
//! §15).

use std::cell::Cell;

use crate::domain::write::ReceiptId;

/// Returns random bytes; `None` where there are none.
pub type Randomness = Box<dyn Fn() -> Option<[u8; 16]>>;

/// The receipts of a client: on until the gateway refuses the field or its user can't read the log.
pub struct Receipts {
    randomness: Option<Randomness>,
    is_off: Cell<bool>,
    is_field_refused: Cell<bool>,
    is_log_unreadable: Cell<bool>,
}

impl Receipts {
    /// No write carries a receipt id.
    pub fn off() -> Self {
        Self {
            randomness: None,
            is_off: Cell::new(false),
            is_field_refused: Cell::new(false),
            is_log_unreadable: Cell::new(false),
        }
    }

    /// Every write carries an id made of these bytes.
    pub fn from_randomness(randomness: Randomness) -> Self {
        Self { randomness: Some(randomness), ..Self::off() }
    }

    /// Every write carries an id from the browser's generator.
    #[cfg(feature = "web")]
    pub fn from_browser() -> Self {
        Self::from_randomness(Box::new(|| {
            let mut bytes = [0; 16];
            let crypto = web_sys::window()?.crypto().ok()?;
            // Unlike `randomUUID`, available over plain HTTP.
            crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
            Some(bytes)
        }))
    }

    /// Whether later writes carry an id, where there are random bytes for one.
    pub fn switch(&self, is_on: bool) {
        self.is_off.set(!is_on);
    }

    /// An id for the next write; `None` when it carries none.
    pub fn next_id(&self) -> Option<ReceiptId> {
        // Without the log, nothing could read the id.
        if self.is_off.get() || self.is_field_refused.get() || self.is_log_unreadable.get() {
            return None;
        }
        self.randomness.as_ref()?().map(ReceiptId::random)
    }

    /// The gateway refuses unknown fields: no write carries the field any more.
    pub fn refuse_field(&self) {
        self.is_field_refused.set(true);
    }

    /// Whether the gateway refuses fields that it doesn't know: no reason can be stored then.
    pub fn is_field_refused(&self) -> bool {
        self.is_field_refused.get()
    }

    /// Another user has signed in, who may be allowed to read the log.
    pub fn begin_session(&self) {
        self.is_log_unreadable.set(false);
    }

    /// Whether the log can still be asked.
    pub fn can_read_log(&self) -> bool {
        !self.is_log_unreadable.get()
    }

    /// The log can't be read by this user or on this gateway: it isn't searched again.
    pub fn give_up_log(&self) {
        self.is_log_unreadable.set(true);
    }
}
