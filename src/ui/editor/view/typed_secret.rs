//! The question about a secret among the edits.

use crate::ui::{
    components::{
        button::{ButtonKind, button},
        lazy::{lazy, when},
        notice::{NoticeKind, notice},
    },
    dom::{View, div, p, strong},
    editor::{commands::edit, model::Editor},
    lazy_part::lazy_part,
    messages::typed_secret as words,
};

lazy_part!(review: question_lazily(editor: Editor) -> View = question);

/// There while a text that looks like a secret is neither removed nor accepted.
pub fn asked(editor: Editor) -> View {
    when(
        move || !editor.fields.secrets.undecided().is_empty(),
        move || lazy(move || question_lazily(editor)),
    )
}

fn question(editor: Editor) -> View {
    let secrets = editor.fields.secrets;
    let problems = move || {
        let undecided = secrets.undecided().into_iter();
        undecided.map(|it| p().child(words::problem(it.field, it.shape))).collect::<Vec<_>>()
    };
    let send = button(ButtonKind::Secondary, None, words::SEND_ANYWAY, move || {
        secrets.accept();
        edit::focus_heading(editor);
    });
    let title = p().child(strong().child(words::TITLE));
    let reason = p().child(words::REASON);
    notice(NoticeKind::Warning, (title, reason, div().child(problems), send)).into_any()
}
