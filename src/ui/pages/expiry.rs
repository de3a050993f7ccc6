//! The strip that announces the end of a sign-in five minutes before, so that no save meets it.

use leptos::task::spawn_local;

use crate::ui::reactive::*;
use crate::{
    gateway::pause::pause,
    ui::{
        components::{
            button::{ButtonKind, button},
            icon::{Icon, icon},
        },
        dom::{View, div, live, p},
        messages::sign_in as words,
        session::Session,
    },
};

/// How long before the end it is announced, in minutes.
const WARNED: u32 = 5;

/// How often the clock is looked at, in milliseconds. A single long timer would miss a device that
/// slept meanwhile.
const LOOK: u32 = 10_000;

pub fn expiry(session: Session) -> View {
    let now = RwSignal::new(js_sys::Date::now());
    spawn_local(async move {
        loop {
            pause(LOOK).await;
            // The console is gone.
            if !now.try_set(js_sys::Date::now()) {
                return;
            }
        }
    });
    // A new token is judged by the time at which it came.
    let minutes = Memo::new(move |_| {
        now.track();
        session.expires_at().get().and_then(minutes_left)
    });
    live(move || {
        let is_due = |minutes: &u32| *minutes <= WARNED && !session.is_expired().get();
        minutes.get().filter(is_due).map(|minutes| {
            div().class("strip").role("status").child((
                icon(Icon::Wait),
                p().child(words::expires_in(minutes)),
                button(ButtonKind::Secondary, None, "Sign in again", move || session.renew(true)),
            ))
        })
    })
}

/// The minutes until a time in milliseconds since 1970, rounded up; `None` when it has passed.
fn minutes_left(expires_at: f64) -> Option<u32> {
    let minutes = ((expires_at - js_sys::Date::now()) / 60_000.0).ceil();
    (minutes >= 1.0).then_some(minutes.min(f64::from(u32::MAX)) as u32)
}
