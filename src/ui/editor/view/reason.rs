//! Why the change is made, beside the button that saves it.
//!
//! Acceptance: the label says where the reason is stored; a secret in it, and a gateway that can't
//! store it, are said at the field; where the page requires a reason, saving without one isn't possible.

use crate::ui::reactive::*;
use crate::ui::{
    components::{
        field::FieldText,
        text_field::{TextKind, text_field},
    },
    dom::El,
    editor::{commands::save::reason_problem, model::Editor},
    messages::history as words,
};

/// The field. `place` tells the rail's from the sheet's.
pub fn reason(editor: Editor, place: &str) -> El {
    let errors = Signal::derive(move || {
        // That it is missing is said at the button.
        let problem = reason_problem(editor).filter(|text| *text != words::REASON_REQUIRED);
        problem.map(str::to_owned).into_iter().collect()
    });
    let text = FieldText {
        id: editor.id(&format!("reason-{place}")),
        label: words::REASON,
        hint: match editor.options.with_untracked(|options| options.require_reason) {
            true => words::REASON_NEEDED.to_owned(),
            false => String::new(),
        },
        errors,
    };
    let reason = editor.insight.reason;
    text_field(text, TextKind::Plain, reason.into(), editor.is_locked(), (), move |typed| {
        reason.set(typed);
    })
}
