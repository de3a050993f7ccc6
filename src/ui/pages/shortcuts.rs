//! The console's keyboard shortcuts, and the dialog that lists them.
//!
//! Acceptance: a single key acts only while no text is typed, no modifier is held, no dialog is open
//! and no input method composes; single keys can be switched off (WCAG 2.1.4).

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::identities;
use crate::ui::reactive::*;
use crate::ui::{
    browser::{focus, preference},
    components::{
        button::{ButtonKind, button},
        dialog::dialog,
    },
    dom::{self, El, View, dd, div, dl, dt, input, label, p},
};

const KEY: &str = "single-keys";
const OFF: &str = "off";

/// Whether single keys act, and whether their list is open.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    is_open: RwSignal<bool>,
    is_on: RwSignal<bool>,
}

impl Shortcuts {
    /// Listens until the console is gone.
    pub fn start() -> Self {
        let shortcuts = Self {
            is_open: RwSignal::new(false),
            is_on: RwSignal::new(preference::kept(KEY).as_deref() != Some(OFF)),
        };
        let listener = window_event_listener(ev::keydown, move |event| shortcuts.press(&event));
        on_cleanup(move || listener.remove());
        shortcuts
    }

    /// Opens the list.
    pub fn show(self) {
        self.is_open.set(true);
    }

    fn press(self, event: &KeyboardEvent) {
        let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let is_composing = event.is_composing() || event.key_code() == 229;
        if !self.is_on.get_untracked() || !is_plain || is_composing || is_busy() {
            return;
        }
        match event.key().as_str() {
            "/" if identities::has_search() => identities::focus_search(),
            "?" => self.show(),
            _ => return,
        }
        event.prevent_default();
    }

    fn switch(self, is_on: bool) {
        self.is_on.set(is_on);
        match is_on {
            true => preference::forget(KEY),
            false => preference::keep(KEY, OFF),
        }
    }
}

/// Whether text is being typed or a dialog is open.
fn is_busy() -> bool {
    let takes_text = |element: &Element| {
        let tag = element.tag_name();
        let kind = element.get_attribute("type").unwrap_or_default();
        let is_switch = ["checkbox", "radio", "button", "submit"].contains(&kind.as_str());
        (tag == "INPUT" && !is_switch)
            || ["TEXTAREA", "SELECT"].contains(&tag.as_str())
            || element
                .closest("[contenteditable], dialog[open], [role=menu]")
                .ok()
                .flatten()
                .is_some()
    };
    let is_typing = focus::focused().is_some_and(|focused| takes_text(focused.unchecked_ref()));
    is_typing || document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// The dialog with the list.
pub fn shortcuts_dialog(shortcuts: Shortcuts) -> View {
    let close = move || shortcuts.is_open.set(false);
    dialog(
        "shortcuts".to_owned(),
        Signal::stored("Keyboard shortcuts".to_owned()),
        shortcuts.is_open.into(),
        close,
        move || {
            (
                dl().class("shortcuts").child((
                    line(&["/"], "Search identities"),
                    line(&["?"], "Show this list"),
                    line(&["↑", "↓"], "Move from row to row in a list"),
                    line(&["Enter"], "Open the row"),
                    line(&["Ctrl or ⌘", "S"], "Save the identity"),
                    line(&["Esc"], "Close a dialog, a menu or the suggestions"),
                )),
                div().class("check").child((
                    input()
                        .id("single-keys")
                        .r#type("checkbox")
                        .checked(move || shortcuts.is_on.get())
                        .on(ev::change, move |event| {
                            shortcuts.switch(event_target_checked(&event))
                        }),
                    label().r#for("single-keys").child("Use the single keys / and ?"),
                    p().class("field__hint")
                        .child("Switch them off if they get in the way of speech input."),
                )),
                div().class("form__actions").child(button(
                    ButtonKind::Secondary,
                    None,
                    "Close",
                    close,
                )),
            )
        },
    )
}

fn line(keys: &[&'static str], effect: &'static str) -> El {
    let keys: Vec<El> = keys.iter().map(|key| dom::kbd().child(*key)).collect();
    div().class("shortcuts__line").child((dt().child(effect), dd().child(keys)))
}
