//! A modal dialog on the browser's own `<dialog>`, which traps the focus and restores it.
//!
//! Acceptance: it opens with the focus on its least harmful button or first field; Escape acts like
//! the cancel button; its title is its accessible name.

use leptos::ev;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::ui::reactive::*;
use crate::ui::{
    browser::focus,
    dom::{self, Content, ElRef, View, div, h2, live},
};

/// A dialog that is in the page only while open. `cancel` is called on Escape.
///
/// The content is created on each opening, so nothing is left of an earlier one.
pub fn dialog<M, C: Content<M>>(
    id: String,
    title: Signal<String>,
    is_open: Signal<bool>,
    cancel: impl Fn() + Clone + 'static,
    content: impl Fn() -> C + Clone + Send + 'static,
) -> View {
    let node = ElRef::new();
    // `showModal` needs the element to be in the page.
    Effect::new(move || {
        if let Some(node) = node.get().and_then(|node| node.dyn_into::<HtmlDialogElement>().ok())
            && !node.open()
        {
            // Fails only if it is open already.
            let _ = node.show_modal();
        }
    });
    let cancel = send_wrapper::SendWrapper::new(cancel);
    live(move || {
        let (content, cancel, id) = (content.clone(), cancel.clone(), id.clone());
        is_open.get().then(|| {
            // The focus returns to what opened it.
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
                // Browsers close a dialog despite `cancel` when Escape is pressed repeatedly.
                .on(ev::Custom::<web_sys::Event>::new("close"), move |event| {
                    let closed = event.current_target();
                    let closed = closed.and_then(|it| it.dyn_into::<HtmlDialogElement>().ok());
                    if let Some(closed) = closed
                        && is_open.try_get_untracked() == Some(true)
                        && closed.is_connected()
                    {
                        // Fails only if it isn't open.
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
