//! Content whose code is loaded when it is first shown.
//!
//! Acceptance: the page shows that it loads; after a failed load the user can try again or reload the
//! page (as after a new release); a load that failed offline resumes when online; nothing else on the
//! page waits for it.

use std::{future::Future, pin::Pin};

use leptos::{reactive::spawn_local_scoped_with_cancellation, task::spawn_local};

use super::{
    button::{ButtonKind, button},
    notice::{NoticeKind, notice},
};
use crate::ui::reactive::*;
use crate::{
    gateway::pause::give_way,
    ui::{
        browser::{leave_guard, network},
        dom::{View, div, live, p},
        messages::part as words,
    },
};

enum Slot {
    Loading,
    Failed,
    /// What was loaded, until it is inserted.
    Loaded(View),
    Shown,
}

/// What a part becomes, or `None` if its code couldn't be loaded.
type Part = Pin<Box<dyn Future<Output = Option<View>>>>;

/// Shows the result of `part`, which is called again on each retry.
pub fn lazy<F, E>(part: impl Fn() -> F + Send + 'static) -> View
where
    F: Future<Output = Result<View, E>> + 'static,
{
    show(Box::new(move || {
        let part = part();
        Box::pin(async move { part.await.ok() })
    }))
}

/// Boxed, so that the code exists once and not for each part.
fn show(part: Box<dyn Fn() -> Part + Send>) -> View {
    let attempt = RwSignal::new(());
    live(move || {
        attempt.track();
        once(part(), attempt)
    })
}

fn once(part: Part, attempt: RwSignal<()>) -> View {
    let again = move || attempt.set(());
    let slot = RwSignal::new(Slot::Loading);
    // Not created once it is no longer wanted: its signals may be gone.
    spawn_local_scoped_with_cancellation(async move {
        slot.try_set(match part.await {
            Some(view) => Slot::Loaded(view),
            None => Slot::Failed,
        });
    });
    live(move || {
        slot.track();
        let found = slot.try_update_untracked(|slot| match slot {
            Slot::Loaded(_) => std::mem::replace(slot, Slot::Shown),
            Slot::Failed => Slot::Failed,
            Slot::Loading | Slot::Shown => Slot::Loading,
        });
        match found {
            Some(Slot::Loaded(view)) => view,
            Some(Slot::Failed) => failed(again),
            _ => p().class("form__aside").role("status").child("Loading…").into_any(),
        }
    })
}

/// Says that the code couldn't be loaded, and why if the browser knows.
fn failed(again: impl Fn() + Copy + Send + 'static) -> View {
    let retry = button(ButtonKind::Secondary, None, words::RETRY, again);
    let is_offline = network::is_offline();
    let reload = match is_offline {
        true => {
            let listener = window_event_listener_untyped("online", move |_| again());
            on_cleanup(move || listener.remove());
            None
        }
        false => Some(button(ButtonKind::Secondary, None, words::RELOAD, leave_guard::reload)),
    };
    let actions = div().class("form__actions").child((retry, reload));
    notice(NoticeKind::Error, (p().child(words::missing(is_offline)), actions)).into_any()
}

/// Content that exists while `holds` is true, and isn't rebuilt meanwhile.
pub fn when(
    holds: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> View + Send + 'static,
) -> View {
    let is_there = Memo::new(move |_| holds());
    live(move || is_there.get().then(&view))
}

/// A condition that large content depends on. It changes in a task of its own, so that the key press
/// that changes it stays within its frame. The effect only begins that task; what it waits for is not a
/// value that a memo could derive.
pub fn afterwards(holds: impl Fn() -> bool + Send + Sync + 'static) -> RwSignal<bool> {
    let now = Memo::new(move |_| holds());
    let shown = RwSignal::new(now.get_untracked());
    Effect::new(move || {
        if now.get() != shown.get_untracked() {
            spawn_local(async move {
                give_way().await;
                let now = now.try_get_untracked();
                if let Some(now) = now.filter(|_| now != shown.try_get_untracked()) {
                    shown.set(now);
                }
            });
        }
    });
    shown
}
