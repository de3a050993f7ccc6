//! What can be read and not edited.

use crate::ui::{
    components::time::local_time,
    dom::{View, code, dd, div, dl, dt, live, section},
    editor::model::Editor,
};

pub fn details(editor: Editor) -> View {
    live(move || {
        let stored = editor.loaded.identity().filter(|identity| identity.is_stored())?;
        let row =
            |title: &'static str, value: View| div().child((dt().child(title), dd().child(value)));
        let host = editor.secrets.public_host.get();
        Some(section().class("details").attr("part", "card").attr("aria-label", "Details").child((
            editor.heading_at(2).child("Details"),
            dl().child((
                row("ID", code().attr("translate", "no").child(stored.id.clone()).into_any()),
                row("Created", local_time(stored.created_at.as_str()).into_any()),
                row("Updated", local_time(stored.updated_at.as_str()).into_any()),
                host.map(|host| {
                    row("Public host", code().child(host.as_str().to_owned()).into_any())
                }),
            )),
        )))
    })
}
