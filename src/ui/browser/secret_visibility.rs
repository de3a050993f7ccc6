//! Which secret is visible, and for how long: one at a time, for half a minute, and never in print,
//! in a hidden tab or in a page kept for the back button.

use std::cell::Cell;

use gloo_timers::callback::Interval;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::gateway::pause::pause;
use crate::ui::reactive::*;

/// How long a secret stays revealed, in milliseconds.
const REVEALED: u32 = 30_000;

/// How often to check for idleness, in milliseconds.
const LOOK: u32 = 10_000;

/// Window events before which secrets are masked.
const LEAVING: [&str; 4] = ["visibilitychange", "pagehide", "beforeprint", "hashchange"];

/// Events that show that the user is present.
const PRESENT: [&str; 3] = ["pointerdown", "keydown", "wheel"];

thread_local! {
    /// One setting for the page: a shared screen shows every editor on it.
    static SHARING: ArcRwSignal<bool> = ArcRwSignal::new(false);
    /// The number of times screen-sharing mode was switched on. Secrets revealed before that stay
    /// hidden afterwards.
    static SHARES: Cell<u32> = const { Cell::new(0) };
}

/// Whether screen-sharing mode is on: no secret is visible on the whole page.
pub fn is_sharing() -> bool {
    SHARING.with(|sharing| sharing.get())
}

/// Switches screen-sharing mode. Revealed secrets are hidden in every editor, and stay hidden when it
/// is switched off again.
pub fn share(is_sharing: bool) {
    SHARES.set(SHARES.get() + u32::from(is_sharing));
    SHARING.with(|sharing| sharing.set(is_sharing));
}

/// The revealed value, and the screen-sharing count at that moment.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Revealed {
    number: u32,
    shares: u32,
}

impl Revealed {
    fn is_current(&self) -> bool {
        self.shares == SHARES.get()
    }
}

/// Which secret is revealed, if any.
#[derive(Clone, Copy)]
pub struct SecretVisibility {
    revealed: RwSignal<Option<Revealed>>,
    numbers: StoredValue<u32>,
    /// Lets only the timer of the latest reveal hide it.
    generation: StoredValue<u32>,
    /// When the user was last active, in milliseconds.
    last_seen: StoredValue<f64>,
}

impl Default for SecretVisibility {
    fn default() -> Self {
        Self::new()
    }
}

impl SecretVisibility {
    pub fn new() -> Self {
        Self {
            revealed: RwSignal::new(None),
            numbers: StoredValue::new(0),
            generation: StoredValue::new(0),
            last_seen: StoredValue::new(js_sys::Date::now()),
        }
    }

    /// A unique number for one value on the page.
    pub fn number(&self) -> u32 {
        self.numbers.update_value(|number| *number += 1);
        self.numbers.get_value()
    }

    pub fn is_revealed(&self, number: u32) -> bool {
        let revealed = self.revealed.get().filter(Revealed::is_current);
        !is_sharing() && revealed.is_some_and(|it| it.number == number)
    }

    /// Whether screen-sharing mode is on.
    pub fn is_sharing(&self) -> bool {
        is_sharing()
    }

    /// Reveals one value, and masks the one before.
    ///
    /// `false` in screen-sharing mode.
    pub fn reveal(&self, number: u32) -> bool {
        if SHARING.with(|sharing| sharing.get_untracked()) {
            return false;
        }
        let this = *self;
        this.generation.update_value(|generation| *generation += 1);
        let generation = this.generation.get_value();
        this.revealed.set(Some(Revealed { number, shares: SHARES.get() }));
        spawn_local(async move {
            pause(REVEALED).await;
            if this.generation.try_get_value() == Some(generation) {
                this.revealed.try_set(None);
            }
        });
        true
    }

    /// Reveals it, or masks it again; returns whether it is revealed now.
    pub fn toggle(&self, number: u32) -> bool {
        if untrack(|| self.is_revealed(number)) {
            self.mask();
            return false;
        }
        self.reveal(number)
    }

    /// Masks everything.
    pub fn mask(&self) {
        if self.revealed.try_get_untracked().flatten().is_some() {
            self.revealed.set(None);
        }
    }

    /// Masks when the page is left, hidden or printed, and calls `wipe` after `idle` milliseconds
    /// without activity, or when the page may be kept for the back button.
    pub fn watch(&self, idle: impl Fn() -> f64 + 'static, wipe: impl Fn() + Copy + 'static) {
        let this = *self;
        for event in LEAVING {
            let listener = window_event_listener_untyped(event, move |_| {
                this.mask();
                if event == "pagehide" {
                    wipe();
                }
            });
            on_cleanup(move || listener.remove());
        }
        for event in PRESENT {
            let listener = window_event_listener_untyped(event, move |_| {
                this.last_seen.try_set_value(js_sys::Date::now());
            });
            on_cleanup(move || listener.remove());
        }
        let look = move || {
            let last_seen = this.last_seen.try_get_value();
            if last_seen.is_some_and(|last_seen| js_sys::Date::now() - last_seen >= idle()) {
                this.mask();
                wipe();
            }
        };
        // Dropping it stops the timer and frees its closure.
        let timer = SendWrapper::new(Interval::new(LOOK, look));
        on_cleanup(move || drop(timer.take()));
    }
}
