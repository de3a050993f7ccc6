//! The position of the suggestions: below the input, above it where there is more room, or full
//! screen on a phone.
//!
//! Acceptance: they never cover the input, and end within the viewport.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::popup::Popup;
use crate::ui::dom::ElRef;
use crate::ui::reactive::*;

/// Narrower windows give the field the whole screen.
const NARROW: &str = "(max-width: 639px)";

/// With less room below than this, in pixels, the list opens above if there is more room.
const ENOUGH: f64 = 200.0;

/// The greatest height of the list, in pixels.
const MOST: f64 = 304.0;

/// The margin to the edges of the viewport, in pixels.
const MARGIN: f64 = 8.0;

/// Places the suggestions each time they open. `root` is the field, `place` the box they open beside.
pub(super) fn follow(popup: Popup, root: ElRef, place: ElRef) {
    Effect::new(move || {
        let is_open = popup.is_open.get();
        let Some(root) = root.get() else { return };
        let is_narrow = window().match_media(NARROW).ok().flatten().is_some_and(|it| it.matches());
        fill_screen(popup, &root, is_open && is_narrow);
    });
    Effect::new(move || {
        if popup.is_shown()
            && let Some(place) = place.get()
        {
            request_animation_frame(move || {
                if popup.is_full.try_get_value() == Some(false) {
                    put_beside(&place);
                }
            });
        }
    });
}

/// The browser closed the full-screen field, as a phone's Back button does.
pub(super) fn closed(popup: Popup, root: ElRef) {
    let is_open = root.get_untracked().is_some_and(|root| is_popover_open(&root));
    if popup.is_full.get_value() && !is_open {
        popup.close();
    }
}

fn is_popover_open(root: &Element) -> bool {
    root.matches(":popover-open") == Ok(true)
}

/// Moves the field into the top layer, where no container clips it. In browsers without popovers the
/// suggestions open beside the input.
fn fill_screen(popup: Popup, root: &HtmlElement, is_full: bool) {
    if is_full == popup.is_full.get_value() {
        return;
    }
    let is_done = match is_full {
        true => root.set_popover(Some("auto")).and_then(|()| root.show_popover()).is_ok(),
        false => {
            // Fails only if the browser has closed it.
            let _ = root.hide_popover();
            root.set_popover(None).is_ok()
        }
    };
    popup.is_full.set_value(is_full && is_done);
}

fn put_beside(place: &HtmlElement) {
    let list = place.query_selector(".options").ok().flatten();
    let Some(list) = list.and_then(|list| list.dyn_into::<HtmlElement>().ok()) else { return };
    let height = window().inner_height().ok().and_then(|it| it.as_f64()).unwrap_or(f64::MAX);
    let rect = place.get_bounding_client_rect();
    let (above, below) = (rect.top() - MARGIN, height - rect.bottom() - MARGIN);
    let is_up = below < ENOUGH && above > below;
    let room = if is_up { above } else { below };
    // Neither fails for valid names and values.
    let _ = list.class_list().toggle_with_force("options--up", is_up);
    // A whole number: formatting a fraction takes more program.
    let most = format!("{}px", room.clamp(ENOUGH / 2.0, MOST) as u32);
    let _ = list.style().set_property("max-block-size", &most);
}
