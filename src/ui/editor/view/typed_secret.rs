//! The question about a secret among the edits.

use crate::ui::{
    components::{
        button::{ButtonKind, button},
        lazy::when,
        notice::{NoticeKind, notice},
    },
    dom::{Content, View, div, p, strong},
    editor::{commands::edit, model::Editor},
    messages::typed_secret as words,
};

/// There while a text that looks like a secret is neither removed nor accepted.
pub fn question(editor: Editor) -> View {
    let secrets = editor.fields.secrets;
    when(
        move || !secrets.undecided().is_empty(),
        move || {
            let problems = move || {
                let undecided = secrets.undecided().into_iter();
                undecided
                    .map(|it| p().child(words::problem(it.field, it.shape)))
                    .collect::<Vec<_>>()
            };
            notice(
                NoticeKind::Warning,
                (
                    p().child(strong().child(words::TITLE)),
                    p().child(words::REASON),
                    div().child(problems),
                    button(ButtonKind::Secondary, None, words::SEND_ANYWAY, move || {
                        secrets.accept();
                        edit::focus_heading(editor);
                    }),
                )
                    .view(),
            )
            .into_any()
        },
    )
}
