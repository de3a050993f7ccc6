//! A modal dialog, on the browser's own `<dialog>`, which keeps the focus inside and gives it back.
//!
//! Acceptance: it opens with the focus on its least harmful button or first field, Escape closes it
//! as the cancelling button does, and its title is its name.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::ui::{
    browser::focus,
    dom::{self, Content, ElRef, View, div, h2, live},
};

/// A dialog that is in the page while it is open. `cancel` is called on Escape.
///
/// The content is made anew on each opening, so nothing of an earlier one is left in it.
pub fn dialog<M, C: Content<M>>(
    id: String,
    title: Signal<String>,
    is_open: Signal<bool>,
    cancel: impl Fn() + Clone + 'static,
    content: impl Fn() -> C + Clone + Send + 'static,
) -> View {
    let node = ElRef::new();
    // The browser opens it only once it is in the page.
    Effect::new(move || {
        if let Some(node) = node.get().and_then(|node| node.dyn_into::<HtmlDialogElement>().ok())
            && !node.open()
        {
            // It fails only for one that is open already.
            let _ = node.show_modal();
        }
    });
    let cancel = send_wrapper::SendWrapper::new(cancel);
    live(move || {
        let (content, cancel, id) = (content.clone(), cancel.clone(), id.clone());
        is_open.get().then(|| {
            // The focus goes back to what opened it.
            if let Some(opener) = focus::focused() {
                let opener = send_wrapper::SendWrapper::new(opener);
                on_cleanup(move || focus::give_back(opener.take()));
            }
            let heading = format!("{id}-title");
            dom::dialog()
                .node_ref(node)
                .class("dialog")
                .attr("aria-labelledby", heading.clone())
                .on(ev::Custom::<web_sys::Event>::new("cancel"), move |event| {
                    event.prevent_default();
                    cancel();
                })
                // A browser closes it by itself when Escape is pressed again and again.
                .on(ev::Custom::<web_sys::Event>::new("close"), move |event| {
                    let closed = event.current_target();
                    let closed = closed.and_then(|it| it.dyn_into::<HtmlDialogElement>().ok());
                    if let Some(closed) = closed
                        && is_open.try_get_untracked() == Some(true)
                        && closed.is_connected()
                    {
                        // It fails only for one that is open.
                        let _ = closed.show_modal();
                    }
                })
                .child((
                    h2().id(heading).class("dialog__title").child(title.get_untracked()),
                    div().class("dialog__body").child(content()),
                ))
        })
    })
}
